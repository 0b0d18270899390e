/* SPDX-License-Identifier: EUPL-1.2 */
#include "slice/inputs.h"

#include "base/format.h"
#include "gen/msg.h"

#include <assert.h>
#include <string.h>

static const struct look *look_of(const struct form_kind *kind, const char *name) {
    size_t i = 0;
    while (i < kind->looks_n && strcmp(kind->looks[i].name, name) != 0) i++;
    assert(i < kind->looks_n); /* every field has a look */
    return &kind->looks[i];
}

/* A select begins with "Vælg"; chips that need not be answered have none chosen. */
static void choices_make(struct request *rq, const struct field *field, const char *prefix,
                         struct input *input) {
    size_t n = 0, first = input->look == INPUT_SELECT;
    while (field->choices[n]) n++;
    struct input_choice *list = arena_array(rq->arena, n + first, sizeof *list);
    if (first) list[0] = (struct input_choice){"", msg_slice_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        list[i + first] = (struct input_choice){
            value, msg_by_key(rq->lang, arena_fmt(rq->arena, "%s.%s", prefix, value)),
            arena_fmt(rq->arena, "%s-%s", field->name, value), strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n + first;
}

static struct input input_make(struct request *rq, const struct form_kind *kind, size_t i,
                               const struct form *form, const char *stored) {
    const struct field *field = &kind->fields[i];
    const struct look *look = look_of(kind, field->name);
    const char *hint = arena_fmt(rq->arena, "%s.hint.%s", kind->prefix, field->name);
    struct input input = {
        .look = look->look,
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = look->hint ? msg_by_key(rq->lang, hint) : NULL,
        .typed = form ? form_typed(form, field->name) : stored,
        .error = form ? form_error(form, field->name) : NULL,
    };
    if (!input.typed) input.typed = "";
    if (field->choices) choices_make(rq, field, look->choices, &input);
    input.described =
        arena_fmt(rq->arena, "%s%s%s%s", input.hint ? field->name : "", input.hint ? "-h " : "",
                  input.error ? field->name : "", input.error ? "-e" : "");
    return input;
}

struct input *inputs_make(struct request *rq, const struct form_kind *kind, const struct form *form,
                          const char *const *stored, size_t *ret_n) {
    struct input *inputs = arena_array(rq->arena, kind->n + 1, sizeof *inputs);
    *ret_n = 0;
    for (size_t i = 0; i < kind->n; i++) {
        if (kind->fields[i].kind == FIELD_ID || kind->fields[i].kind == FIELD_INT) continue;
        inputs[(*ret_n)++] = input_make(rq, kind, i, form, stored ? stored[i] : NULL);
    }
    return inputs;
}

static const char *words(struct request *rq, const struct form_kind *kind, const char *part) {
    return msg_by_key(rq->lang,
                      arena_fmt(rq->arena, "%s.%s.%s", kind->prefix, part, kind->segment));
}

struct form_page form_page_make(struct request *rq, const struct form_kind *kind,
                                const struct form *form, const char *const *stored) {
    struct form_page page = {.title = words(rq, kind, "form"),
                             .lead = words(rq, kind, "lead"),
                             .button = words(rq, kind, "save"),
                             .form = form};
    page.inputs = inputs_make(rq, kind, form, stored, &page.inputs_n);
    return page;
}

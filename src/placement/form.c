/* SPDX-License-Identifier: EUPL-1.2
 *
 * The forms about one person. A form is a row of data: its fields and what to do when they are in order; one
 * handler shows, reads and returns all of them.
 */
#include "placement/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/placement.html.h"
#include "gen/placement.sql.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"introduction", "bridge", NULL};
static const char *const categories[] = {PLACEMENT_CATEGORIES, NULL};
static const char *const outcomes[] = {"completed", "interrupted", NULL};
static const char *const scale[] = {"1", "2", "3", "4", "5", NULL};
static const char *const yes_no[] = {"1", "0", NULL};

#define AT(member_) offsetof(struct placement_values, member_)
#define TEXT(name_, member_, kind_, max_, required_)                                               \
    {                                                                                              \
        .name = name_, .kind = kind_, .offset = AT(member_), .required = required_, .max = max_,   \
        .label = "placement.field." name_                                                          \
    }
#define CHOICE(name_, member_, choices_, required_)                                                \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = required_,         \
        .choices = choices_, .label = "placement.field." name_                                     \
    }
#define DAY(name_, member_, required_)                                                             \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = required_,            \
        .label = "placement.field." name_                                                          \
    }
#define HOURS(name_, max_, required_)                                                              \
    {                                                                                              \
        .name = name_, .kind = FIELD_NUMBER, .offset = AT(hours), .required = required_, .min = 1, \
        .max = max_, .label = "placement.field." name_                                             \
    }

static const struct field practice_fields[] = {
    TEXT("virksomhed", employer, FIELD_ID, 0, true),
    TEXT("med", with, FIELD_TEXT, 80, true),
    DAY("fra", from, true),
    DAY("til", to, true),
    HOURS("timer", 40, false),
    TEXT("formaal", purpose, FIELD_LONG, 400, true),
};
static const struct field hu_fields[] = {
    TEXT("skole", school, FIELD_TEXT, 6, true),
    DAY("fra", from, true),
    DAY("til", to, false),
    TEXT("formaal", purpose, FIELD_LONG, 400, true),
};
static const struct field course_fields[] = {
    CHOICE("slags", kind, kinds, true),
    CHOICE("retning", category, categories, true),
    TEXT("uddannelsessted", school, FIELD_TEXT, 6, false),
    TEXT("sted", place, FIELD_TEXT, 120, false),
    {.name = "dage",
     .kind = FIELD_INT,
     .offset = AT(days),
     .required = true,
     .min = 1,
     .max = 60,
     .label = "placement.field.dage"},
    HOURS("timer_i_alt", 400, true),
    DAY("fra", from, true),
    DAY("til", to, true),
    TEXT("formaal", purpose, FIELD_LONG, 400, true),
};
static const struct field end_fields[] = {
    DAY("dag", day, true),
    CHOICE("hvordan", outcome, outcomes, true),
};
static const struct field pupil_fields[] = {
    CHOICE("nytte", useful, scale, false),
    CHOICE("anbefaler", again, yes_no, false),
    TEXT("ord", text, FIELD_LONG, 1000, false),
    DAY("dag", day, true),
};
static const struct field employer_fields[] = {
    CHOICE("igen", again, yes_no, false),
    TEXT("virksomhedens_ord", text, FIELD_LONG, 1000, false),
    DAY("dag", day, true),
};
#undef AT

/* How each field looks; hint: whether there is a message placement.hint.NAME. */
static const struct placement_field looks[] = {
    {"virksomhed", SHOW_SELECT, NULL, true},
    {"med", SHOW_TEXT, NULL, true},
    {"fra", SHOW_SHORT, NULL, false},
    {"til", SHOW_SHORT, NULL, false},
    {"timer", SHOW_SHORT, NULL, false},
    {"formaal", SHOW_LONG, NULL, true},
    {"skole", SHOW_SELECT, NULL, false},
    {"slags", SHOW_CHIPS, "placement.course", false},
    {"retning", SHOW_SELECT, "placement.category", true},
    {"uddannelsessted", SHOW_SELECT, NULL, false},
    {"sted", SHOW_TEXT, NULL, true},
    {"dage", SHOW_SHORT, NULL, false},
    {"timer_i_alt", SHOW_SHORT, NULL, false},
    {"dag", SHOW_SHORT, NULL, false},
    {"hvordan", SHOW_CHIPS, "placement.outcome", true},
    {"nytte", SHOW_CHIPS, "placement.scale", true},
    {"anbefaler", SHOW_CHIPS, "placement.yes", false},
    {"igen", SHOW_CHIPS, "placement.yes", false},
    {"ord", SHOW_LONG, NULL, true},
    {"virksomhedens_ord", SHOW_LONG, NULL, true},
    /* the register's */
    {"navn", SHOW_TEXT, NULL, false},
    {"fag", SHOW_TEXT, NULL, true},
    {"by", SHOW_TEXT, NULL, false},
    {"kontakt", SHOW_TEXT, NULL, false},
    {"telefon", SHOW_SHORT, NULL, false},
    {"email", SHOW_TEXT, NULL, false},
    {"pladser", SHOW_SHORT, NULL, true},
    {"lukket", SHOW_SHORT, NULL, true},
};

static const struct placement_field *look_of(const char *name) {
    const struct placement_field *look = looks;
    while (strcmp(look->name, name) != 0) look++; /* every field has a row */
    return look;
}

static void choices(struct request *rq, const struct field *field, const char *prefix,
                    struct placement_input *input) {
    size_t n = 0, first = input->look == SHOW_SELECT;
    while (field->choices[n]) n++;
    struct placement_choice *list = arena_array(rq->arena, n + first, sizeof *list);
    if (first)
        list[0] = (struct placement_choice){"", msg_placement_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        const char *key = arena_fmt(rq->arena, "%s.%s", prefix, value);
        list[i + first] = (struct placement_choice){
            value, msg_by_key(rq->lang, key), arena_fmt(rq->arena, "%s-%s", field->name, value),
            strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n + first;
}

/* What stands in a field before anybody typed: today, or the likely choice. */
static const char *usual(struct request *rq, const struct field *field) {
    if (strcmp(field->name, "dag") == 0) return fmt_day_table(rq->arena, rq->lang, clock_today());
    if (field->kind == FIELD_CHOICE && field->required && strcmp(field->name, "retning") != 0)
        return field->choices[0];
    return "";
}

void placement_input_make(struct request *rq, const struct field *field, const struct form *form,
                          const char *stored, struct placement_input *ret) {
    const struct placement_field *look = look_of(field->name);
    const char *hint = arena_fmt(rq->arena, "placement.hint.%s", field->name);
    *ret = (struct placement_input){
        .look = look->look,
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = look->hint ? msg_by_key(rq->lang, hint) : NULL,
        .typed = form     ? form_typed(form, field->name)
                 : stored ? stored
                          : usual(rq, field),
        .error = form ? form_error(form, field->name) : NULL,
    };
    if (!ret->typed) ret->typed = "";
    if (field->choices) choices(rq, field, look->prefix, ret);
    ret->described =
        arena_fmt(rq->arena, "%s%s%s%s", ret->hint ? field->name : "", ret->hint ? "-h " : "",
                  ret->error ? field->name : "", ret->error ? "-e" : "");
}

/* ---- one form ---- */

struct form_kind {
    const char *segment; /* last of the path, and of the message keys placement.form.NAME ... */
    const struct field *fields;
    size_t n;
    placement_save_fn *save;
};
#define KIND(segment_, fields_, save_)                                                             \
    { segment_, fields_, sizeof fields_ / sizeof *fields_, save_ }
static const struct form_kind forms[] = {
    KIND("ny", practice_fields, placement_save_practice),
    KIND("hu", hu_fields, placement_save_hu),
    KIND("kursus", course_fields, placement_save_course),
    KIND("slut", end_fields, placement_save_end),
    KIND("elev", pupil_fields, placement_save_pupil),
    KIND("arbejdsplads", employer_fields, placement_save_employer),
};

static const struct form_kind *kind_of(const struct request *rq) {
    const char *segment = strrchr(rq->route->path, '/') + 1;
    const struct form_kind *kind = forms;
    while (strcmp(kind->segment, segment) != 0) kind++; /* the routes name no other */
    return kind;
}

/* The number of the placement that the form is about; 0: it is about none. */
static int64_t row_of(const struct request *rq) {
    bool about = strstr(rq->route->path, "{placering}") != NULL;
    return about ? strtoll(request_segment(rq, "placering"), NULL, 10) : 0;
}

static void school_list(struct request *rq, const struct q_placement_schools_row *rows, size_t n,
                        struct placement_input *input) {
    struct placement_choice *list = arena_array(rq->arena, n + 1, sizeof *list);
    list[0] = (struct placement_choice){"", msg_placement_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < n; i++)
        list[i + 1] = (struct placement_choice){rows[i].number, rows[i].name, "",
                                                strcmp(rows[i].number, input->typed) == 0};
    input->choices = list;
    input->choices_n = n + 1;
}

static bool schools(struct request *rq, bool youth_school, struct placement_input *input,
                    struct err *err) {
    struct q_placement_schools_rows rows;
    struct q_placement_youth_schools_rows own;
    struct q_placement_schools_in in = {house_get()->municipality, 300};
    struct q_placement_youth_schools_in own_in = {house_get()->municipality, 300};
    if (!youth_school) {
        if (!q_placement_schools(rq->db, rq->arena, in, &rows, err)) return false;
        school_list(rq, rows.v, rows.n, input);
        return true;
    }
    if (!q_placement_youth_schools(rq->db, rq->arena, own_in, &own, err)) return false;
    struct q_placement_schools_row *same = arena_array(rq->arena, own.n + 1, sizeof *same);
    for (size_t i = 0; i < own.n; i++)
        same[i] = (struct q_placement_schools_row){own.v[i].number, own.v[i].name};
    school_list(rq, same, own.n, input);
    return true;
}

static bool employers(struct request *rq, struct placement_input *input, struct err *err) {
    struct q_placement_employers_rows rows;
    int32_t today = clock_today();
    if (!q_placement_employers(rq->db, rq->arena, (struct q_placement_employers_in){today}, &rows,
                               err))
        return false;
    struct placement_choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    size_t n = 0;
    list[n++] = (struct placement_choice){"", msg_placement_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_employers_row *r = &rows.v[i];
        if (r->closed_day != DAY_NONE && r->closed_day <= today) continue;
        const char *id = arena_fmt(rq->arena, "%lld", (long long)r->id);
        list[n++] =
            (struct placement_choice){id, arena_fmt(rq->arena, "%s (%s)", r->name, r->trade), "",
                                      strcmp(id, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n;
    return true;
}

static const char *words(struct request *rq, const char *part, const struct form_kind *kind) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.%s.%s", part, kind->segment));
}

static void show(struct request *rq, const struct youth_head *head, const struct form *form) {
    const struct form_kind *kind = kind_of(rq);
    const char *base = arena_fmt(rq->arena, "/unge/%s/praktik", head->id);
    struct placement_input *inputs = arena_array(rq->arena, kind->n, sizeof *inputs);
    struct err err = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < kind->n; i++) {
        const char *name = kind->fields[i].name;
        placement_input_make(rq, &kind->fields[i], form, NULL, &inputs[i]);
        if (strcmp(name, "virksomhed") == 0) ok = employers(rq, &inputs[i], &err);
        if (strcmp(name, "skole") == 0) ok = schools(rq, true, &inputs[i], &err);
        if (strcmp(name, "uddannelsessted") == 0) ok = schools(rq, false, &inputs[i], &err);
    }
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    struct placement_form_page page = {.title = words(rq, "form", kind),
                                       .lead = words(rq, "lead", kind),
                                       .button = words(rq, "save", kind),
                                       .action = rq->path,
                                       .back = base,
                                       .back_label =
                                           msg_placement_of(rq->arena, rq->lang, head->first_name),
                                       .form = form,
                                       .inputs = inputs,
                                       .inputs_n = kind->n,
                                       .version = INT_NONE};
    if (form) rq->reply.status = 422;
    struct page shell = {.title = page.title, .section = "/unge", .has_errors = form != NULL};
    reply_page(rq, &shell, placement_form_page, &page);
}

void placement_form_get(struct request *rq) {
    struct youth_head head;
    if (placement_head_or_reply(rq, &head)) show(rq, &head, NULL);
}

void placement_form_post(struct request *rq) {
    struct youth_head head;
    struct form form;
    struct err err = {0};
    struct placement_values values = {
        .from = DAY_NONE, .to = DAY_NONE, .day = DAY_NONE, .days = INT_NONE};
    struct placement_saved saved = {0};
    if (!placement_head_or_reply(rq, &head)) return;
    const struct form_kind *kind = kind_of(rq);
    bool ok = form_read(rq, kind->fields, kind->n, &form, &values) &&
              kind->save(rq, &head, row_of(rq), &values, &form, &saved, &err);
    if (ok)
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s/praktik", head.id), saved.notice,
                              saved.undo);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else
        show(rq, &head, &form);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* From a form that was read to the lines that a view shows. */
#include "access/internal.h"

#include "base/clock.h"
#include "gen/msg.h"

#include <string.h>

const struct form form_blank = {.ok = true};

struct input_line input_of(const struct form *form, struct input_line line) {
    if (!line.type) line.type = "text";
    if (!line.autocomplete) line.autocomplete = "off";
    if (!line.width) line.width = "input-width-m";
    if (form->fields_n > 0) {
        line.value = form_typed(form, line.name);
        line.error = form_error(form, line.name);
    }
    return line;
}

size_t choices_of(struct arena *a, enum lang lang, const char *const *values, const char *prefix,
                  const char *chosen, struct choice_line **ret_lines) {
    size_t n = 0;
    while (values[n]) n++;
    struct choice_line *lines = arena_array(a, n, sizeof *lines);
    for (size_t i = 0; i < n; i++) {
        lines[i].value = values[i];
        lines[i].label = msg_by_key(lang, arena_fmt(a, "%s.%s", prefix, values[i]));
        lines[i].chosen = chosen && strcmp(values[i], chosen) == 0;
    }
    *ret_lines = lines;
    return n;
}

const char *word_of(struct arena *a, enum lang lang, const char *prefix, const char *key) {
    const char *word = key ? msg_by_key(lang, arena_fmt(a, "%s%s", prefix, key)) : NULL;
    return word ? word : key;
}

const char *time_of_day(struct arena *a, enum lang lang, int64_t at) {
    int hour, minute;
    if (at == INT_NONE) return "";
    clock_local(at, &hour, &minute);
    return fmt_time_table(a, lang, hour, minute);
}

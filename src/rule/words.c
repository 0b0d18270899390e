/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rules in words. Names, units and choices are messages found by their keys; a test asks for every one.
 */
#include "rule/internal.h"

#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

static const char *word(struct arena *a, enum lang lang, const char *kind, const char *key) {
    const char *found = msg_by_key(lang, arena_fmt(a, "rule.%s.%s", kind, key));
    return found ? found : key;
}

const char *rule_name_words(enum lang lang, const char *rule) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *found = msg_by_key(lang, arena_fmt(a, "rule.name.%s", rule));
    return found ? found : rule;
}

const char *rule_who_words(struct arena *a, enum lang lang, const char *grade,
                           const char *category) {
    const char *class_text = *grade ? msg_rule_grade(a, lang, grade) : "";
    const char *kind = *category ? word(a, lang, "category", category) : "";
    if (*grade && *category) return arena_fmt(a, "%s, %s", class_text, kind);
    return *grade ? class_text : kind;
}

const char *rule_sure_words(struct arena *a, enum lang lang, char sure) {
    return word(a, lang, "sure", arena_fmt(a, "%c", sure | 0x20));
}

static const char *valid_words(struct arena *a, enum lang lang, int32_t from, int32_t to,
                               const char *(*day)(struct arena *, enum lang, int32_t)) {
    if (from == DAY_NONE && to == DAY_NONE) return msg_rule_always(lang);
    if (to == DAY_NONE) return msg_rule_valid_from(a, lang, day(a, lang, from));
    if (from == DAY_NONE) return msg_rule_valid_until(a, lang, day(a, lang, to));
    return msg_rule_valid_between(a, lang, day(a, lang, from), day(a, lang, to));
}

const char *rule_valid_words(struct arena *a, enum lang lang, int32_t from, int32_t to) {
    return valid_words(a, lang, from, to, fmt_day_long);
}

const char *rule_valid_table(struct arena *a, enum lang lang, int32_t from, int32_t to) {
    return valid_words(a, lang, from, to, fmt_day_table);
}

static const char *month_day_words(struct arena *a, enum lang lang, const char *value) {
    int month, day;
    if (!month_day_read(value, &month, &day)) return value;
    const char *name = word(a, lang, "month", arena_fmt(a, "%d", month));
    return msg_rule_month_day(a, lang, arena_fmt(a, "%d", day), name);
}

/* 4,0 in Danish, 4.0 in English: as many decimals as were written. */
static const char *number_words(struct arena *a, enum lang lang, const struct rule_row *row) {
    if (row->unit->kind == RULE_WHOLE) return fmt_int(a, lang, row->thousandths / 1000);
    char *text = arena_dup(a, row->value);
    char *comma = strchr(text, ',');
    if (comma && lang == LANG_EN) *comma = '.';
    return text;
}

static const char *unit_words(struct arena *a, enum lang lang, const char *unit, bool one) {
    return word(a, lang, "unit", arena_fmt(a, "%s.%s", unit, one ? "one" : "many"));
}

const char *rule_value_words(struct arena *a, enum lang lang, const struct rule_row *row) {
    if (!row || !*row->value) return msg_rule_no_rule(lang);
    const char *unit = row->unit->name;
    switch (row->unit->kind) {
    case RULE_MONTH_DAY:
        return month_day_words(a, lang, row->value);
    case RULE_DATE:
        return fmt_day_long(a, lang, day_parse_iso(row->value));
    case RULE_CHOICE:
        return word(a, lang, "choice", arena_fmt(a, "%s.%s", unit, row->value));
    case RULE_WHOLE:
    case RULE_DECIMAL:
        break;
    }
    const char *number = number_words(a, lang, row);
    if (strcmp(unit, "count") == 0) return number;
    if (strcmp(unit, "day-of-month") == 0) return msg_rule_day_of_month(a, lang, number);
    return msg_rule_number(a, lang, number, unit_words(a, lang, unit, row->thousandths == 1000));
}

const char *rule_days_words(struct arena *a, enum lang lang, int n, enum day_type type) {
    static const char *const units[] = {
        [DAY_WORKDAY] = "workdays", [DAY_WEEKDAY] = "weekdays", [DAY_CALENDAR] = "days"};
    return msg_rule_number(a, lang, fmt_int(a, lang, n), unit_words(a, lang, units[type], n == 1));
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Looking up. The versions of a key are tried first, the last decided before the others, and then the
 * law; then the same for the next more general key.
 */
#include "rule/internal.h"

#include "base/clock.h"
#include "base/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A moment after all others: everything that is known. */
#define EVERYTHING INT64_MAX

static const struct rule_row *key_row(const struct rules *rules, const struct law_key *key,
                                      int32_t day, int64_t known_at) {
    const struct version_range *range = &rules->versions[key->place];
    for (size_t i = 0; i < range->n; i++)
        if (range->v[i].known_at <= known_at && row_holds(&range->v[i], day)) return &range->v[i];
    return law_row_on(key, day);
}

static bool rule_exists(const struct law *law, const char *rule) {
    for (size_t i = 0; i < law->keys_n; i++)
        if (strcmp(law->keys[i].key.rule, rule) == 0) return true;
    return false;
}

const struct rule_row *rules_row_known(const struct rules *rules, const char *rule,
                                       const char *grade, const char *category, int32_t day,
                                       int64_t known_at) {
    if (day == DAY_NONE) return NULL;
    if (!grade) grade = "";
    if (!category) category = "";
    const char *const tries[][2] = {{grade, category}, {grade, ""}, {"", category}, {"", ""}};
    for (size_t i = 0; i < 4; i++) {
        if ((i & 1 && !*category) || (i & 2 && !*grade)) continue; /* tried already */
        const struct law_key *key = law_key_find(rules->law, rule, tries[i][0], tries[i][1]);
        const struct rule_row *row = key ? key_row(rules, key, day, known_at) : NULL;
        if (row) return *row->value ? row : NULL;
    }
    assert(rule_exists(rules->law, rule));
    return NULL;
}

const struct rule_row *rules_row(const struct rules *rules, const char *rule, const char *grade,
                                 const char *category, int32_t day) {
    return rules_row_known(rules, rule, grade, category, day, EVERYTHING);
}

int64_t rules_decimal(const struct rules *rules, const char *rule, const char *grade,
                      const char *category, int32_t day) {
    const struct rule_row *row = rules_row(rules, rule, grade, category, day);
    assert(!row || row->unit->kind == RULE_WHOLE || row->unit->kind == RULE_DECIMAL);
    return row ? row->thousandths : INT_NONE;
}

int64_t rules_int(const struct rules *rules, const char *rule, const char *grade,
                  const char *category, int32_t day) {
    int64_t thousandths = rules_decimal(rules, rule, grade, category, day);
    return thousandths == INT_NONE ? INT_NONE : thousandths / 1000;
}

static int32_t row_day(const struct rule_row *row, int32_t day) {
    int month, of_month;
    if (row->unit->kind == RULE_DATE) return day_parse_iso(row->value);
    if (!month_day_read(row->value, &month, &of_month)) return DAY_NONE;
    int year = school_year_of(day);
    return day_from_ymd(month < 8 ? year + 1 : year, month, of_month);
}

int32_t rules_day(const struct rules *rules, const char *rule, const char *grade,
                  const char *category, int32_t day) {
    const struct rule_row *row = rules_row(rules, rule, grade, category, day);
    assert(!row || row->unit->kind == RULE_DATE || row->unit->kind == RULE_MONTH_DAY);
    return row ? row_day(row, day) : DAY_NONE;
}

const char *rules_text(const struct rules *rules, const char *rule, const char *grade,
                       const char *category, int32_t day) {
    const struct rule_row *row = rules_row(rules, rule, grade, category, day);
    return row ? row->value : NULL;
}

bool rules_yes(const struct rules *rules, const char *rule, const char *grade, const char *category,
               int32_t day) {
    const char *text = rules_text(rules, rule, grade, category, day);
    return text && strcmp(text, "yes") == 0;
}

/* ---- with a connection */

bool rule_int(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              int64_t *ret, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    *ret = rules_int(rules, rule, grade, category, day);
    return true;
}

bool rule_decimal(struct db *db, const char *rule, const char *grade, const char *category,
                  int32_t day, int64_t *ret_thousandths, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    *ret_thousandths = rules_decimal(rules, rule, grade, category, day);
    return true;
}

bool rule_day(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              int32_t *ret, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    *ret = rules_day(rules, rule, grade, category, day);
    return true;
}

bool rule_text(struct db *db, const char *rule, const char *grade, const char *category,
               int32_t day, const char **ret, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    *ret = rules_text(rules, rule, grade, category, day);
    return true;
}

bool rule_row(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              const struct rule_row **ret, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    *ret = rules_row(rules, rule, grade, category, day);
    return true;
}

/* ---- the calendar and the duty */

struct calendar_rules rules_calendar(const struct rules *rules, int32_t day) {
    return (struct calendar_rules){
        .closed_5_june = rules_yes(rules, RULE_CALENDAR_CLOSED_5_JUNE, NULL, NULL, day),
        .closed_24_dec = rules_yes(rules, RULE_CALENDAR_CLOSED_24_DEC, NULL, NULL, day),
        .closed_31_dec = rules_yes(rules, RULE_CALENDAR_CLOSED_31_DEC, NULL, NULL, day),
        .closed_1_may = rules_yes(rules, RULE_CALENDAR_CLOSED_1_MAY, NULL, NULL, day),
    };
}

static enum day_type day_type_of(const char *word) {
    if (word && strcmp(word, "weekday") == 0) return DAY_WEEKDAY;
    if (word && strcmp(word, "calendar") == 0) return DAY_CALENDAR;
    return DAY_WORKDAY;
}

static int month_day_of(const struct rules *rules, const char *rule, int32_t day) {
    int month, of_month;
    const char *text = rules_text(rules, rule, NULL, NULL, day);
    return text && month_day_read(text, &month, &of_month) ? month * 100 + of_month : 0;
}

static int days_of(const struct rules *rules, const char *rule, int32_t day) {
    int64_t days = rules_int(rules, rule, NULL, NULL, day);
    return days == INT_NONE ? -1 : (int)days;
}

struct duty_rules rules_duty(const struct rules *rules, int32_t day) {
    const char *start = rules_text(rules, RULE_DUTY_ACTIVITY_START, NULL, NULL, day);
    return (struct duty_rules){
        .contact_days = days_of(rules, RULE_DUTY_CONTACT_DAYS, day),
        .contact_type = day_type_of(rules_text(rules, RULE_DUTY_CONTACT_DAY_TYPE, NULL, NULL, day)),
        .warn_type = day_type_of(rules_text(rules, RULE_DUTY_WARN_DAY_TYPE, NULL, NULL, day)),
        .activity_days = days_of(rules, RULE_DUTY_ACTIVITY_DAYS, day),
        .summer_pause = rules_yes(rules, RULE_DUTY_SUMMER_PAUSE, NULL, NULL, day),
        .summer_first = month_day_of(rules, RULE_DUTY_SUMMER_FROM, day),
        .summer_last = month_day_of(rules, RULE_DUTY_SUMMER_TO, day),
        .activity_from_contact = !start || strcmp(start, "contact") == 0,
        .calendar = rules_calendar(rules, day),
    };
}

/* ---- all there is */

size_t rules_keys(const struct rules *rules, const struct rule_key **ret_keys) {
    *ret_keys = rules->law->listed;
    return rules->law->keys_n;
}

size_t rules_rows(const struct rules *rules, struct arena *a, const struct rule_key *key,
                  const struct rule_row *const **ret_rows) {
    const struct law_key *law = law_key_find(rules->law, key->rule, key->grade, key->category);
    assert(law);
    const struct version_range *range = &rules->versions[law->place];
    const struct rule_row **rows = arena_array(a, law->n + range->n, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < law->n; i++) rows[n++] = &law->rows[i];
    for (size_t i = 0; i < range->n; i++) rows[n++] = &range->v[i];
    *ret_rows = rows;
    return n;
}

static int by_day(const void *left, const void *right) {
    const int32_t *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

/* Every day on which the answer may change, in order; the first is `from` (or before all). */
static size_t turns(const struct rule_row *const *rows, size_t n, int32_t from, int32_t *days) {
    size_t found = 0;
    days[found++] = from;
    for (size_t i = 0; i < n; i++) {
        if (rows[i]->from != DAY_NONE) days[found++] = rows[i]->from;
        if (rows[i]->to != DAY_NONE) days[found++] = rows[i]->to + 1;
    }
    qsort(days, found, sizeof *days, by_day);
    return found;
}

size_t rules_periods(const struct rules *rules, struct arena *a, const struct rule_key *key,
                     int32_t from, int32_t to, const struct rule_period **ret_periods) {
    const struct rule_row *const *rows;
    size_t n = rules_rows(rules, a, key, &rows), found = 0;
    const struct law_key *law = law_key_find(rules->law, key->rule, key->grade, key->category);
    int32_t first = from == DAY_NONE ? day_from_ymd(1900, 1, 1) : from;
    int32_t *days = arena_array(a, 2 * n + 1, sizeof *days);
    size_t days_n = turns(rows, n, first, days);
    struct rule_period *periods = arena_array(a, days_n, sizeof *periods);
    for (size_t i = 0; i < days_n; i++) {
        int32_t day = days[i];
        if (day < first || (to != DAY_NONE && day > to) || (i && day == days[i - 1])) continue;
        const struct rule_row *row = key_row(rules, law, day, EVERYTHING);
        if (row && !*row->value) row = NULL;
        if (found && periods[found - 1].row == row) continue;
        if (found) periods[found - 1].to = day - 1;
        periods[found] = (struct rule_period){found ? day : from, to, row};
        found++;
    }
    *ret_periods = periods;
    return found;
}

#define LAST_AGE 30

bool rules_case_over(struct db *db, int32_t born, int64_t last, int32_t day, bool *ret,
                     struct err *err) {
    const struct rules *rules;
    *ret = false;
    if (last == INT_NONE || born == DAY_NONE) return true;
    if (!rules_now(db, &rules, err)) return false;
    int64_t years = rules_int(rules, RULE_CASE_KEEP_YEARS, NULL, NULL, day);
    if (years == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last), 12 * (int)years);
    *ret = day >= over && day_age(born, day) >= LAST_AGE;
    return true;
}

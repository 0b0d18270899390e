/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to rule: how the rows lie in memory.
 */
#ifndef VEJVISER_RULE_INTERNAL_H
#define VEJVISER_RULE_INTERNAL_H

#include "rule/rule.h"

/* The rows of one key stand together, in the order of time. */
struct law_key {
    struct rule_key key;
    const struct rule_row *rows;
    size_t n;
    size_t place; /* in `sorted`, the same for versions */
};

/* rules/law.csv as read; one for the whole program. */
struct law {
    const struct rule_unit *units;
    size_t units_n;
    struct law_key *keys; /* in CSV order */
    size_t keys_n;
    struct law_key **sorted; /* by rule, grade, category */
    struct rule_key *listed; /* the keys alone, for rules_keys() */
};

struct version_range {
    const struct rule_row *v; /* the last decided first */
    size_t n;
};

struct rules {
    const struct law *law;
    const struct version_range *versions; /* by place */
    int64_t newest;                       /* number of the last version in here */
    const struct rules *older;            /* tables that readers may still hold; a few a year */
    struct arena *arena;                  /* in which all of it lives; never freed */
};

/* Reads the law once; later calls give the same. */
bool law_get(const struct law **ret_law, struct err *err);
/* NULL when there is no such key. */
const struct law_key *law_key_find(const struct law *law, const char *rule, const char *grade,
                                   const char *category);
const struct rule_unit *law_unit(const struct law *law, const char *name);
/* The row that holds on the day, or NULL. */
const struct rule_row *law_row_on(const struct law_key *key, int32_t day);

/* The last day of a version that begins on `from` and was decided until `to`. */
int32_t version_end(const struct law_key *key, int32_t from, int32_t to);

/* Whether `value` is one of the unit as it is stored, and its number in thousandths (INT_NONE of a
 * value that is none; ret may be NULL). */
bool value_is_of(const struct rule_unit *unit, const char *value, int64_t *ret_thousandths);
bool month_day_read(const char *value, int *ret_month, int *ret_day);

static inline bool row_holds(const struct rule_row *row, int32_t day) {
    return (row->from == DAY_NONE || row->from <= day) && (row->to == DAY_NONE || day <= row->to);
}

#endif

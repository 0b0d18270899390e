/* SPDX-License-Identifier: EUPL-1.2
 *
 * Values as they are stored and as people type them. Numbers stay whole: thousandths, digit by digit.
 */
#include "rule/internal.h"

#include "base/date.h"

#include <string.h>

#define WHOLE_DIGITS   9
#define DECIMAL_DIGITS 6
#define DECIMALS       3

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits up to `most`, at least one; moves *p behind them. */
static bool digits_read(const char **p, int most, int64_t *ret) {
    int64_t n = 0;
    int count = 0;
    for (; is_digit(**p); (*p)++, count++) {
        if (count == most) return false;
        n = n * 10 + (**p - '0');
    }
    *ret = n;
    return count > 0;
}

static bool whole_read(const char *value, int64_t *ret_thousandths) {
    int64_t n;
    if (!digits_read(&value, WHOLE_DIGITS, &n) || *value) return false;
    *ret_thousandths = n * 1000;
    return true;
}

static bool decimal_read(const char *value, int64_t *ret_thousandths) {
    int64_t n;
    if (!digits_read(&value, DECIMAL_DIGITS, &n)) return false;
    n *= 1000;
    if (*value == ',') {
        value++;
        int64_t worth = 100;
        if (!is_digit(*value)) return false;
        for (int i = 0; is_digit(*value) && i < DECIMALS; i++, value++, worth /= 10)
            n += (*value - '0') * worth;
    }
    if (*value) return false;
    *ret_thousandths = n;
    return true;
}

/* A day that every year has. */
static bool month_day_ok(int month, int day) { return day_from_ymd(2001, month, day) != DAY_NONE; }

bool month_day_read(const char *value, int *ret_month, int *ret_day) {
    if (strlen(value) != 5 || value[2] != '-') return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && !is_digit(value[i])) return false;
    *ret_month = (value[0] - '0') * 10 + value[1] - '0';
    *ret_day = (value[3] - '0') * 10 + value[4] - '0';
    return month_day_ok(*ret_month, *ret_day);
}

static bool is_choice(const char *choices, const char *value) {
    size_t len = strlen(value);
    for (const char *p = choices; *p;) {
        size_t word = strcspn(p, " ");
        if (word == len && memcmp(p, value, len) == 0) return true;
        p += word + (p[word] == ' ');
    }
    return false;
}

bool value_is_of(const struct rule_unit *unit, const char *value, int64_t *ret_thousandths) {
    int64_t number = INT_NONE;
    int month, day;
    bool ok = false;
    switch (unit->kind) {
    case RULE_WHOLE:
        ok = whole_read(value, &number);
        break;
    case RULE_DECIMAL:
        ok = decimal_read(value, &number);
        break;
    case RULE_MONTH_DAY:
        ok = month_day_read(value, &month, &day);
        break;
    case RULE_DATE:
        ok = day_parse_iso(value) != DAY_NONE;
        break;
    case RULE_CHOICE:
        ok = *value && is_choice(unit->choices, value);
        break;
    }
    if (ret_thousandths) *ret_thousandths = ok ? number : INT_NONE;
    return ok;
}

/* ---- what people type */

/* 1.12 · 1.12. · 1/12: day first. 12-01 could be either and is refused. */
static const char *month_day_typed(struct arena *a, const char *typed) {
    int64_t day, month;
    if (!digits_read(&typed, 2, &day) || (*typed != '.' && *typed != '/')) return NULL;
    typed++;
    while (*typed == ' ') typed++;
    if (!digits_read(&typed, 2, &month)) return NULL;
    if (*typed == '.') typed++;
    if (*typed || !month_day_ok((int)month, (int)day)) return NULL;
    return arena_fmt(a, "%02d-%02d", (int)month, (int)day);
}

static const char *date_typed(struct arena *a, const char *typed) {
    char iso[11];
    int32_t day = day_parse_any(typed);
    return day == DAY_NONE ? NULL : arena_dup(a, day_iso(iso, day));
}

/* With a comma, without zeros in front. */
static const char *number_typed(struct arena *a, const char *typed) {
    while (typed[0] == '0' && is_digit(typed[1])) typed++;
    char *text = arena_dup(a, typed);
    char *point = strchr(text, '.');
    if (point) *point = ',';
    return text;
}

bool rule_value_read(struct arena *a, const struct rule_unit *unit, const char *typed,
                     const char **ret_value) {
    size_t len = strlen(typed);
    while (len && *typed == ' ') typed++, len--;
    while (len && typed[len - 1] == ' ') len--;
    const char *value = arena_dup_n(a, typed, len);
    switch (unit->kind) {
    case RULE_WHOLE:
    case RULE_DECIMAL:
        value = number_typed(a, value);
        break;
    case RULE_MONTH_DAY:
        value = month_day_typed(a, value);
        break;
    case RULE_DATE:
        value = date_typed(a, value);
        break;
    case RULE_CHOICE:
        break;
    }
    if (!value || !value_is_of(unit, value, NULL)) return false;
    *ret_value = value;
    return true;
}

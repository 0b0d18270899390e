/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Between days and year-month-day by counting in years that begin on 1 March, so that the leap day
 * comes last (H. Hinnant, "chrono-compatible low-level date algorithms"). Everything else is built
 * on the two.
 */
#include "date.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DAYS_PER_ERA 146097 /* 400 years */

static bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_in_month(int year, int month) {
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

int32_t day_from_ymd(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12) return DAY_NONE;
    if (day < 1 || day > days_in_month(year, month)) return DAY_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y % 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - 719468;
}

void day_to_ymd(int32_t day, int *ret_year, int *ret_month, int *ret_day) {
    assert(day != DAY_NONE);
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - DAYS_PER_ERA + 1) / DAYS_PER_ERA;
    int doe = (int)(z - era * DAYS_PER_ERA);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *ret_day = doy - (153 * mp + 2) / 5 + 1;
    *ret_month = mp < 10 ? mp + 3 : mp - 9;
    *ret_year = (int)(yoe + era * 400) + (*ret_month <= 2);
}

/* Reads min to max digits; -1 when there are fewer, or more. */
static int read_number(const char **p, int min, int max) {
    int n = 0, digits = 0;
    for (; isdigit((unsigned char)**p) && digits <= max; (*p)++, digits++) n = n * 10 + (**p - '0');
    return digits >= min && digits <= max ? n : -1;
}

/* Steps over one expected character; stays where it is, perhaps at the end, when it is another. */
static bool read_char(const char **p, char expected) {
    if (**p != expected) return false;
    (*p)++;
    return true;
}

static int32_t read_iso(const char **p) {
    int year = read_number(p, 4, 4);
    if (year < 0 || !read_char(p, '-')) return DAY_NONE;
    int month = read_number(p, 2, 2);
    if (month < 0 || !read_char(p, '-')) return DAY_NONE;
    int day = read_number(p, 2, 2);
    return day_from_ymd(year, month, day);
}

int32_t day_parse_iso(const char *text) {
    if (text == NULL) return DAY_NONE;
    const char *p = text;
    int32_t day = read_iso(&p);
    return *p == '\0' ? day : DAY_NONE;
}

static int full_year(int two_digits) {
    return two_digits <= 36 ? 2000 + two_digits : 1900 + two_digits;
}

/* 231126 */
static int32_t read_six_digits(const char **p) {
    int n = read_number(p, 6, 6);
    return n < 0 ? DAY_NONE : day_from_ymd(full_year(n % 100), n / 100 % 100, n / 10000);
}

/* 23.11.2026 with the same separator twice */
static int32_t read_danish(const char **p) {
    int day = read_number(p, 1, 2);
    char separator = **p;
    if (day < 0 || separator == '\0' || strchr("./-", separator) == NULL) return DAY_NONE;
    (*p)++;
    int month = read_number(p, 1, 2);
    if (month < 0 || **p != separator) return DAY_NONE;
    (*p)++;
    const char *start = *p;
    int year = read_number(p, 2, 4);
    if (*p - start == 3) return DAY_NONE;
    return day_from_ymd(*p - start == 2 ? full_year(year) : year, month, day);
}

static int32_t read_any(const char **p) {
    size_t digits = strspn(*p, "0123456789");
    if (digits == 6) return read_six_digits(p);
    return digits == 4 ? read_iso(p) : read_danish(p);
}

int32_t day_parse_any(const char *text) {
    if (text == NULL) return DAY_NONE;
    const char *p = text + strspn(text, " \t");
    int32_t day = read_any(&p);
    if (day == DAY_NONE) return DAY_NONE;
    p += strspn(p, " \t");
    return *p == '\0' ? day : DAY_NONE;
}

const char *day_iso(char buf[static 11], int32_t day) {
    buf[0] = '\0';
    if (day == DAY_NONE) return buf;
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    assert(y >= 1 && y <= 9999);
    const int digits[] = {y / 1000, y / 100 % 10, y / 10 % 10, y % 10, -1,
                          m / 10,   m % 10,       -1,          d / 10, d % 10};
    for (int i = 0; i < 10; i++) buf[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i]);
    buf[10] = '\0';
    return buf;
}

int day_weekday(int32_t day) {
    assert(day != DAY_NONE);
    int from_thursday = (int)(((int64_t)day % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    return (from_thursday + 3) % 7 + 1;
}

void day_iso_week(int32_t day, int *ret_year, int *ret_week) {
    int32_t thursday = day - day_weekday(day) + 4;
    int year, month, unused;
    day_to_ymd(thursday, &year, &month, &unused);
    *ret_year = year;
    *ret_week = (thursday - day_from_ymd(year, 1, 1)) / 7 + 1;
}

int32_t day_add_months(int32_t day, int months) {
    if (day == DAY_NONE) return DAY_NONE;
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    int count = y * 12 + (m - 1) + months;
    if (count < 12) return DAY_NONE;
    int last = days_in_month(count / 12, count % 12 + 1);
    return day_from_ymd(count / 12, count % 12 + 1, d < last ? d : last);
}

int day_age(int32_t born, int32_t on) {
    if (born == DAY_NONE || on == DAY_NONE) return -1;
    int by, bm, bd, y, m, d;
    day_to_ymd(born, &by, &bm, &bd);
    day_to_ymd(on, &y, &m, &d);
    return y - by - (m < bm || (m == bm && d < bd));
}

int school_year_of(int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return m >= 8 ? y : y - 1;
}

int32_t school_year_first_day(int year) { return day_from_ymd(year, 8, 1); }

int32_t school_year_last_day(int year) { return day_from_ymd(year + 1, 7, 31); }

const char *school_year_text(struct arena *a, int year) {
    return arena_fmt(a, "%d/%02d", year, (year + 1) % 100);
}

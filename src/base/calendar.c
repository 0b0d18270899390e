/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Holidays are computed, not listed, so the calendar never runs out. Sources: rules.md 8.1-8.2
 * (the church's holidays; lov om afskaffelse af store bededag, in force 1 January 2024;
 * forældelsesloven § 27).
 */
#include "calendar.h"

#include <assert.h>

#include "date.h"

#define LAST_PRAYER_DAY_YEAR 2023
#define FRIDAY               5
#define SATURDAY             6

const struct calendar_rules calendar_default = {
    .closed_5_june = true, .closed_24_dec = true, .closed_31_dec = true, .closed_1_may = false};

/* The anonymous Gregorian computus (Meeus, Jones, Butcher); the letters are those of the
 * literature. */
int32_t easter_sunday(int year) {
    assert(year >= 1583);
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4;
    int f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int month_and_day = h + l - 7 * m + 114;
    return day_from_ymd(year, month_and_day / 31, month_and_day % 31 + 1);
}

static enum holiday fixed_holiday(int month, int day) {
    if (month == 1 && day == 1) return HOLIDAY_NEW_YEAR;
    if (month == 12 && day == 25) return HOLIDAY_CHRISTMAS;
    if (month == 12 && day == 26) return HOLIDAY_BOXING_DAY;
    return HOLIDAY_NONE;
}

static enum holiday easter_holiday(int days_after_easter, int year) {
    switch (days_after_easter) {
    case -3:
        return HOLIDAY_MAUNDY_THURSDAY;
    case -2:
        return HOLIDAY_GOOD_FRIDAY;
    case 0:
        return HOLIDAY_EASTER_SUNDAY;
    case 1:
        return HOLIDAY_EASTER_MONDAY;
    case 26:
        return year <= LAST_PRAYER_DAY_YEAR ? HOLIDAY_PRAYER_DAY : HOLIDAY_NONE;
    case 39:
        return HOLIDAY_ASCENSION;
    case 49:
        return HOLIDAY_WHIT_SUNDAY;
    case 50:
        return HOLIDAY_WHIT_MONDAY;
    default:
        return HOLIDAY_NONE;
    }
}

static enum holiday holiday_on(int32_t day, int y, int m, int d) {
    enum holiday fixed = fixed_holiday(m, d);
    if (fixed != HOLIDAY_NONE || m < 3 || m > 6)
        return fixed; /* Easter's round lies in March to June */
    return easter_holiday(day - easter_sunday(y), y);
}

enum holiday holiday_of(int32_t day) {
    if (day == DAY_NONE) return HOLIDAY_NONE;
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return holiday_on(day, y, m, d);
}

bool day_is_holiday(int32_t day) { return holiday_of(day) != HOLIDAY_NONE; }

static bool is_closed_on(int m, int d, const struct calendar_rules *rules) {
    if (rules == NULL) rules = &calendar_default;
    return (rules->closed_1_may && m == 5 && d == 1) ||
           (rules->closed_5_june && m == 6 && d == 5) ||
           (rules->closed_24_dec && m == 12 && d == 24) ||
           (rules->closed_31_dec && m == 12 && d == 31);
}

/* An open day of a week that ends with last_weekday: Friday for workdays, Saturday for weekdays. */
static bool day_is_open(int32_t day, int last_weekday, const struct calendar_rules *rules) {
    if (day == DAY_NONE || day_weekday(day) > last_weekday) return false;
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return holiday_on(day, y, m, d) == HOLIDAY_NONE && !is_closed_on(m, d, rules);
}

static int32_t open_days_add(int32_t day, int n, int last_weekday,
                             const struct calendar_rules *rules) {
    if (day == DAY_NONE) return DAY_NONE;
    int step = n < 0 ? -1 : 1;
    while (n != 0) {
        day += step;
        if (day_is_open(day, last_weekday, rules)) n -= step;
    }
    return day;
}

static int open_days_between(int32_t from, int32_t to, int last_weekday,
                             const struct calendar_rules *rules) {
    if (from == DAY_NONE || to == DAY_NONE) return 0;
    int n = 0;
    for (int32_t day = from + 1; day <= to; day++) n += day_is_open(day, last_weekday, rules);
    for (int32_t day = from - 1; day >= to; day--) n -= day_is_open(day, last_weekday, rules);
    return n;
}

bool day_is_workday(int32_t day, const struct calendar_rules *rules) {
    return day_is_open(day, FRIDAY, rules);
}

bool day_is_weekday(int32_t day, const struct calendar_rules *rules) {
    return day_is_open(day, SATURDAY, rules);
}

int32_t workdays_add(int32_t day, int n, const struct calendar_rules *rules) {
    return open_days_add(day, n, FRIDAY, rules);
}

int32_t weekdays_add(int32_t day, int n, const struct calendar_rules *rules) {
    return open_days_add(day, n, SATURDAY, rules);
}

int workdays_between(int32_t from, int32_t to, const struct calendar_rules *rules) {
    return open_days_between(from, to, FRIDAY, rules);
}

int weekdays_between(int32_t from, int32_t to, const struct calendar_rules *rules) {
    return open_days_between(from, to, SATURDAY, rules);
}

int32_t deadline_roll(int32_t day) {
    if (day == DAY_NONE) return DAY_NONE;
    while (!day_is_workday(day, &calendar_default))
        day++; /* the law's own days, whatever the municipality keeps closed */
    return day;
}

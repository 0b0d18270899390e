/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The Danish calendar of deadlines. Three kinds of days, which the law keeps apart (rules.md
 * 8.1-8.2):
 *   holiday   the church's holidays by statute, computed from Easter; a mere Sunday is none;
 *   workday   arbejdsdag: Monday-Friday, no holiday, and no day the municipality keeps closed;
 *   weekday   hverdag: the same with Saturdays. Counted in these a deadline is never later than in
 *             workdays, so warnings are counted from these.
 * Counting excludes the day it starts from (day 0). Years 1583 and later. DAY_NONE in, DAY_NONE
 * (or false, or 0) out.
 */
#pragma once

#include <stdbool.h>

#include "types.h"

enum holiday {
    HOLIDAY_NONE,
    HOLIDAY_NEW_YEAR,        /* nytårsdag */
    HOLIDAY_MAUNDY_THURSDAY, /* skærtorsdag */
    HOLIDAY_GOOD_FRIDAY,     /* langfredag */
    HOLIDAY_EASTER_SUNDAY,   /* påskedag */
    HOLIDAY_EASTER_MONDAY,   /* 2. påskedag */
    HOLIDAY_PRAYER_DAY,      /* store bededag: an ordinary working day from 2024 */
    HOLIDAY_ASCENSION,       /* Kristi himmelfartsdag */
    HOLIDAY_WHIT_SUNDAY,     /* pinsedag */
    HOLIDAY_WHIT_MONDAY,     /* 2. pinsedag */
    HOLIDAY_CHRISTMAS,       /* juledag */
    HOLIDAY_BOXING_DAY,      /* 2. juledag */
};

/* Days that are no holidays by statute; each municipality decides whether they count. true =
 * closed. */
struct calendar_rules {
    bool closed_5_june; /* grundlovsdag */
    bool closed_24_dec;
    bool closed_31_dec;
    bool closed_1_may;
};

/* 5 June, 24 and 31 December closed (forældelsesloven § 27), 1 May open (by agreement only). */
extern const struct calendar_rules calendar_default;

int32_t easter_sunday(int year);
enum holiday holiday_of(int32_t day);
bool day_is_holiday(int32_t day);

/* rules NULL = calendar_default, here and below. */
bool day_is_workday(int32_t day, const struct calendar_rules *rules);
bool day_is_weekday(int32_t day, const struct calendar_rules *rules);

/* The n-th workday (weekday) after day; before it when n < 0; day itself when n = 0, whatever day
 * it is. */
int32_t workdays_add(int32_t day, int n, const struct calendar_rules *rules);
int32_t weekdays_add(int32_t day, int n, const struct calendar_rules *rules);

/* How many workdays (weekdays) there are after `from` up to and including `to`; negative when to <
 * from: workdays_between(d, workdays_add(d, n)) == n from any workday d. */
int workdays_between(int32_t from, int32_t to, const struct calendar_rules *rules);
int weekdays_between(int32_t from, int32_t to, const struct calendar_rules *rules);

/* A deadline that ends on a weekend, a holiday, 5 June, 24 or 31 December moves to the next open
 * day: forældelsesloven § 27, used as the default rule for where a deadline ends, not for how it
 * is counted. */
int32_t deadline_roll(int32_t day);

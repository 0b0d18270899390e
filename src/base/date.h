/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Dates as numbers: int32_t days since 1970-01-01, proleptic Gregorian, years 1 to 9999. DAY_NONE
 * is "no date" and goes through every function here: a date calculated from none is none. No
 * function here knows what today is; see clock.h.
 */
#pragma once

#include <stdbool.h>

#include "arena.h"

int32_t day_from_ymd(int year, int month, int day); /* DAY_NONE when there is no such date */
void day_to_ymd(int32_t day, int *ret_year, int *ret_month,
                int *ret_day); /* day must not be DAY_NONE */

/* `2026-11-23` and nothing else; DAY_NONE when it is not that (or NULL). */
int32_t day_parse_iso(const char *text);

/* What people write, with spaces around it: 2026-11-23, 23.11.2026, 23/11/2026, 23-11-2026,
 * 3.4.2026, 23.11.26, 231126. A year of two digits is 2000-2036 or 1937-1999: the split of the CPR
 * table for those alive (rules.md 8.3). DAY_NONE when it is no date. */
int32_t day_parse_any(const char *text);

/* `2026-11-23`, or "" for DAY_NONE. Returns buf. */
const char *day_iso(char buf[static 11], int32_t day);

int day_weekday(int32_t day); /* 1 = Monday ... 7 = Sunday */
void day_iso_week(int32_t day, int *ret_year,
                  int *ret_week); /* ISO 8601: the year is the Thursday's */

/* The same day of the month `months` later (or earlier); the last of the month where there is
 * none (31 Jan -> 28 Feb). */
int32_t day_add_months(int32_t day, int months);

/* Whole years from birth to `on`. Born on 29 February: a year older on 1 March in common years.
 * Negative before birth; -1 when either is DAY_NONE. */
int day_age(int32_t born, int32_t on);

/* School years run 1 August - 31 July (folkeskoleloven) and are named by the year they start in. */
int school_year_of(int32_t day); /* the day must not be DAY_NONE */
int32_t school_year_first_day(int year);
int32_t school_year_last_day(int year);
const char *school_year_text(struct arena *a, int year); /* "2026/27" (ui guide 2.1) */

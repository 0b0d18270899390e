/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How numbers, dates and times are written (ui guide 2.1), in Danish · in English. Texts live in
 * the arena, UTF-8, never NULL. "Nothing" (DAY_NONE, INT_NONE, NaN, NULL) is written as "".
 * Thread-safe, with nothing to free per thread.
 */
#pragma once

#include <stdbool.h>

#include "arena.h"

enum lang { LANG_DA, LANG_EN };

/* "da_DK.UTF-8", "da" -> Danish; "en...", "C", "POSIX" -> English; else, NULL and "" -> Danish. */
enum lang lang_from_locale(const char *locale);

/* 1.238 · 1,238 */
const char *fmt_int(struct arena *a, enum lang lang, int64_t n);

/* 26,4 · 26.4. Decimals 0-6, always shown; half is rounded away from zero, on the decimal number
 * that was meant (26.45 -> 26,5). */
const char *fmt_number(struct arena *a, enum lang lang, double x, int decimals);

/* 26,4 % · 26.4%. x = 26.4 means 26.4 percent; Danish has a no-break space (U+00A0) there. */
const char *fmt_percent(struct arena *a, enum lang lang, double x, int decimals);

/* 23. november 2026 · 23 November 2026: in running text */
const char *fmt_day_long(struct arena *a, enum lang lang, int32_t day);

/* mandag den 23. november 2026 · Monday 23 November 2026 */
const char *fmt_day_weekday(struct arena *a, enum lang lang, int32_t day);

/* mandag den 23. november · Monday 23 November: where the year is plain */
const char *fmt_day_near(struct arena *a, enum lang lang, int32_t day);

/* 23. nov. 2026 · 23 Nov 2026 */
const char *fmt_day_short(struct arena *a, enum lang lang, int32_t day);

/* 23.11.2026 · 23/11/2026: in tables */
const char *fmt_day_table(struct arena *a, enum lang lang, int32_t day);

/* kl. 9.30 · 9:30, and in tables 09.30 · 09:30. Wall-clock time, as from clock_local(). */
const char *fmt_time(struct arena *a, enum lang lang, int hour, int minute);
const char *fmt_time_table(struct arena *a, enum lang lang, int hour, int minute);

/* Eight digits in pairs with no-break spaces, `12 34 56 78`; a +45 or 0045 in front is left out.
 * Any other number comes back as it was typed: foreign numbers have their own rhythm. */
const char *fmt_phone(struct arena *a, const char *phone);

/* Reads what people type: 26,4 · 26.4 · 1.238,5 · 1.234.567 · 1 238 · -3 · −3. False (nothing
 * written) when it is no number, or when it could be two: 1.234 is a thousand to a Dane and one
 * and a bit to a spreadsheet. */
bool number_parse(const char *text, double *ret_x);
bool number_is_ambiguous(const char *text); /* to tell the user which of the two it was */

/* 9.30 · 9:30 · 930 · 0930 · 9 · kl. 9.30. False when it is no time of day. */
bool time_parse(const char *text, int *ret_hour, int *ret_minute);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The one clock. Nobody else asks the system for the time, so that `--date` and tests can set it
 * for the whole program. Moments are int64_t microseconds since 1970-01-01 UTC; days are int32_t
 * days since 1970-01-01 in Danish local time. Denmark's time zone comes from ICU's own tables:
 * neither TZ nor the tzdata package matters. All functions are thread-safe.
 */
#pragma once

#include <stdbool.h>

#include "types.h"

int64_t clock_now(void);   /* the program's time */
int32_t clock_today(void); /* the program's day in Denmark */

/* From now on the program's time starts at 09:00 Danish time on that day, and flows. DAY_NONE:
 * back to the real time. */
void clock_fix(int32_t day);

int32_t clock_day_of(int64_t us); /* the Danish day of a moment; DAY_NONE of INT_NONE */
void clock_local(int64_t us, int *ret_hour, int *ret_minute); /* Danish wall clock of a moment */

/* The moment of a Danish wall-clock time. In the hour that is skipped in March: as if summer time
 * had not begun; in the hour that comes twice in October: the first. */
int64_t clock_at(int32_t day, int hour, int minute);

/* The machine's own time, which --date does not move: for ids, sessions' expiry and whatever must
 * not repeat. */
int64_t clock_real(void);

/* Microseconds that only go forward, from an arbitrary start: for measuring. */
int64_t clock_ticks(void);

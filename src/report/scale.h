/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside report only: an axis. A range of numbers laid along a range of pixels, with ticks at
 * numbers people count in.
 */
#ifndef VEJVISER_REPORT_SCALE_H
#define VEJVISER_REPORT_SCALE_H

#include <stdbool.h>
#include <stddef.h>

struct scale {
    double lo, hi;       /* numbers, lo < hi */
    double at_lo, at_hi; /* pixels */
    double first, step;  /* ticks: first, first + step ... up to hi; step 0 = no ticks */
    int decimals;        /* that the ticks need */
};

/* What can be drawn: finite, and short enough written out to stand beside an axis (1e9). */
bool scale_shows(double x);
/* Widens *lo..*hi (NaN, NaN = nothing yet) so that x is in it; what cannot be drawn is ignored. */
void scale_take(double *lo, double *hi, double x);
/* Ticks at 1, 2, 5 times a power of ten, or 25, 250 ..., about `ticks` of them. An end that is NaN in
 * `want` is moved out to a tick; lo == hi is widened. Shares (all in 0..100 when `share`) stay so. */
struct scale scale_numbers(double lo, double hi, double want_lo, double want_hi, int ticks,
                           bool share);
/* Years, ages: whole steps counted from lo, at most `ticks`, dividing the range evenly if any does. */
struct scale scale_whole(double lo, double hi, int ticks);
double scale_at(const struct scale *scale, double x);
size_t scale_ticks(const struct scale *scale);
double scale_tick(const struct scale *scale, size_t i);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A share and the difference of two shares, with intervals that hold in small groups.
 *
 * Wilson's interval (Wilson 1927; Brown, Cai & DasGupta 2001):
 *     (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)
 * The difference by Newcombe's method 10 (Newcombe 1998, Statistics in Medicine 17:873): with the
 * Wilson limits l, u of each share and d = p1 - p2,
 *     d - sqrt((p1-l1)² + (u2-p2)²)   to   d + sqrt((u1-p1)² + (p2-l2)²)
 *
 * R: prop.test(x, n, correct = FALSE)$conf.int;  Epi::ci.pd(x1, x2, n1 - x1, n2 - x2).
 */
#pragma once

#include "reason.h"

struct interval {
    double estimate, lower, upper; /* NaN when not estimable */
    enum stat_reason why;
};

/* x of n, 0 <= x <= n; counts, or weighted counts. x = 0 gives a lower limit of exactly 0, x = n an
 * upper limit of exactly 1. n = 0: STAT_NO_DATA. conf in (0, 1), e.g. 0.95. */
struct interval proportion_wilson(double x, double n, double conf);

/* Share 1 minus share 2; STAT_NO_DATA when either group is empty. */
struct interval proportion_difference(double x1, double n1, double x2, double n2, double conf);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Is a school's share further from the common share than chance takes it?
 *
 * Exact limits (Spiegelhalter 2005, Statistics in Medicine 24:1185, appendix A.1): with r the least
 * number with P(X <= r) >= q for X ~ binomial(n, theta),
 *     limit(q) = (r - (P(X <= r) - q) / P(X = r)) / n
 * which goes smoothly between the whole numbers. The limits at level L are limit((1-L)/2) and
 * limit((1+L)/2), cut at 0 and 1. A Wilson interval round theta is not the same and flags too many.
 *
 * Units that differ more than chance allows make every point an outlier; two measures of that:
 *     phi      sum z² / (I - 1), or / I when theta was given: Spiegelhalter's multiplicative
 *              overdispersion with z = (x/n - theta) / sqrt(theta(1-theta)/n)
 *     sigma_z  the mean of |z_i - z_(i-1)| over 1.128: Laney's p' chart (Laney 2002, Quality
 *              Engineering 14:531); units in the order of time
 * Laney's limits are theta ± z sigma_z sqrt(theta(1-theta)/n), cut at 0 and 1.
 *
 * R: r <- qbinom(q, n, theta); (r - (pbinom(r, n, theta) - q) / dbinom(r, n, theta)) / n.
 */
#pragma once

#include "reason.h"

#include <stddef.h>
#include <stdint.h>

#define FUNNEL_LEAST_N                                                                             \
    5 /* smaller units are not drawn: their limits say nothing, and they are people */

struct funnel_limits {
    double lower, upper; /* NaN when not estimable */
    enum stat_reason why;
};
/* STAT_NO_DATA when n < 1, n >= 2^31, or theta or level lies outside 0..1. */
struct funnel_limits funnel_exact(double theta, int64_t n, double level);
struct funnel_limits funnel_laney(double theta, int64_t n, double level, double sigma_z);

struct funnel_spread {
    double theta;   /* the common share */
    double phi;     /* NaN with fewer than two units, or theta 0 or 1 */
    double sigma_z; /* likewise */
    size_t units;   /* that have n > 0 */
};
/* x[i] of n[i], i < units. theta NaN: the pooled share. */
struct funnel_spread funnel_spread(const int64_t *x, const int64_t *n, size_t units, double theta);

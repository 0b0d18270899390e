/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The distributions the estimators need, by GSL (docs/decisions/0009). Arguments outside the domain
 * give NaN, never an abort: GSL's own error handler, which ends the program, is switched off before
 * main() by this file, so whoever uses GSL includes it or is linked with somebody who does.
 *
 * Greatest relative difference to R 4.2 over grids out into the tails: normal 3e-16, chi-squared 3e-14,
 * quantile of t 1e-13, tail of t 1e-10 (far out), binomial 1e-12 for n up to 1,000, 3e-10 at 100,000 and
 * 6e-9 at two million (GSL takes differences of log gammas). In a funnel's limit the last is divided by
 * n again, so that nothing better is needed there.
 */
#pragma once

#include <stdint.h>

/* Two-sided critical value: conf 0.95 gives 1.959963984540054. NaN unless 0 < conf < 1. */
double dist_z(double conf);
double dist_t(double conf, double df);

double dist_normal_below(double z);           /* P(Z <= z) */
double dist_normal_quantile(double p);        /* -Inf and Inf at 0 and 1 */
double dist_normal_both(double z);            /* P(|Z| >= |z|) */
double dist_t_both(double t, double df);      /* P(|T| >= |t|) */
double dist_chisq_above(double x, double df); /* P(X >= x) */

double dist_binomial_at(int64_t k, int64_t n, double p);
double dist_binomial_below(int64_t k, int64_t n, double p); /* P(X <= k) */
/* The least k with P(X <= k) >= q, as R's qbinom; -1 when an argument is outside its domain
 * (0 <= n < 2^31). */
int64_t dist_binomial_quantile(double q, int64_t n, double p);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A share by year as a straight line on the log-odds scale, and where it leads.
 *
 *     logit p(year) = a + b year, binomial, weighted by the number of young people
 *
 * Years differ by more than chance (a new rule, a large employer). Pearson's chi-squared over its
 * degrees of freedom measures that; when it is above 1 the errors are multiplied by its root
 * (quasi-likelihood, McCullagh & Nelder 1989, 4.5.2), when below they are left alone. The interval is
 * of the expected share: inverse logit of (fit ± z se). It supposes that things go on as they did: no
 * new law, no new effort is in it.
 *
 * R: fit <- glm(cbind(x, n - x) ~ year, binomial)  # quasibinomial when overdispersed
 *    p <- predict(fit, data.frame(year = at), se.fit = TRUE); plogis(p$fit + c(-1, 1) * z * p$se.fit)
 */
#pragma once

#include "reason.h"

#include <stddef.h>

enum trend_spread {
    TREND_AUTO,     /* quasi when dispersion > 1 */
    TREND_BINOMIAL, /* chance alone */
    TREND_QUASI,    /* always */
    TREND_STUDENT, /* as AUTO, with Student's t for the interval where the errors are multiplied: few years */
};

struct trend_point {
    double year, fit, lower, upper;
};
struct trend {
    enum stat_reason why;   /* NO_DATA, NO_EVENTS, FEW_POINTS (fewer than two years), SEPARATION */
    double slope, slope_se; /* log odds a year; the error as multiplied */
    double slope_lower, slope_upper;
    double dispersion; /* NaN with two years: none is left to measure it by */
    bool is_quasi;
    double critical; /* of the intervals: z, or t */
    size_t years;
};
/* x[i] of n[i] in year[i]; rows with n = 0 are left out. Fills out[0..at_n) for the years at[]; NaN
 * when not estimable. */
struct trend trend_fit(struct arena *a, const double *year, const double *x, const double *n,
                       size_t rows, double conf, enum trend_spread spread, const double *at,
                       size_t at_n, struct trend_point *out);
/* The first whole year from `from` on whose fitted share is at least target; NaN when the line does not
 * get there within 100 years. */
double trend_reaches(const struct trend *trend, double share_at_from, double from, double target);

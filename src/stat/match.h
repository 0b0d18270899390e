/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The effect on those who got it (ATT), beside people who did not but looked the same beforehand.
 *
 * The propensity score is the fitted share of a logistic regression of the treatment on the covariates
 * (Rosenbaum & Rubin 1983). Then either
 *   matching   each treated, in the order of the rows, takes the nearest untreated nobody has taken;
 *              equally near: the lowest row. With a caliper c, none further away than c * sd(score).
 *              ATT is the mean difference within pairs, its error sd / sqrt(pairs).
 *   weighting  the untreated count score / (1 - score), the treated 1 (Hajek: weights sum to one in each
 *              group). The error takes the weights as given: that is on the large side.
 * Balance, before and after: the standardised mean difference of each covariate,
 *     (mean treated - mean untreated) / sqrt((s1² + s0²) / 2), with the variances before, so that the
 * two are in one unit (Austin 2009). Below 0.1 is commonly called balanced.
 *
 * Treated who find nobody are counted, and the estimate then holds for the others only. Neither method
 * helps against what is not among the covariates.
 */
#pragma once

#include "reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATCH_NOBODY SIZE_MAX

/* pair[i] of a treated i: the row it took, or MATCH_NOBODY; of an untreated one always that. */
void match_nearest(struct arena *a, const double *score, const uint8_t *treated, size_t n,
                   double widest, size_t *pair);

struct match_input {
    size_t n, p;
    const double *x; /* n x p row by row, with the column of ones first */
    const double *y;
    const uint8_t *treated;
    bool is_weighted; /* weighting; else matching */
    double caliper;   /* of the score's standard deviation; INFINITY: none */
};
struct match {
    enum stat_reason why; /* NO_DATA, ONE_GROUP, SEPARATION (the score is 0 or 1), NOT_CONVERGED,
                             FEW_POINTS: fewer than two pairs, the estimate stands without error */
    double att, se;
    size_t treated_n, untreated_n, pairs;
    double effective;             /* weighting: (sum w)² / sum w² of the untreated */
    const double *score;          /* n */
    const size_t *pair;           /* n; of matching */
    const double *before, *after; /* p: standardised differences; NaN of a constant */
};
struct match match_estimate(struct arena *a, const struct match_input *in);

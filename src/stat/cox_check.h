/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whether the hazards of a Cox regression are proportional: the score test of a coefficient that moves
 * with a function g of time, beta + gamma g(t), against gamma = 0 (Grambsch and Therneau 1994; Therneau
 * and Grambsch 2000, 6.2). With the mean and variance of x among those at risk at each event,
 *     u = sum g (x - mean),  S = sum g g V - (sum g V) (sum V)^-1 (sum g V),  chisq = u_j' S_jj^-1 u_j
 * for each term j with its coefficients, and all together. A small p: the hazards are not proportional,
 * and one coefficient is then an average over time. That p is not small proves nothing.
 *
 * g: 1 - S(t-) by Kaplan-Meier over all rows, without weights and strata (the usual); the rank of the
 * time; the time itself; its logarithm. The test is the same when g is moved or scaled.
 *
 * Not estimable: why the fit is not, or a coefficient without a top (MONOTONE); a column that is a sum of
 * the others takes no part, and a term of nothing but such has df 0 and no chisq.
 *
 * R: survival::cox.zph(fit, transform = "km")
 */
#pragma once

#include "cox.h"

enum cox_clock { COX_KM, COX_RANK, COX_IDENTITY, COX_LOG };

/* terms + 1 of each: the last is for all together. chisq and p are NaN where they cannot be told. */
struct cox_check {
    enum stat_reason why;
    size_t terms;
    double *chisq, *p;
    size_t *df;
};
/* fit is in's; term: of each column, 0..terms-1. COX_LOG: every exit must be above 0. */
struct cox_check cox_check(struct arena *a, const struct cox_input *in, const struct cox_fit *fit,
                           const size_t *term, size_t terms, enum cox_clock clock);

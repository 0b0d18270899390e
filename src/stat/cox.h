/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Cox regression: the maximum of the partial likelihood (Cox 1972) over rows that are at risk in
 * (entry, exit], by Newton's method to 1e-12.
 *
 * Ties by Efron (1977, the standard) or Breslow (1974). Robust errors are the square sum of the rows'
 * weighted score residuals through the inverse information (Lin & Wei 1989; Therneau & Grambsch 2000,
 * 7.2), summed within clusters first; without clusters, each row by itself. No G/(G-1) is put on, as
 * survival does.
 *
 * Monotone likelihood: a direction d exists in which every event has the largest x'd of all who were at
 * risk at its time; then the likelihood grows without end along d. It is checked row by row, so what
 * is reported is proved.
 *
 * R: survival::coxph(Surv(entry, exit, event) ~ x + strata(s), ties = "efron", cluster = id).
 */
#pragma once

#include "reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cox_input {
    size_t n, p;
    const double *x;         /* n x p row by row, without a column of ones */
    const double *entry;     /* n, or NULL: at risk from the beginning */
    const double *exit;      /* n; exit > entry */
    const uint8_t *event;    /* n: 1 it happened at exit, 0 it had not */
    const double *weight;    /* n, >= 0, or NULL */
    const uint32_t *stratum; /* n, or NULL */
    const uint32_t *cluster; /* n, < clusters; or NULL */
    size_t clusters;
    bool is_breslow;
};
/* Arrays live in the arena. coef, se, robust_se: p, NaN where reasons[j] is set. */
struct cox_fit {
    enum stat_reason why; /* of the whole: OK, NO_DATA, NO_EVENTS, NOT_CONVERGED, FEW_CLUSTERS */
    size_t p, rank, rows, events;
    double *coef, *se, *robust_se;
    double *cov, *robust_cov;  /* p x p */
    enum stat_reason *reasons; /* p: COLLINEAR, MONOTONE */
    double loglik_null, loglik;
    int iterations;
};
struct cox_fit cox_fit(struct arena *a, const struct cox_input *in);

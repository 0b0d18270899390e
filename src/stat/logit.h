/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Logistic regression: the maximum of the binomial likelihood by iteratively reweighted least squares
 * (McCullagh & Nelder 1989, chapter 4), to 1e-12.
 *
 * Three covariances: from the model (inverse information); HC0, the sandwich with one score a row
 * (White 1980); and with clusters, their scores summed, times G/(G-1) (Liang & Zeger 1986). With fewer
 * than about 30 clusters the last is too small: say so beside it.
 *
 * Separation: a direction d exists with x'd >= 0 wherever it happened, x'd <= 0 wherever it did not,
 * and x'd = 0 where both did. Then no finite maximum exists (Albert & Anderson 1984). The Newton steps
 * run along such a d; it is checked against every row, so what is reported is proved, not guessed.
 *
 * R: glm(y ~ x, family = binomial);  sandwich::sandwich(fit), i.e. vcovHC(fit, "HC0");
 *    sandwich::vcovCL(fit, cluster).
 */
#pragma once

#include "reason.h"

#include <stddef.h>
#include <stdint.h>

struct logit_input {
    size_t n, p;
    const double *x; /* n x p row by row, with the column of ones if there is to be an intercept */
    const double *y; /* events: 0 or 1, or 0..trials */
    const double *trials;    /* n, or NULL: 1 each; 0 leaves the row out */
    const double *weight;    /* n, >= 0, or NULL; as glm's weights */
    const uint32_t *cluster; /* n, < clusters; or NULL */
    size_t clusters;
};
/* Arrays live in the arena. coef, se, robust_se: p, NaN where reasons[j] is set. */
struct logit_fit {
    enum stat_reason
        why;        /* of the whole fit: STAT_OK, NO_DATA, NO_EVENTS, NOT_CONVERGED, FEW_CLUSTERS */
    size_t p, rank; /* rank: coefficients estimated */
    double *coef, *se, *robust_se;
    double *cov, *robust_cov;  /* p x p */
    enum stat_reason *reasons; /* p: STAT_COLLINEAR, STAT_SEPARATION */
    double *fitted;            /* n: expected share; at a separation 0 or 1 in the limit */
    double deviance, pearson;  /* pearson: sum of squared standardised residuals */
    size_t rows;               /* that counted */
    int iterations;
};
/* The input is not changed. why is of the whole; a separation leaves why STAT_OK and names the columns
 * whose coefficient is infinite: the others are what they tend to. */
struct logit_fit logit_fit(struct arena *a, const struct logit_input *in);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Least squares with cluster-robust errors, for difference in differences.
 *
 *     se         classical: sigma² (X'X)^-1, sigma² = RSS / (n - k)
 *     robust_se  CR1: the sandwich of scores summed within clusters, times G/(G-1) (n-1)/(n-k)
 *                (Cameron & Miller 2015); without clusters HC1, n/(n-k)
 *
 * A fixed effect for each unit is taken out before the fit: y and every column lose the unit's mean
 * (Frisch-Waugh-Lovell), which gives the same coefficients, residuals and errors as a column a unit;
 * the units count in k.
 *
 * R: fit <- lm(y ~ x + factor(unit)); sandwich::vcovCL(fit, cluster, type = "HC1").
 */
#pragma once

#include "reason.h"

#include <stddef.h>
#include <stdint.h>

struct ols_input {
    size_t n, p;
    const double *x, *y;  /* n x p row by row; n */
    const uint32_t *unit; /* n, < units: a fixed effect each; or NULL */
    size_t units;
    const uint32_t *cluster; /* n, < clusters; or NULL */
    size_t clusters;
};
/* Arrays live in the arena; NaN where reasons[j] is set: STAT_COLLINEAR. */
struct ols_fit {
    enum stat_reason why; /* OK, NO_DATA, FEW_POINTS (nothing left for the error), FEW_CLUSTERS */
    double *coef, *se, *robust_se;
    enum stat_reason *reasons;
    size_t rank; /* with the units */
    double sigma;
};
struct ols_fit ols_fit(struct arena *a, const struct ols_input *in);

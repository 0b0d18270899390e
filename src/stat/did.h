/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Difference in differences: did those who got something change more than those who did not?
 *
 * Two by two: y ~ treat * post; the effect is the coefficient of treat:post, which without covariates
 * is (mean treated after - before) - (mean untreated after - before).
 * Two-way: y ~ treated + unit + period, a fixed effect for each (Angrist & Pischke 2009, chapter 5);
 * `treated` is 1 from the period in which the unit is treated.
 *
 * What it rests on: without the treatment both would have changed alike. The leads look at that: the
 * difference to the untreated 2, 3, ... periods before the start, with the period just before it as 0.
 * Errors: ols.h. With units that start at different times and an effect that grows, the two-way
 * estimate mixes comparisons (Goodman-Bacon 2021): say so.
 */
#pragma once

#include "ols.h"

#include <stdbool.h>

struct did_input {
    size_t n;
    const double *y, *treat; /* 0 or 1 */
    const double *post;      /* 0 or 1; NULL: two-way */
    const double *z;         /* n x z_n covariates, row by row */
    size_t z_n;
    const uint32_t *unit, *period; /* two-way; numbered in order */
    size_t units, periods;
    bool has_leads; /* two-way */
    const uint32_t *cluster;
    size_t clusters;
};
/* The terms told: two by two (Intercept), treat, post, z..., treat:post; two-way treated, z..., lead2,
 * lead3, .... The arrays of the fit have terms_n places. */
enum did_term { DID_ONES, DID_TREAT, DID_POST, DID_COVARIATE, DID_EFFECT, DID_LEAD, DID_PERIOD };
struct did_column {
    enum did_term term;
    size_t number; /* of the covariate; of periods before the start */
};
struct did {
    struct ols_fit fit;
    const struct did_column *columns;
    size_t terms_n;
    bool is_staggered; /* units start in different periods */
};
struct did did_fit(struct arena *a, const struct did_input *in);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A share or mean from a survey: answers that stand for more people than themselves.
 *
 *     estimate = sum w y / sum w
 *
 * Weights are fitted to known totals of the population: post-stratification (one set of cells), or
 * raking (several margins in turn until all fit; Deming & Stephan 1940). A cell of the population in
 * which nobody answered cannot be stood for: STAT_EMPTY_STRATUM; join it with a neighbour.
 *
 * The error by linearisation (Binder 1983): with z = w (y - estimate) / sum w, summed in sampling units
 * within strata,
 *     variance = sum over strata m/(m-1) sum over its m units (z - mean z)²
 * after post-stratification of what z deviates from its cell's mean; after raking with the margins' means
 * swept out ten times, as R's survey does. Without units each answer is one; without strata there is
 * one. A stratum with one unit: STAT_SINGLE_UNIT. No correction for a large part of a finite
 * population. People whom others are asked about less often (those who feel lonely answer less) are not
 * brought back by weights.
 *
 * A share's interval: inverse logit of (logit p ± t se / (p(1-p))), with t of (units - strata) degrees; a
 * mean's: estimate ± t se.
 *
 * R: survey::svydesign(ids, strata, weights); postStratify(); rake(); svyciprop(method = "logit"); svymean.
 */
#pragma once

#include "reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct survey_margin {
    const uint32_t *cell; /* n, < cells */
    size_t cells;
    const double *total; /* cells: of the population */
};

/* Fits weight[0..n-1] to the margins (one: post-stratification) to 1e-12. A total of 0 makes the
 * weights there 0. NO_DATA: no weights; EMPTY_STRATUM: *ret_margin and *ret_cell name the first;
 * NOT_CONVERGED: the margins contradict each other. */
enum stat_reason survey_fit(struct arena *a, double *weight, size_t n,
                            const struct survey_margin *margins, size_t margins_n,
                            size_t *ret_margin, size_t *ret_cell);

struct survey_input {
    size_t n;
    const double *y, *weight;
    const uint8_t *member;   /* n: 1 those asked about; NULL: all */
    const uint32_t *stratum; /* n; or NULL */
    const uint32_t *unit;    /* n: sampling unit, numbered within its stratum or in all; or NULL */
    const struct survey_margin *margins; /* that the weights were fitted to */
    size_t margins_n;
    double conf;
};
struct survey_mean {
    enum stat_reason
        why;  /* NO_DATA; SINGLE_UNIT (estimate stands); NO_EVENTS: share 0 or 1, no interval;
                             FEW_CLUSTERS: no degrees of freedom */
    size_t n; /* members with weight */
    double weight, estimate, se, lower, upper, df;
    bool is_share; /* every y is 0 or 1 */
};
struct survey_mean survey_mean(struct arena *a, const struct survey_input *in);

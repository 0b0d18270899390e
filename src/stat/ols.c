/* SPDX-License-Identifier: EUPL-1.2 */
#include "ols.h"

#include "basis.h"

#include <math.h>
#include <string.h>

#define CONSTANT                                                                                   \
    1e-12 /* of a column's size: what rounding leaves of one that does not vary in a unit */

/* Takes each unit's mean out of a column with `stride` between its numbers; what is left of a column
 * that does not vary within units is nothing. Returns the units that have rows. */
static size_t take_means(struct arena *a, const struct ols_input *in, double *column,
                         size_t stride) {
    double *sum = arena_array(a, in->units, sizeof *sum), size = 0, rest = 0;
    size_t *count = arena_array(a, in->units, sizeof *count), filled = 0;
    for (size_t i = 0; i < in->n; i++) {
        filled += count[in->unit[i]]++ == 0;
        sum[in->unit[i]] += column[i * stride];
        size = fmax(size, fabs(column[i * stride]));
    }
    for (size_t i = 0; i < in->n; i++) {
        column[i * stride] -= sum[in->unit[i]] / (double)count[in->unit[i]];
        rest = fmax(rest, fabs(column[i * stride]));
    }
    for (size_t i = 0; i < in->n && rest <= CONSTANT * size; i++) column[i * stride] = 0;
    return filled;
}

/* Coefficients in q, and what is left of y. Twice, since q is orthonormal but for rounding. */
static void project(const struct basis *b, double *y, double *gamma) {
    double part;
    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < b->k; j++) {
            part = 0;
            for (size_t i = 0; i < b->n; i++) part += b->q[i * b->k + j] * y[i];
            for (size_t i = 0; i < b->n; i++) y[i] -= part * b->q[i * b->k + j];
            gamma[j] += part;
        }
}

static void fill_errors(struct arena *a, const struct ols_input *in, const struct basis *b,
                        const double *residual, struct ols_fit *fit) {
    size_t k = b->k, p = in->p;
    double n = (double)in->n, left = n - (double)fit->rank, g = (double)in->clusters;
    double *unit = arena_array(a, k * k, sizeof *unit), *meat = arena_array(a, k * k, sizeof *meat);
    double *scores = arena_array(a, in->n * k, sizeof *scores), rss = 0;
    double *cov = arena_array(a, p * p, sizeof *cov),
           *robust = arena_array(a, p * p, sizeof *robust);
    for (size_t i = 0; i < in->n; i++) {
        rss += residual[i] * residual[i];
        for (size_t j = 0; j < k; j++) scores[i * k + j] = residual[i] * b->q[i * k + j];
    }
    fit->sigma = sqrt(rss / left);
    scores_square(a, scores, in->n, k, in->cluster, in->clusters, meat);
    double factor = in->cluster ? g / (g - 1) * (n - 1) / left : n / left;
    for (size_t j = 0; j < k; j++) unit[j * k + j] = fit->sigma * fit->sigma;
    for (size_t i = 0; i < k * k; i++) meat[i] *= factor;
    basis_cov(a, b, unit, cov);
    basis_cov(a, b, meat, robust);
    bool is_alone = in->cluster && in->clusters < 2;
    if (is_alone) fit->why = STAT_FEW_CLUSTERS;
    for (size_t j = 0; j < p; j++) {
        fit->se[j] = sqrt(cov[j * p + j]);
        fit->robust_se[j] = is_alone ? NAN : sqrt(robust[j * p + j]);
    }
}

struct ols_fit ols_fit(struct arena *a, const struct ols_input *in) {
    size_t n = in->n, p = in->p;
    struct ols_fit fit = {.sigma = NAN};
    fit.coef = arena_array(a, p, sizeof *fit.coef);
    fit.se = arena_array(a, p, sizeof *fit.se);
    fit.robust_se = arena_array(a, p, sizeof *fit.robust_se);
    fit.reasons = arena_array(a, p, sizeof *fit.reasons);
    for (size_t j = 0; j < p; j++) fit.coef[j] = fit.se[j] = fit.robust_se[j] = NAN;
    if (n == 0) {
        fit.why = STAT_NO_DATA;
        return fit;
    }
    double *x = arena_array(a, n * p, sizeof *x), *y = arena_array(a, n, sizeof *y);
    memcpy(x, in->x, n * p * sizeof *x);
    memcpy(y, in->y, n * sizeof *y);
    if (in->unit) {
        fit.rank = take_means(a, in, y, 1);
        for (size_t j = 0; j < p; j++) take_means(a, in, x + j, p);
    }
    struct basis b = basis_make(a, x, n, p, NULL);
    fit.rank += b.k;
    for (size_t j = 0, l = 0; j < p; j++) {
        bool is_kept = l < b.k && b.kept[l] == j;
        if (is_kept)
            l++;
        else
            fit.reasons[j] = STAT_COLLINEAR;
    }
    double *gamma = arena_array(a, b.k, sizeof *gamma);
    project(&b, y, gamma);
    basis_coef(&b, gamma, fit.coef);
    if (fit.rank >= n)
        fit.why = STAT_FEW_POINTS;
    else
        fill_errors(a, in, &b, y, &fit);
    return fit;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "basis.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* A column whose squared length shrinks to this part when the columns before it are taken out, is
 * one of them over again. survival::coxph uses the same order (eps^0.75). */
#define SMALLEST_PART 1e-12

bool matrix_invert(double *m, size_t k) {
    if (k == 0) return true;
    gsl_matrix_view view = gsl_matrix_view_array(m, k, k);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == 0 &&
           gsl_linalg_cholesky_invert(&view.matrix) == 0;
}

void matrix_multiply(const double *left, const double *right, size_t r, size_t m, size_t c,
                     double *out) {
    memset(out, 0, r * c * sizeof *out);
    for (size_t i = 0; i < r; i++)
        for (size_t l = 0; l < m; l++)
            for (size_t j = 0; j < c; j++) out[i * c + j] += left[i * m + l] * right[l * c + j];
}

void matrix_sandwich(struct arena *a, const double *outer, const double *meat, size_t k,
                     double *out) {
    double *half = arena_array(a, k * k, sizeof *half);
    matrix_multiply(outer, meat, k, k, k, half);
    matrix_multiply(half, outer, k, k, k, out);
}

void matrix_add_square(double *sum, const double *v, size_t k) {
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) sum[i * k + j] += v[i] * v[j];
}

void scores_square(struct arena *a, const double *scores, size_t n, size_t k,
                   const uint32_t *cluster, size_t clusters, double *ret_meat) {
    memset(ret_meat, 0, k * k * sizeof *ret_meat);
    const double *sums = scores;
    if (cluster) {
        double *by_cluster = arena_array(a, clusters * k, sizeof *by_cluster);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < k; j++) by_cluster[cluster[i] * k + j] += scores[i * k + j];
        sums = by_cluster, n = clusters;
    }
    for (size_t i = 0; i < n; i++) matrix_add_square(ret_meat, sums + i * k, k);
}

static void gram(const double *x, size_t n, size_t k, const double *weight, double *out) {
    memset(out, 0, k * k * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        const double *row = x + i * k;
        double w = weight ? weight[i] : 1;
        if (w == 0) continue;
        for (size_t j = 0; j < k; j++) {
            double wx = w * row[j];
            for (size_t l = 0; l <= j; l++) out[j * k + l] += wx * row[l];
        }
    }
    for (size_t j = 0; j < k; j++)
        for (size_t l = 0; l < j; l++) out[l * k + j] = out[j * k + l];
}

/* Elimination in the given order: which columns bring something of their own. Destroys g. */
static size_t find_kept(double *g, size_t p, const double *whole, size_t *kept) {
    size_t k = 0;
    for (size_t j = 0; j < p; j++) {
        /* what the kept columns before took out of j's length stands in its eliminated rows */
        double rest = g[j * p + j], length = whole ? whole[j] : rest;
        for (size_t l = 0; l < k; l++) {
            size_t c = kept[l];
            for (size_t m = 0; m < l; m++) g[j * p + c] -= g[j * p + kept[m]] * g[c * p + kept[m]];
            g[j * p + c] /= g[c * p + c];
            rest -= g[j * p + c] * g[j * p + c];
        }
        if (!(rest > SMALLEST_PART * length)) continue;
        g[j * p + j] = sqrt(rest);
        kept[k++] = j;
    }
    return k;
}

/* q = q * inverse (k x k upper), row by row, in place. */
static void turn(double *q, size_t n, size_t k, const double *inverse) {
    for (size_t i = 0; i < n; i++) {
        double *row = q + i * k;
        for (size_t j = k; j-- > 0;) {
            double sum = 0;
            for (size_t l = 0; l <= j; l++) sum += row[l] * inverse[l * k + j];
            row[j] = sum;
        }
    }
}

/* m becomes the inverse of the upper Cholesky factor of m. */
static bool invert_factor(double *m, size_t k) {
    gsl_matrix_view view = gsl_matrix_view_array(m, k, k);
    if (gsl_linalg_cholesky_decomp1(&view.matrix)) return false;
    /* GSL leaves L below the diagonal and the old upper half above it */
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++) m[j * k + i] = m[i * k + j], m[i * k + j] = 0;
    return gsl_linalg_tri_upper_invert(&view.matrix) == 0;
}

struct basis basis_begin(struct arena *a, double *x, size_t n, size_t p) {
    struct basis b = {.n = n, .p = p, .k = p, .q = x};
    b.kept = arena_array(a, p, sizeof *b.kept);
    b.r_inverse = arena_array(a, p * p, sizeof *b.r_inverse);
    for (size_t j = 0; j < p; j++) b.kept[j] = j, b.r_inverse[j * p + j] = 1;
    return b;
}

/* Only the rows and columns kept[0..k-1] of a matrix with p columns, in place. */
static void keep_columns(double *m, size_t rows, size_t p, const size_t *kept, size_t k) {
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < k; j++) m[i * k + j] = m[i * p + kept[j]];
}

static void keep_rows(double *m, const size_t *kept, size_t k) {
    for (size_t i = 0; i < k; i++) memmove(m + i * k, m + kept[i] * k, k * sizeof *m);
}

void basis_refine(struct arena *a, struct basis *b, double *products, const double *whole) {
    size_t p = b->k;
    double *factor = arena_array(a, p * p, sizeof *factor), *both;
    size_t *kept = arena_array(a, p, sizeof *kept);
    memcpy(factor, products, p * p * sizeof *factor);
    size_t k = find_kept(products, p, whole, kept);
    if (k < p) {
        keep_columns(b->q, b->n, p, kept, k);
        keep_columns(factor, p, p, kept, k), keep_rows(factor, kept, k);
        keep_columns(b->r_inverse, p, p, kept, k), keep_rows(b->r_inverse, kept, k);
        for (size_t j = 0; j < k; j++) b->kept[j] = b->kept[kept[j]];
    }
    b->k = k;
    if (k == 0 || !invert_factor(factor, k))
        return; /* fails on nothing that find_kept let through */
    turn(b->q, b->n, k, factor);
    both = arena_array(a, k * k, sizeof *both);
    matrix_multiply(b->r_inverse, factor, k, k, k, both);
    b->r_inverse = both;
}

struct basis basis_make(struct arena *a, double *x, size_t n, size_t p, const double *weight) {
    struct basis b = basis_begin(a, x, n, p);
    double *products = arena_array(a, p * p, sizeof *products);
    for (int pass = 0; pass < 2; pass++) {
        gram(b.q, n, b.k, weight, products);
        basis_refine(a, &b, products, NULL);
    }
    return b;
}

void basis_coef(const struct basis *b, const double *coef_q, double *ret_coef) {
    for (size_t j = 0; j < b->p; j++) ret_coef[j] = NAN;
    for (size_t j = 0; j < b->k; j++) {
        double sum = 0;
        for (size_t l = j; l < b->k; l++) sum += b->r_inverse[j * b->k + l] * coef_q[l];
        ret_coef[b->kept[j]] = sum;
    }
}

void basis_cov(struct arena *a, const struct basis *b, const double *cov_q, double *ret_cov) {
    size_t k = b->k;
    double *half = arena_array(a, k * k, sizeof *half);
    matrix_multiply(b->r_inverse, cov_q, k, k, k, half);
    for (size_t i = 0; i < b->p * b->p; i++) ret_cov[i] = NAN;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0;
            for (size_t l = j; l < k; l++) sum += half[i * k + l] * b->r_inverse[j * k + l];
            ret_cov[b->kept[i] * b->p + b->kept[j]] = sum;
        }
}

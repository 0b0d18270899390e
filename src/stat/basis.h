/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The linear algebra the regressions share, on small dense matrices stored row by row.
 *
 * A regression is not solved in the columns as given: a year near 2020 beside an intercept makes the
 * normal equations lose half their digits. The columns are first turned into orthonormal ones,
 * X = Q R (Cholesky twice over: Yamamoto, Nakatsukasa, Yanagisawa & Fukaya 2015, which is as stable as
 * Householder here), the regression runs on Q, and the answer is carried back by R. A column that is a
 * sum of those before it is left out, as R does, and its coefficient is STAT_COLLINEAR.
 */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct basis {
    size_t n, p, k;    /* rows, columns given, columns kept: k <= p */
    double *q;         /* n x k: the caller's x, overwritten */
    size_t *kept;      /* k: which columns, ascending */
    double *r_inverse; /* k x k, upper: coefficients in x = r_inverse * coefficients in q */
};

/* Overwrites x (n x p, finite numbers, room for n * p kept). weight: n of them, or NULL; a row of
 * weight 0 plays no part in what is collinear. */
struct basis basis_make(struct arena *a, double *x, size_t n, size_t p, const double *weight);

/* The same by hand, where "orthonormal" is of another kind than sums over rows (Cox: the information):
 * begin with x as it is, then twice: form the k x k products of q, and refine. Destroys products.
 * whole: the k lengths that what is left of a column is compared with; NULL: the diagonal. */
struct basis basis_begin(struct arena *a, double *x, size_t n, size_t p);
void basis_refine(struct arena *a, struct basis *b, double *products, const double *whole);

/* Coefficients and covariance of the given columns from those of q (length k, k x k); NaN for columns
 * left out. ret_coef has room for p, ret_cov for p * p. */
void basis_coef(const struct basis *b, const double *coef_q, double *ret_coef);
void basis_cov(struct arena *a, const struct basis *b, const double *cov_q, double *ret_cov);

/* The inverse of a symmetric positive definite k x k matrix, in place, by Cholesky (GSL). False when it
 * is not positive definite; then the content is undefined. */
bool matrix_invert(double *m, size_t k);
/* out (r x c) = left (r x m) * right (m x c) */
void matrix_multiply(const double *left, const double *right, size_t r, size_t m, size_t c,
                     double *out);
/* outer * meat * outer, k x k, outer symmetric: the sandwich. `out` is none of the others. */
void matrix_sandwich(struct arena *a, const double *outer, const double *meat, size_t k,
                     double *out);
/* sum += v v' (k x k) */
void matrix_add_square(double *sum, const double *v, size_t k);

/* The meat of a cluster-robust sandwich: the scores (n x k) summed within each cluster, squared and
 * summed. cluster[i] < clusters; NULL: every row by itself (HC0). */
void scores_square(struct arena *a, const double *scores, size_t n, size_t k,
                   const uint32_t *cluster, size_t clusters, double *ret_meat);

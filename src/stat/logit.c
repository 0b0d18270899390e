/* SPDX-License-Identifier: EUPL-1.2 */
#include "logit.h"

#include "basis.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define MOST_ITERATIONS 100
#define CLOSE           1e-8 /* in the linear predictor; the step after it is its square */
#define STEADY          0.3  /* a Newton step along a separating direction is about 1 */
#define EXACT           1e-7 /* how far from 0 a separating direction may be where both happened */
#define CLEAR           1e-3 /* how far from 0 it surely is: far above what EXACT lets through */

struct run {
    const struct logit_input *in;
    struct basis basis;
    double *beta, *step;  /* k */
    double *eta, *change; /* n */
    double *score, *information;
};

static double trials_of(const struct logit_input *in, size_t i) {
    double m = in->trials ? in->trials[i] : 1;
    return in->weight ? m * in->weight[i] : m;
}

static double events_of(const struct logit_input *in, size_t i) {
    return in->weight ? in->y[i] * in->weight[i] : in->y[i];
}

/* log(1 + e^x) without overflow or loss */
static double softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

static double share_at(double eta) {
    double e = exp(-fabs(eta));
    return eta >= 0 ? 1 / (1 + e) : e / (1 + e);
}

static double variance_at(double eta) {
    double e = exp(-fabs(eta));
    return e / ((1 + e) * (1 + e));
}

/* Minus the log likelihood. */
static double loss(const struct logit_input *in, const double *eta) {
    double sum = 0;
    for (size_t i = 0; i < in->n; i++) {
        double y = events_of(in, i), m = trials_of(in, i);
        if (m > 0) sum += y * softplus(-eta[i]) + (m - y) * softplus(eta[i]);
    }
    return sum;
}

static void add_row(struct run *r, const double *q, double residual, double weight) {
    size_t k = r->basis.k;
    for (size_t j = 0; j < k; j++) {
        double wq = weight * q[j];
        r->score[j] += residual * q[j];
        for (size_t l = 0; l <= j; l++) r->information[j * k + l] += wq * q[l];
    }
}

/* Score and information at eta; both halves of the information are filled. */
static void derive(struct run *r) {
    size_t k = r->basis.k;
    memset(r->score, 0, k * sizeof *r->score);
    memset(r->information, 0, k * k * sizeof *r->information);
    for (size_t i = 0; i < r->in->n; i++) {
        double m = trials_of(r->in, i);
        if (!(m > 0)) continue;
        double eta = r->eta[i];
        add_row(r, r->basis.q + i * k, events_of(r->in, i) - m * share_at(eta),
                m * variance_at(eta));
    }
    for (size_t j = 0; j < k; j++)
        for (size_t l = 0; l < j; l++) r->information[l * k + j] = r->information[j * k + l];
}

/* change = Q step; returns the largest absolute one among the rows that count. */
static double predict(struct run *r) {
    size_t k = r->basis.k;
    double largest = 0;
    for (size_t i = 0; i < r->in->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < k; j++) sum += r->basis.q[i * k + j] * r->step[j];
        r->change[i] = sum;
        if (trials_of(r->in, i) > 0) largest = fmax(largest, fabs(sum));
    }
    return largest;
}

/* Whether the last change separates: see logit.h. */
static bool is_separating(const struct run *r, double largest) {
    for (size_t i = 0; i < r->in->n; i++) {
        double m = trials_of(r->in, i), y = events_of(r->in, i), d = r->change[i] / largest;
        if (!(m > 0)) continue;
        if (y < m && d > EXACT) return false;
        if (y > 0 && d < -EXACT) return false;
    }
    return true;
}

static bool solve(struct run *r) {
    size_t k = r->basis.k;
    memcpy(r->step, r->score, k * sizeof *r->step);
    gsl_matrix_view m = gsl_matrix_view_array(r->information, k, k);
    gsl_vector_view v = gsl_vector_view_array(r->step, k);
    return gsl_linalg_cholesky_decomp1(&m.matrix) == 0 &&
           gsl_linalg_cholesky_svx(&m.matrix, &v.vector) == 0;
}

/* Moves along the step, halved until the likelihood does not fall. */
static void move(struct run *r, double *was) {
    size_t k = r->basis.k, n = r->in->n;
    double part = 1, before = *was;
    for (size_t i = 0; i < n; i++) r->eta[i] += r->change[i];
    while ((*was = loss(r->in, r->eta)) > before + 1e-9 * fabs(before) && part > 1e-6) {
        part /= 2;
        for (size_t i = 0; i < n; i++) r->eta[i] -= part * r->change[i];
    }
    for (size_t j = 0; j < k; j++) r->beta[j] += part * r->step[j];
}

enum outcome { CONVERGED, SEPARATED, LOST };

/* At SEPARATED, step and change hold the direction. */
static enum outcome iterate(struct run *r, int *ret_iterations) {
    double was = loss(r->in, r->eta);
    for (int turn = 1; turn <= MOST_ITERATIONS; turn++) {
        *ret_iterations = turn;
        derive(r);
        if (!solve(r)) return LOST;
        double largest = predict(r);
        if (!isfinite(largest)) return LOST;
        if (largest > STEADY && turn > 5 && is_separating(r, largest)) return SEPARATED;
        move(r, &was);
        if (largest <= CLOSE) return CONVERGED;
    }
    return LOST;
}

static void fill_measures(struct run *r, struct logit_fit *fit) {
    const struct logit_input *in = r->in;
    for (size_t i = 0; i < in->n; i++) {
        double m = trials_of(in, i), y = events_of(in, i), mu = share_at(r->eta[i]);
        fit->fitted[i] = mu;
        if (!(m > 0)) continue;
        double residual = y - m * mu, v = m * variance_at(r->eta[i]);
        if (y > 0) fit->deviance += 2 * y * (log(y / m) + softplus(-r->eta[i]));
        if (y < m) fit->deviance += 2 * (m - y) * (log1p(-y / m) + softplus(r->eta[i]));
        if (v > 0) fit->pearson += residual * residual / v;
    }
}

static void fill_robust(struct arena *a, struct run *r, const double *bread,
                        struct logit_fit *fit) {
    const struct logit_input *in = r->in;
    size_t k = r->basis.k;
    double *scores = arena_array(a, in->n * k, sizeof *scores);
    for (size_t i = 0; i < in->n; i++) {
        double residual = events_of(in, i) - trials_of(in, i) * share_at(r->eta[i]);
        for (size_t j = 0; j < k; j++) scores[i * k + j] = residual * r->basis.q[i * k + j];
    }
    double *meat = arena_array(a, k * k, sizeof *meat), *cov = arena_array(a, k * k, sizeof *cov);
    scores_square(a, scores, in->n, k, in->cluster, in->clusters, meat);
    matrix_sandwich(a, bread, meat, k, cov);
    double g = (double)in->clusters, factor = in->cluster ? g / (g - 1) : 1;
    for (size_t i = 0; i < k * k; i++) cov[i] *= factor;
    basis_cov(a, &r->basis, cov, fit->robust_cov);
}

/* Columns that the separating direction moves have no finite coefficient. A direction is compared in
 * units of the column's length. */
static void mark_infinite(struct arena *a, const struct run *r, struct logit_fit *fit) {
    size_t p = fit->p;
    double *direction = arena_array(a, p, sizeof *direction), largest = 0;
    basis_coef(&r->basis, r->step, direction);
    for (size_t j = 0; j < p; j++) {
        double length = 0;
        for (size_t i = 0; i < r->in->n; i++) length = hypot(length, r->in->x[i * p + j]);
        direction[j] = isnan(direction[j]) ? 0 : fabs(direction[j]) * length;
        largest = fmax(largest, direction[j]);
    }
    for (size_t j = 0; j < p; j++)
        if (direction[j] > 1e-4 * largest) fit->reasons[j] = STAT_SEPARATION;
}

/* In the limit the separated rows are told without error and say nothing more. What the rest says is
 * the limit of the other coefficients: a combination that the direction does not move is the same
 * whichever of the columns it does move is left out. Rows that the direction hardly moves stay in the
 * rest; if they too are separated, the rest's own fit finds it. */
static struct logit_fit fit_rest(struct arena *a, const struct run *r, struct logit_fit *whole) {
    mark_infinite(a, r, whole);
    struct logit_input rest = *r->in;
    double *weight = arena_array(a, rest.n, sizeof *weight), largest = 0;
    for (size_t i = 0; i < rest.n; i++)
        if (trials_of(r->in, i) > 0) largest = fmax(largest, fabs(r->change[i]));
    for (size_t i = 0; i < rest.n; i++) {
        bool is_separated = fabs(r->change[i]) > CLEAR * largest;
        weight[i] = is_separated ? 0 : rest.weight ? rest.weight[i] : 1;
    }
    rest.weight = weight;
    struct logit_fit fit = logit_fit(a, &rest);
    bool is_all = fit.why == STAT_NO_DATA || fit.why == STAT_NO_EVENTS;
    for (size_t j = 0; j < fit.p; j++) {
        bool is_lost = is_all || fit.reasons[j]; /* the rest no longer tells this one */
        if (is_lost && !whole->reasons[j]) whole->reasons[j] = STAT_SEPARATION;
        fit.reasons[j] = whole->reasons[j];
        if (fit.reasons[j]) fit.coef[j] = fit.se[j] = fit.robust_se[j] = NAN;
    }
    for (size_t i = 0; i < rest.n; i++)
        if (weight[i] == 0) fit.fitted[i] = r->change[i] > 0;
    if (is_all) fit.why = STAT_OK;
    fit.rows = whole->rows, fit.rank = whole->rank, fit.iterations = whole->iterations;
    return fit;
}

static void fill_errors(struct logit_fit *fit) {
    for (size_t j = 0; j < fit->p; j++) {
        fit->se[j] = sqrt(fit->cov[j * fit->p + j]);
        fit->robust_se[j] = sqrt(fit->robust_cov[j * fit->p + j]);
    }
}

static struct logit_fit empty_fit(struct arena *a, const struct logit_input *in) {
    struct logit_fit fit = {.p = in->p};
    fit.coef = arena_array(a, in->p, sizeof *fit.coef);
    fit.se = arena_array(a, in->p, sizeof *fit.se);
    fit.robust_se = arena_array(a, in->p, sizeof *fit.robust_se);
    fit.cov = arena_array(a, in->p * in->p, sizeof *fit.cov);
    fit.robust_cov = arena_array(a, in->p * in->p, sizeof *fit.robust_cov);
    fit.reasons = arena_array(a, in->p, sizeof *fit.reasons);
    fit.fitted = arena_array(a, in->n, sizeof *fit.fitted);
    for (size_t j = 0; j < in->p; j++) fit.coef[j] = fit.se[j] = fit.robust_se[j] = NAN;
    return fit;
}

/* What stands in the way before anything is fitted. */
static enum stat_reason obstacle(const struct logit_input *in, size_t *ret_rows) {
    double y = 0, m = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (!(trials_of(in, i) > 0)) continue;
        y += events_of(in, i), m += trials_of(in, i), ++*ret_rows;
    }
    if (*ret_rows == 0) return STAT_NO_DATA;
    return y <= 0 || y >= m ? STAT_NO_EVENTS : STAT_OK;
}

static struct run start(struct arena *a, const struct logit_input *in) {
    size_t cells = in->n * in->p;
    double *x = arena_array(a, cells, sizeof *x), *counts = arena_array(a, in->n, sizeof *counts);
    memcpy(x, in->x, cells * sizeof *x);
    for (size_t i = 0; i < in->n; i++) counts[i] = trials_of(in, i) > 0;
    struct run r = {.in = in, .basis = basis_make(a, x, in->n, in->p, counts)};
    size_t k = r.basis.k;
    r.beta = arena_array(a, k, sizeof *r.beta);
    r.step = arena_array(a, k, sizeof *r.step);
    r.score = arena_array(a, k, sizeof *r.score);
    r.information = arena_array(a, k * k, sizeof *r.information);
    r.eta = arena_array(a, in->n, sizeof *r.eta);
    r.change = arena_array(a, in->n, sizeof *r.change);
    return r;
}

struct logit_fit logit_fit(struct arena *a, const struct logit_input *in) {
    struct logit_fit fit = empty_fit(a, in);
    fit.why = obstacle(in, &fit.rows);
    if (fit.why) return fit;

    struct run r = start(a, in);
    fit.rank = r.basis.k;
    for (size_t j = 0, l = 0; j < in->p; j++) {
        bool is_kept = l < r.basis.k && r.basis.kept[l] == j;
        if (is_kept)
            l++;
        else
            fit.reasons[j] = STAT_COLLINEAR;
    }
    enum outcome outcome = iterate(&r, &fit.iterations);
    if (outcome == SEPARATED) return fit_rest(a, &r, &fit);
    derive(&r);
    if (outcome == LOST || !matrix_invert(r.information, r.basis.k)) {
        fit.why = STAT_NOT_CONVERGED;
        return fit;
    }
    basis_coef(&r.basis, r.beta, fit.coef);
    basis_cov(a, &r.basis, r.information, fit.cov);
    fill_robust(a, &r, r.information, &fit);
    fill_measures(&r, &fit);
    if (in->cluster && in->clusters < 2) {
        fit.why = STAT_FEW_CLUSTERS;
        for (size_t i = 0; i < in->p * in->p; i++) fit.robust_cov[i] = NAN;
    }
    fill_errors(&fit);
    return fit;
}

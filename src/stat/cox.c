/* SPDX-License-Identifier: EUPL-1.2 */
#include "cox.h"

#include "cox_inner.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define MOST_ITERATIONS 100
#define CLOSE           1e-8 /* in the linear predictor; the step after it is its square */
#define STEADY          0.3  /* a Newton step along a direction without a top is about 1 */
#define EXACT           1e-7
#define CONSTANT        1e-12 /* of a column's size: what rounding leaves of one that does not vary */

struct run {
    struct arena *arena;
    const struct cox_input *in;
    struct cox_rows rows;
    struct basis basis;
    size_t k;
    double *beta, *step;                 /* k */
    double *change;                      /* n */
    double *score, *information, *whole; /* k, k x k, k: the diagonal before means are taken out */
    double loglik;
};

/* ---- score and information ---- */

static void add_events(struct run *r, const struct cox_rows *rows, const struct cox_moment *m) {
    for (size_t i = m->first; i < m->last; i++) {
        if (!rows->event[i]) continue;
        r->loglik += rows->weight[i] * rows->eta[i];
        for (size_t j = 0; j < r->k; j++) r->score[j] += rows->weight[i] * rows->x[i * r->k + j];
    }
}

static void add_moment(void *ctx, const struct cox_rows *rows, const struct cox_moment *m) {
    struct run *r = ctx;
    size_t k = r->k;
    add_events(r, rows, m);
    double each = m->dead_weight / (double)m->deaths;
    for (size_t i = 0; i < m->deaths; i++) {
        double part = cox_part(rows, i, m->deaths), below = m->risk0 - part * m->dead0;
        r->loglik -= each * (log(below) + m->shift);
        for (size_t j = 0; j < k; j++) {
            double mean = (m->risk1[j] - part * m->dead1[j]) / below;
            r->score[j] -= each * mean;
            for (size_t l = 0; l <= j; l++) {
                double square = (m->risk2[j * k + l] - part * m->dead2[j * k + l]) / below;
                double other = (m->risk1[l] - part * m->dead1[l]) / below;
                r->information[j * k + l] += each * (square - mean * other);
                if (l == j) r->whole[j] += each * square;
            }
        }
    }
}

static void derive(struct run *r) {
    size_t k = r->k;
    r->loglik = 0;
    memset(r->score, 0, k * sizeof *r->score);
    memset(r->whole, 0, k * sizeof *r->whole);
    memset(r->information, 0, k * k * sizeof *r->information);
    cox_sweep(&r->rows, k, true, add_moment, r);
    for (size_t j = 0; j < k; j++)
        for (size_t l = 0; l < j; l++) r->information[l * k + j] = r->information[j * k + l];
}

/* ---- the columns ---- */

/* A column may be moved within a stratum without changing the likelihood: its mean goes, and a column
 * that does not vary there is nothing. */
static void centre(struct cox_rows *rows) {
    size_t p = rows->p;
    for (size_t from = 0, to; from < rows->n; from = to) {
        for (to = from; to < rows->n && rows->stratum[to] == rows->stratum[from];) to++;
        for (size_t j = 0; j < p; j++) {
            double sum = 0, size = 0, rest = 0;
            for (size_t i = from; i < to; i++)
                sum += rows->x[i * p + j], size = fmax(size, fabs(rows->x[i * p + j]));
            double mean = sum / (double)(to - from);
            for (size_t i = from; i < to; i++) rest = fmax(rest, fabs(rows->x[i * p + j] -= mean));
            if (rest > CONSTANT * size) continue;
            for (size_t i = from; i < to; i++) rows->x[i * p + j] = 0;
        }
    }
}

/* "Orthonormal" is here: of unit information where all coefficients are 0. */
static void turn_columns(struct run *r) {
    r->basis = basis_begin(r->arena, r->rows.x, r->rows.n, r->rows.p);
    for (int pass = 0; pass < 2; pass++) {
        derive(r);
        basis_refine(r->arena, &r->basis, r->information, pass == 0 ? r->whole : NULL);
        r->k = r->basis.k;
    }
}

static struct run start(struct arena *a, const struct cox_input *in) {
    struct run r = {.arena = a, .in = in, .k = in->p, .rows = cox_rows_make(a, in)};
    r.beta = arena_array(a, in->p, sizeof *r.beta);
    r.step = arena_array(a, in->p, sizeof *r.step);
    r.score = arena_array(a, in->p, sizeof *r.score);
    r.whole = arena_array(a, in->p, sizeof *r.whole);
    r.information = arena_array(a, in->p * in->p, sizeof *r.information);
    r.change = arena_array(a, in->n, sizeof *r.change);
    centre(&r.rows);
    turn_columns(&r);
    return r;
}

/* ---- Newton's method ---- */

enum outcome { CONVERGED, MONOTONE, LOST };

static bool solve(struct run *r) {
    size_t k = r->k;
    if (k == 0) return true;
    memcpy(r->step, r->score, k * sizeof *r->step);
    gsl_matrix_view m = gsl_matrix_view_array(r->information, k, k);
    gsl_vector_view v = gsl_vector_view_array(r->step, k);
    return gsl_linalg_cholesky_decomp1(&m.matrix) == 0 &&
           gsl_linalg_cholesky_svx(&m.matrix, &v.vector) == 0;
}

/* change = Q step; returns the largest absolute one. */
static double predict(struct run *r) {
    double largest = 0;
    for (size_t i = 0; i < r->rows.n; i++) {
        double sum = 0;
        for (size_t j = 0; j < r->k; j++) sum += r->rows.x[i * r->k + j] * r->step[j];
        r->change[i] = sum;
        largest = fmax(largest, fabs(sum));
    }
    return largest;
}

static void move(struct run *r, double part) {
    for (size_t i = 0; i < r->rows.n; i++) r->rows.eta[i] += part * r->change[i];
    for (size_t j = 0; j < r->k; j++) r->beta[j] += part * r->step[j];
}

/* Takes the step, or as much of it as does not lower the likelihood; derives there. */
static void move_and_derive(struct run *r) {
    double before = r->loglik, part = 1;
    move(r, part);
    derive(r);
    while (!(r->loglik >= before - 1e-9 * fabs(before)) && part > 1e-6) {
        part /= 2;
        move(r, -part);
        derive(r);
    }
}

/* At MONOTONE, step and change hold the direction. Ends with score and information at eta. */
static enum outcome iterate(struct run *r, struct cox_fit *fit) {
    derive(r);
    fit->loglik_null = r->loglik;
    for (fit->iterations = 1; fit->iterations <= MOST_ITERATIONS; fit->iterations++) {
        if (!solve(r)) return LOST;
        double largest = predict(r);
        if (!isfinite(largest)) return LOST;
        if (largest > STEADY && fit->iterations > 5 &&
            cox_is_monotone(r->arena, &r->rows, r->change, EXACT * largest))
            return MONOTONE;
        move_and_derive(r);
        if (largest <= CLOSE) return CONVERGED;
    }
    return LOST;
}

/* ---- without a top ---- */

struct place {
    uint32_t stratum, row; /* row of the input */
    double value;
};

static int by_stratum_and_value(const void *left, const void *right) {
    const struct place *l = left, *r = right;
    if (l->stratum != r->stratum) return l->stratum < r->stratum ? -1 : 1;
    return (l->value > r->value) - (l->value < r->value);
}

static void mark_infinite(const struct run *r, struct cox_fit *fit) {
    size_t p = fit->p;
    double *direction = arena_array(r->arena, p, sizeof *direction), largest = 0;
    basis_coef(&r->basis, r->step, direction);
    for (size_t j = 0; j < p; j++) {
        double length = 0;
        for (size_t i = 0; i < r->in->n; i++) length = hypot(length, r->in->x[i * p + j]);
        direction[j] = isnan(direction[j]) ? 0 : fabs(direction[j]) * length;
        largest = fmax(largest, direction[j]);
    }
    for (size_t j = 0; j < p; j++)
        if (direction[j] > 1e-4 * largest && !fit->reasons[j]) fit->reasons[j] = STAT_MONOTONE;
}

/* Numbers the strata anew, each cut wherever two neighbouring values are further apart than `gap`.
 * Whether there was such a place. */
static bool split(const struct place *places, size_t n, double gap, uint32_t *stratum) {
    bool is_split = false;
    for (size_t i = 0, group = 0; i < n; i++) {
        bool is_stratum = i > 0 && places[i].stratum != places[i - 1].stratum;
        bool is_value = i > 0 && !is_stratum && places[i].value - places[i - 1].value > gap;
        is_split |= is_value;
        stratum[places[i].row] = (uint32_t)(group += is_stratum || is_value);
    }
    return is_split;
}

/* Far out along the direction only those who share the event's value are left in its risk set: each
 * value is a stratum of its own, and there the other coefficients have their limit. */
static struct cox_fit fit_limit(const struct run *r, struct cox_fit *whole) {
    struct arena *a = r->arena;
    struct cox_input rest = *r->in;
    struct place *places = arena_array(a, rest.n, sizeof *places);
    uint32_t *stratum = arena_array(a, rest.n, sizeof *stratum);
    double largest = 0;
    for (size_t i = 0; i < rest.n; i++) {
        places[i] = (struct place){r->rows.stratum[i], r->rows.origin[i], r->change[i]};
        largest = fmax(largest, fabs(r->change[i]));
    }
    qsort(places, rest.n, sizeof *places, by_stratum_and_value);
    bool is_split = false; /* at the widest gaps there are, all far above what EXACT lets through */
    for (double gap = 1e-3; gap > 5e-6 && !is_split; gap /= 10)
        is_split = split(places, rest.n, gap * largest, stratum);
    if (!is_split) { /* values so close that they cannot be told apart: the rest cannot be told */
        for (size_t j = 0; j < whole->p; j++)
            if (!whole->reasons[j]) whole->reasons[j] = STAT_MONOTONE;
        return *whole;
    }
    rest.stratum = stratum;
    struct cox_fit fit = cox_fit(a, &rest);
    for (size_t j = 0; j < fit.p; j++) {
        if (fit.reasons[j] && !whole->reasons[j]) whole->reasons[j] = STAT_MONOTONE;
        fit.reasons[j] = whole->reasons[j];
        if (fit.reasons[j]) fit.coef[j] = fit.se[j] = fit.robust_se[j] = NAN;
    }
    fit.loglik_null = whole->loglik_null, fit.rank = whole->rank;
    fit.iterations = whole->iterations;
    return fit;
}

/* ---- the answer ---- */

static void fill_robust(struct run *r, const double *inverse, struct cox_fit *fit) {
    const struct cox_input *in = r->in;
    size_t k = r->k, n = in->n;
    double *scores = arena_array(r->arena, n * k, sizeof *scores);
    double *meat = arena_array(r->arena, k * k, sizeof *meat);
    double *cov = arena_array(r->arena, k * k, sizeof *cov);
    cox_residuals(r->arena, &r->rows, k, scores);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) scores[i * k + j] *= r->rows.weight[i];
    uint32_t *cluster = NULL;
    if (in->cluster) {
        cluster = arena_array(r->arena, n, sizeof *cluster);
        for (size_t i = 0; i < n; i++) cluster[i] = in->cluster[r->rows.origin[i]];
    }
    scores_square(r->arena, scores, n, k, cluster, in->clusters, meat);
    matrix_sandwich(r->arena, inverse, meat, k, cov);
    basis_cov(r->arena, &r->basis, cov, fit->robust_cov);
}

static struct cox_fit empty_fit(struct arena *a, const struct cox_input *in) {
    struct cox_fit fit = {.p = in->p, .loglik = NAN, .loglik_null = NAN};
    fit.coef = arena_array(a, in->p, sizeof *fit.coef);
    fit.se = arena_array(a, in->p, sizeof *fit.se);
    fit.robust_se = arena_array(a, in->p, sizeof *fit.robust_se);
    fit.cov = arena_array(a, in->p * in->p, sizeof *fit.cov);
    fit.robust_cov = arena_array(a, in->p * in->p, sizeof *fit.robust_cov);
    fit.reasons = arena_array(a, in->p, sizeof *fit.reasons);
    for (size_t j = 0; j < in->p; j++) fit.coef[j] = fit.se[j] = fit.robust_se[j] = NAN;
    for (size_t i = 0; i < in->n; i++) {
        bool counts = !in->weight || in->weight[i] > 0;
        fit.rows += counts, fit.events += counts && in->event[i];
    }
    fit.why = fit.rows == 0 ? STAT_NO_DATA : fit.events == 0 ? STAT_NO_EVENTS : STAT_OK;
    return fit;
}

static void mark_collinear(const struct run *r, struct cox_fit *fit) {
    for (size_t j = 0, l = 0; j < fit->p; j++) {
        bool is_kept = l < r->k && r->basis.kept[l] == j;
        if (is_kept)
            l++;
        else
            fit->reasons[j] = STAT_COLLINEAR;
    }
}

struct cox_fit cox_fit(struct arena *a, const struct cox_input *in) {
    struct cox_fit fit = empty_fit(a, in);
    if (fit.why) return fit;
    struct run r = start(a, in);
    fit.rank = r.k;
    mark_collinear(&r, &fit);
    enum outcome outcome = iterate(&r, &fit);
    fit.loglik = r.loglik;
    if (outcome == MONOTONE) {
        mark_infinite(&r, &fit);
        return fit_limit(&r, &fit);
    }
    if (outcome != CONVERGED || !matrix_invert(r.information, r.k)) {
        fit.why = STAT_NOT_CONVERGED;
        return fit;
    }
    basis_coef(&r.basis, r.beta, fit.coef);
    basis_cov(a, &r.basis, r.information, fit.cov);
    fill_robust(&r, r.information, &fit);
    bool is_alone = in->cluster && in->clusters < 2;
    if (is_alone) fit.why = STAT_FEW_CLUSTERS;
    for (size_t j = 0; j < fit.p; j++) {
        fit.se[j] = sqrt(fit.cov[j * fit.p + j]);
        fit.robust_se[j] = is_alone ? NAN : sqrt(fit.robust_cov[j * fit.p + j]);
    }
    return fit;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "cox_check.h"

#include "cox_inner.h"
#include "dist.h"
#include "surv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- g ---- */

struct curve {
    struct arena *arena;
    size_t n;
    double *time, *surv;
};

static bool keep(void *ctx, const struct surv_curve *curve) {
    struct curve *c = ctx;
    c->n = curve->n;
    c->time = arena_array(c->arena, c->n + 1, sizeof *c->time);
    c->surv = arena_array(c->arena, c->n + 1, sizeof *c->surv);
    memcpy(c->time, curve->time, c->n * sizeof *c->time);
    memcpy(c->surv, curve->surv, c->n * sizeof *c->surv);
    return true;
}

/* How many of the sorted times are before x. */
static size_t times_before(const double *times, size_t n, double x) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (times[middle] < x)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static bool clock_km(struct arena *a, const struct cox_input *in, double *g) {
    struct curve c = {.arena = a};
    struct surv_rows rows = {.n = in->n,
                             .entry = in->entry,
                             .exit = in->exit,
                             .event = in->event,
                             .causes_n = 1,
                             .groups_n = 1};
    struct surv_options how = {.start = (double)NAN};
    size_t row;
    if (surv_curves(a, &rows, &how, keep, &c, &row) != SURV_FINE) return false;
    for (size_t i = 0; i < in->n; i++) {
        size_t before = times_before(c.time, c.n, in->exit[i]);
        g[i] = before ? 1 - c.surv[before - 1] : 0;
    }
    return true;
}

static int by_size(const void *left, const void *right) {
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

/* Ties share the mean of their ranks. */
static void clock_rank(struct arena *a, const struct cox_input *in, double *g) {
    double *sorted = arena_array(a, in->n, sizeof *sorted);
    memcpy(sorted, in->exit, in->n * sizeof *sorted);
    qsort(sorted, in->n, sizeof *sorted, by_size);
    for (size_t i = 0; i < in->n; i++) {
        size_t first = times_before(sorted, in->n, in->exit[i]);
        size_t end = times_before(sorted, in->n, nextafter(in->exit[i], (double)INFINITY));
        g[i] = (double)(first + 1 + end) / 2;
    }
}

static bool clock_make(struct arena *a, const struct cox_input *in, enum cox_clock clock,
                       double *g) {
    if (clock == COX_KM && !clock_km(a, in, g)) return false;
    if (clock == COX_RANK) clock_rank(a, in, g);
    double sum = 0, n = 0, size = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (clock == COX_IDENTITY) g[i] = in->exit[i];
        if (clock == COX_LOG) g[i] = log(in->exit[i]);
        if (in->event[i]) sum += g[i], n++;
    }
    for (size_t i = 0; i < in->n; i++) size = fmax(size, fabs(g[i] -= sum / n));
    for (size_t i = 0; i < in->n && size > 0; i++) g[i] /= size;
    return true;
}

/* ---- the test ---- */

struct check {
    size_t k;
    const double *g;      /* of each row of the input */
    double *v, *gv, *ggv; /* k x k, lower halves while they are summed */
    double *u, *mean;     /* k */
};

static void add_moment(void *ctx, const struct cox_rows *rows, const struct cox_moment *m) {
    struct check *c = ctx;
    size_t k = c->k;
    double g = c->g[rows->origin[m->first]], each = m->dead_weight / (double)m->deaths;
    for (size_t i = m->first; i < m->last; i++) {
        if (!rows->event[i]) continue;
        for (size_t j = 0; j < k; j++) c->u[j] += g * rows->weight[i] * rows->x[i * k + j];
    }
    for (size_t i = 0; i < m->deaths; i++) {
        double part = cox_part(rows, i, m->deaths), below = m->risk0 - part * m->dead0;
        for (size_t j = 0; j < k; j++) {
            c->mean[j] = (m->risk1[j] - part * m->dead1[j]) / below;
            c->u[j] -= g * each * c->mean[j];
            for (size_t l = 0; l <= j; l++) {
                double square = (m->risk2[j * k + l] - part * m->dead2[j * k + l]) / below;
                double x = each * (square - c->mean[j] * c->mean[l]);
                c->v[j * k + l] += x, c->gv[j * k + l] += g * x, c->ggv[j * k + l] += g * g * x;
            }
        }
    }
}

static void mirror(double *m, size_t k) {
    for (size_t j = 0; j < k; j++)
        for (size_t l = 0; l < j; l++) m[l * k + j] = m[j * k + l];
}

/* u' S^-1 u over the chosen columns; NaN when S has no inverse there. */
static double chisq_of(struct arena *a, const struct check *c, const double *s, const bool *chosen,
                       size_t *ret_df) {
    size_t n = 0, *at = arena_array(a, c->k + 1, sizeof *at);
    for (size_t j = 0; j < c->k; j++)
        if (chosen[j]) at[n++] = j;
    double *m = arena_array(a, n * n + 1, sizeof *m), sum = 0;
    for (size_t j = 0; j < n; j++)
        for (size_t l = 0; l < n; l++) m[j * n + l] = s[at[j] * c->k + at[l]];
    *ret_df = n;
    if (!n || !matrix_invert(m, n)) return (double)NAN;
    for (size_t j = 0; j < n; j++)
        for (size_t l = 0; l < n; l++) sum += c->u[at[j]] * m[j * n + l] * c->u[at[l]];
    return sum;
}

/* Rows with the fit's coefficients, of the columns that it kept; each moved and scaled, which changes
 * nothing but the rounding. */
static struct cox_rows rows_make(struct arena *a, const struct cox_input *in,
                                 const struct cox_fit *fit, size_t *ret_kept) {
    struct cox_input kept = *in;
    double *x = arena_array(a, in->n * in->p + 1, sizeof *x);
    kept.p = 0;
    for (size_t j = 0; j < in->p; j++)
        if (!fit->reasons[j]) ret_kept[kept.p++] = j;
    kept.x = x;
    for (size_t j = 0; j < kept.p; j++) {
        double mean = 0, size = 0;
        for (size_t i = 0; i < in->n; i++) mean += in->x[i * in->p + ret_kept[j]];
        mean /= (double)in->n;
        for (size_t i = 0; i < in->n; i++)
            size = fmax(size, fabs(in->x[i * in->p + ret_kept[j]] - mean));
        for (size_t i = 0; i < in->n; i++)
            x[i * kept.p + j] = (in->x[i * in->p + ret_kept[j]] - mean) / (size > 0 ? size : 1);
    }
    struct cox_rows rows = cox_rows_make(a, &kept);
    for (size_t i = 0; i < rows.n; i++)
        for (size_t j = 0; j < kept.p; j++)
            rows.eta[i] += in->x[rows.origin[i] * in->p + ret_kept[j]] * fit->coef[ret_kept[j]];
    return rows;
}

static void check_put(struct arena *a, const struct check *c, const size_t *kept,
                      const size_t *term, struct cox_check *ret) {
    size_t k = c->k;
    double *s = arena_array(a, k * k + 1, sizeof *s);
    bool *chosen = arena_array(a, k + 1, sizeof *chosen);
    double *inverse = arena_array(a, k * k, sizeof *inverse);
    memcpy(inverse, c->v, k * k * sizeof *inverse);
    if (!matrix_invert(inverse, k)) {
        ret->why = STAT_NOT_CONVERGED;
        return;
    }
    matrix_sandwich(a, c->gv, inverse, k, s);
    for (size_t i = 0; i < k * k; i++) s[i] = c->ggv[i] - s[i];
    for (size_t t = 0; t <= ret->terms; t++) {
        for (size_t j = 0; j < k; j++) chosen[j] = t == ret->terms || term[kept[j]] == t;
        ret->chisq[t] = chisq_of(a, c, s, chosen, &ret->df[t]);
        ret->p[t] = isnan(ret->chisq[t]) ? ret->chisq[t]
                                         : dist_chisq_above(ret->chisq[t], (double)ret->df[t]);
    }
}

static struct cox_check empty_check(struct arena *a, const struct cox_fit *fit, size_t terms) {
    struct cox_check ret = {.why = fit->why == STAT_FEW_CLUSTERS ? STAT_OK : fit->why,
                            .terms = terms};
    ret.chisq = arena_array(a, terms + 1, sizeof *ret.chisq);
    ret.p = arena_array(a, terms + 1, sizeof *ret.p);
    ret.df = arena_array(a, terms + 1, sizeof *ret.df);
    for (size_t t = 0; t <= terms; t++) ret.chisq[t] = ret.p[t] = (double)NAN;
    for (size_t j = 0; j < fit->p; j++)
        if (fit->reasons[j] == STAT_MONOTONE) ret.why = STAT_MONOTONE;
    return ret;
}

struct cox_check cox_check(struct arena *a, const struct cox_input *in, const struct cox_fit *fit,
                           const size_t *term, size_t terms, enum cox_clock clock) {
    struct cox_check ret = empty_check(a, fit, terms);
    if (ret.why || !fit->rank) return ret;
    size_t *kept = arena_array(a, in->p, sizeof *kept);
    struct cox_rows rows = rows_make(a, in, fit, kept);
    size_t k = rows.p;
    double *g = arena_array(a, in->n, sizeof *g);
    struct check c = {.k = k, .g = g};
    c.v = arena_array(a, k * k, sizeof *c.v);
    c.gv = arena_array(a, k * k, sizeof *c.gv);
    c.ggv = arena_array(a, k * k, sizeof *c.ggv);
    c.u = arena_array(a, k, sizeof *c.u);
    c.mean = arena_array(a, k, sizeof *c.mean);
    if (!clock_make(a, in, clock, g)) {
        ret.why = STAT_NO_DATA;
        return ret;
    }
    cox_sweep(&rows, k, true, add_moment, &c);
    mirror(c.v, k), mirror(c.gv, k), mirror(c.ggv, k);
    check_put(a, &c, kept, term, &ret);
    return ret;
}

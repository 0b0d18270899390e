/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/grouptest.h"

#include "stat/basis.h"
#include "stat/dist.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* A row's end or beginning. */
struct tick {
    double time;
    uint32_t stratum, row;
};

static int compare_ticks(const void *left, const void *right) {
    const struct tick *l = left, *r = right;
    if (l->stratum != r->stratum) return l->stratum < r->stratum ? -1 : 1;
    if (l->time < r->time || l->time > r->time) return l->time < r->time ? -1 : 1;
    return l->row < r->row ? -1 : l->row > r->row;
}

static struct tick *ticks_of(struct arena *a, const struct group_rows *rows, const double *times) {
    struct tick *ticks = arena_array(a, rows->n + 1, sizeof *ticks);
    for (size_t i = 0; i < rows->n; i++)
        ticks[i] = (struct tick){times[i], rows->stratum ? rows->stratum[i] : 0, (uint32_t)i};
    qsort(ticks, rows->n, sizeof *ticks, compare_ticks);
    return ticks;
}

/* A walk over the event times of all strata. */
struct walk {
    const struct group_rows *rows;
    const struct tick *ends, *begins; /* begins: NULL without late entry */
    size_t end, begin;                /* how far we are */
    uint32_t stratum;
    bool new_stratum;    /* the time is the stratum's first */
    double *n, *d1, *d2; /* at this time: of each group */
    double *leaving;     /* of each group: all that end at the time before */
};

static void walk_init(struct arena *a, struct walk *w, const struct group_rows *rows) {
    *w = (struct walk){.rows = rows, .ends = ticks_of(a, rows, rows->exit), .stratum = UINT32_MAX};
    if (rows->entry) w->begins = ticks_of(a, rows, rows->entry);
    double **each[] = {&w->n, &w->d1, &w->d2, &w->leaving};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++)
        *each[i] = arena_array(a, rows->groups_n, sizeof(double));
}

static void walk_restart(struct walk *w) {
    w->end = w->begin = 0;
    w->stratum = UINT32_MAX;
    memset(w->leaving, 0, w->rows->groups_n * sizeof *w->leaving);
}

static void stratum_begin(struct walk *w, uint32_t stratum) {
    const struct group_rows *rows = w->rows;
    w->stratum = stratum;
    w->new_stratum = true;
    memset(w->n, 0, rows->groups_n * sizeof *w->n);
    memset(w->leaving, 0, rows->groups_n * sizeof *w->leaving);
    if (w->begins) return;
    for (size_t i = w->end; i < rows->n && w->ends[i].stratum == stratum; i++)
        w->n[rows->group[w->ends[i].row]]++;
}

static void walk_enter(struct walk *w, double time) {
    const struct group_rows *rows = w->rows;
    for (; w->begin < rows->n; w->begin++) {
        const struct tick *t = &w->begins[w->begin];
        if (t->stratum > w->stratum || (t->stratum == w->stratum && t->time >= time)) return;
        if (t->stratum == w->stratum) w->n[rows->group[t->row]]++;
    }
}

/* The next time at which rows end; false after the last. */
static bool walk_next(struct walk *w) {
    const struct group_rows *rows = w->rows;
    if (w->end == rows->n) return false;
    struct tick t = w->ends[w->end];
    w->new_stratum = false;
    for (uint32_t g = 0; g < rows->groups_n; g++) w->n[g] -= w->leaving[g];
    if (t.stratum != w->stratum) stratum_begin(w, t.stratum);
    if (w->begins) walk_enter(w, t.time);
    memset(w->d1, 0, rows->groups_n * sizeof *w->d1);
    memset(w->d2, 0, rows->groups_n * sizeof *w->d2);
    memset(w->leaving, 0, rows->groups_n * sizeof *w->leaving);
    for (; w->end < rows->n; w->end++) {
        const struct tick *e = &w->ends[w->end];
        if (e->stratum != t.stratum || e->time > t.time) break;
        uint32_t g = rows->group[e->row];
        w->leaving[g]++;
        w->d1[g] += rows->event[e->row] == 1;
        w->d2[g] += rows->event[e->row] == 2;
    }
    return true;
}

static double total(const double *x, uint32_t n) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

/* x' V^-1 x over the groups that `keep` tells, without the last of them. */
static void quadratic(struct arena *a, const double *x, const double *v, const bool *keep,
                      uint32_t groups_n, struct group_test *ret) {
    uint32_t *kept = arena_array(a, groups_n + 1, sizeof *kept), k = 0;
    for (uint32_t g = 0; g < groups_n; g++)
        if (keep[g]) kept[k++] = g;
    ret->chisq = ret->p = (double)NAN;
    ret->why = k < 2 ? STAT_ONE_GROUP : STAT_OK;
    if (k < 2) return;
    k--;
    double *m = arena_array(a, (size_t)k * k, sizeof *m), chisq = 0;
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t j = 0; j < k; j++) m[i * k + j] = v[kept[i] * groups_n + kept[j]];
    if (!matrix_invert(m, k)) {
        ret->why = STAT_EMPTY_MARGIN;
        return;
    }
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t j = 0; j < k; j++) chisq += x[kept[i]] * m[i * k + j] * x[kept[j]];
    ret->chisq = chisq;
    ret->df = k;
    ret->p = dist_chisq_above(chisq, (double)k);
}

static double *doubles(struct arena *a, size_t n) { return arena_array(a, n, sizeof(double)); }

static double *rows_by_group(struct arena *a, const struct group_rows *rows) {
    double *n = doubles(a, rows->groups_n);
    for (size_t i = 0; i < rows->n; i++) n[rows->group[i]]++;
    return n;
}

/* ---- log-rank ---- */

struct logrank {
    double *observed, *expected, *less, *v; /* less: weighted O - E; v: groups x groups */
};

static void logrank_time(const struct walk *w, struct logrank *l, double weight, double n,
                         double d) {
    uint32_t groups_n = w->rows->groups_n;
    double spread = n > 1 ? weight * weight * d * (n - d) / (n - 1) : 0;
    for (uint32_t g = 0; g < groups_n; g++) {
        double share = w->n[g] / n;
        l->observed[g] += weight * w->d1[g];
        l->expected[g] += weight * d * share;
        l->less[g] += weight * (w->d1[g] - d * share);
        if (spread <= 0 || share <= 0) continue;
        for (uint32_t h = 0; h < groups_n; h++)
            l->v[g * groups_n + h] += spread * share * ((g == h) - w->n[h] / n);
    }
}

struct group_test group_logrank(struct arena *a, const struct group_rows *rows, double rho) {
    uint32_t groups_n = rows->groups_n;
    size_t square = (size_t)groups_n * groups_n;
    struct logrank l = {doubles(a, groups_n), doubles(a, groups_n), doubles(a, groups_n),
                        doubles(a, square)};
    struct walk w;
    double surv = 1;
    walk_init(a, &w, rows);
    while (walk_next(&w)) {
        double n = total(w.n, groups_n), d = total(w.d1, groups_n);
        if (w.new_stratum) surv = 1;
        if (d <= 0) continue;
        logrank_time(&w, &l, rho > 0 || rho < 0 ? pow(surv, rho) : 1, n, d);
        surv *= (n - d) / n;
    }
    bool *keep = arena_array(a, groups_n + 1, sizeof *keep), events = false;
    double *variance = doubles(a, groups_n);
    for (uint32_t g = 0; g < groups_n; g++) {
        keep[g] = l.expected[g] > 0;
        events |= keep[g];
        variance[g] = l.v[g * groups_n + g];
    }
    struct group_test test = {.rows = rows_by_group(a, rows),
                              .observed = l.observed,
                              .expected = l.expected,
                              .variance = variance,
                              .score = l.less};
    quadratic(a, l.less, l.v, keep, groups_n, &test);
    if (!events) test.why = STAT_NO_EVENTS;
    return test;
}

/* ---- Gray ---- */

/* The curves of all groups in one stratum, and what the test sums up. */
struct gray {
    uint32_t n; /* groups */
    double rho, f0, f0_before;
    double *surv_before, *surv; /* of each group */
    double *inc_before, *inc;
    double *h, sum_h, sum_q; /* R / S, its sum, and that of h (1 - F) */
    double *a, *c, *c_end;   /* n x n */
    double *score, *v;
};

static void gray_init(struct arena *a, struct gray *g, uint32_t n, double rho) {
    *g = (struct gray){.n = n, .rho = rho};
    double **each[] = {&g->surv_before, &g->surv, &g->inc_before, &g->inc, &g->h, &g->score};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) *each[i] = doubles(a, n);
    double **square[] = {&g->a, &g->c, &g->v};
    for (size_t i = 0; i < 3; i++) *square[i] = doubles(a, (size_t)n * n);
}

static void gray_stratum(struct gray *g) {
    for (uint32_t k = 0; k < g->n; k++) {
        g->surv[k] = 1;
        g->inc[k] = 0;
    }
    g->f0 = 0;
    memset(g->c, 0, (size_t)g->n * g->n * sizeof *g->c);
}

/* Moves the curves over this time. */
static void gray_curves(struct gray *g, const struct walk *w, double d1) {
    memcpy(g->surv_before, g->surv, g->n * sizeof *g->surv);
    memcpy(g->inc_before, g->inc, g->n * sizeof *g->inc);
    g->sum_h = g->sum_q = 0;
    for (uint32_t k = 0; k < g->n; k++) {
        g->h[k] = 0;
        if (w->n[k] <= 0) continue;
        double surv = g->surv_before[k];
        g->surv[k] = surv * (w->n[k] - w->d1[k] - w->d2[k]) / w->n[k];
        g->inc[k] += surv * w->d1[k] / w->n[k];
        g->h[k] = w->n[k] / surv;
        g->sum_h += g->h[k];
        g->sum_q += g->h[k] * (1 - g->inc_before[k]);
    }
    g->f0_before = g->f0;
    g->f0 += d1 / g->sum_h;
}

static void gray_matrices(struct gray *g, double weight, double d1) {
    double rise = d1 / (g->sum_h * (1 - g->f0_before));
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < g->n; k++) {
            double x = weight * g->h[i] * ((i == k) - g->h[k] / g->sum_h);
            g->a[i * g->n + k] = x;
            if (d1 > 0) g->c[i * g->n + k] += x * rise;
        }
}

/* v += spread x x', x_i = scale a_ik + slope (C_ik - c_ik). */
static void gray_add(struct gray *g, const double *c_end, uint32_t k, double scale, double slope,
                     double spread) {
    for (uint32_t i = 0; i < g->n; i++) {
        size_t ik = i * g->n + k;
        double x = scale * g->a[ik] + slope * (c_end[ik] - g->c[ik]);
        for (uint32_t j = 0; j < g->n; j++) {
            size_t jk = j * g->n + k;
            double y = scale * g->a[jk] + slope * (c_end[jk] - g->c[jk]);
            g->v[i * g->n + j] += spread * x * y;
        }
    }
}

static void gray_variance(struct gray *g, const struct walk *w, const double *c_end, double d1) {
    for (uint32_t k = 0; k < g->n; k++) {
        if (w->n[k] <= 0) continue;
        double n = w->n[k], d2 = w->d2[k], before = g->surv_before[k], surv = g->surv[k];
        if (d1 > 0) {
            double ties = d1 > 1 ? 1 - (d1 - 1) / (g->sum_h * before - 1) : 1;
            gray_add(g, c_end, k, 1, surv > 0 ? 1 - (1 - g->f0) / surv : 1,
                     ties * before * d1 / (g->sum_h * n));
        }
        if (d2 > 0 && surv > 0) {
            double ties = d2 > 1 ? 1 - (d2 - 1) / (n - 1) : 1;
            gray_add(g, c_end, k, 0, (1 - g->f0) / surv, ties * before * before * d2 / (n * n));
        }
    }
}

/* Walks all strata. First to find C of each stratum (c_end, n x n a stratum), then with it. */
static void gray_walk(struct gray *g, struct walk *w, double *c_end, bool last) {
    size_t square = (size_t)g->n * g->n;
    walk_restart(w);
    while (walk_next(w)) {
        double d1 = total(w->d1, g->n), d2 = total(w->d2, g->n);
        if (w->new_stratum) gray_stratum(g);
        if (d1 + d2 <= 0) continue;
        gray_curves(g, w, d1);
        double weight = g->rho > 0 || g->rho < 0 ? pow(1 - g->f0_before, g->rho) : 1;
        gray_matrices(g, weight, d1);
        double *end = c_end + w->stratum * square;
        if (!last) {
            memcpy(end, g->c, square * sizeof *end);
            continue;
        }
        for (uint32_t k = 0; k < g->n && d1 > 0; k++)
            g->score[k] += weight * (w->d1[k] - d1 * g->h[k] * (1 - g->inc_before[k]) / g->sum_q);
        gray_variance(g, w, end, d1);
    }
}

struct group_test group_gray(struct arena *a, const struct group_rows *rows, double rho) {
    uint32_t n = rows->groups_n, strata_n = rows->stratum ? rows->strata_n : 1;
    struct group_test test = {.rows = rows_by_group(a, rows)};
    double *observed = doubles(a, n), *c_end = doubles(a, (size_t)n * n * strata_n);
    bool *keep = arena_array(a, n + 1, sizeof *keep), events = false;
    struct walk w;
    struct gray g;
    assert(!rows->entry);
    walk_init(a, &w, rows);
    gray_init(a, &g, n, rho);
    gray_walk(&g, &w, c_end, false);
    gray_walk(&g, &w, c_end, true);
    for (size_t i = 0; i < rows->n; i++) observed[rows->group[i]] += rows->event[i] == 1;
    for (uint32_t k = 0; k < n; k++) {
        keep[k] = test.rows[k] > 0;
        events |= observed[k] > 0;
    }
    test.observed = observed;
    test.score = g.score;
    quadratic(a, g.score, g.v, keep, n, &test);
    if (!events) test.why = STAT_NO_EVENTS;
    return test;
}

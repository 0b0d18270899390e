/* SPDX-License-Identifier: EUPL-1.2
 *
 * The infinitesimal jackknife without a matrix of persons by times.
 *
 * Let phi be a cluster's influence on S divided by S, u_k that on F_k, and m its rows at risk. At a time
 * with n at risk, d = sum d_k, a = 1/n, f_k = S(t-) d_k / n, g = d / (n (n - d)):
 *     u_k += phi f_k - m f_k / n   (+ S(t-)/n for each of its events of cause k)
 *     phi += m g                   (- 1/(n - d) for each of its events)
 * Between two changes of m everything is a function of sums that are the same for all: with
 * C = sum g and H_k = sum (C(t-) - 1/n) f_k,
 *     phi(t) = phi(s) + m (C(t) - C(s))
 *     u_k(t) = u_k(s) + (phi(s) - m C(s)) (F_k(t) - F_k(s)) + m (H_k(t) - H_k(s)),
 * so a cluster needs to be looked at only when a row of it enters or leaves. The variances, sums of
 * phi^2 and u_k^2 over all clusters, follow each step by the same linear map, if the sums of m^2,
 * m phi, phi^2, m u_k, phi u_k and u_k^2 are kept. Work: a constant a row and a time.
 *
 * Where all at risk have their event (S = 0), phi has no meaning; f_k is 0 from there on, and the u_k
 * stay as they are.
 */
#include "stat/surv_private.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

struct sums {
    double mm, mp, pp; /* of m^2, m phi, phi^2 */
    double mu[SURV_CAUSES_MAX], pu[SURV_CAUSES_MAX], uu[SURV_CAUSES_MAX];
};

/* What one cluster has. */
struct share {
    double m, phi, u[SURV_CAUSES_MAX];
};

INLINE void sums_add(struct sums *s, const struct share *x, double sign, unsigned causes_n) {
    s->mm += sign * x->m * x->m;
    s->mp += sign * x->m * x->phi;
    s->pp += sign * x->phi * x->phi;
    for (unsigned k = 0; k < causes_n; k++) {
        s->mu[k] += sign * x->m * x->u[k];
        s->pu[k] += sign * x->phi * x->u[k];
        s->uu[k] += sign * x->u[k] * x->u[k];
    }
}

/* All clusters' step at a time, without their events. */
INLINE void sums_step(struct sums *s, const double *cum, const double *next, double one,
                      unsigned causes_n) {
    double g = next[0] - cum[0];
    for (unsigned k = 0; k < causes_n; k++) {
        double f = next[1 + 2 * k] - cum[1 + 2 * k];
        s->uu[k] +=
            f * (f * (s->pp + one * (one * s->mm - 2 * s->mp)) + 2 * (s->pu[k] - one * s->mu[k]));
        double mu_add = f * (s->mp - one * s->mm);
        s->pu[k] += f * (s->pp - one * s->mp) + g * (s->mu[k] + mu_add);
        s->mu[k] += mu_add;
    }
    s->pp += g * (2 * s->mp + g * s->mm);
    s->mp += g * s->mm;
}

/* From line `from` of the sums to line `to`. */
INLINE void share_move(struct share *x, const double *from, const double *to, unsigned causes_n) {
    double slope = x->phi - x->m * from[0];
    for (unsigned k = 0; k < causes_n; k++)
        x->u[k] +=
            slope * (to[1 + 2 * k] - from[1 + 2 * k]) + x->m * (to[2 + 2 * k] - from[2 + 2 * k]);
    x->phi += x->m * (to[0] - from[0]);
}

INLINE void share_event(struct share *x, unsigned event, double surv, double one, double others) {
    if (!event) return;
    x->u[event - 1] += surv * one;
    if (others > 0) x->phi -= 1 / others;
}

/* Nobody is at risk: what is left of these sums is rounding. */
INLINE void sums_empty(struct sums *s, unsigned causes_n) {
    s->mm = s->mp = 0;
    for (unsigned k = 0; k < causes_n; k++) s->mu[k] = 0;
}

/* The state before line i: surv is 1 before the first. */
INLINE double surv_before(const struct surv_work *w, size_t i) { return i ? w->surv[i - 1] : 1; }

static uint32_t deaths_at(const struct surv_work *w, size_t i) {
    uint32_t d = 0;
    for (unsigned k = 0; k < w->causes_n; k++) d += w->n_event[k][i];
    return d;
}

static void errors_put(struct surv_work *w, size_t i, const struct sums *s) {
    w->surv_se[i] = w->surv[i] > 0 ? w->surv[i] * sqrt(fmax(s->pp, 0)) : (double)NAN;
    for (unsigned k = 0; k < w->causes_n; k++) w->est_se[k][i] = sqrt(fmax(s->uu[k], 0));
}

/* Rows by the line at which they leave: first[i]..first[i + 1] - 1. */
static void sort_by_leave(struct surv_work *w, const struct surv_group *group) {
    size_t lines = w->curve.n;
    memset(w->first, 0, (lines + 2) * sizeof *w->first);
    uint32_t *next = w->first + 1; /* becomes the first of the following line while it is filled */
    for (size_t i = 0; i + 1 < lines; i++) next[i + 1] = next[i] + w->n_censor[i] + deaths_at(w, i);
    for (size_t i = 0; i < group->n; i++) {
        uint64_t spell = group->spells[i];
        uint32_t line = w->line_of[SPELL_LEAVE(spell)], at = next[line]++;
        w->by_leave[at] = SPELL(w->line_of[SPELL_ENTER(spell)], line, SPELL_EVENT(spell));
        if (group->cluster) w->leaving[at] = group->cluster[i];
    }
}

/* ---- each row its own cluster: it brings nothing when it enters ---- */

INLINE void jack_rows(struct surv_work *w, unsigned causes_n) {
    const size_t width = SURV_CUM(causes_n);
    struct sums sums = {0};
    for (size_t i = 0; i < w->curve.n; i++) {
        const double *cum = &w->cum[i * width], *next = cum + width;
        uint32_t n = w->n_risk[i];
        double one = 1.0 / n, surv = surv_before(w, i), others = n - (double)deaths_at(w, i);
        sums.mm = n;
        sums_step(&sums, cum, next, one, causes_n);
        for (uint32_t r = w->first[i]; r < w->first[i + 1]; r++) {
            struct share x = {.m = 1};
            share_move(&x, &w->cum[SPELL_ENTER(w->by_leave[r]) * width], next, causes_n);
            sums_add(&sums, &x, -1, causes_n);
            share_event(&x, SPELL_EVENT(w->by_leave[r]), surv, one, others);
            x.m = 0;
            sums_add(&sums, &x, 1, causes_n);
        }
        if (n == w->first[i + 1] - w->first[i]) sums_empty(&sums, causes_n);
        errors_put(w, i, &sums);
    }
}

/* ---- clusters of several rows ---- */

static void cluster_get(struct surv_work *w, uint32_t id, size_t line, struct share *ret) {
    struct surv_cluster *c = surv_cluster_at(w, id);
    const size_t width = SURV_CUM(w->causes_n);
    if (c->stamp != w->stamp) {
        memset(c, 0, w->cluster_size);
        c->stamp = w->stamp;
    }
    ret->m = c->at_risk;
    ret->phi = c->phi;
    memcpy(ret->u, c->u, w->causes_n * sizeof *c->u);
    share_move(ret, &w->cum[c->since * width], &w->cum[line * width], w->causes_n);
}

static void cluster_put(struct surv_work *w, uint32_t id, size_t line, const struct share *x) {
    struct surv_cluster *c = surv_cluster_at(w, id);
    c->since = (uint32_t)line;
    c->at_risk = x->m;
    c->phi = x->phi;
    memcpy(c->u, x->u, w->causes_n * sizeof *c->u);
}

static int compare_enter(const void *left, const void *right) {
    uint64_t l = *(const uint64_t *)left, r = *(const uint64_t *)right;
    return (l > r) - (l < r);
}

static void cluster_enter(struct surv_work *w, uint32_t id, size_t line, struct sums *sums) {
    struct share x;
    cluster_get(w, id, line, &x);
    sums_add(sums, &x, -1, w->causes_n);
    x.m += 1;
    sums_add(sums, &x, 1, w->causes_n);
    cluster_put(w, id, line, &x);
}

static void cluster_leave(struct surv_work *w, uint32_t r, size_t line, double others,
                          struct sums *sums) {
    struct share x;
    double surv = surv_before(w, line), one = 1.0 / w->n_risk[line];
    cluster_get(w, w->leaving[r], line + 1, &x);
    sums_add(sums, &x, -1, w->causes_n);
    share_event(&x, SPELL_EVENT(w->by_leave[r]), surv, one, others);
    x.m -= 1;
    sums_add(sums, &x, 1, w->causes_n);
    cluster_put(w, w->leaving[r], line + 1, &x);
}

static void jack_clusters(struct surv_work *w, const struct surv_group *group) {
    const size_t width = SURV_CUM(w->causes_n);
    struct sums sums = {0};
    size_t entered = 0;
    w->stamp++;
    for (size_t i = 0; i < group->n; i++)
        w->by_enter[i] =
            (uint64_t)w->line_of[SPELL_ENTER(group->spells[i])] << 32 | group->cluster[i];
    qsort(w->by_enter, group->n, sizeof *w->by_enter, compare_enter);
    for (size_t i = 0; i < w->curve.n; i++) {
        for (; entered < group->n && w->by_enter[entered] >> 32 <= i; entered++)
            cluster_enter(w, (uint32_t)w->by_enter[entered], i, &sums);
        const double *cum = &w->cum[i * width];
        sums_step(&sums, cum, cum + width, 1.0 / w->n_risk[i], w->causes_n);
        double others = w->n_risk[i] - (double)deaths_at(w, i);
        for (uint32_t r = w->first[i]; r < w->first[i + 1]; r++)
            cluster_leave(w, r, i, others, &sums);
        errors_put(w, i, &sums);
    }
}

void surv_jack(struct surv_work *w, const struct surv_group *group) {
    sort_by_leave(w, group);
    if (group->cluster)
        jack_clusters(w, group);
    else if (w->causes_n == 1)
        jack_rows(w, 1);
    else if (w->causes_n == 2)
        jack_rows(w, 2);
    else
        jack_rows(w, w->causes_n);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * One group: count what happens at each place, then walk once over the places. No sorting, and the
 * counters of a group of a few thousand days stay in the cache.
 */
#include "stat/surv_private.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* The first and last place at which something happens. */
struct span {
    uint32_t low, high;
};

/* Called with a constant number of causes for the usual ones, so that the loops over them vanish. */
INLINE struct span count(uint32_t *restrict cells, const uint64_t *restrict spells, size_t n,
                         unsigned causes_n) {
    const size_t width = causes_n + 2;
    struct span span = {UINT32_MAX, 0};
    for (size_t i = 0; i < n; i++) {
        uint64_t spell = spells[i];
        uint32_t enter = SPELL_ENTER(spell), leave = SPELL_LEAVE(spell);
        cells[leave * width + SPELL_EVENT(spell)]++;
        cells[enter * width + causes_n + 1]++;
        span.low = enter < span.low ? enter : span.low;
        span.high = leave > span.high ? leave : span.high;
    }
    return span;
}

/* The running state of the walk. */
struct walk {
    double surv, cumhaz, greenwood, cumhaz_var;
    double est[SURV_CAUSES_MAX];
    double var_surv, cov[SURV_CAUSES_MAX], var[SURV_CAUSES_MAX]; /* of S; of S with F_k; of F_k */
    double h[SURV_CAUSES_MAX];
};

/* Andersen et al. (4.4.18) for one step out of one state: a_k = d_k / n, a = their sum. */
INLINE void greenwood_step(struct walk *w, const uint32_t *d, double deaths, double n,
                           unsigned causes_n) {
    double stay = (n - deaths) / n, square = w->surv * w->surv / n, var_surv = w->var_surv;
    for (unsigned k = 0; k < causes_n; k++) {
        double a = d[k] / n;
        w->var[k] += 2 * a * w->cov[k] + a * a * var_surv + square * a * (1 - a);
        w->cov[k] = stay * (w->cov[k] + a * var_surv - square * a);
    }
    w->var_surv = stay * (stay * var_surv + square * (1 - stay));
}

/* What the jackknife needs to know before each line. */
INLINE void cum_put(double *cum, const struct walk *w, unsigned causes_n) {
    cum[0] = w->greenwood;
    for (unsigned k = 0; k < causes_n; k++) {
        cum[1 + 2 * k] = w->est[k];
        cum[2 + 2 * k] = w->h[k];
    }
}

INLINE void step(struct walk *w, const uint32_t *d, uint32_t n, unsigned causes_n,
                 enum surv_error error) {
    uint32_t deaths = 0;
    for (unsigned k = 0; k < causes_n; k++) deaths += d[k];
    if (!deaths) return;
    double one = 1.0 / n;
    if (error == SURV_SE_GREENWOOD) greenwood_step(w, d, deaths, n, causes_n);
    for (unsigned k = 0; k < causes_n; k++) {
        double df = w->surv * (d[k] * one);
        w->est[k] += df;
        if (error == SURV_SE_IJ) w->h[k] += (w->greenwood - one) * df;
    }
    w->cumhaz += deaths * one;
    if (error != SURV_SE_NONE) w->cumhaz_var += deaths * one * one;
    w->surv *= (n - deaths) * one;
    if (error != SURV_SE_NONE && deaths < n) w->greenwood += deaths * one / (n - deaths);
}

INLINE void line_put(const struct surv_work *out, size_t line, const struct walk *w,
                     const uint32_t *cell, uint32_t n, unsigned causes_n, enum surv_error error) {
    out->n_risk[line] = n;
    out->n_censor[line] = cell[0];
    out->surv[line] = w->surv;
    out->cumhaz[line] = w->cumhaz;
    for (unsigned k = 0; k < causes_n; k++) {
        out->n_event[k][line] = cell[1 + k];
        out->est[k][line] = w->est[k];
        if (error == SURV_SE_GREENWOOD) out->est_se[k][line] = sqrt(w->var[k]);
    }
    if (error == SURV_SE_NONE) return;
    out->cumhaz_se[line] = sqrt(w->cumhaz_var);
    out->surv_se[line] = w->surv > 0 ? w->surv * sqrt(w->greenwood) : (double)NAN;
}

/* Where S became 0 or nobody was at risk, though some enter later. */
static void watch(struct surv_curve *curve, double surv, double time, uint32_t at_risk,
                  size_t coming) {
    if (!coming) return;
    if (surv <= 0 && isnan(curve->emptied)) {
        curve->emptied = time;
        curve->late_n = (uint32_t)coming;
    }
    if (!at_risk && isnan(curve->gap)) curve->gap = time;
}

/* Leaves the cells empty for the next group. The pointers are copied first: the compiler would read
 * them again after each write, since a write might change them for all it knows. */
INLINE size_t walk(struct surv_work *work, const struct surv_group *group, struct span span,
                   unsigned causes_n, enum surv_error error) {
    const size_t width = causes_n + 2;
    const struct surv_work out = *work;
    const double *const times = group->times, first = group->first;
    struct walk w = {.surv = 1};
    size_t line = 0, coming = group->n;
    uint32_t n = 0, cell[SURV_CAUSES_MAX + 2];
    for (uint32_t place = span.low; place <= span.high; place++) {
        memcpy(cell, &out.cells[place * width], width * sizeof *cell);
        memset(&out.cells[place * width], 0, width * sizeof *cell);
        uint32_t ended = cell[0];
        for (unsigned k = 1; k <= causes_n; k++) ended += cell[k];
        if (error == SURV_SE_IJ) out.line_of[place] = (uint32_t)line;
        n += cell[causes_n + 1];
        coming -= cell[causes_n + 1];
        if (!ended) continue;
        if (error == SURV_SE_IJ) cum_put(&out.cum[line * SURV_CUM(causes_n)], &w, causes_n);
        step(&w, cell + 1, n, causes_n, error);
        line_put(&out, line, &w, cell, n, causes_n, error);
        double time = times ? times[place] : first + place;
        out.time[line++] = time;
        n -= ended;
        if (__builtin_expect(w.surv <= 0 || !n, 0)) watch(&work->curve, w.surv, time, n, coming);
    }
    if (error == SURV_SE_IJ) cum_put(&out.cum[line * SURV_CUM(causes_n)], &w, causes_n);
    return line;
}

/* One copy of the walk for each kind of error, and of the fast one for each usual number of causes. */
static size_t walk_any(struct surv_work *w, const struct surv_group *group, struct span span) {
    switch (w->error) {
    case SURV_SE_GREENWOOD:
        return walk(w, group, span, w->causes_n, SURV_SE_GREENWOOD);
    case SURV_SE_IJ:
        if (w->causes_n == 2) return walk(w, group, span, 2, SURV_SE_IJ);
        return walk(w, group, span, w->causes_n, SURV_SE_IJ);
    case SURV_SE_NONE:
        break;
    }
    if (w->causes_n == 1) return walk(w, group, span, 1, SURV_SE_NONE);
    if (w->causes_n == 2) return walk(w, group, span, 2, SURV_SE_NONE);
    return walk(w, group, span, w->causes_n, SURV_SE_NONE);
}

static struct span count_any(const struct surv_work *w, const struct surv_group *group) {
    if (w->causes_n == 1) return count(w->cells, group->spells, group->n, 1);
    if (w->causes_n == 2) return count(w->cells, group->spells, group->n, 2);
    return count(w->cells, group->spells, group->n, w->causes_n);
}

void surv_scan(struct surv_work *w, const struct surv_group *group) {
    w->curve.emptied = w->curve.gap = (double)NAN;
    w->curve.late_n = 0;
    w->curve.rows_n = group->n;
    w->curve.n = group->n ? walk_any(w, group, count_any(w, group)) : 0;
}

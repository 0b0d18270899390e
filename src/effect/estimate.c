/* SPDX-License-Identifier: EUPL-1.2
 *
 * Five estimates of one question, side by side.
 */
#include "effect/effect.h"

#include "stat/cox.h"
#include "stat/dist.h"
#include "stat/logit.h"
#include "stat/match.h"
#include "stat/mh.h"

#include <math.h>

#define CONF 0.95

static const struct interval none = {NAN, NAN, NAN, STAT_NO_DATA};

static void count(const struct effect_input *in, struct effect *ret) {
    for (size_t i = 0; i < in->n; i++) {
        const struct effect_row *r = &in->rows[i];
        *(r->treated ? &ret->with_n : &ret->without_n) += 1;
        if (r->y) *(r->treated ? &ret->with_x : &ret->without_x) += 1;
    }
}

static struct interval stratified(struct arena *a, const struct effect_input *in,
                                  size_t *ret_used) {
    struct mh_stratum *strata = arena_array(a, in->strata_n, sizeof *strata);
    for (size_t i = 0; i < in->n; i++) {
        const struct effect_row *r = &in->rows[i];
        struct mh_stratum *s = &strata[r->stratum];
        double *cell = r->treated ? (r->y ? &s->a : &s->b) : (r->y ? &s->c : &s->d);
        *cell += 1;
    }
    for (uint32_t s = 0; s < in->strata_n; s++)
        *ret_used += strata[s].a + strata[s].b > 0 && strata[s].c + strata[s].d > 0;
    return mh_estimate(strata, in->strata_n, CONF, false).risk_difference;
}

/* Columns that differ at all; a constant one tells nothing and makes a model singular. */
static size_t columns_of(const struct effect_input *in, size_t *columns) {
    size_t n = 0;
    for (size_t k = 0; k < in->x_n; k++)
        for (size_t i = 1; i < in->n; i++)
            if (in->rows[i].x[k] != in->rows[0].x[k]) {
                columns[n++] = k;
                break;
            }
    return n;
}

/* Mean and variance of a covariate in one group. */
static void spread(const struct effect_input *in, size_t k, bool treated, double *ret_mean,
                   double *ret_variance) {
    double n = 0, sum = 0, squares = 0;
    for (size_t i = 0; i < in->n; i++)
        if (in->rows[i].treated == treated) n++, sum += in->rows[i].x[k];
    *ret_mean = sum / n;
    for (size_t i = 0; i < in->n; i++) {
        double off = in->rows[i].x[k] - *ret_mean;
        if (in->rows[i].treated == treated) squares += off * off;
    }
    *ret_variance = squares / (n - 1);
}

/* How far apart the groups are; returns whether the covariate differs within both, so that a propensity
 * score can be made with it. */
static bool apart(const struct effect_input *in, size_t k, double *ret_before) {
    double mean[2], variance[2];
    spread(in, k, false, &mean[0], &variance[0]);
    spread(in, k, true, &mean[1], &variance[1]);
    double pooled = sqrt((variance[0] + variance[1]) / 2);
    *ret_before = pooled > 0 ? (mean[1] - mean[0]) / pooled : (double)NAN;
    return variance[0] > 0 && variance[1] > 0;
}

/* Before the covariates: ones and treatment, as asked. */
static double *design(struct arena *a, const struct effect_input *in, const size_t *columns,
                      size_t columns_n, bool ones, bool treated) {
    size_t p = columns_n + ones + treated;
    double *x = arena_array(a, in->n * p, sizeof *x);
    for (size_t i = 0; i < in->n; i++) {
        double *row = &x[i * p];
        if (ones) *row++ = 1;
        if (treated) *row++ = in->rows[i].treated;
        for (size_t k = 0; k < columns_n; k++) *row++ = in->rows[i].x[columns[k]];
    }
    return x;
}

static struct interval ratio(double coef, double se, enum stat_reason why) {
    if (why != STAT_OK || !isfinite(coef) || !isfinite(se) || se <= 0)
        return (struct interval){NAN, NAN, NAN, why == STAT_OK ? STAT_NOT_CONVERGED : why};
    double half = dist_z(CONF) * se;
    return (struct interval){exp(coef), exp(coef - half), exp(coef + half), STAT_OK};
}

static struct interval weighted(struct arena *a, const struct effect_input *in,
                                const size_t *columns, size_t columns_n, struct effect *ret) {
    size_t own[EFFECT_X], own_n = 0;
    for (size_t k = 0; k < columns_n; k++)
        if (apart(in, columns[k], &ret->before[columns[k]])) own[own_n++] = columns[k];
    double *y = arena_array(a, in->n, sizeof *y);
    uint8_t *treated = arena_alloc(a, in->n);
    for (size_t i = 0; i < in->n; i++) {
        y[i] = in->rows[i].y;
        treated[i] = in->rows[i].treated;
    }
    struct match_input input = {.n = in->n,
                                .p = own_n + 1,
                                .x = design(a, in, own, own_n, true, false),
                                .y = y,
                                .treated = treated,
                                .is_weighted = true,
                                .caliper = INFINITY};
    struct match found = match_estimate(a, &input);
    if (found.why != STAT_OK) return (struct interval){NAN, NAN, NAN, found.why};
    for (size_t k = 0; k < own_n; k++) ret->after[own[k]] = found.after[k + 1];
    double half = dist_z(CONF) * found.se;
    return (struct interval){found.att, found.att - half, found.att + half, STAT_OK};
}

static struct interval odds(struct arena *a, const struct effect_input *in, const size_t *columns,
                            size_t columns_n) {
    double *y = arena_array(a, in->n, sizeof *y);
    uint32_t *cluster = arena_array(a, in->n, sizeof *cluster);
    for (size_t i = 0; i < in->n; i++) {
        y[i] = in->rows[i].y;
        cluster[i] = in->rows[i].cluster;
    }
    struct logit_input input = {.n = in->n,
                                .p = columns_n + 2,
                                .x = design(a, in, columns, columns_n, true, true),
                                .y = y,
                                .cluster = in->clusters_n > 1 ? cluster : NULL,
                                .clusters = in->clusters_n};
    struct logit_fit fit = logit_fit(a, &input);
    enum stat_reason why = fit.why != STAT_OK ? fit.why : fit.reasons[1];
    return why != STAT_OK ? ratio(NAN, NAN, why) : ratio(fit.coef[1], fit.robust_se[1], why);
}

static struct interval hazard(struct arena *a, const struct effect_input *in, const size_t *columns,
                              size_t columns_n) {
    double *exit = arena_array(a, in->n, sizeof *exit);
    uint8_t *event = arena_alloc(a, in->n);
    uint32_t *cluster = arena_array(a, in->n, sizeof *cluster);
    for (size_t i = 0; i < in->n; i++) {
        exit[i] = in->rows[i].time;
        event[i] = in->rows[i].event;
        cluster[i] = in->rows[i].cluster;
    }
    struct cox_input input = {.n = in->n,
                              .p = columns_n + 1,
                              .x = design(a, in, columns, columns_n, false, true),
                              .exit = exit,
                              .event = event,
                              .cluster = in->clusters_n > 1 ? cluster : NULL,
                              .clusters = in->clusters_n};
    struct cox_fit fit = cox_fit(a, &input);
    enum stat_reason why = fit.why != STAT_OK ? fit.why : fit.reasons[0];
    return why != STAT_OK ? ratio(NAN, NAN, why) : ratio(fit.coef[0], fit.robust_se[0], why);
}

static bool holds_0(struct interval i) { return i.lower <= 0 && i.upper >= 0; }

static enum effect_verdict verdict_of(const struct effect *e) {
    if (e->stratified.why != STAT_OK) return EFFECT_NOT_ALIKE;
    if (e->stratified.upper < 0) return EFFECT_LESS;
    if (e->stratified.lower > 0) return EFFECT_MORE;
    return holds_0(e->crude) ? EFFECT_NOT_TOLD : EFFECT_CRUDE_ONLY;
}

void effect_estimate(struct arena *a, const struct effect_input *in, struct effect *ret) {
    size_t columns[EFFECT_X];
    *ret = (struct effect){.verdict = EFFECT_FEW,
                           .crude = none,
                           .stratified = none,
                           .weighted = none,
                           .odds = none,
                           .hazard = none};
    for (size_t k = 0; k < EFFECT_X; k++) ret->before[k] = ret->after[k] = NAN;
    count(in, ret);
    if (ret->with_n < EFFECT_FEWEST || ret->without_n < EFFECT_FEWEST ||
        ret->with_x + ret->without_x < EFFECT_EVENTS)
        return;
    size_t columns_n = columns_of(in, columns);
    ret->crude = proportion_difference((double)ret->with_x, (double)ret->with_n,
                                       (double)ret->without_x, (double)ret->without_n, CONF);
    ret->stratified = stratified(a, in, &ret->strata_used);
    ret->weighted = weighted(a, in, columns, columns_n, ret);
    ret->odds = odds(a, in, columns, columns_n);
    if (in->is_timed) ret->hazard = hazard(a, in, columns, columns_n);
    ret->verdict = verdict_of(ret);
}

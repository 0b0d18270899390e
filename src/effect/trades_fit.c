/* SPDX-License-Identifier: EUPL-1.2
 *
 * The estimates of a panel of schools.
 */
#include "effect/trades.h"

#include "stat/did.h"
#include "stat/dist.h"

#include <math.h>

#define CONF 0.95

static const struct effect_school *used(const struct effect_panel *panel, size_t i) {
    const struct effect_school *s = &panel->schools[panel->school_of[i]];
    return s->is_used ? s : NULL;
}

/* ---- side by side: as if there were no schools ---- */

static void estimate(const struct effect_panel *panel, struct effect *ret) {
    struct effect_row *rows = arena_array(panel->arena, panel->n, sizeof *rows);
    struct effect_input in = {
        .rows = rows, .x_n = TRADES_X, .strata_n = 4 * EFFECT_YEARS, .clusters_n = panel->used_n};
    for (size_t i = 0; i < panel->n; i++) {
        const struct effect_pupil *p = &panel->pupils[i];
        const struct effect_school *s = used(panel, i);
        if (!s || !effect_is_known(p)) continue;
        struct effect_row *row = &rows[in.n++];
        *row = (struct effect_row){
            .treated = p->year >= s->start,
            .y = p->choice == CHOICE_EUD,
            .stratum = (uint32_t)((p->year - panel->first) * 4 + p->tenth * 2 + p->man),
            .cluster = s->place};
        row->x[TRADES_MAN] = p->man;
        row->x[TRADES_TENTH] = p->tenth;
        row->x[TRADES_YEAR] = p->year;
    }
    effect_estimate(panel->arena, &in, ret);
}

/* ---- difference in differences ---- */

struct rows {
    struct did_input in;
    double *y, *treat, *z;
    uint32_t *school, *year;
};

/* Whose choice is known, and whether it is eud; or all who leave school, and whether it is known. */
static struct rows rows_of(const struct effect_panel *panel, bool of_known) {
    struct arena *a = panel->arena;
    size_t n = 0;
    struct rows r = {.y = arena_array(a, panel->n, sizeof *r.y),
                     .treat = arena_array(a, panel->n, sizeof *r.treat),
                     .z = arena_array(a, 2 * panel->n, sizeof *r.z),
                     .school = arena_array(a, panel->n, sizeof *r.school),
                     .year = arena_array(a, panel->n, sizeof *r.year)};
    for (size_t i = 0; i < panel->n; i++) {
        const struct effect_pupil *p = &panel->pupils[i];
        const struct effect_school *s = used(panel, i);
        bool known = effect_is_known(p);
        if (!s || p->choice == CHOICE_SCHOOL || (!known && !of_known)) continue;
        r.y[n] = of_known ? known : p->choice == CHOICE_EUD;
        r.treat[n] = p->year >= s->start;
        r.z[2 * n] = p->man, r.z[2 * n + 1] = p->tenth;
        r.school[n] = s->place;
        r.year[n++] = (uint32_t)(p->year - panel->first);
    }
    r.in = (struct did_input){.n = n,
                              .y = r.y,
                              .treat = r.treat,
                              .z = r.z,
                              .unit = r.school,
                              .period = r.year,
                              .units = panel->used_n,
                              .periods = (size_t)(panel->last - panel->first + 1),
                              .cluster = r.school,
                              .clusters = panel->used_n};
    return r;
}

static struct interval change_of(const struct effect_panel *panel, const struct did_input *in,
                                 bool *ret_staggered) {
    struct did found = did_fit(panel->arena, in);
    *ret_staggered = found.is_staggered;
    double coef = found.fit.coef[0], se = found.fit.robust_se[0];
    enum stat_reason why = found.fit.why != STAT_OK ? found.fit.why : found.fit.reasons[0];
    if (why == STAT_OK && !(isfinite(coef) && se > 0)) why = STAT_NOT_CONVERGED;
    if (why != STAT_OK) return (struct interval){NAN, NAN, NAN, why};
    double half = dist_t(CONF, (double)panel->used_n - 1) * se;
    return (struct interval){coef, coef - half, coef + half, STAT_OK};
}

/* ---- before ---- */

/* With fewer, the error of a lead says nothing. */
static bool has_leads(const struct effect_panel *panel) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < panel->schools_n; i++) {
        const struct effect_school *s = &panel->schools[i];
        bool is_early = false, is_just = false;
        if (!s->is_used || s->side != SIDE_BEGUN) continue;
        for (int year = panel->first; year < s->start; year++)
            *(year + 1 == s->start ? &is_just : &is_early) |= s->known[year - panel->first] > 0;
        n += is_early && is_just;
    }
    return n >= EFFECT_SCHOOLS;
}

static enum effect_trend trend_of(const struct effect_panel *panel, struct did_input in) {
    in.has_leads = true;
    if (!has_leads(panel)) return TREND_NOT_TELLABLE;
    struct did found = did_fit(panel->arena, &in);
    size_t leads = 0;
    double farthest = 0;
    if (found.fit.why != STAT_OK) return TREND_NOT_TELLABLE;
    for (size_t j = 0; j < found.terms_n; j++) {
        double se = found.fit.robust_se[j];
        if (found.columns[j].term != DID_LEAD || found.fit.reasons[j] != STAT_OK || !(se > 0))
            continue;
        leads++;
        farthest = fmax(farthest, fabs(found.fit.coef[j]) / se);
    }
    if (!leads) return TREND_NOT_TELLABLE;
    double beyond = dist_t(1 - (1 - CONF) / (double)leads, (double)panel->used_n - 1);
    return farthest > beyond ? TREND_APART : TREND_TOGETHER;
}

struct sums {
    double n, sum, squares;
};

static void add(struct sums *s, double x) { s->n++, s->sum += x, s->squares += x * x; }

static double variance(const struct sums *s) {
    return (s->squares - s->sum * s->sum / s->n) / (s->n - 1);
}

/* How the two groups of schools were before anybody began; of the last year before a later start too. */
static void compare_before(const struct effect_panel *panel, struct effect_trades *ret) {
    struct sums sums[BEFORE_X][SIDES] = {0};
    for (size_t i = 0; i < panel->n; i++) {
        const struct effect_pupil *p = &panel->pupils[i];
        const struct effect_school *s = used(panel, i);
        if (!s || p->choice == CHOICE_SCHOOL || effect_is_after(panel, i)) continue;
        add(&sums[BEFORE_KNOWN][s->side], effect_is_known(p));
        if (!effect_is_known(p)) continue;
        add(&sums[BEFORE_EUD][s->side], p->choice == CHOICE_EUD);
        add(&sums[BEFORE_MAN][s->side], p->man);
        add(&sums[BEFORE_TENTH][s->side], p->tenth);
    }
    for (int k = 0; k < BEFORE_X; k++) {
        const struct sums *s = sums[k];
        for (int side = 0; side < SIDES; side++) ret->before[k][side] = s[side].sum / s[side].n;
        double pooled = sqrt((variance(&s[SIDE_BEGUN]) + variance(&s[SIDE_OTHERS])) / 2);
        double apart = ret->before[k][SIDE_BEGUN] - ret->before[k][SIDE_OTHERS];
        ret->apart[k] = pooled > 0 ? apart / pooled : (double)NAN;
    }
}

void effect_trades_fit(const struct effect_panel *panel, struct effect_trades *ret) {
    struct rows choice = rows_of(panel, false), known = rows_of(panel, true);
    estimate(panel, &ret->effect);
    ret->known = change_of(panel, &known.in, &ret->is_staggered);
    ret->change = change_of(panel, &choice.in, &ret->is_staggered);
    choice.in.z_n = 2;
    ret->adjusted = change_of(panel, &choice.in, &ret->is_staggered);
    ret->trend = trend_of(panel, choice.in);
    compare_before(panel, ret);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What can be said beyond one figure: whether two differ by more than chance, and where a series leads. Both
 * need to know how many stand behind a figure; where that is not told, neither is said.
 */
#include "goal/internal.h"

#include "stat/proportion.h"
#include "stat/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_YEARS  3
#define YEARS_MAX    40
#define LATEST_AHEAD 3 /* years forecast when no target is ahead */

static bool is_share(const struct figure *f) { return strcmp(f->unit, "percent") == 0; }

bool figure_limits(const struct figure *f, double *ret_lower, double *ret_upper) {
    if (f->upper > f->lower) {
        *ret_lower = f->lower;
        *ret_upper = f->upper;
        return true;
    }
    if (f->n <= 0 || !is_share(f) || !(f->value >= 0 && f->value <= 100)) return false;
    struct interval i = proportion_wilson(f->value / 100 * (double)f->n, (double)f->n, 0.95);
    *ret_lower = 100 * i.lower;
    *ret_upper = 100 * i.upper;
    return true;
}

/* Newcombe's method 10 with whatever limits each has (stat/proportion.h). */
enum figure_change figure_change(const struct figure *from, const struct figure *to) {
    double l1, u1, l2, u2;
    if (!figure_limits(to, &l1, &u1) || !figure_limits(from, &l2, &u2))
        return FIGURE_CHANGE_UNKNOWN;
    double d = to->value - from->value;
    double below = hypot(to->value - l1, u2 - from->value);
    double above = hypot(u1 - to->value, from->value - l2);
    if (d - below > 0) return FIGURE_CHANGE_UP;
    return d + above < 0 ? FIGURE_CHANGE_DOWN : FIGURE_CHANGE_NONE;
}

/* ---- forecast ---- */

struct counted { /* the years of a series that are counted in the same way as its newest */
    double year[YEARS_MAX], x[YEARS_MAX], n[YEARS_MAX];
    size_t years;
    int first;
    bool without; /* one of them does not say of how many */
};

static void count_years(struct figures figures, const struct figure *latest, struct counted *c) {
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (strcmp(f->indicator, latest->indicator) != 0 || strcmp(f->area, latest->area) != 0 ||
            strcmp(f->definition, latest->definition) != 0 || isnan(f->value) ||
            c->years == YEARS_MAX)
            continue;
        if (f->n <= 0) {
            c->without = true;
            continue;
        }
        if (!c->years || figure_year(f) < c->first) c->first = figure_year(f);
        c->year[c->years] = figure_year(f);
        c->x[c->years] = f->value / 100 * (double)f->n;
        c->n[c->years++] = (double)f->n;
    }
}

static enum goal_expectation expect(const struct goal *goal, const struct figure *target,
                                    const struct outlook_year *year) {
    double low = year->lower95, high = year->upper95, wanted = target->value;
    if (goal->direction < 0) {
        if (high <= wanted) return EXPECT_REACHED;
        return low > wanted ? EXPECT_MISSED : EXPECT_OPEN;
    }
    if (low >= wanted) return EXPECT_REACHED;
    return high < wanted ? EXPECT_MISSED : EXPECT_OPEN;
}

static bool fit(struct arena *a, const struct counted *c, struct goal_outlook *o) {
    double at[OUTLOOK_MAX];
    struct trend_point wide[OUTLOOK_MAX], narrow[OUTLOOK_MAX];
    for (size_t i = 0; i < o->n; i++) at[i] = o->latest + 1 + (int)i;
    struct trend t =
        trend_fit(a, c->year, c->x, c->n, c->years, 0.95, TREND_STUDENT, at, o->n, wide);
    trend_fit(a, c->year, c->x, c->n, c->years, 0.5, TREND_STUDENT, at, o->n, narrow);
    if (t.why != STAT_OK || !isfinite(wide[0].fit)) return false;
    for (size_t i = 0; i < o->n; i++)
        o->years[i] = (struct outlook_year){
            (int)at[i],          100 * wide[i].fit,     100 * wide[i].lower,
            100 * wide[i].upper, 100 * narrow[i].lower, 100 * narrow[i].upper};
    return true;
}

struct goal_outlook goal_outlook(struct arena *a, const struct goals *goals,
                                 const struct goal *goal) {
    struct goal_outlook o = {.why = OUTLOOK_NO_FIGURE};
    struct standing s = goal_standing(goals, goal);
    if (!s.latest || !figure_year(s.latest)) return o;
    if (!is_share(s.latest) || figure_kind_of(goal->measure) == FIGURE_PROJECTED) {
        o.why = OUTLOOK_NO_SHARE;
        return o;
    }
    struct counted c = {0};
    count_years(goals->figures, s.latest, &c);
    if (c.years < LEAST_YEARS) {
        o.why = c.without && !c.years ? OUTLOOK_NO_COUNTS : OUTLOOK_FEW_YEARS;
        return o;
    }
    bool same = !*goal->definition || strcmp(goal->definition, s.latest->definition) == 0;
    o.first = c.first;
    o.latest = figure_year(s.latest);
    int ahead = s.target && same ? figure_year(s.target) - o.latest : 0;
    ahead = ahead <= 0 ? LATEST_AHEAD : ahead;
    o.n = (size_t)(ahead > OUTLOOK_MAX ? OUTLOOK_MAX : ahead);
    if (!fit(a, &c, &o)) {
        o.why = OUTLOOK_FEW_YEARS;
        o.n = 0;
        return o;
    }
    o.why = OUTLOOK_GOOD;
    const struct outlook_year *last = &o.years[o.n - 1];
    if (!same || !s.target || (figure_year(s.target) && figure_year(s.target) != last->year))
        return o;
    o.target = s.target;
    o.expectation = expect(goal, s.target, last);
    return o;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where a goal stands. Each goal is measured by one indicator of the municipality against one series
 * of targets; the table below says which, and in which definition the targets were set. The rest is
 * one comparison that is the same for all.
 */
#include "goal/goal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct measure {
    const char *indicator, *target; /* target NULL: the goal names no number */
    const char *definition;         /* figures counted in another way are not compared */
    bool less_is_better;
};
static const struct measure measures[GOALS_N + 1] = {
    [1] = {"youth_education_projected_age_for_90", "youth_education_target_age", "profile-model",
           .less_is_better = true},
    [2] = {"eud_application_share", "eud_application_target", "application-before-2023"},
    [3] = {"severe_loneliness", NULL, "loneliness-young", .less_is_better = true},
    [4] = {"not_ready_relative_to_wish_9th", NULL, "not-ready-for-wish", .less_is_better = true},
};
static const char municipality[] = "Viborg";

int figure_year(const struct figure *figure) {
    long year = strtol(figure->period, NULL, 10);
    return year > 0 && year < 10000 ? (int)year : 0;
}

enum figure_kind figure_kind_of(const char *indicator) {
    static const struct {
        const char *part;
        enum figure_kind kind;
    } kinds[] = {
        {"_target", FIGURE_TARGET},
        {"_projected", FIGURE_PROJECTED},
        {"_shortage", FIGURE_PROJECTED},
        {"loneliness", FIGURE_SURVEY},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(indicator, kinds[i].part)) return kinds[i].kind;
    return FIGURE_COUNTED;
}

static bool is_series(const struct figure *figure, const char *indicator, const char *area) {
    return !isnan(figure->value) && strcmp(figure->indicator, indicator) == 0 &&
           strcmp(figure->area, area) == 0;
}

const struct figure *figure_find(struct figures figures, const char *indicator, const char *area,
                                 const char *period) {
    const struct figure *found = NULL;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (is_series(f, indicator, area) && (!period || strcmp(f->period, period) == 0))
            if (!found || figure_year(f) > figure_year(found)) found = f;
    return found;
}

const struct figure *figure_before(struct figures figures, const struct figure *than) {
    const struct figure *found = NULL;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (is_series(f, than->indicator, than->area) && figure_year(f) < figure_year(than) &&
            strcmp(f->definition, than->definition) == 0)
            if (!found || figure_year(f) > figure_year(found)) found = f;
    return found;
}

static bool is_met(const struct measure *measure, double value, double target) {
    return measure->less_is_better ? value <= target : value >= target;
}

/* The target that holds for a year: its own, or one without a year. */
static const struct figure *target_of(struct figures figures, const struct measure *measure,
                                      int year) {
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (is_series(f, measure->target, municipality) &&
            (figure_year(f) == 0 || figure_year(f) == year))
            return f;
    return NULL;
}

/* Looks for the newest figure that can be compared; leaves the reason when there is none. */
static void judge(struct standing *standing, struct figures figures,
                  const struct measure *measure) {
    standing->reason = REASON_NO_YEAR;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (!is_series(f, measure->indicator, municipality)) continue;
        const struct figure *target = target_of(figures, measure, figure_year(f));
        if (!target || (standing->judged && figure_year(f) <= figure_year(standing->judged)))
            continue;
        if (strcmp(f->definition, measure->definition) != 0) {
            standing->reason = standing->judged ? REASON_NONE : REASON_BREAK;
            continue;
        }
        standing->judged = f;
        standing->against = target;
        standing->reason = REASON_NONE;
    }
    if (!standing->judged) return;
    bool met = is_met(measure, standing->judged->value, standing->against->value);
    bool last = standing->against == standing->target ||
                is_met(measure, standing->judged->value, standing->target->value);
    standing->status = !met ? GOAL_BEHIND : last ? GOAL_REACHED : GOAL_ON_TRACK;
}

struct standing goal_standing(struct figures figures, int number) {
    assert(number >= 1 && number <= GOALS_N);
    const struct measure *measure = &measures[number];
    struct standing standing = {.gap = NAN};
    standing.latest = figure_find(figures, measure->indicator, municipality, NULL);
    if (measure->target)
        standing.target = figure_find(figures, measure->target, municipality, NULL);
    if (!standing.latest)
        standing.reason = REASON_NO_VALUE;
    else if (!standing.target)
        standing.reason = REASON_NO_TARGET;
    else
        judge(&standing, figures, measure);
    if (standing.latest && standing.target) {
        double gap = standing.target->value - standing.latest->value;
        standing.gap = measure->less_is_better ? -gap : gap;
    }
    return standing;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where a goal stands. Each goal is measured by one indicator of the municipality against one series
 * of targets, and says itself by which; it is one comparison, the same for all.
 */
#include "base/date.h"
#include "goal/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int figure_year(const struct figure *figure) {
    long year = strtol(figure->period, NULL, 10);
    return year > 0 && year < 10000 ? (int)year : 0;
}

enum figure_kind figure_kind_of(const char *indicator) {
    static const struct {
        const char *part;
        enum figure_kind kind;
    } kinds[] = {
        {GOAL_OWN, FIGURE_OWN},           {"_target", FIGURE_TARGET},
        {"_projected", FIGURE_PROJECTED}, {"_shortage", FIGURE_PROJECTED},
        {"loneliness", FIGURE_SURVEY},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strstr(indicator, kinds[i].part)) return kinds[i].kind;
    return FIGURE_COUNTED;
}

static int year_of(int32_t day) {
    int year, month, of_month;
    day_to_ymd(day, &year, &month, &of_month);
    return year;
}

bool figure_known(const struct figure *figure, int32_t day) {
    enum figure_kind kind = figure_kind_of(figure->indicator);
    if (kind == FIGURE_TARGET || kind == FIGURE_PROJECTED) return true;
    return figure_year(figure) <= year_of(day);
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

static bool is_met(const struct goal *goal, double value, double target) {
    return goal->direction < 0 ? value <= target : value >= target;
}

static double gap_of(const struct goal *goal, const struct figure *latest,
                     const struct figure *target) {
    if (!latest || !target) return NAN;
    double gap = target->value - latest->value;
    return goal->direction < 0 ? -gap : gap;
}

/* The target that holds for a year: its own, or one without a year. */
static const struct figure *target_of(struct figures figures, const struct goal *goal, int year) {
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (is_series(f, goal->series, goal_area()) &&
            (figure_year(f) == 0 || figure_year(f) == year))
            return f;
    return NULL;
}

/* Looks for the newest figure that can be compared; leaves the reason when there is none. */
static void judge(struct standing *standing, struct figures figures, const struct goal *goal) {
    standing->reason = REASON_NO_YEAR;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (!is_series(f, goal->measure, goal_area())) continue;
        const struct figure *target = target_of(figures, goal, figure_year(f));
        if (!target || (standing->judged && figure_year(f) <= figure_year(standing->judged)))
            continue;
        if (*goal->definition && strcmp(f->definition, goal->definition) != 0) {
            standing->reason = standing->judged ? REASON_NONE : REASON_BREAK;
            continue;
        }
        standing->judged = f;
        standing->against = target;
        standing->reason = REASON_NONE;
    }
    if (!standing->judged) return;
    bool met = is_met(goal, standing->judged->value, standing->against->value);
    bool last = standing->against == standing->target ||
                is_met(goal, standing->judged->value, standing->target->value);
    standing->status = !met ? GOAL_BEHIND : last ? GOAL_REACHED : GOAL_ON_TRACK;
}

/* The newest figure beside the target of its own year. */
static void judge_latest(struct standing *s, struct figures figures, const struct goal *goal) {
    s->of_latest = target_of(figures, goal, figure_year(s->latest));
    if (!s->of_latest) return;
    bool same = !*goal->definition || strcmp(s->latest->definition, goal->definition) == 0;
    bool met = is_met(goal, s->latest->value, s->of_latest->value);
    s->met = !same ? MET_UNKNOWN : met ? MET_YES : MET_NOT;
}

struct standing goal_standing(const struct goals *goals, const struct goal *goal) {
    struct figures figures = goals->figures;
    struct standing standing = {.gap = NAN, .gap_year = NAN};
    standing.latest = figure_find(figures, goal->measure, goal_area(), NULL);
    standing.target = figure_find(figures, goal->series, goal_area(), NULL);
    int year = goal_is_own(goal) ? school_year_of(goals->day) : year_of(goals->day);
    standing.this_year = target_of(figures, goal, year);
    if (!standing.latest)
        standing.reason = REASON_NO_VALUE;
    else if (!standing.target)
        standing.reason = REASON_NO_TARGET;
    else
        judge(&standing, figures, goal);
    if (standing.latest) judge_latest(&standing, figures, goal);
    standing.gap = gap_of(goal, standing.latest, standing.target);
    standing.gap_year = gap_of(goal, standing.latest, standing.this_year);
    return standing;
}

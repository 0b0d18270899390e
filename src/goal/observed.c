/* SPDX-License-Identifier: EUPL-1.2
 *
 * Beside the published figures of goal 1: what the municipality itself has seen, computed from its
 * casework (cohort/cohort.h). Ages at which few are followed are not shown, so that nothing is told of
 * few and a share means something; how many are followed is not told at all.
 */
#include "base/clock.h"
#include "cohort/cohort.h"
#include "gen/msg.h"
#include "goal/views.h"
#include "stat/surv.h"

#include <math.h>
#include <string.h>

#define FEWEST    30 /* followed at an age */
#define FIRST_AGE 16
#define AGES      15 /* to 30 */
#define CONF      0.95

struct seen {
    int age;
    double share, lower, upper; /* percent; limits NaN where there are none */
};

struct observed {
    struct reader r;
    struct seen seen[AGES];
    size_t n;
    int goal_age; /* 25, and what is wanted then; 0 and NaN when there is no such target */
    double target;
};

static void take_points(struct observed *o, const struct cohort_curve *curve) {
    for (size_t i = 0; i < curve->points_n; i++) {
        const struct cohort_point *p = &curve->points[i];
        if (p->n_risk < FEWEST || !isfinite(p->est[0]))
            break; /* further on there are fewer still */
        double lower, upper;
        surv_interval(SURV_LOGLOG, CONF, p->est[0], p->se[0], &lower, &upper);
        o->seen[o->n++] =
            (struct seen){FIRST_AGE + (int)i, 100 * p->est[0], 100 * lower, 100 * upper};
    }
}

static bool look(struct request *rq, struct observed *o, struct err *err) {
    int32_t ages[AGES];
    for (int i = 0; i < AGES; i++) ages[i] = (int32_t)lrint((FIRST_AGE + i) * 365.25);
    struct cohort_hold *hold = cohort_hold(rq->store, rq->db, clock_today(), err);
    if (!hold) return false;
    struct cohort_curve_query query = {.ages = ages, .ages_n = AGES, .errors = true};
    struct cohort_curves curves;
    cohort_curves(rq->arena, cohort_of(hold), &query, &curves);
    cohort_release(hold);
    if (curves.n) take_points(o, &curves.v[0]);
    return true;
}

static void find_target(struct observed *o, struct figures figures) {
    const struct figure *share = figure_find(figures, "youth_education_target", "Viborg", NULL);
    const struct figure *age = figure_find(figures, "youth_education_target_age", "Viborg", NULL);
    o->target = NAN;
    if (!share || !age) return;
    o->target = share->value;
    o->goal_age = (int)lrint(age->value);
}

/* The age that the target is about; the oldest when it is not among those shown. */
static const struct seen *told(const struct observed *o) {
    for (size_t i = 0; i < o->n; i++)
        if (o->seen[i].age == o->goal_age) return &o->seen[i];
    return &o->seen[o->n - 1];
}

static const char *share_at(const struct observed *o, const struct seen *s) {
    struct reader r = o->r;
    return msg_goal_1_point(r.arena, r.lang, fmt_percent(r.arena, r.lang, s->share, 1),
                            msg_goal_years(r.arena, r.lang, s->age));
}

static const struct table_model *table_of(const struct observed *o) {
    struct reader r = o->r;
    enum { COLUMNS = 4 };
    struct table_model *table = arena_alloc(r.arena, sizeof *table);
    struct table_column *columns = arena_array(r.arena, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(r.arena, o->n * COLUMNS, sizeof *cells);
    columns[0].label = msg_goal_observed_age(r.lang);
    const char *const labels[] = {msg_goal_observed_share(r.lang), msg_goal_observed_lower(r.lang),
                                  msg_goal_observed_upper(r.lang)};
    for (size_t i = 0; i < 3; i++) columns[i + 1] = (struct table_column){labels[i], true, 1, "%"};
    for (size_t i = 0; i < o->n; i++) {
        const struct seen *s = &o->seen[i];
        struct table_cell *cell = cells + i * COLUMNS;
        cell[0].text = msg_goal_years(r.arena, r.lang, s->age);
        cell[1].number = s->share;
        cell[2].number = s->lower;
        cell[3].number = s->upper;
    }
    *table = (struct table_model){.caption = msg_goal_observed(r.lang),
                                  .columns = columns,
                                  .columns_n = COLUMNS,
                                  .cells = cells,
                                  .rows_n = o->n};
    return table;
}

static void draw(const struct observed *o, struct chart_model *chart, struct chart_series *series) {
    struct reader r = o->r;
    struct chart_point *points = arena_array(r.arena, o->n, sizeof *points);
    struct chart_point *band = arena_array(r.arena, o->n, sizeof *band);
    const struct seen *labelled = told(o);
    for (size_t i = 0; i < o->n; i++) {
        const struct seen *s = &o->seen[i];
        const char *label = s == labelled ? share_at(o, s) : NULL;
        points[i] = (struct chart_point){s->age, s->share, NAN, NAN, label};
        band[i] = (struct chart_point){s->age, s->share, s->lower, s->upper, NULL};
    }
    series[0] = (struct chart_series){NULL, MARK_BAND, 1, band, o->n};
    series[1] = (struct chart_series){NULL, MARK_LINE, 1, points, o->n};
    chart->series = series;
    chart->series_n = 2;
    if (!isfinite(o->target)) return;
    chart->target = o->target;
    chart->target_x = o->goal_age;
    chart->target_label =
        msg_goal_1_target(r.arena, r.lang, fmt_percent(r.arena, r.lang, o->target, 0),
                          msg_goal_years(r.arena, r.lang, o->goal_age));
}

bool goal_observed(struct request *rq, struct reader r, struct figures figures,
                   const char **ret_html, struct err *err) {
    struct observed o = {.r = r};
    *ret_html = NULL;
    find_target(&o, figures);
    if (!look(rq, &o, err)) return false;
    if (!o.n) return true;
    const struct seen *main = told(&o);
    struct chart_series series[2];
    struct chart_model chart = {
        .id = "goal-observed",
        .title =
            msg_goal_observed_finding(r.arena, r.lang, msg_goal_years(r.arena, r.lang, main->age),
                                      fmt_percent(r.arena, r.lang, main->share, 1)),
        .subtitle = msg_goal_observed_subtitle(r.lang),
        .desc = arena_fmt(r.arena, "%s, %s.", share_at(&o, &o.seen[0]), share_at(&o, main)),
        .source = msg_goal_observed_source(r.arena, r.lang, clock_today(), FEWEST),
        .y_unit = "%",
        .x_whole = true,
        .x_unit = msg_goal_unit_years(r.lang),
        .x_min = FIRST_AGE,
        .x_max = FIRST_AGE + AGES - 1,
        .y_min = 0,
        .y_max = 100,
        .target = NAN,
        .target_x = NAN,
        .break_x = NAN,
        .table = table_of(&o),
    };
    draw(&o, &chart, series);
    struct text html;
    text_init(&html, r.arena);
    chart_html(&html, r.lang, &chart);
    *ret_html = text_str(&html);
    return true;
}

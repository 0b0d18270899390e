/* SPDX-License-Identifier: EUPL-1.2
 *
 * One indicator as drawings: the years as points with their intervals, the schools as a funnel, answers
 * about the plan as bars on both sides of a middle.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

static const char *source_words(struct arena *a, enum lang lang, const struct quality_year *year) {
    return msg_quality_figure_source(a, lang, fmt_day_long(a, lang, clock_day_of(year->ask.known)));
}

static const char *subtitle(struct arena *a, enum lang lang, const struct indicator *i) {
    const char *of = msg_by_key(lang, arena_fmt(a, "indicator.%s.of", i->key));
    return i->unit == UNIT_PERCENT ? msg_quality_figure_percent(a, lang, of)
                                   : msg_quality_figure_per_100(a, lang, of);
}

static const char *markup(struct arena *a, void (*html)(struct text *, enum lang, const void *),
                          enum lang lang, const void *model) {
    struct text out;
    text_init(&out, a);
    html(&out, lang, model);
    return text_str(&out);
}

/* ---- years ---- */

static bool has_number(const struct quality_year *year, const struct indicator *i) {
    struct indicator_tally t = quality_figure(year, i)->all;
    return indicator_holds(i, year->ask.day) && quality_shows(i, t) &&
           !isnan(indicator_share(i, t).estimate);
}

static struct chart_point point_of(const struct quality_year *year, const struct indicator *i) {
    struct chart_point p = {year->ask.school_year, NAN, NAN, NAN, NULL};
    if (!has_number(year, i)) return p;
    struct interval s = indicator_share(i, quality_figure(year, i)->all);
    p.y = s.estimate;
    p.lower = s.lower;
    p.upper = s.upper;
    return p;
}

static void chart_markup(struct text *out, enum lang lang, const void *chart) {
    chart_html(out, lang, chart);
}

/* The finding: the newest figure, and whether it changed. */
static const char *finding(struct arena *a, enum lang lang, const struct quality_year *const *years,
                           size_t n, const struct indicator *i) {
    const char *figure = quality_figure_words(a, lang, years[0], i);
    const char *year = school_year_text(a, years[0]->ask.school_year);
    if (!has_number(years[0], i)) return msg_quality_finding_none(a, lang, year);
    const char *change = n > 1 ? quality_change_words(lang, i, years[0], years[1]) : "";
    return msg_quality_finding(a, lang, figure, year, change);
}

/* A break lies between the years on both sides of it. */
static double break_at(const struct indicator *i, const struct quality_year *const *years,
                       size_t n) {
    for (size_t y = 0; y + 1 < n; y++)
        if (i->broken != DAY_NONE && years[y + 1]->ask.day < i->broken &&
            i->broken <= years[y]->ask.day)
            return years[y]->ask.school_year - 0.5;
    return NAN;
}

const char *quality_years_figure(struct request *rq, const struct quality_year *const *years,
                                 size_t n, const struct indicator *indicator, const char *csv) {
    struct arena *a = rq->arena;
    enum lang lang = rq->lang;
    struct chart_point *points = arena_array(a, n + 1, sizeof *points);
    bool any = false;
    for (size_t y = 0; y < n; y++) {
        points[n - 1 - y] = point_of(years[y], indicator);
        any = any || has_number(years[y], indicator);
    }
    if (!any) return NULL;
    struct chart_series series = {.name = msg_quality_series(lang),
                                  .mark = MARK_POINT,
                                  .colour = 1,
                                  .points = points,
                                  .n = n};
    double broken = break_at(indicator, years, n);
    const char *said = finding(a, lang, years, n, indicator);
    struct chart_model chart = {.id = "aar",
                                .title = said,
                                .subtitle = subtitle(a, lang, indicator),
                                .desc = said,
                                .source = source_words(a, lang, years[0]),
                                .y_unit = indicator->unit == UNIT_PERCENT ? "%" : NULL,
                                .x_whole = true,
                                .x_school_year = true,
                                .x_min = years[n - 1]->ask.school_year,
                                .x_max = years[0]->ask.school_year,
                                .y_min = 0,
                                .y_max = NAN,
                                .target = NAN,
                                .target_x = NAN,
                                .break_x = broken,
                                .break_label = isnan(broken) ? NULL : msg_quality_break_here(lang),
                                .series = &series,
                                .series_n = 1,
                                .csv_href = csv,
                                .table = quality_years_table(a, lang, years, n, indicator)};
    return markup(a, chart_markup, lang, &chart);
}

/* ---- schools ---- */

static void funnel_markup(struct text *out, enum lang lang, const void *funnel) {
    funnel_html(out, lang, funnel);
}

const char *quality_school_figure(struct request *rq, const struct quality_year *year,
                                  const struct indicator *indicator, const char *csv) {
    struct arena *a = rq->arena;
    enum lang lang = rq->lang;
    const struct indicator_figure *f = quality_figure(year, indicator);
    struct funnel_unit *units = arena_array(a, f->groups_n + 1, sizeof *units);
    size_t n = 0;
    if (indicator->unit != UNIT_PERCENT || !has_number(year, indicator)) return NULL;
    for (size_t g = 0; g < f->groups_n; g++) {
        const struct indicator_group *group = &f->groups[g];
        if (group->by != BY_SCHOOL) continue;
        units[n++] = (struct funnel_unit){year->schools[group->value].name, group->tally.yes,
                                          group->tally.yes + group->tally.no, group->hidden};
    }
    struct funnel_model funnel = {.units = units,
                                  .units_n = n,
                                  .theta = indicator_share(indicator, f->all).estimate / 100,
                                  .n_label = msg_quality_funnel_n(lang)};
    int64_t outside = 0, drawn = 0;
    for (size_t u = 0; u < n; u++) {
        enum funnel_side side = funnel_side(funnel.theta, &units[u]);
        drawn += side != FUNNEL_NOT_SHOWN;
        outside += side != FUNNEL_NOT_SHOWN && side != FUNNEL_INSIDE;
    }
    if (!drawn) return NULL;
    funnel.theta_label =
        msg_quality_funnel_all(a, lang, fmt_percent(a, lang, 100 * funnel.theta, 1));
    const char *said = outside ? msg_quality_funnel_outside(a, lang, outside, drawn)
                               : msg_quality_funnel_inside(a, lang, drawn);
    funnel.figure =
        (struct figure_model){.id = "skoler",
                              .title = said,
                              .subtitle = subtitle(a, lang, indicator),
                              .desc = said,
                              .source = source_words(a, lang, year),
                              .csv_href = csv,
                              .table = quality_groups_table(a, lang, year, indicator, BY_SCHOOL)};
    return markup(a, funnel_markup, lang, &funnel);
}

/* ---- answers ---- */

static void likert_markup(struct text *out, enum lang lang, const void *likert) {
    likert_html(out, lang, likert);
}

static int answers_of(const struct indicator *i) {
    return strcmp(i->key, "plan_motivating") == 0  ? ANSWER_MOTIVATING
           : strcmp(i->key, "plan_realistic") == 0 ? ANSWER_REALISTIC
                                                   : -1;
}

static const char *answers_finding(struct arena *a, enum lang lang, const struct likert_row *row) {
    int shares[LIKERT_STEPS];
    likert_shares(row, shares);
    return msg_quality_answers_finding(a, lang, row->label,
                                       fmt_percent(a, lang, shares[3] + shares[4], 0),
                                       fmt_percent(a, lang, shares[0] + shares[1], 0));
}

const char *quality_answers_figure(struct request *rq, const struct quality_year *const *years,
                                   size_t n, const struct indicator *indicator) {
    struct arena *a = rq->arena;
    enum lang lang = rq->lang;
    int kind = answers_of(indicator);
    if (kind < 0) return NULL;
    struct likert_row *rows = arena_array(a, n + 1, sizeof *rows);
    const struct likert_row *newest = NULL;
    int64_t least = indicator_least(CLASS_WELLBEING);
    size_t rows_n = 0;
    for (size_t y = 0; y < n; y++) {
        struct likert_row *row = &rows[rows_n];
        row->label = school_year_text(a, years[y]->ask.school_year);
        memcpy(row->n, years[y]->answers[kind][0].n, sizeof row->n);
        if (!likert_n(row)) continue;
        rows_n++;
        if (!newest && likert_n(row) >= least) newest = row;
    }
    if (!rows_n) return NULL;
    const char *said =
        newest ? answers_finding(a, lang, newest) : msg_quality_answers_few(a, lang, least);
    struct likert_model likert = {.figure = {.id = "svar",
                                             .title = said,
                                             .subtitle = kind == ANSWER_MOTIVATING
                                                             ? msg_quality_answers_motivating(lang)
                                                             : msg_quality_answers_realistic(lang),
                                             .desc = said,
                                             .source = source_words(a, lang, years[0])},
                                  .steps = {msg_quality_answer_1(lang), msg_quality_answer_2(lang),
                                            msg_quality_answer_3(lang), msg_quality_answer_4(lang),
                                            msg_quality_answer_5(lang)},
                                  .against = msg_quality_answers_against(lang),
                                  .in_favour = msg_quality_answers_for(lang),
                                  .row_heading = msg_quality_col_year(lang),
                                  .few = msg_quality_few(a, lang, least),
                                  .rows = rows,
                                  .rows_n = rows_n,
                                  .least = least};
    return markup(a, likert_markup, lang, &likert);
}

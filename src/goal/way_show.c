/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of a year group in the reader's language. Headings and sentences come from the same numbers
 * as the drawing.
 */
#include "goal/views.h"

#include "base/date.h"
#include "cohort/cohort.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define SENTENCES_MAX 8
#define SERIES_MAX    (WAY_LINES + 5)
#define COLUMNS_MAX   8

struct showing {
    struct reader r;
    const struct goal_way *way;
    double target; /* percent at an age; NaN: there is none */
    int target_age;
    const struct figure *official; /* at 30, and the age of 90 %; NULL: not known */
    const struct figure *official_90;
    bool calibrated;
    double fitted[WAY_AGES]; /* percent, when calibrated */
    const char **sentences;
    size_t sentences_n;
};

static int decimals(double unit) { return unit < 1 ? 1 : 0; }

static const char *share_text(const struct showing *s, double percent, double unit) {
    return fmt_percent(s->r.arena, s->r.lang, percent, decimals(unit));
}

static const char *age_text(const struct showing *s, int age) {
    return msg_goal_years(s->r.arena, s->r.lang, age);
}

static void figures_take(struct showing *s, struct figures figures) {
    const struct figure *share = figure_find(figures, "youth_education_target", goal_area(), NULL);
    const struct figure *age =
        figure_find(figures, "youth_education_target_age", goal_area(), NULL);
    s->target = share && age ? share->value : (double)NAN;
    s->target_age = age ? (int)lrint(age->value) : 25;
    s->official = figure_find(figures, "youth_education_projected_at_30", goal_area(), NULL);
    s->official_90 =
        figure_find(figures, "youth_education_projected_age_for_90", goal_area(), NULL);
}

/* Moves the projected curve on the scale of logits through the official share at 30. */
static void fit(struct showing *s) {
    struct projection_curve curve = {0};
    double fitted[PROJECTION_AGES + 1];
    for (int i = 0; i < WAY_AGES; i++) curve.share[i] = s->way->projected.share[i] / 100;
    for (int i = WAY_AGES; i <= PROJECTION_AGES; i++) curve.share[i] = curve.share[WAY_AGES - 1];
    const struct projection_point official = {WAY_FIRST_AGE + WAY_AGES - 1,
                                              s->official->value / 100};
    projection_calibrate(&curve, &official, 1, fitted);
    for (int i = 0; i < WAY_AGES; i++)
        s->fitted[i] = way_round(100 * fitted[i], s->way->projected_unit);
}

static bool can_fit(const struct showing *s) {
    double last = s->way->projected.share[WAY_AGES - 1];
    return s->official && s->way->projected_unit > 0 && last > 0 && last < 100;
}

/* ---- sentences ---- */

static void say(struct showing *s, const char *sentence) {
    if (s->sentences_n < SENTENCES_MAX) s->sentences[s->sentences_n++] = sentence;
}

static void say_seen(struct showing *s) {
    const struct goal_way *way = s->way;
    struct reader r = s->r;
    if (!(way->unit > 0)) return;
    if (way->seen_age_50) say(s, msg_goal_way_half(r.arena, r.lang, age_text(s, way->seen_age_50)));
    say(s, way->seen_age_90 ? msg_goal_way_reached(r.arena, r.lang, age_text(s, way->seen_age_90))
                            : msg_goal_way_not_reached(r.lang));
}

static void say_ahead(struct showing *s) {
    const struct goal_way *w = s->way;
    struct reader r = s->r;
    if (!(w->projected_unit > 0)) return;
    const char *age = age_text(s, w->age_90), *low = age_text(s, w->age_90_low);
    if (w->age_90 && w->age_90_high)
        say(s, msg_goal_way_ahead(r.arena, r.lang, age, low, age_text(s, w->age_90_high)));
    else if (w->age_90)
        say(s, msg_goal_way_ahead_open(r.arena, r.lang, age, low));
    else if (w->age_90_low)
        say(s, msg_goal_way_ahead_late(r.arena, r.lang, low));
    else
        say(s, msg_goal_way_ahead_never(r.lang));
    if (w->assumed_from < WAY_FIRST_AGE + WAY_AGES)
        say(s, msg_goal_way_assumed(r.arena, r.lang, age_text(s, w->assumed_from)));
}

static void say_official(struct showing *s) {
    struct reader r = s->r;
    double unit = s->way->projected_unit;
    if (!s->official || !(unit > 0)) return;
    double own = s->way->projected.share[WAY_AGES - 1], gap = own - s->official->value;
    const char *official = fmt_percent(r.arena, r.lang, s->official->value, 1);
    const char *period = figure_period(r, s->official), *ours = share_text(s, own, unit);
    const char *points = points_text(r, fabs(gap));
    if (fabs(gap) < unit)
        say(s, msg_goal_way_official_same(r.arena, r.lang, official, period, ours));
    else if (gap < 0)
        say(s, msg_goal_way_official_lower(r.arena, r.lang, official, period, ours, points));
    else
        say(s, msg_goal_way_official_higher(r.arena, r.lang, official, period, ours, points));
    if (s->calibrated) say(s, msg_goal_way_calibrated(r.lang));
}

/* ---- the curve ---- */

static struct chart_series series_of(const struct showing *s, const struct way_curve *curve,
                                     const char *name, enum chart_mark mark, int colour,
                                     const char *label_at_target) {
    struct chart_point *points = arena_array(s->r.arena, WAY_AGES, sizeof *points);
    for (int i = 0; i < WAY_AGES; i++) {
        bool is_target = WAY_FIRST_AGE + i == s->target_age;
        points[i] = (struct chart_point){WAY_FIRST_AGE + i, curve->share[i], curve->low[i],
                                         curve->high[i], is_target ? label_at_target : NULL};
        if (mark != MARK_BAND) points[i].lower = points[i].upper = NAN;
    }
    return (struct chart_series){name, mark, colour, points, WAY_AGES, mark == MARK_DASHED};
}

static struct chart_series official_series(const struct showing *s) {
    struct chart_point *points = arena_array(s->r.arena, 2, sizeof *points);
    points[0] = (struct chart_point){s->official_90->value, 90, NAN, NAN, NULL};
    points[1] =
        (struct chart_point){WAY_FIRST_AGE + WAY_AGES - 1, s->official->value, NAN, NAN, NULL};
    const char *name =
        msg_goal_way_series_official(s->r.arena, s->r.lang, figure_period(s->r, s->official));
    return (struct chart_series){name, MARK_DIAMOND, 2, points, 2};
}

static void add_lines(const struct showing *s, struct chart_model *chart,
                      struct chart_series *series) {
    for (size_t i = 0; i < s->way->lines_n; i++) {
        struct way_curve line;
        memcpy(line.share, s->way->lines[i].share, sizeof line.share);
        for (int k = 0; k < WAY_AGES; k++) line.low[k] = line.high[k] = NAN;
        series[chart->series_n++] = series_of(s, &line, NULL, MARK_THIN, 3, NULL);
    }
}

/* The share at the age of the target: seen, or if that is not known projected. */
static bool main_share(const struct showing *s, double *ret_share, double *ret_unit) {
    int i = s->target_age - WAY_FIRST_AGE;
    *ret_share = NAN;
    *ret_unit = 1;
    if (i < 0 || i >= WAY_AGES) return false;
    bool seen = s->way->unit > 0 && !isnan(s->way->seen.share[i]);
    *ret_share = seen ? s->way->seen.share[i] : s->way->projected.share[i];
    *ret_unit = seen ? s->way->unit : s->way->projected_unit;
    return seen;
}

static void add_series(const struct showing *s, struct chart_model *chart,
                       struct chart_series *series) {
    const struct goal_way *way = s->way;
    struct reader r = s->r;
    double share, unit;
    bool seen = main_share(s, &share, &unit);
    const char *label = isnan(share) ? NULL
                                     : msg_goal_1_point(r.arena, r.lang, share_text(s, share, unit),
                                                        age_text(s, s->target_age));
    if (way->projected_unit > 0)
        series[chart->series_n++] = series_of(s, &way->projected, NULL, MARK_BAND, 1, NULL);
    add_lines(s, chart, series);
    if (way->projected_unit > 0)
        series[chart->series_n++] =
            series_of(s, &way->projected, msg_goal_way_series_projected(r.lang), MARK_DASHED, 1,
                      seen ? NULL : label);
    if (s->calibrated) {
        struct way_curve fitted;
        memcpy(fitted.share, s->fitted, sizeof fitted.share);
        memcpy(fitted.low, way->projected.low, sizeof fitted.low);
        memcpy(fitted.high, way->projected.high, sizeof fitted.high);
        series[chart->series_n++] =
            series_of(s, &fitted, msg_goal_way_series_calibrated(r.lang), MARK_DASHED, 3, NULL);
    }
    if (way->unit > 0)
        series[chart->series_n++] = series_of(s, &way->seen, msg_goal_way_series_seen(r.lang),
                                              MARK_LINE, 1, seen ? label : NULL);
    if (s->official && s->official_90) series[chart->series_n++] = official_series(s);
    chart->series = series;
}

static const struct table_model *curve_table(const struct showing *s) {
    struct reader r = s->r;
    const struct goal_way *w = s->way;
    const char *const labels[] = {msg_goal_way_seen(r.lang),
                                  msg_goal_way_seen_low(r.lang),
                                  msg_goal_way_seen_high(r.lang),
                                  msg_goal_way_projected(r.lang),
                                  msg_goal_way_projected_low(r.lang),
                                  msg_goal_way_projected_high(r.lang),
                                  msg_goal_way_series_calibrated(r.lang)};
    const double *const values[] = {w->seen.share,      w->seen.low,      w->seen.high,
                                    w->projected.share, w->projected.low, w->projected.high,
                                    s->fitted};
    size_t columns_n = s->calibrated ? COLUMNS_MAX : COLUMNS_MAX - 1;
    struct table_model *table = arena_alloc(r.arena, sizeof *table);
    struct table_column *columns = arena_array(r.arena, columns_n, sizeof *columns);
    struct table_cell *cells = arena_array(r.arena, WAY_AGES * columns_n, sizeof *cells);
    columns[0].label = msg_goal_way_age(r.lang);
    for (size_t i = 1; i < columns_n; i++)
        columns[i] = (struct table_column){labels[i - 1], true,
                                           decimals(i <= 3 ? w->unit : w->projected_unit), "%"};
    for (size_t age = 0; age < WAY_AGES; age++) {
        cells[age * columns_n].text = age_text(s, WAY_FIRST_AGE + (int)age);
        for (size_t i = 1; i < columns_n; i++)
            cells[age * columns_n + i].number = values[i - 1][age];
    }
    *table = (struct table_model){msg_goal_way_table(r.lang), columns, columns_n, cells, WAY_AGES};
    return table;
}

static const struct chart_model *curve_of(const struct showing *s) {
    struct reader r = s->r;
    struct chart_series *series = arena_array(r.arena, SERIES_MAX, sizeof *series);
    struct chart_model *chart = arena_alloc(r.arena, sizeof *chart);
    double share, unit;
    bool seen = main_share(s, &share, &unit);
    const char *age = age_text(s, s->target_age), *text = share_text(s, share, unit);
    struct text desc;
    text_init(&desc, r.arena);
    for (size_t i = 0; i < s->sentences_n && i < 3; i++)
        text_addf(&desc, "%s%s", i ? " " : "", s->sentences[i]);
    *chart = (struct chart_model){
        .id = "goal-way",
        .title = isnan(share) ? msg_goal_way_table(r.lang)
                 : seen       ? msg_goal_way_finding_seen(r.arena, r.lang, age, text)
                              : msg_goal_way_finding_projected(r.arena, r.lang, age, text),
        .subtitle = msg_goal_way_subtitle(r.lang),
        .desc = text_str(&desc),
        .source = msg_goal_way_source(r.arena, r.lang, s->way->day, WAY_FEWEST),
        .y_unit = "%",
        .x_whole = true,
        .x_unit = msg_goal_unit_years(r.lang),
        .x_min = WAY_FIRST_AGE,
        .x_max = WAY_FIRST_AGE + WAY_AGES - 1,
        .y_min = 0,
        .y_max = 100,
        .target = s->target,
        .target_x = isnan(s->target) ? (double)NAN : s->target_age,
        .break_x = NAN,
        .table = curve_table(s),
    };
    if (!isnan(s->target))
        chart->target_label =
            msg_goal_1_target(r.arena, r.lang, fmt_percent(r.arena, r.lang, s->target, 0), age);
    add_series(s, chart, series);
    return chart;
}

/* The sentences, into s->sentences; false: there is no curve. */
static bool tell(struct showing *s) {
    if (!(s->way->unit > 0) && !(s->way->projected_unit > 0)) return false;
    say_seen(s);
    say_ahead(s);
    say_official(s);
    return true;
}

const struct chart_model *goal_way_chart(struct reader r, const struct goal_way *way,
                                         struct figures figures, const char *const **ret_sentences,
                                         size_t *ret_n) {
    struct showing s = {.r = r, .way = way};
    s.sentences = arena_array(r.arena, SENTENCES_MAX, sizeof *s.sentences);
    figures_take(&s, figures);
    bool any = tell(&s);
    *ret_sentences = s.sentences;
    *ret_n = s.sentences_n;
    return any ? curve_of(&s) : NULL;
}

const struct goal_way_view *goal_way_show(struct reader r, const struct goal_way *way,
                                          struct figures figures, bool calibrated) {
    const char *sentences[SENTENCES_MAX];
    struct showing s = {.r = r, .way = way, .sentences = sentences};
    figures_take(&s, figures);
    s.calibrated = calibrated && can_fit(&s);
    if (s.calibrated) fit(&s);
    struct goal_way_view *view = arena_alloc(r.arena, sizeof *view);
    view->flow = goal_flow_show(r, way);
    if (!tell(&s)) return view->flow ? view : NULL;
    view->sentences = arena_array(r.arena, s.sentences_n, sizeof *view->sentences);
    memcpy(view->sentences, sentences, s.sentences_n * sizeof *sentences);
    view->sentences_n = s.sentences_n;
    struct text html;
    text_init(&html, r.arena);
    chart_html(&html, r.lang, curve_of(&s));
    view->curve = text_str(&html);
    if (!can_fit(&s)) return view;
    view->calibrate =
        s.calibrated ? msg_goal_way_calibrate_not(r.lang) : msg_goal_way_calibrate(r.lang);
    view->calibrate_href = s.calibrated ? "/maal/1#vejen" : "/maal/1?tilpasset=1#vejen";
    return view;
}

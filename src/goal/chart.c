/* SPDX-License-Identifier: EUPL-1.2
 *
 * The charts of the goals. Only published points are drawn. A line joins figures of one definition;
 * where the definition changes, the line ends and a new one begins on the other side of the break.
 */
#include "goal/internal.h"
#include "goal/views.h"
#include "goal/words.h"

#include "gen/msg.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define SERIES_MAX 12
#define POINTS_MAX 40

struct drawing {
    struct reader r;
    struct figures figures;
    const struct goal *goal;
    const struct goal_outlook *outlook;
    bool limits; /* some points carry their interval */
    struct chart_model *chart;
    struct chart_series series[SERIES_MAX];
    const struct figure *used[POINTS_MAX]; /* for the sources */
    size_t used_n;
    struct text desc;
};

static void use(struct drawing *d, const struct figure *figure) {
    if (d->used_n < POINTS_MAX) d->used[d->used_n++] = figure;
}

static const char *value_of(const struct drawing *d, const struct figure *figure) {
    return figure_value(d->r, d->figures, figure);
}

/* For <desc>: "Hele landet: 19,4 % (2018), 20,1 % (2019). " */
static void describe(struct drawing *d, const char *name, const struct figure *const *figures,
                     size_t n) {
    text_addf(&d->desc, "%s%s: ", d->desc.len ? " " : "", name);
    for (size_t i = 0; i < n; i++)
        text_addf(&d->desc, "%s%s (%s)", i ? ", " : "", value_of(d, figures[i]),
                  figure_period(d->r, figures[i]));
    text_addc(&d->desc, '.');
}

static void add_series(struct drawing *d, const char *name, enum chart_mark mark, int colour,
                       const struct chart_point *points, size_t n) {
    assert(d->chart->series_n < SERIES_MAX);
    d->series[d->chart->series_n++] = (struct chart_series){name, mark, colour, points, n};
}

static int figure_order(const void *left, const void *right) {
    const struct figure *const *l = left, *const *r = right;
    return figure_year(*l) - figure_year(*r);
}

/* The figures of one indicator, area and definition, by year; returns how many. */
static size_t pick(const struct drawing *d, const char *indicator, const char *area,
                   const char *definition, const struct figure **picked) {
    size_t n = 0;
    for (const struct figure *f = d->figures.v; f < d->figures.v + d->figures.n; f++)
        if (n < POINTS_MAX && isfinite(f->value) && figure_year(f) &&
            strcmp(f->indicator, indicator) == 0 && strcmp(f->area, area) == 0 &&
            strcmp(f->definition, definition) == 0)
            picked[n++] = f;
    qsort(picked, n, sizeof *picked, figure_order);
    return n;
}

struct style {
    const char *name; /* used in the description; drawn at the last point when `named` */
    enum chart_mark mark;
    int colour;
    bool named;
    bool values; /* each point is labelled with its value, */
    bool ends;   /* or the first and last one with value and year */
};

static const char *point_label(const struct drawing *d, const struct style *look, size_t i,
                               size_t n, const struct figure *figure) {
    if (look->values || (look->ends && (i == 0 || i + 1 == n))) return value_of(d, figure);
    return NULL;
}

/* A series over years; does nothing when there are no figures. */
static void add_years(struct drawing *d, const char *indicator, const char *area,
                      const char *definition, const struct style *look) {
    const struct figure *picked[POINTS_MAX];
    size_t n = pick(d, indicator, area, definition, picked);
    if (n == 0) return;
    struct chart_point *points = arena_array(d->r.arena, n, sizeof *points);
    for (size_t i = 0; i < n; i++) {
        points[i] = (struct chart_point){figure_year(picked[i]), picked[i]->value, NAN, NAN,
                                         point_label(d, look, i, n, picked[i])};
        bool sample = figure_kind_of(picked[i]->indicator) == FIGURE_SURVEY;
        if (sample && figure_limits(picked[i], &points[i].lower, &points[i].upper))
            d->limits = true;
        use(d, picked[i]);
    }
    add_series(d, look->named ? look->name : NULL, look->mark, look->colour, points, n);
    describe(d, look->name, picked, n);
}

/* Where it leads: two bands, the wider first, and the line in their middle from the last figure on. */
static void add_outlook(struct drawing *d) {
    const struct goal_outlook *o = d->outlook;
    if (o->why != OUTLOOK_GOOD || d->chart->series_n + 3 > SERIES_MAX) return;
    const struct figure *latest = figure_find(d->figures, d->goal->measure, goal_area(), NULL);
    struct chart_point *wide = arena_array(d->r.arena, o->n + 1, sizeof *wide);
    struct chart_point *narrow = arena_array(d->r.arena, o->n + 1, sizeof *narrow);
    struct chart_point *line = arena_array(d->r.arena, o->n + 1, sizeof *line);
    double from = latest->value;
    wide[0] = narrow[0] = (struct chart_point){o->latest, from, from - 0.01, from + 0.01, NULL};
    line[0] = (struct chart_point){o->latest, from, NAN, NAN, NULL};
    for (size_t i = 0; i < o->n; i++) {
        const struct outlook_year *y = &o->years[i];
        wide[i + 1] = (struct chart_point){y->year, y->share, y->lower95, y->upper95, NULL};
        narrow[i + 1] = (struct chart_point){y->year, y->share, y->lower50, y->upper50, NULL};
        line[i + 1] = (struct chart_point){y->year, y->share, NAN, NAN, NULL};
    }
    const struct outlook_year *last = &o->years[o->n - 1];
    const char *name = msg_goal_outlook_series(
        d->r.arena, d->r.lang, fmt_percent(d->r.arena, d->r.lang, last->share, 1),
        fmt_number(d->r.arena, d->r.lang, last->lower95, 1),
        fmt_percent(d->r.arena, d->r.lang, last->upper95, 1));
    add_series(d, NULL, MARK_BAND, 1, wide, o->n + 1);
    add_series(d, NULL, MARK_BAND, 1, narrow, o->n + 1);
    add_series(d, name, MARK_DASHED, 1, line, o->n + 1);
    text_addf(&d->desc, " %s (%s).", name, year_text(d->r, d->goal, last->year));
}

/* ---- goal 1 ---- */

static const char *years(const struct drawing *d, double n) {
    return msg_goal_years(d->r.arena, d->r.lang, (int64_t)llround(n));
}

static void draw_ages(struct drawing *d) {
    struct reader r = d->r;
    struct chart_model *chart = d->chart;
    const struct figure *share =
        figure_find(d->figures, "youth_education_target", goal_area(), NULL);
    const struct figure *limit =
        figure_find(d->figures, "youth_education_target_age", goal_area(), NULL);
    const struct figure *age =
        figure_find(d->figures, "youth_education_projected_age_for_90", goal_area(), NULL);
    const struct figure *at_30 =
        figure_find(d->figures, "youth_education_projected_at_30", goal_area(), NULL);
    if (!share || !limit || !age) return;
    struct chart_point *points = arena_array(r.arena, 2, sizeof *points);
    size_t n = 0;
    const char *about =
        msg_goal_1_point_about(r.arena, r.lang, value_of(d, share), years(d, age->value));
    points[n++] = (struct chart_point){age->value, share->value, NAN, NAN, about};
    text_add(&d->desc, about);
    use(d, age);
    if (at_30) {
        const char *label = msg_goal_1_point(r.arena, r.lang, value_of(d, at_30), years(d, 30));
        points[n++] = (struct chart_point){30, at_30->value, NAN, NAN, label};
        text_addf(&d->desc, ", %s", label);
        use(d, at_30);
    }
    chart->target = share->value;
    chart->target_x = limit->value;
    chart->target_label =
        msg_goal_1_target(r.arena, r.lang, value_of(d, share), years(d, limit->value));
    text_addf(&d->desc, ". %s.", chart->target_label);
    chart->x_min = limit->value - 3;
    chart->x_max = 30;
    chart->y_min = 80;
    chart->y_max = 100;
    chart->x_unit = msg_goal_unit_years(r.lang);
    add_series(d, msg_goal_1_series(r.arena, r.lang, figure_area(r, age), figure_period(r, age)),
               MARK_DASHED, 1, points, n);
}

/* ---- goal 2 ---- */

static void mark_break(struct drawing *d) {
    const struct figure *country =
        figure_find(d->figures, "eud_application_share", "Denmark", NULL);
    if (!country || strcmp(country->definition, "application-from-2023") != 0) return;
    const struct figure *after[POINTS_MAX];
    pick(d, "eud_application_share", "Denmark", country->definition, after);
    d->chart->break_x = figure_year(after[0]) - 0.5;
    d->chart->break_label = msg_goal_2_break(d->r.arena, d->r.lang, after[0]->period);
}

static void draw_applications(struct drawing *d) {
    struct reader r = d->r;
    const struct figure *own = figure_find(d->figures, "eud_application_share", goal_area(), NULL);
    const struct figure *national =
        figure_find(d->figures, "eud_application_target", "Denmark", NULL);
    const char *country = msg_goal_area_country(r.lang);
    const char *own_name =
        own ? msg_goal_2_series_own(r.arena, r.lang, goal_area(), value_of(d, own), own->period)
            : NULL;
    struct style looks[] = {
        {country, MARK_LINE, 3, .named = true},
        {country, MARK_POINT, 3, .values = true},
        {own_name, MARK_LINE, 1, .named = true},
        {own_name, MARK_LINE, 1,
         .named = own && strcmp(own->definition, "application-before-2023")},
        {msg_goal_2_series_targets(r.lang), MARK_DIAMOND, 2, .named = true, .values = true},
    };
    looks[2].named = !looks[3].named;
    add_years(d, "eud_application_share", "Denmark", "application-before-2023", &looks[0]);
    add_years(d, "eud_application_share", "Denmark", "application-from-2023", &looks[1]);
    if (own) {
        add_years(d, "eud_application_share", goal_area(), "application-before-2023", &looks[2]);
        add_years(d, "eud_application_share", goal_area(), "application-from-2023", &looks[3]);
    }
    add_years(d, "eud_application_target", goal_area(), "council-subtarget", &looks[4]);
    add_outlook(d);
    if (national) {
        d->chart->target = national->value;
        d->chart->target_label =
            msg_goal_2_target(r.arena, r.lang, national->period, value_of(d, national));
        text_addf(&d->desc, " %s.", d->chart->target_label);
    }
    mark_break(d);
}

/* ---- goal 3 ---- */

typedef const char *name_fn(struct arena *a, enum lang lang, const char *value);

static void add_group(struct drawing *d, const char *indicator, const char *area, name_fn *name) {
    const struct figure *figure = figure_find(d->figures, indicator, area, NULL);
    if (!figure) return;
    struct style look = {name(d->r.arena, d->r.lang, value_of(d, figure)), MARK_POINT, 3,
                         .named = true};
    add_years(d, indicator, area, figure->definition, &look);
}

static void draw_loneliness(struct drawing *d) {
    struct style adults = {msg_goal_3_series_adults(d->r.lang), MARK_LINE, 1, .named = true,
                           .ends = true};
    add_years(d, "severe_loneliness", "Denmark", "loneliness-adults", &adults);
    add_group(d, "severe_loneliness_16_24_women", "Denmark", msg_goal_3_series_women);
    add_group(d, "severe_loneliness_16_24_men", "Denmark", msg_goal_3_series_men);
    add_group(d, "severe_loneliness_16_24", "Region Midtjylland", msg_goal_3_series_region);
    add_group(d, "severe_loneliness_16_24", goal_area(), msg_goal_3_series_own);
    d->chart->y_min = 0;
}

/* ---- goal 4 ---- */

static void draw_readiness(struct drawing *d) {
    struct style look = {goal_area_name(d->r.lang), MARK_LINE, 1, .values = true};
    add_years(d, "not_ready_relative_to_wish_9th", goal_area(), "not-ready-for-wish", &look);
    d->chart->x_school_year = true;
    d->chart->y_min = 0;
}

/* ---- any other goal: its figures, a line for each way of counting, and its targets ---- */

static void draw_plain(struct drawing *d) {
    const struct goal *goal = d->goal;
    bool school_years = goal_is_own(goal);
    struct style own = {school_years ? msg_goal_own_series(d->r.lang) : goal_area_name(d->r.lang),
                        MARK_LINE, 1, .named = true, .values = true};
    struct style targets = {msg_goal_any_series_targets(d->r.lang), MARK_DIAMOND, 2, .named = true,
                            .values = true};
    const char *done = NULL;
    for (const struct figure *f = d->figures.v; f < d->figures.v + d->figures.n; f++) {
        bool own_series = strcmp(f->indicator, goal->measure) == 0 &&
                          strcmp(f->area, goal_area()) == 0 && isfinite(f->value);
        if (!own_series || (done && strcmp(done, f->definition) == 0)) continue;
        if (done && school_years) {
            d->chart->break_x = figure_year(f) - 0.5;
            d->chart->break_label = msg_goal_2_break(d->r.arena, d->r.lang, f->period);
        }
        if (d->chart->series_n + 1 < SERIES_MAX)
            add_years(d, goal->measure, goal_area(), f->definition, &own);
        done = f->definition;
    }
    add_years(d, goal->series, goal_area(), SUBTARGET, &targets);
    add_outlook(d);
    d->chart->x_school_year = school_years;
    if (strcmp(goal->unit, "percent") != 0) d->chart->y_unit = NULL;
}

/* How the four of the policy document are drawn, as long as they are judged by the figures they came with. */
struct way {
    const char *measure;
    void (*draw)(struct drawing *);
    const char *(*subtitle)(enum lang lang);
    const char *(*note)(enum lang lang);
};
static const struct way ways[] = {
    {"youth_education_projected_age_for_90", draw_ages, msg_goal_1_subtitle, msg_goal_1_note},
    {"eud_application_share", draw_applications, msg_goal_2_subtitle, msg_goal_2_note},
    {"severe_loneliness_16_24", draw_loneliness, msg_goal_3_subtitle, msg_goal_3_note},
    {"not_ready_relative_to_wish_9th", draw_readiness, msg_goal_4_subtitle, msg_goal_4_note},
    {NULL, draw_plain, msg_goal_any_subtitle, msg_goal_any_note},
};

static const struct way *way_of(const struct goal *goal) {
    const struct way *way = ways;
    while (way->measure && strcmp(way->measure, goal->measure) != 0) way++;
    return way;
}

struct figures figures_with_outlook(struct reader r, struct figures figures,
                                    const struct goal *goal, const struct goal_outlook *o) {
    if (o->why != OUTLOOK_GOOD) return figures;
    struct figure *list = arena_array(r.arena, figures.n + o->n, sizeof *list);
    memcpy(list, figures.v, figures.n * sizeof *list);
    for (size_t i = 0; i < o->n; i++)
        list[figures.n + i] = (struct figure){
            .goal = goal->number,
            .indicator = "trend_projected",
            .area = goal_area(),
            .period = year_text(r, goal, o->years[i].year),
            .value = round(10 * o->years[i].share) / 10,
            .unit = "percent",
            .definition = "trend",
            .source = msg_goal_outlook_source(r.lang),
            .n = INT_NONE,
            .lower = o->years[i].lower95,
            .upper = o->years[i].upper95,
        };
    return (struct figures){list, figures.n + o->n};
}

const struct chart_model *goal_chart(struct reader r, const struct goals *goals, int number) {
    const struct goal *goal = goal_find(goals, number);
    const struct way *way = way_of(goal);
    struct drawing *d = arena_alloc(r.arena, sizeof *d);
    struct goal_outlook outlook = goal_outlook(r.arena, goals, goal);
    struct figures shown = figures_with_outlook(r, goals->figures, goal, &outlook);
    struct chart_model *chart = arena_alloc(r.arena, sizeof *chart);
    *chart = (struct chart_model){
        .id = arena_fmt(r.arena, "goal-%d", number),
        .title = goal_tell(r, goals, number).finding,
        .subtitle = way->subtitle(r.lang),
        .y_unit = "%",
        .x_whole = true,
        .x_min = NAN,
        .x_max = NAN,
        .y_min = NAN,
        .y_max = NAN,
        .target = NAN,
        .target_x = NAN,
        .break_x = NAN,
        .series = d->series,
        .csv_href =
            arena_fmt(r.arena, "%s/maal/%d/data.csv", r.lang == LANG_EN ? "/en" : "", number),
        .table = goal_table(r, shown, number, false),
    };
    *d = (struct drawing){
        .r = r, .figures = goals->figures, .goal = goal, .outlook = &outlook, .chart = chart};
    text_init(&d->desc, r.arena);
    way->draw(d);
    chart->desc = text_str(&d->desc);
    const char *note = d->limits ? msg_goal_note_limits(r.lang) : way->note(r.lang);
    const char *sources = msg_goal_sources(r.arena, r.lang, sources_text(r, d->used, d->used_n));
    chart->source = d->used_n ? arena_fmt(r.arena, "%s %s", note, sources) : note;
    return chart;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A line chart as SVG. It is drawn twice, 760 x 380 and 360 x 320, and the style sheet shows one: a
 * wide drawing scaled down to a phone has words nobody can read.
 *
 * Drawing is one walk from the back to the front: grid and axis, bands, what the goal asks, lines,
 * marks; then the words, each in a place where it covers none of these (labels.h). Numbers that
 * are not known, or hidden, are never drawn and break a line; nothing is interpolated.
 */
#include "report/drawing.h"
#include "report/labels.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/scale.h"

#include <math.h>
#include <string.h>

#define DOTS_MAX   24  /* longer lines have no mark at each point */
#define NAME_WIDTH 170 /* px a name may take in the wide drawing */

struct canvas {
    struct text *out;
    struct arena *arena;
    enum lang lang;
    const struct chart_model *chart;
    bool narrow;
    double width, height;
    double left, right, top, bottom; /* of the plot */
    struct scale x, y;
    struct labels labels;
};

/* By series colour: 1 own, 2 target, 3 comparison. */
static const char *const line_css[] = {"s1", "s1", "s3", "s2"};
static const char *const mark_css[] = {"p1", "p1", "p2", "p3"};
static const char *const text_css[] = {"", "t1", "t2", "t2b"};

static int colour_of(const struct chart_series *series) {
    return series->colour >= 1 && series->colour <= 3 ? series->colour : 1;
}

static bool point_shows(const struct chart_point *point) {
    return scale_shows(point->x) && scale_shows(point->y);
}

/* An interval without extent is none; a band may be as thin as it likes. */
static bool interval_shows(const struct chart_series *series, const struct chart_point *point) {
    return scale_shows(point->x) && scale_shows(point->lower) && scale_shows(point->upper) &&
           (series->mark == MARK_BAND || point->lower < point->upper);
}

static bool has_target(const struct chart_model *chart) { return scale_shows(chart->target); }

/* ---- axes ---- */

static void data_range(const struct chart_model *chart, double *x, double *y) {
    x[0] = x[1] = y[0] = y[1] = NAN;
    for (size_t s = 0; s < chart->series_n; s++)
        for (size_t i = 0; i < chart->series[s].n; i++) {
            const struct chart_point *p = &chart->series[s].points[i];
            bool band = interval_shows(&chart->series[s], p);
            if (band) {
                scale_take(&y[0], &y[1], p->lower);
                scale_take(&y[0], &y[1], p->upper);
            }
            if (point_shows(p)) scale_take(&y[0], &y[1], p->y);
            if (band || point_shows(p)) scale_take(&x[0], &x[1], p->x);
        }
    if (has_target(chart)) {
        scale_take(&y[0], &y[1], chart->target);
        scale_take(&x[0], &x[1], chart->target_x);
    }
    scale_take(&x[0], &x[1], chart->x_min);
    scale_take(&x[0], &x[1], chart->x_max);
}

static const char *x_text(const struct canvas *c, size_t i) {
    double tick = scale_tick(&c->x, i);
    const char *text;
    if (c->chart->x_whole && c->chart->x_school_year && tick > 0 && tick < 9999)
        text = arena_fmt(c->arena, "%04d/%02d", (int)tick, ((int)tick + 1) % 100);
    else if (c->chart->x_whole)
        text = arena_fmt(c->arena, "%.0f", tick);
    else
        text = fmt_number(c->arena, c->lang, tick, c->x.decimals);
    bool last = i + 1 == scale_ticks(&c->x);
    return last && c->chart->x_unit ? arena_fmt(c->arena, "%s %s", text, c->chart->x_unit) : text;
}

/* The unit stands at the top number only. */
static const char *y_text(const struct canvas *c, size_t i) {
    double tick = scale_tick(&c->y, i);
    const char *unit = c->chart->y_unit;
    if (i + 1 < scale_ticks(&c->y) || !unit)
        return fmt_number(c->arena, c->lang, tick, c->y.decimals);
    if (strcmp(unit, "%") == 0) return fmt_percent(c->arena, c->lang, tick, c->y.decimals);
    return arena_fmt(c->arena, "%s %s", fmt_number(c->arena, c->lang, tick, c->y.decimals), unit);
}

static double y_texts_width(const struct canvas *c) {
    double width = 0;
    for (size_t i = 0; i < scale_ticks(&c->y); i++) width = fmax(width, label_width(y_text(c, i)));
    return width;
}

/* Room for the names of lines right of the plot; on phones they stand inside it. */
static double names_width(const struct canvas *c) {
    if (c->narrow) return 14;
    double width = has_target(c->chart) && c->chart->target_label && isnan(c->chart->target_x)
                       ? label_width(c->chart->target_label)
                       : 0;
    for (size_t s = 0; s < c->chart->series_n; s++)
        if (c->chart->series[s].name) width = fmax(width, label_width(c->chart->series[s].name));
    return fmax(24, fmin(width, NAME_WIDTH) + 14);
}

static void x_axis(struct canvas *c, const double *range) {
    const struct chart_model *chart = c->chart;
    double room = c->right - c->left;
    if (chart->x_whole) {
        double widest = chart->x_school_year ? 60 : isnan(range[1]) || range[1] >= 1000 ? 36 : 22;
        int ticks = (int)fmin(11, room / (widest + 10));
        c->x = scale_whole(range[0], range[1], ticks);
    } else {
        double lo = isnan(chart->x_min) ? range[0] : chart->x_min;
        double hi = isnan(chart->x_max) ? range[1] : chart->x_max;
        c->x = scale_numbers(range[0], range[1], lo, hi, c->narrow ? 4 : 8, false);
    }
    c->x.at_lo = c->left;
    c->x.at_hi = c->right;
}

static void axes_set(struct canvas *c) {
    double x[2], y[2];
    data_range(c->chart, x, y);
    bool share = c->chart->y_unit && strcmp(c->chart->y_unit, "%") == 0;
    c->y = scale_numbers(y[0], y[1], c->chart->y_min, c->chart->y_max, c->narrow ? 4 : 5, share);
    c->top = 24;
    c->bottom = c->height - 34;
    c->left = fmin(fmax(34, y_texts_width(c) + 10), c->width * 0.4);
    c->right = c->width - names_width(c);
    c->y.at_lo = c->bottom;
    c->y.at_hi = c->top;
    x_axis(c, x);
}

static void draw_line(struct canvas *c, const char *css, double x1, double y1, double x2,
                      double y2) {
    drawing_line(c->out, css, x1, y1, x2, y2);
}

static void draw_axes(struct canvas *c) {
    size_t y_n = scale_ticks(&c->y), x_n = scale_ticks(&c->x);
    const char **y_texts = arena_array(c->arena, y_n + 1, sizeof *y_texts);
    const char **x_texts = arena_array(c->arena, x_n + 1, sizeof *x_texts);
    for (size_t i = 0; i < y_n; i++) y_texts[i] = y_text(c, i);
    for (size_t i = 0; i < x_n; i++) x_texts[i] = x_text(c, i);
    drawing_y_axis(c->out, &c->y, c->left, c->right, y_texts);
    drawing_x_axis(c->out, &c->x, c->bottom, c->width, x_texts);
    labels_mark_line(&c->labels, c->left, c->bottom + 14, c->right, c->bottom + 14);
    labels_mark_line(&c->labels, c->left, c->bottom, c->right, c->bottom);
}

/* ---- what the goal asks ---- */

static void draw_target(struct canvas *c) {
    const struct chart_model *chart = c->chart;
    if (!has_target(chart)) return;
    bool corner = scale_shows(chart->target_x);
    double y = scale_at(&c->y, chart->target);
    double x = corner ? scale_at(&c->x, chart->target_x) : c->right;
    draw_line(c, "goal", c->left, y, x, y);
    labels_mark_line(&c->labels, c->left, y, x, y);
    if (!corner) return;
    draw_line(c, "goal", x, y, x, c->bottom);
    labels_mark_line(&c->labels, x, y, x, c->bottom);
}

static void label_target(struct canvas *c) {
    const struct chart_model *chart = c->chart;
    if (!has_target(chart)) return;
    bool on_line = c->narrow || scale_shows(chart->target_x);
    struct label label = {.text = chart->target_label,
                          .css = "t-goal",
                          .x = on_line ? c->left : c->right,
                          .y = scale_at(&c->y, chart->target),
                          .max_width = on_line ? (c->right - c->left) * 0.8 : NAME_WIDTH,
                          .where = on_line ? LABEL_ABOVE : LABEL_AROUND};
    labels_put(&c->labels, c->out, &label);
}

static bool break_shows(const struct canvas *c) {
    double x = c->chart->break_x;
    return c->chart->break_label && scale_shows(x) && x > c->x.lo && x < c->x.hi;
}

static void draw_break(struct canvas *c) {
    if (!break_shows(c)) return;
    double x = scale_at(&c->x, c->chart->break_x);
    draw_line(c, "brk", x, c->top - 14, x, c->bottom);
    labels_mark_line(&c->labels, x, c->top - 14, x, c->bottom);
}

static void label_break(struct canvas *c) {
    if (!break_shows(c)) return;
    struct label label = {.text = c->chart->break_label,
                          .css = "t2b",
                          .x = scale_at(&c->x, c->chart->break_x),
                          .y = c->narrow ? c->top - 4 : c->bottom - 22,
                          .max_width = c->narrow ? 110 : 130};
    labels_put(&c->labels, c->out, &label);
}

/* ---- series ---- */

static void path_point(struct canvas *c, bool first, double x, double y) {
    text_addc(c->out, first ? 'M' : 'L');
    markup_coord(c->out, scale_at(&c->x, x));
    text_addc(c->out, ',');
    markup_coord(c->out, scale_at(&c->y, y));
}

/* One run of neighbours that have both limits: up along the upper ones, back along the lower. */
static void draw_band_run(struct canvas *c, const char *css, const struct chart_point *p,
                          size_t n) {
    text_addf(c->out, "<path class=\"%s\" d=\"", css);
    for (size_t i = 0; i < n; i++) path_point(c, i == 0, p[i].x, p[i].upper);
    for (size_t i = n; i-- > 0;) path_point(c, false, p[i].x, p[i].lower);
    text_add(c->out, "Z\"/>\n");
}

static void draw_bands(struct canvas *c) {
    bool first = true; /* the widest interval is given first, and is the lightest */
    for (size_t s = 0; s < c->chart->series_n; s++) {
        const struct chart_series *series = &c->chart->series[s];
        if (series->mark != MARK_BAND) continue;
        for (size_t i = 0, n; i < series->n; i += n + 1) {
            for (n = 0; i + n < series->n && interval_shows(series, &series->points[i + n]);) n++;
            if (n) draw_band_run(c, first ? "fan95" : "fan50", series->points + i, n);
        }
        first = false;
    }
}

static void draw_path(struct canvas *c, const struct chart_series *series) {
    const char *css = series->mark == MARK_THIN ? "s0"
                      : series->mark == MARK_DASHED && colour_of(series) == 1
                          ? "fc"
                          : line_css[colour_of(series)];
    const struct chart_point *last = NULL;
    bool open = false;
    for (size_t i = 0; i < series->n; i++) {
        const struct chart_point *p = &series->points[i];
        if (!point_shows(p)) {
            last = NULL;
            continue;
        }
        if (!open) text_addf(c->out, "<path class=\"%s\" d=\"", css);
        open = true;
        path_point(c, !last, p->x, p->y);
        if (last)
            labels_mark_line(&c->labels, scale_at(&c->x, last->x), scale_at(&c->y, last->y),
                             scale_at(&c->x, p->x), scale_at(&c->y, p->y));
        last = p;
    }
    if (open) text_add(c->out, "\"/>\n");
}

static void draw_mark(struct canvas *c, int colour, double x, double y) {
    if (colour == 1) {
        text_addf(c->out, "<circle class=\"%s\"", mark_css[colour]);
        markup_attr(c->out, "cx", x);
        markup_attr(c->out, "cy", y);
        text_add(c->out, " r=\"4.5\"/>\n");
        return;
    }
    text_addf(c->out, "<path class=\"%s\" d=\"M", mark_css[colour]);
    markup_coord(c->out, colour == 2 ? x : x - 4);
    text_addc(c->out, ',');
    markup_coord(c->out, colour == 2 ? y - 6 : y - 4);
    text_add(c->out, colour == 2 ? "l6,6l-6,6l-6,-6Z\"/>\n" : "h8v8h-8Z\"/>\n");
}

static void draw_interval(struct canvas *c, const struct chart_series *series,
                          const struct chart_point *p) {
    if (!interval_shows(series, p)) return;
    double x = scale_at(&c->x, p->x);
    double lower = scale_at(&c->y, p->lower), upper = scale_at(&c->y, p->upper);
    draw_line(c, "err", x, lower, x, upper);
    labels_mark_line(&c->labels, x, lower, x, upper);
}

static void draw_series(struct canvas *c, const struct chart_series *series) {
    bool is_thin = series->mark == MARK_THIN;
    bool is_line = series->mark == MARK_LINE || series->mark == MARK_DASHED || is_thin;
    if (series->mark == MARK_BAND) return;
    if (is_line) draw_path(c, series);
    if (is_line && (is_thin || series->plain || series->n > DOTS_MAX)) return;
    int colour = series->mark == MARK_DIAMOND ? 2 : colour_of(series);
    for (size_t i = 0; i < series->n; i++) {
        const struct chart_point *p = &series->points[i];
        if (!point_shows(p)) continue;
        draw_interval(c, series, p);
        double x = scale_at(&c->x, p->x), y = scale_at(&c->y, p->y);
        draw_mark(c, colour, x, y);
        labels_mark(&c->labels, x, y, 6);
    }
}

static void label_name(struct canvas *c, const struct chart_series *series) {
    bool band = series->mark == MARK_BAND;
    size_t last = series->n;
    while (last > 0 && !(band ? interval_shows(series, &series->points[last - 1])
                              : point_shows(&series->points[last - 1])))
        last--;
    if (last == 0) return;
    const struct chart_point *p = &series->points[last - 1];
    struct label label = {.text = series->name,
                          .css = text_css[colour_of(series)],
                          .x = scale_at(&c->x, p->x),
                          .y = scale_at(&c->y, band ? p->upper : p->y),
                          .max_width = c->narrow ? 150 : NAME_WIDTH};
    labels_put(&c->labels, c->out, &label);
}

static void label_points(struct canvas *c, const struct chart_series *series) {
    for (size_t i = 0; i < series->n; i++) {
        const struct chart_point *p = &series->points[i];
        if (!point_shows(p)) continue;
        struct label label = {.text = p->label,
                              .css = text_css[colour_of(series)],
                              .x = scale_at(&c->x, p->x),
                              .y = scale_at(&c->y, p->y),
                              .max_width = c->narrow ? 130 : 160};
        labels_put(&c->labels, c->out, &label);
    }
}

static bool is_empty(const struct chart_model *chart) {
    for (size_t s = 0; s < chart->series_n; s++)
        for (size_t i = 0; i < chart->series[s].n; i++)
            if (point_shows(&chart->series[s].points[i]) ||
                interval_shows(&chart->series[s], &chart->series[s].points[i]))
                return false;
    return true;
}

static void draw_words(struct canvas *c) {
    const struct chart_model *chart = c->chart;
    label_target(c);
    for (size_t s = 0; s < chart->series_n; s++) label_points(c, &chart->series[s]);
    for (size_t s = 0; s < chart->series_n; s++) label_name(c, &chart->series[s]);
    label_break(c);
    if (is_empty(chart))
        drawing_empty(c->out, c->lang, &c->labels, (c->left + c->right) / 2,
                      (c->top + c->bottom) / 2);
}

static struct figure_model figure_of(const struct chart_model *chart) {
    return (struct figure_model){.id = chart->id,
                                 .title = chart->title,
                                 .subtitle = chart->subtitle,
                                 .desc = chart->desc,
                                 .source = chart->source,
                                 .csv_href = chart->csv_href,
                                 .table = chart->table};
}

void chart_svg(struct text *out, enum lang lang, const struct chart_model *chart, bool narrow) {
    struct canvas c = {.out = out,
                       .arena = out->arena,
                       .lang = lang,
                       .chart = chart,
                       .narrow = narrow,
                       .width = drawing_width(narrow),
                       .height = drawing_height(narrow)};
    struct figure_model figure = figure_of(chart);
    labels_init(&c.labels, out->arena, c.width, c.height);
    axes_set(&c);
    drawing_open(out, &figure, narrow);
    draw_axes(&c);
    draw_bands(&c);
    draw_break(&c);
    draw_target(&c);
    for (size_t s = 0; s < chart->series_n; s++) draw_series(&c, &chart->series[s]);
    draw_words(&c);
    text_add(out, "</svg>\n");
}

static void svg(struct text *out, enum lang lang, const void *model, bool narrow) {
    chart_svg(out, lang, model, narrow);
}

void chart_html(struct text *out, enum lang lang, const struct chart_model *chart) {
    struct figure_model figure = figure_of(chart);
    figure_html(out, lang, &figure, svg, chart);
}

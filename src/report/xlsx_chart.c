/* SPDX-License-Identifier: EUPL-1.2
 *
 * A chart model as a chart of the workbook's own. Each series has its points in two columns of the sheet, so
 * that whoever opens it can see and change what is drawn; the limits of an interval are series of their own.
 * School years are names and not numbers, so there the chart is one of categories.
 */
#include "report/xlsx.h"

#include "gen/msg.h"
#include "report/scale.h"

#include <math.h>

#define CHART_ROWS   22
#define CHART_WIDTH  900
#define CHART_HEIGHT 430

static const uint32_t colours[] = {0x0b5563, 0x0b5563, 0xb0440a, 0x595959};

struct plot {
    struct xlsx *x;
    lxw_worksheet *sheet;
    const char *name; /* of the sheet */
    lxw_chart *chart;
    const struct chart_model *model;
    lxw_row_t head; /* row of the columns' names */
    lxw_col_t next; /* next free column */
};
enum column_of { OF_VALUE, OF_LOWER, OF_UPPER };

static double value_of(const struct chart_point *point, enum column_of of) {
    return of == OF_LOWER ? point->lower : of == OF_UPPER ? point->upper : point->y;
}

static const char *x_name(struct plot *p, double x) {
    int year = (int)lrint(x);
    return arena_fmt(p->x->arena, "%04d/%02d", year, (year + 1) % 100);
}

static struct table_column digits(const struct chart_model *model) {
    return (struct table_column){.numeric = true, .decimals = 1, .unit = model->y_unit};
}

static void point_write(struct plot *p, lxw_row_t row, double x, double y) {
    struct table_column kind = digits(p->model);
    if (p->model->x_school_year)
        worksheet_write_string(p->sheet, row, p->next, x_name(p, x), NULL);
    else
        worksheet_write_number(p->sheet, row, p->next, x, NULL);
    if (scale_shows(y))
        worksheet_write_number(p->sheet, row, (lxw_col_t)(p->next + 1), round(y * 10) / 10,
                               xlsx_number_format(p->x, &kind));
}

static void look(struct plot *p, lxw_chart_series *series, const struct chart_series *of,
                 enum column_of column) {
    uint32_t colour = colours[of->colour >= 1 && of->colour <= 3 ? of->colour : 1];
    bool limit = column != OF_VALUE;
    bool joined = of->mark == MARK_LINE || of->mark == MARK_DASHED || of->mark == MARK_BAND;
    lxw_chart_line line = {.color = colour, .width = limit ? 1.0f : 2.25f};
    if (limit || of->mark == MARK_DASHED) line.dash_type = LXW_CHART_LINE_DASH_DASH;
    if (!joined || (limit && of->mark != MARK_BAND)) line.none = LXW_TRUE;
    chart_series_set_line(series, &line);
    lxw_chart_fill fill = {.color = colour};
    uint8_t shape =
        limit ? (of->mark == MARK_BAND ? LXW_CHART_MARKER_NONE : LXW_CHART_MARKER_LONG_DASH)
        : of->mark == MARK_DIAMOND || of->colour == 2 ? LXW_CHART_MARKER_DIAMOND
        : of->colour == 3                             ? LXW_CHART_MARKER_SQUARE
                                                      : LXW_CHART_MARKER_CIRCLE;
    chart_series_set_marker_type(series, shape);
    chart_series_set_marker_size(series, 6);
    chart_series_set_marker_fill(series, &fill);
    (void)p;
}

static void series_add(struct plot *p, const char *name, lxw_row_t n, lxw_chart_series **ret) {
    lxw_row_t first = p->head + 1, last = p->head + n;
    lxw_col_t x = p->next, y = (lxw_col_t)(p->next + 1);
    xlsx_text(p->x, p->sheet, p->head, y, name, p->x->line);
    *ret = chart_add_series(p->chart, NULL, NULL);
    chart_series_set_categories(*ret, p->name, first, x, last, x);
    chart_series_set_values(*ret, p->name, first, y, last, y);
    chart_series_set_name_range(*ret, p->name, p->head, y);
    p->next = (lxw_col_t)(p->next + 2);
}

static bool has(const struct chart_series *series, enum column_of of) {
    for (size_t i = 0; i < series->n; i++) {
        const struct chart_point *point = &series->points[i];
        if (!scale_shows(point->x) || !scale_shows(value_of(point, of))) continue;
        if (of == OF_VALUE || series->mark == MARK_BAND || point->lower < point->upper) return true;
    }
    return false;
}

static const char *name_of(struct plot *p, const struct chart_series *series, size_t number,
                           enum column_of of) {
    enum lang lang = p->x->document->lang;
    struct arena *a = p->x->arena;
    const char *name =
        series->name && *series->name ? series->name : msg_report_series(a, lang, (int64_t)number);
    return of == OF_LOWER   ? msg_report_lower(a, lang, name)
           : of == OF_UPPER ? msg_report_upper(a, lang, name)
                            : name;
}

static void draw(struct plot *p, const struct chart_series *series, size_t number,
                 enum column_of of) {
    if (!has(series, of)) return;
    for (size_t i = 0; i < series->n; i++)
        point_write(p, p->head + 1 + (lxw_row_t)i, series->points[i].x,
                    value_of(&series->points[i], of));
    lxw_chart_series *drawn;
    series_add(p, name_of(p, series, number, of), (lxw_row_t)series->n, &drawn);
    look(p, drawn, series, of);
}

/* What is wanted: a line across the years that are shown. */
static void draw_target(struct plot *p) {
    const struct chart_model *m = p->model;
    if (!scale_shows(m->target) || m->x_school_year) return;
    double lo = NAN, hi = NAN;
    for (size_t s = 0; s < m->series_n; s++)
        for (size_t i = 0; i < m->series[s].n; i++) scale_take(&lo, &hi, m->series[s].points[i].x);
    scale_take(&lo, &hi, m->target_x);
    if (isnan(lo)) return;
    point_write(p, p->head + 1, lo, m->target);
    point_write(p, p->head + 2, scale_shows(m->target_x) ? m->target_x : hi, m->target);
    lxw_chart_series *drawn;
    series_add(p, m->target_label ? m->target_label : "", 2, &drawn);
    lxw_chart_line line = {
        .color = 0x1a1a1a, .width = 1.0f, .dash_type = LXW_CHART_LINE_DASH_ROUND_DOT};
    chart_series_set_line(drawn, &line);
    chart_series_set_marker_type(drawn, LXW_CHART_MARKER_NONE);
}

static void axes(struct plot *p) {
    const struct chart_model *m = p->model;
    chart_axis_set_num_format(p->chart->y_axis, "#,##0");
    if (m->y_unit) chart_axis_set_name(p->chart->y_axis, m->y_unit);
    if (m->x_unit) chart_axis_set_name(p->chart->x_axis, m->x_unit);
    if (isfinite(m->y_min)) chart_axis_set_min(p->chart->y_axis, m->y_min);
    if (isfinite(m->y_max)) chart_axis_set_max(p->chart->y_axis, m->y_max);
    if (m->x_school_year) return;
    chart_axis_set_num_format(p->chart->x_axis, "0");
    if (isfinite(m->x_min)) chart_axis_set_min(p->chart->x_axis, m->x_min);
    if (isfinite(m->x_max)) chart_axis_set_max(p->chart->x_axis, m->x_max);
}

lxw_row_t xlsx_chart_room(lxw_row_t at) { return at + CHART_ROWS + 1; }

void xlsx_chart(struct xlsx *x, lxw_worksheet *sheet, const char *name, lxw_row_t at,
                lxw_row_t points, const struct document_figure *figure) {
    const struct chart_model *m = figure->chart;
    uint8_t kind = m->x_school_year ? LXW_CHART_LINE : LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS;
    struct plot p = {.x = x, .sheet = sheet, .name = name, .model = m, .head = points + 1};
    p.chart = workbook_add_chart(x->book, kind);
    if (!p.chart) {
        x->failed = true;
        return;
    }
    xlsx_text(x, sheet, points, 0, msg_report_points(x->document->lang), x->heading);
    for (size_t s = 0; s < m->series_n; s++)
        for (enum column_of of = OF_VALUE; of <= OF_UPPER; of++)
            if (of != OF_VALUE || m->series[s].mark != MARK_BAND)
                draw(&p, &m->series[s], s + 1, of);
    draw_target(&p);
    axes(&p);
    chart_title_set_name(p.chart, figure->title);
    lxw_chart_font font = {.size = 12, .bold = LXW_TRUE};
    chart_title_set_name_font(p.chart, &font);
    chart_legend_set_position(p.chart, LXW_CHART_LEGEND_BOTTOM);
    chart_show_blanks_as(p.chart, LXW_CHART_BLANKS_AS_GAP);
    lxw_chart_options options = {.x_scale = CHART_WIDTH / 480.0,
                                 .y_scale = CHART_HEIGHT / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = arena_dup(x->arena, figure->alternative)};
    if (p.next == 0) return; /* nothing to draw: a chart without series does not open */
    if (worksheet_insert_chart_opt(sheet, at, 0, p.chart, &options) != LXW_NO_ERROR)
        x->failed = true;
}

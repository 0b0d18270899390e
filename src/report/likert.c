/* SPDX-License-Identifier: EUPL-1.2
 *
 * Answers as bars on both sides of a middle, all on one scale from 100 to 100 per cent, so that rows of
 * different size can be compared. Per cent stand in the bars where they have room, n at the end of a row.
 */
#include "report/drawing.h"
#include "report/labels.h"
#include "report/markup.h"
#include "report/report.h"

#include "gen/msg.h"

#include <math.h>

static const char *const step_css[LIKERT_STEPS] = {"k1", "k2", "k3", "k4", "k5"};

int64_t likert_n(const struct likert_row *row) {
    int64_t n = 0;
    for (int s = 0; s < LIKERT_STEPS; s++) n += row->n[s];
    return n;
}

void likert_shares(const struct likert_row *row, int ret[LIKERT_STEPS]) {
    int64_t n = likert_n(row), rest[LIKERT_STEPS];
    int left = n > 0 ? 100 : 0;
    for (int s = 0; s < LIKERT_STEPS; s++) {
        ret[s] = n > 0 ? (int)(100 * row->n[s] / n) : 0;
        rest[s] = n > 0 ? 100 * row->n[s] % n : 0;
        left -= ret[s];
    }
    for (; left > 0; left--) {
        int most = 0;
        for (int s = 1; s < LIKERT_STEPS; s++)
            if (rest[s] > rest[most]) most = s;
        ret[most]++;
        rest[most] = -1;
    }
}

static bool is_shown(const struct likert_model *likert, const struct likert_row *row) {
    return likert_n(row) > 0 && likert_n(row) >= likert->least;
}

/* ---- table ---- */

enum { COLUMNS = LIKERT_STEPS + 2 };

const struct table_model *likert_table(struct arena *a, enum lang lang,
                                       const struct likert_model *likert) {
    struct table_model *table = arena_alloc(a, sizeof *table);
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, likert->rows_n * COLUMNS + 1, sizeof *cells);
    columns[0] = (struct table_column){.label = likert->row_heading};
    columns[1] = (struct table_column){.label = msg_report_likert_n(lang), .numeric = true};
    for (int s = 0; s < LIKERT_STEPS; s++)
        columns[s + 2] =
            (struct table_column){.label = likert->steps[s], .numeric = true, .unit = "%"};
    for (size_t r = 0; r < likert->rows_n; r++) {
        const struct likert_row *row = &likert->rows[r];
        struct table_cell *cell = &cells[r * COLUMNS];
        int shares[LIKERT_STEPS];
        bool shown = is_shown(likert, row);
        likert_shares(row, shares);
        cell[0] = (struct table_cell){.text = row->label};
        cell[1] = (struct table_cell){.number = shown ? (double)likert_n(row) : NAN,
                                      .why = shown ? NULL : likert->few};
        for (int s = 0; s < LIKERT_STEPS; s++)
            cell[s + 2] = (struct table_cell){.number = shown ? (double)shares[s] : NAN};
    }
    *table = (struct table_model){likert->figure.title, columns, COLUMNS, cells, likert->rows_n};
    return table;
}

/* ---- drawing ---- */

struct plot {
    struct text *out;
    struct labels labels;
    enum lang lang;
    bool narrow;
    double left, right, middle, top, pitch, bar;
};

static double at(const struct plot *p, double percent) {
    return p->middle + percent / 100 * (p->right - p->left) / 2;
}

/* Where the first answer begins: the middle of the third is the middle of the drawing. */
static double begins(const int shares[LIKERT_STEPS]) {
    return -(shares[0] + shares[1] + shares[2] / 2.0);
}

static void draw_bars(const struct plot *p, const int shares[LIKERT_STEPS], double y) {
    double from = begins(shares);
    for (int s = 0; s < LIKERT_STEPS; s++) {
        double x = at(p, from), width = at(p, from + shares[s]) - x;
        from += shares[s];
        if (shares[s] <= 0) continue;
        text_addf(p->out, "<rect class=\"%s\"", step_css[s]);
        markup_attr(p->out, "x", x);
        markup_attr(p->out, "y", y);
        markup_attr(p->out, "width", width);
        markup_attr(p->out, "height", p->bar);
        text_add(p->out, "/>\n");
    }
}

static void write_shares(struct plot *p, const int shares[LIKERT_STEPS], double y) {
    double from = begins(shares);
    for (int s = 0; s < LIKERT_STEPS; s++) {
        double x = at(p, from), width = at(p, from + shares[s]) - x;
        from += shares[s];
        const char *text = fmt_int(p->out->arena, p->lang, shares[s]);
        if (shares[s] > 0 && width > label_width(text) + 8)
            drawing_text(p->out, "dl", x + width / 2, y + p->bar / 2 + 4.5, "middle", text);
    }
}

/* On phones the name stands above its bar, else left of it. */
static void draw_row(struct plot *p, const struct likert_model *likert, size_t r) {
    const struct likert_row *row = &likert->rows[r];
    struct arena *a = p->out->arena;
    double y = p->top + p->pitch * (double)r;
    bool shown = is_shown(likert, row);
    const char *n = shown ? msg_report_likert_answers(a, p->lang, likert_n(row)) : likert->few;
    if (p->narrow) {
        drawing_text(p->out, "lab", 4, y + 12, "start", label_shortened(a, row->label, 180));
        drawing_text(p->out, "lab", p->right, y + 12, "end", label_shortened(a, n, 160));
        y += 17;
    } else {
        drawing_text(p->out, "lab", p->left - 10, y + p->bar / 2 + 4.5, "end",
                     label_shortened(a, row->label, p->left - 14));
        drawing_text(p->out, "lab", p->right + 10, y + p->bar / 2 + 4.5, "start",
                     label_shortened(a, n, drawing_width(false) - p->right - 12));
    }
    if (!shown) return;
    int shares[LIKERT_STEPS];
    likert_shares(row, shares);
    draw_bars(p, shares, y);
    write_shares(p, shares, y);
}

static void plot_set(struct plot *p, const struct likert_model *likert) {
    double bottom = drawing_height(p->narrow) - 10, rows = (double)likert->rows_n;
    p->left = p->narrow ? 4 : 130;
    p->right = drawing_width(p->narrow) - (p->narrow ? 4 : 130);
    p->middle = (p->left + p->right) / 2;
    p->top = 40;
    p->pitch = fmin(64, (bottom - p->top) / fmax(1, rows));
    p->bar = fmax(8, fmin(36, p->pitch - (p->narrow ? 24 : 12)));
}

void likert_svg(struct text *out, enum lang lang, const struct likert_model *likert, bool narrow) {
    struct plot p = {.out = out, .lang = lang, .narrow = narrow};
    struct arena *a = out->arena;
    labels_init(&p.labels, a, drawing_width(narrow), drawing_height(narrow));
    plot_set(&p, likert);
    bool any = false;
    for (size_t r = 0; r < likert->rows_n; r++) any = any || is_shown(likert, &likert->rows[r]);
    double rows_end = p.top + p.pitch * (double)likert->rows_n;
    drawing_open_low(out, &likert->figure, narrow,
                     any ? fmin(rows_end + 10, drawing_height(narrow)) : drawing_height(narrow));
    if (!any) {
        drawing_empty(out, lang, &p.labels, p.middle, drawing_height(narrow) / 2);
    } else {
        double most = p.middle - p.left - 8;
        drawing_text(out, "lab t2", p.middle - 8, 20, "end",
                     label_shortened(a, arena_fmt(a, "← %s", likert->against), most));
        drawing_text(out, "lab t1", p.middle + 8, 20, "start",
                     label_shortened(a, arena_fmt(a, "%s →", likert->in_favour), most));
        for (size_t r = 0; r < likert->rows_n; r++) draw_row(&p, likert, r);
        drawing_line(out, "mean", p.middle, 28, p.middle,
                     fmin(rows_end, drawing_height(narrow) - 4));
    }
    text_add(out, "</svg>\n");
}

static void svg(struct text *out, enum lang lang, const void *model, bool narrow) {
    likert_svg(out, lang, model, narrow);
}

void likert_html(struct text *out, enum lang lang, const struct likert_model *likert) {
    struct likert_model model = *likert;
    if (!model.figure.table) model.figure.table = likert_table(out->arena, lang, likert);
    figure_html(out, lang, &model.figure, svg, &model);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A table on paper. Each column gets the width of its longest word at least and of its longest cell at
 * most; what is left or missing is shared out by what they want. A row stays on one page.
 */
#include "report/paper_table.h"

#include <math.h>
#include <string.h>

#define PAD_X       4.0 /* points inside a cell */
#define PAD_X_TIGHT 2.5
#define PAD_Y       3.5

struct grid {
    struct paper *paper;
    size_t columns, rows; /* rows with the head as row 0 when there is one */
    const char **texts;
    const bool *right; /* columns that are numbers */
    double *widths;
    bool headed;
    bool tight;
};

static const char *cell_at(const struct grid *g, size_t row, size_t column) {
    return g->texts[row * g->columns + column];
}

static double pad(const struct grid *g) { return g->tight ? PAD_X_TIGHT : PAD_X; }

static enum paper_style style_at(const struct grid *g, size_t row, size_t column) {
    bool bold = (g->headed && row == 0) || (!g->headed && column == 1);
    if (g->tight) return bold ? PAPER_TIGHT_HEAD : PAPER_TIGHT;
    return bold ? PAPER_CELL_HEAD : PAPER_CELL;
}

static double text_width(struct grid *g, enum paper_style style, const char *text) {
    int width, height;
    PangoLayout *layout = g->paper->layout;
    paper_set(g->paper, layout, style, 0, text);
    pango_layout_set_width(layout, -1);
    pango_layout_get_size(layout, &width, &height);
    return paper_points(width) + 0.5;
}

static double longest_word(struct grid *g, enum paper_style style, const char *text) {
    double widest = 0;
    while (*text) {
        size_t len = strcspn(text, " ");
        if (len)
            widest = fmax(widest, text_width(g, style, arena_dup_n(g->paper->arena, text, len)));
        text += len + strspn(text + len, " ");
    }
    return widest;
}

/* The width that no column may pass so that all of them fit: where words must be cut, the longest ones are, and
 * a year or a number stays whole. */
static double cap_of(const double *least, size_t n) {
    double cap = 0, before = -1;
    while (cap > before) {
        size_t wide = 0;
        double narrow = 0;
        for (size_t c = 0; c < n; c++) {
            wide += least[c] > cap;
            narrow += least[c] > cap ? 0 : least[c];
        }
        before = cap;
        if (wide) cap = (PAPER_MEASURE - narrow) / (double)wide;
    }
    return cap;
}

/* Shares PAPER_MEASURE out between columns that need `least` and want `most`. What is left over goes by the
 * root of what a column wants beyond its need: a cell of many words is folded anyway, and rows are lowest when
 * all of them are folded about as much. */
static void share_out(struct grid *g, const double *least, const double *most) {
    double sum_least = 0, sum_most = 0, wants = 0;
    for (size_t c = 0; c < g->columns; c++) {
        sum_least += least[c];
        sum_most += most[c];
        wants += sqrt(most[c] - least[c]);
    }
    double cap = sum_least < PAPER_MEASURE ? 0 : cap_of(least, g->columns);
    for (size_t c = 0; c < g->columns; c++) {
        if (sum_most <= PAPER_MEASURE)
            g->widths[c] = most[c] + (c == 0 ? PAPER_MEASURE - sum_most : 0);
        else if (sum_least >= PAPER_MEASURE)
            g->widths[c] = fmin(least[c], cap);
        else
            g->widths[c] =
                least[c] + (PAPER_MEASURE - sum_least) * sqrt(most[c] - least[c]) / wants;
    }
}

static void widths_find(struct grid *g) {
    struct arena *a = g->paper->arena;
    double *least = arena_array(a, g->columns, sizeof *least);
    double *most = arena_array(a, g->columns, sizeof *most);
    g->widths = arena_array(a, g->columns, sizeof *g->widths);
    for (size_t r = 0; r < g->rows; r++)
        for (size_t c = 0; c < g->columns; c++) {
            enum paper_style style = style_at(g, r, c);
            least[c] = fmax(least[c], longest_word(g, style, cell_at(g, r, c)) + 2 * pad(g));
            most[c] = fmax(most[c], text_width(g, style, cell_at(g, r, c)) + 2 * pad(g));
        }
    share_out(g, least, most);
    double sum = 0;
    for (size_t c = 0; c < g->columns; c++) sum += least[c];
    if (sum <= PAPER_MEASURE || g->tight) return;
    g->tight = true; /* smaller letters rather than words cut in two */
    widths_find(g);
}

static void cell_set(struct grid *g, size_t row, size_t column) {
    PangoLayout *layout = g->paper->layout;
    paper_set(g->paper, layout, style_at(g, row, column), g->widths[column] - 2 * pad(g),
              cell_at(g, row, column));
    pango_layout_set_alignment(layout, g->right[column] ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
}

static double row_height(struct grid *g, size_t row) {
    double most = 0;
    for (size_t c = 0; c < g->columns; c++) {
        int width, height;
        cell_set(g, row, c);
        pango_layout_get_size(g->paper->layout, &width, &height);
        most = fmax(most, paper_points(height));
    }
    return most + 2 * PAD_Y;
}

static void rule(struct paper *paper, double y, double width, double grey) {
    if (!paper->pages) return;
    cairo_save(paper->cr);
    cairo_set_source_rgb(paper->cr, grey, grey, grey);
    cairo_set_line_width(paper->cr, width);
    cairo_move_to(paper->cr, PAPER_LEFT, y);
    cairo_line_to(paper->cr, PAPER_LEFT + PAPER_MEASURE, y);
    cairo_stroke(paper->cr);
    cairo_restore(paper->cr);
}

/* `tagged` false: the head once more on a further page, which a screen reader need not hear. */
static void row_draw(struct grid *g, size_t row, double height, bool tagged) {
    struct paper *paper = g->paper;
    bool head = g->headed && row == 0;
    double x = PAPER_LEFT;
    if (tagged) paper_tag(paper, "TR");
    for (size_t c = 0; c < g->columns && paper->pages; c++) {
        bool header = head || c == 0;
        if (tagged && header) pdf_after_header(&paper->after, !head);
        if (tagged) paper_tag(paper, header ? "TH" : "TD");
        cell_set(g, row, c);
        cairo_move_to(paper->cr, x + pad(g), paper->y + PAD_Y);
        pango_cairo_show_layout(paper->cr, paper->layout);
        if (tagged) paper_tag_end(paper, header ? "TH" : "TD");
        x += g->widths[c];
    }
    if (tagged) paper_tag_end(paper, "TR");
    paper->y += height;
    rule(paper, paper->y, head ? 1 : 0.5, head ? 0.45 : 0.82);
}

static void grid_draw(struct grid *g) {
    struct paper *paper = g->paper;
    widths_find(g);
    double head = g->headed ? row_height(g, 0) : 0;
    if (paper_room(paper) < head + 40) paper_turn(paper);
    paper_tag(paper, "Table");
    if (!g->headed) rule(paper, paper->y, 0.5, 0.82);
    for (size_t r = 0; r < g->rows; r++) {
        double height = row_height(g, r);
        if (height > paper_room(paper) && height < PAPER_HEIGHT - PAPER_TOP - PAPER_BOTTOM - head) {
            paper_turn(paper);
            if (g->headed && r) row_draw(g, 0, head, false);
        }
        row_draw(g, r, height, true);
    }
    paper_tag_end(paper, "Table");
    pango_layout_set_alignment(paper->layout, PANGO_ALIGN_LEFT);
    paper->y += 6;
}

void paper_table(struct paper *paper, enum lang lang, const struct table_model *table) {
    struct arena *a = paper->arena;
    size_t columns = table->columns_n, rows = table->rows_n + 1;
    bool *right = arena_array(a, columns, sizeof *right);
    struct grid g = {
        .paper = paper, .columns = columns, .rows = rows, .right = right, .headed = true};
    g.texts = arena_array(a, columns * rows, sizeof *g.texts);
    for (size_t c = 0; c < columns; c++) {
        right[c] = table->columns[c].numeric && c > 0;
        g.texts[c] = table->columns[c].label;
    }
    for (size_t i = 0; i < columns * table->rows_n; i++)
        g.texts[columns + i] =
            table_cell_text(a, lang, &table->columns[i % columns], &table->cells[i]);
    grid_draw(&g);
}

void paper_facts(struct paper *paper, const struct paper_fact *facts, size_t n) {
    struct arena *a = paper->arena;
    static const bool right[2] = {false, false};
    struct grid g = {.paper = paper, .columns = 2, .rows = n, .right = right};
    g.texts = arena_array(a, 2 * n, sizeof *g.texts);
    for (size_t i = 0; i < n; i++) {
        g.texts[2 * i] = facts[i].label;
        g.texts[2 * i + 1] = facts[i].text;
    }
    grid_draw(&g);
}

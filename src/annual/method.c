/* SPDX-License-Identifier: EUPL-1.2
 *
 * The last chapters: figures beside the goals, how numbers and status are made, and where they come from.
 */
#include "annual/internal.h"

#include "gen/msg.h"

#include <string.h>

static bool is_explained(struct figures figures, const struct figure *figure) {
    for (const struct figure *f = figures.v; f < figure; f++)
        if (f->goal == figure->goal && strcmp(f->definition, figure->definition) == 0 &&
            strcmp(f->indicator, figure->indicator) == 0)
            return true;
    return false;
}

static void definitions(struct book *b) {
    struct arena *a = b->r.arena;
    struct figures figures = b->goals.figures;
    struct table_column *columns = arena_array(a, 2, sizeof *columns);
    struct table_cell *cells = arena_array(a, 2 * figures.n, sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    columns[0].label = msg_goal_table_measure(b->r.lang);
    columns[1].label = msg_goal_table_definition(b->r.lang);
    size_t rows = 0;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (is_explained(figures, f)) continue;
        cells[2 * rows].text = figure_name(b->r, f);
        cells[2 * rows++ + 1].text = figure_definition(b->r, f);
    }
    *table = (struct table_model){msg_goal_method_definitions(b->r.lang), columns, 2, cells, rows};
    document_table(b->d, msg_goal_method_definitions(b->r.lang), table);
}

static void sources(struct book *b) {
    struct figures figures = b->goals.figures;
    document_heading(b->d, 2, msg_annual_sources(b->r.lang));
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        const struct figure *same = figures.v;
        while (same < f && strcmp(same->source, f->source) != 0) same++;
        if (same == f) document_text(b->d, DOCUMENT_ITEM, f->source);
    }
}

static void status_rules(struct book *b) {
    enum lang lang = b->r.lang;
    document_heading(b->d, 3, msg_goal_method_status(lang));
    const char *const rules[] = {msg_goal_method_status_1(lang), msg_goal_method_status_2(lang),
                                 msg_goal_method_status_3(lang), msg_goal_method_status_4(lang)};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        document_text(b->d, DOCUMENT_ITEM, rules[i]);
}

void book_method(struct book *b) {
    struct document *d = b->d;
    enum lang lang = b->r.lang;
    const struct table_model *other = goal_table(b->r, b->goals.figures, 0, false);
    if (other->rows_n) {
        document_heading(d, 2, msg_goal_table_other(lang));
        document_table(d, NULL, other);
    }
    book_own(b, 0);
    document_heading(d, 2, msg_goal_method(lang));
    document_text(d, DOCUMENT_TEXT, msg_annual_method_year(lang));
    document_text(d, DOCUMENT_TEXT, msg_annual_method_words(lang));
    status_rules(b);
    document_heading(d, 3, msg_goal_method_breaks(lang));
    document_text(d, DOCUMENT_TEXT, msg_goal_method_breaks_text(lang));
    definitions(b);
    sources(b);
}

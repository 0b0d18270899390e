/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/views.h"

#include "gen/msg.h"

#include <math.h>

/* The source, and when it was fetched and revised. */
static const char *source_of(struct reader r, const struct figure *f) {
    const char *source = f->source;
    if (f->retrieved > 0)
        source = msg_goal_table_retrieved(r.arena, r.lang, source,
                                          fmt_day_table(r.arena, r.lang, f->retrieved));
    if (f->revised > 0)
        source = msg_goal_table_revised(r.arena, r.lang, source,
                                        fmt_day_table(r.arena, r.lang, f->revised),
                                        fmt_number(r.arena, r.lang, f->was, 1));
    return source;
}

static void page_row(struct reader r, struct figures figures, const struct figure *f,
                     struct table_cell *cells) {
    const char *texts[] = {figure_name(r, f),           figure_area(r, f),      figure_period(r, f),
                           figure_value(r, figures, f), figure_kind_name(r, f), source_of(r, f)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) cells[i].text = texts[i];
}

static void file_row(struct reader r, const struct figure *f, struct table_cell *cells) {
    const char *texts[] = {
        figure_name(r, f),      figure_area(r, f),       f->period,      NULL, figure_unit(r, f),
        figure_kind_name(r, f), figure_definition(r, f), source_of(r, f)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) cells[i].text = texts[i];
    cells[3].number = f->value;
}

static size_t columns_of(struct reader r, bool for_file, struct table_column *columns) {
    enum lang lang = r.lang;
    size_t n = 0;
    columns[n++].label = msg_goal_table_measure(lang);
    columns[n++].label = msg_goal_table_area(lang);
    columns[n++].label = msg_goal_table_period(lang);
    columns[n++] =
        (struct table_column){.label = msg_goal_table_value(lang), .numeric = true, .decimals = 1};
    if (for_file) columns[n++].label = msg_goal_table_unit(lang);
    columns[n++].label = msg_goal_table_kind(lang);
    if (for_file) columns[n++].label = msg_goal_table_definition(lang);
    columns[n++].label = msg_goal_table_source(lang);
    return n;
}

const struct table_model *goal_table(struct reader r, struct figures figures, int goal,
                                     bool for_file) {
    struct table_model *table = arena_alloc(r.arena, sizeof *table);
    struct table_column *columns = arena_array(r.arena, 8, sizeof *columns);
    size_t n = columns_of(r, for_file, columns), rows = 0;
    struct table_cell *cells = arena_array(r.arena, figures.n * n, sizeof *cells);
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (f->goal != goal) continue;
        if (for_file)
            file_row(r, f, &cells[n * rows++]);
        else
            page_row(r, figures, f, &cells[n * rows++]);
    }
    *table = (struct table_model){
        .caption =
            goal ? msg_goal_table_caption(r.arena, r.lang, goal) : msg_goal_table_other(r.lang),
        .columns = columns,
        .columns_n = n,
        .cells = cells,
        .rows_n = rows,
    };
    return table;
}

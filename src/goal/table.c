/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/views.h"

#include "gen/msg.h"

#include <math.h>

/* The source, and when it was fetched and revised. */
static const char *source_of(struct reader r, const struct figure *f) {
    const char *source = f->source;
    if (figure_kind_of(f->indicator) == FIGURE_OWN)
        return msg_goal_table_own(r.arena, r.lang, source,
                                  fmt_day_table(r.arena, r.lang, f->retrieved),
                                  fmt_day_table(r.arena, r.lang, f->published));
    if (f->retrieved > 0)
        source = msg_goal_table_retrieved(r.arena, r.lang, source,
                                          fmt_day_table(r.arena, r.lang, f->retrieved));
    if (f->revised > 0)
        source = msg_goal_table_revised(r.arena, r.lang, source,
                                        fmt_day_table(r.arena, r.lang, f->revised),
                                        fmt_number(r.arena, r.lang, f->was, 1));
    return source;
}

/* What columns a table has: a page shows uncertainty only where one of its figures has it. */
struct shape {
    bool for_file, limits;
};

static const char *limits_text(struct reader r, const struct figure *f) {
    double lower, upper;
    if (!figure_limits(f, &lower, &upper)) return "–";
    return arena_fmt(r.arena, "%s–%s", fmt_number(r.arena, r.lang, lower, 1),
                     fmt_number(r.arena, r.lang, upper, 1));
}

static size_t text_put(struct table_cell *cells, size_t n, const char *text) {
    cells[n].text = text;
    return n + 1;
}

static size_t number_put(struct table_cell *cells, size_t n, double number) {
    cells[n].number = number;
    return n + 1;
}

static void row_fill(struct reader r, struct figures figures, const struct figure *f,
                     const struct shape *shape, struct table_cell *cells) {
    size_t n = text_put(cells, 0, figure_name(r, f));
    n = text_put(cells, n, figure_area(r, f));
    n = text_put(cells, n, shape->for_file ? f->period : figure_period(r, f));
    if (!shape->for_file) {
        n = text_put(cells, n, figure_value(r, figures, f));
        if (shape->limits) n = text_put(cells, n, limits_text(r, f));
    } else {
        double lower = NAN, upper = NAN;
        figure_limits(f, &lower, &upper);
        n = number_put(cells, n, f->value);
        n = text_put(cells, n, figure_unit(r, f));
        n = number_put(cells, n, lower);
        n = number_put(cells, n, upper);
        n = number_put(cells, n, f->n > 0 ? (double)f->n : (double)NAN);
    }
    n = text_put(cells, n, figure_kind_name(r, f));
    if (shape->for_file) n = text_put(cells, n, figure_definition(r, f));
    text_put(cells, n, source_of(r, f));
}

static size_t numeric(struct table_column *columns, size_t n, const char *label, int decimals) {
    columns[n] = (struct table_column){.label = label, .numeric = true, .decimals = decimals};
    return n + 1;
}

static size_t columns_of(struct reader r, const struct shape *shape, struct table_column *columns) {
    enum lang lang = r.lang;
    size_t n = 0;
    columns[n++].label = msg_goal_table_measure(lang);
    columns[n++].label = msg_goal_table_area(lang);
    columns[n++].label = msg_goal_table_period(lang);
    n = numeric(columns, n, msg_goal_table_value(lang), 1);
    if (!shape->for_file && shape->limits) n = numeric(columns, n, msg_goal_table_limits(lang), 1);
    if (shape->for_file) {
        columns[n++].label = msg_goal_table_unit(lang);
        n = numeric(columns, n, msg_goal_table_lower(lang), 1);
        n = numeric(columns, n, msg_goal_table_upper(lang), 1);
        n = numeric(columns, n, msg_goal_table_n(lang), 0);
    }
    columns[n++].label = msg_goal_table_kind(lang);
    if (shape->for_file) columns[n++].label = msg_goal_table_definition(lang);
    columns[n++].label = msg_goal_table_source(lang);
    return n;
}

const struct table_model *goal_table(struct reader r, struct figures figures, int goal,
                                     bool for_file) {
    struct table_model *table = arena_alloc(r.arena, sizeof *table);
    struct table_column *columns = arena_array(r.arena, 12, sizeof *columns);
    struct shape shape = {.for_file = for_file};
    double lower, upper;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        shape.limits |= f->goal == goal && figure_limits(f, &lower, &upper);
    size_t n = columns_of(r, &shape, columns), rows = 0;
    struct table_cell *cells = arena_array(r.arena, figures.n * n, sizeof *cells);
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (f->goal == goal) row_fill(r, figures, f, &shape, &cells[n * rows++]);
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

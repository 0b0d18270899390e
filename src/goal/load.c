/* SPDX-License-Identifier: EUPL-1.2
 *
 * The goals, initiatives and figures of rules/ on their way into the database, and figures from elsewhere. The
 * files are our own and compiled in, so a row that cannot be read is refused whole: the tests see it first.
 */
#include "base/date.h"
#include "gen/goal.sql.h"
#include "gen/rules.h"
#include "goal/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX  20
#define SERIES_MAX 32

struct loading {
    struct db *w;
    struct arena *arena;
    struct { /* the targets of which goal stand under which indicator */
        int64_t goal;
        const char *series;
    } series[SERIES_MAX];
    size_t series_n;
};

/* Splits the line at *text into n cells and moves *text behind it; false when there are not n. */
static bool line_cells(struct arena *a, const char **text, const char **cells, size_t n) {
    size_t len = strcspn(*text, "\n"), found = 0;
    char *line = arena_dup_n(a, *text, len);
    *text += len + ((*text)[len] == '\n');
    for (char *cell = line; cell && found <= n; found++) {
        char *end = strchr(cell, ';');
        if (end) *end++ = '\0';
        if (found < n) cells[found] = cell;
        cell = end;
    }
    return found == n;
}

typedef bool row_fn(struct loading *loading, const char *const *cells, struct err *err);

/* Every line after the heading. */
static bool load_file(struct loading *loading, const char *text, const char *name, size_t columns,
                      row_fn *save, struct err *err) {
    const char *cells[CELLS_MAX];
    for (int line = 1; *text; line++) {
        if (!line_cells(loading->arena, &text, cells, columns))
            return err_set(err, ERR_INPUT, "rules/%s, line %d: not %zu cells", name, line, columns);
        if (line > 1 && !save(loading, cells, err)) return false;
    }
    return true;
}

static int64_t number_of(const char *cell) { return strtol(cell, NULL, 10); }

static bool goal_row(struct loading *loading, const char *const *cells, struct err *err) {
    struct q_goal_save_in in = {.number = number_of(cells[0]),
                                .name_da = cells[1],
                                .name_en = cells[2],
                                .text_da = cells[3],
                                .text_en = cells[4],
                                .owner = cells[5],
                                .horizon_da = cells[6],
                                .horizon_en = cells[7],
                                .basis_da = cells[8],
                                .basis_en = cells[9],
                                .direction = number_of(cells[10]),
                                .measure = cells[11],
                                .series = cells[12],
                                .definition = cells[13],
                                .unit = cells[14],
                                .indicators = cells[15],
                                .source = cells[16]};
    if (loading->series_n == SERIES_MAX)
        return err_set(err, ERR_INPUT, "rules/goals.csv: too long");
    loading->series[loading->series_n].goal = in.number;
    loading->series[loading->series_n++].series = in.series;
    return q_goal_save(loading->w, in, NULL, err);
}

static bool initiative_row(struct loading *loading, const char *const *cells, struct err *err) {
    struct q_goal_initiative_save_in in = {.id = number_of(cells[0]),
                                           .initiative = cells[1],
                                           .goal = number_of(cells[2]),
                                           .place = number_of(cells[3]),
                                           .name_da = cells[4],
                                           .name_en = cells[5],
                                           .text_da = cells[6],
                                           .text_en = cells[7],
                                           .owner = cells[8],
                                           .reach = cells[9],
                                           .source = cells[10]};
    return q_goal_initiative_save(loading->w, in, NULL, err);
}

/* ---- figures ---- */

static bool is_same(double x, double y) { return (isnan(x) && isnan(y)) || x == y; }

static bool figure_add(struct db *w, const struct figure *f, int64_t imported, struct err *err) {
    bool limits = isfinite(f->lower) && isfinite(f->upper) && f->upper > f->lower;
    struct q_goal_figure_add_in in = {
        .goal = f->goal ? f->goal : INT_NONE,
        .indicator = f->indicator,
        .area = f->area,
        .period = f->period,
        .value = f->value,
        .unit = f->unit,
        .definition = f->definition,
        .source = f->source,
        .n = f->n > 0 ? f->n : INT_NONE,
        .lower = limits ? f->lower : NAN,
        .upper = limits ? f->upper : NAN,
        .published = f->published ? f->published : DAY_NONE,
        .retrieved = f->retrieved ? f->retrieved : DAY_NONE,
        .imported = imported,
    };
    return q_goal_figure_add(w, in, NULL, err);
}

static bool figure_now(struct db *w, struct arena *a, const struct figure *f,
                       struct q_goal_figure_now_rows *rows, struct err *err) {
    struct q_goal_figure_now_in in = {f->indicator, f->area, f->period, f->definition};
    return q_goal_figure_now(w, a, in, rows, err);
}

bool goal_figure_put(struct db *w, struct arena *a, const struct figure *f, int64_t imported,
                     enum figure_put *ret_put, struct err *err) {
    struct q_goal_figure_now_rows now;
    if (!figure_now(w, a, f, &now, err)) return false;
    *ret_put = FIGURE_NEW;
    if (now.n) {
        const struct q_goal_figure_now_row *row = &now.v[0];
        bool same_n = row->n == f->n || (row->n == INT_NONE && f->n <= 0);
        *ret_put = is_same(row->value, f->value) && same_n ? FIGURE_SAME : FIGURE_REPLACED;
        struct q_goal_figure_replace_in in = {row->id, imported};
        if (*ret_put == FIGURE_SAME) return true;
        if (!q_goal_figure_replace(w, in, NULL, err)) return false;
    }
    return figure_add(w, f, imported, err);
}

/* A figure of the program: what was imported in its place stays. */
static bool figure_load(struct loading *loading, const struct figure *f, struct err *err) {
    struct q_goal_figure_now_rows now;
    if (!figure_now(loading->w, loading->arena, f, &now, err)) return false;
    if (!now.n) return figure_add(loading->w, f, INT_NONE, err);
    const struct q_goal_figure_now_row *row = &now.v[0];
    if (row->imported != INT_NONE) return true;
    struct q_goal_figure_again_in in = {.id = row->id,
                                        .goal = f->goal ? f->goal : INT_NONE,
                                        .value = f->value,
                                        .unit = f->unit,
                                        .source = f->source,
                                        .published = f->published};
    return q_goal_figure_again(loading->w, in, NULL, err);
}

static int64_t goal_of_series(const struct loading *loading, const struct figure *f) {
    if (strcmp(f->area, GOAL_PROGRAM) != 0) return 0;
    for (size_t i = 0; i < loading->series_n; i++)
        if (strcmp(loading->series[i].series, f->indicator) == 0) return loading->series[i].goal;
    return 0;
}

/* A goal's own targets are no figures that somebody found: they are changed here. */
static bool target_load(struct loading *loading, int64_t goal, const struct figure *f,
                        struct err *err) {
    struct q_goal_target_save_in in = {.id = 10000 * goal + figure_year(f),
                                       .goal = goal,
                                       .period = f->period,
                                       .value = f->value,
                                       .source = f->source};
    return q_goal_target_save(loading->w, in, NULL, err);
}

static bool figure_row(struct loading *loading, const char *const *cells, struct err *err) {
    struct figure f = {
        .goal = *cells[0] ? (int)number_of(cells[0]) : 0,
        .indicator = cells[1],
        .area = cells[2],
        .period = cells[3],
        .value = NAN,
        .unit = cells[5],
        .definition = cells[6],
        .source = cells[7],
        .lower = NAN,
        .upper = NAN,
        .published = day_parse_iso(cells[8]),
    };
    if ((*cells[4] && !number_parse(cells[4], &f.value)) || (*cells[8] && f.published == DAY_NONE))
        return err_set(err, ERR_INPUT, "rules/published-figures.csv: %s or %s cannot be read",
                       cells[4], cells[8]);
    int64_t goal = goal_of_series(loading, &f);
    return goal ? target_load(loading, goal, &f, err) : figure_load(loading, &f, err);
}

bool goal_load(struct db *w, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct loading loading = {.w = w, .arena = a};
    return load_file(&loading, rules_goals, "goals.csv", 17, goal_row, err) &&
           load_file(&loading, rules_initiatives, "initiatives.csv", 11, initiative_row, err) &&
           load_file(&loading, rules_published_figures, "published-figures.csv", 9, figure_row,
                     err);
}

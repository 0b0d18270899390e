/* SPDX-License-Identifier: EUPL-1.2
 *
 * The goals and figures of rules/ on their way into the database, and out again. The files are our
 * own and compiled in, so a row that cannot be read is refused whole: the tests see it first.
 */
#include "gen/goal.sql.h"
#include "gen/rules.h"
#include "goal/goal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX 8

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

typedef bool row_fn(struct db *w, const char *const *cells, struct err *err);

/* Every line after the heading. */
static bool load_file(struct db *w, const char *text, const char *name, size_t columns,
                      row_fn *save, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *cells[CELLS_MAX];
    for (int line = 1; *text; line++) {
        if (!line_cells(a, &text, cells, columns))
            return err_set(err, ERR_INPUT, "rules/%s, line %d: not %zu cells", name, line, columns);
        if (line > 1 && !save(w, cells, err)) return false;
    }
    return true;
}

static bool goal_row(struct db *w, const char *const *cells, struct err *err) {
    struct q_goal_save_in in = {.number = strtol(cells[0], NULL, 10),
                                .name_da = cells[1],
                                .name_en = cells[2],
                                .text_da = cells[3],
                                .text_en = cells[4],
                                .source = cells[5]};
    return q_goal_save(w, in, NULL, err);
}

static bool figure_row(struct db *w, const char *const *cells, struct err *err) {
    double value = NAN;
    if (*cells[4] && !number_parse(cells[4], &value))
        return err_set(err, ERR_INPUT, "rules/published-figures.csv: %s is no number", cells[4]);
    struct q_goal_figure_save_in in = {
        .goal = *cells[0] ? strtol(cells[0], NULL, 10) : INT_NONE,
        .indicator = cells[1],
        .area = cells[2],
        .period = cells[3],
        .value = value,
        .unit = cells[5],
        .definition = cells[6],
        .source = cells[7],
    };
    return q_goal_figure_save(w, in, NULL, err);
}

bool goal_load(struct db *w, struct err *err) {
    return load_file(w, rules_goals, "goals.csv", 6, goal_row, err) &&
           load_file(w, rules_published_figures, "published-figures.csv", 8, figure_row, err);
}

static bool goals_read_texts(struct db *db, struct arena *a, enum lang lang, struct goals *goals,
                             struct err *err) {
    struct q_goal_list_rows rows;
    if (!q_goal_list(db, a, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_goal_list_row *row = &rows.v[i];
        if (row->number < 1 || row->number > GOALS_N) continue;
        goals->goal[row->number] = (struct goal){
            .number = (int)row->number,
            .name = lang == LANG_DA ? row->name_da : row->name_en,
            .text = lang == LANG_DA ? row->text_da : row->text_en,
            .source = row->source,
        };
    }
    return true;
}

bool goals_read(struct db *db, struct arena *a, enum lang lang, struct goals *ret_goals,
                struct err *err) {
    struct goals goals = {0};
    struct q_goal_figures_rows rows;
    if (!goals_read_texts(db, a, lang, &goals, err) || !q_goal_figures(db, a, &rows, err))
        return false;
    struct figure *figures = arena_array(a, rows.n, sizeof *figures);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_goal_figures_row *row = &rows.v[i];
        figures[i] = (struct figure){
            .goal = row->goal == INT_NONE ? 0 : (int)row->goal,
            .indicator = row->indicator,
            .area = row->area,
            .period = row->period,
            .value = row->value,
            .unit = row->unit,
            .definition = row->definition,
            .source = row->source,
        };
    }
    goals.figures = (struct figures){figures, rows.n};
    *ret_goals = goals;
    return true;
}

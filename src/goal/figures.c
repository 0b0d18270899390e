/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures from files: what each would change, one series at a time, and what a figure was before.
 */
#include "gen/goal.sql.h"
#include "goal/goal.h"

#include "base/clock.h"

#include <math.h>

bool goal_figure_compare(struct db *db, struct arena *a, const struct figure *f,
                         enum figure_put *ret_put, double *ret_was, struct err *err) {
    struct q_goal_figure_now_rows now;
    struct q_goal_figure_now_in in = {f->indicator, f->area, f->period, f->definition};
    *ret_put = FIGURE_NEW;
    *ret_was = NAN;
    if (!q_goal_figure_now(db, a, in, &now, err)) return false;
    if (!now.n) return true;
    const struct q_goal_figure_now_row *row = &now.v[0];
    bool same_n = row->n == f->n || (row->n == INT_NONE && f->n <= 0);
    bool same = (isnan(row->value) && isnan(f->value)) || row->value == f->value;
    *ret_put = same && same_n ? FIGURE_SAME : FIGURE_REPLACED;
    *ret_was = row->value;
    return true;
}

bool goal_of_figures(struct db *db, struct arena *a, const char *indicator, int *ret_goal,
                     struct err *err) {
    struct q_goal_figure_goal_rows rows;
    struct q_goal_figure_goal_in in = {indicator};
    if (!q_goal_figure_goal(db, a, in, &rows, err)) return false;
    *ret_goal = rows.n ? (int)rows.v[0].goal : 0;
    return true;
}

bool goal_figure_from(struct db *w, const struct figure *f, const char *kind, int64_t by,
                      struct err *err) {
    struct q_goal_figure_from_in in = {f->indicator, f->area, f->period, f->definition, kind, by};
    return q_goal_figure_from(w, in, NULL, err);
}

bool figures_of(struct db *db, struct arena *a, const char *indicator, struct figures *ret,
                struct err *err) {
    struct q_goal_figures_of_rows rows;
    struct q_goal_figures_of_in in = {indicator};
    if (!q_goal_figures_of(db, a, in, &rows, err)) return false;
    struct figure *figures = arena_array(a, rows.n + 1, sizeof *figures);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_goal_figures_of_row *row = &rows.v[i];
        figures[i] = (struct figure){
            .goal = row->goal == INT_NONE ? 0 : (int)row->goal,
            .indicator = row->indicator,
            .area = row->area,
            .period = row->period,
            .value = row->value,
            .unit = row->unit,
            .definition = row->definition,
            .source = row->source,
            .n = row->n,
            .lower = row->lower,
            .upper = row->upper,
            .published = row->published,
            .retrieved = row->retrieved,
            .was = row->was,
            .revised = isnan(row->was) ? DAY_NONE : clock_day_of(row->imported),
        };
    }
    *ret = (struct figures){figures, rows.n};
    return true;
}

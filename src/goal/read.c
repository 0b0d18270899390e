/* SPDX-License-Identifier: EUPL-1.2
 *
 * The goals as they stood on a day, out of the database.
 */
#include "base/clock.h"
#include "base/date.h"
#include "gen/goal.sql.h"
#include "goal/internal.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool in_danish(enum lang lang) { return lang == LANG_DA; }

/* ---- versions ---- */

static const char *const *words_of(struct arena *a, const char *text, size_t *ret_n) {
    size_t n = 0, cap = 1 + strlen(text) / 2;
    const char **words = arena_array(a, cap, sizeof *words);
    for (const char *p = text + strspn(text, " "); *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        words[n++] = arena_dup_n(a, p, len);
        p += len;
    }
    *ret_n = n;
    return words;
}

static struct goal version_of(struct arena *a, enum lang lang,
                              const struct q_goal_versions_row *row) {
    struct goal goal = {
        .number = (int)row->number,
        .name = in_danish(lang) ? row->name_da : row->name_en,
        .text = in_danish(lang) ? row->text_da : row->text_en,
        .owner = row->owner,
        .account = row->account,
        .account_name = row->account_name,
        .horizon = in_danish(lang) ? row->horizon_da : row->horizon_en,
        .basis = in_danish(lang) ? row->basis_da : row->basis_en,
        .direction = (int)row->direction,
        .measure = row->measure,
        .series = row->series,
        .definition = row->definition,
        .unit = row->unit,
        .source = row->source,
        .from = row->from_day,
        .retired = row->retired,
        .version = row->id,
        .why = row->why,
        .by = row->author_name,
        .at = row->at,
    };
    goal.indicators = words_of(a, row->indicators, &goal.indicators_n);
    if (goal.by) return goal;
    goal.name = goal_place_text(a, goal.name);
    goal.text = goal_place_text(a, goal.text);
    goal.owner = goal_place_text(a, goal.owner);
    goal.horizon = goal_place_text(a, goal.horizon);
    goal.basis = goal_place_text(a, goal.basis);
    return goal;
}

bool goal_versions_read(struct db *db, struct arena *a, enum lang lang, int64_t at,
                        struct goal_versions *ret, struct err *err) {
    struct q_goal_versions_rows rows;
    if (!q_goal_versions(db, a, (struct q_goal_versions_in){at}, &rows, err)) return false;
    struct goal *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) list[i] = version_of(a, lang, &rows.v[i]);
    *ret = (struct goal_versions){list, rows.n};
    return true;
}

const struct goal *goal_in_force(const struct goal_versions *versions, int number, int32_t day) {
    const struct goal *found = NULL;
    for (const struct goal *g = versions->v; g < versions->v + versions->n; g++) {
        if (g->number != number || (g->from != DAY_NONE && g->from > day)) continue;
        bool later =
            !found || found->from == DAY_NONE || (g->from != DAY_NONE && g->from >= found->from);
        if (later) found = g;
    }
    return found;
}

const struct goal *goal_newest(const struct goal_versions *versions, int number) {
    const struct goal *found = NULL;
    for (const struct goal *g = versions->v; g < versions->v + versions->n; g++)
        if (g->number == number) found = g;
    return found;
}

static void keep_in_force(struct arena *a, const struct goal_versions *versions, int32_t day,
                          struct goals *goals) {
    struct goal *list = arena_array(a, versions->n + 1, sizeof *list);
    for (size_t i = 0; i < versions->n; i++) {
        int number = versions->v[i].number;
        if (i && versions->v[i - 1].number == number) continue;
        const struct goal *goal = goal_in_force(versions, number, day);
        if (goal && !goal->retired) list[goals->n++] = *goal;
    }
    goals->v = list;
}

const struct goal *goal_find(const struct goals *goals, int number) {
    for (const struct goal *g = goals->v; g < goals->v + goals->n; g++)
        if (g->number == number) return g;
    return NULL;
}

/* ---- targets and figures ---- */

static bool targets_read(struct db *db, struct arena *a, int64_t at, struct goals *goals,
                         struct err *err) {
    struct q_goal_targets_rows rows;
    if (!q_goal_targets(db, a, (struct q_goal_targets_in){at}, &rows, err)) return false;
    struct target *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_goal_targets_row *row = &rows.v[i];
        if (row->replaced_at != INT_NONE && row->replaced_at <= at) continue;
        list[goals->targets_n++] = (struct target){
            .goal = (int)row->goal,
            .period = row->period,
            .value = row->value,
            .source = row->source,
            .why = row->why,
            .by = row->author_name,
            .at = row->at,
        };
    }
    goals->targets = list;
    return true;
}

static struct figure figure_of(const struct q_goal_figures_row *row) {
    return (struct figure){
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

static struct figure figure_of_target(struct arena *a, const struct goal *goal,
                                      const struct target *target) {
    bool school_year = goal_is_own(goal) && *target->period;
    return (struct figure){
        .goal = goal->number,
        .indicator = goal->series,
        .area = target->by || target->at ? goal_area() : GOAL_PROGRAM,
        .period = school_year ? school_year_text(a, (int)strtol(target->period, NULL, 10))
                              : target->period,
        .value = target->value,
        .unit = goal->unit,
        .definition = *target->period ? SUBTARGET : "target-before-25",
        .source = target->source,
        .n = INT_NONE,
        .lower = NAN,
        .upper = NAN,
        .published = DAY_NONE,
        .retrieved = DAY_NONE,
    };
}

struct figures_reading {
    struct arena *arena;
    enum lang lang;
    struct goals *goals;
    struct q_goal_figures_rows rows;
    struct figure *list;
    size_t n;
};

/* Those of a goal, then its targets: they stand among the figures, and nowhere else. 0: of none. */
static void figures_add(struct figures_reading *f, int number) {
    struct goals *goals = f->goals;
    const struct goal *goal = goal_find(goals, number);
    for (size_t i = 0; i < f->rows.n; i++) {
        struct figure figure = figure_of(&f->rows.v[i]);
        bool of_goal = figure.goal == number || (!number && !goal_find(goals, figure.goal));
        if (of_goal && figure_known(&figure, goals->day)) f->list[f->n++] = figure;
    }
    if (goal) own_put(f->arena, f->lang, goals, goal, f->list, &f->n);
    for (size_t i = 0; number && i < goals->targets_n; i++)
        if (goals->targets[i].goal == number)
            f->list[f->n++] = figure_of_target(f->arena, goal, &goals->targets[i]);
}

static bool figures_read(struct db *db, struct arena *a, enum lang lang, int64_t at,
                         struct goals *goals, struct err *err) {
    struct figures_reading f = {.arena = a, .lang = lang, .goals = goals};
    struct q_goal_figures_in in = {at, goals->day};
    if (!q_goal_figures(db, a, in, &f.rows, err)) return false;
    size_t most = f.rows.n + goals->targets_n + goals->n * goals->own_n + 1;
    f.list = arena_array(a, most, sizeof *f.list);
    figures_add(&f, 0);
    for (size_t i = 0; i < goals->n; i++) figures_add(&f, goals->v[i].number);
    for (size_t i = 0; i < f.n; i++)
        if (!goal_find(goals, f.list[i].goal)) f.list[i].goal = 0;
    goals->figures = (struct figures){f.list, f.n};
    return true;
}

/* ---- initiatives ---- */

static void take_results(struct arena *a, const struct q_goal_results_rows *rows,
                         struct initiative *initiative) {
    struct initiative_result *list = arena_array(a, rows->n + 1, sizeof *list);
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_goal_results_row *row = &rows->v[i];
        if (strcmp(row->initiative, initiative->id) != 0) continue;
        list[initiative->results_n++] = (struct initiative_result){
            row->id, row->day, row->reached, row->result, row->author_name, row->at};
    }
    initiative->results = list;
}

static struct initiative initiative_of(enum lang lang, const struct q_goal_initiatives_row *row) {
    return (struct initiative){
        .id = row->initiative,
        .goal = (int)row->goal,
        .name = in_danish(lang) ? row->name_da : row->name_en,
        .text = in_danish(lang) ? row->text_da : row->text_en,
        .owner = row->owner,
        .account = row->account,
        .account_name = row->account_name,
        .reach = row->reach,
        .next = row->next_day,
        .retired = row->retired,
        .source = row->source,
        .why = row->why,
        .by = row->author_name,
        .version = row->id,
        .at = row->at,
    };
}

static bool initiatives_read(struct db *db, struct arena *a, enum lang lang, int64_t at,
                             struct goals *goals, struct err *err) {
    struct q_goal_initiatives_rows rows;
    struct q_goal_results_rows results;
    if (!q_goal_initiatives(db, a, (struct q_goal_initiatives_in){at}, &rows, err) ||
        !q_goal_results(db, a, (struct q_goal_results_in){at}, &results, err))
        return false;
    struct initiative *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.v[i].retired || !goal_find(goals, (int)rows.v[i].goal)) continue;
        struct initiative *initiative = &list[goals->initiatives_n++];
        *initiative = initiative_of(lang, &rows.v[i]);
        if (!initiative->by) {
            initiative->name = goal_place_text(a, initiative->name);
            initiative->text = goal_place_text(a, initiative->text);
            initiative->owner = goal_place_text(a, initiative->owner);
        }
        take_results(a, &results, initiative);
    }
    goals->initiatives = list;
    return true;
}

bool goals_read_with(struct db *db, struct arena *a, enum lang lang, int32_t day, int64_t published,
                     int last, struct goals *ret_goals, struct err *err) {
    struct goals goals = {.day = day};
    struct goal_versions versions;
    int64_t at = clock_at(day + 1, 0, 0) - 1;
    if (!goal_versions_read(db, a, lang, at, &versions, err)) return false;
    keep_in_force(a, &versions, day, &goals);
    if (!targets_read(db, a, at, &goals, err) || !own_read(db, a, published, last, &goals, err) ||
        !figures_read(db, a, lang, at, &goals, err) ||
        !initiatives_read(db, a, lang, at, &goals, err))
        return false;
    *ret_goals = goals;
    return true;
}

bool goals_read_on(struct db *db, struct arena *a, enum lang lang, int32_t day,
                   struct goals *ret_goals, struct err *err) {
    return goals_read_with(db, a, lang, day, clock_at(day + 1, 0, 0) - 1, INT_MAX, ret_goals, err);
}

bool goals_read(struct db *db, struct arena *a, enum lang lang, struct goals *ret_goals,
                struct err *err) {
    return goals_read_on(db, a, lang, clock_today(), ret_goals, err);
}

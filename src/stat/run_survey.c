/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat survey: shares and means of a sample, weighted to the population.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/run_model.h"
#include "stat/survey.h"

#include <math.h>
#include <string.h>

static const struct stat_option options[] = {
    {"y", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"weight", STAT_COLUMN, FRAME_DOUBLE, .ranged = true, .high = 1e15},
    STAT_STRATA,
    {"cluster", STAT_COLUMN, FRAME_FACTOR},
    {"post", STAT_COLUMNS, FRAME_FACTOR},
    {"rake", STAT_COLUMNS, FRAME_FACTOR},
    {"totals", STAT_FILE},
    STAT_BY,
    STAT_CONF,
    {0},
};

/* A margin whose totals are not found yet (NaN), with what its cells are called. */
struct margin {
    struct survey_margin of;
    double *total;
    const char *const *names;
};

static bool totals_read(struct stat_call *call, const struct frame_want *wants, size_t n,
                        struct frame *ret, struct err *err) {
    struct frame_source source = {.path = stat_text(call, "totals")};
    return frame_read(call->arena, &source, wants, n, call->lang, ret, err);
}

/* Row i of the totals belongs to the cell of that name. A cell that nobody in the sample is in, but
 * somebody in the population, cannot be stood for. */
static bool total_put(struct stat_call *call, struct margin *m, const char *name,
                      const struct frame *totals, size_t i, size_t column, struct err *err) {
    double total = totals->columns[column].x[i];
    for (size_t c = 0; c < m->of.cells; c++) {
        if (strcmp(m->names[c], name) != 0) continue;
        if (!isnan(m->total[c]))
            return frame_refuse(totals, i, column, call->lang, msg_stat_survey_twice(call->lang),
                                err);
        m->total[c] = total;
        return true;
    }
    if (total == 0) return true;
    return frame_refuse(totals, i, column, call->lang,
                        stat_reason_text(call->arena, call->lang, STAT_EMPTY_STRATUM), err);
}

static bool totals_whole(struct stat_call *call, const struct margin *m, struct err *err) {
    for (size_t c = 0; c < m->of.cells; c++)
        if (isnan(m->total[c]))
            return stat_refuse_option(
                call, "totals", msg_stat_survey_no_total(call->arena, call->lang, m->names[c]),
                err);
    return true;
}

static void margin_init(struct stat_call *call, struct margin *m, const uint32_t *cell,
                        size_t cells, const char *const *names) {
    m->total = arena_array(call->arena, cells, sizeof *m->total);
    for (size_t c = 0; c < cells; c++) m->total[c] = (double)NAN;
    m->of = (struct survey_margin){cell, cells, m->total};
    m->names = names;
}

/* --post: the file of totals has the same columns and `total`. */
static bool post_read(struct stat_call *call, struct margin *m, struct err *err) {
    size_t n = stat_columns_n(call, "post");
    struct stat_groups groups;
    stat_groups(call, "post", &groups);
    margin_init(call, m, groups.of_row, groups.n, groups.names);
    struct frame_want *wants = arena_array(call->arena, n + 1, sizeof *wants);
    for (size_t k = 0; k < n; k++)
        wants[k] = (struct frame_want){stat_column_at(call, "post", k)->name, FRAME_FACTOR};
    wants[n] = (struct frame_want){"total", FRAME_DOUBLE, .ranged = true, .high = 1e15};
    struct frame totals;
    if (!totals_read(call, wants, n + 1, &totals, err)) return false;
    for (size_t i = 0; i < totals.n; i++) {
        const char *name = "";
        for (size_t k = 0; k < n; k++) {
            const struct frame_column *c = &totals.columns[k];
            name = arena_fmt(call->arena, "%s%s%s=%s", name, k ? ", " : "", c->name,
                             c->levels[c->level[i]]);
        }
        if (!total_put(call, m, name, &totals, i, n, err)) return false;
    }
    return totals_whole(call, m, err);
}

static const char *cell_name(const struct stat_call *call, const char *variable,
                             const char *level) {
    return arena_fmt(call->arena, "%s=%s", variable, level);
}

static void rake_margin(struct stat_call *call, size_t k, struct margin *m) {
    struct frame_column *column = stat_column_at(call, "rake", k);
    struct design_rows all = design_rows(call->arena, NULL, 0, call->frame.n);
    size_t cells;
    const char **levels;
    uint32_t *cell = design_levels(call->arena, column, &all, &cells, &levels);
    for (size_t c = 0; c < cells; c++) levels[c] = cell_name(call, column->name, levels[c]);
    margin_init(call, m, cell, cells, levels);
}

/* --rake: the file of totals has variable, level, total; other variables are passed over. */
static bool rake_read(struct stat_call *call, struct margin *margins, size_t n, struct err *err) {
    static const struct frame_want wants[] = {
        {"variable", FRAME_FACTOR},
        {"level", FRAME_FACTOR},
        {"total", FRAME_DOUBLE, .ranged = true, .high = 1e15},
    };
    struct frame totals;
    if (!totals_read(call, wants, 3, &totals, err)) return false;
    const struct frame_column *variable = &totals.columns[0], *level = &totals.columns[1];
    for (size_t k = 0; k < n; k++) {
        const char *name = stat_column_at(call, "rake", k)->name;
        rake_margin(call, k, &margins[k]);
        for (size_t i = 0; i < totals.n; i++) {
            if (strcmp(variable->levels[variable->level[i]], name) != 0) continue;
            const char *cell = cell_name(call, name, level->levels[level->level[i]]);
            if (!total_put(call, &margins[k], cell, &totals, i, 2, err)) return false;
        }
        if (!totals_whole(call, &margins[k], err)) return false;
    }
    return true;
}

/* The weights as given, then fitted to the totals. */
static bool weights_make(struct stat_call *call, double *weight, struct survey_input *in,
                         struct err *err) {
    size_t rakes = stat_columns_n(call, "rake"), n = stat_columns_n(call, "post") ? 1 : rakes;
    if (n == 0) return true;
    if (n == 1 && rakes > 0 && stat_columns_n(call, "post"))
        return stat_refuse_option(call, "rake", msg_stat_survey_one(call->lang), err);
    if (!stat_text(call, "totals"))
        return stat_refuse_option(call, "totals", msg_stat_value(call->lang), err);
    struct margin *margins = arena_array(call->arena, n, sizeof *margins);
    if (!(rakes ? rake_read(call, margins, n, err) : post_read(call, margins, err))) return false;
    struct survey_margin *fitted = arena_array(call->arena, n, sizeof *fitted);
    for (size_t m = 0; m < n; m++) fitted[m] = margins[m].of;
    size_t margin, cell;
    enum stat_reason why =
        survey_fit(call->arena, weight, call->frame.n, fitted, n, &margin, &cell);
    if (why == STAT_EMPTY_STRATUM)
        return stat_refuse_option(call, "totals",
                                  arena_fmt(call->arena, "%s: %s", margins[margin].names[cell],
                                            stat_reason_text(call->arena, call->lang, why)),
                                  err);
    if (why == STAT_NOT_CONVERGED)
        return stat_refuse_option(call, "totals", msg_stat_survey_contradict(call->lang), err);
    in->margins = fitted, in->margins_n = n;
    return true;
}

/* Answers where there are some; who gave none is a member of nothing. */
static bool answers_read(struct stat_call *call, double *y, uint8_t *has_answer, struct err *err) {
    struct run_model model = {0};
    double *given;
    run_rows(call, (const char *const[]){"y", NULL}, &model);
    if (stat_column(call, "y")->kind != FRAME_FACTOR)
        given = run_numbers(call, &model, "y");
    else if (!run_zero_one(call, &model, "y", false, &given, err))
        return false;
    for (size_t i = 0; i < model.rows.n; i++)
        y[model.rows.place[i]] = given[i], has_answer[model.rows.place[i]] = 1;
    return true;
}

static void put(struct stat_call *call, const char *group, const struct survey_mean *s) {
    if (stat_columns_n(call, "by")) out_text(call->out, group);
    out_whole(call->out, (int64_t)s->n);
    out_real(call->out, s->weight);
    out_real(call->out, s->estimate);
    out_real(call->out, s->se);
    out_real(call->out, s->lower);
    out_real(call->out, s->upper);
    if (s->why) run_reason(call, group, s->why);
}

static bool run(struct stat_call *call, struct err *err) {
    size_t n = call->frame.n;
    double *y = arena_array(call->arena, n, sizeof *y);
    double *weight = arena_array(call->arena, n, sizeof *weight);
    uint8_t *has_answer = arena_array(call->arena, n, 1), *member = arena_array(call->arena, n, 1);
    const struct frame_column *given = stat_column(call, "weight");
    for (size_t i = 0; i < n; i++) weight[i] = given ? given->x[i] : 1;
    struct survey_input in = {
        .n = n, .y = y, .weight = weight, .member = member, .conf = stat_number(call, "conf")};
    if (!answers_read(call, y, has_answer, err) || !weights_make(call, weight, &in, err))
        return false;
    struct stat_groups strata, groups;
    stat_groups(call, "strata", &strata);
    stat_groups(call, "by", &groups);
    in.stratum = strata.of_row;
    const struct frame_column *cluster = stat_column(call, "cluster");
    in.unit = cluster ? cluster->level : NULL;
    out_begin(call->out, stat_columns_n(call, "by") ? "stratum,n,weight,estimate,se,lower,upper"
                                                    : "n,weight,estimate,se,lower,upper");
    for (size_t g = 0; g < groups.n; g++) {
        for (size_t i = 0; i < n; i++) member[i] = has_answer[i] && groups.of_row[i] == g;
        struct survey_mean mean = survey_mean(call->arena, &in);
        put(call, groups.names[g], &mean);
    }
    return true;
}

const struct stat_command stat_survey = {"survey", "stat.help.survey", options, run};

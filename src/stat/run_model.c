/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/run_model.h"

#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define FEW_CLUSTERS 30

const char *run_short(const struct stat_call *call, double x) {
    return arena_fmt(call->arena, "%.4g", x);
}

void run_reason(struct stat_call *call, const char *what, enum stat_reason reason) {
    const char *words = stat_reason_text(call->arena, call->lang, reason);
    stat_note(call, *what ? arena_fmt(call->arena, "%s: %s", what, words) : words);
}

void run_few_clusters(struct stat_call *call, size_t clusters) {
    if (clusters >= 2 && clusters < FEW_CLUSTERS)
        stat_note(call, msg_stat_model_clusters(call->arena, call->lang, (int64_t)clusters));
}

static size_t among(const struct run_model *model, const char *name) {
    for (size_t i = 0; i < model->x_n; i++)
        if (strcmp(model->x[i]->name, name) == 0) return i;
    return model->x_n;
}

/* A text is a factor anyway, and keeps its short term names. */
static bool holds_numbers(const struct frame_column *column) {
    return column->kind != FRAME_FACTOR;
}

static void gather_x(struct stat_call *call, struct run_model *model) {
    size_t most = stat_columns_n(call, "x") + stat_columns_n(call, "factor");
    model->x = arena_array(call->arena, most, sizeof *model->x);
    model->as_factor = arena_array(call->arena, most, sizeof *model->as_factor);
    for (size_t i = 0; i < stat_columns_n(call, "x"); i++)
        model->x[model->x_n++] = stat_column_at(call, "x", i);
    for (size_t i = 0; i < stat_columns_n(call, "factor"); i++) {
        struct frame_column *column = stat_column_at(call, "factor", i);
        size_t at = among(model, column->name);
        model->as_factor[at] = at == model->x_n || holds_numbers(model->x[at]);
        model->x[at] = column;
        if (at == model->x_n) model->x_n++;
    }
}

void run_rows(struct stat_call *call, const char *const *others, struct run_model *ret) {
    size_t n = ret->x_n;
    for (size_t i = 0; others[i]; i++) n += stat_columns_n(call, others[i]);
    struct frame_column **all = arena_array(call->arena, n, sizeof *all);
    n = 0;
    for (size_t i = 0; i < ret->x_n; i++) all[n++] = ret->x[i];
    for (size_t i = 0; others[i]; i++)
        for (size_t k = 0; k < stat_columns_n(call, others[i]); k++)
            if (stat_column_at(call, others[i], k)) all[n++] = stat_column_at(call, others[i], k);
    ret->rows = design_rows(call->arena, all, n, call->frame.n);
    if (ret->rows.dropped)
        stat_note(call,
                  msg_stat_model_dropped(call->arena, call->lang, (int64_t)ret->rows.dropped));
}

void run_model_rows(struct stat_call *call, const char *const *others, struct run_model *ret) {
    *ret = (struct run_model){0};
    gather_x(call, ret);
    run_rows(call, others, ret);
}

struct design run_model_design(struct stat_call *call, const struct run_model *model,
                               bool has_ones) {
    return design_make(call->arena, model->x, model->x_n, model->as_factor, &model->rows, has_ones);
}

double *run_numbers(struct stat_call *call, const struct run_model *model, const char *option) {
    const struct frame_column *column = stat_column(call, option);
    return column ? design_numbers(call->arena, column, &model->rows) : NULL;
}

uint32_t *run_levels(struct stat_call *call, const struct run_model *model, const char *option,
                     size_t *ret_n) {
    size_t columns_n = stat_columns_n(call, option);
    uint32_t *all = NULL;
    *ret_n = 0;
    for (size_t c = 0; c < columns_n; c++) {
        const struct frame_column *column = stat_column_at(call, option, c);
        if (!column) continue;
        size_t n;
        uint32_t *one = design_levels(call->arena, column, &model->rows, &n, NULL);
        if (all)
            for (size_t i = 0; i < model->rows.n; i++) one[i] += all[i] * (uint32_t)n;
        *ret_n = all ? *ret_n * n : n;
        all = one;
    }
    return all;
}

uint32_t *run_clusters(struct stat_call *call, const struct run_model *model, size_t *ret_n) {
    return run_levels(call, model, stat_given(call, "cluster") ? "cluster" : "id", ret_n);
}

static bool is_word(const struct frame_column *column, size_t level, const char *word) {
    return strcasecmp(column->levels[level], word) == 0;
}

/* The two values of a text, in order; TRUE and FALSE may stand alone. */
static bool words(struct stat_call *call, const struct run_model *model, const char *option,
                  double **ret, struct err *err) {
    const struct frame_column *column = stat_column(call, option);
    const char **names;
    size_t n;
    uint32_t *level = design_levels(call->arena, column, &model->rows, &n, &names);
    if (n > 2) return stat_refuse_option(call, option, msg_stat_model_two_values(call->lang), err);
    bool is_true = n == 1 && is_word(column, 0, "true");
    *ret = arena_array(call->arena, model->rows.n, sizeof **ret);
    for (size_t i = 0; i < model->rows.n; i++) (*ret)[i] = is_true ? 1 : level[i];
    return true;
}

bool run_zero_one(struct stat_call *call, const struct run_model *model, const char *option,
                  bool two, double **ret, struct err *err) {
    struct frame_column *column = stat_column(call, option);
    if (column->kind == FRAME_FACTOR) return words(call, model, option, ret, err);
    *ret = run_numbers(call, model, option);
    double largest = 0;
    for (size_t i = 0; i < model->rows.n; i++) largest = fmax(largest, (*ret)[i]);
    double less = two && largest == 2; /* 1 and 2, as survival reads them */
    for (size_t i = 0; i < model->rows.n; i++) {
        (*ret)[i] -= less;
        if ((*ret)[i] != 0 && (*ret)[i] != 1)
            return stat_refuse(call, column, model->rows.place[i],
                               msg_stat_model_zero_one(call->lang), err);
    }
    return true;
}

void run_terms_put(struct stat_call *call, const char *const *terms, size_t p, const double *coef,
                   const double *se, const double *robust_se, const enum stat_reason *reasons,
                   enum stat_reason why) {
    out_begin(call->out, "term,coef,se,robust_se");
    if (why) run_reason(call, "", why);
    for (size_t j = 0; j < p; j++) {
        out_text(call->out, terms[j]);
        out_real(call->out, coef[j]);
        out_real(call->out, se[j]);
        out_real(call->out, robust_se[j]);
        if (reasons && reasons[j]) run_reason(call, terms[j], reasons[j]);
    }
}

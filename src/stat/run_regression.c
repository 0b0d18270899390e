/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat logit and cox: regressions for an outcome of two kinds, and for a time to an event.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/cox.h"
#include "stat/cox_check.h"
#include "stat/logit.h"
#include "stat/run_model.h"

/* ---- logit ---- */

static const struct stat_option logit_options[] = {
    {"y", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"n", STAT_COLUMN, FRAME_DOUBLE, .missing = true, .ranged = true, .high = 1e15},
    MODEL_X,
    MODEL_FACTOR,
    MODEL_WEIGHT,
    MODEL_CLUSTER,
    MODEL_ID,
    {0},
};

/* Events out of --n. */
static bool counts(struct stat_call *call, const struct run_model *model, const double *trials,
                   double **ret, struct err *err) {
    struct frame_column *y = stat_column(call, "y");
    if (y->kind == FRAME_FACTOR)
        return stat_refuse_option(call, "y", msg_stat_model_count(call->lang), err);
    *ret = run_numbers(call, model, "y");
    for (size_t i = 0; i < model->rows.n; i++)
        if ((*ret)[i] < 0 || (*ret)[i] > trials[i])
            return stat_refuse(call, y, model->rows.place[i], msg_stat_model_count(call->lang),
                               err);
    return true;
}

static bool run_logit(struct stat_call *call, struct err *err) {
    struct run_model model;
    run_model_rows(call, (const char *const[]){"y", "n", "weight", "cluster", "id", NULL}, &model);
    struct logit_input in = {.trials = run_numbers(call, &model, "n"),
                             .weight = run_numbers(call, &model, "weight")};
    double *y;
    if (!(in.trials ? counts(call, &model, in.trials, &y, err)
                    : run_zero_one(call, &model, "y", false, &y, err)))
        return false;
    struct design d = run_model_design(call, &model, true);
    in.n = d.n, in.p = d.p, in.x = d.x, in.y = y;
    in.cluster = run_clusters(call, &model, &in.clusters);
    struct logit_fit fit = logit_fit(call->arena, &in);
    run_terms_put(call, d.terms, d.p, fit.coef, fit.se, fit.robust_se, fit.reasons, fit.why);
    run_few_clusters(call, in.clusters);
    return true;
}

const struct stat_command stat_logit = {"logit", "stat.help.logit", logit_options, run_logit};

/* ---- cox ---- */

static const struct stat_option cox_options[] = {
    {"entry", STAT_COLUMN, FRAME_DOUBLE, .missing = true},
    {"exit", STAT_COLUMN, FRAME_DOUBLE, .missing = true, .required = true},
    {"event", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    MODEL_X,
    MODEL_FACTOR,
    {"strata", STAT_COLUMNS, FRAME_FACTOR, .missing = true},
    {"ties", STAT_CHOICE, .standard = "efron", .choices = "efron|breslow"},
    {"zph", STAT_CHOICE, .choices = "km|rank|identity|log"},
    MODEL_WEIGHT,
    MODEL_CLUSTER,
    MODEL_ID,
    {0},
};

static bool times(struct stat_call *call, const struct run_model *model, struct cox_input *in,
                  struct err *err) {
    in->entry = run_numbers(call, model, "entry");
    in->exit = run_numbers(call, model, "exit");
    for (size_t i = 0; in->entry && i < model->rows.n; i++)
        if (in->entry[i] >= in->exit[i])
            return stat_refuse(call, stat_column(call, "exit"), model->rows.place[i],
                               msg_stat_order(call->lang), err);
    double *y;
    if (!run_zero_one(call, model, "event", true, &y, err)) return false;
    uint8_t *event = arena_array(call->arena, model->rows.n, sizeof *event);
    for (size_t i = 0; i < model->rows.n; i++) event[i] = y[i] == 1;
    in->event = event;
    return true;
}

static bool clock_fits(struct stat_call *call, const struct run_model *model,
                       const struct cox_input *in, struct err *err) {
    if (!stat_given(call, "zph") || stat_choice(call, "zph") != COX_LOG) return true;
    for (size_t i = 0; i < model->rows.n; i++)
        if (!(in->exit[i] > 0))
            return stat_refuse(call, stat_column(call, "exit"), model->rows.place[i],
                               msg_stat_log_time(call->lang), err);
    return true;
}

/* --zph: a row for each column of the model, and one for all together. */
static void check_put(struct stat_call *call, const struct run_model *model, const struct design *d,
                      const struct cox_input *in, const struct cox_fit *fit) {
    struct cox_check check = cox_check(call->arena, in, fit, d->column, model->x_n,
                                       (enum cox_clock)stat_choice(call, "zph"));
    out_begin(call->out, "term,chisq,df,p");
    if (check.why) run_reason(call, "", check.why);
    for (size_t t = 0; t <= check.terms; t++) {
        out_text(call->out, t < check.terms ? model->x[t]->name : "GLOBAL");
        out_real(call->out, check.chisq[t]);
        out_whole(call->out, (int64_t)check.df[t]);
        out_real(call->out, check.p[t]);
    }
    for (size_t j = 0; j < d->p; j++)
        if (fit->reasons[j]) run_reason(call, d->terms[j], fit->reasons[j]);
}

static bool run_cox(struct stat_call *call, struct err *err) {
    static const char *const others[] = {"entry",  "exit",    "event", "strata",
                                         "weight", "cluster", "id",    NULL};
    struct run_model model;
    struct cox_input in = {.is_breslow = stat_choice(call, "ties") == 1};
    run_model_rows(call, others, &model);
    if (!times(call, &model, &in, err) || !clock_fits(call, &model, &in, err)) return false;
    struct design d = run_model_design(call, &model, false);
    size_t strata;
    in.n = d.n, in.p = d.p, in.x = d.x;
    in.weight = run_numbers(call, &model, "weight");
    in.stratum = run_levels(call, &model, "strata", &strata);
    in.cluster = run_clusters(call, &model, &in.clusters);
    if (strata > UINT32_MAX)
        return stat_refuse_option(call, "strata", msg_stat_too_many(call->lang), err);
    struct cox_fit fit = cox_fit(call->arena, &in);
    if (stat_given(call, "zph")) {
        check_put(call, &model, &d, &in, &fit);
        return true;
    }
    run_terms_put(call, d.terms, d.p, fit.coef, fit.se, fit.robust_se, fit.reasons, fit.why);
    run_few_clusters(call, in.clusters);
    return true;
}

const struct stat_command stat_cox = {"cox", "stat.help.cox", cox_options, run_cox};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat mh: two groups compared within strata.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/mh.h"
#include "stat/run_model.h"

static const struct stat_option options[] = {
    {"y", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"x", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"strata", STAT_COLUMNS, FRAME_FACTOR, .missing = true},
    {"by", STAT_COLUMNS, FRAME_FACTOR, .missing = true}, /* the same as --strata */
    MODEL_WEIGHT,
    {"n", STAT_COLUMN, FRAME_DOUBLE, .missing = true, .ranged = true, .high = 1e15},
    {"correct", STAT_CHOICE, .standard = "yes", .choices = "yes|no"},
    STAT_CONF,
    {0},
};

/* Two values are two groups: the first in order is group 0, as R's first level. */
static bool two_values(struct stat_call *call, const struct run_model *model, const char *option,
                       double **ret, struct err *err) {
    struct frame_column *column = stat_column(call, option);
    size_t n;
    uint32_t *level = design_levels(call->arena, column, &model->rows, &n, NULL);
    if (n != 2) return run_zero_one(call, model, option, false, ret, err);
    *ret = arena_array(call->arena, model->rows.n, sizeof **ret);
    for (size_t i = 0; i < model->rows.n; i++) (*ret)[i] = level[i];
    return true;
}

static void put(struct stat_call *call, const char *measure, const struct interval *ci, double p) {
    out_text(call->out, measure);
    out_real(call->out, ci->estimate);
    out_real(call->out, ci->lower);
    out_real(call->out, ci->upper);
    out_real(call->out, p);
    if (ci->why) run_reason(call, measure, ci->why);
}

static bool run(struct stat_call *call, struct err *err) {
    struct run_model model = {0};
    run_rows(call, (const char *const[]){"y", "x", "strata", "by", "weight", "n", NULL}, &model);
    double *y, *x;
    if (!two_values(call, &model, "y", &y, err) || !two_values(call, &model, "x", &x, err))
        return false;
    size_t n = 1;
    const double *weight = run_numbers(call, &model, stat_given(call, "weight") ? "weight" : "n");
    const char *strata_option = stat_given(call, "strata") ? "strata" : "by";
    const uint32_t *stratum = run_levels(call, &model, strata_option, &n);
    if (!stratum) n = 1;
    if (n > 1 << 24)
        return stat_refuse_option(call, strata_option, msg_stat_too_many(call->lang), err);
    struct mh_stratum *strata = arena_array(call->arena, n, sizeof *strata);
    for (size_t i = 0; i < model.rows.n; i++) {
        struct mh_stratum *s = &strata[stratum ? stratum[i] : 0];
        double *cell = x[i] == 1 ? (y[i] == 1 ? &s->a : &s->b) : (y[i] == 1 ? &s->c : &s->d);
        *cell += weight ? weight[i] : 1;
    }
    size_t filled = 0; /* of several columns some combinations may not occur */
    for (size_t i = 0; i < n; i++)
        if (strata[i].a + strata[i].b + strata[i].c + strata[i].d > 0) strata[filled++] = strata[i];
    bool is_corrected = stat_choice(call, "correct") == 0;
    struct mh found = mh_estimate(strata, filled, stat_number(call, "conf"), is_corrected);
    out_begin(call->out, "measure,estimate,lower,upper,p");
    put(call, "OR", &found.odds_ratio, found.p);
    put(call, "RR", &found.risk_ratio, found.p);
    put(call, "RD", &found.risk_difference, found.p);
    stat_note(call,
              is_corrected ? msg_stat_mh_corrected(call->lang) : msg_stat_mh_plain(call->lang));
    if (found.dropped)
        stat_note(call, msg_stat_mh_dropped(call->arena, call->lang, (int64_t)found.dropped));
    return true;
}

const struct stat_command stat_mh = {"mh", "stat.help.mh", options, run};

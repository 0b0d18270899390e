/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat did: difference in differences.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/did.h"
#include "stat/run_model.h"

#define PERIODS_MAX 500 /* each is a column */

static const struct stat_option options[] = {
    {"y", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"treat", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"post", STAT_COLUMN, FRAME_AUTO, .missing = true},
    {"id", STAT_COLUMN, FRAME_FACTOR, .missing = true},
    {"time", STAT_COLUMN, FRAME_AUTO, .missing = true},
    {"leads", STAT_FLAG},
    {"x", STAT_COLUMNS, FRAME_AUTO, .missing = true},
    MODEL_FACTOR,
    MODEL_CLUSTER,
    {0},
};

static const char *term_of(struct stat_call *call, const struct design *z, struct did_column c) {
    const char *treat = stat_column(call, "treat")->name;
    switch (c.term) {
    case DID_ONES:
        return "(Intercept)";
    case DID_TREAT:
        return treat;
    case DID_POST:
        return stat_column(call, "post")->name;
    case DID_COVARIATE:
        return z->terms[c.number];
    case DID_EFFECT:
        return stat_given(call, "post")
                   ? arena_fmt(call->arena, "%s:%s", treat, stat_column(call, "post")->name)
                   : treat;
    case DID_LEAD:
        return arena_fmt(call->arena, "lead%zu", c.number);
    case DID_PERIOD:
        break;
    }
    return "";
}

/* The two-way model needs --id and --time, the other --post. */
static bool design_told(const struct stat_call *call, struct err *err) {
    bool is_panel = stat_given(call, "id") && stat_given(call, "time");
    return stat_given(call, "post") || is_panel ||
           stat_refuse_option(call, "post", msg_stat_did_design(call->lang), err);
}

static bool outcome(struct stat_call *call, const struct run_model *model, const double **ret,
                    struct err *err) {
    double *y;
    if (stat_column(call, "y")->kind == FRAME_FACTOR) {
        if (!run_zero_one(call, model, "y", false, &y, err)) return false;
    } else {
        y = run_numbers(call, model, "y");
    }
    *ret = y;
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    struct run_model model;
    struct did_input in = {.has_leads = stat_flag(call, "leads")};
    double *treat, *post = NULL;
    if (!design_told(call, err)) return false;
    run_model_rows(call, (const char *const[]){"y", "treat", "post", "id", "time", "cluster", NULL},
                   &model);
    if (!outcome(call, &model, &in.y, err) ||
        !run_zero_one(call, &model, "treat", false, &treat, err) ||
        (stat_given(call, "post") && !run_zero_one(call, &model, "post", false, &post, err)))
        return false;
    struct design z = run_model_design(call, &model, false);
    in.n = model.rows.n, in.treat = treat, in.post = post, in.z = z.x, in.z_n = z.p;
    in.unit = run_levels(call, &model, "id", &in.units);
    in.period = run_levels(call, &model, "time", &in.periods);
    if (!post && in.periods > PERIODS_MAX)
        return stat_refuse_option(call, "time", msg_stat_too_many(call->lang), err);
    in.cluster = run_clusters(call, &model, &in.clusters);
    struct did found = did_fit(call->arena, &in);
    const char **terms = arena_array(call->arena, found.terms_n, sizeof *terms);
    for (size_t j = 0; j < found.terms_n; j++) terms[j] = term_of(call, &z, found.columns[j]);
    run_terms_put(call, terms, found.terms_n, found.fit.coef, found.fit.se, found.fit.robust_se,
                  found.fit.reasons, found.fit.why);
    run_few_clusters(call, in.clusters);
    if (found.is_staggered) stat_note(call, msg_stat_did_staggered(call->lang));
    return true;
}

const struct stat_command stat_did = {"did", "stat.help.did", options, run};

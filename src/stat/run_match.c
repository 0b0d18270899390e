/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat match: the effect on the treated, by matching or weighting.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/dist.h"
#include "stat/match.h"
#include "stat/run_model.h"

#include <math.h>

static const struct stat_option options[] = {
    {"y", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    {"treat", STAT_COLUMN, FRAME_AUTO, .missing = true, .required = true},
    MODEL_X,
    MODEL_FACTOR,
    {"method", STAT_CHOICE, .standard = "match", .choices = "match|weight"},
    {"caliper", STAT_NUMBER, .ranged = true, .low = 0, .high = 1e6},
    {"pairs", STAT_FLAG},
    STAT_CONF,
    {0},
};

static void put(struct stat_call *call, const char *measure, const char *term, double estimate,
                double se, double z) {
    out_text(call->out, measure);
    out_text(call->out, term);
    out_real(call->out, estimate);
    out_real(call->out, se);
    out_real(call->out, estimate - z * se);
    out_real(call->out, estimate + z * se);
}

static void put_estimate(struct stat_call *call, const struct design *d, const struct match *m,
                         bool is_weighted) {
    double none = (double)NAN;
    out_begin(call->out, "measure,term,estimate,se,lower,upper");
    put(call, "treated", "", (double)m->treated_n, none, 0);
    put(call, "untreated", "", (double)m->untreated_n, none, 0);
    if (is_weighted) {
        put(call, "effective", "", m->effective, none, 0);
    } else {
        put(call, "matched", "", (double)m->pairs, none, 0);
        put(call, "unmatched", "", (double)(m->treated_n - m->pairs), none, 0);
    }
    put(call, "att", "", m->att, m->se, dist_z(stat_number(call, "conf")));
    for (size_t j = 1; m->before && j < d->p; j++)
        put(call, "smd_before", d->terms[j], m->before[j], none, 0);
    for (size_t j = 1; m->after && j < d->p; j++)
        put(call, "smd_after", d->terms[j], m->after[j], none, 0);
}

/* Rows as the file counts its data: the first after the header is 1. */
static void put_pairs(struct stat_call *call, const struct run_model *model,
                      const struct match *m) {
    out_begin(call->out, "treated,control,distance");
    for (size_t i = 0; m->pair && i < model->rows.n; i++) {
        if (m->pair[i] == MATCH_NOBODY) continue;
        out_whole(call->out, (int64_t)model->rows.place[i] + 1);
        out_whole(call->out, (int64_t)model->rows.place[m->pair[i]] + 1);
        out_real(call->out, fabs(m->score[i] - m->score[m->pair[i]]));
    }
}

static bool run(struct stat_call *call, struct err *err) {
    struct run_model model;
    double *treat, *y;
    run_model_rows(call, (const char *const[]){"y", "treat", NULL}, &model);
    if (!run_zero_one(call, &model, "treat", false, &treat, err)) return false;
    if (stat_column(call, "y")->kind != FRAME_FACTOR)
        y = run_numbers(call, &model, "y");
    else if (!run_zero_one(call, &model, "y", false, &y, err))
        return false;
    uint8_t *treated = arena_array(call->arena, model.rows.n, sizeof *treated);
    for (size_t i = 0; i < model.rows.n; i++) treated[i] = treat[i] == 1;
    struct design d = run_model_design(call, &model, true);
    struct match_input in = {.n = d.n,
                             .p = d.p,
                             .x = d.x,
                             .y = y,
                             .treated = treated,
                             .is_weighted = stat_choice(call, "method") == 1};
    in.caliper = stat_given(call, "caliper") ? stat_number(call, "caliper") : (double)INFINITY;
    struct match m = match_estimate(call->arena, &in);
    if (stat_flag(call, "pairs"))
        put_pairs(call, &model, &m);
    else
        put_estimate(call, &d, &m, in.is_weighted);
    if (m.why) run_reason(call, "att", m.why);
    if (!in.is_weighted && !m.why && m.pairs < m.treated_n)
        stat_note(call, msg_stat_match_unmatched(call->arena, call->lang,
                                                 (int64_t)(m.treated_n - m.pairs)));
    return true;
}

const struct stat_command stat_match = {"match", "stat.help.match", options, run};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat aj: the cumulative incidence of each of several outcomes.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/run_surv.h"

#include <math.h>

static const struct stat_option options[] = {
    STAT_ENTRY,        STAT_EXIT,
    STAT_EVENT,        STAT_CENSOR,
    STAT_BY,           STAT_ID,
    STAT_CLUSTER,      STAT_START,
    STAT_AT,           {"se", STAT_CHOICE, .standard = "ij", .choices = "none|greenwood|ij"},
    STAT_CONF_TYPE,    STAT_CONF,
    {"s0", STAT_FLAG}, {0},
};

struct aj {
    struct stat_call *call;
    struct stat_groups groups;
    struct run_at at;
    const char *const *causes;
    enum surv_scale scale;
    double conf;
    bool s0, begun, edge, outside;
};

/* `first`: what the estimate is before anything has happened. */
static void row_put(struct aj *aj, const struct surv_curve *curve, const struct run_line *line,
                    const char *cause, uint32_t n_event, const double *ests, const double *ses,
                    double first) {
    struct out *out = aj->call->out;
    bool before = line->line == SIZE_MAX;
    double none = (double)NAN, lower, upper;
    double est = !line->known ? none : before ? first : ests[line->line];
    double se = !line->known || !ses ? none : before ? 0 : ses[line->line];
    surv_interval(aj->scale, aj->conf, est, se, &lower, &upper);
    aj->edge |= line->known && ses && isnan(lower);
    aj->outside |= !line->known;
    out_text(out, aj->groups.names[curve->group]);
    out_real(out, line->time);
    out_text(out, cause);
    out_whole(out, line->n_risk);
    out_whole(out, n_event);
    out_real(out, est);
    out_real(out, se);
    out_real(out, lower);
    out_real(out, upper);
}

static bool put(void *ctx, const struct surv_curve *curve) {
    struct aj *aj = ctx;
    if (!aj->begun)
        out_begin(aj->call->out, "stratum,time,cause,n_risk,n_event,est,se,lower,upper");
    aj->begun = true;
    for (size_t i = 0; i < run_lines_n(&aj->at, curve); i++) {
        struct run_line line;
        run_line(&aj->at, curve, i, &line);
        if (aj->s0) row_put(aj, curve, &line, "(s0)", 0, curve->surv, curve->surv_se, 1);
        for (unsigned k = 0; k < curve->causes_n; k++)
            row_put(aj, curve, &line, aj->causes[k], line.n_event[k], curve->est[k],
                    curve->est_se[k], 0);
    }
    run_surv_notes(aj->call, &aj->groups, curve);
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    struct aj aj = {.call = call,
                    .scale = (enum surv_scale)stat_choice(call, "conf-type"),
                    .conf = stat_number(call, "conf"),
                    .s0 = stat_flag(call, "s0")};
    struct run_surv surv;
    if (!run_surv_rows(call, SURV_CAUSES_MAX, &surv, err)) return false;
    aj.causes = surv.causes;
    stat_groups(call, "by", &aj.groups);
    surv.rows.group = aj.groups.of_row;
    surv.rows.groups_n = (uint32_t)aj.groups.n;
    if (!run_surv_persons(call, &surv.rows, err)) return false;
    run_surv_at(call, &surv.rows, &aj.at);
    struct surv_options how = {.error = (enum surv_error)stat_choice(call, "se"),
                               .start = stat_number(call, "start")};
    size_t row = 0;
    enum surv_fault fault = surv_curves(call->arena, &surv.rows, &how, put, &aj, &row);
    if (fault != SURV_FINE) return run_surv_fault(call, fault, row, err);
    run_surv_empty(call, aj.edge, aj.outside);
    return true;
}

const struct stat_command stat_aj = {"aj", "stat.help.aj", options, run};

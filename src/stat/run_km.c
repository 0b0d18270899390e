/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat km: the Kaplan-Meier curve of each group.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/run_surv.h"

#include <math.h>

static const struct stat_option options[] = {
    STAT_ENTRY,
    STAT_EXIT,
    STAT_EVENT,
    STAT_CENSOR,
    STAT_BY,
    STAT_ID,
    STAT_CLUSTER,
    STAT_START,
    STAT_AT,
    {"se", STAT_CHOICE, .standard = "greenwood", .choices = "none|greenwood|ij"},
    STAT_CONF_TYPE,
    STAT_CONF,
    {"hazard", STAT_FLAG},
    {0},
};

struct km {
    struct stat_call *call;
    struct stat_groups groups;
    struct run_at at;
    enum surv_scale scale;
    double conf;
    bool hazard, begun, edge, outside;
};

static void row_put(struct km *km, const struct surv_curve *curve, size_t i) {
    struct out *out = km->call->out;
    struct run_line line;
    run_line(&km->at, curve, i, &line);
    bool before = line.line == SIZE_MAX;
    double none = (double)NAN, lower, upper;
    double surv = !line.known ? none : before ? 1 : curve->surv[line.line];
    double se = !line.known || !curve->surv_se ? none : before ? 0 : curve->surv_se[line.line];
    surv_interval(km->scale, km->conf, surv, se, &lower, &upper);
    km->edge |= line.known && curve->surv_se && isnan(lower);
    km->outside |= !line.known;
    out_text(out, km->groups.names[curve->group]);
    out_real(out, line.time);
    out_whole(out, line.n_risk);
    out_whole(out, line.n_event[0]);
    out_whole(out, line.n_censor);
    out_real(out, surv);
    out_real(out, se);
    out_real(out, lower);
    out_real(out, upper);
    if (!km->hazard) return;
    out_real(out, !line.known ? none : before ? 0 : curve->cumhaz[line.line]);
    out_real(out, !line.known || !curve->cumhaz_se ? none
                  : before                         ? 0
                                                   : curve->cumhaz_se[line.line]);
}

static bool put(void *ctx, const struct surv_curve *curve) {
    struct km *km = ctx;
    if (!km->begun)
        out_begin(km->call->out,
                  km->hazard
                      ? "stratum,time,n_risk,n_event,n_censor,surv,se,lower,upper,cumhaz,cumhaz_se"
                      : "stratum,time,n_risk,n_event,n_censor,surv,se,lower,upper");
    km->begun = true;
    for (size_t i = 0; i < run_lines_n(&km->at, curve); i++) row_put(km, curve, i);
    run_surv_notes(km->call, &km->groups, curve);
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    struct km km = {.call = call,
                    .scale = (enum surv_scale)stat_choice(call, "conf-type"),
                    .conf = stat_number(call, "conf"),
                    .hazard = stat_flag(call, "hazard")};
    struct run_surv surv;
    if (!run_surv_rows(call, 1, &surv, err)) return false;
    stat_groups(call, "by", &km.groups);
    surv.rows.group = km.groups.of_row;
    surv.rows.groups_n = (uint32_t)km.groups.n;
    if (!run_surv_persons(call, &surv.rows, err)) return false;
    run_surv_at(call, &surv.rows, &km.at);
    bool cluster = stat_given(call, "cluster") && !stat_given(call, "se");
    struct surv_options how = {.error =
                                   cluster ? SURV_SE_IJ : (enum surv_error)stat_choice(call, "se"),
                               .start = stat_number(call, "start")};
    size_t row = 0;
    enum surv_fault fault = surv_curves(call->arena, &surv.rows, &how, put, &km, &row);
    if (fault != SURV_FINE) return run_surv_fault(call, fault, row, err);
    run_surv_empty(call, km.edge, km.outside);
    return true;
}

const struct stat_command stat_km = {"km", "stat.help.km", options, run};

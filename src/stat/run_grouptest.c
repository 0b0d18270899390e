/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat logrank, gray: whether groups differ.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/grouptest.h"
#include "stat/run_surv.h"

#include <math.h>

static const struct stat_option logrank_options[] = {
    STAT_ENTRY,
    STAT_EXIT,
    STAT_EVENT,
    STAT_CENSOR,
    {"by", STAT_COLUMNS, FRAME_FACTOR, .required = true},
    STAT_STRATA,
    {"rho", STAT_NUMBER, .standard = "0", .ranged = true, .low = -10, .high = 10},
    {0},
};

static const struct stat_option gray_options[] = {
    STAT_EXIT,
    STAT_EVENT,
    STAT_CENSOR,
    {"by", STAT_COLUMNS, FRAME_FACTOR, .required = true},
    STAT_STRATA,
    {"rho", STAT_NUMBER, .standard = "0", .ranged = true, .low = -10, .high = 10},
    /* taken to say why not */
    STAT_ENTRY,
    {0},
};

static void rows_group(const struct stat_call *call, const struct run_surv *surv,
                       struct stat_groups *ret_groups, struct group_rows *ret) {
    struct stat_groups strata;
    stat_groups(call, "by", ret_groups);
    stat_groups(call, "strata", &strata);
    *ret = (struct group_rows){.n = surv->rows.n,
                               .entry = surv->rows.entry,
                               .exit = surv->rows.exit,
                               .event = surv->rows.event,
                               .group = ret_groups->of_row,
                               .groups_n = (uint32_t)ret_groups->n,
                               .stratum = strata.of_row,
                               .strata_n = (uint32_t)strata.n};
}

static void test_put(struct stat_call *call, const struct group_test *test) {
    out_real(call->out, test->chisq);
    if (test->why == STAT_OK)
        out_whole(call->out, (int64_t)test->df);
    else
        out_none(call->out);
    out_real(call->out, test->p);
    if (test->why != STAT_OK) stat_note(call, stat_reason_text(call->arena, call->lang, test->why));
}

static bool run_logrank(struct stat_call *call, struct err *err) {
    struct run_surv surv;
    struct stat_groups groups;
    struct group_rows rows;
    if (!run_surv_rows(call, 1, &surv, err)) return false;
    rows_group(call, &surv, &groups, &rows);
    struct group_test test = group_logrank(call->arena, &rows, stat_number(call, "rho"));
    out_begin(call->out, "stratum,n,observed,expected,variance,chisq,df,p");
    for (uint32_t g = 0; g < rows.groups_n; g++) {
        out_text(call->out, groups.names[g]);
        out_real(call->out, test.rows[g]);
        out_real(call->out, test.observed[g]);
        out_real(call->out, test.expected[g]);
        out_real(call->out, test.variance[g]);
        test_put(call, &test);
    }
    return true;
}

static bool run_gray(struct stat_call *call, struct err *err) {
    struct run_surv surv;
    struct stat_groups groups;
    struct group_rows rows;
    if (stat_given(call, "entry"))
        return stat_refuse_option(call, "entry", msg_stat_gray_entry(call->lang), err);
    if (!run_surv_rows(call, SURV_CAUSES_MAX, &surv, err)) return false;
    rows_group(call, &surv, &groups, &rows);
    uint8_t *event = arena_array(call->arena, rows.n, sizeof *event);
    out_begin(call->out, "cause,chisq,df,p");
    rows.event = event;
    for (unsigned k = 1; k <= surv.rows.causes_n; k++) {
        for (size_t i = 0; i < rows.n; i++)
            event[i] = surv.rows.event[i] == k ? 1 : surv.rows.event[i] ? 2 : 0;
        struct group_test test = group_gray(call->arena, &rows, stat_number(call, "rho"));
        out_text(call->out, surv.causes[k - 1]);
        test_put(call, &test);
    }
    return true;
}

const struct stat_command stat_logrank = {"logrank", "stat.help.logrank", logrank_options,
                                          run_logrank};
const struct stat_command stat_gray = {"gray", "stat.help.gray", gray_options, run_gray};

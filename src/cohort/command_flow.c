/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser cohort flow: where the leavers of 9th and 10th grade are after some months.
 */
#include "cohort/command.h"

#include "base/date.h"
#include "gen/msg.h"

#include <math.h>

#define MONTHS_MAX 40

static const struct stat_option options[] = {
    COHORT_OPTIONS,
    {"from", STAT_TEXT},
    {"to", STAT_TEXT},
    {"months", STAT_NUMBERS, .standard = "3,12,24", .ranged = true, .low = 0, .high = 600},
    {"by", STAT_TEXT, .standard = ""},
    {0},
};

static const char *const by_names[] = {"municipality", "sex", NULL};
static const unsigned by_bits[] = {COHORT_BY_MUNICIPALITY, COHORT_BY_SEX};

static const char *name_of(const struct cohort *c, int to) {
    switch (to) {
    case COHORT_TO_NO_SPELL:
        return "no_spell";
    case COHORT_TO_MOVED:
        return "moved_out";
    case COHORT_TO_NOT_YET:
        return "not_yet";
    default:
        return c->kinds[to].name;
    }
}

static void write_cell(struct out *out, const struct cohort *c, const struct cohort_flow *query,
                       const struct cohort_flow_cell *cell) {
    for (int to = 0; to < COHORT_TO_N; to++) {
        if (!cell->n[to]) continue;
        if (query->by & COHORT_BY_MUNICIPALITY)
            out_text(out, c->municipalities[cell->municipality]);
        if (query->by & COHORT_BY_SEX) out_whole(out, cell->sex);
        out_whole(out, cell->from);
        out_whole(out, query->months[cell->month]);
        out_text(out, name_of(c, to));
        out_whole(out, cell->n[to]);
        out_whole(out, cell->known);
        bool known = to != COHORT_TO_MOVED && to != COHORT_TO_NOT_YET;
        out_real(out, known ? (double)cell->n[to] / cell->known : (double)NAN);
    }
}

static bool months_read(struct stat_call *call, int months[MONTHS_MAX], size_t *ret_n,
                        struct err *err) {
    const double *numbers = stat_numbers(call, "months", ret_n);
    for (size_t i = 0; i < *ret_n; i++) {
        bool fine = i < MONTHS_MAX && numbers[i] == floor(numbers[i]) &&
                    (i == 0 || numbers[i] > numbers[i - 1]);
        if (!fine) return stat_refuse_option(call, "months", msg_cohort_no_months(call->lang), err);
        months[i] = (int)numbers[i];
    }
    return true;
}

static bool run(struct stat_call *call, struct err *err) {
    int months[MONTHS_MAX];
    struct cohort_flow query = {.months = months};
    if (!months_read(call, months, &query.months_n, err) ||
        !command_words(call, "by", by_names, by_bits, &query.by, err) ||
        !command_day(call, "from", &query.since, err) ||
        !command_day(call, "to", &query.until, err))
        return false;
    const struct cohort *c;
    if (!command_population(call, &c, err)) return false;
    if (query.until == DAY_NONE) query.until = c->snapshot;
    struct cohort_flows flows;
    cohort_flows(call->arena, c, &query, &flows);
    out_begin(call->out, arena_fmt(call->arena, "%s%sfrom,months,kind,n,known,share",
                                   query.by & COHORT_BY_MUNICIPALITY ? "municipality," : "",
                                   query.by & COHORT_BY_SEX ? "sex," : ""));
    for (size_t i = 0; i < flows.n; i++) write_cell(call->out, c, &query, &flows.v[i]);
    return true;
}

const struct stat_command cohort_command_flow = {
    .name = "flow",
    .help = "cohort.help.flow",
    .options = options,
    .run = run,
    .program = "cohort",
};

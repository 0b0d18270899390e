/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the commands about times to an event have in common: their rows from columns, with the check
 * that they can be true, and how a code says what happened.
 */
#ifndef VEJVISER_STAT_RUN_SURV_H
#define VEJVISER_STAT_RUN_SURV_H

#include "stat/command.h"
#include "stat/surv.h"

#define STAT_ENTRY                                                                                 \
    { "entry", STAT_COLUMN, FRAME_DOUBLE }
#define STAT_EXIT                                                                                  \
    { "exit", STAT_COLUMN, FRAME_DOUBLE, .required = true }
#define STAT_EVENT                                                                                 \
    { "event", STAT_COLUMN, FRAME_FACTOR, .required = true }
#define STAT_CENSOR                                                                                \
    { "censor", STAT_TEXT }
#define STAT_ID                                                                                    \
    { "id", STAT_COLUMN, FRAME_FACTOR }
#define STAT_CLUSTER                                                                               \
    { "cluster", STAT_COLUMN, FRAME_FACTOR }
#define STAT_START                                                                                 \
    { "start", STAT_NUMBER }
#define STAT_AT                                                                                    \
    { "at", STAT_NUMBERS }
#define STAT_CONF_TYPE                                                                             \
    { "conf-type", STAT_CHOICE, .standard = "log-log", .choices = "log-log|log|plain|logit" }

/* Options --entry --exit --event --censor, which the command must have. Codes of --event: 0 is
 * censored, every other level is a cause, in the order of the levels; FALSE, "cens", "censor",
 * "censored" or what --censor names also mean censored. With `causes_most` 1, 1 and 2 alone are read
 * as survival does: 2 is the event. False: a row is refused. */
struct run_surv {
    struct surv_rows rows; /* no group or cluster yet */
    const char *const *causes;
};
bool run_surv_rows(struct stat_call *call, unsigned causes_most, struct run_surv *ret,
                   struct err *err);

/* Options --id --cluster: sets rows.cluster (NULL when every row is a person of its own), refuses rows
 * of a person that overlap, and joins rows of a person and group where one goes on at the time at
 * which the other ends without an event, so that no censoring is counted there. May change rows.n. */
bool run_surv_persons(struct stat_call *call, struct surv_rows *rows, struct err *err);

/* Refuses the row that surv_curves() found, with its column. Returns false. */
bool run_surv_fault(const struct stat_call *call, enum surv_fault fault, size_t row,
                    struct err *err);

/* Notes about empty cells: `edge`, at a probability of 0 or 1; `outside`, where nobody was seen. */
void run_surv_empty(struct stat_call *call, bool edge, bool outside);

/* A time as the table writes it. */
const char *run_time(const struct stat_call *call, double time);
/* "sex=1: " or "". */
const char *run_group_lead(const struct stat_call *call, const struct stat_groups *groups,
                           uint32_t group);
/* Notes about a risk set that was empty too early. */
void run_surv_notes(struct stat_call *call, const struct stat_groups *groups,
                    const struct surv_curve *curve);

/* Option --at: its times, sorted; *ret_n 0 when it was not given. */
const double *run_times_at(const struct stat_call *call, size_t *ret_n);
/* How many of the sorted times are not above x. */
size_t run_times_until(const double *times, size_t n, double x);

/* Options --at and --start: the times at which to report, sorted; n = 0: at each time of the curve. */
struct run_at {
    size_t n;
    const double *times;
    const uint32_t *n_risk; /* of group g at time i: n_risk[g * n + i] */
    double start;           /* option --start, or NaN */
};
void run_surv_at(const struct stat_call *call, const struct surv_rows *rows, struct run_at *ret);

/* The lines of a curve that a table has: all, or one a time of --at with what happened since the one
 * before. */
struct run_line {
    double time;
    bool known;  /* false: before the start, or after the last time anybody was seen */
    size_t line; /* of the curve, whose estimates hold; SIZE_MAX: before its first time */
    uint32_t n_risk, n_censor, n_event[SURV_CAUSES_MAX];
};
size_t run_lines_n(const struct run_at *at, const struct surv_curve *curve);
void run_line(const struct run_at *at, const struct surv_curve *curve, size_t i,
              struct run_line *ret);

#endif

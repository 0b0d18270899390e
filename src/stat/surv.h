/* SPDX-License-Identifier: EUPL-1.2
 *
 * surv: how long until something happens, and which of several things it is, when some are seen only
 * from a later day on (left truncation) and some only until a day before it happens (censoring).
 *
 * Definition. Row i is at risk at t when entry < t <= exit; its event happens at exit. At a tie events
 * come before censorings, and who enters at t is not at risk at t. At each exit time t, with n at risk,
 * d_k events of cause k, d = sum d_k:
 *     F_k(t) = F_k(t-) + S(t-) d_k / n          (Aalen and Johansen 1978)
 *     S(t)   = S(t-) (n - d) / n                (Kaplan and Meier 1958)
 *     A(t)   = A(t-) + d / n                    (Nelson 1969, Aalen 1978)
 * so that S + sum F_k = 1 at all times (kept to 1e-12). With one cause, S is the Kaplan-Meier curve.
 *
 * Standard errors.
 *   Greenwood: var S = S^2 sum d / (n (n - d)); for F_k the recursion of Andersen, Borgan, Gill and
 *     Keiding (1993, formula 4.4.18), with the multinomial covariance of the d_k (as etm).
 *   Infinitesimal jackknife: the sum over clusters of the squared derivative of the estimate in the
 *     cluster's weight (Efron 1982; as survfit). Right when rows of a cluster hang together.
 *   Nelson-Aalen: var A = sum d (n - d) / n^3 (Greenwood) or the jackknife.
 *
 * Not estimable (NaN): the error of S and of A from where S = 0 on. S = 0 stays 0, whoever enters
 * later; `emptied` says when that happened though rows entered after it: the risk set was empty too
 * early, and the curve should start later (`start`). Errors of F_k are told there, and do not change.
 *
 * Cost: rows are counted by day when all times are whole numbers in a range of SURV_DAYS_MAX, else
 * ranked by sorting; then one scan a group. The jackknife adds a constant for each row, not for each
 * row and time, see surv_scan.c. No allocation in loops; the result does not depend on the order of
 * rows (to rounding) nor on anything but its arguments.
 */
#ifndef VEJVISER_STAT_SURV_H
#define VEJVISER_STAT_SURV_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define SURV_CAUSES_MAX 16
#define SURV_DAYS_MAX   65536
#define SURV_ROWS_MAX   ((size_t)1 << 24) /* of one group */

enum surv_error { SURV_SE_NONE, SURV_SE_GREENWOOD, SURV_SE_IJ };

struct surv_rows {
    size_t n;
    const double *entry; /* NULL: everybody is at risk from the beginning */
    const double *exit;
    const uint8_t *event;  /* 0 censored, 1..causes_n */
    unsigned causes_n;     /* 1..SURV_CAUSES_MAX */
    const uint32_t *group; /* below groups_n; NULL: one group */
    uint32_t groups_n;
    const uint32_t *cluster; /* below clusters_n; NULL: each row is its own */
    uint32_t clusters_n;
};

/* The same with days, packed: what the year groups use. Nothing is converted or sorted. */
struct surv_days {
    size_t n;
    const int32_t *entry, *exit; /* at most SURV_DAYS_MAX from the lowest to the highest */
    const uint8_t *event;
    unsigned causes_n;
    const uint32_t *group; /* or NULL */
    uint32_t groups_n;
};

struct surv_options {
    enum surv_error error;
    double
        start; /* the curve begins here, as given that nothing has happened before: rows that end before
                   * are left out, and an event on the day itself counts (as survfit's start.time); NaN: at
                   * the beginning */
};

/* One group's curve, at each time at which a row of it ends. Lives until the sink returns. */
struct surv_curve {
    uint32_t group;
    size_t rows_n; /* that took part: those after start */
    size_t n;      /* times */
    unsigned causes_n;
    const double *time;
    const uint32_t *n_risk, *n_censor;
    const uint32_t *n_event[SURV_CAUSES_MAX];
    const double *surv, *cumhaz;
    const double *est[SURV_CAUSES_MAX]; /* F_k */
    const double *surv_se, *cumhaz_se;  /* NULL with SURV_SE_NONE */
    const double *est_se[SURV_CAUSES_MAX];
    double emptied;  /* S became 0 here though rows enter at or after it; else NaN */
    uint32_t late_n; /* and so many do */
    double gap; /* the first time after which nobody was at risk until others entered; else NaN */
};

/* False stops. */
typedef bool surv_sink(void *ctx, const struct surv_curve *curve);

/* What is wrong with a row; `row` says which. */
enum surv_fault {
    SURV_FINE,
    SURV_STOPPED,    /* the sink said so */
    SURV_ORDER,      /* entry >= exit */
    SURV_CODE,       /* event, group or cluster out of range */
    SURV_NOT_FINITE, /* a time */
    SURV_TOO_MANY,   /* rows in a group, days, or causes */
};

/* One call of `sink` for each group, in order, also for one without rows (n = 0). Working memory
 * comes from `a`: about 30 bytes a row and 150 a time of the largest group. */
enum surv_fault surv_curves(struct arena *a, const struct surv_rows *rows,
                            const struct surv_options *options, surv_sink *sink, void *ctx,
                            size_t *ret_row);
enum surv_fault surv_curves_days(struct arena *a, const struct surv_days *days,
                                 const struct surv_options *options, surv_sink *sink, void *ctx,
                                 size_t *ret_row);

/* Interval of a probability p with standard error se, at confidence conf.
 *   log-log  p^exp(+- z se / (p |log p|)): always within 0..1   (Kalbfleisch and Prentice 1980)
 *   log      p exp(+- z se / p), at most 1                      (survfit's own choice)
 *   plain    p +- z se, within 0..1
 *   logit    on log(p / (1 - p))
 * Not estimable (NaN) at p = 0, at p = 1, and without se. */
enum surv_scale { SURV_LOGLOG, SURV_LOG, SURV_PLAIN, SURV_LOGIT };
void surv_interval(enum surv_scale scale, double conf, double p, double se, double *ret_lower,
                   double *ret_upper);

#endif

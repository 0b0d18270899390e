/* SPDX-License-Identifier: EUPL-1.2
 *
 * multistate: the share in each state at each time, when people go from state to state, come late and
 * leave early (Aalen and Johansen 1978).
 *
 * Definition. A row is a stay: at risk of leaving `from` at t when entry < t <= exit; at exit it goes to
 * `to`, or is censored. At each exit time, with n_h at risk in state h and d_hj going from h to j:
 *     p_j(t) = p_j(t-) + sum_h p_h(t-) d_hj / n_h - p_j(t-) d_j. / n_j
 * so that the shares are 1 together (kept to 1e-12). It begins with the shares of the states among those
 * at risk at the first time at which anybody moves; after `start`, when given: rows that end before it
 * are left out. What nobody at risk stands for does not move.
 *
 * Standard error: the infinitesimal jackknife over clusters, with the shares at the beginning taken as
 * they are (as survfit does unless it is asked for the influence). A cluster's influence u follows
 *     u_j(t) = u_j(t-) + sum_h (u_h(t-) - y_h p_h(t-) / n_h) (d_hj / n_h - 1[h = j] d_h. / n_h)
 * and p_h(t-) / n_h for each of its own moves, y_h being its rows at risk in h. Work: clusters times
 * times at which somebody moves.
 *
 * R: survfit(Surv(entry, exit, to) ~ 1, id = id, istate = from)
 */
#ifndef VEJVISER_STAT_MULTISTATE_H
#define VEJVISER_STAT_MULTISTATE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define MULTISTATE_MAX   64
#define MULTISTATE_STAYS UINT8_MAX /* `to` of a censored row */

struct multistate_rows {
    size_t n;
    unsigned states_n;
    const double *entry, *exit; /* finite; entry < exit */
    const uint8_t *from, *to;
    const uint32_t *group; /* below groups_n; NULL: one */
    uint32_t groups_n;
    const uint32_t *cluster; /* below clusters_n; NULL: each row its own */
    uint32_t clusters_n;
};

/* One group's shares at each time at which a row of it ends; times x states. Lives until the sink
 * returns. */
struct multistate_curve {
    uint32_t group;
    size_t n;
    unsigned states_n;
    const double *time;
    const double *p, *se;    /* se: NULL when not asked for */
    const uint32_t *n_risk;  /* in the state just before */
    const uint32_t *n_event; /* that came into the state */
    const double *begin;     /* shares at the beginning */
    double gap; /* the first time after which nobody was at risk in a state that has a share, though
                       * somebody is later; else NaN */
    unsigned gap_state;
};

typedef bool multistate_sink(void *ctx, const struct multistate_curve *curve);

/* A call for each group in order. False when the sink stopped. start: NaN for none. */
bool multistate_curves(struct arena *a, const struct multistate_rows *rows, double start,
                       bool errors, multistate_sink *sink, void *ctx);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Whether groups differ in how long until something happens.
 *
 * Log-rank (Mantel 1966; Peto and Peto 1972; weights of Harrington and Fleming 1982). In each stratum, at
 * each event time with n at risk, n_g of them in group g, and d events:
 *     O_g - E_g = sum w (d_g - d n_g / n),   w = S(t-)^rho, S the stratum's own Kaplan-Meier curve
 *     V_gh = sum w^2 d (n - d) / (n - 1) n_g / n (1[g = h] - n_h / n)
 *     chisq = (O - E)' V^-1 (O - E) over all groups but one, of those with E > 0.
 * Late entry is taken as in surv.h. R: survdiff(Surv(exit, event) ~ group + strata(s), rho = ); with
 * late entry the score test of coxph(ties = "exact").
 *
 * Gray (1988), for the cumulative incidence of cause 1 beside cause 2. With R_g at risk, S_g and F_g of
 * the group's own curves (surv.h), h_g = R_g / S_g(t-), H = sum h_g, F0 = sum d1 / H:
 *     score_g = sum w (d1_g - d1 h_g (1 - F_g(t-)) / sum h (1 - F(t-))),   w = (1 - F0(t-))^rho
 * The variance is the sum over groups k and times of what each group's martingales do to the scores:
 * with a_gk = w h_g (1[g = k] - h_k / H), c_gk the sum of a_gk d1 / (H (1 - F0(t-))) until t and C_gk at the
 * end,
 *     cause 1:  a_gk + (C_gk - c_gk) (1 - (1 - F0) / S_k)    with  S_k(t-) d1 / (H R_k)
 *     cause 2:  (C_gk - c_gk) (1 - F0) / S_k                 with  (S_k(t-) / R_k)^2 d2_k
 * and corrections for ties. No late entry: the test is not defined for it. R: cmprsk::cuminc()$Tests.
 *
 * Not estimable: fewer than two groups (STAT_ONE_GROUP), no event (STAT_NO_EVENTS), a variance that is
 * singular (STAT_EMPTY_MARGIN).
 */
#ifndef VEJVISER_STAT_GROUPTEST_H
#define VEJVISER_STAT_GROUPTEST_H

#include "base/arena.h"
#include "stat/reason.h"

#include <stdint.h>

struct group_rows {
    size_t n;
    const double *entry;  /* NULL: everybody from the beginning */
    const double *exit;   /* entry < exit */
    const uint8_t *event; /* 0 censored; 1, and for Gray 2: another cause */
    const uint32_t *group;
    uint32_t groups_n;
    const uint32_t *stratum; /* NULL: one */
    uint32_t strata_n;
};

struct group_test {
    double chisq, p;
    size_t df;
    enum stat_reason why;
    /* each of groups_n; expected and variance NULL for Gray, which has scores instead */
    const double *rows, *observed, *expected, *variance, *score;
};

struct group_test group_logrank(struct arena *a, const struct group_rows *rows, double rho);
struct group_test group_gray(struct arena *a, const struct group_rows *rows, double rho);

#endif

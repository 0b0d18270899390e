/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Two groups compared within strata (Mantel & Haenszel 1959), so that the strata's own differences do
 * not pass for the groups'. With, in each stratum, n = a + b + c + d, n1 = a + b, n0 = c + d:
 *
 *     OR   sum ad/n / sum bc/n; its logarithm's variance by Robins, Breslow & Greenland (1986)
 *     RR   sum a n0/n / sum c n1/n; its logarithm's variance by Greenland & Robins (1985)
 *     RD   sum (a n0 - c n1)/n / sum n1 n0/n; variance by Sato (1989)
 *     p    Cochran-Mantel-Haenszel, with the correction of 0.5 as mantelhaen.test(correct = TRUE) or
 *          without: of no difference in any stratum; the same p stands beside each measure
 *
 * A stratum with one group only drops out of all; one where it happened to nobody or to all drops out
 * of OR and p, and one where it happened to nobody out of RR. In RD it stays: no difference is what it
 * says.
 *
 * R: mantelhaen.test(table(x, y, stratum)); RR and RD: metafor::rma.mh().
 */
#pragma once

#include "proportion.h"

#include <stdbool.h>
#include <stddef.h>

struct mh_stratum {
    double a, b; /* group 1: it happened, it did not */
    double c, d; /* group 0 */
};
struct mh {
    struct interval odds_ratio, risk_ratio, risk_difference;
    double chi_squared, p; /* NaN when no stratum has both groups and both outcomes */
    size_t used, dropped;  /* strata with all margins; without */
};
/* STAT_NO_DATA: no strata or all empty; STAT_ONE_GROUP: no stratum with both groups; STAT_NO_EVENTS: it
 * happened to nobody or to all; STAT_ZERO_CELL: a ratio of 0 or infinity. */
struct mh mh_estimate(const struct mh_stratum *strata, size_t n, double conf, bool is_corrected);

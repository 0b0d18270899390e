/* SPDX-License-Identifier: EUPL-1.2 */
#include "proportion.h"

#include "dist.h"

#include <math.h>

static const struct interval nobody = {NAN, NAN, NAN, STAT_NO_DATA};

struct interval proportion_wilson(double x, double n, double conf) {
    if (!(n > 0)) return nobody;
    double z = dist_z(conf), p = x / n, z2n = z * z / n;
    double middle = p + z2n / 2, half = sqrt(z2n * (p * (1 - p) + z2n / 4));
    return (struct interval){
        .estimate = p,
        .lower = x <= 0 ? 0 : (middle - half) / (1 + z2n),
        .upper = x >= n ? 1 : (middle + half) / (1 + z2n),
    };
}

struct interval proportion_difference(double x1, double n1, double x2, double n2, double conf) {
    struct interval a = proportion_wilson(x1, n1, conf), b = proportion_wilson(x2, n2, conf);
    if (a.why || b.why) return nobody;
    double d = a.estimate - b.estimate;
    return (struct interval){
        .estimate = d,
        .lower = d - hypot(a.estimate - a.lower, b.upper - b.estimate),
        .upper = d + hypot(a.upper - a.estimate, b.estimate - b.lower),
    };
}

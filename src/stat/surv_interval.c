/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/surv.h"

#include "stat/dist.h"

#include <math.h>

static double bounded(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

void surv_interval(enum surv_scale scale, double conf, double p, double se, double *ret_lower,
                   double *ret_upper) {
    *ret_lower = *ret_upper = (double)NAN;
    if (!(p > 0 && p < 1) || !isfinite(se)) return;
    double z = dist_z(conf), step, odds;
    switch (scale) {
    case SURV_LOGLOG:
        step = z * se / (p * log(p)); /* negative */
        *ret_lower = pow(p, exp(-step));
        *ret_upper = pow(p, exp(step));
        break;
    case SURV_LOG:
        *ret_lower = p * exp(-z * se / p);
        *ret_upper = bounded(p * exp(z * se / p));
        break;
    case SURV_PLAIN:
        *ret_lower = bounded(p - z * se);
        *ret_upper = bounded(p + z * se);
        break;
    case SURV_LOGIT:
        odds = p / (1 - p);
        step = exp(z * se / (p * (1 - p)));
        *ret_lower = odds / step / (1 + odds / step);
        *ret_upper = odds * step / (1 + odds * step);
        break;
    }
}

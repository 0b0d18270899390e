/* SPDX-License-Identifier: EUPL-1.2 */
#include "dist.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>

/* GSL's default handler aborts the process on an underflow deep in a tail. What we need to know we
 * see from the value. Before main(), so that no thread is running yet. */
__attribute__((constructor)) static void keep_gsl_quiet(void) { gsl_set_error_handler_off(); }

static bool is_share(double p) { return p >= 0 && p <= 1; }

static bool is_conf(double conf) { return conf > 0 && conf < 1; }

double dist_z(double conf) { return is_conf(conf) ? gsl_cdf_ugaussian_Qinv((1 - conf) / 2) : NAN; }

double dist_t(double conf, double df) {
    return is_conf(conf) && df > 0 ? gsl_cdf_tdist_Qinv((1 - conf) / 2, df) : NAN;
}

double dist_normal_below(double z) { return isnan(z) ? NAN : gsl_cdf_ugaussian_P(z); }

double dist_normal_quantile(double p) {
    if (!is_share(p)) return NAN;
    return gsl_cdf_ugaussian_Pinv(p);
}

double dist_normal_both(double z) { return isnan(z) ? NAN : 2 * gsl_cdf_ugaussian_Q(fabs(z)); }

double dist_t_both(double t, double df) {
    return isnan(t) || !(df > 0) ? NAN : 2 * gsl_cdf_tdist_Q(fabs(t), df);
}

double dist_chisq_above(double x, double df) {
    if (isnan(x) || !(df > 0)) return NAN;
    return x <= 0 ? 1 : gsl_cdf_chisq_Q(x, df);
}

static bool is_binomial(int64_t n, double p) { return n >= 0 && n <= INT32_MAX && is_share(p); }

double dist_binomial_at(int64_t k, int64_t n, double p) {
    if (!is_binomial(n, p)) return NAN;
    if (k < 0 || k > n) return 0;
    return gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)n);
}

double dist_binomial_below(int64_t k, int64_t n, double p) {
    if (!is_binomial(n, p)) return NAN;
    if (k < 0) return 0;
    if (k >= n) return 1;
    return gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
}

int64_t dist_binomial_quantile(double q, int64_t n, double p) {
    if (!is_binomial(n, p) || !is_share(q)) return -1;
    int64_t low = 0, high = n; /* the answer lies in low..high */
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (dist_binomial_below(middle, n, p) >= q)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

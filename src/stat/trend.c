/* SPDX-License-Identifier: EUPL-1.2 */
#include "trend.h"

#include "dist.h"
#include "logit.h"

#include <math.h>

static double inverse_logit(double eta) { return 1 / (1 + exp(-eta)); }

/* Ones and the year counted from the middle: the line is the same, and the errors at a year then come
 * from well-scaled numbers. */
static double *line_columns(struct arena *a, const double *year, size_t rows, double middle) {
    double *x = arena_array(a, rows * 2, sizeof *x);
    for (size_t i = 0; i < rows; i++) x[2 * i] = 1, x[2 * i + 1] = year[i] - middle;
    return x;
}

static double middle_year(const double *year, const double *n, size_t rows, size_t *ret_years) {
    double sum = 0;
    *ret_years = 0;
    for (size_t i = 0; i < rows; i++)
        if (n[i] > 0) sum += year[i], ++*ret_years;
    return *ret_years ? sum / (double)*ret_years : 0;
}

static void set_spread(struct trend *t, const struct logit_fit *fit, enum trend_spread spread,
                       double conf) {
    double left = (double)t->years - 2;
    t->dispersion = left > 0 ? fit->pearson / left : NAN;
    t->is_quasi =
        left > 0 && spread != TREND_BINOMIAL && (spread == TREND_QUASI || t->dispersion > 1);
    t->critical = t->is_quasi && spread == TREND_STUDENT ? dist_t(conf, left) : dist_z(conf);
}

static enum stat_reason reason_of(const struct logit_fit *fit, size_t years) {
    if (fit->why == STAT_NO_DATA || fit->why == STAT_NO_EVENTS) return fit->why;
    if (years < 2 || fit->rank < 2) return STAT_FEW_POINTS;
    if (fit->why) return fit->why;
    return fit->reasons[0] ? fit->reasons[0] : fit->reasons[1];
}

struct trend trend_fit(struct arena *a, const double *year, const double *x, const double *n,
                       size_t rows, double conf, enum trend_spread spread, const double *at,
                       size_t at_n, struct trend_point *out) {
    struct trend t = {.slope = NAN,
                      .slope_se = NAN,
                      .slope_lower = NAN,
                      .slope_upper = NAN,
                      .dispersion = NAN,
                      .critical = NAN};
    double middle = middle_year(year, n, rows, &t.years);
    struct logit_input in = {
        .n = rows, .p = 2, .x = line_columns(a, year, rows, middle), .y = x, .trials = n};
    struct logit_fit fit = logit_fit(a, &in);
    t.why = reason_of(&fit, t.years);
    for (size_t i = 0; i < at_n; i++) out[i] = (struct trend_point){at[i], NAN, NAN, NAN};
    if (t.why) return t;

    set_spread(&t, &fit, spread, conf);
    double widen = t.is_quasi ? t.dispersion : 1;
    t.slope = fit.coef[1];
    t.slope_se = sqrt(widen * fit.cov[3]);
    t.slope_lower = t.slope - t.critical * t.slope_se;
    t.slope_upper = t.slope + t.critical * t.slope_se;
    for (size_t i = 0; i < at_n; i++) {
        double d = at[i] - middle, eta = fit.coef[0] + t.slope * d;
        double variance = fit.cov[0] + 2 * d * fit.cov[1] + d * d * fit.cov[3];
        double half = t.critical * sqrt(widen * variance);
        out[i] = (struct trend_point){at[i], inverse_logit(eta), inverse_logit(eta - half),
                                      inverse_logit(eta + half)};
    }
    return t;
}

double trend_reaches(const struct trend *trend, double share_at_from, double from, double target) {
    if (!(share_at_from > 0 && share_at_from < 1 && target > 0 && target < 1)) return NAN;
    if (share_at_from >= target) return from;
    double gap = log(target / (1 - target)) - log(share_at_from / (1 - share_at_from));
    double years = ceil(gap / trend->slope - 1e-9); /* exactly there is there */
    return years > 0 && years <= 100 ? from + years : NAN;
}

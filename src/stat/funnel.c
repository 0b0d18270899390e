/* SPDX-License-Identifier: EUPL-1.2 */
#include "funnel.h"

#include "dist.h"

#include <math.h>
#include <stdbool.h>

static const struct funnel_limits none = {NAN, NAN, STAT_NO_DATA};

static bool is_drawable(double theta, int64_t n, double level) {
    return n >= 1 && n <= INT32_MAX && theta >= 0 && theta <= 1 && level > 0 && level < 1;
}

static double interpolated(double q, int64_t n, double theta) {
    int64_t r = dist_binomial_quantile(q, n, theta);
    double over = (dist_binomial_below(r, n, theta) - q) / dist_binomial_at(r, n, theta);
    return fmin(1, fmax(0, ((double)r - over) / (double)n));
}

struct funnel_limits funnel_exact(double theta, int64_t n, double level) {
    if (!is_drawable(theta, n, level)) return none;
    if (theta == 0 || theta == 1) return (struct funnel_limits){theta, theta, STAT_OK};
    return (struct funnel_limits){
        .lower = interpolated((1 - level) / 2, n, theta),
        .upper = interpolated((1 + level) / 2, n, theta),
    };
}

struct funnel_limits funnel_laney(double theta, int64_t n, double level, double sigma_z) {
    if (!is_drawable(theta, n, level) || !(sigma_z >= 0)) return none;
    double half = dist_z(level) * sigma_z * sqrt(theta * (1 - theta) / (double)n);
    return (struct funnel_limits){fmax(0, theta - half), fmin(1, theta + half), STAT_OK};
}

struct funnel_spread funnel_spread(const int64_t *x, const int64_t *n, size_t units, double theta) {
    struct funnel_spread found = {.theta = theta, .phi = NAN, .sigma_z = NAN};
    int64_t x_sum = 0, n_sum = 0;
    for (size_t i = 0; i < units; i++)
        if (n[i] > 0) x_sum += x[i], n_sum += n[i], found.units++;
    bool is_pooled = isnan(theta);
    if (is_pooled) found.theta = theta = n_sum > 0 ? (double)x_sum / (double)n_sum : NAN;
    if (found.units < 2 || !(theta > 0 && theta < 1)) return found;

    double squares = 0, moves = 0, before = NAN;
    for (size_t i = 0; i < units; i++) {
        if (n[i] <= 0) continue;
        double size = (double)n[i];
        double z = ((double)x[i] / size - theta) / sqrt(theta * (1 - theta) / size);
        squares += z * z;
        if (!isnan(before)) moves += fabs(z - before);
        before = z;
    }
    double between = (double)(found.units - 1);
    found.phi = squares / (is_pooled ? between : (double)found.units);
    found.sigma_z = moves / between / 1.128; /* d2 of a range of two */
    return found;
}

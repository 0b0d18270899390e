/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/scale.h"

#include <math.h>

bool scale_shows(double x) { return isfinite(x) && fabs(x) <= 1e9; }

void scale_take(double *lo, double *hi, double x) {
    if (!scale_shows(x)) return;
    *lo = isnan(*lo) ? x : fmin(*lo, x);
    *hi = isnan(*hi) ? x : fmax(*hi, x);
}

static double nice_step(double rough) {
    static const double nice[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(rough)));
    for (size_t i = 0; i < sizeof nice / sizeof *nice; i++)
        if (nice[i] * power >= rough * 0.999 && (nice[i] != 2.5 || power > 1))
            return nice[i] * power; /* 25 but not 2.5: that would put decimals on every tick */
    return 10 * power;
}

static int step_decimals(double step) {
    int decimals = 0;
    while (decimals < 6 && fabs(step - round(step)) > 1e-6 * step) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

/* A range with room in it: nothing known is 0..1, one number gets room on both sides. */
static void widen(double *lo, double *hi) {
    if (isnan(*lo)) {
        *lo = 0;
        *hi = 1;
    }
    double room = fmax(fabs(*lo), fabs(*hi)) * 0.01;
    if (*hi - *lo < fmax(room * 1e-6, 1e-5)) { /* no more decimals than that are written */
        *lo -= fmax(room, 1);
        *hi += fmax(room, 1);
    }
}

struct scale scale_numbers(double lo, double hi, double want_lo, double want_hi, int ticks,
                           bool share) {
    bool is_share = share && !(lo < 0) && !(hi > 100);
    scale_take(&lo, &hi, want_lo);
    scale_take(&lo, &hi, want_hi);
    widen(&lo, &hi);
    struct scale s = {.step = nice_step((hi - lo) / ticks)};
    s.lo = lo == want_lo ? lo : floor(lo / s.step + 1e-9) * s.step;
    s.hi = hi == want_hi ? hi : ceil(hi / s.step - 1e-9) * s.step;
    if (is_share) {
        s.lo = fmax(s.lo, 0);
        s.hi = fmin(s.hi, 100);
    }
    s.first = ceil(s.lo / s.step - 1e-9) * s.step;
    s.decimals = step_decimals(s.step);
    return s;
}

static double whole_step(double range, int ticks) {
    static const double steps[] = {1, 2, 5, 10, 20, 25, 50, 100, 3, 4, 6};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (range / steps[i] <= ticks - 1 && fmod(range, steps[i]) == 0) return steps[i];
    double step = nice_step(range / (ticks - 1));
    return fmax(1, ceil(step));
}

struct scale scale_whole(double lo, double hi, int ticks) {
    widen(&lo, &hi);
    struct scale s = {.lo = lo, .hi = hi, .first = ceil(lo)};
    s.step = whole_step(floor(hi) - ceil(lo), ticks < 2 ? 2 : ticks);
    return s;
}

double scale_at(const struct scale *scale, double x) {
    double share = (x - scale->lo) / (scale->hi - scale->lo);
    return scale->at_lo + share * (scale->at_hi - scale->at_lo);
}

size_t scale_ticks(const struct scale *scale) {
    double steps = floor((scale->hi - scale->first) / scale->step + 1e-6);
    return steps < 0 ? 0 : (size_t)steps + 1;
}

double scale_tick(const struct scale *scale, size_t i) {
    double tick = scale->first + (double)i * scale->step;
    return fabs(tick) < scale->step * 1e-6 ? 0 : tick;
}

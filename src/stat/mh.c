/* SPDX-License-Identifier: EUPL-1.2 */
#include "mh.h"

#include "dist.h"

#include <math.h>

struct sums {
    double total, events;
    double r, s, pr, ps_qr, qs;         /* odds ratio */
    double top, bottom, rr_variance;    /* risk ratio */
    double weight, gap, sato_p, sato_q; /* risk difference */
    double delta, variance;             /* the test */
};

static void add(struct sums *m, const struct mh_stratum *t, double n) {
    double n1 = t->a + t->b, n0 = t->c + t->d, m1 = t->a + t->c, m0 = t->b + t->d;
    double p = (t->a + t->d) / n, q = (t->b + t->c) / n;
    double r = t->a * t->d / n, s = t->b * t->c / n;
    m->r += r, m->s += s;
    m->pr += p * r, m->ps_qr += p * s + q * r, m->qs += q * s;

    m->top += t->a * n0 / n, m->bottom += t->c * n1 / n;
    m->rr_variance += (n1 * n0 * m1 - t->a * t->c * n) / (n * n);

    m->weight += n1 * n0 / n, m->gap += (t->a * n0 - t->c * n1) / n;
    m->sato_p += (n1 * n1 * t->c - n0 * n0 * t->a + n1 * n0 * (n0 - n1) / 2) / (n * n);
    m->sato_q += (t->a * t->d + t->c * t->b) / (2 * n);

    m->delta += t->a - n1 * m1 / n;
    if (n > 1) m->variance += n1 * n0 * m1 * m0 / (n * n * (n - 1));
}

static struct interval nothing(enum stat_reason why) {
    return (struct interval){NAN, NAN, NAN, why};
}

static struct interval ratio(double top, double bottom, double variance, double z) {
    if (!(top > 0 && bottom > 0)) return nothing(STAT_ZERO_CELL);
    double estimate = top / bottom, reach = exp(z * sqrt(variance));
    return (struct interval){estimate, estimate / reach, estimate * reach, STAT_OK};
}

static struct interval difference(const struct sums *m, double z) {
    double estimate = m->gap / m->weight;
    double half = z * sqrt(fmax(0, estimate * m->sato_p + m->sato_q)) / m->weight;
    return (struct interval){estimate, estimate - half, estimate + half, STAT_OK};
}

static enum stat_reason obstacle(const struct sums *m) {
    if (!(m->total > 0)) return STAT_NO_DATA;
    if (!(m->weight > 0)) return STAT_ONE_GROUP;
    return m->events <= 0 || m->events >= m->total ? STAT_NO_EVENTS : STAT_OK;
}

struct mh mh_estimate(const struct mh_stratum *strata, size_t n, double conf, bool is_corrected) {
    struct sums m = {0};
    struct mh found = {.chi_squared = NAN, .p = NAN};
    for (size_t i = 0; i < n; i++) {
        const struct mh_stratum *t = &strata[i];
        double size = t->a + t->b + t->c + t->d;
        bool is_whole = t->a + t->b > 0 && t->c + t->d > 0 && t->a + t->c > 0 && t->b + t->d > 0;
        if (is_whole)
            found.used++;
        else
            found.dropped++;
        m.total += size, m.events += t->a + t->c;
        if (size > 0) add(&m, t, size);
    }
    enum stat_reason why = obstacle(&m);
    if (why) {
        found.odds_ratio = found.risk_ratio = found.risk_difference = nothing(why);
        return found;
    }
    double z = dist_z(conf);
    found.odds_ratio = ratio(
        m.r, m.s, m.pr / (2 * m.r * m.r) + m.ps_qr / (2 * m.r * m.s) + m.qs / (2 * m.s * m.s), z);
    found.risk_ratio = ratio(m.top, m.bottom, m.rr_variance / (m.top * m.bottom), z);
    found.risk_difference = difference(&m, z);
    if (m.variance > 0) {
        double delta = fabs(m.delta), correction = is_corrected && delta >= 0.5 ? 0.5 : 0;
        found.chi_squared = (delta - correction) * (delta - correction) / m.variance;
        found.p = dist_chisq_above(found.chi_squared, 1);
    } else {
        found.odds_ratio = nothing(STAT_EMPTY_MARGIN);
    }
    return found;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "survey.h"

#include "dist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROUNDS 10000
#define CLOSE       1e-12
#define SWEEPS      10 /* as survey::svyrecvar */

/* ---- weights ---- */

/* One margin made to fit. Returns the largest relative change, or -1 with *ret_cell when a cell of the
 * population is empty in the sample. */
static double fit_margin(double *weight, size_t n, const struct survey_margin *m, double *sum,
                         size_t *ret_cell) {
    double largest = 0;
    memset(sum, 0, m->cells * sizeof *sum);
    for (size_t i = 0; i < n; i++) sum[m->cell[i]] += weight[i];
    for (size_t c = 0; c < m->cells; c++) {
        if (sum[c] <= 0 && m->total[c] > 0) {
            *ret_cell = c;
            return -1;
        }
        double factor = sum[c] > 0 ? m->total[c] / sum[c] : 1;
        if (sum[c] > 0) largest = fmax(largest, fabs(factor - 1));
        sum[c] = factor;
    }
    for (size_t i = 0; i < n; i++) weight[i] *= sum[m->cell[i]];
    return largest;
}

enum stat_reason survey_fit(struct arena *a, double *weight, size_t n,
                            const struct survey_margin *margins, size_t margins_n,
                            size_t *ret_margin, size_t *ret_cell) {
    size_t most = 0;
    for (size_t m = 0; m < margins_n; m++)
        if (margins[m].cells > most) most = margins[m].cells;
    double *sum = arena_array(a, most, sizeof *sum);
    if (n == 0) return STAT_NO_DATA;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double largest = 0;
        for (size_t m = 0; m < margins_n; m++) {
            double change = fit_margin(weight, n, &margins[m], sum, ret_cell);
            *ret_margin = m;
            if (change < 0) return STAT_EMPTY_STRATUM;
            largest = fmax(largest, change);
        }
        if (largest <= CLOSE || margins_n < 2) return STAT_OK;
    }
    return STAT_NOT_CONVERGED;
}

/* ---- units ---- */

struct place {
    uint32_t stratum, unit, row;
};

static int by_place(const void *left, const void *right) {
    const struct place *l = left, *r = right;
    if (l->stratum != r->stratum) return l->stratum < r->stratum ? -1 : 1;
    if (l->unit != r->unit) return l->unit < r->unit ? -1 : 1;
    return (l->row > r->row) - (l->row < r->row);
}

static struct place *places_make(struct arena *a, const struct survey_input *in) {
    struct place *places = arena_array(a, in->n, sizeof *places);
    for (size_t i = 0; i < in->n; i++)
        places[i] = (struct place){in->stratum ? in->stratum[i] : 0,
                                   in->unit ? in->unit[i] : (uint32_t)i, (uint32_t)i};
    qsort(places, in->n, sizeof *places, by_place);
    return places;
}

static bool is_member(const struct survey_input *in, size_t i) {
    return in->weight[i] > 0 && (!in->member || in->member[i]);
}

/* Variance of the sum of z over strata and units; NaN with *ret_single when a stratum has one unit. The
 * degrees of freedom count units and strata that have members. */
static double variance(struct arena *a, const struct survey_input *in, const double *z,
                       double *ret_df, bool *ret_single) {
    const struct place *p = places_make(a, in);
    double all = 0;
    *ret_df = 0;
    for (size_t i = 0; i < in->n;) {
        uint32_t stratum = p[i].stratum;
        double sum = 0, squares = 0, units = 0;
        bool has_members = false;
        while (i < in->n && p[i].stratum == stratum) {
            uint32_t unit = p[i].unit;
            double total = 0;
            bool is_met = false;
            for (; i < in->n && p[i].stratum == stratum && p[i].unit == unit; i++)
                total += z[p[i].row], is_met |= is_member(in, p[i].row);
            sum += total, squares += total * total, units++;
            *ret_df += is_met, has_members |= is_met;
        }
        *ret_df -= has_members;
        if (units < 2)
            *ret_single = true;
        else
            all += units / (units - 1) * fmax(0, squares - sum * sum / units);
    }
    return *ret_single ? NAN : all;
}

/* ---- what the known totals take out of the error ---- */

static void take_out(const struct survey_input *in, const struct survey_margin *m, bool is_weighted,
                     double *u, double *sum, double *count) {
    memset(sum, 0, m->cells * sizeof *sum);
    memset(count, 0, m->cells * sizeof *count);
    for (size_t i = 0; i < in->n; i++) {
        double w = in->weight[i] <= 0 ? 0 : is_weighted ? in->weight[i] : 1;
        sum[m->cell[i]] += w * u[i], count[m->cell[i]] += w;
    }
    for (size_t i = 0; i < in->n; i++)
        if (in->weight[i] > 0) u[i] -= sum[m->cell[i]] / count[m->cell[i]];
}

static void calibrate(struct arena *a, const struct survey_input *in, double *u) {
    size_t most = 0;
    for (size_t m = 0; m < in->margins_n; m++)
        if (in->margins[m].cells > most) most = in->margins[m].cells;
    double *sum = arena_array(a, most, sizeof *sum), *count = arena_array(a, most, sizeof *count);
    if (in->margins_n == 1) {
        take_out(in, &in->margins[0], true, u, sum, count);
        return;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (size_t m = 0; m < in->margins_n; m++)
            take_out(in, &in->margins[m], false, u, sum, count);
}

/* ---- the mean ---- */

static void fill_interval(struct survey_mean *s, double conf) {
    if (s->df < 1) {
        s->why = STAT_FEW_CLUSTERS;
        return;
    }
    double t = dist_t(conf, s->df);
    if (!s->is_share) {
        s->lower = s->estimate - t * s->se, s->upper = s->estimate + t * s->se;
        return;
    }
    double p = s->estimate, logit = log(p / (1 - p)), half = t * s->se / (p * (1 - p));
    s->lower = 1 / (1 + exp(half - logit)), s->upper = 1 / (1 + exp(-half - logit));
}

struct survey_mean survey_mean(struct arena *a, const struct survey_input *in) {
    double none = NAN;
    struct survey_mean s = {
        .estimate = none, .se = none, .lower = none, .upper = none, .df = none, .is_share = true};
    double sum = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (!is_member(in, i)) continue;
        s.n++, s.weight += in->weight[i], sum += in->weight[i] * in->y[i];
        s.is_share &= in->y[i] == 0 || in->y[i] == 1;
    }
    if (s.n == 0) {
        s.why = STAT_NO_DATA;
        return s;
    }
    s.estimate = sum / s.weight;
    if (s.is_share && (sum <= 0 || sum >= s.weight)) {
        s.estimate = sum > 0, s.why = STAT_NO_EVENTS;
        return s;
    }
    double *z = arena_array(a, in->n, sizeof *z);
    for (size_t i = 0; i < in->n; i++)
        if (is_member(in, i)) z[i] = (in->y[i] - s.estimate) / s.weight;
    if (in->margins_n) calibrate(a, in, z);
    for (size_t i = 0; i < in->n; i++) z[i] *= in->weight[i];
    bool is_single = false;
    s.se = sqrt(variance(a, in, z, &s.df, &is_single));
    if (is_single)
        s.why = STAT_SINGLE_UNIT;
    else
        fill_interval(&s, in->conf);
    return s;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "did.h"

#include <math.h>
#include <string.h>

#define NEVER UINT32_MAX

struct layout {
    struct did_column *columns;
    size_t p;
};

static void add_column(struct layout *l, enum did_term term, size_t number) {
    l->columns[l->p++] = (struct did_column){term, number};
}

/* The first period in which each unit is treated. */
static uint32_t *find_starts(struct arena *a, const struct did_input *in, bool *ret_staggered) {
    uint32_t *start = arena_array(a, in->units, sizeof *start), any = NEVER;
    for (size_t u = 0; u < in->units; u++) start[u] = NEVER;
    for (size_t i = 0; i < in->n; i++)
        if (in->treat[i] == 1 && in->period[i] < start[in->unit[i]])
            start[in->unit[i]] = in->period[i];
    for (size_t u = 0; u < in->units; u++) {
        if (start[u] == NEVER) continue;
        if (any != NEVER && start[u] != any) *ret_staggered = true;
        any = start[u];
    }
    return start;
}

static uint32_t before_start(const struct did_input *in, const uint32_t *start, size_t i) {
    uint32_t from = start[in->unit[i]];
    return from == NEVER || from <= in->period[i] ? 0 : from - in->period[i];
}

/* Leads that occur; the periods but the first come last, so that what is collinear with them is the
 * treatment's to lose only when nothing else can tell it. */
static struct layout two_way(struct arena *a, const struct did_input *in, const uint32_t *start,
                             size_t *ret_terms) {
    struct layout l = {arena_array(a, 2 * in->periods + in->z_n + 1, sizeof *l.columns), 0};
    bool *is_seen = arena_array(a, in->periods + 1, sizeof *is_seen);
    for (size_t t = 1; t < in->periods; t++) add_column(&l, DID_PERIOD, t);
    size_t first = l.p;
    add_column(&l, DID_EFFECT, 0);
    for (size_t c = 0; c < in->z_n; c++) add_column(&l, DID_COVARIATE, c);
    for (size_t i = 0; in->has_leads && i < in->n; i++) is_seen[before_start(in, start, i)] = true;
    for (size_t t = 2; t <= in->periods; t++)
        if (is_seen[t]) add_column(&l, DID_LEAD, t);
    *ret_terms = l.p - first;
    return l;
}

static struct layout two_by_two(struct arena *a, const struct did_input *in, size_t *ret_terms) {
    struct layout l = {arena_array(a, in->z_n + 4, sizeof *l.columns), 0};
    add_column(&l, DID_ONES, 0);
    add_column(&l, DID_TREAT, 0);
    add_column(&l, DID_POST, 0);
    for (size_t c = 0; c < in->z_n; c++) add_column(&l, DID_COVARIATE, c);
    add_column(&l, DID_EFFECT, 0);
    *ret_terms = l.p;
    return l;
}

static double value_of(const struct did_input *in, const uint32_t *start, struct did_column c,
                       size_t i) {
    switch (c.term) {
    case DID_ONES:
        return 1;
    case DID_TREAT:
        return in->treat[i];
    case DID_POST:
        return in->post[i];
    case DID_COVARIATE:
        return in->z[i * in->z_n + c.number];
    case DID_EFFECT:
        return in->post ? in->treat[i] * in->post[i] : in->treat[i];
    case DID_LEAD:
        return before_start(in, start, i) == c.number;
    case DID_PERIOD:
        return in->period[i] == c.number;
    }
    return NAN;
}

struct did did_fit(struct arena *a, const struct did_input *in) {
    struct did found = {0};
    const uint32_t *start = in->post ? NULL : find_starts(a, in, &found.is_staggered);
    struct layout l =
        in->post ? two_by_two(a, in, &found.terms_n) : two_way(a, in, start, &found.terms_n);
    double *x = arena_array(a, in->n * l.p, sizeof *x);
    for (size_t i = 0; i < in->n; i++)
        for (size_t j = 0; j < l.p; j++) x[i * l.p + j] = value_of(in, start, l.columns[j], i);
    struct ols_input ols = {
        .n = in->n, .p = l.p, .x = x, .y = in->y, .cluster = in->cluster, .clusters = in->clusters};
    if (!in->post) ols.unit = in->unit, ols.units = in->units;
    found.fit = ols_fit(a, &ols);
    size_t hidden = l.p - found.terms_n; /* the periods stand first and are not told */
    found.columns = l.columns + hidden;
    found.fit.coef += hidden, found.fit.se += hidden;
    found.fit.robust_se += hidden, found.fit.reasons += hidden;
    return found;
}

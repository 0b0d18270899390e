/* SPDX-License-Identifier: EUPL-1.2 */
#include "cohort/cohort.h"
#include "stat/surv.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define ORIGINS 3
#define SEXES   3

struct curving {
    struct arena *a;
    const struct cohort *c;
    const struct cohort_curve_query *query;
    struct cohort_curve *curves;
    size_t curves_n;
    uint32_t *risk; /* [group][age] */
    int32_t *last;  /* [group]: the highest age at which somebody is followed */
    size_t sexes, origins;
};

static uint32_t group_of(const struct curving *k, size_t p) {
    const struct cohort *c = k->c;
    uint32_t m = k->query->by & COHORT_BY_MUNICIPALITY ? c->municipality[p] : 0;
    uint32_t x = k->sexes > 1 ? c->sex[p] : 0, o = k->origins > 1 ? c->origin[p] : 0;
    return (m * (uint32_t)k->sexes + x) * (uint32_t)k->origins + o;
}

/* The first of the ages that is above `age`. */
static size_t above(const struct cohort_curve_query *query, int32_t age) {
    size_t low = 0, high = query->ages_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (query->ages[middle] <= age)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Who is at risk at each of the ages, as differences that are then added up. */
static void count_risk(struct curving *k, const struct cohort_rows *rows, const uint32_t *group,
                       size_t groups_n) {
    size_t n = k->query->ages_n + 1;
    k->risk = arena_array(k->a, groups_n * n, sizeof *k->risk);
    k->last = arena_array(k->a, groups_n, sizeof *k->last);
    for (size_t i = 0; i < rows->n; i++) {
        uint32_t *risk = k->risk + group[i] * n;
        risk[above(k->query, rows->entry[i])]++;
        risk[above(k->query, rows->exit[i])]--;
        if (rows->exit[i] > k->last[group[i]]) k->last[group[i]] = rows->exit[i];
    }
    for (size_t g = 0; g < groups_n; g++)
        for (size_t i = 1; i < n; i++) k->risk[g * n + i] += k->risk[g * n + i - 1];
}

static void fill_point(struct cohort_point *point, const struct surv_curve *curve, size_t at,
                       const uint32_t *events) {
    point->est[0] = curve ? 1 - curve->surv[at] : 0;
    point->se[0] = curve && curve->surv_se ? curve->surv_se[at] : (double)NAN;
    for (int e = 1; e <= COHORT_ATTAINED_N; e++) {
        point->est[e] = curve ? curve->est[e - 1][at] : 0;
        point->se[e] = curve && curve->est_se[e - 1] ? curve->est_se[e - 1][at] : (double)NAN;
        point->n_event[e] = events[e];
        point->n_event[0] += events[e];
    }
}

static void add_events(const struct surv_curve *curve, size_t at, uint32_t *events) {
    for (int e = 1; e <= COHORT_ATTAINED_N; e++) events[e] += curve->n_event[e - 1][at];
}

static void points_at_ages(struct curving *k, const struct surv_curve *curve,
                           struct cohort_curve *ret) {
    const struct cohort_curve_query *q = k->query;
    struct cohort_point *points = arena_array(k->a, q->ages_n, sizeof *points);
    uint32_t events[1 + COHORT_ATTAINED_N] = {0};
    size_t at = 0;
    for (size_t i = 0; i < q->ages_n; i++) {
        struct cohort_point *point = &points[i];
        point->age = q->ages[i];
        point->n_risk = k->risk[curve->group * (q->ages_n + 1) + i];
        for (; at < curve->n && curve->time[at] <= q->ages[i]; at++) add_events(curve, at, events);
        fill_point(point, at ? curve : NULL, at ? at - 1 : 0, events);
        if (q->ages[i] <= k->last[curve->group]) continue;
        for (int e = 0; e <= COHORT_ATTAINED_N; e++) point->est[e] = point->se[e] = (double)NAN;
    }
    ret->points = points;
    ret->points_n = q->ages_n;
}

static void points_at_events(struct curving *k, const struct surv_curve *curve,
                             struct cohort_curve *ret) {
    struct cohort_point *points = arena_array(k->a, curve->n, sizeof *points);
    uint32_t events[1 + COHORT_ATTAINED_N] = {0};
    size_t n = 0;
    for (size_t at = 0; at < curve->n; at++) {
        uint32_t now = 0;
        for (int e = 0; e < COHORT_ATTAINED_N; e++) now += curve->n_event[e][at];
        if (!now) continue;
        add_events(curve, at, events);
        points[n].age = (int32_t)curve->time[at];
        points[n].n_risk = curve->n_risk[at];
        fill_point(&points[n++], curve, at, events);
    }
    ret->points = points;
    ret->points_n = n;
}

static bool take_curve(void *ctx, const struct surv_curve *curve) {
    struct curving *k = ctx;
    if (!curve->rows_n) return true;
    struct cohort_curve *ret = &k->curves[k->curves_n++];
    *ret = (struct cohort_curve){
        .municipality = (uint8_t)(curve->group / k->origins / k->sexes),
        .sex = (uint8_t)(curve->group / k->origins % k->sexes),
        .origin = (uint8_t)(curve->group % k->origins),
        .persons_n = curve->rows_n,
        .emptied = curve->emptied,
    };
    if (k->query->ages)
        points_at_ages(k, curve, ret);
    else
        points_at_events(k, curve, ret);
    return true;
}

void cohort_curves(struct arena *a, const struct cohort *c, const struct cohort_curve_query *query,
                   struct cohort_curves *ret) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct curving k = {.a = a,
                        .c = c,
                        .query = query,
                        .sexes = query->by & COHORT_BY_SEX ? SEXES : 1,
                        .origins = query->by & COHORT_BY_ORIGIN ? ORIGINS : 1};
    size_t places = query->by & COHORT_BY_MUNICIPALITY ? c->municipalities_n : 1;
    size_t groups_n = places * k.sexes * k.origins;
    struct cohort_rows rows;
    cohort_follow(scratch, c, &rows);
    uint32_t *group = arena_array(scratch, rows.n, sizeof *group);
    for (size_t i = 0; i < rows.n; i++) group[i] = group_of(&k, rows.person[i]);
    if (query->ages) count_risk(&k, &rows, group, groups_n);
    k.curves = arena_array(a, groups_n, sizeof *k.curves);
    struct surv_days days = {.n = rows.n,
                             .entry = rows.entry,
                             .exit = rows.exit,
                             .event = rows.event,
                             .causes_n = COHORT_ATTAINED_N,
                             .group = group,
                             .groups_n = (uint32_t)groups_n};
    struct surv_options options = {query->errors ? SURV_SE_IJ : SURV_SE_NONE, (double)NAN};
    size_t row;
    enum surv_fault fault = surv_curves_days(scratch, &days, &options, take_curve, &k, &row);
    assert(fault ==
           SURV_FINE); /* the rows are right by how they are made, and ages span < 65536 days */
    (void)fault;
    *ret = (struct cohort_curves){k.curves_n, k.curves};
}

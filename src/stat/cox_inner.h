/* SPDX-License-Identifier: EUPL-1.2 */
/* Inside Cox regression: the rows laid out for one sweep backwards through time. */
#pragma once

#include "basis.h"
#include "cox.h"

/* Rows sorted by stratum, then exit descending, so that those at risk are added as time runs back;
 * `leave` has their places by stratum, then entry descending, as they leave. All arrays are in the
 * sorted order. */
struct cox_rows {
    size_t n, p;
    double *x; /* n x p; basis.q after the columns have been turned */
    double *entry, *exit, *weight, *eta;
    uint8_t *event;
    uint32_t *stratum;
    uint32_t *origin; /* row of the input */
    uint32_t *leave;  /* n; NULL without entries */
    double *risk;     /* n, for the sweep */
    double *sums;     /* 2p + 2pp, likewise */
    size_t times;     /* places where something happened: (stratum, time) */
    bool is_breslow;
};

struct cox_rows cox_rows_make(struct arena *a, const struct cox_input *in);

/* One set of those at risk, with its sums of weight * exp(eta - shift): what a sweep sees at a time
 * when something happened. risk* over all at risk, dead* over those it happened to. */
struct cox_moment {
    size_t first, last; /* the rows with this exit: first..last-1, events and others */
    size_t k;           /* columns */
    double shift;
    double risk0, *risk1, *risk2; /* 1, k, k x k (lower half) */
    double dead0, *dead1, *dead2;
    size_t deaths;
    double dead_weight; /* sum of their weights */
};
typedef void cox_visit(void *ctx, const struct cox_rows *rows, const struct cox_moment *m);

/* Visits each stratum's times, latest first. Second moments only when `squares`. */
void cox_sweep(const struct cox_rows *rows, size_t k, bool squares, cox_visit *visit, void *ctx);

/* The share of the tied events that Efron takes out of the sums for event number i of n. */
double cox_part(const struct cox_rows *rows, size_t i, size_t n);

/* Score residuals, n x k in sorted order, unweighted. */
void cox_residuals(struct arena *a, const struct cox_rows *rows, size_t k, double *ret);

/* Whether every event has the largest value of all at risk at its time, within `slack`. */
bool cox_is_monotone(struct arena *a, const struct cox_rows *rows, const double *value,
                     double slack);

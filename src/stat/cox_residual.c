/* SPDX-License-Identifier: EUPL-1.2 */
/* What each row adds to the score, and whether the likelihood has a top at all. */
#include "cox_inner.h"

#include <math.h>
#include <string.h>

/* ---- score residuals ---- */

/* Per time when something happened, in the order of the sweep: the hazard's step, the same times the
 * mean of x, and both summed over times; for Efron what the tied ones do not bear, and the mean. */
struct steps {
    size_t n, k;
    double *time, *hazard; /* hazard is cumulated within the stratum, latest first */
    double *hazard_x;      /* n x k, likewise */
    double *part, *part_x; /* sum of part * step, n and n x k */
    double *mean;          /* n x k */
    double *shift;
    uint32_t *stratum;
    size_t *first;
};

static void note_step(void *ctx, const struct cox_rows *rows, const struct cox_moment *m) {
    struct steps *s = ctx;
    size_t at = s->n++, k = s->k;
    s->time[at] = rows->exit[m->first], s->stratum[at] = rows->stratum[m->first];
    s->shift[at] = m->shift, s->first[at] = m->first;
    bool is_first = at == 0 || s->stratum[at - 1] != s->stratum[at];
    if (!is_first) {
        s->hazard[at] = s->hazard[at - 1];
        memcpy(s->hazard_x + at * k, s->hazard_x + (at - 1) * k, k * sizeof(double));
    }
    double each = m->dead_weight / (double)m->deaths;
    for (size_t i = 0; i < m->deaths; i++) {
        double part = cox_part(rows, i, m->deaths);
        double below = m->risk0 - part * m->dead0, step = each / below;
        s->hazard[at] += step, s->part[at] += part * step;
        for (size_t j = 0; j < k; j++) {
            double mean = (m->risk1[j] - part * m->dead1[j]) / below;
            s->hazard_x[at * k + j] += step * mean;
            s->part_x[at * k + j] += part * step * mean;
            s->mean[at * k + j] += mean / (double)m->deaths;
        }
    }
}

static struct steps steps_make(struct arena *a, const struct cox_rows *rows, size_t k) {
    struct steps s = {.k = k};
    s.time = arena_array(a, rows->times, sizeof *s.time);
    s.hazard = arena_array(a, rows->times, sizeof *s.hazard);
    s.hazard_x = arena_array(a, rows->times * k, sizeof *s.hazard_x);
    s.part = arena_array(a, rows->times, sizeof *s.part);
    s.part_x = arena_array(a, rows->times * k, sizeof *s.part_x);
    s.mean = arena_array(a, rows->times * k, sizeof *s.mean);
    s.shift = arena_array(a, rows->times, sizeof *s.shift);
    s.stratum = arena_array(a, rows->times, sizeof *s.stratum);
    s.first = arena_array(a, rows->times, sizeof *s.first);
    cox_sweep(rows, k, false, note_step, &s);
    return s;
}

/* How many of the steps from..to-1 (one stratum, latest first) lie after `time`. */
static size_t steps_after(const struct steps *s, size_t from, size_t to, double time) {
    size_t low = from, high = to;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->time[middle] > time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_cumulated(const struct steps *s, size_t from, size_t at, double sign,
                          const double *x, double risk, double *out) {
    if (at == from) return; /* none of the stratum's steps */
    for (size_t j = 0; j < s->k; j++)
        out[j] += sign * risk * (x[j] * s->hazard[at - 1] - s->hazard_x[(at - 1) * s->k + j]);
}

/* The row's own event; `at` is its step. */
static void add_event(const struct steps *s, size_t at, const double *x, double risk, double *out) {
    for (size_t j = 0; j < s->k; j++)
        out[j] +=
            x[j] - s->mean[at * s->k + j] + risk * (x[j] * s->part[at] - s->part_x[at * s->k + j]);
}

void cox_residuals(struct arena *a, const struct cox_rows *rows, size_t k, double *ret) {
    struct steps s = steps_make(a, rows, k);
    memset(ret, 0, rows->n * k * sizeof *ret);
    for (size_t i = 0, from = 0, to = 0; i < rows->n; i++) {
        if (i == 0 || rows->stratum[i] != rows->stratum[i - 1])
            for (from = to; to < s.n && s.stratum[to] == rows->stratum[i];) to++;
        if (from == to) continue;
        const double *x = rows->x + i * k;
        double *out = ret + i * k, risk = exp(rows->eta[i] - s.shift[from]);
        size_t late = steps_after(&s, from, to, rows->exit[i]);
        size_t early = steps_after(&s, from, to, rows->entry[i]);
        add_cumulated(&s, from, early, -1, x, risk, out); /* steps in (entry, exit] */
        add_cumulated(&s, from, late, 1, x, risk, out);
        if (rows->event[i] && rows->weight[i] > 0) add_event(&s, late, x, risk, out);
    }
}

/* ---- monotone likelihood ---- */

/* Those at risk as a heap with the largest value on top. Whoever entered too late is thrown out when
 * met on top: time runs back, so they do not return. */
struct heap {
    const double *value;
    uint32_t *row;
    size_t n;
};

static void swap(uint32_t *left, uint32_t *right) {
    uint32_t kept = *left;
    *left = *right, *right = kept;
}

static void heap_push(struct heap *h, size_t row) {
    size_t at = h->n++;
    h->row[at] = (uint32_t)row;
    for (; at > 0 && h->value[h->row[(at - 1) / 2]] < h->value[h->row[at]]; at = (at - 1) / 2)
        swap(&h->row[at], &h->row[(at - 1) / 2]);
}

static void heap_pop(struct heap *h) {
    h->row[0] = h->row[--h->n];
    for (size_t at = 0, child; (child = 2 * at + 1) < h->n; at = child) {
        if (child + 1 < h->n && h->value[h->row[child + 1]] > h->value[h->row[child]]) child++;
        if (h->value[h->row[child]] <= h->value[h->row[at]]) return;
        swap(&h->row[at], &h->row[child]);
    }
}

bool cox_is_monotone(struct arena *a, const struct cox_rows *rows, const double *value,
                     double slack) {
    struct heap h = {.value = value, .row = arena_array(a, rows->n, sizeof *h.row)};
    for (size_t i = 0, last = 0; i < rows->n; i = last) {
        if (i > 0 && rows->stratum[i] != rows->stratum[i - 1]) h.n = 0;
        for (; last < rows->n && rows->stratum[last] == rows->stratum[i] &&
               rows->exit[last] == rows->exit[i];
             last++)
            if (rows->weight[last] > 0) heap_push(&h, last);
        while (h.n > 0 && rows->entry[h.row[0]] >= rows->exit[i]) heap_pop(&h);
        for (size_t j = i; j < last; j++)
            if (rows->event[j] && rows->weight[j] > 0 && value[h.row[0]] - value[j] > slack)
                return false;
    }
    return true;
}

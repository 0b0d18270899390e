/* SPDX-License-Identifier: EUPL-1.2 */
#include "cox_inner.h"

#include <math.h>
#include <string.h>

/* ---- the order ---- */

static int compare(double left, double right) { return (left > right) - (left < right); }

struct key {
    double time;
    uint32_t stratum, row;
};

static int by_stratum_and_time_back(const void *left, const void *right) {
    const struct key *l = left, *r = right;
    if (l->stratum != r->stratum) return l->stratum < r->stratum ? -1 : 1;
    if (l->time != r->time) return compare(r->time, l->time);
    return l->row < r->row ? -1 : l->row > r->row;
}

static struct key *sorted_keys(struct arena *a, size_t n, const double *time,
                               const uint32_t *stratum) {
    struct key *keys = arena_array(a, n, sizeof *keys);
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct key){time[i], stratum ? stratum[i] : 0, (uint32_t)i};
    qsort(keys, n, sizeof *keys, by_stratum_and_time_back);
    return keys;
}

static void copy_rows(struct cox_rows *rows, const struct cox_input *in, const struct key *keys) {
    for (size_t i = 0; i < rows->n; i++) {
        size_t from = keys[i].row;
        rows->origin[i] = keys[i].row, rows->stratum[i] = keys[i].stratum;
        rows->exit[i] = in->exit[from], rows->event[i] = in->event[from];
        rows->entry[i] = in->entry ? in->entry[from] : -INFINITY;
        rows->weight[i] = in->weight ? in->weight[from] : 1;
        memcpy(rows->x + i * rows->p, in->x + from * rows->p, rows->p * sizeof *rows->x);
    }
}

struct cox_rows cox_rows_make(struct arena *a, const struct cox_input *in) {
    struct cox_rows rows = {.n = in->n, .p = in->p, .is_breslow = in->is_breslow};
    rows.x = arena_array(a, in->n * in->p, sizeof *rows.x);
    rows.entry = arena_array(a, in->n, sizeof *rows.entry);
    rows.exit = arena_array(a, in->n, sizeof *rows.exit);
    rows.weight = arena_array(a, in->n, sizeof *rows.weight);
    rows.eta = arena_array(a, in->n, sizeof *rows.eta);
    rows.event = arena_array(a, in->n, sizeof *rows.event);
    rows.stratum = arena_array(a, in->n, sizeof *rows.stratum);
    rows.origin = arena_array(a, in->n, sizeof *rows.origin);
    rows.risk = arena_array(a, in->n, sizeof *rows.risk);
    rows.sums = arena_array(a, 2 * in->p * (in->p + 1), sizeof *rows.sums);
    copy_rows(&rows, in, sorted_keys(a, in->n, in->exit, in->stratum));
    if (in->entry) {
        struct key *keys = sorted_keys(a, in->n, rows.entry, rows.stratum);
        rows.leave = arena_array(a, in->n, sizeof *rows.leave);
        for (size_t i = 0; i < in->n; i++) rows.leave[i] = keys[i].row;
    }
    for (size_t i = 0; i < in->n; i++) rows.times += rows.event[i];
    return rows;
}

double cox_part(const struct cox_rows *rows, size_t i, size_t n) {
    return rows->is_breslow ? 0 : (double)i / (double)n;
}

/* ---- the sweep ---- */

/* sum0..2 += sign * weight * (1, x, xx') */
static void add(const struct cox_rows *rows, size_t row, size_t k, bool squares, double risk,
                double *sum0, double *sum1, double *sum2) {
    const double *x = rows->x + row * k;
    *sum0 += risk;
    for (size_t j = 0; j < k; j++) {
        double rx = risk * x[j];
        sum1[j] += rx;
        if (squares)
            for (size_t l = 0; l <= j; l++) sum2[j * k + l] += rx * x[l];
    }
}

static void clear(struct cox_moment *m, size_t k) {
    m->risk0 = 0;
    memset(m->risk1, 0, k * sizeof *m->risk1);
    memset(m->risk2, 0, k * k * sizeof *m->risk2);
}

static void gather_dead(const struct cox_rows *rows, size_t k, bool squares, const double *risk,
                        struct cox_moment *m) {
    m->deaths = 0, m->dead0 = 0, m->dead_weight = 0;
    memset(m->dead1, 0, k * sizeof *m->dead1);
    memset(m->dead2, 0, k * k * sizeof *m->dead2);
    for (size_t i = m->first; i < m->last; i++) {
        if (!rows->event[i] || rows->weight[i] == 0) continue;
        m->deaths++, m->dead_weight += rows->weight[i];
        add(rows, i, k, squares, risk[i], &m->dead0, m->dead1, m->dead2);
    }
}

static size_t end_of_stratum(const struct cox_rows *rows, size_t from) {
    size_t to = from;
    while (to < rows->n && rows->stratum[to] == rows->stratum[from]) to++;
    return to;
}

static double shift_of(const struct cox_rows *rows, size_t from, size_t to) {
    double largest = -INFINITY;
    for (size_t i = from; i < to; i++) largest = fmax(largest, rows->eta[i]);
    return largest;
}

struct sweep {
    const struct cox_rows *rows;
    size_t k;
    bool squares;
    double *risk; /* n: weight * exp(eta - shift) */
    struct cox_moment m;
};

/* Rows that enter only at m's time or later are not at risk there. */
static size_t let_leave(struct sweep *s, size_t next, size_t to, double time, size_t *at_risk) {
    const struct cox_rows *rows = s->rows;
    for (; rows->leave && next < to && rows->entry[rows->leave[next]] >= time; next++) {
        size_t row = rows->leave[next];
        add(rows, row, s->k, s->squares, -s->risk[row], &s->m.risk0, s->m.risk1, s->m.risk2);
        /* with nobody left the sums are exactly nothing, not what rounding left behind */
        if (--*at_risk == 0) clear(&s->m, s->k);
    }
    return next;
}

static void sweep_stratum(struct sweep *s, size_t from, size_t to, cox_visit *visit, void *ctx) {
    const struct cox_rows *rows = s->rows;
    size_t next = from, at_risk = 0;
    clear(&s->m, s->k);
    s->m.shift = shift_of(rows, from, to);
    for (size_t i = from; i < to; i++)
        s->risk[i] = rows->weight[i] * exp(rows->eta[i] - s->m.shift);
    for (size_t i = from; i < to; i = s->m.last) {
        size_t last = i;
        bool is_event = false;
        /* those who left before this time's rows were added must go first, or a gap is never empty */
        next = let_leave(s, next, to, rows->exit[i], &at_risk);
        for (; last < to && rows->exit[last] == rows->exit[i]; last++) {
            is_event |= rows->event[last] && rows->weight[last] > 0;
            add(rows, last, s->k, s->squares, s->risk[last], &s->m.risk0, s->m.risk1, s->m.risk2);
            at_risk++;
        }
        s->m.first = i, s->m.last = last;
        if (!is_event) continue;
        gather_dead(rows, s->k, s->squares, s->risk, &s->m);
        visit(ctx, rows, &s->m);
    }
}

void cox_sweep(const struct cox_rows *rows, size_t k, bool squares, cox_visit *visit, void *ctx) {
    struct sweep s = {.rows = rows, .k = k, .squares = squares, .risk = rows->risk, .m.k = k};
    s.m.risk1 = rows->sums, s.m.dead1 = s.m.risk1 + k;
    s.m.risk2 = s.m.dead1 + k, s.m.dead2 = s.m.risk2 + k * k;
    for (size_t from = 0, to; from < rows->n; from = to) {
        to = end_of_stratum(rows, from);
        sweep_stratum(&s, from, to, visit, ctx);
    }
}

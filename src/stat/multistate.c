/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/multistate.h"

#include <math.h>
#include <string.h>

struct tick {
    double time;
    uint32_t group, row;
};

struct work {
    const struct multistate_rows *rows;
    size_t s; /* states */
    struct tick *begins, *ends;
    size_t ticks_n; /* rows that take part */
    /* of the group at hand */
    double *time, *p, *se;
    uint32_t *n_risk, *n_event;
    double *begin;
    double *now, *next;         /* shares before and after the time at hand */
    uint32_t *at_risk, *coming; /* by state: at risk; still to enter */
    uint32_t *moves;            /* s x s */
    double *step;               /* s x s: d_hj / n_h, and minus their sum where h = j */
    uint32_t *local;            /* cluster -> 0..clusters-1 of this group */
    uint32_t *stamp;            /* cluster: the group it was last seen in, plus 1 */
    size_t clusters_n;
    double *u, *y; /* clusters x s: influence, rows at risk */
};

static int compare_ticks(const void *left, const void *right) {
    const struct tick *l = left, *r = right;
    if (l->group != r->group) return l->group < r->group ? -1 : 1;
    if (l->time < r->time || l->time > r->time) return l->time < r->time ? -1 : 1;
    return l->row < r->row ? -1 : l->row > r->row;
}

static void ticks_make(struct arena *a, struct work *w, double start) {
    const struct multistate_rows *rows = w->rows;
    w->begins = arena_array(a, rows->n + 1, sizeof *w->begins);
    w->ends = arena_array(a, rows->n + 1, sizeof *w->ends);
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->exit[i] < start) continue;
        uint32_t group = rows->group ? rows->group[i] : 0;
        w->begins[w->ticks_n] = (struct tick){rows->entry[i], group, (uint32_t)i};
        w->ends[w->ticks_n++] = (struct tick){rows->exit[i], group, (uint32_t)i};
    }
    qsort(w->begins, w->ticks_n, sizeof *w->begins, compare_ticks);
    qsort(w->ends, w->ticks_n, sizeof *w->ends, compare_ticks);
}

static bool moves(const struct multistate_rows *rows, uint32_t row) {
    return rows->to[row] != MULTISTATE_STAYS && rows->to[row] != rows->from[row];
}

/* Rows first..end of both lists are the group's. */
struct slice {
    uint32_t group;
    size_t first, end;
};

/* The shares among those at risk at the first move, or at the last time when nobody moves. */
static void shares_begin(struct work *w, const struct slice *g) {
    const struct multistate_rows *rows = w->rows;
    double when = w->ends[g->end - 1].time, n = 0;
    memset(w->begin, 0, w->s * sizeof *w->begin);
    for (size_t i = g->first; i < g->end; i++) {
        if (rows->to[w->ends[i].row] == MULTISTATE_STAYS) continue;
        when = w->ends[i].time;
        break;
    }
    for (size_t i = g->first; i < g->end; i++) {
        uint32_t row = w->ends[i].row;
        if (!(rows->entry[row] < when && rows->exit[row] >= when)) continue;
        w->begin[rows->from[row]]++;
        n++;
    }
    for (size_t h = 0; h < w->s; h++) w->begin[h] /= n;
}

static uint32_t cluster_of(const struct work *w, uint32_t row) {
    return w->rows->cluster ? w->rows->cluster[row] : row;
}

static void clusters_number(struct work *w, const struct slice *g) {
    w->clusters_n = 0;
    for (size_t i = g->first; i < g->end; i++) {
        uint32_t c = cluster_of(w, w->ends[i].row);
        if (w->stamp[c] == g->group + 1) continue;
        w->stamp[c] = g->group + 1;
        w->local[c] = (uint32_t)w->clusters_n++;
    }
    memset(w->u, 0, w->clusters_n * w->s * sizeof *w->u);
    memset(w->y, 0, w->clusters_n * w->s * sizeof *w->y);
}

static double *of_cluster(const struct work *w, double *x, uint32_t row) {
    return x + w->local[cluster_of(w, row)] * w->s;
}

/* All clusters' step by the moves of everybody. */
static void influence_step(struct work *w) {
    size_t s = w->s;
    for (size_t c = 0; c < w->clusters_n; c++) {
        double *u = w->u + c * s, *y = w->y + c * s, add[MULTISTATE_MAX] = {0};
        for (size_t h = 0; h < s; h++) {
            const double *step = w->step + h * s;
            if (step[h] >= 0) continue; /* nobody left h */
            double x = u[h] - y[h] * w->now[h] / w->at_risk[h];
            if (x < 0 || x > 0)
                for (size_t j = 0; j < s; j++) add[j] += x * step[j];
        }
        for (size_t j = 0; j < s; j++) u[j] += add[j];
    }
}

static void influence_moves(struct work *w, size_t from, size_t to) {
    const struct multistate_rows *rows = w->rows;
    for (size_t i = from; i < to; i++) {
        uint32_t row = w->ends[i].row;
        if (!moves(rows, row)) continue;
        double *u = of_cluster(w, w->u, row);
        double x = w->now[rows->from[row]] / w->at_risk[rows->from[row]];
        u[rows->to[row]] += x;
        u[rows->from[row]] -= x;
    }
}

static void errors_put(const struct work *w, double *se) {
    double sum[MULTISTATE_MAX] = {0};
    for (size_t c = 0; c < w->clusters_n; c++)
        for (size_t j = 0; j < w->s; j++) sum[j] += w->u[c * w->s + j] * w->u[c * w->s + j];
    for (size_t j = 0; j < w->s; j++) se[j] = sqrt(sum[j]);
}

/* Counts the moves of ends from..to-1; whether there are any. */
static bool count_moves(struct work *w, size_t from, size_t to, uint32_t *n_event) {
    const struct multistate_rows *rows = w->rows;
    bool any = false;
    memset(w->moves, 0, w->s * w->s * sizeof *w->moves);
    for (size_t i = from; i < to; i++) {
        uint32_t row = w->ends[i].row;
        if (!moves(rows, row)) continue;
        w->moves[rows->from[row] * w->s + rows->to[row]]++;
        n_event[rows->to[row]]++;
        any = true;
    }
    return any;
}

static void shares_step(struct work *w) {
    size_t s = w->s;
    double add[MULTISTATE_MAX] = {0};
    for (size_t h = 0; h < s; h++) {
        double *step = w->step + h * s, left = 0;
        for (size_t j = 0; j < s; j++) {
            uint32_t d = w->moves[h * s + j];
            step[j] = d ? (double)d / w->at_risk[h] : 0;
            left += d;
            add[j] += w->now[h] * step[j];
        }
        step[h] = left > 0 ? -left / w->at_risk[h] : 0;
        /* all leave: exactly nobody is left, whatever the quotient was rounded to */
        if (left > 0) add[h] += left < w->at_risk[h] ? w->now[h] * step[h] : -w->now[h];
    }
    if (w->u) influence_step(w);
    for (size_t j = 0; j < s; j++) add[j] += w->now[j];
    memcpy(w->next, add, s * sizeof *add);
}

static void enter(struct work *w, const struct slice *g, size_t *begun, double time) {
    for (; *begun < g->end && w->begins[*begun].time < time; ++*begun) {
        uint32_t row = w->begins[*begun].row, from = w->rows->from[row];
        w->at_risk[from]++;
        w->coming[from]--;
        if (w->u) of_cluster(w, w->y, row)[from]++;
    }
}

static void leave(struct work *w, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        uint32_t row = w->ends[i].row;
        w->at_risk[w->rows->from[row]]--;
        if (w->u) of_cluster(w, w->y, row)[w->rows->from[row]]--;
    }
}

static void watch(const struct work *w, struct multistate_curve *curve, double time) {
    if (!isnan(curve->gap)) return;
    for (size_t h = 0; h < w->s; h++)
        if (!w->at_risk[h] && w->coming[h] && w->now[h] > 1e-12) {
            curve->gap = time;
            curve->gap_state = (unsigned)h;
            return;
        }
}

static void group_begin(struct work *w, const struct slice *g) {
    memset(w->at_risk, 0, w->s * sizeof *w->at_risk);
    memset(w->coming, 0, w->s * sizeof *w->coming);
    for (size_t i = g->first; i < g->end; i++) w->coming[w->rows->from[w->begins[i].row]]++;
    memset(w->begin, 0, w->s * sizeof *w->begin);
    if (g->end > g->first) shares_begin(w, g);
    memcpy(w->now, w->begin, w->s * sizeof *w->now);
    if (w->u) clusters_number(w, g);
}

static struct multistate_curve group_run(struct work *w, const struct slice *g) {
    size_t s = w->s, line = 0, begun = g->first;
    struct multistate_curve curve = {.group = g->group, .gap = (double)NAN};
    group_begin(w, g);
    for (size_t i = g->first, next; i < g->end; i = next, line++) {
        double time = w->ends[i].time;
        enter(w, g, &begun, time);
        watch(w, &curve, time);
        for (next = i; next < g->end && w->ends[next].time <= time;) next++;
        w->time[line] = time;
        memcpy(w->n_risk + line * s, w->at_risk, s * sizeof *w->at_risk);
        memset(w->n_event + line * s, 0, s * sizeof *w->n_event);
        if (count_moves(w, i, next, w->n_event + line * s)) {
            shares_step(w);
            if (w->u) influence_moves(w, i, next);
            memcpy(w->now, w->next, s * sizeof *w->now);
            if (w->se) errors_put(w, w->se + line * s);
        } else if (w->se && line) {
            memcpy(w->se + line * s, w->se + (line - 1) * s, s * sizeof *w->se);
        } else if (w->se) {
            memset(w->se, 0, s * sizeof *w->se);
        }
        memcpy(w->p + line * s, w->now, s * sizeof *w->now);
        leave(w, i, next);
    }
    curve.n = line;
    return curve;
}

/* Ends of the largest group. */
static size_t largest(const struct work *w) {
    size_t most = 0, n = 0;
    for (size_t i = 0; i < w->ticks_n; i++) {
        n = i && w->ends[i].group == w->ends[i - 1].group ? n + 1 : 1;
        most = n > most ? n : most;
    }
    return most;
}

static void work_init(struct arena *a, struct work *w, bool errors) {
    size_t lines = largest(w), s = w->s, cells = lines * s;
    w->time = arena_array(a, lines, sizeof *w->time);
    w->p = arena_array(a, cells, sizeof *w->p);
    w->n_risk = arena_array(a, cells, sizeof *w->n_risk);
    w->n_event = arena_array(a, cells, sizeof *w->n_event);
    w->begin = arena_array(a, s, sizeof *w->begin);
    w->now = arena_array(a, s, sizeof *w->now);
    w->next = arena_array(a, s, sizeof *w->next);
    w->at_risk = arena_array(a, s, sizeof *w->at_risk);
    w->coming = arena_array(a, s, sizeof *w->coming);
    w->moves = arena_array(a, s * s, sizeof *w->moves);
    w->step = arena_array(a, s * s, sizeof *w->step);
    if (!errors) return;
    size_t clusters = w->rows->cluster ? w->rows->clusters_n : w->rows->n;
    w->se = arena_array(a, cells, sizeof *w->se);
    w->local = arena_array(a, clusters, sizeof *w->local);
    w->stamp = arena_array(a, clusters, sizeof *w->stamp);
    w->u = arena_array(a, cells, sizeof *w->u);
    w->y = arena_array(a, cells, sizeof *w->y);
}

bool multistate_curves(struct arena *a, const struct multistate_rows *rows, double start,
                       bool errors, multistate_sink *sink, void *ctx) {
    struct work w = {.rows = rows, .s = rows->states_n};
    uint32_t groups_n = rows->group ? rows->groups_n : 1;
    struct slice g = {0};
    ticks_make(a, &w, start);
    work_init(a, &w, errors);
    for (; g.group < groups_n; g.group++) {
        g.first = g.end;
        while (g.end < w.ticks_n && w.ends[g.end].group == g.group) g.end++;
        struct multistate_curve curve = group_run(&w, &g);
        curve.states_n = rows->states_n;
        curve.time = w.time;
        curve.p = w.p;
        curve.se = w.se;
        curve.n_risk = w.n_risk;
        curve.n_event = w.n_event;
        curve.begin = w.begin;
        if (!sink(ctx, &curve)) return false;
    }
    return true;
}

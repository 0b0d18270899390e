/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: moves in a network. Where each cell is in at most two sums, and the sums can be given
 * directions so that it goes out of one and into the other, a cell is an edge and a sum a node; a
 * cell that is in one sum only goes to a node that stands for the outside. To raise a cell is to
 * send something back from its end to its beginning on the other edges, to lower it the other way;
 * what an edge carries at most is what the attacker's knowledge leaves of it. Paths are found one
 * after the other, cheapest first (Dijkstra), until the amount is reached; since a path may take
 * back what one before it sent, the amount is reached whenever it can be.
 */
#include "stat/disclosure_inner.h"

#include <math.h>
#include <string.h>

struct end {
    int32_t cell, node; /* the edge, and where it leads */
    int32_t sign;       /* +1: raises the cell */
};

struct network {
    size_t nodes_n;     /* the last is the outside */
    int32_t *from, *to; /* of each cell */
    size_t *start;      /* nodes_n + 1, into ends */
    struct end *ends;
    /* of one search */
    double *distance;
    const struct end **came; /* the end that led here */
    int32_t *heap, *place;   /* nodes by distance; where a node is in it, -1: not */
    size_t heap_n;
};

/* ---- is it one? ---- */

struct signing {
    const struct disclosure *d;
    int32_t (*sums)[2], (*signs)[2]; /* of each cell; sums -1: none */
    size_t *cell_start, *cell;       /* of each sum */
    int32_t *sign;                   /* of each sum; 0: not yet */
};

static bool signing_read(struct signing *s) {
    const struct disclosure *d = s->d;
    for (size_t i = 0; i < d->n; i++) s->sums[i][0] = s->sums[i][1] = -1;
    for (size_t e = 0; e < d->sums_n; e++)
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            int32_t *sums = s->sums[d->terms[i].cell], *signs = s->signs[d->terms[i].cell];
            int k = sums[0] < 0 ? 0 : sums[1] < 0 ? 1 : 2;
            if (k == 2 || sums[0] == (int32_t)e) return false;
            sums[k] = (int32_t)e;
            signs[k] = d->terms[i].sign;
        }
    return true;
}

/* Gives all sums that hang together with `first` their directions. */
static bool signing_spread(struct signing *s, int32_t first, int32_t *queue) {
    const struct disclosure *d = s->d;
    size_t head = 0, tail = 0;
    s->sign[first] = 1;
    queue[tail++] = first;
    while (head < tail) {
        int32_t e = queue[head++];
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            int32_t c = d->terms[i].cell, k = s->sums[c][0] == e ? 1 : 0;
            int32_t other = s->sums[c][k];
            if (other < 0) continue;
            int32_t sign = -s->sign[e] * s->signs[c][1 - k] * s->signs[c][k];
            if (s->sign[other] && s->sign[other] != sign) return false;
            if (!s->sign[other]) queue[tail++] = other;
            s->sign[other] = sign;
        }
    }
    return true;
}

static bool signing_make(struct signing *s, const struct disclosure *d) {
    struct arena *a = d->arena;
    *s = (struct signing){.d = d,
                          .sums = arena_array(a, d->n, sizeof *s->sums),
                          .signs = arena_array(a, d->n, sizeof *s->signs),
                          .sign = arena_array(a, d->sums_n, sizeof *s->sign)};
    if (!signing_read(s)) return false;
    int32_t *queue = arena_array(a, d->sums_n, sizeof *queue);
    for (size_t e = 0; e < d->sums_n; e++)
        if (!s->sign[e] && !signing_spread(s, (int32_t)e, queue)) return false;
    return true;
}

static void network_link(struct network *n, size_t cells_n) {
    for (size_t c = 0; c < cells_n; c++) {
        n->start[n->from[c] + 1]++;
        n->start[n->to[c] + 1]++;
    }
    for (size_t v = 0; v < n->nodes_n; v++) n->start[v + 1] += n->start[v];
    int32_t *at = n->place; /* lent: how many of a node's ends are there */
    for (size_t c = 0; c < cells_n; c++) {
        int32_t u = n->from[c], v = n->to[c];
        n->ends[n->start[u] + (size_t)at[u]++] = (struct end){(int32_t)c, v, 1};
        n->ends[n->start[v] + (size_t)at[v]++] = (struct end){(int32_t)c, u, -1};
    }
}

struct network *network_new(const struct disclosure *d) {
    struct signing s;
    if (!signing_make(&s, d)) return NULL;
    struct arena *a = d->arena;
    struct network *n = arena_alloc(a, sizeof *n);
    n->nodes_n = d->sums_n + 1;
    n->from = arena_array(a, d->n, sizeof *n->from);
    n->to = arena_array(a, d->n, sizeof *n->to);
    n->start = arena_array(a, n->nodes_n + 1, sizeof *n->start);
    n->ends = arena_array(a, 2 * d->n, sizeof *n->ends);
    n->distance = arena_array(a, n->nodes_n, sizeof *n->distance);
    n->came = arena_array(a, n->nodes_n, sizeof *n->came);
    n->heap = arena_array(a, n->nodes_n, sizeof *n->heap);
    n->place = arena_array(a, n->nodes_n, sizeof *n->place);
    int32_t outside = (int32_t)d->sums_n;
    for (size_t c = 0; c < d->n; c++) {
        n->from[c] = n->to[c] = outside;
        for (int k = 0; k < 2 && s.sums[c][k] >= 0; k++) {
            bool in = s.sign[s.sums[c][k]] * s.signs[c][k] > 0;
            *(in ? &n->to[c] : &n->from[c]) = s.sums[c][k];
        }
    }
    network_link(n, d->n);
    return n;
}

/* ---- the cheapest path ---- */

static void heap_swap(struct network *n, size_t i, size_t j) {
    int32_t x = n->heap[i], y = n->heap[j];
    n->heap[i] = y;
    n->heap[j] = x;
    n->place[y] = (int32_t)i;
    n->place[x] = (int32_t)j;
}

static double heap_key(const struct network *n, size_t i) { return n->distance[n->heap[i]]; }

static void heap_up(struct network *n, size_t i) {
    for (; i && heap_key(n, i) < heap_key(n, (i - 1) / 2); i = (i - 1) / 2)
        heap_swap(n, i, (i - 1) / 2);
}

static int32_t heap_pop(struct network *n) {
    int32_t top = n->heap[0];
    heap_swap(n, 0, --n->heap_n);
    n->place[top] = -1;
    for (size_t i = 0, child; (child = 2 * i + 1) < n->heap_n; i = child) {
        if (child + 1 < n->heap_n && heap_key(n, child + 1) < heap_key(n, child)) child++;
        if (heap_key(n, i) <= heap_key(n, child)) break;
        heap_swap(n, i, child);
    }
    return top;
}

static void reach(struct network *n, int32_t node, double distance, const struct end *came) {
    if (distance >= n->distance[node]) return;
    n->distance[node] = distance;
    n->came[node] = came;
    if (n->place[node] < 0) {
        n->heap[n->heap_n] = node;
        n->place[node] = (int32_t)n->heap_n++;
    }
    heap_up(n, (size_t)n->place[node]);
}

/* How much more the edge carries in the direction of `sign`. */
static double room_of(const struct moves *m, int32_t cell, int32_t sign) {
    if (!cell_is_open(m, cell)) return 0;
    struct range range = range_of(m, cell);
    double now = m->d->cells[cell].value + m->by[cell];
    return sign > 0 ? range.high - now : now - range.low;
}

/* To go over hidden cells costs next to nothing, but something: short moves need few cells. An
 * edge that carries only a part of the amount will not be the only one. */
static double price_of(const struct moves *m, int32_t cell, double room, double amount) {
    const struct disclosure_cell *c = &m->d->cells[cell];
    double price = cell_is_hidden(c) || m->by[cell] != 0 ? 1e-3 : c->cost;
    return room < amount ? price * amount / room : price;
}

static bool path_find(struct network *n, const struct moves *m, int32_t from, int32_t to,
                      int32_t without, double amount) {
    for (size_t v = 0; v < n->nodes_n; v++) {
        n->distance[v] = INFINITY;
        n->place[v] = -1;
    }
    n->heap_n = 0;
    reach(n, from, 0, NULL);
    while (n->heap_n) {
        int32_t u = heap_pop(n);
        if (u == to) return true;
        for (size_t i = n->start[u]; i < n->start[u + 1]; i++) {
            const struct end *end = &n->ends[i];
            if (end->cell == without) continue;
            double room = room_of(m, end->cell, end->sign);
            if (room > m->tiny)
                reach(n, end->node, n->distance[u] + price_of(m, end->cell, room, amount), end);
        }
    }
    return false;
}

static int32_t other_end(const struct network *n, const struct end *end) {
    return end->sign > 0 ? n->from[end->cell] : n->to[end->cell];
}

bool network_move(struct network *n, struct moves *m, int32_t cell, double amount) {
    bool up = amount > 0;
    int32_t from = up ? n->to[cell] : n->from[cell], to = up ? n->from[cell] : n->to[cell];
    double left = fabs(amount);
    while (left > m->tiny) {
        double room = left;
        if (from != to) {
            if (!path_find(n, m, from, to, cell, left)) return false;
            for (int32_t v = to; v != from; v = other_end(n, n->came[v]))
                room = fmin(room, room_of(m, n->came[v]->cell, n->came[v]->sign));
            for (int32_t v = to; v != from; v = other_end(n, n->came[v]))
                move_add(m, n->came[v]->cell, room * n->came[v]->sign);
        }
        move_add(m, cell, up ? room : -room);
        left -= room;
    }
    return true;
}

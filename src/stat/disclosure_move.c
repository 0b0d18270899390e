/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: what the attacker knows of a cell, and moves within it.
 */
#include "stat/disclosure_inner.h"

#include <math.h>

bool cell_is_hidden(const struct disclosure_cell *cell) { return cell->status != DISCLOSURE_SHOWN; }

bool rule_hides_zeros(const struct disclosure_rule *rule) {
    return rule->zero || rule->group > 0 || rule->extreme > 0;
}

bool cell_is_open(const struct moves *m, int32_t cell) {
    const struct disclosure_cell *c = &m->d->cells[cell];
    return cell_is_hidden(c) ||
           (m->widen && !c->fixed && (c->value > 0 || rule_hides_zeros(m->rule)));
}

/* The small: 1..threshold-1, or from 0. Other sensitive cells have no such end. */
static struct range range_of_reason(const struct moves *m, const struct disclosure_cell *c) {
    double threshold = (double)m->rule->threshold;
    if (c->persons >= 0) return (struct range){0, INFINITY};
    if (c->status == DISCLOSURE_PRIMARY) {
        double least = rule_hides_zeros(m->rule) ? 0 : 1;
        return c->small ? (struct range){least, threshold - 1} : (struct range){0, INFINITY};
    }
    /* a zero that is not small itself may be hidden with others */
    bool zeros = rule_hides_zeros(m->rule) && !m->rule->zero;
    return (struct range){zeros ? 0 : fmax(threshold, 1), INFINITY};
}

struct range range_of(const struct moves *m, int32_t cell) {
    const struct disclosure_cell *c = &m->d->cells[cell];
    struct range range;
    if (!cell_is_open(m, cell))
        range = (struct range){c->value, c->value};
    else if (m->blind || c->status == DISCLOSURE_HIDDEN)
        range = (struct range){c->persons >= 0 || rule_hides_zeros(m->rule) ? 0 : 1, INFINITY};
    else
        range = range_of_reason(m, c);
    return (struct range){fmax(range.low, c->known_low), fmin(range.high, c->known_high)};
}

void moves_init(struct moves *m, struct disclosure *d, const struct disclosure_rule *rule) {
    double largest = 1;
    for (size_t i = 0; i < d->n; i++) largest = fmax(largest, fabs(d->cells[i].value));
    *m = (struct moves){.d = d,
                        .rule = rule,
                        .tiny = 1e-9 * largest,
                        .by = arena_array(d->arena, d->n, sizeof *m->by),
                        .is_touched = arena_array(d->arena, d->n, sizeof *m->is_touched),
                        .touched = arena_array(d->arena, d->n, sizeof *m->touched)};
}

void move_clear(struct moves *m) {
    for (size_t i = 0; i < m->touched_n; i++) {
        m->by[m->touched[i]] = 0;
        m->is_touched[m->touched[i]] = false;
    }
    m->touched_n = 0;
}

void move_add(struct moves *m, int32_t cell, double amount) {
    if (!m->is_touched[cell]) m->touched[m->touched_n++] = cell;
    m->is_touched[cell] = true;
    m->by[cell] += amount;
}

/* Forgets the cells that one path changed and another changed back. */
static void move_tidy(struct moves *m) {
    size_t kept = 0;
    for (size_t i = 0; i < m->touched_n; i++) {
        int32_t cell = m->touched[i];
        m->is_touched[cell] = fabs(m->by[cell]) > m->tiny;
        if (m->is_touched[cell])
            m->touched[kept++] = cell;
        else
            m->by[cell] = 0;
    }
    m->touched_n = kept;
}

bool move_make(struct moves *m, int32_t cell, double amount) {
    move_clear(m);
    bool done = m->network ? network_move(m->network, m, cell, amount)
                           : (m->local && local_move(m->local, m, cell, amount)) ||
                                 (!(m->local && m->near) && lp_move(m->lp, m, cell, amount));
    move_tidy(m);
    return done;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: which cells are sensitive, which are hidden with them, and the answer's own audit.
 */
#include "stat/disclosure_inner.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

struct disclosure_rule disclosure_rule_usual(void) {
    return (struct disclosure_rule){.threshold = 5};
}

struct disclosure_rule disclosure_rule_wellbeing(void) {
    return (struct disclosure_rule){.threshold = 20, .group = 20, .zero = true};
}

/* ---- primary ---- */

static void cell_hide(struct disclosure_cell *c, double need_low, double need_high) {
    c->status = DISCLOSURE_PRIMARY;
    c->need_low = isnan(c->need_low) ? need_low : fmin(c->need_low, need_low);
    c->need_high = isnan(c->need_high) ? need_high : fmax(c->need_high, need_high);
}

static void primary_count(const struct disclosure_rule *rule, struct disclosure_cell *c,
                          double group) {
    double t = (double)rule->threshold, least = rule->zero ? 0 : 1;
    if (c->value >= least && c->value < t) {
        cell_hide(c, rule_hides_zeros(rule) ? 0 : 1, t - 1);
        c->small = true;
    } else if (group > 0 && group < (double)rule->group) {
        cell_hide(c, fmax(0, c->value - (t - 1)), fmin(group, c->value + (t - 1)));
    } else if (c->before != c->value && fabs(c->before - c->value) < t) {
        /* the difference is the few who came or left */
        cell_hide(c, fmax(0, c->before - (t - 1)), c->before + (t - 1));
    }
}

/* p %: the second largest knows its own part and so the largest's within rest = X - x1 - x2, which
 * must be p percent of it. (n,k): the n largest may be at most k percent. Both ask that the cell
 * could as well be so much larger that the rule would let it pass; and that much smaller. */
static void primary_amount(const struct disclosure_rule *rule, struct disclosure_cell *c) {
    double by = 0;
    if (c->persons > 0 && c->persons < (double)rule->threshold) by = c->value;
    if (rule->percent > 0)
        by = fmax(by, rule->percent / 100 * c->first - (c->value - c->first - c->second));
    if (rule->dominant > 0) by = fmax(by, 100 / rule->dominant * c->largest - c->value);
    if (by > 0) cell_hide(c, fmax(0, c->value - by), c->value + by);
}

/* Where all of a small group are in one cell, the zeros beside it say so. */
static void primary_extreme(struct disclosure *d, const struct disclosure_rule *rule) {
    bool *is_full = arena_array(d->arena, d->n, sizeof *is_full); /* of a group's size cell */
    for (size_t i = 0; i < d->n; i++) {
        const struct disclosure_cell *c = &d->cells[i];
        if (c->group >= 0 && c->value > 0 && c->value == d->cells[c->group].value &&
            c->value < (double)rule->extreme)
            is_full[c->group] = true;
    }
    for (size_t i = 0; i < d->n; i++) {
        struct disclosure_cell *c = &d->cells[i];
        if (c->group < 0 || !is_full[c->group] || c->value != 0 || c->fixed || cell_is_hidden(c))
            continue;
        cell_hide(c, 0, fmin((double)rule->threshold - 1, d->cells[c->group].value));
        c->small = true;
    }
}

static bool primary(struct disclosure *d, const struct disclosure_rule *rule, struct err *err) {
    for (size_t i = 0; i < d->n; i++) {
        struct disclosure_cell *c = &d->cells[i];
        if (!(c->value >= 0) || isinf(c->value))
            return err_set(err, ERR_INPUT, "cell %zu: %.15g is no count or amount", i + 1,
                           c->value);
        bool may_hide = c->value > 0 || rule_hides_zeros(rule);
        c->status = c->forced && may_hide ? DISCLOSURE_SECONDARY : DISCLOSURE_SHOWN;
        c->small = false;
        c->need_low = c->need_high = NAN;
        if (c->fixed) continue;
        if (c->margin > 0) cell_hide(c, fmax(0, c->value - c->margin), c->value + c->margin);
        if (c->persons >= 0)
            primary_amount(rule, c);
        else
            primary_count(rule, c, c->group < 0 ? INFINITY : d->cells[c->group].value);
    }
    if (rule->extreme > 0) primary_extreme(d, rule);
    return true;
}

/* ---- secondary ---- */

/* A move that brings a sensitive cell to one end of its need, with the cells it uses. */
struct witness {
    int32_t cell;
    double amount;
    size_t start, n; /* in `used` */
};

/* How far the moves made so far bring a cell, and which do. */
struct reach {
    double by[2];          /* up and down */
    size_t start[2], n[2]; /* the cells of that move, in `used` */
};

struct search {
    struct moves moves;
    struct witness *witnesses;
    size_t witnesses_n;
    struct reach *reach; /* of each cell */
    int32_t *used;
    size_t used_n, used_cap;
};

static void witness_keep(struct search *s, struct witness *w) {
    struct arena *a = s->moves.d->arena;
    size_t n = s->moves.touched_n;
    if (s->used_n + n > s->used_cap) {
        size_t cap = 2 * (s->used_n + n) + 1024;
        s->used = arena_grow(a, s->used, s->used_cap * sizeof *s->used, cap * sizeof *s->used);
        s->used_cap = cap;
    }
    for (size_t i = 0; i < n; i++) s->used[s->used_n + i] = s->moves.touched[i];
    w->start = s->used_n;
    w->n = n;
    s->used_n += n;
}

/* Hides what the last move uses; blind: and tells no reason for any of it. */
static void move_hide(struct moves *m, bool blind) {
    for (size_t i = 0; i < m->touched_n; i++) {
        struct disclosure_cell *c = &m->d->cells[m->touched[i]];
        if (blind)
            c->status = DISCLOSURE_HIDDEN;
        else if (!cell_is_hidden(c))
            c->status = DISCLOSURE_SECONDARY;
    }
}

/* A move protects every cell that it brings to an end of what it must be able to be, not only the one
 * that it was made for. */
static void reach_note(struct search *s, const struct witness *w) {
    const struct moves *m = &s->moves;
    for (size_t i = 0; i < m->touched_n; i++) {
        struct reach *reach = &s->reach[m->touched[i]];
        double by = m->by[m->touched[i]];
        int way = by > 0 ? 0 : 1;
        if (fabs(by) <= fabs(reach->by[way])) continue;
        reach->by[way] = by;
        reach->start[way] = w->start;
        reach->n[way] = w->n;
    }
}

static bool reach_serves(const struct search *s, struct witness *w) {
    const struct reach *reach = &s->reach[w->cell];
    int way = w->amount > 0 ? 0 : 1;
    if (fabs(reach->by[way]) < fabs(w->amount) - s->moves.tiny) return false;
    w->start = reach->start[way];
    w->n = reach->n[way];
    return true;
}

/* By what is hidden already; else with more hidden; else without telling why. */
static bool witness_find(struct search *s, struct witness *w) {
    struct moves *m = &s->moves;
    if (reach_serves(s, w)) return true;
    bool found = move_make(m, w->cell, w->amount);
    m->widen = true;
    if (!found) found = move_make(m, w->cell, w->amount);
    m->blind = !found;
    if (!found) found = move_make(m, w->cell, w->amount);
    if (found) {
        move_hide(m, m->blind);
        witness_keep(s, w);
        reach_note(s, w);
    }
    m->blind = m->widen = false;
    return found;
}

/* That a total is not less than its parts which are not zero is seen by everybody, since zeros are
 * shown. So much less must it be possible to be. */
static void need_relax(struct search *s, int32_t cell) {
    struct moves *m = &s->moves;
    struct disclosure_cell *c = &m->d->cells[cell];
    struct witness down = {.cell = cell, .amount = c->need_low - c->value};
    if (!c->small || !c->is_total || reach_serves(s, &down) || move_make(m, cell, down.amount))
        return;
    m->widen = m->blind = true;
    while (c->need_low < c->value && !move_make(m, cell, c->need_low - c->value)) c->need_low++;
    m->blind = m->widen = false;
    c->need_high = fmax(c->need_high, c->need_low + 1);
}

struct by_value {
    int32_t cell;
    double value;
};

static int by_value_down(const void *x, const void *y) {
    const struct by_value *a = x, *b = y;
    if (a->value != b->value) return a->value < b->value ? 1 : -1;
    return a->cell < b->cell ? -1 : 1;
}

/* The cells for which `value` gives a number above 0, that first. */
static struct by_value *cells_by(const struct disclosure *d,
                                 double (*value)(const struct disclosure_cell *c), size_t *ret_n) {
    struct by_value *list = arena_array(d->arena, d->n, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++) {
        double v = value(&d->cells[i]);
        if (v > 0) list[n++] = (struct by_value){(int32_t)i, v};
    }
    qsort(list, n, sizeof *list, by_value_down);
    *ret_n = n;
    return list;
}

static double need_of(const struct disclosure_cell *c) {
    return isnan(c->need_low) ? 0 : c->need_high - c->need_low;
}

static bool secondary(struct search *s, struct err *err) {
    struct disclosure *d = s->moves.d;
    size_t n;
    struct by_value *sensitive = cells_by(d, need_of, &n);
    s->witnesses = arena_array(d->arena, 2 * n, sizeof *s->witnesses);
    s->reach = arena_array(d->arena, d->n, sizeof *s->reach);
    for (size_t i = 0; i < n; i++) {
        const struct disclosure_cell *c = &d->cells[sensitive[i].cell];
        need_relax(s, sensitive[i].cell);
        double amounts[2] = {c->need_high - c->value, c->need_low - c->value};
        for (int k = 0; k < 2; k++) {
            if (fabs(amounts[k]) <= s->moves.tiny) continue;
            struct witness w = {.cell = sensitive[i].cell, .amount = amounts[k]};
            if (!witness_find(s, &w))
                return err_set(err, ERR_REFUSED, "cell %d cannot be protected", w.cell + 1);
            s->witnesses[s->witnesses_n++] = w;
        }
    }
    return true;
}

/* ---- showing again what no move needs ---- */

static bool witness_uses(const struct search *s, const struct witness *w, int32_t cell) {
    for (size_t i = 0; i < w->n; i++)
        if (s->used[w->start + i] == cell) return true;
    return false;
}

/* New moves without the cell for all that use it; false, and nothing changed, when one needs it. */
static bool witnesses_do_without(struct search *s, int32_t cell, struct witness *before) {
    size_t changed_n = 0;
    for (size_t i = 0; i < s->witnesses_n; i++) {
        struct witness *w = &s->witnesses[i];
        if (!witness_uses(s, w, cell)) continue;
        before[changed_n++] = *w;
        if (move_make(&s->moves, w->cell, w->amount)) {
            witness_keep(s, w);
            continue;
        }
        /* `before` is in the order of the witnesses, so one walk puts them back */
        for (size_t k = 0, j = 0; k < changed_n; j++)
            if (s->witnesses[j].cell == before[k].cell &&
                s->witnesses[j].amount == before[k].amount)
                s->witnesses[j] = before[k++];
        return false;
    }
    return true;
}

static double cost_of_extra(const struct disclosure_cell *c) {
    bool extra = cell_is_hidden(c) && isnan(c->need_low) && !c->forced;
    return extra ? c->cost : 0;
}

static void show_unneeded(struct search *s) {
    struct disclosure *d = s->moves.d;
    size_t n;
    struct by_value *extra = cells_by(d, cost_of_extra, &n);
    struct witness *before = arena_array(d->arena, s->witnesses_n, sizeof *before);
    s->moves.near = true; /* not to look through the whole table for each */
    for (size_t i = 0; i < n; i++) {
        struct disclosure_cell *c = &d->cells[extra[i].cell];
        enum disclosure_status status = c->status;
        c->status = DISCLOSURE_SHOWN;
        if (!witnesses_do_without(s, extra[i].cell, before)) c->status = status;
    }
}

/* ---- */

static bool audit_holds(const struct disclosure *d, double tiny, struct err *err) {
    for (size_t i = 0; i < d->n; i++) {
        const struct disclosure_cell *c = &d->cells[i];
        if (isnan(c->need_low)) continue;
        if (c->low > c->need_low + tiny || c->high < c->need_high - tiny)
            return err_set(err, ERR_REFUSED,
                           "cell %zu: the audit leaves [%.15g, %.15g], which must hold "
                           "[%.15g, %.15g]",
                           i + 1, c->low, c->high, c->need_low, c->need_high);
    }
    return true;
}

bool disclosure_protect(struct disclosure *d, const struct disclosure_rule *rule, struct err *err) {
    struct search s = {0};
    glp_term_out(GLP_OFF);
    if (!primary(d, rule, err)) return false;
    moves_init(&s.moves, d, rule);
    s.moves.network = network_new(d);
    if (!s.moves.network) {
        s.moves.lp = lp_new(d);
        s.moves.local = local_new(d);
    }
    bool done = secondary(&s, err);
    if (done) {
        show_unneeded(&s);
        done = lp_audit(&s.moves, INFINITY, err) && audit_holds(d, 1e-6 + s.moves.tiny, err);
    }
    lp_free(s.moves.lp);
    glp_free_env();
    return done;
}

/* Of a group whose shown size is below the rule's, the attacker knows why its cells are hidden. */
bool disclosure_audit(struct disclosure *d, const struct disclosure_rule *rule, struct err *err) {
    struct moves m;
    glp_term_out(GLP_OFF);
    for (size_t i = 0; i < d->n; i++) {
        struct disclosure_cell *c = &d->cells[i];
        const struct disclosure_cell *group = c->group < 0 ? NULL : &d->cells[c->group];
        bool in_small_group = group && !cell_is_hidden(group) && group->value < (double)rule->group;
        c->small = c->status == DISCLOSURE_PRIMARY && rule->threshold > 0 && !in_small_group;
        c->need_low = c->need_high = NAN;
    }
    moves_init(&m, d, rule);
    bool done = lp_audit(&m, INFINITY, err);
    glp_free_env();
    return done;
}

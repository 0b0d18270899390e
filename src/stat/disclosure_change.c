/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: what two publications of the same cells tell together, which neither tells alone.
 */
#include "stat/disclosure_inner.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

struct beside {
    const struct disclosure_rule *rule;
    struct disclosure now, then; /* the same cells and sums; low and high of each */
    double few;                  /* changes of fewer persons tell of few */
};

static struct disclosure copy_of(const struct disclosure *d) {
    struct disclosure copy = *d;
    copy.cells = arena_array(d->arena, d->n, sizeof *copy.cells);
    memcpy(copy.cells, d->cells, d->n * sizeof *copy.cells);
    copy.cells_cap = d->n;
    return copy;
}

/* The earlier one. Why something was not told then is not known to anybody any more. */
static void then_make(struct beside *b, const double *told) {
    for (size_t i = 0; i < b->then.n; i++) {
        struct disclosure_cell *c = &b->then.cells[i];
        c->status = isnan(told[i]) ? DISCLOSURE_HIDDEN : DISCLOSURE_SHOWN;
        c->small = false;
        if (!isnan(told[i])) c->value = told[i];
    }
}

static bool intervals_find(struct disclosure *d, const struct disclosure_rule *rule, double enough,
                           struct err *err) {
    struct moves m;
    moves_init(&m, d, rule);
    return lp_audit(&m, enough, err);
}

static struct range change_of(const struct beside *b, size_t cell) {
    const struct disclosure_cell *now = &b->now.cells[cell], *then = &b->then.cells[cell];
    return (struct range){now->low - then->high, now->high - then->low};
}

static bool is_none(struct range change) {
    return fabs(change.low) < 0.5 && fabs(change.high) < 0.5;
}

static bool tells_few(const struct beside *b, struct range change) {
    bool narrow = change.high - change.low < b->few - 2 - 0.5;
    return narrow && !is_none(change) && change.low < b->few - 0.5 && change.high > 0.5 - b->few;
}

/* All or none of the few who came to (or left) a group. */
static bool tells_all(const struct beside *b, size_t cell) {
    int32_t group = b->now.cells[cell].group;
    double least = b->rule->zero ? INFINITY : (double)b->rule->extreme;
    if (group < 0 || !is_none(change_of(b, cell))) return false;
    struct range of = change_of(b, (size_t)group);
    return (of.low > 0.5 && of.high < least - 0.5) || (of.high < -0.5 && of.low > 0.5 - least);
}

static bool is_told(const struct beside *b, int32_t cell) {
    return !cell_is_hidden(&b->now.cells[cell]) && !cell_is_hidden(&b->then.cells[cell]);
}

/* What the told parts leave over of the total: the change of all others together. */
static bool sum_tells_few(const struct beside *b, size_t sum) {
    double left = 0;
    bool others = false;
    for (size_t i = b->now.sum_start[sum]; i < b->now.sum_start[sum + 1]; i++) {
        struct disclosure_term t = b->now.terms[i];
        if (is_told(b, t.cell))
            left -= t.sign * (b->now.cells[t.cell].value - b->then.cells[t.cell].value);
        else if (t.sign < 0)
            return false;
        else
            others = true;
    }
    return others && tells_few(b, (struct range){left, left});
}

static bool changes_hold(const struct beside *b, struct err *err) {
    for (size_t i = 0; i < b->now.n; i++)
        if (tells_few(b, change_of(b, i)) || tells_all(b, i))
            return err_set(err, ERR_REFUSED,
                           "cell %zu: the change between two publications is told", i + 1);
    for (size_t e = 0; e < b->now.sums_n; e++)
        if (sum_tells_few(b, e))
            return err_set(err, ERR_REFUSED,
                           "sum %zu: what is left of the change between two publications", e + 1);
    return true;
}

bool disclosure_change_holds(const struct disclosure *d, const double *told,
                             const struct disclosure_rule *rule, struct err *err) {
    struct beside b = {
        .rule = rule, .now = copy_of(d), .then = copy_of(d), .few = (double)rule->threshold};
    glp_term_out(GLP_OFF);
    then_make(&b, told);
    double all = rule->zero ? INFINITY : (double)rule->extreme;
    double enough = fmax(fmax(b.few - 2, 1), all);
    bool holds = intervals_find(&b.now, rule, enough, err) &&
                 intervals_find(&b.then, rule, enough, err) && changes_hold(&b, err);
    glp_free_env();
    return holds;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a family of indicators to a set of cells with sums, and back.
 */
#include "publication/control.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define TOTAL_COST 1000.0 /* a total is hidden when nothing else helps, */
#define BASE_COST  20.0   /* and how many there are in a group rather late */
#define LAST       0      /* of the versions before, those before it from 1 */

/* One breakdown on its way: cell numbers of each row (the total last), member and part. */
struct model {
    const struct control *control;
    const struct disclosure_rule *rule;
    struct disclosure *d;
    size_t breakdown, rows_n; /* groups; the total is row rows_n */
    int32_t (*cell)[PARTS];   /* [row * members_n + member] */
    struct err *err;
};

static const struct control_row *row_of(const struct model *m, size_t row, size_t member) {
    const struct control_member *who = &m->control->members[member];
    return row == m->rows_n ? &who->all
                            : &who->rows[m->control->breakdown[m->breakdown].from + row];
}

static int32_t *cells_of(const struct model *m, size_t row, size_t member) {
    return m->cell[row * m->control->members_n + member];
}

static bool has_breakdown(const struct model *m, size_t member) {
    return m->breakdown == BREAKDOWNS || m->control->members[member].by[m->breakdown];
}

/* ---- reading a relation ---- */

struct term {
    size_t member;
    enum control_part part;
    bool rest; /* ~ */
};

/* Reads "KEY.p" or "~" at *text and moves behind it; false: no such member here. */
static bool term_read(const struct model *m, const char **text, struct term *ret) {
    while (strchr(" =+", **text) && **text) ++*text;
    size_t len = strcspn(*text, " ");
    const char *word = *text;
    *text += len;
    *ret = (struct term){.rest = *word == '~'};
    if (ret->rest) return true;
    static const char parts[] = "ynub"; /* in the order of enum control_part */
    ret->part = (enum control_part)(strchr(parts, word[len - 1]) - parts);
    for (size_t i = 0; i < m->control->members_n; i++) {
        const char *key = m->control->members[i].key;
        if (strlen(key) + 2 == len && strncmp(key, word, len - 2) == 0 && has_breakdown(m, i)) {
            ret->member = i;
            return true;
        }
    }
    return false;
}

#define TERMS 6

/* *ret_n 0: a member is not there. */
static void relation_read(const struct model *m, const char *text, struct term terms[TERMS],
                          size_t *ret_n) {
    *ret_n = 0;
    size_t n = 0;
    while (*text && n < TERMS)
        if (!term_read(m, &text, &terms[n++])) return;
    *ret_n = n;
}

static bool is_same(const char *relation) { return strstr(relation, " == ") != NULL; }

/* ---- cells ---- */

/* What a version before told of it; INT_NONE: nothing. */
static int64_t told_in(const struct control_cell *c, size_t version) {
    return version == LAST ? c->before : c->older[version - 1];
}

static size_t versions_of(const struct control *c) { return 1 + c->older_n; }

static int64_t size_of(int64_t change) { return change < 0 ? -change : change; }

/* What was published, and what is now: see control.h. Of several that differ by few, the nearest. */
static void cell_remember(const struct model *m, struct disclosure_cell *cell,
                          const struct control_cell *c) {
    if (!c->was) return;
    if (c->before == INT_NONE)
        cell->forced = true;
    else if (c->before == c->value)
        cell->fixed = true;
    int64_t nearest = INT64_MAX;
    for (size_t v = 0; v < versions_of(m->control); v++) {
        int64_t told = told_in(c, v);
        if (told == INT_NONE || told == c->value || size_of(c->value - told) >= nearest) continue;
        nearest = size_of(c->value - told);
        cell->before = (double)told;
    }
}

/* All or none of so few newcomers (or leavers) are one thing, as a version before and this one tell. */
static bool tells_all(const struct control_row *row, size_t version, int64_t least) {
    int64_t change[PARTS];
    for (int p = 0; p < PARTS; p++) {
        if (told_in(&row->part[p], version) == INT_NONE) return false;
        change[p] = row->part[p].value - told_in(&row->part[p], version);
    }
    return change[PART_BASE] && size_of(change[PART_BASE]) < least &&
           (!change[PART_YES] || !change[PART_NO]);
}

bool control_row_is_empty(const struct control *c, size_t row) {
    for (size_t i = 0; i < c->members_n; i++)
        for (int p = 0; p < PARTS; p++)
            if (c->members[i].rows[row].part[p].value || c->members[i].rows[row].part[p].was)
                return false;
    return true;
}

static void cell_put(struct model *m, size_t row, size_t member, enum control_part part) {
    const struct control_cell *c = &row_of(m, row, member)->part[part];
    const struct control_cell *total = &m->control->members[member].all.part[part];
    int32_t *place = &cells_of(m, row, member)[part];
    bool is_new = *place == DISCLOSURE_NONE;
    if (is_new) *place = disclosure_cell_add(m->d, (double)c->value);
    struct disclosure_cell *cell = &m->d->cells[*place];
    cell_remember(m, cell, c);
    for (size_t v = 0; part == PART_BASE && c->was && v < versions_of(m->control); v++)
        if (tells_all(row_of(m, row, member), v, m->rule->extreme))
            cell->margin = (double)m->rule->extreme;
    bool alone = m->breakdown == BREAKDOWNS;
    if (!alone && row == m->rows_n && total->shown) {
        cell->fixed = true;
        cell->forced = false;
    } else if (!alone && !total->shown && !cell->fixed) {
        cell->forced = true;
    }
    if (row < m->rows_n &&
        control_row_is_empty(m->control, m->control->breakdown[m->breakdown].from + row)) {
        cell->fixed = true;
        cell->forced = false;
    }
    if (is_new && row == m->rows_n) cell->cost *= TOTAL_COST;
    if (is_new && part == PART_BASE) cell->cost *= BASE_COST;
}

static bool same_put(struct model *m, size_t row, const struct term terms[2]) {
    const struct control_cell *x = &row_of(m, row, terms[0].member)->part[terms[0].part];
    const struct control_cell *y = &row_of(m, row, terms[1].member)->part[terms[1].part];
    if (x->value != y->value)
        return err_set(m->err, ERR_INPUT, "%s and %s are said to be the same and are not",
                       m->control->members[terms[0].member].key,
                       m->control->members[terms[1].member].key);
    cells_of(m, row, terms[0].member)[terms[0].part] =
        cells_of(m, row, terms[1].member)[terms[1].part];
    cell_put(m, row, terms[0].member, terms[0].part);
    return true;
}

/* The sum of a relation in one row; whoever is left is a cell of its own that nobody sees. */
static bool sum_put(struct model *m, size_t row, const struct term *terms, size_t n) {
    int32_t parts[TERMS], total = cells_of(m, row, terms[0].member)[terms[0].part];
    double left = m->d->cells[total].value;
    size_t parts_n = 0;
    bool rest = false;
    for (size_t i = 1; i < n; i++) {
        if (terms[i].rest) {
            rest = true;
            continue;
        }
        parts[parts_n] = cells_of(m, row, terms[i].member)[terms[i].part];
        left -= m->d->cells[parts[parts_n++]].value;
    }
    if (left < 0 || (!rest && left > 0))
        return err_set(m->err, ERR_INPUT, "the parts of %s do not add up",
                       m->control->members[terms[0].member].key);
    if (rest) parts[parts_n++] = disclosure_cell_add(m->d, left);
    disclosure_sum_add(m->d, total, parts, parts_n);
    return true;
}

static bool relations_put(struct model *m, bool same) {
    const struct control_family *family = m->control->family;
    for (size_t i = 0; family && family->relations[i]; i++) {
        struct term terms[TERMS];
        size_t n;
        if (is_same(family->relations[i]) != same) continue;
        relation_read(m, family->relations[i], terms, &n);
        for (size_t row = 0; n && row <= m->rows_n; row++)
            if (same ? !same_put(m, row, terms) : !sum_put(m, row, terms, n)) return false;
    }
    return true;
}

/* The left side of "==" is a name of the right side's cell, and gets none of its own. */
static bool is_alias(const struct model *m, size_t member, enum control_part part) {
    const struct control_family *family = m->control->family;
    for (size_t i = 0; family && family->relations[i]; i++) {
        struct term terms[TERMS];
        size_t n;
        if (!is_same(family->relations[i])) continue;
        relation_read(m, family->relations[i], terms, &n);
        if (n && terms[0].member == member && terms[0].part == part) return true;
    }
    return false;
}

static bool part_is_there(const struct model *m, size_t member, int part) {
    return part != PART_BASE || !m->control->members[member].per_100;
}

static void cells_put(struct model *m, size_t member) {
    for (int p = 0; p < PARTS; p++) {
        if (!part_is_there(m, member, p) || is_alias(m, member, (enum control_part)p)) continue;
        for (size_t row = 0; row <= m->rows_n; row++)
            cell_put(m, row, member, (enum control_part)p);
    }
}

/* Yes and no make the base of each group (that of the total follows), the groups make the total. */
static void sums_put(struct model *m, size_t member, const bool *alias) {
    bool share = !m->control->members[member].per_100;
    for (size_t row = 0; share && row <= m->rows_n; row++) {
        int32_t *cell = cells_of(m, row, member);
        for (int p = PART_YES; p <= PART_NO; p++) m->d->cells[cell[p]].group = cell[PART_BASE];
        if (row < m->rows_n || !m->rows_n) disclosure_sum_add(m->d, cell[PART_BASE], cell, 2);
    }
    int32_t *parts = arena_array(m->d->arena, m->rows_n + 1, sizeof *parts);
    for (int p = 0; m->rows_n && p < PARTS; p++) {
        if (alias[p] || !part_is_there(m, member, p)) continue;
        for (size_t row = 0; row < m->rows_n; row++) parts[row] = cells_of(m, row, member)[p];
        disclosure_sum_add(m->d, cells_of(m, m->rows_n, member)[p], parts, m->rows_n);
    }
}

static bool model_make(struct model *m, struct arena *a, const struct control *c, size_t breakdown,
                       const struct disclosure_rule *rule, struct err *err) {
    *m = (struct model){
        .control = c, .rule = rule, .d = disclosure_new(a), .breakdown = breakdown, .err = err};
    m->rows_n = breakdown == BREAKDOWNS ? 0 : c->breakdown[breakdown].n;
    m->cell = arena_array(a, (m->rows_n + 1) * c->members_n, sizeof *m->cell);
    for (size_t i = 0; i < (m->rows_n + 1) * c->members_n; i++)
        for (int p = 0; p < PARTS; p++) m->cell[i][p] = DISCLOSURE_NONE;
    for (size_t i = 0; i < c->members_n; i++)
        if (has_breakdown(m, i)) cells_put(m, i);
    if (!relations_put(m, true)) return false;
    for (size_t i = 0; i < c->members_n; i++) {
        bool alias[PARTS];
        for (int p = 0; p < PARTS; p++) alias[p] = is_alias(m, i, (enum control_part)p);
        if (has_breakdown(m, i)) sums_put(m, i, alias);
    }
    return relations_put(m, false);
}

/* ---- back ---- */

static const char *why_of(enum disclosure_status status) {
    switch (status) {
    case DISCLOSURE_SHOWN:
        return NULL;
    case DISCLOSURE_PRIMARY:
        return "few";
    case DISCLOSURE_SECONDARY:
        return "protects";
    case DISCLOSURE_HIDDEN:
        break;
    }
    return "silent";
}

static struct control_row *row_out(struct model *m, size_t row, size_t member) {
    struct control_member *who = &m->control->members[member];
    return m->breakdown == BREAKDOWNS ? &who->all
                                      : &who->rows[m->control->breakdown[m->breakdown].from + row];
}

/* False: something that was not told before is told now (a zero that the rule would not hide). */
static bool take(struct model *m) {
    size_t rows = m->breakdown == BREAKDOWNS ? 1 : m->rows_n;
    bool sound = true;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < m->control->members_n; i++)
            for (int p = 0; has_breakdown(m, i) && p < PARTS; p++) {
                struct control_cell *c = &row_out(m, row, i)->part[p];
                int32_t cell = cells_of(m, row, i)[p];
                c->shown = cell != DISCLOSURE_NONE && m->d->cells[cell].status == DISCLOSURE_SHOWN;
                c->why = cell == DISCLOSURE_NONE ? NULL : why_of(m->d->cells[cell].status);
                if (c->shown && m->d->cells[cell].forced) sound = false;
            }
    return sound;
}

static void refuse(struct control *c, size_t breakdown) {
    struct model m = {.control = c, .breakdown = breakdown};
    size_t rows = breakdown == BREAKDOWNS ? 1 : c->breakdown[breakdown].n;
    for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < c->members_n; i++)
            for (int p = 0; has_breakdown(&m, i) && p < PARTS; p++) {
                struct control_cell *cell = &row_out(&m, row, i)->part[p];
                cell->shown = false;
                cell->why = part_is_there(&m, i, p) ? "refused" : NULL;
            }
}

/* ---- against what was published ---- */

static bool was_published(const struct control *c) {
    for (size_t i = 0; i < c->members_n; i++)
        if (c->members[i].all.part[PART_YES].was) return true;
    return false;
}

/* A whole that would have to be hidden: then rather everything as it was. */
static bool whole_changes_by_few(const struct control *c, const struct disclosure_rule *rule) {
    for (size_t i = 0; i < c->members_n; i++)
        for (size_t v = 0; v < versions_of(c); v++) {
            const struct control_row *all = &c->members[i].all;
            for (int p = 0; p < PARTS; p++) {
                int64_t told = all->part[p].was ? told_in(&all->part[p], v) : INT_NONE;
                int64_t change = told == INT_NONE ? 0 : size_of(all->part[p].value - told);
                if (change && change < rule->threshold) return true;
            }
            if (all->part[PART_BASE].was && tells_all(all, v, rule->extreme)) return true;
        }
    return false;
}

/* Whether the cells as they are to be told and a version before tell no change of few. */
static bool change_holds(const struct model *m, size_t version, struct err *err) {
    double *told = arena_array(m->d->arena, m->d->n, sizeof *told);
    for (size_t i = 0; i < m->d->n; i++) told[i] = NAN;
    for (size_t row = 0; row <= m->rows_n; row++)
        for (size_t i = 0; i < m->control->members_n; i++)
            for (int p = 0; has_breakdown(m, i) && p < PARTS; p++) {
                int64_t then = told_in(&row_of(m, row, i)->part[p], version);
                int32_t cell = cells_of(m, row, i)[p];
                if (then != INT_NONE && cell != DISCLOSURE_NONE) told[cell] = (double)then;
            }
    return disclosure_change_holds(m->d, told, m->rule, err);
}

/* ---- */

static bool protect_part(struct arena *a, struct control *c, size_t breakdown,
                         const struct disclosure_rule *rule, bool *ret_held, struct err *err) {
    struct model m;
    if (!model_make(&m, a, c, breakdown, rule, err)) return false;
    *ret_held = disclosure_protect(m.d, rule, err) && take(&m);
    if (!*ret_held) refuse(c, breakdown);
    for (size_t v = 0; *ret_held && was_published(c) && v < versions_of(c); v++)
        *ret_held = change_holds(&m, v, err);
    return true;
}

bool control_protect(struct arena *a, struct control *c, const struct disclosure_rule *rule,
                     bool *ret_keep, struct err *err) {
    bool earlier = was_published(c), held = true;
    *ret_keep = earlier && whole_changes_by_few(c, rule);
    for (size_t k = 0; !*ret_keep && k <= BREAKDOWNS; k++) {
        size_t breakdown = k ? k - 1 : BREAKDOWNS; /* the total first */
        if (k && !c->breakdown[breakdown].n) continue;
        if (!protect_part(a, c, breakdown, rule, &held, err)) return false;
        *ret_keep = !held && earlier;
    }
    return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: linear programs, by GLPK (simplex; branch and bound where a table of whole numbers
 * has a corner that is not whole).
 *
 * The audit is one program for each part of the table that hangs together by hidden cells: the
 * hidden cells are the variables, the sums the equations, what is shown stands on the right side.
 * Only what is to be least or greatest changes from one solution to the next, so each starts from
 * the corner where the last one ended. Every corner on the way is also a possible table: a cell
 * that stands at the end of what the attacker knew beforehand in any of them needs no program of
 * its own. In a large table that settles most.
 */
#include "stat/disclosure_inner.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#define NOT_WHOLE 1e-6

static void column_bounds(glp_prob *p, int column, double low, double high) {
    if (isinf(low))
        glp_set_col_bnds(p, column, isinf(high) ? GLP_FR : GLP_UP, 0, high);
    else if (isinf(high))
        glp_set_col_bnds(p, column, GLP_LO, low, 0);
    else
        glp_set_col_bnds(p, column, low < high ? GLP_DB : GLP_FX, low, high);
}

static glp_smcp simplex_quiet(void) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    return how;
}

/* ---- moves, where the table is no network ---- */

/* Columns 1..n: how much a cell rises; n+1..2n: how much it falls. */
struct lp {
    glp_prob *problem;
    size_t n;
};

struct lp *lp_new(const struct disclosure *d) {
    struct lp *lp = arena_alloc(d->arena, sizeof *lp);
    lp->n = d->n;
    lp->problem = glp_create_prob();
    glp_add_cols(lp->problem, 2 * (int)d->n);
    if (d->sums_n) glp_add_rows(lp->problem, (int)d->sums_n);
    int *columns = arena_array(d->arena, 2 * d->n + 1, sizeof *columns);
    double *signs = arena_array(d->arena, 2 * d->n + 1, sizeof *signs);
    for (size_t e = 0; e < d->sums_n; e++) {
        int k = 0;
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            columns[++k] = d->terms[i].cell + 1;
            signs[k] = d->terms[i].sign;
            columns[++k] = d->terms[i].cell + 1 + (int)d->n;
            signs[k] = -d->terms[i].sign;
        }
        glp_set_mat_row(lp->problem, (int)e + 1, k, columns, signs);
        glp_set_row_bnds(lp->problem, (int)e + 1, GLP_FX, 0, 0);
    }
    glp_std_basis(lp->problem);
    return lp;
}

void lp_free(struct lp *lp) {
    if (lp) glp_delete_prob(lp->problem);
}

static void lp_prepare(struct lp *lp, const struct moves *m) {
    for (size_t c = 0; c < lp->n; c++) {
        const struct disclosure_cell *cell = &m->d->cells[c];
        struct range range = range_of(m, (int32_t)c);
        int up = (int)c + 1, down = up + (int)lp->n;
        double price = cell_is_hidden(cell) ? 1e-3 : cell->cost;
        column_bounds(lp->problem, up, 0, fmax(0, range.high - cell->value));
        column_bounds(lp->problem, down, 0, fmax(0, cell->value - range.low));
        glp_set_obj_coef(lp->problem, up, price);
        glp_set_obj_coef(lp->problem, down, price);
    }
}

bool lp_move(struct lp *lp, struct moves *m, int32_t cell, double amount) {
    lp_prepare(lp, m);
    column_bounds(lp->problem, cell + 1, fmax(amount, 0), fmax(amount, 0));
    column_bounds(lp->problem, cell + 1 + (int)lp->n, fmax(-amount, 0), fmax(-amount, 0));
    glp_smcp how = simplex_quiet();
    how.meth = GLP_DUALP;
    glp_std_basis(lp->problem);
    if (glp_simplex(lp->problem, &how) || glp_get_status(lp->problem) != GLP_OPT) return false;
    for (size_t c = 0; c < lp->n; c++) {
        double by = glp_get_col_prim(lp->problem, (int)c + 1) -
                    glp_get_col_prim(lp->problem, (int)(c + lp->n) + 1);
        if (fabs(by) > m->tiny) move_add(m, (int32_t)c, by);
    }
    return true;
}

/* ---- the audit ---- */

struct audit {
    const struct moves *m;
    glp_prob *problem;
    glp_smcp how;
    bool whole;     /* a table of whole numbers */
    double enough;  /* an interval so wide is wide enough; infinity: no interval is */
    int32_t *part;  /* of each cell: a cell that stands for its part of the table */
    int *column;    /* of each cell in the program at hand, 0: none */
    int32_t *cells; /* of each column, from 1 */
    int columns_n;
    struct range *before; /* what is known of each column beforehand */
    struct range *seen;   /* of each column, in corners of whole numbers */
    bool *low_settled, *high_settled;
};

static int32_t part_of(int32_t *part, int32_t cell) {
    while (part[cell] != cell) cell = part[cell] = part[part[cell]];
    return cell;
}

static void parts_find(struct audit *a) {
    const struct disclosure *d = a->m->d;
    for (size_t c = 0; c < d->n; c++) a->part[c] = (int32_t)c;
    for (size_t e = 0; e < d->sums_n; e++) {
        int32_t first = DISCLOSURE_NONE;
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            int32_t cell = d->terms[i].cell;
            if (!cell_is_hidden(&d->cells[cell])) continue;
            if (first == DISCLOSURE_NONE) first = cell;
            a->part[part_of(a->part, cell)] = part_of(a->part, first);
        }
    }
}

static void audit_columns(struct audit *a, int32_t part) {
    const struct disclosure *d = a->m->d;
    a->columns_n = 0;
    for (size_t c = 0; c < d->n; c++) {
        a->column[c] = 0;
        if (!cell_is_hidden(&d->cells[c]) || part_of(a->part, (int32_t)c) != part) continue;
        a->column[c] = ++a->columns_n;
        a->cells[a->columns_n] = (int32_t)c;
    }
    glp_add_cols(a->problem, a->columns_n);
    for (int k = 1; k <= a->columns_n; k++) {
        a->before[k] = range_of(a->m, a->cells[k]);
        a->seen[k] = (struct range){INFINITY, -INFINITY};
        a->low_settled[k] = a->high_settled[k] = false;
        column_bounds(a->problem, k, a->before[k].low, a->before[k].high);
    }
}

static void audit_rows(struct audit *a, int *index, double *sign) {
    const struct disclosure *d = a->m->d;
    for (size_t e = 0; e < d->sums_n; e++) {
        int k = 0;
        double shown = 0;
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            int32_t cell = d->terms[i].cell;
            if (!cell_is_hidden(&d->cells[cell])) {
                shown += d->terms[i].sign * d->cells[cell].value;
            } else if (a->column[cell]) {
                index[++k] = a->column[cell];
                sign[k] = d->terms[i].sign;
            }
        }
        if (!k) continue;
        int row = glp_add_rows(a->problem, 1);
        glp_set_mat_row(a->problem, row, k, index, sign);
        glp_set_row_bnds(a->problem, row, GLP_FX, -shown, -shown);
    }
}

static bool is_near_whole(double x) { return fabs(x - round(x)) <= NOT_WHOLE * fmax(1, fabs(x)); }

/* Where it is only asked whether intervals are narrow: those that two corners show to be wide. */
static void audit_widen(struct audit *a) {
    for (int k = 1; a->whole && k <= a->columns_n; k++)
        if (!is_near_whole(glp_get_col_prim(a->problem, k))) return;
    for (int k = 1; k <= a->columns_n; k++) {
        double x = glp_get_col_prim(a->problem, k);
        struct range *seen = &a->seen[k];
        *seen = (struct range){fmin(seen->low, x), fmax(seen->high, x)};
        if (seen->high - seen->low < a->enough - NOT_WHOLE) continue;
        struct disclosure_cell *cell = &a->m->d->cells[a->cells[k]];
        a->low_settled[k] = a->high_settled[k] = true;
        cell->low = -INFINITY;
        cell->high = INFINITY;
    }
}

/* What the corner at hand settles. */
static void audit_look(struct audit *a) {
    if (!isinf(a->enough)) audit_widen(a);
    for (int k = 1; k <= a->columns_n; k++) {
        double x = glp_get_col_prim(a->problem, k);
        struct disclosure_cell *cell = &a->m->d->cells[a->cells[k]];
        if (!a->low_settled[k] && x <= a->before[k].low + a->m->tiny) {
            a->low_settled[k] = true;
            cell->low = a->before[k].low;
        }
        if (!a->high_settled[k] && x >= a->before[k].high - a->m->tiny) {
            a->high_settled[k] = true;
            cell->high = a->before[k].high;
        }
    }
}

/* The least or greatest whole number, where the corner is not whole. */
static double whole_end(struct audit *a, int column, double x) {
    if (!a->whole) return x;
    if (is_near_whole(x)) return round(x);
    for (int k = 1; k <= a->columns_n; k++) glp_set_col_kind(a->problem, k, GLP_IV);
    glp_iocp how;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    bool found = glp_intopt(a->problem, &how) == 0 && glp_mip_status(a->problem) == GLP_OPT;
    double end = glp_mip_col_val(a->problem, column);
    for (int k = 1; k <= a->columns_n; k++) glp_set_col_kind(a->problem, k, GLP_CV);
    return found ? round(end) : x;
}

/* The end of a column in the direction (GLP_MIN or GLP_MAX). False: nothing fits. */
static bool audit_end(struct audit *a, int column, int direction, double *ret) {
    glp_set_obj_dir(a->problem, direction);
    if (column) glp_set_obj_coef(a->problem, column, 1);
    int failed = glp_simplex(a->problem, &a->how);
    int status = glp_get_status(a->problem);
    if (!failed && status == GLP_OPT) {
        audit_look(a);
        if (column) *ret = whole_end(a, column, glp_get_col_prim(a->problem, column));
    } else if (!failed && status == GLP_UNBND) {
        *ret = direction == GLP_MAX ? INFINITY : -INFINITY;
    }
    if (column) glp_set_obj_coef(a->problem, column, 0);
    return !failed && (status == GLP_OPT || status == GLP_UNBND);
}

static bool audit_part(struct audit *a) {
    glp_adv_basis(a->problem, 0);
    double none;
    if (!audit_end(a, 0, GLP_MIN, &none)) return false;
    for (int k = 1; k <= a->columns_n; k++) {
        struct disclosure_cell *cell = &a->m->d->cells[a->cells[k]];
        if (!a->low_settled[k] && !audit_end(a, k, GLP_MIN, &cell->low)) return false;
        if (!a->high_settled[k] && !audit_end(a, k, GLP_MAX, &cell->high)) return false;
    }
    return true;
}

static bool is_whole(const struct disclosure *d) {
    for (size_t c = 0; c < d->n; c++) {
        const struct disclosure_cell *cell = &d->cells[c];
        if (cell_is_hidden(cell)) continue;
        if (cell->persons >= 0 || cell->value != round(cell->value)) return false;
    }
    return true;
}

/* Of what is shown, every sum must be right. */
static bool shown_adds_up(const struct disclosure *d, struct err *err) {
    for (size_t e = 0; e < d->sums_n; e++) {
        double sum = 0, total = 1;
        bool hidden = false;
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            const struct disclosure_cell *c = &d->cells[d->terms[i].cell];
            hidden |= cell_is_hidden(c);
            sum += d->terms[i].sign * c->value;
            total = fmax(total, fabs(c->value));
        }
        if (!hidden && fabs(sum) > 1e-6 * total)
            return err_set(err, ERR_INPUT, "a shown total is not the sum of its shown parts");
    }
    return true;
}

static bool audit_parts(struct audit *a, int *index, double *sign, struct err *err) {
    const struct disclosure *d = a->m->d;
    for (size_t c = 0; c < d->n; c++) {
        struct disclosure_cell *cell = &d->cells[c];
        if (!cell_is_hidden(cell)) {
            cell->low = cell->high = cell->value;
        } else if (part_of(a->part, (int32_t)c) == (int32_t)c) {
            glp_erase_prob(a->problem);
            audit_columns(a, (int32_t)c);
            audit_rows(a, index, sign);
            if (!audit_part(a))
                return err_set(err, ERR_INPUT, "no values of the hidden cells fit what is shown");
        }
    }
    return true;
}

bool lp_audit(const struct moves *m, double enough, struct err *err) {
    struct arena *arena = m->d->arena;
    size_t n = m->d->n;
    struct audit a = {.m = m,
                      .problem = glp_create_prob(),
                      .how = simplex_quiet(),
                      .whole = is_whole(m->d),
                      .enough = enough,
                      .part = arena_array(arena, n, sizeof *a.part),
                      .column = arena_array(arena, n, sizeof *a.column),
                      .cells = arena_array(arena, n + 1, sizeof *a.cells),
                      .before = arena_array(arena, n + 1, sizeof *a.before),
                      .seen = arena_array(arena, n + 1, sizeof *a.seen),
                      .low_settled = arena_array(arena, n + 1, sizeof *a.low_settled),
                      .high_settled = arena_array(arena, n + 1, sizeof *a.high_settled)};
    int *index = arena_array(arena, n + 1, sizeof *index);
    double *sign = arena_array(arena, n + 1, sizeof *sign);
    parts_find(&a);
    bool done = shown_adds_up(m->d, err) && audit_parts(&a, index, sign, err);
    glp_delete_prob(a.problem);
    return done;
}

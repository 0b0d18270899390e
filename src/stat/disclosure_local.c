/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: moves among a few rows, where the table is no network. Most moves go from the cell's own
 * row (the cells that short sums tie to it) to one or two others and back; so a program of a dozen rows is
 * asked before the one of the whole table, which is a hundred times larger. What it finds is a move; what
 * it does not find, the whole table may still have.
 */
#include "stat/disclosure_inner.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#define SHORT 8  /* terms of a sum within a row, at most */
#define FEW   30 /* rows; in a smaller table the whole is asked at once */
#define NEAR  10 /* other rows that a move may use */

struct local {
    size_t rows_n;
    int32_t *row;      /* of each cell */
    size_t *row_start; /* rows_n + 1, into row_cell */
    int32_t *row_cell;
    size_t *sum_of; /* n + 1, into term_sum: the sums of each cell */
    struct disclosure_term *term;
    size_t *term_sum;
    int *line, *index; /* of one program: the row of each sum, 0: none; terms */
    double *value;
    bool *is_near; /* of each row */
};

/* ---- rows ---- */

static int32_t root_of(int32_t *row, int32_t cell) {
    while (row[cell] != cell) cell = row[cell] = row[row[cell]];
    return cell;
}

static bool is_short(const struct disclosure *d, size_t sum) {
    return d->sum_start[sum + 1] - d->sum_start[sum] <= SHORT;
}

static void rows_find(struct local *l, const struct disclosure *d) {
    int32_t *root = arena_array(d->arena, d->n, sizeof *root);
    int32_t *number = arena_array(d->arena, d->n, sizeof *number);
    for (size_t c = 0; c < d->n; c++) root[c] = (int32_t)c;
    for (size_t e = 0; e < d->sums_n; e++)
        for (size_t i = d->sum_start[e]; is_short(d, e) && i < d->sum_start[e + 1]; i++)
            root[root_of(root, d->terms[i].cell)] = root_of(root, d->terms[d->sum_start[e]].cell);
    for (size_t c = 0; c < d->n; c++)
        if (root_of(root, (int32_t)c) == (int32_t)c) number[c] = (int32_t)l->rows_n++;
    l->row = arena_array(d->arena, d->n, sizeof *l->row);
    l->row_start = arena_array(d->arena, l->rows_n + 2, sizeof *l->row_start);
    l->row_cell = arena_array(d->arena, d->n, sizeof *l->row_cell);
    for (size_t c = 0; c < d->n; c++) {
        l->row[c] = number[root_of(root, (int32_t)c)];
        l->row_start[l->row[c] + 2]++;
    }
    for (size_t r = 0; r < l->rows_n; r++) l->row_start[r + 2] += l->row_start[r + 1];
    for (size_t c = 0; c < d->n; c++) l->row_cell[l->row_start[l->row[c] + 1]++] = (int32_t)c;
}

static void sums_find(struct local *l, const struct disclosure *d) {
    size_t terms_n = d->sum_start[d->sums_n];
    l->sum_of = arena_array(d->arena, d->n + 2, sizeof *l->sum_of);
    l->term = arena_array(d->arena, terms_n, sizeof *l->term);
    l->term_sum = arena_array(d->arena, terms_n, sizeof *l->term_sum);
    for (size_t i = 0; i < terms_n; i++) l->sum_of[d->terms[i].cell + 2]++;
    for (size_t c = 0; c < d->n; c++) l->sum_of[c + 2] += l->sum_of[c + 1];
    for (size_t e = 0; e < d->sums_n; e++)
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            size_t place = l->sum_of[d->terms[i].cell + 1]++;
            l->term[place] = d->terms[i];
            l->term_sum[place] = e;
        }
}

struct local *local_new(const struct disclosure *d) {
    struct local *l = arena_alloc(d->arena, sizeof *l);
    rows_find(l, d);
    if (l->rows_n < FEW) return NULL;
    sums_find(l, d);
    l->line = arena_array(d->arena, d->sums_n, sizeof *l->line);
    l->index = arena_array(d->arena, 2 * d->n + 1, sizeof *l->index);
    l->value = arena_array(d->arena, 2 * d->n + 1, sizeof *l->value);
    l->is_near = arena_array(d->arena, l->rows_n, sizeof *l->is_near);
    return l;
}

/* ---- which rows ---- */

static double price_of(const struct moves *m, int32_t cell) {
    const struct disclosure_cell *c = &m->d->cells[cell];
    return cell_is_hidden(c) ? 1e-3 : c->cost;
}

/* What it costs at least to take part: the cell, and another of its row. */
static double row_price(const struct local *l, const struct moves *m, int32_t cell) {
    double other = INFINITY;
    size_t row = (size_t)l->row[cell];
    for (size_t i = l->row_start[row]; i < l->row_start[row + 1]; i++)
        if (l->row_cell[i] != cell && cell_is_open(m, l->row_cell[i]))
            other = fmin(other, price_of(m, l->row_cell[i]));
    return price_of(m, cell) + other;
}

/* The cheapest rows of one long sum, beside those that are near already. */
static void near_find(struct local *l, const struct moves *m, size_t sum) {
    struct {
        double price;
        int32_t row;
    } best[NEAR];
    size_t n = 0;
    const struct disclosure *d = m->d;
    for (size_t i = d->sum_start[sum]; i < d->sum_start[sum + 1]; i++) {
        int32_t cell = d->terms[i].cell;
        if (!cell_is_open(m, cell) || l->is_near[l->row[cell]]) continue;
        double price = row_price(l, m, cell);
        if (isinf(price) || (n == NEAR && price >= best[n - 1].price)) continue;
        size_t at = n < NEAR ? n++ : n - 1;
        for (; at && best[at - 1].price > price; at--) best[at] = best[at - 1];
        best[at].price = price;
        best[at].row = l->row[cell];
    }
    for (size_t i = 0; i < n; i++) l->is_near[best[i].row] = true;
}

/* ---- one program ---- */

static void column_put(struct local *l, glp_prob *p, const struct moves *m, int32_t cell,
                       double low, double high) {
    int column = glp_add_cols(p, 2), n = 0;
    double price = price_of(m, cell);
    for (int way = 0; way < 2; way++) {
        double most = way ? -low : high;
        glp_set_col_bnds(p, column + way,
                         isinf(most) ? GLP_LO
                         : most > 0  ? GLP_DB
                                     : GLP_FX,
                         0, fmax(most, 0));
        glp_set_obj_coef(p, column + way, price);
    }
    for (size_t i = l->sum_of[cell]; i < l->sum_of[cell + 1]; i++) {
        size_t e = l->term_sum[i];
        if (!l->line[e]) {
            l->line[e] = glp_add_rows(p, 1);
            glp_set_row_bnds(p, l->line[e], GLP_FX, 0, 0);
        }
        l->index[++n] = l->line[e];
        l->value[n] = l->term[i].sign;
    }
    glp_set_mat_col(p, column, n, l->index, l->value);
    for (int k = 1; k <= n; k++) l->value[k] = -l->value[k];
    glp_set_mat_col(p, column + 1, n, l->index, l->value);
}

static int program_put(struct local *l, glp_prob *p, const struct moves *m, int32_t moved,
                       int32_t *cells) {
    int n = 0;
    for (size_t r = 0; r < l->rows_n; r++)
        for (size_t i = l->row_start[r]; l->is_near[r] && i < l->row_start[r + 1]; i++) {
            int32_t cell = l->row_cell[i];
            if (cell != moved && !cell_is_open(m, cell)) continue;
            struct range range = range_of(m, cell);
            double now = m->d->cells[cell].value;
            column_put(l, p, m, cell, fmin(range.low - now, 0), fmax(range.high - now, 0));
            cells[n++] = cell;
        }
    return n;
}

static bool program_solve(glp_prob *p, struct moves *m, const int32_t *cells, int n) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = GLP_DUALP;
    if (glp_simplex(p, &how) || glp_get_status(p) != GLP_OPT) return false;
    for (int k = 0; k < n; k++) {
        double by = glp_get_col_prim(p, 2 * k + 1) - glp_get_col_prim(p, 2 * k + 2);
        if (fabs(by) > m->tiny) move_add(m, cells[k], by);
    }
    return true;
}

bool local_move(struct local *l, struct moves *m, int32_t cell, double amount) {
    struct arena *a ARENA_AUTO = arena_new();
    int32_t *cells = arena_array(a, m->d->n, sizeof *cells);
    memset(l->line, 0, m->d->sums_n * sizeof *l->line);
    memset(l->is_near, 0, l->rows_n * sizeof *l->is_near);
    l->is_near[l->row[cell]] = true;
    for (size_t i = l->sum_of[cell]; i < l->sum_of[cell + 1]; i++)
        if (!is_short(m->d, l->term_sum[i])) near_find(l, m, l->term_sum[i]);
    glp_prob *p = glp_create_prob();
    int n = program_put(l, p, m, cell, cells);
    for (int k = 0; k < n; k++) {
        if (cells[k] != cell) continue;
        glp_set_col_bnds(p, 2 * k + 1, GLP_FX, fmax(amount, 0), 0);
        glp_set_col_bnds(p, 2 * k + 2, GLP_FX, fmax(-amount, 0), 0);
    }
    bool found = program_solve(p, m, cells, n);
    glp_delete_prob(p);
    return found;
}

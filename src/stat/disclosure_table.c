/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: cells, sums and tables.
 */
#include "stat/disclosure.h"

#include <math.h>

#define MARGIN_COST 1000.0 /* a total is hidden when nothing else helps */

struct disclosure *disclosure_new(struct arena *a) {
    struct disclosure *d = arena_alloc(a, sizeof *d);
    d->arena = a;
    d->sum_start = arena_array(a, 1, sizeof *d->sum_start);
    d->sums_cap = 1;
    return d;
}

int32_t disclosure_cell_add(struct disclosure *d, double value) {
    if (d->n == d->cells_cap) {
        size_t cap = d->cells_cap ? 2 * d->cells_cap : 64;
        d->cells =
            arena_grow(d->arena, d->cells, d->cells_cap * sizeof *d->cells, cap * sizeof *d->cells);
        d->cells_cap = cap;
    }
    d->cells[d->n] = (struct disclosure_cell){.value = value,
                                              .persons = -1,
                                              .cost = 1 + log1p(fmax(value, 0)),
                                              .known_low = -INFINITY,
                                              .known_high = INFINITY,
                                              .group = DISCLOSURE_NONE,
                                              .before = NAN,
                                              .low = value,
                                              .high = value,
                                              .need_low = NAN,
                                              .need_high = NAN};
    return (int32_t)d->n++;
}

static void term_add(struct disclosure *d, int32_t cell, int32_t sign) {
    size_t at = d->sum_start[d->sums_n];
    if (at == d->terms_cap) {
        size_t cap = d->terms_cap ? 2 * d->terms_cap : 256;
        d->terms =
            arena_grow(d->arena, d->terms, d->terms_cap * sizeof *d->terms, cap * sizeof *d->terms);
        d->terms_cap = cap;
    }
    d->terms[at] = (struct disclosure_term){cell, sign};
    if (sign < 0) d->cells[cell].is_total = true;
    d->sum_start[d->sums_n] = at + 1;
}

/* A sum is open (its terms end at sum_start[sums_n]) until it is closed. */
static void sum_open(struct disclosure *d) {
    if (d->sums_n + 2 > d->sums_cap) {
        size_t cap = 2 * d->sums_cap + 16;
        d->sum_start = arena_grow(d->arena, d->sum_start, d->sums_cap * sizeof *d->sum_start,
                                  cap * sizeof *d->sum_start);
        d->sums_cap = cap;
    }
    d->sums_n++;
    d->sum_start[d->sums_n] = d->sum_start[d->sums_n - 1];
}

void disclosure_sum_add(struct disclosure *d, int32_t total, const int32_t *parts, size_t n) {
    sum_open(d);
    for (size_t i = 0; i < n; i++) term_add(d, parts[i], 1);
    term_add(d, total, -1);
}

/* ---- tables ---- */

/* The rows with their parts: those of row r are part[start[r]] up to part[start[r + 1]]; of the
 * total, r = rows. */
struct tree {
    const struct disclosure_table *t;
    size_t *start, *part;
};

static size_t parent_of(const struct disclosure_table *t, size_t row) {
    int32_t parent = t->parents ? t->parents[row] : -1;
    return parent < 0 ? t->rows : (size_t)parent;
}

static bool tree_make(struct tree *tree, const struct disclosure_table *t, struct arena *a,
                      struct err *err) {
    tree->t = t;
    tree->start = arena_array(a, t->rows + 3, sizeof *tree->start);
    tree->part = arena_array(a, t->rows + 1, sizeof *tree->part);
    for (size_t r = 0; r < t->rows; r++) {
        size_t up = parent_of(t, r), steps = 0;
        while (up < t->rows && steps++ <= t->rows) up = parent_of(t, up);
        if (up > t->rows || steps > t->rows)
            return err_set(err, ERR_INPUT,
                           "row %zu is part of a row that is not there, or of itself", r + 1);
        tree->start[parent_of(t, r) + 2]++;
    }
    for (size_t r = 2; r < t->rows + 3; r++) tree->start[r] += tree->start[r - 1];
    for (size_t r = 0; r < t->rows; r++) tree->part[tree->start[parent_of(t, r) + 1]++] = r;
    return true;
}

static bool is_leaf(const struct tree *tree, size_t row) {
    return row < tree->t->rows && tree->start[row] == tree->start[row + 1];
}

static bool sums_up(double sum, double total, size_t row, size_t col, struct err *err) {
    if (fabs(sum - total) <= 1e-6 * fmax(1, fabs(total))) return true;
    return err_set(err, ERR_INPUT, "row %zu, column %zu: the parts are %.15g, the total is %.15g",
                   row + 1, col + 1, sum, total);
}

static bool row_adds_up(const struct disclosure_table *t, size_t row, struct err *err) {
    const double *value = &t->values[row * (t->cols + 1)];
    double sum = 0;
    for (size_t c = 0; c < t->cols; c++) sum += value[c];
    return sums_up(sum, value[t->cols], row, t->cols, err);
}

static bool column_adds_up(const struct tree *tree, size_t parent, size_t col, struct err *err) {
    const struct disclosure_table *t = tree->t;
    double sum = 0;
    for (size_t i = tree->start[parent]; i < tree->start[parent + 1]; i++)
        sum += t->values[tree->part[i] * (t->cols + 1) + col];
    return sums_up(sum, t->values[parent * (t->cols + 1) + col], parent, col, err);
}

static void column_sum_add(struct disclosure *d, const struct tree *tree, size_t parent,
                           size_t col) {
    const struct disclosure_table *t = tree->t;
    sum_open(d);
    for (size_t i = tree->start[parent]; i < tree->start[parent + 1]; i++)
        term_add(d, t->cell[tree->part[i] * (t->cols + 1) + col], 1);
    term_add(d, t->cell[parent * (t->cols + 1) + col], -1);
}

static bool cells_add(struct disclosure *d, const struct tree *tree, struct err *err) {
    const struct disclosure_table *t = tree->t;
    size_t width = t->cols + 1;
    for (size_t i = 0; i < (t->rows + 1) * width; i++) {
        if (t->cell[i] != DISCLOSURE_NONE) {
            if (!t->unchecked &&
                !sums_up(d->cells[t->cell[i]].value, t->values[i], i / width, i % width, err))
                return false;
            continue;
        }
        t->cell[i] = disclosure_cell_add(d, t->values[i]);
        if (i % width == t->cols || !is_leaf(tree, i / width))
            d->cells[t->cell[i]].cost *= MARGIN_COST;
    }
    for (size_t i = 0; i < (t->rows + 1) * width; i++)
        if (i % width < t->cols) d->cells[t->cell[i]].group = t->cell[i / width * width + t->cols];
    return true;
}

static bool table_is_sound(const struct tree *tree, struct err *err) {
    const struct disclosure_table *t = tree->t;
    for (size_t i = 0; i < (t->rows + 1) * (t->cols + 1); i++)
        if (!(t->values[i] >= 0) || isinf(t->values[i]))
            return err_set(err, ERR_INPUT, "row %zu, column %zu: %.15g is no count or amount",
                           i / (t->cols + 1) + 1, i % (t->cols + 1) + 1, t->values[i]);
    for (size_t r = 0; r <= t->rows; r++)
        if (!row_adds_up(t, r, err)) return false;
    for (size_t p = 0; p <= t->rows; p++)
        for (size_t c = 0; c <= t->cols && !is_leaf(tree, p); c++)
            if (!column_adds_up(tree, p, c, err)) return false;
    return true;
}

/* The sums of rows with parts, and of the total row, follow from the others, and would put a cell
 * into a third sum. */
bool disclosure_table_add(struct disclosure *d, const struct disclosure_table *t, struct err *err) {
    struct tree tree;
    if (!tree_make(&tree, t, d->arena, err) || (!t->unchecked && !table_is_sound(&tree, err)) ||
        !cells_add(d, &tree, err))
        return false;
    for (size_t r = 0; r < t->rows; r++)
        if (is_leaf(&tree, r))
            disclosure_sum_add(d, t->cell[r * (t->cols + 1) + t->cols], &t->cell[r * (t->cols + 1)],
                               t->cols);
    for (size_t p = 0; p <= t->rows; p++)
        for (size_t c = 0; c <= t->cols && !is_leaf(&tree, p); c++) column_sum_add(d, &tree, p, c);
    return true;
}

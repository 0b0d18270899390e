/* SPDX-License-Identifier: EUPL-1.2 */
/* What the tests of disclosure share: tables, and an attacker who shares no code with it. */
#ifndef VEJVISER_STAT_TEST_DISCLOSURE_H
#define VEJVISER_STAT_TEST_DISCLOSURE_H

#include "base/test.h"

#include <glpk.h>
#include <math.h>

#include "stat/disclosure.h"

/* ---- tables ---- */

struct made {
    struct disclosure *d;
    size_t rows, cols;
    double *values;
    int32_t *cell;
};

static struct err err;

#define assert_near(x_, y_, by_) assert_true(fabs((x_) - (y_)) <= (by_))

static inline struct made table_of(struct arena *a, struct disclosure *d, size_t rows, size_t cols,
                                   const double *inner) {
    struct made t = {.d = d, .rows = rows, .cols = cols};
    size_t width = cols + 1;
    t.values = arena_array(a, (rows + 1) * width, sizeof *t.values);
    t.cell = arena_array(a, (rows + 1) * width, sizeof *t.cell);
    for (size_t i = 0; i < (rows + 1) * width; i++) t.cell[i] = DISCLOSURE_NONE;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++) {
            double x = inner[r * cols + c];
            t.values[r * width + c] = x;
            t.values[r * width + cols] += x;
            t.values[rows * width + c] += x;
            t.values[rows * width + cols] += x;
        }
    return t;
}

static inline void table_add(struct made *t) {
    struct disclosure_table table = {
        .rows = t->rows, .cols = t->cols, .values = t->values, .cell = t->cell};
    assert_true(disclosure_table_add(t->d, &table, &err));
}

static inline struct disclosure_cell *at(const struct made *t, size_t row, size_t col) {
    return &t->d->cells[t->cell[row * (t->cols + 1) + col]];
}

/* splitmix64: the same tables on every machine */
static uint64_t seed;
static double uniform(void) {
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
static inline double count_about(double mean) { return floor(-log(1 - uniform()) * mean); }

static inline struct made random_table(struct arena *a, size_t rows, size_t cols, double mean) {
    double *inner = arena_array(a, rows * cols, sizeof *inner);
    for (size_t i = 0; i < rows * cols; i++) inner[i] = count_about(mean);
    return table_of(a, disclosure_new(a), rows, cols, inner);
}

/* ---- an attacker who reads the published table and asks GLPK anew for each cell ---- */

static void attacker_knows(const struct disclosure_cell *c, const struct disclosure_rule *rule,
                           glp_prob *p, int column) {
    double t = (double)rule->threshold;
    double least = rule->zero || rule->group || rule->extreme ? 0 : 1;
    if (c->status == DISCLOSURE_SHOWN)
        glp_set_col_bnds(p, column, GLP_FX, c->value, c->value);
    else if (c->status == DISCLOSURE_PRIMARY && c->small)
        glp_set_col_bnds(p, column, GLP_DB, least, t - 1);
    else if (c->status == DISCLOSURE_SECONDARY)
        glp_set_col_bnds(p, column, GLP_LO, (rule->zero || least > 0) && c->persons < 0 ? t : 0, 0);
    else
        glp_set_col_bnds(p, column, GLP_LO,
                         c->persons >= 0 || c->status == DISCLOSURE_PRIMARY ? 0 : least, 0);
}

static glp_prob *attacker(const struct disclosure *d, const struct disclosure_rule *rule) {
    glp_prob *p = glp_create_prob();
    int index[2000];
    double value[2000];
    glp_add_cols(p, (int)d->n);
    for (size_t c = 0; c < d->n; c++) attacker_knows(&d->cells[c], rule, p, (int)c + 1);
    for (size_t e = 0; e < d->sums_n; e++) {
        int k = 0;
        for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
            index[++k] = d->terms[i].cell + 1;
            value[k] = d->terms[i].sign;
        }
        int row = glp_add_rows(p, 1);
        glp_set_mat_row(p, row, k, index, value);
        glp_set_row_bnds(p, row, GLP_FX, 0, 0);
    }
    return p;
}

static double attacker_end(glp_prob *p, int column, int direction) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_std_basis(p);
    glp_set_obj_dir(p, direction);
    glp_set_obj_coef(p, column, 1);
    assert_int_equal(glp_simplex(p, &how), 0);
    int status = glp_get_status(p);
    glp_set_obj_coef(p, column, 0);
    if (status == GLP_UNBND) return INFINITY;
    assert_int_equal(status, GLP_OPT);
    return glp_get_col_prim(p, column);
}

/* The interval told is the attacker's, and holds what was declared. */
static void attack(const struct disclosure *d, const struct disclosure_rule *rule) {
    glp_prob *p = attacker(d, rule);
    for (size_t c = 0; c < d->n; c++) {
        const struct disclosure_cell *cell = &d->cells[c];
        if (cell->status == DISCLOSURE_SHOWN) continue;
        double low = attacker_end(p, (int)c + 1, GLP_MIN);
        double high = attacker_end(p, (int)c + 1, GLP_MAX);
        assert_near(cell->low, low, 1e-6);
        if (isinf(high))
            assert_true(isinf(cell->high));
        else
            assert_near(cell->high, high, 1e-6);
        if (isnan(cell->need_low)) continue;
        assert_true(low <= cell->need_low + 1e-6 && high >= cell->need_high - 1e-6);
        assert_true(cell->need_low < cell->need_high);
    }
    glp_delete_prob(p);
    glp_free_env();
}

static void all_small_are_hidden(const struct disclosure *d, const struct disclosure_rule *rule) {
    for (size_t c = 0; c < d->n; c++) {
        const struct disclosure_cell *cell = &d->cells[c];
        bool small = cell->value >= (rule->zero ? 0 : 1) && cell->value < (double)rule->threshold;
        if (small && !cell->fixed) assert_int_not_equal(cell->status, DISCLOSURE_SHOWN);
    }
}

static inline void protected_and_attacked(struct disclosure *d,
                                          const struct disclosure_rule *rule) {
    if (!disclosure_protect(d, rule, &err)) fail_msg("%s", err.message);
    all_small_are_hidden(d, rule);
    attack(d, rule);
}

#endif

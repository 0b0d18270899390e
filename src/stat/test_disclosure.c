/* SPDX-License-Identifier: EUPL-1.2 */
/* disclosure: no attacker learns more than declared, shown by attackers who share no code with it */
#include "base/test.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

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

static struct made table_of(struct arena *a, struct disclosure *d, size_t rows, size_t cols,
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

static void table_add(struct made *t) {
    struct disclosure_table table = {
        .rows = t->rows, .cols = t->cols, .values = t->values, .cell = t->cell};
    assert_true(disclosure_table_add(t->d, &table, &err));
}

static struct disclosure_cell *at(const struct made *t, size_t row, size_t col) {
    return &t->d->cells[t->cell[row * (t->cols + 1) + col]];
}

static void interval(const struct made *t, size_t row, size_t col, double low, double high) {
    assert_near(at(t, row, col)->low, low, 1e-9);
    assert_near(at(t, row, col)->high, high, 1e-9);
}

/* splitmix64: the same tables on every machine */
static uint64_t seed;
static double uniform(void) {
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
static double count_about(double mean) { return floor(-log(1 - uniform()) * mean); }

static struct made random_table(struct arena *a, size_t rows, size_t cols, double mean) {
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

static void protected_and_attacked(struct disclosure *d, const struct disclosure_rule *rule) {
    if (!disclosure_protect(d, rule, &err)) fail_msg("%s", err.message);
    all_small_are_hidden(d, rule);
    attack(d, rule);
}

/* ---- known cases ---- */

static void two_hidden_in_each_line_are_not_enough(void **state) {
    const double inner[16] = {3, 12, 20, 30, 14, 4, 47, 31, 22, 23, 2, 13, 24, 25, 16, 3};
    struct made t = table_of(*state, disclosure_new(*state), 4, 4, inner);
    table_add(&t);
    /* two blocks of four, and the cell between them: each line has at least two hidden */
    const int hidden[9][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2},
                              {2, 2}, {2, 3}, {3, 2}, {3, 3}};
    for (size_t i = 0; i < 9; i++)
        at(&t, (size_t)hidden[i][0], (size_t)hidden[i][1])->status = DISCLOSURE_HIDDEN;
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_true(disclosure_audit(t.d, &rule, &err));
    interval(&t, 1, 2, 47, 47);
    interval(&t, 0, 0, 1, 14);
    interval(&t, 2, 2, 1, 14);
}

static void the_threshold_narrows(void **state) {
    const double inner[4] = {3, 4, 8, 9};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    table_add(&t);
    for (size_t c = 0; c < 2; c++) at(&t, 0, c)->status = at(&t, 2, c)->status = DISCLOSURE_PRIMARY;
    at(&t, 2, 0)->status = at(&t, 2, 1)->status = DISCLOSURE_SECONDARY;
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_true(disclosure_audit(t.d, &rule, &err));
    interval(&t, 0, 0, 3, 4);
    interval(&t, 0, 1, 3, 4);
    at(&t, 0, 0)->status = at(&t, 0, 1)->status = DISCLOSURE_HIDDEN;
    rule = (struct disclosure_rule){.zero = true}; /* who knows no threshold */
    assert_true(disclosure_audit(t.d, &rule, &err));
    interval(&t, 0, 0, 0, 7);
    interval(&t, 0, 1, 0, 7);
}

static void one_small_cell_takes_three_with_it(void **state) {
    const double inner[9] = {2, 30, 40, 50, 10, 60, 70, 80, 90};
    struct made t = table_of(*state, disclosure_new(*state), 3, 3, inner);
    table_add(&t);
    struct disclosure_rule rule = disclosure_rule_usual();
    protected_and_attacked(t.d, &rule);
    size_t hidden = 0;
    for (size_t c = 0; c < t.d->n; c++) hidden += t.d->cells[c].status != DISCLOSURE_SHOWN;
    assert_int_equal(hidden, 4);
    assert_int_equal(at(&t, 0, 0)->status, DISCLOSURE_PRIMARY);
    assert_int_equal(at(&t, 1, 1)->status, DISCLOSURE_SECONDARY); /* 10: the cheapest corner */
    interval(&t, 0, 0, 1, 4);
    assert_int_equal(at(&t, 3, 3)->status, DISCLOSURE_SHOWN);
}

static void nothing_small_is_shown_whole(void **state) {
    const double inner[4] = {5, 0, 7, 12};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    table_add(&t);
    struct disclosure_rule rule = disclosure_rule_usual();
    protected_and_attacked(t.d, &rule);
    for (size_t c = 0; c < t.d->n; c++) {
        assert_int_equal(t.d->cells[c].status, DISCLOSURE_SHOWN);
        assert_true(t.d->cells[c].low == t.d->cells[c].value);
    }
}

/* Four small cells with a small total are all 1 to one who knows why each is hidden. */
static void a_reason_that_tells_is_not_told(void **state) {
    const double inner[8] = {1, 1, 1, 1, 20, 20, 20, 20};
    struct made t = table_of(*state, disclosure_new(*state), 2, 4, inner);
    table_add(&t);
    struct disclosure_rule rule = disclosure_rule_usual();
    protected_and_attacked(t.d, &rule);
    for (size_t c = 0; c < 5; c++) {
        assert_int_not_equal(at(&t, 0, c)->status, DISCLOSURE_SHOWN);
        assert_true(c == 4 || (at(&t, 0, c)->low <= 1 && at(&t, 0, c)->high >= 4));
    }
    assert_int_equal(at(&t, 0, 4)->status, DISCLOSURE_HIDDEN); /* "below 5" would tell all */
    assert_true(at(&t, 0, 4)->low <= 4 && at(&t, 0, 4)->high > 4);
}

static void wellbeing_hides_groups_below_twenty(void **state) {
    const double inner[12] = {10, 5, 0, 90, 80, 70, 60, 50, 40, 100, 90, 80};
    struct made t = table_of(*state, disclosure_new(*state), 4, 3, inner);
    table_add(&t);
    struct disclosure_rule rule = disclosure_rule_wellbeing();
    protected_and_attacked(t.d, &rule);
    for (size_t c = 0; c < 3; c++) assert_int_equal(at(&t, 0, c)->status, DISCLOSURE_PRIMARY);
    assert_int_equal(at(&t, 3, 0)->status == DISCLOSURE_PRIMARY, false);
}

static void all_of_a_small_group_in_one_cell(void **state) {
    const double inner[9] = {12, 0, 0, 90, 80, 70, 60, 50, 40};
    struct made t = table_of(*state, disclosure_new(*state), 3, 3, inner);
    table_add(&t);
    struct disclosure_rule rule = {.threshold = 5, .extreme = 20};
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 0, 1)->status, DISCLOSURE_PRIMARY);
    interval(&t, 0, 1, 0, 4);
    assert_true(at(&t, 0, 0)->low <= 8);
    rule.extreme = 12; /* twelve are not fewer than twelve */
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 0, 1)->status, DISCLOSURE_SHOWN);
}

static void amounts_by_their_largest(void **state) {
    const double inner[4] = {100, 50, 60, 80};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    table_add(&t);
    for (size_t c = 0; c < t.d->n; c++) t.d->cells[c].persons = 10;
    /* p %: rest = 100 - 80 - 15 = 5 < 10 % of 80: needs 3 more */
    at(&t, 0, 0)->first = 80;
    at(&t, 0, 0)->second = 15;
    struct disclosure_rule rule = {.threshold = 3, .percent = 10};
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 0, 0)->status, DISCLOSURE_PRIMARY);
    assert_near(at(&t, 0, 0)->need_high, 103, 1e-9);
    assert_near(at(&t, 0, 0)->need_low, 97, 1e-9);
    rule.percent = 6; /* 4.8 < 5: passes */
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 0, 0)->status, DISCLOSURE_SHOWN);
    /* (2, 85): 95 of 100 is more than 85 %; would pass from 111.76 on */
    at(&t, 0, 0)->largest = 95;
    rule = (struct disclosure_rule){.threshold = 3, .dominant = 85};
    protected_and_attacked(t.d, &rule);
    assert_near(at(&t, 0, 0)->need_high, 9500 / 85.0, 1e-9);
    at(&t, 1, 1)->persons = 2;
    protected_and_attacked(t.d, &rule);
    assert_near(at(&t, 1, 1)->need_high, 160, 1e-9);
}

/* ---- publications before, and what is known besides ---- */

static void what_was_published_cannot_help(void **state) {
    const double inner[9] = {2, 30, 40, 50, 10, 60, 70, 80, 90};
    struct made t = table_of(*state, disclosure_new(*state), 3, 3, inner);
    table_add(&t);
    at(&t, 1, 1)->fixed = true;
    struct disclosure_rule rule = disclosure_rule_usual();
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 1, 1)->status, DISCLOSURE_SHOWN);
    at(&t, 2, 2)->forced = true;
    protected_and_attacked(t.d, &rule);
    assert_int_equal(at(&t, 2, 2)->status, DISCLOSURE_SECONDARY);
    for (size_t c = 0; c < t.d->n; c++)
        if (t.cell[0] != (int32_t)c) t.d->cells[c].fixed = true, t.d->cells[c].forced = false;
    assert_false(disclosure_protect(t.d, &rule, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
}

/* A total published in spring, and one without a single school in autumn: the difference is that
 * school. Both are sums over the same cells, so one set of cells knows it. */
static void subtraction_between_publications(void **state) {
    struct disclosure *d = disclosure_new(*state);
    int32_t school[3] = {disclosure_cell_add(d, 3), disclosure_cell_add(d, 20),
                         disclosure_cell_add(d, 30)};
    int32_t spring = disclosure_cell_add(d, 53), autumn = disclosure_cell_add(d, 50);
    disclosure_sum_add(d, spring, school, 3);
    disclosure_sum_add(d, autumn, school + 1, 2);
    d->cells[spring].fixed = true;
    struct disclosure_rule rule = disclosure_rule_usual();
    protected_and_attacked(d, &rule);
    assert_int_not_equal(d->cells[autumn].status, DISCLOSURE_SHOWN);
    assert_true(d->cells[school[0]].low <= 1 && d->cells[school[0]].high >= 4);
}

static void a_rounded_share_is_known(void **state) {
    const double inner[4] = {2, 30, 40, 50};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    table_add(&t);
    at(&t, 0, 0)->known_high = 3; /* "9 % of 32": 3 at the most */
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_false(disclosure_protect(t.d, &rule, &err));
    assert_int_equal(err.kind, ERR_REFUSED);
    at(&t, 0, 0)->known_high = 4;
    assert_true(disclosure_protect(t.d, &rule, &err));
}

/* ---- more than two margins ---- */

static void levels_are_a_network_too(void **state) {
    seed = 7;
    for (int round = 0; round < 30; round++) {
        /* two districts of three schools each, one school outside */
        const int32_t parents[9] = {-1, 0, 0, 0, -1, 4, 4, 4, -1};
        double inner[9 * 3];
        for (size_t r = 0; r < 9; r++)
            for (size_t c = 0; c < 3; c++) inner[r * 3 + c] = count_about(9);
        for (size_t c = 0; c < 3; c++) {
            inner[c] = inner[3 + c] + inner[6 + c] + inner[9 + c];
            inner[12 + c] = inner[15 + c] + inner[18 + c] + inner[21 + c];
        }
        struct made t = table_of(*state, disclosure_new(*state), 9, 3, inner);
        for (size_t c = 0; c < 4; c++)
            t.values[36 + c] = t.values[c] + t.values[16 + c] + t.values[32 + c];
        struct disclosure_table table = {9, 3, t.values, parents, t.cell};
        assert_true(disclosure_table_add(t.d, &table, &err));
        struct disclosure_rule rule = disclosure_rule_usual();
        protected_and_attacked(t.d, &rule);
    }
}

/* The same persons by school, by grade and by sex: three tables with one total row. */
static void tables_that_share_a_margin(void **state) {
    seed = 11;
    for (int round = 0; round < 12; round++) {
        struct disclosure *d = disclosure_new(*state);
        double by[3][6][3] = {0};
        for (int i = 0; i < 220; i++) {
            size_t c = (size_t)(uniform() * uniform() * 3);
            by[0][(size_t)(6 * uniform() * uniform())][c]++;
            by[1][(size_t)(3 * uniform())][c]++;
            by[2][(size_t)(2 * uniform())][c]++;
        }
        struct made t[3];
        const size_t rows[3] = {6, 3, 2};
        for (size_t k = 0; k < 3; k++) {
            t[k] = table_of(*state, d, rows[k], 3, &by[k][0][0]);
            for (size_t c = 0; k && c < 4; c++) t[k].cell[rows[k] * 4 + c] = t[0].cell[24 + c];
            table_add(&t[k]);
        }
        struct disclosure_rule rule = disclosure_rule_usual();
        protected_and_attacked(d, &rule);
    }
}

static void a_shared_margin_must_be_the_same(void **state) {
    const double one[2] = {10, 20}, other[2] = {10, 21};
    struct disclosure *d = disclosure_new(*state);
    struct made a = table_of(*state, d, 1, 2, one), b = table_of(*state, d, 1, 2, other);
    table_add(&a);
    for (size_t c = 0; c < 3; c++) b.cell[3 + c] = a.cell[3 + c];
    struct disclosure_table table = {1, 2, b.values, NULL, b.cell};
    assert_false(disclosure_table_add(d, &table, &err));
    assert_string_equal(err.message, "row 2, column 2: the parts are 20, the total is 21");
}

/* ---- by property ---- */

static void no_attacker_learns_more_than_declared(void **state) {
    seed = 1;
    const struct disclosure_rule rules[] = {disclosure_rule_usual(),
                                            disclosure_rule_wellbeing(),
                                            {.threshold = 3},
                                            {.threshold = 10, .zero = true},
                                            {.threshold = 5, .extreme = 20},
                                            {.threshold = 5, .group = 20}};
    for (int round = 0; round < 240; round++) {
        size_t rows = 1 + (size_t)(uniform() * 7), cols = 1 + (size_t)(uniform() * 6);
        struct made t = random_table(*state, rows, cols, 2 + 40 * uniform() * uniform());
        table_add(&t);
        protected_and_attacked(t.d, &rules[round % 6]);
        arena_reset(*state);
    }
}

/* All tables of 3 x 3 that a stranger could think of, one by one: he sees margins and shown cells,
 * and knows the rule but no reasons. */
struct stranger {
    const struct made *t;
    double x[9], low[9], high[9];
};

static bool stranger_fits(const struct stranger *s) {
    for (size_t i = 0; i < 4; i++) {
        double row = 0, col = 0;
        for (size_t j = 0; j < 3; j++)
            for (size_t k = 0; k < 3; k++) {
                if (i == 3 || j == i) row += s->x[j * 3 + k];
                if (i == 3 || k == i) col += s->x[j * 3 + k];
            }
        const struct disclosure_cell *r = at(s->t, i, 3), *c = at(s->t, 3, i);
        if (r->status == DISCLOSURE_SHOWN ? row != r->value : row < 1) return false;
        if (c->status == DISCLOSURE_SHOWN ? col != c->value : col < 1) return false;
    }
    return true;
}

static void stranger_tries(struct stranger *s, size_t i) {
    if (i < 9) {
        const struct disclosure_cell *c = at(s->t, i / 3, i % 3);
        bool shown = c->status == DISCLOSURE_SHOWN;
        for (double x = shown ? c->value : 1; x <= (shown ? c->value : 9); x++) {
            s->x[i] = x;
            stranger_tries(s, i + 1);
        }
        return;
    }
    if (!stranger_fits(s)) return;
    for (size_t k = 0; k < 9; k++) {
        s->low[k] = fmin(s->low[k], s->x[k]);
        s->high[k] = fmax(s->high[k], s->x[k]);
    }
}

static void a_stranger_who_tries_all_tables(void **state) {
    seed = 3;
    for (int round = 0; round < 40; round++) {
        double inner[9];
        for (size_t k = 0; k < 9; k++) inner[k] = fmin(7, count_about(4));
        struct made t = table_of(*state, disclosure_new(*state), 3, 3, inner);
        table_add(&t);
        struct disclosure_rule rule = {.threshold = 3};
        assert_true(disclosure_protect(t.d, &rule, &err));
        struct stranger s = {.t = &t};
        size_t hidden = 0;
        for (size_t k = 0; k < 9; k++) {
            s.low[k] = INFINITY, s.high[k] = -INFINITY;
            hidden += at(&t, k / 3, k % 3)->status != DISCLOSURE_SHOWN;
        }
        if (hidden > 6) continue;
        stranger_tries(&s, 0);
        for (size_t k = 0; k < 9; k++) {
            const struct disclosure_cell *c = at(&t, k / 3, k % 3);
            if (isnan(c->need_low)) continue;
            assert_true(s.low[k] <= c->need_low && s.high[k] >= c->need_high);
        }
    }
}

static void nothing_is_hidden_in_vain(void **state) {
    seed = 5;
    struct disclosure_rule rule = disclosure_rule_usual();
    for (int round = 0; round < 20; round++) {
        struct made t = random_table(*state, 6, 5, 25);
        table_add(&t);
        assert_true(disclosure_protect(t.d, &rule, &err));
        for (size_t i = 0; i < t.d->n; i++) {
            struct disclosure_cell *c = &t.d->cells[i];
            if (c->status != DISCLOSURE_SECONDARY) continue;
            assert_true(c->low < c->high);
        }
        arena_reset(*state);
    }
}

static void the_national_table(void **state) {
    seed = 98;
    struct made t = random_table(*state, 98, 30, 20);
    table_add(&t);
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_true(disclosure_protect(t.d, &rule, &err));
    all_small_are_hidden(t.d, &rule);
    for (size_t c = 0; c < t.d->n; c++)
        assert_true(isnan(t.d->cells[c].need_low) ||
                    (t.d->cells[c].low <= 1 && t.d->cells[c].high >= 4));
}

/* ---- bad input ---- */

static void what_does_not_add_up(void **state) {
    const double inner[4] = {5, 6, 7, 8};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    t.values[8] = 27;
    struct disclosure_table table = {2, 2, t.values, NULL, t.cell};
    assert_false(disclosure_table_add(t.d, &table, &err));
    assert_string_equal(err.message, "row 3, column 3: the parts are 26, the total is 27");
    t.values[0] = -1;
    assert_false(disclosure_table_add(t.d, &table, &err));
    assert_string_equal(err.message, "row 1, column 1: -1 is no count or amount");
    t.values[0] = NAN;
    assert_false(disclosure_table_add(t.d, &table, &err));
    t.values[0] = 5, t.values[8] = 26;
    const int32_t of_itself[2] = {1, 0}, of_none[2] = {7, -1};
    table.parents = of_itself;
    assert_false(disclosure_table_add(t.d, &table, &err));
    table.parents = of_none;
    assert_false(disclosure_table_add(t.d, &table, &err));
}

static void an_audit_of_what_cannot_be(void **state) {
    const double inner[4] = {5, 6, 7, 8};
    struct made t = table_of(*state, disclosure_new(*state), 2, 2, inner);
    table_add(&t);
    at(&t, 0, 0)->status = at(&t, 1, 0)->status = DISCLOSURE_PRIMARY; /* 5 is not below 5 */
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_false(disclosure_audit(t.d, &rule, &err));
    assert_int_equal(err.kind, ERR_INPUT);
}

/* ---- shares ---- */

static void shares_of_small_groups_and_small_counts(void **state) {
    (void)state;
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_int_equal(disclosure_share(0, 0, &rule), SHARE_NOBODY);
    assert_int_equal(disclosure_share(0, 4, &rule), SHARE_SMALL_GROUP);
    assert_int_equal(disclosure_share(0, 5, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(4, 40, &rule), SHARE_SMALL_COUNT);
    assert_int_equal(disclosure_share(5, 40, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(36, 40, &rule), SHARE_SMALL_COUNT);
    assert_int_equal(disclosure_share(35, 40, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(40, 40, &rule), SHARE_SHOWN);
    rule.extreme = 41;
    assert_int_equal(disclosure_share(40, 40, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(0, 40, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(0, 41, &rule), SHARE_SHOWN);
    rule = disclosure_rule_wellbeing();
    assert_int_equal(disclosure_share(8, 19, &rule), SHARE_SMALL_GROUP);
    assert_int_equal(disclosure_share(0, 400, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(20, 400, &rule), SHARE_SHOWN);
}

/* What base/format.h would show, worked out for each possible count. */
static void a_rounded_share_leaves_these_counts(void **state) {
    (void)state;
    int64_t low, high;
    for (int64_t n = 1; n <= 120; n++)
        for (int64_t x = 0; x <= n; x++)
            for (int decimals = 0; decimals <= 2; decimals++) {
                int64_t unit = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
                int64_t shown = (200 * x * unit + n) / (2 * n), from = n, to = 0;
                for (int64_t y = 0; y <= n; y++)
                    if ((200 * y * unit + n) / (2 * n) == shown) {
                        from = y < from ? y : from;
                        to = y;
                    }
                assert_true(disclosure_share_counts((double)shown / (double)unit, decimals, n, &low,
                                                    &high));
                assert_int_equal(low, from);
                assert_int_equal(high, to);
            }
    assert_false(disclosure_share_counts(50.5, 1, 10, &low, &high));
}

static void fewer_decimals_hide_the_count(void **state) {
    (void)state;
    /* 3 of 1000 is 0.3 %, which gives it away; 0 % leaves 0 to 4, which is all a hidden cell asks */
    assert_int_equal(disclosure_share_decimals(3, 1000, 1, 4, 2), 0);
    assert_int_equal(disclosure_share_decimals(3, 100, 1, 4, 2), -1);
    assert_int_equal(disclosure_share_decimals(3, 100000, 1, 4, 2), 2);
    assert_int_equal(disclosure_share_decimals(3, 100000, 1, 4, 3), 2);
    assert_int_equal(disclosure_share_decimals(3, 0, 1, 4, 2), -1);
}

int main(void) {
    glp_term_out(GLP_OFF);
    const struct CMUnitTest tests[] = {
        TEST(two_hidden_in_each_line_are_not_enough),
        TEST(the_threshold_narrows),
        TEST(one_small_cell_takes_three_with_it),
        TEST(nothing_small_is_shown_whole),
        TEST(a_reason_that_tells_is_not_told),
        TEST(wellbeing_hides_groups_below_twenty),
        TEST(all_of_a_small_group_in_one_cell),
        TEST(amounts_by_their_largest),
        TEST(what_was_published_cannot_help),
        TEST(subtraction_between_publications),
        TEST(a_rounded_share_is_known),
        TEST(levels_are_a_network_too),
        TEST(tables_that_share_a_margin),
        TEST(a_shared_margin_must_be_the_same),
        TEST(no_attacker_learns_more_than_declared),
        TEST(a_stranger_who_tries_all_tables),
        TEST(nothing_is_hidden_in_vain),
        TEST(the_national_table),
        TEST(what_does_not_add_up),
        TEST(an_audit_of_what_cannot_be),
        TEST(shares_of_small_groups_and_small_counts),
        TEST(a_rounded_share_leaves_these_counts),
        TEST(fewer_decimals_hide_the_count),
    };
    return RUN(tests);
}

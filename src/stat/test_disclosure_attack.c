/* SPDX-License-Identifier: EUPL-1.2 */
/* disclosure, by property: no attacker learns more than declared */
#include "stat/disclosure_inner.h"
#include "stat/test_disclosure.h"

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

/* A move among a few rows leaves every sum right, no number below one, and changes the cell by what was asked. */
static void moves_keep_the_sums(struct disclosure *d, const struct disclosure_rule *rule) {
    struct moves m;
    size_t found = 0;
    moves_init(&m, d, rule);
    m.widen = m.blind = true;
    m.local = local_new(d);
    for (size_t c = 0; c < d->n; c++) {
        double amount = c % 2 ? 1 : -1;
        if (d->cells[c].value < 2 || d->cells[c].value > 6) continue;
        move_clear(&m);
        if (!local_move(m.local, &m, (int32_t)c, amount)) continue;
        found++;
        assert_near(m.by[c], amount, 1e-9);
        for (size_t i = 0; i < d->n; i++)
            assert_true(m.by[i] == 0 || d->cells[i].value + m.by[i] >= 1 - 1e-9);
        for (size_t e = 0; e < d->sums_n; e++) {
            double left = 0;
            for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++)
                left += d->terms[i].sign * m.by[d->terms[i].cell];
            assert_near(left, 0, 1e-9);
        }
    }
    move_clear(&m);
    assert_true(found > 20);
}

/* Two indicators of forty schools, of which one counts some of the other's persons: each number is in three
 * sums, so the table is no network, and large enough for moves among a few rows to be tried first. */
static void a_family_of_many_rows(void **state) {
    enum { SCHOOLS = 40 };
    for (seed = 1; seed <= 3; seed++) {
        struct disclosure *d = disclosure_new(*state);
        int32_t column[6][SCHOOLS], total[6];
        double sum[6] = {0};
        for (int r = 0; r < SCHOOLS; r++) {
            double value[6], rest[2];
            for (int p = 0; p < 2; p++) { /* yes, no: of all, of the young */
                value[3 + p] = count_about(9);
                rest[p] = count_about(12);
                value[p] = value[3 + p] + rest[p];
            }
            value[2] = value[0] + value[1];
            value[5] = value[3] + value[4];
            for (int c = 0; c < 6; c++) {
                column[c][r] = disclosure_cell_add(d, value[c]);
                sum[c] += value[c];
            }
            for (int k = 0; k <= 3; k += 3) {
                int32_t parts[2] = {column[k][r], column[k + 1][r]};
                disclosure_sum_add(d, column[k + 2][r], parts, 2);
            }
            for (int p = 0; p < 2; p++) {
                int32_t parts[2] = {column[3 + p][r], disclosure_cell_add(d, rest[p])};
                disclosure_sum_add(d, column[p][r], parts, 2);
            }
        }
        for (int c = 0; c < 6; c++) {
            total[c] = disclosure_cell_add(d, sum[c]);
            d->cells[total[c]].cost *= 1000;
            disclosure_sum_add(d, total[c], column[c], SCHOOLS);
        }
        assert_null(network_new(d));
        assert_non_null(local_new(d));
        struct disclosure_rule rule = disclosure_rule_usual();
        moves_keep_the_sums(d, &rule);
        protected_and_attacked(d, &rule);
        size_t hidden = 0;
        for (size_t c = 0; c < d->n; c++) hidden += d->cells[c].status != DISCLOSURE_SHOWN;
        assert_true(hidden > 20 && hidden < d->n / 2);
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

int main(void) {
    glp_term_out(GLP_OFF);
    const struct CMUnitTest tests[] = {
        TEST(levels_are_a_network_too),
        TEST(tables_that_share_a_margin),
        TEST(a_shared_margin_must_be_the_same),
        TEST(no_attacker_learns_more_than_declared),
        TEST(a_stranger_who_tries_all_tables),
        TEST(nothing_is_hidden_in_vain),
        TEST(a_family_of_many_rows),
        TEST(the_national_table),
    };
    return RUN(tests);
}

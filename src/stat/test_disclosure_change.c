/* SPDX-License-Identifier: EUPL-1.2 */
/* disclosure: what an earlier publication tells together with a later one */
#include "stat/test_disclosure.h"

static const struct disclosure_rule usual = {.threshold = 5};

/* ---- all = young + others, of whom nothing is told ---- */

static bool holds(struct arena *a, const double now[2], const double then[2]) {
    struct disclosure *d = disclosure_new(a);
    int32_t all = disclosure_cell_add(d, now[0]), parts[2];
    parts[0] = disclosure_cell_add(d, now[1]);
    parts[1] = disclosure_cell_add(d, now[0] - now[1]);
    disclosure_sum_add(d, all, parts, 2);
    if (!disclosure_protect(d, &usual, &err)) fail_msg("%s", err.message);
    const double told[3] = {then[0], then[1], NAN};
    return disclosure_change_holds(d, told, &usual, &err);
}

/* 12 more in all, 10 of them young: no number and no sum changes by few, the others by two. */
static void others_are_found_by_subtracting_twice(void **state) {
    assert_false(holds(*state, (double[]){112, 50}, (double[]){100, 40}));
    assert_int_equal(err.kind, ERR_REFUSED);
    assert_false(holds(*state, (double[]){112, 50}, (double[]){100, 42})); /* 4 more */
    assert_true(holds(*state, (double[]){112, 50}, (double[]){100, 43}));  /* 5 */
    assert_true(holds(*state, (double[]){112, 50}, (double[]){100, 38}));  /* none */
    assert_false(holds(*state, (double[]){112, 50}, (double[]){100, 34})); /* 4 fewer */
    assert_false(holds(*state, (double[]){112, 50}, (double[]){108, 38})); /* the whole by 4 */
}

/* What was told does not add up: two groups of 40 are not 70. */
static void what_cannot_have_been_is_refused(void **state) {
    assert_false(holds(*state, (double[]){112, 50}, (double[]){30, 40}));
    assert_int_equal(err.kind, ERR_INPUT);
}

/* ---- all or none of a few newcomers ---- */

static bool newcomers(struct arena *a, const struct disclosure_rule *rule, double yes, double no) {
    struct disclosure *d = disclosure_new(a);
    int32_t base = disclosure_cell_add(d, 40 + yes + no), parts[2];
    parts[0] = disclosure_cell_add(d, 22 + yes);
    parts[1] = disclosure_cell_add(d, 18 + no);
    d->cells[parts[0]].group = d->cells[parts[1]].group = base;
    disclosure_sum_add(d, base, parts, 2);
    if (!disclosure_protect(d, rule, &err)) fail_msg("%s", err.message);
    const double told[3] = {40, 22, 18};
    return disclosure_change_holds(d, told, rule, &err);
}

static void all_of_few_newcomers_are_one_thing(void **state) {
    struct disclosure_rule rule = usual;
    assert_true(newcomers(*state, &rule, 9, 0));
    rule.extreme = 10;
    assert_false(newcomers(*state, &rule, 9, 0));
    assert_false(newcomers(*state, &rule, 0, 9));
    assert_false(newcomers(*state, &rule, -9, 0));
    assert_true(newcomers(*state, &rule, 10, 0));
    assert_true(newcomers(*state, &rule, -10, 0));
    assert_true(newcomers(*state, &rule, 0, 0));
}

/* Of so many, neither part was told: each is at least one. Now 6 of 60. */
static bool parts_hold(struct arena *a, double base) {
    struct disclosure *d = disclosure_new(a);
    int32_t all = disclosure_cell_add(d, 60), parts[2];
    parts[0] = disclosure_cell_add(d, 6);
    parts[1] = disclosure_cell_add(d, 54);
    disclosure_sum_add(d, all, parts, 2);
    if (!disclosure_protect(d, &usual, &err)) fail_msg("%s", err.message);
    const double told[3] = {base, NAN, NAN};
    return disclosure_change_holds(d, told, &usual, &err);
}

/* A change may be as well known as a small number is, within 1..4, and no better. */
static void a_change_is_no_better_known_than_a_small_number(void **state) {
    assert_true(parts_hold(*state, 5));  /* 6 now, 1 to 4 then: 2 to 5 more */
    assert_false(parts_hold(*state, 4)); /* 1 to 3 then: 3 to 5 more */
    assert_true(parts_hold(*state, 20));
}

/* ---- the attacker's one program over both ---- */

static glp_prob *both(const struct disclosure *d, const double *told) {
    glp_prob *p = glp_create_prob();
    int index[200], n = (int)d->n;
    double value[200];
    glp_add_cols(p, 2 * n);
    for (int c = 0; c < n; c++) {
        attacker_knows(&d->cells[c], &usual, p, c + 1);
        double least = isnan(told[c]) ? 1 : told[c]; /* zeros are not hidden */
        glp_set_col_bnds(p, n + c + 1, isnan(told[c]) ? GLP_LO : GLP_FX, least, least);
    }
    for (int at = 0; at <= n; at += n)
        for (size_t e = 0; e < d->sums_n; e++) {
            int k = 0;
            for (size_t i = d->sum_start[e]; i < d->sum_start[e + 1]; i++) {
                index[++k] = at + d->terms[i].cell + 1;
                value[k] = d->terms[i].sign;
            }
            int row = glp_add_rows(p, 1);
            glp_set_mat_row(p, row, k, index, value);
            glp_set_row_bnds(p, row, GLP_FX, 0, 0);
        }
    return p;
}

static double change_end(glp_prob *p, int now, int then, int direction) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    glp_std_basis(p);
    glp_set_obj_dir(p, direction);
    glp_set_obj_coef(p, now, 1);
    glp_set_obj_coef(p, then, -1);
    assert_int_equal(glp_simplex(p, &how), 0);
    double end = glp_get_status(p) == GLP_OPT ? glp_get_obj_val(p) : INFINITY;
    glp_set_obj_coef(p, now, 0);
    glp_set_obj_coef(p, then, 0);
    return direction == GLP_MIN && isinf(end) ? -INFINITY : end;
}

static bool is_few(double low, double high) {
    bool none = fabs(low) < 1e-6 && fabs(high) < 1e-6;
    return high - low < 3 - 1e-6 && !none && low < 5 - 1e-6 && high > 1e-6 - 5;
}

/* Of a sum whose total is told both times: what is told of its parts leaves few. */
static bool few_are_left(const struct disclosure *d, const double *told, size_t sum) {
    double left = 0;
    size_t others = 0;
    for (size_t i = d->sum_start[sum]; i < d->sum_start[sum + 1]; i++) {
        const struct disclosure_cell *c = &d->cells[d->terms[i].cell];
        bool known = c->status == DISCLOSURE_SHOWN && !isnan(told[d->terms[i].cell]);
        if (!known && d->terms[i].sign < 0) return false;
        others += !known;
        if (known) left -= d->terms[i].sign * (c->value - told[d->terms[i].cell]);
    }
    return others && is_few(left, left);
}

static bool attacker_finds(const struct disclosure *d, const double *told, bool *ret_by_sums) {
    glp_prob *p = both(d, told);
    bool found = false;
    *ret_by_sums = false;
    for (size_t e = 0; e < d->sums_n; e++) *ret_by_sums |= few_are_left(d, told, e);
    for (int c = 0; c < (int)d->n && !found; c++) {
        int now = c + 1, then = (int)d->n + c + 1;
        found = is_few(change_end(p, now, then, GLP_MIN), change_end(p, now, then, GLP_MAX));
        if (d->cells[c].status == DISCLOSURE_SHOWN && !isnan(told[c])) *ret_by_sums |= found;
    }
    glp_delete_prob(p);
    glp_free_env();
    return found || *ret_by_sums;
}

/* Schools by wish, published twice without a thought of each other. What is said to hold is what one linear
 * program over both finds; and that finds more than the sums one by one. */
static void one_program_over_both_finds_the_same(void **state) {
    size_t found = 0, only_together = 0, rounds = 600;
    seed = 2026;
    for (size_t round = 0; round < rounds; round++) {
        double inner[12];
        for (int i = 0; i < 12; i++) inner[i] = count_about(14);
        struct made then = table_of(*state, disclosure_new(*state), 4, 3, inner);
        for (int i = 0; i < 12; i++) {
            double by = 5 + floor(9 * uniform());
            if (uniform() < 0.35) inner[i] += uniform() < 0.5 && inner[i] > by ? -by : by;
        }
        struct made now = table_of(*state, disclosure_new(*state), 4, 3, inner);
        table_add(&then);
        table_add(&now);
        if (!disclosure_protect(then.d, &usual, &err) || !disclosure_protect(now.d, &usual, &err))
            continue;
        double told[20];
        for (size_t c = 0; c < now.d->n; c++) {
            const struct disclosure_cell *cell = &then.d->cells[c];
            told[c] = cell->status == DISCLOSURE_SHOWN ? cell->value : NAN;
        }
        bool by_sums, finds = attacker_finds(now.d, told, &by_sums);
        assert_int_equal(disclosure_change_holds(now.d, told, &usual, &err), !finds);
        found += finds;
        only_together += finds && !by_sums;
    }
    print_message("%zu of %zu found, %zu only by both together\n", found, rounds, only_together);
    assert_true(found > 20 && rounds - found > 20 && only_together > 0);
}

int main(void) {
    glp_term_out(GLP_OFF);
    const struct CMUnitTest tests[] = {
        TEST(others_are_found_by_subtracting_twice),
        TEST(what_cannot_have_been_is_refused),
        TEST(all_of_few_newcomers_are_one_thing),
        TEST(a_change_is_no_better_known_than_a_small_number),
        TEST(one_program_over_both_finds_the_same),
    };
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* disclosure: known cases, publications before, and what is refused */
#include "stat/test_disclosure.h"

static void interval(const struct made *t, size_t row, size_t col, double low, double high) {
    assert_near(at(t, row, col)->low, low, 1e-9);
    assert_near(at(t, row, col)->high, high, 1e-9);
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
        TEST(what_does_not_add_up),
        TEST(an_audit_of_what_cannot_be),
    };
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a second version may tell beside the first, on both sides of few: one indicator by three schools, of
 * which two were hidden. Persons are few when they are 1 to 4.
 */
#include "base/test.h"
#include "publication/control.h"

#include "base/types.h"

static const struct disclosure_rule rule = {.threshold = 5};

static struct control_cell cell(int64_t before, int64_t value) {
    return (struct control_cell){.value = value, .was = true, .before = before};
}

/* Before 100: 40 at school A, and two that were not told. Now the sum of `a`, `b` and `c`. The others (no) are
 * as many as they were. */
static bool is_kept(struct arena *arena, int64_t a, int64_t b, int64_t c,
                    struct control_row rows[3]) {
    const int64_t before[] = {40, INT_NONE, INT_NONE}, now[] = {a, b, c};
    struct control_member member = {.key = "one", .per_100 = true, .by = {true}, .rows = rows};
    struct control control = {
        .members = &member, .members_n = 1, .rows_n = 3, .breakdown = {{.from = 0, .n = 3}}};
    struct err err = {0};
    bool keep;
    for (int i = 0; i < 3; i++)
        rows[i] = (struct control_row){{[PART_YES] = cell(before[i], now[i]),
                                        [PART_NO] = cell(200, 200),
                                        [PART_UNKNOWN] = cell(0, 0)}};
    member.all = (struct control_row){{[PART_YES] = cell(100, a + b + c),
                                       [PART_NO] = cell(600, 600),
                                       [PART_UNKNOWN] = cell(0, 0)}};
    if (!control_protect(arena, &control, &rule, &keep, &err)) fail_msg("%s", err.message);
    return keep;
}

static void a_whole_that_differs_by_few_stays_as_it_was(void **state) {
    struct control_row rows[3];
    assert_true(is_kept(*state, 40, 3, 61, rows)); /* 4 more */
    assert_true(is_kept(*state, 40, 3, 53, rows)); /* 4 fewer */
    assert_false(is_kept(*state, 40, 3, 62, rows));
    assert_false(is_kept(*state, 40, 3, 52, rows));
    assert_true(rows[0].part[PART_YES].shown);
    assert_false(rows[1].part[PART_YES].shown);
    assert_false(rows[2].part[PART_YES].shown);
    assert_false(is_kept(*state, 40, 3, 57, rows)); /* the same */
}

/* 9 more in all, of which A has 5: who subtracts learns that the hidden two have 4 more. */
static void a_rest_that_differs_by_few_stays_as_it_was(void **state) {
    struct control_row rows[3];
    assert_true(is_kept(*state, 45, 4, 60, rows));
    assert_false(is_kept(*state, 45, 4, 61, rows));
    assert_true(rows[0].part[PART_YES].shown);
    assert_true(is_kept(*state, 60, 3, 53, rows)); /* 16 more, A 20: the hidden two have 4 fewer */
    assert_false(is_kept(*state, 60, 3, 52, rows));
}

/* What was not told is not told later, though it is many by now. */
static void what_was_hidden_stays_hidden(void **state) {
    struct control_row rows[3];
    assert_false(is_kept(*state, 40, 80, 90, rows));
    assert_false(rows[1].part[PART_YES].shown);
    assert_false(rows[2].part[PART_YES].shown);
}

/* A group that differs by few is not told, while the whole is. */
static void a_group_that_differs_by_few_is_hidden(void **state) {
    struct control_row rows[3];
    is_kept(*state, 44, 20, 60, rows);
    assert_false(rows[0].part[PART_YES].shown);
    is_kept(*state, 45, 20, 60, rows);
    assert_true(rows[0].part[PART_YES].shown);
}

/* What was hidden is nobody by now, and nobody is never hidden: then nothing new is told of the whole family. */
static void who_is_gone_is_not_told_of(void **state) {
    struct control_row rows[3];
    assert_true(is_kept(*state, 40, 0, 70, rows));
}

/* The first version: three in all, all at school C. That there are none at A and B would tell of them. */
static void a_column_whose_total_is_few_is_told_for_no_group(void **state) {
    struct control_row rows[3] = {0};
    struct control_member member = {.key = "one", .per_100 = true, .by = {true}, .rows = rows};
    struct control control = {
        .members = &member, .members_n = 1, .rows_n = 3, .breakdown = {{.from = 0, .n = 3}}};
    struct err err = {0};
    bool keep;
    member.all.part[PART_YES].value = rows[2].part[PART_YES].value = 3;
    for (int i = 0; i < 3; i++) rows[i].part[PART_NO].value = 50;
    member.all.part[PART_NO].value = 150;
    assert_true(control_protect(*state, &control, &rule, &keep, &err));
    assert_false(keep);
    assert_false(member.all.part[PART_YES].shown);
    for (int i = 0; i < 3; i++) assert_false(rows[i].part[PART_YES].shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_that_differs_by_few_stays_as_it_was),
        TEST(a_rest_that_differs_by_few_stays_as_it_was),
        TEST(what_was_hidden_stays_hidden),
        TEST(a_group_that_differs_by_few_is_hidden),
        TEST(who_is_gone_is_not_told_of),
        TEST(a_column_whose_total_is_few_is_told_for_no_group),
    };
    return RUN(tests);
}

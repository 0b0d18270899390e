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

/* ---- versions beside each other ---- */

static const struct control_family two_ages = {{"young", "all", NULL},
                                               {"all.y = young.y + ~", NULL}};

static struct control_row unchanged(int64_t yes, int64_t no) {
    return (struct control_row){
        {[PART_YES] = cell(yes, yes), [PART_NO] = cell(no, no), [PART_UNKNOWN] = cell(0, 0)}};
}

/* 40 young of 100 before. Each of the two told numbers is compared with itself: `by` 10 and 12 are not few. */
static bool ages_are_kept(struct arena *arena, int64_t young, int64_t all) {
    struct control_row rows[1];
    struct control_member members[2] = {
        {.key = "young", .per_100 = true, .rows = rows, .all = unchanged(40, 500)},
        {.key = "all", .per_100 = true, .rows = rows, .all = unchanged(100, 900)}};
    struct control control = {.family = &two_ages, .members = members, .members_n = 2};
    struct err err = {0};
    bool keep;
    members[0].all.part[PART_YES].value += young;
    members[1].all.part[PART_YES].value += all;
    if (!control_protect(arena, &control, &rule, &keep, &err)) fail_msg("%s", err.message);
    return keep;
}

static void who_stands_between_two_indicators_is_no_few(void **state) {
    assert_true(ages_are_kept(*state, 10, 12)); /* two more who are older */
    assert_true(ages_are_kept(*state, 10, 14));
    assert_true(ages_are_kept(*state, 10, 6)); /* four fewer */
    assert_false(ages_are_kept(*state, 10, 15));
    assert_false(ages_are_kept(*state, 10, 10));
    assert_false(ages_are_kept(*state, 10, 5));
}

/* Three schools as told in the first and the second version, and as they are now. */
static bool third_is_kept(struct arena *arena, int64_t a, struct control_row rows[3]) {
    static const int64_t first[] = {40, INT_NONE, INT_NONE, 200};
    const int64_t second[] = {60, INT_NONE, INT_NONE, 240}, now[] = {a, 80, 160 - a, 240};
    static const int64_t no = 200, no_all = 600, nobody = 0;
    struct control_member member = {.key = "one", .per_100 = true, .by = {true}, .rows = rows};
    struct control control = {.members = &member,
                              .members_n = 1,
                              .rows_n = 3,
                              .older_n = 1,
                              .breakdown = {{.from = 0, .n = 3}}};
    struct err err = {0};
    bool keep;
    for (int i = 0; i < 4; i++) {
        struct control_row *row = i < 3 ? &rows[i] : &member.all;
        *row = unchanged(0, i < 3 ? 200 : 600);
        row->part[PART_YES] = cell(second[i], now[i]);
        row->part[PART_YES].older = &first[i];
        row->part[PART_NO].older = i < 3 ? &no : &no_all;
        row->part[PART_UNKNOWN].older = row->part[PART_BASE].older = &nobody;
    }
    if (!control_protect(arena, &control, &rule, &keep, &err)) fail_msg("%s", err.message);
    return keep;
}

/* School A is 16 to 19 fewer than in the second version, and few more or fewer than in the first. */
static void the_first_version_is_subtracted_too(void **state) {
    struct control_row rows[3];
    third_is_kept(*state, 44, rows);
    assert_false(rows[0].part[PART_YES].shown);
    third_is_kept(*state, 36, rows);
    assert_false(rows[0].part[PART_YES].shown);
    assert_false(third_is_kept(*state, 45, rows));
    assert_true(rows[0].part[PART_YES].shown);
    assert_false(third_is_kept(*state, 40, rows)); /* as it was in the first */
    assert_true(rows[0].part[PART_YES].shown);
}

/* Two schools of 40 and 60, of whom 22 and 30 said yes; `yes` and `no` more at the first. */
static bool newcomers_are_kept(struct arena *arena, int64_t yes, int64_t no,
                               struct control_row rows[3]) {
    const struct disclosure_rule extreme = {.threshold = 5, .extreme = 10};
    const int64_t before[4][2] = {{22, 18}, {30, 30}, {26, 24}, {78, 72}};
    struct control_member member = {.key = "one", .by = {true}, .rows = rows};
    struct control control = {
        .members = &member, .members_n = 1, .rows_n = 3, .breakdown = {{.from = 0, .n = 3}}};
    struct err err = {0};
    bool keep;
    for (int i = 0; i < 4; i++) {
        struct control_row *row = i < 3 ? &rows[i] : &member.all;
        int64_t y = before[i][0] + (i == 0 ? yes : i == 3 ? yes + 6 : i == 2 ? 6 : 0);
        int64_t n = before[i][1] + (i == 0 ? no : i == 3 ? no + 7 : i == 2 ? 7 : 0);
        *row = (struct control_row){{[PART_YES] = cell(before[i][0], y),
                                     [PART_NO] = cell(before[i][1], n),
                                     [PART_UNKNOWN] = cell(0, 0),
                                     [PART_BASE] = cell(before[i][0] + before[i][1], y + n)}};
    }
    if (!control_protect(arena, &control, &extreme, &keep, &err)) fail_msg("%s", err.message);
    return keep;
}

/* Nine newcomers at a school who all said yes: how many came is not told. */
static void all_of_few_newcomers_are_not_told(void **state) {
    struct control_row rows[3];
    assert_false(newcomers_are_kept(*state, 9, 0, rows));
    assert_false(rows[0].part[PART_YES].shown || rows[0].part[PART_BASE].shown);
    assert_false(newcomers_are_kept(*state, 0, 9, rows));
    assert_false(rows[0].part[PART_NO].shown || rows[0].part[PART_BASE].shown);
    assert_false(newcomers_are_kept(*state, 10, 0, rows));
    assert_true(rows[0].part[PART_YES].shown && rows[0].part[PART_BASE].shown);
    assert_false(newcomers_are_kept(*state, 5, 5, rows));
    assert_true(rows[0].part[PART_YES].shown && rows[0].part[PART_BASE].shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_whole_that_differs_by_few_stays_as_it_was),
        TEST(a_rest_that_differs_by_few_stays_as_it_was),
        TEST(what_was_hidden_stays_hidden),
        TEST(a_group_that_differs_by_few_is_hidden),
        TEST(who_is_gone_is_not_told_of),
        TEST(a_column_whose_total_is_few_is_told_for_no_group),
        TEST(who_stands_between_two_indicators_is_no_few),
        TEST(the_first_version_is_subtracted_too),
        TEST(all_of_few_newcomers_are_not_told),
    };
    return RUN(tests);
}

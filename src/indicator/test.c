/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known on a day, what is hidden, what is called a change, and that declarations are whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gen/queries_all.h"
#include "indicator/indicator.h"
#include "tests/house.h"

#include <math.h>

#define DAY(y_, m_, d_) day_from_ymd(y_, m_, d_)

static void compare(const char *key, struct indicator_tally want, struct indicator_tally got,
                    int32_t as_of) {
    if (want.yes == got.yes && want.no == got.no && want.unknown == got.unknown) return;
    print_error("%s on %d: %lld %lld %lld, not %lld %lld %lld\n", key, as_of, (long long)got.yes,
                (long long)got.no, (long long)got.unknown, (long long)want.yes, (long long)want.no,
                (long long)want.unknown);
    fail();
}

/* What is written afterwards does not change what was known. */
static void a_day_asked_twice_answers_the_same(void **state) {
    struct house_test *h = *state;
    int32_t day = DAY(2026, 11, 12);
    struct indicator_ask q = indicator_ask_of(2026, day);
    struct indicator_data before, after;
    struct indicator_figure one, two;
    struct err err = {0};
    assert_true(indicator_read(h->db, h->arena, &q, false, &before, &err));
    test_sql(h->store,
             arena_fmt(h->arena,
                       "update spell set withdrawn_at = %lld where id = 4; insert into spell (id, "
                       "youth, kind, from_day, known_at) values (99, '" CARL
                       "', 'work', '2026-11-12', %lld)",
                       (long long)clock_at(day + 3, 9, 0), (long long)clock_at(day + 3, 9, 0)));
    assert_true(indicator_read(h->db, h->arena, &q, false, &after, &err));
    for (size_t i = 0; i < indicators_n; i++) {
        indicator_count(h->arena, &indicators[i], &before, &one);
        indicator_count(h->arena, &indicators[i], &after, &two);
        compare(indicators[i].key, one.all, two.all, day);
    }
    const struct indicator *nothing = indicator_find("nothing_15_17");
    indicator_count(h->arena, nothing, &after, &one);
    assert_int_equal(1, one.all.yes);
    q = indicator_ask_of(2026, day + 3); /* three days later it is known */
    assert_true(indicator_read(h->db, h->arena, &q, false, &after, &err));
    indicator_count(h->arena, nothing, &after, &two);
    assert_int_equal(0, two.all.yes);
}

/* Carl: told on 12 November; nobody has talked with him. Room duty is asked, on both sides of the deadline. */
static void the_duty_is_judged_by_its_room(void **state) {
    struct house_test *h = *state;
    struct indicator_data data;
    struct indicator_figure f;
    struct err err = {0};
    const struct indicator *contact = indicator_find("duty_contact");
    struct indicator_ask q = indicator_ask_of(2026, DAY(2026, 11, 19)); /* the fifth working day */
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 0, 1}, f.all, q.day);
    q = indicator_ask_of(2026, DAY(2026, 11, 20));
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 1, 0}, f.all, q.day);
    q = indicator_ask_of(2026, DAY(2026, 11, 11)); /* not told yet */
    assert_true(indicator_read(h->db, h->arena, &q, false, &data, &err));
    indicator_count(h->arena, contact, &data, &f);
    compare("duty_contact", (struct indicator_tally){0, 0, 0}, f.all, q.day);
}

static void declarations_are_whole_and_have_no_counsellors(void **state) {
    struct house_test *h = *state;
    const char *wrong = indicator_check(h->arena, queries_all, queries_all_n);
    if (wrong) print_error("%s\n", wrong);
    assert_null(wrong);
    static const struct db_column column = {"counsellor", DB_INT, 0};
    static const struct db_statement bad = {.name = "indicator_x", .out = &column, .out_n = 1};
    const struct db_statement *const list[] = {&bad};
    assert_non_null(indicator_check(h->arena, list, 1)); /* it can say no */
}

static struct indicator_group group(int value, int64_t yes, int64_t no) {
    return (struct indicator_group){BY_SCHOOL, value, {yes, no, 0}, false};
}

static void few_are_hidden_and_not_found_by_subtraction(void **state) {
    (void)state;
    struct indicator_group groups[] = {group(0, 3, 40), group(1, 20, 30), group(2, 9, 9)};
    struct indicator_figure f = {indicator_find("collective"), {32, 79, 0}, groups, 3};
    groups_hide(&f);
    assert_true(groups[0].hidden && groups[2].hidden && !groups[1].hidden);
    struct indicator_group many[] = {group(0, 30, 40), group(1, 20, 30)};
    f.groups = many;
    f.groups_n = 2;
    groups_hide(&f);
    assert_true(!many[0].hidden && !many[1].hidden);
}

static void a_change_is_larger_than_its_uncertainty(void **state) {
    (void)state;
    const struct indicator *i = indicator_find("collective");
    struct indicator_tally half = {50, 50, 0}, more = {55, 45, 0}, most = {80, 20, 0}, none = {0};
    assert_int_equal(CHANGE_NONE, indicator_change(i, more, half));
    assert_int_equal(CHANGE_UP, indicator_change(i, most, half));
    assert_int_equal(CHANGE_DOWN, indicator_change(i, half, most));
    assert_int_equal(CHANGE_UNKNOWN, indicator_change(i, half, none));
    struct interval s = indicator_share(i, half);
    assert_true(fabs(s.lower - 40.383) < 0.001 && fabs(s.upper - 59.617) < 0.001); /* prop.test */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_day_asked_twice_answers_the_same),
        HOUSE_TEST(the_duty_is_judged_by_its_room),
        HOUSE_TEST(declarations_are_whole_and_have_no_counsellors),
        cmocka_unit_test(few_are_hidden_and_not_found_by_subtraction),
        cmocka_unit_test(a_change_is_larger_than_its_uncertainty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

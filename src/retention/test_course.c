/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"
#include "retention/course.h"

static int32_t on(const char *iso) { return iso ? day_parse_iso(iso) : DAY_NONE; }

struct vector {
    const char *kind, *programme, *from, *to, *outcome;
};
static size_t starts_of(const struct vector *v, size_t n, const char *day,
                        struct course_start *starts) {
    struct course_spell spells[8];
    for (size_t i = 0; i < n; i++)
        spells[i] = (struct course_spell){v[i].kind,   v[i].programme, on(v[i].from),
                                          on(v[i].to), v[i].outcome,   "fravær"};
    return course_starts(spells, n, on(day), 15, starts);
}

static void the_parts_of_a_vocational_education_are_one_start(void **state) {
    (void)state;
    static const struct vector v[] = {
        {"eud_gf1", NULL, "2021-08-09", "2022-01-14", "completed"},
        {"eud_gf2", "Tømrer", "2022-01-17", "2022-06-24", "completed"},
        {"eud_main", "Tømrer", "2022-08-08", "2023-02-01", "interrupted"},
    };
    struct course_start s[8];
    assert_int_equal(1, starts_of(v, 3, "2022-12-31", s));
    assert_int_equal(LEAVE_NOT, s[0].how); /* not yet */
    assert_int_equal(1, starts_of(v, 3, "2023-02-01", s));
    assert_int_equal(LEAVE_DROPOUT, s[0].how);
    assert_int_equal(on("2021-08-09"), s[0].day);
    assert_false(course_left_within(&s[0], LEAVE_DROPOUT, 12));
    assert_true(course_left_within(&s[0], LEAVE_DROPOUT, 24));
}

static void the_same_education_again_within_15_months_is_no_dropout(void **state) {
    (void)state;
    struct vector v[] = {
        {"stx", NULL, "2021-08-09", "2021-10-08", "interrupted"},
        {"stx", NULL, "2023-01-08", NULL, NULL},
    };
    struct course_start s[8];
    assert_int_equal(1, starts_of(v, 2, "2023-01-07", s));
    assert_int_equal(LEAVE_DROPOUT, s[0].how); /* so far */
    assert_true(s[0].may_resume);
    assert_true(course_left_within(&s[0], LEAVE_DROPOUT, 3));
    assert_int_equal(1, starts_of(v, 2, "2023-01-08", s)); /* the last day of the 15 months */
    assert_int_equal(LEAVE_NOT, s[0].how);
    assert_true(s[0].resumed);
    v[1].from = "2023-01-09"; /* a day too late: a dropout, and a new start */
    assert_int_equal(2, starts_of(v, 2, "2023-02-01", s));
    assert_int_equal(LEAVE_DROPOUT, s[0].how);
    assert_false(s[0].may_resume);
    assert_int_equal(LEAVE_NOT, s[1].how);
    v[1] = (struct vector){"hf", NULL, "2021-11-01", NULL,
                           NULL}; /* another education does not resume */
    assert_int_equal(2, starts_of(v, 2, "2023-01-09", s));
    assert_int_equal(LEAVE_DROPOUT, s[0].how);
}

static void a_switch_is_an_outcome_of_its_own(void **state) {
    (void)state;
    static const struct vector v[] = {
        {"stx", NULL, "2021-08-09", "2021-11-08", "switched"},
        {"eud_gf2", "Kok", "2021-11-15", "2022-02-20", "interrupted"},
        {"eud_gf2", "Smed", "2022-08-08", NULL, NULL},
    };
    struct course_start s[8];
    assert_int_equal(3, starts_of(v, 3, "2022-09-01", s)); /* another trade is another education */
    assert_int_equal(LEAVE_SWITCH, s[0].how);
    assert_true(course_left_within(&s[0], LEAVE_SWITCH, 3)); /* 8 November is inside, 9 is not */
    assert_false(course_left_within(&s[0], LEAVE_DROPOUT, 12));
    assert_int_equal(LEAVE_DROPOUT, s[1].how);
    assert_string_equal("fravær", s[1].cause);
    assert_false(course_left_within(&s[1], LEAVE_DROPOUT, 3));
    assert_true(course_left_within(&s[1], LEAVE_DROPOUT, 12));
    assert_int_equal(LEAVE_NOT, s[2].how);
}

static void completed_and_moved_away_are_no_dropout(void **state) {
    (void)state;
    struct vector v[] = {{"hhx", NULL, "2021-08-09", "2021-09-01", "moved_away"}};
    struct course_start s[8];
    assert_int_equal(1, starts_of(v, 1, "2022-01-01", s));
    assert_int_equal(LEAVE_NOT, s[0].how);
    v[0].outcome = "completed";
    assert_int_equal(1, starts_of(v, 1, "2022-01-01", s));
    assert_int_equal(LEAVE_NOT, s[0].how);
    assert_int_equal(0, starts_of(v, 1, "2021-08-08", s)); /* not begun */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parts_of_a_vocational_education_are_one_start),
        cmocka_unit_test(the_same_education_again_within_15_months_is_no_dropout),
        cmocka_unit_test(a_switch_is_an_outcome_of_its_own),
        cmocka_unit_test(completed_and_moved_away_are_no_dropout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

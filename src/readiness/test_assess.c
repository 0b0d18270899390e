/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of readiness by their vectors, on both sides of each day on which they changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "readiness/assess.h"

#include <string.h>

static int32_t on(const char *iso) { return day_parse_iso(iso); }

static const struct rules *law(void) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_of_law(&rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static void averages_are_rounded_twice_and_half_up(void **state) {
    (void)state;
    static const struct {
        int64_t sum, n, expected;
    } cases[] = {
        {989, 200, 5000},     /* 4.945 -> 4.95 -> 5.0 */
        {98899, 20000, 4900}, /* 4.94495 -> 4.94 -> 4.9 */
        {495, 100, 5000},     /* 4.95 */
        {494, 100, 4900},     /* 4.94 */
        {89, 18, 4900},       /* 4.9444.. -> 4.94 -> 4.9 */
        {2, 1, 2000},
        {39, 20, 2000}, /* 1.95 */
        {33, 17, 1900}, /* 1.941.. */
        {0, 3, 0},
        {-3, 1, -3000},
        {-5, 100, 0}, /* -0.05 -> -0.0: half goes up */
        {-6, 100, -100},
        {12, 1, 12000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(average_rounded(cases[i].sum, cases[i].n, 2, 1), cases[i].expected);
    assert_int_equal(average_rounded(989, 200, 1, 1), 4900); /* once, it would be 4.9 */
}

static void marks_are_those_of_the_scale(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    static const struct {
        const char *typed, *kept; /* NULL: refused */
    } cases[] = {
        {"7", "7"},
        {"02", "02"},
        {"2", "02"},
        {"0", "00"},
        {"-3", "-3"},
        {"10/7, 4;02", "10 7 4 02"},
        {"", ""},
        {"  ", ""},
        {"8", NULL},
        {"-2", NULL},
        {"-0", NULL},
        {"7,5", NULL},
        {"7 7 7 7 7", NULL},
        {"x", NULL},
        {"-", NULL},
        {"012", NULL},
        {"--3", NULL},
        {"1", NULL},
        {"12", "12"},
        {"+7", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct subject_marks marks;
        bool ok = marks_parse(cases[i].typed, &marks);
        if (ok != (cases[i].kept != NULL)) fail_msg("'%s'", cases[i].typed);
        if (ok) assert_string_equal(marks_text(a, &marks), cases[i].kept);
    }
}

/* A pupil who is all right personally and socially, with these marks. */
static struct readiness_given pupil(const char *grade, const char *day, const char *danish,
                                    const char *mathematics, const char *english) {
    struct readiness_given g = {.grade = grade,
                                .day = on(day),
                                .personal_said = true,
                                .social_said = true,
                                .personal_met = TYPES_ALL,
                                .social_met = TYPES_ALL};
    assert_true(marks_parse(danish, &g.marks[SUBJECT_DANISH]));
    assert_true(marks_parse(mathematics, &g.marks[SUBJECT_MATHEMATICS]));
    assert_true(marks_parse(english, &g.marks[SUBJECT_ENGLISH]));
    return g;
}

/* The three results in the order of the types: y, n, - (not known). */
static const char *results(const struct readiness_given *given) {
    static char text[TYPES + 1];
    struct readiness_result r = readiness_assess(law(), given);
    for (int t = 0; t < TYPES; t++) text[t] = "-ny"[r.of[t].result];
    return text;
}

static void the_academic_criterion_follows_grade_and_school_year(void **state) {
    (void)state;
    static const struct {
        const char *grade, *day, *danish, *mathematics, *english, *eud_hf_gym;
    } cases[] = {
        /* the trap: EUD is 4.0 of all in 8th, 2.0 in each of two in 9th and 10th */
        {"8", "2021-11-01", "02", "02", "02", "nnn"},
        {"9", "2021-11-01", "02", "02", "02", "ynn"},
        {"10", "2021-11-01", "02", "02", "02", "ynn"},
        {"8", "2021-11-01", "4", "4", "4", "yyn"},
        {"8", "2021-11-01", "7", "4", "4", "yyy"}, /* 5.0 */
        {"9", "2021-11-01", "7", "4", "4", "yyy"},
        {"9", "2021-11-01", "12", "00", "12", "nyy"}, /* 8.0 of all, but 0 in mathematics */
        {"9", "2021-11-01", "00", "12", "12", "nyy"},
        {"9", "2021-11-01", "02 02 02 00", "02", "12", "nnn"}, /* Danish 1.5 */
        {"9", "2021-11-01", "02 02 02 4", "02", "02", "ynn"},
        {"9", "2021-11-01", "", "12", "12", "-yy"}, /* no mark in Danish yet */
        {"9", "2021-11-01", "", "", "", "---"},
        /* 8th grade: 3-year is 4.0 before 2017/18 and 5.0 from then */
        {"8", "2017-07-31", "4", "4", "4", "yyy"},
        {"8", "2017-08-01", "4", "4", "4", "yyn"},
        /* 9th and 10th: no number for hf and 3-year before 2018/19 */
        {"9", "2018-07-31", "12", "12", "12", "y--"},
        {"9", "2018-08-01", "12", "12", "12", "yyy"},
        {"9", "2018-08-01", "02", "02", "02", "ynn"},
        {"10", "2018-07-31", "12", "12", "12", "y--"},
        {"10", "2018-08-01", "4", "4", "4", "yyn"},
        /* the last day, and no assessment at all afterwards */
        {"9", "2024-07-31", "4", "4", "4", "yyn"},
        {"9", "2024-08-01", "12", "12", "12", "---"},
        {"8", "2026-11-24", "12", "12", "12", "---"},
        /* before the thresholds */
        {"9", "2014-07-31", "12", "12", "12", "---"},
        {"9", "2014-08-01", "02", "02", "", "y--"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct readiness_given g = pupil(cases[i].grade, cases[i].day, cases[i].danish,
                                         cases[i].mathematics, cases[i].english);
        const char *got = results(&g);
        if (strcmp(got, cases[i].eud_hf_gym) != 0)
            fail_msg("case %zu: %s, not %s", i, got, cases[i].eud_hf_gym);
    }
}

static void personal_and_social_must_be_met_too(void **state) {
    (void)state;
    struct readiness_given g = pupil("9", "2021-11-01", "10", "10", "10");
    g.personal_met = 1u << TYPE_EUD;
    assert_string_equal(results(&g), "ynn");
    g.personal_met = TYPES_ALL;
    g.social_met = TYPES_ALL & ~(1u << TYPE_EUD);
    assert_string_equal(results(&g), "nyy");
    g.social_said = false;
    assert_string_equal(results(&g), "---");
    g.personal_met = 0; /* one no decides, whatever is missing */
    assert_string_equal(results(&g), "nnn");
}

static void a_school_without_marks_decides_itself(void **state) {
    (void)state;
    struct readiness_given g = pupil("9", "2021-11-01", "", "", "");
    g.without_marks = true;
    assert_string_equal(results(&g), "---");
    g.academic_said = true;
    g.academic_met = 1u << TYPE_EUD | 1u << TYPE_HF;
    assert_string_equal(results(&g), "yyn");
    g.without_marks = false; /* with marks nobody's word counts */
    assert_string_equal(results(&g), "---");
}

static void the_negative_result_has_the_name_of_its_day(void **state) {
    (void)state;
    static const struct {
        const char *grade, *day, *term, *rules;
    } cases[] = {
        {"8", "2022-09-30", "iup-provisional", "upv-2019"},
        {"9", "2022-09-30", "iup", "upv-2019"},
        {"8", "2022-10-01", "other-activities", "upv-2022"},
        {"9", "2022-10-01", "other-activities", "upv-2022"},
        {"10", "2024-07-31", "other-activities", "upv-2022"},
        {"9", "2024-08-01", NULL, "none-2024"},
        {"9", "2019-07-31", "iup", "upv-2017"},
        {"9", "2019-08-01", "iup", "upv-2019"},
        {"9", "2017-07-31", "iup", "upv-2014"},
        {"9", "2010-07-31", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct readiness_given g = pupil(cases[i].grade, cases[i].day, "7", "7", "7");
        struct readiness_result r = readiness_assess(law(), &g);
        const char *term = r.negative ? r.negative : "", *set = r.rules ? r.rules : "";
        assert_string_equal(term, cases[i].term ? cases[i].term : "");
        assert_string_equal(set, cases[i].rules ? cases[i].rules : "");
        assert_int_equal(r.assessed, cases[i].term != NULL);
    }
    struct readiness_given g = pupil("9", "2019-07-31", "7", "7", "7");
    assert_true(readiness_assess(law(), &g).by_wish);
    g.day = on("2019-08-01");
    assert_false(readiness_assess(law(), &g).by_wish);
    assert_false(readiness_marks_only(law(), on("2024-07-31")));
    assert_true(readiness_marks_only(law(), on("2024-08-01")));
}

static void assert_day(int32_t day, const char *iso) {
    char buf[11];
    assert_string_equal(day_iso(buf, day), iso);
}

static void deadlines_are_those_of_the_school_year(void **state) {
    (void)state;
    static const struct {
        const char *grade, *day, *first, *second, *social, *rejudgement;
    } cases[] = {
        {"8", "2018-09-01", "2018-12-01", "2019-06-01", "", ""},
        {"9", "2018-09-01", "2018-12-01", "2019-06-01", "", ""},
        {"8", "2020-03-01", "2019-12-01", "2020-09-30", "", ""},
        {"9", "2020-03-01", "2019-12-01", "2020-06-17", "2020-06-10", "2020-01-10"},
        {"8", "2021-03-01", "2020-12-01", "2021-06-15", "", ""},
        {"9", "2021-12-01", "2021-12-01", "2022-06-03", "2022-06-03", "2022-01-10"},
        {"10", "2022-12-01", "2022-12-01", "2023-05-21", "", "2023-01-10"},
        {"8", "2023-12-01", "2023-12-01", "2024-06-15", "", ""},
        {"9", "2024-07-31", "2023-12-01", "2024-06-15", "", "2024-01-10"},
        {"9", "2024-08-01", "", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct readiness_deadlines d = readiness_deadlines(law(), cases[i].grade, on(cases[i].day));
        assert_day(d.first, cases[i].first);
        assert_day(d.second, cases[i].second);
        if (*cases[i].social) assert_day(d.social, cases[i].social);
        assert_day(d.rejudgement, cases[i].rejudgement);
    }
    /* the last working day before Christmas: 24 December is closed */
    assert_day(readiness_deadlines(law(), "9", on("2021-12-01")).reasons, "2021-12-23");
    assert_day(readiness_deadlines(law(), "9", on("2022-12-01")).reasons, "2022-12-23");
}

static void letters_go_to_those_the_law_names(void **state) {
    (void)state;
    struct readiness_given ready = pupil("8", "2021-11-01", "12", "12", "12");
    struct readiness_given not_ready = pupil("8", "2021-11-01", "4", "4", "4");
    struct readiness_result yes = readiness_assess(law(), &ready);
    struct readiness_result no = readiness_assess(law(), &not_ready);
    int32_t day = on("2021-11-01");
    assert_string_equal(readiness_letter(law(), "8", day, true, &yes), "readiness-8");
    assert_string_equal(readiness_letter(law(), "8", day, true, &no), "readiness-8");
    assert_null(readiness_letter(law(), "8", day, false, &yes));
    assert_string_equal(readiness_letter(law(), "8", day, false, &no), "readiness-not-ready");
    assert_null(readiness_letter(law(), "9", day, true, &yes));
    assert_string_equal(readiness_letter(law(), "9", day, true, &no), "readiness-not-ready");
    assert_null(readiness_letter(law(), "9", on("2024-08-01"), true, &no));
}

static void only_personal_and_social_are_judged_anew_and_only_for_who_applies(void **state) {
    (void)state;
    struct readiness_given g = pupil("9", "2021-11-01", "7", "7", "7");
    g.personal_met = 0;
    struct readiness_result no = readiness_assess(law(), &g);
    struct readiness_given weak = pupil("9", "2021-11-01", "00", "00", "00");
    struct readiness_result failed = readiness_assess(law(), &weak);
    struct readiness_given good = pupil("9", "2021-11-01", "7", "7", "7");
    struct readiness_result ready = readiness_assess(law(), &good);
    int32_t day = on("2021-12-20");
    assert_int_equal(readiness_rejudge(law(), "9", day, true, &no.of[TYPE_HF]), REJUDGE_MAY);
    assert_int_equal(readiness_rejudge(law(), "10", day, true, &no.of[TYPE_HF]), REJUDGE_MAY);
    assert_int_equal(readiness_rejudge(law(), "8", day, true, &no.of[TYPE_HF]), REJUDGE_NO_RULE);
    assert_int_equal(readiness_rejudge(law(), "9", day, false, &no.of[TYPE_HF]),
                     REJUDGE_NOT_APPLIED);
    assert_int_equal(readiness_rejudge(law(), "9", day, true, &failed.of[TYPE_HF]),
                     REJUDGE_ACADEMIC);
    assert_int_equal(readiness_rejudge(law(), "9", day, true, &ready.of[TYPE_HF]), REJUDGE_READY);
    assert_int_equal(readiness_rejudge(law(), "9", on("2019-07-31"), true, &no.of[TYPE_HF]),
                     REJUDGE_NO_RULE);
    assert_int_equal(readiness_rejudge(law(), "9", on("2024-08-01"), true, &no.of[TYPE_HF]),
                     REJUDGE_NO_RULE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(averages_are_rounded_twice_and_half_up),
        cmocka_unit_test(marks_are_those_of_the_scale),
        cmocka_unit_test(the_academic_criterion_follows_grade_and_school_year),
        cmocka_unit_test(personal_and_social_must_be_met_too),
        cmocka_unit_test(a_school_without_marks_decides_itself),
        cmocka_unit_test(the_negative_result_has_the_name_of_its_day),
        cmocka_unit_test(deadlines_are_those_of_the_school_year),
        cmocka_unit_test(letters_go_to_those_the_law_names),
        cmocka_unit_test(only_personal_and_social_are_judged_anew_and_only_for_who_applies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

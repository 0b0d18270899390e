/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of outreach without a database: ages by date, status that expires, the target group of FGU.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "outreach/outreach.h"

#include <math.h>

static const struct rules *law(void) {
    const struct rules *rules;
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    return rules;
}

static int32_t on(const char *iso) { return day_parse_iso(iso); }

static void outreach_is_to_25_and_by_own_decision_to_30(void **state) {
    (void)state;
    static const struct {
        const char *born, *day;
        enum outreach_band band;
    } cases[] = {
        {"2007-11-24", "2025-11-23", BAND_NONE},  {"2007-11-24", "2025-11-24", BAND_YOUNG},
        {"2000-11-24", "2025-11-23", BAND_YOUNG}, {"2000-11-23", "2025-11-23", BAND_OLDER},
        {"1995-11-24", "2025-11-23", BAND_OLDER}, {"1995-11-23", "2025-11-23", BAND_NONE},
        {"1994-07-31", "2019-07-31", BAND_NONE}, /* 25 on the day before the local decision */
        {"1994-08-01", "2019-08-01", BAND_OLDER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (outreach_band(law(), on(cases[i].born), on(cases[i].day)) != cases[i].band)
            fail_msg("case %zu", i);
}

static enum outreach_status judged(const char *kind, double hours, const char *known,
                                   const char *checked, const char *today, int32_t *expires) {
    struct outreach_facts f = {kind, hours, on(known), checked ? on(checked) : DAY_NONE};
    return outreach_judge(&f, law(), on(today), expires);
}

static void outreach_is_about_those_out_of_education(void **state) {
    (void)state;
    static const char *const out[] = {"none", "unknown", "work", "practice", "abroad", NULL};
    static const char *const in[] = {"eud_gf1",          "hf",          "fgu", "stu",
                                     "higher_education", "tenth_grade", NULL};
    assert_true(outreach_concerns(NULL));
    for (const char *const *kind = out; *kind; kind++) assert_true(outreach_concerns(*kind));
    for (const char *const *kind = in; *kind; kind++) assert_false(outreach_concerns(*kind));
}

static void a_status_expires_and_is_renewed(void **state) {
    (void)state;
    int32_t expires;
    assert_int_equal(OUTREACH_NOTHING,
                     judged("none", NAN, "2026-08-01", NULL, "2026-10-30", &expires));
    assert_int_equal(on("2026-10-30"), expires); /* 90 days: the last day */
    assert_int_equal(OUTREACH_EXPIRED,
                     judged("none", NAN, "2026-08-01", NULL, "2026-10-31", &expires));
    assert_int_equal(OUTREACH_NOTHING,
                     judged("none", NAN, "2026-08-01", "2026-10-31", "2026-10-31", &expires));
    assert_int_equal(on("2027-01-29"), expires);
    assert_int_equal(OUTREACH_UNKNOWN,
                     judged("unknown", NAN, "2026-08-01", NULL, "2026-08-02", &expires));
    assert_int_equal(OUTREACH_UNKNOWN,
                     judged(NULL, NAN, "2026-08-01", NULL, "2026-08-02", &expires));
    assert_int_equal(DAY_NONE, expires);
}

static void work_counts_by_the_hours_of_its_day(void **state) {
    (void)state;
    int32_t expires;
    assert_int_equal(OUTREACH_WORKING,
                     judged("work", 20, "2026-11-01", NULL, "2026-11-23", &expires));
    assert_int_equal(OUTREACH_OTHER,
                     judged("work", 19, "2026-11-01", NULL, "2026-11-23", &expires));
    assert_int_equal(OUTREACH_OTHER,
                     judged("work", NAN, "2026-11-01", NULL, "2026-11-23", &expires));
    assert_int_equal(OUTREACH_WORKING,
                     judged("work", 18, "2020-01-02", NULL, "2020-01-09", &expires));
    assert_int_equal(OUTREACH_OTHER,
                     judged("work", 18, "2020-01-02", NULL, "2020-01-10", &expires));
    assert_int_equal(OUTREACH_EXPIRED,
                     judged("work", 37, "2026-01-01", NULL, "2026-11-23", &expires));
    assert_int_equal(OUTREACH_OTHER,
                     judged("practice", NAN, "2026-11-01", NULL, "2026-11-23", &expires));
}

/* Whatever the day: a status that was just confirmed is never expired, and expires once. */
static void a_confirmed_status_is_believed_for_a_quarter(void **state) {
    (void)state;
    for (int32_t day = on("2018-01-01"); day < on("2030-01-01"); day += 13) {
        struct outreach_facts f = {"none", NAN, day - 400, day};
        int32_t expires;
        bool before = false;
        for (int32_t today = day; today < day + 200; today++) {
            bool expired = outreach_judge(&f, law(), today, &expires) == OUTREACH_EXPIRED;
            assert_int_equal(expired, today > expires);
            assert_false(before && !expired);
            before = expired;
        }
        assert_int_equal(day + 90, expires);
    }
}

static struct fgu_facts person(void) {
    return (struct fgu_facts){.born = on("2003-05-01"), .work_hours = NAN};
}

static void the_target_group_of_fgu(void **state) {
    (void)state;
    struct fgu_facts f = person();
    assert_int_equal(FGU_NO_RULE, fgu_judge(&f, law(), on("2019-07-31")));
    assert_int_equal(FGU_MAY, fgu_judge(&f, law(), on("2019-08-01")));
    assert_int_equal(FGU_MAY, fgu_judge(&f, law(), on("2028-04-30")));
    assert_int_equal(FGU_AGE, fgu_judge(&f, law(), on("2028-05-01"))); /* 25 */
    f.compulsory = true;
    assert_int_equal(FGU_COMPULSORY, fgu_judge(&f, law(), on("2026-01-01")));
    f = person();
    f.completed = true;
    f.requested = true;
    assert_int_equal(FGU_COMPLETED, fgu_judge(&f, law(), on("2026-01-01")));
    f.stu_done = true;
    assert_int_equal(FGU_MAY, fgu_judge(&f, law(), on("2026-01-01")));
    f.requested = false;
    assert_int_equal(FGU_COMPLETED, fgu_judge(&f, law(), on("2026-01-01")));
    f = person();
    f.work_hours = 18.5; /* half of 37 */
    assert_int_equal(18500, fgu_half_time(law(), on("2026-01-01")));
    assert_int_equal(FGU_WORK, fgu_judge(&f, law(), on("2026-01-01")));
    f.work_hours = 18;
    assert_int_equal(FGU_MAY, fgu_judge(&f, law(), on("2026-01-01")));
    f.work_hours = 37;
    f.requested = true;
    assert_int_equal(FGU_MAY, fgu_judge(&f, law(), on("2026-01-01")));
}

static void a_period_is_two_years_and_longer_with_approval(void **state) {
    (void)state;
    assert_int_equal(on("2028-12-31"), fgu_period_usual(law(), on("2027-01-01")));
    assert_int_equal(on("2029-12-31"), fgu_period_most(law(), "egu", on("2027-01-01")));
    assert_int_equal(on("2029-12-31"), fgu_period_most(law(), "agu", on("2027-01-01")));
    assert_int_equal(DAY_NONE, fgu_period_usual(law(), on("2018-01-01")));
}

static void several_efforts_need_one_contact_person(void **state) {
    (void)state;
    assert_false(outreach_needs_contact(law(), 1, on("2026-01-01")));
    assert_true(outreach_needs_contact(law(), 2, on("2026-01-01")));
    assert_false(outreach_needs_contact(law(), 5, on("2019-07-31"))); /* before § 2 j */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outreach_is_to_25_and_by_own_decision_to_30),
        cmocka_unit_test(outreach_is_about_those_out_of_education),
        cmocka_unit_test(a_status_expires_and_is_renewed),
        cmocka_unit_test(work_counts_by_the_hours_of_its_day),
        cmocka_unit_test(a_confirmed_status_is_believed_for_a_quarter),
        cmocka_unit_test(the_target_group_of_fgu),
        cmocka_unit_test(a_period_is_two_years_and_longer_with_approval),
        cmocka_unit_test(several_efforts_need_one_contact_person),
    };
    return cmocka_run_group_tests_name("outreach rules", tests, NULL, NULL);
}

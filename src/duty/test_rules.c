/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the duty without a database: ages, what meets it, how a case is judged, the service level,
 * the period of the review, the days of the child benefit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "duty/internal.h"

#include <math.h>

static const struct rules *law(void) {
    const struct rules *rules;
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    return rules;
}

static int32_t on(const char *iso) { return day_parse_iso(iso); }

static void the_duty_is_of_those_who_are_15_to_17(void **state) {
    (void)state;
    assert_false(duty_is_age(law(), on("2010-03-15"), on("2025-03-14")));
    assert_true(duty_is_age(law(), on("2010-03-15"), on("2025-03-15")));
    assert_true(duty_is_age(law(), on("2010-03-15"), on("2028-03-14")));
    assert_false(duty_is_age(law(), on("2010-03-15"), on("2028-03-15")));
    assert_false(duty_is_age(law(), on("1994-03-15"), on("2010-12-31"))); /* before the law */
    assert_true(duty_is_age(law(), on("1994-03-15"), on("2011-01-01")));
    assert_int_equal(on("2028-03-15"),
                     duty_last_birthday(law(), on("2010-03-15"), on("2026-01-01")));
    assert_int_equal(on("2026-03-01"),
                     duty_last_birthday(law(), on("2008-02-29"), on("2025-01-01")));
}

static void what_meets_the_duty(void **state) {
    (void)state;
    static const struct {
        const char *kind;
        double hours;
        bool agreed;
        enum duty_meets meets;
    } cases[] = {
        {"eud_gf1", NAN, false, DUTY_MEETS},
        {"fgu", NAN, false, DUTY_MEETS},
        {"tenth_grade", NAN, false, DUTY_MEETS},
        {"work", 18, false, DUTY_MEETS},
        {"work", 17.5, false, DUTY_FEW_HOURS},
        {"work", NAN, false, DUTY_HOURS_MISSING},
        {"work", NAN, true, DUTY_MEETS},
        {"work", 10, true, DUTY_FEW_HOURS},
        {"practice", NAN, false, DUTY_NOT_AGREED},
        {"practice", NAN, true, DUTY_MEETS},
        {"abroad", NAN, true, DUTY_MEETS},
        {"folk_high_school", NAN, false, DUTY_NOT_AGREED},
        {"none", NAN, true, DUTY_IDLE},
        {"leave", NAN, true, DUTY_IDLE},
        {"unknown", NAN, true, DUTY_UNKNOWN},
        {NULL, NAN, true, DUTY_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (duty_meets(cases[i].kind, cases[i].hours, 18, cases[i].agreed) != cases[i].meets)
            fail_msg("case %zu: %s", i, cases[i].kind ? cases[i].kind : "nothing");
    assert_int_equal(DUTY_FEW_HOURS, duty_meets("work", 19, 20, false)); /* a local rule says 20 */
    assert_int_equal(DUTY_MEETS, duty_meets("work", 20, 20, false));
}

/* Aware on Wednesday 31 March 2021: contact by Monday 12 April, warned from Friday 9 April. */
static struct duty_facts easter(void) {
    return (struct duty_facts){.from = on("2021-03-29"),
                               .aware = on("2021-03-31"),
                               .contact = DAY_NONE,
                               .offer = DAY_NONE,
                               .began = DAY_NONE,
                               .exempt = DAY_NONE,
                               .adult = on("2022-06-01"),
                               .moved = DAY_NONE};
}

static struct duty_state judged(const struct duty_facts *f, const char *today) {
    struct duty_state s;
    duty_judge(f, law(), on(today), &s);
    return s;
}

static void the_contact_clock_runs_warns_and_breaks(void **state) {
    (void)state;
    struct duty_facts f = easter();
    struct duty_state s = judged(&f, "2021-04-08");
    assert_int_equal(on("2021-04-12"), s.contact.due);
    assert_int_equal(on("2021-04-09"), s.contact.warn);
    assert_int_equal(CLOCK_RUNS, s.contact.state);
    assert_int_equal(CLOCK_WAITS, s.activity.state);
    assert_int_equal(CLOCK_WARNS, judged(&f, "2021-04-09").contact.state);
    assert_int_equal(CLOCK_WARNS, judged(&f, "2021-04-12").contact.state);
    assert_int_equal(CLOCK_BROKEN, judged(&f, "2021-04-13").contact.state);
    f.contact = on("2021-04-13");
    assert_int_equal(CLOCK_BROKEN, judged(&f, "2021-04-13").contact.state);
    f.contact = on("2021-04-12");
    assert_int_equal(CLOCK_KEPT, judged(&f, "2021-04-12").contact.state);
}

static void the_activity_clock_starts_at_contact(void **state) {
    (void)state;
    struct duty_facts f = easter();
    f.contact = on("2021-06-20"); /* 10 days in June, 20 in August */
    struct duty_state s = judged(&f, "2021-06-20");
    assert_int_equal(on("2021-08-20"), s.activity.due);
    assert_int_equal(CLOCK_RUNS, s.activity.state);
    assert_int_equal(CLOCK_WARNS, judged(&f, "2021-08-13").activity.state);
    assert_int_equal(CLOCK_BROKEN, judged(&f, "2021-08-21").activity.state);
    f.offer = on("2021-08-20");
    assert_int_equal(CLOCK_KEPT, judged(&f, "2021-08-21").activity.state);
    assert_int_equal(DUTY_OPEN, judged(&f, "2021-08-21").end); /* offered is not begun */
    f.offer = on("2021-08-21");
    assert_int_equal(CLOCK_BROKEN, judged(&f, "2021-08-21").activity.state);
    f.began = on("2021-08-10");
    s = judged(&f, "2021-08-21");
    assert_int_equal(CLOCK_KEPT, s.activity.state);
    assert_int_equal(DUTY_BEGAN, s.end);
    assert_int_equal(on("2021-08-10"), s.ended);
}

static void what_ended_in_time_counts_neither_way(void **state) {
    (void)state;
    struct duty_facts f = easter();
    f.moved = on("2021-04-12");
    struct duty_state s = judged(&f, "2021-05-01");
    assert_int_equal(DUTY_MOVED, s.end);
    assert_int_equal(CLOCK_LAPSED, s.contact.state);
    assert_int_equal(CLOCK_LAPSED, s.activity.state);
    f.moved = on("2021-04-13"); /* too late to excuse the missing contact */
    assert_int_equal(CLOCK_BROKEN, judged(&f, "2021-05-01").contact.state);
    f = easter();
    f.exempt = on("2021-04-01");
    assert_int_equal(DUTY_EXEMPT, judged(&f, "2021-05-01").end);
    f = easter();
    assert_int_equal(DUTY_ADULT, judged(&f, "2022-06-01").end);
    assert_int_equal(DUTY_OPEN, judged(&f, "2022-05-31").end);
}

/* A verdict stands: as time goes on, kept stays kept and broken broken; what lapsed is never broken. */
static void stands(enum clock_state before, enum clock_state now) {
    if (before == CLOCK_KEPT || before == CLOCK_BROKEN) assert_int_equal(before, now);
    if (before == CLOCK_LAPSED) assert_true(now == CLOCK_LAPSED || now == CLOCK_KEPT);
}

static void a_verdict_never_changes_back(void **state) {
    (void)state;
    const struct rules *rules = law();
    uint32_t seed = 1;
    for (int n = 0; n < 400; n++) {
        struct duty_facts f = easter();
        int32_t *may[] = {&f.contact, &f.offer, &f.began, &f.exempt, &f.moved};
        f.aware += n;
        f.from = f.aware - n % 20;
        f.adult = f.aware + 500;
        for (size_t i = 0; i < sizeof may / sizeof *may; i++) {
            seed = seed * 1103515245U + 12345U;
            if (seed >> 16 & 1) *may[i] = f.aware + (int32_t)(seed >> 17 & 63);
        }
        enum clock_state contact = CLOCK_RUNS, activity = CLOCK_WAITS;
        for (int32_t today = f.aware; today < f.aware + 120; today++) {
            struct duty_state s;
            duty_judge(&f, rules, today, &s);
            assert_true(s.contact.warn <= s.contact.due && s.contact.due > f.aware);
            stands(contact, s.contact.state);
            stands(activity, s.activity.state);
            contact = s.contact.state;
            activity = s.activity.state;
        }
    }
}

static void the_level_counts_what_is_decided(void **state) {
    (void)state;
    struct duty_level level = {0};
    struct duty_facts f = easter();
    struct duty_state s = judged(&f, "2021-04-01");
    duty_count(&level, &s);
    assert_true(isnan(duty_share(&level.contact)));
    s = judged(&f, "2021-05-01");
    duty_count(&level, &s);
    f.contact = on("2021-04-06");
    s = judged(&f, "2021-05-30");
    duty_count(&level, &s);
    duty_count(&level, &s);
    f.moved = on("2021-04-01");
    s = judged(&f, "2021-05-30");
    duty_count(&level, &s);
    assert_int_equal(5, level.cases);
    assert_int_equal(3, level.contact.kept); /* the contact came before the move was over */
    assert_int_equal(1, level.contact.broken);
    assert_int_equal(1, level.contact.runs);
    assert_int_equal(2, level.activity.broken);
    assert_int_equal(1, level.activity.lapsed);
    assert_float_equal(75, duty_share(&level.contact), 0.001);
}

static void a_period_is_a_quarter_from_2020_on(void **state) {
    (void)state;
    int32_t first, last;
    assert_true(duty_period(law(), on("2026-11-23"), &first, &last));
    assert_int_equal(on("2026-10-01"), first);
    assert_int_equal(on("2026-12-31"), last);
    assert_true(duty_period(law(), on("2020-01-01"), &first, &last));
    assert_int_equal(on("2020-01-01"), first);
    assert_int_equal(on("2020-03-31"), last);
    assert_false(duty_period(law(), on("2019-12-31"), &first, &last));
    for (int32_t day = on("2020-01-01"); day < on("2030-01-01"); day++) {
        int32_t f, l;
        assert_true(duty_period(law(), day, &f, &l));
        assert_true(f <= day && day <= l);
        if (day > on("2020-01-01"))
            assert_true(f == first || f == last + 1); /* no gap, no overlap */
        first = f;
        last = l;
    }
}

static void the_benefit_is_paid_before_the_21st(void **state) {
    (void)state;
    static const struct {
        const char *month, *paid, *by;
    } cases[] = {
        {"2026-11-01", "2026-11-20", "2026-11-19"}, /* a Friday */
        {"2026-12-31", "2026-12-18", "2026-12-17"}, /* the 20th is a Sunday */
        {"2025-04-05", "2025-04-16", "2025-04-15"}, /* Easter: from Maundy Thursday on */
        {"2025-03-01", "2025-03-20", "2025-03-19"}, {"2025-09-15", "2025-09-19", "2025-09-18"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(on(cases[i].paid), benefit_paid(law(), on(cases[i].month)));
        assert_int_equal(on(cases[i].by), benefit_tell_by(law(), on(cases[i].month)));
    }
    assert_int_equal(on("2026-11-20"), benefit_next_paid(law(), on("2026-11-19")));
    assert_int_equal(on("2026-12-18"), benefit_next_paid(law(), on("2026-11-20")));
    assert_int_equal(on("2027-01-20"), benefit_next_paid(law(), on("2026-12-31")));
    assert_int_equal(DAY_NONE, benefit_paid(law(), on("2010-12-01"))); /* before the rule */
    for (int32_t day = on("2011-01-01"); day < on("2041-01-01"); day++) {
        int32_t paid = benefit_next_paid(law(), day);
        assert_true(day_is_workday(paid, NULL));
        assert_true(benefit_tell_by(law(), paid) >= day && benefit_tell_by(law(), paid) < paid);
    }
}

/* ---- what the law allows in the case about the benefit ---- */

static struct duty_line broken(void) {
    struct duty_line line = {.id = 1, .born = on("2004-06-01"), .facts = easter()};
    duty_judge(&line.facts, law(), on("2021-05-01"), &line.state);
    return line;
}

static enum benefit_refusal may(const struct duty_line *line, const struct benefit_case *b,
                                const char *what) {
    return benefit_refused(law(), line, b, what, on("2021-05-01"));
}

static void nobody_is_stopped_without_notice_and_hearing(void **state) {
    (void)state;
    struct duty_line line = broken();
    struct benefit_case b = {.notice_youth = DAY_NONE, .notice_guardian = DAY_NONE};
    assert_int_equal(BENEFIT_NO_CASE, may(NULL, &b, "hearing"));
    assert_int_equal(BENEFIT_NO_NOTICE, may(&line, &b, "hearing"));
    assert_int_equal(BENEFIT_NO_NOTICE, may(&line, &b, "stop"));
    b.notice_youth = on("2021-01-05");
    assert_int_equal(BENEFIT_NO_NOTICE, may(&line, &b, "hearing")); /* both must know */
    b.notice_guardian = on("2021-04-01");
    assert_int_equal(BENEFIT_LATE_NOTICE, may(&line, &b, "hearing")); /* after it was broken */
    b.notice_youth = b.notice_guardian = on("2021-03-31"); /* on that day at the latest */
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "hearing"));
    assert_int_equal(BENEFIT_NO_HEARING, may(&line, &b, "stop"));
    struct benefit_row hearing = {.id = 1, .kind = "hearing", .due = on("2021-05-01")};
    b.hearing = &hearing;
    assert_int_equal(BENEFIT_HEARD, may(&line, &b, "hearing"));
    assert_int_equal(BENEFIT_HEARING_RUNS, may(&line, &b, "stop")); /* the last day counts */
    b.heard_youth = true;
    assert_int_equal(BENEFIT_HEARING_RUNS, may(&line, &b, "stop"));
    b.heard_guardian = true;
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "stop"));
    b.heard_youth = false;
    hearing.due--;
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "stop"));
    line.facts.began = on("2021-04-30"); /* in something again */
    duty_judge(&line.facts, law(), on("2021-05-01"), &line.state);
    assert_int_equal(BENEFIT_NO_CASE, may(&line, &b, "stop"));
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "no-stop"));
}

static void after_a_stop_comes_the_rest(void **state) {
    (void)state;
    struct duty_line line = broken();
    struct benefit_row hearing = {.id = 1, .kind = "hearing", .due = on("2021-04-20")};
    struct benefit_row stop = {.id = 2, .kind = "stop"}, told = {.id = 3, .kind = "told"};
    struct benefit_row resume = {.id = 4, .kind = "resume"};
    struct benefit_case b = {.notice_youth = on("2021-01-05"), .notice_guardian = on("2021-01-05")};
    assert_int_equal(BENEFIT_NOT_STOPPED, may(&line, &b, "told"));
    b.hearing = &hearing;
    b.decision = &stop;
    assert_int_equal(BENEFIT_DECIDED, may(&line, &b, "stop"));
    assert_int_equal(BENEFIT_DECIDED, may(&line, &b, "answer"));
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "told"));
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "complaint"));
    b.told = &told;
    assert_int_equal(BENEFIT_TOLD, may(&line, &b, "told"));
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "resume"));
    b.resume = &resume;
    assert_int_equal(BENEFIT_MAY, may(&line, &b, "told")); /* that it is paid again */
    assert_int_equal(BENEFIT_RESUMED, may(&line, &b, "resume"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_duty_is_of_those_who_are_15_to_17),
        cmocka_unit_test(what_meets_the_duty),
        cmocka_unit_test(the_contact_clock_runs_warns_and_breaks),
        cmocka_unit_test(the_activity_clock_starts_at_contact),
        cmocka_unit_test(what_ended_in_time_counts_neither_way),
        cmocka_unit_test(a_verdict_never_changes_back),
        cmocka_unit_test(the_level_counts_what_is_decided),
        cmocka_unit_test(a_period_is_a_quarter_from_2020_on),
        cmocka_unit_test(the_benefit_is_paid_before_the_21st),
        cmocka_unit_test(nobody_is_stopped_without_notice_and_hearing),
        cmocka_unit_test(after_a_stop_comes_the_rest),
    };
    return cmocka_run_group_tests_name("duty rules", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The two clocks of the duty: vectors from the sources, and what must hold on each day of 30 years.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "rule/rule.h"

#define FIRST day_from_ymd(2010, 1, 1)
#define LAST  day_from_ymd(2040, 1, 1)

static struct duty_rules duty(void) {
    return (struct duty_rules){
        .contact_days = 5,
        .contact_type = DAY_WORKDAY,
        .warn_type = DAY_WEEKDAY,
        .activity_days = 30,
        .summer_pause = true,
        .summer_first = 701,
        .summer_last = 731,
        .activity_from_contact = true,
        .calendar = calendar_default,
    };
}

static int32_t on(const char *iso) { return day_parse_iso(iso); }

static void the_law_gives_these_numbers(void **state) {
    (void)state;
    struct err err = {0};
    const struct rules *rules;
    assert_true(rules_of_law(&rules, &err));
    struct duty_rules got = rules_duty(rules, on("2026-11-23")), wanted = duty();
    assert_int_equal(got.contact_days, wanted.contact_days);
    assert_int_equal(got.contact_type, wanted.contact_type);
    assert_int_equal(got.warn_type, wanted.warn_type);
    assert_int_equal(got.activity_days, wanted.activity_days);
    assert_int_equal(got.summer_pause, wanted.summer_pause);
    assert_int_equal(got.summer_first, wanted.summer_first);
    assert_int_equal(got.summer_last, wanted.summer_last);
    assert_true(got.activity_from_contact);
    struct duty_rules before = rules_duty(rules, on("2010-12-31"));
    assert_int_equal(duty_contact_due(on("2010-12-31"), &before), DAY_NONE);
    assert_int_equal(duty_activity_due(on("2010-12-31"), &before), DAY_NONE);
}

static void contact_is_due_as_the_sources_say(void **state) {
    (void)state;
    static const struct {
        const char *aware, *due, *warn;
    } cases[] = {
        {"2021-03-31", "2021-04-12", "2021-04-09"}, /* Easter */
        {"2023-05-04", "2023-05-12", "2023-05-11"}, /* store bededag the day after */
        {"2024-04-25", "2024-05-02", "2024-05-01"}, /* it is a working day from 2024 */
        {"2026-11-12", "2026-11-19", "2026-11-18"},
        {"2026-12-22", "2027-01-04", "2027-01-02"}, /* 24-26 and 31 December, 1 January */
    };
    struct duty_rules rules = duty();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(duty_contact_due(on(cases[i].aware), &rules), on(cases[i].due));
        assert_int_equal(duty_contact_warn(on(cases[i].aware), &rules), on(cases[i].warn));
    }
}

static void an_activity_is_due_after_thirty_days_without_the_summer(void **state) {
    (void)state;
    static const struct {
        const char *contact, *due;
    } cases[] = {
        {"2024-01-15", "2024-02-14"}, /* calendar days, also over holidays */
        {"2024-05-31", "2024-06-30"}, /* ends the day before the summer */
        {"2024-06-01", "2024-08-01"}, /* the thirtieth day comes after it */
        {"2024-06-20", "2024-08-20"}, /* 10 days in June, 20 in August */
        {"2024-07-10", "2024-08-30"}, /* begins in it */
        {"2024-07-31", "2024-08-30"}, {"2024-08-01", "2024-08-31"},
    };
    struct duty_rules rules = duty();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(duty_activity_due(on(cases[i].contact), &rules), on(cases[i].due));
    rules.summer_pause = false;
    assert_int_equal(duty_activity_due(on("2024-06-20"), &rules), on("2024-07-20"));
}

/* What each explanation must be, whatever its rules: every day once, counted ones numbered, the last
 * one counted and the deadline. */
static void explains(struct clock_days days, int32_t start, int wanted, int32_t due) {
    assert_true(days.n > 0);
    int number = 0;
    for (size_t i = 0; i < days.n; i++) {
        assert_int_equal(days.v[i].day, start + 1 + (int32_t)i);
        bool counted = days.v[i].skipped == DAY_COUNTED;
        if (counted) number++;
        assert_int_equal(days.v[i].number, counted ? number : 0);
        assert_int_equal(days.v[i].skipped == DAY_HOLIDAY, days.v[i].holiday != HOLIDAY_NONE);
    }
    assert_int_equal(number, wanted);
    assert_int_equal(days.v[days.n - 1].skipped, DAY_COUNTED);
    assert_int_equal(days.v[days.n - 1].day, due);
}

static void on_every_day_of_thirty_years_the_contact_clock_holds(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct duty_rules rules = duty();
    int32_t before = DAY_NONE;
    for (int32_t day = FIRST; day < LAST; day++) {
        int32_t due = duty_contact_due(day, &rules), warn = duty_contact_warn(day, &rules);
        assert_true(due >= before); /* who is known later is not due earlier */
        before = due;
        assert_true(day_is_workday(due, &calendar_default));
        assert_int_equal(workdays_between(day, due, &calendar_default), 5);
        assert_int_equal(due, workdays_add(day, 5, &calendar_default));
        assert_true(warn > day && warn <= due);
        assert_true(due - day >= 5 && due - day <= 15);
        explains(duty_contact_days(a, day, &rules), day, 5, due);
        arena_reset(a);
    }
}

static bool in_july(int32_t day) {
    int y, m, d;
    day_to_ymd(day, &y, &m, &d);
    return m == 7;
}

static void on_every_day_of_thirty_years_the_activity_clock_holds(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct duty_rules rules = duty(), through = duty();
    through.summer_pause = false;
    int32_t before = DAY_NONE;
    for (int32_t day = FIRST; day < LAST; day++) {
        int32_t due = duty_activity_due(day, &rules);
        assert_true(due >= before);
        before = due;
        assert_false(in_july(due));
        assert_int_equal(duty_activity_due(day, &through), day + 30);
        int paused = 0;
        for (int32_t d = day + 1; d <= due; d++) paused += in_july(d);
        assert_int_equal(due - day, 30 + paused);
        explains(duty_activity_days(a, day, &rules), day, 30, due);
        arena_reset(a);
    }
}

static void every_type_of_day_and_every_closed_day_is_kept(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct duty_rules rules = duty();
    for (int closed = 0; closed < 16; closed++) {
        rules.calendar = (struct calendar_rules){closed & 1, closed & 2, closed & 4, closed & 8};
        for (int32_t day = day_from_ymd(2023, 1, 1); day < day_from_ymd(2025, 1, 1); day++) {
            rules.contact_type = DAY_WORKDAY;
            int32_t work = duty_contact_due(day, &rules);
            assert_int_equal(work, workdays_add(day, 5, &rules.calendar));
            rules.contact_type = DAY_WEEKDAY;
            int32_t week = duty_contact_due(day, &rules);
            assert_int_equal(week, weekdays_add(day, 5, &rules.calendar));
            explains(duty_contact_days(a, day, &rules), day, 5, week);
            rules.contact_type = DAY_CALENDAR;
            assert_int_equal(duty_contact_due(day, &rules), day + 5);
            assert_true(day + 5 <= week && week <= work);
            arena_reset(a);
        }
    }
}

static void no_start_is_no_deadline_and_no_rule_is_no_clock(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct duty_rules rules = duty();
    assert_int_equal(duty_contact_due(DAY_NONE, &rules), DAY_NONE);
    assert_int_equal(duty_contact_warn(DAY_NONE, &rules), DAY_NONE);
    assert_int_equal(duty_activity_due(DAY_NONE, &rules), DAY_NONE);
    assert_int_equal(duty_contact_days(a, DAY_NONE, &rules).n, 0);
    rules.contact_days = 0;
    assert_int_equal(duty_contact_due(FIRST, &rules), FIRST);
    rules.contact_days = -1;
    assert_int_equal(duty_contact_due(FIRST, &rules), DAY_NONE);
    rules.summer_first = 101; /* a summer all year would never end: it is none */
    rules.summer_last = 1231;
    assert_int_equal(duty_activity_due(FIRST, &rules), FIRST + 30);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_law_gives_these_numbers),
        cmocka_unit_test(contact_is_due_as_the_sources_say),
        cmocka_unit_test(an_activity_is_due_after_thirty_days_without_the_summer),
        cmocka_unit_test(on_every_day_of_thirty_years_the_contact_clock_holds),
        cmocka_unit_test(on_every_day_of_thirty_years_the_activity_clock_holds),
        cmocka_unit_test(every_type_of_day_and_every_closed_day_is_kept),
        cmocka_unit_test(no_start_is_no_deadline_and_no_rule_is_no_clock),
    };
    return cmocka_run_group_tests_name("rule clocks", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every deadline of the duty on every day from 2010 to 2040, against a calendar that shares nothing with
 * the program's: days are written down one after the other from a known Friday, Easter comes from the
 * church's table of full moons, and deadlines are counted on the fingers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/date.h"
#include "duty/internal.h"

#include <string.h>

#define YEAR_FIRST 2010
#define YEAR_LAST  2040 /* starts; deadlines reach into the next */
#define DAYS_MOST  (33 * 366)

enum { MONDAY = 1, FRIDAY = 5, SATURDAY, SUNDAY };

struct naive {
    int year, month, day, weekday;
    bool holiday,
        prayer;       /* prayer: the fourth Friday after Easter, whether it is a holiday or not */
    bool kept_closed; /* 5 June, 24 and 31 December */
};
static struct naive days[DAYS_MOST];
static int days_n;
static int32_t day_zero; /* the program's number of days[0] */

/* ---- the other calendar ---- */

static int month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0; /* no century in these years but 2000, which is one */
    return lengths[month - 1] + (month == 2 && leap);
}

static int find(int year, int month, int day) {
    for (int i = (year - YEAR_FIRST) * 365; i < days_n; i++)
        if (days[i].year == year && days[i].month == month && days[i].day == day) return i;
    fail_msg("no %d-%d-%d", year, month, day);
    return 0;
}

/* Golden number -> the paschal full moon, March 21 = 21, April 1 = 32 (1900 to 2199). */
static int easter_at(int year) {
    static const int moons[] = {45, 34, 23, 42, 31, 49, 39, 28, 47, 36,
                                25, 44, 33, 22, 41, 30, 48, 38, 27};
    int moon = moons[year % 19];
    int i = moon > 31 ? find(year, 4, moon - 31) : find(year, 3, moon);
    do i++;
    while (days[i].weekday != SUNDAY);
    return i;
}

static void holidays_mark(int year) {
    static const int after_easter[] = {-3, -2, 0, 1, 39, 49, 50};
    int easter = easter_at(year);
    for (size_t k = 0; k < sizeof after_easter / sizeof *after_easter; k++)
        days[easter + after_easter[k]].holiday = true;
    int fridays = 0, prayer = easter;
    while (fridays < 4) fridays += days[++prayer].weekday == FRIDAY;
    days[prayer].prayer = true;
    if (year < 2024) days[prayer].holiday = true;
    days[find(year, 1, 1)].holiday = days[find(year, 12, 25)].holiday = true;
    days[find(year, 12, 26)].holiday = true;
    days[find(year, 6, 5)].kept_closed = days[find(year, 12, 24)].kept_closed = true;
    days[find(year, 12, 31)].kept_closed = true;
}

static int calendar_write(void **state) {
    (void)state;
    int weekday = FRIDAY; /* 1 January 2010 */
    day_zero = day_parse_iso("2010-01-01");
    for (int year = YEAR_FIRST; year <= YEAR_LAST + 1; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= month_length(year, month); day++) {
                days[days_n++] =
                    (struct naive){.year = year, .month = month, .day = day, .weekday = weekday};
                weekday = weekday == SUNDAY ? MONDAY : weekday + 1;
            }
    for (int year = YEAR_FIRST; year <= YEAR_LAST + 1; year++) holidays_mark(year);
    return 0;
}

/* Monday to Friday (or Saturday), and open. */
static bool open(int i, int last_weekday) {
    const struct naive *d = &days[i];
    return d->weekday <= last_weekday && !d->holiday && !d->kept_closed;
}

static int count_open(int start, int n, int last_weekday) {
    int i = start;
    while (n > 0)
        if (open(++i, last_weekday)) n--;
    return i;
}

static int count_outside_july(int start, int n) {
    int i = start;
    while (n > 0)
        if (days[++i].month != 7) n--;
    return i;
}

/* How many starts: up to the end of the last year. */
static int starts(void) { return find(YEAR_LAST, 12, 31) + 1; }

static int32_t number(int i) { return day_zero + i; }

static const struct rules *law(void) {
    const struct rules *rules;
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    return rules;
}

/* ---- the two calendars ---- */

static void both_calendars_have_the_same_days(void **state) {
    (void)state;
    for (int i = 0; i < days_n; i++) {
        int year, month, day;
        day_to_ymd(number(i), &year, &month, &day);
        assert_int_equal(year, days[i].year);
        assert_int_equal(month, days[i].month);
        assert_int_equal(day, days[i].day);
        assert_int_equal(day_weekday(number(i)), days[i].weekday);
        assert_int_equal(day_is_holiday(number(i)), days[i].holiday);
        assert_int_equal(day_is_workday(number(i), NULL), open(i, FRIDAY));
        assert_int_equal(day_is_weekday(number(i), NULL), open(i, SATURDAY));
    }
}

/* ---- contact: five working days ---- */

static void contact_is_due_as_counted_on_the_fingers(void **state) {
    (void)state;
    int before = 0;
    for (int i = 0; i < starts(); i++) {
        struct duty_rules rules = rules_duty(law(), number(i));
        int32_t due = duty_contact_due(number(i), &rules);
        int32_t warn = duty_contact_warn(number(i), &rules);
        if (days[i].year < 2011) { /* there was no duty */
            assert_int_equal(DAY_NONE, due);
            continue;
        }
        assert_int_equal(number(count_open(i, 5, FRIDAY)), due);
        assert_int_equal(number(count_open(i, 5, SATURDAY)), warn);
        int at = due - day_zero;
        assert_true(days[at].weekday <= FRIDAY && !days[at].holiday && !days[at].kept_closed);
        assert_true(i < warn - day_zero && warn <= due && at >= before);
        before = at;
    }
}

/* Known the day before it, five working days end a day later when it is a holiday. */
static void store_bededag_counts_from_2024(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    int seen = 0;
    for (int i = 1; i < starts(); i++) {
        if (!days[i].prayer || days[i].year < 2011) continue;
        struct duty_rules rules = rules_duty(law(), number(i - 1));
        struct clock_days told = duty_contact_days(a, number(i - 1), &rules);
        bool holiday = days[i].year <= 2023;
        assert_int_equal(told.v[0].day, number(i));
        assert_int_equal(told.v[0].skipped, holiday ? DAY_HOLIDAY : DAY_COUNTED);
        assert_int_equal(told.v[0].number, holiday ? 0 : 1);
        assert_int_equal(told.v[0].holiday, holiday ? HOLIDAY_PRAYER_DAY : HOLIDAY_NONE);
        seen++;
    }
    assert_int_equal(YEAR_LAST - 2011 + 1, seen);
}

static void the_explanation_is_the_sum(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    for (int i = find(2011, 1, 1); i < starts(); i++) {
        struct duty_rules rules = rules_duty(law(), number(i));
        struct clock_days told = duty_contact_days(a, number(i), &rules);
        int counted = 0;
        for (size_t k = 0; k < told.n; k++) {
            int at = told.v[k].day - day_zero;
            assert_int_equal(told.v[k].skipped == DAY_COUNTED, open(at, FRIDAY));
            if (days[at].holiday) assert_int_equal(told.v[k].skipped, DAY_HOLIDAY);
            counted += told.v[k].skipped == DAY_COUNTED;
        }
        assert_int_equal(5, counted);
        arena_reset(a);
    }
}

/* ---- activity: thirty calendar days, July not counted ---- */

static void an_activity_is_due_as_counted_on_the_fingers(void **state) {
    (void)state;
    int before = 0;
    for (int i = find(2011, 1, 1); i < starts(); i++) {
        struct duty_rules rules = rules_duty(law(), number(i));
        int due = duty_activity_due(number(i), &rules) - day_zero;
        assert_int_equal(count_outside_july(i, 30), due);
        assert_true(days[due].month != 7 && due >= before);
        bool near_july = days[i].month == 6 || days[i].month == 7;
        if (!near_july) assert_int_equal(30, due - i);
        if (days[i].month == 7) { /* as if it began on the last day of July */
            assert_int_equal(30, due - find(days[i].year, 7, 31));
            assert_true(days[due].month == 8 && days[due].day == 30);
        }
        before = due;
    }
}

/* ---- a whole case ---- */

/* Contact on the last day, the offer on the last day: kept; each a day later: broken. Both clocks run from
 * their own events, so a later awareness never makes anything due earlier. */
static void a_case_is_judged_as_counted_on_the_fingers(void **state) {
    (void)state;
    for (int i = find(2011, 1, 1); i < starts(); i++) {
        int contact = count_open(i, 5, FRIDAY), offer = count_outside_july(contact, 30);
        struct duty_facts facts = {.from = number(i),
                                   .aware = number(i),
                                   .contact = number(contact),
                                   .offer = number(offer),
                                   .began = DAY_NONE,
                                   .exempt = DAY_NONE,
                                   .adult = DAY_NONE,
                                   .moved = DAY_NONE};
        struct duty_state s;
        duty_judge(&facts, law(), number(offer), &s);
        assert_int_equal(CLOCK_KEPT, s.contact.state);
        assert_int_equal(CLOCK_KEPT, s.activity.state);
        assert_int_equal(number(offer), s.activity.due);
        facts.contact = facts.offer = DAY_NONE;
        duty_judge(&facts, law(), number(contact), &s);
        assert_true(s.contact.state == CLOCK_WARNS);
        assert_int_equal(CLOCK_WAITS, s.activity.state);
        duty_judge(&facts, law(), number(contact + 1), &s);
        assert_int_equal(CLOCK_BROKEN, s.contact.state);
        facts.contact = number(contact + 1);
        facts.offer = number(count_outside_july(contact + 1, 30) + 1);
        duty_judge(&facts, law(), facts.offer, &s);
        assert_int_equal(CLOCK_BROKEN, s.contact.state);
        assert_int_equal(CLOCK_BROKEN, s.activity.state);
    }
}

/* ---- the child benefit ---- */

static void the_benefit_is_paid_as_counted_on_the_fingers(void **state) {
    (void)state;
    for (int year = 2011; year <= YEAR_LAST; year++)
        for (int month = 1; month <= 12; month++) {
            int paid = find(year, month, 20);
            while (!open(paid, FRIDAY)) paid--;
            int by = paid - 1;
            while (!open(by, FRIDAY)) by--;
            for (int day = 1; day <= month_length(year, month); day += 9) {
                int32_t in = number(find(year, month, day));
                assert_int_equal(number(paid), benefit_paid(law(), in));
                assert_int_equal(number(by), benefit_tell_by(law(), in));
            }
            assert_int_equal(number(paid), benefit_next_paid(law(), number(by)));
            assert_true(benefit_next_paid(law(), number(by + 1)) > number(paid));
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_calendars_have_the_same_days),
        cmocka_unit_test(contact_is_due_as_counted_on_the_fingers),
        cmocka_unit_test(store_bededag_counts_from_2024),
        cmocka_unit_test(the_explanation_is_the_sum),
        cmocka_unit_test(an_activity_is_due_as_counted_on_the_fingers),
        cmocka_unit_test(a_case_is_judged_as_counted_on_the_fingers),
        cmocka_unit_test(the_benefit_is_paid_as_counted_on_the_fingers),
    };
    return cmocka_run_group_tests_name("duty against another calendar", tests, calendar_write,
                                       NULL);
}

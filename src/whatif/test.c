/* SPDX-License-Identifier: EUPL-1.2
 *
 * What if: dials to changes, numbers of people, and the page, with a population whose way is known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/goal.h"
#include "tests/house.h"
#include "whatif/internal.h"

#include <math.h>

/* ---- rules ---- */

static void dials_are_factors(void **state) {
    (void)state;
    struct projection_change_at c[WHATIF_DIALS];
    assert_int_equal(whatif_changes((const int64_t[]){0, 0, 0, 0, 0}, c), 0);
    assert_int_equal(whatif_changes((const int64_t[]){30, 0, 50, -20, 200}, c), 4);
    assert_true(c[0].what == CHANGE_DROPOUT_EUD && fabs(c[0].factor - 0.7) < 1e-12);
    assert_true(c[1].what == CHANGE_RETURN && fabs(c[1].factor - 1.5) < 1e-12);
    assert_true(c[2].what == CHANGE_TENTH && fabs(c[2].factor - 0.8) < 1e-12);
    assert_true(c[3].what == CHANGE_HU && fabs(c[3].factor - 3) < 1e-12);
    assert_true(c[3].age_from == 15 && c[3].age_to == 17);
    assert_int_equal(whatif_changes((const int64_t[]){100, 100, 0, -100, 0}, c), 3);
    for (int i = 0; i < 3; i++) assert_true(c[i].factor == 0);
}

static void ages_are_compared(void **state) {
    (void)state;
    assert_int_equal(whatif_age_of(28, 28), WHATIF_AGE_SAME);
    assert_int_equal(whatif_age_of(28, 25), WHATIF_AGE_MOVED);
    assert_int_equal(whatif_age_of(0, 25), WHATIF_AGE_COMES);
    assert_int_equal(whatif_age_of(28, 0), WHATIF_AGE_GOES);
    assert_int_equal(whatif_age_of(0, 0), WHATIF_AGE_NEVER);
}

static struct whatif_people people_of(double n, double low, double high) {
    struct projection p = {.persons = 1000};
    p.difference.share[10] = n / 1000;
    p.difference.low[10] = low / 1000;
    p.difference.high[10] = high / 1000;
    return whatif_people_of(&p, 25);
}

static void people_are_told_in_fives(void **state) {
    (void)state;
    struct whatif_people p = people_of(23, 11, 38);
    assert_true(p.what == WHATIF_MORE && p.n == 25 && p.low == 10 && p.high == 40);
    p = people_of(-23, -38, -11);
    assert_true(p.what == WHATIF_FEWER && p.n == 25 && p.low == 10 && p.high == 40);
    p = people_of(12, -4, 31);
    assert_true(p.what == WHATIF_UNSURE && p.low == 5 && p.high == 35);
    assert_true(people_of(1, 0.5, 2).what == WHATIF_FEW);
    assert_true(people_of(0, 0, 0).what == WHATIF_FEW);
    assert_true(people_of(20, NAN, NAN).what == WHATIF_UNSURE);
}

/* ---- the drawing ---- */

static struct projection_curve level(double share, double low, double high) {
    struct projection_curve c = {0};
    for (size_t i = 0; i < sizeof c.share / sizeof *c.share; i++) {
        c.share[i] = share;
        c.low[i] = low;
        c.high[i] = high;
    }
    return c;
}

/* With steps of 5 % who looks at the figure, its table or its file cannot tell 58.3 from 60; limits go outwards,
 * and are those of the curve with the change. */
static void a_drawing_tells_no_more_than_its_steps(void **state) {
    struct arena *a ARENA_AUTO = arena_new();
    (void)state;
    struct projection exact = {.now = level(0.583, 0.5, 0.6),
                               .changed = level(0.683, 0.651, 0.734)};
    struct projection rounded = {.now = level(0.6, 0.4, 0.9), .changed = level(0.7, 0.65, 0.75)};
    assert_string_equal(whatif_chart(a, LANG_DA, &exact, true, 5),
                        whatif_chart(a, LANG_DA, &rounded, true, 5));
    rounded.changed = level(0.7, 0.7, 0.75);
    assert_string_not_equal(whatif_chart(a, LANG_DA, &exact, true, 5),
                            whatif_chart(a, LANG_DA, &rounded, true, 5));
    exact.now = level(0.583, 0.551, 0.634);
    rounded.now = level(0.6, 0.55, 0.65);
    assert_string_equal(whatif_chart(a, LANG_DA, &exact, false, 5),
                        whatif_chart(a, LANG_DA, &rounded, false, 5));
}

/* ---- the page ---- */

/* People of 16 to 27 who left school at 16 for a main course: four in ten drop out of it at 18 and work, three in
 * ten of those go to hf at 20 and complete it; the others complete at 20. */
static void person(struct house_test *h, int i) {
    char birth[11], leaves[11], next[11], out[11], done[11];
    int32_t today = HOUSE_TODAY, known = day_from_ymd(2010, 1, 1);
    const char *id = arena_fmt(h->arena, "q%025d", i);
    int32_t born = day_from_ymd(1999 + i % 12, 1 + i % 11, 10);
    int32_t school = day_add_months(born, 16 * 12 + 3);
    bool drops = i % 10 < 4, returns = i % 40 < 4;
    house_youth(h, id, "Ung", arena_fmt(h->arena, "Nr%d", i), day_iso(birth, born), 0, 0);
    int32_t days[] = {day_add_months(born, 12 * 12), school,
                      day_add_months(school, drops ? 24 : 44), day_add_months(school, 48),
                      day_add_months(school, 72)};
    house_spell(h, 9000 + 4 * i, id, "grade_school", day_iso(next, days[0]),
                days[1] <= today ? day_iso(leaves, days[1] - 1) : NULL,
                days[1] <= today ? "ended" : NULL, known);
    if (days[1] > today) return;
    bool over = days[2] <= today;
    house_spell(h, 9001 + 4 * i, id, "eud_main", day_iso(leaves, days[1]),
                over ? day_iso(out, days[2] - 1) : NULL,
                over ? (drops ? "interrupted" : "completed") : NULL, known);
    if (!over) return;
    bool again = drops && returns && days[3] <= today;
    house_spell(h, 9002 + 4 * i, id, "work", day_iso(out, days[2]),
                again ? day_iso(done, days[3] - 1) : NULL, again ? "ended" : NULL, known);
    if (!again) return;
    bool through = days[4] <= today;
    house_spell(h, 9003 + 4 * i, id, "hf", day_iso(done, days[3]),
                through ? day_iso(next, days[4] - 1) : NULL, through ? "completed" : NULL, known);
}

static struct browser people(struct house_test *h, int n) {
    for (int i = 0; i < n; i++) person(h, i);
    return browser_open(h->site, h->db, h->arena);
}

static void without_a_change_it_is_the_curve_as_it_is(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 600);
    browser_get(&b, "/maal/1/hvad-hvis", 200);
    browser_sees(&b, "Som nu: Ved 25 år har");
    browser_sees(&b, "Hvis de unge gør som i de seneste tre år");
    browser_sees(&b, "En årgang er cirka 30 unge");
    browser_sees(&b, "Ikke ministeriets profilmodel");
    browser_sees_not(&b, "Med ændringen");
    browser_get(&b, "/en/maal/1/hvad-hvis", 200);
    browser_sees(&b, "As now: At 25 years");
}

static bool is_in_steps(double percent, double unit) {
    return isnan(percent) || fabs(percent / unit - round(percent / unit)) < 1e-9;
}

/* The same curve on the page of goal 1. */
static void what_goal_1_projects_is_in_steps(void **state) {
    struct house_test *h = *state;
    struct goal_way way;
    struct err err = {0};
    bool any;
    people(h, 600);
    assert_true(goal_way_now(h->store, h->db, HOUSE_TODAY, &way, &any, &err));
    assert_true(way.projected_unit >= 1);
    for (int i = 0; i < WAY_AGES; i++) {
        assert_true(is_in_steps(way.projected.share[i], way.projected_unit));
        assert_true(is_in_steps(way.projected.low[i], way.projected_unit));
        assert_true(is_in_steps(way.projected.high[i], way.projected_unit));
    }
}

/* With no dropout everybody completes: 90 % is reached at 20, which it was not before 40. */
static void no_dropout_brings_all_through(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 600);
    browser_get(&b, "/maal/1/hvad-hvis?frafald=100", 200);
    browser_sees(&b, "Ved 25 år har 100\u00a0% en ungdomsuddannelse i stedet for");
    browser_sees(&b, "90\u00a0% nås ved 20 år");
    browser_sees(&b, "flere i hver årgang en ungdomsuddannelse (fra");
    browser_sees(&b, "value=\"100\"");
    browser_get(&b, "/maal/1/hvad-hvis?retur=100&hu=&direkte=0", 200);
    browser_sees(&b, "Med ændringen");
}

static void bad_values_are_told_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 600);
    static const char *const bad[] = {"frafald=abc",
                                      "frafald=101",
                                      "direkte=-1",
                                      "start=500",
                                      "hu=201",
                                      "retur=1,5",
                                      "frafald=99999999999999999999"};
    static const char *const names[] = {"frafald", "frafald", "direkte", "start",
                                        "hu",      "retur",   "frafald"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        browser_get(&b, arena_fmt(h->arena, "/maal/1/hvad-hvis?%s", bad[i]), 200);
        browser_sees(&b, arena_fmt(h->arena, "id=\"%s-e\"", names[i]));
        browser_sees(&b, "Som nu: Ved 25 år har"); /* and nothing is worked out from it */
        browser_sees(&b, "aria-invalid=\"true\"");
    }
    browser_get(&b, "/maal/1/hvad-hvis?frafald=%3Cscript%3E", 200);
    browser_sees(&b, "value=\"&lt;script&gt;\"");
}

static void few_are_not_worked_out(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 100);
    browser_get(&b, "/maal/1/hvad-hvis?frafald=50", 200);
    browser_sees(&b, "Vi følger for få unge til at regne det ud");
    browser_sees_not(&b, "<svg class=\"chart");
}

/* What is kept belongs to the lives it was made from. */
static void casework_makes_a_new_model(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 100);
    browser_get(&b, "/maal/1/hvad-hvis", 200);
    browser_sees(&b, "Vi følger for få unge");
    for (int i = 100; i < 600; i++) person(h, i);
    cohort_forget();
    browser_get(&b, "/maal/1/hvad-hvis", 200);
    browser_sees(&b, "Som nu: Ved 25 år har");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dials_are_factors),
        cmocka_unit_test(ages_are_compared),
        cmocka_unit_test(people_are_told_in_fives),
        cmocka_unit_test(a_drawing_tells_no_more_than_its_steps),
        HOUSE_TEST(without_a_change_it_is_the_curve_as_it_is),
        HOUSE_TEST(what_goal_1_projects_is_in_steps),
        HOUSE_TEST(no_dropout_brings_all_through),
        HOUSE_TEST(bad_values_are_told_beside_the_field),
        HOUSE_TEST(few_are_not_worked_out),
        HOUSE_TEST(casework_makes_a_new_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

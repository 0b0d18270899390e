/* SPDX-License-Identifier: EUPL-1.2
 *
 * Goal 1 as the municipality's own casework tells it: the numbers, their rounding, the page, and JSON.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "goal/goal.h"
#include "publication/testing.h"
#include "tests/house.h"

#include <jansson.h>
#include <math.h>

static bool load(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

/* n persons followed from before 15 to today, at 26; the first `done` of them completed stx at 19. */
static struct browser people(struct house_test *h, int n, int done) {
    struct err err = {0};
    assert_true(store_write(h->store, load, NULL, &err));
    int32_t known = day_from_ymd(2014, 1, 1);
    for (int i = 0; i < n; i++) {
        const char *id = arena_fmt(h->arena, "o%025d", i);
        house_youth(h, id, "Ung", arena_fmt(h->arena, "Nr%d", i), "2000-01-01", 0, 0);
        house_spell(h, 1000 + 2 * i, id, "stx", "2016-08-01", "2019-06-30",
                    i < done ? "completed" : "interrupted", known);
        house_spell(h, 1001 + 2 * i, id, "work", "2019-07-01", NULL, NULL, known);
    }
    return browser_open(h->site, h->db, h->arena);
}

static struct goal_way way_of(struct house_test *h, bool expected) {
    struct goal_way way;
    struct err err = {0};
    bool any;
    assert_true(goal_way_now(h->store, h->db, HOUSE_TODAY, &way, &any, &err));
    assert_int_equal(any, expected);
    return way;
}

/* The page shows what two people have published, and nothing before. */
static void publish(struct house_test *h) { town_publish(h, HOUSE_TODAY, NULL); }

/* ---- rounding ---- */

static void a_unit_is_at_least_five_persons(void **state) {
    (void)state;
    static const double steps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10};
    for (int n = 0; n < 20000; n = n * 5 / 4 + 1) {
        double unit = way_unit(n);
        assert_true(unit == 0 ? n < 50 : unit * n / 100 >= 5);
        for (size_t i = 0; i < 7; i++) /* and the next smaller one would not do */
            if (steps[i] < unit) assert_true(steps[i] * n / 100 < 5);
    }
    assert_true(way_round(88.6, 2) == 88 && way_round(89, 2) == 90 && way_round(0.4, 1) == 0);
    assert_true(isnan(way_round(NAN, 2)));
    assert_false(signbit(way_round(-0.1, 1)));
}

/* ---- seen ---- */

static void the_share_is_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 60, 30);
    browser_get(&b, "/maal/1", 200);
    browser_sees_not(&b, "Sådan går det en årgang");
    publish(h);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "Sådan går det en årgang");
    browser_sees(&b, "Ved 25 år har 50\u00a0% fuldført en ungdomsuddannelse");
    browser_sees(&b, "Halvdelen har fuldført en ungdomsuddannelse, når de er 20 år");
    browser_sees(&b, "Vi har ikke set en alder, hvor 90 % er nået");
    browser_sees(&b, "23. november 2026");
    browser_get(&b, "/en/maal/1", 200);
    browser_sees(&b, "At 25 years 50% have completed a youth education");
    browser_get(&b, "/maal/2", 200);
    browser_sees_not(&b, "Sådan går det en årgang");
}

/* Of 60, one more who completes does not move the share by one in 60: the unit is 10 %. */
static void one_person_cannot_be_told(void **state) {
    struct house_test *h = *state;
    people(h, 60, 29);
    struct goal_way way = way_of(h, true);
    assert_true(way.unit == 10);
    assert_true(way.seen.share[25 - WAY_FIRST_AGE] == 50);
    assert_true(way.seen.low[25 - WAY_FIRST_AGE] == 30); /* 36 to 61: outwards */
    assert_true(way.seen.high[25 - WAY_FIRST_AGE] == 70);
}

static bool is_in_steps(double percent, double unit) {
    return isnan(percent) || fabs(percent / unit - round(percent / unit)) < 1e-9;
}

/* 70 of 120 are 58.3 %, which is told nowhere: the smallest step of 120 is 5 %. */
static void every_share_is_in_steps(void **state) {
    struct house_test *h = *state;
    people(h, 120, 70);
    struct goal_way way = way_of(h, true);
    assert_true(way.unit == 5 && way.lines_n > 0);
    for (int i = 0; i < WAY_AGES; i++) {
        assert_true(is_in_steps(way.seen.share[i], way.unit));
        assert_true(is_in_steps(way.seen.low[i], way.unit));
        assert_true(is_in_steps(way.seen.high[i], way.unit));
        for (size_t k = 0; k < way.lines_n; k++) assert_true(is_in_steps(way.lines[k].share[i], 5));
    }
}

/* 29 are followed at 25: the curve ends before, at the last age at which 30 are. */
static void few_are_not_shown(void **state) {
    struct house_test *h = *state;
    people(h, 60, 31);
    struct goal_way way = way_of(h, true);
    assert_true(way.seen.share[19 - WAY_FIRST_AGE] == 0);
    for (int i = 20 - WAY_FIRST_AGE; i < WAY_AGES; i++) assert_true(isnan(way.seen.share[i]));
}

static void nothing_is_said_of_nearly_nobody(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 29, 3);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "91,1\u00a0%");
    browser_sees_not(&b, "Sådan går det en årgang");
    way_of(h, false);
}

/* ---- flow: leavers of 2023/24, who were 16 ---- */

static void leaver(struct house_test *h, int i, const char *first, const char *then) {
    int32_t known = day_from_ymd(2020, 1, 1);
    const char *id = arena_fmt(h->arena, "p%025d", i);
    house_youth(h, id, "Ung", arena_fmt(h->arena, "Nr%d", i), "2008-03-01", 0, 0);
    house_spell(h, 5000 + 3 * i, id, "grade_school", "2017-08-01", "2024-06-30", "ended", known);
    house_spell(h, 5001 + 3 * i, id, first, "2024-07-01", "2025-05-31", "ended", known);
    house_spell(h, 5002 + 3 * i, id, then, "2025-06-01", NULL, NULL, known);
}

static void leavers_flow(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_open(h->site, h->db, h->arena);
    for (int i = 0; i < 40; i++) leaver(h, i, "stx", "stx");
    for (int i = 40; i < 58; i++) leaver(h, i, "work", "none");
    for (int i = 58; i < 60; i++) leaver(h, i, "fgu", "fgu"); /* two: too few to be seen */
    struct goal_way way = way_of(h, true);
    assert_int_equal(way.left_since, day_from_ymd(2023, 8, 1));
    assert_int_equal(way.left_until, day_from_ymd(2024, 7, 31));
    assert_int_equal(way_leavers(&way), 60); /* 40 and 20: 18 to the nearest five */
    assert_int_equal(way_count(&way, 0, WAY_WORK), 20);
    assert_int_equal(way_count(&way, 0, WAY_FGU), 0);
    assert_int_equal(way_count(&way, 1, WAY_NOTHING), 20);
    assert_int_equal(way_count(&way, 2, WAY_NOTHING), 20);
    struct err err = {0};
    assert_true(store_write(h->store, load, NULL, &err));
    publish(h);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b,
                 "33 ud af 100 er uden uddannelse og job, eller uoplyst, et år efter grundskolen");
    browser_sees(&b, "Unge, der gik ud af 9. eller 10. klasse i skoleåret 2023/24");
}

/* Fifty make a picture, and two years after the summer they left, not a day before. */
static void leavers_are_told_of_when_they_are_many_and_long_gone(void **state) {
    struct house_test *h = *state;
    struct goal_way way;
    struct err err = {0};
    bool any;
    for (int i = 0; i < 49; i++) leaver(h, i, "stx", "stx");
    way = way_of(h, false);
    assert_int_equal(way.left_until, DAY_NONE);
    leaver(h, 49, "stx", "stx");
    cohort_forget();
    assert_true(goal_way_now(h->store, h->db, day_from_ymd(2026, 7, 31), &way, &any, &err));
    assert_int_equal(way.left_until, DAY_NONE);
    cohort_forget();
    assert_true(goal_way_now(h->store, h->db, day_from_ymd(2026, 8, 1), &way, &any, &err));
    assert_int_equal(way.left_until, day_from_ymd(2024, 7, 31));
}

/* Every count that comes out is a multiple of five, whatever goes in. */
static void flow_counts_are_rounded(void **state) {
    struct house_test *h = *state;
    for (int i = 0; i < 67; i++)
        leaver(h, i, i % 3 ? "stx" : "eud_gf1", i % 7 ? "eud_main" : "unknown");
    struct goal_way way = way_of(h, true);
    assert_int_equal(way_leavers(&way), 70); /* 23 and 44 */
    for (int s = 0; s < WAY_STATES; s++) {
        assert_int_equal(way.flow_first[0][s] % 5, 0);
        for (int m = 0; m < 2; m++)
            for (int t = 0; t < WAY_STATES; t++) assert_int_equal(way.flow_then[m][s][t] % 5, 0);
    }
}

/* ---- JSON ---- */

static bool same(double x, double y) { return x == y || (isnan(x) && isnan(y)); }

static void json_brings_back_all(void **state) {
    struct house_test *h = *state;
    people(h, 120, 70);
    struct goal_way way = way_of(h, true), back;
    way.left_since = way.left_until = HOUSE_TODAY;
    way.flow_then[1][2][3] = 15;
    json_t *json = goal_way_json(&way);
    assert_non_null(json);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    json = json_loads(text, 0, NULL);
    free(text);
    assert_true(goal_way_from_json(json, &back));
    assert_int_equal(back.day, way.day);
    assert_int_equal(back.lines_n, way.lines_n);
    assert_int_equal(back.seen_age_50, way.seen_age_50);
    assert_int_equal(back.flow_then[1][2][3], 15);
    assert_int_equal(back.left_until, way.left_until);
    assert_true(back.unit == way.unit && back.projected_unit == way.projected_unit);
    for (int i = 0; i < WAY_AGES; i++) {
        assert_true(same(back.seen.share[i], way.seen.share[i]));
        assert_true(same(back.seen.high[i], way.seen.high[i]));
        assert_true(same(back.projected.low[i], way.projected.low[i]));
    }
    json_decref(json);
}

static void json_of_another_shape_is_refused(void **state) {
    struct house_test *h = *state;
    people(h, 60, 30);
    struct goal_way way = way_of(h, true), back = {.day = 7};
    static const char *const names[] = {"version",    "day",       "first_age",  "unit",
                                        "seen",       "lines",     "projected",  "age_90",
                                        "flow_first", "flow_then", "seen_age_50"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *json = goal_way_json(&way);
        json_object_del(json, names[i]);
        assert_false(goal_way_from_json(json, &back));
        json_object_set_new(json, names[i], json_string("x"));
        assert_false(goal_way_from_json(json, &back));
        json_decref(json);
    }
    assert_int_equal(back.day, 7);
    assert_false(goal_way_from_json(NULL, &back));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_is_at_least_five_persons),
        HOUSE_TEST(the_share_is_shown),
        HOUSE_TEST(one_person_cannot_be_told),
        HOUSE_TEST(every_share_is_in_steps),
        HOUSE_TEST(few_are_not_shown),
        HOUSE_TEST(nothing_is_said_of_nearly_nobody),
        HOUSE_TEST(leavers_flow),
        HOUSE_TEST(leavers_are_told_of_when_they_are_many_and_long_gone),
        HOUSE_TEST(flow_counts_are_rounded),
        HOUSE_TEST(json_brings_back_all),
        HOUSE_TEST(json_of_another_shape_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

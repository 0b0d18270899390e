/* SPDX-License-Identifier: EUPL-1.2
 *
 * Effects where the truth is known: simulated starts with confounding and none, with an effect, and with a
 * mentor who comes late; and the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "effect/effect.h"
#include "tests/house.h"

#include <math.h>

#define TODAY day_from_ymd(2026, 11, 23)

static double uniform(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15U);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

/* Whoever has dropped out before gets a mentor more often (7 of 10, others 2) and drops out more often in a year
 * (4 of 10, others 1). `effect` multiplies the risk of those with a mentor. */
static struct retention_start *simulated(struct arena *a, size_t n, double effect, uint64_t seed) {
    struct retention_start *v = arena_array(a, n, sizeof *v);
    for (size_t i = 0; i < n; i++) {
        bool before = uniform(&seed) < 0.3;
        struct retention_start *s = &v[i];
        *s = (struct retention_start){
            .day = day_from_ymd(2023, 8, 1) + (int32_t)(300 * uniform(&seed)),
            .left = DAY_NONE,
            .completed = DAY_NONE,
            .moved_out = DAY_NONE,
            .vocational = uniform(&seed) < 0.5,
            .man = uniform(&seed) < 0.5,
            .dropped_before = before,
            .institution = arena_fmt(a, "%d", (int)(40 * uniform(&seed)))};
        s->born = s->day - (int32_t)((15.5 + 5 * uniform(&seed)) * 365.25);
        s->mentored = uniform(&seed) < (before ? 0.7 : 0.2);
        double risk = (before ? 0.4 : 0.1) * (s->mentored ? effect : 1);
        double at = uniform(&seed);
        if (at >= risk) continue;
        s->how = LEAVE_DROPOUT;
        s->left = s->day + 1 + (int32_t)(at / risk * 360);
    }
    return v;
}

static struct effect_mentor at_a_year(struct arena *a, const struct retention_start *v, size_t n) {
    struct effect_mentor m;
    effect_mentor(a, v, n, 365, TODAY, &m);
    return m;
}

static bool holds(struct interval i, double x) { return i.lower <= x && x <= i.upper; }

/* The crude difference is there, and is the confounding's alone. */
static void no_effect_is_not_found(void **state) {
    (void)state;
    int stratified = 0, weighted = 0, odds = 0, hazard = 0, crude = 0, told = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct effect_mentor m = at_a_year(a, simulated(a, 2500, 1, seed), 2500);
        const struct effect *e = &m.effect;
        crude += e->crude.lower > 0;
        stratified += holds(e->stratified, 0);
        weighted += holds(e->weighted, 0);
        odds += holds(e->odds, 1);
        hazard += holds(e->hazard, 1);
        told += e->verdict == EFFECT_CRUDE_ONLY;
        assert_true(fabs(e->before[EFFECT_BEFORE]) > 0.8);
        assert_true(fabs(e->after[EFFECT_BEFORE]) < 0.05);
    }
    assert_int_equal(crude, 40);
    assert_in_range(stratified, 35, 40); /* 95 % of 40 is 38; fewer than 35 would be P < 0.02 */
    assert_in_range(weighted, 35, 40);
    assert_in_range(odds, 34, 40);
    assert_in_range(hazard, 34, 40);
    assert_int_equal(told, stratified);
}

/* Risk is three fifths with a mentor: on average 7 points among those with one, against the crude that sees
 * more dropout with a mentor than without. */
static void an_effect_is_found(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct effect_mentor m = at_a_year(a, simulated(a, 6000, 0.6, 3), 6000);
    const struct effect *e = &m.effect;
    assert_int_equal(e->verdict, EFFECT_LESS);
    assert_true(e->stratified.upper < 0 && e->weighted.upper < 0);
    assert_true(e->odds.upper < 1 && e->hazard.upper < 1);
    /* among those with a mentor 0.21 / 0.35 had dropped out before: 0.4 * 0.4 * 0.6 + 0.4 * 0.4 * 0.1 */
    assert_true(holds(e->weighted, -0.4 * (0.6 * 0.4 + 0.4 * 0.1)));
    assert_true(holds(e->hazard, 0.58)); /* log of what is left: a little below 0.6 */
    assert_true(e->crude.estimate > e->stratified.estimate);
}

/* Everybody who is still there after 60 days gets a mentor, which does nothing. Counted as if they had had one
 * from the start, mentors would seem to keep people; at time zero they had none. */
static void immortal_time_gives_no_credit(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct retention_start *v = simulated(a, 4000, 1, 11);
    for (size_t i = 0; i < 4000; i++) {
        v[i].dropped_before = false;
        v[i].mentored = i % 3 == 0;
        bool there = v[i].left == DAY_NONE || v[i].left > v[i].day + 60;
        v[i].mentored_late = !v[i].mentored && there;
    }
    struct effect_mentor m = at_a_year(a, v, 4000);
    assert_int_equal(m.effect.verdict, EFFECT_NOT_TOLD);
    assert_true(m.late > 2000);
    for (size_t i = 0; i < 4000; i++) v[i].mentored |= v[i].mentored_late; /* the mistake */
    m = at_a_year(a, v, 4000);
    assert_int_equal(m.effect.verdict, EFFECT_LESS);
}

static void few_say_nothing(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct retention_start *v = simulated(a, 80, 1, 5);
    struct effect_mentor m = at_a_year(a, v, 60); /* about 20 with a mentor */
    assert_true(m.effect.with_n < EFFECT_FEWEST);
    assert_int_equal(m.effect.verdict, EFFECT_FEW);
    assert_true(isnan(m.effect.crude.estimate) && isnan(m.effect.hazard.estimate));
    m = at_a_year(a, v, 0);
    assert_int_equal(m.effect.verdict, EFFECT_FEW);
    v = simulated(a, 200, 0, 5);
    for (size_t i = 0; i < 200; i++) v[i].how = LEAVE_NOT, v[i].left = DAY_NONE;
    m = at_a_year(a, v, 200); /* nobody drops out */
    assert_int_equal(m.effect.verdict, EFFECT_FEW);
}

/* On both sides of what is too few: 30 in each group and 10 dropouts in all can be told, one fewer cannot. */
static void a_sum_is_told_from_thirty_and_ten(void **state) {
    (void)state;
    static const struct {
        size_t with, without, dropouts;
        bool told;
    } rows[] = {{30, 30, 10, true}, {29, 40, 10, false}, {40, 29, 10, false}, {30, 30, 9, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct arena *a ARENA_AUTO = arena_new();
        size_t n = rows[k].with + rows[k].without;
        struct retention_start *v = simulated(a, n, 1, 5);
        for (size_t i = 0; i < n; i++) {
            v[i].mentored = i < rows[k].with;
            v[i].how =
                i % (n / 10) == 0 && i / (n / 10) < rows[k].dropouts ? LEAVE_DROPOUT : LEAVE_NOT;
            v[i].left = v[i].how == LEAVE_DROPOUT ? v[i].day + 40 : DAY_NONE;
        }
        struct effect_mentor m = at_a_year(a, v, n);
        assert_int_equal(m.effect.with_x + m.effect.without_x, rows[k].dropouts);
        assert_int_equal(m.effect.verdict != EFFECT_FEW, rows[k].told);
    }
}

/* More dropout with a mentor is said to be more. */
static void a_harm_is_found(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct effect_mentor m = at_a_year(a, simulated(a, 6000, 1.6, 3), 6000);
    assert_int_equal(m.effect.verdict, EFFECT_MORE);
    assert_true(m.effect.stratified.lower > 0);
    assert_true(m.effect.weighted.lower < m.effect.weighted.estimate &&
                m.effect.weighted.estimate < m.effect.weighted.upper);
    assert_true(m.effect.hazard.lower > 1 && m.effect.odds.lower > 1);
}

static void only_what_can_be_known_counts(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct retention_start *v = simulated(a, 4, 1, 5);
    for (size_t i = 0; i < 4; i++) v[i].how = LEAVE_NOT, v[i].left = DAY_NONE;
    v[0].day = TODAY - 364;          /* one day too late */
    v[1].moved_out = v[1].day + 100; /* moved first */
    v[2].left = v[2].day + 50;       /* dropped out, then moved */
    v[2].how = LEAVE_DROPOUT;
    v[2].moved_out = v[2].day + 100;
    v[3].left = v[3].day + 366; /* dropped out a day after the year */
    v[3].how = LEAVE_DROPOUT;
    struct effect_mentor m = at_a_year(a, v, 4);
    assert_int_equal(m.not_known, 2);
    assert_int_equal(m.effect.with_n + m.effect.without_n, 2);
    assert_int_equal(m.effect.with_x + m.effect.without_x, 1);
    v[0].day = TODAY - 365;     /* just a year */
    v[3].left = v[3].day + 365; /* dropped out on the last day of it */
    v[2].may_resume = true;
    v[0].may_resume = true; /* who never left takes nothing up again */
    m = at_a_year(a, v, 4);
    assert_int_equal(m.not_known, 1);
    assert_int_equal(m.effect.with_x + m.effect.without_x, 2);
    assert_int_equal(m.may_resume, 1);
    v[3].how = LEAVE_SWITCH; /* is no dropout */
    m = at_a_year(a, v, 4);
    assert_int_equal(m.effect.with_x + m.effect.without_x, 1);
}

/* Half of those with a mentor complete after 60 days. Of the 50 who are still there 10 drop out after 200, of
 * the 100 without a mentor 20: as often, among those who can. */
static void who_has_completed_cannot_drop_out(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct retention_start *v = simulated(a, 200, 1, 5);
    for (size_t i = 0; i < 200; i++) {
        bool drops = i >= 50 && i < (i < 100 ? 60 : 120) && (i < 60 || i >= 100);
        v[i] = (struct retention_start){.day = v[0].day,
                                        .born = v[0].day - 16 * 366,
                                        .left = drops ? v[0].day + 200 : DAY_NONE,
                                        .how = drops ? LEAVE_DROPOUT : LEAVE_NOT,
                                        .completed = i < 50 ? v[0].day + 60 : DAY_NONE,
                                        .moved_out = DAY_NONE,
                                        .mentored = i < 100,
                                        .institution = i % 2 ? "a" : "b"};
    }
    struct effect_mentor m = at_a_year(a, v, 200);
    assert_true(m.effect.with_x == 10 && m.effect.without_x == 20);
    assert_true(fabs(m.effect.hazard.estimate - 1) < 0.05);
}

/* ---- the page ---- */

static void start(struct house_test *h, int i, bool mentored, bool drops) {
    const char *id = arena_fmt(h->arena, "r%025d", i);
    int32_t known = day_from_ymd(2025, 8, 1);
    house_youth(h, id, "Ung", arena_fmt(h->arena, "Nr%d", i),
                i % 4 < 2 ? "2007-03-01" : "2006-03-01", 0, 0);
    house_spell(h, 20000 + i, id, "stx", "2025-08-10", drops ? "2025-12-01" : NULL,
                drops ? "interrupted" : NULL, known);
    if (!mentored) return;
    test_sql(
        h->store,
        arena_fmt(h->arena,
                  "insert into retention_mentor (id, youth, mentor, since, reason, author, at) "
                  "values (%d, '%s', %lld, '2025-08-01', %s, %lld, %lld)",
                  30000 + i, id, (long long)h->vera, house_bytes(h->arena, "00"), (long long)h->lea,
                  (long long)clock_at(day_from_ymd(2025, 8, 5), 9, 0)));
}

static void the_page_tells_what_was_found(void **state) {
    struct house_test *h = *state;
    for (int i = 0; i < 240; i++) start(h, i, i % 2 == 0, i % 2 ? i % 5 == 0 : i % 20 == 0);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt", 200);
    browser_sees(&lea, "120 starter på en ungdomsuddannelse med mentor fra første dag");
    browser_sees(&lea, "Der er ikke trukket lod");
    browser_sees(&lea, "Frafald i det seneste år er for højt");
    browser_sees(&lea, "Der er få uddannelsessteder");
    browser_sees(&lea, "effekt-mentor");
    browser_sees(&lea, "Færre med mentor falder fra end andre, der ligner dem");
    const char *reading = strstr(lea.body, "Efter 365 dage er ");
    assert_non_null(reading);
    assert_non_null(strstr(reading, " procentpoint færre af dem med mentor faldet fra"));
    double n = strtod(reading + strlen("Efter 365 dage er "), NULL);
    double low = strtod(strstr(reading, "(mellem ") + strlen("(mellem "), NULL);
    assert_true(low < n && n < strtod(strstr(strstr(reading, "(mellem "), " og ") + 4, NULL));
    browser_sees_not(&lea, ">nan");
    browser_sees_not(&lea, "Nr17");
    browser_get(&lea, "/en/team/kvalitet/effekt", 200);
    browser_sees(&lea, "Nobody drew lots");
    struct browser mads = house_browser(h, h->mads);
    browser_get(&mads, "/team/kvalitet/effekt", 200);
}

static void a_page_of_few_gives_no_estimate(void **state) {
    struct house_test *h = *state;
    for (int i = 0; i < 40; i++) start(h, i, i % 2 == 0, i % 5 == 0);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt", 200);
    browser_sees(&lea, "er der for få til at sige noget");
    browser_sees_not(&lea, "effekt-mentor");
}

static void few_are_not_counted_aloud(void **state) {
    struct house_test *h = *state;
    for (int i = 0; i < 40; i++) start(h, i, i < 4, false);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt", 200);
    browser_sees_not(&lea, "4 starter");
    browser_sees(&lea, "færre end 5 starter");
}

static void others_are_refused(void **state) {
    struct house_test *h = *state;
    const int64_t who[] = {h->vera, h->otto, h->skola, h->adam};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        struct browser b = house_browser(h, who[i]);
        browser_get(&b, "/team/kvalitet/effekt", 403);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_effect_is_not_found),
        cmocka_unit_test(an_effect_is_found),
        cmocka_unit_test(immortal_time_gives_no_credit),
        cmocka_unit_test(few_say_nothing),
        cmocka_unit_test(a_sum_is_told_from_thirty_and_ten),
        cmocka_unit_test(a_harm_is_found),
        cmocka_unit_test(only_what_can_be_known_counts),
        HOUSE_TEST(the_page_tells_what_was_found),
        HOUSE_TEST(a_page_of_few_gives_no_estimate),
        HOUSE_TEST(others_are_refused),
        cmocka_unit_test(who_has_completed_cannot_drop_out),
        HOUSE_TEST(few_are_not_counted_aloud),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

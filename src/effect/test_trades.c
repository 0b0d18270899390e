/* SPDX-License-Identifier: EUPL-1.2
 *
 * Collective guidance on trades: a case computed by hand, both sides of what is too few, what cannot be compared,
 * and schools whose truth is known.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "effect/trades.h"

#include <math.h>

#define FIRST 2022
#define MOST  20000

/* ---- pupils, put together school by school ---- */

struct made {
    struct arena *a;
    struct effect_pupil *v;
    size_t n;
    int last;
};

static struct made made_new(struct arena *a) {
    return (struct made){.a = a, .v = arena_array(a, MOST, sizeof(struct effect_pupil))};
}

/* n pupils of a school and year, every second a man, of whom the first `eud` want a vocational education, the
 * next `unknown` have told nothing, and the first `had` have had the theme. */
static void put(struct made *m, int school, int year, int n, int eud, int unknown, int had) {
    const char *number = arena_fmt(m->a, "%d", school);
    if (year > m->last) m->last = year;
    for (int i = 0; i < n; i++)
        m->v[m->n++] = (struct effect_pupil){.school = number,
                                             .year = year,
                                             .man = i % 2,
                                             .had = i < had,
                                             .choice = i < eud             ? CHOICE_EUD
                                                       : i < eud + unknown ? CHOICE_UNKNOWN
                                                                           : CHOICE_OTHER};
}

static struct effect_trades found_of(struct made *m) {
    struct effect_trades f;
    effect_trades(m->a, m->v, m->n, FIRST - 3, m->last, &f);
    return f;
}

static void near(double x, double y) { assert_true(fabs(x - y) < 1e-9); }

/* Ten schools of ten pupils, a year before and a year after; five begin. Which are men is the same in each. */
static void by_hand(struct made *m, int begun, int others) {
    static const int before[] = {1, 2, 3, 2, 2}, after[] = {4, 3, 4, 5, 4};
    static const int then[] = {3, 2, 2, 2, 3};
    for (int s = 0; s < begun; s++) {
        put(m, s, FIRST, 10, before[s % 5], 0, 0);
        put(m, s, FIRST + 1, 10, after[s % 5], 0, 10);
    }
    for (int s = 0; s < others; s++) {
        put(m, 100 + s, FIRST, 10, 2, 0, 0);
        put(m, 100 + s, FIRST + 1, 10, then[s % 5], 0, 0);
    }
}

/* The begun go from 10 to 20 of 50, the others from 10 to 12: 20 - 4 = 16 points. A school's change is off its
 * side's mean by 0.1, 0.1, 0.1, 0.1, 0, and by 0.06, 0.04, 0.04, 0.04, 0.06: the variance of the difference is
 * 0.04 / 25 + 0.012 / 25 = 0.00208, times 10/9 and 199/188 (ten schools, a year and the effect are fitted). */
static void a_change_by_hand(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    struct effect_trades f = found_of(&m);
    double half = 2.262157162798205 * sqrt(0.00208 * 10 / 9 * 199 / 188);
    near(f.change.estimate, 0.16);
    near(f.change.lower, 0.16 - half);
    near(f.change.upper, 0.16 + half);
    assert_int_equal(f.verdict, TRADES_MORE);
    assert_int_equal(f.first, FIRST);
    assert_int_equal(f.schools[SIDE_BEGUN], 5);
    assert_int_equal(f.schools[SIDE_OTHERS], 5);
    assert_true(f.parts[SIDE_BEGUN][0].n == 50 && f.parts[SIDE_BEGUN][0].eud == 10);
    assert_true(f.parts[SIDE_BEGUN][1].n == 50 && f.parts[SIDE_BEGUN][1].eud == 20);
    assert_true(f.parts[SIDE_OTHERS][0].n == 50 && f.parts[SIDE_OTHERS][0].eud == 10);
    assert_true(f.parts[SIDE_OTHERS][1].n == 50 && f.parts[SIDE_OTHERS][1].eud == 12);
    assert_true(f.years[0][SIDE_OTHERS].eud == 10 && f.years[1][SIDE_BEGUN].eud == 20);
    assert_int_equal(f.effect.with_n, 50);
    assert_int_equal(f.effect.without_n, 150);
    near(f.effect.crude.estimate, 20.0 / 50 - 32.0 / 150);
    assert_int_equal(f.effect.hazard.why, STAT_NO_DATA); /* there is no time in it */
    assert_false(f.is_staggered);
    assert_int_equal(f.trend, TREND_NOT_TELLABLE); /* one year before */
    near(f.before[BEFORE_EUD][SIDE_BEGUN], 0.2);
    near(f.apart[BEFORE_EUD], 0);
}

/* Men are half of every school's year, so holding sex still takes one degree more and moves nothing. */
static void sex_held_still_by_hand(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    struct effect_trades f = found_of(&m);
    double half = 2.262157162798205 * sqrt(0.00208 * 10 / 9 * 199 / 187);
    near(f.adjusted.estimate, 0.16);
    near(f.adjusted.upper, 0.16 + half);
    for (size_t i = 0; i < m.n; i++) /* the same the other way: fewer */
        m.v[i].choice = m.v[i].choice == CHOICE_EUD ? CHOICE_OTHER : CHOICE_EUD;
    f = found_of(&m);
    near(f.adjusted.estimate, -0.16);
    assert_int_equal(f.verdict, TRADES_LESS);
}

/* If all men want it, and there are more of them after, at the schools that begin, that is no effect. */
static void more_men_are_no_effect(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    for (int s = 0; s < 12; s++)
        for (int year = FIRST; year < FIRST + 2; year++) {
            bool begun = s < 6 && year > FIRST;
            put(&m, s, year, 20, 0, 0, begun ? 20 : 0);
            for (size_t i = 0; i < 20; i++) {
                struct effect_pupil *p = &m.v[m.n - 20 + i];
                p->man = i < (begun ? 15 : 10);
                p->choice = p->man != (i % 7 == 0) ? CHOICE_EUD : CHOICE_OTHER;
            }
        }
    struct effect_trades f = found_of(&m);
    assert_true(f.change.lower > 0.1);
    assert_true(fabs(f.adjusted.estimate) < 0.05);
    assert_int_not_equal(f.verdict, TRADES_MORE);
}

/* ---- too few ---- */

static void five_schools_on_each_side_can_be_told(void **state) {
    (void)state;
    static const struct {
        int begun, others;
        bool told;
    } rows[] = {{5, 5, true}, {4, 12, false}, {12, 4, false}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct made m = made_new(a);
        by_hand(&m, rows[k].begun, rows[k].others);
        struct effect_trades f = found_of(&m);
        assert_int_equal(effect_trades_told(f.verdict), rows[k].told);
        if (!rows[k].told) assert_int_equal(f.verdict, TRADES_FEW_SCHOOLS);
    }
}

/* Five schools of six are thirty; with one wish unknown they are 29. */
static void thirty_pupils_in_each_group_can_be_told(void **state) {
    (void)state;
    for (int lacking = -1; lacking < 4; lacking++) { /* which of the four groups is one short */
        struct arena *a ARENA_AUTO = arena_new();
        struct made m = made_new(a);
        for (int s = 0; s < 5; s++)
            for (int side = 0; side < 2; side++)
                for (int after = 0; after < 2; after++) {
                    bool lacks = s == 0 && lacking == 2 * side + after;
                    put(&m, 10 * side + s, FIRST + after, 6, 1 + s % 2, lacks,
                        side && after ? 6 : 0);
                }
        struct effect_trades f = found_of(&m);
        assert_int_equal(f.unknown, lacking >= 0);
        assert_int_equal(effect_trades_told(f.verdict), lacking < 0);
        if (lacking >= 0) assert_int_equal(f.verdict, TRADES_FEW_PUPILS);
    }
}

/* Ten of either choice; nine say nothing. */
static void ten_of_either_choice_can_be_told(void **state) {
    (void)state;
    for (int eud = 9; eud <= 10; eud++)
        for (int turned = 0; turned < 2; turned++) {
            struct arena *a ARENA_AUTO = arena_new();
            struct made m = made_new(a);
            for (int s = 0; s < 10; s++)
                for (int after = 0; after < 2; after++)
                    put(&m, s, FIRST + after, 10, after && s < eud, 0, after && s < 5 ? 10 : 0);
            for (size_t i = 0; turned && i < m.n; i++)
                m.v[i].choice = m.v[i].choice == CHOICE_EUD ? CHOICE_OTHER : CHOICE_EUD;
            struct effect_trades f = found_of(&m);
            assert_int_equal(f.verdict == TRADES_FEW_PUPILS, eud < 10);
        }
}

/* ---- what cannot be compared ---- */

static void no_pupils_and_no_school_begun_say_so(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    m.last = FIRST;
    assert_int_equal(found_of(&m).verdict, TRADES_NOT_BEGUN);
    by_hand(&m, 0, 12);
    assert_int_equal(found_of(&m).verdict, TRADES_NOT_BEGUN);
    m = made_new(a);
    by_hand(&m, 12, 0);
    assert_int_equal(found_of(&m).verdict, TRADES_NO_OTHERS);
    m = made_new(a);
    by_hand(&m, 0, 12);
    for (size_t i = 0; i < m.n / 2; i++) m.v[i].had = true; /* six schools had it all the time */
    struct effect_trades f = found_of(&m);
    assert_int_equal(f.verdict, TRADES_NO_BEFORE);
    assert_int_equal(f.always, 6);
}

/* Half of the pupils make a start, less do not. */
static void a_school_begins_with_half_of_its_pupils(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    for (int s = 0; s < 2; s++) {
        put(&m, 50 + s, FIRST, 10, 2, 0, 0);
        put(&m, 50 + s, FIRST + 1, 10, 2, 0, s ? 4 : 5);
    }
    struct effect_trades f = found_of(&m);
    assert_int_equal(f.schools[SIDE_BEGUN], 6);
    assert_int_equal(f.schools[SIDE_OTHERS], 6);
    assert_int_equal(f.school_years_part, 1);
    assert_int_equal(f.school_years_stopped, 0);
}

/* A school that stops counts as begun; one that has no before, or whose wishes nobody knows, is left out. */
static void what_a_school_did_later_and_who_is_left_out(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    for (int s = 0; s < 10; s++)
        put(&m, s < 5 ? s : 95 + s, FIRST + 2, 10, 2, 0, s > 0 && s < 5 ? 10 : 0);
    struct effect_trades f = found_of(&m);
    assert_int_equal(f.school_years_stopped, 1);
    assert_int_equal(f.schools[SIDE_BEGUN], 5);
    assert_int_equal(f.parts[SIDE_BEGUN][1].n, 100);
    assert_int_equal(f.effect.with_n, 100);
    assert_int_equal(f.always + f.unused, 0);
    put(&m, 60, FIRST, 10, 2, 0, 10); /* had it in the first year */
    put(&m, 60, FIRST + 1, 10, 9, 0, 10);
    put(&m, 61, FIRST, 10, 0, 10, 0); /* begins, but nobody's wish is known before */
    put(&m, 61, FIRST + 1, 10, 9, 0, 10);
    put(&m, 62, FIRST + 1, 10, 9, 0, 0); /* another, with one year */
    struct effect_trades g = found_of(&m);
    assert_int_equal(g.always, 1);
    assert_int_equal(g.unused, 2);
    near(g.adjusted.estimate, f.adjusted.estimate);
    assert_int_equal(g.unknown, 0);
    assert_true(g.parts[SIDE_BEGUN][1].n == 100);
}

/* Another school that begins a year later is after only then; the others are divided at the first start. */
static void before_and_after_are_each_schools_own(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    for (int s = 0; s < 10; s++) put(&m, s < 5 ? s : 95 + s, FIRST + 2, 10, 2, 0, s < 5 ? 10 : 0);
    for (int year = FIRST; year <= FIRST + 2; year++)
        put(&m, 40, year, 10, 2, 0, year == FIRST + 2 ? 10 : 0);
    struct effect_trades f = found_of(&m);
    assert_true(f.is_staggered);
    assert_int_equal(f.parts[SIDE_BEGUN][0].n, 50 + 20);
    assert_int_equal(f.parts[SIDE_BEGUN][1].n, 100 + 10);
    assert_int_equal(f.parts[SIDE_OTHERS][0].n, 50);
    assert_int_equal(f.parts[SIDE_OTHERS][1].n, 100);
}

/* Who goes on to 10th grade is nowhere. */
static void who_stays_in_school_is_of_no_part(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct made m = made_new(a);
    by_hand(&m, 5, 5);
    struct effect_trades f = found_of(&m);
    size_t n = m.n;
    by_hand(&m, 5, 5);
    for (size_t i = n; i < m.n; i++) m.v[i].choice = CHOICE_SCHOOL;
    struct effect_trades g = found_of(&m);
    near(g.adjusted.estimate, f.adjusted.estimate);
    near(g.adjusted.upper, f.adjusted.upper);
    assert_int_equal(g.unknown, 0);
    near(g.before[BEFORE_KNOWN][SIDE_BEGUN], 1);
    for (int s = 0; s < 5; s++) { /* no wish is lost by going on to 10th grade */
        put(&m, s, FIRST + 1, 3 + s, 0, 0, 3 + s);
        for (size_t i = m.n - 3 - (size_t)s; i < m.n; i++) m.v[i].choice = CHOICE_SCHOOL;
    }
    assert_false(found_of(&m).known.upper < 0);
}

/* ---- schools whose truth is known ---- */

static double uniform(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15U);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}

struct truth {
    int begun, others, years, start; /* start: the year, from 0 */
    double effect, higher,
        drift;          /* points a year by which those that begin go another way, before too */
    double known_after; /* of those that have begun; others 1 */
};

/* Schools have levels of their own and years of their own; twenty pupils a year. */
static struct effect_trades simulated(struct arena *a, const struct truth *t, uint64_t seed) {
    struct made m = made_new(a);
    for (int s = 0; s < t->begun + t->others; s++) {
        double level = 0.15 + 0.15 * uniform(&seed) + (s < t->begun ? t->higher : 0);
        for (int y = 0; y < t->years; y++) {
            bool with = s < t->begun && y >= t->start;
            double share = level + 0.02 * y + 0.06 * (uniform(&seed) - 0.5) +
                           (with ? t->effect : 0) + (s < t->begun ? t->drift * y : 0);
            put(&m, s, FIRST + y, 20, 0, 0, with ? 20 : 0);
            for (size_t i = m.n - 20; i < m.n; i++) {
                m.v[i].choice = uniform(&seed) < share ? CHOICE_EUD : CHOICE_OTHER;
                if (with && t->known_after > 0 && uniform(&seed) > t->known_after)
                    m.v[i].choice = CHOICE_UNKNOWN;
            }
        }
    }
    return found_of(&m);
}

#define TIMES 50

struct times {
    int holds, apart, crude, more, crude_only;
};
static struct times repeat(const struct truth *t) {
    struct times n = {0};
    for (uint64_t seed = 1; seed <= TIMES; seed++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct effect_trades f = simulated(a, t, seed);
        n.holds += f.adjusted.lower <= t->effect && t->effect <= f.adjusted.upper;
        n.apart += f.trend == TREND_APART;
        n.crude += f.effect.crude.lower > 0;
        n.more += f.verdict == TRADES_MORE;
        n.crude_only += f.verdict == TRADES_CRUDE_ONLY;
    }
    return n;
}

/* Levels are the schools' own and do no harm. 95 of 100 is what is promised; fewer than 42 of 50 has P < 0.001. */
static void no_effect_is_not_found(void **state) {
    (void)state;
    static const int sides[][2] = {{5, 30}, {12, 12}};
    for (int k = 0; k < 2; k++) {
        struct times n = repeat(
            &(struct truth){.begun = sides[k][0], .others = sides[k][1], .years = 5, .start = 3});
        assert_in_range(n.holds, 42, TIMES);
        assert_in_range(n.apart, 0, 10); /* with few schools the leads too are told too easily */
        assert_in_range(n.more, 0, 5);
    }
}

/* Schools where more want it anyway begin: the crude difference is theirs, and does not stand. */
static void schools_that_were_different_give_no_effect(void **state) {
    (void)state;
    struct times n =
        repeat(&(struct truth){.begun = 12, .others = 12, .years = 5, .start = 3, .higher = 0.2});
    assert_int_equal(n.crude, TIMES);
    assert_in_range(n.holds, 42, TIMES);
    assert_in_range(n.crude_only, 41, TIMES);
}

static void an_effect_is_found(void **state) {
    (void)state;
    struct times n = repeat(&(struct truth){
        .begun = 12, .others = 12, .years = 5, .start = 3, .effect = 0.15, .higher = -0.05});
    assert_in_range(n.holds, 42, TIMES);
    assert_in_range(n.more, 47, TIMES);
}

/* Those that begin gain five points a year all along: there is no effect, and it is seen before. */
static void another_way_before_is_seen(void **state) {
    (void)state;
    struct times n =
        repeat(&(struct truth){.begun = 15, .others = 15, .years = 7, .start = 5, .drift = 0.05});
    assert_in_range(n.apart, 45, TIMES);
    assert_in_range(n.holds, 0, 10); /* the change alone would be believed */
}

/* It takes five schools with two years before. */
static void before_is_told_of_five_schools_with_two_years(void **state) {
    (void)state;
    for (int early = 4; early <= 5; early++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct made m = made_new(a);
        by_hand(&m, 6, 6);
        for (int s = 0; s < 6; s++) { /* of the last of four nobody's wish was known that year */
            bool known = s < early;
            put(&m, s, FIRST - 1, 10, known ? 2 + (s == 1) - (s == 2) : 0, known ? 0 : 10, 0);
            put(&m, 100 + s, FIRST - 1, 10, 2 + (s == 3) - (s == 4), 0, 0);
        }
        struct effect_trades f = found_of(&m);
        assert_int_equal(f.schools[SIDE_BEGUN], 6);
        assert_int_equal(f.trend, early < 5 ? TREND_NOT_TELLABLE : TREND_TOGETHER);
    }
}

/* A third of the wishes is lost where the theme is: that is told of. */
static void wishes_that_are_lost_are_seen(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct truth t = {.begun = 12, .others = 12, .years = 5, .start = 3, .known_after = 0.66};
    struct effect_trades f = simulated(a, &t, 3);
    assert_true(f.known.lower < -0.34 && f.known.upper > -0.34 && f.known.upper < -0.2);
    t.known_after = 1;
    f = simulated(a, &t, 3);
    assert_false(f.known.lower > 0 || f.known.upper < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_by_hand),
        cmocka_unit_test(sex_held_still_by_hand),
        cmocka_unit_test(more_men_are_no_effect),
        cmocka_unit_test(five_schools_on_each_side_can_be_told),
        cmocka_unit_test(thirty_pupils_in_each_group_can_be_told),
        cmocka_unit_test(ten_of_either_choice_can_be_told),
        cmocka_unit_test(no_pupils_and_no_school_begun_say_so),
        cmocka_unit_test(a_school_begins_with_half_of_its_pupils),
        cmocka_unit_test(what_a_school_did_later_and_who_is_left_out),
        cmocka_unit_test(before_and_after_are_each_schools_own),
        cmocka_unit_test(who_stays_in_school_is_of_no_part),
        cmocka_unit_test(no_effect_is_not_found),
        cmocka_unit_test(schools_that_were_different_give_no_effect),
        cmocka_unit_test(an_effect_is_found),
        cmocka_unit_test(another_way_before_is_seen),
        cmocka_unit_test(before_is_told_of_five_schools_with_two_years),
        cmocka_unit_test(wishes_that_are_lost_are_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

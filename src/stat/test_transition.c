/* SPDX-License-Identifier: EUPL-1.2 */
/* transition: Random123's known answers, chains worked out by hand, and simulation against recursion */
#include "base/test.h"

#include <math.h>
#include <string.h>

#include "stat/philox.h"
#include "stat/transition.h"

#define assert_near(x_, y_, by_) assert_true(fabs((x_) - (y_)) <= (by_))

static void philox_is(struct philox counter, uint32_t key0, uint32_t key1, struct philox want) {
    struct philox x = philox(counter, key0, key1);
    for (int i = 0; i < 4; i++) assert_int_equal(x.v[i], want.v[i]);
}

/* kat_vectors of Random123 1.14, philox4x32 with 10 rounds */
static void known_answers_of_random123(void **state) {
    (void)state;
    philox_is((struct philox){{0, 0, 0, 0}}, 0, 0,
              (struct philox){{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
    philox_is((struct philox){{~0u, ~0u, ~0u, ~0u}}, ~0u, ~0u,
              (struct philox){{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
    philox_is((struct philox){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822,
              0x299f31d0, (struct philox){{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

/* ---- recursion ---- */

static void two_states_by_hand(void **state) {
    /* half of those in 0 leave each year for 1, which nobody leaves */
    const double p[] = {0.5, 0.5, 0, 1, 0.5, 0.5, 0, 1, 0.5, 0.5, 0, 1};
    const double start[] = {1, 0};
    const bool target[] = {false, true};
    struct transition_plan plan = {{1, 1, 3, 2, 1}, p, start, target};
    double shares[8], attained[4];
    transition_project(*state, &plan, shares, attained);
    for (int age = 0; age <= 3; age++) {
        assert_near(shares[2 * age], pow(0.5, age), 1e-15);
        assert_near(attained[age], 1 - pow(0.5, age), 1e-15);
    }
}

static void years_in_a_state_count(void **state) {
    /* nobody leaves 0 in the first year of it; all leave in the second, and come back at once */
    const double one_age[] = {1, 0, 0, 1, 1, 0, 1, 0};
    double p[4 * 8];
    for (size_t age = 0; age < 4; age++) memcpy(&p[age * 8], one_age, sizeof one_age);
    const double start[] = {1, 0};
    struct transition_plan plan = {{1, 1, 4, 2, 2}, p, start, NULL};
    const double want[] = {1, 1, 0, 1, 1}; /* 0: first, second, away, first, second */
    double shares[10], attained[5];
    transition_project(*state, &plan, shares, attained);
    for (int age = 0; age <= 4; age++) {
        assert_near(shares[2 * age], want[age], 1e-15);
        assert_near(attained[age], 0, 0);
    }
}

/* Once attained, always: also for those who leave the state again. */
static void who_has_been_there_has_attained(void **state) {
    const double one_age[] = {0, 1, 1, 0};
    double p[12];
    for (size_t age = 0; age < 3; age++) memcpy(&p[age * 4], one_age, sizeof one_age);
    const double start[] = {0.75, 0.25};
    const bool target[] = {false, true};
    struct transition_plan plan = {{1, 1, 3, 2, 1}, p, start, target};
    double shares[8], attained[4];
    transition_project(*state, &plan, shares, attained);
    assert_near(attained[0], 0.25, 1e-15);
    assert_near(attained[1], 1, 1e-15);
    assert_near(shares[2 * 2 + 1], 0.25, 1e-15);
    assert_near(attained[3], 1, 1e-15);
}

/* ---- random models ---- */

static uint64_t seed;
static double uniform(void) {
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static struct transition_plan random_plan(struct arena *a, struct transition_space s) {
    size_t cells = transition_cells(&s);
    double *p = arena_array(a, cells * s.states, sizeof *p);
    double *start = arena_array(a, s.states, sizeof *start);
    bool *target = arena_array(a, s.states, sizeof *target);
    for (size_t c = 0; c < cells; c++) {
        double sum = 0, *row = &p[c * s.states];
        for (size_t k = 0; k < s.states; k++) {
            row[k] = uniform() < 0.4 ? 0 : uniform();
            if (k == c / s.years % s.states) row[k] += 3 * uniform();
            sum += row[k];
        }
        if (sum <= 0) row[0] = sum = 1;
        for (size_t k = 0; k < s.states; k++) row[k] /= sum;
    }
    for (size_t k = 0; k < s.states; k++) start[k] = 1 / (double)s.states;
    target[s.states - 1] = true;
    return (struct transition_plan){s, p, start, target};
}

/* Howard's recursion written as plainly as can be: every person's whole history of state and years. */
static void recursion_is_a_product_of_matrices(void **state) {
    seed = 4;
    struct transition_plan plan = random_plan(*state, (struct transition_space){2, 2, 12, 5, 3});
    const struct transition_space *s = &plan.space;
    double shares[4 * 13 * 5], attained[4 * 13];
    transition_project(*state, &plan, shares, attained);
    for (size_t g = 0; g < 4; g++) {
        double v[15] = {0};
        for (size_t k = 0; k < 5; k++) v[k * 3] = plan.start[k];
        for (size_t age = 0; age <= 12; age++) {
            double all = 0;
            for (size_t k = 0; k < 5; k++) {
                double share = v[3 * k] + v[3 * k + 1] + v[3 * k + 2];
                assert_near(shares[(g * 13 + age) * 5 + k], share, 1e-14);
                all += share;
            }
            assert_near(all, 1, 1e-12);
            assert_true(age == 0 || attained[g * 13 + age] >= attained[g * 13 + age - 1] - 1e-15);
            assert_true(attained[g * 13 + age] <= 1 + 1e-12);
            double next[15] = {0};
            for (size_t k = 0; age < 12 && k < 15; k++)
                for (size_t to = 0; to < 5; to++) {
                    size_t year = to == k / 3 ? (k % 3 < 2 ? k % 3 + 1 : 2) : 0;
                    next[to * 3 + year] +=
                        v[k] * plan.p[transition_cell(s, g, age, k / 3, k % 3) * 5 + to];
                }
            memcpy(v, next, sizeof v);
        }
    }
}

static void simulated_within_four_sigma(void **state) {
    seed = 9;
    const struct transition_space spaces[] = {
        {2, 3, 10, 16, 8}, {1, 1, 25, 5, 1}, {1, 2, 7, 1, 3}, {2, 1, 6, 17, 2}, {1, 1, 3, 2, 4}};
    for (size_t i = 0; i < 5; i++) {
        struct transition_plan plan = random_plan(*state, spaces[i]);
        size_t groups = transition_groups(&plan.space), per = plan.space.ages + 1;
        size_t points = groups * per, states = plan.space.states;
        double *shares = arena_array(*state, points * states, sizeof *shares);
        double *attained = arena_array(*state, points, sizeof *attained);
        int64_t *shares_n = arena_array(*state, points * states, sizeof *shares_n);
        int64_t *attained_n = arena_array(*state, points, sizeof *attained_n);
        int64_t persons[6] = {50001, 1000, 77777, 3, 2048, 40000};
        struct transition_sample sample = {persons, 20220901, 2};
        transition_project(*state, &plan, shares, attained);
        transition_simulate(*state, &plan, &sample, shares_n, attained_n);
        for (size_t k = 0; k < points * states; k++) {
            double n = (double)persons[k / states / per], p = shares[k];
            assert_near((double)shares_n[k], n * p, 4 * sqrt(fmax(n * p * (1 - p), 0)) + 1);
        }
        for (size_t k = 0; k < points; k++) {
            double n = (double)persons[k / per], p = fmin(attained[k], 1);
            assert_near((double)attained_n[k], n * p, 4 * sqrt(fmax(n * p * (1 - p), 0)) + 1);
        }
    }
}

static void any_number_of_threads_gives_the_same(void **state) {
    seed = 10;
    struct transition_plan plan = random_plan(*state, (struct transition_space){2, 2, 9, 6, 2});
    const int64_t persons[4] = {10000, 1, 0, 54321};
    int64_t first[4 * 10 * 6], first_attained[40], other[4 * 10 * 6], other_attained[40];
    struct transition_sample sample = {persons, 5, 1};
    transition_simulate(*state, &plan, &sample, first, first_attained);
    for (unsigned threads = 2; threads <= 9; threads++) {
        sample.threads = threads;
        transition_simulate(*state, &plan, &sample, other, other_attained);
        assert_memory_equal(first, other, sizeof first);
        assert_memory_equal(first_attained, other_attained, sizeof first_attained);
    }
    sample.seed = 6;
    transition_simulate(*state, &plan, &sample, other, other_attained);
    assert_memory_not_equal(first, other, sizeof first);
}

/* ---- frequencies ---- */

static void thin_cells_are_pooled_in_order(void **state) {
    struct transition_space s = {2, 2, 4, 2, 2};
    size_t cells = transition_cells(&s);
    double *counts = arena_array(*state, cells * 2, sizeof *counts);
    double *p = arena_array(*state, cells * 2, sizeof *p);
    uint8_t *level = arena_array(*state, cells, 1);
#define CELL(sex_, origin_, age_, state_, year_)                                                   \
    transition_cell(&s, (sex_)*2 + (origin_), age_, state_, year_)
    counts[CELL(0, 0, 0, 0, 0) * 2 + 1] = 10; /* enough */
    counts[CELL(0, 1, 0, 0, 0) * 2] = 2;      /* 12 with the other origin */
    counts[CELL(1, 0, 0, 0, 0) * 2 + 1] = 3;  /* 15 with the other sex */
    counts[CELL(0, 0, 1, 0, 0) * 2] = 5;      /* 20 with the ages 0 and 1 */
    counts[CELL(0, 0, 2, 0, 1) * 2] = 4;      /* alone in ages 2 and 3: the widest there is */
    transition_pool(*state, &s, counts, 10, 2, p, level, NULL);
    const struct {
        size_t cell;
        uint8_t level;
        double stays;
    } want[] = {
        {CELL(0, 0, 0, 0, 0), TRANSITION_OWN, 0},
        {CELL(0, 1, 0, 0, 0), TRANSITION_ORIGIN, 2 / 12.0},
        {CELL(1, 0, 0, 0, 0), TRANSITION_SEX, 2 / 15.0},
        {CELL(1, 1, 1, 0, 0), TRANSITION_AGE, 7 / 20.0},
        {CELL(0, 0, 1, 0, 1), TRANSITION_YEARS, 7 / 20.0},
        {CELL(1, 1, 3, 0, 0), TRANSITION_YEARS, 1},
        {CELL(0, 0, 0, 1, 0), TRANSITION_NONE, 0},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_int_equal(level[want[i].cell], want[i].level);
        assert_near(p[want[i].cell * 2], want[i].stays, 1e-15);
        assert_near(p[want[i].cell * 2] + p[want[i].cell * 2 + 1], 1, 1e-15);
    }
}

static void persons_are_divided_by_share(void **state) {
    (void)state;
    const double share[3] = {0.25, 0.25, 0.5};
    int64_t n[3];
    transition_divide(10, share, 3, n);
    assert_int_equal(n[0] + n[1] + n[2], 10);
    assert_int_equal(n[2], 5);
    transition_divide(0, share, 3, n);
    assert_int_equal(n[0] + n[1] + n[2], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(known_answers_of_random123),
        TEST(two_states_by_hand),
        TEST(years_in_a_state_count),
        TEST(who_has_been_there_has_attained),
        TEST(recursion_is_a_product_of_matrices),
        TEST(simulated_within_four_sigma),
        TEST(any_number_of_threads_gives_the_same),
        TEST(thin_cells_are_pooled_in_order),
        TEST(persons_are_divided_by_share),
    };
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* difference in differences, matching and weighting: by hand and by brute force (R's results on R's
 * data: test_models.c) */
#include "base/test.h"

#include <math.h>
#include <string.h>

#include "did.h"
#include "match.h"
#include "mh.h"

#define NEAR(got_, want_, by_)                                                                     \
    do {                                                                                           \
        double g_ = (got_), w_ = (want_);                                                          \
        if (!(fabs(g_ - w_) <= (by_))) fail_msg("%s is %.17g, not %.17g", #got_, g_, w_);          \
    } while (0)

static uint64_t seed;

static double random_share(void) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(seed >> 33) / 2147483648.0;
}

/* The definition, word by word. */
static void match_slowly(const double *score, const uint8_t *treated, size_t n, double widest,
                         size_t *pair, bool *is_taken) {
    memset(is_taken, 0, n * sizeof *is_taken);
    for (size_t i = 0; i < n; i++) {
        pair[i] = MATCH_NOBODY;
        double best = INFINITY;
        for (size_t j = 0; treated[i] && j < n; j++) {
            double distance = fabs(score[j] - score[i]);
            if (treated[j] || is_taken[j] || distance >= best) continue;
            best = distance, pair[i] = j;
        }
        if (best > widest) pair[i] = MATCH_NOBODY;
        if (pair[i] != MATCH_NOBODY) is_taken[pair[i]] = true;
    }
}

static void the_nearest_free_one_is_taken(void **state) {
    struct arena *a = *state;
    for (seed = 1; seed < 300; seed++) {
        uint64_t kept = seed;
        size_t n = 1 + (size_t)(random_share() * 120), pair[121], slow[121];
        double score[121], part = random_share();
        uint8_t treated[121];
        bool is_taken[121];
        for (size_t i = 0; i < n; i++) /* on a coarse grid, so that many are equally near */
            score[i] = floor(random_share() * 16) / 16, treated[i] = random_share() < part;
        for (double widest = 0; widest < 1; widest += 0.125) {
            match_nearest(a, score, treated, n, widest == 0.875 ? INFINITY : widest, pair);
            match_slowly(score, treated, n, widest == 0.875 ? INFINITY : widest, slow, is_taken);
            for (size_t i = 0; i < n; i++)
                if (pair[i] != slow[i])
                    fail_msg("seed %d, row %zu: %zu, not %zu", (int)kept, i, pair[i], slow[i]);
        }
        seed = kept;
    }
}

static void two_by_two_is_a_difference_of_differences(void **state) {
    struct arena *a = *state;
    double y[] = {1, 3, 5, 9, 2, 2, 4, 12}, treat[] = {0, 0, 0, 0, 1, 1, 1, 1};
    double post[] = {0, 0, 1, 1, 0, 0, 1, 1};
    struct did_input in = {.n = 8, .y = y, .treat = treat, .post = post};
    struct did found = did_fit(a, &in);
    assert_int_equal(found.terms_n, 4);
    NEAR(found.fit.coef[0], 2, 1e-14);
    NEAR(found.fit.coef[1], 0, 1e-14);
    NEAR(found.fit.coef[2], 5, 1e-14);
    NEAR(found.fit.coef[3], (8 - 2) - (7 - 2), 1e-14);
    /* residuals: -1 1, -2 2, 0 0, -4 4; sigma² = 42/4; each mean has variance sigma²/2 */
    NEAR(found.fit.se[3], sqrt(42.0 / 4 * 4 / 2), 1e-13);
    memset(post, 0, sizeof post);
    found = did_fit(a, &in);
    assert_int_equal(found.fit.reasons[3], STAT_COLLINEAR);
    assert_true(isnan(found.fit.coef[3]));
}

/* Two periods of a balanced panel: the two-way estimate is the two-by-two one. */
static void a_panel_of_two_periods_is_two_by_two(void **state) {
    struct arena *a = *state;
    enum { UNITS = 30, N = 2 * UNITS };
    double y[N], treat[N], post[N], on[N];
    uint32_t unit[N], period[N];
    seed = 5;
    for (size_t i = 0; i < N; i++) {
        unit[i] = (uint32_t)(i / 2), period[i] = (uint32_t)(i % 2);
        treat[i] = unit[i] < 12, post[i] = period[i], on[i] = treat[i] * post[i];
        y[i] = 10 * random_share() + 100 * unit[i] + 3 * on[i];
    }
    struct did_input cross = {.n = N, .y = y, .treat = treat, .post = post};
    struct did_input panel = {.n = N,
                              .y = y,
                              .treat = on,
                              .unit = unit,
                              .period = period,
                              .units = UNITS,
                              .periods = 2,
                              .cluster = unit,
                              .clusters = UNITS};
    struct did one = did_fit(a, &cross), two = did_fit(a, &panel);
    assert_int_equal(two.terms_n, 1);
    assert_int_equal(two.fit.rank, UNITS + 2);
    assert_false(two.is_staggered);
    NEAR(two.fit.coef[0], one.fit.coef[3], 1e-10);
    assert_true(two.fit.se[0] < one.fit.se[3] / 10); /* the units' own level is out of the noise */

    for (size_t i = 0; i < N; i++)
        on[i] = treat[i]; /* the same in both periods: a unit's own level */
    two = did_fit(a, &panel);
    assert_int_equal(two.fit.reasons[0], STAT_COLLINEAR);
    panel.clusters = 1, panel.cluster = period; /* nonsense, but told */
    memset(period, 0, sizeof period);
    assert_int_equal(did_fit(a, &panel).fit.why, STAT_FEW_CLUSTERS);
    panel.n = 0;
    assert_int_equal(did_fit(a, &panel).fit.why, STAT_NO_DATA);
}

static void what_cannot_be_compared_says_why(void **state) {
    struct arena *a = *state;
    double x[] = {1, 0, 1, 0, 1, 1, 1, 1}, y[] = {1, 2, 3, 4};
    uint8_t all[] = {1, 1, 1, 1}, apart[] = {0, 0, 1, 1}, mixed[] = {0, 1, 0, 1};
    struct match_input in = {.n = 4, .p = 2, .x = x, .y = y, .treated = all, .caliper = INFINITY};
    assert_int_equal(match_estimate(a, &in).why, STAT_ONE_GROUP);
    in.treated = apart;
    assert_int_equal(match_estimate(a, &in).why, STAT_SEPARATION);
    in.treated = mixed;
    struct match m = match_estimate(a, &in);
    assert_int_equal(m.why, STAT_OK);
    NEAR(m.att, 1, 1e-15);
    NEAR(m.se, 0, 1e-15);
    assert_true(m.pair[1] == 0 && m.pair[3] == 2);
    in.is_weighted = true;
    m = match_estimate(a, &in);
    NEAR(m.att, 1, 1e-12);
    NEAR(m.effective, 2, 1e-12);
    NEAR(m.after[1], 0, 1e-12);
    assert_true(isnan(m.after[0])); /* the ones do not vary */
}

/* Turning the groups round turns the ratios over, and strata that say nothing change nothing. */
static void strata_are_pooled_evenly(void **state) {
    (void)state;
    struct mh_stratum s[] = {{10, 20, 5, 30}, {4, 6, 3, 9}, {7, 0, 0, 0}, {0, 0, 3, 5}};
    struct mh_stratum turned[] = {{5, 30, 10, 20}, {3, 9, 4, 6}};
    struct mh one = mh_estimate(s, 4, 0.95, true), other = mh_estimate(turned, 2, 0.95, true);
    assert_int_equal(one.used, 2);
    assert_int_equal(one.dropped, 2);
    NEAR(one.odds_ratio.estimate * other.odds_ratio.estimate, 1, 1e-14);
    NEAR(one.odds_ratio.lower * other.odds_ratio.upper, 1, 1e-14);
    NEAR(one.risk_ratio.lower * other.risk_ratio.upper, 1, 1e-14);
    NEAR(one.risk_difference.lower + other.risk_difference.upper, 0, 1e-14);
    NEAR(one.p, other.p, 1e-15);
    /* one stratum: the plain table */
    struct mh plain = mh_estimate(s, 1, 0.95, false);
    NEAR(plain.odds_ratio.estimate, 3, 1e-14);
    NEAR(log(plain.odds_ratio.upper / 3), 1.959963984540054 * sqrt(0.1 + 0.05 + 0.2 + 1.0 / 30),
         1e-14);
    NEAR(plain.risk_difference.estimate, 10.0 / 30 - 5.0 / 35, 1e-15);
    struct mh_stratum nobody = {0, 0, 0, 0}, alone = {3, 4, 0, 0}, all = {3, 0, 4, 0};
    struct mh_stratum zero = {3, 4, 0, 5};
    assert_int_equal(mh_estimate(&nobody, 1, 0.95, true).odds_ratio.why, STAT_NO_DATA);
    assert_int_equal(mh_estimate(&alone, 1, 0.95, true).risk_ratio.why, STAT_ONE_GROUP);
    assert_int_equal(mh_estimate(&all, 1, 0.95, true).odds_ratio.why, STAT_NO_EVENTS);
    struct mh cell = mh_estimate(&zero, 1, 0.95, true);
    assert_int_equal(cell.odds_ratio.why, STAT_ZERO_CELL);
    assert_int_equal(cell.risk_difference.why, STAT_OK);
    NEAR(cell.risk_difference.estimate, 3.0 / 7, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_nearest_free_one_is_taken),
        TEST(two_by_two_is_a_difference_of_differences),
        TEST(a_panel_of_two_periods_is_two_by_two),
        TEST(what_cannot_be_compared_says_why),
        TEST(strata_are_pooled_evenly),
    };
    return RUN(tests);
}

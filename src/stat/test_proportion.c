/* SPDX-License-Identifier: EUPL-1.2 */
/* shares, differences, funnel limits and trend: published examples and what must always hold */
#include "base/test.h"

#include <math.h>

#include "dist.h"
#include "funnel.h"
#include "proportion.h"
#include "trend.h"

#define NEAR(got_, want_, by_)                                                                     \
    do {                                                                                           \
        double g_ = (got_), w_ = (want_);                                                          \
        if (!(fabs(g_ - w_) <= (by_))) fail_msg("%s is %.17g, not %.17g", #got_, g_, w_);          \
    } while (0)

static void distributions_have_their_known_values(void **state) {
    (void)state;
    NEAR(dist_z(0.95), 1.959963984540054, 1e-15);
    NEAR(dist_z(0.998), 3.090232306167813, 1e-14);
    NEAR(dist_t(0.95, 3), 3.1824463052837078, 1e-13);
    NEAR(dist_normal_both(1.959963984540054), 0.05, 1e-16);
    NEAR(dist_normal_below(-8), 6.22096057427178e-16, 1e-29);
    NEAR(dist_chisq_above(3.841458820694124, 1), 0.05, 1e-15);
    NEAR(dist_t_both(3.1824463052837078, 3), 0.05, 1e-15);
    NEAR(dist_binomial_below(2, 18, 0.2636), 0.10969281700558196, 1e-15);
    assert_int_equal(dist_binomial_quantile(0.5, 10, 0.5), 5);
    assert_int_equal(dist_binomial_quantile(0.25, 2, 0.5), 0); /* equal is enough */
    assert_int_equal(dist_binomial_quantile(0, 10, 0.5), 0);
    assert_int_equal(dist_binomial_quantile(1, 10, 0.5), 10);
    assert_int_equal(dist_binomial_quantile(0.5, -1, 0.5), -1);
    assert_true(isnan(dist_z(1)) && isnan(dist_z(0)) && isnan(dist_z(NAN)));
    assert_true(isnan(dist_t(0.95, 0)) && isnan(dist_t_both(1, -1)) && isnan(dist_t_both(NAN, 3)));
    assert_true(isnan(dist_binomial_at(1, 2, 1.5)) && isnan(dist_normal_quantile(-0.1)));
    assert_true(dist_normal_quantile(0) == -INFINITY && dist_normal_quantile(1) == INFINITY);
    assert_true(dist_chisq_above(1e6, 1) == 0); /* underflows without ending the program */
}

static void wilson_has_newcombes_examples(void **state) {
    (void)state;
    static const struct {
        double x, n, lower, upper;
    } known[] = {{81, 263, 0.2553, 0.3662},
                 {15, 148, 0.0624, 0.1605},
                 {0, 20, 0, 0.1611},
                 {1, 29, 0.0061, 0.1718}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct interval ci = proportion_wilson(known[i].x, known[i].n, 0.95);
        NEAR(ci.lower, known[i].lower, 5e-5);
        NEAR(ci.upper, known[i].upper, 5e-5);
    }
    for (int n = 1; n < 2000; n++) {
        struct interval all = proportion_wilson(n, n, 0.95), none = proportion_wilson(0, n, 0.95);
        if (all.upper != 1 || none.lower != 0) fail_msg("n = %d", n);
        NEAR(all.lower, 1 - none.upper, 1e-15);
    }
    struct interval nobody = proportion_wilson(0, 0, 0.95);
    assert_int_equal(nobody.why, STAT_NO_DATA);
    assert_true(isnan(nobody.estimate) && isnan(nobody.lower) && isnan(nobody.upper));
}

static void a_difference_has_newcombes_examples(void **state) {
    (void)state;
    /* table II of the paper, method 10 */
    static const struct {
        double x1, n1, x2, n2, lower, upper;
    } known[] = {{56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090},
                 {6, 7, 2, 7, 0.0582, 0.8062},     {5, 56, 0, 29, -0.0381, 0.1926},
                 {0, 10, 0, 20, -0.1611, 0.2775},  {0, 10, 0, 10, -0.2775, 0.2775},
                 {10, 10, 0, 20, 0.6791, 1},       {10, 10, 0, 10, 0.6075, 1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct interval d =
            proportion_difference(known[i].x1, known[i].n1, known[i].x2, known[i].n2, 0.95);
        struct interval back =
            proportion_difference(known[i].x2, known[i].n2, known[i].x1, known[i].n1, 0.95);
        NEAR(d.lower, known[i].lower, 5e-5);
        NEAR(d.upper, known[i].upper, 5e-5);
        NEAR(back.lower, -d.upper, 1e-15);
    }
    assert_int_equal(proportion_difference(1, 2, 0, 0, 0.95).why, STAT_NO_DATA);
}

/* The first funnel of the house was drawn with Wilson round the common share, and called 2 of 18 an
 * outlier though P(X <= 2) is 0.107. */
static void a_funnel_is_exact(void **state) {
    (void)state;
    double theta = 0.26517460318531511;
    NEAR(dist_binomial_below(2, 18, theta), 0.107, 1e-13);
    assert_true(proportion_wilson(18 * theta, 18, 0.95).lower > 2.0 / 18);
    assert_true(funnel_exact(theta, 18, 0.95).lower < 2.0 / 18);

    /* where the distribution steps just at q, the limit is that whole number */
    double at3 = dist_binomial_below(3, 40, 0.2);
    NEAR(funnel_exact(0.2, 40, 1 - 2 * at3).lower, 3.0 / 40, 1e-12);
    for (int64_t n = 1; n < 300; n++)
        for (double p = 0.05; p < 1; p += 0.15) {
            struct funnel_limits inner = funnel_exact(p, n, 0.95),
                                 outer = funnel_exact(p, n, 0.998);
            struct funnel_limits turned = funnel_exact(1 - p, n, 0.95);
            if (!(outer.lower <= inner.lower && inner.lower <= inner.upper &&
                  inner.upper <= outer.upper && outer.lower >= 0 && outer.upper <= 1))
                fail_msg("n = %d, theta = %g", (int)n, p);
            /* counted from the other side the steps lie one whole unit apart */
            if (inner.upper < 1 && turned.lower > 0)
                NEAR(inner.upper, 1 - turned.lower - 1.0 / (double)n, 1e-9);
        }
    assert_int_equal(funnel_exact(0.5, 0, 0.95).why, STAT_NO_DATA);
    assert_int_equal(funnel_exact(1.5, 10, 0.95).why, STAT_NO_DATA);
    assert_true(funnel_exact(0, 10, 0.95).upper == 0);
}

static void spread_is_as_by_hand(void **state) {
    (void)state;
    int64_t x[] = {10, 0, 30, 20}, n[] = {100, 0, 100, 100};
    struct funnel_spread s = funnel_spread(x, n, 4, NAN);
    NEAR(s.theta, 0.2, 1e-15);
    assert_int_equal(s.units, 3);
    /* z: -2.5, 2.5, 0; moves 5 and 2.5 */
    NEAR(s.phi, 12.5 / 2, 1e-12);
    NEAR(s.sigma_z, 3.75 / 1.128, 1e-12);
    NEAR(funnel_spread(x, n, 4, 0.2).phi, 12.5 / 3,
         1e-12); /* the share was given: no degree lost */
    struct funnel_limits wide = funnel_laney(0.2, 100, 0.95, s.sigma_z);
    NEAR(wide.upper, 0.2 + 1.959963984540054 * s.sigma_z * 0.04, 1e-12);
    assert_true(wide.lower == 0);
    assert_true(isnan(funnel_spread(x, n, 1, NAN).phi));
    assert_true(isnan(funnel_spread(x, n, 2, 0).phi));
}

static void a_trend_of_two_years_goes_through_both(void **state) {
    struct arena *a = *state;
    double year[] = {2020, 2022}, x[] = {20, 50}, n[] = {100, 100}, at[] = {2020, 2021, 2022, 2024};
    struct trend_point out[4];
    struct trend t = trend_fit(a, year, x, n, 2, 0.95, TREND_AUTO, at, 4, out);
    assert_int_equal(t.why, STAT_OK);
    NEAR(out[0].fit, 0.2, 1e-14);
    NEAR(out[2].fit, 0.5, 1e-14);
    NEAR(out[1].fit, 1.0 / 3, 1e-14); /* odds 1/4, 1/2, 1, 2 */
    NEAR(out[3].fit, 0.8, 1e-14);
    NEAR(t.slope, log(4) / 2, 1e-14);
    NEAR(t.slope_se, sqrt(1.0 / 16 + 1.0 / 25) / 2, 1e-14);
    assert_true(isnan(t.dispersion) && !t.is_quasi);
    for (int i = 0; i < 4; i++) assert_true(out[i].lower < out[i].fit && out[i].fit < out[i].upper);
    NEAR(trend_reaches(&t, 0.5, 2022, 0.8), 2024, 0);
    NEAR(trend_reaches(&t, 0.5, 2022, 0.81), 2025, 0);
    NEAR(trend_reaches(&t, 0.5, 2022, 0.4), 2022, 0);
    t.slope = -1;
    assert_true(isnan(trend_reaches(&t, 0.5, 2022, 0.8)));
}

static void years_that_differ_too_much_widen_the_interval(void **state) {
    struct arena *a = *state;
    double year[] = {2018, 2019, 2020, 2021, 2022}, n[] = {1000, 1000, 1000, 1000, 1000};
    double wild[] = {200, 300, 180, 320, 210}, calm[] = {200, 210, 219, 231, 240}, at[] = {2025};
    struct trend_point chance, quasi, student, again;
    trend_fit(a, year, wild, n, 5, 0.95, TREND_BINOMIAL, at, 1, &chance);
    struct trend t = trend_fit(a, year, wild, n, 5, 0.95, TREND_AUTO, at, 1, &quasi);
    trend_fit(a, year, wild, n, 5, 0.95, TREND_STUDENT, at, 1, &student);
    assert_true(t.is_quasi && t.dispersion > 10);
    assert_true(quasi.fit == chance.fit);
    assert_true(quasi.lower < chance.lower && student.lower < quasi.lower);
    assert_false(trend_fit(a, year, calm, n, 5, 0.95, TREND_AUTO, at, 1, &again).is_quasi);
    assert_true(trend_fit(a, year, calm, n, 5, 0.95, TREND_QUASI, at, 1, &again).is_quasi);
}

static void a_trend_that_cannot_be_told_says_why(void **state) {
    struct arena *a = *state;
    double year[] = {2018, 2019, 2020}, n[] = {10, 10, 10}, none[] = {0, 0, 0}, x[] = {1, 2, 3};
    double jump[] = {0, 0, 10}, empty[] = {0, 0, 0}, one[] = {0, 10, 0},
           same[] = {2019, 2019, 2019};
    struct trend_point out;
    assert_int_equal(trend_fit(a, year, none, n, 3, .95, 0, year, 1, &out).why, STAT_NO_EVENTS);
    assert_int_equal(trend_fit(a, year, none, empty, 3, .95, 0, year, 1, &out).why, STAT_NO_DATA);
    assert_int_equal(trend_fit(a, year, x, one, 3, .95, 0, year, 1, &out).why, STAT_FEW_POINTS);
    assert_int_equal(trend_fit(a, same, x, n, 3, .95, 0, year, 1, &out).why, STAT_FEW_POINTS);
    assert_int_equal(trend_fit(a, year, jump, n, 3, .95, 0, year, 1, &out).why, STAT_SEPARATION);
    assert_true(isnan(out.fit) && isnan(out.lower) && out.year == 2018);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(distributions_have_their_known_values),
        TEST(wilson_has_newcombes_examples),
        TEST(a_difference_has_newcombes_examples),
        TEST(a_funnel_is_exact),
        TEST(spread_is_as_by_hand),
        TEST(a_trend_of_two_years_goes_through_both),
        TEST(years_that_differ_too_much_widen_the_interval),
        TEST(a_trend_that_cannot_be_told_says_why),
    };
    return RUN(tests);
}

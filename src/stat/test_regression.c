/* SPDX-License-Identifier: EUPL-1.2 */
/* logistic and Cox regression: what must always hold, and what has no answer
 * (R's results on R's data: test_models.c) */
#include "base/test.h"

#include <math.h>
#include <string.h>

#include "cox.h"
#include "logit.h"

#define NEAR(got_, want_, by_)                                                                     \
    do {                                                                                           \
        double g_ = (got_), w_ = (want_);                                                          \
        if (!(fabs(g_ - w_) <= (by_))) fail_msg("%s is %.17g, not %.17g", #got_, g_, w_);          \
    } while (0)

/* A row is: ones, group, number; from a fixed seed. */
struct sample {
    double x[400 * 3], y[400], exit[400], entry[400];
    uint8_t event[400];
    uint64_t seed;
};

static double random_share(struct sample *s) {
    s->seed = s->seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(s->seed >> 33) / 2147483648.0;
}

static struct sample *sample_make(struct arena *a, uint64_t seed, size_t n) {
    struct sample *s = arena_alloc(a, sizeof *s);
    s->seed = seed;
    for (size_t i = 0; i < n; i++) {
        double group = random_share(s) < 0.4, number = 2 * random_share(s) - 1;
        s->x[3 * i] = 1, s->x[3 * i + 1] = group, s->x[3 * i + 2] = number;
        s->y[i] = random_share(s) < 1 / (1 + exp(0.5 - group - number));
        s->exit[i] = ceil(30 * -log(1 - random_share(s)) * exp(-group - number)) + 1;
        s->event[i] = random_share(s) < 0.7;
    }
    return s;
}

static void a_covariate_that_tells_all_has_no_coefficient(void **state) {
    struct arena *a = *state;
    double x[] = {1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6}, y[] = {0, 0, 0, 1, 1, 1};
    struct logit_input in = {.n = 6, .p = 2, .x = x, .y = y};
    struct logit_fit fit = logit_fit(a, &in);
    assert_int_equal(fit.why, STAT_OK);
    for (size_t j = 0; j < 2; j++) {
        assert_int_equal(fit.reasons[j], STAT_SEPARATION);
        assert_true(isnan(fit.coef[j]) && isnan(fit.se[j]) && isnan(fit.robust_se[j]));
    }
    for (size_t i = 0; i < 6; i++) assert_true(fit.fitted[i] == y[i]);
    y[2] = 1, y[3] = 0; /* they overlap: steep, but finite */
    fit = logit_fit(a, &in);
    assert_true(fit.reasons[1] == STAT_OK && fit.coef[1] > 0.5 && isfinite(fit.se[1]));
    y[2] = y[3] = 0, x[7] = x[9] = 4.5, y[4] = 1; /* they touch in one point: quasi-complete */
    assert_int_equal(logit_fit(a, &in).reasons[1], STAT_SEPARATION);
}

/* Where the whole group had it, the group's coefficient is infinite, and the others are those of the
 * rows outside the group; in small samples too, where the steps settle late. */
static void the_others_keep_their_coefficient(void **state) {
    struct arena *a = *state;
    int compared = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        size_t n = seed % 10 ? 24 : 400;
        struct sample *s = sample_make(a, seed, n);
        double *weight = arena_array(a, n, sizeof *weight);
        for (size_t i = 0; i < n; i++) {
            weight[i] = s->x[3 * i + 1] == 0;
            if (s->x[3 * i + 1] == 1) s->y[i] = 1;
        }
        struct logit_input in = {.n = n, .p = 3, .x = s->x, .y = s->y};
        struct logit_fit all = logit_fit(a, &in);
        in.weight = weight;
        struct logit_fit rest = logit_fit(a, &in);
        if (rest.why || rest.reasons[2]) continue; /* outside the group there is nothing to tell */
        compared++;
        assert_int_equal(all.why, STAT_OK);
        assert_int_equal(all.reasons[1], STAT_SEPARATION);
        assert_int_equal(rest.reasons[1], STAT_COLLINEAR); /* nobody left in the group */
        for (size_t j = 0; j < 3; j += 2) {
            assert_int_equal(all.reasons[j], STAT_OK);
            NEAR(all.coef[j], rest.coef[j], 1e-11);
            NEAR(all.se[j], rest.se[j], 1e-11);
            NEAR(all.robust_se[j], rest.robust_se[j], 1e-11);
        }
    }
    assert_true(compared > 200);
}

static void nothing_to_fit_says_why(void **state) {
    struct arena *a = *state;
    struct sample *s = sample_make(a, 3, 50);
    struct logit_input in = {.n = 50, .p = 3, .x = s->x, .y = s->y};
    double *zero = arena_array(a, 50, sizeof *zero);
    in.weight = zero;
    assert_int_equal(logit_fit(a, &in).why, STAT_NO_DATA);
    in.weight = NULL, in.y = zero;
    assert_int_equal(logit_fit(a, &in).why, STAT_NO_EVENTS);
    uint32_t *one = arena_array(a, 50, sizeof *one);
    in.y = s->y, in.cluster = one, in.clusters = 1;
    struct logit_fit fit = logit_fit(a, &in);
    assert_int_equal(fit.why, STAT_FEW_CLUSTERS);
    assert_true(isfinite(fit.se[1]) && isnan(fit.robust_se[1]));

    struct cox_input cox = {.n = 50, .p = 3, .x = s->x, .exit = s->exit, .event = s->event};
    assert_int_equal(cox_fit(a, &cox).reasons[0], STAT_COLLINEAR); /* ones say nothing here */
    cox.event = arena_array(a, 50, 1);
    assert_int_equal(cox_fit(a, &cox).why, STAT_NO_EVENTS);
    cox.n = 0;
    assert_int_equal(cox_fit(a, &cox).why, STAT_NO_DATA);
}

/* Only the group has events, and the others stay at risk to the end. */
static void a_likelihood_without_a_top_is_told(void **state) {
    struct arena *a = *state;
    int compared = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        size_t n = seed % 10 ? 20 : 200;
        struct sample *s = sample_make(a, seed, n);
        uint32_t *stratum = arena_array(a, n, sizeof *stratum);
        for (size_t i = 0; i < n; i++) {
            stratum[i] = (uint32_t)s->x[3 * i + 1];
            if (stratum[i] == 0) s->event[i] = 0, s->exit[i] = 1e4;
        }
        struct cox_input in = {
            .n = n, .p = 3, .x = s->x, .exit = s->exit, .event = s->event, .is_breslow = seed % 2};
        struct cox_fit all = cox_fit(a, &in);
        in.stratum = stratum;
        struct cox_fit within = cox_fit(a, &in);
        if (within.why || within.reasons[2]) continue; /* too few to tell anything */
        compared++;
        assert_int_equal(all.why, STAT_OK);
        assert_int_equal(all.reasons[1], STAT_MONOTONE);
        assert_true(isnan(all.coef[1]) && isnan(all.robust_se[1]));
        assert_int_equal(within.reasons[1], STAT_COLLINEAR);
        NEAR(all.coef[2], within.coef[2], 1e-11);
        NEAR(all.se[2], within.se[2], 1e-11);
        NEAR(all.robust_se[2], within.robust_se[2], 1e-11);
    }
    assert_true(compared > 120);
}

/* One after another in the order of a number that hardly grows: there is nothing to tell the rest by. */
static void a_dense_scale_without_a_top_ends(void **state) {
    struct arena *a = *state;
    size_t n = 3000;
    double *x = arena_array(a, n * 2, sizeof *x), *exit = arena_array(a, n, sizeof *exit);
    uint8_t *event = arena_array(a, n, 1);
    for (size_t i = 0; i < n; i++) {
        x[2 * i] = -(double)i, x[2 * i + 1] = (double)(i * 7919 % 13);
        exit[i] = (double)(i + 1), event[i] = 1;
    }
    struct cox_input in = {.n = n, .p = 2, .x = x, .exit = exit, .event = event};
    struct cox_fit fit = cox_fit(a, &in);
    assert_int_equal(fit.reasons[0], STAT_MONOTONE);
    assert_true(isnan(fit.coef[0]) && isnan(fit.coef[1]));
}

static void same_fit(const struct cox_fit *l, const struct cox_fit *r, const char *what) {
    for (size_t j = 1; j < 3; j++)
        if (fabs(l->coef[j] - r->coef[j]) > 1e-9 || fabs(l->se[j] - r->se[j]) > 1e-9 ||
            fabs(l->robust_se[j] - r->robust_se[j]) > 1e-9)
            fail_msg("%s: %.15g %.15g, %.15g %.15g", what, l->coef[j], r->coef[j], l->robust_se[j],
                     r->robust_se[j]);
}

/* Order, origin of the scale, and cutting a person's time in two change nothing. */
static void cox_does_not_mind_how_it_is_written(void **state) {
    struct arena *a = *state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct sample *s = sample_make(a, seed, 200), *turned = sample_make(a, seed, 200);
        struct cox_input in = {.n = 200,
                               .p = 3,
                               .x = s->x,
                               .exit = s->exit,
                               .event = s->event,
                               .is_breslow = seed % 2};
        struct cox_fit plain = cox_fit(a, &in);
        struct cox_input other = in;
        for (size_t i = 0; i < 200; i++) {
            memcpy(turned->x + 3 * i, s->x + 3 * (199 - i), 3 * sizeof *s->x);
            turned->exit[i] = s->exit[199 - i], turned->event[i] = s->event[199 - i];
        }
        other.x = turned->x, other.exit = turned->exit, other.event = turned->event;
        struct cox_fit backwards = cox_fit(a, &other);
        same_fit(&plain, &backwards, "order");
        for (size_t i = 0; i < 200; i++) turned->x[3 * i + 2] += 1000;
        struct cox_fit moved = cox_fit(a, &other);
        same_fit(&plain, &moved, "origin");

        struct sample *cut = arena_alloc(a, sizeof *cut);
        uint32_t *who = arena_array(a, 400, sizeof *who);
        for (size_t i = 0; i < 200; i++)
            for (size_t h = 0; h < 2; h++) {
                size_t at = 2 * i + h;
                who[at] = (uint32_t)i;
                memcpy(cut->x + 3 * at, s->x + 3 * i, 3 * sizeof *s->x);
                cut->entry[at] = h ? s->exit[i] / 3 : 0;
                cut->exit[at] = h ? s->exit[i] : s->exit[i] / 3;
                cut->event[at] = h && s->event[i];
            }
        struct cox_input halves = {.n = 400,
                                   .p = 3,
                                   .x = cut->x,
                                   .entry = cut->entry,
                                   .exit = cut->exit,
                                   .event = cut->event,
                                   .cluster = who,
                                   .clusters = 200,
                                   .is_breslow = seed % 2};
        struct cox_fit joined = cox_fit(a, &halves);
        same_fit(&plain, &joined, "cut");
        NEAR(plain.loglik, joined.loglik, 1e-9);
    }
}

/* A year near 2020 beside ones costs no digits, and two columns that say the same are one. */
static void logit_keeps_its_digits(void **state) {
    struct arena *a = *state;
    struct sample *s = sample_make(a, 7, 400);
    struct logit_input in = {.n = 400, .p = 3, .x = s->x, .y = s->y};
    struct logit_fit near = logit_fit(a, &in);
    double *x = arena_array(a, 400 * 4, sizeof *x);
    for (size_t i = 0; i < 400; i++) {
        double *row = x + 4 * i;
        row[0] = 1, row[1] = s->x[3 * i + 1], row[2] = s->x[3 * i + 2] + 20000;
        row[3] = 3 * row[1] - 7 * row[0];
    }
    struct logit_input far = {.n = 400, .p = 4, .x = x, .y = s->y};
    struct logit_fit fit = logit_fit(a, &far);
    assert_int_equal(fit.reasons[3], STAT_COLLINEAR);
    assert_int_equal(fit.rank, 3);
    assert_true(isnan(fit.coef[3]));
    NEAR(fit.coef[1], near.coef[1], 1e-11);
    NEAR(fit.coef[2], near.coef[2], 1e-11);
    NEAR(fit.se[2], near.se[2], 1e-11);
    NEAR(fit.deviance, near.deviance, 1e-10);
    double score = 0; /* at the maximum the fitted share is the observed one */
    for (size_t i = 0; i < 400; i++) score += s->y[i] - fit.fitted[i];
    NEAR(score, 0, 1e-11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_covariate_that_tells_all_has_no_coefficient),
        TEST(the_others_keep_their_coefficient),
        TEST(nothing_to_fit_says_why),
        TEST(a_likelihood_without_a_top_is_told),
        TEST(a_dense_scale_without_a_top_ends),
        TEST(cox_does_not_mind_how_it_is_written),
        TEST(logit_keeps_its_digits),
    };
    return RUN(tests);
}

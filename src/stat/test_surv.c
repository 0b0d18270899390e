/* SPDX-License-Identifier: EUPL-1.2 */
/* The curves by hand, and what must hold of them whatever the rows: the jackknife against its
 * definition, days against ranked times, any order of the rows, shares that are 1 together. */
#include "base/test.h"
#include "stat/multistate.h"
#include "stat/surv.h"

#include <math.h>
#include <string.h>

#define ROWS 400

struct made {
    double entry[ROWS], exit[ROWS];
    int32_t from[ROWS], to[ROWS];
    uint8_t event[ROWS];
    uint32_t group[ROWS], cluster[ROWS];
};

/* SplitMix64: the same rows every time. */
static uint64_t next(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15U);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

static void make(struct made *m, uint64_t seed) {
    for (size_t i = 0; i < ROWS; i++) {
        m->from[i] = (int32_t)(next(&seed) % 60) - 5;
        m->to[i] = m->from[i] + 1 + (int32_t)(next(&seed) % 50);
        m->entry[i] = m->from[i];
        m->exit[i] = m->to[i];
        m->event[i] = (uint8_t)(next(&seed) % 4);
        m->group[i] = (uint32_t)(next(&seed) % 3);
        m->cluster[i] = (uint32_t)(next(&seed) % 40);
    }
}

static struct surv_rows rows_of(const struct made *m) {
    return (struct surv_rows){.n = ROWS,
                              .entry = m->entry,
                              .exit = m->exit,
                              .event = m->event,
                              .causes_n = 3,
                              .group = m->group,
                              .groups_n = 3};
}

/* All curves one after another: 12 numbers a time. */
struct table {
    size_t n, zeros;
    double cell[600][12];
};

static bool keep(void *ctx, const struct surv_curve *c) {
    struct table *t = ctx;
    double last[4] = {1, 0, 0, 0};
    for (size_t i = 0; i < c->n; i++, t->n++) {
        double *to = t->cell[t->n], sum = c->surv[i];
        to[0] = c->time[i];
        to[1] = c->n_risk[i];
        to[2] = c->surv[i];
        to[3] = c->surv_se ? c->surv_se[i] : 0;
        assert_true(c->surv[i] <= last[0] && c->surv[i] >= 0);
        for (unsigned k = 0; k < c->causes_n; k++) {
            to[4 + 2 * k] = c->est[k][i];
            to[5 + 2 * k] = c->est_se[k] ? c->est_se[k][i] : 0;
            sum += c->est[k][i];
            assert_true(c->est[k][i] >= last[k + 1]);
            last[k + 1] = c->est[k][i];
        }
        last[0] = c->surv[i];
        assert_true(fabs(sum - 1) <= 1e-12);
        t->zeros += c->surv[i] <= 0;
    }
    return true;
}

static void same_table(const struct table *x, const struct table *y, double within) {
    assert_int_equal(x->n, y->n);
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < 12; k++) {
            double l = x->cell[i][k], r = y->cell[i][k];
            if (isnan(l) && isnan(r)) continue;
            if (!(fabs(l - r) <= within * fabs(r) + 1e-14))
                fail_msg("line %zu, number %zu: %.17g and %.17g", i, k, l, r);
        }
}

static void curves(struct arena *a, const struct surv_rows *rows, enum surv_error error,
                   struct table *ret) {
    struct surv_options how = {.error = error, .start = (double)NAN};
    size_t row;
    memset(ret, 0, sizeof *ret);
    assert_int_equal(surv_curves(a, rows, &how, keep, ret, &row), SURV_FINE);
}

/* Kaplan and Meier's way by hand: 6 at risk, one of them from 2 on. */
static void test_by_hand(void **state) {
    static const double entry[] = {0, 0, 0, 2, 0, 0}, exit[] = {2, 3, 3, 5, 6, 6};
    static const uint8_t event[] = {1, 1, 0, 1, 0, 1};
    struct surv_rows rows = {6, entry, exit, event, 1, NULL, 1, NULL, 0};
    struct table t;
    curves(*state, &rows, SURV_SE_GREENWOOD, &t);
    static const double n[] = {5, 5, 3, 2},
                        surv[] = {4 / 5., 4 / 5. * 4 / 5, 4 / 5. * 4 / 5 * 2 / 3,
                                  4 / 5. * 4 / 5 * 2 / 3 / 2};
    double var = 0;
    static const double d[] = {1 / (5 * 4.), 1 / (5 * 4.), 1 / (3 * 2.), 1 / (2 * 1.)};
    assert_int_equal(t.n, 4);
    for (size_t i = 0; i < 4; i++) {
        var += d[i];
        assert_true(fabs(t.cell[i][1] - n[i]) < 1e-12);
        assert_true(fabs(t.cell[i][2] - surv[i]) < 1e-15);
        assert_true(fabs(t.cell[i][3] - surv[i] * sqrt(var)) < 1e-15);
    }
}

static void test_days_as_ranked(void **state) {
    static struct made m;
    static struct table whole, ranked, days;
    for (uint64_t seed = 1; seed <= 20; seed++)
        for (enum surv_error e = SURV_SE_NONE; e <= SURV_SE_IJ; e++) {
            make(&m, seed);
            struct surv_rows rows = rows_of(&m);
            curves(*state, &rows, e, &whole);
            struct surv_days d = {ROWS, m.from, m.to, m.event, 3, m.group, 3};
            struct surv_options how = {.error = e, .start = (double)NAN};
            size_t row;
            memset(&days, 0, sizeof days);
            assert_int_equal(surv_curves_days(*state, &d, &how, keep, &days, &row), SURV_FINE);
            same_table(&whole, &days, 0);
            for (size_t i = 0; i < ROWS; i++) { /* no whole numbers: each group is ranked */
                m.entry[i] += 0.25;
                m.exit[i] += 0.25;
            }
            curves(*state, &rows, e, &ranked);
            for (size_t i = 0; i < ranked.n; i++) ranked.cell[i][0] -= 0.25;
            same_table(&whole, &ranked, 0);
        }
}

/* The derivative of each number in a cluster's weight, by the definition: with 400 copies of every row
 * but 401 of one cluster's, the change times 400 is the derivative, to 1/400. */
static void test_jackknife_is_the_derivative(void **state) {
    enum { N = 24, COPIES = 400, CLUSTERS = 6 };
    static double entry[N * COPIES + N], exit[N * COPIES + N];
    static uint8_t event[N * COPIES + N];
    static struct table base, more, jack;
    static double sum[100][12];
    static struct made m;
    make(&m, 3);
    for (size_t i = 0; i < N; i++) m.cluster[i] %= CLUSTERS, m.from[i] = i < 12 ? -9 : m.from[i];
    for (size_t i = 0; i < N; i++) m.entry[i] = m.from[i];
    struct surv_rows few = {N, m.entry, m.exit, m.event, 3, NULL, 1, m.cluster, CLUSTERS};
    curves(*state, &few, SURV_SE_IJ, &jack);
    memset(sum, 0, sizeof sum);
    for (uint32_t c = 0; c <= CLUSTERS; c++) {
        size_t n = 0;
        for (size_t i = 0; i < N; i++)
            for (size_t k = 0; k < COPIES + (m.cluster[i] == c); k++, n++) {
                entry[n] = m.entry[i];
                exit[n] = m.exit[i];
                event[n] = m.event[i];
            }
        struct surv_rows many = {n, entry, exit, event, 3, NULL, 1, NULL, 0};
        if (c == CLUSTERS) break;
        curves(*state, &many, SURV_SE_NONE, &more);
        curves(*state, &few, SURV_SE_NONE, &base);
        for (size_t i = 0; i < base.n; i++)
            for (size_t k = 2; k < 12; k += 2) {
                double slope = (more.cell[i][k] - base.cell[i][k]) * COPIES;
                sum[i][k] += slope * slope;
            }
    }
    for (size_t i = 0; i < jack.n; i++)
        for (size_t k = 2; k < 10; k += 2) {
            double se = jack.cell[i][k + 1];
            if (jack.cell[i][2] <= 0 && k == 2) continue;
            if (fabs(se - sqrt(sum[i][k])) > 0.01 * se + 1e-9)
                fail_msg("line %zu, number %zu: %g, derivative %g", i, k, se, sqrt(sum[i][k]));
        }
}

/* Clusters of one row are no clusters; the general way must find the same. */
static void test_clusters_of_one(void **state) {
    static struct made m;
    static struct table own, one;
    for (uint64_t seed = 30; seed < 40; seed++) {
        make(&m, seed);
        struct surv_rows rows = rows_of(&m);
        curves(*state, &rows, SURV_SE_IJ, &own);
        for (size_t i = 0; i < ROWS; i++) m.cluster[i] = (uint32_t)(ROWS - 1 - i);
        rows.cluster = m.cluster;
        rows.clusters_n = ROWS;
        curves(*state, &rows, SURV_SE_IJ, &one);
        same_table(&own, &one, 1e-11);
    }
}

static void test_any_order(void **state) {
    static struct made m, turned;
    static struct table here, there;
    make(&m, 50);
    for (size_t i = 0; i < ROWS; i++) {
        size_t j = i * 171 % ROWS; /* 171 and 400 share no factor */
        turned.entry[i] = m.entry[j];
        turned.exit[i] = m.exit[j];
        turned.event[i] = m.event[j];
        turned.group[i] = m.group[j];
        turned.cluster[i] = m.cluster[j];
    }
    struct surv_rows x = rows_of(&m), y = rows_of(&turned);
    curves(*state, &x, SURV_SE_GREENWOOD, &here);
    curves(*state, &y, SURV_SE_GREENWOOD, &there);
    same_table(&here, &there, 0);
    x.cluster = m.cluster;
    y.cluster = turned.cluster;
    x.clusters_n = y.clusters_n = 40;
    curves(*state, &x, SURV_SE_IJ, &here);
    curves(*state, &y, SURV_SE_IJ, &there);
    same_table(&here, &there, 1e-10);
}

static bool keep_emptied(void *ctx, const struct surv_curve *c) {
    double *ret = ctx;
    ret[0] = c->emptied;
    ret[1] = c->late_n;
    ret[2] = c->gap;
    ret[3] = c->surv_se[c->n - 1];
    return true;
}

static void test_emptied(void **state) {
    static const double entry[] = {0, 1, 3}, exit[] = {1, 3, 4};
    static const uint8_t all[] = {1, 0, 1}, none[] = {0, 0, 1};
    struct surv_rows rows = {3, entry, exit, all, 1, NULL, 1, NULL, 0};
    struct surv_options how = {SURV_SE_GREENWOOD, (double)NAN};
    double got[4];
    size_t row;
    assert_int_equal(surv_curves(*state, &rows, &how, keep_emptied, got, &row), SURV_FINE);
    assert_true(fabs(got[0] - 1) < 1e-12 && fabs(got[1] - 2) < 1e-12 && isnan(got[3]));
    rows.event = none;
    assert_int_equal(surv_curves(*state, &rows, &how, keep_emptied, got, &row), SURV_FINE);
    assert_true(isnan(got[0]) && fabs(got[2] - 1) < 1e-12);
}

/* Who ends before the start is out; an event on the day itself counts, as in survfit. */
static void test_start(void **state) {
    double exit[] = {1, 2, 2, 3, 5};
    static const uint8_t event[] = {1, 1, 0, 1, 0};
    struct surv_rows rows = {5, NULL, exit, event, 1, NULL, 1, NULL, 0};
    for (int ranked = 0; ranked < 2; ranked++) {
        struct table t = {0};
        struct surv_options how = {SURV_SE_NONE, 2 + 0.5 * ranked};
        size_t row;
        assert_int_equal(surv_curves(*state, &rows, &how, keep, &t, &row), SURV_FINE);
        assert_int_equal(t.n, 3);
        assert_true(fabs(t.cell[0][1] - 4) < 1e-12 && fabs(t.cell[0][2] - 0.75) < 1e-15);
        for (size_t i = 0; i < 5; i++) exit[i] += 0.5;
    }
}

static void test_faults(void **state) {
    double entry[] = {0, 0}, exit[] = {1, 1};
    uint8_t event[] = {1, 1};
    struct surv_rows rows = {2, entry, exit, event, 1, NULL, 1, NULL, 0};
    struct surv_options how = {SURV_SE_NONE, (double)NAN};
    struct table t = {0};
    size_t row = 9;
    entry[1] = 1;
    assert_int_equal(surv_curves(*state, &rows, &how, keep, &t, &row), SURV_ORDER);
    assert_int_equal(row, 1);
    entry[1] = (double)NAN;
    assert_int_equal(surv_curves(*state, &rows, &how, keep, &t, &row), SURV_NOT_FINITE);
    entry[1] = 0;
    event[0] = 2;
    assert_int_equal(surv_curves(*state, &rows, &how, keep, &t, &row), SURV_CODE);
    assert_int_equal(row, 0);
    assert_int_equal(t.n, 0);
}

/* With one state to leave, the multi-state curve is that of the causes; its errors too. */
static bool compare_states(void *ctx, const struct multistate_curve *c) {
    struct table *t = ctx;
    for (size_t i = 0; i < c->n; i++, t->zeros++)
        for (size_t k = 0; k < 4; k++) {
            double p = c->p[i * 4 + k], se = c->se[i * 4 + k], *other = t->cell[t->zeros];
            assert_true(fabs(p - other[2 + 2 * k]) <= 1e-13);
            if (!isnan(other[3 + 2 * k])) assert_true(fabs(se - other[3 + 2 * k]) <= 1e-11);
        }
    return true;
}

static void test_states_as_causes(void **state) {
    static struct made m;
    static struct table t;
    static uint8_t from[ROWS], to[ROWS];
    make(&m, 60);
    struct surv_rows rows = rows_of(&m);
    rows.cluster = m.cluster;
    rows.clusters_n = 40;
    curves(*state, &rows, SURV_SE_IJ, &t);
    for (size_t i = 0; i < ROWS; i++) to[i] = m.event[i] ? m.event[i] : MULTISTATE_STAYS;
    struct multistate_rows stays = {ROWS, 4, m.entry, m.exit, from, to, m.group, 3, m.cluster, 40};
    t.zeros = 0;
    assert_true(multistate_curves(*state, &stays, (double)NAN, true, compare_states, &t));
    assert_int_equal(t.zeros, t.n);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_by_hand),
                                       TEST(test_days_as_ranked),
                                       TEST(test_jackknife_is_the_derivative),
                                       TEST(test_clusters_of_one),
                                       TEST(test_any_order),
                                       TEST(test_emptied),
                                       TEST(test_start),
                                       TEST(test_faults),
                                       TEST(test_states_as_causes)};
    return RUN(tests);
}

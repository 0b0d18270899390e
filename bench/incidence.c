/* SPDX-License-Identifier: EUPL-1.2
 *
 * How long the Aalen-Johansen curves of all strata take: every municipality by sex, each day of age,
 * without errors, with Greenwood's and with the jackknife. Reads columns id,kom,sex,entry,exit,event.
 * usage: bench_incidence FILE RUNS. Prints medians of processor seconds, F of both outcomes and their
 * errors in the first stratum at 25 years for comparison with bench/incidence.R, and how far S + F1 + F2
 * is from 1.
 */
#include "stat/frame.h"
#include "stat/surv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define AGE 9131 /* days: 25 years */

struct sum {
    size_t lines, strata;
    double worst; /* |S + F1 + F2 - 1| */
    double first[2], first_se[2];
};

static double cpu_ms(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

/* Looks at the end of each curve only, so that the estimator is what is measured. */
static bool take(void *ctx, const struct surv_curve *c) {
    struct sum *sum = ctx;
    sum->lines += c->n;
    sum->strata++;
    if (!c->n) return true;
    size_t last = c->n - 1;
    sum->worst = fmax(sum->worst, fabs(c->surv[last] + c->est[0][last] + c->est[1][last] - 1));
    if (c->group) return true;
    for (size_t i = 0; i < c->n && c->time[i] <= AGE; i++)
        for (int k = 0; k < 2; k++) {
            sum->first[k] = c->est[k][i];
            if (c->est_se[k]) sum->first_se[k] = c->est_se[k][i];
        }
    return true;
}

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

static void measure(const struct surv_days *days, enum surv_error error, const char *name,
                    int runs) {
    double *ms = calloc((size_t)runs, sizeof *ms);
    struct sum sum = {0};
    struct surv_options how = {.error = error, .start = (double)NAN};
    for (int i = 0; i < runs && ms; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        size_t row = 0;
        sum = (struct sum){0};
        double start = cpu_ms();
        if (surv_curves_days(a, days, &how, take, &sum, &row) != SURV_FINE) abort();
        ms[i] = cpu_ms() - start;
    }
    if (!ms) return;
    qsort(ms, (size_t)runs, sizeof *ms, by_size);
    printf("%s %.6f\n%s_at_25 %.15g,%.15g,%.15g,%.15g\n%s_sum_off %.3g\n", name,
           ms[runs / 2] / 1000, name, sum.first[0], sum.first[1], sum.first_se[0], sum.first_se[1],
           name, sum.worst);
    free(ms);
}

static void days_of(struct arena *a, const struct frame *frame, struct surv_days *ret) {
    int32_t *entry = arena_array(a, frame->n, sizeof *entry);
    int32_t *exit = arena_array(a, frame->n, sizeof *exit);
    uint8_t *event = arena_array(a, frame->n, sizeof *event);
    uint32_t *group = arena_array(a, frame->n, sizeof *group);
    for (size_t i = 0; i < frame->n; i++) {
        group[i] = (uint32_t)((frame->columns[0].i[i] - 101) * 2 + frame->columns[1].i[i] - 1);
        entry[i] = (int32_t)frame->columns[2].i[i];
        exit[i] = (int32_t)frame->columns[3].i[i];
        event[i] = (uint8_t)frame->columns[4].i[i];
    }
    *ret = (struct surv_days){frame->n, entry, exit, event, 2, group, 196};
}

int main(int argc, char **argv) {
    int runs = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (runs < 1) {
        (void)fprintf(stderr, "usage: bench_incidence FILE RUNS\n");
        return 2;
    }
    struct arena *a ARENA_AUTO = arena_new();
    struct frame_want wants[] = {{"kom", FRAME_INT, .ranged = true, .low = 101, .high = 198},
                                 {"sex", FRAME_INT, .ranged = true, .low = 1, .high = 2},
                                 {"entry", FRAME_INT},
                                 {"exit", FRAME_INT},
                                 {"event", FRAME_INT, .ranged = true, .low = 0, .high = 2}};
    struct frame_source source = {.path = argv[1]};
    struct frame frame;
    struct err err = {0};
    if (!frame_read(a, &source, wants, 5, LANG_EN, &frame, &err)) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    struct surv_days days;
    days_of(a, &frame, &days);
    measure(&days, SURV_SE_NONE, "points", runs);
    measure(&days, SURV_SE_GREENWOOD, "greenwood", runs);
    measure(&days, SURV_SE_IJ, "jackknife", runs);
    return 0;
}

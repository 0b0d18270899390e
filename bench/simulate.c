/* SPDX-License-Identifier: EUPL-1.2
 *
 * How many person-years of microsimulation a second: 16 states, 8 years in them, 25 years of age, six
 * groups, on one thread and on two, and whether both say the same. CPU seconds are those of all threads
 * together; the wall says whether two are faster, which a machine that others use cannot show in one
 * run: the best of the runs is printed besides the median. usage: bench_simulate PERSONS RUNS
 */
#include "stat/transition.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { GROUPS = 6, AGES = 25, STATES = 16, YEARS = 8, POINTS = GROUPS * (AGES + 1) };

struct clocks {
    double wall, cpu;
};

struct counts {
    int64_t state[POINTS * STATES], attained[POINTS];
};

static double seconds_now(clockid_t clock) {
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

/* Invented: everybody stays more often than not, all else by a fixed sequence. */
static void plan_make(struct arena *a, struct transition_plan *plan, bool is_target) {
    static const struct transition_space space = {2, 3, AGES, STATES, YEARS};
    size_t cells = transition_cells(&space);
    double *p = arena_array(a, cells * STATES, sizeof *p);
    double *start = arena_array(a, STATES, sizeof *start);
    bool *target = arena_array(a, STATES, sizeof *target);
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; i < cells; i++) {
        double sum = 0;
        for (size_t to = 0; to < STATES; to++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            double weight = to == i / YEARS % STATES ? 60 : 1;
            sum += p[i * STATES + to] = weight * (double)(x >> 11) * 0x1p-53;
        }
        for (size_t to = 0; to < STATES; to++) p[i * STATES + to] /= sum;
    }
    start[0] = 1;
    target[STATES - 1] = true;
    *plan = (struct transition_plan){space, p, start, is_target ? target : NULL};
}

static struct clocks run(const struct transition_plan *plan, int64_t persons, unsigned threads,
                         struct counts *ret) {
    struct arena *a ARENA_AUTO = arena_new();
    int64_t each[GROUPS];
    for (size_t i = 0; i < GROUPS; i++) each[i] = persons / GROUPS;
    struct transition_sample sample = {each, 42, threads};
    struct clocks start = {seconds_now(CLOCK_MONOTONIC), seconds_now(CLOCK_PROCESS_CPUTIME_ID)};
    transition_simulate(a, plan, &sample, ret->state, ret->attained);
    return (struct clocks){seconds_now(CLOCK_MONOTONIC) - start.wall,
                           seconds_now(CLOCK_PROCESS_CPUTIME_ID) - start.cpu};
}

static void measure(const char *name, const struct transition_plan *plan, int64_t persons, int n) {
    static struct counts counts[2];
    double wall[2][32], cpu[2][32], years = (double)(persons / GROUPS * GROUPS) * AGES;
    for (int i = 0; i < n; i++)
        for (unsigned k = 0; k < 2; k++) { /* by turns, so that a busy minute hits both */
            struct clocks used = run(plan, persons, k + 1, &counts[k]);
            wall[k][i] = used.wall;
            cpu[k][i] = used.cpu;
        }
    for (unsigned k = 0; k < 2; k++) {
        qsort(wall[k], (size_t)n, sizeof **wall, by_size);
        qsort(cpu[k], (size_t)n, sizeof **cpu, by_size);
    }
    printf("%s_per_cpu_s %.4g\n%s_per_cpu_s_two %.4g\n", name, years / cpu[0][n / 2], name,
           years / cpu[1][n / 2]);
    printf("%s_two_threads %.3f\n%s_two_threads_best %.3f\n", name, wall[0][n / 2] / wall[1][n / 2],
           name, wall[0][0] / wall[1][0]);
    printf("%s_same %d\n", name, memcmp(&counts[0], &counts[1], sizeof counts[0]) == 0);
}

int main(int argc, char **argv) {
    long long persons = argc > 1 ? strtoll(argv[1], NULL, 10) : 0;
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (persons < GROUPS || persons > 1000000000 || runs < 1 || runs > 32) {
        (void)fprintf(stderr, "usage: bench_simulate PERSONS RUNS(1 to 32)\n");
        return 2;
    }
    struct arena *a ARENA_AUTO = arena_new();
    struct transition_plan plan;
    plan_make(a, &plan, false);
    measure("simulate", &plan, persons, runs);
    plan_make(a, &plan, true);
    measure("simulate_attained", &plan, persons, runs);
    return 0;
}

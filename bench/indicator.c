/* SPDX-License-Identifier: EUPL-1.2
 *
 * All indicators with all breakdowns of one school year, from the database: the median of five, CPU and wall
 * seconds. usage: bench_indicator URL DAY
 */
#include "indicator/indicator.h"
#include "base/clock.h"
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RUNS 5

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

static size_t count_all(struct db *db, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct indicator_ask ask = indicator_ask_of(school_year_of(day), day);
    struct indicator_data data;
    size_t groups = 0;
    if (!indicator_read(db, a, &ask, false, &data, err)) return 0;
    for (size_t i = 0; i < indicators_n; i++) {
        struct indicator_figure figure;
        indicator_count(a, &indicators[i], &data, &figure);
        groups_hide(&figure);
        groups += figure.groups_n;
    }
    return groups;
}

int main(int argc, char **argv) {
    struct err err = {0};
    int32_t day = argc == 3 ? day_parse_iso(argv[2]) : DAY_NONE;
    struct store *store = day == DAY_NONE ? NULL : store_open(argv[1], false, &err);
    struct db *db = store ? store_connect(store, &err) : NULL;
    double cpu[RUNS], wall[RUNS];
    size_t groups = 0;
    for (int i = 0; db && i < RUNS; i++) {
        cpu[i] = -seconds(CLOCK_PROCESS_CPUTIME_ID);
        wall[i] = -seconds(CLOCK_MONOTONIC);
        groups = count_all(db, day, &err);
        cpu[i] += seconds(CLOCK_PROCESS_CPUTIME_ID);
        wall[i] += seconds(CLOCK_MONOTONIC);
    }
    if (!groups) {
        fprintf(stderr, "usage: bench_indicator URL DAY (%s)\n", err.message);
        return 1;
    }
    qsort(cpu, RUNS, sizeof *cpu, by_size);
    qsort(wall, RUNS, sizeof *wall, by_size);
    printf("%zu indicators, %zu groups: %.2f s CPU, %.2f s\n", indicators_n, groups, cpu[RUNS / 2],
           wall[RUNS / 2]);
    db_close(db);
    store_close(store);
    return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the columns of src/cohort cost on a population of files (persons.csv, spells.csv), beside a flat
 * scan of the spells that only counts those that hold the day: what any program must at least read.
 * Medians of five, CPU seconds. With a second argument the cells of the day go there as CSV, to be held
 * against another program's. usage: bench_cohort DIR DAY [CELLS]
 */
#include "cohort/cohort.h"
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define RUNS 5

static double cpu_now(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

static double median(double *seconds, size_t n) {
    qsort(seconds, n, sizeof *seconds, by_size);
    return seconds[n / 2];
}

/* Two comparisons a spell, added up; the compiler makes them 16 or 32 at a time. */
__attribute__((noinline, target_clones("avx2", "default"), optimize("O3"))) static uint32_t
flat_scan(const uint16_t *start, const uint16_t *end, size_t n, uint16_t day) {
    uint32_t found = 0;
    for (size_t at = 0; at < n; at += 4096) {
        uint16_t some = 0;
        size_t until = n - at < 4096 ? n - at : 4096;
        for (size_t i = at; i < at + until; i++)
            some += (uint16_t)((start[i] <= day) & (end[i] > day));
        found += some;
    }
    return found;
}

static double time_read(struct arena *a, const char *dir, struct err *err) {
    double start = cpu_now();
    const struct cohort *c;
    if (!cohort_read(a, dir, DAY_NONE, LANG_EN, &c, err)) {
        (void)fprintf(stderr, "%s\n", err->message);
        exit(1);
    }
    double seconds = cpu_now() - start;
    arena_reset(a);
    return seconds;
}

static double time_scan(const struct cohort *c, int32_t day) {
    static volatile uint32_t sink __attribute__((unused));
    double start = cpu_now();
    for (int i = 0; i < 10; i++)
        sink = flat_scan(c->start, c->end, c->spells_n, (uint16_t)(day - COHORT_EPOCH));
    return (cpu_now() - start) / 10;
}

static const struct cohort_status query = {
    .by = COHORT_BY_MUNICIPALITY | COHORT_BY_AGE | COHORT_BY_KIND, .age = COHORT_AGE_DAYS};

static double time_status(struct arena *a, const struct cohort *c, int32_t day) {
    struct cohort_cells cells;
    double start = cpu_now();
    for (int i = 0; i < 10; i++) {
        cohort_status(a, c, &query, day, &cells);
        arena_reset(a);
    }
    return (cpu_now() - start) / 10;
}

static double time_sweep(struct arena *a, const struct cohort *c, int32_t day) {
    enum { DAYS = 60 };
    int32_t days[DAYS];
    struct cohort_cells cells[DAYS];
    for (int i = 0; i < DAYS; i++) days[i] = day_add_months(day, i - DAYS + 1);
    double start = cpu_now();
    cohort_sweep(a, c, &query, days, DAYS, cells);
    double seconds = cpu_now() - start;
    arena_reset(a);
    return seconds;
}

static double time_follow(struct arena *a, const struct cohort *c) {
    struct cohort_rows rows;
    double start = cpu_now();
    cohort_follow(a, c, &rows);
    double seconds = cpu_now() - start;
    arena_reset(a);
    return seconds;
}

static void write_cells(const struct cohort *c, int32_t day, const char *path, struct arena *a) {
    struct cohort_cells cells;
    cohort_status(a, c, &query, day, &cells);
    FILE *f = fopen(path, "w");
    if (!f) exit(1);
    (void)fprintf(f, "kom,age,kind,N\n");
    for (size_t i = 0; i < cells.n; i++)
        (void)fprintf(f, "%s,%d,%s,%u\n", c->municipalities[cells.v[i].municipality],
                      cells.v[i].age, c->kinds[cells.v[i].kind].name, cells.v[i].n);
    if (fclose(f) != 0) exit(1);
}

int main(int argc, char **argv) {
    int32_t day = argc >= 3 ? day_parse_iso(argv[2]) : DAY_NONE;
    if (day == DAY_NONE) {
        (void)fprintf(stderr, "usage: bench_cohort DIR DAY [CELLS]\n");
        return 2;
    }
    struct arena *a ARENA_AUTO = arena_new(), *work ARENA_AUTO = arena_new();
    struct err err = {0};
    struct rusage memory;
    const struct cohort *c;
    double read[RUNS], scan[RUNS], status[RUNS], sweep[RUNS], follow[RUNS];
    if (!cohort_read(a, argv[1], DAY_NONE, LANG_EN, &c, &err)) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    getrusage(RUSAGE_SELF, &memory);
    for (int i = 0; i < RUNS; i++) {
        scan[i] = time_scan(c, day);
        status[i] = time_status(work, c, day);
        sweep[i] = time_sweep(work, c, day);
        follow[i] = time_follow(work, c);
    }
    if (argc > 3) write_cells(c, day, argv[3], work);
    size_t persons = c->persons_n, spells = c->spells_n, held = arena_used(a);
    arena_reset(a);
    for (int i = 0; i < RUNS; i++) read[i] = time_read(a, argv[1], &err);
    printf("rows %zu\nread %.4f\nscan %.6f\nstatus %.6f\nsweep60 %.6f\nfollow %.6f\n",
           persons + spells, median(read, RUNS), median(scan, RUNS), median(status, RUNS),
           median(sweep, RUNS), median(follow, RUNS));
    printf("held_mb %.1f\npeak_mb %.1f\n", (double)held / 1e6, (double)memory.ru_maxrss / 1024);
    return 0;
}

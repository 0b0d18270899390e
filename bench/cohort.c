/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the columns of src/cohort cost on a population of files (persons.csv, spells.csv): reading them,
 * who is where on a day beside a flat scan of the spells that only counts those that hold the day (what
 * any program must at least read), and what if. Medians of five, CPU seconds. The cells of the day go to
 * a file, to be held against another program's.
 * usage: bench_cohort read DIR                    seconds, and the peak of memory in MB
 *        bench_cohort columns DIR DAY CELLS
 *        bench_cohort whatif DIR
 */
#include "cohort/cohort.h"
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static const struct projection_change_at changes[] = {{CHANGE_DROPOUT_EUD, 0.5, 15, 40},
                                                      {CHANGE_DIRECT, 0.5, 15, 40}};
enum { CHANGES_N = sizeof changes / sizeof *changes };

/* Both curves, 200 draws, for a municipality (-1: all): what is made once for every question, and one answer. */
static void time_whatif(struct arena *a, const struct cohort *c, int municipality,
                        double *ret_prepare, double *ret_answer) {
    struct projection_query q = {.municipality = municipality,
                                 .window = 3,
                                 .least = 20,
                                 .replicates = 200,
                                 .conf = 0.95,
                                 .seed = 1};
    struct projection p;
    double start = cpu_now();
    const struct projection_model *model = projection_prepare(a, c, &q);
    *ret_prepare = cpu_now() - start;
    start = cpu_now();
    projection_answer(model, changes, CHANGES_N, &p);
    *ret_answer = cpu_now() - start;
    arena_reset(a);
}

/* The municipality with most people, and the one with fewest. */
static void extremes(const struct cohort *c, int *ret_large, int *ret_small) {
    static size_t n[COHORT_MUNICIPALITIES];
    for (size_t i = 0; i < c->persons_n; i++) n[c->municipality[i]]++;
    *ret_large = *ret_small = 0;
    for (int i = 0; i < (int)c->municipalities_n; i++) {
        if (n[i] > n[*ret_large]) *ret_large = i;
        if (n[i] < n[*ret_small]) *ret_small = i;
    }
}

static void measure_whatif(struct arena *a, const struct cohort *c) {
    static const char *const names[] = {"large", "small", "country"};
    int places[3] = {0, 0, -1};
    extremes(c, &places[0], &places[1]);
    for (int k = 0; k < 3; k++) {
        double prepare[RUNS], answer[RUNS];
        for (int i = 0; i < RUNS; i++) time_whatif(a, c, places[k], &prepare[i], &answer[i]);
        printf("prepare_%s %.4f\nwhatif_%s %.4f\n", names[k], median(prepare, RUNS), names[k],
               median(answer, RUNS));
    }
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

/* What reading takes, and the most memory that the process has had so far. */
static int measure_read(const char *dir) {
    struct arena *a ARENA_AUTO = arena_new();
    struct err err = {0};
    struct rusage memory;
    double read[RUNS];
    read[0] = time_read(a, dir, &err);
    getrusage(RUSAGE_SELF, &memory);
    for (int i = 1; i < RUNS; i++) read[i] = time_read(a, dir, &err);
    printf("%.4f %.1f\n", median(read, RUNS), (double)memory.ru_maxrss / 1024);
    return 0;
}

static int measure_columns(struct arena *work, const struct cohort *c, int32_t day,
                           const char *cells) {
    double scan[RUNS], status[RUNS], sweep[RUNS], follow[RUNS];
    for (int i = 0; i < RUNS; i++) {
        scan[i] = time_scan(c, day);
        status[i] = time_status(work, c, day);
        sweep[i] = time_sweep(work, c, day);
        follow[i] = time_follow(work, c);
    }
    write_cells(c, day, cells, work);
    printf("rows %zu\nscan %.6f\nstatus %.6f\nsweep60 %.6f\nfollow %.6f\n",
           c->persons_n + c->spells_n, median(scan, RUNS), median(status, RUNS),
           median(sweep, RUNS), median(follow, RUNS));
    return 0;
}

int main(int argc, char **argv) {
    bool columns = argc == 5 && strcmp(argv[1], "columns") == 0;
    int32_t day = columns ? day_parse_iso(argv[3]) : DAY_NONE;
    if (argc == 3 && strcmp(argv[1], "read") == 0) return measure_read(argv[2]);
    if (columns ? day == DAY_NONE : argc != 3 || strcmp(argv[1], "whatif") != 0) {
        (void)fprintf(stderr, "usage: bench_cohort read|whatif DIR | columns DIR DAY CELLS\n");
        return 2;
    }
    struct arena *a ARENA_AUTO = arena_new(), *work ARENA_AUTO = arena_new();
    struct err err = {0};
    const struct cohort *c;
    if (!cohort_read(a, argv[2], DAY_NONE, LANG_EN, &c, &err)) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    printf("held_mb %.1f\n", (double)arena_used(a) / 1e6);
    if (columns) return measure_columns(work, c, day, argv[4]);
    measure_whatif(work, c);
    return 0;
}

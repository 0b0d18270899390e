/* SPDX-License-Identifier: EUPL-1.2
 *
 * How long it takes to make a table of 98 municipalities by 30 kinds safe to publish: choosing what to
 * hide, and looking at each hidden cell as an attacker would. Counts with a given mean; the smaller,
 * the more there is to hide. CPU seconds, median of three. usage: bench_disclosure MEAN...
 */
#include "stat/disclosure.h"
#include "stat/philox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROWS = 98, COLS = 30, RUNS = 3 };

static double cpu_now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Poisson, by multiplying until it is small (Knuth): small means only. */
static double draw(double mean, uint32_t cell) {
    double product = 1, n = -1;
    for (uint32_t i = 0; product > exp(-mean); i++, n++) {
        struct philox x = philox((struct philox){{cell, i, 0, 0}}, 1, 2);
        product *= ((double)x.v[0] + 0.5) * 0x1p-32;
    }
    return n;
}

static void table_make(double mean, double *values) {
    for (int i = 0; i < (ROWS + 1) * (COLS + 1); i++) values[i] = 0;
    for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLS; c++) {
            double n = draw(mean, (uint32_t)(r * COLS + c));
            values[r * (COLS + 1) + c] = n;
            values[r * (COLS + 1) + COLS] += n;
            values[ROWS * (COLS + 1) + c] += n;
            values[ROWS * (COLS + 1) + COLS] += n;
        }
}

static double protect(const double *values, size_t *ret_hidden) {
    struct arena *a ARENA_AUTO = arena_new();
    struct disclosure_rule rule = disclosure_rule_usual();
    struct err err = {0};
    size_t n = (ROWS + 1) * (COLS + 1);
    int32_t *cell = arena_array(a, n, sizeof *cell);
    for (size_t i = 0; i < n; i++) cell[i] = DISCLOSURE_NONE;
    struct disclosure_table table = {.rows = ROWS, .cols = COLS, .values = values, .cell = cell};
    double start = cpu_now();
    struct disclosure *d = disclosure_new(a);
    if (!disclosure_table_add(d, &table, &err) || !disclosure_protect(d, &rule, &err)) {
        (void)fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    double seconds = cpu_now() - start;
    *ret_hidden = 0;
    for (size_t i = 0; i < d->n; i++) *ret_hidden += d->cells[i].status != DISCLOSURE_SHOWN;
    return seconds;
}

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

int main(int argc, char **argv) {
    static double values[(ROWS + 1) * (COLS + 1)];
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_disclosure MEAN...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        double seconds[RUNS];
        size_t hidden = 0;
        table_make(strtod(argv[i], NULL), values);
        for (int k = 0; k < RUNS; k++) seconds[k] = protect(values, &hidden);
        qsort(seconds, RUNS, sizeof *seconds, by_size);
        printf("suppress_%s %.4f\nhidden_%s %zu\n", argv[i], seconds[RUNS / 2], argv[i], hidden);
    }
    return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * How long it takes to work out every clock of the duty in a municipality: one query and one walk, as
 * /pligt does for each reader. usage: bench_duty URL RUNS. Prints cases and the median in milliseconds.
 */
#include "duty/duty.h"
#include "base/clock.h"
#include "base/date.h"
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>

static int by_size(const void *left, const void *right) {
    const double *l = left, *r = right;
    return (*l > *r) - (*l < *r);
}

int main(int argc, char **argv) {
    struct err err = {0};
    int runs = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (runs < 1) {
        (void)fprintf(stderr, "usage: bench_duty URL RUNS\n");
        return 2;
    }
    struct arena *a ARENA_AUTO = arena_new();
    struct store *store = store_open(argv[1], false, &err);
    struct db *db = store ? store_connect(store, &err) : NULL;
    double *ms = calloc((size_t)runs, sizeof *ms);
    if (!db || !ms) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    int32_t today = clock_today();
    struct duty_lines lines = {0};
    struct duty_level level = {0};
    for (int i = 0; i < runs; i++) {
        int64_t start = clock_ticks();
        level = (struct duty_level){0};
        if (!duty_cases(db, a, day_add_months(today, -36), today, &lines, &err)) {
            (void)fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        for (size_t k = 0; k < lines.n; k++) duty_count(&level, &lines.v[k].state);
        ms[i] = (double)(clock_ticks() - start) / 1000;
        if (i + 1 < runs) arena_reset(a);
    }
    qsort(ms, (size_t)runs, sizeof *ms, by_size);
    printf("%zu cases of the duty, %lld contacts in time, %lld too late: %.1f ms\n", lines.n,
           (long long)level.contact.kept, (long long)level.contact.broken, ms[runs / 2]);
    free(ms);
    db_close(db);
    store_close(store);
    return 0;
}

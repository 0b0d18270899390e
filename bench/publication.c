/* SPDX-License-Identifier: EUPL-1.2
 *
 * How long a draft of own figures takes: counted, protected and stored, then given up, for each school year
 * named. CPU and wall seconds. usage: bench_publication URL YEAR...
 */
#include "publication/publication.h"

#include "base/clock.h"
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool give_up(struct db *w, void *id, struct err *err) {
    return publication_step(w, *(int64_t *)id, STEP_DISCARD, 1, INT_NONE, NULL, err);
}

static bool draft_one(struct store *store, struct db *db, int year, struct err *err) {
    int64_t id;
    struct publication_new draft = {.school_year = year,
                                    .as_of = day_from_ymd(year + 1, 9, 30),
                                    .reason = "measured",
                                    .account = 1,
                                    .at = INT_NONE,
                                    .figures_only = true};
    double cpu = -seconds(CLOCK_PROCESS_CPUTIME_ID), wall = -seconds(CLOCK_MONOTONIC);
    if (!publication_draft(store, db, &draft, &id, err)) return false;
    printf("%d: %.2f s CPU, %.2f s\n", year, cpu + seconds(CLOCK_PROCESS_CPUTIME_ID),
           wall + seconds(CLOCK_MONOTONIC));
    return store_write(store, give_up, &id, err);
}

int main(int argc, char **argv) {
    struct err err = {0};
    struct store *store = argc > 2 ? store_open(argv[1], false, &err) : NULL;
    struct db *db = store ? store_connect(store, &err) : NULL;
    bool ok = db != NULL;
    for (int i = 2; ok && i < argc; i++)
        ok = draft_one(store, db, (int)strtol(argv[i], NULL, 10), &err);
    if (!ok) (void)fprintf(stderr, "usage: bench_publication URL YEAR... (%s)\n", err.message);
    db_close(db);
    store_close(store);
    return ok ? 0 : 1;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The model of the newest casework, kept between requests and counted by its holders.
 */
#include "whatif/internal.h"

#include <pthread.h>

#define LEAST      20
#define REPLICATES 200

struct kept {
    struct arena *arena;
    const struct projection_model *model;
    uint64_t made; /* of the cohort */
    size_t holders;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *newest; /* counts itself */

static void release_locked(struct kept *kept) {
    if (!kept || --kept->holders) return;
    arena_free(kept->arena); /* it lies there itself */
}

static struct kept *take(uint64_t made) {
    pthread_mutex_lock(&lock);
    struct kept *kept = newest && newest->made == made ? newest : NULL;
    if (kept) kept->holders++;
    pthread_mutex_unlock(&lock);
    return kept;
}

/* Two may make the same at once; the later one is kept. */
static struct kept *make(const struct cohort *c) {
    static const struct projection_query query = {.municipality = -1,
                                                  .window = WHATIF_WINDOW,
                                                  .least = LEAST,
                                                  .replicates = REPLICATES,
                                                  .conf = 0.95,
                                                  .seed = 1};
    struct arena *a = arena_new();
    struct kept *kept = arena_alloc(a, sizeof *kept);
    *kept = (struct kept){a, projection_prepare(a, c, &query), c->made, 2};
    pthread_mutex_lock(&lock);
    release_locked(newest);
    newest = kept;
    pthread_mutex_unlock(&lock);
    return kept;
}

bool whatif_answer(struct store *store, struct db *db, int32_t today,
                   const struct projection_change_at *changes, size_t n, struct projection *ret,
                   struct err *err) {
    struct cohort_hold *hold = cohort_hold(store, db, today, err);
    if (!hold) return false;
    const struct cohort *c = cohort_of(hold);
    struct kept *kept = take(c->made);
    if (!kept) kept = make(c);
    cohort_release(hold);
    projection_answer(kept->model, changes, n, ret);
    pthread_mutex_lock(&lock);
    release_locked(kept);
    pthread_mutex_unlock(&lock);
    return true;
}

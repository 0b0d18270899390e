/* SPDX-License-Identifier: EUPL-1.2
 *
 * The database's columns, kept between requests.
 *
 * One cohort is kept, counted by its holders and by being the newest. Who finds it stale makes a new
 * one; others meanwhile go on with the old one, and wait only when there is none.
 */
#include "base/clock.h"
#include "cohort/cohort.h"
#include "gen/cohort.sql.h"

#include <pthread.h>

#define REST 30 /* making takes at most this part of the time */

struct cohort_hold {
    struct arena *arena;
    const struct cohort *cohort;
    const struct store *store;
    int32_t today;
    int64_t made_at, cost; /* microseconds */
    size_t holders;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static struct cohort_hold *newest; /* counts itself among its holders */

static void release_locked(struct cohort_hold *hold) {
    if (!hold || --hold->holders) return;
    arena_free(hold->arena); /* the hold lies in it */
}

void cohort_release(struct cohort_hold *hold) {
    pthread_mutex_lock(&lock);
    release_locked(hold);
    pthread_mutex_unlock(&lock);
}

void cohort_forget(void) {
    pthread_mutex_lock(&lock);
    release_locked(newest);
    newest = NULL;
    pthread_mutex_unlock(&lock);
}

const struct cohort *cohort_of(const struct cohort_hold *hold) { return hold->cohort; }

/* The newest, held for the caller, when it is of this database; else NULL. */
static struct cohort_hold *hold_newest(const struct store *store) {
    pthread_mutex_lock(&lock);
    struct cohort_hold *hold = newest && newest->store == store ? newest : NULL;
    if (hold) hold->holders++;
    pthread_mutex_unlock(&lock);
    return hold;
}

static bool is_fresh(const struct cohort_hold *hold, int64_t version, int32_t today) {
    if (hold->today != today) return false;
    if (hold->cohort->version == version) return true;
    return clock_ticks() - hold->made_at < hold->cost * REST;
}

static struct cohort_hold *make(const struct store *store, struct db *db, int32_t today,
                                struct err *err) {
    struct arena *a = arena_new();
    struct cohort_hold *hold = arena_alloc(a, sizeof *hold);
    int64_t start = clock_ticks();
    *hold = (struct cohort_hold){.arena = a, .store = store, .today = today, .holders = 2};
    if (!cohort_take(db, a, today + 1, &hold->cohort, err)) {
        arena_free(a);
        return NULL;
    }
    hold->made_at = clock_ticks();
    hold->cost = hold->made_at - start;
    pthread_mutex_lock(&lock);
    release_locked(newest);
    newest = hold;
    pthread_mutex_unlock(&lock);
    return hold;
}

static bool read_version(struct db *db, int64_t *ret, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_cohort_changed_rows rows;
    if (!q_cohort_changed(db, a, &rows, err)) return false;
    *ret = rows.n ? rows.v[0].number : 0;
    return true;
}

struct cohort_hold *cohort_hold(const struct store *store, struct db *db, int32_t today,
                                struct err *err) {
    int64_t version;
    if (!read_version(db, &version, err)) return NULL;
    struct cohort_hold *hold = hold_newest(store);
    if (hold && is_fresh(hold, version, today)) return hold;
    bool old = hold && hold->today == today; /* better than waiting */
    if (!old) pthread_mutex_lock(&making);
    if (old && pthread_mutex_trylock(&making) != 0) return hold;
    struct cohort_hold *other = hold_newest(store); /* somebody may have made it meanwhile */
    cohort_release(hold);
    hold = other;
    if (!hold || !is_fresh(hold, version, today)) {
        cohort_release(hold);
        hold = make(store, db, today, err);
    }
    pthread_mutex_unlock(&making);
    return hold;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * How many an initiative reached this school year: the yes of the indicator that counts it. All are counted
 * together, on a connection of their own, and kept for a minute.
 */
#include "goal/edit.h"

#include "base/clock.h"
#include "base/date.h"
#include "indicator/indicator.h"

#include <assert.h>
#include <pthread.h>

#define FRESH_US       (60LL * 1000000)
#define INDICATORS_MAX 100

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const struct store *store;
    int32_t day;
    int64_t made;
    struct indicator_tally tallies[INDICATORS_MAX]; /* by indicator */
} kept;

static bool count(struct store *store, int32_t day, struct indicator_tally *tallies,
                  struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct db *db = store_connect(store, err);
    if (!db) return false;
    struct indicator_ask ask = indicator_ask_of(school_year_of(day), day);
    struct indicator_data data;
    bool ok = indicator_read(db, a, &ask, false, &data, err);
    db_close(db);
    for (size_t i = 0; ok && i < indicators_n; i++) {
        struct indicator_figure figure;
        indicator_count(a, &indicators[i], &data, &figure);
        tallies[i] = figure.all;
    }
    return ok;
}

struct counting {
    struct store *store;
    int32_t day;
    struct err err;
    bool ok;
};

static void *count_all(void *ctx) {
    struct counting *c = ctx;
    c->ok = count(c->store, c->day, kept.tallies, &c->err);
    return NULL;
}

/* In a thread of its own: the page that asks is not one of many questions. */
static bool count_apart(struct store *store, int32_t day, struct err *err) {
    struct counting c = {.store = store, .day = day};
    pthread_t thread;
    if (pthread_create(&thread, NULL, count_all, &c) != 0)
        return err_set(err, ERR_BUSY, "no thread to count the reach");
    db_wait_begin();
    pthread_join(thread, NULL);
    db_wait_end();
    if (!c.ok) *err = c.err;
    return c.ok;
}

bool goal_reach(struct store *store, const char *key, struct reach *ret, struct err *err) {
    const struct indicator *indicator = indicator_find(key);
    int32_t day = clock_today();
    *ret = (struct reach){.yes = INT_NONE, .of = INT_NONE};
    if (!indicator || !indicator_holds(indicator, day)) return true;
    pthread_mutex_lock(&lock);
    bool ok = true;
    assert(indicators_n <= INDICATORS_MAX);
    if (kept.store != store || kept.day != day || clock_real() - kept.made > FRESH_US) {
        ok = count_apart(store, day, err);
        kept.store = ok ? store : NULL;
        kept.day = day;
        kept.made = clock_real();
    }
    struct indicator_tally t = {0};
    if (ok) t = kept.tallies[indicator - indicators];
    pthread_mutex_unlock(&lock);
    if (!ok) return false;
    ret->few = t.yes > 0 && t.yes < indicator_least(indicator->class);
    ret->yes = ret->few ? INT_NONE : t.yes;
    ret->of = indicator->unit == UNIT_PERCENT ? t.yes + t.no : INT_NONE;
    return true;
}

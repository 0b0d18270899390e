/* SPDX-License-Identifier: EUPL-1.2
 *
 * The store: one writer, fed by a queue.
 *
 * A commit waits for the disk, and while it waits nothing else can be written. So the writer does
 * not take the changes one by one: it takes all that have come in while the last commit was on its
 * way, and commits them together. The busier it gets, the larger the groups; when it is idle, a
 * change is a group of its own and waits for nobody. There is no timer and nothing to tune.
 *
 *     BEGIN
 *       savepoint, change 1, release        kept
 *       savepoint, change 2, rollback to    undone alone, its caller gets the reason
 *       savepoint, change 3, release        kept
 *     COMMIT                                if this fails, every caller gets the reason
 *
 * A change is a struct on the stack of the thread that waits for it; the queue links them. The
 * caller sleeps on a semaphore of its own, so that a commit wakes each waiter once and they do not
 * queue up again for a lock.
 */
#include "db/engine.h"
#include "db/pool.h"

#include "base/log.h"

#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>
#include <unistd.h>

#define AGAIN_MOST     3 /* times that a change is run again after a deadlock */
#define AGAIN_PAUSE_US 10000U
#define POOL_MOST      8

struct change {
    struct change *next;
    db_write_fn *fn;
    void *ctx;
    bool appends;   /* store_append() */
    struct err err; /* kind ERR_NONE = kept */
    sem_t done;
};

struct store {
    struct arena *arena;
    const struct engine *engine;
    const char *target; /* what the engine connects to */
    const char *name;
    struct db *writer; /* the writer thread's, once that has started */
    _Atomic uint64_t commits;
    struct news news; /* changes: the commits that readers must see, all but store_append()'s */

    pthread_mutex_t lock; /* over all below */
    struct pool *pool;    /* of store_borrow(); NULL before the first */
    pthread_cond_t work;
    struct change *first;
    struct change **last;
    bool started;
    bool closing;
    pthread_t thread;
};

/* ---- opening */

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool read_url(struct store *store, const char *url, struct err *err) {
    if (starts_with(url, "sqlite:") && url[strlen("sqlite:")] != '\0') {
        store->engine = &engine_sqlite;
        store->target = arena_dup(store->arena, url + strlen("sqlite:"));
        return true;
    }
    if (starts_with(url, "postgres://") || starts_with(url, "postgresql://")) {
        store->engine = &engine_postgres;
        store->target = arena_dup(store->arena, url);
        return true;
    }
    return err_set(err, ERR_INPUT,
                   "a database is named sqlite:PATH or postgres://USER@HOST:PORT/NAME");
}

/* The URL without what stands between the user's ':' and the '@', and without its options, where a
 * password may stand as well. */
static const char *url_without_password(struct arena *a, const char *url) {
    if (starts_with(url, "sqlite:")) return arena_dup(a, url);
    size_t len = strcspn(url, "?");
    const char *user = strstr(url, "://") + 3;
    const char *at = user;
    for (const char *p = user; p < url + len; p++)
        if (*p == '@') at = p;
    size_t user_len = strcspn(user, ":@/?");
    if (at == user || user + user_len >= at) return arena_dup_n(a, url, len);
    return arena_fmt(a, "%.*s%.*s", (int)(user + user_len - url), url, (int)(url + len - at), at);
}

struct store *store_open(const char *url, bool create, struct err *err) {
    struct arena *arena = arena_new();
    struct store *store = arena_alloc(arena, sizeof *store);
    store->arena = arena;
    store->last = &store->first;
    if (read_url(store, url, err)) {
        store->name = url_without_password(arena, url);
        store->writer = store->engine->connect(store->target, create ? DB_CREATOR : DB_WRITER, err);
    }
    if (store->writer == NULL) {
        arena_free(arena);
        return NULL;
    }
    store->writer->news = &store->news;
    pthread_mutex_init(&store->lock, NULL);
    pthread_cond_init(&store->work, NULL);
    return store;
}

enum db_engine store_engine(const struct store *store) { return store->engine->kind; }

const char *store_name(const struct store *store) { return store->name; }

uint64_t store_commits(const struct store *store) { return store->commits; }
uint64_t store_changes(const struct store *store) { return store->news.changes; }

struct db *store_connect(struct store *store, struct err *err) {
    struct db *db = store->engine->connect(store->target, DB_READER, err);
    if (db) db->news = &store->news;
    return db;
}

/* One more than can work at once: one may be reading from the disk. */
static size_t pool_size(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 2 : n >= POOL_MOST ? POOL_MOST : (size_t)n + 1;
}

static struct pool *pool_open(struct store *store, struct err *err) {
    struct db *connections[POOL_MOST];
    size_t n = pool_size();
    for (size_t i = 0; i < n; i++) {
        connections[i] = store_connect(store, err);
        if (connections[i] != NULL) continue;
        while (i > 0) db_close(connections[--i]);
        return NULL;
    }
    return pool_new(store->arena, connections, n);
}

struct db *store_borrow(struct store *store, struct err *err) {
    if (!store->engine->keeps_snapshots) return store_connect(store, err);
    pthread_mutex_lock(&store->lock);
    if (store->pool == NULL) store->pool = pool_open(store, err);
    struct pool *pool = store->pool;
    pthread_mutex_unlock(&store->lock);
    return pool != NULL ? borrower_new(store->engine, pool) : NULL;
}

void store_serves(struct store *store) {
    if (store->engine->modest) store->engine->modest(store->writer);
}

/* ---- one change */

/* Runs fn. A statement that failed cannot be talked away: PostgreSQL has given up the savepoint by
 * then, and SQLite shall behave the same. */
static bool call(struct db *w, struct change *change) {
    static _Atomic uint64_t attempts;
    change->err.kind = ERR_NONE;
    w->failed = w->again = false;
    w->attempt = ++attempts;
    bool ok = change->fn(w, change->ctx, &change->err);
    assert(!w->reading);
    if (w->engine->settle != NULL && !w->engine->settle(w, ok ? &change->err : NULL)) ok = false;
    if (ok && w->failed)
        return err_set(&change->err, ERR_DB, "the change went on after a query had failed");
    if (!ok && change->err.kind == ERR_NONE)
        err_set(&change->err, ERR_DB, "the change failed and did not say why");
    return ok;
}

/* False when the transaction itself is lost, with *err set; how the change went is in it. */
static bool run_change(struct db *w, struct change *change, struct err *err) {
    const struct engine *engine = w->engine;
    if (!engine->script(w, "savepoint change", err)) return false;
    bool ok = call(w, change);
    for (int n = 0; !ok && w->again && n < AGAIN_MOST; n++) {
        if (!engine->script(w, "rollback to savepoint change", NULL)) break;
        usleep(AGAIN_PAUSE_US << n); /* or we would be back before the other one has gone on */
        ok = call(w, change);
    }
    if (ok) return engine->script(w, "release savepoint change", err);
    if (!engine->in_transaction(w))
        return err_set(err, change->err.kind, "%s", change->err.message);
    return engine->script(w, "rollback to savepoint change", err) &&
           engine->script(w, "release savepoint change", err);
}

/* ---- a group of changes */

static bool run_group(struct db *w, struct change *group, struct err *err) {
    if (!w->engine->begin(w, err)) return false;
    for (struct change *change = group; change != NULL; change = change->next) {
        if (!run_change(w, change, err)) {
            w->engine->rollback(w);
            return false;
        }
    }
    return w->engine->commit(w, err);
}

static bool all_append(const struct change *group) {
    while (group && group->appends) group = group->next;
    return group == NULL;
}

/* After sem_post the change may be gone: its thread has its answer and returns. */
static void answer(struct change *group, bool kept, const struct err *err) {
    for (struct change *change = group, *next; change != NULL; change = next) {
        next = change->next;
        if (!kept && change->err.kind == ERR_NONE) change->err = *err;
        sem_post(&change->done);
    }
}

static void write_group(struct store *store, struct change *group) {
    struct err err = {0};
    bool kept = run_group(store->writer, group, &err);
    if (kept) {
        store->commits++;
        if (!all_append(group)) store->news.changes++; /* before anybody is told that it is done */
    } else {
        log_error("nothing of a group of changes was kept: %s", err.message);
    }
    answer(group, kept, &err);
    store->engine->rest(store->writer);
}

/* ---- the queue */

/* All that waits; NULL when the store closes and nothing is left. */
static struct change *take_group(struct store *store) {
    pthread_mutex_lock(&store->lock);
    while (store->first == NULL && !store->closing) pthread_cond_wait(&store->work, &store->lock);
    struct change *group = store->first;
    store->first = NULL;
    store->last = &store->first;
    pthread_mutex_unlock(&store->lock);
    return group;
}

static void *writer_main(void *ctx) {
    struct store *store = ctx;
    struct change *group;
    while ((group = take_group(store)) != NULL) write_group(store, group);
    return NULL;
}

/* With the lock held. */
static bool start_writer(struct store *store, struct err *err) {
    if (store->started) return true;
    if (pthread_create(&store->thread, NULL, writer_main, store) != 0)
        return err_set(err, ERR_IO, "the writer's thread cannot be started");
    store->started = true;
    return true;
}

static bool enqueue(struct store *store, struct change *change, struct err *err) {
    pthread_mutex_lock(&store->lock);
    bool ok = store->closing ? err_set(err, ERR_BUSY, "the database is being closed")
                             : start_writer(store, err);
    if (ok) {
        assert(!pthread_equal(store->thread, pthread_self())); /* it would wait for itself */
        *store->last = change;
        store->last = &change->next;
        pthread_cond_signal(&store->work);
    }
    pthread_mutex_unlock(&store->lock);
    return ok;
}

static void wait_for(sem_t *done) {
    while (sem_wait(done) != 0)
        ; /* a signal came */
}

static bool carry_out(struct store *store, struct change *change, struct err *err) {
    sem_init(&change->done, 0, 0);
    bool ok = enqueue(store, change, err);
    if (ok) {
        wait_for(&change->done);
        ok = change->err.kind == ERR_NONE ||
             err_set(err, change->err.kind, "%s", change->err.message);
    }
    sem_destroy(&change->done);
    return ok;
}

bool store_write(struct store *store, db_write_fn *fn, void *ctx, struct err *err) {
    struct change change = {.fn = fn, .ctx = ctx};
    snapshot_release();
    bool ok = carry_out(store, &change, err);
    snapshot_renew();
    return ok;
}

bool store_append(struct store *store, db_write_fn *fn, void *ctx, struct err *err) {
    struct change change = {.fn = fn, .ctx = ctx, .appends = true};
    snapshot_lend();
    bool ok = carry_out(store, &change, err);
    snapshot_renew();
    return ok;
}

static bool settle(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return db_script(w, "analyze", err);
}

bool store_settle(struct store *store, struct err *err) {
    return store_write(store, settle, NULL, err);
}

/* ---- closing */

void store_stop(struct store *store) {
    pthread_mutex_lock(&store->lock);
    bool join = store->started && !store->closing;
    store->closing = true;
    pthread_cond_signal(&store->work);
    pthread_mutex_unlock(&store->lock);
    if (join) pthread_join(store->thread, NULL);
}

void store_close(struct store *store) {
    if (store == NULL) return;
    store_stop(store);
    pool_close(store->pool);
    db_close(store->writer);
    pthread_cond_destroy(&store->work);
    pthread_mutex_destroy(&store->lock);
    arena_free(store->arena);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * One thread that runs jobs in order, and one that watches it: it carries the progress to the table
 * twice a second, and the wish to cancel (which another program may have written) from the table to
 * the job. The runner looks for work when it is woken, soon after a job was added in this process, and every
 * few seconds in case somebody else queued it.
 *
 * There is one runner per database. What is 'running' when it starts was running when a program died.
 */
#include "job/internal.h"

#include "base/log.h"
#include "gen/job.sql.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_MS  5000
#define ADDED_MS 200
#define WATCH_MS 500

struct job_runner {
    struct store *store;
    struct db *db;
    struct arena *arena;
    const struct job_kind *const *kinds;
    size_t n;
    struct app *app;
    pthread_t thread, watcher;
    pthread_mutex_t mutex;
    pthread_cond_t wake, closing;
    bool woken, stop;
};

/* Waits for `cond` or that long; with the mutex held. */
static void wait_ms(struct job_runner *r, pthread_cond_t *cond, int64_t ms) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(cond, &r->mutex, &until);
}

/* ---- the runner ---- */

static void run_queued(struct job_runner *r) {
    struct err err = {0};
    bool ran = true;
    arena_reset(r->arena);
    if (!job_queue_due(r->store, r->db, r->arena, r->kinds, r->n, &err))
        log_error("nobody can tell which jobs are due: %s", err.message);
    while (ran && !live_get().stop) {
        arena_reset(r->arena);
        if (!job_run_next(r->store, r->db, r->arena, r->kinds, r->n, r->app, &ran, &err)) {
            log_error("the job queue cannot be read: %s", err.message);
            return;
        }
    }
}

/* Until it is woken, somebody may have queued a job elsewhere, or did so here. With the mutex held. */
static void rest(struct job_runner *r) {
    for (int64_t waited = 0; waited < LOOK_MS && !r->woken && !r->stop; waited += ADDED_MS) {
        wait_ms(r, &r->wake, ADDED_MS);
        if (live_added_now()) return;
    }
}

static void *runner_main(void *arg) {
    struct job_runner *r = arg;
    pthread_mutex_lock(&r->mutex);
    while (!r->stop) {
        r->woken = false;
        pthread_mutex_unlock(&r->mutex);
        run_queued(r);
        pthread_mutex_lock(&r->mutex);
        rest(r);
    }
    pthread_mutex_unlock(&r->mutex);
    return NULL;
}

/* ---- the watcher ---- */

struct watch {
    struct live live;
    bool cancel;
};

static bool progress_write(struct db *w, void *ctx, struct err *err) {
    struct watch *watch = ctx;
    struct q_job_progress_rows rows;
    struct arena *a ARENA_AUTO = arena_new();
    struct q_job_progress_in in = {watch->live.id, watch->live.progress, watch->live.total};
    if (!q_job_progress(w, a, in, &rows, err)) return false;
    watch->cancel = rows.n && rows.v[0].cancel;
    return true;
}

static void watch_once(struct job_runner *r) {
    struct err err = {0};
    struct watch watch = {.live = live_get()};
    if (watch.live.id == INT_NONE) return;
    if (!store_write(r->store, progress_write, &watch, &err))
        log_warn("the progress of job %lld cannot be written: %s", (long long)watch.live.id,
                 err.message);
    else if (watch.cancel)
        live_cancel(watch.live.id);
}

static void *watcher_main(void *arg) {
    struct job_runner *r = arg;
    pthread_mutex_lock(&r->mutex);
    while (!r->stop) {
        wait_ms(r, &r->closing, WATCH_MS);
        pthread_mutex_unlock(&r->mutex);
        watch_once(r);
        pthread_mutex_lock(&r->mutex);
    }
    pthread_mutex_unlock(&r->mutex);
    return NULL;
}

/* ---- start and stop ---- */

static void cond_init(pthread_cond_t *cond) {
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC); /* a clock that is set does not move it */
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
}

static void runner_free(struct job_runner *r) {
    if (r->db) db_close(r->db);
    arena_free(r->arena);
    pthread_mutex_destroy(&r->mutex);
    pthread_cond_destroy(&r->wake);
    pthread_cond_destroy(&r->closing);
    free(r);
}

static void runner_close(struct job_runner *r) {
    live_stop(true);
    pthread_mutex_lock(&r->mutex);
    r->stop = true;
    pthread_cond_signal(&r->wake);
    pthread_cond_signal(&r->closing);
    pthread_mutex_unlock(&r->mutex);
}

static bool threads_start(struct job_runner *r, struct err *err) {
    live_stop(false);
    int failed = pthread_create(&r->thread, NULL, runner_main, r);
    if (failed) return err_set(err, ERR_IO, "no thread for jobs: %s", strerror(failed));
    failed = pthread_create(&r->watcher, NULL, watcher_main, r);
    if (!failed) return true;
    runner_close(r);
    pthread_join(r->thread, NULL);
    return err_set(err, ERR_IO, "no thread to watch jobs: %s", strerror(failed));
}

struct job_runner *job_runner_start(struct store *store, const struct job_kind *const *kinds,
                                    size_t n, struct app *app, struct err *err) {
    struct job_runner *r = calloc(1, sizeof *r);
    if (!r) {
        err_set(err, ERR_IO, "no memory for the job runner");
        return NULL;
    }
    r->store = store;
    r->kinds = kinds;
    r->n = n;
    r->app = app;
    r->arena = arena_new();
    pthread_mutex_init(&r->mutex, NULL);
    cond_init(&r->wake);
    cond_init(&r->closing);
    r->db = store_connect(store, err);
    if (r->db && job_fail_orphans(store, r->db, r->arena, err) && threads_start(r, err)) return r;
    runner_free(r);
    return NULL;
}

void job_runner_wake(struct job_runner *r) {
    pthread_mutex_lock(&r->mutex);
    r->woken = true;
    pthread_cond_signal(&r->wake);
    pthread_mutex_unlock(&r->mutex);
}

void job_runner_stop(struct job_runner *r) {
    if (!r) return;
    runner_close(r);
    pthread_join(r->thread, NULL);
    pthread_join(r->watcher, NULL);
    live_stop(false);
    runner_free(r);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * job: work that takes longer than a request may (50 ms), durable in the table `job`.
 *
 * A job is queued in the same transaction as what caused it, survives a restart (a job that was
 * running when the program died is marked failed with a message, its transaction never happened),
 * shows progress, and can be cancelled. One runner thread takes them in order.
 */
#ifndef VEJVISER_JOB_H
#define VEJVISER_JOB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "db/db.h"

enum job_state { JOB_QUEUED, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

struct job {
    int64_t id;
    const char *kind;   /* "import-pupils" */
    const char *params; /* JSON, the kind's own */
    enum job_state state;
    int64_t progress, total; /* rows or bytes, the kind's own unit; total 0 = unknown */
    const char *message;     /* last message for the user, in their language */
    const char *result;      /* JSON, the kind's own; set when done */
    int64_t created_by;
    int64_t created_at;
    bool cancel; /* somebody asked */
};

struct job_context {
    const struct job *job;
    struct store *store;
    struct db *db; /* the runner's read connection */
    struct arena *arena;
    enum lang lang;
    struct app *app;
    const char *result; /* set by the job: JSON, kept also when it fails */
    const char
        *message; /* set by the job: a sentence for the user, in `lang`; NULL = none, and when
                          * it fails, a general one */
};
/* Tells how far it is; cheap, and may be called inside store_write(), since the runner's watcher
 * carries it to the table (twice a second). Returns false when the job is to stop (cancelled or shutting
 * down); the job then undoes and returns false with ERR_CANCELLED. */
bool job_progress(struct job_context *jc, int64_t progress, int64_t total);

struct job_kind {
    const char *name;
    bool (*run)(struct job_context *jc, struct err *err);
    /* A kind that finds its own work (an outbox, something that lapses): asked with the runner's read
     * connection whenever the runner looks, every few seconds; true queues one job of this kind, in
     * Danish and by nobody, unless one waits already. A cheap indexed read; NULL: only job_add. What
     * made it true must be gone, or later, when the job has run. */
    bool (*due)(struct db *db, struct arena *a, bool *ret_due, struct err *err);
};

/* Inside store_write(). */
bool job_add(struct db *w, const char *kind, const char *params, int64_t created_by, enum lang lang,
             int64_t *ret_id, struct err *err);
bool job_by_id(struct db *db, struct arena *a, int64_t id, struct job *ret_job, bool *ret_found,
               struct err *err);
/* A queued job is cancelled at once, a running one is asked to stop; nothing happens to others. Never
 * inside store_write(). */
bool job_cancel(struct store *store, int64_t id, struct err *err);

/* One per database: at the start, jobs that are 'running' were interrupted and become failed. When it
 * stops, a running job is asked to stop and becomes failed with a message. */
struct job_runner;
struct job_runner *job_runner_start(struct store *store, const struct job_kind *const *kinds,
                                    size_t n, struct app *app, struct err *err);
void job_runner_wake(struct job_runner *runner); /* after job_add's commit */
void job_runner_stop(struct job_runner *runner);
/* Runs all queued jobs on the calling thread: command line and tests. True also when jobs failed: their
 * state says so. */
bool job_run_all(struct store *store, const struct job_kind *const *kinds, size_t n,
                 struct app *app, struct err *err);

#endif

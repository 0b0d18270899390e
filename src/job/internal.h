/* SPDX-License-Identifier: EUPL-1.2
 *
 * What queue and runner share.
 */
#ifndef VEJVISER_JOB_INTERNAL_H
#define VEJVISER_JOB_INTERNAL_H

#include "job/job.h"

/* The job that runs in this process, as its own thread and the readers of its progress see it. */
struct live {
    int64_t id; /* INT_NONE: none */
    int64_t progress, total;
    bool cancel, stop;
};
void live_begin(int64_t id);
void live_set(int64_t progress, int64_t total);
struct live live_get(void);
/* False when `id` does not run here. */
bool live_cancel(int64_t id);
/* The runner is closing: whatever runs or comes is to stop; false takes that back. */
void live_stop(bool stop);
/* A job was added here, in a transaction that ends soon; and whether that was a moment ago. */
void live_added(void);
bool live_added_now(void);
/* The last word about the job that ran. */
struct live live_end(void);

/* Queues the kinds that have found work; once before each emptying of the queue. */
bool job_queue_due(struct store *store, struct db *db, struct arena *a,
                   const struct job_kind *const *kinds, size_t n, struct err *err);
/* Takes the next queued job and runs it to its end on this thread. *ret_ran false: none waits. */
bool job_run_next(struct store *store, struct db *db, struct arena *a,
                  const struct job_kind *const *kinds, size_t n, struct app *app, bool *ret_ran,
                  struct err *err);
/* Marks what was running when a program died. */
bool job_fail_orphans(struct store *store, struct db *db, struct arena *a, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The running job's progress lives here, in memory.
 *
 * A job may report progress from inside store_write(), where writing anything else would wait for
 * itself. So job_progress() touches no database: it sets numbers under a lock, the runner's watcher
 * carries them to the table twice a second, and job_by_id() prefers them to the table.
 */
#include "job/internal.h"

#include "base/clock.h"

#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct live live = {.id = INT_NONE};
static int64_t added = INT_NONE; /* ticks */

#define ADDED_NOW 3000000 /* within which its transaction is over */

void live_begin(int64_t id) {
    pthread_mutex_lock(&mutex);
    live = (struct live){.id = id, .stop = live.stop};
    pthread_mutex_unlock(&mutex);
}

void live_set(int64_t progress, int64_t total) {
    pthread_mutex_lock(&mutex);
    live.progress = progress;
    live.total = total;
    pthread_mutex_unlock(&mutex);
}

struct live live_get(void) {
    pthread_mutex_lock(&mutex);
    struct live copy = live;
    pthread_mutex_unlock(&mutex);
    return copy;
}

bool live_cancel(int64_t id) {
    pthread_mutex_lock(&mutex);
    bool mine = live.id == id;
    if (mine) live.cancel = true;
    pthread_mutex_unlock(&mutex);
    return mine;
}

void live_stop(bool stop) {
    pthread_mutex_lock(&mutex);
    live.stop = stop;
    pthread_mutex_unlock(&mutex);
}

void live_added(void) {
    pthread_mutex_lock(&mutex);
    added = clock_ticks();
    pthread_mutex_unlock(&mutex);
}

bool live_added_now(void) {
    pthread_mutex_lock(&mutex);
    bool now = added != INT_NONE && clock_ticks() - added < ADDED_NOW;
    pthread_mutex_unlock(&mutex);
    return now;
}

struct live live_end(void) {
    pthread_mutex_lock(&mutex);
    struct live copy = live;
    live.id = INT_NONE;
    pthread_mutex_unlock(&mutex);
    return copy;
}

bool job_progress(struct job_context *jc, int64_t progress, int64_t total) {
    (void)jc; /* one job runs at a time */
    live_set(progress, total);
    struct live now = live_get();
    return !now.cancel && !now.stop;
}

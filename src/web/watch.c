/* SPDX-License-Identifier: EUPL-1.2
 *
 * Deadlines of connections. libmicrohttpd knows a timeout of inactivity, which somebody who sends a
 * byte now and then never meets ("slowloris"). Here a connection has one moment by which the whole
 * request must have come, or the whole reply gone; one thread looks at them all a few times a second
 * and shuts the sockets that are late. The owner of the socket (MHD) then finds it closed.
 */
#include "web/server.h"

#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

static void shut_late(struct watch *watch) {
    int64_t now = clock_ticks();
    for (struct peer *p = watch->peers; p; p = p->next) {
        int64_t deadline = atomic_load(&p->deadline);
        if (deadline != 0 && deadline < now) {
            shutdown(p->fd, SHUT_RDWR);
            atomic_store(&p->deadline, 0);
        }
    }
}

static void *watch_run(void *ctx) {
    struct watch *watch = ctx;
    pthread_mutex_lock(&watch->lock);
    while (!watch->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        int64_t ns = until.tv_nsec + watch->interval % 1000000 * 1000;
        until.tv_sec += watch->interval / 1000000 + ns / 1000000000;
        until.tv_nsec = ns % 1000000000;
        if (pthread_cond_timedwait(&watch->stop, &watch->lock, &until) == ETIMEDOUT)
            shut_late(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

bool watch_start(struct watch *watch, int64_t interval) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->stop, &attributes);
    pthread_condattr_destroy(&attributes);
    watch->interval = interval;
    return pthread_create(&watch->thread, NULL, watch_run, watch) == 0;
}

void watch_stop(struct watch *watch) {
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_cond_signal(&watch->stop);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
}

struct peer *watch_add(struct watch *watch, int fd, int64_t deadline) {
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer) abort();
    peer->fd = fd;
    atomic_store(&peer->deadline, deadline);
    pthread_mutex_lock(&watch->lock);
    peer->next = watch->peers;
    if (peer->next) peer->next->previous = peer;
    watch->peers = peer;
    pthread_mutex_unlock(&watch->lock);
    return peer;
}

void watch_remove(struct watch *watch, struct peer *peer) {
    pthread_mutex_lock(&watch->lock);
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        watch->peers = peer->next;
    if (peer->next) peer->next->previous = peer->previous;
    pthread_mutex_unlock(&watch->lock);
    free(peer);
}

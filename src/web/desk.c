/* SPDX-License-Identifier: EUPL-1.2
 *
 * The workers. A complete request goes to the worker that became free last; when none is free it waits
 * in one queue. A worker answers with an arena and a gzip state of its own and a database connection
 * that it borrows while it reads (db/pool.h), and hands the reply back to the thread that owns the
 * socket.
 *
 * The queue has a length. Beyond it the answer is 503 at once: a queue that grows only makes everybody
 * wait for an answer that nobody is there to read any more.
 */
#include "web/server.h"

#include "base/clock.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

struct worker {
    struct server *server;
    struct db *db;
    struct arena *arena;
    struct packer *packer;
    pthread_cond_t wake; /* it has been given a talk, or we stop */
    struct talk *given;
    struct worker *next_idle;
};

#define DROP_MS 20   /* idle for so long: the snapshot goes, so that the database can tidy up */
#define SLIM_MS 2000 /* ... and the cache */

/* ---- one request ---- */

static const char *header_of_talk(const void *ctx, const char *name) {
    const struct talk *talk = ctx;
    return MHD_lookup_connection_value(talk->connection, MHD_HEADER_KIND, name);
}

static bool address_is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    }
    return false;
}

/* Behind a proxy of the same machine, the last address it wrote is who asked it; those before it are
 * only what that client claims. */
static const char *forwarded(struct arena *a, const struct talk *talk) {
    const char *list = header_of_talk(talk, "X-Forwarded-For");
    const char *comma = list ? strrchr(list, ',') : NULL;
    const char *last = comma ? comma + 1 : list;
    if (!last) return NULL;
    last += strspn(last, " ");
    size_t len = strspn(last, "0123456789abcdefABCDEF.:");
    return len > 0 && len < INET6_ADDRSTRLEN ? arena_dup_n(a, last, len) : NULL;
}

static const char *remote_of(struct arena *a, const struct talk *talk) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(talk->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char host[INET6_ADDRSTRLEN];
    if (!info || !info->client_addr) return "?";
    const struct sockaddr *address = info->client_addr;
    const char *other = NULL;
    if (talk->server->proxied && address_is_loopback(address)) other = forwarded(a, talk);
    if (other) return other;
    socklen_t len =
        address->sa_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    if (getnameinfo(address, len, host, sizeof host, NULL, 0, NI_NUMERICHOST) != 0) return "?";
    return arena_dup(a, host);
}

/* A reply that everybody may get is also put on the shelf; one that nobody else may get takes away what
 * stands there. A request that was late in coming in whole is as old as its answering. */
static void shelf_offer(struct worker *worker, const struct talk *talk, const struct request *rq,
                        int64_t asked, bool may_gzip) {
    if (!shelf_is_for(talk)) return;
    bool fits = reply_is_public(rq) && rq->reply.body.len <= SHELF_BYTES_MAX;
    shelf_put(&worker->server->shelf, talk, asked,
              fits ? response_of(rq, worker->packer, may_gzip) : NULL);
}

static void talk_answer(struct worker *worker, struct talk *talk) {
    struct server *server = worker->server;
    struct request rq;
    int64_t asked = clock_ticks();
    const char *bytes = body_bytes(&talk->body);
    const struct incoming in = {
        .method = talk->method,
        .target = talk->target,
        .header = header_of_talk,
        .ctx = talk,
        .body = bytes ? bytes : "",
        .body_len = bytes ? talk->body.len : 0,
        .remote = remote_of(worker->arena, talk),
        .refused = talk->refused ? talk->refused
                   : bytes       ? 0
                                 : 503,
    };
    answer(&server->house, worker->db, worker->arena, &in, &rq);
    talk->status = (unsigned)rq.reply.status;
    bool may_gzip = accepts_gzip(header_of_talk(talk, "Accept-Encoding"));
    talk->response = response_of(&rq, worker->packer, may_gzip);
    shelf_offer(worker, talk, &rq, asked, may_gzip);
    uploads_drop(&rq);
    body_free(&talk->body, &server->limits);
    arena_reset(worker->arena);
}

/* ---- the pool ---- */

static struct timespec after_ms(int64_t ms) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    int64_t ns = at.tv_nsec + ms * 1000000;
    return (struct timespec){at.tv_sec + ns / 1000000000, ns % 1000000000};
}

static void idle_remove(struct desk *desk, const struct worker *worker) {
    struct worker **at = &desk->idle;
    while (*at && *at != worker) at = &(*at)->next_idle;
    if (*at) *at = worker->next_idle;
}

/* Sleeps until something is given, we stop, or that long has passed (ms < 0: for ever). */
static bool wait_idle(struct desk *desk, struct worker *worker, int64_t ms) {
    const struct timespec until = after_ms(ms);
    int code = 0;
    worker->next_idle = desk->idle;
    desk->idle = worker;
    while (!worker->given && !desk->stopping && code != ETIMEDOUT)
        code = ms < 0 ? pthread_cond_wait(&worker->wake, &desk->lock)
                      : pthread_cond_timedwait(&worker->wake, &desk->lock, &until);
    if (!worker->given) idle_remove(desk, worker);
    return worker->given || desk->stopping;
}

/* With the lock held, which is let go of while the connection tidies up. */
static void wait_for_talk(struct desk *desk, struct worker *worker) {
    if (!worker->db) {
        wait_idle(desk, worker, -1);
        return;
    }
    if (wait_idle(desk, worker, DROP_MS)) return;
    pthread_mutex_unlock(&desk->lock);
    db_snapshot_drop(worker->db);
    pthread_mutex_lock(&desk->lock);
    if (desk->first || wait_idle(desk, worker, SLIM_MS)) return;
    pthread_mutex_unlock(&desk->lock);
    db_slim(worker->db);
    pthread_mutex_lock(&desk->lock);
    if (!desk->first) wait_idle(desk, worker, -1);
}

static struct talk *desk_take(struct desk *desk, struct worker *worker) {
    pthread_mutex_lock(&desk->lock);
    if (!desk->first && !desk->stopping) wait_for_talk(desk, worker);
    struct talk *talk = worker->given;
    worker->given = NULL;
    if (!talk && (talk = desk->first)) {
        desk->first = talk->next;
        if (!desk->first) desk->last = NULL;
        desk->waiting--;
        desk->working++;
    }
    pthread_mutex_unlock(&desk->lock);
    return talk;
}

static void desk_done(struct desk *desk) {
    pthread_mutex_lock(&desk->lock);
    desk->working--;
    if (desk->working == 0 && !desk->first) pthread_cond_broadcast(&desk->quiet);
    pthread_mutex_unlock(&desk->lock);
}

static void worker_free(struct worker *worker) {
    db_close(worker->db);
    arena_free(worker->arena);
    packer_free(worker->packer);
    pthread_cond_destroy(&worker->wake);
    free(worker);
}

static void *worker_run(void *ctx) {
    struct worker *worker = ctx;
    struct desk *desk = &worker->server->desk;
    struct talk *talk;
    while ((talk = desk_take(desk, worker))) {
        talk_answer(worker, talk);
        MHD_resume_connection(talk->connection); /* from here on the talk is not ours */
        desk_done(desk);
    }
    worker_free(worker);
    return NULL;
}

/* With the lock held. */
static void give_to(struct desk *desk, struct worker *worker, struct talk *talk) {
    desk->idle = worker->next_idle;
    worker->given = talk;
    desk->working++;
    pthread_cond_signal(&worker->wake);
}

static void queue(struct desk *desk, struct talk *talk) {
    talk->next = NULL;
    if (desk->last)
        desk->last->next = talk;
    else
        desk->first = talk;
    desk->last = talk;
    desk->waiting++;
}

bool desk_give(struct desk *desk, struct talk *talk) {
    pthread_mutex_lock(&desk->lock);
    bool room = desk->waiting < desk->waiting_max && !desk->stopping;
    if (room && desk->idle)
        give_to(desk, desk->idle, talk);
    else if (room)
        queue(desk, talk);
    pthread_mutex_unlock(&desk->lock);
    return room;
}

static bool worker_start(struct server *server, struct err *err) {
    struct desk *desk = &server->desk;
    struct worker *worker = calloc(1, sizeof *worker);
    if (!worker) abort();
    *worker = (struct worker){.server = server, .arena = arena_new(), .packer = packer_new()};
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&worker->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (server->site->store) worker->db = store_borrow(server->site->store, err);
    bool ok = worker->db || !server->site->store;
    if (ok && pthread_create(&desk->threads[desk->threads_n], NULL, worker_run, worker) != 0)
        ok = err_set(err, ERR_IO, "cannot start a worker thread");
    if (ok) {
        desk->threads_n++;
        return true;
    }
    worker_free(worker);
    return false;
}

bool desk_start(struct server *server, unsigned workers, unsigned queue, struct err *err) {
    struct desk *desk = &server->desk;
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->quiet, NULL);
    desk->waiting_max = queue;
    desk->threads = arena_array(server->arena, workers, sizeof *desk->threads);
    for (unsigned i = 0; i < workers; i++)
        if (!worker_start(server, err)) {
            desk_stop(desk);
            return false;
        }
    return true;
}

void desk_drain(struct desk *desk) {
    pthread_mutex_lock(&desk->lock);
    while (desk->working > 0 || desk->first) pthread_cond_wait(&desk->quiet, &desk->lock);
    pthread_mutex_unlock(&desk->lock);
}

void desk_stop(struct desk *desk) {
    pthread_mutex_lock(&desk->lock);
    desk->stopping = true;
    for (struct worker *worker = desk->idle; worker; worker = worker->next_idle)
        pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&desk->lock);
    for (unsigned i = 0; i < desk->threads_n; i++) pthread_join(desk->threads[i], NULL);
    desk->threads_n = 0;
}

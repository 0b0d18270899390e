/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of the server share: server.c (MHD's callbacks), listen.c (its socket), desk.c
 * (queue and workers), body.c (what a client sends after its headers), watch.c (deadlines),
 * response.c (headers, gzip), shelf.c (replies that are everybody's).
 */
#ifndef VEJVISER_WEB_SERVER_H
#define VEJVISER_WEB_SERVER_H

#include "web/internal.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

struct server;

/* ---- listen: "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one ---- */
bool listen_open(const char *listen, char ret_host[64], int *ret_socket, int *ret_port,
                 struct err *err);

/* ---- watch: whoever keeps us waiting too long is cut off ---- */
struct peer {
    int fd;
    _Atomic int64_t deadline; /* clock_ticks(); 0: we are the ones who are busy */
    struct peer *next, *previous;
};
struct watch {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
    struct peer *peers;
    int64_t interval;
    pthread_t thread;
};
bool watch_start(struct watch *watch, int64_t interval);
void watch_stop(struct watch *watch);
struct peer *watch_add(struct watch *watch, int fd, int64_t deadline);
void watch_remove(struct watch *watch, struct peer *peer); /* before the socket is closed */

/* ---- body: in memory while small, in an unlinked file when large ---- */
struct body {
    char *memory;
    size_t len, cap;
    int fd; /* -1: in memory */
    void *map;
};
struct store_limits {
    const char *spool;
    _Atomic size_t memory;  /* held by the bodies of all requests */
    _Atomic unsigned files; /* spooled bodies */
};
enum body_result { BODY_OK, BODY_FULL };
void body_init(struct body *body);
/* `large`: may go to a file. BODY_FULL: memory, files or disk are used up. */
enum body_result body_add(struct body *body, struct store_limits *limits, const char *bytes,
                          size_t len, bool large);
/* All of it; NULL when it cannot be mapped. "" for an empty one. */
const char *body_bytes(struct body *body);
void body_free(struct body *body, struct store_limits *limits);

/* ---- one request on its way ---- */
enum talk_state { TALK_NEW, TALK_BODY, TALK_QUEUED };
struct talk {
    struct server *server;
    struct MHD_Connection *connection;
    struct peer *peer;
    struct talk *next;
    enum talk_state state;
    char *target;
    const char *method; /* MHD's; lives as long as the request */
    bool chunked;
    int64_t started;             /* of the body */
    uint64_t promised, received; /* Content-Length, and what has come */
    uint64_t limit;              /* of the body, by the route */
    bool large;                  /* the route takes files */
    int refused;                 /* status to answer with instead of handling; 0 */
    struct body body;
    unsigned status; /* made by a worker */
    struct MHD_Response *response;
};

/* ---- desk: a fixed pool of workers ---- */
struct desk {
    pthread_mutex_t lock;
    struct worker *idle;  /* the last to finish first: its caches are warm */
    pthread_cond_t quiet; /* nobody works and nothing waits */
    struct talk *first, *last;
    unsigned waiting, working, waiting_max;
    bool stopping;
    pthread_t *threads;
    unsigned threads_n;
};
bool desk_start(struct server *server, unsigned workers, unsigned queue, struct err *err);
/* False: too many wait already. The connection must be suspended before. */
bool desk_give(struct desk *desk, struct talk *talk);
void desk_drain(struct desk *desk); /* returns when all requests are answered */
void desk_stop(struct desk *desk);

/* ---- response ---- */
struct packer; /* a gzip state; one per worker, since making one is dear */
struct packer *packer_new(void);
void packer_free(struct packer *packer);
struct MHD_Response *response_of(const struct request *rq, struct packer *packer, bool may_gzip);
/* Two lines of plain words for what no worker answers. */
struct MHD_Response *response_plain(bool secure, int status);
bool accepts_gzip(const char *accept_encoding);

/* ---- shelf: whole replies to everybody, kept for a moment ---- */
#define SHELF_PLACES    64
#define SHELF_BYTES_MAX ((size_t)256 * 1024) /* of one reply */
struct place {
    char *target; /* NULL: empty */
    bool gzip, renewing;
    struct MHD_Response *response;
    int64_t made; /* clock_ticks() before it was */
};
struct shelf {
    pthread_mutex_t lock;
    int64_t fresh, stale; /* microseconds */
    struct place places[SHELF_PLACES];
};
void shelf_start(struct shelf *shelf, unsigned fresh_ms); /* 0: default */
void shelf_stop(struct shelf *shelf);
/* May it be answered from the shelf, and put there? A GET without a cookie. */
bool shelf_is_for(const struct talk *talk);
/* Queues the reply that stands there; false: there is none, or it is this talk's turn to make a new one. */
bool shelf_queue(struct shelf *shelf, struct talk *talk, enum MHD_Result *ret);
/* Puts a reply of its own there (which the shelf then owns), as of `asked`; NULL: what was made cannot be
 * kept, and what stood there goes. For those that shelf_is_for(). */
void shelf_put(struct shelf *shelf, const struct talk *talk, int64_t asked,
               struct MHD_Response *response);

struct server {
    const struct site *site;
    struct house house;
    struct arena *arena; /* of the house */
    struct MHD_Daemon *daemon;
    int socket, port;
    bool proxied;
    int64_t patience; /* microseconds */
    struct desk desk;
    struct watch watch;
    struct shelf shelf;
    struct store_limits limits;
    char spool[200];
    bool spool_is_ours;
    _Atomic bool stopping;
    _Atomic unsigned talks; /* requests between their first line and their last byte */
    struct MHD_Response **assets, **assets_gzip;
};

#endif

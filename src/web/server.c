/* SPDX-License-Identifier: EUPL-1.2
 *
 * The socket. libmicrohttpd (MHD) reads requests and writes replies in one or two threads with epoll;
 * it is used in this file and those of server.h, and none of its own decoding: no post processor, no
 * arguments, no unescaping. A request goes like this:
 *
 *     on_target    the first line has come: a struct talk is made, with the target as it was sent
 *     on_request   1st call: the headers have come. What is not HTTP as we want it is refused (see
 *                  refusal()). Nothing else is answered in this call: MHD takes a reply before the end
 *                  of the request for a refusal, and closes the connection after it.
 *                  further calls: pieces of the body (body.c)
 *                  last: assets, and public pages that have just been made (shelf.c), are answered here,
 *                  without a worker; for everything else the connection is suspended and the talk given
 *                  to a worker (desk.c)
 *     worker       answers, and resumes the connection
 *     on_request   once more: the reply is queued
 *     on_completed the talk ends
 *
 * Stopping: no new connections, then every request that has been given to a worker is answered and its
 * reply sent, then MHD stops.
 */
#include "web/server.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"

#include "gen/assets.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORKERS        32
#define THREADS        2
#define CONNECTIONS    1024
#define CONNECTIONS_IP 64 /* of one address, when we are not behind a proxy */
#define QUEUE          256
#define PATIENCE_MS    15000
#define RATE_MIN       ((uint64_t)16 * 1024) /* bytes a second that a client must manage */
#define DISCARD_MAX    4                     /* times the limit: then the client is cut off */
#define POOL           ((size_t)64 * 1024)   /* per connection, for headers and buffers */

/* ---- deadlines ---- */

static void deadline_set(struct talk *talk, uint64_t bytes) {
    int64_t wait = talk->server->patience + (int64_t)(bytes * 1000000 / RATE_MIN);
    atomic_store(&talk->peer->deadline, clock_ticks() + wait);
}

static void on_connection(void *ctx, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    struct server *server = ctx;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        watch_remove(&server->watch, *socket_context);
        return;
    }
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *socket_context = watch_add(&server->watch, fd, clock_ticks() + server->patience);
}

/* ---- replies ---- */

static enum MHD_Result reply_queue(struct talk *talk, unsigned status,
                                   struct MHD_Response *response, uint64_t bytes) {
    deadline_set(talk, bytes);
    return MHD_queue_response(talk->connection, status, response);
}

/* Ends the connection too: what follows on it cannot be trusted, or is a body nobody reads. */
static enum MHD_Result reply_plain(struct talk *talk, int status) {
    struct MHD_Response *response = response_plain(talk->server->house.secure, status);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result queued = reply_queue(talk, (unsigned)status, response, 0);
    MHD_destroy_response(response);
    return queued;
}

static const char *header(const struct talk *talk, const char *name) {
    return MHD_lookup_connection_value(talk->connection, MHD_HEADER_KIND, name);
}

static bool is_get(const struct talk *talk) {
    return strcmp(talk->method, "GET") == 0 || strcmp(talk->method, "HEAD") == 0;
}

static enum MHD_Result asset_reply(struct talk *talk) {
    struct server *server = talk->server;
    if (!is_get(talk)) return reply_plain(talk, 405);
    const struct asset *asset = asset_find(talk->target);
    if (!asset) return reply_plain(talk, 404);
    size_t i = (size_t)(asset - assets);
    bool small = server->assets_gzip[i] && accepts_gzip(header(talk, "Accept-Encoding"));
    return reply_queue(talk, 200, small ? server->assets_gzip[i] : server->assets[i],
                       small ? asset->gzip_n : asset->raw_n);
}

/* ---- the headers ---- */

struct header_sum {
    size_t n, bytes, lengths, codings, hosts;
    bool odd;
};

static enum MHD_Result header_count(void *ctx, enum MHD_ValueKind kind, const char *key,
                                    const char *value) {
    struct header_sum *sum = ctx;
    (void)kind;
    sum->n++;
    sum->bytes += strlen(key) + (value ? strlen(value) : 0) + 4;
    sum->lengths += strcasecmp(key, "Content-Length") == 0;
    sum->codings += strcasecmp(key, "Transfer-Encoding") == 0;
    sum->hosts += strcasecmp(key, "Host") == 0;
    /* a name that is no token hides a header from one of two readers ("Content-Length : 5") */
    for (const char *p = key; *p; p++)
        sum->odd |= *p <= ' ' || *p >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", *p) != NULL;
    for (const char *p = value; p && *p; p++)
        sum->odd |= ((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f;
    return MHD_YES;
}

/* Reads Content-Length: digits and nothing else. */
static bool length_read(const char *text, uint64_t *ret) {
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 15 || text[n]) return false;
    *ret = strtoull(text, NULL, 10);
    return true;
}

/* A request that two readers could take differently (a proxy and we) is refused: both a length and a
 * coding, two lengths, two hosts, a coding that is not chunked. 0 when it is good. */
static int refusal(struct talk *talk) {
    struct header_sum sum = {0};
    MHD_get_connection_values(talk->connection, MHD_HEADER_KIND, header_count, &sum);
    const char *length = header(talk, "Content-Length"),
               *coding = header(talk, "Transfer-Encoding");
    if (sum.n > HEADERS_MAX_N || sum.bytes > HEADERS_MAX) return 431;
    if (sum.odd || sum.lengths + sum.codings > 1 || sum.hosts > 1) return 400;
    if (length && !length_read(length, &talk->promised)) return 400;
    if (coding && strcasecmp(coding, "chunked") != 0) return 501;
    talk->chunked = coding != NULL;
    if (is_get(talk) && (talk->promised > 0 || talk->chunked)) return 400;
    return strlen(talk->target) > URI_MAX ? 414 : 0;
}

/* ---- the body ---- */

/* How much this route takes. Asked before the body is read. */
static void limit_find(struct talk *talk) {
    struct arena *a ARENA_AUTO = arena_new();
    const struct house *house = &talk->server->house;
    const struct route *route = answer_route(house, a, talk->method, talk->target);
    const char *type = header(talk, "Content-Type");
    talk->large =
        route && (route->flags & ROUTE_UPLOAD) && type && strncasecmp(type, "multipart/", 10) == 0;
    talk->limit = talk->large ? (uint64_t)house->max_upload : BODY_MAX;
}

/* What is over the limit is read and dropped for a while, so that the browser, which reads no answer
 * before it has sent everything, gets to see the page that says so. */
static enum MHD_Result body_take(struct talk *talk, const char *bytes, size_t len) {
    talk->received += len;
    if (talk->received > talk->limit) talk->refused = 413;
    if (talk->received > talk->limit * DISCARD_MAX) return MHD_NO;
    int64_t wait = talk->server->patience + (int64_t)(talk->received * 1000000 / RATE_MIN);
    atomic_store(&talk->peer->deadline, talk->started + wait);
    if (talk->refused == 0 &&
        body_add(&talk->body, &talk->server->limits, bytes, len, talk->large) == BODY_FULL)
        talk->refused = 503;
    if (talk->refused != 0) body_free(&talk->body, &talk->server->limits);
    return MHD_YES;
}

static enum MHD_Result talk_give(struct talk *talk) {
    struct server *server = talk->server;
    talk->state = TALK_QUEUED;
    atomic_store(&talk->peer->deadline, 0); /* now it is us they wait for */
    MHD_suspend_connection(talk->connection);
    if (!desk_give(&server->desk, talk)) {
        talk->status = 503;
        talk->response = response_plain(server->house.secure, 503);
        MHD_resume_connection(talk->connection);
    }
    return MHD_YES;
}

static enum MHD_Result talk_begin(struct talk *talk) {
    int status = refusal(talk);
    if (status != 0) return reply_plain(talk, status);
    if (atomic_load(&talk->server->stopping)) return reply_plain(talk, 503);
    if (talk->promised > 0 || talk->chunked) limit_find(talk);
    if (talk->promised > talk->limit * DISCARD_MAX) return reply_plain(talk, 413);
    talk->started = clock_ticks();
    talk->state = TALK_BODY;
    return MHD_YES;
}

static enum MHD_Result talk_whole(struct talk *talk) {
    enum MHD_Result queued;
    if (strncmp(talk->target, "/a/", 3) == 0) return asset_reply(talk);
    if (talk->refused || !shelf_queue(&talk->server->shelf, talk, &queued)) return talk_give(talk);
    deadline_set(talk, SHELF_BYTES_MAX);
    return queued;
}

/* ---- what MHD calls ---- */

static void *on_target(void *ctx, const char *target, struct MHD_Connection *connection) {
    struct server *server = ctx;
    struct talk *talk = calloc(1, sizeof *talk);
    char *copy = strdup(target);
    if (!talk || !copy) abort();
    *talk = (struct talk){
        .server = server,
        .connection = connection,
        .peer =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context,
        .target = copy,
    };
    body_init(&talk->body);
    atomic_fetch_add(&server->talks, 1);
    return talk;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *len, void **state) {
    struct talk *talk = *state;
    (void)ctx, (void)connection, (void)url, (void)version;
    switch (talk->state) {
    case TALK_NEW:
        talk->method = method;
        return talk_begin(talk);
    case TALK_BODY:
        if (*len == 0) return talk_whole(talk);
        enum MHD_Result taken = body_take(talk, bytes, *len);
        *len = 0;
        return taken;
    case TALK_QUEUED:
        return reply_queue(talk, talk->status, talk->response, 1024 * 1024);
    }
    return MHD_NO;
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code) {
    struct server *server = ctx;
    struct talk *talk = *state;
    (void)connection, (void)code;
    if (!talk) return;
    /* the next request of this connection may take its time */
    atomic_store(&talk->peer->deadline, clock_ticks() + 4 * server->patience);
    if (talk->response) MHD_destroy_response(talk->response);
    body_free(&talk->body, &server->limits);
    free(talk->target);
    free(talk);
    *state = NULL;
    atomic_fetch_sub(&server->talks, 1);
}

/* Nothing is unescaped but by our own parsers. */
static size_t on_unescape(void *ctx, struct MHD_Connection *connection, char *text) {
    (void)ctx, (void)connection;
    return strlen(text);
}

/* ---- starting ---- */

/* Our own names. Without a public one: the address, and on loopback its usual names. */
static void origins_set(struct server *server, const char *origin, const char *host) {
    struct arena *a = server->arena;
    const char **origins = arena_array(a, 5, sizeof *origins);
    size_t n = 0;
    bool loopback = strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
    if (origin) {
        size_t len = strlen(origin);
        origins[n++] = arena_dup_n(a, origin, len > 0 && origin[len - 1] == '/' ? len - 1 : len);
    } else {
        bool v6 = strchr(host, ':') != NULL;
        origins[n++] = arena_fmt(a, v6 ? "http://[%s]:%d" : "http://%s:%d", host, server->port);
    }
    if (!origin && loopback) {
        origins[n++] = arena_fmt(a, "http://localhost:%d", server->port);
        origins[n++] = arena_fmt(a, "http://127.0.0.1:%d", server->port);
        origins[n++] = arena_fmt(a, "http://[::1]:%d", server->port);
    }
    server->house.origins = origins;
    server->house.secure = strncmp(origins[0], "https://", 8) == 0;
    server->proxied = origin != NULL;
}

static bool spool_set(struct server *server, const char *spool, struct err *err) {
    const char *base = getenv("TMPDIR");
    int n = spool ? snprintf(server->spool, sizeof server->spool, "%s", spool)
                  : snprintf(server->spool, sizeof server->spool, "%s/vejviser-XXXXXX",
                             base ? base : P_tmpdir);
    if (n < 0 || (size_t)n >= sizeof server->spool)
        return err_set(err, ERR_INPUT, "the name of the spool folder is too long");
    server->spool_is_ours = !spool;
    if (!spool && !mkdtemp(server->spool))
        return err_set(err, ERR_IO, "cannot make a spool folder: %s", strerror(errno));
    if (access(server->spool, W_OK | X_OK) != 0)
        return err_set(err, ERR_IO, "cannot write in %s: %s", server->spool, strerror(errno));
    server->house.spool = server->limits.spool = server->spool;
    return true;
}

static struct MHD_Response *asset_response(const struct server *server, const struct asset *asset,
                                           bool gzip) {
    struct header headers[REPLY_HEADERS_MAX];
    const unsigned char *bytes = gzip ? asset->gzip : asset->raw;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        gzip ? asset->gzip_n : asset->raw_n, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    if (!response) abort();
    size_t n = plain_headers(server->house.secure, asset->type,
                             "public, max-age=31536000, immutable", headers);
    for (size_t i = 0; i < n; i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (gzip) MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

static void assets_make(struct server *server) {
    server->assets = arena_array(server->arena, assets_n + 1, sizeof *server->assets);
    server->assets_gzip = arena_array(server->arena, assets_n + 1, sizeof *server->assets_gzip);
    for (size_t i = 0; i < assets_n; i++) {
        server->assets[i] = asset_response(server, &assets[i], false);
        if (assets[i].gzip) server->assets_gzip[i] = asset_response(server, &assets[i], true);
    }
}

/* Each connection is a file; the usual soft limit of 1024 would be met by our own default. */
static void files_allow(unsigned connections) {
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections + 512;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        log_warn("cannot open as many files as connections are allowed");
}

static bool daemon_start(struct server *server, const struct server_options *options,
                         struct err *err) {
    unsigned connections = options->connections ? options->connections : CONNECTIONS;
    unsigned threads = options->threads ? options->threads : THREADS;
    unsigned idle = (unsigned)(server->patience / 1000000 * 4 + 2);
    files_allow(connections);
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, server->socket, MHD_OPTION_THREAD_POOL_SIZE, threads,
        MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        server->proxied || server->house.origins[1] ? 0u : (unsigned)CONNECTIONS_IP,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL, MHD_OPTION_CONNECTION_TIMEOUT, idle,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
    return server->daemon ? true : err_set(err, ERR_IO, "the web server cannot start");
}

static void server_free(struct server *server) {
    shelf_stop(&server->shelf);
    for (size_t i = 0; i < assets_n && server->assets; i++) {
        MHD_destroy_response(server->assets[i]);
        if (server->assets_gzip[i]) MHD_destroy_response(server->assets_gzip[i]);
    }
    if (server->spool_is_ours && rmdir(server->spool) != 0 && errno != ENOENT)
        log_warn("cannot remove the spool folder: %s", strerror(errno));
    arena_free(server->arena);
    free(server);
}

struct server *server_start(const struct site *site, const struct server_options *options,
                            struct err *err) {
    struct server *server = calloc(1, sizeof *server);
    char host[64];
    if (!server || sodium_init() < 0) abort();
    server->arena = arena_new();
    server->site = server->house.site = site;
    server->socket = -1;
    shelf_start(&server->shelf, options->fresh_ms);
    server->patience = (int64_t)(options->patience_ms ? options->patience_ms : PATIENCE_MS) * 1000;
    server->house.max_upload = options->max_upload ? options->max_upload : UPLOAD_MAX;
    const char *fault = router_check(site, server->arena);
    bool ok = fault ? err_set(err, ERR_INPUT, "%s", fault)
                    : spool_set(server, options->spool, err) &&
                          listen_open(options->listen, host, &server->socket, &server->port, err);
    if (ok) {
        server->house.router = router_new(site, server->arena);
        origins_set(server, options->origin, host);
        assets_make(server);
        ok = desk_start(server, options->workers ? options->workers : WORKERS,
                        options->queue ? options->queue : QUEUE, err);
    }
    if (ok) {
        int64_t interval = server->patience / 8 < 250000 ? server->patience / 8 : 250000;
        ok = watch_start(&server->watch, interval) || err_set(err, ERR_IO, "cannot start a thread");
        if (ok && !daemon_start(server, options, err)) {
            watch_stop(&server->watch);
            ok = false;
        }
        if (!ok) desk_stop(&server->desk);
    }
    if (ok) return server;
    if (server->socket >= 0) close(server->socket);
    server_free(server);
    return NULL;
}

int server_port(const struct server *server) { return server->port; }

void server_stop(struct server *server) {
    atomic_store(&server->stopping, true);
    MHD_socket listening = MHD_quiesce_daemon(server->daemon);
    desk_drain(&server->desk);
    /* the replies are made; now they have to get out, and half-sent requests to come in or give up */
    int64_t until = clock_ticks() + server->patience;
    while (atomic_load(&server->talks) > 0 && clock_ticks() < until)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    desk_drain(&server->desk);
    MHD_stop_daemon(server->daemon);
    desk_stop(&server->desk);
    watch_stop(&server->watch);
    if (listening != MHD_INVALID_SOCKET) close(listening);
    server_free(server);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of room web share with each other and with their tests, and with nobody else.
 *
 *     server.c, testing      fill a struct incoming: what a client sent, as bytes
 *     answer.c               walks it through the doors and makes the reply
 *     headers.c              says which headers go with that reply
 *     form.c multipart.c cookie.c url.c   the parsers: bytes in, struct params out, nothing else
 */
#ifndef VEJVISER_WEB_INTERNAL_H
#define VEJVISER_WEB_INTERNAL_H

#include "web/web.h"

#include <sys/types.h>

/* Limits on what a client may send (security goals, section 2). */
#define URI_MAX       ((size_t)8 * 1024)
#define HEADERS_MAX   ((size_t)32 * 1024)
#define HEADERS_MAX_N 100
#define BODY_MAX      ((size_t)1024 * 1024)
#define UPLOAD_MAX    ((int64_t)20 * 1024 * 1024)
#define PARAMS_MAX    500
#define SEGMENTS_MAX  12

/* ---- params ---- */
enum param_from { PARAM_PATH, PARAM_QUERY, PARAM_BODY, PARAM_COOKIE };
struct param {
    enum param_from from;
    const char *name, *value; /* NUL-terminated, in the arena */
};
struct params {
    struct arena *arena;
    struct param *v;
    size_t n, cap;
};
void params_init(struct params *params, struct arena *a);
/* False when there are PARAMS_MAX already. */
bool params_add(struct params *params, enum param_from from, const char *name, const char *value);
const char *params_get(const struct params *params, enum param_from from, const char *name);
/* A name that comes twice from there and is not among `lists` (words with spaces between, or NULL);
 * NULL when none does. */
const char *params_repeated(const struct params *params, enum param_from from, const char *lists);

/* ---- parsers: pure functions over bytes. 0 when good, else the status to refuse with: 400 for what
 * is malformed, 413 for too many fields. ---- */
/* Percent-decoding. NULL for a % without two hex digits, for NUL and for what is not UTF-8. */
char *url_decode(struct arena *a, const char *text, size_t len, bool plus_is_space);
/* application/x-www-form-urlencoded: queries and bodies. */
int form_parse(const char *bytes, size_t len, enum param_from from, struct params *params);
/* Cookie header. Lenient, since other applications of the same host put cookies there: what is not
 * well formed is left out. */
void cookie_parse(const char *bytes, size_t len, struct params *params);

/* One part of a multipart/form-data body; slices of the body. */
struct part {
    const char *name, *filename; /* filename NULL: an ordinary field */
    const char *bytes;
    size_t len;
};
struct parts {
    struct part *v;
    size_t n;
};
/* `type` is the Content-Type with its boundary. */
int multipart_parse(struct arena *a, const char *type, const char *bytes, size_t len,
                    struct parts *ret_parts);

/* ---- router ---- */
struct router;
/* Made once; lives in `a`. The tables must pass router_check(). */
struct router *router_new(const struct site *site, struct arena *a);
/* `segments`: decoded. NULL when there is none; *ret_allow is then NULL (404) or the methods that the
 * path has (405). HEAD finds GET. */
const struct route *router_find(const struct router *router, const char *method,
                                const char *const *segments, size_t n, const char **ret_allow);
/* The route of exactly this method and pattern, for links that depend on it; or NULL. */
const struct route *router_route(const struct router *router, const char *method, const char *path);

/* ---- a request from outside ---- */
struct incoming {
    const char *method, *target;
    const char *(*header)(const void *ctx,
                          const char *name); /* case-insensitive; NULL when absent */
    const void *ctx;
    const char *body; /* may be mapped memory; not NUL-terminated */
    size_t body_len;
    const char *remote;
    int refused; /* 0, or the status that the server has to refuse it with (413, 503) */
};
/* What is the same for all requests of a server. */
struct house {
    const struct site *site;
    const struct router *router;
    const char *const *origins; /* ours, NULL-terminated; the first is the one we name */
    bool secure;                /* the first origin is https */
    const char *spool;          /* folder for uploads */
    int64_t max_upload;
};
/* Behind request.inside. */
struct inside {
    const struct house *house;
    const struct incoming *in;
    bool english;            /* the path began with /en */
    bool met;                /* identify has been asked */
    const char *csrf_public; /* token of the public's forms on this page */
    const char
        *csrf_cookie; /* the Set-Cookie that goes with it when the page has a form; or NULL */
};

/* What can be said of a target before the rest of the request is read: does a route take files? */
const struct route *answer_route(const struct house *house, struct arena *a, const char *method,
                                 const char *target);
/* The whole way. rq is filled and holds the reply; everything in `a`. */
void answer(const struct house *house, struct db *db, struct arena *a, const struct incoming *in,
            struct request *rq);
/* Removes spool files that no handler took. After every request. */
void uploads_drop(const struct request *rq);
/* multipart body -> rq->params and rq->uploads; 0 or the status to refuse with. */
int upload_read(struct request *rq, const char *type, const char *bytes, size_t len);

/* ---- reply ---- */
/* Error pages have words by status; a form that is too old (or foreign) has its own. */
enum problem { PROBLEM_STATUS, PROBLEM_CSRF };
void reply_problem(struct request *rq, int status, enum problem problem);
/* A public page may be kept for a while, unless somebody's name stands in its header or it comes with a
 * cookie. */
bool reply_is_public(const struct request *rq);
struct header {
    const char *name, *value;
};
#define REPLY_HEADERS_MAX 32
/* All headers but Content-Length, Content-Encoding and Date. Returns their number. */
size_t reply_headers(const struct request *rq, struct header ret_headers[REPLY_HEADERS_MAX]);
/* The same for a file of the house (assets), or a reply made without a request (503 of overload):
 * cache is the value of Cache-Control. */
size_t plain_headers(bool secure, const char *type, const char *cache,
                     struct header ret_headers[REPLY_HEADERS_MAX]);

/* ---- csrf ---- */
#define FORM_COOKIE "vv-pre" /* before cookie_name() */
/* Does this POST come from one of our own pages? */
bool csrf_check(struct request *rq);
/* The token for forms on the page being made: the session's, or one for the public, which needs a
 * cookie of its own. */
const char *csrf_for_page(struct request *rq);

#endif

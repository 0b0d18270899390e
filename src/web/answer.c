/* SPDX-License-Identifier: EUPL-1.2
 *
 * One request on its way through the doors (see web.h). Each door is a function that either lets the
 * request pass (true) or has made the reply itself (false); answer() is the list of them.
 */
#include "web/internal.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- the first line ---- */

/* A target cut into decoded segments; 0, or the status to refuse with. */
struct target {
    const char *segments[SEGMENTS_MAX + 1];
    size_t n;
    const char *path, *query;
    bool english;
};

static bool control_free(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f) return false;
    return true;
}

static int target_segments(struct arena *a, const char *path, size_t len, struct target *ret) {
    for (size_t at = 1; at < len;) {
        const char *slash = memchr(path + at, '/', len - at);
        size_t n = slash ? (size_t)(slash - path) - at : len - at;
        char *segment = url_decode(a, path + at, n, false);
        if (!segment || !control_free(segment)) return 400;
        /* nothing of ours is called so, and a proxy might read it differently */
        if (n == 0 || (slash && !slash[1]) || strchr(segment, '/') || strcmp(segment, ".") == 0 ||
            strcmp(segment, "..") == 0 || ret->n > SEGMENTS_MAX)
            return 404;
        if (ret->n == 0 && !ret->english && strcmp(segment, "en") == 0)
            ret->english = true;
        else if (ret->n <= SEGMENTS_MAX)
            ret->segments[ret->n++] = segment;
        at += n + 1;
    }
    return 0;
}

static int target_read(struct arena *a, const char *raw, struct target *ret) {
    *ret = (struct target){.path = "/", .query = ""};
    size_t len = strlen(raw);
    if (len > URI_MAX) return 414;
    if (raw[0] != '/' || memchr(raw, '#', len)) return 400;
    const char *mark = strchr(raw, '?');
    if (mark) ret->query = arena_dup(a, mark + 1);
    size_t path_len = mark ? (size_t)(mark - raw) : len;
    /* "/en/" alone is the English front page */
    if (path_len == 4 && memcmp(raw, "/en/", 4) == 0) path_len = 3;
    int status = target_segments(a, raw, path_len, ret);
    struct text path;
    text_init(&path, a);
    for (size_t i = 0; i < ret->n; i++) {
        text_addc(&path, '/');
        text_add(&path, ret->segments[i]);
    }
    if (ret->n > 0) ret->path = text_str(&path);
    return status;
}

static bool pass_identify(struct request *rq);

/* A page that says what happened. Whoever sent something well formed gets it with their own menu. */
static bool refuse(struct request *rq, int status) {
    bool well_formed = status == 403 || status == 404 || status == 405;
    if (!well_formed || pass_identify(rq)) reply_status(rq, status);
    return false;
}

static bool method_known(const char *method) {
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(method, known[i]) == 0) return true;
    return false;
}

/* Gives the segments that {...} took their names. */
static void name_segments(struct request *rq, const struct target *target) {
    const char *p = rq->route->path + 1;
    for (size_t i = 0; i < target->n; i++) {
        size_t len = strcspn(p, "/");
        if (p[0] == '{')
            params_add(rq->params, PARAM_PATH, arena_dup_n(rq->arena, p + 1, len - 2),
                       target->segments[i]);
        p += len + (p[len] == '/');
    }
}

static bool pass_route(struct request *rq) {
    struct inside *inside = rq->inside;
    if (!method_known(rq->method)) return refuse(rq, 501);
    struct target target;
    int status = target_read(rq->arena, inside->in->target, &target);
    rq->path = target.path;
    rq->query = target.query;
    if ((inside->english = target.english)) rq->lang = rq->visitor.lang = LANG_EN;
    if (status != 0) return refuse(rq, status);
    const char *allow;
    rq->route = router_find(inside->house->router, rq->method, target.segments, target.n, &allow);
    if (rq->route) {
        name_segments(rq, &target);
        return true;
    }
    refuse(rq, allow ? 405 : 404);
    rq->reply.allow = allow;
    return false;
}

const struct route *answer_route(const struct house *house, struct arena *a, const char *method,
                                 const char *target_text) {
    struct target target;
    const char *allow;
    if (target_read(a, target_text, &target) != 0) return NULL;
    return router_find(house->router, method, target.segments, target.n, &allow);
}

/* ---- fields ---- */

static bool type_is(const char *type, const char *wanted) {
    size_t len = strlen(wanted);
    return type && strncasecmp(type, wanted, len) == 0 &&
           (type[len] == '\0' || type[len] == ';' || type[len] == ' ');
}

static int body_read(struct request *rq) {
    const struct incoming *in = rq->inside->in;
    const char *type = request_header(rq, "Content-Type");
    bool upload = rq->route->flags & ROUTE_UPLOAD;
    if (in->body_len == 0) return 0;
    if (upload && type_is(type, "multipart/form-data")) {
        if ((int64_t)in->body_len > rq->inside->house->max_upload) return 413;
        return upload_read(rq, type, in->body, in->body_len);
    }
    if (!type_is(type, "application/x-www-form-urlencoded")) return 415;
    if (in->body_len > BODY_MAX) return 413;
    return form_parse(in->body, in->body_len, PARAM_BODY, rq->params);
}

/* What the server found wrong before the request was whole. */
static bool pass_whole(struct request *rq) {
    int status = rq->inside->in->refused;
    return status == 0 ? true : refuse(rq, status);
}

static bool pass_fields(struct request *rq) {
    int status = form_parse(rq->query, strlen(rq->query), PARAM_QUERY, rq->params);
    if (status == 0 && strcmp(rq->method, "POST") == 0) status = body_read(rq);
    if (status != 0) return refuse(rq, status);
    const char *lists = rq->route->lists;
    if (params_repeated(rq->params, PARAM_QUERY, lists) ||
        params_repeated(rq->params, PARAM_BODY, lists))
        return refuse(rq, 400);
    return true;
}

/* ---- who, from where, may they ---- */

/* Asks who it is, once. Also on the way to an error page, so that it has the visitor's menu. */
static bool pass_identify(struct request *rq) {
    struct inside *inside = rq->inside;
    if (inside->met) return true;
    inside->met = true;
    const struct site *site = inside->house->site;
    if (site->identify && !site->identify(rq)) return false;
    if (rq->visitor.session_hash && !inside->english)
        rq->lang = rq->visitor.lang;
    else
        rq->visitor.lang = rq->lang;
    return true;
}

static bool pass_authorize(struct request *rq);

/* Whose session has ended cannot have its token any more: that is the login page's business, and
 * authorize sends them there. Should it let them in all the same, they are refused here. */
static bool pass_csrf(struct request *rq) {
    if (strcmp(rq->method, "POST") != 0 || csrf_check(rq)) return true;
    bool ended = !rq->visitor.session_hash && !(rq->route->who & ROLE_PUBLIC);
    if (ended && !pass_authorize(rq)) return false;
    log_warn("security: POST %s refused, not from one of our pages", rq->route->path);
    reply_problem(rq, 403, PROBLEM_CSRF);
    return false;
}

static bool pass_authorize(struct request *rq) {
    const struct site *site = rq->inside->house->site;
    if (rq->route->who == ROLE_NONE) return refuse(rq, 403);
    if (site->authorize) return site->authorize(rq);
    return rq->route->who & ROLE_PUBLIC ? true : refuse(rq, 403);
}

/* ---- the whole way ---- */

static void request_init(struct request *rq, const struct house *house, struct db *db,
                         struct arena *a, const struct incoming *in) {
    struct inside *inside = arena_alloc(a, sizeof *inside);
    *inside = (struct inside){.house = house, .in = in};
    *rq = (struct request){
        .arena = a,
        .db = db,
        .store = house->site->store,
        .app = house->site->app,
        .method = in->method,
        .path = "/",
        .query = "",
        .lang = LANG_DA,
        .visitor = {.user_id = INT_NONE, .role = ROLE_PUBLIC, .expires = INT_NONE},
        .secure = house->secure,
        .remote = in->remote,
        .params = arena_alloc(a, sizeof *rq->params),
        .inside = inside,
    };
    params_init(rq->params, a);
    text_init(&rq->reply.body, a);
    const char *cookie = in->header(in->ctx, "Cookie");
    if (cookie) cookie_parse(cookie, strlen(cookie), rq->params);
}

static bool pass_doors(struct request *rq) {
    static bool (*const doors[])(struct request *) = {
        pass_route, pass_whole, pass_fields, pass_identify, pass_csrf, pass_authorize,
    };
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
        if (!doors[i](rq)) return false;
    return true;
}

static void handle(struct request *rq) {
    rq->reply.status = 200;
    rq->route->handle(rq);
    if (rq->reply.type || rq->reply.location) return;
    log_error("%s %s: the handler made no reply", rq->route->method, rq->route->path);
    reply_status(rq, 500);
}

void answer(const struct house *house, struct db *db, struct arena *a, const struct incoming *in,
            struct request *rq) {
    request_init(rq, house, db, a, in);
    /* One page, one state of the database; and on SQLite half the cost of its queries. */
    bool steady = db && db_snapshot_begin(db, NULL);
    if (pass_doors(rq)) handle(rq);
    if (steady) db_snapshot_keep(db);
}

/* ---- without a socket ---- */

static const char *header_of_test(const void *ctx, const char *name) {
    const struct site_request *in = ctx;
    if (strcasecmp(name, "Cookie") == 0) return in->cookie;
    if (strcasecmp(name, "Origin") == 0) return in->origin ? in->origin : "http://localhost";
    if (strcasecmp(name, "Content-Type") == 0)
        return in->body_type ? in->body_type : "application/x-www-form-urlencoded";
    return NULL;
}

void site_handle(const struct site *site, struct db *db, struct arena *a,
                 const struct site_request *in, struct reply *ret_reply) {
    static const char *const origins[] = {"http://localhost", NULL};
    const struct house house = {
        .site = site,
        .router = router_new(site, a),
        .origins = origins,
        .spool = getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir,
        .max_upload = UPLOAD_MAX,
    };
    const struct incoming incoming = {
        .method = in->method,
        .target = in->target,
        .header = header_of_test,
        .ctx = in,
        .body = in->body,
        .body_len = in->body && in->body_len == 0 ? strlen(in->body) : in->body_len,
        .remote = in->remote ? in->remote : "127.0.0.1",
    };
    struct request rq;
    answer(&house, db, a, &incoming, &rq);
    if (db) db_snapshot_drop(db);
    uploads_drop(&rq);
    *ret_reply = rq.reply;
}

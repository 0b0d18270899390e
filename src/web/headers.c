/* SPDX-License-Identifier: EUPL-1.2
 *
 * The headers that go with every reply. What a browser may do with our pages is said once, here, and
 * as little as works: everything from ourselves, no inline script or style, no frames, no sensors.
 * `trusted-types 'none'` means that our script makes no markup from text (assets/app.js builds nodes).
 */
#include "web/internal.h"

#include <string.h>

static const char CSP[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

/* Content-Type, Cache-Control and X-Content-Type-Options are in all; the rest of these too. */
static const struct header FIXED[] = {
    {"Content-Security-Policy", CSP},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"},
};

struct list {
    struct header *v;
    size_t n;
};

static void add(struct list *list, const char *name, const char *value) {
    if (value && list->n < REPLY_HEADERS_MAX) list->v[list->n++] = (struct header){name, value};
}

size_t plain_headers(bool secure, const char *type, const char *cache,
                     struct header ret_headers[REPLY_HEADERS_MAX]) {
    struct list list = {ret_headers, 0};
    for (size_t i = 0; i < sizeof FIXED / sizeof *FIXED; i++)
        add(&list, FIXED[i].name, FIXED[i].value);
    if (secure) add(&list, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    add(&list, "Content-Type", type);
    add(&list, "Cache-Control", cache);
    return list.n;
}

bool reply_is_public(const struct request *rq) {
    return rq->route && (rq->route->flags & ROUTE_CACHEABLE) && rq->reply.status == 200 &&
           !rq->visitor.session_hash && rq->reply.cookies_n == 0;
}

/* attachment; the name in both ways of RFC 6266, since names hold æ, ø and å. */
static const char *disposition(const struct request *rq) {
    const char *name = rq->reply.disposition;
    if (!name) return NULL;
    struct text out;
    text_init(&out, rq->arena);
    text_add(&out, "attachment; filename=\"");
    for (const char *p = name; *p; p++)
        text_addc(&out, (*p >= ' ' && *p < 0x7f && *p != '"' && *p != '\\') ? *p : '_');
    text_add(&out, "\"; filename*=UTF-8''");
    for (const char *p = name; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '.' || c == '-' || c == '_';
        if (plain)
            text_addc(&out, *p);
        else
            text_addf(&out, "%%%02X", c);
    }
    return text_str(&out);
}

static const char *seconds(const struct request *rq, int n) {
    return n > 0 ? arena_fmt(rq->arena, "%d", n) : NULL;
}

size_t reply_headers(const struct request *rq, struct header ret_headers[REPLY_HEADERS_MAX]) {
    const struct reply *reply = &rq->reply;
    struct list list = {ret_headers, 0};
    list.n = plain_headers(rq->secure, reply->type,
                           reply_is_public(rq) ? "public, max-age=300" : "no-store", ret_headers);
    add(&list, "Vary", "Cookie, Accept-Encoding");
    add(&list, "Location", reply->location);
    add(&list, "Content-Disposition", disposition(rq));
    add(&list, "Allow", reply->allow);
    add(&list, "Retry-After", seconds(rq, reply->retry_after));
    add(&list, "Refresh", seconds(rq, reply->refresh));
    if (reply->type && strncmp(reply->type, "text/html", 9) == 0)
        add(&list, "Content-Language", rq->lang == LANG_EN ? "en" : "da");
    if (reply->clear_site_data)
        add(&list, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    for (size_t i = 0; i < reply->cookies_n; i++) add(&list, "Set-Cookie", reply->cookies[i]);
    return list.n;
}

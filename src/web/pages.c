/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pages that belong to the house and to no slice: the front page, privacy, accessibility, about,
 * the language button, the health check and what robots and finders of faults read. All but /sprog are open to everybody.
 */
#include "web/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "web/layout.h"

#include "gen/msg.h"
#include "gen/web.html.h"
#include "gen/web.sql.h"

#include <stdatomic.h>
#include <string.h>

static struct house_page house_page_of(const struct request *rq) {
    const struct site *site = rq->inside->house->site;
    const struct router *router = rq->inside->house->router;
    return (struct house_page){
        .site = site->name,
        .contact = site->contact,
        .logged_in = rq->visitor.session_hash != NULL,
        .has_events = router_route(router, "GET", "/arrangementer") != NULL,
        .has_goals = router_route(router, "GET", "/maal") != NULL,
        .has_login = router_route(router, "GET", "/log-ind") != NULL,
        .session_cookie = cookie_name(rq, SESSION_COOKIE),
        .form_cookie = cookie_name(rq, FORM_COOKIE),
    };
}

static void front_show(struct request *rq) {
    const struct house_page data = house_page_of(rq);
    reply_page(rq, (&(struct page){.title = msg_front_title(rq->lang), .section = "/"}), front,
               &data);
}

static void privacy_show(struct request *rq) {
    const struct house_page data = house_page_of(rq);
    reply_page(rq, (&(struct page){.title = msg_privacy_title(rq->lang)}), privacy, &data);
}

static void about_show(struct request *rq) {
    const struct house_page data = house_page_of(rq);
    reply_page(rq, (&(struct page){.title = msg_about_title(rq->lang)}), about, &data);
}

/* The statement is made in the state's WAS tool and lies there; /was is the short way to it. */
static void accessibility_show(struct request *rq) {
    const struct house_page data = house_page_of(rq);
    const char *url = rq->inside->house->site->was_url;
    if (url) {
        rq->reply.status = 302;
        rq->reply.location = url;
        return;
    }
    reply_page(rq, (&(struct page){.title = msg_was_title(rq->lang)}), accessibility, &data);
}

/* ---- language ---- */

/* Back to where the button was, if that was one of our pages: only its path is used. */
static const char *path_before(const struct request *rq) {
    const char *referer = request_header(rq, "Referer");
    for (const char *const *o = rq->inside->house->origins; referer && *o; o++) {
        size_t len = strlen(*o);
        if (strncmp(referer, *o, len) == 0 && referer[len] == '/') return referer + len;
    }
    return "/";
}

static void language_change(struct request *rq) {
    static const char *const choices[] = {"da", "en", NULL};
    struct values {
        const char *lang;
    } values;
    static const struct field fields[] = {
        {"lang", FIELD_CHOICE, 0, .required = true, .choices = choices},
    };
    const struct site *site = rq->inside->house->site;
    struct form form;
    struct err err;
    if (!form_read(rq, fields, 1, &form, &values)) {
        reply_status(rq, 400);
        return;
    }
    enum lang lang = strcmp(values.lang, "en") == 0 ? LANG_EN : LANG_DA;
    if (rq->visitor.session_hash && site->language_put && !site->language_put(rq, lang, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_redirect(rq, path_before(rq));
}

/* ---- health ---- */

static bool nothing_written(struct db *w, void *ctx, struct err *err) {
    (void)w, (void)ctx, (void)err;
    return true;
}

static bool is_healthy(struct request *rq, struct err *err) {
    struct q_web_ping_rows rows;
    return (!rq->db || q_web_ping(rq->db, rq->arena, &rows, err)) &&
           (!rq->store || store_write(rq->store, nothing_written, NULL, err));
}

/* Anybody may ask, so the answer is remembered for a second: asking more costs the database nothing. */
static void health_show(struct request *rq) {
    static _Atomic int64_t good_until;
    struct err err;
    if (clock_ticks() > atomic_load(&good_until)) {
        if (!is_healthy(rq, &err)) {
            reply_error(rq, &err);
            rq->reply.status = 503;
            return;
        }
        atomic_store(&good_until, clock_ticks() + 1000000);
    }
    reply_download(rq, "text/plain; charset=utf-8", NULL);
    text_add(&rq->reply.body, "ok\n");
}

/* ---- for programs that look around ---- */

/* RFC 9309: only what is for everybody is worth an index; the longer rule wins. */
static void robots_show(struct request *rq) {
    reply_download(rq, "text/plain; charset=utf-8", NULL);
    text_add(&rq->reply.body, "User-agent: *\nDisallow: /\nAllow: /$\nAllow: /en$\nAllow: /a/\n");
    static const char *const open[] = {"/maal", "/arrangementer", "/privatliv", "/om", "/was"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        text_addf(&rq->reply.body, "Allow: %s\nAllow: /en%s\n", open[i], open[i]);
}

/* RFC 9116 demands a contact, so without one there is no such file. It also demands an end, less than
 * a year ahead: the file is made when it is asked for, so half a year from now is always true. */
static void security_show(struct request *rq) {
    const char *contact = rq->inside->house->site->contact;
    char day[11];
    if (!contact) {
        reply_status(rq, 404);
        return;
    }
    reply_download(rq, "text/plain; charset=utf-8", NULL);
    text_addf(&rq->reply.body,
              "Contact: mailto:%s\nExpires: %sT00:00:00Z\nPreferred-Languages: da, en\n", contact,
              day_iso(day, clock_today() + 180));
}

const struct route web_routes[] = {
    {"GET", "/", front_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/privatliv", privacy_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/was", accessibility_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/om", about_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/sundhed", health_show, ROLE_PUBLIC},
    {"GET", "/robots.txt", robots_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/.well-known/security.txt", security_show, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"POST", "/sprog", language_change, ROLE_PUBLIC},
};
const size_t web_routes_n = sizeof web_routes / sizeof *web_routes;

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What handlers answer with. Every HTML page is the view `layout` of this room with the page's own
 * view as its {{body}}; the words are messages, the markup is in layout.html.
 *
 * English pages of the public lie under /en. Handlers and views do not know: they write "/maal", and
 * links_english() puts /en before every link of the finished page. It may do so by looking for
 * ` href="/`, because no text of a view can contain a bare quotation mark (html_text escapes it). A
 * link that says which language it leads to (hreflang before href) is left as it is.
 */
#include "web/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "web/layout.h"

#include "gen/msg.h"
#include "gen/web.html.h"

#include <stdio.h>
#include <string.h>

/* ---- links of English pages ---- */

static const char *const LINK_STARTS[] = {" href=\"/", " action=\"/", " formaction=\"/"};

/* The length of the link start at p, up to the slash; 0 when there is none. */
static size_t link_start(const char *p, const char *begin) {
    for (size_t i = 0; i < sizeof LINK_STARTS / sizeof *LINK_STARTS; i++) {
        size_t len = strlen(LINK_STARTS[i]);
        if (strncmp(p, LINK_STARTS[i], len) != 0) continue;
        const char *rest = p + len;
        bool ours = strncmp(rest, "a/", 2) != 0 && strncmp(rest, "en/", 3) != 0 &&
                    strncmp(rest, "en\"", 3) != 0;
        bool named = p - begin > 14 && strncmp(p - 14, " hreflang=\"", 11) == 0;
        return ours && !named ? len - 1 : 0;
    }
    return 0;
}

static void links_english(struct request *rq) {
    struct text out;
    text_init(&out, rq->arena);
    const char *begin = text_str(&rq->reply.body), *done = begin;
    for (const char *p = begin; (p = strchr(p, ' ')); p++) {
        size_t len = link_start(p, begin);
        if (len == 0) continue;
        text_add_n(&out, done, (size_t)(p - done) + len);
        text_add(&out, "/en");
        done = p + len;
    }
    text_add(&out, done);
    rq->reply.body = out;
}

/* ---- the layout ---- */

static bool may_use(const struct request *rq, const char *method, const char *path) {
    const struct route *route = router_route(rq->inside->house->router, method, path);
    return route && (route->who & (rq->visitor.role | ROLE_PUBLIC));
}

static void layout_menu(const struct request *rq, const char *section, struct layout *layout) {
    const struct menu_item *menu = rq->inside->house->site->menu;
    size_t n = 0;
    for (const struct menu_item *item = menu; item && item->path; item++) n++;
    layout->menu = arena_array(rq->arena, n + 1, sizeof *layout->menu);
    layout->more = arena_array(rq->arena, n + 1, sizeof *layout->more);
    for (const struct menu_item *item = menu; item && item->path; item++) {
        if (!(item->who & rq->visitor.role)) continue;
        bool current = section && strcmp(section, item->path) == 0;
        struct layout_item *place = (item->more & rq->visitor.role) && !current
                                        ? &layout->more[layout->more_n++]
                                        : &layout->menu[layout->menu_n++];
        *place = (struct layout_item){item->path, msg_by_key(rq->lang, item->label), current};
    }
}

/* The same page in the other language: for the public by address, for others by their setting. */
static void layout_languages(const struct request *rq, struct layout *layout) {
    const struct site *site = rq->inside->house->site;
    layout->english = rq->inside->english;
    if (rq->visitor.session_hash && !layout->english) {
        if (site->language_put) layout->switch_lang = rq->lang == LANG_EN ? "da" : "en";
        return;
    }
    bool readable = rq->route && (rq->route->who & ROLE_PUBLIC) && strcmp(rq->method, "POST") != 0;
    if (!readable || rq->reply.status >= 400) return;
    const char *mark = *rq->query ? "?" : "";
    layout->danish_path = arena_fmt(rq->arena, "%s%s%s", rq->path, mark, rq->query);
    layout->english_path = arena_fmt(rq->arena, "/en%s%s%s",
                                     strcmp(rq->path, "/") == 0 ? "" : rq->path, mark, rq->query);
}

static void layout_session(const struct request *rq, struct layout *layout) {
    const struct visitor *visitor = &rq->visitor;
    layout->can_log_in = may_use(rq, "GET", "/log-ind");
    if (!visitor->session_hash) return;
    layout->user = visitor->name;
    layout->has_account = may_use(rq, "GET", "/min-konto");
    layout->shortcuts = visitor->shortcuts;
    if (visitor->expires != INT_NONE) {
        int64_t left = (visitor->expires - clock_real()) / 1000000;
        layout->expires_seconds = left > 0 ? left : 1;
    }
}

/* A notice is shown once: taken away only when a page has really shown it. */
static void layout_notice(struct request *rq, struct layout *layout) {
    const struct site *site = rq->inside->house->site;
    struct err err;
    if (!rq->visitor.notice || rq->reply.status >= 400) return;
    layout->notice = rq->visitor.notice;
    layout->undo = rq->visitor.undo;
    if (site->notice_put && !site->notice_put(rq, NULL, NULL, &err))
        log_warn("notice not taken away: %s", err.message);
}

static struct layout layout_of(struct request *rq, const struct page *page) {
    const struct site *site = rq->inside->house->site;
    struct layout layout = {
        .lang = rq->lang == LANG_EN ? "en" : "da",
        .title = page->title,
        .has_errors = page->has_errors,
        .wide = page->wide,
        .printable = page->printable,
        .demo = site->demo,
        .has_search = may_use(rq, "GET", "/soeg"),
        .has_suggestions = may_use(rq, "GET", "/soeg/forslag"),
        .number_mark = "{n}",
        .site = site->name,
        .contact = site->contact,
        .today = clock_today(),
    };
    layout_menu(rq, page->section, &layout);
    layout_session(rq, &layout);
    layout_languages(rq, &layout);
    layout_notice(rq, &layout);
    return layout;
}

void reply_page_any(struct request *rq, const struct page *page,
                    void (*view)(struct html *, const void *), const void *data) {
    struct reply *reply = &rq->reply;
    if (reply->status == 0) reply->status = 200;
    struct layout layout = layout_of(rq, page);
    text_init(&reply->body, rq->arena);
    const char *csrf = csrf_for_page(rq);
    struct html out = {
        .out = &reply->body,
        .arena = rq->arena,
        .lang = rq->lang,
        .csrf = csrf,
        .path = rq->path,
        .body = view,
        .body_data = data,
    };
    view_layout(&out, &layout);
    reply->type = "text/html; charset=utf-8";
    if (rq->inside->english) links_english(rq);
    /* the public's token needs its cookie, but only a page that has a form */
    if (rq->inside->csrf_cookie && strstr(text_str(&reply->body), csrf))
        reply_cookie(rq, rq->inside->csrf_cookie);
}

/* ---- redirects ---- */

static bool path_is_ours(const char *path) {
    return path[0] == '/' && path[1] != '/' && path[1] != '\\' && !strpbrk(path, "\r\n");
}

void reply_redirect(struct request *rq, const char *location) {
    if (!path_is_ours(location)) location = "/";
    rq->reply.status = 303;
    rq->reply.type = NULL;
    text_init(&rq->reply.body, rq->arena);
    bool english = rq->inside->english && strncmp(location, "/en/", 4) != 0;
    rq->reply.location =
        english ? arena_fmt(rq->arena, "/en%s", location) : arena_dup(rq->arena, location);
}

void reply_redirect_notice(struct request *rq, const char *location, const char *notice,
                           const char *undo_path) {
    const struct site *site = rq->inside->house->site;
    struct err err;
    if (notice && site->notice_put && rq->visitor.session_hash &&
        !site->notice_put(rq, notice, undo_path, &err))
        log_warn("notice not kept: %s", err.message); /* the change itself is done */
    reply_redirect(rq, location);
}

/* ---- errors ---- */

static void problem_words(enum lang lang, int status, enum problem problem,
                          struct problem_page *ret) {
    static const int known[] = {400, 403, 404, 405, 409, 413, 414, 415, 429, 431, 500, 501, 503};
    char heading[32], text[32];
    int shown = 500;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == status) shown = status;
    if (problem == PROBLEM_CSRF) {
        *ret = (struct problem_page){msg_problem_csrf(lang), msg_problem_csrf_do(lang), NULL};
        return;
    }
    snprintf(heading, sizeof heading, "problem.%d", shown);
    snprintf(text, sizeof text, "problem.%d-do", shown);
    *ret = (struct problem_page){msg_by_key(lang, heading), msg_by_key(lang, text), NULL};
}

void reply_problem(struct request *rq, int status, enum problem problem) {
    struct problem_page data;
    rq->reply.status = status;
    rq->reply.location = NULL;
    rq->reply.disposition = NULL;
    if (status == 503 || status == 429) rq->reply.retry_after = status == 503 ? 5 : 60;
    problem_words(rq->lang, status, problem, &data);
    reply_page(rq, (&(struct page){.title = data.heading}), problem, &data);
}

void reply_status(struct request *rq, int status) { reply_problem(rq, status, PROBLEM_STATUS); }

void reply_error(struct request *rq, const struct err *err) {
    static const int statuses[] = {
        [ERR_DB] = 503,        [ERR_BUSY] = 503,    [ERR_CONFLICT] = 409, [ERR_INPUT] = 400,
        [ERR_NOT_FOUND] = 404, [ERR_REFUSED] = 403, [ERR_IO] = 500,       [ERR_CANCELLED] = 500,
    };
    int status = err->kind < sizeof statuses / sizeof *statuses ? statuses[err->kind] : 500;
    log_error("%s %s: %s", rq->method, rq->route ? rq->route->path : "(no route)", err->message);
    reply_status(rq, status ? status : 500);
}

/* ---- other kinds ---- */

void reply_download(struct request *rq, const char *type, const char *filename) {
    if (rq->reply.status == 0) rq->reply.status = 200;
    rq->reply.type = type;
    rq->reply.disposition = filename;
    text_init(&rq->reply.body, rq->arena);
}

void reply_json(struct request *rq) { reply_download(rq, "application/json", NULL); }

void reply_cookie(struct request *rq, const char *set_cookie) {
    struct reply *reply = &rq->reply;
    if (reply->cookies_n < sizeof reply->cookies / sizeof *reply->cookies)
        reply->cookies[reply->cookies_n++] = set_cookie;
    else
        log_error("more cookies than a reply has room for");
}

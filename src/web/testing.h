/* SPDX-License-Identifier: EUPL-1.2
 *
 * A browser for tests: walks a site through its real router, gate and forms, without a socket.
 * Include after <cmocka.h>.
 *
 *     struct browser b = browser_open(&site, db, arena);
 *     browser_get(&b, "/log-ind", 200);
 *     browser_post(&b, "/log-ind", "login=vera&password=...", 303);   the csrf token is put in
 *     browser_follow(&b, 200);
 *     browser_sees(&b, "Vera");
 *
 * It keeps cookies, finds the csrf token in the last page that had one, follows no redirect by itself,
 * and fails the test when the status is another (0: any). Everything lives in the arena.
 */
#ifndef VEJVISER_WEB_TESTING_H
#define VEJVISER_WEB_TESTING_H

#include "web/web.h"

#include <string.h>

#define BROWSER_COOKIES 16

struct browser {
    const struct site *site;
    struct db *db;
    struct arena *arena;
    struct reply reply; /* the last one */
    const char *body;   /* its body, never NULL */
    const char *csrf;   /* token of the last page with a form; NULL none yet */
    const char *remote; /* NULL: "127.0.0.1" */
    const char *cookie_names[BROWSER_COOKIES], *cookie_values[BROWSER_COOKIES];
    size_t cookies_n;
};

#define BROWSER_UNUSED __attribute__((unused)) static

BROWSER_UNUSED struct browser browser_open(const struct site *site, struct db *db,
                                           struct arena *a) {
    return (struct browser){.site = site, .db = db, .arena = a, .body = ""};
}

/* The value of a cookie; NULL when the browser has none of that name. */
BROWSER_UNUSED const char *browser_cookie(const struct browser *b, const char *name) {
    for (size_t i = 0; i < b->cookies_n; i++)
        if (strcmp(b->cookie_names[i], name) == 0) return b->cookie_values[i];
    return NULL;
}

/* value NULL forgets it. */
BROWSER_UNUSED void browser_set_cookie(struct browser *b, const char *name, const char *value) {
    size_t i = 0;
    while (i < b->cookies_n && strcmp(b->cookie_names[i], name) != 0) i++;
    if (!value) {
        if (i < b->cookies_n) {
            b->cookies_n--;
            b->cookie_names[i] = b->cookie_names[b->cookies_n];
            b->cookie_values[i] = b->cookie_values[b->cookies_n];
        }
        return;
    }
    assert_true(i < BROWSER_COOKIES);
    b->cookie_names[i] = name;
    b->cookie_values[i] = value;
    if (i == b->cookies_n) b->cookies_n++;
}

BROWSER_UNUSED void browser_keep_cookies(struct browser *b) {
    for (size_t i = 0; i < b->reply.cookies_n; i++) {
        const char *cookie = b->reply.cookies[i];
        size_t name = strcspn(cookie, "=");
        assert_true(cookie[name] == '=');
        size_t value = strcspn(cookie + name + 1, ";");
        bool gone = strstr(cookie, "Max-Age=0") != NULL || value == 0;
        browser_set_cookie(b, arena_dup_n(b->arena, cookie, name),
                           gone ? NULL : arena_dup_n(b->arena, cookie + name + 1, value));
    }
    if (b->reply.clear_site_data) b->cookies_n = 0;
}

BROWSER_UNUSED void browser_find_csrf(struct browser *b) {
    static const char mark[] = "name=\"csrf\" value=\"";
    const char *p = strstr(b->body, mark);
    if (p) b->csrf = arena_dup_n(b->arena, p + sizeof mark - 1, strcspn(p + sizeof mark - 1, "\""));
}

BROWSER_UNUSED const char *browser_cookie_header(const struct browser *b) {
    struct text out;
    text_init(&out, b->arena);
    for (size_t i = 0; i < b->cookies_n; i++)
        text_addf(&out, "%s%s=%s", i ? "; " : "", b->cookie_names[i], b->cookie_values[i]);
    return b->cookies_n ? text_str(&out) : NULL;
}

/* Any request; for GET and POST rather use the two below. body_len 0: strlen. */
BROWSER_UNUSED void browser_send(struct browser *b, const char *method, const char *target,
                                 const char *type, const char *body, size_t body_len, int status) {
    const struct site_request in = {
        .method = method,
        .target = target,
        .body = body,
        .body_len = body_len,
        .body_type = type,
        .cookie = browser_cookie_header(b),
        .remote = b->remote,
    };
    site_handle(b->site, b->db, b->arena, &in, &b->reply);
    b->body = text_str(&b->reply.body);
    browser_keep_cookies(b);
    browser_find_csrf(b);
    if (status != 0 && b->reply.status != status)
        fail_msg("%s %s: status %d, expected %d; location %s\n%.4000s", method, target,
                 b->reply.status, status, b->reply.location ? b->reply.location : "-", b->body);
}

#define QUERIES_MOST 12

/* Also holds each page to the number of queries that a page may ask, however long its list is. */
BROWSER_UNUSED void browser_get(struct browser *b, const char *target, int status) {
    uint64_t before = db_asked();
    browser_send(b, "GET", target, NULL, NULL, 0, status);
    if (db_asked() - before > QUERIES_MOST)
        fail_msg("GET %s asks %d queries, more than %d", target, (int)(db_asked() - before),
                 QUERIES_MOST);
}

/* `fields` is urlencoded; the token of the last form seen is added (when there is one). */
BROWSER_UNUSED void browser_post(struct browser *b, const char *target, const char *fields,
                                 int status) {
    const char *body = fields;
    if (b->csrf) body = arena_fmt(b->arena, "%s%scsrf=%s", fields, *fields ? "&" : "", b->csrf);
    browser_send(b, "POST", target, NULL, body, 0, status);
}

/* One file and fields ("a=b&c=d", plain characters only) as multipart/form-data. */
BROWSER_UNUSED void browser_upload(struct browser *b, const char *target, const char *fields,
                                   const char *file_field, const char *filename, const void *bytes,
                                   size_t len, int status) {
    struct text out;
    text_init(&out, b->arena);
    const char *all =
        b->csrf ? arena_fmt(b->arena, "%s%scsrf=%s", fields, *fields ? "&" : "", b->csrf) : fields;
    for (const char *p = all; *p;) {
        size_t n = strcspn(p, "&"), name = strcspn(p, "=&");
        size_t value = name < n ? name + 1 : n;
        text_addf(&out,
                  "--TeStBoUnDaRy\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n",
                  (int)name, p, (int)(n - value), p + value);
        p += n + (p[n] == '&');
    }
    text_addf(&out,
              "--TeStBoUnDaRy\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
              "Content-Type: application/octet-stream\r\n\r\n",
              file_field, filename);
    text_add_n(&out, bytes, len);
    text_add(&out, "\r\n--TeStBoUnDaRy--\r\n");
    browser_send(b, "POST", target, "multipart/form-data; boundary=TeStBoUnDaRy", text_str(&out),
                 out.len, status);
}

/* GETs where the last reply, a redirect, leads. */
BROWSER_UNUSED void browser_follow(struct browser *b, int status) {
    assert_non_null(b->reply.location);
    browser_get(b, b->reply.location, status);
}

BROWSER_UNUSED void browser_sees(const struct browser *b, const char *text) {
    if (!strstr(b->body, text)) fail_msg("not in the page: %s\n%.8000s", text, b->body);
}

BROWSER_UNUSED void browser_sees_not(const struct browser *b, const char *text) {
    if (strstr(b->body, text)) fail_msg("in the page: %s\n%.8000s", text, b->body);
}

/* The last reply led to this path. */
BROWSER_UNUSED void browser_led_to(const struct browser *b, const char *path) {
    if (!b->reply.location || strcmp(b->reply.location, path) != 0)
        fail_msg("led to %s, expected %s", b->reply.location ? b->reply.location : "(nowhere)",
                 path);
}

#endif

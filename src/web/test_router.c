/* SPDX-License-Identifier: EUPL-1.2
 *
 * The router and the doors before a handler: who gets in, with what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"
#include "web/testing.h"

#include <sodium.h>
#include <stdio.h>

static struct arena *a;
static const char *handled; /* which handler ran */
static int authorized;      /* how often the gate was asked */

static void show(struct request *rq) {
    handled = rq->route->path;
    reply_download(rq, "text/plain", NULL);
    text_addf(&rq->reply.body, "%s %d", rq->path, rq->lang);
}

static void show_youth(struct request *rq) {
    handled = rq->route->path;
    reply_download(rq, "text/plain", NULL);
    text_add(&rq->reply.body, request_segment(rq, "youth"));
}

static void show_fields(struct request *rq) {
    const char **all;
    size_t n = request_body_all(rq, "valgt", &all);
    handled = rq->route->path;
    reply_download(rq, "text/plain", NULL);
    for (size_t i = 0; i < n; i++) text_addf(&rq->reply.body, "[%s]", all[i]);
    if (request_upload(rq, "fil"))
        text_addf(&rq->reply.body, "<%s %d>", request_upload(rq, "fil")->filename,
                  (int)request_upload(rq, "fil")->size);
}

static void show_form(struct request *rq) {
    reply_status(rq, 200); /* any page: the layout holds no form, so the token is asked for below */
    reply_download(rq, "text/html", NULL);
    const char *token = csrf_for_page(rq);
    text_addf(&rq->reply.body, "name=\"csrf\" value=\"%s\"", token);
    if (rq->inside->csrf_cookie) reply_cookie(rq, rq->inside->csrf_cookie);
}

static void show_nothing(struct request *rq) { (void)rq; }

static const struct route table[] = {
    {"GET", "/", show, ROLE_PUBLIC},
    {"GET", "/form", show_form, ROLE_PUBLIC},
    {"GET", "/intet", show_nothing, ROLE_PUBLIC},
    {"GET", "/unge", show, ROLE_GUIDANCE},
    {"GET", "/unge/ny", show, ROLE_GUIDANCE},
    {"GET", "/unge/{youth}", show_youth, ROLE_GUIDANCE, AUDIT_PERSON, "purpose.guidance"},
    {"GET", "/unge/{youth}/plan", show_youth, ROLE_GUIDANCE, AUDIT_PERSON, "purpose.guidance"},
    {"POST", "/unge/{youth}/plan", show_youth, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "purpose.guidance"},
    {"POST", "/felter", show_fields, ROLE_PUBLIC, .flags = ROUTE_UPLOAD, .lists = "andre valgt"},
    {"POST", "/smaat", show_fields, ROLE_PUBLIC},
};
static const struct route *const tables[] = {table, NULL};
static const size_t sizes[] = {sizeof table / sizeof *table};

/* "vv=vera" is a counsellor; all others are the public. */
static bool identify(struct request *rq) {
    const char *session = request_cookie(rq, "vv");
    if (session && strcmp(session, "vera") == 0) {
        rq->visitor.role = ROLE_COUNSELLOR;
        rq->visitor.user_id = 7;
        rq->visitor.name = "Vera";
        rq->visitor.session_hash = "hash";
        rq->visitor.csrf = csrf_token(rq->arena, session);
    }
    return true;
}

static bool authorize(struct request *rq) {
    authorized++;
    if (rq->route->who & (rq->visitor.role | ROLE_PUBLIC)) return true;
    reply_redirect(rq, "/log-ind");
    return false;
}

static const struct site site = {
    .tables = tables,
    .table_sizes = sizes,
    .identify = identify,
    .authorize = authorize,
};

static int setup(void **state) {
    (void)state;
    a = arena_new();
    handled = NULL;
    authorized = 0;
    return sodium_init() < 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}

static struct reply ask(const struct site_request in) {
    struct reply reply;
    site_handle(&site, NULL, a, &in, &reply);
    return reply;
}

static int status_of(const char *method, const char *target) {
    return ask((struct site_request){.method = method, .target = target, .cookie = "vv=vera"})
        .status;
}

static void test_finds_routes(void **state) {
    (void)state;
    assert_int_equal(status_of("GET", "/"), 200);
    assert_string_equal(handled, "/");
    assert_int_equal(status_of("GET", "/unge"), 200);
    assert_string_equal(handled, "/unge");
    assert_int_equal(status_of("GET", "/unge/ny"), 200);
    assert_string_equal(handled, "/unge/ny");
    assert_int_equal(status_of("GET", "/unge/ab"), 200);
    assert_string_equal(handled, "/unge/{youth}");
    /* a literal name that leads nowhere gives way to {...} */
    struct reply reply = ask((struct site_request){"GET", "/unge/ny/plan", .cookie = "vv=vera"});
    assert_string_equal(handled, "/unge/{youth}/plan");
    assert_string_equal(text_str(&reply.body), "ny");
}

static void test_decodes_segments(void **state) {
    (void)state;
    struct reply reply =
        ask((struct site_request){"GET", "/unge/s%C3%B8ren%20b", .cookie = "vv=vera"});
    assert_string_equal(text_str(&reply.body), "s\xc3\xb8ren b");
    assert_int_equal(status_of("GET", "/unge/%00"), 400);
    assert_int_equal(status_of("GET", "/unge/%ff"), 400);
    assert_int_equal(status_of("GET", "/unge/%4"), 400);
    assert_int_equal(status_of("GET", "/unge/%0a"), 400);
    assert_int_equal(status_of("GET", "/unge/a%2Fb"), 404);
    assert_int_equal(status_of("GET", "/unge/.."), 404);
    assert_int_equal(status_of("GET", "/unge/%2e%2e"), 404);
    assert_int_equal(status_of("GET", "/unge//plan"), 404);
    assert_int_equal(status_of("GET", "/unge/"), 404);
    assert_int_equal(status_of("GET", "unge"), 400);
    assert_int_equal(status_of("GET", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p"), 404);
}

static void test_methods(void **state) {
    (void)state;
    assert_int_equal(status_of("HEAD", "/unge"), 200);
    struct reply reply = ask((struct site_request){"POST", "/unge", .cookie = "vv=vera"});
    assert_int_equal(reply.status, 405);
    assert_string_equal(reply.allow, "GET, HEAD");
    reply = ask((struct site_request){"DELETE", "/unge/x/plan"});
    assert_int_equal(reply.status, 405);
    assert_string_equal(reply.allow, "GET, HEAD, POST");
    assert_int_equal(status_of("GET", "/felter"), 405);
    assert_int_equal(status_of("BREW", "/unge"), 501);
    assert_int_equal(status_of("GET", "/findes-ikke"), 404);
    assert_int_equal(status_of("GET", "/intet"), 500);
}

static void test_long_target(void **state) {
    (void)state;
    char target[9001] = "/?";
    memset(target + 2, 'a', 9000 - 2);
    assert_int_equal(status_of("GET", target), 414);
    target[8192] = '\0';
    assert_int_equal(status_of("GET", target), 200);
}

static void test_english(void **state) {
    (void)state;
    struct reply reply = ask((struct site_request){"GET", "/en"});
    assert_string_equal(text_str(&reply.body), "/ 1");
    reply = ask((struct site_request){"GET", "/en/"});
    assert_string_equal(text_str(&reply.body), "/ 1");
    reply = ask((struct site_request){"GET", "/en/unge", .cookie = "vv=vera"});
    assert_string_equal(text_str(&reply.body), "/unge 1");
    reply = ask((struct site_request){"GET", "/"});
    assert_string_equal(text_str(&reply.body), "/ 0");
    assert_int_equal(status_of("GET", "/en/en"), 404);
    reply = ask((struct site_request){"GET", "/en/unge"});
    assert_string_equal(reply.location, "/en/log-ind");
}

static void test_gate(void **state) {
    (void)state;
    struct reply reply = ask((struct site_request){"GET", "/unge"});
    assert_int_equal(reply.status, 303);
    assert_null(handled);
    /* without a gate only the public's routes open */
    struct site open = site;
    open.authorize = NULL;
    struct site_request in = {"GET", "/unge", .cookie = "vv=vera"};
    site_handle(&open, NULL, a, &in, &reply);
    assert_int_equal(reply.status, 403);
    assert_null(handled);
    in.target = "/";
    site_handle(&open, NULL, a, &in, &reply);
    assert_int_equal(reply.status, 200);
}

/* ---- csrf ---- */

static int post(const char *cookie, const char *origin, const char *body) {
    handled = NULL;
    authorized = 0;
    struct reply reply = ask((struct site_request){"POST", "/unge/x/plan", .cookie = cookie,
                                                   .origin = origin, .body = body});
    return reply.status;
}

static void test_csrf_session(void **state) {
    (void)state;
    const char *good = arena_fmt(a, "csrf=%s", csrf_token(a, "vera"));
    assert_int_equal(post("vv=vera", NULL, good), 200);
    assert_int_equal(post("vv=vera", NULL, NULL), 403);
    assert_null(handled);
    assert_int_equal(authorized, 0);
    assert_int_equal(post("vv=vera", NULL, "csrf="), 403);
    assert_int_equal(post("vv=vera", NULL, arena_fmt(a, "csrf=%s", csrf_token(a, "bent"))), 403);
    assert_int_equal(post("vv=vera", "https://ond.example", good), 403);
    assert_int_equal(post("vv=vera", "null", good), 403);
    assert_int_equal(post("vv=vera", "http://localhost.ond.example", good), 403);
    assert_int_equal(post("vv=vera", "http://localhost", good), 200);
    /* the session has ended: the gate sends to the login page */
    assert_int_equal(post(NULL, NULL, good), 303);
    assert_null(handled);
    /* two fields of the name */
    assert_int_equal(post("vv=vera", NULL, arena_fmt(a, "%s&%s", good, good)), 400);
}

static void test_csrf_public(void **state) {
    (void)state;
    struct browser b = browser_open(&site, NULL, a);
    browser_post(&b, "/smaat", "", 403);
    browser_get(&b, "/form", 0);
    assert_non_null(browser_cookie(&b, "vv-pre"));
    browser_post(&b, "/smaat", "", 200);
    const char *token = b.csrf;
    browser_get(&b, "/form", 0);
    assert_string_not_equal(b.csrf, token); /* masked anew ... */
    b.csrf = token;
    browser_post(&b, "/smaat", "", 200); /* ... and the first form is still good */
    browser_set_cookie(&b, "vv-pre", "0123456789012345678901234567890123456789");
    browser_post(&b, "/smaat", "", 403);
    browser_set_cookie(&b, "vv-pre", NULL);
    browser_post(&b, "/smaat", "", 403);
}

static void test_csrf_tokens(void **state) {
    (void)state;
    const char *token = csrf_token(a, "hemmelig"), *masked = csrf_mask(a, token);
    assert_true(csrf_ok(token, token));
    assert_true(csrf_ok(token, masked));
    assert_null(strstr(masked, token));
    assert_false(csrf_ok(token, csrf_mask(a, csrf_token(a, "hemmelih"))));
    assert_false(csrf_ok(NULL, token));
    assert_false(csrf_ok(token, NULL));
    assert_false(csrf_ok(token, ""));
    assert_false(csrf_ok(token, arena_fmt(a, "%sA", token)));
    assert_false(csrf_ok("", ""));
    for (size_t i = 0; masked[i]; i++) {
        char *changed = arena_dup(a, masked);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_false(csrf_ok(token, changed));
    }
}

/* ---- fields ---- */

static void test_fields(void **state) {
    (void)state;
    struct browser b = browser_open(&site, NULL, a);
    browser_get(&b, "/form", 0);
    browser_post(&b, "/felter", "valgt=1&valgt=2+3&andet=x", 200);
    assert_string_equal(b.body, "[1][2 3]");
    browser_post(&b, "/felter", "navn=1&navn=2", 400);
    browser_post(&b, "/smaat", "valgt=1&valgt=2", 400); /* not declared there */
    browser_post(&b, "/smaat", "a=%00", 400);
    browser_post(&b, "/smaat", "a=%ff", 400);
    browser_send(&b, "POST", "/smaat", "application/json", "{}", 0, 415);
    browser_send(&b, "POST", "/smaat", "multipart/form-data; boundary=x", "--x--", 0, 415);
    browser_get(&b, "/form?a=1&a=2", 400);
}

static void test_too_many_fields(void **state) {
    (void)state;
    struct text body;
    struct browser b = browser_open(&site, NULL, a);
    browser_get(&b, "/form", 0);
    text_init(&body, a);
    for (int i = 0; i < 490; i++) text_addf(&body, "f%d=1&", i);
    browser_post(&b, "/smaat", text_str(&body), 200);
    for (int i = 490; i < 501; i++) text_addf(&body, "f%d=1&", i);
    browser_post(&b, "/smaat", text_str(&body), 413);
}

static void test_large_body(void **state) {
    (void)state;
    struct browser b = browser_open(&site, NULL, a);
    browser_get(&b, "/form", 0);
    char *body = arena_alloc(a, BODY_MAX + 2);
    memset(body, 'x', BODY_MAX + 1);
    browser_send(&b, "POST", "/smaat", NULL, body, 0, 413);
}

static void test_upload(void **state) {
    (void)state;
    struct browser b = browser_open(&site, NULL, a);
    browser_get(&b, "/form", 0);
    browser_upload(&b, "/felter", "valgt=a&valgt=b", "fil", "C:\\elever\\8a.csv", "navn;\0klasse",
                   12, 200);
    assert_string_equal(b.body, "[a][b]<8a.csv 12>");
    browser_upload(&b, "/smaat", "", "fil", "a", "x", 1, 415);
}

/* ---- router_check ---- */

static const char *fault_of(struct route route) {
    const struct route *const one[] = {&route, NULL};
    const size_t n[] = {1};
    const struct site s = {.tables = one, .table_sizes = n};
    return router_check(&s, a);
}

static void test_check(void **state) {
    (void)state;
    const struct route good = {"GET",         "/unge/{youth}", show,
                               ROLE_GUIDANCE, AUDIT_PERSON,    "purpose.x"};
    assert_null(router_check(&site, a));
    assert_null(fault_of(good));
#define FAULTY(...)                                                                                \
    do {                                                                                           \
        struct route r = good;                                                                     \
        __VA_ARGS__;                                                                               \
        assert_non_null(fault_of(r));                                                              \
    } while (0)
    FAULTY(r.method = "PUT");
    FAULTY(r.method = NULL);
    FAULTY(r.path = NULL);
    FAULTY(r.path = "unge/{youth}");
    FAULTY(r.path = "/unge/{youth}/");
    FAULTY(r.path = "/unge//{youth}");
    FAULTY(r.path = "/en/{youth}");
    FAULTY(r.path = "/a/{youth}");
    FAULTY(r.path = "/Unge/{youth}");
    FAULTY(r.path = "/unge/{youth");
    FAULTY(r.handle = NULL);
    FAULTY(r.who = 0);
    FAULTY(r.purpose = NULL);
    FAULTY(r.audit = AUDIT_NONE);
    FAULTY(r.audit = AUDIT_NONE; r.purpose = NULL);
    FAULTY(r.audit = AUDIT_LIST);
    FAULTY(r.path = "/unge");
    FAULTY(r.who |= ROLE_PUBLIC);
    FAULTY(r.flags = ROUTE_UPLOAD);
    FAULTY(r.method = "POST"; r.path = "/x"; r.audit = AUDIT_NONE; r.purpose = NULL);
    const struct route twice[] = {good, good};
    const struct route *const two[] = {twice, NULL};
    const size_t n[] = {2};
    const struct site s = {.tables = two, .table_sizes = n};
    assert_non_null(router_check(&s, a));
    /* other names of the same segment are the same route */
    struct route renamed[] = {{"GET", "/k/{a}", show, ROLE_PUBLIC},
                              {"GET", "/k/{b}", show, ROLE_PUBLIC}};
    const struct route *const three[] = {renamed, NULL};
    const struct site t = {.tables = three, .table_sizes = n};
    assert_non_null(router_check(&t, a));
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(test_finds_routes),    T(test_decodes_segments), T(test_methods),
        T(test_long_target),     T(test_english),          T(test_gate),
        T(test_csrf_session),    T(test_csrf_public),      T(test_fields),
        T(test_too_many_fields), T(test_large_body),       T(test_upload),
        T(test_check),           T(test_csrf_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

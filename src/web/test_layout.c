/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pages: the frame around them, the house's own ones, errors, notices, languages, headers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"
#include "web/layout.h"
#include "web/testing.h"

#include "base/clock.h"
#include "base/date.h"

#include "gen/msg.h"
#include "gen/web.html.h"

#include <sodium.h>

static struct arena *a;
static struct browser b;
static const char *notice, *undo; /* what the session holds */
static enum lang lang_of_user;
static struct header headers[REPLY_HEADERS_MAX]; /* of the last page that look() showed */
static size_t headers_n;

/* ---- a site ---- */

/* A page with all that the layout adds. */
static void look(struct request *rq) {
    const struct problem_page data = {"Overskrift <b>", "Tekst & tal", NULL};
    const struct page page = {.title = "Unge & <mål>",
                              .section = "/unge",
                              .wide = true,
                              .printable = true,
                              .has_errors = request_query(rq, "fejl") != NULL};
    reply_page(rq, &page, problem, &data);
    headers_n = reply_headers(rq, headers);
}

static void change(struct request *rq) {
    reply_redirect_notice(rq, "/unge", "Noten er gemt.", "/unge/fortryd");
}

static void away(struct request *rq) { reply_redirect(rq, request_query(rq, "til")); }

static void fail_world(struct request *rq) {
    struct err err;
    err_set(&err, (enum err_kind)strtol(request_query(rq, "kind"), NULL, 10), "secret detail");
    reply_error(rq, &err);
}

static void hand_out(struct request *rq) {
    reply_download(rq, "text/csv; charset=utf-8", "m\xc3\xa5l \"2026\".csv");
    text_add(&rq->reply.body, "a;b\n");
    headers_n = reply_headers(rq, headers);
}

static void log_out(struct request *rq) {
    rq->reply.clear_site_data = true;
    reply_cookie(rq, "vv=; Path=/; Max-Age=0");
    reply_redirect(rq, "/");
    headers_n = reply_headers(rq, headers);
}

static const struct route table[] = {
    {"GET", "/unge", look, ROLE_GUIDANCE, AUDIT_LIST, "purpose.guidance"},
    {"GET", "/soeg", look, ROLE_GUIDANCE, AUDIT_SEARCH, "purpose.guidance"},
    {"GET", "/soeg/forslag", look, ROLE_GUIDANCE, AUDIT_SEARCH, "purpose.guidance"},
    {"GET", "/maal", look, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/log-ind", look, ROLE_PUBLIC},
    {"POST", "/gem", change, ROLE_PUBLIC},
    {"GET", "/videre", away, ROLE_PUBLIC},
    {"GET", "/fejl", fail_world, ROLE_PUBLIC},
    {"GET", "/fil", hand_out, ROLE_PUBLIC},
    {"POST", "/log-af", log_out, ROLE_PUBLIC},
};
static const struct route *const tables[] = {table, web_routes, NULL};
static size_t sizes[2];

static bool identify(struct request *rq) {
    const char *session = request_cookie(rq, "vv");
    if (!session) return true;
    rq->visitor = (struct visitor){
        .user_id = 7,
        .name = "Vera <Demo>",
        .role = strcmp(session, "admin") == 0 ? ROLE_ADMIN : ROLE_COUNSELLOR,
        .lang = lang_of_user,
        .session_hash = "hash",
        .csrf = csrf_token(rq->arena, session),
        .shortcuts = true,
        .expires = clock_real() + 1800 * 1000000LL,
        .notice = notice,
        .undo = undo,
    };
    return true;
}

static bool authorize(struct request *rq) {
    if (rq->route->who & (rq->visitor.role | ROLE_PUBLIC)) return true;
    reply_status(rq, 403);
    return false;
}

static bool notice_put(struct request *rq, const char *text, const char *undo_path,
                       struct err *err) {
    (void)err;
    assert_non_null(rq->visitor.session_hash);
    notice = text ? arena_dup(a, text) : NULL;
    undo = undo_path ? arena_dup(a, undo_path) : NULL;
    return true;
}

static bool language_put(struct request *rq, enum lang lang, struct err *err) {
    (void)rq, (void)err;
    lang_of_user = lang;
    return true;
}

static const struct menu_item menu[] = {
    {"/unge", "layout.menu-main", ROLE_GUIDANCE},
    {"/drift", "layout.about", ROLE_ADMIN},
    {"/sjaelden", "layout.logout", ROLE_GUIDANCE | ROLE_ADMIN, .more = ROLE_GUIDANCE},
    {NULL},
};
static struct site site = {
    .tables = tables,
    .table_sizes = sizes,
    .identify = identify,
    .authorize = authorize,
    .notice_put = notice_put,
    .language_put = language_put,
    .menu = menu,
    .name = "Demo & Kommune",
    .contact = "vejledning@demo.example",
    .demo = true,
};

static int setup(void **state) {
    (void)state;
    a = arena_new();
    b = browser_open(&site, NULL, a);
    sizes[0] = sizeof table / sizeof *table;
    sizes[1] = web_routes_n;
    notice = undo = NULL;
    lang_of_user = LANG_DA;
    site.was_url = NULL;
    site.demo = true;
    headers_n = 0;
    return sodium_init() < 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}

static void log_in(const char *who) { browser_set_cookie(&b, "vv", who); }

static const char *header(const char *name) {
    for (size_t i = 0; i < headers_n; i++)
        if (strcmp(headers[i].name, name) == 0) return headers[i].value;
    return NULL;
}

/* ---- the frame ---- */

static void test_frame(void **state) {
    (void)state;
    log_in("vera");
    browser_get(&b, "/unge", 200);
    browser_sees(&b, "<html lang=\"da\">");
    browser_sees(&b, "<title>Unge &amp; &lt;mål&gt; – Ungevejledningen</title>");
    browser_sees(&b, "<a class=\"skipnav\" href=\"#indhold\">");
    browser_sees(&b, "<main id=\"indhold\" class=\"container app-wide\" tabindex=\"-1\">");
    browser_sees(&b, "<h1>Overskrift &lt;b&gt;</h1>");
    browser_sees(&b, "<a href=\"/unge\" aria-current=\"page\">Hovedmenu</a>");
    browser_sees(&b, "<details class=\"app-more\"><summary>Mere</summary>");
    browser_sees(&b, "<a href=\"/sjaelden\">Log af</a>");
    browser_sees_not(&b, "/drift");
    browser_sees(&b, "<span class=\"app-who\">Vera &lt;Demo&gt;</span>");
    browser_sees(&b, "action=\"/log-af\"");
    browser_sees(&b, "<details class=\"app-menu\">");
    browser_sees(&b, "action=\"/soeg\"");
    browser_sees(&b, "data-suggest-many=\"{n} forslag.");
    browser_sees(&b, "<dialog id=\"shortcuts\"");
    browser_sees(&b, "data-shortcuts=\"1\"");
    browser_sees(&b, "data-expires-seconds=\"1");
    browser_sees(&b, "id=\"session-warning\"");
    browser_sees(&b, "demo-banner");
    browser_sees(&b, "<p class=\"print-note\">");
    browser_sees(&b, "Demo &amp; Kommune");
    browser_sees_not(&b, "style=");
    browser_sees_not(&b, "<script>");
    site.demo = false;
    browser_get(&b, "/unge?fejl=1", 200);
    browser_sees(&b, "<title>Fejl: Unge");
    browser_sees_not(&b, "demo-banner");
}

static void test_roles(void **state) {
    (void)state;
    log_in("admin");
    browser_get(&b, "/maal", 200);
    browser_sees(&b, "href=\"/drift\"");
    browser_sees_not(&b, "href=\"/unge\"");
    browser_sees_not(&b, "action=\"/soeg\"");
    browser_get(&b, "/unge", 403);
    browser_sees(&b, "Vera"); /* an error page keeps the menu */
    browser_get(&b, "/ukendt", 404);
    browser_sees(&b, "Vera");
}

static void test_public(void **state) {
    (void)state;
    browser_get(&b, "/maal", 200);
    browser_sees(&b, "href=\"/log-ind\"");
    browser_sees_not(&b, "/log-af");
    browser_sees_not(&b, "app-nav");
    browser_sees_not(&b, "data-expires-seconds");
    browser_sees_not(&b, "csrf");
    assert_int_equal(b.reply.cookies_n, 0);
    assert_string_equal(header("Cache-Control"), "public, max-age=300");
    log_in("vera");
    browser_get(&b, "/maal", 200);
    assert_string_equal(header("Cache-Control"), "no-store");
}

static void test_headers(void **state) {
    (void)state;
    log_in("vera");
    browser_get(&b, "/unge", 200);
    assert_non_null(strstr(header("Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_non_null(
        strstr(header("Content-Security-Policy"), "require-trusted-types-for 'script'"));
    assert_null(strstr(header("Content-Security-Policy"), "unsafe"));
    assert_string_equal(header("X-Content-Type-Options"), "nosniff");
    assert_string_equal(header("Referrer-Policy"), "same-origin");
    assert_string_equal(header("Cross-Origin-Opener-Policy"), "same-origin");
    assert_string_equal(header("Cross-Origin-Resource-Policy"), "same-origin");
    assert_non_null(header("Permissions-Policy"));
    assert_string_equal(header("Cache-Control"), "no-store");
    assert_string_equal(header("Content-Language"), "da");
    assert_null(header("Strict-Transport-Security"));
    assert_null(header("Clear-Site-Data"));
    struct header secure[REPLY_HEADERS_MAX];
    size_t n = plain_headers(true, "text/plain", "no-store", secure);
    bool hsts = false;
    for (size_t i = 0; i < n; i++) hsts |= strcmp(secure[i].name, "Strict-Transport-Security") == 0;
    assert_true(hsts);
    browser_get(&b, "/fil", 200);
    assert_string_equal(
        header("Content-Disposition"),
        "attachment; filename=\"m__l _2026_.csv\"; filename*=UTF-8''m%C3%A5l%20%222026%22.csv");
    assert_null(header("Content-Language"));
}

static void test_log_out(void **state) {
    (void)state;
    log_in("vera");
    browser_get(&b, "/unge", 200);
    browser_post(&b, "/log-af", "", 303);
    assert_non_null(header("Clear-Site-Data"));
    assert_string_equal(header("Set-Cookie"), "vv=; Path=/; Max-Age=0");
    assert_null(browser_cookie(&b, "vv"));
}

/* ---- notices ---- */

static void test_notice(void **state) {
    (void)state;
    log_in("vera");
    browser_get(&b, "/unge", 200);
    browser_sees_not(&b, "alert-success");
    browser_post(&b, "/gem", "", 303);
    browser_get(&b, "/ukendt", 404); /* an error page does not use it up */
    browser_sees_not(&b, "Noten er gemt.");
    browser_get(&b, "/unge", 200);
    browser_sees(&b, "<div class=\"alert alert-success\" role=\"status\">");
    browser_sees(&b, "Noten er gemt.");
    browser_sees(
        &b,
        "<form class=\"alert-undo\" method=\"post\" action=\"/unge/fortryd\"><input type=\"hidden\" name=\"csrf\"");
    browser_get(&b, "/unge", 200);
    browser_sees_not(&b, "Noten er gemt.");
}

/* ---- languages ---- */

static void test_english(void **state) {
    (void)state;
    browser_get(&b, "/en/maal?a=1&b=2", 200);
    browser_sees(&b, "<html lang=\"en\">");
    browser_sees(&b, "href=\"/en/log-ind\"");
    browser_sees(&b, "href=\"/en/privatliv\"");
    browser_sees(&b, "href=\"/a/"); /* assets are no pages */
    browser_sees(&b, "<link rel=\"alternate\" hreflang=\"da\" href=\"/maal?a=1&amp;b=2\">");
    browser_sees(&b, "<link rel=\"alternate\" hreflang=\"en\" href=\"/en/maal?a=1&amp;b=2\">");
    browser_sees(&b, "lang=\"da\" hreflang=\"da\" href=\"/maal?a=1&amp;b=2\"");
    assert_string_equal(header("Content-Language"), "en");
    browser_get(&b, "/maal", 200);
    browser_sees(&b, "lang=\"en\" hreflang=\"en\" href=\"/en/maal\"");
    browser_sees_not(&b, "\"/en/privatliv\"");
    browser_get(&b, "/en", 200);
    browser_sees(&b, "hreflang=\"da\" href=\"/\"");
    browser_sees(&b, "hreflang=\"en\" href=\"/en\"");
    browser_get(&b, "/en/videre?til=/maal", 303);
    browser_led_to(&b, "/en/maal");
    browser_get(&b, "/en/ukendt", 404);
    browser_sees(&b, "This page does not exist");
}

static void test_language_of_user(void **state) {
    (void)state;
    log_in("vera");
    browser_get(&b, "/unge", 200);
    browser_sees(&b, "action=\"/sprog\"");
    browser_sees_not(&b, "hreflang");
    browser_post(&b, "/sprog", "lang=en", 303);
    browser_led_to(&b, "/");
    assert_int_equal(lang_of_user, LANG_EN);
    browser_get(&b, "/unge", 200);
    browser_sees(&b, "<html lang=\"en\">");
    browser_sees(&b, "Main menu");
    browser_post(&b, "/sprog", "lang=fr", 400);
}

/* ---- redirects and errors ---- */

static void test_redirects(void **state) {
    (void)state;
    static const char *const foreign[] = {
        "https://ond.example/", "//ond.example", "/%5Cond.example",
        "javascript:1",         "maal",          "/a%0d%0aSet-Cookie:x"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        browser_get(&b, arena_fmt(a, "/videre?til=%s", foreign[i]), 303);
        browser_led_to(&b, "/");
    }
    browser_get(&b, "/videre?til=/maal%3fa=1", 303);
    browser_led_to(&b, "/maal?a=1");
}

static void test_errors(void **state) {
    (void)state;
    static const struct {
        enum err_kind kind;
        int status;
    } expected[] = {{ERR_DB, 503},        {ERR_BUSY, 503},    {ERR_CONFLICT, 409}, {ERR_IO, 500},
                    {ERR_NOT_FOUND, 404}, {ERR_REFUSED, 403}, {ERR_INPUT, 400},    {ERR_NONE, 500}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        browser_get(&b, arena_fmt(a, "/fejl?kind=%d", (int)expected[i].kind), expected[i].status);
        browser_sees_not(&b, "secret detail");
        browser_sees(&b, "<h1>");
        assert_int_equal(b.reply.retry_after, expected[i].status == 503 ? 5 : 0);
    }
    /* every status has words of its own in both languages */
    static const int statuses[] = {400, 403, 404, 405, 409, 413, 414, 415, 429, 431, 500, 501, 503};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        for (int lang = LANG_DA; lang <= LANG_EN; lang++) {
            char key[32];
            snprintf(key, sizeof key, "problem.%d", statuses[i]);
            assert_non_null(msg_by_key((enum lang)lang, key));
            snprintf(key, sizeof key, "problem.%d-do", statuses[i]);
            assert_non_null(msg_by_key((enum lang)lang, key));
        }
}

static void test_summary(void **state) {
    (void)state;
    static const struct field fields[] = {{"navn"}, {"dag"}};
    struct form form = {.ok = true, .fields = fields, .fields_n = 2};
    struct text body;
    text_init(&body, a);
    struct html out = {.out = &body, .arena = a, .lang = LANG_DA};
    view_form_summary(&out, &form);
    assert_int_equal(body.len, 0);
    form_fail(&form, "dag", "Skriv en <dag>.");
    form_fail(&form, NULL, "Vent lidt.");
    view_form_summary(&out, &form);
    assert_non_null(strstr(text_str(&body), "<a href=\"#dag\">Skriv en &lt;dag&gt;.</a>"));
    assert_non_null(strstr(text_str(&body), "<li>Vent lidt.</li>"));
    assert_non_null(strstr(text_str(&body), "role=\"alert\""));
    assert_null(strstr(text_str(&body), "#navn"));
}

/* ---- the house's own pages ---- */

static void test_house_pages(void **state) {
    (void)state;
    static const char *const paths[] = {"/", "/privatliv", "/was", "/om"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        browser_get(&b, paths[i], 200);
        browser_sees(&b, "mailto:vejledning@demo.example");
        assert_int_equal(b.reply.cookies_n, 0);
        browser_get(&b, arena_fmt(a, "/en%s", strcmp(paths[i], "/") ? paths[i] : ""), 200);
        browser_sees(&b, "<html lang=\"en\">");
    }
    browser_get(&b, "/", 200);
    browser_sees(&b, "href=\"/maal\"");
    browser_get(&b, "/privatliv", 200);
    browser_sees(&b, "<th scope=\"row\">vejviser</th>");
    browser_sees(&b, "<th scope=\"row\">vv-pre</th>");
    site.was_url = "https://was.digst.dk/demo-example";
    browser_get(&b, "/was", 302);
    browser_led_to(&b, "https://was.digst.dk/demo-example");
    browser_get(&b, "/sundhed", 200);
    assert_string_equal(b.body, "ok\n");
}

/* What programs read: no page about persons is indexed, and a fault has somewhere to be told. */
static void test_pages_for_programs(void **state) {
    (void)state;
    browser_get(&b, "/robots.txt", 200);
    assert_non_null(strstr(b.body, "User-agent: *\nDisallow: /\nAllow: /$\n"));
    assert_non_null(strstr(b.body, "\nAllow: /en/maal\n"));
    assert_null(strstr(b.body, "/unge"));
    clock_fix(day_from_ymd(2026, 11, 23));
    browser_get(&b, "/.well-known/security.txt", 200);
    clock_fix(DAY_NONE);
    assert_string_equal(b.body, "Contact: mailto:vejledning@demo.example\n"
                                "Expires: 2027-05-22T00:00:00Z\nPreferred-Languages: da, en\n");
    const char *contact = site.contact;
    site.contact = NULL;
    browser_get(&b, "/.well-known/security.txt", 404);
    site.contact = contact;
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_frame),
        T(test_roles),
        T(test_public),
        T(test_headers),
        T(test_log_out),
        T(test_notice),
        T(test_english),
        T(test_language_of_user),
        T(test_redirects),
        T(test_errors),
        T(test_summary),
        T(test_house_pages),
        T(test_pages_for_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

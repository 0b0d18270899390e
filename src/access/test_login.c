/* SPDX-License-Identifier: EUPL-1.2 */
/* Logging in and out, sessions and how they end, guessing, and the pages about accounts. */
#include "base/test.h"

#include "access/testing.h"
#include "base/clock.h"
#include "base/date.h"
#include "db/testing.h"

#include <pthread.h>
#include <stdio.h>

#define PASSWORD     "en lang kode til prøven"
#define PASSWORD_URL "en+lang+kode+til+prøven"

static void show_work(struct request *rq) {
    reply_download(rq, "text/plain", NULL);
    text_add(&rq->reply.body, "WORK");
}

static const struct route work_routes[] = {
    {.method = "GET",
     .path = "/i-dag",
     .handle = show_work,
     .who = ROLE_STAFF,
     .audit = AUDIT_LIST,
     .purpose = "purpose.supervision"},
    {.method = "GET", .path = "/maal", .handle = show_work, .who = ROLE_PUBLIC},
};
static const struct menu_item no_menu[] = {{0}};

struct world {
    struct arena *arena;
    struct store *store;
    struct db *db;
    const struct route *tables[3];
    size_t sizes[2];
    struct site site;
    struct browser browser;
    int64_t vera, admin;
};

static struct world world;
static struct err err;
static char hash[128]; /* of PASSWORD: made once, it is slow by design */

static int hash_make(void **state) {
    (void)state;
    return !password_hash(PASSWORD, hash, &err);
}

static int world_make(void **state) {
    (void)state;
    test_keys();
    clock_fix(day_from_ymd(2026, 11, 24));
    err = (struct err){0};
    world = (struct world){.arena = arena_new(), .store = test_store()};
    world.db = store_connect(world.store, &err);
    world.tables[0] = access_routes;
    world.tables[1] = work_routes;
    world.sizes[0] = access_routes_n;
    world.sizes[1] = sizeof work_routes / sizeof *work_routes;
    world.site = (struct site){
        .tables = world.tables,
        .table_sizes = world.sizes,
        .identify = access_identify,
        .authorize = access_authorize,
        .notice_put = access_notice_put,
        .language_put = access_language_put,
        .menu = no_menu,
        .store = world.store,
        .name = "Prøvekommune",
    };
    test_sql(world.store, "insert into institution (number, name, sort_key, fingerprint)"
                          " values ('100001', 'Nordskolen', '', '')");
    world.vera = test_user_with(world.store, "vera", ROLE_COUNSELLOR, NULL, hash, false);
    world.admin = test_user_with(world.store, "admin", ROLE_ADMIN, NULL, hash, false);
    world.browser = browser_open(&world.site, world.db, world.arena);
    return world.db == NULL;
}

static int world_drop(void **state) {
    (void)state;
    db_close(world.db);
    test_store_drop(world.store);
    arena_free(world.arena);
    clock_fix(DAY_NONE);
    return 0;
}

static struct browser fresh(void) { return browser_open(&world.site, world.db, world.arena); }

static int64_t number(const char *query) { return test_sql_number(world.store, query); }

static void log_in(struct browser *b, const char *fields, int status) {
    browser_get(b, "/log-ind", 200);
    browser_post(b, "/log-ind", fields, status);
}

/* ---- in and out ---- */

static void test_in_and_out(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_get(b, "/i-dag", 303);
    browser_follow(b, 200);
    browser_post(b, "/log-ind", "brugernavn=vera&kode=" PASSWORD_URL "&til=/i-dag", 303);
    browser_led_to(b, "/i-dag");
    browser_follow(b, 200);
    browser_sees(b, "WORK");
    assert_int_equal(number("select count(*) from session"), 1);
    assert_int_equal(number("select count(*) from audit where act = 'login'"), 1);
    const char *token = browser_cookie(b, "vejviser");
    assert_int_equal(strlen(token), 64);
    assert_int_equal(number("select count(*) from login_failure"), 0);

    browser_get(b, "/min-konto", 200);
    browser_post(b, "/log-af", "", 303);
    assert_true(b->reply.clear_site_data);
    assert_int_equal(number("select count(*) from session"), 0);
    assert_int_equal(number("select count(*) from audit where act = 'logout'"), 1);
    browser_set_cookie(b, "vejviser", token); /* the back of the shared computer */
    browser_get(b, "/i-dag", 303);
}

static void test_token_is_not_in_the_database(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_enter(b, world.store, world.vera);
    const char *token = browser_cookie(b, "vejviser");
    assert_int_equal(
        number(arena_fmt(world.arena, "select count(*) from session where token = '%s'", token)),
        0);
    /* and what is there opens nothing */
    browser_set_cookie(b, "vejviser", session_hash_of(world.arena, token));
    browser_get(b, "/i-dag", 303);
}

static void test_cookie_is_closed(void **state) {
    (void)state;
    struct browser b = fresh();
    log_in(&b, "brugernavn=vera&kode=" PASSWORD_URL, 303);
    const char *cookie = NULL;
    for (size_t i = 0; i < b.reply.cookies_n; i++)
        if (strncmp(b.reply.cookies[i], "vejviser=", 9) == 0) cookie = b.reply.cookies[i];
    assert_non_null(cookie);
    assert_non_null(strstr(cookie, "; HttpOnly"));
    assert_non_null(strstr(cookie, "; SameSite=Lax"));
    assert_non_null(strstr(cookie, "; Path=/"));
    assert_null(strstr(cookie, "Domain"));
    assert_null(strstr(cookie, "Expires"));
}

static void test_login_is_written_as_people_write_it(void **state) {
    (void)state;
    struct browser b = fresh();
    log_in(&b, "brugernavn=+Vera+&kode=" PASSWORD_URL, 303);
}

/* A token that was there before the login (planted or old) is worth nothing after it. */
static void test_new_token_at_login(void **state) {
    (void)state;
    struct browser b = fresh();
    browser_enter(&b, world.store, world.vera);
    const char *before = browser_cookie(&b, "vejviser");
    browser_post(&b, "/log-ind", "brugernavn=vera&kode=" PASSWORD_URL, 303);
    assert_string_not_equal(before, browser_cookie(&b, "vejviser"));
    browser_set_cookie(&b, "vejviser", before);
    browser_get(&b, "/i-dag", 303);
    assert_int_equal(number("select count(*) from session"), 1);
}

static void test_wrong_password_and_unknown_login_look_alike(void **state) {
    (void)state;
    struct browser one = fresh(), two = fresh();
    log_in(&one, "brugernavn=vera&kode=forkert+kode+her", 200);
    log_in(&two, "brugernavn=vira&kode=forkert+kode+her", 200);
    browser_sees(&one, "Brugernavn eller adgangskode er ikke rigtig");
    browser_sees(&two, "Brugernavn eller adgangskode er ikke rigtig");
    browser_sees_not(&one, "forkert");
    assert_null(browser_cookie(&one, "vejviser"));
    assert_int_equal(number("select count(*) from audit where act = 'login-failed'"), 2);
    assert_int_equal(number("select count(*) from audit where detail like '%v_ra%'"), 0);
}

static void test_nobody_without_a_password_gets_in(void **state) {
    (void)state;
    test_user(world.store, "tom", ROLE_COUNSELLOR, NULL); /* no password */
    struct browser b = fresh();
    log_in(&b, "brugernavn=tom&kode=", 200);
    log_in(&b, "brugernavn=tom&kode=hvad+som+helst", 200);
    assert_null(browser_cookie(&b, "vejviser"));
}

/* No row of the log, no session: both are in one transaction. */
static void test_no_login_without_its_row(void **state) {
    (void)state;
    struct browser b = fresh();
    test_sql(world.store, "alter table audit rename to audit_away");
    log_in(&b, "brugernavn=vera&kode=" PASSWORD_URL, 503);
    test_sql(world.store, "alter table audit_away rename to audit");
    assert_null(browser_cookie(&b, "vejviser"));
    assert_int_equal(number("select count(*) from session"), 0);
}

static void test_open_redirect(void **state) {
    (void)state;
    static const char *const tils[] = {
        "//evil.example", "https://evil.example", "/%5Cevil.example",   "%09//evil.example",
        "/log-af",        "javascript:alert(1)",  "%2F%2Fevil.example", "/a%0d%0aSet-Cookie:x=y"};
    for (size_t i = 0; i < sizeof tils / sizeof *tils; i++) {
        struct browser b = fresh();
        browser_get(&b, arena_fmt(world.arena, "/log-ind?til=%s", tils[i]), 200);
        browser_sees_not(&b, "name=\"til\"");
        browser_post(
            &b, "/log-ind",
            arena_fmt(world.arena, "brugernavn=vera&kode=" PASSWORD_URL "&til=%s", tils[i]), 0);
        if (b.reply.status == 303)
            browser_led_to(&b, "/i-dag");
        else
            assert_int_equal(b.reply.status, 200); /* a form error: control characters */
    }
}

static void test_logged_in_visitor_does_not_log_in_again(void **state) {
    (void)state;
    browser_enter(&world.browser, world.store, world.admin);
    browser_get(&world.browser, "/log-ind", 303);
    browser_led_to(&world.browser, "/admin/brugere");
    browser_get(&world.browser, "/log-ind?til=/min-konto", 303);
    browser_led_to(&world.browser, "/min-konto");
}

/* ---- csrf ---- */

static void test_csrf(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_enter(b, world.store, world.admin);
    const char *good = b->csrf;
    const char *const paths[] = {"/min-konto", "/log-af", "/admin/brugere/ny",
                                 "/admin/brugere/1/spaer"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        b->csrf = NULL;
        browser_post(b, paths[i], "sprog=en", 403);
        b->csrf = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        browser_post(b, paths[i], "sprog=en", 403);
        const struct site_request foreign = {
            .method = "POST",
            .target = paths[i],
            .body = arena_fmt(world.arena, "sprog=en&csrf=%s", good),
            .cookie = browser_cookie_header(b),
            .origin = "https://evil.example",
        };
        site_handle(&world.site, world.db, world.arena, &foreign, &b->reply);
        assert_int_equal(b->reply.status, 403);
    }
    assert_int_equal(number("select count(*) from account where lang = 'en'"), 0);
    assert_int_equal(number("select count(*) from session"), 1);
    struct browser other = fresh(); /* somebody else's token */
    browser_enter(&other, world.store, world.vera);
    b->csrf = other.csrf;
    browser_post(b, "/min-konto", "sprog=en", 403);
    b->csrf = good;
    browser_post(b, "/min-konto", "sprog=en", 303);
}

static void test_login_form_has_a_token_too(void **state) {
    (void)state;
    struct browser b = fresh();
    browser_post(&b, "/log-ind", "brugernavn=vera&kode=" PASSWORD_URL, 403);
    assert_int_equal(number("select count(*) from session"), 0);
}

/* ---- how sessions end ---- */

static void test_idle_and_absolute_end(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    long long now = (long long)clock_real(), minute = 60000000;
    browser_enter(b, world.store, world.vera);
    test_sql(world.store,
             arena_fmt(world.arena, "update session set seen_at = %lld", now - 29 * minute));
    browser_get(b, "/i-dag", 200);
    assert_true(number("select seen_at from session") >= now); /* it was used now */
    test_sql(world.store,
             arena_fmt(world.arena, "update session set seen_at = %lld", now - 31 * minute));
    browser_get(b, "/i-dag", 303);
    test_sql(world.store,
             arena_fmt(world.arena, "update session set seen_at = %lld, expires_at = %lld", now,
                       now + 5 * minute));
    browser_get(b, "/i-dag", 200);
    test_sql(world.store, arena_fmt(world.arena, "update session set expires_at = %lld", now - 1));
    browser_get(b, "/i-dag", 303);
    assert_int_equal(number("select (expires_at - created_at) / 60000000 from session") <= 600, 1);
}

static void test_use_is_written_once_a_minute(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    long long now = (long long)clock_real();
    browser_enter(b, world.store, world.vera);
    test_sql(world.store,
             arena_fmt(world.arena, "update session set seen_at = %lld", now - 50000000));
    browser_get(b, "/i-dag", 200);
    assert_int_equal(number("select seen_at from session"), now - 50000000);
}

static bool disable_write(struct db *w, void *ctx, struct err *e) {
    return user_disable(w, ctx, e);
}

static void test_disabled_user_is_out_at_the_next_request(void **state) {
    (void)state;
    char vera[] = "vera";
    struct browser one = fresh(), two = fresh();
    browser_enter(&one, world.store, world.vera);
    browser_enter(&two, world.store, world.vera);
    browser_get(&one, "/i-dag", 200);
    browser_get(&two, "/i-dag", 200);
    assert_true(store_write(world.store, disable_write, vera, &err));
    browser_get(&one, "/i-dag", 303);
    browser_get(&two, "/i-dag", 303);
    assert_int_equal(number("select count(*) from session"), 0);
    log_in(&one, "brugernavn=vera&kode=" PASSWORD_URL, 200);
    browser_sees(&one, "Brugernavn eller adgangskode er ikke rigtig");
}

/* Also when only the account was changed, by somebody with a SQL prompt. */
static void test_account_is_read_at_every_request(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_enter(b, world.store, world.vera);
    test_sql(world.store, "update account set disabled_at = 1 where login = 'vera'");
    browser_get(b, "/i-dag", 303);
    test_sql(world.store, "update account set disabled_at = null where login = 'vera'");
    browser_get(b, "/i-dag", 200);
    test_sql(world.store, "update account set role = 'management' where login = 'vera'");
    browser_get(b, "/admin/brugere", 403);
}

static void test_last_day_of_access(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_enter(b, world.store, world.vera);
    test_sql(world.store, "update account set valid_to = '2026-11-24' where login = 'vera'");
    browser_get(b, "/i-dag", 200);
    clock_fix(day_from_ymd(2026, 11, 25));
    browser_get(b, "/i-dag", 303);
    log_in(b, "brugernavn=vera&kode=" PASSWORD_URL, 200);
    assert_int_equal(number("select count(*) from audit where act = 'login'"), 0);
}

static void test_cookies_that_are_no_token(void **state) {
    (void)state;
    static const char *const bad[] = {
        "", "x", "' or '1'='1", "0000000000000000000000000000000000000000000000000000000000000000",
        "00000000000000000000000000000000000000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct browser b = fresh();
        browser_set_cookie(&b, "vejviser", bad[i]);
        browser_get(&b, "/i-dag", 303);
    }
}

/* ---- guessing ---- */

static void test_five_failures_and_then_a_wait(void **state) {
    (void)state;
    struct browser b = fresh();
    for (int i = 0; i < 5; i++) log_in(&b, "brugernavn=vera&kode=forkert+kode+her", 200);
    log_in(&b, "brugernavn=vera&kode=" PASSWORD_URL, 429); /* the right one waits too */
    browser_sees(&b, "Vent 15 minutter");
    assert_true(b.reply.retry_after > 800 && b.reply.retry_after <= 900);
    struct browser other = fresh();
    other.remote = "192.0.2.7";
    log_in(&other, "brugernavn=vera&kode=" PASSWORD_URL, 429); /* from anywhere */
    log_in(&other, "brugernavn=admin&kode=" PASSWORD_URL, 303);
    test_sql(world.store,
             arena_fmt(world.arena, "update login_failure set at = at - %lld", 15 * 60000000LL));
    log_in(&b, "brugernavn=vera&kode=" PASSWORD_URL, 303);
    assert_int_equal(number("select count(*) from login_failure"), 0);
}

static void test_unknown_logins_wait_too(void **state) {
    (void)state;
    struct browser b = fresh();
    for (int i = 0; i < 5; i++) log_in(&b, "brugernavn=ingen&kode=forkert+kode+her", 200);
    log_in(&b, "brugernavn=ingen&kode=forkert+kode+her", 429);
}

static void test_success_forgets(void **state) {
    (void)state;
    struct browser b = fresh();
    for (int i = 0; i < 4; i++) log_in(&b, "brugernavn=vera&kode=forkert+kode+her", 200);
    log_in(&b, "brugernavn=vera&kode=" PASSWORD_URL, 303);
    struct browser again = fresh();
    for (int i = 0; i < 4; i++) log_in(&again, "brugernavn=vera&kode=forkert+kode+her", 200);
    log_in(&again, "brugernavn=vera&kode=" PASSWORD_URL, 303);
}

static bool take(struct db *w, void *ctx, struct err *e) { return throttle_take(w, ctx, e); }

/* One address that tries many logins; without Argon2, so that it can be walked to its end. */
static void test_one_address(void **state) {
    (void)state;
    int let_through = 0;
    for (int i = 0; i < 60; i++) {
        struct throttle_try attempt = {arena_fmt(world.arena, "login%d", i), "192.0.2.9",
                                       clock_real(), 0};
        assert_true(store_write(world.store, take, &attempt, &err));
        let_through += attempt.wait == 0;
    }
    assert_int_equal(let_through, 30);
    struct throttle_try elsewhere = {"login99", "192.0.2.10", clock_real(), 0};
    assert_true(store_write(world.store, take, &elsewhere, &err));
    assert_int_equal(elsewhere.wait, 0);
}

/* Guesses at the same moment do not find the counter at zero. */
struct guess {
    pthread_t thread;
    int64_t wait;
};

static void *guess_once(void *arg) {
    struct guess *guess = arg;
    struct err e = {0};
    struct throttle_try attempt = {"vera", "192.0.2.11", clock_real(), 0};
    guess->wait = store_write(world.store, take, &attempt, &e) ? attempt.wait : -1;
    return NULL;
}

static void test_parallel_guesses(void **state) {
    (void)state;
    struct guess guesses[20];
    int let_through = 0;
    for (int i = 0; i < 20; i++) pthread_create(&guesses[i].thread, NULL, guess_once, &guesses[i]);
    for (int i = 0; i < 20; i++) {
        pthread_join(guesses[i].thread, NULL);
        assert_true(guesses[i].wait >= 0);
        let_through += guesses[i].wait == 0;
    }
    assert_int_equal(let_through, 5);
}

/* ---- one-time passwords ---- */

static const char *between(const char *text, const char *before, const char *after) {
    const char *start = strstr(text, before);
    assert_non_null(start);
    start += strlen(before);
    const char *end = strstr(start, after);
    assert_non_null(end);
    return arena_dup_n(world.arena, start, (size_t)(end - start));
}

static const char *renewal(const char *once, const char *fresh_password, const char *again) {
    return arena_fmt(world.arena, "brugernavn=nynne&kode=%s&ny=%s&igen=%s", once, fresh_password,
                     again);
}

static void test_new_user_chooses_a_password(void **state) {
    (void)state;
    struct browser *admin = &world.browser, b = fresh();
    browser_enter(admin, world.store, world.admin);
    browser_get(admin, "/admin/brugere/ny", 200);
    browser_post(admin, "/admin/brugere/ny", "navn=Ny+Vejleder&brugernavn=nynne&rolle=counsellor",
                 200);
    browser_sees(admin, "class=\"facts\"");
    const char *once = between(strstr(admin->body, "class=\"facts\""), "<strong>", "</strong>");
    assert_int_equal(strlen(once), 23);
    assert_int_equal(
        number("select count(*) from audit where act = 'user' and detail like 'new:%'"), 1);

    log_in(&b, arena_fmt(world.arena, "brugernavn=nynne&kode=%s", once), 200);
    browser_sees(&b, "/log-ind/ny-kode");
    assert_null(browser_cookie(&b, "vejviser")); /* not in yet */
    browser_get(&b, "/i-dag", 303);
    browser_get(&b, "/log-ind", 200);
    browser_post(&b, "/log-ind/ny-kode", renewal(once, "kort", "kort"), 200);
    browser_post(&b, "/log-ind/ny-kode", renewal(once, once, once), 200);
    browser_post(&b, "/log-ind/ny-kode", renewal(once, "min+egen+lange+kode", "en+anden+lang+kode"),
                 200);
    browser_post(&b, "/log-ind/ny-kode",
                 renewal("forkert+kode+her", "min+egen+lange+kode", "min+egen+lange+kode"), 200);
    browser_post(&b, "/log-ind/ny-kode",
                 renewal(once, "min+egen+lange+kode", "min+egen+lange+kode"), 303);
    browser_get(&b, "/i-dag", 200);
    struct browser c = fresh();
    log_in(&c, arena_fmt(world.arena, "brugernavn=nynne&kode=%s", once), 200); /* used up */
    browser_sees(&c, "ikke rigtig");
    log_in(&c, "brugernavn=nynne&kode=min+egen+lange+kode", 303);
}

/* ---- the administrator's page ---- */

static void test_user_form(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    static const char *const bad[] = {
        "navn=&brugernavn=nynne&rolle=counsellor",
        "navn=Ny&brugernavn=n&rolle=counsellor",
        "navn=Ny&brugernavn=N+Y&rolle=counsellor",
        "navn=Ny&brugernavn=vera&rolle=counsellor", /* taken */
        "navn=Ny&brugernavn=nynne",
        "navn=Ny&brugernavn=nynne&rolle=root",
        "navn=Ny&brugernavn=nynne&rolle=school",
        "navn=Ny&brugernavn=nynne&rolle=school&skole=999999",
        "navn=Ny&brugernavn=nynne&rolle=admin&skole=100001",
    };
    browser_enter(b, world.store, world.admin);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        browser_post(b, "/admin/brugere/ny", bad[i], 200);
        browser_sees(b, "data-error-summary");
    }
    assert_int_equal(number("select count(*) from account"), 2);
    browser_post(b, "/admin/brugere/ny",
                 "navn=Ny&brugernavn=nynne&rolle=school&skole=100001&id=1&password=x", 200);
    assert_int_equal(number("select count(*) from account where role = 'school' and one_time = 1"
                            " and institution = '100001'"),
                     1);
    browser_get(b, "/admin/brugere", 200);
    browser_sees(b, "Nordskolen");
}

static void test_disable_and_end_date(void **state) {
    (void)state;
    struct browser *b = &world.browser, vera = fresh();
    const char *path = arena_fmt(world.arena, "/admin/brugere/%lld", (long long)world.vera);
    browser_enter(b, world.store, world.admin);
    browser_enter(&vera, world.store, world.vera);
    browser_get(b, path, 200);
    browser_post(b, arena_fmt(world.arena, "%s/slutdato", path), "slutdato=i+morgen", 200);
    browser_post(b, arena_fmt(world.arena, "%s/slutdato", path), "slutdato=23.11.2026", 303);
    browser_get(&vera, "/i-dag", 303);
    browser_post(b, arena_fmt(world.arena, "%s/slutdato", path), "slutdato=", 303);
    browser_get(&vera, "/i-dag", 200);
    browser_post(b, arena_fmt(world.arena, "%s/spaer", path), "", 303);
    browser_get(&vera, "/i-dag", 303);
    browser_follow(b, 200);
    browser_sees(b, "er spærret og logget ud");
    assert_int_equal(number("select count(*) from audit where act = 'user'"), 3);
    browser_get(b, "/admin/brugere/4711", 404);
    browser_get(b, "/admin/brugere/99999999999999999999", 404);
}

static void test_nobody_changes_their_own_access(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    const char *path = arena_fmt(world.arena, "/admin/brugere/%lld", (long long)world.admin);
    browser_enter(b, world.store, world.admin);
    browser_get(b, path, 200);
    browser_sees_not(b, "/spaer");
    browser_post(b, arena_fmt(world.arena, "%s/spaer", path), "", 403);
    browser_post(b, arena_fmt(world.arena, "%s/slutdato", path), "slutdato=", 403);
    browser_get(b, "/admin/brugere", 200);
}

/* ---- one's own account ---- */

static void test_choices(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_enter(b, world.store, world.vera);
    browser_get(b, "/min-konto", 200);
    browser_sees(b, "Min konto");
    browser_post(b, "/min-konto", "sprog=en", 303);
    browser_follow(b, 200);
    browser_sees(b, "My account");
    browser_sees(b, "Your choices are saved.");
    browser_get(b, "/min-konto", 200);
    browser_sees_not(b, "Your choices are saved."); /* shown once */
    assert_int_equal(number("select shortcuts from account where login = 'vera'"), 0);
    browser_post(b, "/min-konto", "sprog=fr", 200);
    browser_post(b, "/min-konto", "sprog=da&genveje=1&role=admin&id=1", 303);
    assert_int_equal(number("select count(*) from account where login = 'vera' and lang = 'da'"
                            " and shortcuts = 1 and role = 'counsellor'"),
                     1);
}

static void test_password_change(void **state) {
    (void)state;
    struct browser *b = &world.browser, other = fresh();
    browser_enter(b, world.store, world.vera);
    browser_enter(&other, world.store, world.vera);
    browser_post(b, "/min-konto/kode",
                 "kode=forkert+kode+her&ny=ny+lang+adgangskode&igen=ny+lang+adgangskode", 200);
    browser_sees(b, "nuværende adgangskode er ikke rigtig");
    browser_post(b, "/min-konto/kode",
                 "kode=" PASSWORD_URL "&ny=ny+lang+adgangskode&igen=noget+andet", 200);
    browser_post(b, "/min-konto/kode",
                 "kode=" PASSWORD_URL "&ny=vera+vera+vera&igen=vera+vera+vera", 200);
    browser_post(b, "/min-konto/kode",
                 "kode=" PASSWORD_URL "&ny=ny+lang+adgangskode&igen=ny+lang+adgangskode", 303);
    browser_get(b, "/i-dag", 200);      /* this session goes on */
    browser_get(&other, "/i-dag", 303); /* the others end */
    log_in(&other, "brugernavn=vera&kode=" PASSWORD_URL, 200);
    log_in(&other, "brugernavn=vera&kode=ny+lang+adgangskode", 303);
}

#define WITH_WORLD(f) cmocka_unit_test_setup_teardown(f, world_make, world_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_WORLD(test_in_and_out),
        WITH_WORLD(test_token_is_not_in_the_database),
        WITH_WORLD(test_cookie_is_closed),
        WITH_WORLD(test_login_is_written_as_people_write_it),
        WITH_WORLD(test_new_token_at_login),
        WITH_WORLD(test_wrong_password_and_unknown_login_look_alike),
        WITH_WORLD(test_nobody_without_a_password_gets_in),
        WITH_WORLD(test_no_login_without_its_row),
        WITH_WORLD(test_open_redirect),
        WITH_WORLD(test_logged_in_visitor_does_not_log_in_again),
        WITH_WORLD(test_csrf),
        WITH_WORLD(test_login_form_has_a_token_too),
        WITH_WORLD(test_idle_and_absolute_end),
        WITH_WORLD(test_use_is_written_once_a_minute),
        WITH_WORLD(test_disabled_user_is_out_at_the_next_request),
        WITH_WORLD(test_account_is_read_at_every_request),
        WITH_WORLD(test_last_day_of_access),
        WITH_WORLD(test_cookies_that_are_no_token),
        WITH_WORLD(test_five_failures_and_then_a_wait),
        WITH_WORLD(test_unknown_logins_wait_too),
        WITH_WORLD(test_success_forgets),
        WITH_WORLD(test_one_address),
        WITH_WORLD(test_parallel_guesses),
        WITH_WORLD(test_new_user_chooses_a_password),
        WITH_WORLD(test_user_form),
        WITH_WORLD(test_disable_and_end_date),
        WITH_WORLD(test_nobody_changes_their_own_access),
        WITH_WORLD(test_choices),
        WITH_WORLD(test_password_change),
    };
    return cmocka_run_group_tests_name("access login", tests, hash_make, NULL);
}

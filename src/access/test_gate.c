/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who gets in, walked through the real router, gate and pages. Today is 24 November 2026.
 *
 *     Nordskolen 100001   9.a   nora (and until 30 September: sven)
 *     Sydskolen  100002   9.b   sven (from 1 October)
 *     vera is fixed at Nordskolen; viggo has no school, but nils is his own young person
 */
#include "base/test.h"

#include "access/testing.h"
#include "base/clock.h"
#include "base/date.h"
#include "db/testing.h"

#include <stdio.h>

#define NORA   "noraaaaaaaaaaaaaaaaaaaaaaa"
#define SVEN   "svennnnnnnnnnnnnnnnnnnnnnn"
#define NILS   "nilssssssssssssssssssssnil"
#define NOBODY "nobodyaaaaaaaaaaaaaaaaaaaa"

/* ---- the site under test: our own pages and one of each kind ---- */

static int shown; /* how often a handler was reached */

static void show_secret(struct request *rq) {
    shown++;
    reply_download(rq, "text/plain", NULL);
    text_add(&rq->reply.body, "SECRET");
}

static const struct route test_routes[] = {
    {.method = "GET", .path = "/maal", .handle = show_secret, .who = ROLE_PUBLIC},
    {.method = "GET",
     .path = "/i-dag",
     .handle = show_secret,
     .who = ROLE_COUNSELLOR,
     .audit = AUDIT_LIST,
     .purpose = "purpose.supervision"},
    {.method = "GET",
     .path = "/soeg",
     .handle = show_secret,
     .who = ROLE_GUIDANCE,
     .audit = AUDIT_SEARCH,
     .purpose = "purpose.supervision"},
    {.method = "GET",
     .path = "/unge/{youth}",
     .handle = show_secret,
     .who = ROLE_GUIDANCE | ROLE_SCHOOL,
     .audit = AUDIT_PERSON,
     .purpose = "purpose.insight"},
    {.method = "POST",
     .path = "/unge/{youth}/noter",
     .handle = show_secret,
     .who = ROLE_GUIDANCE,
     .audit = AUDIT_PERSON_CHANGE,
     .purpose = "purpose.insight"},
    {.method = "GET", .path = "/lukket", .handle = show_secret, .who = 0},
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
    int64_t vera, viggo, skole, leder, ledelse, admin;
};

static struct world world;
static struct err err;

static void people_make(void) {
    static const char *const statements[] = {
        "insert into institution (number, name, sort_key, fingerprint) values"
        " ('100001', 'Nordskolen', '', ''), ('100002', 'Sydskolen', '', '')",
        "insert into class (id, institution, school_year, grade, name) values"
        " (1, '100001', 2026, '9', '9.a'), (2, '100002', 2026, '9', '9.b')",
        "insert into youth (id, name, first_name, family_name, sort_key, born) values"
        " ('" NORA "', 'Nora Nord', 'Nora', 'Nord', '', '2011-01-01'),"
        " ('" SVEN "', 'Sven Syd', 'Sven', 'Syd', '', '2011-01-01'),"
        " ('" NILS "', 'Nils Nul', 'Nils', 'Nul', '', '2011-01-01')",
        "insert into youth_class (id, youth, class, from_day, to_day) values"
        " (1, '" NORA "', 1, '2026-08-01', null),"
        " (2, '" SVEN "', 1, '2026-08-01', '2026-09-30'),"
        " (3, '" SVEN "', 2, '2026-10-01', null)",
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        test_sql(world.store, statements[i]);
    world.vera = test_user(world.store, "vera", ROLE_COUNSELLOR, NULL);
    world.viggo = test_user(world.store, "viggo", ROLE_COUNSELLOR, NULL);
    world.skole = test_user(world.store, "skole", ROLE_SCHOOL, "100001");
    world.leder = test_user(world.store, "leder", ROLE_TEAM_LEADER, NULL);
    world.ledelse = test_user(world.store, "ledelse", ROLE_MANAGEMENT, NULL);
    world.admin = test_user(world.store, "admin", ROLE_ADMIN, NULL);
}

static void sql(const char *format, ...) PRINTF_LIKE(1, 2);
static void sql(const char *format, ...) {
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    test_sql(world.store, text);
}

static int world_make(void **state) {
    (void)state;
    test_keys();
    clock_fix(day_from_ymd(2026, 11, 24));
    err = (struct err){0};
    shown = 0;
    world = (struct world){.arena = arena_new(), .store = test_store()};
    world.db = store_connect(world.store, &err);
    world.tables[0] = access_routes;
    world.tables[1] = test_routes;
    world.sizes[0] = access_routes_n;
    world.sizes[1] = sizeof test_routes / sizeof *test_routes;
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
    people_make();
    sql("insert into counsellor_school (id, account, institution, from_day) values"
        " (1, %lld, '100001', '2026-08-01')",
        (long long)world.vera);
    sql("update youth set counsellor = %lld where id = '" NILS "'", (long long)world.viggo);
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

static void enter(int64_t account) {
    world.browser = browser_open(&world.site, world.db, world.arena);
    browser_enter(&world.browser, world.store, account);
}

static int64_t number(const char *query) { return test_sql_number(world.store, query); }

/* ---- public, roles ---- */

static void test_routes_pass_the_router(void **state) {
    (void)state;
    world.sizes[1]--; /* but for the closed one, which is there to be refused */
    const char *wrong = router_check(&world.site, world.arena);
    if (wrong) fail_msg("%s", wrong);
}

static void test_public(void **state) {
    (void)state;
    struct browser *b = &world.browser;
    browser_get(b, "/maal", 200);
    browser_get(b, "/i-dag", 303);
    browser_led_to(b, "/log-ind?til=/i-dag");
    browser_get(b, "/unge/" NORA "?alt=1&b=c", 303);
    browser_led_to(b, "/log-ind?til=/unge/" NORA "%3Falt%3D1%26b%3Dc");
    browser_get(b, "/unge/" NOBODY, 303); /* as for somebody who exists */
    assert_int_equal(shown, 1);
    assert_int_equal(number("select count(*) from audit"), 0);
}

static void test_roles(void **state) {
    (void)state;
    static const struct {
        const char *path;
        unsigned who;
    } pages[] = {
        {"/i-dag", ROLE_COUNSELLOR},
        {"/soeg?q=x", ROLE_GUIDANCE},
        {"/unge/" NORA, ROLE_COUNSELLOR | ROLE_TEAM_LEADER | ROLE_SCHOOL},
        {"/unge/" NORA "/log", ROLE_GUIDANCE},
        {"/team/stikproever", ROLE_TEAM_LEADER},
        {"/admin/brugere", ROLE_ADMIN},
        {"/admin/brugere/ny", ROLE_ADMIN},
        {"/min-konto", ROLE_STAFF},
        {"/lukket", 0},
    };
    const struct {
        int64_t account;
        enum role role;
    } people[] = {
        {world.vera, ROLE_COUNSELLOR},   {world.skole, ROLE_SCHOOL},
        {world.leder, ROLE_TEAM_LEADER}, {world.ledelse, ROLE_MANAGEMENT},
        {world.admin, ROLE_ADMIN},
    };
    for (size_t p = 0; p < sizeof people / sizeof *people; p++) {
        enter(people[p].account);
        for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
            browser_get(&world.browser, pages[i].path, pages[i].who & people[p].role ? 200 : 403);
    }
}

/* ---- need-to-know ---- */

enum answer { SEES = 200, ASKED = 303, REFUSED = 403, MISSING = 404 };

static void expect(int64_t account, const char *youth, enum answer answer) {
    char path[160];
    enter(account);
    snprintf(path, sizeof path, "/unge/%s", youth);
    int before = shown;
    browser_get(&world.browser, path, (int)answer);
    assert_int_equal(shown - before, answer == SEES);
    if (answer == ASKED) {
        snprintf(path, sizeof path, "/unge/%s/begrundelse?til=/unge/%s", youth, youth);
        browser_led_to(&world.browser, path);
    }
}

static void test_relation_today(void **state) {
    (void)state;
    expect(world.vera, NORA, SEES);
    expect(world.vera, SVEN, ASKED); /* moved away on 1 October */
    expect(world.vera, NILS, ASKED);
    expect(world.viggo, NILS, SEES);
    expect(world.viggo, NORA, ASKED);
    expect(world.skole, NORA, SEES);
    expect(world.skole, SVEN, REFUSED);
    expect(world.leder, NORA, SEES);
    expect(world.leder, NILS, SEES);
    expect(world.ledelse, NORA, REFUSED);
    expect(world.admin, NORA, REFUSED);
}

static void test_unknown_person(void **state) {
    (void)state;
    expect(world.vera, NOBODY, MISSING);
    expect(world.leder, NOBODY, MISSING);
    expect(world.skole, NOBODY, REFUSED); /* as for another school's pupil */
    expect(world.vera, "x", MISSING);
    expect(world.skole, "x", REFUSED);
    expect(world.vera, "'%20or%20'1'='1", MISSING);
}

/* The page's own part: the frame holds a token and the time that is left. */
static const char *main_of(const char *body) {
    const char *start = strstr(body, "<main"), *end = strstr(body, "</main>");
    assert_true(start && end > start);
    return arena_dup_n(world.arena, start, (size_t)(end - start));
}

static void test_the_same_refusal_for_unknown_and_foreign(void **state) {
    (void)state;
    expect(world.skole, SVEN, REFUSED);
    const char *foreign = main_of(world.browser.body);
    expect(world.skole, NOBODY, REFUSED);
    assert_string_equal(foreign, main_of(world.browser.body));
}

/* The last day counts, the day after does not; for the class and for the counsellor's school. */
static void test_relation_by_dates(void **state) {
    (void)state;
    clock_fix(day_from_ymd(2026, 9, 30));
    expect(world.vera, SVEN, SEES);
    expect(world.skole, SVEN, SEES);
    clock_fix(day_from_ymd(2026, 10, 1));
    expect(world.vera, SVEN, ASKED);
    expect(world.skole, SVEN, REFUSED);
    clock_fix(day_from_ymd(2026, 7, 31));
    expect(world.vera, NORA, ASKED);
    expect(world.skole, NORA, REFUSED);
    clock_fix(day_from_ymd(2026, 8, 1));
    expect(world.vera, NORA, SEES);
    sql("update counsellor_school set to_day = '2026-11-23' where account = %lld",
        (long long)world.vera);
    clock_fix(day_from_ymd(2026, 11, 23));
    expect(world.vera, NORA, SEES);
    clock_fix(day_from_ymd(2026, 11, 24));
    expect(world.vera, NORA, ASKED);
    expect(world.skole, NORA, SEES);
}

static void test_cover(void **state) {
    (void)state;
    sql("insert into counsellor_school (id, account, institution, from_day, to_day, cover_for) values"
        " (2, %lld, '100001', '2026-11-24', '2026-11-25', %lld)",
        (long long)world.viggo, (long long)world.vera);
    clock_fix(day_from_ymd(2026, 11, 23));
    expect(world.viggo, NORA, ASKED);
    clock_fix(day_from_ymd(2026, 11, 25));
    expect(world.viggo, NORA, SEES);
    expect(world.vera, NORA, SEES); /* who is covered keeps theirs */
    clock_fix(day_from_ymd(2026, 11, 26));
    expect(world.viggo, NORA, ASKED);
}

static void test_pure_read(void **state) {
    (void)state;
    struct visitor vera = {.user_id = world.vera, .role = ROLE_COUNSELLOR};
    bool related = false;
    assert_true(access_related(world.db, world.arena, &vera, NORA, &related, &err));
    assert_true(related);
    assert_true(access_related(world.db, world.arena, &vera, SVEN, &related, &err));
    assert_false(related);
    assert_int_equal(number("select count(*) from audit"), 0);
}

/* Deny always wins: every relation at once does not open a person to who is not to see anybody. */
static void test_deny_wins(void **state) {
    (void)state;
    const int64_t out[] = {world.ledelse, world.admin};
    for (size_t i = 0; i < 2; i++) {
        long long id = (long long)out[i];
        sql("update youth set counsellor = %lld where id = '" NORA "'", id);
        sql("update account set institution = '100001' where id = %lld", id);
        sql("insert into counsellor_school (id, account, institution, from_day) values"
            " (%lld, %lld, '100001', '2026-08-01')",
            id, id);
        sql("insert into access_reason (id, account, youth, day, reason, at) values"
            " (%lld, %lld, '" NORA "', '2026-11-24', 'cover', 0)",
            id, id);
        expect(out[i], NORA, REFUSED);
    }
    /* a reason opens nothing to a school */
    sql("insert into access_reason (id, account, youth, day, reason, at) values"
        " (1, %lld, '" SVEN "', '2026-11-24', 'cover', 0)",
        (long long)world.skole);
    sql("update youth set counsellor = %lld where id = '" SVEN "'", (long long)world.skole);
    expect(world.skole, SVEN, REFUSED);
}

/* ---- a stated reason ---- */

static void give_reason(int64_t account, const char *youth, const char *fields, int status) {
    char path[160];
    enter(account);
    snprintf(path, sizeof path, "/unge/%s/begrundelse", youth);
    browser_get(&world.browser, path, 200);
    browser_post(&world.browser, path, fields, status);
}

static void test_reason_opens_one_person_for_one_day(void **state) {
    (void)state;
    give_reason(world.vera, SVEN, "grund=phone&til=/unge/" SVEN, 303);
    browser_led_to(&world.browser, "/unge/" SVEN);
    expect(world.vera, SVEN, SEES);
    expect(world.vera, NILS, ASKED);
    expect(world.viggo, SVEN, ASKED);
    assert_int_equal(number("select count(*) from access_reason where reviewed_at is null"), 1);
    assert_int_equal(
        number("select count(*) from audit where act = 'reason' and detail like 'reason:%'"), 1);
    assert_int_equal(number("select count(*) from audit where act = 'read' and youth = '" SVEN "'"
                            " and detail = (select detail from audit where act = 'reason')"),
                     1);
    clock_fix(day_from_ymd(2026, 11, 25));
    expect(world.vera, SVEN, ASKED);
}

static void test_reason_ends_with_the_danish_day(void **state) {
    (void)state;
    give_reason(world.vera, SVEN, "grund=phone", 303);
    int32_t day = day_from_ymd(2026, 11, 24);
    assert_int_equal(clock_day_of(clock_at(day + 1, 0, 0) - 1), day); /* 23:59:59.999999 */
    assert_int_equal(clock_day_of(clock_at(day + 1, 0, 0)), day + 1);
    sql("update access_reason set day = '2026-11-23'");
    expect(world.vera, SVEN, ASKED);
}

static void test_reason_page_shows_nothing_of_the_person(void **state) {
    (void)state;
    enter(world.vera);
    browser_get(&world.browser, "/unge/" SVEN "/begrundelse", 200);
    browser_sees_not(&world.browser, "Sven");
    browser_sees_not(&world.browser, "Sydskolen");
    browser_sees_not(&world.browser, "9.b");
    browser_get(&world.browser, "/unge/" NOBODY "/begrundelse", 404);
    browser_get(&world.browser, "/unge/" NORA "/begrundelse", 303); /* no reason needed */
}

static void test_reason_must_be_good(void **state) {
    (void)state;
    give_reason(world.vera, SVEN, "", 200);
    give_reason(world.vera, SVEN, "grund=nysgerrig", 200);
    give_reason(world.vera, SVEN, "grund=other", 200);
    give_reason(world.vera, SVEN, "grund=other&tekst=for+kort", 200);
    browser_sees(&world.browser, "for kort"); /* what was typed is kept */
    assert_int_equal(number("select count(*) from access_reason"), 0);
    expect(world.vera, SVEN, ASKED);
    give_reason(world.vera, SVEN, "grund=other&tekst=mor+har+ringet+om+hans+plan", 303);
    expect(world.vera, SVEN, SEES);
}

static void test_reason_leads_only_to_its_person(void **state) {
    (void)state;
    give_reason(world.vera, SVEN, "grund=phone&til=//evil.example", 303);
    browser_led_to(&world.browser, "/unge/" SVEN);
    give_reason(world.vera, NILS, "grund=phone&til=/admin/brugere", 303);
    browser_led_to(&world.browser, "/unge/" NILS);
}

static void test_reason_is_for_counsellors(void **state) {
    (void)state;
    const int64_t others[] = {world.skole, world.leder, world.ledelse, world.admin};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        enter(others[i]);
        browser_get(&world.browser, "/unge/" SVEN "/begrundelse", 403);
        browser_post(&world.browser, "/unge/" SVEN "/begrundelse", "grund=phone", 403);
    }
    assert_int_equal(number("select count(*) from access_reason"), 0);
}

/* A change by somebody outside the relation is not done later: they are asked, and do it again. */
static void test_change_needs_the_relation_too(void **state) {
    (void)state;
    enter(world.vera);
    browser_post(&world.browser, "/unge/" SVEN "/noter", "", 303);
    browser_led_to(&world.browser, "/unge/" SVEN "/begrundelse");
    browser_post(&world.browser, "/unge/" NORA "/noter", "", 200);
    assert_int_equal(shown, 1);
}

static void test_spot_check(void **state) {
    (void)state;
    give_reason(world.vera, SVEN, "grund=other&tekst=mor+har+ringet", 303);
    enter(world.leder);
    browser_get(&world.browser, "/team/stikproever", 200);
    browser_sees(&world.browser, "Sven Syd");
    browser_sees(&world.browser, "mor har ringet");
    int64_t id = number("select id from access_reason");
    browser_post(&world.browser, arena_fmt(world.arena, "/team/stikproever/%lld", (long long)id),
                 "", 303);
    assert_int_equal(number("select count(*) from access_reason where reviewed_at is not null"), 1);
    assert_int_equal(number("select reviewed_by from access_reason"), world.leder);
    browser_post(&world.browser, "/team/stikproever/abc", "", 404);
}

/* ---- audit ---- */

static void test_every_look_is_logged_before_it_is_shown(void **state) {
    (void)state;
    enter(world.vera);
    browser_get(&world.browser, "/unge/" NORA, 200);
    browser_get(&world.browser, "/i-dag", 200);
    browser_get(&world.browser, "/soeg?q=Nora+Nord", 200);
    browser_get(&world.browser, "/soeg?q=n%C3%B3ra+nord", 200);
    browser_post(&world.browser, "/unge/" NORA "/noter", "", 200);
    assert_int_equal(number("select count(*) from audit where act = 'read' and youth = '" NORA "'"
                            " and route = 'GET /unge/{youth}' and purpose = 'purpose.insight'"),
                     1);
    assert_int_equal(number("select count(*) from audit where act = 'list' and youth is null"), 1);
    assert_int_equal(number("select count(*) from audit where act = 'search'"), 2);
    assert_int_equal(number("select count(distinct detail) from audit where act = 'search'"), 1);
    assert_int_equal(number("select count(*) from audit where act = 'change'"), 1);
    assert_int_equal(number("select count(*) from audit where lower(detail) like '%nora%'"), 0);
}

static void test_team_leader_looks_for_supervision(void **state) {
    (void)state;
    expect(world.leder, NORA, SEES);
    assert_int_equal(number("select count(*) from audit where purpose = 'purpose.supervision'"), 1);
}

static void test_no_row_no_data(void **state) {
    (void)state;
    enter(world.vera);
    browser_get(&world.browser, "/unge/" NORA, 200);
    test_sql(world.store, "alter table audit rename to audit_away");
    const char *const pages[] = {"/unge/" NORA, "/i-dag", "/soeg?q=x"};
    for (size_t i = 0; i < 3; i++) {
        browser_get(&world.browser, pages[i], 503);
        browser_sees_not(&world.browser, "SECRET");
    }
    browser_post(&world.browser, "/unge/" NORA "/noter", "", 503);
    assert_int_equal(shown, 1);
    browser_get(&world.browser, "/maal", 200); /* what needs no row is still there */
    test_sql(world.store, "alter table audit_away rename to audit");
    browser_get(&world.browser, "/unge/" NORA, 200);
}

static void test_refusals_are_logged(void **state) {
    (void)state;
    expect(world.skole, SVEN, REFUSED);
    assert_int_equal(
        number("select count(*) from audit where act = 'refused' and youth = '" SVEN "'"), 1);
    expect(world.admin, NORA, REFUSED);
    assert_int_equal(number("select count(*) from audit where act = 'refused'"), 2);
}

static void test_log_page(void **state) {
    (void)state;
    expect(world.vera, NORA, SEES);
    enter(world.leder);
    browser_get(&world.browser, "/unge/" NORA "/log", 200);
    browser_sees(&world.browser, "vera");
    browser_get(&world.browser, "/unge/" NORA "/log?udtraek=1", 200);
    browser_sees_not(&world.browser, ">vera<");
    browser_sees(&world.browser, "24"); /* the day */
    enter(world.vera);
    browser_get(&world.browser, "/unge/" NORA "/log", 200);
    browser_sees_not(&world.browser, ">leder<");
}

#define WITH_WORLD(f) cmocka_unit_test_setup_teardown(f, world_make, world_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_WORLD(test_routes_pass_the_router),
        WITH_WORLD(test_public),
        WITH_WORLD(test_roles),
        WITH_WORLD(test_relation_today),
        WITH_WORLD(test_unknown_person),
        WITH_WORLD(test_the_same_refusal_for_unknown_and_foreign),
        WITH_WORLD(test_relation_by_dates),
        WITH_WORLD(test_cover),
        WITH_WORLD(test_pure_read),
        WITH_WORLD(test_deny_wins),
        WITH_WORLD(test_reason_opens_one_person_for_one_day),
        WITH_WORLD(test_reason_ends_with_the_danish_day),
        WITH_WORLD(test_reason_page_shows_nothing_of_the_person),
        WITH_WORLD(test_reason_must_be_good),
        WITH_WORLD(test_reason_leads_only_to_its_person),
        WITH_WORLD(test_reason_is_for_counsellors),
        WITH_WORLD(test_change_needs_the_relation_too),
        WITH_WORLD(test_spot_check),
        WITH_WORLD(test_every_look_is_logged_before_it_is_shown),
        WITH_WORLD(test_team_leader_looks_for_supervision),
        WITH_WORLD(test_no_row_no_data),
        WITH_WORLD(test_refusals_are_logged),
        WITH_WORLD(test_log_page),
    };
    return cmocka_run_group_tests_name("access gate", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pages: two people, what the public sees and does not, and the files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/goal.h"
#include "publication/testing.h"

#include <jansson.h>
#include <string.h>

#define BASE "/team/kvalitet/udgiv"

static void jobs_run(struct house_test *h) {
    size_t n;
    struct err err = {0};
    const struct job_kind *const *kinds = app_jobs(h->arena, &n);
    if (!job_run_all(h->store, kinds, n, h->site->app, &err)) fail_msg("%s", err.message);
}

/* Asks for a draft; its waiting page. */
static const char *asked_at(struct browser *b, struct house_test *h, const char *reason) {
    browser_post(b, BASE, arena_fmt(h->arena, "skoleaar=2025&kendt=30.09.2026&grund=%s", reason),
                 303);
    return arena_dup(h->arena, b->reply.location);
}

/* Asks for a draft and waits for it; the draft's page. */
static const char *made_at(struct browser *b, struct house_test *h) {
    const char *wait = asked_at(b, h, "");
    jobs_run(h);
    browser_get(b, wait, 303);
    return arena_dup(h->arena, b->reply.location);
}

static void a_draft_is_made_while_one_waits(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), mads = house_browser(h, h->mads);
    const char *wait = asked_at(&lea, h, "");
    browser_get(&lea, wait, 200);
    browser_sees(&lea, "Venter på at begynde");
    assert_int_equal(lea.reply.refresh, 2);
    browser_get(&lea, BASE, 200);
    browser_sees(&lea, "laves nu");
    browser_post(&lea, BASE, "skoleaar=2024&kendt=30.09.2026&grund=", 422);
    browser_sees(&lea, "Der laves allerede en kladde.");
    browser_get(&mads, wait, 200); /* who may see, and not stop it */
    browser_sees_not(&mads, "Afbryd");

    browser_post(&lea, arena_fmt(h->arena, "%s/annuller", wait), "", 303);
    browser_get(&lea, wait, 200);
    browser_sees(&lea, "Kladden blev afbrudt. Intet er gemt.");
    jobs_run(h);
    assert_int_equal(test_sql_number(h->store, "select count(*) from publication"), 0);

    wait = asked_at(&lea, h, "");
    browser_get(&lea, arena_fmt(h->arena, "%s/status", wait), 200);
    browser_sees(&lea, "\"done\":false");
    jobs_run(h);
    browser_get(&lea, arena_fmt(h->arena, "%s/status", wait), 200);
    browser_sees(&lea, "\"done\":true");
    assert_int_equal(test_sql_number(h->store, "select made_by from publication"), h->lea);
    browser_get(&lea, wait, 303);
    browser_get(&lea, lea.reply.location, 200);
    browser_sees(&lea, "Send til godkendelse");
}

/* Somebody else's draft came first, or it is no draft that is made. */
static void a_draft_that_cannot_be_made_says_why(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int64_t id;
    struct browser lea = house_browser(h, h->lea);
    const char *wait = asked_at(&lea, h, "");
    struct publication_new draft = {
        .school_year = 2025, .as_of = day_from_ymd(2026, 9, 30), .account = h->lea, .at = INT_NONE};
    assert_true(publication_draft(h->store, h->db, &draft, &id, &err));
    jobs_run(h);
    browser_get(&lea, wait, 200);
    browser_sees(&lea, "Der blev ikke lavet en kladde");
    browser_sees(&lea, "Der er allerede en kladde");
    test_sql(h->store,
             "insert into job (id, kind, params, state, lang, created_at) values (7, 'erase', "
             "'{}', 'done', 'da', 0)");
    browser_get(&lea, BASE "/kladde/7", 404);
    browser_get(&lea, BASE "/kladde/8", 404);
}

static bool stop_at_half(void *ctx, int64_t done, int64_t total) {
    int64_t *most = ctx;
    assert_true(done >= *most && done <= total);
    *most = done;
    return 2 * done < total;
}

static void who_stops_it_has_nothing_stored(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int64_t id, most = 0;
    struct publication_new draft = {.school_year = 2025,
                                    .as_of = day_from_ymd(2026, 9, 30),
                                    .account = h->lea,
                                    .at = INT_NONE,
                                    .progress = stop_at_half,
                                    .progress_ctx = &most};
    assert_false(publication_draft(h->store, h->db, &draft, &id, &err));
    assert_int_equal(err.kind, ERR_CANCELLED);
    assert_true(most > 0);
    assert_int_equal(test_sql_number(h->store, "select count(*) from publication"), 0);
}

static void two_people_publish(void **state) {
    struct house_test *h = *state;
    struct town t;
    town_make(&t, h, 3, 240);
    struct browser lea = house_browser(h, h->lea), mads = house_browser(h, h->mads);
    struct browser public = browser_open(h->site, h->db, h->arena);
    browser_get(&public, "/data", 200);
    browser_sees(&public, "Der er ikke offentliggjort tal endnu.");

    browser_get(&lea, BASE, 200);
    const char *path = made_at(&lea, h);
    browser_get(&lea, path, 200);
    browser_sees(&lea, "skjult: få");
    browser_sees(&lea, "Send til godkendelse");
    browser_sees_not(&lea, "Godkend og offentliggør");
    browser_post(&lea, arena_fmt(h->arena, "%s/send", path), "", 303);
    browser_get(&lea, path, 200);
    browser_sees(&lea, "En anden skal godkende");
    browser_sees_not(&lea, "Godkend og offentliggør");
    browser_post(&lea, arena_fmt(h->arena, "%s/godkend", path), "", 403);

    /* it is no draft that the public can open by its number */
    browser_get(&public, arena_fmt(h->arena, "/data/%s", strrchr(path, '/') + 1), 404);
    browser_get(&public, arena_fmt(h->arena, "/data/%s/tal.csv", strrchr(path, '/') + 1), 404);

    browser_get(&mads, path, 200);
    browser_post(&mads, arena_fmt(h->arena, "%s/retur", path), "kommentar=", 422);
    browser_sees(&mads, "id=\"kommentar-e\"");
    browser_post(&mads, arena_fmt(h->arena, "%s/retur", path), "kommentar=Se+p%C3%A5+10.+klasse",
                 303);
    browser_get(&lea, "/i-dag", 200);
    browser_sees(&lea, "Ret de tal, der er sendt tilbage");
    browser_get(&lea, path, 200);
    browser_sees(&lea, "Se på 10. klasse");
    browser_post(&lea, arena_fmt(h->arena, "%s/send", path), "", 303);
    browser_get(&mads, path, 200);
    browser_post(&mads, arena_fmt(h->arena, "%s/godkend", path), "", 303);
    browser_post(&mads, arena_fmt(h->arena, "%s/retur", path), "kommentar=For+sent", 409);

    browser_get(&public, "/data", 200);
    browser_sees(&public, "2025/26");
    browser_sees(&public, "godkendt af mads");
    browser_sees(&public, "CC BY 4.0");
    browser_get(&public, arena_fmt(h->arena, "/data/%s", strrchr(path, '/') + 1), 200);
    browser_sees(&public, "ikke vist");
    browser_sees_not(&public, "skjult: få"); /* reasons are for the municipality */
    browser_sees_not(&public, "vises ikke (");
    browser_sees(&public, "Tal om få unge er skjult.");
    browser_get(&public, "/maal/4/skoler", 200);
    browser_sees(&public, "Skolerne er ikke rangordnet");
    browser_get(&public, "/maal/5/skoler", 404);
}

static void waits_on_the_worklist_of_another(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int64_t id, lis = test_user(h->store, "lis", ROLE_TEAM_LEADER, NULL),
                per = test_user(h->store, "per", ROLE_TEAM_LEADER, NULL);
    struct publication_new draft = {
        .school_year = 2025, .as_of = day_from_ymd(2026, 9, 30), .account = h->lea, .at = INT_NONE};
    assert_true(publication_draft(h->store, h->db, &draft, &id, &err));
    assert_true(town_step(h, id, STEP_SEND, per, &err)); /* lea made it */
    struct browser other = house_browser(h, lis);
    browser_get(&other, "/i-dag", 200);
    browser_sees(&other, "Se tal igennem, og godkend dem");
    const int64_t none[] = {h->lea, per, h->vera};
    for (int i = 0; i < 3; i++) {
        struct browser b = house_browser(h, none[i]);
        browser_get(&b, "/i-dag", 200);
        browser_sees_not(&b, "Se tal igennem, og godkend dem");
    }
}

static void bad_input_is_told_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, BASE, 200);
    browser_post(&lea, BASE, "skoleaar=2031&kendt=30.09.2026&grund=", 422);
    browser_sees(&lea, "Vælg et skoleår, der er begyndt.");
    browser_post(&lea, BASE, "skoleaar=2025&kendt=30.09.2027&grund=", 422);
    browser_sees(&lea, "Skriv en dag, der ikke ligger i fremtiden.");
    browser_post(&lea, BASE, "skoleaar=2025&kendt=30.09.2024&grund=", 422);
    browser_sees(&lea, "Skriv en dag i skoleåret eller efter.");
    town_publish(h, day_from_ymd(2026, 9, 30), NULL);
    browser_post(&lea, BASE, "skoleaar=2025&kendt=30.10.2026&grund=", 422);
    browser_sees(&lea, "Skriv, hvorfor tallene rettes.");
    browser_get(&lea, BASE "/77777", 404);
    browser_get(&lea, BASE "/x", 404);
}

static bool goals_write(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

/* Whatever happens in the casework, the public's bytes stay. */
static void the_public_reads_what_was_published(void **state) {
    static const char *const paths[] = {"/data/tal.json", "/data/tal.csv", "/maal/4/skoler",
                                        "/data", "/maal/1"};
    struct house_test *h = *state;
    struct town t;
    const char *before[5];
    struct err err = {0};
    assert_true(store_write(h->store, goals_write, NULL, &err));
    town_make(&t, h, 4, 240);
    town_publish(h, day_from_ymd(2026, 9, 30), NULL);
    struct browser public = browser_open(h->site, h->db, h->arena);
    for (int i = 0; i < 5; i++) {
        browser_get(&public, paths[i], 200);
        before[i] = arena_dup(h->arena, text_str(&public.reply.body));
    }
    for (int i = 0; i < 120; i++) town_person(&t);
    for (int i = 0; i < 5; i++) {
        browser_get(&public, paths[i], 200);
        assert_string_equal(text_str(&public.reply.body), before[i]);
    }
    json_t *json = json_loads(before[0], 0, NULL);
    assert_non_null(json);
    json_t *one = json_array_get(json_object_get(json, "publications"), 0);
    assert_string_equal(json_string_value(json_object_get(one, "approved_by")), "mads");
    assert_true(json_array_size(json_object_get(one, "figures")) > 50);
    json_decref(json);
    browser_get(&public, "/data/katalog.jsonld", 200);
    json = json_loads(text_str(&public.reply.body), 0, NULL);
    assert_string_equal(json_string_value(json_object_get(json, "@type")), "dcat:Catalog");
    assert_int_equal(json_array_size(json_object_get(json, "dcat:dataset")), 3);
    json_decref(json);
}

/* Alfa had 5 pupils a year ago and has 12, Beta has 9, Gamma's figure is not told, Delta has 40 both years. */
static void small_and_hidden_schools_are_not_drawn(void **state) {
    struct house_test *h = *state;
    for (int i = 1; i <= 2; i++)
        test_sql(
            h->store,
            arena_fmt(h->arena,
                      "insert into publication (id, school_year, version, as_of, least, "
                      "least_wellbeing, least_extreme, state, made_by, made_at, sent_by, sent_at, "
                      "approved_by, approved_at) values (%d, %d, 1, '2026-08-01', 5, 20, 10, "
                      "'published', %lld, 1, %lld, 1, %lld, 1)",
                      i, 2023 + i, (long long)h->lea, (long long)h->lea, (long long)h->mads));
    test_sql(
        h->store,
        "insert into publication_figure (publication, seq, indicator, goal, unit, breakdown, value, "
        "name, yes, no, unknown, base, why) values "
        "(1, 1, 'talk_all', 4, 'percent', 'school', '1', 'Alfa', 2, 3, 0, 5, null),"
        "(1, 2, 'talk_all', 4, 'percent', 'school', '4', 'Delta', 20, 20, 0, 40, null),"
        "(2, 1, 'talk_all', 4, 'percent', 'school', '1', 'Alfa', 6, 6, 0, 12, null),"
        "(2, 2, 'talk_all', 4, 'percent', 'school', '2', 'Beta', 4, 5, 0, 9, null),"
        "(2, 3, 'talk_all', 4, 'percent', 'school', '3', 'Gamma', null, null, 0, 30, 'few'),"
        "(2, 4, 'talk_all', 4, 'percent', 'school', '4', 'Delta', 30, 10, 0, 40, null)");
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/4/skoler", 200);
    browser_sees(&b, "69,2\u00a0%"); /* 36 of 52: of the two that are told */
    browser_sees(&b, "<h3>Gamma</h3>");
    browser_sees_not(&b, "Beta");
    browser_sees_not(&b, "points=\"4.0,30.4 156.0,"); /* Alfa a year ago, 40 % */
    browser_sees(&b, "points=\"156.0,");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(two_people_publish),
        HOUSE_TEST(a_draft_is_made_while_one_waits),
        HOUSE_TEST(a_draft_that_cannot_be_made_says_why),
        HOUSE_TEST(who_stops_it_has_nothing_stored),
        HOUSE_TEST(waits_on_the_worklist_of_another),
        HOUSE_TEST(bad_input_is_told_beside_the_field),
        HOUSE_TEST(the_public_reads_what_was_published),
        HOUSE_TEST(small_and_hidden_schools_are_not_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "privacy/privacy.h"
#include "tests/house.h"

#define PAGE "/unge/" ANNA "/indsigt"

static void note(struct house_test *h, const char *text) {
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_post(&vera, "/unge/" ANNA "/noter",
                 arena_fmt(h->arena, "type=phone&note=%s&opf=", text), 303);
}

static void the_file_has_everything(void **state) {
    struct house_test *h = *state;
    note(h, "Hemmelig+seddel");
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, PAGE, 200);
    browser_sees(&lea, "Noter og opfølgninger");
    browser_post(&lea, PAGE, "", 200);
    json_t *all = json_loads(lea.body, 0, NULL);
    assert_non_null(all);
    size_t rooms = 0;
    for (size_t i = 0; i < slices_count(); i++) rooms += slices_at(i)->insight != NULL;
    assert_true(rooms >= 10);
    assert_int_equal(json_object_size(all), rooms + 1); /* each its own, and the look-ups */
    json_t *contact =
        json_array_get(json_object_get(json_object_get(all, "guidance"), "contacts"), 0);
    assert_string_equal(json_string_value(json_object_get(contact, "text")), "Hemmelig seddel");
    assert_true(json_array_size(json_object_get(all, "look_ups")) >= 2);
    assert_null(strstr(json_string_value(json_object_get(
                           json_array_get(json_object_get(all, "look_ups"), 0), "purpose")),
                       "vera"));
    json_decref(all);
}

static void only_the_team_leader_hands_it_out(void **state) {
    struct house_test *h = *state;
    int64_t others[] = {h->vera, h->skola, h->mads, h->adam};
    for (size_t i = 0; i < 4; i++) {
        struct browser b = house_browser(h, others[i]);
        browser_get(&b, PAGE, 403);
    }
}

static int64_t count(struct house_test *h, const char *table) {
    return test_sql_number(
        h->store, arena_fmt(h->arena, "select count(*) from %s where youth = '%s'", table, ANNA));
}

static int64_t erase_on(struct house_test *h, int year) {
    struct err err = {0};
    int64_t gone;
    assert_true(privacy_erase(h->store, h->db, day_from_ymd(year, 11, 24), &gone, &err));
    return gone;
}

/* Anna is of 2011: 30 in 2041; five years after the note she is 20. */
static void nothing_goes_before_thirty(void **state) {
    struct house_test *h = *state;
    note(h, "Tekst");
    assert_int_equal(erase_on(h, 2033), 0);
    assert_int_equal(count(h, "contact"), 1);
    assert_int_equal(count(h, "spell") > 0, 1);
}

static void then_all_of_it_goes(void **state) {
    struct house_test *h = *state;
    note(h, "Tekst");
    test_sql(h->store, "update youth set imported_at = 0");
    int64_t gone = erase_on(h, 2060);
    static const char *const tables[] = {"contact",     "follow_up", "spell",     "letter",
                                         "youth_class", "guardian",  "youth_word"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        assert_int_equal(count(h, tables[i]), 0);
    assert_int_equal(test_sql_number(h->store, "select count(*) from youth where id = '" ANNA "'"),
                     0);
    assert_true(gone >= 1);
    assert_true(test_sql_number(h->store, "select count(*) from audit where youth = '" ANNA "'") >
                0);
}

/* A row that some room still keeps keeps the identity, and that is no failure. */
static void what_is_kept_keeps_the_identity(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "update youth set imported_at = 0");
    test_sql(h->store, "create table still_kept (youth text references youth(id))");
    test_sql(h->store, "insert into still_kept (youth) values ('" ANNA "')");
    erase_on(h, 2060);
    assert_int_equal(test_sql_number(h->store, "select count(*) from youth where id = '" ANNA "'"),
                     1);
    test_sql(h->store, "drop table still_kept");
}

static void the_job_runs_once_a_day(void **state) {
    struct house_test *h = *state;
    const struct job_kind *kind = &privacy_slice.jobs[0];
    struct err err = {0};
    bool due = false;
    assert_true(kind->due(h->db, h->arena, &due, &err));
    assert_true(due);
    struct job job = {0};
    struct job_context jc = {.job = &job, .store = h->store, .db = h->db, .arena = h->arena};
    assert_true(kind->run(&jc, &err));
    assert_true(kind->due(h->db, h->arena, &due, &err));
    assert_false(due);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_file_has_everything),         HOUSE_TEST(only_the_team_leader_hands_it_out),
        HOUSE_TEST(nothing_goes_before_thirty),      HOUSE_TEST(then_all_of_it_goes),
        HOUSE_TEST(what_is_kept_keeps_the_identity), HOUSE_TEST(the_job_runs_once_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

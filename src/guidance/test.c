/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes, drafts, follow-ups, undo, restricted notes, through the router.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/house.h"

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

static void a_note_is_sealed_and_shown_with_its_undo(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter",
                 "type=talk&note=Vil+gerne+v%C3%A6re+bager&opf=om-en-uge", 303);
    assert_int_equal(0, strncmp(b.reply.location, "/unge/" ANNA "#n", 33));
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Vil gerne være bager");
    browser_sees(&b, "Noten er gemt. Du bliver mindet om den 30. november 2026.");
    browser_sees(&b, "/fortryd");
    assert_int_equal(1, count(h, "select count(*) from follow_up where due = '2026-11-30'"));
    const char *plain = house_bytes(h->arena, house_hex(h->arena, "Vil gerne være bager"));
    assert_int_equal(
        0, count(h, arena_fmt(h->arena, "select count(*) from contact where body = %s", plain)));
}

static void an_empty_note_comes_back_with_a_sentence(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=+++&opf=ingen", 422);
    browser_sees(&b, "id=\"note-e\"");
    browser_sees(&b, "<title>Fejl: ");
    assert_int_equal(0, count(h, "select count(*) from contact"));
}

static void undo_withdraws_note_and_follow_up_but_keeps_the_row(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=forkert&opf=i-morgen", 303);
    int64_t id = count(h, "select id from contact");
    browser_post(&b, arena_fmt(h->arena, "/unge/" ANNA "/noter/%lld/fortryd", (long long)id), "",
                 303);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees_not(&b, "forkert");
    assert_int_equal(1, count(h, "select count(*) from contact where withdrawn_at is not null"));
    assert_int_equal(1, count(h, "select count(*) from follow_up where withdrawn_at is not null"));
}

static void only_the_author_can_undo_and_only_for_ten_minutes(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), leader = house_browser(h, h->lea);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=bliver&opf=ingen", 303);
    int64_t id = count(h, "select id from contact");
    const char *undo = arena_fmt(h->arena, "/unge/" ANNA "/noter/%lld/fortryd", (long long)id);
    browser_get(&leader, "/unge/" ANNA, 200);
    browser_post(&leader, undo, "", 303);
    assert_int_equal(0, count(h, "select count(*) from contact where withdrawn_at is not null"));
    test_sql(h->store, "update contact set at = at - 601000000");
    browser_post(&b, undo, "", 303);
    assert_int_equal(0, count(h, "select count(*) from contact where withdrawn_at is not null"));
}

static void a_restricted_note_is_for_author_and_team_leader(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    struct browser otto = house_browser(h, h->otto);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_post(&vera, "/unge/" ANNA "/noter",
                 "type=talk&note=fortroligt+ord&opf=ingen&begraenset=1", 303);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_sees(&vera, "fortroligt ord");
    browser_get(&lea, "/unge/" ANNA, 200);
    browser_sees(&lea, "fortroligt ord");
    test_sql(h->store,
             arena_fmt(h->arena, "update youth set counsellor = %lld where id = '" ANNA "'",
                       (long long)h->otto));
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_sees_not(&otto, "fortroligt ord");
    browser_sees(&otto, "Begrænset note.");
}

static void the_school_sees_no_notes(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), school = house_browser(h, h->skola);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_post(&vera, "/unge/" ANNA "/noter", "type=talk&note=kun+for+os&opf=ingen", 303);
    browser_get(&school, "/unge/" ANNA, 200);
    browser_sees(&school, "Anna Berg");
    browser_sees_not(&school, "kun for os");
    browser_sees_not(&school, "Ny note");
    browser_sees_not(&school, "Hemmelig Sti");
}

static void a_draft_survives_and_goes_when_the_note_is_saved(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/kladde", "body=halv+s%C3%A6tning", 200);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, ">halv sætning</textarea>");
    browser_sees(&b, "Din kladde fra");
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/unge/" ANNA, 200);
    browser_sees_not(&lea, "halv sætning");
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=hel+s%C3%A6tning&opf=ingen", 303);
    assert_int_equal(0, count(h, "select count(*) from draft"));
}

static void a_draft_is_forgotten_after_seven_days(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/kladde", "body=gammel", 200);
    test_sql(h->store, "update draft set saved_at = saved_at - 604801000000");
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees_not(&b, "gammel");
    browser_post(&b, "/unge/" BO "/kladde", "body=ny", 200);
    assert_int_equal(1, count(h, "select count(*) from draft"));
}

static void a_draft_without_script_redirects(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/kladde", "type=talk&note=uden+script&opf=ingen&knap=kladde",
                 303);
    browser_follow(&b, 200);
    browser_sees(&b, "uden script");
}

static void a_follow_up_is_postponed_and_done_in_bulk_by_its_owner_only(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=en&opf=i-morgen", 303);
    const char *key = arena_fmt(h->arena, "valgt=guidance%%3A%lld",
                                (long long)count(h, "select id from follow_up"));
    browser_get(&otto, "/i-dag", 200);
    browser_post(&otto, "/i-dag", arena_fmt(h->arena, "%s&handling=faerdig", key), 400);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "value=\"guidance:");
    browser_post(&b, "/i-dag", arena_fmt(h->arena, "%s&handling=om-en-uge", key), 303);
    assert_int_equal(1, count(h, "select count(*) from follow_up where due = '2026-11-30'"));
    browser_post(&b, "/i-dag", arena_fmt(h->arena, "%s&handling=faerdig", key), 303);
    assert_int_equal(1, count(h, "select count(*) from follow_up where done_at is not null"));
}

static void a_contact_meets_what_was_due(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_post(&b, "/unge/" ANNA "/noter", "type=talk&note=en&opf=i-morgen", 303);
    test_sql(h->store, "update follow_up set due = '2026-11-20'");
    browser_post(&b, "/unge/" ANNA "/noter", "type=phone&note=to&opf=ingen", 303);
    assert_int_equal(1, count(h, "select count(*) from follow_up where done_at is not null"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_note_is_sealed_and_shown_with_its_undo),
        HOUSE_TEST(an_empty_note_comes_back_with_a_sentence),
        HOUSE_TEST(undo_withdraws_note_and_follow_up_but_keeps_the_row),
        HOUSE_TEST(only_the_author_can_undo_and_only_for_ten_minutes),
        HOUSE_TEST(a_restricted_note_is_for_author_and_team_leader),
        HOUSE_TEST(the_school_sees_no_notes),
        HOUSE_TEST(a_draft_survives_and_goes_when_the_note_is_saved),
        HOUSE_TEST(a_draft_is_forgotten_after_seven_days),
        HOUSE_TEST(a_draft_without_script_redirects),
        HOUSE_TEST(a_follow_up_is_postponed_and_done_in_bulk_by_its_owner_only),
        HOUSE_TEST(a_contact_meets_what_was_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

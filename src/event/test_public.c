/* SPDX-License-Identifier: EUPL-1.2
 *
 * What everybody can do: read, sign up, wait, cancel, answer; and what is forgotten.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "event/testing.h"

static struct browser anybody(struct house_test *h) {
    return browser_open(h->site, h->db, h->arena);
}

static void a_draft_is_not_there_and_a_published_one_is(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    browser_get(&vera, RET "/ny", 200);
    browser_post(&vera, RET "/ny", EVENT "&dag=3.12.2026&tilmelding=yes&pladser=10", 303);
    const char *id = led_to_id(h, &vera), *page = arena_fmt(h->arena, "/arrangementer/%s", id);
    browser_get(&b, page, 404);
    browser_get(&b, arena_fmt(h->arena, "%s/kalender.ics", page), 404);
    browser_get(&b, arena_fmt(h->arena, "%s/tilmeld", page), 404);
    browser_get(&b, "/arrangementer", 200);
    browser_sees_not(&b, "Aften i Skole A");
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/udgiv", id), "", 303);
    browser_get(&b, "/arrangementer", 200);
    browser_sees(&b, "Aften i Skole A");
    browser_sees(&b, "Der er 10 pladser tilbage");
    browser_get(&b, page, 200);
    browser_sees(&b, "torsdag den 3. december 2026 kl. 17.00–19.30");
    browser_sees(&b, "Programmet er på vej");
    browser_get(&b, "/arrangementer/kalender.ics", 200);
    browser_sees(&b, "DTSTART;TZID=Europe/Copenhagen:20261203T170000");
    browser_sees_not(&b, "vera");
}

static void who_signs_up_has_a_page_of_their_own(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *secret = sign_up(h, &b, id, "Mette+Holm", 3);
    browser_follow(&b, 200);
    browser_sees(&b, "Du er tilmeldt");
    browser_sees(&b, "Mette Holm");
    browser_sees(&b, "9. klasse, Skole A");
    browser_sees(&b, "30 dage efter");
    browser_get(&b, "/tilmelding/aaaaaaaaaaaaaaaaaaaaaaaaaa", 404);
    browser_get(&b, "/tilmelding/x", 404);
    /* the link is not in the database, nor is the name */
    const char *hex = house_bytes(h->arena, house_hex(h->arena, "Mette Holm"));
    assert_int_equal(0, count(h, arena_fmt(h->arena,
                                           "select count(*) from event_signup where secret = '%s'"
                                           " or name = %s",
                                           secret, hex)));
    /* a second click is the same sign-up */
    browser_post(&b, arena_fmt(h->arena, "/arrangementer/%s/tilmeld", id),
                 arena_fmt(h->arena, "noegle=%s&navn=Mette+Holm&antal=3&klasse=9", secret), 303);
    assert_int_equal(1, count(h, "select count(*) from event_signup"));
    /* and it can be undone */
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", secret), 200);
    browser_post(&b, arena_fmt(h->arena, "/tilmelding/%s/afmeld", secret), "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Du er meldt fra");
    browser_post(&b, arena_fmt(h->arena, "/tilmelding/%s/afmeld", secret), "", 303);
}

static void mistakes_are_told_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *form = arena_fmt(h->arena, "/arrangementer/%s/tilmeld", id);
    browser_get(&b, form, 200);
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=7&email=ikke-en-mail",
                 422);
    browser_sees(&b, "I kan højst være 6");
    browser_sees(&b, "name=\"noegle\" value=\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"");
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=1&email=ikke-en-mail",
                 422);
    browser_sees(&b, "Skriv en mailadresse");
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=1&skole=111111", 422);
    browser_sees(&b, "Vælg en skole på listen");
    browser_post(&b, form, "navn=Ida&antal=1", 422);
    assert_int_equal(0, count(h, "select count(*) from event_signup"));
}

static void who_comes_late_waits_and_moves_up(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 5);
    const char *ida = sign_up(h, &b, id, "Ida", 4);
    const char *per = sign_up(h, &b, id, "Per", 3);
    browser_follow(&b, 200);
    browser_sees(&b, "Du er nummer 1 på ventelisten");
    const char *una = sign_up(h, &b, id, "Una", 1); /* fits where Per does not */
    browser_follow(&b, 200);
    browser_sees(&b, "Du er tilmeldt");
    sign_up(h, &b, id, "Bo", 2);
    browser_follow(&b, 200);
    browser_sees(&b, "Du er nummer 2 på ventelisten");
    browser_get(&b, "/arrangementer", 200);
    browser_sees(&b, "Alle pladser er taget");
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", ida), 200);
    browser_post(&b, arena_fmt(h->arena, "/tilmelding/%s/afmeld", ida), "", 303);
    /* four are free: Per's three, then nobody of two */
    assert_int_equal(1, count(h, "select count(*) from event_signup where moved_day is not null"));
    browser_get(&vera, arena_fmt(h->arena, RET "/%s", id), 200);
    browser_sees(&vera, "fortæl 1 fra ventelisten");
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees(&vera, "Fortæl 1 fra ventelisten, at der er plads");
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", per), 200);
    browser_sees(&b, "Du har fået plads");
    browser_get(&vera, arena_fmt(h->arena, RET "/%s", id), 200);
    browser_sees_not(&vera, "fortæl 1 fra ventelisten"); /* who has seen it knows */
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", una), 200);
    browser_sees(&b, "Du er tilmeldt");
}

static void more_places_move_the_list_too(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 2);
    sign_up(h, &b, id, "Ida", 2);
    sign_up(h, &b, id, "Per", 3);
    const char *form = arena_fmt(h->arena, RET "/%s/oplysninger", id);
    browser_get(&vera, form, 200);
    browser_post(&vera, form, "version=1&" EVENT "&dag=3.12.2026&tilmelding=yes&pladser=1", 422);
    browser_sees(&vera, "2 har allerede fået plads");
    browser_post(&vera, form, "version=1&" EVENT "&dag=3.12.2026&tilmelding=yes&pladser=5", 303);
    assert_int_equal(5, count(h, "select sum(people) from event_signup where state = 'in'"));
}

static void a_shut_door_takes_nobody(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *form = arena_fmt(h->arena, "/arrangementer/%s/tilmeld", id);
    browser_get(&b, form, 200);
    run_sql(h, "update event set sign_up_until = '2026-11-22'");
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=1", 303);
    browser_led_to(&b, arena_fmt(h->arena, "/arrangementer/%s", id));
    browser_follow(&b, 200);
    browser_sees(&b, "Tilmeldingen er slut");
    assert_int_equal(0, count(h, "select count(*) from event_signup"));
}

static void a_flood_is_stopped(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 500);
    for (int i = 0; i < EVENT_TRIES; i++) sign_up(h, &b, id, "Ida", 1);
    const char *form = arena_fmt(h->arena, "/arrangementer/%s/tilmeld", id);
    browser_get(&b, form, 200);
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=1", 429);
    assert_int_equal(EVENT_TRIES, count(h, "select count(*) from event_signup"));
    assert_int_equal(0, count(h, "select count(*) from event_try where subject like '%127.0%'"));
    run_sql(h, "update event_try set at = at - 600000001"); /* ten minutes later */
    browser_get(&b, form, 200);
    browser_post(&b, form, "noegle=aaaaaaaaaaaaaaaaaaaaaaaaaa&navn=Ida&antal=1", 303);
}

static bool forget(struct house_test *h) {
    struct err err = {0};
    bool due = false;
    struct job_context jc = {.store = h->store, .db = h->db, .arena = h->arena};
    const struct job_kind *kind = &event_slice.jobs[0];
    assert_true(kind->due(h->db, h->arena, &due, &err));
    assert_true(kind->run(&jc, &err));
    return due;
}

static void names_are_forgotten_and_numbers_stay(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *ida = sign_up(h, &b, id, "Ida", 2), *per = sign_up(h, &b, id, "Per", 1);
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", per), 200);
    browser_post(&b, arena_fmt(h->arena, "/tilmelding/%s/afmeld", per), "", 303);
    clock_fix(day_from_ymd(2027, 1, 2)); /* the thirtieth day */
    forget(h);
    assert_int_equal(2, count(h, "select count(*) from event_signup where name is not null"));
    clock_fix(day_from_ymd(2027, 1, 3));
    assert_true(forget(h));
    assert_false(forget(h)); /* nothing is left to do */
    assert_int_equal(0, count(h, "select count(*) from event_signup where name is not null"
                                 " or email is not null or secret is not null"));
    assert_int_equal(2, count(h, "select sum(people) from event_signup"));
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", ida), 404);
}

static void answers_are_shown_from_five_on(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = anybody(h);
    const char *id = with_event(h, &vera, "23.11.2026", 10);
    const char *form = arena_fmt(h->arena, "/arrangementer/%s/evaluering", id);
    browser_get(&b, form, 303); /* it is nine, the evening begins at five */
    run_sql(h, "update event set day = '2026-11-20'");
    for (int i = 0; i < 4; i++) {
        browser_get(&b, form, 200);
        browser_post(&b, form, "hvem=young&nytte=5&klogere=4&kommentar=Fint", 303);
    }
    browser_get(&vera, arena_fmt(h->arena, RET "/%s", id), 200);
    browser_sees(&vera, "når der er mindst 5");
    browser_sees_not(&vera, "Fint");
    browser_get(&b, form, 200);
    browser_post(&b, form, "hvem=adult&nytte=1&klogere=1&kommentar=", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Tak for dit svar");
    browser_get(&vera, arena_fmt(h->arena, RET "/%s", id), 200);
    browser_sees(&vera, "4 af 5 fik meget eller rigtig meget ud af det");
    browser_sees(&vera, "Fint");
    const char *hex = house_bytes(h->arena, house_hex(h->arena, "Fint"));
    assert_int_equal(
        0,
        count(h, arena_fmt(h->arena, "select count(*) from event_answer where comment = %s", hex)));
    browser_get(&b, form, 200);
    browser_post(&b, form, "hvem=adult&nytte=6", 422);
    clock_fix(day_from_ymd(2026, 12, 21));
    browser_get(&b, form, 303); /* a month is over */
    clock_fix(day_from_ymd(2027, 11, 21));
    assert_true(forget(h));
    assert_int_equal(0, count(h, "select count(*) from event_answer where comment is not null"));
    assert_int_equal(5, count(h, "select count(*) from event_answer"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_draft_is_not_there_and_a_published_one_is),
        HOUSE_TEST(who_signs_up_has_a_page_of_their_own),
        HOUSE_TEST(mistakes_are_told_beside_the_field),
        HOUSE_TEST(who_comes_late_waits_and_moves_up),
        HOUSE_TEST(more_places_move_the_list_too),
        HOUSE_TEST(a_shut_door_takes_nobody),
        HOUSE_TEST(a_flood_is_stopped),
        HOUSE_TEST(names_are_forgotten_and_numbers_stay),
        HOUSE_TEST(answers_are_shown_from_five_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What staff does: make, change, publish, cancel, count; conflicts, undo, worklist, reach.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "event/testing.h"

static void times_and_days_must_make_sense(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, RET "/ny", 200);
    browser_post(&b, RET "/ny",
                 "titel=X&slags=evening&sted=Y&dag=3.12.2026&fra=19.00&til=17.00&tilmelding=no",
                 422);
    browser_sees(&b, "Slut skal være efter start");
    browser_post(&b, RET "/ny",
                 "titel=X&slags=evening&sted=Y&dag=3.12.2026&fra=25.00&til=17&tilmelding=no", 422);
    browser_sees(&b, "Skriv et klokkeslæt");
    browser_post(&b, RET "/ny",
                 "titel=X&slags=evening&sted=Y&dag=3.12.2036&fra=17&til=18&tilmelding=no", 422);
    browser_sees(&b, "Dagen ligger langt væk");
    browser_post(
        &b, RET "/ny",
        "titel=X&slags=evening&sted=Y&dag=3.12.2026&fra=17&til=18&tilmelding=yes&frist=4.12.2026",
        422);
    browser_sees(&b, "Fristen kan ikke være efter");
    browser_post(&b, RET "/ny",
                 "titel=X&slags=evening&sted=Y&dag=3.12.2026&fra=17&til=18&tilmelding=no&uger=77",
                 422);
    browser_sees(&b, "Vælg uger på listen");
    assert_int_equal(0, count(h, "select count(*) from event"));
}

static void two_who_write_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *form = arena_fmt(h->arena, RET "/%s/oplysninger", id);
    browser_get(&vera, form, 200);
    browser_get(&otto, form, 200);
    browser_post(
        &otto, form,
        "version=1&slags=evening&titel=Ottos+titel&sted=Hallen&dag=3.12.2026&fra=17&til=19&tilmelding=no",
        303);
    browser_post(
        &vera, form,
        "version=1&slags=evening&titel=Veras+titel&sted=Aulaen&dag=3.12.2026&fra=17&til=19&tilmelding=no",
        409);
    browser_sees(&vera, "otto har gemt, mens du skrev");
    browser_sees(&vera, "Ottos titel");
    browser_sees(&vera, "Veras titel");
    browser_sees(&vera, "name=\"version\" value=\"2\"");
    browser_post(
        &vera, form,
        "version=2&slags=evening&titel=Begges&sted=Aulaen&dag=3.12.2026&fra=17&til=19&tilmelding=no",
        303);
    browser_follow(&vera, 200);
    browser_sees(&vera, "Begges");
}

static void a_changed_point_is_a_new_row(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    int64_t item = count(h, "select id from event_item");
    const char *form = arena_fmt(h->arena, RET "/%s/punkt/%lld", id, (long long)item);
    browser_get(&vera, form, 200);
    browser_sees(&vera, "Skolelederen");
    browser_get(&otto, form, 200);
    browser_post(&vera, form, "fra=17.00&til=16.00&punkt=X", 422);
    browser_post(&vera, form, "fra=16.00&til=17.00&punkt=X", 422);
    browser_sees(&vera, "inden for arrangementet: kl. 17.00–19.30");
    browser_post(&vera, form, "fra=17.15&til=17.45&punkt=Velkommen+til+alle", 303);
    assert_int_equal(2, count(h, "select count(*) from event_item"));
    assert_int_equal(1, count(h, "select count(*) from event_item where withdrawn_at is null"));
    browser_post(&otto, form, "fra=17.10&til=17.40&punkt=Ottos+punkt", 409);
    browser_sees(&otto, "Ottos punkt");
    browser_sees(&otto, "rettet af en anden");
    browser_get(&otto, form, 404);
    item = count(h, "select id from event_item where withdrawn_at is null");
    const char *out = arena_fmt(h->arena, RET "/%s/punkt/%lld/ud", id, (long long)item);
    browser_post(&vera, out, "", 303);
    assert_int_equal(0, count(h, "select count(*) from event_item where withdrawn_at is null"));
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/punkt/%lld/tilbage", id, (long long)item), "",
                 303);
    assert_int_equal(1, count(h, "select count(*) from event_item where withdrawn_at is null"));
}

static void publishing_is_undone_only_before_anybody_signs_up(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = browser_open(h->site, h->db, h->arena);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *undo = arena_fmt(h->arena, RET "/%s/udgiv-fortryd", id);
    browser_post(&vera, undo, "", 303);
    assert_int_equal(1, count(h, "select count(*) from event where state = 'draft'"));
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/udgiv", id), "", 303);
    sign_up(h, &b, id, "Ida", 1);
    browser_post(&vera, undo, "", 303);
    assert_int_equal(1, count(h, "select count(*) from event where state = 'published'"));
}

static void a_cancelled_event_stays_and_says_so(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = browser_open(h->site, h->db, h->arena);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *secret = sign_up(h, &b, id, "Ida", 2);
    const char *form = arena_fmt(h->arena, RET "/%s/aflys", id);
    browser_get(&vera, form, 200);
    browser_post(&vera, form, "grund=", 422);
    browser_post(&vera, form, "grund=Sygdom", 303);
    browser_follow(&vera, 200);
    browser_sees(&vera, "2 er tilmeldt og skal have besked");
    browser_get(&b, arena_fmt(h->arena, "/arrangementer/%s", id), 200);
    browser_sees(&b, "Sygdom");
    browser_get(&b, arena_fmt(h->arena, "/tilmelding/%s", secret), 200);
    browser_sees(&b, "Sygdom");
    browser_get(&b, arena_fmt(h->arena, "/arrangementer/%s/kalender.ics", id), 200);
    browser_sees(&b, "STATUS:CANCELLED");
    browser_sees(&b, "SEQUENCE:1");
    browser_get(&vera, arena_fmt(h->arena, RET "/%s/oplysninger", id), 303);
    /* a draft that is given up was never there for others */
    browser_get(&vera, RET "/ny", 200);
    browser_post(&vera, RET "/ny", EVENT "&dag=4.12.2026&tilmelding=no", 303);
    const char *draft = led_to_id(h, &vera);
    browser_get(&vera, arena_fmt(h->arena, RET "/%s/aflys", draft), 200);
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/aflys", draft), "grund=Fejl", 303);
    browser_get(&b, arena_fmt(h->arena, "/arrangementer/%s", draft), 404);
}

static void guests_are_counted_by_school_and_grade(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    struct browser mads = house_browser(h, h->mads);
    const char *id = with_event(h, &vera, "3.12.2026", 10);
    const char *form = arena_fmt(h->arena, RET "/%s/fremmoede", id);
    browser_get(&vera, form, 303); /* too early */
    run_sql(h, "update event set day = '2026-11-19'");
    browser_get(&vera, form, 200);
    browser_get(&otto, form, 200);
    browser_post(&vera, form, "stempel=0", 422);
    browser_sees(&vera, "Skriv mindst ét tal");
    browser_post(&vera, form, "stempel=0&n-999101-9=mange", 422);
    browser_sees(&vera, "value=\"mange\"");
    assert_int_equal(0, count(h, "select count(*) from event_count"));
    browser_post(&vera, form,
                 "stempel=0&n-999101-8=11&n-999101-9=20&n-999101-adult=25&n-andre-other=2", 303);
    browser_follow(&vera, 200);
    browser_sees(&vera, "58 kom");
    browser_post(&otto, form, "stempel=0&n-999101-9=19", 409);
    browser_sees(&otto, "vera har gemt");
    browser_sees(&otto, "value=\"19\"");
    browser_sees(&otto, "Gemt nu: 20");
    assert_int_equal(58, count(h, "select sum(n) from event_count where withdrawn_at is null"));
    int64_t stamp = count(h, "select max(id) from event_count");
    browser_post(&otto, form, arena_fmt(h->arena, "stempel=%lld&n-999101-9=19", (long long)stamp),
                 303);
    assert_int_equal(19, count(h, "select sum(n) from event_count where withdrawn_at is null"));
    assert_int_equal(77, count(h, "select sum(n) from event_count")); /* nothing is overwritten */
    browser_get(&mads, "/arrangementer/raekkevidde", 200);
    browser_sees(&mads, "var der 1 arrangement. Fremmødet er skrevet for 1 af dem: 19 kom");
    browser_get(&mads, "/arrangementer/raekkevidde/data.csv", 200);
    browser_sees(&mads, "Skole A");
    browser_get(&mads, "/arrangementer/raekkevidde?aar=2020", 200);
    browser_sees(&mads, "ingen arrangementer i skoleåret 2020/21");
}

static void reach_is_by_school_with_others_last(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera);
    struct event_reach reach;
    struct err err = {0};
    browser_get(&vera, RET "/ny", 200);
    browser_post(&vera, RET "/ny",
                 "titel=Messe&slags=fair&sted=Hallen&dag=3.12.2026&fra=9&til=15&tilmelding=no",
                 303);
    const char *id = led_to_id(h, &vera);
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/udgiv", id), "", 303);
    run_sql(h, "update event set day = '2026-11-19'");
    const char *form = arena_fmt(h->arena, RET "/%s/fremmoede", id);
    browser_get(&vera, form, 200);
    browser_sees(&vera, "Skole B"); /* every school of the municipality */
    browser_post(&vera, form, "stempel=0&n-999102-8=30&n-999101-9=40&n-andre-adult=9", 303);
    assert_true(event_reach(h->db, h->arena, HOUSE_TODAY - 30, HOUSE_TODAY, &reach, &err));
    assert_int_equal(3, reach.lines_n);
    assert_string_equal("Skole A", reach.lines[0].school);
    assert_int_equal(40, reach.lines[0].n[2]);
    assert_string_equal("Skole B", reach.lines[1].school);
    assert_int_equal(30, reach.lines[1].n[1]);
    assert_null(reach.lines[2].school);
    assert_int_equal(79, reach.people);
    assert_true(event_reach(h->db, h->arena, HOUSE_TODAY, HOUSE_TODAY, &reach, &err));
    assert_int_equal(0, reach.events);
}

static void many_schools_are_counted_on_several_pages(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera);
    const char *key = house_bytes(h->arena, "02");
    for (int i = 0; i < 75; i++)
        run_sql(h, arena_fmt(h->arena,
                             "insert into institution (number, name, sort_key, type_code, "
                             "municipality, fingerprint) values ('9993%02d', 'Skole %d', %s, 1012, "
                             "'999', ''); insert into class (id, institution, school_year, grade, "
                             "name) values (%d, '9993%02d', 2026, '9', '9.a')",
                             i, i, key, 300 + i, i));
    browser_get(&vera, RET "/ny", 200);
    browser_post(&vera, RET "/ny",
                 "titel=Messe&slags=fair&sted=Hallen&dag=3.12.2026&fra=9&til=15&tilmelding=no",
                 303);
    const char *id = led_to_id(h, &vera), *base = arena_fmt(h->arena, RET "/%s", id);
    browser_post(&vera, arena_fmt(h->arena, "%s/udgiv", base), "", 303);
    run_sql(h, "update event set day = '2026-11-19'");
    const char *form = arena_fmt(h->arena, "%s/fremmoede", base);
    browser_get(&vera, form, 200);
    browser_sees(&vera, "side 1 af 2");
    browser_sees_not(&vera, "n-andre-adult");
    browser_post(&vera, form, "stempel=0&side=1&n-999101-9=40", 303);
    browser_get(&vera, arena_fmt(h->arena, "%s?side=2", form), 200);
    browser_sees(&vera, "n-andre-adult");
    browser_sees_not(&vera, "n-999101-9");
    int64_t stamp = count(h, "select max(id) from event_count");
    browser_post(&vera, form,
                 arena_fmt(h->arena, "stempel=%lld&side=2&n-andre-adult=9", (long long)stamp), 303);
    browser_follow(&vera, 200);
    browser_sees(&vera, "49 kom"); /* the first page stands */
    assert_int_equal(49, count(h, "select sum(n) from event_count where withdrawn_at is null"));
}

static void the_worklist_says_what_is_missing(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    browser_get(&vera, RET "/ny", 200);
    browser_post(&vera, RET "/ny", EVENT "&dag=27.11.2026&tilmelding=no", 303);
    const char *id = led_to_id(h, &vera), *base = arena_fmt(h->arena, RET "/%s", id);
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Lav programmet");
    browser_post(&vera, arena_fmt(h->arena, "%s/punkt", base), "fra=17&punkt=Velkommen", 303);
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Udgiv arrangementet");
    browser_post(&vera, arena_fmt(h->arena, "%s/udgiv", base), "", 303);
    browser_get(&vera, "/i-dag", 200);
    browser_sees_not(&vera, "Udgiv arrangementet");
    run_sql(h, "update event set day = '2026-11-19'");
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Skriv, hvor mange der kom");
    browser_sees(&vera, "Giv gæsterne linket til evalueringen");
    browser_post(&vera, arena_fmt(h->arena, "%s/spurgt", base), "", 303);
    browser_get(&vera, arena_fmt(h->arena, "%s/fremmoede", base), 200);
    browser_post(&vera, arena_fmt(h->arena, "%s/fremmoede", base), "stempel=0&n-andre-adult=0",
                 303);
    browser_get(&vera, "/i-dag", 200);
    browser_sees_not(&vera, "Skriv, hvor mange der kom");
    browser_sees_not(&vera, "Giv gæsterne linket");
    browser_post(&otto, arena_fmt(h->arena, "%s/overtag", base), "", 303);
    browser_post(&vera, arena_fmt(h->arena, "%s/spurgt-fortryd", base), "", 303);
    browser_get(&otto, "/i-dag", 200);
    browser_sees(&otto, "Giv gæsterne linket");
    browser_get(&vera, "/i-dag", 200);
    browser_sees_not(&vera, "Giv gæsterne linket");
}

static void staff_sees_names_and_others_do_not(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = browser_open(h->site, h->db, h->arena);
    const char *id = with_event(h, &vera, "3.12.2026", 2);
    sign_up(h, &b, id, "Ida+Holm", 2);
    sign_up(h, &b, id, "Per", 1);
    const char *list = arena_fmt(h->arena, RET "/%s/tilmeldte", id);
    browser_get(&vera, list, 200);
    browser_sees(&vera, "Ida Holm");
    browser_sees(&vera, "2 har plads, 1 står på venteliste");
    int64_t ida = count(h, "select id from event_signup where state = 'in'");
    const char *act = arena_fmt(h->arena, "%s/%lld", list, (long long)ida);
    browser_post(&vera, act, "handling=slet", 400);
    browser_post(&vera, act, "handling=afmeld", 303);
    browser_get(&vera, list, 200);
    browser_sees(&vera, "Har fået plads, ved det ikke endnu");
    int64_t per = count(h, "select id from event_signup where moved_day is not null");
    browser_post(&vera, arena_fmt(h->arena, "%s/%lld", list, (long long)per), "handling=fortalt",
                 303);
    browser_post(&vera, act, "handling=tilbage", 303);
    browser_get(&vera, list, 200);
    browser_sees(&vera, "Har fået plads, besked 23. november 2026");
    browser_sees(&vera, "Venteliste");
    struct browser skola = house_browser(h, h->skola), mads = house_browser(h, h->mads);
    browser_get(&skola, list, 403);
    browser_get(&mads, list, 403);
    browser_get(&skola, "/arrangementer", 200);
    browser_sees_not(&skola, "Ida Holm");
    browser_sees_not(&skola, "Ret arrangementer");
}

static void weeks_collect_their_events(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), b = browser_open(h->site, h->db, h->arena);
    const char *new = RET "/uger/ny";
    browser_get(&vera, new, 200);
    browser_post(&vera, new, "navn_uger=Karriereuger+2026&fra_dag=29.11.2026&til_dag=9.11.2026",
                 422);
    browser_post(&vera, new,
                 "navn_uger=Karriereuger+2026&fra_dag=9.11.2026&til_dag=29.11.2026&tekst=Kom", 303);
    int64_t season = count(h, "select id from event_season");
    const char *form = arena_fmt(h->arena, RET "/uger/%lld", (long long)season);
    browser_get(&vera, form, 200);
    browser_post(&vera, form,
                 "version=1&navn_uger=Karriereugerne&fra_dag=9.11.2026&til_dag=29.11.2026", 303);
    browser_post(&vera, form, "version=1&navn_uger=Andet&fra_dag=9.11.2026&til_dag=29.11.2026",
                 409);
    browser_sees(&vera, "Karriereugerne");
    browser_post(
        &vera, RET "/ny",
        arena_fmt(h->arena, EVENT "&dag=26.11.2026&tilmelding=no&uger=%lld", (long long)season),
        303);
    const char *id = led_to_id(h, &vera);
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/punkt", id),
                 "fra=17.30&punkt=H%C3%A5ndv%C3%A6rk&oplaeg=En+t%C3%B8mrer", 303);
    const char *page = arena_fmt(h->arena, "/arrangementer/uger/%lld", (long long)season);
    browser_get(&b, page, 200);
    browser_sees(&b, "ingen arrangementer i ugerne endnu");
    browser_post(&vera, arena_fmt(h->arena, RET "/%s/udgiv", id), "", 303);
    browser_get(&b, page, 200);
    browser_sees(&b, "En tømrer");
    browser_get(&b, arena_fmt(h->arena, "%s/kalender.ics", page), 200);
    browser_sees(&b, "X-WR-CALNAME:Karriereugerne");
    browser_get(&b, "/arrangementer/uger/1", 404);
}

static bool hand_over(struct db *w, void *ctx, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    return event_slice.handover_move(w, a, ctx, err);
}

static bool take_back(struct db *w, void *ctx, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    return event_slice.handover_back(w, a, ctx, err);
}

static void events_go_to_who_takes_over_and_back(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera);
    struct err err = {0};
    with_event(h, &vera, "3.12.2026", 10);
    with_event(h, &vera, "4.12.2026", 10);
    run_sql(h, "update event set day = '2026-08-24' where day = '2026-12-04'"); /* long over */
    run_sql(h, arena_fmt(h->arena,
                         "insert into handover (id, from_account, to_account, day, author, at) "
                         "values (5, %lld, %lld, '2026-11-23', %lld, 1)",
                         (long long)h->vera, (long long)h->otto, (long long)h->lea));
    struct handover handover = {
        .id = 5, .from = h->vera, .to = h->otto, .author = h->lea, .day = HOUSE_TODAY};
    const char *ottos =
        arena_fmt(h->arena, "select count(*) from event where owner = %lld", (long long)h->otto);
    assert_true(store_write(h->store, hand_over, &handover, &err));
    assert_int_equal(1, count(h, ottos));
    assert_true(store_write(h->store, take_back, &handover, &err));
    assert_int_equal(0, count(h, ottos));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(times_and_days_must_make_sense),
        HOUSE_TEST(two_who_write_see_both_texts),
        HOUSE_TEST(a_changed_point_is_a_new_row),
        HOUSE_TEST(publishing_is_undone_only_before_anybody_signs_up),
        HOUSE_TEST(a_cancelled_event_stays_and_says_so),
        HOUSE_TEST(guests_are_counted_by_school_and_grade),
        HOUSE_TEST(reach_is_by_school_with_others_last),
        HOUSE_TEST(many_schools_are_counted_on_several_pages),
        HOUSE_TEST(the_worklist_says_what_is_missing),
        HOUSE_TEST(staff_sees_names_and_others_do_not),
        HOUSE_TEST(weeks_collect_their_events),
        HOUSE_TEST(events_go_to_who_takes_over_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

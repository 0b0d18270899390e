/* SPDX-License-Identifier: EUPL-1.2
 *
 * Education orders through the router: dina (19) and her counsellor otto.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "order/order.h"
#include "tests/house.h"

#include <jansson.h>
#include <string.h>

#define ORDER "/unge/" DINA "/paalaeg"
#define NEW                                                                                        \
    "givet=2.11.2026&kendt=4.11.2026&ydelse=kontanthjaelp&navn=Karen+Jobcenter&telefon=87878787"
#define OLD "givet=2.6.2025&kendt=4.6.2025&ydelse=uddannelseshjaelp&parat=ready"

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

static struct browser with_order(struct house_test *h, const char *fields) {
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, ORDER "/ny", 200);
    browser_post(&b, ORDER "/ny", fields, 303);
    browser_led_to(&b, ORDER "/trin");
    return b;
}

/* The number that the form is about, as the page holds it. */
static const char *stamp_of(struct house_test *h, struct browser *b) {
    const char *at = strstr(text_str(&b->reply.body), "name=\"stempel\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"stempel\" value=\"");
    return arena_dup_n(h->arena, at, strcspn(at, "\""));
}

static void answer(struct house_test *h, struct browser *b, const char *fields, int status) {
    browser_get(b, ORDER "/svar", 200);
    browser_post(b, ORDER "/svar", arena_fmt(h->arena, "stempel=%s&%s", stamp_of(h, b), fields),
                 status);
}

static void an_order_of_today_has_the_steps_of_the_letter(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, NEW);
    browser_get(&b, ORDER, 200);
    browser_sees(&b, "Skriv trinene, som de står i jobcentrets brev");
    browser_sees(&b, "Karen Jobcenter");
    browser_sees(&b, "Kontanthjælp");
    browser_sees_not(&b, "Jobcentrets samtaler");
    browser_get(&b, ORDER "/trin", 200);
    browser_sees(&b, "trin-other");
    browser_post(&b, ORDER "/trin", "trin=other&frist=1.12.2026&venter=youth", 422);
    browser_sees(&b, "Skriv, hvad jobcentret har bedt om");
    browser_post(&b, ORDER "/trin", "trin=apply&frist=1.12.2026&venter=youth", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Søge ind på en uddannelse. Frist tirsdag den 1. december 2026.");
    browser_sees_not(&b, "af 3");
}

static void an_order_before_the_reform_keeps_its_three_steps(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, OLD);
    browser_get(&b, ORDER, 200);
    browser_sees(&b, "Reglerne blev ændret 1. juli 2025, mens pålægget var i gang");
    browser_sees(&b, "Trin 1 af 3: Foreslå");
    browser_sees(&b, "mindst 4 inden 2. december 2025");
    browser_sees(&b, "Uddannelsesparat");
    browser_get(&b, ORDER "/trin", 200);
    browser_sees_not(&b, "trin-apply");
    browser_post(&b, ORDER "/trin", "trin=apply&frist=1.7.2025&venter=youth", 422);
    browser_sees(&b, "Trinene kommer efter hinanden");
    browser_post(&b, ORDER "/trin", "trin=propose&frist=1.6.2025&venter=youth", 422);
    browser_sees(&b, "kan ikke være før 2. juni 2025");
    browser_post(&b, ORDER "/trin", "trin=propose&frist=16.6.2025&venter=youth", 303);
    browser_get(&b, ORDER "/trin", 303); /* one at a time */
    answer(h, &b, "dag=15.6.2025&udfald=not_met&svar=Ved+ikke", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Trin 1 af 3: Foreslå"); /* again */
    browser_get(&b, ORDER "/trin", 200);
    browser_post(&b, ORDER "/trin", "trin=propose&frist=1.7.2025&venter=guidance", 303);
    answer(h, &b, "dag=1.7.2025&udfald=met&svar=SOSU+og+t%C3%B8mrer", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Trin 2 af 3: Søge ind");
    browser_sees(&b, "SOSU og tømrer");
}

static void all_steps_done_and_the_order_ends_with_the_education(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, OLD);
    static const char *const steps[] = {"propose", "apply", "start"};
    for (int i = 0; i < 3; i++) {
        browser_get(&b, ORDER "/trin", 200);
        browser_post(&b, ORDER "/trin",
                     arena_fmt(h->arena, "trin=%s&frist=1.9.2025&venter=youth", steps[i]), 303);
        answer(h, &b, "dag=1.8.2025&udfald=met", 303);
    }
    browser_get(&b, ORDER, 200);
    browser_sees(&b, "Uddannelsen er begyndt. Pålægget slutter");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Få næste trin");
    browser_get(&b, "/paalaeg", 200);
    browser_sees(&b, "Uddannelsen er begyndt");
    browser_get(&b, ORDER "/trin", 303);
    browser_get(&b, ORDER "/slut", 200);
    browser_post(&b, ORDER "/slut", "dag=20.11.2026&grund=other", 422);
    browser_sees(&b, "Skriv hvorfor");
    browser_post(&b, ORDER "/slut", "dag=24.11.2026&grund=completed", 422);
    browser_sees(&b, "Dagen er ikke kommet endnu");
    browser_post(&b, ORDER "/slut", "dag=20.11.2026&grund=completed", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Sluttede 20. november 2026: Uddannelsen er gennemført.");
    browser_get(&b, ORDER "/ny", 200); /* another one may come */
}

static void the_benefit_must_have_existed(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, ORDER "/ny", 200);
    browser_post(&b, ORDER "/ny", "givet=1.7.2025&kendt=4.7.2025&ydelse=uddannelseshjaelp", 422);
    browser_sees(&b, "Den 1. juli 2025 var ydelsen Kontanthjælp eller dagpenge");
    browser_post(&b, ORDER "/ny", "givet=30.6.2025&kendt=4.7.2025&ydelse=kontanthjaelp", 422);
    browser_sees(&b, "var ydelsen Uddannelseshjælp");
    browser_post(&b, ORDER "/ny", "givet=1.12.2026&kendt=1.12.2026&ydelse=dagpenge", 422);
    browser_post(&b, ORDER "/ny", "givet=2.11.2026&kendt=1.11.2026&ydelse=dagpenge", 422);
    browser_post(&b, ORDER "/ny", "givet=2.11.2026&kendt=2.11.2026&ydelse=dagpenge&telefon=1", 422);
    browser_sees(&b, "Skriv navnet på kontakten");
    assert_int_equal(0, count(h, "select count(*) from education_order"));
}

static void two_who_write_at_once_lose_nothing(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), b = house_browser(h, h->otto);
    browser_get(&lea, ORDER "/ny", 200);
    browser_get(&b, ORDER "/ny", 200);
    browser_post(&b, ORDER "/ny", NEW, 303);
    browser_post(&lea, ORDER "/ny",
                 "givet=3.11.2026&kendt=4.11.2026&ydelse=dagpenge&note=Leas+note", 409);
    browser_sees(&lea, "Leas note");
    browser_sees(&lea, "2. november 2026 (otto)");
    browser_get(&lea, ORDER "/trin", 200);
    browser_get(&b, ORDER "/trin", 200);
    browser_post(&b, ORDER "/trin", "trin=propose&frist=1.12.2026&venter=youth", 303);
    browser_post(&lea, ORDER "/trin", "trin=apply&frist=2.12.2026&venter=youth&hvad=Leas+ord", 409);
    browser_sees(&lea, "Leas ord");
    browser_sees(&lea, "1. december 2026 (otto)");
    browser_get(&lea, ORDER "/svar", 200);
    const char *stamp = stamp_of(h, &lea);
    answer(h, &b, "dag=20.11.2026&udfald=met&svar=Ottos+svar", 303);
    browser_post(&lea, ORDER "/svar",
                 arena_fmt(h->arena, "stempel=%s&dag=20.11.2026&udfald=met&svar=Leas+svar", stamp),
                 409);
    browser_sees(&lea, "Ottos svar");
    browser_sees(&lea, "Leas svar");
    browser_get(&lea, ORDER "/kontakt", 200);
    browser_sees(&lea, "Karen Jobcenter");
    stamp = stamp_of(h, &lea);
    browser_get(&b, ORDER "/kontakt", 200);
    browser_post(&b, ORDER "/kontakt", arena_fmt(h->arena, "stempel=%s&navn=Ottos+kontakt", stamp),
                 303);
    browser_post(&lea, ORDER "/kontakt", arena_fmt(h->arena, "stempel=%s&navn=Leas+kontakt", stamp),
                 409);
    browser_sees(&lea, "Ottos kontakt");
    browser_sees(&lea, "Leas kontakt");
    browser_post(&lea, ORDER "/kontakt",
                 arena_fmt(h->arena, "stempel=%s&navn=Leas+kontakt", stamp_of(h, &lea)), 303);
    assert_int_equal(3, count(h, "select count(*) from education_order_contact"));
    assert_int_equal(1, count(h, "select count(*) from education_order"));
    assert_int_equal(1, count(h, "select count(*) from education_order_step"));
}

static void a_new_deadline_keeps_the_old_one(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, NEW);
    browser_get(&b, ORDER "/trin", 200);
    browser_post(&b, ORDER "/trin", "trin=propose&frist=1.12.2026&venter=youth&hvad=To+forslag",
                 303);
    browser_get(&b, ORDER "/frist", 200);
    const char *stamp = stamp_of(h, &b);
    browser_post(&b, ORDER "/frist",
                 arena_fmt(h->arena, "stempel=%s&frist=8.12.2026&venter=guidance", stamp), 422);
    browser_post(
        &b, ORDER "/frist",
        arena_fmt(h->arena, "stempel=%s&frist=8.12.2026&venter=guidance&hvorfor=Syg", stamp), 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Frist 8. december 2026 (ny: Syg)");
    browser_sees(&b, "To forslag");
    assert_int_equal(2, count(h, "select count(*) from education_order_step"));
    assert_int_equal(1,
                     count(h, "select count(*) from education_order_step where due = '2026-12-01' "
                              "and withdrawn_at is not null"));
    browser_post(&b, ORDER "/frist",
                 arena_fmt(h->arena, "stempel=%s&frist=9.12.2026&venter=youth&hvorfor=X", stamp),
                 409);
}

static void what_waits_for_guidance_is_on_the_worklist(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, NEW);
    browser_get(&b, "/i-dag?alt=1", 200); /* told on 4 November: a week later */
    browser_sees(&b, "Få næste trin i pålægget at vide");
    browser_get(&b, ORDER "/trin", 200);
    browser_post(&b, ORDER "/trin", "trin=propose&frist=26.11.2026&venter=youth", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "pålægget");
    browser_get(&b, ORDER "/frist", 200);
    browser_post(&b, ORDER "/frist",
                 arena_fmt(h->arena,
                           "stempel=%s&frist=27.11.2026&venter=guidance&hvorfor=Hj%%C3%%A6lp",
                           stamp_of(h, &b)),
                 303);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Hjælp med pålægget: Foreslå");
    browser_sees(&b, "jobcentrets frist");
    browser_get(&b, "/unge/" DINA, 200);
    browser_sees(&b, "Givet af jobcentret");
    browser_sees(&b, "frist 27. nov. 2026");
    browser_get(&b, "/paalaeg", 200);
    browser_sees(&b, "Dina Friis");
    browser_sees(&b, "Karen Jobcenter");
    struct browser vera = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    browser_get(&vera, "/paalaeg", 200);
    browser_sees_not(&vera, "Dina Friis");
    browser_get(&lea, "/paalaeg", 200);
    browser_sees(&lea, "Dina Friis");
    browser_get(&b, ORDER "/slut", 200);
    browser_post(&b, ORDER "/slut", "dag=23.11.2026&grund=work", 303);
    browser_get(&b, "/paalaeg", 200);
    browser_sees_not(&b, "Dina Friis");
    browser_get(&b, "/paalaeg?alt=1", 200);
    browser_sees(&b, "Er kommet i arbejde");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Hjælp med pålægget");
}

static void undo_takes_back_and_keeps_the_row(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, NEW), lea = house_browser(h, h->lea);
    long long order = (long long)count(h, "select id from education_order");
    browser_get(&b, ORDER "/slut", 200);
    browser_post(&b, ORDER "/slut", "dag=23.11.2026&grund=mistake", 303);
    const char *undo = arena_fmt(h->arena, ORDER "/slut/%lld/fortryd", order);
    browser_get(&lea, ORDER "/ny", 200);
    browser_post(&lea, undo, "", 303); /* another's: nothing happens */
    assert_int_equal(0, count(h, "select count(*) from education_order where ended_day is null"));
    browser_post(&b, undo, "", 303);
    assert_int_equal(1, count(h, "select count(*) from education_order where ended_day is null"));
    browser_post(&b, arena_fmt(h->arena, ORDER "/andet/%lld/fortryd", order), "", 404);
    browser_post(&b, arena_fmt(h->arena, ORDER "/paalaeg/%lld/fortryd", order), "", 303);
    browser_get(&b, ORDER, 200);
    browser_sees(&b, "har ikke noget pålæg i gang");
    assert_int_equal(1, count(h, "select count(*) from education_order"));
    browser_get(&b, "/unge/" DINA, 200);
    browser_sees_not(&b, "Givet af jobcentret");
}

static void texts_are_sealed_and_others_are_kept_out(void **state) {
    struct house_test *h = *state;
    struct browser b = with_order(h, NEW "&note=Hemmeligt"), vera = house_browser(h, h->vera);
    struct browser skola = house_browser(h, h->skola), mads = house_browser(h, h->mads);
    const char *hex = house_bytes(h->arena, house_hex(h->arena, "Hemmeligt"));
    assert_int_equal(
        0,
        count(h, arena_fmt(h->arena, "select count(*) from education_order where note = %s", hex)));
    browser_get(&b, ORDER, 200);
    browser_sees(&b, "Hemmeligt");
    browser_get(&vera, ORDER, 303); /* asked for a reason */
    browser_get(&skola, ORDER, 403);
    browser_get(&mads, ORDER, 403);
    browser_get(&skola, "/paalaeg", 403);
}

static bool erase(struct db *w, void *ctx, struct err *err) {
    const int32_t *day = ctx;
    return order_slice.erase(w, DINA, *day, err);
}

static void insight_opens_all_and_erasure_waits(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = with_order(h, NEW "&note=Hemmeligt");
    browser_get(&b, ORDER "/trin", 200);
    browser_post(&b, ORDER "/trin", "trin=propose&frist=1.12.2026&venter=youth", 303);
    answer(h, &b, "dag=20.11.2026&udfald=met&svar=Mit+svar", 303);
    json_t *out = json_object();
    assert_true(order_slice.insight(h->db, h->arena, DINA, out, &err));
    char *text = json_dumps(out, 0);
    assert_non_null(strstr(text, "Hemmeligt"));
    assert_non_null(strstr(text, "Mit svar"));
    assert_non_null(strstr(text, "Karen Jobcenter"));
    free(text);
    json_decref(out);
    int32_t day = day_from_ymd(2037, 1, 19); /* the day before she is 30 */
    assert_true(store_write(h->store, erase, &day, &err));
    assert_int_equal(1, count(h, "select count(*) from education_order"));
    day++;
    assert_true(store_write(h->store, erase, &day, &err));
    assert_int_equal(0, count(h, "select count(*) from education_order"));
    assert_int_equal(0, count(h, "select count(*) from education_order_step"));
    assert_int_equal(0, count(h, "select count(*) from education_order_contact"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(an_order_of_today_has_the_steps_of_the_letter),
        HOUSE_TEST(an_order_before_the_reform_keeps_its_three_steps),
        HOUSE_TEST(all_steps_done_and_the_order_ends_with_the_education),
        HOUSE_TEST(the_benefit_must_have_existed),
        HOUSE_TEST(two_who_write_at_once_lose_nothing),
        HOUSE_TEST(a_new_deadline_keeps_the_old_one),
        HOUSE_TEST(what_waits_for_guidance_is_on_the_worklist),
        HOUSE_TEST(undo_takes_back_and_keeps_the_row),
        HOUSE_TEST(texts_are_sealed_and_others_are_kept_out),
        HOUSE_TEST(insight_opens_all_and_erasure_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

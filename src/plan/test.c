/* SPDX-License-Identifier: EUPL-1.2
 *
 * Versions, who agrees to them, and their steps, through the router and the contract.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan/testing.h"

static void a_draft_is_no_plan_until_all_agree(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_now now;
    struct browser b = with_draft(h);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "Kladde til version 1");
    browser_sees(&b, "Blive tømrer");
    browser_sees(&b, "et ja fra Anna og fra");
    browser_post(&b, PLAN "/aftale", "part=youth&hvordan=meeting&dag=20.11.2026", 303);
    assert_true(plan_current(h->db, h->arena, ANNA, HOUSE_TODAY, &now, &err));
    assert_false(now.exists);
    assert_true(now.has_draft);
    browser_post(&b, PLAN "/aftale", "part=guardian&navn=Mette+Berg&hvordan=phone&dag=23.11.2026",
                 303);
    assert_true(plan_current(h->db, h->arena, ANNA, HOUSE_TODAY, &now, &err));
    assert_true(now.exists && !now.has_draft);
    assert_int_equal(1, now.number);
    assert_int_equal(HOUSE_TODAY, now.agreed); /* the day of the last who agreed */
    assert_true(plan_current(h->db, h->arena, ANNA, HOUSE_TODAY - 1, &now, &err));
    assert_false(now.exists);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Version 1, aftalt 23. november 2026");
}

static void an_agreed_version_is_never_changed(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h);
    agree(&b);
    browser_get(&b, PLAN "/skriv", 200);
    browser_sees(&b, "Blive tømrer"); /* the new one starts from the old */
    browser_post(&b, PLAN "/skriv", "version=0&nu=&maal=Blive+murer", 303);
    assert_int_equal(2, count(h, "select count(*) from plan"));
    browser_get(&b, PLAN "/version/1", 200);
    browser_sees(&b, "Blive tømrer");
    browser_sees_not(&b, "Blive murer");
    browser_get(&b, PLAN "/version/2", 404);
    agree(&b);
    browser_get(&b, PLAN "/version/2", 200);
    browser_sees(&b, "Blive murer");
    browser_get(&b, PLAN "/version/1", 200);
    browser_sees(&b, "Der er kommet en nyere plan");
}

static void two_who_write_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h), lea = house_browser(h, h->lea);
    browser_get(&b, PLAN "/skriv", 200);
    browser_sees(&b, "name=\"version\" value=\"1\"");
    browser_get(&lea, PLAN "/skriv", 200);
    browser_post(&lea, PLAN "/skriv", "version=1&nu=Leas+linje&maal=Leas+maal", 303);
    browser_post(&b, PLAN "/skriv", "version=1&nu=Veras+linje&maal=Veras+maal", 409);
    browser_sees(&b, "lea har gemt planen");
    browser_sees(&b, "Leas linje");
    browser_sees(&b, "Veras linje");
    browser_sees(&b, "name=\"version\" value=\"2\"");
    browser_post(&b, PLAN "/skriv", "version=2&nu=Begges&maal=Begges", 303);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "Begges");
}

static void two_who_begin_at_once_make_one_draft(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h), lea = house_browser(h, h->lea);
    browser_get(&lea, PLAN, 200);
    browser_post(&lea, PLAN "/skriv", "version=0&nu=&maal=Leas+maal", 409);
    browser_sees(&lea, "Leas maal");
    browser_sees(&lea, "Blive tømrer");
    assert_int_equal(1, count(h, "select count(*) from plan"));
    (void)b;
}

static void texts_are_sealed(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h);
    browser_post(&b, PLAN "/trin", "hvad=Ringe+til+byg&hvem=counsellor&frist=1.12.2026", 303);
    const char *aim =
        house_bytes(h->arena, house_hex(h->arena, "Blive tømrer\nFinde en læreplads"));
    const char *what = house_bytes(h->arena, house_hex(h->arena, "Ringe til byg"));
    assert_int_equal(
        0, count(h, arena_fmt(h->arena, "select count(*) from plan where aim = %s", aim)));
    assert_int_equal(
        0, count(h, arena_fmt(h->arena, "select count(*) from plan_step where what = %s", what)));
}

static void unsaved_text_comes_back_and_goes_when_saved(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PLAN "/skriv", 200);
    browser_post(&b, PLAN "/kladde/maal", "body=halvt+m%C3%A5l", 200);
    browser_post(&b, PLAN "/kladde/andet", "body=x", 404);
    browser_get(&b, PLAN "/skriv", 200);
    browser_sees(&b, ">halvt mål</textarea>");
    browser_sees(&b, "Din kladde fra");
    browser_post(&b, PLAN "/skriv", "version=0&nu=&maal=helt+m%C3%A5l", 303);
    assert_int_equal(0, count(h, "select count(*) from draft"));
}

static void unsaved_text_and_a_newer_save_are_both_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h), lea = house_browser(h, h->lea);
    browser_post(&b, PLAN "/kladde/maal", "body=Veras+halve", 200);
    browser_get(&lea, PLAN "/skriv", 200);
    browser_post(&lea, PLAN "/skriv", "version=1&nu=&maal=Leas+nye", 303);
    test_sql(h->store, "update draft set saved_at = saved_at - 60000000");
    browser_get(&b, PLAN "/skriv", 409);
    browser_sees(&b, "Leas nye");
    browser_sees(&b, ">Veras halve</textarea>");
}

static void a_draft_stands_still_while_somebody_has_agreed(void **state) {
    struct house_test *h = *state;
    struct browser b = with_draft(h);
    browser_post(&b, PLAN "/aftale", "part=youth&hvordan=meeting&dag=23.11.2026", 303);
    browser_post(&b, PLAN "/skriv", "version=1&nu=&maal=andet", 303);
    browser_get(&b, PLAN, 200);
    browser_sees_not(&b, "andet");
    browser_post(&b, PLAN "/aftale", "part=youth&hvordan=phone&dag=23.11.2026", 422);
    browser_sees(&b, "allerede registreret");
    int64_t id = count(h, "select id from plan_agreement");
    const char *undo = arena_fmt(h->arena, PLAN "/aftale/%lld/fortryd", (long long)id);
    browser_post(&b, undo, "", 303);
    browser_post(&b, PLAN "/skriv", "version=1&nu=&maal=andet", 303);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "andet");
    assert_int_equal(
        1, count(h, "select count(*) from plan_agreement where withdrawn_at is not null"));
}

static void an_agreement_is_undone_by_its_author_within_ten_minutes(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_now now;
    struct browser b = with_draft(h), lea = house_browser(h, h->lea);
    agree(&b);
    int64_t id = count(h, "select id from plan_agreement where party = 'guardian'");
    const char *undo = arena_fmt(h->arena, PLAN "/aftale/%lld/fortryd", (long long)id);
    browser_get(&lea, PLAN, 200);
    browser_post(&lea, undo, "", 303);
    assert_true(plan_current(h->db, h->arena, ANNA, HOUSE_TODAY, &now, &err));
    assert_true(now.exists);
    browser_post(&b, undo, "", 303);
    assert_true(plan_current(h->db, h->arena, ANNA, HOUSE_TODAY, &now, &err));
    assert_false(now.exists);
    browser_post(&b, PLAN "/aftale", "part=guardian&navn=Far&hvordan=phone&dag=23.11.2026", 303);
    test_sql(h->store, "update plan_agreement set at = at - 601000000");
    id = count(h, "select id from plan_agreement where name = 'Far'");
    browser_post(&b, arena_fmt(h->arena, PLAN "/aftale/%lld/fortryd", (long long)id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from plan where agreed_day is not null"));
}

static void from_18_the_young_person_agrees_alone(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, "/unge/" DINA "/plan/skriv", 200);
    browser_sees_not(&b, "Hvordan opfyldes pligten");
    browser_post(&b, "/unge/" DINA "/plan/skriv", "version=0&nu=&maal=Hf", 303);
    browser_post(&b, "/unge/" DINA "/plan/aftale",
                 "part=guardian&navn=Mor&hvordan=phone&dag=23.11.2026", 422);
    browser_sees(&b, "var fyldt 18");
    browser_post(&b, "/unge/" DINA "/plan/aftale", "part=youth&hvordan=phone&dag=23.11.2026", 303);
    assert_int_equal(1, count(h, "select count(*) from plan where agreed_day is not null"));
}

static void out_of_school_the_plan_says_how_the_duty_is_met(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_now now;
    struct browser b = house_browser(h, h->vera);
    const char *write = "/unge/" CARL "/plan/skriv", *agreed = "/unge/" CARL "/plan/aftale";
    browser_get(&b, write, 200);
    browser_post(&b, write, "version=0&nu=&maal=Arbejde", 303);
    browser_post(&b, agreed, "part=youth&hvordan=phone&dag=23.11.2026", 422);
    browser_sees(&b, "hvordan pligten");
    browser_post(&b, write, "version=1&nu=&maal=Arbejde&pligt=work&timer=17&pligt_tekst=Bageren",
                 422);
    browser_sees(&b, "mindst 18 timer");
    browser_sees(&b, ">Bageren</textarea>");
    browser_post(&b, write, "version=1&nu=&maal=Arbejde&pligt=work&timer=18&pligt_tekst=Bageren",
                 303);
    browser_post(&b, agreed, "part=youth&hvordan=phone&dag=23.11.2026", 303);
    browser_post(&b, agreed, "part=guardian&navn=Far&hvordan=phone&dag=23.11.2026", 303);
    assert_true(plan_current(h->db, h->arena, CARL, HOUSE_TODAY, &now, &err));
    assert_true(now.exists && now.hours > 17.9);
    assert_string_equal("work", now.duty);
    browser_get(&b, "/unge/" CARL "/plan/version/1", 200);
    browser_sees(&b, "Arbejde, 18 timer om ugen. Bageren");
}

static void a_step_of_a_draft_holds_when_it_is_agreed(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_steps steps;
    struct browser b = with_draft(h);
    browser_post(&b, PLAN "/trin", "hvad=Ringe+til+byg&hvem=counsellor&frist=20.11.2026", 303);
    assert_true(plan_steps_open(h->db, h->arena, ANNA, &steps, &err));
    assert_int_equal(0, steps.n);
    browser_get(&b, "/i-dag", 200);
    browser_sees_not(&b, "Ringe til byg");
    agree(&b);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Ringe til byg");
    browser_sees(&b, "20. nov. 2026");
    assert_true(plan_steps_open(h->db, h->arena, ANNA, &steps, &err));
    assert_int_equal(1, steps.n);
    assert_string_equal("Ringe til byg", steps.v[0].what);
    const char *done = arena_fmt(h->arena, PLAN "/trin/%lld/udfoert", (long long)steps.v[0].id);
    browser_post(&b, done, "", 303);
    browser_get(&b, "/i-dag", 200);
    browser_sees_not(&b, "Ringe til byg");
    browser_post(&b, arena_fmt(h->arena, PLAN "/udfoert/%lld/fortryd", (long long)steps.v[0].id),
                 "", 303);
    assert_int_equal(1, count(h, "select count(*) from plan_step where done_day is null and "
                                 "undone_day = '2026-11-23'"));
}

static void a_step_that_is_taken_out_stays_in_the_old_version(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_steps steps;
    struct browser b = with_draft(h);
    browser_post(&b, PLAN "/trin", "hvad=Gammelt+trin&hvem=youth&frist=", 303);
    agree(&b);
    int64_t id = count(h, "select id from plan_step");
    const char *out = arena_fmt(h->arena, PLAN "/trin/%lld/ud", (long long)id);
    browser_post(&b, out, "", 303); /* there is no draft: refused */
    browser_post(&b, PLAN "/skriv", "version=0&nu=&maal=To", 303);
    browser_post(&b, out, "", 303);
    assert_true(plan_steps_open(h->db, h->arena, ANNA, &steps, &err));
    assert_int_equal(1, steps.n); /* holds until the new version is agreed */
    browser_post(&b, PLAN "/opgiv", "", 303);
    assert_int_equal(1, count(h, "select count(*) from plan_step where to_number is null"));
    browser_post(&b, PLAN "/skriv", "version=0&nu=&maal=To", 303);
    browser_post(&b, out, "", 303);
    agree(&b);
    assert_true(plan_steps_open(h->db, h->arena, ANNA, &steps, &err));
    assert_int_equal(0, steps.n);
    browser_get(&b, PLAN "/version/1", 200);
    browser_sees(&b, "Gammelt trin");
    browser_get(&b, PLAN "/version/2", 200);
    browser_sees_not(&b, "Gammelt trin");
}

struct step_call {
    struct plan_step_new step;
    struct arena *arena;
    int64_t id;
};
static bool step_call(struct db *w, void *ctx, struct err *err) {
    struct step_call *c = ctx;
    return plan_add_step(w, c->arena, &c->step, &c->id, err);
}
static bool step_uncall(struct db *w, void *ctx, struct err *err) {
    struct step_call *c = ctx;
    return plan_withdraw_step(w, c->arena, c->step.youth_id, c->id, c->step.author, err);
}

static void a_step_from_another_room_holds_at_once_and_can_be_taken_back(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_steps steps;
    struct step_call call = {.step = {.youth_id = BO,
                                      .what = "Besøge messen",
                                      .owner = "youth",
                                      .due = HOUSE_TODAY + 9,
                                      .author = h->vera},
                             .arena = h->arena};
    assert_true(store_write(h->store, step_call, &call, &err));
    assert_true(plan_steps_open(h->db, h->arena, BO, &steps, &err));
    assert_int_equal(1, steps.n);
    assert_true(store_write(h->store, step_uncall, &call, &err));
    assert_true(plan_steps_open(h->db, h->arena, BO, &steps, &err));
    assert_int_equal(0, steps.n);
    assert_false(store_write(h->store, step_uncall, &call, &err));
    assert_int_equal(ERR_NOT_FOUND, err.kind);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_draft_is_no_plan_until_all_agree),
        HOUSE_TEST(an_agreed_version_is_never_changed),
        HOUSE_TEST(two_who_write_see_both_texts),
        HOUSE_TEST(two_who_begin_at_once_make_one_draft),
        HOUSE_TEST(texts_are_sealed),
        HOUSE_TEST(unsaved_text_comes_back_and_goes_when_saved),
        HOUSE_TEST(unsaved_text_and_a_newer_save_are_both_shown),
        HOUSE_TEST(a_draft_stands_still_while_somebody_has_agreed),
        HOUSE_TEST(an_agreement_is_undone_by_its_author_within_ten_minutes),
        HOUSE_TEST(from_18_the_young_person_agrees_alone),
        HOUSE_TEST(out_of_school_the_plan_says_how_the_duty_is_met),
        HOUSE_TEST(a_step_of_a_draft_holds_when_it_is_agreed),
        HOUSE_TEST(a_step_that_is_taken_out_stays_in_the_old_version),
        HOUSE_TEST(a_step_from_another_room_holds_at_once_and_can_be_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

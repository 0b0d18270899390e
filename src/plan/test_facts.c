/* SPDX-License-Identifier: EUPL-1.2
 *
 * The dated facts beside the versions: wishes, courses, notices, answers; the worklist; who sees what; insight
 * and erasure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "plan/testing.h"

#include <jansson.h>
#include <string.h>

static void a_wish_is_added_beside_the_old_ones(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PLAN "/oenske", 200);
    browser_post(&b, PLAN "/oenske",
                 "prioritet=1&slags=stx&retning=&skole=&sagt_af=youth&dag=1.9.2025", 303);
    browser_post(&b, PLAN "/oenske",
                 "prioritet=1&slags=eud&retning=T%C3%B8mrer&skole=999201&sagt_af=guardian&dag="
                 "24.11.2026",
                 422);
    browser_sees(&b, "value=\"Tømrer\"");
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Spørg, om ønsket stadig gælder");
    browser_post(&b, PLAN "/oenske",
                 "prioritet=1&slags=eud&retning=T%C3%B8mrer&skole=999201&sagt_af=guardian&dag="
                 "23.11.2026",
                 303);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "Erhvervsuddannelse (eud) – Tømrer, Erhvervsskolen (sagt af: forælder)");
    browser_sees(&b, "Gymnasium (stx)");
    browser_get(&b, "/i-dag", 200);
    browser_sees_not(&b, "Spørg, om ønsket stadig gælder");
    int64_t id = count(h, "select id from wish where kind = 'eud'");
    browser_post(&b, arena_fmt(h->arena, PLAN "/oenske/%lld/fortryd", (long long)id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from wish where withdrawn_at is not null"));
}

static void a_course_has_purpose_place_and_hours(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    const char *start = "forloebstype=bridge&formaal=Se+om+eud+er+noget&skole=999201&sted=";
    browser_get(&b, PLAN "/forloeb", 200);
    browser_post(&b, PLAN "/forloeb",
                 arena_fmt(h->arena, "%s&timer_i_alt=21&fra=9.11.2026&til=2.11.2026", start), 422);
    browser_sees(&b, "ikke er før den første");
    browser_sees(&b, "Se om eud er noget");
    browser_post(&b, PLAN "/forloeb",
                 arena_fmt(h->arena, "%s&timer_i_alt=21&fra=9.11.2026&til=11.11.2026", start), 303);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "Brobygning, Erhvervsskolen, 21 timer. Formål: Se om eud er noget");
}

static void the_notice_about_the_benefit_is_a_dated_fact_to_both(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct benefit_notice notice;
    struct browser b = with_draft(h);
    browser_get(&b, PLAN, 200);
    browser_sees(&b, "hvad en brudt plan betyder for ungeydelsen");
    browser_post(&b, PLAN "/ydelse", "part=youth&hvordan=meeting&dag=20.11.2026", 303);
    assert_true(plan_benefit_notice(h->db, h->arena, ANNA, HOUSE_TODAY, &notice, &err));
    assert_false(notice.complete);
    assert_int_equal(day_from_ymd(2026, 11, 20), notice.youth);
    browser_post(&b, PLAN "/ydelse", "part=guardian&navn=&hvordan=letter&dag=21.11.2026", 422);
    browser_post(&b, PLAN "/ydelse", "part=guardian&navn=Mette+Berg&hvordan=letter&dag=21.11.2026",
                 303);
    assert_true(plan_benefit_notice(h->db, h->arena, ANNA, HOUSE_TODAY, &notice, &err));
    assert_true(notice.complete);
    assert_string_equal("Mette Berg", notice.guardian_name);
    assert_true(
        plan_benefit_notice(h->db, h->arena, ANNA, day_from_ymd(2026, 11, 20), &notice, &err));
    assert_false(notice.complete); /* on that day the custody holder did not know */
    browser_get(&b, PLAN, 200);
    browser_sees_not(&b, "hvad en brudt plan betyder for ungeydelsen");
}

static void answers_are_counted_the_last_of_each_person(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct plan_answers counts;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PLAN "/svar", 200);
    browser_post(&b, PLAN "/svar", "motiverende=4&realistisk=2&svar_af=together&dag=23.11.2026",
                 422);
    b = with_draft(h);
    browser_post(&b, PLAN "/svar", "svar_af=together&dag=23.11.2026", 422);
    browser_post(&b, PLAN "/svar", "motiverende=2&realistisk=2&svar_af=together&dag=20.11.2026",
                 303);
    browser_post(&b, PLAN "/svar", "motiverende=4&svar_af=youth&dag=23.11.2026", 303);
    assert_true(plan_answers_count(h->db, h->arena, HOUSE_TODAY - 30, HOUSE_TODAY, &counts, &err));
    assert_int_equal(1, counts.persons);
    assert_int_equal(1, counts.motivating[3]);
    assert_int_equal(0, counts.motivating[1]);
    assert_int_equal(0, counts.realistic[1]);
    assert_true(
        plan_answers_count(h->db, h->arena, HOUSE_TODAY - 30, HOUSE_TODAY - 1, &counts, &err));
    assert_int_equal(1, counts.realistic[1]);
}

static void who_must_have_a_plan_and_has_none_is_on_the_worklist(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag?alt=1", 200); /* carl, 16, in nothing; known on 12 November + 30 days */
    browser_sees(&b, "Lav en uddannelses- og jobplan");
    browser_sees(&b, "14. dec. 2026"); /* 12 December is a Saturday */
    test_sql(h->store, "update youth set born = '2001-01-01' where id = '" CARL "'");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Lav en uddannelses- og jobplan");
}

static void before_august_2019_only_those_under_18_must_have_a_plan(void **state) {
    struct house_test *h = *state;
    struct browser b;
    test_sql(h->store, "update youth set born = '1999-03-01' where id = '" CARL "'");
    test_sql(h->store, "update spell set from_day = '2019-06-01', known_at = 1559380000000000 "
                       "where id = 4");
    test_sql(h->store, "update spell set from_day = '2018-06-01', to_day = '2019-05-31' "
                       "where id = 3");
    clock_fix(day_from_ymd(2019, 7, 31));
    b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Lav en uddannelses- og jobplan");
    clock_fix(day_from_ymd(2019, 8, 1));
    b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Lav en uddannelses- og jobplan");
}

static void the_school_and_strangers_see_no_plan(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->skola), otto = house_browser(h, h->otto);
    browser_get(&b, PLAN, 403);
    browser_get(&otto, PLAN, 303);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees_not(&b, "/plan");
}

static void insight_opens_every_text(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = with_draft(h);
    browser_post(&b, PLAN "/trin", "hvad=Ringe+til+byg&hvem=counsellor&frist=", 303);
    json_t *out = json_object();
    assert_true(plan_slice.insight(h->db, h->arena, ANNA, out, &err));
    char *text = json_dumps(out, 0);
    assert_non_null(strstr(text, "Ringe til byg"));
    assert_non_null(strstr(text, "Blive t"));
    free(text);
    json_decref(out);
}

struct erase_call {
    int32_t day;
};
static bool erase_call(struct db *w, void *ctx, struct err *err) {
    const struct erase_call *c = ctx;
    return plan_slice.erase(w, ANNA, c->day, err);
}

static void erasure_is_five_years_after_the_last_act_and_not_before_30(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = with_draft(h);
    agree(&b);
    struct erase_call call = {day_from_ymd(2036, 1, 1)};
    assert_true(store_write(h->store, erase_call, &call, &err));
    assert_int_equal(1, count(h, "select count(*) from plan")); /* 24 years old */
    call.day = day_from_ymd(2041, 3, 15);
    assert_true(store_write(h->store, erase_call, &call, &err));
    assert_int_equal(0, count(h, "select count(*) from plan"));
    assert_int_equal(0, count(h, "select count(*) from plan_agreement"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_wish_is_added_beside_the_old_ones),
        HOUSE_TEST(a_course_has_purpose_place_and_hours),
        HOUSE_TEST(the_notice_about_the_benefit_is_a_dated_fact_to_both),
        HOUSE_TEST(answers_are_counted_the_last_of_each_person),
        HOUSE_TEST(who_must_have_a_plan_and_has_none_is_on_the_worklist),
        HOUSE_TEST(before_august_2019_only_those_under_18_must_have_a_plan),
        HOUSE_TEST(the_school_and_strangers_see_no_plan),
        HOUSE_TEST(insight_opens_every_text),
        HOUSE_TEST(erasure_is_five_years_after_the_last_act_and_not_before_30),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

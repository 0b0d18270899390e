/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pages of the duty through the router: the clocks with their sums, awareness from spells and by
 * hand, offers, exemptions, undo, other roles.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "duty/testing.h"

#include <jansson.h>
#include <string.h>

static void the_page_shows_the_sum_of_days(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "til og med dagen før 18-årsdagen den 15. marts 2028");
    browser_sees(&b, "Opfylder ikke pligten");
    browser_sees(&b, "Fristen var den 19. november 2026. Der er ingen kontakt endnu.");
    browser_sees(&b, "5 arbejdsdage fra torsdag den 12. november 2026, som ikke tæller med, er "
                     "torsdag den 19. november 2026. Dage, der ikke tæller: 1 lørdag, 1 søndag.");
    browser_sees(&b, "Tæller ikke: lørdag");
    browser_sees(&b, "Dag 5");
    browser_sees(&b, "BEK 1014");
    browser_sees(&b, "Fristen begynder, når der har været kontakt.");
    browser_sees(&b, "Uddannelsesinstitution");
}

static void the_contact_clock_runs_from_awareness_and_counts_working_days(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag", 200); /* aware Thursday 12 Nov; 5 working days: Thursday 19 Nov */
    browser_sees(&b, "Kontakt den unge og forældrene");
    browser_sees(&b, "19. nov. 2026");
    browser_sees(&b, "2 arbejdsdage over");
    browser_get(&b, "/unge/" CARL, 200);
    browser_sees(&b, "Fristen for kontakt er overskredet med 2 arbejdsdage");
}

static void a_contact_starts_the_second_clock(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL, 200);
    browser_post(&b, "/unge/" CARL "/noter", "type=phone&note=Talt+med+mor&opf=ingen", 303);
    browser_get(&b, "/i-dag?alt=1", 200); /* 30 calendar days from 23 Nov: 23 Dec */
    browser_sees(&b, "Tilbyd en ny aktivitet");
    browser_sees(&b, "23. dec. 2026");
    browser_sees_not(&b, "Kontakt den unge og forældrene");
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Kontakt den 23. november 2026, efter fristen den 19. november 2026.");
    browser_sees(&b, "Tilbyd noget senest den 23. december 2026");
    browser_post(&b, DUTY "/tilbud",
                 "tilbud=education&hvad=FGU+fra+mandag&dag=23.11.2026&start=30.11.2026", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Tilbudt eller begyndt den 23. november 2026. Fristen var den 23. december");
    browser_sees(&b, "FGU fra mandag");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Find ud af, om tilbuddet er begyndt");
    browser_sees(&b, "30. nov. 2026");
}

static void a_spell_that_meets_the_duty_ends_the_case(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=fgu&fra=23.11.2026&slut_som=&skole=", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "en aktivitet, der opfylder pligten, begyndte den 23. november 2026");
    browser_sees(&b, "Pligten er opfyldt");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Kontakt den unge og forældrene");
}

static void work_of_few_hours_does_not(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=work&timer=17&fra=23.11.2026", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "det er færre end 18 timer om ugen og opfylder ikke pligten");
    browser_sees_not(&b, "Forløbet er slut");
    assert_int_equal(1,
                     count(h, "select count(*) from duty_case")); /* the first awareness counts */
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=work&timer=18&fra=24.11.2026", 303);
    clock_fix(HOUSE_TODAY + 1);
    struct browser tomorrow = house_browser(h, h->vera);
    browser_get(&tomorrow, DUTY, 200);
    browser_sees(&tomorrow, "Forløbet er slut");
}

static void a_dropout_of_a_minor_is_awareness_today(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "update duty_case set withdrawn_at = 1;"
                       "update spell set withdrawn_at = 1 where id = 4;"
                       "update spell set to_day = null, outcome = null where id = 3");
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet/slut",
                 "forloeb=3&til=18.11.2026&udfald=interrupted&aarsag=", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case where withdrawn_at is null and "
                                 "from_day = '2026-11-19' and aware_day = '2026-11-23' and "
                                 "source = 'guidance' and spell = 3"));
    browser_get(&b, DUTY, 200); /* Monday 30 November */
    browser_sees(&b, "Senest den 30. november 2026");
}

/* The form proposes today as the last day; nothing tells it again tomorrow. */
static void a_dropout_whose_last_day_is_today_counts_from_today(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "update duty_case set withdrawn_at = 1;"
                       "update spell set withdrawn_at = 1 where id = 4;"
                       "update spell set to_day = null, outcome = null where id = 3");
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet/slut",
                 "forloeb=3&til=23.11.2026&udfald=interrupted&aarsag=", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case where withdrawn_at is null and "
                                 "from_day = '2026-11-24' and aware_day = '2026-11-23'"));
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Kontakt den unge og forældrene");
    browser_sees(&b, "30. nov. 2026");
    browser_get(&b, "/unge/" CARL "/aktivitet", 200); /* from the day after tomorrow: not yet */
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=none&fra=25.11.2026", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case where withdrawn_at is null"));
}

static void a_finished_education_or_an_adult_is_no_awareness(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, "/unge/" DINA "/aktivitet", 200);
    browser_post(&b, "/unge/" DINA "/aktivitet", "slags=none&fra=1.11.2026", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case")); /* Carl's alone */
    struct browser v = house_browser(h, h->vera);
    browser_get(&v, "/unge/" ANNA "/aktivitet", 200); /* 15, but in the 9th grade */
    browser_post(&v, "/unge/" ANNA "/aktivitet/slut",
                 "forloeb=1&til=20.11.2026&udfald=interrupted&aarsag=", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case"));
}

static void an_undone_spell_takes_its_awareness_back(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "delete from duty_case");
    browser_get(&b, "/unge/" ANNA "/aktivitet", 200);
    browser_post(&b, "/unge/" ANNA "/aktivitet", "slags=none&fra=23.11.2026", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_case where withdrawn_at is null"));
    int64_t id = count(h, "select id from spell where kind = 'none' and youth = '" ANNA "'");
    browser_post(&b, arena_fmt(h->arena, "/unge/" ANNA "/aktivitet/%lld/fortryd", (long long)id),
                 "", 303);
    assert_int_equal(0, count(h, "select count(*) from duty_case where withdrawn_at is null"));
    assert_int_equal(1, count(h, "select count(*) from duty_case"));
}

static void awareness_by_hand_has_a_source_and_comes_once(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/pligt", 200);
    browser_sees(&b, "Der er ikke registreret, at planen ikke bliver fulgt.");
    browser_post(&b, "/unge/" ANNA "/pligt/brud", "fra=20.11.2026&vidst=23.11.2026", 422);
    browser_sees(&b, "id=\"kilde-e\"");
    browser_post(&b, "/unge/" ANNA "/pligt/brud",
                 "kilde=guardian&fra=23.11.2026&vidst=20.11.2026&note=hemmeligt", 422);
    browser_sees(&b, "der ikke ligger efter den dag, vi fik det at vide");
    browser_sees(&b, ">hemmeligt</textarea>");
    browser_post(&b, "/unge/" ANNA "/pligt/brud", "kilde=guardian&fra=20.11.2026&vidst=24.11.2026",
                 422);
    browser_post(&b, "/unge/" ANNA "/pligt/brud",
                 "kilde=guardian&fra=18.11.2026&vidst=20.11.2026&note=hemmeligt", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Kilde: Forældre");
    browser_sees(&b, "hemmeligt");
    assert_int_equal(0,
                     count(h, arena_fmt(h->arena, "select count(*) from duty_case where note = %s",
                                        house_bytes(h->arena, house_hex(h->arena, "hemmeligt")))));
    browser_post(&b, "/unge/" ANNA "/pligt/brud", "kilde=school&fra=18.11.2026&vidst=23.11.2026",
                 422);
    browser_sees(&b, "Der er allerede et åbent forløb");
    int64_t id = count(h, "select id from duty_case where youth = '" ANNA "'");
    browser_post(&b, arena_fmt(h->arena, "/unge/" ANNA "/pligt/brud/%lld/fortryd", (long long)id),
                 "", 303);
    browser_get(&b, "/unge/" ANNA "/pligt", 200);
    browser_sees_not(&b, "Kilde: Forældre");
    browser_post(&b, "/unge/" DINA "/pligt/brud", "kilde=school&fra=18.11.2026&vidst=23.11.2026",
                 303); /* not one's own: the question for a reason */
}

static void an_offer_belongs_to_an_open_case(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/pligt/tilbud", 200);
    browser_post(&b, "/unge/" ANNA "/pligt/tilbud", "tilbud=work&hvad=Bageren&dag=23.11.2026", 422);
    browser_sees(&b, "Der er ikke noget åbent forløb");
    browser_post(&b, DUTY "/tilbud", "tilbud=work&hvad=Bageren&dag=11.11.2026", 422);
    browser_sees(&b, "12. november 2026, hvor vi fik det at vide");
    browser_post(&b, DUTY "/tilbud", "tilbud=work&hvad=Bageren&dag=24.11.2026", 422);
    browser_sees(&b, ">Bageren</textarea>");
    browser_post(&b, DUTY "/tilbud", "tilbud=robot&hvad=Bageren&dag=23.11.2026", 422);
    assert_int_equal(0, count(h, "select count(*) from duty_offer"));
    browser_post(&b, DUTY "/tilbud", "tilbud=work&hvad=Bageren&dag=23.11.2026", 303);
    int64_t id = count(h, "select id from duty_offer");
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, DUTY, 200);
    const char *undo = arena_fmt(h->arena, DUTY "/tilbud/%lld/fortryd", (long long)id);
    browser_post(&lea, undo, "", 404); /* only its author */
    browser_post(&b, undo, "", 303);
    assert_int_equal(1, count(h, "select count(*) from duty_offer where withdrawn_at is not null"));
}

#define EXEMPT                                                                                     \
    "grund=illness&varighed=temporary&fritaget_fra=23.11.2026&hoert_dag=20.11.2026&hoert=Mor+er+enig"

static void an_exemption_is_decided_with_a_custody_holder_and_told(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    with_mother(h);
    browser_get(&b, DUTY "/fritagelse", 200);
    browser_post(&b, DUTY "/fritagelse", EXEMPT "&begrundelse=Du+er+syg.", 422);
    browser_sees(&b, "Skriv, hvornår den midlertidige fritagelse slutter.");
    browser_post(&b, DUTY "/fritagelse", EXEMPT "&fritaget_til=1.11.2026&begrundelse=Du+er+syg.",
                 422);
    browser_post(&b, DUTY "/fritagelse", EXEMPT "&fritaget_til=1.3.2027&begrundelse=", 422);
    assert_int_equal(0, count(h, "select count(*) from letter"));
    browser_post(&b, DUTY "/fritagelse", EXEMPT "&fritaget_til=1.3.2027&begrundelse=Du+er+syg.",
                 303);
    assert_int_equal(2, count(h, "select count(*) from letter where template = 'duty-exempt'"));
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Sygdom: fritaget fra 23. november 2026 til 1. marts 2027.");
    browser_sees(&b, "Mor er enig");
    browser_sees(&b, "den unge er fritaget fra den 23. november 2026");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Kontakt den unge og forældrene");
    int64_t id = count(h, "select id from duty_exemption");
    browser_post(&b, arena_fmt(h->arena, DUTY "/fritagelse/%lld/fortryd", (long long)id), "", 303);
    assert_int_equal(2, count(h, "select count(*) from outbox where state = 'withdrawn'"));
    browser_get(&b, DUTY, 200);
    browser_sees_not(&b, "Sygdom: fritaget");
}

static void an_exemption_can_end_before_its_time(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, DUTY, 200);
    browser_post(&b, DUTY "/fritagelse",
                 "grund=social&varighed=permanent&fritaget_fra=20.11.2026&hoert_dag=20.11.2026&"
                 "hoert=Far&begrundelse=Du+har+det+sv%C3%A6rt.",
                 303);
    int64_t id = count(h, "select id from duty_exemption");
    const char *end = arena_fmt(h->arena, DUTY "/fritagelse/%lld/slut", (long long)id);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "varigt fritaget fra den 20. november 2026");
    browser_post(&b, end, "", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "fritaget fra 20. november 2026 til 23. november 2026.");
    browser_post(&b, end, "", 404);
}

static void an_act_is_undone_within_ten_minutes(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, DUTY, 200);
    browser_post(&b, DUTY "/tilbud", "tilbud=work&hvad=Bageren&dag=23.11.2026", 303);
    test_sql(h->store, "update duty_offer set at = at - 601000000");
    int64_t id = count(h, "select id from duty_offer");
    browser_post(&b, arena_fmt(h->arena, DUTY "/tilbud/%lld/fortryd", (long long)id), "", 404);
    browser_post(&b, DUTY "/andet/1/fortryd", "", 404);
    browser_post(&b, DUTY "/brud/1/fortryd", "", 404); /* an offer stands on it, and it is old */
}

static void others_do_not_come_in(void **state) {
    struct house_test *h = *state;
    struct browser s = house_browser(h, h->skola), m = house_browser(h, h->mads);
    struct browser o = house_browser(h, h->otto);
    browser_get(&s, "/unge/" ANNA "/pligt", 403);
    browser_get(&m, DUTY, 403);
    browser_get(&o, DUTY, 303); /* asked for a reason */
    browser_get(&s, "/unge/" ANNA, 200);
    browser_sees_not(&s, "/pligt");
}

static void insight_tells_all_and_erasure_waits(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, DUTY, 200);
    browser_post(&b, DUTY "/tilbud", "tilbud=work&hvad=Bageren&dag=23.11.2026", 303);
    json_t *out = json_object();
    assert_true(duty_insight(h->db, h->arena, CARL, out, &err));
    char *text = json_dumps(out, JSON_COMPACT);
    assert_non_null(strstr(text, "Bageren"));
    assert_non_null(strstr(text, "\"known\":\"2026-11-12\""));
    free(text);
    json_decref(out);
}

struct erase {
    int32_t day;
};
static bool erase_write(struct db *w, void *ctx, struct err *err) {
    return duty_erase(w, CARL, ((struct erase *)ctx)->day, err);
}

static void erasure_waits_for_thirty(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct erase e = {day_from_ymd(2040, 3, 14)}; /* Carl turns 30 on the 15th */
    assert_true(store_write(h->store, erase_write, &e, &err));
    assert_int_equal(1, count(h, "select count(*) from duty_case"));
    e.day++;
    assert_true(store_write(h->store, erase_write, &e, &err));
    assert_int_equal(0, count(h, "select count(*) from duty_case"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_page_shows_the_sum_of_days),
        HOUSE_TEST(the_contact_clock_runs_from_awareness_and_counts_working_days),
        HOUSE_TEST(a_contact_starts_the_second_clock),
        HOUSE_TEST(a_spell_that_meets_the_duty_ends_the_case),
        HOUSE_TEST(work_of_few_hours_does_not),
        HOUSE_TEST(a_dropout_of_a_minor_is_awareness_today),
        HOUSE_TEST(a_dropout_whose_last_day_is_today_counts_from_today),
        HOUSE_TEST(a_finished_education_or_an_adult_is_no_awareness),
        HOUSE_TEST(an_undone_spell_takes_its_awareness_back),
        HOUSE_TEST(awareness_by_hand_has_a_source_and_comes_once),
        HOUSE_TEST(an_offer_belongs_to_an_open_case),
        HOUSE_TEST(an_exemption_is_decided_with_a_custody_holder_and_told),
        HOUSE_TEST(an_exemption_can_end_before_its_time),
        HOUSE_TEST(an_act_is_undone_within_ten_minutes),
        HOUSE_TEST(others_do_not_come_in),
        HOUSE_TEST(insight_tells_all_and_erasure_waits),
        HOUSE_TEST(erasure_waits_for_thirty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The list and the page of outreach through the router. Dina is 19, unknown since October, otto's (house.h);
 * Finn is 26, in nothing since June, known in July, otto's, too; Gry is 22, works, and has nobody.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "outreach/internal.h"
#include "tests/house.h"

#include <jansson.h>
#include <string.h>

#define FINN  "ffffffffffffffffffffffffff"
#define GRY   "gggggggggggggggggggggggggg"
#define GROUP "/unge/" DINA "/maalgruppe"

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

static void more_people(struct house_test *h) {
    house_youth(h, FINN, "Finn", "Holm", "2000-02-10", h->otto, 0);
    house_youth(h, GRY, "Gry", "Iversen", "2004-02-10", 0, 1);
    house_spell(h, 20, FINN, "none", "2026-06-15", NULL, NULL, day_from_ymd(2026, 7, 1));
    house_spell(h, 21, GRY, "work", "2026-10-01", NULL, NULL, day_from_ymd(2026, 10, 1));
    test_sql(h->store, "update spell set hours = 30 where id = 21");
}

static void the_list_tells_nothing_unknown_and_expired_apart(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    more_people(h);
    browser_get(&b, "/opsoegende", 200);
    browser_sees(&b, "2 unge uden for skole uden en ungdomsuddannelse. Af 2 ved vi ikke");
    browser_sees(&b, "Dina Friis");
    browser_sees(&b, "Finn Holm");
    browser_sees(&b, "Skal bekræftes");
    browser_sees(&b, "Gjaldt til 29. september 2026");
    browser_sees_not(&b, "Gry");  /* nobody's */
    browser_sees_not(&b, "Carl"); /* 16, and vera's */
    browser_get(&b, "/opsoegende?status=unknown", 200);
    browser_sees(&b, "Dina Friis");
    browser_sees_not(&b, "Finn Holm");
    browser_get(&b, "/opsoegende?alder=25-29", 200);
    browser_sees(&b, "Finn Holm");
    browser_sees_not(&b, "Dina Friis");
    browser_get(&b, "/opsoegende?status=nothing", 200);
    browser_sees(&b, "Der er ingen på listen.");
    browser_sees_not(&b, "0 unge uden for skole"); /* the sentence is about all of them */
    browser_get(&b, "/opsoegende?status=robot&side=99", 200);
}

static void whom_nobody_has_and_who_sees_all(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto), l = house_browser(h, h->lea);
    more_people(h);
    browser_get(&b, "/opsoegende?hvem=free&status=working", 200);
    browser_sees(&b, "Gry Iversen");
    browser_sees(&b, "ingen vejleder");
    browser_sees(&b, "Beskyttet");
    browser_sees_not(&b, "Hemmelig");
    browser_get(&b, "/opsoegende?hvem=free", 200); /* works enough: left alone */
    browser_sees_not(&b, "Gry Iversen");
    browser_get(&b, "/opsoegende?hvem=all", 200); /* a counsellor does not see all */
    browser_sees(&b, "value=\"mine\" selected");
    browser_get(&l, "/opsoegende", 200);
    browser_sees(&l, "Dina Friis");
    browser_sees_not(&l, "Finn Holm"); /* 26: the law's outreach comes first */
    browser_get(&l, "/opsoegende?alder=18-29", 200);
    browser_sees(&l, "Finn Holm");
    struct browser s = house_browser(h, h->skola), m = house_browser(h, h->mads);
    browser_get(&s, "/opsoegende", 403);
    browser_get(&m, "/opsoegende", 403);
}

static void one_press_confirms_and_can_be_undone(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    more_people(h);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Bekræft, hvad de unge laver");
    browser_sees(&b, "1 skal bekræftes, siden 29. september 2026");
    browser_get(&b, "/opsoegende?status=expired", 200);
    browser_post(&b, "/unge/" FINN "/maalgruppe/bekraeft", "liste=1", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Det er bekræftet i dag.");
    browser_sees(&b, "Der er ingen på listen.");
    browser_get(&b, "/opsoegende?status=nothing", 200);
    browser_sees(&b, "Finn Holm");
    browser_get(&b, "/i-dag", 200);
    browser_sees_not(&b, "Bekræft, hvad de unge laver");
    int64_t id = count(h, "select id from outreach_check");
    const char *undo =
        arena_fmt(h->arena, "/unge/" FINN "/maalgruppe/bekraeft/%lld/fortryd", (long long)id);
    browser_post(&b, undo, "", 303);
    browser_get(&b, "/opsoegende?status=expired", 200);
    browser_sees(&b, "Finn Holm");
    browser_post(&b, GROUP "/bekraeft", "", 409); /* unknown: there is nothing to confirm */
    clock_fix(HOUSE_TODAY + 95);                  /* and what was confirmed expires, too */
    test_sql(h->store, "update outreach_check set withdrawn_at = null");
    b = house_browser(h, h->otto);
    browser_get(&b, "/opsoegende?status=expired", 200);
    browser_sees(&b, "Finn Holm");
}

static void a_completed_education_is_not_on_the_list(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    more_people(h);
    house_spell(h, 22, FINN, "hf", "2017-08-01", "2019-06-30", "completed", HOUSE_TODAY - 1000);
    browser_get(&b, "/opsoegende", 200);
    browser_sees_not(&b, "Finn Holm");
}

/* ---- the target group ---- */

#define TEXTS                                                                                      \
    "oensket=no&faglig=God+til+fag&social=Har+venner&personlig=Motiveret&muligheder=L%C3%A6replads"
#define YES TEXTS "&spor=pgu&fra=4.1.2027&til=3.1.2029&begrundelse=Du+l%C3%A6rer+i+v%C3%A6rkstedet."

static void an_assessment_has_criteria_a_period_and_a_letter(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "Under 25 år");
    browser_sees(&b, "19 år");
    browser_sees(&b, "FGU varer normalt højst 2 år, mindst 26 timer om ugen");
    browser_get(&b, GROUP "/vurdering", 200);
    browser_post(&b, GROUP "/vurdering", TEXTS "&spor=pgu&begrundelse=Grund&efter=", 422);
    browser_sees(&b, "Skriv, hvornår perioden begynder.");
    browser_sees(&b, ">God til fag</textarea>");
    browser_post(&b, GROUP "/vurdering",
                 TEXTS "&spor=pgu&fra=4.1.2027&til=4.1.2029&begrundelse=Grund", 422);
    browser_sees(&b, "Perioden er længere end normalt (til 3. januar 2029)");
    browser_post(&b, GROUP "/vurdering",
                 TEXTS "&spor=pgu&fra=4.1.2027&til=4.1.2030&forlaenget=x&begrundelse=Grund", 422);
    browser_sees(&b, "senest den 3. januar 2030");
    assert_int_equal(0, count(h, "select count(*) from letter"));
    browser_post(&b, GROUP "/vurdering", YES, 303);
    assert_int_equal(1, count(h, "select count(*) from letter where template = 'fgu-yes'"));
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "I målgruppen: pgu (produktionsgrunduddannelse), til 3. januar 2029.");
    browser_sees(&b, "Du lærer i værkstedet.");
    browser_sees(&b, "Fagligt: God til fag");
    int64_t id = count(h, "select id from letter");
    browser_get(&b, arena_fmt(h->arena, "/unge/" DINA "/breve/%lld", (long long)id), 200);
    browser_sees(&b, "Du kan begynde på produktionsgrunduddannelse (pgu)");
    browser_get(&b, "/unge/" DINA, 200);
    browser_sees(&b, "pgu (produktionsgrunduddannelse)");
}

static void before_fgu_there_is_no_assessment(void **state) {
    struct house_test *h = *state;
    clock_fix(day_from_ymd(2019, 7, 31));
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "FGU fandtes ikke på den dag.");
    browser_sees_not(&b, GROUP "/vurdering");
    clock_fix(day_from_ymd(2019, 8, 1));
    b = house_browser(h, h->lea);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, GROUP "/vurdering");
}

static void who_is_too_old_or_through_is_refused(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    more_people(h);
    browser_get(&b, "/unge/" FINN "/maalgruppe", 200);
    browser_sees(&b, "Den unge er for gammel til FGU");
    browser_post(&b, "/unge/" FINN "/maalgruppe/vurdering", YES, 422);
    browser_sees(&b, "for gammel til FGU");
    house_spell(h, 23, DINA, "hf", "2020-08-01", "2022-06-30", "completed", HOUSE_TODAY - 1000);
    browser_post(&b, GROUP "/vurdering", YES, 422);
    browser_sees(&b, "har gennemført en ungdomsuddannelse");
    assert_int_equal(0, count(h, "select count(*) from outreach_assessment"));
}

static void a_no_says_where_to_complain(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP "/vurdering", 200);
    browser_sees(&b, "value=\"21.12.2026\"");
    browser_post(&b, GROUP "/vurdering", TEXTS "&spor=none&begrundelse=Du+kan+hf.", 422);
    browser_sees(&b, "Skriv, hvem den unge kan klage til.");
    browser_post(
        &b, GROUP "/vurdering",
        TEXTS "&spor=none&begrundelse=Du+kan+hf.&klage_til=N%C3%A6vnet&klagefrist=21.12.2026", 303);
    int64_t id = count(h, "select id from letter where template = 'fgu-no'");
    browser_get(&b, arena_fmt(h->arena, "/unge/" DINA "/breve/%lld", (long long)id), 200);
    browser_sees(&b, "kan du klage til Nævnet");
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "ikke er i målgruppen");
}

static void two_who_assess_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto), lea = house_browser(h, h->lea);
    browser_get(&b, GROUP "/vurdering", 200);
    browser_get(&lea, GROUP "/vurdering", 200);
    browser_post(&lea, GROUP "/vurdering", YES "&efter=", 303);
    browser_post(&b, GROUP "/vurdering",
                 TEXTS "&spor=egu&fra=4.1.2027&til=3.1.2029&begrundelse=Ottos+grund&efter=", 409);
    browser_sees(&b, "lea har lavet en vurdering, mens du skrev");
    browser_sees(&b, "Du lærer i værkstedet.");
    browser_sees(&b, ">Ottos grund</textarea>");
    int64_t id = count(h, "select id from outreach_assessment");
    const char *after = arena_fmt(h->arena, "name=\"efter\" value=\"%lld\"", (long long)id);
    browser_sees(&b, after);
    browser_post(&b, GROUP "/vurdering", arena_fmt(h->arena, "%s&efter=%lld", YES, (long long)id),
                 303);
    assert_int_equal(2, count(h, "select count(*) from outreach_assessment"));
}

static void a_renewal_starts_from_the_old_and_comes_on_the_worklist(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP "/vurdering", 200);
    browser_post(&b, GROUP "/vurdering", YES, 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Målgruppevurderingen udløber");
    clock_fix(day_from_ymd(2028, 12, 1));
    b = house_browser(h, h->otto);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Målgruppevurderingen udløber");
    browser_get(&b, GROUP "/vurdering", 200);
    browser_sees(&b, ">God til fag</textarea>");
    browser_sees(&b, "value=\"04.01.2029\"");
    clock_fix(day_from_ymd(2029, 1, 10));
    b = house_browser(h, h->otto);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "Den seneste vurdering gjaldt til 3. januar 2029.");
}

static void an_assessment_is_undone_with_its_letter(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP "/vurdering", 200);
    browser_post(&b, GROUP "/vurdering", YES, 303);
    int64_t id = count(h, "select id from outreach_assessment");
    const char *undo = arena_fmt(h->arena, GROUP "/vurdering/%lld/fortryd", (long long)id);
    test_sql(h->store, "update outbox set state = 'sent', sent_at = 1");
    browser_post(&b, undo, "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "et brev er allerede sendt");
    test_sql(h->store, "update outbox set state = 'hand'");
    browser_post(&b, undo, "", 303);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "Der er ingen målgruppevurdering.");
    assert_int_equal(1, count(h, "select count(*) from outbox where state = 'withdrawn'"));
    browser_post(&b, GROUP "/vurdering", YES, 303); /* and another first one can be made */
}

/* ---- STU, efforts, contact person ---- */

static void stu_is_referred_with_places_and_answered(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP "/stu", 200);
    browser_post(&b, GROUP "/stu", "dag=23.11.2026&hvorfor=Kan+ikke+andet&steder=", 422);
    browser_sees(&b, "Skriv de steder, den unge kan vælge mellem.");
    browser_post(&b, GROUP "/stu",
                 "dag=1.8.2023&hvorfor=Kan+ikke+andet&steder=", 303); /* the old law */
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "Indstillet til STU");
    browser_post(&b, GROUP "/stu", "dag=23.11.2026&hvorfor=Igen&steder=A", 422);
    browser_sees(&b, "Der er allerede en indstilling");
    browser_post(&b, GROUP "/stu-svar", "svar=granted&dag=23.11.2026&svartekst=Start+i+januar",
                 303);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "STU er bevilget");
    browser_post(&b, GROUP "/stu-svar", "svar=granted&dag=23.11.2026&svartekst=Igen", 422);
}

static void two_efforts_ask_for_a_contact_person(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP, 200);
    browser_post(&b, GROUP "/indsats", "hvem=jobcentre&hvad=Mentor&kontakt=Ib&siden=1.10.2026",
                 303);
    browser_get(&b, GROUP, 200);
    browser_sees_not(&b, "skal have én kontaktperson");
    browser_post(&b, GROUP "/indsats", "hvem=social&hvad=Samtaler&siden=24.11.2026", 422);
    browser_sees(&b, ">Samtaler</textarea>");
    browser_post(&b, GROUP "/indsats", "hvem=social&hvad=Samtaler&siden=1.11.2026", 303);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "Der er 2 indsatser i gang. Den unge skal have én kontaktperson.");
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Vælg en kontaktperson");
    browser_post(&b, GROUP "/kontaktperson", "navn=Ib+i+jobcentret&siden=20.11.2026", 303);
    browser_get(&b, GROUP, 200);
    browser_sees_not(&b, "skal have én kontaktperson");
    browser_post(&b, GROUP "/kontaktperson", "navn=Ea&siden=23.11.2026", 303);
    assert_int_equal(1, count(h, "select count(*) from outreach_contact where to_day is null"));
    assert_int_equal(1,
                     count(h, "select count(*) from outreach_contact where to_day = '2026-11-22'"));
    int64_t last = count(h, "select max(id) from outreach_contact");
    const char *undo = arena_fmt(h->arena, GROUP "/kontaktperson/%lld/fortryd", (long long)last);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, GROUP, 200);
    browser_post(&lea, undo, "", 404); /* only its author, and then nothing is reopened */
    assert_int_equal(1, count(h, "select count(*) from outreach_contact where to_day is not null"));
    browser_post(&b, undo, "", 303); /* Ib is it again */
    assert_int_equal(0, count(h, "select count(*) from outreach_contact where to_day is not null"));
    browser_post(&b, GROUP "/kontaktperson", "navn=Ea&siden=23.11.2026", 303);
    int64_t id = count(h, "select max(id) from outreach_effort");
    const char *end = arena_fmt(h->arena, GROUP "/indsats/%lld/slut", (long long)id);
    browser_post(&b, end, "", 303);
    browser_post(&b, end, "", 404);
    browser_get(&b, GROUP, 200);
    browser_sees(&b, "sluttede 23. november 2026");
    browser_get(&b, "/unge/" DINA, 200);
    browser_sees(&b, "Ea");
}

static void texts_are_sealed_and_handed_out(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP, 200);
    browser_post(&b, GROUP "/indsats", "hvem=jobcentre&hvad=Mentor&siden=1.10.2026", 303);
    browser_post(&b, GROUP "/vurdering", YES, 303);
    const char *plain = house_bytes(h->arena, house_hex(h->arena, "Mentor"));
    assert_int_equal(
        0, count(h, arena_fmt(h->arena, "select count(*) from outreach_effort where what = %s",
                              plain)));
    json_t *out = json_object();
    assert_true(outreach_insight(h->db, h->arena, DINA, out, &err));
    char *text = json_dumps(out, JSON_COMPACT);
    assert_non_null(strstr(text, "Mentor"));
    assert_non_null(strstr(text, "God til fag"));
    free(text);
    json_decref(out);
}

static void others_do_not_come_in(void **state) {
    struct house_test *h = *state;
    struct browser v = house_browser(h, h->vera), s = house_browser(h, h->skola);
    struct browser m = house_browser(h, h->mads);
    browser_get(&v, GROUP, 303); /* asked for a reason */
    browser_get(&s, GROUP, 403);
    browser_get(&m, GROUP, 403);
}

static bool erase_write(struct db *w, void *ctx, struct err *err) {
    return outreach_erase(w, DINA, *(int32_t *)ctx, err);
}

static void erasure_waits_for_thirty(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, GROUP, 200);
    browser_post(&b, GROUP "/indsats", "hvem=jobcentre&hvad=Mentor&siden=1.10.2026", 303);
    int32_t day = day_from_ymd(2037, 1, 19); /* Dina is 30 the day after */
    assert_true(store_write(h->store, erase_write, &day, &err));
    assert_int_equal(1, count(h, "select count(*) from outreach_effort"));
    day++;
    assert_true(store_write(h->store, erase_write, &day, &err));
    assert_int_equal(0, count(h, "select count(*) from outreach_effort"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_list_tells_nothing_unknown_and_expired_apart),
        HOUSE_TEST(whom_nobody_has_and_who_sees_all),
        HOUSE_TEST(one_press_confirms_and_can_be_undone),
        HOUSE_TEST(a_completed_education_is_not_on_the_list),
        HOUSE_TEST(an_assessment_has_criteria_a_period_and_a_letter),
        HOUSE_TEST(before_fgu_there_is_no_assessment),
        HOUSE_TEST(who_is_too_old_or_through_is_refused),
        HOUSE_TEST(a_no_says_where_to_complain),
        HOUSE_TEST(two_who_assess_see_both_texts),
        HOUSE_TEST(a_renewal_starts_from_the_old_and_comes_on_the_worklist),
        HOUSE_TEST(an_assessment_is_undone_with_its_letter),
        HOUSE_TEST(stu_is_referred_with_places_and_answered),
        HOUSE_TEST(two_efforts_ask_for_a_contact_person),
        HOUSE_TEST(texts_are_sealed_and_handed_out),
        HOUSE_TEST(others_do_not_come_in),
        HOUSE_TEST(erasure_waits_for_thirty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of courses on both sides of each day and amount, and placements, courses, answers and the register
 * of work places through the router.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "placement/placement.h"
#include "tests/house.h"

#include <jansson.h>

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

#define with1(h_, format_, one_) arena_fmt((h_)->arena, format_, (long long)(one_))

/* ---- rules ---- */

static const struct rules *law(void) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_of_law(&rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static struct placement_need needs[NEEDS];

static const struct placement_need *need_of(const char *grade, const char *day,
                                            const struct placement_fact *facts, size_t n,
                                            enum placement_need_kind kind) {
    size_t found = placement_needs(law(), grade, day_parse_iso(day), facts, n, needs);
    for (size_t i = 0; i < found; i++)
        if (needs[i].kind == kind) return &needs[i];
    return NULL;
}

#define FACT(kind_, category_, days_, hours_, to_, done_)                                          \
    (struct placement_fact) { kind_, category_, days_, hours_, day_parse_iso(to_), done_ }

static void rules_begin_on_their_day(void **state) {
    (void)state;
    assert_null(need_of("8", "2014-07-31", NULL, 0, NEED_INTRO_DAYS));
    assert_true(need_of("8", "2014-08-01", NULL, 0, NEED_INTRO_DAYS)->amount == 5);
    assert_null(need_of("8", "2025-07-31", NULL, 0, NEED_PRACTICE_DAYS));
    assert_true(need_of("8", "2025-08-01", NULL, 0, NEED_PRACTICE_DAYS)->amount == 5);
    assert_non_null(need_of("7", "2026-11-23", NULL, 0, NEED_PRACTICE_DAYS));
    assert_null(need_of("10", "2026-11-23", NULL, 0, NEED_PRACTICE_DAYS));
    assert_null(need_of("9", "2026-11-23", NULL, 0, NEED_INTRO_DAYS));
}

static void the_eighth_grade_must_see_a_vocational_school(void **state) {
    (void)state;
    struct placement_fact facts[] = {FACT("introduction", "gym", 4, 20, "2026-10-02", true),
                                     FACT("introduction", "business", 1, 5, "2026-11-02", false)};
    const char *day = "2026-11-23";
    assert_false(need_of("8", day, facts, 2, NEED_INTRO_DAYS)->met); /* the fifth is planned */
    assert_true(need_of("8", day, facts, 2, NEED_INTRO_DAYS)->planned == 1);
    assert_false(need_of("8", day, facts, 2, NEED_INTRO_VOCATIONAL)->met);
    facts[1].done = true;
    assert_true(need_of("8", day, facts, 2, NEED_INTRO_DAYS)->met);
    assert_true(need_of("8", day, facts, 2, NEED_INTRO_VOCATIONAL)->met);
}

static void the_ninth_grade_has_two_to_ten_days(void **state) {
    (void)state;
    struct placement_fact facts[] = {FACT("bridge", "eud", 1, 6, "2026-10-02", true),
                                     FACT("bridge", "special", 20, 80, "2026-11-02", false)};
    const char *day = "2026-11-23";
    assert_null(need_of("9", day, NULL, 0, NEED_BRIDGE_MIN_DAYS)); /* an offer */
    assert_false(need_of("9", day, facts, 1, NEED_BRIDGE_MIN_DAYS)->met);
    facts[0].days = 2;
    assert_true(need_of("9", day, facts, 1, NEED_BRIDGE_MIN_DAYS)->met);
    facts[0].days = 10;
    assert_true(need_of("9", day, facts, 2, NEED_BRIDGE_MAX_DAYS)->met); /* special ones apart */
    facts[0].days = 11;
    assert_false(need_of("9", day, facts, 2, NEED_BRIDGE_MAX_DAYS)->met);
    assert_true(need_of("9", day, facts, 2, NEED_BRIDGE_MAX_SPECIAL)->met);
    facts[1].days = 21;
    assert_false(need_of("9", day, facts, 2, NEED_BRIDGE_MAX_SPECIAL)->met);
}

static void the_tenth_grade_has_21_hours_before_1_march(void **state) {
    (void)state;
    const char *day = "2026-11-23";
    struct placement_fact fact = FACT("bridge", "eud", 5, 21, "2027-02-28", true);
    const struct placement_need *need = need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS);
    assert_true(need->met);
    assert_int_equal(day_parse_iso("2027-03-01"), need->before);
    fact.to = day_parse_iso("2027-03-01");
    assert_false(need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS)->met);
    fact.to = day_parse_iso("2027-02-28");
    fact.hours = 20.5;
    assert_false(need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS)->met);
}

static void two_vocational_days_are_of_one_course(void **state) {
    (void)state;
    const char *day = "2026-11-23";
    struct placement_fact facts[] = {FACT("bridge", "eud", 1, 6, "2026-10-02", true),
                                     FACT("bridge", "business", 1, 6, "2026-11-02", true)};
    assert_false(need_of("10", day, facts, 2, NEED_BRIDGE_VOCATIONAL)->met);
    facts[0].days = 2;
    assert_true(need_of("10", day, facts, 2, NEED_BRIDGE_VOCATIONAL)->met);
    facts[0].category = "gym";
    assert_false(need_of("10", day, facts, 2, NEED_BRIDGE_VOCATIONAL)->met);
}

static void an_eud10_has_six_weeks(void **state) {
    (void)state;
    const char *day = "2026-11-23";
    struct placement_fact fact = FACT("bridge", "eud10", 30, 125, "2027-02-01", true);
    assert_true(need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS)->amount == 126);
    assert_false(need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS)->met);
    fact.hours = 126;
    assert_true(need_of("10", day, &fact, 1, NEED_BRIDGE_HOURS)->met);
}

static void the_tenth_grade_has_limits(void **state) {
    (void)state;
    const char *day = "2026-11-23";
    struct placement_fact facts[] = {FACT("bridge", "eud", 25, 100, "2027-02-01", true),
                                     FACT("bridge", "gym", 5, 21, "2027-05-01", false)};
    assert_true(need_of("10", day, facts, 2, NEED_BRIDGE_EXTRA)->met); /* 1 week and 5 more */
    assert_true(need_of("10", day, facts, 2, NEED_BRIDGE_EXTRA_GYM)->met);
    facts[1].days = 6;
    assert_false(need_of("10", day, facts, 2, NEED_BRIDGE_EXTRA)->met);
    assert_false(need_of("10", day, facts, 2, NEED_BRIDGE_EXTRA_GYM)->met);
}

/* ---- practice ---- */

static int64_t work_place(struct house_test *h, struct browser *b) {
    browser_get(b, "/praktik/virksomheder/ny", 200);
    browser_post(b, "/praktik/virksomheder/ny",
                 "navn=B%C3%A6rby+T%C3%B8mrer&fag=T%C3%B8mrer&by=Nyby&telefon=01020304&pladser=2",
                 303);
    return count(h, "select max(id) from employer");
}

static int64_t agree(struct house_test *h, struct browser *b, const char *youth, int64_t employer,
                     const char *days) {
    const char *path = arena_fmt(h->arena, "/unge/%s/praktik/ny", youth);
    browser_get(b, path, 200);
    browser_post(b, path,
                 arena_fmt(h->arena, "virksomhed=%lld&med=Ib&%s&formaal=Pr%%C3%%B8ve+faget",
                           (long long)employer, days),
                 303);
    return count(h, "select max(id) from placement");
}

static void practice_of_somebody_out_of_school_is_their_activity(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t place = work_place(h, &b);
    int64_t id = agree(h, &b, CARL, place, "fra=23.11.2026&til=18.12.2026&timer=30");
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" CARL
                                 "' and to_day is null "
                                 "and kind = 'none'")); /* agreed is not begun */
    browser_get(&b, "/unge/" CARL "/praktik", 200);
    browser_sees(&b, "Skulle være begyndt");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/begyndt", id), "", 303);
    assert_int_equal(
        1, count(h, "select count(*) from spell where youth = '" CARL "' and to_day is null "
                    "and withdrawn_at is null and kind = 'practice' and hours = 30 and "
                    "from_day = '2026-11-23'"));
    browser_get(&b, "/unge/" CARL "/praktik", 200);
    browser_sees(&b, "I gang");
    browser_sees(&b, "Prøve faget");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/slut", id),
                 "dag=23.11.2026&hvordan=completed", 303);
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" CARL
                                 "' and kind = 'unknown' "
                                 "and from_day = '2026-11-24'"));
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" CARL "' and "
                                 "kind = 'practice' and outcome = 'completed'"));
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/slut", id),
                 "dag=23.11.2026&hvordan=completed", 404);
}

static void the_start_is_undone_with_its_spell(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t id = agree(h, &b, CARL, work_place(h, &b), "fra=20.11.2026&til=18.12.2026");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/begyndt", id), "", 303);
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/fortryd/begyndt/%lld", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" CARL
                                 "' and to_day is null "
                                 "and withdrawn_at is null and kind = 'none'"));
    assert_int_equal(1, count(h, "select count(*) from placement where started_day is null"));
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/fortryd/aftale/%lld", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from placement where withdrawn_at is not null"));
}

static void a_pupils_week_is_no_spell(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t id = agree(h, &b, ANNA, work_place(h, &b), "fra=16.11.2026&til=20.11.2026");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/%lld/begyndt", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" ANNA "'"));
    browser_get(&b, "/unge/" ANNA "/praktik", 200);
    browser_sees(&b, "Dage i erhvervspraktik: mindst 5");
    browser_sees(&b, "0 gennemført, 5 planlagt");
    browser_sees(&b, "badge-info badge-small\">Planlagt</span>");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/%lld/slut", id),
                 "dag=20.11.2026&hvordan=completed", 303);
    browser_get(&b, "/unge/" ANNA "/praktik", 200);
    browser_sees(&b, "5 gennemført, 0 planlagt");
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Sluttede: Bærby Tømrer");
}

static void a_start_before_a_later_activity_is_refused(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t id = agree(h, &b, CARL, work_place(h, &b), "fra=11.11.2026&til=18.12.2026");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/begyndt", id), "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Der er registreret en senere aktivitet.");
    assert_int_equal(1, count(h, "select count(*) from placement where started_day is null"));
}

static void what_comes_later_cannot_begin_today(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t id = agree(h, &b, CARL, work_place(h, &b), "fra=24.11.2026&til=18.12.2026");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/begyndt", id), "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Den første dag er ikke kommet endnu.");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Er det begyndt?");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/aflys", id), "", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Er det begyndt?");
}

static void full_time_teaching_is_entered_once(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/praktik/hu", 200);
    browser_post(&b, "/unge/" ANNA "/praktik/hu",
                 "skole=999102&fra=23.11.2026&formaal=Praktiske+fag", 303);
    int64_t id = count(h, "select id from placement");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/%lld/begyndt", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from spell where youth = '" ANNA
                                 "' and to_day is null "
                                 "and kind = 'full_time_teaching' and institution = '999102'"));
    browser_get(&b, "/praktik", 200);
    browser_sees(&b, "Heltidsundervisning (HU)");
    browser_post(&b, "/unge/" ANNA "/praktik/hu", "skole=111111&fra=23.11.2026&formaal=x", 422);
    browser_sees(&b, "Vælg en skole fra listen.");
}

static void both_say_how_it_was(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t place = work_place(h, &b);
    int64_t id = agree(h, &b, ANNA, place, "fra=16.11.2026&til=20.11.2026");
    const char *pupil = with1(h, "/unge/" ANNA "/praktik/%lld/elev", id);
    browser_get(&b, pupil, 200);
    browser_post(&b, pupil, "nytte=4&dag=23.11.2026", 422);
    browser_sees(&b, "Det var ikke begyndt den dag.");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/%lld/begyndt", id), "", 303);
    browser_post(&b, pupil, "dag=23.11.2026", 422);
    browser_sees(&b, "Skriv mindst ét svar.");
    browser_post(&b, pupil, "nytte=4&anbefaler=1&ord=Sjovt+at+bygge&dag=23.11.2026", 303);
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/%lld/arbejdsplads", id),
                 "igen=1&virksomhedens_ord=M%C3%B8dte+til+tiden&dag=23.11.2026", 303);
    browser_get(&b, "/unge/" ANNA "/praktik", 200);
    browser_sees(&b, "Hjalp det til at vælge? En del. Vil anbefale stedet. Sjovt at bygge");
    browser_sees(&b, "Tager gerne en ny. Mødte til tiden");
    browser_get(&b, with1(h, "/praktik/virksomheder/%lld", place), 200);
    browser_sees(&b, "1 ung har svaret. 1 af 1 vil anbefale stedet.");
    browser_sees_not(&b, "Anna");
    const char *plain = house_bytes(h->arena, house_hex(h->arena, "Sjovt at bygge"));
    assert_int_equal(0, count(h, arena_fmt(h->arena,
                                           "select count(*) from placement_answer where "
                                           "body = %s",
                                           plain)));
}

static void bad_days_are_said_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    int64_t place = work_place(h, &b);
    browser_get(&b, "/unge/" CARL "/praktik/ny", 200);
    browser_post(&b, "/unge/" CARL "/praktik/ny",
                 with1(h, "virksomhed=%lld&med=Ib&fra=20.11.2026&til=18.11.2026&formaal=x", place),
                 422);
    browser_sees(&b, "id=\"til-e\"");
    browser_sees(&b, ">x</textarea>");
    test_sql(h->store, "update employer set closed_day = '2026-11-01'");
    browser_post(&b, "/unge/" CARL "/praktik/ny",
                 with1(h, "virksomhed=%lld&med=Ib&fra=20.11.2026&til=28.11.2026&formaal=x", place),
                 422);
    browser_sees(&b, "Vælg et praktiksted, der tager unge på den dag.");
    assert_int_equal(0, count(h, "select count(*) from placement"));
}

/* ---- courses ---- */

#define BRIDGE "slags=bridge&retning=eud&uddannelsessted=999201&formaal=Se+v%C3%A6rkstedet"

static void a_course_that_is_done_stands_in_the_plan(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/praktik/kursus", 200);
    browser_post(&b, "/unge/" ANNA "/praktik/kursus",
                 BRIDGE "&dage=2&timer_i_alt=12&fra=19.11.2026&til=20.11.2026", 303);
    int64_t id = count(h, "select id from placement_course");
    browser_get(&b, "/unge/" ANNA "/plan", 200);
    browser_sees_not(&b, "Se værkstedet");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/kursus/%lld/gennemfoert", id), "", 303);
    browser_get(&b, "/unge/" ANNA "/plan", 200);
    browser_sees(&b, "Se værkstedet");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/kursus/%lld/gennemfoert", id), "", 404);
    assert_int_equal(1, count(h, "select count(*) from plan_course"));
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/fortryd/gennemfoert/%lld", id), "", 303);
    browser_get(&b, "/unge/" ANNA "/plan", 200);
    browser_sees_not(&b, "Se værkstedet");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/kursus/%lld/udeblevet", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from placement_course where done = 0"));
}

static void courses_are_for_pupils_and_fit_their_period(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/praktik/kursus", 200);
    browser_post(&b, "/unge/" CARL "/praktik/kursus",
                 BRIDGE "&dage=2&timer_i_alt=12&fra=19.11.2026&til=20.11.2026", 422);
    browser_sees(&b, "Carl går ikke i en klasse.");
    browser_post(&b, "/unge/" ANNA "/praktik/kursus",
                 BRIDGE "&dage=3&timer_i_alt=12&fra=19.11.2026&til=20.11.2026", 422);
    browser_sees(&b, "Der er flere dage end i perioden.");
    browser_post(
        &b, "/unge/" ANNA "/praktik/kursus",
        "slags=bridge&retning=eud&formaal=x&dage=1&timer_i_alt=6&fra=20.11.2026&til=20.11.2026",
        422);
    browser_sees(&b, "Vælg et uddannelsessted, eller skriv et andet sted.");
    assert_int_equal(0, count(h, "select count(*) from placement_course"));
}

static void who_is_short_of_hours_in_the_tenth_grade_is_listed(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "update class set grade = '10', name = '10.b' where id = 91");
    browser_get(&b, "/unge/" ANNA "/praktik/kursus", 200);
    browser_post(&b, "/unge/" ANNA "/praktik/kursus",
                 BRIDGE "&dage=5&timer_i_alt=21&fra=16.11.2026&til=20.11.2026", 303);
    browser_get(&b, "/praktik", 200);
    browser_sees(&b, "2 af 2 elever i 10. klasse mangler timer før den 1. marts 2027.");
    browser_sees(&b, "0 af 21 timer, 21 planlagt");
    int64_t id = count(h, "select id from placement_course");
    browser_post(&b, with1(h, "/unge/" ANNA "/praktik/kursus/%lld/gennemfoert", id), "", 303);
    browser_get(&b, "/praktik", 200);
    browser_sees(&b, "1 af 2 elever i 10. klasse mangler timer");
    browser_sees_not(&b, "Anna Berg");
}

/* ---- the register of work places ---- */

static void two_who_change_a_work_place_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    int64_t id = work_place(h, &vera);
    const char *path = with1(h, "/praktik/virksomheder/%lld/ret", id);
    browser_get(&lea, path, 200);
    browser_post(&lea, path, "navn=B%C3%A6rby&fag=T%C3%B8mrer&kontakt=Ib&version=1", 303);
    browser_post(&vera, path, "navn=B%C3%A6rby&fag=Snedker&kontakt=Bo&version=1", 409);
    browser_sees(&vera, "lea har gemt praktikstedet imens");
    browser_sees(&vera, "Ib");
    browser_sees(&vera, "value=\"Bo\"");
    assert_int_equal(1, count(h, "select count(*) from employer where contact = 'Ib'"));
    browser_post(&vera, path, "navn=B%C3%A6rby&fag=Snedker&kontakt=Bo&version=2", 303);
    assert_int_equal(1, count(h, "select count(*) from employer where contact = 'Bo'"));
}

static void work_places_are_found_by_the_beginnings_of_words(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    work_place(h, &b);
    browser_get(&b, "/praktik/virksomheder?ord=t%C3%B8m+nyb", 200);
    browser_sees(&b, "Bærby Tømrer");
    browser_get(&b, "/praktik/virksomheder?ord=snedker", 200);
    browser_sees(&b, "Ingen praktiksteder passer.");
    browser_post(&b, "/praktik/virksomheder/ny", "navn=&fag=x", 422);
    browser_sees(&b, "id=\"navn-e\"");
}

/* ---- who may, and one person ---- */

static void only_guidance_with_a_relation_comes_in(void **state) {
    struct house_test *h = *state;
    struct browser school = house_browser(h, h->skola), mads = house_browser(h, h->mads);
    struct browser otto = house_browser(h, h->otto);
    browser_get(&school, "/praktik", 403);
    browser_get(&mads, "/praktik/virksomheder", 403);
    browser_get(&otto, "/unge/" ANNA "/praktik", 303); /* the page that asks for a reason */
    browser_get(&otto, "/praktik", 200);
}

struct erase_call {
    int32_t day;
};
static bool erase_call(struct db *w, void *ctx, struct err *err) {
    const struct erase_call *c = ctx;
    return placement_slice.erase(w, CARL, c->day, err);
}

static void insight_opens_every_text_and_erasure_comes_in_time(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    struct err err = {0};
    int64_t id = agree(h, &b, CARL, work_place(h, &b), "fra=20.11.2026&til=18.12.2026");
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/begyndt", id), "", 303);
    browser_post(&b, with1(h, "/unge/" CARL "/praktik/%lld/elev", id), "ord=Godt&dag=23.11.2026",
                 303);
    json_t *out = json_object();
    assert_true(placement_slice.insight(h->db, h->arena, CARL, out, &err));
    char *text = json_dumps(out, JSON_COMPACT);
    assert_non_null(strstr(text, "Prøve faget"));
    assert_non_null(strstr(text, "Godt"));
    free(text);
    json_decref(out);
    struct erase_call early = {day_from_ymd(2036, 1, 1)}, late = {day_from_ymd(2041, 1, 1)};
    assert_true(store_write(h->store, erase_call, &early, &err));
    assert_int_equal(1, count(h, "select count(*) from placement"));
    assert_true(store_write(h->store, erase_call, &late, &err));
    assert_int_equal(0, count(h, "select count(*) from placement"));
    assert_int_equal(0, count(h, "select count(*) from placement_answer"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_begin_on_their_day),
        cmocka_unit_test(the_eighth_grade_must_see_a_vocational_school),
        cmocka_unit_test(the_ninth_grade_has_two_to_ten_days),
        cmocka_unit_test(the_tenth_grade_has_21_hours_before_1_march),
        cmocka_unit_test(two_vocational_days_are_of_one_course),
        cmocka_unit_test(an_eud10_has_six_weeks),
        cmocka_unit_test(the_tenth_grade_has_limits),
        HOUSE_TEST(practice_of_somebody_out_of_school_is_their_activity),
        HOUSE_TEST(the_start_is_undone_with_its_spell),
        HOUSE_TEST(a_pupils_week_is_no_spell),
        HOUSE_TEST(a_start_before_a_later_activity_is_refused),
        HOUSE_TEST(what_comes_later_cannot_begin_today),
        HOUSE_TEST(full_time_teaching_is_entered_once),
        HOUSE_TEST(both_say_how_it_was),
        HOUSE_TEST(bad_days_are_said_beside_the_field),
        HOUSE_TEST(a_course_that_is_done_stands_in_the_plan),
        HOUSE_TEST(courses_are_for_pupils_and_fit_their_period),
        HOUSE_TEST(who_is_short_of_hours_in_the_tenth_grade_is_listed),
        HOUSE_TEST(two_who_change_a_work_place_see_both_texts),
        HOUSE_TEST(work_places_are_found_by_the_beginnings_of_words),
        HOUSE_TEST(only_guidance_with_a_relation_comes_in),
        HOUSE_TEST(insight_opens_every_text_and_erasure_comes_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

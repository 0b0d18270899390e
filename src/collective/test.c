/* SPDX-License-Identifier: EUPL-1.2
 *
 * Collective guidance through the router: a session with attendance and steps and its undo, the year plan,
 * themes by date, reach, and who has had nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "collective/collective.h"
#include "tests/house.h"

#include <jansson.h>

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

#define with1(h_, format_, one_) arena_fmt((h_)->arena, format_, (long long)(one_))

static void a_class_is_registered_in_one_form_and_undone_in_one(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_sees(&b, "Anna Berg");
    browser_sees(&b, "value=\"" BO "\" checked");
    browser_post(&b, "/klasser/91/hold", "emne=trades&dag=23.11.2026&til=" ANNA, 303);
    assert_int_equal(
        1, count(h, "select count(*) from contact where kind = 'collective' and attended = 1"));
    assert_int_equal(
        1, count(h, "select count(*) from contact where kind = 'collective' and attended = 0"));
    browser_get(&b, "/unge/" BO, 200);
    browser_sees(&b, "Fag, der mangler faglærte. Var ikke til stede.");
    int64_t id = count(h, "select id from collective_session");
    browser_post(&b, arena_fmt(h->arena, "/klasser/91/hold/%lld/fortryd", (long long)id), "", 303);
    assert_int_equal(2, count(h, "select count(*) from contact where withdrawn_at is not null"));
}

static void a_session_of_another_school_is_refused(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/81/hold", 403);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/81/hold", "emne=plan&dag=23.11.2026&til=" ELIF, 403);
    assert_int_equal(0, count(h, "select count(*) from collective_session"));
}

static void a_pupil_of_another_class_is_not_registered(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=plan&dag=23.11.2026&til=" ELIF "&til=" ANNA, 303);
    assert_int_equal(0, count(h, "select count(*) from contact where youth = '" ELIF "'"));
}

/* ---- steps ---- */

static void those_who_were_there_take_a_step_home(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold",
                 "emne=choice&dag=23.11.2026&til=" ANNA
                 "&trin=Bes%C3%B8ge+%C3%A5bent+hus&hvem=youth&frist=15.1.2027",
                 303);
    browser_follow(&b, 200);
    browser_sees(&b, "1 registreret, 1 fraværende. 1 elev har fået trinnet i planen.");
    assert_int_equal(1, count(h, "select count(*) from plan_step where youth = '" ANNA "' and "
                                 "due = '2027-01-15' and withdrawn_at is null"));
    assert_int_equal(0, count(h, "select count(*) from plan_step where youth = '" BO "'"));
    browser_get(&b, "/unge/" ANNA "/plan", 200);
    browser_sees(&b, "Besøge åbent hus");
    int64_t id = count(h, "select id from collective_session");
    browser_post(&b, with1(h, "/klasser/91/hold/%lld/fortryd", id), "", 303);
    assert_int_equal(0, count(h, "select count(*) from plan_step where withdrawn_at is null"));
    browser_get(&b, "/unge/" ANNA "/plan", 200);
    browser_sees_not(&b, "Besøge åbent hus");
}

static void a_step_that_is_done_stays_when_the_session_is_undone(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold",
                 "emne=choice&dag=23.11.2026&til=" ANNA "&til=" BO "&trin=Ring&hvem=youth", 303);
    test_sql(h->store, "update plan_step set done_day = '2026-11-23' where youth = '" ANNA "'");
    int64_t id = count(h, "select id from collective_session");
    browser_post(&b, with1(h, "/klasser/91/hold/%lld/fortryd", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from plan_step where withdrawn_at is null"));
    assert_int_equal(1,
                     count(h, "select count(*) from collective_session where withdrawn_at is not "
                              "null"));
}

static void what_is_wrong_is_said_and_nothing_is_half_written(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=24.11.2026&til=" ANNA, 422);
    browser_sees(&b, "Skriv en dato, der er passeret eller i dag.");
    browser_sees_not(&b, "value=\"" BO "\" checked");
    browser_post(&b, "/klasser/91/hold", "emne=findes-ikke&dag=23.11.2026&til=" ANNA, 422);
    browser_sees(&b, "Vælg et af emnerne.");
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=23.11.2026&til=" ANNA "&frist=1.1.2027",
                 422);
    browser_sees(&b, "Skriv, hvad der skal ske, eller slet fristen.");
    browser_post(&b, "/klasser/91/hold",
                 "emne=choice&dag=23.11.2026&til=" ANNA "&trin=x&hvem=youth&frist=1.11.2026", 422);
    browser_sees(&b, "Fristen skal ligge efter timen");
    assert_int_equal(0, count(h, "select count(*) from collective_session"));
    assert_int_equal(0, count(h, "select count(*) from plan_step"));
}

/* ---- corrections ---- */

static void attendance_is_corrected_also_the_next_day(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=trades&dag=23.11.2026&til=" ANNA, 303);
    int64_t id = count(h, "select id from collective_session");
    clock_fix(HOUSE_TODAY + 1);
    struct browser l = house_browser(h, h->lea);
    const char *page = with1(h, "/klasser/91/hold/%lld", id);
    browser_get(&l, "/klasser/91/hold", 200);
    browser_sees(&l, page);
    browser_get(&l, page, 200);
    browser_sees(&l, "holdt af vera");
    browser_sees(&l, "value=\"" ANNA "\" checked");
    browser_post(&l, page, "rettelse=0&til=" BO, 303);
    browser_follow(&l, 200);
    browser_sees(&l, "2 fremmøder er rettet.");
    browser_sees(
        &l, "Den 24. november 2026 rettede lea: Bo Dahl var til stede. Før stod: ikke til stede.");
    browser_sees(&l, "rettede lea: Anna Berg var ikke til stede. Før stod: til stede.");
    /* What was written first is still there, and whose it was. */
    assert_int_equal(2,
                     count(h, with1(h,
                                    "select count(*) from contact where withdrawn_at is not null "
                                    "and author = %lld and day = '2026-11-23'",
                                    h->vera)));
    assert_int_equal(
        1, count(h, "select count(*) from contact where withdrawn_at is null and attended = 1 "
                    "and youth = '" BO "' and day = '2026-11-23'"));
    assert_int_equal(
        2, count(h, with1(h,
                          "select count(*) from attendance_correction where author = %lld "
                          "and day = '2026-11-24'",
                          h->lea)));
    browser_get(&l, "/unge/" ANNA, 200);
    browser_sees(&l, "Fag, der mangler faglærte. Var ikke til stede.");
    browser_get(&l, "/klasser/91/hold", 200);
    browser_sees(&l, "<td class=\"num\" data-title=\"Til stede\">1</td>");
    clock_fix(HOUSE_TODAY);
}

static void a_colleague_s_correction_is_not_lost(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=trades&dag=23.11.2026&til=" ANNA, 303);
    const char *page =
        with1(h, "/klasser/91/hold/%lld", count(h, "select id from collective_session"));
    browser_get(&b, page, 200);
    struct browser l = house_browser(h, h->lea);
    browser_get(&l, page, 200);
    browser_post(&l, page, "rettelse=0&til=" ANNA "&til=" BO, 303);
    browser_post(&b, page, "rettelse=0", 409);
    browser_sees(&b, "En kollega har rettet fremmødet imens");
    browser_sees(&b, "kollegaen: til stede");
    assert_int_equal(
        2, count(h, "select count(*) from contact where withdrawn_at is null and attended = 1"));
    browser_post(&b, page,
                 with1(h, "rettelse=%lld&til=" ANNA "&til=" BO,
                       count(h, "select max(id) from attendance_correction")),
                 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Intet er ændret.");
    browser_post(&b, page, "til=" ANNA, 409); /* without the number that it began from */
    struct browser o = house_browser(h, h->otto);
    browser_get(&o, page, 403);
    browser_get(&b, "/klasser/91/hold/1", 404);
}

/* ---- themes by date ---- */

static void a_theme_is_only_of_its_days(void **state) {
    struct house_test *h = *state;
    clock_fix(day_from_ymd(2021, 9, 1)); /* the policy's theme came on 1 August 2021 */
    test_sql(h->store, "update class set school_year = 2021; "
                       "update youth_class set from_day = '2021-08-01'; "
                       "update counsellor_school set from_day = '2019-08-01'");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_sees(&b, "Fag, der mangler faglærte");
    browser_post(&b, "/klasser/91/hold", "emne=trades&dag=31.7.2021&til=" ANNA, 422);
    browser_sees(&b, "Emnet gjaldt ikke den dag.");
    browser_post(&b, "/klasser/91/hold", "emne=trades&dag=1.8.2021&til=" ANNA, 303);
    clock_fix(day_from_ymd(2021, 7, 30));
    browser_get(&b, "/klasser/91/hold", 200);
    browser_sees_not(&b, "emne-trades");
}

static void the_team_leader_adds_a_theme_and_ends_it(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), vera = house_browser(h, h->vera);
    browser_get(&vera, "/kollektiv/emner", 403);
    browser_get(&lea, "/kollektiv/emner", 200);
    browser_post(&lea, "/kollektiv/emner", "navn=Robotter&fra=1.11.2026&hvorfor=Udvalget", 422);
    browser_sees(&lea, "id=\"engelsk-e\"");
    browser_post(&lea, "/kollektiv/emner",
                 "navn=Robotter&engelsk=Robots&trin9=1&fra=1.11.2026&hvorfor=Udvalget", 303);
    browser_get(&vera, "/klasser/91/hold", 200);
    browser_sees(&vera, "Robotter");
    test_sql(h->store, "update collective_theme set id = 'robots' where name_en = 'Robots'");
    browser_post(&lea, "/kollektiv/emner/robots/slut", "slut=22.11.2026", 303);
    browser_get(&vera, "/klasser/91/hold", 200);
    browser_sees_not(&vera, "Robotter");
    browser_post(&vera, "/klasser/91/hold", "emne=robots&dag=22.11.2026&til=" ANNA, 303);
    browser_post(&lea, "/kollektiv/emner/robots/slut", "slut=1.10.2026", 303);
    browser_follow(&lea, 200);
    browser_sees(&lea, "Den sidste dag ligger før den første.");
}

static void a_theme_of_the_program_can_be_ended(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), vera = house_browser(h, h->vera);
    browser_get(&lea, "/kollektiv/emner", 200);
    browser_post(&lea, "/kollektiv/emner/trades/slut", "slut=31.10.2026", 303);
    browser_get(&vera, "/klasser/91/hold", 200);
    browser_sees_not(&vera, "Fag, der mangler faglærte");
    browser_post(&vera, "/klasser/91/hold", "emne=trades&dag=31.10.2026&til=" ANNA, 303);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_sees(&vera, "Fag, der mangler faglærte");
    browser_post(&lea, "/kollektiv/emner/findes-ikke/slut", "slut=31.10.2026", 404);
}

/* ---- the year plan ---- */

static void a_state_is_of_planned_held_and_today(void **state) {
    (void)state;
    const int32_t today = HOUSE_TODAY;
    assert_int_equal(COLLECTIVE_NONE, collective_state_of(DAY_NONE, DAY_NONE, today));
    assert_int_equal(COLLECTIVE_PLANNED, collective_state_of(today + 1, DAY_NONE, today));
    assert_int_equal(COLLECTIVE_PLANNED, collective_state_of(today, DAY_NONE, today));
    assert_int_equal(COLLECTIVE_LATE, collective_state_of(today - 1, DAY_NONE, today));
    assert_int_equal(COLLECTIVE_HELD, collective_state_of(today - 1, today - 1, today));
    assert_int_equal(COLLECTIVE_HELD, collective_state_of(DAY_NONE, today, today));
}

static void a_plan_is_made_held_and_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/kollektiv/999101", 200);
    browser_sees(&b, "0 holdt, 0 planlagt, 0 skulle have været holdt.");
    browser_post(&b, "/kollektiv/999101?aar=2026", "emne=choice&dag=1.12.2026&klasse=91", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Planlagt 1. dec. 2026");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Hold: Valg af uddannelse og erhverv");
    int64_t plan = count(h, "select id from collective_plan");
    clock_fix(day_from_ymd(2026, 12, 3));
    browser_get(&b, "/kollektiv/999101", 200);
    browser_sees(&b, "Skulle være holdt 1. dec. 2026");
    browser_get(&b, with1(h, "/klasser/91/hold?plan=%lld", plan), 200);
    browser_sees(&b, "name=\"dag\" value=\"01.12.2026\"");
    browser_post(&b, "/klasser/91/hold",
                 with1(h, "emne=choice&dag=1.12.2026&til=" ANNA "&plan=%lld", plan), 303);
    browser_get(&b, "/kollektiv/999101", 200);
    browser_sees(&b, "Holdt 1. dec. 2026");
    browser_sees(&b, "1 holdt, 0 planlagt, 0 skulle have været holdt.");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Hold: Valg af uddannelse");
    browser_post(&b, with1(h, "/kollektiv/999101/plan/%lld/fjern", plan), "", 404);
}

static void a_session_meets_the_earliest_open_plan_of_its_theme(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/kollektiv/999101", 200);
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=5.1.2027&klasse=91", 303);
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=1.12.2026&klasse=91", 303);
    browser_post(&b, "/kollektiv/999101", "emne=choice&dag=30.11.2026&klasse=91", 303);
    browser_post(&b, "/klasser/91/hold", "emne=plan&dag=23.11.2026&til=" ANNA, 303);
    assert_int_equal(1, count(h, "select count(*) from collective_session s join collective_plan p "
                                 "on p.id = s.plan where p.day = '2026-12-01'"));
}

static void what_was_planned_in_one_act_is_undone_in_one(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "insert into class (id, institution, school_year, grade, name) values "
                       "(92, '999101', 2026, '9', '9.a')");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/kollektiv/999101", 200);
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=5.1.2027&klasse=91&klasse=92&klasse=81",
                 303);
    assert_int_equal(2,
                     count(h, "select count(*) from collective_plan")); /* 81 is another school's */
    int64_t batch = count(h, "select min(batch) from collective_plan");
    browser_post(&b, with1(h, "/kollektiv/999101/plan/%lld/fortryd", batch), "", 303);
    assert_int_equal(
        2, count(h, "select count(*) from collective_plan where withdrawn_at is not null"));
    browser_get(&b, "/kollektiv/999101", 200);
    browser_sees(&b, "0 holdt, 0 planlagt");
}

static void a_day_that_is_no_school_day_is_refused(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/kollektiv/999101", 200);
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=5.12.2026&klasse=91", 422);
    browser_sees(&b, "Den dag er ikke en skoledag.");
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=5.8.2027&klasse=91", 422);
    browser_sees(&b, "Dagen ligger ikke i 2026/27.");
    browser_post(&b, "/kollektiv/999101", "emne=plan&dag=7.12.2026", 422);
    browser_sees(&b, "Sæt kryds ved mindst en klasse.");
    assert_int_equal(0, count(h, "select count(*) from collective_plan"));
}

static void another_schools_plan_is_refused(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    browser_get(&b, "/kollektiv/999102", 403);
    browser_get(&b, "/kollektiv/mangler?skole=999102", 403);
    browser_get(&lea, "/kollektiv/999102", 200);
    browser_post(&lea, "/kollektiv/999102", "emne=plan&dag=5.1.2027&klasse=81", 303);
    int64_t id = count(h, "select id from collective_plan");
    browser_get(&b, "/kollektiv/999101", 200);
    browser_post(&b, with1(h, "/kollektiv/999102/plan/%lld/fjern", id), "", 403);
    browser_post(&b, with1(h, "/kollektiv/999101/plan/%lld/fjern", id), "", 404);
    browser_post(&lea, with1(h, "/kollektiv/999102/plan/%lld/fjern", id), "", 303);
}

/* ---- reach ---- */

static void pupils(struct house_test *h, int n) {
    for (int i = 0; i < n; i++) {
        char *id = arena_dup(h->arena, "fffffffffffffffffffffffff2");
        id[24] = (char)('a' + i);
        house_youth(h, id, "Ung", "Elev", "2011-02-02", h->vera, 0);
        test_sql(h->store, arena_fmt(h->arena,
                                     "insert into youth_class (id, youth, class, from_day) values "
                                     "(%d, '%s', 91, '2026-08-01')",
                                     100 + i, id));
    }
}

static void reach_counts_pupils_once_and_only_who_came(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    struct collective_reach *list;
    size_t n;
    struct err err = {0};
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=23.11.2026&til=" ANNA, 303);
    browser_post(&b, "/klasser/91/hold", "emne=plan&dag=20.11.2026&til=" ANNA, 303);
    assert_true(collective_reach(h->db, h->arena, 2026, h->vera, HOUSE_TODAY, &list, &n, &err));
    assert_int_equal(1, n);
    assert_string_equal("9", list[0].grade);
    assert_int_equal(2, list[0].pupils);
    assert_int_equal(1, list[0].reached);
    assert_true(collective_reach(h->db, h->arena, 2026, INT_NONE, HOUSE_TODAY, &list, &n, &err));
    assert_int_equal(2, n);
    assert_true(collective_reach(h->db, h->arena, 2025, INT_NONE, HOUSE_TODAY, &list, &n, &err));
    assert_int_equal(0, n);
}

static void a_session_of_the_year_before_does_not_count(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    struct collective_reach *list;
    size_t n;
    struct err err = {0};
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=31.7.2026&til=" ANNA, 303);
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=1.8.2026&til=" BO, 303);
    assert_true(collective_reach(h->db, h->arena, 2026, h->vera, HOUSE_TODAY, &list, &n, &err));
    assert_int_equal(1, list[0].reached);
    browser_get(&b, "/kollektiv/mangler?skole=999101", 200);
    browser_sees(&b, "1 elev på Skole A har ikke været med på et hold i 2026/27.");
    browser_sees(&b, "Anna Berg");
    browser_sees_not(&b, "Bo Dahl");
}

static void the_pages_say_the_share_and_hide_small_groups(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/kollektiv", 200);
    browser_sees(&b, "Under 5 elever");
    pupils(h, 6);
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold", "emne=choice&dag=23.11.2026&til=" ANNA "&til=" BO, 303);
    browser_get(&b, "/kollektiv", 200);
    browser_sees(&b, "2 af 8 elever i 8.–10. klasse har været med mindst én gang (25\u00a0%).");
    browser_get(&b, "/kollektiv/mangler?skole=999101", 200);
    browser_sees(&b, "var fraværende 1 gang");
}

static void a_grade_without_a_theme_misses_nothing(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "update class set grade = '7', name = '7.b' where id = 91");
    browser_get(&b, "/kollektiv/mangler?skole=999101", 200);
    browser_sees_not(&b, "Anna Berg");
    browser_sees(&b, "de klassetrin, der har emner: 8, 9, 10.");
    test_sql(h->store, with1(h,
                             "insert into collective_theme (id, name_da, name_en, "
                             "grades, from_day, why, author, at) values ('job', 'Job', 'Jobs', "
                             "'7 8', '2026-08-01', 'x', %lld, 1)",
                             h->lea));
    browser_get(&b, "/kollektiv/mangler?skole=999101", 200);
    browser_sees(&b, "Anna Berg");
}

static void management_sees_figures_and_no_persons(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->mads), school = house_browser(h, h->skola);
    browser_get(&b, "/kollektiv", 200);
    browser_sees(&b, "Skole B");
    browser_sees_not(&b, "/kollektiv/mangler");
    browser_get(&b, "/kollektiv/mangler?skole=999101", 403);
    browser_get(&b, "/kollektiv/999101", 403);
    browser_get(&school, "/kollektiv", 403);
}

/* ---- one person ---- */

struct erase_call {
    int32_t day;
};
static bool erase_call(struct db *w, void *ctx, struct err *err) {
    const struct erase_call *c = ctx;
    return collective_slice.erase(w, ANNA, c->day, err);
}

static void insight_tells_sessions_and_erasure_cuts_the_link(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    struct err err = {0};
    browser_get(&b, "/klasser/91/hold", 200);
    browser_post(&b, "/klasser/91/hold",
                 "emne=choice&dag=23.11.2026&til=" ANNA "&trin=Ring&hvem=youth", 303);
    json_t *out = json_object();
    assert_true(collective_slice.insight(h->db, h->arena, ANNA, out, &err));
    json_t *one =
        json_array_get(json_object_get(json_object_get(out, "collective"), "sessions"), 0);
    assert_string_equal("2026-11-23", json_string_value(json_object_get(one, "day")));
    assert_true(json_is_true(json_object_get(one, "attended")));
    json_decref(out);
    struct erase_call early = {day_from_ymd(2036, 1, 1)}, late = {day_from_ymd(2042, 1, 1)};
    assert_true(store_write(h->store, erase_call, &early, &err));
    assert_int_equal(1, count(h, "select count(*) from collective_step"));
    assert_true(store_write(h->store, erase_call, &late, &err));
    assert_int_equal(0, count(h, "select count(*) from collective_step"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_class_is_registered_in_one_form_and_undone_in_one),
        HOUSE_TEST(a_session_of_another_school_is_refused),
        HOUSE_TEST(a_pupil_of_another_class_is_not_registered),
        HOUSE_TEST(those_who_were_there_take_a_step_home),
        HOUSE_TEST(a_step_that_is_done_stays_when_the_session_is_undone),
        HOUSE_TEST(what_is_wrong_is_said_and_nothing_is_half_written),
        HOUSE_TEST(attendance_is_corrected_also_the_next_day),
        HOUSE_TEST(a_colleague_s_correction_is_not_lost),
        HOUSE_TEST(a_theme_is_only_of_its_days),
        HOUSE_TEST(the_team_leader_adds_a_theme_and_ends_it),
        HOUSE_TEST(a_theme_of_the_program_can_be_ended),
        cmocka_unit_test(a_state_is_of_planned_held_and_today),
        HOUSE_TEST(a_plan_is_made_held_and_shown),
        HOUSE_TEST(a_session_meets_the_earliest_open_plan_of_its_theme),
        HOUSE_TEST(what_was_planned_in_one_act_is_undone_in_one),
        HOUSE_TEST(a_day_that_is_no_school_day_is_refused),
        HOUSE_TEST(another_schools_plan_is_refused),
        HOUSE_TEST(reach_counts_pupils_once_and_only_who_came),
        HOUSE_TEST(a_session_of_the_year_before_does_not_count),
        HOUSE_TEST(the_pages_say_the_share_and_hide_small_groups),
        HOUSE_TEST(a_grade_without_a_theme_misses_nothing),
        HOUSE_TEST(management_sees_figures_and_no_persons),
        HOUSE_TEST(insight_tells_sessions_and_erasure_cuts_the_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

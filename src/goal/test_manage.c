/* SPDX-License-Identifier: EUPL-1.2
 *
 * Goals, sub-targets and initiatives changed on their pages.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/edit.h"
#include "goal/goal.h"
#include "tests/house.h"

static bool load(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

static struct browser browser_as(struct house_test *h, int64_t user) {
    struct err err = {0};
    assert_true(store_write(h->store, load, NULL, &err));
    return house_browser(h, user);
}

#define GOAL(name_, from_, holds_, version_)                                                       \
    "navn=" name_ "&navn_en=In+English&tekst=Ord&tekst_en=Words&ejer=Team+Unge&bruger=vera"        \
    "&maalt=wish_eud&retning=more&kilde=M%C3%B8de&gaelder=" holds_ "&fra=" from_                   \
    "&hvorfor=Besluttet&version=" version_

static const char *fill(struct house_test *h, const char *path, const char *body, int status) {
    struct browser b = house_browser(h, h->lea);
    browser_post(&b, path, body, status);
    return b.body;
}

static struct goals goals_on(struct house_test *h, int32_t day) {
    struct goals goals;
    struct err err = {0};
    assert_true(goals_read_on(h->db, h->arena, LANG_DA, day, &goals, &err));
    return goals;
}

static void a_goal_of_ones_own_needs_no_code(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    browser_get(&b, "/team/kvalitet/maal", 200);
    browser_sees(&b, "Mål 4:");
    fill(h, "/team/kvalitet/maal/nyt", GOAL("Et+nyt", "23.11.2026", "yes", "0"), 303);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    const struct goal *own = goal_find(&goals, 5);
    assert_non_null(own);
    assert_string_equal(own->measure, "own:wish_eud");
    assert_string_equal(own->by, "lea");
    assert_int_equal(own->account, h->vera);
    browser_get(&b, "/maal/5", 200);
    browser_sees(&b, "Et nyt");
    browser_sees(&b, "Der er ingen tal for målet endnu.");
    goals = goals_on(h, HOUSE_TODAY - 1);
    assert_null(goal_find(&goals, 5)); /* the past does not change */
    fill(h, "/team/kvalitet/maal/nyt", GOAL("Et+nyt", "22.11.2026", "yes", "0"), 422);
    fill(h, "/team/kvalitet/maal/nyt", GOAL("", "23.11.2026", "yes", "0"), 422);
    goals = goals_on(h, HOUSE_TODAY);
    assert_int_equal(goals.n, 5);
}

/* A goal that wants less; a measure that nobody knows; a measure that is kept keeps its way of counting. */
static void what_a_goal_measures_is_kept_or_known(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    const char *path = "/team/kvalitet/maal/2";
#define MEASURED(measure_, way_)                                                                   \
    "navn=N&navn_en=N&tekst=T&tekst_en=T&ejer=E&maalt=" measure_ "&retning=" way_                  \
    "&kilde=K&gaelder=yes&fra=23.11.2026&hvorfor=H&version=2"
    struct goals before = goals_on(h, HOUSE_TODAY);
    browser_post(&b, path, MEASURED("ukendt", "more"), 422);
    browser_sees(&b, "id=\"maalt-e\"");
    browser_post(&b, path, MEASURED("keep", "less"), 303);
    struct goals after = goals_on(h, HOUSE_TODAY);
    const struct goal *was = goal_find(&before, 2), *is = goal_find(&after, 2);
    assert_true(was->direction == 1 && is->direction == -1);
    assert_true(*was->definition != '\0');
    assert_string_equal(is->definition, was->definition);
    assert_string_equal(is->measure, was->measure);
    assert_string_equal(is->unit, was->unit);
}

/* Of fewer than five nobody sees how many an initiative reached. */
static void reach_of_few_is_not_told(void **state) {
    struct house_test *h = *state;
    struct reach reach;
    struct err err = {0};
    for (int i = 0; i < 5; i++) {
        const char *id = arena_fmt(h->arena, "r%025d", i);
        clock_fix(HOUSE_TODAY + i); /* what was counted on another day is not handed out */
        house_youth(h, id, "Ung", "Nr", "2011-05-01", h->vera, 0);
        test_sql(h->store,
                 arena_fmt(h->arena,
                           "insert into youth_class (id, youth, class, from_day) values (%d, '%s', "
                           "91, '2026-08-01')",
                           800 + i, id));
        test_sql(
            h->store,
            arena_fmt(h->arena,
                      "insert into contact (id, youth, kind, at, day, author) values (%d, '%s', "
                      "'talk', %lld, '2026-11-02', %lld)",
                      800 + i, id, (long long)clock_at(day_from_ymd(2026, 11, 2), 12, 0),
                      (long long)h->vera));
        assert_true(goal_reach(h->store, "talk_all", &reach, &err));
        assert_int_equal(reach.few, i < 4);
        assert_int_equal(reach.yes, i < 4 ? INT_NONE : 5);
        assert_int_equal(reach.of, 3 + i + 1);
    }
    assert_true(goal_reach(h->store, "findes_ikke", &reach, &err));
    assert_true(reach.yes == INT_NONE && !reach.few);
}

static void a_retired_goal_stays_in_the_past(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    fill(h, "/team/kvalitet/maal/3", GOAL("Slut", "01.12.2026", "no", "3"), 303);
    browser_get(&b, "/maal/3", 200);
    struct goals goals = goals_on(h, day_from_ymd(2026, 11, 30));
    assert_non_null(goal_find(&goals, 3));
    goals = goals_on(h, day_from_ymd(2026, 12, 1));
    assert_null(goal_find(&goals, 3));
    assert_int_equal(goals.n, 3);
}

static void two_who_change_a_goal_both_see_what_the_other_wrote(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    fill(h, "/team/kvalitet/maal/2", GOAL("Den+ene", "23.11.2026", "yes", "2"), 303);
    browser_post(&b, "/team/kvalitet/maal/2", GOAL("Den+anden", "23.11.2026", "yes", "2"), 409);
    browser_sees(&b, "lea har gemt, mens du skrev");
    browser_sees(&b, "Den ene");
    browser_sees(&b, "value=\"Den anden\"");
    struct goals goals = goals_on(h, HOUSE_TODAY);
    assert_string_equal(goal_find(&goals, 2)->name, "Den ene");
}

static void a_sub_target_is_replaced_and_kept(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    const char *path = "/team/kvalitet/maal/2/delmaal";
    browser_post(&b, path, "aar=2027&vaerdi=31,5&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 303);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    assert_true(figure_find(goals.figures, "eud_application_target", "Viborg", "2027")->value ==
                31.5);
    browser_get(&b, "/team/kvalitet/maal/2", 200);
    browser_sees(&b, "31,5");
    browser_post(&b, path, "aar=2027&vaerdi=33&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 409);
    browser_sees(&b, "lea har gemt, mens du skrev");
    browser_post(&b, path, "aar=2025&vaerdi=33&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 422);
    browser_sees(&b, "Året er gået");
    browser_post(&b, path, "aar=2028&vaerdi=101&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 422);
    browser_sees(&b, "Skriv et tal fra 0 til 100.");
    browser_post(&b, path, "aar=2028&vaerdi=-1&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 422);
    struct err err = {0};
    assert_true(
        store_write(h->store, load, NULL, &err)); /* the program's own do not come back over it */
    goals = goals_on(h, HOUSE_TODAY);
    assert_true(figure_find(goals.figures, "eud_application_target", "Viborg", NULL)->value ==
                31.5);
}

/* Without a number the target of the year is gone; what it was stays in the history. */
static void a_sub_target_is_taken_away(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    const char *path = "/team/kvalitet/maal/2/delmaal";
    browser_post(&b, path, "aar=2027&vaerdi=31,5&delmaal_kilde=M&delmaal_hvorfor=H&version=0", 303);
    int64_t version =
        test_sql_number(h->store, "select at from goal_target where goal = 2 and period = '2027'");
    browser_post(&b, path,
                 arena_fmt(h->arena,
                           "aar=2027&vaerdi=&delmaal_kilde=M&delmaal_hvorfor=Udgik&version=%lld",
                           (long long)version),
                 303);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    assert_null(figure_find(goals.figures, "eud_application_target", "Viborg", "2027"));
    assert_int_equal(test_sql_number(h->store,
                                     "select count(*) from goal_target where goal = 2 and "
                                     "period = '2027'"),
                     1);
}

static void an_initiative_without_a_date_says_so_and_is_on_the_worklist(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->lea);
    browser_get(&b, "/indsatser", 200);
    browser_sees(&b, "Viborg Karriereuger");
    browser_sees(&b, "20 tiltag har ingen næste dato");
    browser_sees(&b, "Gæster ved Karriereuger: "); /* a number of people, not of so many per 100 */
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "20 tiltag uden næste dato");
#define INITIATIVE(next_, version_)                                                                \
    "navn=Karriere&navn_en=Career&tekst=Ord&tekst_en=Words&ejer=Team&bruger=vera&taeller=none"     \
    "&naeste=" next_ "&gaelder=yes&hvorfor=Aftalt&version=" version_
    browser_post(&b, "/indsatser/karriereuger", INITIATIVE("22.11.2026", "1"), 422);
    browser_post(&b, "/indsatser/karriereuger", INITIATIVE("24.11.2026", "1"), 303);
    browser_post(&b, "/indsatser/karriereuger", INITIATIVE("25.11.2026", "1"), 409);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "19 tiltag uden næste dato");
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Følg op på tiltag");
    browser_sees_not(&vera, "uden næste dato");
}

static void what_came_of_it_is_written_by_its_owner(void **state) {
    struct house_test *h = *state;
    struct browser b = browser_as(h, h->vera);
    const char *path = "/indsatser/hu/resultat";
    browser_post(&b, path, "dag=23.11.2026&naaet=45&resultat=Godt", 403);
    test_sql(h->store,
             arena_fmt(h->arena, "update initiative set account = %lld where initiative = 'hu'",
                       (long long)h->vera));
    browser_post(&b, path, "dag=24.11.2026&naaet=45&resultat=Godt", 422);
    browser_post(&b, path, "dag=23.11.2026&naaet=mange&resultat=Godt", 422);
    browser_post(&b, path, "dag=23.11.2026&naaet=45&resultat=Godt+gik+det", 303);
    browser_get(&b, "/indsatser/hu", 200);
    browser_sees(&b, "Godt gik det");
    browser_sees(&b, "45 deltog (talt af vera");
    browser_get(&b, "/indsatser/ukendt", 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_goal_of_ones_own_needs_no_code),
        HOUSE_TEST(what_a_goal_measures_is_kept_or_known),
        HOUSE_TEST(reach_of_few_is_not_told),
        HOUSE_TEST(a_retired_goal_stays_in_the_past),
        HOUSE_TEST(two_who_change_a_goal_both_see_what_the_other_wrote),
        HOUSE_TEST(a_sub_target_is_replaced_and_kept),
        HOUSE_TEST(a_sub_target_is_taken_away),
        HOUSE_TEST(an_initiative_without_a_date_says_so_and_is_on_the_worklist),
        HOUSE_TEST(what_came_of_it_is_written_by_its_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

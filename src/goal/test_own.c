/* SPDX-License-Identifier: EUPL-1.2
 *
 * The municipality's own figures on the pages of the goals: as they were published, by whom and when, apart from
 * the official ones; and what follows when a goal is judged by one of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/testing.h"

#include <math.h>

static void load(struct house_test *h) {
    struct err err = {0};
    if (!store_write(h->store, goal_test_load, NULL, &err)) fail_msg("%s", err.message);
}

static struct goals goals_on(struct house_test *h, int32_t day) {
    struct goals goals;
    struct err err = {0};
    if (!goals_read_on(h->db, h->arena, LANG_DA, day, &goals, &err)) fail_msg("%s", err.message);
    return goals;
}

static int32_t autumn(int year) { return day_from_ymd(year, 10, 13); }

/* One indicator, a year at a time from `first`: so many of 1000 each. */
static void years(struct house_test *h, const char *key, int goal, int first, const int64_t *yes,
                  int n) {
    for (int i = 0; i < n; i++)
        goal_test_figure(h, goal_test_publish(h, first + i, 1, autumn(first + i + 1)), 1, goal, key,
                         "all", "", yes[i], yes[i] == INT_NONE ? INT_NONE : 1000);
}

static void judge_by(struct house_test *h, const char *key) {
    test_sql(h->store, arena_fmt(h->arena,
                                 "update goal set measure = 'own:%s', series = 'goal_2_target', "
                                 "definition = '', direction = 1 where number = 2; "
                                 "delete from goal_target where goal = 2",
                                 key));
}

static void target(struct house_test *h, const char *year, double value) {
    static int id = 70;
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into goal_target (id, goal, period, value, source, why, "
                                 "at) values (%d, 2, '%s', %.1f, 'Byrådet', '', 0)",
                                 ++id, year, value));
}

static void the_public_sees_what_was_published_and_by_whom(void **state) {
    struct house_test *h = *state;
    load(h);
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "Kommunen har ikke offentliggjort egne tal til målet endnu.");
    years(h, "wish_eud", 2, 2023, (const int64_t[]){231, 264, INT_NONE}, 3);
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "<h3>Ønsker en erhvervsuddannelse</h3>");
    browser_sees(&b, "<p class=\"smult__v\">Ikke vist for 2025/26: for få</p>");
    browser_sees(&b, "23,1\u00a0%");
    browser_sees(&b, ">23,8–29,2<");
    browser_sees(&b,
                 "kendte det 30. september 2026. Offentliggjort 13. oktober 2026. Lavet af lea, "
                 "godkendt af mads.");
    browser_sees(&b, "href=\"/data/");
    browser_sees(&b, "ikke vist");
    /* they are in no table of official figures */
    browser_get(&b, "/maal/2/data.csv", 200);
    browser_sees_not(&b, "26,4");
    goal_test_figure(h, goal_test_publish(h, 2022, 1, autumn(2023)), 1, 2, "wish_eud", "all", "", 0,
                     0);
    browser_get(&b, "/maal/2", 200); /* a year with nobody to count is none that is too small */
    browser_sees_not(&b, "2022/23");
    browser_get(&b, "/maal/3", 200);
    browser_sees(&b, "Vejledningen tæller ikke selv noget til dette mål.");
}

static void of_each_year_the_newest_version_that_was_known(void **state) {
    struct house_test *h = *state;
    load(h);
    years(h, "wish_eud", 2, 2024, (const int64_t[]){264}, 1);
    goal_test_figure(h, goal_test_publish(h, 2024, 2, autumn(2025) + 30), 1, 2, "wish_eud", "all",
                     "", 281, 1000);
    struct goals goals = goals_on(h, autumn(2025) - 1);
    assert_int_equal(goals.own_n, 0);
    goals = goals_on(h, autumn(2025));
    assert_int_equal(goals.own_n, 1);
    assert_int_equal(goals.own[0].figure.yes, 264);
    goals = goals_on(h, autumn(2025) + 29);
    assert_int_equal(goals.own[0].figure.yes, 264);
    goals = goals_on(h, autumn(2025) + 30);
    assert_int_equal(goals.own_n, 1);
    assert_int_equal(goals.own[0].figure.yes, 281);
    assert_int_equal(goals.own[0].publication.version, 2);
    struct err err = {0};
    assert_true(
        goals_read_with(h->db, h->arena, LANG_DA, HOUSE_TODAY, INT64_MAX, 2023, &goals, &err));
    assert_int_equal(goals.own_n, 0); /* nothing of later school years */
}

static void a_goal_judged_by_an_own_figure_has_a_status(void **state) {
    struct house_test *h = *state;
    load(h);
    judge_by(h, "wish_eud");
    years(h, "wish_eud", 2, 2022, (const int64_t[]){200, 220, 240, 300}, 4);
    target(h, "2025", 29);
    target(h, "2026", 31.5);
    target(h, "2028", 40);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    struct standing s = goal_standing(&goals, goal_find(&goals, 2));
    assert_int_equal(s.status, GOAL_ON_TRACK);
    assert_string_equal(s.judged->period, "2025/26");
    assert_string_equal(s.against->period, "2025/26"); /* 2025 is that school year */
    assert_string_equal(s.this_year->period, "2026/27");
    assert_true(fabs(s.gap_year - 1.5) < 1e-9);
    struct goal_story story = goal_tell((struct reader){h->arena, LANG_DA}, &goals, 2);
    assert_non_null(strstr(story.line,
                           "30,0\u00a0% i 2025/26. Det er mere end i 2024/25 (24,0\u00a0%), og "
                           "forskellen er større end usikkerheden."));
    assert_string_equal(story.distance,
                        "Tallet fra 2025/26 mangler 1,5 procentpoint i delmålet for "
                        "2026/27 på 31,5\u00a0%.");
    assert_non_null(
        strstr(story.outlook, "Går det, som det gik i 2022/23–2025/26, bliver andelen"));
    assert_non_null(strstr(story.outlook, "i 2028/29"));
    assert_non_null(strstr(story.source, "egne tal, som offentliggjort"));
    const struct chart_model *chart = goal_chart((struct reader){h->arena, LANG_DA}, &goals, 2);
    assert_true(chart->x_school_year);
    assert_true(chart->table->rows_n > 8);
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "Målet er målt ved et af dem: Ønsker en erhvervsuddannelse.");
    browser_sees(&b, "Egne tal, som offentliggjort");
    browser_sees(&b, "(kendt 30.09.2026, offentliggjort 13.10.2026)");
    /* and on the last day of a school year it is still that year's target */
    goals = goals_on(h, day_from_ymd(2026, 7, 31));
    assert_string_equal(goal_standing(&goals, goal_find(&goals, 2)).this_year->period, "2025/26");
}

static void a_hidden_year_judges_nothing_and_is_told_as_such(void **state) {
    struct house_test *h = *state;
    load(h);
    judge_by(h, "wish_eud");
    years(h, "wish_eud", 2, 2024, (const int64_t[]){240, INT_NONE}, 2);
    target(h, "2025", 29);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    struct standing s = goal_standing(&goals, goal_find(&goals, 2));
    assert_int_equal(s.status, GOAL_UNKNOWN);
    assert_int_equal(s.reason, REASON_NO_YEAR);
    assert_string_equal(s.latest->period, "2024/25");
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, ">ikke vist</td>");
}

/* Before 2019/20 readiness was assessed in another way. */
static void another_way_of_counting_is_not_compared_or_joined(void **state) {
    struct house_test *h = *state;
    load(h);
    judge_by(h, "not_ready_any");
    years(h, "not_ready_any", 4, 2017, (const int64_t[]){400, 410, 300, 310}, 4);
    struct goals goals = goals_on(h, HOUSE_TODAY);
    const char *own = "own:not_ready_any";
    const struct figure *first = figure_find(goals.figures, own, "Viborg", "2019/20");
    assert_non_null(first);
    assert_null(figure_before(goals.figures, first));
    const struct figure *before = figure_find(goals.figures, own, "Viborg", "2018/19");
    assert_string_equal(figure_before(goals.figures, before)->period, "2017/18");
    struct reader r = {h->arena, LANG_DA};
    assert_non_null(strstr(figure_definition(r, before), "Før 1. august 2019 blev det talt på en "
                                                         "anden måde."));
    assert_null(strstr(figure_definition(r, first), "Før 1. august 2019"));
    const struct chart_model *chart = goal_chart(r, &goals, 2);
    assert_true(fabs(chart->break_x - 2018.5) < 1e-9);
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/4", 200);
    size_t lines = 0;
    for (const char *p = b.body; (p = strstr(p, "<polyline class=\"s1 thin\"")); p++) lines++;
    assert_int_equal(lines, 2);
}

static void everybody_can_read_who_answers_and_why(void **state) {
    struct house_test *h = *state;
    load(h);
    test_sql(h->store,
             arena_fmt(h->arena,
                       "update goal set account = %lld; update initiative set account = %lld",
                       (long long)h->vera, (long long)h->vera));
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "Ansvarlig</th><td>Byrådet, ved Team Unge</td>");
    browser_sees(&b, "Lovgrundlag</th><td>Kommunen opgør søgetal");
    browser_sees(&b, "Tidshorisont</th><td>Delmål for hvert år");
    browser_sees(&b, "Ansvarlig: Skolerne selv.");
    browser_sees_not(&b, "vera"); /* the user who follows it up is nobody's business */
    browser_get(&b, "/data", 200);
    browser_sees(&b, "href=\"/data/maal.csv\"");
    browser_get(&b, "/data/maal.csv", 200);
    browser_sees(&b, "\n2;Mål;;Flere søger en erhvervsuddannelse;");
    browser_sees(&b, ";\"Byrådet, ved Team Unge\";\"Kommunen opgør søgetal");
    browser_sees(&b, "\n2;Tiltag;andre-skoler;");
    browser_sees_not(&b, "vera");
    browser_get(&b, "/data/maal.json", 200);
    browser_sees(&b, "\"owner\": \"Byrådet, ved Team Unge\"");
    browser_sees(&b, "\"legal_basis\": \"Kommunen opgør søgetal");
    browser_sees_not(&b, "vera");
    browser_get(&b, "/data/katalog.jsonld", 200);
    browser_sees(&b, "/data/maal.json");
}

static void how_to_reach_a_person_is_no_owner(void **state) {
    struct house_test *h = *state;
    load(h);
    struct browser b = house_browser(h, h->lea);
#define OWNER(owner_)                                                                              \
    "navn=N&navn_en=N&tekst=T&tekst_en=T&ejer=" owner_ "&bruger=&taeller=none&naeste=24.11.2026"   \
    "&gaelder=yes&hvorfor=H&version=1"
    browser_get(&b, "/indsatser/karriereuger", 200);
    browser_post(&b, "/indsatser/karriereuger", OWNER("Vera,+vera%40demo.dk"), 422);
    browser_sees(&b, "Skriv en funktion eller en enhed");
    browser_post(&b, "/indsatser/karriereuger", OWNER("Vera+12+34+56+78"), 422);
    browser_post(&b, "/indsatser/karriereuger", OWNER("Team+Unge+15-17"), 303);
    browser_post(&b, "/team/kvalitet/maal/nyt",
                 "navn=N&navn_en=N&tekst=T&tekst_en=T&ejer=a%40b&maalt=none&retning=more&kilde=K"
                 "&gaelder=yes&fra=23.11.2026&hvorfor=H&version=0",
                 422);
    browser_sees(&b, "Skriv en funktion eller en enhed");
}

/* The figures of its own, its own name in the goals; what came with the program stays Viborg's. */
static void another_municipality_is_judged_by_its_own(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    load(h);
    test_sql(h->store, "update setting set value = '657' where name = 'municipality'; "
                       "update setting set value = 'Herning Kommune' where name = "
                       "'municipality_name'");
    assert_true(house_load(h->db, h->arena, &err));
    struct goals goals = goals_on(h, HOUSE_TODAY);
    struct standing s = goal_standing(&goals, goal_find(&goals, 2));
    assert_string_equal(s.latest->area, "Herning");
    assert_true(s.latest->value == 23.7);
    assert_int_equal(s.status, GOAL_UNKNOWN);
    assert_int_equal(s.reason, REASON_NO_TARGET); /* Viborg's council did not decide for it */
    const struct figure *target =
        figure_find(goals.figures, "eud_application_target", "Viborg", "2025");
    assert_non_null(target);
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "90 % af unge i Herning Kommune har taget");
    browser_sees(&b, "Viborg Kommune: Opgaver og mål for uddannelsesvejledningen"); /* the source */
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "Herning: 23,7");
    browser_sees(&b, ">Viborg</td>"); /* to compare with, under its true name */
    test_sql(h->store, "update setting set value = '999' where name = 'municipality'");
    assert_true(house_load(h->db, h->arena, &err));
    goals = goals_on(h, HOUSE_TODAY);
    assert_string_equal(goal_standing(&goals, goal_find(&goals, 2)).latest->area, "Viborg");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_public_sees_what_was_published_and_by_whom),
        HOUSE_TEST(of_each_year_the_newest_version_that_was_known),
        HOUSE_TEST(a_goal_judged_by_an_own_figure_has_a_status),
        HOUSE_TEST(a_hidden_year_judges_nothing_and_is_told_as_such),
        HOUSE_TEST(another_way_of_counting_is_not_compared_or_joined),
        HOUSE_TEST(everybody_can_read_who_answers_and_why),
        HOUSE_TEST(how_to_reach_a_person_is_no_owner),
        HOUSE_TEST(another_municipality_is_judged_by_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is said beyond one figure, on both sides of each threshold.
 */
#include "base/date.h"
#include "base/test.h"
#include "goal/goal.h"

#include <math.h>
#include <string.h>

#define SHARE(year_, value_, n_)                                                                   \
    {                                                                                              \
        .goal = 9, .indicator = "some_share", .area = "Viborg", .period = year_, .value = value_,  \
        .unit = "percent", .definition = "some-way", .source = "s", .n = n_                        \
    }
#define TARGET(year_, value_)                                                                      \
    {                                                                                              \
        .goal = 9, .indicator = "some_target", .area = "Viborg", .period = year_, .value = value_, \
        .unit = "percent", .definition = "council-subtarget", .source = "t"                        \
    }

static struct goal goal = {.number = 9,
                           .name = "Et mål",
                           .direction = 1,
                           .measure = "some_share",
                           .series = "some_target",
                           .definition = "some-way",
                           .unit = "percent",
                           .source = "p"};

static struct goals goals_of(const struct figure *figures, size_t n) {
    return (struct goals){
        .day = day_from_ymd(2023, 6, 1), .v = &goal, .n = 1, .figures = {figures, n}};
}

/* Newcombe, 100 of 1000 against x of 1000: 127 is within, 128 beyond 95 %. */
static void a_change_is_larger_than_its_uncertainty(void **state) {
    (void)state;
    struct figure from = SHARE("2021", 10, 1000), to = SHARE("2022", 12.7, 1000);
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_NONE);
    to.value = 13;
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_UP);
    assert_int_equal(figure_change(&to, &from), FIGURE_CHANGE_DOWN);
    to.n = INT_NONE;
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_UNKNOWN);
    to.lower = 11.99; /* printed limits are taken as they are */
    to.upper = 14;
    from.lower = 8;
    from.upper = 12;
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_UP);
    to.lower = 11;
    from.upper = 12.0;
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_UP);
    from.upper = 12.3;
    assert_int_equal(figure_change(&from, &to), FIGURE_CHANGE_NONE);
    struct figure years = SHARE("2021", 10, 1000), more = SHARE("2022", 40, 1000);
    assert_int_equal(figure_change(&years, &more), FIGURE_CHANGE_UP);
    years.unit = more.unit = "years"; /* is no share of the thousand */
    assert_int_equal(figure_change(&years, &more), FIGURE_CHANGE_UNKNOWN);
}

static void a_forecast_needs_three_years_with_counts_of_one_way(void **state) {
    struct arena *a = *state;
    struct figure f[] = {SHARE("2020", 20, 900), SHARE("2021", 21, 900), SHARE("2022", 22, 900),
                         TARGET("2025", 30)};
    struct goals goals = goals_of(f, 4);
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_GOOD);
    f[0].definition = "another-way";
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_FEW_YEARS);
    f[0].definition = "some-way";
    f[0].area = "Denmark"; /* another place's year is none of ours */
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_FEW_YEARS);
    f[0].area = "Viborg";
    f[1].n = INT_NONE;
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_FEW_YEARS);
    f[0].n = f[2].n = INT_NONE;
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_NO_COUNTS);
    f[0].unit = f[1].unit = f[2].unit = "years";
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_NO_SHARE);
    goals.figures.n = 0;
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_NO_FIGURE);
}

static double log_odds(double percent) { return log(percent / (100 - percent)); }

static double width_ratio(const struct outlook_year *y) {
    return (log_odds(y->upper95) - log_odds(y->lower95)) /
           (log_odds(y->upper50) - log_odds(y->lower50));
}

/* Years that scatter more than chance have Student's t, here with two degrees of freedom. */
static void the_inner_fan_is_half_and_the_outer_95_per_cent(void **state) {
    struct arena *a = *state;
    struct figure f[] = {SHARE("2019", 20, 5000), SHARE("2020", 24, 5000), SHARE("2021", 19, 5000),
                         SHARE("2022", 23, 5000), TARGET("2025", 26)};
    struct goals goals = goals_of(f, 5);
    struct goal_outlook o = goal_outlook(a, &goals, &goal);
    assert_true(fabs(width_ratio(&o.years[2]) - 4.30265 / 0.81650) < 0.001);
}

static void a_forecast_widens_and_says_only_what_its_interval_says(void **state) {
    struct arena *a = *state;
    struct figure f[] = {SHARE("2019", 20, 5000), SHARE("2020", 21, 5000), SHARE("2021", 22, 5000),
                         SHARE("2022", 23, 5000), TARGET("2025", 26)};
    struct goals goals = goals_of(f, 5);
    struct goal_outlook o = goal_outlook(a, &goals, &goal);
    assert_int_equal(o.n, 3);
    assert_int_equal(o.years[0].year, 2023);
    for (size_t i = 0; i < o.n; i++) {
        const struct outlook_year *y = &o.years[i];
        assert_true(y->lower95 < y->lower50 && y->lower50 < y->share);
        assert_true(y->share < y->upper50 && y->upper50 < y->upper95);
        assert_true(!i || y->upper95 - y->lower95 > y[-1].upper95 - y[-1].lower95);
    }
    assert_true(fabs(o.years[2].share - 26) < 0.5);
    assert_true(fabs(width_ratio(&o.years[2]) - 1.95996 / 0.67449) < 0.001);
    assert_int_equal(o.expectation, EXPECT_OPEN);
    const struct outlook_year last = o.years[2];
    f[4].value = last.lower95; /* just reached */
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_REACHED);
    f[4].value = last.lower95 + 0.001;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_OPEN);
    f[4].value = last.upper95;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_OPEN);
    f[4].value = last.upper95 + 0.001;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_MISSED);
    goal.direction = -1;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_REACHED);
    f[4].value = last.upper95; /* just reached */
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_REACHED);
    f[4].value = last.lower95;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_OPEN);
    f[4].value = last.lower95 - 0.001;
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_MISSED);
    goal.direction = 1;
}

/* Nothing is said of a target that is counted otherwise, or lies further ahead than is forecast. */
static void a_forecast_without_a_target_of_its_own_expects_nothing(void **state) {
    struct arena *a = *state;
    struct figure f[] = {SHARE("2020", 20, 900), SHARE("2021", 21, 900), SHARE("2022", 22, 900),
                         TARGET("2025", 90)};
    struct goals goals = goals_of(f, 4);
    assert_int_equal(goal_outlook(a, &goals, &goal).expectation, EXPECT_MISSED);
    goal.definition = "another-way";
    struct goal_outlook o = goal_outlook(a, &goals, &goal);
    assert_true(o.why == OUTLOOK_GOOD && o.n == 3 && !o.target);
    assert_int_equal(o.expectation, EXPECT_NOTHING);
    goal.definition = "some-way";
    f[3].period = "2040";
    o = goal_outlook(a, &goals, &goal);
    assert_true(o.n == OUTLOOK_MAX && !o.target);
    assert_int_equal(o.expectation, EXPECT_NOTHING);
    goals.figures.n = 3; /* no target at all: three years */
    assert_int_equal(goal_outlook(a, &goals, &goal).n, 3);
    goals.figures.n = 4;
    goal.measure = f[0].indicator = f[1].indicator = f[2].indicator = "some_projected_share";
    assert_int_equal(goal_outlook(a, &goals, &goal).why, OUTLOOK_NO_SHARE);
    goal.measure = "some_share";
}

static void the_story_tells_distance_and_outlook(void **state) {
    struct reader r = {*state, LANG_DA};
    struct figure f[] = {SHARE("2020", 20, 900), SHARE("2021", 21, 900), SHARE("2022", 22.5, 900),
                         TARGET("2023", 22.6), TARGET("2025", 50)};
    struct goals goals = goals_of(f, 5);
    struct goal_story s = goal_tell(r, &goals, 9);
    assert_string_equal(s.distance, "Tallet fra 2022 mangler 0,1 procentpoint i delmålet for 2023 "
                                    "på 22,6\u00a0%.");
    assert_non_null(strstr(s.outlook, "Går det, som det gik i 2020–2022, bliver andelen"));
    assert_non_null(strstr(s.outlook, "Så bliver målet på 50,0\u00a0% ikke nået."));
    f[3].value = 22.5;
    s = goal_tell(r, &goals, 9);
    assert_string_equal(s.distance,
                        "Tallet fra 2022 er mindst så godt som delmålet for 2023 på 22,5\u00a0%.");
    f[2].definition = "another-way"; /* a break: nothing is compared across it */
    s = goal_tell(r, &goals, 9);
    assert_null(s.distance);
    assert_string_equal(s.outlook,
                        "Vi kan ikke sige, hvor det bærer hen: det kræver tal for mindst "
                        "tre år, som er talt på samme måde.");
    assert_int_equal(s.status, GOAL_UNKNOWN);
}

static void a_drawing_has_its_fan_and_the_table_its_edges(void **state) {
    struct reader r = {*state, LANG_DA};
    struct figure f[] = {SHARE("2020", 20, 900), SHARE("2021", 21, 900), SHARE("2022", 22, 900),
                         TARGET("2025", 30)};
    struct goals goals = goals_of(f, 4);
    const struct chart_model *chart = goal_chart(r, &goals, 9);
    size_t bands = 0;
    for (size_t i = 0; i < chart->series_n; i++) bands += chart->series[i].mark == MARK_BAND;
    assert_int_equal(bands, 2);
    assert_int_equal(chart->table->rows_n, 4 + 3);
    goals.figures.n = 2; /* two years: no fan */
    chart = goal_chart(r, &goals, 9);
    for (size_t i = 0; i < chart->series_n; i++)
        assert_int_not_equal(chart->series[i].mark, MARK_BAND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_change_is_larger_than_its_uncertainty),
        TEST(a_forecast_needs_three_years_with_counts_of_one_way),
        TEST(a_forecast_widens_and_says_only_what_its_interval_says),
        TEST(the_inner_fan_is_half_and_the_outer_95_per_cent),
        TEST(a_forecast_without_a_target_of_its_own_expects_nothing),
        TEST(the_story_tells_distance_and_outlook),
        TEST(a_drawing_has_its_fan_and_the_table_its_edges),
    };
    return RUN(tests);
}

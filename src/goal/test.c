/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules on made-up figures, then the real ones of rules/ and what the pages say about them.
 */
#include "base/test.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/rules.h"
#include "goal/testing_scene.h"
#include "goal/words.h"

#include <math.h>
#include <string.h>

/* ---- rules ---- */

#define TARGET(year_, value_)                                                                      \
    { 2, "eud_application_target", "Viborg", year_, value_, "percent", "council-subtarget", "p" }

/* As two of the goals of the program are judged. */
static const struct goal shares = {.number = 2,
                                   .direction = 1,
                                   .measure = "eud_application_share",
                                   .series = "eud_application_target",
                                   .definition = BEFORE};
static const struct goal ages = {.number = 1,
                                 .direction = -1,
                                 .measure = "youth_education_projected_age_for_90",
                                 .series = "youth_education_target_age",
                                 .definition = "profile-model"};

static struct standing standing_by(const struct goal *goal, const struct figure *figures,
                                   size_t n) {
    struct goals goals = {.figures = {figures, n}, .day = day_from_ymd(2023, 6, 1)};
    return goal_standing(&goals, goal);
}

static struct standing standing_of(const struct figure *figures, size_t n) {
    return standing_by(&shares, figures, n);
}

static void no_figure_for_a_target_year_cannot_be_told(void **state) {
    (void)state;
    const struct figure figures[] = {SHARE("2021", 22.9, BEFORE), TARGET("2022", 25.3),
                                     TARGET("2025", 30.2)};
    struct standing s = standing_of(figures, 3);
    assert_int_equal(s.status, GOAL_UNKNOWN);
    assert_int_equal(s.reason, REASON_NO_YEAR);
    assert_null(s.judged);
    assert_true(fabs(s.gap - 7.3) < 1e-9);
    assert_string_equal(s.target->period, "2025");
}

static void the_newest_year_with_both_decides(void **state) {
    (void)state;
    struct figure figures[] = {SHARE("2021", 22.9, BEFORE), SHARE("2023", 27.9, BEFORE),
                               SHARE("2022", 24.0, BEFORE), TARGET("2022", 25.3),
                               TARGET("2023", 27.8),        TARGET("2025", 30.2)};
    struct standing s = standing_of(figures, 6);
    assert_int_equal(s.status, GOAL_ON_TRACK);
    assert_string_equal(s.judged->period, "2023");
    figures[1].value = 27.7;
    assert_int_equal(standing_of(figures, 6).status, GOAL_BEHIND);
    figures[1].value = 27.8; /* exactly on it */
    assert_int_equal(standing_of(figures, 6).status, GOAL_ON_TRACK);
    figures[1].value = 30.2;
    assert_int_equal(standing_of(figures, 6).status, GOAL_REACHED);
    figures[1].value = NAN; /* not given: the year before decides */
    assert_int_equal(standing_of(figures, 6).status, GOAL_BEHIND);
}

static void another_way_of_counting_is_not_compared(void **state) {
    (void)state;
    const struct figure figures[] = {SHARE("2023", 35, "application-from-2023"),
                                     TARGET("2023", 27.8)};
    struct standing s = standing_of(figures, 2);
    assert_int_equal(s.status, GOAL_UNKNOWN);
    assert_int_equal(s.reason, REASON_BREAK);
}

static void without_figures_or_targets_nothing_is_claimed(void **state) {
    (void)state;
    assert_int_equal(standing_of(NULL, 0).reason, REASON_NO_VALUE);
    const struct figure figures[] = {SHARE("2021", 22.9, BEFORE)};
    struct standing s = standing_of(figures, 1);
    assert_int_equal(s.reason, REASON_NO_TARGET);
    assert_true(isnan(s.gap));
    const struct figure elsewhere = {
        2, "eud_application_share", "Herning", "2021", 40, "percent", BEFORE, "s"};
    assert_int_equal(standing_of(&elsewhere, 1).reason, REASON_NO_VALUE);
}

static void a_target_without_a_year_holds_always_and_less_may_be_better(void **state) {
    (void)state;
    struct figure figures[] = {
        {1, "youth_education_projected_age_for_90", "Viborg", "2019", 28, "years", "profile-model",
         "s"},
        {1, "youth_education_target_age", "Viborg", "", 25, "years", "target-before-25", "p"},
    };
    struct standing s = standing_by(&ages, figures, 2);
    assert_int_equal(s.status, GOAL_BEHIND);
    assert_true(s.gap == 3);
    figures[0].value = 24.5;
    assert_int_equal(standing_by(&ages, figures, 2).status, GOAL_REACHED);
}

static void the_figure_before_is_counted_in_the_same_way(void **state) {
    (void)state;
    const struct figure figures[] = {SHARE("2021", 1, BEFORE), SHARE("2022", 2, BEFORE),
                                     SHARE("2023", 3, "application-from-2023")};
    struct figures all = {figures, 3};
    assert_ptr_equal(figure_before(all, &figures[1]), &figures[0]);
    assert_null(figure_before(all, &figures[2]));
    assert_ptr_equal(figure_find(all, "eud_application_share", "Viborg", NULL), &figures[2]);
    assert_int_equal(figure_year(&(struct figure){.period = "2018/19"}), 2018);
    assert_int_equal(figure_year(&(struct figure){.period = ""}), 0);
}

/* ---- what lies in the database ---- */

static void loading_again_changes_nothing(void **state) {
    struct scene scene = scene_open(*state);
    size_t n = scene.goals.figures.n;
    assert_true(n > 40);
    test_sql(scene.store, "update figure set value = 99 where indicator = 'ready_9th'");
    struct err err;
    assert_true(store_write(scene.store, goal_test_load, NULL, &err));
    assert_true(goals_read(scene.db, *state, LANG_DA, &scene.goals, &err));
    assert_int_equal(scene.goals.figures.n, n);
    assert_true(figure_find(scene.goals.figures, "ready_9th", "Viborg", NULL)->value == 93);
    assert_int_equal(test_sql_number(scene.store, "select count(*) from goal"), 4);
    scene_close(&scene);
}

static void the_figures_of_the_policy_are_there(void **state) {
    struct scene scene = scene_open(*state);
    static const struct {
        const char *indicator, *area, *period;
        double value;
    } facts[] = {
        {"eud_application_share", "Viborg", "2021", 22.9},
        {"eud_application_target", "Viborg", "2022", 25.3},
        {"eud_application_target", "Viborg", "2023", 27.8},
        {"eud_application_target", "Viborg", "2024", 29.4},
        {"eud_application_target", "Viborg", "2025", 30.2},
        {"youth_education_projected_age_for_90", "Viborg", "2019", 28},
        {"youth_education_projected_at_30", "Viborg", "2019", 91.1},
        {"youth_education_completed_at_25", "Denmark", "2023", 84},
        {"not_ready_relative_to_wish_9th", "Viborg", "2018/19", 16.5},
        {"not_ready_relative_to_wish_9th", "Viborg", "2019/20", 9.5},
        {"ready_9th", "Viborg", "2019/20", 93},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const struct figure *f =
            figure_find(scene.goals.figures, facts[i].indicator, facts[i].area, facts[i].period);
        assert_non_null(f);
        assert_true(f->value == facts[i].value);
    }
    scene_close(&scene);
}

static enum figure_put put(struct scene *scene, double value, int64_t at) {
    struct putting p = {
        .figure = SHARE("2021", value, BEFORE),
        .at = at,
    };
    p.figure.n = 1000;
    p.figure.lower = value - 2;
    p.figure.upper = value + 2;
    p.figure.retrieved = day_from_ymd(2026, 11, 28);
    struct err err = {0};
    if (!store_write(scene->store, put_write, &p, &err)) fail_msg("%s", err.message);
    return p.put;
}

static double share_on(struct scene *scene, int32_t day) {
    struct err err = {0};
    if (!goals_read_on(scene->db, scene->arena, LANG_DA, day, &scene->goals, &err))
        fail_msg("%s", err.message);
    return figure_find(scene->goals.figures, "eud_application_share", "Viborg", "2021")->value;
}

static void a_figure_that_is_replaced_stays_what_it_was_on_its_days(void **state) {
    struct scene scene = scene_open(*state);
    int32_t today = clock_today(), week = today + 7;
    assert_int_equal(put(&scene, 22.9, clock_at(today, 12, 0)), FIGURE_REPLACED); /* with its n */
    assert_int_equal(put(&scene, 22.9, clock_at(today, 13, 0)), FIGURE_SAME);
    assert_int_equal(put(&scene, 23.4, clock_at(week, 12, 0)), FIGURE_REPLACED);
    assert_true(share_on(&scene, week - 1) == 22.9);
    assert_true(share_on(&scene, week) == 23.4);
    struct err err = {0};
    assert_true(store_write(scene.store, goal_test_load, NULL,
                            &err)); /* the program does not take it back */
    assert_true(share_on(&scene, week) == 23.4);
    const struct figure *f =
        figure_find(scene.goals.figures, "eud_application_share", "Viborg", "2021");
    assert_int_equal(f->n, 1000);
    assert_true(f->lower == 23.4 - 2 && f->upper == 23.4 + 2);
    scene_close(&scene);
}

static void what_was_not_printed_yet_is_not_known(void **state) {
    struct scene scene = scene_open(*state);
    struct err err = {0};
    int32_t day = day_from_ymd(2022, 3, 23);
    assert_true(goals_read_on(scene.db, *state, LANG_DA, day, &scene.goals, &err));
    const char *eud = "eud_application_share";
    assert_null(figure_find(scene.goals.figures, eud, "Denmark", "2022"));
    assert_non_null(figure_find(scene.goals.figures, "eud_application_target", "Viborg", "2025"));
    assert_non_null(figure_find(scene.goals.figures, "skilled_shortage", "Denmark", "2030"));
    assert_true(goals_read_on(scene.db, *state, LANG_DA, day + 1, &scene.goals, &err));
    assert_non_null(figure_find(scene.goals.figures, eud, "Denmark", "2022"));
    assert_null(figure_find(scene.goals.figures, eud, "Herning", "2023"));
    scene_close(&scene);
}

static void the_four_goals_come_with_what_belongs_to_them(void **state) {
    struct scene scene = scene_open(*state);
    const struct goals *goals = &scene.goals;
    assert_int_equal(goals->n, 4);
    assert_int_equal(goals->initiatives_n, 20);
    size_t last = 0;
    for (size_t i = 0; i < goals->initiatives_n; i++) {
        const struct initiative *in = &goals->initiatives[i];
        assert_non_null(goal_find(goals, in->goal));
        assert_true(*in->name && *in->text && *in->owner);
        assert_int_equal(in->next, DAY_NONE);
        last += in->goal == 3;
    }
    assert_int_equal(last, 4);
    for (int number = 1; number <= 4; number++) {
        const struct goal *goal = goal_find(goals, number);
        assert_true(*goal->owner && *goal->horizon && *goal->basis);
        assert_null(goal->by);
    }
    assert_int_equal(goals->targets_n, 5);
    assert_int_equal(goal_find(goals, 2)->indicators_n, 6);
    assert_null(goal_find(goals, 5));
    scene_close(&scene);
}

static void every_figure_has_words_and_a_source(void **state) {
    struct scene scene = scene_open(*state);
    struct figures all = scene.goals.figures;
    for (size_t i = 0; i < all.n; i++)
        for (int lang = LANG_DA; lang <= LANG_EN; lang++) {
            struct reader r = {*state, (enum lang)lang};
            assert_true(strlen(all.v[i].source) > 5);
            assert_string_not_equal(figure_name(r, &all.v[i]), all.v[i].indicator);
            assert_string_not_equal(figure_definition(r, &all.v[i]), all.v[i].definition);
        }
    scene_close(&scene);
}

/* ---- pages ---- */

static bool anybody(struct request *rq) {
    (void)rq;
    return true;
}

static struct browser browser_of(struct scene *scene) {
    static const struct route *tables[2];
    static size_t sizes[1];
    static struct site site;
    static const struct menu_item menu[] = {{0}};
    tables[0] = goal_slice.routes;
    sizes[0] = goal_slice.routes_n;
    site = (struct site){.tables = tables,
                         .table_sizes = sizes,
                         .identify = anybody,
                         .authorize = anybody,
                         .menu = menu,
                         .store = scene->store,
                         .name = "Prøve"};
    assert_null(router_check(&site, scene->arena));
    return browser_open(&site, scene->db, scene->arena);
}

static void the_list_shows_status_with_date_and_source(void **state) {
    struct scene scene = scene_open(*state);
    struct browser b = browser_of(&scene);
    browser_get(&b, "/maal", 200);
    size_t badges = 0, sources = 0;
    for (const char *p = b.body; (p = strstr(p, "class=\"verdict\"")); p++) badges++;
    for (const char *p = b.body; (p = strstr(p, "Kilder: ")); p++) sources++;
    assert_int_equal(badges, 4);
    assert_int_equal(sources, 4);
    browser_sees(&b, "Seneste tal er fra 2021.");
    browser_sees(&b, "Seneste tal er fra årgang 2019.");
    browser_sees(&b, "Bag målet");
    browser_sees(&b, "Vi har ikke fundet et tal for kommunen i årene 2022–2025.");
    browser_get(&b, "/en/maal", 200);
    browser_sees(&b, "We have found no figure for the municipality in the years 2022–2025.");
    browser_sees_not(&b, "Bag målet");
    scene_close(&scene);
}

static void a_goal_shows_its_figures(void **state) {
    struct scene scene = scene_open(*state);
    struct browser b = browser_of(&scene);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "91,1\u00a0%");
    browser_sees(&b, "Fremskrevet");
    browser_sees(&b, "Optalt");
    browser_sees(&b, "84\u00a0%");
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "22,9\u00a0%");
    browser_sees(&b, "7,3 procentpoint");
    browser_sees(&b, "class=\"brk\"");
    browser_sees(&b, "Herning");
    browser_sees(&b, "href=\"/maal/2/data.csv\"");
    browser_get(&b, "/maal/3", 200);
    browser_sees(&b, "Vi har ikke fundet et tal for kommunen.");
    browser_get(&b, "/maal/4", 200);
    browser_sees(&b, "−7,0 procentpoint");
    browser_sees(&b, "så vi kan ikke sige, om forskellen er større end usikkerheden");
    browser_get(&b, "/en/maal/2", 200);
    browser_sees(&b, "href=\"/en/maal/2/data.csv\"");
    browser_sees(&b, "22.9%");
    browser_get(&b, "/maal/metode", 200);
    browser_sees(&b, "8. februar 2024");
    browser_sees(&b, "opgjort på en ny måde fra 2023");
    static const char *const strange[] = {"/maal/0", "/maal/5", "/maal/22", "/maal/x",
                                          "/maal/9/data.csv"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) browser_get(&b, strange[i], 404);
    scene_close(&scene);
}

static void the_csv_has_every_figure_with_source(void **state) {
    struct scene scene = scene_open(*state);
    struct browser b = browser_of(&scene);
    for (int number = 1; number <= 4; number++) {
        browser_get(&b, arena_fmt(*state, "/maal/%d/data.csv", number), 200);
        assert_string_equal(b.reply.type, "text/csv; charset=utf-8");
        size_t lines = 0, want = 1;
        for (const char *p = b.body; (p = strstr(p, "\r\n")); p += 2) lines++;
        for (size_t i = 0; i < scene.goals.figures.n; i++)
            want += scene.goals.figures.v[i].goal == number;
        assert_int_equal(lines, want);
    }
    scene_close(&scene);
}

static void sentences_turn_with_the_figures(void **state) {
    struct scene scene = scene_open(*state);
    struct browser b = browser_of(&scene);
    test_sql(scene.store, "update figure set value = 24 where indicator = "
                          "'youth_education_projected_age_for_90'");
    test_sql(scene.store, "update figure set value = 20 where indicator = "
                          "'not_ready_relative_to_wish_9th' and period = '2019/20'");
    test_sql(scene.store, "update figure set value = 7 where indicator = 'severe_loneliness' and "
                          "period = '2021'");
    test_sql(scene.store, "insert into figure (id, goal, indicator, area, period, value, unit, "
                          "definition, source) values (999, 2, 'eud_application_share', 'Viborg', "
                          "'2022', 26, 'percent', 'application-before-2023', 'prøve')");
    test_sql(scene.store, "update figure set n = 20000 where indicator in ("
                          "'not_ready_relative_to_wish_9th', 'severe_loneliness')");
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "som målet kræver");
    browser_sees_not(&b, "for sent");
    browser_get(&b, "/maal/2", 200);
    browser_sees(&b, "På vej");
    browser_sees(&b, "I 2022 nåede resultatet delmålet på 25,3\u00a0%.");
    browser_get(&b, "/maal/3", 200);
    browser_sees(&b, "Færre i hele landet");
    browser_get(&b, "/maal/4", 200);
    browser_sees(&b, "ikke var parat til sit ønske, steg fra");
    scene_close(&scene);
}

static void an_empty_database_says_so(void **state) {
    struct scene scene = scene_open(*state);
    struct browser b = browser_of(&scene);
    test_sql(scene.store, "delete from figure");
    test_sql(scene.store, "delete from goal_target");
    for (int number = 1; number <= 4; number++) {
        browser_get(&b, arena_fmt(*state, "/maal/%d", number), 200);
        browser_sees(&b, "Kan ikke afgøres");
        browser_sees(&b, "Der er ingen tal");
    }
    browser_get(&b, "/maal/metode", 200);
    test_sql(scene.store, "delete from goal");
    browser_get(&b, "/maal", 200);
    browser_sees(&b, "Målene er ikke lagt ind endnu");
    browser_get(&b, "/maal/1", 404);
    scene_close(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_figure_for_a_target_year_cannot_be_told),
        TEST(the_newest_year_with_both_decides),
        TEST(another_way_of_counting_is_not_compared),
        TEST(without_figures_or_targets_nothing_is_claimed),
        TEST(a_target_without_a_year_holds_always_and_less_may_be_better),
        TEST(the_figure_before_is_counted_in_the_same_way),
        TEST(loading_again_changes_nothing),
        TEST(the_figures_of_the_policy_are_there),
        TEST(a_figure_that_is_replaced_stays_what_it_was_on_its_days),
        TEST(what_was_not_printed_yet_is_not_known),
        TEST(the_four_goals_come_with_what_belongs_to_them),
        TEST(every_figure_has_words_and_a_source),
        TEST(the_list_shows_status_with_date_and_source),
        TEST(a_goal_shows_its_figures),
        TEST(the_csv_has_every_figure_with_source),
        TEST(sentences_turn_with_the_figures),
        TEST(an_empty_database_says_so),
    };
    return RUN(tests);
}

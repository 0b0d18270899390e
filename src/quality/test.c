/* SPDX-License-Identifier: EUPL-1.2
 *
 * The figures' pages: each case of a figure is listed and no other; who may see which; knowledge of a day;
 * what is kept between requests. The year's wheel is in test_cycle.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gen/msg.h"
#include "gen/quality.sql.h"
#include "quality/views.h"
#include "tests/house.h"

#include <math.h>
#include <unistd.h>

#define SQL(h_, ...) test_sql((h_)->store, arena_fmt((h_)->arena, __VA_ARGS__))
#define MORE         40 /* pupils of 9.b, besides Anna and Bo */

static long long noon(int32_t day) { return (long long)clock_at(day, 12, 0); }

static const char *pupil(struct house_test *h, int i) { return arena_fmt(h->arena, "p%025d", i); }

static void wish(struct house_test *h, int i, const char *kind) {
    SQL(h,
        "insert into wish (id, youth, day, priority, kind, said_by, author, at) values (%d, '%s', "
        "'2026-10-01', 1, '%s', 'youth', %lld, %lld)",
        9000 + i, pupil(h, i), kind, (long long)h->vera, noon(day_from_ymd(2026, 10, 1)));
}

static void talk(struct house_test *h, int id, const char *youth, int32_t day) {
    char iso[11];
    SQL(h,
        "insert into contact (id, youth, kind, at, day, author) values (%d, '%s', 'talk', %lld, "
        "'%s', %lld)",
        id, youth, noon(day), day_iso(iso, day), (long long)h->vera);
}

static void answer(struct house_test *h, int i, int motivating, int realistic) {
    SQL(h,
        "insert into plan (id, youth, number, author, created_at, edited_by, edited_at, agreed_day, "
        "agreed_at) values (%d, '%s', 1, %lld, 0, %lld, 0, '2026-10-02', %lld)",
        7000 + i, pupil(h, i), (long long)h->vera, (long long)h->vera,
        noon(day_from_ymd(2026, 10, 2)));
    SQL(h,
        "insert into plan_answer (id, youth, plan, day, motivating, realistic, said_by, author, at) "
        "values (%d, '%s', %d, '2026-10-05', %d, %d, 'youth', %lld, %lld)",
        7000 + i, pupil(h, i), 7000 + i, motivating, realistic, (long long)h->vera,
        noon(day_from_ymd(2026, 10, 5)));
}

/* A class large enough to be shown: every third wants EUD, every fifth says nothing, half have talked. */
static void fill(struct house_test *h) {
    for (int i = 0; i < MORE; i++) {
        house_youth(h, pupil(h, i), "Pia", arena_fmt(h->arena, "Nr%02d", i), "2011-06-01",
                    i % 2 ? h->vera : h->otto, 0);
        SQL(h,
            "insert into youth_class (id, youth, class, from_day) values (%d, '%s', %d, "
            "'2026-08-01')",
            500 + i, pupil(h, i), i % 4 ? 91 : 81);
        if (i % 5) wish(h, i, i % 3 ? "stx" : "eud");
        if (i % 2) talk(h, 600 + i, pupil(h, i), day_from_ymd(2026, 9, 1 + i % 20));
        if (i < 30) answer(h, i, 1 + i % 5, 5 - i % 4);
    }
    quality_forget();
}

static struct indicator_ask ask_now(void) { return indicator_ask_of(2026, HOUSE_TODAY); }

static const struct quality_year *year_now(struct house_test *h) {
    const struct quality_year *year;
    struct err err = {0};
    struct indicator_ask ask = ask_now();
    assert_true(quality_year(h->store, h->arena, &ask, &year, &err));
    return year;
}

/* ---- cases ---- */

static long long number_before(const char *body, const char *word) {
    const char *at = strstr(body, word);
    assert_non_null(at);
    while (at > body && ((at[-1] >= '0' && at[-1] <= '9') || at[-1] == '.')) at--;
    return strtoll(at, NULL, 10);
}

static size_t lines_in(const char *body) {
    size_t n = 0;
    for (const char *at = body; (at = strstr(at, "class=\"wl__task\"")); at++) n++;
    return n;
}

static void every_figure_has_as_many_cases_as_it_says(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser lea = house_browser(h, h->lea);
    const struct quality_year *year = year_now(h);
    static const char *const keys[] = {"ja", "nej", "ukendt"};
    size_t compared = 0;
    for (size_t i = 0; i < indicators_n; i++) {
        const struct indicator *in = &indicators[i];
        struct indicator_tally t = quality_figure(year, in)->all;
        int64_t want[] = {t.yes, t.no, t.unknown};
        if (in->subject == OF_LEVEL || !indicator_holds(in, HOUSE_TODAY)) continue;
        for (int k = 0; k < 3; k++) {
            browser_get(
                &lea, arena_fmt(h->arena, "/team/kvalitet/tal/%s/sager?svar=%s", in->key, keys[k]),
                200);
            assert_int_equal(number_before(lea.body, want[k] == 1 ? " sag. " : " sager. "),
                             want[k]);
            assert_int_equal(lines_in(lea.body), want[k] < 50 ? want[k] : 50);
            compared += want[k] > 0;
        }
    }
    assert_true(compared > 15);
}

static void a_counsellor_sees_the_own_ones_and_how_many_there_are(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    struct indicator_tally t = quality_figure(year_now(h), indicator_find("talk_all"))->all;
    browser_get(&otto, "/team/kvalitet/tal/talk_all/sager?svar=nej", 200);
    assert_int_equal(number_before(otto.body, " sager. "), t.no);
    browser_sees(&otto, "Elif Gul");
    browser_sees_not(&otto, "Anna Berg");
    browser_sees(&otto, "fordi de unge ikke er knyttet til dig");
    browser_get(&vera, "/team/kvalitet/tal/talk_all/sager?svar=nej", 200);
    browser_sees(&vera, "Anna Berg");
    browser_sees_not(&vera, "Elif Gul");
    browser_sees(&vera, "Beskyttet"); /* Bo */
    browser_sees_not(&vera, "Hemmelig Sti");
}

static bool is_listed(const struct q_quality_related_rows *rows, const char *id) {
    for (size_t i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].id, id) == 0) return true;
    return false;
}

static void the_list_of_the_related_is_that_of_the_gate(void **state) {
    struct house_test *h = *state;
    SQL(h,
        "insert into absence (id, account, cover, from_day, to_day, author, at) values (1, %lld, "
        "%lld, '2026-11-20', '2026-11-30', %lld, 0)",
        (long long)h->vera, (long long)h->otto, (long long)h->lea);
    SQL(h,
        "insert into retention_mentor (id, youth, mentor, since, reason, author, at) values (1, '" ELIF
        "', %lld, '2026-11-01', %s, %lld, 0)",
        (long long)h->vera, house_bytes(h->arena, "00"), (long long)h->vera);
    static const char *const ids[] = {ANNA, BO, CARL, DINA, ELIF};
    const int64_t accounts[] = {h->vera, h->otto};
    const int32_t days[] = {HOUSE_TODAY, HOUSE_TODAY + 20};
    size_t seen = 0;
    for (size_t d = 0; d < 2; d++)
        for (size_t a = 0; a < 2; a++) {
            struct err err = {0};
            struct q_quality_related_rows rows;
            struct q_quality_related_in in = {accounts[a], days[d]};
            struct visitor visitor = {.user_id = accounts[a], .role = ROLE_COUNSELLOR};
            clock_fix(days[d]);
            assert_true(q_quality_related(h->db, h->arena, in, &rows, &err));
            for (size_t i = 0; i < 5; i++) {
                bool related;
                assert_true(access_related(h->db, h->arena, &visitor, ids[i], &related, &err));
                assert_int_equal(is_listed(&rows, ids[i]), related);
                seen += related;
            }
        }
    assert_int_equal(seen, 4 + 5 + 4 + 2);
}

static void the_others_see_no_name_and_looking_is_logged(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser mads = house_browser(h, h->mads), adam = house_browser(h, h->adam),
                   skola = house_browser(h, h->skola), lea = house_browser(h, h->lea);
    browser_get(&mads, "/team/kvalitet/tal/talk_all", 200);
    browser_sees_not(&mads, "/sager");
    browser_sees_not(&mads, "Anna");
    browser_get(&mads, "/team/kvalitet/tal/talk_all/sager", 403);
    browser_get(&adam, "/team/kvalitet", 403);
    browser_get(&skola, "/team/kvalitet/tal/talk_all", 403);
    browser_get(&lea, "/team/kvalitet/tal/talk_all/sager", 200);
    assert_int_equal(test_sql_number(h->store, "select count(*) from audit where act = 'list' and "
                                               "purpose = 'quality.purpose_cases'"),
                     1);
    browser_get(&lea, "/team/kvalitet/tal/career_week/sager", 404); /* guests have no names */
    browser_get(&lea, "/team/kvalitet/tal/findes_ikke", 404);
}

/* ---- the page and the file ---- */

static void a_page_shows_figure_groups_and_meaning(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser mads = house_browser(h, h->mads);
    struct indicator_tally t = quality_figure(year_now(h), indicator_find("talk_all"))->all;
    const char *share =
        fmt_percent(h->arena, LANG_DA, 100.0 * (double)t.yes / (double)(t.yes + t.no), 1);
    browser_get(&mads, "/team/kvalitet", 200);
    browser_sees(&mads, share);
    browser_sees(&mads, "Skal op");
    browser_get(&mads, "/team/kvalitet/tal/talk_all", 200);
    browser_sees(&mads, share);
    browser_sees(&mads, "9. klasse");
    browser_sees(&mads, "Piger og kvinder");
    browser_sees(&mads, "<svg");
    browser_sees(&mads, "Sådan er det talt");
    browser_sees(&mads, "Egne sager i Vejviser");
}

static void small_groups_are_in_no_page_and_no_file(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/tal/duty_contact/data.csv", 200); /* Carl alone */
    browser_sees(&lea, "for få til at vise");
    browser_get(&lea, "/team/kvalitet/tal/duty_contact", 200); /* named in a sentence, in no row */
    browser_sees(&lea, "For få til at vise: ");
    const char *hidden = strstr(text_str(&lea.reply.body), "For få til at vise: ");
    hidden += strlen("For få til at vise: ");
    const char *name = arena_dup_n(h->arena, hidden, strcspn(hidden, ",.<"));
    browser_sees_not(&lea, arena_fmt(h->arena, "<th scope=\"row\">%s<", name));
    browser_get(&lea, "/team/kvalitet/tal/plan_motivating/data.csv", 200);
    browser_sees(&lea, "2026/27");
    browser_get(&lea, "/team/kvalitet/tal/not_ready_any", 200);
    browser_sees(&lea, "opgøres ikke i det år");
    browser_get(&lea, "/team/kvalitet/tal/talk_all", 200);
    browser_sees(&lea, "2 af 2 skoler ligger"); /* nobody of Skole B: that may be told */
    talk(h, 950, pupil(h, 4), day_from_ymd(2026, 11, 2));
    quality_forget();
    browser_get(&lea, "/team/kvalitet/tal/talk_all", 200); /* one: neither school is drawn */
    browser_sees_not(&lea, "skoler ligger");
    browser_sees_not(&lea, "Den ene skole");
}

static void answers_are_bars_and_few_are_none(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser lea = house_browser(h, h->lea);
    const struct quality_year *year = year_now(h);
    int64_t n = 0;
    for (int s = 0; s < ANSWER_STEPS; s++) n += year->answers[ANSWER_MOTIVATING][0].n[s];
    struct indicator_tally t = quality_figure(year, indicator_find("plan_motivating"))->all;
    assert_int_equal(n, t.yes + t.no);
    assert_int_equal(n, 30);
    browser_get(&lea, "/team/kvalitet/tal/plan_motivating", 200);
    browser_sees(&lea, "2026/27: 40\u00a0% er enige, 40\u00a0% er uenige");
    browser_get(&lea, "/team/kvalitet/tal/plan_realistic", 200);
    browser_sees(&lea, "2026/27: 54\u00a0% er enige, 23\u00a0% er uenige");
    SQL(h, "update plan_answer set withdrawn_at = 1 where id >= 7019");
    quality_forget();
    browser_get(&lea, "/team/kvalitet/tal/plan_motivating", 200);
    browser_sees(&lea, "færre end 20 svar");
    browser_sees_not(&lea, "er enige");
}

/* Twenty have answered: what they say is told. Nineteen: neither share, limits nor change. */
static void wellbeing_of_few_is_told_in_no_way(void **state) {
    struct house_test *h = *state;
    const struct indicator *in = indicator_find("plan_motivating");
    fill(h);
    for (int n = 20; n >= 19; n--) {
        bool told = n == 20;
        SQL(h, "update plan_answer set withdrawn_at = 1 where id >= %d", 7000 + n);
        quality_forget();
        const struct quality_year *year = year_now(h);
        struct quality_year before = *year;
        struct indicator_figure *figures = arena_array(h->arena, indicators_n, sizeof *figures);
        figures[in - indicators].all = (struct indicator_tally){.yes = 900, .no = 100};
        before.figures = figures;
        assert_int_equal(quality_figure(year, in)->all.yes + quality_figure(year, in)->all.no, n);
        assert_int_equal(quality_change(in, year, &before), told ? CHANGE_DOWN : CHANGE_UNKNOWN);
        assert_int_equal(strcmp(quality_interval_words(h->arena, LANG_DA, year, in),
                                msg_indicator_command_none(LANG_DA)) != 0,
                         told);
        assert_int_equal(strstr(quality_figure_words(h->arena, LANG_DA, year, in), "%") != NULL,
                         told);
    }
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/tal/plan_motivating", 200);
    browser_sees_not(&lea, "\u00a0%<"); /* the 95 % of a heading may stand */
    browser_get(&lea, "/team/kvalitet/tal/plan_motivating/data.csv", 200);
    browser_sees_not(&lea, ";19;");
}

/* ---- a day ---- */

static void a_day_has_the_knowledge_of_that_day(void **state) {
    struct house_test *h = *state;
    fill(h);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/tal/talk_all/sager?dag=2026-09-05", 200);
    long long then = number_before(lea.body, " sager. ");
    browser_get(&lea, "/team/kvalitet/tal/talk_all/sager", 200);
    assert_true(then < number_before(lea.body, " sager. "));
    talk(h, 900, ANNA, day_from_ymd(2026, 9, 4)); /* written on that day: known then */
    SQL(h, "update contact set at = %lld where id = 900", noon(day_from_ymd(2026, 11, 2)));
    browser_get(&lea, "/team/kvalitet/tal/talk_all/sager?dag=2026-09-05", 200);
    assert_int_equal(number_before(lea.body, " sager. "), then); /* written later */
}

static void a_bad_day_says_what_to_do(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet?dag=i+morgen", 422);
    browser_sees(&lea, "Skriv en dato som 31.1.2026.");
    browser_get(&lea, "/team/kvalitet/tal/talk_all?dag=2026-11-24", 422); /* tomorrow */
    browser_sees(&lea, "Vælg en dag, der er gået");
    browser_get(&lea, "/team/kvalitet?aar=2026&dag=2026-07-31", 422); /* the day before */
    browser_sees(&lea, "Skoleåret begyndte 1. august 2026");
    browser_get(&lea, "/team/kvalitet/tal/talk_all/data.csv?dag=x", 400);
    browser_get(&lea, "/team/kvalitet?dag=2025-09-01", 200);
    browser_sees(&lea, "Skoleåret 2025/26 til og med 1. september 2025");
}

/* ---- kept ---- */

static void what_is_kept_is_handed_out_until_it_is_old(void **state) {
    struct house_test *h = *state;
    const struct quality_year *one, *two;
    struct err err = {0};
    struct indicator_ask ask = ask_now();
    quality_forget();
    assert_true(quality_year(h->store, h->arena, &ask, &one, &err));
    assert_true(quality_year(h->store, h->arena, &ask, &two, &err));
    assert_int_equal(one->at, two->at);
    for (size_t i = 0; i < indicators_n; i++)
        assert_memory_equal(&one->figures[i].all, &two->figures[i].all, sizeof one->figures[i].all);
    ask = indicator_ask_of(2026, HOUSE_TODAY - 1);
    assert_true(quality_year(h->store, h->arena, &ask, &two, &err));
    assert_int_not_equal(one->at, two->at);
}

/* Another school year, or the same as known on another day, is another answer. */
static void what_is_kept_is_of_its_year_and_its_day(void **state) {
    struct house_test *h = *state;
    const struct indicator_ask asks[] = {indicator_ask_of(2025, day_from_ymd(2026, 9, 1)),
                                         indicator_ask_of(2025, day_from_ymd(2026, 10, 1)),
                                         indicator_ask_of(2025, HOUSE_TODAY),
                                         indicator_ask_of(2026, HOUSE_TODAY)};
    struct err err = {0};
    quality_forget();
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        const struct quality_year *year;
        assert_true(quality_year(h->store, h->arena, &asks[i], &year, &err));
        assert_int_equal(year->ask.school_year, asks[i].school_year);
        assert_true(year->ask.known == asks[i].known && year->ask.day == asks[i].day);
    }
}

/* What is written is seen when the answer is as old as counting allows. */
static void a_change_is_counted_anew(void **state) {
    struct house_test *h = *state;
    const struct indicator *in = indicator_find("talk_all");
    fill(h);
    int64_t before = quality_figure(year_now(h), in)->all.yes, now = before;
    talk(h, 901, ANNA, day_from_ymd(2026, 11, 2));
    for (int i = 0; i < 400 && now == before; i++) {
        usleep(20000);
        now = quality_figure(year_now(h), in)->all.yes;
    }
    assert_int_equal(now, before + 1);
}

static int forget(void **state) {
    quality_forget();
    return house_setup(state);
}

#define TEST(function_) cmocka_unit_test_setup_teardown(function_, forget, house_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_figure_has_as_many_cases_as_it_says),
        TEST(a_counsellor_sees_the_own_ones_and_how_many_there_are),
        TEST(the_list_of_the_related_is_that_of_the_gate),
        TEST(the_others_see_no_name_and_looking_is_logged),
        TEST(a_page_shows_figure_groups_and_meaning),
        TEST(small_groups_are_in_no_page_and_no_file),
        TEST(answers_are_bars_and_few_are_none),
        TEST(a_day_has_the_knowledge_of_that_day),
        TEST(a_bad_day_says_what_to_do),
        TEST(wellbeing_of_few_is_told_in_no_way),
        TEST(what_is_kept_is_handed_out_until_it_is_old),
        TEST(what_is_kept_is_of_its_year_and_its_day),
        TEST(a_change_is_counted_anew),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    quality_forget();
    return failed;
}

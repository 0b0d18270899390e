/* SPDX-License-Identifier: EUPL-1.2
 *
 * The law alone: what each rule says on both sides of each day on which it changes. The expectations
 * are written from the sources, apart from rules/law.csv, and must be complete: a change there that is
 * not here fails, too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "gen/msg.h"
#include "rule/rule.h"

#include <string.h>

static const struct rules *law(void) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_of_law(&rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static int32_t on(const char *iso) { return day_parse_iso(iso); }

/* Several grades and categories with spaces between; - is "all". `turns`: DAY=VALUE, in order; a day
 * without value: there is no rule from then on; `ever` instead of a day: since ever. */
struct expected {
    const char *rules, *grades, *categories, *turns;
};
static const struct expected expected[] = {
    {"duty_age_from benefit_age_from", "-", "-", "2011-01-01=15"},
    {"duty_age_to benefit_age_to", "-", "-", "2011-01-01=18"},
    {"duty_contact_days", "-", "-", "2011-01-01=5"},
    {"duty_contact_day_type", "-", "-", "2011-01-01=workday"},
    {"duty_warn_day_type", "-", "-", "2011-01-01=weekday"},
    {"duty_activity_days", "-", "-", "2011-01-01=30"},
    {"duty_activity_start", "-", "-", "2011-01-01=contact"},
    {"duty_summer_pause duty_benefit_notice duty_benefit_discretion", "-", "-", "2011-01-01=yes"},
    {"duty_summer_from", "-", "-", "2011-01-01=07-01"},
    {"duty_summer_to", "-", "-", "2011-01-01=07-31"},
    {"duty_work_hours", "-", "-", "2011-01-01=18"},
    {"duty_review_months", "-", "-", "2020-01-01=3"},
    {"duty_target_contact duty_target_activity", "-", "-", "2020-01-01=100"},
    {"benefit_paid_before", "-", "-", "2011-01-01=21"},
    {"benefit_base_amount", "-", "-", "2011-01-01=10584"},
    {"fgu_full_time_hours", "-", "-", "2019-08-01=37"},
    {"fgu_complaint_weeks", "-", "-", "2019-08-01=4"},
    {"benefit_hearing_days", "-", "-", "2011-01-01=14"},
    {"benefit_complaint_weeks", "-", "-", "2011-01-01=4"},

    {"event_signup_keep_days event_evaluation_days", "-", "-", "ever=30"},
    {"event_comment_keep_months", "-", "-", "ever=12"},
    {"event_answers_least", "-", "-", "ever=5"},
    {"publication_least", "-", "-", "ever=5"},
    {"publication_least_wellbeing", "-", "-", "ever=20"},
    {"publication_least_extreme", "-", "-", "ever=10"},
    {"event_people_most", "-", "-", "ever=6"},
    {"event_programme_days event_attendance_days", "-", "-", "ever=7"},

    {"readiness_rules", "-", "-",
     "2010-08-01=upv-2010 2014-08-01=upv-2014 2017-08-01=upv-2017 2019-08-01=upv-2019 "
     "2022-10-01=upv-2022 2024-08-01=none-2024 2030-08-01=epx-2030"},
    {"readiness_threshold", "8", "eud hf", "2014-08-01=4,0 2024-08-01="},
    {"readiness_threshold", "8", "gym", "2014-08-01=4,0 2017-08-01=5,0 2024-08-01="},
    {"readiness_threshold", "9 10", "hf", "2018-08-01=4,0 2024-08-01="},
    {"readiness_threshold", "9 10", "gym", "2018-08-01=5,0 2024-08-01="},
    {"readiness_threshold_danish readiness_threshold_mathematics", "9 10", "eud",
     "2014-08-01=2,0 2024-08-01="},
    {"readiness_marks", "8", "-", "2014-08-01=all 2024-08-01="},
    {"readiness_marks", "9 10", "eud", "2014-08-01=danish-mathematics 2024-08-01="},
    {"readiness_marks", "9 10", "hf gym", "2018-08-01=all 2024-08-01="},
    {"readiness_round_first", "-", "-", "2014-08-01=2 2024-08-01="},
    {"readiness_round_last", "-", "-", "2014-08-01=1 2024-08-01="},
    {"readiness_round_mode", "-", "-", "2014-08-01=half-up 2024-08-01="},
    {"readiness_scale", "-", "-", "2014-08-01=seven-step"},
    {"readiness_scope", "-", "-", "2014-08-01=wish 2019-08-01=all-categories 2024-08-01="},
    {"readiness_negative_term", "-", "-", "2010-08-01=iup 2022-10-01=other-activities 2024-08-01="},
    {"readiness_negative_term", "8", "-",
     "2010-08-01=iup-provisional 2022-10-01=other-activities 2024-08-01="},
    {"readiness_criteria", "-", "personal", "2014-08-01=5 2024-08-01="},
    {"readiness_criteria", "-", "social", "2014-08-01=3 2024-08-01="},
    {"readiness_criteria", "-", "practical", "2017-08-01=5 2024-08-01="},
    {"readiness_practical_lowers", "-", "-", "2017-08-01=no 2024-08-01="},
    {"readiness_academic_override", "-", "-", "2014-08-01=no 2024-08-01="},
    {"readiness_rejudged", "8", "-", "2019-08-01=no 2024-08-01="},
    {"readiness_rejudged", "9 10", "-", "2019-08-01=yes 2024-08-01="},
    {"readiness_notice", "8", "-", "2014-08-01=all 2024-08-01="},
    {"readiness_notice", "9 10", "-", "2014-08-01=not-ready 2024-08-01="},
    {"readiness_marks_reported readiness_targeted_effort placement_hu_marks_reported", "-", "-",
     "2024-08-01=yes"},

    {"deadline_first_assessment", "8 9 10", "-", "2014-08-01=12-01 2024-08-01="},
    {"deadline_first_assessment_no_uu", "-", "-", "2014-08-01=01-15 2019-08-01="},
    {"deadline_second_assessment", "8", "-",
     "2014-08-01=06-01 2019-08-01=2020-09-30 2020-08-01=06-15 2024-08-01="},
    {"deadline_second_assessment", "9 10", "-",
     "2014-08-01=06-01 2019-08-01=06-17 2020-08-01=06-15 2021-08-01=06-03 2022-08-01=05-21 "
     "2023-08-01=06-15 2024-08-01="},
    {"deadline_social_assessment", "9 10", "-",
     "2019-08-01=06-10 2020-08-01= 2021-08-01=06-03 2022-08-01="},
    {"deadline_final_marks", "9 10", "-",
     "2014-08-01=06-01 2019-08-01=06-15 2020-08-01= 2021-08-01=06-17 2022-08-01="},
    {"deadline_reasons_before", "9 10", "-", "2019-08-01=12-25 2024-08-01="},
    {"deadline_rejudgement", "9 10", "-", "2019-08-01=01-10 2024-08-01="},
    {"readiness_follow_days", "-", "-", "2014-08-01=14"},
    {"deadline_report_first", "-", "-", "2024-08-01=12-01"},
    {"deadline_report_second", "-", "-", "2024-08-01=06-15"},
    {"deadline_application", "9 10", "-", "2014-08-01=03-01 2020-08-01=03-15 2021-08-01=03-01"},
    {"deadline_application_opens", "-", "-", "2023-08-01=01-15 2024-08-01="},
    {"deadline_distribution_from", "-", "-", "2023-08-01=03-19 2024-08-01="},
    {"deadline_distribution_to", "-", "-", "2023-08-01=04-23 2024-08-01="},
    {"deadline_admission_test", "-", "-", "2023-08-01=04-24 2024-08-01="},
    {"deadline_admission_answer", "-", "-", "2023-08-01=05-08 2024-08-01="},
    {"deadline_goals_published", "-", "-", "2019-08-01=05-31"},

    {"admission_exam_average", "-", "gym", "2019-08-01=5,0 2030-08-01=6,0"},
    {"admission_exam_average", "9", "hf", "2019-08-01=4,0 2030-08-01="},
    {"admission_exam_lower", "-", "gym", "2019-08-01=3,0 2030-08-01="},
    {"admission_exam_talk", "-", "gym", "2019-08-01=2,0 2030-08-01="},
    {"admission_exam_not_ready", "-", "gym", "2019-08-01=6,0 2024-08-01="},
    {"admission_exam_danish admission_exam_mathematics", "10", "hf", "2019-08-01=2,0 2030-08-01="},
    {"admission_exam_danish admission_exam_mathematics", "-", "eud", "2014-08-01=2,0"},
    {"admission_years", "9", "gym", "2020-04-01=2"},
    {"admission_years", "10", "gym", "2020-04-01=1"},
    {"admission_years", "-", "eud", "2014-08-01=1 2019-08-01=2"},

    {"outreach_age_from", "-", "-", "2011-01-01=15"},
    {"outreach_age_to", "-", "-", "2011-01-01=25"},
    {"outreach_guidance_age_to", "-", "-", "2019-08-01=30"},
    {"outreach_work_hours", "-", "15-17", "2011-01-01=30 2020-01-10=20"},
    {"outreach_work_hours", "-", "18-24", "2011-01-01=18 2020-01-10=20"},
    {"outreach_work_hours", "-", "-", "2020-01-10=20"},
    {"outreach_find_out_days", "-", "-", "ever=30"},
    {"outreach_status_days", "-", "-", "ever=90"},
    {"outreach_plan_age_to fgu_age_to", "-", "-", "2019-08-01=25"},
    {"outreach_contact_efforts fgu_years fgu_search_weeks", "-", "-", "2019-08-01=2"},
    {"outreach_staff_years", "-", "-", "2019-10-04=5"},
    {"fgu_work_share", "-", "-", "2019-08-01=50"},
    {"fgu_extra_years", "-", "egu", "2024-08-01=1"},
    {"fgu_hours", "-", "-", "2019-08-01=26"},
    {"fgu_intake", "-", "-", "2019-08-01=twice-a-year 2024-08-01=continuous"},
    {"stu_age_to", "-", "-", "2011-01-01=25"},
    {"stu_years", "-", "-", "2011-01-01=3"},
    {"stu_finish_years", "-", "-", "2011-01-01=5"},
    {"stu_choice", "-", "-", "2023-08-11=yes"},

    {"retention_mentor_months", "-", "-", "2019-08-01=3"},
    {"retention_contact_first", "-", "-", "2019-08-01=1"},
    {"retention_contact_second", "-", "-", "2019-08-01=4"},
    {"retention_contact_third", "-", "-", "2019-08-01=8"},
    {"retention_contact_fourth", "-", "-", "2019-08-01=12"},
    {"retention_risk_contact", "-", "-", "2014-08-01=5"},
    {"retention_risk_months retention_course_months", "-", "-", "2014-08-01=3"},
    {"retention_resume_months", "-", "-", "2014-08-01=15"},
    {"retention_admission_delay", "-", "-", "2021-10-01=7"},
    {"retention_notify_age_to", "-", "-", "2014-08-01=25"},
    {"retention_registered_weeks", "-", "-", "2020-01-01=6"},

    {"placement_intro_days", "8", "-", "2014-08-01=5"},
    {"placement_intro_vocational", "8", "-", "2014-08-01=1"},
    {"placement_bridge_min_days", "9", "-", "2014-08-01=2"},
    {"placement_bridge_max_days", "9", "-", "2014-08-01=10"},
    {"placement_bridge_max_weeks", "9", "-", "2014-08-01=4"},
    {"placement_bridge_hours", "10", "-", "2014-08-01=21"},
    {"placement_bridge_hours", "10", "eud10", "2014-08-01=126"},
    {"placement_bridge_weeks placement_bridge_extra_weeks_gym", "10", "-", "2014-08-01=1"},
    {"placement_bridge_weeks", "10", "eud10", "2014-08-01=6"},
    {"placement_bridge_done_before", "10", "-", "2014-08-01=03-01"},
    {"placement_bridge_vocational_days", "10", "-", "2014-08-01=2"},
    {"placement_bridge_extra_weeks", "10", "-", "2014-08-01=5"},
    {"placement_bridge_extra_weeks_short", "10", "-", "2014-08-01=4"},
    {"placement_bridge_short_course", "10", "-", "2014-08-01=20"},
    {"placement_practice_days", "7 8 9", "-", "2025-08-01=5"},

    {"order_status", "-", "-", "2020-01-01=full 2025-07-01=unclear"},
    {"order_benefit", "-", "-", "2020-01-01=uddannelseshjaelp 2025-07-01=kontanthjaelp"},
    {"order_steps", "-", "-", "2020-01-01=3"},
    {"order_age_to", "-", "-", "2020-01-01=30"},
    {"order_age_to", "-", "dagpenge", "2020-01-01=25"},
    {"order_first_talk_days", "-", "-", "2020-01-01=7"},
    {"order_talks", "-", "-", "2020-01-01=4"},
    {"order_talks_months", "-", "-", "2020-01-01=6"},
    {"order_ready_months", "-", "-", "2020-01-01=12 2025-07-01="},

    {"quality_evaluation_months", "-", "-", "2019-10-04=12"},
    {"quality_action_plan_below", "-", "-", "2019-08-01=10"},
    {"quality_application_base", "-", "-", "2014-08-01=same-year 2023-01-01=at-application"},
    {"quality_loneliness_cutoff", "-", "-", "2010-01-01=7"},
    {"quality_loneliness_wording", "-", "-", "2010-01-01=kept-out 2017-01-01=outside"},
    {"calendar_prayer_day", "-", "-", "ever=yes 2024-01-01=no"},
    {"calendar_closed_5_june calendar_closed_24_dec calendar_closed_31_dec", "-", "-", "ever=yes"},
    {"calendar_closed_1_may calendar_count_first_day", "-", "-", "ever=no"},
    {"case_access_days case_complaint_forward_days", "-", "-", "2014-01-01=7"},
    {"case_complaint_answer_days", "-", "-", "2014-01-01=20"},
    {"case_journal_days", "-", "-", "2014-01-01=3"},
    {"case_insight_months", "-", "-", "2018-05-25=1"},
    {"case_insight_extra_months", "-", "-", "2018-05-25=2"},
    {"case_report_confirm_days", "-", "-", "2014-01-01=6"},
    {"case_report_acute_hours", "-", "-", "2014-01-01=24"},
    {"case_protection_years", "-", "-", "2014-01-01=1"},
    {"case_keep_years", "-", "-", "2014-01-01=5"},
};
#define EXPECTED_N (sizeof expected / sizeof *expected)

/* The next word of *text, or NULL. */
static const char *next(struct arena *a, const char **text) {
    size_t n = strcspn(*text, " ");
    if (!n) return NULL;
    const char *word = arena_dup_n(a, *text, n);
    *text += n;
    *text += strspn(*text, " ");
    return strcmp(word, "-") == 0 ? "" : word;
}

static void is_on(const char *rule, const char *grade, const char *category, int32_t day,
                  const char *value) {
    char iso[11];
    const char *found = rules_text(law(), rule, grade, category, day);
    if (strcmp(found ? found : "", value) != 0)
        fail_msg("%s %s %s on %s: '%s', not '%s'", rule, grade, category, day_iso(iso, day),
                 found ? found : "", value);
}

static void follow(struct arena *a, const char *rule, const char *grade, const char *category,
                   const char *turns) {
    const char *before = "";
    for (const char *turn; (turn = next(a, &turns));) {
        const char *value = strchr(turn, '=') + 1;
        int32_t day =
            strncmp(turn, "ever", 4) == 0 ? on("1900-01-02") : on(arena_dup_n(a, turn, 10));
        assert_int_not_equal(day, DAY_NONE);
        if (strncmp(turn, "ever", 4) != 0) is_on(rule, grade, category, day - 1, before);
        is_on(rule, grade, category, day, value);
        before = value;
    }
    is_on(rule, grade, category, on("2150-01-01"), before);
}

static void each_rule_has_its_value_on_both_sides_of_each_change(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    for (size_t i = 0; i < EXPECTED_N; i++) {
        const struct expected *e = &expected[i];
        const char *rules = e->rules;
        for (const char *rule; (rule = next(a, &rules));) {
            const char *grades = e->grades;
            for (const char *grade; (grade = next(a, &grades));) {
                const char *categories = e->categories;
                for (const char *category; (category = next(a, &categories));)
                    follow(a, rule, grade, category, e->turns);
            }
        }
    }
}

static bool lists(struct arena *a, const char *words, const char *wanted) {
    for (const char *word; (word = next(a, &words));)
        if (strcmp(word, wanted) == 0) return true;
    return false;
}

static void the_expectations_name_every_rule_and_every_change(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    const struct rule_key *keys;
    size_t n = rules_keys(law(), &keys), bad = 0;
    for (size_t k = 0; k < n; k++) {
        const struct expected *e = NULL;
        for (size_t i = 0; i < EXPECTED_N && !e; i++)
            if (lists(a, expected[i].rules, keys[k].rule) &&
                lists(a, expected[i].grades, keys[k].grade) &&
                lists(a, expected[i].categories, keys[k].category))
                e = &expected[i];
        const struct rule_row *const *rows;
        size_t rows_n = rules_rows(law(), a, &keys[k], &rows);
        for (size_t i = 0; i < rows_n; i++) {
            char iso[11];
            bool is_turn = i == 0 || strcmp(rows[i]->value, rows[i - 1]->value) != 0;
            const char *day = rows[i]->from == DAY_NONE ? "ever" : day_iso(iso, rows[i]->from);
            const char *turn = arena_fmt(a, "%s=%s", day, rows[i]->value);
            if (e && (!is_turn || lists(a, e->turns, turn))) continue;
            print_error("%s %s %s: %s is not expected\n", keys[k].rule, keys[k].grade,
                        keys[k].category, turn);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

static void numbers_are_exact(void **state) {
    (void)state;
    assert_int_equal(rules_decimal(law(), RULE_READINESS_THRESHOLD, "8", "gym", on("2020-01-01")),
                     5000);
    assert_int_equal(rules_int(law(), RULE_DUTY_ACTIVITY_DAYS, NULL, NULL, on("2020-01-01")), 30);
    assert_int_equal(rules_int(law(), RULE_DUTY_ACTIVITY_DAYS, NULL, NULL, on("2010-01-01")),
                     INT_NONE);
    assert_int_equal(rules_int(law(), RULE_DUTY_ACTIVITY_DAYS, NULL, NULL, DAY_NONE), INT_NONE);
}

static void a_day_of_the_school_year_lies_in_the_year_asked_about(void **state) {
    (void)state;
    static const struct {
        const char *rule, *grade, *day, *deadline;
    } cases[] = {
        {RULE_DEADLINE_FIRST_ASSESSMENT, "8", "2020-08-01", "2020-12-01"},
        {RULE_DEADLINE_FIRST_ASSESSMENT, "8", "2021-07-31", "2020-12-01"},
        {RULE_DEADLINE_REJUDGEMENT, "9", "2021-12-31", "2022-01-10"},
        {RULE_DEADLINE_SECOND_ASSESSMENT, "8", "2019-09-01", "2020-09-30"}, /* the COVID year */
        {RULE_DEADLINE_SECOND_ASSESSMENT, "9", "2022-05-01", "2022-06-03"},
        {RULE_DEADLINE_APPLICATION, "10", "2021-02-01", "2021-03-15"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rules_day(law(), cases[i].rule, cases[i].grade, NULL, on(cases[i].day)),
                         on(cases[i].deadline));
    assert_int_equal(rules_day(law(), RULE_DEADLINE_SECOND_ASSESSMENT, "9", NULL, on("2024-08-01")),
                     DAY_NONE);
}

static void a_period_without_a_rule_does_not_fall_back(void **state) {
    (void)state;
    const struct rule_row *row =
        rules_row(law(), RULE_DEADLINE_FINAL_MARKS, "9", "eud", on("2021-01-01"));
    assert_null(row);
    row = rules_row(law(), RULE_READINESS_NEGATIVE_TERM, "9", "hf", on("2022-09-30"));
    assert_string_equal(row->value, "iup");
    assert_string_equal(row->grade, "");
}

/* base/calendar.c cannot ask this room; the two must agree. */
static void the_calendar_agrees_about_store_bededag(void **state) {
    (void)state;
    for (int year = 2000; year < 2040; year++) {
        int32_t friday = easter_sunday(year) + 26;
        assert_int_equal(day_is_holiday(friday),
                         rules_yes(law(), RULE_CALENDAR_PRAYER_DAY, NULL, NULL, friday));
    }
    struct calendar_rules calendar = rules_calendar(law(), on("2026-11-23"));
    assert_memory_equal(&calendar, &calendar_default, sizeof calendar);
}

static void every_row_has_words_in_both_languages(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    const struct rule_key *keys;
    size_t n = rules_keys(law(), &keys);
    for (int lang = LANG_DA; lang <= LANG_EN; lang++)
        for (size_t k = 0; k < n; k++) {
            const struct rule_row *const *rows;
            size_t rows_n = rules_rows(law(), a, &keys[k], &rows);
            assert_string_not_equal(rule_name_words((enum lang)lang, keys[k].rule), keys[k].rule);
            const char *subject = arena_dup_n(a, keys[k].rule, strcspn(keys[k].rule, "_"));
            assert_non_null(msg_by_key((enum lang)lang, arena_fmt(a, "rule.subject.%s", subject)));
            if (*keys[k].category)
                assert_non_null(msg_by_key((enum lang)lang,
                                           arena_fmt(a, "rule.category.%s", keys[k].category)));
            for (size_t i = 0; i < rows_n; i++) {
                const char *words = rule_value_words(a, (enum lang)lang, rows[i]);
                assert_null(strstr(words, ".one"));
                assert_null(strstr(words, ".many"));
                assert_null(strstr(words, arena_fmt(a, "%s.", rows[i]->unit->name)));
                assert_true(strlen(rule_sure_words(a, (enum lang)lang, rows[i]->sure)) > 1);
                assert_true(*rows[i]->source != '\0');
            }
        }
}

static void what_people_type_becomes_a_value_or_is_refused(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    static const struct rule_unit whole = {"days", RULE_WHOLE, ""},
                                  decimal = {"average", RULE_DECIMAL, ""},
                                  day = {"month-day", RULE_MONTH_DAY, ""},
                                  date = {"date", RULE_DATE, ""},
                                  choice = {"yes-no", RULE_CHOICE, "yes no"};
    static const struct {
        const struct rule_unit *unit;
        const char *typed, *value; /* NULL: refused */
    } cases[] = {
        {&whole, " 20 ", "20"},       {&whole, "007", "7"},
        {&whole, "0", "0"},           {&whole, "4,5", NULL},
        {&whole, "-3", NULL},         {&whole, "", NULL},
        {&whole, "1234567890", NULL}, {&decimal, "4.5", "4,5"},
        {&decimal, "4,945", "4,945"}, {&decimal, "4,9451", NULL},
        {&decimal, "4,", NULL},       {&decimal, "1.000,5", NULL},
        {&decimal, "5", "5"},         {&day, "1.12", "12-01"},
        {&day, "1. 12.", "12-01"},    {&day, "31/7", "07-31"},
        {&day, "12-01", NULL}, /* could be two */
        {&day, "29.2", NULL},  /* not every year has it */
        {&day, "32.1", NULL},         {&date, "30.9.2020", "2020-09-30"},
        {&date, "31.9.2020", NULL},   {&choice, "no", "no"},
        {&choice, "yes no", NULL},    {&choice, "ye", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *value = NULL;
        bool ok = rule_value_read(a, cases[i].unit, cases[i].typed, &value);
        if (ok != (cases[i].value != NULL) || (ok && strcmp(value, cases[i].value) != 0))
            fail_msg("'%s' as %s: %s", cases[i].typed, cases[i].unit->name, ok ? value : "refused");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_its_value_on_both_sides_of_each_change),
        cmocka_unit_test(the_expectations_name_every_rule_and_every_change),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(a_day_of_the_school_year_lies_in_the_year_asked_about),
        cmocka_unit_test(a_period_without_a_rule_does_not_fall_back),
        cmocka_unit_test(the_calendar_agrees_about_store_bededag),
        cmocka_unit_test(every_row_has_words_in_both_languages),
        cmocka_unit_test(what_people_type_becomes_a_value_or_is_refused),
    };
    return cmocka_run_group_tests_name("rule law", tests, NULL, NULL);
}

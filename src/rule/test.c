/* SPDX-License-Identifier: EUPL-1.2
 *
 * Versions: what a municipality decides on top of the law, when it holds, what was known when; and the
 * pages where it does so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rule/rule.h"
#include "tests/house.h"

#include <string.h>

static int32_t on(const char *iso) { return day_parse_iso(iso); }

static bool add_write(struct db *w, void *ctx, struct err *err) { return rule_add(w, ctx, err); }

static bool try_add(struct house_test *h, struct rule_new version, struct err *err) {
    if (!version.grade) version.grade = "";
    if (!version.category) version.category = "";
    if (!version.why) version.why = "Besluttet i udvalget";
    version.account = h->adam;
    return store_write(h->store, add_write, &version, err) && rules_reload(h->db, err);
}

static void add(struct house_test *h, const char *rule, const char *value, const char *from,
                const char *to) {
    struct err err = {0};
    struct rule_new version = {
        .rule = rule, .value = value, .from = on(from), .to = to ? on(to) : DAY_NONE};
    if (!try_add(h, version, &err)) fail_msg("%s", err.message);
}

static const struct rules *now(struct house_test *h) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_now(h->db, &rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static int64_t hours(struct house_test *h, const char *day) {
    return rules_int(now(h), RULE_DUTY_WORK_HOURS, NULL, NULL, on(day));
}

static void a_version_holds_from_its_day_and_leaves_the_past(void **state) {
    struct house_test *h = *state;
    assert_int_equal(hours(h, "2027-01-01"), 18);
    add(h, RULE_DUTY_WORK_HOURS, "20", "2027-01-01", NULL);
    assert_int_equal(hours(h, "2026-12-31"), 18);
    assert_int_equal(hours(h, "2027-01-01"), 20);
    assert_int_equal(hours(h, "2099-01-01"), 20);
    const struct rule_row *row =
        rules_row(now(h), RULE_DUTY_WORK_HOURS, NULL, NULL, on("2027-01-01"));
    assert_int_equal(row->sure, 'M');
    assert_string_equal(row->by, "adam");
    assert_string_equal(row->why, "Besluttet i udvalget");
    assert_false(row->made_later);
}

static void a_newer_version_closes_the_older_and_edits_nothing(void **state) {
    struct house_test *h = *state;
    add(h, RULE_DUTY_WORK_HOURS, "20", "2027-01-01", NULL);
    add(h, RULE_DUTY_WORK_HOURS, "22", "2027-08-01", "2027-12-31");
    assert_int_equal(hours(h, "2027-07-31"), 20);
    assert_int_equal(hours(h, "2027-08-01"), 22);
    assert_int_equal(hours(h, "2027-12-31"), 22);
    assert_int_equal(hours(h, "2028-01-01"), 20);
    assert_int_equal(2, test_sql_number(h->store, "select count(*) from rule_version"));
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from rule_version where "
                                                  "value = '20' and to_day is null"));
}

static void a_version_in_the_past_is_marked_and_what_was_known_stays(void **state) {
    struct house_test *h = *state;
    int64_t before = clock_now();
    add(h, RULE_DUTY_WORK_HOURS, "20", "2026-01-01", NULL);
    const struct rule_row *row =
        rules_row(now(h), RULE_DUTY_WORK_HOURS, NULL, NULL, on("2026-06-01"));
    assert_true(row->made_later);
    assert_string_equal(row->value, "20");
    row = rules_row_known(now(h), RULE_DUTY_WORK_HOURS, NULL, NULL, on("2026-06-01"), before - 1);
    assert_string_equal(row->value, "18");
}

static void a_version_of_a_law_ends_when_the_law_changes(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct rule_new version = {.rule = RULE_READINESS_NEGATIVE_TERM,
                               .value = "iup-provisional",
                               .from = on("2022-01-01"),
                               .to = DAY_NONE};
    assert_true(try_add(h, version, &err));
    const struct rules *rules = now(h);
    assert_string_equal(
        rules_text(rules, RULE_READINESS_NEGATIVE_TERM, "9", NULL, on("2022-09-30")),
        "iup-provisional");
    assert_string_equal(
        rules_text(rules, RULE_READINESS_NEGATIVE_TERM, "9", NULL, on("2022-10-01")),
        "other-activities");
    assert_null(rules_text(rules, RULE_READINESS_NEGATIVE_TERM, "9", NULL, on("2024-08-01")));
}

static void a_version_of_a_local_rule_outlives_changes_of_its_source(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct rule_new version = {.rule = RULE_OUTREACH_WORK_HOURS,
                               .category = "18-24",
                               .value = "16",
                               .from = on("2019-01-01"),
                               .to = DAY_NONE};
    assert_true(try_add(h, version, &err));
    assert_int_equal(rules_int(now(h), RULE_OUTREACH_WORK_HOURS, NULL, "18-24", on("2026-01-01")),
                     16);
    assert_int_equal(rules_int(now(h), RULE_OUTREACH_WORK_HOURS, NULL, "15-17", on("2026-01-01")),
                     20);
}

static void what_is_no_version_is_refused(void **state) {
    struct house_test *h = *state;
    const struct {
        struct rule_new version;
        enum err_kind kind;
    } cases[] = {
        {{.rule = "duty_nothing", .value = "1", .from = 1, .to = DAY_NONE}, ERR_NOT_FOUND},
        {{.rule = RULE_DUTY_WORK_HOURS, .grade = "8", .value = "1", .from = 1, .to = DAY_NONE},
         ERR_NOT_FOUND},
        {{.rule = RULE_DUTY_WORK_HOURS, .value = "many", .from = 1, .to = DAY_NONE}, ERR_INPUT},
        {{.rule = RULE_DUTY_WORK_HOURS, .value = "", .from = 1, .to = DAY_NONE}, ERR_INPUT},
        {{.rule = RULE_DUTY_WORK_HOURS, .value = "20", .from = DAY_NONE, .to = DAY_NONE},
         ERR_INPUT},
        {{.rule = RULE_DUTY_WORK_HOURS, .value = "20", .from = 10, .to = 9}, ERR_INPUT},
        {{.rule = RULE_DUTY_WORK_HOURS, .value = "20", .from = 1, .to = DAY_NONE, .why = "-"},
         ERR_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {0};
        assert_int_equal(try_add(h, cases[i].version, &err), cases[i].kind == ERR_NONE);
        assert_int_equal(err.kind, cases[i].kind);
    }
}

static void a_deadline_may_be_a_date_in_a_single_year(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct rule_new version = {.rule = RULE_DEADLINE_APPLICATION,
                               .grade = "9",
                               .value = "2027-03-08",
                               .from = on("2026-08-01"),
                               .to = on("2027-07-31")};
    assert_true(try_add(h, version, &err));
    const struct rules *rules = now(h);
    assert_int_equal(rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, on("2027-01-01")),
                     on("2027-03-08"));
    assert_int_equal(rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, on("2027-08-01")),
                     on("2028-03-01"));
    assert_int_equal(rules_day(rules, RULE_DEADLINE_APPLICATION, "10", NULL, on("2027-01-01")),
                     on("2027-03-01"));
}

static void periods_tell_who_decided_from_when_to_when(void **state) {
    struct house_test *h = *state;
    add(h, RULE_DUTY_WORK_HOURS, "20", "2027-01-01", NULL);
    add(h, RULE_DUTY_WORK_HOURS, "22", "2027-08-01", "2027-12-31");
    const struct rule_key *keys;
    const struct rule_period *periods;
    size_t n = rules_keys(now(h), &keys), k = 0;
    while (k < n && strcmp(keys[k].rule, RULE_DUTY_WORK_HOURS) != 0) k++;
    n = rules_periods(now(h), h->arena, &keys[k], DAY_NONE, DAY_NONE, &periods);
    assert_int_equal(n, 5);
    static const char *const values[] = {NULL, "18", "20", "22", "20"};
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(periods[i].row == NULL, values[i] == NULL);
        if (values[i]) assert_string_equal(periods[i].row->value, values[i]);
        if (i) assert_int_equal(periods[i].from, periods[i - 1].to + 1);
    }
    assert_int_equal(periods[0].from, DAY_NONE);
    assert_int_equal(periods[4].to, DAY_NONE);
    n = rules_periods(now(h), h->arena, &keys[k], on("2027-09-01"), on("2028-02-01"), &periods);
    assert_int_equal(n, 2);
    assert_int_equal(periods[0].from, on("2027-09-01"));
    assert_int_equal(periods[1].to, on("2028-02-01"));
}

/* ---- in use */

static void the_worklist_follows_the_municipality(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "19. nov. 2026"); /* carl, known on Thursday 12 November */
    browser_sees(&b, "5 arbejdsdage");
    add(h, RULE_DUTY_CONTACT_DAY_TYPE, "weekday", "2026-01-01", NULL);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "18. nov. 2026");
    browser_sees(&b, "5 hverdage");
}

/* ---- pages */

static void the_list_shows_the_rules_of_a_date(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/admin/regler?dato=30.9.2022", 200);
    browser_sees(&b, "Regler, der gælder den 30. september 2022");
    browser_sees(&b, "ikke-uddannelsesparat");
    browser_sees(&b, "4,0 i gennemsnit");
    browser_get(&b, "/admin/regler?dato=1.10.2022", 200);
    browser_sees(&b, "parat til andre uddannelsesaktiviteter");
    browser_get(&b, "/admin/regler?dato=i+morgen", 200);
    browser_sees(&b, "<title>Fejl: ");
    browser_sees(&b, "value=\"i morgen\"");
}

static void a_team_leader_reads_and_an_administrator_decides(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), adam = house_browser(h, h->adam);
    browser_get(&lea, "/admin/regler/duty_work_hours", 200);
    browser_sees(&lea, "18 timer om ugen");
    browser_sees_not(&lea, "name=\"vaerdi\"");
    browser_post(&lea, "/admin/regler/duty_work_hours",
                 "hvem=0&vaerdi=20&fra=1.1.2027&hvorfor=x&gem=1", 403);
    browser_get(&adam, "/admin/regler/duty_work_hours", 200);
    browser_sees(&adam, "name=\"vaerdi\"");
    browser_get(&adam, "/admin/regler/findes_ikke", 404);
}

static void a_version_is_shown_before_it_is_saved(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    const char *typed = "hvem=0&vaerdi=20&fra=1.1.2026&til=&kilde=&hvorfor=Udvalget+3.+nov.";
    browser_get(&b, "/admin/regler/duty_work_hours", 200);
    browser_post(&b, "/admin/regler/duty_work_hours", typed, 200);
    browser_sees(&b, "20 timer om ugen, fra 1. januar 2026");
    browser_sees(&b, "18 timer om ugen");
    browser_sees(&b, "Den første dag ligger i fortiden");
    assert_int_equal(0, test_sql_number(h->store, "select count(*) from rule_version"));
    browser_post(&b, "/admin/regler/duty_work_hours", arena_fmt(h->arena, "%s&ret=1", typed), 200);
    browser_sees(&b, "value=\"1.1.2026\"");
    browser_post(&b, "/admin/regler/duty_work_hours", arena_fmt(h->arena, "%s&set=0&gem=1", typed),
                 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Den nye værdi er gemt.");
    browser_sees(&b, "besluttet senere");
    browser_sees(&b, "Udvalget 3. nov.");
    assert_int_equal(hours(h, "2026-01-01"), 20);
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from audit where act = 'rule' "
                                                  "and detail = 'rule:duty_work_hours'"));
}

static void two_who_decide_at_once_see_each_other(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    browser_get(&b, "/admin/regler/duty_work_hours", 200);
    add(h, RULE_DUTY_WORK_HOURS, "19", "2026-12-01", NULL);
    browser_post(&b, "/admin/regler/duty_work_hours",
                 "hvem=0&vaerdi=20&fra=1.1.2027&til=&kilde=&hvorfor=x&set=0&gem=1", 200);
    browser_sees(&b, "Nogen har lige besluttet en anden værdi");
    browser_sees(&b, "19 timer om ugen");
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from rule_version"));
}

static void mistakes_come_back_with_what_was_typed(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    browser_get(&b, "/admin/regler/readiness_threshold", 200);
    browser_post(&b, "/admin/regler/readiness_threshold",
                 "hvem=99&vaerdi=fire&fra=1.8.2023&til=1.1.2023&kilde=&hvorfor=", 422);
    browser_sees(&b, "<title>Fejl: ");
    browser_sees(&b, "value=\"fire\"");
    browser_sees(&b, "Skriv et tal, fx 18 eller 4,5.");
    browser_sees(&b, "Den sidste dag skal ligge efter den første.");
    browser_sees(&b, "Skriv, hvor det står.");
    assert_int_equal(0, test_sql_number(h->store, "select count(*) from rule_version"));
}

static void the_command_prints_the_rules_of_a_day(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_true(rules_command(h->db, LANG_DA, on("2025-06-30"), true, out, &err));
    fclose(out);
    assert_non_null(strstr(text, "\"value\": \"uddannelseshjaelp\""));
    assert_null(strstr(text, "\"value\": \"kontanthjaelp\""));
    free(text);
    out = open_memstream(&text, &size);
    assert_true(rules_command(h->db, LANG_DA, on("2025-07-01"), false, out, &err));
    fclose(out);
    assert_non_null(strstr(text, "kontanthjælp"));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_version_holds_from_its_day_and_leaves_the_past),
        HOUSE_TEST(a_newer_version_closes_the_older_and_edits_nothing),
        HOUSE_TEST(a_version_in_the_past_is_marked_and_what_was_known_stays),
        HOUSE_TEST(a_version_of_a_law_ends_when_the_law_changes),
        HOUSE_TEST(a_version_of_a_local_rule_outlives_changes_of_its_source),
        HOUSE_TEST(what_is_no_version_is_refused),
        HOUSE_TEST(a_deadline_may_be_a_date_in_a_single_year),
        HOUSE_TEST(periods_tell_who_decided_from_when_to_when),
        HOUSE_TEST(the_worklist_follows_the_municipality),
        HOUSE_TEST(the_list_shows_the_rules_of_a_date),
        HOUSE_TEST(a_team_leader_reads_and_an_administrator_decides),
        HOUSE_TEST(a_version_is_shown_before_it_is_saved),
        HOUSE_TEST(two_who_decide_at_once_see_each_other),
        HOUSE_TEST(mistakes_come_back_with_what_was_typed),
        HOUSE_TEST(the_command_prints_the_rules_of_a_day),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}

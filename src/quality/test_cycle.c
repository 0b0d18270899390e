/* SPDX-License-Identifier: EUPL-1.2
 *
 * The year's wheel: what the law asks for on both sides of its days, meetings and decisions in versions,
 * two who write at once, tasks on the worklist.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/goal.h"
#include "publication/publication.h"
#include "quality/quality.h"
#include "tests/house.h"

#include <math.h>

#define DAY(y_, m_, d_) day_from_ymd(y_, m_, d_)

/* ---- the law: pure ---- */

static struct quality_facts facts(void) {
    return (struct quality_facts){.evaluated = DAY_NONE,
                                  .marked = {DAY_NONE, DAY_NONE, DAY_NONE},
                                  .published = DAY_NONE,
                                  .eud = NAN};
}

static struct quality_due due_of(int year, const struct quality_facts *f, enum quality_law law) {
    const struct rules *rules;
    struct quality_due dues[LAW_DUTIES];
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    quality_dues(rules, year, f, dues);
    return dues[law];
}

static void the_evaluation_is_asked_for_each_year(void **state) {
    (void)state;
    struct quality_facts f = facts();
    assert_int_equal(due_of(2018, &f, LAW_EVALUATION).state, DUE_NO_RULE);
    assert_int_equal(due_of(2019, &f, LAW_EVALUATION).state, DUE_OPEN);
    assert_int_equal(due_of(2019, &f, LAW_EVALUATION).due, DAY(2020, 7, 31));
    f.evaluated = DAY(2020, 4, 14);
    assert_int_equal(due_of(2019, &f, LAW_EVALUATION).state, DUE_DONE);
    assert_int_equal(due_of(2019, &f, LAW_EVALUATION).done, DAY(2020, 4, 14));
    assert_int_equal(due_of(2020, &f, LAW_EVALUATION).state, DUE_OPEN);
    assert_int_equal(due_of(2020, &f, LAW_EVALUATION).due, DAY(2021, 4, 14));
    assert_int_equal(due_of(2021, &f, LAW_EVALUATION).due, DAY(2021, 8, 1)); /* a year missed */
    f.marked[LAW_EVALUATION] = DAY(2021, 5, 1);
    assert_int_equal(due_of(2020, &f, LAW_EVALUATION).state, DUE_DONE);
    assert_non_null(due_of(2020, &f, LAW_EVALUATION).basis);
}

static void shares_are_published_by_the_end_of_may(void **state) {
    (void)state;
    struct quality_facts f = facts();
    assert_int_equal(due_of(2018, &f, LAW_PUBLISH).state, DUE_NO_RULE);
    assert_int_equal(due_of(2019, &f, LAW_PUBLISH).due, DAY(2020, 5, 31));
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).due, DAY(2027, 5, 31));
    f.marked[LAW_PUBLISH] = DAY(2027, 5, 20);
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).state, DUE_DONE);
    f.published = DAY(2027, 5, 24); /* after somebody's word */
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).done, DAY(2027, 5, 20));
    f.published = DAY(2027, 5, 18);
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).done, DAY(2027, 5, 18));
    f.marked[LAW_PUBLISH] = DAY_NONE;
    f.published = DAY(2027, 6, 2); /* late, and done */
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).state, DUE_DONE);
    assert_int_equal(due_of(2026, &f, LAW_PUBLISH).done, DAY(2027, 6, 2));
}

/* What pupils want is told once they have applied, and not before. */
static void figures_count_from_the_day_to_apply(void **state) {
    (void)state;
    const struct rules *rules;
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    int32_t apply = rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, DAY(2026, 8, 1));
    assert_true(apply > DAY(2027, 2, 1) && apply < DAY(2027, 4, 1));
    assert_false(quality_publication_counts(rules, 2026, apply - 1));
    assert_true(quality_publication_counts(rules, 2026, apply));
    assert_true(quality_publication_counts(rules, 2026, DAY(2027, 9, 30)));
}

static void an_action_plan_is_asked_for_below_ten_per_cent(void **state) {
    (void)state;
    struct quality_facts f = facts();
    assert_int_equal(due_of(2026, &f, LAW_ACTION_PLAN).state, DUE_NOT_KNOWN);
    f.eud = 10.0;
    assert_int_equal(due_of(2026, &f, LAW_ACTION_PLAN).state, DUE_NOT_NEEDED);
    f.eud = 9.9;
    assert_int_equal(due_of(2026, &f, LAW_ACTION_PLAN).state, DUE_OPEN);
    assert_int_equal(due_of(2026, &f, LAW_ACTION_PLAN).due, DAY(2027, 5, 31));
    assert_int_equal(due_of(2018, &f, LAW_ACTION_PLAN).state, DUE_NO_RULE);
    f.marked[LAW_ACTION_PLAN] = DAY(2027, 5, 1);
    assert_int_equal(due_of(2026, &f, LAW_ACTION_PLAN).state, DUE_DONE);
}

/* ---- meetings ---- */

#define NEW "/team/kvalitet/moede/ny"

static const char *write_meeting(struct house_test *h, struct browser *b, const char *kind) {
    browser_get(b, NEW, 200);
    browser_post(
        b, NEW,
        arena_fmt(h->arena,
                  "slags=%s&dag=20.11.2026&titel=Tallene&maal=2&referat=F%%C3%%B8rste+tekst", kind),
        303);
    browser_follow(b, 200);
    browser_sees(b, "Første tekst");
    const char *at = strstr(b->body, "/team/kvalitet/moede/");
    for (; at; at = strstr(at + 1, "/team/kvalitet/moede/"))
        if (at[21] >= '0' && at[21] <= '9') break;
    assert_non_null(at);
    return arena_dup_n(h->arena, at, 21 + strspn(at + 21, "0123456789"));
}

static void a_note_is_kept_in_versions_and_sealed(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), mads = house_browser(h, h->mads);
    const char *meeting = write_meeting(h, &lea, "meeting");
    const char *edit = arena_fmt(h->arena, "%s/ret", meeting);
    browser_get(&lea, edit, 200);
    browser_sees(&lea, "Første tekst");
    browser_post(&lea, edit, "version=1&dag=20.11.2026&titel=Tallene&maal=2&referat=Anden+tekst",
                 303);
    browser_get(&lea, meeting, 200);
    browser_sees(&lea, "Anden tekst");
    browser_sees(&lea, "Første tekst"); /* among the earlier versions */
    browser_sees(&lea, "Tidligere udgaver");
    browser_get(&mads, meeting, 200);
    browser_sees(&mads, "Anden tekst");
    browser_sees_not(&mads, "Ret referatet");
    browser_get(&mads, edit, 403);
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_meeting_version"), 2);
    const char *plain = house_hex(h->arena, "Anden tekst");
    assert_int_equal(
        test_sql_number(h->store,
                        arena_fmt(h->arena,
                                  test_on_postgres()
                                      ? "select count(*) from quality_meeting_version where "
                                        "encode(note, 'hex') like '%%%s%%'"
                                      : "select count(*) from quality_meeting_version where "
                                        "lower(hex(note)) like '%%%s%%'",
                                  plain)),
        0);
}

static void two_who_write_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), other = house_browser(h, h->lea);
    const char *edit = arena_fmt(h->arena, "%s/ret", write_meeting(h, &lea, "meeting"));
    browser_get(&other, edit, 200);
    browser_post(&lea, edit, "version=1&dag=20.11.2026&titel=Tallene&maal=2&referat=Leas+tekst",
                 303);
    browser_post(&other, edit, "version=1&dag=20.11.2026&titel=Tallene&maal=0&referat=Min+tekst",
                 409);
    browser_sees(&other, "har gemt, mens du skrev");
    browser_sees(&other, "Leas tekst");
    browser_sees(&other, "Min tekst");
    browser_sees(&other, "name=\"version\" value=\"2\"");
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_meeting_version"), 2);
    browser_post(&other, edit, "version=2&dag=20.11.2026&titel=Tallene&maal=0&referat=Min+tekst",
                 303);
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_meeting_version"), 3);
}

static void bad_input_is_told_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), vera = house_browser(h, h->vera);
    browser_get(&lea, NEW, 200);
    browser_post(&lea, NEW, "slags=meeting&dag=24.11.2026&titel=&maal=2&referat=Tekst", 422);
    browser_sees(&lea, "Vælg en dag, der er gået, eller i dag.");
    browser_sees(&lea, "id=\"titel-e\"");
    browser_sees(&lea, "Tekst");
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_meeting"), 0);
    browser_post(&lea, NEW, "slags=meeting&dag=20.11.2026&titel=T&maal=77&referat=Tekst", 422);
    browser_sees(&lea, "Vælg et mål, der gælder nu.");
    browser_get(&vera, NEW, 403);
    browser_get(&lea, "/team/kvalitet/moede/1", 404);
    browser_get(&lea, "/team/kvalitet/lov/findes-ikke/2026", 404);
}

static void a_new_meeting_can_be_undone(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    const char *meeting = write_meeting(h, &lea, "meeting");
    browser_post(&lea, arena_fmt(h->arena, "%s/fortryd", meeting), "", 303);
    browser_get(&lea, meeting, 404);
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_meeting"), 1);
}

/* After ten minutes it is no slip any more. */
static void a_meeting_cannot_be_undone_later(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    const char *meeting = write_meeting(h, &lea, "meeting");
    test_sql(h->store, "update quality_meeting set at = at - 601000000");
    browser_post(&lea, arena_fmt(h->arena, "%s/fortryd", meeting), "", 303);
    browser_get(&lea, meeting, 200);
}

/* ---- decisions ---- */

static const char *decide(struct house_test *h, struct browser *lea, int64_t owner) {
    const char *path = arena_fmt(h->arena, "%s/beslutning", write_meeting(h, lea, "meeting"));
    browser_get(lea, path, 200);
    browser_post(
        lea, path,
        arena_fmt(h->arena,
                  "hvad=Ringe+til+alle&maal=1&indsats=Mentor&ansvarlig=%lld&frist=26.11.2026",
                  (long long)owner),
        303);
    browser_follow(lea, 200);
    browser_sees(lea, "Ringe til alle");
    const char *at = strstr(lea->body, "/team/kvalitet/beslutning/");
    assert_non_null(at);
    return arena_dup_n(h->arena, at, 26 + strspn(at + 26, "0123456789"));
}

static void a_decision_is_its_owners_task_until_it_is_done(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), vera = house_browser(h, h->vera),
                   otto = house_browser(h, h->otto);
    const char *decision = decide(h, &lea, h->vera);
    const char *done = arena_fmt(h->arena, "%s/udfoert", decision);
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Beslutning: Ringe til alle");
    browser_get(&otto, "/i-dag?alt=1", 200);
    browser_sees_not(&otto, "Ringe til alle");
    browser_get(&otto, done, 403);
    browser_get(&vera, done, 200);
    browser_post(&vera, done, "dag=23.11.2026&resultat=Alle+er+ringet+op", 303);
    browser_get(&vera, "/i-dag", 200);
    browser_sees_not(&vera, "Ringe til alle");
    browser_get(&lea, "/team/kvalitet", 200);
    browser_sees(&lea, "Alle er ringet op");
    browser_sees(&lea, "1 beslutning er gennemført.");
    browser_post(&otto, arena_fmt(h->arena, "%s/genaabn", decision), "", 403);
    browser_post(&vera, arena_fmt(h->arena, "%s/genaabn", decision), "", 303);
    browser_get(&vera, "/i-dag", 200);
    browser_sees(&vera, "Ringe til alle");
    assert_int_equal(test_sql_number(h->store, "select count(*) from quality_decision_done"), 1);
}

static void a_decision_has_versions_and_a_conflict_too(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    const char *decision = decide(h, &lea, h->vera),
               *edit = arena_fmt(h->arena, "%s/ret", decision);
    browser_get(&lea, edit, 200);
    browser_post(&lea, edit,
                 arena_fmt(h->arena,
                           "version=1&hvad=Skrive+til+alle&maal=1&indsats=Mentor&ansvarlig=%lld&"
                           "frist=30.11.2026",
                           (long long)h->otto),
                 303);
    browser_get(&lea, decision, 200);
    browser_sees(&lea, "Skrive til alle");
    browser_sees(&lea, "Ringe til alle");
    browser_post(
        &lea, edit,
        arena_fmt(h->arena,
                  "version=1&hvad=Helt+andet&maal=1&indsats=&ansvarlig=%lld&frist=30.11.2026",
                  (long long)h->otto),
        409);
    browser_sees(&lea, "Skrive til alle");
    browser_sees(&lea, "Helt andet");
    browser_post(
        &lea, edit,
        arena_fmt(h->arena,
                  "version=2&hvad=Helt+andet&maal=1&indsats=&ansvarlig=%lld&frist=30.11.2026",
                  (long long)h->mads),
        422);
    browser_sees(&lea, "Vælg en, der har adgang");
    browser_post(&lea, edit,
                 arena_fmt(h->arena,
                           "version=2&hvad=H&maal=1&indsats=&ansvarlig=%lld&frist=30.11.2062",
                           (long long)h->otto),
                 422);
    browser_sees(&lea, "id=\"frist-e\"");
}

/* ---- the law on the worklist ---- */

static void the_laws_tasks_are_the_team_leaders_until_done(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), vera = house_browser(h, h->vera);
    const char *mark = "/team/kvalitet/lov/publish/2026";
    browser_get(&lea, "/i-dag?alt=1", 200);
    browser_sees(&lea, "Søgetal og måltal på kommunens hjemmeside");
    browser_sees(&lea, "Årlig evaluering af vejledningen");
    browser_sees(&lea, "Kommunernes måltal");
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees_not(&vera, "Søgetal og måltal");
    browser_get(&lea, mark, 200);
    browser_post(&lea, mark, "dag=23.11.2026&hvor=", 422);
    browser_post(&lea, mark, "dag=23.11.2026&hvor=hjemmesiden", 303);
    browser_get(&lea, "/team/kvalitet", 200);
    browser_sees(&lea, "Noteret af lea: hjemmesiden");
    browser_get(&lea, "/i-dag?alt=1", 200);
    browser_sees_not(&lea, "Søgetal og måltal");
    write_meeting(h, &lea, "evaluation");
    browser_get(&lea, "/i-dag?alt=1", 200);
    browser_sees_not(&lea, "Årlig evaluering af vejledningen");
    browser_post(&lea, arena_fmt(h->arena, "%s/fortryd", mark), "", 303);
    browser_get(&lea, "/i-dag?alt=1", 200);
    browser_sees(&lea, "Søgetal og måltal");
}

struct published {
    int64_t id;
    enum publication_step step;
    int64_t account;
};

static bool published_write(struct db *w, void *ctx, struct err *err) {
    const struct published *p = ctx;
    return publication_step(w, p->id, p->step, p->account, INT_NONE, NULL, err);
}

static int64_t draft(struct house_test *h, int year, int32_t as_of) {
    struct err err = {0};
    int64_t id;
    struct publication_new new = {.school_year = year,
                                  .as_of = as_of,
                                  .reason = "Der manglede en klasse",
                                  .account = h->lea,
                                  .at = INT_NONE,
                                  .figures_only = true};
    if (!publication_draft(h->store, h->db, &new, &id, &err)) fail_msg("%s", err.message);
    return id;
}

static void step(struct house_test *h, int64_t id, enum publication_step step, int64_t account) {
    struct published p = {id, step, account};
    struct err err = {0};
    if (!store_write(h->store, published_write, &p, &err)) fail_msg("%s", err.message);
}

static void publish(struct house_test *h, int year, int32_t as_of) {
    int64_t id = draft(h, year, as_of);
    step(h, id, STEP_SEND, h->lea);
    step(h, id, STEP_APPROVE, h->mads);
}

static void task_is(struct house_test *h, struct browser *lea, bool open) {
    quality_forget();
    browser_get(lea, "/i-dag?alt=1", 200);
    (open ? browser_sees : browser_sees_not)(lea, "Søgetal og måltal");
    browser_get(lea, "/team/kvalitet", 200);
    (open ? browser_sees_not : browser_sees)(lea, "lavet af lea, godkendt af mads.");
    (void)h;
}

/* The task of May is over when figures of that year, known after the day to apply, have been approved; sent
 * figures, those of another year and those from before it leave it. Somebody's word is no longer asked for. */
static void approved_figures_are_the_task_of_may(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    clock_fix(DAY(2027, 5, 10));
    publish(h, 2025, DAY(2027, 5, 9));
    publish(h, 2026, DAY(2027, 2, 28));
    task_is(h, &lea, true);
    int64_t id = draft(h, 2026, DAY(2027, 5, 9));
    task_is(h, &lea, true);
    step(h, id, STEP_SEND, h->lea);
    task_is(h, &lea, true);
    step(h, id, STEP_APPROVE, h->mads);
    task_is(h, &lea, false);
    browser_sees(&lea, "Gjort 10. maj");
    browser_sees(&lea, "Egne tal for 2026/27, version 2");
    browser_sees_not(&lea, "/lov/publish/2026");
    clock_fix(DAY(2027, 5, 9)); /* the day before it was approved */
    task_is(h, &lea, true);
}

/* After the last day it was late, and it is done. */
static void late_figures_are_figures(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    clock_fix(DAY(2027, 6, 2));
    task_is(h, &lea, true);
    browser_sees(&lea, "Over tiden");
    publish(h, 2026, DAY(2027, 6, 1));
    task_is(h, &lea, false);
}

static void the_wheel_says_what_is_next(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet", 200);
    browser_sees(&lea, "Næste: Søgetal og måltal på kommunens hjemmeside, senest 31. maj 2027.");
    browser_sees(&lea, "Der er ikke skrevet noget møde i skoleåret.");
    decide(h, &lea, h->otto);
    browser_get(&lea, "/team/kvalitet", 200);
    browser_sees(&lea, "Næste: Ringe til alle, senest 26. november 2026.");
    test_sql(h->store, "update quality_decision_version set due = '2026-11-16'");
    browser_get(&lea, "/team/kvalitet", 200);
    browser_sees(&lea, "Over tiden: Ringe til alle skulle være gjort 16. november 2026.");
}

static bool load(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

static int forget(void **state) {
    struct err err = {0};
    quality_forget();
    house_setup(state);
    struct house_test *h = *state;
    assert_true(store_write(h->store, load, NULL, &err));
    return 0;
}

#define TEST(function_) cmocka_unit_test_setup_teardown(function_, forget, house_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_evaluation_is_asked_for_each_year),
        cmocka_unit_test(shares_are_published_by_the_end_of_may),
        cmocka_unit_test(figures_count_from_the_day_to_apply),
        cmocka_unit_test(an_action_plan_is_asked_for_below_ten_per_cent),
        TEST(a_note_is_kept_in_versions_and_sealed),
        TEST(two_who_write_see_both_texts),
        TEST(bad_input_is_told_beside_the_field),
        TEST(a_new_meeting_can_be_undone),
        TEST(a_meeting_cannot_be_undone_later),
        TEST(a_decision_is_its_owners_task_until_it_is_done),
        TEST(a_decision_has_versions_and_a_conflict_too),
        TEST(the_laws_tasks_are_the_team_leaders_until_done),
        TEST(approved_figures_are_the_task_of_may),
        TEST(late_figures_are_figures),
        TEST(the_wheel_says_what_is_next),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    quality_forget();
    return failed;
}

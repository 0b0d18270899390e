/* SPDX-License-Identifier: EUPL-1.2
 *
 * The worklist: groups, filters, counts that agree with the lines, empty and long lists.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/house.h"

static void follow_up(struct house_test *h, int id, const char *youth, int32_t due) {
    char day[11];
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into follow_up (id, youth, owner, due) values (%d, '%s', "
                                 "%lld, '%s')",
                                 id, youth, (long long)h->vera, day_iso(day, due)));
}

static void an_empty_day_says_so_and_what_comes(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Der er ingen opgaver lige nu.");
    browser_sees_not(&b, "bulkbar");
}

static void lines_stand_in_the_group_of_their_deadline(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    follow_up(h, 1, ANNA, HOUSE_TODAY - 3); /* Friday: one working day over */
    follow_up(h, 2, BO, HOUSE_TODAY);
    follow_up(h, 3, ANNA, HOUSE_TODAY + 7); /* Monday in a week: five working days */
    follow_up(h, 4, ANNA, HOUSE_TODAY + 8);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "I dag, mandag den 23. november");
    browser_sees(&b, "3 opgaver kræver dig i dag. 2 frister er overskredet."); /* carl's duty too */
    browser_sees(&b, "1 arbejdsdag over");
    browser_sees(&b, ">i dag</span>");
    browser_sees(&b, "om 7 dage");
    browser_sees_not(&b, "om 8 dage");
    browser_sees(&b, "Vis også 3 senere opgaver"); /* a plan for carl, and 9.b has not reported */
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "om 8 dage");
}

static void filters_leave_the_chosen_lines(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    browser_get(&b, "/i-dag?type=follow-up", 200);
    browser_sees(&b, "Anna Berg");
    browser_sees_not(&b, "Carl Egholm");
    browser_get(&b, "/i-dag?skole=999101", 200);
    browser_sees_not(&b, "Carl Egholm");
    browser_get(&b, "/i-dag?type=findes-ikke", 200);
    browser_sees(&b, "Der er ingen opgaver lige nu.");
}

static void another_counsellors_lines_are_not_mine(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Anna Berg");
    browser_sees_not(&b, "Carl Egholm");
}

static void a_bulk_action_without_choice_changes_nothing(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    browser_get(&b, "/i-dag", 200);
    browser_post(&b, "/i-dag", "handling=faerdig", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Intet er ændret.");
    browser_post(&b, "/i-dag", "handling=faerdig&valgt=ukendt%3A1", 400);
    assert_int_equal(
        1, test_sql_number(h->store, "select count(*) from follow_up where done_at is null"));
}

static void bulk_is_all_or_nothing(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    browser_get(&b, "/i-dag", 200);
    browser_post(&b, "/i-dag", "handling=faerdig&valgt=guidance%3A1&valgt=guidance%3A99", 400);
    assert_int_equal(
        1, test_sql_number(h->store, "select count(*) from follow_up where done_at is null"));
}

static int64_t due_on(struct house_test *h, int32_t day) {
    char iso[11];
    return test_sql_number(h->store, arena_fmt(h->arena,
                                               "select count(*) from follow_up where due = '%s'"
                                               " and done_at is null",
                                               day_iso(iso, day)));
}

/* The button of the notice that the last action left. */
static const char *undo_path(struct house_test *h, struct browser *b) {
    browser_get(b, "/i-dag", 200);
    const char *at = strstr(b->body, "action=\"/i-dag/");
    assert_non_null(at);
    at += strlen("action=\"");
    return arena_dup_n(h->arena, at, strcspn(at, "\""));
}

static void a_bulk_action_is_taken_back_as_one(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    follow_up(h, 2, BO, HOUSE_TODAY - 3);
    browser_get(&b, "/i-dag", 200);
    browser_post(&b, "/i-dag",
                 "handling=om-en-uge&valgt=guidance%3A1&valgt=guidance%3A2&valgt=guidance%3A1",
                 303);
    assert_int_equal(due_on(h, HOUSE_TODAY + 7), 2);
    const char *undo = undo_path(h, &b);
    browser_get(&otto, "/i-dag", 200);
    browser_post(&otto, undo, "", 303); /* not theirs */
    assert_int_equal(due_on(h, HOUSE_TODAY + 7), 2);
    browser_post(&b, undo, "", 303);
    assert_int_equal(due_on(h, HOUSE_TODAY), 1);
    assert_int_equal(due_on(h, HOUSE_TODAY - 3), 1);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "2 opgaver er som før.");
    browser_post(&b, undo, "", 303); /* once */
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Det kan kun fortrydes i ti minutter");
}

static void what_changed_meanwhile_stays(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    follow_up(h, 1, ANNA, HOUSE_TODAY);
    follow_up(h, 2, BO, HOUSE_TODAY);
    browser_get(&b, "/i-dag", 200);
    browser_post(&b, "/i-dag", "handling=faerdig&valgt=guidance%3A1&valgt=guidance%3A2", 303);
    assert_int_equal(due_on(h, HOUSE_TODAY), 0);
    const char *undo = undo_path(h, &b);
    test_sql(h->store, "update follow_up set withdrawn_at = 1 where id = 2");
    browser_post(&b, undo, "", 303);
    assert_int_equal(due_on(h, HOUSE_TODAY), 1);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "1 opgave er som før.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(an_empty_day_says_so_and_what_comes),
        HOUSE_TEST(lines_stand_in_the_group_of_their_deadline),
        HOUSE_TEST(filters_leave_the_chosen_lines),
        HOUSE_TEST(another_counsellors_lines_are_not_mine),
        HOUSE_TEST(a_bulk_action_without_choice_changes_nothing),
        HOUSE_TEST(bulk_is_all_or_nothing),
        HOUSE_TEST(a_bulk_action_is_taken_back_as_one),
        HOUSE_TEST(what_changed_meanwhile_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The week, and what leaves the house in a calendar file: numbers, a school, never a name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "calendar/internal.h"
#include "tests/house.h"

#include <string.h>

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

/* ---- the rule ---- */

static struct worklist_item item(const char *kind, int32_t due, const char *institution) {
    return (struct worklist_item){.task = "Ring til Anna Berg",
                                  .task_kind = kind,
                                  .who = "Anna Berg",
                                  .institution = institution,
                                  .due = due,
                                  .due_time = INT_NONE};
}

static void lines_are_added_up_by_day_and_kind(void **state) {
    (void)state;
    int32_t today = HOUSE_TODAY;
    struct worklist_item items[] = {
        item("follow-up", today + 2, "999101"),  item("follow-up", today + 2, "999102"),
        item("plan-step", today - 9, NULL),      item("duty", today, NULL),
        item("collective", today + 1, "999102"), item("collective", today + 1, "999101"),
        item("collective", today + 1, "999101"), item("letter", today + 61, NULL),
        item("follow-up", today + 2, NULL)};
    items[8].due_time = clock_at(today + 2, 9, 30);
    struct calendar_entry e[9];
    assert_int_equal(5, calendar_entries(items, 9, today, today + 60, e));
    assert_int_equal(CALENDAR_DEADLINES, e[0].kind); /* one is overdue: today */
    assert_int_equal(today, e[0].day);
    assert_int_equal(2, e[0].n);
    assert_string_equal("999101", e[1].institution);
    assert_int_equal(2, e[1].n);
    assert_string_equal("999102", e[2].institution);
    assert_int_equal(CALENDAR_TALKS, e[3].kind);
    assert_int_equal(2, e[3].n);
    assert_null(e[3].institution); /* a talk is with somebody: no school */
    assert_int_equal(9 * 60 + 30, e[4].minute);
    assert_int_equal(0, calendar_entries(items, 0, today, today + 60, e));
}

/* ---- pages ---- */

static void add_follow_up(struct house_test *h, int id, const char *youth, int64_t owner,
                          const char *due) {
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into follow_up (id, youth, owner, due, what) values (%d, '%s', "
                       "%lld, '%s', 'Ring om praktik')",
                       id, youth, (long long)owner, due));
}

static const char *file_of(struct house_test *h, struct browser *b) {
    browser_get(b, "/kalender", 200);
    browser_post(b, "/kalender/adresse", "handling=ny", 303);
    browser_get(b, "/kalender", 200);
    const char *at = strstr(text_str(&b->reply.body), "/kalender/");
    for (; at; at = strstr(at + 1, "/kalender/"))
        if (strncmp(at + 10, "adresse", 7) != 0) break;
    assert_non_null(at);
    return arena_dup_n(h->arena, at, strcspn(at, "\""));
}

static void the_week_has_names_behind_login(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), skola = house_browser(h, h->skola);
    add_follow_up(h, 1, ANNA, h->vera, "2026-11-25");
    add_follow_up(h, 2, BO, h->vera, "2026-12-01");
    browser_get(&b, "/kalender", 200);
    browser_sees(&b, "Uge 48");
    browser_sees(&b, "onsdag den 25. november");
    browser_sees(&b, "Anna Berg");
    browser_sees_not(&b, "Bo Dahl");
    browser_get(&b, "/kalender?fra=2026-12-03", 200);
    browser_sees(&b, "Uge 49");
    browser_sees(&b, "Bo Dahl");
    browser_get(&b, "/kalender?fra=vr%C3%B8vl", 200);
    browser_sees(&b, "Uge 48");
    browser_get(&skola, "/kalender", 403);
    assert_true(
        count(h, "select count(*) from audit where act = 'list' and route = 'GET /kalender'") > 0);
}

static void the_file_holds_numbers_and_no_name(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), anybody = browser_open(h->site, h->db, h->arena);
    add_follow_up(h, 1, ANNA, h->vera, "2026-11-25");
    add_follow_up(h, 2, CARL, h->vera, "2026-11-25");
    add_follow_up(h, 3, DINA, h->otto, "2026-11-25");
    const char *file = file_of(h, &b);
    browser_sees(&b, "Ikke hentet endnu");
    browser_get(&anybody, file, 200);
    browser_sees(&anybody, "SUMMARY:2 samtaler");
    browser_sees(&anybody, "DTSTART;VALUE=DATE:20261125");
    static const char *const secrets[] = {"Anna",    "Berg", "Carl", "Egholm",
                                          "praktik", "vera", "2011", "/unge/"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        browser_sees_not(&anybody, secrets[i]);
    assert_int_equal(0, (int)anybody.reply.cookies_n);
    browser_get(&b, "/kalender", 200);
    browser_sees(&b, "Sidst hentet 23. november 2026");
    browser_get(&anybody, "/kalender/aaaaaaaaaaaaaaaaaaaaaaaaaa/vejviser.ics", 404);
    browser_get(&anybody, "/kalender/x/vejviser.ics", 404);
}

static void a_new_address_ends_the_old_one(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), anybody = browser_open(h->site, h->db, h->arena);
    const char *old = file_of(h, &b), *new = file_of(h, &b);
    assert_string_not_equal(old, new);
    browser_get(&anybody, old, 404);
    browser_get(&anybody, new, 200);
    assert_int_equal(2, count(h, "select count(*) from calendar_feed")); /* the rows stay */
    assert_int_equal(1, count(h, "select count(*) from calendar_feed where secret is not null"));
    browser_post(&b, "/kalender/adresse", "handling=andet", 400);
    browser_post(&b, "/kalender/adresse", "handling=stop", 303);
    browser_get(&anybody, new, 404);
    browser_get(&b, "/kalender", 200);
    browser_sees(&b, "Lav en adresse");
    assert_int_equal(0,
                     count(h, "select count(*) from calendar_feed where secret_index is not null"));
}

static void a_closed_account_has_no_calendar(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), anybody = browser_open(h->site, h->db, h->arena);
    const char *file = file_of(h, &b);
    test_sql(h->store, "update account set valid_to = '2026-11-22' where login = 'vera'");
    browser_get(&anybody, file, 404);
    test_sql(h->store, "update account set valid_to = '2026-11-23' where login = 'vera'");
    browser_get(&anybody, file, 200);
    test_sql(h->store, "update account set role = 'admin' where login = 'vera'");
    browser_get(&anybody, file, 404);
    test_sql(h->store,
             "update account set role = 'counsellor', disabled_at = 1 where login = 'vera'");
    browser_get(&anybody, file, 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_added_up_by_day_and_kind),
        HOUSE_TEST(the_week_has_names_behind_login),
        HOUSE_TEST(the_file_holds_numbers_and_no_name),
        HOUSE_TEST(a_new_address_ends_the_old_one),
        HOUSE_TEST(a_closed_account_has_no_calendar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

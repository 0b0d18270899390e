/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every named query of the program: it can be prepared on the engine under test, answers with the
 * columns that its `out:` declares, and (on SQLite, which tells its plan) does not walk through a
 * large table from end to end. One that must says so in its comment, with the reason:
 *
 *     -- query goal_count_all: how many there are. full scan: once a night, for the statistics
 */
#include "base/test.h"
#include "db/db.h"
#include "db/testing.h"
#include "gen/queries_all.h"

/* Tables that grow with the number of young people. */
static const char *const large_tables[] = {
    "youth",
    "youth_word",
    "spell",
    "contact",
    "youth_class",
    "follow_up",
    "audit",
    "guardian",
    "collective_session",
    "import_reject",
    "letter",
    "outbox",
    "wish",
    "plan",
    "plan_step",
    "plan_course",
    "plan_notice",
    "plan_answer",
    "plan_agreement",
    "counsellor_change",
    "handover_item",
    "education_order",
    "education_order_step",
    "event_item",
    "event_signup",
    "event_count",
    "event_answer",
    "readiness_report",
    "readiness_row",
    "readiness_judgement",
    "readiness_effort",
    "collective_plan",
    "collective_step",
    "attendance_correction",
    "duty_case",
    "duty_offer",
    "duty_exemption",
    "duty_benefit",
    "duty_review",
    "retention_mentor",
    "retention_touch",
    "retention_note",
    "retention_receiver",
    "retention_risk",
    "placement",
    "placement_answer",
    "placement_course",
    "outreach_check",
    "outreach_assessment",
    "outreach_stu",
    "outreach_effort",
    "outreach_contact",
};

static int set_up(void **state) {
    *state = test_store();
    return 0;
}

static int tear_down(void **state) {
    test_store_drop(*state);
    return 0;
}

static struct db *connect_or_fail(struct store *store) {
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    if (db == NULL) fail_msg("%s", err.message);
    return db;
}

static void complain(const struct db_statement *statement, const char *why) {
    print_error("%s:%d: %s: %s\n", statement->file, statement->line, statement->name, why);
}

static void test_every_query_prepares(void **state) {
    struct db *db = connect_or_fail(*state);
    size_t bad = 0;
    for (size_t i = 0; i < queries_all_n; i++) {
        struct err err = {0};
        if (db_check_statement(db, queries_all[i], &err)) continue;
        complain(queries_all[i], err.message);
        bad++;
    }
    db_close(db);
    assert_int_equal(bad, 0);
}

/* ---- plans */

static bool is_large(const char *name, size_t len) {
    for (size_t i = 0; i < sizeof large_tables / sizeof *large_tables; i++)
        if (strlen(large_tables[i]) == len && memcmp(large_tables[i], name, len) == 0) return true;
    return false;
}

/* The alias of a large table in the query's text: `youth y`, `youth as y`. A plan names aliases. */
static bool is_alias_of_large(const char *sql, const char *alias, size_t len) {
    for (const char *p = sql; *p != '\0';) {
        size_t word = strspn(p, "abcdefghijklmnopqrstuvwxyz_0123456789");
        if (word == 0) {
            p++;
            continue;
        }
        const char *next = p + word;
        next += strspn(next, " \n");
        if (strncmp(next, "as ", 3) == 0) next += 3;
        size_t next_len = strspn(next, "abcdefghijklmnopqrstuvwxyz_0123456789");
        if (is_large(p, word) && next_len == len && memcmp(next, alias, len) == 0) return true;
        p += word;
    }
    return false;
}

/* The table a step walks through from end to end, or NULL: `SCAN youth` without an index that has
 * all it needs, or `SEARCH youth USING AUTOMATIC INDEX`, which is built for this one query. */
static const char *scanned(const char *step, size_t len) {
    static const char scan[] = "SCAN ", search[] = "SEARCH ";
    if (strncmp(step, scan, strlen(scan)) == 0 && memmem(step, len, " USING ", 7) == NULL)
        return step + strlen(scan);
    if (strncmp(step, search, strlen(search)) == 0 && memmem(step, len, " AUTOMATIC ", 11) != NULL)
        return step + strlen(search);
    return NULL;
}

static bool step_scans_large(const char *sql, const char *step, size_t len) {
    const char *name = scanned(step, len);
    if (name == NULL) return false;
    size_t name_len = strcspn(name, " \n");
    return is_large(name, name_len) || is_alias_of_large(sql, name, name_len);
}

static bool plan_scans_large(const char *sql, const char *plan) {
    for (const char *step = plan; *step != '\0';) {
        size_t len = strcspn(step, "\n");
        if (step_scans_large(sql, step, len)) return true;
        step += len + (step[len] == '\n');
    }
    return false;
}

static void test_no_query_scans_a_large_table(void **state) {
    if (test_on_postgres())
        return; /* its planner decides by the rows there are, and here there are none */
    struct arena *a ARENA_AUTO = arena_new();
    struct db *db = connect_or_fail(*state);
    size_t bad = 0;
    for (size_t i = 0; i < queries_all_n; i++) {
        const struct db_statement *statement = queries_all[i];
        if (strstr(statement->what, "full scan:") != NULL) continue;
        const char *plan = db_query_plan(db, statement, a);
        if (!plan_scans_large(statement->sqlite, plan)) continue;
        complain(statement, plan);
        bad++;
    }
    db_close(db);
    assert_int_equal(bad, 0);
}

/* The check above must be able to say no. */
static void test_a_scan_is_seen(void **state) {
    if (test_on_postgres()) return;
    static const struct {
        const char *sql;
        bool scans;
    } cases[] = {
        {"select name from youth where phone = '1'", true},
        {"select y.name from youth y where y.phone = '1'", true},
        {"select a.id from account a join youth as z on z.phone = a.phone", true},
        {"select name from youth where id = '1'", false},
        {"select born from youth order by born", false},
        {"select name from account", false},
        {"select count(*) from follow_up where what = ''", true},
    };
    struct arena *a ARENA_AUTO = arena_new();
    struct db *db = connect_or_fail(*state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct db_statement statement = {.name = "scan", .sqlite = cases[i].sql};
        const char *plan = db_query_plan(db, &statement, a);
        assert_true(*plan != '\0');
        if (plan_scans_large(cases[i].sql, plan) != cases[i].scans)
            fail_msg("%s: %s", cases[i].sql, plan);
    }
    db_close(db);
}

#define WITH_STORE(function_) cmocka_unit_test_setup_teardown(function_, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_every_query_prepares),
        WITH_STORE(test_no_query_scans_a_large_table),
        WITH_STORE(test_a_scan_is_seen),
    };
    return cmocka_run_group_tests_name("db queries", tests, NULL, NULL);
}

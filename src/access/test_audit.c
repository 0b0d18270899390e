/* SPDX-License-Identifier: EUPL-1.2
 *
 * The chain of the use log: whatever somebody does to it in the database, the walk names the row.
 */
#include "base/test.h"

#include "access/testing.h"
#include "base/clock.h"
#include "base/id.h"
#include "db/testing.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS 9

static struct err err;

static struct audit_entry entry_number(int64_t n) {
    static const char *const acts[] = {"read", "change", "list"};
    return (struct audit_entry){
        .act = acts[n % 3],
        .youth_id = n % 3 == 2 ? NULL : "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        .route = "GET /unge/{youth}",
        .purpose = "purpose.guidance",
        .detail = n % 2 ? "reason:7" : NULL,
        .user_id = n % 4 ? n : INT_NONE,
        .role = "counsellor",
    };
}

static int log_make(void **state) {
    test_keys();
    err = (struct err){0};
    *state = test_store();
    for (int64_t n = 1; n <= ROWS; n++) {
        struct audit_entry entry = entry_number(n);
        if (!audit_write(*state, &entry, &err)) fail_msg("%s", err.message);
    }
    return 0;
}

static int log_drop(void **state) {
    test_store_drop(*state);
    return 0;
}

/* The row that the walk names; 0 = the chain is whole. */
static int64_t bad_row(struct store *store) {
    int64_t rows = -1, bad = -1;
    struct db *db = store_connect(store, &err);
    assert_non_null(db);
    err = (struct err){0};
    bool whole = audit_verify(db, &rows, &bad, &err);
    db_close(db);
    if (whole)
        assert_int_equal(rows, test_sql_number(store, "select count(*) from audit"));
    else
        assert_int_equal(err.kind, ERR_DB);
    return whole ? 0 : bad;
}

static void test_whole_chain(void **state) {
    assert_int_equal(bad_row(*state), 0);
    assert_int_equal(test_sql_number(*state, "select max(seq) from audit"), ROWS);
}

static void test_empty_log_is_whole(void **state) {
    (void)state;
    struct store *store = test_store();
    assert_int_equal(bad_row(store), 0);
    test_store_drop(store);
}

/* Every column of the first, a middle and the last row. */
static void test_any_field_changed(void **state) {
    static const char *const changes[] = {
        "at = at + 1",
        "account = 4711",
        "account = null",
        "role = 'team-leader'",
        "act = 'other'",
        "youth = 'bbbbbbbbbbbbbbbbbbbbbbbbbb'",
        "youth = ''",
        "route = 'GET /i-dag'",
        "purpose = null",
        "detail = 'reason:8'",
        "detail = ''",
        "prev = '1111111111111111111111111111111111111111111111111111111111111111'",
        "hash = '1111111111111111111111111111111111111111111111111111111111111111'",
    };
    static const int64_t places[] = {1, 5, ROWS};
    struct arena *a ARENA_AUTO = arena_new();
    for (size_t c = 0; c < sizeof changes / sizeof *changes; c++)
        for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
            long long seq = places[p];
            test_sql(*state, "create table kept as select * from audit");
            test_sql(*state, arena_fmt(a, "update audit set %s where seq = %lld", changes[c], seq));
            if (bad_row(*state) != seq)
                fail_msg("row %lld with %s: named %lld", seq, changes[c],
                         (long long)bad_row(*state));
            test_sql(*state, "delete from audit");
            test_sql(*state, "insert into audit select * from kept");
            test_sql(*state, "drop table kept");
        }
    assert_int_equal(bad_row(*state), 0);
}

static void test_row_taken_out(void **state) {
    test_sql(*state, "delete from audit where seq = 4");
    assert_int_equal(bad_row(*state), 4);
}

static void test_row_taken_out_and_the_rest_renumbered(void **state) {
    test_sql(*state, "delete from audit where seq = 4");
    for (int n = 5; n <= ROWS; n++) {
        char sql[80];
        snprintf(sql, sizeof sql, "update audit set seq = %d where seq = %d", n - 1, n);
        test_sql(*state, sql);
    }
    assert_int_equal(bad_row(*state), 4);
}

static void test_two_rows_change_places(void **state) {
    test_sql(*state, "update audit set seq = 100 where seq = 4");
    test_sql(*state, "update audit set seq = 4 where seq = 5");
    test_sql(*state, "update audit set seq = 5 where seq = 100");
    assert_int_equal(bad_row(*state), 4);
}

static void test_first_rows_cut_off(void **state) {
    test_sql(*state, "delete from audit where seq <= 3");
    assert_int_equal(bad_row(*state), 1);
}

static void test_last_rows_cut_off(void **state) {
    test_sql(*state, "delete from audit where seq > 6");
    assert_int_equal(bad_row(*state), 7);
}

/* A cut cannot be grown over: the next row takes the number after the head. */
static void test_cut_stays_visible(void **state) {
    test_sql(*state, "delete from audit where seq > 6");
    struct audit_entry entry = entry_number(1);
    assert_true(audit_write(*state, &entry, &err));
    assert_int_equal(test_sql_number(*state, "select max(seq) from audit"), ROWS + 1);
    assert_int_equal(bad_row(*state), 7);
}

static void test_all_rows_gone(void **state) {
    test_sql(*state, "delete from audit");
    assert_int_equal(bad_row(*state), 1);
}

static void test_row_put_in(void **state) {
    test_sql(*state, "insert into audit select 10, at, account, role, act, youth, route, purpose,"
                     " detail, prev, hash from audit where seq = 9");
    assert_int_equal(bad_row(*state), 10);
}

static void test_head_taken_away(void **state) {
    struct audit_entry entry = entry_number(1);
    test_sql(*state, "delete from setting where name = 'audit.head'");
    assert_int_equal(bad_row(*state), ROWS + 1);
    assert_false(audit_write(*state, &entry, &err)); /* no log, no data */
    assert_int_equal(test_sql_number(*state, "select count(*) from audit"), ROWS);
}

static void test_head_of_an_earlier_row(void **state) {
    /* the head of row 8 with the hash of row 8, but without our key */
    test_sql(*state, "update setting set value = (select '8:' || hash || ':' || hash from audit"
                     " where seq = 8) where name = 'audit.head'");
    assert_int_equal(bad_row(*state), ROWS + 1);
}

static void test_chain_of_another_key(void **state) {
    static const unsigned char other[KEY_BYTES] = "another key";
    assert_true(keys_use(other, &err));
    assert_int_equal(bad_row(*state), 1);
}

/* A row that we did write, of the same number and with our key, but in another history: the database was
 * restored from a backup, went on, and somebody puts one of the forgotten rows in. */
static void test_row_of_another_history(void **state) {
    test_sql(*state, "create table before as select * from audit");
    test_sql(*state, "delete from audit");
    test_sql(*state, "delete from setting where name = 'audit.head'");
    for (int64_t n = 1; n <= ROWS; n++) {
        struct audit_entry entry = entry_number(n + 1);
        assert_true(audit_write(*state, &entry, &err));
    }
    assert_int_equal(bad_row(*state), 0);
    test_sql(*state, "delete from audit where seq = 7");
    test_sql(*state, "insert into audit select * from before where seq = 7");
    test_sql(*state, "drop table before");
    assert_int_equal(bad_row(*state), 7);
}

/* ---- many at once ---- */

#define THREADS 8
#define EACH    50

struct writer {
    pthread_t thread;
    struct store *store;
    bool ok;
    struct err err;
};

static void *write_many(void *arg) {
    struct writer *writer = arg;
    writer->ok = true;
    for (int64_t n = 0; n < EACH && writer->ok; n++) {
        struct audit_entry entry = entry_number(n);
        writer->ok = audit_write(writer->store, &entry, &writer->err);
    }
    return NULL;
}

static void write_from(struct store *const *stores) {
    struct writer writers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        writers[i] = (struct writer){.store = stores[i]};
        pthread_create(&writers[i].thread, NULL, write_many, &writers[i]);
    }
    for (int i = 0; i < THREADS; i++) pthread_join(writers[i].thread, NULL);
    for (int i = 0; i < THREADS; i++)
        if (!writers[i].ok) fail_msg("thread %d: %s", i, writers[i].err.message);
}

static void test_many_threads(void **state) {
    struct store *stores[THREADS];
    for (int i = 0; i < THREADS; i++) stores[i] = *state;
    write_from(stores);
    assert_int_equal(bad_row(*state), 0);
    assert_int_equal(test_sql_number(*state, "select max(seq) from audit"), ROWS + THREADS * EACH);
}

static void test_two_programs(void **state) {
    struct store *stores[THREADS];
    struct store *other = store_open(test_store_url(*state), false, &err);
    assert_non_null(other);
    for (int i = 0; i < THREADS; i++) stores[i] = i % 2 ? other : *state;
    write_from(stores);
    store_close(other);
    assert_int_equal(bad_row(*state), 0);
    assert_int_equal(test_sql_number(*state, "select max(seq) from audit"), ROWS + THREADS * EACH);
}

/* A change and its row in the log are kept together or not at all. */
static bool change_then_fail(struct db *w, void *ctx, struct err *e) {
    return audit_append(w, ctx, e) && err_set(e, ERR_INPUT, "on purpose");
}

static void test_row_goes_with_its_change(void **state) {
    struct audit_entry entry = entry_number(1);
    assert_false(store_write(*state, change_then_fail, &entry, &err)); /* err_set returns false */
    assert_int_equal(test_sql_number(*state, "select count(*) from audit"), ROWS);
    assert_true(audit_write(*state, &entry, &err));
    assert_int_equal(bad_row(*state), 0);
}

/* ---- how fast: VEJVISER_AUDIT_ROWS=1000000 ---- */

static bool append_block(struct db *w, void *ctx, struct err *e) {
    (void)ctx;
    for (int64_t n = 0; n < 10000; n++) {
        struct audit_entry entry = entry_number(n);
        if (!audit_append(w, &entry, e)) return false;
    }
    return true;
}

static void test_speed(void **state) {
    const char *wanted = getenv("VEJVISER_AUDIT_ROWS");
    long long rows = wanted ? strtoll(wanted, NULL, 10) : 0;
    if (rows <= 0) skip();
    int64_t start = clock_ticks();
    for (long long n = 0; n < rows; n += 10000)
        assert_true(store_write(*state, append_block, NULL, &err));
    int64_t middle = clock_ticks();
    assert_int_equal(bad_row(*state), 0);
    print_message("%lld rows: appended in %lld ms, verified in %lld ms\n", rows,
                  (long long)(middle - start) / 1000, (long long)(clock_ticks() - middle) / 1000);
}

#define WITH_LOG(f) cmocka_unit_test_setup_teardown(f, log_make, log_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_LOG(test_whole_chain),
        cmocka_unit_test(test_empty_log_is_whole),
        WITH_LOG(test_any_field_changed),
        WITH_LOG(test_row_taken_out),
        WITH_LOG(test_row_taken_out_and_the_rest_renumbered),
        WITH_LOG(test_two_rows_change_places),
        WITH_LOG(test_first_rows_cut_off),
        WITH_LOG(test_last_rows_cut_off),
        WITH_LOG(test_cut_stays_visible),
        WITH_LOG(test_all_rows_gone),
        WITH_LOG(test_row_put_in),
        WITH_LOG(test_head_taken_away),
        WITH_LOG(test_head_of_an_earlier_row),
        WITH_LOG(test_chain_of_another_key),
        WITH_LOG(test_row_of_another_history),
        WITH_LOG(test_many_threads),
        WITH_LOG(test_two_programs),
        WITH_LOG(test_row_goes_with_its_change),
        WITH_LOG(test_speed),
    };
    return cmocka_run_group_tests_name("access audit", tests, NULL, NULL);
}

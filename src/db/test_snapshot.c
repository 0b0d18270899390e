/* SPDX-License-Identifier: EUPL-1.2 */
/* Snapshots that are kept from one user of a connection to the next, on both engines. */
#include "base/test.h"
#include "db/db.h"
#include "db/testing.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct count {
    int64_t n;
};
struct counts {
    size_t n;
    struct count *v;
};
static const struct db_column count_columns[] = {{"n", DB_INT, offsetof(struct count, n)}};
static const struct db_statement entry_count = {
    .name = "entry_count",
    .sqlite = "select count(*) as n from entry",
    .postgres = "select count(*) as n from entry",
    .out = count_columns,
    .out_n = 1,
    .row_size = sizeof(struct count),
};
static const struct db_statement entry_add = {
    .name = "entry_add",
    .sqlite = "insert into entry (n) values ($n)",
    .postgres = "insert into entry (n) values ($1)",
    .in = count_columns,
    .in_n = 1,
    .in_size = sizeof(struct count),
};

static bool add(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &entry_add, ctx, NULL, err);
}

static void write_one(struct store *store) {
    assert_true(store_write(store, add, &(struct count){1}, NULL));
}

static void append_one(struct store *store) {
    assert_true(store_append(store, add, &(struct count){1}, NULL));
}

static int64_t count(struct db *db) {
    struct arena *a ARENA_AUTO = arena_new();
    struct counts rows;
    assert_true(db_run(db, &entry_count, NULL, a, &rows, NULL));
    return rows.v[0].n;
}

/* What one request of a worker sees. */
static int64_t seen_by_a_request(struct db *db) {
    assert_true(db_snapshot_begin(db, NULL));
    int64_t n = count(db);
    db_snapshot_keep(db);
    return n;
}

static int setup(void **state) {
    struct store *store = test_store_bare();
    test_sql(store, "create table entry (n bigint)");
    *state = store;
    return 0;
}

static int teardown(void **state) {
    test_store_drop(*state);
    return 0;
}

static void test_a_kept_one_sees_every_change(void **state) {
    struct store *store = *state;
    struct db *db = store_connect(store, NULL);
    assert_int_equal(seen_by_a_request(db), 0);
    write_one(store);
    assert_int_equal(seen_by_a_request(db), 1);
    write_one(store);
    append_one(store);
    assert_int_equal(seen_by_a_request(db), 3);
    db_close(db);
}

static void test_what_is_appended_does_not_end_it(void **state) {
    struct store *store = *state;
    if (test_on_postgres()) return;
    struct db *db = store_connect(store, NULL);
    assert_int_equal(seen_by_a_request(db), 0);
    append_one(store);
    assert_int_equal(seen_by_a_request(db), 0);
    db_snapshot_drop(db);
    assert_int_equal(seen_by_a_request(db), 1);
    append_one(store);
    db_slim(db);
    assert_int_equal(seen_by_a_request(db), 2);
    db_close(db);
}

static void test_it_is_renewed_on_demand(void **state) {
    struct store *store = *state;
    struct db *db = store_connect(store, NULL);
    assert_true(db_snapshot_begin(db, NULL));
    assert_int_equal(count(db), 0);
    append_one(store);
    assert_int_equal(count(db), 0);
    db_snapshot_renew(db);
    assert_int_equal(count(db), 1);
    db_snapshot_end(db);
    db_close(db);
}

/* Another program's change is seen after a second at the latest. */
static void test_it_grows_old(void **state) {
    struct store *store = *state;
    struct store *other = store_open(test_store_url(store), false, NULL);
    struct db *db = store_connect(store, NULL);
    assert_int_equal(seen_by_a_request(db), 0);
    write_one(other);
    int64_t n = 0;
    for (int i = 0; i < 40 && n == 0; i++) {
        usleep(50000);
        n = seen_by_a_request(db);
    }
    assert_int_equal(n, 1);
    db_close(db);
    store_close(other);
}

struct traffic {
    struct store *store;
    _Atomic bool stop;
    _Atomic int64_t requests;
};

static void *serve(void *ctx) {
    struct traffic *t = ctx;
    struct db *db = store_connect(t->store, NULL);
    while (!t->stop) {
        seen_by_a_request(db);
        t->requests++;
        usleep(1000);
    }
    db_close(db);
    return NULL;
}

/* Workers that keep theirs all the time, while only the log grows. */
static void test_the_wal_starts_anew_all_the_same(void **state) {
    struct store *store = *state;
    if (test_on_postgres()) return;
    test_sql(store, "create table big (body blob);"
                    "create trigger grow after insert on entry begin"
                    " insert into big (body) values (zeroblob(100000)); end");
    struct traffic t = {.store = store};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, serve, &t);
    for (int i = 0; i < 1000; i++) append_one(store); /* 100 MB */
    t.stop = true;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    assert_true(t.requests > 0);
    struct arena *a ARENA_AUTO = arena_new();
    struct stat wal;
    const char *path = test_store_url(store) + strlen("sqlite:");
    assert_int_equal(stat(arena_fmt(a, "%s-wal", path), &wal), 0);
    assert_in_range(wal.st_size, 1, 64 << 20);
}

static void test_settling_changes_nothing(void **state) {
    struct store *store = *state;
    struct db *db = store_connect(store, NULL);
    write_one(store);
    assert_true(store_settle(store, NULL));
    assert_int_equal(seen_by_a_request(db), 1);
    db_close(db);
}

#define WITH_ENTRIES(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_ENTRIES(test_a_kept_one_sees_every_change),
        WITH_ENTRIES(test_what_is_appended_does_not_end_it),
        WITH_ENTRIES(test_it_is_renewed_on_demand),
        WITH_ENTRIES(test_it_grows_old),
        WITH_ENTRIES(test_the_wal_starts_anew_all_the_same),
        WITH_ENTRIES(test_settling_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Borrowers: many threads on the store's few connections, on both engines. */
#include "base/test.h"
#include "db/db.h"
#include "db/testing.h"

#include <pthread.h>

#define THREADS 20 /* more than a pool has connections */
#define ROUNDS  20

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
static const struct db_statement wrong = {.name = "wrong",
                                          .sqlite = "select 1 as n from nowhere",
                                          .postgres = "select 1 as n from nowhere"};

static bool add(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &entry_add, ctx, NULL, err);
}

static int64_t count(struct db *db) {
    struct arena *a ARENA_AUTO = arena_new();
    struct counts rows;
    return db_run(db, &entry_count, NULL, a, &rows, NULL) ? rows.v[0].n : -1;
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

struct crowd {
    struct store *store;
    pthread_barrier_t all;
    _Atomic int wrong;
};

/* cmocka's own assertions are for the test's thread; the others count what was wrong. */
static void in_crowd(struct crowd *crowd, void *(*run)(void *)) {
    pthread_t threads[THREADS];
    pthread_barrier_init(&crowd->all, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, crowd), 0);
    for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&crowd->all);
    assert_int_equal(crowd->wrong, 0);
}

static void *waits_for_all(void *ctx) {
    struct crowd *crowd = ctx;
    struct db *db = store_borrow(crowd->store, NULL);
    if (!db_snapshot_begin(db, NULL) || count(db) != 0) crowd->wrong++;
    db_wait_begin();
    pthread_barrier_wait(
        &crowd->all); /* nobody comes past here while somebody lacks a connection */
    db_wait_end();
    if (count(db) != 0) crowd->wrong++;
    db_snapshot_keep(db);
    db_close(db);
    return NULL;
}

static void test_who_waits_lends(void **state) {
    struct crowd crowd = {.store = *state};
    in_crowd(&crowd, waits_for_all);
}

static void *reads_and_writes(void *ctx) {
    struct crowd *crowd = ctx;
    struct db *db = store_borrow(crowd->store, NULL);
    for (int64_t i = 1; i <= ROUNDS; i++) {
        int64_t before = -1;
        if (!db_snapshot_begin(db, NULL)) crowd->wrong++;
        if ((before = count(db)) < i / 2) crowd->wrong++; /* what it wrote, maybe not appended */
        if (count(db) != before) crowd->wrong++;          /* one snapshot, one answer */
        bool (*change)(struct store *, db_write_fn *, void *, struct err *) =
            i % 2 ? store_write : store_append;
        if (!change(crowd->store, add, &(struct count){i}, NULL)) crowd->wrong++;
        if (i % 2 && count(db) <= before) crowd->wrong++; /* sees what it wrote */
        if (i % 3)
            db_snapshot_keep(db);
        else
            db_snapshot_end(db);
        if (i % 5 == 0 && count(db) < i) crowd->wrong++; /* without a snapshot */
    }
    db_close(db);
    return NULL;
}

static void test_many_read_and_write(void **state) {
    struct crowd crowd = {.store = *state};
    in_crowd(&crowd, reads_and_writes);
    struct db *db = store_borrow(*state, NULL);
    assert_int_equal(count(db), THREADS * ROUNDS);
    db_close(db);
}

/* A query that fails, in a snapshot and by itself, keeps no connection. */
static void test_failures_give_back(void **state) {
    struct store *store = *state;
    for (int i = 0; i < THREADS; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct db *db = store_borrow(store, NULL);
        struct counts rows;
        assert_false(db_run(db, &wrong, NULL, a, &rows, NULL));
        assert_true(db_snapshot_begin(db, NULL));
        assert_false(db_run(db, &wrong, NULL, a, &rows, NULL));
        assert_false(db_snapshot_keep(db));
        if (i % 2) assert_true(db_snapshot_begin(db, NULL)); /* closed in the middle */
        db_close(db);
    }
}

/* Resting drops what others have kept, and what is borrowed then is good. */
static void test_rest(void **state) {
    struct store *store = *state;
    struct db *db = store_borrow(store, NULL);
    assert_true(db_snapshot_begin(db, NULL));
    assert_int_equal(count(db), 0);
    db_snapshot_keep(db);
    db_snapshot_drop(db);
    db_slim(db);
    assert_int_equal(count(db), 0);
    db_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_waits_lends, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many_read_and_write, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failures_give_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rest, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

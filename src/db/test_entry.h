/* SPDX-License-Identifier: EUPL-1.2
 *
 * A store with a table of entries, changes that add to it, and threads that make them. Include after
 * base/test.h.
 */
#ifndef VEJVISER_DB_TEST_ENTRY_H
#define VEJVISER_DB_TEST_ENTRY_H

#include "db/db.h"
#include "db/testing.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#define TEST_UNUSED __attribute__((unused)) static

struct entry {
    int64_t id;
    const char *body;
};

static const struct db_column entry_in[] = {
    {"id", DB_INT, offsetof(struct entry, id)},
    {"body", DB_TEXT, offsetof(struct entry, body)},
};

TEST_UNUSED const struct db_statement entry_add = {
    .name = "entry_add",
    .sqlite = "insert into entry (id, body) values ($id, $body)",
    .postgres = "insert into entry (id, body) values ($1, $2)",
    .in = entry_in,
    .in_n = 2,
    .in_size = sizeof(struct entry),
};

TEST_UNUSED const struct db_statement entry_count = {
    .name = "entry_count",
    .sqlite = "select count(*) as id from entry",
    .postgres = "select count(*) as id from entry",
    .out = entry_in,
    .out_n = 1,
    .row_size = sizeof(int64_t),
};

struct number_rows {
    size_t n;
    int64_t *v;
};

TEST_UNUSED bool read_number(struct db *db, const struct db_statement *statement, int64_t *ret,
                             struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct number_rows rows = {0};
    if (!db_run(db, statement, NULL, a, &rows, err)) return false;
    *ret = rows.v[0];
    return true;
}

TEST_UNUSED int set_up(void **state) {
    struct store *store = test_store_bare();
    test_sql(store, "create table entry (id bigint not null primary key, body text)");
    *state = store;
    return 0;
}

TEST_UNUSED int tear_down(void **state) {
    test_store_drop(*state);
    return 0;
}

TEST_UNUSED int64_t entries(struct store *store) {
    return test_sql_number(store, "select count(*) from entry");
}

TEST_UNUSED bool add_entry(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &entry_add, ctx, NULL, err);
}

TEST_UNUSED bool write_entry(struct store *store, int64_t id, struct err *err) {
    return store_write(store, add_entry, &(struct entry){id, "x"}, err);
}

/* ---- holding the writer, so that what comes in meanwhile becomes one group */

struct gate {
    sem_t reached, open;
};

TEST_UNUSED bool hold(struct db *w, void *ctx, struct err *err) {
    (void)w;
    (void)err;
    struct gate *gate = ctx;
    sem_post(&gate->reached);
    sem_wait(&gate->open);
    return true;
}

/* One thread with one change. */
struct caller {
    pthread_t thread;
    struct store *store;
    db_write_fn *fn;
    void *ctx;
    bool ok;
    struct err err;
};

TEST_UNUSED void *call(void *ctx) {
    struct caller *caller = ctx;
    caller->ok = store_write(caller->store, caller->fn, caller->ctx, &caller->err);
    return NULL;
}

TEST_UNUSED void start_call(struct caller *caller) {
    assert_int_equal(pthread_create(&caller->thread, NULL, call, caller), 0);
}

/* Runs the callers' changes in one group, in any order. */
TEST_UNUSED void run_together(struct store *store, struct caller *callers, size_t n) {
    struct gate gate;
    sem_init(&gate.reached, 0, 0);
    sem_init(&gate.open, 0, 0);
    struct caller holder = {.store = store, .fn = hold, .ctx = &gate};
    start_call(&holder);
    sem_wait(&gate.reached);
    for (size_t i = 0; i < n; i++) start_call(&callers[i]);
    usleep(200000); /* for all to have queued up; a late one only makes a group more */
    sem_post(&gate.open);
    pthread_join(holder.thread, NULL);
    for (size_t i = 0; i < n; i++) pthread_join(callers[i].thread, NULL);
    sem_destroy(&gate.reached);
    sem_destroy(&gate.open);
}

struct traffic {
    struct store *store;
    atomic_bool stop;
    atomic_int next;
    atomic_int odd;   /* half a change was seen */
    atomic_int reads; /* all together */
    atomic_int kept;
    atomic_int busy;
    atomic_int other;
};

#define WITH_STORE(function_) cmocka_unit_test_setup_teardown(function_, set_up, tear_down)

#endif

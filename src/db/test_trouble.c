/* SPDX-License-Identifier: EUPL-1.2 */
/* What happens when the disk is full, when the server goes away, and when two changes deadlock. */
#include "base/test.h"
#include "db/engine.h"
#include "db/test_entry.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static const struct db_statement entry_find = {
    .name = "entry_find",
    .sqlite = "select count(*) as id from entry where id = 0",
    .postgres = "select count(*) as id from entry where id = 0",
    .out = entry_in,
    .out_n = 1,
    .row_size = sizeof(int64_t),
};

static const struct db_statement backend = {
    .name = "backend",
    .postgres = "select pg_backend_pid() as id",
    .out = entry_in,
    .out_n = 1,
    .row_size = sizeof(int64_t),
};

/* ---- a full disk (SQLite; PostgreSQL's disk is not ours to fill) */

static void test_full_disk(void **state) {
    struct store *store = *state;
    if (test_on_postgres()) return;
    struct err err = {0};
    char body[20001] = {0};
    memset(body, 'x', sizeof body - 1);
    test_sql(store, "pragma max_page_count = 20");
    int64_t kept = 0;
    while (store_write(store, add_entry, &(struct entry){kept, body}, &err))
        assert_true(++kept < 100);
    assert_int_equal(err.kind, ERR_IO);
    assert_int_equal(entries(store), kept);
    assert_false(store_write(store, add_entry, &(struct entry){kept, body}, &err));
    test_sql(store, "pragma max_page_count = 1000");
    assert_true(store_write(store, add_entry, &(struct entry){kept, body}, &err));
    assert_int_equal(entries(store), kept + 1);
    assert_true(store_integrity_ok(store, &err));
}

static void limit_files(rlim_t size) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* Here the commit itself fails, and nobody of the group may believe otherwise. */
static void test_commit_that_fails(void **state) {
    struct store *store = *state;
    if (test_on_postgres()) return;
    assert_true(write_entry(store, 100, NULL));
    struct arena *a ARENA_AUTO = arena_new();
    struct stat wal;
    const char *url = test_store_url(store);
    assert_int_equal(stat(arena_fmt(a, "%s-wal", url + strlen("sqlite:")), &wal), 0);

    struct entry entry[8];
    struct caller callers[8];
    for (int i = 0; i < 8; i++) {
        entry[i] = (struct entry){i, "x"};
        callers[i] = (struct caller){.store = store, .fn = add_entry, .ctx = &entry[i]};
    }
    signal(SIGXFSZ, SIG_IGN);
    limit_files((rlim_t)wal.st_size);
    run_together(store, callers, 8);
    limit_files(RLIM_INFINITY);
    for (int i = 0; i < 8; i++) {
        assert_false(callers[i].ok);
        assert_int_equal(callers[i].err.kind, ERR_IO);
    }
    assert_int_equal(entries(store), 1);
    assert_true(write_entry(store, 101, NULL));
    assert_int_equal(entries(store), 2);
    assert_true(store_integrity_ok(store, NULL));
}

static void *read_in_snapshots(void *ctx) {
    struct traffic *t = ctx;
    struct db *db = store_connect(t->store, NULL);
    int64_t n = 0;
    while (!t->stop) {
        t->other += !db_snapshot_begin(db, NULL);
        t->other += !read_number(db, &entry_find, &n, NULL);
        usleep(2000);
        t->other += !read_number(db, &entry_find, &n, NULL);
        t->reads++;
        db_snapshot_end(db);
    }
    db_close(db);
    return NULL;
}

/* Eight readers that overlap all the time must not keep the WAL growing. */
static void test_wal_starts_anew(void **state) {
    struct traffic t = {.store = *state};
    if (test_on_postgres()) return;
    pthread_t threads[8];
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, read_in_snapshots, &t);
    char body[100001] = {0};
    memset(body, 'x', sizeof body - 1);
    for (int64_t id = 0; id < 1000; id++) /* 100 MB */
        assert_true(store_write(t.store, add_entry, &(struct entry){id, body}, NULL));
    t.stop = true;
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    assert_true(t.reads > 0);
    assert_int_equal(t.other, 0);
    struct arena *a ARENA_AUTO = arena_new();
    struct stat wal;
    const char *url = test_store_url(t.store);
    assert_int_equal(stat(arena_fmt(a, "%s-wal", url + strlen("sqlite:")), &wal), 0);
    assert_in_range(wal.st_size, 1, 64 << 20);
}

/* ---- a server that goes away (PostgreSQL) */

static void kill_backend(struct store *store, int64_t pid) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *sql = arena_fmt(
        a, "select case when pg_terminate_backend(%lld, 5000) then 1 else 0 end", (long long)pid);
    assert_int_equal(test_sql_number(store, sql), 1);
}

static void test_reader_connects_again(void **state) {
    struct store *store = *state;
    if (!test_on_postgres()) return;
    struct err err = {0};
    int64_t pid = 0;
    int64_t n = -1;
    struct db *db = store_connect(store, &err);
    assert_true(read_number(db, &entry_count, &n, &err));
    assert_true(read_number(db, &backend, &pid, &err));
    kill_backend(store, pid);
    assert_false(read_number(db, &entry_count, &n, &err));
    assert_int_equal(err.kind, ERR_DB);
    assert_true(read_number(db, &entry_count, &n, &err));
    assert_false(db_exec(db, &entry_add, &(struct entry){1, "x"}, NULL, &err)); /* still a reader */

    assert_true(db_snapshot_begin(db, &err));
    assert_true(read_number(db, &backend, &pid, &err));
    kill_backend(store, pid);
    assert_false(read_number(db, &entry_count, &n, &err));
    assert_false(read_number(db, &entry_count, &n, &err)); /* not in the same snapshot */
    db_snapshot_end(db);
    assert_true(read_number(db, &entry_count, &n, &err));
    db_close(db);
}

static bool tell_backend(struct db *w, void *ctx, struct err *err) {
    return read_number(w, &backend, ctx, err);
}

struct suicide {
    struct store *store;
};

static bool add_and_die(struct db *w, void *ctx, struct err *err) {
    struct suicide *s = ctx;
    int64_t pid = 0;
    if (!add_entry(w, &(struct entry){1, "x"}, err) || !read_number(w, &backend, &pid, err))
        return false;
    kill_backend(s->store, pid);
    return add_entry(w, &(struct entry){2, "x"}, err);
}

static void test_writer_connects_again(void **state) {
    struct store *store = *state;
    if (!test_on_postgres()) return;
    struct err err = {0};
    int64_t pid = 0;
    assert_true(store_write(store, tell_backend, &pid, &err));
    kill_backend(store, pid);
    assert_true(write_entry(store, 7, &err)); /* nothing was under way: nobody notices */

    struct suicide s = {store};
    assert_false(store_write(store, add_and_die, &s, &err));
    assert_int_equal(err.kind, ERR_DB);
    assert_int_equal(entries(store), 1);
    assert_true(write_entry(store, 8, &err));
    assert_int_equal(entries(store), 2);
}

/* ---- a deadlock (PostgreSQL; SQLite has one lock) */

static const struct db_statement entry_touch = {
    .name = "entry_touch",
    .postgres = "update entry set body = $2 where id = $1",
    .in = entry_in,
    .in_n = 2,
    .in_size = sizeof(struct entry),
};

/* Somebody who does not take turns as our programs do, with psql say. */
struct stranger {
    struct db *db;
    pthread_t thread;
    sem_t go;
    struct err err;
    bool ok;
};

static void *touch_second_then_first(void *ctx) {
    struct stranger *s = ctx;
    sem_wait(&s->go);
    s->ok = db_script(s->db, "update entry set body = 'stranger' where id = 1", &s->err) &&
            db_script(s->db, "commit", &s->err);
    return NULL;
}

struct crossing {
    struct stranger *stranger;
    int runs;
};

static bool touch_first_then_second(struct db *w, void *ctx, struct err *err) {
    struct crossing *c = ctx;
    int64_t changed = 0;
    c->runs++;
    if (!db_exec(w, &entry_touch, &(struct entry){1, "ours"}, &changed, err)) return false;
    if (c->runs == 1) sem_post(&c->stranger->go);
    return db_exec(w, &entry_touch, &(struct entry){2, "ours"}, NULL, err);
}

/* Each holds one row and waits for the other's. The stranger is more patient, so that the server ends
 * our change, which is run again and then finds both rows free. */
static void test_a_deadlock_is_tried_again(void **state) {
    struct store *store = *state;
    if (!test_on_postgres()) return;
    struct err err = {0};
    struct stranger s = {.db = store_connect(store, &err)};
    test_sql(store, "insert into entry (id, body) values (1, ''), (2, '')");
    sem_init(&s.go, 0, 0);
    if (!db_script(s.db,
                   "set deadlock_timeout = '20s'; begin read write;"
                   "update entry set body = 'stranger' where id = 2",
                   &err))
        fail_msg("%s", err.message);
    pthread_create(&s.thread, NULL, touch_second_then_first, &s);
    struct crossing c = {.stranger = &s};
    bool ok = store_write(store, touch_first_then_second, &c, &err);
    pthread_join(s.thread, NULL);
    if (!ok) fail_msg("%s", err.message);
    if (!s.ok) fail_msg("%s", s.err.message);
    assert_in_range(c.runs, 2, 4);
    assert_int_equal(test_sql_number(store, "select count(*) from entry where body = 'ours'"), 2);
    db_close(s.db);
    sem_destroy(&s.go);
}

static bool refuse_serialization(struct db *w, void *ctx, struct err *err) {
    struct crossing *c = ctx;
    if (++c->runs == 1)
        return db_script(w, "do $$ begin raise exception 'retry' using errcode = '40001'; end $$",
                         err);
    return add_entry(w, &(struct entry){1, "x"}, err);
}

static bool refuse_always(struct db *w, void *ctx, struct err *err) {
    ((struct crossing *)ctx)->runs = 0;
    return refuse_serialization(w, ctx, err);
}

static void test_a_serialization_failure_is_not_tried_for_ever(void **state) {
    struct store *store = *state;
    if (!test_on_postgres()) return;
    struct err err = {0};
    struct crossing c = {0};
    if (!store_write(store, refuse_serialization, &c, &err)) fail_msg("%s", err.message);
    assert_int_equal(c.runs, 2);
    assert_int_equal(entries(store), 1);
    assert_false(store_write(store, refuse_always, &c, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_true(write_entry(store, 2, &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_full_disk),
        WITH_STORE(test_commit_that_fails),
        WITH_STORE(test_wal_starts_anew),
        WITH_STORE(test_reader_connects_again),
        WITH_STORE(test_writer_connects_again),
        WITH_STORE(test_a_deadlock_is_tried_again),
        WITH_STORE(test_a_serialization_failure_is_not_tried_for_ever),
    };
    return cmocka_run_group_tests_name("db trouble", tests, NULL, NULL);
}

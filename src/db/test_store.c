/* SPDX-License-Identifier: EUPL-1.2 */
/* The writer: groups, savepoints, closing, and what happens when the disk or the server goes away. */
#include "base/test.h"
#include "db/db.h"
#include "db/engine.h"
#include "db/testing.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define THREADS 32

struct entry {
    int64_t id;
    const char *body;
};

static const struct db_column entry_in[] = {
    {"id", DB_INT, offsetof(struct entry, id)},
    {"body", DB_TEXT, offsetof(struct entry, body)},
};

static const struct db_statement entry_add = {
    .name = "entry_add",
    .sqlite = "insert into entry (id, body) values ($id, $body)",
    .postgres = "insert into entry (id, body) values ($1, $2)",
    .in = entry_in,
    .in_n = 2,
    .in_size = sizeof(struct entry),
};

static const struct db_statement entry_count = {
    .name = "entry_count",
    .sqlite = "select count(*) as id from entry",
    .postgres = "select count(*) as id from entry",
    .out = entry_in,
    .out_n = 1,
    .row_size = sizeof(int64_t),
};

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

struct number_rows {
    size_t n;
    int64_t *v;
};

static bool read_number(struct db *db, const struct db_statement *statement, int64_t *ret,
                        struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct number_rows rows = {0};
    if (!db_run(db, statement, NULL, a, &rows, err)) return false;
    *ret = rows.v[0];
    return true;
}

static int set_up(void **state) {
    struct store *store = test_store_bare();
    test_sql(store, "create table entry (id bigint not null primary key, body text)");
    *state = store;
    return 0;
}

static int tear_down(void **state) {
    test_store_drop(*state);
    return 0;
}

static int64_t entries(struct store *store) {
    return test_sql_number(store, "select count(*) from entry");
}

static bool add_entry(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &entry_add, ctx, NULL, err);
}

static bool write_entry(struct store *store, int64_t id, struct err *err) {
    return store_write(store, add_entry, &(struct entry){id, "x"}, err);
}

/* ---- holding the writer, so that what comes in meanwhile becomes one group */

struct gate {
    sem_t reached, open;
};

static bool hold(struct db *w, void *ctx, struct err *err) {
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

static void *call(void *ctx) {
    struct caller *caller = ctx;
    caller->ok = store_write(caller->store, caller->fn, caller->ctx, &caller->err);
    return NULL;
}

static void start_call(struct caller *caller) {
    assert_int_equal(pthread_create(&caller->thread, NULL, call, caller), 0);
}

/* Runs the callers' changes in one group, in any order. */
static void run_together(struct store *store, struct caller *callers, size_t n) {
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

static void test_commits_are_shared(void **state) {
    struct store *store = *state;
    struct entry entry[THREADS];
    struct caller callers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        entry[i] = (struct entry){i, "x"};
        callers[i] = (struct caller){.store = store, .fn = add_entry, .ctx = &entry[i]};
    }
    uint64_t before = store_commits(store);
    run_together(store, callers, THREADS);
    uint64_t commits = store_commits(store) - before;
    assert_in_range(commits, 2, THREADS / 4);
    for (int i = 0; i < THREADS; i++) assert_true(callers[i].ok);
    assert_int_equal(entries(store), THREADS);
}

/* ---- one change that fails in a group */

static bool add_then_change_mind(struct db *w, void *ctx, struct err *err) {
    return add_entry(w, ctx, err) && err_set(err, ERR_REFUSED, "changed my mind");
}

static bool add_twice(struct db *w, void *ctx, struct err *err) {
    return add_entry(w, ctx, err) && add_entry(w, ctx, err);
}

static bool add_twice_and_carry_on(struct db *w, void *ctx, struct err *err) {
    (void)err;
    struct err ignored;
    add_twice(w, ctx, &ignored);
    return true;
}

static bool fail_silently(struct db *w, void *ctx, struct err *err) {
    add_entry(w, ctx, err);
    return false;
}

static void test_a_failure_hurts_nobody_else(void **state) {
    struct store *store = *state;
    static db_write_fn *const fns[] = {add_entry, add_then_change_mind, add_twice,
                                       add_twice_and_carry_on, fail_silently};
    static const enum err_kind kinds[] = {ERR_NONE, ERR_REFUSED, ERR_CONFLICT, ERR_DB, ERR_DB};
    struct entry entry[20];
    struct caller callers[20];
    for (int i = 0; i < 20; i++) {
        entry[i] = (struct entry){i, "x"};
        callers[i] = (struct caller){.store = store, .fn = fns[i % 5], .ctx = &entry[i]};
    }
    run_together(store, callers, 20);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(callers[i].ok, kinds[i % 5] == ERR_NONE);
        assert_int_equal(callers[i].err.kind, kinds[i % 5]);
    }
    assert_int_equal(entries(store), 4);
    assert_int_equal(test_sql_number(store, "select count(*) from entry where id in (0,5,10,15)"),
                     4);
}

/* ---- reading while writing */

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

static bool add_pair(struct db *w, void *ctx, struct err *err) {
    int64_t id = *(int *)ctx;
    return db_exec(w, &entry_add, &(struct entry){2 * id, "a"}, NULL, err) &&
           db_exec(w, &entry_add, &(struct entry){2 * id + 1, "b"}, NULL, err);
}

static void *write_pairs(void *ctx) {
    struct traffic *t = ctx;
    struct err err = {0};
    while (!t->stop) {
        int id = t->next++;
        if (store_write(t->store, add_pair, &id, &err)) {
            t->kept++;
        } else if (err.kind == ERR_BUSY) {
            t->busy++;
            t->stop = true;
        } else {
            t->other++;
        }
    }
    return NULL;
}

static void *read_pairs(void *ctx) {
    struct traffic *t = ctx;
    struct err err = {0};
    struct db *db = store_connect(t->store, &err);
    int64_t n = 0;
    while (db != NULL && !t->stop) {
        if (!read_number(db, &entry_count, &n, &err)) t->other++;
        t->odd += n % 2 != 0;
        t->reads++;
    }
    db_close(db);
    return NULL;
}

static void test_readers_see_whole_changes(void **state) {
    struct traffic t = {.store = *state};
    pthread_t threads[8];
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, i < 4 ? write_pairs : read_pairs, &t);
    usleep(500000);
    t.stop = true;
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    assert_int_equal(t.odd, 0);
    assert_int_equal(t.other, 0);
    assert_true(t.reads > 0 && t.kept > 0);
    assert_int_equal(entries(t.store), 2 * t.kept);
}

static void test_stopping_under_load(void **state) {
    struct traffic t = {.store = *state};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, write_pairs, &t);
    usleep(100000);
    store_stop(t.store);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    assert_int_equal(t.other, 0);
    assert_true(t.kept > 0);
    assert_in_range(t.busy, 1, THREADS);
    assert_int_equal(entries(t.store), 2 * t.kept);
    struct err err = {0};
    assert_false(write_entry(t.store, 1000000, &err));
    assert_int_equal(err.kind, ERR_BUSY);
}

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

/* ---- two programs on one database */

static bool add_next(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    int64_t n = 0;
    return read_number(w, &entry_count, &n, err) &&
           db_exec(w, &entry_add, &(struct entry){n, "x"}, NULL, err);
}

static void *add_fifty(void *ctx) {
    struct caller *caller = ctx;
    caller->ok = true;
    for (int i = 0; i < 50 && caller->ok; i++)
        caller->ok = store_write(caller->store, add_next, NULL, &caller->err);
    return NULL;
}

static void test_two_programs_take_turns(void **state) {
    struct store *store = *state;
    struct err err = {0};
    struct store *other = store_open(test_store_url(store), false, &err);
    assert_non_null(other);
    struct caller callers[2] = {{.store = store}, {.store = other}};
    for (int i = 0; i < 2; i++) pthread_create(&callers[i].thread, NULL, add_fifty, &callers[i]);
    for (int i = 0; i < 2; i++) pthread_join(callers[i].thread, NULL);
    for (int i = 0; i < 2; i++)
        if (!callers[i].ok) fail_msg("%s", callers[i].err.message);
    assert_int_equal(entries(store), 100);
    store_close(other);
}

#define WITH_STORE(function_) cmocka_unit_test_setup_teardown(function_, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_commits_are_shared),
        WITH_STORE(test_a_failure_hurts_nobody_else),
        WITH_STORE(test_readers_see_whole_changes),
        WITH_STORE(test_stopping_under_load),
        WITH_STORE(test_full_disk),
        WITH_STORE(test_commit_that_fails),
        WITH_STORE(test_wal_starts_anew),
        WITH_STORE(test_reader_connects_again),
        WITH_STORE(test_writer_connects_again),
        WITH_STORE(test_two_programs_take_turns),
    };
    return cmocka_run_group_tests_name("db store", tests, NULL, NULL);
}

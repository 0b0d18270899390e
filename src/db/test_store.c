/* SPDX-License-Identifier: EUPL-1.2 */
/* The writer: groups, savepoints, closing, and two programs that take turns. */
#include "base/test.h"
#include "db/test_entry.h"

#include <string.h>

#define THREADS 32

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
    /* PostgreSQL tells the fourth of its failure when it is over: nothing was talked away. */
    const enum err_kind kinds[] = {ERR_NONE, ERR_REFUSED, ERR_CONFLICT,
                                   test_on_postgres() ? ERR_CONFLICT : ERR_DB, ERR_DB};
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

/* ---- changes of many statements, which PostgreSQL answers later */

static const struct db_statement entry_again = {
    .name = "entry_again",
    .sqlite = "insert into entry (id, body) values ($id, $body)",
    .postgres = "insert into entry (id, body) values ($1, $2)",
    .in = entry_in,
    .in_n = 2,
    .in_size = sizeof(struct entry),
};

#define MANY 1000

struct many {
    int again;  /* after so many entries the first one once more; -1: never */
    bool looks; /* and reads in between */
};

static bool add_many(struct db *w, void *ctx, struct err *err) {
    const struct many *many = ctx;
    int64_t n = 0;
    for (int i = 0; i < MANY; i++) {
        if (!add_entry(w, &(struct entry){i, "x"}, err)) return false;
        if (i == many->again && !db_exec(w, &entry_again, &(struct entry){0, "x"}, NULL, err))
            return false;
        if (many->looks && i % 100 == 0 && !read_number(w, &entry_count, &n, err)) return false;
        if (many->looks && i % 100 == 0) assert_int_equal(n, i + 1);
    }
    return true;
}

static void test_many_statements_in_one_change(void **state) {
    struct store *store = *state;
    struct err err = {0};
    struct many many = {.again = -1, .looks = true};
    if (!store_write(store, add_many, &many, &err)) fail_msg("%s", err.message);
    assert_int_equal(entries(store), MANY);
}

static void test_the_statement_that_failed_is_named(void **state) {
    struct store *store = *state;
    static const int places[] = {0, 1, 253, 254, 255, 256, 500, MANY - 1};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct err err = {0};
        struct many many = {.again = places[i], .looks = i % 2};
        assert_false(store_write(store, add_many, &many, &err));
        assert_int_equal(err.kind, ERR_CONFLICT);
        assert_non_null(strstr(err.message, "entry_again"));
        assert_int_equal(entries(store), 0);
    }
    assert_true(write_entry(store, 1, NULL));
}

/* ---- reading while writing */

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

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_commits_are_shared),
        WITH_STORE(test_a_failure_hurts_nobody_else),
        WITH_STORE(test_many_statements_in_one_change),
        WITH_STORE(test_the_statement_that_failed_is_named),
        WITH_STORE(test_readers_see_whole_changes),
        WITH_STORE(test_stopping_under_load),
        WITH_STORE(test_two_programs_take_turns),
    };
    return cmocka_run_group_tests_name("db store", tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Migrations: once each, whole or not at all, and never another one under an old number. */
#include "base/test.h"
#include "db/migration.h"
#include "db/testing.h"

#include <pthread.h>

static const struct migration one[] = {
    {1, "0001-one", "create table one (id bigint not null primary key);", "aaaa", NULL},
};

static const struct migration two[] = {
    {1, "0001-one", "create table one (id bigint not null primary key);", "aaaa", NULL},
    {2, "0002-two",
     "create table two (id bigint not null primary key); insert into one (id) values (1);", "bbbb",
     NULL},
};

static const struct migration edited[] = {
    {1, "0001-one", "create table uno (id bigint not null primary key);", "cccc", NULL},
};

/* The second statement fails after the first has changed something. */
static const struct migration broken[] = {
    {1, "0001-one", "create table one (id bigint not null primary key);", "aaaa", NULL},
    {2, "0002-two", "create table two (id bigint); insert into nowhere (id) values (1);", "dddd",
     NULL},
};

static int set_up(void **state) {
    *state = test_store_bare();
    return 0;
}

static int tear_down(void **state) {
    test_store_drop(*state);
    return 0;
}

static void test_the_programs_own(void **state) {
    struct store *store = *state;
    struct err err = {0};
    int applied = -1;
    int version = -1;
    assert_false(store_schema_ok(store, &version, &err));
    if (!store_migrate(store, &applied, &err)) fail_msg("%s", err.message);
    assert_int_equal(applied, migrations_n);
    assert_true(store_migrate(store, &applied, &err));
    assert_int_equal(applied, 0);
    assert_true(store_schema_ok(store, &version, &err));
    assert_int_equal(version, migrations_n);
    assert_true(store_integrity_ok(store, &err));
    if (!test_on_postgres())
        assert_int_equal(test_sql_number(store, "pragma user_version"), migrations_n);
}

static void test_forward_step_by_step(void **state) {
    struct store *store = *state;
    struct err err = {0};
    int applied = 0;
    int version = 0;
    assert_true(migrations_apply(store, one, 1, &applied, &err));
    assert_int_equal(applied, 1);
    assert_false(migrations_match(store, two, 2, &version, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_true(migrations_apply(store, two, 2, &applied, &err));
    assert_int_equal(applied, 1);
    assert_true(migrations_match(store, two, 2, &version, &err));
    assert_int_equal(version, 2);
    assert_int_equal(test_sql_number(store, "select count(*) from one"), 1);
    assert_int_equal(test_sql_number(store, "select count(*) from two"), 0);
}

static void test_edited_is_refused(void **state) {
    struct store *store = *state;
    struct err err = {0};
    assert_true(migrations_apply(store, one, 1, NULL, &err));
    assert_false(migrations_apply(store, edited, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_false(migrations_match(store, edited, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_false(test_sql_try(store, "insert into uno (id) values (1)", &err));
}

static void test_newer_is_refused(void **state) {
    struct store *store = *state;
    struct err err = {0};
    assert_true(migrations_apply(store, two, 2, NULL, &err));
    assert_false(migrations_apply(store, one, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_false(migrations_match(store, one, 1, NULL, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
}

static void test_broken_leaves_nothing(void **state) {
    struct store *store = *state;
    struct err err = {0};
    assert_false(migrations_apply(store, broken, 2, NULL, &err));
    assert_int_equal(err.kind, ERR_DB);
    assert_non_null(strstr(err.message, "0002-two"));
    assert_true(migrations_match(store, one, 1, NULL, &err));
    assert_false(test_sql_try(store, "insert into two (id) values (1)", &err));
    assert_true(migrations_apply(store, two, 2, NULL, &err)); /* repaired before its release */
}

struct program {
    pthread_t thread;
    struct store *store;
    int applied;
    bool ok;
    struct err err;
};

static void *migrate(void *ctx) {
    struct program *program = ctx;
    program->ok = migrations_apply(program->store, two, 2, &program->applied, &program->err);
    return NULL;
}

static void test_two_programs_at_once(void **state) {
    struct program programs[2] = {{.store = *state}};
    programs[1].store = store_open(test_store_url(*state), false, NULL);
    for (int i = 0; i < 2; i++) pthread_create(&programs[i].thread, NULL, migrate, &programs[i]);
    for (int i = 0; i < 2; i++) {
        pthread_join(programs[i].thread, NULL);
        if (!programs[i].ok) fail_msg("%s", programs[i].err.message);
    }
    assert_int_equal(programs[0].applied + programs[1].applied, 2);
    store_close(programs[1].store);
}

#define WITH_STORE(function_) cmocka_unit_test_setup_teardown(function_, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_the_programs_own),      WITH_STORE(test_forward_step_by_step),
        WITH_STORE(test_edited_is_refused),     WITH_STORE(test_newer_is_refused),
        WITH_STORE(test_broken_leaves_nothing), WITH_STORE(test_two_programs_at_once),
    };
    return cmocka_run_group_tests_name("db migrate", tests, NULL, NULL);
}

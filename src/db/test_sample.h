/* SPDX-License-Identifier: EUPL-1.2
 *
 * A table with a column of each type, and a store that has it. Include after base/test.h.
 */
#ifndef VEJVISER_DB_TEST_SAMPLE_H
#define VEJVISER_DB_TEST_SAMPLE_H

#include "base/date.h"
#include "db/db.h"
#include "db/testing.h"

#include <math.h>

#define TEST_UNUSED __attribute__((unused)) static

/* One column of each type, as sql2c.py would generate it. */
struct all {
    int64_t id;
    const char *text;
    int64_t number;
    int32_t day;
    int64_t at;
    bool flag;
    double real;
    struct blob bytes;
};

struct all_rows {
    size_t n;
    struct all *v;
};

static const struct db_column all_columns[] = {
    {"id", DB_INT, offsetof(struct all, id)},
    {"a_text", DB_TEXT, offsetof(struct all, text)},
    {"a_number", DB_INT, offsetof(struct all, number)},
    {"a_day", DB_DAY, offsetof(struct all, day)},
    {"a_time", DB_TIME, offsetof(struct all, at)},
    {"a_flag", DB_BOOL, offsetof(struct all, flag)},
    {"a_real", DB_REAL, offsetof(struct all, real)},
    {"some_bytes", DB_BLOB, offsetof(struct all, bytes)},
};

static const char make_sample[] =
    "create table sample (id bigint not null primary key, a_text text, a_number bigint,"
    " a_day text, a_time bigint, a_flag smallint check (a_flag in (0,1)),"
    " a_real double precision, some_bytes bytea);"
    "create table child (id bigint not null primary key, parent bigint not null references sample(id))";

/* $name in another order than in `in`: it must be bound by name. */
TEST_UNUSED const struct db_statement sample_add = {
    .name = "sample_add",
    .sqlite = "insert into sample (some_bytes, id, a_text, a_number, a_day, a_time, a_flag, a_real)"
              " values ($some_bytes, $id, $a_text, $a_number, $a_day, $a_time, $a_flag, $a_real)",
    .postgres =
        "insert into sample (some_bytes, id, a_text, a_number, a_day, a_time, a_flag, a_real)"
        " values ($8, $1, $2, $3, $4, $5, $6, $7)",
    .in = all_columns,
    .in_n = 8,
    .in_size = sizeof(struct all),
};

TEST_UNUSED const struct db_statement sample_all = {
    .name = "sample_all",
    .sqlite = "select id, a_text, a_number, a_day, a_time, a_flag, a_real, some_bytes from sample"
              " order by id",
    .postgres = "select id, a_text, a_number, a_day, a_time, a_flag, a_real, some_bytes from sample"
                " order by id",
    .out = all_columns,
    .out_n = 8,
    .row_size = sizeof(struct all),
};

TEST_UNUSED const struct db_statement sample_lift = {
    .name = "sample_lift",
    .sqlite = "update sample set a_number = a_number + 1 where id >= $id",
    .postgres = "update sample set a_number = a_number + 1 where id >= $1",
    .in = all_columns,
    .in_n = 1,
    .in_size = sizeof(int64_t),
};

struct fixture {
    struct arena *a;
    struct store *store;
    struct db *db; /* reads */
    struct err err;
};

TEST_UNUSED int set_up(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = arena_alloc(a, sizeof *f);
    f->a = a;
    f->store = test_store();
    test_sql(f->store, make_sample);
    f->db = store_connect(f->store, &f->err);
    assert_non_null(f->db);
    *state = f;
    return 0;
}

TEST_UNUSED int tear_down(void **state) {
    struct fixture *f = *state;
    db_close(f->db);
    test_store_drop(f->store);
    arena_free(f->a);
    return 0;
}

TEST_UNUSED bool add(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &sample_add, ctx, NULL, err);
}

TEST_UNUSED bool write_row(struct fixture *f, struct all row) {
    return store_write(f->store, add, &row, &f->err);
}

TEST_UNUSED struct all plain(int64_t id) {
    return (struct all){
        .id = id, .text = "x", .number = 1, .day = DAY_NONE, .at = INT_NONE, .real = NAN};
}

TEST_UNUSED struct all_rows read_all(struct fixture *f) {
    struct all_rows rows = {0};
    if (!db_run(f->db, &sample_all, NULL, f->a, &rows, &f->err)) fail_msg("%s", f->err.message);
    return rows;
}

#define WITH_STORE(function_) cmocka_unit_test_setup_teardown(function_, set_up, tear_down)

#endif

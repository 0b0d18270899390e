/* SPDX-License-Identifier: EUPL-1.2 */
/* Typed values, failures and what a connection may do, on the engine of VEJVISER_TEST_DB. */
#include "base/test.h"
#include "db/test_sample.h"

#include <string.h>

static const struct db_statement child_add = {
    .name = "child_add",
    .sqlite = "insert into child (id, parent) values ($id, $id)",
    .postgres = "insert into child (id, parent) values ($1, $1)",
    .in = all_columns,
    .in_n = 1,
    .in_size = sizeof(int64_t),
};

/* What a query computes comes in other types than a column has. */
static const struct db_column computed_columns[] = {
    {"n", DB_INT, offsetof(struct all, id)},
    {"total", DB_INT, offsetof(struct all, number)},
    {"mean", DB_REAL, offsetof(struct all, real)},
    {"some", DB_BOOL, offsetof(struct all, flag)},
};
#define COMPUTED                                                                                   \
    "select count(*) as n, sum(a_number) as total, avg(a_number) as mean,"                         \
    " exists (select 1 from sample where id = 1) as some from sample"
static const struct db_statement computed = {
    .name = "computed",
    .sqlite = COMPUTED,
    .postgres = COMPUTED,
    .out = computed_columns,
    .out_n = 4,
    .row_size = sizeof(struct all),
};

/* ---- values */

static void test_every_type(void **state) {
    struct fixture *f = *state;
    static const unsigned char bytes[] = {0, 1, 0x7f, 0x80, 0xff, '\\', '\'', 0};
    struct all in = {
        .id = INT64_MAX,
        .text = "Zoë Æbelø 'quoted' \\ \"\n",
        .number = INT64_MIN + 1,
        .day = day_from_ymd(2024, 2, 29),
        .at = 1700000000123456,
        .flag = true,
        .real = 0.1 + 0.2,
        .bytes = {bytes, sizeof bytes},
    };
    assert_true(write_row(f, in));
    struct all_rows rows = read_all(f);
    assert_int_equal(rows.n, 1);
    struct all out = rows.v[0];
    assert_true(out.id == in.id && out.number == in.number && out.day == in.day);
    assert_true(out.at == in.at && out.flag && out.real == in.real);
    assert_string_equal(out.text, in.text);
    assert_int_equal(out.bytes.len, sizeof bytes);
    assert_memory_equal(out.bytes.ptr, bytes, sizeof bytes);
}

static void test_every_null(void **state) {
    struct fixture *f = *state;
    struct all in = {.id = 1, .number = INT_NONE, .day = DAY_NONE, .at = INT_NONE, .real = NAN};
    assert_true(write_row(f, in));
    test_sql(f->store, "update sample set a_flag = null");
    assert_int_equal(
        test_sql_number(f->store, "select count(*) from sample where a_text is null and a_number "
                                  "is null and a_day is null and a_time is null and a_real is "
                                  "null and some_bytes is null and a_flag is null"),
        1);
    struct all out = read_all(f).v[0];
    assert_null(out.text);
    assert_null(out.bytes.ptr);
    assert_true(out.number == INT_NONE && out.day == DAY_NONE && out.at == INT_NONE);
    assert_true(isnan(out.real) && !out.flag);
}

static void test_empty_is_not_null(void **state) {
    struct fixture *f = *state;
    struct all in = plain(1);
    in.text = "";
    in.bytes = (struct blob){"", 0};
    assert_true(write_row(f, in));
    struct all out = read_all(f).v[0];
    assert_string_equal(out.text, "");
    assert_non_null(out.bytes.ptr);
    assert_int_equal(out.bytes.len, 0);
}

static void test_days_are_iso_text(void **state) {
    struct fixture *f = *state;
    struct all in = plain(1);
    in.day = day_from_ymd(2026, 1, 5);
    assert_true(write_row(f, in));
    assert_int_equal(
        test_sql_number(f->store, "select count(*) from sample where a_day = '2026-01-05'"), 1);
}

static void test_what_is_no_day_is_a_failure(void **state) {
    struct fixture *f = *state;
    assert_true(write_row(f, plain(1)));
    test_sql(f->store, "update sample set a_day = '2026-02-30'");
    struct all_rows rows = {0};
    assert_false(db_run(f->db, &sample_all, NULL, f->a, &rows, &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
    assert_null(strstr(f->err.message, "2026"));
    test_sql(f->store, "update sample set a_day = null");
    assert_int_equal(read_all(f).n, 1); /* and the connection is as good as before */
}

static void test_big_values(void **state) {
    struct fixture *f = *state;
    size_t size = 5u << 20;
    char *text = arena_alloc(f->a, size + 1);
    memset(text, 'a', size);
    text[size / 2] = 'b';
    struct all in = plain(1);
    in.text = text;
    in.bytes = (struct blob){text, size};
    assert_true(write_row(f, in));
    struct all out = read_all(f).v[0];
    assert_string_equal(out.text, text);
    assert_int_equal(out.bytes.len, size);
    assert_memory_equal(out.bytes.ptr, text, size);
}

static void test_many_rows(void **state) {
    struct fixture *f = *state;
    test_sql(f->store,
             "insert into sample (id, a_text, a_number)"
             " with recursive r(i) as (select 1 union all select i + 1 from r where i < 1000)"
             " select i, 'row ' || cast(i as text), 1 from r");
    struct all_rows rows = read_all(f);
    assert_int_equal(rows.n, 1000);
    for (size_t i = 0; i < rows.n; i++) {
        assert_int_equal(rows.v[i].id, i + 1);
        assert_string_equal(rows.v[i].text, arena_fmt(f->a, "row %zu", i + 1));
    }
}

static void test_computed_columns(void **state) {
    struct fixture *f = *state;
    for (int64_t i = 1; i <= 3; i++) assert_true(write_row(f, plain(i)));
    struct all_rows rows = {0};
    assert_true(db_check_statement(f->db, &computed, &f->err));
    assert_true(db_run(f->db, &computed, NULL, f->a, &rows, &f->err));
    assert_int_equal(rows.v[0].id, 3);
    assert_int_equal(rows.v[0].number, 3);
    assert_true(rows.v[0].real == 1.0);
    assert_true(rows.v[0].flag);
}

/* ---- streaming */

static bool stop_after_three(void *ctx, const void *row) {
    int *seen = ctx;
    const struct all *all = row;
    assert_int_equal(all->id, *seen + 1);
    assert_string_equal(all->text, "x");
    return ++*seen < 3;
}

static bool count(void *ctx, const void *row) {
    (void)row;
    return ++*(int *)ctx > 0;
}

static void test_streaming(void **state) {
    struct fixture *f = *state;
    for (int64_t i = 1; i <= 10; i++) assert_true(write_row(f, plain(i)));
    for (int again = 0; again < 2; again++) {
        int seen = 0;
        assert_true(db_each(f->db, &sample_all, NULL, stop_after_three, &seen, &f->err));
        assert_int_equal(seen, 3);
    }
    int seen = 0;
    assert_true(db_each(f->db, &sample_all, NULL, count, &seen, &f->err));
    assert_int_equal(seen, 10);
}

/* ---- changes */

static bool lift(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &sample_lift, &(int64_t){3}, ctx, err);
}

static void test_changed_rows_are_counted(void **state) {
    struct fixture *f = *state;
    for (int64_t i = 1; i <= 5; i++) assert_true(write_row(f, plain(i)));
    int64_t changed = -1;
    assert_true(store_write(f->store, lift, &changed, &f->err));
    assert_int_equal(changed, 3);
    test_sql(f->store, "delete from sample");
    assert_true(store_write(f->store, lift, &changed, &f->err));
    assert_int_equal(changed, 0);
}

static void test_readers_refuse_changes(void **state) {
    struct fixture *f = *state;
    struct all row = plain(1);
    assert_false(db_exec(f->db, &sample_add, &row, NULL, &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
    assert_int_equal(read_all(f).n, 0);
    assert_true(write_row(f, row));
}

/* ---- failures */

static void test_constraints_are_conflicts(void **state) {
    struct fixture *f = *state;
    assert_true(write_row(f, plain(1)));
    struct all secret = plain(1);
    secret.text = "0101011234";
    assert_false(write_row(f, secret));
    assert_int_equal(f->err.kind, ERR_CONFLICT);
    assert_null(strstr(f->err.message, secret.text));

    assert_false(test_sql_try(f->store, "update sample set a_flag = 2", &f->err));
    assert_int_equal(f->err.kind, ERR_CONFLICT);
    assert_false(test_sql_try(f->store, "insert into child values (1, 77)", &f->err));
    assert_int_equal(f->err.kind, ERR_CONFLICT);
    assert_false(test_sql_try(f->store, "insert into child values (null, 1)", &f->err));
    assert_int_equal(f->err.kind, ERR_CONFLICT);
    assert_int_equal(read_all(f).n, 1);
}

static bool add_child(struct db *w, void *ctx, struct err *err) {
    return db_exec(w, &child_add, ctx, NULL, err);
}

static void test_foreign_key_of_a_statement(void **state) {
    struct fixture *f = *state;
    assert_false(store_write(f->store, add_child, &(int64_t){5}, &f->err));
    assert_int_equal(f->err.kind, ERR_CONFLICT);
    assert_true(write_row(f, plain(5)));
    assert_true(store_write(f->store, add_child, &(int64_t){5}, &f->err));
}

static void test_nonsense_is_an_error(void **state) {
    struct fixture *f = *state;
    assert_false(test_sql_try(f->store, "select nothing from nowhere", &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
    assert_false(test_sql_try(f->store, "selekt", &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
}

/* ---- opening */

static void test_urls(void **state) {
    struct fixture *f = *state;
    assert_null(store_open("mysql://x", true, &f->err));
    assert_int_equal(f->err.kind, ERR_INPUT);
    assert_null(store_open("sqlite:", true, &f->err));
    assert_null(store_open("sqlite:/nonexistent/folder/x.db", true, &f->err));
    assert_int_equal(f->err.kind, ERR_IO);
    assert_null(store_open("postgres://nobody:secret@127.0.0.1:1/none", false, &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
    assert_null(strstr(f->err.message, "secret"));
    assert_int_equal(store_engine(f->store), test_on_postgres() ? DB_POSTGRES : DB_SQLITE);
    assert_int_equal(db_engine(f->db), store_engine(f->store));
}

static void test_missing_file_is_made_only_when_asked(void **state) {
    struct fixture *f = *state;
    if (test_on_postgres()) return;
    const char *url = arena_fmt(f->a, "%s.other", test_store_url(f->store));
    const char *path = url + strlen("sqlite:");
    assert_null(store_open(url, false, &f->err));
    assert_int_equal(f->err.kind, ERR_IO);
    assert_int_equal(access(path, F_OK), -1);
    store_close(store_open(url, true, &f->err));
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
}

static void test_other_programs_database_is_refused(void **state) {
    struct fixture *f = *state;
    if (test_on_postgres()) return;
    test_sql(f->store, "pragma application_id = 42");
    assert_null(store_open(test_store_url(f->store), false, &f->err));
    assert_int_equal(f->err.kind, ERR_DB);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_every_type),
        WITH_STORE(test_every_null),
        WITH_STORE(test_empty_is_not_null),
        WITH_STORE(test_days_are_iso_text),
        WITH_STORE(test_what_is_no_day_is_a_failure),
        WITH_STORE(test_big_values),
        WITH_STORE(test_many_rows),
        WITH_STORE(test_computed_columns),
        WITH_STORE(test_streaming),
        WITH_STORE(test_changed_rows_are_counted),
        WITH_STORE(test_readers_refuse_changes),
        WITH_STORE(test_constraints_are_conflicts),
        WITH_STORE(test_foreign_key_of_a_statement),
        WITH_STORE(test_nonsense_is_an_error),
        WITH_STORE(test_urls),
        WITH_STORE(test_missing_file_is_made_only_when_asked),
        WITH_STORE(test_other_programs_database_is_refused),
    };
    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}

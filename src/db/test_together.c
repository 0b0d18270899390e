/* SPDX-License-Identifier: EUPL-1.2 */
/* Several queries asked as one, on both engines. */
#include "base/date.h"
#include "base/test.h"
#include "db/db.h"
#include "db/testing.h"

#include <math.h>
#include <string.h>

/* All types, in another order than the slots have. */
struct thing {
    struct blob body;
    const char *name, *other;
    int32_t day;
    bool yes;
    double weight;
    int64_t n, at;
};
struct things {
    size_t n;
    struct thing *v;
};
struct thing_in {
    int64_t most;
    const char *name;
    int32_t day;
};
static const struct db_column thing_in[] = {
    {"most", DB_INT, offsetof(struct thing_in, most)},
    {"name", DB_TEXT, offsetof(struct thing_in, name)},
    {"day", DB_DAY, offsetof(struct thing_in, day)},
};
static const struct db_column thing_out[] = {
    {"body", DB_BLOB, offsetof(struct thing, body)},
    {"name", DB_TEXT, offsetof(struct thing, name)},
    {"other", DB_TEXT, offsetof(struct thing, other)},
    {"day", DB_DAY, offsetof(struct thing, day)},
    {"yes", DB_BOOL, offsetof(struct thing, yes)},
    {"weight", DB_REAL, offsetof(struct thing, weight)},
    {"n", DB_INT, offsetof(struct thing, n)},
    {"at", DB_TIME, offsetof(struct thing, at)},
};
static const struct db_statement thing_list = {
    .name = "thing_list",
    .sqlite = "select body, name, other, day, yes, weight, n, at from thing\n"
              "where name <> $name and (day is null or day <= $day) order by n desc limit $most;\n",
    .postgres = "select body, name, other, day, yes, weight, n, at from thing\n"
                "where name <> $2 and (day is null or day <= $3) order by n desc limit $1;\n",
    .in = thing_in,
    .in_n = 3,
    .in_size = sizeof(struct thing_in),
    .out = thing_out,
    .out_n = 8,
    .row_size = sizeof(struct thing),
};

struct total {
    int64_t n;
};
struct totals {
    size_t n;
    struct total *v;
};
struct total_in {
    int32_t day; /* the same name as above, another value */
};
static const struct db_column total_in[] = {{"day", DB_DAY, offsetof(struct total_in, day)}};
static const struct db_column total_out[] = {{"n", DB_INT, offsetof(struct total, n)}};
static const struct db_statement thing_total = {
    .name = "thing_total",
    .sqlite = "with late as (select n from thing where day > $day) select count(*) as n from late;",
    .postgres = "with late as (select n from thing where day > $1) select count(*) as n from late;",
    .in = total_in,
    .in_n = 1,
    .in_size = sizeof(struct total_in),
    .out = total_out,
    .out_n = 1,
    .row_size = sizeof(struct total),
};
static const struct db_statement nobody = {
    .name = "nobody",
    .sqlite = "select n from thing where 1 = 0",
    .postgres = "select n from thing where 1 = 0",
    .out = total_out,
    .out_n = 1,
    .row_size = sizeof(struct total),
};
static const struct db_statement wrong = {
    .name = "wrong",
    .sqlite = "select n from nowhere",
    .postgres = "select n from nowhere",
    .out = total_out,
    .out_n = 1,
    .row_size = sizeof(struct total),
};

struct fixture {
    struct store *store;
    struct db *db;
    struct arena *a;
};

static int setup(void **state) {
    struct fixture *f = calloc(1, sizeof *f);
    f->store = test_store_bare();
    test_sql(f->store,
             "create table thing (body bytea, name text, other text, day text, yes smallint,"
             " weight double precision, n bigint, at bigint)");
    test_sql(f->store,
             "insert into thing (name, other, day, yes, weight, n, at) values"
             " ('a', null, '2024-02-29', 1, 2.5, 7, 1), ('b', 'x', null, 0, null, 9, null),"
             " ('c', null, '2026-01-01', null, 1, 8, 3), ('not', null, null, 1, 1, 99, 4)");
    f->db = store_borrow(f->store, NULL);
    f->a = arena_new();
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    db_close(f->db);
    arena_free(f->a);
    test_store_drop(f->store);
    free(f);
    return 0;
}

static int32_t day(const char *iso) { return day_parse_iso(iso); }

static void check_things(const struct things *rows) {
    assert_int_equal(rows->n, 2);
    const struct thing *b = &rows->v[0], *a = &rows->v[1];
    assert_string_equal(b->name, "b");
    assert_string_equal(b->other, "x");
    assert_null(b->body.ptr);
    assert_int_equal(b->day, DAY_NONE);
    assert_false(b->yes);
    assert_true(isnan(b->weight));
    assert_true(b->n == 9 && b->at == INT_NONE);
    assert_string_equal(a->name, "a");
    assert_null(a->other);
    assert_int_equal(a->day, day("2024-02-29"));
    assert_true(a->yes && a->weight > 2.4 && a->weight < 2.6);
    assert_true(a->n == 7 && a->at == 1);
}

static void ask_all(struct fixture *f) {
    struct thing_in things = {5, "not", day("2025-12-31")};
    struct total_in total = {day("2020-01-01")};
    const struct db_ask asks[] = {{&thing_list, &things}, {&nobody, NULL}, {&thing_total, &total}};
    struct err err = {0};
    assert_true(db_run_together(f->db, f->a, asks, 3, &err));
}

static int64_t total_since(struct fixture *f, const char *since) {
    struct totals totals;
    struct total_in in = {day(since)};
    assert_true(db_run(f->db, &thing_total, &in, f->a, &totals, NULL));
    assert_int_equal(totals.n, 1);
    return totals.v[0].n;
}

static void test_each_has_its_answer(void **state) {
    struct fixture *f = *state;
    assert_true(db_snapshot_begin(f->db, NULL));
    uint64_t before = db_asked();
    ask_all(f);
    assert_true(db_asked() - before == 1);
    struct things things;
    struct totals none;
    char name[] = "not"; /* the value counts, not the address */
    assert_true(db_run(f->db, &thing_list, &(struct thing_in){5, name, day("2025-12-31")}, f->a,
                       &things, NULL));
    check_things(&things);
    assert_true(db_run(f->db, &nobody, NULL, f->a, &none, NULL));
    assert_int_equal(none.n, 0);
    assert_int_equal(total_since(f, "2020-01-01"), 2);
    assert_true(db_asked() - before == 1);
    assert_int_equal(total_since(f, "2025-01-01"), 1); /* not what was asked: asked now */
    assert_true(db_asked() - before == 2);
    db_snapshot_end(f->db);
}

static bool change(struct db *w, void *ctx, struct err *err) {
    static const struct db_statement add = {
        .name = "add",
        .sqlite = "insert into thing (name, day, n) values ('d', '2026-02-02', 1)",
        .postgres = "insert into thing (name, day, n) values ('d', '2026-02-02', 1)"};
    (void)ctx;
    return db_exec(w, &add, NULL, NULL, err);
}

/* What another connection of this program did meanwhile is seen: the answers are a snapshot's. */
static void test_is_answered_once_a_snapshot(void **state) {
    struct fixture *f = *state;
    if (db_engine(f->db) != DB_SQLITE) skip();
    uint64_t before = db_asked();
    for (int i = 0; i < 3; i++) {
        assert_true(db_snapshot_begin(f->db, NULL));
        ask_all(f);
        struct things things;
        struct thing_in in = {5, "not", day("2025-12-31")};
        assert_true(db_run(f->db, &thing_list, &in, f->a, &things, NULL));
        check_things(&things);
        assert_int_equal(total_since(f, "2020-01-01"), 2);
        assert_true(db_snapshot_keep(f->db));
        if (i == 1) arena_reset(f->a); /* an answer does not live with who asked first */
    }
    assert_true(db_asked() - before == 1);
    assert_true(store_write(f->store, change, NULL, NULL));
    assert_true(db_snapshot_begin(f->db, NULL));
    ask_all(f);
    assert_int_equal(total_since(f, "2020-01-01"), 3);
    assert_true(db_asked() - before == 2);
    struct thing_in other = {1, "not", day("2025-12-31")}; /* another question */
    const struct db_ask asks[] = {{&thing_list, &other}, {&nobody, NULL}};
    struct things one;
    assert_true(db_run_together(f->db, f->a, asks, 2, NULL));
    assert_true(db_run(f->db, &thing_list, &other, f->a, &one, NULL));
    assert_int_equal(one.n, 1);
    db_snapshot_end(f->db);
}

static void test_is_forgotten(void **state) {
    struct fixture *f = *state;
    assert_true(db_snapshot_begin(f->db, NULL));
    ask_all(f);
    assert_true(store_write(f->store, change, NULL, NULL));
    assert_int_equal(total_since(f, "2020-01-01"), 3);
    ask_all(f);
    db_snapshot_keep(f->db);
    assert_true(store_write(f->store, change, NULL, NULL));
    assert_true(db_snapshot_begin(f->db, NULL));
    assert_int_equal(total_since(f, "2020-01-01"), 4);
    db_snapshot_end(f->db);
}

static void test_without_a_snapshot(void **state) {
    struct fixture *f = *state;
    ask_all(f);
    assert_true(store_write(f->store, change, NULL, NULL));
    assert_int_equal(total_since(f, "2020-01-01"), 3);
}

static void test_failure(void **state) {
    struct fixture *f = *state;
    struct total_in total = {day("2020-01-01")};
    const struct db_ask asks[] = {{&thing_total, &total}, {&wrong, NULL}};
    struct err err = {0};
    assert_true(db_snapshot_begin(f->db, NULL));
    assert_false(db_run_together(f->db, f->a, asks, 2, &err));
    assert_int_equal(err.kind, ERR_DB);
    db_snapshot_end(f->db);
    assert_int_equal(total_since(f, "2020-01-01"), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each_has_its_answer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_is_answered_once_a_snapshot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_is_forgotten, setup, teardown),
        cmocka_unit_test_setup_teardown(test_without_a_snapshot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_failure, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

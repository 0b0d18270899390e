/* SPDX-License-Identifier: EUPL-1.2 */
/* What a snapshot shows, and the checks of statements and of the whole database. */
#include "base/test.h"
#include "db/test_sample.h"

#include <pthread.h>
#include <string.h>

static void *write_second_row(void *ctx) {
    struct fixture *f = ctx;
    struct all row = plain(2);
    return store_write(f->store, add, &row, NULL) ? f : NULL;
}

static void test_snapshot_stands_still(void **state) {
    struct fixture *f = *state;
    assert_true(write_row(f, plain(1)));
    assert_true(db_snapshot_begin(f->db, &f->err));
    assert_int_equal(read_all(f).n, 1);
    pthread_t other;
    void *wrote = NULL;
    assert_int_equal(pthread_create(&other, NULL, write_second_row, f), 0);
    pthread_join(other, &wrote);
    assert_non_null(wrote);
    assert_int_equal(read_all(f).n, 1);
    db_snapshot_end(f->db);
    assert_int_equal(read_all(f).n, 2);
}

static void test_snapshot_shows_what_the_thread_wrote(void **state) {
    struct fixture *f = *state;
    assert_true(db_snapshot_begin(f->db, &f->err));
    assert_int_equal(read_all(f).n, 0);
    assert_true(write_row(f, plain(1)));
    assert_int_equal(read_all(f).n, 1);
    assert_false(write_row(f, plain(1)));
    assert_int_equal(read_all(f).n, 1);
    db_snapshot_end(f->db);
    db_snapshot_end(f->db); /* a second time is nothing */
    assert_true(db_snapshot_begin(f->db, &f->err));
    db_snapshot_end(f->db);
}

struct writing_reader {
    struct fixture *f;
    int seen;
};

static bool write_while_reading(void *ctx, const void *row) {
    (void)row;
    struct writing_reader *r = ctx;
    assert_true(write_row(r->f, plain(100 + r->seen)));
    r->seen++;
    return true;
}

/* Such as a job's progress: what is being read goes on as it was. */
static void test_write_while_reading_in_a_snapshot(void **state) {
    struct fixture *f = *state;
    struct writing_reader r = {.f = f};
    for (int64_t i = 1; i <= 5; i++) assert_true(write_row(f, plain(i)));
    assert_true(db_snapshot_begin(f->db, &f->err));
    assert_true(db_each(f->db, &sample_all, NULL, write_while_reading, &r, &f->err));
    assert_int_equal(r.seen, 5);
    db_snapshot_end(f->db);
    assert_int_equal(read_all(f).n, 10);
}

static void test_statements_are_checked(void **state) {
    struct fixture *f = *state;
    assert_true(db_check_statement(f->db, &sample_all, &f->err));
    assert_true(db_check_statement(f->db, &sample_add, &f->err));

    struct db_statement fewer = sample_all;
    fewer.out_n = 7;
    assert_false(db_check_statement(f->db, &fewer, &f->err));

    static const struct db_column wrong_name[] = {{"number", DB_INT, 0}};
    struct db_statement renamed = {.name = "renamed",
                                   .sqlite = "select id from sample",
                                   .postgres = "select id from sample",
                                   .out = wrong_name,
                                   .out_n = 1,
                                   .row_size = 8};
    assert_false(db_check_statement(f->db, &renamed, &f->err));
    assert_non_null(strstr(f->err.message, "declared number"));

    struct db_statement missing = sample_lift;
    missing.sqlite = "delete from sample";
    missing.postgres = "delete from nowhere";
    assert_false(db_check_statement(f->db, &missing, &f->err));
}

static void test_integrity(void **state) {
    struct fixture *f = *state;
    assert_true(write_row(f, plain(1)));
    assert_true(store_integrity_ok(f->store, &f->err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_snapshot_stands_still),
        WITH_STORE(test_snapshot_shows_what_the_thread_wrote),
        WITH_STORE(test_write_while_reading_in_a_snapshot),
        WITH_STORE(test_statements_are_checked),
        WITH_STORE(test_integrity),
    };
    return cmocka_run_group_tests_name("db isolation", tests, NULL, NULL);
}

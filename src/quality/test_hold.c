/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures that are kept: counted beforehand, given while they are counted anew, several at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "quality/views.h"
#include "tests/house.h"

#include <string.h>
#include <time.h>

static int setup(void **state) {
    int rc = house_setup(state);
    quality_forget();
    return rc;
}

static int teardown(void **state) {
    quality_serve(false);
    quality_forget();
    return house_teardown(state);
}

static const struct quality_year *year_on(struct house_test *h, int32_t day) {
    const struct quality_year *year;
    struct err err = {0};
    struct indicator_ask ask = indicator_ask_of(2026, day);
    if (!quality_year(h->store, h->arena, &ask, &year, &err)) fail_msg("%s", err.message);
    return year;
}

static int64_t talks(const struct quality_year *year) {
    return quality_figure(year, indicator_find("talk_all"))->all.yes;
}

static void talk(struct house_test *h, int id, const char *youth) {
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into contact (id, youth, kind, at, day, author) values "
                                 "(%d, '%s', 'talk', %lld, '2026-11-02', %lld)",
                                 id, youth, (long long)clock_at(day_from_ymd(2026, 11, 2), 12, 0),
                                 (long long)h->vera));
}

static void pause_ms(int ms) { nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL); }

/* Counting here takes some milliseconds, and an answer rests thirty times as long. */
static void rest(void) { pause_ms(900); }

static void who_serves_gives_the_older_answer_meanwhile(void **state) {
    struct house_test *h = *state;
    quality_serve(true);
    assert_int_equal(talks(year_on(h, HOUSE_TODAY)), 0);
    talk(h, 900, ANNA);
    rest();
    assert_int_equal(talks(year_on(h, HOUSE_TODAY)), 0); /* and is counted behind */
    int64_t told = 0;
    for (int i = 0; i < 100 && !told; i++) {
        pause_ms(50);
        told = talks(year_on(h, HOUSE_TODAY));
    }
    assert_int_equal(told, 1);
}

/* Whoever asks when the answer has rested counts, and has the new one. */
static void who_does_not_serve_counts_at_once(void **state) {
    struct house_test *h = *state;
    int64_t told = talks(year_on(h, HOUSE_TODAY));
    assert_int_equal(told, 0);
    talk(h, 900, ANNA);
    for (int i = 0; i < 100 && !told; i++) {
        pause_ms(50);
        told = talks(year_on(h, HOUSE_TODAY));
    }
    assert_int_equal(told, 1);
}

static bool is_due(struct house_test *h) {
    bool due;
    struct err err = {0};
    assert_true(quality_warm_due(h->db, h->arena, &due, &err));
    return due;
}

static void a_day_is_counted_beforehand_once(void **state) {
    struct house_test *h = *state;
    assert_false(is_due(h)); /* nobody serves */
    quality_serve(true);
    assert_true(is_due(h));
    assert_false(is_due(h));
    clock_fix(HOUSE_TODAY + 1);
    assert_true(is_due(h));
    assert_false(is_due(h));
}

/* After the job all years of the pages are there: what is written then is in none of them. */
static void the_job_counts_what_the_pages_ask_for(void **state) {
    struct house_test *h = *state;
    const struct job_kind *kind = &quality_slice.jobs[0];
    struct err err = {0};
    quality_serve(true);
    if (!job_run_all(h->store, &kind, 1, h->site->app, &err)) fail_msg("%s", err.message);
    assert_int_equal(test_sql_number(h->store, "select count(*) from job where state = 'done'"), 1);
    talk(h, 900, ANNA);
    struct indicator_ask asks[QUALITY_YEARS] = {indicator_ask_of(2026, HOUSE_TODAY)};
    const struct quality_year *years[QUALITY_YEARS];
    for (size_t y = 1; y < QUALITY_YEARS; y++) asks[y] = indicator_ask_before(&asks[y - 1]);
    assert_true(quality_years(h->store, h->arena, asks, QUALITY_YEARS, years, &err));
    assert_int_equal(talks(years[0]), 0);
    for (size_t y = 0; y < QUALITY_YEARS; y++)
        assert_int_equal(years[y]->ask.school_year, 2026 - (int)y);
}

/* Counted beside each other, each is what it is alone. */
static void several_years_are_each_their_own(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    talk(h, 900, ANNA);
    struct indicator_ask asks[QUALITY_YEARS] = {indicator_ask_of(2026, HOUSE_TODAY)};
    const struct quality_year *years[QUALITY_YEARS];
    for (size_t y = 1; y < QUALITY_YEARS; y++) asks[y] = indicator_ask_before(&asks[y - 1]);
    assert_true(quality_years(h->store, h->arena, asks, QUALITY_YEARS, years, &err));
    assert_int_equal(talks(years[0]), 1);
    for (size_t y = 1; y < QUALITY_YEARS; y++) {
        assert_int_equal(years[y]->ask.school_year, 2026 - (int)y);
        assert_int_equal(talks(years[y]), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_serves_gives_the_older_answer_meanwhile, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(who_does_not_serve_counts_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_day_is_counted_beforehand_once, setup, teardown),
        cmocka_unit_test_setup_teardown(the_job_counts_what_the_pages_ask_for, setup, teardown),
        cmocka_unit_test_setup_teardown(several_years_are_each_their_own, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

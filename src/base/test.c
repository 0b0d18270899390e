/* SPDX-License-Identifier: EUPL-1.2 */
/* arena, text, err, log, utf8, id and clock */
#include "test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "date.h"
#include "err.h"
#include "id.h"
#include "log.h"
#include "text.h"
#include "utf8.h"

static void arena_gives_zeroed_aligned_memory(void **state) {
    struct arena *a = *state;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *p = arena_alloc(a, size);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(p[i], 0);
        memset(p, 0xaa, size);
    }
}

static void arena_reset_reuses_the_first_chunk_zeroed(void **state) {
    struct arena *a = *state;
    char *first = arena_alloc(a, 100);
    memset(first, 'x', 100);
    arena_alloc(a, 5000000); /* chunks of its own, gone after the reset */
    assert_true(arena_used(a) >= 5000100);
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    char *again = arena_alloc(a, 100);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0] | again[99], 0);
}

static void arena_grow_extends_in_place_or_copies(void **state) {
    struct arena *a = *state;
    char *p = memcpy(arena_alloc(a, 4), "abcd", 4);
    char *grown = arena_grow(a, p, 4, 400);
    assert_ptr_equal(grown, p);
    assert_int_equal(grown[4] | grown[399], 0);
    arena_alloc(a, 1);
    char *moved = arena_grow(a, grown, 400, 500);
    assert_ptr_not_equal(moved, grown);
    assert_memory_equal(moved, "abcd", 4);
    assert_int_equal(moved[499], 0);
}

static void arena_copies_and_formats(void **state) {
    struct arena *a = *state;
    assert_null(arena_dup(a, NULL));
    assert_string_equal(arena_dup(a, "æble"), "æble");
    assert_string_equal(arena_dup_n(a, "abcdef", 3), "abc");
    assert_string_equal(arena_fmt(a, "%d-%s", 7, "x"), "7-x");
    char long_text[1000];
    memset(long_text, 'y', sizeof long_text - 1);
    long_text[999] = '\0';
    assert_int_equal(strlen(arena_fmt(a, "<%s>", long_text)), 1001);
}

static void text_grows_to_any_size(void **state) {
    struct text t;
    text_init(&t, *state);
    assert_string_equal(text_str(&t), "");
    for (int i = 0; i < 20000; i++) {
        text_add(&t, "ab");
        text_addc(&t, 'c');
        text_addf(&t, "%04d", i % 10000);
    }
    text_add(&t, NULL);
    assert_int_equal(t.len, 20000 * 7);
    assert_int_equal(strlen(text_str(&t)), t.len);
    assert_memory_equal(text_str(&t) + 7 * 9999, "abc9999abc0000", 14);
    text_clear(&t);
    assert_string_equal(text_str(&t), "");
}

static void text_addf_takes_more_than_its_guess(void **state) {
    struct text t;
    text_init(&t, *state);
    text_add(&t, "start ");
    text_addf(&t, "%0500d", 1);
    assert_int_equal(t.len, 506);
    assert_memory_equal(t.ptr, "start 000", 9);
    assert_int_equal(t.ptr[505], '1');
}

static void err_set_returns_false_and_cuts_between_characters(void **state) {
    (void)state;
    struct err err = {0};
    assert_false(err_set(&err, ERR_IO, "file %s", "x"));
    assert_int_equal(err.kind, ERR_IO);
    assert_string_equal(err.message, "file x");
    assert_false(err_set(&err, ERR_DB, "row 3: %s", err.message));
    assert_string_equal(err.message, "row 3: file x");
    assert_false(err_set(NULL, ERR_IO, "nobody listens"));
    for (int before = 390; before < 400; before++) {
        err_set(&err, ERR_IO, "%*s%s", before, "", "ææææ€€€€");
        assert_true(strlen(err.message) >= 396 && strlen(err.message) <= 399);
        assert_true(utf8_valid(err.message, strlen(err.message)));
    }
}

/* What log_warn writes to stderr. */
static void capture_log(const char *said, char *line, size_t size) {
    int ends[2], saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    log_warn("%s", said);
    dup2(saved, STDERR_FILENO);
    ssize_t n = read(ends[0], line, size - 1);
    assert_true(n > 0);
    line[n] = '\0';
    close(saved);
    close(ends[0]);
    close(ends[1]);
}

static void log_writes_one_line_whatever_is_in_it(void **state) {
    (void)state;
    char line[4096];
    clock_fix(day_from_ymd(2026, 11, 23));
    capture_log("id 7\nerror forged\r\x1b[2J", line, sizeof line);
    clock_fix(DAY_NONE);
    assert_memory_equal(line, "2026-11-23T08:00:00.", 20);
    assert_string_equal(line + 23, "Z warn  id 7?error forged??[2J\n");
    char *huge = memset(calloc(1, 5001), 'a', 5000);
    capture_log(huge, line, sizeof line);
    free(huge);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void utf8_is_judged_by_rfc_3629(void **state) {
    (void)state;
    static const char *const good[] = {"",
                                       "abc",
                                       "æøå ÆØÅ é ü š €",
                                       "\xf0\x9f\x98\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xf4\x8f\xbf\xbf",
                                       "abcdefghæabcdefgh"};
    static const char *const bad[] = {"\x80",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xc3",
                                      "\xe2\x82",
                                      "abcdefgh\xe6",
                                      "\xff",
                                      "\xc3\x28"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
    assert_int_equal(utf8_valid_prefix("abcdefgh\xc3\xa6\xe6 ", 12), 10);
}

static void utf8_is_cleaned_cut_and_counted(void **state) {
    struct arena *a = *state;
    assert_string_equal(utf8_clean(a,
                                   "a\xe6"
                                   "b\0c",
                                   5),
                        "a\xef\xbf\xbd"
                        "b\xef\xbf\xbd"
                        "c");
    assert_string_equal(utf8_clean(a, "", 0), "");
    assert_string_equal(utf8_clean(a, "rødgrød", 9), "rødgrød");
    const char *text = "aæ€\xf0\x9f\x98\x80"; /* characters end at 1, 3, 6, 10 */
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t max = 0; max < 12; max++) assert_int_equal(utf8_cut(text, 10, max), expected[max]);
    assert_int_equal(utf8_count(text), 4);
}

static void ids_are_random_and_well_formed(void **state) {
    struct arena *a = *state;
    const char *id = id_new(a);
    assert_int_equal(strlen(id), 26);
    assert_true(id_is_valid(id));
    assert_string_not_equal(id, id_new(a));
    assert_false(id_is_valid(NULL));
    assert_false(id_is_valid(""));
    assert_false(id_is_valid("abcdefghijklmnopqrstuvwxy1"));
    assert_false(id_is_valid("abcdefghijklmnopqrstuvwxyzz"));
    bool seen[256] = {false};
    int kinds = 0;
    for (int i = 0; i < 200; i++)
        for (const char *p = id_new(a); *p != '\0'; p++)
            kinds += !seen[(unsigned char)*p], seen[(unsigned char)*p] = true;
    assert_int_equal(kinds, 32);
}

/* They rise with the time, lie together when made together, and have a tail that nobody guesses. */
static void ids_in_order_rise(void **state) {
    const char *before = id_new_in_order(*state), *same = id_new_in_order(*state);
    assert_true(strncmp(before, same, 6) == 0);
    assert_true(strcmp(before + 9, same + 9) != 0);
    for (int i = 0; i < 40; i++) {
        usleep(1100);
        const char *id = id_new_in_order(*state);
        assert_true(id_is_valid(id));
        assert_true(strcmp(before, id) < 0);
        before = id;
    }
}

#define THREADS    4
#define PER_THREAD 50000

static void *take_ids(void *ids) {
    for (int i = 0; i < PER_THREAD; i++) ((int64_t *)ids)[i] = id_next();
    return NULL;
}

static int compare_ids(const void *left, const void *right) {
    int64_t l = *(const int64_t *)left, r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

static void id_next_is_unique_and_rises_in_every_thread(void **state) {
    (void)state;
    int64_t before = id_next();
    int64_t *ids = calloc(THREADS * PER_THREAD, sizeof *ids);
    pthread_t threads[THREADS];
    for (int t = 0; t < THREADS; t++)
        pthread_create(&threads[t], NULL, take_ids, ids + t * PER_THREAD);
    for (int t = 0; t < THREADS; t++) pthread_join(threads[t], NULL);
    for (int i = 0; i < THREADS * PER_THREAD; i++) {
        assert_true(ids[i] > before);
        if (i % PER_THREAD > 0) assert_true(ids[i] > ids[i - 1]);
    }
    qsort(ids, THREADS * PER_THREAD, sizeof *ids, compare_ids);
    for (int i = 1; i < THREADS * PER_THREAD; i++) assert_true(ids[i] != ids[i - 1]);
    assert_true(id_next() > ids[THREADS * PER_THREAD - 1]);
    free(ids);
}

static void assert_local(int64_t us, int32_t day, int hour, int minute) {
    int h, m;
    clock_local(us, &h, &m);
    assert_int_equal(clock_day_of(us), day);
    assert_int_equal(h, hour);
    assert_int_equal(m, minute);
}

static void clock_knows_danish_summer_time(void **state) {
    (void)state;
    const int64_t hour = 3600000000, minute = 60000000;
    int32_t march = day_from_ymd(2026, 3, 29), october = day_from_ymd(2026, 10, 25),
            winter = day_from_ymd(2026, 1, 15);
    int64_t utc = march * 24 * hour;
    assert_local(utc + hour - minute, march, 1, 59);
    assert_local(utc + hour, march, 3, 0);
    utc = october * 24 * hour;
    assert_local(utc + hour - minute, october, 2, 59);
    assert_local(utc + hour, october, 2, 0);
    assert_local(winter * 24 * hour + 23 * hour, winter + 1, 0, 0);
    int32_t far = day_from_ymd(2095, 7, 1);
    assert_local(far * 24 * hour, far, 2, 0);
    assert_local(-1, 0, 0, 59);          /* the last second of 1969 in UTC is New Year in Denmark */
    assert_local(-hour - 1, -1, 23, 59); /* and its eve, before day 0 */
}

static void clock_at_is_the_inverse_of_clock_local(void **state) {
    (void)state;
    const int64_t hour = 3600000000;
    for (int32_t day = day_from_ymd(2026, 3, 27); day < day_from_ymd(2026, 11, 2); day++)
        for (int h = 0; h < 24; h++)
            if (h != 2 || day != day_from_ymd(2026, 3, 29))
                assert_local(clock_at(day, h, 30), day, h, 30);
    int32_t october = day_from_ymd(2026, 10, 25);
    assert_int_equal(clock_at(october, 2, 0), october * 24 * hour); /* the first of the two */
    int32_t march = day_from_ymd(2026, 3, 29);
    assert_local(clock_at(march, 2, 30), march, 3, 30); /* there is no 2.30 that night */
}

static void clock_fix_moves_the_day_and_time_flows(void **state) {
    (void)state;
    int64_t real = clock_real();
    assert_true(clock_now() - real < 5000000);
    int32_t day = day_from_ymd(2022, 3, 20);
    clock_fix(day);
    assert_int_equal(clock_today(), day);
    int64_t start = clock_now();
    assert_local(start, day, 9, 0);
    int64_t ticks = clock_ticks();
    usleep(3000);
    assert_true(clock_now() >= start + 3000);
    assert_true(clock_ticks() >= ticks + 3000);
    assert_true(id_next() >> 21 >= real / 1000); /* ids do not go back with it */
    clock_fix(DAY_NONE);
    assert_true(clock_now() >= real);
    assert_int_equal(clock_day_of(INT_NONE), DAY_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(arena_gives_zeroed_aligned_memory),
        TEST(arena_reset_reuses_the_first_chunk_zeroed),
        TEST(arena_grow_extends_in_place_or_copies),
        TEST(arena_copies_and_formats),
        TEST(text_grows_to_any_size),
        TEST(text_addf_takes_more_than_its_guess),
        TEST(err_set_returns_false_and_cuts_between_characters),
        TEST(log_writes_one_line_whatever_is_in_it),
        TEST(utf8_is_judged_by_rfc_3629),
        TEST(utf8_is_cleaned_cut_and_counted),
        TEST(ids_are_random_and_well_formed),
        TEST(ids_in_order_rise),
        TEST(id_next_is_unique_and_rises_in_every_thread),
        TEST(clock_knows_danish_summer_time),
        TEST(clock_at_is_the_inverse_of_clock_local),
        TEST(clock_fix_moves_the_day_and_time_flows),
    };
    return RUN(tests);
}

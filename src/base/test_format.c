/* SPDX-License-Identifier: EUPL-1.2 */
/* format and collate: what ui guide 2.1 asks for, word for word */
#include "test.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "collate.h"
#include "date.h"
#include "format.h"

#define NBSP "\xc2\xa0"

static void languages_come_from_locales(void **state) {
    (void)state;
    assert_int_equal(lang_from_locale("da_DK.UTF-8"), LANG_DA);
    assert_int_equal(lang_from_locale("da"), LANG_DA);
    assert_int_equal(lang_from_locale("en_GB.UTF-8"), LANG_EN);
    assert_int_equal(lang_from_locale("en"), LANG_EN);
    assert_int_equal(lang_from_locale("C"), LANG_EN);
    assert_int_equal(lang_from_locale("C.UTF-8"), LANG_EN);
    assert_int_equal(lang_from_locale("POSIX"), LANG_EN);
    assert_int_equal(lang_from_locale(""), LANG_DA);
    assert_int_equal(lang_from_locale(NULL), LANG_DA);
    assert_int_equal(lang_from_locale("nb_NO.UTF-8"), LANG_DA);
    assert_int_equal(lang_from_locale("engl"), LANG_DA);
}

static void numbers_have_decimal_commas_in_danish(void **state) {
    struct arena *a = *state;
    assert_string_equal(fmt_int(a, LANG_DA, 1238), "1.238");
    assert_string_equal(fmt_int(a, LANG_EN, 1238), "1,238");
    assert_string_equal(fmt_int(a, LANG_DA, 0), "0");
    assert_string_equal(fmt_int(a, LANG_DA, 999), "999");
    assert_string_equal(fmt_int(a, LANG_DA, 1234567), "1.234.567");
    assert_string_equal(fmt_int(a, LANG_DA, -5000), "-5.000");
    assert_string_equal(fmt_int(a, LANG_DA, INT64_MAX), "9.223.372.036.854.775.807");
    assert_string_equal(fmt_int(a, LANG_DA, INT_NONE), "");
    assert_string_equal(fmt_number(a, LANG_DA, 26.4, 1), "26,4");
    assert_string_equal(fmt_number(a, LANG_EN, 26.4, 1), "26.4");
    assert_string_equal(fmt_number(a, LANG_DA, 26, 1), "26,0");
    assert_string_equal(fmt_number(a, LANG_DA, 1234567.891, 2), "1.234.567,89");
    assert_string_equal(fmt_number(a, LANG_DA, 0.000001, 6), "0,000001");
    assert_string_equal(fmt_number(a, LANG_DA, NAN, 1), "");
}

static void halves_are_rounded_away_from_zero(void **state) {
    struct arena *a = *state;
    assert_string_equal(fmt_number(a, LANG_DA, 26.45, 1), "26,5");
    assert_string_equal(fmt_number(a, LANG_DA, 26.35, 1), "26,4");
    assert_string_equal(fmt_number(a, LANG_DA, -26.45, 1), "-26,5");
    assert_string_equal(fmt_number(a, LANG_DA, 2.5, 0), "3");
    assert_string_equal(fmt_number(a, LANG_DA, 1.005, 2), "1,01");
    assert_string_equal(fmt_number(a, LANG_DA, -0.04, 1), "0,0");
    assert_string_equal(fmt_number(a, LANG_DA, -0.05, 1), "-0,1");
    assert_string_equal(fmt_number(a, LANG_DA, -0.0, 1), "0,0");
}

static void percents_have_a_no_break_space_in_danish(void **state) {
    struct arena *a = *state;
    assert_string_equal(fmt_percent(a, LANG_DA, 26.4, 1), "26,4" NBSP "%");
    assert_string_equal(fmt_percent(a, LANG_EN, 26.4, 1), "26.4%");
    assert_string_equal(fmt_percent(a, LANG_DA, 90, 0), "90" NBSP "%");
    assert_string_equal(fmt_percent(a, LANG_DA, NAN, 0), "");
}

static void dates_are_written_as_the_guide_says(void **state) {
    struct arena *a = *state;
    int32_t day = day_from_ymd(2026, 11, 23), first = day_from_ymd(2026, 5, 1);
    assert_string_equal(fmt_day_long(a, LANG_DA, day), "23. november 2026");
    assert_string_equal(fmt_day_long(a, LANG_EN, day), "23 November 2026");
    assert_string_equal(fmt_day_weekday(a, LANG_DA, day), "mandag den 23. november 2026");
    assert_string_equal(fmt_day_weekday(a, LANG_EN, day), "Monday 23 November 2026");
    assert_string_equal(fmt_day_near(a, LANG_DA, day), "mandag den 23. november");
    assert_string_equal(fmt_day_near(a, LANG_EN, day), "Monday 23 November");
    assert_string_equal(fmt_day_short(a, LANG_DA, day), "23. nov. 2026");
    assert_string_equal(fmt_day_short(a, LANG_EN, day), "23 Nov 2026");
    assert_string_equal(fmt_day_table(a, LANG_DA, day), "23.11.2026");
    assert_string_equal(fmt_day_table(a, LANG_EN, day), "23/11/2026");
    assert_string_equal(fmt_day_long(a, LANG_DA, first), "1. maj 2026");
    assert_string_equal(fmt_day_short(a, LANG_DA, first), "1. maj 2026");
    assert_string_equal(fmt_day_table(a, LANG_DA, first), "01.05.2026");
    assert_string_equal(fmt_day_weekday(a, LANG_DA, day - 1), "søndag den 22. november 2026");
    assert_string_equal(fmt_day_weekday(a, LANG_DA, day - 2), "lørdag den 21. november 2026");
    assert_string_equal(fmt_day_long(a, LANG_DA, DAY_NONE), "");
    assert_string_equal(fmt_day_near(a, LANG_EN, DAY_NONE), "");
}

static void times_and_phones(void **state) {
    struct arena *a = *state;
    assert_string_equal(fmt_time(a, LANG_DA, 9, 30), "kl. 9.30");
    assert_string_equal(fmt_time(a, LANG_EN, 9, 5), "9:05");
    assert_string_equal(fmt_time_table(a, LANG_DA, 9, 30), "09.30");
    assert_string_equal(fmt_phone(a, "12345678"), "12" NBSP "34" NBSP "56" NBSP "78");
    assert_string_equal(fmt_phone(a, "+45 1234 5678"), "12" NBSP "34" NBSP "56" NBSP "78");
    assert_string_equal(fmt_phone(a, "0045 12 34 56 78"), "12" NBSP "34" NBSP "56" NBSP "78");
    assert_string_equal(fmt_phone(a, "+49 30 1234567"), "+49 30 1234567");
    assert_string_equal(fmt_phone(a, "123456789"), "123456789");
    assert_string_equal(fmt_phone(a, ""), "");
    assert_string_equal(fmt_phone(a, NULL), "");
}

static void numbers_are_read_as_people_type_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double x;
    } good[] = {{"26,4", 26.4},
                {"26.4", 26.4},
                {" 26,4 ", 26.4},
                {"-3", -3},
                {"\xe2\x88\x92"
                 "3,5",
                 -3.5},
                {"1.238,5", 1238.5},
                {"1.234.567", 1234567},
                {"1 238", 1238},
                {"1" NBSP "238,25", 1238.25},
                {"0.234", 0.234},
                {"1234.567", 1234.567},
                {"1,234", 1.234},
                {"0", 0},
                {"12.34", 12.34},
                {"0,001", 0.001},
                {"1.2345", 1.2345}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double x = NAN;
        if (!number_parse(good[i].text, &x) || fabs(x - good[i].x) > 1e-12)
            fail_msg("%s -> %f", good[i].text, x);
    }
    static const char *const bad[] = {"",           " ",
                                      "abc",        "1,2,3",
                                      "1,",         ",5",
                                      "5.",         ".5",
                                      "1.23.456",   "1,2.3",
                                      "1e5",        "0x10",
                                      "nan",        "inf",
                                      "--1",        "1 2",
                                      "26,4 %",     "+-3",
                                      "1..2",       "1.2345,6",
                                      "1234.567,8", "99999999999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double x = 7;
        if (number_parse(bad[i], &x) || x != 7) fail_msg("%s", bad[i]);
        if (number_is_ambiguous(bad[i])) fail_msg("%s is not ambiguous, but wrong", bad[i]);
    }
    static const char *const ambiguous[] = {"1.234", "12.345", "123.456", "-1.234"};
    for (size_t i = 0; i < sizeof ambiguous / sizeof *ambiguous; i++) {
        double x = 7;
        assert_false(number_parse(ambiguous[i], &x));
        assert_true(number_is_ambiguous(ambiguous[i]));
    }
    assert_false(number_is_ambiguous("26,4"));
    assert_false(number_is_ambiguous(NULL));
}

static void times_are_read_as_people_type_them(void **state) {
    (void)state;
    static const char *const good[] = {"9.30", "9:30", "930", "0930", "09.30", " kl. 9.30 "};
    int h, m;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        h = m = -1;
        if (!time_parse(good[i], &h, &m) || h != 9 || m != 30)
            fail_msg("%s -> %d:%d", good[i], h, m);
    }
    assert_true(time_parse("9", &h, &m) && h == 9 && m == 0);
    assert_true(time_parse("2359", &h, &m) && h == 23 && m == 59);
    static const char *const bad[] = {"",  "24.00", "9.60", "9.3",   "9.300", "93000",
                                      "x", "9.",    "9-30", "930.1", "-9.30"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (time_parse(bad[i], &h, &m)) fail_msg("%s", bad[i]);
}

/* Formats do not ask the process's locale, whatever a library sets it to. */
static void the_system_locale_does_not_matter(void **state) {
    struct arena *a = *state;
    double x;
    setlocale(LC_ALL, "C.UTF-8");
    assert_string_equal(fmt_number(a, LANG_DA, 0.5, 1), "0,5");
    assert_true(number_parse("0,5", &x) && x == 0.5);
    setlocale(LC_ALL, "C");
}

static int compare_keys(const void *left, const void *right) {
    static struct arena *a;
    if (a == NULL) a = arena_new();
    struct blob l = sort_key(a, *(const char *const *)left),
                r = sort_key(a, *(const char *const *)right);
    int order = memcmp(l.ptr, r.ptr, l.len < r.len ? l.len : r.len);
    return order != 0 ? order : (l.len > r.len) - (l.len < r.len);
}

static void danish_order_is_that_of_the_guide(void **state) {
    struct arena *a = *state;
    static const char *const expected[] = {
        "Agerskov", "Müller",   "Myrup", "Sandgærdet", "Sandgaard", "Zoo", "Æbeltoft",
        "Ørsted",   "Aabenraa", "Århus", "Aarhus",     "Åse",       "Aase"};
    enum { N = sizeof expected / sizeof *expected };
    const char *names[N];
    for (int i = 0; i < N; i++) names[i] = expected[(i * 5 + 3) % N];
    qsort(names, N, sizeof *names, compare_keys);
    for (int i = 0; i < N; i++) assert_string_equal(names[i], expected[i]);
    for (int i = 1; i < N; i++) {
        assert_true(strcmp(sort_key_hex(a, expected[i - 1]), sort_key_hex(a, expected[i])) < 0);
        assert_int_equal(sort_compare(expected[i - 1], expected[i]), -1);
        assert_int_equal(sort_compare(expected[i], expected[i - 1]), 1);
    }
    assert_int_equal(sort_compare("Åse", "Åse"), 0);
    assert_true(sort_key(a, NULL).len < sort_key(a, "a").len);
    char *long_name = memset(arena_alloc(a, 1001), 'x', 1000);
    assert_true(sort_key(a, long_name).len > 1000);
    assert_true(strlen(sort_key_version(a)) > 0);
}

static void spellings_of_one_name_fold_alike(void **state) {
    struct arena *a = *state;
    static const char *const same[][6] = {
        {"soren", "Søren", "Soeren", "SOREN", "Sören", "SÖREN"},
        {"abenra", "Aabenraa", "Åbenrå", "ÅBENRAA", "Abenra",
         "A\xcc\x8a"
         "benra\xcc\x8a"}, /* the last one decomposed */
        {"abeltoft", "Æbeltoft", "Aebeltoft", "ÆBELTOFT", "Äbeltoft", "aebeltoft"},
        {"andre muller", "André Müller", "ANDRE-MULLER", " andre  muller ", "André, Müller.",
         "andre/müller"},
        {"lukasz strasse", "Łukasz Straße", "łukasz strasse", "LUKASZ STRASSE", "Lukasz (Strasse)",
         "lukasz'strasse"},
        {"thor gudny", "Þór Guðný", "Thor Gudny", "THOR GUDNY", "thór gudný", "þor guðny"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        for (int j = 0; j < 6; j++) assert_string_equal(fold(a, same[i][j]), same[i][0]);
    assert_string_equal(fold(a, "9.b"), "9 b");
    assert_string_equal(fold(a, "150310"), "150310");
    assert_string_equal(fold(a, ""), "");
    assert_string_equal(fold(a, NULL), "");
    assert_string_equal(fold(a, " -.- "), "");
    assert_string_equal(fold(a, "Ida Eva"), "ida eva"); /* a space stops the swallowing */
    assert_string_equal(fold(a, "Иван"), "иван");
}

/* Search while typing: what is typed so far must be a prefix of what it will become. */
static void folding_keeps_prefixes_and_is_stable(void **state) {
    struct arena *a = *state;
    static const char *const names[] = {"Aabenraa",  "Åse Aæøå",  "Soeren",    "Michael Joensen",
                                        "Aaaeeoooe", "Æoeæ Øeøe", "Chloé Noël"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *whole = fold(a, names[i]);
        assert_string_equal(fold(a, whole), whole);
        for (size_t len = 0; len <= strlen(names[i]); len++) {
            if (((unsigned char)names[i][len] & 0xc0) == 0x80) continue;
            const char *part = fold(a, arena_dup_n(a, names[i], len));
            if (strncmp(whole, part, strlen(part)) != 0)
                fail_msg("%s is no prefix of %s", part, whole);
        }
    }
}

static void words_are_split(void **state) {
    size_t n;
    const char **tokens = fold_tokens(*state, " Anne-Marie  Sørensen, 9.b ", &n);
    static const char *const expected[] = {"anne", "marie", "sorensen", "9", "b"};
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++) assert_string_equal(tokens[i], expected[i]);
    assert_null(tokens[5]);
    tokens = fold_tokens(*state, " ... ", &n);
    assert_int_equal(n, 0);
    assert_null(tokens[0]);
}

static void *format_much(void *unused) {
    struct arena *a ARENA_AUTO = arena_new();
    for (int i = 0; i < 2000; i++) {
        arena_reset(a);
        fmt_number(a, i % 2 == 0 ? LANG_DA : LANG_EN, i / 10.0, i % 7);
        fmt_day_long(a, LANG_DA, i);
        sort_key(a, "Søren Aagaard");
        fold(a, "Søren Aagaard");
        clock_day_of((int64_t)i * 86400000000);
    }
    return unused;
}

/* For the thread sanitizer: everything shared here is shared read-only. */
static void threads_share_icu(void **state) {
    (void)state;
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, format_much, NULL);
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(threads_share_icu), /* first, so that the threads also race to load */
        TEST(languages_come_from_locales),
        TEST(numbers_have_decimal_commas_in_danish),
        TEST(halves_are_rounded_away_from_zero),
        TEST(percents_have_a_no_break_space_in_danish),
        TEST(dates_are_written_as_the_guide_says),
        TEST(times_and_phones),
        TEST(numbers_are_read_as_people_type_them),
        TEST(times_are_read_as_people_type_them),
        TEST(the_system_locale_does_not_matter),
        TEST(danish_order_is_that_of_the_guide),
        TEST(spellings_of_one_name_fold_alike),
        TEST(folding_keeps_prefixes_and_is_stable),
        TEST(words_are_split),
    };
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/test.h"
#include "report/terminal.h"

#include <stdlib.h>
#include <string.h>

static const enum terminal_column columns[] = {TERMINAL_LEFT, TERMINAL_WRAP, TERMINAL_RIGHT};
static const char *const cells[] = {"",  "Hvad", "Tal", "1",          "en lang tekst på dansk",
                                    "9", "2",    "æøå", "22,9\u00a0%"};

static const char *print(struct arena *a, size_t width) {
    const struct terminal_table table = {columns, 3, cells, 3};
    char *bytes = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&bytes, &len);
    terminal_print(a, &table, width, out);
    fclose(out);
    const char *text = arena_dup(a, bytes);
    free(bytes);
    return text;
}

static void wide_enough_is_one_line_a_row(void **state) {
    assert_string_equal(print(*state, 80), "   Hvad                       Tal\n"
                                           "─────────────────────────────────\n"
                                           "1  en lang tekst på dansk       9\n"
                                           "2  æøå                     22,9\u00a0%\n");
}

static void too_wide_wraps_at_blanks_and_keeps_numbers_right(void **state) {
    assert_string_equal(print(*state, 22), "   Hvad            Tal\n"
                                           "──────────────────────\n"
                                           "1  en lang           9\n"
                                           "   tekst på\n"
                                           "   dansk\n"
                                           "2  æøå          22,9\u00a0%\n");
}

static void a_word_is_never_cut(void **state) {
    const char *text = print(*state, 1);
    assert_non_null(strstr(text, "dansk"));
    assert_non_null(strstr(text, "22,9\u00a0%"));
}

static void the_width_is_told_by_the_environment(void **state) {
    (void)state;
    FILE *out = fopen("/dev/null", "w");
    setenv("COLUMNS", "97", 1);
    assert_int_equal(terminal_width(out), 97);
    setenv("COLUMNS", "3", 1);
    assert_int_equal(terminal_width(out), 40);
    setenv("COLUMNS", "wide", 1);
    assert_int_equal(terminal_width(out), 120);
    unsetenv("COLUMNS");
    assert_int_equal(terminal_width(out), 120);
    fclose(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(wide_enough_is_one_line_a_row),
        TEST(too_wide_wraps_at_blanks_and_keeps_numbers_right),
        TEST(a_word_is_never_cut),
        TEST(the_width_is_told_by_the_environment),
    };
    return RUN(tests);
}

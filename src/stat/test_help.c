/* SPDX-License-Identifier: EUPL-1.2 */
/* What `vejviser stat NAME --help` must say of every command, and that the call in R that it prints is one that
 * R was given and that answered as the command does (tests/reference/printed.R). */
#include "base/test.h"
#include "stat/testing.h"

#include <string.h>

static const char *help_of(struct arena *a, enum lang lang, const char *command) {
    char *text, *errors;
    size_t text_n, errors_n;
    FILE *out = open_memstream(&text, &text_n), *e = open_memstream(&errors, &errors_n);
    const char *const args[] = {command, "--help"};
    assert_int_equal(stat_main(a, lang, args, 2, out, e), 0);
    (void)fclose(out);
    (void)fclose(e);
    assert_int_equal(errors_n, 0);
    const char *help = arena_dup(a, text);
    free(text);
    free(errors);
    return help;
}

static void every_help_has_its_parts(void **state) {
    static const char *const parts[2][6] = {
        {"Svarer på: ", "Definition: ", "Kolonner: ", "Kilde: ", "I R: ", "--in FIL"},
        {"Answers: ", "Definition: ", "Columns: ", "Source: ", "In R: ", "--in FILE"},
    };
    for (size_t i = 0; stat_commands[i]; i++)
        for (int english = 0; english < 2; english++) {
            const char *name = stat_commands[i]->name;
            const char *help = help_of(*state, english ? LANG_EN : LANG_DA, name);
            for (size_t k = 0; k < 6; k++)
                if (!strstr(help, parts[english][k]))
                    fail_msg("stat %s --help says no %s", name, parts[english][k]);
            for (const struct stat_option *o = stat_commands[i]->options; o->name; o++)
                if (!strstr(help, arena_fmt(*state, "--%s", o->name)))
                    fail_msg("stat %s --help says no --%s", name, o->name);
        }
}

/* tests/reference/printed.txt is written by printed.R when R has run every call and agreed. */
static void what_help_prints_in_r_was_run(void **state) {
    const char *run = test_stat_bytes(*state, "tests/reference/printed.txt");
    for (size_t i = 0; stat_commands[i]; i++)
        for (int english = 0; english < 2; english++) {
            const char *name = stat_commands[i]->name;
            const char *help = help_of(*state, english ? LANG_EN : LANG_DA, name);
            const char *call = strstr(help, english ? "In R: " : "I R: ");
            assert_non_null(call);
            call += english ? 6 : 5;
            if (!strstr(run, arena_fmt(*state, "## %s\n%s\n", name, call)))
                fail_msg("stat %s --help prints a call that printed.R has not run: %s", name, call);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_help_has_its_parts),
        TEST(what_help_prints_in_r_was_run),
    };
    return RUN(tests);
}

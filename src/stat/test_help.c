/* SPDX-License-Identifier: EUPL-1.2 */
/* What `vejviser stat NAME --help` must say of every command, and that the R functions that it names are those
 * that made the answers which the commands are held against (tests/reference, compared in the other tests). */
#include "base/test.h"
#include "stat/testing.h"

#include <ctype.h>
#include <string.h>

/* The script whose answers a command must give; NULL: R has nothing that Debian carries. There simulate is
 * held against project (test_transition.c), suppress and audit against an attack of our own
 * (test_disclosure_attack.c). */
static const struct {
    const char *command, *script;
} made[] = {
    {"km", "survival"},
    {"aj", "survival"},
    {"multistate", "survival"},
    {"logrank", "survival"},
    {"gray", "survival"},
    {"proportion", "proportion"},
    {"difference", "proportion"},
    {"funnel", "proportion"},
    {"trend", "tables"},
    {"mh", "tables"},
    {"logit", "regression"},
    {"cox", "regression"},
    {"did", "effect"},
    {"match", "effect"},
    {"survey", "survey"},
    {"transitions", "transition"},
    {"project", "transition"},
    {"simulate", NULL},
    {"suppress", NULL},
    {"audit", NULL},
};

/* Not in the script: what only says how to write the data down, and what nobody could install. */
static const char *const passed_over[] = {"data.frame", "table", "prop.table"};

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

/* The next name that is called, "survey::rake" without its package; NULL: there is none. */
static const char *call_next(struct arena *a, const char **text) {
    for (const char *p = *text; *p; p++) {
        const char *start = p;
        while (isalnum((unsigned char)*p) || *p == '_' || *p == '.' || *p == ':') p++;
        if (p > start && *p == '(') {
            *text = p + 1;
            return arena_dup_n(a, start, (size_t)(p - start));
        }
        if (!*p) break;
    }
    return NULL;
}

static bool is_passed_over(const char *call) {
    for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++)
        if (strcmp(call, passed_over[i]) == 0) return true;
    return false;
}

static void what_help_names_in_r_was_run(void **state) {
    for (size_t i = 0; stat_commands[i]; i++) {
        assert_string_equal(made[i].command, stat_commands[i]->name);
        if (!made[i].script) continue;
        const char *path = arena_fmt(*state, "tests/reference/%s.R", made[i].script);
        const char *script = test_stat_bytes(*state, path), *call;
        const char *text = strstr(help_of(*state, LANG_EN, made[i].command), "In R: ") + 6;
        while ((call = call_next(*state, &text))) {
            const char *name = strstr(call, "::") ? strstr(call, "::") + 2 : call;
            if (!is_passed_over(call) && !strstr(script, arena_fmt(*state, "%s(", name)))
                fail_msg("stat %s --help names %s, which %s does not call", made[i].command, name,
                         path);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_help_has_its_parts),
        TEST(what_help_names_in_r_was_run),
    };
    return RUN(tests);
}

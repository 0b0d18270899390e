/* SPDX-License-Identifier: EUPL-1.2
 *
 * For this room's tests: `vejviser stat` called as a user calls it, and files for it. Include after
 * base/test.h.
 */
#ifndef VEJVISER_STAT_TESTING_H
#define VEJVISER_STAT_TESTING_H

#include "stat/command.h"

#include <stdio.h>
#include <string.h>

struct answer {
    int code;
    char *out, *errors;
};

/* With the n words. */
static inline struct answer test_stat(struct arena *a, const char *const *args, size_t n) {
    size_t out_n, errors_n;
    char *out, *errors;
    FILE *o = open_memstream(&out, &out_n), *e = open_memstream(&errors, &errors_n);
    struct answer answer = {.code = stat_main(a, LANG_EN, args, n, o, e)};
    fclose(o);
    fclose(e);
    answer.out = arena_dup(a, out);
    answer.errors = arena_dup(a, errors);
    free(out);
    free(errors);
    return answer;
}

/* With the words of `line`, separated by single spaces. */
static inline struct answer test_stat_line(struct arena *a, const char *line) {
    const char *args[48];
    size_t n = 0;
    for (const char *s = line; *s; s += strcspn(s, " "), s += *s == ' ')
        args[n++] = arena_dup_n(a, s, strcspn(s, " "));
    return test_stat(a, args, n);
}

/* With words up to NULL: what it wrote, or its error when it is to fail with `code`. */
static inline const char *test_stat_words(struct arena *a, int code, const char *const *args) {
    size_t n = 0;
    while (args[n]) n++;
    struct answer answer = test_stat(a, args, n);
    assert_int_equal(answer.code, code);
    if (code) assert_string_equal(answer.out, "");
    return code ? answer.errors : answer.out;
}

static inline const char *test_stat_file(struct arena *a, const char *folder, const char *name,
                                         const char *text) {
    const char *path = arena_fmt(a, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

/* The whole of a file, ended by NUL. */
static inline const char *test_stat_bytes(struct arena *a, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) fail_msg("no %s", path);
    char *bytes = arena_alloc(a, 200000);
    size_t n = fread(bytes, 1, 199999, f);
    fclose(f);
    bytes[n] = 0;
    return bytes;
}

#endif

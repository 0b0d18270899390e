/* SPDX-License-Identifier: EUPL-1.2
 *
 * For this room's tests: `vejviser stat` called as a user calls it, and files for it. Include after
 * base/test.h.
 */
#ifndef VEJVISER_STAT_TESTING_H
#define VEJVISER_STAT_TESTING_H

#include "stat/command.h"

#include <math.h>

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

/* ---- beside R ---- */

/* The names in the first line of a file's bytes. */
static inline size_t test_header(struct arena *a, const char *bytes, struct frame_want *wants) {
    size_t n = 0, length = strcspn(bytes, "\r\n");
    for (size_t at = 0; at < length; n++) {
        size_t name = strcspn(bytes + at, ",\r\n");
        wants[n] =
            (struct frame_want){arena_dup_n(a, bytes + at, name), FRAME_AUTO, .missing = true};
        at += name + 1;
    }
    return n;
}

static inline struct frame test_table(struct arena *a, const char *name, const char *bytes) {
    struct frame_want wants[16];
    struct frame_source source = {.path = name, .bytes = bytes, .len = strlen(bytes)};
    struct frame frame = {0};
    struct err err = {0};
    size_t n = test_header(a, bytes, wants);
    if (!frame_read(a, &source, wants, n, LANG_EN, &frame, &err)) fail_msg("%s", err.message);
    return frame;
}

static inline const char *test_text_at(const struct frame_column *c, size_t i) {
    return c->level[i] == FRAME_NO_LEVEL ? "" : c->levels[c->level[i]];
}

static inline void test_same_cell(const char *what, const struct frame_column *got,
                                  const struct frame_column *want, size_t i, double within) {
    if (want->kind == FRAME_FACTOR) {
        if (got->kind != FRAME_FACTOR || strcmp(test_text_at(got, i), test_text_at(want, i)) != 0)
            fail_msg("%s, row %zu, %s", what, i, want->name);
        return;
    }
    double g = got->x[i], w = want->x[i];
    if (isnan(g) != isnan(w) || fabs(g - w) > within * fmax(fabs(w), 1e-6))
        fail_msg("%s, row %zu, %s: %.15g, R %.15g", what, i, want->name, g, w);
}

/* The CSV `csv` has the columns and the values of the file tests/reference/`want`.csv; of columns that
 * only the reference has nothing is asked. */
static inline void test_same_table(struct arena *a, const char *csv, const char *want,
                                   double within) {
    const char *path = arena_fmt(a, "tests/reference/%s.csv", want);
    struct frame r = test_table(a, want, test_stat_bytes(a, path)), c = test_table(a, want, csv);
    assert_int_equal(c.n, r.n);
    for (size_t j = 0; j < c.columns_n; j++) {
        const struct frame_column *other = NULL;
        for (size_t k = 0; k < r.columns_n; k++)
            if (strcmp(r.columns[k].name, c.columns[j].name) == 0) other = &r.columns[k];
        if (!other) fail_msg("%s: no column %s", want, c.columns[j].name);
        for (size_t i = 0; i < c.n; i++) test_same_cell(want, &c.columns[j], other, i, within);
    }
}

/* The same of what `line` answers. */
static inline void test_same_as_r(struct arena *a, const char *line, const char *want,
                                  double within) {
    struct answer x = test_stat_line(a, line);
    if (x.code != 0) fail_msg("%s: %s", line, x.errors);
    test_same_table(a, x.out, want, within);
}

#endif

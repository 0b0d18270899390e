/* SPDX-License-Identifier: EUPL-1.2
 *
 * For tests of drawings: what was drawn held against a file, and against what must hold for any
 * drawing: well-formed, nothing outside, no NaN, no style, each id once.
 */
#ifndef VEJVISER_REPORT_TESTING_H
#define VEJVISER_REPORT_TESTING_H

#include "base/test.h"
#include "report/labels.h"
#include "report/report.h"

#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *file_read(struct arena *a, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    char *bytes = arena_alloc(a, 1 << 20);
    size_t n = fread(bytes, 1, (1 << 20) - 1, file);
    bytes[n] = 0;
    fclose(file);
    return bytes;
}

static inline void golden_check(struct arena *a, const char *name, const char *got) {
    const char *path = arena_fmt(a, "tests/golden/%s", name);
    const char *mode = getenv("GOLDEN");
    if (mode && strcmp(mode, "write") == 0) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(got, file);
        fclose(file);
    }
    const char *want = file_read(a, path);
    if (!want) fail_msg("%s is missing: GOLDEN=write makes it", path);
    assert_string_equal(got, want);
}

struct drawing_check {
    struct arena *arena;
    double width, height;
    struct box texts[200]; /* direct labels, one box a text */
    size_t texts_n;
    double x, y; /* of the line of text being read */
    const char *anchor;
    bool in_label;
    struct text line;
    const char *ids[20];
    size_t ids_n, lines, marks;
};

static inline void drawing_check_number(const struct drawing_check *check, const char *name,
                                        const char *value) {
    char *end;
    double x = strtod(value, &end);
    assert_true(*end == '\0' && isfinite(x));
    if (strcmp(name, "x") && strcmp(name, "x1") && strcmp(name, "x2") && strcmp(name, "cx"))
        assert_true(x >= 0 && x <= check->height);
    else
        assert_true(x >= 0 && x <= check->width);
}

static inline void drawing_check_path(const char *d) {
    for (const char *s = d; *s; s++) assert_non_null(strchr("MLCZlhvz0123456789.,-", *s));
    assert_null(strstr(d, "-0,"));
}

static inline void drawing_line_end(struct drawing_check *check) {
    if (!check->line.len) return;
    double width = label_width(text_str(&check->line));
    double left = strcmp(check->anchor, "start") == 0 ? check->x
                  : strcmp(check->anchor, "end") == 0 ? check->x - width
                                                      : check->x - width / 2;
    assert_true(left >= 0 && left + width <= check->width + 0.1);
    assert_true(check->y >= 10 && check->y <= check->height);
    assert_true(check->texts_n < 200);
    if (check->in_label)
        check->texts[check->texts_n++] =
            (struct box){left + 0.2, check->y - 11.8, left + width - 0.2, check->y + 3.8, 0};
    text_clear(&check->line);
}

static inline void drawing_on_start(void *ctx, const char *name, const char **attributes) {
    struct drawing_check *check = ctx;
    bool is_text = strcmp(name, "text") == 0, is_tspan = strcmp(name, "tspan") == 0;
    if (is_text || is_tspan) drawing_line_end(check);
    check->marks += strcmp(name, "circle") == 0 || strcmp(name, "path") == 0;
    for (; *attributes; attributes += 2) {
        const char *key = attributes[0], *value = attributes[1];
        assert_string_not_equal(key, "style");
        assert_string_not_equal(value, "-0");
        if (strcmp(key, "id") == 0) {
            for (size_t i = 0; i < check->ids_n; i++) assert_string_not_equal(check->ids[i], value);
            check->ids[check->ids_n++] = arena_dup(check->arena, value);
        } else if (strcmp(key, "d") == 0) {
            drawing_check_path(value);
        } else if (is_tspan && strcmp(key, "dy") == 0) {
            check->y += strtod(value, NULL);
        } else if (strspn(key, "xyc12") == strlen(key)) {
            drawing_check_number(check, key, value);
        }
        if ((is_text || is_tspan) && strcmp(key, "x") == 0) check->x = strtod(value, NULL);
        if (is_text && strcmp(key, "y") == 0) check->y = strtod(value, NULL);
        if (is_text && strcmp(key, "text-anchor") == 0)
            check->anchor = arena_dup(check->arena, value);
        if (is_text && strcmp(key, "class") == 0) check->in_label = strncmp(value, "dl", 2) == 0;
    }
}

static inline void drawing_on_text(void *ctx, const char *text, int len) {
    struct drawing_check *check = ctx;
    if (check->anchor) text_add_n(&check->line, text, (size_t)len);
}

static inline void drawing_on_end(void *ctx, const char *name) {
    struct drawing_check *check = ctx;
    if (strcmp(name, "text") != 0) return;
    drawing_line_end(check);
    check->anchor = NULL;
}

/* Parses both sizes of a drawing; returns how many pairs of labels overlap. */
static inline size_t drawings_check(struct arena *a,
                                    void (*svg)(struct text *out, const void *model, bool narrow),
                                    const void *model) {
    size_t overlaps = 0;
    for (int narrow = 0; narrow < 2; narrow++) {
        struct text out;
        text_init(&out, a);
        svg(&out, model, narrow);
        assert_null(strstr(text_str(&out), "nan"));
        assert_null(strstr(text_str(&out), "inf"));
        struct drawing_check check = {
            .arena = a, .width = narrow ? 360 : 760, .height = narrow ? 320 : 380};
        text_init(&check.line, a);
        XML_Parser parser = XML_ParserCreate("UTF-8");
        XML_SetUserData(parser, &check);
        XML_SetElementHandler(parser, drawing_on_start, drawing_on_end);
        XML_SetCharacterDataHandler(parser, drawing_on_text);
        int ok = XML_Parse(parser, text_str(&out), (int)out.len, 1);
        XML_ParserFree(parser);
        assert_int_equal(ok, XML_STATUS_OK);
        for (size_t i = 0; i < check.texts_n; i++)
            for (size_t j = 0; j < i; j++)
                overlaps += check.texts[i].x0 < check.texts[j].x1 &&
                            check.texts[j].x0 < check.texts[i].x1 &&
                            check.texts[i].y0 < check.texts[j].y1 &&
                            check.texts[j].y0 < check.texts[i].y1;
    }
    return overlaps;
}

#endif

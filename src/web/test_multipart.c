/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"

#include <string.h>

#define TYPE       "multipart/form-data; boundary=xyz"
#define FIELD      "Content-Disposition: form-data; name="
#define PART(n, v) "--xyz\r\n" FIELD "\"" n "\"\r\n\r\n" v "\r\n"
#define END        "--xyz--\r\n"

static struct arena *a;
static struct parts parts;

static int setup(void **state) {
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}

static int parse_n(const char *type, const char *body, size_t len) {
    /* a heap copy of just that size, so that valgrind and ASan see a read beyond it */
    char *copy = test_malloc(len ? len : 1);
    memcpy(copy, body, len);
    parts = (struct parts){0};
    int status = multipart_parse(a, type, copy, len, &parts);
    for (size_t i = 0; i < parts.n; i++)
        parts.v[i].bytes = arena_dup_n(a, parts.v[i].bytes, parts.v[i].len);
    test_free(copy);
    return status;
}

static int parse(const char *type, const char *body) { return parse_n(type, body, strlen(body)); }

static void test_fields(void **state) {
    (void)state;
    assert_int_equal(
        parse(TYPE, PART("a", "1") PART("b", "") PART("\xc3\xa6", "x\r\ny\r\n--xy") END), 0);
    assert_int_equal(parts.n, 3);
    assert_string_equal(parts.v[0].name, "a");
    assert_string_equal(parts.v[0].bytes, "1");
    assert_null(parts.v[0].filename);
    assert_int_equal(parts.v[1].len, 0);
    assert_string_equal(parts.v[2].name, "\xc3\xa6");
    assert_string_equal(parts.v[2].bytes, "x\r\ny\r\n--xy");
}

static void test_file(void **state) {
    (void)state;
    static const char body[] = "--xyz\r\n" FIELD "\"fil\"; filename=\"8a; b.csv\"\r\n"
                               "Content-Type: text/csv\r\n\r\na\0b\xff\r\n" END;
    assert_int_equal(parse_n(TYPE, body, sizeof body - 1), 0);
    assert_int_equal(parts.n, 1);
    assert_string_equal(parts.v[0].filename, "8a; b.csv");
    assert_int_equal(parts.v[0].len, 4);
    assert_memory_equal(parts.v[0].bytes, "a\0b\xff", 4);
    /* header names are case-insensitive, their order is free, and filename="" is a file not chosen */
    assert_int_equal(parse(TYPE,
                           "--xyz\r\ncontent-type: text/csv\r\ncontent-disposition: form-data; "
                           "filename=\"\"; name=\"fil\"\r\n\r\n\r\n" END),
                     0);
    assert_string_equal(parts.v[0].filename, "");
}

static void test_empty(void **state) {
    (void)state;
    assert_int_equal(parse(TYPE, "--xyz--\r\n"), 0);
    assert_int_equal(parts.n, 0);
    assert_int_equal(parse(TYPE, "--xyz--"), 0);
}

static void test_boundaries(void **state) {
    (void)state;
    assert_int_equal(parse("multipart/form-data; boundary=\"xyz\"", PART("a", "1") END), 0);
    assert_int_equal(parse("multipart/form-data;boundary=xyz;charset=utf-8", PART("a", "1") END),
                     0);
    assert_int_equal(parse(NULL, END), 400);
    assert_int_equal(parse("multipart/form-data", END), 400);
    assert_int_equal(parse("multipart/form-data; boundary=", END), 400);
    assert_int_equal(parse("multipart/form-data; boundary=\"xyz", END), 400);
    assert_int_equal(parse("multipart/form-data; boundary=x\tz", END), 400);
    assert_int_equal(parse("multipart/form-data; xboundary=xyz", END), 400);
    assert_int_equal(
        parse(arena_fmt(a, "multipart/form-data; boundary=%071d", 0), arena_fmt(a, "--%071d--", 0)),
        400);
    assert_int_equal(
        parse(arena_fmt(a, "multipart/form-data; boundary=%070d", 0), arena_fmt(a, "--%070d--", 0)),
        0);
}

static void test_malformed(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "--xy",
        "--xyz",
        "--xyz-",
        "--xyzz\r\n",
        "preamble\r\n" PART("a", "1") END,
        "--xyz\r\n" FIELD "\"a\"\r\n\r\n1",
        "--xyz\r\n" FIELD "\"a\"\r\n\r\n1\r\n--xy",
        "--xyz\r\n" FIELD "\"a\"\r\n1\r\n" END,
        "--xyz\r\n\r\n1\r\n" END,
        "--xyz\r\nContent-Type: text/plain\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"\"\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "a\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"a\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"a\" filename=\"b\"\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"a\"; name=\"b\"\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"\xff\"\r\n\r\n1\r\n" END,
        "--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END,
        "--xyz\r\nContent-Disposition: form-data\r\n\r\n1\r\n" END,
        "--xyz\r\nContent-Transfer-Encoding: base64\r\n" FIELD "\"a\"\r\n\r\n1\r\n" END,
        "--xyz\r\n" FIELD "\"a\"\r\n" FIELD "\"b\"\r\n\r\n1\r\n" END,
        "--xyz\r\n " FIELD "\"a\"\r\n\r\n1\r\n" END,
        PART("a", "1") "--xyz \r\n",
        "--xyz\n" FIELD "\"a\"\n\n1\n--xyz--\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(TYPE, bad[i]) != 400) fail_msg("%zu accepted: %s", i, bad[i]);
}

/* Cut off anywhere, a body is refused (but for the CRLF at its end). */
static void test_truncated(void **state) {
    (void)state;
    static const char body[] =
        PART("a", "1") "--xyz\r\n" FIELD "\"f\"; filename=\"g\"\r\n\r\nxx\r\n" END;
    size_t len = sizeof body - 1;
    for (size_t n = 0; n < len - 2; n++)
        if (parse_n(TYPE, body, n) != 400) fail_msg("accepted the first %zu bytes", n);
    assert_int_equal(parse_n(TYPE, body, len - 2), 0);
}

static void test_limits(void **state) {
    (void)state;
    struct text body;
    text_init(&body, a);
    for (int i = 0; i < PARAMS_MAX; i++) text_add(&body, PART("a", "1"));
    size_t len = body.len;
    text_add(&body, END);
    assert_int_equal(parse(TYPE, text_str(&body)), 0);
    assert_int_equal(parts.n, PARAMS_MAX);
    body.len = len;
    text_add(&body, PART("a", "1") END);
    assert_int_equal(parse(TYPE, text_str(&body)), 413);
    assert_int_equal(parts.n, 0);
    /* headers of a part have a bound too */
    const char *long_type =
        arena_fmt(a, "--xyz\r\nContent-Type: %0*d\r\n" FIELD "\"a\"\r\n\r\n1\r\n" END, 3000, 0);
    assert_int_equal(parse(TYPE, long_type), 400);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_fields),    T(test_file),      T(test_empty),  T(test_boundaries),
        T(test_malformed), T(test_truncated), T(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

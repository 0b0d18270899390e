/* SPDX-License-Identifier: EUPL-1.2 */
/* The CSV reader: quotes, separators, line ends, bounds, and that pieces do not matter. */
#include "base/test.h"
#include "base/text.h"
#include "exchange/csv.h"
#include "exchange/seen.h"

#include <stdio.h>
#include <string.h>

/* Rows as text: "line:field|field$", a '!' before '$' when the row was not ended by a line end. */
static bool note_row(void *ctx, const struct csv_row *row, struct err *err) {
    struct text *out = ctx;
    (void)err;
    text_addf(out, "%d:", (int)row->line);
    for (size_t i = 0; i < row->n; i++) text_addf(out, "%s%s", i ? "|" : "", row->fields[i]);
    text_add(out, row->ended ? "$" : "!$");
    return true;
}

static const char *read_in_pieces(struct arena *a, const char *csv, size_t piece,
                                  enum csv_fault *ret_fault) {
    struct text out;
    struct err err;
    text_init(&out, a);
    struct csv *reader = csv_new(a, note_row, &out);
    bool ok = true;
    size_t len = strlen(csv);
    for (size_t at = 0; ok && at < len; at += piece)
        ok = csv_feed(reader, csv + at, len - at < piece ? len - at : piece, &err);
    ok = ok && csv_end(reader, &err);
    *ret_fault = csv_fault(reader);
    assert_int_equal(ok, *ret_fault == CSV_FINE);
    return text_str(&out);
}

static void expect(struct arena *a, const char *csv, const char *rows) {
    enum csv_fault fault;
    for (size_t piece = 1; piece <= strlen(csv) + 1; piece++) {
        assert_string_equal(read_in_pieces(a, csv, piece, &fault), rows);
        assert_int_equal(fault, CSV_FINE);
    }
}

static void reads_rows(void **state) {
    expect(*state, "a;b\n1;2\n", "1:a|b$2:1|2$");
    expect(*state, "a;b\r\n1;2\r\n3;4", "1:a|b$2:1|2$3:3|4!$");
    expect(*state, "a;b\r1;2\r", "1:a|b$2:1|2$");
    expect(*state, "a,b\n1,\n", "1:a|b$2:1|$");
    expect(*state, "a\tb\n;\t,\n", "1:a|b$2:;|,$");
    expect(*state, "a;b\n\n\n1;2\n", "1:a|b$4:1|2$");
    expect(*state, "\r\n\r\na;b\r\n1;2\r\n", "3:a|b$4:1|2$");
    expect(*state, "", "");
}

static void reads_quotes(void **state) {
    expect(*state, "\"a\";\"b;c\"\n", "1:a|b;c$");
    expect(*state, "a;b\n\"say \"\"hi\"\"\";2\n", "1:a|b$2:say \"hi\"|2$");
    expect(*state, "a;b\n\"two\nlines\";2\nx;y\n", "1:a|b$2:two\nlines|2$4:x|y$");
    expect(*state, "a;b\n5\" tube;\"x\"y\n", "1:a|b$2:5\" tube|xy$");
    expect(*state, "a;b\n\"\";\n", "1:a|b$2:|$");
    expect(*state, "a\n\"\"\n", "1:a$2:$");
    expect(*state, "\"a,b\";c\n", "1:a,b|c$");
}

static void expect_fault(struct arena *a, const char *csv, enum csv_fault expected) {
    enum csv_fault fault;
    read_in_pieces(a, csv, 4096, &fault);
    assert_int_equal(fault, expected);
}

/* `head` and then `n` times `part`. */
static const char *repeated(struct arena *a, const char *head, const char *part, size_t n) {
    struct text out;
    text_init(&out, a);
    text_add(&out, head);
    for (size_t i = 0; i < n; i++) text_add(&out, part);
    return text_str(&out);
}

static void refuses_what_has_no_end(void **state) {
    struct arena *a = *state;
    expect_fault(a, "a;b\n\"never closed;2\n3;4\n", CSV_QUOTE_OPEN);
    expect_fault(a, repeated(a, "a;b\n\"", "x", CSV_FIELD_MAX + 1), CSV_FIELD_TOO_LONG);
    const char *long_field = repeated(a, "", "0123456789", 1000);
    expect_fault(a, repeated(a, "a;b\n", arena_fmt(a, "%s;", long_field), 27), CSV_ROW_TOO_LONG);
    expect_fault(a, repeated(a, "a;b\n", ";", CSV_COLUMNS_MAX + 1), CSV_TOO_MANY_COLUMNS);
    expect_fault(a, repeated(a, "", "x", CSV_FIELD_MAX + 1), CSV_ROW_TOO_LONG);
}

static bool stop_at_once(void *ctx, const struct csv_row *row, struct err *err) {
    (void)ctx, (void)row;
    return err_set(err, ERR_CANCELLED, "enough");
}

static void stops_when_told(void **state) {
    struct err err;
    struct csv *reader = csv_new(*state, stop_at_once, NULL);
    assert_false(csv_feed(reader, "a;b\n", 4, &err));
    assert_int_equal(err.kind, ERR_CANCELLED);
    assert_int_equal(csv_fault(reader), CSV_FINE);
}

static void remembers_keys(void **state) {
    struct seen *seen = seen_new(*state);
    char key[16];
    int64_t first = 0;
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_true(seen_add(seen, key, i, &first));
    }
    assert_false(seen_add(seen, "k4711", 1, &first));
    assert_int_equal(first, 4711);
    assert_true(seen_find(seen, "k0", &first));
    assert_int_equal(first, 0);
    assert_false(seen_find(seen, "k5000", &first));
    seen_clear(seen);
    assert_false(seen_find(seen, "k0", &first));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_rows),      TEST(reads_quotes),   TEST(refuses_what_has_no_end),
        TEST(stops_when_told), TEST(remembers_keys),
    };
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The first line is held back until it is whole, to find the separator; then every byte goes
 * through one small state machine:
 *
 *     START --"--> QUOTED --"--> QUOTE --"--> QUOTED      a doubled mark is one mark
 *       |                          |
 *       +--other--> PLAIN <--other-+                      "ab"c is read as abc
 *     PLAIN, START, QUOTE: the separator ends the field, a line end ends the row
 *
 * One row is kept: its fields lie behind each other, NUL-terminated, in one buffer.
 */
#include "exchange/csv.h"

#include "base/text.h"

enum state { START, PLAIN, QUOTED, QUOTE };

struct csv {
    csv_sink *sink;
    void *ctx;
    enum state state;
    enum csv_fault fault;
    char separator; /* '\0': still in the first line */
    bool after_cr;  /* an LF now belongs to the line end before it */
    int64_t line;   /* of the byte in hand */
    int64_t row_line, field_line;
    struct text first; /* the first line, held back */
    struct text bytes; /* of the row; grows to the longest there is */
    size_t field_start;
    size_t starts[CSV_COLUMNS_MAX]; /* of the fields so far, in bytes */
    const char *fields[CSV_COLUMNS_MAX];
    size_t n;
};

struct csv *csv_new(struct arena *a, csv_sink *sink, void *ctx) {
    struct csv *csv = arena_alloc(a, sizeof *csv);
    csv->sink = sink;
    csv->ctx = ctx;
    csv->line = csv->row_line = csv->field_line = 1;
    text_init(&csv->first, a);
    text_init(&csv->bytes, a);
    return csv;
}

enum csv_fault csv_fault(const struct csv *csv) { return csv->fault; }

int64_t csv_fault_line(const struct csv *csv) { return csv->field_line; }

static bool fail(struct csv *csv, enum csv_fault fault, struct err *err) {
    csv->fault = fault;
    return err_set(err, ERR_INPUT, "the CSV cannot be read: fault %d at line %lld", (int)fault,
                   (long long)csv->field_line);
}

static bool add(struct csv *csv, char c, struct err *err) {
    if (csv->bytes.len + 1 >= CSV_ROW_MAX) return fail(csv, CSV_ROW_TOO_LONG, err);
    if (csv->bytes.len - csv->field_start >= CSV_FIELD_MAX)
        return fail(csv, CSV_FIELD_TOO_LONG, err);
    text_addc(&csv->bytes, c);
    return true;
}

static bool end_field(struct csv *csv, struct err *err) {
    if (csv->n == CSV_COLUMNS_MAX) return fail(csv, CSV_TOO_MANY_COLUMNS, err);
    if (csv->bytes.len + 1 >= CSV_ROW_MAX) return fail(csv, CSV_ROW_TOO_LONG, err);
    csv->starts[csv->n++] = csv->field_start;
    text_addc(&csv->bytes, '\0');
    csv->field_start = csv->bytes.len;
    csv->field_line = csv->line;
    csv->state = START;
    return true;
}

static bool end_row(struct csv *csv, bool ended, struct err *err) {
    bool empty = csv->n == 0 && csv->bytes.len == 0 && csv->state != QUOTE;
    if (!empty && !end_field(csv, err)) return false;
    struct csv_row row = {csv->row_line, csv->fields, csv->n, ended};
    for (size_t i = 0; i < csv->n; i++) csv->fields[i] = csv->bytes.ptr + csv->starts[i];
    csv->n = csv->bytes.len = csv->field_start = 0; /* the texts stay until the next byte */
    csv->state = START;
    return empty || csv->sink(csv->ctx, &row, err);
}

static bool end_line(struct csv *csv, char c, struct err *err) {
    if (!end_row(csv, true, err)) return false;
    csv->after_cr = c == '\r';
    csv->row_line = csv->field_line = ++csv->line;
    return true;
}

static bool take_unquoted(struct csv *csv, char c, struct err *err) {
    if (c == csv->separator) return end_field(csv, err);
    if (c == '\n' || c == '\r') return end_line(csv, c, err);
    csv->state = PLAIN;
    return add(csv, c, err);
}

static bool take_quoted(struct csv *csv, char c, struct err *err) {
    if (c == '"') {
        csv->state = QUOTE;
        return true;
    }
    if (c == '\n') csv->line++;
    return add(csv, c, err);
}

static bool take(struct csv *csv, char c, struct err *err) {
    bool rest_of_crlf = csv->after_cr && c == '\n';
    csv->after_cr = false;
    if (rest_of_crlf) return true;
    if (csv->state == QUOTED) return take_quoted(csv, c, err);
    if (c == '"' && csv->state != PLAIN) {
        bool doubled = csv->state == QUOTE;
        csv->state = QUOTED;
        return !doubled || add(csv, '"', err);
    }
    return take_unquoted(csv, c, err);
}

/* The separator that the first line has most of, outside quotation marks. */
static char find_separator(const char *line, size_t len) {
    size_t semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '"') quoted = !quoted;
        if (quoted) continue;
        semicolons += line[i] == ';';
        commas += line[i] == ',';
        tabs += line[i] == '\t';
    }
    if (tabs > semicolons && tabs > commas) return '\t';
    return commas > semicolons ? ',' : ';';
}

static bool take_first(struct csv *csv, struct err *err) {
    csv->separator = find_separator(text_str(&csv->first), csv->first.len);
    for (size_t i = 0; i < csv->first.len; i++)
        if (!take(csv, csv->first.ptr[i], err)) return false;
    return true;
}

/* Holds back the first line that is not empty; false with a fault when it does not end. */
static bool hold_first(struct csv *csv, char c, struct err *err) {
    bool line_end = c == '\n' || c == '\r';
    if (line_end && csv->first.len == 0) { /* an empty line, or the LF of a CRLF */
        csv->line += !(csv->after_cr && c == '\n');
        csv->after_cr = c == '\r';
        csv->row_line = csv->field_line = csv->line;
        return true;
    }
    if (csv->first.len == CSV_FIELD_MAX) return fail(csv, CSV_ROW_TOO_LONG, err);
    csv->after_cr = false;
    text_addc(&csv->first, c);
    return !line_end || take_first(csv, err);
}

bool csv_feed(void *ctx, const char *utf8, size_t len, struct err *err) {
    struct csv *csv = ctx;
    for (size_t i = 0; i < len; i++)
        if (!(csv->separator ? take(csv, utf8[i], err) : hold_first(csv, utf8[i], err)))
            return false;
    return true;
}

bool csv_end(struct csv *csv, struct err *err) {
    if (!csv->separator && !take_first(csv, err)) return false;
    if (csv->state == QUOTED) return fail(csv, CSV_QUOTE_OPEN, err);
    return end_row(csv, false, err);
}

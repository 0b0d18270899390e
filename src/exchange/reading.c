/* SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/reading.h"

#include "base/collate.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "gen/msg.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define PIECE (64 * 1024)

bool reading_fatal(struct reading *r, struct err *err, const char *sentence) {
    if (!r->fatal) r->fatal = arena_dup(r->arena, sentence);
    return err_set(err, ERR_INPUT, "the file cannot be used");
}

void reading_reject(struct reading *r, const char *field, const char *reason) {
    if (r->last_rejected != r->rows) r->rejected++;
    r->last_rejected = r->rows;
    if (r->reject) r->reject(r->ctx, r->number, field, reason);
}

bool reading_row_is_rejected(const struct reading *r) { return r->last_rejected == r->rows; }

bool reading_row(struct reading *r, int64_t number, struct err *err) {
    if (r->rows == READING_ROWS_MAX)
        return reading_fatal(r, err, msg_exchange_fatal_rows(r->arena, r->lang, READING_ROWS_MAX));
    r->rows++;
    r->number = number;
    return true;
}

/* ---- bytes ---- */

/* The sentence for a file that is of a known kind that we do not read, or NULL. */
static const char *foreign_kind(enum lang lang, const char *bytes, size_t len) {
    if (len >= 4 && !memcmp(bytes, "PK\3\4", 4)) return msg_exchange_fatal_zip(lang);
    if (len >= 4 && !memcmp(bytes, "\xd0\xcf\x11\xe0", 4)) return msg_exchange_fatal_zip(lang);
    if (len >= 5 && !memcmp(bytes, "%PDF-", 5)) return msg_exchange_fatal_pdf(lang);
    return NULL;
}

static bool read_failed(struct reading *r, struct err *err) {
    reading_fatal(r, err, msg_exchange_fatal_unreadable(r->lang));
    return err_set(err, ERR_IO, "the file cannot be read: errno %d", errno);
}

static bool read_pieces(struct reading *r, int fd, source_sink *sink, void *ctx, struct err *err) {
    char *piece = arena_alloc(r->arena, PIECE);
    int64_t total = 0;
    for (;;) {
        ssize_t n = read(fd, piece, PIECE);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return read_failed(r, err);
        if (n == 0) break;
        const char *foreign = total == 0 ? foreign_kind(r->lang, piece, (size_t)n) : NULL;
        if (foreign) return reading_fatal(r, err, foreign);
        total += n;
        if (!sink(ctx, piece, (size_t)n, err)) return false;
        if (r->progress && !r->progress(r->ctx, total))
            return err_set(err, ERR_CANCELLED, "the import was cancelled");
    }
    return total > 0 || reading_fatal(r, err, msg_exchange_fatal_empty(r->lang));
}

bool source_read(struct reading *r, const char *path, source_sink *sink, void *ctx,
                 struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return read_failed(r, err);
    bool ok = read_pieces(r, fd, sink, ctx, err);
    close(fd);
    return ok;
}

bool source_first_char(const char *path, char *ret_char, struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return err_set(err, ERR_IO, "the file cannot be opened: errno %d", errno);
    char head[512];
    ssize_t n = read(fd, head, sizeof head);
    close(fd);
    *ret_char = '\0';
    for (ssize_t i = 0; i < n; i++) {
        if (head[i] == '\0' || strchr(" \t\r\n\xef\xbb\xbf\xff\xfe", head[i])) continue;
        *ret_char = head[i];
        break;
    }
    return true;
}

/* ---- tables ---- */

struct table {
    struct reading *r;
    const struct column *columns;
    size_t n;
    table_row *row;
    void *ctx;
    struct csv *csv;
    struct decoder *decoder;
    size_t *at; /* where each column stands in the file; SIZE_MAX: nowhere */
    const char **texts;
    size_t header_n; /* 0: the header has not come */
};

bool column_matches(struct arena *a, const char *wanted, const char *found) {
    const char *clean = fold(a, found);
    for (const char *p = wanted; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
        if (!strcmp(fold(a, arena_dup_n(a, p, strcspn(p, "|"))), clean)) return true;
    return false;
}

const char *column_shown(struct arena *a, const char *name) {
    return arena_dup_n(a, name, strcspn(name, "|"));
}

/* "a, b, c", at most some 300 bytes of it; what the file calls its columns, so cleaned. */
static void add_name(struct text *list, const char *name) {
    if (list->len > 300) return;
    text_add(list, list->len ? ", " : "");
    text_add_n(list, name, utf8_cut(name, strlen(name), 40));
    if (list->len > 300) text_add(list, " ...");
}

static bool find_columns(struct table *t, const struct csv_row *header, struct err *err) {
    struct arena *a = t->r->arena;
    struct text missing, found;
    text_init(&missing, a);
    text_init(&found, a);
    for (size_t j = 0; j < header->n; j++) add_name(&found, header->fields[j]);
    for (size_t i = 0; i < t->n; i++) {
        t->at[i] = SIZE_MAX;
        for (size_t j = 0; j < header->n && t->at[i] == SIZE_MAX; j++)
            if (column_matches(t->r->row, t->columns[i].name, header->fields[j])) t->at[i] = j;
        if (t->at[i] == SIZE_MAX && t->columns[i].required)
            add_name(&missing, column_shown(a, t->columns[i].name));
        arena_reset(t->r->row);
    }
    t->header_n = header->n;
    if (!missing.len) return true;
    return reading_fatal(
        t->r, err, msg_exchange_fatal_columns(a, t->r->lang, text_str(&missing), text_str(&found)));
}

/* A row whose fields cannot be told apart: the last of a file that was cut off, or one with a
 * separator too many. Empty fields at the end are a spreadsheet's habit and do no harm. */
static bool row_fits(struct table *t, const struct csv_row *row) {
    if (row->n < t->header_n) return false;
    for (size_t i = t->header_n; i < row->n; i++)
        if (*row->fields[i]) return false;
    return true;
}

static bool is_blank(const struct csv_row *row) {
    for (size_t i = 0; i < row->n; i++)
        if (*row->fields[i]) return false;
    return true;
}

static bool take_row(void *ctx, const struct csv_row *row, struct err *err) {
    struct table *t = ctx;
    struct reading *r = t->r;
    if (!t->header_n) return find_columns(t, row, err);
    if (is_blank(row)) return true;
    arena_reset(r->row);
    if (!row_fits(t, row) && !row->ended)
        return reading_fatal(r, err, msg_exchange_fatal_cut(r->arena, r->lang, row->line));
    if (!reading_row(r, row->line, err)) return false;
    if (!row_fits(t, row)) {
        reading_reject(
            r, msg_exchange_whole_row(r->lang),
            msg_exchange_reject_fields(r->row, r->lang, (int64_t)row->n, (int64_t)t->header_n));
        return true;
    }
    for (size_t i = 0; i < t->n; i++)
        t->texts[i] = t->at[i] == SIZE_MAX ? "" : row->fields[t->at[i]];
    return t->row(t->ctx, t->texts, err);
}

/* A decoder or CSV failure in the user's words; other failures have theirs already. */
static bool table_fatal(struct table *t, struct err *err) {
    struct reading *r = t->r;
    int64_t line = csv_fault_line(t->csv), byte = decoder_failed_at(t->decoder);
    if (byte != INT_NONE)
        return reading_fatal(
            r, err,
            msg_exchange_fatal_encoding(r->arena, r->lang, byte + 1,
                                        encoding_name(decoder_encoding(t->decoder))));
    switch (csv_fault(t->csv)) {
    case CSV_FINE:
        return false;
    case CSV_FIELD_TOO_LONG:
        return reading_fatal(r, err, msg_exchange_fatal_field(r->arena, r->lang, line));
    case CSV_ROW_TOO_LONG:
        return reading_fatal(r, err, msg_exchange_fatal_row(r->arena, r->lang, line));
    case CSV_TOO_MANY_COLUMNS:
        return reading_fatal(r, err,
                             msg_exchange_fatal_too_many(r->arena, r->lang, line, CSV_COLUMNS_MAX));
    case CSV_QUOTE_OPEN:
        return reading_fatal(r, err, msg_exchange_fatal_quote(r->arena, r->lang, line));
    }
    return false;
}

static bool table_feed(void *ctx, const char *bytes, size_t len, struct err *err) {
    struct table *t = ctx;
    return decoder_feed(t->decoder, bytes, len, csv_feed, t->csv, err) || table_fatal(t, err);
}

static bool table_end(struct table *t, struct err *err) {
    if (!decoder_end(t->decoder, csv_feed, t->csv, err) || !csv_end(t->csv, err))
        return table_fatal(t, err);
    return true;
}

bool table_read(struct reading *r, const char *path, const struct column *columns, size_t n,
                table_row *row, void *ctx, struct err *err) {
    struct decoder *decoder DECODER_AUTO = decoder_new();
    struct table t = {
        .r = r, .columns = columns, .n = n, .row = row, .ctx = ctx, .decoder = decoder};
    t.csv = csv_new(r->arena, take_row, &t);
    t.at = arena_array(r->arena, n, sizeof *t.at);
    t.texts = arena_array(r->arena, n, sizeof *t.texts);
    return source_read(r, path, table_feed, &t, err) && table_end(&t, err);
}

/* ---- texts ---- */

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

const char *reading_text(struct reading *r, const char *text, size_t max, const char *field) {
    if (!text) return NULL;
    size_t len = strlen(text), n = 0;
    char *clean = arena_alloc(r->row, len + 1);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (is_space(text[i])) {
            if (n && clean[n - 1] != ' ') clean[n++] = ' ';
        } else if (c < 0x20 || c == 0x7f) {
            reading_reject(r, field, msg_exchange_reject_control(r->lang));
            return NULL;
        } else {
            clean[n++] = text[i];
        }
    }
    if (n && clean[n - 1] == ' ') n--;
    clean[n] = '\0';
    if (!n) return NULL;
    if (utf8_count(clean) <= max) return clean;
    reading_reject(r, field, msg_exchange_reject_long(r->row, r->lang, (int64_t)max));
    return NULL;
}

const char *reading_municipality(struct reading *r, const char *text) {
    if (!text) return NULL;
    size_t len = strlen(text);
    if (len == 4 && *text == '0') text++, len--;
    if (len != 3 || strspn(text, "0123456789") != 3) return NULL;
    return arena_dup(r->row, text);
}

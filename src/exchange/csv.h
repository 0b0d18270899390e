/* SPDX-License-Identifier: EUPL-1.2
 *
 * A reader of CSV that takes text in pieces of any size and gives rows, in bounded memory.
 *
 * RFC 4180, with what real files add: the separator (; , or tab) is found in the first line; a line
 * ends with LF, CRLF or CR; a quotation mark inside an unquoted field is a character like others;
 * empty lines are passed over. The answer does not depend on how the text was cut into pieces.
 */
#ifndef VEJVISER_CSV_H
#define VEJVISER_CSV_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define CSV_FIELD_MAX   (64 * 1024)
#define CSV_ROW_MAX     (256 * 1024)
#define CSV_COLUMNS_MAX 512

/* Why a text is no CSV; the reader stops at the first. */
enum csv_fault {
    CSV_FINE,
    CSV_FIELD_TOO_LONG, /* often a quotation mark that was never closed */
    CSV_ROW_TOO_LONG,
    CSV_TOO_MANY_COLUMNS,
    CSV_QUOTE_OPEN, /* the text ended inside a quoted field */
};

struct csv_row {
    int64_t line; /* where it starts; the first line is 1 */
    const char *const *fields;
    size_t n;
    bool ended; /* by a line end; false: by the end of the text */
};

/* Called for the header, then for each row; the texts live until it returns. False stops. */
typedef bool csv_sink(void *ctx, const struct csv_row *row, struct err *err);

struct csv;
struct csv *csv_new(struct arena *a, csv_sink *sink, void *ctx);
/* The next piece of UTF-8 without NULs. False: the sink stopped, or ERR_INPUT with csv_fault(). The
 * signature is that of a decoder_sink with the reader as ctx. */
bool csv_feed(void *csv, const char *utf8, size_t len, struct err *err);
bool csv_end(struct csv *csv, struct err *err);
enum csv_fault csv_fault(const struct csv *csv);
int64_t csv_fault_line(const struct csv *csv); /* where the faulty field or row starts */

#endif

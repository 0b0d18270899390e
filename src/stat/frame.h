/* SPDX-License-Identifier: EUPL-1.2
 *
 * frame: a CSV file as named, typed columns, or refused with the row and column that is wrong.
 *
 * What is read. RFC 4180 in UTF-8 (a BOM is passed over), lines ended by LF or CRLF, cells quoted or
 * not, separator comma, semicolon or tab: the one that the header has. With semicolon or tab a
 * number may have a decimal comma. Empty lines are passed over but counted. Spaces around an
 * unquoted cell do not belong to it. Columns nobody wants are passed over, whatever they hold.
 *
 * What is refused (ERR_INPUT; the message is in the user's language and names file, row and column,
 * never what the cell holds): no header, no rows, a wanted column missing, a name twice in the
 * header, a row with more or fewer cells than the header, text where a number or date belongs, NaN
 * and infinity, an empty cell or NA unless the caller takes it, a number outside the caller's range,
 * text that is no UTF-8, a quotation mark never closed, a row longer than FRAME_ROW_MAX.
 * Rows are numbered as a spreadsheet does it: the header is row 1, an empty line is a row too.
 *
 * Columns are parsed while the bytes are in the cache, FRAME_BATCH rows at a time: frame_scan() hands
 * out each batch and keeps nothing, frame_read() puts them together.
 */
#ifndef VEJVISER_FRAME_H
#define VEJVISER_FRAME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"

#include <stdbool.h>
#include <stdint.h>

#define FRAME_BATCH       1024         /* rows handed out at a time */
#define FRAME_ROW_MAX     (256 * 1024) /* bytes of one row */
#define FRAME_COLUMNS_MAX 1024
#define FRAME_NO_LEVEL    UINT32_MAX /* a factor's missing cell */

enum frame_kind {
    FRAME_DOUBLE, /* finite; missing is NaN */
    FRAME_INT,    /* whole; missing is INT_NONE */
    FRAME_DAY,    /* 2022-03-20, years 1-9999; missing is DAY_NONE */
    FRAME_FACTOR, /* any text, as 0..n-1; missing is FRAME_NO_LEVEL */
    FRAME_AUTO,   /* frame_read() only: DOUBLE when every cell is a number, else FACTOR */
};

struct frame_want {
    const char *name; /* as in the header */
    enum frame_kind kind;
    bool optional;    /* the file may be without the column */
    bool missing;     /* a cell may be empty or NA */
    bool ranged;      /* numbers outside low..high are refused (DOUBLE, INT) */
    double low, high; /* both allowed */
};

struct frame_column {
    const char *name;
    enum frame_kind kind; /* never AUTO */
    bool present;         /* false: optional, and not in the file; the pointers are NULL */
    union {
        double *x;
        int64_t *i;
        int32_t *day;
        uint32_t *level; /* index into levels */
    };
    const char *const *levels; /* of a factor, in order of first appearance; UTF-8 */
    size_t levels_n;
};

struct frame_gap; /* where empty lines were */

struct frame {
    const char *file;             /* the file's name without its folder, for messages */
    size_t n;                     /* rows here */
    size_t first;                 /* rows of the file before these (a batch); 0 in a whole frame */
    struct frame_column *columns; /* as wanted, in that order */
    size_t columns_n;
    const struct frame_gap *gaps; /* private */
    size_t gaps_n;
};

/* Where the bytes come from: a path ("-": standard input), or, with bytes set, memory; `path` is
 * then only its name in messages. */
struct frame_source {
    const char *path;
    const char *bytes;
    size_t len;
};

/* The whole file in the arena. False: ERR_IO, or ERR_INPUT as told above; *ret is then untouched. */
bool frame_read(struct arena *a, const struct frame_source *source, const struct frame_want *wants,
                size_t wants_n, enum lang lang, struct frame *ret, struct err *err);

/* Gets the next rows; they live until it returns. False with *err stops the scan. A factor's levels
 * grow from batch to batch and keep their numbers. */
typedef bool frame_sink(void *ctx, const struct frame *batch, struct err *err);

/* The file in bounded memory (plus the levels of its factors). No column may be FRAME_AUTO. */
bool frame_scan(const struct frame_source *source, const struct frame_want *wants, size_t wants_n,
                enum lang lang, frame_sink *sink, void *ctx, struct err *err);

/* Row i of the frame or batch as the file counts it. */
int64_t frame_row(const struct frame *frame, size_t i);

/* Sets ERR_INPUT "FILE, row R, column NAME: WHAT" about row i; for what a caller finds wrong.
 * `column` is its number in frame->columns. Returns false. */
bool frame_refuse(const struct frame *frame, size_t i, size_t column, enum lang lang,
                  const char *what, struct err *err);

/* Orders a factor's levels: by number when all are numbers, else by their bytes, and renumbers the
 * n cells. What R's factor() does in the C locale. */
void frame_sort_levels(struct arena *a, struct frame_column *column, size_t n);

/* The level of that name, or FRAME_NO_LEVEL. */
uint32_t frame_level(const struct frame_column *column, const char *name);

#endif

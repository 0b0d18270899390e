/* SPDX-License-Identifier: EUPL-1.2
 *
 * The walk over a CSV file; private to frame.
 *
 *     source -> buffer (256 KiB, whole lines) -> cells -> batch -> sink
 *
 * The file is read, not mapped: a mapped file that somebody shortens kills the program, and copying
 * through a buffer that stays in the cache costs a few percent.
 */
#ifndef VEJVISER_FRAME_SCAN_H
#define VEJVISER_FRAME_SCAN_H

#include "stat/frame_cell.h"
#include "stat/frame_level.h"

struct frame_gap {
    size_t index;    /* from this row on */
    int64_t skipped; /* empty lines have been passed over */
};

/* What happens to one column of the file. */
struct plan {
    enum frame_kind kind;
    bool wanted, missing, ranged;
    char ends;         /* the separator, or LF in the last column */
    size_t column;     /* of the batch */
    void *out;         /* its array */
    struct plan *also; /* the column is wanted once more */
    int64_t low, high;
    double low_x, high_x;
};

struct scan {
    struct arena *arena; /* lives as long as the scan */
    struct arena *keep;  /* of levels, names and gaps: what outlives it */

    int fd; /* -1: memory */
    const char *memory;
    size_t memory_n;
    char *buffer, *scratch;
    size_t have;           /* bytes in buffer */
    const char *p, *limit; /* the next row; the end of the last whole line */
    bool ended;            /* all bytes are in the buffer */

    char separator, decimal;
    struct plan *plans; /* one a column of the file */
    size_t plans_n;
    struct intern *levels; /* one a column of the batch; used by factors */
    struct months months;
    struct frame batch;
    struct frame_gap *gaps;
    size_t gaps_room;
    int64_t row; /* the file's count of the next row */

    frame_sink *sink;
    void *ctx;
    struct err *err; /* the sink's */

    enum frame_fault fault;
    const char *fault_column; /* or NULL */
    size_t fault_want;        /* its number among the wanted, or SIZE_MAX */
    bool stopped;             /* the sink said no; err is set */
};

/* False: s->fault, or s->stopped. kinds[i] stands for wants[i].kind. */
bool scan_run(struct scan *s, const struct frame_source *source, const struct frame_want *wants,
              const enum frame_kind *kinds, size_t wants_n);
/* Turns the fault into words. Returns false. */
bool scan_tell(const struct scan *s, enum lang lang, struct err *err);
/* The file's name without its folder. */
const char *source_name(const struct frame_source *source);

#endif

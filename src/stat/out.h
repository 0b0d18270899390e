/* SPDX-License-Identifier: EUPL-1.2
 *
 * The table that a `stat` command writes: CSV (RFC 4180, comma, LF, decimal point in every language)
 * or JSON:
 *
 *     {"columns": ["stratum", "time"], "rows": [{"stratum": "sex=1", "time": 5}], "notes": []}
 *
 * Numbers have 15 significant digits. What cannot be estimated (NaN, infinity) is an empty cell, in
 * JSON null; the reason is a note. Rows are written as they come, in a buffer of fixed size.
 */
#ifndef VEJVISER_STAT_OUT_H
#define VEJVISER_STAT_OUT_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct out;

/* To the file `path`, which is there only when out_end() has returned true; NULL or "-": to
 * `standard`. Opens nothing yet. */
struct out *out_new(struct arena *a, const char *path, FILE *standard, bool json);

/* The columns, joined by commas: "stratum,time,surv". */
void out_begin(struct out *out, const char *columns);
/* Cell by cell; the row ends with its last cell. */
void out_text(struct out *out, const char *text);
void out_real(struct out *out, double x);
void out_whole(struct out *out, int64_t n);
void out_none(struct out *out);

/* False: it has been said already. Before out_end(). */
bool out_note(struct out *out, const char *message);
size_t out_rows(const struct out *out);

/* Writes what is left; false when it could not be written: then there is no file. */
bool out_end(struct out *out, struct err *err);
/* Gives up: what was written to a file is removed. Does nothing after out_end(). */
void out_drop(struct out *out);

#endif

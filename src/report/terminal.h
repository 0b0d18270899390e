/* SPDX-License-Identifier: EUPL-1.2
 *
 * terminal: a table as text, no wider than what it is read on. Columns that may wrap give way where it
 * costs fewest lines, down to their longest word; a table that is still too wide stays so, and loses nothing.
 */
#ifndef VEJVISER_REPORT_TERMINAL_H
#define VEJVISER_REPORT_TERMINAL_H

#include "base/arena.h"

#include <stddef.h>
#include <stdio.h>

enum terminal_column { TERMINAL_LEFT, TERMINAL_RIGHT, TERMINAL_WRAP /* left, on several lines */ };
struct terminal_table {
    const enum terminal_column *columns;
    size_t columns_n;
    const char *const *cells; /* row by row; the first row is the heading */
    size_t rows_n;
};
void terminal_print(struct arena *a, const struct terminal_table *table, size_t width, FILE *out);
/* A text that wraps, with a line break at its end; `indent` blanks before each line but the first. */
void terminal_text(const char *text, size_t indent, size_t width, FILE *out);
/* Of the terminal that `out` is; else what COLUMNS says; else 120. At least 40. */
size_t terminal_width(FILE *out);

#endif

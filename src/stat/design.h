/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Columns of a file as the columns of a model, with R's names and R's treatment contrasts: a column of
 * numbers is itself, a text becomes one column of 0 and 1 for each level but the first. Levels are those
 * of the rows used, ordered by number when all are numbers, else by their bytes (factor() in the C
 * locale). Terms: "(Intercept)", "age", "sexf", "factor(year)2021".
 *
 * A row with an empty cell in any column of the model is left out, as R leaves it out, and counted.
 */
#pragma once

#include "base/arena.h"
#include "frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which rows have no empty cell in any of the columns. */
struct design_rows {
    size_t n;        /* used */
    size_t dropped;  /* left out */
    uint32_t *place; /* n: the row of the frame */
};
struct design_rows design_rows(struct arena *a, struct frame_column *const *columns,
                               size_t columns_n, size_t frame_n);

struct design {
    size_t n, p;
    double *x; /* n x p row by row */
    const char **terms;
    size_t *column; /* p: the column it came from; SIZE_MAX for the ones */
};
/* as_factor[c]: a column of numbers that the user wants as a factor; it then comes as FRAME_FACTOR, and
 * its terms are written factor(NAME)LEVEL. May be NULL. */
struct design design_make(struct arena *a, struct frame_column *const *columns, size_t columns_n,
                          const bool *as_factor, const struct design_rows *rows, bool has_ones);

/* The numbers of a column in the rows used; of a factor 0 for the first level, 1 for the second, .... */
double *design_numbers(struct arena *a, const struct frame_column *column,
                       const struct design_rows *rows);
/* A factor's cells in the rows used, renumbered in order with the unused levels left out. A column of
 * numbers is numbered by its values. *ret_names may be NULL. */
uint32_t *design_levels(struct arena *a, const struct frame_column *column,
                        const struct design_rows *rows, size_t *ret_n, const char ***ret_names);

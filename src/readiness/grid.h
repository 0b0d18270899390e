/* SPDX-License-Identifier: EUPL-1.2
 *
 * The columns of a part of the grid, and one cell of it. Private to src/readiness.
 */
#ifndef VEJVISER_READINESS_GRID_H
#define VEJVISER_READINESS_GRID_H

#include "readiness/views.h"

extern const char *const part_names[PARTS]; /* of the field and query "del" */
enum part part_wanted(const char *name, const struct terms *terms);
bool part_exists(enum part part, const struct terms *terms);
const char *part_words(enum lang lang, enum part part, const struct terms *terms);

#define COLUMNS_MOST 16
struct grid_columns {
    struct grid_column v[COLUMNS_MOST];
    size_t n;
};
struct grid_columns grid_columns(struct arena *a, enum lang lang, enum part part,
                                 const struct terms *terms);
/* What stands in a cell of this pupil; "" nothing. */
const char *cell_stored(struct arena *a, const struct grid_column *column,
                        const struct pupil *pupil);
/* Reads what was typed into the pupil. NULL, or a sentence that says what to do. */
const char *cell_read(struct arena *a, enum lang lang, const struct grid_column *column,
                      const char *typed, struct pupil *pupil);
/* What somebody else wrote, as it is read by a person. */
const char *cell_said(enum lang lang, const struct grid_column *column, const char *stored);

#endif

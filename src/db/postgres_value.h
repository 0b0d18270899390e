/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: values as PostgreSQL writes them, and its numbers for their types. Knows no libpq.
 */
#ifndef VEJVISER_DB_POSTGRES_VALUE_H
#define VEJVISER_DB_POSTGRES_VALUE_H

#include "db/db.h"

#define NUMBER_ROOM 32 /* the longest number, in %.17g or PRId64, or a day */

/* The type a parameter is declared with. */
unsigned pg_oid_of(enum db_type type);

/* Whether a column of that type can be read as `type`. */
bool pg_type_fits(enum db_type type, unsigned oid);

/* The parameter of `in` as text (a blob as its bytes), in `buf` or where it is; NULL for null. */
const char *pg_value_text(char buf[static NUMBER_ROOM], const struct db_column *column,
                          const void *in);

void pg_read_null(const struct db_column *column, void *value);

/* Reads the text of a column into `value`; false when it is not of the declared type. A text stays
 * where it is, a blob is written over its own text. */
bool pg_read_value(char *text, size_t len, const struct db_column *column, void *value);

#endif

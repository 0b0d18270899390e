/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: migrations as a list, so that tests can bring their own. store_migrate() and
 * store_schema_ok() use the program's (gen/migrations.h).
 */
#ifndef VEJVISER_DB_MIGRATION_H
#define VEJVISER_DB_MIGRATION_H

#include "db/db.h"
#include "gen/migrations.h"

/* Each migration that is missing runs in one transaction of its own. Errors: ERR_CONFLICT when an
 * applied one differs from the list or is not in it, else the database's failure. */
bool migrations_apply(struct store *store, const struct migration *list, size_t n, int *ret_applied,
                      struct err *err);

/* Whether exactly these have been applied. ERR_CONFLICT when not. */
bool migrations_match(struct store *store, const struct migration *list, size_t n, int *ret_version,
                      struct err *err);

#endif

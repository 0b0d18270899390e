/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: a connection's prepared statements, found by the address of their struct
 * db_statement. Statements are program data, so an address is as good as a name and there are never
 * more of them than the program has queries.
 */
#ifndef VEJVISER_DB_CACHE_H
#define VEJVISER_DB_CACHE_H

#include "db/db.h"

struct cache_slot {
    const struct db_statement *statement; /* NULL = free */
    void *prepared;                       /* the engine's own; NULL = not yet */
};

struct cache {
    struct arena *arena;
    struct cache_slot *slots;
    size_t room; /* a power of two, or 0 */
    size_t n;
};

/* The slot of this statement, made when there is none. Valid until the next call. */
struct cache_slot *cache_find(struct cache *cache, const struct db_statement *statement);

#endif

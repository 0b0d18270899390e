/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: a few reading connections that many threads share, one at a time.
 *
 * A connection is worth what it has in its cache, and a machine runs no more queries at once than it
 * has processors. So there are few connections with large caches instead of one for each thread, and
 * they are also what keeps the number of threads that work at once down: who waits for a connection
 * would otherwise only make those who have one slower. They are handed out in the order in which they
 * are asked for, but first to those who are in the middle of something: whoever has begun is done soon,
 * and nobody waits twice as long as others. Of those that are free the one that was used last.
 */
#ifndef VEJVISER_DB_POOL_H
#define VEJVISER_DB_POOL_H

#include "db/engine.h"

struct pool;

/* Takes over the n connections. */
struct pool *pool_new(struct arena *arena, struct db **connections, size_t n);
void pool_close(struct pool *pool); /* all have been given back; NULL is fine */

/* Waits until there is one. again: the caller had one, and lent it while it waited for something else. */
struct db *pool_take(struct pool *pool, bool again);
void pool_give(struct pool *pool, struct db *connection);

/* For those that have been free for so long: `rest` ends what they keep. */
void pool_rest(struct pool *pool, int64_t free_us, void (*rest)(struct db *connection));

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to the PostgreSQL engine: statements that are sent one after the other without waiting for
 * the answers, which come in all at once. What a change that writes many rows waits for is the way
 * to the server and back, once for each of them; so it waits once for many.
 *
 * While the pipe holds a statement the connection is in libpq's pipeline mode and good for nothing
 * else; pipe_settle() ends that.
 */
#ifndef VEJVISER_DB_POSTGRES_PIPE_H
#define VEJVISER_DB_POSTGRES_PIPE_H

#include "db/db.h"

#include <libpq-fe.h>

/* Both sides may not be waiting for the other to read: the answers to all of them (some 40 bytes
 * each) must find room in the buffers of the socket. */
#define PIPE_ROOM 256

struct pipe {
    const struct db_statement *sent[PIPE_ROOM];
    int n;
};

/* One set of values on its way to the server, as libpq wants them. */
struct pipe_values {
    int n;
    const char *const *ptr;
    const int *len;
    const int *format;
};

static inline bool pipe_is_full(const struct pipe *pipe) { return pipe->n == PIPE_ROOM; }

/* Sends a prepared statement; the pipe must not be full. False when the connection is lost. */
bool pipe_send(struct pipe *pipe, PGconn *conn, const struct db_statement *statement,
               const char *prepared, const struct pipe_values *values);

/* Waits for all answers and leaves the pipeline mode. Returns NULL when all is well, else the first
 * statement that failed, with its result (the caller's; NULL for a lost connection): the server has
 * passed over those after it. */
const struct db_statement *pipe_settle(struct pipe *pipe, PGconn *conn, PGresult **ret_result);

#endif

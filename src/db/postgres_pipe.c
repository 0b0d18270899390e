/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_pipe.h"

#include <assert.h>

#define FLUSH_EACH 32 /* statements: the server works on them while the next are made */

bool pipe_send(struct pipe *pipe, PGconn *conn, const struct db_statement *statement,
               const char *prepared, const struct pipe_values *values) {
    assert(!pipe_is_full(pipe));
    if (pipe->n == 0 && !PQenterPipelineMode(conn)) return false;
    pipe->sent[pipe->n++] = statement; /* also when it fails: settling leaves the mode */
    if (!PQsendQueryPrepared(conn, prepared, values->n, values->ptr, values->len, values->format,
                             0))
        return false;
    return pipe->n % FLUSH_EACH != 0 || PQflush(conn) == 0;
}

/* The answer to one statement; the server ends each with a NULL. */
static PGresult *take_result(PGconn *conn) {
    PGresult *first = PQgetResult(conn), *more;
    if (first != NULL)
        while ((more = PQgetResult(conn)) != NULL) PQclear(more);
    return first;
}

static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

const struct db_statement *pipe_settle(struct pipe *pipe, PGconn *conn, PGresult **ret_result) {
    const struct db_statement *failed = NULL;
    if (pipe->n == 0) return NULL;
    PQpipelineSync(conn);
    for (int i = 0; i < pipe->n; i++) {
        PGresult *result = take_result(conn);
        if (failed == NULL && !is_good(result)) {
            failed = pipe->sent[i];
            *ret_result = result;
        } else {
            PQclear(result);
        }
    }
    PQclear(PQgetResult(conn)); /* the sync's own */
    PQexitPipelineMode(conn);
    pipe->n = 0;
    return failed;
}

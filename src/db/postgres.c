/* SPDX-License-Identifier: EUPL-1.2
 *
 * PostgreSQL: with postgres_pipe.c the only file that includes libpq.
 *
 * Each query is prepared once per connection under a number, with the types of `in:` declared, so
 * that the server guesses nothing. Values travel as text, blobs going in as bytes: text is what the
 * server's own types agree on (count(*) is a bigint, sum() of it a numeric), and reading a number
 * from text costs nothing beside the way over the wire.
 *
 * A server may go away and come back. A reader that finds its connection lost reports that, and the
 * next query connects anew. Never inside a transaction, though: the rest of a change would then run
 * on a connection where the first half never happened. The writer therefore connects anew only when
 * it begins a transaction, and there it may do so at once, since nothing has been done yet.
 *
 * Writers of several instances of the program take turns by an advisory lock on the schema, held
 * until their commit: "one writer" is then true of the database and not only of the program, and
 * what a change reads cannot be overtaken before it is committed, just as on SQLite.
 *
 * Messages: the server's words can quote a value ("invalid input syntax for type bigint: ..."), so of
 * failures about data only the code and the constraint are passed on.
 */
#include "base/log.h"
#include "db/cache.h"
#include "db/engine.h"
#include "db/postgres_pipe.h"
#include "db/postgres_value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct pg_statement {
    const struct db_statement *statement;
    char name[16];
};

/* One set of values on its way to the server, as libpq wants them. */
struct values {
    size_t room;
    const char **ptr;
    int *len;
    int *format; /* 0 text, 1 bytes */
    char (*number)[NUMBER_ROOM];
};

struct pg {
    struct db db;
    PGconn *conn;
    const char *url;
    enum db_mode mode;
    bool inside;              /* a transaction has begun: do not reconnect */
    bool snapshot_wanted;     /* the next query begins one */
    struct arena *statements; /* the cache's; emptied by a reconnect */
    struct cache cache;
    int prepared; /* so far, for names */
    struct values values;
    struct pipe pipe; /* the writer's: sent, and not yet answered */

    const struct db_statement *open;
    PGresult *result; /* rows that have arrived */
    int row;          /* the next of them */
    int64_t changed;
};

static struct pg *pg_of(struct db *db) { return (struct pg *)db; }

/* ---- failures */

static enum err_kind kind_of(const char *state) {
    if (strncmp(state, "23", 2) == 0) return ERR_CONFLICT;
    if (strncmp(state, "53", 2) == 0 || strncmp(state, "58", 2) == 0) return ERR_IO;
    if (strncmp(state, "40", 2) == 0 || strcmp(state, "55P03") == 0) return ERR_BUSY;
    return ERR_DB;
}

static const char *field(const PGresult *result, int code) {
    const char *text = PQresultErrorField(result, code);
    return text != NULL ? text : "";
}

/* Frees the result. */
static bool fail(struct pg *pg, PGresult *result, const char *what, struct err *err) {
    const char *state = field(result, PG_DIAG_SQLSTATE);
    const char *table = field(result, PG_DIAG_TABLE_NAME);
    const char *constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) pg->db.again = true;
    if (state[0] == '\0')
        err_set(err, ERR_DB, "%s: the connection to PostgreSQL was lost", what);
    else if (constraint[0] != '\0')
        err_set(err, kind_of(state), "%s: constraint %s of %s failed (PostgreSQL %s)", what,
                constraint, table, state);
    else if (strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0)
        err_set(err, kind_of(state), "%s: a value was refused: %s %s (PostgreSQL %s)", what, table,
                field(result, PG_DIAG_COLUMN_NAME), state);
    else
        err_set(err, kind_of(state), "%s: %s (PostgreSQL %s)", what,
                field(result, PG_DIAG_MESSAGE_PRIMARY), state);
    PQclear(result);
    return false;
}

/* Frees the result. */
static bool check(struct pg *pg, PGresult *result, const char *what, struct err *err) {
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        PQclear(result);
        return true;
    default:
        return fail(pg, result, what, err);
    }
}

static bool pg_settle(struct db *db, struct err *err) {
    struct pg *pg = pg_of(db);
    PGresult *result = NULL;
    const struct db_statement *failed = pipe_settle(&pg->pipe, pg->conn, &result);
    return failed == NULL || fail(pg, result, failed->name, err);
}

static bool pg_script(struct db *db, const char *sql, struct err *err) {
    struct pg *pg = pg_of(db);
    return pg_settle(db, err) && check(pg, PQexec(pg->conn, sql), "script", err);
}

/* ---- connecting */

static void ignore_notice(void *ctx, const PGresult *result) {
    (void)ctx;
    (void)result;
}

/* libpq says where it could not connect and why; a password is not in it. */
static bool fail_connecting(struct pg *pg, struct err *err) {
    const char *message = PQerrorMessage(pg->conn);
    return err_set(err, ERR_DB, "PostgreSQL: %.*s", (int)strcspn(message, "\n"), message);
}

static const char *session_settings(enum db_mode mode) {
    return mode == DB_READER ? "set bytea_output = hex; set default_transaction_read_only = on"
                             : "set bytea_output = hex; set synchronous_commit = on";
}

static void disconnect(struct pg *pg) {
    PQclear(pg->result);
    PQfinish(pg->conn);
    pg->result = NULL;
    pg->conn = NULL;
    pg->pipe.n = 0;
    arena_reset(pg->statements);
    pg->cache = (struct cache){.arena = pg->statements};
    pg->inside = false;
}

static bool connect_now(struct pg *pg, struct err *err) {
    /* What stands after dbname counts more than the URL, what stands before it less. */
    const char *const names[] = {"application_name", "connect_timeout", "dbname", "client_encoding",
                                 NULL};
    const char *const values[] = {"vejviser", "10", pg->url, "UTF8", NULL};
    pg->conn = PQconnectdbParams(names, values, 1);
    if (PQstatus(pg->conn) != CONNECTION_OK) return fail_connecting(pg, err);
    PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
    return pg_script(&pg->db, session_settings(pg->mode), err);
}

static bool connected(const struct pg *pg) {
    return pg->conn != NULL && PQstatus(pg->conn) == CONNECTION_OK;
}

static bool reconnect(struct pg *pg, struct err *err) {
    log_warn("PostgreSQL: connecting again");
    disconnect(pg);
    return connect_now(pg, err);
}

static bool ensure_connected(struct pg *pg, struct err *err) {
    if (connected(pg)) return true;
    if (pg->inside) return err_set(err, ERR_DB, "the connection to PostgreSQL was lost");
    return reconnect(pg, err);
}

static void pg_close(struct db *db) {
    struct pg *pg = pg_of(db);
    disconnect(pg);
    arena_free(pg->statements);
    arena_free(db->arena);
}

static struct db *pg_connect(const char *url, enum db_mode mode, struct err *err) {
    struct arena *arena = arena_new();
    struct pg *pg = arena_alloc(arena, sizeof *pg);
    pg->db = (struct db){.engine = &engine_postgres, .arena = arena};
    pg->url = arena_dup(arena, url);
    pg->mode = mode;
    pg->statements = arena_new();
    pg->cache.arena = pg->statements;
    if (connect_now(pg, err)) return &pg->db;
    pg_close(&pg->db);
    return NULL;
}

/* ---- preparing */

static struct pg_statement *prepare(struct pg *pg, const struct db_statement *statement,
                                    struct err *err) {
    struct cache_slot *slot = cache_find(&pg->cache, statement);
    if (slot->prepared != NULL) return slot->prepared;
    if (!pg_settle(&pg->db, err)) return NULL;
    struct pg_statement *s = arena_alloc(pg->statements, sizeof *s);
    s->statement = statement;
    snprintf(s->name, sizeof s->name, "q%d", pg->prepared++);
    Oid *types = arena_array(pg->statements, statement->in_n, sizeof *types);
    for (size_t i = 0; i < statement->in_n; i++) types[i] = pg_oid_of(statement->in[i].type);
    PGresult *result =
        PQprepare(pg->conn, s->name, statement->postgres, (int)statement->in_n, types);
    if (!check(pg, result, statement->name, err)) return NULL;
    slot->prepared = s;
    return s;
}

/* ---- values in */

static void values_room(struct pg *pg, size_t n) {
    struct values *v = &pg->values;
    if (n <= v->room) return;
    v->room = n * 2;
    v->ptr = arena_array(pg->db.arena, v->room, sizeof *v->ptr);
    v->len = arena_array(pg->db.arena, v->room, sizeof *v->len);
    v->format = arena_array(pg->db.arena, v->room, sizeof *v->format);
    v->number = arena_array(pg->db.arena, v->room, sizeof *v->number);
}

static void fill_values(struct pg *pg, const struct db_statement *statement, const void *in) {
    struct values *v = &pg->values;
    values_room(pg, statement->in_n);
    for (size_t i = 0; i < statement->in_n; i++) {
        const struct db_column *column = &statement->in[i];
        bool is_blob = column->type == DB_BLOB;
        v->ptr[i] = pg_value_text(v->number[i], column, in);
        v->format[i] = is_blob;
        v->len[i] = is_blob ? (int)((const struct blob *)column_in(column, in))->len : 0;
    }
}

/* Begins a transaction; on a connection that was lost since the last time, anew: nothing is done yet. */
static bool begin(struct pg *pg, const char *sql, struct err *err) {
    pg->inside = connected(pg) && pg_script(&pg->db, sql, err);
    if (!pg->inside && !connected(pg))
        pg->inside = reconnect(pg, err) && pg_script(&pg->db, sql, err);
    return pg->inside;
}

static bool ready(struct pg *pg, struct err *err) {
    if (!pg->snapshot_wanted) return ensure_connected(pg, err);
    pg->snapshot_wanted = false;
    return begin(pg, "begin isolation level repeatable read read only", err);
}

static bool pg_start(struct db *db, const struct db_statement *statement, const void *in,
                     bool stream, struct err *err) {
    struct pg *pg = pg_of(db);
    if (!pg_settle(db, err) || !ready(pg, err)) return false;
    const struct pg_statement *s = prepare(pg, statement, err);
    if (s == NULL) return false;
    fill_values(pg, statement, in);
    if (!PQsendQueryPrepared(pg->conn, s->name, (int)statement->in_n, pg->values.ptr,
                             pg->values.len, pg->values.format, 0))
        return err_set(err, ERR_DB, "%s: the connection to PostgreSQL was lost", statement->name);
    if (stream) PQsetSingleRowMode(pg->conn);
    pg->open = statement;
    pg->changed = 0;
    return true;
}

static bool pg_may_post(const struct db *db) {
    const struct pg *pg = (const struct pg *)db;
    return pg->inside && pg->mode != DB_READER;
}

static bool pg_post(struct db *db, const struct db_statement *statement, const void *in,
                    struct err *err) {
    struct pg *pg = pg_of(db);
    if (!ensure_connected(pg, err)) return false;
    const struct pg_statement *s = prepare(pg, statement, err);
    if (s == NULL) return false;
    fill_values(pg, statement, in);
    struct pipe_values values = {(int)statement->in_n, pg->values.ptr, pg->values.len,
                                 pg->values.format};
    bool sent = pipe_send(&pg->pipe, pg->conn, statement, s->name, &values);
    if (sent && !pipe_is_full(&pg->pipe)) return true;
    return pg_settle(db, err) &&
           (sent || err_set(err, ERR_DB, "%s: could not be sent to PostgreSQL", statement->name));
}

/* ---- values out */

static enum db_step read_row(struct pg *pg, void *row, struct err *err) {
    const struct db_statement *statement = pg->open;
    if ((size_t)PQnfields(pg->result) != statement->out_n) {
        err_set(err, ERR_DB, "%s: %d columns, %zu declared", statement->name, PQnfields(pg->result),
                statement->out_n);
        return STEP_FAILED;
    }
    int at = pg->row++;
    for (int i = 0; i < (int)statement->out_n; i++) {
        const struct db_column *column = &statement->out[i];
        void *value = column_in_row(column, row);
        if (PQgetisnull(pg->result, at, i)) {
            pg_read_null(column, value);
        } else if (!pg_read_value(PQgetvalue(pg->result, at, i),
                                  (size_t)PQgetlength(pg->result, at, i), column, value)) {
            err_set(err, ERR_DB, "%s: %s is not a day", statement->name, column->name);
            return STEP_FAILED;
        }
    }
    return STEP_ROW;
}

/* A query's answer comes as one result with all rows, or in single-row mode as one result per row
 * and an empty one at the end; either way the next result is asked for when this one is used up. */
static enum db_step pg_next(struct db *db, void *row, struct err *err) {
    struct pg *pg = pg_of(db);
    while (pg->result == NULL || pg->row >= PQntuples(pg->result)) {
        PQclear(pg->result);
        pg->row = 0;
        pg->result = PQgetResult(pg->conn);
        if (pg->result == NULL) return STEP_DONE;
        switch (PQresultStatus(pg->result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
            pg->changed += strtoll(PQcmdTuples(pg->result), NULL, 10);
            break;
        default:
            fail(pg, pg->result, pg->open->name, err);
            pg->result = NULL;
            return STEP_FAILED;
        }
    }
    return read_row(pg, row, err);
}

static int64_t pg_changed(struct db *db) { return pg_of(db)->changed; }

/* What is left of the answer must be taken in before the connection can be asked again. */
static void pg_finish(struct db *db) {
    struct pg *pg = pg_of(db);
    PQclear(pg->result);
    while ((pg->result = PQgetResult(pg->conn)) != NULL) PQclear(pg->result);
    pg->open = NULL;
    pg->row = 0;
}

/* ---- transactions */

static bool pg_begin(struct db *db, struct err *err) {
    static const char *const sql =
        "begin; select pg_advisory_xact_lock(hashtext('vejviser ' || current_schema()))";
    return begin(pg_of(db), sql, err);
}

static bool pg_in_transaction(struct db *db) {
    PGTransactionStatusType status = PQtransactionStatus(pg_of(db)->conn);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static void pg_rollback(struct db *db) {
    pg_settle(db, NULL);
    if (pg_in_transaction(db)) pg_script(db, "rollback", NULL);
    pg_of(db)->inside = false;
    pg_of(db)->snapshot_wanted = false;
}

/* COMMIT of a transaction that has failed is a ROLLBACK which reports success. */
static bool pg_commit(struct db *db, struct err *err) {
    struct pg *pg = pg_of(db);
    bool settled = pg_settle(db, err);
    PGresult *result = PQexec(pg->conn, "commit"); /* rolls back when something had failed */
    bool kept =
        PQresultStatus(result) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(result), "COMMIT") == 0;
    if (!kept && settled && PQresultStatus(result) == PGRES_COMMAND_OK)
        err_set(err, ERR_DB, "commit: the transaction had failed before");
    if (!check(pg, result, "commit", kept ? err : NULL)) kept = false;
    pg_rollback(db);
    return kept;
}

/* Asking the server for it is left to the first query: many a request makes none. */
static bool pg_snapshot(struct db *db, struct err *err) {
    (void)err;
    pg_of(db)->snapshot_wanted = true;
    return true;
}

static void pg_rest(struct db *db) { (void)db; /* the server looks after itself */ }

/* ---- checks */

static bool columns_match(const PGresult *result, const struct db_statement *statement,
                          struct err *err) {
    if ((size_t)PQnfields(result) != statement->out_n)
        return err_set(err, ERR_DB, "%s: %d columns, %zu declared", statement->name,
                       PQnfields(result), statement->out_n);
    for (int i = 0; i < (int)statement->out_n; i++) {
        const struct db_column *column = &statement->out[i];
        if (strcmp(PQfname(result, i), column->name) != 0)
            return err_set(err, ERR_DB, "%s: column %d is %s, declared %s", statement->name, i + 1,
                           PQfname(result, i), column->name);
        if (!pg_type_fits(column->type, PQftype(result, i)))
            return err_set(err, ERR_DB, "%s: column %s has another type (oid %u)", statement->name,
                           column->name, PQftype(result, i));
    }
    return true;
}

static bool pg_check(struct db *db, const struct db_statement *statement, struct err *err) {
    struct pg *pg = pg_of(db);
    if (!pg_settle(db, err) || !ensure_connected(pg, err)) return false;
    const struct pg_statement *s = prepare(pg, statement, err);
    if (s == NULL) return false;
    PGresult *result = PQdescribePrepared(pg->conn, s->name);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) return fail(pg, result, statement->name, err);
    bool ok = columns_match(result, statement, err);
    PQclear(result);
    return ok;
}

/* PostgreSQL has no check of a whole database in its core. This one asks for what it knows to be
 * broken: an index that was left half built, and pages whose checksum was wrong when read. */
static bool pg_integrity(struct db *db, struct err *err) {
    static const char *const sql =
        "select (select count(*) from pg_index where not indisvalid)"
        "     + (select coalesce(sum(checksum_failures), 0) from pg_stat_database"
        "        where datname = current_database())";
    struct pg *pg = pg_of(db);
    PGresult *result = PQexec(pg->conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) return fail(pg, result, "check", err);
    bool ok = strcmp(PQgetvalue(result, 0, 0), "0") == 0;
    PQclear(result);
    return ok || err_set(err, ERR_DB, "PostgreSQL has an invalid index or a page with a wrong sum");
}

static bool pg_mark_version(struct db *db, int version, struct err *err) {
    (void)db;
    (void)version;
    (void)err;
    return true;
}

static const char *pg_query_plan(struct db *db, const struct db_statement *statement,
                                 struct arena *a) {
    (void)db;
    (void)statement;
    return arena_dup(a, "");
}

const struct engine engine_postgres = {
    .kind = DB_POSTGRES,
    .connect = pg_connect,
    .close = pg_close,
    .start = pg_start,
    .next = pg_next,
    .changed = pg_changed,
    .finish = pg_finish,
    .may_post = pg_may_post,
    .post = pg_post,
    .settle = pg_settle,
    .script = pg_script,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .in_transaction = pg_in_transaction,
    .snapshot = pg_snapshot,
    .rest = pg_rest,
    .check = pg_check,
    .integrity = pg_integrity,
    .mark_version = pg_mark_version,
    .query_plan = pg_query_plan,
};

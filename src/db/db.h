/* SPDX-License-Identifier: EUPL-1.2
 *
 * db: one small interface over two engines, SQLite and PostgreSQL.
 *
 * A `struct store` is the database: its URL, its writer and its settings. A `struct db` is one
 * connection, used by one thread at a time. Reading happens on many connections; everything that
 * changes the database goes through store_write(), which hands the change to the one writer thread:
 *
 *     worker --store_write(fn, ctx)--> queue --> writer: BEGIN, each fn in its own savepoint, COMMIT
 *
 * The writer takes whatever has queued up while the previous commit was being made durable, so one
 * fsync is shared by all who wait ("group commit"). store_write() returns when the change is on the
 * disk (SQLite: WAL and synchronous=FULL; PostgreSQL: synchronous_commit=on), never before.
 *
 * Queries are not written here. They stand in `.sql` files, are compiled to `struct db_statement`
 * tables and typed functions q_NAME() by tools/sql2c.py, and those call db_run, db_each, db_exec.
 */
#ifndef VEJVISER_DB_H
#define VEJVISER_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a column travels between C and the database. "NULL" is written as the C value on the right.
 *   DB_TEXT const char *       text               NULL
 *   DB_INT  int64_t            bigint             INT_NONE
 *   DB_DAY  int32_t days       text YYYY-MM-DD    DAY_NONE
 *   DB_TIME int64_t us, UTC    bigint             INT_NONE
 *   DB_BOOL bool               smallint 0/1       (null reads as false)
 *   DB_REAL double             double precision   NaN
 *   DB_BLOB struct blob        bytea              ptr == NULL
 */
enum db_type { DB_TEXT, DB_INT, DB_DAY, DB_TIME, DB_BOOL, DB_REAL, DB_BLOB };

struct db_column {
    const char *name;
    enum db_type type;
    size_t offset; /* in the generated in- or row-struct */
};

/* One named query, generated. `sqlite` keeps $name parameters, `postgres` has $1..$n in the order
 * of `in`. */
struct db_statement {
    const char *name;
    const char *what;
    const char *sqlite;
    const char *postgres;
    const struct db_column *in;
    size_t in_n;
    const struct db_column *out;
    size_t out_n;
    size_t in_size;
    size_t row_size;
    const char *file;
    int line;
};

struct db;
struct store;

enum db_engine { DB_SQLITE, DB_POSTGRES };

/* Opens the database named by `url`: "sqlite:PATH" or "postgres://user@host:port/name" (also
 * "postgresql://"). Does not create or change any table, and starts no thread until the first
 * store_write(). A missing SQLite file is created empty when `create`, else it is an error.
 * Returns NULL and sets *err when the database cannot be used. Free with store_close(). */
struct store *store_open(const char *url, bool create, struct err *err);
/* For a program that serves: its changes touch little each, so its writer keeps few pages in memory. A
 * program that fills tables leaves it as it is. Before the first store_write(). */
void store_serves(struct store *store);
/* Ends the writing: what was queued is finished and answered, later changes get ERR_BUSY. For a
 * program that stops while its threads still run; store_close() does it by itself. */
void store_stop(struct store *store);
/* NULL is fine. No thread may be using the store, and its connections are closed before. */
void store_close(struct store *store);
enum db_engine store_engine(const struct store *store);
/* How many transactions the writer has committed: fewer than changes when they shared. */
uint64_t store_commits(const struct store *store);
/* Grows with every commit of this program but store_append()'s: who keeps what was read can tell that
 * nothing has changed here since. */
uint64_t store_changes(const struct store *store);
/* The URL without a password, for messages. Lives as long as the store. */
const char *store_name(const struct store *store);

/* A reading connection of its own; refuses to change anything. NULL and *err on failure. On
 * PostgreSQL a lost connection makes one query fail (ERR_DB); the next one connects again. */
struct db *store_connect(struct store *store, struct err *err);
/* The same, for one of many threads: it borrows a connection of the store's own for the time of a
 * snapshot, or of a single query, and waits for its turn when all are lent. A thread that waits for
 * something else than the database meanwhile says so (db_wait_begin). Closed by db_close() before the
 * store. On PostgreSQL, whose server does the work, it is a connection of its own. */
struct db *store_borrow(struct store *store, struct err *err);
void db_close(struct db *db); /* NULL is fine */
enum db_engine db_engine(const struct db *db);

/* A consistent view over several reads, as of the first of them. Optional: a single query is
 * consistent by itself. On SQLite a page of many queries costs half as much in one (each query by
 * itself takes and drops a lock on the file). A thread has one at a time; its own store_write() lets
 * go of it and a new one begins afterwards, so that it sees what it wrote. End one that has begun,
 * also after a failed query: on PostgreSQL the rest of the queries in it then fail, too. */
bool db_snapshot_begin(struct db *db, struct err *err);
void db_snapshot_end(struct db *db);
/* Ends it for this thread, but the connection may take it up again at the next db_snapshot_begin()
 * when nothing but store_append() has happened in this program since, for a second at most. False:
 * it is over. Whoever keeps one must drop it when the connection goes idle, since an SQLite WAL
 * cannot start anew meanwhile. Dropping what is not there is nothing; a borrower drops those of the
 * connections that nobody has used for 15 ms. */
bool db_snapshot_keep(struct db *db);
void db_snapshot_drop(struct db *db);
/* The thread's snapshot made new: for who reads what store_append() wrote. */
void db_snapshot_renew(struct db *db);
/* The connection will not be used for a while: drops the snapshot and the page cache. */
void db_slim(struct db *db);
/* Around a wait for something else (a slot to hash a password in): others may use the thread's
 * connection. Afterwards it is in a snapshot again, maybe in a newer one. */
void db_wait_begin(void);
void db_wait_end(void);

/* The change itself. Runs on the writer's thread with the writer's connection `w`, inside a
 * savepoint of a shared transaction. Returns false (with *err set) to undo all that it did.
 * It may use the caller's arena, since the caller waits. It must not call store_write(). Changes run
 * one after the other, and each sees all that were before it, also those of other programs.
 * When a query in it fails, the change has failed and must return false: ask first or use
 * `on conflict`, do not try and see. PostgreSQL may have a change run again from its start, a few
 * times (a deadlock), so what it leaves in ctx must not depend on what it found there. */
typedef bool db_write_fn(struct db *w, void *ctx, struct err *err);

/* Runs `fn` and returns true when its change is durable. False: nothing of it was kept, and *err
 * says why (what fn set, or the database's own failure). ERR_BUSY when the store is closing.
 * Only when a PostgreSQL server is lost during the commit itself nobody can know, and it is false. */
bool store_write(struct store *store, db_write_fn *fn, void *ctx, struct err *err);

/* The same for a change that nobody waits to see, such as a row of the use log: the thread goes on
 * in the snapshot that it has (or, rarely, in a new one), and kept snapshots stay fresh. */
bool store_append(struct store *store, db_write_fn *fn, void *ctx, struct err *err);

/* Looks at how much is in which table, so that queries are planned for it; after a bulk change. */
bool store_settle(struct store *store, struct err *err);

/* Called by the generated q_NAME() functions. Failures: ERR_CONFLICT when a constraint says no
 * (unique, foreign key, check), ERR_IO for a full or broken disk, ERR_BUSY when a lock was waited
 * for in vain, ERR_DB for all else. Messages never hold the values.
 * ret_rows points to { size_t n; ROW *v; }; rows and their texts live in `a`. */
bool db_run(struct db *db, const struct db_statement *statement, const void *in, struct arena *a,
            void *ret_rows, struct err *err);
/* Asks all of these in one query. db_run() of one of them with the same values answers from that, on
 * this thread and until its snapshot ends or it writes; without a snapshot nothing is remembered. So
 * who makes a page of many parts can ask for all, and each part asks as if it were alone. The texts in
 * `in` must live as long as `a`, where the rows are. On failure nothing is remembered. */
struct db_ask {
    const struct db_statement *statement;
    const void *in; /* its in-struct */
};
bool db_run_together(struct db *db, struct arena *a, const struct db_ask *asks, size_t n,
                     struct err *err);
/* Inside store_write(): a number of its own for each run of a change, also when it is run again. For
 * what needs to be written once a change however often it is asked for. */
uint64_t db_attempt(const struct db *w);
/* How many queries this thread has asked, for those who measure a page; grows. */
uint64_t db_asked(void);

/* Calls row() for each row while the statement runs; the row's texts live until row() returns.
 * row() returning false ends the reading early and is not an error. row() must not query the same
 * connection: it is busy with this one (asserted). */
bool db_each(struct db *db, const struct db_statement *statement, const void *in,
             bool (*row)(void *ctx, const void *row), void *ctx, struct err *err);
/* For statements without an `out:`. ret_changed (may be NULL) is the number of rows changed. A change
 * that does not ask for it does not wait for PostgreSQL either: a failure then comes with a later
 * query of the same change, or ends it when it returns true; its message names the statement. */
bool db_exec(struct db *db, const struct db_statement *statement, const void *in,
             int64_t *ret_changed, struct err *err);
/* Prepares without running; checks the number and names of the columns against `out`. The test of
 * all queries uses it on both engines. */
bool db_check_statement(struct db *db, const struct db_statement *statement, struct err *err);
/* SQLite only: the text of EXPLAIN QUERY PLAN, one step a line. */
const char *db_query_plan(struct db *db, const struct db_statement *statement, struct arena *a);

/* Migrations: forward only, each in one transaction, checksummed.
 * Brings the schema to the newest version; refuses a database whose applied migrations differ from
 * the program's (ERR_CONFLICT), or that is newer than the program. *ret_applied: how many ran now. */
bool store_migrate(struct store *store, int *ret_applied, struct err *err);
/* Whether the schema is exactly the program's. *ret_version may be NULL. */
bool store_schema_ok(struct store *store, int *ret_version, struct err *err);
/* The engine's own check of the whole database (quick_check; amcheck is not assumed). */
bool store_integrity_ok(struct store *store, struct err *err);

#endif

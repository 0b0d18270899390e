/* SPDX-License-Identifier: EUPL-1.2
 *
 * The part of a query that is the same on both engines: typed rows in an arena.
 *
 * An engine fills a row with texts that it still owns. db_each hands that row on as it is; db_run
 * copies the texts to the caller's arena, so that the rows live as long as the request does.
 *
 * A borrower has no connection of its own. What it is asked is done on one of the pool's: the same
 * one as long as its snapshot lasts, or one for the single query.
 */
#include "db/answers.h"
#include "db/engine.h"
#include "db/pool.h"

#include "base/clock.h"

#include <assert.h>
#include <string.h>

#define FIRST_ROWS 4       /* most queries answer with one row or a handful */
#define KEEP_US    1000000 /* a kept snapshot is renewed then: other programs write, too */
#define DROP_US    15000 /* of a borrower: its pool's connections that have been free for so long */
#define SLIM_US    1500000

static _Thread_local struct db *snapshot;       /* the connection on which this thread has one */
static _Thread_local struct db *released;       /* ... and for the time of a wait has not */
static _Thread_local struct recalled *recalled; /* what is known in that snapshot */
static _Thread_local uint64_t asked;

enum db_engine db_engine(const struct db *db) { return db->engine->kind; }

/* ---- borrowing */

struct db *borrower_new(const struct engine *engine, struct pool *pool) {
    struct arena *arena = arena_new();
    struct db *db = arena_alloc(arena, sizeof *db);
    *db = (struct db){.engine = engine, .arena = arena, .pool = pool};
    return db;
}

static void drop(struct db *connection) {
    if (connection->kept) connection->engine->rollback(connection);
    connection->kept = false;
}

/* The thread's snapshot's connection, or one for a single query, which is not to see the past that
 * somebody else has kept in it. Given back by query_over() or at the end of the snapshot. */
static struct db *borrow(struct db *db) {
    if (db->pool == NULL) return db;
    if (db->lent == NULL) {
        db->lent = pool_take(db->pool, false);
        drop(db->lent);
    }
    return db->lent;
}

static void give_back(struct db *db) {
    if (db->lent == NULL) return;
    pool_give(db->pool, db->lent);
    db->lent = NULL;
}

/* After a query: a snapshot keeps what it has borrowed. */
static void query_over(struct db *db) {
    if (snapshot != db) give_back(db);
}

void db_close(struct db *db) {
    if (db == NULL) return;
    if (db->pool != NULL) {
        db_snapshot_end(db);
        arena_free(db->arena);
        return;
    }
    if (snapshot == db) snapshot = NULL;
    db_snapshot_drop(db);
    answers_forget(&db->answers);
    db->engine->close(db);
}

/* ---- queries */

static bool note_failure(struct db *db) {
    db->failed = true;
    return false;
}

static bool start(struct db *db, const struct db_statement *statement, const void *in, bool stream,
                  struct err *err) {
    assert(!db->reading); /* a row() callback must not query the connection it is fed from */
    asked++;
    if (!db->engine->start(db, statement, in, stream, err)) return note_failure(db);
    db->reading = true;
    return true;
}

static bool finish(struct db *db, enum db_step last) {
    db->engine->finish(db);
    db->reading = false;
    return last == STEP_FAILED ? note_failure(db) : true;
}

/* Replaces the engine's texts and blobs in a row by copies. */
static void row_keep(const struct db_statement *statement, void *row, struct arena *a) {
    for (size_t i = 0; i < statement->out_n; i++) {
        const struct db_column *column = &statement->out[i];
        if (column->type == DB_TEXT) {
            const char **text = column_in_row(column, row);
            *text = arena_dup(a, *text);
        } else if (column->type == DB_BLOB) {
            struct blob *blob = column_in_row(column, row);
            if (blob->ptr != NULL) blob->ptr = arena_dup_n(a, blob->ptr, blob->len);
        }
    }
}

static bool run(struct db *db, const struct db_statement *statement, const void *in,
                struct arena *a, void *ret_rows, struct err *err) {
    if (!start(db, statement, in, false, err)) return false;
    struct db_rows rows = {0};
    size_t size = statement->row_size;
    size_t room = 0;
    enum db_step step;
    for (;;) {
        if (rows.n == room) {
            size_t more = room == 0 ? FIRST_ROWS : room * 2;
            rows.v = arena_grow(a, rows.v, room * size, more * size);
            room = more;
        }
        void *row = (char *)rows.v + rows.n * size;
        step = db->engine->next(db, row, err);
        if (step != STEP_ROW) break;
        row_keep(statement, row, a);
        rows.n++;
    }
    if (!finish(db, step)) return false;
    memcpy(ret_rows, &rows, sizeof rows);
    return true;
}

/* ---- what is known already */

uint64_t db_asked(void) { return asked; }

uint64_t db_attempt(const struct db *w) { return w->attempt; }

void recall_add(struct recalled *what) {
    if (snapshot == NULL) return;
    what->next = recalled;
    recalled = what;
}

static bool same_text(const char *one, const char *other) {
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static bool same_blob(const struct blob *one, const struct blob *other) {
    return one->len == other->len && (one->ptr == NULL) == (other->ptr == NULL) &&
           (one->len == 0 || memcmp(one->ptr, other->ptr, one->len) == 0);
}

static bool same_value(const struct db_column *column, const void *one, const void *other) {
    const void *l = column_in(column, one), *r = column_in(column, other);
    switch (column->type) {
    case DB_TEXT:
        return same_text(*(const char *const *)l, *(const char *const *)r);
    case DB_INT:
    case DB_TIME:
        return *(const int64_t *)l == *(const int64_t *)r;
    case DB_DAY:
        return *(const int32_t *)l == *(const int32_t *)r;
    case DB_BOOL:
        return *(const bool *)l == *(const bool *)r;
    case DB_REAL: /* not NaN: who asks for that is asked again */
        return *(const double *)l >= *(const double *)r && *(const double *)l <= *(const double *)r;
    case DB_BLOB:
        return same_blob(l, r);
    }
    return false;
}

bool statement_same_in(const struct db_statement *statement, const void *one, const void *other) {
    for (size_t i = 0; i < statement->in_n; i++)
        if (!same_value(&statement->in[i], one, other)) return false;
    return true;
}

static const struct db_rows *recall(const struct db *db, const struct db_statement *statement,
                                    const void *in) {
    if (db != snapshot) return NULL;
    for (const struct recalled *known = recalled; known != NULL; known = known->next)
        if (known->statement == statement && statement_same_in(statement, known->in, in))
            return &known->rows;
    return NULL;
}

bool db_run(struct db *db, const struct db_statement *statement, const void *in, struct arena *a,
            void *ret_rows, struct err *err) {
    const struct db_rows *known = recall(db, statement, in);
    if (known) {
        memcpy(ret_rows, known, sizeof *known);
        return true;
    }
    bool ok = run(borrow(db), statement, in, a, ret_rows, err);
    query_over(db);
    return ok;
}

static void *row_room(struct db *db, size_t size) {
    if (size > db->row_room) {
        db->row = arena_alloc(db->arena, size);
        db->row_room = size;
    }
    return db->row;
}

static bool each(struct db *db, const struct db_statement *statement, const void *in,
                 bool (*row)(void *ctx, const void *row), void *ctx, struct err *err) {
    if (!start(db, statement, in, true, err)) return false;
    void *values = row_room(db, statement->row_size);
    enum db_step step;
    do step = db->engine->next(db, values, err);
    while (step == STEP_ROW && row(ctx, values));
    return finish(db, step);
}

bool db_each(struct db *db, const struct db_statement *statement, const void *in,
             bool (*row)(void *ctx, const void *row), void *ctx, struct err *err) {
    bool ok = each(borrow(db), statement, in, row, ctx, err);
    query_over(db);
    return ok;
}

bool db_exec(struct db *db, const struct db_statement *statement, const void *in,
             int64_t *ret_changed, struct err *err) {
    assert(statement->out_n == 0);
    assert(db->pool == NULL); /* a borrower only reads */
    assert(!db->reading);
    if (ret_changed == NULL && db->engine->post != NULL && db->engine->may_post(db))
        return db->engine->post(db, statement, in, err) || note_failure(db);
    if (!start(db, statement, in, false, err)) return false;
    enum db_step step = db->engine->next(db, NULL, err);
    int64_t changed = step == STEP_DONE ? db->engine->changed(db) : 0;
    if (!finish(db, step)) return false;
    if (ret_changed != NULL) *ret_changed = changed;
    return true;
}

bool db_check_statement(struct db *db, const struct db_statement *statement, struct err *err) {
    bool ok = db->engine->check(borrow(db), statement, err);
    query_over(db);
    return ok;
}

const char *db_query_plan(struct db *db, const struct db_statement *statement, struct arena *a) {
    const char *plan = db->engine->query_plan(borrow(db), statement, a);
    query_over(db);
    return plan;
}

/* ---- snapshots
 *
 * The thread's own snapshot is remembered, so that store_write() can let go of it: waiting for the
 * disk with a snapshot in hand would keep an SQLite WAL from starting anew, and after the write the
 * thread must see what it wrote.
 *
 * SQLite forgets all pages that a connection has cached whenever anything at all was committed
 * before its next snapshot. Here every look-up commits a row of the use log, so that no cache would
 * ever be warm. Therefore a snapshot is kept from one request to the next while nothing has changed
 * but that log (store_append). */

/* The count is taken before the snapshot begins: a change in between makes it look older than it
 * is, never newer. */
static bool snapshot_open(struct db *db, struct err *err) {
    answers_forget(&db->answers);
    if (db->news) db->changes_seen = db->news->changes;
    db->snapshot_at = clock_real();
    return db->engine->snapshot(db, err);
}

static bool is_fresh(const struct db *db) {
    return db->changes_seen == db->news->changes && clock_real() - db->snapshot_at < KEEP_US;
}

static void slim(struct db *connection) {
    drop(connection);
    answers_forget(&connection->answers);
    if (connection->engine->slim) connection->engine->slim(connection);
}

void db_snapshot_drop(struct db *db) {
    if (db->pool != NULL)
        pool_rest(db->pool, DROP_US, drop);
    else
        drop(db);
}

void db_slim(struct db *db) {
    if (db->pool != NULL)
        pool_rest(db->pool, SLIM_US, slim);
    else
        slim(db);
}

static bool snapshot_take(struct db *connection, struct err *err) {
    bool reuse = connection->kept && is_fresh(connection);
    if (!reuse) drop(connection);
    connection->kept = false;
    return reuse || snapshot_open(connection, err);
}

static bool snapshot_begin(struct db *db, bool again, struct err *err) {
    assert(snapshot == NULL && db->lent == NULL);
    if (db->pool != NULL) db->lent = pool_take(db->pool, again);
    if (!snapshot_take(borrow(db), err)) {
        give_back(db);
        return false;
    }
    snapshot = db;
    return true;
}

bool db_snapshot_begin(struct db *db, struct err *err) { return snapshot_begin(db, false, err); }

void db_snapshot_end(struct db *db) {
    if (snapshot != db) return;
    recalled = NULL;
    snapshot = NULL;
    db->engine->rollback(borrow(db));
    give_back(db);
}

static bool may_keep(const struct db *connection) {
    return connection->engine->keeps_snapshots && connection->news && !connection->news->tidying &&
           !connection->failed;
}

bool db_snapshot_keep(struct db *db) {
    if (snapshot != db) return false;
    struct db *connection = borrow(db);
    bool keep = may_keep(connection);
    connection->failed = false;
    if (!keep) {
        db_snapshot_end(db);
        return false;
    }
    recalled = NULL;
    snapshot = NULL;
    connection->kept = true;
    give_back(db);
    return true;
}

void db_snapshot_renew(struct db *db) {
    if (snapshot != db) return;
    snapshot_release();
    snapshot_renew();
}

/* The thread's snapshot, when no statement is open in it. */
static struct db *resting(void) {
    return snapshot != NULL && !borrow(snapshot)->reading ? snapshot : NULL;
}

struct db *snapshot_connection(struct db *db) {
    return snapshot == db && db->engine->keeps_snapshots ? borrow(db) : NULL;
}

void snapshot_release(void) {
    released = resting();
    if (released) db_snapshot_end(released);
}

void snapshot_lend(void) {
    struct db *db = resting();
    released = db != NULL && (db->pool != NULL || borrow(db)->news->tidying) ? db : NULL;
    if (released) db_snapshot_keep(released);
}

/* Without a new one the thread's queries see the newest each, which is no wrong answer either. */
void snapshot_renew(void) {
    struct db *db = released;
    released = NULL;
    if (db) snapshot_begin(db, true, NULL);
}

void db_wait_begin(void) { snapshot_lend(); }

void db_wait_end(void) { snapshot_renew(); }

bool db_script(struct db *db, const char *sql, struct err *err) {
    return db->engine->script(db, sql, err) || note_failure(db);
}

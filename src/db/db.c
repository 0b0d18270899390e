/* SPDX-License-Identifier: EUPL-1.2
 *
 * The part of a query that is the same on both engines: typed rows in an arena.
 *
 * An engine fills a row with texts that it still owns. db_each hands that row on as it is; db_run
 * copies the texts to the caller's arena, so that the rows live as long as the request does.
 */
#include "db/engine.h"

#include "base/clock.h"

#include <assert.h>
#include <string.h>

#define FIRST_ROWS 4       /* most queries answer with one row or a handful */
#define KEEP_US    1000000 /* a kept snapshot is renewed then: other programs write, too */

/* The generated `struct { size_t n; ROW *v; }`, whatever ROW is. */
struct rows {
    size_t n;
    void *v;
};

static _Thread_local struct db *snapshot; /* the connection on which this thread has one */
static _Thread_local bool released;       /* for the time of a store_write() */

enum db_engine db_engine(const struct db *db) { return db->engine->kind; }

void db_close(struct db *db) {
    if (db == NULL) return;
    if (snapshot == db) snapshot = NULL;
    db_snapshot_drop(db);
    db->engine->close(db);
}

static bool note_failure(struct db *db) {
    db->failed = true;
    return false;
}

static bool start(struct db *db, const struct db_statement *statement, const void *in, bool stream,
                  struct err *err) {
    assert(!db->reading); /* a row() callback must not query the connection it is fed from */
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

bool db_run(struct db *db, const struct db_statement *statement, const void *in, struct arena *a,
            void *ret_rows, struct err *err) {
    if (!start(db, statement, in, false, err)) return false;
    struct rows rows = {0};
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

static void *row_room(struct db *db, size_t size) {
    if (size > db->row_room) {
        db->row = arena_alloc(db->arena, size);
        db->row_room = size;
    }
    return db->row;
}

bool db_each(struct db *db, const struct db_statement *statement, const void *in,
             bool (*row)(void *ctx, const void *row), void *ctx, struct err *err) {
    if (!start(db, statement, in, true, err)) return false;
    void *values = row_room(db, statement->row_size);
    enum db_step step;
    do step = db->engine->next(db, values, err);
    while (step == STEP_ROW && row(ctx, values));
    return finish(db, step);
}

bool db_exec(struct db *db, const struct db_statement *statement, const void *in,
             int64_t *ret_changed, struct err *err) {
    assert(statement->out_n == 0);
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
    return db->engine->check(db, statement, err);
}

const char *db_query_plan(struct db *db, const struct db_statement *statement, struct arena *a) {
    return db->engine->query_plan(db, statement, a);
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
    if (db->news) db->changes_seen = db->news->changes;
    db->snapshot_at = clock_real();
    return db->engine->snapshot(db, err);
}

static bool is_fresh(const struct db *db) {
    return db->changes_seen == db->news->changes && clock_real() - db->snapshot_at < KEEP_US;
}

void db_snapshot_drop(struct db *db) {
    if (db->kept) db->engine->rollback(db);
    db->kept = false;
}

bool db_snapshot_begin(struct db *db, struct err *err) {
    assert(snapshot == NULL);
    bool reuse = db->kept && is_fresh(db);
    if (!reuse) db_snapshot_drop(db);
    db->kept = false;
    if (!reuse && !snapshot_open(db, err)) return false;
    snapshot = db;
    return true;
}

void db_snapshot_end(struct db *db) {
    if (snapshot != db) return;
    snapshot = NULL;
    db->engine->rollback(db);
}

bool db_snapshot_keep(struct db *db) {
    if (snapshot != db || !db->engine->keeps_snapshots || !db->news || db->news->tidying ||
        db->failed) {
        db_snapshot_end(db);
        db->failed = false;
        return false;
    }
    snapshot = NULL;
    db->kept = true;
    return true;
}

void db_snapshot_renew(struct db *db) {
    if (snapshot != db) return;
    snapshot_release();
    snapshot_renew();
}

void db_slim(struct db *db) {
    db_snapshot_drop(db);
    if (db->engine->slim) db->engine->slim(db);
}

void snapshot_release(void) {
    released = snapshot != NULL && !snapshot->reading;
    if (released) snapshot->engine->rollback(snapshot);
}

/* Without a new one the thread's queries see the newest each, which is no wrong answer either. */
void snapshot_renew(void) {
    if (released && !snapshot_open(snapshot, NULL)) snapshot = NULL;
    released = false;
}

bool db_script(struct db *db, const char *sql, struct err *err) {
    return db->engine->script(db, sql, err) || note_failure(db);
}

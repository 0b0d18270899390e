/* SPDX-License-Identifier: EUPL-1.2
 *
 * Private to db: what an engine must be able to do, and what all connections have in common.
 *
 * An engine knows its library and nothing else: it binds, steps and names its failures. Typed rows,
 * the memory they live in, the writer's queue and the migrations are the same for both and stand
 * in db.c, store.c and migrate.c.
 */
#ifndef VEJVISER_DB_ENGINE_H
#define VEJVISER_DB_ENGINE_H

#include "db/db.h"

enum db_mode { DB_READER, DB_WRITER, DB_CREATOR /* a writer that may make a missing database */ };
enum db_step { STEP_ROW, STEP_DONE, STEP_FAILED };

/* What the writer tells those who would keep a snapshot. */
struct news {
    _Atomic uint64_t changes; /* grows when readers must see something new */
    _Atomic bool tidying;     /* the writer waits for snapshots to end */
};

struct pool;

/* The head of each engine's own connection struct; by itself a borrower. */
struct db {
    const struct engine *engine;
    struct arena *arena; /* the connection and all that it keeps live here */
    bool reading;        /* a statement is open; a connection has at most one */
    uint64_t attempt;    /* the writer's: which run of a change it is in, db_attempt() */
    bool failed;         /* a statement has failed since the writer last looked */
    bool again;        /* ... with a failure that goes away when the whole change is tried again */
    struct news *news; /* the store's; NULL: nothing can be kept */
    uint64_t changes_seen;   /* a reader's: before its snapshot began */
    int64_t snapshot_at;     /* ... and when that was (microseconds) */
    bool kept;               /* a snapshot is open between two users of the connection */
    struct answers *answers; /* given in the snapshot that is open or kept; NULL: none */
    void *row;               /* db_each's row, row_room bytes */
    size_t row_room;
    struct pool *pool; /* a borrower's: where it has connections from */
    struct db *lent;   /* ... and the one that it has now; NULL: none */
};

struct engine {
    enum db_engine kind;

    struct db *(*connect)(const char *target, enum db_mode mode, struct err *err);
    void (*close)(struct db *db); /* and frees db->arena */

    /* A statement's life: start (binds), next until it is not STEP_ROW, changed, finish. finish also
     * ends a statement early. next fills the row; its texts are the engine's until the next call.
     * start that fails leaves nothing open. `stream`: expect many rows and do not gather them. */
    bool (*start)(struct db *db, const struct db_statement *statement, const void *in, bool stream,
                  struct err *err);
    enum db_step (*next)(struct db *db, void *row, struct err *err);
    int64_t (*changed)(struct db *db);
    void (*finish)(struct db *db);

    /* A statement of the writer's whose count of changed rows nobody asks for may be posted: sent, and
     * answered later. settle waits for the answers and is false when one of them was a failure; every
     * other function does it by itself. NULL all three: the engine does not post. */
    bool (*may_post)(const struct db *db);
    bool (*post)(struct db *db, const struct db_statement *statement, const void *in,
                 struct err *err);
    bool (*settle)(struct db *db, struct err *err);

    /* Runs the statements of a text, without parameters or rows. */
    bool (*script)(struct db *db, const char *sql, struct err *err);

    /* The writer's transaction. begin waits for other writers, and reconnects when it must. After a
     * commit that fails, nothing is open and nothing was kept. in_transaction tells whether the
     * engine has thrown the transaction away by itself (a full disk, a lost connection). */
    bool (*begin)(struct db *db, struct err *err);
    bool (*commit)(struct db *db, struct err *err);
    void (*rollback)(struct db *db);
    bool (*in_transaction)(struct db *db);

    /* What the writer does for itself between two groups, when everybody has been answered. */
    void (*rest)(struct db *db);

    bool (*snapshot)(struct db *db, struct err *err); /* ended by rollback */
    bool keeps_snapshots; /* an open one costs others nothing, and a new one costs the page cache */
    void (*slim)(struct db *db);   /* gives back memory that it can do without; may be NULL */
    void (*modest)(struct db *db); /* the writer of a program that serves; may be NULL */
    bool (*check)(struct db *db, const struct db_statement *statement, struct err *err);
    bool (*integrity)(struct db *db, struct err *err);
    /* Tells tools that look at the database from outside which version it has; may do nothing. */
    bool (*mark_version)(struct db *db, int version, struct err *err);
    const char *(*query_plan)(struct db *db, const struct db_statement *statement, struct arena *a);
};

extern const struct engine engine_sqlite;
extern const struct engine engine_postgres;

/* Around store_write(): the thread lets go of its snapshot, and has a new one afterwards. */
void snapshot_release(void);
void snapshot_renew(void);
/* Around a wait that changes nothing for readers: a borrower lends its connection to others. */
void snapshot_lend(void);

/* A connection that borrows one for each snapshot, and for each query outside of one. */
struct db *borrower_new(const struct engine *engine, struct pool *pool);

struct db_rows { /* the generated `struct { size_t n; ROW *v; }`, whatever ROW is */
    size_t n;
    void *v;
};
/* What db_run_together() has found out: db_run() of the same statement with the same values takes it
 * from here, until the thread's snapshot ends. */
struct recalled {
    struct recalled *next;
    const struct db_statement *statement;
    const void *in;
    struct db_rows rows;
};
/* Nothing when the thread has no snapshot. */
void recall_add(struct recalled *recalled);

/* Do the two in-structs of a statement ask for the same? */
bool statement_same_in(const struct db_statement *statement, const void *one, const void *other);
/* The connection on which the thread has its snapshot, when that may be kept (answers.h); else NULL. */
struct db *snapshot_connection(struct db *db);

/* For migrations and tests: the connection refuses changes unless it is the writer's. */
bool db_script(struct db *db, const char *sql, struct err *err);

/* Where a column's value is in an in- or row-struct. */
static inline void *column_in_row(const struct db_column *column, void *row) {
    return (char *)row + column->offset;
}

static inline const void *column_in(const struct db_column *column, const void *in) {
    return (const char *)in + column->offset;
}

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * SQLite: the only file that includes its library.
 *
 * One connection writes, any number read, all on one WAL. Readers are opened read-only, so that a
 * page that is only looked at cannot change anything, whatever its SQL says. synchronous=FULL makes
 * a commit wait for the disk: without it the WAL's last commits may be gone after a power cut.
 *
 * Each statement is prepared once per connection, with the places of its parameters looked up by
 * name then: SQLite numbers `$name` in the order it meets them, which is not the order of `in:`.
 * Values are bound without copying; they are the caller's until the statement is finished.
 *
 * The WAL is moved into the database by the writer after it has answered, so that nobody waits for
 * it. A WAL starts anew only at a moment when no reader uses it; where readers never leave such a
 * moment it would grow without end, so a long one makes the writer wait for them, shortly.
 *
 * Sizes: page caches of 16 MB per reader, of which there are few (pool.h), and for the writer 16 MB in
 * a program that serves, else 64: an import touches all of the indexes' pages over and over. Each
 * connection has its own, since one room
 * for all would be locked at every page. Pages that are not in a cache are read from the file cache of
 * the system, which all connections share. No mmap: it saves a copy per page, but every connection
 * would count the whole file as its own memory, and a disk error would kill the program instead of
 * failing a query.
 */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "db/cache.h"
#include "db/engine.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#define APPLICATION_ID 0x56454a56 /* "VEJV", seen by file(1) */
#define BUSY_MS        10000      /* another process (an import, a backup) has the write lock */
#define WAL_STEP       1000       /* pages (4 MB) after which the WAL is moved into the database */
#define WAL_LONG       8000 /* ... after which readers are waited for, so that it starts anew */
#define WAL_WAIT_MS    50
#define QUIET_US       30000 /* longer than an idle worker keeps its snapshot, and most requests take */

struct lite {
    struct db db;
    sqlite3 *handle;
    struct cache cache;
    struct lite_statement *open;
    int wal_pages;    /* the writer's: the length of the WAL after the last commit */
    int wal_moved;    /* ... when it was last moved into the database */
    int64_t quiet_at; /* when those with a snapshot will have ended it */
};

struct lite_statement {
    const struct db_statement *statement;
    sqlite3_stmt *handle;
    int *at; /* per column of `in`: its number in SQLite */
};

static struct lite *lite_of(struct db *db) { return (struct lite *)db; }

/* ---- failures */

static enum err_kind kind_of(int code) {
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return ERR_CONFLICT;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return ERR_IO;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    default:
        return ERR_DB;
    }
}

/* SQLite's messages name tables, columns and constraints, never the values that were bound. */
static bool fail(struct lite *lite, const char *what, struct err *err) {
    int code = sqlite3_extended_errcode(lite->handle);
    return err_set(err, kind_of(code), "%s: %s (SQLite %d)", what, sqlite3_errmsg(lite->handle),
                   code);
}

/* ---- connecting */

static void library_start(void) {
    /* Its memory statistics take one lock around every malloc of every thread. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

static bool lite_script(struct db *db, const char *sql, struct err *err) {
    struct lite *lite = lite_of(db);
    return sqlite3_exec(lite->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           fail(lite, "script", err);
}

static bool read_number(struct lite *lite, const char *sql, int64_t *ret, struct err *err) {
    sqlite3_stmt *handle = NULL;
    bool ok = sqlite3_prepare_v2(lite->handle, sql, -1, &handle, NULL) == SQLITE_OK &&
              sqlite3_step(handle) == SQLITE_ROW;
    if (ok)
        *ret = sqlite3_column_int64(handle, 0);
    else
        fail(lite, sql, err);
    sqlite3_finalize(handle);
    return ok;
}

/* Another program's database is left alone; a new one is marked as ours. */
static bool claim_file(struct lite *lite, struct err *err) {
    int64_t id = 0;
    int64_t schema_changes = 0;
    if (!read_number(lite, "pragma application_id", &id, err) ||
        !read_number(lite, "pragma schema_version", &schema_changes, err))
        return false;
    if (id == APPLICATION_ID) return true;
    if (id != 0 || schema_changes != 0)
        return err_set(err, ERR_DB, "the file is the database of another program");
    _Static_assert(APPLICATION_ID == 1447381590, "the number in the pragma");
    return lite_script(&lite->db, "pragma application_id = 1447381590", err);
}

/* The writer's cursors come from a store of small pieces of its own; SQLite's usual forty are too few
 * for a row of a table with ten indexes. To be said before the connection is used. */
#define SMALL_PIECE  1024
#define SMALL_PIECES 400

static bool harden(struct lite *lite, enum db_mode mode, struct err *err) {
    if (mode != DB_READER)
        sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, SMALL_PIECE, SMALL_PIECES);
    sqlite3_extended_result_codes(lite->handle, 1);
    sqlite3_busy_timeout(lite->handle, BUSY_MS);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(lite->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return lite_script(&lite->db,
                       "pragma cell_size_check = on;"
                       "pragma temp_store = memory;"
                       "pragma mmap_size = 0;",
                       err);
}

/* Replaces SQLite's own checkpoint, which is part of the commit. */
static int note_wal(void *ctx, sqlite3 *handle, const char *schema, int pages) {
    (void)handle;
    (void)schema;
    struct lite *lite = ctx;
    lite->wal_pages = pages;
    if (pages < lite->wal_moved) lite->wal_moved = 0; /* it has started anew */
    return SQLITE_OK;
}

static bool tune(struct lite *lite, enum db_mode mode, struct err *err) {
    if (mode == DB_READER)
        return lite_script(&lite->db, "pragma query_only = on; pragma cache_size = -16384;", err);
    sqlite3_wal_hook(lite->handle, note_wal, lite);
    return claim_file(lite, err) && lite_script(&lite->db,
                                                "pragma journal_mode = wal;"
                                                "pragma synchronous = full;"
                                                "pragma secure_delete = on;"
                                                "pragma cache_size = -65536;"
                                                "pragma analysis_limit = 1000;"
                                                "pragma journal_size_limit = 67108864;",
                                                err);
}

static void lite_close(struct db *db) {
    struct lite *lite = lite_of(db);
    for (size_t i = 0; i < lite->cache.room; i++) {
        struct lite_statement *s = lite->cache.slots[i].prepared;
        if (s != NULL) sqlite3_finalize(s->handle);
    }
    int code = sqlite3_close(lite->handle);
    assert(code == SQLITE_OK);
    (void)code;
    arena_free(db->arena);
}

static struct db *lite_connect(const char *path, enum db_mode mode, struct err *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, library_start);

    struct arena *arena = arena_new();
    struct lite *lite = arena_alloc(arena, sizeof *lite);
    lite->db = (struct db){.engine = &engine_sqlite, .arena = arena};
    lite->cache.arena = arena;
    /* NOMUTEX: a connection belongs to one thread at a time. */
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (mode == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                (mode == DB_CREATOR ? SQLITE_OPEN_CREATE : 0);
    bool ok = sqlite3_open_v2(path, &lite->handle, flags, NULL) == SQLITE_OK
                  ? harden(lite, mode, err) && tune(lite, mode, err)
                  : fail(lite, "open", err);
    if (ok) return &lite->db;
    lite_close(&lite->db);
    return NULL;
}

/* ---- preparing */

static bool find_parameters(struct lite_statement *s, struct arena *arena, struct err *err) {
    const struct db_statement *statement = s->statement;
    s->at = arena_array(arena, statement->in_n, sizeof *s->at);
    for (size_t i = 0; i < statement->in_n; i++) {
        char name[128] = "$";
        assert(strlen(statement->in[i].name) < sizeof name - 1);
        memcpy(name + 1, statement->in[i].name, strlen(statement->in[i].name));
        s->at[i] = sqlite3_bind_parameter_index(s->handle, name);
        if (s->at[i] == 0)
            return err_set(err, ERR_DB, "%s: the query does not use %s", statement->name, name);
    }
    return true;
}

static bool columns_match(const struct lite_statement *s, struct err *err) {
    const struct db_statement *statement = s->statement;
    int n = sqlite3_column_count(s->handle);
    if ((size_t)n != statement->out_n)
        return err_set(err, ERR_DB, "%s: %d columns, %zu declared", statement->name, n,
                       statement->out_n);
    return true;
}

static struct lite_statement *prepare(struct lite *lite, const struct db_statement *statement,
                                      struct err *err) {
    struct cache_slot *slot = cache_find(&lite->cache, statement);
    if (slot->prepared != NULL) return slot->prepared;
    struct lite_statement fresh = {.statement = statement};
    if (sqlite3_prepare_v3(lite->handle, statement->sqlite, -1, SQLITE_PREPARE_PERSISTENT,
                           &fresh.handle, NULL) != SQLITE_OK) {
        fail(lite, statement->name, err);
        return NULL;
    }
    if (!columns_match(&fresh, err) || !find_parameters(&fresh, lite->db.arena, err)) {
        sqlite3_finalize(fresh.handle);
        return NULL;
    }
    struct lite_statement *s = arena_alloc(lite->db.arena, sizeof *s);
    *s = fresh;
    slot->prepared = s;
    return s;
}

/* ---- values in */

static int bind_int(sqlite3_stmt *handle, int at, int64_t value) {
    return value == INT_NONE ? sqlite3_bind_null(handle, at)
                             : sqlite3_bind_int64(handle, at, value);
}

static int bind_day(sqlite3_stmt *handle, int at, int32_t day) {
    char iso[11];
    return day == DAY_NONE ? sqlite3_bind_null(handle, at)
                           : sqlite3_bind_text(handle, at, day_iso(iso, day), 10, SQLITE_TRANSIENT);
}

static int bind_blob(sqlite3_stmt *handle, int at, const struct blob *blob) {
    return blob->ptr == NULL ? sqlite3_bind_null(handle, at)
                             : sqlite3_bind_blob64(handle, at, blob->ptr, blob->len, SQLITE_STATIC);
}

static int bind(sqlite3_stmt *handle, int at, const struct db_column *column, const void *in) {
    const void *value = column_in(column, in);
    switch (column->type) {
    case DB_TEXT: /* NULL binds null */
        return sqlite3_bind_text(handle, at, *(const char *const *)value, -1, SQLITE_STATIC);
    case DB_INT:
    case DB_TIME:
        return bind_int(handle, at, *(const int64_t *)value);
    case DB_DAY:
        return bind_day(handle, at, *(const int32_t *)value);
    case DB_BOOL:
        return sqlite3_bind_int(handle, at, *(const bool *)value);
    case DB_REAL: /* NaN binds null */
        return sqlite3_bind_double(handle, at, *(const double *)value);
    case DB_BLOB:
        return bind_blob(handle, at, value);
    }
    return SQLITE_MISUSE;
}

static bool lite_start(struct db *db, const struct db_statement *statement, const void *in,
                       bool stream, struct err *err) {
    (void)stream; /* SQLite always streams */
    struct lite *lite = lite_of(db);
    struct lite_statement *s = prepare(lite, statement, err);
    if (s == NULL) return false;
    for (size_t i = 0; i < statement->in_n; i++)
        if (bind(s->handle, s->at[i], &statement->in[i], in) != SQLITE_OK)
            return fail(lite, statement->name, err);
    lite->open = s;
    return true;
}

/* ---- values out */

static bool read_day(sqlite3_stmt *handle, int at, int32_t *ret) {
    const char *text = (const char *)sqlite3_column_text(handle, at);
    *ret = day_parse_iso(text);
    return text == NULL || *ret != DAY_NONE;
}

static void read_blob(sqlite3_stmt *handle, int at, struct blob *ret) {
    const void *ptr = sqlite3_column_blob(handle, at);
    size_t len = (size_t)sqlite3_column_bytes(handle, at);
    /* SQLite gives NULL for an empty blob, too */
    if (ptr == NULL && sqlite3_column_type(handle, at) != SQLITE_NULL) ptr = "";
    *ret = (struct blob){ptr, len};
}

/* False when the value is not of the declared type. */
static bool read_value(sqlite3_stmt *handle, int at, const struct db_column *column, void *row) {
    void *value = column_in_row(column, row);
    bool null = sqlite3_column_type(handle, at) == SQLITE_NULL;
    switch (column->type) {
    case DB_TEXT:
        *(const char **)value = (const char *)sqlite3_column_text(handle, at);
        return true;
    case DB_INT:
    case DB_TIME:
        *(int64_t *)value = null ? INT_NONE : sqlite3_column_int64(handle, at);
        return true;
    case DB_DAY:
        return read_day(handle, at, value);
    case DB_BOOL:
        *(bool *)value = sqlite3_column_int(handle, at) != 0;
        return true;
    case DB_REAL:
        *(double *)value = null ? (double)NAN : sqlite3_column_double(handle, at);
        return true;
    case DB_BLOB:
        read_blob(handle, at, value);
        return true;
    }
    return false;
}

static enum db_step lite_next(struct db *db, void *row, struct err *err) {
    struct lite *lite = lite_of(db);
    const struct lite_statement *s = lite->open;
    const struct db_statement *statement = s->statement;
    int code = sqlite3_step(s->handle);
    if (code == SQLITE_DONE) return STEP_DONE;
    if (code != SQLITE_ROW) {
        fail(lite, statement->name, err);
        return STEP_FAILED;
    }
    for (size_t i = 0; i < statement->out_n; i++) {
        if (!read_value(s->handle, (int)i, &statement->out[i], row)) {
            err_set(err, ERR_DB, "%s: %s is not a day", statement->name, statement->out[i].name);
            return STEP_FAILED;
        }
    }
    return STEP_ROW;
}

static int64_t lite_changed(struct db *db) { return sqlite3_changes64(lite_of(db)->handle); }

/* What was bound stays bound and dangles, but is never looked at: start binds every parameter. */
static void lite_finish(struct db *db) {
    struct lite *lite = lite_of(db);
    sqlite3_reset(lite->open->handle);
    lite->open = NULL;
}

/* ---- transactions */

static bool lite_begin(struct db *db, struct err *err) {
    return lite_script(db, "begin immediate", err);
}

static bool lite_in_transaction(struct db *db) {
    return !sqlite3_get_autocommit(lite_of(db)->handle);
}

static void lite_rollback(struct db *db) {
    if (lite_in_transaction(db)) lite_script(db, "rollback", NULL);
}

static bool lite_commit(struct db *db, struct err *err) {
    if (sqlite3_exec(lite_of(db)->handle, "commit", NULL, NULL, NULL) == SQLITE_OK) return true;
    fail(lite_of(db), "commit", err);
    lite_rollback(db);
    return false;
}

static bool lite_snapshot(struct db *db, struct err *err) { return lite_script(db, "begin", err); }

static void lite_modest(struct db *db) {
    lite_script(db, "pragma cache_size = -16384;", NULL); /* else it only needs more */
}

static void lite_slim(struct db *db) { sqlite3_db_release_memory(lite_of(db)->handle); }

/* First asks for quiet: nobody takes up a kept snapshot, keeps one, or waits for the writer with one
 * in hand. Then, when those who did have had time to end, moves all and lets the WAL start anew. */
static void restart_wal(struct lite *lite) {
    struct news *news = lite->db.news;
    if (!news->tidying) {
        news->tidying = true;
        news->changes++;
        lite->quiet_at = clock_real() + QUIET_US;
        return;
    }
    if (clock_real() < lite->quiet_at) return;
    sqlite3_busy_timeout(lite->handle, WAL_WAIT_MS);
    sqlite3_wal_checkpoint_v2(lite->handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(lite->handle, BUSY_MS);
    news->tidying = false;
    lite->wal_moved = lite->wal_pages;
}

/* A checkpoint that fails is made up for by the next one, and the WAL has all until then. */
static void lite_rest(struct db *db) {
    struct lite *lite = lite_of(db);
    if (lite->wal_pages - lite->wal_moved < WAL_STEP) return;
    if (lite->wal_pages >= WAL_LONG && db->news) {
        restart_wal(lite);
        return;
    }
    sqlite3_wal_checkpoint_v2(lite->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    lite->wal_moved = lite->wal_pages;
}

/* ---- checks */

static bool lite_check(struct db *db, const struct db_statement *statement, struct err *err) {
    struct lite_statement *s = prepare(lite_of(db), statement, err);
    if (s == NULL) return false;
    if ((size_t)sqlite3_bind_parameter_count(s->handle) != statement->in_n)
        return err_set(err, ERR_DB, "%s: parameters differ from in:", statement->name);
    for (size_t i = 0; i < statement->out_n; i++) {
        const char *name = sqlite3_column_name(s->handle, (int)i);
        if (name == NULL || strcmp(name, statement->out[i].name) != 0)
            return err_set(err, ERR_DB, "%s: column %zu is %s, declared %s", statement->name, i + 1,
                           name, statement->out[i].name);
    }
    return true;
}

static int first_trouble(void *ctx, int n, char **values, char **names) {
    (void)names;
    if (n == 1 && values[0] != NULL && strcmp(values[0], "ok") == 0) return 0;
    if (n == 1)
        return err_set(ctx, ERR_DB, "quick_check: %s", values[0] != NULL ? values[0] : "?") || 1;
    return err_set(ctx, ERR_DB, "a row of %s refers to a missing row of %s", values[0],
                   values[2]) ||
           1;
}

static bool lite_integrity(struct db *db, struct err *err) {
    struct lite *lite = lite_of(db);
    struct err trouble = {0};
    if (sqlite3_exec(lite->handle, "pragma quick_check; pragma foreign_key_check;", first_trouble,
                     &trouble, NULL) == SQLITE_OK)
        return true;
    if (trouble.kind != ERR_NONE) return err_set(err, trouble.kind, "%s", trouble.message);
    return fail(lite, "check", err);
}

static bool lite_mark_version(struct db *db, int version, struct err *err) {
    char *sql = sqlite3_mprintf("pragma user_version = %d", version);
    bool ok = sql != NULL && lite_script(db, sql, err);
    sqlite3_free(sql);
    return ok;
}

static const char *lite_query_plan(struct db *db, const struct db_statement *statement,
                                   struct arena *a) {
    struct text plan;
    text_init(&plan, a);
    char *sql = sqlite3_mprintf("explain query plan %s", statement->sqlite);
    sqlite3_stmt *handle = NULL;
    if (sqlite3_prepare_v2(lite_of(db)->handle, sql, -1, &handle, NULL) == SQLITE_OK)
        while (sqlite3_step(handle) == SQLITE_ROW) {
            text_add(&plan, (const char *)sqlite3_column_text(handle, 3));
            text_addc(&plan, '\n');
        }
    sqlite3_finalize(handle);
    sqlite3_free(sql);
    return text_str(&plan);
}

const struct engine engine_sqlite = {
    .kind = DB_SQLITE,
    .connect = lite_connect,
    .close = lite_close,
    .start = lite_start,
    .next = lite_next,
    .changed = lite_changed,
    .finish = lite_finish,
    .script = lite_script,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .in_transaction = lite_in_transaction,
    .snapshot = lite_snapshot,
    .keeps_snapshots = true,
    .slim = lite_slim,
    .modest = lite_modest,
    .rest = lite_rest,
    .check = lite_check,
    .integrity = lite_integrity,
    .mark_version = lite_mark_version,
    .query_plan = lite_query_plan,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Migrations: forward only, each one a change like any other.
 *
 * A migration goes through store_write(), and so gets for free what it needs: one transaction on
 * either engine, the lock that keeps a second instance of the program waiting until it has been
 * committed, and a commit that is on the disk. What has been applied is read inside the same
 * transaction, so of two programs that start at once one migrates and the other finds it done.
 *
 * The database remembers each migration's SHA-256. A migration that was edited after its release
 * would leave old and new installations with different schemas under one number; it is refused.
 */
#include "db/migration.h"

#include "base/clock.h"
#include "db/engine.h"
#include "gen/db.sql.h"

#include <string.h>

static const char *const table_of_migrations = "create table if not exists schema_migration ("
                                               "    number bigint not null primary key,"
                                               "    name text not null,"
                                               "    sha256 text not null,"
                                               "    applied_at bigint not null)";

struct migrating {
    const struct migration *list;
    size_t n;
    bool applied; /* one more */
};

/* The rows must be the first of the list. */
static bool rows_fit(const struct q_db_migrations_applied_rows *rows, const struct migration *list,
                     size_t n, struct err *err) {
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_db_migrations_applied_row *row = &rows->v[i];
        if (i >= n)
            return err_set(err, ERR_CONFLICT,
                           "the database is newer than this program: it has been through "
                           "migration %s, which the program does not know",
                           row->name);
        if (row->number != list[i].number || strcmp(row->sha256, list[i].sha256) != 0)
            return err_set(err, ERR_CONFLICT,
                           "migration %s was another one when this database went through it",
                           list[i].name);
    }
    return true;
}

/* Runs the first migration of the list that this database has not been through. */
static bool apply_next(struct db *w, void *ctx, struct err *err) {
    struct migrating *m = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    struct q_db_migrations_applied_rows rows = {0};
    m->applied = false;
    if (!db_script(w, table_of_migrations, err) || !q_db_migrations_applied(w, a, &rows, err) ||
        !rows_fit(&rows, m->list, m->n, err))
        return false;
    if (rows.n == m->n) return true;
    const struct migration *next = &m->list[rows.n];
    struct q_db_migration_add_in in = {next->number, next->name, next->sha256, clock_real()};
    const char *sql = db_engine(w) == DB_SQLITE && next->sqlite ? next->sqlite : next->sql;
    if (!db_script(w, sql, err) || !q_db_migration_add(w, in, NULL, err) ||
        !w->engine->mark_version(w, next->number, err))
        return err_set(err, err != NULL ? err->kind : ERR_DB, "migration %s: %s", next->name,
                       err != NULL ? err->message : "");
    m->applied = true;
    return true;
}

bool migrations_apply(struct store *store, const struct migration *list, size_t n, int *ret_applied,
                      struct err *err) {
    struct migrating m = {.list = list, .n = n};
    int applied = 0;
    do {
        if (!store_write(store, apply_next, &m, err)) return false;
        applied += m.applied;
    } while (m.applied);
    if (ret_applied != NULL) *ret_applied = applied;
    return true;
}

static bool read_applied(struct store *store, struct arena *a,
                         struct q_db_migrations_applied_rows *ret_rows, struct err *err) {
    struct db *db = store_connect(store, err);
    bool ok = db != NULL && q_db_migrations_applied(db, a, ret_rows, err);
    db_close(db);
    return ok;
}

bool migrations_match(struct store *store, const struct migration *list, size_t n, int *ret_version,
                      struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_db_migrations_applied_rows rows = {0};
    if (!read_applied(store, a, &rows, err) || !rows_fit(&rows, list, n, err)) return false;
    if (rows.n < n)
        return err_set(err, ERR_CONFLICT, "migration %s has not run yet: vejviser migrate",
                       list[rows.n].name);
    if (ret_version != NULL) *ret_version = (int)rows.n;
    return true;
}

bool store_migrate(struct store *store, int *ret_applied, struct err *err) {
    return migrations_apply(store, migrations, migrations_n, ret_applied, err);
}

bool store_schema_ok(struct store *store, int *ret_version, struct err *err) {
    return migrations_match(store, migrations, migrations_n, ret_version, err);
}

bool store_integrity_ok(struct store *store, struct err *err) {
    struct db *db = store_connect(store, err);
    bool ok = db != NULL && db->engine->integrity(db, err);
    db_close(db);
    return ok;
}

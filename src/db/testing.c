/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fresh databases for tests. It lies in the library so that the tests of every room find it; the
 * program itself never calls it, and the linker leaves it out.
 */
#include "db/testing.h"

#include "base/id.h"
#include "db/engine.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#define FILE_NAME   "vejviser.db"
#define SCHEMA_ROOM 64
#define MOST_IDLE   16

/* What is behind a store of a test. */
struct place {
    struct place *next;
    struct arena *arena;
    struct store *store;
    const char *url;
    const char *dir;    /* SQLite */
    const char *schema; /* PostgreSQL */
    bool migrated;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* over all below */
static struct place *places;
static char idle[MOST_IDLE][SCHEMA_ROOM]; /* PostgreSQL: schemas to use again */
static size_t idle_n;
static bool drops_at_exit;
static char template_dir[256]; /* of the migrated SQLite file, once there is one */

static _Noreturn void stop(const char *what, const struct err *err) {
    fprintf(stderr, "testing: %s: %s\n", what, err->message);
    abort();
}

static const char *server(void) {
    const char *url = getenv("VEJVISER_TEST_DB");
    return url != NULL ? url : "";
}

bool test_on_postgres(void) { return strncmp(server(), "postgres", strlen("postgres")) == 0; }

static struct store *open_or_stop(const char *url) {
    struct err err = {0};
    struct store *store = store_open(url, true, &err);
    if (store == NULL) stop("open", &err);
    return store;
}

static void migrate_or_stop(struct store *store) {
    struct err err = {0};
    if (!store_migrate(store, NULL, &err)) stop("migrate", &err);
}

/* ---- SQLite */

/* Memory, where there is such a folder: tests commit all the time, and a disk would make them wait. */
static const char *base_dir(void) {
    const char *base = getenv("TMPDIR");
    if (base != NULL) return base;
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : P_tmpdir;
}

static char *make_dir(struct arena *a) {
    char *dir = arena_fmt(a, "%s/vejviser-test-XXXXXX", base_dir());
    if (mkdtemp(dir) == NULL) stop("mkdtemp", &(struct err){.message = "no directory"});
    return dir;
}

static void remove_dir(const char *dir) {
    static const char *const files[] = {FILE_NAME, FILE_NAME "-wal", FILE_NAME "-shm"};
    struct arena *a ARENA_AUTO = arena_new();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(arena_fmt(a, "%s/%s", dir, files[i]));
    rmdir(dir);
}

static void remove_template(void) { remove_dir(template_dir); }

/* With the lock held. */
static void make_template(void) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *dir = make_dir(a);
    struct store *store = open_or_stop(arena_fmt(a, "sqlite:%s/" FILE_NAME, dir));
    migrate_or_stop(store);
    store_close(store); /* and moves the WAL into the file */
    snprintf(template_dir, sizeof template_dir, "%s", dir);
    atexit(remove_template);
}

static void copy_template(const char *to) {
    struct arena *a ARENA_AUTO = arena_new();
    pthread_mutex_lock(&lock);
    if (template_dir[0] == '\0') make_template();
    pthread_mutex_unlock(&lock);
    int in = open(arena_fmt(a, "%s/" FILE_NAME, template_dir), O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat st = {0};
    if (in < 0 || out < 0 || fstat(in, &st) != 0 ||
        sendfile(out, in, NULL, (size_t)st.st_size) != st.st_size)
        stop("copy", &(struct err){.message = "the migrated file cannot be copied"});
    close(in);
    close(out);
}

static void sqlite_place(struct place *place, bool migrated) {
    place->dir = make_dir(place->arena);
    const char *path = arena_fmt(place->arena, "%s/" FILE_NAME, place->dir);
    if (migrated) copy_template(path);
    place->url = arena_fmt(place->arena, "sqlite:%s", path);
    place->store = open_or_stop(place->url);
}

/* ---- PostgreSQL
 *
 * Making and dropping seventy tables and indexes takes a server a second when it is busy, which it is
 * when all tests run. A migrated schema is therefore emptied when its test is done and given to the
 * next; those that are left are dropped when the program ends. */

static void on_server(const char *sql) {
    struct store *store = open_or_stop(server());
    test_sql(store, sql);
    store_close(store);
}

/* Tables younger than the marker are the test's own. The role "replica" asks for no foreign keys. */
static const char *const empty_schema =
    "set local session_replication_role = replica;"
    "do $$ declare t record; begin"
    "  for t in select oid::regclass as name, oid > 'test_marker'::regclass::oid as is_own"
    "    from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace"
    "    and relname not in ('schema_migration', 'test_marker') loop"
    "    if t.is_own then execute format('drop table if exists %s cascade', t.name);"
    "    else execute format('delete from %s', t.name); end if;"
    "  end loop; end $$";

static void drop_idle_schemas(void) {
    struct arena *a ARENA_AUTO = arena_new();
    for (; idle_n > 0; idle_n--)
        on_server(arena_fmt(a, "drop schema %s cascade", idle[idle_n - 1]));
}

/* An idle schema's name into `ret`, or false. */
static bool take_schema(char ret[static SCHEMA_ROOM]) {
    pthread_mutex_lock(&lock);
    bool found = idle_n > 0;
    if (found) memcpy(ret, idle[--idle_n], SCHEMA_ROOM);
    pthread_mutex_unlock(&lock);
    return found;
}

static bool keep_schema(const char *schema) {
    pthread_mutex_lock(&lock);
    bool room = idle_n < MOST_IDLE;
    if (room) {
        if (!drops_at_exit) atexit(drop_idle_schemas);
        drops_at_exit = true;
        snprintf(idle[idle_n++], SCHEMA_ROOM, "%s", schema);
    }
    pthread_mutex_unlock(&lock);
    return room;
}

static void postgres_place(struct place *place, bool migrated) {
    struct arena *a = place->arena;
    char schema[SCHEMA_ROOM];
    bool used = migrated && take_schema(schema);
    place->schema = used ? arena_dup(a, schema) : arena_fmt(a, "t_%s", id_new(a));
    place->migrated = migrated;
    if (!used) on_server(arena_fmt(a, "create schema %s", place->schema));
    place->url = arena_fmt(a, "%s%coptions=-csearch_path%%3D%s", server(),
                           strchr(server(), '?') == NULL ? '?' : '&', place->schema);
    place->store = open_or_stop(place->url);
    if (!migrated || used) return;
    migrate_or_stop(place->store);
    test_sql(place->store, "create table test_marker ()");
}

static void postgres_drop(struct place *place) {
    bool clean = false;
    if (place->migrated) {
        struct store *store = open_or_stop(place->url);
        clean = test_sql_try(store, empty_schema, NULL);
        store_close(store);
    }
    if (!clean || !keep_schema(place->schema))
        on_server(arena_fmt(place->arena, "drop schema %s cascade", place->schema));
}

/* ---- both */

static struct store *new_store(bool migrated) {
    struct arena *arena = arena_new();
    struct place *place = arena_alloc(arena, sizeof *place);
    place->arena = arena;
    if (test_on_postgres())
        postgres_place(place, migrated);
    else
        sqlite_place(place, migrated);
    pthread_mutex_lock(&lock);
    place->next = places;
    places = place;
    pthread_mutex_unlock(&lock);
    return place->store;
}

struct store *test_store(void) {
    return new_store(true);
}

struct store *test_store_bare(void) {
    return new_store(false);
}

static struct place *find_place(const struct store *store, bool take) {
    pthread_mutex_lock(&lock);
    struct place **link = &places;
    while (*link != NULL && (*link)->store != store) link = &(*link)->next;
    struct place *place = *link;
    if (take && place != NULL) *link = place->next;
    pthread_mutex_unlock(&lock);
    if (place == NULL) stop("store", &(struct err){.message = "not a test's"});
    return place;
}

const char *test_store_url(const struct store *store) { return find_place(store, false)->url; }

void test_store_drop(struct store *store) {
    struct place *place = find_place(store, true);
    store_close(store);
    if (place->dir != NULL) remove_dir(place->dir);
    if (place->schema != NULL) postgres_drop(place);
    arena_free(place->arena);
}

/* ---- statements */

static bool run_script(struct db *w, void *ctx, struct err *err) { return db_script(w, ctx, err); }

bool test_sql_try(struct store *store, const char *sql, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    return store_write(store, run_script, arena_dup(a, sql), err);
}

void test_sql(struct store *store, const char *sql) {
    struct err err = {0};
    if (!test_sql_try(store, sql, &err)) stop(sql, &err);
}

/* On a connection of its own, since a statement is known by its address and this one dies here. */
int64_t test_sql_number(struct store *store, const char *sql) {
    static const struct db_column column = {"n", DB_INT, 0};
    struct db_statement statement = {.name = sql,
                                     .sqlite = sql,
                                     .postgres = sql,
                                     .out = &column,
                                     .out_n = 1,
                                     .row_size = sizeof(int64_t)};
    struct {
        size_t n;
        int64_t *v;
    } rows = {0};
    struct arena *a ARENA_AUTO = arena_new();
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    if (db == NULL || !db_run(db, &statement, NULL, a, &rows, &err)) stop(sql, &err);
    db_close(db);
    return rows.n == 1 ? rows.v[0] : INT_NONE;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writes as hard as it can until it is killed, and says what was acknowledged.
 *
 *     crash_writer write URL ROUND    threads write; each acknowledged change is a line on stdout
 *     crash_writer check URL FILE     compares the database with the lines of all rounds
 *
 * A change is one row of `parent` and three of `child`, so that half of one can be seen. A line goes
 * out with one write(2) after store_write() has returned: what the reader of the pipe has, had been
 * promised. The reverse is no failure: a change may be on disk before its line was written.
 *
 * kill -9 takes the process, not the machine: this proves that nothing acknowledged lives in the
 * program's memory only and that the database recovers; that a commit waits for the disk is
 * synchronous=FULL's promise, which the engine's own tests cover.
 */
#include "db/db.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#define THREADS    16
#define CHILDREN   3
#define ROUND_SIZE 10000000 /* ids of one round */

struct id_in {
    int64_t id;
};

struct child_in {
    int64_t id;
    int64_t parent;
};

struct number_row {
    int64_t n;
};

struct numbers {
    size_t n;
    struct number_row *v;
};

static const struct db_column id_columns[] = {{"id", DB_INT, offsetof(struct id_in, id)}};
static const struct db_column child_columns[] = {
    {"id", DB_INT, offsetof(struct child_in, id)},
    {"parent", DB_INT, offsetof(struct child_in, parent)},
};
static const struct db_column number_columns[] = {{"n", DB_INT, 0}};

static const struct db_statement make_parent = {
    .name = "make_parent",
    .sqlite = "create table if not exists parent (id bigint not null primary key, filler text)",
    .postgres = "create table if not exists parent (id bigint not null primary key, filler text)",
};
static const struct db_statement make_child = {
    .name = "make_child",
    .sqlite = "create table if not exists child (id bigint not null primary key,"
              " parent bigint not null references parent(id))",
    .postgres = "create table if not exists child (id bigint not null primary key,"
                " parent bigint not null references parent(id))",
};
static const struct db_statement add_parent = {
    .name = "add_parent",
    .sqlite =
        "insert into parent (id, filler) values ($id, 'some bytes of a note that was written')",
    .postgres =
        "insert into parent (id, filler) values ($1, 'some bytes of a note that was written')",
    .in = id_columns,
    .in_n = 1,
    .in_size = sizeof(struct id_in),
};
static const struct db_statement add_child = {
    .name = "add_child",
    .sqlite = "insert into child (id, parent) values ($id, $parent)",
    .postgres = "insert into child (id, parent) values ($1, $2)",
    .in = child_columns,
    .in_n = 2,
    .in_size = sizeof(struct child_in),
};
static const struct db_statement find_parent = {
    .name = "find_parent",
    .sqlite = "select count(*) as n from parent where id = $id",
    .postgres = "select count(*) as n from parent where id = $1",
    .in = id_columns,
    .in_n = 1,
    .in_size = sizeof(struct id_in),
    .out = number_columns,
    .out_n = 1,
    .row_size = sizeof(struct number_row),
};
#define HALVES                                                                                       \
    "select count(*) as n from parent p where (select count(*) from child c where c.id >= 10 * p.id" \
    " and c.id < 10 * p.id + 10 and c.parent = p.id) <> 3"
static const struct db_statement count_halves = {
    .name = "count_halves",
    .sqlite = HALVES,
    .postgres = HALVES,
    .out = number_columns,
    .out_n = 1,
    .row_size = sizeof(struct number_row),
};
#define LONELY "select (select count(*) from child) - 3 * (select count(*) from parent) as n"
static const struct db_statement count_lonely = {
    .name = "count_lonely",
    .sqlite = LONELY,
    .postgres = LONELY,
    .out = number_columns,
    .out_n = 1,
    .row_size = sizeof(struct number_row),
};

static _Noreturn void stop(const char *what, const struct err *err) {
    fprintf(stderr, "crash_writer: %s: %s\n", what, err->message);
    exit(2);
}

static struct store *open_or_stop(const char *url) {
    struct err err = {0};
    struct store *store = store_open(url, true, &err);
    if (store == NULL) stop("open", &err);
    return store;
}

/* ---- write */

struct load {
    struct store *store;
    _Atomic int64_t next;
};

static bool make_tables(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return db_exec(w, &make_parent, NULL, NULL, err) && db_exec(w, &make_child, NULL, NULL, err);
}

static bool add_family(struct db *w, void *ctx, struct err *err) {
    int64_t id = *(const int64_t *)ctx;
    if (!db_exec(w, &add_parent, &(struct id_in){id}, NULL, err)) return false;
    for (int64_t i = 0; i < CHILDREN; i++)
        if (!db_exec(w, &add_child, &(struct child_in){10 * id + i, id}, NULL, err)) return false;
    return true;
}

static void acknowledge(int64_t id) {
    char line[32];
    int len = snprintf(line, sizeof line, "%" PRId64 "\n", id);
    if (write(STDOUT_FILENO, line, (size_t)len) != len) exit(2);
}

static void *write_for_ever(void *ctx) {
    struct load *load = ctx;
    struct err err = {0};
    for (;;) {
        int64_t id = load->next++;
        if (!store_write(load->store, add_family, &id, &err)) stop("write", &err);
        acknowledge(id);
    }
    return NULL;
}

static int write_load(const char *url, int round) {
    struct load load = {.store = open_or_stop(url), .next = (int64_t)round * ROUND_SIZE};
    struct err err = {0};
    if (!store_write(load.store, make_tables, NULL, &err)) stop("tables", &err);
    for (int i = 1; i < THREADS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, write_for_ever, &load) != 0) return 2;
    }
    write_for_ever(&load);
    return 0;
}

/* ---- check */

static int64_t number(struct db *db, const struct db_statement *statement, const void *in) {
    struct arena *a ARENA_AUTO = arena_new();
    struct numbers rows = {0};
    struct err err = {0};
    if (!db_run(db, statement, in, a, &rows, &err)) stop(statement->name, &err);
    return rows.v[0].n;
}

/* A line that the kill cut short has no end and was no promise. */
static bool read_id(FILE *file, int64_t *ret) {
    char line[32];
    if (fgets(line, sizeof line, file) == NULL || strchr(line, '\n') == NULL) return false;
    *ret = strtoll(line, NULL, 10);
    return true;
}

static int check(const char *url, const char *path) {
    struct err err = {0};
    struct store *store = open_or_stop(url);
    if (!store_integrity_ok(store, &err)) stop("integrity", &err);
    struct db *db = store_connect(store, &err);
    FILE *file = fopen(path, "r");
    if (db == NULL || file == NULL) stop("check", &err);
    int64_t acknowledged = 0, lost = 0, id = 0;
    for (; read_id(file, &id); acknowledged++)
        lost += number(db, &find_parent, &(struct id_in){id}) != 1;
    fclose(file);
    int64_t halves = number(db, &count_halves, NULL) + (number(db, &count_lonely, NULL) != 0);
    db_close(db);
    store_close(store);
    printf("%" PRId64 " acknowledged, %" PRId64 " lost, %" PRId64 " half\n", acknowledged, lost,
           halves);
    return lost == 0 && halves == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "write") == 0)
        return write_load(argv[2], (int)strtol(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "check") == 0) return check(argv[2], argv[3]);
    fputs("usage: crash_writer write URL ROUND | check URL FILE\n", stderr);
    return 2;
}

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How many writes a second are acknowledged, with one client and with many.
 *
 *     bench_groupcommit URL [CLIENTS [SECONDS]]      URL of an empty database; 32 clients, 2 s
 *
 * Each client writes one row of the use log's size and waits for it, like a request that is logged
 * before it is answered. One client and many take turns, five times; the medians are printed, and
 * how often the writer committed. On SQLite the last line tells what the disk itself can do: how
 * often a second 4 KB can be written to a file beside the database and made durable.
 */
#include "base/clock.h"
#include "db/db.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#define RUNS 5
#define MOST_CLIENTS 512

struct entry {
    int64_t id;
    const char *body;
};

static const struct db_column columns[] = {
    {"id", DB_INT, offsetof(struct entry, id)},
    {"body", DB_TEXT, offsetof(struct entry, body)},
};
#define TABLE "create table if not exists entry (id bigint not null primary key, body text not null)"
static const struct db_statement make = {.name = "make", .sqlite = TABLE, .postgres = TABLE};
static const struct db_statement add = {
    .name = "add",
    .sqlite = "insert into entry (id, body) values ($id, $body)",
    .postgres = "insert into entry (id, body) values ($1, $2)",
    .in = columns,
    .in_n = 2,
    .in_size = sizeof(struct entry),
};

struct load {
    struct store *store;
    _Atomic int64_t next;
    atomic_bool stop;
    _Atomic int64_t acknowledged;
};

static _Noreturn void stop(const char *what, const struct err *err)
{
    fprintf(stderr, "bench_groupcommit: %s: %s\n", what, err->message);
    exit(1);
}

static bool make_table(struct db *w, void *ctx, struct err *err)
{
    (void)ctx;
    return db_exec(w, &make, NULL, NULL, err);
}

static bool add_entry(struct db *w, void *ctx, struct err *err)
{
    return db_exec(w, &add, ctx, NULL, err);
}

static void *client(void *ctx)
{
    static const char body[] =
        "2026-11-24T08:15:00 counsellor GET /unge/:id read youth guidance 64 hex digits of the row "
        "before 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b and of this one "
        "d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35";
    struct load *load = ctx;
    struct err err = {0};
    while (!load->stop) {
        struct entry entry = {load->next++, body};
        if (!store_write(load->store, add_entry, &entry, &err))
            stop("write", &err);
        load->acknowledged++;
    }
    return NULL;
}

struct rate {
    double writes, commits; /* a second */
};

static struct rate measure(struct load *load, int clients, double seconds)
{
    pthread_t threads[MOST_CLIENTS];
    load->stop = false;
    load->acknowledged = 0;
    uint64_t commits = store_commits(load->store);
    int64_t start = clock_ticks();
    for (int i = 0; i < clients; i++)
        pthread_create(&threads[i], NULL, client, load);
    usleep((useconds_t)(seconds * 1e6));
    load->stop = true;
    for (int i = 0; i < clients; i++)
        pthread_join(threads[i], NULL);
    double passed = (double)(clock_ticks() - start) / 1e6;
    return (struct rate){(double)load->acknowledged / passed,
                         (double)(store_commits(load->store) - commits) / passed};
}

static int by_writes(const void *a, const void *b)
{
    const struct rate *x = a, *y = b;
    return (x->writes > y->writes) - (x->writes < y->writes);
}

/* In place, in a file that has its size: appending would also wait for the file system's journal,
 * which a WAL does only while it grows. */
static void measure_disk(const char *path)
{
    enum { PAGES = 1024 };
    char name[4096];
    static const char page[4096] = "x";
    snprintf(name, sizeof name, "%s.fsync", path);
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    bool ok = true;
    for (int i = 0; i < PAGES && ok; i++)
        ok = write(fd, page, sizeof page) == (ssize_t)sizeof page;
    ok = ok && fsync(fd) == 0;
    int n = 0;
    for (int64_t start = clock_ticks(); ok && clock_ticks() - start < 1000000; n++)
        ok = pwrite(fd, page, sizeof page, n % PAGES * (off_t)sizeof page) == sizeof page &&
             fdatasync(fd) == 0;
    printf("the disk alone: %d pages of 4 KB made durable in a second, one by one\n", n);
    close(fd);
    unlink(name);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: bench_groupcommit URL [CLIENTS [SECONDS]]\n", stderr);
        return 2;
    }
    int many = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 32;
    double seconds = argc > 3 ? strtod(argv[3], NULL) : 2;
    if (many < 1 || many > MOST_CLIENTS)
        return 2;
    struct err err = {0};
    struct load load = {.store = store_open(argv[1], true, &err)};
    if (load.store == NULL || !store_write(load.store, make_table, NULL, &err))
        stop("open", &err);
    struct rate one[RUNS], all[RUNS];
    for (int i = 0; i < RUNS; i++) {
        one[i] = measure(&load, 1, seconds);
        all[i] = measure(&load, many, seconds);
    }
    qsort(one, RUNS, sizeof *one, by_writes);
    qsort(all, RUNS, sizeof *all, by_writes);
    struct rate x = one[RUNS / 2], y = all[RUNS / 2];
    printf("%3d client:  %7.0f writes/s in %6.0f commits/s\n", 1, x.writes, x.commits);
    printf("%3d clients: %7.0f writes/s in %6.0f commits/s\n", many, y.writes, y.commits);
    printf("ratio %.1f\n", y.writes / x.writes);
    if (store_engine(load.store) == DB_SQLITE)
        measure_disk(argv[1] + strlen("sqlite:"));
    store_close(load.store);
    return 0;
}

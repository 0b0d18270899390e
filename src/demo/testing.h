/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the demo's tests share: a municipality that they only look at, and others made for one test.
 */
#ifndef VEJVISER_DEMO_TESTING_H
#define VEJVISER_DEMO_TESTING_H

#include "base/test.h"

#include "access/internal.h"
#include "base/date.h"
#include "db/testing.h"
#include "demo/demo.h"

#define MANY 2000
#define DATE "2026-11-24"

struct filled {
    struct store *store;
    struct demo_login *logins;
    size_t logins_n;
};

static inline struct filled fill(struct arena *a, int64_t youth, uint64_t seed, const char *date) {
    struct err err = {0};
    struct filled filled = {.store = test_store()};
    struct demo_options options = {.youth = youth, .seed = seed, .date = day_parse_iso(date)};
    if (!demo_fill(filled.store, &options, &filled.logins, &filled.logins_n, a, &err))
        fail_msg("%s", err.message);
    return filled;
}

/* One municipality for all tests that only look. */
static struct arena *arena;
static struct filled town;

static inline int open_town(void **state) {
    (void)state;
    unsigned char key[KEY_BYTES] = {7};
    arena = arena_new();
    if (!keys_use(key, NULL)) return 1;
    town = fill(arena, MANY, 1, DATE);
    return 0;
}

static inline int close_town(void **state) {
    (void)state;
    test_store_drop(town.store);
    arena_free(arena);
    return 0;
}

static inline int64_t number(const char *sql) { return test_sql_number(town.store, sql); }

/* ---- reading text rows ---- */

struct line {
    const char *text;
};
static const struct db_column line_out[] = {{"line", DB_TEXT, offsetof(struct line, text)}};

static inline struct db_statement lines_of(const char *sql) {
    return (struct db_statement){.name = "lines",
                                 .sqlite = sql,
                                 .postgres = sql,
                                 .out = line_out,
                                 .out_n = 1,
                                 .row_size = sizeof(struct line)};
}

#endif

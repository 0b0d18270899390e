/* SPDX-License-Identifier: EUPL-1.2
 *
 * Several queries asked as one.
 *
 * A page is made of what many rooms contribute, and each asks for its own. Here their statements are
 * put side by side in one, an arm for each, tied by `union all`:
 *
 *     select -1 as part, cast(null as bigint) as i0, cast(null as text) as t0 ... where 1 = 0
 *     union all select 0, x.id, x.name, null ... from (the text of the first statement) x
 *     union all select 1, x.n,  null,   null ... from (the text of the second) x
 *
 * A column of an arm stands in a slot of its type; the slots are as many as the widest arm needs. Each
 * arm's parameters get names of their own, since two statements may call different things `$day`. The
 * first arm has no rows; it tells PostgreSQL what is of which type.
 *
 * The texts are those of the .sql files, so nothing that a user wrote can get into one. A text is made
 * once for each list of statements that ever comes, and lives as long as the program: there are as many
 * as there are kinds of pages.
 */
#include "db/answers.h"
#include "db/engine.h"

#include "base/text.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

enum slot { SLOT_INT, SLOT_TEXT, SLOT_DAY, SLOT_REAL, SLOT_BLOB, SLOTS };

static const char *const slot_types[SLOTS] = {"bigint", "text", "text", "double precision",
                                              "bytea"};
static const enum db_type slot_columns[SLOTS] = {DB_INT, DB_TEXT, DB_DAY, DB_REAL, DB_BLOB};
static const size_t slot_sizes[SLOTS] = {sizeof(int64_t), sizeof(char *), sizeof(int32_t),
                                         sizeof(double), sizeof(struct blob)};

static enum slot slot_of(enum db_type type) {
    switch (type) {
    case DB_TEXT:
        return SLOT_TEXT;
    case DB_INT:
    case DB_TIME:
    case DB_BOOL:
        return SLOT_INT;
    case DB_DAY:
        return SLOT_DAY;
    case DB_REAL:
        return SLOT_REAL;
    case DB_BLOB:
        return SLOT_BLOB;
    }
    return SLOT_TEXT;
}

/* One list of statements, made into one. */
struct together {
    struct together *next;
    const struct db_statement *const *parts;
    size_t parts_n;
    size_t *in_at;             /* per part: where its in-struct is copied to */
    size_t first_slot[SLOTS];  /* column of `whole` that is the first of that kind */
    struct db_statement whole; /* its row: part, then the slots */
};

static size_t aligned(size_t at) { return (at + 15) & ~(size_t)15; }

/* ---- the text */

static void slot_name(struct text *out, enum slot kind, size_t n) {
    text_addf(out, "%c%zu", "itdrb"[kind], n);
}

static void add_head(struct text *out, const size_t slots[SLOTS]) {
    text_add(out, "select -1 as part");
    for (int kind = 0; kind < SLOTS; kind++)
        for (size_t i = 0; i < slots[kind]; i++) {
            text_addf(out, ", cast(null as %s) as ", slot_types[kind]);
            slot_name(out, (enum slot)kind, i);
        }
    text_add(out, " where 1 = 0");
}

/* The statement's own text without its ';', each parameter renamed: $day to $p3_day, or $2 to $14. */
static void add_body(struct text *out, const char *sql, size_t part, size_t params_before,
                     bool numbered) {
    size_t len = strlen(sql);
    while (len > 0 && strchr("; \n", sql[len - 1]) != NULL) len--;
    for (size_t i = 0; i < len; i++) {
        if (sql[i] != '$') {
            text_addc(out, sql[i]);
            continue;
        }
        if (!numbered) {
            text_addf(out, "$p%zu_", part);
            continue;
        }
        size_t number = 0;
        while (i + 1 < len && sql[i + 1] >= '0' && sql[i + 1] <= '9')
            number = number * 10 + (size_t)(sql[++i] - '0');
        text_addf(out, "$%zu", params_before + number);
    }
}

/* The n-th column of a kind that a statement has; NULL when it has fewer. */
static const struct db_column *column_in_slot(const struct db_statement *part, enum slot kind,
                                              size_t n) {
    for (size_t i = 0; i < part->out_n; i++)
        if (slot_of(part->out[i].type) == kind && n-- == 0) return &part->out[i];
    return NULL;
}

static void add_arm(struct text *out, const struct together *t, const size_t slots[SLOTS],
                    size_t part, size_t params_before, bool numbered) {
    const struct db_statement *statement = t->parts[part];
    text_addf(out, "\nunion all select %zu", part);
    for (int kind = 0; kind < SLOTS; kind++)
        for (size_t i = 0; i < slots[kind]; i++) {
            const struct db_column *column = column_in_slot(statement, (enum slot)kind, i);
            if (column)
                text_addf(out, ", x.%s", column->name);
            else
                text_add(out, ", null");
        }
    text_add(out, " from (");
    add_body(out, numbered ? statement->postgres : statement->sqlite, part, params_before,
             numbered);
    text_add(out, ") x");
}

static const char *sql_of(struct arena *a, const struct together *t, const size_t slots[SLOTS],
                          bool numbered) {
    struct text out;
    text_init(&out, a);
    add_head(&out, slots);
    size_t params = 0;
    for (size_t part = 0; part < t->parts_n; part++) {
        add_arm(&out, t, slots, part, params, numbered);
        params += t->parts[part]->in_n;
    }
    return text_str(&out);
}

/* ---- the statement */

static void count_slots(const struct together *t, size_t ret_slots[SLOTS]) {
    memset(ret_slots, 0, SLOTS * sizeof *ret_slots);
    for (size_t part = 0; part < t->parts_n; part++) {
        size_t own[SLOTS] = {0};
        for (size_t i = 0; i < t->parts[part]->out_n; i++)
            own[slot_of(t->parts[part]->out[i].type)]++;
        for (int kind = 0; kind < SLOTS; kind++)
            if (own[kind] > ret_slots[kind]) ret_slots[kind] = own[kind];
    }
}

static void lay_out_in(struct together *t, struct arena *a) {
    size_t n = 0, at = 0;
    for (size_t part = 0; part < t->parts_n; part++) n += t->parts[part]->in_n;
    struct db_column *in = arena_array(a, n + 1, sizeof *in);
    t->in_at = arena_array(a, t->parts_n, sizeof *t->in_at);
    size_t next = 0;
    for (size_t part = 0; part < t->parts_n; part++) {
        const struct db_statement *statement = t->parts[part];
        t->in_at[part] = at;
        for (size_t i = 0; i < statement->in_n; i++)
            in[next++] = (struct db_column){arena_fmt(a, "p%zu_%s", part, statement->in[i].name),
                                            statement->in[i].type, at + statement->in[i].offset};
        at = aligned(at + statement->in_size);
    }
    t->whole.in = in;
    t->whole.in_n = n;
    t->whole.in_size = at;
}

static void lay_out_row(struct together *t, struct arena *a, const size_t slots[SLOTS]) {
    size_t n = 1, at = 0;
    for (int kind = 0; kind < SLOTS; kind++) n += slots[kind];
    struct db_column *out = arena_array(a, n, sizeof *out);
    out[0] = (struct db_column){"part", DB_INT, 0};
    at = aligned(sizeof(int64_t));
    size_t next = 1;
    for (int kind = 0; kind < SLOTS; kind++) {
        t->first_slot[kind] = next;
        for (size_t i = 0; i < slots[kind]; i++) {
            struct text name;
            text_init(&name, a);
            slot_name(&name, (enum slot)kind, i);
            out[next++] = (struct db_column){text_str(&name), slot_columns[kind], at};
            at = aligned(at + slot_sizes[kind]);
        }
    }
    t->whole.out = out;
    t->whole.out_n = n;
    t->whole.row_size = at;
}

static struct together *together_make(struct arena *a, const struct db_ask *asks, size_t n) {
    struct together *t = arena_alloc(a, sizeof *t);
    const struct db_statement **parts = arena_array(a, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) parts[i] = asks[i].statement;
    *t = (struct together){.parts = parts, .parts_n = n};
    size_t slots[SLOTS];
    count_slots(t, slots);
    lay_out_in(t, a);
    lay_out_row(t, a, slots);
    t->whole.name = arena_fmt(a, "%s and %zu more", parts[0]->name, n - 1);
    t->whole.what = "several statements asked as one";
    t->whole.sqlite = sql_of(a, t, slots, false);
    t->whole.postgres = sql_of(a, t, slots, true);
    t->whole.file = "(together)";
    return t;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct together *made; /* all there are, in an arena of the program's */
static struct arena *kept;

static bool is_of(const struct together *t, const struct db_ask *asks, size_t n) {
    if (t->parts_n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (t->parts[i] != asks[i].statement) return false;
    return true;
}

static const struct together *together_of(const struct db_ask *asks, size_t n) {
    pthread_mutex_lock(&lock);
    struct together *t = made;
    while (t != NULL && !is_of(t, asks, n)) t = t->next;
    if (t == NULL) {
        if (kept == NULL) kept = arena_new();
        t = together_make(kept, asks, n);
        t->next = made;
        made = t;
    }
    pthread_mutex_unlock(&lock);
    return t;
}

/* ---- the rows */

static void move_value(const struct db_column *to, void *row, const struct db_column *slot,
                       const char *wide) {
    void *value = column_in_row(to, row);
    const void *from = column_in(slot, wide);
    switch (to->type) {
    case DB_TEXT:
        *(const char **)value = *(const char *const *)from;
        break;
    case DB_INT:
    case DB_TIME:
        *(int64_t *)value = *(const int64_t *)from;
        break;
    case DB_BOOL:
        *(bool *)value = *(const int64_t *)from != 0 && *(const int64_t *)from != INT_NONE;
        break;
    case DB_DAY:
        *(int32_t *)value = *(const int32_t *)from;
        break;
    case DB_REAL:
        *(double *)value = *(const double *)from;
        break;
    case DB_BLOB:
        *(struct blob *)value = *(const struct blob *)from;
        break;
    }
}

static void row_of_part(const struct together *t, size_t part, const char *wide, void *row) {
    const struct db_statement *statement = t->parts[part];
    size_t used[SLOTS] = {0};
    for (size_t i = 0; i < statement->out_n; i++) {
        enum slot kind = slot_of(statement->out[i].type);
        move_value(&statement->out[i], row, &t->whole.out[t->first_slot[kind] + used[kind]], wide);
        used[kind]++;
    }
}

static int64_t part_of(const struct db_rows *rows, const struct together *t, size_t i) {
    const void *row = (const char *)rows->v + i * t->whole.row_size;
    return *(const int64_t *)row;
}

/* The rows of each part, in the order they came. */
static void share_out(struct arena *a, const struct together *t, const struct db_rows *rows,
                      struct recalled *recalled) {
    for (size_t i = 0; i < rows->n; i++) recalled[part_of(rows, t, i)].rows.n++;
    for (size_t part = 0; part < t->parts_n; part++) {
        struct recalled *r = &recalled[part];
        r->rows.v = arena_array(a, r->rows.n + 1, t->parts[part]->row_size);
        r->rows.n = 0;
    }
    for (size_t i = 0; i < rows->n; i++) {
        size_t part = (size_t)part_of(rows, t, i);
        struct recalled *r = &recalled[part];
        row_of_part(t, part, (const char *)rows->v + i * t->whole.row_size,
                    (char *)r->rows.v + r->rows.n++ * t->parts[part]->row_size);
    }
}

/* As the connection has answered before in the thread's snapshot, or anew. */
static bool answer(struct db *db, const struct db_statement *whole, const void *in, struct arena *a,
                   struct db_rows *ret, struct err *err) {
    struct db *connection = snapshot_connection(db);
    if (connection && answers_find(connection->answers, whole, in, a, ret)) return true;
    if (!db_run(db, whole, in, a, ret, err)) return false;
    if (connection) answers_keep(&connection->answers, whole, in, ret);
    return true;
}

bool db_run_together(struct db *db, struct arena *a, const struct db_ask *asks, size_t n,
                     struct err *err) {
    if (n < 2) return true; /* nothing to gain */
    const struct together *t = together_of(asks, n);
    char *in = arena_array(a, 1, t->whole.in_size + 1);
    struct recalled *recalled = arena_array(a, n, sizeof *recalled);
    for (size_t i = 0; i < n; i++) {
        if (asks[i].statement->in_size)
            memcpy(in + t->in_at[i], asks[i].in, asks[i].statement->in_size);
        recalled[i] = (struct recalled){.statement = asks[i].statement, .in = in + t->in_at[i]};
    }
    struct db_rows rows;
    if (!answer(db, &t->whole, in, a, &rows, err)) return false;
    share_out(a, t, &rows, recalled);
    for (size_t i = 0; i < n; i++) recall_add(&recalled[i]);
    return true;
}

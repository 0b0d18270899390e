/* SPDX-License-Identifier: EUPL-1.2
 *
 * The answers of a snapshot: a short list in an arena of their own, so that forgetting is one call.
 */
#include "db/answers.h"

#include <string.h>

#define MOST_BYTES ((size_t)2 << 20) /* by connection: some ten worklists */

struct answer {
    const struct answer *next;
    const struct db_statement *statement;
    const void *in;
    struct db_rows rows;
};

struct answers {
    struct arena *arena;
    const struct answer *first;
};

/* The value that a row points to, copied; the row itself has been. */
static void copy_value(struct arena *a, const struct db_column *column, void *row) {
    void *value = column_in_row(column, row);
    if (column->type == DB_TEXT) {
        *(const char **)value = arena_dup(a, *(const char *const *)value);
    } else if (column->type == DB_BLOB) {
        struct blob *blob = value;
        if (blob->ptr != NULL) blob->ptr = arena_dup_n(a, blob->ptr, blob->len);
    }
}

static void *copy(struct arena *a, const struct db_column *columns, size_t columns_n, size_t size,
                  const void *rows, size_t n) {
    char *copies = arena_array(a, n + 1, size + (size == 0));
    if (n * size > 0) memcpy(copies, rows, n * size);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < columns_n; c++) copy_value(a, &columns[c], copies + i * size);
    return copies;
}

static struct db_rows copy_rows(struct arena *a, const struct db_statement *statement,
                                const struct db_rows *rows) {
    return (struct db_rows){
        rows->n, copy(a, statement->out, statement->out_n, statement->row_size, rows->v, rows->n)};
}

bool answers_find(const struct answers *answers, const struct db_statement *statement,
                  const void *in, struct arena *a, struct db_rows *ret) {
    const struct answer *answer = answers ? answers->first : NULL;
    while (answer != NULL &&
           (answer->statement != statement || !statement_same_in(statement, answer->in, in)))
        answer = answer->next;
    if (answer == NULL) return false;
    *ret = copy_rows(a, statement, &answer->rows);
    return true;
}

void answers_keep(struct answers **answers, const struct db_statement *statement, const void *in,
                  const struct db_rows *rows) {
    if (*answers == NULL) {
        struct arena *a = arena_new();
        *answers = arena_alloc(a, sizeof **answers);
        **answers = (struct answers){.arena = a};
    }
    struct arena *a = (*answers)->arena;
    if (arena_used(a) + rows->n * statement->row_size > MOST_BYTES) return;
    struct answer *answer = arena_alloc(a, sizeof *answer);
    *answer = (struct answer){
        .next = (*answers)->first,
        .statement = statement,
        .in = copy(a, statement->in, statement->in_n, statement->in_size, in, 1),
        .rows = copy_rows(a, statement, rows),
    };
    (*answers)->first = answer;
}

void answers_forget(struct answers **answers) {
    if (*answers != NULL) arena_free((*answers)->arena);
    *answers = NULL;
}

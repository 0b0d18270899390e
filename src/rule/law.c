/* SPDX-License-Identifier: EUPL-1.2
 *
 * rules/law.csv and rules/units.csv, read once. tools/law.py has checked them when the program was
 * built, so that a row that cannot be read here is a bug, told as an error.
 */
#include "rule/internal.h"

#include "base/date.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define LAW_CELLS  10
#define UNIT_CELLS 3

static struct law the_law;
static struct err the_reason; /* why the law could not be read */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t count_lines(const char *text) {
    size_t n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

/* Splits the line at *text into n cells and moves *text behind it. */
static bool line_cells(struct arena *a, const char **text, const char **cells, size_t n) {
    size_t len = strcspn(*text, "\n"), found = 0;
    char *line = arena_dup_n(a, *text, len);
    *text += len + ((*text)[len] == '\n');
    for (char *cell = line; cell && found <= n; found++) {
        char *end = strchr(cell, ';');
        if (end) *end++ = '\0';
        if (found < n) cells[found] = cell;
        cell = end;
    }
    return found == n;
}

static bool kind_read(const char *name, enum rule_kind *ret) {
    static const char *const names[] = {[RULE_WHOLE] = "whole",
                                        [RULE_DECIMAL] = "decimal",
                                        [RULE_MONTH_DAY] = "month-day",
                                        [RULE_DATE] = "date",
                                        [RULE_CHOICE] = "choice"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) return *ret = (enum rule_kind)i, true;
    return false;
}

static bool units_read(struct arena *a, struct law *law, struct err *err) {
    const char *text = rules_units, *cells[UNIT_CELLS];
    struct rule_unit *units = arena_array(a, count_lines(text), sizeof *units);
    line_cells(a, &text, cells, UNIT_CELLS); /* the heading */
    while (*text) {
        struct rule_unit *unit = &units[law->units_n++];
        if (!line_cells(a, &text, cells, UNIT_CELLS) || !kind_read(cells[1], &unit->kind))
            return err_set(err, ERR_INPUT, "rules/units.csv: row %zu", law->units_n);
        unit->name = cells[0];
        unit->choices = cells[2];
    }
    law->units = units;
    return true;
}

const struct rule_unit *law_unit(const struct law *law, const char *name) {
    for (size_t i = 0; i < law->units_n; i++)
        if (strcmp(law->units[i].name, name) == 0) return &law->units[i];
    return NULL;
}

static bool row_read(const struct law *law, const char *const *cells, struct rule_row *row) {
    *row = (struct rule_row){
        .rule = cells[0],
        .grade = cells[1],
        .category = cells[2],
        .value = cells[3],
        .unit = law_unit(law, cells[4]),
        .thousandths = INT_NONE,
        .from = day_parse_iso(cells[5]),
        .to = day_parse_iso(cells[6]),
        .source = cells[9],
        .sure = *cells[8],
        .is_local = strcmp(cells[7], "municipality") == 0,
        .known_at = INT_NONE,
    };
    return row->unit && (!*row->value || value_is_of(row->unit, row->value, &row->thousandths));
}

static int key_order(const struct rule_key *key, const char *rule, const char *grade,
                     const char *category) {
    int order = strcmp(key->rule, rule);
    if (!order) order = strcmp(key->grade, grade);
    return order ? order : strcmp(key->category, category);
}

static int by_key(const void *left, const void *right) {
    const struct law_key *const *l = left, *const *r = right;
    return key_order(&(*l)->key, (*r)->key.rule, (*r)->key.grade, (*r)->key.category);
}

/* The key of this row among those so far; a new one when there is none. */
static struct law_key *key_of(struct law *law, const struct rule_row *row) {
    for (size_t i = 0; i < law->keys_n; i++)
        if (!key_order(&law->keys[i].key, row->rule, row->grade, row->category))
            return &law->keys[i];
    struct law_key *key = &law->keys[law->keys_n++];
    key->key = (struct rule_key){row->rule, row->grade, row->category, NULL, row->is_local};
    return key;
}

/* Rows of one key may stand apart in the file (grade 9, grade 10, grade 9 again): gather them. */
static void keys_make(struct arena *a, struct law *law, const struct rule_row *rows, size_t n) {
    law->keys = arena_array(a, n, sizeof *law->keys);
    for (size_t i = 0; i < n; i++) key_of(law, &rows[i])->n++;
    law->sorted = arena_array(a, law->keys_n, sizeof *law->sorted);
    law->listed = arena_array(a, law->keys_n, sizeof *law->listed);
    struct rule_row *next = arena_array(a, n, sizeof *next);
    for (size_t k = 0; k < law->keys_n; k++) {
        struct law_key *key = &law->keys[k];
        struct rule_row *own = next;
        for (size_t i = 0; i < n; i++)
            if (!key_order(&key->key, rows[i].rule, rows[i].grade, rows[i].category))
                *next++ = rows[i];
        key->rows = own;
        key->key.unit = own[key->n - 1].unit;
        law->listed[k] = key->key;
        law->sorted[k] = key;
    }
    qsort(law->sorted, law->keys_n, sizeof(struct law_key *), by_key);
    for (size_t i = 0; i < law->keys_n; i++) law->sorted[i]->place = i;
}

static bool law_read(struct arena *a, struct law *law, struct err *err) {
    if (!units_read(a, law, err)) return false;
    const char *text = rules_law, *cells[LAW_CELLS];
    struct rule_row *rows = arena_array(a, count_lines(text), sizeof *rows);
    size_t n = 0;
    line_cells(a, &text, cells, LAW_CELLS); /* the heading */
    for (; *text; n++)
        if (!line_cells(a, &text, cells, LAW_CELLS) || !row_read(law, cells, &rows[n]))
            return err_set(err, ERR_INPUT, "rules/law.csv: row %zu", n + 1);
    keys_make(a, law, rows, n);
    return true;
}

static void read_once(void) {
    static struct arena *a; /* the program's; reachable, so that no leak is seen in it */
    a = arena_new();
    law_read(a, &the_law, &the_reason);
}

bool law_get(const struct law **ret_law, struct err *err) {
    pthread_once(&once, read_once);
    if (the_reason.kind != ERR_NONE) return err_set(err, the_reason.kind, "%s", the_reason.message);
    *ret_law = &the_law;
    return true;
}

const struct law_key *law_key_find(const struct law *law, const char *rule, const char *grade,
                                   const char *category) {
    size_t low = 0, high = law->keys_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = key_order(&law->sorted[middle]->key, rule, grade, category);
        if (order == 0) return law->sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct rule_row *law_row_on(const struct law_key *key, int32_t day) {
    for (size_t i = 0; i < key->n; i++)
        if (row_holds(&key->rows[i], day)) return &key->rows[i];
    return NULL;
}

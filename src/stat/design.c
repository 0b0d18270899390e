/* SPDX-License-Identifier: EUPL-1.2 */
#include "design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_missing(const struct frame_column *c, size_t row) {
    switch (c->kind) {
    case FRAME_DOUBLE:
        return isnan(c->x[row]);
    case FRAME_INT:
        return c->i[row] == INT_NONE;
    case FRAME_DAY:
        return c->day[row] == DAY_NONE;
    case FRAME_FACTOR:
        return c->level[row] == FRAME_NO_LEVEL;
    case FRAME_AUTO:
        break; /* never comes out of a read */
    }
    return true;
}

static double number_at(const struct frame_column *c, size_t row) {
    switch (c->kind) {
    case FRAME_DOUBLE:
        return c->x[row];
    case FRAME_INT:
        return (double)c->i[row];
    case FRAME_DAY:
        return c->day[row];
    case FRAME_FACTOR:
        return c->level[row];
    case FRAME_AUTO:
        break;
    }
    return NAN;
}

struct design_rows design_rows(struct arena *a, struct frame_column *const *columns,
                               size_t columns_n, size_t frame_n) {
    struct design_rows rows = {.place = arena_array(a, frame_n, sizeof *rows.place)};
    for (size_t i = 0; i < frame_n; i++) {
        bool is_whole = true;
        for (size_t c = 0; c < columns_n && is_whole; c++)
            is_whole = !columns[c] || !is_missing(columns[c], i);
        if (is_whole)
            rows.place[rows.n++] = (uint32_t)i;
        else
            rows.dropped++;
    }
    return rows;
}

struct named {
    const char *name;
    double number;
    uint32_t old;
};

static int by_number(const void *left, const void *right) {
    double l = ((const struct named *)left)->number, r = ((const struct named *)right)->number;
    return (l > r) - (l < r);
}

static int by_bytes(const void *left, const void *right) {
    return strcmp(((const struct named *)left)->name, ((const struct named *)right)->name);
}

static void sort_names(struct named *names, size_t n) {
    bool all_numbers = true;
    for (size_t i = 0; i < n; i++) {
        char *end;
        names[i].number = strtod(names[i].name, &end);
        all_numbers = all_numbers && end != names[i].name && !*end && !isnan(names[i].number);
    }
    qsort(names, n, sizeof *names, all_numbers ? by_number : by_bytes);
}

static uint32_t *renumber(struct arena *a, const struct frame_column *c,
                          const struct design_rows *rows, struct named *names, size_t *ret_n) {
    uint32_t *to = arena_array(a, c->levels_n, sizeof *to), *cells;
    bool *is_used = arena_array(a, c->levels_n, sizeof *is_used);
    for (size_t i = 0; i < rows->n; i++) is_used[c->level[rows->place[i]]] = true;
    size_t n = 0;
    for (size_t l = 0; l < c->levels_n; l++)
        if (is_used[l]) names[n++] = (struct named){.name = c->levels[l], .old = (uint32_t)l};
    sort_names(names, n);
    for (size_t l = 0; l < n; l++) to[names[l].old] = (uint32_t)l;
    cells = arena_array(a, rows->n, sizeof *cells);
    for (size_t i = 0; i < rows->n; i++) cells[i] = to[c->level[rows->place[i]]];
    *ret_n = n;
    return cells;
}

/* Values in order, each once. */
static uint32_t *number_values(struct arena *a, const struct frame_column *c,
                               const struct design_rows *rows, struct named **ret_names,
                               size_t *ret_n) {
    struct named *values = arena_array(a, rows->n, sizeof *values);
    uint32_t *cells = arena_array(a, rows->n, sizeof *cells);
    for (size_t i = 0; i < rows->n; i++)
        values[i] = (struct named){.number = number_at(c, rows->place[i]), .old = (uint32_t)i};
    qsort(values, rows->n, sizeof *values, by_number);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (n == 0 || values[i].number != values[n - 1].number) {
            uint32_t place = values[i].old;
            values[n].number = values[i].number;
            cells[place] = (uint32_t)n++;
        } else {
            cells[values[i].old] = (uint32_t)(n - 1);
        }
    }
    for (size_t l = 0; l < n; l++) values[l].name = arena_fmt(a, "%.15g", values[l].number);
    *ret_names = values, *ret_n = n;
    return cells;
}

uint32_t *design_levels(struct arena *a, const struct frame_column *c,
                        const struct design_rows *rows, size_t *ret_n, const char ***ret_names) {
    struct named *names;
    uint32_t *cells;
    if (c->kind == FRAME_FACTOR) {
        names = arena_array(a, c->levels_n, sizeof *names);
        cells = renumber(a, c, rows, names, ret_n);
    } else {
        cells = number_values(a, c, rows, &names, ret_n);
    }
    if (ret_names) {
        *ret_names = arena_array(a, *ret_n, sizeof **ret_names);
        for (size_t l = 0; l < *ret_n; l++) (*ret_names)[l] = names[l].name;
    }
    return cells;
}

double *design_numbers(struct arena *a, const struct frame_column *c,
                       const struct design_rows *rows) {
    double *numbers = arena_array(a, rows->n, sizeof *numbers);
    if (c->kind != FRAME_FACTOR) {
        for (size_t i = 0; i < rows->n; i++) numbers[i] = number_at(c, rows->place[i]);
        return numbers;
    }
    size_t n;
    uint32_t *cells = design_levels(a, c, rows, &n, NULL);
    for (size_t i = 0; i < rows->n; i++) numbers[i] = cells[i];
    return numbers;
}

struct block {
    size_t width;
    const uint32_t *level; /* NULL: numbers */
    const double *number;
    const char **names;
};

static struct block block_make(struct arena *a, const struct frame_column *c,
                               const struct design_rows *rows) {
    struct block b = {.width = 1};
    if (c->kind != FRAME_FACTOR) {
        b.number = design_numbers(a, c, rows);
        return b;
    }
    size_t levels;
    b.level = design_levels(a, c, rows, &levels, &b.names);
    b.width = levels > 0 ? levels - 1 : 0;
    return b;
}

static void fill(struct arena *a, struct design *d, size_t at, const struct block *b,
                 const struct frame_column *c, bool as_factor, size_t number) {
    for (size_t j = 0; j < b->width; j++) {
        d->column[at + j] = number;
        if (b->number)
            d->terms[at] = c->name;
        else
            d->terms[at + j] =
                arena_fmt(a, as_factor ? "factor(%s)%s" : "%s%s", c->name, b->names[j + 1]);
    }
    for (size_t i = 0; i < d->n; i++) {
        double *row = d->x + i * d->p + at;
        if (b->number)
            row[0] = b->number[i];
        else if (b->level[i] > 0)
            row[b->level[i] - 1] = 1;
    }
}

struct design design_make(struct arena *a, struct frame_column *const *columns, size_t columns_n,
                          const bool *as_factor, const struct design_rows *rows, bool has_ones) {
    struct design d = {.n = rows->n, .p = has_ones};
    struct block *blocks = arena_array(a, columns_n, sizeof *blocks);
    for (size_t c = 0; c < columns_n; c++) {
        blocks[c] = block_make(a, columns[c], rows);
        d.p += blocks[c].width;
    }
    d.x = arena_array(a, d.n * d.p, sizeof *d.x);
    d.terms = arena_array(a, d.p, sizeof *d.terms);
    d.column = arena_array(a, d.p, sizeof *d.column);
    if (has_ones) {
        d.terms[0] = "(Intercept)", d.column[0] = SIZE_MAX;
        for (size_t i = 0; i < d.n; i++) d.x[i * d.p] = 1;
    }
    for (size_t c = 0, at = has_ones; c < columns_n; at += blocks[c++].width)
        fill(a, &d, at, &blocks[c], columns[c], as_factor && as_factor[c], c);
    return d;
}

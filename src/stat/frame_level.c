/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/frame_level.h"

#include "base/utf8.h"
#include "stat/frame_cell.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_text(const char *text, size_t len) {
    uint64_t hash = len * 0x9E3779B97F4A7C15U, word;
    for (; len >= 8; text += 8, len -= 8) {
        memcpy(&word, text, 8);
        hash = (hash ^ word) * 0xBF58476D1CE4E5B9U;
        hash ^= hash >> 29;
    }
    word = 0;
    memcpy(&word, text, len);
    hash = (hash ^ word) * 0x94D049BB133111EBU;
    return hash ^ hash >> 32;
}

void intern_init(struct intern *in, struct arena *a) {
    *in = (struct intern){.arena = a, .table_size = 64, .room = 32};
    in->table = arena_array(a, in->table_size, sizeof *in->table);
    in->names = arena_array(a, in->room, sizeof *in->names);
    in->lengths = arena_array(a, in->room, sizeof *in->lengths);
}

static bool is_level(const struct intern *in, uint32_t i, const char *text, size_t len) {
    return in->lengths[i] == len && memcmp(in->names[i], text, len) == 0;
}

/* The text's place in the table: that of its number, or the free one where it belongs. */
static size_t find(const struct intern *in, const char *text, size_t len) {
    size_t at = hash_text(text, len) & (in->table_size - 1);
    while (in->table[at] && !is_level(in, in->table[at] - 1, text, len))
        at = (at + 1) & (in->table_size - 1);
    return at;
}

static void grow(struct intern *in) {
    size_t room = in->room;
    in->room *= 2;
    in->names =
        arena_grow(in->arena, in->names, room * sizeof *in->names, in->room * sizeof *in->names);
    in->lengths = arena_grow(in->arena, in->lengths, room * sizeof *in->lengths,
                             in->room * sizeof *in->lengths);
    in->table_size *= 2;
    in->table = arena_array(in->arena, in->table_size, sizeof *in->table);
    for (uint32_t i = 0; i < in->n; i++) in->table[find(in, in->names[i], in->lengths[i])] = i + 1;
}

uint32_t intern(struct intern *in, const char *text, size_t len) {
    if (in->n && is_level(in, in->last, text, len)) return in->last;
    size_t at = find(in, text, len);
    if (in->table[at]) return in->last = in->table[at] - 1;
    if (!utf8_valid(text, len) || memchr(text, '\0', len)) return UINT32_MAX;
    if (in->n == in->room) {
        grow(in);
        at = find(in, text, len);
    }
    in->last = (uint32_t)in->n;
    in->names[in->n] = arena_dup_n(in->arena, text, len);
    in->lengths[in->n] = (uint32_t)len;
    in->table[at] = (uint32_t)++in->n;
    return in->last;
}

/* ---- order ---- */

struct ranked {
    const char *name;
    double number;
    uint32_t level;
};

static int compare_numbers(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->number != b->number) return a->number < b->number ? -1 : 1;
    return strcmp(a->name, b->name); /* 1 and 1.0 */
}

static int compare_names(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    return strcmp(a->name, b->name);
}

void frame_sort_levels(struct arena *a, struct frame_column *column, size_t n) {
    size_t levels_n = column->levels_n;
    struct ranked *ranked = arena_array(a, levels_n, sizeof *ranked);
    bool numbers = true;
    for (uint32_t i = 0; i < levels_n; i++) {
        const char *name = column->levels[i];
        ranked[i] = (struct ranked){.name = name, .level = i};
        struct cell cell = {.ptr = name, .len = strlen(name)};
        numbers = numbers && cell_double(cell, '.', &ranked[i].number) == CELL_FINE;
    }
    qsort(ranked, levels_n, sizeof *ranked, numbers ? compare_numbers : compare_names);
    uint32_t *place = arena_array(a, levels_n, sizeof *place);
    const char **names = arena_array(a, levels_n, sizeof *names);
    for (uint32_t i = 0; i < levels_n; i++) {
        place[ranked[i].level] = i;
        names[i] = ranked[i].name;
    }
    for (size_t i = 0; i < n; i++)
        if (column->level[i] != FRAME_NO_LEVEL) column->level[i] = place[column->level[i]];
    column->levels = names;
}

uint32_t frame_level(const struct frame_column *column, const char *name) {
    for (uint32_t i = 0; i < column->levels_n; i++)
        if (strcmp(column->levels[i], name) == 0) return i;
    return FRAME_NO_LEVEL;
}

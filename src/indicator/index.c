/* SPDX-License-Identifier: EUPL-1.2
 *
 * From an id to a place in an array: a hundred thousand of them are asked for half a million times.
 */
#include "indicator/internal.h"

#include <string.h>

static size_t hash(const char *key) {
    uint64_t h = 1469598103934665603U; /* FNV-1a */
    for (const unsigned char *p = (const unsigned char *)key; *p; p++)
        h = (h ^ *p) * 1099511628211U;
    return (size_t)(h ^ h >> 32);
}

void index_init(struct arena *a, struct index *index, size_t most) {
    size_t slots = 16;
    while (slots < 2 * most) slots *= 2;
    *index = (struct index){.keys = arena_array(a, most + 1, sizeof(const char *)),
                            .slots = arena_array(a, slots, sizeof(uint32_t)),
                            .mask = slots - 1};
    memset(index->slots, 0, slots * sizeof(uint32_t));
}

void index_put(struct index *index, const char *key) {
    size_t slot = hash(key) & index->mask;
    while (index->slots[slot]) slot = (slot + 1) & index->mask;
    index->keys[index->n++] = key;
    index->slots[slot] = (uint32_t)index->n;
}

size_t index_find(const struct index *index, const char *key) {
    for (size_t slot = hash(key) & index->mask; index->slots[slot];
         slot = (slot + 1) & index->mask) {
        size_t place = index->slots[slot] - 1;
        if (strcmp(index->keys[place], key) == 0) return place;
    }
    return SIZE_MAX;
}

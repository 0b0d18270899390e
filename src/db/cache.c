/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/cache.h"

#define FIRST_ROOM 64

static size_t slot_of(const struct cache *cache, const struct db_statement *statement) {
    uint64_t key = (uintptr_t)statement;
    return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (cache->room - 1);
}

/* Open addressing: the statement's slot, or the free one where it belongs. */
static struct cache_slot *probe(const struct cache *cache, const struct db_statement *statement) {
    size_t i = slot_of(cache, statement);
    while (cache->slots[i].statement != NULL && cache->slots[i].statement != statement)
        i = (i + 1) & (cache->room - 1);
    return &cache->slots[i];
}

static void grow(struct cache *cache) {
    struct cache old = *cache;
    cache->room = old.room == 0 ? FIRST_ROOM : old.room * 2;
    cache->slots = arena_array(cache->arena, cache->room, sizeof *cache->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].statement != NULL) *probe(cache, old.slots[i].statement) = old.slots[i];
}

struct cache_slot *cache_find(struct cache *cache, const struct db_statement *statement) {
    if (cache->n * 2 >= cache->room) grow(cache);
    struct cache_slot *slot = probe(cache, statement);
    if (slot->statement == NULL) {
        slot->statement = statement;
        cache->n++;
    }
    return slot;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Open addressing with linear probing, at most half full; a hash of 0 marks a free place.
 */
#include "exchange/seen.h"

#include <sodium.h>
#include <string.h>

#define FIRST_SIZE 256

struct place {
    uint64_t hash;
    int64_t number;
};

struct seen {
    struct arena *arena;
    struct place *places;
    size_t size, n; /* size: a power of two */
    unsigned char key[crypto_shorthash_KEYBYTES];
};

struct seen *seen_new(struct arena *a) {
    struct seen *seen = arena_alloc(a, sizeof *seen);
    seen->arena = a;
    seen->size = FIRST_SIZE;
    seen->places = arena_array(a, seen->size, sizeof *seen->places);
    randombytes_buf(seen->key, sizeof seen->key);
    return seen;
}

void seen_clear(struct seen *seen) {
    seen->n = 0;
    memset(seen->places, 0, seen->size * sizeof *seen->places);
}

static uint64_t hash_of(const struct seen *seen, const char *key) {
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key, strlen(key), seen->key);
    return hash ? hash : 1;
}

/* Where the hash is, or the free place where it belongs. */
static struct place *place_of(const struct seen *seen, uint64_t hash) {
    size_t mask = seen->size - 1, at = (size_t)hash & mask;
    while (seen->places[at].hash && seen->places[at].hash != hash) at = (at + 1) & mask;
    return &seen->places[at];
}

static void grow(struct seen *seen) {
    struct place *old = seen->places;
    size_t old_size = seen->size;
    seen->size *= 2;
    seen->places = arena_array(seen->arena, seen->size, sizeof *seen->places);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].hash) *place_of(seen, old[i].hash) = old[i];
}

bool seen_add(struct seen *seen, const char *key, int64_t number, int64_t *ret_first) {
    if (2 * seen->n >= seen->size) grow(seen);
    uint64_t hash = hash_of(seen, key);
    struct place *place = place_of(seen, hash);
    if (place->hash) {
        *ret_first = place->number;
        return false;
    }
    *place = (struct place){hash, number};
    seen->n++;
    return true;
}

bool seen_find(const struct seen *seen, const char *key, int64_t *ret_number) {
    const struct place *place = place_of(seen, hash_of(seen, key));
    if (!place->hash) return false;
    *ret_number = place->number;
    return true;
}

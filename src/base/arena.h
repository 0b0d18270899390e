/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Memory with a lifespan instead of an owner. Whatever a request needs comes from its arena and
 * disappears with it, so a slice never frees. One arena belongs to one thread at a time.
 *
 * Nothing here returns NULL and nothing reports "out of memory": see the essay in arena.c. All
 * memory is zeroed.
 */
#pragma once

#include "types.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a); /* NULL is fine */

/* Ends the life of everything in the arena; keeps the first chunk, so that the next request
 * starts without malloc. */
void arena_reset(struct arena *a);

/* size zeroed bytes, 16-aligned. Size 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull, alloc_size(2)));

/* count * size zeroed bytes; a product that overflows aborts. */
void *arena_array(struct arena *a, size_t count, size_t size)
    __attribute__((returns_nonnull, alloc_size(2, 3)));

/* ptr (from this arena, old_size bytes; NULL with 0) made new_size long: in place when it was the
 * last thing allocated, else copied. What was added is zero. The old pointer is dead. */
void *arena_grow(struct arena *a, void *ptr, size_t old_size, size_t new_size)
    __attribute__((returns_nonnull));

/* Copies, NUL-terminated. arena_dup(a, NULL) is NULL, because NULL text means "none" all over the
 * house. */
char *arena_dup(struct arena *a, const char *text);
char *arena_dup_n(struct arena *a, const char *text, size_t len) __attribute__((returns_nonnull));

char *arena_fmt(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3)
    __attribute__((returns_nonnull));

/* Bytes handed out since the last reset, alignment included: for tests and for finding greedy
 * pages. */
size_t arena_used(const struct arena *a);

/* `struct arena *a ARENA_AUTO = arena_new();` frees at the end of the scope. */
static inline void arena_free_auto(struct arena **a) { arena_free(*a); }
#define ARENA_AUTO __attribute__((cleanup(arena_free_auto)))

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Chunks in a list; allocation moves a mark. The first chunk stays through resets, so an ordinary
 * page costs no malloc at all; later chunks double up to a megabyte, and what is larger still gets
 * a chunk of its own size.
 *
 * Why it aborts when memory is out. On Linux malloc hardly ever fails: the kernel promises more
 * than it has and kills somebody later. Checks for NULL in every line would be code that no test
 * ever walks, in a program full of people's data, and a half-done answer is worse than none. So
 * the one place that asks the system for memory stops the program, systemd starts it again in a
 * fraction of a second, and the database has lost nothing (every acknowledged write is on disk).
 * What must never be able to exhaust memory is input from outside, and that is bounded where it is
 * read.
 *
 * Zeroing happens at allocation, not at reset: only what is used is paid for. Under
 * AddressSanitizer everything not handed out is poisoned, with a gap after each piece, so an
 * overrun or a pointer kept over a reset is reported at once.
 */
#include "arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define GAP                 16
#define poison(ptr, size)   ASAN_POISON_MEMORY_REGION(ptr, size)
#define unpoison(ptr, size) ASAN_UNPOISON_MEMORY_REGION(ptr, size)
#else
#define GAP                 0
#define poison(ptr, size)   ((void)(ptr), (void)(size))
#define unpoison(ptr, size) ((void)(ptr), (void)(size))
#endif

#define ALIGN         16
#define FIRST_CHUNK   ((size_t)64 * 1024)
#define LARGEST_CHUNK ((size_t)1024 * 1024)

struct chunk {
    struct chunk *next; /* the older one; NULL in the first */
    size_t size;        /* of bytes[] */
    size_t used;
    _Alignas(ALIGN) char bytes[];
};

struct arena {
    struct chunk *chunk; /* the newest: the only one with room */
    size_t used;         /* in all chunks */
};

static _Noreturn void memory_out(size_t size) {
    fprintf(stderr, "error out of memory: %zu bytes\n", size);
    abort();
}

static struct chunk *chunk_new(size_t size, struct chunk *next) {
    struct chunk *c = size > SIZE_MAX / 2 ? NULL : malloc(sizeof *c + size);
    if (c == NULL) memory_out(size);
    *c = (struct chunk){.next = next, .size = size};
    poison(c->bytes, size);
    return c;
}

static void chunk_free(struct chunk *c) {
    unpoison(c->bytes, c->size);
    free(c);
}

struct arena *arena_new(void) {
    struct arena *a = malloc(sizeof *a);
    if (a == NULL) memory_out(sizeof *a);
    *a = (struct arena){.chunk = chunk_new(FIRST_CHUNK, NULL)};
    return a;
}

void arena_reset(struct arena *a) {
    while (a->chunk->next != NULL) {
        struct chunk *older = a->chunk->next;
        chunk_free(a->chunk);
        a->chunk = older;
    }
    poison(a->chunk->bytes, a->chunk->size);
    a->chunk->used = 0;
    a->used = 0;
}

void arena_free(struct arena *a) {
    if (a == NULL) return;
    arena_reset(a);
    chunk_free(a->chunk);
    free(a);
}

/* What an allocation takes from its chunk: aligned, with the sanitizer's gap. */
static size_t space_for(size_t size) {
    if (size > SIZE_MAX / 2) memory_out(size);
    return (size + GAP + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void make_room(struct arena *a, size_t space) {
    if (space <= a->chunk->size - a->chunk->used) return;
    size_t size = a->chunk->size * 2 < LARGEST_CHUNK ? a->chunk->size * 2 : LARGEST_CHUNK;
    a->chunk = chunk_new(space > size ? space : size, a->chunk);
}

void *arena_alloc(struct arena *a, size_t size) {
    size_t space = space_for(size);
    make_room(a, space);
    char *ptr = a->chunk->bytes + a->chunk->used;
    a->chunk->used += space;
    a->used += space;
    unpoison(ptr, size);
    return memset(ptr, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) memory_out(SIZE_MAX);
    return arena_alloc(a, total);
}

void *arena_grow(struct arena *a, void *ptr, size_t old_size, size_t new_size) {
    assert(new_size >= old_size);
    if (ptr == NULL) return arena_alloc(a, new_size);
    struct chunk *c = a->chunk;
    size_t old_space = space_for(old_size), new_space = space_for(new_size);
    bool last = (char *)ptr + old_space == c->bytes + c->used;
    if (last && new_space - old_space <= c->size - c->used) {
        c->used += new_space - old_space;
        a->used += new_space - old_space;
        unpoison(ptr, new_size);
        memset((char *)ptr + old_size, 0, new_size - old_size);
        return ptr;
    }
    void *moved = arena_alloc(a, new_size);
    return memcpy(moved, ptr, old_size);
}

char *arena_dup_n(struct arena *a, const char *text, size_t len) {
    if (len == SIZE_MAX) memory_out(len);
    char *copy = arena_alloc(a, len + 1);
    if (len > 0) memcpy(copy, text, len);
    return copy;
}

char *arena_dup(struct arena *a, const char *text) {
    return text == NULL ? NULL : arena_dup_n(a, text, strlen(text));
}

char *arena_fmt(struct arena *a, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    assert(len >= 0);
    char *text = arena_alloc(a, (size_t)len + 1);
    if ((size_t)len < sizeof small)
        memcpy(text, small, (size_t)len);
    else
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

size_t arena_used(const struct arena *a) { return a->used; }

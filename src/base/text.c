/* SPDX-License-Identifier: EUPL-1.2 */
#include "text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_init(struct text *t, struct arena *a) { *t = (struct text){.arena = a}; }

/* Makes room for `more` bytes and the NUL. Doubling keeps the copying linear; the arena often
 * grows it in place. */
static void make_room(struct text *t, size_t more) {
    size_t need;
    if (__builtin_add_overflow(t->len + 1, more, &need) || need > SIZE_MAX / 4)
        abort(); /* see the essay in arena.c */
    if (need <= t->cap) return;
    size_t cap = t->cap < 128 ? 128 : t->cap;
    while (cap < need) cap *= 2;
    t->ptr = arena_grow(t->arena, t->ptr, t->cap, cap);
    t->cap = cap;
}

void text_add_n(struct text *t, const char *s, size_t len) {
    if (len == 0) return;
    make_room(t, len);
    memcpy(t->ptr + t->len, s, len);
    t->len += len;
    t->ptr[t->len] = '\0';
}

void text_add(struct text *t, const char *s) {
    if (s != NULL) text_add_n(t, s, strlen(s));
}

void text_addc(struct text *t, char c) { text_add_n(t, &c, 1); }

void text_addf(struct text *t, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    make_room(t, 64);
    int len = vsnprintf(t->ptr + t->len, t->cap - t->len, format, args);
    assert(len >= 0);
    if ((size_t)len >= t->cap - t->len) {
        make_room(t, (size_t)len);
        vsnprintf(t->ptr + t->len, t->cap - t->len, format, again);
    }
    t->len += (size_t)len;
    va_end(again);
    va_end(args);
}

void text_clear(struct text *t) {
    t->len = 0;
    if (t->ptr != NULL) t->ptr[0] = '\0';
}

const char *text_str(const struct text *t) { return t->ptr == NULL ? "" : t->ptr; }

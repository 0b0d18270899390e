/* SPDX-License-Identifier: EUPL-1.2 */
/* A text that grows, in an arena. ptr is NUL-terminated whenever len > 0; use text_str() when it
 * may be empty. */
#pragma once

#include "arena.h"

struct text {
    struct arena *arena;
    char *ptr;
    size_t len; /* bytes, without the NUL */
    size_t cap; /* bytes, with room for the NUL */
};

void text_init(struct text *t, struct arena *a); /* allocates nothing */
void text_add(struct text *t, const char *s);    /* NULL adds nothing */
void text_add_n(struct text *t, const char *s, size_t len);
void text_addc(struct text *t, char c);
void text_addf(struct text *t, const char *format, ...) PRINTF_LIKE(2, 3);
void text_clear(struct text *t); /* length 0; keeps the memory */

/* The text so far, NUL-terminated, never NULL; valid until the next addition. */
const char *text_str(const struct text *t) __attribute__((returns_nonnull));

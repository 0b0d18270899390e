/* SPDX-License-Identifier: EUPL-1.2 */
/* UTF-8 as strict as RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. U+0000
 * is a character here. */
#pragma once

#include <stdbool.h>

#include "arena.h"

bool utf8_valid(const char *text, size_t len);

/* How many of the first bytes are whole valid characters; len when all are. */
size_t utf8_valid_prefix(const char *text, size_t len);

/* A NUL-terminated copy that is valid: what is not becomes U+FFFD, and so does U+0000. */
char *utf8_clean(struct arena *a, const char *text, size_t len);

/* The longest length <= max that does not split a character of text (len bytes). */
size_t utf8_cut(const char *text, size_t len, size_t max);

/* Characters (code points) in valid NUL-terminated text: what "at most 120 characters" counts. */
size_t utf8_count(const char *text);

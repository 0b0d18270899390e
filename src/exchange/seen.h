/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which keys a file has had, and a number for each: to find pupils and schools that stand twice.
 * Keys are kept as 64-bit keyed hashes (SipHash with a key of the run), so that a hostile file
 * cannot make them collide; two different keys of a million do so once in ten million files.
 */
#ifndef VEJVISER_SEEN_H
#define VEJVISER_SEEN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct seen;
struct seen *seen_new(struct arena *a);
/* Forgets everything and keeps the memory. */
void seen_clear(struct seen *seen);
/* Remembers key -> number when it is new and returns true; else writes the first number. */
bool seen_add(struct seen *seen, const char *key, int64_t number, int64_t *ret_first);
bool seen_find(const struct seen *seen, const char *key, int64_t *ret_number);

#endif

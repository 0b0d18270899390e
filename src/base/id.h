/* SPDX-License-Identifier: EUPL-1.2 */
/* Names for new rows and for secrets. Thread-safe. */
#pragma once

#include <stdbool.h>

#include "arena.h"

#define ID_LEN 26

/* 128 random bits as 26 characters of lower-case base32 (a-z 2-7): cannot be guessed, safe in
 * URLs and file names. */
const char *id_new(struct arena *a);
/* `n` of them at once, in rising order (strcmp): rows that are added in this order fill the indexes
 * on their ids from one end, which makes an import of a whole municipality a fifth faster. */
const char **id_new_sorted(struct arena *a, size_t n);
bool id_is_valid(const char *text); /* has the form of an id; NULL does not */

/* A positive 63-bit number, greater than every earlier one of this program run, that grows with
 * the time of creation: rows sort by it, and B-trees fill from one end. It can be guessed, so it
 * is no secret and gives no access. Follows the real time (not --date), so that a second run with
 * the same date makes new numbers. */
int64_t id_next(void);

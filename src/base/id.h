/* SPDX-License-Identifier: EUPL-1.2 */
/* Names for new rows and for secrets. Thread-safe. */
#pragma once

#include <stdbool.h>

#include "arena.h"

#define ID_LEN 26

/* 128 random bits as 26 characters of lower-case base32 (2-7 a-z): cannot be guessed, safe in
 * URLs and file names. */
const char *id_new(struct arena *a);

/* The same form, for rows that much else hangs on: 45 bits of milliseconds, then 83 random bits.
 * Rows that are made together lie together in every index, so that a list of a school's pupils
 * reads few pages (docs/decisions/0006-lists-read-few-pages.md). It tells when the row was made. Follows
 * the real time. */
const char *id_new_in_order(struct arena *a);
bool id_is_valid(const char *text); /* has the form of an id; NULL does not */

/* A positive 63-bit number, greater than every earlier one of this program run, that grows with
 * the time of creation: rows sort by it, and B-trees fill from one end. It can be guessed, so it
 * is no secret and gives no access. Follows the real time (not --date), so that a second run with
 * the same date makes new numbers. */
int64_t id_next(void);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Danish order and Danish search. Both are computed here and stored in the database, since neither
 * engine can be trusted to know Danish: `order by sort_key` compares bytes.
 */
#pragma once

#include "arena.h"

/* Danish alphabetical order (æ ø å last, aa as å; case and accents only break ties): memcmp of two
 * keys orders the texts. NULL sorts as "". The hex variant is lower-case hexadecimal text in the
 * same order, for text columns. Keys are comparable only within one version of ICU's tables: store
 * sort_key_version() and rebuild when it changes. */
struct blob sort_key(struct arena *a, const char *text);
const char *sort_key_hex(struct arena *a, const char *text);
const char *sort_key_version(struct arena *a);

/* Compares as the keys do, without making them: < 0, 0, > 0. For sorting a short list in memory. */
int sort_compare(const char *left, const char *right);

/*
 * The one folding of search, applied to what is stored and to what is typed. Lower case, accents
 * dropped, punctuation to single spaces, and the spellings of æ ø å made one:
 *     å aa æ ä ae -> a    ø ö oe -> o    é -> e    ü -> u    ß -> ss    ð -> d    þ -> th    ł -> l
 * so that Søren/Soeren/Soren/SÖREN, Aabenraa/Åbenrå/Abenra, and Æbeltoft/Aebeltoft find each
 * other. See collate.c for why. A prefix of a text folds to a prefix of the folded text, and
 * folding twice changes nothing.
 */
const char *fold(struct arena *a, const char *text); /* "" for NULL */

/* The words of fold(text), NULL-terminated array; *ret_n without the NULL. */
const char **fold_tokens(struct arena *a, const char *text, size_t *ret_n);

/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files from outside to UTF-8, as they stream in, in bounded memory. Registers and schools send
 * UTF-16LE, UTF-8 and Windows-1252, with and without a byte order mark, and nobody says which. The
 * rules, in this order:
 *   1. a byte order mark decides (UTF-8, UTF-16LE, UTF-16BE), and is not passed on;
 *   2. NULs as every second byte of the first 256: UTF-16LE (UTF-16BE the other way round);
 *   3. plain ASCII is the same in both that are left; the first byte above 0x7f decides: if a
 *      valid UTF-8 character starts there, UTF-8; else Windows-1252.
 * What does not fit the decision is refused with its place in the file, never replaced: a name
 * with a hole in it is worse than no import. A NUL character, or a byte Windows-1252 does not
 * define, means that this is not text.
 */
#pragma once

#include <stdbool.h>

#include "err.h"
#include "types.h"

struct decoder;

enum encoding {
    ENCODING_UNDECIDED,
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_WINDOWS1252
};

/* Takes some whole characters of UTF-8, not NUL-terminated, valid during the call. False stops
 * the decoding. */
typedef bool decoder_sink(void *ctx, const char *utf8, size_t len, struct err *err);

/* One decoder reads one file. */
struct decoder *decoder_new(void);
void decoder_free(struct decoder *d); /* NULL is fine */

/* Feeds the next bytes of any number; the sink is called zero or more times. decoder_end() says
 * that there are no more. False: the sink stopped, or ERR_INPUT with the byte offset in the
 * message; the decoder is then of no more use. */
bool decoder_feed(struct decoder *d, const void *bytes, size_t len, decoder_sink *sink, void *ctx,
                  struct err *err);
bool decoder_end(struct decoder *d, decoder_sink *sink, void *ctx, struct err *err);

/* What it turned out to be; UNDECIDED while only ASCII has come. */
enum encoding decoder_encoding(const struct decoder *d);
const char *encoding_name(enum encoding e); /* "UTF-16LE"; never NULL */

/* Where (bytes from the start of the file) decoding failed; INT_NONE when it did not. */
int64_t decoder_failed_at(const struct decoder *d);

static inline void decoder_free_auto(struct decoder **d) { decoder_free(*d); }
#define DECODER_AUTO __attribute__((cleanup(decoder_free_auto)))

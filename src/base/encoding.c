/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The first 256 bytes are held back until a byte order mark or the pattern of NULs can be seen;
 * then bytes flow:
 *
 *   UTF-8 and undecided   checked by utf8.c and passed on as they are, so the common case copies
 *                         nothing; up to three bytes of a character cut by the end of a piece wait
 *                         in carry[]. Undecided is the same path, and the first byte that
 *                         is not ASCII ends it, to one side or the other.
 *   UTF-16, Windows-1252  by ICU's converters, in blocks that fit on the stack.
 *
 * The answer does not depend on how the bytes were cut into pieces, and memory does not depend on
 * the size of the file.
 */
#include "encoding.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "utf8.h"

#define HEAD  256
#define BLOCK 4096

struct decoder {
    enum encoding encoding;
    bool started;
    unsigned char head[HEAD];
    size_t head_n;
    char carry[4];
    size_t carry_n;
    int64_t offset; /* bytes of the file before those in hand */
    int64_t failed_at;
    UConverter *converter; /* for UTF-16 and Windows-1252 */
};

/* Where decoded text goes: passed down together. */
struct outlet {
    decoder_sink *sink;
    void *ctx;
    struct err *err;
};

struct decoder *decoder_new(void) {
    struct decoder *d = calloc(1, sizeof *d);
    if (d == NULL) abort(); /* see the essay in arena.c */
    d->failed_at = INT_NONE;
    return d;
}

void decoder_free(struct decoder *d) {
    if (d == NULL) return;
    if (d->converter != NULL) ucnv_close(d->converter);
    free(d);
}

enum encoding decoder_encoding(const struct decoder *d) { return d->encoding; }

int64_t decoder_failed_at(const struct decoder *d) { return d->failed_at; }

const char *encoding_name(enum encoding e) {
    static const char *const names[] = {[ENCODING_UNDECIDED] = "ASCII",
                                        [ENCODING_UTF8] = "UTF-8",
                                        [ENCODING_UTF16LE] = "UTF-16LE",
                                        [ENCODING_UTF16BE] = "UTF-16BE",
                                        [ENCODING_WINDOWS1252] = "Windows-1252"};
    return names[e];
}

static bool fail_at(struct decoder *d, int64_t at, const char *what, const struct outlet *out) {
    d->failed_at = at;
    return err_set(out->err, ERR_INPUT, "byte %" PRId64 ": %s (read as %s)", at, what,
                   encoding_name(d->encoding));
}

/* Detection */

static bool starts_with(const struct decoder *d, const char *mark, size_t len) {
    return d->head_n >= len && memcmp(d->head, mark, len) == 0;
}

/* Every second byte of Danish text in UTF-16 is NUL, nearly; in the other encodings none is. */
static enum encoding encoding_by_nuls(const struct decoder *d) {
    size_t pairs = d->head_n / 2, first = 0, second = 0;
    for (size_t i = 0; i < pairs; i++) {
        first += d->head[2 * i] == 0;
        second += d->head[2 * i + 1] == 0;
    }
    if (first == 0 && second * 2 > pairs) return ENCODING_UTF16LE;
    if (second == 0 && first * 2 > pairs) return ENCODING_UTF16BE;
    return ENCODING_UNDECIDED;
}

/* Decides what the head can tell; returns the length of the byte order mark. */
static size_t detect(struct decoder *d) {
    static const struct {
        const char *bytes;
        size_t len;
        enum encoding encoding;
    } marks[] = {{"\xef\xbb\xbf", 3, ENCODING_UTF8},
                 {"\xff\xfe", 2, ENCODING_UTF16LE},
                 {"\xfe\xff", 2, ENCODING_UTF16BE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (starts_with(d, marks[i].bytes, marks[i].len)) {
            d->encoding = marks[i].encoding;
            return marks[i].len;
        }
    d->encoding = encoding_by_nuls(d);
    return 0;
}

/* UTF-16 and Windows-1252 */

static void open_converter(struct decoder *d) {
    const char *name = d->encoding == ENCODING_UTF16LE   ? "UTF-16LE"
                       : d->encoding == ENCODING_UTF16BE ? "UTF-16BE"
                                                         : "windows-1252";
    UErrorCode status = U_ZERO_ERROR;
    d->converter = ucnv_open(name, &status);
    ucnv_setToUCallBack(d->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) abort(); /* ICU always has these three */
}

/* The first byte that Windows-1252 leaves undefined (ICU would make control characters of them),
 * or len. */
static size_t find_undefined(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (bytes[i] == '\0' || (((unsigned char)bytes[i] & 0xe0) == 0x80 &&
                                 strchr("\x81\x8d\x8f\x90\x9d", bytes[i]) != NULL))
            return i;
    return len;
}

static bool convert_block(struct decoder *d, const char *bytes, size_t len, bool end,
                          const struct outlet *out) {
    if (d->encoding == ENCODING_WINDOWS1252) {
        size_t bad = find_undefined(bytes, len);
        if (bad < len) return fail_at(d, d->offset + (int64_t)bad, "this byte is no text", out);
    }
    UChar wide[BLOCK + 8], *target = wide;
    const char *source = bytes;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(d->converter, &target, wide + BLOCK + 8, &source, bytes + len, NULL, end,
                   &status);
    if (U_FAILURE(status)) {
        char invalid[8];
        int8_t invalid_len = sizeof invalid;
        UErrorCode ignored = U_ZERO_ERROR;
        ucnv_getInvalidChars(d->converter, invalid, &invalid_len, &ignored);
        return fail_at(d, d->offset + (source - bytes) - invalid_len, "half a character", out);
    }
    char utf8[3 * (BLOCK + 8)];
    int32_t utf8_len = 0;
    u_strToUTF8(utf8, sizeof utf8, &utf8_len, wide, (int32_t)(target - wide), &status);
    if (U_FAILURE(status)) return fail_at(d, d->offset, "half a character", out);
    if (memchr(utf8, 0, (size_t)utf8_len) != NULL)
        return fail_at(d, d->offset, "a NUL after here: not text", out);
    d->offset += (int64_t)len;
    return utf8_len == 0 || out->sink(out->ctx, utf8, (size_t)utf8_len, out->err);
}

static bool convert(struct decoder *d, const char *bytes, size_t len, bool end,
                    const struct outlet *out) {
    if (d->converter == NULL) open_converter(d);
    while (len > BLOCK) {
        if (!convert_block(d, bytes, BLOCK, false, out)) return false;
        bytes += BLOCK;
        len -= BLOCK;
    }
    return convert_block(d, bytes, len, end, out);
}

/* UTF-8 and undecided */

static bool is_ascii(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] >= 0x80) return false;
    return true;
}

/* Perhaps the beginning of a character that the next bytes complete. */
static bool is_partial(const char *bytes, size_t len) {
    unsigned char lead = (unsigned char)bytes[0];
    size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
    if (lead > 0xf4 || len >= whole) return false;
    for (size_t i = 1; i < len; i++)
        if (((unsigned char)bytes[i] & 0xc0) != 0x80) return false;
    return true;
}

static bool pass_valid(struct decoder *d, const char *bytes, size_t len, const struct outlet *out) {
    const char *nul = memchr(bytes, 0, len);
    if (nul != NULL) return fail_at(d, d->offset + (nul - bytes), "a NUL: not text", out);
    if (d->encoding == ENCODING_UNDECIDED && !is_ascii(bytes, len)) d->encoding = ENCODING_UTF8;
    d->offset += (int64_t)len;
    return len == 0 || out->sink(out->ctx, bytes, len, out->err);
}

/* Bytes that begin where a character begins. */
static bool pass(struct decoder *d, const char *bytes, size_t len, bool end,
                 const struct outlet *out) {
    size_t valid = utf8_valid_prefix(bytes, len);
    if (!pass_valid(d, bytes, valid, out)) return false;
    bytes += valid;
    len -= valid;
    if (len == 0) return true;
    if (!end && is_partial(bytes, len)) {
        memcpy(d->carry, bytes, len);
        d->carry_n = len;
        return true;
    }
    if (d->encoding == ENCODING_UTF8) return fail_at(d, d->offset, "no valid character", out);
    d->encoding = ENCODING_WINDOWS1252;
    return convert(d, bytes, len, end, out);
}

/* Completes the carried character byte by byte. */
static bool pass_carry(struct decoder *d, const char **bytes, size_t *len, bool end,
                       const struct outlet *out) {
    while (d->carry_n > 0 && (*len > 0 || end)) {
        char joined[4];
        size_t n = d->carry_n;
        memcpy(joined, d->carry, n);
        if (*len > 0) {
            joined[n++] = *(*bytes)++;
            (*len)--;
        }
        d->carry_n = 0;
        if (!pass(d, joined, n, end && *len == 0, out)) return false;
    }
    return true;
}

static bool is_converted(const struct decoder *d) {
    return d->encoding != ENCODING_UNDECIDED && d->encoding != ENCODING_UTF8;
}

static bool decode(struct decoder *d, const char *bytes, size_t len, bool end,
                   const struct outlet *out) {
    if (!pass_carry(d, &bytes, &len, end, out)) return false;
    return is_converted(d) ? convert(d, bytes, len, end, out) : pass(d, bytes, len, end, out);
}

static bool start(struct decoder *d, bool end, const struct outlet *out) {
    d->started = true;
    size_t mark = detect(d);
    d->offset = (int64_t)mark;
    return decode(d, (const char *)d->head + mark, d->head_n - mark, end, out);
}

bool decoder_feed(struct decoder *d, const void *bytes, size_t len, decoder_sink *sink, void *ctx,
                  struct err *err) {
    const struct outlet out = {sink, ctx, err};
    const char *p = bytes;
    if (!d->started) {
        size_t take = len < HEAD - d->head_n ? len : HEAD - d->head_n;
        if (take > 0) memcpy(d->head + d->head_n, p, take);
        d->head_n += take;
        if (d->head_n < HEAD) return true;
        if (!start(d, false, &out)) return false;
        p += take;
        len -= take;
    }
    return len == 0 || decode(d, p, len, false, &out);
}

bool decoder_end(struct decoder *d, decoder_sink *sink, void *ctx, struct err *err) {
    const struct outlet out = {sink, ctx, err};
    return d->started ? decode(d, "", 0, true, &out) : start(d, true, &out);
}

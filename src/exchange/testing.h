/* SPDX-License-Identifier: EUPL-1.2
 *
 * For this room's tests: files made on the spot, in every encoding. Include after base/test.h.
 */
#ifndef VEJVISER_EXCHANGE_TESTING_H
#define VEJVISER_EXCHANGE_TESTING_H

#include "base/text.h"
#include "exchange/reading.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum test_encoding {
    TEST_UTF8,
    TEST_UTF8_BOM,
    TEST_UTF16LE,
    TEST_UTF16LE_BOM,
    TEST_WINDOWS1252,
    TEST_ENCODINGS
};

/* A file with these bytes; the caller unlinks it. */
static inline const char *test_file(struct arena *a, struct blob bytes) {
    char *path = arena_dup(a, "/tmp/vejviser-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, bytes.len), bytes.len);
    close(fd);
    return path;
}

/* `utf8` (of characters below U+0100) in another encoding; its LF as CRLF when `crlf`. */
static inline struct blob test_encode(struct arena *a, const char *utf8,
                                      enum test_encoding encoding, bool crlf) {
    struct text out;
    text_init(&out, a);
    if (encoding == TEST_UTF8_BOM) text_add(&out, "\xef\xbb\xbf");
    if (encoding == TEST_UTF16LE_BOM) text_add(&out, "\xff\xfe");
    for (const unsigned char *p = (const unsigned char *)utf8; *p; p++) {
        if (crlf && *p == '\n') {
            text_addc(&out, '\r');
            if (encoding == TEST_UTF16LE || encoding == TEST_UTF16LE_BOM) text_addc(&out, '\0');
        }
        if (encoding <= TEST_UTF8_BOM) {
            text_addc(&out, (char)*p);
            continue;
        }
        unsigned c = *p < 0x80 ? *p : (*p & 0x1fU) << 6 | (p[1] & 0x3fU);
        p += *p >= 0x80;
        text_addc(&out, (char)c);
        if (encoding != TEST_WINDOWS1252) text_addc(&out, '\0');
    }
    return (struct blob){text_str(&out), out.len};
}

static inline const char *test_repeated(struct arena *a, const char *head, const char *part,
                                        size_t n, const char *tail) {
    struct text out;
    text_init(&out, a);
    text_add(&out, head);
    for (size_t i = 0; i < n; i++) text_add(&out, part);
    text_add(&out, tail);
    return text_str(&out);
}

#endif

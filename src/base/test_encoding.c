/* SPDX-License-Identifier: EUPL-1.2 */
/* Every file is fed whole, byte by byte, and in odd pieces, and must decode the same. */
#include "test.h"

#include <string.h>

#include "encoding.h"
#include "text.h"
#include "utf8.h"

static bool collect(void *ctx, const char *utf8, size_t len, struct err *err) {
    (void)err;
    assert_true(utf8_valid(utf8, len)); /* whole characters in every call */
    text_add_n(ctx, utf8, len);
    return true;
}

struct result {
    bool ok;
    const char *text;
    size_t len;
    enum encoding encoding;
    int64_t failed_at;
    struct err err;
};

static struct result decode_in_pieces(struct arena *a, const char *bytes, size_t len,
                                      size_t piece) {
    struct decoder *d DECODER_AUTO = decoder_new();
    struct text out;
    struct result r = {.ok = true};
    text_init(&out, a);
    for (size_t i = 0; r.ok && i < len; i += piece) {
        /* a copy of exactly the piece, so that the address sanitizer sees a byte too many */
        size_t n = piece < len - i ? piece : len - i;
        char *copy = memcpy(arena_alloc(a, n), bytes + i, n);
        r.ok = decoder_feed(d, copy, n, collect, &out, &r.err);
    }
    if (r.ok) r.ok = decoder_end(d, collect, &out, &r.err);
    r.text = text_str(&out);
    r.len = out.len;
    r.encoding = decoder_encoding(d);
    r.failed_at = decoder_failed_at(d);
    return r;
}

static const size_t pieces[] = {1000000, 1, 2, 3, 7, 255, 256, 257, 4095, 4097};
#define PIECES (sizeof pieces / sizeof *pieces)

static void assert_decodes(struct arena *a, const char *bytes, size_t len, enum encoding encoding,
                           const char *text) {
    for (size_t i = 0; i < PIECES; i++) {
        struct result r = decode_in_pieces(a, bytes, len, pieces[i]);
        if (!r.ok) fail_msg("pieces of %zu: %s", pieces[i], r.err.message);
        assert_int_equal(r.encoding, encoding);
        assert_int_equal(r.len, strlen(text));
        assert_string_equal(r.text, text);
        assert_int_equal(r.failed_at, INT_NONE);
    }
}

static void assert_fails(struct arena *a, const char *bytes, size_t len, enum encoding encoding,
                         int64_t at) {
    for (size_t i = 0; i < PIECES; i++) {
        struct result r = decode_in_pieces(a, bytes, len, pieces[i]);
        assert_false(r.ok);
        assert_int_equal(r.err.kind, ERR_INPUT);
        assert_int_equal(r.encoding, encoding);
        if (at >= 0) assert_int_equal(r.failed_at, at);
        assert_true(r.failed_at >= 0 && (size_t)r.failed_at < len);
    }
}

/* text in UTF-16; only characters below U+10000 */
static struct blob utf16(struct arena *a, const char *text, bool big, bool mark) {
    struct text out;
    text_init(&out, a);
    if (mark) text_add_n(&out, big ? "\xfe\xff" : "\xff\xfe", 2);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0';) {
        unsigned c = *p++;
        if (c >= 0xe0) {
            c = (c & 15) << 12 | (unsigned)(p[0] & 63) << 6 | (p[1] & 63);
            p += 2;
        } else if (c >= 0xc0) {
            c = (c & 31) << 6 | (*p++ & 63);
        }
        text_addc(&out, (char)(big ? c >> 8 : c & 255));
        text_addc(&out, (char)(big ? c & 255 : c >> 8));
    }
    return (struct blob){.ptr = out.ptr, .len = out.len};
}

static const char *long_text(struct arena *a, const char *line, int times) {
    struct text t;
    text_init(&t, a);
    for (int i = 0; i < times; i++) text_add(&t, line);
    return text_str(&t);
}

static void utf16_with_and_without_mark(void **state) {
    struct arena *a = *state;
    const char *text =
        long_text(a, "INST_NR;INST_NAVN;BEL\n1013;Østre Skole – \"Århus\";26,4 €\r\n", 300);
    for (int big = 0; big <= 1; big++)
        for (int mark = 0; mark <= 1; mark++) {
            struct blob file = utf16(a, text, big, mark);
            assert_decodes(a, file.ptr, file.len, big ? ENCODING_UTF16BE : ENCODING_UTF16LE, text);
        }
    struct blob small = utf16(a, "a", false, false);
    assert_decodes(a, small.ptr, small.len, ENCODING_UTF16LE, "a");
}

static void utf16_pairs_survive_every_cut(void **state) {
    struct text t;
    text_init(&t, *state);
    text_add_n(&t, "\xff\xfe", 2);
    for (int i = 0; i < 3000; i++)
        text_add_n(&t,
                   "\x3d\xd8\x00\xde"
                   "a",
                   6); /* U+1F600 and a */
    assert_decodes(*state, t.ptr, t.len, ENCODING_UTF16LE,
                   long_text(*state,
                             "\xf0\x9f\x98\x80"
                             "a",
                             3000));
}

static void utf8_with_and_without_mark(void **state) {
    struct arena *a = *state;
    const char *text = long_text(a, "navn;by\nSøren €uro \xf0\x9f\x98\x80;Åbenrå\n", 300);
    assert_decodes(a, text, strlen(text), ENCODING_UTF8, text);
    assert_decodes(a, arena_fmt(a, "\xef\xbb\xbf%s", text), strlen(text) + 3, ENCODING_UTF8, text);
    const char *late = arena_fmt(a, "%sæ", long_text(a, "only ascii so far\n", 1000));
    assert_decodes(a, late, strlen(late), ENCODING_UTF8, late);
}

static void ascii_stays_undecided(void **state) {
    assert_decodes(*state, "", 0, ENCODING_UNDECIDED, "");
    assert_decodes(*state, "a;b\n", 4, ENCODING_UNDECIDED, "a;b\n");
    const char *text = long_text(*state, "0123456789\r\n", 2000);
    assert_decodes(*state, text, strlen(text), ENCODING_UNDECIDED, text);
}

static void windows_1252_is_what_is_left(void **state) {
    struct arena *a = *state;
    assert_decodes(a, "S\xf8ren \x80 \x96 \x8a", 11, ENCODING_WINDOWS1252, "Søren € – Š");
    assert_decodes(a, "caf\xe9", 4, ENCODING_WINDOWS1252,
                   "café"); /* cut here it might have become UTF-8 */
    assert_decodes(a, "\xc6\xd8\xc5", 3, ENCODING_WINDOWS1252, "ÆØÅ");
    const char *bytes = long_text(a, "1013;\xd8stre Skole;\xc5rhus\n", 1000);
    assert_decodes(a, bytes, strlen(bytes), ENCODING_WINDOWS1252,
                   long_text(a, "1013;Østre Skole;Århus\n", 1000));
    const char *late = arena_fmt(a, "%s\xe6\xf8", long_text(a, "only ascii so far\n", 1000));
    assert_decodes(a, late, strlen(late), ENCODING_WINDOWS1252,
                   arena_fmt(a, "%sæø", long_text(a, "only ascii so far\n", 1000)));
}

static void what_does_not_fit_is_refused_with_its_place(void **state) {
    struct arena *a = *state;
    assert_fails(a,
                 "\xef\xbb\xbf"
                 "ab\xe6"
                 "cd",
                 8, ENCODING_UTF8, 5);
    assert_fails(a, "\xc3\xa6 then \xe6 ", 10, ENCODING_UTF8, 8);
    assert_fails(a, "\xc3\xa6 cut \xe2\x82", 9, ENCODING_UTF8, 7);
    assert_fails(a,
                 "\xff\xfe"
                 "a\0b",
                 5, ENCODING_UTF16LE, 4);
    assert_fails(a,
                 "\xff\xfe"
                 "a\0\x00\xdc"
                 "b\0",
                 8, ENCODING_UTF16LE, 4); /* half a pair */
    assert_fails(a, "\xf8 \x81 x", 5, ENCODING_WINDOWS1252, 2);
    struct blob odd = utf16(a, long_text(a, "1234567\n", 1000), false, false);
    assert_fails(a, odd.ptr, odd.len - 1, ENCODING_UTF16LE, (int64_t)odd.len - 2);
    const char *late = arena_fmt(a, "æ%s\xff\xff", long_text(a, "ascii\n", 2000));
    assert_fails(a, late, strlen(late), ENCODING_UTF8, 2 + 12000);
}

static void binary_files_are_not_text(void **state) {
    struct arena *a = *state;
    assert_fails(a, "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", 14, ENCODING_UNDECIDED, 5);
    assert_fails(a, "abc\0def", 7, ENCODING_UNDECIDED, 3);
    char *zeros = arena_alloc(a, 9000);
    assert_fails(a, zeros, 9000, ENCODING_UNDECIDED, 0);
    memcpy(zeros, "\xf8", 1);
    assert_fails(a, zeros, 9000, ENCODING_WINDOWS1252, 1);
    memcpy(zeros, "\xff\xfe", 2);
    assert_fails(a, zeros, 9000, ENCODING_UTF16LE, -1);
}

static bool stop(void *ctx, const char *utf8, size_t len, struct err *err) {
    (void)ctx, (void)utf8, (void)len;
    return err_set(err, ERR_CANCELLED, "enough");
}

static void the_sink_can_stop(void **state) {
    (void)state;
    struct decoder *d DECODER_AUTO = decoder_new();
    struct err err = {0};
    assert_true(decoder_feed(d, "abc", 3, stop, NULL, &err));
    assert_false(decoder_end(d, stop, NULL, &err));
    assert_int_equal(err.kind, ERR_CANCELLED);
    assert_int_equal(decoder_failed_at(d), INT_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(utf16_with_and_without_mark),  TEST(utf16_pairs_survive_every_cut),
        TEST(utf8_with_and_without_mark),   TEST(ascii_stays_undecided),
        TEST(windows_1252_is_what_is_left), TEST(what_does_not_fit_is_refused_with_its_place),
        TEST(binary_files_are_not_text),    TEST(the_sink_can_stop),
    };
    return RUN(tests);
}

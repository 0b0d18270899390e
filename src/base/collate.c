/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Order: ICU's Danish collation, opened once and only read from then on, so all threads share it.
 *
 * Search, why ONE folding. People type what their keyboard and their memory give: Aabenraa,
 * Åbenrå, Soeren, Sören, Soren. Storing several spellings of each word, or expanding a query into
 * its variants, makes every search wider and still misses the third spelling. Folding both sides
 * to the poorest spelling makes them equal, and search stays one indexed prefix range. The rule
 * must keep prefixes (search happens while typing, so "so" must find Soeren): therefore a digraph
 * falls back to its FIRST letter (aa -> a, ae -> a, oe -> o) and never to a letter of its own. As
 * a rule on the stream of letters: after an a, further a's and e's are swallowed; after an o, e's.
 * The price is a few extra hits (Michael and Michal, Joel and Jol are one), which a person reading
 * the list sorts out at a glance; a missing hit nobody sees.
 */
#include "collate.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text.h"

static pthread_once_t danish_once = PTHREAD_ONCE_INIT;
static UCollator *danish;
static const UNormalizer2 *decompose; /* splits off the accents */
static const UNormalizer2 *casefold;  /* lower case, one form of each letter */

static void load_danish(void) {
    UErrorCode status = U_ZERO_ERROR;
    danish = ucol_open("da", &status);
    decompose = unorm2_getNFKDInstance(&status);
    casefold = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status)) {
        fprintf(stderr, "error ICU: %s\n", u_errorName(status));
        abort();
    }
}

/* ICU wants UTF-16. Invalid UTF-8 becomes U+FFFD here; it has been refused long before. */
static UChar *widen(struct arena *a, const char *text, int32_t *ret_len) {
    size_t len = text == NULL ? 0 : strlen(text);
    if (len > INT32_MAX / 4) len = INT32_MAX / 4;
    UErrorCode status = U_ZERO_ERROR;
    UChar *wide =
        arena_array(a, len + 1, sizeof *wide); /* never more UTF-16 units than UTF-8 bytes */
    u_strFromUTF8WithSub(wide, (int32_t)len + 1, ret_len, text == NULL ? "" : text, (int32_t)len,
                         0xfffd, NULL, &status);
    if (U_FAILURE(status)) abort();
    return wide;
}

struct blob sort_key(struct arena *a, const char *text) {
    pthread_once(&danish_once, load_danish);
    int32_t wide_len;
    UChar *wide = widen(a, text, &wide_len);
    uint8_t small[256];
    int32_t len = ucol_getSortKey(danish, wide, wide_len, small,
                                  sizeof small); /* counts the NUL at its end */
    uint8_t *key = arena_alloc(a, (size_t)len);
    if (len <= (int32_t)sizeof small)
        memcpy(key, small, (size_t)len);
    else
        ucol_getSortKey(danish, wide, wide_len, key, len);
    return (struct blob){.ptr = key, .len = (size_t)len - 1};
}

const char *sort_key_hex(struct arena *a, const char *text) {
    static const char digits[] = "0123456789abcdef";
    struct blob key = sort_key(a, text);
    const uint8_t *bytes = key.ptr;
    char *hex = arena_array(a, key.len + 1, 2);
    for (size_t i = 0; i < key.len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    return hex;
}

const char *sort_key_version(struct arena *a) {
    pthread_once(&danish_once, load_danish);
    UVersionInfo version;
    char text[U_MAX_VERSION_STRING_LENGTH];
    ucol_getVersion(danish, version);
    u_versionToString(version, text);
    return arena_dup(a, text);
}

int sort_compare(const char *left, const char *right) {
    pthread_once(&danish_once, load_danish);
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult result = ucol_strcollUTF8(danish, left == NULL ? "" : left, -1,
                                               right == NULL ? "" : right, -1, &status);
    return result == UCOL_LESS ? -1 : result == UCOL_GREATER ? 1 : 0;
}

/* Letters that Unicode does not see as a base letter with an accent; decomposition does the rest. */
static const char *letters_of(UChar32 c) {
    switch (c) {
    case 0xe6:
        return "ae"; /* æ */
    case 0xf8:
        return "o"; /* ø */
    case 0x153:
        return "oe"; /* œ */
    case 0xf0:
        return "d"; /* ð */
    case 0x111:
        return "d"; /* đ */
    case 0xfe:
        return "th"; /* þ */
    case 0x142:
        return "l"; /* ł */
    case 0x131:
        return "i"; /* ı */
    case 0x127:
        return "h"; /* ħ */
    default:
        return NULL;
    }
}

/* Adds an ASCII letter unless the one before it swallows it (see the essay). */
static void add_letter(struct text *out, char c) {
    char before = out->len > 0 ? out->ptr[out->len - 1] : ' ';
    if (before == 'a' && (c == 'a' || c == 'e')) return;
    if (before == 'o' && c == 'e') return;
    text_addc(out, c);
}

static void add_space(struct text *out) {
    if (out->len > 0 && out->ptr[out->len - 1] != ' ') text_addc(out, ' ');
}

static void add_other(struct text *out, UChar32 c) {
    UChar32 one[1] = {c};
    UChar wide[2];
    char utf8[5];
    int32_t wide_len = 0, len = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF32(wide, 2, &wide_len, one, 1, &status);
    u_strToUTF8(utf8, sizeof utf8, &len, wide, wide_len, &status);
    if (U_SUCCESS(status)) text_add_n(out, utf8, (size_t)len);
}

static void fold_char(struct text *out, UChar32 c) {
    const char *letters = letters_of(c);
    if (letters != NULL)
        for (; *letters != '\0'; letters++) add_letter(out, *letters);
    else if (c < 0x80 && u_isalnum(c))
        add_letter(out, (char)c);
    else if (u_getCombiningClass(c) != 0 || u_charType(c) == U_NON_SPACING_MARK)
        return;
    else if (u_isalnum(c))
        add_other(out, c);
    else
        add_space(out);
}

/* Decomposed UTF-16 in, grown as ICU asks for. */
static UChar *normalize(struct arena *a, const UNormalizer2 *how, const UChar *in, int32_t len,
                        int32_t *ret_len) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t cap = len * 2 + 16;
    UChar *out = arena_array(a, (size_t)cap, sizeof *out);
    *ret_len = unorm2_normalize(how, in, len, out, cap, &status);
    if (status != U_BUFFER_OVERFLOW_ERROR && U_SUCCESS(status)) return out;
    status = U_ZERO_ERROR;
    cap = *ret_len + 1;
    out = arena_array(a, (size_t)cap, sizeof *out);
    *ret_len = unorm2_normalize(how, in, len, out, cap, &status);
    if (U_FAILURE(status)) abort();
    return out;
}

const char *fold(struct arena *a, const char *text) {
    pthread_once(&danish_once, load_danish);
    int32_t len;
    UChar *wide = widen(a, text, &len);
    wide = normalize(a, casefold, wide, len, &len);
    wide = normalize(a, decompose, wide, len, &len);
    int32_t chars_n = 0;
    UChar32 *chars = arena_array(a, (size_t)len + 1, sizeof *chars);
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF32WithSub(chars, len + 1, &chars_n, wide, len, 0xfffd, NULL, &status);
    struct text out;
    text_init(&out, a);
    for (int32_t i = 0; i < chars_n; i++) fold_char(&out, chars[i]);
    if (out.len > 0 && out.ptr[out.len - 1] == ' ') out.ptr[--out.len] = '\0';
    return text_str(&out);
}

const char **fold_tokens(struct arena *a, const char *text, size_t *ret_n) {
    char *rest = arena_dup(a, fold(a, text));
    size_t n = *rest != '\0';
    for (const char *p = rest; *p != '\0'; p++) n += *p == ' ';
    const char **tokens = arena_array(a, n + 1, sizeof *tokens);
    for (size_t i = 0; i < n; i++) {
        tokens[i] = rest;
        rest += strcspn(rest, " ");
        if (*rest != '\0') *rest++ = '\0';
    }
    *ret_n = n;
    return tokens;
}

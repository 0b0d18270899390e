/* SPDX-License-Identifier: EUPL-1.2 */
#include "utf8.h"

#include <string.h>

#include "text.h"

/* Length of the valid character at s (n >= 1 bytes there), 0 when there is none: RFC 3629's table
 * of well-formed bytes. */
static size_t char_len(const unsigned char *s, size_t n) {
    if (s[0] < 0x80) return 1;
    size_t len = s[0] >= 0xc2 && s[0] <= 0xdf   ? 2
                 : s[0] >= 0xe0 && s[0] <= 0xef ? 3
                 : s[0] >= 0xf0 && s[0] <= 0xf4 ? 4
                                                : 0;
    if (len == 0 || len > n) return 0;
    unsigned char low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    if (s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    return len;
}

static bool eight_ascii(const char *s) {
    uint64_t word;
    memcpy(&word, s, 8);
    return (word & 0x8080808080808080u) == 0;
}

size_t utf8_valid_prefix(const char *text, size_t len) {
    size_t i = 0;
    while (i < len) {
        if (len - i >= 8 && eight_ascii(text + i)) {
            i += 8;
            continue;
        }
        size_t step = char_len((const unsigned char *)text + i, len - i);
        if (step == 0) return i;
        i += step;
    }
    return len;
}

bool utf8_valid(const char *text, size_t len) { return utf8_valid_prefix(text, len) == len; }

char *utf8_clean(struct arena *a, const char *text, size_t len) {
    struct text out;
    text_init(&out, a);
    for (size_t i = 0; i < len;) {
        size_t step = text[i] == '\0' ? 0 : char_len((const unsigned char *)text + i, len - i);
        if (step > 0)
            text_add_n(&out, text + i, step);
        else
            text_add(&out, "\xef\xbf\xbd");
        i += step > 0 ? step : 1;
    }
    return out.ptr != NULL ? out.ptr : arena_dup(a, "");
}

size_t utf8_cut(const char *text, size_t len, size_t max) {
    size_t cut = len < max ? len : max;
    size_t start = cut; /* of the last character before the cut */
    while (start > 0 && cut - start < 4 && ((unsigned char)text[start - 1] & 0xc0) == 0x80) start--;
    if (start == 0) return cut;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    return whole > cut - (start - 1) ? start - 1 : cut;
}

size_t utf8_count(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

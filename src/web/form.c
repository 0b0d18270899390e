/* SPDX-License-Identifier: EUPL-1.2
 *
 * application/x-www-form-urlencoded: `a=b&c=d%20e`, in queries and in bodies.
 *
 * Stricter than browsers need: a percent sign must be followed by two hex digits, no character may be
 * NUL, and names and values must be UTF-8, so that everything behind this file can treat them as C
 * strings and as text. Whoever sends something else is not one of our forms.
 */
#include "web/internal.h"

#include "base/utf8.h"

#include <string.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *url_decode(struct arena *a, const char *text, size_t len, bool plus_is_space) {
    char *out = arena_alloc(a, len + 1);
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '%') {
            int high = len - i > 2 ? hex_digit(text[i + 1]) : -1;
            int low = len - i > 2 ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return NULL;
        out[n++] = c;
    }
    out[n] = '\0';
    return utf8_valid(out, n) ? out : NULL;
}

static int pair_parse(const char *bytes, size_t len, enum param_from from, struct params *params) {
    const char *equals = memchr(bytes, '=', len);
    size_t name_len = equals ? (size_t)(equals - bytes) : len;
    size_t value_len = equals ? len - name_len - 1 : 0;
    char *name = url_decode(params->arena, bytes, name_len, true);
    char *value = url_decode(params->arena, equals ? equals + 1 : "", value_len, true);
    if (!name || !value || !*name) return 400;
    return params_add(params, from, name, value) ? 0 : 413;
}

int form_parse(const char *bytes, size_t len, enum param_from from, struct params *params) {
    while (len > 0) {
        const char *end = memchr(bytes, '&', len);
        size_t n = end ? (size_t)(end - bytes) : len;
        int status = n > 0 ? pair_parse(bytes, n, from, params) : 0;
        if (status != 0) return status;
        if (!end) break;
        bytes = end + 1;
        len -= n + 1;
    }
    return 0;
}

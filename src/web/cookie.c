/* SPDX-License-Identifier: EUPL-1.2
 *
 * The Cookie header: `name=value; name="value"`.
 *
 * Two cookies of one name mean that somebody else on the host (or a neighbouring subdomain) has put
 * one beside ours, and nobody can say which is which; then neither is believed.
 */
#include "web/internal.h"

#include <string.h>

/* RFC 6265: token characters in names; in values printable ASCII without space " , ; and \. */
static bool name_char(char c) { return c > ' ' && c < 0x7f && !strchr("()<>@,;:\\\"/[]?={}", c); }

static bool value_char(char c) { return c > ' ' && c < 0x7f && !strchr("\",;\\", c); }

static bool all(const char *bytes, size_t len, bool (*good)(char)) {
    for (size_t i = 0; i < len; i++)
        if (!good(bytes[i])) return false;
    return true;
}

static void trim(const char **bytes, size_t *len) {
    while (*len > 0 && (**bytes == ' ' || **bytes == '\t')) {
        ++*bytes;
        --*len;
    }
    while (*len > 0 && ((*bytes)[*len - 1] == ' ' || (*bytes)[*len - 1] == '\t')) --*len;
}

/* Forgets all cookies of that name; true when there was one. */
static bool forget(struct params *params, const char *name) {
    bool found = false;
    for (size_t i = 0; i < params->n; i++)
        if (params->v[i].from == PARAM_COOKIE && strcmp(params->v[i].name, name) == 0) {
            params->v[i].value = NULL;
            found = true;
        }
    return found;
}

static void one_parse(const char *bytes, size_t len, struct params *params) {
    const char *equals = memchr(bytes, '=', len);
    if (!equals) return;
    const char *name = bytes, *value = equals + 1;
    size_t name_len = (size_t)(equals - bytes), value_len = len - name_len - 1;
    trim(&name, &name_len);
    trim(&value, &value_len);
    if (value_len >= 2 && value[0] == '"' && value[value_len - 1] == '"') {
        value++;
        value_len -= 2;
    }
    if (name_len == 0 || !all(name, name_len, name_char) || !all(value, value_len, value_char))
        return;
    char *key = arena_dup_n(params->arena, name, name_len);
    if (!forget(params, key))
        params_add(params, PARAM_COOKIE, key, arena_dup_n(params->arena, value, value_len));
}

void cookie_parse(const char *bytes, size_t len, struct params *params) {
    while (len > 0) {
        const char *end = memchr(bytes, ';', len);
        size_t n = end ? (size_t)(end - bytes) : len;
        one_parse(bytes, n, params);
        if (!end) break;
        bytes = end + 1;
        len -= n + 1;
    }
}

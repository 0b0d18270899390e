/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bodies with files. The first line of the input is the Content-Type, the rest the body. What comes
 * out lies inside the body, in order and without overlap, and no part holds the delimiter.
 */
#include "web/internal.h"

#include "base/utf8.h"

static void check(bool holds) {
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct arena *a;
    const char *bytes = (const char *)data, *line = memchr(bytes, '\n', size);
    struct parts parts = {0};
    if (!line) return 0;
    if (!a) a = arena_new();
    size_t type_len = (size_t)(line - bytes);
    /* a copy of its own, so that reading past its end is seen */
    size_t len = size - type_len - 1;
    char *body = malloc(len ? len : 1);
    memcpy(body, line + 1, len);
    int status = multipart_parse(a, arena_dup_n(a, bytes, type_len), body, len, &parts);
    check(status == 0 || status == 400 || status == 413);
    check(status == 0 || parts.n == 0);
    check(parts.n <= PARAMS_MAX);
    const char *at = body;
    for (size_t i = 0; i < parts.n; i++) {
        const struct part *part = &parts.v[i];
        check(part->name && *part->name && utf8_valid(part->name, strlen(part->name)));
        check(!part->filename || utf8_valid(part->filename, strlen(part->filename)));
        check(part->bytes >= at && part->len <= len && part->bytes + part->len <= body + len);
        at = part->bytes + part->len;
    }
    free(body);
    arena_reset(a);
    return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * multipart/form-data (RFC 7578): what browsers send when a form has a file.
 *
 * The server has put the whole body in one piece of memory before (a large one is a mapped file, so
 * that it costs no RAM), and therefore this is no state machine but a walk: find the next delimiter,
 * cut there, read the few headers of the part. Everything it returns are slices of the body.
 *
 *     --BOUNDARY CRLF headers CRLF CRLF bytes CRLF --BOUNDARY CRLF ... CRLF --BOUNDARY-- [epilogue]
 *
 * Only what browsers send is accepted: no preamble, no nested multipart, no transfer encodings, one
 * Content-Disposition of form-data with a name, quoted. Everything else is a 400.
 */
#include "web/internal.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

#define BOUNDARY_MAX     70
#define PART_HEADERS_MAX 2048

/* Bytes still to read. */
struct span {
    const char *p;
    size_t len;
};

static void skip(struct span *span, size_t n) {
    span->p += n;
    span->len -= n;
}

static bool starts_with(const struct span *span, const char *text) {
    size_t len = strlen(text);
    return span->len >= len && memcmp(span->p, text, len) == 0;
}

/* RFC 2046's characters of a boundary, without space. */
static bool boundary_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("'()+_,-./:=?", c));
}

/* "CRLF--BOUNDARY" from the Content-Type, or NULL. */
static const char *delimiter_of(struct arena *a, const char *type) {
    const char *p = type ? strcasestr(type, "boundary=") : NULL;
    if (!p || p == type || (p[-1] != ' ' && p[-1] != ';')) return NULL;
    p += strlen("boundary=");
    bool quoted = *p == '"';
    p += quoted;
    size_t len = 0;
    while (boundary_char(p[len])) len++;
    bool ended = quoted ? p[len] == '"' : p[len] == '\0' || p[len] == ';' || p[len] == ' ';
    if (len == 0 || len > BOUNDARY_MAX || !ended) return NULL;
    return arena_fmt(a, "\r\n--%.*s", (int)len, p);
}

/* ---- the headers of a part ---- */

/* The value of `; NAME="..."` in a disposition; *ret NULL when it is not there. False: malformed.
 * Browsers write %22 for a quotation mark and %0D%0A for line ends, and nothing else. */
static bool disposition_value(struct arena *a, struct span line, const char *name,
                              const char **ret) {
    size_t name_len = strlen(name);
    *ret = NULL;
    while (line.len > 0) {
        if (!starts_with(&line, ";")) return false;
        skip(&line, 1);
        while (line.len > 0 && *line.p == ' ') skip(&line, 1);
        const char *equals = memchr(line.p, '=', line.len);
        if (!equals || (size_t)(equals - line.p) + 2 > line.len || equals[1] != '"') return false;
        struct span key = {line.p, (size_t)(equals - line.p)};
        skip(&line, key.len + 2);
        const char *quote = memchr(line.p, '"', line.len);
        if (!quote) return false;
        size_t len = (size_t)(quote - line.p);
        if (key.len == name_len && strncasecmp(key.p, name, name_len) == 0) {
            if (*ret || memchr(line.p, '\0', len) || !utf8_valid(line.p, len)) return false;
            *ret = arena_dup_n(a, line.p, len);
        }
        skip(&line, len + 1);
    }
    return true;
}

static bool disposition_read(struct arena *a, struct span line, struct part *part) {
    if (line.len < 9 || strncasecmp(line.p, "form-data", 9) != 0 || part->name) return false;
    skip(&line, 9);
    return disposition_value(a, line, "name", &part->name) &&
           disposition_value(a, line, "filename", &part->filename) && part->name && *part->name;
}

/* One header line. Content-Type is let through unread: what a file is, its reader decides. */
static bool header_read(struct arena *a, struct span line, struct part *part) {
    static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:";
    size_t n = sizeof disposition - 1;
    if (line.len >= n && strncasecmp(line.p, disposition, n) == 0) {
        skip(&line, n);
        while (line.len > 0 && *line.p == ' ') skip(&line, 1);
        return disposition_read(a, line, part);
    }
    return line.len >= sizeof type - 1 && strncasecmp(line.p, type, sizeof type - 1) == 0;
}

/* Reads the headers and the empty line after them off *body. */
static bool headers_read(struct arena *a, struct span *body, struct part *part) {
    size_t read = 0;
    while (!starts_with(body, "\r\n")) {
        size_t window = body->len < PART_HEADERS_MAX - read ? body->len : PART_HEADERS_MAX - read;
        const char *end = memmem(body->p, window, "\r\n", 2);
        if (!end) return false;
        struct span line = {body->p, (size_t)(end - body->p)};
        if (!header_read(a, line, part)) return false;
        skip(body, line.len + 2);
        read += line.len + 2;
    }
    skip(body, 2);
    return part->name != NULL;
}

/* ---- the walk ---- */

static bool parts_add(struct arena *a, struct parts *parts, size_t *cap, struct part part) {
    if (parts->n == PARAMS_MAX) return false;
    if (parts->n == *cap) {
        size_t more = *cap ? *cap * 2 : 8;
        parts->v = arena_grow(a, parts->v, *cap * sizeof part, more * sizeof part);
        *cap = more;
    }
    parts->v[parts->n++] = part;
    return true;
}

int multipart_parse(struct arena *a, const char *type, const char *bytes, size_t len,
                    struct parts *ret_parts) {
    const char *delimiter = delimiter_of(a, type);
    struct span body = {bytes, len};
    struct parts parts = {0};
    size_t cap = 0;
    /* the first delimiter has no CRLF before it */
    if (!delimiter || !starts_with(&body, delimiter + 2)) return 400;
    skip(&body, strlen(delimiter) - 2);
    while (!starts_with(&body, "--")) {
        struct part part = {0};
        if (!starts_with(&body, "\r\n")) return 400;
        skip(&body, 2);
        if (!headers_read(a, &body, &part)) return 400;
        const char *end = memmem(body.p, body.len, delimiter, strlen(delimiter));
        if (!end) return 400;
        part.bytes = body.p;
        part.len = (size_t)(end - body.p);
        if (!parts_add(a, &parts, &cap, part)) return 413;
        skip(&body, part.len + strlen(delimiter));
    }
    *ret_parts = parts;
    return 0;
}

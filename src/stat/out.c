/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/out.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#define BUFFER    ((size_t)256 * 1024)
#define CELL_ROOM ((size_t)64) /* what a number and its separators take at most */

struct out {
    struct arena *arena;
    const char *path, *part; /* the file, and what it is called until it is whole; or NULL */
    FILE *standard, *file;
    bool json, begun;
    const char **names; /* of the columns */
    size_t columns_n, column, rows;
    const char **notes;
    size_t notes_n, notes_cap;
    char *buf;
    size_t len;
    int error; /* errno of the first failure; 0 */
};

struct out *out_new(struct arena *a, const char *path, FILE *standard, bool json) {
    struct out *out = arena_alloc(a, sizeof *out);
    *out = (struct out){.arena = a, .standard = standard, .json = json};
    if (path && strcmp(path, "-") != 0) out->path = path;
    out->buf = arena_alloc(a, BUFFER);
    return out;
}

/* A device or a pipe is written to directly: there is nothing to rename. */
static void out_open(struct out *out) {
    struct stat st;
    if (!out->path) {
        out->file = out->standard;
        return;
    }
    bool special = stat(out->path, &st) == 0 && !S_ISREG(st.st_mode);
    if (!special) out->part = arena_fmt(out->arena, "%s.%ld.part", out->path, (long)getpid());
    int flags = O_WRONLY | O_CLOEXEC | (special ? 0 : O_CREAT | O_TRUNC | O_NOFOLLOW);
    int fd = open(special ? out->path : out->part, flags, 0666);
    out->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (out->file) return;
    out->error = errno;
    if (fd >= 0) close(fd);
    out->part = NULL;
}

static void flush(struct out *out) {
    if (!out->error && out->len && fwrite(out->buf, 1, out->len, out->file) != out->len)
        out->error = errno ? errno : EIO;
    out->len = 0;
}

static void add_n(struct out *out, const char *text, size_t len) {
    while (len) {
        if (out->len == BUFFER) flush(out);
        size_t n = len < BUFFER - out->len ? len : BUFFER - out->len;
        memcpy(out->buf + out->len, text, n);
        out->len += n, text += n, len -= n;
    }
}

static void add(struct out *out, const char *text) { add_n(out, text, strlen(text)); }

static void add_json(struct out *out, const char *text) {
    add(out, "\"");
    for (const char *s = text; *s; s++) {
        char escape[8] = {*s};
        if (*s == '"' || *s == '\\')
            snprintf(escape, sizeof escape, "\\%c", *s);
        else if ((unsigned char)*s < 0x20)
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*s);
        add(out, escape);
    }
    add(out, "\"");
}

static void add_csv(struct out *out, const char *text) {
    size_t len = strlen(text);
    bool edge = len && (text[0] == ' ' || text[len - 1] == ' ');
    if (!edge && !strpbrk(text, ",\"\r\n")) {
        add_n(out, text, len);
        return;
    }
    add(out, "\"");
    for (const char *s = text; *s; s++) add_n(out, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    add(out, "\"");
}

static void columns_split(struct out *out, const char *columns) {
    size_t n = 1;
    for (const char *s = columns; *s; s++) n += *s == ',';
    out->names = arena_array(out->arena, n, sizeof *out->names);
    for (const char *s = columns; out->columns_n < n; s += strcspn(s, ",") + 1)
        out->names[out->columns_n++] = arena_dup_n(out->arena, s, strcspn(s, ","));
}

void out_begin(struct out *out, const char *columns) {
    assert(!out->begun);
    out->begun = true;
    columns_split(out, columns);
    out_open(out);
    if (out->json) add(out, "{\"columns\": [");
    for (size_t i = 0; i < out->columns_n; i++) {
        if (i) add(out, out->json ? ", " : ",");
        (out->json ? add_json : add_csv)(out, out->names[i]);
    }
    add(out, out->json ? "],\n\"rows\": [" : "\n");
}

static void cell_begin(struct out *out) {
    assert(out->begun);
    if (!out->json) {
        if (out->column) add(out, ",");
        return;
    }
    add(out, out->column ? ", " : out->rows ? ",\n{" : "\n{");
    add_json(out, out->names[out->column]);
    add(out, ": ");
}

static void cell_end(struct out *out) {
    if (++out->column < out->columns_n) return;
    add(out, out->json ? "}" : "\n");
    out->column = 0;
    out->rows++;
}

void out_text(struct out *out, const char *text) {
    cell_begin(out);
    (out->json ? add_json : add_csv)(out, text ? text : "");
    cell_end(out);
}

void out_real(struct out *out, double x) {
    if (!isfinite(x)) {
        out_none(out);
        return;
    }
    cell_begin(out);
    if (BUFFER - out->len < CELL_ROOM) flush(out);
    out->len += (size_t)snprintf(out->buf + out->len, CELL_ROOM, "%.15g", x == 0 ? 0 : x);
    cell_end(out);
}

void out_whole(struct out *out, int64_t n) {
    char digits[24], *p = digits + sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do *--p = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0) *--p = '-';
    cell_begin(out);
    add_n(out, p, (size_t)(digits + sizeof digits - p));
    cell_end(out);
}

void out_none(struct out *out) {
    cell_begin(out);
    if (out->json) add(out, "null");
    cell_end(out);
}

bool out_note(struct out *out, const char *message) {
    for (size_t i = 0; i < out->notes_n; i++)
        if (strcmp(out->notes[i], message) == 0) return false;
    if (out->notes_n == out->notes_cap) {
        size_t cap = out->notes_cap ? out->notes_cap * 2 : 8;
        out->notes = arena_grow(out->arena, out->notes, out->notes_cap * sizeof *out->notes,
                                cap * sizeof *out->notes);
        out->notes_cap = cap;
    }
    out->notes[out->notes_n++] = arena_dup(out->arena, message);
    return true;
}

size_t out_rows(const struct out *out) { return out->rows; }

static void json_end(struct out *out) {
    add(out, "\n],\n\"notes\": [");
    for (size_t i = 0; i < out->notes_n; i++) {
        add(out, i ? ",\n" : "\n");
        add_json(out, out->notes[i]);
    }
    add(out, "]}\n");
}

/* Whether the file could be closed, or the standard stream flushed. */
static bool out_close(struct out *out) {
    FILE *file = out->file;
    out->file = NULL;
    if (!file) return true;
    return (out->path ? fclose(file) : fflush(file)) == 0;
}

bool out_end(struct out *out, struct err *err) {
    assert(out->begun && out->column == 0);
    if (out->json) json_end(out);
    flush(out);
    if (!out_close(out) && !out->error) out->error = errno;
    if (!out->error && out->part && rename(out->part, out->path) != 0) out->error = errno;
    if (!out->error) {
        out->part = NULL;
        return true;
    }
    out_drop(out);
    return err_set(err, ERR_IO, "%s: %s", out->path ? out->path : "-", strerror(out->error));
}

void out_drop(struct out *out) {
    out->len = 0;
    out_close(out);
    if (out->part) unlink(out->part);
    out->part = NULL;
}

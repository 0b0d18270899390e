/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files that came with a form: from the parts of a multipart body to spool files and params.
 *
 * A spool file has a random name in the server's own folder; the name that the client gave is kept for
 * display only and never becomes part of a path. Spool files are gone after the request, unless the
 * handler has taken them with upload_keep().
 */
#include "web/internal.h"

#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool write_all(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool spool_write(const char *path, const char *bytes, size_t len) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    bool written = write_all(fd, bytes, len);
    bool closed = close(fd) == 0;
    if (!written || !closed) unlink(path);
    return written && closed;
}

/* Some browsers send a whole path. Only what is after the last separator is a name. */
static const char *display_name(struct arena *a, const char *filename) {
    const char *slash = strrchr(filename, '/'), *back = strrchr(filename, '\\');
    const char *name = slash > back ? slash : back;
    return arena_dup(a, name ? name + 1 : filename);
}

static int file_add(struct request *rq, const struct part *part) {
    if (part->len == 0 && !*part->filename) return 0; /* a file input that nobody used */
    char *path =
        arena_fmt(rq->arena, "%s/vejviser-%s", rq->inside->house->spool, id_new(rq->arena));
    if (!spool_write(path, part->bytes, part->len)) {
        log_error("upload: cannot write to %s: %s", rq->inside->house->spool, strerror(errno));
        return 503;
    }
    rq->uploads[rq->uploads_n++] = (struct upload){
        .field = part->name,
        .filename = display_name(rq->arena, part->filename),
        .path = path,
        .size = (int64_t)part->len,
    };
    return 0;
}

static int field_add(struct request *rq, const struct part *part) {
    if (memchr(part->bytes, '\0', part->len) || !utf8_valid(part->bytes, part->len)) return 400;
    if (part->len > BODY_MAX) return 413;
    char *value = arena_dup_n(rq->arena, part->bytes, part->len);
    return params_add(rq->params, PARAM_BODY, part->name, value) ? 0 : 413;
}

int upload_read(struct request *rq, const char *type, const char *bytes, size_t len) {
    struct parts parts = {0};
    int status = multipart_parse(rq->arena, type, bytes, len, &parts);
    rq->uploads = arena_array(rq->arena, parts.n + 1, sizeof *rq->uploads);
    for (size_t i = 0; i < parts.n && status == 0; i++)
        status = parts.v[i].filename ? file_add(rq, &parts.v[i]) : field_add(rq, &parts.v[i]);
    return status;
}

void uploads_drop(const struct request *rq) {
    for (size_t i = 0; i < rq->uploads_n; i++) unlink(rq->uploads[i].path); /* ENOENT: taken */
}

const struct upload *request_upload(const struct request *rq, const char *field) {
    for (size_t i = 0; i < rq->uploads_n; i++)
        if (strcmp(rq->uploads[i].field, field) == 0) return &rq->uploads[i];
    return NULL;
}

/* Another file system needs a copy. */
static bool copy_file(const char *from, const char *to) {
    char buffer[64 * 1024];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = out >= 0;
    ssize_t n = 0;
    while (ok && (n = read(in, buffer, sizeof buffer)) > 0) ok = write_all(out, buffer, (size_t)n);
    ok = ok && n == 0;
    if (in >= 0) close(in);
    if (out >= 0 && close(out) != 0) ok = false;
    return ok;
}

bool upload_keep(const struct upload *upload, const char *path, struct err *err) {
    /* link() and not rename(), which would replace what is there */
    if (link(upload->path, path) == 0 || (errno == EXDEV && copy_file(upload->path, path))) {
        unlink(upload->path);
        return true;
    }
    return err_set(err, ERR_IO, "cannot keep an upload: %s", strerror(errno));
}

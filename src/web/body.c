/* SPDX-License-Identifier: EUPL-1.2
 *
 * What comes after the headers. An ordinary form stays in memory; a large one of a route that takes
 * files goes into a file without a name, which is mapped for the parser, so that 20 MB cost no RAM and
 * vanish with the request whatever happens. Both are counted over all requests: memory and disk have a
 * bound that does not depend on how many connect.
 */
#include "web/server.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MEMORY_MAX ((size_t)64 * 1024 * 1024)
#define FILES_MAX  16
#define FILE_FROM  ((size_t)128 * 1024) /* large bodies leave memory here */

void body_init(struct body *body) { *body = (struct body){.fd = -1}; }

static bool memory_take(struct store_limits *limits, size_t more) {
    if (atomic_fetch_add(&limits->memory, more) + more <= MEMORY_MAX) return true;
    atomic_fetch_sub(&limits->memory, more);
    return false;
}

static bool memory_add(struct body *body, struct store_limits *limits, const char *bytes,
                       size_t len) {
    if (body->len + len > body->cap) {
        size_t cap = body->cap ? body->cap * 2 : 4096;
        while (cap < body->len + len) cap *= 2;
        if (!memory_take(limits, cap - body->cap)) return false;
        char *memory = realloc(body->memory, cap);
        if (!memory) abort();
        body->memory = memory;
        body->cap = cap;
    }
    memcpy(body->memory + body->len, bytes, len);
    return true;
}

static bool file_add(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            log_error("upload: %s", strerror(errno));
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static void memory_free(struct body *body, struct store_limits *limits) {
    free(body->memory);
    atomic_fetch_sub(&limits->memory, body->cap);
    body->memory = NULL;
    body->cap = 0;
}

/* From memory to a file. */
static bool file_begin(struct body *body, struct store_limits *limits) {
    if (atomic_fetch_add(&limits->files, 1) >= FILES_MAX) {
        atomic_fetch_sub(&limits->files, 1);
        return false;
    }
    body->fd = open(limits->spool, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (body->fd < 0) {
        log_error("upload: no file in %s: %s", limits->spool, strerror(errno));
        atomic_fetch_sub(&limits->files, 1);
        return false;
    }
    bool ok = file_add(body->fd, body->memory, body->len);
    memory_free(body, limits);
    return ok;
}

enum body_result body_add(struct body *body, struct store_limits *limits, const char *bytes,
                          size_t len, bool large) {
    bool ok = true;
    if (large && body->fd < 0 && body->len + len > FILE_FROM) ok = file_begin(body, limits);
    if (ok)
        ok = body->fd >= 0 ? file_add(body->fd, bytes, len) : memory_add(body, limits, bytes, len);
    if (!ok) return BODY_FULL;
    body->len += len;
    return BODY_OK;
}

const char *body_bytes(struct body *body) {
    if (body->len == 0) return "";
    if (body->fd < 0) return body->memory;
    body->map = mmap(NULL, body->len, PROT_READ, MAP_PRIVATE, body->fd, 0);
    if (body->map == MAP_FAILED) body->map = NULL;
    return body->map;
}

void body_free(struct body *body, struct store_limits *limits) {
    if (body->map) munmap(body->map, body->len);
    if (body->fd >= 0) {
        close(body->fd);
        atomic_fetch_sub(&limits->files, 1);
    }
    memory_free(body, limits);
    body_init(body);
}

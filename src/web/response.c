/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a struct reply to bytes: headers, gzip, and a copy that outlives the worker's arena.
 */
#include "web/server.h"

#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define GZIP_FROM  1024 /* below it, packing costs more than it saves */
#define GZIP_LEVEL 1    /* a page of 30 KB: level 6 saves another tenth and takes twice as long */

struct packer {
    z_stream stream;
};

struct packer *packer_new(void) {
    struct packer *packer = calloc(1, sizeof *packer);
    /* 15 + 16: a window of 32 KB, with a gzip header */
    if (!packer || deflateInit2(&packer->stream, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8,
                                Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    return packer;
}

void packer_free(struct packer *packer) {
    deflateEnd(&packer->stream);
    free(packer);
}

/* malloc'ed, *len changed; NULL when packing did not help. */
static void *pack(struct packer *packer, const void *bytes, size_t *len) {
    z_stream *z = &packer->stream;
    size_t room = deflateBound(z, *len);
    unsigned char *out = malloc(room);
    if (!out) abort();
    deflateReset(z);
    z->next_in = (z_const Bytef *)(uintptr_t)bytes;
    z->avail_in = (uInt)*len;
    z->next_out = out;
    z->avail_out = (uInt)room;
    if (deflate(z, Z_FINISH) != Z_STREAM_END || room - z->avail_out >= *len) {
        free(out);
        return NULL;
    }
    *len = room - z->avail_out;
    return out;
}

/* `gzip` or `*` among the codings, and not with q=0. */
bool accepts_gzip(const char *accept) {
    for (const char *p = accept; p && *p;) {
        p += strspn(p, " \t,");
        size_t len = strcspn(p, ",");
        size_t name = strcspn(p, " \t;,");
        bool gzip = (name == 4 && strncasecmp(p, "gzip", 4) == 0) || (name == 1 && *p == '*');
        const char *q = memmem(p, len, "q=0", 3);
        bool never = q && strspn(q + 3, ".0") + 3 == strcspn(q, " \t,;");
        if (gzip) return !never;
        p += len;
    }
    return false;
}

static bool is_packable(const char *type) {
    static const char *const types[] = {"text/", "application/json", "image/svg+xml"};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strncmp(type, types[i], strlen(types[i])) == 0) return true;
    return false;
}

static void add_headers(struct MHD_Response *response, const struct header *headers, size_t n) {
    for (size_t i = 0; i < n; i++)
        MHD_add_response_header(response, headers[i].name, headers[i].value);
}

struct MHD_Response *response_of(const struct request *rq, struct packer *packer, bool may_gzip) {
    struct header headers[REPLY_HEADERS_MAX];
    size_t len = rq->reply.body.len;
    void *packed = NULL;
    struct MHD_Response *response;
    if (may_gzip && len > GZIP_FROM && len < UINT32_MAX / 2 && is_packable(rq->reply.type))
        packed = pack(packer, rq->reply.body.ptr, &len);
    if (packed)
        response = MHD_create_response_from_buffer(len, packed, MHD_RESPMEM_MUST_FREE);
    else
        response = MHD_create_response_from_buffer(len, rq->reply.body.ptr, MHD_RESPMEM_MUST_COPY);
    if (!response) abort();
    add_headers(response, headers, reply_headers(rq, headers));
    if (packed) MHD_add_response_header(response, "Content-Encoding", "gzip");
    return response;
}

struct MHD_Response *response_plain(bool secure, int status) {
    struct header headers[REPLY_HEADERS_MAX];
    char key[32], key_do[32], text[600];
    snprintf(key, sizeof key, "problem.%d", status);
    snprintf(key_do, sizeof key_do, "problem.%d-do", status);
    snprintf(text, sizeof text, "%d: %s\n%s\n\n%s\n%s\n", status, msg_by_key(LANG_DA, key),
             msg_by_key(LANG_DA, key_do), msg_by_key(LANG_EN, key), msg_by_key(LANG_EN, key_do));
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_COPY);
    if (!response) abort();
    size_t n = plain_headers(secure, "text/plain; charset=utf-8", "no-store", headers);
    add_headers(response, headers, n);
    if (status == 503) MHD_add_response_header(response, "Retry-After", "5");
    return response;
}

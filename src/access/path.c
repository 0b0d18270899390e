/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where to go after a login. A link to our login page with somebody else's address in it must not
 * send a person who has just typed a password there: only paths of this site pass.
 */
#include "access/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MOST 1000

/* "//x" and "/\x" are addresses of other hosts to a browser, which also drops control characters. */
static bool path_is_local(const char *path) {
    if (!path || path[0] != '/' || path[1] == '/' || strlen(path) > PATH_MOST) return false;
    for (const unsigned char *c = (const unsigned char *)path; *c; c++)
        if (*c <= ' ' || *c == '\\' || *c >= 0x7f) return false;
    return true;
}

const char *local_path(const char *til, const char *otherwise) {
    return path_is_local(til) && strncmp(til, "/log-", 5) != 0 ? til : otherwise;
}

static bool stays_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("-._~/", c);
}

const char *path_encode(struct arena *a, const char *plain) {
    static const char hex[] = "0123456789ABCDEF";
    struct text t;
    text_init(&t, a);
    for (const char *c = plain; *c; c++) {
        if (stays_plain(*c)) {
            text_addc(&t, *c);
            continue;
        }
        text_addc(&t, '%');
        text_addc(&t, hex[(unsigned char)*c >> 4]);
        text_addc(&t, hex[(unsigned char)*c & 15]);
    }
    return text_str(&t);
}

const char *request_here(const struct request *rq) {
    const char *path = path_encode(rq->arena, rq->path);
    return *rq->query ? arena_fmt(rq->arena, "%s?%s", path, rq->query) : path;
}

bool number_of(const char *text, int64_t *ret_n) {
    size_t len = text ? strlen(text) : 0;
    if (len == 0 || len > 19 || strspn(text, "0123456789") != len) return false;
    errno = 0;
    int64_t n = strtoll(text, NULL, 10); /* nineteen digits may be too many */
    if (errno != 0) return false;
    *ret_n = n;
    return true;
}

const char *home_of(enum role role) {
    switch (role) {
    case ROLE_COUNSELLOR:
        return "/i-dag";
    case ROLE_TEAM_LEADER:
        return "/unge";
    case ROLE_SCHOOL:
        return "/klasser";
    case ROLE_MANAGEMENT:
        return "/maal";
    case ROLE_ADMIN:
        return "/admin/brugere";
    default:
        return "/";
    }
}

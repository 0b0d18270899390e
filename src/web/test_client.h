/* SPDX-License-Identifier: EUPL-1.2
 *
 * A client of the server's tests that speaks byte by byte. Include after <cmocka.h>.
 */
#ifndef VEJVISER_WEB_TEST_CLIENT_H
#define VEJVISER_WEB_TEST_CLIENT_H

#include "web/web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENT_UNUSED __attribute__((unused)) static

struct answer_got {
    int status;
    char head[8192];
    char *body;
    size_t len;
    bool closed; /* the server ended the connection */
};

CLIENT_UNUSED int connect_to(const struct server *server) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)server_port(server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

CLIENT_UNUSED void put_n(int fd, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) return; /* the server may end it early: the answer tells */
        bytes += n;
        len -= (size_t)n;
    }
}

CLIENT_UNUSED void put(int fd, const char *text) { put_n(fd, text, strlen(text)); }

CLIENT_UNUSED const char *field_of(const struct answer_got *got, const char *name) {
    static _Thread_local char value[1024];
    char mark[64];
    snprintf(mark, sizeof mark, "\r\n%s: ", name);
    const char *p = strcasestr(got->head, mark);
    if (!p) return NULL;
    p += strlen(mark);
    snprintf(value, sizeof value, "%.*s", (int)strcspn(p, "\r"), p);
    return value;
}

/* Reads one reply. status 0: the connection ended without one. */
CLIENT_UNUSED struct answer_got take(int fd, bool has_body) {
    struct answer_got got = {0};
    size_t n = 0;
    while (n < sizeof got.head - 1 && (n < 4 || memcmp(got.head + n - 4, "\r\n\r\n", 4) != 0)) {
        if (recv(fd, got.head + n, 1, 0) != 1) {
            got.closed = true;
            return got;
        }
        n++;
    }
    got.status = (int)strtol(got.head + 9, NULL, 10);
    const char *length = field_of(&got, "Content-Length");
    got.len = length && has_body ? strtoul(length, NULL, 10) : 0;
    got.body = calloc(1, got.len + 1);
    for (size_t at = 0; at < got.len;) {
        ssize_t r = recv(fd, got.body + at, got.len - at, 0);
        if (r <= 0) {
            got.len = at;
            break;
        }
        at += (size_t)r;
    }
    return got;
}

/* Whether the server ends the connection. What it still sends is dropped, unless it is a second reply:
 * nobody here asks for one, so that would be a smuggled request. (MHD's own 400 repeats its header.) */
CLIENT_UNUSED bool is_closed(int fd) {
    struct timeval moment = {.tv_usec = 100000};
    char rest[4096];
    ssize_t n;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
    while ((n = recv(fd, rest, sizeof rest, 0)) > 0)
        if (memmem(rest, (size_t)n, "/kort", 5)) fail_msg("a second reply: %.*s", (int)n, rest);
    return n == 0 || errno == ECONNRESET;
}

/* Sends on a connection of its own. */
CLIENT_UNUSED struct answer_got ask_n(const struct server *server, const char *bytes, size_t len) {
    int fd = connect_to(server);
    put_n(fd, bytes, len);
    struct answer_got got = take(fd, strncmp(bytes, "HEAD", 4) != 0);
    got.closed = is_closed(fd);
    close(fd);
    return got;
}

CLIENT_UNUSED struct answer_got ask(const struct server *server, const char *text) {
    return ask_n(server, text, strlen(text));
}

CLIENT_UNUSED int status_of(const struct server *server, const char *text) {
    struct answer_got got = ask(server, text);
    free(got.body);
    return got.status;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n\r\n"

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The listening socket. Only numeric addresses: a name could mean another interface tomorrow.
 */
#include "web/server.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* "127.0.0.1:8080", "[::1]:8080" -> host and port. */
static bool listen_split(const char *listen, char host[64], char port[8]) {
    const char *colon = strrchr(listen, ':');
    if (!colon) return false;
    bool bracket = listen[0] == '[';
    size_t len = (size_t)(colon - listen) - (bracket ? 2 : 0);
    if ((bracket && (colon == listen || colon[-1] != ']')) || len >= 64 || strlen(colon + 1) >= 8)
        return false;
    snprintf(host, 64, "%.*s", (int)len, listen + bracket);
    snprintf(port, 8, "%s", colon + 1);
    return true;
}

static int socket_open(const struct addrinfo *address) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 && listen(fd, 1024) == 0) return fd;
    close(fd);
    return -1;
}

static int port_of(int fd) {
    struct sockaddr_storage address;
    socklen_t len = sizeof address;
    char port[8];
    if (getsockname(fd, (struct sockaddr *)&address, &len) != 0 ||
        getnameinfo((struct sockaddr *)&address, len, NULL, 0, port, sizeof port, NI_NUMERICSERV) !=
            0)
        return 0;
    return (int)strtol(port, NULL, 10);
}

bool listen_open(const char *listen, char ret_host[64], int *ret_socket, int *ret_port,
                 struct err *err) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *address = NULL;
    char port[8];
    if (!listen || !listen_split(listen, ret_host, port) ||
        getaddrinfo(ret_host, port, &hints, &address) != 0)
        return err_set(err, ERR_INPUT, "cannot listen on '%s': write ADDRESS:PORT",
                       listen ? listen : "");
    int fd = socket_open(address);
    freeaddrinfo(address);
    if (fd < 0) return err_set(err, ERR_IO, "cannot listen on '%s': %s", listen, strerror(errno));
    *ret_socket = fd;
    *ret_port = port_of(fd);
    return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The default sender: a file a message. Whoever fetches it sees a whole file or none: it is written
 * under another name, made durable, and renamed.
 */
#include "letter/outbox.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(struct err *err, const char *what) {
    return err_set(err, ERR_IO, "the outbox: %s: %s", what, strerror(errno));
}

/* Makes the folder with those above it, for us alone. */
static bool folder_make(struct arena *a, const char *path, struct err *err) {
    char *copy = arena_dup(a, path);
    for (char *p = copy + 1;; p++) {
        if (*p && *p != '/') continue;
        char c = *p;
        *p = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST) return failed(err, "mkdir");
        *p = c;
        if (!c) return true;
    }
}

static bool bytes_write(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
    return true;
}

static bool file_write(const char *path, const struct envelope *envelope, struct err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return failed(err, "open");
    bool ok = bytes_write(fd, envelope->memo, envelope->memo_len) && fsync(fd) == 0;
    if (!ok) failed(err, "write");
    if (close(fd) != 0 && ok) ok = failed(err, "close");
    if (!ok) unlink(path);
    return ok;
}

/* The name is durable when the folder is. */
static bool folder_sync(const char *path, struct err *err) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed(err, "open the folder");
    bool ok = fsync(fd) == 0;
    if (!ok) failed(err, "fsync of the folder");
    close(fd);
    return ok;
}

bool outbox_write_file(const struct sender *self, const struct envelope *envelope,
                       struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *temporary = arena_fmt(a, "%s/.%s.tmp", self->place, envelope->uuid);
    const char *name = arena_fmt(a, "%s/%s.xml", self->place, envelope->uuid);
    if (!folder_make(a, self->place, err) || !file_write(temporary, envelope, err)) return false;
    if (rename(temporary, name) != 0) {
        failed(err, "rename");
        unlink(temporary);
        return false;
    }
    return folder_sync(self->place, err);
}

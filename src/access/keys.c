/* SPDX-License-Identifier: EUPL-1.2
 *
 * One master key in a file, subkeys by purpose in memory.
 *
 * The database and the key never travel together: a stolen database file, backup or laptop disk
 * holds CPR numbers and notes only as XChaCha20-Poly1305 ciphertext, and the blind indexes beside
 * them cannot be tried out without the key. Every use has a subkey of its own (crypto_kdf), so that
 * a value made for one purpose means nothing to another.
 *
 * The file is 64 hexadecimal digits, so that it can be printed and locked up. It is refused when
 * anybody but its owner can read it: a key that others may have read must be seen, not shrugged at.
 */
#include "access/internal.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_CONTEXT  "vejviser" /* crypto_kdf_CONTEXTBYTES = 8 */
#define KEY_HEX      (2 * crypto_kdf_KEYBYTES)
#define SEAL_VERSION 1
#define NONCE        crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG          crypto_aead_xchacha20poly1305_ietf_ABYTES

/* All subkeys, in guarded memory that is read-only once filled. */
static unsigned char (*subkeys)[KEY_BYTES];

const unsigned char *keys_sub(enum subkey which) {
    if (!subkeys) {
        log_error("a key was asked for before keys_load(): this is a bug");
        abort();
    }
    return subkeys[which];
}

bool keys_use(const unsigned char master[KEY_BYTES], struct err *err) {
    if (sodium_init() < 0) return err_set(err, ERR_IO, "libsodium cannot start");
    unsigned char(*made)[KEY_BYTES] = sodium_allocarray(SUBKEY_COUNT, KEY_BYTES);
    if (!made) return err_set(err, ERR_IO, "no guarded memory for the keys: %s", strerror(errno));
    for (unsigned i = 0; i < SUBKEY_COUNT; i++)
        crypto_kdf_derive_from_key(made[i], KEY_BYTES, i + 1, KEY_CONTEXT, master);
    sodium_mprotect_readonly(made);
    if (subkeys) sodium_free(subkeys);
    subkeys = made;
    return true;
}

/* ---- where the file is ---- */

static const char *home_path(struct arena *a, const char *url) {
    unsigned char hash[16];
    const char *home = getenv("HOME");
    if (!home || home[0] != '/') return NULL;
    crypto_generichash(hash, sizeof hash, (const unsigned char *)url, strlen(url), NULL, 0);
    char hex[2 * sizeof hash + 1];
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return arena_fmt(a, "%s/.config/vejviser/%s.key", home, hex);
}

static const char *key_path(struct arena *a, const char *url) {
    const char *named = getenv("VEJVISER_KEY");
    if (named && *named) return arena_dup(a, named);
    if (strncmp(url, "sqlite:", 7) == 0) return arena_fmt(a, "%s.key", url + 7);
    return home_path(a, url);
}

/* Makes ~/.config and ~/.config/vejviser, for the owner alone. */
static void make_folders(struct arena *a, const char *path) {
    char *copy = arena_dup(a, path);
    for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
}

/* ---- reading and making it ---- */

static bool file_is_private(int fd, const char *path, struct err *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return err_set(err, ERR_IO, "key file %s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode)) return err_set(err, ERR_IO, "key file %s is not a file", path);
    if (st.st_mode & 077)
        return err_set(
            err, ERR_REFUSED,
            "key file %s can be read by others (mode %04o): make a new key or, if nobody "
            "has read it, chmod 600",
            path, (unsigned)(st.st_mode & 07777));
    return true;
}

static bool key_read(int fd, const char *path, unsigned char master[KEY_BYTES], struct err *err) {
    char hex[KEY_HEX + 2];
    ssize_t n = read(fd, hex, sizeof hex);
    if (n < 0) return err_set(err, ERR_IO, "key file %s: %s", path, strerror(errno));
    size_t len = 0;
    bool good = (n == KEY_HEX || (n == KEY_HEX + 1 && hex[KEY_HEX] == '\n')) &&
                sodium_hex2bin(master, KEY_BYTES, hex, KEY_HEX, NULL, &len, NULL) == 0 &&
                len == KEY_BYTES;
    sodium_memzero(hex, sizeof hex);
    return good || err_set(err, ERR_INPUT, "key file %s is not 64 hexadecimal digits", path);
}

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

/* A key that is lost after data was sealed with it is worse than no start: fsync file and folder. */
static bool folder_sync(struct arena *a, const char *path) {
    char *folder = arena_dup(a, path);
    char *slash = strrchr(folder, '/');
    if (slash) slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

static bool key_make(struct arena *a, const char *path, unsigned char master[KEY_BYTES],
                     struct err *err) {
    char hex[KEY_HEX + 1];
    crypto_kdf_keygen(master);
    sodium_bin2hex(hex, sizeof hex, master, KEY_BYTES);
    hex[KEY_HEX] = '\n';
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        sodium_memzero(hex, sizeof hex);
        return err_set(err, ERR_IO, "cannot make key file %s: %s", path, strerror(errno));
    }
    bool ok = write_all(fd, hex, sizeof hex) && fsync(fd) == 0;
    sodium_memzero(hex, sizeof hex);
    close(fd);
    if (!ok || !folder_sync(a, path)) {
        unlink(path);
        return err_set(err, ERR_IO, "cannot write key file %s: %s", path, strerror(errno));
    }
    log_info("made key file %s: keep a copy of it away from the database's backups", path);
    return true;
}

static bool key_from_file(struct arena *a, const char *path, bool create,
                          unsigned char master[KEY_BYTES], struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && create) {
        make_folders(a, path);
        return key_make(a, path, master, err);
    }
    if (fd < 0) return err_set(err, ERR_IO, "key file %s: %s", path, strerror(errno));
    bool ok = file_is_private(fd, path, err) && key_read(fd, path, master, err);
    close(fd);
    return ok;
}

bool keys_load(const char *url, bool create, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    unsigned char master[KEY_BYTES];
    if (sodium_init() < 0) return err_set(err, ERR_IO, "libsodium cannot start");
    const char *path = key_path(a, url);
    if (!path) return err_set(err, ERR_IO, "no place for the key file: set VEJVISER_KEY or HOME");
    bool ok = key_from_file(a, path, create, master, err) && keys_use(master, err);
    sodium_memzero(master, sizeof master);
    return ok;
}

/* ---- fields ---- */

/* table NUL row NUL column: a C string holds no NUL, so two places never look alike. */
static const char *place_of(struct arena *a, const char *table, const char *row, const char *column,
                            size_t *ret_len) {
    struct text t;
    text_init(&t, a);
    text_add_n(&t, table, strlen(table) + 1);
    text_add_n(&t, row, strlen(row) + 1);
    text_add(&t, column);
    *ret_len = t.len;
    return t.ptr;
}

struct blob seal_text(struct arena *a, const char *table, const char *row, const char *column,
                      const char *plain) {
    if (!plain) return (struct blob){0};
    size_t len = strlen(plain), place_len;
    const char *place = place_of(a, table, row, column, &place_len);
    unsigned char *out = arena_alloc(a, 1 + NONCE + len + TAG);
    out[0] = SEAL_VERSION;
    randombytes_buf(out + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE, NULL, (const unsigned char *)plain,
                                               len, (const unsigned char *)place, place_len, NULL,
                                               out + 1, keys_sub(SUBKEY_SEAL));
    return (struct blob){out, 1 + NONCE + len + TAG};
}

const char *open_text(struct arena *a, const char *table, const char *row, const char *column,
                      struct blob sealed) {
    if (!sealed.ptr) return NULL;
    const unsigned char *in = sealed.ptr;
    size_t place_len;
    const char *place = place_of(a, table, row, column, &place_len);
    if (sealed.len >= 1 + NONCE + TAG && in[0] == SEAL_VERSION) {
        size_t len = sealed.len - 1 - NONCE - TAG;
        unsigned char *out = arena_alloc(a, len + 1);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + 1 + NONCE, len + TAG,
                                                       (const unsigned char *)place, place_len,
                                                       in + 1, keys_sub(SUBKEY_SEAL)) == 0)
            return (const char *)out;
    }
    log_error("security: the sealed text in %s.%s of row %s is not authentic", table, column, row);
    return NULL;
}

/* ---- keyed hashes ---- */

const char *keyed_hex(struct arena *a, enum subkey which, const char *purpose, const char *plain,
                      size_t bytes) {
    unsigned char hash[32];
    crypto_generichash_state state;
    crypto_generichash_init(&state, keys_sub(which), KEY_BYTES, bytes);
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)plain, strlen(plain));
    crypto_generichash_final(&state, hash, bytes);
    char *hex = arena_alloc(a, 2 * bytes + 1);
    return sodium_bin2hex(hex, 2 * bytes + 1, hash, bytes);
}

const char *blind_index(struct arena *a, const char *purpose, const char *plain) {
    return plain ? keyed_hex(a, SUBKEY_INDEX, purpose, plain, 16) : NULL;
}

const char *random_hex(struct arena *a, size_t bytes) {
    unsigned char random[32];
    char *hex = arena_alloc(a, 2 * bytes + 1);
    randombytes_buf(random, bytes);
    sodium_bin2hex(hex, 2 * bytes + 1, random, bytes);
    sodium_memzero(random, sizeof random);
    return hex;
}

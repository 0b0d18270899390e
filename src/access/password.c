/* SPDX-License-Identifier: EUPL-1.2
 *
 * Argon2id through libsodium: 19 MiB and three passes (OWASP's floor is 19 MiB and two).
 *
 * Each comparison takes its 19 MiB while it runs, so at most two run at a time (serving must stay
 * below 150 MB), and at most a few threads wait: a flood of logins must not tie up the workers that
 * others need. Whoever comes after that is told to try again in a moment.
 */
#include "access/internal.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define HASH_OPS          3
#define HASH_MEM          (19 * 1024 * 1024)
#define HASH_AT_ONCE      2
#define HASH_WAITING_MOST 6

/* No password has this hash. Comparing with it costs what a real comparison costs, so that an
 * unknown login cannot be told from a known one by the clock. */
#define HASH_NOBODY                                                                                \
    "$argon2id$v=19$m=19456,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"                                       \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
_Static_assert(HASH_MEM / 1024 == 19456 && HASH_OPS == 3, "HASH_NOBODY must cost the same");
_Static_assert(crypto_pwhash_STRBYTES <= 128, "the contract promises room for 128 bytes");

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int running, waiting;

/* Nobody needs to wait for the connection of one who hashes. */
static bool hash_enter(struct err *err) {
    bool in = true;
    db_wait_begin();
    pthread_mutex_lock(&mutex);
    if (running == HASH_AT_ONCE && waiting == HASH_WAITING_MOST) {
        in = false;
    } else {
        waiting++;
        while (running == HASH_AT_ONCE) pthread_cond_wait(&freed, &mutex);
        waiting--;
        running++;
    }
    pthread_mutex_unlock(&mutex);
    if (!in) db_wait_end();
    return in || err_set(err, ERR_BUSY, "too many logins at once");
}

static void hash_leave(void) {
    pthread_mutex_lock(&mutex);
    running--;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&mutex);
    db_wait_end();
}

bool password_hash(const char *password, char ret_hash[128], struct err *err) {
    size_t len = strlen(password);
    if (len < PASSWORD_MIN || len > PASSWORD_MAX)
        return err_set(err, ERR_INPUT, "a password has %d to %d characters", PASSWORD_MIN,
                       PASSWORD_MAX);
    if (sodium_init() < 0) return err_set(err, ERR_IO, "libsodium cannot start");
    if (!hash_enter(err)) return false;
    char hash[crypto_pwhash_STRBYTES];
    bool ok = crypto_pwhash_str(hash, password, len, HASH_OPS, HASH_MEM) == 0;
    hash_leave();
    if (!ok) return err_set(err, ERR_BUSY, "no memory to hash a password");
    memcpy(ret_hash, hash, sizeof hash);
    return true;
}

bool password_check(const char *hash, const char *password, bool *ret_ok, struct err *err) {
    size_t len = strlen(password);
    if (len > PASSWORD_MAX)
        len = PASSWORD_MAX; /* too long to be anybody's; costs what the longest costs */
    if (!hash_enter(err)) return false;
    errno = 0;
    bool same = crypto_pwhash_str_verify(hash ? hash : HASH_NOBODY, password, len) == 0;
    bool starved = !same && errno == ENOMEM;
    hash_leave();
    if (starved) return err_set(err, ERR_BUSY, "no memory to compare a password");
    *ret_ok = same && hash && strlen(password) <= PASSWORD_MAX;
    return true;
}

const char *password_random(struct arena *a) {
    /* No i, l, o, 0, 1: it is read aloud and typed once. 31 letters: 20 of them are 99 bits. */
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    struct text t;
    text_init(&t, a);
    for (int i = 0; i < 20; i++) {
        if (i && i % 5 == 0) text_addc(&t, '-');
        text_addc(&t, letters[randombytes_uniform(sizeof letters - 1)]);
    }
    return text_str(&t);
}

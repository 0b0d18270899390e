/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this room share and nobody outside needs.
 */
#ifndef VEJVISER_ACCESS_INTERNAL_H
#define VEJVISER_ACCESS_INTERNAL_H

#include "access/access.h"
#include "access/views.h"

/* ---- keys.c ---- */
enum subkey { SUBKEY_SEAL, SUBKEY_INDEX, SUBKEY_SESSION, SUBKEY_AUDIT, SUBKEY_COUNT };
/* KEY_BYTES bytes; aborts when keys_load() has not run. */
const unsigned char *keys_sub(enum subkey which);
/* Keyed BLAKE2b over purpose and text, `bytes` (16 or 32) long, as hexadecimal text. */
const char *keyed_hex(struct arena *a, enum subkey which, const char *purpose, const char *plain,
                      size_t bytes);
/* `bytes` (at most 32) random bytes as hexadecimal text. */
const char *random_hex(struct arena *a, size_t bytes);

/* ---- password.c ---- */
#define PASSWORD_MIN 12
#define PASSWORD_MAX 128
/* Compares; takes the same time with hash NULL (an unknown login). ERR_BUSY when too many are being
 * compared already: then *ret_ok is not written. */
bool password_check(const char *hash, const char *password, bool *ret_ok, struct err *err);
/* A password to be told to its owner and used once: 100 random bits in groups of letters. */
const char *password_random(struct arena *a);

/* ---- user.c ---- */
bool login_is_valid(const char *login);
/* Inside store_write(). */
bool user_disable_id(struct db *w, int64_t id, struct err *err);

/* ---- throttle.c ---- */
#define THROTTLE_WINDOW_MIN 15
/* Takes a ticket for one attempt at `login` from `remote` before the password is looked at, so that
 * parallel guesses count too. *ret_wait: 0 = go on, else microseconds to wait. Inside store_write(). */
struct throttle_try {
    const char *login, *remote;
    int64_t now;
    int64_t wait; /* result */
};
bool throttle_take(struct db *w, struct throttle_try *attempt, struct err *err);
/* The attempt succeeded: the account's failures and this address's ticket are forgotten. */
bool throttle_forget(struct db *w, const struct throttle_try *attempt, struct err *err);

/* ---- session.c ---- */
#define SESSION_IDLE_US (30 * 60 * INT64_C(1000000))
#define SESSION_MAX_US  (10 * 3600 * INT64_C(1000000))
/* Makes a session; *ret_token is the cookie's value, which is stored nowhere. Inside store_write(). */
bool session_add(struct db *w, struct arena *a, int64_t account, const char **ret_token,
                 struct err *err);
/* Ends one session; of all of an account when hash is NULL, but for `keep` (may be NULL). */
bool session_end(struct db *w, const char *hash, struct err *err);
bool session_end_all(struct db *w, int64_t account, const char *keep, struct err *err);
void session_cookie_set(struct request *rq, const char *token);
void session_cookie_clear(struct request *rq);
const char *session_hash_of(struct arena *a, const char *token);

/* ---- audit.c ---- */
/* store_write(), again after ERR_CONFLICT: for changes that append to the log (see audit.c). */
bool store_write_again(struct store *store, db_write_fn *fn, void *ctx, struct err *err);

/* ---- paths ---- */
/* `til` when it is a local path that may be gone to after login, else `otherwise`. */
const char *local_path(const char *til, const char *otherwise);
/* Percent-encoded but for letters, digits and -._~/ : a path, or a value in a query. */
const char *path_encode(struct arena *a, const char *plain);
/* Path and query of this request, as a path to come back to. */
const char *request_here(const struct request *rq);
/* A row's number in a path or query: plain digits. False (nothing written) for all else
 * and for NULL. */
bool number_of(const char *text, int64_t *ret_n);
/* Where a role starts. */
const char *home_of(enum role role);

/* ---- form_view.c ---- */
extern const struct form form_blank; /* for a page that nobody has filled in yet */
/* `line` with defaults, and with what was typed and what is wrong with it. */
struct input_line input_of(const struct form *form, struct input_line line);
/* Radio buttons for NULL-terminated values; labels are the messages PREFIX.VALUE. Their number. */
size_t choices_of(struct arena *a, enum lang lang, const char *const *values, const char *prefix,
                  const char *chosen, struct choice_line **ret_lines);
/* The message PREFIX+KEY, or the key itself where there is none; NULL for NULL. */
const char *word_of(struct arena *a, enum lang lang, const char *prefix, const char *key);
const char *time_of_day(struct arena *a, enum lang lang, int64_t at); /* "09.30"; "" for INT_NONE */

/* ---- handlers, by file ---- */
/* page_login.c */
/* A sentence about what is wrong with a new password, or NULL. */
const char *password_fault(struct request *rq, const char *login, const char *old,
                           const char *fresh);
void login_show(struct request *rq);
void login_post(struct request *rq);
void login_renew(struct request *rq);
void logout_post(struct request *rq);
/* page_reason.c */
void reason_show(struct request *rq);
void reason_post(struct request *rq);
void spot_check_show(struct request *rq);
void spot_check_post(struct request *rq);
/* page_log.c */
void youth_log_show(struct request *rq);
/* page_users.c */
/* A row of act "user" about an account: what:ID. Inside store_write(). */
bool user_audit(struct db *w, const struct request *rq, const char *what, int64_t id,
                struct err *err);
void users_show(struct request *rq);
void users_add_show(struct request *rq);
void users_add_post(struct request *rq);
void users_edit_show(struct request *rq);
void users_until_post(struct request *rq);
void users_disable_post(struct request *rq);
/* page_account.c */
void my_account_show(struct request *rq);
void my_account_post(struct request *rq);
void my_password_post(struct request *rq);

#endif

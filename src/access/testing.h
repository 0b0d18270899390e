/* SPDX-License-Identifier: EUPL-1.2
 *
 * Users and sessions for the tests of every room, without Argon2 and without the login page. Include
 * after <cmocka.h>. Never part of the program.
 *
 *     test_keys();
 *     int64_t vera = test_user(store, "vera", ROLE_COUNSELLOR, NULL);
 *     struct browser b = browser_open(&site, db, arena);
 *     browser_enter(&b, store, vera);
 */
#ifndef VEJVISER_ACCESS_TESTING_H
#define VEJVISER_ACCESS_TESTING_H

#include "access/internal.h"
#include "web/testing.h"

/* The same keys in every test run. */
BROWSER_UNUSED void test_keys(void) {
    static const unsigned char master[KEY_BYTES] = "keys of tests: no secret at all";
    struct err err = {0};
    if (!keys_use(master, &err)) fail_msg("%s", err.message);
}

struct test_user_call {
    struct user_new user;
    const char *hash;
    int64_t id;
};

BROWSER_UNUSED bool test_user_write(struct db *w, void *ctx, struct err *err) {
    struct test_user_call *call = ctx;
    return user_add(w, &call->user, call->hash, &call->id, err);
}

/* An account with this password hash (NULL: cannot log in). Named like its login. */
BROWSER_UNUSED int64_t test_user_with(struct store *store, const char *login, enum role role,
                                      const char *institution, const char *hash, bool one_time) {
    struct err err = {0};
    struct test_user_call call = {{login, login, role, institution, one_time}, hash, 0};
    if (!store_write(store, test_user_write, &call, &err))
        fail_msg("user %s: %s", login, err.message);
    return call.id;
}

BROWSER_UNUSED int64_t test_user(struct store *store, const char *login, enum role role,
                                 const char *institution) {
    return test_user_with(store, login, role, institution, NULL, false);
}

struct test_session_call {
    struct arena *arena;
    int64_t account;
    const char *token;
};

BROWSER_UNUSED bool test_session_write(struct db *w, void *ctx, struct err *err) {
    struct test_session_call *call = ctx;
    return session_add(w, call->arena, call->account, &call->token, err);
}

/* A new session of this account, in this browser. */
BROWSER_UNUSED void browser_enter(struct browser *b, struct store *store, int64_t account) {
    struct err err = {0};
    struct test_session_call call = {b->arena, account, NULL};
    if (!store_write(store, test_session_write, &call, &err)) fail_msg("session: %s", err.message);
    browser_set_cookie(b, "vejviser", call.token);
    b->csrf = csrf_token(b->arena, call.token);
}

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Guessing passwords takes time. Five failures at one account within fifteen minutes, and the next
 * attempt waits until the first of them is fifteen minutes old; the same at one network address,
 * with more room there, because a whole town hall may sit behind one address and each colleague may
 * mistype once on a Monday morning.
 *
 * An attempt takes its ticket (a row) before the password is looked at and gives it back when it
 * was right, so that a hundred guesses at the same moment do not all find the counter at zero.
 * Accounts that do not exist are counted like those that do. What is stored is a blind index of
 * login or address: the table does not say who mistyped.
 */
#include "access/internal.h"

#include "gen/access.sql.h"

#define WINDOW_US        (THROTTLE_WINDOW_MIN * 60 * INT64_C(1000000))
#define FAILURES_ACCOUNT 5
#define FAILURES_ADDRESS 30

static const char *subject_login(struct arena *a, const char *login) {
    return blind_index(a, "throttle login", login);
}

static const char *subject_address(struct arena *a, const char *remote) {
    return blind_index(a, "throttle address", remote ? remote : "");
}

/* Microseconds until `subject` may try again; 0 = now. */
static bool wait_of(struct db *w, struct arena *a, const char *subject, int64_t most, int64_t now,
                    int64_t *ret_wait, struct err *err) {
    struct q_access_failures_rows rows;
    struct q_access_failures_in in = {subject, now - WINDOW_US, most - 1};
    if (!q_access_failures(w, a, in, &rows, err)) return false;
    *ret_wait = rows.n ? rows.v[0].at + WINDOW_US - now : 0;
    return true;
}

bool throttle_take(struct db *w, struct throttle_try *attempt, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *login = subject_login(a, attempt->login);
    const char *address = subject_address(a, attempt->remote);
    int64_t now = attempt->now, wait_login, wait_address;
    if (!q_access_failure_purge(w, (struct q_access_failure_purge_in){now - WINDOW_US}, NULL,
                                err) ||
        !wait_of(w, a, login, FAILURES_ACCOUNT, now, &wait_login, err) ||
        !wait_of(w, a, address, FAILURES_ADDRESS, now, &wait_address, err))
        return false;
    attempt->wait = wait_login > wait_address ? wait_login : wait_address;
    if (attempt->wait > 0) return true;
    return q_access_failure_add(w, (struct q_access_failure_add_in){login, now}, NULL, err) &&
           q_access_failure_add(w, (struct q_access_failure_add_in){address, now}, NULL, err);
}

bool throttle_forget(struct db *w, const struct throttle_try *attempt, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *login = subject_login(a, attempt->login);
    const char *address = subject_address(a, attempt->remote);
    return q_access_failure_forget(w, (struct q_access_failure_forget_in){login}, NULL, err) &&
           q_access_ticket_return(w, (struct q_access_ticket_return_in){address, attempt->now},
                                  NULL, err);
}

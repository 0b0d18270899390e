/* SPDX-License-Identifier: EUPL-1.2
 *
 * Logging in and out.
 *
 * What an attempt does is the same whether the login exists or not: a ticket of the throttle, one
 * Argon2id, one row in the use log; and the answer is the same sentence, given at the same time: a
 * failure is answered FAIL_US after it came, so that waiting for a slot to hash in, the length of the
 * row and whatever else differs by a few milliseconds does not show. A login row is written in the
 * transaction that makes the session, so that nobody is in without having come in.
 *
 * A one-time password (made by an administrator, who has seen it) opens only the form where its
 * owner chooses a new one; there is no session before that.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "gen/access.html.h"
#include "gen/access.sql.h"
#include "gen/msg.h"

#include <string.h>
#include <time.h>

/* Four comparisons, so that a few logins at once still end before it. A worker waits meanwhile, which is
 * bearable: no more failures come out of the two slots of password.c than keep ten workers waiting. */
#define FAIL_US 200000

struct login_input {
    const char *login, *password, *til;
    const char *fresh, *again;
};

static const struct field login_fields[] = {
    {.name = "brugernavn",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct login_input, login),
     .required = true,
     .max = 64,
     .label = "login.login"},
    {.name = "kode",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct login_input, password),
     .required = true,
     .label = "login.password"},
    {.name = "til", .kind = FIELD_TEXT, .offset = offsetof(struct login_input, til), .max = 1000},
};
static const struct field renew_fields[] = {
    {.name = "brugernavn",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct login_input, login),
     .required = true,
     .max = 64,
     .label = "login.login"},
    {.name = "kode",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct login_input, password),
     .required = true,
     .label = "login.one_time"},
    {.name = "ny",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct login_input, fresh),
     .required = true,
     .min = PASSWORD_MIN,
     .max = PASSWORD_MAX,
     .label = "login.fresh"},
    {.name = "igen",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct login_input, again),
     .required = true,
     .label = "login.again"},
    {.name = "til", .kind = FIELD_TEXT, .offset = offsetof(struct login_input, til), .max = 1000},
};

/* ---- the pages ---- */

static void login_page(struct request *rq, const struct form *form, const char *til) {
    struct login_page v = {
        .form = form,
        .login = input_of(form, (struct input_line){.name = "brugernavn",
                                                    .label = msg_login_login(rq->lang),
                                                    .autocomplete = "username"}),
        .password = input_of(form, (struct input_line){.name = "kode",
                                                       .label = msg_login_password(rq->lang),
                                                       .type = "password",
                                                       .autocomplete = "current-password"}),
        .til = local_path(til, NULL),
    };
    v.sent_here = v.til && form->fields_n == 0;
    struct page page = {.title = msg_login_heading(rq->lang), .has_errors = !form->ok};
    reply_page(rq, &page, login_page, &v);
}

static void renew_page(struct request *rq, const struct form *form, const char *login,
                       const char *til) {
    struct renew_page v = {
        .form = form,
        .login = input_of(form, (struct input_line){.name = "brugernavn",
                                                    .label = msg_login_login(rq->lang),
                                                    .autocomplete = "username"}),
        .password = input_of(form, (struct input_line){.name = "kode",
                                                       .label = msg_login_one_time(rq->lang),
                                                       .type = "password",
                                                       .autocomplete = "current-password"}),
        .fresh = input_of(form, (struct input_line){.name = "ny",
                                                    .label = msg_login_fresh(rq->lang),
                                                    .hint = msg_login_fresh_hint(
                                                        rq->arena, rq->lang, PASSWORD_MIN),
                                                    .type = "password",
                                                    .autocomplete = "new-password"}),
        .again = input_of(form, (struct input_line){.name = "igen",
                                                    .label = msg_login_again(rq->lang),
                                                    .type = "password",
                                                    .autocomplete = "new-password"}),
        .til = local_path(til, NULL),
    };
    v.login.value = login;
    struct page page = {.title = msg_login_renew_heading(rq->lang), .has_errors = !form->ok};
    reply_page(rq, &page, renew_page, &v);
}

void login_show(struct request *rq) {
    const char *til = local_path(request_query(rq, "til"), NULL);
    if (rq->visitor.role != ROLE_PUBLIC)
        reply_redirect(rq, til ? til : home_of(rq->visitor.role));
    else
        login_page(rq, &form_blank, til);
}

/* ---- one attempt ---- */

enum outcome { LOGIN_FAILED, LOGIN_WAIT, LOGIN_ONE_TIME, LOGIN_OK };

struct attempt {
    struct request *rq;
    int64_t came; /* clock_ticks() */
    struct throttle_try throttle;
    const struct q_access_account_by_login_row *account; /* NULL: there is none */
    const char *hash;                                    /* a new password to keep; or NULL */
    const char *token;                                   /* result */
};

static bool take_ticket(struct db *w, void *ctx, struct err *err) {
    return throttle_take(w, &((struct attempt *)ctx)->throttle, err);
}

static bool account_is_open(const struct q_access_account_by_login_row *account) {
    return account->disabled_at == INT_NONE &&
           (account->valid_to == DAY_NONE || clock_today() <= account->valid_to);
}

static bool failure_log(struct attempt *attempt, struct err *err) {
    struct request *rq = attempt->rq;
    struct audit_entry entry = audit_entry_of(rq, "login-failed");
    entry.purpose = "purpose.login";
    entry.detail = blind_index(rq->arena, "login", attempt->throttle.login);
    if (attempt->account) {
        entry.user_id = attempt->account->id;
        entry.role = attempt->account->role;
    }
    return audit_write(rq->store, &entry, err);
}

static void failure_hold(const struct attempt *attempt) {
    int64_t rest = attempt->came + FAIL_US - clock_ticks();
    struct timespec time = {.tv_nsec = rest * 1000};
    db_wait_begin();
    if (rest > 0) nanosleep(&time, NULL);
    db_wait_end();
}

/* Ticket, account, password; writes *ret_outcome. False: the world failed. */
static bool attempt_run(struct attempt *attempt, const char *password, enum outcome *ret_outcome,
                        struct err *err) {
    struct request *rq = attempt->rq;
    struct q_access_account_by_login_rows rows;
    struct q_access_account_by_login_in in = {attempt->throttle.login};
    bool right = false;
    if (!store_write(rq->store, take_ticket, attempt, err)) return false;
    if (attempt->throttle.wait > 0) {
        *ret_outcome = LOGIN_WAIT;
        return true;
    }
    if (!q_access_account_by_login(rq->db, rq->arena, in, &rows, err)) return false;
    attempt->account = rows.n ? &rows.v[0] : NULL;
    if (!password_check(rows.n ? rows.v[0].password : NULL, password, &right, err)) return false;
    if (!right || !account_is_open(attempt->account)) {
        *ret_outcome = LOGIN_FAILED;
        bool logged = failure_log(attempt, err);
        failure_hold(attempt);
        return logged;
    }
    *ret_outcome = attempt->account->one_time ? LOGIN_ONE_TIME : LOGIN_OK;
    return true;
}

/* The session and its row in the log come together, or not at all. */
static bool let_in(struct db *w, void *ctx, struct err *err) {
    struct attempt *attempt = ctx;
    struct request *rq = attempt->rq;
    struct audit_entry entry = audit_entry_of(rq, "login");
    entry.purpose = "purpose.login";
    entry.user_id = attempt->account->id;
    entry.role = attempt->account->role;
    if (attempt->hash) {
        struct q_access_account_password_in in = {attempt->account->id, attempt->hash};
        if (!q_access_account_password(w, in, NULL, err) ||
            !session_end_all(w, attempt->account->id, NULL, err))
            return false;
    }
    if (rq->visitor.session_hash && !session_end(w, rq->visitor.session_hash, err)) return false;
    return throttle_forget(w, &attempt->throttle, err) &&
           session_add(w, rq->arena, attempt->account->id, &attempt->token, err) &&
           audit_append(w, &entry, err);
}

static void enter(struct attempt *attempt, const char *til) {
    struct request *rq = attempt->rq;
    struct err err = {0};
    if (!store_write_again(rq->store, let_in, attempt, &err)) {
        reply_error(rq, &err);
        return;
    }
    session_cookie_set(rq, attempt->token);
    reply_redirect(rq, local_path(til, home_of(role_by_name(attempt->account->role))));
}

static void fail_with(struct attempt *attempt, enum outcome outcome, struct form *form) {
    struct request *rq = attempt->rq;
    if (outcome == LOGIN_FAILED) {
        form_fail(form, "brugernavn", msg_login_wrong(rq->lang));
        return;
    }
    int64_t minutes = (attempt->throttle.wait + 59999999) / 60000000;
    form_fail(form, "brugernavn", msg_login_wait(rq->arena, rq->lang, minutes));
    rq->reply.status = 429;
    rq->reply.retry_after = (int)((attempt->throttle.wait + 999999) / 1000000);
}

/* What people type with a capital letter, or with a space at the end, is the same login. */
static const char *login_clean(struct arena *a, const char *typed) {
    char *login = arena_dup(a, typed);
    for (char *c = login; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return login;
}

static struct attempt attempt_of(struct request *rq, const char *login) {
    return (struct attempt){
        .rq = rq,
        .came = clock_ticks(),
        .throttle = {login_clean(rq->arena, login), rq->remote, clock_real(), 0},
    };
}

void login_post(struct request *rq) {
    struct login_input in;
    struct form form;
    struct err err = {0};
    enum outcome outcome;
    if (!form_read(rq, login_fields, sizeof login_fields / sizeof *login_fields, &form, &in)) {
        login_page(rq, &form, in.til);
        return;
    }
    struct attempt attempt = attempt_of(rq, in.login);
    if (!attempt_run(&attempt, in.password, &outcome, &err)) {
        reply_error(rq, &err);
    } else if (outcome == LOGIN_OK) {
        enter(&attempt, in.til);
    } else if (outcome == LOGIN_ONE_TIME) {
        renew_page(rq, &form_blank, attempt.throttle.login, in.til);
    } else {
        fail_with(&attempt, outcome, &form);
        login_page(rq, &form, in.til);
    }
}

/* ---- a password of one's own ---- */

const char *password_fault(struct request *rq, const char *login, const char *old,
                           const char *fresh) {
    if (strcmp(fresh, old) == 0) return msg_login_fresh_same(rq->lang);
    if (strstr(fresh, login)) return msg_login_fresh_login(rq->lang);
    return NULL;
}

void login_renew(struct request *rq) {
    struct login_input in;
    struct form form;
    struct err err = {0};
    enum outcome outcome;
    char hash[128];
    bool ok = form_read(rq, renew_fields, sizeof renew_fields / sizeof *renew_fields, &form, &in);
    struct attempt attempt = attempt_of(rq, in.login ? in.login : "");
    if (ok && strcmp(in.fresh, in.again) != 0)
        form_fail(&form, "igen", msg_login_again_differs(rq->lang));
    const char *fault =
        ok ? password_fault(rq, attempt.throttle.login, in.password, in.fresh) : NULL;
    if (fault) form_fail(&form, "ny", fault);
    if (!form.ok) {
        renew_page(rq, &form, attempt.throttle.login, in.til);
        return;
    }
    if (!attempt_run(&attempt, in.password, &outcome, &err)) {
        reply_error(rq, &err);
    } else if (outcome == LOGIN_FAILED || outcome == LOGIN_WAIT) {
        fail_with(&attempt, outcome, &form);
        renew_page(rq, &form, attempt.throttle.login, in.til);
    } else if (!password_hash(in.fresh, hash, &err)) {
        reply_error(rq, &err);
    } else {
        attempt.hash = hash;
        enter(&attempt, in.til);
    }
}

/* ---- out ---- */

static bool let_out(struct db *w, void *ctx, struct err *err) {
    struct request *rq = ctx;
    struct audit_entry entry = audit_entry_of(rq, "logout");
    entry.purpose = "purpose.login";
    return session_end(w, rq->visitor.session_hash, err) && audit_append(w, &entry, err);
}

/* The cookie goes in any case: who leaves a shared computer must be out of it. */
void logout_post(struct request *rq) {
    struct err err = {0};
    bool ok = !rq->visitor.session_hash || store_write_again(rq->store, let_out, rq, &err);
    session_cookie_clear(rq);
    rq->reply.clear_site_data = true;
    if (ok)
        reply_redirect(rq, "/log-ind");
    else
        reply_error(rq, &err);
}

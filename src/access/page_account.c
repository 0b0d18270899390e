/* SPDX-License-Identifier: EUPL-1.2
 *
 * One's own account: language, keyboard shortcuts (WCAG 2.1.4: they can be turned off), password.
 */
#include "access/internal.h"

#include "gen/access.html.h"
#include "gen/access.sql.h"
#include "gen/msg.h"

#include "base/clock.h"

#include <string.h>

static const char *const langs[] = {"da", "en", NULL};

struct choices_input {
    const char *lang;
    bool shortcuts;
};
static const struct field choices_fields[] = {
    {.name = "sprog",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct choices_input, lang),
     .required = true,
     .choices = langs,
     .label = "account.lang"},
    {.name = "genveje", .kind = FIELD_CHECK, .offset = offsetof(struct choices_input, shortcuts)},
};

struct password_input {
    const char *current, *fresh, *again;
};
static const struct field password_fields[] = {
    {.name = "kode",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct password_input, current),
     .required = true,
     .label = "account.current"},
    {.name = "ny",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct password_input, fresh),
     .required = true,
     .min = PASSWORD_MIN,
     .max = PASSWORD_MAX,
     .label = "login.fresh"},
    {.name = "igen",
     .kind = FIELD_PASSWORD,
     .offset = offsetof(struct password_input, again),
     .required = true,
     .label = "login.again"},
};

static bool self_read(struct request *rq, struct q_access_account_by_id_row *ret_row) {
    struct err err = {0};
    struct q_access_account_by_id_rows rows;
    struct q_access_account_by_id_in in = {rq->visitor.user_id};
    if (!q_access_account_by_id(rq->db, rq->arena, in, &rows, &err) || !rows.n) {
        err.kind = err.kind ? err.kind : ERR_NOT_FOUND;
        reply_error(rq, &err);
        return false;
    }
    *ret_row = rows.v[0];
    return true;
}

static void account_page(struct request *rq, const struct form *form,
                         const struct q_access_account_by_id_row *row) {
    struct account_page v = {
        .form = form,
        .name = row->name,
        .login = row->login,
        .role = word_of(rq->arena, rq->lang, "role.", row->role),
        .shortcuts = row->shortcuts,
        .current = input_of(form, (struct input_line){.name = "kode",
                                                      .label = msg_account_current(rq->lang),
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
    };
    v.langs_n = choices_of(rq->arena, rq->lang, langs, "account.lang", row->lang, &v.langs);
    struct page page = {.title = msg_account_heading(rq->lang), .has_errors = !form->ok};
    reply_page(rq, &page, account_page, &v);
}

void my_account_show(struct request *rq) {
    struct q_access_account_by_id_row row;
    if (self_read(rq, &row)) account_page(rq, &form_blank, &row);
}

static bool choices_save(struct db *w, void *ctx, struct err *err) {
    return q_access_account_choices(w, *(struct q_access_account_choices_in *)ctx, NULL, err);
}

void my_account_post(struct request *rq) {
    struct choices_input in;
    struct form form;
    struct err err = {0};
    struct q_access_account_by_id_row row;
    if (!form_read(rq, choices_fields, sizeof choices_fields / sizeof *choices_fields, &form,
                   &in)) {
        if (self_read(rq, &row)) account_page(rq, &form, &row);
        return;
    }
    struct q_access_account_choices_in save = {rq->visitor.user_id, in.lang, in.shortcuts};
    enum lang lang = strcmp(in.lang, "en") == 0 ? LANG_EN : LANG_DA;
    if (store_write(rq->store, choices_save, &save, &err))
        reply_redirect_notice(rq, "/min-konto", msg_account_saved(lang), NULL);
    else
        reply_error(rq, &err);
}

/* ---- password ---- */

struct password_change {
    struct request *rq;
    struct throttle_try throttle;
    const char *hash;
};

static bool take_ticket(struct db *w, void *ctx, struct err *err) {
    return throttle_take(w, &((struct password_change *)ctx)->throttle, err);
}

/* All other sessions of the account end: whoever sat in them knew the old password. */
static bool password_save(struct db *w, void *ctx, struct err *err) {
    struct password_change *change = ctx;
    const struct visitor *visitor = &change->rq->visitor;
    struct q_access_account_password_in in = {visitor->user_id, change->hash};
    return q_access_account_password(w, in, NULL, err) &&
           throttle_forget(w, &change->throttle, err) &&
           session_end_all(w, visitor->user_id, visitor->session_hash, err) &&
           user_audit(w, change->rq, "password", visitor->user_id, err);
}

/* The current password is asked for, so it can be guessed here: the same throttle as at the login. */
static bool current_ok(struct password_change *change, const struct q_access_account_by_id_row *row,
                       const char *password, struct form *form, struct err *err) {
    struct request *rq = change->rq;
    bool right = false;
    if (!store_write(rq->store, take_ticket, change, err)) return false;
    if (change->throttle.wait > 0) {
        int64_t minutes = (change->throttle.wait + 59999999) / 60000000;
        form_fail(form, "kode", msg_login_wait(rq->arena, rq->lang, minutes));
        return true;
    }
    if (!password_check(row->password, password, &right, err)) return false;
    if (!right) form_fail(form, "kode", msg_account_current_wrong(rq->lang));
    return true;
}

void my_password_post(struct request *rq) {
    struct password_input in;
    struct form form;
    struct err err = {0};
    char hash[128];
    struct q_access_account_by_id_row row;
    struct password_change change = {.rq = rq, .hash = hash};
    if (!self_read(rq, &row)) return;
    change.throttle = (struct throttle_try){row.login, rq->remote, clock_real(), 0};
    bool ok = form_read(rq, password_fields, sizeof password_fields / sizeof *password_fields,
                        &form, &in);
    const char *fault = ok ? password_fault(rq, row.login, in.current, in.fresh) : NULL;
    if (ok && strcmp(in.fresh, in.again) != 0)
        form_fail(&form, "igen", msg_login_again_differs(rq->lang));
    if (fault) form_fail(&form, "ny", fault);
    if (form.ok && !current_ok(&change, &row, in.current, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!form.ok)
        account_page(rq, &form, &row);
    else if (password_hash(in.fresh, hash, &err) &&
             store_write_again(rq->store, password_save, &change, &err))
        reply_redirect_notice(rq, "/min-konto", msg_account_password_saved(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

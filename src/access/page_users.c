/* SPDX-License-Identifier: EUPL-1.2
 *
 * The administrator's page: who has an account, as what, until when. Accounts are disabled and never
 * deleted, roles are never changed (a new role is a new account, so that the log keeps its meaning),
 * and nobody changes their own. Each change stands in the log in the same transaction.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "gen/access.html.h"
#include "gen/access.sql.h"
#include "gen/msg.h"

#include <string.h>

static const char *const role_values[] = {"counsellor", "team-leader", "school",
                                          "management", "admin",       NULL};

/* ---- the list ---- */

static void user_line_end(struct user_line *line, int32_t valid_to, int64_t disabled_at) {
    line->valid_to = valid_to;
    line->disabled = clock_day_of(disabled_at);
    line->expired = valid_to != DAY_NONE && valid_to < clock_today();
}

void users_show(struct request *rq) {
    struct err err = {0};
    struct q_access_accounts_rows rows;
    if (!q_access_accounts(rq->db, rq->arena, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct users_page v = {.lines_n = rows.n,
                           .lines = arena_array(rq->arena, rows.n, sizeof *v.lines)};
    for (size_t i = 0; i < rows.n; i++) {
        struct user_line *line = &v.lines[i];
        *line = (struct user_line){
            .id = rows.v[i].id,
            .name = rows.v[i].name,
            .login = rows.v[i].login,
            .role = word_of(rq->arena, rq->lang, "role.", rows.v[i].role),
            .institution = rows.v[i].institution_name,
            .one_time = rows.v[i].one_time,
        };
        user_line_end(line, rows.v[i].valid_to, rows.v[i].disabled_at);
        v.active += line->disabled == DAY_NONE && !line->expired;
    }
    struct page page = {
        .title = msg_users_heading(rq->lang), .section = "/admin/brugere", .wide = true};
    reply_page(rq, &page, users_page, &v);
}

/* ---- a new one ---- */

struct add_input {
    const char *name, *login, *role, *institution;
};
static const struct field add_fields[] = {
    {.name = "navn",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct add_input, name),
     .required = true,
     .max = 120,
     .label = "users.name"},
    {.name = "brugernavn",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct add_input, login),
     .required = true,
     .min = 3,
     .max = 64,
     .label = "users.login"},
    {.name = "rolle",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct add_input, role),
     .required = true,
     .choices = role_values,
     .label = "users.role"},
    {.name = "skole",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct add_input, institution),
     .max = 6,
     .label = "users.institution"},
};

static void add_page(struct request *rq, const struct form *form) {
    struct user_add_page v = {
        .form = form,
        .name =
            input_of(form, (struct input_line){.name = "navn", .label = msg_users_name(rq->lang)}),
        .login = input_of(form, (struct input_line){.name = "brugernavn",
                                                    .label = msg_users_login(rq->lang),
                                                    .hint = msg_users_login_hint(rq->lang)}),
        .institution =
            input_of(form, (struct input_line){.name = "skole",
                                               .label = msg_users_institution(rq->lang),
                                               .hint = msg_users_institution_hint(rq->lang),
                                               .width = "input-char-8"}),
        .role_error = form_error(form, "rolle"),
    };
    v.roles_n =
        choices_of(rq->arena, rq->lang, role_values, "role", form_typed(form, "rolle"), &v.roles);
    struct page page = {.title = msg_users_add_heading(rq->lang),
                        .section = "/admin/brugere",
                        .has_errors = !form->ok};
    reply_page(rq, &page, user_add_page, &v);
}

void users_add_show(struct request *rq) { add_page(rq, &form_blank); }

struct add_write {
    struct request *rq;
    struct user_new user;
    const char *hash;
};

static bool add_write(struct db *w, void *ctx, struct err *err) {
    const struct add_write *add = ctx;
    int64_t id;
    if (!user_add(w, &add->user, add->hash, &id, err)) return false;
    return user_audit(w, add->rq, "new", id, err);
}

bool user_audit(struct db *w, const struct request *rq, const char *what, int64_t id,
                struct err *err) {
    struct audit_entry entry = audit_entry_of(rq, "user");
    entry.detail = arena_fmt(rq->arena, "%s:%lld", what, (long long)id);
    return audit_append(w, &entry, err);
}

/* What form_read cannot know. False: the world failed. */
static bool add_check(struct request *rq, const struct add_input *in, struct form *form,
                      struct err *err) {
    struct q_access_account_by_login_rows same;
    struct q_access_institution_rows schools = {0};
    bool is_school = strcmp(in->role, "school") == 0;
    if (!q_access_account_by_login(rq->db, rq->arena,
                                   (struct q_access_account_by_login_in){in->login}, &same, err) ||
        (in->institution &&
         !q_access_institution(rq->db, rq->arena, (struct q_access_institution_in){in->institution},
                               &schools, err)))
        return false;
    if (!login_is_valid(in->login)) form_fail(form, "brugernavn", msg_users_login_bad(rq->lang));
    if (same.n) form_fail(form, "brugernavn", msg_users_login_taken(rq->lang));
    if (is_school && !schools.n) form_fail(form, "skole", msg_users_institution_unknown(rq->lang));
    if (!is_school && in->institution)
        form_fail(form, "skole", msg_users_institution_school(rq->lang));
    return true;
}

static void made_page(struct request *rq, const struct user_new *user, const char *password) {
    struct user_made_page v = {user->name, user->login, password};
    struct page page = {.title = msg_users_made_heading(rq->lang), .section = "/admin/brugere"};
    reply_page(rq, &page, user_made_page, &v);
}

/* Not a redirect: the password stands in this one answer and nowhere else. */
void users_add_post(struct request *rq) {
    struct add_input in;
    struct form form;
    struct err err = {0};
    char hash[128];
    if (form_read(rq, add_fields, sizeof add_fields / sizeof *add_fields, &form, &in) &&
        !add_check(rq, &in, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!form.ok) {
        add_page(rq, &form);
        return;
    }
    const char *password = password_random(rq->arena);
    struct add_write add = {
        .rq = rq,
        .user = {.login = in.login,
                 .name = in.name,
                 .role = role_by_name(in.role),
                 .institution = in.institution,
                 .one_time = true},
        .hash = hash,
    };
    if (password_hash(password, hash, &err) && store_write_again(rq->store, add_write, &add, &err))
        made_page(rq, &add.user, password);
    else
        reply_error(rq, &err);
}

/* ---- one user ---- */

struct until_input {
    int32_t day;
};
static const struct field until_fields[] = {
    {.name = "slutdato",
     .kind = FIELD_DAY,
     .offset = offsetof(struct until_input, day),
     .label = "users.until_label"},
};

/* The user of the path. False: the reply has been made. */
static bool user_find(struct request *rq, struct q_access_account_by_id_row *ret_row) {
    struct err err = {0};
    struct q_access_account_by_id_rows rows;
    struct q_access_account_by_id_in in;
    if (!number_of(request_segment(rq, "user"), &in.id)) {
        reply_status(rq, 404);
        return false;
    }
    if (!q_access_account_by_id(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return false;
    }
    *ret_row = rows.v[0];
    return true;
}

static void edit_page(struct request *rq, const struct q_access_account_by_id_row *row,
                      const struct form *form) {
    struct user_edit_page v = {
        .form = form,
        .user = {.id = row->id,
                 .name = row->name,
                 .login = row->login,
                 .role = word_of(rq->arena, rq->lang, "role.", row->role)},
        .until = input_of(
            form, (struct input_line){.name = "slutdato",
                                      .label = msg_users_until_label(rq->lang),
                                      .hint = msg_users_until_hint(rq->lang),
                                      .value = fmt_day_table(rq->arena, rq->lang, row->valid_to),
                                      .width = "input-char-11"}),
        .is_self = row->id == rq->visitor.user_id,
    };
    user_line_end(&v.user, row->valid_to, row->disabled_at);
    struct page page = {.title = row->name, .section = "/admin/brugere", .has_errors = !form->ok};
    reply_page(rq, &page, user_edit_page, &v);
}

void users_edit_show(struct request *rq) {
    struct q_access_account_by_id_row row;
    if (user_find(rq, &row)) edit_page(rq, &row, &form_blank);
}

struct end_write {
    struct request *rq;
    int64_t id;
    int32_t day;
};

static bool until_write(struct db *w, void *ctx, struct err *err) {
    const struct end_write *end = ctx;
    struct q_access_account_until_in in = {end->id, end->day};
    return q_access_account_until(w, in, NULL, err) &&
           user_audit(w, end->rq, "until", end->id, err);
}

static bool disable_write(struct db *w, void *ctx, struct err *err) {
    const struct end_write *end = ctx;
    return user_disable_id(w, end->id, err) && user_audit(w, end->rq, "disable", end->id, err);
}

static void end_save(struct request *rq, db_write_fn *fn, struct end_write *end,
                     const char *notice) {
    struct err err = {0};
    if (store_write_again(rq->store, fn, end, &err))
        reply_redirect_notice(rq, "/admin/brugere", notice, NULL);
    else
        reply_error(rq, &err);
}

void users_until_post(struct request *rq) {
    struct until_input in;
    struct form form;
    struct q_access_account_by_id_row row;
    if (!user_find(rq, &row)) return;
    if (row.id == rq->visitor.user_id) {
        reply_status(rq, 403);
        return;
    }
    if (!form_read(rq, until_fields, 1, &form, &in)) {
        edit_page(rq, &row, &form);
        return;
    }
    struct end_write end = {rq, row.id, in.day};
    end_save(rq, until_write, &end, msg_users_until_saved(rq->arena, rq->lang, row.name));
}

void users_disable_post(struct request *rq) {
    struct q_access_account_by_id_row row;
    if (!user_find(rq, &row)) return;
    if (row.id == rq->visitor.user_id) {
        reply_status(rq, 403);
        return;
    }
    struct end_write end = {.rq = rq, .id = row.id};
    end_save(rq, disable_write, &end, msg_users_disable_saved(rq->arena, rq->lang, row.name));
}

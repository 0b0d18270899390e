/* SPDX-License-Identifier: EUPL-1.2
 *
 * Accounts: who works here, as what, and until when. Accounts are never deleted, because the use log
 * names them; they are disabled, which ends their sessions in the same transaction.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "gen/access.sql.h"

#include <string.h>

static const struct {
    enum role role;
    const char *name;
} roles[] = {
    {ROLE_COUNSELLOR, "counsellor"}, {ROLE_SCHOOL, "school"}, {ROLE_TEAM_LEADER, "team-leader"},
    {ROLE_MANAGEMENT, "management"}, {ROLE_ADMIN, "admin"},
};

const char *role_name(enum role role) {
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (roles[i].role == role) return roles[i].name;
    return "public";
}

enum role role_by_name(const char *name) {
    for (size_t i = 0; name && i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i].name, name) == 0) return roles[i].role;
    return ROLE_NONE;
}

bool login_is_valid(const char *login) {
    size_t len = strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_@");
    return len >= 3 && len <= 64 && login[len] == '\0';
}

static bool values_ok(const struct user_new *user, struct err *err) {
    if (!user->login || !login_is_valid(user->login))
        return err_set(err, ERR_INPUT, "a login is 3 to 64 of a-z 0-9 . - _ @");
    if (!user->name || !*user->name || utf8_count(user->name) > 120)
        return err_set(err, ERR_INPUT, "a name has 1 to 120 characters");
    if (!role_by_name(role_name(user->role))) return err_set(err, ERR_INPUT, "no such role");
    if ((user->role == ROLE_SCHOOL) != (user->institution && *user->institution))
        return err_set(err, ERR_INPUT, "school staff, and only they, belong to an institution");
    return true;
}

static bool account_find(struct db *db, struct arena *a, const char *login,
                         struct q_access_account_by_login_rows *ret_rows, struct err *err) {
    return q_access_account_by_login(db, a, (struct q_access_account_by_login_in){login}, ret_rows,
                                     err);
}

bool user_add(struct db *w, const struct user_new *user, const char *hash, int64_t *ret_id,
              struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_access_account_by_login_rows same;
    if (!values_ok(user, err) || !account_find(w, a, user->login, &same, err)) return false;
    if (same.n) return err_set(err, ERR_CONFLICT, "the login %s is taken", user->login);
    int64_t id = id_next();
    struct q_access_account_add_in in = {
        .id = id,
        .login = user->login,
        .name = user->name,
        .role = role_name(user->role),
        .institution = user->role == ROLE_SCHOOL ? user->institution : NULL,
        .password = hash,
        .one_time = user->one_time,
        .at = clock_now(),
    };
    if (!q_access_account_add(w, in, NULL, err)) return false;
    if (ret_id) *ret_id = id;
    return true;
}

bool user_disable_id(struct db *w, int64_t id, struct err *err) {
    struct q_access_account_disable_in in = {id, clock_now()};
    return q_access_account_disable(w, in, NULL, err) && session_end_all(w, id, NULL, err);
}

bool user_disable(struct db *w, const char *login, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_access_account_by_login_rows rows;
    if (!account_find(w, a, login, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "there is no user %s", login);
    return user_disable_id(w, rows.v[0].id, err);
}

bool account_list(struct db *db, struct arena *a, struct account_line **ret_lines, size_t *ret_n,
                  struct err *err) {
    struct q_access_accounts_rows rows;
    if (!q_access_accounts(db, a, &rows, err)) return false;
    struct account_line *lines = arena_array(a, rows.n + 1, sizeof *lines);
    for (size_t i = 0; i < rows.n; i++)
        lines[i] =
            (struct account_line){rows.v[i].login, rows.v[i].name, rows.v[i].role,
                                  rows.v[i].institution_name, rows.v[i].disabled_at != INT_NONE};
    *ret_lines = lines;
    *ret_n = rows.n;
    return true;
}

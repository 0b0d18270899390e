/* SPDX-License-Identifier: EUPL-1.2
 *
 * A session is a row that the cookie's token finds. The token is 256 random bits and is stored
 * nowhere: the row's key is its keyed hash, so neither a copy of the database nor a look into the
 * table gives anybody a session.
 *
 * The row is read at every request together with its account, and nothing is kept in memory: an
 * account that is disabled, or whose last day has passed, is out at its next request. seen_at is
 * moved at most once a minute, so that reading does not become writing.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "gen/access.sql.h"

#include <string.h>

#define TOKEN_HEX    64
#define SEEN_STEP_US (60 * INT64_C(1000000))

const char *session_hash_of(struct arena *a, const char *token) {
    return keyed_hex(a, SUBKEY_SESSION, "token", token, 32);
}

bool session_add(struct db *w, struct arena *a, int64_t account, const char **ret_token,
                 struct err *err) {
    int64_t now = clock_real();
    const char *token = random_hex(a, TOKEN_HEX / 2);
    struct q_access_session_end_old_in old = {account, now, now - SESSION_IDLE_US};
    struct q_access_session_add_in in = {session_hash_of(a, token), account, now,
                                         now + SESSION_MAX_US};
    if (!q_access_session_end_old(w, old, NULL, err) || !q_access_session_add(w, in, NULL, err))
        return false;
    *ret_token = token;
    return true;
}

bool session_end(struct db *w, const char *hash, struct err *err) {
    return q_access_session_end(w, (struct q_access_session_end_in){hash}, NULL, err);
}

bool session_end_all(struct db *w, int64_t account, const char *keep, struct err *err) {
    struct q_access_session_end_all_in in = {account, keep ? keep : ""};
    return q_access_session_end_all(w, in, NULL, err);
}

/* ---- the cookie ---- */

static const char *session_cookie(const struct request *rq) {
    return cookie_name(rq, SESSION_COOKIE);
}

/* SameSite=Lax, not Strict: a link in a mail to a colleague must find them logged in. Lax sends no
 * cookie with a POST from elsewhere, and web asks for token and Origin besides. */
static void cookie_put(struct request *rq, const char *value, const char *more) {
    reply_cookie(rq, arena_fmt(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                               session_cookie(rq), value, rq->secure ? "; Secure" : "", more));
}

void session_cookie_set(struct request *rq, const char *token) { cookie_put(rq, token, ""); }

void session_cookie_clear(struct request *rq) { cookie_put(rq, "", "; Max-Age=0"); }

/* ---- identify ---- */

static bool session_lives(const struct q_access_session_row *row, int64_t now) {
    return now < row->expires_at && now - row->seen_at < SESSION_IDLE_US &&
           row->disabled_at == INT_NONE &&
           (row->valid_to == DAY_NONE || clock_today() <= row->valid_to) &&
           role_by_name(row->role) != ROLE_NONE;
}

static bool seen_write(struct db *w, void *ctx, struct err *err) {
    return q_access_session_seen(w, *(struct q_access_session_seen_in *)ctx, NULL, err);
}

/* A session that cannot be marked as used only ends earlier than it need: no reason to refuse. */
static void session_seen(struct request *rq, const char *hash, int64_t seen_at, int64_t now) {
    struct err err = {0};
    struct q_access_session_seen_in in = {hash, now};
    if (now - seen_at >= SEEN_STEP_US && !store_write(rq->store, seen_write, &in, &err))
        log_warn("a session could not be marked as used: %s", err.message);
}

static void visitor_fill(struct request *rq, const struct q_access_session_row *row,
                         const char *token, const char *hash, int64_t now) {
    int64_t idle_end = now + SESSION_IDLE_US;
    rq->visitor = (struct visitor){
        .user_id = row->account,
        .name = row->name,
        .role = role_by_name(row->role),
        .institution = row->institution,
        .lang = row->lang && strcmp(row->lang, "en") == 0 ? LANG_EN : LANG_DA,
        .shortcuts = row->shortcuts,
        .session_hash = hash,
        .csrf = csrf_token(rq->arena, token),
        .expires = row->expires_at < idle_end ? row->expires_at : idle_end,
        .notice = row->notice,
        .undo = row->undo,
    };
}

bool access_identify(struct request *rq) {
    struct err err = {0};
    struct q_access_session_rows rows;
    const char *token = request_cookie(rq, session_cookie(rq));
    if (!token || strlen(token) != TOKEN_HEX) return true;
    const char *hash = session_hash_of(rq->arena, token);
    int64_t now = clock_real();
    if (!q_access_session(rq->db, rq->arena, (struct q_access_session_in){hash}, &rows, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!rows.n || !session_lives(&rows.v[0], now)) return true;
    session_seen(rq, hash, rows.v[0].seen_at, now);
    visitor_fill(rq, &rows.v[0], token, hash, now);
    return true;
}

/* ---- what the session keeps for the visitor ---- */

struct notice_change {
    const char *hash, *notice, *undo, *shown;
};

static bool notice_write(struct db *w, void *ctx, struct err *err) {
    const struct notice_change *change = ctx;
    if (!change->notice)
        return q_access_session_notice_clear(
            w, (struct q_access_session_notice_clear_in){change->hash, change->shown}, NULL, err);
    return q_access_session_notice(
        w, (struct q_access_session_notice_in){change->hash, change->notice, change->undo}, NULL,
        err);
}

bool access_notice_put(struct request *rq, const char *notice, const char *undo, struct err *err) {
    const struct visitor *visitor = &rq->visitor;
    struct notice_change change = {visitor->session_hash, notice, undo, visitor->notice};
    if (!visitor->session_hash || (!notice && !visitor->notice)) return true;
    return store_write(rq->store, notice_write, &change, err);
}

static bool choices_write(struct db *w, void *ctx, struct err *err) {
    return q_access_account_choices(w, *(struct q_access_account_choices_in *)ctx, NULL, err);
}

bool access_language_put(struct request *rq, enum lang lang, struct err *err) {
    struct q_access_account_choices_in in = {rq->visitor.user_id, lang == LANG_EN ? "en" : "da",
                                             rq->visitor.shortcuts};
    return rq->visitor.user_id == INT_NONE || store_write(rq->store, choices_write, &in, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * access: who somebody is, what they may see, and the proof of what they saw.
 *
 * Three questions, asked in this order for every request by access_authorize():
 *   1. role:         is the visitor's role among the route's `who`?
 *   2. need-to-know: for a route with {youth}: is there a relation on this day, or a stated reason?
 *   3. audit:        is the row in the hash-chained log durable? No log row, no data (fail closed).
 *
 * Relation (need-to-know) on a date:
 *   counsellor   the young person is theirs (youth.counsellor), or goes to a school where they are
 *                fixed or cover that day (counsellor_school), or they are the transition mentor
 *                until the outcome is written (retention_mentor), or either is true of a colleague
 *                whom they cover that day (absence)
 *   team leader  all, with purpose supervision
 *   school       the young person is in a class of the own school on that day
 *   others       never
 * A counsellor outside the relation may state a reason (access_reason); it opens that one person for
 * that counsellor until the end of the day, and is listed for the team leader's spot checks.
 */
#ifndef VEJVISER_ACCESS_H
#define VEJVISER_ACCESS_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "web/web.h"

/* ---- keys: one 256-bit master key in a file beside the database, 0600; subkeys by purpose ---- */
/* Loads the key file, or makes it when `create` and the file is missing. Path: VEJVISER_KEY, else
 * for "sqlite:PATH" PATH.key, else ~/.config/vejviser/HASH-OF-URL.key. Process-wide, before threads. */
bool keys_load(const char *url, bool create, struct err *err);
/* The same from bytes instead of a file: for tests. May be called again. */
#define KEY_BYTES 32
bool keys_use(const unsigned char master[KEY_BYTES], struct err *err);

/* Field encryption: XChaCha20-Poly1305, bound to table, row and column, so that a ciphertext moved
 * elsewhere does not open. The row key is text ("youth" id or decimal). Result in `a`. */
struct blob seal_text(struct arena *a, const char *table, const char *row, const char *column,
                      const char *plain);
/* NULL when the ciphertext is not authentic for that place (logged as a security event). */
const char *open_text(struct arena *a, const char *table, const char *row, const char *column,
                      struct blob sealed);
/* Keyed blind index (BLAKE2b, 32 hex characters): equal for equal texts, says nothing without key. */
const char *blind_index(struct arena *a, const char *purpose, const char *plain);

/* ---- users ---- */
struct user_new {
    const char *login; /* 3-64 characters a-z 0-9 . - _ @ */
    const char *name;
    enum role role;
    const char *institution; /* ROLE_SCHOOL only */
    bool
        one_time; /* somebody else knows the password: its owner chooses a new one at first login */
};
/* Argon2id, slow by design: called before store_write(), never inside. 12 to 128 bytes, else
 * ERR_INPUT; ERR_BUSY when too many are being hashed (two at a time, 19 MiB each). */
bool password_hash(const char *password, char ret_hash[128], struct err *err);
/* Inside store_write(). Refuses a taken login (ERR_CONFLICT) and a bad value (ERR_INPUT). `hash` NULL
 * = cannot log in with a password. Writes no audit row: the caller knows who does it (act "user").
 * *ret_id may be NULL. */
bool user_add(struct db *w, const struct user_new *user, const char *hash, int64_t *ret_id,
              struct err *err);
/* Ends every session of the user at once; inside store_write(). ERR_NOT_FOUND. */
bool user_disable(struct db *w, const char *login, struct err *err);
/* Everybody with an account, those with access first. */
struct account_line {
    const char *login, *name, *role,
        *institution; /* role as role_name(); institution's name or NULL */
    bool disabled;
};
bool account_list(struct db *db, struct arena *a, struct account_line **ret_lines, size_t *ret_n,
                  struct err *err);
const char *
role_name(enum role role); /* "counsellor", "school", "team-leader", "management", "admin" */
enum role role_by_name(const char *name); /* ROLE_NONE when unknown */

/* ---- sessions and the gate: what struct site takes ---- */
/* Idle 30 minutes, 10 hours at most (security goals). The token is 256 random bits in a cookie;
 * only its keyed hash is stored. The session is read at every request, so that disabling an account
 * ends it at the next one. Accounts whose last day (valid_to) has passed are out too. */
gate_fn access_identify;
gate_fn access_authorize;
bool access_notice_put(struct request *rq, const char *notice, const char *undo, struct err *err);
bool access_language_put(struct request *rq, enum lang lang, struct err *err);
/* /log-ind, /log-af, /min-konto, /unge/{youth}/begrundelse, /unge/{youth}/log, /team/stikproever,
 * /admin/brugere */
extern const struct route access_routes[];
extern const size_t access_routes_n;

/* May this visitor see this young person today? Pure read. */
bool access_related(struct db *db, struct arena *a, const struct visitor *visitor,
                    const char *youth_id, bool *ret_related, struct err *err);
/* The same without a stated reason: who has only that for today may not give anybody lasting access. */
bool access_related_without_reason(struct db *db, struct arena *a, const struct visitor *visitor,
                                   const char *youth_id, bool *ret_related, struct err *err);

/* ---- audit ---- */
struct audit_entry {
    const char *act; /* by the gate: "read", "change", "list", "search", "system", "asked" (stood
                           * before the question for a reason), "refused"; by handlers: "login",
                           * "login-failed", "logout", "reason", "user", "import", "cpr" ... */
    const char *youth_id; /* or NULL */
    const char *route;    /* "GET /unge/{youth}" or "cli import pupils" */
    const char *purpose;  /* message key */
    const char *detail;   /* never personal data; or NULL */
    int64_t user_id;      /* INT_NONE for the system */
    const char *role;
};
/* Appends to the chain; inside store_write(). hash = keyed BLAKE2b over the previous hash and every
 * field, so that a changed, removed or moved row is found by audit_verify(). ERR_CONFLICT when another
 * program was faster (several on one PostgreSQL). */
bool audit_append(struct db *w, const struct audit_entry *entry, struct err *err);
/* store_write() of one entry; tries again after a conflict. */
bool audit_write(struct store *store, const struct audit_entry *entry, struct err *err);
/* Walks the whole chain, streaming. False with the first bad or missing row's number in *ret_bad (0:
 * database failure); *ret_rows = good rows before it. */
bool audit_verify(struct db *db, int64_t *ret_rows, int64_t *ret_bad, struct err *err);
/* An entry with route, person, purpose and visitor of this request filled in. */
struct audit_entry audit_entry_of(const struct request *rq, const char *act);

#endif

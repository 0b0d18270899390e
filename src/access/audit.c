/* SPDX-License-Identifier: EUPL-1.2
 *
 * The use log is a chain. Each row's hash is a keyed BLAKE2b over the hash before it and all of its
 * own fields, and the end of the chain stands, sealed by the same key, in setting 'audit.head':
 *
 *     row 1 <- row 2 <- ... <- row n      audit.head = n, hash of row n, MAC of both
 *
 * A row that was changed, moved or put in does not fit its hash; one that was taken out leaves a
 * number missing; rows cut off the end leave the head pointing at nothing. New rows grow from the
 * head and not from the last row found, so that a cut stays visible for ever. Whoever can restore an
 * old copy of the whole database can still forget: therefore the head is told to the operator's log
 * now and then, which is kept on another machine.
 *
 * The numbers are without gaps, and the head is moved only from the value that was read. So when
 * two programs write to one PostgreSQL, one of them gets ERR_CONFLICT and audit_write() tries again.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "gen/access_audit.sql.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define HASH_BYTES   32
#define HASH_HEX     (2 * HASH_BYTES)
#define TRIES        8
#define TELL_HEAD_US (60 * INT64_C(1000000))

static const char genesis[HASH_HEX + 1] =
    "0000000000000000000000000000000000000000000000000000000000000000";

/* ---- hashing ---- */

struct chain_row {
    int64_t seq, at, account;
    const char *role, *act, *youth, *route, *purpose, *detail, *prev;
};

static void hash_int(crypto_generichash_state *state, int64_t n) {
    unsigned char bytes[9] = {'i'};
    for (int i = 0; i < 8; i++) bytes[1 + i] = (unsigned char)((uint64_t)n >> (8 * i));
    crypto_generichash_update(state, bytes, sizeof bytes);
}

/* Kind and length go first: no two different rows give the same bytes. */
static void hash_text(crypto_generichash_state *state, const char *text) {
    hash_int(state, text ? (int64_t)strlen(text) : -1);
    if (text) crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
}

static void hash_end(crypto_generichash_state *state, char ret_hex[HASH_HEX + 1]) {
    unsigned char hash[HASH_BYTES];
    crypto_generichash_final(state, hash, sizeof hash);
    sodium_bin2hex(ret_hex, HASH_HEX + 1, hash, sizeof hash);
}

static void row_hash(const struct chain_row *row, char ret_hex[HASH_HEX + 1]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, keys_sub(SUBKEY_AUDIT), KEY_BYTES, HASH_BYTES);
    hash_text(&state, row->prev);
    hash_int(&state, row->seq);
    hash_int(&state, row->at);
    hash_int(&state, row->account);
    hash_text(&state, row->role);
    hash_text(&state, row->act);
    hash_text(&state, row->youth);
    hash_text(&state, row->route);
    hash_text(&state, row->purpose);
    hash_text(&state, row->detail);
    hash_end(&state, ret_hex);
}

/* ---- the head ---- */

struct head {
    int64_t seq;
    char hash[HASH_HEX + 1];
    const char *stored; /* as it stands in the database; NULL = no log yet */
};

static const char *head_text(struct arena *a, int64_t seq, const char *hash) {
    char mac[HASH_HEX + 1];
    crypto_generichash_state state;
    crypto_generichash_init(&state, keys_sub(SUBKEY_AUDIT), KEY_BYTES, HASH_BYTES);
    hash_text(&state, "head");
    hash_int(&state, seq);
    hash_text(&state, hash);
    hash_end(&state, mac);
    return arena_fmt(a, "%lld:%s:%s", (long long)seq, hash, mac);
}

/* NUMBER:HASH:MAC; false when it is not what we would have written. */
static bool head_parse(struct arena *a, const char *stored, struct head *ret_head) {
    char *end;
    long long seq = strtoll(stored, &end, 10);
    if (seq < 1 || *end != ':' || strlen(end) != 2 * (HASH_HEX + 1)) return false;
    *ret_head = (struct head){.seq = seq, .stored = stored};
    memcpy(ret_head->hash, end + 1, HASH_HEX);
    const char *expected = head_text(a, seq, ret_head->hash);
    return strlen(expected) == strlen(stored) &&
           sodium_memcmp(expected, stored, strlen(stored)) == 0;
}

static bool head_first(struct db *db, struct arena *a, struct head *ret_head, struct err *err) {
    struct q_access_audit_any_rows any;
    if (!q_access_audit_any(db, a, &any, err)) return false;
    if (any.n)
        return err_set(err, ERR_DB, "the use log has rows but no head: it was tampered with");
    *ret_head = (struct head){0};
    memcpy(ret_head->hash, genesis, sizeof genesis);
    return true;
}

static bool head_read(struct db *db, struct arena *a, struct head *ret_head, struct err *err) {
    struct q_access_audit_head_rows rows;
    if (!q_access_audit_head(db, a, &rows, err)) return false;
    if (!rows.n) return head_first(db, a, ret_head, err);
    return head_parse(a, rows.v[0].value, ret_head) ||
           err_set(err, ERR_DB,
                   "the head of the use log is not ours: tampered with, or another key");
}

static bool head_write(struct db *w, const struct head *old, const char *value, struct err *err) {
    int64_t changed = 0;
    if (!old->stored)
        return q_access_audit_head_add(w, (struct q_access_audit_head_add_in){value}, NULL, err);
    struct q_access_audit_head_move_in in = {old->stored, value};
    if (!q_access_audit_head_move(w, in, &changed, err)) return false;
    return changed == 1 || err_set(err, ERR_CONFLICT, "another program wrote to the use log");
}

/* Once a minute at most. Losing a race only means that the other thread tells it. */
static void head_tell(const struct head *head) {
    static _Atomic int64_t told;
    int64_t now = clock_ticks(), last = atomic_load(&told);
    if ((last == 0 || now - last >= TELL_HEAD_US) &&
        atomic_compare_exchange_strong(&told, &last, now))
        log_info("use log: row %lld, hash %s", (long long)head->seq, head->hash);
}

/* ---- append ---- */

bool audit_append(struct db *w, const struct audit_entry *entry, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct head head, next = {0};
    if (!head_read(w, a, &head, err)) return false;
    struct chain_row row = {
        .seq = head.seq + 1,
        .at = clock_real(),
        .account = entry->user_id,
        .role = entry->role,
        .act = entry->act,
        .youth = entry->youth_id,
        .route = entry->route,
        .purpose = entry->purpose,
        .detail = entry->detail,
        .prev = head.hash,
    };
    next.seq = row.seq;
    row_hash(&row, next.hash);
    struct q_access_audit_add_in in = {row.seq,    row.at,    row.account, row.role,
                                       row.act,    row.youth, row.route,   row.purpose,
                                       row.detail, row.prev,  next.hash};
    if (!q_access_audit_add(w, in, NULL, err) ||
        !head_write(w, &head, head_text(a, next.seq, next.hash), err))
        return false;
    head_tell(&next);
    return true;
}

static bool entry_write(struct db *w, void *ctx, struct err *err) {
    return audit_append(w, ctx, err);
}

typedef bool write_fn(struct store *store, db_write_fn *fn, void *ctx, struct err *err);

static bool write_again(write_fn *write, struct store *store, db_write_fn *fn, void *ctx,
                        struct err *err) {
    for (int i = 1;; i++) {
        struct err e = {0};
        if (write(store, fn, ctx, &e)) return true;
        if (e.kind != ERR_CONFLICT || i == TRIES) return err_set(err, e.kind, "%s", e.message);
    }
}

bool store_write_again(struct store *store, db_write_fn *fn, void *ctx, struct err *err) {
    return write_again(store_write, store, fn, ctx, err);
}

bool audit_write(struct store *store, const struct audit_entry *entry, struct err *err) {
    struct audit_entry copy = *entry;
    return write_again(store_append, store, entry_write, &copy, err);
}

/* ---- verify ---- */

struct walk {
    int64_t seq; /* of the last good row */
    char hash[HASH_HEX + 1];
    bool bad;
};

static bool walk_row(void *ctx, const struct q_access_audit_all_row *r) {
    struct walk *walk = ctx;
    struct chain_row row = {r->seq,   r->at,    r->account, r->role,   r->act,
                            r->youth, r->route, r->purpose, r->detail, r->prev};
    char hash[HASH_HEX + 1];
    row_hash(&row, hash);
    walk->bad = r->seq != walk->seq + 1 || !r->prev || !r->hash ||
                strcmp(r->prev, walk->hash) != 0 || strcmp(r->hash, hash) != 0;
    if (walk->bad) return false;
    walk->seq = r->seq;
    memcpy(walk->hash, hash, sizeof hash);
    return true;
}

/* The head is read before the walk and rows may come while it runs, so the walk may end after the head,
 * but never before it: then its last hash is another. */
static bool walk_reached(const struct walk *walk, const struct head *head) {
    return walk->seq > head->seq || strcmp(walk->hash, head->hash) == 0;
}

/* What the chain must end with. No head = no log at all; a false head points at nothing we wrote. */
static bool walk_end(struct db *db, struct arena *a, struct head *ret_head, bool *ret_ours,
                     struct err *err) {
    struct q_access_audit_head_rows rows;
    if (!q_access_audit_head(db, a, &rows, err)) return false;
    *ret_head = (struct head){0};
    memcpy(ret_head->hash, genesis, sizeof genesis);
    *ret_ours = !rows.n || head_parse(a, rows.v[0].value, ret_head);
    return true;
}

bool audit_verify(struct db *db, int64_t *ret_rows, int64_t *ret_bad, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct head head;
    struct walk walk = {0};
    bool ours;
    memcpy(walk.hash, genesis, sizeof genesis);
    *ret_bad = 0;
    if (!walk_end(db, a, &head, &ours, err) || !q_access_audit_all_each(db, walk_row, &walk, err))
        return false;
    *ret_rows = walk.seq;
    /* Rows without a head are as wrong as a head without rows. */
    bool ends_well = ours && walk_reached(&walk, &head) && (head.seq > 0 || walk.seq == 0);
    if (!walk.bad && ends_well) return true;
    *ret_bad = walk.seq + 1;
    return err_set(err, ERR_DB, "the use log is broken at row %lld%s", (long long)*ret_bad,
                   ours ? "" : " (its head is not ours)");
}

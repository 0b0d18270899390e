/* SPDX-License-Identifier: EUPL-1.2
 *
 * A young person as a source tells it, against what we know.
 *
 *   Who is meant       the CPR number, by its blind index; else the Uni-Login UserId.
 *   Nothing new        the source's record has the fingerprint of the last import: one indexed read.
 *   Identity           name, contact, address, guardians: the source's, where it tells something,
 *                      unless somebody here edited the person after the file was written (PUT_KEPT).
 *   Class              the source's, also then: nobody edits the class here, and a pupil who has
 *                      moved is to be found by the new school's counsellor today.
 *   Protection         only ever raised, also then. A source that does not mention it lifts nothing;
 *                      of two last days the later counts, and "until removed" is the latest.
 *
 * The fingerprint is a keyed hash, since a plain one over a CPR number could be tried out.
 */
#include "youth/youth.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/id.h"
#include "cohort/cohort.h"
#include "gen/youth_put.sql.h"
#include "school/school.h"

#include <string.h>

/* What is known before we decide. Both finding queries give the same row. */
struct known {
    bool found;
    struct q_youth_put_by_cpr_row row;
    const char *cpr_index;   /* of the record */
    const char *fingerprint; /* of the record */
    struct q_youth_put_guardians_rows guardians;
    bool identity_differs, guardians_differ, guard_rises, moves;
    const char *left;
    int64_t left_year;
    int64_t membership; /* INT_NONE: in no class */
    int32_t member_from;
};

/* ---- fingerprint ---- */

static void add_part(struct text *out, const char *text) {
    text_add(out, text ? text : "\x02"); /* no field holds control characters */
    text_addc(out, '\x1f');
}

static void add_number(struct text *out, int64_t number) {
    text_addf(out, "%lld\x1f", (long long)number);
}

/* Every field with a mark for none, so that no two records run together. */
static const char *fingerprint_of(struct arena *a, const struct youth_record *r) {
    const char *const texts[] = {r->cpr,   r->external_id, r->first_name,   r->family_name, r->sex,
                                 r->phone, r->email,       r->street,       r->post_code,   r->town,
                                 r->grade, r->class_name,  r->municipality, r->institution};
    struct text out;
    text_init(&out, a);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) add_part(&out, texts[i]);
    add_number(&out, r->born);
    add_number(&out, r->school_year);
    add_number(&out, r->guarded ? r->guarded_until : 1);
    add_number(&out, r->guardians_known);
    for (size_t i = 0; i < r->guardians_n; i++) {
        const struct guardian_record *g = &r->guardians[i];
        const char *const parts[] = {g->name,   g->relation,  g->phone, g->email,
                                     g->street, g->post_code, g->town,  g->cpr};
        for (size_t j = 0; j < sizeof parts / sizeof *parts; j++) add_part(&out, parts[j]);
        add_number(&out, g->custody * 2 + g->guarded);
    }
    return blind_index(a, "import", text_str(&out));
}

/* ---- comparing ---- */

static bool same(const char *left, const char *right) {
    return left == right || (left && right && !strcmp(left, right));
}

/* Whether a source that tells `told` changes what is known. */
static bool news(const char *told, const char *known) { return told && !same(told, known); }

/* The protection that holds after the record: never less than before. */
static bool guard_after(const struct youth_record *r, const struct q_youth_put_by_cpr_row *row,
                        int32_t *ret_until) {
    *ret_until = row->guarded ? row->guarded_until : DAY_NONE;
    if (!r->guarded) return row->guarded;
    if (!row->guarded)
        *ret_until = r->guarded_until;
    else if (r->guarded_until == DAY_NONE || row->guarded_until == DAY_NONE)
        *ret_until = DAY_NONE;
    else if (r->guarded_until > row->guarded_until)
        *ret_until = r->guarded_until;
    return true;
}

/* NULL: no number is known. */
static const char *guardian_cpr(struct arena *a, const struct q_youth_put_guardians_row *row) {
    const char *key = arena_fmt(a, "%lld", (long long)row->id);
    return row->cpr.ptr ? open_text(a, "guardian", key, "cpr", row->cpr) : NULL;
}

static bool guardian_differs(struct arena *a, const struct guardian_record *g,
                             const struct q_youth_put_guardians_row *row) {
    return !same(g->name, row->name) || !same(g->relation, row->relation) ||
           g->custody != row->custody || news(g->phone, row->phone) || news(g->email, row->email) ||
           news(g->street, row->street) || news(g->post_code, row->post_code) ||
           news(g->town, row->town) || (g->guarded && !row->guarded) ||
           (g->cpr && news(g->cpr, guardian_cpr(a, row)));
}

static bool guardians_differ(struct arena *a, const struct youth_record *r, const struct known *k) {
    if (!r->guardians_known) return false;
    if (r->guardians_n != k->guardians.n) return true;
    for (size_t i = 0; i < r->guardians_n; i++)
        if (guardian_differs(a, &r->guardians[i], &k->guardians.v[i])) return true;
    return false;
}

/* The first field of the identity that the record would change, or NULL. */
static const char *identity_difference(const struct youth_record *r, const struct known *k) {
    const struct q_youth_put_by_cpr_row *row = &k->row;
    if (news(r->first_name, row->first_name) || news(r->family_name, row->family_name))
        return "name";
    if (r->born != DAY_NONE && r->born != row->born) return "born";
    if (news(r->sex, row->sex)) return "sex";
    if (news(k->cpr_index, row->cpr_index)) return "cpr";
    if (news(r->external_id, row->external_id)) return "external_id";
    if (news(r->phone, row->phone)) return "phone";
    if (news(r->email, row->email)) return "email";
    if (news(r->street, row->street) || news(r->post_code, row->post_code) ||
        news(r->town, row->town))
        return "address";
    if (news(r->municipality, row->municipality)) return "municipality";
    return NULL;
}

static bool find_known(struct db *db, struct arena *a, const struct youth_record *r,
                       struct known *k, struct err *err) {
    struct q_youth_put_by_cpr_rows by_cpr = {0};
    struct q_youth_put_by_external_rows by_external = {0};
    k->cpr_index = r->cpr ? blind_index(a, "cpr", r->cpr) : NULL;
    if (r->cpr &&
        !q_youth_put_by_cpr(db, a, (struct q_youth_put_by_cpr_in){k->cpr_index}, &by_cpr, err))
        return false;
    k->found = by_cpr.n > 0;
    if (k->found) {
        k->row = by_cpr.v[0];
        return true;
    }
    if (!r->external_id) return true;
    struct q_youth_put_by_external_in in = {r->external_id};
    if (!q_youth_put_by_external(db, a, in, &by_external, err)) return false;
    k->found = by_external.n > 0;
    if (!k->found) return true;
    _Static_assert(sizeof k->row == sizeof by_external.v[0], "the same columns");
    memcpy(&k->row, &by_external.v[0], sizeof k->row);
    bool other_number = k->cpr_index && k->row.cpr_index;
    if (other_number && r->born != DAY_NONE && r->born != k->row.born)
        return err_set(err, ERR_CONFLICT, "the external id belongs to another person");
    return true;
}

static bool find_membership(struct db *db, struct arena *a, const struct youth_record *r,
                            struct known *k, int32_t day, struct err *err) {
    struct q_youth_put_membership_rows rows;
    k->membership = INT_NONE;
    if (!r->institution) return true;
    struct q_youth_put_membership_in in = {k->row.id, day};
    if (!q_youth_put_membership(db, a, in, &rows, err)) return false;
    k->moves = true;
    if (!rows.n) return true;
    const struct q_youth_put_membership_row *m = &rows.v[0];
    k->membership = m->id;
    k->member_from = m->from_day;
    k->left = m->institution;
    k->left_year = m->school_year;
    k->moves = !same(m->institution, r->institution) || !same(m->class_name, r->class_name) ||
               m->school_year != r->school_year;
    return true;
}

/* Finds the person and all differences. */
static bool look(struct db *db, struct arena *a, const struct youth_record *r, int64_t file_time,
                 int32_t day, struct known *k, struct youth_match *match, struct err *err) {
    *k = (struct known){.membership = INT_NONE, .left_year = INT_NONE};
    *match = (struct youth_match){.result = PUT_NEW, .left_year = INT_NONE};
    if (!find_known(db, a, r, k, err)) return false;
    k->fingerprint = fingerprint_of(a, r);
    if (!k->found) return true;
    match->youth_id = k->row.id;
    match->result = PUT_UNCHANGED;
    if (same(k->fingerprint, k->row.fingerprint)) return true;
    struct q_youth_put_guardians_in in = {k->row.id};
    if (r->guardians_known && !q_youth_put_guardians(db, a, in, &k->guardians, err)) return false;
    if (!find_membership(db, a, r, k, day, err)) return false;

    int32_t until;
    const char *field = identity_difference(r, k);
    bool guarded = guard_after(r, &k->row, &until);
    k->identity_differs = field != NULL;
    k->guardians_differ = guardians_differ(a, r, k);
    k->guard_rises = guarded && (!k->row.guarded || until != k->row.guarded_until);
    match->moves = k->moves;
    match->left = k->left;
    match->left_year = k->left_year;
    match->changed_field = k->guard_rises        ? "guarded"
                           : k->moves            ? "class"
                           : field               ? field
                           : k->guardians_differ ? "guardians"
                                                 : NULL;
    if (match->changed_field) match->result = PUT_CHANGED;
    bool edited = k->row.edited_at != INT_NONE && k->row.edited_at > file_time;
    if (edited && (k->identity_differs || k->guardians_differ)) match->result = PUT_KEPT;
    return true;
}

bool youth_compare(struct db *db, struct arena *a, const struct youth_record *record,
                   int64_t file_time, struct youth_match *ret_match, struct err *err) {
    struct known k;
    return look(db, a, record, file_time, clock_today(), &k, ret_match, err);
}

/* ---- writing ---- */

static const char *full_name(struct arena *a, const char *first_name, const char *family_name) {
    return *family_name ? arena_fmt(a, "%s %s", first_name, family_name) : first_name;
}

static bool put_words(struct db *w, struct arena *a, const char *id, const char *name,
                      struct err *err) {
    enum { AT_ONCE = 4 };
    size_t n;
    const char **words = fold_tokens(a, name, &n);
    for (size_t i = 0; i < n; i += AT_ONCE) {
        struct blob blobs[AT_ONCE] = {0};
        for (size_t j = 0; j < AT_ONCE && i + j < n; j++)
            blobs[j] = (struct blob){words[i + j], strlen(words[i + j])};
        struct q_youth_put_words_in in = {id, blobs[0], blobs[1], blobs[2], blobs[3]};
        if (!q_youth_put_words(w, in, NULL, err)) return false;
    }
    return true;
}

/* A guardian who was protected under that name stays so. */
static bool was_guarded(const struct known *k, const char *name) {
    for (size_t i = 0; i < k->guardians.n; i++)
        if (k->guardians.v[i].guarded && same(k->guardians.v[i].name, name)) return true;
    return false;
}

/* The number that the source tells, or that was known under that name; sealed for the new row. */
static struct blob sealed_cpr(struct arena *a, const struct guardian_record *g,
                              const struct known *k, int64_t id) {
    const char *cpr = g->cpr;
    for (size_t i = 0; i < k->guardians.n && !cpr; i++)
        if (same(k->guardians.v[i].name, g->name)) cpr = guardian_cpr(a, &k->guardians.v[i]);
    if (!cpr) return (struct blob){0};
    return seal_text(a, "guardian", arena_fmt(a, "%lld", (long long)id), "cpr", cpr);
}

static bool put_guardians(struct db *w, struct arena *a, const char *id,
                          const struct youth_record *r, const struct known *k, struct err *err) {
    if (k->guardians.n &&
        !q_youth_put_guardians_clear(w, (struct q_youth_put_guardians_clear_in){id}, NULL, err))
        return false;
    for (size_t i = 0; i < r->guardians_n; i++) {
        const struct guardian_record *g = &r->guardians[i];
        int64_t row = id_next();
        struct q_youth_put_guardian_in in = {
            .id = row,
            .youth = id,
            .name = g->name,
            .relation = g->relation,
            .custody = g->custody,
            .phone = g->phone,
            .email = g->email,
            .street = g->street,
            .post_code = g->post_code,
            .town = g->town,
            .guarded = g->guarded || was_guarded(k, g->name),
            .cpr = sealed_cpr(a, g, k, row),
        };
        if (!q_youth_put_guardian(w, in, NULL, err)) return false;
    }
    return true;
}

static bool leave_class(struct db *w, const struct known *k, int32_t day, struct err *err) {
    if (k->membership == INT_NONE) return true;
    if (k->member_from >= day)
        return q_youth_put_leave_at_once(w, (struct q_youth_put_leave_at_once_in){k->membership},
                                         NULL, err);
    return q_youth_put_leave(w, (struct q_youth_put_leave_in){k->membership, day - 1}, NULL, err);
}

static bool put_class(struct db *w, const char *id, int64_t class, const struct known *k,
                      int32_t day, struct err *err) {
    struct q_youth_put_join_in in = {id_next(), id, class, day};
    return leave_class(w, k, day, err) && q_youth_put_join(w, in, NULL, err);
}

static struct blob seal_cpr(struct arena *a, const char *id, const char *cpr) {
    return cpr ? seal_text(a, "youth", id, "cpr", cpr) : (struct blob){0};
}

static bool add_youth(struct db *w, struct arena *a, const struct youth_record *r,
                      const struct known *k, int64_t file_time, int32_t day, const char **ret_id,
                      struct err *err) {
    if (r->born == DAY_NONE) return err_set(err, ERR_INPUT, "a new young person has no birth date");
    const char *id = id_new_in_order(a);
    const char *name = full_name(a, r->first_name, r->family_name);
    int64_t counsellor = INT_NONE;
    if (r->institution && !school_counsellor(w, r->institution, day, &counsellor, err))
        return false;
    struct q_youth_put_add_in in = {
        .id = id,
        .name = name,
        .first_name = r->first_name,
        .family_name = r->family_name,
        .sort_key = sort_key(a, name),
        .born = r->born,
        .sex = r->sex,
        .cpr = seal_cpr(a, id, r->cpr),
        .cpr_index = k->cpr_index,
        .phone = r->phone,
        .email = r->email,
        .street = r->street,
        .post_code = r->post_code,
        .town = r->town,
        .municipality = r->municipality,
        .guarded = r->guarded,
        .guarded_until = r->guarded ? r->guarded_until : DAY_NONE,
        .counsellor = counsellor,
        .external_id = r->external_id,
        .fingerprint = k->fingerprint,
        .imported_at = file_time,
    };
    *ret_id = id;
    return q_youth_put_add(w, in, NULL, err) && cohort_note_change(w, err) &&
           put_words(w, a, id, name, err) && put_guardians(w, a, id, r, k, err);
}

static const char *told_or(const char *told, const char *known) { return told ? told : known; }

static bool update_youth(struct db *w, struct arena *a, const struct youth_record *r,
                         const struct known *k, int64_t file_time, struct err *err) {
    const struct q_youth_put_by_cpr_row *row = &k->row;
    const char *first_name = told_or(r->first_name, row->first_name);
    const char *family_name = told_or(r->family_name, row->family_name);
    const char *name = full_name(a, first_name, family_name);
    bool new_name = !same(first_name, row->first_name) || !same(family_name, row->family_name);
    bool new_cpr = news(k->cpr_index, row->cpr_index);
    struct q_youth_put_update_in in = {
        .id = row->id,
        .name = name,
        .first_name = first_name,
        .family_name = family_name,
        .sort_key = sort_key(a, name),
        .born = r->born != DAY_NONE ? r->born : row->born,
        .sex = told_or(r->sex, row->sex),
        .cpr = new_cpr ? seal_cpr(a, row->id, r->cpr) : (struct blob){0},
        .cpr_index = new_cpr ? k->cpr_index : NULL,
        .phone = told_or(r->phone, row->phone),
        .email = told_or(r->email, row->email),
        .street = told_or(r->street, row->street),
        .post_code = told_or(r->post_code, row->post_code),
        .town = told_or(r->town, row->town),
        .municipality = told_or(r->municipality, row->municipality),
        .external_id = told_or(r->external_id, row->external_id),
        .fingerprint = k->fingerprint,
        .imported_at = file_time,
    };
    in.guarded = guard_after(r, row, &in.guarded_until);
    if (!q_youth_put_update(w, in, NULL, err) || !cohort_note_change(w, err)) return false;
    if (new_name &&
        (!q_youth_put_words_clear(w, (struct q_youth_put_words_clear_in){row->id}, NULL, err) ||
         !put_words(w, a, row->id, name, err)))
        return false;
    return !k->guardians_differ || put_guardians(w, a, row->id, r, k, err);
}

/* All that may be written over a newer edit: the protection. */
static bool keep_youth(struct db *w, const struct youth_record *r, const struct known *k,
                       struct err *err) {
    struct q_youth_put_guard_in in = {.id = k->row.id};
    guard_after(r, &k->row, &in.guarded_until);
    return !k->guard_rises || q_youth_put_guard(w, in, NULL, err);
}

bool youth_put(struct db *w, struct arena *a, const struct youth_record *record, int64_t class,
               int64_t file_time, int32_t day, struct youth_match *ret_match, struct err *err) {
    struct known k;
    struct youth_match match;
    bool ok = false;
    if (!look(w, a, record, file_time, day, &k, &match, err)) return false;
    switch (match.result) {
    case PUT_NEW:
        ok = add_youth(w, a, record, &k, file_time, day, &match.youth_id, err);
        break;
    case PUT_CHANGED:
        ok = update_youth(w, a, record, &k, file_time, err);
        break;
    case PUT_KEPT:
        ok = keep_youth(w, record, &k, err);
        break;
    case PUT_UNCHANGED:
        ok = true;
        break;
    }
    bool joins = record->institution && (match.result == PUT_NEW || k.moves);
    if (!ok || (joins && !put_class(w, match.youth_id, class, &k, day, err))) return false;
    *ret_match = match;
    return true;
}

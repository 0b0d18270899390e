/* SPDX-License-Identifier: EUPL-1.2
 *
 * youth: who the young person is. Identity, guardians, protection, search, and the one-screen page
 * that is composed of what every slice contributes.
 *
 * A young person is kept under an id of our own (id_new_in_order(), base/id.h), never under the CPR
 * number: a CPR number can change, and some have none. The number itself is sealed (access.h) and
 * found again through a keyed blind index.
 *
 * Protection (navne- og adressebeskyttelse, CPR-loven § 28) is `guarded` with a last day. While it
 * holds, the address leaves no query of this room: youth_head() and the lists give NULL for it.
 */
#ifndef VEJVISER_YOUTH_H
#define VEJVISER_YOUTH_H

#include "slice/slice.h"

extern const struct slice youth_slice;

/* What happened to a row that was put. */
enum put_result {
    PUT_NEW,
    PUT_CHANGED,
    PUT_UNCHANGED,
    PUT_KEPT, /* differs, but a newer local edit stands: reported, not overwritten */
};

struct guardian_record {
    const char *name;
    const char *relation; /* mother, father, other, official */
    bool custody;
    const char *phone, *email, *street, *post_code, *town;
    bool guarded;
    const char *cpr; /* ten digits, or NULL; for digital post (letter.h) */
};

/* One young person as a source tells it. Texts may be NULL when the source has none; a NULL never
 * erases what is known. Lives in the caller's arena. */
struct youth_record {
    const char *cpr;         /* ten digits, or NULL */
    const char *external_id; /* Uni-Login UserId, or NULL; cpr or external_id must be there */
    const char *first_name, *family_name;
    int32_t born;
    const char *sex; /* "M", "K" or NULL */
    const char *phone, *email, *street, *post_code, *town, *municipality;
    bool guarded;
    int32_t guarded_until; /* DAY_NONE: until removed */
    const struct guardian_record *guardians;
    size_t guardians_n;
    bool guardians_known; /* the source tells guardians at all: then the list replaces ours */
    /* school and class; institution NULL = the source tells none */
    const char *institution;
    int64_t school_year;
    const char *grade, *class_name;
};

struct youth_match {
    enum put_result result;
    const char *youth_id;      /* NULL for PUT_NEW */
    bool moves;                /* goes to another school or class than before */
    const char *left;          /* the institution before a move; NULL: was in no class */
    int64_t left_year;         /* ... in that school year; INT_NONE */
    const char *changed_field; /* first field that differs, for the preview; or NULL */
};

/* What youth_put() would do; reads only. `file_time`: when the source was written (microseconds);
 * a local edit after it wins (PUT_KEPT). */
bool youth_compare(struct db *db, struct arena *a, const struct youth_record *record,
                   int64_t file_time, struct youth_match *ret_match, struct err *err);

/* Makes or updates the young person, their words for search, guardians and class; inside
 * store_write(). A pupil who is in another class than before moves: the old membership ends the day
 * before `day`. A pupil who is new gets the school's fixed counsellor of `day`. `class` is that of
 * the record (school_class_put()). A protection is never lifted by a source that merely does not mention it. */
bool youth_put(struct db *w, struct arena *a, const struct youth_record *record, int64_t class,
               int64_t file_time, int32_t day, struct youth_match *ret_match, struct err *err);

/* The line on top of everything about one person; guarded = on `day`. */
struct youth_head {
    const char *id, *name, *first_name;
    int32_t born;
    int64_t age;
    const char *sex;
    const char *phone, *email;
    const char *address;                   /* one line; NULL while guarded */
    const char *street, *post_code, *town; /* NULL while guarded */
    bool guarded;
    int32_t guarded_until;
    bool has_cpr;
    int64_t counsellor; /* INT_NONE */
    const char *counsellor_name, *counsellor_phone;
    const char *class_name, *school_name, *institution; /* current class, or NULL */
    int64_t class_id;
    int32_t moved_out; /* DAY_NONE: lives here */
    int64_t version;
};
bool youth_head(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                struct youth_head *ret_head, bool *ret_found, struct err *err);

/* Gives one young person to a counsellor, and notes the change when it is one. Inside store_write(). */
bool youth_give(struct db *w, const char *youth_id, int64_t counsellor, int64_t author,
                struct err *err);

/* Insight: everything this room holds about one person, texts opened, withdrawn rows too. Erasure:
 * all of it, when rules_case_over() says so; refused by the
 * database while another room still keeps something. */
bool youth_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                   struct err *err);
bool youth_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

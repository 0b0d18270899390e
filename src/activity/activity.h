/* SPDX-License-Identifier: EUPL-1.2
 *
 * activity: what a young person does, as dated spells, and how each ended.
 *
 * Main spells follow each other; one is open at a time. "Unknown" is a kind of its own: it begins
 * when a spell ended and nobody knows what came after, and stays until someone has found out. It is
 * never the same as "none", which somebody has verified.
 */
#ifndef VEJVISER_ACTIVITY_H
#define VEJVISER_ACTIVITY_H

#include "slice/slice.h"

extern const struct slice activity_slice;

/* Kinds as stored in spell.kind. The Danish words are messages activity.kind.NAME. */
#define ACTIVITY_KINDS                                                                             \
    "grade_school", "boarding_school" /* efterskole */, "tenth_grade",                             \
        "full_time_teaching" /* HU */, "eud_gf1", "eud_gf2", "eud_main", "eux", "stx", "hhx",      \
        "htx", "hf", "fgu", "stu", "higher_education", "folk_high_school", "work",                 \
        "practice" /* praktik */, "production_school", "abroad", "military", "leave", "other",     \
        "none", "unknown"
/* How a spell ended, spell.outcome; messages activity.outcome.NAME. NULL while open. */
#define ACTIVITY_OUTCOMES                                                                          \
    "completed", "interrupted", "switched" /* omvalg: a flexible change is no failure */,          \
        "moved_away", "ended", "moved_school", /* the same schooling, elsewhere */                 \
        "found_out"                            /* closes an unknown */

/* True for the kinds that are a youth education (EUD, gymnasial, and by the law's count FGU and STU
 * are not). */
bool activity_is_youth_education(const char *kind);
/* True for kinds that are something to do at all. Whether it meets the duty of the 15-17-year-olds is
 * duty_meets() (duty/duty.h). */
bool activity_is_occupied(const char *kind);

/* "EUD, grundforløb 1 – Dyrepasser, Mercantec" in the reader's language. */
const char *activity_words(struct arena *a, enum lang lang, const char *kind, const char *programme,
                           const char *school, const char *place);

struct spell {
    int64_t id;
    const char *youth_id, *kind, *programme, *institution, *place, *place_name;
    double hours;
    int32_t from, to; /* DAY_NONE while open */
    const char *outcome, *cause, *source;
    int64_t known_at;
};

/* Starts a spell on `from` and ends the open one the day before with `ended_as` (may be NULL: "ended";
 * an open unknown is ended as found_out). Inside store_write(). ERR_CONFLICT when `from` lies before
 * the open spell's start. Tells the room duty when a 15-17-year-old's plan is not followed; so does
 * activity_end(). */
bool activity_start(struct db *w, struct arena *a, const struct spell *spell, const char *ended_as,
                    const char *cause, int64_t account, int64_t *ret_id, struct err *err);
/* The same for somebody who has no spell: nothing is looked up. */
bool activity_start_first(struct db *w, struct arena *a, const struct spell *spell, int64_t account,
                          int64_t *ret_id, struct err *err);
/* Ends the open spell on `to`; what follows is unknown from the next day, until someone finds out. */
bool activity_end(struct db *w, struct arena *a, const char *youth_id, int64_t spell_id, int32_t to,
                  const char *outcome, const char *cause, int64_t account, struct err *err);
/* A pupil as a file of pupils tells. */
struct activity_pupil {
    const char *youth_id;
    bool fresh;                      /* made just now: has no spell yet, and none is looked for */
    const char *institution, *grade; /* where, and "7" .. "10" */
    const char *left; /* the institution before, as far as the source told; or NULL */
    int32_t since;    /* the first day there, as far as the file lets us know */
    int64_t drawn_at; /* when the file was written, microseconds */
};
/* Brings the spells in line with the file, source 'import': a pupil without a spell gets one; one who
 * changed school has the old one ended (moved_school; completed when going on to 10th grade) and a
 * new one. The same school and level: nothing. Of the two days that the file allows, `since` counts
 * where it fits after what is known, else the day the file was written; where neither does, and where
 * somebody here wrote something newer than the file, the spells stay as they are. Inside
 * store_write(). */
bool activity_put_pupil(struct db *w, struct arena *a, const struct activity_pupil *pupil,
                        struct err *err);
/* Undo of the own last act within 10 minutes: an event, the row stays. */
bool activity_withdraw(struct db *w, struct arena *a, const char *youth_id, int64_t spell_id,
                       int64_t account, struct err *err);

/* Insight: everything this room holds about one person, texts opened, withdrawn rows too. Erasure:
 * all of it, when rules_case_over() says so. */
bool activity_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err);
bool activity_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

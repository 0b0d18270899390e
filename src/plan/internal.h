/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the room: everything here runs inside store_write(). Private to src/plan.
 */
#ifndef VEJVISER_PLAN_INTERNAL_H
#define VEJVISER_PLAN_INTERNAL_H

#include "plan/plan.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* The text of one version. Empty ones are NULL. */
struct plan_text {
    const char *situation, *aim, *duty, *duty_text;
    double hours;
};
/* Sealed texts of the room, by column of the row they stand in. NULL stays nothing. */
struct blob plan_seal(struct arena *a, const char *table, int64_t row, const char *column,
                      const char *plain);
const char *plan_open(struct arena *a, const char *table, int64_t row, const char *column,
                      struct blob sealed);

/* Where a plan stands: the agreed number (0: none), and the draft. */
struct plan_state {
    int64_t agreed;              /* number of the version that holds; 0: none */
    int64_t draft, draft_number; /* INT_NONE: no draft */
    int64_t draft_version;
    bool
        locked; /* somebody has agreed to the draft: its text stands still until all have, or none */
};
bool plan_state_read(struct db *db, struct arena *a, const char *youth_id, struct plan_state *ret,
                     struct err *err);

/* Writes the draft, or begins one (version 0). ERR_CONFLICT: somebody else wrote or began meanwhile;
 * ERR_REFUSED: the draft is locked. */
bool plan_write(struct db *w, struct arena *a, const char *youth_id, int64_t version,
                const struct plan_text *text, int64_t account, struct err *err);
/* ERR_NOT_FOUND: there is no draft, or it is locked. */
bool plan_drop(struct db *w, struct arena *a, const char *youth_id, int64_t account,
               struct err *err);

struct party_new { /* an agreement, or a notice */
    const char *youth_id, *party, *name, *how;
    int32_t day;
    int64_t author;
};
/* Agrees to the draft; *ret_agreed tells whether the version is agreed now. `adult`: the young person
 * was 18 that day and agrees alone. ERR_NOT_FOUND: no draft; ERR_CONFLICT: that party has agreed. */
bool plan_agree(struct db *w, struct arena *a, const struct party_new *agreement, bool adult,
                int64_t *ret_id, bool *ret_agreed, struct err *err);
/* While the other party is missing anybody may; an agreed version only its author, within ten
 * minutes, and when no later draft stands on it. */
bool plan_unagree(struct db *w, struct arena *a, const char *youth_id, int64_t agreement_id,
                  int64_t account, struct err *err);

/* A step of the draft when one is being written, else one that holds at once. */
bool plan_step_put(struct db *w, struct arena *a, const struct plan_step_new *step, int64_t *ret_id,
                   struct err *err);
/* Takes a step out: of the draft, or when there is none begins no version and only takes what was
 * added since the last one. ERR_REFUSED: it is part of an agreed version, or the draft is locked. */
bool plan_step_leave(struct db *w, struct arena *a, const char *youth_id, int64_t step_id,
                     int64_t account, struct err *err);

/* All steps, whatever version. */
bool plan_steps_read(struct db *db, struct arena *a, const char *youth_id, struct plan_steps *ret,
                     struct err *err);
/* Is the step part of version `number`? Does it hold when `agreed` is the version that holds? `drafts`:
 * id of the draft, whose own steps do not hold yet; INT_NONE. */
bool plan_step_in(const struct plan_step *step, int64_t number);
bool plan_step_holds(const struct plan_step *step, int64_t agreed, int64_t draft);

/* keep.c */
bool plan_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err);
bool plan_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

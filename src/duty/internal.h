/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this room share: the cases as they are read, the changes, the case about the child
 * benefit. Private to src/duty.
 */
#ifndef VEJVISER_DUTY_INTERNAL_H
#define VEJVISER_DUTY_INTERNAL_H

#include "duty/duty.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* load.c: of the worklist's own young people who are not yet 18; of one person. Oldest first. */
bool duty_cases_mine(struct db *db, struct arena *a, const struct worklist_query *query,
                     struct duty_lines *ret, struct err *err);
bool duty_cases_of(struct db *db, struct arena *a, const char *youth_id, int32_t today,
                   struct duty_lines *ret, struct err *err);
/* The newest case that is open; NULL: none. */
const struct duty_line *duty_open(const struct duty_lines *lines);

/* Sealed texts of the room, by column of the row they stand in. NULL stays nothing. */
struct blob duty_seal(struct arena *a, const char *table, int64_t row, const char *column,
                      const char *plain);
const char *duty_unseal(struct arena *a, const char *table, int64_t row, const char *column,
                        struct blob sealed);

/* ---- changes, inside store_write() (event.c) ---- */
struct offer_new {
    const char *youth_id, *kind, *what;
    int64_t duty_case, author;
    int32_t day, start; /* start DAY_NONE: not settled */
};
bool duty_offer_put(struct db *w, struct arena *a, const struct offer_new *offer, int64_t *ret_id,
                    struct err *err);
struct exemption_new {
    const char *youth_id, *ground, *heard, *reasons;
    int32_t from, to, heard_day; /* to DAY_NONE: for good */
    int64_t author;
};
/* With the letters that tell it. */
bool duty_exempt_put(struct db *w, struct arena *a, const struct exemption_new *exemption,
                     int64_t *ret_id, struct err *err);

/* ---- the case about the child benefit (benefit.c) ---- */
struct benefit_row {
    int64_t id, duty_case, author, notice, at;
    const char *kind, *party, *body, *rules, *complain_to, *author_name;
    int32_t day, due, from;
    bool withdrawn;
};
struct benefit_rows {
    struct benefit_row *v;
    size_t n;
};
bool benefit_read(struct db *db, struct arena *a, const char *youth_id, struct benefit_rows *ret,
                  struct err *err);
/* Where the case stands: its steps that were not taken back. NULL: not yet. */
struct benefit_case {
    const struct benefit_row *hearing, *decision, *told, *resume, *complaint;
    bool heard_youth, heard_guardian; /* they have answered */
    /* the notice that the law wants when the plan is made */
    int32_t notice_youth, notice_guardian; /* days; DAY_NONE: not told */
};
struct benefit_case benefit_case_of(const struct benefit_rows *rows, int64_t duty_case);

/* Why a step cannot be taken; messages duty.refused.NAME. */
enum benefit_refusal {
    BENEFIT_MAY,
    BENEFIT_NO_CASE,      /* no broken plan is open */
    BENEFIT_AGE,          /* not in the ages of the child benefit */
    BENEFIT_NO_NOTICE,    /* nobody was told when the plan was made */
    BENEFIT_LATE_NOTICE,  /* they were told after the plan was broken */
    BENEFIT_NO_HEARING,   /* nobody was heard */
    BENEFIT_HEARING_RUNS, /* the time to answer is not over, and not both have answered */
    BENEFIT_DECIDED,      /* there is a decision already */
    BENEFIT_HEARD,        /* a hearing has been sent already */
    BENEFIT_NOT_STOPPED,  /* nothing was stopped, so that there is nothing to tell or resume */
    BENEFIT_TOLD,         /* Udbetaling Danmark has been told already */
    BENEFIT_RESUMED,
};
/* Pure. `line` is the case of the broken plan (NULL: none), `what` a duty_benefit.kind. */
enum benefit_refusal benefit_refused(const struct rules *rules, const struct duty_line *line,
                                     const struct benefit_case *benefit, const char *what,
                                     int32_t today);

struct benefit_new {
    const char *youth_id, *kind, *party, *body, *rules, *complain_to;
    int64_t duty_case, author;
    int32_t day, due, from;
};
/* A step, with its letters. Refused steps are asked about before; a colleague who was faster is
 * ERR_CONFLICT. */
bool benefit_put(struct db *w, struct arena *a, const struct benefit_new *step, int64_t *ret_id,
                 struct err *err);

/* keep.c */
bool duty_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err);
bool duty_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * team: the team leader's room. Who has how much, what is late, whom and which school nobody has; who is
 * away and who covers; a whole caseload that goes to a colleague; and continuity in numbers.
 *
 * Figures about counsellors stand in the order of their names and are never ranked. Counting 100,000 young
 * people is done at most once a minute (figures.c); the page says when. What is listed is read each time.
 *
 * Absence: for its days the cover has the colleague's schools (counsellor_school), may open the pages of the
 * colleague's own young people (access.h), and sees the colleague's worklist (/i-dag?for=...).
 *
 * Handing over: every slice moves its own part (slice.h, handover_move), all in one change; nothing stays
 * behind but restricted notes, which are read by their author and the team leader. Until the end of
 * the day it can be taken back, for what nobody has changed since.
 *
 * Continuity (policy document: "faste og kendte vejledere"): no contact in 60 days; nobody has them; another
 * counsellor in 12 months.
 *
 * Insight: whose young person somebody was and is, withdrawn changes too.
 * Erasure: those changes, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_TEAM_H
#define VEJVISER_TEAM_H

#include "slice/slice.h"

extern const struct slice team_slice;

#define TEAM_QUIET_DAYS    60
#define TEAM_CHANGE_MONTHS 12

/* For whom a counsellor covers on a day. */
struct team_covered {
    int64_t account;
    const char *name;
    int32_t until;
};
bool team_covered(struct db *db, struct arena *a, int64_t account, int32_t day,
                  struct team_covered **ret, size_t *ret_n, struct err *err);

/* NULL when there is no such account, or it does not guide. */
bool team_account_name(struct db *db, struct arena *a, int64_t account, const char **ret_name,
                       struct err *err);

/* One counsellor's part of the work. */
struct team_load {
    int64_t account;
    const char *name;
    bool is_counsellor, is_closed; /* closed: has no access any more */
    int64_t young, pupils;         /* who live here; of them in a class */
    int64_t quiet;                 /* of the young, without contact in TEAM_QUIET_DAYS */
    int64_t schools, covers;       /* fixed at; covers at */
    int64_t open, late;            /* follow-ups, and own steps of plans that are late */
};
struct team_figures {
    struct team_load *loads; /* in Danish order of names */
    size_t loads_n;
    int64_t young, quiet, late;
    int64_t pupils_without, out_without; /* whom nobody has: pupils; out of education */
    int64_t changed, changed_often;      /* persons, in TEAM_CHANGE_MONTHS */
    int64_t at;                          /* when it was counted */
};
/* At most a minute old, or as of now after team_figures_forget(). Texts live in `a`. */
bool team_figures(struct store *store, struct db *db, struct arena *a, struct team_figures *ret,
                  struct err *err);
/* Whoever changed what is counted, and wants to see it. */
void team_figures_forget(void);

#endif

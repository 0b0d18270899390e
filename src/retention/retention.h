/* SPDX-License-Identifier: EUPL-1.2
 *
 * retention: from school into a youth education, and staying there (vejledningsloven § 5(3); rules.md
 * § 3; Viborg's transition mentor of three months).
 *
 *     mentor    who follows a young person into the education. The time begins with the education and is
 *               over after the rule's months by itself; nobody has to begin or end it. Then an outcome is
 *               asked for
 *     touch     one of four contacts in a rhythm of weeks (local rules retention_contact_...)
 *     note      what the school tells the education: sealed, with the basis for telling it, and a row
 *               for each who has received it
 *     risk      an institution's notice that somebody is about to drop out; lapses after three months
 *
 * Dropout, switch and resumption are read from the spells of room activity, by the rules of course.h.
 *
 * Insight: everything about one person, texts opened, withdrawn rows too. Erasure: all
 * of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_RETENTION_H
#define VEJVISER_RETENTION_H

#include "retention/course.h"
#include "slice/slice.h"

extern const struct slice retention_slice;

/* ---- for other rooms: every start in a youth education, for figures about many ----
 * Of the starts since a day (the first there may have been others before, which are not known). `mentored`: a
 * transition mentor had been assigned before the education began, or on its first day: what came later could
 * only come to those who were still there (immortal time), so it does not count. */
struct retention_start {
    int32_t day, left; /* left DAY_NONE: not */
    enum leave how;
    int32_t completed; /* the last day, when the education was completed; DAY_NONE */
    bool may_resume;   /* a dropout so far: it may be taken up again */
    bool mentored, mentored_late;
    bool vocational, dropped_before; /* the person's start before this one was a dropout */
    int32_t born, moved_out;         /* DAY_NONE */
    bool man;
    const char *institution; /* of its first spell, or "" */
};
bool retention_starts(struct db *db, struct arena *a, int32_t since, int32_t today,
                      struct retention_start **ret, size_t *ret_n, struct err *err);

/* Why somebody is at risk, or has left: retention_risk.cause and retention_mentor.cause; messages
 * retention.cause.NAME. */
#define RETENTION_CAUSES                                                                           \
    "attendance", "academic", "motivation", "choice", "apprenticeship", "personal", "other"
/* retention_mentor.outcome; messages retention.outcome.NAME */
#define MENTOR_OUTCOMES "settled", "continued", "switched", "dropped", "not-started"
#define TOUCHES         4 /* contacts in the rhythm */

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * readiness: what a school reports about a class (rules.md § 1), what the municipality does about it,
 * and the targeted effort that came instead of the assessment in 2024/25. The rules are assess.h's.
 *
 *     report     one class, one round (first, second); a draft on the server until it is sent. What was
 *                sent is never changed: a correction is a report with the next number, of the same day,
 *                so that it keeps its rules and words
 *     row        one pupil in it: marks, three answers, points to work on, reasons; the results and the
 *                notice owed are written down when it is sent
 *     judgement  the municipality's own (helhedsvurdering, revurdering) of one kind of education, in 9th
 *                and 10th grade, when the pupil applies; never of the academic criterion
 *     effort     a professional's flag with reason and plan, by the school or by guidance; no result
 *                and no number leads to it
 *
 * The day of an assessment is the day it is first sent, within the class's school year. School staff
 * open the classes of their own school of this school year, and of the last one until 30 September
 * (the 8th grade of 2019/20 had until then). A draft is the school's; guidance sees what was sent.
 *
 * Reasons and plans are sealed. Marks and answers are not: the rules and counts read them.
 *
 * Insight: everything about one person, drafts and older versions too. Erasure: all
 * of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_READINESS_H
#define VEJVISER_READINESS_H

#include "readiness/assess.h"
#include "slice/slice.h"

extern const struct slice readiness_slice;

/* ---- for other rooms ---- */

/* The newest assessment that was sent on or before `day`, with the municipality's own judgements up to
 * then on top. */
struct readiness_now {
    bool exists;
    const char *grade, *round; /* "9"; "first" or "second" */
    int32_t day;
    enum readiness_answer of[TYPES];
};
bool readiness_current(struct db *db, struct arena *a, const char *youth_id, int32_t day,
                       struct readiness_now *ret, struct err *err);

#define ROUNDS 2
extern const char *const readiness_rounds[ROUNDS]; /* "first", "second" */
/* The last day of a round (0, 1) in the school year of `day`; from 2024/25 the municipality's own.
 * DAY_NONE: none. */
int32_t readiness_due(const struct rules *rules, const char *grade, int32_t day, int round);

/* Marks of all subjects as they are stored, and back, for who writes rows of the past: the demo. What
 * does not read is no mark. */
const char *marks_store(struct arena *a, const struct subject_marks marks[SUBJECTS]);
void marks_load(struct arena *a, const char *stored, struct subject_marks ret_marks[SUBJECTS]);
/* What a letter says of a result (its slots "resultat" and "begrundelse"), in Danish as letters are; and
 * of one kind that was judged anew. `focus`: the points to work on; `reason` may be NULL. */
struct letter_words_of {
    const char *result, *reason;
};
struct letter_words_of readiness_letter_words_of(struct arena *a,
                                                 const struct readiness_result *result,
                                                 unsigned focus, const char *reason);
const char *readiness_rejudged_words(struct arena *a, const struct readiness_result *result,
                                     enum readiness_type type, bool yes);

#endif

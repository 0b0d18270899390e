/* SPDX-License-Identifier: EUPL-1.2
 *
 * What becomes of a start in a youth education, as a pure function of the spells. No database, no today.
 *
 *     start      the first spell of an education; the next part of the same one (GF1, GF2, main course)
 *                goes on with it
 *     switch     ended with that word: an outcome of its own, no failure (glossary)
 *     dropout    interrupted, unless the same education is resumed within the rule's months (15): then it
 *                was none, and the start goes on (UNI-C, EAK; rules.md § 3). Until they have passed it is
 *                a dropout so far
 *
 * "The same education": vocational parts are one, of the same trade where both are named; the upper
 * secondary kinds are one each. Another school of the same education is the same education.
 */
#ifndef VEJVISER_RETENTION_COURSE_H
#define VEJVISER_RETENTION_COURSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct course_spell {             /* of a youth education, in order of from */
    const char *kind, *programme; /* programme NULL: not told */
    int32_t from, to;             /* to DAY_NONE: open */
    const char *outcome;          /* room activity's word; NULL while open */
    const char *cause;
};
enum leave { LEAVE_NOT, LEAVE_SWITCH, LEAVE_DROPOUT };
struct course_start {
    size_t first; /* index of its first spell */
    int32_t day;
    enum leave how;
    int32_t left;    /* last day there; DAY_NONE */
    bool may_resume; /* a dropout so far */
    bool resumed;    /* was interrupted, and taken up again in time */
    const char *cause;
};
bool course_same(const struct course_spell *x, const struct course_spell *y);
/* Fills at most n starts, one a start, in order; what ended or began after `day` has not happened. */
size_t course_starts(const struct course_spell *spells, size_t n, int32_t day, int resume_months,
                     struct course_start *ret_starts);
/* Whether it was left in that way within so many months of its first day. */
bool course_left_within(const struct course_start *start, enum leave how, int months);

#endif

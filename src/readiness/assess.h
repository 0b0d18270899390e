/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of readiness (uddannelsesparathedsvurdering, UPV; rules.md § 1) as pure functions: no
 * database, no today, no words. Thresholds, rounding and terms come from src/rule as of the day of the
 * assessment, so that an old one is read under its own rules.
 *
 *   academic   averages of standpunktskarakterer against a threshold; arithmetic, nobody overrides it
 *              (BEK 1016 of 2019 § 2(2)). A school without marks, and years in which the law named no
 *              number, have the school's own decision instead (§ 2(3))
 *   personal   the school says for each kind of education whether the pupil meets what it asks;
 *   social     the sub-criteria marked are what the pupil shall work on: they explain, they do not count
 *   practical  medium or high; kept and shown, and never part of the result
 *
 * The result is three answers, one a kind of education. From the school year 2024/25 there is none: only
 * marks are reported, and nothing here computes anything of them.
 */
#ifndef VEJVISER_READINESS_ASSESS_H
#define VEJVISER_READINESS_ASSESS_H

#include "rule/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kinds of education; bit 1 << TYPE in masks. Order of the pages, and of the law's three. */
enum readiness_type { TYPE_EUD, TYPE_HF, TYPE_GYM, TYPES };
#define TYPES_ALL ((1u << TYPES) - 1)
extern const char *const readiness_types[TYPES]; /* "eud", "hf", "gym": the rules' categories */

/* Subjects with standpunktskarakterer in 8th to 10th grade, as columns of a report. One has up to
 * MARKS_A_SUBJECT marks (Danish: reading, spelling, written, oral). Stored by name. */
enum readiness_subject {
    SUBJECT_DANISH,
    SUBJECT_MATHEMATICS,
    SUBJECT_ENGLISH,
    SUBJECT_LANGUAGE, /* German or French */
    SUBJECT_PHYSICS,
    SUBJECT_BIOLOGY,
    SUBJECT_GEOGRAPHY,
    SUBJECT_HISTORY,
    SUBJECT_SOCIETY,
    SUBJECT_CHRISTIANITY,
    SUBJECTS,
};
#define MARKS_A_SUBJECT 4
extern const char *const readiness_subjects[SUBJECTS];

#define PERSONAL  5
#define SOCIAL    3
#define PRACTICAL 5
extern const char *const readiness_personal[PERSONAL];
extern const char *const readiness_social[SOCIAL];
extern const char *const readiness_practical[PRACTICAL];

struct subject_marks {
    int v[MARKS_A_SUBJECT]; /* -3 0 2 4 7 10 12 */
    size_t n;
};

/* "7 10", "02/4", "-3": marks with spaces, commas, slashes or semicolons between. False, and nothing
 * kept, when one is not on the 7-step scale or there are too many. Empty is no marks, which is right. */
bool marks_parse(const char *text, struct subject_marks *ret_marks);
/* "02 7 10", as the scale writes them. */
const char *marks_text(struct arena *a, const struct subject_marks *marks);

/* The average of n > 0 whole marks with that sum, in thousandths, rounded half up (towards plus
 * infinity) first to `first` decimals and then to `last`: 4.945 -> 4.95 -> 5.0. Decimals 0 to 3, first
 * >= last. Exact: no floating point. */
int64_t average_rounded(int64_t sum, int64_t n, int first, int last);

enum readiness_answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES }; /* NONE: not said, or not known yet */

struct readiness_given {
    const char *grade; /* "8", "9", "10" */
    int32_t day;       /* of the assessment: its rules and words */
    struct subject_marks marks[SUBJECTS];
    bool without_marks;    /* a school that gives no marks decides itself */
    bool academic_said;    /* its decision, or that of a year without a number, was given ... */
    unsigned academic_met; /* ... and is this: bits of enum readiness_type */
    bool personal_said, social_said;
    unsigned personal_met, social_met; /* bits of enum readiness_type */
};

struct readiness_one {
    enum readiness_answer academic, personal, social, result;
    /* Thousandths; INT_NONE where there is none. EUD in 9th and 10th grade has the two subjects. */
    int64_t average, threshold;
    int64_t danish, mathematics, threshold_danish, threshold_mathematics;
};
struct readiness_result {
    bool assessed;        /* false: on that day there was no assessment by law, the rest is empty */
    const char *rules;    /* "upv-2019"; NULL before there were any */
    const char *negative; /* what the negative result is called: "iup", "iup-provisional",
                            * "other-activities"; NULL when nothing is assessed */
    bool by_wish;         /* the law asked about the wished education only */
    struct readiness_one of[TYPES];
};
struct readiness_result readiness_assess(const struct rules *rules,
                                         const struct readiness_given *given);
/* How many of the three are answered no. */
int readiness_not_ready(const struct readiness_result *result);

/* Whether marks are reported without any assessment on that day (from 2024/25). */
bool readiness_marks_only(const struct rules *rules, int32_t day);

/* The days by which a class reports, in the school year of `day`; DAY_NONE: no such. From 2024/25
 * none is known. */
struct readiness_deadlines {
    int32_t first, second;
    int32_t social;      /* personal, social, practical before the marks */
    int32_t marks;       /* final marks */
    int32_t reasons;     /* the school's reasons to the municipality: a working day */
    int32_t rejudgement; /* the municipality's */
};
struct readiness_deadlines readiness_deadlines(const struct rules *rules, const char *grade,
                                               int32_t day);

/* Which letter an assessment is told by: "readiness-8" (the first of 8th grade, to all),
 * "readiness-not-ready" (not ready for one or more), NULL: nobody is owed one. */
const char *readiness_letter(const struct rules *rules, const char *grade, int32_t day, bool first,
                             const struct readiness_result *result);

/* May the municipality judge this kind anew? Only personal and social can be met by it. */
enum rejudge { REJUDGE_MAY, REJUDGE_NO_RULE, REJUDGE_NOT_APPLIED, REJUDGE_ACADEMIC, REJUDGE_READY };
enum rejudge readiness_rejudge(const struct rules *rules, const char *grade, int32_t day,
                               bool applies, const struct readiness_one *one);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * placement: what is tried out in practice before a choice (policy document: "Erhvervspraktikker", "Udvidelse
 * af HU").
 *
 *     employer    a work place that takes young people in
 *     placement   practice at a work place, or full-time teaching (HU): agreed -> begun -> ended. The young
 *                 person and the work place say how it was: about the placement, never about the person
 *     course      introduction course (8th grade) and bridge building (9th, 10th): planned, then done or not
 *
 * Entered once: of somebody out of school a placement that begins is told to activity, as the spell they are
 * in, and one that ends ends it there; a pupil's week of practice is a part of school and no spell. A
 * course that was done is written into the education plan with purpose and length (vejledningsloven § 10 a(6)).
 *
 * How much there must and may be, by grade and day, is in rules/law.csv (rules.md § 3.4); placement_needs()
 * holds a pupil's courses of the school year against it. Not held against it: the limit of further bridge
 * building in a 10th grade of at most 20 weeks, since nothing here tells how long a 10th grade is.
 *
 * Undo is an event, within ten minutes by the author: the row stays. A placement that ended is not undone here;
 * what comes after is registered as the next activity.
 *
 * Insight: everything about one person, texts opened, withdrawn rows too. Erasure: all of it, when
 * rules_case_over() says so (rule.h). The register of work places holds no young people.
 */
#ifndef VEJVISER_PLACEMENT_H
#define VEJVISER_PLACEMENT_H

#include "rule/rule.h"
#include "slice/slice.h"

extern const struct slice placement_slice;

#define PLACEMENT_CATEGORIES "eud", "business", "gym", "eud10", "special", "other"
#define PLACEMENT_WEEK       5 /* days of a week of courses */

/* A course as the rules see it. */
struct placement_fact {
    const char *kind; /* "introduction", "bridge", or "practice" */
    const char *category;
    int64_t days;
    double hours;
    int32_t to; /* last day */
    bool done;  /* false: planned */
};
enum placement_need_kind {
    NEED_INTRO_DAYS,         /* 8th: days of introduction courses */
    NEED_INTRO_VOCATIONAL,   /* 8th: courses at a vocational or business school */
    NEED_BRIDGE_MIN_DAYS,    /* 9th: when there is bridge building, at least */
    NEED_BRIDGE_MAX_DAYS,    /* 9th: at most; special courses apart */
    NEED_BRIDGE_MAX_SPECIAL, /* 9th: days of special courses at most */
    NEED_BRIDGE_HOURS,       /* 10th: hours, before a day */
    NEED_BRIDGE_VOCATIONAL,  /* 10th: days at a vocational or business school */
    NEED_BRIDGE_EXTRA,       /* 10th: days beyond what is mandatory, at most */
    NEED_BRIDGE_EXTRA_GYM,   /* 10th: days at upper secondary schools, at most */
    NEED_PRACTICE_DAYS,      /* 7th to 9th, from 2025: days of practice */
    NEEDS
};
struct placement_need {
    enum placement_need_kind kind;
    bool is_limit;        /* at most; else at least */
    double amount;        /* of days, hours or courses */
    double done, planned; /* done in time; planned and not done */
    int32_t before;       /* DAY_NONE: in the school year; else to be done before this day */
    bool met;             /* a limit: not passed, the planned counted in */
};
/* What the rules of `day` say to somebody of this grade ("7" .. "10"); how many there are. Those of a time
 * without such a rule are not in it. */
size_t placement_needs(const struct rules *rules, const char *grade, int32_t day,
                       const struct placement_fact *facts, size_t n,
                       struct placement_need ret_needs[NEEDS]);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * cohort, projected: the attained curve of those who are 15 now, if everybody goes on moving between
 * states as they did in the last years; and what if some moved otherwise.
 *
 * This is like the ministry's profile model, and is not it: that one is made of the whole country's
 * registers, follows a 9th-grade cohort by where it lived then, and its states are not published.
 * Whoever shows these figures says so, and shows the official ones beside.
 *
 * The model (stat/transition.h): at each birthday from 15 on, everybody who is followed is in one of
 * PROJECTION_STATES, and has been there for 0, 1, 2 or more birthdays before. Counted are the pairs of
 * birthdays in the last `window` years before the snapshot, by sex, origin, age, state and years in
 * it; thin cells are pooled (origin, then sex, then age band, then years in state). Who is not followed,
 * or whose activity nobody knows, on either birthday does not count. After the oldest age with
 * transitions enough, its own go on (assumed_from): nothing is known there.
 * The start is where those were who became 15 in the window, by sex and origin.
 *
 * Intervals: parametric bootstrap. The frequencies of each pool are drawn anew from the Dirichlet
 * distribution with the pool's counts (the large-sample twin of drawing the counts and dividing),
 * the whole curve is worked out from them, and the interval is between quantiles of the curves. It
 * holds the error of counting few, not that behaviour changes. Old and changed curve are worked out
 * from the same draws, so that the interval of their difference is the difference's own.
 */
#ifndef VEJVISER_COHORT_PROJECT_H
#define VEJVISER_COHORT_PROJECT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cohort;

#define PROJECTION_FIRST_AGE 15
#define PROJECTION_AGES      25 /* years ahead: to 40 */

enum projection_state {
    PROJECTION_NONE, /* verified: nothing */
    PROJECTION_SCHOOL,
    PROJECTION_TENTH,
    PROJECTION_GENERAL,
    PROJECTION_BASIC,
    PROJECTION_MAIN,
    PROJECTION_FGU,
    PROJECTION_WORK, /* and other activities */
    PROJECTION_HIGHER,
    PROJECTION_ATTAINED, /* has completed a youth education, or a higher one */
    PROJECTION_STATES
};

/* What somebody might do something about. A factor of 1 changes nothing. */
enum projection_change {
    CHANGE_DROPOUT_EUD,     /* x leaving a vocational education without it */
    CHANGE_DROPOUT_GENERAL, /* x leaving a general one without it */
    CHANGE_DIRECT,          /* x not beginning a youth education straight after school */
    CHANGE_RETURN,          /* x beginning one from work or nothing */
    CHANGE_EUD,             /* x the vocational among those who begin after school */
    CHANGE_TENTH,           /* x taking 10th grade */
    CHANGE_FGU,             /* x beginning FGU from work or nothing */
    CHANGE_HU,              /* x coming back to school or full-time teaching from work or nothing */
    PROJECTION_CHANGES
};

struct projection_change_at {
    enum projection_change what;
    double factor;        /* 0 .. 10 */
    int age_from, age_to; /* at the birthday before; both included */
};

struct projection_query {
    int municipality; /* index, -1: everybody */
    int window;       /* years; 3 */
    double least;     /* persons in a cell before it is pooled; 20 */
    int replicates;   /* 0: no intervals; 200 */
    double conf;      /* 0.95 */
    uint64_t seed;
    const struct projection_change_at *changes;
    size_t changes_n;
};

struct projection_curve {
    double share[PROJECTION_AGES + 1]; /* who has attained, at 15, 16, ... */
    double low[PROJECTION_AGES + 1], high[PROJECTION_AGES + 1]; /* NaN without replicates */
    int age_90;                  /* the first age with at least 90 %; 0: not before 40 */
    int age_90_low, age_90_high; /* 0: not before 40 */
};

enum projection_fault {
    PROJECTION_FINE,
    PROJECTION_FEW_START, /* fewer than `least` became 15 in the window */
    PROJECTION_FEW_YEARS, /* too few person-years at any age */
};

struct projection {
    enum projection_fault fault; /* not fine: nothing below is set but the counts */
    struct projection_curve now, changed, difference; /* the latter two with changes; no age_90 */
    int assumed_from;     /* from this age on, transitions are those of the last age observed */
    double persons;       /* who became 15 in the window, per year */
    int64_t person_years; /* counted, of those who had not attained */
    size_t level[6];      /* cells that somebody can reach, by transition_level */
};

void cohort_project(struct arena *a, const struct cohort *c, const struct projection_query *query,
                    struct projection *ret);

/* The same in two steps, for many questions about the same lives: what no change touches (counts, the
 * draws of the bootstrap, the curve as it is), made once and only read from then on; and the answer to one
 * set of changes. `query->changes` is not looked at. The answers are the same to the bit. */
struct projection_model;
const struct projection_model *projection_prepare(struct arena *a, const struct cohort *c,
                                                  const struct projection_query *query);
void projection_answer(const struct projection_model *model,
                       const struct projection_change_at *changes, size_t changes_n,
                       struct projection *ret);

/* An official share at an age. */
struct projection_point {
    int age;
    double share; /* 0 < share < 1 */
};
/* The curve moved on the scale of logits so that it has the points' shares at their ages (ascending, each
 * once): between two of them its logit is stretched, before the first and after the last it is moved as
 * there. What it would say if the official model were right there; never a finding. */
void projection_calibrate(const struct projection_curve *curve,
                          const struct projection_point *points, size_t n, double *ret_share);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of a year group (goal 1): how many have a youth education at each age, seen and projected,
 * and where the leavers of 9th and 10th grade are after 3, 12 and 24 months. Computed from the casework
 * into one plain struct, which is drawn, and can be kept as JSON, so that what was published is drawn as it
 * was.
 *
 * Seen:       Aalen-Johansen of those the municipality has followed (cohort/cohort.h); ages at which
 *             fewer than WAY_FEWEST are followed, and what comes after them, are not known.
 * Lines:      the same for those born in three years at a time: year groups that are not through.
 * Projected:  cohort/project.h; like the ministry's profile model, and not it.
 * Flow:       those who left school in one school year and lived here all the time.
 *
 * So that no count of few can be found, the numbers are rounded before they come in here: a share to a
 * whole number of `unit` percent, chosen so that a unit is at least WAY_PERSONS persons (limits outwards);
 * a count of leavers to the nearest WAY_PERSONS, so that 0 is 0 to 2, and sums are of rounded numbers.
 * Ages at which the curve passes 50 and 90 % come from the curve as it was before rounding; they are
 * whole years and tell of no few.
 */
#ifndef VEJVISER_GOAL_WAY_H
#define VEJVISER_GOAL_WAY_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WAY_FIRST_AGE 15
#define WAY_AGES      16 /* to 30 */
#define WAY_MONTHS    3
#define WAY_LINES     4
#define WAY_FEWEST    30 /* followed at an age */
#define WAY_PERSONS   5

struct json_t; /* jansson's */

/* Of 3, 12 and 24 months after school. The last asks for action. */
enum way_state { WAY_GENERAL, WAY_EUD, WAY_SCHOOL, WAY_FGU, WAY_WORK, WAY_NOTHING, WAY_STATES };

struct way_curve { /* percent; NaN: not known */
    double share[WAY_AGES], low[WAY_AGES], high[WAY_AGES];
};
struct way_line {
    int born_from, born_to; /* years */
    double share[WAY_AGES];
};
struct goal_way {
    int32_t day; /* the casework as known on this day */

    double unit; /* percent; 0: nothing is seen */
    struct way_curve seen;
    int seen_age_50, seen_age_90; /* the first whole age; 0: not within what is seen */
    struct way_line lines[WAY_LINES];
    size_t lines_n;

    double projected_unit; /* 0: there is no projection */
    struct way_curve projected;
    int assumed_from; /* from this age on nobody knows; the last age's transitions go on */
    int age_90, age_90_low, age_90_high; /* 0: not before 40 */

    int32_t left_since,
        left_until; /* last days at school of the leavers; DAY_NONE: there is no flow */
    int32_t flow_first[2][WAY_STATES]; /* from 9th, 10th grade, after 3 months */
    int32_t flow_then[WAY_MONTHS - 1][WAY_STATES][WAY_STATES]; /* from one look to the next */
};

/* The smallest of 0.1, 0.2, 0.5, 1, 2, 5 and 10 percent that is at least WAY_PERSONS of so many persons;
 * 0: even 10 percent is fewer. */
double way_unit(double persons);
double way_round(double percent, double unit); /* to a whole number of units; NaN stays */
/* Of the flow, look 0..2: the leavers in that state, and all. */
int32_t way_count(const struct goal_way *way, int look, enum way_state state);
int32_t way_leavers(const struct goal_way *way);

/* From today's casework; kept until the casework changes. *ret_any false: neither seen, projected nor
 * flow can be told. */
bool goal_way_now(struct store *store, struct db *db, int32_t today, struct goal_way *ret,
                  bool *ret_any, struct err *err);

/* As it was last published (publication/publication.h), with the figures of a school year (0: of any); *ret_any
 * false: it never was. */
bool goal_way_published(struct db *db, struct arena *a, int school_year, struct goal_way *ret,
                        bool *ret_any, struct err *err);

/* NULL on lack of memory. Reading: false when something is missing or of the wrong kind. */
struct json_t *goal_way_json(const struct goal_way *way);
bool goal_way_from_json(const struct json_t *json, struct goal_way *ret);

#endif

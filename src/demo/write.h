/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the two files that write rows share.
 */
#ifndef VEJVISER_DEMO_WRITE_H
#define VEJVISER_DEMO_WRITE_H

#include "demo/internal.h"
#include "letter/letter.h"

/* One part of one table on its way. */
struct part;
typedef bool row_fn(struct part *job, size_t i, struct err *err);
struct part {
    struct db *w;
    struct world *world;
    struct arena *a; /* emptied after each row */
    row_fn *row;
    size_t from, to;
    void *ctx;
};
/* Calls row() for 0 .. n-1, in as many transactions as it takes. */
bool write_table(struct store *store, struct world *world, row_fn *row, size_t n, void *ctx,
                 struct err *err);

/* A moment of working time on that day (minutes UTC), in any season the same day in Denmark. */
static inline int64_t moment(int32_t day, int minute) {
    return day == DAY_NONE ? INT_NONE : (day * INT64_C(1440) + minute) * 60 * 1000000;
}
static inline int64_t row_of(int index) { return index == NOWHERE ? INT_NONE : index + 1; }
/* Four digits that no Danish town has. */
static inline const char *post_code(struct arena *a, int town) {
    return arena_fmt(a, "%04d", 201 + town);
}

/* letters.c; after the contacts */
bool letters_write(struct store *store, struct world *world, struct err *err);
/* A notice as its room would have sent it, to the young person and, when `custody`, to each who has it.
 * *ret_notice: what its letters share. */
struct sending {
    const struct person *person;
    const char *template;
    const struct letter_value *values;
    size_t values_n;
    const char *about; /* "duty:123" */
    int64_t author;    /* row of the account */
    int32_t day;
    int minute;
    bool custody;
    double failed; /* how many of the last weeks' could not be sent; 1: this one */
    struct rng *rng;
};
bool notice_write(struct part *job, const struct sending *sending, int64_t *ret_notice,
                  struct err *err);

/* write_people.c */
/* Youth, their words and guardians. */
bool people_write(struct store *store, struct world *world, struct err *err);
const char *full_name(struct arena *a, const struct world *world, const struct person *person);
const char *call_name(struct arena *a, const struct world *world, const struct person *person);
/* Of the first who has custody, as the guardian table has it. */
const char *custody_name(struct arena *a, const struct world *world, const struct person *person);

/* write_publication.c; after all that is counted */
bool publications_write(struct store *store, struct world *world, struct err *err);

/* write_outreach.c */
bool outreach_write(struct store *store, struct world *world, struct err *err);

/* write_duty.c; after the plans */
bool duties_write(struct store *store, struct world *world, struct err *err);

/* write_plan.c */
/* Wishes, plans with their steps, agreements, notices and answers, courses. */
bool plans_write(struct store *store, struct world *world, struct err *err);

/* write_team.c */
#define ABSENCE_NOW 1 /* of table absence: the one that is covered today */
bool annuals_write(struct store *store, struct world *world, struct err *err);
bool absences_write(struct store *store, struct world *world, struct err *err);
/* A handover and changes of counsellor; after the people. */
bool changes_write(struct store *store, struct world *world, struct err *err);
/* events.c */
/* Career weeks, evenings, fairs and meetings with their guests. */
bool events_write(struct store *store, struct world *world, struct err *err);

/* write_readiness.c */
/* What the schools have reported about their classes, judgements, targeted efforts. */
bool readiness_write(struct store *store, struct world *world, struct err *err);

/* write_retention.c */
/* Transition mentors, what educations were told, notices of risk. */
bool retention_write(struct store *store, struct world *world, struct err *err);
/* write_quality.c: meetings about the figures, decisions, what was published; after the accounts */
bool quality_write(struct store *store, struct world *world, struct err *err);
/* write_collective.c: what classes are to have; a session that was planned has a plan of its own number */
bool initiatives_write(struct store *store, struct world *world, struct err *err);
bool planned_write(struct store *store, struct world *world, struct err *err);
/* write_order.c */
/* Education orders with their steps; after the people. */
bool orders_write(struct store *store, struct world *world, struct err *err);

/* write_placement.c; after the plans. Courses that were attended have the number of the plan's. */
#define PLANNED_COURSES 50000000 /* the others come after this number */
bool placements_write(struct store *store, struct world *world, struct err *err);

#endif

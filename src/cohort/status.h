/* SPDX-License-Identifier: EUPL-1.2
 *
 * Counts by group, age and kind, of which all tables of status are sums; private to cohort.
 */
#ifndef VEJVISER_COHORT_STATUS_H
#define VEJVISER_COHORT_STATUS_H

#include "cohort/cohort.h"

#define AGES_MAX 180 /* the columns hold 178 years */

/* n[(group * ages_n + age - age_low) * step + kind]; the last kind is "in no spell". */
struct tally {
    int age_low, ages_n;
    size_t kinds_n; /* of the cohort, and one */
    size_t stride;  /* kinds_n, rounded up to whole vectors */
    size_t step; /* from an age to the next: stride, or that of many days that lie side by side */
    uint32_t *n;
};
/* Eight counts at a time. */
typedef uint32_t counts8 __attribute__((vector_size(32), aligned(4), may_alias));
/* Room for everybody's ages on days_n days, days[0] the first: ret[days_n]. */
void tally_init(struct arena *a, const struct cohort *c, enum cohort_age rule, const int32_t *days,
                size_t days_n, struct tally *ret);
static inline uint32_t *tally_row(const struct tally *t, size_t group, int age) {
    return t->n + (group * (size_t)t->ages_n + (size_t)(age - t->age_low)) * t->step;
}
/* The sums that the query asks for. */
void tally_cells(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                 const struct tally *t, struct cohort_cells *ret);

int cohort_age_at(enum cohort_age rule, int32_t birth, int32_t day); /* -1: not born */

static inline bool is_resident(const struct cohort *c, size_t p, int32_t day) {
    return cohort_day(c->from[p]) <= day &&
           (c->to[p] == COHORT_NEVER || day < cohort_day(c->to[p]));
}

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a projection counts; private to cohort.
 */
#ifndef VEJVISER_COHORT_PERSON_YEARS_H
#define VEJVISER_COHORT_PERSON_YEARS_H

#include "cohort/project.h"
#include "stat/transition.h"

#define PROJECTION_ORIGINS 3
#define PROJECTION_YEARS   3 /* in a state: the first, the second, more */

struct person_years {
    struct transition_space space; /* sexes 0, 1, 2 */
    double *counts;                /* as transition.h numbers them */
    double *start;                 /* groups * states: who became 15 in the window */
    int64_t n[PROJECTION_AGES];    /* at each age */
};

void person_years_count(struct arena *a, const struct cohort *c,
                        const struct projection_query *query, struct person_years *ret);

#endif

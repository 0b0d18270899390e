/* SPDX-License-Identifier: EUPL-1.2
 *
 * transition: how a cohort moves between states from one year of age to the next.
 *
 * The model is discrete in time and semi-Markov: where a person is next year depends on sex,
 * origin, age, state and the whole years already spent in the state (0 in the first; the last
 * number stands for itself and more). Cells are numbered with the state of next year last:
 *
 *     cell = (((sex * origins + origin) * ages + age) * states + state) * years + year
 *     counts[cell * states + to], p likewise
 *
 * Three functions: frequencies with pooling where there are few, exact forward recursion, and
 * microsimulation of the same model. The recursion has no random error and is what a projection
 * uses; the simulation gives single lives, and tests the recursion (and is tested by it).
 *
 * Not estimable: a cell that nobody was ever in at any level of pooling. There the person stays;
 * its level is TRANSITION_NONE, so that the caller can say so.
 *
 * Sources: Kalbfleisch and Lawless, JASA 80 (1985); semi-Markov recursion by time in state: Howard,
 * Dynamic Probabilistic Systems (1971), vol. II. The frequencies in R: msm::statetable.msm by group.
 */
#ifndef VEJVISER_STAT_TRANSITION_H
#define VEJVISER_STAT_TRANSITION_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct transition_space {
    size_t sexes, origins, ages, states, years; /* each at least 1 */
};

#define TRANSITION_STATES_MAX 256
#define TRANSITION_STAYS_MAX  65536 /* states * years */

static inline size_t transition_groups(const struct transition_space *s) {
    return s->sexes * s->origins;
}
static inline size_t transition_stays(const struct transition_space *s) {
    return s->states * s->years;
}
static inline size_t transition_cells(const struct transition_space *s) {
    return transition_groups(s) * s->ages * transition_stays(s);
}
/* Group is sex * origins + origin; year is capped. */
static inline size_t transition_cell(const struct transition_space *s, size_t group, size_t age,
                                     size_t state, size_t year) {
    size_t y = year < s->years ? year : s->years - 1;
    return ((group * s->ages + age) * s->states + state) * s->years + y;
}

/* From how wide a group a cell's frequencies come, each wider than the one before. */
enum transition_level {
    TRANSITION_OWN,
    TRANSITION_ORIGIN, /* all origins together */
    TRANSITION_SEX,    /* and both sexes */
    TRANSITION_AGE,    /* and the ages of the same band */
    TRANSITION_YEARS,  /* and any number of years in the state */
    TRANSITION_NONE,   /* nobody: stays */
    TRANSITION_LEVELS
};

/* p and level of each cell from counts. A cell with fewer than `least` is taken from the first
 * level that has as many, else from the widest that has any. band: years of age in one band.
 * ret_n (may be NULL): how many p is a share of. */
void transition_pool(struct arena *a, const struct transition_space *s, const double *counts,
                     double least, size_t band, double *ret_p, uint8_t *ret_level, double *ret_n);

/* The first of the cells that a level puts together with this one: cells with the same level and
 * the same first cell have the same frequencies. */
size_t transition_first(const struct transition_space *s, enum transition_level level, size_t band,
                        size_t cell);

/* What to work out: all groups with one start. `target` (of each state, may be NULL) is what is to
 * be attained. */
struct transition_plan {
    struct transition_space space;
    const double *p;     /* cells * states */
    const double *start; /* of each state, in its first year, at the first age; sums to 1 */
    const bool *target;
};

/* Shares at each age, the first being that of the start: ages + 1 points a group.
 * state: groups * (ages + 1) * states; attained: groups * (ages + 1), the share that is or has been
 * in a target state. Exact: no allocation but two vectors from the arena. */
void transition_project(struct arena *a, const struct transition_plan *plan, double *ret_state,
                        double *ret_attained);
/* The same for one group, into its own ages + 1 points; work: 4 * states * years doubles. */
void transition_project_group(const struct transition_plan *plan, size_t group, double *work,
                              double *ret_state, double *ret_attained);

/* How many of persons[group] lives are in each state at each age, as above but counts. Person i
 * (numbered through all groups) draws what depends on seed, i and year alone: the counts are the
 * same for any number of threads. */
struct transition_sample {
    const int64_t *persons; /* of each group */
    uint64_t seed;
    unsigned threads;
};
void transition_simulate(struct arena *a, const struct transition_plan *plan,
                         const struct transition_sample *sample, int64_t *ret_state,
                         int64_t *ret_attained);

/* Divides n among groups by share so that no group is more than one off. */
void transition_divide(int64_t n, const double *share, size_t groups, int64_t *ret);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: reading, and the versions of goals and initiatives.
 */
#ifndef VEJVISER_GOAL_INTERNAL_H
#define VEJVISER_GOAL_INTERNAL_H

#include "goal/goal.h"

#define GOAL_PROGRAM HOUSE_AREA /* whose goals, targets and figures come with the program */
#define GOAL_OWN     "own:"     /* begins a measure that is counted here */
#define SUBTARGET    "council-subtarget"

/* Every version that was known at a moment, in the order in which they were made. */
struct goal_versions {
    const struct goal *v;
    size_t n;
};
bool goal_versions_read(struct db *db, struct arena *a, enum lang lang, int64_t at,
                        struct goal_versions *ret, struct err *err);
/* The version of a number in force on a day: the one that came into force last; of two of the same day the one
 * made last. NULL: none. */
const struct goal *goal_in_force(const struct goal_versions *versions, int number, int32_t day);
/* The version made last, whether in force yet or not. */
const struct goal *goal_newest(const struct goal_versions *versions, int number);

/* The first day on which an indicator of the casework is counted in another way; DAY_NONE. */
int32_t goal_own_break(const char *key);

/* Reads the own figures into goals->own; own_put() adds those that goal `number` is judged by to its figures. */
bool own_is_told_of(const struct published_total *total,
                    const char *key); /* of that indicator, and there was somebody to count */
bool own_read(struct db *db, struct arena *a, int64_t published, int last, struct goals *goals,
              struct err *err);
void own_put(struct arena *a, enum lang lang, const struct goals *goals, const struct goal *goal,
             struct figure *list, size_t *n);

bool goal_area_is_program(void);
const char *goal_area_name(enum lang lang); /* "Viborg Kommune" */
/* A text that came with the program, in another municipality with its name. */
const char *goal_place_text(struct arena *a, const char *text);

/* 1 .. 999 written without anything else; else 0. */
int goal_number_of(const char *text);

/* A figure can be known on a day: it is not of a later year, unless it is a target or expectation. */
bool figure_known(const struct figure *figure, int32_t day);

/* The figures, and after them the forecast as figures of the goal: a drawing has its numbers in its table. */
struct figures figures_with_outlook(struct reader r, struct figures figures,
                                    const struct goal *goal, const struct goal_outlook *outlook);

#endif

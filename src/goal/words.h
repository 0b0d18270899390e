/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: figures in the reader's language, for those who make sentences of them. All texts
 * live in the arena.
 */
#ifndef VEJVISER_GOAL_WORDS_H
#define VEJVISER_GOAL_WORDS_H

#include "goal/goal.h"

/* A difference in percentage points, "7,3"; never with a sign. */
const char *points_text(struct reader r, double points);

/* A year of a goal's figures: "2026", or "2026/27" when it is judged by school years. */
const char *year_text(struct reader r, const struct goal *goal, int year);

/* What is said of a figure beside the one before: a sentence for more, less, no more than chance, or nobody knows. */
typedef const char *since_fn(struct arena *a, enum lang lang, const char *from_period,
                             const char *from);
struct since_words {
    since_fn *rise, *fall, *same, *open;
};
const char *since_text(struct reader r, struct figures figures, const struct figure *from,
                       const struct figure *to, const struct since_words *words);

#endif

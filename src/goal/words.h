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

#endif

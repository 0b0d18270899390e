/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside indicator only.
 */
#ifndef VEJVISER_INDICATOR_INTERNAL_H
#define VEJVISER_INDICATOR_INTERNAL_H

#include "indicator/indicator.h"
#include "team/team.h"

#define QUIET_DAYS    TEAM_QUIET_DAYS
#define CHANGE_MONTHS TEAM_CHANGE_MONTHS
#define OLDEST        31 /* nobody of that age is in a figure, but for the followed */

bool indicator_lives_here(const struct indicator_person *person, int32_t day);
/* The day on which somebody becomes that old. */
int32_t indicator_birthday(int32_t born, int years);

/* Persons by id, and schools by number: texts to places. */
struct index {
    const char **keys;
    uint32_t *slots; /* place + 1; 0: free */
    size_t mask, n;
};
void index_init(struct arena *a, struct index *index, size_t most);
/* A key that is new, at the next place; it is not copied. */
void index_put(struct index *index, const char *key);
/* SIZE_MAX: not there. */
size_t index_find(const struct index *index, const char *key);

/* lives.c: what everybody did, and the starts that it makes. */
bool indicator_read_lives(struct db *db, struct arena *a, const struct index *people,
                          struct indicator_data *data, struct err *err);
/* duty.c */
bool indicator_read_cases(struct db *db, struct arena *a, const struct index *people,
                          struct indicator_data *data, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * From the dials to changes of the model, and from its curves to whole people.
 */
#include "whatif/whatif.h"

#include <math.h>

#define PEOPLE 5 /* a number of young people is told to the nearest */

static const struct {
    enum projection_change what;
    int sign; /* of the percent in the factor */
    int age_from, age_to;
} dials[WHATIF_DIALS] = {
    [WHATIF_DROPOUT] = {CHANGE_DROPOUT_EUD, -1, 15, 40},
    [WHATIF_DIRECT] = {CHANGE_DIRECT, -1, 15, 40},
    [WHATIF_RETURN] = {CHANGE_RETURN, 1, 15, 40},
    [WHATIF_START] = {CHANGE_TENTH, 1, 15, 40},
    [WHATIF_HU] = {CHANGE_HU, 1, 15, 17},
};

size_t whatif_changes(const int64_t percent[WHATIF_DIALS],
                      struct projection_change_at ret[WHATIF_DIALS]) {
    size_t n = 0;
    for (size_t i = 0; i < WHATIF_DIALS; i++)
        if (percent[i])
            ret[n++] = (struct projection_change_at){dials[i].what,
                                                     1 + dials[i].sign * (double)percent[i] / 100,
                                                     dials[i].age_from, dials[i].age_to};
    return n;
}

enum whatif_age whatif_age_of(int now, int changed) {
    if (!now && !changed) return WHATIF_AGE_NEVER;
    if (!now) return WHATIF_AGE_COMES;
    if (!changed) return WHATIF_AGE_GOES;
    return now == changed ? WHATIF_AGE_SAME : WHATIF_AGE_MOVED;
}

static int64_t nearest(double people) { return llround(people / PEOPLE) * PEOPLE; }
static int64_t outwards(double people) { return (int64_t)ceil(people / PEOPLE - 1e-9) * PEOPLE; }
static int64_t inwards(double people) { return (int64_t)floor(people / PEOPLE + 1e-9) * PEOPLE; }

struct whatif_people whatif_people_of(const struct projection *p, int age) {
    int i = age - PROJECTION_FIRST_AGE;
    double n = p->difference.share[i] * p->persons;
    double low = p->difference.low[i] * p->persons, high = p->difference.high[i] * p->persons;
    if (!nearest(fabs(n)) && outwards(fmax(fabs(low), fabs(high))) <= PEOPLE)
        return (struct whatif_people){.what = WHATIF_FEW};
    if (isnan(low) || isnan(high) || (low < 0 && high > 0))
        return (struct whatif_people){WHATIF_UNSURE, nearest(fabs(n)), outwards(-low),
                                      outwards(high)};
    double least = fmin(fabs(low), fabs(high)), most = fmax(fabs(low), fabs(high));
    return (struct whatif_people){n < 0 ? WHATIF_FEWER : WHATIF_MORE, nearest(fabs(n)),
                                  inwards(least), outwards(most)};
}

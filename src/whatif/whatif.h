/* SPDX-License-Identifier: EUPL-1.2
 *
 * whatif: how goal 1's projected curve would go if some young people moved otherwise (/maal/1/hvad-hvis).
 *
 * Public, a GET form, so that an answer has an address that can be shared. The visitor says in percent
 * what would be otherwise; the answer is the curve now and then (cohort/project.h), the age at which 90 % is
 * reached, and how many young people of a year group it is about, with the difference's own interval.
 * It is arithmetic with behaviour frozen, no forecast and not the effect of any effort; and the model is not
 * the ministry's. The page says all three.
 *
 *     frafald   0..100     that much less dropout from vocational education       CHANGE_DROPOUT_EUD
 *     direkte   0..100     that many fewer who do not go straight on from school  CHANGE_DIRECT
 *     retur     0..200     that much more return to education from work or nothing, each year: so they come
 *                          back earlier                                           CHANGE_RETURN
 *     start     -100..100  that many more (minus: fewer) who take 10th grade and so start a year later
 *                                                                                 CHANGE_TENTH
 *     hu        0..200     that many more who come into full-time teaching (HU) from work or nothing at 15
 *                          to 17                                                  CHANGE_HU
 *
 * Nothing can be found about few: what can be asked is whole percents of five dials; transitions are pooled
 * until a cell has 20 persons (cohort/project.h); shares come out in steps of at least five of the young people
 * that the model is made of (goal/way.h), limits outwards, and numbers of young people to the nearest five,
 * year groups to the nearest ten. Fewer than that, and the answer is that it cannot be told.
 *
 * What no change touches is made once for each state of the casework and kept. An answer takes some tens of
 * milliseconds.
 */
#ifndef VEJVISER_WHATIF_H
#define VEJVISER_WHATIF_H

#include "cohort/cohort.h"
#include "slice/slice.h"

extern const struct slice whatif_slice;

#define WHATIF_DIALS 5
enum whatif_dial { WHATIF_DROPOUT, WHATIF_DIRECT, WHATIF_RETURN, WHATIF_START, WHATIF_HU };

/* The changes that the dials (percent) mean; returns how many: those that are not 0. */
size_t whatif_changes(const int64_t percent[WHATIF_DIALS],
                      struct projection_change_at ret[WHATIF_DIALS]);

/* What becomes of the age at which 90 % is reached; ages 0: not before 40. */
enum whatif_age {
    WHATIF_AGE_SAME,
    WHATIF_AGE_MOVED,
    WHATIF_AGE_COMES, /* before 40, which it was not */
    WHATIF_AGE_GOES,
    WHATIF_AGE_NEVER,
};
enum whatif_age whatif_age_of(int now, int changed);

/* How many more of a year group have a youth education at an age, to the nearest five (limits outwards). */
struct whatif_people {
    enum { WHATIF_MORE, WHATIF_FEWER, WHATIF_FEW, WHATIF_UNSURE } what;
    int64_t n, low, high; /* without sign; with UNSURE low is fewer and high more */
};
struct whatif_people whatif_people_of(const struct projection *p, int age);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Official figures that a projected curve is shown beside and calibrated to: option --official, either
 * AGE:PERCENT or a file with the columns of rules/published-figures.csv (area, indicator, period, value,
 * definition; others are passed over). Of the file those rows count whose definition is profile-model or
 * projected-before-25 and whose indicator ends with
 *     projected_at_AGE, projected_before_AGE      the value is the percent that has attained by that age
 *     projected_age_for_PERCENT                   the value is the age
 * and of one indicator and area the one with the latest period, as of one age. Ages 16 to 40, 0 < percent < 100.
 */
#ifndef VEJVISER_COHORT_OFFICIAL_H
#define VEJVISER_COHORT_OFFICIAL_H

#include "cohort/cohort.h"
#include "stat/command.h"

struct official_row {
    const char *area, *indicator, *period;
    struct projection_point point;
};
struct official {
    size_t n;
    struct official_row *rows;
    bool is_file; /* else one row for every area */
};

/* Nothing when the option was not given. */
bool official_read(struct stat_call *call, struct official *ret, struct err *err);
/* Those of an area, by age, each age once. */
size_t official_points(const struct official *official, const char *area,
                       struct projection_point ret[static PROJECTION_AGES]);

#endif

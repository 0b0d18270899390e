/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside effect only: what the views show, and what both pages are made of.
 */
#ifndef VEJVISER_EFFECT_INTERNAL_H
#define VEJVISER_EFFECT_INTERNAL_H

#include "effect/effect.h"

struct effect_page {
    const char **readings; /* one a horizon, computed */
    size_t readings_n;
    const char *chart;            /* figure with its table; NULL: nothing can be estimated */
    const char *ratios, *balance; /* tables */
    const char **warnings;
    size_t warnings_n;
    const char *counted;
    bool is_trades; /* which of the two pages */
};
struct effect_trades_page {
    struct effect_page all; /* ratios: before and after; balance */
    const char *differences, *odds;
};

#define EFFECT_LEAST        5 /* a count of fewer is not told */
#define EFFECT_WARNINGS_MAX 12

/* Percentage points of a difference, without sign. */
const char *effect_points(struct arena *a, enum lang lang, double share);
/* "færre end 5" when it is few. */
const char *effect_count_text(struct arena *a, enum lang lang, int64_t n);
void effect_warn(struct effect_page *page, const char *warning);
struct table_cell effect_number(double x);
struct table_cell effect_text(const char *text);
const char *effect_table(struct arena *a, enum lang lang, const struct table_model *table);

void effect_trades_get(struct request *rq);

#endif

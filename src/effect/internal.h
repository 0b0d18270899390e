/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside effect only: what the view shows.
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
};

#endif

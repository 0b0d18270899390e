/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside whatif only: the model that is kept, the drawing, and what the view shows.
 */
#ifndef VEJVISER_WHATIF_INTERNAL_H
#define VEJVISER_WHATIF_INTERNAL_H

#include "whatif/whatif.h"

#define WHATIF_WINDOW     3 /* years whose behaviour is frozen */
#define WHATIF_TARGET_AGE 25
#define WHATIF_TARGET     90

/* From today's casework. */
bool whatif_answer(struct store *store, struct db *db, int32_t today,
                   const struct projection_change_at *changes, size_t n, struct projection *ret,
                   struct err *err);
/* Figure and table; `unit` percent that shares are rounded to. */
const char *whatif_chart(struct arena *a, enum lang lang, const struct projection *p, bool changed,
                         double unit);

struct whatif_input {
    const char *name, *label, *hint, *value, *error;
    int64_t min, max;
};
struct whatif_page {
    bool ok, can_tell;
    const struct form *form;
    struct whatif_input inputs[WHATIF_DIALS];
    size_t inputs_n;
    const char **sentences;
    size_t sentences_n;
    const char *chart;
};

#endif

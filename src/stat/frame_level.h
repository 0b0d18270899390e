/* SPDX-License-Identifier: EUPL-1.2
 *
 * Texts to numbers 0..n-1 in order of first appearance; private to frame.
 */
#ifndef VEJVISER_FRAME_LEVEL_H
#define VEJVISER_FRAME_LEVEL_H

#include "base/arena.h"

#include <stdint.h>

struct intern {
    struct arena *arena; /* of the names */
    const char **names;
    uint32_t *lengths;
    size_t n, room;
    uint32_t *table; /* open addressing: number + 1, 0 is free; a power of two, at most half full */
    size_t table_size;
    uint32_t last; /* the level found last: rows are often alike */
};

void intern_init(struct intern *in, struct arena *a);
/* The text's number; UINT32_MAX when it is new and no UTF-8, or holds a NUL. */
uint32_t intern(struct intern *in, const char *text, size_t len);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of any kind as a CSV file with columns of each kind; what is read must keep the contract. */
#include "stat/frame.h"

#include <assert.h>
#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct frame_want wants[] = {
    {.name = "id", .kind = FRAME_INT, .optional = true, .ranged = true, .low = -5, .high = 1e6},
    {.name = "start", .kind = FRAME_DAY, .optional = true, .missing = true},
    {.name = "x", .kind = FRAME_DOUBLE, .optional = true},
    {.name = "arm", .kind = FRAME_FACTOR, .optional = true, .missing = true},
    {.name = "y", .kind = FRAME_AUTO, .optional = true},
    {.name = "x", .kind = FRAME_AUTO, .optional = true},
};
#define WANTS_N (sizeof wants / sizeof *wants)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a ARENA_AUTO = arena_new();
    struct frame_source source = {.path = "in.csv", .bytes = (const char *)data, .len = size};
    struct frame f;
    struct err err = {0};
    if (!frame_read(a, &source, wants, WANTS_N, LANG_EN, &f, &err)) {
        assert(err.kind == ERR_INPUT && *err.message);
        return 0;
    }
    assert(f.n > 0);
    const struct frame_column *c = f.columns;
    for (size_t i = 0; i < f.n; i++) {
        assert(frame_row(&f, i) >= (int64_t)i + 2);
        if (c[0].present) assert(c[0].i[i] >= -5 && c[0].i[i] <= 1000000);
        if (c[2].present) assert(isfinite(c[2].x[i]));
        if (c[3].present) assert(c[3].level[i] == FRAME_NO_LEVEL || c[3].level[i] < c[3].levels_n);
        if (c[4].present && c[4].kind == FRAME_FACTOR) assert(c[4].level[i] < c[4].levels_n);
    }
    if (c[3].present) frame_sort_levels(a, &f.columns[3], f.n);
    return 0;
}

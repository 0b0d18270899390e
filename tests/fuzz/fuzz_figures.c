/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of any kind, read as JSON of official figures: of the kind that the first byte says. */
#include "exchange/figures.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool check_row(void *ctx, const char *const *texts, struct err *err) {
    struct reading *r = ctx;
    double x;
    bool none;
    const char *period;
    int at, order;
    (void)err;
    for (int slot = 0; slot < SLOTS; slot++)
        if (texts[slot]) assert(strlen(texts[slot]) < FIGURE_FILE_MAX);
    if (figure_number(texts[SLOT_VALUE], &x) == NUMBER_GOOD)
        assert(x == x && x > -1e16 && x < 1e16);
    if (figure_period_read(r->row, texts[SLOT_PERIOD], EVERY_MONTH, &period, &at, &order) ==
        PERIOD_GOOD)
        assert(strlen(period) == 7);
    struct areas *areas = r->ctx;
    const char *area = area_find(r->row, areas, texts[SLOT_AREA], &none);
    assert(!area || *area);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    struct arena *a ARENA_AUTO = arena_new();
    struct arena *row ARENA_AUTO = arena_new();
    struct err err;
    struct reading r = {.arena = a, .row = row, .today = 20781, .last_rejected = -1};
    r.ctx = areas_new(a);
    const struct figure_table *kind = &figure_tables[data[0] % figure_tables_n];
    bool ok = figures_json_take(&r, kind, (const char *)data + 1, size - 1, check_row, &r, &err);
    assert(ok == !r.fatal);
    return 0;
}

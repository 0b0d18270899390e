/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of any kind as a number, a period and a place: what is taken can be written back. */
#include "exchange/figures.h"

#include <assert.h>
#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *text = arena_dup_n(a, (const char *)data, size);
    const char *period = NULL, *again = NULL;
    int at, order, at_again, order_again;
    double x = NAN;
    if (figure_number(text, &x) == NUMBER_GOOD)
        assert(isfinite(x) && strpbrk(text, "0123456789"));
    else
        assert(isnan(x)); /* nothing is written for what is no number */
    for (int every = EVERY_YEAR; every <= EVERY_MONTH; every++) {
        if (figure_period_read(a, text, (enum figure_every)every, &period, &at, &order) !=
            PERIOD_GOOD)
            continue;
        assert(figure_period_read(a, period, (enum figure_every)every, &again, &at_again,
                                  &order_again) == PERIOD_GOOD);
        assert(!strcmp(period, again) && at == at_again && order == order_again);
    }
    struct areas *areas = areas_new(a);
    bool none;
    const char *area = area_find(a, areas, text, &none);
    if (area) assert(!strcmp(area, area_find(a, areas, area, &none)));
    return 0;
}

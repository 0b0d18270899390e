/* SPDX-License-Identifier: EUPL-1.2
 *
 * Dates, times and numbers as people type them: whatever is read must be readable again.
 */
#include "base/date.h"
#include "base/format.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *text = arena_dup_n(a, (const char *)data, size);
    int32_t day = day_parse_any(text);
    if (day != DAY_NONE) {
        char iso[11];
        int year, month, dom;
        day_to_ymd(day, &year, &month, &dom);
        if (day_parse_iso(day_iso(iso, day)) != day || day_from_ymd(year, month, dom) != day)
            abort();
    }
    if (day_parse_iso(text) != DAY_NONE && day_parse_iso(text) != day) abort();
    double x;
    if (number_parse(text, &x) && number_is_ambiguous(text)) abort();
    int hour, minute;
    if (time_parse(text, &hour, &minute) && (hour < 0 || hour > 23 || minute < 0 || minute > 59))
        abort();
    return 0;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "slice/insight.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/types.h"

#include <jansson.h>
#include <math.h>

static json_t *put(json_t *out, const char *name, json_t *value) {
    json_object_set_new(out, name, value);
    return json_object_get(out, name);
}

json_t *insight_list(json_t *out, const char *name) { return put(out, name, json_array()); }

json_t *insight_object(json_t *out, const char *name) { return put(out, name, json_object()); }

json_t *insight_row(json_t *list) {
    json_array_append_new(list, json_object());
    return json_array_get(list, json_array_size(list) - 1);
}

void insight_text(json_t *row, const char *name, const char *text) {
    put(row, name, text ? json_string(text) : json_null());
}

void insight_day(json_t *row, const char *name, int32_t day) {
    char iso[11];
    put(row, name, day == DAY_NONE ? json_null() : json_string(day_iso(iso, day)));
}

void insight_moment(json_t *row, const char *name, int64_t at) {
    insight_day(row, name, at == INT_NONE ? DAY_NONE : clock_day_of(at));
}

void insight_number(json_t *row, const char *name, int64_t n) {
    put(row, name, n == INT_NONE ? json_null() : json_integer(n));
}

void insight_real(json_t *row, const char *name, double x) {
    put(row, name, isnan(x) ? json_null() : json_real(x));
}

void insight_yes(json_t *row, const char *name, int yes) { put(row, name, json_boolean(yes)); }

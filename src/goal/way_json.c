/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of a year group as JSON, to be kept with a publication, and back.
 */
#include "base/date.h"
#include "goal/way.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>

/* ---- writing ---- */

static json_t *number(double x) { return isnan(x) ? json_null() : json_real(x); }

static json_t *numbers(const double *v, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, number(v[i]));
    return list;
}

static json_t *wholes(const int32_t *v, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_integer(v[i]));
    return list;
}

static json_t *curve(const struct way_curve *c) {
    return json_pack("{s:o, s:o, s:o}", "share", numbers(c->share, WAY_AGES), "low",
                     numbers(c->low, WAY_AGES), "high", numbers(c->high, WAY_AGES));
}

static json_t *day(int32_t d) {
    char iso[11];
    return d == DAY_NONE ? json_null() : json_string(day_iso(iso, d));
}

static json_t *lines(const struct goal_way *way) {
    json_t *list = json_array();
    for (size_t i = 0; i < way->lines_n; i++)
        json_array_append_new(list,
                              json_pack("{s:i, s:i, s:o}", "born_from", way->lines[i].born_from,
                                        "born_to", way->lines[i].born_to, "share",
                                        numbers(way->lines[i].share, WAY_AGES)));
    return list;
}

struct json_t *goal_way_json(const struct goal_way *way) {
    return json_pack(
        "{s:i, s:o, s:i, s:f, s:o, s:i, s:i, s:o, s:f, s:o, s:i, s:i, s:i, s:i, s:o, s:o, s:o, s:o}",
        "version", 1, "day", day(way->day), "first_age", WAY_FIRST_AGE, "unit", way->unit, "seen",
        curve(&way->seen), "seen_age_50", way->seen_age_50, "seen_age_90", way->seen_age_90,
        "lines", lines(way), "projected_unit", way->projected_unit, "projected",
        curve(&way->projected), "assumed_from", way->assumed_from, "age_90", way->age_90,
        "age_90_low", way->age_90_low, "age_90_high", way->age_90_high, "left_since",
        day(way->left_since), "left_until", day(way->left_until), "flow_first",
        wholes(&way->flow_first[0][0], 2 * (size_t)WAY_STATES), "flow_then",
        wholes(&way->flow_then[0][0][0], (WAY_MONTHS - 1) * (size_t)WAY_STATES * WAY_STATES));
}

/* ---- reading: whatever is not as written is refused ---- */

static bool read_number(const json_t *json, double *ret) {
    *ret = json_is_null(json) ? NAN : json_number_value(json);
    return json_is_null(json) || json_is_number(json);
}

static bool read_numbers(const json_t *json, double *v, size_t n) {
    if (json_array_size(json) != n) return false;
    for (size_t i = 0; i < n; i++)
        if (!read_number(json_array_get(json, i), &v[i])) return false;
    return true;
}

static bool read_whole(const json_t *json, int *ret) {
    json_int_t n = json_integer_value(json);
    *ret = (int)n;
    return json_is_integer(json) && n >= 0 && n <= INT_MAX;
}

static bool read_wholes(const json_t *json, int32_t *v, size_t n) {
    if (json_array_size(json) != n) return false;
    for (size_t i = 0; i < n; i++)
        if (!read_whole(json_array_get(json, i), &v[i])) return false;
    return true;
}

static bool read_curve(const json_t *json, struct way_curve *c) {
    return read_numbers(json_object_get(json, "share"), c->share, WAY_AGES) &&
           read_numbers(json_object_get(json, "low"), c->low, WAY_AGES) &&
           read_numbers(json_object_get(json, "high"), c->high, WAY_AGES);
}

static bool read_day(const json_t *json, int32_t *ret) {
    *ret = day_parse_iso(json_string_value(json)); /* of NULL: DAY_NONE */
    return json_is_null(json) || *ret != DAY_NONE;
}

static bool read_lines(const json_t *json, struct goal_way *way) {
    way->lines_n = json_array_size(json);
    if (!json_is_array(json) || way->lines_n > WAY_LINES) return false;
    for (size_t i = 0; i < way->lines_n; i++) {
        const json_t *line = json_array_get(json, i);
        if (!read_whole(json_object_get(line, "born_from"), &way->lines[i].born_from) ||
            !read_whole(json_object_get(line, "born_to"), &way->lines[i].born_to) ||
            !read_numbers(json_object_get(line, "share"), way->lines[i].share, WAY_AGES))
            return false;
    }
    return true;
}

bool goal_way_from_json(const struct json_t *json, struct goal_way *ret) {
    struct goal_way way = {0};
    struct {
        const char *name;
        int *at;
    } const ints[] = {{"seen_age_50", &way.seen_age_50},   {"seen_age_90", &way.seen_age_90},
                      {"assumed_from", &way.assumed_from}, {"age_90", &way.age_90},
                      {"age_90_low", &way.age_90_low},     {"age_90_high", &way.age_90_high}};
    int version, first_age;
    bool fine = read_whole(json_object_get(json, "version"), &version) && version == 1 &&
                read_whole(json_object_get(json, "first_age"), &first_age) &&
                first_age == WAY_FIRST_AGE && read_day(json_object_get(json, "day"), &way.day) &&
                way.day != DAY_NONE && read_number(json_object_get(json, "unit"), &way.unit) &&
                read_number(json_object_get(json, "projected_unit"), &way.projected_unit) &&
                read_curve(json_object_get(json, "seen"), &way.seen) &&
                read_curve(json_object_get(json, "projected"), &way.projected) &&
                read_lines(json_object_get(json, "lines"), &way) &&
                read_day(json_object_get(json, "left_since"), &way.left_since) &&
                read_day(json_object_get(json, "left_until"), &way.left_until) &&
                read_wholes(json_object_get(json, "flow_first"), &way.flow_first[0][0],
                            2 * (size_t)WAY_STATES) &&
                read_wholes(json_object_get(json, "flow_then"), &way.flow_then[0][0][0],
                            (WAY_MONTHS - 1) * (size_t)WAY_STATES * WAY_STATES);
    for (size_t i = 0; fine && i < sizeof ints / sizeof *ints; i++)
        fine = read_whole(json_object_get(json, ints[i].name), ints[i].at);
    if (fine) *ret = way;
    return fine;
}

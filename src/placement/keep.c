/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (placement.h).
 */
#include "placement/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/placement.sql.h"

#include <jansson.h>
#include <math.h>

#define KEEP_YEARS 5
#define LAST_AGE   30

/* Jansson copies what it is given. Nothing is null in JSON. */
static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}
static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }
static json_t *number_json(double x) { return isnan(x) ? json_null() : json_real(x); }
static json_t *int_json(int64_t n) { return n == INT_NONE ? json_null() : json_integer(n); }
static json_t *taken_back(int64_t at) {
    return day_json(at == INT_NONE ? DAY_NONE : clock_day_of(at));
}

static json_t *array_in(json_t *out, const char *name) {
    json_object_set_new(out, name, json_array());
    return json_object_get(out, name);
}

static bool placements(struct db *db, struct arena *a, const char *youth, json_t *out,
                       struct err *err) {
    struct q_placement_of_rows rows;
    if (!q_placement_of(db, a, (struct q_placement_of_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "placements");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_of_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "kind", text_json(r->kind));
        json_object_set_new(o, "place", text_json(r->employer_name ? r->employer_name : r->school));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(o, "hours", number_json(r->hours));
        json_object_set_new(o, "agreed_with", text_json(r->agreed_with));
        json_object_set_new(
            o, "purpose", text_json(placement_open(a, "placement", r->id, "purpose", r->purpose)));
        json_object_set_new(o, "started", day_json(r->started_day));
        json_object_set_new(o, "ended", day_json(r->ended_day));
        json_object_set_new(o, "outcome", text_json(r->outcome));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static bool answers(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_placement_answers_rows rows;
    if (!q_placement_answers(db, a, (struct q_placement_answers_in){youth}, &rows, err))
        return false;
    json_t *list = array_in(out, "answers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_answers_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "party", text_json(r->party));
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "useful", int_json(r->useful));
        json_object_set_new(o, "again", int_json(r->again));
        json_object_set_new(
            o, "words", text_json(placement_open(a, "placement_answer", r->id, "body", r->body)));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static bool courses(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_placement_courses_rows rows;
    if (!q_placement_courses(db, a, (struct q_placement_courses_in){youth}, &rows, err))
        return false;
    json_t *list = array_in(out, "courses");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_courses_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "kind", text_json(r->kind));
        json_object_set_new(o, "category", text_json(r->category));
        json_object_set_new(o, "grade", text_json(r->grade));
        json_object_set_new(o, "place", text_json(r->school ? r->school : r->place));
        json_object_set_new(o, "days", int_json(r->days));
        json_object_set_new(o, "hours", number_json(r->hours));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(
            o, "purpose",
            text_json(placement_open(a, "placement_course", r->id, "purpose", r->purpose)));
        json_object_set_new(o, "done", int_json(r->done));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

bool placement_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    json_object_set_new(out, "placement", json_object());
    json_t *placement = json_object_get(out, "placement");
    return placements(db, a, youth_id, placement, err) &&
           answers(db, a, youth_id, placement, err) && courses(db, a, youth_id, placement, err);
}

bool placement_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_placement_last_act_rows last;
    if (!q_placement_last_act(w, a, (struct q_placement_last_act_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last.v[0].last), 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
    return q_placement_erase_answers(w, (struct q_placement_erase_answers_in){youth_id}, NULL,
                                     err) &&
           q_placement_erase_placements(w, (struct q_placement_erase_placements_in){youth_id}, NULL,
                                        err) &&
           q_placement_erase_courses(w, (struct q_placement_erase_courses_in){youth_id}, NULL, err);
}

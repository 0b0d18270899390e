/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (retention.h).
 */
#include "retention/views.h"

#include "base/clock.h"
#include "base/date.h"

#include <jansson.h>

#define KEEP_YEARS 5
#define LAST_AGE   30

/* Jansson copies what it is given. Nothing is null in JSON. */
static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}
static void put_text(json_t *o, const char *name, const char *text) {
    json_object_set_new(o, name, text ? json_string(text) : json_null());
}
static void put_day(json_t *o, const char *name, int32_t day) {
    json_object_set_new(o, name, day_json(day));
}
static void put_end(json_t *o, int64_t withdrawn_at) {
    put_day(o, "withdrawn", withdrawn_at == INT_NONE ? DAY_NONE : clock_day_of(withdrawn_at));
}

static json_t *array_in(json_t *out, const char *name) {
    json_object_set_new(out, name, json_array());
    return json_object_get(out, name);
}

static json_t *object_in(json_t *list) {
    json_array_append_new(list, json_object());
    return json_array_get(list, json_array_size(list) - 1);
}

static bool mentors(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_retention_mentors_rows rows;
    struct q_retention_touches_rows touches;
    struct q_retention_mentors_in in = {youth, clock_today()};
    if (!q_retention_mentors(db, a, in, &rows, err) ||
        !q_retention_touches(db, a, (struct q_retention_touches_in){youth}, &touches, err))
        return false;
    json_t *list = array_in(out, "mentors");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_mentors_row *r = &rows.v[i];
        json_t *o = object_in(list);
        put_text(o, "mentor", r->mentor_name);
        put_day(o, "since", r->since);
        put_text(o, "reason", retention_open(a, "retention_mentor", r->id, "reason", r->reason));
        put_text(o, "outcome", r->outcome);
        put_day(o, "outcome_day", r->outcome_day);
        put_text(o, "cause", r->cause);
        put_text(o, "outcome_note",
                 retention_open(a, "retention_mentor", r->id, "outcome_note", r->outcome_note));
        put_end(o, r->withdrawn_at);
    }
    list = array_in(out, "mentor_contacts");
    for (size_t i = 0; i < touches.n; i++) {
        const struct q_retention_touches_row *r = &touches.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "number", json_integer(r->number));
        put_day(o, "day", r->day);
        put_text(o, "how", r->how);
        put_text(o, "text", retention_open(a, "retention_touch", r->id, "body", r->body));
        put_text(o, "written_by", r->author_name);
        put_end(o, r->withdrawn_at);
    }
    return true;
}

static bool notes(struct db *db, struct arena *a, const char *youth, json_t *out, struct err *err) {
    struct q_retention_notes_rows rows;
    struct q_retention_receivers_rows got;
    if (!q_retention_notes(db, a, (struct q_retention_notes_in){youth}, &rows, err) ||
        !q_retention_receivers(db, a, (struct q_retention_receivers_in){youth}, &got, err))
        return false;
    json_t *list = array_in(out, "notes_to_education");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_notes_row *r = &rows.v[i];
        json_t *o = object_in(list);
        put_day(o, "day", r->day);
        put_text(o, "basis", r->basis);
        put_text(o, "text", retention_open(a, "retention_note", r->id, "body", r->body));
        put_text(o, "written_by", r->author_name);
        put_end(o, r->withdrawn_at);
        json_t *received = array_in(o, "received_by");
        for (size_t g = 0; g < got.n; g++) {
            if (got.v[g].note != r->id) continue;
            json_t *x = object_in(received);
            put_text(x, "name", got.v[g].name);
            put_text(x, "institution", got.v[g].school);
            put_text(x, "how", got.v[g].how);
            put_day(x, "day", got.v[g].day);
            put_end(x, got.v[g].withdrawn_at);
        }
    }
    return true;
}

static bool risks(struct db *db, struct arena *a, const char *youth, json_t *out, struct err *err) {
    struct q_retention_risks_rows rows;
    if (!q_retention_risks(db, a, (struct q_retention_risks_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "notices_of_risk");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_risks_row *r = &rows.v[i];
        json_t *o = object_in(list);
        put_text(o, "institution", r->school);
        put_text(o, "cause", r->cause);
        put_text(o, "text", retention_open(a, "retention_risk", r->id, "body", r->body));
        put_day(o, "received", r->day);
        put_day(o, "lapses", r->lapses);
        put_day(o, "handled", r->handled_day);
        put_end(o, r->withdrawn_at);
    }
    return true;
}

bool retention_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    json_object_set_new(out, "retention", json_object());
    json_t *o = json_object_get(out, "retention");
    return mentors(db, a, youth_id, o, err) && notes(db, a, youth_id, o, err) &&
           risks(db, a, youth_id, o, err);
}

bool retention_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_retention_last_act_rows last;
    if (!q_retention_last_act(w, a, (struct q_retention_last_act_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last.v[0].last), 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
    return q_retention_erase_touches(w, (struct q_retention_erase_touches_in){youth_id}, NULL,
                                     err) &&
           q_retention_erase_mentors(w, (struct q_retention_erase_mentors_in){youth_id}, NULL,
                                     err) &&
           q_retention_erase_receivers(w, (struct q_retention_erase_receivers_in){youth_id}, NULL,
                                       err) &&
           q_retention_erase_notes(w, (struct q_retention_erase_notes_in){youth_id}, NULL, err) &&
           q_retention_erase_risks(w, (struct q_retention_erase_risks_in){youth_id}, NULL, err);
}

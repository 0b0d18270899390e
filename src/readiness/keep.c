/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (readiness.h).
 */
#include "readiness/views.h"

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
static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }
static json_t *int_json(int64_t n) { return n == INT_NONE ? json_null() : json_integer(n); }
static json_t *yes_no_json(int64_t n) { return n == INT_NONE ? json_null() : json_boolean(n != 0); }
static json_t *taken_back(int64_t at) {
    return day_json(at == INT_NONE ? DAY_NONE : clock_day_of(at));
}
static json_t *set_json(int64_t bits) {
    if (bits == INT_NONE) return json_null();
    json_t *list = json_array();
    for (int t = 0; t < TYPES; t++)
        if (bits >> t & 1) json_array_append_new(list, json_string(readiness_types[t]));
    return list;
}
static json_t *focus_json(int64_t focus) {
    json_t *list = json_array();
    for (int i = 0; i < FOCUS; i++)
        if (focus >> i & 1)
            json_array_append_new(list, json_string(i < PERSONAL ? readiness_personal[i]
                                                                 : readiness_social[i - PERSONAL]));
    return list;
}

static json_t *array_in(json_t *out, const char *name) {
    json_object_set_new(out, name, json_array());
    return json_object_get(out, name);
}

static void sent_json(struct arena *a, const struct q_readiness_of_row *r, json_t *o) {
    json_object_set_new(o, "class", text_json(r->class_name));
    json_object_set_new(o, "school", text_json(r->school));
    json_object_set_new(o, "grade", text_json(r->grade));
    json_object_set_new(o, "round", text_json(r->round));
    json_object_set_new(o, "version", int_json(r->number));
    json_object_set_new(o, "day", day_json(r->day));
    json_object_set_new(o, "rules", text_json(r->rules));
    json_object_set_new(o, "sent_by", text_json(r->sent_name));
    json_object_set_new(o, "replaced", taken_back(r->replaced_at));
    json_object_set_new(o, "marks", text_json(r->marks));
    json_object_set_new(o, "exempt", text_json(r->exempt));
    json_object_set_new(o, "academic", set_json(r->academic));
    json_object_set_new(o, "personal", set_json(r->personal));
    json_object_set_new(o, "social", set_json(r->social));
    json_object_set_new(o, "points_to_work_on", focus_json(r->focus));
    json_object_set_new(o, "practical", text_json(r->practical));
    json_object_set_new(o, "reason",
                        text_json(readiness_open(a, "readiness_row", r->id, "reason", r->reason)));
    json_object_set_new(o, "targeted_effort", json_boolean(r->effort));
    json_object_set_new(o, "plan",
                        text_json(readiness_open(a, "readiness_row", r->id, "plan", r->plan)));
    json_object_set_new(o, "eud", yes_no_json(r->eud));
    json_object_set_new(o, "hf", yes_no_json(r->hf));
    json_object_set_new(o, "gym", yes_no_json(r->gym));
    json_object_set_new(o, "letter", text_json(r->letter));
}

static bool reports(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_readiness_of_rows rows;
    struct q_readiness_drafts_of_rows drafts;
    if (!q_readiness_of(db, a, (struct q_readiness_of_in){youth}, &rows, err) ||
        !q_readiness_drafts_of(db, a, (struct q_readiness_drafts_of_in){youth}, &drafts, err))
        return false;
    json_t *list = array_in(out, "assessments");
    for (size_t i = 0; i < rows.n; i++) {
        json_t *o = json_object();
        sent_json(a, &rows.v[i], o);
        json_array_append_new(list, o);
    }
    list = array_in(out, "drafts");
    for (size_t i = 0; i < drafts.n; i++) {
        const struct q_readiness_drafts_of_row *r = &drafts.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "round", text_json(r->round));
        json_object_set_new(o, "marks", text_json(r->marks));
        json_object_set_new(o, "personal", set_json(r->personal));
        json_object_set_new(o, "social", set_json(r->social));
        json_object_set_new(o, "points_to_work_on", focus_json(r->focus));
        json_object_set_new(o, "practical", text_json(r->practical));
        json_object_set_new(
            o, "reason", text_json(readiness_open(a, "readiness_row", r->id, "reason", r->reason)));
        json_object_set_new(o, "targeted_effort", json_boolean(r->effort));
        json_object_set_new(o, "plan",
                            text_json(readiness_open(a, "readiness_row", r->id, "plan", r->plan)));
        json_array_append_new(list, o);
    }
    return true;
}

static bool judgements(struct db *db, struct arena *a, const char *youth, json_t *out,
                       struct err *err) {
    struct q_readiness_judgements_rows rows;
    if (!q_readiness_judgements(db, a, (struct q_readiness_judgements_in){youth}, &rows, err))
        return false;
    json_t *list = array_in(out, "judgements");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_judgements_row *r = &rows.v[i];
        const char *reason = readiness_open(a, "readiness_judgement", r->id, "reason", r->reason);
        json_t *o = json_object();
        json_object_set_new(o, "education", text_json(r->type));
        json_object_set_new(o, "ready", json_boolean(r->answer));
        json_object_set_new(o, "reason", text_json(reason));
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static bool efforts(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_readiness_efforts_rows rows;
    if (!q_readiness_efforts(db, a, (struct q_readiness_efforts_in){youth}, &rows, err))
        return false;
    json_t *list = array_in(out, "targeted_efforts");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_efforts_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(
            o, "reason",
            text_json(readiness_open(a, "readiness_effort", r->id, "reason", r->reason)));
        json_object_set_new(
            o, "plan", text_json(readiness_open(a, "readiness_effort", r->id, "plan", r->plan)));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "ended", day_json(r->ended_day));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

bool readiness_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    json_object_set_new(out, "readiness", json_object());
    json_t *o = json_object_get(out, "readiness");
    return reports(db, a, youth_id, o, err) && judgements(db, a, youth_id, o, err) &&
           efforts(db, a, youth_id, o, err);
}

bool readiness_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_readiness_last_act_rows last;
    if (!q_readiness_last_act(w, a, (struct q_readiness_last_act_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last.v[0].last), 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
    struct q_readiness_erase_judgements_in j = {youth_id};
    struct q_readiness_erase_efforts_in f = {youth_id};
    struct q_readiness_erase_rows_in r = {youth_id};
    return q_readiness_erase_judgements(w, j, NULL, err) &&
           q_readiness_erase_efforts(w, f, NULL, err) && q_readiness_erase_rows(w, r, NULL, err);
}

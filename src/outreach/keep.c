/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (outreach.h, Insight, Erasure).
 */
#include "outreach/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/outreach.sql.h"

#include <jansson.h>

/* Jansson copies what it is given. Nothing is null in JSON. */
static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}
static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }
static json_t *taken_back(int64_t at) {
    return day_json(at == INT_NONE ? DAY_NONE : clock_day_of(at));
}

static json_t *array_in(json_t *out, const char *name) {
    json_object_set_new(out, name, json_array());
    return json_object_get(out, name);
}

static json_t *object_in(json_t *list) {
    json_array_append_new(list, json_object());
    return json_array_get(list, json_array_size(list) - 1);
}

static bool checks(struct db *db, struct arena *a, const char *youth, json_t *out,
                   struct err *err) {
    struct q_outreach_checks_rows rows;
    if (!q_outreach_checks(db, a, (struct q_outreach_checks_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "confirmed");
    for (size_t i = 0; i < rows.n; i++) {
        json_t *o = object_in(list);
        json_object_set_new(o, "day", day_json(rows.v[i].day));
        json_object_set_new(o, "by", text_json(rows.v[i].account_name));
        json_object_set_new(o, "withdrawn", taken_back(rows.v[i].withdrawn_at));
    }
    return true;
}

static bool assessments(struct db *db, struct arena *a, const char *youth, json_t *out,
                        struct err *err) {
    struct assessments all;
    if (!assessments_read(db, a, youth, &all, err)) return false;
    json_t *list = array_in(out, "assessments");
    for (size_t i = 0; i < all.n; i++) {
        const struct assessment *q = &all.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "day", day_json(q->day));
        json_object_set_new(o, "track", text_json(q->track));
        json_object_set_new(o, "from", day_json(q->from));
        json_object_set_new(o, "to", day_json(q->to));
        json_object_set_new(o, "requested", json_boolean(q->requested));
        json_object_set_new(o, "academic", text_json(q->academic));
        json_object_set_new(o, "social", text_json(q->social));
        json_object_set_new(o, "personal", text_json(q->personal));
        json_object_set_new(o, "options", text_json(q->options));
        json_object_set_new(o, "reasons", text_json(q->reasons));
        json_object_set_new(o, "approval", text_json(q->approval));
        json_object_set_new(o, "complain_to", text_json(q->complain_to));
        json_object_set_new(o, "written_by", text_json(q->author_name));
        json_object_set_new(o, "withdrawn", json_boolean(q->withdrawn));
    }
    return true;
}

static bool stus(struct db *db, struct arena *a, const char *youth, json_t *out, struct err *err) {
    struct q_outreach_stus_rows rows;
    if (!q_outreach_stus(db, a, (struct q_outreach_stus_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "stu");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_stus_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "step", text_json(r->kind));
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(
            o, "places", text_json(outreach_open(a, "outreach_stu", r->id, "places", r->places)));
        json_object_set_new(o, "text",
                            text_json(outreach_open(a, "outreach_stu", r->id, "body", r->body)));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

static bool efforts(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_outreach_efforts_rows rows;
    struct q_outreach_contacts_rows people;
    if (!q_outreach_efforts(db, a, (struct q_outreach_efforts_in){youth}, &rows, err) ||
        !q_outreach_contacts(db, a, (struct q_outreach_contacts_in){youth}, &people, err))
        return false;
    json_t *list = array_in(out, "efforts");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_efforts_row *r = &rows.v[i];
        json_t *o = object_in(list);
        json_object_set_new(o, "side", text_json(r->side));
        json_object_set_new(o, "what",
                            text_json(outreach_open(a, "outreach_effort", r->id, "what", r->what)));
        json_object_set_new(o, "who",
                            text_json(outreach_open(a, "outreach_effort", r->id, "who", r->who)));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    list = array_in(out, "contact_persons");
    for (size_t i = 0; i < people.n; i++) {
        const struct q_outreach_contacts_row *r = &people.v[i];
        json_t *o = object_in(list);
        json_object_set_new(
            o, "name", text_json(outreach_open(a, "outreach_contact", r->id, "name", r->name)));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
    }
    return true;
}

bool outreach_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err) {
    json_object_set_new(out, "outreach", json_object());
    json_t *mine = json_object_get(out, "outreach");
    return checks(db, a, youth_id, mine, err) && assessments(db, a, youth_id, mine, err) &&
           stus(db, a, youth_id, mine, err) && efforts(db, a, youth_id, mine, err);
}

bool outreach_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_outreach_last_act_rows last;
    bool over;
    if (!q_outreach_last_act(w, a, (struct q_outreach_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_outreach_erase_check(w, (struct q_outreach_erase_check_in){youth_id}, NULL, err) &&
           q_outreach_erase_assessment(w, (struct q_outreach_erase_assessment_in){youth_id}, NULL,
                                       err) &&
           q_outreach_erase_stu(w, (struct q_outreach_erase_stu_in){youth_id}, NULL, err) &&
           q_outreach_erase_effort(w, (struct q_outreach_erase_effort_in){youth_id}, NULL, err) &&
           q_outreach_erase_contact(w, (struct q_outreach_erase_contact_in){youth_id}, NULL, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (plan.h, Insight and Erasure).
 */
#include "plan/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/plan.sql.h"

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

static bool wishes(struct db *db, struct arena *a, const char *youth, json_t *out,
                   struct err *err) {
    struct q_plan_wishes_rows rows;
    if (!q_plan_wishes(db, a, (struct q_plan_wishes_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "wishes");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_wishes_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "priority", int_json(r->priority));
        json_object_set_new(o, "kind", text_json(r->kind));
        json_object_set_new(o, "programme", text_json(r->programme));
        json_object_set_new(o, "school", text_json(r->school));
        json_object_set_new(o, "said_by", text_json(r->said_by));
        json_object_set_new(o, "written_by", text_json(r->author_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static bool versions(struct db *db, struct arena *a, const char *youth, json_t *out,
                     struct err *err) {
    struct q_plan_versions_rows rows;
    if (!q_plan_versions(db, a, (struct q_plan_versions_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "versions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_versions_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "number", int_json(r->number));
        json_object_set_new(o, "situation",
                            text_json(plan_open(a, "plan", r->id, "situation", r->situation)));
        json_object_set_new(o, "goals", text_json(plan_open(a, "plan", r->id, "aim", r->aim)));
        json_object_set_new(o, "duty", text_json(r->duty));
        json_object_set_new(o, "hours", number_json(r->hours));
        json_object_set_new(o, "duty_text",
                            text_json(plan_open(a, "plan", r->id, "duty_text", r->duty_text)));
        json_object_set_new(o, "agreed", day_json(r->agreed_day));
        json_object_set_new(o, "written_by", text_json(r->edited_name));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static bool steps(struct db *db, struct arena *a, const char *youth, json_t *out, struct err *err) {
    struct plan_steps s;
    if (!plan_steps_read(db, a, youth, &s, err)) return false;
    json_t *list = array_in(out, "steps");
    for (size_t i = 0; i < s.n; i++) {
        json_t *o = json_object();
        json_object_set_new(o, "what", text_json(s.v[i].what));
        json_object_set_new(o, "owner", text_json(s.v[i].owner));
        json_object_set_new(o, "owner_name", text_json(s.v[i].owner_name));
        json_object_set_new(o, "due", day_json(s.v[i].due));
        json_object_set_new(o, "done", day_json(s.v[i].done));
        json_object_set_new(o, "from_version", int_json(s.v[i].from));
        json_object_set_new(o, "to_version", int_json(s.v[i].to));
        json_array_append_new(list, o);
    }
    return true;
}

static bool courses(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_plan_courses_rows rows;
    if (!q_plan_courses(db, a, (struct q_plan_courses_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "courses");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_courses_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "kind", text_json(r->kind));
        json_object_set_new(o, "place", text_json(r->school ? r->school : r->place));
        json_object_set_new(o, "purpose",
                            text_json(plan_open(a, "plan_course", r->id, "purpose", r->purpose)));
        json_object_set_new(o, "hours", number_json(r->hours));
        json_object_set_new(o, "from", day_json(r->from_day));
        json_object_set_new(o, "to", day_json(r->to_day));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

static void party(json_t *list, const char *who, const char *name, const char *how, int32_t day,
                  const char *author, int64_t withdrawn_at) {
    json_t *o = json_object();
    json_object_set_new(o, "party", text_json(who));
    json_object_set_new(o, "name", text_json(name));
    json_object_set_new(o, "how", text_json(how));
    json_object_set_new(o, "day", day_json(day));
    json_object_set_new(o, "written_by", text_json(author));
    json_object_set_new(o, "withdrawn", taken_back(withdrawn_at));
    json_array_append_new(list, o);
}

static bool parties(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_plan_agreements_rows agreed;
    struct q_plan_notices_rows told;
    if (!q_plan_agreements(db, a, (struct q_plan_agreements_in){youth}, &agreed, err) ||
        !q_plan_notices(db, a, (struct q_plan_notices_in){youth}, &told, err))
        return false;
    json_t *list = array_in(out, "agreements");
    for (size_t i = 0; i < agreed.n; i++)
        party(list, agreed.v[i].party, agreed.v[i].name, agreed.v[i].how, agreed.v[i].day,
              agreed.v[i].author_name, agreed.v[i].withdrawn_at);
    list = array_in(out, "benefit_notices");
    for (size_t i = 0; i < told.n; i++)
        party(list, told.v[i].party, told.v[i].name, told.v[i].how, told.v[i].day,
              told.v[i].author_name, told.v[i].withdrawn_at);
    return true;
}

static bool answers(struct db *db, struct arena *a, const char *youth, json_t *out,
                    struct err *err) {
    struct q_plan_answers_of_rows rows;
    if (!q_plan_answers_of(db, a, (struct q_plan_answers_of_in){youth}, &rows, err)) return false;
    json_t *list = array_in(out, "answers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_answers_of_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "version", int_json(r->number));
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "motivating", int_json(r->motivating));
        json_object_set_new(o, "realistic", int_json(r->realistic));
        json_object_set_new(o, "said_by", text_json(r->said_by));
        json_object_set_new(o, "withdrawn", taken_back(r->withdrawn_at));
        json_array_append_new(list, o);
    }
    return true;
}

bool plan_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err) {
    json_object_set_new(out, "plan", json_object());
    json_t *plan = json_object_get(out, "plan");
    return wishes(db, a, youth_id, plan, err) && versions(db, a, youth_id, plan, err) &&
           steps(db, a, youth_id, plan, err) && courses(db, a, youth_id, plan, err) &&
           parties(db, a, youth_id, plan, err) && answers(db, a, youth_id, plan, err);
}

bool plan_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_plan_last_act_rows last;
    if (!q_plan_last_act(w, a, (struct q_plan_last_act_in){youth_id}, &last, err)) return false;
    if (!last.n || last.v[0].last == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last.v[0].last), 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
    return q_plan_erase_answers(w, (struct q_plan_erase_answers_in){youth_id}, NULL, err) &&
           q_plan_erase_notices(w, (struct q_plan_erase_notices_in){youth_id}, NULL, err) &&
           q_plan_erase_agreements(w, (struct q_plan_erase_agreements_in){youth_id}, NULL, err) &&
           q_plan_erase_courses(w, (struct q_plan_erase_courses_in){youth_id}, NULL, err) &&
           q_plan_erase_steps(w, (struct q_plan_erase_steps_in){youth_id}, NULL, err) &&
           q_plan_erase_plans(w, (struct q_plan_erase_plans_in){youth_id}, NULL, err) &&
           q_plan_erase_wishes(w, (struct q_plan_erase_wishes_in){youth_id}, NULL, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (plan.h, Insight and Erasure).
 */
#include "plan/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/plan.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool wishes(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                   struct err *err) {
    struct q_plan_wishes_rows rows;
    if (!q_plan_wishes(db, a, (struct q_plan_wishes_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "wishes");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_wishes_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_number(o, "priority", r->priority);
        insight_text(o, "kind", r->kind);
        insight_text(o, "programme", r->programme);
        insight_text(o, "school", r->school);
        insight_text(o, "said_by", r->said_by);
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool versions(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                     struct err *err) {
    struct q_plan_versions_rows rows;
    if (!q_plan_versions(db, a, (struct q_plan_versions_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "versions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_versions_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_number(o, "number", r->number);
        insight_text(o, "situation", plan_open(a, "plan", r->id, "situation", r->situation));
        insight_text(o, "goals", plan_open(a, "plan", r->id, "aim", r->aim));
        insight_text(o, "duty", r->duty);
        insight_real(o, "hours", r->hours);
        insight_text(o, "duty_text", plan_open(a, "plan", r->id, "duty_text", r->duty_text));
        insight_day(o, "agreed", r->agreed_day);
        insight_text(o, "written_by", r->edited_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool steps(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                  struct err *err) {
    struct plan_steps s;
    if (!plan_steps_read(db, a, youth, &s, err)) return false;
    struct json_t *list = insight_list(out, "steps");
    for (size_t i = 0; i < s.n; i++) {
        struct json_t *o = insight_row(list);
        insight_text(o, "what", s.v[i].what);
        insight_text(o, "owner", s.v[i].owner);
        insight_text(o, "owner_name", s.v[i].owner_name);
        insight_day(o, "due", s.v[i].due);
        insight_day(o, "done", s.v[i].done);
        insight_number(o, "from_version", s.v[i].from);
        insight_number(o, "to_version", s.v[i].to);
    }
    return true;
}

static bool courses(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_plan_courses_rows rows;
    if (!q_plan_courses(db, a, (struct q_plan_courses_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "courses");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_courses_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "kind", r->kind);
        insight_text(o, "place", r->school ? r->school : r->place);
        insight_text(o, "purpose", plan_open(a, "plan_course", r->id, "purpose", r->purpose));
        insight_real(o, "hours", r->hours);
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static void party(struct json_t *list, const char *who, const char *name, const char *how,
                  int32_t day, const char *author, int64_t withdrawn_at) {
    struct json_t *o = insight_row(list);
    insight_text(o, "party", who);
    insight_text(o, "name", name);
    insight_text(o, "how", how);
    insight_day(o, "day", day);
    insight_text(o, "written_by", author);
    insight_moment(o, "withdrawn", withdrawn_at);
}

static bool parties(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_plan_agreements_rows agreed;
    struct q_plan_notices_rows told;
    if (!q_plan_agreements(db, a, (struct q_plan_agreements_in){youth}, &agreed, err) ||
        !q_plan_notices(db, a, (struct q_plan_notices_in){youth}, &told, err))
        return false;
    struct json_t *list = insight_list(out, "agreements");
    for (size_t i = 0; i < agreed.n; i++)
        party(list, agreed.v[i].party, agreed.v[i].name, agreed.v[i].how, agreed.v[i].day,
              agreed.v[i].author_name, agreed.v[i].withdrawn_at);
    list = insight_list(out, "benefit_notices");
    for (size_t i = 0; i < told.n; i++)
        party(list, told.v[i].party, told.v[i].name, told.v[i].how, told.v[i].day,
              told.v[i].author_name, told.v[i].withdrawn_at);
    return true;
}

static bool answers(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_plan_answers_of_rows rows;
    if (!q_plan_answers_of(db, a, (struct q_plan_answers_of_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "answers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_answers_of_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_number(o, "version", r->number);
        insight_day(o, "day", r->day);
        insight_number(o, "motivating", r->motivating);
        insight_number(o, "realistic", r->realistic);
        insight_text(o, "said_by", r->said_by);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool plan_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                  struct err *err) {
    struct json_t *plan = insight_object(out, "plan");
    return wishes(db, a, youth_id, plan, err) && versions(db, a, youth_id, plan, err) &&
           steps(db, a, youth_id, plan, err) && courses(db, a, youth_id, plan, err) &&
           parties(db, a, youth_id, plan, err) && answers(db, a, youth_id, plan, err);
}

bool plan_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_plan_last_act_rows last;
    if (!q_plan_last_act(w, a, (struct q_plan_last_act_in){youth_id}, &last, err)) return false;
    bool over;
    if (!rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_plan_erase_answers(w, (struct q_plan_erase_answers_in){youth_id}, NULL, err) &&
           q_plan_erase_notices(w, (struct q_plan_erase_notices_in){youth_id}, NULL, err) &&
           q_plan_erase_agreements(w, (struct q_plan_erase_agreements_in){youth_id}, NULL, err) &&
           q_plan_erase_courses(w, (struct q_plan_erase_courses_in){youth_id}, NULL, err) &&
           q_plan_erase_steps(w, (struct q_plan_erase_steps_in){youth_id}, NULL, err) &&
           q_plan_erase_plans(w, (struct q_plan_erase_plans_in){youth_id}, NULL, err) &&
           q_plan_erase_wishes(w, (struct q_plan_erase_wishes_in){youth_id}, NULL, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, planned sessions as worklist lines, and what is kept about one
 * person's sessions.
 */
#include "collective/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"

#include <jansson.h>

#define KEEP_YEARS 5
#define LAST_AGE   30

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_collective_due_rows rows;
    struct q_collective_due_in in = {query->user_id, query->until, query->today,
                                     school_year_of(query->today)};
    if (!q_collective_due(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_due_row *r = &rows.v[i];
        struct worklist_item *item = worklist_add(out);
        item->task = msg_collective_worklist_task(
            rq->arena, rq->lang,
            collective_theme_words(rq->arena, rq->lang, r->theme, r->theme_da, r->theme_en));
        item->task_kind = "collective";
        item->who = r->class_name;
        item->about = r->school;
        item->institution = r->institution;
        item->due = r->day;
        item->href = arena_fmt(rq->arena, "/klasser/%lld/hold?plan=%lld", (long long)r->class,
                               (long long)r->id);
        item->verb = msg_collective_worklist_verb(rq->lang);
    }
    return true;
}

static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }

static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}

static bool insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err) {
    struct q_collective_of_rows rows;
    if (!q_collective_of(db, a, (struct q_collective_of_in){youth_id}, &rows, err)) return false;
    json_object_set_new(out, "collective_sessions", json_array());
    json_t *list = json_object_get(out, "collective_sessions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_of_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "theme",
                            text_json(collective_theme_words(a, LANG_DA, r->theme, r->own, NULL)));
        json_object_set_new(o, "class", text_json(r->class_name));
        json_object_set_new(o, "school", text_json(r->school));
        json_object_set_new(o, "attended", json_boolean(r->attended));
        json_object_set_new(
            o, "withdrawn",
            day_json(r->withdrawn_at == INT_NONE ? DAY_NONE : clock_day_of(r->withdrawn_at)));
        json_array_append_new(list, o);
    }
    return true;
}

static bool erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_collective_last_step_rows last;
    if (!q_collective_last_step(w, a, (struct q_collective_last_step_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == DAY_NONE) return true;
    int32_t over = day_add_months(last.v[0].last, 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
    return q_collective_erase_steps(w, (struct q_collective_erase_steps_in){youth_id}, NULL, err);
}

static const struct route routes[] = {
    {"GET", "/klasser/{class}/hold", session_get, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .flags = 0},
    {"POST", "/klasser/{class}/hold", session_post, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .lists = "til"},
    {"POST", "/klasser/{class}/hold/{session}/fortryd", session_undo_post, ROLE_GUIDANCE,
     AUDIT_LIST, "collective.purpose_session", .flags = 0},
    {"GET", "/kollektiv", collective_reach_get, ROLE_GUIDANCE | ROLE_MANAGEMENT, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/kollektiv/mangler", collective_missing_get, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_missing", .flags = 0},
    {"GET", "/kollektiv/emner", themes_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/kollektiv/emner", themes_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "collective.purpose_themes", .flags = 0},
    {"POST", "/kollektiv/emner/{emne}/slut", theme_end_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "collective.purpose_themes", .flags = 0},
    {"GET", "/kollektiv/{school}", collective_year_get, ROLE_GUIDANCE, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/kollektiv/{school}", collective_year_post, ROLE_GUIDANCE, AUDIT_SYSTEM,
     "collective.purpose_plan", .lists = "klasse"},
    {"POST", "/kollektiv/{school}/plan/{raekke}/fjern", collective_year_remove_post, ROLE_GUIDANCE,
     AUDIT_SYSTEM, "collective.purpose_plan", .flags = 0},
    {"POST", "/kollektiv/{school}/plan/{raekke}/fortryd", collective_year_undo_post, ROLE_GUIDANCE,
     AUDIT_SYSTEM, "collective.purpose_plan", .flags = 0},
};

static const struct db_statement *const worklist_asks[] = {&statement_collective_due, NULL};

const struct slice collective_slice = {
    .name = "collective",
    .asks = {[PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .worklist = worklist,
    .insight = insight,
    .erase = erase,
};

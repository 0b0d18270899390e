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
#include "rule/rule.h"
#include "slice/insight.h"

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

static bool insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err) {
    struct q_collective_of_rows rows;
    if (!q_collective_of(db, a, (struct q_collective_of_in){youth_id}, &rows, err)) return false;
    struct json_t *room = insight_object(out, "collective");
    struct json_t *list = insight_list(room, "sessions");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_of_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "theme", collective_theme_words(a, LANG_DA, r->theme, r->own, NULL));
        insight_text(o, "class", r->class_name);
        insight_text(o, "school", r->school);
        insight_yes(o, "attended", r->attended);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    struct q_collective_corrections_of_rows corrections;
    struct q_collective_corrections_of_in in = {youth_id};
    if (!q_collective_corrections_of(db, a, in, &corrections, err)) return false;
    list = insight_list(room, "corrections");
    for (size_t i = 0; i < corrections.n; i++) {
        const struct q_collective_corrections_of_row *r = &corrections.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_yes(o, "attended", r->attended);
        insight_text(o, "by", r->author_name);
        insight_moment(o, "at", r->at);
    }
    return true;
}

static bool erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_collective_last_act_rows last;
    if (!q_collective_last_act(w, a, (struct q_collective_last_act_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == DAY_NONE) return true;
    bool over;
    if (!rules_case_over(w, last.v[0].born, clock_at(last.v[0].last, 0, 0), day, &over, err))
        return false;
    if (!over) return true;
    struct q_collective_erase_corrections_in corrections = {youth_id};
    struct q_collective_erase_steps_in steps = {youth_id};
    return q_collective_erase_corrections(w, corrections, NULL, err) &&
           q_collective_erase_steps(w, steps, NULL, err);
}

static const struct route routes[] = {
    {"GET", "/klasser/{class}/hold", session_get, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .flags = 0},
    {"POST", "/klasser/{class}/hold", session_post, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .lists = "til"},
    {"POST", "/klasser/{class}/hold/{session}/fortryd", session_undo_post, ROLE_GUIDANCE,
     AUDIT_LIST, "collective.purpose_session", .flags = 0},
    {"GET", "/klasser/{class}/hold/{session}", correct_get, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .flags = 0},
    {"POST", "/klasser/{class}/hold/{session}", correct_post, ROLE_GUIDANCE, AUDIT_LIST,
     "collective.purpose_session", .lists = "til"},
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

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, and worklist lines of initiatives that nobody has agreed a next
 * date for, or whose date comes.
 */
#include "goal/edit.h"

#include "base/date.h"
#include "gen/goal.sql.h"
#include "gen/msg.h"

static void line(struct request *rq, struct worklist *out, const char *task, const char *who,
                 int32_t due, const char *href) {
    struct worklist_item *item = worklist_add(out);
    item->task = task;
    item->task_kind = "initiative";
    item->who = who;
    item->due = due;
    item->href = href;
    item->verb = msg_goal_worklist_verb(rq->lang);
}

/* Those without a date are one line: they are settled in one sitting. */
static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_goal_due_rows rows;
    struct q_goal_due_in in = {query->user_id, query->until};
    if (!q_goal_due(rq->db, rq->arena, in, &rows, err)) return false;
    int64_t none = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_goal_due_row *r = &rows.v[i];
        none += r->next_day == DAY_NONE;
        if (r->next_day == DAY_NONE) continue;
        line(rq, out, msg_goal_worklist_next(rq->lang),
             rq->lang == LANG_DA ? r->name_da : r->name_en, r->next_day,
             arena_fmt(rq->arena, "/indsatser/%s", r->initiative));
    }
    if (none)
        line(rq, out, msg_goal_worklist_none(rq->lang),
             msg_goal_worklist_none_n(rq->arena, rq->lang, none), query->today, "/indsatser");
    return true;
}

static const struct db_statement *const worklist_asks[] = {&statement_goal_due, NULL};

#define PUBLIC  (ROLE_PUBLIC | ROLE_STAFF)
#define READERS (ROLE_GUIDANCE | ROLE_MANAGEMENT)
static const struct route routes[] = {
    {"GET", "/maal", goals_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/maal/{n}", goal_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/maal/{n}/data.csv", goal_csv_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/maal.csv", goal_open_csv_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/data/maal.json", goal_open_json_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/maal/metode", method_get, PUBLIC, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/team/kvalitet/maal", goal_list_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL, .flags = 0},
    {"GET", "/team/kvalitet/maal/nyt", goal_new_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/team/kvalitet/maal/nyt", goal_new_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "goal.purpose", .flags = 0},
    {"GET", "/team/kvalitet/maal/{n}", goal_edit_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/team/kvalitet/maal/{n}", goal_edit_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "goal.purpose", .flags = 0},
    {"POST", "/team/kvalitet/maal/{n}/delmaal", goal_target_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "goal.purpose", .flags = 0},
    {"GET", "/indsatser", initiatives_get, READERS, AUDIT_NONE, NULL, .flags = 0},
    {"GET", "/indsatser/ny", initiative_new_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/indsatser/ny", initiative_new_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM, "goal.purpose",
     .flags = 0},
    {"GET", "/indsatser/{indsats}", initiative_get, READERS, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/indsatser/{indsats}", initiative_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "goal.purpose", .flags = 0},
    {"POST", "/indsatser/{indsats}/resultat", initiative_result_post, ROLE_GUIDANCE, AUDIT_SYSTEM,
     "goal.purpose", .flags = 0},
    {"POST", "/indsatser/{indsats}/resultat/{raekke}/fortryd", initiative_result_undo_post,
     ROLE_GUIDANCE, AUDIT_SYSTEM, "goal.purpose", .flags = 0},
};

const struct slice goal_slice = {
    .name = "goal",
    .asks = {[PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .worklist = worklist,
};

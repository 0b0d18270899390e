/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, and what is kept about who had whom.
 */
#include "team/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/team.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err) {
    struct q_team_changes_of_rows rows;
    if (!q_team_changes_of(db, a, (struct q_team_changes_of_in){youth_id}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "counsellors");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_team_changes_of_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "from", r->from_name);
        insight_text(o, "to", r->to_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_team_last_change_rows last;
    if (!q_team_last_change(w, a, (struct q_team_last_change_in){youth_id}, &last, err))
        return false;
    bool over;
    if (!rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_team_erase_changes(w, (struct q_team_erase_changes_in){youth_id}, NULL, err);
}

static const struct route routes[] = {
    {"GET", "/team", team_get, ROLE_TEAM_LEADER, AUDIT_LIST, "team.purpose", .flags = 0},
    {"GET", "/team/uden-vejleder", without_get, ROLE_TEAM_LEADER, AUDIT_LIST,
     "team.purpose_without", .flags = 0},
    {"POST", "/team/uden-vejleder", without_post, ROLE_TEAM_LEADER, AUDIT_LIST,
     "team.purpose_without", .lists = "til"},
    {"GET", "/team/fravaer", absence_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/team/fravaer", absence_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM, "team.purpose_absence",
     .flags = 0},
    {"POST", "/team/fravaer/{fravaer}/slut", absence_end_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "team.purpose_absence", .flags = 0},
    {"GET", "/team/overdragelse", handover_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/team/overdragelse", handover_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "team.purpose_handover", .flags = 0},
    {"POST", "/team/overdragelse/{overdragelse}/fortryd", handover_undo_post, ROLE_TEAM_LEADER,
     AUDIT_SYSTEM, "team.purpose_handover", .flags = 0},
};

static const struct db_statement *const worklist_asks[] = {&statement_team_covered, NULL};

const struct slice team_slice = {
    .name = "team",
    .asks = {[PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .insight = insight,
    .erase = erase,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, and what is kept about who had whom.
 */
#include "team/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/team.sql.h"

#include <jansson.h>

#define KEEP_YEARS 5
#define LAST_AGE   30

static json_t *text_json(const char *text) { return text ? json_string(text) : json_null(); }

static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}

static bool insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err) {
    struct q_team_changes_of_rows rows;
    if (!q_team_changes_of(db, a, (struct q_team_changes_of_in){youth_id}, &rows, err))
        return false;
    json_object_set_new(out, "counsellors", json_array());
    json_t *list = json_object_get(out, "counsellors");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_team_changes_of_row *r = &rows.v[i];
        json_t *o = json_object();
        json_object_set_new(o, "day", day_json(r->day));
        json_object_set_new(o, "from", text_json(r->from_name));
        json_object_set_new(o, "to", text_json(r->to_name));
        json_object_set_new(
            o, "withdrawn",
            day_json(r->withdrawn_at == INT_NONE ? DAY_NONE : clock_day_of(r->withdrawn_at)));
        json_array_append_new(list, o);
    }
    return true;
}

static bool erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_team_last_change_rows last;
    if (!q_team_last_change(w, a, (struct q_team_last_change_in){youth_id}, &last, err))
        return false;
    if (!last.n || last.v[0].last == INT_NONE) return true;
    int32_t over = day_add_months(clock_day_of(last.v[0].last), 12 * KEEP_YEARS);
    if (day < over || day_age(last.v[0].born, day) < LAST_AGE) return true;
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

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes it (activity.h).
 */
#include "activity/activity.h"
#include "activity/views.h"

#include "cohort/cohort.h"
#include "gen/activity.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

bool activity_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err) {
    struct q_activity_of_rows rows;
    if (!q_activity_of(db, a, (struct q_activity_of_in){youth_id}, &rows, err)) return false;
    struct json_t *list = insight_list(insight_object(out, "activity"), "spells");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_activity_of_row *r = &rows.v[i];
        struct json_t *row = insight_row(list);
        insight_text(row, "kind", r->kind);
        insight_text(row, "programme", r->programme);
        insight_text(row, "place", r->school ? r->school : r->place);
        insight_real(row, "hours", r->hours);
        insight_day(row, "from", r->from_day);
        insight_day(row, "to", r->to_day);
        insight_text(row, "outcome", r->outcome);
        insight_text(row, "cause", r->cause);
        insight_text(row, "source", r->source);
        insight_moment(row, "known", r->known_at);
        insight_text(row, "known_by", r->known_name);
        insight_moment(row, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool activity_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_activity_last_act_rows last;
    bool over;
    if (!q_activity_last_act(w, a, (struct q_activity_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    return !over || (q_activity_erase(w, (struct q_activity_erase_in){youth_id}, NULL, err) &&
                     cohort_note_change(w, err));
}

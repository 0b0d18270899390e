/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes it (guidance.h).
 */
#include "guidance/guidance.h"
#include "guidance/views.h"

#include "gen/guidance.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool contacts(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                     struct err *err) {
    struct q_guidance_contacts_rows rows;
    if (!q_guidance_contacts(db, a, (struct q_guidance_contacts_in){youth}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "contacts");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_guidance_contacts_row *r = &rows.v[i];
        const char *key = arena_fmt(a, "%lld", (long long)r->id);
        struct json_t *row = insight_row(list);
        insight_day(row, "day", r->day);
        insight_text(row, "kind", r->kind);
        insight_text(row, "text",
                     r->body.ptr ? open_text(a, "contact", key, "body", r->body) : NULL);
        insight_text(row, "written_by", r->author_name);
        insight_yes(row, "restricted", r->restricted);
        insight_yes(row, "attended", r->attended);
        insight_text(row, "theme", r->theme);
        insight_moment(row, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool guidance_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err) {
    struct q_guidance_follow_ups_all_rows rows;
    struct json_t *room = insight_object(out, "guidance");
    if (!contacts(db, a, youth_id, room, err) ||
        !q_guidance_follow_ups_all(db, a, (struct q_guidance_follow_ups_all_in){youth_id}, &rows,
                                   err))
        return false;
    struct json_t *list = insight_list(room, "follow_ups");
    for (size_t i = 0; i < rows.n; i++) {
        struct json_t *row = insight_row(list);
        insight_day(row, "due", rows.v[i].due);
        insight_text(row, "what", rows.v[i].what);
        insight_text(row, "owner", rows.v[i].owner_name);
        insight_moment(row, "done", rows.v[i].done_at);
        insight_moment(row, "withdrawn", rows.v[i].withdrawn_at);
    }
    return true;
}

bool guidance_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_guidance_last_act_rows last;
    bool over;
    if (!q_guidance_last_act(w, a, (struct q_guidance_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    return !over || (q_guidance_erase_follow_ups(
                         w, (struct q_guidance_erase_follow_ups_in){youth_id}, NULL, err) &&
                     q_guidance_erase_contacts(w, (struct q_guidance_erase_contacts_in){youth_id},
                                               NULL, err));
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes it (letter.h).
 */
#include "letter/internal.h"

#include "gen/letter.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

bool letter_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err) {
    struct q_letter_of_rows rows;
    if (!q_letter_of(db, a, (struct q_letter_of_in){youth_id}, &rows, err)) return false;
    struct json_t *list = insight_list(insight_object(out, "letter"), "letters");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_letter_of_row *r = &rows.v[i];
        struct json_t *row = insight_row(list);
        insight_day(row, "day", r->day);
        insight_text(row, "recipient", r->recipient);
        insight_text(row, "template", r->template);
        insight_text(row, "as_sent", open_text(a, "letter", letter_row(a, r->id), "body", r->body));
        insight_text(row, "written_by", r->account_name);
        insight_text(row, "state", r->state);
        insight_moment(row, "sent", r->sent_at);
    }
    return true;
}

bool letter_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_letter_last_act_rows last;
    bool over;
    if (!q_letter_last_act(w, a, (struct q_letter_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    return !over ||
           (q_letter_erase_outbox(w, (struct q_letter_erase_outbox_in){youth_id}, NULL, err) &&
            q_letter_erase(w, (struct q_letter_erase_in){youth_id}, NULL, err));
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who has a young person, when it changes: one by one, or all that a counsellor has. Each change is a row
 * of its own (table counsellor_change), so that "how often" can be answered.
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "gen/youth.sql.h"

bool youth_give(struct db *w, const char *youth_id, int64_t counsellor, int64_t author,
                struct err *err) {
    int64_t now = clock_now();
    struct q_youth_change_note_in note = {youth_id, counsellor, clock_day_of(now), author, now};
    struct q_youth_give_in give = {youth_id, counsellor, now};
    return q_youth_change_note(w, note, NULL, err) && q_youth_give(w, give, NULL, err);
}

bool youth_handover_preview(struct request *rq, const struct handover *h,
                            struct handover_lines *out, struct err *err) {
    struct q_youth_handover_count_rows rows;
    if (!q_youth_handover_count(rq->db, rq->arena, (struct q_youth_handover_count_in){h->from},
                                &rows, err))
        return false;
    *handover_add(out) =
        (struct handover_line){msg_youth_handover_young(rq->lang), rows.v[0].n, NULL};
    return true;
}

bool youth_handover_move(struct db *w, struct arena *a, const struct handover *h, struct err *err) {
    (void)a;
    struct q_youth_handover_note_in note = {h->id, h->from, h->to, h->day, h->author, h->at};
    struct q_youth_handover_give_in give = {h->from, h->to};
    return q_youth_handover_note(w, note, NULL, err) && q_youth_handover_give(w, give, NULL, err);
}

bool youth_handover_back(struct db *w, struct arena *a, const struct handover *h, struct err *err) {
    (void)a;
    struct q_youth_handover_take_note_in note = {h->id, h->to, h->at};
    struct q_youth_handover_take_in take = {h->id, h->from, h->at};
    return q_youth_handover_take_note(w, note, NULL, err) &&
           q_youth_handover_take(w, take, NULL, err);
}

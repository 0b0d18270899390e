/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of notes: one write, sealed, with its follow-up; a contact meets what was due by now.
 */
#include "guidance/guidance.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/guidance.sql.h"

#include <string.h>

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

bool guidance_note(struct db *w, struct arena *a, const struct contact_new *note, int64_t *ret_id,
                   struct err *err) {
    int64_t id = id_next(), now = clock_now();
    int32_t today = clock_day_of(now);
    const char *row = arena_fmt(a, "%lld", (long long)id);
    struct q_guidance_contact_add_in in = {
        .id = id,
        .youth = note->youth_id,
        .session = INT_NONE,
        .kind = note->kind,
        .at = now,
        .day = today,
        .author = note->author,
        .body = seal_text(a, "contact", row, "body", note->body),
        .restricted = note->restricted,
        .attended = true,
    };
    struct q_guidance_follow_ups_met_in met = {note->youth_id, note->author, today, now};
    if (!q_guidance_contact_add(w, in, NULL, err) || !q_guidance_follow_ups_met(w, met, NULL, err))
        return false;
    if (note->follow_up != DAY_NONE) {
        struct q_guidance_follow_up_add_in f = {.id = id_next(),
                                                .youth = note->youth_id,
                                                .contact = id,
                                                .owner = note->author,
                                                .due = note->follow_up,
                                                .what = ""};
        if (!q_guidance_follow_up_add(w, f, NULL, err)) return false;
    }
    *ret_id = id;
    return true;
}

bool guidance_withdraw(struct db *w, const char *youth_id, int64_t contact_id, int64_t account,
                       struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_guidance_contact_by_id_rows rows;
    struct q_guidance_contact_by_id_in in = {contact_id, youth_id};
    if (!q_guidance_contact_by_id(w, a, in, &rows, err)) return false;
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE)
        return err_set(err, ERR_NOT_FOUND, "no note of that number");
    int64_t now = clock_now();
    if (rows.v[0].author != account || now - rows.v[0].at > UNDO_US)
        return err_set(err, ERR_REFUSED, "only the author can undo, within ten minutes");
    struct q_guidance_contact_withdraw_in undo = {contact_id, now, account};
    struct q_guidance_follow_up_withdraw_in follow = {contact_id, now};
    return q_guidance_contact_withdraw(w, undo, NULL, err) &&
           q_guidance_follow_up_withdraw(w, follow, NULL, err);
}

bool guidance_attend(struct db *w, const struct attendance_new *attendance, struct err *err) {
    struct q_guidance_contact_add_in in = {.id = id_next(),
                                           .youth = attendance->youth_id,
                                           .session = attendance->session,
                                           .kind = "collective",
                                           .at = attendance->at,
                                           .day = attendance->day,
                                           .author = attendance->author,
                                           .attended = attendance->came};
    return q_guidance_contact_add(w, in, NULL, err);
}

bool guidance_attend_again(struct db *w, int64_t wrong, const struct attendance_new *right,
                           struct err *err) {
    int64_t changed = 0;
    struct q_guidance_contact_withdraw_in in = {wrong, right->at, right->author};
    if (!q_guidance_contact_withdraw(w, in, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_CONFLICT, "the attendance was withdrawn meanwhile");
    return guidance_attend(w, right, err);
}

bool guidance_attendance_withdraw(struct db *w, int64_t session, int64_t account, int64_t at,
                                  struct err *err) {
    struct q_guidance_attendance_withdraw_in in = {session, at, account};
    return q_guidance_attendance_withdraw(w, in, NULL, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * guidance: the contacts and notes of the individual guidance, and follow-ups. That somebody was at a
 * collective session is a contact, too (room collective).
 *
 * A note is written in under ten seconds: kind preselected as last used, text, follow-up, save. The
 * text is sealed in the database. A restricted note is read by its author and the team leader only.
 * Drafts are kept on the server (school laptops are shared), sealed, for seven days.
 * Undo is an event: the row stays, marked withdrawn, within ten minutes and by the author only.
 */
#ifndef VEJVISER_GUIDANCE_H
#define VEJVISER_GUIDANCE_H

#include "slice/slice.h"

extern const struct slice guidance_slice;

/* contact.kind; messages guidance.kind.NAME. */
#define CONTACT_KINDS "phone", "talk", "message", "parents", "school", "employer"
struct contact_new {
    const char *youth_id, *kind, *body;
    bool restricted;
    int32_t follow_up; /* DAY_NONE: none */
    int64_t author;
};
/* Inside store_write(). */
bool guidance_note(struct db *w, struct arena *a, const struct contact_new *note, int64_t *ret_id,
                   struct err *err);
bool guidance_withdraw(struct db *w, const char *youth_id, int64_t contact_id, int64_t account,
                       struct err *err);

/* Somebody was, or was not, at a collective session. Inside store_write(). */
struct attendance_new {
    const char *youth_id;
    int64_t session, author, at;
    int32_t day;
    bool came;
};
bool guidance_attend(struct db *w, const struct attendance_new *attendance, struct err *err);
/* It was written wrongly: the contact that was wrong is withdrawn, another says what is right. Inside
 * store_write(). ERR_CONFLICT: it has been withdrawn already. */
bool guidance_attend_again(struct db *w, int64_t wrong, const struct attendance_new *right,
                           struct err *err);
/* All of one session: it is undone. */
bool guidance_attendance_withdraw(struct db *w, int64_t session, int64_t account, int64_t at,
                                  struct err *err);

/* Insight: everything this room holds about one person, texts opened, withdrawn rows too. Erasure:
 * all of it, when rules_case_over() says so. */
bool guidance_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err);
bool guidance_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

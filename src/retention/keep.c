/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (retention.h).
 */
#include "retention/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool mentors(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_retention_mentors_rows rows;
    struct q_retention_touches_rows touches;
    struct q_retention_mentors_in in = {youth, clock_today()};
    if (!q_retention_mentors(db, a, in, &rows, err) ||
        !q_retention_touches(db, a, (struct q_retention_touches_in){youth}, &touches, err))
        return false;
    struct json_t *list = insight_list(out, "mentors");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_mentors_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "mentor", r->mentor_name);
        insight_day(o, "since", r->since);
        insight_text(o, "reason",
                     retention_open(a, "retention_mentor", r->id, "reason", r->reason));
        insight_text(o, "outcome", r->outcome);
        insight_day(o, "outcome_day", r->outcome_day);
        insight_text(o, "cause", r->cause);
        insight_text(o, "outcome_note",
                     retention_open(a, "retention_mentor", r->id, "outcome_note", r->outcome_note));
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    list = insight_list(out, "mentor_contacts");
    for (size_t i = 0; i < touches.n; i++) {
        const struct q_retention_touches_row *r = &touches.v[i];
        struct json_t *o = insight_row(list);
        insight_number(o, "number", r->number);
        insight_day(o, "day", r->day);
        insight_text(o, "how", r->how);
        insight_text(o, "text", retention_open(a, "retention_touch", r->id, "body", r->body));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool notes(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                  struct err *err) {
    struct q_retention_notes_rows rows;
    struct q_retention_receivers_rows got;
    if (!q_retention_notes(db, a, (struct q_retention_notes_in){youth}, &rows, err) ||
        !q_retention_receivers(db, a, (struct q_retention_receivers_in){youth}, &got, err))
        return false;
    struct json_t *list = insight_list(out, "notes_to_education");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_notes_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", r->day);
        insight_text(o, "basis", r->basis);
        insight_text(o, "text", retention_open(a, "retention_note", r->id, "body", r->body));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
        struct json_t *received = insight_list(o, "received_by");
        for (size_t g = 0; g < got.n; g++) {
            if (got.v[g].note != r->id) continue;
            struct json_t *x = insight_row(received);
            insight_text(x, "name", got.v[g].name);
            insight_text(x, "institution", got.v[g].school);
            insight_text(x, "how", got.v[g].how);
            insight_day(x, "day", got.v[g].day);
            insight_moment(x, "withdrawn", got.v[g].withdrawn_at);
        }
    }
    return true;
}

static bool risks(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                  struct err *err) {
    struct q_retention_risks_rows rows;
    if (!q_retention_risks(db, a, (struct q_retention_risks_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "notices_of_risk");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_risks_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "institution", r->school);
        insight_text(o, "cause", r->cause);
        insight_text(o, "text", retention_open(a, "retention_risk", r->id, "body", r->body));
        insight_day(o, "received", r->day);
        insight_day(o, "lapses", r->lapses);
        insight_day(o, "handled", r->handled_day);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool retention_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    struct json_t *o = insight_object(out, "retention");
    return mentors(db, a, youth_id, o, err) && notes(db, a, youth_id, o, err) &&
           risks(db, a, youth_id, o, err);
}

bool retention_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_retention_last_act_rows last;
    if (!q_retention_last_act(w, a, (struct q_retention_last_act_in){youth_id}, &last, err))
        return false;
    bool over;
    if (!rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_retention_erase_touches(w, (struct q_retention_erase_touches_in){youth_id}, NULL,
                                     err) &&
           q_retention_erase_mentors(w, (struct q_retention_erase_mentors_in){youth_id}, NULL,
                                     err) &&
           q_retention_erase_receivers(w, (struct q_retention_erase_receivers_in){youth_id}, NULL,
                                       err) &&
           q_retention_erase_notes(w, (struct q_retention_erase_notes_in){youth_id}, NULL, err) &&
           q_retention_erase_risks(w, (struct q_retention_erase_risks_in){youth_id}, NULL, err);
}

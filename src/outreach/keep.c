/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (outreach.h, Insight, Erasure).
 */
#include "outreach/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/outreach.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool checks(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                   struct err *err) {
    struct q_outreach_checks_rows rows;
    if (!q_outreach_checks(db, a, (struct q_outreach_checks_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "confirmed");
    for (size_t i = 0; i < rows.n; i++) {
        struct json_t *o = insight_row(list);
        insight_day(o, "day", rows.v[i].day);
        insight_text(o, "by", rows.v[i].account_name);
        insight_moment(o, "withdrawn", rows.v[i].withdrawn_at);
    }
    return true;
}

static bool assessments(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                        struct err *err) {
    struct assessments all;
    if (!assessments_read(db, a, youth, &all, err)) return false;
    struct json_t *list = insight_list(out, "assessments");
    for (size_t i = 0; i < all.n; i++) {
        const struct assessment *q = &all.v[i];
        struct json_t *o = insight_row(list);
        insight_day(o, "day", q->day);
        insight_text(o, "track", q->track);
        insight_day(o, "from", q->from);
        insight_day(o, "to", q->to);
        insight_yes(o, "requested", q->requested);
        insight_text(o, "academic", q->academic);
        insight_text(o, "social", q->social);
        insight_text(o, "personal", q->personal);
        insight_text(o, "options", q->options);
        insight_text(o, "reasons", q->reasons);
        insight_text(o, "approval", q->approval);
        insight_text(o, "complain_to", q->complain_to);
        insight_text(o, "written_by", q->author_name);
        insight_yes(o, "withdrawn", q->withdrawn);
    }
    return true;
}

static bool stus(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                 struct err *err) {
    struct q_outreach_stus_rows rows;
    if (!q_outreach_stus(db, a, (struct q_outreach_stus_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "stu");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_stus_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "step", r->kind);
        insight_day(o, "day", r->day);
        insight_text(o, "places", outreach_open(a, "outreach_stu", r->id, "places", r->places));
        insight_text(o, "text", outreach_open(a, "outreach_stu", r->id, "body", r->body));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool efforts(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_outreach_efforts_rows rows;
    struct q_outreach_contacts_rows people;
    if (!q_outreach_efforts(db, a, (struct q_outreach_efforts_in){youth}, &rows, err) ||
        !q_outreach_contacts(db, a, (struct q_outreach_contacts_in){youth}, &people, err))
        return false;
    struct json_t *list = insight_list(out, "efforts");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_efforts_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "side", r->side);
        insight_text(o, "what", outreach_open(a, "outreach_effort", r->id, "what", r->what));
        insight_text(o, "who", outreach_open(a, "outreach_effort", r->id, "who", r->who));
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    list = insight_list(out, "contact_persons");
    for (size_t i = 0; i < people.n; i++) {
        const struct q_outreach_contacts_row *r = &people.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "name", outreach_open(a, "outreach_contact", r->id, "name", r->name));
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool outreach_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                      struct err *err) {
    struct json_t *mine = insight_object(out, "outreach");
    return checks(db, a, youth_id, mine, err) && assessments(db, a, youth_id, mine, err) &&
           stus(db, a, youth_id, mine, err) && efforts(db, a, youth_id, mine, err);
}

bool outreach_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_outreach_last_act_rows last;
    bool over;
    if (!q_outreach_last_act(w, a, (struct q_outreach_last_act_in){youth_id}, &last, err) ||
        !rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_outreach_erase_check(w, (struct q_outreach_erase_check_in){youth_id}, NULL, err) &&
           q_outreach_erase_assessment(w, (struct q_outreach_erase_assessment_in){youth_id}, NULL,
                                       err) &&
           q_outreach_erase_stu(w, (struct q_outreach_erase_stu_in){youth_id}, NULL, err) &&
           q_outreach_erase_effort(w, (struct q_outreach_erase_effort_in){youth_id}, NULL, err) &&
           q_outreach_erase_contact(w, (struct q_outreach_erase_contact_in){youth_id}, NULL, err);
}

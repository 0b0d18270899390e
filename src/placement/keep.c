/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the room hands out about one person, and when it deletes all of it (placement.h).
 */
#include "placement/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/placement.sql.h"
#include "rule/rule.h"
#include "slice/insight.h"

static bool placements(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                       struct err *err) {
    struct q_placement_of_rows rows;
    if (!q_placement_of(db, a, (struct q_placement_of_in){youth}, &rows, err)) return false;
    struct json_t *list = insight_list(out, "placements");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_of_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "kind", r->kind);
        insight_text(o, "place", r->employer_name ? r->employer_name : r->school);
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_real(o, "hours", r->hours);
        insight_text(o, "agreed_with", r->agreed_with);
        insight_text(o, "purpose", placement_open(a, "placement", r->id, "purpose", r->purpose));
        insight_day(o, "started", r->started_day);
        insight_day(o, "ended", r->ended_day);
        insight_text(o, "outcome", r->outcome);
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool answers(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_placement_answers_rows rows;
    if (!q_placement_answers(db, a, (struct q_placement_answers_in){youth}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "answers");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_answers_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "party", r->party);
        insight_day(o, "day", r->day);
        insight_number(o, "useful", r->useful);
        insight_number(o, "again", r->again);
        insight_text(o, "words", placement_open(a, "placement_answer", r->id, "body", r->body));
        insight_text(o, "written_by", r->author_name);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

static bool courses(struct db *db, struct arena *a, const char *youth, struct json_t *out,
                    struct err *err) {
    struct q_placement_courses_rows rows;
    if (!q_placement_courses(db, a, (struct q_placement_courses_in){youth}, &rows, err))
        return false;
    struct json_t *list = insight_list(out, "courses");
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_courses_row *r = &rows.v[i];
        struct json_t *o = insight_row(list);
        insight_text(o, "kind", r->kind);
        insight_text(o, "category", r->category);
        insight_text(o, "grade", r->grade);
        insight_text(o, "place", r->school ? r->school : r->place);
        insight_number(o, "days", r->days);
        insight_real(o, "hours", r->hours);
        insight_day(o, "from", r->from_day);
        insight_day(o, "to", r->to_day);
        insight_text(o, "purpose",
                     placement_open(a, "placement_course", r->id, "purpose", r->purpose));
        insight_number(o, "done", r->done);
        insight_moment(o, "withdrawn", r->withdrawn_at);
    }
    return true;
}

bool placement_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err) {
    struct json_t *placement = insight_object(out, "placement");
    return placements(db, a, youth_id, placement, err) &&
           answers(db, a, youth_id, placement, err) && courses(db, a, youth_id, placement, err);
}

bool placement_erase(struct db *w, const char *youth_id, int32_t day, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_placement_last_act_rows last;
    if (!q_placement_last_act(w, a, (struct q_placement_last_act_in){youth_id}, &last, err))
        return false;
    bool over;
    if (!rules_case_over(w, last.n ? last.v[0].born : DAY_NONE, last.n ? last.v[0].last : INT_NONE,
                         day, &over, err))
        return false;
    if (!over) return true;
    return q_placement_erase_answers(w, (struct q_placement_erase_answers_in){youth_id}, NULL,
                                     err) &&
           q_placement_erase_placements(w, (struct q_placement_erase_placements_in){youth_id}, NULL,
                                        err) &&
           q_placement_erase_courses(w, (struct q_placement_erase_courses_in){youth_id}, NULL, err);
}

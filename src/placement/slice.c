/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, facts.
 *
 * Two kinds of worklist lines: a placement should have begun, and nobody has said so; one should have ended. Of
 * somebody out of school the spells stand in the timeline already; there only what activity does not know is added.
 */
#include "placement/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/placement.sql.h"

#include <string.h>

static const char *kind_words(struct request *rq, const char *kind) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.kind.%s", kind));
}

static void placement_item(struct request *rq, const struct q_placement_of_row *r,
                           struct timeline *out) {
    struct timeline_item *item = timeline_add(out);
    const char *where = r->employer_name ? r->employer_name : r->school;
    bool ended = r->ended_day != DAY_NONE;
    item->day = ended ? r->ended_day : r->started_day;
    item->icon = "business";
    item->kind = kind_words(rq, r->kind);
    item->actor = r->author_name;
    item->text = ended ? msg_placement_timeline_ended(rq->arena, rq->lang, where)
                       : msg_placement_timeline_began(rq->arena, rq->lang, where);
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_placement_of_rows rows;
    struct q_placement_courses_rows courses;
    if (!q_placement_of(rq->db, rq->arena, (struct q_placement_of_in){youth_id}, &rows, err) ||
        !q_placement_courses(rq->db, rq->arena, (struct q_placement_courses_in){youth_id}, &courses,
                             err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_of_row *r = &rows.v[i];
        if (r->withdrawn_at == INT_NONE && r->pupil && r->started_day != DAY_NONE)
            placement_item(rq, r, out);
    }
    for (size_t i = 0; i < courses.n; i++) {
        const struct q_placement_courses_row *r = &courses.v[i];
        if (r->withdrawn_at != INT_NONE || r->done != 0) continue; /* done: the plan tells it */
        struct timeline_item *item = timeline_add(out);
        item->day = r->to_day;
        item->at = r->closed_at;
        item->icon = "business";
        item->kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "placement.course.%s", r->kind));
        item->text = msg_placement_course_missed(rq->lang);
    }
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_placement_due_rows rows;
    struct q_placement_due_in in = {query->user_id, query->until};
    if (!q_placement_due(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_due_row *r = &rows.v[i];
        bool begun = r->started_day != DAY_NONE;
        struct worklist_item *item = worklist_add(out);
        const char *where = r->employer_name ? r->employer_name : r->school;
        item->task =
            begun ? msg_placement_worklist_end(rq->lang) : msg_placement_worklist_begin(rq->lang);
        item->task_kind = "placement";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = arena_fmt(rq->arena, "%s, %s", kind_words(rq, r->kind), where ? where : "");
        item->due = begun ? r->to_day : r->from_day;
        item->href = arena_fmt(rq->arena, "/unge/%s/praktik", r->youth);
        item->verb = msg_placement_worklist_verb(rq->lang);
    }
    return true;
}

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_placement_now_rows rows;
    if (!q_placement_now(rq->db, rq->arena, (struct q_placement_now_in){youth_id}, &rows, err))
        return false;
    const char *group = msg_placement_register(rq->lang);
    const char *href = arena_fmt(rq->arena, "/unge/%s/praktik", youth_id);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_placement_now_row *r = &rows.v[i];
        const char *where = r->employer_name ? r->employer_name : r->school;
        *facts_add(out) =
            (struct fact){group, kind_words(rq, r->kind),
                          msg_placement_fact(rq->arena, rq->lang, where ? where : "",
                                             fmt_day_short(rq->arena, rq->lang, r->from_day)),
                          href};
    }
    if (!rows.n)
        *facts_add(out) = (struct fact){group, msg_placement_fact_label(rq->lang),
                                        msg_placement_fact_none(rq->lang), href};
    return true;
}

#define READ(path_, handle_)                                                                       \
    {                                                                                              \
        "GET", "/unge/{youth}/praktik" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON,                \
            "placement.purpose", .flags = 0                                                        \
    }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", "/unge/{youth}/praktik" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,        \
            "placement.purpose", .flags = 0                                                        \
    }
#define FORM(path_) READ(path_, placement_form_get), CHANGE(path_, placement_form_post)
static const struct route routes[] = {
    READ("", placement_page_get),
    FORM("/ny"),
    FORM("/hu"),
    FORM("/kursus"),
    FORM("/{placering}/slut"),
    FORM("/{placering}/elev"),
    FORM("/{placering}/arbejdsplads"),
    CHANGE("/{placering}/begyndt", placement_start_post),
    CHANGE("/{placering}/aflys", placement_cancel_post),
    CHANGE("/kursus/{kursus}/gennemfoert", placement_course_done_post),
    CHANGE("/kursus/{kursus}/udeblevet", placement_course_missed_post),
    CHANGE("/kursus/{kursus}/aflys", placement_course_cancel_post),
    CHANGE("/fortryd/{hvad}/{raekke}", placement_undo_post),
    {"GET", "/praktik", placement_register_get, ROLE_GUIDANCE, AUDIT_LIST,
     "placement.purpose_register", .flags = 0},
    {"GET", "/praktik/virksomheder", placement_employers_get, ROLE_GUIDANCE, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/praktik/virksomheder/ny", placement_employer_form_get, ROLE_GUIDANCE, AUDIT_NONE,
     NULL, .flags = 0},
    {"POST", "/praktik/virksomheder/ny", placement_employer_form_post, ROLE_GUIDANCE, AUDIT_SYSTEM,
     "placement.purpose_employers", .flags = 0},
    {"GET", "/praktik/virksomheder/{virksomhed}", placement_employer_get, ROLE_GUIDANCE, AUDIT_NONE,
     NULL, .flags = 0},
    {"GET", "/praktik/virksomheder/{virksomhed}/ret", placement_employer_form_get, ROLE_GUIDANCE,
     AUDIT_NONE, NULL, .flags = 0},
    {"POST", "/praktik/virksomheder/{virksomhed}/ret", placement_employer_form_post, ROLE_GUIDANCE,
     AUDIT_SYSTEM, "placement.purpose_employers", .flags = 0},
};

static const struct db_statement *const person_asks[] = {
    &statement_placement_now, &statement_placement_of, &statement_placement_courses, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_placement_due, NULL};

const struct slice placement_slice = {
    .name = "placement",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .insight = placement_insight,
    .erase = placement_erase,
};

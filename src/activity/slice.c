/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, caseload status and the badges of one page.
 *
 * The worklist has one kind of line, "unknown": somebody must find out what the young person does; due
 * a month after we lost track. What an interruption means for a 15-17-year-old is the room duty's.
 */
#include "activity/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/activity.sql.h"
#include "gen/msg.h"
#include "rule/rule.h"

#include <string.h>

const char *activity_kind_word(struct arena *a, enum lang lang, const char *kind) {
    const char *word = msg_by_key(lang, arena_fmt(a, "activity.kind.%s", kind));
    return word ? word : kind;
}

const char *activity_words(struct arena *a, enum lang lang, const char *kind, const char *programme,
                           const char *school, const char *place) {
    struct text t;
    text_init(&t, a);
    text_add(&t, activity_kind_word(a, lang, kind));
    if (programme && *programme) text_addf(&t, " – %s", programme);
    if (school && *school)
        text_addf(&t, ", %s", school);
    else if (place && *place)
        text_addf(&t, ", %s", place);
    return text_str(&t);
}

static void line(struct timeline *out, int32_t day, int64_t at, const char *icon, const char *kind,
                 const char *actor, const char *text) {
    struct timeline_item *item = timeline_add(out);
    item->day = day;
    item->at = at;
    item->icon = icon;
    item->kind = kind;
    item->actor = actor;
    item->text = text;
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_activity_of_rows rows;
    if (!q_activity_of(rq->db, rq->arena, (struct q_activity_of_in){youth_id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_activity_of_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *what =
            activity_words(rq->arena, rq->lang, r->kind, r->programme, r->school, r->place);
        bool idle = !activity_is_occupied(r->kind);
        line(out, r->from_day, r->known_at, idle ? "warning" : "student",
             idle ? msg_activity_timeline_idle(rq->lang) : msg_activity_timeline_start(rq->lang),
             r->known_name, what);
        if (r->to_day == DAY_NONE || idle || !r->outcome) continue;
        const char *how =
            msg_by_key(rq->lang, arena_fmt(rq->arena, "activity.outcome.%s", r->outcome));
        bool good = strcmp(r->outcome, "interrupted") != 0;
        line(out, r->to_day, r->ended_known_at, good ? "check-circle" : "warning",
             how ? how : r->outcome, NULL,
             r->cause ? msg_activity_timeline_cause(rq->arena, rq->lang, what, r->cause) : what);
    }
    return true;
}

static bool is_in_duty(const struct rules *rules, int64_t age, int32_t day) {
    return age >= rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, day) &&
           age < rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_activity_unknown_mine_rows rows;
    struct q_activity_unknown_mine_in in = {query->user_id, query->today};
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err) ||
        !q_activity_unknown_mine(rq->db, rq->arena, in, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_activity_unknown_mine_row *r = &rows.v[i];
        int32_t known = clock_day_of(r->known_at);
        const char *years = msg_activity_years(rq->arena, rq->lang, day_age(r->born, query->today));
        struct worklist_item *item = worklist_add(out);
        item->youth_id = r->youth;
        item->who = r->name;
        item->about =
            r->before
                ? msg_activity_worklist_before(rq->arena, rq->lang, years,
                                               activity_words(rq->arena, rq->lang, r->before,
                                                              r->before_programme, NULL, NULL),
                                               r->from_day - 1)
                : years;
        item->due =
            known + (int32_t)rules_int(rules, RULE_OUTREACH_FIND_OUT_DAYS, NULL, NULL, known);
        item->href = arena_fmt(rq->arena, "/unge/%s/aktivitet", r->youth);
        item->task_kind = "unknown";
        item->task = msg_activity_worklist_unknown(rq->lang);
        item->verb = msg_activity_worklist_unknown_verb(rq->lang);
    }
    return true;
}

static bool caseload(struct request *rq, const struct worklist_query *query, struct caseload *rows,
                     struct err *err) {
    struct q_activity_status_mine_rows r;
    struct q_activity_status_mine_in in = {query->user_id, query->today,
                                           school_year_of(query->today)};
    if (!q_activity_status_mine(rq->db, rq->arena, in, &r, err)) return false;
    for (size_t i = 0; i < r.n; i++) {
        struct caseload_row *row = caseload_find(rows, r.v[i].youth);
        if (!row) continue;
        row->status = activity_words(rq->arena, rq->lang, r.v[i].kind, r.v[i].programme,
                                     row->school ? NULL : r.v[i].school, r.v[i].place);
        row->status_key = r.v[i].kind;
        row->status_since = r.v[i].from_day;
    }
    return true;
}

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct q_activity_open_rows rows;
    struct q_activity_open_in in = {youth_id, clock_today()};
    if (!q_activity_open(rq->db, rq->arena, in, &rows, err)) return false;
    const char *group = msg_activity_fact_group(rq->lang);
    const struct q_activity_open_row *r = rows.n ? &rows.v[0] : NULL;
    struct fact *f = facts_add(out);
    *f = (struct fact){
        group, msg_activity_fact_now(rq->lang),
        r ? activity_words(rq->arena, rq->lang, r->kind, r->programme, r->school, r->place)
          : msg_activity_now_nothing(rq->lang),
        NULL};
    if (r) {
        f = facts_add(out);
        *f = (struct fact){group, msg_activity_fact_since(rq->lang),
                           fmt_day_long(rq->arena, rq->lang, r->from_day), NULL};
    }
    if (rq->visitor.role & ROLE_GUIDANCE) {
        f = facts_add(out);
        *f = (struct fact){group, msg_activity_fact_change(rq->lang),
                           msg_activity_fact_change_link(rq->lang),
                           arena_fmt(rq->arena, "/unge/%s/aktivitet", youth_id)};
    }
    return true;
}

static bool notices(struct request *rq, const char *youth_id, struct notices *out,
                    struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct youth_head head;
    bool found = false;
    struct q_activity_open_rows rows;
    struct q_activity_open_in in = {youth_id, clock_today()};
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err) ||
        !youth_head(rq->db, rq->arena, youth_id, clock_today(), &head, &found, err) ||
        !q_activity_open(rq->db, rq->arena, in, &rows, err))
        return false;
    if (!found) return true;
    bool in_duty = is_in_duty(rules, head.age, clock_today());
    if (in_duty && !head.class_name) notices_add(out)->title = msg_activity_badge_duty(rq->lang);
    if (!rows.n) return true;
    const struct q_activity_open_row *r = &rows.v[0];
    if (strcmp(r->kind, "unknown") == 0) {
        struct notice *n = notices_add(out);
        n->level = 2;
        n->title = msg_activity_unknown_title(rq->arena, rq->lang, head.first_name, r->from_day);
        n->text = msg_activity_unknown_text(rq->lang);
        n->href = arena_fmt(rq->arena, "/unge/%s/aktivitet", youth_id);
        n->link = msg_activity_worklist_unknown_verb(rq->lang);
    } else if (strcmp(r->kind, "none") == 0) {
        struct notice *n = notices_add(out);
        n->level = in_duty ? 3 : 1;
        n->title = msg_activity_badge_idle(rq->arena, rq->lang, r->from_day);
    }
    return true;
}

static const struct job_kind jobs[] = {
    {"activity-begins", activity_begins_run, activity_begins_due}};

static const struct route routes[] = {
    {"GET", "/unge/{youth}/aktivitet", activity_page_get, ROLE_GUIDANCE, AUDIT_PERSON,
     "activity.purpose", .flags = 0},
    {"POST", "/unge/{youth}/aktivitet", activity_start_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "activity.purpose", .flags = 0},
    {"POST", "/unge/{youth}/aktivitet/slut", activity_end_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "activity.purpose", .flags = 0},
    {"POST", "/unge/{youth}/aktivitet/{spell}/fortryd", activity_undo_post, ROLE_GUIDANCE,
     AUDIT_PERSON_CHANGE, "activity.purpose", .flags = 0},
};

static const struct db_statement *const person_asks[] = {&statement_activity_open,
                                                         &statement_activity_of, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_activity_unknown_mine, NULL};
static const struct db_statement *const caseload_asks[] = {&statement_activity_status_mine, NULL};

const struct slice activity_slice = {
    .name = "activity",
    .asks = {[PAGE_PERSON] = person_asks,
             [PAGE_WORKLIST] = worklist_asks,
             [PAGE_CASELOAD] = caseload_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
    .timeline = timeline,
    .worklist = worklist,
    .caseload = caseload,
    .facts = facts,
    .notices = notices,
    .insight = activity_insight,
    .erase = activity_erase,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, caseload column, facts.
 *
 * Three kinds of worklist lines: a step of the counsellor's own is due; somebody who has a right to a plan
 * has none; a wish is more than a year old. The right is that of all under 25 who are neither in nor
 * through a youth education, from 1 August 2019 (rule outreach_plan_age_to); before that it is the
 * 15-17-year-olds whose plan describes how the duty is met. The law names no deadline: the line is due 30 days after we came to know.
 */
#include "plan/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/plan.sql.h"
#include "rule/rule.h"

#include <stdlib.h>
#include <string.h>

#define PLAN_DAYS 30

/* ---- timeline ---- */

/* Only what stands alone can be undone from here; an agreement is undone from its notice. */
static const char *undo_word(const char *what) {
    return strcmp(what, "wish") == 0     ? "oenske"
           : strcmp(what, "course") == 0 ? "forloeb"
           : strcmp(what, "notice") == 0 ? "ydelse"
           : strcmp(what, "answer") == 0 ? "svar"
                                         : NULL;
}

static const char *event_text(struct request *rq, const struct q_plan_events_row *r) {
    struct arena *a = rq->arena;
    if (strcmp(r->what, "agreed") == 0) return msg_plan_version(a, rq->lang, r->number);
    if (strcmp(r->what, "wish") == 0) {
        const char *wish = plan_wish_words(a, rq->lang, r->detail, r->more, NULL);
        return r->number == 2 ? msg_plan_second_short(a, rq->lang, wish) : wish;
    }
    if (strcmp(r->what, "course") == 0) {
        const char *kind = msg_by_key(rq->lang, arena_fmt(a, "plan.course.%s", r->detail));
        return r->more ? arena_fmt(a, "%s, %s", kind, r->more) : kind;
    }
    if (strcmp(r->what, "notice") == 0)
        return strcmp(r->detail, "youth") == 0
                   ? msg_plan_told_youth(rq->lang)
                   : msg_plan_told_guardian(a, rq->lang, r->more ? r->more : "");
    return msg_plan_answered(a, rq->lang, r->number);
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_plan_events_rows rows;
    if (!q_plan_events(rq->db, rq->arena, (struct q_plan_events_in){youth_id}, &rows, err))
        return false;
    int64_t now = clock_now();
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_events_row *r = &rows.v[i];
        struct timeline_item *item = timeline_add(out);
        const char *undo = undo_word(r->what);
        item->day = r->day;
        item->at = r->at;
        item->icon = strcmp(r->what, "notice") == 0 ? "info" : "assignment";
        item->kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "plan.event.%s", r->what));
        item->actor = r->actor;
        item->text = event_text(rq, r);
        if (undo && r->author == rq->visitor.user_id && now - r->at < UNDO_US)
            item->undo = arena_fmt(rq->arena, "/unge/%s/plan/%s/%lld/fortryd", youth_id, undo,
                                   (long long)r->id);
    }
    return true;
}

/* ---- worklist ---- */

/* "16 år · Birkeskolen, 9.b" */
static const char *about(struct request *rq, int32_t born, int32_t today, const char *school,
                         const char *class_name) {
    const char *years = msg_plan_years(rq->arena, rq->lang, day_age(born, today));
    return school ? arena_fmt(rq->arena, "%s · %s, %s", years, school, class_name) : years;
}

static bool steps_due(struct request *rq, const struct worklist_query *query, struct worklist *out,
                      struct err *err) {
    struct q_plan_steps_due_rows rows;
    struct q_plan_steps_due_in in = {query->user_id, query->until, query->today};
    if (!q_plan_steps_due(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_steps_due_row *r = &rows.v[i];
        const char *what = plan_open(rq->arena, "plan_step", r->id, "what", r->what);
        struct worklist_item *item = worklist_add(out);
        item->task = what ? what : msg_plan_steps(rq->lang);
        item->task_kind = "plan-step";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = about(rq, r->born, query->today, r->school, r->class_name);
        item->institution = r->institution;
        item->due = r->due;
        item->basis = msg_plan_worklist_step_basis(rq->lang);
        item->href = arena_fmt(rq->arena, "/unge/%s/plan#trin", r->youth);
        item->verb = msg_plan_worklist_step_verb(rq->lang);
        item->key = arena_fmt(rq->arena, "plan:%lld", (long long)r->id);
    }
    return true;
}

/* The ages, from the rules of the day: the right to a plan, or where there is none yet, the duty. */
static bool who_must(struct request *rq, int32_t day, struct q_plan_missing_in *in,
                     struct err *err) {
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err)) return false;
    int64_t from = rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, day);
    int64_t to = rules_int(rules, RULE_OUTREACH_PLAN_AGE_TO, NULL, NULL, day);
    if (to == INT_NONE) to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
    if (from == INT_NONE || to == INT_NONE) from = to = 0; /* no rule: nobody must */
    in->born_after = day_add_months(day, -12 * (int)to);
    in->born_until = day_add_months(day, -12 * (int)from);
    return true;
}

static bool missing(struct request *rq, const struct worklist_query *query,
                    const struct q_plan_missing_in *in, struct worklist *out, struct err *err) {
    struct q_plan_missing_rows rows;
    if (!q_plan_missing(rq->db, rq->arena, *in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_missing_row *r = &rows.v[i];
        struct worklist_item *item = worklist_add(out);
        item->task =
            r->drafted ? msg_plan_worklist_agree(rq->lang) : msg_plan_worklist_missing(rq->lang);
        item->task_kind = "plan-missing";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = about(rq, r->born, query->today, NULL, NULL);
        item->due = deadline_roll(clock_day_of(r->known_at) + PLAN_DAYS);
        item->basis = msg_plan_worklist_missing_basis(rq->lang);
        item->href = arena_fmt(rq->arena, "/unge/%s/plan", r->youth);
        item->verb = msg_plan_worklist_missing_verb(rq->lang);
    }
    return true;
}

static bool old_wishes(struct request *rq, const struct worklist_query *query,
                       const struct q_plan_wishes_old_in *in, struct worklist *out,
                       struct err *err) {
    struct q_plan_wishes_old_rows rows;
    if (!q_plan_wishes_old(rq->db, rq->arena, *in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_plan_wishes_old_row *r = &rows.v[i];
        if (i + 1 < rows.n && strcmp(rows.v[i + 1].youth, r->youth) == 0) continue; /* the newest */
        struct worklist_item *item = worklist_add(out);
        item->task = msg_plan_worklist_wish(rq->lang);
        item->task_kind = "wish-old";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = about(rq, r->born, query->today, r->school, r->class_name);
        item->institution = r->institution;
        item->due = day_add_months(r->wish, 12);
        item->basis = msg_plan_worklist_wish_basis(rq->arena, rq->lang, r->wish);
        item->href = arena_fmt(rq->arena, "/unge/%s/plan/oenske", r->youth);
        item->verb = msg_plan_worklist_wish_verb(rq->lang);
    }
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    int32_t day = query->today;
    struct q_plan_missing_in missing_in = {.account = query->user_id, .day = day};
    if (!who_must(rq, day, &missing_in, err)) return false;
    struct q_plan_wishes_old_in wishes_in = {query->user_id, day_add_months(day, -12),
                                             day_add_months(day, -12 * 25), day};
    /* Their ages are rules of the day, so the page cannot ask for them; here they are asked together. */
    const struct db_ask asks[] = {{&statement_plan_missing, &missing_in},
                                  {&statement_plan_wishes_old, &wishes_in}};
    return db_run_together(rq->db, rq->arena, asks, 2, err) && steps_due(rq, query, out, err) &&
           missing(rq, query, &missing_in, out, err) && old_wishes(rq, query, &wishes_in, out, err);
}

static bool worklist_act(struct db *w, const char *key, const char *action, int32_t *due,
                         int64_t user_id, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    int64_t id = strtoll(key + strlen("plan:"), NULL, 10), changed = 0, now = clock_now();
    struct q_plan_step_owner_rows rows;
    if (!q_plan_step_owner(w, a, (struct q_plan_step_owner_in){id}, &rows, err)) return false;
    if (!rows.n || rows.v[0].counsellor != user_id)
        return err_set(err, ERR_NOT_FOUND, "no step of that number on this worklist");
    struct q_plan_step_done_in done = {id, rows.v[0].youth, clock_today(), user_id, now};
    struct q_plan_step_undone_in undone = {id, rows.v[0].youth, user_id, 0, now};
    struct q_plan_step_move_in move = {id, *due};
    bool ok = strcmp(action, "done") == 0     ? q_plan_step_done(w, done, &changed, err)
              : strcmp(action, "reopen") == 0 ? q_plan_step_undone(w, undone, &changed, err)
                                              : q_plan_step_move(w, move, &changed, err);
    if (ok && !changed) return err_set(err, ERR_NOT_FOUND, "no open step of that number");
    *due = rows.v[0].due;
    return ok;
}

/* ---- caseload, facts ---- */

static bool caseload(struct request *rq, const struct worklist_query *query, struct caseload *rows,
                     struct err *err) {
    struct q_plan_caseload_rows r;
    struct q_plan_caseload_in in = {query->user_id, query->today, school_year_of(query->today)};
    if (!q_plan_caseload(rq->db, rq->arena, in, &r, err)) return false;
    for (size_t i = 0; i < r.n; i++) {
        struct caseload_row *row = caseload_find(rows, r.v[i].youth);
        if (row) row->plan_agreed = r.v[i].agreed_day;
    }
    return true;
}

static void fact(struct facts *out, const char *group, const char *label, const char *text,
                 const char *href) {
    *facts_add(out) = (struct fact){group, label, text, href};
}

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_plan_glance_rows rows;
    struct plan_steps steps;
    struct arena *a = rq->arena;
    if (!q_plan_glance(rq->db, a, (struct q_plan_glance_in){youth_id}, &rows, err)) return false;
    if (!rows.n) return true;
    const struct q_plan_glance_row *r = &rows.v[0];
    const char *group = msg_plan_title(rq->lang);
    const char *href = arena_fmt(a, "/unge/%s/plan", youth_id);
    const char *text = r->number != INT_NONE
                           ? msg_plan_fact_agreed(a, rq->lang, r->number, r->agreed_day)
                       : r->drafts ? msg_plan_fact_draft(rq->lang)
                                   : msg_plan_fact_none(rq->lang);
    fact(out, group, msg_plan_fact_label(rq->lang), text, href);
    if (r->kind)
        fact(out, group, msg_plan_wishes(rq->lang),
             plan_wish_words(a, rq->lang, r->kind, r->programme, NULL), NULL);
    if (r->number == INT_NONE && !r->drafts) return true;
    if (!plan_steps_open(rq->db, a, youth_id, &steps, err)) return false;
    const struct plan_step *next = steps.n ? &steps.v[0] : NULL; /* they come by due day */
    if (next)
        fact(out, group, msg_plan_fact_next(rq->lang),
             next->due == DAY_NONE ? next->what
                                   : msg_plan_fact_next_text(a, rq->lang, next->what,
                                                             fmt_day_short(a, rq->lang, next->due)),
             NULL);
    return true;
}

/* Steps have no owner of their own: they go with the young people. */
static bool handover_preview(struct request *rq, const struct handover *h,
                             struct handover_lines *out, struct err *err) {
    struct q_plan_handover_count_rows rows;
    if (!q_plan_handover_count(rq->db, rq->arena, (struct q_plan_handover_count_in){h->from}, &rows,
                               err))
        return false;
    *handover_add(out) =
        (struct handover_line){msg_plan_handover_steps(rq->lang), rows.v[0].n, NULL};
    return true;
}

#define READ(path_, handle_)                                                                       \
    {                                                                                              \
        "GET", "/unge/{youth}/plan" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON, "plan.purpose",   \
            .flags = 0                                                                             \
    }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", "/unge/{youth}/plan" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,           \
            "plan.purpose", .flags = 0                                                             \
    }
#define FORM(path_) READ(path_, plan_form_get), CHANGE(path_, plan_form_post)
static const struct route routes[] = {
    READ("", plan_page_get),
    READ("/version/{nummer}", plan_version_get),
    FORM("/oenske"),
    FORM("/trin"),
    FORM("/forloeb"),
    FORM("/aftale"),
    FORM("/ydelse"),
    FORM("/svar"),
    FORM("/skriv"),
    CHANGE("/kladde/{felt}", plan_draft_post),
    CHANGE("/opgiv", plan_drop_post),
    CHANGE("/trin/{trin}/udfoert", plan_done_post),
    CHANGE("/trin/{trin}/ud", plan_leave_post),
    CHANGE("/{hvad}/{raekke}/fortryd", plan_undo_post),
};

static const struct db_statement *const person_asks[] = {&statement_plan_glance,
                                                         &statement_plan_events, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_plan_steps_due, NULL};
static const struct db_statement *const caseload_asks[] = {&statement_plan_caseload, NULL};

static const struct db_statement *const handover_asks[] = {&statement_plan_handover_count, NULL};

const struct slice plan_slice = {
    .name = "plan",
    .asks = {[PAGE_PERSON] = person_asks,
             [PAGE_WORKLIST] = worklist_asks,
             [PAGE_CASELOAD] = caseload_asks,
             [PAGE_HANDOVER] = handover_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .caseload = caseload,
    .facts = facts,
    .worklist_act = worklist_act,
    .insight = plan_insight,
    .erase = plan_erase,
    .handover_preview = handover_preview,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, facts, a notice, handing over.
 *
 * Worklist of a mentor: the next contact of the rhythm that is not made; when the three months are over,
 * the outcome. Of a counsellor: a notice of risk until it is taken care of or lapses.
 */
#include "retention/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

static const char *word(struct request *rq, const char *what, const char *value) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "retention.%s.%s", what, value));
}

/* ---- timeline ---- */

static const char *event_text(struct request *rq, const struct q_retention_events_row *r) {
    if (strcmp(r->what, "mentor") == 0 || strcmp(r->what, "received") == 0) return r->detail;
    if (strcmp(r->what, "outcome") == 0) return word(rq, "outcome", r->detail);
    if (strcmp(r->what, "risk") == 0) return word(rq, "cause", r->detail);
    return arena_fmt(rq->arena, "%s, %s",
                     word(rq, "number", arena_fmt(rq->arena, "%lld", (long long)r->number)),
                     word(rq, "how", r->detail));
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_retention_events_rows rows;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!q_retention_events(rq->db, rq->arena, (struct q_retention_events_in){youth_id}, &rows,
                            err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_events_row *r = &rows.v[i];
        struct timeline_item *item = timeline_add(out);
        item->day = r->day;
        item->at = clock_day_of(r->at) == r->day ? r->at : INT_NONE;
        item->icon = strcmp(r->what, "risk") == 0 ? "info" : "assignment";
        item->kind = word(rq, "event", r->what);
        item->actor = r->actor;
        item->text = event_text(rq, r);
    }
    return true;
}

/* ---- worklist ---- */

static struct worklist_item *line(struct request *rq, struct worklist *out, const char *youth,
                                  const char *name, int32_t born, int32_t today) {
    struct worklist_item *item = worklist_add(out);
    item->youth_id = youth;
    item->who = name;
    item->about = msg_retention_years(rq->arena, rq->lang, day_age(born, today));
    return item;
}

static bool mine(struct request *rq, const struct rules *rules, const struct worklist_query *query,
                 struct worklist *out, struct err *err) {
    struct q_retention_mine_rows rows;
    struct q_retention_mine_in in = {query->user_id, query->today};
    if (!q_retention_mine(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_mine_row *r = &rows.v[i];
        struct rhythm rhythm = retention_rhythm(rules, r->start);
        int64_t touched = r->touched == INT_NONE ? 0 : r->touched;
        int next = 0;
        while (next < TOUCHES && (touched >> next & 1 || rhythm.due[next] == DAY_NONE)) next++;
        bool over = rhythm.over != DAY_NONE && query->today >= rhythm.over;
        if (r->start == DAY_NONE || (!over && next == TOUCHES)) continue;
        struct worklist_item *item = line(rq, out, r->youth, r->name, r->born, query->today);
        item->task = over ? msg_retention_work_outcome(rq->lang)
                          : msg_retention_work_touch(
                                rq->arena, rq->lang,
                                word(rq, "number", arena_fmt(rq->arena, "%d", next + 1)));
        item->task_kind = "mentor";
        item->due = over ? rhythm.over : rhythm.due[next];
        item->basis = over ? msg_retention_work_outcome_basis(rq->lang)
                           : msg_retention_work_touch_basis(rq->lang);
        item->href =
            arena_fmt(rq->arena, "/unge/%s/overgang/%s", r->youth, over ? "udfald" : "kontakt");
        item->verb = over ? msg_retention_work_outcome_verb(rq->lang)
                          : msg_retention_work_touch_verb(rq->lang);
    }
    return true;
}

static bool risks(struct request *rq, const struct rules *rules, const struct worklist_query *query,
                  struct worklist *out, struct err *err) {
    struct q_retention_risks_due_rows rows;
    struct q_retention_risks_due_in in = {query->user_id, query->today};
    if (!q_retention_risks_due(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_risks_due_row *r = &rows.v[i];
        struct calendar_rules calendar = rules_calendar(rules, r->day);
        int64_t days = rules_int(rules, RULE_RETENTION_RISK_CONTACT, NULL, NULL, r->day);
        struct worklist_item *item = line(rq, out, r->youth, r->name, r->born, query->today);
        item->task = msg_retention_work_risk(rq->lang);
        item->task_kind = "risk";
        item->due = workdays_add(r->day, days == INT_NONE ? 5 : (int)days, &calendar);
        item->basis = r->school;
        item->href = arena_fmt(rq->arena, "/unge/%s/overgang#risiko", r->youth);
        item->verb = msg_retention_work_risk_verb(rq->lang);
    }
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    const struct rules *rules;
    return rules_now(rq->db, &rules, err) && mine(rq, rules, query, out, err) &&
           risks(rq, rules, query, out, err);
}

/* ---- facts, notice ---- */

/* Who is in a youth education or has had a mentor gets the box, so that the page is found. */
static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct q_retention_glance_rows rows;
    struct arena *a = rq->arena;
    const struct rules *rules;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_retention_glance_in in = {youth_id, clock_today()};
    if (!rules_now(rq->db, &rules, err) || !q_retention_glance(rq->db, a, in, &rows, err))
        return false;
    const struct q_retention_glance_row *r = rows.n ? &rows.v[0] : NULL;
    if (!r || (!r->mentor_name && r->risk == DAY_NONE && !r->education)) return true;
    const char *href = arena_fmt(a, "/unge/%s/overgang", youth_id);
    const char *group = msg_retention_fact_group(rq->lang),
               *text = msg_retention_fact_none(rq->lang);
    struct rhythm rhythm = retention_rhythm(rules, r->start);
    if (r->mentor_name && r->outcome)
        text = word(rq, "outcome", r->outcome);
    else if (r->mentor_name && rhythm.over != DAY_NONE)
        text = msg_retention_fact_until(a, rq->lang, r->mentor_name,
                                        fmt_day_short(a, rq->lang, rhythm.over - 1));
    else if (r->mentor_name)
        text = r->mentor_name;
    *facts_add(out) = (struct fact){group, msg_retention_fact_mentor(rq->lang), text, href};
    if (r->risk != DAY_NONE)
        *facts_add(out) = (struct fact){
            group, msg_retention_fact_risk(rq->lang),
            msg_retention_fact_lapses(a, rq->lang, fmt_day_short(a, rq->lang, r->lapses)), href};
    return true;
}

/* ---- handing over: who is a mentor goes on with the one who takes over ---- */

static bool handover_preview(struct request *rq, const struct handover *handover,
                             struct handover_lines *out, struct err *err) {
    struct q_retention_handover_count_rows rows;
    struct q_retention_handover_count_in in = {handover->from};
    if (!q_retention_handover_count(rq->db, rq->arena, in, &rows, err)) return false;
    *handover_add(out) =
        (struct handover_line){msg_retention_handover(rq->lang), rows.v[0].n, NULL};
    return true;
}

static bool handover_move(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err) {
    (void)a;
    struct q_retention_handover_note_in note = {handover->id, handover->from};
    struct q_retention_handover_give_in give = {handover->from, handover->to};
    return q_retention_handover_note(w, note, NULL, err) &&
           q_retention_handover_give(w, give, NULL, err);
}

static bool handover_back(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err) {
    (void)a;
    struct q_retention_handover_take_in in = {handover->id, handover->from, handover->to};
    return q_retention_handover_take(w, in, NULL, err);
}

/* ---- routes ---- */

#define PERSON "/unge/{youth}/overgang"
#define READ(path_, handle_)                                                                       \
    { "GET", PERSON path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON, "retention.purpose", .flags = 0 }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", PERSON path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE, "retention.purpose",    \
            .flags = 0                                                                             \
    }
#define FORM(path_) READ(path_, retention_form_get), CHANGE(path_, retention_form_post)
static const struct route routes[] = {
    READ("", retention_get),
    FORM("/mentor"),
    FORM("/kontakt"),
    FORM("/udfald"),
    FORM("/besked"),
    FORM("/besked/{note}/modtaget"),
    FORM("/risiko"),
    CHANGE("/risiko/{row}/klaret", retention_handled_post),
    CHANGE("/{what}/{row}/fortryd", retention_undo_post),
    {"GET", "/fastholdelse", retention_figures_get, ROLE_GUIDANCE | ROLE_MANAGEMENT, AUDIT_NONE,
     NULL, .flags = 0},
};

static const struct db_statement *const person_asks[] = {&statement_retention_glance,
                                                         &statement_retention_events, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_retention_mine,
                                                           &statement_retention_risks_due, NULL};

const struct slice retention_slice = {
    .name = "retention",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .insight = retention_insight,
    .erase = retention_erase,
    .handover_preview = handover_preview,
    .handover_move = handover_move,
    .handover_back = handover_back,
};

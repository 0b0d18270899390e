/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, and worklist lines for whoever answers for an event: no
 * programme although it is near, places that opened on the waiting list, guests not counted, guests
 * not asked.
 */
#include "event/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"
#include "gen/msg.h"

#include <string.h>

#define BACK_DAYS 90 /* what nobody counted for so long is not remembered either */

static void line(struct request *rq, const struct q_event_mine_row *r, struct worklist *out,
                 const char *kind, const char *task, int32_t due, const char *verb,
                 const char *page) {
    struct worklist_item *item = worklist_add(out);
    item->task = task;
    item->task_kind = kind;
    item->who = r->title;
    item->about = r->school ? arena_fmt(rq->arena, "%s · %s", r->school,
                                        fmt_day_short(rq->arena, rq->lang, r->day))
                            : fmt_day_short(rq->arena, rq->lang, r->day);
    item->institution = r->institution;
    item->due = due;
    item->href = arena_fmt(rq->arena, "/arrangementer/ret/%s%s", r->id, page);
    item->verb = verb;
}

static void lines_of(struct request *rq, const struct worklist_query *query,
                     const struct rules *rules, const struct q_event_mine_row *r,
                     struct worklist *out) {
    struct event_deadlines due = event_deadlines(rules, r->day);
    bool published = strcmp(r->state, "published") == 0, held = r->day < query->today;
    if (!held && !r->items && due.programme <= query->until)
        line(rq, r, out, "event-programme", msg_event_task_programme(rq->lang), due.programme,
             msg_event_verb_programme(rq->lang), "");
    else if (!held && !published && due.programme <= query->until)
        line(rq, r, out, "event-programme", msg_event_task_publish(rq->lang), due.programme,
             msg_event_verb_publish(rq->lang), "");
    if (!held && r->untold)
        line(rq, r, out, "event-tell", msg_event_task_tell(rq->arena, rq->lang, r->untold),
             query->today, msg_event_verb_tell(rq->lang), "/tilmeldte");
    if (held && published && !r->counted)
        line(rq, r, out, "event-count", msg_event_task_count(rq->lang), due.attendance,
             msg_event_verb_count(rq->lang), "/fremmoede");
    if (held && published && r->asked_day == DAY_NONE)
        line(rq, r, out, "event-ask", msg_event_task_ask(rq->lang), due.evaluation,
             msg_event_verb_ask(rq->lang), "");
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_event_mine_rows rows;
    const struct rules *rules;
    struct q_event_mine_in in = {query->user_id, query->today, query->until};
    if (!rules_now(rq->db, &rules, err) || !q_event_mine(rq->db, rq->arena, in, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].day >= query->today - BACK_DAYS) lines_of(rq, query, rules, &rows.v[i], out);
    return true;
}

/* ---- handing over: what is coming, and what has been and is perhaps not counted yet ---- */

static bool handover_preview(struct request *rq, const struct handover *h,
                             struct handover_lines *out, struct err *err) {
    struct q_event_handover_count_rows rows;
    struct q_event_handover_count_in in = {h->from, h->day - BACK_DAYS};
    if (!q_event_handover_count(rq->db, rq->arena, in, &rows, err)) return false;
    *handover_add(out) = (struct handover_line){msg_event_handover(rq->lang), rows.v[0].n, NULL};
    return true;
}

static bool handover_move(struct db *w, struct arena *a, const struct handover *h,
                          struct err *err) {
    (void)a;
    int32_t since = h->day - BACK_DAYS;
    struct q_event_handover_note_in note = {h->id, h->from, since};
    struct q_event_handover_give_in give = {h->from, h->to, since};
    return q_event_handover_note(w, note, NULL, err) && q_event_handover_give(w, give, NULL, err);
}

static bool handover_back(struct db *w, struct arena *a, const struct handover *h,
                          struct err *err) {
    (void)a;
    struct q_event_handover_take_in in = {h->id, h->from, h->to};
    return q_event_handover_take(w, in, NULL, err);
}

#define EVERYBODY (ROLE_PUBLIC | ROLE_STAFF)
#define OPEN(method_, path_, handle_, flags_)                                                      \
    { method_, path_, handle_, EVERYBODY, AUDIT_NONE, NULL, flags_ }
#define STAFF(method_, path_, handle_, audit_)                                                     \
    {                                                                                              \
        method_, "/arrangementer/ret" path_, handle_, ROLE_GUIDANCE, audit_, "event.purpose",      \
            .flags = 0                                                                             \
    }
#define SEE(path_, handle_) /* shows nobody: the list of who signed up is a page of its own */     \
    { "GET", "/arrangementer/ret" path_, handle_, ROLE_GUIDANCE, AUDIT_NONE, NULL, .flags = 0 }
#define DO(path_, handle_) STAFF("POST", path_, handle_, AUDIT_SYSTEM)
#define FORM(path_)        SEE(path_, event_form_get), DO(path_, event_form_post)
static const struct route routes[] = {
    OPEN("GET", "/arrangementer", events_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/kalender.ics", events_ics_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/{event}", event_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/{event}/kalender.ics", event_ics_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/uger/{uger}", season_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/uger/{uger}/kalender.ics", season_ics_get, ROUTE_CACHEABLE),
    OPEN("GET", "/arrangementer/{event}/tilmeld", event_form_get, 0),
    OPEN("POST", "/arrangementer/{event}/tilmeld", event_form_post, 0),
    OPEN("GET", "/arrangementer/{event}/evaluering", event_form_get, 0),
    OPEN("POST", "/arrangementer/{event}/evaluering", event_form_post, 0),
    OPEN("GET", "/arrangementer/{event}/tak", thanks_get, ROUTE_CACHEABLE),
    OPEN("GET", "/tilmelding/{hemmelig}", receipt_get, 0),
    OPEN("POST", "/tilmelding/{hemmelig}/afmeld", receipt_cancel_post, 0),
    SEE("", manage_get),
    FORM("/ny"),
    FORM("/uger/ny"),
    FORM("/uger/{uger}"),
    SEE("/{event}", event_manage_get),
    FORM("/{event}/oplysninger"),
    FORM("/{event}/punkt"),
    FORM("/{event}/punkt/{punkt}"),
    FORM("/{event}/aflys"),
    DO("/{event}/punkt/{punkt}/ud", item_out_post),
    DO("/{event}/punkt/{punkt}/tilbage", item_out_post),
    DO("/{event}/udgiv", event_act_post),
    DO("/{event}/udgiv-fortryd", event_act_post),
    DO("/{event}/overtag", event_act_post),
    DO("/{event}/spurgt", event_act_post),
    DO("/{event}/spurgt-fortryd", event_act_post),
    STAFF("GET", "/{event}/tilmeldte", signups_get, AUDIT_LIST),
    STAFF("POST", "/{event}/tilmeldte/{tilmelding}", signup_act_post, AUDIT_LIST),
    SEE("/{event}/fremmoede", count_get),
    DO("/{event}/fremmoede", count_post),
    {"GET", "/arrangementer/raekkevidde", reach_get, ROLE_GUIDANCE | ROLE_MANAGEMENT, AUDIT_NONE,
     NULL, 0},
    {"GET", "/arrangementer/raekkevidde/data.csv", reach_csv_get, ROLE_GUIDANCE | ROLE_MANAGEMENT,
     AUDIT_NONE, NULL, 0},
};

static const struct db_statement *const worklist_asks[] = {&statement_event_mine, NULL};

static const struct job_kind jobs[] = {{"event-forget", event_forget, event_forget_due}};

const struct slice event_slice = {
    .name = "event",
    .asks = {[PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .worklist = worklist,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
    .handover_preview = handover_preview,
    .handover_move = handover_move,
    .handover_back = handover_back,
};

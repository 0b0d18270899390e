/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: routes, the list of orders, timeline, facts, and worklist lines for the
 * steps that wait for the guidance service and for orders of which no next step is written down.
 */
#include "order/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/order.html.h"
#include "gen/order.sql.h"

#include <stdlib.h>
#include <string.h>

#define LINES_PER_PAGE 50
#define STEP_DAYS      7 /* so long after we came to know, the next step should be known too; no law */

/* ---- /paalaeg ---- */

static struct order_row row_of(struct request *rq, const struct rules *rules,
                               const struct q_order_list_row *r) {
    struct arena *a = rq->arena;
    int32_t today = clock_today();
    enum order_law law = order_law(rules, r->given_day);
    bool ended = r->ended_day != DAY_NONE;
    return (struct order_row){
        .href = arena_fmt(a, "/unge/%s/paalaeg", r->youth),
        .name = r->name,
        .age = fmt_int(a, rq->lang, day_age(r->born, today)),
        .benefit = order_word(a, rq->lang, "benefit", r->benefit),
        .step = ended        ? order_word(a, rq->lang, "end", r->end_reason)
                : r->kind    ? order_step_words(a, rq->lang, law, r->kind)
                : r->started ? msg_order_started(rq->lang)
                             : msg_order_no_step(rq->lang),
        .due = fmt_day_table(a, rq->lang, ended ? r->ended_day : r->due),
        .waits = r->waits_for && !ended ? order_word(a, rq->lang, "waits", r->waits_for) : "–",
        .contact = r->contact ? r->contact : "–",
        .counsellor = r->counsellor_name ? r->counsellor_name : "–",
        .guarded = r->guarded,
        .late = !ended && r->due != DAY_NONE && r->due < today};
}

static const char *page_path(struct request *rq, bool all, int64_t page) {
    return arena_fmt(rq->arena, "/paalaeg?%sside=%lld", all ? "alt=1&" : "", (long long)page);
}

void order_list_get(struct request *rq) {
    struct q_order_list_rows rows;
    const struct rules *rules;
    struct err err = {0};
    bool all = request_query(rq, "alt") != NULL;
    bool leader = rq->visitor.role == ROLE_TEAM_LEADER;
    const char *typed = request_query(rq, "side");
    struct q_order_list_in in = {leader ? INT_NONE : rq->visitor.user_id, all};
    if (!rules_now(rq->db, &rules, &err) || !q_order_list(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    int64_t pages = ((int64_t)rows.n + LINES_PER_PAGE - 1) / LINES_PER_PAGE;
    int64_t at = typed ? strtoll(typed, NULL, 10) : 1;
    if (at < 1 || at > pages) at = 1;
    struct order_row *lines = arena_array(rq->arena, LINES_PER_PAGE, sizeof *lines);
    struct order_list_page page = {
        .rows = lines,
        .said = msg_order_list_said(rq->arena, rq->lang, (int64_t)rows.n),
        .other = all ? "/paalaeg" : "/paalaeg?alt=1",
        .other_text = all ? msg_order_only_open(rq->lang) : msg_order_ended_too(rq->lang),
        .before = at > 1 ? page_path(rq, all, at - 1) : NULL,
        .after = at < pages ? page_path(rq, all, at + 1) : NULL,
        .page = msg_order_page(rq->arena, rq->lang, at, pages),
        .leader = leader};
    for (size_t i = (size_t)(at - 1) * LINES_PER_PAGE; i < rows.n && page.rows_n < LINES_PER_PAGE;
         i++)
        lines[page.rows_n++] = row_of(rq, rules, &rows.v[i]);
    struct page shell = {
        .title = msg_order_title(rq->lang), .section = "/paalaeg", .wide = true, .printable = true};
    reply_page(rq, &shell, order_list_page, &page);
}

/* ---- timeline ---- */

static void put(struct request *rq, struct timeline *out, int32_t day, int64_t at, const char *kind,
                const char *actor, const char *text) {
    struct timeline_item *item = timeline_add(out);
    (void)rq;
    item->day = day;
    item->at = at;
    item->icon = "assignment";
    item->kind = kind;
    item->actor = actor;
    item->text = text;
}

static void steps_in(struct request *rq, const struct orders *all, const struct order_line *o,
                     enum order_law law, struct timeline *out) {
    struct arena *a = rq->arena;
    for (size_t i = 0; i < all->steps_n; i++) {
        const struct order_step *s = &all->steps[i];
        if (s->order != o->id || s->withdrawn_at != INT_NONE) continue;
        const char *step = order_step_words(a, rq->lang, law, s->kind);
        put(rq, out, clock_day_of(s->at), s->at, msg_order_title(rq->lang), s->author_name,
            msg_order_event_step(a, rq->lang, step, fmt_day_long(a, rq->lang, s->due)));
        if (s->outcome)
            put(rq, out, s->answer_day, s->answered_at, msg_order_title(rq->lang), s->answered_name,
                msg_order_event_answer(a, rq->lang, step,
                                       order_word(a, rq->lang, "outcome", s->outcome)));
    }
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct orders all;
    const struct rules *rules;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!rules_now(rq->db, &rules, err) || !orders_read(rq->db, rq->arena, youth_id, &all, err))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct order_line *o = &all.v[i];
        if (o->withdrawn_at != INT_NONE) continue;
        put(rq, out, o->given, o->at, msg_order_title(rq->lang), o->author_name,
            msg_order_event_given(rq->arena, rq->lang,
                                  order_word(rq->arena, rq->lang, "benefit", o->benefit)));
        steps_in(rq, &all, o, order_law(rules, o->given), out);
        if (o->ended != DAY_NONE)
            put(rq, out, o->ended, o->ended_at, msg_order_title(rq->lang), o->ended_name,
                msg_order_event_ended(rq->arena, rq->lang,
                                      order_word(rq->arena, rq->lang, "end", o->end_reason)));
    }
    return true;
}

/* ---- facts: nothing on the page of those who never had an order ---- */

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct order_now now;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!order_now_read(rq, youth_id, &now, err)) return false;
    const char *text =
        now.step
            ? msg_order_fact_step(rq->arena, rq->lang,
                                  order_step_words(rq->arena, rq->lang, now.law, now.step->kind),
                                  fmt_day_short(rq->arena, rq->lang, now.step->due))
        : now.started ? msg_order_started(rq->lang)
        : now.open    ? msg_order_fact_open(rq->lang)
        : now.all.n   ? msg_order_fact_past(rq->lang)
                      : msg_order_fact_none(rq->lang);
    *facts_add(out) = (struct fact){msg_order_fact_group(rq->lang), msg_order_title(rq->lang), text,
                                    arena_fmt(rq->arena, "/unge/%s/paalaeg", youth_id)};
    return true;
}

/* ---- worklist ---- */

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_order_waits_rows rows;
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err) ||
        !q_order_waits(rq->db, rq->arena, (struct q_order_waits_in){query->user_id, query->until},
                       &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_order_waits_row *r = &rows.v[i];
        enum order_law law = order_law(rules, r->given_day);
        bool step = r->step != INT_NONE;
        struct worklist_item *item = worklist_add(out);
        item->task = step ? msg_order_task_step(rq->arena, rq->lang,
                                                order_step_words(rq->arena, rq->lang, law, r->kind))
                          : msg_order_task_next(rq->lang);
        item->task_kind = "order";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = msg_order_years(rq->arena, rq->lang, day_age(r->born, query->today));
        item->due = step ? r->due : deadline_roll(r->known_day + STEP_DAYS);
        item->basis = step ? msg_order_task_basis(rq->lang) : NULL;
        item->href = arena_fmt(rq->arena, "/unge/%s/paalaeg", r->youth);
        item->verb = step ? msg_order_task_verb(rq->lang) : msg_order_task_next_verb(rq->lang);
    }
    return true;
}

#define READ(path_, handle_)                                                                       \
    {                                                                                              \
        "GET", "/unge/{youth}/paalaeg" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON,                \
            "order.purpose", .flags = 0                                                            \
    }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", "/unge/{youth}/paalaeg" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,        \
            "order.purpose", .flags = 0                                                            \
    }
#define FORM(path_) READ(path_, order_form_get), CHANGE(path_, order_form_post)
static const struct route routes[] = {
    {"GET", "/paalaeg", order_list_get, ROLE_GUIDANCE, AUDIT_LIST, "order.purpose_list",
     .flags = 0},
    READ("", order_page_get),
    FORM("/ny"),
    FORM("/trin"),
    FORM("/svar"),
    FORM("/frist"),
    FORM("/kontakt"),
    FORM("/slut"),
    CHANGE("/{hvad}/{raekke}/fortryd", order_undo_post),
};

static const struct db_statement *const person_asks[] = {&statement_order_all,
                                                         &statement_order_steps, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_order_waits, NULL};

const struct slice order_slice = {
    .name = "order",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .insight = order_insight,
    .erase = order_erase,
};

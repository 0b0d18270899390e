/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, facts, notices, routes.
 *
 * Worklist lines: the clock that runs ("duty": contact, then a new activity); an offer whose day has come
 * ("duty"); what waits in the case about the child benefit, and an exemption that ends ("duty-case"); the
 * review of the period, in its last weeks ("duty-review").
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"

#include <string.h>

#define REVIEW_SOON 21 /* days before the period of the review ends */

/* ---- timeline ---- */

static const char *event_text(struct request *rq, const struct q_duty_events_row *r) {
    struct arena *a = rq->arena;
    if (strcmp(r->what, "aware") == 0)
        return msg_duty_told_text(a, rq->lang, r->until, duty_source_word(a, rq->lang, r->detail));
    if (strcmp(r->what, "benefit") == 0)
        return msg_by_key(rq->lang, arena_fmt(a, "duty.step.%s", r->detail));
    const char *prefix = strcmp(r->what, "offer") == 0 ? "duty.offer" : "duty.ground";
    return msg_by_key(rq->lang, arena_fmt(a, "%s.%s", prefix, r->detail));
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_duty_events_rows rows;
    if (!q_duty_events(rq->db, rq->arena, (struct q_duty_events_in){youth_id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_events_row *r = &rows.v[i];
        struct timeline_item *item = timeline_add(out);
        item->day = r->day;
        item->at = r->at;
        item->icon = strcmp(r->what, "aware") == 0 ? "warning" : "assignment";
        item->kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "duty.event.%s", r->what));
        item->actor = r->actor;
        item->text = event_text(rq, r);
    }
    return true;
}

/* ---- worklist ---- */

static const char *contact_days(struct request *rq, const struct duty_rules *rules) {
    return rule_days_words(rq->arena, rq->lang, rules->contact_days, rules->contact_type);
}

static const char *offer_days(struct request *rq, const struct duty_rules *rules) {
    return rule_days_words(rq->arena, rq->lang, rules->activity_days, DAY_CALENDAR);
}

static struct worklist_item *item_add(struct request *rq, struct worklist *out, const char *kind,
                                      const char *youth, const char *name, int32_t born) {
    struct worklist_item *item = worklist_add(out);
    item->task_kind = kind;
    item->youth_id = youth;
    item->who = name;
    item->about = msg_duty_years(rq->arena, rq->lang, day_age(born, clock_today()));
    return item;
}

static void case_item(struct request *rq, const struct rules *rules, const struct duty_line *l,
                      struct worklist *out) {
    const struct duty_facts *f = &l->facts;
    bool reached = f->contact != DAY_NONE, offered = reached && f->offer != DAY_NONE;
    if (offered && l->offer_start == DAY_NONE) return; /* nothing to do on a day */
    struct worklist_item *item = item_add(rq, out, "duty", l->youth_id, l->name, l->born);
    item->about = msg_duty_case_about(rq->arena, rq->lang, day_age(l->born, clock_today()),
                                      f->aware, duty_source_word(rq->arena, rq->lang, l->source));
    const char *base = arena_fmt(rq->arena, "/unge/%s", l->youth_id);
    if (offered) {
        item->task = msg_duty_todo_begin(rq->lang);
        item->due = l->offer_start;
        item->href = arena_fmt(rq->arena, "%s/aktivitet", base);
        item->verb = msg_duty_do_begun_short(rq->lang);
        return;
    }
    const struct duty_clock *c = reached ? &l->state.activity : &l->state.contact;
    struct duty_rules on = rules_duty(rules, c->start);
    item->due = c->due;
    item->task = reached ? msg_duty_todo_offer(rq->lang) : msg_duty_todo_contact(rq->lang);
    item->basis = reached ? msg_duty_offer_basis(rq->arena, rq->lang, offer_days(rq, &on))
                          : contact_days(rq, &on);
    item->href = arena_fmt(rq->arena, reached ? "%s/pligt" : "%s#qn", base);
    item->verb = reached ? msg_duty_do_offer_short(rq->lang) : msg_duty_do_contact(rq->lang);
}

static bool cases_items(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct duty_lines lines;
    if (!duty_cases_mine(rq->db, rq->arena, query, &lines, err)) return false;
    for (size_t i = 0; i < lines.n; i++)
        if (lines.v[i].state.end == DUTY_OPEN) case_item(rq, rules, &lines.v[i], out);
    return true;
}

static bool other_items(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct q_duty_todo_rows rows;
    struct q_duty_todo_in in = {query->user_id, query->today, query->until, worklist_of_18(query)};
    if (!q_duty_todo(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_todo_row *r = &rows.v[i];
        struct worklist_item *item = item_add(rq, out, "duty-case", r->youth, r->name, r->born);
        const char *what = arena_fmt(rq->arena, "duty.todo.%s", r->what);
        item->task = msg_by_key(rq->lang, what);
        item->verb = msg_by_key(rq->lang, arena_fmt(rq->arena, "%s_verb", what));
        item->href = arena_fmt(rq->arena, "/unge/%s/pligt", r->youth);
        item->due = r->due;
        if (strcmp(r->what, "hearing") == 0) item->due = r->due + 1; /* the day after the last */
        if (strcmp(r->what, "tell") == 0) /* so that the next payment is the right one */
            item->due = benefit_tell_by(rules, benefit_next_paid(rules, r->due));
    }
    return true;
}

static bool review_item(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    int32_t first, last, today = query->today;
    struct q_duty_review_mine_rows rows;
    if (!duty_period(rules, today, &first, &last) || last - today > REVIEW_SOON) return true;
    int64_t from = rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, today);
    int64_t to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, today);
    struct q_duty_review_mine_in in = {query->user_id, day_add_months(today, -12 * (int)to),
                                       day_add_months(today, -12 * (int)from), first};
    if (!q_duty_review_mine(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.v[0].n) return true;
    struct worklist_item *item = worklist_add(out);
    item->task = msg_duty_todo_review(rq->lang);
    item->task_kind = "duty-review";
    item->who = msg_duty_review(rq->lang);
    item->about = msg_duty_todo_review_about(rq->arena, rq->lang, rows.v[0].n);
    item->due = last;
    item->href = "/pligt/gennemgang";
    item->verb = msg_duty_todo_review_verb(rq->lang);
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    const struct rules *rules;
    return rules_now(rq->db, &rules, err) && cases_items(rq, rules, query, out, err) &&
           other_items(rq, rules, query, out, err) && review_item(rq, rules, query, out, err);
}

/* ---- facts ---- */

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    const struct rules *rules;
    struct q_duty_glance_rows rows;
    int32_t today = clock_today(), first = today, last;
    if (!rules_now(rq->db, &rules, err)) return false;
    bool ruled = duty_period(rules, today, &first, &last);
    if (!q_duty_glance(rq->db, rq->arena, (struct q_duty_glance_in){youth_id}, &rows, err))
        return false;
    bool bound = rows.n && duty_is_age(rules, rows.v[0].born, today);
    if (!rows.n || (!bound && !rows.v[0].cases)) return true;
    const char *group = msg_duty_title(rq->lang);
    *facts_add(out) =
        (struct fact){group, msg_duty_fact_label(rq->lang),
                      rows.v[0].cases ? msg_duty_fact_cases(rq->arena, rq->lang, rows.v[0].cases)
                                      : msg_duty_fact_none(rq->lang),
                      arena_fmt(rq->arena, "/unge/%s/pligt", youth_id)};
    if (bound && ruled)
        *facts_add(out) = (struct fact){
            group, msg_duty_review_short(rq->lang),
            rows.v[0].reviewed < first ? msg_duty_fact_not_reviewed(rq->lang)
                                       : fmt_day_short(rq->arena, rq->lang, rows.v[0].reviewed),
            NULL};
    return true;
}

/* ---- notices ---- */

static void notice_make(struct request *rq, const struct rules *rules, const struct duty_line *l,
                        struct notice *n) {
    bool reached = l->facts.contact != DAY_NONE;
    const struct duty_clock *c = reached ? &l->state.activity : &l->state.contact;
    struct duty_rules on = rules_duty(rules, c->start);
    int32_t today = clock_today();
    int over = workdays_between(c->due, today, &on.calendar);
    struct arena *a = rq->arena;
    n->level = c->state == CLOCK_BROKEN ? 3 : 2;
    if (c->state == CLOCK_BROKEN)
        n->title = reached ? msg_duty_notice_offer_over(a, rq->lang, over)
                           : msg_duty_notice_contact_over(a, rq->lang, over);
    else
        n->title = reached ? msg_duty_notice_offer_due(a, rq->lang, c->due)
                           : msg_duty_notice_contact_due(a, rq->lang, c->due);
    n->text = reached ? msg_duty_notice_offer_text(a, rq->lang, offer_days(rq, &on))
                      : msg_duty_notice_contact_text(a, rq->lang, contact_days(rq, &on),
                                                     offer_days(rq, &on));
    n->href = arena_fmt(a, "/unge/%s/pligt", l->youth_id);
    n->link = msg_duty_notice_link(rq->lang);
}

static bool notices(struct request *rq, const char *youth_id, struct notices *out,
                    struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    const struct rules *rules;
    struct duty_lines lines;
    if (!rules_now(rq->db, &rules, err) ||
        !duty_cases_of(rq->db, rq->arena, youth_id, clock_today(), &lines, err))
        return false;
    const struct duty_line *open = duty_open(&lines);
    if (!open) return true;
    bool offered = open->facts.contact != DAY_NONE && open->facts.offer != DAY_NONE;
    if (offered) {
        struct notice *n = notices_add(out);
        n->level = 1;
        n->title = msg_duty_notice_offered(rq->arena, rq->lang, open->facts.offer);
        return true;
    }
    notice_make(rq, rules, open, notices_add(out));
    return true;
}

/* ---- routes ---- */

#define READ(path_, handle_)                                                                       \
    {                                                                                              \
        "GET", "/unge/{youth}/pligt" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON, "duty.purpose",  \
            .flags = 0                                                                             \
    }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", "/unge/{youth}/pligt" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,          \
            "duty.purpose", .flags = 0                                                             \
    }
#define FORM(path_) READ(path_, duty_form_get), CHANGE(path_, duty_form_post)
static const struct route routes[] = {
    READ("", duty_page_get),
    FORM("/brud"),
    FORM("/tilbud"),
    FORM("/fritagelse"),
    FORM("/hoering"),
    FORM("/svar"),
    FORM("/afgoerelse"),
    FORM("/udbetaling"),
    FORM("/klage"),
    FORM("/genoptag"),
    CHANGE("/gennemset", duty_reviewed_post),
    CHANGE("/fritagelse/{raekke}/slut", duty_exempt_end_post),
    CHANGE("/{hvad}/{raekke}/fortryd", duty_undo_post),
    {"GET", "/pligt", duty_overview_get, ROLE_GUIDANCE | ROLE_MANAGEMENT, AUDIT_LIST,
     "duty.purpose.level", .flags = 0},
    {"GET", "/pligt/data.csv", duty_data_get, ROLE_GUIDANCE | ROLE_MANAGEMENT, AUDIT_LIST,
     "duty.purpose.level", .flags = 0},
    {"GET", "/pligt/gennemgang", duty_review_get, ROLE_GUIDANCE, AUDIT_LIST, "duty.purpose.review",
     .flags = 0},
    {"POST", "/pligt/gennemgang", duty_review_post, ROLE_GUIDANCE, AUDIT_LIST,
     "duty.purpose.review", .lists = "valgt"},
};

static const struct db_statement *const person_asks[] = {&statement_duty_of, &statement_duty_glance,
                                                         &statement_duty_events, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_duty_mine,
                                                           &statement_duty_todo, NULL};

const struct slice duty_slice = {
    .name = "duty",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .notices = notices,
    .insight = duty_insight,
    .erase = duty_erase,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: timeline, worklist, facts, notices, routes.
 *
 * Worklist lines: how many of one's own have a status too old to be believed (one line for all of them),
 * an assessment whose period ends, somebody with several efforts and no contact person.
 */
#include "outreach/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/outreach.sql.h"

#include <string.h>

#define RENEW_DAYS 60 /* before the period of an assessment ends */

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_outreach_events_rows rows;
    if (!q_outreach_events(rq->db, rq->arena, (struct q_outreach_events_in){youth_id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_events_row *r = &rows.v[i];
        struct timeline_item *item = timeline_add(out);
        const char *prefix = strcmp(r->what, "assessment") == 0 ? "outreach.track"
                             : strcmp(r->what, "stu") == 0      ? "outreach.stu"
                                                                : "outreach.side";
        item->day = r->day;
        item->at = r->at;
        item->icon = strcmp(r->what, "check") == 0 ? "check-circle" : "assignment";
        item->kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "outreach.event.%s", r->what));
        item->actor = r->actor;
        item->text = r->detail
                         ? msg_by_key(rq->lang, arena_fmt(rq->arena, "%s.%s", prefix, r->detail))
                         : NULL;
    }
    return true;
}

/* ---- worklist ---- */

static bool expired_item(struct request *rq, const struct rules *rules,
                         const struct worklist_query *query, struct worklist *out,
                         struct err *err) {
    struct q_outreach_expiring_rows rows;
    struct q_outreach_expiring_in in = {query->user_id, query->today, worklist_of_18(query)};
    int64_t n = 0;
    int32_t first = DAY_NONE;
    if (!q_outreach_expiring(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_expiring_row *r = &rows.v[i];
        struct outreach_facts facts = {r->kind, r->hours, clock_day_of(r->known_at), r->checked};
        int32_t expires;
        if (outreach_band(rules, r->born, query->today) == BAND_NONE) continue;
        if (outreach_judge(&facts, rules, query->today, &expires) != OUTREACH_EXPIRED) continue;
        if (first == DAY_NONE || expires < first) first = expires;
        n++;
    }
    if (!n) return true;
    struct worklist_item *item = worklist_add(out);
    item->task = msg_outreach_todo_expired(rq->lang);
    item->task_kind = "outreach";
    item->who = msg_outreach_title(rq->lang);
    item->about = msg_outreach_todo_expired_about(rq->arena, rq->lang, n, first);
    item->due = query->today; /* nobody has missed a deadline: it is something for today */
    item->href = "/opsoegende?status=expired";
    item->verb = msg_outreach_todo_expired_verb(rq->lang);
    return true;
}

static bool other_items(struct request *rq, const struct rules *rules,
                        const struct worklist_query *query, struct worklist *out, struct err *err) {
    struct q_outreach_todo_rows rows;
    struct q_outreach_todo_in in = {query->user_id, query->today, query->until,
                                    worklist_of_18(query)};
    if (!q_outreach_todo(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_todo_row *r = &rows.v[i];
        bool contact = strcmp(r->what, "contact") == 0;
        if (contact && !outreach_needs_contact(rules, r->n, query->today)) continue;
        if (!contact && r->due > query->today + RENEW_DAYS) continue;
        struct worklist_item *item = worklist_add(out);
        item->task =
            contact ? msg_outreach_todo_contact(rq->lang) : msg_outreach_todo_renew(rq->lang);
        item->task_kind = "outreach";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = msg_outreach_years(rq->arena, rq->lang, day_age(r->born, query->today));
        item->due = contact ? query->today : r->due;
        item->href = arena_fmt(rq->arena, "/unge/%s/maalgruppe", r->youth);
        item->verb = contact ? msg_outreach_todo_contact_verb(rq->lang)
                             : msg_outreach_todo_renew_verb(rq->lang);
    }
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    const struct rules *rules;
    return rules_now(rq->db, &rules, err) && expired_item(rq, rules, query, out, err) &&
           other_items(rq, rules, query, out, err);
}

/* ---- facts ---- */

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_outreach_glance_rows rows;
    const struct rules *rules;
    struct arena *a = rq->arena;
    if (!rules_now(rq->db, &rules, err) ||
        !q_outreach_glance(rq->db, a, (struct q_outreach_glance_in){youth_id}, &rows, err))
        return false;
    if (!rows.n) return true;
    const struct q_outreach_glance_row *r = &rows.v[0];
    int32_t today = clock_today();
    bool concerns = outreach_band(rules, r->born, today) != BAND_NONE;
    if (!concerns && !r->track && !r->efforts) return true;
    const char *group = msg_outreach_fact_group(rq->lang);
    *facts_add(out) =
        (struct fact){group, msg_outreach_fact_label(rq->lang),
                      r->track ? msg_by_key(rq->lang, arena_fmt(a, "outreach.track.%s", r->track))
                               : msg_outreach_fact_none(rq->lang),
                      arena_fmt(a, "/unge/%s/maalgruppe", youth_id)};
    if (r->efforts)
        *facts_add(out) = (struct fact){group, msg_outreach_efforts(rq->lang),
                                        msg_outreach_fact_efforts(a, rq->lang, r->efforts), NULL};
    const char *contact = outreach_open(a, "outreach_contact", r->contact_id, "name", r->contact);
    if (contact)
        *facts_add(out) = (struct fact){group, msg_outreach_contact(rq->lang), contact, NULL};
    return true;
}

/* ---- routes ---- */

#define READ(path_, handle_)                                                                       \
    {                                                                                              \
        "GET", "/unge/{youth}/maalgruppe" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON,             \
            "outreach.purpose", .flags = 0                                                         \
    }
#define CHANGE(path_, handle_)                                                                     \
    {                                                                                              \
        "POST", "/unge/{youth}/maalgruppe" path_, handle_, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,     \
            "outreach.purpose", .flags = 0                                                         \
    }
#define FORM(path_) READ(path_, outreach_form_get), CHANGE(path_, outreach_form_post)
static const struct route routes[] = {
    {"GET", "/opsoegende", outreach_list_get, ROLE_GUIDANCE, AUDIT_LIST, "outreach.purpose.list",
     .flags = 0},
    READ("", outreach_page_get),
    FORM("/vurdering"),
    FORM("/stu"),
    FORM("/stu-svar"),
    FORM("/indsats"),
    FORM("/kontaktperson"),
    CHANGE("/bekraeft", outreach_check_post),
    CHANGE("/indsats/{raekke}/slut", outreach_end_post),
    CHANGE("/{hvad}/{raekke}/fortryd", outreach_undo_post),
};

static const struct db_statement *const person_asks[] = {&statement_outreach_events,
                                                         &statement_outreach_glance, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_outreach_expiring,
                                                           &statement_outreach_todo, NULL};

const struct slice outreach_slice = {
    .name = "outreach",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .insight = outreach_insight,
    .erase = outreach_erase,
};

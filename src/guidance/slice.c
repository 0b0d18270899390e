/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: notes in the timeline, the note box, follow-ups as worklist
 * lines and facts, last contact and next follow-up in the caseload.
 */
#include "guidance/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "collective/collective.h"
#include "gen/guidance.html.h"
#include "gen/guidance.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

#define UNDO_US (10LL * 60 * 1000000)

static const char *icon_of(const char *kind) {
    if (strcmp(kind, "phone") == 0) return "phone";
    if (strcmp(kind, "message") == 0) return "mail";
    if (strcmp(kind, "collective") == 0) return "group";
    if (strcmp(kind, "school") == 0) return "school";
    if (strcmp(kind, "parents") == 0) return "persons";
    return "chat";
}

/* A restricted note is read by its author and the team leader; others see that there is one. */
static bool may_read(const struct request *rq, const struct q_guidance_contacts_row *r) {
    return !r->restricted || r->author == rq->visitor.user_id ||
           rq->visitor.role == ROLE_TEAM_LEADER;
}

static const char *text_of(struct request *rq, const struct q_guidance_contacts_row *r) {
    if (strcmp(r->kind, "collective") == 0) {
        const char *theme = collective_theme_words(rq->arena, rq->lang, r->theme ? r->theme : "",
                                                   r->theme_da, r->theme_en);
        return r->attended ? theme : msg_guidance_absent(rq->arena, rq->lang, theme);
    }
    if (!may_read(rq, r)) return msg_guidance_restricted_hidden(rq->lang);
    if (!r->body.ptr) return NULL;
    const char *row = arena_fmt(rq->arena, "%lld", (long long)r->id);
    const char *text = open_text(rq->arena, "contact", row, "body", r->body);
    return text ? text : msg_guidance_unreadable(rq->lang);
}

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct q_guidance_contacts_rows rows;
    if (!q_guidance_contacts(rq->db, rq->arena, (struct q_guidance_contacts_in){youth_id}, &rows,
                             err))
        return false;
    int64_t now = clock_now();
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_guidance_contacts_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        struct timeline_item *item = timeline_add(out);
        bool collective = strcmp(r->kind, "collective") == 0;
        item->day = r->day;
        item->at = r->at;
        item->icon = icon_of(r->kind);
        item->kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "guidance.kind.%s", r->kind));
        item->actor = r->author_name;
        item->text = text_of(rq, r);
        item->badge = r->restricted ? msg_guidance_restricted_badge(rq->lang) : NULL;
        item->id = arena_fmt(rq->arena, "n%lld", (long long)r->id);
        if (!collective && r->author == rq->visitor.user_id && now - r->at < UNDO_US)
            item->undo =
                arena_fmt(rq->arena, "/unge/%s/noter/%lld/fortryd", youth_id, (long long)r->id);
    }
    return true;
}

static bool panel(struct request *rq, const char *youth_id, struct panel *ret_panel,
                  struct err *err) {
    struct note_panel *p = arena_alloc(rq->arena, sizeof *p);
    if (!note_panel_make(rq, youth_id, NULL, p, err)) return false;
    *ret_panel = (struct panel){view_note_panel_any, p};
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_guidance_follow_ups_mine_rows rows;
    struct q_guidance_follow_ups_mine_in in = {query->user_id, query->until, query->today};
    if (!q_guidance_follow_ups_mine(rq->db, rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_guidance_follow_ups_mine_row *r = &rows.v[i];
        struct worklist_item *item = worklist_add(out);
        const char *years = msg_guidance_years(rq->arena, rq->lang, day_age(r->born, query->today));
        item->task = *r->what ? r->what : msg_guidance_worklist_follow_up(rq->lang);
        item->task_kind = "follow-up";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = r->school
                          ? arena_fmt(rq->arena, "%s · %s, %s", years, r->school, r->class_name)
                          : years;
        item->institution = r->institution;
        item->due = r->due;
        item->href = arena_fmt(rq->arena, "/unge/%s#qn", r->youth);
        item->verb = msg_guidance_worklist_verb(rq->lang);
        item->key = arena_fmt(rq->arena, "guidance:%lld", (long long)r->id);
    }
    return true;
}

static bool follow_up_move(struct db *w, int64_t id, int64_t owner, int32_t *due, int64_t *changed,
                           struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_guidance_follow_up_day_rows before;
    struct q_guidance_follow_up_move_in in = {id, owner, *due};
    if (!q_guidance_follow_up_day(w, a, (struct q_guidance_follow_up_day_in){id, owner}, &before,
                                  err) ||
        !q_guidance_follow_up_move(w, in, changed, err))
        return false;
    if (before.n) *due = before.v[0].due;
    return true;
}

static bool worklist_act(struct db *w, const char *key, const char *action, int32_t *due,
                         int64_t user_id, struct err *err) {
    int64_t id = strtoll(key + strlen("guidance:"), NULL, 10), changed = 0;
    struct q_guidance_follow_up_done_in done = {id, user_id, clock_now()};
    struct q_guidance_follow_up_reopen_in reopen = {id, user_id};
    bool ok = strcmp(action, "done") == 0 ? q_guidance_follow_up_done(w, done, &changed, err)
              : strcmp(action, "reopen") == 0
                  ? q_guidance_follow_up_reopen(w, reopen, &changed, err)
                  : follow_up_move(w, id, user_id, due, &changed, err);
    if (ok && !changed) return err_set(err, ERR_NOT_FOUND, "no open follow-up of that number");
    return ok;
}

static bool caseload(struct request *rq, const struct worklist_query *query, struct caseload *rows,
                     struct err *err) {
    struct q_guidance_last_contacts_rows last;
    struct q_guidance_last_contacts_in in = {query->user_id, query->today,
                                             school_year_of(query->today)};
    struct q_guidance_follow_ups_next_rows next;
    if (!q_guidance_last_contacts(rq->db, rq->arena, in, &last, err) ||
        !q_guidance_follow_ups_next(
            rq->db, rq->arena, (struct q_guidance_follow_ups_next_in){query->user_id}, &next, err))
        return false;
    for (size_t i = 0; i < last.n; i++) {
        struct caseload_row *row = caseload_find(rows, last.v[i].youth);
        if (row) row->last_contact = last.v[i].day;
    }
    for (size_t i = 0; i < next.n; i++) {
        struct caseload_row *row = caseload_find(rows, next.v[i].youth);
        if (row) row->next_due = next.v[i].due;
    }
    return true;
}

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    struct q_guidance_follow_ups_of_rows rows;
    if (!q_guidance_follow_ups_of(rq->db, rq->arena, (struct q_guidance_follow_ups_of_in){youth_id},
                                  &rows, err))
        return false;
    const char *group = msg_guidance_fact_group(rq->lang);
    for (size_t i = 0; i < rows.n; i++) {
        struct fact *f = facts_add(out);
        *f = (struct fact){group, fmt_day_short(rq->arena, rq->lang, rows.v[i].due),
                           *rows.v[i].what ? rows.v[i].what : rows.v[i].owner_name, NULL};
    }
    return true;
}

static const struct route routes[] = {
    {"POST", "/unge/{youth}/noter", note_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "guidance.purpose", .flags = 0},
    {"POST", "/unge/{youth}/noter/{note}/fortryd", note_undo_post, ROLE_GUIDANCE,
     AUDIT_PERSON_CHANGE, "guidance.purpose", .flags = 0},
    {"POST", "/unge/{youth}/kladde", draft_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "guidance.purpose_draft", .flags = 0},
    {"POST", "/unge/{youth}/opfoelgning/{followup}", follow_up_post, ROLE_GUIDANCE,
     AUDIT_PERSON_CHANGE, "guidance.purpose", .flags = 0},
};

static const struct db_statement *const person_asks[] = {&statement_guidance_follow_ups_of,
                                                         &statement_guidance_contacts,
                                                         &statement_guidance_last_kind, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_guidance_follow_ups_mine,
                                                           NULL};
static const struct db_statement *const caseload_asks[] = {
    &statement_guidance_last_contacts, &statement_guidance_follow_ups_next, NULL};

const struct slice guidance_slice = {
    .name = "guidance",
    .asks = {[PAGE_PERSON] = person_asks,
             [PAGE_WORKLIST] = worklist_asks,
             [PAGE_CASELOAD] = caseload_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .caseload = caseload,
    .facts = facts,
    .panel = panel,
    .worklist_act = worklist_act,
    .handover_preview = guidance_handover_preview,
    .handover_move = guidance_handover_move,
    .handover_back = guidance_handover_back,
    .insight = guidance_insight,
    .erase = guidance_erase,
};

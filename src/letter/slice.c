/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: routes, timeline, worklist, facts, and the outbox's job.
 */
#include "letter/internal.h"
#include "letter/outbox.h"

#include "base/clock.h"
#include "gen/letter.sql.h"
#include "gen/msg.h"

static bool timeline(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err) {
    struct letter_line *lines;
    size_t n;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!letter_list(rq->db, rq->arena, youth_id, &lines, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        const struct letter_line *l = &lines[i];
        if (l->state == LETTER_WITHDRAWN) continue;
        const char *to = letter_to_word(rq->lang, l->recipient);
        bool sent = l->state == LETTER_SENT;
        struct timeline_item *item = timeline_add(out);
        item->day = l->day;
        item->at = l->at;
        item->icon = "mail";
        item->kind =
            sent ? msg_letter_timeline_sent(rq->lang) : msg_letter_timeline_other(rq->lang);
        item->actor = l->account_name;
        item->text = sent ? msg_letter_timeline_text(rq->arena, rq->lang, l->subject, to)
                          : msg_letter_timeline_state(rq->arena, rq->lang, l->subject, to,
                                                      letter_state_word(rq->lang, l->state));
    }
    return true;
}

static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct q_letter_count_rows rows;
    if (!(rq->visitor.role & ROLE_GUIDANCE)) return true;
    if (!q_letter_count(rq->db, rq->arena, (struct q_letter_count_in){youth_id}, &rows, err))
        return false;
    *facts_add(out) =
        (struct fact){msg_letter_fact_group(rq->lang), msg_letter_fact_label(rq->lang),
                      msg_letter_fact_count(rq->arena, rq->lang, rows.v[0].n),
                      arena_fmt(rq->arena, "/unge/%s/breve", youth_id)};
    return true;
}

static bool worklist(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err) {
    struct q_letter_todo_rows rows;
    if (!q_letter_todo(rq->db, rq->arena, (struct q_letter_todo_in){query->user_id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_letter_todo_row *r = &rows.v[i];
        struct sheet sheet;
        const char *text =
            open_text(rq->arena, "letter", letter_row(rq->arena, r->id), "body", r->body);
        if (!text || !sheet_read(rq->arena, text, &sheet)) continue; /* open_text has logged it */
        bool hand = letter_state_of(r->state) == LETTER_HAND;
        struct worklist_item *item = worklist_add(out);
        item->task =
            hand ? msg_letter_worklist_hand(rq->lang) : msg_letter_worklist_failed(rq->lang);
        item->task_kind = "letter";
        item->youth_id = r->youth;
        item->who = r->name;
        item->about = msg_letter_worklist_about(rq->arena, rq->lang, sheet.subject,
                                                letter_to_word(rq->lang, r->recipient));
        item->due = clock_day_of(r->changed_at); /* it is late from the first day on */
        item->due_time = INT_NONE;
        item->href = arena_fmt(rq->arena, "/unge/%s/breve/%lld", r->youth, (long long)r->id);
        item->verb = hand ? msg_letter_worklist_hand_verb(rq->lang)
                          : msg_letter_worklist_failed_verb(rq->lang);
    }
    return true;
}

static const struct route routes[] = {
    {"GET", "/unge/{youth}/breve", letter_list_get, ROLE_GUIDANCE, AUDIT_PERSON, "letter.purpose",
     .flags = 0},
    {"GET", "/unge/{youth}/breve/{letter}", letter_page_get, ROLE_GUIDANCE, AUDIT_PERSON,
     "letter.purpose", .flags = 0},
    {"POST", "/unge/{youth}/breve/{letter}", letter_act_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "letter.purpose.change", .flags = 0},
    {"GET", "/unge/{youth}/breve/{letter}/pdf", letter_pdf_get, ROLE_GUIDANCE, AUDIT_PERSON,
     "letter.purpose", .flags = 0},
};

static const struct job_kind jobs[] = {{OUTBOX_JOB, outbox_run, outbox_due}};

static const struct db_statement *const person_asks[] = {&statement_letter_count,
                                                         &statement_letter_of, NULL};
static const struct db_statement *const worklist_asks[] = {&statement_letter_todo, NULL};

const struct slice letter_slice = {
    .name = "letter",
    .asks = {[PAGE_PERSON] = person_asks, [PAGE_WORKLIST] = worklist_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .timeline = timeline,
    .worklist = worklist,
    .facts = facts,
    .jobs = jobs,
    .jobs_n = sizeof jobs / sizeof *jobs,
    .insight = letter_insight,
    .erase = letter_erase,
};

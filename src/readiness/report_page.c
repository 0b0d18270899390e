/* SPDX-License-Identifier: EUPL-1.2
 *
 * The last look before a report is sent, and reports as they were sent.
 */
#include "readiness/grid.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "gen/msg.h"
#include "gen/readiness.html.h"

#include <stdlib.h>
#include <string.h>

struct reporting {
    struct request *rq;
    struct opened *o;
    struct report *report;
    struct terms terms;
    bool guidance; /* names lead to the person */
};

static struct reporting reporting(struct request *rq, struct opened *o, struct report *report) {
    return (struct reporting){.rq = rq,
                              .o = o,
                              .report = report,
                              .terms = opened_terms(o, report),
                              .guidance = (rq->visitor.role & ROLE_GUIDANCE) != 0};
}

/* ---- one pupil ---- */

/* "Faglige krav ikke opfyldt: 2-årig hf, 3-årig gymnasial.": each criterion once, with its kinds. */
static void lacks_words(struct request *rq, const struct readiness_result *result,
                        struct text *out) {
    for (int criterion = 0; criterion < 3; criterion++) {
        struct text kinds;
        text_init(&kinds, rq->arena);
        for (int t = 0; t < TYPES; t++) {
            const struct readiness_one *one = &result->of[t];
            enum readiness_answer x = criterion == 0   ? one->academic
                                      : criterion == 1 ? one->personal
                                                       : one->social;
            if (x == ANSWER_NO)
                text_addf(&kinds, "%s%s", kinds.len ? ", " : "", readiness_type_words(rq->lang, t));
        }
        if (!kinds.len) continue;
        const char *list = text_str(&kinds);
        const char *said = criterion == 0 ? msg_readiness_lacks_academic(rq->arena, rq->lang, list)
                           : criterion == 1
                               ? msg_readiness_lacks_personal(rq->arena, rq->lang, list)
                               : msg_readiness_lacks_social(rq->arena, rq->lang, list);
        text_addf(out, "%s%s", out->len ? " " : "", said);
    }
}

static const char *row_why(const struct reporting *r, const struct pupil *p,
                           const struct readiness_result *result) {
    struct request *rq = r->rq;
    struct text out;
    text_init(&out, rq->arena);
    if (p->exempt)
        return strcmp(p->exempt, "stu") == 0 ? msg_readiness_exempt_stu_long(rq->lang)
                                             : msg_readiness_exempt_foreign_long(rq->lang);
    if (r->terms.marks_only) {
        text_add(&out, readiness_marks_words(rq->arena, rq->lang, p->marks));
        if (p->effort && p->reason)
            text_addf(&out, "%s%s", out.len ? ". " : "",
                      msg_readiness_effort_line(rq->arena, rq->lang, p->reason));
        return text_str(&out);
    }
    text_add(&out, readiness_numbers_words(rq->arena, rq->lang, result));
    lacks_words(rq, result, &out);
    const char *focus = readiness_focus_words(rq->arena, rq->lang, p->focus);
    if (*focus)
        text_addf(&out, "%s%s", out.len ? " " : "",
                  msg_readiness_focus_line(rq->arena, rq->lang, focus));
    if (p->reason) text_addf(&out, "%s%s", out.len ? " " : "", p->reason);
    return text_str(&out);
}

/* Which part of the grid lacks something; NULL: none. */
static const char *row_missing(const struct reporting *r, const struct pupil *p,
                               const struct readiness_result *result) {
    bool academic = r->terms.marks_only;
    for (int t = 0; t < TYPES && !academic; t++) academic = result->of[t].academic == ANSWER_NONE;
    return arena_fmt(r->rq->arena, "%s?del=%s#%s-%s", r->o->base,
                     part_names[academic ? PART_MARKS : PART_TRAITS], academic ? "k0" : "per",
                     p->youth);
}

static const char *row_told(const struct reporting *r, const struct pupil *p) {
    if (p->notice != INT_NONE) return msg_readiness_told(r->rq->lang);
    return p->letter ? msg_readiness_not_told(r->rq->lang) : NULL;
}

static struct result_row row_of(const struct reporting *r, const struct pupil *p, bool *ret_done) {
    struct request *rq = r->rq;
    struct readiness_result result = pupil_assess(&r->terms, p, r->report->without_marks);
    struct result_cell *cells = arena_array(rq->arena, TYPES, sizeof *cells);
    *ret_done = pupil_complete(&r->terms, p, r->report->without_marks, &result);
    struct result_row row = {
        .name = p->name,
        .guarded = p->guarded,
        .href = r->guidance ? arena_fmt(rq->arena, "/unge/%s/parathed", p->youth) : NULL,
        .cells = cells,
        .cells_n = r->terms.marks_only ? 0 : TYPES,
        .why = row_why(r, p, &result),
        .told = row_told(r, p),
    };
    for (int t = 0; t < TYPES; t++) {
        bool counts = *ret_done && !p->exempt;
        enum readiness_answer x = counts ? result.of[t].result : ANSWER_NONE;
        cells[t] = (struct result_cell){p->exempt ? msg_readiness_exempt(rq->lang)
                                                  : readiness_answer_words(rq->lang, &result, x),
                                        readiness_answer_badge(x)};
    }
    if (!*ret_done && !r->report->sent) row.missing = row_missing(r, p, &result);
    return row;
}

struct counts {
    int64_t done, missing, owed, efforts;
};

static struct counts rows_of(const struct reporting *r, struct report_page *page) {
    struct request *rq = r->rq;
    struct counts counts = {0};
    struct grid_choice *heads = arena_array(rq->arena, TYPES, sizeof *heads);
    struct result_row *rows = arena_array(rq->arena, r->report->pupils_n + 1, sizeof *rows);
    for (int t = 0; t < TYPES; t++)
        heads[t] = (struct grid_choice){"", readiness_type_words(rq->lang, t)};
    for (size_t i = 0; i < r->report->pupils_n; i++) {
        const struct pupil *p = &r->report->pupils[i];
        bool done;
        if (!p->present && r->report->number == 1) continue;
        rows[page->rows_n++] = row_of(r, p, &done);
        counts.done += done;
        counts.missing += !done;
        counts.owed += p->letter && p->notice == INT_NONE;
        counts.efforts += p->effort;
    }
    page->heads = heads;
    page->heads_n = r->terms.marks_only ? 0 : TYPES;
    page->rows = rows;
    return counts;
}

static void reply_report(struct request *rq, const struct report_page *page, bool has_errors) {
    struct page shell = {.title = page->title,
                         .section = REPORTS,
                         .wide = true,
                         .has_errors = has_errors,
                         .printable = true};
    reply_page(rq, &shell, readiness_report_page, page);
}

/* ---- before it is sent ---- */

static void review(struct request *rq, struct opened *o, const char *conflict) {
    struct err err = {0};
    struct report *draft = &o->reports.draft;
    if (!report_roster(rq->db, rq->arena, o->class.id, o->day, draft, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (draft->id == INT_NONE) {
        reply_redirect(rq, o->base);
        return;
    }
    struct reporting r = reporting(rq, o, draft);
    struct report_page page = {
        .back = o->base,
        .base = o->base,
        .title = o->title,
        .edits = draft->edit[0] + draft->edit[1] + draft->edit[2],
        .rules = r.terms.marks_only
                     ? NULL
                     : readiness_set_words(rq->lang, rules_text(o->rules, RULE_READINESS_RULES,
                                                                NULL, NULL, r.terms.day)),
        .reviewing = true,
        .conflict = conflict};
    struct counts n = rows_of(&r, &page);
    page.may_send = n.done > 0;
    page.lead = n.done ? msg_readiness_review_all(rq->arena, rq->lang, n.done)
                       : msg_readiness_review_nobody(rq->lang);
    if (n.done && n.missing)
        page.lead = arena_fmt(rq->arena, "%s %s", page.lead,
                              msg_readiness_review_missing(rq->arena, rq->lang, n.missing));
    if (conflict) rq->reply.status = 409;
    reply_report(rq, &page, false);
}

void readiness_review_get(struct request *rq) {
    struct opened o;
    if (readiness_open_class(rq, &o)) review(rq, &o, NULL);
}

static bool send_write(struct db *w, void *ctx, struct err *err) {
    return report_send(w, ctx, err);
}

void readiness_send_post(struct request *rq) {
    struct opened o;
    struct err err = {0};
    const char *edits = request_body(rq, "udgave");
    if (!readiness_open_class(rq, &o)) return;
    struct report_send send = {.arena = rq->arena,
                               .rules = o.rules,
                               .class = o.class.id,
                               .school_year = o.class.school_year,
                               .grade = o.class.grade,
                               .round = o.round,
                               .edits = edits ? strtoll(edits, NULL, 10) : -1,
                               .account = rq->visitor.user_id};
    if (store_write(rq->store, send_write, &send, &err)) {
        reply_redirect_notice(
            rq, o.base, msg_readiness_sent_notice(rq->arena, rq->lang, send.ret_judged), NULL);
        return;
    }
    if (err.kind == ERR_CONFLICT) {
        err = (struct err){0};
        if (reports_read(rq->db, rq->arena, o.class.id, o.round, &o.reports, &err))
            review(rq, &o, msg_readiness_review_conflict(rq->lang));
        else
            reply_error(rq, &err);
    } else if (err.kind == ERR_NOT_FOUND)
        reply_redirect_notice(rq, o.base, msg_readiness_nothing_to_send(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* ---- as it was sent ---- */

static void versions_of(struct request *rq, const struct opened *o, struct report_page *page) {
    const struct q_readiness_reports_rows *all = &o->reports.all;
    struct version_link *list = arena_array(rq->arena, all->n + 1, sizeof *list);
    for (size_t i = 0; i < all->n; i++) {
        const struct q_readiness_reports_row *r = &all->v[i];
        if (r->sent_at == INT_NONE) continue;
        list[page->versions_n++] = (struct version_link){
            arena_fmt(rq->arena, "%s/version/%lld", o->base, (long long)r->number),
            msg_readiness_version(rq->arena, rq->lang, r->number, clock_day_of(r->sent_at),
                                  r->sent_name)};
    }
    page->versions = list;
    if (page->versions_n == 1) page->versions_n = 0;
}

static void show_sent(struct request *rq, struct opened *o, struct report *sent, bool newest,
                      const char *typed, const char *error) {
    struct err err = {0};
    if (!report_rows(rq->db, rq->arena, sent, clock_today(), &err)) {
        reply_error(rq, &err);
        return;
    }
    struct reporting r = reporting(rq, o, sent);
    bool draft = o->reports.draft.id != INT_NONE;
    struct report_page page = {
        .back = newest ? REPORTS : o->base,
        .base = o->base,
        .title = o->title,
        .rules = r.terms.marks_only
                     ? NULL
                     : readiness_set_words(rq->lang, rules_text(o->rules, RULE_READINESS_RULES,
                                                                NULL, NULL, sent->day)),
        .may_correct = newest && o->may_write && !draft,
        .correcting = newest && o->may_write && draft,
        .what_next = typed ? typed : msg_readiness_next_default(rq->lang),
        .what_next_error = error,
    };
    struct counts n = rows_of(&r, &page);
    page.lead = newest ? msg_readiness_sent_lead(rq->arena, rq->lang, clock_day_of(sent->sent_at),
                                                 sent->sent_name, n.done)
                       : msg_readiness_old_lead(rq->arena, rq->lang, sent->number,
                                                clock_day_of(sent->sent_at), sent->sent_name);
    page.may_tell = newest && n.owed > 0;
    if (page.may_tell) page.tell_lead = msg_readiness_tell_lead(rq->arena, rq->lang, n.owed);
    versions_of(rq, o, &page);
    if (error) rq->reply.status = 422;
    reply_report(rq, &page, error != NULL);
}

static void show_waiting(struct request *rq, const struct opened *o) {
    int32_t due = readiness_due(o->rules, o->class.grade, o->day, o->round);
    struct report_page page = {.back = REPORTS,
                               .base = o->base,
                               .title = o->title,
                               .lead = due == DAY_NONE
                                           ? msg_readiness_waiting(rq->lang)
                                           : msg_readiness_waiting_due(rq->arena, rq->lang, due)};
    reply_report(rq, &page, false);
}

/* The school goes on with its draft; everybody else, and after sending, sees what was sent. */
void readiness_report_get(struct request *rq) {
    struct opened o;
    if (!readiness_open_class(rq, &o)) return;
    bool sent = o.reports.sent.id != INT_NONE, draft = o.reports.draft.id != INT_NONE;
    if (o.may_write && (draft || !sent))
        readiness_grid_show(rq, &o);
    else if (sent)
        show_sent(rq, &o, &o.reports.sent, true, NULL, NULL);
    else
        show_waiting(rq, &o);
}

void readiness_version_get(struct request *rq) {
    struct opened o;
    if (!readiness_open_class(rq, &o)) return;
    int64_t number = strtoll(request_segment(rq, "number"), NULL, 10);
    for (size_t i = 0; i < o.reports.all.n; i++) {
        const struct q_readiness_reports_row *r = &o.reports.all.v[i];
        if (r->number != number || r->sent_at == INT_NONE) continue;
        struct report report = {.id = r->id,
                                .number = r->number,
                                .without_marks = r->without_marks,
                                .day = r->day,
                                .sent = true,
                                .sent_at = r->sent_at,
                                .sent_name = r->sent_name};
        show_sent(rq, &o, &report, false, NULL, NULL);
        return;
    }
    reply_status(rq, 404);
}

/* ---- corrections, giving up ---- */

struct change {
    struct arena *arena;
    int64_t class, account;
    int round;
    bool drop;
};

static bool change_write(struct db *w, void *ctx, struct err *err) {
    struct change *c = ctx;
    return c->drop ? report_drop(w, c->arena, c->class, c->round, c->account, err)
                   : report_correct(w, c->arena, c->class, c->round, c->account, err);
}

static void change(struct request *rq, bool drop) {
    struct opened o;
    struct err err = {0};
    if (!readiness_open_class(rq, &o)) return;
    struct change c = {rq->arena, o.class.id, rq->visitor.user_id, o.round, drop};
    if (store_write(rq->store, change_write, &c, &err))
        reply_redirect_notice(rq, drop && o.reports.sent.id == INT_NONE ? REPORTS : o.base,
                              drop ? msg_readiness_dropped(rq->lang)
                                   : msg_readiness_correction_begun(rq->lang),
                              NULL);
    else if (err.kind == ERR_CONFLICT)
        reply_redirect_notice(rq, o.base, msg_readiness_correction_is_begun(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else
        reply_error(rq, &err);
}

void readiness_correct_post(struct request *rq) { change(rq, false); }
void readiness_drop_post(struct request *rq) { change(rq, true); }

/* ---- letters ---- */

struct telling {
    struct letters_send send;
    struct report *report;
};

static bool letters_write(struct db *w, void *ctx, struct err *err) {
    struct telling *t = ctx;
    return report_rows(w, t->send.arena, t->report, t->report->day, err) &&
           readiness_letters_send(w, &t->send, t->report, err);
}

void readiness_letters_post(struct request *rq) {
    struct opened o;
    struct err err = {0};
    const char *next = request_body(rq, "videre");
    if (!readiness_open_class(rq, &o)) return;
    struct report *sent = &o.reports.sent;
    if (sent->id == INT_NONE) {
        reply_status(rq, 404);
        return;
    }
    size_t len = next ? strspn(next, " \r\n\t") : 0;
    if (!next || !next[len] || strlen(next) > 2000) {
        show_sent(rq, &o, sent, true, next ? next : "", msg_readiness_next_missing(rq->lang));
        return;
    }
    struct telling t = {{.arena = rq->arena,
                         .rules = o.rules,
                         .grade = o.class.grade,
                         .next = next + len,
                         .account = rq->visitor.user_id},
                        sent};
    if (store_write(rq->store, letters_write, &t, &err))
        reply_redirect_notice(
            rq, o.base, msg_readiness_letters_made(rq->arena, rq->lang, t.send.ret_persons), NULL);
    else
        reply_error(rq, &err);
}

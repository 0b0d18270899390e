/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/parathed: every assessment of one person under its own rules and words, what the
 * municipality found itself, and targeted efforts.
 */
#include "readiness/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "gen/msg.h"
#include "gen/readiness.html.h"

#include <string.h>

bool readiness_head_or_reply(struct request *rq, struct youth_head *ret) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), ret, &found,
                    &err))
        reply_error(rq, &err);
    else if (!found)
        reply_status(rq, 404);
    else
        return true;
    return false;
}

/* ---- rows as pupils ---- */

static enum readiness_answer answer_of(int64_t stored) {
    return stored == INT_NONE ? ANSWER_NONE : stored ? ANSWER_YES : ANSWER_NO;
}

struct pupil readiness_pupil_of_row(struct arena *a, const struct q_readiness_of_row *r) {
    struct pupil p = pupil_blank(NULL, NULL);
    p.id = r->id;
    p.exempt = r->exempt;
    p.academic = r->academic == INT_NONE ? -1 : (int)r->academic;
    p.personal = r->personal == INT_NONE ? -1 : (int)r->personal;
    p.social = r->social == INT_NONE ? -1 : (int)r->social;
    p.focus = (unsigned)r->focus;
    if (r->practical && strlen(r->practical) == PRACTICAL)
        memcpy(p.practical, r->practical, PRACTICAL);
    p.reason = readiness_open(a, "readiness_row", r->id, "reason", r->reason);
    p.plan = readiness_open(a, "readiness_row", r->id, "plan", r->plan);
    p.effort = r->effort;
    p.result[TYPE_EUD] = answer_of(r->eud);
    p.result[TYPE_HF] = answer_of(r->hf);
    p.result[TYPE_GYM] = answer_of(r->gym);
    p.letter = r->letter;
    p.notice = r->notice;
    marks_load(a, r->marks, p.marks);
    return p;
}

bool readiness_newest_read(struct request *rq, const char *youth, struct newest *ret,
                           struct err *err) {
    const struct rules *rules;
    *ret = (struct newest){.exists = false};
    if (!rules_now(rq->db, &rules, err) ||
        !q_readiness_of(rq->db, rq->arena, (struct q_readiness_of_in){youth}, &ret->all, err))
        return false;
    for (size_t i = 0; i < ret->all.n && !ret->exists; i++) {
        const struct q_readiness_of_row *r = &ret->all.v[i];
        if (r->replaced_at != INT_NONE) continue;
        ret->exists = true;
        ret->row = r;
        ret->pupil = readiness_pupil_of_row(rq->arena, r);
        ret->terms = readiness_terms(rules, r->grade, r->day, r->without_marks);
        ret->result = pupil_assess(&ret->terms, &ret->pupil, r->without_marks);
    }
    return true;
}

/* ---- one assessment ---- */

static int round_of(const char *name) { return strcmp(name, readiness_rounds[1]) == 0; }

static const char *told_words(struct request *rq, const struct pupil *p) {
    if (p->notice != INT_NONE) return msg_readiness_told(rq->lang);
    return p->letter ? msg_readiness_not_told(rq->lang) : NULL;
}

static void answers_of(struct request *rq, const struct pupil *p,
                       const struct readiness_result *result, struct person_report *out) {
    struct person_answer *answers = arena_array(rq->arena, TYPES, sizeof *answers);
    for (int t = 0; t < TYPES; t++) {
        const struct readiness_one *one = &result->of[t];
        const char *why = readiness_why_words(rq->arena, rq->lang, one);
        answers[t] = (struct person_answer){
            .kind = readiness_type_words(rq->lang, t),
            .said = p->exempt ? msg_readiness_exempt(rq->lang)
                              : readiness_answer_words(rq->lang, result, p->result[t]),
            .badge = readiness_answer_badge(p->result[t]),
            .why = *why ? why : readiness_academic_words(rq->arena, rq->lang, one)};
    }
    out->answers = answers;
    out->answers_n = result->assessed ? TYPES : 0;
}

static void fact_put(struct fact_line *facts, struct person_report *out, const char *head,
                     const char *text) {
    if (text && *text) facts[out->facts_n++] = (struct fact_line){head, text};
}

static struct person_report report_of(struct request *rq, const struct rules *rules,
                                      const struct q_readiness_of_row *r) {
    struct arena *a = rq->arena;
    struct pupil p = readiness_pupil_of_row(a, r);
    struct terms terms = readiness_terms(rules, r->grade, r->day, r->without_marks);
    struct readiness_result result = pupil_assess(&terms, &p, r->without_marks);
    const char *round = readiness_round_words(a, rq->lang, r->grade, round_of(r->round));
    struct fact_line *facts = arena_array(a, 6, sizeof *facts);
    struct person_report out = {
        .title =
            terms.marks_only
                ? msg_readiness_report_marks(a, rq->lang, fmt_day_long(a, rq->lang, r->day))
                : msg_readiness_report_title(a, rq->lang, round, fmt_day_long(a, rq->lang, r->day)),
        .sent = msg_readiness_report_sent(a, rq->lang, r->class_name, r->school, r->sent_name),
        .rules = terms.marks_only ? NULL : readiness_set_words(rq->lang, r->rules),
        .is_old = r->replaced_at != INT_NONE,
        .told = told_words(rq, &p),
        .facts = facts};
    answers_of(rq, &p, &result, &out);
    fact_put(facts, &out, msg_readiness_fact_marks(rq->lang),
             readiness_marks_words(a, rq->lang, p.marks));
    fact_put(facts, &out, msg_readiness_fact_focus(rq->lang),
             readiness_focus_words(a, rq->lang, p.focus));
    fact_put(facts, &out, msg_readiness_fact_practical(rq->lang),
             readiness_practical_words(a, rq->lang, p.practical));
    fact_put(facts, &out, msg_readiness_fact_reason(rq->lang), p.reason);
    fact_put(facts, &out, msg_readiness_fact_plan(rq->lang), p.plan);
    return out;
}

/* ---- judgements, efforts ---- */

static const char *undo_of(struct request *rq, const char *base, const char *what, int64_t id,
                           int64_t author, int64_t at) {
    if (author != rq->visitor.user_id || clock_now() - at >= UNDO_US) return NULL;
    return arena_fmt(rq->arena, "%s/%s/%lld/fortryd", base, what, (long long)id);
}

static int type_named(const char *name) {
    for (int t = 0; t < TYPES; t++)
        if (strcmp(readiness_types[t], name) == 0) return t;
    return TYPE_EUD;
}

static bool judgements_of(struct request *rq, struct person_page *page, struct err *err) {
    struct arena *a = rq->arena;
    struct q_readiness_judgements_rows rows;
    struct q_readiness_judgements_in in = {page->head->id};
    if (!q_readiness_judgements(rq->db, a, in, &rows, err)) return false;
    struct person_judgement *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_judgements_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *kind = readiness_type_words(rq->lang, type_named(r->type));
        const char *day = fmt_day_long(a, rq->lang, r->day);
        list[page->judgements_n++] = (struct person_judgement){
            r->answer ? msg_readiness_judged_yes(a, rq->lang, kind, day, r->author_name)
                      : msg_readiness_judged_no(a, rq->lang, kind, day, r->author_name),
            readiness_open(a, "readiness_judgement", r->id, "reason", r->reason),
            undo_of(rq, page->base, "vurdering", r->id, r->author, r->at)};
    }
    page->judgements = list;
    return true;
}

static bool efforts_of(struct request *rq, struct person_page *page, struct err *err) {
    struct arena *a = rq->arena;
    struct q_readiness_efforts_rows rows;
    struct q_readiness_efforts_in in = {page->head->id};
    if (!q_readiness_efforts(rq->db, a, in, &rows, err)) return false;
    struct person_effort *list = arena_array(a, rows.n + 1, sizeof *list);
    bool open = false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_readiness_efforts_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *day = fmt_day_long(a, rq->lang, r->day);
        bool going = r->ended_day == DAY_NONE;
        open = open || going;
        list[page->efforts_n++] = (struct person_effort){
            going ? msg_readiness_effort_since(a, rq->lang, day, r->author_name)
                  : msg_readiness_effort_ended(a, rq->lang, day, r->author_name,
                                               fmt_day_long(a, rq->lang, r->ended_day)),
            readiness_open(a, "readiness_effort", r->id, "reason", r->reason),
            readiness_open(a, "readiness_effort", r->id, "plan", r->plan),
            going ? arena_fmt(a, "%s/indsats/%lld/slut", page->base, (long long)r->id) : NULL,
            r->row == INT_NONE ? undo_of(rq, page->base, "indsats", r->id, r->author, r->at)
                               : NULL};
    }
    page->efforts = list;
    page->flag = !open;
    return true;
}

/* Whether the municipality's own step is there, in one sentence. */
static void may_judge(struct request *rq, const struct newest *n, struct person_page *page) {
    if (!n->exists || !n->result.assessed || n->pupil.exempt || !readiness_not_ready(&n->result))
        return;
    bool any = false, academic = false;
    for (int t = 0; t < TYPES; t++) {
        enum rejudge x =
            readiness_rejudge(n->terms.rules, n->terms.grade, n->terms.day, true, &n->result.of[t]);
        any = any || x == REJUDGE_MAY;
        academic = academic || x == REJUDGE_ACADEMIC;
    }
    page->judge = any;
    page->may_judge = any        ? msg_readiness_may_judge(rq->lang)
                      : academic ? msg_readiness_may_not_academic(rq->lang)
                                 : msg_readiness_may_not_grade(rq->lang);
}

static const char *said_of(struct request *rq, const struct newest *n,
                           const struct person_page *page) {
    struct arena *a = rq->arena;
    struct text ready;
    int yes = 0, known = 0;
    if (page->efforts_n && !page->flag) return msg_readiness_said_effort(rq->lang);
    if (!n->exists) return msg_readiness_said_none(rq->lang);
    if (!n->result.assessed) return msg_readiness_said_marks(a, rq->lang, n->row->day);
    if (n->pupil.exempt) return msg_readiness_said_exempt(a, rq->lang, n->row->day);
    text_init(&ready, a);
    for (int t = 0; t < TYPES; t++) {
        known += n->pupil.result[t] != ANSWER_NONE;
        if (n->pupil.result[t] != ANSWER_YES) continue;
        text_addf(&ready, "%s%s", yes++ ? ", " : "", readiness_type_words(rq->lang, t));
    }
    if (!known) return msg_readiness_said_missing(a, rq->lang, n->row->day);
    if (yes == TYPES) return msg_readiness_said_all(a, rq->lang, n->row->day);
    return yes ? msg_readiness_said_some(a, rq->lang, n->row->day, text_str(&ready))
               : msg_readiness_said_no(a, rq->lang, n->row->day);
}

/* From 2024/25 the page is called by what it holds: an assessment only where there is one. */
static bool is_marks_only(const struct rules *rules, const struct newest *n) {
    if (!readiness_marks_only(rules, clock_today())) return false;
    for (size_t i = 0; i < n->all.n; i++)
        if (!readiness_marks_only(rules, n->all.v[i].day)) return false;
    return true;
}

void readiness_person_get(struct request *rq) {
    struct youth_head head;
    struct newest n;
    struct err err = {0};
    const struct rules *rules;
    if (!readiness_head_or_reply(rq, &head)) return;
    struct person_page page = {.head = &head,
                               .base = arena_fmt(rq->arena, "/unge/%s/parathed", head.id)};
    if (!rules_now(rq->db, &rules, &err) || !readiness_newest_read(rq, head.id, &n, &err) ||
        !judgements_of(rq, &page, &err) || !efforts_of(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct person_report *reports = arena_array(rq->arena, n.all.n + 1, sizeof *reports);
    for (size_t i = 0; i < n.all.n; i++) reports[i] = report_of(rq, rules, &n.all.v[i]);
    page.reports = reports;
    page.reports_n = n.all.n;
    may_judge(rq, &n, &page);
    page.flag =
        page.flag && rules_yes(rules, RULE_READINESS_TARGETED_EFFORT, NULL, NULL, clock_today());
    page.said = said_of(rq, &n, &page);
    page.marks_only = is_marks_only(rules, &n);
    page.title = page.marks_only
                     ? msg_readiness_marks_of_person(rq->arena, rq->lang, head.first_name)
                     : msg_readiness_of_person(rq->arena, rq->lang, head.first_name);
    struct page shell = {.title = page.title, .section = "/unge", .printable = true};
    reply_page(rq, &shell, readiness_person_page, &page);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/overgang: the mentor's three months, what the education was told, notices of risk, and
 * what became of each start.
 */
#include "retention/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/retention.html.h"

#include <string.h>

struct rhythm retention_rhythm(const struct rules *rules, int32_t start) {
    static const char *const names[TOUCHES] = {
        RULE_RETENTION_CONTACT_FIRST, RULE_RETENTION_CONTACT_SECOND, RULE_RETENTION_CONTACT_THIRD,
        RULE_RETENTION_CONTACT_FOURTH};
    struct rhythm r = {.over = DAY_NONE};
    for (int i = 0; i < TOUCHES; i++) r.due[i] = DAY_NONE;
    if (start == DAY_NONE) return r;
    int64_t months = rules_int(rules, RULE_RETENTION_MENTOR_MONTHS, NULL, NULL, start);
    if (months == INT_NONE) return r;
    r.over = day_add_months(start, (int)months);
    for (int i = 0; i < TOUCHES; i++) {
        int64_t weeks = rules_int(rules, names[i], NULL, NULL, start);
        if (weeks != INT_NONE) r.due[i] = start + 7 * (int32_t)weeks;
    }
    return r;
}

struct blob retention_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain) {
    const char *key = arena_fmt(a, "%lld", (long long)row);
    return seal_text(a, table, key, column, plain && *plain ? plain : NULL);
}

const char *retention_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed) {
    if (!sealed.ptr) return NULL;
    return open_text(a, table, arena_fmt(a, "%lld", (long long)row), column, sealed);
}

bool retention_head(struct request *rq, struct youth_head *ret) {
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

bool retention_mentorship(struct request *rq, const char *youth, const struct rules *rules,
                          struct q_retention_mentors_rows *ret_all, struct mentorship *ret,
                          struct err *err) {
    int32_t today = clock_today();
    struct q_retention_mentors_in in = {youth, today};
    *ret = (struct mentorship){.exists = false};
    if (!q_retention_mentors(rq->db, rq->arena, in, ret_all, err)) return false;
    for (size_t i = 0; i < ret_all->n && !ret->exists; i++) {
        const struct q_retention_mentors_row *r = &ret_all->v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        *ret = (struct mentorship){.exists = true,
                                   .open = !r->outcome,
                                   .begun = r->start != DAY_NONE,
                                   .row = r,
                                   .rhythm = retention_rhythm(rules, r->start)};
        ret->over = ret->begun && ret->rhythm.over != DAY_NONE && today >= ret->rhythm.over;
    }
    return true;
}

/* ---- parts of the page ---- */

static const char *undo_of(struct request *rq, const char *base, const char *what, int64_t id,
                           int64_t author, int64_t at) {
    if (author != rq->visitor.user_id || clock_now() - at >= UNDO_US) return NULL;
    return arena_fmt(rq->arena, "%s/%s/%lld/fortryd", base, what, (long long)id);
}

static const char *word(struct request *rq, const char *what, const char *value) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "retention.%s.%s", what, value));
}

static bool touches_of(struct request *rq, const struct mentorship *m, struct overgang_page *page,
                       struct err *err) {
    struct arena *a = rq->arena;
    struct q_retention_touches_rows rows;
    struct q_retention_touches_in in = {page->head->id};
    int32_t today = clock_today();
    if (!m->exists || !m->begun) return true;
    if (!q_retention_touches(rq->db, a, in, &rows, err)) return false;
    struct touch_line *list = arena_array(a, TOUCHES + rows.n + 1, sizeof *list);
    bool next = m->open;
    for (int64_t number = 1; number <= TOUCHES; number++) {
        bool any = false;
        int32_t due = m->rhythm.due[number - 1];
        for (size_t i = 0; i < rows.n; i++) {
            const struct q_retention_touches_row *r = &rows.v[i];
            if (r->mentor_row != m->row->id || r->number != number || r->withdrawn_at != INT_NONE)
                continue;
            any = true;
            list[page->touches_n++] = (struct touch_line){
                .number = number,
                .said = msg_retention_touched(a, rq->lang, word(rq, "how", r->how),
                                              fmt_day_short(a, rq->lang, r->day), r->author_name),
                .text = retention_open(a, "retention_touch", r->id, "body", r->body),
                .undo = undo_of(rq, page->base, "kontakt", r->id, r->author, r->at),
                .due = due,
                .done = true};
        }
        if (any || due == DAY_NONE) continue;
        list[page->touches_n++] =
            (struct touch_line){.number = number,
                                .said = due < today ? msg_retention_touch_late(rq->lang)
                                                    : msg_retention_touch_due(rq->lang),
                                .do_it = next ? arena_fmt(a, "%s/kontakt", page->base) : NULL,
                                .due = due,
                                .late = due < today && m->open};
        next = false;
    }
    page->touches = list;
    return true;
}

static bool notes_of(struct request *rq, struct overgang_page *page, struct err *err) {
    struct arena *a = rq->arena;
    struct q_retention_notes_rows notes;
    struct q_retention_receivers_rows got;
    if (!q_retention_notes(rq->db, a, (struct q_retention_notes_in){page->head->id}, &notes, err) ||
        !q_retention_receivers(rq->db, a, (struct q_retention_receivers_in){page->head->id}, &got,
                               err))
        return false;
    struct note_part *list = arena_array(a, notes.n + 1, sizeof *list);
    for (size_t i = 0; i < notes.n; i++) {
        const struct q_retention_notes_row *r = &notes.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        struct line *lines = arena_array(a, got.n + 1, sizeof *lines);
        size_t n = 0;
        for (size_t g = 0; g < got.n; g++) {
            const struct q_retention_receivers_row *x = &got.v[g];
            if (x->note != r->id || x->withdrawn_at != INT_NONE) continue;
            lines[n++] = (struct line){
                fmt_day_short(a, rq->lang, x->day),
                msg_retention_received(a, rq->lang, x->name, x->school, word(rq, "told", x->how)),
                undo_of(rq, page->base, "modtaget", x->id, x->author, x->at)};
        }
        list[page->notes_n++] = (struct note_part){
            msg_retention_note_head(a, rq->lang, fmt_day_long(a, rq->lang, r->day), r->author_name,
                                    word(rq, "basis", r->basis)),
            retention_open(a, "retention_note", r->id, "body", r->body),
            n ? NULL : undo_of(rq, page->base, "besked", r->id, r->author, r->at),
            arena_fmt(a, "%s/besked/%lld/modtaget", page->base, (long long)r->id),
            lines,
            n};
    }
    page->notes = list;
    return true;
}

static bool risks_of(struct request *rq, struct overgang_page *page, struct err *err) {
    struct arena *a = rq->arena;
    struct q_retention_risks_rows rows;
    int32_t today = clock_today();
    if (!q_retention_risks(rq->db, a, (struct q_retention_risks_in){page->head->id}, &rows, err))
        return false;
    struct risk_part *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_retention_risks_row *r = &rows.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        bool counts = r->handled_day == DAY_NONE && r->lapses > today;
        const char *state =
            r->handled_day != DAY_NONE
                ? msg_retention_risk_handled(
                      a, rq->lang, fmt_day_short(a, rq->lang, r->handled_day), r->handled_name)
            : counts ? msg_retention_risk_counts(a, rq->lang, r->lapses)
                     : msg_retention_risk_lapsed(a, rq->lang, r->lapses);
        list[page->risks_n++] = (struct risk_part){
            .head =
                msg_retention_risk_head(a, rq->lang, r->school, fmt_day_long(a, rq->lang, r->day),
                                        word(rq, "cause", r->cause), state),
            .text = retention_open(a, "retention_risk", r->id, "body", r->body),
            .undo = undo_of(rq, page->base, "risiko", r->id, r->author, r->at),
            .handle =
                counts ? arena_fmt(a, "%s/risiko/%lld/klaret", page->base, (long long)r->id) : NULL,
            .counts = counts};
    }
    page->risks = list;
    return true;
}

/* ---- what became of each start ---- */

static const char *became(struct request *rq, const struct course_start *s) {
    struct arena *a = rq->arena;
    const char *day = s->left == DAY_NONE ? "" : fmt_day_long(a, rq->lang, s->left);
    if (s->how == LEAVE_SWITCH) return msg_retention_switched(a, rq->lang, day);
    if (s->how == LEAVE_DROPOUT) {
        const char *cause = s->cause ? s->cause : msg_retention_cause_none(rq->lang);
        return s->may_resume ? msg_retention_dropped_so_far(a, rq->lang, day, cause)
                             : msg_retention_dropped(a, rq->lang, day, cause);
    }
    return s->resumed ? msg_retention_resumed(rq->lang) : msg_retention_stays(rq->lang);
}

static bool courses_of(struct request *rq, const struct rules *rules, struct overgang_page *page,
                       struct err *err) {
    struct arena *a = rq->arena;
    struct q_retention_spells_rows rows;
    int32_t today = clock_today();
    if (!q_retention_spells(rq->db, a, (struct q_retention_spells_in){page->head->id}, &rows, err))
        return false;
    struct course_spell *spells = arena_array(a, rows.n + 1, sizeof *spells);
    struct course_start *starts = arena_array(a, rows.n + 1, sizeof *starts);
    struct line *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        spells[i] = (struct course_spell){rows.v[i].kind,   rows.v[i].programme, rows.v[i].from_day,
                                          rows.v[i].to_day, rows.v[i].outcome,   rows.v[i].cause};
    int64_t months = rules_int(rules, RULE_RETENTION_RESUME_MONTHS, NULL, NULL, today);
    size_t n = course_starts(spells, rows.n, today, months == INT_NONE ? 15 : (int)months, starts);
    for (size_t i = n; i-- > 0;) {
        const struct course_spell *first = &spells[starts[i].first];
        const char *kind = msg_by_key(rq->lang, arena_fmt(a, "activity.kind.%s", first->kind));
        const char *what = first->programme ? arena_fmt(a, "%s, %s", kind, first->programme) : kind;
        list[page->courses_n++] =
            (struct line){fmt_day_short(a, rq->lang, starts[i].day),
                          msg_retention_course(a, rq->lang, what, became(rq, &starts[i])), NULL};
    }
    page->courses = list;
    return true;
}

static void before_of(struct request *rq, const struct q_retention_mentors_rows *all,
                      const struct mentorship *now, struct overgang_page *page) {
    struct line *list = arena_array(rq->arena, all->n + 1, sizeof *list);
    for (size_t i = 0; i < all->n; i++) {
        const struct q_retention_mentors_row *r = &all->v[i];
        if (r == now->row || r->withdrawn_at != INT_NONE) continue;
        list[page->before_n++] =
            (struct line){fmt_day_short(rq->arena, rq->lang, r->since),
                          arena_fmt(rq->arena, "%s · %s", r->mentor_name,
                                    r->outcome ? word(rq, "outcome", r->outcome) : ""),
                          NULL};
    }
    page->before = list;
}

static const char *said_of(struct request *rq, const struct mentorship *m) {
    struct arena *a = rq->arena;
    const char *name = m->exists ? m->row->mentor_name : "";
    if (!m->exists) return msg_retention_said_none(rq->lang);
    if (!m->open)
        return msg_retention_said_ended(a, rq->lang, name, word(rq, "outcome", m->row->outcome),
                                        fmt_day_long(a, rq->lang, m->row->outcome_day));
    if (!m->begun) return msg_retention_said_waits(a, rq->lang, name);
    if (m->rhythm.over == DAY_NONE) return msg_retention_said_no_rule(a, rq->lang, name);
    return m->over ? msg_retention_said_over(a, rq->lang, name, m->rhythm.over - 1)
                   : msg_retention_said_runs(a, rq->lang, name,
                                             fmt_day_long(a, rq->lang, m->row->start),
                                             m->rhythm.over - 1);
}

void retention_get(struct request *rq) {
    struct youth_head head;
    struct mentorship m;
    struct q_retention_mentors_rows all;
    struct err err = {0};
    const struct rules *rules;
    if (!retention_head(rq, &head)) return;
    struct overgang_page page = {.head = &head,
                                 .base = arena_fmt(rq->arena, "/unge/%s/overgang", head.id)};
    if (!rules_now(rq->db, &rules, &err) ||
        !retention_mentorship(rq, head.id, rules, &all, &m, &err) ||
        !touches_of(rq, &m, &page, &err) || !notes_of(rq, &page, &err) ||
        !risks_of(rq, &page, &err) || !courses_of(rq, rules, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = said_of(rq, &m);
    page.has_mentor = m.exists;
    page.may_give = !m.exists || !m.open;
    page.may_end = m.exists && m.open;
    page.ask_outcome = m.exists && m.open && m.over;
    if (m.exists) {
        page.mentor = m.row->mentor_name;
        page.why =
            retention_open(rq->arena, "retention_mentor", m.row->id, "reason", m.row->reason);
        page.mentor_undo =
            m.open ? undo_of(rq, page.base, "mentor", m.row->id, m.row->author, m.row->at) : NULL;
    }
    before_of(rq, &all, &m, &page);
    struct page shell = {.title = msg_retention_of(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .wide = true,
                         .printable = true};
    reply_page(rq, &shell, retention_page, &page);
}

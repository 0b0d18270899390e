/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who may open a class's report, and the list of classes: what is sent, what is missing by when.
 */
#include "readiness/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/readiness.html.h"

#include <stdlib.h>
#include <string.h>

#define GRACE_DAYS 61 /* August and September: the last school year's classes are still open */

static bool has_assessment(const char *grade) {
    return strcmp(grade, "8") == 0 || strcmp(grade, "9") == 0 || strcmp(grade, "10") == 0;
}

struct terms opened_terms(const struct opened *o, const struct report *report) {
    int32_t day = report->day == DAY_NONE ? o->day : report->day;
    return readiness_terms(o->rules, o->class.grade, day, report->without_marks);
}

static bool may_open(struct request *rq, struct opened *o, bool *ret_may, struct err *err) {
    if (!school_may_see(rq, o->class.institution, ret_may, err)) return false;
    bool school = rq->visitor.role == ROLE_SCHOOL;
    if (school && o->class.school_year < school_year_of(clock_today() - GRACE_DAYS))
        *ret_may = false;
    o->may_write = school && *ret_may;
    return true;
}

bool readiness_open_class(struct request *rq, struct opened *o) {
    struct err err = {0};
    bool found = false, may = false;
    const char *round = request_segment(rq, "round");
    int64_t id = strtoll(request_segment(rq, "class"), NULL, 10);
    int32_t today = clock_today();
    *o = (struct opened){.round = strcmp(round, "2") == 0};
    bool ok = school_class_by_id(rq->db, rq->arena, id, today, &o->class, &found, &err) &&
              (!found || may_open(rq, o, &may, &err)) && rules_now(rq->db, &o->rules, &err);
    bool known =
        found && has_assessment(o->class.grade) && strlen(round) == 1 && strchr("12", *round);
    if (!ok || !known || !may) {
        if (!ok)
            reply_error(rq, &err);
        else
            reply_status(rq, known ? 403 : 404);
        return false;
    }
    if (!reports_read(rq->db, rq->arena, id, o->round, &o->reports, &err)) {
        reply_error(rq, &err);
        return false;
    }
    o->day = readiness_day(o->class.school_year, today);
    o->base = arena_fmt(rq->arena, REPORTS "/%lld/%d", (long long)id, o->round + 1);
    const char *round_said =
        readiness_marks_only(o->rules, o->day)
            ? (o->round ? msg_readiness_head_second(rq->lang) : msg_readiness_head_first(rq->lang))
            : readiness_round_words(rq->arena, rq->lang, o->class.grade, o->round);
    o->title = msg_readiness_title_class(rq->arena, rq->lang, o->class.name, round_said,
                                         school_year_text(rq->arena, (int)o->class.school_year));
    return true;
}

/* ---- the list ---- */

struct listing {
    struct request *rq;
    const struct rules *rules;
    int year;
    int32_t today, day;
    bool may_write;
    int64_t missing[ROUNDS], late;
    int32_t next[ROUNDS]; /* the first day by which a missing one is due; DAY_NONE */
};

static const struct q_readiness_states_row *state_of(const struct q_readiness_states_rows *all,
                                                     int64_t class, int round, bool sent) {
    for (size_t i = 0; i < all->n; i++) {
        const struct q_readiness_states_row *r = &all->v[i];
        if (r->class == class && strcmp(r->round, readiness_rounds[round]) == 0 &&
            (r->sent_at != INT_NONE) == sent)
            return r;
    }
    return NULL;
}

static struct round_cell cell_of(struct listing *l, const struct q_readiness_classes_row *class,
                                 const struct q_readiness_states_rows *states, int round) {
    struct request *rq = l->rq;
    struct arena *a = rq->arena;
    const struct q_readiness_states_row *sent = state_of(states, class->id, round, true);
    const struct q_readiness_states_row *draft = state_of(states, class->id, round, false);
    int32_t due = readiness_due(l->rules, class->grade, l->day, round);
    struct round_cell cell = {
        .href = arena_fmt(a, REPORTS "/%lld/%d", (long long)class->id, round + 1),
        .verb = !l->may_write || (sent && !draft) ? msg_readiness_verb_see(rq->lang)
                : draft                           ? msg_readiness_verb_go_on(rq->lang)
                                                  : msg_readiness_verb_fill(rq->lang),
        .badge = "badge-info"};
    if (sent) {
        cell.said = msg_readiness_state_sent(rq->lang);
        cell.badge = "badge-success";
        cell.more = msg_readiness_state_day(a, rq->lang, clock_day_of(sent->sent_at));
        if (draft)
            cell.more = msg_readiness_state_correcting(rq->lang);
        else if (sent->letters)
            cell.more = msg_readiness_state_letters(a, rq->lang, sent->letters);
        return cell;
    }
    bool late = due != DAY_NONE && due < l->today;
    cell.said = late    ? msg_readiness_state_late(rq->lang)
                : draft ? msg_readiness_state_draft(rq->lang)
                        : msg_readiness_state_open(rq->lang);
    if (late) cell.badge = "badge-error";
    if (due != DAY_NONE) cell.more = msg_readiness_state_due(a, rq->lang, due);
    if (class->pupils) {
        l->missing[round]++;
        if (due != DAY_NONE && (l->next[round] == DAY_NONE || due < l->next[round]))
            l->next[round] = due;
        l->late += late;
    } else {
        cell.said = msg_readiness_state_empty(rq->lang);
        cell.badge = "badge-info";
        cell.more = NULL;
    }
    return cell;
}

static void schools_of(struct listing *l, const struct q_readiness_classes_rows *rows,
                       const struct q_readiness_states_rows *states, struct list_page *page) {
    struct arena *a = l->rq->arena;
    struct school_states *schools = arena_array(a, rows->n + 1, sizeof *schools);
    struct class_state *list = arena_array(a, rows->n + 1, sizeof *list);
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_readiness_classes_row *r = &rows->v[i];
        bool same = i && strcmp(rows->v[i - 1].institution, r->institution) == 0;
        if (!same) schools[page->schools_n++] = (struct school_states){r->school, &list[i], 0};
        schools[page->schools_n - 1].classes_n++;
        list[i] = (struct class_state){.name = r->name, .pupils = r->pupils, .cells_n = ROUNDS};
        for (int round = 0; round < ROUNDS; round++)
            list[i].cells[round] = cell_of(l, r, states, round);
    }
    page->schools = schools;
}

/* The round that is asked for now: the first whose day has not passed, or that somebody still owes. */
static const char *said_of(const struct listing *l, const struct list_page *page) {
    struct arena *a = l->rq->arena;
    enum lang lang = l->rq->lang;
    if (!page->schools_n) return msg_readiness_list_none(lang);
    if (l->late) return msg_readiness_list_late(a, lang, l->late);
    for (int round = 0; round < ROUNDS; round++) {
        int32_t due = l->next[round];
        if (!l->missing[round] || due == DAY_NONE) continue;
        return round ? msg_readiness_list_second(a, lang, l->missing[round], due)
                     : msg_readiness_list_first(a, lang, l->missing[round], due);
    }
    return msg_readiness_list_done(lang);
}

static void years_of(struct listing *l, struct list_page *page) {
    int now = school_year_of(l->today);
    int oldest = l->may_write ? school_year_of(l->today - GRACE_DAYS) : now - 4;
    size_t n = 0;
    struct year_link *years = arena_array(l->rq->arena, 8, sizeof *years);
    for (int year = now; year >= oldest; year--)
        years[n++] = (struct year_link){arena_fmt(l->rq->arena, REPORTS "?aar=%d", year),
                                        school_year_text(l->rq->arena, year), year == l->year};
    page->years = years;
    page->years_n = n > 1 ? n : 0;
}

static int year_wanted(struct request *rq, int32_t today) {
    const char *asked = request_query(rq, "aar");
    int now = school_year_of(today);
    long year = asked ? strtol(asked, NULL, 10) : now;
    if (rq->visitor.role == ROLE_SCHOOL && year < school_year_of(today - GRACE_DAYS)) return now;
    return year < 2014 || year > now ? now : (int)year;
}

void readiness_list_get(struct request *rq) {
    struct err err = {0};
    struct q_readiness_classes_rows classes = {0};
    struct q_readiness_states_rows states = {0};
    const struct visitor *v = &rq->visitor;
    struct listing l = {.rq = rq,
                        .today = clock_today(),
                        .may_write = v->role == ROLE_SCHOOL,
                        .next = {DAY_NONE, DAY_NONE}};
    l.year = year_wanted(rq, l.today);
    l.day = readiness_day(l.year, l.today);
    const char *school = l.may_write ? v->institution : NULL;
    int64_t account = v->role == ROLE_COUNSELLOR ? v->user_id : INT_NONE;
    struct list_page page = {.no_school = l.may_write && !school};
    struct q_readiness_classes_in in = {school, account, l.year, l.today, l.day};
    struct q_readiness_states_in of = {school, account, l.year, l.today};
    bool ok = rules_now(rq->db, &l.rules, &err);
    if (ok && !page.no_school)
        ok = q_readiness_classes(rq->db, rq->arena, in, &classes, &err) &&
             q_readiness_states(rq->db, rq->arena, of, &states, &err);
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    schools_of(&l, &classes, &states, &page);
    years_of(&l, &page);
    page.title = readiness_marks_only(l.rules, l.day) ? msg_readiness_list_title_marks(rq->lang)
                                                      : msg_readiness_list_title(rq->lang);
    page.said = said_of(&l, &page);
    page.first = msg_readiness_head_first(rq->lang);
    page.second = msg_readiness_head_second(rq->lang);
    struct page shell = {.title = page.title, .section = REPORTS};
    reply_page(rq, &shell, readiness_list_page, &page);
}

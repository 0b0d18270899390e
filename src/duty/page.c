/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/pligt: whom the duty binds, the two clocks with the sum of their days, what happened,
 * exemptions, the case about the child benefit, and what may be done next.
 */
#include "duty/views.h"

#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.html.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"
#include "plan/plan.h"

#include <string.h>

bool duty_head_or_reply(struct request *rq, struct youth_head *ret_head) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), ret_head,
                    &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) reply_status(rq, 404);
    return found;
}

bool benefit_load(struct request *rq, const char *youth_id, const struct duty_line *line,
                  struct benefit_rows *ret_rows, struct benefit_case *ret, struct err *err) {
    struct benefit_notice notice;
    int32_t today = clock_today(), aware = line ? line->facts.aware : today;
    if (!benefit_read(rq->db, rq->arena, youth_id, ret_rows, err) ||
        !plan_benefit_notice(rq->db, rq->arena, youth_id, aware, &notice, err))
        return false;
    bool before = notice.complete;
    if (!before && !plan_benefit_notice(rq->db, rq->arena, youth_id, today, &notice, err))
        return false;
    *ret = benefit_case_of(ret_rows, line ? line->id : 0);
    ret->notice_youth = notice.youth;
    ret->notice_guardian = notice.guardian;
    return true;
}

/* ---- everything about one person's duty ---- */

struct all {
    const struct rules *rules;
    const struct youth_head *head;
    const char *base;
    struct duty_lines lines;
    const struct duty_line *line; /* the newest case; or NULL */
    struct q_duty_told_of_rows told;
    struct q_duty_offers_rows offers;
    struct q_duty_exemptions_rows exemptions;
    struct q_duty_reviews_rows reviews;
    struct q_duty_now_rows now;
    struct benefit_rows steps;
    struct benefit_case benefit;
};

static bool read_all(struct request *rq, struct all *all, struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    const char *id = all->head->id;
    if (!rules_now(db, &all->rules, err) ||
        !duty_cases_of(db, a, id, clock_today(), &all->lines, err))
        return false;
    all->line = all->lines.n ? &all->lines.v[all->lines.n - 1] : NULL;
    return q_duty_told_of(db, a, (struct q_duty_told_of_in){id}, &all->told, err) &&
           q_duty_offers(db, a, (struct q_duty_offers_in){id}, &all->offers, err) &&
           q_duty_exemptions(db, a, (struct q_duty_exemptions_in){id}, &all->exemptions, err) &&
           q_duty_reviews(db, a, (struct q_duty_reviews_in){id}, &all->reviews, err) &&
           q_duty_now(db, a, (struct q_duty_now_in){id, clock_today()}, &all->now, err) &&
           benefit_load(rq, id, all->line, &all->steps, &all->benefit, err);
}

static const char *undo_of(struct request *rq, const struct all *all, const char *what, int64_t id,
                           int64_t author, int64_t at) {
    if (author != rq->visitor.user_id || clock_now() - at >= UNDO_US) return NULL;
    return arena_fmt(rq->arena, "%s/%s/%lld/fortryd", all->base, what, (long long)id);
}

/* ---- what they do now ---- */

static bool is_exempt(const struct all *all, int32_t day) {
    for (size_t i = 0; i < all->exemptions.n; i++) {
        const struct q_duty_exemptions_row *e = &all->exemptions.v[i];
        if (e->withdrawn_at == INT_NONE && e->from_day <= day &&
            (e->to_day == DAY_NONE || e->to_day >= day) &&
            (e->ended_day == DAY_NONE || e->ended_day >= day))
            return true;
    }
    return false;
}

static void now_of(struct request *rq, const struct all *all, struct duty_page *page) {
    int32_t today = clock_today();
    const struct q_duty_now_row *r = all->now.n ? &all->now.v[0] : NULL;
    int64_t hours = rules_int(all->rules, RULE_DUTY_WORK_HOURS, NULL, NULL, today);
    enum duty_meets meets = r ? duty_meets(r->kind, r->hours, hours, r->agreed) : DUTY_UNKNOWN;
    const char *what = r && r->kind ? activity_words(rq->arena, rq->lang, r->kind, r->programme,
                                                     r->school, r->place)
                                    : msg_duty_now_nothing(rq->lang);
    bool exempt = is_exempt(all, today);
    page->now =
        msg_duty_now(rq->arena, rq->lang, what,
                     exempt ? msg_duty_meets_exempt(rq->lang) : duty_meets_words(rq, meets, hours));
    bool fine = exempt || meets == DUTY_MEETS;
    page->now_css = fine                    ? "badge-success"
                    : meets == DUTY_UNKNOWN ? "badge-warning"
                                            : "badge-error";
    page->now_badge = exempt                  ? msg_duty_badge_exempt(rq->lang)
                      : fine                  ? msg_duty_badge_met(rq->lang)
                      : meets == DUTY_UNKNOWN ? msg_duty_badge_unknown(rq->lang)
                                              : msg_duty_badge_not_met(rq->lang);
    if (hours != INT_NONE) page->work = msg_duty_work_hours(rq->arena, rq->lang, hours);
}

static const char *said_of(struct request *rq, const struct all *all, struct duty_page *page) {
    int32_t today = clock_today(), born = all->head->born;
    page->bound = duty_is_age(all->rules, born, today);
    int32_t last = duty_last_birthday(all->rules, born, today);
    const char *name = all->head->first_name;
    if (page->bound) return msg_duty_said_bound(rq->arena, rq->lang, name, last);
    return last != DAY_NONE && last <= today ? msg_duty_said_over(rq->arena, rq->lang, name, last)
                                             : msg_duty_said_young(rq->arena, rq->lang, name);
}

/* ---- the newest case ---- */

static void clocks_of(struct request *rq, const struct all *all, struct duty_page *page) {
    if (!all->line) return;
    struct duty_watch *clocks = arena_array(rq->arena, 2, sizeof *clocks);
    clocks[0] = duty_watch_make(rq, all->rules, all->line, true);
    clocks[1] = duty_watch_make(rq, all->rules, all->line, false);
    page->clocks = clocks;
    page->clocks_n = 2;
    page->over = duty_end_words(rq->arena, rq->lang, &all->line->state);
}

static void primary_of(struct request *rq, const struct all *all, struct duty_page *page) {
    const struct duty_line *l = all->line;
    if (!l || l->state.end != DUTY_OPEN) return;
    if (l->facts.contact == DAY_NONE) {
        page->primary = msg_duty_do_contact(rq->lang);
        page->primary_href = arena_fmt(rq->arena, "/unge/%s#qn", all->head->id);
    } else if (l->facts.offer == DAY_NONE) {
        page->primary = msg_duty_do_offer(rq->lang);
        page->primary_href = arena_fmt(rq->arena, "%s/tilbud", all->base);
    } else {
        page->primary = msg_duty_do_begun(rq->lang);
        page->primary_href = arena_fmt(rq->arena, "/unge/%s/aktivitet", all->head->id);
    }
}

static int newest_first(const void *left, const void *right) {
    const struct duty_entry *l = left, *r = right;
    return (l->day < r->day) - (l->day > r->day);
}

static void entries_of(struct request *rq, const struct all *all, struct duty_page *page) {
    struct arena *a = rq->arena;
    size_t most = all->told.n + all->offers.n + all->lines.n + 1;
    struct duty_entry *list = arena_array(a, most, sizeof *list);
    for (size_t i = 0; i < all->told.n; i++) {
        const struct q_duty_told_of_row *r = &all->told.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        list[page->entries_n++] =
            (struct duty_entry){r->aware_day,
                                msg_duty_entry_aware(a, rq->lang, r->from_day,
                                                     duty_source_word(a, rq->lang, r->source)),
                                duty_unseal(a, "duty_case", r->id, "note", r->note), r->author_name,
                                undo_of(rq, all, "brud", r->id, r->author, r->at)};
    }
    for (size_t i = 0; i < all->lines.n; i++)
        if (all->lines.v[i].facts.contact != DAY_NONE)
            list[page->entries_n++] = (struct duty_entry){.day = all->lines.v[i].facts.contact,
                                                          .what = msg_duty_entry_contact(rq->lang)};
    for (size_t i = 0; i < all->offers.n; i++) {
        const struct q_duty_offers_row *r = &all->offers.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *kind = msg_by_key(rq->lang, arena_fmt(a, "duty.offer.%s", r->kind));
        const char *what = duty_unseal(a, "duty_offer", r->id, "what", r->what);
        list[page->entries_n++] = (struct duty_entry){
            r->day,
            r->start_day == DAY_NONE ? msg_duty_entry_offer(a, rq->lang, kind)
                                     : msg_duty_entry_offer_start(a, rq->lang, kind, r->start_day),
            what, r->author_name, undo_of(rq, all, "tilbud", r->id, r->author, r->at)};
    }
    if (page->entries_n) qsort(list, page->entries_n, sizeof *list, newest_first);
    page->entries = list;
}

/* ---- exemptions ---- */

static void exemptions_of(struct request *rq, const struct all *all, struct duty_page *page) {
    struct arena *a = rq->arena;
    int32_t today = clock_today();
    struct duty_exempt_line *list = arena_array(a, all->exemptions.n + 1, sizeof *list);
    for (size_t i = 0; i < all->exemptions.n; i++) {
        const struct q_duty_exemptions_row *r = &all->exemptions.v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        const char *ground = msg_by_key(rq->lang, arena_fmt(a, "duty.ground.%s", r->ground));
        int32_t to = r->ended_day != DAY_NONE ? r->ended_day : r->to_day;
        list[page->exemptions_n++] = (struct duty_exempt_line){
            .id = r->id,
            .said = to == DAY_NONE ? msg_duty_exempt_for_good(a, rq->lang, ground, r->from_day)
                                   : msg_duty_exempt_until(a, rq->lang, ground,
                                                           fmt_day_long(a, rq->lang, r->from_day),
                                                           fmt_day_long(a, rq->lang, to)),
            .heard =
                msg_duty_exempt_heard(a, rq->lang, r->heard_day,
                                      duty_unseal(a, "duty_exemption", r->id, "heard", r->heard)),
            .reasons = duty_unseal(a, "duty_exemption", r->id, "reasons", r->reasons),
            .actor = r->author_name,
            .undo = undo_of(rq, all, "fritagelse", r->id, r->author, r->at),
            .may_end = r->ended_day == DAY_NONE && r->from_day <= today &&
                       (r->to_day == DAY_NONE || r->to_day > today)};
    }
    page->exemptions = list;
}

/* ---- the child benefit ---- */

static const struct {
    const char *kind, *segment; /* of the steps that a form writes */
} benefit_forms[] = {
    {"hearing", "hoering"}, {"answer", "svar"},     {"stop", "afgoerelse"},
    {"told", "udbetaling"}, {"resume", "genoptag"}, {"complaint", "klage"},
};

static void steps_of(struct request *rq, const struct all *all, struct duty_page *page) {
    struct arena *a = rq->arena;
    struct duty_entry *list = arena_array(a, all->steps.n + 1, sizeof *list);
    for (size_t i = 0; i < all->steps.n; i++) {
        const struct benefit_row *r = &all->steps.v[i];
        if (r->withdrawn) continue;
        const char *what = msg_by_key(rq->lang, arena_fmt(a, "duty.step.%s", r->kind));
        if (strcmp(r->kind, "answer") == 0)
            what = msg_duty_step_answer_by(
                a, rq->lang, msg_by_key(rq->lang, arena_fmt(a, "duty.party.%s", r->party)));
        if (strcmp(r->kind, "hearing") == 0)
            what = msg_duty_step_hearing_until(a, rq->lang, r->due);
        if (strcmp(r->kind, "stop") == 0)
            what = msg_duty_step_stop_from(a, rq->lang, fmt_day_long(a, rq->lang, r->from),
                                           r->complain_to, fmt_day_long(a, rq->lang, r->due));
        list[page->steps_n++] =
            (struct duty_entry){r->day, what, r->body, r->author_name,
                                undo_of(rq, all, "ydelse", r->id, r->author, r->at)};
    }
    page->steps = list;
}

/* The steps that may be taken now, and why the first of the others may not. */
static void next_of(struct request *rq, const struct all *all, struct duty_page *page) {
    size_t n = sizeof benefit_forms / sizeof *benefit_forms;
    struct duty_link *links = arena_array(rq->arena, n, sizeof *links);
    const struct benefit_case *b = &all->benefit;
    for (size_t i = 0; i < n; i++) {
        const char *kind = benefit_forms[i].kind;
        enum benefit_refusal why = benefit_refused(all->rules, all->line, b, kind, clock_today());
        if (why == BENEFIT_MAY || (strcmp(kind, "stop") == 0 && b->hearing && !b->decision))
            links[page->next_n++] = (struct duty_link){
                arena_fmt(rq->arena, "%s/%s", all->base, benefit_forms[i].segment),
                msg_by_key(rq->lang,
                           arena_fmt(rq->arena, "duty.form.%s", benefit_forms[i].segment))};
        bool expected = strcmp(kind, b->hearing ? "stop" : "hearing") == 0 && !b->decision;
        if (expected && why != BENEFIT_MAY) page->refused = duty_refusal_words(rq, why, b);
    }
    page->next = links;
}

static void benefit_of(struct request *rq, const struct all *all, struct duty_page *page) {
    const struct benefit_case *b = &all->benefit;
    int32_t today = clock_today();
    page->benefit_said =
        b->decision && strcmp(b->decision->kind, "stop") == 0
            ? (b->resume ? msg_duty_benefit_resumed(rq->lang) : msg_duty_benefit_stopped(rq->lang))
        : b->decision ? msg_duty_benefit_kept(rq->lang)
        : b->hearing  ? msg_duty_benefit_hearing(rq->lang)
                      : msg_duty_benefit_none(rq->lang);
    steps_of(rq, all, page);
    next_of(rq, all, page);
    int32_t paid = benefit_next_paid(all->rules, today);
    if (paid != DAY_NONE && page->bound)
        page->pay = msg_duty_benefit_pay(
            rq->arena, rq->lang, fmt_day_long(rq->arena, rq->lang, paid),
            fmt_day_long(rq->arena, rq->lang, benefit_tell_by(all->rules, paid)));
}

/* ---- the review ---- */

static void review_of(struct request *rq, const struct all *all, struct duty_page *page) {
    int32_t first, last;
    if (!page->bound || !duty_period(all->rules, clock_today(), &first, &last)) return;
    page->may_review = true;
    page->reviewed = msg_duty_not_reviewed(rq->arena, rq->lang, last);
    for (size_t i = 0; i < all->reviews.n; i++) {
        const struct q_duty_reviews_row *r = &all->reviews.v[i];
        if (r->withdrawn_at != INT_NONE || r->period != first) continue;
        page->may_review = false;
        page->reviewed = msg_duty_reviewed(rq->arena, rq->lang, r->day, r->account_name);
    }
}

void duty_page_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    if (!duty_head_or_reply(rq, &head)) return;
    struct all all = {.head = &head, .base = arena_fmt(rq->arena, "/unge/%s/pligt", head.id)};
    struct duty_page page = {.head = &head, .base = all.base};
    if (!read_all(rq, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = said_of(rq, &all, &page);
    now_of(rq, &all, &page);
    page.may_tell = page.bound && !duty_open(&all.lines);
    clocks_of(rq, &all, &page);
    primary_of(rq, &all, &page);
    entries_of(rq, &all, &page);
    exemptions_of(rq, &all, &page);
    benefit_of(rq, &all, &page);
    review_of(rq, &all, &page);
    struct page shell = {.title = msg_duty_of(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .wide = true,
                         .printable = true};
    reply_page(rq, &shell, duty_page, &page);
}

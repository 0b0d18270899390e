/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/paalaeg: the order that runs, step by step, and those before it; and undo.
 */
#include "order/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/order.html.h"
#include "gen/order.sql.h"

#include <stdlib.h>
#include <string.h>

/* ---- one order ---- */

static struct order_step_line step_line(struct request *rq, enum order_law law,
                                        const struct order_step *s) {
    struct arena *a = rq->arena;
    bool open = !s->outcome, late = open && s->due < clock_today();
    const char *due = fmt_day_long(a, rq->lang, s->due);
    return (struct order_step_line){
        .title = order_step_words(a, rq->lang, law, s->kind),
        .what = s->what,
        .due =
            s->why ? msg_order_due_why(a, rq->lang, due, s->why) : msg_order_due(a, rq->lang, due),
        .state =
            open ? msg_order_waits_for(a, rq->lang, order_word(a, rq->lang, "waits", s->waits_for))
                 : msg_order_answered(a, rq->lang, order_word(a, rq->lang, "outcome", s->outcome),
                                      fmt_day_long(a, rq->lang, s->answer_day)),
        .answer = s->answer,
        .who = msg_order_written_by(a, rq->lang, open ? s->author_name : s->answered_name),
        .late = late,
        .open = open};
}

static void fact(struct order_page_order *o, struct order_fact *list, const char *label,
                 const char *text) {
    if (text) list[o->facts_n++] = (struct order_fact){label, text};
}

/* "mindst 4 inden 1. september 2024": the job centre's duty, for who asks; under rules of the day only. */
static const char *talks_words(struct request *rq, const struct rules *rules, int32_t given) {
    int64_t talks = rules_int(rules, RULE_ORDER_TALKS, NULL, NULL, given);
    int64_t months = rules_int(rules, RULE_ORDER_TALKS_MONTHS, NULL, NULL, given);
    if (talks == INT_NONE || months == INT_NONE) return NULL;
    return msg_order_talks_text(rq->arena, rq->lang, talks, day_add_months(given, (int)months));
}

static void facts_of(struct request *rq, const struct rules *rules, const struct order_line *o,
                     struct order_page_order *ret) {
    struct arena *a = rq->arena;
    struct order_fact *list = arena_array(a, 10, sizeof *list);
    ret->facts = list;
    fact(ret, list, msg_order_given(rq->lang), fmt_day_long(a, rq->lang, o->given));
    fact(ret, list, msg_order_known(rq->lang), fmt_day_long(a, rq->lang, o->known));
    fact(ret, list, msg_order_benefit(rq->lang), order_word(a, rq->lang, "benefit", o->benefit));
    if (o->ready)
        fact(ret, list, msg_order_ready(rq->lang), order_word(a, rq->lang, "ready", o->ready));
    fact(ret, list, msg_order_contact(rq->lang),
         o->contact ? o->contact : msg_order_contact_none(rq->lang));
    if (o->phone) fact(ret, list, msg_order_phone(rq->lang), fmt_phone(a, o->phone));
    fact(ret, list, msg_order_email(rq->lang), o->email);
    if (order_law(rules, o->given) == ORDER_LAW_FULL)
        fact(ret, list, msg_order_talks(rq->lang), talks_words(rq, rules, o->given));
    fact(ret, list, msg_order_note(rq->lang), o->note);
}

static struct order_page_order order_of(struct request *rq, const struct order_now *now,
                                        const struct order_line *o) {
    struct arena *a = rq->arena;
    enum order_law law = order_law(now->rules, o->given);
    struct order_step_line *lines = arena_array(a, now->all.steps_n + 1, sizeof *lines);
    struct order_page_order ret = {.title = msg_order_of_day(a, rq->lang, o->given),
                                   .steps = lines};
    for (size_t i = 0; i < now->all.steps_n; i++) {
        const struct order_step *s = &now->all.steps[i];
        if (s->order == o->id && s->withdrawn_at == INT_NONE)
            lines[ret.steps_n++] = step_line(rq, law, s);
    }
    facts_of(rq, now->rules, o, &ret);
    if (o->ended == DAY_NONE) return ret;
    const char *why = order_word(a, rq->lang, "end", o->end_reason);
    ret.ended = o->end_note ? msg_order_ended_note(a, rq->lang, o->ended, why, o->end_note)
                            : msg_order_ended(a, rq->lang, o->ended, why);
    return ret;
}

/* ---- the page ---- */

static const char *said_of(struct request *rq, const struct order_now *now) {
    struct arena *a = rq->arena;
    if (!now->open)
        return now->all.n ? msg_order_said_past(rq->lang) : msg_order_said_none(rq->lang);
    if (now->step)
        return msg_order_said_step(a, rq->lang,
                                   order_step_words(a, rq->lang, now->law, now->step->kind),
                                   fmt_day_weekday(a, rq->lang, now->step->due));
    if (now->started) return msg_order_said_running(rq->lang);
    if (now->law != ORDER_LAW_FULL) return msg_order_said_waiting(rq->lang);
    return msg_order_said_next(a, rq->lang, order_step_words(a, rq->lang, now->law, now->next));
}

static enum order_act next_act(const struct order_now *now) {
    if (!now->open) return ORDER_ACT_NONE;
    if (now->step) return ORDER_ACT_ANSWER;
    return now->started ? ORDER_ACT_END : ORDER_ACT_STEP;
}

static void alerts(struct request *rq, const struct youth_head *head, const struct order_now *now,
                   struct order_page *page) {
    const struct order_line *o = now->open;
    int32_t changed = order_law_changed(now->rules, o->given, clock_today());
    if (changed != DAY_NONE) page->changed = msg_order_changed(rq->arena, rq->lang, changed);
    page->changed_text = strcmp(o->benefit, "dagpenge") == 0 ? msg_order_changed_steps(rq->lang)
                                                             : msg_order_changed_text(rq->lang);
    page->unclear = now->law != ORDER_LAW_FULL;
    if (order_is_too_old(now->rules, o->benefit, head->born, o->given))
        page->too_old = msg_order_too_old(rq->arena, rq->lang, day_age(head->born, o->given));
}

void order_page_get(struct request *rq) {
    struct youth_head head;
    struct order_now now;
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), &head, &found,
                    &err) ||
        (found && !order_now_read(rq, head.id, &now, &err))) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    struct order_page_order open, *past = arena_array(rq->arena, now.all.n + 1, sizeof *past);
    struct order_page page = {.head = &head,
                              .base = arena_fmt(rq->arena, "/unge/%s/paalaeg", head.id),
                              .said = said_of(rq, &now),
                              .past = past,
                              .next = next_act(&now)};
    if (now.open) {
        open = order_of(rq, &now, now.open);
        page.open = &open;
        alerts(rq, &head, &now, &page);
    }
    for (size_t i = 0; i < now.all.n; i++)
        if (now.all.v[i].withdrawn_at == INT_NONE && now.all.v[i].ended != DAY_NONE)
            past[page.past_n++] = order_of(rq, &now, &now.all.v[i]);
    struct page shell = {.title = msg_order_title_of(rq->arena, rq->lang, head.first_name),
                         .section = "/paalaeg",
                         .printable = true};
    reply_page(rq, &shell, order_page, &page);
}

/* ---- undo: by whom it was written, within ten minutes ---- */

struct undo_work {
    const char *youth, *what;
    int64_t id, account;
};

static bool undo_order(struct db *w, const struct undo_work *work, int64_t now, int64_t *n,
                       struct err *err) {
    struct q_order_withdraw_in in = {work->id, work->youth, work->account, now - ORDER_UNDO_US,
                                     now};
    struct q_order_withdraw_steps_in steps = {work->id, work->account, now};
    return q_order_withdraw(w, in, n, err) && (!*n || q_order_withdraw_steps(w, steps, NULL, err));
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    const struct undo_work *work = ctx;
    int64_t now = clock_now(), since = now - ORDER_UNDO_US, n = 0;
    const char *what = work->what;
    bool ok;
    if (strcmp(what, "paalaeg") == 0)
        ok = undo_order(w, work, now, &n, err);
    else if (strcmp(what, "trin") == 0)
        ok = q_order_step_undo(
            w, (struct q_order_step_undo_in){work->id, work->youth, work->account, since, now}, &n,
            err);
    else if (strcmp(what, "svar") == 0)
        ok = q_order_step_unanswer(
            w, (struct q_order_step_unanswer_in){work->id, work->youth, work->account, since}, &n,
            err);
    else
        ok = q_order_unend(
            w, (struct q_order_unend_in){work->id, work->youth, work->account, since}, &n, err);
    if (ok && !n) return err_set(err, ERR_REFUSED, "too late, or another's");
    return ok;
}

void order_undo_post(struct request *rq) {
    static const char *const acts[] = {"paalaeg", "trin", "svar", "slut"};
    struct undo_work work = {request_segment(rq, "youth"), request_segment(rq, "hvad"),
                             strtoll(request_segment(rq, "raekke"), NULL, 10), rq->visitor.user_id};
    struct err err = {0};
    bool known = false;
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        known = known || strcmp(acts[i], work.what) == 0;
    if (!known) {
        reply_status(rq, 404);
        return;
    }
    const char *base = arena_fmt(rq->arena, "/unge/%s/paalaeg", work.youth);
    if (store_write(rq->store, undo_write, &work, &err))
        reply_redirect_notice(rq, base, msg_order_undone(rq->lang), NULL);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, base, msg_order_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

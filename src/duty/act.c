/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is done with one button: an act is undone, an exemption ends today, somebody was looked at.
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"
#include "letter/letter.h"

#include <stdlib.h>
#include <string.h>

struct act {
    struct request *rq;
    const char *youth, *what;
    int64_t id, account; /* id: of the row, also of one just made */
    int32_t period;
};

static struct act act_of(struct request *rq, const char *segment) {
    return (struct act){.rq = rq,
                        .youth = request_segment(rq, "youth"),
                        .id = segment ? strtoll(request_segment(rq, segment), NULL, 10) : 0,
                        .account = rq->visitor.user_id};
}

/* Writes and goes back to the page; not found is a 404, refused says why. `undo`: the word of the path
 * that takes it back; or NULL. */
static void act_reply(struct act *act, db_write_fn *fn, const char *notice, const char *undo) {
    struct request *rq = act->rq;
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/pligt", act->youth);
    if (store_write(rq->store, fn, act, &err))
        reply_redirect_notice(
            rq, base, notice,
            undo ? arena_fmt(rq->arena, "%s/%s/%lld/fortryd", base, undo, (long long)act->id)
                 : NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, base, msg_duty_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

/* ---- undo ---- */

/* The letters that told it must all be here still: what was sent stays sent, and so does the act. */
static bool letters_back(struct db *w, struct act *act, struct err *err) {
    struct arena *a = act->rq->arena;
    struct q_duty_notice_of_rows rows;
    struct q_duty_notice_of_in in = {act->id, act->youth};
    if (!q_duty_notice_of(w, a, in, &rows, err)) return false;
    if (!rows.n || rows.v[0].notice == INT_NONE) return true;
    struct letter_line *lines;
    size_t n;
    int64_t all = 0, back = 0;
    if (!letter_list(w, a, act->youth, &lines, &n, err)) return false;
    for (size_t i = 0; i < n; i++) all += lines[i].notice == rows.v[0].notice;
    if (!letter_withdraw(w, rows.v[0].notice, &back, err)) return false;
    return back == all || err_set(err, ERR_REFUSED, "a letter has left");
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t id = act->id, account = act->account, now = clock_now(), since = now - UNDO_US, n = 0;
    const char *youth = act->youth;
    bool ok;
    if (strcmp(act->what, "brud") == 0)
        ok = q_duty_case_withdraw(
            w, (struct q_duty_case_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(act->what, "tilbud") == 0)
        ok = q_duty_offer_withdraw(
            w, (struct q_duty_offer_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(act->what, "fritagelse") == 0)
        ok = letters_back(w, act, err) &&
             q_duty_exemption_withdraw(
                 w, (struct q_duty_exemption_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(act->what, "ydelse") == 0)
        ok = letters_back(w, act, err) &&
             q_duty_benefit_withdraw(
                 w, (struct q_duty_benefit_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(act->what, "gennemset") == 0)
        ok = q_duty_review_withdraw(
            w, (struct q_duty_review_withdraw_in){id, youth, account, since, now}, &n, err);
    else
        return err_set(err, ERR_NOT_FOUND, "no such act");
    return ok && found(n, err);
}

void duty_undo_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act.what = request_segment(rq, "hvad");
    act_reply(&act, undo_write, msg_duty_undone(rq->lang), NULL);
}

/* ---- an exemption ends ---- */

static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_duty_exemption_end_in in = {act->id, act->youth, clock_today(), act->account,
                                         clock_now()};
    return q_duty_exemption_end(w, in, &changed, err) && found(changed, err);
}

void duty_exempt_end_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act_reply(&act, end_write, msg_duty_exempt_ended(rq->lang), NULL);
}

/* ---- one press: looked at ---- */

static bool review_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    act->id = id_next();
    struct q_duty_review_add_in in = {act->id,       act->youth,   act->period,
                                      clock_today(), act->account, clock_now()};
    return q_duty_review_add(w, in, NULL, err);
}

void duty_reviewed_post(struct request *rq) {
    struct act act = act_of(rq, NULL);
    struct youth_head head;
    const struct rules *rules;
    struct err err = {0};
    int32_t last, today = clock_today();
    if (!duty_head_or_reply(rq, &head)) return;
    if (!rules_now(rq->db, &rules, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!duty_is_age(rules, head.born, today) || !duty_period(rules, today, &act.period, &last)) {
        reply_status(rq, 404); /* the button is shown for nobody else */
        return;
    }
    act_reply(&act, review_write, msg_duty_review_saved(rq->lang), "gennemset");
}

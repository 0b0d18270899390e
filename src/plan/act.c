/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is done with one button: a step is done or taken out, a draft is given up, an act is undone, a
 * half-written text is kept.
 */
#include "plan/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/plan.sql.h"

#include <stdlib.h>
#include <string.h>

struct act {
    struct request *rq;
    const char *youth, *what;
    int64_t id, account;
};

static struct act act_of(struct request *rq, const char *segment) {
    return (struct act){.rq = rq,
                        .youth = request_segment(rq, "youth"),
                        .id = segment ? strtoll(request_segment(rq, segment), NULL, 10) : 0,
                        .account = rq->visitor.user_id};
}

/* Writes and goes back to the plan with a notice; not found is a 404, refused says why. */
static void act_reply(struct act *act, db_write_fn *fn, const char *notice, const char *refused,
                      const char *undo) {
    struct request *rq = act->rq;
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/plan", act->youth);
    if (store_write(rq->store, fn, act, &err))
        reply_redirect_notice(rq, base, notice, undo);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, base, refused, NULL);
    else
        reply_error(rq, &err);
}

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

/* ---- steps ---- */

static bool done_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_plan_step_done_in in = {act->id, act->youth, clock_today(), act->account, clock_now()};
    return q_plan_step_done(w, in, &changed, err) && found(changed, err);
}

void plan_done_post(struct request *rq) {
    struct act act = act_of(rq, "trin");
    const char *undo =
        arena_fmt(rq->arena, "/unge/%s/plan/udfoert/%lld/fortryd", act.youth, (long long)act.id);
    act_reply(&act, done_write, msg_plan_step_is_done(rq->lang), NULL, undo);
}

static bool leave_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    return plan_step_leave(w, act->rq->arena, act->youth, act->id, act->account, err);
}

void plan_leave_post(struct request *rq) {
    struct act act = act_of(rq, "trin");
    act_reply(&act, leave_write, msg_plan_step_is_out(rq->lang), msg_plan_locked(rq->lang), NULL);
}

/* ---- the draft ---- */

static bool drop_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    return plan_drop(w, act->rq->arena, act->youth, act->account, err);
}

void plan_drop_post(struct request *rq) {
    struct act act = act_of(rq, NULL);
    act_reply(&act, drop_write, msg_plan_dropped(rq->lang), NULL, NULL);
}

struct draft_work {
    int64_t account;
    const char *place;
    struct blob body; /* ptr NULL: drop */
};

static bool draft_write(struct db *w, void *ctx, struct err *err) {
    struct draft_work *work = ctx;
    if (!work->body.ptr)
        return q_plan_draft_text_drop(
            w, (struct q_plan_draft_text_drop_in){work->account, work->place}, NULL, err);
    struct q_plan_draft_text_put_in in = {work->account, work->place, work->body, clock_now()};
    return q_plan_draft_text_put(w, in, NULL, err);
}

void plan_draft_post(struct request *rq) {
    static const char *const fields[] = {"nu", "maal", "pligt_tekst"};
    const char *field = request_segment(rq, "felt"), *body = request_body(rq, "body");
    bool known = false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        known = known || strcmp(fields[i], field) == 0;
    if (!known || !body || strlen(body) > 12000) {
        reply_status(rq, known ? 400 : 404);
        return;
    }
    struct draft_work work = {.account = rq->visitor.user_id,
                              .place =
                                  plan_draft_place(rq->arena, field, request_segment(rq, "youth"))};
    if (*body)
        work.body = seal_text(rq->arena, "draft",
                              arena_fmt(rq->arena, "%lld:%s", (long long)work.account, work.place),
                              "body", body);
    struct err err = {0};
    if (!store_write(rq->store, draft_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_json(rq);
    text_add(&rq->reply.body, "{\"saved\":true}");
}

/* ---- undo ---- */

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    const char *youth = act->youth, *what = act->what;
    int64_t id = act->id, account = act->account, now = clock_now(), since = now - UNDO_US, n = 0;
    bool ok;
    if (strcmp(what, "oenske") == 0)
        ok = q_plan_wish_withdraw(
            w, (struct q_plan_wish_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(what, "forloeb") == 0)
        ok = q_plan_course_withdraw(
            w, (struct q_plan_course_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(what, "ydelse") == 0)
        ok = q_plan_notice_withdraw(
            w, (struct q_plan_notice_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(what, "svar") == 0)
        ok = q_plan_answer_withdraw(
            w, (struct q_plan_answer_withdraw_in){id, youth, account, since, now}, &n, err);
    else if (strcmp(what, "udfoert") == 0)
        ok = q_plan_step_undone(w, (struct q_plan_step_undone_in){id, youth, account, since, now},
                                &n, err);
    else if (strcmp(what, "trin") == 0)
        return plan_withdraw_step(w, act->rq->arena, youth, id, account, err);
    else if (strcmp(what, "aftale") == 0)
        return plan_unagree(w, act->rq->arena, youth, id, account, err);
    else
        return err_set(err, ERR_NOT_FOUND, "no such act");
    return ok && found(n, err);
}

void plan_undo_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act.what = request_segment(rq, "hvad");
    act_reply(&act, undo_write, msg_plan_undone(rq->lang), msg_plan_undo_late(rq->lang), NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is done with one button: a notice of risk is taken care of, an act is undone.
 */
#include "retention/views.h"

#include "base/clock.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

struct act {
    const char *youth, *what;
    int64_t id, account;
};

static void act_reply(struct request *rq, db_write_fn *fn, const char *what, const char *notice) {
    struct err err = {0};
    struct act act = {request_segment(rq, "youth"), what,
                      strtoll(request_segment(rq, "row"), NULL, 10), rq->visitor.user_id};
    const char *base = arena_fmt(rq->arena, "/unge/%s/overgang", act.youth);
    if (store_write(rq->store, fn, &act, &err))
        reply_redirect_notice(rq, base, notice, NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_redirect_notice(rq, base, msg_retention_too_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

static bool handled_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t n = 0;
    struct q_retention_risk_handle_in in = {act->id, act->youth, clock_today(), act->account,
                                            clock_now()};
    return q_retention_risk_handle(w, in, &n, err) && found(n, err);
}

void retention_handled_post(struct request *rq) {
    act_reply(rq, handled_write, "risiko", msg_retention_is_handled(rq->lang));
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t now = clock_now(), since = now - UNDO_US, n = 0, id = act->id, who = act->account;
    const char *youth = act->youth, *what = act->what;
    bool ok = true;
    if (strcmp(what, "mentor") == 0)
        ok = q_retention_mentor_withdraw(
            w, (struct q_retention_mentor_withdraw_in){id, youth, who, since, now}, &n, err);
    else if (strcmp(what, "kontakt") == 0)
        ok = q_retention_touch_withdraw(
            w, (struct q_retention_touch_withdraw_in){id, youth, who, since, now}, &n, err);
    else if (strcmp(what, "besked") == 0)
        ok = q_retention_note_withdraw(
            w, (struct q_retention_note_withdraw_in){id, youth, who, since, now}, &n, err);
    else if (strcmp(what, "modtaget") == 0)
        ok = q_retention_receiver_withdraw(
            w, (struct q_retention_receiver_withdraw_in){id, youth, who, since, now}, &n, err);
    else if (strcmp(what, "risiko") == 0)
        ok = q_retention_risk_withdraw(
            w, (struct q_retention_risk_withdraw_in){id, youth, who, since, now}, &n, err);
    return ok && found(n, err);
}

void retention_undo_post(struct request *rq) {
    act_reply(rq, undo_write, request_segment(rq, "what"), msg_retention_undone(rq->lang));
}

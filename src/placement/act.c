/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is done with one button: a placement begins or never comes to it, a course was attended or not, an act
 * is undone.
 */
#include "placement/views.h"

#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/placement.sql.h"
#include "plan/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct act {
    struct request *rq;
    const char *youth, *what;
    int64_t id, account;
    const struct q_placement_of_row *placement;
    const struct q_placement_courses_row *course;
    bool done;
};

static struct act act_of(struct request *rq, const char *segment) {
    return (struct act){.rq = rq,
                        .youth = request_segment(rq, "youth"),
                        .id = strtoll(request_segment(rq, segment), NULL, 10),
                        .account = rq->visitor.user_id};
}

static void act_reply(struct act *act, db_write_fn *fn, const char *notice, const char *refused,
                      const char *undo) {
    struct request *rq = act->rq;
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/praktik", act->youth);
    if (store_write(rq->store, fn, act, &err))
        reply_redirect_notice(rq, base, notice, undo);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (refused && (err.kind == ERR_REFUSED || err.kind == ERR_CONFLICT))
        reply_redirect_notice(rq, base, refused, NULL);
    else
        reply_error(rq, &err);
}

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

static const char *undo_of(const struct act *act, const char *what) {
    return arena_fmt(act->rq->arena, "/unge/%s/praktik/fortryd/%s/%lld", act->youth, what,
                     (long long)act->id);
}

/* ---- a placement begins ---- */

static bool placement_find(struct act *act, struct err *err) {
    struct q_placement_of_rows rows;
    if (!q_placement_of(act->rq->db, act->rq->arena, (struct q_placement_of_in){act->youth}, &rows,
                        err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == act->id && rows.v[i].withdrawn_at == INT_NONE)
            act->placement = &rows.v[i];
    return act->placement ? true : err_set(err, ERR_NOT_FOUND, "no placement of that number");
}

/* Told to activity, unless it is a part of school. */
static bool start_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    const struct q_placement_of_row *p = act->placement;
    int64_t spell_id = INT_NONE, changed = 0;
    if (!p->pupil) {
        struct spell spell = {.youth_id = act->youth,
                              .kind = p->kind,
                              .institution = p->institution,
                              .place = p->employer_name,
                              .hours = p->hours,
                              .from = p->from_day,
                              .source = "guidance"};
        if (!activity_start(w, act->rq->arena, &spell, NULL, NULL, act->account, &spell_id, err))
            return false;
    }
    struct q_placement_start_in in = {p->id,    act->youth,   p->from_day,
                                      spell_id, act->account, clock_now()};
    return q_placement_start(w, in, &changed, err) && found(changed, err);
}

void placement_start_post(struct request *rq) {
    struct act act = act_of(rq, "placering");
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/praktik", act.youth);
    if (!placement_find(&act, &err)) {
        if (err.kind == ERR_NOT_FOUND)
            reply_status(rq, 404);
        else
            reply_error(rq, &err);
        return;
    }
    if (act.placement->from_day > clock_today()) {
        reply_redirect_notice(rq, base, msg_placement_not_yet(rq->lang), NULL);
        return;
    }
    act_reply(&act, start_write,
              act.placement->pupil ? msg_placement_started(rq->lang)
                                   : msg_placement_started_told(rq->lang),
              msg_placement_spell_later(rq->lang), undo_of(&act, "begyndt"));
}

static bool cancel_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_placement_withdraw_in in = {act->id, act->youth, act->account, clock_now()};
    return q_placement_withdraw(w, in, &changed, err) && found(changed, err);
}

void placement_cancel_post(struct request *rq) {
    struct act act = act_of(rq, "placering");
    act_reply(&act, cancel_write, msg_placement_cancelled(rq->lang), NULL, NULL);
}

/* ---- a course was attended, or not ---- */

static bool course_find(struct db *w, struct act *act, struct err *err) {
    struct q_placement_courses_rows rows;
    struct q_placement_courses_in in = {act->youth};
    if (!q_placement_courses(w, act->rq->arena, in, &rows, err)) return false;
    act->course = NULL;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == act->id && rows.v[i].withdrawn_at == INT_NONE) act->course = &rows.v[i];
    return act->course ? true : err_set(err, ERR_NOT_FOUND, "no course of that number");
}

/* Done, it is written into the plan with purpose and length. */
static bool close_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    struct arena *a = act->rq->arena;
    int64_t course = INT_NONE, changed = 0;
    if (!course_find(w, act, err)) return false;
    const struct q_placement_courses_row *k = act->course;
    if (k->from_day > clock_today())
        return err_set(err, ERR_REFUSED, "the course has not begun yet");
    const char *purpose = placement_open(a, "placement_course", k->id, "purpose", k->purpose);
    struct plan_course_new attended = {.youth_id = act->youth,
                                       .kind = k->kind,
                                       .institution = k->institution,
                                       .place = k->place,
                                       .purpose = purpose ? purpose : "",
                                       .hours = k->hours,
                                       .from = k->from_day,
                                       .to = k->to_day,
                                       .author = act->account};
    if (act->done && k->done == INT_NONE && !plan_add_course(w, a, &attended, &course, err))
        return false;
    struct q_placement_course_close_in in = {act->id, act->youth,   act->done,
                                             course,  act->account, clock_now()};
    return q_placement_course_close(w, in, &changed, err) && found(changed, err);
}

void placement_course_done_post(struct request *rq) {
    struct act act = act_of(rq, "kursus");
    act.done = true;
    act_reply(&act, close_write, msg_placement_course_is_done(rq->lang),
              msg_placement_course_not_begun(rq->lang), undo_of(&act, "gennemfoert"));
}

void placement_course_missed_post(struct request *rq) {
    struct act act = act_of(rq, "kursus");
    act_reply(&act, close_write, msg_placement_course_is_missed(rq->lang),
              msg_placement_course_not_begun(rq->lang), undo_of(&act, "gennemfoert"));
}

static bool course_cancel_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_placement_course_withdraw_in in = {act->id, act->youth, act->account, clock_now()};
    return q_placement_course_withdraw(w, in, &changed, err) && found(changed, err);
}

void placement_course_cancel_post(struct request *rq) {
    struct act act = act_of(rq, "kursus");
    act_reply(&act, course_cancel_write, msg_placement_cancelled(rq->lang), NULL, NULL);
}

/* ---- undo ---- */

static bool unstart(struct db *w, struct act *act, int64_t since, int64_t *ret_n, struct err *err) {
    struct q_placement_of_rows rows;
    int64_t spell = INT_NONE;
    if (!q_placement_of(w, act->rq->arena, (struct q_placement_of_in){act->youth}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == act->id) spell = rows.v[i].spell;
    struct q_placement_unstart_in in = {act->id, act->youth, act->account, since};
    if (!q_placement_unstart(w, in, ret_n, err) || !*ret_n || spell == INT_NONE)
        return err->kind == ERR_NONE;
    return activity_withdraw(w, act->rq->arena, act->youth, spell, act->account, err);
}

static bool reopen(struct db *w, struct act *act, int64_t since, int64_t *ret_n, struct err *err) {
    if (!course_find(w, act, err)) return false;
    int64_t course = act->course->course;
    struct q_placement_course_reopen_in in = {act->id, act->youth, act->account, since};
    if (!q_placement_course_reopen(w, in, ret_n, err)) return false;
    if (!*ret_n || course == INT_NONE) return true;
    return plan_withdraw_course(w, act->youth, course, act->account, err);
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t now = clock_now(), since = now - UNDO_US, n = 0;
    bool ok;
    if (strcmp(act->what, "aftale") == 0)
        return cancel_write(w, ctx, err);
    else if (strcmp(act->what, "kursus") == 0)
        return course_cancel_write(w, ctx, err);
    else if (strcmp(act->what, "svar") == 0)
        ok = q_placement_answer_withdraw(
            w,
            (struct q_placement_answer_withdraw_in){act->id, act->youth, act->account, since, now},
            &n, err);
    else if (strcmp(act->what, "begyndt") == 0)
        ok = unstart(w, act, since, &n, err);
    else if (strcmp(act->what, "gennemfoert") == 0)
        ok = reopen(w, act, since, &n, err);
    else
        return err_set(err, ERR_NOT_FOUND, "no such act");
    return ok && found(n, err);
}

void placement_undo_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act.what = request_segment(rq, "hvad");
    act_reply(&act, undo_write, msg_placement_undone(rq->lang), msg_placement_undo_late(rq->lang),
              NULL);
}

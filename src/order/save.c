/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the
 * change, and the words after it.
 */
#include "order/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/order.sql.h"

#include <string.h>

#define FAR_DAYS 1100 /* a deadline three years away is a year typed wrong */

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const char *undo_path(const struct order_work *work, const char *what) {
    return arena_fmt(work->rq->arena, "/unge/%s/paalaeg/%s/%lld/fortryd", work->head->id, what,
                     (long long)work->id);
}

/* Facts have happened: not in the future, not before the order, not before somebody was born. */
static void check_day(struct order_work *work, struct form *form, const char *field, int32_t day,
                      int32_t earliest) {
    enum lang lang = work->rq->lang;
    if (day > clock_today())
        form_fail(form, field, msg_order_day_future(lang));
    else if (day < earliest)
        form_fail(form, field, msg_order_day_early(work->rq->arena, lang, earliest));
}

/* ---- order ---- */

static bool contact_put(struct db *w, struct order_work *work, int64_t order, struct err *err) {
    const struct order_values *v = work->v;
    struct q_order_contact_add_in in = {.id = id_next(),
                                        .order_id = order,
                                        .name = v->name,
                                        .phone = or_null(v->phone),
                                        .email = or_null(v->email),
                                        .author = work->rq->visitor.user_id,
                                        .at = clock_now()};
    return q_order_contact_add(w, in, NULL, err);
}

static bool order_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    const struct order_values *v = work->v;
    struct arena *a = work->rq->arena;
    struct q_order_open_rows open;
    if (!q_order_open(w, a, (struct q_order_open_in){work->head->id}, &open, err)) return false;
    if (open.n) return err_set(err, ERR_CONFLICT, "there is an open order");
    work->id = id_next();
    struct q_order_add_in in = {.id = work->id,
                                .youth = work->head->id,
                                .given_day = v->given,
                                .known_day = v->known,
                                .benefit = v->benefit,
                                .ready = or_null(v->ready),
                                .note = order_seal(a, "education_order", work->id, "note", v->note),
                                .author = work->rq->visitor.user_id,
                                .at = clock_now()};
    return q_order_add(w, in, NULL, err) &&
           (!or_null(v->name) || contact_put(w, work, work->id, err));
}

bool order_save_order(struct order_work *work, struct form *form, struct order_saved *ret,
                      struct err *err) {
    struct request *rq = work->rq;
    const struct order_values *v = work->v;
    check_day(work, form, "givet", v->given, work->head->born);
    check_day(work, form, "kendt", v->known, v->given);
    if (form->ok && !order_benefit_fits(work->now->rules, v->benefit, v->given)) {
        const char *was = rules_text(work->now->rules, RULE_ORDER_BENEFIT, NULL, NULL, v->given);
        form_fail(form, "ydelse",
                  msg_order_wrong_benefit(rq->arena, rq->lang,
                                          fmt_day_long(rq->arena, rq->lang, v->given),
                                          order_word(rq->arena, rq->lang, "benefit", was)));
    }
    if (!or_null(v->name) && (or_null(v->phone) || or_null(v->email)))
        form_fail(form, "navn", msg_order_contact_name(rq->lang));
    if (!form->ok || !store_write(rq->store, order_write, work, err)) return false;
    *ret =
        (struct order_saved){msg_order_saved_order(rq->lang), undo_path(work, "paalaeg"), "/trin"};
    return true;
}

/* ---- step ---- */

static void check_due(struct order_work *work, struct form *form) {
    int32_t due = work->v->due, given = work->now->open->given;
    if (due < given)
        form_fail(form, "frist", msg_order_day_early(work->rq->arena, work->rq->lang, given));
    else if (due > clock_today() + FAR_DAYS)
        form_fail(form, "frist", msg_order_due_far(work->rq->lang));
}

static bool step_put(struct db *w, struct order_work *work, const char *kind, const char *what,
                     const char *why, int64_t replaces, struct err *err) {
    struct arena *a = work->rq->arena;
    struct q_order_step_open_rows open;
    int64_t order = work->now->open->id;
    if (!q_order_step_open(w, a, (struct q_order_step_open_in){order}, &open, err)) return false;
    if (open.n) return err_set(err, ERR_CONFLICT, "there is an open step");
    work->id = id_next();
    struct q_order_step_add_in in = {
        .id = work->id,
        .order_id = order,
        .youth = work->head->id,
        .kind = kind,
        .what = order_seal(a, "education_order_step", work->id, "what", what),
        .due = work->v->due,
        .waits_for = work->v->waits,
        .why = order_seal(a, "education_order_step", work->id, "why", why),
        .replaces = replaces,
        .author = work->rq->visitor.user_id,
        .at = clock_now()};
    return q_order_step_add(w, in, NULL, err);
}

static bool step_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    return step_put(w, work, work->v->kind, work->v->what, NULL, INT_NONE, err);
}

bool order_save_step(struct order_work *work, struct form *form, struct order_saved *ret,
                     struct err *err) {
    struct request *rq = work->rq;
    const struct order_values *v = work->v;
    check_due(work, form);
    if (work->now->next && strcmp(v->kind, work->now->next) != 0)
        form_fail(form, "trin", msg_order_wrong_step(rq->lang));
    if (strcmp(v->kind, "other") == 0 && !or_null(v->what))
        form_fail(form, "hvad", msg_order_what_missing(rq->lang));
    if (!form->ok || !store_write(rq->store, step_write, work, err)) return false;
    *ret = (struct order_saved){msg_order_saved_step(rq->lang), undo_path(work, "trin"), NULL};
    return true;
}

/* ---- answer ---- */

static bool answer_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    const struct order_values *v = work->v;
    int64_t changed = 0;
    struct q_order_step_answer_in in = {
        .id = v->stamp,
        .youth = work->head->id,
        .day = v->day,
        .outcome = v->outcome,
        .answer =
            order_seal(work->rq->arena, "education_order_step", v->stamp, "answer", v->answer),
        .account = work->rq->visitor.user_id,
        .at = clock_now()};
    if (!q_order_step_answer(w, in, &changed, err)) return false;
    work->id = v->stamp;
    return changed ? true : err_set(err, ERR_CONFLICT, "the step has been answered or replaced");
}

bool order_save_answer(struct order_work *work, struct form *form, struct order_saved *ret,
                       struct err *err) {
    struct request *rq = work->rq;
    check_day(work, form, "dag", work->v->day, work->now->open->given);
    if (!form->ok || !store_write(rq->store, answer_write, work, err)) return false;
    *ret = (struct order_saved){msg_order_saved_answer(rq->lang), undo_path(work, "svar"), NULL};
    return true;
}

/* ---- another deadline: a new row, the old one is withdrawn ---- */

static bool due_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    const struct order_step *old = work->now->step;
    int64_t changed = 0;
    struct q_order_step_withdraw_in out = {work->v->stamp, work->head->id,
                                           work->rq->visitor.user_id, clock_now()};
    if (!q_order_step_withdraw(w, out, &changed, err)) return false;
    if (!changed || work->v->stamp != old->id)
        return err_set(err, ERR_CONFLICT, "the step has been answered or replaced");
    return step_put(w, work, old->kind, old->what, work->v->why, old->id, err);
}

bool order_save_due(struct order_work *work, struct form *form, struct order_saved *ret,
                    struct err *err) {
    struct request *rq = work->rq;
    check_due(work, form);
    if (!form->ok || !store_write(rq->store, due_write, work, err)) return false;
    *ret = (struct order_saved){msg_order_saved_due(rq->lang), NULL, NULL};
    return true;
}

/* ---- contact ---- */

static bool contact_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    struct q_order_contact_stamp_rows rows;
    struct q_order_contact_stamp_in in = {work->now->open->id};
    if (!q_order_contact_stamp(w, work->rq->arena, in, &rows, err)) return false;
    if ((rows.n ? rows.v[0].id : 0) != work->v->stamp)
        return err_set(err, ERR_CONFLICT, "somebody wrote the contact meanwhile");
    return contact_put(w, work, work->now->open->id, err);
}

bool order_save_contact(struct order_work *work, struct form *form, struct order_saved *ret,
                        struct err *err) {
    (void)form;
    if (!store_write(work->rq->store, contact_write, work, err)) return false;
    *ret = (struct order_saved){msg_order_saved_contact(work->rq->lang), NULL, NULL};
    return true;
}

/* ---- end ---- */

static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct order_work *work = ctx;
    const struct order_values *v = work->v;
    int64_t changed = 0;
    work->id = work->now->open->id;
    struct q_order_end_in in = {
        .id = work->id,
        .youth = work->head->id,
        .day = v->day,
        .reason = v->reason,
        .note = order_seal(work->rq->arena, "education_order", work->id, "end_note", v->note),
        .account = work->rq->visitor.user_id,
        .at = clock_now()};
    if (!q_order_end(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_CONFLICT, "the order has ended");
}

bool order_save_end(struct order_work *work, struct form *form, struct order_saved *ret,
                    struct err *err) {
    struct request *rq = work->rq;
    check_day(work, form, "dag", work->v->day, work->now->open->given);
    if (strcmp(work->v->reason, "other") == 0 && !or_null(work->v->note))
        form_fail(form, "tekst", msg_order_reason_missing(rq->lang));
    if (!form->ok || !store_write(rq->store, end_write, work, err)) return false;
    *ret = (struct order_saved){msg_order_saved_end(rq->lang), undo_path(work, "slut"), NULL};
    return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the
 * change, and the words after it.
 */
#include "plan/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/plan.sql.h"
#include "rule/rule.h"

#include <math.h>
#include <string.h>

/* One change on its way to the writer; each form uses what it needs. */
struct work {
    struct request *rq;
    const struct youth_head *head;
    const struct plan_values *v;
    int64_t id;
    bool agreed;
};

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static const char *undo_path(struct work *work, const char *what) {
    return arena_fmt(work->rq->arena, "/unge/%s/plan/%s/%lld/fortryd", work->head->id, what,
                     (long long)work->id);
}

/* Facts have happened: not in the future, and not before somebody was born. */
static bool day_ok(struct request *rq, const struct youth_head *head, struct form *form,
                   const char *field, int32_t day) {
    if (day > clock_today())
        form_fail(form, field, msg_plan_day_future(rq->lang));
    else if (day < head->born)
        form_fail(form, field, msg_plan_day_early(rq->lang));
    return form->ok;
}

/* ---- wish ---- */

static bool wish_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct plan_values *v = work->v;
    work->id = id_next();
    struct q_plan_wish_add_in in = {.id = work->id,
                                    .youth = work->head->id,
                                    .day = v->day,
                                    .priority = strcmp(v->priority, "2") == 0 ? 2 : 1,
                                    .kind = v->kind,
                                    .programme = or_null(v->programme),
                                    .institution = or_null(v->institution),
                                    .said_by = v->said_by,
                                    .author = work->rq->visitor.user_id,
                                    .at = clock_now()};
    return q_plan_wish_add(w, in, NULL, err);
}

bool plan_save_wish(struct request *rq, const struct youth_head *head, const struct plan_values *v,
                    struct form *form, struct plan_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    if (!day_ok(rq, head, form, "dag", v->day) || !store_write(rq->store, wish_write, &work, err))
        return false;
    *ret = (struct plan_saved){msg_plan_saved_wish(rq->lang), undo_path(&work, "oenske")};
    return true;
}

/* ---- step ---- */

static bool step_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct plan_values *v = work->v;
    struct plan_step_new step = {.youth_id = work->head->id,
                                 .what = v->what,
                                 .owner = v->owner,
                                 .owner_name = or_null(v->owner_name),
                                 .due = v->due,
                                 .author = work->rq->visitor.user_id};
    return plan_step_put(w, work->rq->arena, &step, &work->id, err);
}

bool plan_save_step(struct request *rq, const struct youth_head *head, const struct plan_values *v,
                    struct form *form, struct plan_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    int32_t today = clock_today();
    if (v->due != DAY_NONE && (v->due < today - 365 || v->due > today + 5 * 366))
        form_fail(form, "frist", msg_plan_due_far(rq->lang));
    if (strcmp(v->owner, "other") == 0 && !or_null(v->owner_name))
        form_fail(form, "navn", msg_plan_owner_name_missing(rq->lang));
    if (!form->ok || !store_write(rq->store, step_write, &work, err)) return false;
    *ret = (struct plan_saved){msg_plan_saved_step(rq->lang), undo_path(&work, "trin")};
    return true;
}

/* ---- course ---- */

static bool course_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct plan_values *v = work->v;
    struct plan_course_new course = {.youth_id = work->head->id,
                                     .kind = v->kind,
                                     .institution = or_null(v->institution),
                                     .place = or_null(v->place),
                                     .purpose = v->purpose,
                                     .hours = v->hours,
                                     .from = v->from,
                                     .to = v->to,
                                     .author = work->rq->visitor.user_id};
    return plan_add_course(w, work->rq->arena, &course, &work->id, err);
}

bool plan_save_course(struct request *rq, const struct youth_head *head,
                      const struct plan_values *v, struct form *form, struct plan_saved *ret,
                      struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    if (v->to < v->from) form_fail(form, "til", msg_plan_course_order(rq->lang));
    if (v->from > clock_today() + 400) form_fail(form, "fra", msg_plan_due_far(rq->lang));
    if (!or_null(v->institution) && !or_null(v->place))
        form_fail(form, "sted", msg_plan_course_where(rq->lang));
    if (!form->ok || !store_write(rq->store, course_write, &work, err)) return false;
    *ret = (struct plan_saved){msg_plan_saved_course(rq->lang), undo_path(&work, "forloeb")};
    return true;
}

/* ---- agreement and notice ---- */

static struct party_new party_of(const struct work *work) {
    const struct plan_values *v = work->v;
    return (struct party_new){.youth_id = work->head->id,
                              .party = v->party,
                              .name = strcmp(v->party, "youth") == 0 ? NULL : or_null(v->name),
                              .how = v->how,
                              .day = v->day,
                              .author = work->rq->visitor.user_id};
}

static bool agreement_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    struct party_new party = party_of(work);
    bool adult = day_age(work->head->born, party.day) >= 18;
    return plan_agree(w, work->rq->arena, &party, adult, &work->id, &work->agreed, err);
}

static bool party_ok(struct request *rq, const struct youth_head *head, const struct plan_values *v,
                     struct form *form) {
    bool guardian = strcmp(v->party, "guardian") == 0;
    if (guardian && !or_null(v->name)) form_fail(form, "navn", msg_plan_name_missing(rq->lang));
    if (guardian && day_age(head->born, v->day) >= 18)
        form_fail(form, "part", msg_plan_party_adult(rq->arena, rq->lang, head->first_name));
    return day_ok(rq, head, form, "dag", v->day);
}

/* The plan of a 15-17-year-old out of school describes how the duty is met (rules.md § 2, Plan). */
static bool duty_described(struct request *rq, const struct youth_head *head, bool *ret_described,
                           struct err *err) {
    *ret_described = true;
    if (head->age < 15 || head->age >= 18 || head->class_name) return true;
    struct q_plan_versions_rows rows;
    if (!q_plan_versions(rq->db, rq->arena, (struct q_plan_versions_in){head->id}, &rows, err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].withdrawn_at == INT_NONE && rows.v[i].agreed_day == DAY_NONE)
            *ret_described = rows.v[i].duty != NULL;
    return true;
}

bool plan_save_agreement(struct request *rq, const struct youth_head *head,
                         const struct plan_values *v, struct form *form, struct plan_saved *ret,
                         struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    bool described;
    if (!party_ok(rq, head, v, form) || !duty_described(rq, head, &described, err)) return false;
    if (!described) {
        form_fail(form, "part", msg_plan_duty_missing(rq->lang));
        return false;
    }
    if (!store_write(rq->store, agreement_write, &work, err)) {
        if (err->kind != ERR_NOT_FOUND && err->kind != ERR_CONFLICT) return false;
        form_fail(form, "part",
                  err->kind == ERR_NOT_FOUND ? msg_plan_no_draft(rq->lang)
                                             : msg_plan_agreed_already(rq->lang));
        *err = (struct err){0};
        return false;
    }
    *ret = (struct plan_saved){work.agreed ? msg_plan_saved_agreed(rq->lang)
                                           : msg_plan_saved_waiting(rq->lang),
                               undo_path(&work, "aftale")};
    return true;
}

static bool notice_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    struct party_new p = party_of(work);
    work->id = id_next();
    struct q_plan_notice_add_in in = {work->id, p.youth_id, p.party,  p.name,
                                      p.how,    p.day,      p.author, clock_now()};
    return q_plan_notice_add(w, in, NULL, err);
}

bool plan_save_notice(struct request *rq, const struct youth_head *head,
                      const struct plan_values *v, struct form *form, struct plan_saved *ret,
                      struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    if (!party_ok(rq, head, v, form) || !store_write(rq->store, notice_write, &work, err))
        return false;
    *ret = (struct plan_saved){msg_plan_saved_notice(rq->lang), undo_path(&work, "ydelse")};
    return true;
}

/* ---- answers ---- */

static bool answer_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct plan_values *v = work->v;
    struct arena *a = work->rq->arena;
    struct q_plan_current_on_rows now;
    struct q_plan_draft_rows draft;
    struct q_plan_current_on_in on = {work->head->id, v->day};
    if (!q_plan_current_on(w, a, on, &now, err) ||
        !q_plan_draft(w, a, (struct q_plan_draft_in){work->head->id}, &draft, err))
        return false;
    if (!now.n && !draft.n) return err_set(err, ERR_NOT_FOUND, "no plan to answer about");
    work->id = id_next();
    struct q_plan_answer_add_in in = {
        .id = work->id,
        .youth = work->head->id,
        .plan = now.n ? now.v[0].id : draft.v[0].id,
        .day = v->day,
        .motivating = or_null(v->motivating) ? v->motivating[0] - '0' : INT_NONE,
        .realistic = or_null(v->realistic) ? v->realistic[0] - '0' : INT_NONE,
        .said_by = v->said_by,
        .author = work->rq->visitor.user_id,
        .at = clock_now()};
    return q_plan_answer_add(w, in, NULL, err);
}

bool plan_save_answer(struct request *rq, const struct youth_head *head,
                      const struct plan_values *v, struct form *form, struct plan_saved *ret,
                      struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    if (!or_null(v->motivating) && !or_null(v->realistic))
        form_fail(form, "motiverende", msg_plan_answer_missing(rq->lang));
    if (!day_ok(rq, head, form, "dag", v->day)) return false;
    if (!store_write(rq->store, answer_write, &work, err)) {
        if (err->kind != ERR_NOT_FOUND) return false;
        form_fail(form, "motiverende", msg_plan_no_plan_to_answer(rq->lang));
        *err = (struct err){0};
        return false;
    }
    *ret = (struct plan_saved){msg_plan_saved_answer(rq->lang), undo_path(&work, "svar")};
    return true;
}

/* ---- the text of the draft ---- */

static bool text_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    const struct plan_values *v = work->v;
    struct request *rq = work->rq;
    static const char *const fields[] = {"nu", "maal", "pligt_tekst"};
    struct plan_text text = {.situation = or_null(v->situation),
                             .aim = or_null(v->aim),
                             .duty = or_null(v->duty),
                             .duty_text = or_null(v->duty_text),
                             .hours = v->hours};
    int64_t version = v->version == INT_NONE ? 0 : v->version, account = rq->visitor.user_id;
    if (!plan_write(w, rq->arena, work->head->id, version, &text, account, err)) return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *place = plan_draft_place(rq->arena, fields[i], work->head->id);
        struct q_plan_draft_text_drop_in drop = {account, place};
        if (!q_plan_draft_text_drop(w, drop, NULL, err)) return false;
    }
    return true;
}

/* Paid work meets the duty from so many hours a week on, by the rule of today. */
static bool hours_ok(struct request *rq, const struct plan_values *v, struct form *form,
                     struct err *err) {
    int64_t least;
    if (!or_null(v->duty) || strcmp(v->duty, "work") != 0) return true;
    if (!rule_int(rq->db, RULE_DUTY_WORK_HOURS, NULL, NULL, clock_today(), &least, err))
        return false;
    if (least != INT_NONE && (isnan(v->hours) || v->hours < (double)least))
        form_fail(form, "timer", msg_plan_hours_few(rq->arena, rq->lang, least));
    return true;
}

bool plan_save_text(struct request *rq, const struct youth_head *head, const struct plan_values *v,
                    struct form *form, struct plan_saved *ret, struct err *err) {
    struct work work = {.rq = rq, .head = head, .v = v};
    if (!hours_ok(rq, v, form, err)) return false;
    if (or_null(v->duty) && strcmp(v->duty, "work") != 0 && !or_null(v->duty_text))
        form_fail(form, "pligt_tekst", msg_plan_duty_text_missing(rq->lang));
    if (!form->ok || !store_write(rq->store, text_write, &work, err)) return false;
    *ret = (struct plan_saved){msg_plan_saved_text(rq->lang), NULL};
    return true;
}

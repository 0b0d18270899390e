/* SPDX-License-Identifier: EUPL-1.2
 *
 * What each form does when its fields are in order: the rules that need more than one field, the
 * change, and where to go afterwards.
 */
#include "event/views.h"

#include "access/access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"
#include "gen/msg.h"
#include "school/school.h"

#include <stdlib.h>
#include <string.h>

#define FAR_DAYS 800 /* nobody plans further ahead; a year typed wrong is found */

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static int64_t number_or_none(const char *text) {
    return text && *text ? strtoll(text, NULL, 10) : INT_NONE;
}

/* A time as people type it; a sentence beside the field when it is none. */
static void read_time(struct event_work *work, struct form *form, const char *field,
                      const char *typed, int64_t *ret_minutes) {
    int hour, minute;
    *ret_minutes = INT_NONE;
    if (!typed || !*typed) return;
    if (time_parse(typed, &hour, &minute))
        *ret_minutes = hour * 60 + minute;
    else
        form_fail(form, field, msg_event_bad_time(work->rq->lang));
}

static void read_times(struct event_work *work, struct form *form) {
    read_time(work, form, "fra", work->v->from, &work->from);
    read_time(work, form, "til", work->v->to, &work->to);
}

/* A school that nobody offered is a form somebody made by hand. */
static bool known_school(struct event_work *work, struct form *form, struct err *err) {
    bool exists = true;
    const char *school = or_null(work->v->school);
    if (school && !school_exists(work->rq->db, school, &exists, err)) return false;
    if (!exists) form_fail(form, "skole", msg_event_bad_school(work->rq->lang));
    return true;
}

static bool known_season(struct event_work *work, struct form *form, struct err *err) {
    struct q_event_seasons_rows rows;
    int64_t season = number_or_none(work->v->season);
    if (season == INT_NONE) return true;
    if (!q_event_seasons(work->rq->db, work->rq->arena, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == season) return true;
    form_fail(form, "uger", msg_event_bad_season(work->rq->lang));
    return true;
}

/* ---- event ---- */

static void check_event(struct event_work *work, struct form *form) {
    struct request *rq = work->rq;
    const struct event_values *v = work->v;
    int32_t today = clock_today();
    if (v->day < today - FAR_DAYS || v->day > today + FAR_DAYS)
        form_fail(form, "dag", msg_event_far(rq->lang));
    if (work->from != INT_NONE && work->to != INT_NONE && work->to <= work->from)
        form_fail(form, "til", msg_event_backwards(rq->lang));
    if (v->until != DAY_NONE && v->until > v->day)
        form_fail(form, "frist", msg_event_until_late(rq->lang));
    if (work->event && v->capacity != INT_NONE && v->capacity < work->event->people)
        form_fail(form, "pladser",
                  msg_event_capacity_low(rq->arena, rq->lang, work->event->people));
}

static bool event_change(struct db *w, struct event_work *work, int64_t capacity, struct err *err) {
    const struct event_values *v = work->v;
    int64_t changed = 0;
    struct q_event_write_in in = {.id = work->event->id,
                                  .version = v->version,
                                  .season = number_or_none(v->season),
                                  .kind = v->kind,
                                  .title = v->title,
                                  .institution = or_null(v->school),
                                  .place = v->place,
                                  .day = v->day,
                                  .from_minute = work->from,
                                  .to_minute = work->to,
                                  .about = or_null(v->about),
                                  .sign_up = strcmp(v->sign_up, "yes") == 0,
                                  .capacity = capacity,
                                  .sign_up_until = v->until,
                                  .author = work->rq->visitor.user_id,
                                  .at = clock_now()};
    if (!q_event_write(w, in, &changed, err)) return false;
    if (!changed) return err_set(err, ERR_CONFLICT, "somebody wrote the event meanwhile");
    return signup_move_up(w, work->rq->arena, work->event->id, err);
}

static bool event_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    const struct event_values *v = work->v;
    bool sign_up = strcmp(v->sign_up, "yes") == 0;
    int64_t capacity = sign_up ? v->capacity : INT_NONE;
    if (work->event) return event_change(w, work, capacity, err);
    struct q_event_add_in in = {.id = work->id,
                                .season = number_or_none(v->season),
                                .kind = v->kind,
                                .title = v->title,
                                .institution = or_null(v->school),
                                .place = v->place,
                                .day = v->day,
                                .from_minute = work->from,
                                .to_minute = work->to,
                                .about = or_null(v->about),
                                .sign_up = sign_up,
                                .capacity = capacity,
                                .sign_up_until = v->until,
                                .author = work->rq->visitor.user_id,
                                .at = clock_now()};
    return q_event_add(w, in, NULL, err);
}

bool event_save_event(struct event_work *work, struct form *form, struct event_saved *ret,
                      struct err *err) {
    struct request *rq = work->rq;
    read_times(work, form);
    check_event(work, form);
    if (!known_school(work, form, err) || !known_season(work, form, err)) return false;
    work->id = work->event ? work->event->id : id_new(rq->arena);
    if (!form->ok || !store_write(rq->store, event_write, work, err)) return false;
    *ret = (struct event_saved){arena_fmt(rq->arena, "/arrangementer/ret/%s", work->id),
                                work->event ? msg_event_saved(rq->lang) : msg_event_made(rq->lang),
                                NULL};
    return true;
}

/* ---- season ---- */

static bool season_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    const struct event_values *v = work->v;
    int64_t changed = 0, account = work->rq->visitor.user_id, now = clock_now();
    if (work->row == INT_NONE) {
        struct q_event_season_add_in in = {id_next(),         v->title, v->from_day, v->to_day,
                                           or_null(v->about), account,  now};
        return q_event_season_add(w, in, NULL, err);
    }
    struct q_event_season_write_in in = {work->row, v->version,        v->title, v->from_day,
                                         v->to_day, or_null(v->about), account,  now};
    if (!q_event_season_write(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_CONFLICT, "somebody wrote the season meanwhile");
}

bool event_save_season(struct event_work *work, struct form *form, struct event_saved *ret,
                       struct err *err) {
    struct request *rq = work->rq;
    if (work->v->to_day < work->v->from_day)
        form_fail(form, "til_dag", msg_event_backwards_days(rq->lang));
    else if (work->v->to_day - work->v->from_day > 120)
        form_fail(form, "til_dag", msg_event_season_long(rq->lang));
    if (!form->ok || !store_write(rq->store, season_write, work, err)) return false;
    *ret = (struct event_saved){"/arrangementer/ret", msg_event_season_saved(rq->lang), NULL};
    return true;
}

/* ---- a point of the programme ---- */

static bool item_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    const struct event_values *v = work->v;
    int64_t changed = 0, account = work->rq->visitor.user_id, now = clock_now();
    if (work->row != INT_NONE) {
        struct q_event_item_withdraw_in old = {work->row, work->event->id, account, now};
        if (!q_event_item_withdraw(w, old, &changed, err)) return false;
        if (!changed) return err_set(err, ERR_CONFLICT, "the point is not in the programme");
    }
    struct q_event_item_add_in in = {.id = id_next(),
                                     .event = work->event->id,
                                     .from_minute = work->from,
                                     .to_minute = work->to,
                                     .title = v->title,
                                     .room = or_null(v->room),
                                     .speaker = or_null(v->speaker),
                                     .author = account,
                                     .at = now};
    return q_event_item_add(w, in, NULL, err);
}

bool event_save_item(struct event_work *work, struct form *form, struct event_saved *ret,
                     struct err *err) {
    struct request *rq = work->rq;
    const struct event_line *e = work->event;
    read_times(work, form);
    if (form->ok) switch (event_item_fault(work->from, work->to, e->from_minute, e->to_minute)) {
        case TIME_BACKWARDS:
            form_fail(form, "til", msg_event_backwards(rq->lang));
            break;
        case TIME_OUTSIDE:
            form_fail(
                form, "fra",
                msg_event_outside(rq->arena, rq->lang,
                                  event_hours(rq->arena, rq->lang, e->from_minute, e->to_minute)));
            break;
        default:
            break;
        }
    if (!form->ok || !store_write(rq->store, item_write, work, err)) return false;
    *ret = (struct event_saved){arena_fmt(rq->arena, "/arrangementer/ret/%s#program", e->id),
                                msg_event_item_saved(rq->lang), NULL};
    return true;
}

/* ---- cancelling ---- */

static bool cancel_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    struct q_event_cancel_in in = {work->event->id, work->rq->visitor.user_id, clock_now(),
                                   work->v->why};
    int64_t changed = 0;
    if (!q_event_cancel(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_REFUSED, "the event was cancelled before");
}

bool event_save_cancel(struct event_work *work, struct form *form, struct event_saved *ret,
                       struct err *err) {
    struct request *rq = work->rq;
    (void)form;
    if (!store_write(rq->store, cancel_write, work, err)) return false;
    int64_t told = work->event->people + work->event->waiting;
    *ret = (struct event_saved){arena_fmt(rq->arena, "/arrangementer/ret/%s", work->event->id),
                                told ? msg_event_cancelled_tell(rq->arena, rq->lang, told)
                                     : msg_event_cancelled(rq->lang),
                                NULL};
    return true;
}

/* ---- the public: sign-up ---- */

static bool is_mail(const char *text) {
    const char *at = strchr(text, '@');
    return at && at > text && !strchr(at + 1, '@') && strchr(at + 1, '.') &&
           !strpbrk(text, " ,;<>\"");
}

static bool signup_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    const struct event_values *v = work->v;
    struct signup_new signup = {.event = work->event->id,
                                .secret = v->key,
                                .name = v->name,
                                .email = or_null(v->email),
                                .people = v->people,
                                .institution = or_null(v->school),
                                .grade = or_null(v->grade),
                                .remote = work->rq->remote};
    return signup_add(w, work->rq->arena, &signup, err);
}

bool event_save_signup(struct event_work *work, struct form *form, struct event_saved *ret,
                       struct err *err) {
    struct request *rq = work->rq;
    const struct event_values *v = work->v;
    int64_t most;
    if (!rule_int(rq->db, RULE_EVENT_PEOPLE_MOST, NULL, NULL, clock_today(), &most, err) ||
        !known_school(work, form, err))
        return false;
    if (most != INT_NONE && v->people > most)
        form_fail(form, "antal", msg_event_too_many(rq->arena, rq->lang, most));
    if (or_null(v->email) && !is_mail(v->email))
        form_fail(form, "email", msg_event_bad_mail(rq->lang));
    if (!id_is_valid(v->key)) form_fail(form, NULL, msg_event_bad_key(rq->lang));
    if (!form->ok || !store_write(rq->store, signup_write, work, err)) return false;
    *ret = (struct event_saved){arena_fmt(rq->arena, "/tilmelding/%s", v->key), NULL, NULL};
    return true;
}

/* ---- the public: evaluation ---- */

static bool answer_write(struct db *w, void *ctx, struct err *err) {
    struct event_work *work = ctx;
    const struct event_values *v = work->v;
    struct arena *a = work->rq->arena;
    const char *id = id_new(a); /* random: the order of the answers must not tell whose they are */
    if (!event_try(w, a, work->event->id, work->rq->remote, err)) return false;
    struct q_event_answer_add_in in = {.id = id,
                                       .event = work->event->id,
                                       .who = v->who,
                                       .useful = v->useful[0] - '0',
                                       .wiser = v->wiser[0] - '0',
                                       .day = clock_today()};
    if (or_null(v->comment)) in.comment = seal_text(a, "event_answer", id, "comment", v->comment);
    return q_event_answer_add(w, in, NULL, err);
}

bool event_save_answer(struct event_work *work, struct form *form, struct event_saved *ret,
                       struct err *err) {
    struct request *rq = work->rq;
    (void)form;
    if (!store_write(rq->store, answer_write, work, err)) return false;
    *ret = (struct event_saved){arena_fmt(rq->arena, "/arrangementer/%s/tak", work->event->id),
                                NULL, NULL};
    return true;
}

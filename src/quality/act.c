/* SPDX-License-Identifier: EUPL-1.2
 *
 * What happens when a form is sent, and the buttons without a form: undo, open again.
 */
#include "quality/form.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/quality.sql.h"
#include "goal/goal.h"

#include <stdlib.h>
#include <string.h>

#define FAR_DAYS 1100 /* nobody decides further ahead; a year typed wrong is found */

struct work {
    struct quality_showing *s;
    const struct quality_values *v;
    int64_t row;
};

/* ---- rules that need more than one field ---- */

static void check_day(struct quality_showing *s, const struct quality_values *v,
                      struct form *form) {
    enum lang lang = s->rq->lang;
    int32_t today = clock_today();
    bool plans = s->kind->saves == SAVES_DECISION;
    if (!plans && v->day != DAY_NONE && v->day > today)
        form_fail(form, "dag", msg_quality_day_future(lang));
    if (!plans && v->day != DAY_NONE && v->day < today - 5 * 366)
        form_fail(form, "dag", msg_quality_day_early(lang));
    if (plans && v->due != DAY_NONE && (v->due > today + FAR_DAYS || v->due < today - FAR_DAYS))
        form_fail(form, "frist", msg_quality_due_far(lang));
}

static bool check_owner(struct quality_showing *s, const struct quality_values *v,
                        struct form *form, struct err *err) {
    struct request *rq = s->rq;
    struct q_quality_owners_rows rows;
    if (s->kind->saves != SAVES_DECISION || !v->owner) return true;
    if (!q_quality_owners(rq->db, rq->arena, (struct q_quality_owners_in){clock_today()}, &rows,
                          err))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == strtoll(v->owner, NULL, 10)) return true;
    form_fail(form, "ansvarlig", msg_quality_owner_gone(rq->lang));
    return true;
}

static bool check_goal(struct quality_showing *s, const struct quality_values *v, struct form *form,
                       struct err *err) {
    struct request *rq = s->rq;
    struct goals all;
    int64_t number = v->goal ? strtoll(v->goal, NULL, 10) : 0;
    if (!number) return true;
    if (!goals_read(rq->db, rq->arena, rq->lang, &all, err)) return false;
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].number == number) return true;
    form_fail(form, "maal", msg_quality_goal_gone(rq->lang));
    return true;
}

/* ---- writing ---- */

static bool form_write(struct db *w, void *ctx, struct err *err) {
    struct work *work = ctx;
    struct quality_showing *s = work->s;
    const struct quality_values *v = work->v;
    int64_t account = s->rq->visitor.user_id, now = clock_now(), changed = 0;
    work->row = s->row;
    switch (s->kind->saves) {
    case SAVES_MEETING:
        return quality_meeting_put(w, s->rq->arena, v, account, &work->row, err);
    case SAVES_DECISION:
        return quality_decision_put(w, v, s->meeting, account, &work->row, err);
    case SAVES_DONE: {
        struct q_quality_done_add_in in = {id_next(), s->row, v->day, v->result, account, now};
        if (v->result && !*v->result) in.result = NULL;
        return q_quality_done_add(w, in, &changed, err);
    }
    case SAVES_MARK: {
        struct q_quality_mark_add_in in = {id_next(), s->law, s->school_year, v->day, v->note,
                                           account,   now};
        return q_quality_mark_add(w, in, &changed, err);
    }
    }
    return false;
}

static void saved(struct quality_showing *s, int64_t row) {
    struct request *rq = s->rq;
    struct arena *a = rq->arena;
    long long id = (long long)row;
    const char *to = quality_form_back(s), *undo = NULL, *notice = msg_quality_saved(rq->lang);
    if (s->kind->saves == SAVES_MEETING) to = arena_fmt(a, "/team/kvalitet/moede/%lld", id);
    if (s->kind->saves == SAVES_MEETING && !s->row) undo = arena_fmt(a, "%s/fortryd", to);
    if (s->kind->saves == SAVES_DECISION && !s->row)
        undo = arena_fmt(a, "/team/kvalitet/beslutning/%lld/fortryd", id);
    if (s->kind->saves == SAVES_DONE)
        undo = arena_fmt(a, "/team/kvalitet/beslutning/%lld/genaabn", (long long)s->row);
    if (s->kind->saves == SAVES_MARK) undo = arena_fmt(a, "%s/fortryd", rq->path);
    reply_redirect_notice(rq, to, notice, undo);
}

/* The stored texts are read anew, and shown beside those of the form. */
static void show_conflict(struct quality_showing *s, const struct form *form) {
    struct err err = {0};
    bool found;
    struct request *rq = s->rq;
    if (!quality_form_begin(rq, s, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    s->form = form;
    s->conflict = msg_quality_conflict(rq->arena, rq->lang, s->by);
    quality_form_show(s);
}

/* A counsellor says of own decisions that they are done; all else is the team leader's. */
static bool may(const struct quality_showing *s) {
    return s->rq->visitor.role == ROLE_TEAM_LEADER ||
           (s->kind->saves == SAVES_DONE && s->owner == s->rq->visitor.user_id);
}

static bool begin(struct request *rq, struct quality_showing *s) {
    struct err err = {0};
    bool found;
    if (!quality_form_begin(rq, s, &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found || !may(s)) reply_status(rq, found ? 403 : 404);
    return found && may(s);
}

void quality_form_get(struct request *rq) {
    struct quality_showing s;
    if (begin(rq, &s)) quality_form_show(&s);
}

void quality_form_post(struct request *rq) {
    struct quality_showing s;
    struct form form;
    struct quality_values values = {.day = DAY_NONE, .due = DAY_NONE, .version = INT_NONE};
    struct err err = {0};
    if (!begin(rq, &s)) return;
    struct work work = {.s = &s, .v = &values};
    form_read(rq, s.kind->fields, s.kind->n, &form, &values);
    check_day(&s, &values, &form);
    bool ok = check_owner(&s, &values, &form, &err) && check_goal(&s, &values, &form, &err) &&
              form.ok && store_write(rq->store, form_write, &work, &err);
    s.form = &form;
    if (ok)
        saved(&s, work.row);
    else if (err.kind == ERR_CONFLICT)
        show_conflict(&s, &form);
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else {
        if (values.version != INT_NONE) s.version = values.version;
        quality_form_show(&s);
    }
}

/* ---- buttons ---- */

struct press {
    struct request *rq;
    int64_t row, changed;
    const char *law;
    int school_year;
};

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct press *p = ctx;
    int64_t now = clock_now(), account = p->rq->visitor.user_id;
    bool meeting = strstr(p->rq->route->path, "{moede}") != NULL;
    struct q_quality_meeting_withdraw_in m = {p->row, account, now - QUALITY_UNDO_US, now};
    struct q_quality_decision_withdraw_in d = {p->row, account, now - QUALITY_UNDO_US, now};
    return meeting ? q_quality_meeting_withdraw(w, m, &p->changed, err)
                   : q_quality_decision_withdraw(w, d, &p->changed, err);
}

static bool reopen_write(struct db *w, void *ctx, struct err *err) {
    struct press *p = ctx;
    struct q_quality_done_withdraw_in in = {p->row, p->rq->visitor.user_id, clock_now()};
    return q_quality_done_withdraw(w, in, &p->changed, err);
}

static bool unmark_write(struct db *w, void *ctx, struct err *err) {
    struct press *p = ctx;
    struct q_quality_mark_withdraw_in in = {p->law, p->school_year, p->rq->visitor.user_id,
                                            clock_now()};
    return q_quality_mark_withdraw(w, in, &p->changed, err);
}

static void pressed(struct request *rq, struct press *press, db_write_fn *write, const char *to) {
    struct err err = {0};
    if (!store_write(rq->store, write, press, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(
            rq, to, press->changed ? msg_quality_undone(rq->lang) : msg_quality_too_late(rq->lang),
            NULL);
}

void quality_undo_post(struct request *rq) {
    bool meeting = strstr(rq->route->path, "{moede}") != NULL;
    struct press p = {.rq = rq};
    p.row = strtoll(request_segment(rq, meeting ? "moede" : "beslutning"), NULL, 10);
    pressed(rq, &p, undo_write, "/team/kvalitet");
}

void quality_reopen_post(struct request *rq) {
    struct err err = {0};
    struct q_quality_decision_versions_rows rows;
    struct press p = {.rq = rq, .row = strtoll(request_segment(rq, "beslutning"), NULL, 10)};
    struct q_quality_decision_versions_in in = {p.row};
    if (!q_quality_decision_versions(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return;
    }
    if (rq->visitor.role != ROLE_TEAM_LEADER && rows.v[0].owner != rq->visitor.user_id) {
        reply_status(rq, 403);
        return;
    }
    pressed(rq, &p, reopen_write,
            arena_fmt(rq->arena, "/team/kvalitet/beslutning/%lld", (long long)p.row));
}

void quality_unmark_post(struct request *rq) {
    struct press p = {.rq = rq,
                      .law = request_segment(rq, "lov"),
                      .school_year = quality_year_typed(request_segment(rq, "skoleaar"))};
    pressed(rq, &p, unmark_write, arena_fmt(rq->arena, "/team/kvalitet?aar=%d", p.school_year));
}

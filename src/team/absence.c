/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/fravaer: a counsellor is away and a colleague covers. One act gives the cover the schools, the young
 * people and the worklist for those days, and takes them back by itself when the days are over.
 */
#include "team/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/team.html.h"
#include "gen/team.sql.h"
#include "school/school.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST (2 * 366)

bool team_covered(struct db *db, struct arena *a, int64_t account, int32_t day,
                  struct team_covered **ret, size_t *ret_n, struct err *err) {
    struct q_team_covered_rows rows;
    if (!q_team_covered(db, a, (struct q_team_covered_in){account, day}, &rows, err)) return false;
    struct team_covered *list = arena_array(a, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = (struct team_covered){rows.v[i].account, rows.v[i].name, rows.v[i].to_day};
    *ret = list;
    *ret_n = rows.n;
    return true;
}

bool team_account_name(struct db *db, struct arena *a, int64_t account, const char **ret_name,
                       struct err *err) {
    struct q_team_account_rows rows;
    if (!q_team_account(db, a, (struct q_team_account_in){account}, &rows, err)) return false;
    *ret_name = rows.n ? rows.v[0].name : NULL;
    return true;
}

struct absence_form {
    const char *account, *cover;
    int32_t from, to;
};
static const struct field fields[] = {
    {.name = "vejleder",
     .kind = FIELD_ID,
     .offset = offsetof(struct absence_form, account),
     .required = true,
     .label = "team.absence.account"},
    {.name = "afloeser",
     .kind = FIELD_ID,
     .offset = offsetof(struct absence_form, cover),
     .required = true,
     .label = "team.absence.cover"},
    {.name = "fra",
     .kind = FIELD_DAY,
     .offset = offsetof(struct absence_form, from),
     .required = true,
     .label = "team.absence.from"},
    {.name = "til",
     .kind = FIELD_DAY,
     .offset = offsetof(struct absence_form, to),
     .required = true,
     .label = "team.absence.to"},
};
#define FIELDS_N (sizeof fields / sizeof *fields)

static void show(struct request *rq, const struct form *form) {
    const char *today = fmt_day_table(rq->arena, rq->lang, clock_today());
    const char *asked = request_query(rq, "vejleder");
    struct absence_page page = {.form = form,
                                .from = form ? form_typed(form, "fra") : today,
                                .to = form ? form_typed(form, "til") : ""};
    struct err err = {0};
    const char *away = form ? form_typed(form, "vejleder") : asked ? asked : "";
    const char *cover = form ? form_typed(form, "afloeser") : "";
    if (form) {
        page.error_away = form_error(form, "vejleder");
        page.error_cover = form_error(form, "afloeser");
        page.error_from = form_error(form, "fra");
        page.error_to = form_error(form, "til");
        rq->reply.status = 422;
    }
    struct team_people people;
    if (!team_people(rq->db, rq->arena, &people, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.away_n = team_choices(rq, &people, away, false, &page.away);
    page.covers_n = team_choices(rq, &people, cover, false, &page.covers);
    struct page shell = {
        .title = msg_team_absence_title(rq->lang), .section = "/team", .has_errors = form != NULL};
    reply_page(rq, &shell, absence_page, &page);
}

void absence_get(struct request *rq) { show(rq, NULL); }

/* ---- saving ---- */

struct absence_work {
    int64_t id, account, cover, author, schools;
    int32_t from, to;
    struct arena *arena;
};

static bool known(struct request *rq, int64_t account, bool *ret_known, struct err *err) {
    struct q_team_account_rows rows;
    if (!q_team_account(rq->db, rq->arena, (struct q_team_account_in){account}, &rows, err))
        return false;
    *ret_known = rows.n && rows.v[0].counsellor && !rows.v[0].closed;
    return true;
}

static bool away_then(struct request *rq, int64_t account, const struct absence_form *v,
                      bool *ret_away, struct err *err) {
    struct q_team_absence_overlap_rows rows;
    struct q_team_absence_overlap_in in = {account, v->from, v->to};
    if (!q_team_absence_overlap(rq->db, rq->arena, in, &rows, err)) return false;
    *ret_away = rows.n > 0;
    return true;
}

/* The rules between the fields. */
static bool check(struct request *rq, const struct absence_form *v, struct form *form,
                  struct err *err) {
    bool here, there, is_away, cover_away;
    int64_t account = strtoll(v->account, NULL, 10), cover = strtoll(v->cover, NULL, 10);
    if (v->to < v->from) form_fail(form, "til", msg_team_absence_order(rq->lang));
    if (v->to < clock_today()) form_fail(form, "til", msg_team_absence_past(rq->lang));
    if (v->to > v->from + LONGEST) form_fail(form, "til", msg_team_absence_long(rq->lang));
    if (account == cover) form_fail(form, "afloeser", msg_team_absence_self(rq->lang));
    if (!form->ok) return true;
    if (!known(rq, account, &here, err) || !known(rq, cover, &there, err) ||
        !away_then(rq, account, v, &is_away, err) || !away_then(rq, cover, v, &cover_away, err))
        return false;
    if (!here) form_fail(form, "vejleder", msg_team_absence_unknown(rq->lang));
    if (!there) form_fail(form, "afloeser", msg_team_absence_unknown(rq->lang));
    if (is_away) form_fail(form, "fra", msg_team_absence_twice(rq->lang));
    if (cover_away) form_fail(form, "afloeser", msg_team_absence_cover_away(rq->lang));
    return true;
}

static bool absence_write(struct db *w, void *ctx, struct err *err) {
    struct absence_work *work = ctx;
    struct q_team_absence_add_in in = {.id = work->id,
                                       .account = work->account,
                                       .cover = work->cover,
                                       .from_day = work->from,
                                       .to_day = work->to,
                                       .author = work->author,
                                       .at = clock_now()};
    struct school_cover_new cover = {.account = work->account,
                                     .cover = work->cover,
                                     .absence = work->id,
                                     .from = work->from,
                                     .to = work->to};
    return q_team_absence_add(w, in, NULL, err) &&
           school_cover(w, work->arena, &cover, &work->schools, err);
}

void absence_post(struct request *rq) {
    struct absence_form v = {NULL, NULL, DAY_NONE, DAY_NONE};
    struct form form;
    struct err err = {0};
    if (form_read(rq, fields, FIELDS_N, &form, &v) && !check(rq, &v, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!form.ok) {
        show(rq, &form);
        return;
    }
    struct absence_work work = {.id = id_next(),
                                .account = strtoll(v.account, NULL, 10),
                                .cover = strtoll(v.cover, NULL, 10),
                                .author = rq->visitor.user_id,
                                .from = v.from,
                                .to = v.to,
                                .arena = rq->arena};
    if (!store_write(rq->store, absence_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    team_figures_forget();
    reply_redirect_notice(rq, "/team", msg_team_absence_saved(rq->arena, rq->lang, work.schools),
                          arena_fmt(rq->arena, "/team/fravaer/%lld/slut", (long long)work.id));
}

/* ---- back again ---- */

struct end_work {
    int64_t id, account;
    int32_t last, from;
};

/* Back today. Who was to be away from today on, or later, never was. */
static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct end_work *work = ctx;
    struct q_team_absence_end_in end = {work->id, work->last};
    struct q_team_absence_withdraw_in none = {work->id, clock_now(), work->account};
    int32_t last = work->last < work->from ? work->from - 1 : work->last;
    bool ok = work->last < work->from ? q_team_absence_withdraw(w, none, NULL, err)
                                      : q_team_absence_end(w, end, NULL, err);
    return ok && school_cover_end(w, work->id, last, err);
}

void absence_end_post(struct request *rq) {
    struct end_work work = {.id = strtoll(request_segment(rq, "fravaer"), NULL, 10),
                            .account = rq->visitor.user_id,
                            .last = clock_today() - 1};
    struct q_team_absence_rows rows;
    struct err err = {0};
    if (!q_team_absence(rq->db, rq->arena, (struct q_team_absence_in){work.id}, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE || rows.v[0].to_day < clock_today()) {
        reply_status(rq, 404);
        return;
    }
    work.from = rows.v[0].from_day;
    if (!store_write(rq->store, end_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    team_figures_forget();
    reply_redirect_notice(rq, "/team", msg_team_absence_ended(rq->arena, rq->lang, rows.v[0].name),
                          NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/overdragelse: all that one counsellor has goes to another. First who and to whom, then what moves,
 * counted by the slices that hold it, then one change that moves it all.
 */
#include "team/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/team.html.h"
#include "gen/team.sql.h"

#include <stdlib.h>
#include <string.h>

/* Who gives and who takes, as asked for; `error` when it cannot be so. */
struct asked {
    int64_t giver, taker;
    const char *giver_name, *taker_name, *error;
};

static bool asked_read(struct request *rq, const char *from, const char *to, struct asked *ret,
                       struct err *err) {
    struct q_team_account_rows giver, taker;
    *ret = (struct asked){strtoll(from, NULL, 10), strtoll(to, NULL, 10), NULL, NULL, NULL};
    if (!q_team_account(rq->db, rq->arena, (struct q_team_account_in){ret->giver}, &giver, err) ||
        !q_team_account(rq->db, rq->arena, (struct q_team_account_in){ret->taker}, &taker, err))
        return false;
    if (!giver.n || !taker.n || !taker.v[0].counsellor || taker.v[0].closed)
        ret->error = msg_team_handover_unknown(rq->lang);
    else if (ret->giver == ret->taker)
        ret->error = msg_team_handover_same(rq->lang);
    if (giver.n) ret->giver_name = giver.v[0].name;
    if (taker.n) ret->taker_name = taker.v[0].name;
    return true;
}

static bool preview(struct request *rq, const struct asked *asked, struct handover_page *page,
                    struct err *err) {
    struct handover h = {.from = asked->giver, .to = asked->taker, .day = clock_today()};
    struct handover_lines lines = {.arena = rq->arena};
    const struct worklist_query whose = {.user_id = h.from, .today = h.day, .until = h.day};
    if (!slices_ask(rq, PAGE_HANDOVER, NULL, &whose, err)) return false;
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->handover_preview && !s->handover_preview(rq, &h, &lines, err)) return false;
    }
    page->lines = lines.items;
    page->lines_n = lines.n;
    for (size_t i = 0; i < lines.n; i++) page->things += lines.items[i].n;
    page->giver = arena_fmt(rq->arena, "%lld", (long long)asked->giver);
    page->taker = arena_fmt(rq->arena, "%lld", (long long)asked->taker);
    page->title =
        msg_team_handover_preview(rq->arena, rq->lang, asked->giver_name, asked->taker_name);
    return true;
}

static void show(struct request *rq, const char *from, const char *to, const char *error) {
    struct handover_page page = {.error = error};
    struct asked asked = {0};
    struct err err = {0};
    bool both = *from && *to;
    struct team_people people;
    bool ok = team_people(rq->db, rq->arena, &people, &err) &&
              (!both || asked_read(rq, from, to, &asked, &err));
    if (ok && !page.error) page.error = asked.error;
    if (ok && both && !page.error) ok = preview(rq, &asked, &page, &err);
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    page.givers_n = team_choices(rq, &people, from, true, &page.givers);
    page.takers_n = team_choices(rq, &people, to, false, &page.takers);
    if (page.error) rq->reply.status = 422;
    struct page shell = {.title = msg_team_handover_title(rq->lang),
                         .section = "/team",
                         .has_errors = page.error != NULL};
    reply_page(rq, &shell, handover_page, &page);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

void handover_get(struct request *rq) {
    const char *from = or_empty(request_query(rq, "fra")), *to = or_empty(request_query(rq, "til"));
    bool half = request_query(rq, "fra") && (!*from || !*to);
    show(rq, from, to, half ? msg_team_handover_choose(rq->lang) : NULL);
}

/* ---- doing it ---- */

struct handover_work {
    struct handover h;
    struct arena *arena;
    int64_t young;
};

static bool move_all(struct db *w, struct handover_work *work, struct err *err) {
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->handover_move && !s->handover_move(w, work->arena, &work->h, err)) return false;
    }
    return true;
}

static bool handover_write(struct db *w, void *ctx, struct err *err) {
    struct handover_work *work = ctx;
    const struct handover *h = &work->h;
    struct q_team_handover_add_in add = {h->id, h->from, h->to, h->day, h->author, h->at};
    struct q_team_handover_count_in count = {h->id};
    struct q_team_handover_rows rows;
    if (!q_team_handover_add(w, add, NULL, err) || !move_all(w, work, err) ||
        !q_team_handover_count(w, count, NULL, err) ||
        !q_team_handover(w, work->arena, (struct q_team_handover_in){h->id}, &rows, err))
        return false;
    work->young = rows.v[0].young;
    return true;
}

void handover_post(struct request *rq) {
    const char *from = or_empty(request_body(rq, "fra")), *to = or_empty(request_body(rq, "til"));
    struct asked asked;
    struct err err = {0};
    if (!asked_read(rq, from, to, &asked, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (asked.error) {
        show(rq, from, to, asked.error);
        return;
    }
    struct handover_work work = {.h = {.id = id_next(),
                                       .from = asked.giver,
                                       .to = asked.taker,
                                       .author = rq->visitor.user_id,
                                       .day = clock_today(),
                                       .at = clock_now()},
                                 .arena = rq->arena};
    work.h.given_at = work.h.at;
    if (!store_write(rq->store, handover_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    team_figures_forget();
    const char *undo =
        arena_fmt(rq->arena, "/team/overdragelse/%lld/fortryd", (long long)work.h.id);
    reply_redirect_notice(
        rq, "/team",
        msg_team_handover_done(rq->arena, rq->lang, work.young, asked.giver_name, asked.taker_name),
        undo);
}

/* ---- taking it back ---- */

static bool back_write(struct db *w, void *ctx, struct err *err) {
    struct handover_work *work = ctx;
    struct handover *h = &work->h;
    struct q_team_handover_rows rows;
    if (!q_team_handover(w, work->arena, (struct q_team_handover_in){h->id}, &rows, err))
        return false;
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE)
        return err_set(err, ERR_NOT_FOUND, "no handover of that number");
    if (rows.v[0].day != h->day)
        return err_set(err, ERR_REFUSED, "a handover is taken back on its own day");
    h->from = rows.v[0].giver;
    h->to = rows.v[0].taker;
    h->given_at = rows.v[0].at;
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        if (s->handover_back && !s->handover_back(w, work->arena, h, err)) return false;
    }
    struct q_team_handover_withdraw_in in = {h->id, h->at, h->author};
    return q_team_handover_withdraw(w, in, NULL, err);
}

void handover_undo_post(struct request *rq) {
    struct handover_work work = {.h = {.id = strtoll(request_segment(rq, "overdragelse"), NULL, 10),
                                       .author = rq->visitor.user_id,
                                       .day = clock_today(),
                                       .at = clock_now()},
                                 .arena = rq->arena};
    struct err err = {0};
    bool ok = store_write(rq->store, back_write, &work, &err);
    team_figures_forget();
    if (ok)
        reply_redirect_notice(rq, "/team", msg_team_handover_undone(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, "/team", msg_team_handover_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

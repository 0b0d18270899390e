/* SPDX-License-Identifier: EUPL-1.2
 *
 * /klasser/{class}/hold/{session}: attendance that was written wrongly is corrected, also long after. A
 * correction is an event: who, when, from what to what. The contact that was wrong is withdrawn and stays.
 */
#include "collective/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/collective.html.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"
#include "guidance/guidance.h"

#include <stdlib.h>
#include <string.h>

struct correcting {
    struct arena *arena;
    int64_t session, version, account;
    int32_t held; /* the session's day */
    const char **present;
    size_t present_n;
    int64_t corrected;
};

/* The newest correction of a session; 0: none. */
static bool version_of(struct db *db, struct arena *a, int64_t session,
                       struct q_collective_corrections_rows *rows, int64_t *ret, struct err *err) {
    struct q_collective_corrections_in in = {session};
    if (!q_collective_corrections(db, a, in, rows, err)) return false;
    *ret = rows->n ? rows->v[0].id : 0;
    return true;
}

/* The session, or the reply and false. */
static bool session_or_reply(struct request *rq, const struct class_line *class,
                             struct q_collective_session_of_row *ret) {
    struct err err = {0};
    struct q_collective_session_of_rows rows;
    struct q_collective_session_of_in in = {strtoll(request_segment(rq, "session"), NULL, 10),
                                            class->id};
    if (!q_collective_session_of(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return false;
    }
    *ret = rows.v[0];
    return true;
}

/* ---- showing ---- */

static const struct correct_line *history_of(struct request *rq,
                                             const struct q_collective_corrections_rows *rows) {
    struct correct_line *lines = arena_array(rq->arena, rows->n + 1, sizeof *lines);
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_collective_corrections_row *r = &rows->v[i];
        lines[i].text = r->attended
                            ? msg_collective_correct_line_present(rq->arena, rq->lang, r->day,
                                                                  r->author_name, r->name)
                            : msg_collective_correct_line_absent(rq->arena, rq->lang, r->day,
                                                                 r->author_name, r->name);
    }
    return lines;
}

/* `typed`: the ticks of somebody whom a colleague was faster than; NULL: as it stands. */
static bool pupils_of(struct request *rq, const struct correcting *typed, struct correct_page *page,
                      struct err *err) {
    struct q_collective_attendance_rows rows;
    struct q_collective_attendance_in in = {page->session, clock_today()};
    if (!q_collective_attendance(rq->db, rq->arena, in, &rows, err)) return false;
    struct correct_pupil *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_attendance_row *r = &rows.v[i];
        bool mine = typed ? ticked(typed->present, typed->present_n, r->youth) : r->attended;
        list[i] = (struct correct_pupil){
            .youth_id = r->youth,
            .name = r->name,
            .present = mine,
            .guarded = r->guarded,
            .theirs = mine == r->attended ? NULL
                      : r->attended       ? msg_collective_correct_theirs_present(rq->lang)
                                          : msg_collective_correct_theirs_absent(rq->lang)};
    }
    page->pupils = list;
    page->pupils_n = rows.n;
    return true;
}

static void show(struct request *rq, const struct class_line *class,
                 const struct q_collective_session_of_row *s, const struct correcting *typed) {
    struct err err = {0};
    struct q_collective_corrections_rows rows;
    struct correct_page page = {.class = class, .session = s->id, .conflict = typed != NULL};
    if (!version_of(rq->db, rq->arena, s->id, &rows, &page.version, &err) ||
        !pupils_of(rq, typed, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = msg_collective_correct_said(
        rq->arena, rq->lang,
        collective_theme_words(rq->arena, rq->lang, s->theme, s->theme_da, s->theme_en), s->day,
        s->author_name);
    page.history = history_of(rq, &rows);
    page.history_n = rows.n;
    if (typed) rq->reply.status = 409;
    struct page shell = {.title = msg_collective_correct_title(rq->lang), .section = "/klasser"};
    reply_page(rq, &shell, correct_page, &page);
}

void correct_get(struct request *rq) {
    struct class_line class;
    struct q_collective_session_of_row session;
    if (class_or_reply(rq, &class) && session_or_reply(rq, &class, &session))
        show(rq, &class, &session, NULL);
}

/* ---- saving ---- */

static bool one_write(struct db *w, struct correcting *c,
                      const struct q_collective_attendance_row *r, bool came, struct err *err) {
    int64_t now = clock_now();
    struct attendance_new right = {.youth_id = r->youth,
                                   .session = c->session,
                                   .author = c->account,
                                   .at = now,
                                   .day = c->held,
                                   .came = came};
    struct q_collective_correction_add_in in = {.id = id_next(),
                                                .session = c->session,
                                                .youth = r->youth,
                                                .wrong = r->contact,
                                                .attended = came,
                                                .author = c->account,
                                                .day = clock_today(),
                                                .at = now};
    c->corrected++;
    return guidance_attend_again(w, r->contact, &right, err) &&
           q_collective_correction_add(w, in, NULL, err);
}

static bool correct_write(struct db *w, void *ctx, struct err *err) {
    struct correcting *c = ctx;
    struct q_collective_corrections_rows before;
    struct q_collective_attendance_rows rows;
    int64_t version;
    c->corrected = 0;
    if (!version_of(w, c->arena, c->session, &before, &version, err)) return false;
    if (version != c->version) return err_set(err, ERR_CONFLICT, "a colleague was faster");
    struct q_collective_attendance_in in = {c->session, clock_today()};
    if (!q_collective_attendance(w, c->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        bool came = ticked(c->present, c->present_n, rows.v[i].youth);
        if (came != rows.v[i].attended && !one_write(w, c, &rows.v[i], came, err)) return false;
    }
    return true;
}

void correct_post(struct request *rq) {
    struct class_line class;
    struct q_collective_session_of_row session;
    if (!class_or_reply(rq, &class) || !session_or_reply(rq, &class, &session)) return;
    const char *version = request_body(rq, "rettelse");
    struct correcting c = {.arena = rq->arena,
                           .session = session.id,
                           .version = version ? strtoll(version, NULL, 10) : -1,
                           .account = rq->visitor.user_id,
                           .held = session.day};
    struct err err = {0};
    c.present_n = request_body_all(rq, "til", &c.present);
    if (store_write(rq->store, correct_write, &c, &err))
        reply_redirect_notice(rq,
                              arena_fmt(rq->arena, "/klasser/%lld/hold/%lld", (long long)class.id,
                                        (long long)c.session),
                              c.corrected
                                  ? msg_collective_correct_saved(rq->arena, rq->lang, c.corrected)
                                  : msg_collective_correct_none(rq->lang),
                              NULL);
    else if (err.kind == ERR_CONFLICT)
        show(rq, &class, &session, &c);
    else
        reply_error(rq, &err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The note box and what it posts to. The box is a panel of the young person's page; a note that
 * cannot be saved comes back alone with the error and the typed text.
 */
#include "guidance/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/guidance.html.h"
#include "gen/guidance.sql.h"
#include "gen/msg.h"
#include "youth/youth.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_MOST 4000

static const char *const kinds[] = {CONTACT_KINDS, NULL};
static const char *const whens[] = {"ingen", "i-morgen", "om-en-uge", "om-30-dage", NULL};

static const char *draft_place(struct arena *a, const char *youth_id) {
    return arena_fmt(a, "note:%s", youth_id);
}
const char *draft_row(struct arena *a, int64_t account, const char *place) {
    return arena_fmt(a, "%lld:%s", (long long)account, place);
}

static struct note_choice *choices(struct request *rq, const char *prefix,
                                   const char *const *values, const char *chosen, size_t *ret_n) {
    size_t n = 0;
    while (values[n]) n++;
    struct note_choice *list = arena_array(rq->arena, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const char *key = arena_fmt(rq->arena, "%s.%s", prefix, values[i]);
        list[i] = (struct note_choice){values[i], msg_by_key(rq->lang, key),
                                       strcmp(values[i], chosen) == 0};
    }
    *ret_n = n;
    return list;
}

static bool draft_read(struct request *rq, const char *youth_id, struct note_panel *panel,
                       struct err *err) {
    const char *place = draft_place(rq->arena, youth_id);
    struct q_guidance_draft_rows rows;
    struct q_guidance_draft_in in = {rq->visitor.user_id, place, clock_now() - DRAFT_US};
    if (!q_guidance_draft(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    const char *row = draft_row(rq->arena, rq->visitor.user_id, place);
    panel->body = open_text(rq->arena, "draft", row, "body", rows.v[0].body);
    int hour, minute;
    clock_local(rows.v[0].saved_at, &hour, &minute);
    panel->restored = msg_guidance_draft_restored(
        rq->arena, rq->lang, fmt_day_short(rq->arena, rq->lang, clock_day_of(rows.v[0].saved_at)),
        fmt_time(rq->arena, rq->lang, hour, minute));
    return true;
}

bool note_panel_make(struct request *rq, const char *youth_id, const char *body,
                     struct note_panel *ret_panel, struct err *err) {
    struct youth_head head;
    bool found = false;
    struct q_guidance_last_kind_rows last;
    struct q_guidance_last_kind_in in = {rq->visitor.user_id};
    if (!youth_head(rq->db, rq->arena, youth_id, clock_today(), &head, &found, err) ||
        !q_guidance_last_kind(rq->db, rq->arena, in, &last, err))
        return false;
    struct note_panel p = {
        .action = arena_fmt(rq->arena, "/unge/%s/noter", youth_id),
        .draft_url = arena_fmt(rq->arena, "/unge/%s/kladde", youth_id),
        .first_name = found ? head.first_name : "",
        .body = body,
    };
    p.kinds = choices(rq, "guidance.kind", kinds, last.n ? last.v[0].kind : kinds[0], &p.kinds_n);
    p.when = choices(rq, "guidance.when", whens, whens[0], &p.when_n);
    if (!body && !draft_read(rq, youth_id, &p, err)) return false;
    *ret_panel = p;
    return true;
}

/* ---- saving ---- */

struct note_form {
    const char *kind, *body, *when;
    bool restricted;
};
static const struct field fields[] = {
    {.name = "type",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct note_form, kind),
     .required = true,
     .choices = kinds,
     .label = "guidance.contact"},
    {.name = "note",
     .kind = FIELD_LONG,
     .offset = offsetof(struct note_form, body),
     .required = true,
     .max = NOTE_MOST,
     .label = "guidance.note"},
    {.name = "opf",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct note_form, when),
     .choices = whens,
     .label = "guidance.follow_up"},
    {.name = "begraenset",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct note_form, restricted),
     .label = "guidance.restricted"},
};

/* Follow-up days are working days: a reminder on a Sunday reminds nobody. */
static int32_t follow_up_day(const char *when, int32_t today) {
    if (!when || strcmp(when, "ingen") == 0) return DAY_NONE;
    if (strcmp(when, "i-morgen") == 0) return workdays_add(today, 1, NULL);
    return deadline_roll(strcmp(when, "om-en-uge") == 0 ? today + 7 : today + 30);
}

struct note_work {
    struct contact_new note;
    const char *place;
    struct arena *arena;
    int64_t id;
};

static bool note_write(struct db *w, void *ctx, struct err *err) {
    struct note_work *work = ctx;
    struct q_guidance_draft_drop_in drop = {work->note.author, work->place};
    return guidance_note(w, work->arena, &work->note, &work->id, err) &&
           q_guidance_draft_drop(w, drop, NULL, err);
}

static void note_failed(struct request *rq, const char *youth_id, const struct form *form) {
    struct err err = {0};
    struct note_panel panel;
    struct youth_head head;
    bool found = false;
    const char *typed = form_typed(form, "note");
    if (!note_panel_make(rq, youth_id, typed ? typed : "", &panel, &err) ||
        !youth_head(rq->db, rq->arena, youth_id, clock_today(), &head, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    panel.error = form_error(form, "note");
    if (!panel.error) panel.error = form_error(form, "type");
    if (!panel.error) panel.error = form_error(form, "opf");
    rq->reply.status = 422;
    struct note_page page = {head.name, arena_fmt(rq->arena, "/unge/%s", youth_id), &panel};
    struct page shell = {.title = head.name, .section = "/unge", .has_errors = true};
    reply_page(rq, &shell, note_page, &page);
}

void note_post(struct request *rq) {
    const char *youth_id = request_segment(rq, "youth");
    struct note_form values = {0};
    struct form form;
    if (!form_read(rq, fields, sizeof fields / sizeof *fields, &form, &values)) {
        note_failed(rq, youth_id, &form);
        return;
    }
    struct note_work work = {.note = {.youth_id = youth_id,
                                      .kind = values.kind,
                                      .body = values.body,
                                      .restricted = values.restricted,
                                      .follow_up = follow_up_day(values.when, clock_today()),
                                      .author = rq->visitor.user_id},
                             .place = draft_place(rq->arena, youth_id),
                             .arena = rq->arena};
    struct err err = {0};
    if (!store_write(rq->store, note_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    const char *back = arena_fmt(rq->arena, "/unge/%s#n%lld", youth_id, (long long)work.id);
    const char *undo =
        arena_fmt(rq->arena, "/unge/%s/noter/%lld/fortryd", youth_id, (long long)work.id);
    const char *notice =
        work.note.follow_up == DAY_NONE
            ? msg_guidance_saved(rq->lang)
            : msg_guidance_saved_follow_up(rq->arena, rq->lang, work.note.follow_up);
    reply_redirect_notice(rq, back, notice, undo);
}

struct undo_work {
    const char *youth_id;
    int64_t id, account;
};

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct undo_work *work = ctx;
    return guidance_withdraw(w, work->youth_id, work->id, work->account, err);
}

void note_undo_post(struct request *rq) {
    struct undo_work work = {request_segment(rq, "youth"),
                             strtoll(request_segment(rq, "note"), NULL, 10), rq->visitor.user_id};
    const char *back = arena_fmt(rq->arena, "/unge/%s", work.youth_id);
    struct err err = {0};
    if (store_write(rq->store, undo_write, &work, &err))
        reply_redirect_notice(rq, back, msg_guidance_undone(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, back, msg_guidance_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* ---- drafts ---- */

struct draft_work {
    int64_t account;
    const char *place;
    struct blob body; /* ptr NULL: drop */
};

static bool draft_write(struct db *w, void *ctx, struct err *err) {
    struct draft_work *work = ctx;
    int64_t now = clock_now();
    struct q_guidance_drafts_expire_in old = {now - DRAFT_US};
    if (!q_guidance_drafts_expire(w, old, NULL, err)) return false;
    if (!work->body.ptr)
        return q_guidance_draft_drop(
            w, (struct q_guidance_draft_drop_in){work->account, work->place}, NULL, err);
    struct q_guidance_draft_put_in in = {work->account, work->place, work->body, now};
    return q_guidance_draft_put(w, in, NULL, err);
}

/* From the script as `body`, from the button without script as `note`. */
void draft_post(struct request *rq) {
    const char *youth_id = request_segment(rq, "youth");
    const char *body = request_body(rq, "body");
    bool button = request_body(rq, "knap") != NULL;
    if (!body) body = request_body(rq, "note");
    if (!body || strlen(body) > NOTE_MOST * 4) {
        reply_status(rq, 400);
        return;
    }
    struct draft_work work = {.account = rq->visitor.user_id,
                              .place = draft_place(rq->arena, youth_id)};
    if (*body)
        work.body = seal_text(rq->arena, "draft", draft_row(rq->arena, work.account, work.place),
                              "body", body);
    struct err err = {0};
    if (!store_write(rq->store, draft_write, &work, &err)) {
        reply_error(rq, &err);
    } else if (button) {
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s", youth_id),
                              msg_guidance_draft_kept(rq->lang), NULL);
    } else {
        reply_json(rq);
        text_add(&rq->reply.body, "{\"saved\":true}");
    }
}

/* ---- follow-ups ---- */

struct follow_work {
    int64_t id, account, changed;
};

static bool follow_write(struct db *w, void *ctx, struct err *err) {
    struct follow_work *work = ctx;
    struct q_guidance_follow_up_done_in in = {work->id, work->account, clock_now()};
    return q_guidance_follow_up_done(w, in, &work->changed, err);
}

void follow_up_post(struct request *rq) {
    struct follow_work work = {strtoll(request_segment(rq, "followup"), NULL, 10),
                               rq->visitor.user_id, 0};
    struct err err = {0};
    if (!store_write(rq->store, follow_write, &work, &err))
        reply_error(rq, &err);
    else if (!work.changed)
        reply_status(rq, 404);
    else
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s", request_segment(rq, "youth")),
                              msg_guidance_follow_up_done(rq->lang), NULL);
}

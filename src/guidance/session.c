/* SPDX-License-Identifier: EUPL-1.2
 *
 * Collective guidance of a class in one form: theme, day, everyone preselected, absentees deselected.
 * One save = one session and one attendance row a pupil; undo withdraws all of them.
 */
#include "guidance/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/guidance.html.h"
#include "gen/guidance.sql.h"
#include "gen/msg.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define UNDO_US (10LL * 60 * 1000000)

static const char *const themes[] = {SESSION_THEMES, NULL};

struct session_form {
    const char *theme, *note;
    int32_t day;
};
static const struct field fields[] = {
    {.name = "emne",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct session_form, theme),
     .required = true,
     .choices = themes,
     .label = "guidance.session.theme"},
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = offsetof(struct session_form, day),
     .required = true,
     .label = "guidance.session.day"},
    {.name = "note",
     .kind = FIELD_LONG,
     .offset = offsetof(struct session_form, note),
     .max = 2000,
     .label = "guidance.session.note"},
};

/* The class, when it is this visitor's to work with: a counsellor's own schools, or any for the team
 * leader. Makes the reply and returns false when it is not. */
static bool class_or_reply(struct request *rq, struct class_line *ret_class) {
    int64_t id = strtoll(request_segment(rq, "class"), NULL, 10);
    struct err err = {0};
    bool found = false;
    int32_t today = clock_today();
    if (!school_class_by_id(rq->db, rq->arena, id, today, ret_class, &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) {
        reply_status(rq, 404);
        return false;
    }
    if (rq->visitor.role == ROLE_TEAM_LEADER) return true;
    struct school_option *options;
    size_t n;
    if (!school_options(rq->db, rq->arena, rq->visitor.user_id, today, &options, &n, &err)) {
        reply_error(rq, &err);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].number, ret_class->institution) == 0) return true;
    reply_status(rq, 403);
    return false;
}

static const char *theme_word(struct request *rq, const char *theme) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "guidance.theme.%s", theme));
}

static bool ticked(const char **ids, size_t n, const char *id) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(ids[i], id) == 0) return true;
    return false;
}

static bool pupils(struct request *rq, const struct class_line *class, const struct form *form,
                   struct session_page *page, struct err *err) {
    struct class_pupil *rows;
    size_t n;
    if (!school_class_pupils(rq->db, rq->arena, class->id, clock_today(), &rows, &n, err))
        return false;
    const char **ids = NULL;
    size_t ids_n = form ? request_body_all(rq, "til", &ids) : 0;
    struct attendance *list = arena_array(rq->arena, n + 1, sizeof *list);
    for (size_t i = 0; i < n; i++)
        list[i] =
            (struct attendance){rows[i].youth_id, rows[i].name,
                                !form || ticked(ids, ids_n, rows[i].youth_id), rows[i].guarded};
    page->pupils = list;
    page->pupils_n = n;
    return true;
}

static bool before(struct request *rq, int64_t class, struct session_page *page, struct err *err) {
    struct q_guidance_sessions_of_class_rows rows;
    struct q_guidance_sessions_of_class_in in = {class};
    if (!q_guidance_sessions_of_class(rq->db, rq->arena, in, &rows, err)) return false;
    struct session_line *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++)
        list[i] = (struct session_line){theme_word(rq, rows.v[i].theme), rows.v[i].author_name,
                                        rows.v[i].day, rows.v[i].present, rows.v[i].absent};
    page->before = list;
    page->before_n = rows.n;
    return true;
}

static void show(struct request *rq, const struct class_line *class, const struct form *form) {
    const char *chosen = form ? form_typed(form, "emne") : themes[0];
    struct note_choice list[sizeof themes / sizeof *themes];
    size_t n = 0;
    for (; themes[n]; n++)
        list[n] = (struct note_choice){themes[n], theme_word(rq, themes[n]),
                                       strcmp(themes[n], chosen) == 0};
    struct session_page page = {
        .class = class,
        .themes = list,
        .themes_n = n,
        .day = form ? form_typed(form, "dag") : fmt_day_table(rq->arena, rq->lang, clock_today()),
        .note = form ? form_typed(form, "note") : "",
        .has_errors = form != NULL,
        .error_theme = form ? form_error(form, "emne") : NULL,
        .error_day = form ? form_error(form, "dag") : NULL,
    };
    struct err err = {0};
    if (!pupils(rq, class, form, &page, &err) || !before(rq, class->id, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) rq->reply.status = 422;
    struct page shell = {
        .title = msg_guidance_session_title(rq->arena, rq->lang, class->name, class->school),
        .section = "/klasser",
        .has_errors = form != NULL};
    reply_page(rq, &shell, session_page, &page);
}

void session_get(struct request *rq) {
    struct class_line class;
    if (class_or_reply(rq, &class)) show(rq, &class, NULL);
}

struct session_work {
    const struct class_line *class;
    const struct session_form *values;
    const struct class_pupil *pupils;
    size_t pupils_n;
    const char **present;
    size_t present_n;
    int64_t account, id;
    int64_t came, missed;
    struct arena *arena;
};

static bool session_write(struct db *w, void *ctx, struct err *err) {
    struct session_work *work = ctx;
    int64_t now = clock_now();
    work->id = id_next();
    work->came = work->missed = 0;
    const char *row = arena_fmt(work->arena, "%lld", (long long)work->id);
    const char *note = work->values->note;
    struct q_guidance_session_add_in s = {.id = work->id,
                                          .class = work->class->id,
                                          .theme = work->values->theme,
                                          .day = work->values->day,
                                          .author = work->account,
                                          .at = now};
    if (note && *note) s.note = seal_text(work->arena, "collective_session", row, "note", note);
    if (!q_guidance_session_add(w, s, NULL, err)) return false;
    for (size_t i = 0; i < work->pupils_n; i++) {
        bool came = ticked(work->present, work->present_n, work->pupils[i].youth_id);
        struct q_guidance_contact_add_in in = {.id = id_next(),
                                               .youth = work->pupils[i].youth_id,
                                               .session = work->id,
                                               .kind = "collective",
                                               .at = now,
                                               .day = work->values->day,
                                               .author = work->account,
                                               .attended = came};
        if (!q_guidance_contact_add(w, in, NULL, err)) return false;
        if (came)
            work->came++;
        else
            work->missed++;
    }
    return true;
}

void session_post(struct request *rq) {
    struct class_line class;
    if (!class_or_reply(rq, &class)) return;
    struct session_form values = {.day = DAY_NONE};
    struct form form;
    form_read(rq, fields, sizeof fields / sizeof *fields, &form, &values);
    if (form.ok && values.day > clock_today())
        form_fail(&form, "dag", msg_guidance_session_future(rq->lang));
    if (!form.ok) {
        show(rq, &class, &form);
        return;
    }
    struct session_work work = {
        .class = &class, .values = &values, .account = rq->visitor.user_id, .arena = rq->arena};
    struct class_pupil *rows;
    struct err err = {0};
    if (!school_class_pupils(rq->db, rq->arena, class.id, clock_today(), &rows, &work.pupils_n,
                             &err)) {
        reply_error(rq, &err);
        return;
    }
    work.pupils = rows;
    work.present_n = request_body_all(rq, "til", &work.present);
    if (!store_write(rq->store, session_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    const char *back = arena_fmt(rq->arena, "/klasser/%lld", (long long)class.id);
    reply_redirect_notice(rq, back,
                          msg_guidance_session_saved(rq->arena, rq->lang, work.came, work.missed),
                          arena_fmt(rq->arena, "%s/hold/%lld/fortryd", back, (long long)work.id));
}

struct undo_work {
    int64_t class, session, account;
    struct arena *arena;
};

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct undo_work *work = ctx;
    struct q_guidance_session_by_id_rows rows;
    struct q_guidance_session_by_id_in in = {work->session};
    if (!q_guidance_session_by_id(w, work->arena, in, &rows, err)) return false;
    if (!rows.n || rows.v[0].class != work->class || rows.v[0].withdrawn_at != INT_NONE)
        return err_set(err, ERR_NOT_FOUND, "no session of that number");
    int64_t now = clock_now();
    if (rows.v[0].author != work->account || now - rows.v[0].at > UNDO_US)
        return err_set(err, ERR_REFUSED, "only the author can undo, within ten minutes");
    struct q_guidance_session_withdraw_in s = {work->session, now, work->account};
    struct q_guidance_session_contacts_withdraw_in k = {work->session, now, work->account};
    return q_guidance_session_withdraw(w, s, NULL, err) &&
           q_guidance_session_contacts_withdraw(w, k, NULL, err);
}

void session_undo_post(struct request *rq) {
    struct class_line class;
    if (!class_or_reply(rq, &class)) return;
    struct undo_work work = {class.id, strtoll(request_segment(rq, "session"), NULL, 10),
                             rq->visitor.user_id, rq->arena};
    const char *back = arena_fmt(rq->arena, "/klasser/%lld", (long long)class.id);
    struct err err = {0};
    if (store_write(rq->store, undo_write, &work, &err))
        reply_redirect_notice(rq, back, msg_guidance_session_undone(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, back, msg_guidance_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A session of a class in one form: theme, day, everyone preselected, absentees deselected, and the step that
 * those who were there take home. One save = one session, an attendance a pupil and a step a pupil; undo
 * withdraws all of them.
 */
#include "collective/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/collective.html.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"
#include "guidance/guidance.h"
#include "plan/plan.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const owners[] = {"youth", "guardian", "counsellor", "school", NULL};

struct session_form {
    const char *theme, *note, *step, *owner, *plan;
    int32_t day, due;
};
#define AT(member_) offsetof(struct session_form, member_)
static const struct field fields[] = {
    {.name = "emne",
     .kind = FIELD_TEXT,
     .offset = AT(theme),
     .required = true,
     .max = 40,
     .label = "collective.session.theme"},
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = AT(day),
     .required = true,
     .label = "collective.session.day"},
    {.name = "note",
     .kind = FIELD_LONG,
     .offset = AT(note),
     .max = 2000,
     .label = "collective.session.note"},
    {.name = "trin",
     .kind = FIELD_TEXT,
     .offset = AT(step),
     .max = 300,
     .label = "collective.session.step"},
    {.name = "hvem",
     .kind = FIELD_CHOICE,
     .offset = AT(owner),
     .choices = owners,
     .label = "collective.session.owner"},
    {.name = "frist", .kind = FIELD_DAY, .offset = AT(due), .label = "collective.session.due"},
    {.name = "plan", .kind = FIELD_ID, .offset = AT(plan), .label = "collective.session.theme"},
};
#undef AT
#define FIELDS_N (sizeof fields / sizeof *fields)

bool school_is_own(struct request *rq, const char *institution, bool *ret_own, struct err *err) {
    struct school_option *options;
    size_t n;
    *ret_own = rq->visitor.role == ROLE_TEAM_LEADER;
    if (*ret_own) return true;
    if (!school_options(rq->db, rq->arena, rq->visitor.user_id, clock_today(), &options, &n, err))
        return false;
    for (size_t i = 0; i < n && !*ret_own; i++)
        *ret_own = strcmp(options[i].number, institution) == 0;
    return true;
}

bool class_or_reply(struct request *rq, struct class_line *ret_class) {
    int64_t id = strtoll(request_segment(rq, "class"), NULL, 10);
    struct err err = {0};
    bool found = false, own = false;
    if (!school_class_by_id(rq->db, rq->arena, id, clock_today(), ret_class, &found, &err) ||
        (found && !school_is_own(rq, ret_class->institution, &own, &err))) {
        reply_error(rq, &err);
        return false;
    }
    if (!own) reply_status(rq, found ? 403 : 404);
    return own;
}

/* ---- showing ---- */

bool ticked(const char **ids, size_t n, const char *id) {
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
    struct q_collective_sessions_of_class_rows rows;
    struct q_collective_sessions_of_class_in in = {class};
    if (!q_collective_sessions_of_class(rq->db, rq->arena, in, &rows, err)) return false;
    struct session_line *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_sessions_of_class_row *r = &rows.v[i];
        list[i] = (struct session_line){
            collective_theme_words(rq->arena, rq->lang, r->theme, r->theme_da, r->theme_en),
            r->author_name,
            r->day,
            r->present,
            r->absent,
            r->id};
    }
    page->before = list;
    page->before_n = rows.n;
    return true;
}

/* The themes of today, and one that was chosen although it is not of today. */
static bool theme_choices(struct request *rq, const char *chosen, struct session_page *page,
                          struct err *err) {
    struct themes themes;
    if (!themes_read(rq, &themes, err)) return false;
    struct collective_choice *list = arena_array(rq->arena, themes.n + 1, sizeof *list);
    int32_t today = clock_today();
    for (size_t i = 0; i < themes.n; i++) {
        const struct theme *t = &themes.v[i];
        bool is_chosen = strcmp(t->id, chosen) == 0;
        if (!theme_holds(t, today) && !is_chosen) continue;
        list[page->themes_n++] = (struct collective_choice){t->id, t->name, is_chosen};
    }
    if (!*chosen && page->themes_n) list[0].chosen = true;
    page->themes = list;
    return true;
}

static void owner_choices(struct request *rq, const char *chosen, struct session_page *page) {
    struct collective_choice *list = arena_array(rq->arena, 5, sizeof *list);
    for (; owners[page->owners_n]; page->owners_n++) {
        const char *value = owners[page->owners_n];
        const char *key = arena_fmt(rq->arena, "collective.owner.%s", value);
        list[page->owners_n] = (struct collective_choice){value, msg_by_key(rq->lang, key),
                                                          strcmp(value, chosen) == 0};
    }
    page->owners = list;
}

/* The plan that the form was opened from; its theme is chosen. */
static bool planned(struct request *rq, const struct class_line *class, struct session_page *page,
                    const char **ret_theme, struct err *err) {
    const char *asked = request_query(rq, "plan");
    page->plan = INT_NONE;
    *ret_theme = "";
    if (!asked) return true;
    struct q_collective_plan_one_rows rows;
    struct q_collective_plan_one_in in = {strtoll(asked, NULL, 10), class->id};
    if (!q_collective_plan_one(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    page->plan = rows.v[0].id;
    page->day = fmt_day_table(rq->arena, rq->lang,
                              rows.v[0].day < clock_today() ? rows.v[0].day : clock_today());
    *ret_theme = rows.v[0].theme;
    return true;
}

static void show(struct request *rq, const struct class_line *class, const struct form *form) {
    struct session_page page = {
        .class = class,
        .form = form,
        .day = form ? form_typed(form, "dag") : fmt_day_table(rq->arena, rq->lang, clock_today()),
        .note = form ? form_typed(form, "note") : "",
        .step = form ? form_typed(form, "trin") : "",
        .due = form ? form_typed(form, "frist") : "",
        .plan = INT_NONE,
        .error_theme = form ? form_error(form, "emne") : NULL,
        .error_day = form ? form_error(form, "dag") : NULL,
        .error_step = form ? form_error(form, "trin") : NULL,
        .error_due = form ? form_error(form, "frist") : NULL,
    };
    struct err err = {0};
    const char *theme = form ? form_typed(form, "emne") : "";
    if (form && *form_typed(form, "plan")) page.plan = strtoll(form_typed(form, "plan"), NULL, 10);
    owner_choices(rq, form ? form_typed(form, "hvem") : owners[0], &page);
    if ((!form && !planned(rq, class, &page, &theme, &err)) ||
        !theme_choices(rq, theme, &page, &err) || !pupils(rq, class, form, &page, &err) ||
        !before(rq, class->id, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) rq->reply.status = 422;
    struct page shell = {
        .title = msg_collective_session_title(rq->arena, rq->lang, class->name, class->school),
        .section = "/klasser",
        .has_errors = form != NULL};
    reply_page(rq, &shell, session_page, &page);
}

void session_get(struct request *rq) {
    struct class_line class;
    if (class_or_reply(rq, &class)) show(rq, &class, NULL);
}

/* ---- saving ---- */

struct session_work {
    const struct class_line *class;
    const struct session_form *values;
    const struct class_pupil *pupils;
    size_t pupils_n;
    const char **present;
    size_t present_n;
    int64_t account, id, at;
    int64_t came, missed, steps;
    struct arena *arena;
};

/* The plan that this session meets: the one it was opened from, else the earliest open one of the theme. */
static bool plan_met(struct db *w, const struct session_work *work, int64_t *ret_plan,
                     struct err *err) {
    struct q_collective_plan_open_rows rows;
    struct q_collective_plan_open_in in = {work->class->id, work->values->theme};
    const char *asked = work->values->plan;
    int64_t id = asked && *asked ? strtoll(asked, NULL, 10) : INT_NONE;
    if (!q_collective_plan_open(w, work->arena, in, &rows, err)) return false;
    *ret_plan = rows.n ? rows.v[0].id : INT_NONE;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].id == id) *ret_plan = id;
    return true;
}

static bool step_write(struct db *w, struct session_work *work, const char *youth,
                       struct err *err) {
    const struct session_form *v = work->values;
    struct plan_step_new step = {.youth_id = youth,
                                 .what = v->step,
                                 .owner = v->owner && *v->owner ? v->owner : owners[0],
                                 .due = v->due,
                                 .author = work->account};
    int64_t id;
    if (!plan_add_step(w, work->arena, &step, &id, err)) return false;
    work->steps++;
    struct q_collective_step_add_in in = {work->id, youth, id};
    return q_collective_step_add(w, in, NULL, err);
}

static bool pupil_write(struct db *w, struct session_work *work, const char *youth,
                        struct err *err) {
    struct attendance_new attendance = {.youth_id = youth,
                                        .session = work->id,
                                        .author = work->account,
                                        .at = work->at,
                                        .day = work->values->day,
                                        .came = ticked(work->present, work->present_n, youth)};
    if (!guidance_attend(w, &attendance, err)) return false;
    if (!attendance.came) {
        work->missed++;
        return true;
    }
    work->came++;
    const char *step = work->values->step;
    return !step || !*step || step_write(w, work, youth, err);
}

static bool session_write(struct db *w, void *ctx, struct err *err) {
    struct session_work *work = ctx;
    const char *note = work->values->note;
    work->came = work->missed = work->steps = 0;
    struct q_collective_session_add_in s = {.id = work->id,
                                            .class = work->class->id,
                                            .theme = work->values->theme,
                                            .day = work->values->day,
                                            .author = work->account,
                                            .at = work->at};
    if (note && *note)
        s.note = seal_text(work->arena, "collective_session",
                           arena_fmt(work->arena, "%lld", (long long)work->id), "note", note);
    if (!plan_met(w, work, &s.plan, err) || !q_collective_session_add(w, s, NULL, err))
        return false;
    for (size_t i = 0; i < work->pupils_n; i++)
        if (!pupil_write(w, work, work->pupils[i].youth_id, err)) return false;
    return true;
}

static bool check(struct request *rq, const struct session_form *v, struct form *form,
                  struct err *err) {
    struct themes themes;
    int32_t today = clock_today();
    if (!form->ok) return true;
    if (!themes_read(rq, &themes, err)) return false;
    const struct theme *theme = theme_find(&themes, v->theme);
    if (!theme) form_fail(form, "emne", msg_collective_session_theme_unknown(rq->lang));
    if (v->day > today) form_fail(form, "dag", msg_collective_session_future(rq->lang));
    if (theme && !theme_holds(theme, v->day))
        form_fail(form, "dag", msg_collective_session_theme_then(rq->lang));
    if (v->due != DAY_NONE && (!v->step || !*v->step))
        form_fail(form, "trin", msg_collective_session_step_missing(rq->lang));
    if (v->due != DAY_NONE && (v->due < v->day || v->due > today + 2 * 366))
        form_fail(form, "frist", msg_collective_session_due_wrong(rq->lang));
    return true;
}

static const char *saved_words(struct request *rq, const struct session_work *work) {
    const char *came = msg_collective_session_saved(rq->arena, rq->lang, work->came, work->missed);
    if (!work->steps) return came;
    return arena_fmt(rq->arena, "%s %s", came,
                     msg_collective_session_steps(rq->arena, rq->lang, work->steps));
}

void session_post(struct request *rq) {
    struct class_line class;
    if (!class_or_reply(rq, &class)) return;
    struct session_form values = {.day = DAY_NONE, .due = DAY_NONE};
    struct form form;
    struct err err = {0};
    form_read(rq, fields, FIELDS_N, &form, &values);
    if (!check(rq, &values, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!form.ok) {
        show(rq, &class, &form);
        return;
    }
    struct session_work work = {.class = &class,
                                .values = &values,
                                .account = rq->visitor.user_id,
                                .id = id_next(),
                                .at = clock_now(),
                                .arena = rq->arena};
    struct class_pupil *rows;
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
    reply_redirect_notice(rq, back, saved_words(rq, &work),
                          arena_fmt(rq->arena, "%s/hold/%lld/fortryd", back, (long long)work.id));
}

/* ---- undo ---- */

struct undo_work {
    int64_t class, session, account;
    struct arena *arena;
};

/* A step that has become part of an agreed version, or is done, stays with its plan. */
static bool steps_back(struct db *w, const struct undo_work *work, struct err *err) {
    struct q_collective_steps_rows rows;
    if (!q_collective_steps(w, work->arena, (struct q_collective_steps_in){work->session}, &rows,
                            err))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct err kept = {0};
        bool back = plan_withdraw_step(w, work->arena, rows.v[i].youth, rows.v[i].step,
                                       work->account, &kept);
        if (back || kept.kind == ERR_REFUSED || kept.kind == ERR_NOT_FOUND) continue;
        *err = kept;
        return false;
    }
    return true;
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct undo_work *work = ctx;
    struct q_collective_session_by_id_rows rows;
    struct q_collective_session_by_id_in in = {work->session};
    if (!q_collective_session_by_id(w, work->arena, in, &rows, err)) return false;
    if (!rows.n || rows.v[0].class != work->class || rows.v[0].withdrawn_at != INT_NONE)
        return err_set(err, ERR_NOT_FOUND, "no session of that number");
    int64_t now = clock_now();
    if (rows.v[0].author != work->account || now - rows.v[0].at > UNDO_US)
        return err_set(err, ERR_REFUSED, "only the author can undo, within ten minutes");
    struct q_collective_session_withdraw_in s = {work->session, now, work->account};
    return q_collective_session_withdraw(w, s, NULL, err) &&
           guidance_attendance_withdraw(w, work->session, work->account, now, err) &&
           steps_back(w, work, err);
}

void session_undo_post(struct request *rq) {
    struct class_line class;
    if (!class_or_reply(rq, &class)) return;
    struct undo_work work = {class.id, strtoll(request_segment(rq, "session"), NULL, 10),
                             rq->visitor.user_id, rq->arena};
    const char *back = arena_fmt(rq->arena, "/klasser/%lld", (long long)class.id);
    struct err err = {0};
    if (store_write(rq->store, undo_write, &work, &err))
        reply_redirect_notice(rq, back, msg_collective_session_undone(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, back, msg_collective_session_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

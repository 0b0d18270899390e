/* SPDX-License-Identifier: EUPL-1.2
 *
 * /kollektiv/{school}: the year plan of a school. A table of classes and themes says what is planned and what
 * was held; one form plans a theme for several classes at once.
 */
#include "collective/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/collective.html.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum collective_state collective_state_of(int32_t planned, int32_t held, int32_t today) {
    if (held != DAY_NONE) return COLLECTIVE_HELD;
    if (planned == DAY_NONE) return COLLECTIVE_NONE;
    return planned < today ? COLLECTIVE_LATE : COLLECTIVE_PLANNED;
}

/* Everything about one school and year. */
struct year_all {
    int year;
    const char *school;
    struct q_collective_classes_rows classes;
    struct q_collective_plans_rows plans;
    struct q_collective_held_rows held;
    struct themes themes;
};

/* The year asked for, when it is one of those around today. */
static int year_of(struct request *rq) {
    int now = school_year_of(clock_today());
    const char *asked = request_query(rq, "aar");
    int year = asked ? (int)strtol(asked, NULL, 10) : now;
    return year >= now - 8 && year <= now + 1 ? year : now;
}

static bool year_read(struct request *rq, const char *number, struct year_all *all,
                      struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    struct q_collective_school_rows school;
    struct q_collective_classes_in classes = {number, all->year};
    struct q_collective_plans_in plans = {number, all->year};
    struct q_collective_held_in held = {number, all->year};
    if (!q_collective_school(db, a, (struct q_collective_school_in){number}, &school, err) ||
        !q_collective_classes(db, a, classes, &all->classes, err) ||
        !q_collective_plans(db, a, plans, &all->plans, err) ||
        !q_collective_held(db, a, held, &all->held, err) || !themes_read(rq, &all->themes, err))
        return false;
    all->school = school.n ? school.v[0].name : NULL;
    return true;
}

/* Makes the reply and returns false when there is no such school, or it is not this visitor's. */
static bool school_or_reply(struct request *rq, struct year_all *all) {
    const char *number = request_segment(rq, "school");
    struct err err = {0};
    bool own = false;
    all->year = year_of(rq);
    if (!school_is_own(rq, number, &own, &err) || (own && !year_read(rq, number, all, &err))) {
        reply_error(rq, &err);
        return false;
    }
    if (own && all->school) return true;
    reply_status(rq, own ? 404 : 403);
    return false;
}

/* ---- the table ---- */

static bool theme_in_year(const struct year_all *all, const struct theme *theme) {
    int32_t first = school_year_first_day(all->year), last = school_year_last_day(all->year);
    for (size_t i = 0; i < all->held.n; i++)
        if (strcmp(all->held.v[i].theme, theme->id) == 0) return true;
    for (size_t i = 0; i < all->plans.n; i++)
        if (strcmp(all->plans.v[i].theme, theme->id) == 0) return true;
    return *theme->grades && theme->from <= last && (theme->to == DAY_NONE || theme->to >= first);
}

static int32_t held_day(const struct year_all *all, int64_t class, const char *theme) {
    int32_t day = DAY_NONE; /* the last one: they come by day */
    for (size_t i = 0; i < all->held.n; i++)
        if (all->held.v[i].class == class && strcmp(all->held.v[i].theme, theme) == 0)
            day = all->held.v[i].day;
    return day;
}

static int32_t planned_day(const struct year_all *all, int64_t class, const char *theme) {
    for (size_t i = 0; i < all->plans.n; i++) {
        const struct q_collective_plans_row *p = &all->plans.v[i];
        if (p->class == class && p->session == INT_NONE && strcmp(p->theme, theme) == 0)
            return p->day; /* the first open one */
    }
    return DAY_NONE;
}

static struct plan_cell cell_of(struct request *rq, const struct year_all *all, int64_t class,
                                const struct theme *theme, int64_t counts[4]) {
    int32_t planned = planned_day(all, class, theme->id), held = held_day(all, class, theme->id);
    enum collective_state state = collective_state_of(planned, held, clock_today());
    const char *day = fmt_day_short(rq->arena, rq->lang, held != DAY_NONE ? held : planned);
    counts[state]++;
    const char *text =
        state == COLLECTIVE_HELD      ? msg_collective_cell_held(rq->arena, rq->lang, day)
        : state == COLLECTIVE_LATE    ? msg_collective_cell_late(rq->arena, rq->lang, day)
        : state == COLLECTIVE_PLANNED ? msg_collective_cell_planned(rq->arena, rq->lang, day)
                                      : msg_collective_cell_none(rq->lang);
    return (struct plan_cell){theme->name, text, state};
}

static void table_of(struct request *rq, const struct year_all *all,
                     struct collective_year_page *page) {
    struct theme *shown = arena_array(rq->arena, all->themes.n + 1, sizeof *shown);
    size_t n = 0;
    for (size_t i = 0; i < all->themes.n; i++)
        if (theme_in_year(all, &all->themes.v[i])) shown[n++] = all->themes.v[i];
    struct plan_row *rows = arena_array(rq->arena, all->classes.n + 1, sizeof *rows);
    int64_t counts[4] = {0};
    for (size_t i = 0; i < all->classes.n; i++) {
        const struct q_collective_classes_row *c = &all->classes.v[i];
        struct plan_cell *cells = arena_array(rq->arena, n + 1, sizeof *cells);
        for (size_t k = 0; k < n; k++) cells[k] = cell_of(rq, all, c->id, &shown[k], counts);
        rows[i] = (struct plan_row){
            c->name, arena_fmt(rq->arena, "/klasser/%lld", (long long)c->id), cells, n};
    }
    page->themes = shown;
    page->themes_n = n;
    page->rows = rows;
    page->rows_n = all->classes.n;
    page->said = msg_collective_year_said(rq->arena, rq->lang, counts[COLLECTIVE_HELD],
                                          counts[COLLECTIVE_PLANNED], counts[COLLECTIVE_LATE]);
}

static void planned_of(struct request *rq, const struct year_all *all,
                       struct collective_year_page *page) {
    struct planned_line *lines = arena_array(rq->arena, all->plans.n + 1, sizeof *lines);
    int32_t today = clock_today();
    for (size_t i = 0; i < all->plans.n; i++) {
        const struct q_collective_plans_row *p = &all->plans.v[i];
        const struct theme *theme = theme_find(&all->themes, p->theme);
        if (p->session != INT_NONE) continue;
        lines[page->planned_n++] =
            (struct planned_line){.class_name = p->class_name,
                                  .theme = theme ? theme->name : p->theme,
                                  .href = arena_fmt(rq->arena, "/klasser/%lld/hold?plan=%lld",
                                                    (long long)p->class, (long long)p->id),
                                  .remove = arena_fmt(rq->arena, "/kollektiv/%s/plan/%lld/fjern",
                                                      page->number, (long long)p->id),
                                  .day = p->day,
                                  .late = p->day < today};
    }
    page->planned = lines;
}

/* ---- the form ---- */

struct year_form {
    const char *theme;
    int32_t day;
};
static const struct field fields[] = {
    {.name = "emne",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct year_form, theme),
     .required = true,
     .max = 40,
     .label = "collective.session.theme"},
    {.name = "dag",
     .kind = FIELD_DAY,
     .offset = offsetof(struct year_form, day),
     .required = true,
     .label = "collective.year.day"},
};
#define FIELDS_N (sizeof fields / sizeof *fields)

static bool is_ticked(const char **ids, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (strtoll(ids[i], NULL, 10) == id) return true;
    return false;
}

static void form_of(struct request *rq, const struct year_all *all,
                    struct collective_year_page *page) {
    const char *chosen = page->form ? form_typed(page->form, "emne") : "";
    const char **ids = NULL;
    size_t ids_n = page->form ? request_body_all(rq, "klasse", &ids) : 0;
    int32_t today = clock_today();
    struct collective_choice *choices = arena_array(rq->arena, all->themes.n + 1, sizeof *choices);
    choices[page->choices_n++] =
        (struct collective_choice){"", msg_collective_year_choose(rq->lang), !*chosen};
    for (size_t i = 0; i < all->themes.n; i++) {
        const struct theme *t = &all->themes.v[i];
        if (t->to != DAY_NONE && t->to < today) continue;
        choices[page->choices_n++] =
            (struct collective_choice){t->id, t->name, strcmp(t->id, chosen) == 0};
    }
    struct class_choice *classes = arena_array(rq->arena, all->classes.n + 1, sizeof *classes);
    for (size_t i = 0; i < all->classes.n; i++) {
        const struct q_collective_classes_row *c = &all->classes.v[i];
        bool usual = !page->form && strcmp(c->grade, "7") != 0;
        classes[i] = (struct class_choice){c->id, c->name, usual || is_ticked(ids, ids_n, c->id)};
    }
    page->choices = choices;
    page->classes = classes;
    page->classes_n = all->classes.n;
    page->day = page->form ? form_typed(page->form, "dag") : "";
    if (!page->form) return;
    page->error_theme = form_error(page->form, "emne");
    page->error_day = form_error(page->form, "dag");
}

static void show(struct request *rq, struct year_all *all, const struct form *form,
                 const char *error_classes) {
    int now = school_year_of(clock_today());
    const char *number = request_segment(rq, "school");
    struct collective_year_page page = {
        .number = number,
        .school = all->school,
        .year = school_year_text(rq->arena, all->year),
        .first_year = all->year,
        .year_before = arena_fmt(rq->arena, "/kollektiv/%s?aar=%d", number, all->year - 1),
        .year_after = all->year < now + 1
                          ? arena_fmt(rq->arena, "/kollektiv/%s?aar=%d", number, all->year + 1)
                          : NULL,
        .may_plan = all->year >= now && all->classes.n > 0,
        .form = form,
        .error_classes = error_classes};
    table_of(rq, all, &page);
    planned_of(rq, all, &page);
    form_of(rq, all, &page);
    if (form) rq->reply.status = 422;
    struct page shell = {.title =
                             msg_collective_year_title(rq->arena, rq->lang, all->school, page.year),
                         .section = "/kollektiv",
                         .wide = true,
                         .has_errors = form != NULL};
    reply_page(rq, &shell, collective_year_page, &page);
}

void collective_year_get(struct request *rq) {
    struct year_all all = {0};
    if (school_or_reply(rq, &all)) show(rq, &all, NULL, NULL);
}

/* ---- planning ---- */

struct plan_work {
    const struct year_all *all;
    const struct year_form *values;
    const char **ids;
    size_t ids_n;
    int64_t batch, account, at, planned;
};

static bool plan_write(struct db *w, void *ctx, struct err *err) {
    struct plan_work *work = ctx;
    work->planned = 0;
    for (size_t i = 0; i < work->all->classes.n; i++) {
        int64_t class = work->all->classes.v[i].id;
        if (!is_ticked(work->ids, work->ids_n, class)) continue;
        struct q_collective_plan_add_in in = {.id = work->planned ? id_next() : work->batch,
                                              .batch = work->batch,
                                              .class = class,
                                              .theme = work->values->theme,
                                              .day = work->values->day,
                                              .author = work->account,
                                              .at = work->at};
        if (!q_collective_plan_add(w, in, NULL, err)) return false;
        work->planned++;
    }
    return true;
}

static size_t classes_chosen(const struct year_all *all, const char **ids, size_t n) {
    size_t chosen = 0;
    for (size_t i = 0; i < all->classes.n; i++) chosen += is_ticked(ids, n, all->classes.v[i].id);
    return chosen;
}

static void check(struct request *rq, const struct year_all *all, const struct year_form *v,
                  struct form *form) {
    const struct theme *theme = theme_find(&all->themes, v->theme);
    if (!form->ok) return;
    if (!theme) form_fail(form, "emne", msg_collective_session_theme_unknown(rq->lang));
    if (school_year_of(v->day) != all->year)
        form_fail(form, "dag",
                  msg_collective_year_day_other(rq->arena, rq->lang,
                                                school_year_text(rq->arena, all->year)));
    else if (!day_is_workday(v->day, NULL))
        form_fail(form, "dag", msg_collective_year_day_closed(rq->lang));
    else if (theme && !theme_holds(theme, v->day))
        form_fail(form, "dag", msg_collective_session_theme_then(rq->lang));
}

void collective_year_post(struct request *rq) {
    struct year_all all = {0};
    if (!school_or_reply(rq, &all)) return;
    struct year_form v = {NULL, DAY_NONE};
    struct form form;
    struct err err = {0};
    struct plan_work work = {.all = &all, .values = &v};
    form_read(rq, fields, FIELDS_N, &form, &v);
    check(rq, &all, &v, &form);
    work.ids_n = request_body_all(rq, "klasse", &work.ids);
    bool none = !classes_chosen(&all, work.ids, work.ids_n);
    if (!form.ok || none) {
        show(rq, &all, &form, none ? msg_collective_year_classes_none(rq->lang) : NULL);
        return;
    }
    work.batch = id_next();
    work.account = rq->visitor.user_id;
    work.at = clock_now();
    if (!store_write(rq->store, plan_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    const char *back = arena_fmt(rq->arena, "/kollektiv/%s", request_segment(rq, "school"));
    reply_redirect_notice(
        rq, arena_fmt(rq->arena, "%s?aar=%d", back, all.year),
        msg_collective_year_saved(rq->arena, rq->lang, work.planned),
        arena_fmt(rq->arena, "%s/plan/%lld/fortryd", back, (long long)work.batch));
}

/* ---- taking out ---- */

struct out_work {
    const char *institution;
    int64_t row, account, changed;
};

static bool remove_write(struct db *w, void *ctx, struct err *err) {
    struct out_work *work = ctx;
    struct q_collective_plan_withdraw_in in = {work->row, work->institution, work->account,
                                               clock_now()};
    return q_collective_plan_withdraw(w, in, &work->changed, err);
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct out_work *work = ctx;
    int64_t now = clock_now();
    struct q_collective_batch_withdraw_in in = {work->row, work->account, now - UNDO_US, now};
    return q_collective_batch_withdraw(w, in, &work->changed, err);
}

static void out(struct request *rq, db_write_fn *fn) {
    struct out_work work = {.institution = request_segment(rq, "school"),
                            .row = strtoll(request_segment(rq, "raekke"), NULL, 10),
                            .account = rq->visitor.user_id};
    struct err err = {0};
    bool own = false;
    bool ok = school_is_own(rq, work.institution, &own, &err) &&
              (!own || store_write(rq->store, fn, &work, &err));
    const char *back = arena_fmt(rq->arena, "/kollektiv/%s", work.institution);
    if (!ok)
        reply_error(rq, &err);
    else if (!own || !work.changed)
        reply_status(rq, own ? 404 : 403);
    else
        reply_redirect_notice(rq, back,
                              msg_collective_year_removed(rq->arena, rq->lang, work.changed), NULL);
}

void collective_year_remove_post(struct request *rq) { out(rq, remove_write); }
void collective_year_undo_post(struct request *rq) { out(rq, undo_write); }

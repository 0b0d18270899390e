/* SPDX-License-Identifier: EUPL-1.2
 *
 * Themes: dated. Some come with the program (from the policy document); the team leader adds others and says
 * when one ends. A session of the past keeps its theme.
 */
#include "collective/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/collective.html.h"
#include "gen/collective.sql.h"
#include "gen/msg.h"

#include <stddef.h>
#include <string.h>

/* The policy document names three; the trades that will be short of skilled people came with its goals for
 * 2021/2022. The days: the school years in which they begin. */
static const struct {
    const char *id, *grades;
    int year;
} of_program[] = {
    {"choice", "8 9 10", 2010},
    {"plan", "9 10", 2010},
    {"trades", "8 9 10", 2021},
    {"other", "", 2010},
};
#define PROGRAM_N (sizeof of_program / sizeof *of_program)

const char *collective_theme_words(struct arena *a, enum lang lang, const char *id,
                                   const char *own_da, const char *own_en) {
    if (own_da) return lang == LANG_EN && own_en ? own_en : own_da;
    const char *words = msg_by_key(lang, arena_fmt(a, "collective.theme_name.%s", id));
    return words ? words : id;
}

/* Its row says only when it ended. */
static struct theme program_theme(struct request *rq, size_t i,
                                  const struct q_collective_themes_rows *rows) {
    const char *id = of_program[i].id;
    struct theme theme = {
        .id = id,
        .name = collective_theme_words(rq->arena, rq->lang, id, NULL, NULL),
        .grades = of_program[i].grades,
        .why = msg_by_key(rq->lang, arena_fmt(rq->arena, "collective.theme_why.%s", id)),
        .from = school_year_first_day(of_program[i].year),
        .to = DAY_NONE};
    for (size_t k = 0; k < rows->n; k++)
        if (strcmp(rows->v[k].id, id) == 0) theme.to = rows->v[k].to_day;
    return theme;
}

bool themes_read(struct request *rq, struct themes *ret, struct err *err) {
    struct q_collective_themes_rows rows;
    if (!q_collective_themes(rq->db, rq->arena, &rows, err)) return false;
    struct theme *list = arena_array(rq->arena, PROGRAM_N + rows.n, sizeof *list);
    size_t n = 0;
    for (; n < PROGRAM_N; n++) list[n] = program_theme(rq, n, &rows);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_collective_themes_row *r = &rows.v[i];
        if (!r->name_da) continue;
        list[n++] = (struct theme){
            .id = r->id,
            .name = collective_theme_words(rq->arena, rq->lang, r->id, r->name_da, r->name_en),
            .grades = r->grades,
            .why = r->why,
            .by = r->author_name,
            .from = r->from_day,
            .to = r->to_day};
    }
    *ret = (struct themes){list, n};
    return true;
}

bool theme_holds(const struct theme *theme, int32_t day) {
    return theme->from <= day && (theme->to == DAY_NONE || theme->to >= day);
}

const struct theme *theme_find(const struct themes *themes, const char *id) {
    for (size_t i = 0; id && i < themes->n; i++)
        if (strcmp(themes->v[i].id, id) == 0) return &themes->v[i];
    return NULL;
}

bool theme_is_for(const struct theme *theme, const char *grade) {
    size_t len = strlen(grade);
    for (const char *p = theme->grades; (p = strstr(p, grade)); p += len)
        if ((p == theme->grades || p[-1] == ' ') && (p[len] == ' ' || !p[len])) return true;
    return false;
}

/* ---- /kollektiv/emner ---- */

struct theme_form {
    const char *name_da, *name_en, *why;
    bool grade_7, grade_8, grade_9, grade_10;
    int32_t from;
};
#define AT(member_) offsetof(struct theme_form, member_)
#define GRADE(n_)                                                                                  \
    {                                                                                              \
        .name = "trin" #n_, .kind = FIELD_CHECK, .offset = AT(grade_##n_),                         \
        .label = "collective.theme.grades"                                                         \
    }
static const struct field fields[] = {
    {.name = "navn",
     .kind = FIELD_TEXT,
     .offset = AT(name_da),
     .required = true,
     .max = 80,
     .label = "collective.theme.name_da"},
    {.name = "engelsk",
     .kind = FIELD_TEXT,
     .offset = AT(name_en),
     .required = true,
     .max = 80,
     .label = "collective.theme.name_en"},
    GRADE(7),
    GRADE(8),
    GRADE(9),
    GRADE(10),
    {.name = "fra",
     .kind = FIELD_DAY,
     .offset = AT(from),
     .required = true,
     .label = "collective.theme.from"},
    {.name = "hvorfor",
     .kind = FIELD_TEXT,
     .offset = AT(why),
     .required = true,
     .max = 300,
     .label = "collective.theme.why"},
};
#undef AT
#define FIELDS_N (sizeof fields / sizeof *fields)

static const char *period_words(struct request *rq, const struct theme *t) {
    const char *from = fmt_day_short(rq->arena, rq->lang, t->from);
    if (t->to == DAY_NONE) return msg_collective_theme_since(rq->arena, rq->lang, from);
    return msg_collective_theme_period(rq->arena, rq->lang, from,
                                       fmt_day_short(rq->arena, rq->lang, t->to));
}

static void inputs_of(struct request *rq, struct themes_page *page) {
    const struct form *form = page->form;
    const struct theme_input inputs[] = {
        {"navn", msg_collective_theme_name_da(rq->lang), NULL, "", NULL, false},
        {"engelsk", msg_collective_theme_name_en(rq->lang), NULL, "", NULL, false},
        {"fra", msg_collective_theme_from(rq->lang), NULL, page->today, NULL, true},
        {"hvorfor", msg_collective_theme_why(rq->lang), msg_collective_theme_why_hint(rq->lang), "",
         NULL, false},
    };
    page->inputs_n = sizeof inputs / sizeof *inputs;
    struct theme_input *list = arena_alloc(rq->arena, sizeof inputs);
    memcpy(list, inputs, sizeof inputs);
    for (size_t i = 0; form && i < page->inputs_n; i++) {
        list[i].typed = form_typed(form, list[i].name);
        list[i].error = form_error(form, list[i].name);
    }
    page->inputs = list;
    struct class_choice *grades = arena_array(rq->arena, 4, sizeof *grades);
    for (; page->grades_n < 4; page->grades_n++) {
        int64_t grade = 7 + (int64_t)page->grades_n;
        const char *name = arena_fmt(rq->arena, "trin%lld", (long long)grade);
        grades[page->grades_n] =
            (struct class_choice){grade, NULL, form ? *form_typed(form, name) : grade > 7};
    }
    page->grades = grades;
}

static void show(struct request *rq, const struct form *form) {
    struct themes themes;
    struct err err = {0};
    if (!themes_read(rq, &themes, &err)) {
        reply_error(rq, &err);
        return;
    }
    int32_t today = clock_today();
    struct theme_line *lines = arena_array(rq->arena, themes.n + 1, sizeof *lines);
    for (size_t i = 0; i < themes.n; i++) {
        const struct theme *t = &themes.v[i];
        bool open = t->to == DAY_NONE || t->to >= today;
        lines[i] = (struct theme_line){
            .name = t->name,
            .grades = *t->grades ? t->grades : NULL,
            .period = period_words(rq, t),
            .why = t->by ? arena_fmt(rq->arena, "%s (%s)", t->why, t->by) : t->why,
            .end = open ? arena_fmt(rq->arena, "/kollektiv/emner/%s/slut", t->id) : NULL};
    }
    struct themes_page page = {.form = form,
                               .lines = lines,
                               .lines_n = themes.n,
                               .today = fmt_day_table(rq->arena, rq->lang, today)};
    inputs_of(rq, &page);
    if (form) rq->reply.status = 422;
    struct page shell = {.title = msg_collective_theme_title(rq->lang),
                         .section = "/kollektiv",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, themes_page, &page);
}

void themes_get(struct request *rq) { show(rq, NULL); }

static bool add_write(struct db *w, void *ctx, struct err *err) {
    return q_collective_theme_add(w, *(const struct q_collective_theme_add_in *)ctx, NULL, err);
}

static const char *grades_of(struct arena *a, const struct theme_form *v) {
    const bool chosen[] = {v->grade_7, v->grade_8, v->grade_9, v->grade_10};
    struct text t;
    text_init(&t, a);
    for (int i = 0; i < 4; i++)
        if (chosen[i]) text_addf(&t, "%s%d", t.len ? " " : "", 7 + i);
    return text_str(&t);
}

void themes_post(struct request *rq) {
    struct theme_form v = {.from = DAY_NONE};
    struct form form;
    struct err err = {0};
    if (!form_read(rq, fields, FIELDS_N, &form, &v)) {
        show(rq, &form);
        return;
    }
    struct q_collective_theme_add_in in = {.id = id_new(rq->arena),
                                           .name_da = v.name_da,
                                           .name_en = v.name_en,
                                           .grades = grades_of(rq->arena, &v),
                                           .from_day = v.from,
                                           .why = v.why,
                                           .author = rq->visitor.user_id,
                                           .at = clock_now()};
    if (!store_write(rq->store, add_write, &in, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(rq, "/kollektiv/emner", msg_collective_theme_saved(rq->lang), NULL);
}

struct end_form {
    int32_t to;
};
static const struct field end_fields[] = {
    {.name = "slut",
     .kind = FIELD_DAY,
     .offset = offsetof(struct end_form, to),
     .required = true,
     .label = "collective.theme.last"},
};

static bool end_write(struct db *w, void *ctx, struct err *err) {
    return q_collective_theme_end(w, *(const struct q_collective_theme_end_in *)ctx, NULL, err);
}

void theme_end_post(struct request *rq) {
    struct end_form v = {DAY_NONE};
    struct form form;
    struct err err = {0};
    if (!form_read(rq, end_fields, 1, &form, &v)) {
        reply_redirect_notice(rq, "/kollektiv/emner", form_error(&form, "slut"), NULL);
        return;
    }
    struct themes themes;
    if (!themes_read(rq, &themes, &err)) {
        reply_error(rq, &err);
        return;
    }
    const struct theme *theme = theme_find(&themes, request_segment(rq, "emne"));
    if (!theme) {
        reply_status(rq, 404);
        return;
    }
    struct q_collective_theme_end_in in = {theme->id, v.to, rq->visitor.user_id, clock_now()};
    if (v.to < theme->from)
        reply_redirect_notice(rq, "/kollektiv/emner", msg_collective_theme_not_ended(rq->lang),
                              NULL);
    else if (!store_write(rq->store, end_write, &in, &err))
        reply_error(rq, &err);
    else
        reply_redirect_notice(rq, "/kollektiv/emner", msg_collective_theme_ended(rq->lang), NULL);
}

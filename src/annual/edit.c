/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where the team leader writes the report's texts. A version is never changed; who saves on top of another's
 * version sees both.
 */
#include "annual/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/utf8.h"
#include "gen/annual.html.h"
#include "gen/annual.sql.h"
#include "gen/msg.h"

#include <stddef.h>
#include <string.h>

#define BEGINS 90 /* bytes of a text in the list */

static bool texts_of(struct request *rq, int year, struct annual_texts *ret) {
    struct annual_ask ask = {.school_year = year, .lang = rq->lang};
    struct err err = {0};
    struct goals goals;
    if (goals_read(rq->db, rq->arena, rq->lang, &goals, &err) &&
        annual_texts_read(rq->db, rq->arena, &ask, INT64_MAX, &goals, ret, &err))
        return true;
    reply_error(rq, &err);
    return false;
}

/* ---- all texts of a year ---- */

static const char *from_words(struct request *rq, int year, const struct annual_text *text) {
    struct arena *a = rq->arena;
    if (!text->school_year)
        return *text->body ? msg_annual_texts_program(rq->lang) : msg_annual_texts_none(rq->lang);
    if (text->school_year != year)
        return msg_annual_texts_carried(a, rq->lang, school_year_text(a, text->school_year),
                                        text->author);
    const char *day = fmt_day_short(a, rq->lang, clock_day_of(text->at));
    return msg_annual_texts_own(a, rq->lang, day, text->author);
}

static const char *begins(struct arena *a, const char *body) {
    size_t len = strcspn(body, "\n"), cut = utf8_cut(body, len, len < BEGINS ? len : BEGINS);
    return arena_fmt(a, "%.*s%s", (int)cut, body, body[cut] ? " …" : "");
}

void annual_texts_get(struct request *rq) {
    struct annual_texts texts;
    int year = annual_year_of(rq);
    if (!year || !texts_of(rq, year, &texts)) return;
    struct annual_text_line *lines = arena_array(rq->arena, texts.n, sizeof *lines);
    const char *report = annual_path(rq->arena, year);
    for (size_t i = 0; i < texts.n; i++) {
        const struct annual_text *text = &texts.v[i];
        lines[i] = (struct annual_text_line){
            .name = annual_part_name(rq->arena, rq->lang, &text->part),
            .from = from_words(rq, year, text),
            .href = arena_fmt(rq->arena, "%s/tekster/%s", report, text->part.key),
            .begins = begins(rq->arena, text->body)};
    }
    struct annual_texts_page page = {school_year_text(rq->arena, year), report, lines, texts.n};
    struct page shell = {.title = msg_annual_texts_title(rq->arena, rq->lang, page.year),
                         .section = "/rapporter"};
    reply_page(rq, &shell, annual_texts, &page);
}

/* ---- one text ---- */

struct values {
    const char *body;
    int64_t version;
};
#define FIELDS(kind_, max_)                                                                        \
    {                                                                                              \
        {.name = "tekst",                                                                          \
         .kind = kind_,                                                                            \
         .offset = offsetof(struct values, body),                                                  \
         .max = max_,                                                                              \
         .label = "annual.edit.label"},                                                            \
            {.name = "version",                                                                    \
             .kind = FIELD_INT,                                                                    \
             .offset = offsetof(struct values, version),                                           \
             .required = true,                                                                     \
             .max = 1000000,                                                                       \
             .label = "annual.edit.label"},                                                        \
    }
static const struct field long_fields[] = FIELDS(FIELD_LONG, 20000);
static const struct field line_fields[] = FIELDS(FIELD_TEXT, 120);

static bool history_read(struct request *rq, int year, const char *part,
                         struct annual_edit_page *page, struct err *err) {
    struct q_annual_history_rows rows;
    if (!q_annual_history(rq->db, rq->arena, (struct q_annual_history_in){year, part}, &rows, err))
        return false;
    struct annual_version *list = arena_array(rq->arena, rows.n, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_annual_history_row *row = &rows.v[i];
        const char *day = fmt_day_short(rq->arena, rq->lang, clock_day_of(row->at));
        list[i].heading =
            msg_annual_edit_version(rq->arena, rq->lang, row->version, day, row->author_name);
        list[i].text = *row->body ? row->body : msg_annual_edit_emptied(rq->lang);
    }
    page->history = list;
    page->history_n = rows.n;
    return true;
}

/* `form` NULL: as stored. `mine`: typed over a version that another has written meanwhile, or NULL. */
static void show(struct request *rq, int year, const struct annual_text *text,
                 const struct form *form, const char *mine) {
    struct arena *a = rq->arena;
    const struct annual_part *part = &text->part;
    struct err err = {0};
    const char *back = arena_fmt(a, "%s/tekster", annual_path(a, year));
    struct annual_edit_page page = {
        .form = form,
        .title = msg_annual_edit_title(a, rq->lang, annual_part_name(a, rq->lang, part),
                                       school_year_text(a, year)),
        .action = arena_fmt(a, "%s/%s", back, part->key),
        .back = back,
        .hint = part->line ? msg_annual_edit_hint_line(rq->lang) : msg_annual_edit_hint(rq->lang),
        .holds =
            part->carried ? msg_annual_edit_carried(rq->lang) : msg_annual_edit_this_year(rq->lang),
        .typed = mine   ? mine
                 : form ? form_typed(form, "tekst")
                        : text->body,
        .error = form ? form_error(form, "tekst") : NULL,
        .version = text->version,
        .line = part->line};
    if (mine) {
        page.conflict = msg_annual_edit_conflict(a, rq->lang, text->author);
        page.theirs = *text->body ? text->body : msg_annual_edit_emptied(rq->lang);
    }
    if (!history_read(rq, year, part->key, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (mine || form) rq->reply.status = mine ? 409 : 422;
    struct page shell = {.title = page.title, .section = "/rapporter", .has_errors = form != NULL};
    reply_page(rq, &shell, annual_edit, &page);
}

/* The part that the address names; NULL after having replied. */
static const struct annual_text *text_of(struct request *rq, int *ret_year,
                                         struct annual_texts *texts) {
    *ret_year = annual_year_of(rq);
    if (!*ret_year || !texts_of(rq, *ret_year, texts)) return NULL;
    const struct annual_text *text = annual_text_find(texts, request_segment(rq, "del"));
    if (!text) reply_status(rq, 404);
    return text;
}

void annual_text_get(struct request *rq) {
    struct annual_texts texts;
    int year;
    const struct annual_text *text = text_of(rq, &year, &texts);
    if (text) show(rq, year, text, NULL, NULL);
}

static bool write_text(struct db *w, void *ctx, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    return annual_text_put(w, a, ctx, err);
}

/* Another has written a version meanwhile: it is read anew. */
static void conflict(struct request *rq, int year, const char *part, const char *mine) {
    struct annual_texts texts;
    if (!texts_of(rq, year, &texts)) return;
    show(rq, year, annual_text_find(&texts, part), NULL, mine);
}

void annual_text_post(struct request *rq) {
    struct annual_texts texts;
    int year;
    const struct annual_text *text = text_of(rq, &year, &texts);
    if (!text) return;
    struct values v = {0};
    struct form form;
    struct err err = {0};
    const struct field *fields = text->part.line ? line_fields : long_fields;
    if (!form_read(rq, fields, 2, &form, &v)) {
        show(rq, year, text, &form, NULL);
        return;
    }
    struct annual_write write = {.school_year = year,
                                 .part = text->part.key,
                                 .body = v.body ? v.body : "",
                                 .base = v.version,
                                 .account = rq->visitor.user_id};
    if (store_write(rq->store, write_text, &write, &err)) {
        const char *back = arena_fmt(rq->arena, "%s/tekster", annual_path(rq->arena, year));
        reply_redirect_notice(rq, back, msg_annual_edit_saved(rq->lang), NULL);
    } else if (err.kind == ERR_CONFLICT) {
        conflict(rq, year, text->part.key, write.body);
    } else {
        reply_error(rq, &err);
    }
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The grid: one row a pupil, one part of it a page. Saving is always to the draft; nothing that was
 * typed is lost, whether it is wrong, or somebody else wrote the same part meanwhile.
 */
#include "readiness/grid.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "gen/readiness.html.h"

#include <stdlib.h>
#include <string.h>

struct showing {
    struct request *rq;
    struct opened *o;
    struct report *draft;
    struct terms terms;
    enum part part;
    struct grid_columns columns;
    bool typed;    /* what the user sent is shown, not what is stored */
    bool conflict; /* and beside it what a colleague has stored */
    struct grid_error *errors;
    size_t errors_n, errors_cap;
};

static const char *field_name(struct arena *a, const struct grid_column *c, const char *youth) {
    return arena_fmt(a, "%s-%s", c->key, youth);
}

static void error_add(struct showing *s, const char *name, const char *text) {
    struct arena *a = s->rq->arena;
    if (s->errors_n == s->errors_cap) {
        size_t cap = s->errors_cap ? 2 * s->errors_cap : 16;
        s->errors =
            arena_grow(a, s->errors, s->errors_cap * sizeof *s->errors, cap * sizeof *s->errors);
        s->errors_cap = cap;
    }
    s->errors[s->errors_n++] = (struct grid_error){arena_fmt(a, "#%s", name), text};
}

/* ---- reading ---- */

static const char *typed_of(struct request *rq, const char *name) {
    const char *typed = request_body(rq, name);
    return typed ? typed : "";
}

static const char *rule_between(enum lang lang, const struct pupil *p, const char *key) {
    if (!p->effort) return NULL;
    if (strcmp(key, "grund") == 0 && !p->reason) return msg_readiness_error_effort_why(lang);
    if (strcmp(key, "plan") == 0 && !p->plan) return msg_readiness_error_effort_plan(lang);
    return NULL;
}

/* Reads the row of one pupil into it; errors are told again when it is shown. */
static bool row_read(struct showing *s, struct pupil *p) {
    struct request *rq = s->rq;
    bool ok = true;
    for (size_t i = 0; i < s->columns.n; i++) {
        const struct grid_column *c = &s->columns.v[i];
        const char *name = field_name(rq->arena, c, p->youth);
        if (cell_read(rq->arena, rq->lang, c, typed_of(rq, name), p)) ok = false;
    }
    for (size_t i = 0; i < s->columns.n; i++)
        if (rule_between(rq->lang, p, s->columns.v[i].key)) ok = false;
    return ok;
}

/* ---- showing ---- */

static struct grid_cell cell_of(struct showing *s, const struct grid_column *c, struct pupil *p) {
    struct request *rq = s->rq;
    struct arena *a = rq->arena;
    struct grid_cell cell = {
        .column = c,
        .name = field_name(a, c, p->youth),
        .label = msg_readiness_cell(a, rq->lang, c->label, p->name),
        .typed = cell_stored(a, c, p),
    };
    if (s->typed) {
        struct pupil copy = *p;
        const char *typed = typed_of(rq, cell.name), *stored = cell.typed;
        cell.error = cell_read(a, rq->lang, c, typed, &copy);
        bool differs = cell.error || strcmp(cell_stored(a, c, &copy), stored) != 0;
        if (s->conflict && differs)
            cell.theirs = msg_readiness_theirs(a, rq->lang, cell_said(rq->lang, c, stored));
        cell.typed = typed;
    }
    cell.checked = c->look == LOOK_CHECK && *cell.typed;
    return cell;
}

static struct grid_row row_of(struct showing *s, struct pupil *p) {
    struct grid_cell *cells = arena_array(s->rq->arena, s->columns.n, sizeof *cells);
    struct pupil typed = *p;
    if (s->typed) row_read(s, &typed);
    for (size_t i = 0; i < s->columns.n; i++) {
        cells[i] = cell_of(s, &s->columns.v[i], p);
        if (s->typed && !cells[i].error)
            cells[i].error = rule_between(s->rq->lang, &typed, s->columns.v[i].key);
        if (cells[i].error)
            error_add(s, cells[i].name,
                      arena_fmt(s->rq->arena, "%s: %s", cells[i].label, cells[i].error));
    }
    return (struct grid_row){p->youth, p->name, p->guarded, cells, s->columns.n};
}

static void rows_of(struct showing *s, struct grid_page *page) {
    struct grid_row *rows = arena_array(s->rq->arena, s->draft->pupils_n + 1, sizeof *rows);
    struct grid_name *left = arena_array(s->rq->arena, s->draft->pupils_n + 1, sizeof *left);
    for (size_t i = 0; i < s->draft->pupils_n; i++) {
        struct pupil *p = &s->draft->pupils[i];
        if (p->present || s->draft->number > 1)
            rows[page->rows_n++] = row_of(s, p);
        else
            left[page->left_n++].name = p->name;
    }
    page->rows = rows;
    page->left = left;
    page->errors = s->errors;
    page->errors_n = s->errors_n;
}

static void tabs_of(struct showing *s, struct grid_page *page) {
    struct grid_tab *tabs = arena_array(s->rq->arena, PARTS, sizeof *tabs);
    for (enum part p = PART_MARKS; p < PARTS; p++) {
        if (!part_exists(p, &s->terms)) continue;
        tabs[page->tabs_n++] =
            (struct grid_tab){arena_fmt(s->rq->arena, "%s?del=%s", s->o->base, part_names[p]),
                              part_words(s->rq->lang, p, &s->terms), p == s->part};
    }
    page->tabs = tabs;
}

static const char *hint_of(const struct showing *s) {
    enum lang lang = s->rq->lang;
    if (s->part == PART_MARKS) return msg_readiness_hint_marks(lang);
    if (s->part == PART_PRACTICAL) return msg_readiness_hint_practical(lang);
    return s->terms.marks_only ? msg_readiness_hint_effort(lang) : msg_readiness_hint_traits(lang);
}

/* Some springs had a day of their own for a part: personal and social first, then the marks. */
static int32_t due_of(const struct showing *s) {
    const struct opened *o = s->o;
    struct readiness_deadlines d = readiness_deadlines(o->rules, o->class.grade, o->day);
    int32_t part = s->part == PART_MARKS ? d.marks : d.social;
    int32_t all = readiness_due(o->rules, o->class.grade, o->day, o->round);
    return o->round == 1 && part != DAY_NONE && part < all ? part : all;
}

static const char *lead_of(const struct showing *s) {
    struct request *rq = s->rq;
    int32_t due = due_of(s),
            all = readiness_due(s->o->rules, s->o->class.grade, s->o->day, s->o->round);
    if (s->draft->number > 1)
        return msg_readiness_lead_correction(rq->arena, rq->lang, s->draft->day);
    if (due == DAY_NONE) return msg_readiness_lead_no_due(rq->lang);
    return due == all ? msg_readiness_lead_due(rq->arena, rq->lang, due)
                      : msg_readiness_lead_part(rq->arena, rq->lang, due, all);
}

static const char *saved_of(const struct showing *s) {
    struct request *rq = s->rq;
    int hour, minute;
    if (s->draft->id == INT_NONE) return NULL;
    clock_local(s->draft->edited_at, &hour, &minute);
    return msg_readiness_saved(
        rq->arena, rq->lang, s->draft->edited_name,
        fmt_day_short(rq->arena, rq->lang, clock_day_of(s->draft->edited_at)),
        fmt_time(rq->arena, rq->lang, hour, minute));
}

static void show(struct showing *s) {
    struct request *rq = s->rq;
    struct opened *o = s->o;
    bool last = s->part == PARTS - 1 || !part_exists(s->part + 1, &s->terms);
    struct grid_page page = {
        .back = REPORTS,
        .base = o->base,
        .title = o->title,
        .lead = lead_of(s),
        .hint = hint_of(s),
        .part = part_names[s->part],
        .edit = s->draft->edit[s->part],
        .columns = s->columns.v,
        .columns_n = s->columns.n,
        .saved = saved_of(s),
        .ask_without_marks = s->part == PART_MARKS,
        .decides = !s->terms.marks_only,
        .without_marks = s->typed ? *typed_of(rq, "uden") != 0 : s->draft->without_marks,
        .has_draft = s->draft->id != INT_NONE,
        .is_correction = s->draft->number > 1,
        .next = last ? msg_readiness_save_review(rq->lang) : msg_readiness_save_next(rq->lang),
        .conflict =
            s->conflict ? msg_readiness_conflict(rq->arena, rq->lang, s->draft->edited_name) : NULL,
    };
    tabs_of(s, &page);
    rows_of(s, &page);
    if (s->typed) rq->reply.status = s->conflict ? 409 : 422;
    struct page shell = {.title = o->title,
                         .section = REPORTS,
                         .wide = true,
                         .has_errors = page.errors_n > 0,
                         .printable = true};
    reply_page(rq, &shell, readiness_grid_page, &page);
}

static bool showing_make(struct request *rq, struct opened *o, const char *part, struct showing *s,
                         struct err *err) {
    *s = (struct showing){.rq = rq, .o = o, .draft = &o->reports.draft};
    if (!report_roster(rq->db, rq->arena, o->class.id, o->day, s->draft, err)) return false;
    s->terms = opened_terms(o, s->draft);
    s->part = part_wanted(part, &s->terms);
    s->columns = grid_columns(rq->arena, rq->lang, s->part, &s->terms);
    return true;
}

void readiness_grid_show(struct request *rq, struct opened *o) {
    struct showing s;
    struct err err = {0};
    if (showing_make(rq, o, request_query(rq, "del"), &s, &err))
        show(&s);
    else
        reply_error(rq, &err);
}

/* ---- saving ---- */

static bool save_write(struct db *w, void *ctx, struct err *err) {
    return report_save(w, ctx, err);
}

/* Pupils who were on the page and are no longer in the class. */
static int64_t gone(struct request *rq, const struct report *draft) {
    const char **ids;
    size_t n = request_body_all(rq, "elev", &ids);
    int64_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        for (size_t p = 0; p < draft->pupils_n && !found; p++)
            found = (draft->pupils[p].present || draft->number > 1) &&
                    strcmp(draft->pupils[p].youth, ids[i]) == 0;
        missing += !found;
    }
    return missing;
}

/* On to the next part or the last look; or the same part again. */
static void saved(struct showing *s, int64_t left) {
    struct request *rq = s->rq;
    const char *where = arena_fmt(rq->arena, "%s?del=%s", s->o->base, part_names[s->part]);
    if (request_body(rq, "videre")) {
        bool more = s->part + 1 < PARTS && part_exists(s->part + 1, &s->terms);
        where = more ? arena_fmt(rq->arena, "%s?del=%s", s->o->base, part_names[s->part + 1])
                     : arena_fmt(rq->arena, "%s/send", s->o->base);
    }
    reply_redirect_notice(rq, where,
                          left ? msg_readiness_saved_left(rq->arena, rq->lang, left)
                               : msg_readiness_saved_draft(rq->lang),
                          NULL);
}

/* Somebody was faster: the page again, with what is stored now beside what was typed. */
static void show_conflict(struct request *rq, struct opened *o, const char *part) {
    struct showing s;
    struct err err = {0};
    if (!reports_read(rq->db, rq->arena, o->class.id, o->round, &o->reports, &err) ||
        !showing_make(rq, o, part, &s, &err)) {
        reply_error(rq, &err);
        return;
    }
    s.typed = s.conflict = true;
    show(&s);
}

void readiness_grid_post(struct request *rq) {
    struct opened o;
    struct showing s;
    struct err err = {0};
    const char *part = request_body(rq, "del"), *edit = request_body(rq, "udgave");
    if (!readiness_open_class(rq, &o)) return;
    if (!showing_make(rq, &o, part, &s, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct report_save save = {
        .arena = rq->arena,
        .class = o.class.id,
        .round = o.round,
        .part = s.part,
        .edit = edit ? strtoll(edit, NULL, 10) : 0,
        .without_marks = *typed_of(rq, "uden") != 0,
        .pupils = arena_array(rq->arena, s.draft->pupils_n + 1, sizeof *save.pupils),
        .day = o.day,
        .account = rq->visitor.user_id};
    bool ok = true;
    for (size_t i = 0; i < s.draft->pupils_n; i++) {
        if (!s.draft->pupils[i].present && s.draft->number == 1) continue;
        save.pupils[save.pupils_n] = s.draft->pupils[i];
        ok = row_read(&s, &save.pupils[save.pupils_n++]) && ok;
    }
    s.typed = true;
    if (!ok) {
        show(&s);
        return;
    }
    if (store_write(rq->store, save_write, &save, &err))
        saved(&s, gone(rq, s.draft));
    else if (err.kind == ERR_CONFLICT)
        show_conflict(rq, &o, part);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, o.base, msg_readiness_is_sent(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

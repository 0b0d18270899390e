/* SPDX-License-Identifier: EUPL-1.2
 *
 * The six forms of the room, four of staff and two of the public. A form is a row of data: its fields,
 * how each looks, what stands in it and what to do when it is in order; one handler shows, reads and
 * returns all of them, so that every one behaves the same.
 */
#include "event/form.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/event.html.h"
#include "gen/event.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

static const struct event_form_kind *kind_of(const struct request *rq) {
    const struct event_form_kind *kind = event_forms;
    while (strcmp(kind->path, rq->route->path) != 0) kind++; /* the routes name no other */
    return kind;
}

/* ---- what stands in the row that is changed ---- */

static const char *time_text(struct arena *a, int64_t minutes) {
    if (minutes == INT_NONE) return "";
    return arena_fmt(a, "%d.%02d", (int)(minutes / 60), (int)(minutes % 60));
}

static const char *day_text(struct request *rq, int32_t day) {
    return fmt_day_table(rq->arena, rq->lang, day);
}

static const char *number_text(struct arena *a, int64_t n) {
    return n == INT_NONE ? "" : arena_fmt(a, "%lld", (long long)n);
}

static void store(struct showing *s, const char *name, const char *text) {
    for (size_t i = 0; i < s->kind->n; i++)
        if (strcmp(s->kind->fields[i].name, name) == 0) s->stored[i] = text ? text : "";
}

static void load_event(struct showing *s) {
    const struct event_line *e = s->event;
    struct arena *a = s->rq->arena;
    store(s, "slags", e->kind);
    store(s, "titel", e->title);
    store(s, "uger", number_text(a, e->season));
    store(s, "skole", e->institution);
    store(s, "sted", e->place);
    store(s, "dag", day_text(s->rq, e->day));
    store(s, "fra", time_text(a, e->from_minute));
    store(s, "til", time_text(a, e->to_minute));
    store(s, "tekst", e->about);
    store(s, "tilmelding", e->sign_up ? "yes" : "no");
    store(s, "pladser", number_text(a, e->capacity));
    store(s, "frist", day_text(s->rq, e->sign_up_until));
    s->version = e->version;
    s->edited_by = e->edited_name;
}

static bool load_season(struct showing *s, bool *ret_found, struct err *err) {
    struct q_event_seasons_rows rows;
    if (!q_event_seasons(s->rq->db, s->rq->arena, &rows, err)) return false;
    *ret_found = false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_event_seasons_row *r = &rows.v[i];
        if (r->id != s->row) continue;
        *ret_found = true;
        store(s, "navn_uger", r->name);
        store(s, "fra_dag", day_text(s->rq, r->from_day));
        store(s, "til_dag", day_text(s->rq, r->to_day));
        store(s, "tekst", r->about);
        s->version = r->version;
        s->edited_by = r->edited_name;
    }
    return true;
}

static bool load_item(struct showing *s, bool *ret_found, struct err *err) {
    struct q_event_items_rows rows;
    if (!q_event_items(s->rq->db, s->rq->arena, (struct q_event_items_in){s->event->id}, &rows,
                       err))
        return false;
    *ret_found = false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_event_items_row *r = &rows.v[i];
        if (r->id != s->row) continue;
        *ret_found = true;
        store(s, "fra", time_text(s->rq->arena, r->from_minute));
        store(s, "til", time_text(s->rq->arena, r->to_minute));
        store(s, "punkt", r->title);
        store(s, "oplaeg", r->speaker);
        store(s, "lokale", r->room);
    }
    return true;
}

/* False: the database failed. *ret_found: the row is there. */
static bool load(struct showing *s, bool *ret_found, struct err *err) {
    *ret_found = true;
    if (s->kind == &event_forms[FORM_EVENT]) load_event(s);
    if (s->kind == &event_forms[FORM_SEASON]) return load_season(s, ret_found, err);
    if (s->kind == &event_forms[FORM_ITEM]) return load_item(s, ret_found, err);
    return true;
}

/* ---- showing ---- */

static bool schools(const struct showing *s, struct event_input *input, struct err *err) {
    struct request *rq = s->rq;
    struct q_event_schools_rows rows;
    struct q_event_schools_in in = {school_year_of(clock_today())};
    if (!q_event_schools(rq->db, rq->arena, in, &rows, err)) return false;
    struct event_choice *list = arena_array(rq->arena, rows.n + 2, sizeof *list);
    const char *none =
        s->kind->is_public ? msg_event_other_school(rq->lang) : msg_event_no_school(rq->lang);
    list[0] = (struct event_choice){"", none, "", !*input->typed};
    input->choices_n = 1;
    bool known = !*input->typed;
    for (size_t i = 0; i < rows.n; i++) {
        bool chosen = strcmp(rows.v[i].number, input->typed) == 0;
        known = known || chosen;
        list[input->choices_n++] =
            (struct event_choice){rows.v[i].number, rows.v[i].name, "", chosen};
    }
    if (!known && s->event && s->event->institution &&
        strcmp(s->event->institution, input->typed) == 0) /* has no classes any more */
        list[input->choices_n++] =
            (struct event_choice){s->event->institution, s->event->school, "", true};
    input->choices = list;
    return true;
}

static bool seasons(struct request *rq, struct event_input *input, struct err *err) {
    struct q_event_seasons_rows rows;
    if (!q_event_seasons(rq->db, rq->arena, &rows, err)) return false;
    struct event_choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    list[0] = (struct event_choice){"", msg_event_no_season(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < rows.n; i++) {
        const char *value = number_text(rq->arena, rows.v[i].id);
        list[i + 1] =
            (struct event_choice){value, rows.v[i].name, "", strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = rows.n + 1;
    return true;
}

static void choices(struct request *rq, const struct field *field, const char *prefix,
                    struct event_input *input) {
    size_t n = 0, first = input->look == EVENT_SELECT;
    while (field->choices[n]) n++;
    struct event_choice *list = arena_array(rq->arena, n + first, sizeof *list);
    if (first) list[0] = (struct event_choice){"", msg_event_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        const char *key = arena_fmt(rq->arena, "%s.%s", prefix, value);
        list[i + first] = (struct event_choice){value, msg_by_key(rq->lang, key),
                                                arena_fmt(rq->arena, "%s-%s", field->name, value),
                                                strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n + first;
}

/* What stands in a field before anybody typed: the likely choice. */
static const char *usual(const struct showing *s, const struct field *field) {
    if (strcmp(field->name, "slags") == 0) return field->choices[0];
    if (strcmp(field->name, "tilmelding") == 0) return "yes";
    if (strcmp(field->name, "antal") == 0) return "2";
    if (strcmp(field->name, "skole") == 0 && s->kind->is_public && s->event->institution)
        return s->event->institution;
    return "";
}

static bool input_make(const struct showing *s, size_t i, struct event_input *ret,
                       struct err *err) {
    struct request *rq = s->rq;
    const struct field *field = &s->kind->fields[i];
    const struct event_field_look *look = event_look_of(field->name);
    const char *typed = s->form        ? form_typed(s->form, field->name)
                        : s->stored[i] ? s->stored[i]
                                       : usual(s, field);
    *ret = (struct event_input){
        .look = look->look,
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = look->hint
                    ? msg_by_key(rq->lang, arena_fmt(rq->arena, "event.hint.%s", field->name))
                    : NULL,
        .typed = typed ? typed : "",
        .error = s->form ? form_error(s->form, field->name) : NULL,
        .autocomplete = look->autocomplete,
    };
    ret->described =
        arena_fmt(rq->arena, "%s%s%s%s", ret->hint ? field->name : "", ret->hint ? "-h " : "",
                  ret->error ? field->name : "", ret->error ? "-e" : "");
    if (strcmp(field->name, "skole") == 0) return schools(s, ret, err);
    if (strcmp(field->name, "uger") == 0) return seasons(rq, ret, err);
    if (field->choices) choices(rq, field, look->prefix, ret);
    return true;
}

static const char *words(const struct showing *s, const char *part) {
    return msg_by_key(s->rq->lang, arena_fmt(s->rq->arena, "event.%s.%s", part, s->kind->key));
}

/* Words with numbers in them, from the rules of today. */
static bool notes(const struct showing *s, struct event_form_page *page, struct err *err) {
    struct request *rq = s->rq;
    const struct rules *rules;
    int32_t today = clock_today();
    if (!rules_now(rq->db, &rules, err)) return false;
    if (s->kind == &event_forms[FORM_SIGNUP]) {
        page->lead = event_door_words(rq, s->event);
        page->note = msg_event_forgotten(
            rq->arena, rq->lang, rules_int(rules, RULE_EVENT_SIGNUP_KEEP_DAYS, NULL, NULL, today));
    } else if (s->kind == &event_forms[FORM_ANSWER]) {
        page->note = msg_event_anonymous(
            rq->arena, rq->lang, rules_int(rules, RULE_EVENT_ANSWERS_LEAST, NULL, NULL, today));
    } else if (s->kind == &event_forms[FORM_EVENT] && s->event->people + s->event->waiting) {
        page->note = msg_event_tell_them(rq->arena, rq->lang, s->event->people + s->event->waiting);
    }
    return true;
}

static void paths(const struct showing *s, struct event_form_page *page) {
    struct request *rq = s->rq;
    page->action = rq->path;
    page->back = "/arrangementer/ret";
    page->back_text = msg_event_manage(rq->lang);
    if (!s->event) return;
    page->back =
        arena_fmt(rq->arena, s->kind->is_public ? "/arrangementer/%s" : "/arrangementer/ret/%s",
                  s->event->id);
    page->back_text = s->event->title;
    page->about = arena_fmt(rq->arena, "%s · %s", event_when(rq->arena, rq->lang, s->event),
                            event_where(rq->arena, s->event));
}

static void show(struct showing *s) {
    struct request *rq = s->rq;
    struct err err = {0};
    struct event_input *inputs = arena_array(rq->arena, s->kind->n, sizeof *inputs);
    struct event_theirs *theirs = arena_array(rq->arena, s->kind->n, sizeof *theirs);
    struct event_form_page page = {.title = words(s, "form"),
                                   .lead = words(s, "form_lead"),
                                   .button = words(s, "save"),
                                   .form = s->form,
                                   .inputs = inputs,
                                   .version = s->version,
                                   .conflict = s->conflict,
                                   .theirs = theirs};
    paths(s, &page);
    bool ok = notes(s, &page, &err);
    if (s->kind == &event_forms[FORM_SIGNUP]) {
        const char *key = s->form ? form_typed(s->form, "noegle") : NULL;
        page.key = id_is_valid(key) ? key : id_new(rq->arena);
    }
    for (size_t i = 0; ok && i < s->kind->n; i++) {
        const char *name = s->kind->fields[i].name;
        if (strcmp(name, "version") == 0 || strcmp(name, "noegle") == 0) continue;
        struct event_input *input = &inputs[page.inputs_n++];
        ok = input_make(s, i, input, &err);
        if (!s->conflict || !s->stored[i]) continue;
        const char *text = s->stored[i];
        for (size_t c = 0; c < input->choices_n; c++)
            if (strcmp(input->choices[c].value, text) == 0) text = input->choices[c].label;
        theirs[page.theirs_n++] = (struct event_theirs){input->label, text};
    }
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    if (s->form) rq->reply.status = s->conflict ? 409 : 422;
    struct page shell = {
        .title = page.title, .section = "/arrangementer", .has_errors = s->form && !s->form->ok};
    reply_page(rq, &shell, event_form_page, &page);
}

/* ---- handlers ---- */

/* Why a form cannot be used now, as the path to go to; NULL when it can. */
static const char *shut(const struct showing *s, int64_t answer_days) {
    struct event_times times = event_times(s->event);
    struct arena *a = s->rq->arena;
    if (s->kind == &event_forms[FORM_SIGNUP] && event_door(&times, clock_now()) != DOOR_OPEN)
        return arena_fmt(a, "/arrangementer/%s", s->event->id);
    if (s->kind == &event_forms[FORM_ANSWER] &&
        !event_may_answer(s->event->state, s->event->day, s->event->from_minute, answer_days,
                          clock_now()))
        return arena_fmt(a, "/arrangementer/%s", s->event->id);
    if (!s->kind->is_public && strcmp(s->event->state, "cancelled") == 0)
        return arena_fmt(a, "/arrangementer/ret/%s", s->event->id);
    return NULL;
}

/* Reads what the form is about. False: the reply has been made. `ret_event` must live as long. */
static bool begin(struct request *rq, struct showing *s, struct event_line *ret_event,
                  bool *ret_found) {
    struct err err = {0};
    int64_t days = INT_NONE;
    *s = (struct showing){
        .rq = rq, .kind = kind_of(rq), .row = INT_NONE, .version = INT_NONE, .edited_by = ""};
    if (s->kind->has_event && !event_or_reply(rq, s->kind->is_public, ret_event)) return false;
    if (s->kind->has_event) s->event = ret_event;
    if (s->kind->row) s->row = strtoll(request_segment(rq, s->kind->row), NULL, 10);
    if (!load(s, ret_found, &err) ||
        !rule_int(rq->db, RULE_EVENT_EVALUATION_DAYS, NULL, NULL, clock_today(), &days, &err)) {
        reply_error(rq, &err);
        return false;
    }
    const char *instead = s->event ? shut(s, days) : NULL;
    if (instead) reply_redirect(rq, instead);
    return !instead;
}

void event_form_get(struct request *rq) {
    struct showing s;
    struct event_line event;
    bool found;
    if (!begin(rq, &s, &event, &found)) return;
    if (found)
        show(&s);
    else
        reply_status(rq, 404);
}

/* A colleague saved meanwhile: both texts, and the person decides. A point of the programme that was
 * taken out comes in as a new one. */
static void show_conflict(struct showing *s) {
    struct request *rq = s->rq;
    struct err err = {0};
    struct event_line event;
    bool found = true;
    if (s->kind == &event_forms[FORM_ITEM]) {
        s->kind = &event_forms[FORM_ITEM_NEW];
        s->conflict = msg_event_item_gone(rq->lang);
        memset(s->stored, 0, sizeof s->stored);
        show(s);
        return;
    }
    if (s->event && !event_read(rq->db, rq->arena, s->event->id, &event, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (s->event) s->event = &event;
    if (!load(s, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    s->conflict = msg_event_conflict(rq->arena, rq->lang, s->edited_by);
    show(s);
}

static void saved(struct showing *s, const struct event_saved *saved) {
    if (s->kind->is_public)
        reply_redirect(s->rq, saved->location);
    else
        reply_redirect_notice(s->rq, saved->location, saved->notice, saved->undo);
}

void event_form_post(struct request *rq) {
    struct showing s;
    struct event_line event;
    struct form form;
    struct event_values values = {.version = INT_NONE};
    struct event_saved done = {0};
    struct err err = {0};
    bool found;
    if (!begin(rq, &s, &event, &found)) return;
    struct event_work work = {.rq = rq, .event = s.event, .row = s.row, .v = &values};
    s.form = &form;
    if (form_read(rq, s.kind->fields, s.kind->n, &form, &values) &&
        s.kind->save(&work, &form, &done, &err))
        saved(&s, &done);
    else if (err.kind == ERR_CONFLICT)
        show_conflict(&s);
    else if (err.kind == ERR_BUSY && s.kind->is_public)
        reply_status(rq, 429);
    else if (err.kind == ERR_REFUSED && s.event)
        reply_redirect(rq, arena_fmt(rq->arena, "/arrangementer/%s", s.event->id));
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else
        show(&s);
}

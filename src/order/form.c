/* SPDX-License-Identifier: EUPL-1.2
 *
 * The six forms of the room. A form is a row of data: its fields, how each looks, and what to do when
 * they are in order; one handler shows, reads and returns all of them, so that every one behaves the same.
 */
#include "order/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/order.html.h"
#include "gen/order.sql.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const benefits[] = {ORDER_BENEFITS, NULL};
static const char *const readies[] = {ORDER_READY, NULL};
static const char *const kinds_of_step[] = {ORDER_STEPS, NULL};
static const char *const waits[] = {ORDER_WAITS, NULL};
static const char *const outcomes[] = {ORDER_OUTCOMES, NULL};
static const char *const ends[] = {ORDER_ENDS, NULL};

#define FIELD(name_, kind_, member_, required_, max_, choices_)                                    \
    {                                                                                              \
        .name = name_, .kind = kind_, .offset = offsetof(struct order_values, member_),            \
        .required = required_, .max = max_, .choices = choices_, .label = "order.field." name_     \
    }
#define TEXT(name_, member_, max_, required_)                                                      \
    FIELD(name_, FIELD_TEXT, member_, required_, max_, NULL)
#define LONG(name_, member_, max_, required_)                                                      \
    FIELD(name_, FIELD_LONG, member_, required_, max_, NULL)
#define CHOICE(name_, member_, choices_, required_)                                                \
    FIELD(name_, FIELD_CHOICE, member_, required_, 0, choices_)
#define DAY(name_, member_) FIELD(name_, FIELD_DAY, member_, true, 0, NULL)
#define STAMP               FIELD("stempel", FIELD_ID, stamp_text, false, 0, NULL)

static const struct field order_fields[] = {
    DAY("givet", given),
    DAY("kendt", known),
    CHOICE("ydelse", benefit, benefits, true),
    CHOICE("parat", ready, readies, false),
    TEXT("navn", name, 100, false),
    TEXT("telefon", phone, 30, false),
    TEXT("email", email, 150, false),
    LONG("note", note, 2000, false),
};
static const struct field step_fields[] = {
    CHOICE("trin", kind, kinds_of_step, true),
    LONG("hvad", what, 1000, false),
    DAY("frist", due),
    CHOICE("venter", waits, waits, true),
};
static const struct field answer_fields[] = {
    DAY("dag", day),
    CHOICE("udfald", outcome, outcomes, true),
    LONG("svar", answer, 2000, false),
    STAMP,
};
static const struct field due_fields[] = {
    DAY("frist", due),
    CHOICE("venter", waits, waits, true),
    LONG("hvorfor", why, 1000, true),
    STAMP,
};
static const struct field contact_fields[] = {
    TEXT("navn", name, 100, true),
    TEXT("telefon", phone, 30, false),
    TEXT("email", email, 150, false),
    STAMP,
};
static const struct field end_fields[] = {
    DAY("dag", day),
    CHOICE("grund", reason, ends, true),
    LONG("tekst", note, 2000, false),
};

/* How a field looks; hint: whether there is a message order.hint.NAME. */
struct look {
    const char *name, *prefix;
    enum order_look look;
    bool hint;
};
static const struct look looks[] = {
    {"givet", NULL, ORDER_LOOK_SHORT, true},        {"kendt", NULL, ORDER_LOOK_SHORT, false},
    {"ydelse", "benefit", ORDER_LOOK_CHIPS, false}, {"parat", "ready", ORDER_LOOK_CHIPS, true},
    {"navn", NULL, ORDER_LOOK_TEXT, false},         {"telefon", NULL, ORDER_LOOK_TEXT, false},
    {"email", NULL, ORDER_LOOK_TEXT, false},        {"note", NULL, ORDER_LOOK_LONG, true},
    {"trin", "step", ORDER_LOOK_CHIPS, false},      {"hvad", NULL, ORDER_LOOK_LONG, true},
    {"frist", NULL, ORDER_LOOK_SHORT, true},        {"venter", "waits", ORDER_LOOK_CHIPS, true},
    {"dag", NULL, ORDER_LOOK_SHORT, false},         {"udfald", "outcome", ORDER_LOOK_CHIPS, false},
    {"svar", NULL, ORDER_LOOK_LONG, true},          {"hvorfor", NULL, ORDER_LOOK_LONG, false},
    {"grund", "end", ORDER_LOOK_CHIPS, false},      {"tekst", NULL, ORDER_LOOK_LONG, false},
};

/* What must be there before a form can be used. */
enum needs { NEEDS_NO_ORDER, NEEDS_ORDER, NEEDS_NO_STEP, NEEDS_STEP };
struct form_kind {
    const char *segment; /* last of the path, and of the messages order.form.NAME ... */
    const struct field *fields;
    size_t n;
    order_save_fn *save;
    enum needs needs;
};
#define KIND(segment_, fields_, save_, needs_)                                                     \
    { segment_, fields_, sizeof fields_ / sizeof *fields_, save_, needs_ }
static const struct form_kind kinds[] = {
    KIND("ny", order_fields, order_save_order, NEEDS_NO_ORDER),
    KIND("trin", step_fields, order_save_step, NEEDS_NO_STEP),
    KIND("svar", answer_fields, order_save_answer, NEEDS_STEP),
    KIND("frist", due_fields, order_save_due, NEEDS_STEP),
    KIND("kontakt", contact_fields, order_save_contact, NEEDS_ORDER),
    KIND("slut", end_fields, order_save_end, NEEDS_ORDER),
};

struct showing {
    struct request *rq;
    const struct youth_head *head;
    const struct form_kind *kind;
    const struct form *form; /* NULL: first time */
    struct order_now now;
    int64_t stamp;
    const char *conflict;
};

static const struct form_kind *kind_of(const struct request *rq) {
    const char *segment = strrchr(rq->route->path, '/') + 1;
    const struct form_kind *kind = kinds;
    while (strcmp(kind->segment, segment) != 0) kind++; /* the routes name no other */
    return kind;
}

static const struct look *look_of(const char *name) {
    const struct look *look = looks;
    while (strcmp(look->name, name) != 0) look++; /* every field has a row */
    return look;
}

/* Of another state than the form is for: somebody was faster, or the address is old. */
static bool is_usable(const struct showing *s) {
    switch (s->kind->needs) {
    case NEEDS_NO_ORDER:
        return !s->now.open;
    case NEEDS_ORDER:
        return s->now.open != NULL;
    case NEEDS_NO_STEP:
        return s->now.open && !s->now.step && (s->now.law != ORDER_LAW_FULL || s->now.next);
    default:
        return s->now.step != NULL;
    }
}

/* ---- showing ---- */

/* Under the full law one step follows the other; else the job centre's letter decides. */
static bool is_offered(const struct showing *s, const char *field, const char *value) {
    if (strcmp(field, "trin") == 0 && s->now.next) return strcmp(value, s->now.next) == 0;
    return true;
}

static void choices(const struct showing *s, const struct field *field, const char *prefix,
                    struct order_input *input) {
    struct arena *a = s->rq->arena;
    size_t n = 0;
    while (field->choices[n]) n++;
    struct order_choice *list = arena_array(a, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        if (!is_offered(s, field->name, value)) continue;
        list[input->choices_n++] = (struct order_choice){
            value, order_word(a, s->rq->lang, prefix, value),
            arena_fmt(a, "%s-%s", field->name, value), strcmp(value, input->typed) == 0};
    }
    input->choices = list;
}

/* What stands in a field before anybody typed. */
static const char *usual(const struct showing *s, const struct field *field) {
    struct request *rq = s->rq;
    const char *name = field->name;
    const char *today = fmt_day_table(rq->arena, rq->lang, clock_today());
    if (strcmp(name, "dag") == 0 || strcmp(name, "kendt") == 0) return today;
    if (strcmp(name, "ydelse") == 0) {
        const char *now = rules_text(s->now.rules, RULE_ORDER_BENEFIT, NULL, NULL, clock_today());
        return now ? now : "";
    }
    if (strcmp(name, "trin") == 0 && s->now.next) return s->now.next;
    if (strcmp(name, "venter") == 0) return s->now.step ? s->now.step->waits_for : "youth";
    if (s->kind->save == order_save_contact && s->now.open) {
        const struct order_line *o = s->now.open;
        const char *kept = strcmp(name, "navn") == 0      ? o->contact
                           : strcmp(name, "telefon") == 0 ? o->phone
                                                          : o->email;
        return kept ? kept : "";
    }
    return "";
}

static void input_make(const struct showing *s, size_t i, struct order_input *ret) {
    struct request *rq = s->rq;
    const struct field *field = &s->kind->fields[i];
    const struct look *look = look_of(field->name);
    const char *typed = s->form ? form_typed(s->form, field->name) : usual(s, field);
    *ret = (struct order_input){
        .look = look->look,
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = look->hint
                    ? msg_by_key(rq->lang, arena_fmt(rq->arena, "order.hint.%s", field->name))
                    : NULL,
        .typed = typed ? typed : "",
        .error = s->form ? form_error(s->form, field->name) : NULL};
    ret->described =
        arena_fmt(rq->arena, "%s%s%s%s", ret->hint ? field->name : "", ret->hint ? "-h " : "",
                  ret->error ? field->name : "", ret->error ? "-e" : "");
    if (field->choices) choices(s, field, look->prefix, ret);
}

/* What stands now, when a colleague was faster: the order, the step, the answer, the contact or the end. */
static void theirs(const struct showing *s, struct order_form_page *page) {
    struct request *rq = s->rq;
    struct arena *a = rq->arena;
    struct order_fact *list = arena_array(a, 6, sizeof *list);
    const struct order_now *now = &s->now;
    page->theirs = list;
    if (now->open && s->kind->save == order_save_contact) {
        list[page->theirs_n++] = (struct order_fact){msg_order_contact(rq->lang),
                                                     now->open->contact ? now->open->contact : ""};
        return;
    }
    if (now->open)
        list[page->theirs_n++] = (struct order_fact){
            msg_order_given(rq->lang),
            msg_order_by(a, rq->lang, fmt_day_long(a, rq->lang, now->open->given),
                         now->open->author_name)};
    if (now->step)
        list[page->theirs_n++] =
            (struct order_fact){order_step_words(a, rq->lang, now->law, now->step->kind),
                                msg_order_by(a, rq->lang, fmt_day_long(a, rq->lang, now->step->due),
                                             now->step->author_name)};
    for (size_t i = 0; i < now->all.steps_n; i++) {
        const struct order_step *step = &now->all.steps[i];
        if (step->id != s->stamp || !step->outcome) continue;
        list[page->theirs_n++] = (struct order_fact){
            order_word(a, rq->lang, "outcome", step->outcome),
            msg_order_by(a, rq->lang, step->answer ? step->answer : "", step->answered_name)};
    }
    if (!now->open && now->all.n && now->all.v[0].end_reason)
        list[page->theirs_n++] = (struct order_fact){
            order_word(a, rq->lang, "end", now->all.v[0].end_reason),
            msg_order_by(a, rq->lang, fmt_day_long(a, rq->lang, now->all.v[0].ended),
                         now->all.v[0].ended_name)};
}

static const char *words(const struct showing *s, const char *part) {
    return msg_by_key(s->rq->lang, arena_fmt(s->rq->arena, "order.%s.%s", part, s->kind->segment));
}

static void show(const struct showing *s) {
    struct request *rq = s->rq;
    struct order_input *inputs = arena_array(rq->arena, s->kind->n, sizeof *inputs);
    const char *base = arena_fmt(rq->arena, "/unge/%s/paalaeg", s->head->id);
    struct order_form_page page = {.head = s->head,
                                   .title = words(s, "form"),
                                   .lead = words(s, "lead"),
                                   .button = words(s, "save"),
                                   .action = arena_fmt(rq->arena, "%s/%s", base, s->kind->segment),
                                   .back = base,
                                   .form = s->form,
                                   .inputs = inputs,
                                   .stamp = s->stamp,
                                   .conflict = s->conflict};
    for (size_t i = 0; i < s->kind->n; i++)
        if (strcmp(s->kind->fields[i].name, "stempel") != 0)
            input_make(s, i, &inputs[page.inputs_n++]);
    if (s->conflict) theirs(s, &page);
    if (s->form) rq->reply.status = s->conflict ? 409 : 422;
    struct page shell = {
        .title = page.title, .section = "/paalaeg", .has_errors = s->form && !s->form->ok};
    reply_page(rq, &shell, order_form_page, &page);
}

/* ---- handlers ---- */

static bool head_or_reply(struct request *rq, struct youth_head *ret) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), ret, &found,
                    &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) reply_status(rq, 404);
    return found;
}

/* The row that the form is made from: its step, or the contact that stands. */
static bool stamp_read(struct showing *s, struct err *err) {
    struct q_order_contact_stamp_rows rows;
    s->stamp = s->now.step ? s->now.step->id : 0;
    if (s->kind->save != order_save_contact || !s->now.open) return true;
    struct q_order_contact_stamp_in in = {s->now.open->id};
    if (!q_order_contact_stamp(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    s->stamp = rows.n ? rows.v[0].id : 0;
    return true;
}

static bool begin(struct request *rq, struct youth_head *head, struct showing *s) {
    struct err err = {0};
    if (!head_or_reply(rq, head)) return false;
    *s = (struct showing){.rq = rq, .head = head, .kind = kind_of(rq)};
    if (order_now_read(rq, head->id, &s->now, &err) && stamp_read(s, &err)) return true;
    reply_error(rq, &err);
    return false;
}

void order_form_get(struct request *rq) {
    struct youth_head head;
    struct showing s;
    if (!begin(rq, &head, &s)) return;
    if (is_usable(&s))
        show(&s);
    else
        reply_redirect(rq, arena_fmt(rq->arena, "/unge/%s/paalaeg", head.id));
}

/* A colleague was faster: what they wrote and what I wrote stand on one page. */
static void show_conflict(struct showing *s, int64_t stamp) {
    struct err err = {0};
    if (!order_now_read(s->rq, s->head->id, &s->now, &err) || !stamp_read(s, &err)) {
        reply_error(s->rq, &err);
        return;
    }
    int64_t fresh = s->stamp;
    s->conflict = msg_order_conflict(s->rq->lang);
    if (!s->now.step) s->stamp = stamp; /* to find what was answered */
    if (s->kind->save == order_save_contact) s->stamp = fresh;
    show(s);
}

void order_form_post(struct request *rq) {
    struct youth_head head;
    struct showing s;
    struct form form;
    struct order_values values = {.stamp = INT_NONE};
    struct order_saved saved = {0};
    struct err err = {0};
    if (!begin(rq, &head, &s)) return;
    struct order_work work = {.rq = rq, .head = &head, .now = &s.now, .v = &values};
    s.form = &form;
    bool ok = form_read(rq, s.kind->fields, s.kind->n, &form, &values);
    values.stamp = values.stamp_text ? strtoll(values.stamp_text, NULL, 10) : 0;
    if (ok && !is_usable(&s))
        err_set(&err, ERR_CONFLICT, "the orders are not as the form was made for");
    else if (ok && s.kind->save(&work, &form, &saved, &err)) {
        reply_redirect_notice(
            rq, arena_fmt(rq->arena, "/unge/%s/paalaeg%s", head.id, saved.path ? saved.path : ""),
            saved.notice, saved.undo);
        return;
    }
    if (err.kind == ERR_CONFLICT)
        show_conflict(&s, values.stamp);
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else
        show(&s);
}

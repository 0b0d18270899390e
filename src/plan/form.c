/* SPDX-License-Identifier: EUPL-1.2
 *
 * The seven forms of the room. A form is a row of data: its fields, how each looks, and what to do when
 * they are in order; one handler shows, reads and returns all of them, so that every one behaves the same.
 */
#include "plan/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/plan.html.h"
#include "gen/plan.sql.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const char *const wish_kinds[] = {WISH_KINDS, NULL};
static const char *const owners[] = {STEP_OWNERS, NULL};
static const char *const duties[] = {PLAN_DUTIES, NULL};
static const char *const priorities[] = {"1", "2", NULL};
static const char *const said_by[] = {"youth", "guardian", "school", "other", NULL};
static const char *const told_by[] = {"together", "youth", NULL};
static const char *const course_kinds[] = {"bridge", "introduction", "practice", "other", NULL};
static const char *const parties[] = {"youth", "guardian", NULL};
static const char *const agreed_how[] = {"meeting", "phone", "digital", "signature", NULL};
static const char *const told_how[] = {"meeting", "phone", "digital", "letter", NULL};
static const char *const scale[] = {"1", "2", "3", "4", "5", NULL};

#define AT(member) offsetof(struct plan_values, member)
#define CHOICE(name_, member_, choices_, required_)                                                \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = required_,         \
        .choices = choices_, .label = "plan.field." name_                                          \
    }
#define TEXT(name_, member_, max_, required_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "plan.field." name_                                                  \
    }
#define LONG(name_, member_, max_, required_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_LONG, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "plan.field." name_                                                  \
    }
#define DAY(name_, member_, required_)                                                             \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = required_,            \
        .label = "plan.field." name_                                                               \
    }
#define HOURS(name_, max_, required_)                                                              \
    {                                                                                              \
        .name = name_, .kind = FIELD_NUMBER, .offset = AT(hours), .required = required_, .min = 1, \
        .max = max_, .label = "plan.field." name_                                                  \
    }

static const struct field wish_fields[] = {
    CHOICE("prioritet", priority, priorities, true), CHOICE("slags", kind, wish_kinds, true),
    TEXT("retning", programme, 120, false),          TEXT("skole", institution, 6, false),
    CHOICE("sagt_af", said_by, said_by, true),       DAY("dag", day, true),
};
static const struct field step_fields[] = {
    TEXT("hvad", what, 300, true),
    CHOICE("hvem", owner, owners, true),
    TEXT("navn", owner_name, 80, false),
    DAY("frist", due, false),
};
static const struct field course_fields[] = {
    CHOICE("forloebstype", kind, course_kinds, true),
    LONG("formaal", purpose, 400, true),
    TEXT("skole", institution, 6, false),
    TEXT("sted", place, 120, false),
    HOURS("timer_i_alt", 400, true),
    DAY("fra", from, true),
    DAY("til", to, true),
};
static const struct field agreement_fields[] = {
    CHOICE("part", party, parties, true),
    TEXT("navn", name, 120, false),
    CHOICE("hvordan", how, agreed_how, true),
    DAY("dag", day, true),
};
static const struct field notice_fields[] = {
    CHOICE("part", party, parties, true),
    TEXT("navn", name, 120, false),
    CHOICE("hvordan", how, told_how, true),
    DAY("dag", day, true),
};
static const struct field answer_fields[] = {
    CHOICE("motiverende", motivating, scale, false),
    CHOICE("realistisk", realistic, scale, false),
    CHOICE("svar_af", said_by, told_by, true),
    DAY("dag", day, true),
};
static const struct field text_fields[] = {
    LONG("nu", situation, 3000, false),
    LONG("maal", aim, 2000, true),
    CHOICE("pligt", duty, duties, false),
    HOURS("timer", 80, false),
    LONG("pligt_tekst", duty_text, 1000, false),
    {.name = "version",
     .kind = FIELD_INT,
     .offset = AT(version),
     .min = 0,
     .max = INT64_MAX,
     .label = "plan.title"},
};
#undef AT

/* How a field looks; hint: whether there is a message plan.hint.NAME. */
struct look {
    const char *name, *prefix;
    enum plan_look look;
    bool hint;
};
static const struct look looks[] = {
    {"prioritet", "plan.priority", LOOK_CHIPS, false},
    {"slags", "plan.wish", LOOK_SELECT, false},
    {"retning", NULL, LOOK_TEXT, true},
    {"skole", NULL, LOOK_SELECT, false},
    {"sagt_af", "plan.said_by", LOOK_CHIPS, false},
    {"dag", NULL, LOOK_SHORT, true},
    {"hvad", NULL, LOOK_TEXT, true},
    {"hvem", "plan.owner", LOOK_CHIPS, false},
    {"navn", NULL, LOOK_TEXT, false},
    {"frist", NULL, LOOK_SHORT, true},
    {"forloebstype", "plan.course", LOOK_CHIPS, false},
    {"formaal", NULL, LOOK_LONG, true},
    {"sted", NULL, LOOK_TEXT, true},
    {"timer_i_alt", NULL, LOOK_SHORT, false},
    {"fra", NULL, LOOK_SHORT, true},
    {"til", NULL, LOOK_SHORT, false},
    {"part", "plan.party", LOOK_CHIPS, false},
    {"hvordan", "plan.how", LOOK_CHIPS, false},
    {"motiverende", "plan.scale", LOOK_CHIPS, true},
    {"realistisk", "plan.scale", LOOK_CHIPS, true},
    {"svar_af", "plan.told_by", LOOK_CHIPS, true},
    {"nu", NULL, LOOK_LONG, true},
    {"maal", NULL, LOOK_LONG, true},
    {"pligt", "plan.duty", LOOK_CHIPS, true},
    {"timer", NULL, LOOK_SHORT, true},
    {"pligt_tekst", NULL, LOOK_LONG, true},
};

struct form_kind {
    const char *segment; /* last of the path, and of the message keys plan.form.NAME ... */
    const struct field *fields;
    size_t n;
    plan_save_fn *save;
};
#define KIND(segment_, fields_, save_)                                                             \
    { segment_, fields_, sizeof fields_ / sizeof *fields_, save_ }
static const struct form_kind kinds[] = {
    KIND("oenske", wish_fields, plan_save_wish),
    KIND("trin", step_fields, plan_save_step),
    KIND("forloeb", course_fields, plan_save_course),
    KIND("aftale", agreement_fields, plan_save_agreement),
    KIND("ydelse", notice_fields, plan_save_notice),
    KIND("svar", answer_fields, plan_save_answer),
    KIND("skriv", text_fields, plan_save_text),
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

/* ---- showing ---- */

struct showing {
    struct request *rq;
    const struct youth_head *head;
    const struct form_kind *kind;
    const struct form *form; /* NULL: first time */
    const char
        *stored[8]; /* of the text form, by field: the draft, or the version it starts from */
    const char *restored;
    int64_t version;
    const char *conflict;
};

static bool schools(struct request *rq, struct plan_input *input, struct err *err) {
    struct q_plan_schools_rows rows;
    struct q_plan_schools_in in = {house_get()->municipality, 300};
    if (!q_plan_schools(rq->db, rq->arena, in, &rows, err)) return false;
    struct plan_choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    list[0] = (struct plan_choice){"", msg_plan_no_school(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < rows.n; i++)
        list[i + 1] = (struct plan_choice){rows.v[i].number, rows.v[i].name, "",
                                           strcmp(rows.v[i].number, input->typed) == 0};
    input->choices = list;
    input->choices_n = rows.n + 1;
    return true;
}

/* A select begins with "Vælg"; chips that need not be answered have none chosen. */
static void choices(struct request *rq, const struct field *field, const char *prefix,
                    struct plan_input *input) {
    size_t n = 0, first = input->look == LOOK_SELECT;
    while (field->choices[n]) n++;
    struct plan_choice *list = arena_array(rq->arena, n + first, sizeof *list);
    if (first) list[0] = (struct plan_choice){"", msg_plan_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        const char *key = arena_fmt(rq->arena, "%s.%s", prefix, value);
        list[i + first] = (struct plan_choice){value, msg_by_key(rq->lang, key),
                                               arena_fmt(rq->arena, "%s-%s", field->name, value),
                                               strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n + first;
}

/* What stands in a field before anybody typed: today, or the likely choice. */
static const char *usual(struct request *rq, const struct field *field) {
    if (strcmp(field->name, "dag") == 0) return fmt_day_table(rq->arena, rq->lang, clock_today());
    if (field->kind == FIELD_CHOICE && field->required && strcmp(field->name, "slags") != 0)
        return field->choices[0];
    return "";
}

static bool custody_hint(struct request *rq, const struct youth_head *head, struct plan_input *in,
                         struct err *err) {
    struct q_plan_custody_rows rows;
    struct text t;
    if (!q_plan_custody(rq->db, rq->arena, (struct q_plan_custody_in){head->id}, &rows, err))
        return false;
    text_init(&t, rq->arena);
    for (size_t i = 0; i < rows.n; i++) text_addf(&t, "%s%s", i ? ", " : "", rows.v[i].name);
    if (rows.n) in->hint = msg_plan_custody(rq->arena, rq->lang, text_str(&t));
    return true;
}

static bool input_make(const struct showing *s, size_t i, struct plan_input *ret, struct err *err) {
    struct request *rq = s->rq;
    const struct field *field = &s->kind->fields[i];
    const struct look *look = look_of(field->name);
    const char *hint = arena_fmt(rq->arena, "plan.hint.%s", field->name);
    *ret = (struct plan_input){
        .look = look->look,
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = look->hint ? msg_by_key(rq->lang, hint) : NULL,
        .typed = s->form ? form_typed(s->form, field->name) : usual(rq, field),
        .error = s->form ? form_error(s->form, field->name) : NULL,
    };
    if (!s->form && s->stored[i]) ret->typed = s->stored[i];
    if (!ret->typed) ret->typed = "";
    ret->described = "";
    if (s->kind->save == plan_save_text && look->look == LOOK_LONG)
        ret->draft_url = arena_fmt(rq->arena, "/unge/%s/plan/kladde/%s", s->head->id, field->name);
    bool custody = s->kind->save == plan_save_agreement || s->kind->save == plan_save_notice;
    if (custody && strcmp(field->name, "navn") == 0) {
        ret->label = msg_plan_field_custody(rq->lang);
        if (!custody_hint(rq, s->head, ret, err)) return false;
    }
    if (strcmp(field->name, "skole") == 0) return schools(rq, ret, err);
    if (field->choices) choices(rq, field, look->prefix, ret);
    ret->described =
        arena_fmt(rq->arena, "%s%s%s%s", ret->hint ? field->name : "", ret->hint ? "-h " : "",
                  ret->error ? field->name : "", ret->error ? "-e" : "");
    return true;
}

/* Under 18 a custody holder has a part in it; the duty is that of the 15-17-year-olds. */
static bool is_asked(const struct showing *s, const char *name) {
    bool duty = strncmp(name, "pligt", 5) == 0 || strcmp(name, "timer") == 0;
    return strcmp(name, "version") != 0 && (!duty || (s->head->age >= 15 && s->head->age < 18));
}

static const char *words(const struct showing *s, const char *part) {
    return msg_by_key(s->rq->lang, arena_fmt(s->rq->arena, "plan.%s.%s", part, s->kind->segment));
}

static void show(struct showing *s) {
    struct request *rq = s->rq;
    struct err err = {0};
    struct plan_input *inputs = arena_array(rq->arena, s->kind->n, sizeof *inputs);
    struct plan_theirs *theirs = arena_array(rq->arena, s->kind->n, sizeof *theirs);
    const char *base = arena_fmt(rq->arena, "/unge/%s/plan", s->head->id);
    struct plan_form_page page = {.head = s->head,
                                  .title = words(s, "form"),
                                  .lead = words(s, "lead"),
                                  .button = words(s, "save"),
                                  .action = arena_fmt(rq->arena, "%s/%s", base, s->kind->segment),
                                  .back = base,
                                  .form = s->form,
                                  .inputs = inputs,
                                  .version = s->version,
                                  .restored = s->restored,
                                  .conflict = s->conflict,
                                  .theirs = theirs};
    for (size_t i = 0; i < s->kind->n; i++) {
        if (!is_asked(s, s->kind->fields[i].name)) continue;
        struct plan_input *input = &inputs[page.inputs_n++];
        if (!input_make(s, i, input, &err)) {
            reply_error(rq, &err);
            return;
        }
        if (!s->conflict || !s->stored[i]) continue;
        const char *text = s->stored[i];
        for (size_t c = 0; c < input->choices_n; c++)
            if (strcmp(input->choices[c].value, text) == 0) text = input->choices[c].label;
        theirs[page.theirs_n++] = (struct plan_theirs){input->label, text};
    }
    if (s->form) rq->reply.status = s->conflict ? 409 : 422;
    struct page shell = {
        .title = page.title, .section = "/unge", .has_errors = s->form && !s->form->ok};
    reply_page(rq, &shell, plan_form_page, &page);
}

/* ---- the draft's text: what stands in it, or what it starts from ---- */

const char *plan_draft_place(struct arena *a, const char *field, const char *youth_id) {
    return arena_fmt(a, "plan-%s:%s", field, youth_id);
}

/* What I wrote and did not save comes back in its field. When a colleague has saved since, it is a
 * conflict (mine->ok false) and both texts are shown. */
static bool unsaved(struct showing *s, size_t i, int64_t edited_at, bool by_other,
                    struct form *mine, struct err *err) {
    struct request *rq = s->rq;
    const char *place = plan_draft_place(rq->arena, s->kind->fields[i].name, s->head->id);
    struct q_plan_draft_text_rows rows;
    struct q_plan_draft_text_in in = {rq->visitor.user_id, place, clock_now() - PLAN_DRAFT_US};
    if (!q_plan_draft_text(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    const char *row = arena_fmt(rq->arena, "%lld:%s", (long long)in.account, place);
    const char *text = open_text(rq->arena, "draft", row, "body", rows.v[0].body);
    if (!text) return true;
    int hour, minute;
    clock_local(rows.v[0].saved_at, &hour, &minute);
    s->restored = msg_plan_restored(
        rq->arena, rq->lang, fmt_day_short(rq->arena, rq->lang, clock_day_of(rows.v[0].saved_at)),
        fmt_time(rq->arena, rq->lang, hour, minute));
    mine->typed[i] = text;
    if (by_other && rows.v[0].saved_at < edited_at) mine->ok = false;
    return true;
}

static const struct q_plan_versions_row *text_row(const struct q_plan_versions_rows *rows,
                                                  bool *ret_draft) {
    const struct q_plan_versions_row *newest = NULL;
    *ret_draft = false;
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_plan_versions_row *r = &rows->v[i];
        if (r->withdrawn_at != INT_NONE) continue;
        if (r->agreed_day == DAY_NONE) {
            *ret_draft = true;
            return r;
        }
        if (!newest || r->number > newest->number) newest = r;
    }
    return newest;
}

/* Fills s->stored and the version the form is made from. *ret_row: whose text it is; NULL: nobody's. */
static bool text_load(struct showing *s, const struct q_plan_versions_row **ret_row,
                      bool *ret_draft, struct err *err) {
    struct arena *a = s->rq->arena;
    struct q_plan_versions_rows rows;
    if (!q_plan_versions(s->rq->db, a, (struct q_plan_versions_in){s->head->id}, &rows, err))
        return false;
    const struct q_plan_versions_row *r = *ret_row = text_row(&rows, ret_draft);
    s->version = *ret_draft ? r->version : 0;
    if (!r) return true;
    s->stored[0] = plan_open(a, "plan", r->id, "situation", r->situation);
    s->stored[1] = plan_open(a, "plan", r->id, "aim", r->aim);
    s->stored[2] = r->duty;
    s->stored[3] = isnan(r->hours) ? NULL : fmt_number(a, s->rq->lang, r->hours, 1);
    s->stored[4] = plan_open(a, "plan", r->id, "duty_text", r->duty_text);
    return true;
}

static bool text_show(struct showing *s, struct err *err) {
    struct request *rq = s->rq;
    const struct q_plan_versions_row *row;
    struct form *mine = arena_alloc(rq->arena, sizeof *mine);
    bool draft;
    if (!text_load(s, &row, &draft, err)) return false;
    *mine = (struct form){.ok = true, .fields = s->kind->fields, .fields_n = s->kind->n};
    for (size_t i = 0; i < s->kind->n; i++) mine->typed[i] = s->stored[i] ? s->stored[i] : "";
    bool by_other = draft && row->edited_by != rq->visitor.user_id;
    for (size_t i = 0; i < s->kind->n; i++)
        if (s->kind->fields[i].kind == FIELD_LONG &&
            !unsaved(s, i, row ? row->edited_at : 0, by_other, mine, err))
            return false;
    if (!s->restored) return true;
    if (!mine->ok) {
        s->conflict = msg_plan_conflict(rq->arena, rq->lang, row->edited_name);
        mine->ok = true;
    }
    for (size_t i = 0; i < s->kind->n; i++)
        if (!s->conflict) s->stored[i] = mine->typed[i];
    if (s->conflict) s->form = mine;
    return true;
}

/* ---- handlers ---- */

bool plan_head_or_reply(struct request *rq, struct youth_head *ret_head) {
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, request_segment(rq, "youth"), clock_today(), ret_head,
                    &found, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!found) reply_status(rq, 404);
    return found;
}

void plan_form_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    if (!plan_head_or_reply(rq, &head)) return;
    struct showing s = {.rq = rq, .head = &head, .kind = kind_of(rq), .version = INT_NONE};
    if (s.kind->save == plan_save_text && !text_show(&s, &err)) {
        reply_error(rq, &err);
        return;
    }
    show(&s);
}

/* A colleague saved the draft since this form was made: both texts, and the person decides. */
static bool conflict(struct showing *s, struct err *err) {
    const struct q_plan_versions_row *row;
    bool draft;
    if (!text_load(s, &row, &draft, err)) return false;
    s->conflict = msg_plan_conflict(s->rq->arena, s->rq->lang, row ? row->edited_name : "");
    return true;
}

void plan_form_post(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    struct form form;
    struct plan_values values = {.version = INT_NONE};
    struct plan_saved saved = {0};
    if (!plan_head_or_reply(rq, &head)) return;
    struct showing s = {
        .rq = rq, .head = &head, .kind = kind_of(rq), .form = &form, .version = INT_NONE};
    bool ok = form_read(rq, s.kind->fields, s.kind->n, &form, &values) &&
              s.kind->save(rq, &head, &values, &form, &saved, &err);
    const char *base = arena_fmt(rq->arena, "/unge/%s/plan", head.id);
    if (ok) {
        reply_redirect_notice(rq, base, saved.notice, saved.undo);
        return;
    }
    if (s.kind->save == plan_save_text) s.version = values.version;
    bool again = err.kind == ERR_CONFLICT && s.kind->save == plan_save_text;
    if (err.kind == ERR_REFUSED) {
        reply_redirect_notice(rq, base, msg_plan_locked(rq->lang), NULL);
        return;
    }
    struct err failed = err;
    if (again) failed = (struct err){0};
    if (again && !conflict(&s, &failed)) again = false;
    if (failed.kind != ERR_NONE)
        reply_error(rq, &failed);
    else
        show(&s);
}

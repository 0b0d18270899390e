/* SPDX-License-Identifier: EUPL-1.2
 *
 * The forms of the room: a meeting, a decision, that it has been done, and the word that what the law asks
 * for has been done. A form is a row of data; one handler shows, reads and returns all of them. Who saves
 * on top of a newer version gets both texts: the stored one above, the own one in the fields.
 */
#include "quality/form.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/quality.html.h"
#include "gen/quality.sql.h"
#include "goal/goal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"meeting", "evaluation", NULL};

#define AT(member_) offsetof(struct quality_values, member_)
#define TEXT(name_, member_, max_, required_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "quality.field." name_                                               \
    }
#define LONG(name_, member_, max_, required_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_LONG, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "quality.field." name_                                               \
    }
#define CHOICE(name_, member_, choices_)                                                           \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = true,              \
        .choices = choices_, .label = "quality.field." name_                                       \
    }
#define DAY(name_, member_)                                                                        \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = true,                 \
        .label = "quality.field." name_                                                            \
    }
#define OWNER                                                                                      \
    {                                                                                              \
        .name = "ansvarlig", .kind = FIELD_ID, .offset = AT(owner), .required = true,              \
        .label = "quality.field.ansvarlig"                                                         \
    }
#define GOAL                                                                                       \
    { .name = "maal", .kind = FIELD_ID, .offset = AT(goal), .label = "quality.field.maal" }
#define VERSION                                                                                    \
    {                                                                                              \
        .name = "version", .kind = FIELD_INT, .offset = AT(version), .required = true, .min = 1,   \
        .max = 1000000, .label = "quality.field.version"                                           \
    }

static const struct field meeting_new[] = {CHOICE("slags", kind, kinds), DAY("dag", day),
                                           TEXT("titel", title, 120, true), GOAL,
                                           LONG("referat", note, 10000, true)};
static const struct field meeting_edit[] = {DAY("dag", day), TEXT("titel", title, 120, true), GOAL,
                                            LONG("referat", note, 10000, true), VERSION};
static const struct field decision_new[] = {TEXT("hvad", what, 200, true), GOAL,
                                            TEXT("indsats", initiative, 120, false), OWNER,
                                            DAY("frist", due)};
static const struct field decision_edit[] = {TEXT("hvad", what, 200, true),
                                             GOAL,
                                             TEXT("indsats", initiative, 120, false),
                                             OWNER,
                                             DAY("frist", due),
                                             VERSION};
static const struct field done[] = {DAY("dag", day), LONG("resultat", result, 1000, false)};
static const struct field mark[] = {DAY("dag", day), TEXT("hvor", note, 200, true)};

#define COUNT(fields_) fields_, sizeof fields_ / sizeof *fields_
#define BASE           "/team/kvalitet"
static const struct quality_form_kind forms[] = {
    {BASE "/moede/ny", "meeting_new", COUNT(meeting_new), SAVES_MEETING, NULL},
    {BASE "/moede/{moede}/ret", "meeting", COUNT(meeting_edit), SAVES_MEETING, "moede"},
    {BASE "/moede/{moede}/beslutning", "decision_new", COUNT(decision_new), SAVES_DECISION, NULL},
    {BASE "/beslutning/{beslutning}/ret", "decision", COUNT(decision_edit), SAVES_DECISION,
     "beslutning"},
    {BASE "/beslutning/{beslutning}/udfoert", "done", COUNT(done), SAVES_DONE, "beslutning"},
    {BASE "/lov/{lov}/{skoleaar}", "mark", COUNT(mark), SAVES_MARK, NULL},
};

static const struct quality_form_kind *kind_of(const struct request *rq) {
    const struct quality_form_kind *kind = forms;
    while (strcmp(kind->path, rq->route->path) != 0) kind++; /* the routes name no other */
    return kind;
}

/* ---- what stands in the row ---- */

static void store(struct quality_showing *s, const char *name, const char *text) {
    for (size_t i = 0; i < s->kind->n; i++)
        if (strcmp(s->kind->fields[i].name, name) == 0) s->stored[i] = text ? text : "";
}

static const char *number(struct arena *a, int64_t n) {
    return n == INT_NONE ? "0" : arena_fmt(a, "%lld", (long long)n);
}

static bool load_meeting(struct quality_showing *s, bool *ret_found, struct err *err) {
    struct request *rq = s->rq;
    struct q_quality_versions_rows rows;
    if (!q_quality_versions(rq->db, rq->arena, (struct q_quality_versions_in){s->meeting}, &rows,
                            err))
        return false;
    *ret_found = rows.n && rows.v[0].withdrawn_at == INT_NONE;
    if (!*ret_found || !s->row) return true;
    const struct q_quality_versions_row *r = &rows.v[0];
    store(s, "dag", fmt_day_table(rq->arena, rq->lang, r->day));
    store(s, "titel", r->title);
    store(s, "maal", number(rq->arena, r->goal));
    store(s, "referat", quality_open(rq->arena, r->id, r->note));
    s->version = r->number;
    s->by = r->author_name;
    return true;
}

static bool load_decision(struct quality_showing *s, bool *ret_found, struct err *err) {
    struct request *rq = s->rq;
    struct q_quality_decision_versions_rows rows;
    struct q_quality_decision_versions_in in = {s->row};
    if (!q_quality_decision_versions(rq->db, rq->arena, in, &rows, err)) return false;
    *ret_found = rows.n && rows.v[0].withdrawn_at == INT_NONE;
    if (!*ret_found) return true;
    const struct q_quality_decision_versions_row *r = &rows.v[0];
    s->meeting = r->meeting;
    s->owner = r->owner;
    s->about = r->what;
    if (s->kind->saves == SAVES_DONE) return true;
    store(s, "hvad", r->what);
    store(s, "maal", number(rq->arena, r->goal));
    store(s, "indsats", r->initiative);
    store(s, "ansvarlig", number(rq->arena, r->owner));
    store(s, "frist", fmt_day_table(rq->arena, rq->lang, r->due));
    s->version = r->number;
    s->by = r->author_name;
    return true;
}

static bool load_law(struct quality_showing *s, bool *ret_found) {
    struct request *rq = s->rq;
    const char *name = request_segment(rq, "lov");
    s->school_year = quality_year_typed(request_segment(rq, "skoleaar"));
    *ret_found = false;
    for (int law = 0; law < LAW_DUTIES; law++) {
        if (strcmp(name, quality_law_name((enum quality_law)law)) != 0) continue;
        s->law = name;
        s->about = msg_quality_law_of(rq->arena, rq->lang,
                                      quality_law_words(rq->lang, (enum quality_law)law),
                                      school_year_text(rq->arena, s->school_year));
        *ret_found = s->school_year >= 2010 && s->school_year <= school_year_of(clock_today());
    }
    return true;
}

bool quality_form_begin(struct request *rq, struct quality_showing *s, bool *ret_found,
                        struct err *err) {
    *s = (struct quality_showing){.rq = rq, .kind = kind_of(rq), .version = INT_NONE, .by = ""};
    *ret_found = true;
    if (s->kind->row) s->row = strtoll(request_segment(rq, s->kind->row), NULL, 10);
    switch (s->kind->saves) {
    case SAVES_MEETING:
        s->meeting = s->row;
        return s->row ? load_meeting(s, ret_found, err) : true;
    case SAVES_DECISION:
        if (s->row) return load_decision(s, ret_found, err);
        s->meeting = strtoll(request_segment(rq, "moede"), NULL, 10);
        return load_meeting(s, ret_found, err);
    case SAVES_DONE:
        return load_decision(s, ret_found, err);
    case SAVES_MARK:
        return load_law(s, ret_found);
    }
    return true;
}

/* ---- showing ---- */

static bool owners(const struct quality_showing *s, struct quality_input *input, struct err *err) {
    struct request *rq = s->rq;
    struct q_quality_owners_rows rows;
    struct q_quality_owners_in in = {clock_today()};
    if (!q_quality_owners(rq->db, rq->arena, in, &rows, err)) return false;
    struct quality_choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    list[0] = (struct quality_choice){"", msg_quality_choose(rq->lang), "", !*input->typed};
    for (size_t i = 0; i < rows.n; i++) {
        const char *value = number(rq->arena, rows.v[i].id);
        list[i + 1] =
            (struct quality_choice){value, rows.v[i].name, "", strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = rows.n + 1;
    return true;
}

static bool goals(const struct quality_showing *s, struct quality_input *input, struct err *err) {
    struct request *rq = s->rq;
    struct goals all;
    if (!goals_read(rq->db, rq->arena, rq->lang, &all, err)) return false;
    struct quality_choice *list = arena_array(rq->arena, all.n + 1, sizeof *list);
    list[0] = (struct quality_choice){"0", msg_quality_goal_all(rq->lang), "",
                                      strcmp(input->typed, "0") == 0};
    for (size_t i = 0; i < all.n; i++) {
        const char *value = number(rq->arena, all.v[i].number);
        const char *label = msg_goal_heading(rq->arena, rq->lang, all.v[i].number, all.v[i].name);
        list[i + 1] = (struct quality_choice){value, label, "", strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = all.n + 1;
    return true;
}

static void choices(const struct quality_showing *s, const struct field *field,
                    struct quality_input *input) {
    struct arena *a = s->rq->arena;
    size_t n = 0;
    while (field->choices[n]) n++;
    struct quality_choice *list = arena_array(a, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const char *value = field->choices[i];
        const char *key = arena_fmt(a, "quality.kind.%s", value);
        list[i] = (struct quality_choice){value, msg_by_key(s->rq->lang, key),
                                          arena_fmt(a, "%s-%s", field->name, value),
                                          strcmp(value, input->typed) == 0};
    }
    input->choices = list;
    input->choices_n = n;
}

static enum quality_look look_of(const struct field *field) {
    if (field->choices) return QUALITY_CHIPS;
    return field->kind == FIELD_LONG  ? QUALITY_LONG
           : field->kind == FIELD_DAY ? QUALITY_SHORT
           : field->kind == FIELD_ID  ? QUALITY_SELECT
                                      : QUALITY_TEXT;
}

/* What stands in a field before anybody typed. */
static const char *usual(const struct quality_showing *s, const struct field *field) {
    if (field->choices) return field->choices[0];
    if (strcmp(field->name, "maal") == 0) return "0";
    bool today = field->kind == FIELD_DAY && strcmp(field->name, "dag") == 0;
    return today ? fmt_day_table(s->rq->arena, s->rq->lang, clock_today()) : "";
}

static bool input_make(const struct quality_showing *s, size_t i, struct quality_input *ret,
                       struct err *err) {
    struct request *rq = s->rq;
    struct arena *a = rq->arena;
    const struct field *field = &s->kind->fields[i];
    const char *typed = s->form        ? form_typed(s->form, field->name)
                        : s->stored[i] ? s->stored[i]
                                       : usual(s, field);
    const char *hint = arena_fmt(a, "quality.hint.%s.%s", s->kind->key, field->name);
    *ret = (struct quality_input){
        .look = look_of(field),
        .name = field->name,
        .label = msg_by_key(rq->lang, field->label),
        .hint = msg_by_key(rq->lang, hint),
        .typed = typed ? typed : "",
        .error = s->form ? form_error(s->form, field->name) : NULL,
    };
    ret->described = arena_fmt(a, "%s%s%s%s", ret->hint ? field->name : "", ret->hint ? "-h " : "",
                               ret->error ? field->name : "", ret->error ? "-e" : "");
    if (strcmp(field->name, "maal") == 0) return goals(s, ret, err);
    if (field->kind == FIELD_ID) return owners(s, ret, err);
    if (field->choices) choices(s, field, ret);
    return true;
}

static const char *words(const struct quality_showing *s, const char *part) {
    return msg_by_key(s->rq->lang, arena_fmt(s->rq->arena, "quality.%s.%s", part, s->kind->key));
}

const char *quality_form_back(const struct quality_showing *s) {
    struct arena *a = s->rq->arena;
    if (s->kind->saves == SAVES_MARK) return arena_fmt(a, BASE "?aar=%d", s->school_year);
    if (s->row && s->kind->saves != SAVES_MEETING)
        return arena_fmt(a, BASE "/beslutning/%lld", (long long)s->row);
    return s->meeting ? arena_fmt(a, BASE "/moede/%lld", (long long)s->meeting) : BASE;
}

void quality_form_show(struct quality_showing *s) {
    struct request *rq = s->rq;
    struct err err = {0};
    struct quality_input *inputs = arena_array(rq->arena, s->kind->n, sizeof *inputs);
    struct quality_theirs *theirs = arena_array(rq->arena, s->kind->n, sizeof *theirs);
    struct quality_form_page page = {.title = words(s, "form"),
                                     .lead = s->about ? s->about : words(s, "lead"),
                                     .button = words(s, "save"),
                                     .action = rq->path,
                                     .back = quality_form_back(s),
                                     .form = s->form,
                                     .inputs = inputs,
                                     .version = s->version,
                                     .conflict = s->conflict,
                                     .theirs = theirs};
    for (size_t i = 0; i < s->kind->n; i++) {
        if (strcmp(s->kind->fields[i].name, "version") == 0) continue;
        struct quality_input *input = &inputs[page.inputs_n++];
        if (!input_make(s, i, input, &err)) {
            reply_error(rq, &err);
            return;
        }
        if (!s->conflict || !s->stored[i]) continue;
        const char *text = s->stored[i];
        for (size_t c = 0; c < input->choices_n; c++)
            if (strcmp(input->choices[c].value, text) == 0) text = input->choices[c].label;
        theirs[page.theirs_n++] = (struct quality_theirs){input->label, text};
    }
    if (s->form) rq->reply.status = s->conflict ? 409 : 422;
    struct page shell = {
        .title = page.title, .section = BASE, .has_errors = s->form && !s->form->ok};
    reply_page(rq, &shell, quality_form_page, &page);
}

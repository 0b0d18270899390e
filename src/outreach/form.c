/* SPDX-License-Identifier: EUPL-1.2
 *
 * The five forms of the room as data; one handler shows, reads and returns all of them.
 */
#include "outreach/views.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/outreach.sql.h"
#include "gen/slice.html.h"

#include <stddef.h>
#include <string.h>

static const char *const tracks[] = {OUTREACH_TRACKS, NULL};
static const char *const sides[] = {OUTREACH_SIDES, NULL};
static const char *const asked[] = {"no", "yes", NULL};
static const char *const answers[] = {"granted", "refused", "given-up", NULL};

#define AT(member) offsetof(struct outreach_values, member)
#define CHOICE(name_, member_, choices_)                                                           \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = true,              \
        .choices = choices_, .label = "outreach.field." name_                                      \
    }
#define LONG(name_, member_, required_)                                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_LONG, .offset = AT(member_), .required = required_,           \
        .max = 4000, .label = "outreach.field." name_                                              \
    }
#define TEXT(name_, member_, required_)                                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = 200, .label = "outreach.field." name_                                               \
    }
#define DAY(name_, member_, required_)                                                             \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = required_,            \
        .label = "outreach.field." name_                                                           \
    }

static const struct field assessment_fields[] = {
    CHOICE("oensket", asked, asked),
    LONG("faglig", academic, true),
    LONG("social", social, true),
    LONG("personlig", personal, true),
    LONG("muligheder", options, true),
    CHOICE("spor", track, tracks),
    DAY("fra", from, false),
    DAY("til", to, false),
    LONG("forlaenget", approval, false),
    LONG("begrundelse", reasons, true),
    TEXT("klage_til", complain_to, false),
    DAY("klagefrist", due, false),
    {.name = "efter",
     .kind = FIELD_INT,
     .offset = AT(before),
     .min = 1,
     .max = INT64_MAX,
     .label = "outreach.title"},
};
static const struct field refer_fields[] = {
    DAY("dag", day, true),
    LONG("hvorfor", body, true),
    LONG("steder", places, false),
};
static const struct field answer_fields[] = {
    CHOICE("svar", kind, answers),
    DAY("dag", day, true),
    LONG("svartekst", body, true),
};
static const struct field effort_fields[] = {
    CHOICE("hvem", side, sides),
    LONG("hvad", what, true),
    TEXT("kontakt", who, false),
    DAY("siden", from, true),
};
static const struct field contact_fields[] = {
    TEXT("navn", name, true),
    DAY("siden", from, true),
};
#undef AT

static const struct look looks[] = {
    {"oensket", "outreach.asked", INPUT_CHIPS, true},
    {"faglig", NULL, INPUT_LONG, true},
    {"social", NULL, INPUT_LONG, true},
    {"personlig", NULL, INPUT_LONG, true},
    {"muligheder", NULL, INPUT_LONG, true},
    {"spor", "outreach.track", INPUT_CHIPS, false},
    {"fra", NULL, INPUT_SHORT, true},
    {"til", NULL, INPUT_SHORT, true},
    {"forlaenget", NULL, INPUT_LONG, true},
    {"begrundelse", NULL, INPUT_LONG, true},
    {"klage_til", NULL, INPUT_TEXT, true},
    {"klagefrist", NULL, INPUT_SHORT, false},
    {"dag", NULL, INPUT_SHORT, true},
    {"hvorfor", NULL, INPUT_LONG, true},
    {"steder", NULL, INPUT_LONG, true},
    {"svar", "outreach.stu", INPUT_CHIPS, false},
    {"svartekst", NULL, INPUT_LONG, false},
    {"hvem", "outreach.side", INPUT_CHIPS, false},
    {"hvad", NULL, INPUT_LONG, true},
    {"kontakt", NULL, INPUT_TEXT, true},
    {"siden", NULL, INPUT_SHORT, true},
    {"navn", NULL, INPUT_TEXT, true},
};

struct room_form {
    struct form_kind kind;
    outreach_save_fn *save;
};
#define FORM(segment_, fields_, save_)                                                             \
    {                                                                                              \
        {"outreach", segment_,                                                                     \
         fields_,    sizeof fields_ / sizeof *fields_,                                             \
         looks,      sizeof looks / sizeof *looks},                                                \
            save_                                                                                  \
    }
static const struct room_form forms[] = {
    FORM("vurdering", assessment_fields, outreach_save_assessment),
    FORM("stu", refer_fields, outreach_save_refer),
    FORM("stu-svar", answer_fields, outreach_save_answer),
    FORM("indsats", effort_fields, outreach_save_effort),
    FORM("kontaktperson", contact_fields, outreach_save_contact),
};

static const struct room_form *form_of(const struct request *rq) {
    const char *segment = strrchr(rq->route->path, '/') + 1;
    const struct room_form *form = forms;
    while (strcmp(form->kind.segment, segment) != 0) form++; /* the routes name no other */
    return form;
}

/* ---- what stands in the fields the first time ---- */

/* A renewed assessment starts from the one before, which stays as it is. */
static const char *from_before(struct request *rq, const struct assessment *q, const char *name) {
    if (!q) return NULL;
    if (strcmp(name, "faglig") == 0) return q->academic;
    if (strcmp(name, "social") == 0) return q->social;
    if (strcmp(name, "personlig") == 0) return q->personal;
    if (strcmp(name, "muligheder") == 0) return q->options;
    if (strcmp(name, "fra") == 0 && q->to != DAY_NONE)
        return fmt_day_table(rq->arena, rq->lang, q->to + 1);
    return NULL;
}

static bool usual(struct request *rq, const struct field *field, const struct assessment *before,
                  const char **ret, struct err *err) {
    int32_t today = clock_today();
    *ret = from_before(rq, before, field->name);
    if (*ret) return true;
    if (strcmp(field->name, "dag") == 0 || strcmp(field->name, "siden") == 0)
        *ret = fmt_day_table(rq->arena, rq->lang, today);
    if (strcmp(field->name, "oensket") == 0) *ret = "no";
    if (strcmp(field->name, "klagefrist") == 0) {
        int64_t weeks;
        if (!rule_int(rq->db, RULE_FGU_COMPLAINT_WEEKS, NULL, NULL, today, &weeks, err))
            return false;
        if (weeks != INT_NONE)
            *ret = fmt_day_table(rq->arena, rq->lang, deadline_roll(today + 7 * (int32_t)weeks));
    }
    if (strcmp(field->name, "klage_til") == 0) {
        struct q_outreach_complain_last_rows rows;
        if (!q_outreach_complain_last(rq->db, rq->arena, &rows, err)) return false;
        if (rows.n) *ret = rows.v[0].complain_to;
    }
    return true;
}

/* ---- showing ---- */

static void theirs_of(struct request *rq, const struct assessment *q, struct form_page *page) {
    struct form_theirs *list = arena_array(rq->arena, 3, sizeof *list);
    list[0] = (struct form_theirs){
        msg_by_key(rq->lang, "outreach.field.spor"),
        msg_by_key(rq->lang, arena_fmt(rq->arena, "outreach.track.%s", q->track))};
    list[1] = (struct form_theirs){msg_by_key(rq->lang, "outreach.field.muligheder"),
                                   q->options ? q->options : ""};
    list[2] = (struct form_theirs){msg_by_key(rq->lang, "outreach.field.begrundelse"),
                                   q->reasons ? q->reasons : ""};
    page->conflict = msg_outreach_conflict(rq->arena, rq->lang, q->author_name);
    page->theirs = list;
    page->theirs_n = 3;
}

static void show(struct request *rq, const struct youth_head *head, const struct room_form *f,
                 const struct form *form, const struct outreach_save *saved) {
    struct err err = {0};
    struct assessments all = {0};
    const struct assessment *newest = NULL;
    const char **stored = arena_array(rq->arena, f->kind.n, sizeof *stored);
    bool assessment = f->save == outreach_save_assessment;
    bool ok = !assessment || assessments_read(rq->db, rq->arena, head->id, &all, &err);
    if (ok && assessment) newest = assessment_newest(&all);
    for (size_t i = 0; ok && !form && i < f->kind.n; i++)
        ok = usual(rq, &f->kind.fields[i], newest, &stored[i], &err);
    if (!ok) {
        reply_error(rq, &err);
        return;
    }
    const char *base = arena_fmt(rq->arena, "/unge/%s/maalgruppe", head->id);
    struct form_page page = form_page_make(rq, &f->kind, form, stored);
    page.action = arena_fmt(rq->arena, "%s/%s", base, f->kind.segment);
    page.back = base;
    page.back_label = msg_outreach_of(rq->arena, rq->lang, head->first_name);
    if (assessment) {
        page.hidden = "efter";
        page.hidden_value = newest ? arena_fmt(rq->arena, "%lld", (long long)newest->id) : "";
    }
    if (saved && saved->theirs) theirs_of(rq, saved->theirs, &page);
    if (form) rq->reply.status = page.conflict ? 409 : 422;
    struct page shell = {.title = page.title, .section = "/unge", .has_errors = form && !form->ok};
    reply_page(rq, &shell, form_page, &page);
}

void outreach_form_get(struct request *rq) {
    struct youth_head head;
    if (outreach_head_or_reply(rq, &head)) show(rq, &head, form_of(rq), NULL, NULL);
}

void outreach_form_post(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    struct form form;
    struct outreach_values values = {.day = DAY_NONE, .before = INT_NONE};
    const struct room_form *f = form_of(rq);
    if (!outreach_head_or_reply(rq, &head)) return;
    struct outreach_save s = {.rq = rq, .head = &head, .v = &values, .form = &form};
    bool ok = form_read(rq, f->kind.fields, f->kind.n, &form, &values) && f->save(&s, &err);
    if (ok)
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s/maalgruppe", head.id), s.notice,
                              s.undo);
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else
        show(rq, &head, f, &form, &s);
}

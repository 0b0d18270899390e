/* SPDX-License-Identifier: EUPL-1.2
 *
 * The nine forms of the room as data; one handler shows, reads and returns all of them.
 */
#include "duty/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"
#include "gen/slice.html.h"

#include <stddef.h>
#include <string.h>

static const char *const sources[] = {DUTY_SOURCES, NULL};
static const char *const offers[] = {DUTY_OFFERS, NULL};
static const char *const grounds[] = {DUTY_GROUNDS, NULL};
static const char *const lengths[] = {"temporary", "permanent", NULL};
static const char *const parties[] = {"youth", "guardian", NULL};
static const char *const outcomes[] = {"stop", "no-stop", NULL};

#define AT(member) offsetof(struct duty_values, member)
#define CHOICE(name_, member_, choices_)                                                           \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = true,              \
        .choices = choices_, .label = "duty.field." name_                                          \
    }
#define LONG(name_, member_, required_)                                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_LONG, .offset = AT(member_), .required = required_,           \
        .max = 4000, .label = "duty.field." name_                                                  \
    }
#define TEXT(name_, member_, required_)                                                            \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = 200, .label = "duty.field." name_                                                   \
    }
#define DAY(name_, member_, required_)                                                             \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = required_,            \
        .label = "duty.field." name_                                                               \
    }

static const struct field case_fields[] = {
    CHOICE("kilde", source, sources),
    DAY("fra", from, true),
    DAY("vidst", day, true),
    LONG("note", note, false),
};
static const struct field offer_fields[] = {
    CHOICE("tilbud", kind, offers),
    LONG("hvad", what, true),
    DAY("dag", day, true),
    DAY("start", start, false),
};
static const struct field exemption_fields[] = {
    CHOICE("grund", ground, grounds),   CHOICE("varighed", length, lengths),
    DAY("fritaget_fra", from, true),    DAY("fritaget_til", to, false),
    DAY("hoert_dag", heard_day, true),  LONG("hoert", heard, true),
    LONG("begrundelse", reasons, true),
};
static const struct field hearing_fields[] = {
    LONG("sag", text, true),
    DAY("svarfrist", due, true),
};
static const struct field answer_fields[] = {
    CHOICE("part", party, parties),
    DAY("dag", day, true),
    LONG("svartekst", text, true),
};
static const struct field decision_fields[] = {
    CHOICE("udfald", outcome, outcomes),   LONG("begrundelse", reasons, true),
    LONG("regler", rules, false),          DAY("stop_fra", from, false),
    TEXT("klage_til", complain_to, false), DAY("klagefrist", due, false),
};
static const struct field told_fields[] = {DAY("dag", day, true)};
static const struct field complaint_fields[] = {DAY("dag", day, true), LONG("klage", text, true)};
static const struct field resume_fields[] = {
    DAY("igen_fra", from, true),
    LONG("begrundelse", reasons, true),
};
#undef AT

static const struct look looks[] = {
    {"kilde", "duty.source", INPUT_CHIPS, false},
    {"fra", NULL, INPUT_SHORT, true},
    {"vidst", NULL, INPUT_SHORT, true},
    {"note", NULL, INPUT_LONG, true},
    {"tilbud", "duty.offer", INPUT_CHIPS, false},
    {"hvad", NULL, INPUT_LONG, true},
    {"dag", NULL, INPUT_SHORT, true},
    {"start", NULL, INPUT_SHORT, true},
    {"grund", "duty.ground", INPUT_CHIPS, false},
    {"varighed", "duty.length", INPUT_CHIPS, false},
    {"fritaget_fra", NULL, INPUT_SHORT, true},
    {"fritaget_til", NULL, INPUT_SHORT, true},
    {"hoert_dag", NULL, INPUT_SHORT, false},
    {"hoert", NULL, INPUT_LONG, true},
    {"begrundelse", NULL, INPUT_LONG, true},
    {"sag", NULL, INPUT_LONG, true},
    {"svarfrist", NULL, INPUT_SHORT, true},
    {"part", "duty.party", INPUT_CHIPS, false},
    {"svartekst", NULL, INPUT_LONG, true},
    {"udfald", "duty.outcome", INPUT_CHIPS, true},
    {"regler", NULL, INPUT_LONG, true},
    {"stop_fra", NULL, INPUT_SHORT, true},
    {"klage_til", NULL, INPUT_TEXT, true},
    {"klagefrist", NULL, INPUT_SHORT, true},
    {"klage", NULL, INPUT_LONG, false},
    {"igen_fra", NULL, INPUT_SHORT, false},
};

struct duty_form {
    struct form_kind kind;
    const char *step; /* of the case about the benefit; NULL: no part of it */
    duty_save_fn *save;
};
#define FORM(segment_, fields_, step_, save_)                                                      \
    {                                                                                              \
        {"duty",  segment_,                                                                        \
         fields_, sizeof fields_ / sizeof *fields_,                                                \
         looks,   sizeof looks / sizeof *looks},                                                   \
            step_, save_                                                                           \
    }
static const struct duty_form forms[] = {
    FORM("brud", case_fields, NULL, duty_save_case),
    FORM("tilbud", offer_fields, NULL, duty_save_offer),
    FORM("fritagelse", exemption_fields, NULL, duty_save_exemption),
    FORM("hoering", hearing_fields, "hearing", duty_save_hearing),
    FORM("svar", answer_fields, "answer", duty_save_answer),
    FORM("afgoerelse", decision_fields, "no-stop", duty_save_decision),
    FORM("udbetaling", told_fields, "told", duty_save_told),
    FORM("klage", complaint_fields, "complaint", duty_save_complaint),
    FORM("genoptag", resume_fields, "resume", duty_save_resume),
};

static const struct duty_form *form_of(const struct request *rq) {
    const char *segment = strrchr(rq->route->path, '/') + 1;
    const struct duty_form *form = forms;
    while (strcmp(form->kind.segment, segment) != 0) form++; /* the routes name no other */
    return form;
}

/* ---- what stands in the fields the first time ---- */

static bool complain_last(struct request *rq, const char **ret, struct err *err) {
    struct q_duty_complain_last_rows rows;
    if (!q_duty_complain_last(rq->db, rq->arena, &rows, err)) return false;
    *ret = rows.n ? rows.v[0].complain_to : NULL;
    return true;
}

static bool usual_rule(struct request *rq, const char *rule, int factor, const char **ret,
                       struct err *err) {
    int64_t n;
    int32_t today = clock_today();
    if (!rule_int(rq->db, rule, NULL, NULL, today, &n, err)) return false;
    if (n != INT_NONE)
        *ret = fmt_day_table(rq->arena, rq->lang, deadline_roll(today + factor * (int32_t)n));
    return true;
}

/* The first of the month whose payment can still be stopped. */
static bool usual_stop(struct request *rq, const char **ret, struct err *err) {
    const struct rules *rules;
    if (!rules_now(rq->db, &rules, err)) return false;
    int32_t paid = benefit_next_paid(rules, clock_today());
    int year, month, day;
    if (paid == DAY_NONE) return true;
    day_to_ymd(paid, &year, &month, &day);
    *ret = fmt_day_table(rq->arena, rq->lang, day_from_ymd(year, month, 1));
    return true;
}

static bool usual(struct request *rq, const struct field *field, const char **ret,
                  struct err *err) {
    static const char *const today_in[] = {"dag",       "vidst",    "fritaget_fra",
                                           "hoert_dag", "igen_fra", NULL};
    *ret = "";
    for (const char *const *name = today_in; *name; name++)
        if (strcmp(field->name, *name) == 0)
            *ret = fmt_day_table(rq->arena, rq->lang, clock_today());
    if (strcmp(field->name, "regler") == 0) *ret = msg_duty_usual_rules(LANG_DA);
    if (strcmp(field->name, "svarfrist") == 0)
        return usual_rule(rq, RULE_BENEFIT_HEARING_DAYS, 1, ret, err);
    if (strcmp(field->name, "klagefrist") == 0)
        return usual_rule(rq, RULE_BENEFIT_COMPLAINT_WEEKS, 7, ret, err);
    if (strcmp(field->name, "stop_fra") == 0) return usual_stop(rq, ret, err);
    if (strcmp(field->name, "klage_til") == 0) return complain_last(rq, ret, err);
    return true;
}

/* ---- showing ---- */

static void show(struct request *rq, const struct youth_head *head, const struct duty_form *f,
                 const struct form *form, const struct duty_save *saved) {
    struct err err = {0};
    const char **stored = arena_array(rq->arena, f->kind.n, sizeof *stored);
    for (size_t i = 0; !form && i < f->kind.n; i++)
        if (!usual(rq, &f->kind.fields[i], &stored[i], &err)) {
            reply_error(rq, &err);
            return;
        }
    const char *base = arena_fmt(rq->arena, "/unge/%s/pligt", head->id);
    struct form_page page = form_page_make(rq, &f->kind, form, stored);
    page.action = arena_fmt(rq->arena, "%s/%s", base, f->kind.segment);
    page.back = base;
    page.back_label = msg_duty_of(rq->arena, rq->lang, head->first_name);
    struct form_theirs theirs;
    if (saved && saved->theirs) {
        const char *step = arena_fmt(rq->arena, "duty.step.%s", saved->theirs->kind);
        theirs = (struct form_theirs){msg_by_key(rq->lang, step),
                                      saved->theirs->body ? saved->theirs->body : ""};
        page.conflict = msg_duty_conflict(rq->arena, rq->lang, saved->theirs->author_name);
        page.theirs = &theirs;
        page.theirs_n = 1;
    }
    if (form) rq->reply.status = page.conflict ? 409 : 422;
    struct page shell = {.title = page.title, .section = "/unge", .has_errors = form && !form->ok};
    reply_page(rq, &shell, form_page, &page);
}

/* A step that the law does not allow now has no form: the page says why. */
static bool is_allowed(struct request *rq, const struct youth_head *head, const struct duty_form *f,
                       bool *ret_allowed, struct err *err) {
    const struct rules *rules;
    struct duty_lines lines;
    struct benefit_rows rows;
    struct benefit_case benefit;
    *ret_allowed = true;
    if (!f->step) return true;
    if (!rules_now(rq->db, &rules, err) ||
        !duty_cases_of(rq->db, rq->arena, head->id, clock_today(), &lines, err))
        return false;
    const struct duty_line *line = lines.n ? &lines.v[lines.n - 1] : NULL;
    if (!benefit_load(rq, head->id, line, &rows, &benefit, err)) return false;
    *ret_allowed = benefit_refused(rules, line, &benefit, f->step, clock_today()) == BENEFIT_MAY;
    return true;
}

void duty_form_get(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    bool allowed;
    const struct duty_form *f = form_of(rq);
    if (!duty_head_or_reply(rq, &head)) return;
    if (!is_allowed(rq, &head, f, &allowed, &err))
        reply_error(rq, &err);
    else if (!allowed)
        reply_redirect(rq, arena_fmt(rq->arena, "/unge/%s/pligt#ydelse", head.id));
    else
        show(rq, &head, f, NULL, NULL);
}

void duty_form_post(struct request *rq) {
    struct youth_head head;
    struct err err = {0};
    struct form form;
    struct duty_values values = {.day = DAY_NONE};
    const struct duty_form *f = form_of(rq);
    if (!duty_head_or_reply(rq, &head)) return;
    struct duty_save s = {.rq = rq, .head = &head, .v = &values, .form = &form};
    bool ok = form_read(rq, f->kind.fields, f->kind.n, &form, &values) && f->save(&s, &err);
    if (ok)
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s/pligt", head.id), s.notice,
                              s.undo);
    else if (err.kind != ERR_NONE)
        reply_error(rq, &err);
    else
        show(rq, &head, f, &form, &s);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The six forms of the room. A form is a row of data and what to do when it is in order; one handler
 * shows, reads and returns all of them.
 */
#include "retention/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/retention.html.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const numbers[] = {"1", "2", "3", "4", NULL};
static const char *const hows[] = {"meeting", "visit", "phone", "message", NULL};
static const char *const tolds[] = {"meeting", "phone", "digital", "letter", NULL};
static const char *const outcomes[] = {MENTOR_OUTCOMES, NULL};
static const char *const causes[] = {RETENTION_CAUSES, NULL};
static const char *const bases[] = {"youth", "guardian", "law", NULL};

#define FIELD(name_, kind_, member_, required_, max_, choices_)                                    \
    {                                                                                              \
        .name = name_, .kind = kind_, .offset = offsetof(struct values, member_),                  \
        .required = required_, .max = max_, .choices = choices_, .label = "retention.field." name_ \
    }
#define DAY FIELD("dag", FIELD_DAY, day, true, 0, NULL)
static const struct field mentor_fields[] = {FIELD("mentor", FIELD_ID, mentor, true, 0, NULL),
                                             FIELD("hvorfor", FIELD_LONG, text, true, 2000, NULL),
                                             DAY};
static const struct field touch_fields[] = {
    FIELD("kontakt", FIELD_CHOICE, number, true, 0, numbers),
    FIELD("hvordan", FIELD_CHOICE, how, true, 0, hows), DAY,
    FIELD("note", FIELD_LONG, text, true, 3000, NULL)};
static const struct field outcome_fields[] = {
    FIELD("udfald", FIELD_CHOICE, outcome, true, 0, outcomes),
    FIELD("aarsag", FIELD_CHOICE, cause, false, 0, causes), DAY,
    FIELD("afslutning", FIELD_LONG, text, true, 3000, NULL)};
static const struct field note_fields[] = {FIELD("hjemmel", FIELD_CHOICE, basis, true, 0, bases),
                                           FIELD("besked", FIELD_LONG, text, true, 3000, NULL),
                                           DAY};
static const struct field receiver_fields[] = {FIELD("skole", FIELD_TEXT, school, true, 6, NULL),
                                               FIELD("navn", FIELD_TEXT, name, true, 120, NULL),
                                               FIELD("fortalt", FIELD_CHOICE, how, true, 0, tolds),
                                               DAY};
static const struct field risk_fields[] = {FIELD("skole", FIELD_TEXT, school, true, 6, NULL),
                                           FIELD("aarsag", FIELD_CHOICE, cause, true, 0, causes),
                                           DAY,
                                           FIELD("oplysning", FIELD_LONG, text, false, 3000, NULL)};

/* Which messages the choices of a field have: retention.PREFIX.VALUE. */
static const struct {
    const char *name, *prefix;
} prefixes[] = {{"kontakt", "number"}, {"hvordan", "how"},   {"udfald", "outcome"},
                {"aarsag", "cause"},   {"hjemmel", "basis"}, {"fortalt", "told"}};

struct saving {
    struct request *rq;
    const struct youth_head *head;
    const struct values *v;
    const struct rules *rules;
    struct mentorship m;
    int64_t id, account;
    int32_t since, lapses; /* of a mentor; of a risk */
};
struct form_kind {
    const char *segment; /* last of the path; undo path's {what}, and message keys */
    const struct field *fields;
    size_t n;
    bool (*check)(struct saving *s, struct form *form, struct err *err);
    db_write_fn *write;
};

/* ---- what each does ---- */

static struct blob sealed(const struct saving *s, const char *table, const char *column) {
    return retention_seal(s->rq->arena, table, s->id, column, s->v->text);
}

static bool check_mentor(struct saving *s, struct form *form, struct err *err) {
    struct q_retention_started_rows rows;
    struct q_retention_started_in in = {s->head->id, s->v->day};
    struct q_retention_accounts_rows accounts;
    enum lang lang = s->rq->lang;
    int64_t mentor = s->v->mentor ? strtoll(s->v->mentor, NULL, 10) : INT_NONE;
    bool known = false, own = false;
    if (!q_retention_accounts(s->rq->db, s->rq->arena, &accounts, err) ||
        !access_related_without_reason(s->rq->db, s->rq->arena, &s->rq->visitor, s->head->id, &own,
                                       err))
        return false;
    if (!own) form_fail(form, "mentor", msg_retention_error_reason(lang));
    for (size_t i = 0; i < accounts.n; i++) known = known || accounts.v[i].id == mentor;
    if (!known) form_fail(form, "mentor", msg_retention_error_account(lang));
    if (s->m.exists && s->m.open) form_fail(form, "mentor", msg_retention_error_has(lang));
    if (s->v->day == DAY_NONE) return true;
    int64_t months = rules_int(s->rules, RULE_RETENTION_MENTOR_MONTHS, NULL, NULL, s->v->day);
    if (months == INT_NONE) {
        form_fail(form, "dag", msg_retention_error_no_rule(lang));
        return true;
    }
    if (!q_retention_started(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    bool lately = rows.n && s->v->day < day_add_months(rows.v[0].from_day, (int)months);
    s->since =
        lately ? rows.v[0].from_day : s->v->day; /* who has just begun is in the time already */
    return true;
}

static bool write_mentor(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    struct q_retention_mentor_open_rows open;
    struct q_retention_mentor_open_in of = {s->head->id};
    if (!q_retention_mentor_open(w, s->rq->arena, of, &open, err)) return false;
    if (open.n) return err_set(err, ERR_CONFLICT, "somebody is the mentor already");
    struct q_retention_mentor_add_in in = {s->id,
                                           s->head->id,
                                           strtoll(s->v->mentor, NULL, 10),
                                           s->since,
                                           sealed(s, "retention_mentor", "reason"),
                                           s->account,
                                           clock_now()};
    return q_retention_mentor_add(w, in, NULL, err);
}

static bool check_touch(struct saving *s, struct form *form, struct err *err) {
    (void)err;
    if (!s->m.exists || !s->m.open || !s->m.begun)
        form_fail(form, "kontakt", msg_retention_error_no_mentor(s->rq->lang));
    else if (s->v->day != DAY_NONE && s->v->day < s->m.row->start)
        form_fail(form, "dag",
                  msg_retention_error_before(s->rq->arena, s->rq->lang, s->m.row->start));
    return true;
}

static bool write_touch(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    struct q_retention_touch_add_in in = {s->id,
                                          s->m.row->id,
                                          s->head->id,
                                          strtoll(s->v->number, NULL, 10),
                                          s->v->how,
                                          s->v->day,
                                          sealed(s, "retention_touch", "body"),
                                          s->account,
                                          clock_now()};
    return q_retention_touch_add(w, in, NULL, err);
}

static bool check_outcome(struct saving *s, struct form *form, struct err *err) {
    (void)err;
    enum lang lang = s->rq->lang;
    const char *outcome = s->v->outcome ? s->v->outcome : "";
    if (!s->m.exists || !s->m.open) form_fail(form, "udfald", msg_retention_error_none(lang));
    if (strcmp(outcome, "dropped") == 0 && !s->v->cause)
        form_fail(form, "aarsag", msg_retention_error_cause(lang));
    if (s->m.exists && s->m.begun && strcmp(outcome, "not-started") == 0)
        form_fail(form, "udfald", msg_retention_error_started(lang));
    if (s->m.exists && s->v->day != DAY_NONE && s->v->day < s->m.row->since)
        form_fail(form, "dag", msg_retention_error_before(s->rq->arena, lang, s->m.row->since));
    return true;
}

static bool write_outcome(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    int64_t changed = 0, row = s->m.row->id;
    bool dropped = strcmp(s->v->outcome, "dropped") == 0;
    struct blob note =
        retention_seal(s->rq->arena, "retention_mentor", row, "outcome_note", s->v->text);
    struct q_retention_outcome_in in = {
        row,  s->head->id, s->v->outcome, s->v->day, dropped ? s->v->cause : NULL,
        note, s->account,  clock_now()};
    if (!q_retention_outcome(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_CONFLICT, "somebody wrote the outcome meanwhile");
}

static bool write_note(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    struct q_retention_note_add_in in = {
        s->id,     s->head->id, s->v->basis, sealed(s, "retention_note", "body"),
        s->v->day, s->account,  clock_now()};
    return q_retention_note_add(w, in, NULL, err);
}

/* Under 18 a custody holder may agree; from 18 only the young person. */
static bool check_note(struct saving *s, struct form *form, struct err *err) {
    (void)err;
    bool guardian = s->v->basis && strcmp(s->v->basis, "guardian") == 0;
    if (guardian && s->v->day != DAY_NONE && day_age(s->head->born, s->v->day) >= 18)
        form_fail(form, "hjemmel", msg_retention_error_adult(s->rq->lang));
    return true;
}

static bool place_known(struct saving *s, struct form *form, struct err *err) {
    struct q_retention_place_exists_rows rows;
    if (!s->v->school) return true;
    struct q_retention_place_exists_in in = {s->v->school};
    if (!q_retention_place_exists(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    if (!rows.n) form_fail(form, "skole", msg_retention_error_school(s->rq->lang));
    return true;
}

static int64_t note_id(const struct saving *s) {
    return strtoll(request_segment(s->rq, "note"), NULL, 10);
}

static bool check_receiver(struct saving *s, struct form *form, struct err *err) {
    struct q_retention_note_find_rows rows;
    struct q_retention_note_find_in in = {note_id(s), s->head->id};
    if (!q_retention_note_find(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "no such note");
    if (s->v->day != DAY_NONE && s->v->day < rows.v[0].day)
        form_fail(form, "dag",
                  msg_retention_error_before(s->rq->arena, s->rq->lang, rows.v[0].day));
    return place_known(s, form, err);
}

static bool write_receiver(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    struct q_retention_receiver_add_in in = {s->id,        note_id(s), s->head->id,
                                             s->v->school, s->v->name, s->v->how,
                                             s->v->day,    s->account, clock_now()};
    return q_retention_receiver_add(w, in, NULL, err);
}

static bool check_risk(struct saving *s, struct form *form, struct err *err) {
    if (s->v->day != DAY_NONE) {
        int64_t months = rules_int(s->rules, RULE_RETENTION_RISK_MONTHS, NULL, NULL, s->v->day);
        s->lapses = day_add_months(s->v->day, months == INT_NONE ? 3 : (int)months);
    }
    return place_known(s, form, err);
}

static bool write_risk(struct db *w, void *ctx, struct err *err) {
    struct saving *s = ctx;
    struct q_retention_risk_add_in in = {
        s->id,     s->head->id, s->v->school, s->v->cause, sealed(s, "retention_risk", "body"),
        s->v->day, s->lapses,   s->account,   clock_now()};
    return q_retention_risk_add(w, in, NULL, err);
}

#define KIND(segment_, fields_, check_, write_)                                                    \
    { segment_, fields_, sizeof fields_ / sizeof *fields_, check_, write_ }
static const struct form_kind kinds[] = {
    KIND("mentor", mentor_fields, check_mentor, write_mentor),
    KIND("kontakt", touch_fields, check_touch, write_touch),
    KIND("udfald", outcome_fields, check_outcome, write_outcome),
    KIND("besked", note_fields, check_note, write_note),
    KIND("modtaget", receiver_fields, check_receiver, write_receiver),
    KIND("risiko", risk_fields, check_risk, write_risk),
};

static const struct form_kind *kind_of(const struct request *rq) {
    const char *segment = strrchr(rq->route->path, '/') + 1;
    const struct form_kind *kind = kinds;
    while (strcmp(kind->segment, segment) != 0) kind++; /* the routes name no other */
    return kind;
}

/* ---- showing ---- */

struct showing {
    struct request *rq;
    const struct youth_head *head;
    const struct form_kind *kind;
    const struct form *form; /* NULL: first time */
    const struct mentorship *m;
    int64_t next; /* number of the contact that comes next */
};

static const char *usual(const struct showing *s, const struct field *f) {
    struct request *rq = s->rq;
    if (f->kind == FIELD_DAY) return fmt_day_table(rq->arena, rq->lang, clock_today());
    if (strcmp(f->name, "kontakt") == 0) return arena_fmt(rq->arena, "%lld", (long long)s->next);
    if (strcmp(f->name, "mentor") == 0)
        return arena_fmt(rq->arena, "%lld",
                         (long long)(s->head->counsellor == INT_NONE ? rq->visitor.user_id
                                                                     : s->head->counsellor));
    if (f->kind == FIELD_CHOICE && f->required && strcmp(f->name, "udfald") != 0 &&
        strcmp(f->name, "aarsag") != 0)
        return f->choices[0];
    return "";
}

static struct option option_of(struct request *rq, const struct input *input, const char *value,
                               const char *label) {
    return (struct option){value, label, arena_fmt(rq->arena, "%s-%s", input->name, value),
                           strcmp(value, input->typed) == 0};
}

static bool selects(struct request *rq, const struct field *f, struct input *input,
                    struct err *err) {
    struct q_retention_places_rows places = {0};
    struct q_retention_accounts_rows accounts = {0};
    bool mentor = strcmp(f->name, "mentor") == 0;
    struct q_retention_places_in in = {house_get()->municipality, 400};
    if (mentor ? !q_retention_accounts(rq->db, rq->arena, &accounts, err)
               : !q_retention_places(rq->db, rq->arena, in, &places, err))
        return false;
    struct option *list = arena_array(rq->arena, accounts.n + places.n + 1, sizeof *list);
    size_t n = 0;
    list[n++] = option_of(rq, input, "", msg_retention_choose(rq->lang));
    for (size_t i = 0; i < accounts.n; i++)
        list[n++] = option_of(rq, input, arena_fmt(rq->arena, "%lld", (long long)accounts.v[i].id),
                              accounts.v[i].name);
    for (size_t i = 0; i < places.n; i++)
        list[n++] = option_of(rq, input, places.v[i].number, places.v[i].name);
    input->look = LOOK_SELECT;
    input->options = list;
    input->options_n = n;
    return true;
}

static void chips(struct request *rq, const struct field *f, struct input *input) {
    size_t n = 0, p = 0;
    while (f->choices[n]) n++;
    while (strcmp(prefixes[p].name, f->name) != 0) p++; /* every choice has a row */
    struct option *list = arena_array(rq->arena, n, sizeof *list);
    for (size_t i = 0; i < n; i++)
        list[i] = option_of(rq, input, f->choices[i],
                            msg_by_key(rq->lang, arena_fmt(rq->arena, "retention.%s.%s",
                                                           prefixes[p].prefix, f->choices[i])));
    input->look = LOOK_CHIPS;
    input->options = list;
    input->options_n = n;
}

static bool input_of(const struct showing *s, const struct field *f, struct input *ret,
                     struct err *err) {
    struct request *rq = s->rq;
    const char *typed = s->form ? form_typed(s->form, f->name) : usual(s, f);
    *ret = (struct input){
        .look = f->kind == FIELD_LONG  ? LOOK_LONG
                : f->kind == FIELD_DAY ? LOOK_SHORT
                                       : LOOK_TEXT,
        .name = f->name,
        .label = msg_by_key(rq->lang, f->label),
        .hint = msg_by_key(rq->lang, arena_fmt(rq->arena, "retention.hint.%s", f->name)),
        .typed = typed ? typed : "",
        .error = s->form ? form_error(s->form, f->name) : NULL};
    ret->described =
        arena_fmt(rq->arena, "%s%s%s%s", ret->hint ? f->name : "", ret->hint ? "-h " : "",
                  ret->error ? f->name : "", ret->error ? "-e" : "");
    if (f->choices) chips(rq, f, ret);
    if (strcmp(f->name, "mentor") == 0 || strcmp(f->name, "skole") == 0)
        return selects(rq, f, ret, err);
    return true;
}

static const char *words(const struct showing *s, const char *part) {
    return msg_by_key(s->rq->lang,
                      arena_fmt(s->rq->arena, "retention.%s.%s", part, s->kind->segment));
}

static void show(struct showing *s) {
    struct request *rq = s->rq;
    struct err err = {0};
    struct input *inputs = arena_array(rq->arena, s->kind->n, sizeof *inputs);
    struct retention_form_page page = {.head = s->head,
                                       .title = words(s, "form"),
                                       .lead = words(s, "lead"),
                                       .button = words(s, "save"),
                                       .action = rq->path,
                                       .back =
                                           arena_fmt(rq->arena, "/unge/%s/overgang", s->head->id),
                                       .form = s->form,
                                       .inputs = inputs,
                                       .inputs_n = s->kind->n};
    for (size_t i = 0; i < s->kind->n; i++)
        if (!input_of(s, &s->kind->fields[i], &inputs[i], &err)) {
            reply_error(rq, &err);
            return;
        }
    if (s->form) rq->reply.status = 422;
    struct page shell = {
        .title = page.title, .section = "/unge", .has_errors = s->form && !s->form->ok};
    reply_page(rq, &shell, retention_form_page, &page);
}

/* The first contact of the rhythm that is not made yet. */
static bool next_of(struct showing *s, struct err *err) {
    struct q_retention_touches_rows rows;
    struct q_retention_touches_in in = {s->head->id};
    unsigned made = 0;
    s->next = 1;
    if (!s->m->exists) return true;
    if (!q_retention_touches(s->rq->db, s->rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].mentor_row == s->m->row->id && rows.v[i].withdrawn_at == INT_NONE)
            made |= 1u << rows.v[i].number;
    while (s->next < TOUCHES && made >> s->next & 1) s->next++;
    return true;
}

static bool open_form(struct request *rq, struct youth_head *head, struct saving *s,
                      struct showing *view) {
    struct err err = {0};
    struct q_retention_mentors_rows all;
    if (!retention_head(rq, head)) return false;
    *s = (struct saving){.rq = rq,
                         .head = head,
                         .id = id_next(),
                         .account = rq->visitor.user_id,
                         .since = DAY_NONE,
                         .lapses = DAY_NONE};
    *view = (struct showing){.rq = rq, .head = head, .kind = kind_of(rq), .m = &s->m};
    if (rules_now(rq->db, &s->rules, &err) &&
        retention_mentorship(rq, head->id, s->rules, &all, &s->m, &err) && next_of(view, &err))
        return true;
    reply_error(rq, &err);
    return false;
}

void retention_form_get(struct request *rq) {
    struct youth_head head;
    struct saving s;
    struct showing view;
    if (open_form(rq, &head, &s, &view)) show(&view);
}

static void day_ok(struct saving *s, struct form *form) {
    int32_t day = s->v->day;
    if (day == DAY_NONE) return;
    if (day > clock_today()) form_fail(form, "dag", msg_retention_error_future(s->rq->lang));
    if (day < s->head->born) form_fail(form, "dag", msg_retention_error_unborn(s->rq->lang));
}

void retention_form_post(struct request *rq) {
    struct youth_head head;
    struct saving s;
    struct showing view;
    struct form form;
    struct values v = {.day = DAY_NONE};
    struct err err = {0};
    if (!open_form(rq, &head, &s, &view)) return;
    const struct form_kind *kind = view.kind;
    s.v = &v;
    form_read(rq, kind->fields, kind->n, &form, &v);
    day_ok(&s, &form);
    if (!kind->check(&s, &form, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form.ok && store_write(rq->store, kind->write, &s, &err)) {
        const char *base = arena_fmt(rq->arena, "/unge/%s/overgang", head.id);
        bool undo = strcmp(kind->segment, "udfald") != 0;
        reply_redirect_notice(
            rq, base, words(&view, "saved"),
            undo ? arena_fmt(rq->arena, "%s/%s/%lld/fortryd", base, kind->segment, (long long)s.id)
                 : NULL);
        return;
    }
    if (err.kind && err.kind != ERR_CONFLICT) {
        reply_error(rq, &err);
        return;
    }
    if (err.kind) form_fail(&form, NULL, msg_retention_error_meanwhile(rq->lang));
    view.form = &form;
    show(&view);
}

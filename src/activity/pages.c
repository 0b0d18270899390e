/* SPDX-License-Identifier: EUPL-1.2
 *
 * /unge/{youth}/aktivitet: say what somebody does now, or that what they did has ended.
 */
#include "activity/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/activity.html.h"
#include "gen/activity.sql.h"
#include "gen/msg.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {ACTIVITY_KINDS, NULL};
static const char *const outcomes[] = {"completed",  "interrupted", "switched",
                                       "moved_away", "ended",       NULL};

struct start_form {
    const char *kind, *programme, *institution, *place, *ended_as;
    double hours;
    int32_t from;
};
#define AT(member) offsetof(struct start_form, member)
static const struct field start_fields[] = {
    {.name = "slags",
     .kind = FIELD_CHOICE,
     .offset = AT(kind),
     .required = true,
     .choices = kinds,
     .label = "activity.kind"},
    {.name = "retning",
     .kind = FIELD_TEXT,
     .offset = AT(programme),
     .max = 120,
     .label = "activity.programme"},
    {.name = "skole",
     .kind = FIELD_TEXT,
     .offset = AT(institution),
     .max = 6,
     .label = "activity.school"},
    {.name = "sted",
     .kind = FIELD_TEXT,
     .offset = AT(place),
     .max = 120,
     .label = "activity.place"},
    {.name = "timer",
     .kind = FIELD_NUMBER,
     .offset = AT(hours),
     .min = 0,
     .max = 80,
     .label = "activity.hours"},
    {.name = "fra",
     .kind = FIELD_DAY,
     .offset = AT(from),
     .required = true,
     .label = "activity.from"},
    {.name = "slut_som",
     .kind = FIELD_CHOICE,
     .offset = AT(ended_as),
     .choices = outcomes,
     .label = "activity.outcome"},
};
#undef AT
struct end_form {
    int64_t spell;
    int32_t to;
    const char *outcome, *cause;
};
#define AT(member) offsetof(struct end_form, member)
static const struct field end_fields[] = {
    {.name = "forloeb",
     .kind = FIELD_INT,
     .offset = AT(spell),
     .required = true,
     .min = 1,
     .max = INT64_MAX,
     .label = "activity.title"},
    {.name = "til", .kind = FIELD_DAY, .offset = AT(to), .required = true, .label = "activity.to"},
    {.name = "udfald",
     .kind = FIELD_CHOICE,
     .offset = AT(outcome),
     .required = true,
     .choices = outcomes,
     .label = "activity.outcome"},
    {.name = "aarsag",
     .kind = FIELD_TEXT,
     .offset = AT(cause),
     .max = 200,
     .label = "activity.cause"},
};
#undef AT

static struct activity_choice *choices(struct request *rq, const char *prefix,
                                       const char *const *values, const char *chosen,
                                       size_t *ret_n) {
    size_t n = 0;
    while (values[n]) n++;
    struct activity_choice *list = arena_array(rq->arena, n + 1, sizeof *list);
    list[0] = (struct activity_choice){"", msg_activity_choose(rq->lang), !*chosen};
    for (size_t i = 0; i < n; i++) {
        const char *key = arena_fmt(rq->arena, "%s.%s", prefix, values[i]);
        list[i + 1] = (struct activity_choice){values[i], msg_by_key(rq->lang, key),
                                               strcmp(values[i], chosen) == 0};
    }
    *ret_n = n + 1;
    return list;
}

static bool school_choices(struct request *rq, struct activity_page *page, const char *chosen,
                           struct err *err) {
    struct q_activity_schools_rows rows;
    struct q_activity_schools_in in = {house_get()->municipality, 300};
    if (!q_activity_schools(rq->db, rq->arena, in, &rows, err)) return false;
    struct activity_choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    list[0] = (struct activity_choice){"", msg_activity_no_school(rq->lang), !*chosen};
    for (size_t i = 0; i < rows.n; i++)
        list[i + 1] = (struct activity_choice){rows.v[i].number, rows.v[i].name,
                                               strcmp(rows.v[i].number, chosen) == 0};
    page->schools = list;
    page->schools_n = rows.n + 1;
    return true;
}

static bool now(struct request *rq, const char *youth, struct activity_page *page,
                struct err *err) {
    struct q_activity_open_rows rows;
    struct q_activity_open_in in = {youth, clock_today()};
    if (!q_activity_open(rq->db, rq->arena, in, &rows, err)) return false;
    if (!rows.n) return true;
    const struct q_activity_open_row *r = &rows.v[0];
    page->now = activity_words(rq->arena, rq->lang, r->kind, r->programme, r->school, r->place);
    page->now_from = r->from_day;
    page->now_id = r->id;
    page->now_open = activity_is_occupied(r->kind);
    return true;
}

static void errors(struct request *rq, const struct form *form, struct activity_page *page) {
    struct activity_error *list = arena_array(rq->arena, form->fields_n + 1, sizeof *list);
    for (size_t i = 0; i < form->fields_n; i++)
        if (form->error[i])
            list[page->errors_n++] = (struct activity_error){form->fields[i].name, form->error[i]};
    page->errors = list;
    page->error_kind = form_error(form, "slags");
    page->error_from = form_error(form, "fra");
    page->error_hours = form_error(form, "timer");
    page->error_to = form_error(form, "til");
    page->error_outcome = form_error(form, "udfald");
}

static const char *typed(const struct form *form, const char *field) {
    const char *text = form ? form_typed(form, field) : NULL;
    return text ? text : "";
}

static void show(struct request *rq, const struct form *form) {
    const char *youth = request_segment(rq, "youth");
    struct youth_head head;
    struct err err = {0};
    bool found = false;
    if (!youth_head(rq->db, rq->arena, youth, clock_today(), &head, &found, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!found) {
        reply_status(rq, 404);
        return;
    }
    const char *today = fmt_day_table(rq->arena, rq->lang, clock_today());
    struct activity_page page = {.head = &head,
                                 .programme = typed(form, "retning"),
                                 .place = typed(form, "sted"),
                                 .hours = typed(form, "timer"),
                                 .from = *typed(form, "fra") ? typed(form, "fra") : today,
                                 .to = *typed(form, "til") ? typed(form, "til") : today,
                                 .cause = typed(form, "aarsag")};
    const char *outcome = *typed(form, "udfald") ? typed(form, "udfald") : typed(form, "slut_som");
    page.kinds = choices(rq, "activity.kind", kinds, typed(form, "slags"), &page.kinds_n);
    page.outcomes = choices(rq, "activity.outcome", outcomes, outcome, &page.outcomes_n);
    if (!now(rq, youth, &page, &err) || !school_choices(rq, &page, typed(form, "skole"), &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) {
        errors(rq, form, &page);
        rq->reply.status = 422;
    }
    struct page shell = {.title = msg_activity_title(rq->arena, rq->lang, head.first_name),
                         .section = "/unge",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, activity_page, &page);
}

void activity_page_get(struct request *rq) { show(rq, NULL); }

struct start_work {
    struct spell spell;
    const char *ended_as;
    int64_t account, id;
    struct arena *arena;
};

static bool start_write(struct db *w, void *ctx, struct err *err) {
    struct start_work *work = ctx;
    return activity_start(w, work->arena, &work->spell, work->ended_as, NULL, work->account,
                          &work->id, err);
}

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

void activity_start_post(struct request *rq) {
    struct start_form values = {.hours = NAN, .from = DAY_NONE};
    struct form form;
    form_read(rq, start_fields, sizeof start_fields / sizeof *start_fields, &form, &values);
    if (form.ok && values.from > clock_today() + 400)
        form_fail(&form, "fra", msg_activity_from_far(rq->lang));
    if (!form.ok) {
        show(rq, &form);
        return;
    }
    struct start_work work = {.spell = {.youth_id = request_segment(rq, "youth"),
                                        .kind = values.kind,
                                        .programme = or_null(values.programme),
                                        .institution = or_null(values.institution),
                                        .place = or_null(values.place),
                                        .hours = values.hours,
                                        .from = values.from},
                              .ended_as = or_null(values.ended_as),
                              .account = rq->visitor.user_id,
                              .arena = rq->arena};
    struct err err = {0};
    const char *back = arena_fmt(rq->arena, "/unge/%s", work.spell.youth_id);
    if (store_write(rq->store, start_write, &work, &err)) {
        const char *undo =
            arena_fmt(rq->arena, "%s/aktivitet/%lld/fortryd", back, (long long)work.id);
        reply_redirect_notice(rq, back, msg_activity_started(rq->lang), undo);
    } else if (err.kind == ERR_CONFLICT) {
        form_fail(&form, "fra", msg_activity_from_early(rq->lang));
        show(rq, &form);
    } else {
        reply_error(rq, &err);
    }
}

struct end_work {
    const char *youth;
    const struct end_form *values;
    int64_t account;
    struct arena *arena;
};

static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct end_work *work = ctx;
    return activity_end(w, work->arena, work->youth, work->values->spell, work->values->to,
                        work->values->outcome, or_null(work->values->cause), work->account, err);
}

void activity_end_post(struct request *rq) {
    struct end_form values = {.to = DAY_NONE};
    struct form form;
    form_read(rq, end_fields, sizeof end_fields / sizeof *end_fields, &form, &values);
    if (form.ok && values.to > clock_today())
        form_fail(&form, "til", msg_activity_to_future(rq->lang));
    if (!form.ok) {
        show(rq, &form);
        return;
    }
    struct end_work work = {request_segment(rq, "youth"), &values, rq->visitor.user_id, rq->arena};
    struct err err = {0};
    if (store_write(rq->store, end_write, &work, &err)) {
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s", work.youth),
                              msg_activity_ended(rq->lang), NULL);
    } else if (err.kind == ERR_CONFLICT) {
        form_fail(&form, "til", msg_activity_to_early(rq->lang));
        show(rq, &form);
    } else if (err.kind == ERR_NOT_FOUND) {
        reply_status(rq, 409);
    } else {
        reply_error(rq, &err);
    }
}

struct undo_work {
    const char *youth;
    int64_t spell, account;
    struct arena *arena;
};

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct undo_work *work = ctx;
    return activity_withdraw(w, work->arena, work->youth, work->spell, work->account, err);
}

void activity_undo_post(struct request *rq) {
    struct undo_work work = {request_segment(rq, "youth"),
                             strtoll(request_segment(rq, "spell"), NULL, 10), rq->visitor.user_id,
                             rq->arena};
    struct err err = {0};
    const char *back = arena_fmt(rq->arena, "/unge/%s", work.youth);
    if (store_write(rq->store, undo_write, &work, &err))
        reply_redirect_notice(rq, back, msg_activity_undone(rq->lang), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED || err.kind == ERR_CONFLICT)
        reply_redirect_notice(rq, back, msg_activity_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

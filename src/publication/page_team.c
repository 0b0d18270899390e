/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet/udgiv: a draft is asked for, looked through with what is not told and why, sent, returned with a
 * comment, and published by another.
 */
#include "publication/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/publication.html.h"
#include "gen/publication.sql.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BASE  "/team/kvalitet/udgiv"
#define YEARS 8 /* back from the present school year */

struct make_values {
    const char *year, *reason;
    int32_t as_of;
};
static const struct field make_fields[] = {
    {.name = "skoleaar",
     .kind = FIELD_ID,
     .offset = offsetof(struct make_values, year),
     .required = true,
     .label = "publication.field.year"},
    {.name = "kendt",
     .kind = FIELD_DAY,
     .offset = offsetof(struct make_values, as_of),
     .required = true,
     .label = "publication.field.as_of"},
    {.name = "grund",
     .kind = FIELD_LONG,
     .offset = offsetof(struct make_values, reason),
     .max = 1000,
     .label = "publication.field.reason"},
};
#define MAKE_FIELDS (sizeof make_fields / sizeof *make_fields)

static const char *state_words(const struct request *rq, const char *state) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "publication.state.%s", state));
}

/* ---- the list ---- */

static bool open_lines(struct request *rq, struct publication_team_page *page, struct err *err) {
    struct q_publication_open_rows rows;
    if (!q_publication_open(rq->db, rq->arena, &rows, err)) return false;
    page->open = arena_array(rq->arena, rows.n + PUBLICATION_WAITING, sizeof *page->open);
    if (!publication_wait_lines(rq, page->open, &page->open_n, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_publication_open_row *r = &rows.v[i];
        page->open[page->open_n++] = (struct publication_line){
            .href = arena_fmt(rq->arena, BASE "/%lld", (long long)r->id),
            .title = publication_version_words(rq, r->school_year, r->version),
            .when = msg_publication_made(rq->arena, rq->lang, r->made_by,
                                         publication_moment_words(rq, r->made_at)),
            .state = state_words(rq, r->state),
            .warn = strcmp(r->state, "sent") == 0};
    }
    return true;
}

static bool published_lines(struct request *rq, struct publication_team_page *page,
                            struct err *err) {
    struct publication *all;
    size_t n;
    if (!publication_all(rq->db, rq->arena, &all, &n, err)) return false;
    page->published = arena_array(rq->arena, n + 1, sizeof *page->published);
    page->published_n = n;
    for (size_t i = 0; i < n; i++)
        page->published[i] = (struct publication_line){
            .href = arena_fmt(rq->arena, BASE "/%lld", (long long)all[i].id),
            .title = publication_version_words(rq, all[i].school_year, all[i].version),
            .when = msg_publication_published_by(rq->arena, rq->lang,
                                                 publication_moment_words(rq, all[i].approved_at),
                                                 all[i].made_by, all[i].approved_by),
            .state = all[i].reason ? all[i].reason : ""};
    return true;
}

static void year_choices(struct request *rq, struct publication_team_page *page, int chosen) {
    int now = school_year_of(clock_today());
    page->years = arena_array(rq->arena, YEARS, sizeof *page->years);
    for (int i = 0; i < YEARS; i++)
        page->years[page->years_n++] =
            (struct publication_choice){arena_fmt(rq->arena, "%d", now - i),
                                        school_year_text(rq->arena, now - i), now - i == chosen};
}

static void team_show(struct request *rq, const struct form *form) {
    struct publication_team_page page = {.form = form};
    struct err err = {0};
    int year = form ? (int)strtol(form_typed(form, "skoleaar"), NULL, 10)
                    : school_year_of(clock_today()) - 1;
    page.may_make = rq->visitor.role == ROLE_TEAM_LEADER;
    page.as_of =
        form ? form_typed(form, "kendt") : fmt_day_table(rq->arena, rq->lang, clock_today());
    page.reason = form ? form_typed(form, "grund") : "";
    if (form) {
        page.error_year = form_error(form, "skoleaar");
        page.error_as_of = form_error(form, "kendt");
        page.error_reason = form_error(form, "grund");
        rq->reply.status = 422;
    }
    year_choices(rq, &page, year);
    if (!open_lines(rq, &page, &err) || !published_lines(rq, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct page shell = {.title = msg_publication_team_title(rq->lang),
                         .section = "/team/kvalitet",
                         .has_errors = form != NULL};
    reply_page(rq, &shell, publication_team_page, &page);
}

void publication_team_get(struct request *rq) { team_show(rq, NULL); }

/* What may be asked for: a year that has begun, as known by today, with a reason when it corrects. */
static bool make_check(struct request *rq, struct form *form, const struct make_values *v,
                       int *ret_year, struct err *err) {
    struct q_publication_last_version_rows last;
    *ret_year = (int)strtol(v->year, NULL, 10);
    if (*ret_year < 2000 || *ret_year > school_year_of(clock_today())) {
        form_fail(form, "skoleaar", msg_publication_error_year(rq->lang));
        return true;
    }
    if (v->as_of > clock_today()) form_fail(form, "kendt", msg_publication_error_future(rq->lang));
    if (v->as_of < school_year_first_day(*ret_year))
        form_fail(form, "kendt", msg_publication_error_early(rq->lang));
    struct q_publication_last_version_in in = {*ret_year};
    if (!q_publication_last_version(rq->db, rq->arena, in, &last, err)) return false;
    if (last.v[0].open_n) form_fail(form, "skoleaar", msg_publication_error_open(rq->lang));
    if (last.v[0].version && !(v->reason && *v->reason))
        form_fail(form, "grund", msg_publication_error_reason(rq->lang));
    return true;
}

void publication_team_post(struct request *rq) {
    struct form form;
    struct make_values v;
    struct err err = {0};
    int year = 0;
    int64_t job = INT_NONE;
    if (form_read(rq, make_fields, MAKE_FIELDS, &form, &v) &&
        !make_check(rq, &form, &v, &year, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form.ok && !publication_job_add(rq, year, v.as_of, v.reason, &job, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form.ok && job == INT_NONE)
        form_fail(&form, "skoleaar", msg_publication_error_busy(rq->lang));
    if (form.ok)
        reply_redirect(rq, arena_fmt(rq->arena, BASE "/kladde/%lld", (long long)job));
    else
        team_show(rq, &form);
}

/* ---- one of them ---- */

/* The path's publication; false after a reply. */
static bool head_of(struct request *rq, struct q_publication_by_id_row *ret) {
    struct q_publication_by_id_rows rows;
    struct err err = {0};
    char *end;
    long long id = strtoll(request_segment(rq, "id"), &end, 10);
    if (*end || id <= 0) {
        reply_status(rq, 404);
        return false;
    }
    if (!q_publication_by_id(rq->db, rq->arena, (struct q_publication_by_id_in){id}, &rows, &err)) {
        reply_error(rq, &err);
        return false;
    }
    if (!rows.n) {
        reply_status(rq, 404);
        return false;
    }
    *ret = rows.v[0];
    return true;
}

static size_t hidden_by(struct published_figures f, const char *why) {
    size_t n = 0;
    for (size_t i = 0; i < f.n; i++) n += f.v[i].why && strcmp(f.v[i].why, why) == 0;
    return n;
}

static void hidden_notes(struct request *rq, struct published_figures f,
                         struct publication_draft_page *page) {
    static const char *const whys[] = {"few", "protects", "silent", "refused"};
    page->hidden = arena_array(rq->arena, 5, sizeof *page->hidden);
    for (size_t i = 0; i < 4; i++) {
        size_t n = hidden_by(f, whys[i]);
        const char *key = arena_fmt(rq->arena, "publication.reason.%s", whys[i]);
        if (n)
            page->hidden[page->hidden_n++].text =
                arena_fmt(rq->arena, "%s: %s", fmt_int(rq->arena, rq->lang, (int64_t)n),
                          msg_by_key(rq->lang, key));
    }
}

static bool history_notes(struct request *rq, int64_t id, struct publication_draft_page *page,
                          struct err *err) {
    struct q_publication_events_rows rows;
    struct q_publication_events_in in = {id};
    if (!q_publication_events(rq->db, rq->arena, in, &rows, err)) return false;
    page->history = arena_array(rq->arena, rows.n + 1, sizeof *page->history);
    page->history_n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const char *key = arena_fmt(rq->arena, "publication.event.%s", rows.v[i].kind);
        page->history[i] = (struct publication_note){
            .text = msg_publication_event_line(rq->arena, rq->lang,
                                               publication_moment_words(rq, rows.v[i].at),
                                               msg_by_key(rq->lang, key), rows.v[i].name),
            .comment = rows.v[i].comment};
    }
    return true;
}

static void rights_set(const struct request *rq, const struct q_publication_by_id_row *head,
                       struct publication_draft_page *page) {
    bool leader = rq->visitor.role == ROLE_TEAM_LEADER;
    bool sent = strcmp(head->state, "sent") == 0;
    bool open = strcmp(head->state, "draft") == 0 || strcmp(head->state, "returned") == 0;
    page->is_own =
        head->made_by_id == rq->visitor.user_id || head->sent_by_id == rq->visitor.user_id;
    page->waits = sent;
    page->may_send = leader && open;
    page->may_approve = sent && !page->is_own;
    page->may_return = sent;
    page->may_discard = leader && (open || sent);
}

static void draft_show(struct request *rq, const struct q_publication_by_id_row *head,
                       const struct form *form) {
    struct published_figures figures;
    struct err err = {0};
    struct publication_draft_page page = {
        .title = publication_version_words(rq, head->school_year, head->version),
        .base = arena_fmt(rq->arena, BASE "/%lld", (long long)head->id),
        .form = form,
        .comment = form ? form_typed(form, "kommentar") : "",
        .error_comment = form ? form_error(form, "kommentar") : NULL};
    page.report = arena_fmt(rq->arena, "/rapporter/%d-%02d?%s=1", (int)head->school_year,
                            (int)(head->school_year + 1) % 100,
                            strcmp(head->state, "sent") == 0 ? "sendt" : "udkast");
    page.lead = msg_publication_draft_lead(rq->arena, rq->lang, state_words(rq, head->state),
                                           fmt_day_long(rq->arena, rq->lang, head->as_of),
                                           head->least, head->least_wellbeing, head->least_extreme);
    if (!publication_figures(rq->db, rq->arena, head->id, NULL, NULL, &figures, &err) ||
        !history_notes(rq, head->id, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) rq->reply.status = 422;
    hidden_notes(rq, figures, &page);
    rights_set(rq, head, &page);
    publication_tables_of(rq, figures, true, &page.groups, &page.groups_n);
    struct page shell = {
        .title = page.title, .section = "/team/kvalitet", .has_errors = form != NULL};
    reply_page(rq, &shell, publication_draft_page, &page);
}

void publication_draft_get(struct request *rq) {
    struct q_publication_by_id_row head;
    if (head_of(rq, &head)) draft_show(rq, &head, NULL);
}

/* ---- steps ---- */

struct step_work {
    int64_t id, account;
    enum publication_step step;
    const char *comment;
};

static bool step_write(struct db *w, void *ctx, struct err *err) {
    const struct step_work *s = ctx;
    return publication_step(w, s->id, s->step, s->account, INT_NONE, s->comment, err);
}

static void step_do(struct request *rq, const struct q_publication_by_id_row *head,
                    enum publication_step step, const char *comment, const char *notice) {
    struct step_work work = {head->id, rq->visitor.user_id, step, comment};
    struct err err = {0};
    if (!store_write(rq->store, step_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_redirect_notice(
        rq, step == STEP_DISCARD ? BASE : arena_fmt(rq->arena, BASE "/%lld", (long long)head->id),
        notice, NULL);
}

void publication_send_post(struct request *rq) {
    struct q_publication_by_id_row head;
    if (head_of(rq, &head)) step_do(rq, &head, STEP_SEND, NULL, msg_publication_sent(rq->lang));
}

void publication_approve_post(struct request *rq) {
    struct q_publication_by_id_row head;
    if (head_of(rq, &head))
        step_do(rq, &head, STEP_APPROVE, NULL, msg_publication_approved(rq->lang));
}

void publication_discard_post(struct request *rq) {
    struct q_publication_by_id_row head;
    if (head_of(rq, &head))
        step_do(rq, &head, STEP_DISCARD, NULL, msg_publication_discarded(rq->lang));
}

void publication_return_post(struct request *rq) {
    static const struct field fields[] = {{.name = "kommentar",
                                           .kind = FIELD_LONG,
                                           .required = true,
                                           .max = 1000,
                                           .label = "publication.field.comment"}};
    const char *comment = NULL;
    struct q_publication_by_id_row head;
    struct form form;
    if (!head_of(rq, &head)) return;
    if (form_read(rq, fields, 1, &form, &comment))
        step_do(rq, &head, STEP_RETURN, comment, msg_publication_returned(rq->lang));
    else
        draft_show(rq, &head, &form);
}

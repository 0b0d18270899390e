/* SPDX-License-Identifier: EUPL-1.2
 *
 * The contact facts of one person, changed by hand: /unge/{youth}/stamdata.
 *
 * Two colleagues at once: the form carries the version it was made from, and the update only hits
 * that version. The later one gets 409 with both texts and decides. A local edit is dated, so that
 * an older import does not overwrite it (youth_put).
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/youth.html.h"
#include "gen/youth.sql.h"
#include "youth/views.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct edit_form {
    int64_t version;
    const char *phone, *email, *street, *post_code, *town, *counsellor;
    bool guarded;
    int32_t guarded_until;
};
#define AT(member) offsetof(struct edit_form, member)
static const struct field fields[] = {
    {.name = "version",
     .kind = FIELD_INT,
     .offset = AT(version),
     .required = true,
     .min = 1,
     .max = INT64_MAX,
     .label = "youth.edit.title"},
    {.name = "telefon",
     .kind = FIELD_TEXT,
     .offset = AT(phone),
     .max = 20,
     .label = "youth.edit.phone"},
    {.name = "email",
     .kind = FIELD_TEXT,
     .offset = AT(email),
     .max = 200,
     .label = "youth.edit.email"},
    {.name = "vej",
     .kind = FIELD_TEXT,
     .offset = AT(street),
     .max = 200,
     .label = "youth.edit.street"},
    {.name = "postnr",
     .kind = FIELD_TEXT,
     .offset = AT(post_code),
     .max = 4,
     .label = "youth.edit.post_code"},
    {.name = "by", .kind = FIELD_TEXT, .offset = AT(town), .max = 80, .label = "youth.edit.town"},
    {.name = "beskyttet",
     .kind = FIELD_CHECK,
     .offset = AT(guarded),
     .label = "youth.edit.guarded"},
    {.name = "beskyttet_til",
     .kind = FIELD_DAY,
     .offset = AT(guarded_until),
     .label = "youth.edit.guarded_until"},
    {.name = "vejleder",
     .kind = FIELD_TEXT,
     .offset = AT(counsellor),
     .max = 20,
     .label = "youth.edit.counsellor"},
};
#define FIELDS_N (sizeof fields / sizeof *fields)

static bool head_or_reply(struct request *rq, struct youth_head *ret_head) {
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

static const char *or_empty(const char *text) { return text ? text : ""; }

static bool counsellor_choices(struct request *rq, struct edit_page *page, const char *chosen,
                               struct err *err) {
    struct q_youth_counsellors_rows rows;
    if (!q_youth_counsellors(rq->db, rq->arena, &rows, err)) return false;
    struct choice *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    list[0] = (struct choice){"", msg_youth_no_counsellor(rq->lang), !*chosen};
    for (size_t i = 0; i < rows.n; i++) {
        const char *value = arena_fmt(rq->arena, "%lld", (long long)rows.v[i].id);
        list[i + 1] = (struct choice){value, rows.v[i].name, strcmp(value, chosen) == 0};
    }
    page->counsellors = list;
    page->counsellors_n = rows.n + 1;
    return true;
}

/* `form` NULL: the stored values; else what was typed. */
static void show(struct request *rq, const struct youth_head *head, const struct form *form,
                 bool conflict) {
    struct edit_page page = {
        .head = head,
        .form = form,
        .version = head->version,
        .conflict = conflict,
        .may_give = rq->visitor.role == ROLE_TEAM_LEADER,
        .phone = form ? form_typed(form, "telefon") : or_empty(head->phone),
        .email = form ? form_typed(form, "email") : or_empty(head->email),
        .street = form ? form_typed(form, "vej") : or_empty(head->street),
        .post_code = form ? form_typed(form, "postnr") : or_empty(head->post_code),
        .town = form ? form_typed(form, "by") : or_empty(head->town),
        .guarded = form ? *form_typed(form, "beskyttet") != '\0' : head->guarded,
        .guarded_until = form ? form_typed(form, "beskyttet_til")
                         : head->guarded_until == DAY_NONE
                             ? ""
                             : fmt_day_table(rq->arena, rq->lang, head->guarded_until),
    };
    if (form) {
        page.error_phone = form_error(form, "telefon");
        page.error_email = form_error(form, "email");
        page.error_post_code = form_error(form, "postnr");
        page.error_guarded_until = form_error(form, "beskyttet_til");
    }
    const char *chosen = form ? form_typed(form, "vejleder")
                         : head->counsellor == INT_NONE
                             ? ""
                             : arena_fmt(rq->arena, "%lld", (long long)head->counsellor);
    struct err err = {0};
    if (page.may_give && !counsellor_choices(rq, &page, chosen, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (form) rq->reply.status = conflict ? 409 : 422;
    struct page shell = {.title = msg_youth_edit_title(rq->lang),
                         .section = "/unge",
                         .has_errors = form && !form->ok};
    reply_page(rq, &shell, youth_edit, &page);
}

void youth_edit_get(struct request *rq) {
    struct youth_head head;
    if (head_or_reply(rq, &head)) show(rq, &head, NULL, false);
}

struct edit_work {
    const char *id;
    const struct edit_form *values;
    int64_t counsellor; /* INT_NONE: as it is */
    int64_t author;
    bool conflict;
};

static const char *or_null(const char *text) { return text && *text ? text : NULL; }

static bool edit_write(struct db *w, void *ctx, struct err *err) {
    struct edit_work *work = ctx;
    const struct edit_form *v = work->values;
    int64_t changed = 0, now = clock_now();
    struct q_youth_edit_in in = {.id = work->id,
                                 .version = v->version,
                                 .phone = or_null(v->phone),
                                 .email = or_null(v->email),
                                 .street = or_null(v->street),
                                 .post_code = or_null(v->post_code),
                                 .town = or_null(v->town),
                                 .guarded = v->guarded,
                                 .guarded_until = v->guarded ? v->guarded_until : DAY_NONE,
                                 .edited_at = now};
    if (!q_youth_edit(w, in, &changed, err)) return false;
    if (!changed) {
        work->conflict = true;
        return err_set(err, ERR_CONFLICT, "somebody else changed this person first");
    }
    if (work->counsellor == INT_NONE) return true;
    return youth_give(w, work->id, work->counsellor, work->author, err);
}

static bool looks_like_email(const char *text) {
    const char *at = strchr(text, '@');
    return at && at > text && strchr(at, '.') && !strchr(text, ' ');
}

static void check(struct request *rq, struct form *form, const struct edit_form *v) {
    if (v->email && *v->email && !looks_like_email(v->email))
        form_fail(form, "email", msg_youth_edit_email_bad(rq->lang));
    if (v->post_code && *v->post_code &&
        (strlen(v->post_code) != 4 || strspn(v->post_code, "0123456789") != 4))
        form_fail(form, "postnr", msg_youth_edit_post_code_bad(rq->lang));
    if (v->guarded && v->guarded_until != DAY_NONE && v->guarded_until < clock_today())
        form_fail(form, "beskyttet_til", msg_youth_edit_guarded_past(rq->lang));
}

void youth_edit_post(struct request *rq) {
    struct youth_head head;
    if (!head_or_reply(rq, &head)) return;
    struct edit_form values = {0};
    struct form form;
    if (form_read(rq, fields, FIELDS_N, &form, &values)) check(rq, &form, &values);
    if (!form.ok) {
        show(rq, &head, &form, false);
        return;
    }
    struct edit_work work = {
        .id = head.id, .values = &values, .counsellor = INT_NONE, .author = rq->visitor.user_id};
    if (rq->visitor.role == ROLE_TEAM_LEADER && values.counsellor && *values.counsellor)
        work.counsellor = strtoll(values.counsellor, NULL, 10);
    struct err err = {0};
    if (store_write(rq->store, edit_write, &work, &err)) {
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/unge/%s", head.id),
                              msg_youth_edit_saved(rq->lang), NULL);
    } else if (work.conflict) {
        show(rq, &head, &form, true);
    } else {
        reply_error(rq, &err);
    }
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A counsellor outside the relation says why, and a team leader looks at what was said.
 *
 * The page that asks shows nothing of the person, not even the name: it is shown to those who have
 * not yet said why they ask. Reason and log row are written in one transaction; the reason opens this
 * one person for this one counsellor until the end of the day.
 */
#include "access/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/access.html.h"
#include "gen/access.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MIN       10
#define TEXT_MAX       300
#define SPOT_MOST      100
#define SPOT_DONE_MOST 20

static const char *const choices[] = {"cover", "handover", "phone", "other", NULL};

struct reason_input {
    const char *choice, *text, *til;
};
static const struct field reason_fields[] = {
    {.name = "grund",
     .kind = FIELD_CHOICE,
     .offset = offsetof(struct reason_input, choice),
     .required = true,
     .choices = choices,
     .label = "reason.choice"},
    {.name = "tekst",
     .kind = FIELD_LONG,
     .offset = offsetof(struct reason_input, text),
     .max = TEXT_MAX,
     .label = "reason.text"},
    {.name = "til", .kind = FIELD_TEXT, .offset = offsetof(struct reason_input, til), .max = 1000},
};

/* ---- asking ---- */

/* Only pages of the person the reason is for. */
static const char *til_of(struct request *rq, const char *til) {
    const char *person = arena_fmt(rq->arena, "/unge/%s", request_segment(rq, "youth"));
    const char *path = local_path(til, person);
    return strncmp(path, person, strlen(person)) == 0 ? path : person;
}

static void reason_page(struct request *rq, const struct form *form, const char *til) {
    struct reason_page v = {
        .form = form,
        .youth_id = request_segment(rq, "youth"),
        .til = til_of(rq, til),
        .choice_error = form_error(form, "grund"),
        .text = form_typed(form, "tekst"),
        .text_error = form_error(form, "tekst"),
    };
    v.choices_n =
        choices_of(rq->arena, rq->lang, choices, "reason", form_typed(form, "grund"), &v.choices);
    struct page page = {
        .title = msg_reason_heading(rq->lang), .section = "/unge", .has_errors = !form->ok};
    reply_page(rq, &page, reason_page, &v);
}

void reason_show(struct request *rq) {
    struct err err = {0};
    bool related;
    const char *youth = request_segment(rq, "youth");
    if (!access_related(rq->db, rq->arena, &rq->visitor, youth, &related, &err))
        reply_error(rq, &err);
    else if (related)
        reply_redirect(rq, til_of(rq, request_query(rq, "til")));
    else
        reason_page(rq, &form_blank, request_query(rq, "til"));
}

struct reason_write {
    struct request *rq;
    const char *text;
    int32_t day;
};

static bool reason_write(struct db *w, void *ctx, struct err *err) {
    const struct reason_write *reason = ctx;
    struct request *rq = reason->rq;
    struct audit_entry entry = audit_entry_of(rq, "reason");
    struct q_access_reason_add_in in = {
        .id = id_next(),
        .account = rq->visitor.user_id,
        .youth = request_segment(rq, "youth"),
        .day = reason->day,
        .reason = reason->text,
        .at = clock_now(),
    };
    entry.detail = arena_fmt(rq->arena, "reason:%lld", (long long)in.id);
    return q_access_reason_add(w, in, NULL, err) && audit_append(w, &entry, err);
}

/* What is kept: the choice, and the words when there are any. "other" says nothing by itself. */
static const char *reason_text(struct request *rq, const struct reason_input *in) {
    if (!in->text) return in->choice;
    return arena_fmt(rq->arena, "%s: %s", in->choice, in->text);
}

void reason_post(struct request *rq) {
    struct reason_input in;
    struct form form;
    struct err err = {0};
    bool ok =
        form_read(rq, reason_fields, sizeof reason_fields / sizeof *reason_fields, &form, &in);
    if (ok && strcmp(in.choice, "other") == 0 && (!in.text || strlen(in.text) < TEXT_MIN))
        form_fail(&form, "tekst", msg_reason_text_short(rq->arena, rq->lang, TEXT_MIN));
    if (!form.ok) {
        reason_page(rq, &form, in.til);
        return;
    }
    struct reason_write reason = {rq, reason_text(rq, &in), clock_today()};
    if (store_write_again(rq->store, reason_write, &reason, &err))
        reply_redirect(rq, til_of(rq, in.til));
    else
        reply_error(rq, &err);
}

/* ---- spot checks ---- */

/* "cover: words" -> the choice in the reader's language, and the words. */
static const char *reason_shown(struct request *rq, const char *stored) {
    const char *colon = strchr(stored, ':');
    size_t len = colon ? (size_t)(colon - stored) : strlen(stored);
    const char *choice =
        word_of(rq->arena, rq->lang, "reason.", arena_dup_n(rq->arena, stored, len));
    return colon ? arena_fmt(rq->arena, "%s%s", choice, colon) : choice;
}

static bool spot_open(struct request *rq, struct spot_page *v, struct err *err) {
    struct q_access_reasons_open_rows rows;
    struct q_access_reasons_open_count_rows count;
    if (!q_access_reasons_open(rq->db, rq->arena, (struct q_access_reasons_open_in){0, SPOT_MOST},
                               &rows, err) ||
        !q_access_reasons_open_count(rq->db, rq->arena, &count, err))
        return false;
    v->open = count.n ? count.v[0].n : 0;
    v->lines_n = rows.n;
    v->lines = arena_array(rq->arena, rows.n, sizeof *v->lines);
    for (size_t i = 0; i < rows.n; i++)
        v->lines[i] = (struct spot_line){
            .id = rows.v[i].id,
            .youth_id = rows.v[i].youth,
            .youth = rows.v[i].youth_name ? rows.v[i].youth_name : msg_spot_gone(rq->lang),
            .who = rows.v[i].who,
            .reason = reason_shown(rq, rows.v[i].reason),
            .day = rows.v[i].day,
            .time = time_of_day(rq->arena, rq->lang, rows.v[i].at),
            .reviewed = DAY_NONE,
        };
    return true;
}

static bool spot_done(struct request *rq, struct spot_page *v, struct err *err) {
    struct q_access_reasons_reviewed_rows rows;
    if (!q_access_reasons_reviewed(
            rq->db, rq->arena, (struct q_access_reasons_reviewed_in){SPOT_DONE_MOST}, &rows, err))
        return false;
    v->done_n = rows.n;
    v->done = arena_array(rq->arena, rows.n, sizeof *v->done);
    for (size_t i = 0; i < rows.n; i++)
        v->done[i] = (struct spot_line){
            .id = rows.v[i].id,
            .youth_id = rows.v[i].youth,
            .youth = rows.v[i].youth_name ? rows.v[i].youth_name : msg_spot_gone(rq->lang),
            .who = rows.v[i].who,
            .reason = reason_shown(rq, rows.v[i].reason),
            .day = rows.v[i].day,
            .time = time_of_day(rq->arena, rq->lang, rows.v[i].at),
            .reviewer = rows.v[i].reviewer,
            .reviewed = clock_day_of(rows.v[i].reviewed_at),
        };
    return true;
}

void spot_check_show(struct request *rq) {
    struct err err = {0};
    struct spot_page v = {0};
    struct page page = {.title = msg_spot_heading(rq->lang),
                        .section = "/team/stikproever",
                        .wide = true,
                        .printable = true};
    if (spot_open(rq, &v, &err) && spot_done(rq, &v, &err))
        reply_page(rq, &page, spot_page, &v);
    else
        reply_error(rq, &err);
}

struct review {
    int64_t id, by;
    int64_t changed;
};

static bool review_write(struct db *w, void *ctx, struct err *err) {
    struct review *review = ctx;
    struct q_access_reason_review_in in = {review->id, review->by, clock_now()};
    return q_access_reason_review(w, in, &review->changed, err);
}

void spot_check_post(struct request *rq) {
    struct err err = {0};
    struct review review = {.by = rq->visitor.user_id};
    if (!number_of(request_segment(rq, "reason"), &review.id)) {
        reply_status(rq, 404);
        return;
    }
    if (!store_write(rq->store, review_write, &review, &err))
        reply_error(rq, &err);
    else if (review.changed == 0)
        reply_redirect(rq, "/team/stikproever"); /* somebody else was faster */
    else
        reply_redirect_notice(rq, "/team/stikproever", msg_spot_saved(rq->lang), NULL);
}

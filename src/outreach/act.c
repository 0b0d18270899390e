/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is done with one button: a status is still so, an effort is over, an act is undone.
 */
#include "outreach/views.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/outreach.sql.h"
#include "letter/letter.h"

#include <stdlib.h>
#include <string.h>

struct act {
    struct request *rq;
    const char *youth, *what;
    int64_t id, account, spell;
};

static struct act act_of(struct request *rq, const char *segment) {
    return (struct act){.rq = rq,
                        .youth = request_segment(rq, "youth"),
                        .id = segment ? strtoll(request_segment(rq, segment), NULL, 10) : 0,
                        .account = rq->visitor.user_id};
}

static void act_reply(struct act *act, db_write_fn *fn, const char *back, const char *notice,
                      const char *undo) {
    struct request *rq = act->rq;
    struct err err = {0};
    const char *base = arena_fmt(rq->arena, "/unge/%s/maalgruppe", act->youth);
    if (store_write(rq->store, fn, act, &err))
        reply_redirect_notice(
            rq, back ? back : base, notice,
            undo ? arena_fmt(rq->arena, "%s/%s/%lld/fortryd", base, undo, (long long)act->id)
                 : NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_status(rq, 404);
    else if (err.kind == ERR_REFUSED)
        reply_redirect_notice(rq, base, msg_outreach_undo_late(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

static bool found(int64_t changed, struct err *err) {
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nothing of that number to change");
}

/* ---- still so ---- */

static bool check_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    act->id = id_next();
    struct q_outreach_check_add_in in = {act->id,       act->youth,   act->spell,
                                         clock_today(), act->account, clock_now()};
    return q_outreach_check_add(w, in, NULL, err);
}

/* From the list one goes back to the list. */
static const char *back_of(struct request *rq) {
    const char *from = request_body(rq, "liste");
    return from && strcmp(from, "1") == 0 ? "/opsoegende?status=expired" : NULL;
}

void outreach_check_post(struct request *rq) {
    struct act act = act_of(rq, NULL);
    struct youth_head head;
    struct outreach_person person;
    struct err err = {0};
    if (!outreach_head_or_reply(rq, &head)) return;
    if (!outreach_person_read(rq, &head, &person, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (person.spell == INT_NONE || strcmp(person.facts.kind, "unknown") == 0) {
        reply_status(rq, 409); /* there is nothing to confirm */
        return;
    }
    act.spell = person.spell;
    act_reply(&act, check_write, back_of(rq), msg_outreach_checked(rq->lang), "bekraeft");
}

/* ---- an effort is over ---- */

static bool end_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    int64_t changed = 0;
    struct q_outreach_effort_end_in in = {act->id, act->youth, clock_today()};
    return q_outreach_effort_end(w, in, &changed, err) && found(changed, err);
}

void outreach_end_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act_reply(&act, end_write, NULL, msg_outreach_ended(rq->lang), NULL);
}

/* ---- undo ---- */

/* The letters that told it must all be here still. */
static bool letters_back(struct db *w, struct act *act, struct err *err) {
    struct arena *a = act->rq->arena;
    struct q_outreach_notice_of_rows rows;
    struct q_outreach_notice_of_in in = {act->id, act->youth};
    struct letter_line *lines;
    size_t n;
    int64_t all = 0, back = 0;
    if (!q_outreach_notice_of(w, a, in, &rows, err)) return false;
    if (!rows.n || rows.v[0].notice == INT_NONE) return true;
    if (!letter_list(w, a, act->youth, &lines, &n, err)) return false;
    for (size_t i = 0; i < n; i++) all += lines[i].notice == rows.v[0].notice;
    if (!letter_withdraw(w, rows.v[0].notice, &back, err)) return false;
    return back == all || err_set(err, ERR_REFUSED, "a letter has left");
}

#define WITHDRAW(table_)                                                                           \
    q_outreach_##table_##_withdraw(                                                                \
        w, (struct q_outreach_##table_##_withdraw_in){id, youth, account, since, now}, &n, err)

/* The one before is the contact person again. */
static bool contact_back(struct db *w, struct act *act, struct err *err) {
    struct q_outreach_contacts_rows rows;
    struct q_outreach_contacts_in in = {act->youth};
    if (!q_outreach_contacts(w, act->rq->arena, in, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.v[i].id != act->id) continue;
        struct q_outreach_contact_reopen_in before = {act->youth, rows.v[i].from_day - 1};
        return q_outreach_contact_reopen(w, before, NULL, err);
    }
    return true;
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct act *act = ctx;
    const char *youth = act->youth, *what = act->what;
    int64_t id = act->id, account = act->account, now = clock_now(), since = now - UNDO_US, n = 0;
    bool ok;
    if (strcmp(what, "bekraeft") == 0)
        ok = WITHDRAW(check);
    else if (strcmp(what, "vurdering") == 0)
        ok = letters_back(w, act, err) && WITHDRAW(assessment);
    else if (strcmp(what, "stu") == 0)
        ok = WITHDRAW(stu);
    else if (strcmp(what, "indsats") == 0)
        ok = WITHDRAW(effort);
    else if (strcmp(what, "kontaktperson") == 0)
        ok = contact_back(w, act, err) && WITHDRAW(contact);
    else
        return err_set(err, ERR_NOT_FOUND, "no such act");
    return ok && found(n, err);
}

void outreach_undo_post(struct request *rq) {
    struct act act = act_of(rq, "raekke");
    act.what = request_segment(rq, "hvad");
    act_reply(&act, undo_write, NULL, msg_outreach_undone(rq->lang), NULL);
}

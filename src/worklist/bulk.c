/* SPDX-License-Identifier: EUPL-1.2
 *
 * Bulk actions: one thing done to several lines, all or none, and taken back as one for ten minutes.
 *
 * What was done is kept with when each line was due before. Taking it back asks the slices again; a
 * line that somebody has changed meanwhile stays as it is now.
 */
#include "worklist/worklist.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/msg.h"
#include "gen/worklist.sql.h"
#include "worklist/views.h"

#include <stdlib.h>
#include <string.h>

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

static const struct slice *owner_of(const char *key) {
    for (size_t i = 0; i < slices_count(); i++) {
        const struct slice *s = slices_at(i);
        size_t len = strlen(s->name);
        if (s->worklist_act && strncmp(key, s->name, len) == 0 && key[len] == ':') return s;
    }
    return NULL;
}

/* ---- doing */

struct bulk {
    int64_t id;
    const char **keys;
    size_t n;
    const char *action;
    int32_t due;
    int64_t user;
};

static bool bulk_write(struct db *w, void *ctx, struct err *err) {
    const struct bulk *b = ctx;
    struct q_worklist_bulk_add_in add = {b->id, b->user, b->action, clock_now()};
    if (!q_worklist_bulk_add(w, add, NULL, err)) return false;
    for (size_t i = 0; i < b->n; i++) {
        const struct slice *s = owner_of(b->keys[i]);
        int32_t due = b->due;
        if (!s) return err_set(err, ERR_INPUT, "no slice owns this line");
        if (!s->worklist_act(w, b->keys[i], b->action, &due, b->user, err)) return false;
        struct q_worklist_bulk_item_add_in item = {b->id, b->keys[i], due};
        if (!q_worklist_bulk_item_add(w, item, NULL, err)) return false;
    }
    return true;
}

/* The same box ticked twice is one line. */
static size_t each_once(const char **keys, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < kept && strcmp(keys[k], keys[i]) != 0) k++;
        if (k == kept) keys[kept++] = keys[i];
    }
    return kept;
}

void worklist_post(struct request *rq) {
    struct bulk b = {.id = id_next(), .user = rq->visitor.user_id};
    const char *handling = request_body(rq, "handling");
    int32_t today = clock_today();
    b.n = request_body_all(rq, "valgt", &b.keys);
    b.n = each_once(b.keys, b.n);
    if (!b.n || !handling || !*handling) {
        reply_redirect_notice(rq, "/i-dag", msg_worklist_bulk_nothing(rq->lang), NULL);
        return;
    }
    bool done = strcmp(handling, "faerdig") == 0;
    b.action = done ? "done" : "postpone";
    b.due = strcmp(handling, "om-en-uge") == 0 ? deadline_roll(today + 7)
                                               : workdays_add(today, 1, NULL);
    struct err err = {0};
    if (!store_write(rq->store, bulk_write, &b, &err)) {
        if (err.kind == ERR_INPUT || err.kind == ERR_NOT_FOUND)
            reply_status(rq, 400);
        else
            reply_error(rq, &err);
        return;
    }
    const char *notice = done ? msg_worklist_bulk_did(rq->arena, rq->lang, (int64_t)b.n)
                              : msg_worklist_bulk_moved(rq->arena, rq->lang, (int64_t)b.n, b.due);
    reply_redirect_notice(rq, "/i-dag", notice,
                          arena_fmt(rq->arena, "/i-dag/%lld/fortryd", (long long)b.id));
}

/* ---- taking back */

struct bulk_undo {
    int64_t id, user, at;
    struct arena *arena;
    int64_t back; /* lines that are as they were */
    bool found;
};

/* A line that is not there any more leaves the others alone. */
static bool item_back(struct db *w, struct bulk_undo *undo, const struct q_worklist_bulk_row *row,
                      struct err *err) {
    const struct slice *s = owner_of(row->item);
    const char *action = strcmp(row->action, "done") == 0 ? "reopen" : "postpone";
    int32_t due = row->before_day;
    struct err gone = {0};
    if (s && s->worklist_act(w, row->item, action, &due, undo->user, &gone)) {
        undo->back++;
        return true;
    }
    return !s || gone.kind == ERR_NOT_FOUND || err_set(err, gone.kind, "%s", gone.message);
}

static bool undo_write(struct db *w, void *ctx, struct err *err) {
    struct bulk_undo *undo = ctx;
    struct q_worklist_bulk_rows rows;
    struct q_worklist_bulk_in in = {undo->id, undo->user, undo->at - UNDO_US};
    if (!q_worklist_bulk(w, undo->arena, in, &rows, err)) return false;
    undo->found = rows.n > 0;
    undo->back = 0;
    for (size_t i = 0; i < rows.n; i++)
        if (!item_back(w, undo, &rows.v[i], err)) return false;
    struct q_worklist_bulk_undone_in undone = {undo->id, undo->at};
    return !undo->found || q_worklist_bulk_undone(w, undone, NULL, err);
}

void worklist_undo_post(struct request *rq) {
    struct bulk_undo undo = {.id = strtoll(request_segment(rq, "bulk"), NULL, 10),
                             .user = rq->visitor.user_id,
                             .at = clock_now(),
                             .arena = rq->arena};
    struct err err = {0};
    if (!store_write(rq->store, undo_write, &undo, &err))
        reply_error(rq, &err);
    else if (!undo.found)
        reply_redirect_notice(rq, "/i-dag", msg_worklist_bulk_too_late(rq->lang), NULL);
    else
        reply_redirect_notice(rq, "/i-dag", msg_worklist_bulk_back(rq->arena, rq->lang, undo.back),
                              NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a counsellor has promised and begun to write, when a colleague takes over.
 *
 * Open follow-ups change their owner. Drafts are copied: each is sealed anew for the taker; where the taker is
 * writing in the same place, both texts stand there, the taker's first. The giver's own stay until their seven
 * days are over. Restricted notes stay what they are: for their author and the team leader.
 */
#include "guidance/views.h"

#include "base/clock.h"
#include "gen/guidance.sql.h"
#include "gen/msg.h"

bool guidance_handover_preview(struct request *rq, const struct handover *h,
                               struct handover_lines *out, struct err *err) {
    struct q_guidance_handover_count_rows rows;
    struct q_guidance_handover_count_in in = {h->from, clock_now() - DRAFT_US};
    if (!q_guidance_handover_count(rq->db, rq->arena, in, &rows, err)) return false;
    const struct q_guidance_handover_count_row *r = &rows.v[0];
    *handover_add(out) =
        (struct handover_line){msg_guidance_handover_follow_ups(rq->lang), r->follow_ups, NULL};
    *handover_add(out) = (struct handover_line){msg_guidance_handover_drafts(rq->lang), r->drafts,
                                                msg_guidance_handover_drafts_note(rq->lang)};
    if (r->restricted)
        *handover_add(out) =
            (struct handover_line){msg_guidance_handover_restricted(rq->lang), r->restricted,
                                   msg_guidance_handover_restricted_note(rq->lang)};
    return true;
}

static const char *draft_open(struct arena *a, int64_t account, const char *place,
                              struct blob body) {
    if (!body.ptr) return NULL;
    return open_text(a, "draft", draft_row(a, account, place), "body", body);
}

static bool copy(struct db *w, struct arena *a, const struct handover *h, const char *place,
                 struct blob body, struct err *err) {
    struct q_guidance_draft_rows own;
    struct q_guidance_draft_in in = {h->to, place, h->at - DRAFT_US};
    const char *text = draft_open(a, h->from, place, body);
    if (!text) return true; /* cannot be opened by anybody: open_text() has logged it */
    if (!q_guidance_draft(w, a, in, &own, err)) return false;
    struct blob before = own.n ? own.v[0].body : (struct blob){0};
    const char *theirs = draft_open(a, h->to, place, before);
    if (theirs) text = arena_fmt(a, "%s\n\n%s", theirs, text);
    struct q_guidance_draft_note_in note = {h->id, place, before};
    struct q_guidance_draft_put_in put = {
        h->to, place, seal_text(a, "draft", draft_row(a, h->to, place), "body", text), h->at};
    return q_guidance_draft_note(w, note, NULL, err) && q_guidance_draft_put(w, put, NULL, err);
}

bool guidance_handover_move(struct db *w, struct arena *a, const struct handover *h,
                            struct err *err) {
    struct q_guidance_handover_note_in note = {h->id, h->from};
    struct q_guidance_handover_give_in give = {h->from, h->to};
    struct q_guidance_drafts_of_rows drafts;
    if (!q_guidance_handover_note(w, note, NULL, err) ||
        !q_guidance_handover_give(w, give, NULL, err) ||
        !q_guidance_drafts_of(w, a, (struct q_guidance_drafts_of_in){h->from, h->at - DRAFT_US},
                              &drafts, err))
        return false;
    for (size_t i = 0; i < drafts.n; i++)
        if (!copy(w, a, h, drafts.v[i].place, drafts.v[i].body, err)) return false;
    return true;
}

/* `h->at` is the moment of taking back; the drafts were saved when it was handed over. */
bool guidance_handover_back(struct db *w, struct arena *a, const struct handover *h,
                            struct err *err) {
    struct q_guidance_handover_take_in take = {h->id, h->from, h->to};
    struct q_guidance_draft_notes_rows notes;
    struct q_guidance_draft_notes_in in = {h->id, h->to, h->given_at};
    if (!q_guidance_handover_take(w, take, NULL, err) ||
        !q_guidance_draft_notes(w, a, in, &notes, err))
        return false;
    for (size_t i = 0; i < notes.n; i++) {
        const char *place = notes.v[i].place;
        struct q_guidance_draft_drop_in drop = {h->to, place};
        struct q_guidance_draft_put_in put = {h->to, place, notes.v[i].body, h->at};
        bool ok = notes.v[i].body.ptr ? q_guidance_draft_put(w, put, NULL, err)
                                      : q_guidance_draft_drop(w, drop, NULL, err);
        if (!ok) return false;
    }
    return true;
}

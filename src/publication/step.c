/* SPDX-License-Identifier: EUPL-1.2
 *
 * From hand to hand: sent, returned, published, given up. Each step is one row of the history.
 */
#include "publication/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/publication.sql.h"

#include <string.h>

bool publication_event_add(struct db *w, int64_t publication, const char *kind, int64_t account,
                           int64_t at, const char *comment, struct err *err) {
    struct q_publication_add_event_in in = {
        id_next(), publication, kind, account, at, comment && *comment ? comment : NULL};
    return q_publication_add_event(w, in, NULL, err);
}

/* Why nothing was approved: it is not there to be approved, or not by this person. */
static bool approve_refused(struct db *w, int64_t id, int64_t account, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_publication_by_id_rows rows;
    if (!q_publication_by_id(w, a, (struct q_publication_by_id_in){id}, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "no such publication");
    if (strcmp(rows.v[0].state, "sent") != 0)
        return err_set(err, ERR_CONFLICT, "it does not wait for approval");
    bool own = rows.v[0].made_by_id == account || rows.v[0].sent_by_id == account;
    return err_set(err, own ? ERR_REFUSED : ERR_CONFLICT, "not by whoever made or sent it");
}

bool publication_step(struct db *w, int64_t id, enum publication_step step, int64_t account,
                      int64_t at, const char *comment, struct err *err) {
    static const char *const kinds[] = {[STEP_SEND] = "sent",
                                        [STEP_RETURN] = "returned",
                                        [STEP_APPROVE] = "approved",
                                        [STEP_DISCARD] = "discarded"};
    int64_t changed = 0;
    bool ok = false;
    if (at == INT_NONE) at = clock_now();
    switch (step) {
    case STEP_SEND:
        ok = q_publication_send(w, (struct q_publication_send_in){id, account, at}, &changed, err);
        break;
    case STEP_RETURN:
        ok = q_publication_return(w, (struct q_publication_return_in){id}, &changed, err);
        break;
    case STEP_APPROVE:
        ok = q_publication_approve(w, (struct q_publication_approve_in){id, account, at}, &changed,
                                   err);
        break;
    case STEP_DISCARD:
        ok = q_publication_discard(w, (struct q_publication_discard_in){id}, &changed, err);
        break;
    }
    if (!ok) return false;
    if (!changed && step == STEP_APPROVE) return approve_refused(w, id, account, err);
    if (!changed) return err_set(err, ERR_CONFLICT, "it is in another state by now");
    return publication_event_add(w, id, kinds[step], account, at, comment, err);
}

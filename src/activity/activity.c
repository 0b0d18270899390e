/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of spells. One is open at a time; a new one ends the one before; an end without a new
 * beginning opens "unknown". Nothing is deleted: what was wrong is withdrawn.
 */
#include "activity/activity.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/activity.sql.h"

#include <math.h>
#include <string.h>

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

static bool one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(word, *words) == 0) return true;
    return false;
}

bool activity_is_youth_education(const char *kind) {
    static const char *const kinds[] = {"eud_gf1", "eud_gf2", "eud_main", "eux", "stx",
                                        "hhx",     "htx",     "hf",       NULL};
    return one_of(kind, kinds);
}

bool activity_is_occupied(const char *kind) {
    static const char *const idle[] = {"none", "unknown", "leave", NULL};
    return !one_of(kind, idle);
}

static bool add(struct db *w, const struct spell *spell, int64_t account, int64_t *ret_id,
                struct err *err) {
    int64_t id = id_next();
    struct q_activity_add_in in = {
        .id = id,
        .youth = spell->youth_id,
        .kind = spell->kind,
        .programme = spell->programme,
        .institution = spell->institution,
        .place = spell->place,
        .hours = spell->hours,
        .from_day = spell->from,
        .source = spell->source ? spell->source : "guidance",
        .known_at = spell->known_at == INT_NONE || !spell->known_at ? clock_now() : spell->known_at,
        .known_by = account,
    };
    if (!q_activity_add(w, in, NULL, err)) return false;
    if (ret_id) *ret_id = id;
    return true;
}

static bool close_spell(struct db *w, int64_t id, int32_t to, const char *outcome,
                        const char *cause, struct err *err) {
    struct q_activity_close_in in = {id, to, outcome, cause, clock_now()};
    return q_activity_close(w, in, NULL, err);
}

bool activity_start(struct db *w, struct arena *a, const struct spell *spell, const char *ended_as,
                    const char *cause, int64_t account, int64_t *ret_id, struct err *err) {
    struct q_activity_last_rows last;
    if (!q_activity_last(w, a, (struct q_activity_last_in){spell->youth_id}, &last, err))
        return false;
    if (last.n) {
        const struct q_activity_last_row *l = &last.v[0];
        bool open = l->to_day == DAY_NONE;
        if (spell->from < l->from_day || (!open && spell->from <= l->to_day))
            return err_set(err, ERR_CONFLICT, "a spell cannot begin before the one before it");
        bool unknown = strcmp(l->kind, "unknown") == 0;
        if (open && spell->from == l->from_day) {
            /* Found out about the very first day: the open one never was. */
            struct q_activity_withdraw_in in = {l->id, clock_now(), account};
            if (!q_activity_withdraw(w, in, NULL, err)) return false;
        } else if (open) {
            const char *outcome = unknown ? "found_out" : ended_as ? ended_as : "ended";
            if (!close_spell(w, l->id, spell->from - 1, outcome, cause, err)) return false;
        }
    }
    return add(w, spell, account, ret_id, err);
}

bool activity_end(struct db *w, struct arena *a, const char *youth_id, int64_t spell_id, int32_t to,
                  const char *outcome, const char *cause, int64_t account, struct err *err) {
    struct q_activity_by_id_rows rows;
    if (!q_activity_by_id(w, a, (struct q_activity_by_id_in){spell_id, youth_id}, &rows, err))
        return false;
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE || rows.v[0].to_day != DAY_NONE)
        return err_set(err, ERR_NOT_FOUND, "no open spell of that number");
    if (to < rows.v[0].from_day)
        return err_set(err, ERR_CONFLICT, "a spell cannot end before it began");
    if (!close_spell(w, spell_id, to, outcome, cause, err)) return false;
    struct spell unknown = {.youth_id = youth_id,
                            .kind = "unknown",
                            .from = to + 1,
                            .hours = NAN,
                            .source = "guidance"};
    return add(w, &unknown, account, NULL, err);
}

bool activity_withdraw(struct db *w, struct arena *a, const char *youth_id, int64_t spell_id,
                       int64_t account, struct err *err) {
    struct q_activity_by_id_rows rows;
    if (!q_activity_by_id(w, a, (struct q_activity_by_id_in){spell_id, youth_id}, &rows, err))
        return false;
    if (!rows.n || rows.v[0].withdrawn_at != INT_NONE)
        return err_set(err, ERR_NOT_FOUND, "no spell of that number");
    const struct q_activity_by_id_row *r = &rows.v[0];
    int64_t now = clock_now();
    if (r->known_by != account || now - r->known_at > UNDO_US)
        return err_set(err, ERR_REFUSED, "only the own last act can be undone, within ten minutes");
    if (r->to_day != DAY_NONE) /* it was ended too: a later act stands on it */
        return err_set(err, ERR_CONFLICT, "something later stands on this spell");
    if (!q_activity_withdraw(w, (struct q_activity_withdraw_in){spell_id, now, account}, NULL, err))
        return false;
    return q_activity_reopen(w, (struct q_activity_reopen_in){youth_id, r->from_day - 1}, NULL,
                             err);
}

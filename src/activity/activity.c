/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of spells. One is open at a time; a new one ends the one before; an end without a new
 * beginning opens "unknown". Nothing is deleted: what was wrong is withdrawn.
 */
#include "activity/activity.h"
#include "activity/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "cohort/cohort.h"
#include "duty/duty.h"
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
    if (!q_activity_add(w, in, NULL, err) || !cohort_note_change(w, err)) return false;
    if (ret_id) *ret_id = id;
    return true;
}

static bool close_spell(struct db *w, int64_t id, int32_t to, const char *outcome,
                        const char *cause, struct err *err) {
    struct q_activity_close_in in = {id, to, outcome, cause, clock_now()};
    return q_activity_close(w, in, NULL, err) && cohort_note_change(w, err);
}

/* What a beginning or an end says about the duty of a 15-17-year-old (duty.h): nothing to do, or work of
 * too few hours, is a plan that is not followed; so is an education or job that ended before its time
 * with nothing after it. The spell names the day, and can be undone. */
static bool tell_duty(struct db *w, struct arena *a, const char *youth_id, int64_t spell,
                      const char *source, int32_t from, int32_t aware, int64_t account,
                      struct err *err) {
    bool file = source && strcmp(source, "import") == 0;
    bool school = source && strcmp(source, "school") == 0;
    bool institution = source && strcmp(source, "register") == 0;
    struct duty_told told = {.youth_id = youth_id,
                             .source = file          ? "import"
                                       : school      ? "school"
                                       : institution ? "institution"
                                                     : "guidance",
                             .spell = spell,
                             .from = from,
                             .aware = aware,
                             .author = file ? INT_NONE : account};
    if (from > aware + 1) return true; /* it has not happened (begins.c); what ends today, has */
    return duty_tell(w, a, &told, NULL, err);
}

static bool is_broken(const struct rules *rules, const struct spell *spell) {
    int64_t hours = rules_int(rules, RULE_DUTY_WORK_HOURS, NULL, NULL, spell->from);
    enum duty_meets meets = duty_meets(spell->kind, spell->hours, hours, true);
    return meets == DUTY_IDLE || meets == DUTY_FEW_HOURS;
}

bool activity_tell_start(struct db *w, struct arena *a, const struct spell *spell, int64_t id,
                         int32_t aware, int64_t account, struct err *err) {
    const struct rules *rules;
    if (!rules_now(w, &rules, err)) return false;
    if (!is_broken(rules, spell)) return true;
    return tell_duty(w, a, spell->youth_id, id, spell->source, spell->from, aware, account, err);
}

/* School until the end of the 9th grade is compulsory education, which the duty comes after. */
static bool breaks_off(const char *kind, const char *outcome) {
    static const char *const school[] = {"grade_school", "full_time_teaching", NULL};
    static const char *const outcomes[] = {"interrupted", "ended", "switched", NULL};
    return activity_is_occupied(kind) && !one_of(kind, school) && outcome &&
           one_of(outcome, outcomes);
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
            if (!q_activity_withdraw(w, in, NULL, err)) return false; /* add() tells */
        } else if (open) {
            const char *outcome = unknown ? "found_out" : ended_as ? ended_as : "ended";
            if (!close_spell(w, l->id, spell->from - 1, outcome, cause, err)) return false;
        }
    }
    return activity_start_first(w, a, spell, account, ret_id, err);
}

bool activity_start_first(struct db *w, struct arena *a, const struct spell *spell, int64_t account,
                          int64_t *ret_id, struct err *err) {
    int64_t id;
    if (!add(w, spell, account, &id, err)) return false;
    if (ret_id) *ret_id = id;
    return activity_tell_start(w, a, spell, id, clock_today(), account, err);
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
    if (!add(w, &unknown, account, NULL, err)) return false;
    if (!breaks_off(rows.v[0].kind, outcome)) return true;
    return tell_duty(w, a, youth_id, spell_id, NULL, to + 1, clock_today(), account, err);
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
    if (!duty_untell(w, spell_id, account, err)) return false;
    return q_activity_reopen(w, (struct q_activity_reopen_in){youth_id, r->from_day - 1}, NULL,
                             err) &&
           cohort_note_change(w, err);
}

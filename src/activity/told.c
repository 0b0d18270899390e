/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a file of pupils tells about where somebody goes to school, against what is known here.
 *
 * A file knows the school of today. It does not know since when, and nothing of what a counsellor has
 * found out after it was written; so it gives way to anything newer, and its days are modest guesses:
 * the start of the school year, or the day on which it was written.
 */
#include "activity/activity.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/activity.sql.h"

#include <math.h>
#include <string.h>

#define TYPE_BOARDING 1011 /* INST_TYPE_NR: Efterskoler */

static bool same(const char *left, const char *right) {
    return left && right && strcmp(left, right) == 0;
}

static const char *kind_of(int64_t type_code, const char *grade) {
    if (type_code == TYPE_BOARDING) return "boarding_school";
    return same(grade, "10") ? "tenth_grade" : "grade_school";
}

static bool is_school(const char *kind) {
    return same(kind, "grade_school") || same(kind, "boarding_school") || same(kind, "tenth_grade");
}

/* Somebody here knew better after the file was written. */
static bool is_newer(const struct q_activity_told_row *last, int64_t drawn_at) {
    int64_t ended = last->ended_known_at == INT_NONE ? last->known_at : last->ended_known_at;
    return !same(last->source, "import") && (last->known_at > drawn_at || ended > drawn_at);
}

/* A day can begin a spell after the last one. Its very first day would put the file's word in its
 * place, which a file may do with its own word only. */
static bool fits(const struct q_activity_told_row *last, int32_t day) {
    if (last->id == INT_NONE) return true;
    if (last->to_day != DAY_NONE) return day > last->to_day;
    return day > last->from_day || (day == last->from_day && same(last->source, "import"));
}

static const char *ending(const struct q_activity_told_row *last, const char *kind) {
    if (same(last->kind, "grade_school") && same(kind, "tenth_grade")) return "completed";
    return is_school(last->kind) ? "moved_school" : "ended";
}

/* What the file tells, from the day on which it was written. */
static struct spell spell_of(const struct activity_pupil *pupil, const char *kind) {
    int32_t drawn = clock_day_of(pupil->drawn_at), today = clock_today();
    return (struct spell){.youth_id = pupil->youth_id,
                          .kind = kind,
                          .institution = pupil->institution,
                          .hours = NAN,
                          .from = drawn < today ? drawn : today,
                          .source = "import"};
}

/* A person whom nobody knew: the first spell, of which a file says little that could be wrong. */
static bool put_first(struct db *w, struct arena *a, const struct activity_pupil *pupil,
                      struct err *err) {
    struct q_activity_school_type_rows rows;
    struct q_activity_school_type_in in = {pupil->institution};
    if (!q_activity_school_type(w, a, in, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "the institution is unknown");
    struct spell spell = spell_of(pupil, kind_of(rows.v[0].type_code, pupil->grade));
    if (pupil->since < spell.from) spell.from = pupil->since;
    return activity_start_first(w, a, &spell, INT_NONE, NULL, err);
}

bool activity_put_pupil(struct db *w, struct arena *a, const struct activity_pupil *pupil,
                        struct err *err) {
    if (pupil->fresh) return put_first(w, a, pupil, err);
    struct q_activity_told_rows rows;
    struct q_activity_told_in in = {pupil->youth_id, pupil->institution};
    if (!q_activity_told(w, a, in, &rows, err)) return false;
    if (!rows.n) return err_set(err, ERR_NOT_FOUND, "the institution is unknown");
    const struct q_activity_told_row *last = &rows.v[0];
    const char *kind = kind_of(last->type_code, pupil->grade);
    if (last->id != INT_NONE) {
        const char *school = last->school ? last->school : pupil->left;
        bool goes_on = last->to_day == DAY_NONE && same(last->kind, kind);
        if (is_newer(last, pupil->drawn_at) || (goes_on && same(school, pupil->institution)))
            return true;
    }
    struct spell spell = spell_of(pupil, kind);
    if (pupil->since < spell.from && fits(last, pupil->since)) spell.from = pupil->since;
    if (!fits(last, spell.from)) return true;
    const char *ended_as = last->id != INT_NONE ? ending(last, kind) : NULL;
    return activity_start(w, a, &spell, ended_as, NULL, INT_NONE, NULL, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * From classes, sessions and wishes to pupils: who had had the theme in time, and what they chose.
 */
#include "effect/trades.h"

#include "base/date.h"
#include "gen/effect.sql.h"
#include "rule/rule.h"

#include <string.h>

#define THEME "trades" /* of the program: fag, der mangler faglærte */

struct reading {
    struct arena *arena;
    int first;
    int32_t count_day[EFFECT_YEARS], deadline[EFFECT_YEARS][2]; /* of 9th, of 10th grade */
    int64_t membership;                                         /* of the last pupil; INT_NONE */
    struct effect_pupil *v;
    size_t n, cap;
};

/* As the indicators look at a school year that is over, when its classes are still together. */
static int32_t count_day(int year) { return day_from_ymd(year + 1, 6, 15); }

int effect_last_year(int32_t today) {
    int year = school_year_of(today);
    return today >= count_day(year) ? year : year - 1;
}

static struct effect_pupil *pupil_add(struct reading *r) {
    if (r->n == r->cap) {
        size_t more = r->cap ? r->cap * 2 : 1024;
        r->v = arena_grow(r->arena, r->v, r->cap * sizeof *r->v, more * sizeof *r->v);
        r->cap = more;
    }
    return &r->v[r->n++];
}

/* As the indicators sort wishes (indicator wish_eud). */
static enum effect_choice choice_of(const char *kind, bool tenth) {
    if (strcmp(kind, "eud") == 0 || strcmp(kind, "eux") == 0) return CHOICE_EUD;
    if (strcmp(kind, "undecided") == 0) return CHOICE_UNKNOWN;
    bool school = strcmp(kind, "tenth_grade") == 0 || strcmp(kind, "boarding_school") == 0;
    return !school ? CHOICE_OTHER : tenth ? CHOICE_UNKNOWN : CHOICE_SCHOOL;
}

/* One school after another: pupils of one share its number's text. */
static const char *number_of(struct reading *r, const char *number) {
    if (r->n && strcmp(r->v[r->n - 1].school, number) == 0) return r->v[r->n - 1].school;
    return arena_dup(r->arena, number);
}

static bool take_row(void *ctx, const struct q_effect_pupils_row *row) {
    struct reading *r = ctx;
    int year = (int)row->school_year, at = year - r->first;
    int32_t day = r->count_day[at];
    bool tenth = strcmp(row->grade, "10") == 0;
    bool there = row->from_day <= day && (row->to_day == DAY_NONE || row->to_day >= day) &&
                 (row->moved_out == DAY_NONE || row->moved_out > day);
    if (!there) return true;
    if (row->id != r->membership) {
        const char *school = number_of(r, row->institution);
        *pupil_add(r) = (struct effect_pupil){.school = school,
                                              .year = year,
                                              .tenth = tenth,
                                              .man = row->sex && row->sex[0] == 'M',
                                              .had = row->had_day != DAY_NONE &&
                                                     row->had_day <= r->deadline[at][tenth]};
        r->membership = row->id;
    }
    bool told = row->kind && row->wish_day >= school_year_first_day(year) && row->wish_day <= day;
    if (told) r->v[r->n - 1].choice = choice_of(row->kind, tenth);
    return true;
}

bool effect_pupils(struct db *db, struct arena *a, int first, int last, struct effect_pupil **ret,
                   size_t *ret_n, struct err *err) {
    const struct rules *rules;
    struct reading r = {.arena = a, .first = first, .membership = INT_NONE};
    if (!rules_now(db, &rules, err)) return false;
    for (int year = first; year <= last; year++) {
        int32_t from = school_year_first_day(year);
        int at = year - first;
        r.count_day[at] = count_day(year);
        r.deadline[at][0] = rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, from);
        r.deadline[at][1] = rules_day(rules, RULE_DEADLINE_APPLICATION, "10", NULL, from);
    }
    struct q_effect_pupils_in in = {THEME, first, last, school_year_first_day(first),
                                    school_year_last_day(last)};
    if (!q_effect_pupils_each(db, in, take_row, &r, err)) return false;
    *ret = r.v;
    *ret_n = r.n;
    return true;
}

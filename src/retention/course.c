/* SPDX-License-Identifier: EUPL-1.2 */
#include "retention/course.h"

#include "base/date.h"

#include <string.h>

static bool is_vocational(const char *kind) { return strncmp(kind, "eu", 2) == 0; }

bool course_same(const struct course_spell *x, const struct course_spell *y) {
    if (!is_vocational(x->kind) || !is_vocational(y->kind)) return strcmp(x->kind, y->kind) == 0;
    return !x->programme || !y->programme || strcmp(x->programme, y->programme) == 0;
}

static bool is(const char *outcome, const char *word) {
    return outcome && strcmp(outcome, word) == 0;
}

/* How the spell ended, as far as that has happened on `day`. */
static void leave(struct course_start *s, const struct course_spell *spell, int32_t day,
                  int resume_months) {
    if (spell->to == DAY_NONE || spell->to > day) return;
    s->how = is(spell->outcome, "switched")      ? LEAVE_SWITCH
             : is(spell->outcome, "interrupted") ? LEAVE_DROPOUT
                                                 : LEAVE_NOT;
    if (s->how == LEAVE_NOT) return;
    s->left = spell->to;
    s->cause = spell->cause;
    s->may_resume = s->how == LEAVE_DROPOUT && day <= day_add_months(spell->to, resume_months);
}

/* The next part of the same education, or the same one taken up again in time. */
static bool goes_on(const struct course_start *s, const struct course_spell *last,
                    const struct course_spell *next, int resume_months) {
    if (s->how == LEAVE_SWITCH || !course_same(last, next)) return false;
    return s->how == LEAVE_NOT || next->from <= day_add_months(s->left, resume_months);
}

size_t course_starts(const struct course_spell *spells, size_t n, int32_t day, int resume_months,
                     struct course_start *ret_starts) {
    size_t starts = 0;
    for (size_t i = 0; i < n && spells[i].from <= day; i++) {
        struct course_start *s = starts ? &ret_starts[starts - 1] : NULL;
        if (s && goes_on(s, &spells[i - 1], &spells[i], resume_months)) {
            s->resumed = s->resumed || s->how == LEAVE_DROPOUT;
            s->how = LEAVE_NOT;
            s->left = DAY_NONE;
            s->cause = NULL;
            s->may_resume = false;
        } else {
            s = &ret_starts[starts++];
            *s = (struct course_start){.first = i, .day = spells[i].from, .left = DAY_NONE};
        }
        leave(s, &spells[i], day, resume_months);
    }
    return starts;
}

bool course_left_within(const struct course_start *start, enum leave how, int months) {
    return start->how == how && start->left != DAY_NONE &&
           start->left < day_add_months(start->day, months);
}

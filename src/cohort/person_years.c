/* SPDX-License-Identifier: EUPL-1.2
 *
 * cohort, projected: from lives to counts. One walk over each person's spells and birthdays.
 */
#include "cohort/person_years.h"
#include "cohort/cohort.h"

#include <string.h>

#define NOT_KNOWN (-1)

static int32_t birthday(const struct cohort *c, size_t p, int age) {
    return (int32_t)c->birth[p] + age * 1461 / 4;
}

/* By class; COHORT_UNKNOWN is not known. */
static const int state_of_class[] = {
    [COHORT_NONE] = PROJECTION_NONE,     [COHORT_SCHOOL] = PROJECTION_SCHOOL,
    [COHORT_TENTH] = PROJECTION_TENTH,   [COHORT_GENERAL] = PROJECTION_GENERAL,
    [COHORT_BASIC] = PROJECTION_BASIC,   [COHORT_MAIN] = PROJECTION_MAIN,
    [COHORT_FGU] = PROJECTION_FGU,       [COHORT_WORK] = PROJECTION_WORK,
    [COHORT_HIGHER] = PROJECTION_HIGHER, [COHORT_OTHER] = PROJECTION_WORK,
    [COHORT_UNKNOWN] = NOT_KNOWN,
};

struct life {
    const struct cohort *c;
    size_t spell, end;
    int32_t attained; /* the day, INT32_MAX: not yet */
    int32_t from, to; /* followed on these days */
};

static struct life life_of(const struct cohort *c, size_t p) {
    uint16_t day;
    bool has = cohort_attained(c, p, &day) != COHORT_NOT_YET;
    int32_t snapshot = c->snapshot - COHORT_EPOCH;
    int32_t to = c->to[p] == COHORT_NEVER ? snapshot : (int32_t)c->to[p];
    return (struct life){.c = c,
                         .spell = c->first[p],
                         .end = c->first[p + 1],
                         .attained = has ? (int32_t)day : INT32_MAX,
                         .from = c->from[p],
                         .to = to < snapshot ? to : snapshot};
}

/* Days must come in ascending order. */
static int life_state(struct life *life, int32_t day) {
    const struct cohort *c = life->c;
    if (day < life->from || day >= life->to) return NOT_KNOWN;
    if (day >= life->attained) return PROJECTION_ATTAINED;
    while (life->spell < life->end && c->end[life->spell] <= day) life->spell++;
    if (life->spell == life->end || c->start[life->spell] > day) return NOT_KNOWN;
    return state_of_class[c->kinds[c->kind[life->spell]].class];
}

static void person_count(struct person_years *y, const struct cohort *c, size_t p,
                         const struct projection_query *query) {
    struct life life = life_of(c, p);
    int32_t since = c->snapshot - COHORT_EPOCH - query->window * 1461 / 4;
    /* the birthdays before the window only tell how long somebody has been in a state */
    int32_t before = since - 4 * 366 - (int32_t)c->birth[p];
    int age = before < 0 ? 0 : before * 4 / 1461;
    if (age < PROJECTION_FIRST_AGE) age = PROJECTION_FIRST_AGE;
    size_t group = (c->sex[p] < 3 ? c->sex[p] : 0u) * y->space.origins +
                   (c->origin[p] < y->space.origins ? c->origin[p] : 0u);
    int state = life_state(&life, birthday(c, p, age)), years = 0;
    for (; age < PROJECTION_FIRST_AGE + PROJECTION_AGES; age++) {
        int32_t day = birthday(c, p, age);
        if (day >= life.to || state == PROJECTION_ATTAINED) break;
        int next = life_state(&life, birthday(c, p, age + 1));
        if (day >= since && state != NOT_KNOWN) {
            if (age == PROJECTION_FIRST_AGE) y->start[group * PROJECTION_STATES + (size_t)state]++;
            if (next != NOT_KNOWN) {
                size_t cell =
                    transition_cell(&y->space, group, (size_t)(age - PROJECTION_FIRST_AGE),
                                    (size_t)state, (size_t)years);
                y->counts[cell * PROJECTION_STATES + (size_t)next]++;
                y->n[age - PROJECTION_FIRST_AGE]++;
            }
        }
        years = next == state ? years + 1 : 0;
        state = next;
    }
}

/* The ages that can be looked at lie between those born a year ago and those 41 years ago. */
static void range_count(struct person_years *y, const struct cohort *c, size_t first, size_t end,
                        const struct projection_query *query) {
    int32_t snapshot = c->snapshot - COHORT_EPOCH;
    for (size_t p = first; p < end; p++) {
        int32_t old = snapshot - (int32_t)c->birth[p];
        if (old >= 15 * 1461 / 4 && old < 45 * 366) person_count(y, c, p, query);
    }
}

void person_years_count(struct arena *a, const struct cohort *c,
                        const struct projection_query *query, struct person_years *ret) {
    *ret = (struct person_years){
        .space = {3, PROJECTION_ORIGINS, PROJECTION_AGES, PROJECTION_STATES, PROJECTION_YEARS}};
    size_t cells = transition_cells(&ret->space), groups = transition_groups(&ret->space);
    ret->counts = arena_array(a, cells * PROJECTION_STATES, sizeof *ret->counts);
    ret->start = arena_array(a, groups * PROJECTION_STATES, sizeof *ret->start);
    for (size_t g = 0; g < c->groups_n; g++)
        if (query->municipality < 0 || c->groups[g].municipality == query->municipality)
            range_count(ret, c, c->groups[g].first, c->groups[g].end, query);
}

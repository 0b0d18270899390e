/* SPDX-License-Identifier: EUPL-1.2
 *
 * Classes of grades 7-10 in the present school year and those before, and who is in them.
 *
 * A class keeps its letter while it goes up: pupils are dealt out once for the whole time that a
 * year group is at a school, in the order of the list, to as many classes as it takes to have at
 * most 26 in each. Who moves to another school is in a class at both, one after the other.
 */
#include "base/date.h"
#include "demo/internal.h"

#define LARGEST 26
#define COHORTS (HISTORY_MOST + 3) /* those of grade 10 in the first year come first */
#define LETTERS 25

/* One year group at one place. */
struct group {
    uint32_t n, dealt;
    uint32_t last;                         /* who came last, plus one */
    uint32_t class[HISTORY_MOST][LETTERS]; /* plus one; 0 = not made yet */
};

static bool has_classes(const struct world *world, const struct span *span) {
    return span->place != NOWHERE && span->kind <= KIND_HU && !world->places[span->place].outside;
}

/* The school year of grade 0. */
static int cohort_of(const struct person *person) {
    int year, month, mday;
    day_to_ymd(person->born, &year, &month, &mday);
    return year + 6 + person->delay;
}

struct visit {
    uint32_t person;
    const struct span *span;
    int year, grade, cohort;
    int32_t from, to;
};

static void each_visit(struct world *world,
                       void (*visit)(struct world *, const struct visit *, void *), void *ctx) {
    for (uint32_t p = 0; p < world->people_n; p++) {
        const struct person *person = &world->people[p];
        int cohort = cohort_of(person);
        for (uint32_t i = 0; i < person->spans_n; i++) {
            const struct span *span = &world->spans[person->span + i];
            if (!has_classes(world, span)) continue;
            for (int year = world->year - world->history + 1; year <= world->year; year++) {
                int32_t from = school_year_first_day(year), to = school_year_last_day(year);
                bool there = span->from <= to && (span->to == DAY_NONE || span->to >= from);
                int grade = year - cohort;
                if (!there || grade < 7 || grade > 10) continue;
                if (span->from > from) from = span->from;
                if (span->to != DAY_NONE && span->to < to)
                    to = span->to;
                else if (span->to == DAY_NONE && year == world->year)
                    to = DAY_NONE;
                visit(world, &(struct visit){p, span, year, grade, cohort, from, to}, ctx);
            }
        }
    }
}

static struct group *group_of(const struct world *world, struct group *groups,
                              const struct visit *visit) {
    int cohort = visit->cohort - (world->year - world->history + 1 - 10);
    return &groups[visit->span->place * COHORTS + cohort];
}

static void count(struct world *world, const struct visit *visit, void *ctx) {
    struct group *group = group_of(world, ctx, visit);
    if (group->last != visit->person + 1) group->n++;
    group->last = visit->person + 1;
}

static uint32_t class_of(struct world *world, const struct visit *visit, struct group *group) {
    uint32_t classes = (group->n + LARGEST - 1) / LARGEST;
    if (classes > LETTERS) classes = LETTERS;
    uint32_t letter = (group->dealt - 1) % classes;
    uint32_t *class = &group->class[world->year - visit->year][letter];
    if (!*class) {
        *list_add(world, classes) = (struct class){.place = visit->span->place,
                                                   .year = (int16_t)visit->year,
                                                   .grade = (int16_t)visit->grade,
                                                   .letter = (char)('a' + letter)};
        *class = (uint32_t)world->classes_n;
    }
    return *class - 1;
}

static void join(struct world *world, const struct visit *visit, void *ctx) {
    struct group *group = group_of(world, ctx, visit);
    if (group->last != visit->person + 1) group->dealt++;
    group->last = visit->person + 1;
    uint32_t class = class_of(world, visit, group);
    *list_add(world, members) = (struct member){visit->person, class, visit->from, visit->to};
    world->classes[class].n++;
    if (visit->to == DAY_NONE) world->people[visit->person].class = class;
}

/* The members of each class side by side, for the sessions. */
static void sort_members(struct world *world) {
    uint32_t first = 0;
    for (size_t i = 0; i < world->classes_n; i++) {
        struct class *class = &world->classes[i];
        class->first = first;
        first += class->n;
        class->n = 0;
    }
    world->by_class = arena_array(world->arena, world->members_n, sizeof *world->by_class);
    for (uint32_t i = 0; i < world->members_n; i++) {
        struct class *class = &world->classes[world->members[i].class];
        world->by_class[class->first + class->n++] = i;
    }
}

void classes_make(struct world *world) {
    size_t n = world->places_n * COHORTS;
    struct group *groups = arena_array(world->arena, n, sizeof *groups);
    each_visit(world, count, groups);
    for (size_t i = 0; i < n; i++) groups[i].last = 0;
    each_visit(world, join, groups);
    sort_members(world);
}

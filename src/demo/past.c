/* SPDX-License-Identifier: EUPL-1.2
 *
 * The guidance of years gone by, in a municipality with a long history: conversations with those who were pupils
 * then and have left school since, and with those who were out of education.
 */
#include "base/date.h"
#include "demo/internal.h"

#include <string.h>

#define DAYS_A_NOTE 130 /* out of education somebody is spoken with about three times a year */

/* ---- pupils of then ---- */

static void past_pupil(struct world *world, const struct member *m) {
    const struct class *class = &world->classes[m->class];
    const struct person *person = &world->people[m->person];
    if (class->grade < 8 || class->year >= world->year || person->class != NOBODY) return;
    struct rng rng = rng_make(world->seed, STREAM_CARE,
                              (UINT64_C(4) << 40) + person->number * UINT64_C(64) +
                                  (uint64_t)(class->year - world->care_year));
    int author = post_holder(world, class->place, m->from);
    int n = rng_chance(&rng, 0.12) ? rng_between(&rng, 2, 4)
            : class->grade == 8    ? rng_chance(&rng, 0.08)
                                   : rng_chance(&rng, 0.25);
    int32_t to = m->to == DAY_NONE ? world->date - 1 : m->to;
    if (author != NOWHERE) care_notes(world, &rng, m->person, author, m->from, to, n);
}

/* ---- out of education then ---- */

static size_t counsellors(const struct world *world) {
    size_t n = 0;
    while (n < world->accounts_n && strcmp(world->accounts[n].role, "counsellor") == 0) n++;
    return n;
}

static bool is_out(const struct person *person, const struct span *span) {
    return span->kind > KIND_HU && !kind_is_youth_education(span->kind) &&
           span->kind != KIND_HIGHER && (person->done == DAY_NONE || person->done > span->from);
}

static void past_spell(struct world *world, struct rng *rng, uint32_t p, const struct span *span,
                       int author) {
    const struct person *person = &world->people[p];
    int32_t from = span->known > world->since ? span->known : world->since;
    bool recent = person->class == NOBODY && person->counsellor != NOWHERE; /* told by care.c */
    int32_t last = recent ? world->date - RECENT_DAYS - 1 : world->date - 1;
    int32_t to = span->to != DAY_NONE && span->to < last ? span->to : last;
    if (person->moved_out != DAY_NONE && person->moved_out < to) to = person->moved_out;
    int age = day_age(person->born, from);
    if (age < 15 || age > 24 || to <= from) return;
    int n = (to - from) / DAYS_A_NOTE;
    care_notes(world, rng, p, author, from, to, n + rng_chance(rng, 0.6));
}

static void past_out(struct world *world, uint32_t p, size_t authors) {
    const struct person *person = &world->people[p];
    struct rng rng = rng_make(world->seed, STREAM_CARE, (UINT64_C(5) << 40) + person->number);
    int author =
        person->counsellor == NOWHERE ? (int)(person->number % authors) : person->counsellor;
    for (uint32_t i = 0; i < person->spans_n; i++) {
        const struct span *span = &world->spans[person->span + i];
        if (is_out(person, span)) past_spell(world, &rng, p, span, author);
    }
}

void past_notes(struct world *world) {
    size_t authors = counsellors(world);
    if (world->since >= world->date - RECENT_DAYS) return;
    for (size_t i = 0; i < world->members_n; i++) past_pupil(world, &world->members[i]);
    for (uint32_t p = 0; p < world->people_n; p++) past_out(world, p, authors);
}

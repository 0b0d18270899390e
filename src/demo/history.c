/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a life as it was walked to the one the municipality knows: nothing after the date, nothing
 * before 2010 or before they came, and news that came late.
 */
#include "base/date.h"
#include "demo/lives.h"
#include "demo/words.h"

#include <assert.h>

const char *const kind_names[KINDS] = {"grade_school",
                                       "boarding_school",
                                       "tenth_grade",
                                       "full_time_teaching",
                                       "eud_gf1",
                                       "eud_gf2",
                                       "eud_main",
                                       "eux",
                                       "stx",
                                       "hhx",
                                       "htx",
                                       "hf",
                                       "fgu",
                                       "stu",
                                       "higher_education",
                                       "folk_high_school",
                                       "work",
                                       "practice",
                                       "production_school",
                                       "abroad",
                                       "military",
                                       "leave",
                                       "other",
                                       "none",
                                       "unknown"};
const char *const outcome_names[OUTCOMES] = {NULL,         "completed", "interrupted", "switched",
                                             "moved_away", "ended",     "found_out"};

bool kind_is_youth_education(uint8_t kind) { return kind >= KIND_GF1 && kind <= KIND_HF; }

/* A switch leads to something else at once; where the walk went otherwise it was a break. */
static void settle_switches(struct life *life) {
    for (size_t i = life->first; i + 1 < life->world->spans_n; i++) {
        struct span *span = &life->world->spans[i];
        const struct span *next = span + 1;
        bool goes_on = next->kind < KIND_WORK;
        if (span->outcome != OUT_SWITCHED || goes_on) continue;
        span->outcome = OUT_INTERRUPTED;
        span->cause = (int16_t)rng_below(&life->rng, causes_n);
    }
}

/* Schools tell late: of a status that somebody must act on we mostly know for some weeks only. */
static void learn_late(struct life *life, int32_t date) {
    struct span *open = last(life);
    bool duty = open->kind == KIND_NONE && day_age(life->person->born, date) < 18;
    if ((open->kind == KIND_UNKNOWN || duty) && date - open->known > 34 && lucky(life, 0.75))
        open->known = date - draw(life, 2, 34);
}

/* The spell that lasts on `date` is open; what comes later has not happened. */
static void cut_future(struct life *life, int32_t date) {
    struct world *world = life->world;
    while (world->spans_n > life->first && last(life)->from > date) world->spans_n--;
    for (size_t i = life->first; i < world->spans_n; i++) {
        struct span *span = &world->spans[i];
        if (span->known > date) span->known = date;
        if (span->ended_known > date) span->ended_known = date;
    }
    struct span *open = last(life);
    open->to = DAY_NONE;
    open->outcome = OUT_OPEN;
    open->cause = NOWHERE;
    if (life->person->done != DAY_NONE && life->person->done >= date) life->person->done = DAY_NONE;
}

/* What was before `day` is not known here. */
static void cut_past(struct life *life, int32_t day) {
    struct world *world = life->world;
    size_t kept = life->first;
    for (size_t i = life->first; i < world->spans_n; i++) {
        struct span span = world->spans[i];
        if (span.to != DAY_NONE && span.to < day) continue;
        if (span.from < day) span.from = day;
        if (span.known < day) span.known = day;
        world->spans[kept++] = span;
    }
    world->spans_n = kept;
}

/* Whoever leaves the municipality goes on elsewhere with what they did. */
static void move_away(struct life *life, int32_t day) {
    struct world *world = life->world;
    while (world->spans_n > life->first + 1 && last(life)->from >= day) world->spans_n--;
    struct span *span = last(life);
    assert(span->from < day); /* they left lately, and went to school long before */
    struct span after = *span;
    span->to = day - 1;
    span->outcome = OUT_MOVED;
    span->cause = NOWHERE;
    span->ended_known = day;
    after.from = after.known = day;
    after.to = DAY_NONE;
    after.outcome = OUT_OPEN;
    after.place = after.employer = NOWHERE;
    after.away = true;
    *list_add(world, spans) = after;
    if (life->person->done != DAY_NONE && life->person->done >= day) life->person->done = DAY_NONE;
}

void life_settle(struct life *life) {
    const struct person *person = life->person;
    settle_switches(life);
    cut_future(life, life->world->date);
    learn_late(life, life->world->date);
    if (person->moved_out != DAY_NONE) move_away(life, person->moved_out);
    int32_t known_from = day_from_ymd(2010, 1, 1);
    if (person->moved_in > known_from) known_from = person->moved_in;
    cut_past(life, known_from);
}

const struct span *span_at(const struct world *world, const struct person *person, int32_t day) {
    for (uint32_t i = person->spans_n; i-- > 0;) {
        const struct span *span = &world->spans[person->span + i];
        if (span->from <= day && (span->to == DAY_NONE || span->to >= day)) return span;
    }
    return NULL;
}

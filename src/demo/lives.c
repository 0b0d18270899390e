/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a young person does from school start to the date, one spell after the other without a gap.
 *
 * A life is a walk: the kind and the outcome of the last spell, the age, and one trait `ease` (0: all
 * is hard, 1: all is easy) decide what is likely next. The chances below were set by running the
 * walk until the shares came out near the published ones; the test of this room holds them there:
 * about 85 % with a youth education at 25, 22 % to EUD straight from school, half in 10th grade.
 */
#include "demo/lives.h"
#include "base/date.h"
#include "demo/words.h"

#define STRETCH_DAYS 75 /* a summer holiday between two educations belongs to the first */

static int age_of(const struct life *life) { return day_age(life->person->born, life->at); }
static int32_t next_first_of(int32_t day, int month, int mday) {
    int year, m, d;
    day_to_ymd(day, &year, &m, &d);
    int32_t this_year = day_from_ymd(year, month, mday);
    return this_year >= day ? this_year : day_from_ymd(year + 1, month, mday);
}
static int32_t next_august(int32_t day) { return next_first_of(day, 8, 1); }
static int32_t next_term(int32_t day) {
    int32_t august = next_august(day), january = next_first_of(day, 1, 15);
    return august < january ? august : january;
}

/* ---- one spell ---- */

static struct span *add(struct life *life, enum kind kind, int32_t to, enum outcome outcome) {
    struct span *span = list_add(life->world, spans);
    if (to < life->at) to = life->at;
    bool idle = kind == KIND_NONE || kind == KIND_UNKNOWN;
    *span = (struct span){.from = life->at,
                          .to = to,
                          .kind = (uint8_t)kind,
                          .outcome = (uint8_t)outcome,
                          .place = NOWHERE,
                          .employer = NOWHERE,
                          .programme = NOWHERE,
                          .cause = NOWHERE};
    span->known = life->at + (idle ? draw(life, 1, 8) : draw(life, 0, 7));
    span->ended_known = to + draw(life, 0, 9);
    if (outcome == OUT_INTERRUPTED) span->cause = (int16_t)rng_below(&life->rng, causes_n);
    if (outcome == OUT_SWITCHED) span->cause = (int16_t)rng_below(&life->rng, cause_of_switch_n);
    life->at = to + 1;
    return span;
}

static void work(struct life *life, int32_t to) {
    struct span *span = add(life, KIND_WORK, to, OUT_ENDED);
    span->employer = (int16_t)rng_below(&life->rng, employers_n);
    span->hours = (uint8_t)(day_age(life->person->born, span->from) < 18 ? draw(life, 14, 37)
                                                                         : draw(life, 20, 37));
}

/* Nobody knows for a while what the person does; then somebody finds out. */
static void lose_sight(struct life *life, double p) {
    if (lucky(life, p)) add(life, KIND_UNKNOWN, life->at + draw(life, 15, 160), OUT_FOUND_OUT);
}

/* From now to the start of something. A holiday lengthens what was before. */
static void wait_until(struct life *life, int32_t start) {
    int32_t gap = start - life->at;
    struct span *before = last(life);
    if (gap <= 0) return;
    if (before && before->outcome == OUT_SWITCHED && gap < 150) return; /* begins at once */
    if (gap <= STRETCH_DAYS && before && before->outcome == OUT_COMPLETED) {
        before->to = start - 1;
        before->ended_known = before->to;
        life->at = start;
    } else if (lucky(life, age_of(life) < 18 ? 0.45 : 0.7)) {
        work(life, start - 1);
    } else if (lucky(life, 0.5)) {
        add(life, KIND_NONE, start - 1, OUT_ENDED);
    } else {
        struct span *span =
            add(life, age_of(life) < 18 ? KIND_PRACTICE : KIND_OTHER, start - 1, OUT_ENDED);
        if (span->kind == KIND_PRACTICE)
            span->employer = (int16_t)rng_below(&life->rng, employers_n);
    }
}

/* ---- grade school ---- */

static int school_start_year(const struct person *person) {
    int year, month, mday;
    day_to_ymd(person->born, &year, &month, &mday);
    return year + 6 + person->delay;
}

static enum kind school_kind(const struct world *world, int place) {
    switch (world->places[place].sort) {
    case SORT_HU:
        return KIND_HU;
    case SORT_BOARDING:
        return KIND_BOARDING;
    case SORT_TENTH:
        return KIND_TENTH;
    default:
        return KIND_GRADE_SCHOOL;
    }
}

static void go_to_school(struct life *life, int place, int32_t to, enum outcome outcome) {
    add(life, school_kind(life->world, place), to, outcome)->place = (int16_t)place;
}

static bool is_special(const struct life *life) {
    return life->world->places[life->person->school].sort == SORT_SPECIAL;
}

/* Where the person goes for the last years, and from when; NOWHERE: stays. */
static int last_school(struct life *life, int32_t start, int32_t *ret_from) {
    int year = school_start_year(life->person);
    if (is_special(life)) return NOWHERE;
    if (life->ease < 0.15 && lucky(life, 0.1)) {
        *ret_from = school_year_first_day(year + 8) + (lucky(life, 0.5) ? 0 : draw(life, 40, 250));
        return place_pick(life->world, &life->rng, SORT_HU);
    }
    if (lucky(life, 0.035)) {
        *ret_from = school_year_first_day(year + 9);
        return place_pick(life->world, &life->rng, SORT_BOARDING);
    }
    if (lucky(life, 0.13)) {
        int grade = draw(life, 1, 8);
        *ret_from = lucky(life, 0.55) ? school_year_first_day(year + grade)
                                      : start + grade * 365 + draw(life, 30, 300);
        return place_pick(life->world, &life->rng,
                          lucky(life, 0.7) ? SORT_FOLKESKOLE : SORT_PRIVATE);
    }
    return NOWHERE;
}

static void grade_school(struct life *life) {
    int year = school_start_year(life->person);
    int32_t end = school_year_last_day(year + 9), change = DAY_NONE;
    life->at = school_year_first_day(year);
    int other = last_school(life, life->at, &change);
    if (other != NOWHERE && other != life->person->school) {
        go_to_school(life, life->person->school, change - 1, OUT_SWITCHED);
        last(life)->cause = 3; /* a move */
        go_to_school(life, other, end, OUT_COMPLETED);
    } else {
        go_to_school(life, life->person->school, end, OUT_COMPLETED);
    }
}

static void tenth_grade(struct life *life) {
    if (!lucky(life, is_special(life) ? 0.25 : 0.51)) return;
    bool boarding = !is_special(life) && lucky(life, 0.56);
    int place = place_pick(life->world, &life->rng, boarding ? SORT_BOARDING : SORT_TENTH);
    int32_t end = school_year_last_day(school_year_of(life->at));
    life->tenth = true;
    if (lucky(life, 0.03 + 0.06 * (1 - life->ease))) {
        go_to_school(life, place, life->at + draw(life, 30, 240), OUT_INTERRUPTED);
        life->state = BROKE_OFF;
    } else {
        go_to_school(life, place, end, OUT_COMPLETED);
    }
}

/* ---- youth education ---- */

static enum outcome how_broken(struct life *life, double switched) {
    return lucky(life, switched) ? OUT_SWITCHED : OUT_INTERRUPTED;
}

static void finish(struct life *life) {
    life->state = DONE;
    if (life->person->done == DAY_NONE) life->person->done = life->at - 1;
}

static void break_off(struct life *life) {
    life->state = BROKE_OFF;
    life->tries++;
    if (last(life)->outcome == OUT_INTERRUPTED) lose_sight(life, 0.3);
}

static void gymnasium(struct life *life) {
    static const enum sort sorts[] = {SORT_STX, SORT_HHX, SORT_HTX, SORT_HF};
    static const enum kind kinds[] = {KIND_STX, KIND_HHX, KIND_HTX, KIND_HF};
    double weights[] = {life->person->male ? 50 : 66, 20, life->person->male ? 17 : 5,
                        life->tenth || age_of(life) > 17 ? 14 : 2};
    size_t which = rng_weighted(&life->rng, weights, 4);
    wait_until(life, next_august(life->at));
    int years = kinds[which] == KIND_HF ? 2 : 3;
    int32_t end = school_year_last_day(school_year_of(life->at) + years - 1) - 31; /* 30 June */
    bool completes = lucky(life, 0.67 + 0.22 * life->ease - 0.04 * life->tries);
    struct span *span;
    if (completes) {
        span = add(life, kinds[which], end, OUT_COMPLETED);
    } else {
        int32_t to = life->at + (lucky(life, 0.7) ? draw(life, 20, 330) : draw(life, 330, 700));
        span = add(life, kinds[which], to, how_broken(life, 0.55));
    }
    span->place = (int16_t)place_pick(life->world, &life->rng, sorts[which]);
    if (completes)
        finish(life);
    else
        break_off(life);
}

static int draw_trade(struct life *life) {
    double weights[64];
    for (size_t i = 0; i < trades_n; i++)
        weights[i] = life->person->male ? trades[i].men : trades[i].women;
    return (int)rng_weighted(&life->rng, weights, trades_n);
}

/* One part of a vocational education; false when it is broken off. */
static bool vocational_part(struct life *life, enum kind kind, int days, double p) {
    const struct trade *trade = &trades[life->trade];
    bool completes = lucky(life, p);
    int32_t to = life->at + (completes ? days : draw(life, 12, days));
    struct span *span = add(life, kind, to - 1, completes ? OUT_COMPLETED : how_broken(life, 0.4));
    span->programme = (int16_t)life->trade;
    span->place = (int16_t)place_pick(life->world, &life->rng,
                                      (enum sort)(SORT_TECHNICAL + (enum sort)trade->school));
    if (kind == KIND_MAIN || kind == KIND_EUX)
        span->employer = (int16_t)rng_below(&life->rng, employers_n);
    return completes;
}

static void vocational(struct life *life) {
    bool young = age_of(life) < 18 && life->stage == 0;
    if (life->stage == 0 || lucky(life, 0.35)) {
        life->trade = draw_trade(life);
        life->stage = 0;
    }
    wait_until(life, next_term(life->at));
    if (young && !vocational_part(life, KIND_GF1, 167, 0.93)) {
        break_off(life);
        return;
    }
    if (life->stage < 2) {
        if (!vocational_part(life, KIND_GF2, 160, 0.72 + 0.16 * life->ease)) {
            break_off(life);
            return;
        }
        life->stage = 2;
    }
    enum kind kind = life->ease > 0.45 && lucky(life, 0.33) ? KIND_EUX : KIND_MAIN;
    int days = trades[life->trade].months * 30 + draw(life, -20, 40);
    if (vocational_part(life, kind, days, 0.76 + 0.14 * life->ease))
        finish(life);
    else
        break_off(life);
}

/* FGU opened on 1 August 2019, in place of the production schools. */
static void preparing(struct life *life) {
    bool fgu = life->at >= day_from_ymd(2019, 8, 1);
    bool completes = lucky(life, 0.62);
    int32_t to = life->at + (completes ? draw(life, 150, 600) : draw(life, 20, 300));
    struct span *span = add(life, fgu ? KIND_FGU : KIND_PRODUCTION, to,
                            completes ? OUT_COMPLETED : how_broken(life, 0.35));
    if (fgu) span->place = (int16_t)place_pick(life->world, &life->rng, SORT_FGU);
    life->state = completes ? IDLE : BROKE_OFF;
    life->tries++;
}

static void special_youth_education(struct life *life) {
    wait_until(life, next_august(life->at));
    int32_t end = day_add_months(life->at, 36) - 1;
    bool completes = lucky(life, 0.85);
    struct span *span = add(life, KIND_STU, completes ? end : life->at + draw(life, 60, 700),
                            completes ? OUT_COMPLETED : OUT_INTERRUPTED);
    span->place = (int16_t)place_pick(life->world, &life->rng, SORT_STU);
    life->state = IDLE;
    life->tries += 2;
}

/* ---- the rest of life ---- */

static void nothing(struct life *life) {
    lose_sight(life, 0.15);
    int32_t to = life->at + draw(life, 20, age_of(life) < 18 ? 60 : 260);
    add(life, KIND_NONE, to, OUT_ENDED);
    if (life->state != DONE && life->state != DONE_HIGHER) life->state = IDLE;
}

static void job(struct life *life) {
    bool done = life->state == DONE || life->state == DONE_HIGHER;
    work(life, life->at + (done ? draw(life, 200, 1100) : draw(life, 60, 500)));
    lose_sight(life, done ? 0.15 : 0.35);
    if (!done) life->state = IDLE;
}

static void year_off(struct life *life) {
    double weights[] = {45, 14, 9, life->person->male ? 9 : 2};
    static const enum kind kinds[] = {KIND_WORK, KIND_FOLK_HIGH, KIND_ABROAD, KIND_MILITARY};
    size_t which = rng_weighted(&life->rng, weights, 4);
    if (which == 0 || age_of(life) < 18) {
        work(life, life->at + draw(life, 200, 430));
        return;
    }
    struct span *span = add(life, kinds[which], life->at + draw(life, 110, 300), OUT_COMPLETED);
    if (kinds[which] == KIND_FOLK_HIGH)
        span->place = (int16_t)place_pick(life->world, &life->rng, SORT_FOLK_HIGH);
}

static void higher(struct life *life) {
    wait_until(life, next_august(life->at));
    bool completes = lucky(life, 0.72);
    int32_t to = completes ? day_add_months(life->at, draw(life, 2, 5) * 12) - 1 - 31
                           : life->at + draw(life, 30, 600);
    struct span *span =
        add(life, KIND_HIGHER, to, completes ? OUT_COMPLETED : how_broken(life, 0.5));
    span->programme = (int16_t)rng_below(&life->rng, studies_n);
    span->place = (int16_t)place_pick(life->world, &life->rng, SORT_HIGHER);
    if (completes) life->state = DONE_HIGHER;
}

static void leave(struct life *life) {
    add(life, KIND_LEAVE, life->at + draw(life, 40, 300), OUT_ENDED);
}

/* ---- what comes next ---- */

static void after_school(struct life *life) {
    if (is_special(life)) {
        double weights[] = {55, 25, 8, 12};
        void (*const ways[])(struct life *) = {special_youth_education, preparing, nothing, job};
        life->state = IDLE;
        ways[rng_weighted(&life->rng, weights, 4)](life);
        return;
    }
    double ease = life->ease;
    double eud = ease < 0.15 ? 40 : ease < 0.4 ? 36 : 12.5;
    double gym = ease < 0.15 ? 14 : ease < 0.4 ? 50 : 84;
    eud *= life->person->male ? 1.22 : 0.76;
    double weights[] = {eud,
                        gym,
                        ease < 0.15 ? 27 : 1.5,
                        ease < 0.15 ? 9 : 3,
                        ease < 0.15 ? 10 : 1,
                        ease < 0.15 ? 1 : 1.5};
    void (*const ways[])(struct life *) = {vocational, gymnasium, preparing,
                                           job,        nothing,   year_off};
    life->state = IDLE;
    ways[rng_weighted(&life->rng, weights, 6)](life);
}

/* Out of a youth education that was not finished, or back from work or nothing. */
static void again(struct life *life) {
    int age = age_of(life);
    double pull = age < 18 ? 0.62 : age < 21 ? 0.23 : age < 25 ? 0.12 : 0.08;
    if (life->ease < 0.2) pull *= 0.25;
    if (life->state == BROKE_OFF && last(life)->outcome == OUT_SWITCHED) pull = 0.85;
    if (lucky(life, pull)) {
        if (life->ease < 0.2 && age < 25 && lucky(life, 0.3))
            preparing(life);
        else if (age < 20 && life->stage == 0 && lucky(life, life->ease < 0.4 ? 0.3 : 0.62))
            gymnasium(life);
        else
            vocational(life);
        return;
    }
    double weights[] = {age < 18 ? 40 : 66, age < 18 ? 45 : 24, age < 18 ? 3 : 5,
                        life->ease < 0.2 && age < 25 ? 14 : 0};
    void (*const ways[])(struct life *) = {job, nothing, leave, preparing};
    ways[rng_weighted(&life->rng, weights, 4)](life);
}

static void after_education(struct life *life) {
    bool student = false;
    for (size_t i = life->first; i < life->world->spans_n; i++) {
        const struct span *span = &life->world->spans[i];
        student |=
            span->outcome == OUT_COMPLETED && span->kind >= KIND_EUX && span->kind <= KIND_HF;
    }
    bool straight =
        last(life)->outcome == OUT_COMPLETED && kind_is_youth_education(last(life)->kind);
    if (life->state == DONE && straight && student && lucky(life, 0.68)) {
        year_off(life);
        return;
    }
    if (life->state == DONE && lucky(life, student ? 0.7 : 0.06)) {
        higher(life);
        return;
    }
    if (student && life->stage == 0 && age_of(life) < 27 && lucky(life, 0.04)) {
        vocational(life);
        life->state = DONE; /* once done, done */
        return;
    }
    double weights[] = {90, 5, 2.5};
    void (*const ways[])(struct life *) = {job, nothing, leave};
    ways[rng_weighted(&life->rng, weights, 3)](life);
}

static void step(struct life *life) {
    switch (life->state) {
    case FRESH:
        after_school(life);
        break;
    case BROKE_OFF:
    case IDLE:
        again(life);
        break;
    case DONE:
    case DONE_HIGHER:
        after_education(life);
        break;
    }
}

void life_make(struct world *world, struct person *person) {
    struct life life = {.world = world,
                        .person = person,
                        .rng = rng_make(world->seed, STREAM_LIFE, person->number),
                        .trade = NOWHERE,
                        .first = world->spans_n};
    life.ease = rng_unit(&life.rng);
    grade_school(&life);
    tenth_grade(&life);
    while (life.at <= world->date) step(&life);
    life_settle(&life);
    person->span = (uint32_t)life.first;
    person->spans_n = (uint32_t)(world->spans_n - life.first);
}

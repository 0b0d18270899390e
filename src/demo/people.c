/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who lives here. Three neighbours in the list may be siblings: then they share a home, and are born
 * one to four years apart. Birth years are as large as they are in Denmark: the later, the smaller.
 *
 * A CPR number is unique, and two persons born on the same day must not get the same one. Each day
 * has its own walk through all serial numbers, and everybody born on it takes the next that fits:
 * right parity, and no number that passes modulus 11.
 */
#include "base/cpr.h"
#include "base/date.h"
#include "demo/internal.h"
#include "demo/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK    3
#define YOUNGEST 12
#define OLDEST   29

static uint32_t leader_of(const struct world *world, uint32_t number) {
    uint32_t first = number / BLOCK * BLOCK, at = number - first;
    struct rng rng = rng_make(world->seed, STREAM_BLOCK, first);
    double kin = rng_unit(&rng);
    uint32_t siblings = kin < 0.2 ? 3 : kin < 0.6 ? 2 : 1;
    return at < siblings ? first : number;
}

/* ---- homes ---- */

static void home_guard(struct home *home, int32_t date, struct rng *rng) {
    home->guarded = rng_chance(rng, 0.009);
    home->guarded_until = DAY_NONE;
    double how = rng_unit(rng);
    if (how < 0.25)
        home->guarded_until = date - rng_between(rng, 3, 300); /* ran out */
    else if (how < 0.65)
        home->guarded_until = date + rng_between(rng, 5, 360);
}

struct home home_make(const struct world *world, uint32_t household) {
    struct rng rng = rng_make(world->seed, STREAM_HOUSEHOLD, household);
    struct home home = {0};
    double weights[16];
    for (size_t i = 0; i < origins_n; i++) weights[i] = origins[i].weight;
    home.origin = rng_weighted(&rng, weights, origins_n);
    home.family = rng_below(&rng, origins[home.origin].family_n);
    double kind = rng_unit(&rng);
    home.school = (int16_t)place_pick(world, &rng, kind < 0.85 ? SORT_FOLKESKOLE : SORT_PRIVATE);
    home.town = world->places[home.school].town;
    home.street = (int)rng_below(&rng, streets_n);
    home.house = rng_between(&rng, 1, 140);
    home.floor = rng_chance(&rng, 0.22) ? rng_between(&rng, 0, 4) : -1;
    home.split = rng_chance(&rng, 0.27);
    home.father_custody = !home.split || rng_chance(&rng, 0.72);
    home.one_parent = rng_chance(&rng, 0.05);
    home.official = rng_chance(&rng, 0.008);
    home_guard(&home, world->date, &rng);
    return home;
}

/* ---- birth ---- */

static int32_t draw_birth(struct rng *rng, int32_t first, int32_t last) {
    for (;;) {
        int32_t day = rng_between(rng, first, last);
        int year, month, mday;
        day_to_ymd(day, &year, &month, &mday);
        double share = 1 - 0.009 * (year - 1990);
        if (month >= 6 && month <= 9) share += 0.06;
        if (rng_chance(rng, share * 0.9)) return day;
    }
}

/* Siblings follow the first one, or go before when there is no room. */
static int32_t birth_of(const struct world *world, uint32_t number, uint32_t leader,
                        struct rng *rng) {
    int32_t first = day_add_months(world->date, -12 * (OLDEST + 1)) + 1;
    int32_t last = day_add_months(world->date, -12 * YOUNGEST);
    if (number == leader) return draw_birth(rng, first, last);
    struct rng leading = rng_make(world->seed, STREAM_PERSON, leader);
    int32_t born = draw_birth(&leading, first, last);
    int32_t apart = rng_chance(rng, 0.015) ? 0 : rng_between(rng, 480, 1300);
    apart += (int32_t)(number - leader - 1) * (apart ? 1350 : 700);
    if (born + apart <= last) return born + apart;
    return born - apart >= first ? born - apart : draw_birth(rng, first, last);
}

/* Most start in the year they turn six; of those born late in the year, boys above all, some wait. */
static uint8_t delay_of(const struct person *person, struct rng *rng) {
    int year, month, mday;
    day_to_ymd(person->born, &year, &month, &mday);
    double late = month >= 10 ? 0.28 : month >= 7 ? 0.1 : 0.04;
    if (!person->male) late *= 0.55;
    return rng_chance(rng, late) ? 1 : 0;
}

/* ---- numbers ---- */

/* The serials that go with the century (rules of the CPR number): first digit 4-9 from 2000 on,
 * 0-4 before. */
static void cpr_draw(struct person *person, uint64_t seed, uint16_t *taken) {
    int year, month, mday;
    day_to_ymd(person->born, &year, &month, &mday);
    unsigned low = year >= 2000 ? 4000 : 1, count = year >= 2000 ? 6000 : 4999;
    unsigned step = 617; /* a prime that divides neither */
    struct rng rng = rng_make(seed, STREAM_PERSON, UINT64_C(1) << 40 | (uint32_t)person->born);
    unsigned start = rng_below(&rng, count);
    for (;;) {
        unsigned serial = low + (start + (*taken)++ * step) % count;
        snprintf(person->cpr, sizeof person->cpr, "%02u%02u%02u%04u", (unsigned)mday % 100,
                 (unsigned)month % 100, (unsigned)year % 100, serial % 10000);
        if (serial % 2 == person->male && !cpr_modulus11_ok(person->cpr)) return;
    }
}

static const char alphabet[] = "234567abcdefghijklmnopqrstuvwxyz"; /* of base/id.c */
#define ID_DATED 9 /* characters that tell the time */

static void id_draw(struct person *person, struct rng *rng) {
    for (int i = 0; i < ID_LEN; i++) person->id[i] = alphabet[rng_next(rng) >> 59];
    person->id[ID_LEN] = '\0';
}

static void moves_draw(struct person *person, int32_t date, struct rng *rng) {
    person->moved_in = person->moved_out = DAY_NONE;
    int32_t opened = day_from_ymd(2010, 1, 1);
    int32_t since = person->born > opened ? person->born : opened;
    if (rng_chance(rng, 0.08))
        person->moved_in = rng_between(rng, since, date - 1);
    else if (rng_chance(rng, 0.02))
        person->moved_out = date - rng_between(rng, 1, 900);
}

static void person_make(const struct world *world, uint32_t number, struct person *person) {
    struct rng rng = rng_make(world->seed, STREAM_PERSON, number);
    uint32_t leader = leader_of(world, number);
    *person = (struct person){.number = number, .household = leader, .counsellor = NOWHERE};
    person->born = birth_of(world, number, leader, &rng);
    person->male = rng_chance(&rng, 0.512);
    person->delay = delay_of(person, &rng);
    person->has_cpr = !rng_chance(&rng, 0.003);
    id_draw(person, &rng);
    moves_draw(person, world->date, &rng);
    struct home home = home_make(world, leader);
    person->guarded = home.guarded;
    person->guarded_until = home.guarded ? home.guarded_until : DAY_NONE;
    person->school = home.school;
    if (rng_chance(&rng, 0.016)) person->school = (int16_t)place_pick(world, &rng, SORT_SPECIAL);
    person->done = DAY_NONE;
    person->class = NOBODY;
}

void people_make(struct world *world) {
    int32_t first = day_add_months(world->date, -12 * (OLDEST + 1));
    uint16_t *taken = arena_array(world->arena, (size_t)(world->date - first + 1), sizeof *taken);
    world->people = arena_array(world->arena, world->people_n, sizeof *world->people);
    for (uint32_t i = 0; i < world->people_n; i++) {
        struct person *person = &world->people[i];
        person_make(world, i, person);
        cpr_draw(person, world->seed, &taken[person->born - first]);
    }
}

static int by_school(const void *left, const void *right) {
    const struct person *l = left, *r = right;
    if (l->school != r->school) return l->school < r->school ? -1 : 1;
    if (l->born != r->born) return l->born < r->born ? -1 : 1;
    return l->number < r->number ? -1 : l->number > r->number;
}

/* As if they had been registered school by school, one each millisecond: id_new_in_order(). */
void people_sort(struct world *world) {
    qsort(world->people, world->people_n, sizeof *world->people, by_school);
    uint64_t ms = (uint64_t)(day_from_ymd(2018, 8, 1) - day_from_ymd(1970, 1, 1)) * 86400000;
    for (size_t i = 0; i < world->people_n; i++, ms++)
        for (int at = 0; at < ID_DATED; at++)
            world->people[i].id[at] = alphabet[ms >> (5 * (ID_DATED - 1 - at)) & 31];
}

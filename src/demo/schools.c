/* SPDX-License-Identifier: EUPL-1.2
 *
 * The invented institutions. Their number follows the number of young people: about one folkeskole
 * for every 830 of them aged 12-29, as in a municipality of 100,000 inhabitants.
 */
#include "demo/internal.h"
#include "demo/words.h"

#include <stdlib.h>

static struct place *add(struct world *world, enum sort sort, const char *name, int town,
                         bool outside) {
    int serial = 101 + (int)world->places_n;
    struct place *place = list_add(world, places);
    *place = (struct place){
        .sort = sort,
        .number = arena_fmt(world->arena, "%s%03d", outside ? "998" : DEMO_MUNICIPALITY, serial),
        .name = name,
        .town = town,
        .outside = outside,
        .weight = 1,
    };
    return place;
}

static size_t at_least(size_t n, size_t least) { return n < least ? least : n; }

/* Heads and tails run in step with lengths that have no common factor: 140 names before the first
 * comes again. */
static const char *school_name(struct world *world, size_t i) {
    return arena_fmt(world->arena, "%s%s", school_heads[i % school_heads_n],
                     school_tails[i % school_tails_n]);
}

static void add_grade_schools(struct world *world, size_t youth) {
    struct rng rng = rng_make(world->seed, STREAM_SCHOOL, 0);
    size_t folkeskoler = at_least(youth / 830, 1), private = at_least(youth / 3300, 1);
    if (folkeskoler > 120) folkeskoler = 120;
    if (private > 20) private = 20;
    for (size_t i = 0; i < folkeskoler; i++)
        add(world, SORT_FOLKESKOLE, school_name(world, i), (int)(i % towns_n), false)->weight =
            0.7 + 0.9 * rng_unit(&rng);
    for (size_t i = 0; i < private; i++) {
        size_t town = (i * 5 + 2) % towns_n;
        const char *name =
            i < towns_n
                ? arena_fmt(world->arena, i % 2 ? "%s Friskole" : "%s Realskole", towns[town])
                : school_name(world, folkeskoler + i);
        add(world, SORT_PRIVATE, name, (int)town, false)->weight = 0.8 + 0.5 * rng_unit(&rng);
    }
}

static void add_numbered(struct world *world, enum sort sort, const char *first,
                         const char *further, size_t n) {
    for (size_t i = 0; i < n; i++)
        add(world, sort, i ? arena_fmt(world->arena, "%s, %s", further, towns[i % towns_n]) : first,
            (int)(i % towns_n), false);
}

static void add_special_schools(struct world *world, size_t youth) {
    size_t large = youth / 50000;
    add(world, SORT_SPECIAL, "Stjernemoseskolen", 0, false);
    if (youth >= 5000) add(world, SORT_SPECIAL, "Tårnhøjens Specialskole", 3, false);
    add(world, SORT_HU, "Ungdomsskolen i Demo Kommune", 0, false);
    add_numbered(world, SORT_TENTH, "10.-klassecenter Ørnsø", "10.-klassecenter", 1 + large);
    add(world, SORT_BOARDING, "Kirkelø Efterskole", 7, false);
    if (youth >= 5000) add(world, SORT_BOARDING, "Musikefterskolen ved Rævekær", 13, false);
    add(world, SORT_BOARDING, "Sandklit Efterskole", 9, true)->weight = 2;
    add(world, SORT_BOARDING, "Idrætsefterskolen Ulvshede", 5, true)->weight = 2;
    add(world, SORT_BOARDING, "Efterskolen Næsvig", 9, true)->weight = 2;
}

static void add_youth_education(struct world *world, size_t youth) {
    size_t large = youth / 50000;
    add(world, SORT_STX, "Ørnsø Gymnasium", 0, false)->weight = 1.4;
    if (youth >= 5000) add(world, SORT_STX, "Havneå Gymnasium", 3, false);
    if (large) add(world, SORT_STX, "Storelyngby Gymnasium", 10, false);
    add(world, SORT_HHX, "Ørnsø Handelsgymnasium", 0, false);
    add(world, SORT_HTX, "Teknisk Gymnasium Ørnsø", 0, false);
    add(world, SORT_HF, "HF & VUC Fjordlandet", 3, false);
    add_numbered(world, SORT_TECHNICAL, "Erhvervsskolen Fjordtek", "Erhvervsskolen Fjordtek",
                 1 + large);
    add(world, SORT_SOCIAL, "Social- og Sundhedsskolen Fjordlandet", 3, false);
    add(world, SORT_BUSINESS, "Erhvervsskolen Fjordtek, Business", 0, false);
    add_numbered(world, SORT_FGU, "FGU Fjordlandet", "FGU Fjordlandet", 1 + large);
    add(world, SORT_STU, "STU-huset Vibemose", 12, false);
    add(world, SORT_KUI, "Den kommunale ungeindsats i Demo Kommune", 0, false);
    add(world, SORT_FOLK_HIGH, "Hedeåby Højskole", 5, false);
    add(world, SORT_FOLK_HIGH, "Højskolen Strandnæs", 9, true);
    add(world, SORT_HIGHER, "Professionshøjskolen Midthav", 0, true)->weight = 3;
    add(world, SORT_HIGHER, "Erhvervsakademi Midthav", 0, true)->weight = 2;
    add(world, SORT_HIGHER, "Midthav Universitet", 0, true)->weight = 4;
}

void schools_make(struct world *world, size_t youth) {
    add_grade_schools(world, youth);
    add_special_schools(world, youth);
    add_youth_education(world, youth);
}

int place_pick(const struct world *world, struct rng *rng, enum sort sort) {
    double sum = 0;
    int last = NOWHERE;
    for (size_t i = 0; i < world->places_n; i++)
        if (world->places[i].sort == sort) sum += world->places[i].weight;
    double at = rng_unit(rng) * sum;
    for (size_t i = 0; i < world->places_n; i++) {
        if (world->places[i].sort != sort) continue;
        last = (int)i;
        if ((at -= world->places[i].weight) < 0) break;
    }
    return last;
}

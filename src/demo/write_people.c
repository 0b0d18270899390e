/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows about who somebody is. Names, addresses and parents are made here, at the last moment, from
 * the person's and the home's own streams of chance, and are kept nowhere. The one index that would
 * be hit at random, that of the words of the names, is sorted in memory first.
 */
#include "access/access.h"
#include "base/collate.h"
#include "base/cpr.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <stdlib.h>
#include <string.h>

struct names {
    const char *first, *family, *full;
};

static const char *given(const struct origin *origin, bool male, struct rng *rng) {
    return male ? origin->male[rng_below(rng, origin->male_n)]
                : origin->female[rng_below(rng, origin->female_n)];
}

static struct names names_of(struct arena *a, const struct world *world,
                             const struct person *person, const struct home *home) {
    struct rng rng = rng_make(world->seed, STREAM_NAME, person->number);
    const struct origin *origin = &origins[home->origin];
    struct names names = {given(origin, person->male, &rng), origin->family[home->family], NULL};
    if (home->origin == 0 && rng_chance(&rng, 0.16)) {
        const char *second = given(origin, person->male, &rng);
        if (strcmp(second, names.first) != 0)
            names.first = arena_fmt(a, "%s %s", names.first, second);
    }
    if (home->origin == 0 && rng_chance(&rng, 0.4)) /* a hyphen here and there */
        names.family = arena_fmt(a, "%s%s%s", middle_names[rng_below(&rng, middle_names_n)],
                                 rng_chance(&rng, 0.07) ? "-" : " ", names.family);
    if (person->number == 17) names = (struct names){longest_name[0], longest_name[1], NULL};
    names.full = arena_fmt(a, "%s %s", names.first, names.family);
    return names;
}

const char *full_name(struct arena *a, const struct world *world, const struct person *person) {
    struct home home = home_make(world, person->household);
    return names_of(a, world, person, &home).full;
}

/* What they are called to their face: the first of the given names. */
const char *call_name(struct arena *a, const struct world *world, const struct person *person) {
    struct home home = home_make(world, person->household);
    struct names names = names_of(a, world, person, &home);
    return arena_dup_n(a, names.first, strcspn(names.first, " "));
}

static const char *phone(struct arena *a, struct rng *rng) {
    unsigned n = rng_below(rng, 1000000);
    return arena_fmt(a, "01 %02u %02u %02u", n / 10000, n / 100 % 100, n % 100);
}

static const char *street(struct arena *a, const struct home *home) {
    const char *name = streets[home->street];
    if (home->floor < 0) return arena_fmt(a, "%s %d", name, home->house);
    if (home->floor == 0) return arena_fmt(a, "%s %d, st. th.", name, home->house);
    return arena_fmt(a, "%s %d, %d. tv.", name, home->house, home->floor);
}

/* First and last folded word of a name, as people's addresses are. */
static const char *mail(struct arena *a, const char *const *words, size_t n, uint32_t number) {
    return arena_fmt(a, "%.12s.%.14s%u@example.com", words[0], words[n - 1], number % 997);
}

/* Four letters and four digits, as Uni-Login makes them; the number makes it unique. */
static const char *uni_login(struct arena *a, const char *word, uint32_t number) {
    return arena_fmt(a, "%.4s%04x", word, number);
}

static bool youth_row(struct part *job, size_t i, struct err *err) {
    struct arena *a = job->a;
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    struct home home = home_make(world, p->household);
    struct names names = names_of(a, world, p, &home);
    struct rng rng = rng_make(world->seed, STREAM_NAME, UINT64_C(1) << 40 | p->number);
    size_t words_n;
    const char **words = fold_tokens(a, names.full, &words_n);
    bool pupil = p->class != NOBODY || !p->has_cpr;
    struct q_demo_youth_in in = {
        .id = p->id,
        .name = names.full,
        .first_name = names.first,
        .family_name = names.family,
        .sort_key = sort_key(a, names.full),
        .born = p->born,
        .sex = p->male ? "M" : "K",
        .cpr = p->has_cpr ? seal_text(a, "youth", p->id, "cpr", p->cpr) : (struct blob){0},
        .cpr_index = p->has_cpr ? blind_index(a, "cpr", p->cpr) : NULL,
        .phone = rng_chance(&rng, 0.9) ? phone(a, &rng) : NULL,
        .email = rng_chance(&rng, 0.75) ? mail(a, words, words_n, p->number) : NULL,
        .street = street(a, &home),
        .post_code = post_code(a, home.town),
        .town = towns[home.town],
        .municipality = p->moved_out != DAY_NONE ? "998" : DEMO_MUNICIPALITY,
        .guarded = p->guarded,
        .guarded_until = p->guarded_until,
        .counsellor = row_of(p->counsellor),
        .external_id = pupil ? uni_login(a, words[0], p->number) : NULL,
        .moved_out = p->moved_out,
        .imported_at = moment(world->date - 2, 180),
    };
    return q_demo_youth(job->w, in, NULL, err);
}

/* An invented number: 24 to 44 years older than the child, and one that fails modulus 11. NULL for one
 * in thirty, whose letters go by hand. */
static const char *guardian_cpr(struct arena *a, const struct person *p, bool male,
                                struct rng *rng) {
    int32_t born = p->born - rng_between(rng, 24 * 365, 44 * 365);
    int year, month, mday;
    day_to_ymd(born, &year, &month, &mday);
    unsigned serial = 2 * rng_below(rng, 1900) + male;
    if (rng_chance(rng, 1.0 / 30)) return NULL;
    for (;; serial += 2) {
        const char *cpr = arena_fmt(a, "%02d%02d%02d%04u", mday, month, year % 100, serial);
        if (!cpr_modulus11_ok(cpr)) return cpr;
    }
}

static const char *guardian_name(struct arena *a, const struct home *home, const char *relation,
                                 bool male, bool lives_here, struct rng *rng) {
    const struct origin *origin = &origins[home->origin];
    const char *family = lives_here || *relation == 'f'
                             ? origin->family[home->family]
                             : origin->family[rng_below(rng, origin->family_n)];
    return arena_fmt(a, "%s %s", given(origin, male, rng), family);
}

static struct rng parents_rng(const struct world *world, const struct person *p) {
    return rng_make(world->seed, STREAM_HOUSEHOLD, UINT64_C(1) << 40 | p->household);
}

/* The first of guardian_rows(), who always has custody. */
const char *custody_name(struct arena *a, const struct world *world, const struct person *person) {
    struct home home = home_make(world, person->household);
    struct rng rng = parents_rng(world, person);
    bool male = home.official && rng_chance(&rng, 0.5);
    return guardian_name(a, &home, home.official ? "official" : "mother", male, !home.official,
                         &rng);
}

static bool guardian_put(struct part *job, const struct person *p, const struct home *home,
                         const char *relation, bool custody, bool lives_here, struct rng *rng,
                         struct err *err) {
    struct arena *a = job->a;
    int64_t *next = job->ctx;
    bool male = *relation == 'f' || (*relation == 'o' && rng_chance(rng, 0.5));
    const char *name = guardian_name(a, home, relation, male, lives_here, rng);
    size_t words_n;
    const char **words = fold_tokens(a, name, &words_n);
    struct home other = *home;
    if (!lives_here) {
        other.town = (int)rng_below(rng, towns_n);
        other.street = (int)rng_below(rng, streets_n);
        other.house = rng_between(rng, 1, 140);
    }
    int64_t id = ++*next;
    struct rng numbers = rng_make(job->world->seed, STREAM_HOUSEHOLD,
                                  UINT64_C(1) << 41 | (uint64_t)p->household << 2 | male);
    const char *cpr = guardian_cpr(a, p, male, &numbers);
    struct q_demo_guardian_in in = {
        .id = id,
        .youth = p->id,
        .name = name,
        .relation = relation,
        .custody = custody,
        .phone = phone(a, rng),
        .email = rng_chance(rng, 0.8) ? mail(a, words, words_n, p->household + male) : NULL,
        .street = street(a, &other),
        .post_code = post_code(a, other.town),
        .town = towns[other.town],
        .guarded = home->guarded && lives_here,
        .cpr = cpr ? seal_text(a, "guardian", arena_fmt(a, "%lld", (long long)id), "cpr", cpr)
                   : (struct blob){0},
    };
    return q_demo_guardian(job->w, in, NULL, err);
}

/* Parents are kept until a while after the young person has come of age. All that is drawn comes
 * from the home, so that siblings have the same parents. */
static bool guardian_rows(struct part *job, size_t i, struct err *err) {
    const struct person *p = &job->world->people[i];
    if (day_age(p->born, job->world->date) > 18) return true;
    struct home home = home_make(job->world, p->household);
    struct rng rng = parents_rng(job->world, p);
    if (home.official) return guardian_put(job, p, &home, "official", true, false, &rng, err);
    if (!guardian_put(job, p, &home, "mother", true, true, &rng, err)) return false;
    if (home.one_parent) return true;
    return guardian_put(job, p, &home, "father", home.father_custody, !home.split, &rng, err);
}

/* ---- the words of their names, sorted ---- */

struct word {
    const char *text;
    uint32_t person;
};
struct words {
    struct arena *arena;
    struct word *v;
    size_t n;
};

static int by_word(const void *left, const void *right) {
    const struct word *l = left, *r = right;
    int order = strcmp(l->text, r->text);
    if (order) return order;
    return l->person < r->person ? -1 : l->person > r->person;
}

static void words_collect(const struct world *world, struct words *words) {
    struct arena *scratch ARENA_AUTO = arena_new();
    size_t cap = 0;
    for (uint32_t p = 0; p < world->people_n; p++) {
        struct home home = home_make(world, world->people[p].household);
        struct names names = names_of(scratch, world, &world->people[p], &home);
        size_t n;
        const char **tokens = fold_tokens(scratch, names.full, &n);
        for (size_t i = 0; i < n; i++) {
            if (words->n == cap)
                words->v = list_grow(words->arena, words->v, &cap, sizeof *words->v);
            words->v[words->n++] = (struct word){arena_dup(words->arena, tokens[i]), p};
        }
        arena_reset(scratch);
    }
    qsort(words->v, words->n, sizeof *words->v, by_word);
}

static bool word_row(struct part *job, size_t i, struct err *err) {
    const struct words *words = job->ctx;
    const struct word *word = &words->v[i];
    struct q_demo_word_in in = {{word->text, strlen(word->text)},
                                job->world->people[word->person].id};
    return q_demo_word(job->w, in, NULL, err);
}

static bool write_words(struct store *store, struct world *world, struct err *err) {
    struct words words = {.arena = arena_new()};
    words_collect(world, &words);
    bool ok = write_table(store, world, word_row, words.n, &words, err);
    arena_free(words.arena);
    return ok;
}

bool people_write(struct store *store, struct world *world, struct err *err) {
    int64_t guardian = 0;
    return write_table(store, world, youth_row, world->people_n, NULL, err) &&
           write_words(store, world, err) &&
           write_table(store, world, guardian_rows, world->people_n, &guardian, err);
}

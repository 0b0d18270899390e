/* SPDX-License-Identifier: EUPL-1.2
 *
 * An invented country to measure on: persons.csv and spells.csv as `vejviser cohort --csv` reads them,
 * and rows.csv with a row a person for curves by age (id,kom,sex,entry,exit,event; ages in days; event
 * 1 a youth education completed, 2 gone for good, 0 not yet). 98 municipalities of very different size,
 * everybody from 15 to 30 years on 1 September 2022, each life a walk from kind to kind of activity.
 * Nothing in it is about anybody, and no figure from it says anything about the country.
 *
 * Who somebody is, is drawn from the seed and the person's number alone (stat/philox.h) with whole
 * numbers only: the same bytes on every machine, and the first thousand are the same in any number.
 *
 * usage: bench_population PERSONS SEED DIR
 *        bench_population check      a thousand are what they always were, and the program reads them
 */
#include "base/date.h"
#include "cohort/cohort.h"
#include "stat/philox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACES = 98, YEARS = 15, KINDS = 9, NEVER = INT32_MAX };
enum kind { NOTHING, SCHOOL, TENTH, GENERAL, BASIC, MAIN, FGU, WORK, HIGHER };
enum outcome { ONGOING, COMPLETED, DROPPED, ENDED };

/* How long somebody stays and where they go then. Stays are between two numbers of days, or, where the
 * second is 0, halve every so many days. `to` is in thousandths by kind. */
struct stay {
    int least, most;
    int16_t to[KINDS];
};
struct activity {
    int completes; /* thousandths; -1: it has no end that is a success */
    struct stay whole, broken;
};

/*                              nothing school 10th general basic main FGU work higher */
static const struct activity activities[KINDS] = {
    [NOTHING] = {-1, {0}, {105, 0, {0, 0, 0, 30, 120, 0, 110, 720, 20}}},
    [SCHOOL] = {1000, {610, 970, {40, 0, 160, 540, 180, 0, 40, 40, 0}}, {0}},
    [TENTH] = {930,
               {300, 325, {60, 0, 0, 460, 350, 0, 50, 80, 0}},
               {40, 250, {300, 0, 0, 0, 250, 0, 250, 200, 0}}},
    [GENERAL] = {840,
                 {1000, 1095, {90, 0, 0, 0, 140, 0, 0, 460, 310}},
                 {30, 700, {230, 0, 0, 190, 300, 0, 0, 280, 0}}},
    [BASIC] = {620,
               {150, 370, {80, 0, 0, 0, 0, 800, 0, 120, 0}},
               {14, 310, {290, 0, 0, 120, 250, 0, 60, 280, 0}}},
    [MAIN] = {850,
              {700, 1300, {100, 0, 0, 0, 0, 0, 0, 800, 100}},
              {30, 630, {300, 0, 0, 0, 80, 230, 0, 390, 0}}},
    [FGU] = {600,
             {100, 600, {240, 0, 0, 0, 420, 0, 0, 340, 0}},
             {50, 400, {420, 0, 0, 0, 200, 0, 0, 380, 0}}},
    [WORK] = {-1, {0}, {265, 0, {370, 0, 0, 30, 90, 0, 0, 420, 90}}},
    [HIGHER] = {760,
                {700, 1800, {130, 0, 0, 0, 0, 0, 0, 760, 110}},
                {60, 560, {200, 0, 0, 0, 60, 0, 0, 420, 320}}},
};

struct dice {
    uint64_t seed, person;
    uint32_t drawn;
    struct philox four;
};

static uint32_t word(struct dice *d) {
    if (d->drawn % 4 == 0)
        d->four = philox((struct philox){{(uint32_t)d->person, (uint32_t)(d->person >> 32),
                                          d->drawn / 4, 0x70706C}},
                         (uint32_t)d->seed, (uint32_t)(d->seed >> 32));
    return d->four.v[d->drawn++ % 4];
}

static int below(struct dice *d, int n) { return (int)((uint64_t)word(d) * (uint32_t)n >> 32); }
static bool chance(struct dice *d, int thousandths) { return below(d, 1000) < thousandths; }

static int length(struct dice *d, const struct stay *stay) {
    if (stay->most) return stay->least + below(d, stay->most - stay->least + 1);
    int halvings = __builtin_clz(word(d) | 1);
    return 10 + halvings * stay->least + below(d, stay->least);
}

static enum kind next_kind(struct dice *d, const struct stay *stay) {
    int left = below(d, 1000);
    for (int k = 0; k < KINDS; k++)
        if ((left -= stay->to[k]) < 0) return (enum kind)k;
    return WORK;
}

/* ---- writing ---- */

struct days { /* each day's text */
    int32_t first;
    char text[16000][11];
};

struct country {
    uint64_t seed;
    int32_t snapshot;
    struct days *days;
    int weight[PLACES], weights;
    FILE *persons, *spells, *rows;
    size_t spells_n, rows_n;
};

static const char *iso(const struct country *c, int32_t day) {
    return c->days->text[day - c->days->first];
}

struct person {
    int64_t id;
    int32_t birth, from, to, gone, attained; /* NEVER: has not happened */
    int sex, origin, place;
};

/* Half of them live where a sixth of the municipalities are; men and women go the same ways here. */
static int place_of(const struct country *c, struct dice *d) {
    int left = below(d, c->weights), place = 0;
    while ((left -= c->weight[place]) >= 0) place++;
    return place;
}

static struct person person_make(const struct country *c, struct dice *d, int64_t id) {
    struct person p = {.id = id, .to = NEVER, .gone = NEVER, .attained = NEVER};
    p.birth = c->snapshot - COHORT_START_AGE - 1 - below(d, YEARS * 1461 / 4);
    p.sex = 1 + (word(d) >> 31 != 0);
    p.origin = chance(d, 150) ? chance(d, 400) ? 2 : 1 : 0;
    p.place = place_of(c, d);
    int32_t grown = p.birth + COHORT_START_AGE, followed = c->snapshot - grown;
    p.from = chance(d, 200) ? grown + below(d, followed) : p.birth;
    if (chance(d, 150)) {
        int32_t after = p.from > grown ? p.from : grown;
        p.to = after + 1 + below(d, c->snapshot - after);
        if (p.to >= c->snapshot) p.to = NEVER;
    }
    struct stay forever = {65000, 0, {0}};
    if (chance(d, 300)) p.gone = grown + length(d, &forever);
    return p;
}

static void walk(struct country *c, struct dice *d, struct person *p) {
    enum kind kind = SCHOOL;
    for (int32_t day = p->birth + 14 * 1461 / 4; day < c->snapshot;) {
        const struct activity *a = &activities[kind];
        bool whole = a->completes >= 0 && chance(d, a->completes);
        const struct stay *stay = whole ? &a->whole : &a->broken;
        int32_t end = day + length(d, stay);
        bool open = end >= c->snapshot;
        enum outcome outcome = whole ? COMPLETED : a->completes < 0 ? ENDED : DROPPED;
        (void)fprintf(c->spells, "%lld,%d,%s,%s,%d\n", (long long)p->id, (int)kind, iso(c, day),
                      open ? "" : iso(c, end), open ? (int)ONGOING : (int)outcome);
        c->spells_n++;
        if (!open && whole && (kind == GENERAL || kind == MAIN) && p->attained == NEVER)
            p->attained = end;
        kind = next_kind(d, stay);
        day = end;
    }
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

static void row_write(struct country *c, const struct person *p) {
    int32_t grown = p->birth + COHORT_START_AGE, entry = p->from > grown ? p->from : grown;
    int32_t exit = least(least(p->attained, p->gone), least(p->to, c->snapshot));
    if (exit <= entry) return;
    int event = exit == p->attained ? 1 : exit == p->gone ? 2 : 0;
    (void)fprintf(c->rows, "%lld,%d,%d,%d,%d,%d\n", (long long)p->id, 101 + p->place, p->sex,
                  entry - p->birth, exit - p->birth, event);
    c->rows_n++;
}

static void person_write(struct country *c, int64_t id) {
    struct dice d = {.seed = c->seed, .person = (uint64_t)id};
    struct person p = person_make(c, &d, id);
    (void)fprintf(c->persons, "%lld,%s,%d,%d,%d,%s,%s\n", (long long)p.id, iso(c, p.birth), p.sex,
                  p.origin, 101 + p.place, iso(c, p.from), p.to == NEVER ? "" : iso(c, p.to));
    walk(c, &d, &p);
    row_write(c, &p);
}

static FILE *file_open(const char *dir, const char *name, const char *columns) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    (void)fprintf(f, "%s\n", columns);
    return f;
}

static void file_close(FILE *f) {
    if (fclose(f) == 0) return;
    perror("bench_population");
    exit(1);
}

static struct country country_write(int64_t persons, uint64_t seed, const char *dir) {
    static struct days days;
    struct country c = {.seed = seed, .snapshot = day_from_ymd(2022, 9, 1), .days = &days};
    days.first = day_from_ymd(1990, 1, 1);
    for (int i = 0; i < 16000; i++) (void)day_iso(days.text[i], days.first + i);
    for (int i = 0; i < PLACES; i++) c.weights += c.weight[i] = 100000 / (i + 7);
    c.persons = file_open(dir, "persons.csv", "id,birth,sex,origin,kom,movein,moveout");
    c.spells = file_open(dir, "spells.csv", "id,kind,start,end,outcome");
    c.rows = file_open(dir, "rows.csv", "id,kom,sex,entry,exit,event");
    for (int64_t id = 1; id <= persons; id++) person_write(&c, id);
    file_close(c.persons);
    file_close(c.spells);
    file_close(c.rows);
    return c;
}

/* ---- whether it is what it was ---- */

static uint64_t hash_file(const char *dir, const char *name, uint64_t hash) { /* FNV-1a */
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "r");
    for (int ch; f && (ch = getc(f)) != EOF;) hash = (hash ^ (uint64_t)ch) * 1099511628211U;
    if (f) (void)fclose(f);
    (void)unlink(path);
    return hash;
}

static int check(void) {
    char dir[] = "/tmp/vejviser-population-XXXXXX";
    if (!mkdtemp(dir)) return 1;
    struct country c = country_write(1000, 1, dir);
    struct arena *a ARENA_AUTO = arena_new();
    const struct cohort *read;
    struct err err = {0};
    bool fine = cohort_read(a, dir, DAY_NONE, LANG_EN, &read, &err) && read->persons_n == 1000 &&
                read->spells_n == c.spells_n;
    uint64_t hash = 14695981039346656037U;
    hash = hash_file(dir, "rows.csv",
                     hash_file(dir, "spells.csv", hash_file(dir, "persons.csv", hash)));
    (void)rmdir(dir);
    printf("1000 persons, %zu spells, %zu rows, hash %016llx %s\n", c.spells_n, c.rows_n,
           (unsigned long long)hash, err.message);
    return fine && hash == 0x1098d944e594b909U ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "check") == 0) return check();
    long long persons = argc == 4 ? strtoll(argv[1], NULL, 10) : 0;
    if (persons < 1 || persons > 100000000) {
        (void)fprintf(stderr, "usage: bench_population PERSONS SEED DIR | check\n");
        return 2;
    }
    struct country c = country_write(persons, strtoull(argv[2], NULL, 10), argv[3]);
    printf("persons %lld\nspells %zu\nrows %zu\n", persons, c.spells_n, c.rows_n);
    return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * An invented population for tests, kept as plain rows: what the columns say is held against a loop
 * over these that anyone can read.
 */
#ifndef VEJVISER_COHORT_TESTING_H
#define VEJVISER_COHORT_TESTING_H

#include "cohort/cohort.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct test_spell {
    int kind, outcome, school; /* school 0: none told */
    int32_t start, end;        /* DAY_NONE: goes on */
};
struct test_person {
    int id, sex, origin, kom;
    int32_t birth, from, to; /* DAY_NONE: has not moved out */
    struct test_spell spells[12];
    int spells_n;
};
struct test_people {
    struct test_person *v;
    int n;
    bool schools;
    int32_t snapshot;
    uint64_t state; /* of the random numbers */
};

static inline int test_random(struct test_people *t, int below) {
    uint64_t z = (t->state += 0x9E3779B97F4A7C15U);
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return (int)((z ^ z >> 31) % (uint64_t)below);
}

static inline void test_life(struct test_people *t, struct test_person *p) {
    int32_t at = p->birth + 5000 + test_random(t, 400);
    int most = test_random(t, 12);
    while (p->spells_n < most && at < t->snapshot) {
        if (test_random(t, 5) == 0) at += test_random(t, 200); /* a gap */
        struct test_spell *s = &p->spells[p->spells_n++];
        *s = (struct test_spell){
            .kind = test_random(t, 9), .start = at, .school = test_random(t, 4)};
        s->end = at + 1 + test_random(t, 900);
        s->outcome = 1 + test_random(t, 3);
        at = s->end;
        if (s->end >= t->snapshot) {
            s->end = DAY_NONE;
            s->outcome = 0;
            break;
        }
    }
    while (p->spells_n && p->spells[p->spells_n - 1].start >= t->snapshot) p->spells_n--;
}

static inline void test_people_make(struct arena *a, struct test_people *t, int n, uint64_t seed) {
    *t = (struct test_people){.n = n, .state = seed, .schools = seed % 2, .snapshot = 19236};
    t->v = arena_array(a, (size_t)n, sizeof *t->v);
    for (int i = 0; i < n; i++) {
        struct test_person *p = &t->v[i];
        p->id = i + 1;
        p->sex = 1 + test_random(t, 2);
        p->origin = test_random(t, 3);
        p->kom = 101 + test_random(t, 4);
        p->birth = 9000 + test_random(t, 5400); /* 1994-2009, with 29 Februaries */
        if (test_random(t, 20) == 0) p->birth = day_from_ymd(2004, 2, 29);
        p->from = test_random(t, 3) ? p->birth : p->birth + 4000 + test_random(t, 4000);
        p->to = test_random(t, 4) ? DAY_NONE : p->from + 1 + test_random(t, 5000);
        test_life(t, p);
    }
}

/* The population as the two files of a new folder; gives its path. */
static inline const char *test_people_write(struct arena *a, const struct test_people *t,
                                            bool shuffled) {
    char *dir = arena_dup(a, "/tmp/vejviser-cohort-XXXXXX"), day[3][11];
    if (!mkdtemp(dir)) abort();
    FILE *f = fopen(arena_fmt(a, "%s/persons.csv", dir), "w");
    if (!f) abort();
    (void)fputs("id,birth,sex,origin,kom,movein,moveout\n", f);
    for (int n = 0; n < t->n; n++) {
        const struct test_person *p = &t->v[shuffled ? t->n - 1 - n : n];
        (void)fprintf(f, "%d,%s,%d,%d,%d,%s,%s\n", p->id, day_iso(day[0], p->birth), p->sex,
                      p->origin, p->kom, day_iso(day[1], p->from), day_iso(day[2], p->to));
    }
    (void)fclose(f);
    f = fopen(arena_fmt(a, "%s/spells.csv", dir), "w");
    if (!f) abort();
    (void)fprintf(f, "id,kind,start,end,outcome%s\n", t->schools ? ",school" : "");
    for (int i = 0; i < t->n * 12; i++) { /* shuffled: first everybody's last spell, and so on */
        const struct test_person *p = &t->v[shuffled ? i % t->n : i / 12];
        int k = shuffled ? 11 - i / t->n : i % 12;
        if (k >= p->spells_n) continue;
        const struct test_spell *s = &p->spells[k];
        (void)fprintf(f, "%d,%d,%s,%s,%d", p->id, s->kind, day_iso(day[0], s->start),
                      day_iso(day[1], s->end), s->outcome);
        if (t->schools && s->school) (void)fprintf(f, ",skole %d\n", s->school);
        if (t->schools && !s->school) (void)fprintf(f, ",\n");
        if (!t->schools) (void)fprintf(f, "\n");
    }
    (void)fclose(f);
    return dir;
}

static inline void test_people_remove(struct arena *a, const char *dir) {
    unlink(arena_fmt(a, "%s/persons.csv", dir));
    unlink(arena_fmt(a, "%s/spells.csv", dir));
    rmdir(dir);
}

static inline const struct test_spell *test_spell_at(const struct test_person *p, int32_t day) {
    for (int i = 0; i < p->spells_n; i++) {
        const struct test_spell *s = &p->spells[i];
        if (s->start <= day && (s->end == DAY_NONE || day < s->end)) return s;
    }
    return NULL;
}

#endif

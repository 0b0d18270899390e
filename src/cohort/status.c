/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who is in which kind of spell on a day.
 *
 * The persons of a group are ordered by birth, so those of one age are a run, and so are their
 * spells: the work is to count, in a run of spells, those that hold the day, by kind. That is done
 * for 32 spells at a time: a comparison leaves the kind of each that holds the day, and a comparison
 * with each kind counts them. No step depends on what is found, so the processor never waits to know.
 */
#include "cohort/status.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

/* ---- ages ---- */

int32_t cohort_latest_birth(enum cohort_age rule, int32_t day, int age) {
    if (rule == COHORT_AGE_DAYS) return day - (int32_t)((1461LL * age + 3) / 4);
    return day_add_months(day, -12 * age);
}

int cohort_age_at(enum cohort_age rule, int32_t birth, int32_t day) {
    if (birth > day) return -1;
    return rule == COHORT_AGE_DAYS ? (day - birth) * 4 / 1461 : day_age(birth, day);
}

/* The first of persons first..end-1 who is born after `birth`. */
static uint32_t born_after(const struct cohort *c, uint32_t first, uint32_t end, int32_t birth) {
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (cohort_day(c->birth[middle]) <= birth)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* ---- counting ---- */

#define CHUNK    4096 /* spells; their codes stay in the nearest cache */
#define AT_ONCE  10   /* kinds whose counters stay in registers */
#define NOT_HERE 255

typedef uint16_t days16 __attribute__((vector_size(32), aligned(2), may_alias));
typedef uint8_t codes32 __attribute__((vector_size(32), aligned(1), may_alias));

/* code[i] = the kind of a spell that holds the day, else NOT_HERE; rounded up to 32 of them. */
static inline void make_codes(const struct cohort *c, size_t at, size_t n, uint16_t day,
                              uint8_t *code) {
    const uint16_t *start = c->start + at, *end = c->end + at;
    for (size_t i = 0; i < n; i += 32) {
        const days16 *s = (const days16 *)(start + i), *e = (const days16 *)(end + i);
        days16 low = (days16)(s[0] <= day) & (days16)(e[0] > day);
        days16 high = (days16)(s[1] <= day) & (days16)(e[1] > day);
        codes32 holds = __builtin_shufflevector((codes32)low, (codes32)high, 0, 2, 4, 6, 8, 10, 12,
                                                14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38,
                                                40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62);
        *(codes32 *)(code + i) = *(const codes32 *)(c->kind + at + i) | ~holds;
    }
}

/* counts[k] += how many of the codes are k, for k = base .. base + AT_ONCE - 1. */
static inline void count_codes(const uint8_t *code, size_t n, unsigned base, uint32_t *counts) {
    codes32 sums[AT_ONCE] = {0}; /* at most CHUNK / 32 = 128 in each byte */
    for (size_t i = 0; i < n; i += 32) {
        codes32 here = *(const codes32 *)(code + i) - (uint8_t)base;
#pragma GCC unroll 10
        for (unsigned k = 0; k < AT_ONCE; k++) sums[k] -= (codes32)(here == (uint8_t)k);
    }
    for (unsigned k = 0; k < AT_ONCE && base + k < COHORT_KINDS_MAX; k++)
        for (unsigned i = 0; i < 32; i++) counts[base + k] += sums[k][i];
}

/* counts[k] += spells first..end-1 of kind k that hold the day. */
FOR_NEWER_PROCESSORS static void count_run(const struct cohort *c, size_t first, size_t end,
                                           uint16_t day, uint32_t counts[COHORT_KINDS_MAX]) {
    uint8_t code[CHUNK + 32];
    for (size_t at = first; at < end; at += CHUNK) {
        size_t n = end - at < CHUNK ? end - at : CHUNK;
        make_codes(c, at, n, day, code);
        memset(code + n, NOT_HERE, 32); /* what was rounded up is the next run's */
        for (unsigned base = 0; base < c->kinds_n; base += AT_ONCE)
            count_codes(code, n, base, counts);
    }
}

/* Spells are few: the last that has begun is found by looking. */
size_t cohort_spell_at(const struct cohort *c, size_t p, int32_t day) {
    for (size_t s = c->first[p + 1]; s-- > c->first[p];)
        if (cohort_day(c->start[s]) <= day)
            return c->end[s] == COHORT_NEVER || day < cohort_day(c->end[s]) ? s : SIZE_MAX;
    return SIZE_MAX;
}

/* Persons first..end-1, one by one, since each must be asked whether they live here. */
static void count_residents(const struct cohort *c, uint32_t first, uint32_t end, int32_t day,
                            uint32_t *counts) {
    for (uint32_t p = first; p < end; p++) {
        if (!is_resident(c, p, day)) continue;
        size_t s = cohort_spell_at(c, p, day);
        counts[s == SIZE_MAX ? c->kinds_n : c->kind[s]]++;
    }
}

static void count_everybody(const struct cohort *c, uint32_t first, uint32_t end, int32_t day,
                            uint32_t *counts) {
    uint32_t found[COHORT_KINDS_MAX] = {0}, all = end - first;
    count_run(c, c->first[first], c->first[end], (uint16_t)(day - COHORT_EPOCH), found);
    for (size_t k = 0; k < c->kinds_n; k++) {
        counts[k] += found[k];
        all -= found[k];
    }
    counts[c->kinds_n] += all;
}

/* ---- tally ---- */

void tally_init(struct arena *a, const struct cohort *c, enum cohort_age rule, const int32_t *days,
                size_t days_n, struct tally *ret) {
    int youngest = AGES_MAX, oldest = 0;
    for (size_t g = 0; g < c->groups_n; g++) {
        int32_t oldest_birth = cohort_day(c->birth[c->groups[g].first]);
        int32_t youngest_birth = cohort_day(c->birth[c->groups[g].end - 1]);
        int low = cohort_age_at(rule, youngest_birth, days[0]);
        int high = cohort_age_at(rule, oldest_birth, days[days_n - 1]);
        if (low < youngest) youngest = low < 0 ? 0 : low;
        if (high > oldest) oldest = high;
    }
    struct tally t = {.age_low = youngest, .kinds_n = c->kinds_n + 1};
    t.ages_n = oldest >= youngest ? oldest - youngest + 1 : 1;
    t.stride = (t.kinds_n + 7) / 8 * 8;
    t.step = t.stride * days_n;
    t.n = arena_array(a, c->groups_n * (size_t)t.ages_n * t.step, sizeof *t.n);
    for (size_t d = 0; d < days_n; d++, t.n += t.stride) ret[d] = t;
}

static void tally_day(const struct cohort *c, const struct cohort_status *query, int32_t day,
                      const struct tally *t) {
    int32_t latest[AGES_MAX + 2];
    int top = t->age_low + t->ages_n;
    for (int age = t->age_low; age <= top; age++)
        latest[age - t->age_low] = cohort_latest_birth(query->age, day, age);
    for (size_t g = 0; g < c->groups_n; g++) {
        uint32_t first = c->groups[g].first;
        uint32_t end = born_after(c, first, c->groups[g].end, latest[0]);
        for (int age = t->age_low; age < top && end > first; age++) { /* the young are last */
            uint32_t from = born_after(c, first, end, latest[age - t->age_low + 1]);
            uint32_t *counts = tally_row(t, g, age);
            if (query->residents)
                count_residents(c, from, end, day, counts);
            else
                count_everybody(c, from, end, day, counts);
            end = from;
        }
    }
}

/* ---- cells ---- */

struct place {
    size_t municipalities, ages, kinds, sexes; /* 1 for what is not asked */
};

static size_t place_of(const struct place *p, size_t municipality, size_t age, size_t kind,
                       size_t sex) {
    return ((municipality * p->ages + age) * p->kinds + kind) * p->sexes + sex;
}

static uint32_t *add_up(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                        const struct tally *t, const struct place *p) {
    uint32_t *sums =
        arena_array(a, p->municipalities * p->ages * p->kinds * p->sexes, sizeof *sums);
    for (size_t g = 0; g < c->groups_n; g++) {
        size_t m = p->municipalities > 1 ? c->groups[g].municipality : 0;
        size_t x = p->sexes > 1 ? c->groups[g].sex : 0;
        for (size_t i = 0; i < (size_t)t->ages_n; i++) {
            const uint32_t *row = tally_row(t, g, t->age_low + (int)i);
            size_t age = p->ages > 1 ? i : 0;
            for (size_t k = 0; k < t->kinds_n - !query->everybody; k++)
                if (row[k]) sums[place_of(p, m, age, p->kinds > 1 ? k : 0, x)] += row[k];
        }
    }
    return sums;
}

void tally_cells(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                 const struct tally *t, struct cohort_cells *ret) {
    struct arena *scratch ARENA_AUTO = arena_new();
    const struct place p = {
        .municipalities = query->by & COHORT_BY_MUNICIPALITY ? c->municipalities_n : 1,
        .ages = query->by & COHORT_BY_AGE ? (size_t)t->ages_n : 1,
        .kinds = query->by & COHORT_BY_KIND ? t->kinds_n : 1,
        .sexes = query->by & COHORT_BY_SEX ? 3 : 1,
    };
    const uint32_t *sums = add_up(scratch, c, query, t, &p), *sum = sums;
    size_t all = p.municipalities * p.ages * p.kinds * p.sexes, n = 0;
    for (size_t i = 0; i < all; i++) n += sums[i] > 0;
    struct cohort_cell *cells = arena_array(a, n, sizeof *cells), *cell = cells;
    for (size_t m = 0; m < p.municipalities; m++)
        for (size_t i = 0; i < p.ages; i++)
            for (size_t k = 0; k < p.kinds; k++)
                for (size_t x = 0; x < p.sexes; x++, sum++) {
                    if (!*sum) continue;
                    *cell++ = (struct cohort_cell){
                        .municipality = (uint8_t)m,
                        .sex = (uint8_t)x,
                        .kind = (uint8_t)(k == c->kinds_n ? COHORT_NO_KIND : k),
                        .age = (uint16_t)(query->by & COHORT_BY_AGE ? (int)i + t->age_low : 0),
                        .school = COHORT_NO_SCHOOL,
                        .n = *sum,
                    };
                }
    *ret = (struct cohort_cells){n, cells};
}

/* ---- by school: one by one, since spells are not ordered by it ---- */

static uint64_t key_of(const struct cohort *c, const struct cohort_status *query, size_t p,
                       size_t s, int32_t day) {
    unsigned by = query->by;
    uint64_t municipality = by & COHORT_BY_MUNICIPALITY ? c->municipality[p] : 0;
    uint64_t age =
        by & COHORT_BY_AGE ? (uint64_t)cohort_age_at(query->age, cohort_day(c->birth[p]), day) : 0;
    uint64_t kind = !(by & COHORT_BY_KIND) ? 0 : s == SIZE_MAX ? COHORT_NO_KIND : c->kind[s];
    uint64_t school = s == SIZE_MAX || !c->school ? COHORT_NO_SCHOOL : c->school[s];
    uint64_t sex = by & COHORT_BY_SEX ? c->sex[p] : 0;
    return municipality << 48 | age << 32 | kind << 24 | school << 8 | sex;
}

static int compare_keys(const void *left, const void *right) {
    uint64_t a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return a < b ? -1 : a > b;
}

static void status_by_school(struct arena *a, const struct cohort *c,
                             const struct cohort_status *query, int32_t day,
                             struct cohort_cells *ret) {
    struct arena *scratch ARENA_AUTO = arena_new();
    uint64_t *keys = arena_array(scratch, c->persons_n, sizeof *keys);
    size_t n = 0, cells_n = 0;
    for (size_t p = 0; p < c->persons_n; p++) {
        if (cohort_day(c->birth[p]) > day || (query->residents && !is_resident(c, p, day)))
            continue;
        size_t s = cohort_spell_at(c, p, day);
        if (s != SIZE_MAX || query->everybody) keys[n++] = key_of(c, query, p, s, day);
    }
    qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++) cells_n += i == 0 || keys[i] != keys[i - 1];
    struct cohort_cell *cells = arena_array(a, cells_n, sizeof *cells), *cell = cells - 1;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || keys[i] != keys[i - 1])
            *++cell = (struct cohort_cell){.municipality = (uint8_t)(keys[i] >> 48),
                                           .age = (uint16_t)(keys[i] >> 32),
                                           .kind = (uint8_t)(keys[i] >> 24),
                                           .school = (uint16_t)(keys[i] >> 8),
                                           .sex = (uint8_t)keys[i]};
        cell->n++;
    }
    *ret = (struct cohort_cells){cells_n, cells};
}

void cohort_status(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                   int32_t day, struct cohort_cells *ret) {
    *ret = (struct cohort_cells){0};
    if (day < COHORT_EPOCH || day >= COHORT_EPOCH + COHORT_NEVER) return; /* nobody knows */
    if (query->by & COHORT_BY_SCHOOL) {
        status_by_school(a, c, query, day, ret);
        return;
    }
    struct arena *scratch ARENA_AUTO = arena_new();
    struct tally t;
    tally_init(scratch, c, query->age, &day, 1, &t);
    tally_day(c, query, day, &t);
    tally_cells(a, c, query, &t, ret);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Spells are collected in pieces, which need no copying while they grow, in the order they come.
 * Then persons are ordered by two counting sorts (birth, then municipality and sex), and each one's
 * spells are moved to their place: one jump in memory for each person, the rest is in a row.
 */
#include "cohort/build.h"

#include <stdlib.h>
#include <string.h>

void build_init(struct build *b, struct arena *a, struct arena *scratch, bool has_schools) {
    *b = (struct build){.a = a, .scratch = scratch, .has_schools = has_schools};
}

void build_reserve(struct build *b, size_t persons) {
    b->persons = arena_grow(b->scratch, b->persons, b->persons_n * sizeof *b->persons,
                            persons * sizeof *b->persons);
    b->persons_room = persons;
}

uint32_t build_person(struct build *b, const struct packed_person *person) {
    if (b->persons_n == b->persons_room)
        build_reserve(b, b->persons_room ? b->persons_room * 2 : 1024);
    struct packed_person *p = &b->persons[b->persons_n];
    *p = *person;
    p->spells_n = 0;
    return (uint32_t)b->persons_n++;
}

void build_piece(struct build *b, size_t piece) {
    if (piece == b->pieces_room) {
        size_t room = piece ? piece * 2 : 16;
        b->pieces =
            arena_grow(b->scratch, b->pieces, piece * sizeof *b->pieces, room * sizeof *b->pieces);
        b->school_pieces =
            arena_grow(b->scratch, b->school_pieces, piece * sizeof *b->school_pieces,
                       room * sizeof *b->school_pieces);
        b->pieces_room = room;
    }
    b->pieces[piece] = arena_array(b->scratch, SPELLS_PIECE, sizeof **b->pieces);
    if (b->has_schools)
        b->school_pieces[piece] = arena_array(b->scratch, SPELLS_PIECE, sizeof(uint16_t));
}

/* ---- spells in any order ---- */

void build_room(struct build *b) {
    size_t had = (b->spells_n + SPELLS_PIECE - 1) / SPELLS_PIECE; /* from an attempt in order */
    b->spells_n = 0;
    for (size_t i = 0; i < b->persons_n; i++) {
        struct packed_person *p = &b->persons[i];
        p->first = (uint32_t)b->spells_n;
        b->spells_n += p->spells_n;
        p->spells_n = 0;
    }
    for (size_t piece = had; piece * SPELLS_PIECE < b->spells_n; piece++) build_piece(b, piece);
}

struct loose_spell {
    struct packed_spell spell;
    uint16_t school, number;
};

static int compare_loose(const void *left, const void *right) {
    const struct loose_spell *l = left, *r = right;
    if (l->spell.start != r->spell.start) return l->spell.start < r->spell.start ? -1 : 1;
    return l->number < r->number ? -1 : l->number > r->number;
}

static bool in_order(const struct build *b, const struct packed_person *p) {
    for (size_t k = 1; k < p->spells_n; k++)
        if (build_spell_at(b, p->first + k)->start < build_spell_at(b, p->first + k - 1)->start)
            return false;
    return true;
}

static void sort_person(struct build *b, const struct packed_person *p, struct loose_spell *loose) {
    for (size_t k = 0, at = p->first; k < p->spells_n; k++, at++) {
        loose[k] = (struct loose_spell){.spell = *build_spell_at(b, at), .number = (uint16_t)k};
        if (b->has_schools)
            loose[k].school = b->school_pieces[at / SPELLS_PIECE][at % SPELLS_PIECE];
    }
    qsort(loose, p->spells_n, sizeof *loose, compare_loose);
    for (size_t k = 0, at = p->first; k < p->spells_n; k++, at++) {
        *build_spell_at(b, at) = loose[k].spell;
        if (b->has_schools)
            b->school_pieces[at / SPELLS_PIECE][at % SPELLS_PIECE] = loose[k].school;
    }
}

void build_sort(struct build *b) {
    struct arena *work ARENA_AUTO = arena_new();
    struct loose_spell *loose = arena_array(work, SPELLS_OF_ONE_MAX, sizeof *loose);
    for (size_t i = 0; i < b->persons_n; i++)
        if (!in_order(b, &b->persons[i])) sort_person(b, &b->persons[i], loose);
}

/* ---- order ---- */

/* A person's place in the order, and number. Sorting pairs goes through memory in a row. */
struct place {
    uint32_t key; /* municipality, sex, birth */
    uint32_t person;
};

/* Stable, by 16 bits of the key. */
static void counting_sort(const struct place *from, size_t n, struct place *to, uint32_t *counts,
                          unsigned shift) {
    memset(counts, 0, 65537 * sizeof *counts);
    for (size_t i = 0; i < n; i++) counts[(from[i].key >> shift & 0xFFFF) + 1]++;
    for (size_t k = 0; k < 65536; k++) counts[k + 1] += counts[k];
    for (size_t i = 0; i < n; i++) to[counts[from[i].key >> shift & 0xFFFF]++] = from[i];
}

static const uint32_t *order_of(struct build *b) {
    struct arena *work ARENA_AUTO = arena_new();
    size_t n = b->persons_n;
    struct place *places = arena_array(work, n, sizeof *places);
    struct place *by_birth = arena_array(work, n, sizeof *by_birth);
    uint32_t *counts = arena_array(work, 65537, sizeof *counts);
    for (uint32_t i = 0; i < n; i++) {
        const struct packed_person *p = &b->persons[i];
        places[i] =
            (struct place){(uint32_t)p->municipality << 24 | (uint32_t)p->sex << 16 | p->birth, i};
    }
    counting_sort(places, n, by_birth, counts, 0);
    counting_sort(by_birth, n, places, counts, 16);
    uint32_t *order = arena_array(b->scratch, n, sizeof *order);
    for (size_t i = 0; i < n; i++) order[i] = places[i].person;
    return order;
}

/* ---- names ---- */

static int compare_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names in order; place[i] is where name i stands now. */
static const char *const *order_names(struct build *b, const char *const *names, size_t n,
                                      uint16_t *place) {
    const char **ordered = arena_array(b->a, n, sizeof *ordered);
    for (size_t i = 0; i < n; i++) ordered[i] = arena_dup(b->a, names[i]);
    qsort(ordered, n, sizeof *ordered, compare_text);
    for (size_t i = 0; i < n; i++) {
        const char *const *found = bsearch(&names[i], ordered, n, sizeof *ordered, compare_text);
        place[i] = (uint16_t)(found - (const char *const *)ordered);
    }
    return ordered;
}

void build_municipalities(struct build *b, const char *const *names, size_t n, struct cohort *c) {
    if (n > COHORT_MUNICIPALITIES) n = COHORT_MUNICIPALITIES;
    uint16_t *place = arena_array(b->scratch, n, sizeof *place);
    c->municipalities = order_names(b, names, n, place);
    c->municipalities_n = n;
    for (size_t i = 0; i < b->persons_n; i++)
        b->persons[i].municipality = (uint8_t)place[b->persons[i].municipality];
}

void build_schools(struct build *b, const char *const *names, size_t n, struct cohort *c) {
    if (!b->has_schools) return;
    if (n > COHORT_NO_SCHOOL) n = COHORT_NO_SCHOOL;
    uint16_t *place = arena_array(b->scratch, n, sizeof *place);
    c->schools = order_names(b, names, n, place);
    c->schools_n = n;
    for (size_t s = 0; s < b->spells_n; s++) {
        uint16_t *school = &b->school_pieces[s / SPELLS_PIECE][s % SPELLS_PIECE];
        if (*school != COHORT_NO_SCHOOL) *school = place[*school];
    }
}

/* ---- columns ---- */

static void put_persons(const struct build *b, const uint32_t *order, struct cohort *ret) {
    size_t n = b->persons_n;
    uint16_t *birth = arena_array(b->a, n, sizeof *birth),
             *from = arena_array(b->a, n, sizeof *from), *to = arena_array(b->a, n, sizeof *to);
    uint8_t *municipality = arena_alloc(b->a, n), *sex = arena_alloc(b->a, n),
            *origin = arena_alloc(b->a, n);
    uint32_t *first = arena_array(b->a, n + 1, sizeof *first);
    for (size_t i = 0; i < n; i++) {
        const struct packed_person *p = &b->persons[order[i]];
        birth[i] = p->birth;
        from[i] = p->from;
        to[i] = p->to;
        municipality[i] = p->municipality;
        sex[i] = p->sex;
        origin[i] = p->origin;
        first[i + 1] = first[i] + p->spells_n;
    }
    ret->persons_n = n;
    ret->birth = birth;
    ret->from = from;
    ret->to = to;
    ret->municipality = municipality;
    ret->sex = sex;
    ret->origin = origin;
    ret->first = first;
}

static void put_spells(const struct build *b, const uint32_t *order, struct cohort *ret) {
    size_t n = b->spells_n + SPELLS_PADDING, at = 0;
    uint16_t *start = arena_array(b->a, n, sizeof *start), *end = arena_array(b->a, n, sizeof *end);
    uint8_t *kind = arena_alloc(b->a, n), *outcome = arena_alloc(b->a, n);
    uint16_t *school = b->has_schools ? arena_array(b->a, n, sizeof *school) : NULL;
    for (size_t i = 0; i < b->persons_n; i++) {
        const struct packed_person *p = &b->persons[order[i]];
        if (i + 16 < b->persons_n) { /* the next ones lie anywhere */
            const struct packed_person *soon = &b->persons[order[i + 16]];
            if (i + 32 < b->persons_n) __builtin_prefetch(&b->persons[order[i + 32]]);
            if (soon->spells_n)
                __builtin_prefetch(
                    &b->pieces[soon->first / SPELLS_PIECE][soon->first % SPELLS_PIECE]);
        }
        for (size_t s = p->first; s < p->first + p->spells_n; s++, at++) {
            const struct packed_spell *spell = &b->pieces[s / SPELLS_PIECE][s % SPELLS_PIECE];
            start[at] = spell->start;
            end[at] = spell->end;
            kind[at] = spell->kind;
            outcome[at] = spell->outcome;
            if (school) school[at] = b->school_pieces[s / SPELLS_PIECE][s % SPELLS_PIECE];
        }
    }
    ret->spells_n = at;
    ret->start = start;
    ret->end = end; /* 0 in the padding: no day is in it */
    ret->kind = kind;
    ret->outcome = outcome;
    ret->school = school;
}

static void put_groups(const struct build *b, struct cohort *ret) {
    struct cohort_group *groups =
        arena_array(b->a, 3 * COHORT_MUNICIPALITIES, sizeof *groups); /* at most */
    size_t n = 0;
    for (size_t i = 0; i < ret->persons_n; i++) {
        struct cohort_group *last = n ? &groups[n - 1] : NULL;
        if (!last || last->municipality != ret->municipality[i] || last->sex != ret->sex[i]) {
            last = &groups[n++];
            *last = (struct cohort_group){ret->municipality[i], ret->sex[i], (uint32_t)i, 0};
        }
        last->end = (uint32_t)i + 1;
    }
    ret->groups = groups;
    ret->groups_n = n;
}

void build_end(struct build *b, struct cohort *ret) {
    const uint32_t *order = order_of(b);
    put_persons(b, order, ret);
    put_spells(b, order, ret);
    put_groups(b, ret);
}

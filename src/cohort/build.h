/* SPDX-License-Identifier: EUPL-1.2
 *
 * From persons and spells in any order of persons to a cohort's columns; private to cohort.
 */
#ifndef VEJVISER_COHORT_BUILD_H
#define VEJVISER_COHORT_BUILD_H

#include "cohort/cohort.h"
#include "stat/frame.h"

#define SPELLS_PIECE      ((size_t)1 << 16)
#define SPELLS_OF_ONE_MAX 60000 /* more is nobody's life */
/* Spells behind the last one that no day is in, so that whole blocks can be looked at. */
#define SPELLS_PADDING 256

struct packed_person {
    uint16_t birth, from, to;
    uint8_t municipality, sex, origin;
    uint16_t spells_n; /* this and the next are filled by build_spell() */
    uint32_t first;
};
struct packed_spell {
    uint16_t start, end;
    uint8_t kind, outcome;
};

struct build {
    struct arena *a;       /* of the cohort */
    struct arena *scratch; /* of the making */
    struct packed_person *persons;
    size_t persons_n, persons_room;
    struct packed_spell **pieces; /* SPELLS_PIECE each */
    uint16_t **school_pieces;     /* only with schools */
    size_t pieces_room, spells_n;
    bool has_schools;
};

void build_init(struct build *b, struct arena *a, struct arena *scratch, bool has_schools);
void build_reserve(struct build *b, size_t persons); /* room for so many at once */
/* Gives the person's number: 0, 1, ... */
uint32_t build_person(struct build *b, const struct packed_person *person);
/* Persons must come in ascending order, a person's spells in the order of time. False: the person
 * has more than SPELLS_OF_ONE_MAX. */
static inline bool build_spell(struct build *b, uint32_t person, struct packed_spell spell,
                               uint16_t school);
/* Instead of build_spell(), in any order: when each person's spells_n has been counted, build_room()
 * gives everybody room and sets spells_n to 0, build_place() puts one of the person's spells (false:
 * more than were counted), and build_sort() orders each person's by their beginning, those of one day as
 * they came. */
void build_room(struct build *b);
static inline bool build_place(struct build *b, uint32_t person, struct packed_spell spell,
                               uint16_t school);
void build_sort(struct build *b);
/* Give *c its names, ordered, and persons and spells their new numbers; before build_end(). The names
 * are copied. */
void build_municipalities(struct build *b, const char *const *names, size_t n, struct cohort *c);
void build_schools(struct build *b, const char *const *names, size_t n, struct cohort *c);
/* Fills persons, spells and groups of *ret; kinds and snapshot are the caller's. */
void build_end(struct build *b, struct cohort *ret);

void build_piece(struct build *b, size_t piece); /* room for the next SPELLS_PIECE */

static inline struct packed_spell *build_spell_at(const struct build *b, size_t at) {
    return &b->pieces[at / SPELLS_PIECE][at % SPELLS_PIECE];
}

static inline bool build_place(struct build *b, uint32_t person, struct packed_spell spell,
                               uint16_t school) {
    struct packed_person *p = &b->persons[person];
    size_t at = p->first + p->spells_n;
    size_t end = person + 1 < b->persons_n ? p[1].first : b->spells_n;
    if (at == end) return false;
    p->spells_n++;
    *build_spell_at(b, at) = spell;
    if (b->has_schools) b->school_pieces[at / SPELLS_PIECE][at % SPELLS_PIECE] = school;
    return true;
}

static inline bool build_spell(struct build *b, uint32_t person, struct packed_spell spell,
                               uint16_t school) {
    struct packed_person *p = &b->persons[person];
    size_t piece = b->spells_n / SPELLS_PIECE, at = b->spells_n % SPELLS_PIECE;
    if (p->spells_n == SPELLS_OF_ONE_MAX) return false;
    if (at == 0) build_piece(b, piece);
    b->pieces[piece][at] = spell;
    if (b->has_schools) b->school_pieces[piece][at] = school;
    if (p->spells_n++ == 0) p->first = (uint32_t)b->spells_n;
    b->spells_n++;
    return true;
}

/* A day as columns hold it; false when it is outside 1900-2078. */
static inline bool build_day(int32_t day, uint16_t *ret) {
    int32_t offset = day - COHORT_EPOCH;
    *ret = (uint16_t)offset;
    return offset >= 0 && offset < COHORT_NEVER - 1;
}

/* cohort_read() of what may lie in memory; the names in messages are the sources' own. */
bool cohort_read_sources(struct arena *a, const struct frame_source *persons,
                         const struct frame_source *spells, int32_t snapshot, enum lang lang,
                         const struct cohort **ret, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A cohort from persons.csv and spells.csv.
 *
 * Files that are in order (persons by id, spells by person and time) are read in one pass. When a
 * spell comes out of order, the file is read twice more, to count each person's spells and to put them
 * where they belong, and they are sorted there: it costs time but no memory, and the same mistake is told
 * of the same row.
 */
#include "cohort/build.h"
#include "gen/msg.h"
#include "stat/frame.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { P_ID, P_BIRTH, P_SEX, P_ORIGIN, P_KOM, P_FROM, P_TO, P_N };
enum { S_ID, S_KIND, S_START, S_END, S_OUTCOME, S_SCHOOL, S_N };

#define MUNICIPALITY_MAX 999 /* the numbers of Danish municipalities have three digits */
#define PERSON_ROW_MIN   31  /* bytes of the shortest row of a person */

static const struct frame_want person_wants[P_N] = {
    [P_ID] = {.name = "id", .kind = FRAME_INT},
    [P_BIRTH] = {.name = "birth", .kind = FRAME_DAY},
    [P_SEX] = {.name = "sex", .kind = FRAME_INT, .ranged = true, .low = 1, .high = 2},
    [P_ORIGIN] = {.name = "origin", .kind = FRAME_INT, .ranged = true, .low = 0, .high = 2},
    [P_KOM] =
        {.name = "kom", .kind = FRAME_INT, .ranged = true, .low = 1, .high = MUNICIPALITY_MAX},
    [P_FROM] = {.name = "movein", .kind = FRAME_DAY},
    [P_TO] = {.name = "moveout", .kind = FRAME_DAY, .missing = true},
};
static const struct frame_want spell_wants[S_N] = {
    [S_ID] = {.name = "id", .kind = FRAME_INT},
    [S_KIND] = {.name = "kind", .kind = FRAME_INT, .ranged = true, .low = 0, .high = 8},
    [S_START] = {.name = "start", .kind = FRAME_DAY},
    [S_END] = {.name = "end", .kind = FRAME_DAY, .missing = true},
    [S_OUTCOME] = {.name = "outcome", .kind = FRAME_INT, .ranged = true, .low = 0, .high = 3},
    [S_SCHOOL] = {.name = "school", .kind = FRAME_FACTOR, .optional = true, .missing = true},
};

static const struct cohort_kind file_kinds[] = {
    {"0", COHORT_NONE},    {"1", COHORT_SCHOOL}, {"2", COHORT_TENTH},
    {"3", COHORT_GENERAL}, {"4", COHORT_BASIC},  {"5", COHORT_MAIN},
    {"6", COHORT_FGU},     {"7", COHORT_WORK},   {"8", COHORT_HIGHER},
};

enum spell_fault {
    SPELL_FINE,
    SPELL_CENTURY_START,
    SPELL_CENTURY_END,
    SPELL_ORDER,
    SPELL_BEFORE_BIRTH,
    SPELL_OVERLAPS,
    SPELL_OPEN_OUTCOME,
    SPELL_ENDED_OUTCOME,
    SPELL_NOBODY,
    SPELL_MANY,
};

/* Of a file that is not in order: what is wrong, before its row is known. */
struct wrong_spell {
    uint32_t person;
    uint16_t start;
    uint32_t nth; /* of the person's spells that begin then, in the order of the file */
    enum spell_fault fault;
};

struct reading {
    struct arena *ids_arena;
    struct build build;
    enum lang lang;
    int64_t *ids; /* by person */
    size_t ids_room;
    bool ascending;
    uint32_t twice;  /* a person who has been before */
    uint32_t *table; /* id -> person + 1, when ids are looked up; a power of two */
    size_t table_size;
    uint8_t seen[MUNICIPALITY_MAX + 1]; /* municipalities that occur */
    uint16_t last_day;                  /* the latest that occurs */

    uint32_t person;     /* of the last spell */
    uint16_t free_from;  /* when the last spell ended */
    bool any, unordered; /* a spell has come; and one out of order */
    struct wrong_spell wrong;
    const char **schools; /* in the order in which they came */
    size_t schools_n, schools_room;
};

static void saw_day(struct reading *r, uint16_t day) {
    if (day > r->last_day) r->last_day = day;
}

/* ---- persons ---- */

/* SplitMix64's finish: ids may be anything. */
static size_t hash_id(int64_t id) {
    uint64_t z = (uint64_t)id;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return (size_t)(z ^ z >> 31);
}

/* Makes the table; false with *ret the number of a person whose id has been before. */
static bool index_ids(struct reading *r, uint32_t *ret) {
    size_t n = r->build.persons_n;
    for (r->table_size = 64; r->table_size < n * 2;) r->table_size *= 2;
    r->table = arena_array(r->ids_arena, r->table_size, sizeof *r->table);
    for (uint32_t i = 0; i < n; i++) {
        size_t at = hash_id(r->ids[i]) & (r->table_size - 1);
        for (; r->table[at]; at = (at + 1) & (r->table_size - 1)) {
            if (r->ids[r->table[at] - 1] != r->ids[i]) continue;
            *ret = i;
            return false;
        }
        r->table[at] = i + 1;
    }
    return true;
}

/* UINT32_MAX: nobody has that id. Mostly they are 1, 2, 3 ... */
static uint32_t find_id(const struct reading *r, int64_t id) {
    uint64_t guess = (uint64_t)id - (uint64_t)(r->build.persons_n ? r->ids[0] : 0);
    if (guess < r->build.persons_n && r->ids[guess] == id) return (uint32_t)guess;
    size_t at = hash_id(id) & (r->table_size - 1);
    for (; r->table[at]; at = (at + 1) & (r->table_size - 1))
        if (r->ids[r->table[at] - 1] == id) return r->table[at] - 1;
    return UINT32_MAX;
}

static void keep_id(struct reading *r, int64_t id, uint32_t person) {
    if (person == r->ids_room) {
        size_t room = r->ids_room ? r->ids_room * 2 : 1024;
        r->ids =
            arena_grow(r->ids_arena, r->ids, r->ids_room * sizeof *r->ids, room * sizeof *r->ids);
        r->ids_room = room;
    }
    r->ids[person] = id;
    if (person && id <= r->ids[person - 1]) r->ascending = false;
}

static bool person_days(struct reading *r, const struct frame *f, size_t i, struct packed_person *p,
                        struct err *err) {
    const int32_t days[] = {f->columns[P_BIRTH].day[i], f->columns[P_FROM].day[i],
                            f->columns[P_TO].day[i]};
    uint16_t *const to[] = {&p->birth, &p->from, &p->to};
    for (size_t d = 0; d < 3; d++) {
        size_t column = d == 0 ? P_BIRTH : d == 1 ? P_FROM : P_TO;
        if (days[d] == DAY_NONE) {
            *to[d] = COHORT_NEVER;
            continue;
        }
        if (!build_day(days[d], to[d]))
            return frame_refuse(f, i, column, r->lang, msg_cohort_fault_century(r->lang), err);
        saw_day(r, *to[d]);
    }
    if (p->to <= p->from)
        return frame_refuse(f, i, P_TO, r->lang, msg_cohort_fault_moved(r->lang), err);
    return true;
}

static bool take_persons(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    for (size_t i = 0; i < f->n; i++) {
        int64_t kom = f->columns[P_KOM].i[i];
        r->seen[kom] = 1;
        struct packed_person p = {.sex = (uint8_t)f->columns[P_SEX].i[i],
                                  .origin = (uint8_t)f->columns[P_ORIGIN].i[i]};
        if (!person_days(r, f, i, &p, err)) return false;
        uint32_t person = build_person(&r->build, &p);
        /* the municipality's number, until all are known: it may be more than 255 */
        r->build.persons[person].first = (uint32_t)kom;
        keep_id(r, f->columns[P_ID].i[i], person);
    }
    return true;
}

/* Municipalities by number; false when there are more than columns can hold. */
static bool number_municipalities(struct reading *r, struct cohort *c) {
    const char **names = arena_array(r->build.a, COHORT_MUNICIPALITIES, sizeof *names);
    uint8_t index[MUNICIPALITY_MAX + 1] = {0};
    size_t n = 0;
    for (unsigned kom = 0; kom <= MUNICIPALITY_MAX; kom++) {
        if (!r->seen[kom]) continue;
        if (n == COHORT_MUNICIPALITIES) return false;
        index[kom] = (uint8_t)n;
        names[n++] = arena_fmt(r->build.a, "%u", kom);
    }
    for (size_t i = 0; i < r->build.persons_n; i++) {
        struct packed_person *p = &r->build.persons[i];
        p->municipality = index[p->first];
        p->first = 0;
    }
    c->municipalities = names;
    c->municipalities_n = n;
    return true;
}

/* For what is wrong with a row after its batch is gone. */
static bool refuse_row(const struct reading *r, const char *file, int64_t row, const char *column,
                       const char *what, struct err *err) {
    struct frame_column named = {.name = column};
    struct frame f = {.file = file, .first = (size_t)(row - 2), .columns = &named};
    return frame_refuse(&f, 0, 0, r->lang, what, err);
}

/* The file once more, to say in which row the person is that has been before. */
static bool refuse_twice(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    if (r->twice >= f->first + f->n) return true;
    return frame_refuse(f, r->twice - f->first, P_ID, r->lang, msg_cohort_fault_twice(r->lang),
                        err);
}

static bool read_persons(struct reading *r, const struct frame_source *source, struct cohort *c,
                         struct err *err) {
    struct stat st;
    if (!source->bytes && stat(source->path, &st) == 0 && S_ISREG(st.st_mode)) {
        r->ids_room = (size_t)st.st_size / PERSON_ROW_MIN + 1;
        r->ids = arena_array(r->ids_arena, r->ids_room, sizeof *r->ids);
        build_reserve(&r->build, r->ids_room);
    }
    r->ascending = true;
    if (!frame_scan(source, person_wants, P_N, r->lang, take_persons, r, err)) return false;
    if (!r->ascending && !index_ids(r, &r->twice))
        return frame_scan(source, person_wants, P_N, r->lang, refuse_twice, r, err);
    return number_municipalities(r, c) ||
           refuse_row(r, "persons.csv", 1, "kom", msg_cohort_fault_many_places(r->lang), err);
}

/* ---- spells ---- */

static const char *spell_fault_words(enum spell_fault fault, enum lang lang, const char **column) {
    static const struct {
        const char *column, *key;
    } words[] = {
        [SPELL_CENTURY_START] = {"start", "cohort.fault.century"},
        [SPELL_CENTURY_END] = {"end", "cohort.fault.century"},
        [SPELL_ORDER] = {"end", "cohort.fault.order"},
        [SPELL_BEFORE_BIRTH] = {"start", "cohort.fault.before_birth"},
        [SPELL_OVERLAPS] = {"start", "cohort.fault.overlaps"},
        [SPELL_OPEN_OUTCOME] = {"outcome", "cohort.fault.open_outcome"},
        [SPELL_ENDED_OUTCOME] = {"outcome", "cohort.fault.ended_outcome"},
        [SPELL_NOBODY] = {"id", "cohort.fault.nobody"},
        [SPELL_MANY] = {"id", "cohort.fault.many_spells"},
    };
    *column = words[fault].column;
    return msg_by_key(lang, words[fault].key);
}

static bool refuse_spell(const struct reading *r, int64_t row, enum spell_fault fault,
                         struct err *err) {
    const char *column, *what = spell_fault_words(fault, r->lang, &column);
    return refuse_row(r, "spells.csv", row, column, what, err);
}

/* What can be wrong with a spell by itself. */
static inline enum spell_fault pack(const struct frame *f, size_t i, struct packed_spell *s) {
    int32_t end = f->columns[S_END].day[i];
    s->kind = (uint8_t)f->columns[S_KIND].i[i];
    s->outcome = (uint8_t)f->columns[S_OUTCOME].i[i];
    if (!build_day(f->columns[S_START].day[i], &s->start)) return SPELL_CENTURY_START;
    if (end == DAY_NONE) {
        s->end = COHORT_NEVER;
        return s->outcome == COHORT_ONGOING ? SPELL_FINE : SPELL_OPEN_OUTCOME;
    }
    if (!build_day(end, &s->end)) return SPELL_CENTURY_END;
    if (s->end <= s->start) return SPELL_ORDER;
    return s->outcome == COHORT_ONGOING ? SPELL_ENDED_OUTCOME : SPELL_FINE;
}

/* What can be wrong with a spell beside the one before it; then it is taken. */
static inline enum spell_fault take(struct reading *r, uint32_t person, struct packed_spell spell,
                                    uint16_t school) {
    bool same = r->any && person == r->person;
    if (spell.start < r->build.persons[person].birth) return SPELL_BEFORE_BIRTH;
    if (same && spell.start < r->free_from) return SPELL_OVERLAPS;
    r->any = true;
    r->person = person;
    r->free_from = spell.end;
    saw_day(r, spell.start);
    if (spell.end != COHORT_NEVER) saw_day(r, spell.end);
    return build_spell(&r->build, person, spell, school) ? SPELL_FINE : SPELL_MANY;
}

/* The names live as long as the scan: those that are new are copied. */
static void keep_schools(struct reading *r, const struct frame *f) {
    const struct frame_column *column = &f->columns[S_SCHOOL];
    if (!column->present) return;
    if (f->first == 0) {
        r->build.has_schools = true;
        r->schools_n = 0;
    }
    size_t n = column->levels_n < COHORT_NO_SCHOOL ? column->levels_n : COHORT_NO_SCHOOL;
    if (n > r->schools_room) {
        r->schools = arena_grow(r->build.a, r->schools, r->schools_room * sizeof *r->schools,
                                2 * n * sizeof *r->schools);
        r->schools_room = 2 * n;
    }
    for (; r->schools_n < n; r->schools_n++)
        r->schools[r->schools_n] = arena_dup(r->build.a, column->levels[r->schools_n]);
}

static uint16_t school_at(const struct frame *f, size_t i) {
    const struct frame_column *column = &f->columns[S_SCHOOL];
    if (!column->present || column->level[i] >= COHORT_NO_SCHOOL) return COHORT_NO_SCHOOL;
    return (uint16_t)column->level[i];
}

/* The person at or behind the last one; UINT32_MAX: the spell is out of order, or nobody's. */
static inline uint32_t next_person(const struct reading *r, int64_t id) {
    uint32_t person = r->any ? r->person : 0;
    while (person < r->build.persons_n && r->ids[person] < id) person++;
    return person < r->build.persons_n && r->ids[person] == id ? person : UINT32_MAX;
}

static bool take_spells(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    keep_schools(r, f);
    for (size_t i = 0; i < f->n; i++) {
        struct packed_spell spell;
        enum spell_fault fault = pack(f, i, &spell);
        if (!fault) {
            uint32_t person = next_person(r, f->columns[S_ID].i[i]);
            bool behind = person == UINT32_MAX;
            behind = behind || (r->any && person == r->person && spell.start < r->free_from);
            if (behind) { /* perhaps only out of order: what it is, the second reading tells */
                r->unordered = true;
                return false;
            }
            fault = take(r, person, spell, school_at(f, i));
        }
        if (fault) return refuse_spell(r, frame_row(f, i), fault, err);
    }
    return true;
}

/* ---- spells that are not in order ---- */

/* Row i's person and spell, if there is nothing wrong with it by itself. */
static bool unpack(const struct reading *r, const struct frame *f, size_t i, uint32_t *ret_person,
                   struct packed_spell *ret, struct err *err) {
    enum spell_fault fault = pack(f, i, ret);
    *ret_person = fault ? UINT32_MAX : find_id(r, f->columns[S_ID].i[i]);
    if (!fault && *ret_person == UINT32_MAX) fault = SPELL_NOBODY;
    if (!fault && r->build.persons[*ret_person].spells_n == SPELLS_OF_ONE_MAX) fault = SPELL_MANY;
    return fault ? refuse_spell(r, frame_row(f, i), fault, err) : true;
}

static bool count_spells(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    keep_schools(r, f);
    for (size_t i = 0; i < f->n; i++) {
        struct packed_spell spell;
        uint32_t person;
        if (!unpack(r, f, i, &person, &spell, err)) return false;
        r->build.persons[person].spells_n++;
        saw_day(r, spell.start);
        if (spell.end != COHORT_NEVER) saw_day(r, spell.end);
    }
    return true;
}

/* A file that has become another one meanwhile is not put outside anybody's room. */
static bool place_spells(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    for (size_t i = 0; i < f->n; i++) {
        struct packed_spell spell;
        uint32_t person;
        if (!unpack(r, f, i, &person, &spell, err)) return false;
        if (!build_place(&r->build, person, spell, school_at(f, i)))
            return refuse_spell(r, frame_row(f, i), SPELL_MANY, err);
    }
    return true;
}

/* Where a spell stood that came out wrong beside its neighbours: number `nth` of those of its person
 * that begin on its day. */
static bool find_row(void *ctx, const struct frame *f, struct err *err) {
    struct reading *r = ctx;
    for (size_t i = 0; i < f->n; i++) {
        uint16_t start;
        if (f->columns[S_ID].i[i] != r->ids[r->wrong.person]) continue;
        if (!build_day(f->columns[S_START].day[i], &start) || start != r->wrong.start) continue;
        if (r->wrong.nth-- == 0) return refuse_spell(r, frame_row(f, i), r->wrong.fault, err);
    }
    return true;
}

/* The fault of the first spell of a person that does not fit behind the one before it. */
static enum spell_fault person_fault(struct reading *r, uint32_t person) {
    const struct packed_person *p = &r->build.persons[person];
    uint16_t free_from = p->birth;
    for (uint32_t k = 0, nth = 0; k < p->spells_n; k++) {
        const struct packed_spell *s = build_spell_at(&r->build, p->first + k);
        nth = k && s->start == build_spell_at(&r->build, p->first + k - 1)->start ? nth + 1 : 0;
        enum spell_fault fault = s->start < p->birth    ? SPELL_BEFORE_BIRTH
                                 : s->start < free_from ? SPELL_OVERLAPS
                                                        : SPELL_FINE;
        r->wrong = (struct wrong_spell){person, s->start, nth, fault};
        if (fault) return fault;
        free_from = s->end;
    }
    return SPELL_FINE;
}

static bool read_unordered(struct reading *r, const struct frame_source *source, struct err *err) {
    uint32_t twice;
    if (!r->table) index_ids(r, &twice); /* ascending: nobody comes twice */
    for (size_t i = 0; i < r->build.persons_n; i++) r->build.persons[i].spells_n = 0;
    if (!frame_scan(source, spell_wants, S_N, r->lang, count_spells, r, err)) return false;
    build_room(&r->build);
    if (!frame_scan(source, spell_wants, S_N, r->lang, place_spells, r, err)) return false;
    build_sort(&r->build);
    for (uint32_t i = 0; i < r->build.persons_n; i++)
        if (person_fault(r, i))
            return frame_scan(source, spell_wants, S_N, r->lang, find_row, r, err) && false;
    return true;
}

static bool read_spells(struct reading *r, const struct frame_source *source, struct err *err) {
    if (r->ascending) {
        if (frame_scan(source, spell_wants, S_N, r->lang, take_spells, r, err)) return true;
        if (!r->unordered) return false;
    }
    return read_unordered(r, source, err);
}

/* ---- the whole ---- */

bool cohort_read_sources(struct arena *a, const struct frame_source *persons,
                         const struct frame_source *spells, int32_t snapshot, enum lang lang,
                         const struct cohort **ret, struct err *err) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct reading *r = arena_alloc(scratch, sizeof *r);
    struct cohort *c = arena_alloc(a, sizeof *c);
    *r = (struct reading){.lang = lang, .ids_arena = arena_new()};
    build_init(&r->build, a, scratch, false);
    bool ok = read_persons(r, persons, c, err) && read_spells(r, spells, err);
    arena_free(r->ids_arena); /* before the columns are made: it is large */
    if (!ok) return false;
    build_schools(&r->build, r->schools, r->schools_n, c);
    build_end(&r->build, c);
    c->kinds = file_kinds;
    c->kinds_n = sizeof file_kinds / sizeof *file_kinds;
    c->snapshot = snapshot == DAY_NONE ? cohort_day(r->last_day) + 1 : snapshot;
    *ret = c;
    return true;
}

bool cohort_read(struct arena *a, const char *dir, int32_t snapshot, enum lang lang,
                 const struct cohort **ret, struct err *err) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct frame_source persons = {.path = arena_fmt(scratch, "%s/persons.csv", dir)};
    struct frame_source spells = {.path = arena_fmt(scratch, "%s/spells.csv", dir)};
    return cohort_read_sources(a, &persons, &spells, snapshot, lang, ret, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The municipality in memory, before it is written. It is made in this order, and each step reads
 * only what those before it have made:
 *
 *     schools -> people (who, which home) -> lives (spells) -> classes (memberships)
 *             -> staff (accounts, who has which school, who has whom) -> duties (broken plans)
 *             -> care (contacts, sessions) -> write
 *
 * Everything is kept compact (a person with all that belongs to them takes about 500 bytes); texts
 * are made when a row is written, again from the person's own stream of chance.
 */
#ifndef VEJVISER_DEMO_INTERNAL_H
#define VEJVISER_DEMO_INTERNAL_H

#include "base/id.h"
#include "demo/demo.h"
#include "demo/rng.h"

#include "base/types.h"

#define NOBODY       UINT32_MAX
#define NOWHERE      (-1)
#define RECENT_DAYS  700 /* the guidance that is told of everybody goes back so far */
#define HISTORY_MOST 8   /* school years with classes: the present and those before */

/* ---- institutions ---- */

enum sort {
    SORT_FOLKESKOLE,
    SORT_PRIVATE,
    SORT_SPECIAL,
    SORT_HU,
    SORT_TENTH,
    SORT_BOARDING,
    SORT_STX,
    SORT_HHX,
    SORT_HTX,
    SORT_HF,
    SORT_TECHNICAL, /* the three vocational ones in the order of struct trade */
    SORT_SOCIAL,
    SORT_BUSINESS,
    SORT_FGU,
    SORT_STU,
    SORT_KUI,
    SORT_FOLK_HIGH,
    SORT_HIGHER,
    SORTS,
};
struct place {
    enum sort sort;
    const char *number, *name;
    int town;      /* index in towns */
    bool outside;  /* in another municipality */
    double weight; /* how many choose it */
};

/* ---- spells ---- */

/* In the order of the names in history.c. */
enum kind {
    KIND_GRADE_SCHOOL,
    KIND_BOARDING,
    KIND_TENTH,
    KIND_HU,
    KIND_GF1,
    KIND_GF2,
    KIND_MAIN,
    KIND_EUX,
    KIND_STX,
    KIND_HHX,
    KIND_HTX,
    KIND_HF,
    KIND_FGU,
    KIND_STU,
    KIND_HIGHER,
    KIND_FOLK_HIGH,
    KIND_WORK,
    KIND_PRACTICE,
    KIND_PRODUCTION,
    KIND_ABROAD,
    KIND_MILITARY,
    KIND_LEAVE,
    KIND_OTHER,
    KIND_NONE,
    KIND_UNKNOWN,
    KINDS
};
enum outcome {
    OUT_OPEN,
    OUT_COMPLETED,
    OUT_INTERRUPTED,
    OUT_SWITCHED,
    OUT_MOVED,
    OUT_ENDED,
    OUT_FOUND_OUT,
    OUTCOMES
};
extern const char *const kind_names[KINDS];
extern const char *const outcome_names[OUTCOMES];

struct span {
    int32_t from, to;             /* to DAY_NONE: open */
    int32_t known, ended_known;   /* days */
    int16_t place, employer;      /* NOWHERE */
    int16_t programme;            /* NOWHERE; trades, studies or studies by kind */
    int16_t cause;                /* NOWHERE; of causes, of cause_of_switch when switched */
    uint8_t kind, outcome, hours; /* hours 0: not told */
    bool away;                    /* outside the municipality, place not known */
};

/* ---- people ---- */

struct person {
    char id[ID_LEN + 1];
    uint32_t number; /* the i-th of the municipality */
    uint32_t household;
    int32_t born;
    bool male, has_cpr, guarded;
    uint8_t delay; /* years later in school than the year of birth says */
    char cpr[11];
    int32_t guarded_until, moved_in, moved_out;
    int16_t school;         /* home school */
    uint32_t span, spans_n; /* in world.spans, by time */
    int32_t done;           /* first youth education completed; DAY_NONE */
    int16_t counsellor;     /* of world.accounts; NOWHERE */
    uint32_t class;         /* present, of world.classes; NOBODY */
};

/* What the members of a home share; made again whenever it is needed. */
struct home {
    size_t origin, family;
    int16_t school;
    int town, street, house, floor; /* floor < 0: a house of its own */
    bool guarded;
    int32_t guarded_until;
    bool split, one_parent, official;
    bool father_custody;
};

struct class {
    int16_t place;
    int16_t year, grade;
    char letter;
    uint32_t first, n; /* members, in world.by_class */
};
struct member {
    uint32_t person, class;
    int32_t from, to;
};

/* ---- staff ---- */

struct account {
    const char *login, *name, *role, *phone;
    const char *password; /* NULL: cannot log in */
    int16_t place;        /* school staff */
    uint32_t load;
};
struct post {
    int16_t account, place, cover_for;
    int32_t from, to;
};

/* ---- guidance ---- */

struct note {
    uint32_t person;
    uint32_t session; /* NOBODY: none; else of world.sessions */
    int32_t day;
    int16_t minute; /* of the day, UTC */
    int16_t author;
    uint8_t kind;  /* of note_kinds */
    int8_t text;   /* < 0: none */
    uint8_t about; /* enum about */
    bool absent, withdrawn;
    int32_t follow_up; /* DAY_NONE: none; done when before the date */
};
enum about { ABOUT_PUPIL, ABOUT_IDLE, ABOUT_STUDENT, ABOUT_RESTRICTED };
struct session {
    uint32_t class;
    bool planned; /* beforehand, and held */
    uint8_t theme;
    int8_t text;
    int32_t day;
    int16_t author;
    int16_t minute;
};
struct task {
    uint32_t person;
    int16_t owner;
    int32_t due, done; /* done DAY_NONE: open */
    uint32_t note;     /* NOBODY, or of world.notes */
    uint8_t what;
    bool idle;
};

/* ---- the duty of the 15-17-year-olds ---- */

enum offered { OFFER_EDUCATION, OFFER_WORK, OFFER_ACTIVITY };
struct broken { /* a plan that is not followed, and what was done */
    uint32_t person, span;
    int32_t from, aware, contact, offer, start; /* DAY_NONE: not yet */
    uint8_t source, offered;
    int16_t author;
};

/* ---- all of it ---- */

#define LIST(type_, name_)                                                                         \
    type_ *name_;                                                                                  \
    size_t name_##_n, name_##_cap
struct world {
    struct arena *arena;
    uint64_t seed;
    int32_t date;
    int year;      /* of the school year the date lies in */
    int history;   /* school years with classes, the present one too */
    int care_year; /* the first school year whose guidance is told */
    int32_t since; /* guidance begins that day */
    bool heavy;
    size_t people_n;
    struct person *people; /* by number until people_sort(), then by school */
    LIST(struct place, places);
    LIST(struct span, spans);
    LIST(struct class, classes);
    LIST(struct member, members); /* by person */
    uint32_t *by_class;           /* indices of members, by class */
    LIST(struct account, accounts);
    LIST(struct post, posts);
    LIST(struct note, notes);
    LIST(struct session, sessions);
    LIST(struct task, tasks);
    LIST(struct broken, breaks);
    int64_t letters_n; /* written */
};
/* Room for one more; the pointer is dead after the next. */
#define list_add(world_, name_)                                                                    \
    (((world_)->name_##_n == (world_)->name_##_cap                                                 \
          ? (void)((world_)->name_ = list_grow((world_)->arena, (world_)->name_,                   \
                                               &(world_)->name_##_cap, sizeof *(world_)->name_))   \
          : (void)0),                                                                              \
     &(world_)->name_[(world_)->name_##_n++])
void *list_grow(struct arena *a, void *list, size_t *cap, size_t size);

/* schools.c */
void schools_make(struct world *world, size_t youth);
int place_pick(const struct world *world, struct rng *rng, enum sort sort);
/* people.c */
void people_make(struct world *world);
void people_sort(struct world *world);
struct home home_make(const struct world *world, uint32_t household);
/* lives.c, history.c */
void life_make(struct world *world, struct person *person);
const struct span *span_at(const struct world *world, const struct person *person, int32_t day);
bool kind_is_youth_education(uint8_t kind);
/* classes.c */
void classes_make(struct world *world);
/* staff.c */
void staff_make(struct world *world);
bool is_out_of_school(const struct world *world, const struct person *person);
bool is_duty(const struct world *world, const struct person *person);
int post_holder(const struct world *world, int place, int32_t day); /* NOWHERE: nobody */
/* duties.c; before care.c */
void duties_make(struct world *world);
/* care.c */
void care_make(struct world *world);
void care_notes(struct world *world, struct rng *rng, uint32_t p, int author, int32_t from,
                int32_t to, int n);
/* past.c; by care.c */
void past_notes(struct world *world);
extern const char *const note_kinds[];
extern const char *const themes[];
int trades_since(const struct world *world, int place); /* school year; INT_MAX: not */
/* write.c */
bool world_write(struct store *store, struct world *world, struct err *err);

#endif

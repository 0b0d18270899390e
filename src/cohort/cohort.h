/* SPDX-License-Identifier: EUPL-1.2
 *
 * cohort: everybody's lives as columns in memory, and what they tell about many at once: who is where
 * on a day, how many have a youth education at each age, where a year group goes after school.
 *
 * A `struct cohort` holds no name, number or id, and never changes once it is made: any number of
 * threads may read it. It comes from the database (cohort_take) or from two files (cohort_read).
 *
 * Days are held in 16 bits, counted from 1 January 1900 (cohort_day() gives the house's day); an
 * interval begins on its first day and ends before its `end`. Persons are ordered by municipality,
 * sex and birth, and each one's spells by time, so that the persons of one municipality, sex and age
 * are neighbours on any day and need not be looked up one by one. 17 bytes a person, 6 a spell.
 *
 * Definitions: docs/method.md. Ages are whole years by birthday, or (COHORT_AGE_DAYS, the way of the
 * CSV population and of curves) days * 4 / 1461 rounded down.
 */
#ifndef VEJVISER_COHORT_H
#define VEJVISER_COHORT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define COHORT_EPOCH          (-25567) /* 1900-01-01: day 0 of the columns */
#define COHORT_NEVER          UINT16_MAX /* an end that has not come; a person who has not moved out */
#define COHORT_NO_SCHOOL      UINT16_MAX
#define COHORT_KINDS_MAX      32
#define COHORT_MUNICIPALITIES 255

/* What a kind of spell is to the statistics; kinds have names of their own. */
enum cohort_class {
    COHORT_NONE,   /* verified: nothing */
    COHORT_SCHOOL, /* until the end of 9th grade */
    COHORT_TENTH,
    COHORT_GENERAL, /* stx, hhx, htx, hf: a youth education when completed */
    COHORT_BASIC,   /* GF1, GF2: a part of a vocational education, never a whole one */
    COHORT_MAIN,    /* vocational education's main course, eux: a youth education when completed */
    COHORT_FGU,
    COHORT_WORK,
    COHORT_HIGHER, /* counts as "at least a youth education" when completed */
    COHORT_OTHER,
    COHORT_UNKNOWN, /* nobody knows */
};

enum cohort_outcome {
    COHORT_ONGOING,
    COHORT_COMPLETED,
    COHORT_DROPPED,
    COHORT_ENDED,
    COHORT_SWITCHED, /* to another education: no dropout */
};

struct cohort_kind {
    const char *name; /* as activity.h has it, or the number in the file */
    enum cohort_class class;
};

/* Neighbours in the order of persons: one municipality and sex. */
struct cohort_group {
    uint8_t municipality, sex;
    uint32_t first, end; /* persons */
};

struct cohort {
    int32_t snapshot; /* what happened before this day is known */
    int64_t version;  /* of the database's content, see cohort_take(); 0 for files */
    uint64_t made;    /* no two that this program took have the same; 0 for files */

    /* persons */
    size_t persons_n;
    const uint16_t *birth;
    const uint8_t *municipality; /* index into municipalities */
    const uint8_t *sex;          /* 1 man, 2 woman, 0 not told */
    const uint8_t *origin;       /* as in the file; 0 in the database, which does not keep it */
    const uint16_t *from;        /* followed from this day: moved in, or became known to us */
    const uint16_t *to;          /* moved out on this day; COHORT_NEVER */
    const uint32_t *first;       /* of the person's spells; persons_n + 1 of them */

    /* spells */
    size_t spells_n;
    const uint16_t *start, *end; /* end: the first day after, COHORT_NEVER while it goes on */
    const uint8_t *kind, *outcome;
    const uint16_t *school; /* index into schools, COHORT_NO_SCHOOL; NULL: none is told */

    const struct cohort_group *groups;
    size_t groups_n;
    const struct cohort_kind *kinds;
    size_t kinds_n;
    const char *const *municipalities; /* ordered */
    size_t municipalities_n;
    const char *const *schools; /* ordered */
    size_t schools_n;
};

static inline int32_t cohort_day(uint16_t day) { return (int32_t)day + COHORT_EPOCH; }

/* ---- making ---- */

/* Reads DIR/persons.csv (id,birth,sex,origin,kom,movein,moveout) and DIR/spells.csv
 * (id,kind,start,end,outcome, and perhaps school), kinds 0 none, 1 school, 2 10th grade, 3 general,
 * 4 basic course, 5 main course, 6 FGU, 7 job, 8 higher; outcomes 0 ongoing, 1 completed, 2 dropped,
 * 3 ended; no end: ongoing. In any order. Refused with file, row and column (ERR_INPUT): what frame.h
 * refuses, unknown codes, a person twice, a spell of nobody, an end that is not after its beginning,
 * overlapping spells, a spell before birth, an outcome that does not fit the end, days outside
 * 1900-2078. `snapshot` DAY_NONE: the day after the last day that occurs. Everything lives in `a`. */
bool cohort_read(struct arena *a, const char *dir, int32_t snapshot, enum lang lang,
                 const struct cohort **ret, struct err *err);

/* Everybody in the database, in one pass ordered by person and time. A spell ends the day after its
 * last; one that begins before the last has ended cuts it off; withdrawn ones are not there. A person
 * is followed from the day on which we came to know of the first spell, and to moving out. */
bool cohort_take(struct db *db, struct arena *a, int32_t snapshot, const struct cohort **ret,
                 struct err *err);

/* Told by every room that changes a spell, or a person's birth, sex, municipality or moving out; inside
 * store_write(). It writes a new number into table cohort_change (one row). */
bool cohort_note_change(struct db *w, struct err *err);

/* The database's columns as of `today`, kept between requests: made at the first use, and anew when
 * cohort_change has another number or the day is another. Making takes about a second for a million
 * spells, so while casework changes all the time they are made at most so often that it takes a
 * thirtieth of the time; what is handed out meanwhile is at most that old. Release what you hold: the
 * memory of old columns goes with its last holder. */
struct cohort_hold;
struct cohort_hold *cohort_hold(const struct store *store, struct db *db, int32_t today,
                                struct err *err); /* NULL and *err on failure */
const struct cohort *cohort_of(const struct cohort_hold *hold);
void cohort_release(struct cohort_hold *hold); /* NULL is fine */
void cohort_forget(void);                      /* before the store is closed */

/* ---- status on a day ---- */

enum cohort_by {
    COHORT_BY_MUNICIPALITY = 1,
    COHORT_BY_AGE = 2,
    COHORT_BY_KIND = 4,
    COHORT_BY_SCHOOL = 8, /* of the spell */
    COHORT_BY_SEX = 16,
};
enum cohort_age { COHORT_AGE_BIRTHDAY, COHORT_AGE_DAYS };

#define COHORT_NO_KIND 255 /* in no spell that day */

struct cohort_status {
    unsigned by; /* cohort_by, or-ed */
    enum cohort_age age;
    bool residents; /* only those who live here that day (from <= day < to) */
    bool everybody; /* also those in no spell, as COHORT_NO_KIND; who is not born is nobody */
};
struct cohort_cell {
    uint8_t municipality, sex, kind; /* 0 when not asked by it */
    uint16_t age, school;
    uint32_t n; /* > 0 */
};
struct cohort_cells {
    size_t n;
    const struct cohort_cell *v; /* ordered by municipality, age, kind, school, sex */
};

/* How many, in each cell that is not empty. */
void cohort_status(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                   int32_t day, struct cohort_cells *ret);

/* The same for many days, ascending, in one pass over the spells: ret[i] is days[i]'s. */
void cohort_sweep(struct arena *a, const struct cohort *c, const struct cohort_status *query,
                  const int32_t *days, size_t days_n, struct cohort_cells *ret);

/* The latest birth of those who are at least `age` on `day`. */
int32_t cohort_latest_birth(enum cohort_age rule, int32_t day, int age);

/* The spell that person p is in, or SIZE_MAX. */
size_t cohort_spell_at(const struct cohort *c, size_t p, int32_t day);

/* ---- attained: the way to a youth education, by age ---- */

#define COHORT_START_AGE 5478 /* days; the way begins at 15 (15 * 1461 / 4) */

enum cohort_attained {
    COHORT_NOT_YET, /* censored */
    COHORT_ATTAINED_GENERAL,
    COHORT_ATTAINED_MAIN,
    COHORT_ATTAINED_HIGHER, /* a higher education without a youth education before it */
    COHORT_ATTAINED_N = 3,
};

/* The first youth education completed before the snapshot: its end and what it was. */
enum cohort_attained cohort_attained(const struct cohort *c, size_t p, uint16_t *ret_day);

/* One row a person for a curve by age: at risk when entry < age <= exit, in days of age.
 * entry: 15 years, or moving in (left truncation). exit: completing, else the first of moving out, the
 * snapshot, and the beginning of an "unknown" that is still open (censoring). Who is not at risk at
 * all (had it before moving in, left before 15) is not in. Persons stay in their order. */
struct cohort_rows {
    size_t n;
    int32_t *entry, *exit;
    uint8_t *event; /* cohort_attained */
    uint32_t *person;
    size_t had_before; /* left out: completed before they were followed */
    size_t never;      /* left out: not followed between 15 and the end */
};
void cohort_follow(struct arena *a, const struct cohort *c, struct cohort_rows *ret);

/* The Aalen-Johansen estimate of who has attained by an age, with the jackknife's standard errors
 * (stat/surv.h), in each group asked for. */
#define COHORT_BY_ORIGIN 32
struct cohort_curve_query {
    unsigned by;         /* COHORT_BY_MUNICIPALITY, COHORT_BY_SEX, COHORT_BY_ORIGIN */
    const int32_t *ages; /* in days, ascending; NULL: every age at which somebody attains */
    size_t ages_n;
    bool errors; /* also standard errors */
};
struct cohort_point {
    int32_t age;     /* days */
    uint32_t n_risk; /* entry < age <= exit */
    /* [0]: any youth education; then by cohort_attained, what came first. NaN: nobody is followed so
     * far, or (errors) there is none. */
    uint32_t n_event[1 + COHORT_ATTAINED_N]; /* up to this age */
    double est[1 + COHORT_ATTAINED_N], se[1 + COHORT_ATTAINED_N];
};
struct cohort_curve {
    uint8_t municipality, sex, origin; /* 0 when not asked by it */
    size_t persons_n;
    const struct cohort_point *points;
    size_t points_n;
    double
        emptied; /* everybody at risk had attained at this age, in days, and others came later: the
                     * curve is worth nothing from there; else NaN */
};
struct cohort_curves {
    size_t n;
    const struct cohort_curve *v; /* ordered by municipality, sex, origin; groups with somebody */
};
void cohort_curves(struct arena *a, const struct cohort *c, const struct cohort_curve_query *query,
                   struct cohort_curves *ret);

/* ---- flows: from school, and then? ---- */

struct cohort_flow {
    int32_t since, until; /* leavers of 9th or 10th grade between these days, both included */
    const int *months;    /* after so many, ascending */
    size_t months_n;
    unsigned by; /* COHORT_BY_MUNICIPALITY, COHORT_BY_SEX */
};
enum { COHORT_TO_NO_SPELL = COHORT_KINDS_MAX, COHORT_TO_MOVED, COHORT_TO_NOT_YET, COHORT_TO_N };
struct cohort_flow_cell {
    uint8_t municipality, sex;
    uint8_t from;            /* 9 or 10 */
    uint8_t month;           /* index into months */
    uint32_t n[COHORT_TO_N]; /* by kind; in no spell; moved out; the day has not come */
    uint32_t known;          /* all but moved out and not come: what shares are of */
};
struct cohort_flows {
    size_t n;
    const struct cohort_flow_cell *v; /* ordered by municipality, sex, from, month */
};
void cohort_flows(struct arena *a, const struct cohort *c, const struct cohort_flow *query,
                  struct cohort_flows *ret);

/* The same leavers, of everybody: each way that somebody went, with all the days of the way together. */
#define COHORT_WAY_MONTHS 3
enum cohort_way_at { /* cohort_class, and */
                     COHORT_WAY_NO_SPELL = COHORT_UNKNOWN + 1,
                     COHORT_WAY_ATTAINED, /* has a youth education, whatever the activity now */
                     COHORT_WAY_N
};
struct cohort_way {
    uint8_t from; /* 9 or 10 */
    uint8_t to[COHORT_WAY_MONTHS];
    uint32_t n; /* > 0 */
};
struct cohort_ways {
    size_t n;
    const struct cohort_way *v;
    uint32_t known, moved,
        not_yet; /* leavers: on the way here, with a day after moving out, or to come */
};
/* query->by is not looked at; months_n is COHORT_WAY_MONTHS. */
void cohort_ways(struct arena *a, const struct cohort *c, const struct cohort_flow *query,
                 struct cohort_ways *ret);

/* ---- the command line ---- */

/* How `vejviser cohort` gets at a database: `url` NULL is the program's own. */
struct cohort_door {
    void *ctx;
    bool (*take)(void *ctx, struct arena *a, const char *url, int32_t snapshot,
                 const struct cohort **ret, struct err *err);
};
/* `vejviser cohort status|curve|flow|project|whatif ...`. Returns the exit code: 0 done, 1 not done, 2 wrong usage or
 * bad input; unless it is 0, nothing is written. */
int cohort_main(struct arena *a, enum lang lang, const struct cohort_door *door,
                const char *const *args, size_t args_n, FILE *out, FILE *errors);

/* ---- the curve to come, and what if ---- */

#include "cohort/project.h"

#endif

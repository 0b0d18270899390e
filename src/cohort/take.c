/* SPDX-License-Identifier: EUPL-1.2
 *
 * A cohort from the database.
 */
#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "cohort/build.h"
#include "gen/cohort.sql.h"
#include "stat/frame_level.h"

#include <stdlib.h>
#include <string.h>

#define KINDS_N (sizeof((const char *const[]){ACTIVITY_KINDS}) / sizeof(const char *))

static const struct cohort_kind kinds[KINDS_N] = {
    {"grade_school", COHORT_SCHOOL},
    {"boarding_school", COHORT_SCHOOL},
    {"tenth_grade", COHORT_TENTH},
    {"full_time_teaching", COHORT_SCHOOL},
    {"eud_gf1", COHORT_BASIC},
    {"eud_gf2", COHORT_BASIC},
    {"eud_main", COHORT_MAIN},
    {"eux", COHORT_MAIN},
    {"stx", COHORT_GENERAL},
    {"hhx", COHORT_GENERAL},
    {"htx", COHORT_GENERAL},
    {"hf", COHORT_GENERAL},
    {"fgu", COHORT_FGU},
    {"stu", COHORT_OTHER},
    {"higher_education", COHORT_HIGHER},
    {"folk_high_school", COHORT_OTHER},
    {"work", COHORT_WORK},
    {"practice", COHORT_WORK},
    {"production_school", COHORT_FGU},
    {"abroad", COHORT_OTHER},
    {"military", COHORT_WORK},
    {"leave", COHORT_OTHER},
    {"other", COHORT_OTHER},
    {"none", COHORT_NONE},
    {"unknown", COHORT_UNKNOWN},
};
_Static_assert(KINDS_N <= COHORT_KINDS_MAX, "kinds must fit");

struct taking {
    struct build build;
    struct intern municipalities, schools;
    char last_id[64]; /* the person whose rows are coming */
    bool any, skip;   /* a person has come; this one cannot be held */
    uint32_t person;
    struct packed_spell *spell; /* the person's last */
};

/* ---- persons ---- */

static uint16_t clamp_day(int32_t day) {
    uint16_t ret;
    if (build_day(day, &ret)) return ret;
    return day < COHORT_EPOCH ? 0 : COHORT_NEVER - 2;
}

static void take_person(struct taking *t, const struct q_cohort_lives_row *row) {
    const char *municipality = row->municipality ? row->municipality : "";
    uint32_t place = intern(&t->municipalities, municipality, strlen(municipality));
    struct packed_person p = {
        .sex = row->sex && *row->sex == 'M'   ? 1
               : row->sex && *row->sex == 'K' ? 2
                                              : 0,
        .birth = clamp_day(row->born),
        .from = COHORT_NEVER, /* until a spell says when we came to know */
        .to = row->moved_out == DAY_NONE ? COHORT_NEVER : clamp_day(row->moved_out),
    };
    t->any = true;
    t->spell = NULL;
    t->skip = place >= COHORT_MUNICIPALITIES || row->born == DAY_NONE;
    if (t->skip) return;
    p.municipality = (uint8_t)place;
    t->person = build_person(&t->build, &p);
}

/* ---- spells ---- */

static uint8_t kind_of(const char *name) {
    static const char other[] = "other";
    uint8_t fallback = 0;
    for (size_t k = 0; k < KINDS_N; k++) {
        if (strcmp(kinds[k].name, name) == 0) return (uint8_t)k;
        if (strcmp(kinds[k].name, other) == 0) fallback = (uint8_t)k;
    }
    return fallback;
}

static uint8_t outcome_of(const char *name, bool open) {
    if (open) return COHORT_ONGOING;
    if (!name) return COHORT_ENDED;
    if (strcmp(name, "completed") == 0) return COHORT_COMPLETED;
    if (strcmp(name, "interrupted") == 0) return COHORT_DROPPED;
    if (strcmp(name, "switched") == 0) return COHORT_SWITCHED;
    return COHORT_ENDED;
}

static void take_spell(struct taking *t, const struct q_cohort_lives_row *row) {
    struct packed_person *p = &t->build.persons[t->person];
    bool open = row->to_day == DAY_NONE;
    struct packed_spell spell = {
        .start = clamp_day(row->from_day),
        .end = open ? COHORT_NEVER : clamp_day(row->to_day + 1),
        .kind = kind_of(row->kind),
        .outcome = outcome_of(row->outcome, open),
    };
    uint16_t known = clamp_day(clock_day_of(row->known_at));
    if (known < p->from) p->from = known;
    if (spell.start < p->birth) spell.start = p->birth;
    if (spell.end <= spell.start) return;
    if (t->spell && t->spell->start == spell.start) { /* the later word of the two counts */
        *t->spell = spell;
        return;
    }
    if (t->spell && t->spell->end > spell.start) {
        t->spell->end = spell.start;
        if (t->spell->outcome == COHORT_ONGOING) t->spell->outcome = COHORT_ENDED;
    }
    uint32_t school = row->institution
                          ? intern(&t->schools, row->institution, strlen(row->institution))
                          : COHORT_NO_SCHOOL;
    if (school > COHORT_NO_SCHOOL) school = COHORT_NO_SCHOOL;
    if (!build_spell(&t->build, t->person, spell, (uint16_t)school)) return;
    size_t at = t->build.spells_n - 1;
    t->spell = &t->build.pieces[at / SPELLS_PIECE][at % SPELLS_PIECE];
}

static bool take_row(void *ctx, const struct q_cohort_lives_row *row) {
    struct taking *t = ctx;
    if (!t->any || strcmp(t->last_id, row->youth) != 0) {
        (void)snprintf(t->last_id, sizeof t->last_id, "%s", row->youth);
        take_person(t, row);
    }
    if (!t->skip && row->kind) take_spell(t, row);
    return true;
}

/* ---- the whole ---- */

static bool read_change(struct db *db, int64_t *ret, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct q_cohort_changed_rows rows;
    if (!q_cohort_changed(db, a, &rows, err)) return false;
    *ret = rows.n ? rows.v[0].number : 0;
    return true;
}

/* The person of whom no spell is known is followed from when there is one: never. */
static void end_persons(struct taking *t) {
    for (size_t i = 0; i < t->build.persons_n; i++) {
        struct packed_person *p = &t->build.persons[i];
        if (p->to < p->from && p->from != COHORT_NEVER) p->to = p->from;
    }
}

bool cohort_take(struct db *db, struct arena *a, int32_t snapshot, const struct cohort **ret,
                 struct err *err) {
    static _Atomic uint64_t made;
    struct arena *scratch ARENA_AUTO = arena_new();
    struct cohort *c = arena_alloc(a, sizeof *c);
    struct taking *t = arena_alloc(scratch, sizeof *t);
    build_init(&t->build, a, scratch, true);
    intern_init(&t->municipalities, scratch);
    intern_init(&t->schools, scratch);
    if (!read_change(db, &c->version, err)) return false; /* before: what comes meanwhile is new */
    if (!q_cohort_lives_each(db, take_row, t, err)) return false;
    end_persons(t);
    build_municipalities(&t->build, t->municipalities.names, t->municipalities.n, c);
    build_schools(&t->build, t->schools.names, t->schools.n, c);
    build_end(&t->build, c);
    c->kinds = kinds;
    c->kinds_n = KINDS_N;
    c->snapshot = snapshot;
    c->made = ++made;
    *ret = c;
    return true;
}

/* An import changes a hundred thousand in one change of the database: that is one number. */
bool cohort_note_change(struct db *w, struct err *err) {
    static _Atomic uint64_t noted;
    if (noted == db_attempt(w)) return true;
    if (!q_cohort_change(w, (struct q_cohort_change_in){id_next()}, NULL, err)) return false;
    noted = db_attempt(w);
    return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * One walk a subject over the whole municipality, into one record a person.
 */
#include "indicator/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/indicator.sql.h"
#include "rule/rule.h"

#include <string.h>

struct reading {
    struct arena *arena;
    struct indicator_data *data;
    struct index people, schools;
    size_t cap;
    bool with_names;
    int32_t *class_from;  /* of the class that a person has been given */
    int64_t *assessed_by; /* the row that counts */
    int32_t changed_since;
    uint8_t *told; /* whether a change after the day told who there was on it */
};

/* ---- what is asked ---- */

struct indicator_ask indicator_ask_of(int school_year, int32_t as_of) {
    int32_t last = school_year_last_day(school_year), june = day_from_ymd(school_year + 1, 6, 15);
    bool now = school_year_of(as_of) == school_year;
    return (struct indicator_ask){.school_year = school_year,
                                  .from = school_year_first_day(school_year),
                                  .to = as_of < last ? as_of : last,
                                  .day = now ? as_of : june,
                                  .known = clock_at(as_of + 1, 0, 0) - 1};
}

struct indicator_ask indicator_ask_before(const struct indicator_ask *ask) {
    return (struct indicator_ask){.school_year = ask->school_year - 1,
                                  .from = school_year_first_day(ask->school_year - 1),
                                  .to = day_add_months(ask->to, -12),
                                  .day = day_add_months(ask->day, -12),
                                  .known = ask->known};
}

/* ---- people and schools ---- */

static bool school_row(void *ctx, const struct q_indicator_schools_row *r) {
    struct reading *reading = ctx;
    struct indicator_data *data = reading->data;
    size_t size = sizeof *data->schools;
    if (data->schools_n % 256 == 0)
        data->schools = arena_grow(reading->arena, data->schools, data->schools_n * size,
                                   (data->schools_n + 256) * size);
    data->schools[data->schools_n++] = (struct indicator_school){
        arena_dup(reading->arena, r->number), arena_dup(reading->arena, r->name)};
    return true;
}

static bool person_row(void *ctx, const struct q_indicator_people_row *r) {
    struct reading *reading = ctx;
    struct indicator_data *data = reading->data;
    if (data->people_n == reading->cap) {
        size_t cap = reading->cap ? 2 * reading->cap : 4096, size = sizeof *data->people;
        data->people = arena_grow(reading->arena, data->people, reading->cap * size, cap * size);
        reading->cap = cap;
    }
    data->people[data->people_n++] = (struct indicator_person){
        .id = arena_dup(reading->arena, r->id),
        .name = reading->with_names ? arena_dup(reading->arena, r->name) : NULL,
        .born = r->born,
        .moved_out = r->moved_out,
        .sex = r->sex ? r->sex[0] : '\0',
        .school = -1,
        .guarded = r->guarded,
        .has_counsellor = r->had,
        .attained = DAY_NONE,
        .reached = DAY_NONE,
        .planned = DAY_NONE,
        .motivating = INT_NONE,
        .realistic = INT_NONE};
    return true;
}

static bool read_people(struct reading *r, struct db *db, struct err *err) {
    struct indicator_data *data = r->data;
    struct q_indicator_people_in in = {day_add_months(data->ask.day, -12 * OLDEST), data->ask.day};
    if (!q_indicator_schools_each(db, school_row, r, err) ||
        !q_indicator_people_each(db, in, person_row, r, err))
        return false;
    index_init(r->arena, &r->schools, data->schools_n);
    for (size_t i = 0; i < data->schools_n; i++) index_put(&r->schools, data->schools[i].number);
    index_init(r->arena, &r->people, data->people_n);
    for (size_t i = 0; i < data->people_n; i++) index_put(&r->people, data->people[i].id);
    r->class_from = arena_array(r->arena, data->people_n + 1, sizeof *r->class_from);
    r->assessed_by = arena_array(r->arena, data->people_n + 1, sizeof *r->assessed_by);
    r->told = arena_array(r->arena, data->people_n + 1, sizeof *r->told);
    memset(r->told, 0, data->people_n + 1);
    for (size_t i = 0; i < data->people_n; i++) r->class_from[i] = DAY_NONE;
    return true;
}

static struct indicator_person *person_of(struct reading *r, const char *id, size_t *ret_place) {
    size_t place = index_find(&r->people, id);
    if (ret_place) *ret_place = place;
    return place == SIZE_MAX ? NULL : &r->data->people[place];
}

static bool class_row(void *ctx, const struct q_indicator_classes_row *row) {
    struct reading *r = ctx;
    size_t place;
    struct indicator_person *p = person_of(r, row->youth, &place);
    int32_t day = r->data->ask.day;
    if (!p || (r->class_from[place] != DAY_NONE && r->class_from[place] > row->from_day))
        return true;
    size_t school = index_find(&r->schools, row->institution);
    bool now = (row->to_day == DAY_NONE || row->to_day >= day) &&
               row->school_year == r->data->ask.school_year;
    int grade = row->grade[0] == '1' && row->grade[1] == '0' ? 10
                : row->grade[0] >= '7' && row->grade[0] <= '9' && !row->grade[1]
                    ? row->grade[0] - '0'
                    : 0;
    r->class_from[place] = row->from_day;
    p->school = school == SIZE_MAX ? -1 : (int16_t)school;
    p->grade = now ? (uint8_t)grade : 0;
    return true;
}

/* ---- contacts, wishes, plans ---- */

static bool contact_row(void *ctx, const struct q_indicator_contacts_row *row) {
    struct reading *r = ctx;
    const struct indicator_ask *ask = &r->data->ask;
    struct indicator_person *p = person_of(r, row->youth, NULL);
    if (!p) return true;
    if (row->day <= ask->day && (p->reached == DAY_NONE || p->reached < row->day))
        p->reached = row->day;
    if (row->day < ask->from) return true;
    if (strcmp(row->kind, "talk") == 0) p->talked = true;
    if (strcmp(row->kind, "collective") == 0) p->in_class_talk = true;
    return true;
}

static enum indicator_wish wish_of(const char *kind) {
    static const struct {
        const char *kind;
        enum indicator_wish wish;
    } kinds[] = {{"eud", WISH_EUD},
                 {"eux", WISH_EUD},
                 {"stx", WISH_GYM},
                 {"hhx", WISH_GYM},
                 {"htx", WISH_GYM},
                 {"hf", WISH_HF},
                 {"undecided", WISH_NONE},
                 {"tenth_grade", WISH_SCHOOL},
                 {"boarding_school", WISH_SCHOOL}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0) return kinds[i].wish;
    return WISH_OTHER;
}

static bool wish_row(void *ctx, const struct q_indicator_wishes_row *row) {
    struct indicator_person *p = person_of(ctx, row->youth, NULL);
    if (p) p->wish = wish_of(row->kind);
    return true;
}

static bool plan_row(void *ctx, const struct q_indicator_plans_row *row) {
    struct indicator_person *p = person_of(ctx, row->youth, NULL);
    if (p) p->planned = row->agreed;
    return true;
}

static bool answer_row(void *ctx, const struct q_indicator_answers_row *row) {
    struct indicator_person *p = person_of(ctx, row->youth, NULL);
    if (!p) return true;
    p->motivating = row->motivating;
    p->realistic = row->realistic;
    return true;
}

static bool practice_row(void *ctx, const struct q_indicator_practice_row *row) {
    struct indicator_person *p = person_of(ctx, row->youth, NULL);
    if (p) p->practised = true;
    return true;
}

/* ---- readiness ---- */

static enum indicator_ready ready_of(int64_t answer) {
    return answer == INT_NONE ? READY_NOT_SAID : answer ? READY_YES : READY_NO;
}

static bool assessed_row(void *ctx, const struct q_indicator_assessed_row *row) {
    struct reading *r = ctx;
    size_t place;
    struct indicator_person *p = person_of(r, row->youth, &place);
    bool said = row->eud != INT_NONE || row->hf != INT_NONE || row->gym != INT_NONE;
    if (!p || !said) return true;
    r->assessed_by[place] = row->id;
    p->assessed = true;
    p->ready[0] = ready_of(row->eud);
    p->ready[1] = ready_of(row->hf);
    p->ready[2] = ready_of(row->gym);
    return true;
}

static bool judged_row(void *ctx, const struct q_indicator_judged_row *row) {
    struct reading *r = ctx;
    size_t place;
    struct indicator_person *p = person_of(r, row->youth, &place);
    if (!p || !p->assessed || r->assessed_by[place] != row->row_id) return true;
    int type = strcmp(row->type, "eud") == 0 ? 0 : strcmp(row->type, "hf") == 0 ? 1 : 2;
    p->ready[type] = row->answer ? READY_YES : READY_NO;
    return true;
}

/* ---- continuity ---- */

static bool change_row(void *ctx, const struct q_indicator_changes_row *row) {
    struct reading *r = ctx;
    size_t place;
    struct indicator_person *p = person_of(r, row->youth, &place);
    int32_t day = r->data->ask.day;
    if (!p) return true;
    if (row->day <= day) {
        p->has_counsellor = true; /* and stays so, unless a later change tells otherwise */
        if (row->day > r->changed_since && row->had && p->changes < UINT8_MAX) p->changes++;
    } else if (!r->told[place]) {
        r->told[place] = 1;
        p->has_counsellor = row->had;
    }
    return true;
}

/* ---- career weeks ---- */

static struct indicator_level *level_of(struct reading *r, int school, int grade) {
    struct indicator_level *l = &r->data->levels[(size_t)(school + 1) * 4 + (size_t)(grade - 7)];
    l->school = (int16_t)school;
    l->grade = (uint8_t)grade;
    return l;
}

static bool guest_row(void *ctx, const struct q_indicator_guests_row *row) {
    struct reading *r = ctx;
    size_t school = row->institution ? index_find(&r->schools, row->institution) : SIZE_MAX;
    int grade = row->grade[0] == '1' ? 10 : row->grade[0] - '0';
    /* Guests of other schools are of no pupils here. */
    if (school != SIZE_MAX) level_of(r, (int)school, grade)->guests += row->n;
    return true;
}

static bool read_levels(struct reading *r, struct db *db, struct err *err) {
    struct indicator_data *data = r->data;
    const struct indicator_ask *ask = &data->ask;
    data->levels_n = 4 * (data->schools_n + 1);
    data->levels = arena_array(r->arena, data->levels_n, sizeof *data->levels);
    memset(data->levels, 0, data->levels_n * sizeof *data->levels);
    for (size_t i = 0; i < data->people_n; i++) {
        const struct indicator_person *p = &data->people[i];
        if (p->grade && p->school >= 0 && indicator_lives_here(p, ask->day))
            level_of(r, p->school, p->grade)->pupils++;
    }
    struct q_indicator_guests_in in = {ask->from, ask->to, ask->known};
    return q_indicator_guests_each(db, in, guest_row, r, err);
}

/* ---- all ---- */

static bool read_rules(struct reading *r, struct db *db, struct err *err) {
    const struct rules *rules;
    if (!rules_now(db, &rules, err)) return false;
    for (int grade = 0; grade <= 10; grade++) r->data->plan_by[grade] = DAY_NONE;
    r->data->plan_by[9] = rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, r->data->ask.from);
    r->data->plan_by[10] =
        rules_day(rules, RULE_DEADLINE_APPLICATION, "10", NULL, r->data->ask.from);
    return true;
}

static bool read_told(struct reading *r, struct db *db, struct err *err) {
    const struct indicator_ask *q = &r->data->ask;
    int32_t quiet = q->day - QUIET_DAYS, since = quiet < q->from ? quiet : q->from;
    return q_indicator_contacts_each(db, (struct q_indicator_contacts_in){since, q->to, q->known},
                                     contact_row, r, err) &&
           q_indicator_wishes_each(db, (struct q_indicator_wishes_in){q->from, q->day, q->known},
                                   wish_row, r, err) &&
           q_indicator_plans_each(db, (struct q_indicator_plans_in){q->day, q->known}, plan_row, r,
                                  err) &&
           q_indicator_answers_each(db, (struct q_indicator_answers_in){q->from, q->to, q->known},
                                    answer_row, r, err) &&
           q_indicator_practice_each(db, (struct q_indicator_practice_in){q->from, q->to, q->known},
                                     practice_row, r, err);
}

static bool read_judged(struct reading *r, struct db *db, struct err *err) {
    const struct indicator_ask *q = &r->data->ask;
    struct q_indicator_assessed_in assessed = {q->school_year, q->day, q->known};
    struct q_indicator_judged_in judged = {q->school_year, q->day, q->known};
    return q_indicator_assessed_each(db, assessed, assessed_row, r, err) &&
           q_indicator_judged_each(db, judged, judged_row, r, err) &&
           q_indicator_changes_each(db, (struct q_indicator_changes_in){q->known}, change_row, r,
                                    err);
}

bool indicator_read(struct db *db, struct arena *a, const struct indicator_ask *ask,
                    bool with_names, struct indicator_data *ret, struct err *err) {
    *ret = (struct indicator_data){.ask = *ask};
    struct reading r = {.arena = a,
                        .data = ret,
                        .with_names = with_names,
                        .changed_since = day_add_months(ask->day, -CHANGE_MONTHS)};
    struct q_indicator_classes_in classes = {ask->day};
    return read_rules(&r, db, err) && read_people(&r, db, err) &&
           q_indicator_classes_each(db, classes, class_row, &r, err) && read_told(&r, db, err) &&
           read_judged(&r, db, err) && read_levels(&r, db, err) &&
           indicator_read_lives(db, a, &r.people, ret, err) &&
           indicator_read_cases(db, a, &r.people, ret, err);
}

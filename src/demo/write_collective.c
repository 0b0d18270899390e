/* SPDX-License-Identifier: EUPL-1.2
 *
 * The year plans of the present school year: most sessions that were held had been planned, most classes have
 * something to come, and some did not come to what they were to have.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

enum { CHOICE, PLAN, TRADES }; /* of themes */

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day++;
    return day;
}

struct planned {
    int64_t id;
    uint32_t class;
    int theme, author;
    int32_t day;
};

/* Planned in the first days of the school year. */
static bool put(struct part *job, const struct planned *p, struct err *err) {
    int32_t made = workday(school_year_first_day(job->world->year) + 12);
    if (made >= job->world->date || made > p->day) made = school_year_first_day(job->world->year);
    struct q_demo_planned_in in = {.id = p->id,
                                   .batch = p->id,
                                   .class = p->class + INT64_C(1),
                                   .theme = themes[p->theme],
                                   .day = p->day,
                                   .author = row_of(p->author),
                                   .at = moment(made, 9 * 60)};
    return q_demo_planned(job->w, in, NULL, err);
}

static bool held_row(struct part *job, size_t i, struct err *err) {
    const struct session *s = &job->world->sessions[i];
    struct planned p = {(int64_t)i + 1, s->class, s->theme, s->author, s->day};
    return !s->planned || put(job, &p, err);
}

static bool has_had(const struct world *world, uint32_t class, int theme) {
    for (size_t i = 0; i < world->sessions_n; i++)
        if (world->sessions[i].class == class && world->sessions[i].theme == theme) return true;
    return false;
}

/* To come, or missed: the plan in spring; the choice in autumn, where nobody held it. */
static bool open_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct class *class = &world->classes[i];
    int64_t *next = job->ctx;
    int author = post_holder(world, class->place, world->date);
    if (class->year != world->year || class->grade < 8 || author == NOWHERE) return true;
    struct rng rng = rng_make(world->seed, STREAM_SESSION, UINT64_C(1) << 32 | i);
    int32_t start = school_year_first_day(class->year);
    struct planned spring = {0, (uint32_t)i, PLAN, author,
                             workday(start + rng_between(&rng, 155, 205))};
    struct planned autumn = {0, (uint32_t)i, CHOICE, author,
                             workday(start + rng_between(&rng, 40, 105))};
    bool missed = rng_chance(&rng, 0.5) && !has_had(world, (uint32_t)i, CHOICE);
    if (spring.day > world->date && rng_chance(&rng, 0.8)) {
        spring.id = ++*next;
        if (!put(job, &spring, err)) return false;
    }
    if (!missed) return true;
    autumn.id = ++*next;
    return put(job, &autumn, err);
}

bool planned_write(struct store *store, struct world *world, struct err *err) {
    int64_t next = (int64_t)world->sessions_n;
    return write_table(store, world, held_row, world->sessions_n, NULL, err) &&
           write_table(store, world, open_rows, world->classes_n, &next, err);
}

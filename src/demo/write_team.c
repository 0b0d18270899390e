/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who is away and who covers; a caseload that went to another in the last year; young people who got another
 * counsellor. Nobody had a counsellor before they were known here.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

#define HANDOVER_BACK 140 /* days before the date */
#define HANDOVER      1   /* the only row of table handover */

static bool is_counsellor(const struct account *account) {
    return strcmp(account->role, "counsellor") == 0;
}

static size_t counsellors(const struct world *world) {
    size_t n = 0;
    while (n < world->accounts_n && is_counsellor(&world->accounts[n])) n++;
    return n;
}

static int64_t leader(const struct world *world) { return row_of((int)counsellors(world)); }

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

/* ---- absence: the second counsellor now (staff.c, cover), the last one in a while ---- */

static bool absence_row(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    int32_t date = world->date;
    int last = (int)counsellors(world) - 1;
    bool now = i == 0;
    if (!now && last < 2) return true;
    struct q_demo_absence_in in = {.id = now ? ABSENCE_NOW : ABSENCE_NOW + 1,
                                   .account = row_of(now ? 1 : last),
                                   .cover = row_of(0),
                                   .from_day = now ? date - 12 : workday(date + 21),
                                   .to_day = now ? date + 30 : workday(date + 21) + 11,
                                   .author = leader(world),
                                   .at = moment(workday(date - 13), 8 * 60)};
    return q_demo_absence(job->w, in, NULL, err);
}

bool absences_write(struct store *store, struct world *world, struct err *err) {
    return write_table(store, world, absence_row, 2, NULL, err);
}

/* ---- changes ---- */

struct changes {
    int32_t handover; /* the day */
    int giver, taker;
    int64_t young;
};

static bool is_moved(const struct world *world, const struct changes *c, const struct person *p) {
    return p->counsellor == c->taker && p->class == NOBODY && p->moved_out == DAY_NONE &&
           world->spans[p->span].from < c->handover - 200;
}

static bool handover_row(struct part *job, size_t i, struct err *err) {
    (void)i;
    const struct changes *c = job->ctx;
    struct q_demo_handover_in in = {.id = HANDOVER,
                                    .giver = row_of(c->giver),
                                    .taker = row_of(c->taker),
                                    .day = c->handover,
                                    .author = leader(job->world),
                                    .at = moment(c->handover, 8 * 60),
                                    .young = c->young};
    return q_demo_handover(job->w, in, NULL, err);
}

/* The school of a pupil changed hands: whose post began when another's ended. */
static const struct post *taken_over(const struct world *world, const struct person *p,
                                     const struct post **ret_before) {
    if (p->class == NOBODY || p->counsellor == NOWHERE) return NULL;
    int place = world->classes[p->class].place;
    for (size_t i = 1; i < world->posts_n; i++) {
        const struct post *post = &world->posts[i], *before = &world->posts[i - 1];
        if (post->place != place || before->place != place || post->cover_for != NOWHERE) continue;
        if (before->cover_for != NOWHERE || before->to != post->from - 1) continue;
        *ret_before = before;
        return post;
    }
    return NULL;
}

/* The day on which somebody came to have a counsellor: in the 7th grade, or when they were out of school. */
static int32_t followed_since(const struct world *world, const struct person *p) {
    const struct span *first = &world->spans[p->span], *now = first + p->spans_n - 1;
    if (p->class == NOBODY) return now->known;
    const struct class *class = &world->classes[p->class];
    int32_t day = school_year_first_day(class->year - (class->grade - 7));
    return day > first->from ? day : first->from;
}

struct step {
    int giver, taker; /* giver NOWHERE: had nobody */
    int32_t day;
    int64_t handover;
};

static bool step_put(struct part *job, const struct person *p, struct step s, struct err *err) {
    struct q_demo_change_in in = {.youth = p->id,
                                  .at = moment(s.day, 8 * 60),
                                  .day = s.day,
                                  .giver = row_of(s.giver),
                                  .taker = row_of(s.taker),
                                  .author = leader(job->world),
                                  .handover = s.handover};
    return q_demo_change(job->w, in, NULL, err);
}

/* The giver had them from the beginning. */
static bool change(struct part *job, const struct person *p, int giver, int32_t day,
                   int64_t handover, struct err *err) {
    int32_t since = followed_since(job->world, p);
    if (since >= day) since = day - 30;
    return step_put(job, p, (struct step){NOWHERE, giver, since, INT_NONE}, err) &&
           step_put(job, p, (struct step){giver, p->counsellor, day, handover}, err);
}

static bool change_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct changes *c = job->ctx;
    const struct person *p = &world->people[i];
    const struct post *before = NULL, *post = taken_over(world, p, &before);
    if (post && world->spans[p->span].from < post->from && post->from < world->date)
        return change(job, p, before->account, post->from, INT_NONE, err);
    if (is_moved(world, c, p)) return change(job, p, c->giver, c->handover, HANDOVER, err);
    struct rng rng = rng_make(world->seed, STREAM_TEAM, p->number);
    bool one = p->counsellor != NOWHERE && p->class == NOBODY && p->moved_out == DAY_NONE &&
               rng_chance(&rng, 0.05);
    int giver = (int)rng_below(&rng, counsellors(world));
    int32_t day = workday(world->date - rng_between(&rng, 10, 500));
    if (one && giver != p->counsellor && world->spans[p->span].from <= day)
        return change(job, p, giver, day, INT_NONE, err);
    struct step first = {NOWHERE, p->counsellor, followed_since(world, p), INT_NONE};
    if (p->counsellor == NOWHERE || first.day >= world->date) return true;
    return step_put(job, p, first, err);
}

bool changes_write(struct store *store, struct world *world, struct err *err) {
    int n = (int)counsellors(world);
    struct changes c = {
        .handover = workday(world->date - HANDOVER_BACK), .giver = n > 2 ? 1 : 0, .taker = n - 1};
    for (size_t i = 0; i < world->people_n; i++) c.young += is_moved(world, &c, &world->people[i]);
    return write_table(store, world, handover_row, 1, &c, err) &&
           write_table(store, world, change_rows, world->people_n, &c, err);
}

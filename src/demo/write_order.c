/* SPDX-License-Identifier: EUPL-1.2
 *
 * Education orders of those from 18 on who are out of school: given in the last two years, with the benefit
 * there was on that day, and as many steps as the time since then allows.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

#define N(list_) (sizeof(list_) / sizeof *(list_))
#define SHARE    0.16

struct numbers {
    int64_t order, contact, step;
};

/* One order while its rows are written. */
struct order_life {
    struct part *job;
    struct numbers *next;
    struct rng rng;
    const struct person *person;
    int64_t author, id;
};

static const char *const contacts[] = {"Karen Toft", "Henrik Ladefoged", "Sanne Brix", "Ali Demir",
                                       "Mona Gade"};
static const char *const answers[][3] = {
    {"Foreslog tømrer og smed.", "Foreslog social- og sundhedshjælper og pædagogisk assistent.",
     "Vil gerne tale med en vejleder først."},
    {"Har søgt ind på grundforløbet.", "Har søgt på hf.", "Søger ved næste optag."},
    {"Begyndte på grundforløb 1.", "Begyndte på FGU.", "Mødte den første dag."},
};
static const char *const letters[] = {"Foreslå mindst to uddannelser.",
                                      "Søg ind på en af de uddannelser, du har foreslået.",
                                      "Begynd på uddannelsen, når du er optaget."};
static const char *const kinds[] = {"propose", "apply", "start"};
static const char *const waits[] = {"youth", "guidance", "job_centre"};
static const char *const readies[] = {"obvious", "ready", "activity"};
static const char *const ends[] = {"completed", "work", "off_benefit", "excused", "cancelled"};

static struct blob sealed(struct order_life *l, const char *table, int64_t row, const char *column,
                          const char *text) {
    return seal_text(l->job->a, table, arena_fmt(l->job->a, "%lld", (long long)row), column, text);
}

/* A step with its answer, when its deadline has passed or the answer came early. *ret_day: when it was
 * answered; DAY_NONE: it is open. */
static bool step_put(struct order_life *l, int step, int32_t asked, int32_t *ret_day,
                     struct err *err) {
    static const double waits_weights[] = {62, 30, 8};
    int32_t today = l->job->world->date;
    int32_t due = workdays_add(asked, rng_between(&l->rng, 8, step == 0 ? 20 : 50), NULL);
    int32_t day = due - rng_between(&l->rng, 0, 6);
    bool answered = day < today && (due > today - 20 ? rng_chance(&l->rng, 0.6) : true);
    int64_t id = ++l->next->step;
    struct q_demo_order_step_in in = {
        .id = id,
        .order_id = l->id,
        .youth = l->person->id,
        .kind = kinds[step],
        .what = sealed(l, "education_order_step", id, "what", letters[step]),
        .due = due,
        .waits_for = waits[rng_weighted(&l->rng, waits_weights, 3)],
        .author = l->author,
        .at = moment(asked, 9 * 60),
        .answer_day = DAY_NONE,
        .answered_at = INT_NONE,
        .answered_by = INT_NONE};
    *ret_day = DAY_NONE;
    if (answered) {
        *ret_day = in.answer_day = day < asked ? asked : day;
        in.outcome = rng_chance(&l->rng, 0.94) ? "met" : "excused";
        in.answer =
            sealed(l, "education_order_step", id, "answer", answers[step][rng_below(&l->rng, 3)]);
        in.answered_at = moment(in.answer_day, 10 * 60);
        in.answered_by = l->author;
    }
    return q_demo_order_step(l->job->w, in, NULL, err);
}

static bool steps_put(struct order_life *l, int32_t given, int32_t until, struct err *err) {
    int32_t day = given;
    for (int step = 0; step < 3; step++) {
        int32_t asked = day + rng_between(&l->rng, 1, step ? 25 : 3), answered;
        if (asked >= until || asked >= l->job->world->date) return true;
        if (!step_put(l, step, asked, &answered, err)) return false;
        if (answered == DAY_NONE || answered >= until) return true;
        day = answered;
    }
    return true;
}

static bool contact_put(struct order_life *l, int32_t day, struct err *err) {
    size_t who = rng_below(&l->rng, N(contacts));
    struct q_demo_order_contact_in in = {.id = ++l->next->contact,
                                         .order_id = l->id,
                                         .name = contacts[who],
                                         .phone = arena_fmt(l->job->a, "01 90 00 0%zu", who),
                                         .email =
                                             arena_fmt(l->job->a, "jobcenter%zu@example.com", who),
                                         .author = l->author,
                                         .at = moment(day, 9 * 60 + 2)};
    return q_demo_order_contact(l->job->w, in, NULL, err);
}

static bool order_put(struct order_life *l, int32_t given, struct err *err) {
    int32_t today = l->job->world->date, reform = day_from_ymd(2025, 7, 1);
    bool dagpenge = rng_chance(&l->rng, 0.06);
    int32_t known = given + rng_between(&l->rng, 0, 6), ended = DAY_NONE;
    if (given < today - 240 && rng_chance(&l->rng, 0.75))
        ended = given + rng_between(&l->rng, 120, 235);
    if (known > today) known = today;
    l->id = ++l->next->order;
    struct q_demo_order_in in = {
        .id = l->id,
        .youth = l->person->id,
        .given_day = given,
        .known_day = known,
        .benefit = dagpenge          ? "dagpenge"
                   : given >= reform ? "kontanthjaelp"
                                     : "uddannelseshjaelp",
        .ready = dagpenge || given >= reform ? NULL : readies[rng_below(&l->rng, N(readies))],
        .author = l->author,
        .at = moment(known, 9 * 60),
        .ended_day = ended,
        .end_reason = ended == DAY_NONE ? NULL : ends[rng_below(&l->rng, N(ends))],
        .ended_at = moment(ended, 11 * 60),
        .ended_by = ended == DAY_NONE ? INT_NONE : l->author};
    if (!q_demo_order(l->job->w, in, NULL, err)) return false;
    if (rng_chance(&l->rng, 0.85) && !contact_put(l, known, err)) return false;
    return steps_put(l, known, ended == DAY_NONE ? today : ended, err);
}

static bool person_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    if (p->counsellor == NOWHERE || !is_out_of_school(world, p)) return true;
    struct order_life l = {.job = job,
                           .next = job->ctx,
                           .rng = rng_make(world->seed, STREAM_ORDER, p->number),
                           .person = p,
                           .author = row_of(p->counsellor)};
    if (!rng_chance(&l.rng, SHARE)) return true;
    bool lately = rng_chance(&l.rng, 0.55);
    int32_t given = world->date - rng_between(&l.rng, lately ? 2 : 90, lately ? 90 : 700);
    while (!day_is_workday(given, NULL)) given--;
    return day_age(p->born, given) < 18 || order_put(&l, given, err);
}

bool orders_write(struct store *store, struct world *world, struct err *err) {
    struct numbers next = {0};
    return write_table(store, world, person_rows, world->people_n, &next, err);
}

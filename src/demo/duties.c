/* SPDX-License-Identifier: EUPL-1.2
 *
 * The duty of the 15-17-year-olds in the last two years: when a plan was not followed, when guidance came
 * to know, when it made contact, what it offered. Nearly always in time, now and then too late, so that
 * the service level has something to tell; those that are open now are of all sorts.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/internal.h"
#include "demo/words.h"

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static bool is_minor(const struct person *p, int32_t day) {
    int age = day_age(p->born, day);
    return age >= 15 && age < 18;
}

static bool is_nothing(const struct span *s) {
    return s->kind == KIND_NONE || s->kind == KIND_UNKNOWN || s->kind == KIND_LEAVE ||
           (s->kind == KIND_WORK && s->hours < 18);
}

/* Does the plan break between these two? Compulsory school is not part of the duty. */
static bool is_broken(const struct span *before, const struct span *after) {
    if (!is_nothing(after) || is_nothing(before)) return false;
    if (after->kind == KIND_NONE) return true;
    bool school = before->kind == KIND_GRADE_SCHOOL || before->kind == KIND_HU;
    bool cut = before->outcome == OUT_INTERRUPTED || before->outcome == OUT_ENDED;
    return (!school && cut) || after->kind == KIND_WORK;
}

static struct note *call(struct world *world, struct rng *rng, uint32_t p, int author,
                         int32_t day) {
    struct note *note = list_add(world, notes);
    *note = (struct note){.person = p,
                          .session = NOBODY,
                          .day = day,
                          .minute = (int16_t)rng_between(rng, 7 * 60, 13 * 60 + 50),
                          .author = (int16_t)author,
                          .about = ABOUT_IDLE,
                          .text = (int8_t)rng_below(rng, notes_idle_n),
                          .kind = 0, /* by phone */
                          .follow_up = DAY_NONE};
    return note;
}

/* Contact is to be made within five working days; most of the time it is. Of an open case it may be
 * yet to come. */
static void contact_make(struct world *world, struct rng *rng, struct broken *b, bool open) {
    int days = workdays_between(b->aware, world->date, NULL);
    double done = !open ? 0.97 : days > 12 ? 0.94 : days > 5 ? 0.75 : days > 1 ? 0.4 : 0;
    if (!rng_chance(rng, done)) return;
    bool late = rng_chance(rng, 0.06);
    int32_t day =
        workdays_add(b->aware, late ? rng_between(rng, 6, 11) : rng_between(rng, 0, 5), NULL);
    if (day >= world->date) day = workday(world->date - 1);
    if (day < b->aware) return;
    b->contact = day;
    call(world, rng, b->person, b->author, day);
}

/* Within thirty days of the contact; sooner when something began. */
static void offer_make(const struct world *world, struct rng *rng, struct broken *b,
                       const struct span *next) {
    static const uint8_t of_kind[] = {OFFER_EDUCATION, OFFER_WORK, OFFER_ACTIVITY};
    if (b->contact == DAY_NONE || !rng_chance(rng, next ? 0.95 : 0.6)) return;
    int32_t day = workday(b->contact + rng_between(rng, 2, 26));
    if (rng_chance(rng, 0.05)) day = workday(b->contact + rng_between(rng, 33, 60));
    if (next && next->from > b->contact && day > next->from) day = next->from;
    if (day < b->contact) day = b->contact;
    if (day >= world->date) return;
    b->offer = day;
    b->start = workday(day + rng_between(rng, 5, 30));
    if (b->start < day) b->start = day;
    bool work = next && next->kind == KIND_WORK, activity = next && next->kind >= KIND_PRACTICE;
    b->offered = !next      ? of_kind[rng_below(rng, 3)]
                 : work     ? OFFER_WORK
                 : activity ? OFFER_ACTIVITY
                            : OFFER_EDUCATION;
}

/* Nobody has found anything since: the last spell, verified to be nothing, stands for all of them. */
static bool goes_on(const struct world *world, const struct person *person, uint32_t i) {
    for (uint32_t k = i + 1; k < person->spans_n; k++)
        if (!is_nothing(&world->spans[person->span + k])) return false;
    return world->spans[person->span + person->spans_n - 1].kind == KIND_NONE;
}

static void broken_make(struct world *world, uint32_t p, uint32_t i, int counsellors) {
    const struct person *person = &world->people[p];
    const struct span *before = &world->spans[person->span + i], *after = before + 1;
    bool open = i + 2 == person->spans_n;
    int32_t aware = open || after->kind == KIND_NONE ? after->known : before->ended_known;
    if (aware < after->from) aware = after->from;
    if (aware >= world->date || aware < world->since + 10 || !is_minor(person, aware)) return;
    if (!open && goes_on(world, person, i)) return;
    if (person->moved_out != DAY_NONE || (!open && after->to != DAY_NONE && after->to < aware))
        return;
    struct rng rng = rng_make(world->seed, STREAM_DUTY, (uint64_t)person->number << 8 | i);
    double sources[] = {55, 8, 8, 4, 25};
    struct broken b = {.person = p,
                       .span = person->span + i + 1,
                       .from = after->from,
                       .aware = aware,
                       .contact = DAY_NONE,
                       .offer = DAY_NONE,
                       .source = (uint8_t)rng_weighted(&rng, sources, 5),
                       .author = person->counsellor != NOWHERE
                                     ? person->counsellor
                                     : (int16_t)rng_below(&rng, (size_t)counsellors)};
    contact_make(world, &rng, &b, open);
    offer_make(world, &rng, &b, open ? NULL : after + 1);
    *list_add(world, breaks) = b;
}

/* A break follows something that broke; or somebody was found to be in nothing at all. */
void duties_make(struct world *world) {
    int counsellors = 0;
    for (size_t i = 0; i < world->accounts_n; i++)
        counsellors += world->accounts[i].role == world->accounts[0].role;
    for (uint32_t p = 0; p < world->people_n; p++)
        for (uint32_t i = 0; i + 1 < world->people[p].spans_n; i++) {
            const struct span *before = &world->spans[world->people[p].span + i];
            bool idle = i + 2 == world->people[p].spans_n && before[1].kind == KIND_NONE;
            if (idle || is_broken(before, before + 1)) broken_make(world, p, i, counsellors);
        }
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Guidance: conversations with those in focus in the last two years (the years before are made in
 * past.c), what was promised then and done or not, and the collective sessions of the classes.
 *
 * The contacts that the duty of the 15-17-year-olds asks for are made in duties.c.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/internal.h"
#include "demo/words.h"

#include <limits.h>
#include <stdlib.h>

enum { PHONE, TALK, MESSAGE, PARENTS, SCHOOL, EMPLOYER, COLLECTIVE };
const char *const note_kinds[] = {"phone",  "talk",     "message",   "parents",
                                  "school", "employer", "collective"};
enum { CHOICE, PLAN, TRADES };
const char *const themes[] = {"choice", "plan", "trades"};

#define TRADES_YEAR 2021 /* the theme came with the policy */
#define HEAVY_TASKS 160 /* with the lines that other rooms make of the same people, more than 300 */

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

/* ---- notes about one person ---- */

/* What there was to talk about that day. */
static enum about about_on(const struct world *world, const struct person *person, int32_t day) {
    const struct span *then = span_at(world, person, day);
    if (!then || then->kind <= KIND_HU) return ABOUT_PUPIL;
    return kind_is_youth_education(then->kind) ? ABOUT_STUDENT : ABOUT_IDLE;
}

static void add_note(struct world *world, struct rng *rng, uint32_t p, int author, int32_t day) {
    const struct person *person = &world->people[p];
    enum about about = about_on(world, person, day);
    double idle[] = {34, 34, 16, 6, 4, 6}, pupil[] = {10, 55, 10, 12, 13, 0};
    struct note *note = list_add(world, notes);
    *note = (struct note){.person = p,
                          .session = NOBODY,
                          .day = day,
                          .minute = (int16_t)rng_between(rng, 7 * 60, 13 * 60 + 50),
                          .author = (int16_t)author,
                          .about = (uint8_t)about,
                          .follow_up = DAY_NONE};
    note->kind = (uint8_t)rng_weighted(rng, about == ABOUT_IDLE ? idle : pupil, 6);
    size_t texts[] = {notes_pupil_n, notes_idle_n, notes_student_n, notes_restricted_n};
    if (rng_chance(rng, 0.025)) note->about = ABOUT_RESTRICTED;
    note->text = (int8_t)rng_below(rng, texts[note->about]);
    note->absent = note->kind == TALK && rng_chance(rng, 0.08);
    note->withdrawn = rng_chance(rng, 0.004);
    int32_t due = workday(day + rng_between(rng, 5, 30));
    if (rng_chance(rng, 0.35) && due > day && due < world->date && !note->withdrawn)
        note->follow_up = due;
}

/* n notes on working days of from .. to. */
void care_notes(struct world *world, struct rng *rng, uint32_t p, int author, int32_t from,
                int32_t to, int n) {
    for (; n > 0 && from <= to; n--) {
        int32_t day = workday(rng_between(rng, from, to));
        int year, month, mday;
        day_to_ymd(day, &year, &month, &mday);
        if (day >= from && month != 7) add_note(world, rng, p, author, day);
    }
}

static void care_out_of_school(struct world *world, struct rng *rng, uint32_t p) {
    const struct person *person = &world->people[p];
    const struct span *now = &world->spans[person->span + person->spans_n - 1];
    int32_t from = world->date - RECENT_DAYS;
    const struct span *first = &world->spans[person->span];
    if (first->from > from) from = first->from;
    if (is_duty(world, person)) {
        int32_t recent = now->known - 200 > from ? now->known - 200 : from;
        care_notes(world, rng, p, person->counsellor, recent, now->known - 1,
                   rng_between(rng, 0, 3));
    } else if (rng_chance(rng, 0.8)) {
        care_notes(world, rng, p, person->counsellor, from, world->date - 1,
                   rng_between(rng, 2, 8));
    }
}

static void care_pupil(struct world *world, struct rng *rng, uint32_t p) {
    const struct class *class = &world->classes[world->people[p].class];
    int32_t from = school_year_first_day(world->year - (class->grade - 7));
    if (from < world->date - RECENT_DAYS) from = world->date - RECENT_DAYS;
    if (class->grade == 7) return;
    int n = rng_chance(rng, 0.2) ? rng_between(rng, 2, 6) : rng_chance(rng, 0.3);
    care_notes(world, rng, p, world->people[p].counsellor, from, world->date - 1, n);
}

static void add_all_notes(struct world *world) {
    for (uint32_t p = 0; p < world->people_n; p++) {
        const struct person *person = &world->people[p];
        if (person->counsellor == NOWHERE) continue;
        struct rng rng = rng_make(world->seed, STREAM_CARE, person->number);
        if (person->class != NOBODY)
            care_pupil(world, &rng, p);
        else
            care_out_of_school(world, &rng, p);
    }
}

/* ---- collective sessions ---- */

static void add_session(struct world *world, struct rng *rng, uint32_t c, int theme, int32_t day) {
    const struct class *class = &world->classes[c];
    day = workday(day);
    int author = post_holder(world, class->place, day);
    if (day >= world->date || author == NOWHERE) return;
    if (theme == TRADES && day < school_year_first_day(TRADES_YEAR)) return;
    uint32_t number = (uint32_t)world->sessions_n;
    struct session *session = list_add(world, sessions);
    *session = (struct session){
        .class = c,
        .planned = class->year == world->year && number % 10 < 7,
        .theme = (uint8_t)theme,
        .text = (int8_t)(rng_chance(rng, 0.6) ? (int)rng_below(rng, notes_session_n) : -1),
        .day = day,
        .author = (int16_t)author,
        .minute = (int16_t)rng_between(rng, 7 * 60, 12 * 60)};
    for (uint32_t i = 0; i < class->n; i++) {
        const struct member *m = &world->members[world->by_class[class->first + i]];
        if (m->from > day || (m->to != DAY_NONE && m->to < day)) continue;
        *list_add(world, notes) = (struct note){.person = m->person,
                                                .session = number,
                                                .day = day,
                                                .minute = session->minute,
                                                .author = (int16_t)author,
                                                .kind = COLLECTIVE,
                                                .text = -1,
                                                .absent = rng_chance(rng, 0.07),
                                                .follow_up = DAY_NONE};
    }
}

/* The schools take the theme up one after another from the year in which it came, some never. */
int trades_since(const struct world *world, int place) {
    struct rng rng = rng_make(world->seed, STREAM_SESSION, (UINT64_C(2) << 32) + (unsigned)place);
    int first = world->year - world->history + 1;
    if (first < TRADES_YEAR) first = TRADES_YEAR;
    if (first > world->year || rng_chance(&rng, 0.36)) return INT_MAX;
    return rng_between(&rng, first, world->year);
}

/* Each year from the start, before the deadline of application; elsewhere a class now and then. */
static void add_trades(struct world *world, uint32_t c) {
    const struct class *class = &world->classes[c];
    struct rng rng = rng_make(world->seed, STREAM_SESSION, (UINT64_C(3) << 32) + c);
    bool begun = class->year >= trades_since(world, class->place);
    double chance = !begun ? 0.03 : class->grade == 8 ? 0.25 : 0.93;
    if (rng_chance(&rng, chance))
        add_session(world, &rng, c, TRADES,
                    school_year_first_day(class->year) + rng_between(&rng, 100, 200));
}

static void add_all_sessions(struct world *world) {
    for (uint32_t c = 0; c < world->classes_n; c++) {
        const struct class *class = &world->classes[c];
        if (class->year < world->care_year || class->grade < 8) continue;
        add_trades(world, c);
        if (class->grade > 9) continue;
        struct rng rng = rng_make(world->seed, STREAM_SESSION, c);
        int32_t start = school_year_first_day(class->year);
        if (rng_chance(&rng, 0.9))
            add_session(world, &rng, c, CHOICE, start + rng_between(&rng, 25, 110));
        if (rng_chance(&rng, class->grade == 9 ? 0.8 : 0.35))
            add_session(world, &rng, c, PLAN, start + rng_between(&rng, 155, 205));
    }
}

static int by_person(const void *left, const void *right) {
    const struct note *l = left, *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->day != r->day) return l->day < r->day ? -1 : 1;
    if (l->minute != r->minute) return l->minute < r->minute ? -1 : 1;
    if (l->session != r->session) return l->session < r->session ? -1 : 1;
    return (l->text > r->text) - (l->text < r->text);
}

/* ---- follow-ups ---- */

static struct task *add_task(struct world *world, struct rng *rng, uint32_t p, int owner,
                             int32_t due) {
    bool idle = world->people[p].class == NOBODY;
    struct task *task = list_add(world, tasks);
    *task = (struct task){.person = p,
                          .owner = (int16_t)owner,
                          .due = due,
                          .done = DAY_NONE,
                          .note = NOBODY,
                          .idle = idle,
                          .what = (uint8_t)rng_below(rng, idle ? tasks_idle_n : tasks_pupil_n)};
    return task;
}

static void add_done_tasks(struct world *world) {
    struct rng rng = rng_make(world->seed, STREAM_CARE, UINT64_C(1) << 40);
    for (uint32_t i = 0; i < world->notes_n; i++) {
        const struct note *note = &world->notes[i];
        if (note->follow_up == DAY_NONE) continue;
        struct task *task = add_task(world, &rng, note->person, note->author, note->follow_up);
        task->note = i;
        task->done = note->follow_up - (int32_t)rng_below(&rng, 3);
        if (task->done < note->day) task->done = note->day;
    }
}

/* When the k-th open follow-up of a counsellor is due: some late, some today, most to come. */
static int32_t due_of(int32_t date, struct rng *rng, size_t k) {
    if (k % 6 == 1) return workdays_add(date, -rng_between(rng, 1, 6), NULL);
    if (k % 6 == 2) return day_is_workday(date, NULL) ? date : workdays_add(date, 1, NULL);
    return workdays_add(date, rng_between(rng, 1, 25), NULL);
}

/* Open ones for one counsellor, spread over their people. */
static void add_open_tasks(struct world *world, int account, size_t n) {
    struct rng rng = rng_make(world->seed, STREAM_CARE, (UINT64_C(2) << 40) + (unsigned)account);
    size_t have = 0, at = 0, made = 0;
    for (size_t i = 0; i < world->people_n; i++) have += world->people[i].counsellor == account;
    if (!have) return;
    if (n > have && !world->heavy) n = have;
    size_t stride = n < have ? have / n : 1;
    while (made < n)
        for (uint32_t i = 0; i < world->people_n && made < n; i++) {
            if (world->people[i].counsellor != account || at++ % stride) continue;
            add_task(world, &rng, i, account, due_of(world->date, &rng, made++));
        }
}

static int by_person_task(const void *left, const void *right) {
    const struct task *l = left, *r = right;
    if (l->person != r->person) return l->person < r->person ? -1 : 1;
    if (l->due != r->due) return l->due < r->due ? -1 : 1;
    if (l->note != r->note) return l->note < r->note ? -1 : 1;
    return (l->what > r->what) - (l->what < r->what);
}

void care_make(struct world *world) {
    add_all_notes(world);
    past_notes(world);
    add_all_sessions(world);
    if (world->notes_n) qsort(world->notes, world->notes_n, sizeof *world->notes, by_person);
    add_done_tasks(world);
    for (size_t i = 0; i < world->accounts_n; i++) {
        struct rng rng = rng_make(world->seed, STREAM_CARE, (UINT64_C(3) << 40) + i);
        size_t n = i == 0 ? 38 : (size_t)rng_between(&rng, 12, 28);
        add_open_tasks(world, (int)i, i == 0 && world->heavy ? HEAVY_TASKS : n);
    }
    if (world->tasks_n) qsort(world->tasks, world->tasks_n, sizeof *world->tasks, by_person_task);
}

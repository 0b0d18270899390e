/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transition mentors since they exist (August 2019), with their contacts and outcomes, what the educations
 * were told, and notices of risk of the last months. Who later breaks off has had a mentor more often:
 * they are given to those at risk.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"
#include "retention/retention.h"

#include <string.h>

#define N(list_) (sizeof(list_) / sizeof *(list_))

static const char *const whys[] = {
    "Er usikker på de nye omgivelser og har haft meget fravær i 9. klasse.",
    "Har brug for en, der kan ringe om morgenen i begyndelsen.",
    "Har skiftet skole før og er bange for at vælge forkert igen.",
    "Familien kan ikke hjælpe med transport og papirer.",
};
static const char *const talks[] = {
    "Er kommet godt i gang. Kender tre fra holdet.",
    "Synes, det er svært at sidde stille så længe. Taler med holdlæreren.",
    "Har fået styr på bussen og lektierne. Vil gerne have et opkald mere.",
    "Har været syg en uge. Aftalte en plan for at indhente det.",
    "Trives. Mangler stadig en læreplads, vi ser på det sammen.",
};
static const char *const ends[] = {
    "Trives og har fået venner på holdet. Ingen aftaler tilbage.",
    "Møder stabilt. Holdlæreren følger op herfra.",
    "Det blev ikke det rigtige, men ved nu, hvad der skal prøves.",
};
static const char *const told[] = {
    "Har godt af faste aftaler og et opkald, hvis der er fravær to dage i træk.",
    "Læser langsomt og skal have tekster læst op. Er stærk i værkstedet.",
    "Vil gerne have en kontaktlærer fra første dag.",
};
static const char *const risk_words[] = {
    "Fravær over 20 % den sidste måned.",
    "Har ikke afleveret siden efterårsferien.",
    "Siger selv, at det er det forkerte fag.",
};
static const char *const receivers[] = {"Karen Lund", "Jens Bro", "Mona Holt", "Peter Dam"};

struct retention_numbers {
    int64_t mentor, touch, note, receiver, risk;
};
struct follow { /* one mentor's time */
    struct part *job;
    struct retention_numbers *next;
    struct rng rng;
    const struct person *person;
    const struct span *span;
    int64_t mentor, row;
    int32_t over;
};

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static const char *pick(struct rng *rng, const char *const *list, size_t n) {
    return list[rng_below(rng, n)];
}

static struct blob sealed(const struct part *job, const char *table, int64_t row,
                          const char *column, const char *text) {
    return seal_text(job->a, table, arena_fmt(job->a, "%lld", (long long)row), column, text);
}

static int64_t guide_of(const struct world *world, const struct person *p, int32_t day) {
    int guide = p->counsellor == NOWHERE ? post_holder(world, p->school, day) : p->counsellor;
    return row_of(guide == NOWHERE ? 0 : guide);
}

/* ---- a mentor's time ---- */

static bool touches_put(struct follow *f, int32_t last, struct err *err) {
    static const int weeks[TOUCHES] = {1, 4, 8, 12};
    static const char *const how[] = {"meeting", "visit", "phone", "message"};
    for (int i = 0; i < TOUCHES; i++) {
        int32_t day = workday(f->span->from + 7 * weeks[i] - rng_between(&f->rng, 0, 4));
        if (day >= last || day < f->span->from) break;
        if (rng_chance(&f->rng, 0.06)) continue;
        int64_t id = ++f->next->touch;
        struct q_demo_touch_in in = {
            .id = id,
            .mentor_row = f->row,
            .youth = f->person->id,
            .number = i + 1,
            .how = how[rng_below(&f->rng, 4)],
            .day = day,
            .body = sealed(f->job, "retention_touch", id, "body", pick(&f->rng, talks, N(talks))),
            .author = f->mentor,
            .at = moment(day, 10 * 60)};
        if (!q_demo_touch(f->job->w, in, NULL, err)) return false;
    }
    return true;
}

static bool note_put(struct follow *f, int32_t day, struct err *err) {
    const struct world *world = f->job->world;
    int32_t got = workday(f->span->from + rng_between(&f->rng, 2, 9));
    if (f->span->place == NOWHERE || day >= world->date) return true;
    int64_t id = ++f->next->note;
    bool minor = day_age(f->person->born, day) < 18;
    struct q_demo_told_in in = {
        .id = id,
        .youth = f->person->id,
        .basis = minor && rng_chance(&f->rng, 0.4) ? "guardian" : "youth",
        .body = sealed(f->job, "retention_note", id, "body", pick(&f->rng, told, N(told))),
        .day = day,
        .author = f->mentor,
        .at = moment(day, 12 * 60)};
    if (!q_demo_told(f->job->w, in, NULL, err)) return false;
    if (got >= world->date || got < day) return true;
    struct q_demo_receiver_in receiver = {.id = ++f->next->receiver,
                                          .note = id,
                                          .youth = f->person->id,
                                          .institution = world->places[f->span->place].number,
                                          .name = pick(&f->rng, receivers, N(receivers)),
                                          .how = rng_chance(&f->rng, 0.7) ? "meeting" : "phone",
                                          .day = got,
                                          .author = f->mentor,
                                          .at = moment(got, 13 * 60)};
    return q_demo_receiver(f->job->w, receiver, NULL, err);
}

/* When the time is over, or the education was left before, most outcomes are written. */
static void outcome_of(struct follow *f, struct q_demo_mentor_in *in) {
    static const char *const causes_[] = {"attendance", "motivation", "choice", "personal"};
    const struct span *s = f->span;
    bool left = s->to != DAY_NONE && s->to < f->over &&
                (s->outcome == OUT_INTERRUPTED || s->outcome == OUT_SWITCHED);
    int32_t day = workday((left ? s->to : f->over) + rng_between(&f->rng, 1, 12));
    bool late = day > f->job->world->date - 60 && rng_chance(&f->rng, 0.25);
    if (day >= f->job->world->date || late) return;
    in->outcome = !left ? "settled" : s->outcome == OUT_SWITCHED ? "switched" : "dropped";
    in->cause = left && s->outcome == OUT_INTERRUPTED ? causes_[rng_below(&f->rng, 4)] : NULL;
    in->outcome_day = day;
    in->outcome_note = sealed(f->job, "retention_mentor", f->row, "outcome_note",
                              left ? ends[2] : ends[rng_below(&f->rng, 2)]);
    in->outcome_by = f->mentor;
    in->outcome_at = moment(day, 14 * 60);
}

static bool mentor_put(struct follow *f, struct err *err) {
    int32_t first = day_from_ymd(2019, 8, 1);
    int32_t since = workday(f->span->from - rng_between(&f->rng, 40, 80));
    if (since < first) since = f->span->from;
    if (since < first || since >= f->job->world->date) return true;
    f->row = ++f->next->mentor;
    f->mentor = guide_of(f->job->world, f->person, since);
    f->over = day_add_months(f->span->from, 3);
    struct q_demo_mentor_in in = {.id = f->row,
                                  .youth = f->person->id,
                                  .mentor = f->mentor,
                                  .since = since,
                                  .reason = sealed(f->job, "retention_mentor", f->row, "reason",
                                                   pick(&f->rng, whys, N(whys))),
                                  .at = moment(since, 11 * 60),
                                  .outcome_day = DAY_NONE,
                                  .outcome_by = INT_NONE,
                                  .outcome_at = INT_NONE};
    outcome_of(f, &in);
    int32_t last = in.outcome ? in.outcome_day : f->job->world->date;
    return q_demo_mentor(f->job->w, in, NULL, err) && touches_put(f, last, err) &&
           (!rng_chance(&f->rng, 0.5) || note_put(f, since, err));
}

/* ---- notices of risk ---- */

static bool risk_put(struct follow *f, struct err *err) {
    static const char *const list[] = {"attendance", "academic", "motivation", "apprenticeship"};
    const struct world *world = f->job->world;
    int32_t day = workday(world->date - rng_between(&f->rng, 1, 150));
    if (f->span->place == NOWHERE || day < f->span->from) return true;
    int64_t id = ++f->next->risk, by = guide_of(world, f->person, day);
    int32_t handled = workday(day + rng_between(&f->rng, 2, 7));
    bool is_handled = handled < world->date && handled >= day && rng_chance(&f->rng, 0.85);
    struct q_demo_risk_in in = {.id = id,
                                .youth = f->person->id,
                                .institution = world->places[f->span->place].number,
                                .cause = list[rng_below(&f->rng, 4)],
                                .body = sealed(f->job, "retention_risk", id, "body",
                                               pick(&f->rng, risk_words, N(risk_words))),
                                .day = day,
                                .lapses = day_add_months(day, 3),
                                .author = by,
                                .at = moment(day, 9 * 60),
                                .handled_day = is_handled ? handled : DAY_NONE,
                                .handled_by = is_handled ? by : INT_NONE,
                                .handled_at = is_handled ? moment(handled, 15 * 60) : INT_NONE};
    return q_demo_risk(f->job->w, in, NULL, err);
}

static bool person_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    struct follow f = {.job = job,
                       .next = job->ctx,
                       .rng = rng_make(world->seed, STREAM_RETENTION, p->number),
                       .person = p};
    if (p->moved_out != DAY_NONE) return true;
    for (uint32_t s = 0; s < p->spans_n; s++) {
        const struct span *span = &world->spans[p->span + s];
        if (!kind_is_youth_education(span->kind)) continue;
        f.span = span;
        bool left = span->outcome == OUT_INTERRUPTED || span->outcome == OUT_SWITCHED;
        if (rng_chance(&f.rng, left ? 0.22 : 0.09)) return mentor_put(&f, err);
        break; /* into the first education only */
    }
    const struct span *now = p->spans_n ? &world->spans[p->span + p->spans_n - 1] : NULL;
    if (!now || now->to != DAY_NONE || !kind_is_youth_education(now->kind)) return true;
    f.span = now;
    return !rng_chance(&f.rng, 0.02) || risk_put(&f, err);
}

bool retention_write(struct store *store, struct world *world, struct err *err) {
    struct retention_numbers next = {0};
    return write_table(store, world, person_rows, world->people_n, &next, err);
}

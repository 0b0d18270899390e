/* SPDX-License-Identifier: EUPL-1.2
 *
 * Work places and who is or was there: the practice and the full-time teaching that people are in, weeks of
 * practice of pupils with what was said about them, agreements for the time to come, and courses to come. The
 * courses that were attended are written with the plan (write_plan.c).
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/collate.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <math.h>
#include <string.h>

#define N(list_) (sizeof(list_) / sizeof *(list_))

static const char *const work_trades[] = {
    "Tømrer",   "Mekaniker", "Elektriker", "Butik",      "Bager",      "Pleje",
    "Landbrug", "VVS",       "Kok",        "Dyreklinik", "Fiskeri",    "Lager og transport",
    "Gartner",  "Hotel",     "Murer",      "Butik",      "Vindmøller", "Pædagogisk arbejde",
    "Smed",     "Frisør"};
static const char *const contacts[] = {"Inge Holm", "Per Lund", "Aisha Omar", "Jens Bak",
                                       "Tove Krog"};
static const char *const aims[] = {
    "Prøve faget, før der skal vælges", "Få en hverdag at stå op til",
    "Se, om det er en læreplads værd at søge", "Komme i gang med praktiske fag"};
static const char *const pupil_words[] = {
    "Jeg fik lov at være med til det hele.", "Det var hårdere, end jeg troede, men sjovt.",
    "Nu ved jeg, at det ikke er det, jeg vil.", "De var gode til at vise mig, hvordan man gør."};
static const char *const place_words[] = {
    "Ugen gik godt. Send gerne en plan for dagene i forvejen.",
    "Vi vil gerne have en mere til foråret.", "Aftalen om mødetider kom sent. Ring ugen før."};

struct placing {
    int64_t placement, answer, course, spell;
    size_t member; /* the next in the walk through the classes of then */
};

/* One person while their rows are written. */
struct placed {
    struct part *job;
    struct placing *next;
    struct rng rng;
    const struct person *person;
    int64_t author;
};

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static struct blob sealed(const struct placed *p, const char *table, int64_t row,
                          const char *column, const char *text) {
    const char *key = arena_fmt(p->job->a, "%lld", (long long)row);
    return seal_text(p->job->a, table, key, column, text);
}

static bool employer_row(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    struct rng rng = rng_make(world->seed, STREAM_PLACEMENT, UINT64_C(1) << 40 | i);
    const char *phone = arena_fmt(job->a, "01 %02d %02d %02d", rng_between(&rng, 0, 99),
                                  rng_between(&rng, 0, 99), rng_between(&rng, 0, 99));
    struct q_demo_employer_in in = {
        .id = (int64_t)i + 1,
        .name = employers[i],
        .sort_key = sort_key(job->a, employers[i]),
        .trade = work_trades[i % N(work_trades)],
        .town = towns[rng_below(&rng, towns_n)],
        .contact = contacts[rng_below(&rng, N(contacts))],
        .phone = phone,
        .email = arena_fmt(job->a, "praktik%zu@example.com", i + 1),
        .places = rng_between(&rng, 1, 4),
        .author = 1,
        .at = moment(school_year_first_day(world->care_year) + 10, 9 * 60)};
    return q_demo_employer(job->w, in, NULL, err);
}

static bool answers(struct placed *p, int64_t placement, int32_t day, struct err *err) {
    bool employer = rng_chance(&p->rng, 0.6);
    int64_t id = ++p->next->answer;
    struct q_demo_placement_answer_in pupil = {
        .id = id,
        .placement = placement,
        .youth = p->person->id,
        .party = "pupil",
        .day = day,
        .useful = rng_between(&p->rng, 2, 5),
        .again = rng_chance(&p->rng, 0.8),
        .body = sealed(p, "placement_answer", id, "body",
                       pupil_words[rng_below(&p->rng, N(pupil_words))]),
        .author = p->author,
        .at = moment(day, 9 * 60)};
    if (!q_demo_placement_answer(p->job->w, pupil, NULL, err)) return false;
    if (!employer) return true;
    id = ++p->next->answer;
    struct q_demo_placement_answer_in place = pupil;
    place.id = id;
    place.party = "employer";
    place.useful = INT_NONE;
    place.again = rng_chance(&p->rng, 0.85);
    place.body =
        sealed(p, "placement_answer", id, "body", place_words[rng_below(&p->rng, N(place_words))]);
    return q_demo_placement_answer(p->job->w, place, NULL, err);
}

/* A row with what all of them share. `to` DAY_NONE: open. */
static struct q_demo_placement_in placement_of(struct placed *p, int32_t from, int32_t to) {
    int64_t id = ++p->next->placement;
    int32_t made = workday(from - rng_between(&p->rng, 7, 30));
    if (made >= p->job->world->date) made = workday(p->job->world->date - 1);
    return (struct q_demo_placement_in){
        .id = id,
        .youth = p->person->id,
        .kind = "practice",
        .employer = (int64_t)rng_below(&p->rng, employers_n) + 1,
        .from_day = from,
        .to_day = to,
        .hours = NAN,
        .agreed_with = contacts[rng_below(&p->rng, N(contacts))],
        .purpose = sealed(p, "placement", id, "purpose", aims[rng_below(&p->rng, N(aims))]),
        .author = p->author,
        .at = moment(made, 9 * 60),
        .started_day = DAY_NONE,
        .started_at = INT_NONE,
        .started_by = INT_NONE,
        .ended_day = DAY_NONE,
        .ended_at = INT_NONE,
        .ended_by = INT_NONE,
        .spell = INT_NONE};
}

static void start(struct placed *p, struct q_demo_placement_in *in) {
    in->started_day = in->from_day;
    in->started_at = moment(in->from_day, 9 * 60);
    in->started_by = p->author;
}

/* What they are in today is told by activity, too: the same spell. */
static bool now_row(struct placed *p, const struct span *now, struct err *err) {
    int32_t date = p->job->world->date;
    bool practice = now->kind == KIND_PRACTICE;
    struct q_demo_placement_in in = placement_of(
        p, now->from, practice ? now->from + 7 * rng_between(&p->rng, 8, 26) : DAY_NONE);
    if (practice && now->employer != NOWHERE) in.employer = now->employer + 1;
    if (practice) in.hours = rng_between(&p->rng, 18, 37);
    if (!practice) {
        in.kind = "full_time_teaching";
        in.employer = INT_NONE;
        in.agreed_with = NULL;
        in.institution = p->job->world->places[now->place].number;
    }
    if (practice && in.to_day < date - 20) in.to_day = date + 14;
    start(p, &in);
    in.spell = p->next->spell;
    return q_demo_placement(p->job->w, in, NULL, err);
}

/* A week of practice: over, under way, or to come. */
static bool week_row(struct placed *p, int32_t monday, struct err *err) {
    int32_t date = p->job->world->date;
    monday -= day_weekday(monday) - 1;
    int year, month, mday;
    day_to_ymd(monday, &year, &month, &mday);
    if (month == 7) return true;
    if (workdays_between(monday - 1, monday + 4, NULL) < 5) return true; /* a holiday in it */
    struct q_demo_placement_in in = placement_of(p, monday, monday + 4);
    bool over = monday + 4 < date - 3, now = monday <= date;
    in.pupil = true;
    if (over || (now && rng_chance(&p->rng, 0.8))) start(p, &in);
    if (over) {
        in.ended_day = monday + 4;
        in.ended_at = moment(workday(monday + 5), 9 * 60);
        in.ended_by = p->author;
        in.outcome = rng_chance(&p->rng, 0.94) ? "completed" : "interrupted";
    }
    if (!q_demo_placement(p->job->w, in, NULL, err)) return false;
    int32_t told = workday(monday + 6);
    return !over || told >= date || !rng_chance(&p->rng, 0.7) || answers(p, in.id, told, err);
}

/* In the present school year, near the date. */
static bool week_now(struct placed *p, struct err *err) {
    const struct world *world = p->job->world;
    int32_t monday = world->date + 7 * rng_between(&p->rng, -20, 10);
    if (monday - 6 < school_year_first_day(world->year)) return true;
    return week_row(p, monday, err);
}

/* In the school years before, each where the pupil went to school then. Members stand in order of person. */
static bool weeks_then(struct placed *p, uint32_t person, struct err *err) {
    const struct world *world = p->job->world;
    for (size_t i = p->next->member; i < world->members_n; i++) {
        const struct member *m = &world->members[i];
        if (m->person > person) break;
        p->next->member = i + 1;
        const struct class *class = &world->classes[m->class];
        bool then = m->person == person && class->year >= world->care_year &&
                    class->year < world->year && (class->grade == 8 || class->grade == 9);
        if (!then || !rng_chance(&p->rng, 0.3)) continue;
        int32_t monday = school_year_first_day(class->year) + 7 * rng_between(&p->rng, 7, 40);
        int author = post_holder(world, class->place, monday);
        bool there = monday > m->from + 7 && (m->to == DAY_NONE || monday + 7 < m->to);
        if (author == NOWHERE || !there) continue;
        p->author = row_of(author);
        if (!week_row(p, monday, err)) return false;
    }
    return true;
}

/* Bridge building or an introduction course that is to come. */
static bool course_row(struct placed *p, const struct class *class, struct err *err) {
    int32_t monday = p->job->world->date + 7 * rng_between(&p->rng, 2, 10);
    monday -= day_weekday(monday) - 1;
    int place = place_pick(p->job->world, &p->rng, SORT_TECHNICAL);
    bool tenth = class->grade == 10;
    if (school_year_of(monday) != p->job->world->year || place == NOWHERE) return true;
    int64_t id = ++p->next->course;
    struct q_demo_placement_course_in in = {
        .id = id,
        .youth = p->person->id,
        .kind = tenth ? "bridge" : "introduction",
        .category = "eud",
        .grade = tenth ? "10" : "8",
        .institution = p->job->world->places[place].number,
        .days = tenth ? 4 : 5,
        .hours = tenth ? 21 : 25,
        .from_day = monday,
        .to_day = monday + (tenth ? 3 : 4),
        .purpose = sealed(p, "placement_course", id, "purpose", aims[rng_below(&p->rng, N(aims))]),
        .author = p->author,
        .at = moment(workday(p->job->world->date - 9), 9 * 60),
        .done = INT_NONE,
        .course = INT_NONE,
        .closed_at = INT_NONE,
        .closed_by = INT_NONE};
    return q_demo_placement_course(p->job->w, in, NULL, err);
}

static bool person_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct person *person = &world->people[i];
    struct placing *next = job->ctx;
    next->spell += person->spans_n; /* of the last one: spells are numbered in this order */
    struct placed p = {
        .job = job,
        .next = next,
        .rng = rng_make(world->seed, STREAM_PLACEMENT, UINT64_C(2) << 40 | person->number),
        .person = person};
    if (!weeks_then(&p, (uint32_t)i, err)) return false;
    if (person->counsellor == NOWHERE || person->moved_out != DAY_NONE) return true;
    p.rng = rng_make(world->seed, STREAM_PLACEMENT, person->number);
    p.author = row_of(person->counsellor);
    const struct span *now = &world->spans[person->span + person->spans_n - 1];
    bool told = now->kind == KIND_PRACTICE || (now->kind == KIND_HU && now->place != NOWHERE);
    if (told && now->to == DAY_NONE && now->from < world->date && !now_row(&p, now, err))
        return false;
    if (person->class == NOBODY) return true;
    const struct class *class = &world->classes[person->class];
    bool week = (class->grade == 8 || class->grade == 9) && rng_chance(&p.rng, 0.5);
    bool course = (class->grade == 8 && rng_chance(&p.rng, 0.2)) ||
                  (class->grade == 10 && rng_chance(&p.rng, 0.35));
    if (week && !week_now(&p, err)) return false;
    return !course || course_row(&p, class, err);
}

bool placements_write(struct store *store, struct world *world, struct err *err) {
    struct placing next = {.course = PLANNED_COURSES};
    return write_table(store, world, employer_row, employers_n, NULL, err) &&
           write_table(store, world, person_rows, world->people_n, &next, err);
}

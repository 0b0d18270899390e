/* SPDX-License-Identifier: EUPL-1.2
 *
 * Plans: what the pupils from the 8th grade on and those outside education want, what those who were
 * in 9th and 10th grade in the years before wanted and agreed then, what was agreed, who was told. Made when they
 * are written, each person's from their own stream of chance; nothing is kept.
 *
 * Most of those who must have a plan have one; who came out of education lately often has only a draft or
 * none, so that a worklist has lines of all sorts.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <math.h>
#include <string.h>

#define N(list_) (sizeof(list_) / sizeof *(list_))

/* The next number of each table. */
struct numbers {
    int64_t wish, plan, step, course, agreement, notice, answer;
};

/* One person while their rows are written. */
struct plan_life {
    struct part *job;
    struct numbers *next;
    struct rng rng;
    const struct person *person;
    const struct class *class; /* or NULL: outside school */
    const struct span *now;
    int64_t author;
    int64_t version; /* of the plan, the last one written */
};

struct wish_way {
    const char *kind;
    double school, out; /* weights of pupils, of those outside */
    enum sort sort;
};
static const struct wish_way ways[] = {
    {"eud", 11, 40, SORT_TECHNICAL},   {"eux", 3, 2, SORT_TECHNICAL},
    {"stx", 26, 2, SORT_STX},          {"hhx", 9, 1, SORT_HHX},
    {"htx", 5, 1, SORT_HTX},           {"hf", 4, 14, SORT_HF},
    {"boarding_school", 22, 0, SORTS}, {"tenth_grade", 12, 0, SORT_TENTH},
    {"fgu", 2, 16, SORT_FGU},          {"work", 0, 12, SORTS},
    {"practice", 0, 5, SORTS},         {"undecided", 6, 7, SORTS},
};

static const char *const situations_pupil[] = {
    "Går i skole og trives i klassen. Er bedst til de praktiske fag.",
    "Er glad for skolen. Dansk og engelsk går godt, matematik er svært.",
    "Har meget fravær efter jul. Vil gerne væk fra skolebænken.",
    "Klarer sig godt i alle fag og er i tvivl om retningen."};
static const char *const situations_out[] = {
    "Bor hjemme. Har været uden skole et stykke tid og savner noget at stå op til.",
    "Arbejder og vil gerne videre, når det passer med lærepladsen.",
    "Stoppede på uddannelsen, fordi det ikke var det rigtige fag.",
    "Har brug for en rolig start og en fast kontakt."};
static const char *const aims_pupil[] = {
    "Vælge ungdomsuddannelse inden 15. marts\nHave prøvet faget i praksis",
    "Blive klar til at begynde på en ungdomsuddannelse",
    "Finde ud af, om en erhvervsuddannelse er noget\nKomme i skole hver dag",
    "Komme ind på det, jeg ønsker, og vide hvad der kræves"};
static const char *const aims_out[] = {
    "Begynde på en uddannelse til sommer\nHave en læreplads inden", "Komme i praktik eller FGU",
    "Finde et fag, der passer\nHave noget at lave hver dag",
    "Beholde arbejdet og søge ind næste gang, der er optag"};
static const char *const purposes[] = {
    "Afprøve et fag, før der skal vælges", "Se, hvordan en erhvervsskole ser ud indefra",
    "Blive afklaret mellem eud og gymnasium", "Møde værksteder og lærere"};

static const struct {
    const char *what, *owner;
} steps_pupil[] =
    {
        {"Besøge åbent hus på erhvervsskolen", "youth"},
        {"Tale med forældrene om valget", "guardian"},
        {"Læse om uddannelsen på ug.dk", "youth"},
        {"Skrive en praktikansøgning", "youth"},
        {"Aftale besøg på uddannelsen", "counsellor"},
        {"Ekstra timer i matematik", "school"},
        {"Prøve en dag på efterskolen", "youth"},
        {"Følge op på fraværet med klasselæreren", "school"},
},
  steps_out[] = {
      {"Ringe til tre arbejdspladser om praktik", "youth"},
      {"Besøge FGU sammen", "counsellor"},
      {"Søge ind på uddannelsen", "youth"},
      {"Skrive et CV", "youth"},
      {"Kontakte lærepladskonsulenten", "counsellor"},
      {"Hjælpe med transporten den første uge", "guardian"},
      {"Møde med jobcenter og familie", "other"},
};

static const char *pick(struct rng *rng, const char *const *list, size_t n) {
    return list[rng_below(rng, n)];
}

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static bool minor_on(const struct plan_life *l, int32_t day) {
    return day_age(l->person->born, day) < 18;
}

static struct blob sealed(const struct plan_life *l, const char *table, int64_t row,
                          const char *column, const char *text) {
    const char *key = arena_fmt(l->job->a, "%lld", (long long)row);
    return seal_text(l->job->a, table, key, column, text);
}

static const char *institution(struct plan_life *l, enum sort sort) {
    int place = sort == SORTS ? NOWHERE : place_pick(l->job->world, &l->rng, sort);
    return place == NOWHERE ? NULL : l->job->world->places[place].number;
}

/* ---- wishes ---- */

static const char *trade_of(struct plan_life *l) {
    double weights[64];
    size_t n = trades_n < N(weights) ? trades_n : N(weights);
    for (size_t i = 0; i < n; i++) weights[i] = l->person->male ? trades[i].men : trades[i].women;
    return trades[rng_weighted(&l->rng, weights, n)].name;
}

static const struct wish_way *way_pick(struct plan_life *l) {
    double weights[N(ways)];
    for (size_t i = 0; i < N(ways); i++) weights[i] = l->class ? ways[i].school : ways[i].out;
    return &ways[rng_weighted(&l->rng, weights, N(ways))];
}

static bool way_put(struct plan_life *l, const struct wish_way *way, int priority, int32_t day,
                    struct err *err) {
    double said[] = {88, 6, 6};
    static const char *const by[] = {"youth", "guardian", "school"};
    bool vocational = strncmp(way->kind, "eu", 2) == 0;
    struct q_demo_wish_in in = {.id = ++l->next->wish,
                                .youth = l->person->id,
                                .day = day,
                                .priority = priority,
                                .kind = way->kind,
                                .programme = vocational ? trade_of(l) : NULL,
                                .institution = institution(l, way->sort),
                                .said_by = by[rng_weighted(&l->rng, said, 3)],
                                .author = l->author,
                                .at = moment(day, 11 * 60)};
    return q_demo_wish(l->job->w, in, NULL, err);
}

static bool wish_put(struct plan_life *l, int priority, int32_t day, struct err *err) {
    return way_put(l, way_pick(l), priority, day, err);
}

/* ---- what belongs to a version ---- */

static bool party_put(struct plan_life *l, int64_t plan, bool guardian, int32_t day,
                      struct err *err) {
    static const char *const how[] = {"meeting", "phone", "digital", "signature"};
    double weights[] = {60, 15, 15, 10};
    struct q_demo_agreement_in in = {
        .id = ++l->next->agreement,
        .plan = plan,
        .youth = l->person->id,
        .party = guardian ? "guardian" : "youth",
        .name = guardian ? custody_name(l->job->a, l->job->world, l->person) : NULL,
        .how = how[rng_weighted(&l->rng, weights, 4)],
        .day = day,
        .author = l->author,
        .at = moment(day, 12 * 60)};
    return q_demo_agreement(l->job->w, in, NULL, err);
}

static bool notice_put(struct plan_life *l, bool guardian, int32_t day, struct err *err) {
    struct q_demo_notice_in in = {
        .id = ++l->next->notice,
        .youth = l->person->id,
        .party = guardian ? "guardian" : "youth",
        .name = guardian ? custody_name(l->job->a, l->job->world, l->person) : NULL,
        .how = guardian && rng_chance(&l->rng, 0.4) ? "letter" : "meeting",
        .day = day,
        .author = l->author,
        .at = moment(day, 12 * 60 + 5)};
    return q_demo_notice(l->job->w, in, NULL, err);
}

/* A step is done by its day most of the time; the counsellor's own more often. */
static bool step_put(struct plan_life *l, int64_t plan, int64_t number, int32_t agreed,
                     struct err *err) {
    size_t i = rng_below(&l->rng, l->class ? N(steps_pupil) : N(steps_out));
    const char *what = l->class ? steps_pupil[i].what : steps_out[i].what;
    const char *owner = l->class ? steps_pupil[i].owner : steps_out[i].owner;
    int32_t due = workdays_add(agreed, rng_between(&l->rng, 8, 80), NULL),
            today = l->job->world->date;
    bool own = strcmp(owner, "counsellor") == 0;
    int32_t done = DAY_NONE;
    if (due < today && rng_chance(&l->rng, own ? 0.96 : 0.8)) {
        done = due - rng_between(&l->rng, 0, 5);
        if (done < agreed) done = agreed;
    }
    int64_t id = ++l->next->step;
    struct q_demo_step_in in = {.id = id,
                                .youth = l->person->id,
                                .plan = plan,
                                .from_number = number,
                                .what = sealed(l, "plan_step", id, "what", what),
                                .owner = owner,
                                .due = due,
                                .author = l->author,
                                .at = moment(agreed, 11 * 60 + 40),
                                .done_day = done,
                                .done_at = moment(done, 10 * 60),
                                .done_by = done == DAY_NONE ? INT_NONE : l->author};
    return q_demo_step(l->job->w, in, NULL, err);
}

static bool answer_put(struct plan_life *l, int64_t plan, int32_t day, struct err *err) {
    double motivating[] = {3, 8, 25, 42, 22}, realistic[] = {2, 7, 24, 45, 22};
    struct q_demo_answer_in in = {.id = ++l->next->answer,
                                  .youth = l->person->id,
                                  .plan = plan,
                                  .day = day,
                                  .motivating = 1 + (int64_t)rng_weighted(&l->rng, motivating, 5),
                                  .realistic = 1 + (int64_t)rng_weighted(&l->rng, realistic, 5),
                                  .said_by = rng_chance(&l->rng, 0.75) ? "together" : "youth",
                                  .author = l->author,
                                  .at = moment(day, 12 * 60 + 10)};
    return q_demo_answer(l->job->w, in, NULL, err);
}

/* How the duty is met, for those under 18 outside school; what they do now decides. */
static void duty_of(struct plan_life *l, int32_t day, struct q_demo_plan_in *in) {
    const struct span *then = span_at(l->job->world, l->person, day);
    in->hours = NAN;
    if (l->class || !minor_on(l, day)) return;
    bool work = then && then->kind == KIND_WORK && then->hours >= 18;
    bool school = then && (then->kind == KIND_FGU || kind_is_youth_education(then->kind));
    in->duty = work ? "work" : school ? "education" : "activity";
    if (work) in->hours = then->hours;
    if (!school)
        in->duty_text = sealed(l, "plan", in->id, "duty_text",
                               work ? "Fast arbejde på hverdage" : "Praktik tre dage om ugen");
}

/* ---- a version ---- */

static bool plan_put(struct plan_life *l, int32_t day, bool agreed, struct err *err) {
    int64_t id = ++l->next->plan, number = ++l->version;
    bool minor = minor_on(l, day);
    const char *situation = l->class ? pick(&l->rng, situations_pupil, N(situations_pupil))
                                     : pick(&l->rng, situations_out, N(situations_out));
    const char *aim =
        l->class ? pick(&l->rng, aims_pupil, N(aims_pupil)) : pick(&l->rng, aims_out, N(aims_out));
    struct q_demo_plan_in in = {.id = id,
                                .youth = l->person->id,
                                .number = number,
                                .situation = sealed(l, "plan", id, "situation", situation),
                                .aim = sealed(l, "plan", id, "aim", aim),
                                .author = l->author,
                                .at = moment(day, 11 * 60 + 30),
                                .agreed_day = agreed ? day : DAY_NONE,
                                .agreed_at = agreed ? moment(day, 12 * 60) : INT_NONE};
    duty_of(l, day, &in);
    if (!q_demo_plan(l->job->w, in, NULL, err)) return false;
    for (int n = number == 1 ? rng_between(&l->rng, 1, 2) : 1; n > 0; n--)
        if (!step_put(l, id, number, day, err)) return false;
    if (!agreed) return true;
    if (!party_put(l, id, false, day, err)) return false;
    if (minor && !party_put(l, id, true, day, err)) return false;
    bool told = minor && number == 1 && day_age(l->person->born, day) >= 14 &&
                rng_chance(&l->rng, l->class ? 0.75 : 0.93);
    if (told && (!notice_put(l, false, day, err) || !notice_put(l, true, day, err))) return false;
    return !rng_chance(&l->rng, 0.4) || answer_put(l, id, day, err);
}

/* A plan that began on `day`; some have been written anew since. */
static bool plan_of(struct plan_life *l, int32_t day, bool agreed, struct err *err) {
    int32_t today = l->job->world->date;
    if (!plan_put(l, day, agreed, err)) return false;
    int32_t later = workday(day + rng_between(&l->rng, 60, 300));
    if (!agreed || later >= today || !rng_chance(&l->rng, 0.35)) return true;
    return plan_put(l, later, true, err);
}

/* ---- courses ---- */

/* In a week of the winter of the year they were in that grade. Bridge building in the 10th grade: 21
 * hours before 1 March; introduction courses in the 8th: five days. */
static bool course_of(struct plan_life *l, int grade, double p, struct err *err) {
    int year = l->job->world->year - (l->class->grade - grade);
    int32_t monday = day_from_ymd(year, 11, 3) + 7 * rng_between(&l->rng, 0, 14);
    monday -= day_weekday(monday) - 1;
    int days = grade == 8 ? 5 : grade == 9 ? rng_between(&l->rng, 2, 5) : 4;
    if (!rng_chance(&l->rng, p) || monday + days > l->job->world->date) return true;
    int64_t id = ++l->next->course;
    enum sort sort = rng_chance(&l->rng, 0.75) ? SORT_TECHNICAL : SORT_SOCIAL;
    const char *school = institution(l, sort), *purpose = pick(&l->rng, purposes, N(purposes));
    struct q_demo_course_in in = {.id = id,
                                  .youth = l->person->id,
                                  .kind = grade == 8 ? "introduction" : "bridge",
                                  .institution = school,
                                  .purpose = sealed(l, "plan_course", id, "purpose", purpose),
                                  .hours = grade == 10 ? 21 : days * 5,
                                  .from_day = monday,
                                  .to_day = monday + days - 1,
                                  .author = l->author,
                                  .at = moment(monday, 8 * 60)};
    struct q_demo_placement_course_in attended = {
        .id = id,
        .youth = in.youth,
        .kind = in.kind,
        .category = "eud",
        .grade = arena_fmt(l->job->a, "%d", grade),
        .institution = school,
        .days = days,
        .hours = in.hours,
        .from_day = in.from_day,
        .to_day = in.to_day,
        .purpose = sealed(l, "placement_course", id, "purpose", purpose),
        .author = in.author,
        .at = in.at,
        .done = 1,
        .course = id,
        .closed_at = moment(in.to_day, 10 * 60),
        .closed_by = in.author};
    return q_demo_course(l->job->w, in, NULL, err) &&
           (!school || q_demo_placement_course(l->job->w, attended, NULL, err));
}

/* ---- years gone by ---- */

static const struct wish_way *way_named(const char *kind) {
    size_t i = 0;
    while (i + 1 < N(ways) && strcmp(ways[i].kind, kind) != 0) i++;
    return &ways[i];
}

/* What somebody did in the autumn after the school year, as a wish; NULL: nothing to go by. */
static const char *wish_of_life(uint8_t kind) {
    static const char *const kinds[KINDS] = {[KIND_BOARDING] = "boarding_school",
                                             [KIND_TENTH] = "tenth_grade",
                                             [KIND_GF1] = "eud",
                                             [KIND_GF2] = "eud",
                                             [KIND_MAIN] = "eud",
                                             [KIND_EUX] = "eux",
                                             [KIND_STX] = "stx",
                                             [KIND_HHX] = "hhx",
                                             [KIND_HTX] = "htx",
                                             [KIND_HF] = "hf",
                                             [KIND_FGU] = "fgu",
                                             [KIND_WORK] = "work"};
    return kinds[kind];
}

/* Most came to do what they wanted. Where the class had heard about the trades, some of those who would have
 * wanted a gymnasium wanted a trade. */
static const struct wish_way *way_then(struct plan_life *l) {
    const struct world *world = l->job->world;
    const struct span *next =
        span_at(world, l->person, school_year_first_day(l->class->year + 1) + 60);
    const char *kind = next ? wish_of_life(next->kind) : NULL;
    const struct wish_way *way = kind && rng_chance(&l->rng, 0.85) ? way_named(kind) : way_pick(l);
    bool heard = l->class->year >= trades_since(world, l->class->place);
    bool changes = heard && strchr(way->kind, 'x') && rng_chance(&l->rng, 0.1);
    return changes ? way_named("eud") : way;
}

/* From year to year more of them agreed on a plan. */
static bool pupil_then(struct plan_life *l, struct err *err) {
    const struct world *world = l->job->world;
    int32_t day = workday(school_year_first_day(l->class->year) + rng_between(&l->rng, 60, 205));
    int holder = post_holder(world, l->class->place, day);
    if (holder == NOWHERE || !rng_chance(&l->rng, 0.66)) return true;
    l->author = row_of(holder);
    bool agreed = rng_chance(&l->rng, 0.45 + 0.05 * (l->class->year - world->care_year));
    return way_put(l, way_then(l), 1, day, err) && (!agreed || plan_put(l, day, true, err));
}

/* Members stand in order of person. */
static size_t first_member(const struct world *world, uint32_t person) {
    size_t low = 0, high = world->members_n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (world->members[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool pupils_then(struct plan_life *l, uint32_t i, struct err *err) {
    const struct world *world = l->job->world;
    for (size_t m = first_member(world, i); m < world->members_n; m++) {
        const struct member *member = &world->members[m];
        if (member->person != i) break;
        l->class = &world->classes[member->class];
        int32_t spring = school_year_last_day(l->class->year) - 60;
        bool there = member->from < school_year_first_day(l->class->year) + 40 &&
                     (member->to == DAY_NONE || member->to >= spring);
        if (l->class->year < world->care_year || l->class->year >= world->year ||
            l->class->grade < 9 || !there)
            continue;
        l->rng = rng_make(world->seed, STREAM_PLAN,
                          (UINT64_C(1) << 40) + l->person->number * UINT64_C(16) +
                              (uint64_t)(world->year - l->class->year));
        if (!pupil_then(l, err)) return false;
    }
    return true;
}

/* ---- who has what ---- */

static bool pupil(struct plan_life *l, struct err *err) {
    const struct world *world = l->job->world;
    int grade = l->class->grade;
    if (grade < 8) return true;
    int32_t from = school_year_first_day(world->year - (grade - 8)) + 60;
    int32_t lately = world->date - (rng_chance(&l->rng, 0.04) ? 460 : 330);
    if (from < lately) from = lately;
    if (from >= world->date) return true;
    int32_t day = workday(rng_between(&l->rng, from, world->date - 1));
    double wish[] = {0.2, 0.6, 0.7}, plan[] = {0.05, 0.3, 0.45};
    int at = grade > 10 ? 2 : grade - 8;
    if (rng_chance(&l->rng, wish[at])) {
        if (!wish_put(l, 1, day, err)) return false;
        if (rng_chance(&l->rng, 0.2) && !wish_put(l, 2, day, err)) return false;
        if (rng_chance(&l->rng, plan[at]) && !plan_of(l, day, rng_chance(&l->rng, 0.88), err))
            return false;
    }
    return course_of(l, 8, 0.3, err) && (grade < 9 || course_of(l, 9, 0.06, err)) &&
           (grade < 10 || course_of(l, 10, 0.7, err));
}

static bool outside(struct plan_life *l, struct err *err) {
    const struct world *world = l->job->world;
    int32_t known = l->now->known, today = world->date;
    if (is_duty(world, l->person)) { /* the plan that is broken now was agreed before */
        int32_t day = workday(l->now->from - rng_between(&l->rng, 12, 120));
        if (!rng_chance(&l->rng, 0.85)) return true;
        return wish_put(l, 1, day, err) && plan_of(l, day, true, err);
    }
    if (l->now->kind == KIND_UNKNOWN) return true; /* first find out */
    if (known < today - 330) known = today - 330;
    if (known + 3 >= today) return true;
    bool lately = today - known < 45;
    if (rng_chance(&l->rng, lately ? 0.4 : 0.04)) return true;
    int32_t latest = known + 40 < today ? known + 40 : today - 1;
    int32_t day = workday(rng_between(&l->rng, known + 2, latest));
    if (day < known) day = known;
    return wish_put(l, 1, day, err) &&
           plan_of(l, day, rng_chance(&l->rng, lately ? 0.7 : 0.97), err);
}

static bool person_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    struct plan_life l = {.job = job, .next = job->ctx, .person = p};
    if (!pupils_then(&l, (uint32_t)i, err)) return false;
    if (p->counsellor == NOWHERE || p->moved_out != DAY_NONE) return true;
    l.rng = rng_make(world->seed, STREAM_PLAN, p->number);
    l.class = p->class == NOBODY ? NULL : &world->classes[p->class];
    l.now = &world->spans[p->span + p->spans_n - 1];
    l.author = row_of(p->counsellor);
    return l.class ? pupil(&l, err) : outside(&l, err);
}

bool plans_write(struct store *store, struct world *world, struct err *err) {
    struct numbers next = {0};
    return write_table(store, world, person_rows, world->people_n, &next, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Career weeks of each school year that has classes, with an evening at every school and a fair; and
 * four meetings a year, so that something is coming at any date. Guests are numbers; names of who signed
 * up stand only at events of the last month and at those to come, as the program keeps them.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

#define N(list_)  (sizeof(list_) / sizeof *(list_))
#define KEEP_DAYS 30  /* rule event_signup_keep_days */
#define PLAN_DAYS 120 /* so long before, weeks and meetings are planned */

/* One event while its rows are written. */
struct happening {
    struct part *job;
    struct rng rng;
    char id[ID_LEN + 1];
    int32_t day;
    int64_t season, owner;
    const struct place *school; /* NULL: the whole municipality */
    int from, to;
    int64_t capacity, guests; /* guests: how many came, or will */
};
struct numbers {
    int64_t item, signup, count;
};

static const char alphabet[] = "234567abcdefghijklmnopqrstuvwxyz"; /* of base/id.c */

static void id_draw(struct rng *rng, char id[ID_LEN + 1]) {
    for (int i = 0; i < ID_LEN; i++) id[i] = alphabet[rng_next(rng) >> 59];
    id[ID_LEN] = '\0';
}

/* ---- the programme ---- */

struct point {
    const char *title, *room, *speaker;
    int minutes;
};
static const struct point evening_points[] = {
    {"Velkommen", "Aulaen", "Skolens leder", 15},
    {"Veje efter 9. klasse", "Aulaen", "Uddannelsesvejlederen", 30},
    {"Sådan er en erhvervsuddannelse", "Lokale 12", "Erhvervsskolen Fjordtek", 30},
    {"Fra lærling til svend", "Lokale 14", "En tømrer og en elektriker", 30},
    {"Gymnasiet: stx, hhx, htx og hf", "Lokale 15", "Elever fra Ørnsø Gymnasium", 30},
    {"Tal med uddannelserne i boderne", "Kantinen", NULL, 15},
};
static const struct point fair_points[] = {
    {"Messen åbner", "Hallen", "Borgmesteren", 15},
    {"Prøv et fag: træ, metal og el", "Værkstedet", "Erhvervsskolen Fjordtek", 105},
    {"Pleje og omsorg i praksis", "Stand 20", "Social- og Sundhedsskolen Fjordlandet", 90},
    {"Virksomhederne fortæller", "Scenen", "Otte lokale virksomheder", 90},
    {"Spørg en vejleder", "Stand 1", "Uddannelsesvejledningen", 60},
};
static const struct point meeting_points[] = {
    {"Hvad skal der ske, og hvornår?", NULL, "Uddannelsesvejlederen", 40},
    {"Spørgsmål", NULL, NULL, 30},
};

static bool programme(struct happening *h, const struct point *points, size_t n,
                      struct numbers *next, struct err *err) {
    int at = h->from;
    for (size_t i = 0; i < n; i++) {
        struct q_demo_event_item_in in = {.id = ++next->item,
                                          .event = h->id,
                                          .from_minute = at,
                                          .to_minute = at + points[i].minutes,
                                          .title = points[i].title,
                                          .room = points[i].room,
                                          .speaker = points[i].speaker,
                                          .author = h->owner,
                                          .at = moment(h->day - 40, 600)};
        if (in.to_minute > h->to) in.to_minute = h->to;
        at += points[i].minutes;
        if (!q_demo_event_item(h->job->w, in, NULL, err)) return false;
    }
    return true;
}

/* ---- who signs up, who comes, what they say ---- */

static struct blob sealed(struct happening *h, int64_t row, const char *column, const char *text) {
    return seal_text(h->job->a, "event_signup", arena_fmt(h->job->a, "%lld", (long long)row),
                     column, text);
}

static void named(struct happening *h, struct q_demo_event_signup_in *in) {
    struct arena *a = h->job->a;
    const struct origin *o = &origins[0];
    const char *first = o->female[rng_below(&h->rng, o->female_n)];
    const char *family = o->family[rng_below(&h->rng, o->family_n)];
    char secret[ID_LEN + 1];
    id_draw(&h->rng, secret);
    in->secret = blind_index(a, "event sign-up", secret);
    in->name = sealed(h, in->id, "name", arena_fmt(a, "%s %s", first, family));
    if (rng_chance(&h->rng, 0.6))
        in->email =
            sealed(h, in->id, "email", arena_fmt(a, "gaest%lld@example.com", (long long)in->id));
}

static bool signups(struct happening *h, struct numbers *next, struct err *err) {
    static const char *const grades[] = {"7", "8", "9", "10", "adult"};
    static const double weights[] = {3, 45, 40, 4, 8}, people[] = {15, 50, 25, 10};
    int32_t today = h->job->world->date;
    int64_t taken = 0, wanted = h->guests;
    if (h->day > today) wanted = wanted * (rng_chance(&h->rng, 0.3) ? 13 : 8) / 10;
    while (taken < wanted) {
        int64_t party = 1 + (int64_t)rng_weighted(&h->rng, people, 4);
        int32_t day = h->day - rng_between(&h->rng, 1, 30);
        struct q_demo_event_signup_in in = {
            .id = ++next->signup,
            .event = h->id,
            .people = party,
            .institution = h->school ? h->school->number : NULL,
            .grade = grades[rng_weighted(&h->rng, weights, N(grades))],
            .state = taken + party <= h->capacity ? "in" : "waiting",
            .day = day < today ? day : today,
            .forgotten_day = h->day < today - KEEP_DAYS ? h->day + KEEP_DAYS + 1 : DAY_NONE};
        taken += party;
        bool forgotten = in.forgotten_day != DAY_NONE;
        if (forgotten && in.state[0] == 'w') continue; /* who did not come leaves nothing */
        if (!forgotten) named(h, &in);
        if (!q_demo_event_signup(h->job->w, in, NULL, err)) return false;
    }
    return true;
}

static bool count_put(struct happening *h, const struct place *school, const char *grade, int64_t n,
                      struct numbers *next, struct err *err) {
    struct q_demo_event_count_in in = {.id = ++next->count,
                                       .event = h->id,
                                       .institution = school ? school->number : NULL,
                                       .grade = grade,
                                       .n = n,
                                       .author = h->owner,
                                       .at = moment(h->day + 1, 540)};
    return n <= 0 || q_demo_event_count(h->job->w, in, NULL, err);
}

static bool counts(struct happening *h, struct numbers *next, struct err *err) {
    const struct world *world = h->job->world;
    if (h->school)
        return count_put(h, h->school, "8", h->guests * 3 / 10, next, err) &&
               count_put(h, h->school, "9", h->guests * 25 / 100, next, err) &&
               count_put(h, h->school, "adult", h->guests * 4 / 10, next, err) &&
               count_put(h, NULL, "other", h->guests / 20, next, err);
    if (h->capacity > 0) /* a meeting */
        return count_put(h, NULL, "adult", h->guests * 8 / 10, next, err) &&
               count_put(h, NULL, "9", h->guests / 5, next, err);
    for (size_t i = 0; i < world->places_n; i++) { /* the fair: classes of every school */
        const struct place *p = &world->places[i];
        if (p->sort > SORT_PRIVATE || p->outside) continue;
        int64_t n = (int64_t)(p->weight * (double)rng_between(&h->rng, 16, 30));
        if (!count_put(h, p, "8", n, next, err) || !count_put(h, p, "9", n * 9 / 10, next, err))
            return false;
    }
    return count_put(h, NULL, "adult", rng_between(&h->rng, 40, 120), next, err) &&
           count_put(h, NULL, "other", rng_between(&h->rng, 20, 60), next, err);
}

static bool answers(struct happening *h, struct err *err) {
    static const char *const comments[] = {
        "Godt at høre en lærling fortælle.", "Der var for kort tid i boderne.",
        "Vi manglede noget om FGU.", "Fin aften, mere plads tak.",
        "Nu ved vi, hvornår vi skal søge."};
    static const double useful[] = {2, 6, 22, 45, 25}, wiser[] = {3, 9, 28, 40, 20};
    int64_t n = h->guests * rng_between(&h->rng, 4, 30) / 100;
    if (n > 120) n = 120;
    for (int64_t i = 0; i < n; i++) {
        char id[ID_LEN + 1];
        id_draw(&h->rng, id);
        struct q_demo_event_answer_in in = {.id = id,
                                            .event = h->id,
                                            .who = rng_chance(&h->rng, 0.5) ? "young" : "adult",
                                            .useful = 1 + (int64_t)rng_weighted(&h->rng, useful, 5),
                                            .wiser = 1 + (int64_t)rng_weighted(&h->rng, wiser, 5),
                                            .day = h->day + rng_between(&h->rng, 0, 3)};
        if (in.day > h->job->world->date) in.day = h->job->world->date;
        bool says = h->day > h->job->world->date - 360 && rng_chance(&h->rng, 0.15);
        if (says)
            in.comment = seal_text(h->job->a, "event_answer", id, "comment",
                                   comments[rng_below(&h->rng, N(comments))]);
        if (!q_demo_event_answer(h->job->w, in, NULL, err)) return false;
    }
    return true;
}

/* ---- one event with all that belongs to it ---- */

static bool happening_put(struct happening *h, const char *kind, const char *title,
                          const char *place, const char *about, const struct point *points,
                          size_t points_n, struct err *err) {
    struct numbers *next = h->job->ctx;
    int32_t today = h->job->world->date;
    bool held = h->day < today, near = h->day <= today + 30, counted, asked;
    bool published = held || near || rng_chance(&h->rng, 0.4);
    bool with_points = held || (near ? rng_chance(&h->rng, 0.8) : rng_chance(&h->rng, 0.4));
    counted = held && (h->day < today - 10 || rng_chance(&h->rng, 0.5));
    asked = counted && (h->day < today - 10 || rng_chance(&h->rng, 0.5));
    struct q_demo_event_in in = {.id = h->id,
                                 .season = h->season,
                                 .kind = kind,
                                 .title = title,
                                 .institution = h->school ? h->school->number : NULL,
                                 .place = place,
                                 .day = h->day,
                                 .from_minute = h->from,
                                 .to_minute = h->to,
                                 .about = about,
                                 .sign_up = h->capacity > 0,
                                 .capacity = h->capacity > 0 ? h->capacity : INT_NONE,
                                 .state = published ? "published" : "draft",
                                 .published_at = published ? moment(h->day - 40, 700) : INT_NONE,
                                 .published_by = published ? h->owner : INT_NONE,
                                 .owner = h->owner,
                                 .at = moment(h->day - 60, 600),
                                 .asked_day = asked ? h->day : DAY_NONE,
                                 .asked_by = asked ? h->owner : INT_NONE};
    if (!q_demo_event(h->job->w, in, NULL, err)) return false;
    if (with_points && !programme(h, points, points_n, next, err)) return false;
    if (h->capacity > 0 && published && h->day <= today + 30 && !signups(h, next, err))
        return false;
    if (counted && !counts(h, next, err)) return false;
    return !asked || answers(h, err);
}

static int64_t owner_of(const struct world *world, const struct place *school, int32_t day) {
    int place = school ? (int)(school - world->places) : NOWHERE;
    int holder = place == NOWHERE ? NOWHERE : post_holder(world, place, day);
    return row_of(holder == NOWHERE ? 0 : holder);
}

static struct happening begin(struct part *job, uint64_t index, int32_t day, int64_t season,
                              const struct place *school, int from, int to) {
    struct happening h = {.job = job,
                          .rng = rng_make(job->world->seed, STREAM_EVENT, index),
                          .day = day,
                          .season = season,
                          .school = school,
                          .owner = owner_of(job->world, school, day),
                          .from = from,
                          .to = to};
    id_draw(&h.rng, h.id);
    return h;
}

static bool is_evening_school(const struct place *p) {
    return (p->sort == SORT_FOLKESKOLE || p->sort == SORT_PRIVATE) && !p->outside;
}

/* ---- the weeks: the Monday of or before 11 November, and three weeks from there ---- */

static bool evenings(struct part *job, int year, int64_t season, int32_t monday, struct err *err) {
    const struct world *world = job->world;
    size_t nth = 0;
    for (size_t i = 0; i < world->places_n; i++) {
        const struct place *school = &world->places[i];
        if (!is_evening_school(school)) continue;
        size_t slot = nth++ * 5 % 12; /* Monday to Thursday of three weeks */
        int32_t day = monday + 7 * (int32_t)(slot / 4) + (int32_t)(slot % 4);
        struct happening h =
            begin(job, (uint64_t)year * 1000 + i, day, season, school, 17 * 60, 19 * 60 + 30);
        h.guests = (int64_t)(school->weight * rng_between(&h.rng, 50, 95));
        h.capacity = (h.guests / 10 + 1) * 10;
        if (!happening_put(&h, "evening", arena_fmt(job->a, "Uddannelsesaften på %s", school->name),
                           "Aulaen",
                           "For elever i 8. og 9. klasse og deres forældre. Kom og hør om vejene "
                           "efter skolen, og tal med unge, der er i gang.",
                           evening_points, N(evening_points), err))
            return false;
    }
    return true;
}

static bool season_row(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    int year = world->year - world->history + 1 + (int)i;
    int32_t monday = day_from_ymd(year, 11, 11);
    monday -= day_weekday(monday) - 1;
    if (monday > world->date + PLAN_DAYS) return true;
    int64_t season = (int64_t)i + 1;
    struct q_demo_season_in in = {
        .id = season,
        .name = arena_fmt(job->a, "Karriereuger %d", year),
        .from_day = monday,
        .to_day = monday + 20,
        .about =
            "Tre uger med uddannelsesaftner på skolerne og en stor erhvervs- og uddannelsesmesse.",
        .author = 1,
        .at = moment(monday - 90, 600)};
    if (!q_demo_season(job->w, in, NULL, err) || !evenings(job, year, season, monday, err))
        return false;
    struct happening fair =
        begin(job, (uint64_t)year * 1000 + 999, monday + 17, season, NULL, 9 * 60, 15 * 60);
    fair.guests = 200;
    return happening_put(
        &fair, "fair", "Erhvervs- og uddannelsesmesse", "Fjordhallen",
        "Prøv fagene, og mød skoler og virksomheder. Klasserne kommer om formiddagen, "
        "alle er velkomne fra kl. 13.",
        fair_points, N(fair_points), err);
}

/* ---- meetings: four times a year, for parents of the 9th grade ---- */

static bool meeting_row(struct part *job, size_t i, struct err *err) {
    static const struct {
        int month, day;
        const char *title;
    } times[] = {{9, 15, "Det nye skoleår: vejledning i 8. og 9. klasse"},
                 {1, 19, "Ansøgning til ungdomsuddannelse: sådan gør I"},
                 {3, 29, "Erhvervsuddannelse: møde for forældre"},
                 {5, 11, "Sommeren før ungdomsuddannelsen"}};
    const struct world *world = job->world;
    int year = world->year - world->history + 1 + (int)(i / 4), k = (int)(i % 4);
    int32_t day = day_from_ymd(year + (times[k].month < 8), times[k].month, times[k].day);
    while (!day_is_workday(day, NULL)) day++;
    if (day > world->date + PLAN_DAYS) return true;
    struct happening h = begin(job, (uint64_t)year * 1000 + 900 + (uint64_t)k, day, INT_NONE, NULL,
                               19 * 60, 20 * 60 + 30);
    h.guests = rng_between(&h.rng, 25, 60);
    h.capacity = 80;
    h.school = NULL;
    return happening_put(&h, "meeting", times[k].title, "Biblioteket, salen",
                         "Et kort oplæg og god tid til spørgsmål.", meeting_points,
                         N(meeting_points), err);
}

bool events_write(struct store *store, struct world *world, struct err *err) {
    struct numbers next = {0};
    return write_table(store, world, season_row, (size_t)world->history, &next, err) &&
           write_table(store, world, meeting_row, 4 * ((size_t)world->history + 1), &next, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The quality work of an invented team: each school year a meeting about the figures in November and the
 * evaluation in April, what was decided there and what came of it, and that the shares were published in
 * May. The notes name no figure: those stand on the pages, and follow from the invented lives.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

#define FIRST_YEAR 2018
#define DECISIONS  2  /* a meeting */
#define NUMBERS    10 /* rows of one kind a meeting can have */

struct theme {
    int goal;
    const char *title, *note, *corrected; /* corrected: its second version, or NULL */
    struct {
        const char *what, *initiative, *result;
        int goal;
    } decided[DECISIONS];
};

static const struct theme autumns[] = {
    {2,
     "Efterårets tal for valg af uddannelse",
     "Vi så på, hvad eleverne ønsker, og hvor mange der har været i praktik. Praktikken ligger ujævnt "
     "mellem skolerne.\n\nVi talte om, at de korte besøg på erhvervsskolen virker bedst, når eleverne "
     "har forberedt spørgsmål hjemmefra.",
     "Vi så på, hvad eleverne ønsker, og hvor mange der har været i praktik. Praktikken ligger ujævnt "
     "mellem skolerne, og de små skoler svinger mest.\n\nVi talte om, at de korte besøg på "
     "erhvervsskolen virker bedst, når eleverne har forberedt spørgsmål hjemmefra.",
     {{"Tale praktik med alle 8. klasser inden jul", "Erhvervspraktik",
       "Alle 8. klasser har haft samtalen. Flere virksomheder er kommet med på listen.", 2},
      {"Forberedelsesark til besøg på erhvervsskolen", "Karriereuger",
       "Arket er brugt på alle skoler, der var på besøg.", 2}}},
    {1,
     "Efterårets tal for dem, der ikke er i gang",
     "Vi gik tallene for de 15-17-årige og de unge over 18 igennem, og dem, vi ikke kender "
     "aktiviteten for.\n\nDe ukendte skal være færre, før tallene kan bruges til noget.",
     NULL,
     {{"Gennemgå unge med ukendt aktivitet hver måned", "Opsøgende vejledning",
       "Gennemgangen er blevet en fast del af den første mandag i måneden.", 1},
      {"Ringe til alle nye på uddannelse efter tre uger", "Overgangsmentor",
       "Opkaldene er lagt ind i mentorens rytme.", 1}}},
    {4,
     "Svarene om uddannelsesplanen",
     "Vi læste svarene om, hvorvidt planen er motiverende og realistisk. De unge vil gerne se deres "
     "egne ord i planen.",
     NULL,
     {{"Begynde hver plan med den unges egen sætning", "Uddannelsesplanen",
       "Sætningen står nu øverst i planerne.", 4},
      {"Spørge igen tre måneder efter, at planen er aftalt", "Uddannelsesplanen",
       "Spørgsmålet er lagt som opfølgning.", 4}}},
};
static const struct theme springs[] = {
    {0,
     "Årlig evaluering af vejledningen",
     "Vi gik alle fire mål igennem og så på omfang, resultater og samarbejdet med skolerne og "
     "erhvervsskolen.\n\nDet, vi holder fast i: faste vejledere på skolerne. Det, vi ændrer: mere tid "
     "til dem, der skifter uddannelse i det første år.",
     "Vi gik alle fire mål igennem og så på omfang, resultater og samarbejdet med skolerne og "
     "erhvervsskolen. Skolelederne var med i den sidste time.\n\nDet, vi holder fast i: faste "
     "vejledere på skolerne. Det, vi ændrer: mere tid til dem, der skifter uddannelse i det første "
     "år.",
     {{"Mentor fra første dag til alle, der har skiftet uddannelse", "Overgangsmentor",
       "De fleste, der skiftede, havde en mentor ved starten.", 1},
      {"Aftale med skolerne om kollektive forløb i 7. klasse", "Kollektiv vejledning",
       "Forløbet står i årsplanen på alle skoler.", 2}}},
    {0,
     "Årlig evaluering: hvad virkede",
     "Evalueringen begyndte med årets beslutninger: hvad blev gjort, og kan det ses i tallene? "
     "Flere af tallene er for små til at sige noget for en enkelt skole.\n\nVi vil hellere følge få "
     "indsatser helt til dørs.",
     NULL,
     {{"Vælge tre indsatser og følge dem hver måned", "Årets hjul",
       "Indsatserne er fulgt på teammøderne.", 0},
      {"Invitere forældre til en aften om erhvervsuddannelser", "Karriereuger",
       "Aftenen blev holdt og kommer igen.", 2}}},
};
#define AUTUMNS (sizeof autumns / sizeof *autumns)
#define SPRINGS (sizeof springs / sizeof *springs)

struct held {
    const struct theme *theme;
    int32_t day;
    bool evaluation;
    int year;
};

static int counsellors(const struct world *world) {
    int n = 0;
    while ((size_t)n < world->accounts_n && strcmp(world->accounts[n].role, "counsellor") == 0) n++;
    return n;
}

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day++;
    return day;
}

/* The i-th meeting since the first year: even ones in autumn. */
static struct held held_of(size_t i) {
    int year = FIRST_YEAR + (int)(i / 2);
    bool spring = i % 2;
    const struct theme *theme =
        spring ? &springs[(size_t)year % SPRINGS] : &autumns[(size_t)year % AUTUMNS];
    int32_t day = spring ? day_from_ymd(year + 1, 4, 12) : day_from_ymd(year, 11, 10);
    return (struct held){theme, workday(day), spring, year};
}

static bool version_write(struct part *job, const struct held *held, int64_t meeting, int number,
                          struct err *err) {
    int64_t id = meeting * NUMBERS + number, leader = row_of(counsellors(job->world));
    const char *note = number == 1 ? held->theme->note : held->theme->corrected;
    const char *row = arena_fmt(job->a, "%lld", (long long)id);
    struct q_demo_quality_version_in in = {
        .id = id,
        .meeting = meeting,
        .number = number,
        .day = held->day,
        .title = held->theme->title,
        .goal = held->theme->goal ? held->theme->goal : INT_NONE,
        .note = seal_text(job->a, "quality_meeting_version", row, "note", note),
        .author = leader,
        .at = moment(workday(held->day + number - 1), 14 * 60 + number)};
    return q_demo_quality_version(job->w, in, NULL, err);
}

static bool decision_write(struct part *job, const struct held *held, int64_t meeting, int n,
                           struct err *err) {
    struct world *world = job->world;
    int64_t id = meeting * NUMBERS + n, leader = row_of(counsellors(world));
    struct rng rng = rng_make(world->seed, STREAM_TEAM, (uint32_t)id);
    int owner = held->evaluation && n == 0 ? counsellors(world) /* the leader */
                                           : (int)rng_below(&rng, (uint64_t)counsellors(world));
    int32_t due = workday(held->day + 45 + 30 * n);
    int32_t done = workday(due - rng_between(&rng, -6, 20));
    struct q_demo_quality_decision_in decision = {id, meeting, leader, moment(held->day, 15 * 60)};
    struct q_demo_quality_decided_in version = {
        .id = id,
        .decision = id,
        .what = held->theme->decided[n].what,
        .goal = held->theme->decided[n].goal ? held->theme->decided[n].goal : INT_NONE,
        .initiative = held->theme->decided[n].initiative,
        .owner = row_of(owner),
        .due = due,
        .author = leader,
        .at = moment(held->day, 15 * 60)};
    struct q_demo_quality_done_in answer = {
        id, id, done, held->theme->decided[n].result, row_of(owner), moment(done, 10 * 60)};
    return q_demo_quality_decision(job->w, decision, NULL, err) &&
           q_demo_quality_decided(job->w, version, NULL, err) &&
           (done >= world->date || q_demo_quality_done(job->w, answer, NULL, err));
}

static bool meeting_row(struct part *job, size_t i, struct err *err) {
    struct held held = held_of(i);
    int64_t meeting = (int64_t)i + 1, leader = row_of(counsellors(job->world));
    if (held.day >= job->world->date) return true;
    bool twice = held.theme->corrected && workday(held.day + 1) < job->world->date;
    struct q_demo_quality_meeting_in in = {meeting, held.evaluation ? "evaluation" : "meeting",
                                           twice ? 2 : 1, leader, moment(held.day, 14 * 60)};
    if (!q_demo_quality_meeting(job->w, in, NULL, err) ||
        !version_write(job, &held, meeting, 1, err) ||
        (twice && !version_write(job, &held, meeting, 2, err)))
        return false;
    for (int n = 0; n < DECISIONS; n++)
        if (!decision_write(job, &held, meeting, n, err)) return false;
    return true;
}

/* Since the law asks for it: the first time in May 2020. */
static bool mark_row(struct part *job, size_t i, struct err *err) {
    int year = 2019 + (int)i;
    int32_t day = workday(day_from_ymd(year + 1, 5, 18));
    if (day >= job->world->date) return true;
    struct q_demo_quality_mark_in in = {.id = (int64_t)i + 1,
                                        .school_year = year,
                                        .day = day,
                                        .note = "kommunens hjemmeside, siden om vejledning",
                                        .author = row_of(counsellors(job->world)),
                                        .at = moment(day, 11 * 60)};
    return q_demo_quality_mark(job->w, in, NULL, err);
}

bool quality_write(struct store *store, struct world *world, struct err *err) {
    int years = world->year - FIRST_YEAR + 1;
    if (years < 1) return true;
    return write_table(store, world, meeting_row, 2 * (size_t)years, NULL, err) &&
           write_table(store, world, mark_row, (size_t)years, NULL, err);
}

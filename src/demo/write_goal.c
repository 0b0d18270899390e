/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who answers for which initiative, when they meet about it next, and what came of it in the school years that lie
 * behind. A few are as they are in real life: nothing is agreed, or the day has passed.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

#define INITIATIVES 20
#define VERSIONS    1000 /* ids above those of the program */

/* By id in rules/initiatives.csv. `counted`: how many took part where the casework does not count it. */
static const struct {
    const char *result;
    int counted;
} told[INITIATIVES] = {
    {"Alle skoler holdt en aften. Messen var fyldt, og flere virksomheder vil med næste år.", 0},
    {"Skolerne tager selv initiativ. Det kniber med pladser inden for it og sundhed.", 0},
    {"Planen laves nu i to samtaler. Flere forældre er med.", 0},
    {"Mentor begynder før sommerferien. Det giver færre, der ikke møder op i august.", 0},
    {"Aftale om, at den unge bliver på uddannelsen, til den nye er på plads.", 0},
    {"Åbent kontor på skolerne om torsdagen.", 0},
    {"Fast møde med jobcentret hver måned.", 38},
    {"Et hold mere med værksted. Fremmødet er steget.", 24},
    {"Otte virksomheder har besøgt klasserne sammen med lærlinge.", 210},
    {"Praktiske fag er skrevet ind i skolernes planer.", 0},
    {"Skolerne har fået materialer og et kontaktnavn.", 0},
    {"Tilbuddet står nu i brevet til forældrene.", 0},
    {"Nyt forløb om fag, der mangler folk, i 8. klasse.", 0},
    {"Oversigten over tilbud er gennemgået og sendt til alle vejledere.", 0},
    {"To møder med frivillige. Vejlederne kender nu mentorerne.", 16},
    {"Emnet er med i klasserne, når vi taler om at skifte skole.", 340},
    {"Prøver en fælles tur for nye elever på ungdomsuddannelserne.", 29},
    {"Alle, der ikke var parate, fik tilbudt en samtale.", 0},
    {"Vi spørger nu alle, om planen motiverer.", 0},
    {"Skole-hjem-samtalen bruges til planen i halvdelen af klasserne.", 0},
};

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day++;
    return day;
}

/* The team leader is the account behind the counsellors. */
static int64_t leader(const struct world *world) {
    size_t n = 0;
    while (n < world->accounts_n && strcmp(world->accounts[n].role, "counsellor") == 0) n++;
    return row_of((int)n);
}

static bool result_rows(struct part *job, size_t i, int64_t author, struct err *err) {
    const struct world *world = job->world;
    for (int back = 1; back < world->history; back++) {
        int year = world->year - back;
        int32_t day = workday(day_from_ymd(year + 1, 6, 1));
        struct rng rng =
            rng_make(world->seed, STREAM_SESSION, UINT64_C(7) << 32 | i << 8 | (unsigned)back);
        if (!rng_chance(&rng, 0.8)) continue;
        int counted = told[i].counted;
        if (counted) counted += rng_between(&rng, -counted / 5, counted / 5);
        struct q_demo_initiative_result_in in = {
            .id = (int64_t)i * HISTORY_MOST + back,
            .of = (int64_t)i + 1,
            .day = day,
            .reached = counted ? counted : INT_NONE,
            .result = told[i].result,
            .author = author,
            .at = moment(day, 10 * 60),
        };
        if (!q_demo_initiative_result(job->w, in, NULL, err)) return false;
    }
    return true;
}

/* What was agreed at the team's meeting `back` school years ago; 0: two months ago. */
static bool version_put(struct part *job, size_t i, int back, int64_t author, struct err *err) {
    const struct world *world = job->world;
    struct rng rng = rng_make(world->seed, STREAM_SESSION,
                              UINT64_C(6) << 32 | (unsigned)back << 8 | (unsigned)i);
    bool none = i % 9 == 4, over = i % 9 == 6 && !back;
    int32_t met = back ? workday(day_from_ymd(world->year - back, 9, 20)) : world->date - 60;
    int32_t next = back ? met + 60 + rng_between(&rng, 5, 90)
                        : world->date + (over ? -20 : rng_between(&rng, 5, 90));
    bool own = rng_chance(&rng, 0.6) && i > 0; /* a counsellor answers for it */
    int counsellors = (int)author - 1;
    struct q_demo_initiative_in in = {
        .id = VERSIONS + (int64_t)i * HISTORY_MOST + HISTORY_MOST - back,
        .of = (int64_t)i + 1,
        .account = own ? row_of(rng_between(&rng, 0, counsellors - 1)) : INT_NONE,
        .next_day = none ? DAY_NONE : workday(next),
        .author = author,
        .at = moment(met, 9 * 60),
    };
    return q_demo_initiative(job->w, in, NULL, err);
}

static bool initiative_row(struct part *job, size_t i, struct err *err) {
    int64_t author = leader(job->world);
    for (int back = job->world->history - 1; back >= 0; back--)
        if (!version_put(job, i, back, author, err)) return false;
    return result_rows(job, i, author, err);
}

bool initiatives_write(struct store *store, struct world *world, struct err *err) {
    return write_table(store, world, initiative_row, INITIATIVES, NULL, err);
}

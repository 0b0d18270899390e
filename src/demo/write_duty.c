/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of the duty: what duties.c made of the lives, some exemptions, a few cases about the child
 * benefit where both had been told before, and the review of the present quarter as far as it has come.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/write.h"
#include "duty/duty.h"
#include "gen/demo.sql.h"

#define N(list_) (sizeof(list_) / sizeof *(list_))

struct numbers {
    int64_t broken, offer, exemption, benefit, review;
    int32_t quarter;
};

static const char *const sources[] = {"institution", "school", "guardian", "youth", "guidance"};
static const char *const told[] = {
    "Skolen ringer: har ikke været der i to uger og er meldt ud.",
    "Mor fortæller, at der ikke er nogen at stå op til hver dag.",
    "Er stoppet efter aftale med skolen. Det var ikke det rigtige fag.", NULL};
static const char *const offer_kinds[] = {"education", "work", "activity"};
static const char *const offers[3][3] = {
    {"FGU, begyndende på det tekniske værksted", "Plads på grundforløb 1 efter ferien",
     "Besøg og opstart på 10. klasse"},
    {"Fast arbejde i supermarkedet, 20 timer om ugen", "Job hos den lokale bager, 25 timer",
     "Arbejde på lageret i hverdagene"},
    {"Praktik på et autoværksted tre dage om ugen", "Forløb hos ungdomsskolens værksted",
     "Praktik i en børnehave med fast mentor"}};

static const char exempt_reasons[] =
    "Du skal have ro til at blive rask. Vi taler sammen hver måned.";

static struct blob sealed(struct part *job, const char *table, int64_t row, const char *column,
                          const char *text) {
    return seal_text(job->a, table, arena_fmt(job->a, "%lld", (long long)row), column, text);
}

static bool offer_row(struct part *job, const struct broken *b, struct rng *rng, struct err *err) {
    struct numbers *next = job->ctx;
    if (b->offer == DAY_NONE) return true;
    int64_t id = ++next->offer;
    struct q_demo_duty_offer_in in = {
        .id = id,
        .duty_case = next->broken,
        .youth = job->world->people[b->person].id,
        .kind = offer_kinds[b->offered],
        .what = sealed(job, "duty_offer", id, "what", offers[b->offered][rng_below(rng, 3)]),
        .day = b->offer,
        .start_day = b->start,
        .author = row_of(b->author),
        .at = moment(b->offer, 13 * 60)};
    return q_demo_duty_offer(job->w, in, NULL, err);
}

/* To both, by who is on the case. */
static bool letter_send(struct part *job, const struct broken *b, const struct duty_letter *letter,
                        const char *about, int32_t day, struct rng *rng, int64_t *ret_notice,
                        struct err *err) {
    struct sending s = {.person = &job->world->people[b->person],
                        .template = letter->template,
                        .values = letter->values,
                        .values_n = letter->n,
                        .about = about,
                        .author = row_of(b->author),
                        .day = day,
                        .minute = 11 * 60 + 5,
                        .custody = true,
                        .failed = 0.02,
                        .rng = rng};
    return notice_write(job, &s, ret_notice, err);
}

static bool exemption_row(struct part *job, const struct broken *b, struct rng *rng,
                          struct err *err) {
    static const char *const grounds[] = {"illness", "social", "handicap"};
    struct numbers *next = job->ctx;
    const struct world *world = job->world;
    if (b->contact == DAY_NONE || !rng_chance(rng, b->offer == DAY_NONE ? 0.25 : 0.06)) return true;
    int32_t from = workdays_add(b->contact, rng_between(rng, 3, 15), NULL);
    if (from >= world->date) return true;
    int64_t id = ++next->exemption;
    size_t ground = rng_below(rng, 10) < 6 ? 0 : 1 + rng_below(rng, 2);
    struct q_demo_duty_exemption_in in = {
        .id = id,
        .youth = world->people[b->person].id,
        .ground = grounds[ground],
        .from_day = from,
        .to_day = ground == 2 ? DAY_NONE : from + rng_between(rng, 60, 180),
        .heard = sealed(job, "duty_exemption", id, "heard", "Forældrene er med i det og enige."),
        .heard_day = b->contact,
        .reasons = sealed(job, "duty_exemption", id, "reasons", exempt_reasons),
        .author = row_of(b->author),
        .at = moment(from, 11 * 60)};
    struct duty_letter letter =
        duty_exempt_letter(job->a, in.ground, from, in.to_day, exempt_reasons);
    const char *about = arena_fmt(job->a, "exempt:%lld", (long long)id);
    return letter_send(job, b, &letter, about, from, rng, &in.notice, err) &&
           q_demo_duty_exemption(job->w, in, NULL, err);
}

static bool benefit_row(struct part *job, const struct broken *b, const char *kind, int32_t day,
                        int32_t due, const char *party, const char *text, struct rng *rng,
                        struct err *err) {
    struct numbers *next = job->ctx;
    int64_t id = ++next->benefit;
    struct q_demo_duty_benefit_in in = {.id = id,
                                        .duty_case = next->broken,
                                        .youth = job->world->people[b->person].id,
                                        .kind = kind,
                                        .day = day,
                                        .due = due,
                                        .party = party,
                                        .body = sealed(job, "duty_benefit", id, "body", text),
                                        .notice = INT_NONE,
                                        .author = row_of(b->author),
                                        .at = moment(day, 10 * 60)};
    struct duty_letter letter = duty_step_letter(job->a, kind, text, NULL, DAY_NONE, due, NULL);
    const char *about = arena_fmt(job->a, "duty:%lld", (long long)next->broken);
    return (!letter.template || letter_send(job, b, &letter, about, day, rng, &in.notice, err)) &&
           q_demo_duty_benefit(job->w, in, NULL, err);
}

/* A hearing two weeks after the contact, where both were told when the plan was made. */
static bool benefit_rows(struct part *job, const struct broken *b, struct rng *rng,
                         struct err *err) {
    const struct world *world = job->world;
    struct q_demo_told_before_rows rows;
    struct q_demo_told_before_in in = {world->people[b->person].id, b->aware};
    if (b->contact == DAY_NONE || !rng_chance(rng, 0.4)) return true;
    int32_t day = workdays_add(b->contact, 10, NULL), due = day + 14;
    if (day >= world->date) return true;
    if (!q_demo_told_before(job->w, job->a, in, &rows, err)) return false;
    if (rows.v[0].parties < 2) return true;
    if (!benefit_row(job, b, "hearing", day, due, NULL,
                     "Du er stoppet på din uddannelse, og vi har ikke kunnet finde noget nyt "
                     "sammen. Vi har ringet til dig og dine forældre og tilbudt et møde.",
                     rng, err))
        return false;
    int32_t answer = workdays_add(day, rng_between(rng, 2, 8), NULL);
    if (answer >= world->date || !rng_chance(rng, 0.6)) return true;
    if (!benefit_row(job, b, "answer", answer, DAY_NONE, "guardian",
                     "Vi er i gang med at finde en praktikplads og vil gerne have lidt mere tid.",
                     rng, err))
        return false;
    int32_t decided = workdays_add(due, 2, NULL);
    if (decided >= world->date) return true;
    return benefit_row(job, b, "no-stop", decided, DAY_NONE, NULL,
                       "I er selv i gang med at finde noget, og vi har aftalt, hvad der skal ske.",
                       rng, err);
}

static bool broken_rows(struct part *job, size_t i, struct err *err) {
    struct numbers *next = job->ctx;
    const struct broken *b = &job->world->breaks[i];
    struct rng rng = rng_make(job->world->seed, STREAM_DUTY, UINT64_C(1) << 60 | i);
    int64_t id = ++next->broken;
    const char *note = told[rng_below(&rng, N(told))];
    struct q_demo_duty_case_in in = {.id = id,
                                     .youth = job->world->people[b->person].id,
                                     .from_day = b->from,
                                     .aware_day = b->aware,
                                     .source = sources[b->source],
                                     .note = note ? sealed(job, "duty_case", id, "note", note)
                                                  : (struct blob){0},
                                     .author = row_of(b->author),
                                     .at = moment(b->aware, 9 * 60)};
    return q_demo_duty_case(job->w, in, NULL, err) && offer_row(job, b, &rng, err) &&
           exemption_row(job, b, &rng, err) && benefit_rows(job, b, &rng, err);
}

/* ---- the review of the quarter ---- */

static bool review_row(struct part *job, size_t i, struct err *err) {
    struct numbers *next = job->ctx;
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    int age = day_age(p->born, world->date);
    int32_t passed = world->date - next->quarter;
    if (age < 15 || age > 17 || p->moved_out != DAY_NONE || p->counsellor == NOWHERE) return true;
    struct rng rng = rng_make(world->seed, STREAM_DUTY, UINT64_C(1) << 61 | p->number);
    if (passed < 5 || !rng_chance(&rng, 0.95 * passed / 92)) return true;
    int32_t day = next->quarter + rng_between(&rng, 3, passed - 1);
    while (!day_is_workday(day, NULL)) day--;
    if (day < next->quarter) return true;
    struct q_demo_duty_review_in in = {
        ++next->review, p->id, next->quarter, day, row_of(p->counsellor), moment(day, 12 * 60)};
    return q_demo_duty_review(job->w, in, NULL, err);
}

bool duties_write(struct store *store, struct world *world, struct err *err) {
    int year, month, day;
    day_to_ymd(world->date, &year, &month, &day);
    struct numbers next = {.quarter = day_from_ymd(year, (month - 1) / 3 * 3 + 1, 1)};
    return write_table(store, world, broken_rows, world->breaks_n, &next, err) &&
           (year < 2020 || /* the rule is from 2020 on */
            write_table(store, world, review_row, world->people_n, &next, err));
}

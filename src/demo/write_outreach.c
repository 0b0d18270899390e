/* SPDX-License-Identifier: EUPL-1.2
 *
 * Outreach: most statuses of those out of education have been confirmed in the last months, some are too
 * old; those in FGU were assessed before they began, some in STU were referred; and other
 * administrations help some, with a contact person where there are several.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/write.h"
#include "gen/demo.sql.h"
#include "gen/msg.h"

#define N(list_) (sizeof(list_) / sizeof *(list_))

struct numbers {
    int64_t spell, check, assessment, stu, effort, contact;
};
struct case_of { /* one person while their rows are written */
    struct part *job;
    struct numbers *next;
    struct rng rng;
    const struct person *person;
    const struct span *now;
    int64_t spell; /* the row of `now` */
    int64_t author;
};

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static struct blob sealed(struct case_of *c, const char *table, int64_t row, const char *column,
                          const char *text) {
    return seal_text(c->job->a, table, arena_fmt(c->job->a, "%lld", (long long)row), column, text);
}

/* ---- status ---- */

static bool is_idle(const struct span *s) {
    return s->kind == KIND_NONE || s->kind == KIND_WORK || s->kind == KIND_PRACTICE ||
           s->kind == KIND_OTHER || s->kind == KIND_LEAVE || s->kind == KIND_ABROAD;
}

static bool check_row(struct case_of *c, struct err *err) {
    int32_t today = c->job->world->date;
    int32_t day = workday(today - rng_between(&c->rng, 2, 85));
    if (today - c->now->known <= 85 || day <= c->now->known || !rng_chance(&c->rng, 0.8))
        return true;
    struct q_demo_check_in in = {++c->next->check, c->person->id,       c->spell, day,
                                 c->author,        moment(day, 11 * 60)};
    return q_demo_check(c->job->w, in, NULL, err);
}

/* ---- FGU and STU ---- */

static const char assessed[] =
    "Du har brug for at blive klar til en ungdomsuddannelse i dit eget tempo.";

static bool assessment_letter(struct case_of *c, const struct q_demo_assessment_in *in,
                              int64_t *ret_notice, struct err *err) {
    struct arena *a = c->job->a;
    const struct letter_value values[] = {
        {"begrundelse", assessed},
        {"spor", msg_by_key(LANG_DA, arena_fmt(a, "outreach.letter.%s", in->track))},
        {"periode", msg_outreach_letter_period(a, LANG_DA, fmt_day_long(a, LANG_DA, in->from_day),
                                               fmt_day_long(a, LANG_DA, in->to_day))}};
    struct sending s = {.person = c->person,
                        .template = "fgu-yes",
                        .values = values,
                        .values_n = N(values),
                        .about = arena_fmt(a, "assessment:%lld", (long long)in->id),
                        .author = c->author,
                        .day = in->day,
                        .minute = 13 * 60 + 5,
                        .custody = day_age(c->person->born, in->day) < 18,
                        .failed = 0.02,
                        .rng = &c->rng};
    return notice_write(c->job, &s, ret_notice, err);
}

static bool assessment_row(struct case_of *c, struct err *err) {
    static const char *const tracks[] = {"pgu", "agu", "egu"};
    static const double weights[] = {55, 25, 20};
    int32_t from = c->now->from, day = workday(from - rng_between(&c->rng, 10, 60));
    if (from < day_from_ymd(2019, 8, 1) || day_age(c->person->born, from) >= 25 ||
        !rng_chance(&c->rng, 0.95))
        return true;
    int64_t id = ++c->next->assessment;
    const char *table = "outreach_assessment";
    const char *track = tracks[rng_weighted(&c->rng, weights, N(tracks))];
    struct q_demo_assessment_in in = {
        .id = id,
        .youth = c->person->id,
        .track = track,
        .day = day,
        .from_day = from,
        .to_day = day_add_months(from, 24) - 1,
        .academic = sealed(c, table, id, "academic", "Læser godt. Matematik skal løftes."),
        .social = sealed(c, table, id, "social", "Har gode venner. Er stille i nye grupper."),
        .personal = sealed(c, table, id, "personal", "Vil gerne ud i praksis. Møder stabilt."),
        .options = sealed(c, table, id, "options",
                          "En erhvervsuddannelse med støtte er prøvet. Der er ingen læreplads nu."),
        .reasons = sealed(c, table, id, "reasons", assessed),
        .author = c->author,
        .at = moment(day, 13 * 60)};
    return assessment_letter(c, &in, &in.notice, err) &&
           q_demo_assessment(c->job->w, in, NULL, err);
}

static bool stu_row(struct case_of *c, const char *kind, int32_t day, const char *places,
                    const char *text, struct err *err) {
    int64_t id = ++c->next->stu;
    struct q_demo_stu_in in = {.id = id,
                               .youth = c->person->id,
                               .kind = kind,
                               .day = day,
                               .places = places ? sealed(c, "outreach_stu", id, "places", places)
                                                : (struct blob){0},
                               .body = sealed(c, "outreach_stu", id, "body", text),
                               .author = c->author,
                               .at = moment(day, 9 * 60)};
    return q_demo_stu(c->job->w, in, NULL, err);
}

static bool stu_rows(struct case_of *c, struct err *err) {
    int32_t from = c->now->from, day = workday(from - rng_between(&c->rng, 60, 150));
    return stu_row(c, "refer", day, "To steder og et eget forslag er drøftet.",
                   "En anden ungdomsuddannelse er ikke mulig, heller ikke med støtte.", err) &&
           stu_row(c, "granted", workday(day + 40), NULL, "Forløbet er bevilget i tre år.", err);
}

/* ---- other administrations ---- */

static bool effort_row(struct case_of *c, size_t side, int32_t from, struct err *err) {
    static const char *const sides[] = {"jobcentre", "social", "health"};
    static const char *const what[] = {"Mentor to gange om ugen", "Kontaktforløb med familien",
                                       "Samtaleforløb i ungepsykologisk tilbud"};
    int64_t id = ++c->next->effort;
    struct q_demo_other_effort_in in = {.id = id,
                                        .youth = c->person->id,
                                        .side = sides[side],
                                        .what =
                                            sealed(c, "outreach_effort", id, "what", what[side]),
                                        .from_day = from,
                                        .to_day = DAY_NONE,
                                        .author = c->author,
                                        .at = moment(from, 10 * 60)};
    return q_demo_other_effort(c->job->w, in, NULL, err);
}

static bool effort_rows(struct case_of *c, struct err *err) {
    int32_t today = c->job->world->date;
    size_t side = rng_below(&c->rng, 3);
    int32_t from = workday(today - rng_between(&c->rng, 20, 200));
    if (!rng_chance(&c->rng, 0.3)) return true;
    if (!effort_row(c, side, from, err)) return false;
    if (!rng_chance(&c->rng, 0.35)) return true;
    int32_t later = workday(today - rng_between(&c->rng, 5, 19));
    if (!effort_row(c, (side + 1) % 3, later, err)) return false;
    if (!rng_chance(&c->rng, 0.75)) return true;
    int64_t id = ++c->next->contact;
    struct q_demo_contact_person_in in = {
        .id = id,
        .youth = c->person->id,
        .name = sealed(c, "outreach_contact", id, "name", "Ungekoordinator i jobcentret"),
        .from_day = later,
        .author = c->author,
        .at = moment(later, 12 * 60)};
    return q_demo_contact_person(c->job->w, in, NULL, err);
}

static bool person_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct person *p = &world->people[i];
    struct numbers *next = job->ctx;
    next->spell += p->spans_n; /* they were written in this order */
    int age = day_age(p->born, world->date);
    if (p->moved_out != DAY_NONE || age < 16 || age > 29 || p->done != DAY_NONE) return true;
    struct case_of c = {.job = job,
                        .next = next,
                        .rng = rng_make(world->seed, STREAM_OUTREACH, p->number),
                        .person = p,
                        .now = &world->spans[p->span + p->spans_n - 1],
                        .spell = next->spell};
    c.author = row_of(p->counsellor != NOWHERE ? p->counsellor : 0);
    if (c.now->kind == KIND_FGU) return assessment_row(&c, err);
    if (c.now->kind == KIND_STU) return stu_rows(&c, err);
    if (age < 18 || !is_idle(c.now) || p->counsellor == NOWHERE) return true;
    return check_row(&c, err) && effort_rows(&c, err);
}

bool outreach_write(struct store *store, struct world *world, struct err *err) {
    struct numbers next = {0};
    return write_table(store, world, person_rows, world->people_n, &next, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the schools have reported of grades 8 to 10: the second round of the years before, both of the
 * present one, as far as the date has come. Some schools are early, some have a draft, some have not
 * begun. Results are computed by the room's own rules from the marks and answers that are drawn.
 */
#include "access/access.h"
#include "base/calendar.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"
#include "gen/msg.h"
#include "readiness/readiness.h"

#include <string.h>

#define N(list_) (sizeof(list_) / sizeof *(list_))

static const char *const reasons[] = {
    "Vi taler om, hvordan det går med at komme til tiden.",
    "Har taget et stort skridt siden sommerferien og er på rette vej.",
    "Arbejder bedst i små grupper. Vi øver at sige fra og til.",
    "Er i tvivl om valget og skal på besøg på flere uddannelser.",
    "Har brug for støtte i matematik og får ekstra timer.",
};
static const char *const effort_reasons[] = {
    "Stort fravær siden efterårsferien.",
    "Falder fra i dansk og matematik og mister modet.",
    "Trives ikke i klassen og er i tvivl om alt efter 9. klasse.",
    "Har skiftet skole to gange og mangler ro til at lære.",
};
static const char *const effort_plans[] = {
    "Fast samtale hver uge med klasselæreren, praktik en dag om ugen til jul.",
    "Turboforløb i dansk og matematik i uge 2-4, opfølgning med hjemmet.",
    "Uddannelsesvejlederen følger eleven til brobygning; skolen aftaler mål for fremmødet.",
};

static const char judged[] = "Samtale med eleven og klasselæreren. Fremmødet er blevet stabilt.";
static const char *const talks[] = {
    "Talte om vurderingen og det næste skridt. Aftalte et besøg på uddannelsen.",
    "Gennemgik vurderingen sammen med klasselæreren. Følger fremmødet frem til jul.",
    "Er ked af resultatet, men enig i, hvad der skal arbejdes med.",
};

struct readiness_numbers {
    const struct rules *rules;
    int64_t report, row, judgement, effort, contact;
    int school_staff; /* any of them, for schools that have none of their own */
};

struct reporting {
    struct part *job;
    struct readiness_numbers *next;
    const struct class *class;
    struct rng rng;
    int64_t report, author;
    int round;
    int32_t day;
    bool sent, now, waiting; /* waiting: its letters are not sent */
    const char *grade;
};

static int32_t workday(int32_t day) {
    while (!day_is_workday(day, NULL)) day--;
    return day;
}

static struct blob sealed(const struct reporting *r, const char *table, int64_t row,
                          const char *column, const char *text) {
    const char *key = arena_fmt(r->job->a, "%lld", (long long)row);
    return seal_text(r->job->a, table, key, column, text);
}

static int64_t staff_of(const struct world *world, int place, int any) {
    for (size_t i = 0; i < world->accounts_n; i++)
        if (strcmp(world->accounts[i].role, "school") == 0 && world->accounts[i].place == place)
            return row_of((int)i);
    return row_of(any);
}

/* ---- one pupil ---- */

/* Around the pupil's own level, one step up or down. */
static void marks_draw(struct rng *rng, struct subject_marks marks[SUBJECTS]) {
    static const int scale[] = {-3, 0, 2, 4, 7, 10, 12};
    static const double levels[] = {0, 2, 7, 18, 42, 24, 7};
    int level = (int)rng_weighted(rng, levels, N(levels));
    for (int s = 0; s < SUBJECTS; s++) {
        marks[s].n = s == SUBJECT_DANISH ? 3 : s < SUBJECT_PHYSICS ? 2 : 1;
        for (size_t i = 0; i < marks[s].n; i++) {
            double shift[] = {20, 60, 20};
            int at = level + (int)rng_weighted(rng, shift, 3) - 1;
            marks[s].v[i] = scale[at < 0 ? 0 : at > 6 ? 6 : at];
        }
    }
}

static int64_t met_draw(struct rng *rng) {
    double weights[] = {90, 3, 3, 4};
    static const int64_t sets[] = {7, 3, 1, 0};
    return sets[rng_weighted(rng, weights, 4)];
}

static int64_t stored(enum readiness_answer x) {
    return x == ANSWER_NONE ? INT_NONE : x == ANSWER_YES;
}

/* What the room sends: to both under 18. */
static bool letter_send(struct reporting *r, const struct person *p, const char *template,
                        struct letter_words_of words, const char *next, int64_t row, int64_t author,
                        int32_t day, int64_t *ret_notice, struct err *err) {
    const struct letter_value values[] = {
        {"resultat", words.result}, {"begrundelse", words.reason}, {"forloeb", next}};
    struct sending s = {.person = p,
                        .template = template,
                        .values = values,
                        .values_n = N(values),
                        .about = arena_fmt(r->job->a, "readiness:%lld", (long long)row),
                        .author = author,
                        .day = day,
                        .minute = 12 * 60 + 30,
                        .custody = day_age(p->born, day) < 18,
                        .failed = 0.002,
                        .rng = &r->rng};
    return notice_write(r->job, &s, ret_notice, err);
}

static bool judgement_put(struct reporting *r, const struct person *p, int64_t row,
                          const struct readiness_result *result, struct err *err) {
    int32_t due = rules_day(r->next->rules, RULE_DEADLINE_REJUDGEMENT, r->grade, NULL, r->day);
    int32_t day = due == DAY_NONE ? DAY_NONE : workday(due - rng_between(&r->rng, 2, 24));
    if (r->round || day == DAY_NONE || day >= r->job->world->date || day < r->day) return true;
    for (int t = 0; t < TYPES; t++) {
        if (readiness_rejudge(r->next->rules, r->grade, r->day, true, &result->of[t]) !=
                REJUDGE_MAY ||
            !rng_chance(&r->rng, 0.35))
            continue;
        int64_t id = ++r->next->judgement;
        struct q_demo_judgement_in in = {
            .id = id,
            .youth = p->id,
            .row = row,
            .type = readiness_types[t],
            .answer = rng_chance(&r->rng, 0.6),
            .reason = sealed(r, "readiness_judgement", id, "reason", judged),
            .day = day,
            .author = row_of(p->counsellor == NOWHERE ? 0 : p->counsellor),
            .at = moment(day, 11 * 60)};
        struct letter_words_of words = {
            readiness_rejudged_words(r->job->a, result, (enum readiness_type)t, in.answer), judged};
        return letter_send(r, p, "readiness-rejudged", words, msg_readiness_judge_next(LANG_DA),
                           row, in.author, day, &in.notice, err) &&
               q_demo_judgement(r->job->w, in, NULL, err);
    }
    return true;
}

static bool effort_put(struct reporting *r, const struct person *p, int64_t row, const char *reason,
                       const char *plan, struct err *err) {
    int64_t id = ++r->next->effort;
    int32_t end = r->now ? DAY_NONE : school_year_last_day(r->class->year) - 30;
    struct q_demo_effort_in in = {.id = id,
                                  .youth = p->id,
                                  .row = row,
                                  .day = r->day,
                                  .reason = sealed(r, "readiness_effort", id, "reason", reason),
                                  .plan = sealed(r, "readiness_effort", id, "plan", plan),
                                  .author = r->author,
                                  .at = moment(r->day, 13 * 60),
                                  .ended_day = end,
                                  .ended_by = end == DAY_NONE ? INT_NONE : r->author,
                                  .ended_at = moment(end, 10 * 60)};
    return q_demo_effort(r->job->w, in, NULL, err);
}

/* Most have been spoken with within two weeks; who has not is on a worklist. In the years before, later and fewer. */
static bool talk_put(struct reporting *r, const struct person *p, struct err *err) {
    const struct world *world = r->job->world;
    int32_t day = workday(r->day + rng_between(&r->rng, 2, r->now ? 13 : 60));
    int author = r->now ? p->counsellor : post_holder(world, r->class->place, r->day);
    if (author == NOWHERE || day <= r->day || day >= world->date ||
        rng_chance(&r->rng, r->now ? 0.06 : 0.3))
        return true;
    int64_t id = ++r->next->contact;
    struct q_demo_contact_in in = {
        .id = id,
        .youth = p->id,
        .session = INT_NONE,
        .kind = rng_chance(&r->rng, 0.8) ? "talk" : "parents",
        .at = moment(day, 10 * 60),
        .day = day,
        .author = row_of(author),
        .body = sealed(r, "contact", id, "body", talks[rng_below(&r->rng, N(talks))]),
        .attended = true,
        .withdrawn_at = INT_NONE,
        .withdrawn_by = INT_NONE};
    return q_demo_contact(r->job->w, in, NULL, err);
}

static void practical_draw(struct rng *rng, char practical[PRACTICAL + 1]) {
    for (int i = 0; i < PRACTICAL; i++) practical[i] = rng_chance(rng, 0.3) ? 'h' : 'm';
    practical[PRACTICAL] = 0;
}

/* In a year without a number for some kind the school decided itself; the good ones meet it. */
static int64_t decided(const struct rules *rules, struct readiness_given *given) {
    given->academic_said = false;
    struct readiness_result result = readiness_assess(rules, given);
    for (int t = 0; t < TYPES && result.assessed; t++)
        if (result.of[t].academic == ANSWER_NONE) given->academic_said = true;
    given->academic_met = TYPES_ALL;
    return given->academic_said ? TYPES_ALL : INT_NONE;
}

static bool row_put(struct reporting *r, const struct person *p, struct err *err) {
    const struct world *world = r->job->world;
    const struct rules *rules = r->next->rules;
    struct readiness_given given = {.grade = r->grade, .day = r->day};
    char practical[PRACTICAL + 1] = "";
    bool marks_only = readiness_marks_only(rules, r->day);
    int64_t id = ++r->next->row, personal = met_draw(&r->rng), social = met_draw(&r->rng);
    marks_draw(&r->rng, given.marks);
    given.personal_said = given.social_said = true;
    given.personal_met = (unsigned)personal;
    given.social_met = (unsigned)social;
    int64_t academic = decided(rules, &given);
    struct readiness_result result = readiness_assess(rules, &given);
    bool weak = readiness_not_ready(&result) > 0;
    bool effort = marks_only && r->sent && rng_chance(&r->rng, r->now ? 0.05 : 0.01);
    const char *reason = effort ? effort_reasons[rng_below(&r->rng, N(effort_reasons))]
                         : weak ? reasons[rng_below(&r->rng, N(reasons))]
                                : NULL;
    const char *plan = effort ? effort_plans[rng_below(&r->rng, N(effort_plans))] : NULL;
    if (!marks_only &&
        rules_int(rules, RULE_READINESS_CRITERIA, NULL, "practical", r->day) != INT_NONE)
        practical_draw(&r->rng, practical);
    struct q_demo_reported_in in = {.id = id,
                                    .report = r->report,
                                    .youth = p->id,
                                    .marks = marks_store(r->job->a, given.marks),
                                    .academic = academic,
                                    .personal = marks_only ? INT_NONE : personal,
                                    .social = marks_only ? INT_NONE : social,
                                    .focus = weak ? 1 << rng_below(&r->rng, PERSONAL + SOCIAL) : 0,
                                    .practical = practical,
                                    .reason = sealed(r, "readiness_row", id, "reason", reason),
                                    .effort = effort,
                                    .plan = sealed(r, "readiness_row", id, "plan", plan),
                                    .academic_met = INT_NONE,
                                    .eud = INT_NONE,
                                    .hf = INT_NONE,
                                    .gym = INT_NONE,
                                    .notice = INT_NONE};
    if (r->sent && result.assessed) {
        in.academic_met = 0;
        for (int t = 0; t < TYPES; t++)
            if (result.of[t].academic == ANSWER_YES) in.academic_met |= 1 << t;
        in.eud = stored(result.of[TYPE_EUD].result);
        in.hf = stored(result.of[TYPE_HF].result);
        in.gym = stored(result.of[TYPE_GYM].result);
        in.letter = readiness_letter(rules, r->grade, r->day, r->round == 0, &result);
    }
    if (in.letter && !r->waiting) {
        struct letter_words_of words =
            readiness_letter_words_of(r->job->a, &result, (unsigned)in.focus, reason);
        if (!letter_send(r, p, in.letter, words, msg_readiness_next_default(LANG_DA), id, r->author,
                         r->day, &in.notice, err))
            return false;
    }
    if (!q_demo_reported(r->job->w, in, NULL, err)) return false;
    if (!r->sent || (!effort && !weak)) return true;
    bool told = r->now || r->class->year >= world->care_year;
    if (told && !talk_put(r, p, err)) return false;
    return effort ? effort_put(r, p, id, reason, plan, err) : judgement_put(r, p, id, &result, err);
}

/* ---- one class ---- */

static bool report_put(struct reporting *r, struct err *err) {
    const struct world *world = r->job->world;
    r->report = ++r->next->report;
    struct q_demo_report_in in = {
        .id = r->report,
        .class = row_of((int)(r->class - world->classes)),
        .round = readiness_rounds[r->round],
        .day = r->sent ? r->day : DAY_NONE,
        .rules =
            r->sent ? rules_text(r->next->rules, RULE_READINESS_RULES, NULL, NULL, r->day) : NULL,
        .author = r->author,
        .at = moment(r->day, 12 * 60),
        .sent_by = r->sent ? r->author : INT_NONE,
        .sent_at = r->sent ? moment(r->day, 12 * 60 + 20) : INT_NONE};
    if (!q_demo_report(r->job->w, in, NULL, err)) return false;
    for (uint32_t i = 0; i < r->class->n; i++) {
        const struct member *m = &world->members[world->by_class[r->class->first + i]];
        if (m->from > r->day || (m->to != DAY_NONE && m->to < r->day)) continue;
        if (!row_put(r, &world->people[m->person], err)) return false;
    }
    return true;
}

/* Schools report in the three weeks before the day; near it some are not done. */
static bool round_of(struct reporting *r, struct err *err) {
    const struct world *world = r->job->world;
    int32_t inside = school_year_first_day(r->class->year) + 60;
    int32_t due = readiness_due(r->next->rules, r->grade, inside, r->round);
    int32_t last = school_year_last_day(r->class->year);
    if (due == DAY_NONE || due > last) due = last - 40;
    r->day = workday(due - rng_between(&r->rng, 1, 21));
    if (r->day >= world->date) { /* the day has not come: one in six has begun */
        bool begun = due - world->date < 30 && due >= world->date && rng_chance(&r->rng, 0.17);
        r->sent = false;
        r->day = workday(world->date - 1);
        return !begun || report_put(r, err);
    }
    r->sent = true;
    r->waiting = r->now && !r->round && rng_chance(&r->rng, 0.04);
    return report_put(r, err);
}

static bool class_reports(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct class *class = &world->classes[i];
    struct readiness_numbers *next = job->ctx;
    if (class->grade < 8 || class->grade > 10) return true;
    struct reporting r = {.job = job,
                          .next = next,
                          .class = class,
                          .rng = rng_make(world->seed, STREAM_READINESS, i),
                          .author = staff_of(world, class->place, next->school_staff),
                          .now = class->year == world->year};
    r.grade = class->grade == 8 ? "8" : class->grade == 9 ? "9" : "10";
    for (r.round = r.now ? 0 : 1; r.round < ROUNDS; r.round++)
        if (!round_of(&r, err)) return false;
    return true;
}

bool readiness_write(struct store *store, struct world *world, struct err *err) {
    struct readiness_numbers next = {.school_staff = 0, .contact = (int64_t)world->notes_n};
    if (!rules_of_law(&next.rules, err)) return false;
    for (size_t i = 0; i < world->accounts_n; i++)
        if (strcmp(world->accounts[i].role, "school") == 0) next.school_staff = (int)i;
    return write_table(store, world, class_reports, world->classes_n, &next, err);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Letters of the past, with the words of today's templates: the notice about the youth benefit when
 * a 15-17-year-old out of school has the first conversation, and the plan that some older ones were
 * sent after one. Nearly all have left; a few are to be handed over or could not be sent, so that a
 * worklist has such lines.
 */
#include "access/access.h"
#include "base/date.h"
#include "demo/words.h"
#include "demo/write.h"
#include "gen/demo.sql.h"
#include "letter/letter.h"

#include <string.h>

#define RECENT 21 /* days in which a letter may still lie here */

struct letters {
    int64_t next;
    bool *told;    /* by person: has had the notice */
    size_t newest; /* the first counsellor's newest conversation, whose letter could not be sent */
};

/* One letter on its way to its recipients. */
struct sending {
    struct part *job;
    const struct note *note;
    bool stuck;
    const struct person *person;
    const char *template;
    const struct letter_value *values;
    size_t values_n;
    struct letter_words words;
    int64_t notice, about;
    struct rng *rng;
};

static const char *uuid_draw(struct arena *a, struct rng *rng) {
    unsigned long long high = rng_next(rng), low = rng_next(rng);
    return arena_fmt(a, "%08llx-%04llx-4%03llx-8%03llx-%012llx", high >> 32, high >> 16 & 0xffff,
                     high & 0xfff, low >> 48 & 0xfff, low & 0xffffffffffff);
}

static struct q_demo_outbox_in travel(const struct sending *s, bool has_cpr, int64_t id) {
    const struct note *n = s->note;
    bool recent = n->day > s->job->world->date - RECENT;
    bool failed = s->stuck || (recent && has_cpr && rng_chance(s->rng, 0.06));
    bool left = !failed && (has_cpr || !recent);
    int64_t at = moment(n->day, n->minute + 12);
    const char *uuid = uuid_draw(s->job->a, s->rng);
    return (struct q_demo_outbox_in){
        .letter = id,
        .uuid = uuid,
        .state = failed ? "failed"
                 : left ? "sent"
                        : "hand",
        .attempts = failed ? 8 : has_cpr,
        .sent_at = left ? at : INT_NONE,
        .sent_by = left && !has_cpr ? row_of(n->author) : INT_NONE,
        .file = left && has_cpr ? uuid : NULL,
        .at = at,
    };
}

static bool letter_row(struct sending *s, const char *recipient, bool has_cpr, struct err *err) {
    struct letters *letters = s->job->ctx;
    struct arena *a = s->job->a;
    const struct note *n = s->note;
    const char *text;
    int64_t id = ++letters->next;
    if (!letter_text(a, s->template, &s->words, s->values, s->values_n, &text, err)) return false;
    if (!s->notice) s->notice = id;
    struct q_demo_letter_in in = {
        .id = id,
        .notice = s->notice,
        .youth = s->person->id,
        .recipient = recipient,
        .template = s->template,
        .body = seal_text(a, "letter", arena_fmt(a, "%lld", (long long)id), "body", text),
        .about = arena_fmt(a, "contact:%lld", (long long)s->about),
        .account = row_of(n->author),
        .day = n->day,
        .at = moment(n->day, n->minute + 10),
    };
    struct q_demo_outbox_in out = travel(s, has_cpr, id);
    return q_demo_letter(s->job->w, in, NULL, err) && q_demo_outbox(s->job->w, out, NULL, err);
}

static bool custody_rows(struct sending *s, struct err *err) {
    struct q_demo_custody_rows rows;
    struct q_demo_custody_in in = {s->person->id};
    if (!q_demo_custody(s->job->w, s->job->a, in, &rows, err)) return false;
    s->words.custody = true;
    for (size_t i = 0; i < rows.n; i++) {
        s->words.to = rows.v[i].name;
        if (!letter_row(s, rows.v[i].relation, rows.v[i].has_cpr, err)) return false;
    }
    return true;
}

static bool send(struct sending *s, bool custody, struct err *err) {
    const struct world *world = s->job->world;
    const struct account *counsellor = &world->accounts[s->person->counsellor];
    const char *name = full_name(s->job->a, world, s->person);
    s->words = (struct letter_words){
        .to = name,
        .name = name,
        .first_name = call_name(s->job->a, world, s->person),
        .municipality = DEMO_MUNICIPALITY_NAME,
        .counsellor = counsellor->name,
        .phone = counsellor->phone,
        .signer = world->accounts[s->note->author].name,
        .day = s->note->day,
    };
    return letter_row(s, "youth", s->person->has_cpr, err) && (!custody || custody_rows(s, err));
}

static bool notice_send(struct sending *s, struct err *err) {
    const struct letter_value values[] = {
        {"plan", letter_plans[rng_below(s->rng, letter_plans_n)]}};
    s->template = "duty-notice";
    s->values = values;
    s->values_n = 1;
    return send(s, true, err);
}

static bool plan_send(struct sending *s, struct err *err) {
    size_t which = rng_below(s->rng, letter_goals_n);
    const struct letter_value values[] = {
        {"maal", letter_goals[which]},
        {"trin", letter_steps[which]},
        {"opfoelgning", fmt_day_long(s->job->a, LANG_DA, s->note->day + 28)}};
    s->template = "plan-agreed";
    s->values = values;
    s->values_n = 3;
    return send(s, false, err);
}

static bool is_talk(const struct world *world, const struct note *n) {
    return n->session == NOBODY && !n->absent && !n->withdrawn && n->about == ABOUT_IDLE &&
           world->people[n->person].counsellor != NOWHERE;
}

/* With somebody of age. The first counsellor is who one logs in as. */
static size_t newest_talk(const struct world *world) {
    size_t newest = SIZE_MAX;
    for (size_t i = 0; i < world->notes_n; i++) {
        const struct note *n = &world->notes[i];
        bool theirs = is_talk(world, n) && world->people[n->person].counsellor == 0 &&
                      day_age(world->people[n->person].born, n->day) >= 18;
        if (theirs && (newest == SIZE_MAX || n->day > world->notes[newest].day)) newest = i;
    }
    return newest;
}

static bool letter_rows(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    const struct note *n = &world->notes[i];
    const struct person *p = &world->people[n->person];
    struct letters *letters = job->ctx;
    if (!is_talk(world, n)) return true;
    struct rng rng = rng_make(world->seed, STREAM_LETTER, UINT64_C(1) << 32 | i);
    struct sending s = {.job = job,
                        .note = n,
                        .person = p,
                        .about = (int64_t)i + 1,
                        .rng = &rng,
                        .stuck = i == letters->newest};
    if (day_age(p->born, n->day) < 18) {
        if (letters->told[n->person]) return true;
        letters->told[n->person] = true;
        return notice_send(&s, err);
    }
    return (!s.stuck && !rng_chance(&rng, 0.08)) || plan_send(&s, err);
}

bool letters_write(struct store *store, struct world *world, struct err *err) {
    struct letters letters = {
        .told = arena_array(world->arena, world->people_n, sizeof *letters.told),
        .newest = newest_talk(world),
    };
    return write_table(store, world, letter_rows, world->notes_n, &letters, err);
}

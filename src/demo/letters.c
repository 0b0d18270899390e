/* SPDX-License-Identifier: EUPL-1.2
 *
 * Letters of the past, with the words of today's templates. Those that a room's own acts send come from the
 * files of those rooms (notice_write). Here: the notice about the youth benefit when
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
    bool *told;    /* by person: has had the notice */
    size_t newest; /* the first counsellor's newest conversation, whose letter could not be sent */
};

/* One notice on its way to its recipients. */
struct journey {
    struct part *job;
    const struct sending *s;
    struct letter_words words;
    int64_t notice;
};

static const char *uuid_draw(struct arena *a, struct rng *rng) {
    unsigned long long high = rng_next(rng), low = rng_next(rng);
    return arena_fmt(a, "%08llx-%04llx-4%03llx-8%03llx-%012llx", high >> 32, high >> 16 & 0xffff,
                     high & 0xfff, low >> 48 & 0xfff, low & 0xffffffffffff);
}

static struct q_demo_outbox_in travel(const struct journey *j, bool has_cpr, int64_t id) {
    const struct sending *s = j->s;
    bool recent = s->day > j->job->world->date - RECENT;
    bool failed = s->failed >= 1 || (recent && has_cpr && rng_chance(s->rng, s->failed));
    bool left = !failed && (has_cpr || !recent);
    int64_t at = moment(s->day, s->minute + 2);
    const char *uuid = uuid_draw(j->job->a, s->rng);
    return (struct q_demo_outbox_in){
        .letter = id,
        .uuid = uuid,
        .state = failed ? "failed"
                 : left ? "sent"
                        : "hand",
        .attempts = failed ? 8 : has_cpr,
        .sent_at = left ? at : INT_NONE,
        .sent_by = left && !has_cpr ? s->author : INT_NONE,
        .file = left && has_cpr ? uuid : NULL,
        .at = at,
    };
}

static bool letter_row(struct journey *j, const char *recipient, bool has_cpr, struct err *err) {
    struct arena *a = j->job->a;
    const struct sending *s = j->s;
    const char *text;
    int64_t id = ++j->job->world->letters_n;
    if (!letter_text(a, s->template, &j->words, s->values, s->values_n, &text, err)) return false;
    if (!j->notice) j->notice = id;
    struct q_demo_letter_in in = {
        .id = id,
        .notice = j->notice,
        .youth = s->person->id,
        .recipient = recipient,
        .template = s->template,
        .body = seal_text(a, "letter", arena_fmt(a, "%lld", (long long)id), "body", text),
        .about = s->about,
        .account = s->author,
        .day = s->day,
        .at = moment(s->day, s->minute),
    };
    struct q_demo_outbox_in out = travel(j, has_cpr, id);
    return q_demo_letter(j->job->w, in, NULL, err) && q_demo_outbox(j->job->w, out, NULL, err);
}

static bool custody_rows(struct journey *j, struct err *err) {
    struct q_demo_custody_rows rows;
    struct q_demo_custody_in in = {j->s->person->id};
    if (!q_demo_custody(j->job->w, j->job->a, in, &rows, err)) return false;
    j->words.custody = true;
    for (size_t i = 0; i < rows.n; i++) {
        j->words.to = rows.v[i].name;
        if (!letter_row(j, rows.v[i].relation, rows.v[i].has_cpr, err)) return false;
    }
    return true;
}

bool notice_write(struct part *job, const struct sending *s, int64_t *ret_notice, struct err *err) {
    const struct world *world = job->world;
    const struct account *counsellor =
        s->person->counsellor == NOWHERE ? NULL : &world->accounts[s->person->counsellor];
    const char *name = full_name(job->a, world, s->person);
    struct journey j = {.job = job,
                        .s = s,
                        .words = {
                            .to = name,
                            .name = name,
                            .first_name = call_name(job->a, world, s->person),
                            .municipality = DEMO_MUNICIPALITY_NAME,
                            .counsellor = counsellor ? counsellor->name : NULL,
                            .phone = counsellor ? counsellor->phone : NULL,
                            .signer = world->accounts[s->author - 1].name,
                            .day = s->day,
                        }};
    bool ok =
        letter_row(&j, "youth", s->person->has_cpr, err) && (!s->custody || custody_rows(&j, err));
    *ret_notice = j.notice;
    return ok;
}

/* ---- after a conversation ---- */

static bool notice_send(struct part *job, struct sending *s, struct err *err) {
    const struct letter_value values[] = {
        {"plan", letter_plans[rng_below(s->rng, letter_plans_n)]}};
    int64_t notice;
    s->template = "duty-notice";
    s->values = values;
    s->values_n = 1;
    s->custody = true;
    return notice_write(job, s, &notice, err);
}

static bool plan_send(struct part *job, struct sending *s, struct err *err) {
    size_t which = rng_below(s->rng, letter_goals_n);
    const struct letter_value values[] = {
        {"maal", letter_goals[which]},
        {"trin", letter_steps[which]},
        {"opfoelgning", fmt_day_long(job->a, LANG_DA, s->day + 28)}};
    int64_t notice;
    s->template = "plan-agreed";
    s->values = values;
    s->values_n = 3;
    return notice_write(job, s, &notice, err);
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
    bool stuck = i == letters->newest;
    struct sending s = {.person = p,
                        .about = arena_fmt(job->a, "contact:%lld", (long long)i + 1),
                        .author = row_of(n->author),
                        .day = n->day,
                        .minute = n->minute + 10,
                        .failed = stuck ? 1 : 0.06,
                        .rng = &rng};
    if (day_age(p->born, n->day) < 18) {
        if (letters->told[n->person]) return true;
        letters->told[n->person] = true;
        return notice_send(job, &s, err);
    }
    return (!stuck && !rng_chance(&rng, 0.08)) || plan_send(job, &s, err);
}

bool letters_write(struct store *store, struct world *world, struct err *err) {
    struct letters letters = {
        .told = arena_array(world->arena, world->people_n, sizeof *letters.told),
        .newest = newest_talk(world),
    };
    return write_table(store, world, letter_rows, world->notes_n, &letters, err);
}

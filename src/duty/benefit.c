/* SPDX-License-Identifier: EUPL-1.2
 *
 * The case about the child benefit (rules.md § 2, Sanction and Ungeydelse mechanics; forvaltningsloven on
 * hearing and reasons): the notice when the plan was made, the hearing, the answers, the decision with
 * its reasons and where to complain, Udbetaling Danmark. A step that the law does not allow is refused,
 * and the page says why.
 */
#include "duty/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/duty.sql.h"
#include "gen/msg.h"

#include <string.h>

static bool is(const char *word, const char *other) { return word && strcmp(word, other) == 0; }

bool benefit_read(struct db *db, struct arena *a, const char *youth_id, struct benefit_rows *ret,
                  struct err *err) {
    struct q_duty_benefits_rows rows;
    if (!q_duty_benefits(db, a, (struct q_duty_benefits_in){youth_id}, &rows, err)) return false;
    ret->v = arena_array(a, rows.n + 1, sizeof *ret->v);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_duty_benefits_row *r = &rows.v[i];
        ret->v[i] =
            (struct benefit_row){.id = r->id,
                                 .duty_case = r->duty_case,
                                 .author = r->author,
                                 .notice = r->notice,
                                 .at = r->at,
                                 .kind = r->kind,
                                 .party = r->party,
                                 .body = duty_unseal(a, "duty_benefit", r->id, "body", r->body),
                                 .rules = duty_unseal(a, "duty_benefit", r->id, "rules", r->rules),
                                 .complain_to = r->complain_to,
                                 .author_name = r->author_name,
                                 .day = r->day,
                                 .due = r->due,
                                 .from = r->from_day,
                                 .withdrawn = r->withdrawn_at != INT_NONE};
    }
    return true;
}

struct benefit_case benefit_case_of(const struct benefit_rows *rows, int64_t duty_case) {
    struct benefit_case c = {.notice_youth = DAY_NONE, .notice_guardian = DAY_NONE};
    for (size_t i = 0; i < rows->n; i++) {
        const struct benefit_row *r = &rows->v[i];
        if (r->withdrawn || r->duty_case != duty_case) continue;
        if (is(r->kind, "hearing")) c.hearing = r;
        if (is(r->kind, "stop") || is(r->kind, "no-stop")) c.decision = r;
        if (is(r->kind, "resume")) c.resume = r;
        if (is(r->kind, "complaint")) c.complaint = r;
        if (is(r->kind, "told")) c.told = r;
        if (is(r->kind, "answer") && is(r->party, "youth")) c.heard_youth = true;
        if (is(r->kind, "answer") && is(r->party, "guardian")) c.heard_guardian = true;
    }
    return c;
}

/* ---- what the law allows ---- */

static enum benefit_refusal notice_refused(const struct benefit_case *b, int32_t aware) {
    if (b->notice_youth == DAY_NONE || b->notice_guardian == DAY_NONE) return BENEFIT_NO_NOTICE;
    return b->notice_youth > aware || b->notice_guardian > aware ? BENEFIT_LATE_NOTICE
                                                                 : BENEFIT_MAY;
}

static bool benefit_age(const struct rules *rules, int32_t born, int32_t day) {
    int64_t age = day_age(born, day);
    return age >= rules_int(rules, RULE_BENEFIT_AGE_FROM, NULL, NULL, day) &&
           age < rules_int(rules, RULE_BENEFIT_AGE_TO, NULL, NULL, day);
}

static enum benefit_refusal hearing_refused(const struct rules *rules, const struct duty_line *line,
                                            const struct benefit_case *b, int32_t today) {
    if (!line || line->state.end != DUTY_OPEN) return BENEFIT_NO_CASE;
    if (!benefit_age(rules, line->born, today)) return BENEFIT_AGE;
    if (b->decision) return BENEFIT_DECIDED;
    if (b->hearing) return BENEFIT_HEARD;
    return notice_refused(b, line->facts.aware);
}

/* To decide that the benefit goes on asks for no notice and no hearing: it burdens nobody. */
static enum benefit_refusal decision_refused(const struct rules *rules,
                                             const struct duty_line *line,
                                             const struct benefit_case *b, bool stop,
                                             int32_t today) {
    if (!line) return BENEFIT_NO_CASE;
    if (b->decision) return BENEFIT_DECIDED;
    if (!stop) return b->hearing ? BENEFIT_MAY : BENEFIT_NO_HEARING;
    if (line->state.end != DUTY_OPEN) return BENEFIT_NO_CASE;
    if (!benefit_age(rules, line->born, today)) return BENEFIT_AGE;
    enum benefit_refusal notice = notice_refused(b, line->facts.aware);
    if (notice != BENEFIT_MAY) return notice;
    if (!b->hearing) return BENEFIT_NO_HEARING;
    bool all_heard = b->heard_youth && b->heard_guardian;
    return today <= b->hearing->due && !all_heard ? BENEFIT_HEARING_RUNS : BENEFIT_MAY;
}

static enum benefit_refusal after_refused(const struct benefit_case *b, const char *what) {
    bool stopped = b->decision && is(b->decision->kind, "stop");
    if (!stopped) return BENEFIT_NOT_STOPPED;
    if (is(what, "resume")) return b->resume ? BENEFIT_RESUMED : BENEFIT_MAY;
    if (is(what, "complaint")) return BENEFIT_MAY;
    int64_t last = b->resume ? b->resume->id : b->decision->id;
    return b->told && b->told->id > last ? BENEFIT_TOLD : BENEFIT_MAY;
}

enum benefit_refusal benefit_refused(const struct rules *rules, const struct duty_line *line,
                                     const struct benefit_case *b, const char *what,
                                     int32_t today) {
    if (is(what, "hearing")) return hearing_refused(rules, line, b, today);
    if (is(what, "answer")) {
        if (!b->hearing) return BENEFIT_NO_HEARING;
        return b->decision ? BENEFIT_DECIDED : BENEFIT_MAY;
    }
    if (is(what, "stop") || is(what, "no-stop"))
        return decision_refused(rules, line, b, is(what, "stop"), today);
    return after_refused(b, what);
}

/* ---- a step, with its letters ---- */

struct duty_letter duty_step_letter(struct arena *a, const char *kind, const char *body,
                                    const char *rules, int32_t from_day, int32_t due_day,
                                    const char *complain_to) {
    const char *from = from_day == DAY_NONE ? NULL : fmt_day_long(a, LANG_DA, from_day);
    const char *due = due_day == DAY_NONE ? NULL : fmt_day_long(a, LANG_DA, due_day);
    if (is(kind, "hearing"))
        return (struct duty_letter){"duty-hearing", {{"sag", body}, {"frist", due}}, 2};
    if (is(kind, "stop"))
        return (struct duty_letter){"duty-decision",
                                    {{"afgoerelse", msg_duty_letter_stop(LANG_DA)},
                                     {"begrundelse", body},
                                     {"regler", rules},
                                     {"fra", from},
                                     {"klage_til", complain_to},
                                     {"klagefrist", due}},
                                    6};
    if (is(kind, "no-stop")) return (struct duty_letter){"duty-kept", {{"begrundelse", body}}, 1};
    if (is(kind, "resume"))
        return (struct duty_letter){"duty-resumed", {{"begrundelse", body}, {"fra", from}}, 2};
    return (struct duty_letter){0};
}

static bool letters_put(struct db *w, struct arena *a, const struct benefit_new *s,
                        int64_t *ret_notice, struct err *err) {
    struct duty_letter letter =
        duty_step_letter(a, s->kind, s->body, s->rules, s->from, s->due, s->complain_to);
    *ret_notice = INT_NONE;
    if (!letter.template) return true;
    struct letter_draft draft = {.template = letter.template,
                                 .youth_id = s->youth_id,
                                 .to = LETTER_YOUTH | LETTER_CUSTODY,
                                 .values = letter.values,
                                 .values_n = letter.n,
                                 .account = s->author,
                                 .day = clock_today(),
                                 .about = arena_fmt(a, "duty:%lld", (long long)s->duty_case)};
    return letter_put(w, a, &draft, ret_notice, err);
}

bool benefit_put(struct db *w, struct arena *a, const struct benefit_new *s, int64_t *ret_id,
                 struct err *err) {
    int64_t id = *ret_id = id_next(), notice;
    if (!letters_put(w, a, s, &notice, err)) return false;
    struct q_duty_benefit_add_in in = {.id = id,
                                       .duty_case = s->duty_case,
                                       .youth = s->youth_id,
                                       .kind = s->kind,
                                       .day = s->day,
                                       .due = s->due,
                                       .from_day = s->from,
                                       .party = s->party,
                                       .body = duty_seal(a, "duty_benefit", id, "body", s->body),
                                       .rules = duty_seal(a, "duty_benefit", id, "rules", s->rules),
                                       .complain_to = s->complain_to,
                                       .notice = notice,
                                       .author = s->author,
                                       .at = clock_now()};
    return q_duty_benefit_add(w, in, NULL, err);
}

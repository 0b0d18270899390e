/* SPDX-License-Identifier: EUPL-1.2
 *
 * The written notices (rules.md 1.6): what was found, why, and what happens now, to the pupil and,
 * under 18, to each who has custody. Letters are in Danish.
 */
#include "readiness/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "gen/msg.h"
#include "letter/letter.h"

struct letter_words_of readiness_letter_words_of(struct arena *a,
                                                 const struct readiness_result *result,
                                                 unsigned points, const char *written) {
    struct text said, why;
    text_init(&said, a);
    text_init(&why, a);
    for (int t = 0; t < TYPES; t++) {
        const struct readiness_one *one = &result->of[t];
        const char *kind = readiness_type_words(LANG_DA, t),
                   *numbers = readiness_academic_words(a, LANG_DA, one);
        const char *reason = readiness_why_words(a, LANG_DA, one);
        if (one->result == ANSWER_NONE) continue; /* before 2019 only what was wished */
        text_addf(&said, "%s- %s: %s", said.len ? "\n" : "", kind,
                  readiness_answer_words(LANG_DA, result, one->result));
        if (*reason)
            text_addf(&why, "%s- %s: %s", why.len ? "\n" : "", kind, reason);
        else if (*numbers)
            text_addf(&why, "%s- %s: %s", why.len ? "\n" : "", kind, numbers);
    }
    const char *focus = readiness_focus_words(a, LANG_DA, points);
    if (*focus)
        text_addf(&why, "%s%s", why.len ? "\n" : "", msg_readiness_focus_line(a, LANG_DA, focus));
    if (written) text_addf(&why, "%s%s", why.len ? "\n" : "", written);
    if (!why.len) text_add(&why, msg_readiness_why_all_met(LANG_DA));
    return (struct letter_words_of){text_str(&said), text_str(&why)};
}

const char *readiness_rejudged_words(struct arena *a, const struct readiness_result *result,
                                     enum readiness_type type, bool yes) {
    return arena_fmt(a, "- %s: %s", readiness_type_words(LANG_DA, (int)type),
                     readiness_answer_words(LANG_DA, result, yes ? ANSWER_YES : ANSWER_NO));
}

bool readiness_is_of_age(struct db *w, struct arena *a, const char *youth, int32_t day,
                         bool *ret_is, struct err *err) {
    struct youth_head head;
    bool found = false;
    if (!youth_head(w, a, youth, day, &head, &found, err)) return false;
    *ret_is = found && day_age(head.born, day) >= 18;
    return found || err_set(err, ERR_NOT_FOUND, "no such person");
}

static bool letter_one(struct db *w, struct letters_send *send, const struct report *report,
                       const struct pupil *p, struct err *err) {
    struct arena *a = send->arena;
    struct terms terms =
        readiness_terms(send->rules, send->grade, report->day, report->without_marks);
    struct readiness_result result = pupil_assess(&terms, p, report->without_marks);
    struct letter_words_of words = readiness_letter_words_of(a, &result, p->focus, p->reason);
    const struct letter_value values[] = {
        {"resultat", words.result}, {"begrundelse", words.reason}, {"forloeb", send->next}};
    bool adult = false;
    int64_t notice;
    if (!readiness_is_of_age(w, a, p->youth, clock_today(), &adult, err)) return false;
    struct letter_draft draft = {
        .template = p->letter,
        .youth_id = p->youth,
        .to = adult ? LETTER_YOUTH : LETTER_YOUTH | LETTER_CUSTODY,
        .values = values,
        .values_n = 3,
        .account = send->account,
        .day = clock_today(),
        .about = arena_fmt(a, "readiness:%lld", (long long)p->id),
    };
    if (!letter_put(w, a, &draft, &notice, err)) return false;
    send->ret_persons++;
    return q_readiness_row_told(w, (struct q_readiness_row_told_in){p->id, notice}, NULL, err);
}

bool readiness_letters_send(struct db *w, struct letters_send *send, struct report *report,
                            struct err *err) {
    send->ret_persons = 0;
    for (size_t i = 0; i < report->pupils_n; i++) {
        const struct pupil *p = &report->pupils[i];
        if (p->letter && p->notice == INT_NONE && !letter_one(w, send, report, p, err))
            return false;
    }
    return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words for results. A word is that of the day of the assessment: the result carries its term.
 */
#include "readiness/views.h"

#include "base/text.h"
#include "gen/msg.h"

#include <string.h>

const char *readiness_type_words(enum lang lang, int type) {
    static const char *const keys[TYPES] = {"readiness.type.eud", "readiness.type.hf",
                                            "readiness.type.gym"};
    return msg_by_key(lang, keys[type]);
}

/* In 8th grade both are the first of its kind; in the law's words it is 1st and 2nd in all grades. */
const char *readiness_round_words(struct arena *a, enum lang lang, const char *grade, int round) {
    return round ? msg_readiness_round_second(a, lang, grade)
                 : msg_readiness_round_first(a, lang, grade);
}

const char *readiness_answer_words(enum lang lang, const struct readiness_result *result,
                                   enum readiness_answer answer) {
    if (answer == ANSWER_YES) return msg_readiness_ready(lang);
    if (answer == ANSWER_NONE) return msg_readiness_not_assessed(lang);
    const char *term = result->negative ? result->negative : "iup";
    if (strcmp(term, "other-activities") == 0) return msg_readiness_term_other_activities(lang);
    return strcmp(term, "iup-provisional") == 0 ? msg_readiness_term_iup_provisional(lang)
                                                : msg_readiness_term_iup(lang);
}

/* No colour of alarm for a person. */
const char *readiness_answer_badge(enum readiness_answer answer) {
    return answer == ANSWER_YES ? "badge-success" : answer == ANSWER_NO ? "badge-info" : NULL;
}

const char *readiness_set_words(enum lang lang, const char *rules) {
    static const char *const sets[] = {"upv-2010", "upv-2014", "upv-2017", "upv-2019", "upv-2022"};
    for (size_t i = 0; rules && i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i], rules) == 0)
            return msg_by_key(
                lang, (const char *const[]){"readiness.set.upv-2010", "readiness.set.upv-2014",
                                            "readiness.set.upv-2017", "readiness.set.upv-2019",
                                            "readiness.set.upv-2022"}[i]);
    return msg_readiness_set_none(lang);
}

static const char *thousandths(struct arena *a, enum lang lang, int64_t x) {
    return fmt_number(a, lang, (double)x / 1000, 1);
}

const char *readiness_academic_words(struct arena *a, enum lang lang,
                                     const struct readiness_one *one) {
    if (one->threshold_danish != INT_NONE && one->danish != INT_NONE &&
        one->mathematics != INT_NONE)
        return msg_readiness_academic_two(a, lang, thousandths(a, lang, one->danish),
                                          thousandths(a, lang, one->threshold_danish),
                                          thousandths(a, lang, one->mathematics),
                                          thousandths(a, lang, one->threshold_mathematics));
    if (one->threshold != INT_NONE && one->average != INT_NONE)
        return msg_readiness_academic_one(a, lang, thousandths(a, lang, one->average),
                                          thousandths(a, lang, one->threshold));
    return "";
}

const char *readiness_numbers_words(struct arena *a, enum lang lang,
                                    const struct readiness_result *result) {
    struct text out;
    text_init(&out, a);
    int64_t all = INT_NONE;
    for (int t = 0; t < TYPES; t++) {
        const struct readiness_one *one = &result->of[t];
        if (one->danish != INT_NONE && one->mathematics != INT_NONE)
            text_add(&out, msg_readiness_numbers_two(a, lang, thousandths(a, lang, one->danish),
                                                     thousandths(a, lang, one->mathematics)));
        if (one->average != INT_NONE) all = one->average;
    }
    if (all != INT_NONE)
        text_addf(&out, "%s%s", out.len ? " " : "",
                  msg_readiness_numbers_all(a, lang, thousandths(a, lang, all)));
    return text_str(&out);
}

const char *readiness_why_words(struct arena *a, enum lang lang, const struct readiness_one *one) {
    struct text out;
    text_init(&out, a);
    if (one->result != ANSWER_NO) return "";
    if (one->academic == ANSWER_NO) {
        const char *numbers = readiness_academic_words(a, lang, one);
        text_addf(&out, "%s%s%s", msg_readiness_why_academic(lang), *numbers ? " " : "", numbers);
    }
    if (one->personal == ANSWER_NO)
        text_addf(&out, "%s%s", out.len ? " " : "", msg_readiness_why_personal(lang));
    if (one->social == ANSWER_NO)
        text_addf(&out, "%s%s", out.len ? " " : "", msg_readiness_why_social(lang));
    return text_str(&out);
}

static const char *point(struct arena *a, enum lang lang, const char *name) {
    return msg_by_key(lang, arena_fmt(a, "readiness.point.%s", name));
}

const char *readiness_focus_words(struct arena *a, enum lang lang, unsigned focus) {
    struct text out;
    text_init(&out, a);
    for (int i = 0; i < FOCUS; i++) {
        const char *name = i < PERSONAL ? readiness_personal[i] : readiness_social[i - PERSONAL];
        if (focus >> i & 1) text_addf(&out, "%s%s", out.len ? ", " : "", point(a, lang, name));
    }
    return text_str(&out);
}

const char *readiness_practical_words(struct arena *a, enum lang lang,
                                      const char practical[PRACTICAL]) {
    struct text out;
    text_init(&out, a);
    for (int i = 0; i < PRACTICAL; i++) {
        if (practical[i] != 'm' && practical[i] != 'h') continue;
        const char *level =
            practical[i] == 'h' ? msg_readiness_level_high(lang) : msg_readiness_level_medium(lang);
        text_addf(&out, "%s%s: %s", out.len ? "; " : "", point(a, lang, readiness_practical[i]),
                  level);
    }
    return text_str(&out);
}

const char *readiness_marks_words(struct arena *a, enum lang lang,
                                  const struct subject_marks marks[SUBJECTS]) {
    struct text out;
    text_init(&out, a);
    for (int s = 0; s < SUBJECTS; s++) {
        if (!marks[s].n) continue;
        const char *key = arena_fmt(a, "readiness.subject.%s", readiness_subjects[s]);
        text_addf(&out, "%s%s %s", out.len ? ", " : "", msg_by_key(lang, key),
                  marks_text(a, &marks[s]));
    }
    return text_str(&out);
}

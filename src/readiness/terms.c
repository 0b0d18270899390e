/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a class reports under on its day, and one pupil under it. No database.
 */
#include "readiness/internal.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

const char *const readiness_rounds[ROUNDS] = {"first", "second"};

struct pupil pupil_blank(const char *youth, const char *name) {
    struct pupil p = {.id = INT_NONE,
                      .youth = youth,
                      .name = name,
                      .present = true,
                      .academic = -1,
                      .personal = -1,
                      .social = -1,
                      .notice = INT_NONE};
    memset(p.practical, '-', sizeof p.practical);
    return p;
}

int32_t readiness_day(int64_t school_year, int32_t today) {
    int32_t first = school_year_first_day((int)school_year);
    int32_t last = school_year_last_day((int)school_year);
    return today < first ? first : today > last ? last : today;
}

static bool has_number(const struct rules *rules, const char *grade, int type, int32_t day) {
    const char *kind = readiness_types[type];
    return rules_row(rules, RULE_READINESS_THRESHOLD, grade, kind, day) ||
           rules_row(rules, RULE_READINESS_THRESHOLD_DANISH, grade, kind, day);
}

struct terms readiness_terms(const struct rules *rules, const char *grade, int32_t day,
                             bool without_marks) {
    struct terms t = {
        .rules = rules, .grade = grade, .day = day, .marks_only = readiness_marks_only(rules, day)};
    t.practical = !t.marks_only &&
                  rules_int(rules, RULE_READINESS_CRITERIA, NULL, "practical", day) != INT_NONE;
    t.ask_academic = !t.marks_only && without_marks;
    for (int i = 0; i < TYPES && !t.marks_only; i++)
        if (!has_number(rules, grade, i, day)) t.ask_academic = true;
    return t;
}

int32_t readiness_due(const struct rules *rules, const char *grade, int32_t day, int round) {
    /* One of readiness_deadlines(), alone: a worklist asks it of every class. */
    int32_t due =
        rules_day(rules, round ? RULE_DEADLINE_SECOND_ASSESSMENT : RULE_DEADLINE_FIRST_ASSESSMENT,
                  grade, NULL, day);
    if (due != DAY_NONE) return due;
    return rules_day(rules, round ? RULE_DEADLINE_REPORT_SECOND : RULE_DEADLINE_REPORT_FIRST, NULL,
                     NULL, day);
}

static unsigned bits(int said) { return said < 0 ? 0 : (unsigned)said; }

struct readiness_result pupil_assess(const struct terms *terms, const struct pupil *pupil,
                                     bool without_marks) {
    struct readiness_given given = {.grade = terms->grade,
                                    .day = terms->day,
                                    .without_marks = without_marks,
                                    .academic_said = pupil->academic >= 0,
                                    .academic_met = bits(pupil->academic),
                                    .personal_said = pupil->personal >= 0,
                                    .personal_met = bits(pupil->personal),
                                    .social_said = pupil->social >= 0,
                                    .social_met = bits(pupil->social)};
    memcpy(given.marks, pupil->marks, sizeof given.marks);
    return readiness_assess(terms->rules, &given);
}

static bool has_marks(const struct pupil *pupil) {
    for (int s = 0; s < SUBJECTS; s++)
        if (pupil->marks[s].n) return true;
    return false;
}

/* Until 2019 only what the pupil wished was assessed, so one answer is enough. */
bool pupil_complete(const struct terms *terms, const struct pupil *pupil, bool without_marks,
                    const struct readiness_result *result) {
    if (pupil->exempt) return true;
    if (terms->marks_only) return without_marks || has_marks(pupil);
    int answered = 0;
    for (int t = 0; t < TYPES; t++) answered += result->of[t].result != ANSWER_NONE;
    return result->by_wish ? answered > 0 : answered == TYPES;
}

const char *marks_store(struct arena *a, const struct subject_marks marks[SUBJECTS]) {
    struct text out;
    text_init(&out, a);
    for (int s = 0; s < SUBJECTS; s++)
        if (marks[s].n)
            text_addf(&out, "%s%s=%s", out.len ? ";" : "", readiness_subjects[s],
                      marks_text(a, &marks[s]));
    return text_str(&out);
}

void marks_load(struct arena *a, const char *stored, struct subject_marks ret_marks[SUBJECTS]) {
    memset(ret_marks, 0, SUBJECTS * sizeof *ret_marks);
    for (const char *p = stored ? stored : ""; *p;) {
        size_t len = strcspn(p, ";"), name = strcspn(p, "=");
        for (int s = 0; s < SUBJECTS && name < len; s++) {
            const char *subject = readiness_subjects[s];
            if (strlen(subject) == name && strncmp(p, subject, name) == 0)
                marks_parse(arena_dup_n(a, p + name + 1, len - name - 1), &ret_marks[s]);
        }
        p += len + (p[len] == ';');
    }
}

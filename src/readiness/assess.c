/* SPDX-License-Identifier: EUPL-1.2 */
#include "readiness/assess.h"

#include "base/date.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const char *const readiness_types[TYPES] = {"eud", "hf", "gym"};
const char *const readiness_subjects[SUBJECTS] = {"danish",  "mathematics", "english",   "language",
                                                  "physics", "biology",     "geography", "history",
                                                  "society", "christianity"};
const char *const readiness_personal[PERSONAL] = {"motivation", "independence", "responsibility",
                                                  "attendance", "choice"};
const char *const readiness_social[SOCIAL] = {"cooperation", "respect", "tolerance"};
const char *const readiness_practical[PRACTICAL] = {"skills", "workplace", "workshop",
                                                    "perspective", "theory"};

/* ---- marks ---- */

static bool on_scale(int mark) {
    static const int scale[] = {-3, 0, 2, 4, 7, 10, 12};
    for (size_t i = 0; i < sizeof scale / sizeof *scale; i++)
        if (scale[i] == mark) return true;
    return false;
}

#define BETWEEN " ,;/"

bool marks_parse(const char *text, struct subject_marks *ret_marks) {
    struct subject_marks marks = {.n = 0};
    *ret_marks = marks;
    for (const char *p = text + strspn(text, BETWEEN); *p; p += strspn(p, BETWEEN)) {
        size_t len = strcspn(p, BETWEEN), digits = len - (*p == '-');
        if (marks.n == MARKS_A_SUBJECT || !digits || digits > 2) return false;
        int mark = 0;
        for (const char *d = p + (*p == '-'); d < p + len; d++) {
            if (*d < '0' || *d > '9') return false;
            mark = mark * 10 + (*d - '0');
        }
        if (*p == '-') mark = mark ? -mark : 1; /* -0 is not on the scale, nor is 1 */
        if (!on_scale(mark)) return false;
        marks.v[marks.n++] = mark;
        p += len;
    }
    *ret_marks = marks;
    return true;
}

const char *marks_text(struct arena *a, const struct subject_marks *marks) {
    struct text out;
    text_init(&out, a);
    for (size_t i = 0; i < marks->n; i++) {
        int mark = marks->v[i];
        text_addf(&out, mark == 0 || mark == 2 ? "%s%02d" : "%s%d", i ? " " : "", mark);
    }
    return text_str(&out);
}

/* ---- averages ---- */

static int64_t floor_div(int64_t x, int64_t by) {
    int64_t q = x / by;
    return x % by < 0 ? q - 1 : q;
}

static int64_t ten_to(int decimals) {
    int64_t x = 1;
    while (decimals-- > 0) x *= 10;
    return x;
}

int64_t average_rounded(int64_t sum, int64_t n, int first, int last) {
    int64_t scaled = floor_div(2 * sum * ten_to(first) + n, 2 * n);
    int64_t drop = ten_to(first - last);
    if (drop > 1) scaled = floor_div(scaled + drop / 2, drop);
    return scaled * ten_to(3 - last);
}

struct round {
    int first, last;
};

static struct round rounding(const struct rules *rules, int32_t day) {
    int64_t first = rules_int(rules, RULE_READINESS_ROUND_FIRST, NULL, NULL, day);
    int64_t last = rules_int(rules, RULE_READINESS_ROUND_LAST, NULL, NULL, day);
    return (struct round){first == INT_NONE ? 2 : (int)first, last == INT_NONE ? 1 : (int)last};
}

/* Of the subjects from..to, every mark counting once; INT_NONE without marks. */
static int64_t average_of(const struct readiness_given *given, size_t from, size_t to,
                          struct round round) {
    int64_t sum = 0, n = 0;
    for (size_t s = from; s <= to; s++) {
        for (size_t i = 0; i < given->marks[s].n; i++) sum += given->marks[s].v[i];
        n += (int64_t)given->marks[s].n;
    }
    return n ? average_rounded(sum, n, round.first, round.last) : INT_NONE;
}

/* ---- the assessment ---- */

static enum readiness_answer said(bool is_said, unsigned met, int type) {
    if (!is_said) return ANSWER_NONE;
    return met >> type & 1 ? ANSWER_YES : ANSWER_NO;
}

static enum readiness_answer reached(int64_t average, int64_t threshold) {
    if (average == INT_NONE) return ANSWER_NONE;
    return average >= threshold ? ANSWER_YES : ANSWER_NO;
}

/* All must be met; one no decides, and as long as one is missing nothing else does. */
static enum readiness_answer all_of(enum readiness_answer x, enum readiness_answer y) {
    if (x == ANSWER_NO || y == ANSWER_NO) return ANSWER_NO;
    return x == ANSWER_NONE || y == ANSWER_NONE ? ANSWER_NONE : ANSWER_YES;
}

static enum readiness_answer academic(const struct rules *rules,
                                      const struct readiness_given *given, int type,
                                      struct readiness_one *one) {
    const char *category = readiness_types[type];
    struct round round = rounding(rules, given->day);
    one->threshold =
        rules_decimal(rules, RULE_READINESS_THRESHOLD, given->grade, category, given->day);
    one->threshold_danish =
        rules_decimal(rules, RULE_READINESS_THRESHOLD_DANISH, given->grade, category, given->day);
    one->threshold_mathematics = rules_decimal(rules, RULE_READINESS_THRESHOLD_MATHEMATICS,
                                               given->grade, category, given->day);
    bool has_two = one->threshold_danish != INT_NONE && one->threshold_mathematics != INT_NONE;
    if (given->without_marks || (!has_two && one->threshold == INT_NONE))
        return said(given->academic_said, given->academic_met, type);
    if (!has_two) {
        one->average = average_of(given, 0, SUBJECTS - 1, round);
        return reached(one->average, one->threshold);
    }
    one->danish = average_of(given, SUBJECT_DANISH, SUBJECT_DANISH, round);
    one->mathematics = average_of(given, SUBJECT_MATHEMATICS, SUBJECT_MATHEMATICS, round);
    return all_of(reached(one->danish, one->threshold_danish),
                  reached(one->mathematics, one->threshold_mathematics));
}

static bool is_set(const char *rules, const char *prefix) {
    return rules && strncmp(rules, prefix, strlen(prefix)) == 0;
}

struct readiness_result readiness_assess(const struct rules *rules,
                                         const struct readiness_given *given) {
    struct readiness_result r = {
        .rules = rules_text(rules, RULE_READINESS_RULES, NULL, NULL, given->day)};
    for (int t = 0; t < TYPES; t++)
        r.of[t] = (struct readiness_one){.average = INT_NONE,
                                         .threshold = INT_NONE,
                                         .danish = INT_NONE,
                                         .mathematics = INT_NONE,
                                         .threshold_danish = INT_NONE,
                                         .threshold_mathematics = INT_NONE};
    r.assessed = is_set(r.rules, "upv-");
    if (!r.assessed) return r;
    const char *scope = rules_text(rules, RULE_READINESS_SCOPE, NULL, NULL, given->day);
    r.by_wish = scope && strcmp(scope, "wish") == 0;
    r.negative = rules_text(rules, RULE_READINESS_NEGATIVE_TERM, given->grade, NULL, given->day);
    for (int t = 0; t < TYPES; t++) {
        struct readiness_one *one = &r.of[t];
        one->academic = academic(rules, given, t, one);
        one->personal = said(given->personal_said, given->personal_met, t);
        one->social = said(given->social_said, given->social_met, t);
        one->result = all_of(one->academic, all_of(one->personal, one->social));
    }
    return r;
}

int readiness_not_ready(const struct readiness_result *result) {
    int n = 0;
    for (int t = 0; t < TYPES; t++) n += result->of[t].result == ANSWER_NO;
    return n;
}

bool readiness_marks_only(const struct rules *rules, int32_t day) {
    return rules_yes(rules, RULE_READINESS_MARKS_REPORTED, NULL, NULL, day) &&
           !is_set(rules_text(rules, RULE_READINESS_RULES, NULL, NULL, day), "upv-");
}

/* ---- days, letters, the municipality's own step ---- */

/* A special year may have its rule as a date of another school year (30 September 2020 for 2019/20). */
struct readiness_deadlines readiness_deadlines(const struct rules *rules, const char *grade,
                                               int32_t day) {
    struct readiness_deadlines d = {
        .first = rules_day(rules, RULE_DEADLINE_FIRST_ASSESSMENT, grade, NULL, day),
        .second = rules_day(rules, RULE_DEADLINE_SECOND_ASSESSMENT, grade, NULL, day),
        .social = rules_day(rules, RULE_DEADLINE_SOCIAL_ASSESSMENT, grade, NULL, day),
        .marks = rules_day(rules, RULE_DEADLINE_FINAL_MARKS, grade, NULL, day),
        .reasons = rules_day(rules, RULE_DEADLINE_REASONS_BEFORE, grade, NULL, day),
        .rejudgement = rules_day(rules, RULE_DEADLINE_REJUDGEMENT, grade, NULL, day),
    };
    if (d.reasons != DAY_NONE) {
        struct calendar_rules calendar = rules_calendar(rules, day);
        d.reasons = workdays_add(d.reasons, -1, &calendar);
    }
    return d;
}

const char *readiness_letter(const struct rules *rules, const char *grade, int32_t day, bool first,
                             const struct readiness_result *result) {
    const char *whom = rules_text(rules, RULE_READINESS_NOTICE, grade, NULL, day);
    if (!whom || !result->assessed) return NULL;
    if (first && strcmp(whom, "all") == 0) return "readiness-8";
    return readiness_not_ready(result) ? "readiness-not-ready" : NULL;
}

enum rejudge readiness_rejudge(const struct rules *rules, const char *grade, int32_t day,
                               bool applies, const struct readiness_one *one) {
    if (!rules_yes(rules, RULE_READINESS_REJUDGED, grade, NULL, day)) return REJUDGE_NO_RULE;
    if (!applies) return REJUDGE_NOT_APPLIED;
    if (one->academic != ANSWER_YES &&
        !rules_yes(rules, RULE_READINESS_ACADEMIC_OVERRIDE, NULL, NULL, day))
        return REJUDGE_ACADEMIC;
    return one->result == ANSWER_NO ? REJUDGE_MAY : REJUDGE_READY;
}

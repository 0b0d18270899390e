/* SPDX-License-Identifier: EUPL-1.2
 *
 * The indicators. Each is a line in the table at the end and a function that says of one subject whether it is
 * a part of the figure, and if so which.
 */
#include "indicator/internal.h"

#include "base/date.h"

#include <string.h>

#define SAYS(name_)                                                                                \
    static enum indicator_says name_(const struct indicator_data *data,                            \
                                     const struct indicator_person *p, const void *subject)
#define UNUSED(x_) (void)(x_)

static enum indicator_says yes_if(bool yes) { return yes ? SAYS_YES : SAYS_NO; }

/* ---- people ---- */

bool indicator_lives_here(const struct indicator_person *p, int32_t day) {
    return p->moved_out == DAY_NONE || p->moved_out > day;
}

int32_t indicator_birthday(int32_t born, int years) {
    int32_t day = day_add_months(born, 12 * years);
    return day_age(born, day) < years ? day + 1 : day; /* born on 29 February: 1 March */
}

static bool is_aged(const struct indicator_data *data, const struct indicator_person *p, int from,
                    int to) {
    int age = day_age(p->born, data->ask.day);
    return age >= from && age <= to && indicator_lives_here(p, data->ask.day);
}

static bool is_pupil(const struct indicator_data *data, const struct indicator_person *p, int from,
                     int to) {
    return p->grade >= from && p->grade <= to && indicator_lives_here(p, data->ask.day);
}

SAYS(attained_by_25) {
    UNUSED(subject);
    int32_t day = indicator_birthday(p->born, 25);
    if (day < data->ask.from || day > data->ask.to || !indicator_lives_here(p, day))
        return SAYS_OUT;
    if (p->attained != DAY_NONE && p->attained < day) return SAYS_YES;
    return p->doing == DOING_UNKNOWN ? SAYS_UNKNOWN : SAYS_NO;
}

static enum indicator_says in_nothing(const struct indicator_data *data,
                                      const struct indicator_person *p, int from, int to) {
    if (!is_aged(data, p, from, to)) return SAYS_OUT;
    return p->doing == DOING_UNKNOWN ? SAYS_UNKNOWN : yes_if(p->doing == DOING_NOTHING);
}
SAYS(nothing_15_17) {
    UNUSED(subject);
    return in_nothing(data, p, 15, 17);
}
SAYS(nothing_15_24) {
    UNUSED(subject);
    return in_nothing(data, p, 15, 24);
}

SAYS(unknown_15_17) {
    UNUSED(subject);
    return is_aged(data, p, 15, 17) ? yes_if(p->doing == DOING_UNKNOWN) : SAYS_OUT;
}
SAYS(unknown_15_24) {
    UNUSED(subject);
    return is_aged(data, p, 15, 24) ? yes_if(p->doing == DOING_UNKNOWN) : SAYS_OUT;
}

/* ---- wishes of those who leave school: who goes on to 10th grade is not of the base (rules.md 6.1) ---- */

static enum indicator_says wishes(const struct indicator_data *data,
                                  const struct indicator_person *p, unsigned wanted) {
    if (!is_pupil(data, p, 9, 10)) return SAYS_OUT;
    if (p->wish == WISH_SCHOOL) return p->grade == 9 ? SAYS_OUT : SAYS_UNKNOWN;
    return p->wish == WISH_NONE ? SAYS_UNKNOWN : yes_if(wanted >> p->wish & 1);
}
SAYS(wish_eud) {
    UNUSED(subject);
    return wishes(data, p, 1U << WISH_EUD);
}
SAYS(wish_gym) {
    UNUSED(subject);
    return wishes(data, p, 1U << WISH_GYM | 1U << WISH_HF);
}
SAYS(wish_other) {
    UNUSED(subject);
    return wishes(data, p, 1U << WISH_OTHER);
}

/* ---- readiness ---- */

static bool not_ready(const struct indicator_person *p) {
    for (int t = 0; t < 3; t++)
        if (p->ready[t] == READY_NO) return true;
    return false;
}

SAYS(not_ready_any) {
    UNUSED(subject);
    return is_pupil(data, p, 8, 10) && p->assessed ? yes_if(not_ready(p)) : SAYS_OUT;
}

SAYS(not_ready_wish) {
    UNUSED(subject);
    if (!is_pupil(data, p, 8, 10) || !p->assessed) return SAYS_OUT;
    if (p->wish == WISH_NONE) return SAYS_UNKNOWN;
    if (p->wish == WISH_OTHER || p->wish == WISH_SCHOOL) return SAYS_OUT;
    enum indicator_ready ready = p->ready[p->wish == WISH_EUD ? 0 : p->wish == WISH_HF ? 1 : 2];
    return ready == READY_NOT_SAID ? SAYS_UNKNOWN : yes_if(ready == READY_NO);
}

SAYS(talk_ready) {
    UNUSED(subject);
    if (!is_pupil(data, p, 8, 10) || !p->assessed || not_ready(p)) return SAYS_OUT;
    return yes_if(p->talked);
}
SAYS(talk_not_ready) {
    UNUSED(subject);
    if (!is_pupil(data, p, 8, 10) || !p->assessed || !not_ready(p)) return SAYS_OUT;
    return yes_if(p->talked);
}

/* ---- efforts ---- */

SAYS(talk_all) {
    UNUSED(subject);
    return is_pupil(data, p, 8, 10) ? yes_if(p->talked) : SAYS_OUT;
}
SAYS(collective) {
    UNUSED(subject);
    return is_pupil(data, p, 7, 10) ? yes_if(p->in_class_talk) : SAYS_OUT;
}
SAYS(practice) {
    UNUSED(subject);
    return is_pupil(data, p, 8, 10) ? yes_if(p->practised) : SAYS_OUT;
}
SAYS(plan_in_time) {
    UNUSED(subject);
    if (!is_pupil(data, p, 9, 10)) return SAYS_OUT;
    int32_t by = data->plan_by[p->grade];
    return yes_if(p->planned != DAY_NONE && (by == DAY_NONE || p->planned <= by));
}
SAYS(plan_motivating) {
    UNUSED(data);
    UNUSED(subject);
    return p->motivating == INT_NONE ? SAYS_OUT : yes_if(p->motivating >= 4);
}
SAYS(plan_realistic) {
    UNUSED(data);
    UNUSED(subject);
    return p->realistic == INT_NONE ? SAYS_OUT : yes_if(p->realistic >= 4);
}

/* ---- continuity ---- */

static bool is_followed(const struct indicator_data *data, const struct indicator_person *p) {
    return p->has_counsellor && indicator_lives_here(p, data->ask.day);
}
SAYS(quiet) {
    UNUSED(subject);
    if (!is_followed(data, p)) return SAYS_OUT;
    return yes_if(p->reached == DAY_NONE || p->reached < data->ask.day - QUIET_DAYS);
}
SAYS(changed) {
    UNUSED(subject);
    return is_followed(data, p) ? yes_if(p->changes > 0) : SAYS_OUT;
}

/* ---- starts in a youth education: counted in the school year in which the months have passed ---- */

static enum indicator_says left_within(const struct indicator_data *data, const void *subject,
                                       int months, bool by_switch) {
    const struct indicator_start *s = subject;
    int32_t mark = day_add_months(s->day, months);
    if (mark < data->ask.from || mark > data->ask.to) return SAYS_OUT;
    return yes_if(s->left != DAY_NONE && s->left < mark && s->switched == by_switch);
}
SAYS(dropout_3) {
    UNUSED(p);
    return left_within(data, subject, 3, false);
}
SAYS(dropout_12) {
    UNUSED(p);
    return left_within(data, subject, 12, false);
}
SAYS(switch_3) {
    UNUSED(p);
    return left_within(data, subject, 3, true);
}
SAYS(switch_12) {
    UNUSED(p);
    return left_within(data, subject, 12, true);
}
SAYS(mentored) {
    UNUSED(p);
    const struct indicator_start *s = subject;
    if (s->day < data->ask.from || s->day > data->ask.to) return SAYS_OUT;
    return yes_if(s->mentored);
}

/* ---- the duty: what still runs is not decided, what lapsed counts neither way ---- */

static enum indicator_says clock_says(char state) {
    return state == 'l' ? SAYS_OUT : state == 'r' ? SAYS_UNKNOWN : yes_if(state == 'k');
}
static bool in_year(const struct indicator_data *data, const struct indicator_case *c) {
    return c->aware >= data->ask.from && c->aware <= data->ask.to;
}
SAYS(duty_contact) {
    UNUSED(p);
    const struct indicator_case *c = subject;
    return in_year(data, c) ? clock_says(c->contact) : SAYS_OUT;
}
SAYS(duty_activity) {
    UNUSED(p);
    const struct indicator_case *c = subject;
    return in_year(data, c) ? clock_says(c->activity) : SAYS_OUT;
}

SAYS(career_week) {
    UNUSED(data);
    UNUSED(p);
    UNUSED(subject);
    return SAYS_YES; /* levels carry counts: indicator_count() adds them */
}

/* ---- the table ---- */

#define ALL_PUPIL  (BY_SCHOOL | BY_GRADE | BY_SEX)
#define ALL_PERSON (BY_SCHOOL | BY_SEX)
#define ALL_START  (BY_SCHOOL | BY_SEX | BY_MENTOR)
#define UPV_FROM   16283 /* 2014-08-01 */
#define UPV_TO     19935 /* 2024-07-31: no assessment from 2024/25 (rules.md 1.9) */
#define UPV_VECTOR                                                                                 \
    18109 /* 2019-08-01: all pupils, all three kinds; before, the wish only (rules.md 1.3) */
#define ALWAYS      DAY_NONE, DAY_NONE, DAY_NONE
#define ASSESSMENTS UPV_FROM, UPV_TO, UPV_VECTOR

const struct indicator indicators[] = {
    {"attained_25", 1, 1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS,
     attained_by_25},
    {"dropout_3", 1, -1, OF_START, UNIT_PERCENT, ALL_START, CLASS_ORDINARY, ALWAYS, dropout_3},
    {"dropout_12", 1, -1, OF_START, UNIT_PERCENT, ALL_START, CLASS_ORDINARY, ALWAYS, dropout_12},
    {"switch_3", 1, 0, OF_START, UNIT_PERCENT, ALL_START, CLASS_ORDINARY, ALWAYS, switch_3},
    {"switch_12", 1, 0, OF_START, UNIT_PERCENT, ALL_START, CLASS_ORDINARY, ALWAYS, switch_12},
    {"mentored", 1, 1, OF_START, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS, mentored},
    {"nothing_15_17", 1, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS,
     nothing_15_17},
    {"nothing_15_24", 1, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS,
     nothing_15_24},
    {"unknown_15_17", 1, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS,
     unknown_15_17},
    {"unknown_15_24", 1, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS,
     unknown_15_24},
    {"duty_contact", 1, 1, OF_CASE, UNIT_PERCENT, BY_SEX, CLASS_ORDINARY, ALWAYS, duty_contact},
    {"duty_activity", 1, 1, OF_CASE, UNIT_PERCENT, BY_SEX, CLASS_ORDINARY, ALWAYS, duty_activity},
    {"wish_eud", 2, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, wish_eud},
    {"wish_gym", 2, 0, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, wish_gym},
    {"wish_other", 2, 0, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, wish_other},
    {"collective", 2, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, collective},
    {"practice", 2, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, practice},
    {"career_week", 2, 1, OF_LEVEL, UNIT_PER_100, BY_SCHOOL | BY_GRADE, CLASS_ORDINARY, ALWAYS,
     career_week},
    {"not_ready_wish", 4, -1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ASSESSMENTS,
     not_ready_wish},
    {"not_ready_any", 4, -1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ASSESSMENTS,
     not_ready_any},
    {"talk_not_ready", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ASSESSMENTS,
     talk_not_ready},
    {"talk_ready", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ASSESSMENTS,
     talk_ready},
    {"talk_all", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS, talk_all},
    {"plan_in_time", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_ORDINARY, ALWAYS,
     plan_in_time},
    {"plan_motivating", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_WELLBEING, ALWAYS,
     plan_motivating},
    {"plan_realistic", 4, 1, OF_PERSON, UNIT_PERCENT, ALL_PUPIL, CLASS_WELLBEING, ALWAYS,
     plan_realistic},
    {"quiet", 0, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS, quiet},
    {"changed", 0, -1, OF_PERSON, UNIT_PERCENT, ALL_PERSON, CLASS_ORDINARY, ALWAYS, changed},
};
const size_t indicators_n = sizeof indicators / sizeof *indicators;

const struct indicator *indicator_find(const char *key) {
    for (size_t i = 0; i < indicators_n; i++)
        if (strcmp(indicators[i].key, key) == 0) return &indicators[i];
    return NULL;
}

bool indicator_holds(const struct indicator *indicator, int32_t day) {
    return (indicator->valid_from == DAY_NONE || day >= indicator->valid_from) &&
           (indicator->valid_to == DAY_NONE || day <= indicator->valid_to);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the duty as pure functions: who, what meets it, the two clocks of a case, the service
 * level, the period of the review, and the days of the child benefit.
 */
#include "duty/duty.h"

#include "base/date.h"

#include <math.h>
#include <string.h>

#define SATURDAY 6

bool duty_is_age(const struct rules *rules, int32_t born, int32_t day) {
    int64_t age = day_age(born, day);
    int64_t from = rules_int(rules, RULE_DUTY_AGE_FROM, NULL, NULL, day);
    int64_t to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
    return from != INT_NONE && to != INT_NONE && age >= from && age < to;
}

int32_t duty_last_birthday(const struct rules *rules, int32_t born, int32_t day) {
    int64_t to = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, day);
    if (to == INT_NONE || born == DAY_NONE) return DAY_NONE;
    int32_t last = day_add_months(born, 12 * (int)to);
    return day_age(born, last) < to ? last + 1 : last; /* born on 29 February */
}

static bool one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(word, *words) == 0) return true;
    return false;
}

enum duty_meets duty_meets(const char *kind, double hours, int64_t hours_needed, bool agreed) {
    static const char *const idle[] = {"none", "leave", NULL};
    static const char *const agreed_only[] = {
        "practice", "folk_high_school", "abroad", "military", "other", NULL};
    if (!kind || strcmp(kind, "unknown") == 0) return DUTY_UNKNOWN;
    if (one_of(kind, idle)) return DUTY_IDLE;
    if (strcmp(kind, "work") == 0) {
        if (agreed && isnan(hours)) return DUTY_MEETS; /* the plan says what was agreed */
        if (isnan(hours)) return DUTY_HOURS_MISSING;
        return hours_needed == INT_NONE || hours >= (double)hours_needed ? DUTY_MEETS
                                                                         : DUTY_FEW_HOURS;
    }
    return agreed || !one_of(kind, agreed_only) ? DUTY_MEETS : DUTY_NOT_AGREED;
}

/* ---- the two clocks ---- */

static int32_t earlier(int32_t a, int32_t b) {
    if (a == DAY_NONE) return b;
    return b == DAY_NONE || a < b ? a : b;
}

static void end_of(const struct duty_facts *f, int32_t today, struct duty_state *s) {
    const int32_t days[] = {f->began, f->exempt, f->adult, f->moved};
    const enum duty_end ends[] = {DUTY_BEGAN, DUTY_EXEMPT, DUTY_ADULT, DUTY_MOVED};
    s->end = DUTY_OPEN;
    s->ended = DAY_NONE;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (days[i] == DAY_NONE || days[i] > today) continue;
        if (s->ended != DAY_NONE && s->ended <= days[i]) continue;
        s->ended = days[i];
        s->end = ends[i];
    }
}

/* `end`: the day on which the clock had nothing left to ask for. */
static void clock_judge(struct duty_clock *c, int32_t end, int32_t today) {
    if (c->due == DAY_NONE)
        c->state = CLOCK_WAITS;
    else if (c->met != DAY_NONE && c->met <= today && c->met <= c->due)
        c->state = CLOCK_KEPT;
    else if (end != DAY_NONE && end <= c->due)
        c->state = CLOCK_LAPSED;
    else if (today > c->due)
        c->state = CLOCK_BROKEN;
    else
        c->state = today >= c->warn ? CLOCK_WARNS : CLOCK_RUNS;
}

void duty_judge(const struct duty_facts *f, const struct rules *rules, int32_t today,
                struct duty_state *ret) {
    struct duty_rules on_aware = rules_duty(rules, f->aware);
    end_of(f, today, ret);
    struct duty_clock *c = &ret->contact, *n = &ret->activity;
    *c = (struct duty_clock){.start = f->aware,
                             .warn = duty_contact_warn(f->aware, &on_aware),
                             .due = duty_contact_due(f->aware, &on_aware),
                             .met = f->contact};
    clock_judge(c, ret->ended, today);
    bool reached = f->contact != DAY_NONE && f->contact <= today;
    int32_t start = on_aware.activity_from_contact ? (reached ? f->contact : DAY_NONE) : f->from;
    struct duty_rules on_start = start == DAY_NONE ? on_aware : rules_duty(rules, start);
    *n = (struct duty_clock){.start = start,
                             .due = duty_activity_due(start, &on_start),
                             .met = earlier(f->offer, f->began)};
    n->warn = n->due == DAY_NONE ? DAY_NONE : n->due - DUTY_WARN_DAYS;
    clock_judge(n, ret->ended, today);
    if (n->state == CLOCK_WAITS && ret->ended != DAY_NONE) n->state = CLOCK_LAPSED;
}

/* ---- the service level ---- */

static void count(struct duty_counts *counts, enum clock_state state) {
    counts->kept += state == CLOCK_KEPT;
    counts->broken += state == CLOCK_BROKEN;
    counts->lapsed += state == CLOCK_LAPSED;
    counts->runs += state == CLOCK_RUNS || state == CLOCK_WARNS || state == CLOCK_WAITS;
}

void duty_count(struct duty_level *level, const struct duty_state *state) {
    level->cases++;
    count(&level->contact, state->contact.state);
    count(&level->activity, state->activity.state);
}

double duty_share(const struct duty_counts *counts) {
    int64_t decided = counts->kept + counts->broken;
    return decided ? 100.0 * (double)counts->kept / (double)decided : NAN;
}

/* ---- the review ---- */

bool duty_period(const struct rules *rules, int32_t day, int32_t *ret_first, int32_t *ret_last) {
    int64_t months = rules_int(rules, RULE_DUTY_REVIEW_MONTHS, NULL, NULL, day);
    if (months == INT_NONE || months < 1 || months > 12) return false;
    int year, month, of_month;
    day_to_ymd(day, &year, &month, &of_month);
    int first = (month - 1) / (int)months * (int)months + 1;
    *ret_first = day_from_ymd(year, first, 1);
    int32_t next = day_add_months(*ret_first, (int)months);
    int32_t new_year = day_from_ymd(year + 1, 1, 1); /* periods begin anew in January */
    *ret_last = (next < new_year ? next : new_year) - 1;
    return true;
}

/* ---- the child benefit ---- */

int32_t benefit_paid(const struct rules *rules, int32_t day_of_month) {
    int year, month, of_month;
    int64_t before = rules_int(rules, RULE_BENEFIT_PAID_BEFORE, NULL, NULL, day_of_month);
    if (day_of_month == DAY_NONE || before == INT_NONE) return DAY_NONE;
    day_to_ymd(day_of_month, &year, &month, &of_month);
    int32_t day = day_from_ymd(year, month, (int)before) - 1;
    struct calendar_rules calendar = rules_calendar(rules, day);
    while (!day_is_weekday(day, &calendar) || day_weekday(day) == SATURDAY) day--;
    return day;
}

int32_t benefit_tell_by(const struct rules *rules, int32_t day_of_month) {
    int32_t paid = benefit_paid(rules, day_of_month);
    if (paid == DAY_NONE) return DAY_NONE;
    struct calendar_rules calendar = rules_calendar(rules, paid);
    return workdays_add(paid, -1, &calendar);
}

int32_t benefit_next_paid(const struct rules *rules, int32_t day) {
    int32_t by = benefit_tell_by(rules, day);
    if (by == DAY_NONE) return DAY_NONE;
    if (day <= by) return benefit_paid(rules, day);
    int year, month, of_month;
    day_to_ymd(day, &year, &month, &of_month);
    return benefit_paid(rules, day_add_months(day_from_ymd(year, month, 1), 1));
}

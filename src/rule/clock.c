/* SPDX-License-Identifier: EUPL-1.2
 *
 * The clocks count one day after the other, so that the deadline and its explanation are the same
 * sum. 30 days are few; all clocks of a municipality are counted in far less than a millisecond each.
 */
#include "rule/clock.h"

#include "base/date.h"

#include <string.h>

#define SATURDAY 6
#define SUNDAY   7

static bool in_summer(int32_t day, const struct duty_rules *rules) {
    int year, month, of_month;
    if (!rules->summer_pause || rules->summer_first < 101) return false;
    if (rules->summer_first == 101 && rules->summer_last == 1231) return false; /* for ever */
    day_to_ymd(day, &year, &month, &of_month);
    int at = month * 100 + of_month;
    return rules->summer_first <= at && at <= rules->summer_last;
}

static enum day_skipped open_day(int32_t day, enum day_type type, const struct duty_rules *rules) {
    if (type == DAY_CALENDAR) return DAY_COUNTED;
    if (day_is_holiday(day)) return DAY_HOLIDAY;
    int weekday = day_weekday(day);
    if (weekday == SUNDAY) return DAY_SUNDAY;
    if (weekday == SATURDAY && type == DAY_WORKDAY) return DAY_SATURDAY;
    return day_is_weekday(day, &rules->calendar) ? DAY_COUNTED : DAY_CLOSED;
}

/* How many days, of which type, and whether the summer stops it. */
struct clock_kind {
    int days;
    enum day_type type;
    bool pauses;
};

static enum day_skipped look_at(int32_t day, const struct clock_kind *kind,
                                const struct duty_rules *rules) {
    if (kind->pauses && in_summer(day, rules)) return DAY_SUMMER;
    return open_day(day, kind->type, rules);
}

static int32_t run(int32_t start, const struct clock_kind *kind, const struct duty_rules *rules) {
    if (start == DAY_NONE || kind->days < 0) return DAY_NONE;
    int32_t day = start;
    for (int counted = 0; counted < kind->days;)
        counted += look_at(++day, kind, rules) == DAY_COUNTED;
    return day;
}

static struct clock_days explain(struct arena *a, int32_t start, const struct clock_kind *kind,
                                 const struct duty_rules *rules) {
    int32_t due = run(start, kind, rules);
    if (due == DAY_NONE) return (struct clock_days){0};
    size_t n = (size_t)(due - start);
    struct clock_day *days = arena_array(a, n, sizeof *days);
    int counted = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t day = start + 1 + (int32_t)i;
        enum day_skipped skipped = look_at(day, kind, rules);
        days[i].day = day;
        days[i].skipped = skipped;
        if (skipped == DAY_HOLIDAY) days[i].holiday = holiday_of(day);
        if (skipped == DAY_COUNTED) days[i].number = ++counted;
    }
    return (struct clock_days){days, n};
}

static struct clock_kind contact_kind(const struct duty_rules *rules) {
    return (struct clock_kind){rules->contact_days, rules->contact_type, false};
}

static struct clock_kind activity_kind(const struct duty_rules *rules) {
    return (struct clock_kind){rules->activity_days, DAY_CALENDAR, true};
}

int32_t duty_contact_due(int32_t day_aware, const struct duty_rules *rules) {
    struct clock_kind kind = contact_kind(rules);
    return run(day_aware, &kind, rules);
}

int32_t duty_contact_warn(int32_t day_aware, const struct duty_rules *rules) {
    struct clock_kind kind = {rules->contact_days, rules->warn_type, false};
    int32_t warn = run(day_aware, &kind, rules), due = duty_contact_due(day_aware, rules);
    return warn < due ? warn : due;
}

int32_t duty_activity_due(int32_t day_contact, const struct duty_rules *rules) {
    struct clock_kind kind = activity_kind(rules);
    return run(day_contact, &kind, rules);
}

struct clock_days duty_contact_days(struct arena *a, int32_t day_aware,
                                    const struct duty_rules *rules) {
    struct clock_kind kind = contact_kind(rules);
    return explain(a, day_aware, &kind, rules);
}

struct clock_days duty_activity_days(struct arena *a, int32_t day_contact,
                                     const struct duty_rules *rules) {
    struct clock_kind kind = activity_kind(rules);
    return explain(a, day_contact, &kind, rules);
}

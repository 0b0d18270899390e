/* SPDX-License-Identifier: EUPL-1.2
 *
 * The two clocks of the duty of 15-17-year-olds (rules.md § 2), as pure functions: no database, no
 * today, no words. Other rooms get this with rule/rule.h; the numbers are rules_duty() of the day on
 * which the clock starts, so that a running clock keeps its rules.
 *
 *   contact   starts when guidance becomes aware that the plan is not followed; 5 working days
 *             (arbejdsdage: Viborg's reading of pligtbekendtgørelsen § 10; the ministry once wrote
 *             hverdage, which the warning is counted in);
 *   activity  starts when contact is made; a new activity is offered within 30 calendar days, "with
 *             regard to the institutions' summer holiday": its days do not count.
 *
 * Days are int32_t days (base/date.h). The day a clock starts is day 0 and not counted. DAY_NONE in,
 * DAY_NONE out.
 */
#ifndef VEJVISER_RULE_CLOCK_H
#define VEJVISER_RULE_CLOCK_H

#include "base/arena.h"
#include "base/calendar.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum day_type {
    DAY_WORKDAY,  /* arbejdsdag: Monday to Friday, open */
    DAY_WEEKDAY,  /* hverdag: with Saturdays */
    DAY_CALENDAR, /* every day */
};

struct duty_rules {
    int contact_days; /* 5; < 0: there was no such clock on that day, its functions give DAY_NONE */
    enum day_type contact_type;
    enum day_type warn_type; /* in which the warning is counted; never later than contact_type's */
    int activity_days;       /* 30; < 0 likewise */
    bool summer_pause;       /* days of the summer holiday do not count for the activity */
    int summer_first, summer_last; /* month * 100 + day, both included: 701, 731; first <= last */
    bool activity_from_contact;    /* else from the interruption, where a municipality decided so */
    struct calendar_rules calendar;
};

/* Why a day did not count. */
enum day_skipped { DAY_COUNTED, DAY_SATURDAY, DAY_SUNDAY, DAY_HOLIDAY, DAY_CLOSED, DAY_SUMMER };

/* One day after day 0, and what number it was; for the page that explains a deadline. */
struct clock_day {
    int32_t day;
    enum day_skipped skipped;
    enum holiday holiday; /* HOLIDAY_NONE unless skipped == DAY_HOLIDAY */
    int number;           /* 1.. of counted days; 0 of skipped ones */
};
struct clock_days {
    const struct clock_day *v;
    size_t n; /* the last is the deadline; 0 when the clock has no start */
};

/* The last day of each clock. */
int32_t duty_contact_due(int32_t day_aware, const struct duty_rules *rules);
int32_t duty_contact_warn(int32_t day_aware, const struct duty_rules *rules); /* <= due */
int32_t duty_activity_due(int32_t day_contact, const struct duty_rules *rules);

/* Every day from day 1 to the deadline, in the arena. */
struct clock_days duty_contact_days(struct arena *a, int32_t day_aware,
                                    const struct duty_rules *rules);
struct clock_days duty_activity_days(struct arena *a, int32_t day_contact,
                                     const struct duty_rules *rules);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * duty: the duty of the 15-17-year-olds to be in education, work or another activity (lov om kommunal
 * indsats for unge under 25 år § 2 a, pligtbekendtgørelsen; rules.md § 2).
 *
 *     case       guidance came to know that a plan is not followed: who told it, and when. Starts the
 *                clock of contact (5 working days)
 *     contact    the first conversation after that, a note of src/guidance. Starts the clock of a new
 *                activity (30 calendar days without the summer holiday)
 *     offer      a new activity was offered; or one that meets the duty began, a spell of src/activity
 *     exemption  for a time or for good, decided with a custody holder
 *     benefit    the case about the child benefit: hearing, answers, decision, Udbetaling Danmark
 *     review     the quarterly look at everyone between 15 and 17
 *
 * The deadlines are never stored: duty_judge() works them out from the events and the rules of the day
 * on which a clock started. Events are only added; undo withdraws a row, which stays. Texts are sealed.
 *
 * Insight: everything this room holds about one person, texts opened, withdrawn rows too.
 * Erasure: all of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_DUTY_H
#define VEJVISER_DUTY_H

#include "letter/letter.h"
#include "rule/rule.h"
#include "slice/slice.h"

extern const struct slice duty_slice;

/* duty_case.source; messages duty.source.NAME */
#define DUTY_SOURCES "institution", "school", "guardian", "youth", "guidance", "other"
/* duty_offer.kind; messages duty.offer.NAME */
#define DUTY_OFFERS "education", "work", "activity"
/* duty_exemption.ground (§ 2 a(2)); messages duty.ground.NAME */
#define DUTY_GROUNDS "handicap", "illness", "social"

/* ---- pure rules ---- */

/* Is somebody of that birth date in the ages of the duty on a day? */
bool duty_is_age(const struct rules *rules, int32_t born, int32_t day);
/* The first day on which the duty is over: the 18th birthday. */
int32_t duty_last_birthday(const struct rules *rules, int32_t born, int32_t day);

/* Does what somebody does meet the duty? Education does; work from so many hours a week; practice, stays
 * abroad and the like when an agreed plan says so. */
enum duty_meets {
    DUTY_MEETS,
    DUTY_IDLE,          /* verified: nothing, or leave */
    DUTY_UNKNOWN,       /* nobody knows what they do */
    DUTY_FEW_HOURS,     /* work, but less than the rule's hours */
    DUTY_HOURS_MISSING, /* work, but the hours are not written */
    DUTY_NOT_AGREED,    /* an activity that no agreed plan names */
};
/* `kind` NULL: nothing is known. hours NaN: not written. `hours_needed`: rule duty_work_hours. */
enum duty_meets duty_meets(const char *kind, double hours, int64_t hours_needed, bool agreed);

/* What is known about one case, as days; DAY_NONE: it has not happened. */
struct duty_facts {
    int32_t from;    /* first day on which the plan was not followed */
    int32_t aware;   /* guidance came to know */
    int32_t contact; /* first contact on or after that */
    int32_t offer;   /* first offer */
    int32_t began;   /* first day of the first spell that meets the duty */
    int32_t exempt;  /* first day of an exemption after that */
    int32_t adult;   /* duty_last_birthday() */
    int32_t moved;   /* left the municipality */
};
enum clock_state {
    CLOCK_WAITS, /* has not started: no contact yet */
    CLOCK_RUNS,
    CLOCK_WARNS,  /* runs, and the warning day has come */
    CLOCK_KEPT,   /* what it asks for happened in time */
    CLOCK_BROKEN, /* did not happen in time, whether it did later or not */
    CLOCK_LAPSED, /* the case ended in time for another reason: counts neither way */
};
struct duty_clock {
    int32_t start, warn, due, met; /* met: when what it asks for happened */
    enum clock_state state;
};
enum duty_end { DUTY_OPEN, DUTY_BEGAN, DUTY_EXEMPT, DUTY_ADULT, DUTY_MOVED };
struct duty_state {
    struct duty_clock contact, activity;
    enum duty_end end; /* why the case is over */
    int32_t ended;     /* since when; DAY_NONE while open */
};
#define DUTY_WARN_DAYS 7 /* before a new activity is due; the law has no such warning */
void duty_judge(const struct duty_facts *facts, const struct rules *rules, int32_t today,
                struct duty_state *ret);

/* The service level: counts of cases. Kept and broken are its parts; what still runs and what lapsed
 * is counted apart. */
struct duty_counts {
    int64_t kept, broken, runs, lapsed;
};
struct duty_level {
    struct duty_counts contact, activity;
    int64_t cases;
};
void duty_count(struct duty_level *level, const struct duty_state *state);
/* 0 .. 100 of those that are decided; NaN when none is. */
double duty_share(const struct duty_counts *counts);

/* The period of the review (months of the rule, from January) that a day is in. False: there is no such
 * rule on that day. */
bool duty_period(const struct rules *rules, int32_t day, int32_t *ret_first, int32_t *ret_last);

/* The day on which the child benefit of that month is paid (the last weekday but Saturday before the
 * 21st), and the last working day on which Udbetaling Danmark must know to stop it. */
int32_t benefit_paid(const struct rules *rules, int32_t day_of_month);
int32_t benefit_tell_by(const struct rules *rules, int32_t day_of_month);
/* The first payment that can still be stopped when Udbetaling Danmark is told on `day`. */
int32_t benefit_next_paid(const struct rules *rules, int32_t day);

/* ---- for other rooms ---- */

/* Inside store_write(). Who knows of a broken plan tells it: from the first day without anything, and
 * from when on we knew. When the person is not in the ages of the duty, is exempt, or a case is open
 * already, nothing is written and *ret_id (may be NULL) is INT_NONE: the first awareness counts. */
struct duty_told {
    const char *youth_id, *source, *note; /* note NULL: none */
    int64_t spell;                        /* INT_NONE */
    int32_t from, aware;
    int64_t author; /* INT_NONE: a file */
};
bool duty_tell(struct db *w, struct arena *a, const struct duty_told *told, int64_t *ret_id,
               struct err *err);
/* The spell that told it was undone. */
bool duty_untell(struct db *w, int64_t spell, int64_t account, struct err *err);

/* One case with its judgement; the service level of a report is made of these. */
struct duty_line {
    int64_t id;
    const char *youth_id, *name, *source;
    int32_t born;
    bool guarded;
    int64_t counsellor;  /* INT_NONE */
    int32_t offer_start; /* when what was offered is to begin; DAY_NONE */
    struct duty_facts facts;
    struct duty_state state;
};
struct duty_lines {
    struct duty_line *v;
    size_t n;
};
/* Every case that guidance came to know of from `since` on, oldest first: one query. */
bool duty_cases(struct db *db, struct arena *a, int32_t since, int32_t today,
                struct duty_lines *ret, struct err *err);
/* The same as it was known at a moment: what was written later, or withdrawn before, is not in it. */
bool duty_cases_known(struct db *db, struct arena *a, int32_t since, int32_t today, int64_t known,
                      struct duty_lines *ret, struct err *err);

/* The letter that tells a step of the case about the child benefit (NULL: none does), or an exemption:
 * its template and values, in Danish as letters are; also for who writes rows of the past, the demo. */
struct duty_letter {
    const char *template;
    struct letter_value values[6];
    size_t n;
};
struct duty_letter duty_step_letter(struct arena *a, const char *kind, const char *body,
                                    const char *rules, int32_t from, int32_t due,
                                    const char *complain_to);
struct duty_letter duty_exempt_letter(struct arena *a, const char *ground, int32_t from, int32_t to,
                                      const char *reasons);

#endif

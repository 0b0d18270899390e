/* SPDX-License-Identifier: EUPL-1.2
 *
 * Collective guidance on the trades that will be short of skilled people (policy document, goal 2 for 2021/2022):
 * do more choose a vocational education at the schools that have it than would have without?
 *
 *     pupil      of 9th or 10th grade on the day on which a school year's pupils are counted (15 June)
 *     choice     the last wish of first priority told in the school year by that day, as the indicator wish_eud
 *                counts it: eud or eux, or another education. Who goes on from 9th to 10th grade is of no
 *                part (rules.md 6.1), nor is whose wish is not known
 *     begun      a school has begun in the first school year in which at least half of its pupils had had a
 *                session on the theme before the deadline of application, this year or earlier, and counts as
 *                begun from then on, whatever it did later (intention to treat)
 *     schools    used are those that begin in the years counted and have known wishes both before and after,
 *                and those that have not begun and have known wishes in two years. A school that had begun in
 *                the first year has no before; its number is told
 *     crude      share with minus share without, over all the years (Newcombe); stratified by year, grade
 *                and sex, weighted, odds ratio: effect_estimate()
 *     change     difference in differences (stat/did.h): the school and the year each held still, then sex
 *                and grade too. Linear, errors by school (CR1), t with as many degrees as schools, less one
 *     trend      the leads of the same model, two and more years before the start against the year just
 *                before: one is apart when it is beyond 95 % (Bonferroni over the leads)
 *     known      the same model of whether the wish is known: if that changes, who is counted changes
 *
 * No estimate with fewer than EFFECT_SCHOOLS schools on a side, EFFECT_FEWEST known wishes in one of the four
 * groups before and after, or EFFECT_EVENTS of either choice. With few schools on a side the error is too small
 * (Cameron & Miller 2015; MacKinnon & Webb 2017). Measured on simulated schools without an effect: an interval of
 * 95 % holds the truth in 78-90 of 100 with 2 or 3 begun, in 93-96 with 5 and more (test_trades.c looks at 5 and
 * 30); under EFFECT_SCHOOLS_SURE a side it is said.
 * Schools that begin in different years and an effect that grows mix comparisons (Goodman-Bacon 2021): said.
 * No figure is of one school.
 */
#ifndef VEJVISER_EFFECT_TRADES_H
#define VEJVISER_EFFECT_TRADES_H

#include "effect/effect.h"

#define EFFECT_SCHOOLS      5
#define EFFECT_SCHOOLS_SURE 10
#define EFFECT_YEARS        8 /* school years that are looked at, at most */

enum effect_choice { CHOICE_UNKNOWN, CHOICE_SCHOOL, CHOICE_OTHER, CHOICE_EUD };
struct effect_pupil {
    const char *school; /* its number */
    int year;           /* school year */
    bool tenth, man;
    bool had; /* a session on the theme, before the deadline */
    enum effect_choice choice;
};
/* All pupils of the years first .. last, of which there are at most EFFECT_YEARS. */
bool effect_pupils(struct db *db, struct arena *a, int first, int last, struct effect_pupil **ret,
                   size_t *ret_n, struct err *err);
/* The newest school year whose pupils can be counted on a day. */
int effect_last_year(int32_t today);

enum effect_trades_verdict {
    TRADES_NOT_BEGUN,   /* no school has begun */
    TRADES_NO_BEFORE,   /* those that have begun had so in the first year already */
    TRADES_NO_OTHERS,   /* all schools have begun */
    TRADES_FEW_SCHOOLS, /* nothing below but the numbers of schools and pupils */
    TRADES_FEW_PUPILS,
    TRADES_NOT_ALIKE, /* school and year leave nothing to tell the effect by */
    TRADES_MORE, /* choose a vocational education, by the change with sex and grade held still */
    TRADES_LESS,
    TRADES_NOT_TOLD,
    TRADES_CRUDE_ONLY,
};
enum effect_trend { TREND_NOT_TELLABLE, TREND_TOGETHER, TREND_APART };
enum effect_side { SIDE_OTHERS, SIDE_BEGUN, SIDES };
enum { TRADES_MAN, TRADES_TENTH, TRADES_YEAR, TRADES_X }; /* x of struct effect_row */
enum { BEFORE_EUD, BEFORE_KNOWN, BEFORE_MAN, BEFORE_TENTH, BEFORE_X };
struct effect_part {
    int64_t n, eud; /* whose choice is known; of whom eud */
};
struct effect_trades {
    enum effect_trades_verdict verdict;
    int first, last; /* school years counted: from the first with pupils */
    struct effect_part years[EFFECT_YEARS][SIDES]; /* of the schools used, from `first` */
    struct effect_part parts[SIDES][2];            /* before, after; of others by the first start */
    uint32_t schools[SIDES], always, unused;       /* unused: too little before or after */
    int64_t unknown, school_years_part; /* with some pupils reached, but not half, not begun */
    int64_t school_years_stopped;       /* begun, but less than half reached in the year */
    struct effect effect;               /* crude, stratified, weighted, odds */
    struct interval change, adjusted, known;
    enum effect_trend trend;
    bool is_staggered;
    double before[BEFORE_X][SIDES], apart[BEFORE_X]; /* means before the start; standardised; NaN */
};
bool effect_trades_told(enum effect_trades_verdict verdict); /* whether there are estimates */
void effect_trades(struct arena *a, const struct effect_pupil *pupils, size_t n, int first,
                   int last, struct effect_trades *ret);

/* ---- inside: the panel of schools ---- */
struct effect_school {
    const char *number;
    int start; /* EFFECT_NEVER */
    enum effect_side side;
    bool is_used;
    uint32_t place; /* among those used */
    int64_t all[EFFECT_YEARS], had[EFFECT_YEARS], known[EFFECT_YEARS];
};
#define EFFECT_NEVER INT32_MAX
struct effect_panel {
    struct arena *arena;
    const struct effect_pupil *pupils;
    size_t n;
    int first, last, earliest; /* earliest: first start of a school used */
    uint32_t *school_of;       /* of each pupil, in schools */
    struct effect_school *schools;
    uint32_t schools_n, used_n;
};
bool effect_is_known(const struct effect_pupil *p);
/* Whether a pupil is of a year in which their school has begun; of others: from the first start. */
bool effect_is_after(const struct effect_panel *panel, size_t i);
void effect_trades_fit(const struct effect_panel *panel, struct effect_trades *ret);

#endif

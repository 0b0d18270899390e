/* SPDX-License-Identifier: EUPL-1.2
 *
 * indicator: the goals measured from the casework, continuously.
 *
 * An indicator is one declaration (declared.c): what it is called, whom it is about, what counts as yes.
 * Whom it is about and what counts is one function over one subject, which says no part, no, yes, or not known.
 * The figure is the sum of these answers, and the cases behind it are those subjects themselves: the two
 * cannot disagree.
 *
 *     share    yes / (yes + no); not known is in neither, and stands beside
 *     subject  a person, a start in a youth education, a case of the duty (judged by room duty), or a
 *              class level of a school (guests of career weeks are counted, not named)
 *
 * As known on a day: a row counts that was written by the end of that day and not withdrawn by then, and an
 * end that was not known by then has not happened. The same day asked twice gives the same answer. Where
 * somebody lives and goes to school has days but no moment of knowing; it is read as it stands, as is what a
 * case of the duty was once ruled by.
 *
 * A figure is of a school year up to a day: people are looked at on that day (15 June of a past year, when its
 * classes are still together), what happens is counted from 1 August to it (31 July of a past year).
 *
 * Disclosure: a group below the least number of its class, or with fewer than five on one side, is not shown,
 * nor one more when it could be found by subtraction (groups_hide). No figure has counsellors as groups:
 * indicator_check() looks at the statements for it.
 *
 * Not counted here, and why. They stand among the official figures (room goal, docs/import.md), never in a
 * series with these:
 *     application shares  are of Optagelse.dk, which the casework does not have; wish_* are what pupils told
 *                         guidance. eud_, gym_, other_application_share, whose definition breaks in 2023
 *     by age, projected   is a curve, not one share: cohort/cohort.h and cohort/project.h; the ministry's
 *                         are youth_education_projected_at_AGE
 *     severe loneliness   is of a sample of the population; nobody's case says it. severe_loneliness
 *     18-29 on support    benefits are the job centre's: public_support_18_29, broken on 1 July 2025
 *
 * This room has no tables. Sources of the rules: rules.md §§ 2, 3, 6, 7; course.h; the policy document.
 */
#ifndef VEJVISER_INDICATOR_H
#define VEJVISER_INDICATOR_H

#include "slice/slice.h"
#include "stat/proportion.h"

#include <stdio.h>

/* ---- what is asked ---- */
struct indicator_ask {
    int school_year;
    int32_t from, to; /* what happened in these days */
    int32_t day;      /* people as they were on this day */
    int64_t known;    /* the last moment of knowing */
};
/* The school year, as known at the end of `as_of`, which lies in it or later. */
struct indicator_ask indicator_ask_of(int school_year, int32_t as_of);
/* The same part of the school year before, with the same knowledge. */
struct indicator_ask indicator_ask_before(const struct indicator_ask *ask);

/* ---- subjects ---- */
enum indicator_doing { DOING_UNKNOWN, DOING_NOTHING, DOING_SOMETHING };
enum indicator_wish { WISH_NONE, WISH_EUD, WISH_GYM, WISH_HF, WISH_OTHER, WISH_SCHOOL };
enum indicator_ready { READY_NOT_SAID, READY_NO, READY_YES };
struct indicator_person {
    const char *id, *name; /* name NULL unless cases are asked for */
    int32_t born, moved_out;
    char sex;       /* 'M', 'K', 0 */
    uint8_t grade;  /* 7 .. 10 on the day; 0: in no class */
    int16_t school; /* now, else the last; index into schools, -1 */
    bool guarded, has_counsellor;
    enum indicator_doing doing;
    int32_t attained;           /* first day of a completed youth or higher education */
    int32_t reached;            /* last contact, of the last 60 days or the school year */
    bool talked, in_class_talk; /* in the school year */
    enum indicator_wish wish;
    bool assessed;
    enum indicator_ready ready[3]; /* eud, hf, gym */
    int32_t planned;               /* first agreed plan */
    int64_t motivating, realistic; /* 1-5; INT_NONE */
    bool practised;
    uint8_t changes; /* of counsellor in 12 months */
};
struct indicator_start { /* of a youth education */
    uint32_t person;
    int32_t day, left; /* left DAY_NONE: still there */
    bool switched;     /* how it was left; else a dropout */
    bool mentored;
};
struct indicator_case { /* of the duty: 'k' kept, 'b' broken, 'r' runs, 'l' lapsed */
    uint32_t person;
    int32_t aware;
    char contact, activity;
};
struct indicator_level { /* a class level of a school */
    int16_t school;
    uint8_t grade;
    int64_t pupils, guests;
};
struct indicator_school {
    const char *number, *name;
};
struct indicator_data {
    struct indicator_ask ask;
    int32_t plan_by[11]; /* by grade: when a plan is to be agreed, or DAY_NONE */
    struct indicator_school *schools;
    size_t schools_n;
    struct indicator_person *people;
    size_t people_n;
    struct indicator_start *starts;
    size_t starts_n;
    struct indicator_case *cases;
    size_t cases_n;
    struct indicator_level *levels;
    size_t levels_n;
};
/* All that the indicators need, in some ten queries; texts live in `a`. */
bool indicator_read(struct db *db, struct arena *a, const struct indicator_ask *ask,
                    bool with_names, struct indicator_data *ret, struct err *err);

/* ---- declarations ---- */
enum indicator_says { SAYS_OUT, SAYS_NO, SAYS_YES, SAYS_UNKNOWN };
enum indicator_subject { OF_PERSON, OF_START, OF_CASE, OF_LEVEL };
enum indicator_unit { UNIT_PERCENT, UNIT_PER_100 /* guests per 100 pupils: no share */ };
enum indicator_by {
    BY_SCHOOL = 1,
    BY_GRADE = 2,
    BY_SEX = 4,
    BY_MENTOR = 8
}; /* the year: ask again */
enum indicator_class { CLASS_ORDINARY, CLASS_WELLBEING };
struct indicator {
    const char *key; /* indicator.KEY.name, .formula, .of in po/ */
    int goal;        /* 1-4; 0: the law's own quality, of no goal */
    int direction;   /* 1: more is better, -1: less, 0: neither */
    enum indicator_subject subject;
    enum indicator_unit unit;
    unsigned by;
    enum indicator_class class;
    int32_t valid_from, valid_to; /* days on which it can be counted; DAY_NONE */
    int32_t broken;               /* first day of another way of counting; DAY_NONE */
    enum indicator_says (*says)(const struct indicator_data *data,
                                const struct indicator_person *person, const void *subject);
};
extern const struct indicator indicators[];
extern const size_t indicators_n;
const struct indicator *indicator_find(const char *key);
/* NULL, or what is wrong with the declarations, their words, or those of the statements that are this
 * room's: one that tells whose young person somebody is would make figures about counsellors. */
const char *indicator_check(struct arena *a, const struct db_statement *const *statements,
                            size_t n);
bool indicator_holds(const struct indicator *indicator, int32_t day);

/* ---- figures ---- */
struct indicator_tally {
    int64_t yes, no, unknown; /* of UNIT_PER_100: guests, pupils, 0 */
};
struct indicator_group {
    enum indicator_by by;
    int value; /* school, grade, sex 0 woman 1 man, mentor 0 1 */
    struct indicator_tally tally;
    bool hidden;
};
struct indicator_figure {
    const struct indicator *indicator;
    struct indicator_tally all;
    struct indicator_group *groups; /* schools in Danish order, then grades, sex, mentor */
    size_t groups_n;
};
void indicator_count(struct arena *a, const struct indicator *indicator,
                     const struct indicator_data *data, struct indicator_figure *ret);
/* Hides what says too much about few, per breakdown. */
void groups_hide(struct indicator_figure *figure);
int64_t indicator_least(enum indicator_class class);
/* In percent (or per 100), with the interval of a share; NaN without anybody. */
struct interval indicator_share(const struct indicator *indicator, struct indicator_tally t);
enum indicator_change { CHANGE_UNKNOWN, CHANGE_NONE, CHANGE_UP, CHANGE_DOWN };
/* A change only when it is larger than its uncertainty (95 %, Newcombe). */
enum indicator_change indicator_change(const struct indicator *indicator,
                                       struct indicator_tally now, struct indicator_tally before);

/* As indicator_change(), of two days on which it can be counted in the same way. */
enum indicator_change indicator_compare(const struct indicator *indicator, int32_t day,
                                        int32_t day_before, struct indicator_tally now,
                                        struct indicator_tally before);

/* ---- words: figures as everywhere in the program; `day` is ask.day. A dash where there is none. ---- */
const char *indicator_figure_words(struct arena *a, enum lang lang,
                                   const struct indicator *indicator, struct indicator_tally t,
                                   int32_t day);
const char *indicator_interval_words(struct arena *a, enum lang lang,
                                     const struct indicator *indicator, struct indicator_tally t,
                                     int32_t day);
const char *indicator_change_words(enum lang lang, const struct indicator *indicator, int32_t day,
                                   int32_t day_before, struct indicator_tally now,
                                   struct indicator_tally before);

/* `vejviser goals`: the published goals, and each with its indicators as known on a day. */
bool indicator_command(struct db *db, enum lang lang, int32_t as_of, bool json, FILE *out,
                       struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * rule: the law's numbers and days, and the municipality's own, as dated data.
 *
 * A rule is asked for by name, grade, category and the day of the case, never by today when the case
 * is older: what was right then stays right. The rows of rules/law.csv come with the program, each
 * with its source and how sure it is (rules/README.md); a municipality lays versions of its own on top
 * (table rule_version). Versions are only added. Of those that hold on a day the one decided last is
 * the answer, so that a new one closes the old and nobody edits. A version of a rule of law lasts no
 * longer than the period of the law in which it begins; one of a local rule lasts until the next.
 *
 *     const struct rules *rules;
 *     if (!rules_now(rq->db, &rules, &err)) ...
 *     int64_t days = rules_int(rules, RULE_DUTY_CONTACT_DAYS, NULL, NULL, aware);
 *
 * Everything is in memory: look-ups cost no query, some comparisons each. Names are the macros RULE_...
 * of gen/rules.h, so that a misspelt one does not build; a name that does not exist is a bug.
 */
#ifndef VEJVISER_RULE_H
#define VEJVISER_RULE_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/err.h"
#include "base/format.h"
#include "db/db.h"
#include "gen/rules.h"
#include "rule/clock.h"
#include "slice/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* How a rule's value is read; rules/units.csv says it for each unit. */
enum rule_kind {
    RULE_WHOLE,     /* 5 */
    RULE_DECIMAL,   /* 4,0: exact, up to three decimals */
    RULE_MONTH_DAY, /* 12-01: of the school year (August to July) that the asked day is in */
    RULE_DATE,      /* 2020-09-30 */
    RULE_CHOICE,    /* workday: one of the unit's words */
};

struct rule_unit {
    const char *name; /* "days"; words: message rule.unit.NAME */
    enum rule_kind kind;
    const char *choices; /* with spaces between; "" when it is no choice */
};

/* A row of the law or a version. Lives as long as the program, as do its texts. */
struct rule_row {
    const char *rule;
    const char *grade, *category; /* "" = all */
    const char *value;            /* as written; "" = there is no rule in this period */
    const struct rule_unit *unit;
    int64_t thousandths; /* of whole and decimal values; else INT_NONE */
    int32_t from, to;    /* DAY_NONE: since ever; until further notice */
    const char *source;  /* in Danish, a title and paragraph; never NULL */
    char sure;           /* F found in the text, L on a secondary page, I inferred, R remembered,
                          * X sources disagree; M decided by the municipality (a version) */
    bool is_local;       /* the municipality may choose; else the law decides */
    /* Of versions only: */
    int64_t version;  /* 0 = comes with the program */
    const char *why;  /* NULL for the law */
    const char *by;   /* whose account; NULL for the law */
    int64_t known_at; /* when it was decided; INT_NONE for the law, which is known at any time */
    bool made_later;  /* its first day lay in the past when it was decided */
};

/* All rules at one moment; does not change and lives as long as the program. */
struct rules;

/* The rules as they are now. Reads the database when the process has none yet, and otherwise asks at
 * most once a second whether another process has added versions. Not inside a change that adds one. */
bool rules_now(struct db *db, const struct rules **ret_rules, struct err *err);
/* The same, read anew: for tests, which use several databases in one process. */
bool rules_reload(struct db *db, struct err *err);
/* The law alone, without any version; needs no database. */
bool rules_of_law(const struct rules **ret_rules, struct err *err);

/* ---- look-up. grade ("8", "9", "10") and category ("eud", "hf", "gym" ...) may be NULL. The row for
 * exactly these is taken, else the one for all categories of the grade, for the category in all
 * grades, for all. NULL, INT_NONE, DAY_NONE: there was no such rule on that day, which is an answer. */
const struct rule_row *rules_row(const struct rules *rules, const char *rule, const char *grade,
                                 const char *category, int32_t day);
/* As it was known at a moment: under which rule an old case was decided. */
const struct rule_row *rules_row_known(const struct rules *rules, const char *rule,
                                       const char *grade, const char *category, int32_t day,
                                       int64_t known_at);
/* Whole values. */
int64_t rules_int(const struct rules *rules, const char *rule, const char *grade,
                  const char *category, int32_t day);
/* Whole and decimal values in thousandths: 4,0 is 4000. No floating point anywhere. */
int64_t rules_decimal(const struct rules *rules, const char *rule, const char *grade,
                      const char *category, int32_t day);
/* A date; of month-day values the day in the school year of `day`. */
int32_t rules_day(const struct rules *rules, const char *rule, const char *grade,
                  const char *category, int32_t day);
/* A choice, or any value as written; NULL when there is none. */
const char *rules_text(const struct rules *rules, const char *rule, const char *grade,
                       const char *category, int32_t day);
/* True only when the value is "yes"; false also when there is no such rule. */
bool rules_yes(const struct rules *rules, const char *rule, const char *grade, const char *category,
               int32_t day);

/* The same with a connection, for who needs one value. False: the database failed. No such rule:
 * true, and INT_NONE, DAY_NONE or NULL. */
bool rule_int(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              int64_t *ret, struct err *err);
bool rule_decimal(struct db *db, const char *rule, const char *grade, const char *category,
                  int32_t day, int64_t *ret_thousandths, struct err *err);
bool rule_day(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              int32_t *ret, struct err *err);
bool rule_text(struct db *db, const char *rule, const char *grade, const char *category,
               int32_t day, const char **ret, struct err *err);
bool rule_row(struct db *db, const char *rule, const char *grade, const char *category, int32_t day,
              const struct rule_row **ret, struct err *err);

/* ---- the rules that the calendar and the clocks of the duty need, as of a day */
struct calendar_rules rules_calendar(const struct rules *rules, int32_t day);
struct duty_rules rules_duty(const struct rules *rules, int32_t day);

/* Whether what a room keeps about one person is to be deleted on a day: case_keep_years have passed
 * since the last act (`last`, INT_NONE: there is nothing) and the person is 30, until when guidance is
 * given. *ret is false when there is no such rule: nothing is deleted without one. */
bool rules_case_over(struct db *db, int32_t born, int64_t last, int32_t day, bool *ret,
                     struct err *err);

/* ---- words, in the reader's language */
const char *rule_name_words(enum lang lang, const char *rule);
/* "9. klasse, erhvervsuddannelse"; "" for all. */
const char *rule_who_words(struct arena *a, enum lang lang, const char *grade,
                           const char *category);
/* "18 timer om ugen", "1. december"; of NULL: that there is no such rule. */
const char *rule_value_words(struct arena *a, enum lang lang, const struct rule_row *row);
/* "fra 1. august 2019", "altid"; in tables "fra 01.08.2019". */
const char *rule_valid_words(struct arena *a, enum lang lang, int32_t from, int32_t to);
const char *rule_valid_table(struct arena *a, enum lang lang, int32_t from, int32_t to);
/* How sure, as in rule_row.sure. */
const char *rule_sure_words(struct arena *a, enum lang lang, char sure);
/* "5 arbejdsdage", "30 dage": a number of days of a type, in the reader's language. */
const char *rule_days_words(struct arena *a, enum lang lang, int n, enum day_type type);

/* ---- what there is, for pages and reports */
struct rule_key {
    const char *rule, *grade, *category;
    const struct rule_unit *unit; /* of the newest row */
    bool is_local;
};
size_t rules_keys(const struct rules *rules, const struct rule_key **ret_keys); /* in CSV order */
/* Who decided from when to when: the timeline of one key between two days (DAY_NONE: without end),
 * oldest first; `row` NULL where there is no rule. */
struct rule_period {
    int32_t from, to;
    const struct rule_row *row;
};
size_t rules_periods(const struct rules *rules, struct arena *a, const struct rule_key *key,
                     int32_t from, int32_t to, const struct rule_period **ret_periods);
/* Every row of a key, the law's in their order and then the versions, the last decided first. */
size_t rules_rows(const struct rules *rules, struct arena *a, const struct rule_key *key,
                  const struct rule_row *const **ret_rows);

/* ---- changing */
struct rule_new {
    const char *rule, *grade, *category; /* "" = all */
    const char *value;                   /* as rule_value_read() gave it */
    int32_t from, to;                    /* to DAY_NONE: until further notice */
    const char *source;                  /* or NULL */
    const char *why;
    int64_t account;
};
/* What a user typed for this unit -> as it is stored ("4.5" -> "4,5"; "1.12." -> "12-01"). False: it
 * is no such value. */
bool rule_value_read(struct arena *a, const struct rule_unit *unit, const char *typed,
                     const char **ret_value);
/* Inside store_write(). The value must be one of the unit; ERR_NOT_FOUND for an unknown rule. */
bool rule_add(struct db *w, const struct rule_new *version, struct err *err);

/* `vejviser rules [--date D] [--json]`: every rule of that day, with its source and how sure it is. */
bool rules_command(struct db *db, enum lang lang, int32_t day, bool json, FILE *out,
                   struct err *err);

extern const struct slice rule_slice;

#endif

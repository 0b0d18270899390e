/* SPDX-License-Identifier: EUPL-1.2
 *
 * quality: the year's wheel of quality work. The figures of the casework -> a meeting about them -> what was
 * decided -> an effort that changed; and what the law asks for on a day.
 *
 * Figures are those of room indicator, counted once and kept (hold.c): a page never counts a hundred thousand
 * people that nothing has happened to since. Of groups too small to be shown nobody sees a number here, nor in
 * the file; who may see the people themselves (team leader; counsellors those of their own, access.h) has a
 * list of them, as long as the figure says. Management sees figures and no name.
 *
 * Notes of meetings and decisions are kept in versions: writing adds one, nothing is overwritten. Who saves
 * on top of a colleague's newer version sees both texts first. The text of a note is sealed, although
 * the page asks not to write of single persons. A decision has an owner and a day, and is a task of theirs until
 * somebody says that it is done.
 *
 * The law's days (rules/law.csv; rules.md § 4) are tasks of the team leader until the thing is done: an
 * evaluation that has been held, own figures that were approved for the public, or somebody's word, with who
 * and when.
 *
 * This room keeps nothing about one young person: no insight, no erasure.
 */
#ifndef VEJVISER_QUALITY_H
#define VEJVISER_QUALITY_H

#include "indicator/indicator.h"
#include "slice/slice.h"

extern const struct slice quality_slice;

/* ---- figures of a school year, as known on a day ---- */

enum { ANSWER_MOTIVATING, ANSWER_REALISTIC, ANSWER_KINDS };
#define ANSWER_STEPS  5 /* 1 disagree .. 5 agree */
#define ANSWER_GROUPS 5 /* all, then those in grade 7, 8, 9, 10 */
struct quality_answers {
    int64_t n[ANSWER_STEPS];
};
struct quality_year {
    struct indicator_ask ask;
    const struct indicator_figure *figures; /* in the order of `indicators`; small groups hidden */
    const struct indicator_school *schools; /* what groups BY_SCHOOL are places in */
    size_t schools_n;
    struct quality_answers answers[ANSWER_KINDS][ANSWER_GROUPS];
    int64_t at; /* when it was counted */
};
/* All figures of one ask; lives in `a`. Counted on a connection of its own when nobody has kept it: that
 * of today is kept while nothing changes, or for thirty times as long as counting takes; knowledge of a day
 * that is over is kept for an hour. */
bool quality_year(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  const struct quality_year **ret, struct err *err);
/* Several at once: those that are not kept are counted beside each other. */
bool quality_years(struct store *store, struct arena *a, const struct indicator_ask *asks, size_t n,
                   const struct quality_year **rets, struct err *err);
/* This program serves: figures are counted beforehand (at its start and when a day begins), and an answer that
 * is not older than the last change, or than five minutes, is given while it is counted anew. */
void quality_serve(bool serves);
/* Everybody in it, read anew, with names for who may see them; on a thread of its own, since it asks more
 * than a page may. Texts live in `a`. */
bool quality_read(struct store *store, struct arena *a, const struct indicator_ask *ask,
                  bool with_names, struct indicator_data *ret, struct err *err);
/* Waits for what is being counted behind, and forgets all that is kept: before the store is closed. */
void quality_forget(void);
const struct indicator_figure *quality_figure(const struct quality_year *year,
                                              const struct indicator *indicator);

/* ---- what the law asks for ---- */

enum quality_law { LAW_EVALUATION, LAW_PUBLISH, LAW_ACTION_PLAN, LAW_DUTIES };
enum quality_state {
    DUE_NO_RULE,    /* none is known for that school year */
    DUE_NOT_NEEDED, /* the share lies on the other side */
    DUE_NOT_KNOWN,  /* no figure tells */
    DUE_OPEN,
    DUE_DONE,
};
struct quality_facts {          /* of one school year */
    int32_t evaluated;          /* the last evaluation up to the end of the year; DAY_NONE: none */
    int32_t marked[LAW_DUTIES]; /* somebody said that it is done, on this day; DAY_NONE */
    int32_t published;          /* own figures that count for it were approved; DAY_NONE */
    double eud;                 /* percent of the newest official figure; NaN: there is none */
};
struct quality_due {
    enum quality_state state;
    int32_t due, done; /* DAY_NONE */
    const char *basis; /* the rule's source; NULL without a rule */
    int64_t limit;     /* of LAW_ACTION_PLAN: below so many percent */
};
struct rules;
/* Pure. Whether own figures of the school year, as known on a day, tell what the law wants told by the end of
 * May: those of before the day to apply hold nothing of what pupils want. */
bool quality_publication_counts(const struct rules *rules, int school_year, int32_t as_of);
/* Pure. What is asked for in that school year. */
void quality_dues(const struct rules *rules, int school_year, const struct quality_facts *facts,
                  struct quality_due ret[LAW_DUTIES]);

#endif

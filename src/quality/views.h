/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/quality. Texts are in the reader's language.
 */
#ifndef VEJVISER_QUALITY_VIEWS_H
#define VEJVISER_QUALITY_VIEWS_H

#include "quality/quality.h"
#include "report/report.h"
#include "rule/rule.h"

#define QUALITY_UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */
#define QUALITY_YEARS   5                     /* beside each other */

/* ---- which school year, as known when ---- */
struct quality_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct quality_when {
    int school_year, this_year;
    int32_t as_of, today;
    struct indicator_ask ask;
    const char *day;    /* as typed */
    const char *error;  /* what is wrong with it; then all is as if nothing had been typed */
    const char *query;  /* "?aar=2025&dag=2026-01-31": for links and forms */
    const char *action; /* path of the form */
    const struct quality_choice *years;
    size_t years_n;
    const char
        *said; /* "Skoleåret 2026/27 til og med 23. november 2026, som det var kendt den dag" */
};
/* Four digits, else 0. */
int quality_year_typed(const char *text);
/* ?aar= and ?dag=; without them today. */
void quality_when_read(struct request *rq, const char *action, struct quality_when *ret);

/* ---- words ---- */
const char *quality_name(enum lang lang, struct arena *a, const struct indicator *indicator);
const char *quality_direction(enum lang lang, const struct indicator *indicator);
/* Whether the whole of a figure may be shown: answers about wellbeing of few are not. */
bool quality_shows(const struct indicator *indicator, struct indicator_tally t);
const char *quality_figure_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                 const struct indicator *indicator);
const char *quality_interval_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                   const struct indicator *indicator);
const char *quality_unknown_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                  const struct indicator *indicator);
const char *quality_change_words(enum lang lang, const struct indicator *indicator,
                                 const struct quality_year *now, const struct quality_year *before);
enum indicator_change quality_change(const struct indicator *indicator,
                                     const struct quality_year *now,
                                     const struct quality_year *before);
/* "Mål 2", "Hele indsatsen" of INT_NONE. */
const char *quality_goal_words(struct arena *a, enum lang lang, int64_t goal);

/* ---- the wheel (home) ---- */
struct quality_step {
    const char *name, *said, *next; /* next: by when, or NULL */
};
struct quality_line {
    const char *name, *href, *figure, *interval, *unknown, *before, *change, *direction;
};
struct quality_group {
    const char *heading, *href, *badge, *badge_css, *verdict; /* all but heading may be NULL */
    const char *id;
    const struct quality_line *lines;
    size_t lines_n;
};
struct quality_law_line {
    const char *what, *by, *state, *badge_css, *basis, *note;
    const char *mark, *undo; /* paths of buttons, or NULL */
};
struct quality_meeting_line {
    const char *href, *title, *about, *decisions, *day;
};
struct quality_decision_line {
    const char *href, *what, *about, *due, *badge, *badge_css;
};
struct quality_home {
    const struct quality_when *when;
    const char *said, *counted;
    const char *write;            /* path of the form for a new meeting, or NULL */
    bool leads;                   /* may open what is published, effects and reports */
    struct quality_step steps[4]; /* figures, meeting, decision, effort */
    size_t steps_n;
    struct quality_law_line laws[LAW_DUTIES];
    size_t laws_n;
    const struct quality_group *groups;
    size_t groups_n;
    const struct quality_meeting_line *meetings;
    size_t meetings_n;
    const struct quality_decision_line *decisions;
    size_t decisions_n;
};
/* What the home page and the worklist say of the law. */
struct quality_law_facts {
    struct quality_facts facts;
    const char *eud_period; /* or NULL */
    const char *marked_by[LAW_DUTIES], *marked_note[LAW_DUTIES];
    int64_t marked_author[LAW_DUTIES];
    int64_t published_version;
    const char *published_made, *published_approved; /* by whom; NULL */
};
bool quality_law_read(struct request *rq, int school_year, struct quality_law_facts *ret,
                      struct err *err);
const char *quality_law_name(enum quality_law law); /* "evaluation": in the database and in paths */
const char *quality_law_words(enum lang lang, enum quality_law law);

/* ---- one indicator ---- */
struct quality_number {
    const struct quality_when *when;
    const char *name, *figure, *interval, *unknown, *before, *change, *said;
    const char *years, *funnel, *groups, *answers; /* markup made by report; or NULL */
    const char *groups_hidden;                     /* a sentence, or NULL */
    const char *formula, *of, *direction, *source, *valid, *broken; /* the last two or NULL */
    const char *wanted;      /* the direction as a sentence */
    const char *cases, *csv; /* paths; cases NULL */
    const char *back;
};
/* table.c. `by`: enum indicator_by, those of these breakdowns only. Groups that are hidden have no row; the
 * sentence names them, or is NULL. */
const char *quality_groups_hidden(struct arena *a, enum lang lang, const struct quality_year *year,
                                  const struct indicator *indicator);
const struct table_model *quality_groups_table(struct arena *a, enum lang lang,
                                               const struct quality_year *year,
                                               const struct indicator *indicator, unsigned by);
const struct table_model *quality_years_table(struct arena *a, enum lang lang,
                                              const struct quality_year *const *years, size_t n,
                                              const struct indicator *indicator);
const struct table_model *quality_file_table(struct arena *a, enum lang lang,
                                             const struct quality_year *const *years, size_t n,
                                             const struct indicator *indicator);
const char *quality_group_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                const struct indicator_group *group);
/* figure.c: markup; NULL when there is nothing to draw. */
const char *quality_years_figure(struct request *rq, const struct quality_year *const *years,
                                 size_t n, const struct indicator *indicator, const char *csv);
const char *quality_school_figure(struct request *rq, const struct quality_year *year,
                                  const struct indicator *indicator, const char *csv);
const char *quality_answers_figure(struct request *rq, const struct quality_year *const *years,
                                   size_t n, const struct indicator *indicator);

/* ---- the cases behind it ---- */
struct quality_case {
    const char *href, *name, *about;
    bool guarded;
};
struct quality_cases {
    const char *name, *back, *said, *hidden; /* hidden: how many the visitor may not see, or NULL */
    const struct quality_choice *answers;
    size_t answers_n;
    const char *action;
    const struct quality_when *when;
    const struct quality_case *lines;
    size_t lines_n;
    const char *earlier, *later, *place; /* pager; NULL */
};

/* ---- meetings and decisions ---- */
struct quality_version {
    const char *head, *title, *note; /* head: "Version 2, gemt 4. november 2026 af Lea" */
};
struct quality_meeting_page {
    const char *title, *about, *note, *back;
    const char *edit, *decide; /* paths, or NULL */
    const struct quality_decision_line *decisions;
    size_t decisions_n;
    const struct quality_version *older;
    size_t older_n;
};
struct quality_decision_page {
    const char *title, *about, *back, *done, *result, *edit, *do_it, *reopen;
    const struct quality_version *older;
    size_t older_n;
};

enum quality_look { QUALITY_TEXT, QUALITY_SHORT, QUALITY_LONG, QUALITY_CHIPS, QUALITY_SELECT };
struct quality_input {
    enum quality_look look;
    const char *name, *label, *hint, *typed, *error, *described;
    const struct quality_choice *choices;
    size_t choices_n;
};
struct quality_theirs {
    const char *label, *text;
};
struct quality_form_page {
    const char *title, *lead, *action, *back, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct quality_input *inputs;
    size_t inputs_n;
    int64_t version;      /* INT_NONE: this form has none */
    const char *conflict; /* who saved what stands in `theirs` */
    const struct quality_theirs *theirs;
    size_t theirs_n;
};

/* What somebody wrote in one of the forms. */
struct quality_values {
    const char *kind, *title, *goal, *note, *what, *initiative, *owner, *result;
    int32_t day, due;
    int64_t version;
};
/* store.c: inside store_write(). ERR_CONFLICT: somebody wrote meanwhile. `row` 0: new, and *row becomes its
 * number; `meeting` of a new decision. */
bool quality_meeting_put(struct db *w, struct arena *a, const struct quality_values *v,
                         int64_t account, int64_t *row, struct err *err);
bool quality_decision_put(struct db *w, const struct quality_values *v, int64_t meeting,
                          int64_t account, int64_t *row, struct err *err);
struct blob quality_seal(struct arena *a, int64_t version, const char *note);
const char *quality_open(struct arena *a, int64_t version, struct blob note);

const char *quality_when_written(struct arena *a, enum lang lang, int64_t number, int64_t at,
                                 const char *by);
/* One line of a list of decisions. */
struct quality_decided {
    int64_t id, goal;
    const char *what, *initiative, *owner_name;
    int32_t due, done_day;
};
struct quality_decision_line quality_decision_line(struct arena *a, enum lang lang,
                                                   const struct quality_decided *d);

void quality_home_get(struct request *rq);       /* GET  /team/kvalitet */
void quality_number_get(struct request *rq);     /* GET  /team/kvalitet/tal/{key} */
void quality_number_csv_get(struct request *rq); /* GET  /team/kvalitet/tal/{key}/data.csv */
void quality_cases_get(struct request *rq);      /* GET  /team/kvalitet/tal/{key}/sager */
void quality_meeting_get(struct request *rq);    /* GET  /team/kvalitet/moede/{moede} */
void quality_decision_get(struct request *rq);   /* GET  /team/kvalitet/beslutning/{beslutning} */
void quality_form_get(struct request *rq);       /* GET  forms of meetings and decisions */
void quality_form_post(struct request *rq);      /* POST the same */
void quality_undo_post(struct request *rq);      /* POST .../fortryd */
void quality_reopen_post(struct request *rq);    /* POST .../genaabn */
void quality_unmark_post(struct request *rq); /* POST /team/kvalitet/lov/{lov}/{skoleaar}/fortryd */

/* hold.c: counting beforehand, once a day in each program that serves. */
bool quality_warm_due(struct db *db, struct arena *a, bool *ret_due, struct err *err);
bool quality_warm_run(struct job_context *jc, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/readiness. Texts are in the reader's
 * language.
 */
#ifndef VEJVISER_READINESS_VIEWS_H
#define VEJVISER_READINESS_VIEWS_H

#include "readiness/internal.h"
#include "school/school.h"
#include "youth/youth.h"

#define REPORTS "/skole/indberetning"

/* ---- one class and round, opened by somebody who may ---- */
struct opened {
    struct class_line class;
    int round;
    const struct rules *rules;
    int32_t day; /* today, within the class's school year */
    struct reports reports;
    const char *base;  /* "/skole/indberetning/91/1" */
    const char *title; /* "9.b, 1. vurdering 2021/22" */
    bool may_write;
};
/* Makes the reply and returns false when there is nothing to open: no such class or round, a grade
 * without assessment, another school, too long ago. */
bool readiness_open_class(struct request *rq, struct opened *ret);
/* Terms of the draft (or of what is sent), whose day is settled when it corrects. */
struct terms opened_terms(const struct opened *o, const struct report *report);

/* ---- the list of classes ---- */
struct round_cell {
    const char *href, *verb, *said, *badge; /* badge: css class */
    const char *more;                       /* "12 breve mangler", or NULL */
};
struct class_state {
    const char *name;
    int64_t pupils;
    struct round_cell cells[ROUNDS];
    size_t cells_n;
};
struct school_states {
    const char *name;
    const struct class_state *classes;
    size_t classes_n;
};
struct year_link {
    const char *href, *label;
    bool current;
};
struct list_page {
    const char *title, *said, *deadlines;
    const char *first, *second; /* heads of the columns */
    const struct school_states *schools;
    size_t schools_n;
    const struct year_link *years;
    size_t years_n;
    bool no_school; /* school staff without a school */
};

/* ---- the grid ---- */
enum look { LOOK_MARKS, LOOK_SELECT, LOOK_CHECK, LOOK_LONG };
struct grid_choice {
    const char *value, *label;
};
struct grid_column {
    const char *key; /* field names are KEY-YOUTH */
    enum look look;
    const char *label;
    const struct grid_choice *choices;
    size_t choices_n;
    int index; /* of the subject, the point; or -1 */
};
struct grid_cell {
    const struct grid_column *column;
    const char *name, *label, *typed, *error, *theirs;
    bool checked;
};
struct grid_row {
    const char *youth, *name;
    bool guarded;
    const struct grid_cell *cells;
    size_t cells_n;
};
struct grid_tab {
    const char *href, *label;
    bool current;
};
struct grid_error {
    const char *href, *text;
};
struct grid_name {
    const char *name;
};
struct grid_page {
    const char *back, *base, *title, *lead, *hint;
    const char *part; /* value of the hidden field del */
    int64_t edit;
    const struct grid_tab *tabs;
    size_t tabs_n;
    const struct grid_column *columns;
    size_t columns_n;
    const struct grid_row *rows;
    size_t rows_n;
    const struct grid_name *left; /* who has left the class since the draft was begun */
    size_t left_n;
    const struct grid_error *errors;
    size_t errors_n;
    const char *conflict; /* who wrote meanwhile */
    const char *saved;    /* when and by whom the draft was written; or NULL */
    bool ask_without_marks, without_marks,
        decides; /* the school itself then, on the requirements */
    bool has_draft, is_correction;
    const char *next; /* the words of the second button; NULL: none */
};

/* ---- what was reported, or is about to be ---- */
struct result_cell {
    const char *said, *badge; /* badge: css class, or NULL */
};
struct result_row {
    const char *name, *href; /* href: to the person, for guidance; or NULL */
    bool guarded;
    const struct result_cell *cells;
    size_t cells_n;
    const char *why;     /* averages and reasons, or what is missing */
    const char *missing; /* link to the part that lacks something; NULL */
    const char *told;    /* how it stands with the letter; NULL: none is owed */
};
struct version_link {
    const char *href, *label;
};
struct report_page {
    const char *back, *base, *title, *lead, *rules;
    const struct grid_choice *heads; /* the kinds of education; none when marks are reported */
    size_t heads_n;
    const struct result_row *rows;
    size_t rows_n;
    const struct version_link *versions;
    size_t versions_n;
    int64_t edits;
    const char *conflict;
    bool reviewing, may_send; /* before it is sent */
    bool may_correct, correcting, may_tell;
    const char *tell_lead;
    const char *what_next, *what_next_error; /* of the letters */
};

/* ---- one person ---- */
struct fact_line {
    const char *head, *text;
};
struct person_answer {
    const char *kind, *said, *badge, *why;
};
struct person_report {
    const char *title, *sent, *rules, *school_text, *plan;
    bool is_old; /* a newer version was sent */
    const struct person_answer *answers;
    size_t answers_n;
    const struct fact_line *facts;
    size_t facts_n;
    const char *told;
};
struct person_judgement {
    const char *title, *text, *undo;
};
struct person_effort {
    const char *title, *reason, *plan, *end, *undo; /* end, undo: paths, or NULL */
};
struct person_page {
    const struct youth_head *head;
    const char *title, *base, *said;
    bool marks_only; /* nothing here was assessed, and nothing is any more */
    const struct person_report *reports;
    size_t reports_n;
    const struct person_judgement *judgements;
    size_t judgements_n;
    const struct person_effort *efforts;
    size_t efforts_n;
    const char
        *may_judge;   /* why the municipality can judge anew, or why not; NULL: nothing to say */
    bool judge, flag; /* buttons */
};
struct choice {
    const char *value, *label, *hint, *id;
    bool chosen;
};
struct judge_page {
    const struct youth_head *head;
    const char *base, *lead, *last; /* last: what the school sent */
    const struct form *form;
    const struct choice *types, *answers;
    size_t types_n, answers_n;
    const char *reason, *next, *day;
    const char *type_error, *answer_error, *reason_error, *next_error, *day_error, *applies_error;
    bool applies;
    const char *refused; /* kinds that cannot be judged anew, and why; or NULL */
};
struct effort_page {
    const struct youth_head *head;
    const char *base, *reason, *plan, *day;
    const struct form *form;
    const char *reason_error, *plan_error, *day_error;
};

/* ---- words.c ---- */
const char *readiness_type_words(enum lang lang, int type);
const char *readiness_round_words(struct arena *a, enum lang lang, const char *grade, int round);
/* What one answer is called on that day: "uddannelsesparat", the negative term of the day. */
const char *readiness_answer_words(enum lang lang, const struct readiness_result *result,
                                   enum readiness_answer answer);
const char *readiness_answer_badge(enum readiness_answer answer);
/* "8.b" needs no words; the set: "Reglerne fra 1. august 2019". */
const char *readiness_set_words(enum lang lang, const char *rules);
/* Averages against thresholds of one kind of education; "" when there is nothing to say. */
const char *readiness_academic_words(struct arena *a, enum lang lang,
                                     const struct readiness_one *one);
/* The averages alone, for all kinds. */
const char *readiness_numbers_words(struct arena *a, enum lang lang,
                                    const struct readiness_result *result);
/* Why one kind is answered no, a sentence a criterion; "" when it is not. */
const char *readiness_why_words(struct arena *a, enum lang lang, const struct readiness_one *one);
/* The points to work on, with commas; "" when there are none. */
const char *readiness_focus_words(struct arena *a, enum lang lang, unsigned focus);
const char *readiness_practical_words(struct arena *a, enum lang lang,
                                      const char practical[PRACTICAL]);
const char *readiness_marks_words(struct arena *a, enum lang lang,
                                  const struct subject_marks marks[SUBJECTS]);

/* ---- letters.c: inside store_write() ---- */
struct letters_send {
    struct arena *arena;
    const struct rules *rules;
    const char *grade, *next; /* what happens now, as written for all */
    int64_t account;
    int64_t ret_persons;
};
bool readiness_letters_send(struct db *w, struct letters_send *send, struct report *report,
                            struct err *err);
bool readiness_is_of_age(struct db *w, struct arena *a, const char *youth, int32_t day,
                         bool *ret_is, struct err *err);

/* ---- handlers ---- */
void readiness_list_get(struct request *rq);   /* GET  /skole/indberetning */
void readiness_report_get(struct request *rq); /* GET  /skole/indberetning/{class}/{round} */
void readiness_grid_show(struct request *rq, struct opened *o);
void readiness_grid_post(struct request *rq);    /* POST /skole/indberetning/{class}/{round} */
void readiness_review_get(struct request *rq);   /* GET  .../send */
void readiness_send_post(struct request *rq);    /* POST .../send */
void readiness_correct_post(struct request *rq); /* POST .../ret */
void readiness_drop_post(struct request *rq);    /* POST .../opgiv */
void readiness_version_get(struct request *rq);  /* GET  .../version/{number} */
void readiness_letters_post(struct request *rq); /* POST .../breve */
void readiness_person_get(struct request *rq);   /* GET  /unge/{youth}/parathed */
void readiness_judge_get(struct request *rq);    /* GET  /unge/{youth}/parathed/vurdering */
void readiness_judge_post(struct request *rq);   /* POST the same */
void readiness_effort_get(struct request *rq);   /* GET  /unge/{youth}/parathed/indsats */
void readiness_effort_post(struct request *rq);  /* POST the same */
void readiness_effort_end_post(
    struct request *rq);                      /* POST /unge/{youth}/parathed/indsats/{row}/slut */
void readiness_undo_post(struct request *rq); /* POST /unge/{youth}/parathed/{what}/{row}/fortryd */

/* The newest sent assessment of one person as a pupil under its own terms. */
struct newest {
    bool exists;
    struct q_readiness_of_rows all;
    const struct q_readiness_of_row *row;
    struct pupil pupil;
    struct terms terms;
    struct readiness_result result;
};
bool readiness_newest_read(struct request *rq, const char *youth, struct newest *ret,
                           struct err *err);
struct pupil readiness_pupil_of_row(struct arena *a, const struct q_readiness_of_row *r);
bool readiness_head_or_reply(struct request *rq, struct youth_head *ret);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/collective.
 */
#ifndef VEJVISER_COLLECTIVE_VIEWS_H
#define VEJVISER_COLLECTIVE_VIEWS_H

#include "collective/collective.h"
#include "school/school.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* ---- themes ---- */
struct theme {
    const char *id, *name; /* in the reader's language */
    const char *grades, *why, *by;
    int32_t from, to;
};
struct themes {
    const struct theme *v;
    size_t n;
};
/* All of them, in the order in which they are shown. */
bool themes_read(struct request *rq, struct themes *ret, struct err *err);
bool theme_holds(const struct theme *theme, int32_t day);
const struct theme *theme_find(const struct themes *themes, const char *id);
/* "8" in "8 9 10"? */
bool theme_is_for(const struct theme *theme, const char *grade);

struct theme_line {
    const char *name, *grades, *period, *why, *end; /* end: path, or NULL when it has ended */
};
struct class_choice {
    int64_t id; /* of a class, or a grade */
    const char *name;
    bool chosen;
};
struct theme_input {
    const char *name, *label, *hint, *typed, *error;
    bool is_day;
};
struct themes_page {
    const struct form *form; /* NULL: nothing was sent yet */
    const struct theme_input *inputs;
    size_t inputs_n;
    const struct class_choice *grades;
    size_t grades_n;
    const struct theme_line *lines;
    size_t lines_n;
    const char *today;
};

/* ---- one session ---- */
struct collective_choice {
    const char *value, *label;
    bool chosen;
};
struct attendance {
    const char *youth_id, *name;
    bool present, guarded;
};
struct session_line {
    const char *theme, *author;
    int32_t day;
    int64_t present, absent, id;
};
struct session_page {
    const struct class_line *class;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct collective_choice *themes, *owners;
    size_t themes_n, owners_n;
    const struct attendance *pupils;
    size_t pupils_n;
    const struct session_line *before;
    size_t before_n;
    const char *day, *note, *step, *due;
    int64_t plan; /* INT_NONE: not planned */
    const char *error_theme, *error_day, *error_step, *error_due;
};

/* ---- its attendance, corrected ---- */
struct correct_pupil {
    const char *youth_id, *name;
    bool present, guarded;
    const char *theirs; /* what a colleague has made it meanwhile; NULL: nobody has */
};
struct correct_line {
    const char *text;
};
struct correct_page {
    const struct class_line *class;
    int64_t session, version; /* the newest correction that the form knows of; 0: none */
    const char *said;         /* theme, day, who held it */
    bool conflict;
    const struct correct_pupil *pupils;
    size_t pupils_n;
    const struct correct_line *history; /* newest first */
    size_t history_n;
};

/* ---- the year plan of a school ---- */
struct plan_cell {
    const char *theme, *text;
    enum collective_state state;
};
struct plan_row {
    const char *name, *href;
    const struct plan_cell *cells; /* one a theme */
    size_t cells_n;
};
struct planned_line {
    const char *class_name, *theme, *href, *remove;
    int32_t day;
    bool late;
};
struct collective_year_page {
    const char *number, *school, *said;
    const char *year, *year_before, *year_after; /* paths of the other years, or NULL */
    int64_t first_year;                          /* 2026 of 2026/27 */
    const struct theme *themes;
    size_t themes_n;
    const struct plan_row *rows;
    size_t rows_n;
    const struct planned_line *planned;
    size_t planned_n;
    bool may_plan;
    const struct form *form;
    const struct collective_choice *choices;
    size_t choices_n;
    const struct class_choice *classes;
    size_t classes_n;
    const char *day, *error_theme, *error_day, *error_classes;
};

/* ---- reach ---- */
struct reach_cell {
    const char *text;
};
struct reach_row {
    const char *name, *plan, *missing; /* paths, or NULL */
    struct reach_cell cells[5];        /* grades 7 to 10, all */
};
struct theme_count {
    const char *name;
    int64_t sessions, present;
};
struct collective_reach_page {
    const char *said, *note, *year, *year_before, *year_after;
    const struct reach_row *rows;
    size_t rows_n;
    struct reach_row total;
    const struct theme_count *themes;
    size_t themes_n;
    bool may_decide; /* about themes */
};
struct missing_line {
    const char *id, *name, *note;
    bool guarded;
};
struct missing_group {
    int64_t class;
    const char *class_name;
    const struct missing_line *lines;
    size_t lines_n;
};
struct collective_missing_page {
    const char *said, *school_name;
    const struct collective_choice *schools;
    size_t schools_n;
    const struct missing_group *groups;
    size_t groups_n;
    bool must_choose;
};

/* Is the school this visitor's to work with: a counsellor's own that day, or any for the team leader? */
bool school_is_own(struct request *rq, const char *institution, bool *ret_own, struct err *err);

/* The class, when it is this visitor's to work with. Makes the reply and returns false when it is not. */
bool class_or_reply(struct request *rq, struct class_line *ret_class);
bool ticked(const char **ids, size_t n, const char *id);
void session_get(struct request *rq);          /* GET  /klasser/{class}/hold */
void session_post(struct request *rq);         /* POST /klasser/{class}/hold */
void session_undo_post(struct request *rq);    /* POST /klasser/{class}/hold/{session}/fortryd */
void correct_get(struct request *rq);          /* GET  /klasser/{class}/hold/{session} */
void correct_post(struct request *rq);         /* POST the same */
void collective_year_get(struct request *rq);  /* GET  /kollektiv/{school} */
void collective_year_post(struct request *rq); /* POST /kollektiv/{school} */
void collective_year_remove_post(
    struct request *rq); /* POST /kollektiv/{school}/plan/{raekke}/fjern */
void collective_year_undo_post(
    struct request *rq);                       /* POST /kollektiv/{school}/plan/{raekke}/fortryd */
void collective_reach_get(struct request *rq); /* GET  /kollektiv */
void collective_missing_get(struct request *rq); /* GET  /kollektiv/mangler */
void themes_get(struct request *rq);             /* GET  /kollektiv/emner */
void themes_post(struct request *rq);            /* POST /kollektiv/emner */
void theme_end_post(struct request *rq);         /* POST /kollektiv/emner/{emne}/slut */

#endif

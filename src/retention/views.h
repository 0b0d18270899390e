/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, its forms and handlers. Private to src/retention. Texts are in the
 * reader's language.
 */
#ifndef VEJVISER_RETENTION_VIEWS_H
#define VEJVISER_RETENTION_VIEWS_H

#include "gen/retention.sql.h"
#include "report/report.h"
#include "retention/course.h"
#include "retention/retention.h"
#include "rule/rule.h"
#include "youth/youth.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* ---- the mentor's time, from the first day of the education ---- */
struct rhythm {
    int32_t due[TOUCHES]; /* DAY_NONE: no such contact by the rules of that day */
    int32_t over;         /* the first day after it; DAY_NONE: there is no such time */
};
struct rhythm retention_rhythm(const struct rules *rules, int32_t start);

struct blob retention_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain);
const char *retention_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed);

/* ---- the page ---- */
struct touch_line {
    int64_t number;
    const char *said, *text,
        *undo;         /* said: "ansigt til ansigt, 3. september, Vera" or how far away */
    const char *do_it; /* path of the form; NULL: done, or not time for it */
    int32_t due;
    bool done, late;
};
struct line {
    const char *head, *text, *undo;
};
struct note_part {
    const char *head, *text, *undo, *receive; /* receive: path of the form */
    const struct line *receivers;
    size_t receivers_n;
};
struct risk_part {
    const char *head, *text, *undo, *handle; /* handle: path; NULL when it is over */
    bool counts;
};
struct overgang_page {
    const struct youth_head *head;
    const char *base, *said;
    bool has_mentor, may_give, may_end, ask_outcome;
    const char *mentor, *why, *mentor_undo;
    const struct touch_line *touches;
    size_t touches_n;
    const struct note_part *notes;
    size_t notes_n;
    const struct risk_part *risks;
    size_t risks_n;
    const struct line *courses, *before; /* educations; earlier mentors */
    size_t courses_n, before_n;
};

/* ---- a form ---- */
enum look { LOOK_TEXT, LOOK_SHORT, LOOK_LONG, LOOK_CHIPS, LOOK_SELECT };
struct option {
    const char *value, *label, *id;
    bool chosen;
};
struct input {
    enum look look;
    const char *name, *label, *hint, *typed, *error, *described;
    const struct option *options;
    size_t options_n;
};
struct retention_form_page {
    const struct youth_head *head;
    const char *title, *lead, *action, *back, *button;
    const struct form *form;
    const struct input *inputs;
    size_t inputs_n;
};
struct values {
    const char *mentor, *number, *how, *text, *outcome, *cause, *basis, *school, *name;
    int32_t day;
};

/* ---- figures ---- */
struct figure_row {
    const char *year;
    const char *starts, *mentored, *dropped_3, *dropped_12, *switched_3, *switched_12, *resumed;
};
struct figures_page {
    const char *said, *source;
    const struct figure_row *rows;
    size_t rows_n;
    const char *compare; /* with and without a mentor, one computed sentence; or NULL */
};

bool retention_head(struct request *rq, struct youth_head *ret);

/* The newest mentorship that is not withdrawn; exists false: none. */
struct mentorship {
    bool exists, open, begun, over;
    const struct q_retention_mentors_row *row;
    struct rhythm rhythm;
};
bool retention_mentorship(struct request *rq, const char *youth, const struct rules *rules,
                          struct q_retention_mentors_rows *ret_all, struct mentorship *ret,
                          struct err *err);

void retention_get(struct request *rq);       /* GET  /unge/{youth}/overgang */
void retention_form_get(struct request *rq);  /* GET  /unge/{youth}/overgang/mentor ... */
void retention_form_post(struct request *rq); /* POST the same */
void retention_handled_post(
    struct request *rq);                      /* POST /unge/{youth}/overgang/risiko/{row}/klaret */
void retention_undo_post(struct request *rq); /* POST /unge/{youth}/overgang/{what}/{row}/fortryd */
void retention_figures_get(struct request *rq); /* GET  /fastholdelse */

/* keep.c */
bool retention_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err);
bool retention_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

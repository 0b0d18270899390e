/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/placement.
 */
#ifndef VEJVISER_PLACEMENT_VIEWS_H
#define VEJVISER_PLACEMENT_VIEWS_H

#include "placement/placement.h"
#include "youth/youth.h"

#define UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* ---- forms ---- */
enum placement_look { SHOW_TEXT, SHOW_SHORT, SHOW_LONG, SHOW_CHIPS, SHOW_SELECT };
struct placement_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct placement_input {
    enum placement_look look;
    const char *name, *label, *hint, *typed, *error, *described;
    const struct placement_choice *choices;
    size_t choices_n;
};
struct placement_theirs { /* what a colleague saved meanwhile */
    const char *label, *text;
};
struct placement_form_page {
    const char *title, *lead, *action, *back, *back_label, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct placement_input *inputs;
    size_t inputs_n;
    int64_t version;      /* INT_NONE: this form has none */
    const char *conflict; /* who saved what stands in `theirs` */
    const struct placement_theirs *theirs;
    size_t theirs_n;
};
/* A form's fields as inputs. `looks`: of all fields of the room; `prefix` of the choices' messages.
 * Fields without a choice list of their own (work places, schools) get it from the caller. */
struct placement_field {
    const char *name;
    enum placement_look look;
    const char *prefix;
    bool hint;
};
void placement_input_make(struct request *rq, const struct field *field, const struct form *form,
                          const char *stored, struct placement_input *ret);

/* ---- the page of one person ---- */
struct placement_line {
    const char *title, *when, *detail, *state;
    const struct placement_answer_line *answers;
    size_t answers_n;
    /* paths of what can be done, or NULL */
    const char *start, *end, *cancel, *ask_pupil, *ask_employer;
};
struct placement_answer_line {
    const char *head, *text;
};
struct course_line {
    const char *title, *when, *detail, *state;
    const char *done, *missed, *cancel;
};
struct need_line {
    const char *text, *state;
    bool met, is_limit;
    bool is_planned; /* met when what is planned is done */
};
struct placement_page {
    const struct youth_head *head;
    const char *base, *said;
    const struct placement_line *placements;
    size_t placements_n;
    const char *needs_head; /* "Reglerne for 10. klasse i 2026/27", or NULL */
    const struct need_line *needs;
    size_t needs_n;
    const struct course_line *courses;
    size_t courses_n;
};

/* ---- the register ---- */
struct register_line {
    const char *href, *name, *what, *where, *when, *state;
    bool guarded, late;
};
struct tenth_line {
    const char *href, *name, *where, *text;
    bool guarded;
};
struct register_page {
    const char *said, *tenth_said;
    const struct register_line *lines;
    size_t lines_n;
    const struct tenth_line *tenths;
    size_t tenths_n;
};
struct employer_line {
    const char *href, *name, *trade, *town, *contact, *phone, *tel;
    int64_t now, ever, places; /* places INT_NONE */
    bool closed;
};
struct employers_page {
    const char *said, *words;
    const struct employer_line *lines;
    size_t lines_n;
};
struct employer_page {
    const char *name, *lead, *edit;
    const struct placement_theirs *facts;
    size_t facts_n;
    const char *pupils_said, *employers_said; /* what was said in numbers, or NULL */
};

bool placement_head_or_reply(struct request *rq, struct youth_head *ret_head);
const char *placement_open(struct arena *a, const char *table, int64_t row, const char *column,
                           struct blob sealed);
struct blob placement_seal(struct arena *a, const char *table, int64_t row, const char *column,
                           const char *plain);

void placement_page_get(struct request *rq);  /* GET  /unge/{youth}/praktik */
void placement_form_get(struct request *rq);  /* GET  /unge/{youth}/praktik/ny hu kursus ... */
void placement_form_post(struct request *rq); /* POST the same */
void placement_start_post(struct request *rq);
void placement_cancel_post(struct request *rq);
void placement_course_done_post(struct request *rq);
void placement_course_missed_post(struct request *rq);
void placement_course_cancel_post(struct request *rq);
void placement_undo_post(struct request *rq);
void placement_register_get(struct request *rq);  /* GET  /praktik */
void placement_employers_get(struct request *rq); /* GET  /praktik/virksomheder */
void placement_employer_get(struct request *rq);  /* GET  /praktik/virksomheder/{virksomhed} */
void placement_employer_form_get(struct request *rq);
void placement_employer_form_post(struct request *rq);

/* keep.c */
bool placement_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                       struct err *err);
bool placement_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

/* save.c: what each form does when it is in order. False with an error in the form, or *err set. */
struct placement_values {
    const char *employer, *school, *with, *purpose, *kind, *category, *place, *outcome, *useful,
        *again, *text;
    int32_t from, to, day;
    int64_t days;
    double hours;
};
struct placement_saved {
    const char *notice, *undo;
};
typedef bool placement_save_fn(struct request *rq, const struct youth_head *head, int64_t row,
                               const struct placement_values *values, struct form *form,
                               struct placement_saved *ret, struct err *err);
placement_save_fn placement_save_practice, placement_save_hu, placement_save_course,
    placement_save_end, placement_save_pupil, placement_save_employer;

#endif

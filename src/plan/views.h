/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/plan. Texts are in the reader's language.
 */
#ifndef VEJVISER_PLAN_VIEWS_H
#define VEJVISER_PLAN_VIEWS_H

#include "plan/internal.h"
#include "youth/youth.h"

/* ---- one form: wish, step, course, agreement, notice, answers, the text of the draft ---- */
enum plan_look { LOOK_TEXT, LOOK_SHORT, LOOK_LONG, LOOK_CHIPS, LOOK_SELECT };
struct plan_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct plan_input {
    enum plan_look look;
    const char *name, *label, *hint, *typed, *error;
    const char *described; /* ids of hint and error, for aria-describedby */
    const char *draft_url; /* long texts are kept while they are written */
    const struct plan_choice *choices;
    size_t choices_n;
};
struct plan_theirs { /* what a colleague saved meanwhile */
    const char *label, *text;
};
struct plan_form_page {
    const struct youth_head *head;
    const char *title, *lead, *action, *back, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct plan_input *inputs;
    size_t inputs_n;
    int64_t version; /* of the draft; INT_NONE: this form has none */
    const char *restored;
    const char *conflict; /* who saved what stands in `theirs` */
    const struct plan_theirs *theirs;
    size_t theirs_n;
};

/* ---- the plan ---- */
struct plan_line {
    int64_t id;
    const char *what, *owner, *note; /* note: "I kladden", or NULL */
    int32_t due, done;
    bool late, may_do, may_take_out;
};
struct plan_fact_line {
    const char *head, *text;
};
struct plan_goal {
    const char *text;
};
struct plan_version {
    int64_t number;
    const char *href, *said; /* "aftalt 3. november 2026 med Anna og Mette Berg" */
};
struct plan_body { /* the text of one version */
    const char *situation, *duty;
    const struct plan_goal *goals;
    size_t goals_n;
};
struct plan_page {
    const struct youth_head *head;
    const char *base;                    /* "/unge/{id}/plan" */
    const char *said;                    /* where the plan stands, one sentence */
    const struct plan_body *now, *draft; /* or NULL */
    int64_t now_number, draft_number;
    const char *draft_said; /* who has agreed, who is missing */
    bool locked;
    bool must_tell; /* 15-17 and the notice about the child benefit is not complete */
    const struct plan_line *steps;
    size_t steps_n;
    const struct plan_fact_line *wishes, *courses, *answers, *parties;
    size_t wishes_n, courses_n, answers_n, parties_n;
    const struct plan_version *versions;
    size_t versions_n;
    const char *print; /* "/unge/{id}/plan/version/2", or NULL */
};
struct plan_paper { /* what is agreed, on a page of its own */
    const struct youth_head *head;
    const char *base, *title, *lead;
    const struct plan_body *body;
    const char *wish;
    const struct plan_line *steps;
    size_t steps_n;
    const struct plan_fact_line *courses, *parties;
    size_t courses_n, parties_n;
    const char *counsellor;
    bool benefit; /* told about the child benefit: say what it means */
};

/* ---- what is kept about one person, read for a page ---- */
struct plan_all;
const char *plan_wish_words(struct arena *a, enum lang lang, const char *kind,
                            const char *programme, const char *school);
const char *plan_owner_words(struct arena *a, enum lang lang, const char *owner, const char *name,
                             const char *first_name);
/* "Praktik på mindst 18 timer ...": how the duty is met; NULL when nothing is said. */
const char *plan_duty_words(struct arena *a, enum lang lang, const char *duty, double hours,
                            const char *text);

bool plan_head_or_reply(struct request *rq, struct youth_head *ret_head);

void plan_page_get(struct request *rq);    /* GET  /unge/{youth}/plan */
void plan_version_get(struct request *rq); /* GET  /unge/{youth}/plan/version/{number} */
void plan_form_get(struct request *rq);    /* GET  /unge/{youth}/plan/oenske trin forloeb ... */
void plan_form_post(struct request *rq);   /* POST the same */
void plan_draft_post(struct request *rq);  /* POST /unge/{youth}/plan/kladde/{felt} */
void plan_drop_post(struct request *rq);   /* POST /unge/{youth}/plan/opgiv */
void plan_done_post(struct request *rq);   /* POST /unge/{youth}/plan/trin/{trin}/udfoert */
void plan_leave_post(struct request *rq);  /* POST /unge/{youth}/plan/trin/{trin}/ud */
void plan_undo_post(struct request *rq);   /* POST /unge/{youth}/plan/{hvad}/{raekke}/fortryd */

/* save.c: what each form does when it is in order. False with an error in the form, or *err set. */
struct plan_values {
    const char *kind, *programme, *institution, *said_by, *what, *owner, *owner_name, *place,
        *purpose, *party, *name, *how, *situation, *aim, *duty, *duty_text, *motivating, *realistic,
        *priority;
    int32_t day, due, from, to;
    double hours;
    int64_t version;
};
struct plan_saved {
    const char *notice, *undo;
};
typedef bool plan_save_fn(struct request *rq, const struct youth_head *head,
                          const struct plan_values *values, struct form *form,
                          struct plan_saved *ret, struct err *err);
plan_save_fn plan_save_wish, plan_save_step, plan_save_course, plan_save_agreement,
    plan_save_notice, plan_save_answer, plan_save_text;

#define PLAN_DRAFT_US                                                                              \
    (7LL * 24 * 3600 * 1000000) /* drafts are kept for seven days (ui guide § 3) */
const char *plan_draft_place(struct arena *a, const char *field, const char *youth_id);

#endif

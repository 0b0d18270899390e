/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/order. Texts are in the reader's language.
 */
#ifndef VEJVISER_ORDER_VIEWS_H
#define VEJVISER_ORDER_VIEWS_H

#include "order/internal.h"
#include "youth/youth.h"

/* ---- one form ---- */
enum order_look { ORDER_LOOK_TEXT, ORDER_LOOK_SHORT, ORDER_LOOK_LONG, ORDER_LOOK_CHIPS };
struct order_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct order_input {
    enum order_look look;
    const char *name, *label, *hint, *typed, *error, *described;
    const struct order_choice *choices;
    size_t choices_n;
};
struct order_fact {
    const char *label, *text;
};
struct order_form_page {
    const struct youth_head *head;
    const char *title, *lead, *action, *back, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct order_input *inputs;
    size_t inputs_n;
    int64_t stamp; /* of the row that the form is about */
    const char *conflict;
    const struct order_fact *theirs; /* what a colleague wrote meanwhile */
    size_t theirs_n;
};

/* ---- the page of one person ---- */
struct order_step_line {
    const char *title, *what, *due, *state, *answer, *who; /* what, answer: or NULL */
    bool late, open;
};
struct order_page_order {
    const char *title, *ended; /* ended: sentence, or NULL */
    const struct order_step_line *steps;
    size_t steps_n;
    const struct order_fact *facts;
    size_t facts_n;
};
enum order_act { ORDER_ACT_NONE, ORDER_ACT_ANSWER, ORDER_ACT_STEP, ORDER_ACT_END };
struct order_page {
    const struct youth_head *head;
    const char *base, *said;
    const struct order_page_order *open; /* or NULL */
    const struct order_page_order *past;
    size_t past_n;
    const char *changed, *changed_text, *too_old; /* alerts, or NULL */
    bool unclear;
    enum order_act next;
};

/* ---- the list ---- */
struct order_row {
    const char *href, *name, *age, *benefit, *step, *due, *waits, *contact, *counsellor;
    bool guarded, late;
};
struct order_list_page {
    const struct order_row *rows;
    size_t rows_n;
    const char *said, *other, *other_text; /* link: with or without the ended ones */
    const char *before, *after;            /* paths of the pages beside, or NULL */
    const char *page;
    bool leader;
};

/* ---- words ---- */
const char *order_word(struct arena *a, enum lang lang, const char *group, const char *name);
/* "Trin 2 af 3: søge uddannelse"; under another law only the name. */
const char *order_step_words(struct arena *a, enum lang lang, enum order_law law, const char *kind);

/* ---- handlers ---- */
void order_page_get(struct request *rq); /* GET  /unge/{youth}/paalaeg */
void order_form_get(
    struct request *rq); /* GET  /unge/{youth}/paalaeg/ny trin svar frist kontakt slut */
void order_form_post(struct request *rq); /* POST the same */
void order_undo_post(struct request *rq); /* POST /unge/{youth}/paalaeg/{hvad}/{raekke}/fortryd */
void order_list_get(struct request *rq);  /* GET  /paalaeg */

/* What stands of one person: the open order and its open step. */
struct order_now {
    struct orders all;
    const struct order_line *open; /* or NULL */
    const struct order_step *step; /* open one of the open order; or NULL */
    enum order_law law;            /* of the open order */
    bool started;                  /* the education has begun, or need not */
    const char *next;              /* kind of the next step under the full law; NULL: none */
    const struct rules *rules;
};
bool order_now_read(struct request *rq, const char *youth, struct order_now *ret, struct err *err);

/* ---- save.c ---- */
struct order_values {
    const char *benefit, *ready, *name, *phone, *email, *kind, *what, *waits, *outcome, *answer,
        *why, *reason, *note;
    int32_t given, known, due, day;
    const char *stamp_text;
    int64_t stamp; /* of stamp_text */
};
struct order_work {
    struct request *rq;
    const struct youth_head *head;
    const struct order_now *now;
    const struct order_values *v;
    int64_t id;
};
struct order_saved {
    const char *notice, *undo, *path; /* path after the person's orders: "" or "/trin" */
};
typedef bool order_save_fn(struct order_work *work, struct form *form, struct order_saved *ret,
                           struct err *err);
order_save_fn order_save_order, order_save_step, order_save_answer, order_save_due,
    order_save_contact, order_save_end;

#endif

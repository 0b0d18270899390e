/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/duty. Texts are in the reader's language.
 */
#ifndef VEJVISER_DUTY_VIEWS_H
#define VEJVISER_DUTY_VIEWS_H

#include "duty/internal.h"
#include "slice/inputs.h"
#include "youth/youth.h"

/* ---- the page of one person ---- */
struct duty_day { /* one day of a clock, and why it counted or not */
    const char *day, *said;
    bool counted;
};
struct duty_watch { /* a clock as it is shown */
    const char *id, *title, *said, *badge, *css;
    const char *sum;   /* how the deadline came about; NULL: it has not started */
    const char *basis; /* the rules it rests on, and how sure they are */
    const struct duty_day *days;
    size_t days_n;
};
struct duty_entry { /* something that happened */
    int32_t day;
    const char *what, *text, *actor, *undo; /* text, actor, undo may be NULL */
};
struct duty_exempt_line {
    int64_t id;
    const char *said, *heard, *reasons, *actor, *undo;
    bool may_end;
};
struct duty_link {
    const char *href, *label;
};
struct duty_page {
    const struct youth_head *head;
    const char *base; /* "/unge/{id}/pligt" */
    const char *said; /* whom the duty binds, until when */
    const char *now;  /* what they do, and whether it meets the duty */
    const char *now_css, *now_badge;
    bool bound;    /* in the ages of the duty */
    bool may_tell; /* ... and no case is open */
    const char *primary_href, *primary;
    const struct duty_watch *clocks; /* of the newest case */
    size_t clocks_n;
    const char *over; /* the newest case is over: why; or NULL */
    const struct duty_entry *entries;
    size_t entries_n;
    const struct duty_exempt_line *exemptions;
    size_t exemptions_n;
    const char *benefit_said; /* where the case about the benefit stands */
    const struct duty_entry *steps;
    size_t steps_n;
    const struct duty_link *next; /* the steps that may be taken */
    size_t next_n;
    const char *refused; /* why the next one may not; or NULL */
    const char *pay;     /* the next payment, and the day to tell before; or NULL */
    const char *reviewed;
    bool may_review;
    const char *work; /* "Arbejde på mindst 18 timer om ugen" */
};

/* ---- long lists, a page at a time ---- */
#define DUTY_PAGE 50
struct duty_pager {
    int64_t page, pages;
    const char *previous, *next; /* or NULL */
};
/* Which page of `n` lines the request asks for (?side=), and which lines that is: from *ret_first on,
 * DUTY_PAGE of them at most. `href` is what the page's number is put behind. */
struct duty_pager duty_pager_make(struct request *rq, const char *href, size_t n, size_t *ret_first,
                                  size_t *ret_n);

/* ---- /pligt ---- */
struct duty_case_line {
    const char *href, *name, *about, *what, *due, *rel; /* rel: "2 arbejdsdage over" */
    bool guarded, over;
};
struct duty_overview {
    const char *said; /* a computed sentence */
    int64_t open, to_contact, to_offer, overdue;
    const char *chart; /* markup from room report */
    const char *table;
    bool names; /* management sees none */
    const struct duty_case_line *lines;
    size_t lines_n;
    struct duty_pager pager;
    const char *review; /* "Kvartalets gennemgang: 12 af 40 mangler"; or NULL */
};

/* ---- /pligt/gennemgang ---- */
struct duty_school_line {
    const char *href, *name;
    int64_t n, reviewed, missing;
};
struct duty_review_line {
    const char *id, *href, *name, *about, *doing, *badge, *reviewed;
    bool guarded;
};
struct duty_review_page {
    const char *period, *said;
    const struct duty_school_line *schools;
    size_t schools_n;
    const char *school, *school_key; /* the chosen one; NULL: the overview */
    const struct duty_review_line *lines;
    size_t lines_n;
    struct duty_pager pager;
    bool any_left, no_rule;
};

/* ---- words (words.c) ---- */
const char *duty_source_word(struct arena *a, enum lang lang, const char *source);
const char *duty_end_words(struct arena *a, enum lang lang, const struct duty_state *state);
/* "Fristen for kontakt er 19. november 2026", "Kontakt 13. november 2026, inden fristen" ... */
const char *duty_clock_words(struct arena *a, enum lang lang, const struct duty_clock *clock,
                             bool contact);
struct duty_watch duty_watch_make(struct request *rq, const struct rules *rules,
                                  const struct duty_line *line, bool contact);
const char *duty_meets_words(struct request *rq, enum duty_meets meets, int64_t hours);
const char *duty_refusal_words(struct request *rq, enum benefit_refusal refusal,
                               const struct benefit_case *benefit);

/* ---- reading and handlers ---- */
bool duty_head_or_reply(struct request *rq, struct youth_head *ret_head);
/* The case about the benefit of `line` (may be NULL), with the notices of the plan. */
bool benefit_load(struct request *rq, const char *youth_id, const struct duty_line *line,
                  struct benefit_rows *ret_rows, struct benefit_case *ret, struct err *err);

void duty_page_get(struct request *rq);  /* GET  /unge/{youth}/pligt */
void duty_form_get(struct request *rq);  /* GET  /unge/{youth}/pligt/brud tilbud ... */
void duty_form_post(struct request *rq); /* POST the same */
void duty_undo_post(struct request *rq); /* POST /unge/{youth}/pligt/{hvad}/{raekke}/fortryd */
void duty_exempt_end_post(
    struct request *rq);                     /* POST /unge/{youth}/pligt/fritagelse/{raekke}/slut */
void duty_reviewed_post(struct request *rq); /* POST /unge/{youth}/pligt/gennemset */
void duty_overview_get(struct request *rq);  /* GET  /pligt */
void duty_data_get(struct request *rq);      /* GET  /pligt/data.csv */
void duty_review_get(struct request *rq);    /* GET  /pligt/gennemgang */
void duty_review_post(struct request *rq);   /* POST /pligt/gennemgang */

/* save.c: what each form does when its fields are in order. False with an error in the form, or *err. */
struct duty_values {
    const char *source, *note, *kind, *what, *ground, *length, *heard, *reasons, *party, *text,
        *outcome, *rules, *complain_to;
    int32_t day, from, to, start, heard_day, due;
};
struct duty_save {
    struct request *rq;
    const struct youth_head *head;
    const struct duty_values *v;
    struct form *form;
    const char *notice, *undo;        /* out */
    const struct benefit_row *theirs; /* out: what a colleague decided meanwhile */
};
typedef bool duty_save_fn(struct duty_save *s, struct err *err);
duty_save_fn duty_save_case, duty_save_offer, duty_save_exemption, duty_save_hearing,
    duty_save_answer, duty_save_decision, duty_save_told, duty_save_complaint, duty_save_resume;

#endif

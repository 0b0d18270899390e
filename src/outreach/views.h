/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/outreach.
 */
#ifndef VEJVISER_OUTREACH_VIEWS_H
#define VEJVISER_OUTREACH_VIEWS_H

#include "outreach/internal.h"
#include "slice/inputs.h"
#include "youth/youth.h"

/* ---- /opsoegende ---- */
struct outreach_line {
    const char *id, *href, *name, *about, *doing, *badge, *css, *since, *verb;
    const char *verb_href; /* a link; or NULL: the verb is one press */
    const char *press;     /* path of the one press that says "still so" */
    bool guarded;
};
struct outreach_choice {
    const char *value, *label;
    bool chosen;
};
struct outreach_figure {
    const char *label, *href;
    int64_t n;
};
struct outreach_list {
    const char *said;
    const struct outreach_choice *ages, *states, *owners;
    size_t ages_n, states_n, owners_n;
    const struct outreach_figure *figures;
    size_t figures_n;
    const struct outreach_line *lines;
    size_t lines_n;
    int64_t page, pages;
    const char *previous, *next;
};

/* ---- /unge/{id}/maalgruppe ---- */
struct outreach_fact {
    const char *head, *text;
    bool good;
};
struct outreach_entry {
    int64_t id;
    int32_t day;
    const char *what, *text, *more, *actor, *undo, *end; /* end: path of the POST that ends it */
};
struct outreach_page {
    const struct youth_head *head;
    const char *base;
    const char *now, *now_badge, *now_css; /* what they do, and how sure that is */
    const char *confirm;                   /* path of the one press; or NULL */
    const char *said;                      /* where the target group stands */
    const struct outreach_fact *criteria;
    size_t criteria_n;
    const char *obstacle; /* why there can be no FGU now; or NULL */
    const struct outreach_entry *assessments, *stus, *efforts, *contacts;
    size_t assessments_n, stus_n, efforts_n, contacts_n;
    const char *stu_said, *contact_said;
    bool may_refer, may_answer;
    const char *rules; /* how long, how many hours, when it begins: by the rules of the day */
};

/* ---- words (words.c) ---- */
const char *outreach_status_word(enum lang lang, enum outreach_status status);
const char *outreach_status_css(enum outreach_status status);
const char *outreach_status_key(enum outreach_status status);
const char *outreach_doing(struct arena *a, enum lang lang, const char *kind, const char *programme,
                           const char *place, double hours);
const char *outreach_obstacle_words(struct request *rq, enum fgu_obstacle obstacle);

/* ---- reading and handlers ---- */
bool outreach_head_or_reply(struct request *rq, struct youth_head *ret_head);
/* The facts of somebody on a day, and what they do now. */
struct outreach_person {
    struct outreach_facts facts;
    struct fgu_facts fgu;
    int64_t spell; /* INT_NONE: none */
    const char *doing;
    int32_t since;
};
bool outreach_person_read(struct request *rq, const struct youth_head *head,
                          struct outreach_person *ret, struct err *err);

void outreach_list_get(struct request *rq);   /* GET  /opsoegende */
void outreach_page_get(struct request *rq);   /* GET  /unge/{youth}/maalgruppe */
void outreach_form_get(struct request *rq);   /* GET  /unge/{youth}/maalgruppe/vurdering ... */
void outreach_form_post(struct request *rq);  /* POST the same */
void outreach_check_post(struct request *rq); /* POST /unge/{youth}/maalgruppe/bekraeft */
void outreach_end_post(
    struct request *rq); /* POST /unge/{youth}/maalgruppe/indsats/{raekke}/slut */
void outreach_undo_post(
    struct request *rq); /* POST /unge/{youth}/maalgruppe/{hvad}/{raekke}/fortryd */

/* save.c */
struct outreach_values {
    const char *track, *asked, *academic, *social, *personal, *options, *reasons, *approval,
        *complain_to, *places, *body, *kind, *side, *what, *who, *name;
    int32_t day, from, to, due;
    int64_t before;
};
struct outreach_save {
    struct request *rq;
    const struct youth_head *head;
    const struct outreach_values *v;
    struct form *form;
    const char *notice, *undo;       /* out */
    const struct assessment *theirs; /* out: what a colleague wrote meanwhile */
};
typedef bool outreach_save_fn(struct outreach_save *s, struct err *err);
outreach_save_fn outreach_save_assessment, outreach_save_refer, outreach_save_answer,
    outreach_save_effort, outreach_save_contact;

#endif

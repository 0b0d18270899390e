/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the views of this room show. Private to src/youth. Every text is in the reader's language.
 */
#ifndef VEJVISER_YOUTH_VIEWS_H
#define VEJVISER_YOUTH_VIEWS_H

#include "youth/youth.h"

struct fact_group {
    const char *name;
    const struct fact *facts;
    size_t facts_n;
};

struct timeline_year {
    const char *name; /* "2026/27" */
    const struct timeline_item *items;
    size_t items_n;
};

struct youth_page {
    const struct youth_head *head;
    const char *cpr;    /* the full number after the logged act, else NULL */
    const char *masked; /* "150310-••••" */
    bool may_work;      /* counsellor and team leader: notes, edits, CPR */
    bool may_hand_out;  /* insight */
    const struct notice *badges;
    size_t badges_n;
    const struct notice *alerts;
    size_t alerts_n;
    const char *panels; /* rendered panels of the slices */
    const struct timeline_year *years;
    size_t years_n;
    size_t shown, total; /* lines of the timeline */
    const struct fact_group *groups;
    size_t groups_n;
    const char *back, *back_label;
};

struct search_hit {
    const char *href, *name, *where;
    int64_t age;
    int32_t born;
    bool guarded;
};
struct search_class {
    const char *href, *name, *school;
};
struct search_page {
    const char *q;
    const char *said;          /* what was found, or what to do */
    bool everyone;             /* searched the whole municipality */
    const char *everyone_href; /* offer to do so, or NULL */
    bool cpr_form;
    const char *cpr_error;
    const struct search_hit *hits;
    size_t hits_n;
    const struct search_class *classes;
    size_t classes_n;
};

struct choice {
    const char *value, *label;
    bool chosen;
};
struct caseload_line {
    const char *href, *name, *where, *status;
    int64_t age;
    bool guarded;
    bool unknown;
    int32_t since, last_contact, next_due, plan_agreed;
};
struct caseload_page {
    const char *title, *said;
    const struct choice *schools, *states, *ages, *owners;
    size_t schools_n, states_n, ages_n, owners_n;
    const struct caseload_line *lines;
    size_t lines_n;
    const char *previous, *next; /* pages, or NULL */
    int64_t page, pages;
    bool must_choose; /* team leader has not chosen whose caseload */
};

struct edit_page {
    const struct youth_head *head;
    const struct form *form;
    int64_t version;
    const struct choice *counsellors;
    size_t counsellors_n;
    bool may_give;
    bool conflict;
    const char *phone, *email, *street, *post_code, *town, *guarded_until;
    bool guarded;
    const char *error_guarded_until, *error_phone, *error_email, *error_post_code;
};

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the worklist's view shows. Private to src/worklist.
 */
#ifndef VEJVISER_WORKLIST_VIEWS_H
#define VEJVISER_WORKLIST_VIEWS_H

#include "worklist/worklist.h"

struct worklist_line {
    const struct worklist_item *item;
    const char *relative; /* "2 arbejdsdage over", "i dag", "om 3 dage" */
    const char *date;     /* "Frist: 19. nov. (5 arbejdsdage)" */
    const char *html_id;
};
struct worklist_group {
    const char *name;
    const char *key; /* over, nu, snart */
    const struct worklist_line *lines;
    size_t lines_n;
    bool overdue;
};
struct worklist_choice {
    const char *value, *label;
    bool chosen;
};
struct worklist_figure {
    const char *label, *href;
    int64_t n;
};
struct worklist_cover { /* a colleague who is away and whom one covers */
    int64_t account;
    const char *name;
    int32_t until;
};
struct worklist_page {
    const char *whose; /* a colleague's name; NULL: one's own */
    int64_t whose_id;
    const char *whose_query; /* "&for=12", or "" */
    const struct worklist_cover *covers;
    size_t covers_n;
    const char *heading, *said;
    const struct worklist_group *groups;
    size_t groups_n;
    size_t lines; /* in all groups */
    const struct worklist_choice *schools, *kinds;
    size_t schools_n, kinds_n;
    const struct worklist_figure *figures;
    size_t figures_n;
    bool shortcuts;
    bool bulk;
    const char *hidden_later; /* "Vis også 12 senere", or NULL */
    const char *query;        /* the filter, carried through the bulk form */
};

/* bulk.c */
void worklist_post(struct request *rq);
void worklist_undo_post(struct request *rq);

#endif

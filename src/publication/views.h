/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside publication only: what the views show.
 */
#ifndef VEJVISER_PUBLICATION_VIEWS_H
#define VEJVISER_PUBLICATION_VIEWS_H

#include "publication/internal.h"
#include "report/report.h"

struct publication_choice {
    const char *value, *label;
    bool chosen;
};
struct publication_line { /* of a list of publications */
    const char *href, *title, *when, *state;
    bool warn;
};
struct publication_table { /* one indicator of a publication */
    const char *id, *name, *about, *total, *html;
    const char *kept; /* "taken over unchanged from version 1", or NULL */
};
struct publication_tables {
    const char *heading;
    struct publication_table *tables;
    size_t tables_n;
};
struct publication_note { /* of the history, or of what is not told */
    const char *text, *comment;
};
struct publication_team_page {
    struct publication_line *open, *published;
    size_t open_n, published_n;
    bool may_make;
    struct publication_choice *years;
    size_t years_n;
    const struct form *form; /* NULL: not sent yet */
    const char *as_of, *reason;
    const char *error_year, *error_as_of, *error_reason;
};
struct publication_draft_page {
    const char *title, *lead, *base, *csv, *report;
    struct publication_note *hidden, *history;
    size_t hidden_n, history_n;
    bool may_send, may_approve, may_return, may_discard, is_own, waits;
    const struct form *form;
    const char *comment, *error_comment;
    struct publication_tables *groups;
    size_t groups_n;
};
struct publication_wait_page {
    const char *sentence, *status, *cancel; /* cancel NULL: may not */
    bool is_waiting;
    int64_t progress, total;
};
struct publication_data_page {
    struct publication_line *years; /* the newest version of each */
    size_t years_n;
    struct publication_line *older;
    size_t older_n;
    struct publication_table *definitions; /* name, about, html NULL */
    size_t definitions_n;
};
struct publication_year_page {
    const char *title, *lead, *csv, *newer, *note;
    struct publication_tables *groups;
    size_t groups_n;
};
struct publication_spark {
    const char *name, *value, *points, *mark_x, *mark_y, *label;
    bool has_line;
};
struct publication_schools_page {
    int number;
    const char *title, *lead, *action, *funnel, *note, *csv, *definition, *target;
    struct publication_choice *years, *indicators;
    size_t years_n, indicators_n;
    struct publication_spark *sparks;
    size_t sparks_n;
};

/* tables.c */
/* The figures of one publication, by goal and indicator. `reasons`: say why something is not told. */
void publication_tables_of(struct request *rq, struct published_figures figures, bool reasons,
                           struct publication_tables **ret, size_t *ret_n);
const char *publication_name(struct request *rq, const char *indicator);
const char *publication_version_words(struct request *rq, int64_t school_year, int64_t version);
const char *publication_moment_words(struct request *rq, int64_t at);

/* page_team.c */
void publication_team_get(struct request *rq);
void publication_team_post(struct request *rq);
void publication_draft_get(struct request *rq);
void publication_send_post(struct request *rq);
void publication_approve_post(struct request *rq);
void publication_return_post(struct request *rq);
void publication_discard_post(struct request *rq);

/* page_wait.c */
void publication_wait_get(struct request *rq);
void publication_wait_json(struct request *rq);
void publication_wait_cancel(struct request *rq);
/* Adds at most PUBLICATION_WAITING lines. */
bool publication_wait_lines(struct request *rq, struct publication_line *lines, size_t *n,
                            struct err *err);

/* page_public.c */
void publication_data_get(struct request *rq);
void publication_year_get(struct request *rq);
void publication_schools_get(struct request *rq);

/* files.c */
void publication_csv_get(struct request *rq);
void publication_year_csv_get(struct request *rq);
void publication_json_get(struct request *rq);
void publication_dcat_get(struct request *rq);

#endif

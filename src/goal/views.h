/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: what the views show.
 */
#ifndef VEJVISER_GOAL_VIEWS_H
#define VEJVISER_GOAL_VIEWS_H

#include "goal/words.h"
#include "report/report.h"
#include "slice/inputs.h"

struct goal_card {
    int number;
    const char *heading, *href;
    const char *badge, *badge_css; /* "badge-warning" */
    struct goal_story story;
};
struct goals_page {
    struct goal_card *cards;
    size_t cards_n;
};
struct goal_way_view {        /* of goal 1 */
    const char *curve, *flow; /* figures with their tables; NULL: too few */
    const char **sentences;   /* what the curve says, computed */
    size_t sentences_n;
    const char *calibrate, *calibrate_href; /* the other way to look at it, or NULL */
};
struct own_card { /* one of the municipality's own figures over the school years */
    const char *id, *name, *value, *change, *about;
    const char **
        lines; /* of the drawing; a year that is not told, or another way of counting, parts them */
    size_t lines_n;
    const char *mark_x, *mark_y,
        *label;        /* of the newest that is told; mark_x NULL: there is none */
    const char *table; /* year by year, made by report */
};
struct own_view {
    const char *when,
        *href; /* of the newest publication, and where it stands; NULL: nothing is published */
    const char *none;   /* why there is nothing to show, or NULL */
    const char *judged; /* which of them the goal is judged by; or NULL */
    struct own_card *cards;
    size_t cards_n;
};
struct goal_page {
    struct goal_card card;
    const struct goal *goal;
    const char *chart;               /* figure and table, made by report */
    const struct goal_way_view *way; /* the way of a year group (goal 1), or NULL */
    const struct own_view *own;
    const struct initiative *initiatives;
    size_t initiatives_n;
};
struct method_definition { /* one way of counting, and the measures that were counted so */
    const char **names;
    size_t names_n;
    const char *text, *source;
};
struct method_group {
    const char *heading;
    struct method_definition *definitions;
    size_t definitions_n;
};
struct method_page {
    struct method_group *groups;
    size_t groups_n;
    const char **breaks;
    size_t breaks_n;
    const char *other; /* table of the figures that belong to no goal */
};

/* The way of a year group drawn; `calibrated`: also our curve as it would be if the official one were
 * right. NULL: there is nothing to show. */
const struct goal_way_view *goal_way_show(struct reader r, const struct goal_way *way,
                                          struct figures figures, bool calibrated);
/* The own figures of a goal as they were published. */
const struct own_view *goal_own_show(struct reader r, const struct goals *goals,
                                     const struct goal *goal);
/* Its flow alone, as a figure; NULL: there is none. */
const char *goal_flow_show(struct reader r, const struct goal_way *way);

/* ---- changing ---- */
struct manage_line {
    const char *name, *href, *owner, *measure, *state;
};
struct manage_page {
    struct manage_line *lines;
    size_t lines_n;
};
struct history_line {
    const char *what, *from, *who, *why;
    bool over; /* something else took its place */
};
struct edit_page {
    const struct form_page *form, *target; /* target NULL: a new goal has none yet */
    const char *title, *back, *public_href;
    struct history_line *history, *targets;
    size_t history_n, targets_n;
};

/* ---- initiatives ---- */
struct initiative_line {
    const char *name, *href, *text, *owner, *next, *next_css, *reach, *result;
};
struct initiative_group {
    const char *heading;
    struct initiative_line *lines;
    size_t lines_n;
};
struct initiatives_page {
    struct initiative_group *groups;
    size_t groups_n;
    const char *said; /* how many have no date, or one that has passed */
    bool may_add;
};
struct result_line {
    const char *day, *reached, *result, *who;
};
struct initiative_page {
    const struct initiative_line *line;
    const char *goal, *goal_href, *source;
    const struct form_page *form, *report; /* NULL: not for this reader */
    struct result_line *results;
    size_t results_n;
};

#endif

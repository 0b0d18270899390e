/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: what the views show.
 */
#ifndef VEJVISER_GOAL_VIEWS_H
#define VEJVISER_GOAL_VIEWS_H

#include "goal/words.h"
#include "report/report.h"

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
struct goal_page {
    struct goal_card card;
    const struct goal *goal;
    const char *chart;               /* figure and table, made by report */
    const struct goal_way_view *way; /* the way of a year group (goal 1), or NULL */
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
/* Its flow alone, as a figure; NULL: there is none. */
const char *goal_flow_show(struct reader r, const struct goal_way *way);

#endif

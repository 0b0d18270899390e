/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: figures and standings in the reader's language. All texts live in the arena.
 */
#ifndef VEJVISER_GOAL_WORDS_H
#define VEJVISER_GOAL_WORDS_H

#include "goal/goal.h"

/* Who reads: what every function of this room that makes words needs. */
struct reader {
    struct arena *arena;
    enum lang lang;
};

/* ---- one figure ---- */
const char *figure_name(struct reader r, const struct figure *figure); /* what is measured */
const char *figure_definition(struct reader r, const struct figure *figure);
const char *figure_area(struct reader r, const struct figure *figure);
const char *figure_period(struct reader r, const struct figure *figure); /* "2021", "årgang 2019" */
const char *figure_kind_name(struct reader r, const struct figure *figure);
/* "22,9 %", "28 år", "99.000 personer", with the decimals its series is printed with. */
const char *figure_value(struct reader r, struct figures figures, const struct figure *figure);
int figure_decimals(struct figures figures, const struct figure *figure);
const char *figure_unit(struct reader r, const struct figure *figure);
/* A difference in percentage points, "7,3"; never with a sign. */
const char *points_text(struct reader r, double points);
/* The distinct sources of figures, joined with "; ". NULLs in the list are skipped. */
const char *sources_text(struct reader r, const struct figure *const *figures, size_t n);

/* ---- one goal: every sentence is computed from the figures ---- */
struct goal_kpi {
    const char *label, *value;
};
struct goal_story {
    const char *line;    /* one or two sentences: what the figures say */
    const char *finding; /* the same as the heading of the chart */
    enum goal_status status;
    const char *badge;   /* "Bag målet" */
    const char *verdict; /* why that is the status */
    const char *as_of;   /* of which period the newest figure is */
    const char *source;  /* of the figures in line, verdict and kpis */
    struct goal_kpi kpis[4];
    size_t kpis_n;
};
struct goal_story goal_tell(struct reader r, const struct goals *goals, int number);
const char *goal_badge(enum lang lang, enum goal_status status);

#endif

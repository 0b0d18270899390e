/* SPDX-License-Identifier: EUPL-1.2
 *
 * goal: the four goals of the policy document, and what published figures say about them.
 *
 * A figure is what somebody printed, kept as printed, with how it was counted and where it stands.
 * Nothing is recomputed from other numbers (published counts and percentages do not reproduce each
 * other), and two figures are compared only when their definition is the same. Whatever the pages say
 * about a goal is computed by the functions here: a sentence cannot contradict its chart. When the
 * figures do not answer, the answer is "cannot be told", never a guess.
 *
 * Sources of the rules: the policy document 2021/22; definitions and breaks in docs of the figures
 * (rules/README.md).
 */
#ifndef VEJVISER_GOAL_H
#define VEJVISER_GOAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "db/db.h"
#include "slice/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define GOALS_N 4

/* How a number came about; told with the number wherever it is shown. */
enum figure_kind {
    FIGURE_COUNTED,   /* registers: what happened */
    FIGURE_PROJECTED, /* a model's expectation */
    FIGURE_SURVEY,    /* a sample's answers */
    FIGURE_TARGET,    /* what somebody wants */
};

struct figure {
    int goal; /* 1-4; 0: belongs to none of them */
    const char *indicator, *area;
    const char *period; /* "2021", "2018/19"; "" = always */
    double value;       /* NaN: none was given */
    const char *unit;   /* "percent", "years", "persons" */
    const char *definition, *source;
};
struct figures {
    const struct figure *v;
    size_t n;
};

struct goal {
    int number;
    const char *name, *text; /* in the reader's language */
    const char *source;
};
struct goals {
    struct goal goal[GOALS_N + 1]; /* by number; [0] is empty; number 0 = not in the database */
    struct figures figures;
};

/* ---- rules: no database, no words ---- */

/* The first year of a period: "2021" and "2021/22" are 2021; 0 when it has none. */
int figure_year(const struct figure *figure);
enum figure_kind figure_kind_of(const char *indicator);
/* The figure of exactly that period, or, with period NULL, the newest; with a value; else NULL. */
const struct figure *figure_find(struct figures figures, const char *indicator, const char *area,
                                 const char *period);
/* The newest before `than` of the same indicator, area and definition; NULL when there is none. */
const struct figure *figure_before(struct figures figures, const struct figure *than);

enum goal_status { GOAL_UNKNOWN, GOAL_BEHIND, GOAL_ON_TRACK, GOAL_REACHED };
enum goal_reason {
    REASON_NONE,      /* the status is known */
    REASON_NO_VALUE,  /* no figure for the municipality at all */
    REASON_NO_TARGET, /* the goal names no number to reach */
    REASON_NO_YEAR,   /* there are figures, but none for a year with a (sub-)target */
    REASON_BREAK,     /* there is one, but counted in another way than the target was set for */
};
struct standing {
    enum goal_status status;
    enum goal_reason reason;      /* why the status is unknown */
    const struct figure *latest;  /* newest figure of the municipality; NULL none */
    const struct figure *judged;  /* the figure that was compared, and with what; */
    const struct figure *against; /* NULL when the status is unknown */
    const struct figure *target;  /* the last target: what is to be reached in the end; or NULL */
    double gap;                   /* how far `latest` is from `target`, > 0 = still missing; NaN */
};
/* Compares the newest figure that has a target for the same year (a target without a year holds
 * always). Reached: the last target is met, by a figure of any year up to it. */
struct standing goal_standing(struct figures figures, int number);

/* ---- database ---- */

/* Brings the goals and figures in the program into the database; idempotent. Inside store_write(). */
bool goal_load(struct db *w, struct err *err);
bool goals_read(struct db *db, struct arena *a, enum lang lang, struct goals *ret_goals,
                struct err *err);

/* ---- words: what the pages and the reports say; all texts live in the arena ---- */

/* Who reads: what every function of this room that makes words needs. */
struct reader {
    struct arena *arena;
    enum lang lang;
};

const char *figure_name(struct reader r, const struct figure *figure); /* what is measured */
const char *figure_definition(struct reader r, const struct figure *figure);
const char *figure_area(struct reader r, const struct figure *figure);
const char *figure_period(struct reader r, const struct figure *figure); /* "2021", "årgang 2019" */
const char *figure_kind_name(struct reader r, const struct figure *figure);
/* "22,9 %", "28 år", "99.000 personer", with the decimals its series is printed with. */
const char *figure_value(struct reader r, struct figures figures, const struct figure *figure);
int figure_decimals(struct figures figures, const struct figure *figure);
const char *figure_unit(struct reader r, const struct figure *figure);
/* The distinct sources of figures, joined with "; ". NULLs in the list are skipped. */
const char *sources_text(struct reader r, const struct figure *const *figures, size_t n);

/* One goal: every sentence is computed from the figures. */
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

/* All figures of a goal (0: of none), a row each with its source. `for_file`: bare numbers with
 * their unit and definition apart, for CSV. */
const struct table_model *goal_table(struct reader r, struct figures figures, int goal,
                                     bool for_file);
/* The chart of one goal; the table must be given since a chart has one. */
const struct chart_model *goal_chart(struct reader r, const struct goals *goals, int number);

/* For `vejviser goals`: each goal, its newest figure, target, status, source; as a table, and as a JSON list
 * of objects (the caller's; NULL and *err). */
bool goals_command(struct db *db, enum lang lang, FILE *out, struct err *err);
struct json_t *goals_json(struct db *db, enum lang lang, struct err *err);

/* ---- goal 1: the way of a year group, from the casework ---- */

#include "goal/way.h"

extern const struct slice goal_slice;

#endif

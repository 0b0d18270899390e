/* SPDX-License-Identifier: EUPL-1.2
 *
 * report: numbers as something to look at. A table or chart is a model (plain structs, no database,
 * no HTTP); this room turns it into inline SVG in two sizes, an accessible HTML table, and CSV.
 * Conventions: docs/ui-kit.md. Every label is text in the reader's language, made by the caller;
 * every number is formatted here by base/format.h.
 */
#ifndef VEJVISER_REPORT_H
#define VEJVISER_REPORT_H

#include "base/arena.h"
#include "base/format.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- table ---- */
struct table_column {
    const char *label;
    bool numeric;     /* right aligned */
    int decimals;     /* for numeric */
    const char *unit; /* "%" or NULL */
};
struct table_cell {
    const char *text; /* NULL: use number */
    double number;    /* NaN: not known, shown as the language's dash */
    const char *why;  /* shown instead of a hidden or unknown number; NULL when known */
};
struct table_model {
    const char *caption;
    const struct table_column *columns;
    size_t columns_n;
    const struct table_cell *cells; /* row by row */
    size_t rows_n;
};
/* HTML table, first column is the row header; data-title on each td for narrow screens. */
void table_html(struct text *out, enum lang lang, const struct table_model *table);
/* RFC 4180 with ';' and decimal comma in Danish (what Excel opens), UTF-8 with BOM; cells that a
 * spreadsheet would take as a formula are quoted with a leading apostrophe. */
void table_csv(struct text *out, enum lang lang, const struct table_model *table);
/* One CSV cell made harmless: shared by all who write CSV. */
void csv_cell(struct text *out, const char *text, char separator);

/* ---- what stands round any drawing ---- */
struct figure_model {
    const char *id;                  /* unique on the page, for aria ids */
    const char *title;               /* the finding, computed from the data */
    const char *subtitle;            /* measure, unit, population */
    const char *desc;                /* two sentences with the numbers, for <desc> */
    const char *source;              /* source, date, notes on hidden numbers */
    const char *csv_href;            /* link to the same numbers as CSV, or NULL */
    const struct table_model *table; /* the numbers as a table, required */
};

/* ---- line chart with targets: time on x ---- */
struct chart_point {
    double x, y;         /* y NaN: not known or hidden: the line is broken there */
    double lower, upper; /* NaN: no interval; a band needs both */
    const char *label;   /* direct label at the point, or NULL */
};
/* Lines have a mark at each point when there are few. The shape follows the colour, so that nothing
 * is told by colour alone: 1 circle, 2 diamond, 3 square. */
/* MARK_THIN: a line in the background, without marks. */
enum chart_mark { MARK_LINE, MARK_DASHED, MARK_DIAMOND, MARK_POINT, MARK_BAND, MARK_THIN };
struct chart_series {
    const char *name; /* direct label at the last point */
    enum chart_mark mark;
    int colour; /* 1 own, 2 target, 3 comparison: css classes, never colour alone */
    const struct chart_point *points;
    size_t n;
    bool plain; /* a line without marks, however few its points are */
};
struct chart_model {
    const char *id;                    /* unique on the page, for aria ids */
    const char *title;                 /* the finding, computed from the data */
    const char *subtitle;              /* measure, unit, population */
    const char *desc;                  /* two sentences with the numbers, for <desc> */
    const char *source;                /* source, date, notes on hidden numbers */
    const char *y_unit;                /* "%" */
    bool x_whole;                      /* years or ages: whole ticks without thousands mark */
    bool x_school_year;                /* with x_whole: 2026 is written 2026/27 */
    const char *x_unit;                /* after the last tick, "år"; or NULL */
    double x_min, x_max, y_min, y_max; /* NaN: from the data; always widened to hold the data */
    double target;                     /* horizontal line, NaN none */
    const char *target_label;
    double target_x;         /* L-shaped marker at (target_x, target); NaN none */
    double break_x;          /* the definition changed here: a line across the chart, and the */
    const char *break_label; /* reason at it; no line when the label is NULL */
    const struct chart_series *series;
    size_t series_n;
    const char *csv_href;            /* link to the same numbers as CSV, or NULL */
    const struct table_model *table; /* the numbers as a table, required */
};
/* <figure> with both sizes, then <details> with the table. No style attributes. */
void chart_html(struct text *out, enum lang lang, const struct chart_model *chart);
/* One drawing alone: 760 x 380, or 360 x 320 for phones. */
void chart_svg(struct text *out, enum lang lang, const struct chart_model *chart, bool narrow);

/* ---- funnel: which units' shares are further from the common one than chance takes them ----
 * Limits at 95 and 99.8 % are exact binomial ones (stat/funnel.h). Units are never ranked. Units with
 * fewer than FUNNEL_LEAST_N, and hidden ones, are not drawn: give the table what is published of them.
 * Inside: circle, no name. Outside 95 %: diamond and name. Outside 99.8 %: square and name. */
struct funnel_unit {
    const char *name;
    int64_t x, n; /* x of n, 0 <= x <= n */
    bool hidden;  /* by disclosure control: neither drawn nor counted in the common share */
};
struct funnel_model {
    struct figure_model figure;
    const struct funnel_unit *units;
    size_t units_n;
    double theta; /* the common share, 0..1; NaN: that of the units that are not hidden */
    const char *theta_label; /* "Alle skoler: 23,4 %"; stands at the middle line */
    const char *n_label;     /* "Elever i 9. klasse": what the axis along the bottom counts */
};
enum funnel_side {
    FUNNEL_NOT_SHOWN, /* hidden, too small, or no number */
    FUNNEL_BELOW_998,
    FUNNEL_BELOW_95,
    FUNNEL_INSIDE,
    FUNNEL_ABOVE_95,
    FUNNEL_ABOVE_998,
};
double funnel_theta(const struct funnel_model *funnel); /* NaN: there is none */
/* On a limit is inside. `theta` as funnel_theta() gives it. */
enum funnel_side funnel_side(double theta, const struct funnel_unit *unit);
void funnel_html(struct text *out, enum lang lang, const struct funnel_model *funnel);
void funnel_svg(struct text *out, enum lang lang, const struct funnel_model *funnel, bool narrow);

/* ---- flow: where a group goes, from column to column ----
 * A column's nodes lie below each other, as high as their share; bands lead from the nodes of a column
 * to those of the next. Only bands that lead to a node that asks for action are coloured. Few nodes a
 * column (6 can be read); only the first and the last column are named, in the others only the
 * nodes that ask for action have their number. */
struct flow_node {
    const char *label;
    bool action; /* somebody ought to do something about who is here */
};
struct flow_column {
    const char *heading;       /* "Efter 3 måneder" */
    const char *short_heading; /* on phones, "3 mdr."; NULL: the same */
    const struct flow_node *nodes;
    size_t nodes_n;
};
struct flow_link {
    size_t column;   /* leads from this one to the next */
    size_t from, to; /* nodes */
    double value;    /* percent of all; NaN or not above 0: no band */
};
struct flow_model {
    struct figure_model figure;
    const struct flow_column *columns; /* at least two */
    size_t columns_n;
    const struct flow_link *links;
    size_t links_n;
};
/* A node's share: what leads to it or from it, whichever is more. */
double flow_share(const struct flow_model *flow, size_t column, size_t node);
void flow_html(struct text *out, enum lang lang, const struct flow_model *flow);
void flow_svg(struct text *out, enum lang lang, const struct flow_model *flow, bool narrow);

/* ---- Likert: answers from "disagree" to "agree", a row a year or a group ----
 * Bars stand on both sides of the middle: what disagrees to the left, what agrees to the right, half of what is
 * neither on each. Shares are whole per cent that sum to 100 (likert_shares). A row of fewer answers than
 * `least` has no bar, and says why in the table. */
#define LIKERT_STEPS 5
struct likert_row {
    const char *label;
    int64_t n[LIKERT_STEPS]; /* answers, disagree .. agree */
};
struct likert_model {
    struct figure_model figure;      /* .table as likert_table() makes it, or one's own */
    const char *steps[LIKERT_STEPS]; /* "Meget uenig" .. "Meget enig" */
    const char *against, *in_favour; /* what the two sides mean, above the bars */
    const char *row_heading;         /* of the table: "Skoleår" */
    const char *few;                 /* "færre end 20 svar": shown instead of a hidden row */
    const struct likert_row *rows;
    size_t rows_n; /* at most six can be read */
    int64_t least;
};
int64_t likert_n(const struct likert_row *row);
/* Whole per cent by largest remainder: they sum to 100, or all are 0 without answers. */
void likert_shares(const struct likert_row *row, int ret[LIKERT_STEPS]);
const struct table_model *likert_table(struct arena *a, enum lang lang,
                                       const struct likert_model *likert);
void likert_html(struct text *out, enum lang lang, const struct likert_model *likert);
void likert_svg(struct text *out, enum lang lang, const struct likert_model *likert, bool narrow);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Official figures from files; private to src/exchange (and its fuzz targets).
 *
 *     CSV, JSON-stat, jobindsats' and uddannelsesstatistik's JSON -> rows of texts by slot -> a kind's lines
 *
 * A kind (figures_tables.c) is one table of one publisher: which columns it has, which rows of it are which
 * indicator, counted how and from when. Whatever the file's shape, a row is brought to the same slots, so
 * that every check is made once. Nothing is guessed: a row that no line names is left out and counted, and
 * everything that cannot be one number of one place and time refuses the file.
 *
 * A file of figures is taken whole or not at all: one row that cannot be used, and none is written.
 * Suppressed cells (an empty text, "..", "-", "*", null, or no row) are absent, never zero.
 */
#ifndef VEJVISER_FIGURES_H
#define VEJVISER_FIGURES_H

#include "exchange/reading.h"

#define FIGURE_DIMS     4
#define FIGURE_FILE_MAX (64 * 1024 * 1024) /* of JSON, which is read whole */
#define SURVEY_LEAST    20                 /* answers, before a share of them is taken */

enum figure_slot {
    SLOT_AREA,
    SLOT_PERIOD,
    SLOT_VALUE,
    SLOT_SOURCE,
    SLOT_N,      /* answers of a survey */
    SLOT_YES,    /* ... that said so; or SLOT_VALUE, weighted */
    SLOT_N_LIKE, /* ... of a simple sample that is as certain; else SLOT_N */
    SLOT_DIM,    /* the first of FIGURE_DIMS that tell rows apart */
    SLOTS = SLOT_DIM + FIGURE_DIMS
};
enum figure_shape {
    SHAPE_NONE,
    SHAPE_CSV = 1,
    SHAPE_JSONSTAT = 2,
    SHAPE_JOBINDSATS = 4, /* v2 and v3 */
    SHAPE_UDDSTAT = 8     /* an array of objects, not nested */
};
enum figure_every { EVERY_YEAR, EVERY_SCHOOL_YEAR, EVERY_MONTH };

/* Rows that are one indicator. A dimension's text matches when it is one of the words, folded, or begins
 * with one and a space ("791 Viborg"); "#18-41" is any whole number of that range, which replaces # in the
 * indicator's key. NULL: the dimension must be a total ("", I alt, TOT) or not be there. */
struct figure_line {
    const char *dim[FIGURE_DIMS]; /* "FULDFOERT|Fuldført" */
    int from, to; /* periods as yyyymm (a year is yyyy00) that are counted this way; 0: all */
    const char *indicator, *definition;
};
struct figure_file;
struct figure_table {
    const char *key;           /* of the command line; exchange.figures.kind.KEY in po/ */
    unsigned shapes;           /* enum figure_shape */
    const char *column[SLOTS]; /* "TID|Tid"; NULL: there is none */
    unsigned optional;         /* bits of slots that a file may lack */
    enum figure_every every;
    bool exact;  /* words are whole texts: no "791 Viborg" */
    bool steady; /* a period without a figure is told */
    const char *unit;
    const char *area;   /* when no column says it */
    const char *source; /* when no column says it */
    const char *whole;  /* words of dimension 0 that the others are divided by, in percent; NULL */
    const struct figure_line *lines;
    size_t lines_n;
    /* What is only seen when all rows are there. */
    bool (*finish)(struct reading *r, struct figure_file *file, struct err *err);
};
extern const struct figure_table figure_tables[];
extern const size_t figure_tables_n;
const struct figure_table *figure_table_find(const char *key); /* NULL: there is none */
const char *figure_table_words(enum lang lang, const struct figure_table *kind);
const char *figure_table_keys(struct arena *a); /* "soegetal, statusu6, .." */

/* One figure, as it is to be kept. */
struct official {
    const char *indicator, *area, *period, *unit, *definition, *source;
    double value, lower, upper; /* limits NaN when it is no sample */
    int64_t n;                  /* answers; INT_NONE */
    int order;                  /* of the period: successive ones differ by 1 */
    int64_t row;
};
struct figure_file {
    const struct figure_table *kind;
    struct official *v; /* texts live in the reading's arena */
    size_t n, cap;
};
/* Reads and checks all. A file with rejected rows or a fatal fault is not to be used. */
bool figures_read(struct reading *r, const struct figure_table *kind, const char *path,
                  struct figure_file *ret_file, struct err *err);
struct official *figure_add(struct reading *r, struct figure_file *file);

/* ---- cells ---- */
enum cell_number {
    NUMBER_GOOD,
    NUMBER_ABSENT,
    NUMBER_POINT, /* a point where Danish has a comma, or the other way round */
    NUMBER_BAD
};
/* "2.351" is two thousand, "7,3" and "100,0 %" are what they look like. */
enum cell_number figure_number(const char *text, double *ret_x);

enum cell_period { PERIOD_GOOD, PERIOD_OTHER, PERIOD_RUNNING, PERIOD_BAD };
/* "2021", "2024/25" (also 2024/2025), "2025-07" (also 2025M07), as it is kept. *ret_at: yyyymm. */
enum cell_period figure_period_read(struct arena *a, const char *text, enum figure_every every,
                                    const char **ret_period, int *ret_at, int *ret_order);

struct areas;
struct areas *areas_new(struct arena *a); /* from rules/areas.csv */
/* The name under which a place is kept, by its code in any form or its name; NULL: not known. *ret_none:
 * the file says itself that it does not know. */
const char *area_find(struct arena *a, const struct areas *areas, const char *text, bool *ret_none);

/* ---- JSON ---- */
/* Calls `row` with the texts by slot; NULL where there is no cell. False: fatal, or `row` stopped. */
typedef bool figure_row(void *ctx, const char *const *texts, struct err *err);
bool figures_json_read(struct reading *r, const struct figure_table *kind, const char *path,
                       figure_row *row, void *ctx, struct err *err);
/* The same for UTF-8 in memory. */
bool figures_json_take(struct reading *r, const struct figure_table *kind, const char *text,
                       size_t len, figure_row *row, void *ctx, struct err *err);

/* ---- finishes ---- */
bool soegetal_finish(struct reading *r, struct figure_file *file, struct err *err);
bool profile_finish(struct reading *r, struct figure_file *file, struct err *err);
/* Tells of series with holes, and of those that stop before the others. */
void figures_series(struct reading *r, const struct figure_file *file);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Disclosure control: what of a table may be published, and what a stranger can work out from it.
 *
 * A table is a set of cells and a set of sums (a total is the sum of its parts). Tables that share
 * margins are one set of cells with the sums of both: add the shared cell once and use its number
 * in both tables. The same holds for an earlier publication of the same figures: what was published
 * is `fixed`, what was hidden is `forced`.
 *
 * Three steps, always together (disclosure_protect):
 *   1. primary: the cells that tell about few persons are hidden (struct disclosure_rule);
 *   2. secondary: others are hidden with them, so that no sum gives them away;
 *   3. audit: for every hidden cell the least and greatest value that fit all that is published,
 *      by linear programming (GLPK). A table where a sensitive cell comes out narrower than the
 *      rule declares is not published: disclosure_protect() says false.
 * To hide two cells in each line is not enough (two blocks joined by one cell give that cell away:
 * test_disclosure.c), so step 2 looks for no pattern but for moves: ways to change the hidden cells
 * that leave all that is published as it is and bring the sensitive cell to either end of what it
 * must be able to be. What no move needs is shown again.
 *
 * The attacker knows the rule and everything published, and for each hidden cell why it is hidden:
 * that a small cell is 1..threshold-1, that another is at least the threshold, that a zero is never
 * hidden (unless the rule hides zeros). Some tables cannot be protected against one who knows the
 * reasons (four small cells with a small total are all 1). There the cells concerned are marked
 * DISCLOSURE_HIDDEN: their reason may not be told either, and the interval holds for one who does
 * not know it. The public sees one mark for all reasons; reasons are for the municipality.
 *
 * What is not looked at: knowledge from elsewhere (a pupil who knows the own answer), and averages.
 *
 * Sources: A. Hundepool et al., Statistical Disclosure Control (Wiley 2012), ch. 4; J. Castro,
 * "Recent advances in optimization techniques for statistical tabular data protection", EJOR 216
 * (2012): moves as flows where the table is a network (two dimensions, one of them with levels),
 * else as a linear program. The same in R: sdcTable::protectTable, sdcTable::attack.
 *
 * Units: counts of persons or amounts, >= 0. Memory is the arena's. Errors: ERR_INPUT (what does
 * not add up; a value below 0), ERR_REFUSED (cannot be protected).
 */
#ifndef VEJVISER_STAT_DISCLOSURE_H
#define VEJVISER_STAT_DISCLOSURE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum disclosure_status {
    DISCLOSURE_SHOWN,
    DISCLOSURE_PRIMARY,   /* tells about few */
    DISCLOSURE_SECONDARY, /* would give another away */
    DISCLOSURE_HIDDEN,    /* and why may not be told */
};

struct disclosure_rule {
    int64_t threshold; /* counts of 1..threshold-1 are small; 5, well-being 20; 0: none is */
    int64_t group;     /* of a group of fewer, only its size is shown; 0: no such rule */
    int64_t extreme; /* a group of fewer may not be all or none (0 % and 100 %); 0: no such rule */
    bool zero;       /* a zero is as small as a one */
    /* Amounts only, from the contributors of the cell: */
    double percent;  /* p %: the second largest could tell the largest within p percent; 0: none */
    double dominant; /* (n,k): the n largest are more than k percent of the cell; 0: none */
};

/* 5 and nothing else; for well-being 20, groups of 20, zeros hidden. */
struct disclosure_rule disclosure_rule_usual(void);
struct disclosure_rule disclosure_rule_wellbeing(void);

#define DISCLOSURE_NONE (-1) /* no cell */

struct disclosure_cell {
    double value;
    /* of an amount: how many contribute, the two largest, the sum of the n largest; persons < 0:
     * the value is itself a count of persons */
    double persons, first, second, largest;
    double cost;                  /* of hiding it; > 0 */
    double known_low, known_high; /* known from elsewhere: a rounded share, -inf and inf if not */
    int32_t group;                /* the cell with the size of its group, DISCLOSURE_NONE */
    bool fixed;                   /* was published: cannot be hidden any more */
    bool forced;                  /* was hidden: may not be shown */
    double before;                /* published before with this other value; NaN: it was not */
    double margin;                /* > 0: hidden, and must be able to be so much less and more */
    bool is_total;                /* of a sum */
    /* out */
    enum disclosure_status status;
    bool small;       /* primary because it is below the threshold, which the attacker then knows */
    double low, high; /* the attacker's interval; the value where shown */
    double need_low, need_high; /* declared: what it must hold; NaN where not sensitive */
};

struct disclosure {
    struct arena *arena;
    struct disclosure_cell *cells;
    size_t n, cells_cap;
    size_t *sum_start; /* sums_n + 1: the terms of each sum, its total among them */
    size_t sums_n, sums_cap;
    struct disclosure_term *terms;
    size_t terms_cap;
};

struct disclosure_term {
    int32_t cell;
    int32_t sign; /* +1 part, -1 total */
};

struct disclosure *disclosure_new(struct arena *a);
/* A count of persons that nothing else is known about. */
int32_t disclosure_cell_add(struct disclosure *d, double value);
void disclosure_sum_add(struct disclosure *d, int32_t total, const int32_t *parts, size_t n);

/* A table with its margins. The last row and the last column are totals. */
struct disclosure_table {
    size_t rows, cols;      /* without the totals */
    const double *values;   /* (rows + 1) * (cols + 1), row by row */
    const int32_t *parents; /* NULL, or for each row the row it is part of, -1: of the total */
    int32_t *cell;          /* (rows + 1) * (cols + 1): DISCLOSURE_NONE -> set to the new cell; a
                             * number -> that cell is shared with a table added before */
    bool unchecked;         /* for an audit: hidden values are not known, so sums are not tested */
};

/* Adds cells and sums (only those that do not follow from the others, which keeps one or two such
 * tables a network). Each inner cell's group is its row's total. False with ERR_INPUT when it does
 * not add up, naming row and column from 1. */
bool disclosure_table_add(struct disclosure *d, const struct disclosure_table *table,
                          struct err *err);

/* Sets status, interval and need of each cell. False: must not be published. */
bool disclosure_protect(struct disclosure *d, const struct disclosure_rule *rule, struct err *err);

/* Step 3 alone, for a table somebody else made: sets low and high from `status`. The values of
 * hidden cells are not looked at. False with ERR_INPUT when nothing fits what is shown. */
bool disclosure_audit(struct disclosure *d, const struct disclosure_rule *rule, struct err *err);

/* ---- an earlier publication beside it ---- */

/* Whether whoever has also read an earlier publication of the same cells (`told`: of each cell, NaN
 * where it was not told) learns that a few came or left: `d` as it was protected. Between two
 * publications nothing but what each of them tells ties the numbers, so the linear program of both is
 * one of each, and the interval of a change is made of theirs. A change tells of few when its interval
 * is narrower than that of a small number (1..threshold-1) and holds one that is few; or when all or
 * none of a group of newcomers smaller than rule->extreme are one thing. Changes are those of the
 * cells, and of what the told parts of a sum leave over of its told total.
 * False with *err: ERR_REFUSED, they do; ERR_INPUT: what was told does not add up. */
bool disclosure_change_holds(const struct disclosure *d, const double *told,
                             const struct disclosure_rule *rule, struct err *err);

/* ---- shares ---- */

enum disclosure_share {
    SHARE_SHOWN,
    SHARE_NOBODY,      /* the group is empty: no share */
    SHARE_SMALL_GROUP, /* fewer than the threshold, or than the rule's group */
    SHARE_SMALL_COUNT, /* a few have it, or a few have it not */
    SHARE_EXTREME,     /* all or none of a small group */
};

/* Whether the share x of n may be told, alone. In a table with others, put x, n - x and n into a
 * disclosure_table and show the share when both its parts and n are shown. */
enum disclosure_share disclosure_share(int64_t x, int64_t n, const struct disclosure_rule *rule);

/* Which x a share in percent rounded to `decimals` leaves possible, when n is known. False (low >
 * high): none. */
bool disclosure_share_counts(double percent, int decimals, int64_t n, int64_t *ret_low,
                             int64_t *ret_high);

/* The most decimals (<= max) that a share of n may be told with while x stays hidden with an
 * interval that holds [low, high]; -1: none, hide the share too. */
int disclosure_share_decimals(int64_t x, int64_t n, double low, double high, int max);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure, what its own files share. A move is a change of hidden cells that leaves every sum
 * right: how far a cell can be moved within what the attacker knows is how well it is protected.
 */
#ifndef VEJVISER_STAT_DISCLOSURE_INNER_H
#define VEJVISER_STAT_DISCLOSURE_INNER_H

#include "stat/disclosure.h"

/* What the attacker knows of a cell before he looks at sums. */
struct range {
    double low, high;
};

struct moves {
    struct disclosure *d;
    const struct disclosure_rule *rule;
    bool blind;  /* the attacker knows no reasons, for any cell */
    bool widen;  /* a shown cell may be hidden for a move */
    bool near;   /* in a large table, a move among a few rows or none */
    double tiny; /* amounts below it are none */
    double *by;  /* the last move: for each cell; zero outside `touched` */
    bool *is_touched;
    int32_t *touched; /* the cells of the last move, each once */
    size_t touched_n;
    struct network *network; /* NULL: the sums are no network */
    struct lp *lp;           /* then this one, */
    struct local *local;     /* after this one; NULL: the table is small */
};

/* Whether a hidden cell may be a zero; the attacker knows the rule. */
bool rule_hides_zeros(const struct disclosure_rule *rule);
struct range range_of(const struct moves *m, int32_t cell);
bool cell_is_hidden(const struct disclosure_cell *cell);
/* Whether the move may use it: hidden, or may be hidden for it. */
bool cell_is_open(const struct moves *m, int32_t cell);

/* Changes `cell` by `amount` and others so that all sums hold, as cheaply as can be found. False:
 * there is no way. Fills by and touched. */
bool move_make(struct moves *m, int32_t cell, double amount);
void move_add(struct moves *m, int32_t cell, double amount);
void move_clear(struct moves *m);
void moves_init(struct moves *m, struct disclosure *d, const struct disclosure_rule *rule);

/* NULL when a cell is in more than two sums or they cannot be given directions. */
struct network *network_new(const struct disclosure *d);
bool network_move(struct network *n, struct moves *m, int32_t cell, double amount);

struct lp *lp_new(const struct disclosure *d);
void lp_free(struct lp *lp); /* NULL is fine */
bool lp_move(struct lp *lp, struct moves *m, int32_t cell, double amount);

/* NULL when the table has few rows. False: among those rows there is no such move. */
struct local *local_new(const struct disclosure *d);
bool local_move(struct local *local, struct moves *m, int32_t cell, double amount);

/* low and high of every hidden cell; shown ones get their value. A cell whose interval is `enough`
 * wide may get infinite ends; infinity: none does. */
bool lp_audit(const struct moves *m, double enough, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside publication only: disclosure control of a family of indicators. Pure: no database, no words.
 *
 * Indicators that tell of the same persons give each other away: who is in nothing, who is unknown and who
 * is in something are all; the wishes add up to all wishes; who is in nothing at 15-17 is so at 15-24. What
 * must agree is declared (families.c), and such a family is protected as one set of cells with all its sums
 * (stat/disclosure.h). Its breakdowns by school, grade, sex and mentor share the total row. That row is
 * protected first and then fixed in each; since no crossing of two breakdowns is published, they meet nowhere
 * else. A column whose total is not told is told for no group.
 *
 * A later version of the same school year, where the public can subtract from any version before it:
 *     told before, and the same now   cannot be hidden any more (fixed)
 *     not told before                 is not told now (forced)
 *     told before, differs by few     not told now (the difference would be those few)
 *     all or none of few newcomers    how many they are is not told now
 *     the total differs by few, or it cannot be protected, or the linear program of both versions
 *     finds a change of few (disclosure_change_holds)
 *                                     the whole family stays as it was published (*ret_keep)
 * That a family stays is told; not which of these was the reason.
 */
#ifndef VEJVISER_PUBLICATION_CONTROL_H
#define VEJVISER_PUBLICATION_CONTROL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/types.h"
#include "stat/disclosure.h"

enum control_part { PART_YES, PART_NO, PART_UNKNOWN, PART_BASE, PARTS };
#define BREAKDOWNS 4

struct control_cell {
    int64_t value;
    bool was;             /* the version before has this cell, and in it */
    int64_t before;       /* this number; INT_NONE: it was not told */
    const int64_t *older; /* the same in the versions before that (control.older_n of them) */
    /* out */
    bool shown;
    const char *why; /* "few", "protects", "silent", "refused"; NULL when shown */
};
struct control_row {
    struct control_cell part[PARTS];
};
struct control_member {
    const char *key;
    bool per_100;        /* yes and no are no parts of one whole: there is no base */
    bool by[BREAKDOWNS]; /* which breakdowns it has */
    struct control_row all;
    struct control_row *rows; /* a row for each group, also where nobody of this member is */
};
/* "A.y == B.u" is one number; "A.b = B.y + C.y + ~" is a sum, where ~ is whoever is left. Parts: y n u b.
 * Relations of members that are not there (any more, or yet) are skipped. */
struct control_family {
    const char *keys[8];       /* ended by NULL */
    const char *relations[14]; /* ended by NULL */
};
extern const struct control_family control_families[];
extern const size_t control_families_n;

struct control {
    const struct control_family *family; /* NULL: relations to none */
    struct control_member *members;
    size_t members_n;
    size_t rows_n;
    size_t older_n; /* published versions before the last one */
    struct {
        size_t from, n;
    } breakdown[BREAKDOWNS]; /* which of the rows */
};

/* Nobody of the family is in this group, which is told by its not being there. */
bool control_row_is_empty(const struct control *c, size_t row);

/* Sets shown and why of every cell; *ret_keep: the family stays as published. ERR_INPUT: a declared relation
 * does not hold, which is a bug of the declaration; nothing may be published of it. */
bool control_protect(struct arena *a, struct control *c, const struct disclosure_rule *rule,
                     bool *ret_keep, struct err *err);

#endif

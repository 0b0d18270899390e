/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the room as pure functions, and what is read of one person. Private to src/order.
 */
#ifndef VEJVISER_ORDER_INTERNAL_H
#define VEJVISER_ORDER_INTERNAL_H

#include "order/order.h"
#include "rule/rule.h"

#define ORDER_UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */

/* ---- rules ---- */

enum order_law { ORDER_LAW_NONE, ORDER_LAW_FULL, ORDER_LAW_UNCLEAR };
enum order_law order_law(const struct rules *rules, int32_t given);
/* The day from which the law of today holds, when it is another than that of the order; else DAY_NONE. */
int32_t order_law_changed(const struct rules *rules, int32_t given, int32_t today);

/* May an order of that day go with that benefit? Unemployment benefit always; of the two of the
 * municipality the one that there was. Before the rules begin: any. */
bool order_benefit_fits(const struct rules *rules, const char *benefit, int32_t given);
/* Had the person turned the age by which orders end? */
bool order_is_too_old(const struct rules *rules, const char *benefit, int32_t born, int32_t given);

/* One step as far as the order of steps goes. */
struct order_state {
    const char *kind;
    const char *outcome; /* NULL: open */
};
/* Under the full law: which step comes next; NULL when one is open or all are done. What was not met
 * may be asked for again. */
const char *order_next(const struct order_state *steps, size_t n);
/* 1, 2, 3 of the three; 0 for the others. */
int order_number(const char *kind);

/* ---- what is read ---- */

struct order_step {
    int64_t id, order;
    const char *kind, *what, *waits_for, *why;
    int32_t due;
    int64_t author, at;
    const char *author_name;
    int32_t answer_day;
    const char *outcome, *answer; /* NULL: open */
    int64_t answered_at, answered_by, withdrawn_at;
    const char *answered_name;
};
struct order_line {
    int64_t id;
    int32_t given, known;
    const char *benefit, *ready, *note;
    int64_t author, at;
    const char *author_name;
    int32_t ended;
    const char *end_reason, *end_note;
    int64_t ended_at, ended_by, withdrawn_at;
    const char *ended_name;
    const char *contact, *phone, *email; /* newest; or NULL */
};
struct orders {
    struct order_line *v; /* newest first; withdrawn ones too */
    size_t n;
    struct order_step *steps; /* of all of them, in order */
    size_t steps_n;
};
bool orders_read(struct db *db, struct arena *a, const char *youth_id, struct orders *ret,
                 struct err *err);

struct blob order_seal(struct arena *a, const char *table, int64_t row, const char *column,
                       const char *plain);
const char *order_open(struct arena *a, const char *table, int64_t row, const char *column,
                       struct blob sealed);

/* keep.c */
bool order_insight(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                   struct err *err);
bool order_erase(struct db *w, const char *youth_id, int32_t day, struct err *err);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the views of this room show.
 */
#ifndef VEJVISER_RULE_VIEWS_H
#define VEJVISER_RULE_VIEWS_H

#include "access/views.h"
#include "rule/rule.h"

struct rule_line {
    const char *href, *name, *who, *value, *valid, *source, *sure;
    bool decided_here;   /* a version of the municipality */
    const char *decided; /* "Besluttet ... af ...: ..."; NULL for the law */
    bool made_later;
};
struct rule_group {
    const char *key, *heading;
    struct rule_line *lines, *absent; /* in force on the day; not */
    size_t lines_n, absent_n;
};
struct rules_page {
    const char *date, *date_error; /* as typed */
    int32_t day;
    struct rule_group *groups;
    size_t groups_n;
};

struct rule_decision {
    const char *who, *value, *valid, *source, *by, *why;
    int32_t decided;
    bool made_later;
};
struct rule_page {
    const struct form *form; /* its mistakes; never NULL */
    const char *rule, *name, *scope;
    struct rule_line *periods; /* of all grades and categories, one after the other */
    size_t periods_n;
    bool has_who; /* there is more than one of them */
    struct rule_decision *decisions;
    size_t decisions_n;
    bool may_decide, is_law, has_choices;
    struct choice_line *whose, *values;
    size_t whose_n, values_n;
    const char *value_error, *why, *why_error;
    struct input_line value, from, to, source;
};
struct rule_preview {
    const char *rule, *name, *sentence, *bounded, *same;
    bool in_past, has_changed;
    struct rule_line *periods;
    size_t periods_n;
    struct choice_line *typed; /* every field again: value is its name, label what was typed */
    size_t typed_n;
    const char *seen;
};

void rules_get(struct request *rq);
void rule_get(struct request *rq);
void rule_post(struct request *rq);

#endif

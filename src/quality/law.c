/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the law asks for in a school year. Pure: the rules and the facts in, days and states out.
 */
#include "quality/quality.h"

#include "base/date.h"
#include "rule/rule.h"

#include <math.h>

/* Within the months after the last evaluation; in the school year when there was none before. */
static struct quality_due evaluation(const struct rules *rules, int school_year,
                                     const struct quality_facts *facts) {
    int32_t first = school_year_first_day(school_year), last = school_year_last_day(school_year);
    const struct rule_row *row = rules_row(rules, RULE_QUALITY_EVALUATION_MONTHS, NULL, NULL, last);
    struct quality_due d = {.due = DAY_NONE, .done = DAY_NONE};
    if (!row) return d;
    int32_t held = facts->evaluated;
    bool this_year = held != DAY_NONE && held >= first && held <= last;
    d.basis = row->source;
    d.done = this_year ? held : facts->marked[LAW_EVALUATION];
    d.state = d.done == DAY_NONE ? DUE_OPEN : DUE_DONE;
    d.due = last;
    if (!this_year && held != DAY_NONE) {
        int32_t by = day_add_months(held, (int)(row->thousandths / 1000));
        if (by < last) d.due = by < first ? first : by;
    }
    return d;
}

bool quality_publication_counts(const struct rules *rules, int school_year, int32_t as_of) {
    int32_t first = school_year_first_day(school_year);
    int32_t apply = rules_day(rules, RULE_DEADLINE_APPLICATION, "9", NULL, first);
    return apply != DAY_NONE && as_of >= apply;
}

static int32_t first_of(int32_t x, int32_t y) {
    return x == DAY_NONE || (y != DAY_NONE && y < x) ? y : x;
}

static struct quality_due publishing(const struct rules *rules, int school_year,
                                     const struct quality_facts *facts) {
    int32_t first = school_year_first_day(school_year);
    const struct rule_row *row = rules_row(rules, RULE_DEADLINE_GOALS_PUBLISHED, NULL, NULL, first);
    struct quality_due d = {.due = DAY_NONE, .done = DAY_NONE};
    if (!row) return d;
    d.basis = row->source;
    d.due = rules_day(rules, RULE_DEADLINE_GOALS_PUBLISHED, NULL, NULL, first);
    d.done = first_of(facts->published, facts->marked[LAW_PUBLISH]);
    d.state = d.done == DAY_NONE ? DUE_OPEN : DUE_DONE;
    return d;
}

/* Asked for only of those below the limit, and published with the others. */
static struct quality_due action_plan(const struct rules *rules, int school_year,
                                      const struct quality_facts *facts) {
    int32_t first = school_year_first_day(school_year);
    const struct rule_row *row =
        rules_row(rules, RULE_QUALITY_ACTION_PLAN_BELOW, NULL, NULL, first);
    struct quality_due d = {.due = DAY_NONE, .done = DAY_NONE};
    if (!row) return d;
    d.basis = row->source;
    d.limit = row->thousandths / 1000;
    d.due = rules_day(rules, RULE_DEADLINE_GOALS_PUBLISHED, NULL, NULL, first);
    d.done = facts->marked[LAW_ACTION_PLAN];
    if (d.done != DAY_NONE)
        d.state = DUE_DONE;
    else if (isnan(facts->eud))
        d.state = DUE_NOT_KNOWN;
    else
        d.state = facts->eud * 1000 < (double)row->thousandths ? DUE_OPEN : DUE_NOT_NEEDED;
    return d;
}

void quality_dues(const struct rules *rules, int school_year, const struct quality_facts *facts,
                  struct quality_due ret[LAW_DUTIES]) {
    ret[LAW_EVALUATION] = evaluation(rules, school_year, facts);
    ret[LAW_PUBLISH] = publishing(rules, school_year, facts);
    ret[LAW_ACTION_PLAN] = action_plan(rules, school_year, facts);
}

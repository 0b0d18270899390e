/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of the room as pure functions (internal.h). Source: LAB § 30 as in rules/law.csv, order_...
 */
#include "order/internal.h"

#include "base/date.h"

#include <string.h>

static const char *const steps_in_order[] = {"propose", "apply", "start"};
#define STEPS_N 3

enum order_law order_law(const struct rules *rules, int32_t given) {
    const char *status = rules_text(rules, RULE_ORDER_STATUS, NULL, NULL, given);
    if (!status) return ORDER_LAW_NONE;
    return strcmp(status, "full") == 0 ? ORDER_LAW_FULL : ORDER_LAW_UNCLEAR;
}

int32_t order_law_changed(const struct rules *rules, int32_t given, int32_t today) {
    const struct rule_row *then = rules_row(rules, RULE_ORDER_STATUS, NULL, NULL, given);
    const struct rule_row *now = rules_row(rules, RULE_ORDER_STATUS, NULL, NULL, today);
    if (!then || !now || strcmp(then->value, now->value) == 0) return DAY_NONE;
    return now->from;
}

bool order_benefit_fits(const struct rules *rules, const char *benefit, int32_t given) {
    const char *municipal = rules_text(rules, RULE_ORDER_BENEFIT, NULL, NULL, given);
    return !municipal || strcmp(benefit, "dagpenge") == 0 || strcmp(benefit, municipal) == 0;
}

bool order_is_too_old(const struct rules *rules, const char *benefit, int32_t born, int32_t given) {
    const char *category = strcmp(benefit, "dagpenge") == 0 ? benefit : NULL;
    int64_t age = rules_int(rules, RULE_ORDER_AGE_TO, NULL, category, given);
    return age != INT_NONE && day_age(born, given) >= age;
}

int order_number(const char *kind) {
    for (int i = 0; i < STEPS_N; i++)
        if (strcmp(steps_in_order[i], kind) == 0) return i + 1;
    return 0;
}

const char *order_next(const struct order_state *steps, size_t n) {
    bool done[STEPS_N] = {0};
    for (size_t i = 0; i < n; i++) {
        int number = order_number(steps[i].kind);
        if (!steps[i].outcome) return NULL; /* one at a time */
        if (number && strcmp(steps[i].outcome, "not_met") != 0) done[number - 1] = true;
    }
    for (int i = 0; i < STEPS_N; i++)
        if (!done[i]) return steps_in_order[i];
    return NULL;
}

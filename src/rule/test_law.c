/* SPDX-License-Identifier: EUPL-1.2
 *
 * The law alone: what each rule says on both sides of each day on which it changes. The expectations
 * are written from the sources, apart from rules/law.csv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/date.h"
#include "rule/rule.h"

#include <string.h>

static const struct rules *law(void) {
    struct err err = {0};
    const struct rules *rules;
    if (!rules_of_law(&rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static int32_t on(const char *iso) { return day_parse_iso(iso); }

/* value "": no rule */
static const struct {
    const char *rule, *grade, *category, *day, *value;
} expected[] = {
    {"duty_contact_days", NULL, NULL, "2010-12-31", ""},
    {"duty_contact_days", NULL, NULL, "2011-01-01", "5"},
    {"duty_contact_days", NULL, NULL, "2019-10-03", "5"},
    {"duty_contact_days", NULL, NULL, "2019-10-04", "5"},
    {"duty_contact_days", NULL, NULL, "2099-01-01", "5"},
};

static void each_rule_has_its_value_on_both_sides_of_a_change(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const char *value = rules_text(law(), expected[i].rule, expected[i].grade,
                                       expected[i].category, on(expected[i].day));
        if (strcmp(value ? value : "", expected[i].value) != 0)
            fail_msg("%s %s: %s, not %s", expected[i].rule, expected[i].day, value ? value : "none",
                     expected[i].value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_has_its_value_on_both_sides_of_a_change),
    };
    return cmocka_run_group_tests_name("rule law", tests, NULL, NULL);
}

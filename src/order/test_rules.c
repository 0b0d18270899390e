/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of orders on both sides of the days they changed on (rules.md § 3.3).
 */
#include "base/test.h"

#include "base/date.h"
#include "order/internal.h"

#include <string.h>

static const struct rules *law(void) {
    const struct rules *rules;
    struct err err = {0};
    if (!rules_of_law(&rules, &err)) fail_msg("%s", err.message);
    return rules;
}

static void the_law_is_that_of_the_day_of_the_order(void **state) {
    (void)state;
    assert_int_equal(ORDER_LAW_NONE, order_law(law(), day_from_ymd(2019, 12, 31)));
    assert_int_equal(ORDER_LAW_FULL, order_law(law(), day_from_ymd(2020, 1, 1)));
    assert_int_equal(ORDER_LAW_FULL, order_law(law(), day_from_ymd(2025, 6, 30)));
    assert_int_equal(ORDER_LAW_UNCLEAR, order_law(law(), day_from_ymd(2025, 7, 1)));
}

static void a_change_under_way_is_told_with_its_day(void **state) {
    (void)state;
    int32_t reform = day_from_ymd(2025, 7, 1);
    assert_int_equal(DAY_NONE, order_law_changed(law(), reform - 60, reform - 1));
    assert_int_equal(reform, order_law_changed(law(), reform - 60, reform));
    assert_int_equal(reform, order_law_changed(law(), reform - 1, reform + 400));
    assert_int_equal(DAY_NONE, order_law_changed(law(), reform, reform + 400));
}

static void the_benefit_is_the_one_there_was(void **state) {
    (void)state;
    int32_t before = day_from_ymd(2025, 6, 30), after = day_from_ymd(2025, 7, 1);
    assert_true(order_benefit_fits(law(), "uddannelseshjaelp", before));
    assert_false(order_benefit_fits(law(), "kontanthjaelp", before));
    assert_false(order_benefit_fits(law(), "uddannelseshjaelp", after));
    assert_true(order_benefit_fits(law(), "kontanthjaelp", after));
    assert_true(order_benefit_fits(law(), "dagpenge", before));
    assert_true(order_benefit_fits(law(), "dagpenge", after));
    assert_true(order_benefit_fits(law(), "kontanthjaelp", day_from_ymd(2019, 12, 31)));
}

static void orders_end_at_30_and_at_25_with_unemployment_benefit(void **state) {
    (void)state;
    int32_t born = day_from_ymd(1994, 5, 10);
    assert_false(order_is_too_old(law(), "uddannelseshjaelp", born, day_from_ymd(2024, 5, 9)));
    assert_true(order_is_too_old(law(), "uddannelseshjaelp", born, day_from_ymd(2024, 5, 10)));
    born = day_from_ymd(2001, 3, 1);
    assert_false(order_is_too_old(law(), "dagpenge", born, day_from_ymd(2026, 2, 28)));
    assert_true(order_is_too_old(law(), "dagpenge", born, day_from_ymd(2026, 3, 1)));
    assert_false(order_is_too_old(law(), "dagpenge", born, day_from_ymd(2019, 1, 1)));
}

static void steps_come_one_after_the_other(void **state) {
    (void)state;
    struct order_state s[4] = {{"propose", NULL}};
    assert_string_equal("propose", order_next(s, 0));
    assert_null(order_next(s, 1)); /* open */
    s[0].outcome = "not_met";
    assert_string_equal("propose", order_next(s, 1)); /* may be asked for again */
    s[1] = (struct order_state){"propose", "met"};
    assert_string_equal("apply", order_next(s, 2));
    s[2] = (struct order_state){"apply", "excused"};
    assert_string_equal("start", order_next(s, 3));
    s[3] = (struct order_state){"start", NULL};
    assert_null(order_next(s, 4));
    s[3].outcome = "met";
    assert_null(order_next(s, 4)); /* all done */
    assert_int_equal(1, order_number("propose"));
    assert_int_equal(3, order_number("start"));
    assert_int_equal(0, order_number("other"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_law_is_that_of_the_day_of_the_order),
        TEST(a_change_under_way_is_told_with_its_day),
        TEST(the_benefit_is_the_one_there_was),
        TEST(orders_end_at_30_and_at_25_with_unemployment_benefit),
        TEST(steps_come_one_after_the_other),
    };
    return RUN(tests);
}

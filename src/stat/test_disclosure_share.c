/* SPDX-License-Identifier: EUPL-1.2 */
/* disclosure: shares, and what their rounding leaves open */
#include "base/test.h"

#include "stat/disclosure.h"

static void shares_of_small_groups_and_small_counts(void **state) {
    (void)state;
    struct disclosure_rule rule = disclosure_rule_usual();
    assert_int_equal(disclosure_share(0, 0, &rule), SHARE_NOBODY);
    assert_int_equal(disclosure_share(0, 4, &rule), SHARE_SMALL_GROUP);
    assert_int_equal(disclosure_share(0, 5, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(4, 40, &rule), SHARE_SMALL_COUNT);
    assert_int_equal(disclosure_share(5, 40, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(36, 40, &rule), SHARE_SMALL_COUNT);
    assert_int_equal(disclosure_share(35, 40, &rule), SHARE_SHOWN);
    assert_int_equal(disclosure_share(40, 40, &rule), SHARE_SHOWN);
    rule.extreme = 41;
    assert_int_equal(disclosure_share(40, 40, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(0, 40, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(0, 41, &rule), SHARE_SHOWN);
    rule = disclosure_rule_wellbeing();
    assert_int_equal(disclosure_share(8, 19, &rule), SHARE_SMALL_GROUP);
    assert_int_equal(disclosure_share(0, 400, &rule), SHARE_EXTREME);
    assert_int_equal(disclosure_share(20, 400, &rule), SHARE_SHOWN);
}

/* What base/format.h would show, worked out for each possible count. */
static void a_rounded_share_leaves_these_counts(void **state) {
    (void)state;
    int64_t low, high;
    for (int64_t n = 1; n <= 120; n++)
        for (int64_t x = 0; x <= n; x++)
            for (int decimals = 0; decimals <= 2; decimals++) {
                int64_t unit = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
                int64_t shown = (200 * x * unit + n) / (2 * n), from = n, to = 0;
                for (int64_t y = 0; y <= n; y++)
                    if ((200 * y * unit + n) / (2 * n) == shown) {
                        from = y < from ? y : from;
                        to = y;
                    }
                assert_true(disclosure_share_counts((double)shown / (double)unit, decimals, n, &low,
                                                    &high));
                assert_int_equal(low, from);
                assert_int_equal(high, to);
            }
    assert_false(disclosure_share_counts(50.5, 1, 10, &low, &high));
}

static void fewer_decimals_hide_the_count(void **state) {
    (void)state;
    /* 3 of 1000 is 0.3 %, which gives it away; 0 % leaves 0 to 4, which is all a hidden cell asks */
    assert_int_equal(disclosure_share_decimals(3, 1000, 1, 4, 2), 0);
    assert_int_equal(disclosure_share_decimals(3, 100, 1, 4, 2), -1);
    assert_int_equal(disclosure_share_decimals(3, 100000, 1, 4, 2), 2);
    assert_int_equal(disclosure_share_decimals(3, 100000, 1, 4, 3), 2);
    assert_int_equal(disclosure_share_decimals(3, 0, 1, 4, 2), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(shares_of_small_groups_and_small_counts),
        TEST(a_rounded_share_leaves_these_counts),
        TEST(fewer_decimals_hide_the_count),
    };
    return RUN(tests);
}

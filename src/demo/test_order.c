/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo's education orders: at any date some run, and each follows the law of its day.
 */
#include "base/test.h"

#include "access/access.h"
#include "base/date.h"
#include "db/testing.h"
#include "demo/demo.h"

static void orders_follow_the_law_of_their_day(void **state) {
    static const char *const dates[] = {"2022-03-20", "2025-09-01", "2026-11-27"};
    struct arena *a = *state;
    unsigned char key[KEY_BYTES] = {7};
    assert_true(keys_use(key, NULL));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct err err = {0};
        struct store *store = test_store();
        struct demo_login *logins;
        size_t n;
        struct demo_options options = {.youth = 4000, .seed = 5, .date = day_parse_iso(dates[i])};
        if (!demo_fill(store, &options, &logins, &n, a, &err)) fail_msg("%s", err.message);
        assert_true(test_sql_number(store, "select count(*) from education_order "
                                           "where ended_day is null") > 3);
        assert_int_equal(0, test_sql_number(store, "select count(*) from education_order where "
                                                   "(given_day < '2025-07-01' and benefit = "
                                                   "'kontanthjaelp') or (given_day >= '2025-07-01' "
                                                   "and benefit = 'uddannelseshjaelp')"));
        assert_int_equal(
            0, test_sql_number(store, "select count(*) from education_order o join youth y "
                                      "on y.id = o.youth where substr(o.given_day, 1, 4) "
                                      "< cast(cast(substr(y.born, 1, 4) as bigint) + 18 as text)"));
        assert_int_equal(0, test_sql_number(store,
                                            "select count(*) from education_order_step s join "
                                            "education_order o on o.id = s.order_id where "
                                            "s.due < o.given_day or s.answer_day < o.given_day"));
        /* one open step an order at the most */
        assert_int_equal(0, test_sql_number(store, "select count(*) from (select order_id from "
                                                   "education_order_step where answer_day is null "
                                                   "group by order_id having count(*) > 1) x"));
        test_store_drop(store);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(orders_follow_the_law_of_their_day)};
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo's events: something is coming at any date, and only what may be kept has names.
 */
#include "base/test.h"

#include "access/access.h"
#include "base/date.h"
#include "db/testing.h"
#include "demo/demo.h"

#include <stdlib.h>

static int64_t ask(struct store *store, struct arena *a, const char *before, int32_t day) {
    char iso[11];
    return test_sql_number(store, arena_fmt(a, "%s '%s'", before, day_iso(iso, day)));
}

static void something_is_coming_and_old_guests_are_forgotten(void **state) {
    static const char *const dates[] = {"2018-10-01", "2022-03-20", "2026-11-23", "2026-11-27"};
    struct arena *a = *state;
    unsigned char key[KEY_BYTES] = {7};
    assert_true(keys_use(key, NULL));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct err err = {0};
        struct store *store = test_store();
        struct demo_login *logins;
        size_t n;
        int32_t day = day_parse_iso(dates[i]);
        struct demo_options options = {.youth = 1500, .seed = 3, .date = day};
        if (!demo_fill(store, &options, &logins, &n, a, &err)) fail_msg("%s", err.message);
        assert_true(ask(store, a, "select count(*) from event where day >=", day) > 0);
        assert_true(ask(store, a, "select count(*) from event where day <", day) > 8);
        assert_int_equal(0, ask(store, a,
                                "select count(*) from event_signup u join event e on e.id = "
                                "u.event where u.name is not null and e.day <",
                                day - 30));
        assert_int_equal(0, ask(store, a,
                                "select count(*) from event_count c join event e on e.id = "
                                "c.event where e.day >=",
                                day));
        assert_true(test_sql_number(store, "select sum(n) from event_count") > 500);
        test_store_drop(store);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(something_is_coming_and_old_guests_are_forgotten)};
    return RUN(tests);
}

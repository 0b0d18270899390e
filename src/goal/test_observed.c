/* SPDX-License-Identifier: EUPL-1.2
 *
 * Goal 1 as the municipality's own casework tells it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "goal/goal.h"
#include "tests/house.h"

static bool load(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

/* n persons followed from before 15 to today, at 26; the first `done` of them completed stx at 19. */
static struct browser people(struct house_test *h, int n, int done) {
    struct err err = {0};
    assert_true(store_write(h->store, load, NULL, &err));
    int32_t known = day_from_ymd(2014, 1, 1);
    for (int i = 0; i < n; i++) {
        const char *id = arena_fmt(h->arena, "o%025d", i);
        house_youth(h, id, "Ung", arena_fmt(h->arena, "Nr%d", i), "2000-01-01", 0, 0);
        house_spell(h, 1000 + 2 * i, id, "stx", "2016-08-01", "2019-06-30",
                    i < done ? "completed" : "interrupted", known);
        house_spell(h, 1001 + 2 * i, id, "work", "2019-07-01", NULL, NULL, known);
    }
    return browser_open(h->site, h->db, h->arena);
}

static void the_share_is_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 60, 30);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "Det har vi selv set");
    browser_sees(&b, "Ved 25 år har 50,0\u00a0% fuldført en ungdomsuddannelse");
    browser_sees(&b, "23. november 2026");
    browser_get(&b, "/en/maal/1", 200);
    browser_sees(&b, "At 25 years 50.0% have completed a youth education");
    browser_get(&b, "/maal/2", 200);
    browser_sees_not(&b, "Det har vi selv set");
}

/* 29 are followed at 25: the curve ends before, at the last age at which 30 are. */
static void few_are_not_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 60, 31);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "Ved 19 år har 0,0\u00a0% fuldført en ungdomsuddannelse");
    browser_sees_not(&b, "Ved 25 år har");
}

static void nothing_is_said_of_nearly_nobody(void **state) {
    struct house_test *h = *state;
    struct browser b = people(h, 29, 3);
    browser_get(&b, "/maal/1", 200);
    browser_sees(&b, "91,1\u00a0%");
    browser_sees_not(&b, "Det har vi selv set");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_share_is_shown),
        HOUSE_TEST(few_are_not_shown),
        HOUSE_TEST(nothing_is_said_of_nearly_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

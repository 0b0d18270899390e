/* SPDX-License-Identifier: EUPL-1.2
 *
 * Casework as columns: what the database's rows become, and that a change is seen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "activity/activity.h"
#include "cohort/cohort.h"
#include "tests/house.h"

#include <string.h>

static const struct cohort *take(struct house_test *h) {
    const struct cohort *c;
    struct err err = {0};
    if (!cohort_take(h->db, h->arena, HOUSE_TODAY + 1, &c, &err)) fail_msg("%s", err.message);
    return c;
}

static size_t born_on(const struct cohort *c, int year, int month, int day) {
    for (size_t p = 0; p < c->persons_n; p++)
        if (cohort_day(c->birth[p]) == day_from_ymd(year, month, day)) return p;
    fail_msg("nobody is born then");
    return 0;
}

static const char *kind_at(const struct cohort *c, size_t p, int32_t day) {
    size_t s = cohort_spell_at(c, p, day);
    return s == SIZE_MAX ? "" : c->kinds[c->kind[s]].name;
}

static void the_house_as_columns(void **state) {
    struct house_test *h = *state;
    const struct cohort *c = take(h);
    assert_int_equal(c->persons_n, 5);
    assert_int_equal(c->spells_n, 7);
    size_t carl = born_on(c, 2010, 3, 15);
    assert_string_equal(kind_at(c, carl, day_from_ymd(2026, 11, 11)), "eud_gf1");
    assert_string_equal(kind_at(c, carl, day_from_ymd(2026, 11, 12)), "none");
    assert_int_equal(c->outcome[c->first[carl]], COHORT_DROPPED);
    assert_int_equal(c->outcome[c->first[carl] + 1], COHORT_ONGOING);
    assert_int_equal(cohort_day(c->from[carl]), HOUSE_TODAY - 100); /* known since then */
    assert_int_equal(c->sex[carl], 2);
    assert_int_equal(c->to[carl], COHORT_NEVER);
}

static void kinds_are_those_of_casework(void **state) {
    struct house_test *h = *state;
    static const char *const names[] = {ACTIVITY_KINDS};
    const struct cohort *c = take(h);
    assert_int_equal(c->kinds_n, sizeof names / sizeof *names);
    for (size_t k = 0; k < c->kinds_n; k++) {
        assert_string_equal(c->kinds[k].name, names[k]);
        bool youth = c->kinds[k].class == COHORT_GENERAL || c->kinds[k].class == COHORT_BASIC ||
                     c->kinds[k].class == COHORT_MAIN;
        assert_int_equal(youth, activity_is_youth_education(names[k]));
    }
}

static void odd_rows_are_set_right(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "delete from duty_case; delete from spell");
    test_sql(h->store,
             "update youth set moved_out = '2026-09-01', municipality = '791' where id = '" DINA
             "'");
    house_spell(h, 1, DINA, "stx", "2023-08-10", "2026-06-30", "completed", HOUSE_TODAY - 300);
    house_spell(h, 2, DINA, "work", "2026-06-20", NULL, NULL, HOUSE_TODAY - 90);   /* overlaps */
    house_spell(h, 3, DINA, "abroad", "2026-06-20", NULL, NULL, HOUSE_TODAY - 80); /* instead */
    house_spell(h, 4, ANNA, "grade_school", "2010-08-01", NULL, NULL,
                HOUSE_TODAY - 9); /* before birth */
    house_spell(h, 5, BO, "work", "2020-01-01", NULL, NULL, HOUSE_TODAY);
    test_sql(h->store, "update spell set withdrawn_at = 5 where id = 5");
    const struct cohort *c = take(h);
    size_t dina = born_on(c, 2007, 1, 20), anna = born_on(c, 2011, 3, 15),
           bo = born_on(c, 2011, 5, 2);
    assert_int_equal(c->first[dina + 1] - c->first[dina], 2);
    assert_int_equal(cohort_day(c->end[c->first[dina]]), day_from_ymd(2026, 6, 20));
    assert_string_equal(kind_at(c, dina, day_from_ymd(2026, 6, 20)), "abroad");
    assert_string_equal(c->municipalities[c->municipality[dina]], "791");
    assert_int_equal(cohort_day(c->to[dina]), day_from_ymd(2026, 9, 1));
    uint16_t day;
    assert_int_equal(cohort_attained(c, dina, &day), COHORT_ATTAINED_GENERAL);
    assert_int_equal(c->start[c->first[anna]], c->birth[anna]);
    assert_int_equal(c->first[bo + 1] - c->first[bo], 0);
    assert_int_equal(c->from[bo], COHORT_NEVER);
}

/* An unknown that is still open ends what we know; one that was found out does not. */
static void unknown_is_censored(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "delete from duty_case; delete from spell");
    int32_t known = day_from_ymd(2021, 1, 1);
    house_spell(h, 1, DINA, "stx", "2023-08-10", "2025-10-01", "interrupted", known);
    house_spell(h, 2, DINA, "unknown", "2025-10-02", NULL, NULL, known);
    house_spell(h, 3, CARL, "unknown", "2025-10-02", "2025-12-31", "found_out", known);
    house_spell(h, 4, CARL, "work", "2026-01-01", NULL, NULL, known);
    const struct cohort *c = take(h);
    struct cohort_rows rows;
    cohort_follow(h->arena, c, &rows);
    assert_int_equal(rows.n, 2);
    for (size_t i = 0; i < 2; i++) {
        int32_t birth = cohort_day(c->birth[rows.person[i]]);
        bool is_dina = birth == day_from_ymd(2007, 1, 20);
        assert_int_equal(rows.exit[i] + birth,
                         is_dina ? day_from_ymd(2025, 10, 2) : HOUSE_TODAY + 1);
        assert_int_equal(rows.event[i], COHORT_NOT_YET);
    }
}

/* ---- freshness ---- */

static bool start_work(struct db *w, void *ctx, struct err *err) {
    struct house_test *h = ctx;
    struct spell spell = {.youth_id = ANNA, .kind = "work", .hours = 37, .from = HOUSE_TODAY};
    return activity_start(w, h->arena, &spell, "completed", NULL, h->vera, NULL, err);
}

static struct cohort_hold *hold(struct house_test *h, int32_t today) {
    struct err err = {0};
    struct cohort_hold *held = cohort_hold(h->store, h->db, today, &err);
    if (!held) fail_msg("%s", err.message);
    return held;
}

static void a_change_is_seen(void **state) {
    struct house_test *h = *state;
    struct cohort_hold *first = hold(h, HOUSE_TODAY), *same = hold(h, HOUSE_TODAY);
    assert_ptr_equal(first, same);
    struct err err = {0};
    if (!store_write(h->store, start_work, h, &err)) fail_msg("%s", err.message);
    struct cohort_hold *changed = NULL;
    for (int i = 0; i < 200; i++) { /* until the making before has rested */
        changed = hold(h, HOUSE_TODAY);
        if (changed != first) break;
        cohort_release(changed);
        changed = NULL;
        usleep(20000);
    }
    assert_non_null(changed);
    const struct cohort *c = cohort_of(changed);
    assert_string_equal(kind_at(c, born_on(c, 2011, 3, 15), HOUSE_TODAY), "work");
    c = cohort_of(first); /* still held, still as it was */
    assert_string_equal(kind_at(c, born_on(c, 2011, 3, 15), HOUSE_TODAY), "grade_school");
    struct cohort_hold *tomorrow = hold(h, HOUSE_TODAY + 1); /* another day waits for nothing */
    assert_ptr_not_equal(tomorrow, changed);
    cohort_release(tomorrow);
    cohort_release(changed);
    cohort_release(same);
    cohort_release(first);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_house_as_columns),   HOUSE_TEST(kinds_are_those_of_casework),
        HOUSE_TEST(odd_rows_are_set_right), HOUSE_TEST(unknown_is_censored),
        HOUSE_TEST(a_change_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

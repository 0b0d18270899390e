/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of events, apart from database and pages.
 */
#include "base/test.h"

#include "base/clock.h"
#include "base/date.h"
#include "event/internal.h"

#define MONDAY day_from_ymd(2026, 11, 23)

static struct event_times evening(void) {
    return (struct event_times){.state = "published",
                                .sign_up = true,
                                .day = MONDAY,
                                .until = DAY_NONE,
                                .from_minute = 17 * 60};
}

static void the_door_shuts_when_it_begins(void **state) {
    (void)state;
    struct event_times e = evening();
    assert_int_equal(DOOR_OPEN, event_door(&e, clock_at(MONDAY, 16, 59)));
    assert_int_equal(DOOR_LATE, event_door(&e, clock_at(MONDAY, 17, 0)));
    e.until = MONDAY - 3;
    assert_int_equal(DOOR_OPEN, event_door(&e, clock_at(MONDAY - 3, 23, 59)));
    assert_int_equal(DOOR_LATE, event_door(&e, clock_at(MONDAY - 2, 0, 0)));
    e.sign_up = false;
    assert_int_equal(DOOR_NONE, event_door(&e, clock_at(MONDAY - 3, 12, 0)));
    e.state = "draft";
    assert_int_equal(DOOR_CLOSED, event_door(&e, clock_at(MONDAY - 3, 12, 0)));
    e.state = "cancelled";
    assert_int_equal(DOOR_CLOSED, event_door(&e, clock_at(MONDAY - 3, 12, 0)));
}

static void guests_answer_from_the_beginning_on(void **state) {
    (void)state;
    assert_false(event_may_answer("published", MONDAY, 1020, 30, clock_at(MONDAY, 16, 59)));
    assert_true(event_may_answer("published", MONDAY, 1020, 30, clock_at(MONDAY, 17, 0)));
    assert_true(event_may_answer("published", MONDAY, 1020, 30, clock_at(MONDAY + 30, 23, 59)));
    assert_false(event_may_answer("published", MONDAY, 1020, 30, clock_at(MONDAY + 31, 0, 0)));
    assert_false(event_may_answer("cancelled", MONDAY, 1020, 30, clock_at(MONDAY, 18, 0)));
}

static void places_are_given_in_order_to_who_fits(void **state) {
    (void)state;
    const int64_t people[] = {4, 2, 3, 1};
    bool moves[4];
    assert_int_equal(0, event_move_up(0, people, 4, moves));
    assert_int_equal(1, event_move_up(2, people, 4, moves));
    assert_true(!moves[0] && moves[1] && !moves[2] && !moves[3]);
    assert_int_equal(2, event_move_up(3, people, 4, moves));
    assert_true(!moves[0] && moves[1] && !moves[2] && moves[3]);
    assert_int_equal(2, event_move_up(6, people, 4, moves));
    assert_true(moves[0] && moves[1] && !moves[2] && !moves[3]);
    assert_int_equal(4, event_move_up(INT_NONE, people, 4, moves)); /* room for all */
    assert_int_equal(0, event_move_up(5, people, 0, moves));
}

static void free_places_are_never_negative(void **state) {
    (void)state;
    assert_int_equal(3, event_free(10, 7));
    assert_int_equal(0, event_free(10, 12));
    assert_int_equal(INT_NONE, event_free(INT_NONE, 12));
}

static void points_lie_within_the_event(void **state) {
    (void)state;
    assert_int_equal(TIME_OK, event_item_fault(1020, 1050, 1020, 1170));
    assert_int_equal(TIME_OK, event_item_fault(1140, 1170, 1020, 1170));
    assert_int_equal(TIME_OK, event_item_fault(1020, INT_NONE, 1020, 1170));
    assert_int_equal(TIME_BACKWARDS, event_item_fault(1050, 1050, 1020, 1170));
    assert_int_equal(TIME_OUTSIDE, event_item_fault(1019, 1050, 1020, 1170));
    assert_int_equal(TIME_OUTSIDE, event_item_fault(1140, 1171, 1020, 1170));
    assert_int_equal(TIME_OUTSIDE, event_item_fault(1170, INT_NONE, 1020, 1170));
}

static void deadlines_follow_the_rules(void **state) {
    (void)state;
    const struct rules *rules;
    struct err err = {0};
    assert_true(rules_of_law(&rules, &err));
    struct event_deadlines due = event_deadlines(rules, MONDAY);
    assert_int_equal(MONDAY - 7, due.programme);
    assert_int_equal(MONDAY + 7, due.attendance);
    assert_int_equal(MONDAY + 1, due.evaluation);
    /* a Friday's evaluation is asked for on Monday; 24 December moves past Christmas */
    assert_int_equal(MONDAY + 7, event_deadlines(rules, MONDAY + 4).evaluation);
    assert_int_equal(day_from_ymd(2026, 12, 28),
                     event_deadlines(rules, day_from_ymd(2026, 12, 17)).attendance);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_door_shuts_when_it_begins),         TEST(guests_answer_from_the_beginning_on),
        TEST(places_are_given_in_order_to_who_fits), TEST(free_places_are_never_negative),
        TEST(points_lie_within_the_event),           TEST(deadlines_follow_the_rules),
    };
    return RUN(tests);
}

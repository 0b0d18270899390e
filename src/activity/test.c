/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules of spells, then their pages and the lines they give to others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "activity/activity.h"
#include "tests/house.h"

#include <math.h>

struct start {
    struct spell spell;
    const char *ended_as;
    struct arena *arena;
    int64_t id;
};

static bool start_write(struct db *w, void *ctx, struct err *err) {
    struct start *s = ctx;
    return activity_start(w, s->arena, &s->spell, s->ended_as, NULL, 1, &s->id, err);
}

static bool start(struct house_test *h, const char *youth, const char *kind, int32_t from,
                  const char *ended_as, struct err *err) {
    struct start s = {.spell = {.youth_id = youth, .kind = kind, .from = from, .hours = NAN},
                      .ended_as = ended_as,
                      .arena = h->arena};
    return store_write(h->store, start_write, &s, err);
}

static void a_new_spell_ends_the_one_before(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    assert_true(start(h, ANNA, "stx", day_from_ymd(2026, 11, 20), "completed", &err));
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from spell where youth = '" ANNA
                                                  "' and to_day is null"));
    assert_int_equal(1,
                     test_sql_number(h->store, "select count(*) from spell where id = 1 and "
                                               "to_day = '2026-11-19' and outcome = 'completed'"));
}

static void a_new_spell_closes_an_unknown_as_found_out(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    assert_true(start(h, DINA, "work", day_from_ymd(2026, 11, 1), "interrupted", &err));
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from spell where id = 6 and "
                                                  "outcome = 'found_out'"));
}

static void the_first_day_of_an_unknown_leaves_no_trace_of_it(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    assert_true(start(h, DINA, "work", day_from_ymd(2026, 10, 2), NULL, &err));
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from spell where id = 6 and "
                                                  "withdrawn_at is not null"));
}

static void a_spell_cannot_begin_before_the_one_before_it(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    assert_false(start(h, CARL, "work", day_from_ymd(2026, 11, 11), NULL, &err));
    assert_int_equal(ERR_CONFLICT, err.kind);
    assert_int_equal(
        2, test_sql_number(h->store, "select count(*) from spell where youth = '" CARL "'"));
}

static void an_end_opens_unknown(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/aktivitet", 200);
    browser_post(&b, "/unge/" ANNA "/aktivitet/slut",
                 "forloeb=1&til=20.11.2026&udfald=interrupted&aarsag=fravaer", 303);
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from spell where youth = '" ANNA
                                                  "' and kind = 'unknown' and to_day is null and "
                                                  "from_day = '2026-11-21'"));
}

/* Rows made by the program have long numbers. */
static void what_was_begun_here_can_be_ended_here(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=fgu&fra=20.11.2026&slut_som=&skole=", 303);
    int64_t id = test_sql_number(h->store, "select id from spell where kind = 'fgu'");
    assert_true(id > INT64_C(1) << 53);
    browser_post(&b, "/unge/" CARL "/aktivitet/slut",
                 arena_fmt(h->arena,
                           "forloeb=%lld&til=22.11.2026&udfald=interrupted&aarsag=", (long long)id),
                 303);
}

static void an_end_in_the_future_comes_back_with_what_was_typed(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/aktivitet", 200);
    browser_post(&b, "/unge/" ANNA "/aktivitet/slut",
                 "forloeb=1&til=24.12.2026&udfald=completed&aarsag=m%C3%A6t+af+skole", 422);
    browser_sees(&b, "<title>Fejl: ");
    browser_sees(&b, "value=\"24.12.2026\"");
    browser_sees(&b, "mæt af skole");
}

static void a_start_can_be_undone_once(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=fgu&fra=23.11.2026&slut_som=&skole=", 303);
    int64_t id = test_sql_number(h->store, "select id from spell where kind = 'fgu'");
    const char *undo = arena_fmt(h->arena, "/unge/" CARL "/aktivitet/%lld/fortryd", (long long)id);
    browser_post(&b, undo, "", 303);
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from spell where id = 4 and "
                                                  "to_day is null and outcome is null"));
    browser_post(&b, undo, "", 404);
}

static void unknown_stays_on_the_worklist_until_found_out(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->otto);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Find ud af, hvad den unge laver");
    browser_get(&b, "/unge/" DINA "/aktivitet", 200);
    browser_post(&b, "/unge/" DINA "/aktivitet", "slags=work&sted=Bageren&timer=37&fra=1.11.2026",
                 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Find ud af, hvad den unge laver");
}

static void no_spell_is_written_for_a_kind_that_is_none(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/aktivitet", 200);
    browser_post(&b, "/unge/" CARL "/aktivitet", "slags=robot&fra=23.11.2026", 422);
    browser_sees(&b, "id=\"slags-e\"");
    assert_int_equal(
        2, test_sql_number(h->store, "select count(*) from spell where youth = '" CARL "'"));
}

/* "From the 1st she has nothing", written a week before. */
static void what_begins_later_is_told_when_it_begins(void **state) {
    struct house_test *h = *state;
    const struct job_kind *kind = &activity_slice.jobs[0];
    struct job job = {0};
    struct job_context jc = {.job = &job, .store = h->store, .db = h->db, .arena = h->arena};
    struct err err = {0};
    bool due = false;
    const char *cases = "select count(*) from duty_case where youth = '" ANNA
                        "' and from_day = aware_day and from_day = '2026-12-01'";
    int32_t today = clock_today();
    assert_true(start(h, ANNA, "none", day_from_ymd(2026, 12, 1), NULL, &err));
    test_sql(h->store, arena_fmt(h->arena, "update spell set known_by = %lld where kind = 'none'",
                                 (long long)h->vera));
    assert_true(kind->run(&jc, &err));
    assert_int_equal(0, test_sql_number(h->store, cases));
    assert_true(kind->due(h->db, h->arena, &due, &err));
    assert_false(due);
    clock_fix(day_from_ymd(2026, 12, 3)); /* nobody started the program on the 1st */
    assert_true(kind->due(h->db, h->arena, &due, &err));
    assert_true(due);
    assert_true(kind->run(&jc, &err));
    assert_int_equal(1, test_sql_number(h->store, cases));
    assert_true(kind->run(&jc, &err)); /* and once only */
    assert_int_equal(1, test_sql_number(h->store, cases));
    clock_fix(today);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_new_spell_ends_the_one_before),
        HOUSE_TEST(a_new_spell_closes_an_unknown_as_found_out),
        HOUSE_TEST(the_first_day_of_an_unknown_leaves_no_trace_of_it),
        HOUSE_TEST(a_spell_cannot_begin_before_the_one_before_it),
        HOUSE_TEST(an_end_opens_unknown),
        HOUSE_TEST(what_was_begun_here_can_be_ended_here),
        HOUSE_TEST(what_begins_later_is_told_when_it_begins),
        HOUSE_TEST(an_end_in_the_future_comes_back_with_what_was_typed),
        HOUSE_TEST(a_start_can_be_undone_once),
        HOUSE_TEST(unknown_stays_on_the_worklist_until_found_out),
        HOUSE_TEST(no_spell_is_written_for_a_kind_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes and schools: who sees which, and how a counsellor is fixed, covered and ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "school/school.h"
#include "tests/house.h"

static int64_t counsellor_of(struct house_test *h, const char *school, int32_t day) {
    int64_t account = INT_NONE;
    struct err err = {0};
    assert_true(school_counsellor(h->db, school, day, &account, &err));
    return account;
}

static void a_cover_counts_before_the_covered(void **state) {
    struct house_test *h = *state;
    assert_int_equal(counsellor_of(h, "999101", HOUSE_TODAY), h->vera);
    assert_true(counsellor_of(h, "999101", day_from_ymd(2024, 7, 31)) == INT_NONE);
    assert_true(counsellor_of(h, "999102", HOUSE_TODAY) == INT_NONE);
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into counsellor_school (id, account, institution, from_day, "
                       "to_day, cover_for) values (7, %lld, '999101', '2026-11-01', "
                       "'2026-11-30', %lld)",
                       (long long)h->otto, (long long)h->vera));
    assert_int_equal(counsellor_of(h, "999101", HOUSE_TODAY), h->otto);
    assert_int_equal(counsellor_of(h, "999101", day_from_ymd(2026, 12, 1)), h->vera);
}

static void classes_are_those_of_the_own_schools(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    struct browser skolb = house_browser(h, h->skolb), lea = house_browser(h, h->lea);
    browser_get(&vera, "/klasser", 200);
    browser_sees(&vera, "/klasser/91");
    browser_sees_not(&vera, "/klasser/81");
    browser_get(&otto, "/klasser", 200);
    browser_sees(&otto, "teamlederen har knyttet dig");
    browser_get(&skolb, "/klasser", 200);
    browser_sees(&skolb, "/klasser/81");
    browser_sees_not(&skolb, "/klasser/91");
    browser_get(&lea, "/klasser?skole=999102", 200);
    browser_sees(&lea, "/klasser/81");
    browser_sees_not(&lea, "/klasser/91");
}

static void a_class_is_shown_to_those_it_concerns(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    struct browser skola = house_browser(h, h->skola), skolb = house_browser(h, h->skolb);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&vera, "/klasser/91", 200);
    browser_sees(&vera, "href=\"/unge/" ANNA "\"");
    browser_sees(&vera, "/klasser/91/hold");
    browser_sees(&vera, "Beskyttet adresse");
    browser_sees_not(&vera, "Hemmelig Sti");
    browser_get(&lea, "/klasser/91", 200);
    browser_sees(&lea, "Anna Berg");
    browser_get(&skola, "/klasser/91", 200);
    browser_sees(&skola, "Anna Berg");
    browser_sees_not(&skola, "/unge/");
    browser_sees_not(&skola, "/hold");
    browser_get(&otto, "/klasser/91", 403);
    browser_sees_not(&otto, "Anna");
    browser_get(&skolb, "/klasser/91", 403);
    browser_get(&vera, "/klasser/4711", 404);
    assert_true(test_sql_number(h->store, "select count(*) from audit where act = 'list'") >= 3);
}

static void nobody_sees_a_class_before_and_after_the_time_there(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera);
    test_sql(h->store, "update counsellor_school set to_day = '2026-11-22'");
    browser_get(&vera, "/klasser/91", 403);
    test_sql(h->store, "update counsellor_school set to_day = '2026-11-23'");
    browser_get(&vera, "/klasser/91", 200);
}

static void the_team_leader_fixes_and_ends(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea), otto = house_browser(h, h->otto);
    const char *otto_is = arena_fmt(h->arena, "vejleder=%lld&fra=23.11.2026", (long long)h->otto);
    browser_get(&lea, "/skoler/999102", 200);
    browser_sees(&lea, "Ingen fast vejleder");
    browser_post(&lea, "/skoler/999102/vejleder", otto_is, 303);
    browser_follow(&lea, 200);
    browser_sees(&lea, "otto");
    assert_int_equal(counsellor_of(h, "999102", HOUSE_TODAY), h->otto);
    browser_get(&otto, "/klasser/81", 200);
    browser_get(&lea, "/skoler/999102", 200);
    browser_post(&lea, "/skoler/999102/vejleder", otto_is, 422); /* already there */
    browser_sees(&lea, "href=\"#vejleder\"");
    int64_t id = test_sql_number(h->store, "select id from counsellor_school where "
                                           "institution = '999102'");
    const char *end = arena_fmt(h->arena, "/skoler/999102/vejleder/%lld", (long long)id);
    browser_post(&lea, end, "slut=23.11.2026", 303);
    assert_true(counsellor_of(h, "999102", HOUSE_TODAY + 1) == INT_NONE);
}

static void a_fixing_that_makes_no_sense_comes_back(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/skoler/999102", 200);
    browser_post(
        &lea, "/skoler/999102/vejleder",
        arena_fmt(h->arena, "vejleder=%lld&fra=23.11.2026&til=1.11.2026", (long long)h->otto), 422);
    browser_sees(&lea, "href=\"#til\"");
    browser_post(&lea, "/skoler/999102/vejleder",
                 arena_fmt(h->arena, "vejleder=%lld&fra=23.11.2026", (long long)h->mads), 422);
    browser_post(&lea, "/skoler/999102/vejleder", "vejleder=&fra=", 422);
    browser_sees(&lea, "href=\"#fra\"");
}

static void only_the_team_leader_fixes(void **state) {
    struct house_test *h = *state;
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, "/skoler/999102", 200);
    browser_sees_not(&vera, "name=\"vejleder\"");
    browser_post(&vera, "/skoler/999102/vejleder",
                 arena_fmt(h->arena, "vejleder=%lld&fra=23.11.2026", (long long)h->vera), 403);
}

static void schools_are_listed_with_their_counsellor(void **state) {
    struct house_test *h = *state;
    struct browser mads = house_browser(h, h->mads), lea = house_browser(h, h->lea);
    test_sql(h->store, "insert into institution (number, name, sort_key, type_code, municipality, "
                       "fingerprint) select '999103', 'Skole C', sort_key, 1012, '999', '' from "
                       "institution where number = '999101'");
    browser_get(&mads, "/skoler", 200);
    browser_sees(&mads, "Skole A");
    browser_sees(&mads, "vera");
    browser_sees_not(&mads, "Skole C");
    browser_get(&lea, "/skoler", 200);
    browser_sees(&lea, "Skole C");
    browser_get(&mads, "/skoler/000000", 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_cover_counts_before_the_covered),
        HOUSE_TEST(classes_are_those_of_the_own_schools),
        HOUSE_TEST(a_class_is_shown_to_those_it_concerns),
        HOUSE_TEST(nobody_sees_a_class_before_and_after_the_time_there),
        HOUSE_TEST(the_team_leader_fixes_and_ends),
        HOUSE_TEST(a_fixing_that_makes_no_sense_comes_back),
        HOUSE_TEST(only_the_team_leader_fixes),
        HOUSE_TEST(schools_are_listed_with_their_counsellor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

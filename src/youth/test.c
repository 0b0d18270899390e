/* SPDX-License-Identifier: EUPL-1.2
 *
 * The young person's page, search, caseload, protection and the edit of contact facts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/house.h"

static void the_page_says_who_what_and_whom_to_call(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "<h1>Anna Berg</h1>");
    browser_sees(&b, "15 år");
    browser_sees(&b, "Skole A, 9.b");
    browser_sees(&b, "href=\"tel:01020304\"");
    browser_sees(&b, "Hemmelig Sti 7, 0201 Nyby");
}

static void a_look_up_is_logged_before_it_is_shown(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from audit where youth = '" ANNA
                                                  "' and act = 'read'"));
}

static void a_protected_address_is_nowhere(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    static const char *const paths[] = {
        "/unge/" BO, "/unge", "/soeg?q=bo", "/unge/" BO "/stamdata", "/klasser/91/hold", "/i-dag"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        browser_get(&b, paths[i], 200);
        browser_sees_not(&b, "Hemmelig Sti");
    }
    browser_get(&lea, "/unge/" BO, 200);
    browser_sees_not(&lea, "Hemmelig Sti");
    browser_sees(&lea, "Navne- og adressebeskyttelse");
}

static void a_protection_ends_after_its_last_day(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, "update youth set guarded_until = '2026-11-23' where id = '" BO "'");
    browser_get(&b, "/unge/" BO, 200);
    browser_sees_not(&b, "Hemmelig Sti");
    test_sql(h->store, "update youth set guarded_until = '2026-11-22' where id = '" BO "'");
    browser_get(&b, "/unge/" BO, 200);
    browser_sees(&b, "Hemmelig Sti");
}

static void search_finds_prefixes_of_any_word_in_the_own_caseload(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/soeg?q=ber+an", 200);
    browser_sees(&b, "Anna Berg");
    browser_get(&b, "/soeg?q=Fri", 200);
    browser_sees_not(&b, "Dina Friis");
    browser_sees(&b, "/soeg?q=Fri&amp;alle=1");
    browser_get(&b, "/soeg?q=Fri&alle=1", 200);
    browser_sees(&b, "Dina Friis");
}

static void search_by_birth_date_and_class(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/soeg?q=15.03.2011", 200);
    browser_sees(&b, "Anna Berg");
    browser_sees_not(&b, "Bo Dahl");
    browser_get(&b, "/soeg?q=9b", 200);
    browser_sees(&b, "href=\"/klasser/91\"");
    browser_get(&b, "/soeg?q=8a", 200);
    browser_sees_not(&b, "href=\"/klasser/81\"");
}

static void a_cpr_number_in_the_address_is_not_searched_nor_repeated(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/soeg?q=150311-1234", 200);
    browser_sees(&b, "Søg ikke efter CPR-nummer her");
    browser_sees_not(&b, "150311-1234");
}

static void the_school_finds_its_own_pupils_only(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, "/soeg?q=anna", 200);
    browser_sees(&b, "Anna Berg");
    browser_get(&b, "/soeg?q=elif", 200);
    browser_sees_not(&b, "Elif Gul");
    browser_get(&b, "/soeg?q=elif&alle=1", 200);
    browser_sees_not(&b, "Elif Gul");
}

/* docs/decisions/0005: until the last day and not after it; the suggestions are no way around. */
static void the_school_finds_no_pupil_who_has_left(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->skola);
    test_sql(h->store, "update youth_class set to_day = '2026-11-23' where youth = '" ANNA "'");
    browser_get(&b, "/soeg?q=anna", 200);
    browser_sees(&b, "Anna Berg");
    test_sql(h->store, "update youth_class set to_day = '2026-11-22' where youth = '" ANNA "'");
    static const char *const ways[] = {"/soeg?q=anna", "/soeg?q=anna&alle=1", "/soeg?q=15.03.2011",
                                       "/soeg/forslag?q=anna", "/soeg/forslag?q=elif"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        browser_get(&b, ways[i], 200);
        browser_sees_not(&b, "Anna Berg");
        browser_sees_not(&b, "Elif Gul");
    }
}

static void suggestions_are_json_within_the_same_scope(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/soeg/forslag?q=ann", 200);
    browser_sees(&b, "\"label\":\"Anna Berg\"");
    browser_get(&b, "/soeg/forslag?q=din", 200);
    assert_string_equal("[]", b.body);
}

static void a_caseload_is_filtered_by_what_slices_know(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge", 200);
    browser_sees(&b, "3 unge.");
    browser_sees(&b, "Ingen aktivitet");
    browser_get(&b, "/unge?status=ingen", 200);
    browser_sees(&b, "1 af 3 unge.");
    browser_sees(&b, "Carl Egholm");
    browser_sees_not(&b, "Anna Berg");
    browser_get(&b, "/unge?skole=999101", 200);
    browser_sees(&b, "2 af 3 unge.");
}

static void a_team_leader_chooses_whose_caseload(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/unge", 200);
    browser_sees_not(&b, "Anna Berg");
    browser_get(&b, arena_fmt(h->arena, "/unge?vejleder=%lld", (long long)h->otto), 200);
    browser_sees(&b, "Dina Friis");
}

static void contact_facts_are_saved_once_and_a_second_editor_is_told(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), lea = house_browser(h, h->lea);
    browser_get(&b, "/unge/" ANNA "/stamdata", 200);
    browser_get(&lea, "/unge/" ANNA "/stamdata", 200);
    browser_post(&b, "/unge/" ANNA "/stamdata",
                 "version=1&telefon=01999999&vej=Nygade+1&postnr=0202&by=Sted", 303);
    browser_post(&lea, "/unge/" ANNA "/stamdata",
                 "version=1&telefon=01888888&vej=&postnr=&by=&vejleder=", 409);
    browser_sees(&lea, "01999999");
    browser_sees(&lea, "value=\"01888888\"");
    assert_int_equal(1, test_sql_number(h->store,
                                        "select count(*) from youth where phone = '01999999' "
                                        "and version = 2 and edited_at is not null"));
}

static void bad_contact_facts_come_back_with_reasons(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/stamdata", 200);
    browser_post(&b, "/unge/" ANNA "/stamdata",
                 "version=1&email=ingen&postnr=12&beskyttet=1&beskyttet_til=1.1.2020", 422);
    browser_sees(&b, "Skriv en e-mailadresse");
    browser_sees(&b, "Skriv et postnummer med fire cifre");
    browser_sees(&b, "Skriv en dato, der ikke er passeret");
    assert_int_equal(5, test_sql_number(h->store, "select count(*) from youth where version = 1"));
}

static void a_counsellor_cannot_give_people_away(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/stamdata", 200);
    browser_post(&b, "/unge/" ANNA "/stamdata",
                 arena_fmt(h->arena, "version=1&vejleder=%lld", (long long)h->otto), 303);
    assert_int_equal(
        h->vera, test_sql_number(h->store, "select counsellor from youth where id = '" ANNA "'"));
}

static void management_and_administrator_see_nobody(void **state) {
    struct house_test *h = *state;
    struct browser m = house_browser(h, h->mads), a = house_browser(h, h->adam);
    browser_get(&m, "/unge/" ANNA, 403);
    browser_get(&a, "/unge/" ANNA, 403);
    browser_get(&a, "/soeg?q=anna", 403);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_page_says_who_what_and_whom_to_call),
        HOUSE_TEST(a_look_up_is_logged_before_it_is_shown),
        HOUSE_TEST(a_protected_address_is_nowhere),
        HOUSE_TEST(a_protection_ends_after_its_last_day),
        HOUSE_TEST(search_finds_prefixes_of_any_word_in_the_own_caseload),
        HOUSE_TEST(search_by_birth_date_and_class),
        HOUSE_TEST(a_cpr_number_in_the_address_is_not_searched_nor_repeated),
        HOUSE_TEST(the_school_finds_its_own_pupils_only),
        HOUSE_TEST(the_school_finds_no_pupil_who_has_left),
        HOUSE_TEST(suggestions_are_json_within_the_same_scope),
        HOUSE_TEST(a_caseload_is_filtered_by_what_slices_know),
        HOUSE_TEST(a_team_leader_chooses_whose_caseload),
        HOUSE_TEST(contact_facts_are_saved_once_and_a_second_editor_is_told),
        HOUSE_TEST(bad_contact_facts_come_back_with_reasons),
        HOUSE_TEST(a_counsellor_cannot_give_people_away),
        HOUSE_TEST(management_and_administrator_see_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

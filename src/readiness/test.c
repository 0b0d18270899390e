/* SPDX-License-Identifier: EUPL-1.2
 *
 * A school reports a class, through the router: the grid, two who write at once, sending, corrections.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "readiness/testing.h"

static void a_class_is_reported_under_the_rules_of_its_day(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = filled(h);
    browser_get(&b, R9 "/send", 200);
    browser_sees(&b, "2 elever er klar til at blive sendt");
    browser_sees(&b, "Reglerne fra skoleåret 2019/20");
    send_report(&b, R9);
    browser_follow(&b, 200);
    browser_sees(&b, "Sendt: 2 elever");
    /* anna: 4,75 on average -> 4,8: eud, hf; bo: 0,0 in mathematics */
    assert_int_equal(1, count(h, "select count(*) from readiness_row where youth = '" ANNA
                                 "' and eud = 1 and hf = 1 and gym = 0 and academic_met = 3"));
    assert_int_equal(1, count(h, "select count(*) from readiness_row where youth = '" BO
                                 "' and eud = 0 and hf = 0 and gym = 0"));
    browser_sees(&b, "ikke-uddannelsesparat");
    browser_sees(
        &b,
        "Dansk 5,5, matematik 4,0. Gennemsnit 4,8. Faglige krav ikke opfyldt: 3-årig gymnasial.");
    browser_sees(&b, "At arbejde med: motivation");
    browser_get(&b, "/skole/indberetning", 200);
    browser_sees(&b, "2 breve er ikke sendt");
}

static void from_october_2022_the_negative_result_has_another_name(void **state) {
    struct house_test *h = *state;
    const char *days[] = {"2022-09-30", "2022-10-01"};
    classes_of_2021(h);
    for (int i = 0; i < 2; i++) {
        on(days[i]);
        struct browser b = house_browser(h, h->skola);
        const char *path = i ? "/skole/indberetning/94/2" : "/skole/indberetning/94/1";
        browser_get(&b, path, 200);
        browser_post(&b, path, "del=karakterer&udgave=0&" MARKS(ANNA, "00", "00", "00"), 303);
        browser_post(&b, path, "del=forudsaetninger&udgave=0&" ALL_MET(ANNA), 303);
        send_report(&b, path);
    }
    on("2023-03-01"); /* each keeps its word */
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, "/skole/indberetning/94/1", 200);
    browser_sees(&b, "ikke-uddannelsesparat");
    browser_sees_not(&b, "andre uddannelsesaktiviteter");
    browser_get(&b, "/skole/indberetning/94/2", 200);
    browser_sees(&b, "parat til andre uddannelsesaktiviteter");
    browser_sees_not(&b, "ikke-uddannelsesparat");
}

static void from_2024_marks_are_reported_and_an_effort_is_a_persons_word(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->skola), vera = house_browser(h, h->vera);
    const char *path = "/skole/indberetning/91/1";
    browser_get(&b, path, 200);
    browser_sees_not(&b, "uddannelsesparat");
    browser_sees(&b, "Fristen er 1. december 2026");
    browser_sees(&b, "Målrettet indsats");
    browser_post(&b, path, "del=karakterer&udgave=0&" MARKS(ANNA, "-3", "-3", "-3"), 303);
    browser_post(&b, path, "del=forudsaetninger&udgave=0&indsats-" BO "=1&grund-" BO "=Frav%C3%A6r",
                 422);
    browser_sees(&b, "Skriv, hvad I gør for eleven");
    browser_sees(&b, ">Fravær</textarea>");
    assert_int_equal(0, count(h, "select traits_edit from readiness_report"));
    browser_post(&b, path,
                 "del=forudsaetninger&udgave=0&indsats-" BO "=1&grund-" BO "=Frav%C3%A6r&plan-" BO
                 "=Mentor",
                 303);
    send_report(&b, path);
    assert_int_equal(0, count(h, "select count(*) from readiness_row where eud is not null"));
    assert_int_equal(0, count(h, "select count(*) from readiness_row where letter is not null"));
    assert_int_equal(1, count(h, "select count(*) from readiness_effort where youth = '" BO "'"));
    assert_int_equal(0, count(h, "select count(*) from readiness_effort where youth = '" ANNA "'"));
    browser_get(&vera, "/unge/" BO "/parathed", 200);
    browser_sees(&vera, "Der er en målrettet indsats i gang");
    browser_sees(&vera, "Mentor");
    browser_sees_not(&vera, "uddannelsesparat ");
}

static void wrong_marks_are_told_beside_the_field_and_nothing_is_written(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_post(&b, R9, "del=karakterer&udgave=0&" MARKS(ANNA, "5", "7", "4"), 422);
    browser_sees(&b, "5 er ikke karakterer");
    browser_sees(&b, "value=\"7\"");
    browser_sees(&b, "href=\"#k0-" ANNA "\"");
    browser_sees(&b, "<title>Fejl: ");
    assert_int_equal(0, count(h, "select count(*) from readiness_report"));
    browser_post(&b, R9, "del=forudsaetninger&udgave=0&per-" ANNA "=9", 422);
    browser_sees(&b, "Vælg en af mulighederne");
    assert_int_equal(0, count(h, "select count(*) from readiness_row"));
}

static void two_who_write_the_same_part_see_both(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    int64_t other = test_user(h->store, "signe", ROLE_SCHOOL, "999101");
    struct browser b = house_browser(h, h->skola), s = house_browser(h, other);
    browser_get(&b, R9, 200);
    browser_get(&s, R9, 200);
    browser_post(&s, R9, "del=karakterer&udgave=0&" MARKS(ANNA, "10", "10", "10"), 303);
    browser_post(&b, R9, "del=karakterer&udgave=0&" MARKS(ANNA, "7", "10", "10"), 409);
    browser_sees(&b, "signe har gemt denne del");
    browser_sees(&b, "Gemt nu: 10");
    browser_sees(&b, "value=\"7\"");
    browser_sees(&b, "name=\"udgave\" value=\"1\"");
    assert_int_equal(1, count(h, "select count(*) from readiness_report"));
    browser_post(&b, R9, "del=karakterer&udgave=1&" MARKS(ANNA, "7", "10", "10"), 303);
    /* another part is no conflict */
    browser_post(&s, R9, "del=forudsaetninger&udgave=0&" ALL_MET(ANNA), 303);
    assert_int_equal(1, count(h, "select count(*) from readiness_row where personal = 7 and "
                                 "marks like 'danish=7;%'"));
}

static void what_is_sent_is_not_changed_and_a_correction_is_a_new_version(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = filled(h);
    send_report(&b, R9);
    browser_post(&b, R9, "del=karakterer&udgave=1&" MARKS(ANNA, "12", "12", "12"), 303);
    assert_int_equal(0, count(h, "select count(*) from readiness_row where marks like '%12%'"));
    browser_post(&b, R9 "/ret", "", 303);
    browser_get(&b, R9, 200);
    browser_sees(&b, "value=\"7 4\""); /* begins with what was sent */
    on("2021-12-06");
    browser_post(
        &b, R9,
        "del=karakterer&udgave=0&" MARKS(ANNA, "12", "12", "12") "&" MARKS(BO, "02", "00", "4"),
        303);
    browser_get(&b, R9 "/version/1", 200);
    browser_sees(&b, "Gennemsnit 4,8");
    send_report(&b, R9);
    assert_int_equal(2, count(h, "select max(number) from readiness_report"));
    assert_int_equal(2, count(h, "select count(*) from readiness_report where day = '2021-11-22'"));
    browser_get(&b, R9 "/version/1", 200);
    browser_sees(&b, "Version 1, sendt 22. november 2021");
    browser_sees(&b, "Gennemsnit 4,8");
    browser_get(&b, R9, 200);
    browser_sees(&b, "Gennemsnit 12,0");
}

static void a_draft_that_changed_after_it_was_seen_is_not_sent(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = filled(h);
    browser_post(&b, R9 "/send", "udgave=1", 409);
    browser_sees(&b, "En kollega har skrevet i kladden");
    assert_int_equal(0,
                     count(h, "select count(*) from readiness_report where sent_at is not null"));
    browser_post(&b, R9 "/send", "udgave=2", 303);
    assert_int_equal(1,
                     count(h, "select count(*) from readiness_report where sent_at is not null"));
}

static void a_pupil_who_lacks_something_is_left_out_and_nobody_is_no_report(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_post(&b, R9, "del=karakterer&udgave=0&" MARKS(ANNA, "7", "7", "7"), 303);
    browser_get(&b, R9 "/send", 200);
    browser_sees(&b, "Ingen elev er udfyldt endnu");
    browser_post(&b, R9 "/send", "udgave=1", 303);
    assert_int_equal(0,
                     count(h, "select count(*) from readiness_report where sent_at is not null"));
    browser_post(&b, R9, "del=forudsaetninger&udgave=0&" ALL_MET(ANNA) "&fri-" BO "=", 303);
    browser_get(&b, R9 "/send", 200);
    browser_sees(&b, "1 elev er klar til at blive sendt. 1 mangler noget");
    browser_sees(&b, "Mangler noget");
    send_report(&b, R9);
    assert_int_equal(1, count(h, "select count(*) from readiness_row where eud is not null"));
}

static void who_has_left_the_class_is_no_part_of_it(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = filled(h);
    test_sql(h->store, "update youth_class set to_day = '2021-11-20' where id = 12");
    browser_get(&b, R9, 200);
    browser_sees(&b, "Ikke længere i klassen");
    browser_post(&b, R9,
                 "del=karakterer&udgave=1&elev=" ANNA "&elev=" BO "&" MARKS(ANNA, "7", "7", "7"),
                 303);
    browser_follow(&b, 200);
    browser_sees(&b, "1 elev er ikke længere i klassen");
    send_report(&b, R9);
    assert_int_equal(1, count(h, "select count(*) from readiness_row"));
    /* the whole class is gone: nothing is missing, and the page says why it is empty */
    test_sql(h->store, "update youth_class set to_day = '2021-11-20' where class = 92");
    browser_get(&b, "/skole/indberetning/92/2", 200);
    browser_sees(&b, "Klassen har ingen elever i dag");
    browser_get(&b, "/skole/indberetning", 200);
    browser_sees(&b, "Ingen elever");
}

static void others_see_only_what_is_theirs(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = filled(h), skolb = house_browser(h, h->skolb),
                   vera = house_browser(h, h->vera), otto = house_browser(h, h->otto),
                   lea = house_browser(h, h->lea);
    browser_get(&skolb, "/skole/indberetning", 200);
    browser_sees_not(&skolb, "9.b");
    browser_get(&skolb, R9, 403);
    browser_post(&skolb, R9, "del=karakterer&udgave=1&" MARKS(ANNA, "12", "12", "12"), 403);
    browser_get(&otto, R9, 403);
    browser_get(&vera, R9, 200); /* a draft is the school's */
    browser_sees(&vera, "Skolen har ikke sendt indberetningen endnu");
    browser_sees_not(&vera, "Anna");
    browser_post(&vera, R9, "del=karakterer&udgave=1", 403);
    browser_get(&b, "/skole/indberetning/72/1", 404); /* no assessment in 7th grade */
    browser_get(&b, "/skole/indberetning/92/3", 404);
    browser_get(&b, "/skole/indberetning/4711/1", 404);
    send_report(&b, R9);
    browser_get(&vera, R9, 200);
    browser_sees(&vera, "href=\"/unge/" ANNA "/parathed\"");
    browser_get(&lea, R9, 200);
    /* a class of two years ago is no longer the school's to open */
    on("2022-09-30");
    browser_get(&b, R9, 200);
    on("2022-10-01");
    browser_get(&b, R9, 403);
    browser_get(&lea, R9, 200);
}

static void a_school_without_marks_says_so_and_decides_itself(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_sees_not(&b, "fag-" ANNA);
    browser_post(&b, R9, "del=karakterer&udgave=0&uden=1", 303);
    browser_get(&b, R9, 200);
    browser_post(&b, R9, "del=karakterer&udgave=1&uden=1&fag-" ANNA "=1", 303);
    browser_post(&b, R9, "del=forudsaetninger&udgave=0&" ALL_MET(ANNA), 303);
    send_report(&b, R9);
    assert_int_equal(1, count(h, "select count(*) from readiness_row where youth = '" ANNA
                                 "' and eud = 1 and hf = 0 and gym = 0"));
}

static void exempt_pupils_count_and_are_not_assessed(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_post(&b, R9, "del=forudsaetninger&udgave=0&fri-" ANNA "=stu&fri-" BO "=foreign", 303);
    browser_get(&b, R9 "/send", 200);
    browser_sees(&b, "2 elever er klar");
    send_report(&b, R9);
    assert_int_equal(0, count(h, "select count(*) from readiness_row where eud is not null or "
                                 "letter is not null"));
}

static void a_part_can_have_a_day_of_its_own(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    test_sql(h->store, "insert into class (id, institution, school_year, grade, name) values "
                       "(90, '999101', 2019, '9', '9.b')");
    test_sql(h->store, "insert into youth_class (id, youth, class, from_day, to_day) values "
                       "(41, '" CARL "', 90, '2019-08-01', '2020-07-31')");
    on("2020-05-20");
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, "/skole/indberetning/90/2?del=forudsaetninger", 200);
    browser_sees(&b, "Fristen for denne del er 10. juni 2020, for det hele 17. juni 2020");
    browser_get(&b, "/skole/indberetning/90/2?del=karakterer", 200);
    browser_sees(&b, "Fristen for denne del er 15. juni 2020");
    on("2022-05-20"); /* the marks of 17 June are those of the exams */
    browser_get(&b, "/skole/indberetning/92/2?del=karakterer", 200);
    browser_sees(&b, "Fristen er 3. juni 2022");
    /* a school without a class this year is told so */
    test_sql(h->store, "update account set institution = '999201' where login = 'skola'");
    browser_get(&b, "/skole/indberetning", 200);
    browser_sees(&b, "Der er ingen klasser i 8.-10. klasse");
    browser_get(&b, "/skole/indberetning/92/2", 403);
}

static void the_8th_grade_of_the_closed_spring_has_until_the_end_of_september(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    test_sql(h->store, "insert into class (id, institution, school_year, grade, name) values "
                       "(80, '999102', 2019, '8', '8.a')");
    test_sql(h->store, "insert into youth_class (id, youth, class, from_day, to_day) values "
                       "(31, '" ELIF "', 80, '2019-08-01', '2020-07-31')");
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into counsellor_school (id, account, institution, from_day) "
                       "values (22, %lld, '999102', '2018-08-01')",
                       (long long)h->otto));
    on("2020-09-15");
    struct browser otto = house_browser(h, h->otto);
    browser_get(&otto, "/i-dag?alt=1", 200);
    browser_sees_not(&otto, "Klassen mangler");
    on("2020-09-16");
    browser_get(&otto, "/i-dag?alt=1", 200);
    browser_sees(&otto, "Klassen mangler 2. indberetning");
    browser_sees(&otto, "30. sep. 2020");
    on("2020-09-30");
    struct browser b = house_browser(h, h->skolb);
    browser_get(&b, "/skole/indberetning?aar=2019", 200);
    browser_sees(&b, "frist 30. september 2020");
    browser_get(&b, "/skole/indberetning/80/2", 200);
    browser_sees(&b, "Fristen er 30. september 2020");
    on("2020-10-01");
    browser_get(&b, "/skole/indberetning/80/2", 403);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_class_is_reported_under_the_rules_of_its_day),
        HOUSE_TEST(from_october_2022_the_negative_result_has_another_name),
        HOUSE_TEST(from_2024_marks_are_reported_and_an_effort_is_a_persons_word),
        HOUSE_TEST(wrong_marks_are_told_beside_the_field_and_nothing_is_written),
        HOUSE_TEST(two_who_write_the_same_part_see_both),
        HOUSE_TEST(what_is_sent_is_not_changed_and_a_correction_is_a_new_version),
        HOUSE_TEST(a_draft_that_changed_after_it_was_seen_is_not_sent),
        HOUSE_TEST(a_pupil_who_lacks_something_is_left_out_and_nobody_is_no_report),
        HOUSE_TEST(who_has_left_the_class_is_no_part_of_it),
        HOUSE_TEST(others_see_only_what_is_theirs),
        HOUSE_TEST(a_school_without_marks_says_so_and_decides_itself),
        HOUSE_TEST(exempt_pupils_count_and_are_not_assessed),
        HOUSE_TEST(a_part_can_have_a_day_of_its_own),
        HOUSE_TEST(the_8th_grade_of_the_closed_spring_has_until_the_end_of_september),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

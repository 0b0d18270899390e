/* SPDX-License-Identifier: EUPL-1.2
 *
 * /pligt and the quarterly review: counts that agree with the cases, who sees names, one press.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "duty/testing.h"

static void the_level_is_a_number_from_day_one(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/pligt", 200);
    browser_sees(&b, "Af 1 forløb i skoleåret 2026/27 havde 0 kontakt inden fristen (0 %).");
    browser_sees(&b, "Målet er 100 procent.");
    browser_sees(&b, "Carl Egholm");
    browser_sees(&b, "1 åbent forløb i hele kommunen.");
    test_sql(h->store, "delete from duty_case");
    browser_get(&b, "/pligt", 200);
    browser_sees(&b, "er der 0 forløb, og ingen frist for kontakt er gået endnu");
    browser_sees(&b, "Der er ingen åbne forløb.");
}

static void management_sees_numbers_and_no_names(void **state) {
    struct house_test *h = *state;
    struct browser m = house_browser(h, h->mads), o = house_browser(h, h->otto);
    struct browser l = house_browser(h, h->lea), a = house_browser(h, h->adam);
    browser_get(&m, "/pligt", 200);
    browser_sees(&m, "Af 1 forløb");
    browser_sees_not(&m, "Carl");
    browser_sees_not(&m, "/unge/");
    browser_get(&m, "/pligt/data.csv", 200);
    browser_sees_not(&m, "Carl");
    browser_get(&m, "/pligt/gennemgang", 403);
    browser_get(&o, "/pligt", 200); /* a counsellor sees the own ones */
    browser_sees_not(&o, "Carl");
    browser_get(&l, "/pligt", 200);
    browser_sees(&l, "Carl Egholm");
    browser_get(&a, "/pligt", 403);
}

static void a_case_kept_in_time_counts(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into contact (id, youth, kind, at, day, author) values "
                                 "(1, '" CARL "', 'phone', 1, '2026-11-19', %lld)",
                                 (long long)h->vera));
    browser_get(&b, "/pligt", 200);
    browser_sees(&b, "Af 1 forløb i skoleåret 2026/27 havde 1 kontakt inden fristen (100 %).");
    test_sql(h->store, "update contact set attended = 0"); /* they did not come */
    browser_get(&b, "/pligt", 200);
    browser_sees(&b, "havde 0 kontakt inden fristen");
    test_sql(h->store, "update contact set attended = 1, day = '2026-11-20'");
    browser_get(&b, "/pligt", 200);
    browser_sees(&b, "havde 0 kontakt inden fristen");
    browser_get(&b, "/pligt/data.csv", 200);
    browser_sees(&b, "4. kvartal 2026;1;0;1;0");
}

static void the_review_groups_by_school(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), l = house_browser(h, h->lea);
    browser_get(&b, "/pligt/gennemgang", 200);
    browser_sees(&b, "Perioden er 1. oktober 2026 til 31. december 2026.");
    browser_sees(&b, "3 af 3 mangler."); /* Anna and Bo at Skole A, Carl out of school */
    browser_sees(&b, "Skole A");
    browser_sees_not(&b, "Skole B"); /* nobody of 15 there */
    browser_get(&b, "/pligt/gennemgang?skole=999101", 200);
    browser_sees(&b, "Anna Berg");
    browser_sees(&b, "Bo Dahl");
    browser_sees(&b, "Beskyttet");
    browser_get(&b, "/pligt/gennemgang?skole=uden", 200);
    browser_sees(&b, "Carl Egholm");
    browser_sees(&b, "Opfylder ikke pligten");
    browser_get(&b, "/pligt/gennemgang?skole=999102", 403); /* not one's own */
    browser_get(&l, "/pligt/gennemgang?skole=999101", 200);
    browser_sees(&l, "Skole A");
    test_sql(h->store,
             "insert into spell (id, youth, kind, institution, from_day, known_at) values "
             "(90, '" CARL "', 'eud_gf1', '999201', '2026-11-20', 1);"
             "update spell set to_day = '2026-11-19' where id = 4");
    browser_get(&l, "/pligt/gennemgang", 200);
    browser_sees(&l, "Erhvervsskolen"); /* where Carl goes, without a class */
    browser_get(&l, "/pligt/gennemgang?skole=999201", 200);
    browser_sees(&l, "Carl Egholm");
    browser_get(&l, "/pligt/gennemgang?skole=uden", 200);
    browser_sees_not(&l, "Carl Egholm");
    browser_get(&b, "/pligt/gennemgang?skole=uden", 200); /* vera's own, wherever he goes */
    browser_sees(&b, "Carl Egholm");
    struct browser o = house_browser(h, h->otto);
    browser_get(&o, "/pligt/gennemgang?skole=999101", 403);
    browser_get(&o, "/pligt/gennemgang?skole=uden", 200);
    browser_sees_not(&o, "Carl");
}

static void one_press_marks_one_and_the_chosen_ones(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/pligt/gennemgang?skole=999101", 200);
    browser_post(&b, "/pligt/gennemgang", "skole=999101&en=" ANNA, 303);
    browser_follow(&b, 200);
    browser_sees(&b, "1 er gennemgået.");
    browser_sees(&b, "1 af 2 mangler.");
    browser_sees(&b, "Set 23. november 2026 af vera");
    browser_post(&b, "/pligt/gennemgang", "skole=999101&valgt=" ANNA "&valgt=" BO, 303);
    browser_follow(&b, 200);
    browser_sees(&b, "1 er gennemgået."); /* the other had been already */
    assert_int_equal(2, count(h, "select count(*) from duty_review"));
    browser_post(&b, "/pligt/gennemgang", "skole=999101", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Intet er ændret.");
    browser_post(&b, "/pligt/gennemgang", "skole=999101&valgt=" CARL, 400); /* not on this list */
    browser_post(&b, "/pligt/gennemgang", "skole=999102&valgt=" ELIF, 403);
    browser_post(&b, "/pligt/gennemgang", "", 400);
    assert_int_equal(2, count(h, "select count(*) from duty_review"));
}

/* A list of sixty is two pages; who is on the second can be marked, and one stays on that page. */
static void a_long_list_has_pages(void **state) {
    struct house_test *h = *state;
    for (int i = 0; i < 60; i++) {
        const char *id = arena_fmt(h->arena, "%024dqq", i);
        house_youth(h, id, "Pupil", arena_fmt(h->arena, "Nr%02d", i), "2010-09-15", h->vera, 0);
        test_sql(h->store, arena_fmt(h->arena,
                                     "insert into youth_class (id, youth, class, from_day) values "
                                     "(%d, '%s', 91, '2026-08-01')",
                                     1000 + i, id));
    }
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/pligt/gennemgang?skole=999101", 200);
    browser_sees(&b, "Side 1 af 2");
    browser_sees(&b, "side=2");
    browser_get(&b, "/pligt/gennemgang?skole=999101&side=2", 200);
    browser_sees(&b, "Side 2 af 2");
    browser_get(&b, "/pligt/gennemgang?skole=999101&side=99", 200);
    browser_sees(&b, "Side 2 af 2");
    browser_post(&b, "/pligt/gennemgang", "skole=999101&side=2&en=000000000000000000000059qq", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Side 2 af 2");
    assert_int_equal(1, count(h, "select count(*) from duty_review"));
}

static void one_press_on_the_page_can_be_undone(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Ikke set endnu i perioden");
    browser_post(&b, DUTY "/gennemset", "", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Set 23. november 2026 af vera");
    int64_t id = count(h, "select id from duty_review");
    browser_post(&b, arena_fmt(h->arena, DUTY "/gennemset/%lld/fortryd", (long long)id), "", 303);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Ikke set endnu i perioden");
    browser_post(&b, "/unge/" ELIF "/pligt/gennemset", "",
                 303); /* asked for a reason: not vera's */
}

static void the_review_is_on_the_worklist_in_its_last_weeks(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Gennemgå de 15–17-årige");
    clock_fix(day_from_ymd(2026, 12, 10));
    b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Gennemgå de 15–17-årige");
    browser_sees(&b, "3 mangler");
    clock_fix(day_from_ymd(2027, 1, 4)); /* a new period */
    b = house_browser(h, h->vera);
    browser_get(&b, "/pligt/gennemgang", 200);
    browser_sees(&b, "Perioden er 1. januar 2027 til 31. marts 2027.");
}

static void before_the_rule_there_is_no_review(void **state) {
    struct house_test *h = *state;
    clock_fix(day_from_ymd(2019, 11, 4));
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/pligt/gennemgang", 200);
    browser_sees(&b, "Der er ingen regel om gennemgang på denne dag.");
    browser_get(&b, "/pligt", 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_level_is_a_number_from_day_one),
        HOUSE_TEST(management_sees_numbers_and_no_names),
        HOUSE_TEST(a_case_kept_in_time_counts),
        HOUSE_TEST(the_review_groups_by_school),
        HOUSE_TEST(one_press_marks_one_and_the_chosen_ones),
        HOUSE_TEST(a_long_list_has_pages),
        HOUSE_TEST(one_press_on_the_page_can_be_undone),
        HOUSE_TEST(the_review_is_on_the_worklist_in_its_last_weeks),
        HOUSE_TEST(before_the_rule_there_is_no_review),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

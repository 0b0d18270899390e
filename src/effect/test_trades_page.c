/* SPDX-License-Identifier: EUPL-1.2
 *
 * From the casework to pupils: who had the theme in time and what they chose; and the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "effect/trades.h"
#include "tests/house.h"

#define YEAR 2025 /* 2025/26: counted on 15 June 2026, deadline 1 March 2026 */

/* ---- rows ---- */

static const char *id_of(struct house_test *h, int i) { return arena_fmt(h->arena, "p%025d", i); }

static void class_put(struct house_test *h, int id, int school, int year, const char *grade) {
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into institution (number, name, sort_key, type_code, municipality, "
                       "fingerprint) values ('%06d', 'Skole %d', %s, 1012, '999', '') "
                       "on conflict do nothing; insert into class (id, institution, school_year, "
                       "grade, name) values (%d, '%06d', %d, '%s', '%s.%d')",
                       800000 + school, school, house_bytes(h->arena, "00"), id, 800000 + school,
                       year, grade, grade, id));
}

static void pupil_put(struct house_test *h, int i, int class, int year) {
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into youth (id, name, first_name, family_name, sort_key, born, sex, "
                       "street, post_code, town, guarded) values ('%s', 'Ung Nr%d', 'Ung', 'Nr%d', "
                       "%s, '%d-03-01', '%s', 'Vej 1', '0201', 'Nyby', 0); insert into youth_class "
                       "(id, youth, class, from_day, to_day) values (%d, '%s', %d, '%d-08-01', "
                       "'%d-07-31')",
                       id_of(h, i), i, i, house_bytes(h->arena, "00"), year - 15, i % 2 ? "M" : "K",
                       50000 + i, id_of(h, i), class, year, year + 1));
}

static void wish_put(struct house_test *h, int id, int i, const char *day, int priority,
                     const char *kind) {
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into wish (id, youth, day, priority, kind, said_by, "
                                 "author, at) values (%d, '%s', '%s', %d, '%s', 'youth', %lld, 0)",
                                 id, id_of(h, i), day, priority, kind, (long long)h->vera));
}

static void session_put(struct house_test *h, int id, int class, const char *theme,
                        const char *day) {
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into collective_session (id, class, theme, day, author, "
                                 "at) values (%d, %d, '%s', '%s', %lld, 0)",
                                 id, class, theme, day, (long long)h->vera));
}

static void contact_put(struct house_test *h, int id, int i, int session, int attended) {
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into contact (id, youth, session, kind, at, day, author, "
                                 "attended) values (%d, '%s', %d, 'collective', 0, '2025-11-03', "
                                 "%lld, %d)",
                                 id, id_of(h, i), session, (long long)h->vera, attended));
}

/* ---- who had what, and chose what ---- */

/* One pupil of the school year, by number in id_of(): ordered by the row of the class. */
static struct effect_pupil *all_of(struct house_test *h, size_t *ret_n) {
    struct effect_pupil *v;
    struct err err;
    assert_true(effect_pupils(h->db, h->arena, YEAR - 1, YEAR, &v, ret_n, &err));
    return v;
}

static void the_last_wish_of_first_priority_counts(void **state) {
    struct house_test *h = *state;
    static const struct {
        const char *day, *kind;
        int priority;
        enum effect_choice then;
    } rows[] = {
        {"2025-08-01", "eud", 1, CHOICE_EUD},
        {"2026-06-15", "eux", 1, CHOICE_EUD},
        {"2026-06-16", "eud", 1, CHOICE_UNKNOWN}, /* after the day */
        {"2025-07-31", "eud", 1, CHOICE_UNKNOWN}, /* of the year before */
        {"2025-09-01", "eud", 2, CHOICE_UNKNOWN}, /* of second priority */
        {"2025-09-01", "undecided", 1, CHOICE_UNKNOWN},
        {"2025-09-01", "hhx", 1, CHOICE_OTHER},
        {"2025-09-01", "work", 1, CHOICE_OTHER},
        {"2025-09-01", "tenth_grade", 1, CHOICE_SCHOOL},
        {"2025-09-01", "boarding_school", 1, CHOICE_SCHOOL},
    };
    enum { N = sizeof rows / sizeof *rows };
    class_put(h, 1, 1, YEAR, "9");
    class_put(h, 2, 1, YEAR, "10");
    class_put(h, 3, 1, YEAR, "8"); /* of no part */
    for (int i = 0; i < N; i++) {
        pupil_put(h, i, 1, YEAR);
        wish_put(h, i, i, rows[i].day, rows[i].priority, rows[i].kind);
    }
    pupil_put(h, 20, 2, YEAR); /* goes on from 10th grade */
    wish_put(h, 20, 20, "2025-09-01", 1, "boarding_school");
    pupil_put(h, 21, 3, YEAR);
    wish_put(h, 21, 21, "2025-09-01", 1, "eud");
    pupil_put(h, 22, 2, YEAR); /* changes twice; the last was withdrawn */
    wish_put(h, 22, 22, "2025-10-01", 1, "eud");
    wish_put(h, 23, 22, "2025-09-01", 1, "stx");
    wish_put(h, 24, 22, "2025-11-01", 1, "hf");
    test_sql(h->store, "update wish set withdrawn_at = 1 where id = 24");
    size_t n;
    struct effect_pupil *v = all_of(h, &n);
    assert_int_equal(n, N + 2);
    for (int i = 0; i < N; i++) {
        assert_int_equal(v[i].choice, rows[i].then);
        assert_false(v[i].tenth);
        assert_int_equal(v[i].man, i % 2);
        assert_int_equal(v[i].year, YEAR);
        assert_string_equal(v[i].school, "800001");
    }
    assert_true(v[N].tenth && v[N].choice == CHOICE_UNKNOWN);
    assert_true(v[N + 1].tenth && v[N + 1].choice == CHOICE_EUD);
}

static void the_theme_counts_until_the_deadline(void **state) {
    struct house_test *h = *state;
    class_put(h, 1, 1, YEAR, "9");
    for (int i = 0; i < 8; i++) pupil_put(h, i, 1, YEAR);
    session_put(h, 1, 1, "trades", "2026-03-01"); /* the day of the deadline */
    session_put(h, 2, 1, "trades", "2026-03-02");
    session_put(h, 3, 1, "choice", "2025-10-01");
    session_put(h, 4, 1, "trades", "2025-10-01"); /* withdrawn */
    session_put(h, 5, 1, "trades", "2024-10-01"); /* in 8th grade */
    test_sql(h->store, "update collective_session set withdrawn_at = 1 where id = 4");
    for (int i = 0; i < 5; i++) contact_put(h, i + 1, i, i + 1, 1);
    contact_put(h, 10, 5, 1, 0); /* was to be there */
    contact_put(h, 11, 6, 1, 1); /* corrected: was never of the class */
    test_sql(h->store, "update contact set withdrawn_at = 1 where id = 11");
    static const bool had[8] = {true, false, false, false, true, true, false, false};
    size_t n;
    struct effect_pupil *v = all_of(h, &n);
    assert_int_equal(n, 8);
    for (int i = 0; i < 8; i++) assert_int_equal(v[i].had, had[i]);
}

/* Who left the class or the municipality before 15 June, or came after, is not there. */
static void pupils_are_counted_on_a_day(void **state) {
    struct house_test *h = *state;
    static const struct {
        const char *set;
        bool there;
    } rows[] = {{"to_day = '2026-06-15'", true},
                {"to_day = '2026-06-14'", false},
                {"from_day = '2026-06-15'", true},
                {"from_day = '2026-06-16'", false},
                {"to_day = null", true}};
    class_put(h, 1, 1, YEAR, "9");
    for (int i = 0; i < 5; i++) {
        pupil_put(h, i, 1, YEAR);
        test_sql(h->store, arena_fmt(h->arena, "update youth_class set %s where id = %d",
                                     rows[i].set, 50000 + i));
    }
    pupil_put(h, 5, 1, YEAR);
    pupil_put(h, 6, 1, YEAR);
    test_sql(h->store, arena_fmt(h->arena,
                                 "update youth set moved_out = '2026-06-15' where id = '%s'; "
                                 "update youth set moved_out = '2026-06-16' where id = '%s'",
                                 id_of(h, 5), id_of(h, 6)));
    for (int i = 0; i < 7; i++) wish_put(h, i, i, "2025-10-01", 1, i % 2 ? "eud" : "stx");
    size_t n, at = 0;
    struct effect_pupil *v = all_of(h, &n);
    for (int i = 0; i < 7; i++) {
        bool there = i < 5 ? rows[i].there : i == 6;
        if (!there) continue;
        assert_true(at < n);
        assert_int_equal(v[at++].choice, i % 2 ? CHOICE_EUD : CHOICE_OTHER);
    }
    assert_int_equal(at, n);
}

static void a_school_year_counts_from_the_fifteenth_of_june(void **state) {
    (void)state;
    assert_int_equal(effect_last_year(day_from_ymd(2026, 6, 14)), 2024);
    assert_int_equal(effect_last_year(day_from_ymd(2026, 6, 15)), 2025);
    assert_int_equal(effect_last_year(day_from_ymd(2026, 11, 23)), 2025);
    assert_int_equal(effect_last_year(day_from_ymd(2027, 6, 15)), 2026);
}

/* ---- the page ---- */

/* Schools of eight pupils a year, of whom two want a trade; at those that begin, six do after. */
static void schools_put(struct house_test *h, int begun, int others) {
    int i = 0;
    for (int s = 0; s < begun + others; s++)
        for (int year = YEAR - 1; year <= YEAR; year++) {
            int class = 2 * s + year - YEAR + 101;
            bool with = s < begun && year == YEAR;
            class_put(h, class, s, year, "9");
            if (with) session_put(h, class, class, "trades", arena_fmt(h->arena, "%d-11-03", year));
            for (int k = 0; k < 8; k++, i++) {
                pupil_put(h, i, class, year);
                wish_put(h, i, i, arena_fmt(h->arena, "%d-12-01", year), 1,
                         k < (with ? 6 : 2 + (s + year) % 2) ? "eud" : "stx");
                if (with) contact_put(h, i + 1, i, class, 1);
            }
        }
}

static void the_page_tells_what_was_found(void **state) {
    struct house_test *h = *state;
    schools_put(h, 6, 12);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "I skoleårene 2024/25–2025/26 er 6 skoler begyndt");
    browser_sees(&lea, "og 12 er ikke begyndt");
    browser_sees(&lea, "Ønsket kendes for 288 elever");
    browser_sees(&lea, "Fag, der mangler faglærte");
    browser_sees(&lea, "procentpoint flere have en erhvervsuddannelse end ventet");
    browser_sees(&lea, "effekt-fag");
    browser_sees(&lea, "Det kan ikke ses, om de to slags skoler fulgtes ad før start");
    browser_sees(&lea, "Med under 10 skoler på en side er intervallet usikkert");
    browser_sees(&lea, "Der er ikke trukket lod");
    browser_sees(&lea, "Et ønske er, hvad eleven har sagt til vejledningen");
    browser_sees_not(&lea, "begyndt i forskellige skoleår"); /* they have not */
    browser_sees_not(&lea, "Skole 3");
    browser_sees_not(&lea, "Nr17");
    browser_sees_not(&lea, ">nan");
    browser_get(&lea, "/en/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "percentage points more want a vocational education");
    struct browser mads = house_browser(h, h->mads);
    browser_get(&mads, "/team/kvalitet/effekt/fag", 200);
}

static void schools_that_are_all_alike_are_said_to_be(void **state) {
    struct house_test *h = *state;
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200); /* nobody at all */
    browser_sees(&lea, "Ingen skole er begyndt på emnet");
    browser_sees_not(&lea, "effekt-fag\"");
    schools_put(h, 3, 3);
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "Der er for få skoler til at sige noget: 3 er begyndt undervejs, og 3 er");
    browser_sees_not(&lea, "effekt-fag\"");
    browser_sees_not(&lea, "procentpoint flere");
    test_sql(h->store, "update collective_session set theme = 'choice'");
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "Ingen skole er begyndt på emnet i de skoleår, der kan gøres op "
                       "(2024/25–2025/26)");
}

static void all_schools_begun_leave_none_to_compare_with(void **state) {
    struct house_test *h = *state;
    schools_put(h, 6, 0);
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "Alle skoler er begyndt på emnet");
}

/* Before, five of 48 want a trade at those that begin, and 16 of 48 at the others: both are told. With four of 48
 * neither is. Wishes are numbered as pupils: 16 a school, of the year before first. */
static void a_share_of_few_is_not_told(void **state) {
    struct house_test *h = *state;
    schools_put(h, 6, 6);
    test_sql(h->store, "update wish set kind = 'eud' where id = 99");
    test_sql(h->store, "update wish set kind = 'stx' where id < 96 and id % 16 < 8 and id not in "
                       "(0, 1, 16, 17, 18)");
    struct browser lea = house_browser(h, h->lea);
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "10,4");
    browser_sees(&lea, "33,3");
    test_sql(h->store, "update wish set kind = 'stx' where id = 18");
    browser_get(&lea, "/team/kvalitet/effekt/fag", 200);
    browser_sees(&lea, "effekt-fag");
    browser_sees_not(&lea, "8,3");
    browser_sees_not(&lea, "33,3");
    browser_sees(&lea, "75,0"); /* after */
}

static void others_are_refused(void **state) {
    struct house_test *h = *state;
    const int64_t who[] = {h->vera, h->otto, h->skola, h->adam};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        struct browser b = house_browser(h, who[i]);
        browser_get(&b, "/team/kvalitet/effekt/fag", 403);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_last_wish_of_first_priority_counts),
        HOUSE_TEST(the_theme_counts_until_the_deadline),
        HOUSE_TEST(pupils_are_counted_on_a_day),
        cmocka_unit_test(a_school_year_counts_from_the_fifteenth_of_june),
        HOUSE_TEST(the_page_tells_what_was_found),
        HOUSE_TEST(schools_that_are_all_alike_are_said_to_be),
        HOUSE_TEST(all_schools_begun_leave_none_to_compare_with),
        HOUSE_TEST(a_share_of_few_is_not_told),
        HOUSE_TEST(others_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

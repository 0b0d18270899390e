/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a file of pupils does to the spells. The file is drawn on Friday 20 November 2026.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "activity/activity.h"
#include "tests/house.h"

#define SCHOOL_A   "999101"
#define SCHOOL_B   "999102"
#define YEAR_START day_from_ymd(2026, 8, 1)
#define DRAWN      day_from_ymd(2026, 11, 20)

struct told {
    struct activity_pupil pupil;
    struct arena *arena;
};

static bool put(struct db *w, void *ctx, struct err *err) {
    struct told *told = ctx;
    return activity_put_pupil(w, told->arena, &told->pupil, err);
}

static void tell(struct house_test *h, const char *youth, const char *institution,
                 const char *grade, const char *left, int32_t since) {
    struct told told = {.pupil = {.youth_id = youth,
                                  .institution = institution,
                                  .grade = grade,
                                  .left = left,
                                  .since = since,
                                  .drawn_at = clock_at(DRAWN, 12, 0)},
                        .arena = h->arena};
    struct err err = {0};
    if (!store_write(h->store, put, &told, &err)) fail_msg("%s", err.message);
}

static int64_t spells(struct house_test *h, const char *youth, const char *where) {
    return test_sql_number(
        h->store,
        arena_fmt(h->arena, "select count(*) from spell where youth = '%s' and %s", youth, where));
}

static void forget(struct house_test *h, const char *youth) {
    test_sql(h->store, arena_fmt(h->arena, "delete from spell where youth = '%s'", youth));
}

static void a_new_pupil_gets_a_spell_since_the_year_began(void **state) {
    struct house_test *h = *state;
    forget(h, ANNA);
    tell(h, ANNA, SCHOOL_A, "9", NULL, YEAR_START);
    assert_int_equal(1, spells(h, ANNA,
                               "kind = 'grade_school' and institution = '" SCHOOL_A
                               "' and from_day = '2026-08-01' and to_day is null and "
                               "source = 'import' and known_by is null"));
    tell(h, ANNA, SCHOOL_A, "9", NULL, YEAR_START); /* and once only */
    assert_int_equal(1, spells(h, ANNA, "true"));
}

static void whom_nobody_knew_gets_the_same_spell(void **state) {
    struct house_test *h = *state;
    forget(h, ANNA);
    struct told told = {.pupil = {.youth_id = ANNA,
                                  .fresh = true,
                                  .institution = SCHOOL_A,
                                  .grade = "10",
                                  .since = YEAR_START,
                                  .drawn_at = clock_at(DRAWN, 12, 0)},
                        .arena = h->arena};
    struct err err = {0};
    if (!store_write(h->store, put, &told, &err)) fail_msg("%s", err.message);
    assert_int_equal(1, spells(h, ANNA,
                               "kind = 'tenth_grade' and institution = '" SCHOOL_A
                               "' and from_day = '2026-08-01' and to_day is null and "
                               "source = 'import' and known_by is null"));
    told.pupil.institution = "000000";
    assert_false(store_write(h->store, put, &told, &err));
    assert_int_equal(ERR_NOT_FOUND, err.kind);
}

static void a_year_that_has_not_begun_counts_from_the_file(void **state) {
    struct house_test *h = *state;
    forget(h, ANNA);
    tell(h, ANNA, SCHOOL_A, "9", NULL, day_from_ymd(2027, 8, 1));
    assert_int_equal(1, spells(h, ANNA, "from_day = '2026-11-20'"));
}

static void level_and_kind_of_school_make_the_kind(void **state) {
    struct house_test *h = *state;
    forget(h, ANNA);
    forget(h, BO);
    tell(h, ANNA, SCHOOL_A, "10", NULL, YEAR_START);
    assert_int_equal(1, spells(h, ANNA, "kind = 'tenth_grade'"));
    test_sql(h->store, "update institution set type_code = 1011 where number = '" SCHOOL_B "'");
    tell(h, BO, SCHOOL_B, "10", NULL, YEAR_START);
    assert_int_equal(1, spells(h, BO, "kind = 'boarding_school'"));
}

static void another_school_ends_the_spell(void **state) {
    struct house_test *h = *state;
    tell(h, ANNA, SCHOOL_B, "9", SCHOOL_A, DRAWN);
    assert_int_equal(1, spells(h, ANNA,
                               "id = 1 and to_day = '2026-11-19' and "
                               "outcome = 'moved_school'"));
    assert_int_equal(1, spells(h, ANNA,
                               "institution = '" SCHOOL_B "' and to_day is null and "
                               "from_day = '2026-11-20' and source = 'import'"));
}

static void another_class_of_the_school_changes_nothing(void **state) {
    struct house_test *h = *state;
    tell(h, ANNA, SCHOOL_A, "9", SCHOOL_A, DRAWN); /* the spell itself does not name the school */
    assert_int_equal(1, spells(h, ANNA, "id = 1 and to_day is null"));
    assert_int_equal(1, spells(h, ANNA, "true"));
}

static void the_step_to_tenth_grade_completes_grade_school(void **state) {
    struct house_test *h = *state;
    tell(h, ANNA, SCHOOL_B, "10", SCHOOL_A, YEAR_START);
    assert_int_equal(1, spells(h, ANNA,
                               "id = 1 and to_day = '2026-07-31' and "
                               "outcome = 'completed'"));
    assert_int_equal(1, spells(h, ANNA, "kind = 'tenth_grade' and from_day = '2026-08-01'"));
}

static void an_unknown_is_found_out(void **state) {
    struct house_test *h = *state;
    tell(h, DINA, SCHOOL_A, "10", NULL,
         YEAR_START); /* the unknown began after it: the file's day */
    assert_int_equal(1, spells(h, DINA, "id = 6 and outcome = 'found_out'"));
    assert_int_equal(1, spells(h, DINA, "kind = 'tenth_grade' and from_day = '2026-11-20'"));
}

static void what_somebody_here_wrote_after_the_file_stands(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, arena_fmt(h->arena, "update spell set known_at = %lld where id = 1",
                                 (long long)clock_at(DRAWN + 1, 9, 0)));
    tell(h, ANNA, SCHOOL_B, "9", SCHOOL_A, DRAWN);
    assert_int_equal(1, spells(h, ANNA, "id = 1 and to_day is null"));
    test_sql(h->store, arena_fmt(h->arena,
                                 "update spell set known_at = 1, to_day = '2026-11-01', "
                                 "outcome = 'ended', ended_known_at = %lld where id = 1",
                                 (long long)clock_at(DRAWN + 1, 9, 0)));
    tell(h, ANNA, SCHOOL_B, "9", SCHOOL_A, DRAWN);
    assert_int_equal(1, spells(h, ANNA, "true"));
}

static void a_spell_that_begins_later_stands(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "update spell set from_day = '2026-11-20', known_at = 1 where id = 1");
    tell(h, ANNA, SCHOOL_B, "9", SCHOOL_A, DRAWN);
    assert_int_equal(1, spells(h, ANNA, "withdrawn_at is null and to_day is null"));
    assert_int_equal(1, spells(h, ANNA, "true"));
}

static void the_file_of_the_same_day_corrects_the_one_before(void **state) {
    struct house_test *h = *state;
    forget(h, ANNA);
    tell(h, ANNA, SCHOOL_A, "9", NULL, DRAWN);
    tell(h, ANNA, SCHOOL_B, "9", SCHOOL_A, DRAWN);
    assert_int_equal(1,
                     spells(h, ANNA, "withdrawn_at is not null and institution = '" SCHOOL_A "'"));
    assert_int_equal(1, spells(h, ANNA, "withdrawn_at is null and institution = '" SCHOOL_B "'"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_new_pupil_gets_a_spell_since_the_year_began),
        HOUSE_TEST(whom_nobody_knew_gets_the_same_spell),
        HOUSE_TEST(a_year_that_has_not_begun_counts_from_the_file),
        HOUSE_TEST(level_and_kind_of_school_make_the_kind),
        HOUSE_TEST(another_school_ends_the_spell),
        HOUSE_TEST(another_class_of_the_school_changes_nothing),
        HOUSE_TEST(the_step_to_tenth_grade_completes_grade_school),
        HOUSE_TEST(an_unknown_is_found_out),
        HOUSE_TEST(what_somebody_here_wrote_after_the_file_stands),
        HOUSE_TEST(a_spell_that_begins_later_stands),
        HOUSE_TEST(the_file_of_the_same_day_corrects_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

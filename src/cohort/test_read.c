/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is refused in the two files, and that the order of rows makes no difference.
 */
#include "base/test.h"

#include "cohort/testing.h"

#define PERSONS "id,birth,sex,origin,kom,movein,moveout\n"
#define SPELLS  "id,kind,start,end,outcome\n"
#define ONE     "1,2000-01-01,1,0,791,2000-01-01,\n"

static void put(struct arena *a, const char *dir, const char *name, const char *text) {
    FILE *f = fopen(arena_fmt(a, "%s/%s", dir, name), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    (void)fclose(f);
}

static bool read_texts(struct arena *a, const char *persons, const char *spells,
                       const struct cohort **ret, struct err *err) {
    char *dir = arena_dup(a, "/tmp/vejviser-cohort-XXXXXX");
    assert_non_null(mkdtemp(dir));
    if (persons) put(a, dir, "persons.csv", persons);
    if (spells) put(a, dir, "spells.csv", spells);
    bool ok = cohort_read(a, dir, DAY_NONE, LANG_EN, ret, err);
    test_people_remove(a, dir);
    return ok;
}

static void bad_input_is_named(void **state) {
    static const struct {
        const char *persons, *spells, *message;
    } cases[] = {
        {NULL, SPELLS, "persons.csv cannot be read: No such file or directory"},
        {PERSONS ONE, NULL, "spells.csv cannot be read: No such file or directory"},
        {"", SPELLS, "persons.csv: the file is empty"},
        {PERSONS ONE, SPELLS, "spells.csv: the file has no rows below the header"},
        {"id,birth,sex,origin,movein,moveout\n" ONE, SPELLS,
         "persons.csv, row 1, column kom: the column is missing"},
        {PERSONS "1,2000-01-01,1,0,x,2000-01-01,\n", SPELLS,
         "persons.csv, row 2, column kom: there is text where a number belongs"},
        {PERSONS "1,2000-01-01,3,0,791,2000-01-01,\n", SPELLS,
         "persons.csv, row 2, column sex: the number is outside what is allowed"},
        {PERSONS ONE "2,1899-12-31,1,0,791,2000-01-01,\n", SPELLS,
         "persons.csv, row 3, column birth: the day must lie between 1900 and 2078"},
        {PERSONS ONE "2,2000-01-01,1,0,791,2000-01-01,2000-01-01\n", SPELLS,
         "persons.csv, row 3, column moveout: moving out must come after moving in"},
        {PERSONS ONE "\n" ONE, SPELLS,
         "persons.csv, row 4, column id: the person has been there before"},
        {PERSONS ONE, SPELLS "1,9,2015-01-01,,0\n",
         "spells.csv, row 2, column kind: the number is outside what is allowed"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,2015-01-01,1\n",
         "spells.csv, row 2, column end: the spell must end after the day it begins"},
        {PERSONS ONE, SPELLS "1,1,2015-02-30,,0\n",
         "spells.csv, row 2, column start: the date must be written year-month-day, as 2022-03-20"},
        {PERSONS ONE, SPELLS "1,NaN,2015-01-01,,0\n",
         "spells.csv, row 2, column kind: NaN and infinity are no numbers to calculate with"},
        {PERSONS ONE, SPELLS "1,1,1999-12-31,,0\n",
         "spells.csv, row 2, column start: the spell begins before the person is born"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,,1\n",
         "spells.csv, row 2, column outcome: a spell without an end goes on and must have outcome 0"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,2016-01-01,0\n",
         "spells.csv, row 2, column outcome: a spell with an end must have outcome 1, 2 or 3"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,2016-01-01,1\n2,1,2015-01-01,,0\n",
         "spells.csv, row 3, column id: no person has that number"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,2016-01-01,1\n1,2,2015-12-31,,0\n",
         "spells.csv, row 3, column start: the spell overlaps the person's spell before it"},
        {PERSONS ONE, SPELLS "1,1,2015-01-01,,0\n1,2,2017-01-01,2018-01-01,1\n",
         "spells.csv, row 3, column start: the spell overlaps the person's spell before it"},
        {PERSONS ONE, SPELLS "1,2,2017-01-01,2018-01-01,1\n\n1,1,2015-01-01,2017-01-02,2\n",
         "spells.csv, row 2, column start: the spell overlaps the person's spell before it"},
        {PERSONS ONE,
         SPELLS
         "1,2,2017-01-01,2018-01-01,1\n1,1,2015-01-01,2016-01-01,1\n1,3,2015-01-01,2015-06-01,2\n",
         "spells.csv, row 4, column start: the spell overlaps the person's spell before it"},
        {PERSONS ONE, SPELLS "1,2,2017-01-01,2018-01-01,1\n1,1,1999-01-01,2016-01-01,1\n",
         "spells.csv, row 3, column start: the spell begins before the person is born"},
        {PERSONS ONE, SPELLS "1,2,2017-01-01,2018-01-01,1\n2,1,1999-01-01,2016-01-01,1\n",
         "spells.csv, row 3, column id: no person has that number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct cohort *c = NULL;
        struct err err = {0};
        assert_false(read_texts(*state, cases[i].persons, cases[i].spells, &c, &err));
        assert_string_equal(err.message, cases[i].message);
        assert_null(c);
    }
}

static void order_makes_no_difference(void **state) {
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct test_people t;
        test_people_make(*state, &t, 500, seed);
        const struct cohort *c[2];
        for (int shuffled = 0; shuffled < 2; shuffled++) {
            const char *dir = test_people_write(*state, &t, shuffled);
            struct err err = {0};
            if (!cohort_read(*state, dir, t.snapshot, LANG_EN, &c[shuffled], &err))
                fail_msg("%s", err.message);
            test_people_remove(*state, dir);
        }
        assert_int_equal(c[0]->persons_n, c[1]->persons_n);
        assert_int_equal(c[0]->spells_n, c[1]->spells_n);
        struct cohort_status q = {.by = 31, .everybody = true};
        struct cohort_cells cells[2];
        for (int i = 0; i < 2; i++) cohort_status(*state, c[i], &q, 18000, &cells[i]);
        assert_int_equal(cells[0].n, cells[1].n);
        assert_memory_equal(cells[0].v, cells[1].v, cells[0].n * sizeof *cells[0].v);
    }
}

static void small_facts(void **state) {
    const struct cohort *c;
    struct err err = {0};
    assert_true(read_texts(*state,
                           PERSONS "7,2004-02-29,2,1,101,2010-05-01,2022-01-01\n"
                                   "9,2003-01-01,1,0,99,2003-01-01,\n",
                           SPELLS "7,1,2018-08-01,2020-07-01,1\n7,3,2020-08-01,,0\n", &c, &err));
    assert_int_equal(c->snapshot,
                     day_from_ymd(2022, 1, 2));      /* the day after the last that occurs */
    assert_string_equal(c->municipalities[0], "99"); /* by number */
    assert_string_equal(c->municipalities[1], "101");
    assert_int_equal(c->municipality[0], 0);
    assert_int_equal(c->first[1], 0); /* no spells */
    assert_int_equal(c->first[2], 2);
    assert_int_equal(cohort_day(c->birth[1]), day_from_ymd(2004, 2, 29));
    assert_int_equal(cohort_spell_at(c, 1, day_from_ymd(2020, 7, 15)), SIZE_MAX);
    assert_int_equal(cohort_spell_at(c, 1, day_from_ymd(2021, 7, 15)), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(bad_input_is_named),
        TEST(order_makes_no_difference),
        TEST(small_facts),
    };
    return RUN(tests);
}

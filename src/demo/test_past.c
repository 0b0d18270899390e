/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo's years gone by: each has the guidance that its figures are counted from.
 */
#include "base/test.h"

#include "access/access.h"
#include "base/date.h"
#include "db/testing.h"
#include "demo/demo.h"

static int64_t between(struct store *store, struct arena *a, const char *before, const char *day,
                       int year) {
    return test_sql_number(store, arena_fmt(a, "%s %s >= '%d-08-01' and %s < '%d-08-01'", before,
                                            day, year, day, year + 1));
}

static void a_year_has_its_guidance(struct store *store, struct arena *a, int year) {
    assert_true(between(store, a, "select count(*) from contact where kind = 'talk' and", "day",
                        year) > 20);
    assert_true(between(store, a, "select count(*) from contact where kind = 'message' and", "day",
                        year) > 5);
    assert_true(between(store, a, "select count(*) from collective_session where", "day", year) >
                5);
    assert_true(between(store, a, "select count(*) from plan where", "agreed_day", year) > 20);
    assert_true(between(store, a, "select count(*) from plan_answer where", "day", year) > 5);
    assert_true(between(store, a, "select count(*) from placement where pupil = 1 and",
                        "started_day", year) > 10);
    assert_true(between(store, a,
                        "select count(*) from event_count c join event e on "
                        "e.id = c.event where",
                        "e.day", year) > 3);
    assert_true(between(store, a, "select count(*) from duty_case where", "aware_day", year) > 0);
}

static void each_year_has_its_guidance(void **state) {
    static const struct {
        const char *date;
        int first, last; /* school years that are over */
    } towns[] = {{"2026-11-24", 2019, 2025}, {"2022-03-20", 2018, 2020}};
    struct arena *a = *state;
    unsigned char key[KEY_BYTES] = {7};
    assert_true(keys_use(key, NULL));
    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        struct err err = {0};
        struct store *store = test_store();
        struct demo_login *logins;
        size_t n;
        struct demo_options options = {
            .youth = 1500, .seed = 3, .date = day_parse_iso(towns[i].date)};
        if (!demo_fill(store, &options, &logins, &n, a, &err)) fail_msg("%s", err.message);
        for (int year = towns[i].first; year <= towns[i].last; year++)
            a_year_has_its_guidance(store, a, year);
        /* by somebody who was there, about somebody who was there */
        assert_int_equal(0, test_sql_number(store, "select count(*) from contact c join account a "
                                                   "on a.id = c.author where c.at < a.created_at"));
        assert_int_equal(0, test_sql_number(store,
                                            "select count(*) from contact c join youth y on y.id = "
                                            "c.youth where y.moved_out is not null and "
                                            "c.day > y.moved_out"));
        assert_int_equal(0, test_sql_number(store,
                                            "select count(*) from placement p where p.pupil = 1 "
                                            "and p.started_day is not null and not exists (select "
                                            "1 from youth_class m where m.youth = p.youth and "
                                            "m.from_day <= p.started_day and (m.to_day is null or "
                                            "m.to_day >= p.started_day))"));
        test_store_drop(store);
    }
}

/* Schools take up the trades in different years, and some never, so that one can be held against another. */
static void schools_begin_with_the_trades_one_after_another(void **state) {
    struct arena *a = *state;
    struct err err = {0};
    unsigned char key[KEY_BYTES] = {7};
    struct store *store = test_store();
    struct demo_login *logins;
    size_t n;
    assert_true(keys_use(key, NULL));
    struct demo_options options = {.youth = 4000, .seed = 1, .date = day_from_ymd(2026, 11, 24)};
    if (!demo_fill(store, &options, &logins, &n, a, &err)) fail_msg("%s", err.message);
    assert_true(test_sql_number(store,
                                "select count(distinct first) from (select min(c.school_year) as "
                                "first from collective_session s join class c on c.id = s.class "
                                "where s.theme = 'trades' group by c.institution) t") > 2);
    assert_true(test_sql_number(store, "select count(*) from institution i where exists (select 1 "
                                       "from class c where c.institution = i.number and c.grade = "
                                       "'9') and not exists (select 1 from class c join "
                                       "collective_session s on s.class = c.id where "
                                       "c.institution = i.number and s.theme = 'trades')") > 1);
    for (int year = 2019; year < 2026; year++) /* and what pupils wanted then is known */
        assert_true(between(store, a,
                            "select count(*) from wish where kind = 'eud' and priority "
                            "= 1 and",
                            "day", year) > 10);
    test_store_drop(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(each_year_has_its_guidance),
                                       TEST(schools_begin_with_the_trades_one_after_another)};
    return RUN(tests);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share: the house with classes of 2021/22 and 2022/23. Include after
 * <cmocka.h>.
 *
 *   92   9.b of Skole A, 2021/22   anna (with a mother who has custody), bo (protected)
 *   82   8.a of Skole B, 2021/22   elif
 *   94   9.a of Skole A, 2022/23   anna
 *   91   9.b of Skole A, 2026/27   anna, bo (of the house)
 */
#ifndef VEJVISER_READINESS_TESTING_H
#define VEJVISER_READINESS_TESTING_H

#include "readiness/readiness.h"
#include "tests/house.h"

#define R9             "/skole/indberetning/92/1"
#define ON(row, value) row "=" value
#define GOOD           "7+10"
#define ALL_MET(id)    "per-" id "=7&soc-" id "=7"

BROWSER_UNUSED int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

/* The day of the whole program; users of all schools stay logged in. */
BROWSER_UNUSED void on(const char *iso) { clock_fix(day_parse_iso(iso)); }

BROWSER_UNUSED void classes_of_2021(struct house_test *h) {
    struct arena *a = h->arena;
    test_sql(h->store, "insert into class (id, institution, school_year, grade, name) values "
                       "(92, '999101', 2021, '9', '9.b'), (82, '999102', 2021, '8', '8.a'), "
                       "(94, '999101', 2022, '9', '9.a'), (72, '999101', 2021, '7', '7.a')");
    test_sql(h->store, "insert into youth_class (id, youth, class, from_day, to_day) values "
                       "(11, '" ANNA "', 92, '2021-08-01', '2022-07-31'), "
                       "(12, '" BO "', 92, '2021-08-01', '2022-07-31'), "
                       "(13, '" ELIF "', 82, '2021-08-01', '2022-07-31'), "
                       "(14, '" ANNA "', 94, '2022-08-01', '2023-07-31')");
    test_sql(h->store,
             arena_fmt(a,
                       "insert into counsellor_school (id, account, institution, from_day) "
                       "values (21, %lld, '999101', '2018-08-01')",
                       (long long)h->vera));
    test_sql(h->store, "insert into guardian (id, youth, name, relation, custody) values "
                       "(1, '" ANNA "', 'Mette Berg', 'mother', 1)");
    on("2021-11-22");
}

#define MARKS(id, danish, mathematics, rest)                                                       \
    "k0-" id "=" danish "&k1-" id "=" mathematics "&k2-" id "=" rest

/* Anna is not ready for the 3-year kind; Bo fails in mathematics. */
BROWSER_UNUSED struct browser filled(struct house_test *h) {
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_post(
        &b, R9,
        "del=karakterer&udgave=0&" MARKS(ANNA, "7+4", "4", "4") "&" MARKS(BO, "02", "00", "4"),
        303);
    browser_post(&b, R9,
                 "del=forudsaetninger&udgave=0&" ALL_MET(ANNA) "&f0-" ANNA "=1&grund-" ANNA
                                                               "=Er+godt+p%C3%A5+vej&per-" BO
                                                               "=3&soc-" BO "=7",
                 303);
    return b;
}

/* The draft as it is now, sent. */
BROWSER_UNUSED void send_report(struct browser *b, const char *path) {
    static const char mark[] = "name=\"udgave\" value=\"";
    browser_get(b, arena_fmt(b->arena, "%s/send", path), 200);
    const char *p = strstr(b->body, mark);
    assert_non_null(p);
    const char *edits =
        arena_dup_n(b->arena, p + sizeof mark - 1, strcspn(p + sizeof mark - 1, "\""));
    browser_post(b, arena_fmt(b->arena, "%s/send", path), arena_fmt(b->arena, "udgave=%s", edits),
                 303);
}

#endif

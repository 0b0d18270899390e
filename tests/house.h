/* SPDX-License-Identifier: EUPL-1.2
 *
 * A small house for the tests of slices: one school, two classes, five young people, one user of each
 * role, and the whole program's site. Monday 23 November 2026. Include after <cmocka.h>.
 *
 *   vera     counsellor, fixed at Skole A (999101)         young: anna (9.b), bo (9.b), carl (idle, 16)
 *   otto     counsellor at no school                        young: dina (19, unknown)
 *   lea      team leader
 *   skola    staff of Skole A; skolb: staff of Skole B (999102), where elif goes (8.a), counsellor otto
 *   mads     management; adam: administrator
 */
#ifndef VEJVISER_TESTS_HOUSE_H
#define VEJVISER_TESTS_HOUSE_H

#include "access/testing.h"
#include "app.h"
#include "base/clock.h"
#include "base/date.h"
#include "cohort/cohort.h"
#include "db/testing.h"
#include "rule/rule.h"

#define ANNA "aaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BO   "bbbbbbbbbbbbbbbbbbbbbbbbbb"
#define CARL "cccccccccccccccccccccccccc"
#define DINA "dddddddddddddddddddddddddd"
#define ELIF "eeeeeeeeeeeeeeeeeeeeeeeeee"

struct house_test {
    struct store *store;
    struct db *db;
    struct arena *arena;
    const struct site *site;
    int64_t vera, otto, lea, skola, skolb, mads, adam;
};

#define HOUSE_TODAY day_from_ymd(2026, 11, 23)

/* Bytes in the dialect of the engine under test. */
BROWSER_UNUSED const char *house_bytes(struct arena *a, const char *hex)
{
    return arena_fmt(a, test_on_postgres() ? "'\\x%s'::bytea" : "x'%s'", hex);
}

BROWSER_UNUSED const char *house_hex(struct arena *a, const char *text)
{
    struct text t;
    text_init(&t, a);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        text_addf(&t, "%02x", *p);
    return text_str(&t);
}

/* `counsellor` 0: none. `guarded` 1: protected without end. */
BROWSER_UNUSED void house_youth(struct house_test *h, const char *id, const char *first,
                                const char *family, const char *born, int64_t counsellor, int guarded)
{
    struct arena *a = h->arena;
    const char *who = counsellor ? arena_fmt(a, "%lld", (long long)counsellor) : "null";
    test_sql(h->store,
             arena_fmt(a,
                       "insert into youth (id, name, first_name, family_name, sort_key, born, sex, "
                       "phone, street, post_code, town, guarded, counsellor) values ('%s', '%s %s', "
                       "'%s', '%s', %s, '%s', 'K', '01020304', 'Hemmelig Sti 7', '0201', 'Nyby', %d, %s)",
                       id, first, family, first, family, house_bytes(a, house_hex(a, first)), born,
                       guarded, who));
    const char *words[] = {first, family};
    for (int i = 0; i < 2; i++) {
        char *word = arena_dup(a, words[i]);
        word[0] = (char)(word[0] | 0x20);
        test_sql(h->store, arena_fmt(a, "insert into youth_word (word, youth) values (%s, '%s')",
                                     house_bytes(a, house_hex(a, word)), id));
    }
}

BROWSER_UNUSED void house_spell(struct house_test *h, int id, const char *youth, const char *kind,
                                const char *from, const char *to, const char *outcome,
                                int32_t known)
{
    const char *end = to ? arena_fmt(h->arena, "'%s'", to) : "null";
    const char *how = outcome ? arena_fmt(h->arena, "'%s'", outcome) : "null";
    test_sql(h->store,
             arena_fmt(h->arena,
                       "insert into spell (id, youth, kind, from_day, to_day, outcome, known_at) "
                       "values (%d, '%s', '%s', '%s', %s, %s, %lld)",
                       id, youth, kind, from, end, how, (long long)clock_at(known, 12, 0)));
}

BROWSER_UNUSED void house_rows(struct house_test *h)
{
    struct arena *a = h->arena;
    const char *key = house_bytes(a, "00");
    test_sql(h->store,
             arena_fmt(a,
                       "insert into setting (name, value) values ('municipality', '999'), "
                       "('municipality_name', 'Prøve Kommune'), ('demo', '1');"
                       "insert into institution (number, name, sort_key, type_code, municipality, "
                       "fingerprint) values ('999101', 'Skole A', %s, 1012, '999', ''), "
                       "('999102', 'Skole B', %s, 1012, '999', ''), "
                       "('999201', 'Erhvervsskolen', %s, 1071, '999', '');"
                       "insert into class (id, institution, school_year, grade, name) values "
                       "(91, '999101', 2026, '9', '9.b'), (81, '999102', 2026, '8', '8.a')",
                       key, key, key));
    h->vera = test_user(h->store, "vera", ROLE_COUNSELLOR, NULL);
    h->otto = test_user(h->store, "otto", ROLE_COUNSELLOR, NULL);
    h->lea = test_user(h->store, "lea", ROLE_TEAM_LEADER, NULL);
    h->skola = test_user(h->store, "skola", ROLE_SCHOOL, "999101");
    h->skolb = test_user(h->store, "skolb", ROLE_SCHOOL, "999102");
    h->mads = test_user(h->store, "mads", ROLE_MANAGEMENT, NULL);
    h->adam = test_user(h->store, "adam", ROLE_ADMIN, NULL);
    test_sql(h->store, arena_fmt(a,
                                 "insert into counsellor_school (id, account, institution, from_day) "
                                 "values (1, %lld, '999101', '2024-08-01')",
                                 (long long)h->vera));
    house_youth(h, ANNA, "Anna", "Berg", "2011-03-15", h->vera, 0);
    house_youth(h, BO, "Bo", "Dahl", "2011-05-02", h->vera, 1);
    house_youth(h, CARL, "Carl", "Egholm", "2010-03-15", h->vera, 0);
    house_youth(h, DINA, "Dina", "Friis", "2007-01-20", h->otto, 0);
    house_youth(h, ELIF, "Elif", "Gul", "2012-04-04", h->otto, 0);
    test_sql(h->store,
             "insert into youth_class (id, youth, class, from_day) values "
             "(1, '" ANNA "', 91, '2026-08-01'), (2, '" BO "', 91, '2026-08-01'), "
             "(3, '" ELIF "', 81, '2026-08-01')");
    house_spell(h, 1, ANNA, "grade_school", "2017-08-01", NULL, NULL, HOUSE_TODAY - 100);
    house_spell(h, 2, BO, "grade_school", "2017-08-01", NULL, NULL, HOUSE_TODAY - 100);
    house_spell(h, 3, CARL, "eud_gf1", "2026-08-10", "2026-11-11", "interrupted", HOUSE_TODAY - 100);
    house_spell(h, 4, CARL, "none", "2026-11-12", NULL, NULL, day_from_ymd(2026, 11, 12));
    house_spell(h, 5, DINA, "stx", "2023-08-10", "2026-10-01", "interrupted", HOUSE_TODAY - 100);
    house_spell(h, 6, DINA, "unknown", "2026-10-02", NULL, NULL, day_from_ymd(2026, 10, 5));
    house_spell(h, 7, ELIF, "grade_school", "2018-08-01", NULL, NULL, HOUSE_TODAY - 100);
    test_sql(h->store, arena_fmt(a,
                                 "insert into duty_case (id, youth, spell, from_day, aware_day, source, "
                                 "author, at) values (1, '" CARL "', 4, '2026-11-12', '2026-11-12', "
                                 "'institution', %lld, %lld)",
                                 (long long)h->vera, (long long)clock_at(HOUSE_TODAY - 11, 12, 0)));
}

BROWSER_UNUSED int house_setup(void **state)
{
    struct house_test *h = calloc(1, sizeof *h);
    struct err err = {0};
    clock_fix(day_from_ymd(2026, 11, 23));
    test_keys();
    app_init();
    h->arena = arena_new();
    h->store = test_store();
    house_rows(h);
    h->db = store_connect(h->store, &err);
    assert_non_null(h->db);
    assert_true(house_load(h->db, h->arena, &err));
    assert_true(rules_reload(h->db, &err)); /* the process keeps those of the last test's database */
    h->site = app_site(h->store, h->arena);
    *state = h;
    return 0;
}

BROWSER_UNUSED int house_teardown(void **state)
{
    struct house_test *h = *state;
    db_close(h->db);
    cohort_forget(); /* the next test's store may lie where this one's was */
    test_store_drop(h->store);
    arena_free(h->arena);
    free(h);
    clock_fix(DAY_NONE);
    return 0;
}

/* A browser in which this account is logged in. */
BROWSER_UNUSED struct browser house_browser(struct house_test *h, int64_t account)
{
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_enter(&b, h->store, account);
    return b;
}

#define HOUSE_TEST(function) cmocka_unit_test_setup_teardown(function, house_setup, house_teardown)

#endif

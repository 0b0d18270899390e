/* SPDX-License-Identifier: EUPL-1.2
 *
 * The demo municipality: free of contradictions, and near the published shares.
 */
#include "demo/testing.h"

#include "base/cpr.h"

#include <stdlib.h>
#include <string.h>

/* ---- without contradictions */

static void everybody_has_exactly_one_open_spell(void **state) {
    (void)state;
    assert_int_equal(MANY, number("select count(*) from youth"));
    assert_int_equal(0, number("select count(*) from (select y.id from youth y left join spell s "
                               "on s.youth = y.id and s.to_day is null group by y.id "
                               "having count(s.id) <> 1) x"));
    assert_int_equal(
        0, number("select count(*) from spell where (to_day is null) <> (outcome is null)"));
}

static void spells_follow_each_other_without_overlap(void **state) {
    (void)state;
    assert_int_equal(0,
                     number("select count(*) from (select from_day, lag(id) over w as before, "
                            "lag(to_day) over w as ended from spell "
                            "window w as (partition by youth order by from_day, id)) x "
                            "where before is not null and (ended is null or ended >= from_day)"));
    assert_int_equal(0, number("select count(*) from spell where to_day < from_day"));
    assert_int_equal(0, number("select count(*) from spell where from_day < '2010-01-01' "
                               "or from_day > '" DATE "' or to_day >= '" DATE "'"));
}

static void classes_fit_grade_and_age(void **state) {
    (void)state;
    assert_int_equal(0, number("select count(*) from youth_class m join class c on c.id = m.class "
                               "join youth y on y.id = m.youth "
                               "where c.school_year - cast(c.grade as int) - 6 - "
                               "cast(substr(y.born, 1, 4) as int) not in (0, 1)"));
    assert_int_equal(8, number("select count(distinct school_year) from class"));
    assert_int_equal(0,
                     number("select count(*) from class where grade not in ('7', '8', '9', '10')"));
    /* whoever goes to school here in grade 7-10 is in one class now, and in no other */
    assert_int_equal(0, number("select count(*) from (select youth from youth_class "
                               "where to_day is null group by youth having count(*) > 1) x"));
    assert_int_equal(0,
                     number("select count(*) from youth_class m join class c on c.id = m.class "
                            "where m.to_day is null and (c.school_year <> 2026 or not exists "
                            "(select 1 from spell s where s.youth = m.youth and s.to_day is null "
                            "and s.institution = c.institution))"));
    assert_int_equal(0, number("select count(*) from (select c.id from class c "
                               "join youth_class m on m.class = c.id and m.to_day is null "
                               "group by c.id having count(*) > 26) x"));
}

struct numbered {
    const char *id, *born, *sex;
    struct blob cpr;
};
static const struct db_column numbered_out[] = {
    {"id", DB_TEXT, offsetof(struct numbered, id)},
    {"born", DB_TEXT, offsetof(struct numbered, born)},
    {"sex", DB_TEXT, offsetof(struct numbered, sex)},
    {"cpr", DB_BLOB, offsetof(struct numbered, cpr)},
};

static bool check_number(void *ctx, const void *row) {
    const struct numbered *p = row;
    struct arena *a ARENA_AUTO = arena_new();
    char cpr[11], iso[11];
    int32_t born;
    int sex;
    const char *text = open_text(a, "youth", p->id, "cpr", p->cpr);
    assert_non_null(text);
    assert_true(cpr_parse(text, cpr, &born, &sex));
    assert_string_equal(p->born, day_iso(iso, born));
    assert_string_equal(p->sex, sex == CPR_MALE ? "M" : "K");
    assert_false(cpr_modulus11_ok(cpr));
    ++*(int *)ctx;
    return true;
}

static void numbers_agree_with_birth_and_sex_and_are_nobodys(void **state) {
    (void)state;
    static const char sql[] = "select id, born, sex, cpr from youth where cpr is not null";
    struct db_statement statement = {.name = "numbered",
                                     .sqlite = sql,
                                     .postgres = sql,
                                     .out = numbered_out,
                                     .out_n = 4,
                                     .row_size = sizeof(struct numbered)};
    int n = 0;
    struct db *db = store_connect(town.store, NULL);
    assert_true(db_each(db, &statement, NULL, check_number, &n, NULL));
    db_close(db);
    assert_in_range(n, MANY * 985 / 1000, MANY - 1); /* a few have none */
}

static void some_letters_are_still_here_and_none_waits_for_the_outbox(void **state) {
    (void)state;
    int64_t all = number("select count(*) from outbox");
    assert_in_range(all, 30, MANY * 3 / 4);
    assert_in_range(number("select count(*) from outbox where state = 'sent'"), all * 8 / 10, all);
    assert_int_equal(0, number("select count(*) from outbox where state = 'waiting'"));
    assert_true(number("select count(*) from letter where recipient = 'mother'") > 5);
    assert_in_range(number("select count(*) from outbox o join letter l on l.id = o.letter "
                           "join youth y on y.id = l.youth "
                           "where o.state = 'failed' and y.counsellor = 1"),
                    1, 5);
    assert_int_equal(0, number("select count(*) from letter l join youth y on y.id = l.youth "
                               "where l.template = 'duty-notice' and l.recipient = 'youth' "
                               "group by l.youth having count(*) > 1 union all select 0 limit 1"));
}

/* What the law wants told in writing was: each such row has its letters, to the young person at least. */
static void what_the_law_wants_written_has_its_letters(void **state) {
    (void)state;
    assert_true(number("select count(*) from readiness_row where notice is not null") > 20);
    assert_true(number("select count(*) from duty_exemption") > 0);
    assert_true(number("select count(*) from outreach_assessment") > 0);
    assert_int_equal(
        0, number("select count(*) from (select notice from readiness_row where notice is not null "
                  "union all select notice from readiness_judgement "
                  "union all select notice from duty_exemption "
                  "union all select notice from duty_benefit "
                  "where kind in ('hearing', 'stop', 'no-stop', 'resume') "
                  "union all select notice from outreach_assessment) told "
                  "where notice is null or not exists (select 1 from letter l "
                  "where l.notice = told.notice and l.recipient = 'youth')"));
    assert_int_equal(0, number("select count(*) from letter l join youth y on y.id = l.youth "
                               "where l.recipient <> 'youth' and l.day >= "
                               "cast(cast(substr(y.born, 1, 4) as integer) + 18 as text) || "
                               "substr(y.born, 5)"));
}

static void nothing_happens_after_the_date(void **state) {
    (void)state;
    assert_int_equal(0, number("select count(*) from contact where day >= '" DATE "'"));
    assert_int_equal(0, number("select count(*) from collective_session where day >= '" DATE "'"));
    assert_int_equal(0, number("select count(*) from letter where day >= '" DATE "'"));
    assert_int_equal(0, number("select count(*) from follow_up where done_at is not null "
                               "and due >= '" DATE "'"));
    assert_int_equal(0, number("select count(*) from contact c join collective_session s "
                               "on s.id = c.session where c.day <> s.day"));
}

static void placements_agree_with_activity_and_plan(void **state) {
    (void)state;
    assert_true(number("select count(*) from placement where started_day is null") > 3);
    assert_true(number("select count(*) from placement_answer") > 10);
    assert_int_equal(0, number("select count(*) from placement p where p.spell is not null and "
                               "not exists (select 1 from spell s where s.id = p.spell and "
                               "s.youth = p.youth and s.kind = p.kind and s.to_day is null and "
                               "s.from_day = p.started_day)"));
    assert_int_equal(0, number("select count(*) from placement where ended_day >= '" DATE "'"));
    assert_true(number("select count(*) from placement_course where done = 1") > 10);
    assert_int_equal(0, number("select count(*) from placement_course k where done = 1 and not "
                               "exists (select 1 from plan_course c where c.id = k.course and "
                               "c.youth = k.youth and c.from_day = k.from_day)"));
}

static void sessions_follow_the_year_plan(void **state) {
    (void)state;
    assert_true(number("select count(*) from collective_session where plan is not null") > 3);
    assert_int_equal(0,
                     number("select count(*) from collective_session s join collective_plan p on "
                            "p.id = s.plan where p.class <> s.class or p.theme <> s.theme"));
    assert_true(number("select count(*) from collective_plan where day > '" DATE "'") > 3);
    assert_int_equal(0, number("select count(*) from collective_session where theme = 'trades' and "
                               "day < '2021-08-01'"));
}

static void changes_of_counsellor_end_with_who_they_have(void **state) {
    (void)state;
    assert_true(number("select count(*) from counsellor_change") > 10);
    assert_int_equal(0, number("select count(*) from counsellor_change where day > '" DATE "' or "
                               "from_account = to_account"));
    assert_int_equal(0, number("select count(*) from counsellor_change c join youth y on "
                               "y.id = c.youth where not exists (select 1 from counsellor_change l "
                               "where l.youth = c.youth and l.at > c.at) and (y.counsellor is null "
                               "or y.counsellor <> c.to_account)"));
    /* who has somebody has had them, or another before, from a day on */
    assert_int_equal(0, number("select count(*) from youth y where y.counsellor is not null and "
                               "not exists (select 1 from counsellor_change c where c.youth = y.id "
                               "and c.from_account is null) and not exists (select 1 from spell s "
                               "where s.youth = y.id and s.to_day is null and s.from_day >= "
                               "'2026-08-01')"));
    assert_int_equal(0, number("select count(*) from handover h where young <> (select count(*) "
                               "from counsellor_change c where c.handover = h.id)"));
    assert_true(
        number("select count(*) from counsellor_school s join absence b on b.id = s.absence "
               "and b.account = s.cover_for and b.cover = s.account "
               "and b.from_day = s.from_day and b.to_day = s.to_day") == 1);
}

static void pupils_have_the_counsellor_of_their_school(void **state) {
    (void)state;
    assert_int_equal(0, number("select count(*) from youth y join youth_class m on m.youth = y.id "
                               "and m.to_day is null join class c on c.id = m.class "
                               "where y.moved_out is null and not exists "
                               "(select 1 from counsellor_school p where p.account = y.counsellor "
                               "and p.institution = c.institution and p.cover_for is null "
                               "and p.from_day <= '" DATE "' and p.to_day is null)"));
    assert_int_equal(1,
                     number("select count(*) from counsellor_school where cover_for is not null"));
    assert_int_equal(1,
                     number("select count(*) from counsellor_school where to_day = '2025-12-31'"));
}

/* ---- near the published shares */

#define EDUCATION "('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')"
#define SCHOOL    "('grade_school', 'full_time_teaching', 'boarding_school', 'tenth_grade')"

static void most_have_a_youth_education_at_25(void **state) {
    (void)state;
    int64_t all =
        number("select count(*) from youth where born <= '2001-11-24' and moved_out is null");
    int64_t done =
        number("select count(*) from youth y where born <= '2001-11-24' and moved_out is null "
               "and exists (select 1 from spell s where s.youth = y.id and s.outcome = 'completed' "
               "and s.kind in " EDUCATION " and s.to_day < "
               "cast(cast(substr(y.born, 1, 4) as int) + 25 as text) || substr(y.born, 5))");
    assert_true(all > MANY / 6);
    assert_in_range(done * 1000 / all, 780, 900);
}

#define STEPS                                                                                      \
    "(select kind, lag(kind) over (partition by youth order by from_day) as before from spell) x "

static void shares_of_the_ways_out_of_school(void **state) {
    (void)state;
    int64_t left =
        number("select count(*) from " STEPS "where before in " SCHOOL " and kind not in " SCHOOL);
    int64_t eud = number("select count(*) from " STEPS "where before in " SCHOOL
                         " and kind in ('eud_gf1', 'eud_gf2')");
    int64_t ninth =
        number("select count(*) from " STEPS "where before = 'grade_school' and kind not in "
               "('grade_school', 'full_time_teaching')");
    int64_t tenth =
        number("select count(*) from " STEPS "where before = 'grade_school' and kind in "
               "('boarding_school', 'tenth_grade')");
    assert_true(left > MANY / 3);
    assert_in_range(eud * 1000 / left, 170, 270);
    assert_in_range(tenth * 1000 / ninth, 420, 580);
}

static void some_are_unknown_and_some_protected(void **state) {
    (void)state;
    int64_t out = number("select count(*) from spell where to_day is null and kind not in " SCHOOL);
    int64_t unknown =
        number("select count(*) from spell where to_day is null and kind = 'unknown'");
    assert_in_range(unknown * 1000 / out, 8, 35);
    assert_in_range(number("select count(*) from youth where guarded = 1"), MANY * 3 / 1000,
                    MANY * 16 / 1000);
    assert_true(number("select max(length(name)) from youth") >= 60);
}

static void the_first_counsellor_has_a_full_day(void **state) {
    (void)state;
    assert_string_equal("vera", town.logins[0].user);
    assert_true(number("select count(*) from follow_up where owner = 1 and done_at is null "
                       "and due < '" DATE "'") >= 5);
    assert_true(number("select count(*) from follow_up where owner = 1 and done_at is null "
                       "and due = '" DATE "'") >= 5);
    assert_in_range(number("select count(*) from follow_up where owner = 1 and done_at is null"),
                    30, 60);
    assert_true(number("select count(*) from youth y join spell s on s.youth = y.id "
                       "where y.counsellor = 1 and s.to_day is null and s.kind = 'none'") > 0);
}

/* ---- options and logins */

static void every_role_can_log_in(void **state) {
    (void)state;
    static const char *const roles[] = {"counsellor", "team-leader", "management", "admin",
                                        "school"};
    for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
        size_t n = 0;
        for (size_t i = 0; i < town.logins_n; i++) n += !strcmp(town.logins[i].role, roles[r]);
        assert_true(n > 0);
    }
    for (size_t i = 0; i < town.logins_n; i++) assert_true(strlen(town.logins[i].password) >= 12);
    struct db_statement statement = lines_of("select password as line from account where id = 1");
    struct {
        size_t n;
        struct line *v;
    } rows;
    bool ok = false;
    struct db *db = store_connect(town.store, NULL);
    assert_true(db_run(db, &statement, NULL, arena, &rows, NULL));
    assert_true(password_check(rows.v[0].text, town.logins[0].password, &ok, NULL));
    assert_true(ok);
    db_close(db);
}

static void a_policy_year_municipality(void **state) {
    struct arena *a = *state;
    struct filled then = fill(a, 400, 1, "2022-03-20");
    assert_int_equal(2021, test_sql_number(then.store, "select max(school_year) from class"));
    assert_int_equal(
        0, test_sql_number(then.store, "select count(*) from spell where from_day > '2022-03-20'"));
    assert_int_equal(
        0, test_sql_number(then.store, "select count(*) from contact where day >= '2022-03-20'"));
    assert_true(test_sql_number(then.store,
                                "select count(*) from youth where counsellor is not null") > 50);
    assert_true(test_sql_number(then.store, "select count(*) from collective_session") > 3);
    assert_true(test_sql_number(then.store, "select count(*) from spell where kind = 'fgu'") > 0);
    test_store_drop(then.store);
}

static void a_small_one_works_and_nonsense_is_refused(void **state) {
    struct arena *a = *state;
    struct filled small = fill(a, 200, 9, DATE);
    struct demo_options options = {.youth = 200, .date = day_parse_iso(DATE)};
    struct demo_login *logins = NULL;
    size_t n = 77;
    struct err err = {0};
    assert_false(demo_fill(small.store, &options, &logins, &n, a, &err));
    assert_int_equal(ERR_CONFLICT, err.kind);
    assert_int_equal(200, test_sql_number(small.store, "select count(*) from youth"));
    test_store_drop(small.store);

    struct store *empty = test_store();
    options.youth = 0;
    assert_false(demo_fill(empty, &options, &logins, &n, a, &err));
    assert_int_equal(ERR_INPUT, err.kind);
    options = (struct demo_options){.youth = 10, .date = day_parse_iso("2005-01-01")};
    assert_false(demo_fill(empty, &options, &logins, &n, a, &err));
    assert_int_equal(ERR_INPUT, err.kind);
    assert_int_equal(77, n);
    assert_int_equal(0, test_sql_number(empty, "select count(*) from setting"));
    options = (struct demo_options){.youth = 100, .date = day_parse_iso(DATE), .heavy = true};
    assert_true(demo_fill(empty, &options, &logins, &n, a, &err));
    assert_int_equal(160, test_sql_number(empty, "select count(*) from follow_up where owner = 1 "
                                                 "and done_at is null"));
    test_store_drop(empty);
}

/* ---- plans */

static void plans_obey_their_own_rules(void **state) {
    (void)state;
    assert_true(number("select count(*) from plan where agreed_day is not null") > 50);
    assert_true(number("select count(*) from plan where agreed_day is null") > 3);
    assert_int_equal(0, number("select count(*) from plan where agreed_day > '" DATE "'"));
    assert_int_equal(0, number("select count(*) from wish where day > '" DATE "'"));
    assert_int_equal(0, number("select count(*) from plan_step where done_day > '" DATE "'"));
    assert_int_equal(0, number("select count(*) from plan_course where from_day >= '" DATE "'"));
    /* agreed: by the young person, and by a custody holder when they were not 18 that day */
    assert_int_equal(0, number("select count(*) from plan p where (p.agreed_day is not null) <> "
                               "exists (select 1 from plan_agreement g where g.plan = p.id and "
                               "g.party = 'youth')"));
    assert_int_equal(
        0, number("select count(*) from plan p join youth y on y.id = p.youth where "
                  "p.agreed_day is not null and (cast(substr(p.agreed_day, 1, 4) as bigint) - "
                  "cast(substr(y.born, 1, 4) as bigint) - case when substr(p.agreed_day, 6) < "
                  "substr(y.born, 6) then 1 else 0 end < 18) <> exists (select 1 from "
                  "plan_agreement g where g.plan = p.id and g.party = 'guardian')"));
    assert_int_equal(0, number("select count(*) from plan_agreement g where g.party = 'guardian' "
                               "and exists (select 1 from guardian d where d.youth = g.youth) and "
                               "not exists (select 1 from guardian d where d.youth = g.youth and "
                               "d.custody = 1 and d.name = g.name)"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(some_letters_are_still_here_and_none_waits_for_the_outbox),
        TEST(what_the_law_wants_written_has_its_letters),
        TEST(everybody_has_exactly_one_open_spell),
        TEST(spells_follow_each_other_without_overlap),
        TEST(classes_fit_grade_and_age),
        TEST(numbers_agree_with_birth_and_sex_and_are_nobodys),
        TEST(nothing_happens_after_the_date),
        TEST(placements_agree_with_activity_and_plan),
        TEST(sessions_follow_the_year_plan),
        TEST(changes_of_counsellor_end_with_who_they_have),
        TEST(pupils_have_the_counsellor_of_their_school),
        TEST(most_have_a_youth_education_at_25),
        TEST(shares_of_the_ways_out_of_school),
        TEST(some_are_unknown_and_some_protected),
        TEST(plans_obey_their_own_rules),
        TEST(the_first_counsellor_has_a_full_day),
        TEST(every_role_can_log_in),
        TEST(a_policy_year_municipality),
        TEST(a_small_one_works_and_nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}

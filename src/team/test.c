/* SPDX-License-Identifier: EUPL-1.2
 *
 * The team leader's room through the router: figures, who has nobody, absence and cover, and that nothing is
 * lost when a caseload goes to another, and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "team/team.h"
#include "tests/house.h"

#include <jansson.h>

/* The figures are kept by the process; the last test's house may have stood at the same address. */
static struct browser leader(struct house_test *h) {
    team_figures_forget();
    return house_browser(h, h->lea);
}

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

#define with1(h_, format_, one_) arena_fmt((h_)->arena, format_, (long long)(one_))
#define with(h_, format_, one_, two_)                                                              \
    arena_fmt((h_)->arena, format_, (long long)(one_), (long long)(two_))

static int64_t counsellor_of(struct house_test *h, const char *youth) {
    return count(h, arena_fmt(h->arena, "select counsellor from youth where id = '%s'", youth));
}

static void add_follow_up(struct house_test *h, int id, const char *youth, int64_t owner,
                          const char *due) {
    test_sql(
        h->store,
        arena_fmt(h->arena,
                  "insert into follow_up (id, youth, owner, due) values (%d, '%s', %lld, '%s')", id,
                  youth, (long long)owner, due));
}

/* ---- figures ---- */

static const struct team_load *load_of(const struct team_figures *f, int64_t account) {
    for (size_t i = 0; i < f->loads_n; i++)
        if (f->loads[i].account == account) return &f->loads[i];
    fail_msg("no such counsellor in the figures");
    return NULL;
}

static void the_work_of_each_is_counted(void **state) {
    struct house_test *h = *state;
    struct team_figures f;
    struct err err = {0};
    add_follow_up(h, 1, ANNA, h->vera, "2026-11-20");
    add_follow_up(h, 2, CARL, h->vera, "2026-11-23");
    test_sql(h->store, with(h,
                            "insert into contact (id, youth, kind, at, day, author) values "
                            "(1, '" ANNA "', 'talk', 1, '2026-09-24', %lld), "
                            "(2, '" BO "', 'talk', 1, '2026-09-23', %lld)",
                            h->vera, h->vera));
    team_figures_forget();
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    const struct team_load *vera = load_of(&f, h->vera), *otto = load_of(&f, h->otto);
    assert_int_equal(3, vera->young);
    assert_int_equal(2, vera->pupils);
    assert_int_equal(2, vera->quiet); /* bo's was 61 days ago, carl has had none */
    assert_int_equal(1, vera->schools);
    assert_int_equal(2, vera->open);
    assert_int_equal(1, vera->late); /* due today is not late */
    assert_int_equal(2, otto->young);
    assert_int_equal(0, otto->schools);
    assert_int_equal(5, f.young);
    assert_int_equal(0, f.out_without + f.pupils_without);
}

static void figures_are_kept_until_they_are_forgotten(void **state) {
    struct house_test *h = *state;
    struct team_figures f;
    struct err err = {0};
    team_figures_forget();
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    test_sql(h->store, "update youth set counsellor = null where id = '" CARL "'");
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    assert_int_equal(0, f.out_without);
    team_figures_forget();
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    assert_int_equal(1, f.out_without);
}

static void a_counsellor_without_access_who_still_has_somebody_is_seen(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    test_sql(h->store, with1(h, "update account set disabled_at = 1 where id = %lld", h->vera));
    browser_get(&b, "/team", 200);
    browser_sees(&b, "Har ikke adgang mere");
    browser_sees(&b, "2 skoler har ingen fast vejleder.");
}

static void the_overview_says_what_stands_out(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    add_follow_up(h, 1, ANNA, h->vera, "2026-11-20");
    test_sql(h->store, "update youth set counsellor = null where id in ('" CARL "', '" ELIF "')");
    browser_get(&b, "/team", 200);
    browser_sees(&b, "1 opfølgning eller trin er over tiden. 2 unge har ingen vejleder. "
                     "1 skole har ingen fast vejleder.");
    browser_sees(&b, "1 uden for uddannelse og 1 i skole.");
}

/* ---- whom nobody has ---- */

static void who_has_nobody_gets_a_counsellor(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    test_sql(h->store, "update youth set counsellor = null where id = '" CARL "'");
    browser_get(&b, "/team/uden-vejleder", 200);
    browser_sees(&b, "Carl Egholm");
    browser_sees_not(&b, "Anna Berg");
    browser_post(&b, "/team/uden-vejleder", with1(h, "vejleder=%lld&til=" CARL, h->otto), 303);
    assert_int_equal(h->otto, counsellor_of(h, CARL));
    assert_int_equal(1, count(h, "select count(*) from counsellor_change "
                                 "where youth = '" CARL "' and from_account is null"));
    browser_get(&b, "/team/uden-vejleder", 200);
    browser_sees(&b, "Alle har en vejleder.");
}

static void somebody_who_has_a_counsellor_keeps_that_one(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    test_sql(h->store, "update youth set counsellor = null where id = '" CARL "'");
    browser_get(&b, "/team/uden-vejleder", 200);
    browser_post(&b, "/team/uden-vejleder",
                 with1(h, "vejleder=%lld&til=" ANNA "&til=" CARL, h->otto), 303);
    assert_int_equal(h->vera, counsellor_of(h, ANNA));
    browser_follow(&b, 200);
    browser_sees(&b, "1 havde fået en vejleder imens og beholder den.");
}

static void nobody_chosen_changes_nothing(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    test_sql(h->store, "update youth set counsellor = null where id = '" CARL "'");
    browser_get(&b, "/team/uden-vejleder", 200);
    browser_post(&b, "/team/uden-vejleder", with1(h, "vejleder=%lld", h->otto), 422);
    browser_sees(&b, "Sæt kryds ved mindst en ung.");
    browser_post(&b, "/team/uden-vejleder", with1(h, "vejleder=%lld&til=" CARL, h->adam), 422);
    browser_sees(&b, "Vælg en vejleder, der har adgang.");
    assert_int_equal(0, count(h, "select count(*) from counsellor_change"));
}

static void the_same_counsellor_is_no_change(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    browser_get(&b, "/unge/" ANNA "/stamdata", 200);
    browser_post(&b, "/unge/" ANNA "/stamdata", with1(h, "version=1&vejleder=%lld", h->vera), 303);
    assert_int_equal(0, count(h, "select count(*) from counsellor_change"));
    int64_t version = count(h, "select version from youth where id = '" ANNA "'");
    browser_post(&b, "/unge/" ANNA "/stamdata",
                 with(h, "version=%lld&vejleder=%lld", version, h->otto), 303);
    assert_int_equal(1, count(h, with(h,
                                      "select count(*) from counsellor_change where "
                                      "from_account = %lld and to_account = %lld",
                                      h->vera, h->otto)));
}

/* ---- absence ---- */

static void a_cover_has_it_all_for_the_days_and_not_after(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), otto = house_browser(h, h->otto);
    const char *worklist = with1(h, "/i-dag?for=%lld", h->vera);
    browser_get(&otto, "/unge/" CARL, 303);
    browser_get(&otto, worklist, 403);
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=23.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    assert_string_equal("/team", b.reply.location);
    browser_follow(&b, 200);
    browser_sees(&b, "Afløseren har fået 1 skole og de unge.");
    browser_sees(&b, "Væk til 27. nov. 2026, otto afløser");
    browser_get(&otto, "/unge/" CARL, 200); /* out of school: vera's own */
    browser_get(&otto, "/unge/" ANNA, 200); /* at vera's school */
    browser_get(&otto, "/i-dag", 200);
    browser_sees(&otto, "Du afløser vera til og med den 27. november 2026. Se opgaverne");
    browser_get(&otto, worklist, 200);
    browser_sees(&otto, "Opgaver hos vera");
    browser_sees(&otto, "Carl Egholm");
    clock_fix(day_from_ymd(2026, 11, 28));
    browser_get(&otto, "/unge/" CARL, 303);
    browser_get(&otto, worklist, 403);
}

/* In the caseload it is a choice; on other days the address leads to one's own. */
static void a_cover_finds_the_colleagues_young_for_the_days(void **state) {
    struct house_test *h = *state;
    struct browser otto = house_browser(h, h->otto), leader = house_browser(h, h->lea);
    const char *theirs = arena_fmt(h->arena, "/unge?vejleder=%lld", (long long)h->vera);
    browser_get(&otto, "/unge", 200);
    browser_sees_not(&otto, "Afløser");
    browser_get(&otto, theirs, 200);
    browser_sees_not(&otto, "Anna Berg");
    browser_get(&leader, "/team/fravaer", 200);
    browser_post(&leader, "/team/fravaer",
                 arena_fmt(h->arena, "vejleder=%lld&fra=23.11.2026&til=24.11.2026&afloeser=%lld",
                           (long long)h->vera, (long long)h->otto),
                 303);
    browser_get(&otto, "/unge", 200);
    browser_sees(&otto, "Afløser vera");
    browser_sees(&otto, "Dina Friis");
    browser_sees_not(&otto, "Carl Egholm");
    browser_get(&otto, theirs, 200);
    browser_sees(&otto, "Unge hos vera");
    browser_sees(&otto, "Du afløser til og med den 24. november 2026.");
    browser_sees(&otto, "Carl Egholm");
    browser_sees_not(&otto, "Dina Friis");
    browser_get(&otto, "/unge/" CARL, 200);
    clock_fix(HOUSE_TODAY + 2);
    struct browser after = house_browser(h, h->otto);
    browser_get(&after, theirs, 200);
    browser_sees(&after, "Dina Friis");
    browser_sees_not(&after, "Carl Egholm");
    clock_fix(HOUSE_TODAY);
}

static void back_earlier_ends_the_cover(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), otto = house_browser(h, h->otto);
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=20.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    int64_t id = count(h, "select id from absence");
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_post(&b, with1(h, "/team/fravaer/%lld/slut", id), "", 303);
    browser_get(&otto, "/unge/" ANNA, 303);
    browser_get(&otto, "/unge/" CARL, 303);
    assert_int_equal(1, count(h, "select count(*) from absence where to_day = '2026-11-22' and "
                                 "withdrawn_at is null"));
    assert_int_equal(1, count(h, "select count(*) from counsellor_school where cover_for is not "
                                 "null and to_day = '2026-11-22'"));
    browser_post(&b, with1(h, "/team/fravaer/%lld/slut", id), "", 404);
}

static void an_absence_that_is_undone_never_was(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), otto = house_browser(h, h->otto);
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=23.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    int64_t id = count(h, "select id from absence");
    browser_post(&b, with1(h, "/team/fravaer/%lld/slut", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from absence where withdrawn_at is not null"));
    browser_get(&otto, "/unge/" ANNA, 303);
    browser_get(&b, "/skoler/999101", 200);
    browser_sees_not(&b, "23.11.2026 –");
    assert_int_equal(1, count(h, "select count(*) from counsellor_school where cover_for is not "
                                 "null and to_day < from_day"));
}

static void what_cannot_be_an_absence_is_said_beside_the_field(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=27.11.2026&til=23.11.2026", h->vera, h->vera),
        422);
    browser_sees(&b, "Sidste dag ligger før første dag.");
    browser_sees(&b, "Ingen kan afløse sig selv.");
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=23.11.2026&til=27.11.2026", h->vera, h->adam),
        422);
    browser_sees(&b, "id=\"afloeser-e\"");
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=23.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=27.11.2026&til=30.11.2026", h->vera, h->otto),
        422);
    browser_sees(&b, "Der er allerede registreret fravær i de dage.");
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=27.11.2026&til=30.11.2026", h->otto, h->vera),
        422);
    browser_sees(&b, "Afløseren er selv væk i de dage.");
    assert_int_equal(1, count(h, "select count(*) from absence"));
}

static void a_contact_of_the_cover_meets_the_colleagues_follow_up(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), otto = house_browser(h, h->otto);
    add_follow_up(h, 1, CARL, h->vera, "2026-11-20");
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=20.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    browser_get(&otto, "/unge/" CARL, 200);
    browser_post(&otto, "/unge/" CARL "/noter", "type=phone&note=talt+sammen&opf=ingen", 303);
    assert_int_equal(h->otto, count(h, "select done_by from follow_up where id = 1"));
}

/* ---- handing over ---- */

static void prepare(struct house_test *h, struct browser *vera) {
    add_follow_up(h, 1, ANNA, h->vera, "2026-11-20");
    add_follow_up(h, 2, DINA, h->otto, "2026-11-20");
    test_sql(h->store, with(h,
                            "insert into follow_up (id, youth, owner, due, done_at, done_by) "
                            "values (3, '" BO "', %lld, '2026-10-01', 1, %lld)",
                            h->vera, h->vera));
    browser_get(vera, "/unge/" ANNA, 200);
    browser_post(vera, "/unge/" ANNA "/kladde", "body=halv+s%C3%A6tning", 200);
    browser_post(vera, "/unge/" ANNA "/noter", "type=talk&note=hemmeligt&opf=ingen&begraenset=1",
                 303);
    browser_post(vera, "/unge/" ANNA "/kladde", "body=halv+s%C3%A6tning", 200);
    browser_get(vera, "/unge/" CARL "/plan", 200);
    browser_post(vera, "/unge/" CARL "/plan/trin", "hvad=Ringe+til+FGU&hvem=counsellor", 303);
    test_sql(h->store, "update follow_up set done_at = null, done_by = null where id = 1");
}

static void the_preview_counts_what_moves(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), vera = house_browser(h, h->vera);
    prepare(h, &vera);
    browser_get(&b, with(h, "/team/overdragelse?fra=%lld&til=%lld", h->vera, h->otto), 200);
    browser_sees(&b, "Fra vera til otto");
    browser_sees(&b, "<th scope=\"row\">Unge</th><td class=\"num\" data-title=\"Antal\">3</td>");
    browser_sees(&b, "Åbne opfølgninger</th><td class=\"num\" data-title=\"Antal\">1</td>");
    browser_sees(&b, "Kladder</th><td class=\"num\" data-title=\"Antal\">1</td>");
    browser_sees(&b, "Begrænsede noter</th><td class=\"num\" data-title=\"Antal\">1</td>");
    browser_sees(&b, "trin i planer</th><td class=\"num\" data-title=\"Antal\">1</td>");
    browser_sees(&b, "Skoler som fast vejleder</th><td class=\"num\" data-title=\"Antal\">1</td>");
    assert_int_equal(h->vera, counsellor_of(h, ANNA));
}

static void everything_moves_at_once(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), vera = house_browser(h, h->vera),
                   otto = house_browser(h, h->otto);
    prepare(h, &vera);
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    browser_follow(&b, 200);
    browser_sees(&b, "3 unge er gået fra vera til otto");
    assert_int_equal(h->otto, counsellor_of(h, ANNA));
    assert_int_equal(h->otto, counsellor_of(h, CARL));
    assert_int_equal(h->otto, count(h, "select owner from follow_up where id = 1"));
    assert_int_equal(h->vera, count(h, "select owner from follow_up where id = 3")); /* done */
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_sees(&otto, "halv sætning");
    browser_sees_not(&otto, "hemmeligt");
    browser_get(&otto, "/unge/" CARL "/plan", 200);
    browser_sees(&otto, "Ringe til FGU");
    browser_get(&otto, "/klasser/91/hold", 200);
    browser_get(&vera, "/unge/" ANNA, 303);
    browser_get(&vera, "/unge/" CARL, 303);
    assert_int_equal(3,
                     count(h, "select count(*) from counsellor_change where handover is not null"));
    assert_int_equal(3, count(h, "select young from handover"));
    assert_int_equal(
        1, count(h, "select count(*) from counsellor_school where to_day = '2026-11-22'"));
}

static void a_handover_is_taken_back_the_same_day_but_for_what_changed_since(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), vera = house_browser(h, h->vera),
                   otto = house_browser(h, h->otto);
    prepare(h, &vera);
    add_follow_up(h, 4, BO, h->vera, "2026-12-20");
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    int64_t id = count(h, "select id from handover");
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_post(&otto, "/unge/" ANNA "/noter", "type=phone&note=ny+note&opf=ingen", 303);
    browser_post(&b, with1(h, "/team/overdragelse/%lld/fortryd", id), "", 303);
    assert_int_equal(h->vera, counsellor_of(h, ANNA));
    assert_int_equal(h->vera, count(h, "select owner from follow_up where id = 4"));
    assert_int_equal(h->otto, count(h, "select owner from follow_up where id = 1")); /* he met it */
    assert_int_equal(h->otto, count(h, "select owner from follow_up where id = 2"));
    browser_get(&vera, "/klasser/91/hold", 200);
    browser_get(&otto, "/klasser/91/hold", 403);
    assert_int_equal(
        3, count(h, "select count(*) from counsellor_change where withdrawn_at is not null"));
    browser_post(&b, with1(h, "/team/overdragelse/%lld/fortryd", id), "", 404);
}

static void two_drafts_in_one_place_are_both_kept(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h), vera = house_browser(h, h->vera),
                   otto = house_browser(h, h->otto);
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_post(&vera, "/unge/" ANNA "/kladde", "body=veras+tekst", 200);
    test_sql(h->store, with1(h,
                             "insert into access_reason (id, account, youth, day, reason, at) "
                             "values (1, %lld, '" ANNA "', '2026-11-23', 'phone', 1)",
                             h->otto));
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_post(&otto, "/unge/" ANNA "/kladde", "body=ottos+tekst", 200);
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_sees(&otto, "ottos tekst\n\nveras tekst</textarea>");
    int64_t id = count(h, "select id from handover");
    browser_post(&b, with1(h, "/team/overdragelse/%lld/fortryd", id), "", 303);
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_sees(&otto, ">ottos tekst</textarea>");
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_sees(&vera, ">veras tekst</textarea>");
}

static void the_day_after_it_is_too_late(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    int64_t id = count(h, "select id from handover");
    browser_follow(&b, 200); /* the notice has its own undo */
    browser_get(&b, "/team", 200);
    browser_sees(&b, "/fortryd");
    clock_fix(day_from_ymd(2026, 11, 24));
    browser_get(&b, "/team", 200);
    browser_sees_not(&b, "/fortryd");
    browser_post(&b, with1(h, "/team/overdragelse/%lld/fortryd", id), "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "En overdragelse kan kun fortrydes samme dag.");
    assert_int_equal(h->otto, counsellor_of(h, ANNA));
}

static void a_cover_of_the_giver_ends_and_the_takers_own_school_stays_one(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    browser_get(&b, "/team/fravaer", 200);
    browser_post(
        &b, "/team/fravaer",
        with(h, "vejleder=%lld&afloeser=%lld&fra=20.11.2026&til=27.11.2026", h->vera, h->otto),
        303);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    assert_int_equal(1, count(h, with1(h,
                                       "select count(*) from counsellor_school where account = "
                                       "%lld and to_day is null and cover_for is null",
                                       h->otto)));
    assert_int_equal(1, count(h, "select count(*) from counsellor_school where cover_for is not "
                                 "null and to_day = '2026-11-22'"));
}

static void one_cannot_hand_over_to_oneself_or_to_who_has_no_access(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    browser_get(&b, with(h, "/team/overdragelse?fra=%lld&til=%lld", h->vera, h->vera), 422);
    browser_sees(&b, "Vælg to forskellige vejledere.");
    browser_get(&b, with1(h, "/team/overdragelse?fra=%lld&til=", h->vera), 422);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->adam), 422);
    test_sql(h->store, with1(h, "update account set disabled_at = 1 where id = %lld", h->otto));
    team_figures_forget();
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 422);
    assert_int_equal(0, count(h, "select count(*) from handover"));
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->otto, h->vera), 303);
    assert_int_equal(h->vera, counsellor_of(h, DINA));
}

static void changes_within_a_year_are_counted_once_a_person(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    struct team_figures f;
    struct err err = {0};
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->otto, h->vera), 303);
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    assert_int_equal(5, f.changed);
    assert_int_equal(3, f.changed_often);
    clock_fix(day_from_ymd(2027, 11, 23)); /* a year later to the day */
    team_figures_forget();
    assert_true(team_figures(h->store, h->db, h->arena, &f, &err));
    assert_int_equal(0, f.changed);
}

/* ---- who may, and one person ---- */

static void only_the_team_leader_comes_in(void **state) {
    struct house_test *h = *state;
    const int64_t others[] = {h->vera, h->skola, h->mads, h->adam};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct browser b = house_browser(h, others[i]);
        browser_get(&b, "/team", 403);
        browser_get(&b, "/team/overdragelse", 403);
        browser_get(&b, "/team/fravaer", 403);
    }
}

struct erase_call {
    int32_t day;
};
static bool erase_call(struct db *w, void *ctx, struct err *err) {
    const struct erase_call *c = ctx;
    return team_slice.erase(w, ANNA, c->day, err);
}

static void insight_tells_and_erasure_deletes_when_it_is_time(void **state) {
    struct house_test *h = *state;
    struct browser b = leader(h);
    struct err err = {0};
    browser_get(&b, "/team/overdragelse", 200);
    browser_post(&b, "/team/overdragelse", with(h, "fra=%lld&til=%lld", h->vera, h->otto), 303);
    json_t *out = json_object();
    assert_true(team_slice.insight(h->db, h->arena, ANNA, out, &err));
    json_t *change = json_array_get(json_object_get(out, "counsellors"), 0);
    assert_string_equal("otto", json_string_value(json_object_get(change, "to")));
    json_decref(out);
    struct erase_call early = {day_from_ymd(2036, 1, 1)}, late = {day_from_ymd(2042, 1, 1)};
    assert_true(store_write(h->store, erase_call, &early, &err));
    assert_int_equal(3, count(h, "select count(*) from counsellor_change"));
    assert_true(store_write(h->store, erase_call, &late, &err));
    assert_int_equal(2, count(h, "select count(*) from counsellor_change"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_work_of_each_is_counted),
        HOUSE_TEST(figures_are_kept_until_they_are_forgotten),
        HOUSE_TEST(a_counsellor_without_access_who_still_has_somebody_is_seen),
        HOUSE_TEST(the_overview_says_what_stands_out),
        HOUSE_TEST(who_has_nobody_gets_a_counsellor),
        HOUSE_TEST(somebody_who_has_a_counsellor_keeps_that_one),
        HOUSE_TEST(nobody_chosen_changes_nothing),
        HOUSE_TEST(the_same_counsellor_is_no_change),
        HOUSE_TEST(a_cover_has_it_all_for_the_days_and_not_after),
        HOUSE_TEST(a_cover_finds_the_colleagues_young_for_the_days),
        HOUSE_TEST(back_earlier_ends_the_cover),
        HOUSE_TEST(an_absence_that_is_undone_never_was),
        HOUSE_TEST(what_cannot_be_an_absence_is_said_beside_the_field),
        HOUSE_TEST(a_contact_of_the_cover_meets_the_colleagues_follow_up),
        HOUSE_TEST(the_preview_counts_what_moves),
        HOUSE_TEST(everything_moves_at_once),
        HOUSE_TEST(a_handover_is_taken_back_the_same_day_but_for_what_changed_since),
        HOUSE_TEST(two_drafts_in_one_place_are_both_kept),
        HOUSE_TEST(the_day_after_it_is_too_late),
        HOUSE_TEST(a_cover_of_the_giver_ends_and_the_takers_own_school_stays_one),
        HOUSE_TEST(one_cannot_hand_over_to_oneself_or_to_who_has_no_access),
        HOUSE_TEST(changes_within_a_year_are_counted_once_a_person),
        HOUSE_TEST(only_the_team_leader_comes_in),
        HOUSE_TEST(insight_tells_and_erasure_deletes_when_it_is_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

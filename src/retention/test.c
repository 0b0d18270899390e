/* SPDX-License-Identifier: EUPL-1.2
 *
 * A mentor's three months, notices of risk, the note to the education, figures: through the router.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include <jansson.h>

#include "retention/retention.h"
#include "tests/house.h"

#define PAGE "/unge/" ANNA "/overgang"

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

static void on(const char *iso) { clock_fix(day_parse_iso(iso)); }

/* Vera becomes Anna's mentor in June; upper secondary begins on 10 August. */
static struct browser with_mentor(struct house_test *h) {
    on("2026-06-15");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PAGE "/mentor", 200);
    browser_post(
        &b, PAGE "/mentor",
        arena_fmt(h->arena, "mentor=%lld&hvorfor=Nerv%%C3%%B8s&dag=15.6.2026", (long long)h->vera),
        303);
    test_sql(h->store,
             "update spell set to_day = '2026-08-09', outcome = 'completed' where id = 1");
    house_spell(h, 77, ANNA, "stx", "2026-08-10", NULL, NULL, HOUSE_TODAY - 100);
    return b;
}

static void the_time_begins_with_the_education_and_ends_by_itself(void **state) {
    struct house_test *h = *state;
    struct browser b = with_mentor(h);
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "Tiden begynder med uddannelsen");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Overgangsmentor:");
    on("2026-08-11");
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "begyndte 10. august 2026 til og med 9. november 2026");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Overgangsmentor: 1. kontakt");
    browser_sees(&b, "17. aug. 2026");
    browser_post(&b, PAGE "/kontakt", "kontakt=1&hvordan=visit&dag=11.8.2026&note=Glad+for+klassen",
                 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Overgangsmentor: 2. kontakt");
    browser_sees(&b, "7. sep. 2026");
    on("2026-11-09");
    browser_get(&b, PAGE, 200);
    browser_sees_not(&b, "Tiden er gået");
    on("2026-11-10");
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "Tiden er gået");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Mentortiden er gået: skriv udfaldet");
    browser_sees_not(&b, "2. kontakt");
    browser_post(&b, PAGE "/udfald", "udfald=dropped&dag=10.11.2026&afslutning=Stoppet", 422);
    browser_sees(&b, "Vælg årsagen");
    browser_sees(&b, ">Stoppet</textarea>");
    browser_post(&b, PAGE "/udfald", "udfald=settled&dag=10.11.2026&afslutning=Trives", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Mentortiden");
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "faldet til på uddannelsen");
    assert_int_equal(0, count(h, "select count(*) from retention_mentor where cause is not null"));
    browser_post(&b, PAGE "/udfald", "udfald=settled&dag=10.11.2026&afslutning=Igen", 422);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Mentortiden afsluttet"); /* on the timeline */
}

static void who_has_just_begun_is_in_the_time_already(void **state) {
    struct house_test *h = *state;
    test_sql(h->store,
             "update spell set to_day = '2026-08-09', outcome = 'completed' where id = 1");
    house_spell(h, 77, ANNA, "stx", "2026-08-10", NULL, NULL, HOUSE_TODAY - 100);
    on("2026-09-01");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PAGE, 200);
    const char *give =
        arena_fmt(h->arena, "mentor=%lld&hvorfor=x&dag=1.9.2026", (long long)h->vera);
    browser_post(&b, PAGE "/mentor", give, 303);
    assert_int_equal(1,
                     count(h, "select count(*) from retention_mentor where since = '2026-08-10'"));
    browser_post(&b, PAGE "/mentor", give, 422);
    browser_sees(&b, "Der er allerede en mentor");
    browser_post(&b, PAGE "/mentor", "mentor=4711&hvorfor=x&dag=1.9.2026", 422);
    browser_sees(&b, "Vælg en vejleder");
    browser_post(&b, PAGE "/kontakt", "kontakt=1&hvordan=phone&dag=9.8.2026&note=For+tidligt", 422);
    browser_sees(&b, "fra 10. august 2026 og frem");
    browser_post(&b, PAGE "/kontakt", "kontakt=5&hvordan=phone&dag=1.9.2026&note=x", 422);
    browser_post(&b, PAGE "/udfald", "udfald=not-started&dag=1.9.2026&afslutning=x", 422);
    browser_sees(&b, "Uddannelsen er begyndt");
    assert_int_equal(0, count(h, "select count(*) from retention_touch"));
}

static void a_mentor_sees_the_young_person_until_the_outcome(void **state) {
    struct house_test *h = *state;
    struct browser otto = house_browser(h, h->otto), vera = house_browser(h, h->vera);
    const char *self =
        arena_fmt(h->arena, "mentor=%lld&hvorfor=x&dag=23.11.2026", (long long)h->otto);
    browser_get(&otto, "/unge/" ANNA, 303); /* asked for a reason */
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into access_reason (id, account, youth, day, reason, at) "
                                 "values (1, %lld, '" ANNA "', '2026-11-23', 'x', 0)",
                                 (long long)h->otto));
    browser_get(&otto, PAGE "/mentor", 200);
    browser_post(&otto, PAGE "/mentor", self, 422); /* a reason for a day gives no lasting access */
    browser_sees(&otto, "En mentor gives af den unges vejleder");
    browser_get(&vera, PAGE "/mentor", 200);
    browser_post(&vera, PAGE "/mentor", self, 303);
    on("2026-11-24"); /* the reason is over */
    browser_get(&otto, "/unge/" ANNA, 200);
    browser_get(&otto, PAGE, 200);
    browser_post(&otto, PAGE "/udfald", "udfald=not-started&dag=24.11.2026&afslutning=x", 303);
    browser_get(&otto, "/unge/" ANNA, 303);
}

static void before_august_2019_there_was_no_such_mentor(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PAGE, 200);
    browser_post(&b, PAGE "/mentor",
                 arena_fmt(h->arena, "mentor=%lld&hvorfor=x&dag=31.7.2019", (long long)h->vera),
                 422);
    browser_sees(&b, "fra 1. august 2019");
}

static void a_notice_of_risk_lapses_after_three_months(void **state) {
    struct house_test *h = *state;
    on("2026-08-20");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PAGE, 200);
    browser_post(&b, PAGE "/risiko",
                 "skole=123456&aarsag=attendance&dag=20.8.2026&oplysning=", 422);
    browser_sees(&b, "Vælg et uddannelsessted fra listen");
    browser_post(&b, PAGE "/risiko",
                 "skole=999201&aarsag=attendance&dag=20.8.2026&oplysning=Meget+v%C3%A6k", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Frafaldstruet: tal med den unge");
    browser_sees(&b, "27. aug. 2026"); /* five working days */
    on("2026-11-19");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Frafaldstruet: tal med den unge");
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "bortfalder 20. nov. 2026");
    on("2026-11-20");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Frafaldstruet: tal med den unge");
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "Bortfaldt 20. november 2026");
    const char *seen = house_bytes(h->arena, house_hex(h->arena, "Meget væk"));
    assert_int_equal(
        0,
        count(h, arena_fmt(h->arena, "select count(*) from retention_risk where body = %s", seen)));
}

static void who_has_received_the_note_is_told(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, PAGE, 200);
    browser_post(&b, PAGE "/besked", "hjemmel=guardian&besked=L%C3%A6ser+langsomt&dag=23.11.2026",
                 303);
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "Ingen har modtaget den endnu");
    long long id = (long long)count(h, "select id from retention_note");
    const char *got = arena_fmt(h->arena, PAGE "/besked/%lld/modtaget", id);
    browser_get(&b, got, 200);
    browser_post(&b, got, "skole=999201&navn=Ib+Holm&fortalt=meeting&dag=22.11.2026", 422);
    browser_post(&b, got, "skole=999201&navn=Ib+Holm&fortalt=meeting&dag=23.11.2026", 303);
    browser_get(&b, PAGE, 200);
    browser_sees(&b, "Ib Holm, Erhvervsskolen");
    /* what somebody has received is not taken back */
    browser_post(&b, arena_fmt(h->arena, PAGE "/besked/%lld/fortryd", id), "", 303);
    assert_int_equal(1, count(h, "select count(*) from retention_note where withdrawn_at is null"));
    browser_post(&b, PAGE "/besked/4711/modtaget",
                 "skole=999201&navn=Ib&fortalt=meeting&dag=23.11.2026", 404);
    /* at 18 the custody holder has no say */
    struct browser otto = house_browser(h, h->otto);
    browser_get(&otto, "/unge/" DINA "/overgang", 200);
    browser_post(&otto, "/unge/" DINA "/overgang/besked",
                 "hjemmel=guardian&besked=x&dag=23.11.2026", 422);
    browser_sees(&otto, "siger selv ja");
}

static void dropout_and_switch_are_told_apart(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" CARL "/overgang", 200);
    browser_sees(&b, "afbrudt 11. november 2026");
    browser_sees(&b, "genoptages den samme uddannelse i tide, er det ikke frafald");
    on("2028-02-12"); /* a day after the fifteen months */
    browser_get(&b, "/unge/" CARL "/overgang", 200);
    browser_sees(&b, "frafald 11. november 2026");
}

static void figures_name_nobody_and_hide_the_few(void **state) {
    struct house_test *h = *state;
    struct browser mads = house_browser(h, h->mads), skola = house_browser(h, h->skola);
    browser_get(&mads, "/fastholdelse", 200);
    browser_sees(&mads, "Der er for få til at vise tal");
    browser_sees(&mads, "under 5");
    browser_sees_not(&mads, "Carl");
    browser_get(&skola, "/fastholdelse", 403);
    browser_get(&mads, PAGE, 403);
    browser_get(&skola, PAGE, 403);
}

static bool move(struct db *w, void *ctx, struct err *err) {
    const struct handover *h = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    return retention_slice.handover_move(w, a, h, err);
}

static void who_takes_over_is_the_mentor(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    with_mentor(h);
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into handover (id, from_account, to_account, day, author, "
                                 "at) values (1, %lld, %lld, '2026-08-11', %lld, 1)",
                                 (long long)h->vera, (long long)h->otto, (long long)h->lea));
    struct handover over = {.id = 1, .from = h->vera, .to = h->otto, .author = h->lea};
    assert_true(store_write(h->store, move, &over, &err));
    on("2026-08-11");
    struct browser otto = house_browser(h, h->otto);
    browser_get(&otto, "/i-dag?alt=1", 200);
    browser_sees(&otto, "Overgangsmentor: 1. kontakt");
}

static bool erase(struct db *w, void *ctx, struct err *err) {
    return retention_slice.erase(w, ANNA, *(int32_t *)ctx, err);
}

static void everything_is_handed_out_and_nothing_is_kept_in_the_end(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct browser b = with_mentor(h);
    on("2026-08-11");
    browser_get(&b, PAGE, 200);
    browser_post(&b, PAGE "/kontakt", "kontakt=1&hvordan=visit&dag=11.8.2026&note=Glad", 303);
    json_t *out = json_object();
    assert_true(retention_slice.insight(h->db, h->arena, ANNA, out, &err));
    char *text = json_dumps(out, 0);
    assert_non_null(strstr(text, "Glad"));
    assert_non_null(strstr(text, "Nerv"));
    free(text);
    json_decref(out);
    int32_t day = day_parse_iso("2041-03-15");
    assert_true(store_write(h->store, erase, &day, &err));
    assert_int_equal(0, count(h, "select count(*) from retention_mentor"));
    assert_int_equal(0, count(h, "select count(*) from retention_touch"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_time_begins_with_the_education_and_ends_by_itself),
        HOUSE_TEST(who_has_just_begun_is_in_the_time_already),
        HOUSE_TEST(a_mentor_sees_the_young_person_until_the_outcome),
        HOUSE_TEST(before_august_2019_there_was_no_such_mentor),
        HOUSE_TEST(a_notice_of_risk_lapses_after_three_months),
        HOUSE_TEST(who_has_received_the_note_is_told),
        HOUSE_TEST(dropout_and_switch_are_told_apart),
        HOUSE_TEST(figures_name_nobody_and_hide_the_few),
        HOUSE_TEST(who_takes_over_is_the_mentor),
        HOUSE_TEST(everything_is_handed_out_and_nothing_is_kept_in_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

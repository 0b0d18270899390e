/* SPDX-License-Identifier: EUPL-1.2
 *
 * The case about the child benefit, step by step, through the router.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "duty/testing.h"

#define STOP                                                                                       \
    "udfald=stop&begrundelse=Du+har+ikke+v%C3%A6ret+i+gang.&regler=%C2%A7+2+a&stop_fra=1.12.2026&" \
    "klage_til=Klagen%C3%A6vnet&klagefrist=21.12.2026"

static void without_the_notice_there_is_no_case(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    with_mother(h);
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "hverken den unge eller forældremyndighedens indehaver");
    browser_sees_not(&b, "href=\"" DUTY "/hoering\"");
    browser_get(&b, DUTY "/hoering", 303);
    browser_post(&b, DUTY "/hoering", "sag=Stoppet&svarfrist=7.12.2026", 422);
    browser_sees(&b, "hverken den unge eller forældremyndighedens indehaver");
    browser_sees(&b, ">Stoppet</textarea>");
    browser_post(&b, DUTY "/afgoerelse", STOP, 422);
    assert_int_equal(0, count(h, "select count(*) from letter"));
    assert_int_equal(0, count(h, "select count(*) from duty_benefit"));
    with_notice(h, "2026-11-13"); /* the day after the plan was broken */
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "da planen allerede var brudt");
    browser_post(&b, DUTY "/hoering", "sag=Stoppet&svarfrist=7.12.2026", 422);
    assert_int_equal(0, count(h, "select count(*) from duty_benefit"));
}

static void a_hearing_is_sent_to_both_and_can_be_answered(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h);
    assert_int_equal(2, count(h, "select count(*) from letter where template = 'duty-hearing'"));
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Partshøring sendt. Svar senest den 7. december 2026.");
    browser_sees(&b, "Du er stoppet på GF1.");
    browser_sees(&b, "De kan svare på partshøringen til og med den 7. december 2026");
    browser_post(&b, DUTY "/afgoerelse", STOP, 422);
    browser_sees(&b, "De kan svare på partshøringen til og med den 7. december 2026");
    browser_sees(&b, ">Du har ikke været i gang.</textarea>");
    browser_post(&b, DUTY "/svar", "part=youth&dag=22.11.2026&svartekst=Jeg+var+syg", 422);
    browser_sees(&b, "hvor partshøringen blev sendt");
    browser_post(&b, DUTY "/svar", "part=youth&dag=23.11.2026&svartekst=Jeg+var+syg", 303);
    browser_post(&b, DUTY "/afgoerelse", STOP, 422);
    browser_post(&b, DUTY "/svar", "part=guardian&dag=23.11.2026&svartekst=Enig", 303);
    browser_post(&b, DUTY "/afgoerelse", STOP, 303);
    assert_int_equal(2, count(h, "select count(*) from letter where template = 'duty-decision'"));
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Jeg var syg");
    browser_sees(&b, "standses fra 1. december 2026. Klage til Klagenævnet senest 21. december");
}

static void the_decision_says_why_and_where_to_complain(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h);
    clock_fix(day_from_ymd(2026, 12, 8)); /* the day after the last to answer */
    b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Træf afgørelse om ungeydelsen");
    browser_get(&b, DUTY "/afgoerelse", 200);
    browser_sees(&b, "value=\"01.12.2026\""); /* told by the 17th, paid on the 18th */
    browser_sees(&b, "value=\"05.01.2027\"");
    browser_post(&b, DUTY "/afgoerelse",
                 "udfald=stop&begrundelse=Grund&regler=&stop_fra=&klage_til=&"
                 "klagefrist=",
                 422);
    browser_sees(&b, "Skriv, hvem de kan klage til.");
    browser_sees(&b, "Skriv, hvilke regler afgørelsen bygger på.");
    browser_sees(&b, "Skriv, hvornår ydelsen standses.");
    browser_post(&b, DUTY "/afgoerelse", STOP, 303);
    int64_t id = count(h, "select max(id) from letter where recipient = 'mother'");
    browser_get(&b, arena_fmt(h->arena, "/unge/" CARL "/breve/%lld", (long long)id), 200);
    browser_sees(&b, "Vi har besluttet, at din ungeydelse ikke bliver udbetalt.");
    browser_sees(&b, "Du har ikke været i gang.");
    browser_sees(&b, "kan du klage til Klagenævnet");
    browser_sees(&b, "21. december 2026");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Giv Udbetaling Danmark besked");
    browser_sees(&b, "17. dec. 2026");
    browser_post(&b, DUTY "/udbetaling", "dag=8.12.2026", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Giv Udbetaling Danmark besked");
    browser_post(&b, DUTY "/udbetaling", "dag=8.12.2026", 422);
    browser_post(&b, DUTY "/klage", "dag=8.12.2026&klage=Vi+er+uenige", 303);
    browser_post(&b, DUTY "/genoptag", "igen_fra=30.11.2026&begrundelse=FGU", 422);
    browser_post(&b, DUTY "/genoptag", "igen_fra=1.1.2027&begrundelse=Du+er+begyndt", 303);
    assert_int_equal(2, count(h, "select count(*) from letter where template = 'duty-resumed'"));
    browser_get(&b, "/i-dag?alt=1", 200); /* they must know that, too */
    browser_sees(&b, "Giv Udbetaling Danmark besked");
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Ungeydelsen udbetales igen.");
}

static void to_let_it_go_on_needs_no_waiting(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h);
    browser_post(&b, DUTY "/afgoerelse", "udfald=no-stop&begrundelse=Du+er+i+gang+igen.", 303);
    assert_int_equal(2, count(h, "select count(*) from letter where template = 'duty-kept'"));
    browser_get(&b, DUTY, 200);
    browser_sees(&b, "Det er besluttet, at ungeydelsen fortsætter.");
    browser_post(&b, DUTY "/udbetaling", "dag=23.11.2026", 422);
    browser_sees(&b, "Ungeydelsen er ikke standset.");
}

static void two_who_decide_see_both_texts(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h), lea = house_browser(h, h->lea);
    browser_get(&lea, DUTY "/afgoerelse", 200);
    browser_post(&lea, DUTY "/afgoerelse", "udfald=no-stop&begrundelse=Leas+grund", 303);
    browser_post(&b, DUTY "/afgoerelse", "udfald=no-stop&begrundelse=Veras+grund", 409);
    browser_sees(&b, "lea var hurtigere");
    browser_sees(&b, "Leas grund");
    browser_sees(&b, ">Veras grund</textarea>");
    assert_int_equal(1, count(h, "select count(*) from duty_benefit where kind = 'no-stop'"));
}

/* Between the question and the change: the index says no, nothing is half written. */
static void a_second_decision_cannot_be_written(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h);
    browser_post(&b, DUTY "/hoering", "sag=Igen&svarfrist=7.12.2026", 409);
    browser_sees(&b, "Du er stoppet på GF1.");
    struct err err = {0};
    (void)err;
    assert_int_equal(2, count(h, "select count(*) from letter"));
    assert_int_equal(1, count(h, "select count(*) from duty_benefit"));
}

static void a_step_is_undone_with_its_letters_until_they_have_left(void **state) {
    struct house_test *h = *state;
    struct browser b = with_hearing(h);
    int64_t id = count(h, "select id from duty_benefit");
    const char *undo = arena_fmt(h->arena, DUTY "/ydelse/%lld/fortryd", (long long)id);
    browser_post(&b, undo, "", 303);
    assert_int_equal(2, count(h, "select count(*) from outbox where state = 'withdrawn'"));
    browser_get(&b, DUTY, 200);
    browser_sees_not(&b, "Du er stoppet på GF1.");
    browser_post(&b, DUTY "/hoering", "sag=Igen&svarfrist=7.12.2026", 303);
    test_sql(h->store, "update outbox set state = 'sent', sent_at = 1 where letter = "
                       "(select max(id) from letter)");
    id = count(h, "select max(id) from duty_benefit");
    browser_post(&b, arena_fmt(h->arena, DUTY "/ydelse/%lld/fortryd", (long long)id), "", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "et brev er allerede sendt");
    assert_int_equal(1, count(h, "select count(*) from duty_benefit where withdrawn_at is null"));
    assert_int_equal(1, count(h, "select count(*) from outbox where state = 'hand'"));
}

static void texts_are_sealed(void **state) {
    struct house_test *h = *state;
    with_hearing(h);
    const char *plain = house_bytes(h->arena, house_hex(h->arena, "Du er stoppet på GF1."));
    assert_int_equal(
        0,
        count(h, arena_fmt(h->arena, "select count(*) from duty_benefit where body = %s", plain)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(without_the_notice_there_is_no_case),
        HOUSE_TEST(a_hearing_is_sent_to_both_and_can_be_answered),
        HOUSE_TEST(the_decision_says_why_and_where_to_complain),
        HOUSE_TEST(to_let_it_go_on_needs_no_waiting),
        HOUSE_TEST(two_who_decide_see_both_texts),
        HOUSE_TEST(a_second_decision_cannot_be_written),
        HOUSE_TEST(a_step_is_undone_with_its_letters_until_they_have_left),
        HOUSE_TEST(texts_are_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

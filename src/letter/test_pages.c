/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "letter/internal.h"
#include "letter/testing.h"

#include <string.h>

static const char *page_of(struct house_test *h, const char *youth) {
    int64_t id = test_sql_number(
        h->store, arena_fmt(h->arena, "select max(id) from letter where youth = '%s'", youth));
    return arena_fmt(h->arena, "/unge/%s/breve/%lld", youth, (long long)id);
}

/* A letter as an earlier version of the program wrote it: other words than today's template. */
static void a_letter_is_shown_as_it_was_sent_when_the_words_have_changed(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    int64_t id = letter_do(h, &d);
    struct block old[] = {{BLOCK_TEXT, "Ord fra dengang"}, {BLOCK_ITEM, "et"}, {BLOCK_ITEM, "to"}};
    struct sheet sheet = {"Gammel Kommune", "Anna Berg", "Gammelt emne", d.day, old, 3};
    struct blob sealed = seal_text(h->arena, "letter", letter_row(h->arena, id), "body",
                                   sheet_write(h->arena, &sheet));
    struct text hex;
    text_init(&hex, h->arena);
    for (size_t i = 0; i < sealed.len; i++)
        text_addf(&hex, "%02x", ((const unsigned char *)sealed.ptr)[i]);
    test_sql(h->store, arena_fmt(h->arena, "update letter set body = %s",
                                 house_bytes(h->arena, text_str(&hex))));
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, page_of(h, ANNA), 200);
    browser_sees(&b, "<p>Ord fra dengang</p>");
    browser_sees(&b, "<ul><li>et</li><li>to</li></ul>");
    browser_sees(&b, "Gammelt emne");
    browser_sees(&b, "Gammel Kommune");
    browser_sees_not(&b, "ungeydelse");
    browser_get(&b, "/unge/" ANNA "/breve", 200);
    browser_sees(&b, "Gammelt emne");
}

static void a_letter_has_its_values_and_no_address(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    letter_cpr(h, BO, "0205119996");
    test_sql(h->store, "insert into guardian (id, youth, name, relation, custody, street) values "
                       "(3, '" BO "', 'Mor Dahl', 'mother', 1, 'Hemmelig Sti 7')");
    struct letter_draft d = notice_draft(h, BO); /* Bo's address is protected */
    d.to = LETTER_YOUTH | LETTER_CUSTODY;
    letter_do(h, &d);
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, page_of(h, BO), 200);
    browser_sees(&b, "Kære Mor Dahl");
    browser_sees_not(&b, "Kære Bo");
    browser_sees(&b, "fordi du har forældremyndigheden over Bo Dahl");
    browser_sees(&b, "Praktik hos smeden &amp; co. &lt;fra mandag&gt;");
    browser_sees_not(&b, "Hemmelig");
    browser_sees_not(&b, "0205119996");
    browser_get(&b, arena_fmt(h->arena, "%s/pdf", page_of(h, BO)), 200);
    assert_string_equal(b.reply.type, "application/pdf");
    assert_memory_equal(b.body, "%PDF-", 5);
    assert_string_equal(b.reply.disposition, "brev-2026-11-23.pdf");
}

static void a_letter_is_one_of_that_person_only(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    int64_t id = letter_do(h, &d);
    struct browser b = house_browser(h, h->vera), school = house_browser(h, h->skola);
    browser_get(&b, arena_fmt(h->arena, "/unge/" CARL "/breve/%lld", (long long)id), 404);
    browser_get(&b, arena_fmt(h->arena, "/unge/" CARL "/breve/%lld/pdf", (long long)id), 404);
    browser_get(&b, "/unge/" ANNA "/breve/x", 404);
    browser_get(&school, page_of(h, ANNA), 403);
    browser_get(&school, "/unge/" ANNA, 200);
    browser_sees_not(&school, "ungeydelsen");
    browser_sees_not(&school, "/breve");
}

static void the_page_of_the_person_tells_of_letters(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Din plan og ungeydelsen (til den unge). Venter på at blive sendt.");
    browser_sees(&b, "1 brev");
    test_sql(h->store, "update outbox set state = 'sent', sent_at = 1");
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Brev sendt");
    browser_sees(&b, "Din plan og ungeydelsen (til den unge)");
}

static void without_a_cpr_number_it_is_handed_over(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    struct browser b = house_browser(h, h->vera), otto = house_browser(h, h->otto);
    browser_get(&otto, "/i-dag", 200);
    browser_sees_not(&otto, "Et brev skal afleveres");
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Et brev skal afleveres");
    browser_get(&b, page_of(h, ANNA), 200);
    browser_sees(&b, "Brevet skal afleveres");
    browser_post(&b, page_of(h, ANNA), "handling=afleveret", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Afleveret 23. november 2026.");
    browser_get(&b, "/i-dag", 200);
    browser_sees_not(&b, "Et brev skal afleveres");
    assert_int_equal(h->vera, test_sql_number(h->store, "select sent_by from outbox"));
}

static void what_has_left_is_not_acted_upon(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, page_of(h, ANNA), 200);
    browser_sees(&b, "Træk brevet tilbage");
    test_sql(h->store, "update outbox set state = 'sent', sent_at = 1");
    browser_post(&b, page_of(h, ANNA), "handling=tilbage", 303);
    browser_follow(&b, 200);
    browser_sees(&b, "Intet er ændret");
    browser_sees_not(&b, "Træk brevet tilbage");
    browser_post(&b, page_of(h, ANNA), "handling=spis", 400);
    test_sql(h->store, "update outbox set state = 'waiting'");
    browser_post(&b, page_of(h, ANNA), "handling=tilbage", 303);
    assert_int_equal(
        1, test_sql_number(h->store, "select count(*) from outbox where state = 'withdrawn'"));
}

static void no_letters_is_said(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/unge/" ANNA "/breve", 200);
    browser_sees(&b, "Der er ingen breve.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_letter_is_shown_as_it_was_sent_when_the_words_have_changed),
        HOUSE_TEST(a_letter_has_its_values_and_no_address),
        HOUSE_TEST(a_letter_is_one_of_that_person_only),
        HOUSE_TEST(the_page_of_the_person_tells_of_letters),
        HOUSE_TEST(without_a_cpr_number_it_is_handed_over),
        HOUSE_TEST(what_has_left_is_not_acted_upon),
        HOUSE_TEST(no_letters_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

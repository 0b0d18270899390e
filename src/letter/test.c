/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gen/msg.h"
#include "letter/internal.h"
#include "letter/testing.h"
#include "tests/house.h"

static void every_slot_of_every_template_has_somebody_who_fills_it(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    const char *const common[] = {LETTER_SLOTS_COMMON};
    struct letter_value own[LETTER_SLOTS_MOST], given[sizeof common / sizeof *common];
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        given[i] = (struct letter_value){common[i], "x"};
    for (size_t t = 0; t < letter_templates_n; t++) {
        const struct template *template = &letter_templates[t];
        size_t n = 0;
        for (; n < LETTER_SLOTS_MOST && template->slots[n]; n++)
            own[n] =
                (struct letter_value){template->slots[n], arena_fmt(a, "<%s>", template->slots[n])};
        struct slot_values values = {given, own, sizeof given / sizeof *given, n};
        struct sheet sheet = {.municipality = "x", .to = "x"};
        struct err err = {0};
        if (!template_fill(a, template->name, &values, &sheet, &err))
            fail_msg("%s: %s", template->name, err.message);
        assert_non_null(sheet.subject);
        assert_true(sheet.blocks_n > 2);
        const char *all = sheet_write(a, &sheet);
        for (size_t i = 0; i < n; i++) /* and nobody is asked for a value that is not used */
            if (!strstr(all, own[i].text)) fail_msg("%s: %s", template->name, own[i].slot);
    }
}

static void one_letter_goes_to_each_recipient(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    d.to = LETTER_YOUTH | LETTER_CUSTODY;
    int64_t notice = letter_do(h, &d);
    struct letter_line *lines;
    size_t n;
    struct err err = {0};
    assert_true(letter_list(h->db, h->arena, ANNA, &lines, &n, &err));
    assert_int_equal(n, 2); /* Far Berg has no custody */
    assert_int_equal(lines[0].notice, notice);
    assert_int_equal(lines[1].notice, notice);
    assert_string_equal(lines[0].recipient, "mother");
    assert_string_equal(lines[0].to, "Mor Berg");
    assert_string_equal(lines[1].to, "Anna Berg");
    assert_string_equal(lines[1].subject, "Din plan og ungeydelsen");
    assert_int_equal(lines[1].state, LETTER_WAITING);
    assert_int_equal(lines[0].state, LETTER_HAND); /* no CPR number is known */
}

static void the_text_is_sealed(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    const char *bytes = house_hex(h->arena, "Praktik hos smeden");
    const char *sql =
        arena_fmt(h->arena,
                  test_on_postgres()
                      ? "select count(*) from letter where position('\\x%s'::bytea in body) > 0"
                      : "select count(*) from letter where instr(body, x'%s') > 0",
                  bytes);
    assert_int_equal(0, test_sql_number(h->store, sql));
    assert_int_equal(1, test_sql_number(h->store, "select count(*) from letter"));
}

static void a_wrong_draft_is_refused_by_name_and_writes_nothing(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    const struct letter_value more[] = {{"plan", "x"}, {"planen", "y"}};
    d.values = more;
    d.values_n = 2;
    struct err err = letter_try(h, &d);
    assert_non_null(strstr(err.message, "'planen'"));
    d.values_n = 0;
    err = letter_try(h, &d);
    assert_int_equal(ERR_INPUT, err.kind);
    assert_non_null(strstr(err.message, "'plan'"));
    d = notice_draft(h, ANNA);
    d.template = "birthday";
    assert_int_equal(ERR_INPUT, letter_try(h, &d).kind);
    d = notice_draft(h, DINA);
    d.to = LETTER_CUSTODY;
    assert_int_equal(ERR_NOT_FOUND, letter_try(h, &d).kind);
    assert_int_equal(0, test_sql_number(h->store, "select count(*) from letter"));
    assert_int_equal(0, test_sql_number(h->store, "select count(*) from outbox"));
}

static void the_notice_before_a_decision_is_found_unless_withdrawn(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int32_t day;
    letter_house(h);
    assert_true(letter_last_day(h->db, h->arena, "duty:1", "duty-notice", &day, &err));
    assert_int_equal(day, DAY_NONE);
    struct letter_draft d = notice_draft(h, ANNA);
    int64_t notice = letter_do(h, &d);
    assert_true(letter_last_day(h->db, h->arena, "duty:1", "duty-notice", &day, &err));
    assert_int_equal(day, HOUSE_TODAY);
    assert_int_equal(1, letter_undo(h, notice));
    assert_true(letter_last_day(h->db, h->arena, "duty:1", "duty-notice", &day, &err));
    assert_int_equal(day, DAY_NONE);
}

static void what_has_left_is_not_withdrawn(void **state) {
    struct house_test *h = *state;
    letter_house(h);
    struct letter_draft d = notice_draft(h, ANNA);
    int64_t notice = letter_do(h, &d);
    test_sql(h->store, "update outbox set state = 'sent', sent_at = 1");
    assert_int_equal(0, letter_undo(h, notice));
    assert_int_equal(1,
                     test_sql_number(h->store, "select count(*) from outbox where state = 'sent'"));
}

static void lines_of_a_value_become_paragraphs_and_items(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    const struct letter_value own[] = {{"plan", "Først:\r\n- et\n- to\n\n  slut "}};
    const struct letter_value common[] = {{"fornavn", "A"}};
    struct slot_values values = {common, own, 1, 1};
    struct sheet sheet = {.municipality = "K", .to = "A"}, back;
    struct err err = {0};
    assert_true(template_fill(a, "duty-notice", &values, &sheet, &err));
    assert_true(sheet_read(a, sheet_write(a, &sheet), &back));
    assert_int_equal(back.blocks_n, sheet.blocks_n);
    assert_string_equal(back.blocks[2].text, "Først:");
    assert_int_equal(back.blocks[3].kind, BLOCK_ITEM);
    assert_string_equal(back.blocks[4].text, "to");
    assert_int_equal(back.blocks[5].kind, BLOCK_TEXT);
    assert_string_equal(back.blocks[5].text, "slut");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(every_slot_of_every_template_has_somebody_who_fills_it),
        HOUSE_TEST(one_letter_goes_to_each_recipient),
        HOUSE_TEST(the_text_is_sealed),
        HOUSE_TEST(a_wrong_draft_is_refused_by_name_and_writes_nothing),
        HOUSE_TEST(the_notice_before_a_decision_is_found_unless_withdrawn),
        HOUSE_TEST(what_has_left_is_not_withdrawn),
        HOUSE_TEST(lines_of_a_value_become_paragraphs_and_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

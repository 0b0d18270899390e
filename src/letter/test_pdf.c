/* SPDX-License-Identifier: EUPL-1.2
 *
 * The PDF as other programs read it: pdfinfo and pdftotext of poppler-utils (skipped without them).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "letter/pdf.h"
#include "report/testing_files.h"
#include "tests/house.h"

#include <stdio.h>
#include <string.h>

static const struct block blocks[] = {
    {BLOCK_TEXT, "Kære Åse. Blåbærgrød & <smør>."},
    {BLOCK_HEADING, "Det har vi aftalt"},
    {BLOCK_ITEM, "Praktik hos smeden"},
    {BLOCK_ITEM, "Samtale i december"},
    {BLOCK_TEXT, "Efter listen"},
};
static const struct sheet sheet = {.municipality = "Prøve Kommune",
                                   .to = "Åse Østergård",
                                   .subject = "Din plan (til dig)",
                                   .day = 20780,
                                   .blocks = (struct block *)(uintptr_t)blocks,
                                   .blocks_n = sizeof blocks / sizeof *blocks};

static struct blob make(struct arena *a, const struct sheet *s) {
    struct blob pdf;
    struct err err = {0};
    if (!pdf_make(a, s, &pdf, &err)) fail_msg("%s", err.message);
    return pdf;
}

static void the_pdf_is_tagged_and_says_its_title_and_language(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    struct blob pdf = make(a, &sheet);
    assert_non_null(memmem(pdf.ptr, pdf.len, "/Lang (da-DK)", 13));
    assert_non_null(memmem(pdf.ptr, pdf.len, "/MarkInfo << /Marked true >>", 28));
    const char *info = tool_says(a, pdf, "pdfinfo", "-isodates", NULL);
    if (!info) skip();
    says(info, "Din plan (til dig)");
    says(info, "Tagged:          yes");
    says(info, "Pages:           1");
    says(info, "A4");
    says(info, "2026-11-23T12:00:00"); /* the letter's day and not today's */
}

static void the_structure_has_headings_paragraphs_and_lists_in_reading_order(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    const char *tree = tool_says(a, make(a, &sheet), "pdfinfo", "-struct", NULL);
    if (!tree) skip();
    static const char *const order[] = {"Document", "P ",  "H1 ",    "P ",  "H2 ",
                                        "L ",       "LI ", "LBody ", "LI ", "P "};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *found = strstr(tree, order[i]);
        if (!found) fail_msg("no %s in order in\n%s", order[i], tree);
        tree = found + strlen(order[i]);
    }
}

static void the_text_comes_out_as_it_went_in(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    const char *text = tool_says(a, make(a, &sheet), "pdftotext", "-layout", "-");
    if (!text) skip();
    says(text, "Kære Åse. Blåbærgrød & <smør>.");
    says(text, "Åse Østergård");
    says(text, "Praktik hos smeden");
    says(text, "Side 1 af 1");
}

static void the_same_letter_gives_the_same_bytes(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    struct blob one = make(a, &sheet), two = make(a, &sheet);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
}

/* Paragraphs longer than a page, and many of them: nothing is lost or drawn below the foot. */
static void a_long_letter_has_pages_with_all_its_text(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    struct text words;
    text_init(&words, a);
    for (int i = 0; i < 1500; i++) text_addf(&words, "ord%d ", i);
    struct block many[62];
    many[0] = (struct block){BLOCK_TEXT, text_str(&words)};
    many[1] = (struct block){BLOCK_ITEM, text_str(&words)};
    for (int i = 2; i < 62; i++)
        many[i] = (struct block){i % 3 ? BLOCK_TEXT : BLOCK_HEADING, arena_fmt(a, "afsnit%d", i)};
    struct sheet s = sheet;
    s.blocks = many;
    s.blocks_n = 62;
    struct blob pdf = make(a, &s);
    const char *text = tool_says(a, pdf, "pdftotext", "-layout", "-");
    if (!text) skip();
    for (int i = 0; i < 1500; i += 7) says(text, arena_fmt(a, "ord%d ", i));
    for (int i = 2; i < 62; i++) says(text, arena_fmt(a, "afsnit%d\n", i));
    const char *info = tool_says(a, pdf, "pdfinfo", "-isodates", NULL);
    long pages = strtol(strstr(info, "Pages:") + 6, NULL, 10);
    assert_true(pages >= 6);
    says(text, arena_fmt(a, "Side %ld af %ld", pages, pages));
    assert_non_null(tool_says(a, pdf, "pdfinfo", "-struct", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_pdf_is_tagged_and_says_its_title_and_language),
        HOUSE_TEST(the_structure_has_headings_paragraphs_and_lists_in_reading_order),
        HOUSE_TEST(the_text_comes_out_as_it_went_in),
        HOUSE_TEST(the_same_letter_gives_the_same_bytes),
        HOUSE_TEST(a_long_letter_has_pages_with_all_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

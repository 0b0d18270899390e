/* SPDX-License-Identifier: EUPL-1.2
 *
 * The report through the real router and in its three forms: what it says is what the pages say, it knows nothing
 * of later years, texts are kept in versions, and only those see it who may.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "annual/testing.h"
#include "gen/msg.h"
#include "report/testing_files.h"
#include "tests/house.h"

#include <ctype.h>
#include <math.h>

static struct blob file_of(const struct document *d, enum annual_form form) {
    struct blob file;
    struct err err = {0};
    if (!annual_file(d, form, &file, &err)) fail_msg("%s", err.message);
    return file;
}

/* ---- the year ---- */

static void a_school_year_is_read_strictly(void **state) {
    (void)state;
    int32_t today = day_from_ymd(2022, 3, 20);
    assert_int_equal(annual_year("2021/22", today), 2021);
    assert_int_equal(annual_year("2021-22", today), 2021);
    static const char *const none[] = {"2022/23",  "2021/23", "2021",    "21/22",
                                       "2021/22x", "2021 22", "2015/16", "",
                                       "-021/22",  "2021/2",  "2021//22"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (annual_year(none[i], today)) fail_msg("%s", none[i]);
    assert_int_equal(annual_year("2022/23", day_from_ymd(2022, 8, 1)), 2022);
    assert_int_equal(annual_year("2099/00", day_from_ymd(2099, 8, 1)), 2099);
}

static void later_figures_are_not_known(void **state) {
    struct house_test *h = *state;
    const struct figure all[] = {
        {.indicator = "eud_application_share", .period = "2022", .value = 1, .definition = ""},
        {.indicator = "eud_application_share", .period = "2023", .value = 2, .definition = ""},
        {.indicator = "not_ready_9th", .period = "2021/22", .value = 3, .definition = ""},
        {.indicator = "not_ready_9th", .period = "2022/23", .value = 4, .definition = ""},
        {.indicator = "eud_application_target", .period = "2025", .value = 5, .definition = ""},
        {.indicator = "skilled_shortage", .period = "2030", .value = 7, .definition = ""},
        {.indicator = "youth_education_target", .period = "", .value = 6, .definition = ""}};
    struct figures known = annual_figures(h->arena, (struct figures){all, 7}, 2021);
    assert_int_equal(known.n, 5);
    double sum = 0;
    for (size_t i = 0; i < known.n; i++) sum += known.v[i].value;
    assert_true(fabs(sum - 22) < 1e-9);
}

/* ---- what it says ---- */

/* The policy document of 2021/22, thing by thing (docs/quality-report.md has the whole). */
static void the_report_of_2021_has_what_the_policy_document_has(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct document d = report(h, 2021);
    const char *html = html_of(&d);
    static const char *const said[] = {"skoleåret 2021/22",
                                       "sammenhængsmodel",
                                       "unge op til 30 år",
                                       "Kollektiv vejledning i udarbejdelse af uddannelsesplan",
                                       "15-17-årige unge overholder deres pligt",
                                       "18-30-årige på offentlig forsørgelse",
                                       "90 % af unge i Viborg Kommune",
                                       "Karriereuger",
                                       "overgangsmentor",
                                       "Uddannelsespålæg",
                                       "heltidsundervisning",
                                       "91,1\u00a0%",
                                       "28 år",
                                       "99.000 faglærte",
                                       "22,9\u00a0%",
                                       "25,3\u00a0%",
                                       "27,8\u00a0%",
                                       "29,4\u00a0%",
                                       "30,2\u00a0%",
                                       "én gang om året i marts",
                                       "svær ensomhed",
                                       "oplevelser og fællesskaber",
                                       "frivillige",
                                       "Alle 3 kriterier skal være opfyldt",
                                       "skole-hjem-samtaler",
                                       "https://www.ae.dk/",
                                       "sammenhaengsbarometret"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) says(html, said[i]);
    says(html, "Ansvarlig</th><td>Byrådet, ved Team Unge</td>");
    says(html, "Lovgrundlag</th><td>Ingen lov kræver målet.");
    assert_null(strstr(html, "[kommune]"));
    assert_null(strstr(html, "19,4\u00a0%</td>\n<td>2023")); /* nothing of later years */
    assert_null(strstr(html, "24.3.2023"));
}

/* The report of this school year knows all figures that the pages show. */
static void its_numbers_are_those_of_the_pages(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct document d = report(h, 2026);
    const char *html = html_of(&d);
    struct browser b = browser_open(h->site, h->db, h->arena);
    for (int number = 1; number <= 4; number++) {
        browser_get(&b, arena_fmt(h->arena, "/maal/%d", number), 200);
        const char *figure = arena_fmt(h->arena, "aria-labelledby=\"goal-%d-h\"", number);
        const char *page = numbers_in(h->arena, b.body, figure, "</table>");
        const char *ours = numbers_in(h->arena, html, figure, "</table>");
        assert_true(strlen(page) > 100);
        assert_string_equal(page, ours);
        struct goals all;
        struct err err = {0};
        assert_true(goals_read(h->db, h->arena, LANG_DA, &all, &err));
        struct goal_story story = goal_tell((struct reader){h->arena, LANG_DA}, &all, number);
        const char *const words[] = {story.line, story.verdict, story.badge};
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            browser_sees(&b, words[i]);
            says(html, words[i]);
        }
        for (size_t i = 0; i < story.kpis_n; i++) {
            browser_sees(&b, arena_fmt(h->arena, "<dd>%s</dd>", story.kpis[i].value));
            says(html, arena_fmt(h->arena, "%s</th><td>%s</td>", story.kpis[i].label,
                                 story.kpis[i].value));
        }
    }
}

/* pdftotext writes a no-break space as any other, and a long fact on several lines. */
static const char *with_plain_spaces(struct arena *a, const char *text) {
    struct text out;
    text_init(&out, a);
    bool space = false;
    for (const char *s = text; *s; s++) {
        bool hard = (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] == 0xa0;
        bool blank = hard || isspace((unsigned char)*s);
        if (!blank || !space) text_addc(&out, blank ? ' ' : *s);
        space = blank;
        s += hard;
    }
    return text_str(&out);
}

/* The same numbers in the other two forms. */
static void the_three_forms_say_the_same(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct document d = report(h, 2021);
    const char *text = tool_says(h->arena, file_of(&d, ANNUAL_PDF), "pdftotext", "-layout", "-");
    const char *book = python_says(h->arena, file_of(&d, ANNUAL_XLSX),
                                   "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\n"
                                   "print(z.read('xl/sharedStrings.xml').decode())\n");
    if (!text || !book) skip();
    text = with_plain_spaces(h->arena, text);
    for (size_t i = 0; i < d.n; i++) {
        const struct document_block *block = &d.blocks[i];
        if (block->kind != DOCUMENT_FACT) continue;
        says(book, arena_fmt(h->arena, ">%s</t>", block->text));
        says(text, with_plain_spaces(h->arena, block->text));
    }
    const char *check = tool_says(h->arena, file_of(&d, ANNUAL_PDF), "qpdf", "--check", NULL);
    if (check) says(check, "No syntax or stream encoding errors found");
}

static void english_is_whole(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct annual_ask ask = {.school_year = 2021, .lang = LANG_EN, .day = DAY_NONE};
    struct document d;
    struct err err = {0};
    assert_true(annual_document(h->db, h->arena, &ask, &d, &err));
    const char *html = html_of(&d);
    says(html, "<html lang=\"en\">");
    says(html, "How do we reach the goal?");
    says(html, "22.9%");
    assert_null(strstr(html, "Hvordan når vi målet"));
}

static void no_goals_is_a_report_too(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "delete from figure");
    struct document d = report(h, 2026);
    assert_true(file_of(&d, ANNUAL_PDF).len > 1000);
    assert_true(file_of(&d, ANNUAL_XLSX).len > 1000);
}

/* ---- texts ---- */

static void texts_are_written_kept_and_carried_on(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/rapporter/2024-25/tekster", 200);
    browser_sees(&b, "Programmets forslag");
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_sees(&b, "Kvalitetsarbejdet tager");
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=0&tekst=Vores+egen+indledning.",
                 303);
    browser_led_to(&b, "/rapporter/2024-25/tekster");
    browser_get(&b, "/rapporter/2024-25/tekster/goal-2-comment", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/goal-2-comment",
                 "version=0&tekst=%23+Det+gik+godt%0A-+et+punkt", 303);
    browser_get(&b, "/rapporter/2024-25", 200);
    browser_sees(&b, "Vores egen indledning.");
    browser_sees(&b, "<h4>Det gik godt</h4>\n<ul>\n<li>et punkt</li>");
    browser_sees_not(&b, "Kvalitetsarbejdet tager");
    browser_get(&b, "/rapporter/2025-26",
                200); /* the introduction holds on, the comment does not */
    browser_sees(&b, "Vores egen indledning.");
    browser_sees_not(&b, "Det gik godt");
    browser_get(&b, "/rapporter/2023-24", 200); /* and not for the years before */
    browser_sees(&b, "Kvalitetsarbejdet tager");
    browser_get(&b, "/rapporter/2025-26/tekster/intro", 200);
    browser_sees(&b, "Vores egen indledning.");
    browser_post(&b, "/rapporter/2025-26/tekster/intro", "version=0&tekst=", 303); /* none */
    browser_get(&b, "/rapporter/2025-26", 200);
    browser_sees_not(&b, "Vores egen indledning.");
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=1&tekst=Anden+udgave.", 303);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_sees(&b, "Udgave 1");
    browser_sees(&b, "Vores egen indledning.");
}

static void two_who_write_lose_nothing(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=0&tekst=Den+f%C3%B8rste", 303);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=0&tekst=Den+anden", 409);
    browser_sees(&b, "Den første");
    browser_sees(&b, ">Den anden</textarea>");
    browser_sees(&b, "name=\"version\" value=\"1\"");
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=1&tekst=Begge", 303);
}

static void bad_input_is_told_and_kept(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/rapporter/2024-25/tekster/logo", 200);
    struct text fields;
    text_init(&fields, h->arena);
    text_add(&fields, "version=0&tekst=");
    for (int i = 0; i < 130; i++) text_addc(&fields, 'x');
    browser_post(&b, "/rapporter/2024-25/tekster/logo", text_str(&fields), 422);
    browser_sees(&b, "xxxxxxxxxx");
    browser_get(&b, "/rapporter/2024-25/tekster/nothing", 404);
    browser_get(&b, "/rapporter/2024-25/tekster/goal-9-why", 404);
    browser_get(&b, "/rapporter/2027-28", 404);
    browser_get(&b, "/rapporter/2024-26", 404);
    browser_get(&b, "/rapporter/2024-25/fil/docx", 404);
}

/* ---- pages ---- */

static void the_files_are_what_they_say(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct browser b = house_browser(h, h->mads);
    browser_get(&b, "/rapporter", 200);
    browser_sees(&b, "2026/27");
    browser_sees(&b, "/rapporter/2021-22/fil/pdf");
    browser_get(&b, "/rapporter/2021-22/fil/pdf", 200);
    assert_memory_equal(b.reply.body.ptr, "%PDF-1.4", 8);
    assert_string_equal(b.reply.type, "application/pdf");
    assert_string_equal(b.reply.disposition, "kvalitetsrapport-2021-22.pdf");
    browser_get(&b, "/rapporter/2021-22/fil/xlsx?sprog=en", 200);
    assert_memory_equal(b.reply.body.ptr, "PK", 2);
    assert_string_equal(b.reply.disposition, "quality-report-2021-22.xlsx");
    browser_get(&b, "/rapporter/2021-22/fil/html", 200);
    browser_sees(&b, "<!DOCTYPE html>");
    browser_sees(&b, "Internt udkast");
}

static void only_the_team_leader_writes(void **state) {
    struct house_test *h = *state;
    struct browser mads = house_browser(h, h->mads);
    browser_get(&mads, "/rapporter/2024-25", 200);
    browser_sees_not(&mads, "tekster\"");
    browser_get(&mads, "/rapporter/2024-25/tekster", 403);
    browser_post(&mads, "/rapporter/2024-25/tekster/intro", "version=0&tekst=x", 403);
    const int64_t others[] = {h->vera, h->skola, h->adam};
    for (size_t i = 0; i < 3; i++) {
        struct browser b = house_browser(h, others[i]);
        browser_get(&b, "/rapporter", 200);
        browser_sees(&b, "Der er ikke offentliggjort en rapport endnu.");
        browser_get(&b, "/rapporter/2024-25", 403);
        browser_get(&b, "/rapporter/2024-25/fil/pdf", 403);
        browser_get(&b, "/rapporter/2024-25/tekster", 403);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_school_year_is_read_strictly),
        HOUSE_TEST(later_figures_are_not_known),
        HOUSE_TEST(the_report_of_2021_has_what_the_policy_document_has),
        HOUSE_TEST(its_numbers_are_those_of_the_pages),
        HOUSE_TEST(the_three_forms_say_the_same),
        HOUSE_TEST(english_is_whole),
        HOUSE_TEST(no_goals_is_a_report_too),
        HOUSE_TEST(texts_are_written_kept_and_carried_on),
        HOUSE_TEST(two_who_write_lose_nothing),
        HOUSE_TEST(bad_input_is_told_and_kept),
        HOUSE_TEST(the_files_are_what_they_say),
        HOUSE_TEST(only_the_team_leader_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

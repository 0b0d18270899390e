/* SPDX-License-Identifier: EUPL-1.2
 *
 * The report as two people have approved it: what is in it, that it stays, and that everybody can read it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "annual/testing.h"
#include "gen/msg.h"
#include "publication/testing.h"
#include "report/testing_files.h"

#include <jansson.h>
#include <math.h>

/* ---- published ---- */

static int64_t send(struct house_test *h, int year) {
    return town_send(h, year, school_year_last_day(year), NULL);
}

static void approve(struct house_test *h, int64_t publication) {
    annual_kept_forget();
    town_approve(h, publication);
}

static void publish(struct house_test *h, int year) { approve(h, send(h, year)); }

/* With the figures two people approve the texts as they stand; what is written later is a draft again. */
static void what_is_published_stays_as_it_was(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct browser b = house_browser(h, h->lea);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=0&tekst=Godkendt+tekst.", 303);
    publish(h, 2024);
    clock_fix(HOUSE_TODAY + 1);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=1&tekst=Senere+tekst.", 303);
    browser_get(&b, "/rapporter/2024-25", 200);
    browser_sees(&b, "Godkendt tekst.");
    browser_sees_not(&b, "Senere tekst.");
    browser_sees_not(&b, "Internt udkast");
    browser_sees(&b, "/rapporter/2024-25?udkast=1");
    browser_sees(&b, "Kommunens egne tal");
    browser_get(&b, "/rapporter/2024-25/fil/html", 200);
    browser_sees(&b, "23. november 2026"); /* the day it was published */
    browser_sees_not(&b, "Internt udkast");
    browser_get(&b, "/rapporter/2024-25?udkast=1", 200);
    browser_sees(&b, "Senere tekst.");
    browser_sees(&b, "Internt udkast");
    browser_get(&b, "/rapporter/2024-25/fil/html?udkast=1", 200);
    browser_sees(&b, "Internt udkast");
    browser_get(&b, "/rapporter", 200);
    browser_sees(&b, "Offentliggjort 23. nov. 2026");
    browser_get(&b, "/rapporter/2023-24", 200);
    browser_sees(&b, "Internt udkast");
    browser_sees_not(&b, "udkast=1\"");
}

/* The own figures are those of the publication, and a hidden one is in no form. */
static void own_figures_are_those_that_were_published(void **state) {
    struct house_test *h = *state;
    goals(h);
    publish(h, 2025);
    struct annual_ask ask = {.school_year = 2025, .lang = LANG_DA, .day = DAY_NONE};
    struct document d;
    struct publication publication;
    struct published_figures figures;
    struct err err = {0};
    assert_true(annual_document(h->db, h->arena, &ask, &d, &err));
    assert_null(d.mark);
    assert_true(publication_latest(h->db, h->arena, 2025, &publication, &err));
    assert_true(publication_figures(h->db, h->arena, publication.id, NULL, "all", &figures, &err));
    size_t rows = 0, hidden = 0;
    for (size_t i = 0; i < d.n; i++) {
        const struct table_model *table = d.blocks[i].table;
        if (!table || table->columns_n != 6 || strncmp(table->columns[2].label, "Nedre", 5) != 0)
            continue;
        for (size_t r = 0; r < table->rows_n; r++) hidden += table->cells[6 * r + 1].why ? 1 : 0;
        rows += table->rows_n;
    }
    assert_int_equal(rows, figures.n);
    size_t untold = 0;
    for (size_t i = 0; i < figures.n; i++)
        untold += isfinite(published_share(&figures.v[i]).estimate) ? 0 : 1;
    assert_int_equal(hidden, untold);
    assert_true(untold > 0); /* five young people are few */
}

/* ---- what everybody may read ---- */

static void everybody_reads_a_report_once_two_have_approved_it(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct browser b = browser_open(h->site, h->db, h->arena);
    static const char *const drafts[] = {"/rapporter/2024-25", "/rapporter/2024-25?udkast=1",
                                         "/rapporter/2024-25?sendt=1", "/rapporter/2024-25/fil/pdf",
                                         "/rapporter/2024-25/fil/html?udkast=1"};
    int64_t publication = send(h, 2024); /* one has: it is still a draft */
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
        browser_get(&b, drafts[i], 303);
        assert_string_equal(b.reply.location, "/log-ind?til=%2Frapporter%2F2024-25");
    }
    browser_get(&b, "/rapporter", 200);
    browser_sees_not(&b, "2024/25");
    approve(h, publication);
    browser_get(&b, "/rapporter", 200);
    browser_sees(&b, "2024/25");
    browser_sees_not(&b, "2023/24");
    browser_get(&b, "/rapporter/2024-25", 200);
    browser_sees(&b, "Offentliggjort 23. november 2026. Lavet af lea, godkendt af mads.");
    browser_sees_not(&b, "Internt udkast");
    browser_sees_not(&b, "tekster\"");
    browser_sees_not(&b, "udkast=1");
    for (size_t i = 1; i < sizeof drafts / sizeof *drafts; i++)
        if (i != 3) browser_get(&b, drafts[i], 303); /* drafts stay inside */
    browser_get(&b, "/rapporter/2023-24", 303);
    for (int twice = 0; twice < 2; twice++) { /* made, and as it was kept */
        browser_get(&b, "/rapporter/2024-25/fil/pdf", 200);
        assert_memory_equal(b.reply.body.ptr, "%PDF-1.4", 8);
        browser_get(&b, "/rapporter/2024-25/fil/html?sprog=en", 200);
        browser_sees(&b, "<html lang=\"en\">");
        browser_get(&b, "/rapporter/2024-25/fil/html", 200);
        browser_sees(&b, "<html lang=\"da\">");
    }
    struct browser skola = house_browser(h, h->skola);
    browser_get(&skola, "/rapporter/2024-25", 200);
    browser_get(&skola, "/rapporter/2024-25?udkast=1", 403);
}

/* What the approver could read is what becomes public: a text that is written after it was sent waits. */
static void texts_are_those_that_were_sent_to_approval(void **state) {
    struct house_test *h = *state;
    goals(h);
    struct browser b = house_browser(h, h->lea), mads = house_browser(h, h->mads);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=0&tekst=Sendt+tekst.", 303);
    clock_fix(HOUSE_TODAY + 1);
    int64_t publication = send(h, 2024);
    clock_fix(HOUSE_TODAY + 2);
    browser_get(&b, "/rapporter/2024-25/tekster/intro", 200);
    browser_post(&b, "/rapporter/2024-25/tekster/intro", "version=1&tekst=Efter+afsendelse.", 303);
    browser_get(&mads, arena_fmt(h->arena, "/team/kvalitet/udgiv/%lld", (long long)publication),
                200);
    browser_sees(&mads, "href=\"/rapporter/2024-25?sendt=1\"");
    browser_get(&mads, "/rapporter/2024-25?sendt=1", 200);
    browser_sees(&mads, "Sendt tekst.");
    browser_sees(&mads, "Internt udkast");
    browser_get(&mads, "/rapporter/2024-25", 200);
    browser_sees(&mads, "Efter afsendelse.");
    browser_sees(&mads, "?sendt=1");
    clock_fix(HOUSE_TODAY + 3);
    approve(h, publication);
    struct browser public = browser_open(h->site, h->db, h->arena);
    browser_get(&public, "/rapporter/2024-25", 200);
    browser_sees(&public, "Sendt tekst.");
    browser_sees_not(&public, "Efter afsendelse.");
}

/* The one who follows an initiative up is no public person, and a count by hand may be of few. */
static void the_report_names_roles_and_no_small_counts(void **state) {
    struct house_test *h = *state;
    goals(h);
    test_sql(h->store,
             arena_fmt(h->arena,
                       "update initiative set account = %lld; insert into initiative_result (id, "
                       "initiative, day, reached, result, author, at) values (1, 'hu', "
                       "'2025-03-01', 4, 'Godt', %lld, 1), (2, 'paalaeg', '2025-03-01', 5, 'Godt', "
                       "%lld, 1)",
                       (long long)h->vera, (long long)h->vera, (long long)h->vera));
    struct document d = report(h, 2024);
    const char *html = html_of(&d);
    says(html, ">færre end 5</td>");
    says(html, ">5</td>");
    assert_null(strstr(html, ">4</td>"));
    says(html, ">Ungdomsskolen</td>");
    assert_null(strstr(html, "vera"));
}

/* ---- the year group and the schools ---- */

static void way_publish(struct house_test *h, int64_t publication) {
    struct goal_way way = {.day = HOUSE_TODAY,
                           .unit = 1,
                           .seen_age_50 = 20,
                           .left_since = day_from_ymd(2024, 6, 20),
                           .left_until = day_from_ymd(2024, 7, 31)};
    for (int i = 0; i < WAY_AGES; i++) {
        way.seen.share[i] = i < 12 ? 7 * i : (double)NAN;
        way.seen.low[i] = i < 12 ? 6 * i : (double)NAN;
        way.seen.high[i] = i < 12 ? 8 * i : (double)NAN;
        way.projected.share[i] = way.projected.low[i] = way.projected.high[i] = NAN;
    }
    way.flow_first[0][WAY_EUD] = way.flow_then[0][WAY_EUD][WAY_EUD] =
        way.flow_then[1][WAY_EUD][WAY_EUD] = 65;
    way.flow_first[0][WAY_NOTHING] = way.flow_then[0][WAY_NOTHING][WAY_NOTHING] =
        way.flow_then[1][WAY_NOTHING][WAY_NOTHING] = 15;
    json_t *json = goal_way_json(&way);
    char *body = json_dumps(json, JSON_COMPACT);
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into publication_document (publication, name, body) "
                                 "values (%lld, 'goal-way', '%s')",
                                 (long long)publication, body));
    free(body);
    json_decref(json);
}

static void schools_publish(struct house_test *h, int64_t publication) {
    static const struct {
        const char *school;
        int64_t yes, base;
    } rows[] = {{"A", 12, 40}, {"B", 31, 60}, {"C", 9, 55}, {"D", INT_NONE, 0}, {"E", 6, 9}};
    int seq = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        goal_test_figure(h, publication, ++seq, 2, "wish_eud", "school", rows[i].school,
                         rows[i].yes, rows[i].base);
    }
    for (size_t i = 0; i < 3; i++)
        goal_test_figure(h, publication, ++seq, 2, "wish_gym", "school", rows[i].school,
                         rows[i].base - rows[i].yes, rows[i].base);
    test_sql(h->store, "update publication_figure set base = 44 where value = 'D'");
}

/* The same figures and tables as on the pages, digit by digit. */
static void year_group_and_schools_are_those_of_the_pages(void **state) {
    struct house_test *h = *state;
    goals(h);
    int64_t id = goal_test_publish(h, 2025, 1, HOUSE_TODAY - 30);
    way_publish(h, id);
    schools_publish(h, id);
    struct document d = report(h, 2025);
    const char *html = html_of(&d);
    struct browser b = browser_open(h->site, h->db, h->arena);
    browser_get(&b, "/maal/1", 200);
    static const char *const figures[] = {"aria-labelledby=\"goal-way-h\"",
                                          "aria-labelledby=\"goal-flow-h\""};
    for (size_t i = 0; i < 2; i++) {
        const char *page = numbers_in(h->arena, b.body, figures[i], "</table>");
        assert_true(strlen(page) > 50);
        assert_string_equal(numbers_in(h->arena, html, figures[i], "</table>"), page);
    }
    browser_get(&b, "/maal/2/skoler?tal=wish_eud", 200);
    const char *page = numbers_in(h->arena, b.body, "aria-labelledby=\"skoler-h\"", "</table>");
    assert_true(strlen(page) > 50);
    const char *ours = numbers_in(h->arena, html, "aria-labelledby=\"skoler-2-h\"", "</table>");
    assert_string_equal(ours + strlen("2 "), page); /* the goal's number is in the figure's name */
    says(html, ">ikke vist</td>");
    assert_null(strstr(html, "Skole E")); /* fewer than ten pupils */
    const char *table = strstr(html, "Mål 2: Skolerne, tabel 1");
    assert_non_null(table);
    const char *a = strstr(table, ">Skole A<"), *c = strstr(table, ">Skole C<");
    assert_true(a && c && a < c); /* by name, not by share */
    struct blob pdf;
    struct err err = {0};
    assert_true(annual_file(&d, ANNUAL_PDF, &pdf, &err));
    const char *text = tool_says(h->arena, pdf, "pdftotext", "-layout", "-");
    if (text) says(text, "Skole B");
}

/* Also where a goal is judged by an own figure: a correction of an earlier year came after it. */
static void it_knows_nothing_that_was_published_after_it(void **state) {
    struct house_test *h = *state;
    goals(h);
    test_sql(h->store, "update goal set measure = 'own:wish_eud', series = 'goal_2_target', "
                       "definition = '' where number = 2");
    goal_test_figure(h, goal_test_publish(h, 2023, 1, day_from_ymd(2024, 10, 13)), 1, 2, "wish_eud",
                     "all", "", 241, 1000);
    goal_test_figure(h, goal_test_publish(h, 2024, 1, day_from_ymd(2025, 10, 13)), 1, 2, "wish_eud",
                     "all", "", 264, 1000);
    goal_test_figure(h, goal_test_publish(h, 2023, 2, day_from_ymd(2025, 10, 20)), 1, 2, "wish_eud",
                     "all", "", 197, 1000);
    struct document d = report(h, 2024);
    const char *html = html_of(&d);
    says(html, "24,1\u00a0%");
    assert_null(strstr(html, "19,7\u00a0%"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(what_is_published_stays_as_it_was),
        HOUSE_TEST(own_figures_are_those_that_were_published),
        HOUSE_TEST(everybody_reads_a_report_once_two_have_approved_it),
        HOUSE_TEST(texts_are_those_that_were_sent_to_approval),
        HOUSE_TEST(the_report_names_roles_and_no_small_counts),
        HOUSE_TEST(year_group_and_schools_are_those_of_the_pages),
        HOUSE_TEST(it_knows_nothing_that_was_published_after_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Official figures against a database: what is new, what is revised and kept, and what writes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "exchange/testing.h"

#include "exchange/exchange.h"
#include "exchange/import.h"
#include "goal/goal.h"
#include "tests/house.h"

#include <math.h>
#include <stdio.h>

#define HEAD      "kommune;aar;kategori;andel_pct;kilde\n"
#define EUD       "Erhvervsuddannelser"
#define PUBLISHED "../shared/data/published-figures.csv"

static bool load_goals(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

static void carry(struct house_test *h) {
    struct err err = {0};
    if (!store_write(h->store, load_goals, NULL, &err)) fail_msg("%s", err.message);
}

static struct import_report take(struct house_test *h, const char *kind, const char *text,
                                 bool dry_run) {
    struct import_report report;
    struct err err = {0};
    const char *path = test_file(h->arena, (struct blob){text, strlen(text)});
    struct import_order order = {.what = IMPORT_FIGURES,
                                 .kind = figure_table_find(kind),
                                 .path = path,
                                 .dry_run = dry_run,
                                 .lang = LANG_DA,
                                 .file_time = clock_at(HOUSE_TODAY - 2, 12, 0),
                                 .user_id = h->lea,
                                 .role = "team-leader",
                                 .route = "cli import"};
    if (!import_run(h->store, h->db, h->arena, &order, &report, &err)) fail_msg("%s", err.message);
    unlink(path);
    return report;
}

static void expect(struct import_report r, int fresh, int revised, int same) {
    if (r.fatal) fail_msg("%s", r.fatal);
    assert_int_equal(fresh, r.fresh);
    assert_int_equal(revised, r.changed);
    assert_int_equal(same, r.unchanged);
}

static struct figure figure_at(struct house_test *h, const char *area, const char *period) {
    struct figures all;
    struct err err = {0};
    assert_true(figures_of(h->db, h->arena, "eud_application_share", &all, &err));
    for (size_t i = 0; i < all.n; i++)
        if (!strcmp(all.v[i].area, area) && !strcmp(all.v[i].period, period)) return all.v[i];
    fail_msg("no figure of %s in %s", area, period);
    return (struct figure){0};
}

static void another_value_is_a_revision_and_the_old_is_kept(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    carry(h);
    const char *file = HEAD "Viborg;2021;" EUD ";23,1;viborg.dk\nViborg;2022;" EUD
                            ";24,0;viborg.dk\nSkive;2022;" EUD ";26;skive.dk\n";
    expect(take(h, "soegetal", file, true), 2, 1, 0);
    assert_true(figure_at(h, "Viborg", "2021").value == 22.9); /* a dry run writes nothing */
    expect(take(h, "soegetal", file, false), 2, 1, 0);
    struct figure f = figure_at(h, "Viborg", "2021");
    assert_true(f.value == 23.1 && f.was == 22.9 && f.goal == 2);
    assert_int_equal(HOUSE_TODAY, f.revised);
    assert_int_equal(HOUSE_TODAY - 2, f.retrieved);
    assert_int_equal(2, figure_at(h, "Viborg", "2022").goal);
    assert_true(figure_at(h, "Skive", "2022").value == 26);
    assert_int_equal(1,
                     test_sql_number(h->store, "select count(*) from figure where area = 'Viborg' "
                                               "and period = '2021' and indicator = "
                                               "'eud_application_share' and replaced_at is not "
                                               "null and value = 22.9 and source like "
                                               "'%2021/22%'"));
    expect(take(h, "soegetal", file, false), 0, 0, 3);
    carry(h); /* an upgrade of the program does not set it back */
    assert_true(figure_at(h, "Viborg", "2021").value == 23.1);
    assert_int_equal(h->lea,
                     test_sql_number(h->store, "select imported_by from figure where area = "
                                               "'Viborg' and period = '2021' and "
                                               "indicator = 'eud_application_share' and "
                                               "replaced_at is null"));
    assert_int_equal(2, test_sql_number(h->store, "select count(*) from audit where act = "
                                                  "'import'"));
    struct goals goals;
    assert_true(goals_read(h->db, h->arena, LANG_DA, &goals, &err));
    for (size_t i = 0; i < goals.figures.n; i++)
        assert_string_not_equal("Skive", goals.figures.v[i].area); /* a place of no goal */
}

static void one_bad_row_and_nothing_is_written(void **state) {
    struct house_test *h = *state;
    carry(h);
    struct import_report r =
        take(h, "soegetal", HEAD "Viborg;2022;" EUD ";24,0;x\nViborg;2023;" EUD ";24.0;x\n", false);
    assert_non_null(strstr(r.fatal, "1 rækker kan ikke bruges"));
    assert_int_equal(1, r.rejects_n);
    assert_int_equal(3, r.rejects[0].row);
    assert_string_equal("andel_pct", r.rejects[0].field);
    assert_int_equal(0, r.fresh);
    assert_int_equal(
        0, test_sql_number(h->store, "select count(*) from figure where imported is not null"));
    assert_int_equal(0, test_sql_number(h->store, "select count(*) from audit where act = "
                                                  "'import'"));
}

static void an_older_file_is_told(void **state) {
    struct house_test *h = *state;
    carry(h);
    take(h, "soegetal", HEAD "Viborg;2024;" EUD ";24,0;x\n", false);
    struct import_report r = take(h, "soegetal", HEAD "Viborg;2022;" EUD ";24,0;x\n", true);
    assert_int_equal(1, r.remarks_n);
    assert_non_null(strstr(r.remarks[0].reason, "filen går til 2022"));
}

/* ---- in the browser ---- */

static void run_jobs(struct house_test *h) {
    size_t n;
    struct err err = {0};
    const struct job_kind *const *kinds = app_jobs(h->arena, &n);
    assert_true(job_run_all(h->store, kinds, n, NULL, &err));
}

static void give(struct browser *b, const char *fields, const char *text, int status) {
    browser_get(b, "/import", 200);
    browser_upload(b, "/import", fields, "fil", "tal.csv", text, strlen(text), status);
}

static void a_file_is_shown_confirmed_and_told(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    carry(h);
    give(&b, "hvad=figures&slags=soegetal&trukket=22.11.2026",
         HEAD "Viborg;2021;" EUD ";23,1;viborg.dk\nViborg;2022;" EUD
              ";24,0;viborg.dk\nHerning;2024;" EUD ";20;x\n",
         303);
    const char *dry = arena_dup(h->arena, b.reply.location);
    run_jobs(h);
    browser_get(&b, dry, 200);
    browser_sees(&b, "oprette 2 tal og rette 1");
    browser_sees(&b, "22,9\u00a0% bliver til 23,1\u00a0%");
    browser_sees(&b, "Rettelse");
    browser_sees(&b, "serien stopper i 2022");
    browser_post(&b, arena_fmt(h->arena, "%s/bekraeft", dry), "", 303);
    const char *real = arena_dup(h->arena, b.reply.location);
    run_jobs(h);
    browser_get(&b, real, 200);
    browser_sees(&b, "2 tal er oprettet, og 1 er rettet");
    struct browser m = house_browser(h, h->mads);
    browser_get(&m, "/maal/2", 200);
    browser_sees(&m, "var før 22,9");
}

static void a_form_without_a_kind_and_a_bad_row_come_back(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    carry(h);
    give(&b, "hvad=figures&slags=&trukket=22.11.2026", HEAD, 422);
    browser_sees(&b, "Vælg, hvilke tal det er.");
    browser_sees(&b, "href=\"#slags\"");
    give(&b, "hvad=figures&slags=soegetal&trukket=22.11.2026", HEAD "Viborg;2021;" EUD ";101;x\n",
         303);
    const char *dry = arena_dup(h->arena, b.reply.location);
    run_jobs(h);
    browser_get(&b, dry, 200);
    browser_sees(&b, "Intet er skrevet");
    browser_sees(&b, "Er mere end 100 procent");
    browser_post(&b, arena_fmt(h->arena, "%s/bekraeft", dry), "", 409);
}

/* ---- what the program carries ---- */

/* The next cell of a line; the rest is behind it. */
static char *cell(char **rest) { return strsep(rest, ";"); }

static void all_published_figures_are_carried(void **state) {
    struct house_test *h = *state;
    char line[1024];
    int n = 0;
    FILE *file = fopen(PUBLISHED, "r");
    if (!file) skip();
    carry(h);
    struct goals goals; /* with the municipality's own targets among the figures */
    struct err err = {0};
    assert_true(goals_read(h->db, h->arena, LANG_DA, &goals, &err));
    struct figures all = goals.figures;
    assert_non_null(fgets(line, sizeof line, file)); /* the heading */
    while (fgets(line, sizeof line, file)) {
        char *rest = line, *indicator = cell(&rest), *area = cell(&rest), *period = cell(&rest),
             *value = cell(&rest);
        double x;
        assert_true(number_parse(value, &x));
        bool found = false;
        for (size_t i = 0; i < all.n; i++)
            found |= !strcmp(all.v[i].indicator, indicator) && !strcmp(all.v[i].area, area) &&
                     !strcmp(all.v[i].period, period) && fabs(all.v[i].value - x) < 1e-9 &&
                     *all.v[i].source && *all.v[i].definition;
        if (!found) fail_msg("%s of %s in %s", indicator, area, period);
        n++;
    }
    fclose(file);
    assert_int_equal(44, n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(another_value_is_a_revision_and_the_old_is_kept),
        HOUSE_TEST(one_bad_row_and_nothing_is_written),
        HOUSE_TEST(an_older_file_is_told),
        HOUSE_TEST(a_file_is_shown_confirmed_and_told),
        HOUSE_TEST(a_form_without_a_kind_and_a_bad_row_come_back),
        HOUSE_TEST(all_published_figures_are_carried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

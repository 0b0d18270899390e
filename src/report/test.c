/* SPDX-License-Identifier: EUPL-1.2
 *
 * Tables and CSV cell by cell; charts against drawings kept in tests/golden/ (written anew with
 * GOLDEN=write, then looked at) and against what must hold for any chart.
 */
#include "base/test.h"
#include "report/labels.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/scale.h"
#include "report/testing.h"

#include <math.h>
#include <string.h>

/* ---- CSV ---- */

static const char *csv(struct arena *a, const char *cell) {
    struct text out;
    text_init(&out, a);
    csv_cell(&out, cell, ';');
    return text_str(&out);
}

static void csv_quotes_what_splits_in_any_language(void **state) {
    struct arena *a = *state;
    assert_string_equal(csv(a, "Ærø"), "Ærø");
    assert_string_equal(csv(a, ""), "");
    assert_string_equal(csv(a, NULL), "");
    assert_string_equal(csv(a, "a;b"), "\"a;b\"");
    assert_string_equal(csv(a, "a,b"), "\"a,b\"");
    assert_string_equal(csv(a, "han sagde \"nej\""), "\"han sagde \"\"nej\"\"\"");
    assert_string_equal(csv(a, "to\nlinjer"), "\"to\nlinjer\"");
    assert_string_equal(csv(a, "x;=1+1"), "\"x;=1+1\"");
}

static void csv_makes_formulas_harmless(void **state) {
    struct arena *a = *state;
    static const char *const bad[] = {
        "=1+1",           "+1",     "-1",  "@SUM(A1)", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
        "\u2060\u00ad=1", "\x01=1", "＝1", "＋1",      "－1", "＠x",      "\u202e=1", "−1",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *cell = csv(a, bad[i]);
        assert_true(cell[0] == '\'' || (cell[0] == '"' && cell[1] == '\''));
    }
    assert_string_equal(csv(a, "\tx"), "\"'\tx\"");
    assert_string_equal(csv(a, "a=b"), "a=b");
    assert_string_equal(csv(a, "9.b"), "9.b");
    assert_string_equal(csv(a, "\xff"), "\xff"); /* broken UTF-8 must not be read past its end */
    assert_string_equal(csv(a, "\xf0"), "\xf0");
}

/* ---- tables ---- */

static const struct table_column columns[] = {
    {.label = "År"},
    {.label = "Andel & mål", .numeric = true, .decimals = 1, .unit = "%"},
    {.label = "Unge", .numeric = true},
};
static const struct table_cell cells[] = {
    {.text = "2021"},
    {.number = 22.9},
    {.number = 1238},
    {.text = "<2022>"},
    {.number = 3, .why = "færre end 5"},
    {.number = NAN},
    {.text = "=cmd"},
    {.number = -0.01},
    {.number = -2.5e3},
};
static const struct table_model figures = {
    .caption = "Søgning", .columns = columns, .columns_n = 3, .cells = cells, .rows_n = 3};

static void table_html_hides_and_labels(void **state) {
    struct text out;
    text_init(&out, *state);
    table_html(&out, LANG_DA, &figures);
    const char *html = text_str(&out);
    assert_non_null(strstr(html, "<th scope=\"row\">2021</th>"));
    assert_non_null(
        strstr(html, "<td class=\"num\" data-title=\"Andel &amp; mål\">22,9\u00a0%</td>"));
    assert_non_null(strstr(html, ">1.238</td>"));
    assert_non_null(strstr(html, "&lt;2022&gt;"));
    assert_non_null(strstr(html, ">færre end 5</td>"));
    assert_null(strstr(html, "3,0"));
    assert_non_null(strstr(html, ">–</td>"));
}

static void table_csv_is_what_excel_opens(void **state) {
    struct text out;
    text_init(&out, *state);
    table_csv(&out, LANG_DA, &figures);
    assert_string_equal(text_str(&out), "\xef\xbb\xbf"
                                        "År;Andel & mål (%);Unge\r\n"
                                        "2021;22,9;1238\r\n"
                                        "<2022>;færre end 5;\r\n"
                                        "'=cmd;0,0;-2500\r\n");
    text_clear(&out);
    table_csv(&out, LANG_EN, &figures);
    assert_non_null(strstr(text_str(&out), "2021;22.9;1238\r\n"));
}

/* ---- axes ---- */

static void coordinates_are_short_and_never_minus_zero(void **state) {
    static const struct {
        double x;
        const char *text;
    } cases[] = {
        {12, "12"}, {12.25, "12.3"}, {-0.04, "0"}, {-0.3, "-0.3"}, {1e300, "10000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out;
        text_init(&out, *state);
        markup_coord(&out, cases[i].x);
        assert_string_equal(text_str(&out), cases[i].text);
    }
}

static void ticks_are_numbers_people_count_in(void **state) {
    (void)state;
    struct scale s = scale_numbers(22.9, 30.2, NAN, NAN, 5, true);
    assert_true(s.lo == 22 && s.hi == 32 && s.step == 2 && s.decimals == 0);
    s = scale_numbers(0.1, 0.35, NAN, NAN, 5, false);
    assert_int_equal(s.decimals, 2);
    s = scale_numbers(97, 99.9, NAN, NAN, 5, true);
    assert_true(s.hi <= 100);
    s = scale_numbers(5, 5, NAN, NAN, 5, false);
    assert_true(s.lo < 5 && s.hi > 5);
    s = scale_whole(2021, 2030, 5);
    assert_true(s.step == 3 && scale_ticks(&s) == 4);
    s = scale_whole(15, 30, 6);
    assert_true(s.step == 5 && scale_tick(&s, 2) == 25);
}

/* ---- charts ---- */

static const struct chart_point result[] = {
    {2021, 22.9, NAN, NAN, NULL},
    {2022, 23.6, NAN, NAN, NULL},
    {2023, 24.1, NAN, NAN, NULL},
    {2024, 25.2, NAN, NAN, NULL},
    {2025, 25.9, NAN, NAN, "25,9 % i 2025"},
};
static const struct chart_point subtargets[] = {
    {2022, 25.3, NAN, NAN, "25,3"},
    {2023, 27.8, NAN, NAN, "27,8"},
    {2024, 29.4, NAN, NAN, "29,4"},
    {2025, 30.2, NAN, NAN, "30,2"},
};
static const struct chart_point forecast[] = {
    {2025, 25.9, 25.9, 25.9, NULL},
    {2027, 26.8, 24.9, 28.7, NULL},
    {2030, 28.4, 23.9, 32.9, NULL},
};
static const struct chart_point country[] = {
    {2021, 19.9, NAN, NAN, NULL},   {2022, 20.0, NAN, NAN, NULL},   {2023, NAN, NAN, NAN, NULL},
    {2024, 19.4, 18.9, 19.9, NULL}, {2025, 19.6, 19.1, 20.1, NULL},
};
static const struct chart_series trajectory_series[] = {
    {"95 %-interval", MARK_BAND, 1, forecast, 3},
    {"Fremskrivning", MARK_DASHED, 1, forecast, 3},
    {"Hele landet", MARK_LINE, 3, country, 5},
    {NULL, MARK_LINE, 1, result, 5},
    {"Byrådets delmål", MARK_DIAMOND, 2, subtargets, 4},
};
static struct chart_model trajectory(void) {
    return (struct chart_model){
        .id = "eud",
        .title = "Søgningen stiger, men ligger under delmålene",
        .subtitle = "Andel, der søger en erhvervsuddannelse. Procent.",
        .desc = "Fra 22,9 % i 2021 til 25,9 % i 2025.",
        .source = "Opdigtede tal.",
        .y_unit = "%",
        .x_whole = true,
        .x_min = NAN,
        .x_max = NAN,
        .y_min = NAN,
        .y_max = NAN,
        .target = 30,
        .target_label = "Mål: 30 %",
        .target_x = NAN,
        .break_x = 2022.5,
        .break_label = "Ny opgørelse fra 2023",
        .series = trajectory_series,
        .series_n = 5,
        .csv_href = "/maal/2/data.csv",
        .table = &figures,
    };
}

static const struct chart_point by_age[] = {
    {18, 12, NAN, NAN, NULL}, {22, 70, NAN, NAN, NULL},   {25, 84, NAN, NAN, "84 % ved 25 år"},
    {28, 90, NAN, NAN, NULL}, {30, 91.1, NAN, NAN, NULL},
};
static const struct chart_series age_series[] = {{"Kommunen", MARK_LINE, 1, by_age, 5}};
static struct chart_model ages(void) {
    struct chart_model chart = trajectory();
    chart.id = "alder";
    chart.x_unit = "år";
    chart.x_min = 15;
    chart.y_min = 0;
    chart.y_max = 100;
    chart.target = 90;
    chart.target_x = 25;
    chart.target_label = "Mål: 90 % ved 25 år";
    chart.break_label = NULL;
    chart.series = age_series;
    chart.series_n = 1;
    return chart;
}

static const char *html_of(struct arena *a, const struct chart_model *chart) {
    struct text out;
    text_init(&out, a);
    chart_html(&out, LANG_DA, chart);
    return text_str(&out);
}

static void charts_look_as_they_did(void **state) {
    struct chart_model chart = trajectory();
    golden_check(*state, "chart-trajectory.html", html_of(*state, &chart));
    chart = ages();
    golden_check(*state, "chart-ages.html", html_of(*state, &chart));
}

/* ---- what must hold for any drawing ---- */

static void svg(struct text *out, const void *model, bool narrow) {
    chart_svg(out, LANG_DA, model, narrow);
}

static size_t check_drawings(struct arena *a, const struct chart_model *chart) {
    return drawings_check(a, svg, chart);
}

static void labels_do_not_overlap(void **state) {
    struct chart_model chart = trajectory();
    assert_int_equal(check_drawings(*state, &chart), 0);
    chart = ages();
    assert_int_equal(check_drawings(*state, &chart), 0);
    static const struct chart_point late[] = {{28, -90, NAN, NAN, NULL}, {30, 91, NAN, NAN, NULL}};
    static const struct chart_series alone[] = {{"Kommunen", MARK_LINE, 1, late, 2}};
    chart.x_unit = "years of age"; /* wide: the number before it gives way */
    chart.x_min = 22;
    chart.y_min = -100;
    chart.series = alone;
    assert_int_equal(check_drawings(*state, &chart), 0);
    struct text narrow;
    text_init(&narrow, *state);
    svg(&narrow, &chart, true);
    assert_null(strstr(text_str(&narrow), ">29<"));
    assert_non_null(strstr(text_str(&narrow), ">−100<"));
    /* five lines that end at the same point */
    struct chart_point end[] = {{2020, 10, NAN, NAN, NULL}, {2021, 12, NAN, NAN, NULL}};
    struct chart_series same[5];
    for (int i = 0; i < 5; i++)
        same[i] = (struct chart_series){arena_fmt(*state, "Kommune nr. %d", i), MARK_LINE,
                                        1 + i % 3, end, 2};
    chart = trajectory();
    chart.series = same;
    chart.series_n = 5;
    assert_int_equal(check_drawings(*state, &chart), 0);
}

static void any_number_of_points_is_drawn(void **state) {
    struct chart_point many[2000];
    for (int i = 0; i < 2000; i++)
        many[i] = (struct chart_point){1000 + i, sin(i) * 100, NAN, NAN, NULL};
    for (size_t n = 0; n <= 2000; n = n ? n * 4 : 1) {
        struct chart_series one = {"Kurve", MARK_LINE, 1, many, n};
        struct chart_model chart = trajectory();
        chart.series = &one;
        chart.series_n = 1;
        check_drawings(*state, &chart);
        chart.target = NAN;
        chart.x_whole = false;
        check_drawings(*state, &chart);
    }
}

static void nothing_hidden_is_drawn(void **state) {
    struct chart_point hidden[3] = {
        {2020, NAN, NAN, NAN, "a"}, {2021, NAN, NAN, NAN, "b"}, {NAN, 3, 1, 4, "c"}};
    for (int mark = MARK_LINE; mark <= MARK_BAND; mark++) {
        struct chart_series one = {"Skjult", (enum chart_mark)mark, 1, hidden, 3};
        struct chart_model chart = trajectory();
        chart.series = &one;
        chart.series_n = 1;
        check_drawings(*state, &chart);
        const char *html = html_of(*state, &chart);
        assert_null(strstr(html, "Skjult"));
        assert_null(strstr(html, "<path"));
        assert_null(strstr(html, "<circle"));
        assert_non_null(strstr(html, "Der er ingen tal at vise"));
    }
}

static void a_gap_breaks_the_line(void **state) {
    struct chart_series one = {"Hele landet", MARK_LINE, 1, country, 5};
    struct chart_model chart = trajectory();
    chart.series = &one;
    chart.series_n = 1;
    struct text out;
    text_init(&out, *state);
    chart_svg(&out, LANG_DA, &chart, false);
    const char *path = strstr(text_str(&out), "<path class=\"s1\" d=\"M");
    assert_non_null(path);
    const char *end = strchr(path + 21, '"');
    const char *second = strchr(path + 21, 'M');
    assert_true(second && second < end);
}

static void extreme_values_stay_in_the_drawing(void **state) {
    static const double values[] = {0,    -0.0,  1e-300, -1e-300, 1e9,      -1e9,
                                    1e13, 1e300, -1e300, 0.001,   INFINITY, -INFINITY};
    const size_t n = sizeof values / sizeof *values;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            struct chart_point p[] = {{values[i], values[j], values[i], values[j], "her"},
                                      {values[j], values[i], NAN, NAN, "der"}};
            struct chart_series s[] = {{"linje", MARK_LINE, 1, p, 2},
                                       {"bånd", MARK_BAND, 1, p, 2},
                                       {"punkt", MARK_POINT, 3, p, 2}};
            struct chart_model chart = trajectory();
            chart.series = s;
            chart.series_n = 3;
            chart.target = values[j];
            chart.y_min = values[i];
            chart.x_max = values[j];
            check_drawings(*state, &chart);
            chart.target_x = values[i];
            chart.x_whole = false;
            check_drawings(*state, &chart);
        }
}

static void long_labels_stay_in_the_drawing(void **state) {
    const char *name = "Ungdomsuddannelsesvejledningssamordningsudvalgsformand <b>&\"'</b> i hele "
                       "Region Midtjylland og Nordjylland, opgjort efter bopæl i niende klasse ÆØÅ";
    struct chart_point p[] = {{2021, 0, NAN, NAN, name}, {2025, 100, NAN, NAN, name}};
    struct chart_series s[] = {{name, MARK_LINE, 1, p, 2}, {name, MARK_POINT, 3, p, 2}};
    struct chart_model chart = trajectory();
    chart.series = s;
    chart.series_n = 2;
    chart.target_label = chart.break_label = chart.title = chart.desc = name;
    check_drawings(*state, &chart);
    chart.target_x = 2022;
    check_drawings(*state, &chart);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(csv_quotes_what_splits_in_any_language),
        TEST(csv_makes_formulas_harmless),
        TEST(table_html_hides_and_labels),
        TEST(table_csv_is_what_excel_opens),
        TEST(coordinates_are_short_and_never_minus_zero),
        TEST(ticks_are_numbers_people_count_in),
        TEST(charts_look_as_they_did),
        TEST(labels_do_not_overlap),
        TEST(any_number_of_points_is_drawn),
        TEST(nothing_hidden_is_drawn),
        TEST(a_gap_breaks_the_line),
        TEST(extreme_values_stay_in_the_drawing),
        TEST(long_labels_stay_in_the_drawing),
    };
    return RUN(tests);
}

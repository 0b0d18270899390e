/* SPDX-License-Identifier: EUPL-1.2
 *
 * The funnel against a drawing kept in tests/golden/, against the binomial itself, and against what
 * must hold for any drawing.
 */
#include "report/testing.h"
#include "stat/dist.h"
#include "stat/funnel.h"

static const struct funnel_unit schools[] = {
    {"Bøgely Skole", 19, 62, false},     {"Egekratskolen", 9, 48, false},
    {"Hedens Skole", 23, 88, false},     {"Kløverbakken", 9, 23, false},
    {"Lindhøjskolen", 15, 71, false},    {"Mosegårdsskolen", 29, 105, false},
    {"Nørreskov Skole", 1, 34, false},   {"Pilevangskolen", 16, 57, false},
    {"Rugvængets Skole", 41, 95, false}, {"Sønderåskolen", 10, 41, false},
    {"Tjørneskolen", 2, 18, false},      {"Ulvedalskolen", 19, 76, false},
    {"Lilleskolen", 3, 4, false},        {"Østre Friskole", 8, 16, true},
};
static const struct table_column columns[] = {{.label = "Skole"},
                                              {.label = "Elever", .numeric = true}};
static const struct table_cell cells[] = {{.text = "Bøgely Skole"}, {.number = 62}};
static const struct table_model table = {"Søgning efter skole", columns, 2, cells, 1};

static struct funnel_model funnel(void) {
    return (struct funnel_model){
        .figure = {.id = "tragt",
                   .title = "Én skole skiller sig ud",
                   .subtitle = "Andel, der søger en erhvervsuddannelse. Stiplet: 95 % og 99,8 %.",
                   .desc = "Tragtdiagram med 12 skoler.",
                   .source = "Opdigtede tal.",
                   .csv_href = "/maal/2/skoler.csv",
                   .table = &table},
        .units = schools,
        .units_n = sizeof schools / sizeof *schools,
        .theta = NAN,
        .theta_label = "Alle skoler: 26,9 %",
        .n_label = "Elever i 9. klasse",
    };
}

static void svg(struct text *out, const void *model, bool narrow) {
    funnel_svg(out, LANG_DA, model, narrow);
}

static const char *drawn(struct arena *a, const struct funnel_model *model) {
    struct text out;
    text_init(&out, a);
    funnel_svg(&out, LANG_DA, model, false);
    return text_str(&out);
}

static size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (; (text = strstr(text, part)); text++) n++;
    return n;
}

static void a_funnel_looks_as_it_did(void **state) {
    struct funnel_model model = funnel();
    struct text out;
    text_init(&out, *state);
    funnel_html(&out, LANG_DA, &model);
    golden_check(*state, "funnel.html", text_str(&out));
    assert_int_equal(drawings_check(*state, svg, &model), 0);
}

static void the_common_share_is_that_of_what_is_shown(void **state) {
    (void)state;
    struct funnel_model model = funnel();
    int64_t x = 0, n = 0;
    for (size_t i = 0; i < model.units_n - 1; i++) x += schools[i].x, n += schools[i].n;
    assert_true(funnel_theta(&model) == (double)x / (double)n);
    model.theta = 0.3;
    assert_true(funnel_theta(&model) == 0.3);
    model.theta = 1.3;
    assert_true(isnan(funnel_theta(&model)));
    model.theta = NAN;
    model.units_n = 0;
    assert_true(isnan(funnel_theta(&model)));
}

/* 2 of 18 at 26.9 % is no surprise, P(X <= 2) = 0.10; a Wilson interval round the share says it is. */
static void a_side_is_what_the_binomial_says(void **state) {
    (void)state;
    struct funnel_unit unit = {"", 2, 18, false};
    assert_int_equal(funnel_side(0.269, &unit), FUNNEL_INSIDE);
    for (int64_t n = FUNNEL_LEAST_N; n < 300; n += 7)
        for (int64_t x = 0; x <= n; x++) {
            unit = (struct funnel_unit){"", x, n, false};
            enum funnel_side side = funnel_side(0.25, &unit);
            double below = dist_binomial_below(x, n, 0.25);
            double above = 1 - dist_binomial_below(x - 1, n, 0.25);
            /* the limits go between whole numbers: a tail of a whole step may lie on either side */
            if (side == FUNNEL_BELOW_95 || side == FUNNEL_BELOW_998)
                assert_true(below < 0.025 + 1e-9);
            if (side == FUNNEL_BELOW_998) assert_true(below < 0.001 + 1e-9);
            if (side == FUNNEL_ABOVE_998) assert_true(above - dist_binomial_at(x, n, 0.25) < 0.001);
            if (side == FUNNEL_INSIDE)
                assert_true(below > 0.025 - 1e-9 && 1 - below < 0.975 + 1e-9);
        }
}

static void hidden_and_small_units_leave_no_trace(void **state) {
    struct funnel_model model = funnel();
    const char *all = drawn(*state, &model);
    assert_null(strstr(all, "Lilleskolen"));
    assert_null(strstr(all, "Østre"));
    model.units_n -= 1; /* without the hidden one: the same drawing to the byte */
    assert_string_equal(drawn(*state, &model), all);
    struct funnel_unit hidden[] = {{"A", 3, 4, false}, {"B", 5, 50, true}, {"C", -1, 40, false}};
    model.units = hidden;
    model.units_n = 3;
    model.theta = 0.3;
    const char *none = drawn(*state, &model);
    assert_non_null(strstr(none, "Der er ingen tal at vise"));
    assert_null(strstr(none, "<path"));
    assert_null(strstr(none, "<circle"));
}

static void shape_and_name_tell_who_is_outside(void **state) {
    struct funnel_unit units[] = {
        {"Inde", 25, 100, false}, {"Udenfor", 36, 100, false}, {"Langt udenfor", 45, 100, false}};
    struct funnel_model model = funnel();
    model.units = units;
    model.units_n = 3;
    model.theta = 0.25;
    assert_int_equal(funnel_side(0.25, &units[1]), FUNNEL_ABOVE_95);
    assert_int_equal(funnel_side(0.25, &units[2]), FUNNEL_ABOVE_998);
    const char *html = drawn(*state, &model);
    assert_int_equal(count_of(html, "<circle class=\"pin\""), 1);
    assert_int_equal(count_of(html, "<path class=\"p2\""), 1);
    assert_int_equal(count_of(html, "<path class=\"pout\""), 1);
    assert_null(strstr(html, ">Inde<"));
    assert_non_null(strstr(html, ">Udenfor<"));
    assert_non_null(strstr(html, ">Langt udenfor<"));
    assert_int_equal(count_of(html, "class=\"lim95\""), 2);
    assert_int_equal(count_of(html, "class=\"lim998\""), 2);
}

static void extremes_stay_in_the_drawing(void **state) {
    static const int64_t sizes[] = {0, 1, 5, 6, 17, 400, 30000, INT32_MAX, INT64_MAX};
    static const double thetas[] = {NAN, 0, 1e-9, 0.5, 1, -1, INFINITY};
    const char *name =
        "Ungdomsuddannelsesvejledningens Friskole <b>&\"'</b> i hele Region Midtjylland";
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
            for (size_t k = 0; k < sizeof thetas / sizeof *thetas; k++) {
                struct funnel_unit units[] = {{name, 0, sizes[i], false},
                                              {name, sizes[j], sizes[j], false}};
                struct funnel_model model = funnel();
                model.units = units;
                model.units_n = 2;
                model.theta = thetas[k];
                model.figure.title = model.theta_label = model.n_label = name;
                drawings_check(*state, svg, &model);
            }
}

static void many_units_are_drawn(void **state) {
    struct funnel_unit units[500];
    for (int i = 0; i < 500; i++)
        units[i] = (struct funnel_unit){"Skole", (i * 37) % (i + 1), i + 1, i % 11 == 0};
    struct funnel_model model = funnel();
    model.units = units;
    for (size_t n = 0; n <= 100; n += 20) {
        model.units_n = n;
        drawings_check(*state, svg, &model);
    }
}

/* Schools lie along the line at its left: its name stands where none of them is. */
static void the_name_of_the_line_covers_no_unit(void **state) {
    struct funnel_unit units[12];
    for (int i = 0; i < 11; i++)
        units[i] = (struct funnel_unit){"Skole", 5 + 3 * i, 16 + 10 * i, false};
    units[11] = (struct funnel_unit){"Stor", 40, 300, false};
    struct funnel_model model = funnel();
    model.units = units;
    model.theta = 0.29;
    for (size_t n = 12; n >= 11; n--) { /* without the large one there is no free place */
        model.units_n = n;
        const char *svg = drawn(*state, &model), *name = strstr(svg, ">Alle skoler");
        assert_non_null(name);
        while (name > svg && strncmp(name, " x=\"", 4) != 0) name--;
        double x = strtod(name + 4, NULL), last = 0;
        for (const char *at = svg; (at = strstr(at, "class=\"pin\" cx=\"")); at++) {
            double cx = strtod(at + strlen("class=\"pin\" cx=\""), NULL);
            if (cx > last && cx < 400) last = cx;
        }
        assert_int_equal(x > last + 6, n == 12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_funnel_looks_as_it_did),
        TEST(the_common_share_is_that_of_what_is_shown),
        TEST(a_side_is_what_the_binomial_says),
        TEST(hidden_and_small_units_leave_no_trace),
        TEST(shape_and_name_tell_who_is_outside),
        TEST(extremes_stay_in_the_drawing),
        TEST(many_units_are_drawn),
        TEST(the_name_of_the_line_covers_no_unit),
    };
    return RUN(tests);
}

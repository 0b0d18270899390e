/* SPDX-License-Identifier: EUPL-1.2
 *
 * The flow against a drawing kept in tests/golden/ and against what must hold for any.
 */
#include "report/testing.h"

static const struct flow_node school[] = {{"9. klasse", false}, {"10. klasse", false}};
static const struct flow_node after[] = {{"Gymnasial", false},  {"EUD", false},
                                         {"10. klasse", false}, {"FGU", false},
                                         {"Andet", false},      {"Uden", true}};
static const struct flow_column columns[] = {{"Fra", NULL, school, 2},
                                             {"Efter 3 måneder", "3 mdr.", after, 6},
                                             {"Efter 12 måneder", "12 mdr.", after, 6}};
static const struct flow_link links[] = {
    {0, 0, 0, 27}, {0, 0, 1, 9}, {0, 0, 2, 12},  {0, 0, 5, 2},  {0, 1, 0, 30}, {0, 1, 1, 15},
    {0, 1, 3, 3},  {0, 1, 4, 1}, {0, 1, 5, 1},   {1, 0, 0, 54}, {1, 0, 1, 3},  {1, 1, 1, 20},
    {1, 1, 5, 4},  {1, 2, 0, 8}, {1, 2, 1, 4},   {1, 3, 3, 2},  {1, 3, 5, 1},  {1, 5, 4, 1},
    {1, 5, 5, 2},  {1, 4, 4, 1}, {1, 3, 4, NAN},
};
static const struct table_column table_columns[] = {{.label = "Fra"},
                                                    {.label = "Andel", .numeric = true}};
static const struct table_cell cells[] = {{.text = "9. klasse"}, {.number = 50}};
static const struct table_model table = {"Fra grundskole", table_columns, 2, cells, 1};

static struct flow_model flow(void) {
    return (struct flow_model){
        .figure = {.id = "flow",
                   .title = "7 ud af 100 er uden uddannelse eller job efter et år",
                   .subtitle = "Hvor årgangen er. Procent af årgangen.",
                   .desc = "Flowdiagram. 62 procent er i gang med en gymnasial uddannelse.",
                   .source = "Opdigtede tal.",
                   .table = &table},
        .columns = columns,
        .columns_n = 3,
        .links = links,
        .links_n = sizeof links / sizeof *links,
    };
}

static void svg(struct text *out, const void *model, bool narrow) {
    flow_svg(out, LANG_DA, model, narrow);
}

static const char *drawn(struct arena *a, const struct flow_model *model) {
    struct text out;
    text_init(&out, a);
    flow_svg(&out, LANG_DA, model, false);
    return text_str(&out);
}

static size_t count_of(const char *text, const char *part) {
    size_t n = 0;
    for (; (text = strstr(text, part)); text++) n++;
    return n;
}

static void a_flow_looks_as_it_did(void **state) {
    struct flow_model model = flow();
    struct text out;
    text_init(&out, *state);
    flow_html(&out, LANG_DA, &model);
    golden_check(*state, "flow.html", text_str(&out));
    assert_int_equal(drawings_check(*state, svg, &model), 0);
}

static void a_node_is_as_high_as_what_comes_and_goes(void **state) {
    (void)state;
    struct flow_model model = flow();
    assert_true(flow_share(&model, 0, 0) == 50);
    assert_true(flow_share(&model, 1, 0) == 57);
    assert_true(flow_share(&model, 2, 5) == 7);
    double sum = 0;
    for (size_t i = 0; i < 6; i++) sum += flow_share(&model, 2, i);
    assert_true(fabs(sum - 100) < 1e-9);
}

/* Three bands lead to those without anything in the last column, two in the middle; no other is coloured. */
static void only_what_asks_for_action_is_coloured(void **state) {
    struct flow_model model = flow();
    const char *html = drawn(*state, &model);
    assert_int_equal(count_of(html, "class=\"fl flx\""), 5);
    assert_int_equal(count_of(html, "class=\"fl f2\""), 15);
    assert_int_equal(count_of(html, "<rect class=\"pout\""), 2);
    assert_non_null(strstr(html, ">Uden 7"));
}

static void the_order_of_links_does_not_matter(void **state) {
    struct flow_model model = flow();
    const char *html = drawn(*state, &model);
    struct flow_link turned[sizeof links / sizeof *links];
    for (size_t i = 0; i < model.links_n; i++) turned[i] = links[model.links_n - 1 - i];
    model.links = turned;
    assert_string_equal(drawn(*state, &model), html);
}

static void nothing_is_drawn_of_nothing(void **state) {
    struct flow_link none[] = {{0, 0, 0, NAN}, {0, 0, 1, 0},  {0, 1, 1, -3},
                               {5, 0, 0, 10},  {0, 9, 0, 10}, {0, 0, 99, INFINITY}};
    struct flow_model model = flow();
    model.links = none;
    model.links_n = sizeof none / sizeof *none;
    const char *html = drawn(*state, &model);
    assert_null(strstr(html, "<path"));
    assert_null(strstr(html, "<rect"));
    assert_non_null(strstr(html, "Der er ingen tal at vise"));
    model.columns_n = 1;
    assert_non_null(strstr(drawn(*state, &model), "Der er ingen tal at vise"));
    drawings_check(*state, svg, &model);
}

static void any_flow_stays_in_the_drawing(void **state) {
    const char *name =
        "Forberedende grunduddannelse <b>&\"'</b> i hele Region Midtjylland og Nordjylland";
    struct flow_node nodes[24];
    struct flow_column many[8];
    struct flow_link some[400];
    unsigned random = 1;
    for (size_t i = 0; i < 24; i++) nodes[i] = (struct flow_node){name, i % 5 == 0};
    for (size_t columns_n = 2; columns_n <= 8; columns_n++)
        for (size_t nodes_n = 1; nodes_n <= 24; nodes_n += 4) {
            for (size_t i = 0; i < columns_n; i++)
                many[i] = (struct flow_column){name, NULL, nodes, nodes_n};
            for (size_t i = 0; i < 400; i++) {
                random = random * 1103515245u + 12345u;
                some[i] = (struct flow_link){random / 65536 % (columns_n - 1),
                                             random / 1024 % nodes_n, random / 2048 % nodes_n,
                                             (double)(random / 4096 % 1000) / (i % 7 ? 1 : 1e6)};
            }
            struct flow_model model = flow();
            model.columns = many;
            model.columns_n = columns_n;
            model.links = some;
            model.links_n = 400;
            drawings_check(*state, svg, &model);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_flow_looks_as_it_did),
        TEST(a_node_is_as_high_as_what_comes_and_goes),
        TEST(only_what_asks_for_action_is_coloured),
        TEST(the_order_of_links_does_not_matter),
        TEST(nothing_is_drawn_of_nothing),
        TEST(any_flow_stays_in_the_drawing),
    };
    return RUN(tests);
}

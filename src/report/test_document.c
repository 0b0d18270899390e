/* SPDX-License-Identifier: EUPL-1.2
 *
 * One document in its three forms, as other programs read them: HTML by what must and must not be in it, the PDF by
 * qpdf, pdfinfo and pdftotext, the workbook by Python's zipfile (each skipped where it is missing).
 */
#include "base/test.h"
#include "report/document.h"
#include "report/paper.h"
#include "report/testing_files.h"

#include <math.h>

static const struct table_column columns[] = {
    {.label = "Skole"},
    {.label = "Andel", .numeric = true, .decimals = 1, .unit = "%"},
    {.label = "Andel", .numeric = true},
};
static const struct table_cell cells[] = {
    {.text = "0079"},
    {.number = 22.94},
    {.number = 1238},
    {.text = "=1+1"},
    {.number = 3, .why = "færre end 5"},
    {.number = NAN},
};
static const struct table_model figures = {
    .caption = "Søgning & <valg>", .columns = columns, .columns_n = 3, .cells = cells, .rows_n = 2};

static const struct chart_point points[] = {
    {2020, 19.8, NAN, NAN, NULL}, {2021, 22.9, 20, 25, "22,9 %"}, {2022, NAN, NAN, NAN, NULL}};
static const struct chart_point band[] = {{2022, 24, 22, 26, NULL}, {2025, 30, 25, 35, NULL}};
static const struct chart_series series[] = {{"Viborg", MARK_LINE, 1, points, 3},
                                             {"Prognose", MARK_BAND, 1, band, 2}};

static struct chart_model chart(void) {
    return (struct chart_model){.id = "eud",
                                .title = "22,9 % søger en erhvervsuddannelse",
                                .subtitle = "Andel af 9. og 10. klasse",
                                .desc = "Viborg: 19,8 % (2020), 22,9 % (2021).",
                                .source = "Kilde: søgetal",
                                .y_unit = "%",
                                .x_whole = true,
                                .x_min = NAN,
                                .x_max = NAN,
                                .y_min = 0,
                                .y_max = NAN,
                                .target = 30,
                                .target_label = "Mål 30 %",
                                .target_x = NAN,
                                .break_x = NAN,
                                .series = series,
                                .series_n = 2,
                                .csv_href = "/maal/2/data.csv",
                                .table = &figures};
}

static struct document document(struct arena *a, const struct chart_model *model) {
    struct document d;
    document_init(&d, a, LANG_DA);
    d.title = "Kvalitetssikring & udvikling";
    d.subtitle = "Skoleåret 2021/22";
    d.author = "Prøve Kommune";
    d.day = 19000;
    document_heading(&d, 2, "Indledning");
    document_text(&d, DOCUMENT_LEAD, "Blåbærgrød & <smør>.");
    document_written(&d, 3, "# Opgaver\r\nVi vejleder.\n\n- alle unge\n- også Åse\nTil sidst");
    document_written(&d, 3, "- Læs mere https://example.org/a'b");
    document_text(&d, DOCUMENT_TEXT, "");
    document_heading(&d, 2, "Mål 2");
    document_fact(&d, "Seneste tal", "22,9 %");
    document_fact(&d, "Mål", "30 %");
    document_chart(&d, model);
    document_table(&d, "Skoler", &figures);
    document_text(&d, DOCUMENT_NOTE, "Små tal vises ikke.");
    return d;
}

static const char *html_of(struct document *d) {
    struct text out;
    text_init(&out, d->arena);
    document_html(d, &out);
    return text_str(&out);
}

static struct blob pdf_of(struct document *d) {
    struct blob pdf;
    struct err err = {0};
    if (!document_pdf(d, &pdf, &err)) fail_msg("%s", err.message);
    return pdf;
}

static struct blob xlsx_of(struct document *d) {
    struct blob xlsx;
    struct err err = {0};
    if (!document_xlsx(d, &xlsx, &err)) fail_msg("%s", err.message);
    return xlsx;
}

/* ---- HTML ---- */

static void html_stands_alone_and_escapes(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    const char *html = html_of(&d);
    says(html, "<html lang=\"da\">");
    says(html, "default-src 'none'");
    says(html, "<h1>Kvalitetssikring &amp; udvikling</h1>");
    says(html, "Blåbærgrød &amp; &lt;smør&gt;.");
    says(
        html,
        "<h3>Opgaver</h3>\n<p>Vi vejleder.</p>\n<ul>\n<li>alle unge</li>\n<li>også Åse</li>\n</ul>\n"
        "<p>Til sidst</p>");
    says(html,
         "<tr><th scope=\"row\">Seneste tal</th><td>22,9 %</td></tr>\n<tr><th scope=\"row\">Mål");
    says(html, "<li><a href=\"https://example.org/a&#39;b\">Læs mere</a></li>");
    says(html, "chart--w");
    says(html, "chart--n");
    says(html, "fig__tbl\" open>");
    says(html, "22,9\u00a0%");
    static const char *const never[] = {
        "<script",  "style=\"", " src=",          "url(",  "@import",
        "data.csv", "<p></p>",  "class=\"mark\"", "onload"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(html, never[i])) fail_msg("'%s' is in\n%s", never[i], html);
}

static void a_draft_says_so(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    d.mark = "Internt udkast";
    says(html_of(&d), "<p class=\"mark\">Internt udkast</p>");
    const char *text = tool_says(*state, pdf_of(&d), "pdftotext", "-layout", "-");
    if (!text) skip();
    int pages = 1, marks = 0;
    for (const char *s = text; (s = strchr(s, '\f')); s++) pages++;
    for (const char *s = text; (s = strstr(s, "Internt udkast")); s++) marks++;
    assert_int_equal(pages, 4); /* and an empty one after the last form feed */
    assert_int_equal(marks, 4); /* each page, and in the text of the first */
}

/* ---- PDF ---- */

static void the_pdf_is_sound(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    const char *check = tool_says(*state, pdf_of(&d), "qpdf", "--check", NULL);
    if (!check) skip();
    says(check, "No syntax or stream encoding errors found");
    const char *info = tool_says(*state, pdf_of(&d), "pdfinfo", "-isodates", NULL);
    says(info, "Tagged:          yes");
    says(info, "Kvalitetssikring & udvikling");
    says(info, "2022-01-08T12:00:00");
    says(info, "Pages:           3");
}

static void the_structure_is_in_reading_order(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    const char *tree = tool_says(*state, pdf_of(&d), "pdfinfo", "-struct", NULL);
    if (!tree) skip();
    static const char *const order[] = {
        "H1 ", "TOC",   "TOCI",  "Link", "H2 ", "P ",    "H3 ", "P ",  "L ",  "LI ",   "LBody ",
        "LI ", "P ",    "LBody", "Link", "H2 ", "Table", "TR",  "TH:", "TD",  "H3 ",   "Figure",
        "P ",  "Table", "TR",    "TH:",  "TH:", "TR",    "TH:", "TD",  "H3 ", "Table", "P "};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *found = strstr(tree, order[i]);
        if (!found) fail_msg("%zu: no %s in order in\n%s", i, order[i], tree);
        tree = found + strlen(order[i]);
    }
}

/* By another reader than ours: each figure has its words, each header its direction. */
static void what_cairo_cannot_say_is_said(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    struct blob pdf = pdf_of(&d);
    assert_non_null(memmem(pdf.ptr, pdf.len, "/Lang (da-DK)", 13));
    const char *tree = tool_says(*state, pdf, "pdfinfo", "-struct", NULL);
    const char *objects = tool_says(*state, pdf, "qpdf", "--json=2", NULL);
    if (!tree || !objects) skip();
    says(objects, "\"/Alt\": \"u:22,9 % søger en erhvervsuddannelse. Viborg: 19,8 % (2020), 22,9 % "
                  "(2021).\"");
    int columns_n = 0, rows_n = 0;
    for (const char *s = tree; (s = strstr(s, "/Scope /Column")); s++) columns_n++;
    for (const char *s = tree; (s = strstr(s, "/Scope /Row")); s++) rows_n++;
    assert_int_equal(columns_n, 6); /* two tables of three columns */
    assert_int_equal(rows_n, 6);    /* two facts, two tables of two rows */
}

static void the_text_comes_out_as_it_went_in(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    const char *text = tool_says(*state, pdf_of(&d), "pdftotext", "-layout", "-");
    if (!text) skip();
    says(text, "Blåbærgrød & <smør>.");
    says(text, "færre end 5");
    says(text, "22,9 %"); /* with a no-break space */
    says(text, "Side 3 af 3");
    says(text, "Mål 30 %"); /* in the chart: vectors and letters, no picture */
    const char *pictures = tool_says(*state, pdf_of(&d), "pdfimages", "-list", NULL);
    if (pictures) assert_null(strstr(pictures, "image "));
}

static void the_same_document_gives_the_same_bytes(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    struct blob one = pdf_of(&d), two = pdf_of(&d);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
    one = xlsx_of(&d);
    two = xlsx_of(&d);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.ptr, two.ptr, one.len);
}

/* What a table alone says on paper; NULL without the tool. */
static const char *paper_of(struct arena *a, const struct table_model *table) {
    struct document d;
    document_init(&d, a, LANG_DA);
    d.title = d.author = "x";
    document_table(&d, NULL, table);
    return tool_says(a, pdf_of(&d), "pdftotext", "-layout", "-");
}

/* More rows than fit on a page: none is lost, each page begins with the head again. */
static void a_long_table_has_its_head_on_each_page(void **state) {
    enum { ROWS = 150 };
    struct table_cell *many = arena_array(*state, (size_t)ROWS * 3, sizeof *many);
    for (size_t i = 0; i < ROWS; i++) {
        many[3 * i].text = arena_fmt(*state, "række%zu", i);
        many[3 * i + 1].number = (double)i;
        many[3 * i + 2].number = (double)i;
    }
    struct table_model table = figures;
    table.cells = many;
    table.rows_n = ROWS;
    const char *text = paper_of(*state, &table);
    if (!text) skip();
    for (size_t i = 0; i < ROWS; i++) says(text, arena_fmt(*state, "række%zu ", i));
    int heads = 0;
    for (const char *s = text; (s = strstr(s, "Skole ")); s++) heads++;
    assert_true(heads >= 3);
}

/* On a page of ours a long table waits until it is asked for; a file shows all. */
static void a_page_folds_what_is_long(void **state) {
    for (size_t rows = 10; rows <= 11; rows++) {
        struct table_cell *many = arena_array(*state, rows * 3, sizeof *many);
        for (size_t i = 0; i < rows; i++) many[3 * i].text = arena_fmt(*state, "række%zu", i);
        struct table_model table = figures;
        table.cells = many;
        table.rows_n = rows;
        struct document d;
        struct text page, file;
        document_init(&d, *state, LANG_DA);
        d.title = d.author = "x";
        document_heading(&d, 2, "Et kapitel");
        document_table(&d, NULL, &table);
        text_init(&page, *state);
        document_html_body(&d, &page);
        text_init(&file, *state);
        document_html(&d, &file);
        says(text_str(&page), "href=\"#kapitel-0\"");
        says(text_str(&page), "række9");
        assert_int_equal(strstr(text_str(&page), "Vis tabellen med ") != NULL, rows == 11);
        assert_null(strstr(text_str(&file), "Vis tabellen"));
    }
}

/* Where words have to be cut, the longest are: a year stays whole. */
static void a_year_is_not_cut_for_a_long_word(void **state) {
    static const struct table_column heads[] = {{.label = "Hvad"},
                                                {.label = "År"},
                                                {.label = "Sted"},
                                                {.label = "Hvor mange"},
                                                {.label = "Kilde"}};
    static const struct table_cell row[] = {
        {.text = "Ungdomsuddannelsesvejledningskontoret"},
        {.text = "2021"},
        {.text = "Kommune"},
        {.text = "99.000\u00a0personer"},
        {.text = "Beskæftigelsesministeriet/uddannelsesstatistik"}};
    static const struct table_model table = {"En tabel", heads, 5, row, 1};
    const char *text = paper_of(*state, &table);
    if (!text) skip();
    assert_non_null(strstr(text, "2021"));
    assert_non_null(strstr(text, "Kommune "));
    assert_null(strstr(text, "Ungdomsuddannelsesvejledningskontoret"));
}

static void what_is_no_pdf_of_cairo_is_refused(void **state) {
    struct arena *a = *state;
    static const char *const others[] = {
        "", "%PDF-1.4",
        "startxref\n12\n%%EOF and no trailer at all, but as long as a PDF has to be to be looked at",
        "trailer\n<< /Root 7 0 R >>\nstartxref\n12\n%%EOF and no object seven in it, whatever it says"};
    struct pdf_after after;
    pdf_after_init(&after, a, "da");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct text t;
        text_init(&t, a);
        text_add(&t, others[i]);
        assert_false(pdf_after_write(&after, &t));
    }
}

static void other_figures_than_those_that_were_noted_are_refused(void **state) {
    static const char pdf[] =
        "%PDF-1.4\n7 0 obj\n<< /Type /Catalog\n>>\nendobj\n8 0 obj\n<< /Type /StructElem\n"
        "   /S /Figure\n   /K 1\n>>\nendobj\ntrailer\n<< /Size 9\n   /Root 7 0 R\n>>\n"
        "startxref\n12\n%%EOF\n";
    for (int noted = 0; noted < 3; noted++) {
        struct pdf_after after;
        struct text t;
        text_init(&t, *state);
        text_add(&t, pdf);
        pdf_after_init(&after, *state, "da");
        for (int i = 0; i < noted; i++) pdf_after_figure(&after, "Æ€😀\xff");
        assert_int_equal(pdf_after_write(&after, &t), noted == 1);
        if (noted == 1) says(text_str(&t), "/Alt <FEFF00C620ACD83DDE00FFFD>");
    }
}

/* ---- workbook ---- */

static const char unzip_script[] = "import sys, zipfile, xml.dom.minidom as dom\n"
                                   "z = zipfile.ZipFile(sys.argv[1])\n"
                                   "assert z.testzip() is None\n"
                                   "for name in z.namelist():\n"
                                   "    text = z.read(name).decode()\n"
                                   "    dom.parseString(text)\n"
                                   "    print('FILE', name, text)\n";

static void the_workbook_has_tables_charts_and_text(void **state) {
    struct chart_model model = chart();
    struct document d = document(*state, &model);
    d.mark = "Udkast & internt";
    const char *all = python_says(*state, xlsx_of(&d), unzip_script);
    if (!all) skip();
    says(all, "FILE xl/worksheets/sheet3.xml");
    says(all, "FILE xl/tables/table2.xml");
    says(all, "FILE xl/charts/chart1.xml");
    assert_null(strstr(all, "sheet4.xml"));
    says(all, "name=\"Andel (2)\""); /* two columns never have one name */
    says(all, "<c:scatterChart>");
    says(all, "descr=\"22,9 % søger"); /* in words */
    says(all, "<t>0079</t>");          /* text stays text */
    says(all, "<t>=1+1</t>");          /* and is no formula */
    assert_null(strstr(all, "<f>"));
    says(all, "<v>22.9</v>"); /* as printed: the 4 behind is not told */
    assert_null(strstr(all, "22.94"));
    assert_null(strstr(all, "<v>3</v></c><c r=\"C")); /* a hidden number is nowhere */
    says(all, "<t>færre end 5</t>");
    says(all, "#,##0.0&quot;\u00a0%&quot;");
    says(all, "<t>22,9 %</t>"); /* facts are words */
    says(all, "2022-01-08T12:00:00Z");
    says(all, "&amp;CUdkast &amp;&amp; internt");
}

static void a_chart_of_school_years_names_them(void **state) {
    struct chart_model model = chart();
    model.x_school_year = true;
    struct document d = document(*state, &model);
    const char *all = python_says(*state, xlsx_of(&d), unzip_script);
    if (!all) skip();
    says(all, "<t>2020/21</t>");
    says(all, "<c:lineChart>");
}

static void nothing_at_all_is_a_document_too(void **state) {
    struct document d;
    document_init(&d, *state, LANG_EN);
    d.title = d.author = "x";
    struct table_model none = {.caption = "x", .columns = columns, .columns_n = 3};
    struct chart_model model = chart();
    model.series_n = 0;
    model.target = NAN;
    model.table = &none;
    document_table(&d, "x", &none);
    document_chart(&d, &model);
    says(html_of(&d), "There are no numbers to show yet");
    assert_true(pdf_of(&d).len > 0);
    assert_true(xlsx_of(&d).len > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(html_stands_alone_and_escapes),
        TEST(a_draft_says_so),
        TEST(the_pdf_is_sound),
        TEST(the_structure_is_in_reading_order),
        TEST(what_cairo_cannot_say_is_said),
        TEST(the_text_comes_out_as_it_went_in),
        TEST(the_same_document_gives_the_same_bytes),
        TEST(a_long_table_has_its_head_on_each_page),
        TEST(a_page_folds_what_is_long),
        TEST(a_year_is_not_cut_for_a_long_word),
        TEST(what_is_no_pdf_of_cairo_is_refused),
        TEST(other_figures_than_those_that_were_noted_are_refused),
        TEST(the_workbook_has_tables_charts_and_text),
        TEST(a_chart_of_school_years_names_them),
        TEST(nothing_at_all_is_a_document_too),
    };
    return RUN(tests);
}

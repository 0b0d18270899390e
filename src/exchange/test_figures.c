/* SPDX-License-Identifier: EUPL-1.2 */
/* Official figures as files: what each kind is read as, and what refuses a file. No database. */
#include "base/date.h"
#include "base/test.h"
#include "exchange/figures.h"
#include "exchange/testing.h"
#include "gen/msg.h"

#include <math.h>

#define SOEGETAL "../shared/data/soegetal/published-odense-assens.csv"

struct seen_in_file {
    struct arena *a;
    struct reading r;
    struct figure_file file;
    struct text rejects, remarks;
    bool ok;
};

static void note(struct text *list, int64_t row, const char *field, const char *sentence) {
    text_addf(list, "%lld %s: %s\n", (long long)row, field, sentence);
}
static void on_reject(void *ctx, int64_t row, const char *field, const char *reason) {
    note(&((struct seen_in_file *)ctx)->rejects, row, field, reason);
}
static void on_remark(void *ctx, int64_t row, const char *field, const char *sentence) {
    note(&((struct seen_in_file *)ctx)->remarks, row, field, sentence);
}

static void read_path(struct seen_in_file *s, struct arena *a, const char *kind, const char *path) {
    struct err err = {0};
    *s = (struct seen_in_file){.a = a};
    text_init(&s->rejects, a);
    text_init(&s->remarks, a);
    s->r = (struct reading){.lang = LANG_EN,
                            .arena = a,
                            .row = arena_new(),
                            .today = day_from_ymd(2026, 11, 28),
                            .last_rejected = -1,
                            .ctx = s,
                            .reject = on_reject,
                            .remark = on_remark};
    assert_non_null(figure_table_find(kind));
    s->ok = figures_read(&s->r, figure_table_find(kind), path, &s->file, &err);
    arena_free(s->r.row);
}

static void take_bytes(struct seen_in_file *s, struct arena *a, const char *kind,
                       struct blob bytes) {
    const char *path = test_file(a, bytes);
    read_path(s, a, kind, path);
    unlink(path);
}

static void take(struct seen_in_file *s, struct arena *a, const char *kind, const char *text) {
    take_bytes(s, a, kind, (struct blob){text, strlen(text)});
}

static void is_good(struct seen_in_file *s, size_t n) {
    if (s->r.fatal) fail_msg("%s", s->r.fatal);
    if (s->r.rejected) fail_msg("%s", text_str(&s->rejects));
    assert_true(s->ok);
    assert_int_equal(n, s->file.n);
}

static void has(const struct seen_in_file *s, const char *indicator, const char *area,
                const char *period, const char *definition, double value) {
    for (size_t i = 0; i < s->file.n; i++) {
        const struct official *o = &s->file.v[i];
        if (strcmp(o->indicator, indicator) != 0 || strcmp(o->area, area) != 0 ||
            strcmp(o->period, period) != 0)
            continue;
        assert_string_equal(definition, o->definition);
        assert_true(fabs(o->value - value) < 0.0005);
        assert_true(o->source && *o->source && o->unit && *o->unit);
        return;
    }
    fail_msg("no %s of %s in %s", indicator, area, period);
}

static void is_rejected(struct seen_in_file *s, const char *row_and_field, const char *words) {
    const char *all = text_str(&s->rejects);
    if (s->r.fatal) fail_msg("%s", s->r.fatal);
    if (!strstr(all, row_and_field) || !strstr(all, words)) fail_msg("%s", all);
}
static void is_fatal(struct seen_in_file *s, const char *words) {
    assert_false(s->ok);
    if (!s->r.fatal || !strstr(s->r.fatal, words)) fail_msg("%s", s->r.fatal ? s->r.fatal : "read");
}

/* ---- kinds ---- */

#define HEAD "kommune;aar;kategori;andel_pct;kilde\n"
#define EUD  "Erhvervsuddannelser"

static void applications_are_told_apart_by_the_break(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "soegetal",
         HEAD "Viborg;2022;" EUD ";25,3;viborg.dk\n0791;2023;" EUD ";26,0;viborg.dk\n"
              "Hele landet;2023;Gymnasiale uddannelser;72,6 %;uvm.dk\n");
    is_good(&s, 3);
    has(&s, "eud_application_share", "Viborg", "2022", "application-before-2023", 25.3);
    has(&s, "eud_application_share", "Viborg", "2023", "application-from-2023", 26);
    has(&s, "gym_application_share", "Denmark", "2023", "application-from-2023", 72.6);
    assert_int_equal(0, s.remarks.len);
}

static void the_published_file_is_read_whole(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    if (access(SOEGETAL, R_OK) != 0) skip();
    read_path(&s, a, "soegetal", SOEGETAL);
    is_good(&s, 20);
    has(&s, "eud_application_share", "Odense", "2022", "application-before-2023", 15.1);
    has(&s, "eud_application_share", "Odense", "2023", "application-from-2023", 16.2);
    has(&s, "fgu_application_share", "Assens", "2021", "application-before-2023", 5.3);
    /* Where FGU is told apart, the others are not those of a file that has FGU among them. */
    has(&s, "other_application_share_without_fgu", "Assens", "2021", "application-before-2023",
        6.7);
    assert_non_null(strstr(text_str(&s.remarks), "Assens: the series stops in 2021"));
}

static void a_bad_row_is_told_with_its_column(void **state) {
    (void)state;
    static const struct {
        const char *rows, *where, *words;
    } cases[] = {
        {"Viborg;2021;" EUD ";22.9;x\n", "2 andel_pct", "point"},
        {"Viborg;2021;" EUD ";101;x\n", "2 andel_pct", "100"},
        {"Viborg;2021;" EUD ";22.900;x\n", "2 andel_pct", "meant as a comma"},
        {"Viborg;2021;" EUD ";-2;x\n", "2 andel_pct", "less than zero"},
        {"Viborg;2021;" EUD ";mange;x\n", "2 andel_pct", "number"},
        {"Viborgby;2021;" EUD ";22,9;x\n", "2 kommune", "municipality"},
        {"Viborg;2021/22;" EUD ";22,9;x\n", "2 aar", "year"},
        {"Viborg;2031;" EUD ";22,9;x\n", "2 aar", "future"},
        {"Viborg;2021;" EUD ";22,9;\n", "2 kilde", "where"},
        {"Viborg;2021;" EUD ";22,9;x\nViborg;2021;" EUD ";22,8;x\n", "3 aar", "row 2"},
        {"Viborg;2021;" EUD ";50;x\nViborg;2021;Gymnasiale uddannelser;60;x\n", "andel_pct",
         "together"},
        {"Viborg;2021;" EUD ";22;9;x\n", "2", "fields"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct seen_in_file s;
        take(&s, a, "soegetal", arena_fmt(a, HEAD "%s", cases[i].rows));
        is_rejected(&s, cases[i].where, cases[i].words);
    }
}

static void a_file_that_is_none_is_fatal(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "soegetal", "kommune;aar;andel_pct;kilde\nViborg;2021;22,9;x\n");
    is_fatal(&s, "kategori");
    take(&s, a, "soegetal", HEAD "Viborg;2021;Noget andet;22,9;x\n");
    is_fatal(&s, "no figures");
    take(&s, a, "soegetal", HEAD "Viborg;2021;" EUD ";22,9;x\nViborg;2022;" EUD);
    is_fatal(&s, "cut off");
    take(&s, a, "soegetal", "[{\"a\":1}]");
    is_fatal(&s, "shape");
    take(&s, a, "overgang", HEAD "Viborg;2021;" EUD ";22,9;x\n");
    is_fatal(&s, "shape");
    take(&s, a, "soegetal", HEAD "Viborg;2021;\xc3\x98vrige;22,9;\xff\xfe\n");
    is_fatal(&s, "text");
    take(&s, a, "soegetal", "");
    is_fatal(&s, "empty");
}

static void every_encoding_reads_the_same(void **state) {
    (void)state;
    for (enum test_encoding e = TEST_UTF8; e < TEST_ENCODINGS; e++) {
        struct arena *a ARENA_AUTO = arena_new();
        struct seen_in_file s;
        take_bytes(&s, a, "soegetal",
                   test_encode(a,
                               HEAD "K\xc3\xb8"
                                    "benhavn;2021;\xc3\x98vrige;8,1;x\n",
                               e, true));
        is_good(&s, 1);
        has(&s, "other_application_share",
            "K\xc3\xb8"
            "benhavn",
            "2021", "application-before-2023", 8.1);
    }
}

static void a_suppressed_cell_is_no_zero(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "soegetal",
         HEAD "Viborg;2020;" EUD ";20;x\nViborg;2021;" EUD ";..;x\nViborg;2022;" EUD ";21;x\n");
    is_good(&s, 2);
    assert_int_equal(1, s.r.skipped);
    assert_non_null(strstr(text_str(&s.remarks), "from 2020 to 2022"));
}

#define U6 "UDDSTAT;UDDANNELSE;GRUNDBEL;TID;INDHOLD\n"

static void counts_become_shares_of_their_total(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "statusu6",
         U6
         "FULDFOERT;TOT;791;2023;6.000\nAA_TOTAL;TOT;791;2023;8000\nFULDFOERT;H20;791;2023;4000\n"
         "FULDFOERT;TOT;98;2023;12\nAFBRUDT;TOT;791;2023;400\n");
    is_good(&s, 2);
    has(&s, "youth_education_completed_18_25", "Viborg", "2023", "status-18-25", 75);
    has(&s, "youth_education_interrupted_18_25", "Viborg", "2023", "status-18-25", 5);
    take(&s, a, "statusu6", U6 "FULDFOERT;TOT;791;2023;6000\n");
    is_rejected(&s, "2 INDHOLD", "total");
    take(&s, a, "statusu6", U6 "FULDFOERT;TOT;791;2023;9000\nAA_TOTAL;TOT;791;2023;8000\n");
    is_rejected(&s, "2 INDHOLD", "larger");
    /* another table: no municipality of the school */
    take(&s, a, "statusu6", "UDDSTAT;ALDER;TID;INDHOLD\nFULDFOERT;25;2023;1\n");
    is_fatal(&s, "GRUNDBEL");
    take(
        &s, a, "statusu1",
        "UDDSTAT;ALDER;K\xc3\x98N;HERKOMST;TID;INDHOLD\nFULDFOERT;25;TOT;TOT;2023;840\n"
        "AA_TOTAL;25;TOT;TOT;2023;1000\nFULDFOERT;24;TOT;TOT;2023;800\nFULDFOERT;25;1;TOT;2023;1\n");
    is_good(&s, 1);
    has(&s, "youth_education_completed_at_25_counted", "Denmark", "2023", "status-at-25-counted",
        84);
}

#define CUBE(values_)                                                                              \
    "{\"dataset\":{\"dimension\":{\"UDDSTAT\":{\"category\":{\"index\":{\"AA_TOTAL\":0,"           \
    "\"FULDFOERT\":1}}},\"UDDANNELSE\":{\"category\":{\"label\":{\"TOT\":\"I alt\"}}},"            \
    "\"GRUNDBEL\":{\"category\":{\"index\":[\"0\",\"791\"]}},\"Tid\":{\"category\":{\"index\":"    \
    "{\"2022\":0,\"2023\":1}}},\"id\":[\"UDDSTAT\",\"UDDANNELSE\",\"GRUNDBEL\",\"Tid\"],"          \
    "\"size\":[2,1,2,2]},\"value\":" values_ "}}"

static void a_cube_is_read_in_its_order(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "statusu6", "\xef\xbb\xbf" CUBE("[100,200,10,20,50,120,6,null]"));
    is_good(&s, 3);
    has(&s, "youth_education_completed_18_25", "Denmark", "2022", "status-18-25", 50);
    has(&s, "youth_education_completed_18_25", "Denmark", "2023", "status-18-25", 60);
    has(&s, "youth_education_completed_18_25", "Viborg", "2022", "status-18-25", 60);
    take(&s, a, "statusu6", CUBE("{\"0\":100,\"4\":25.5}")); /* sparse */
    is_good(&s, 1);
    has(&s, "youth_education_completed_18_25", "Denmark", "2022", "status-18-25", 25.5);
    take(&s, a, "statusu6", CUBE("[100,200,10]"));
    is_fatal(&s, "cut off");
    take(&s, a, "statusu6", CUBE("[100,200"));
    is_fatal(&s, "JSON");
    take(&s, a, "statusu6", "{\"errorTypeCode\":\"EXTRACT-NOTFOUND\",\"message\":\"x\"}");
    is_fatal(&s, "error");
    take(&s, a, "neet1", CUBE("[100,200,10,20,50,120,6,null]"));
    is_fatal(&s, "BOPOMR");
}

#define V3(rows_)                                                                                  \
    "\xef\xbb\xbf{\"columns\":[\"Omr\xc3\xa5"                                                      \
    "de\",\"Periode\",\"Antal personer\",\"Antal "                                                 \
    "fuldtidspersoner\"],\"rows\":[" rows_ "]}"

static void the_benefits_are_broken_in_july_2025(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "y36a02",
         V3("[\"Viborg\",\"2025M05\",900,812.5],[\"Viborg\",\"2025M06\",\"901\",\"1.013,5\"]"));
    is_good(&s, 2);
    has(&s, "cash_benefit", "Viborg", "2025-05", "support-before-2025-07", 812.5);
    has(&s, "cash_benefit", "Viborg", "2025-06", "support-before-2025-07", 1013.5);
    take(&s, a, "y36a02", V3("[\"Viborg\",\"2025M07\",900,812]"));
    is_rejected(&s, "1 Periode", "broken");
    take(&s, a, "y60a02", V3("[\"Viborg\",\"2025M06\",900,812]"));
    is_rejected(&s, "1 Periode", "broken");
    take(&s, a, "y60a02",
         "[{\"Variables\":[{\"Label\":\"Omr\xc3\xa5"
         "de\"},{\"Label\":\"Periode\"},{\"Label\":"
         "\"Visitationskategori\"},{\"Label\":\"Antal fuldtidspersoner\"}],\"Data\":[[\"Viborg\","
         "\"2026M07\",\"Uddannelsesparat\",\"199\"],[\"Viborg\",\"2026M07\",\"\xc3\x85"
         "benlys uddannelsesparat\",\"18\"],[\"Viborg\",\"2026M07\",\"Uoplyst\",\"18\"]]}]");
    is_good(&s, 2);
    has(&s, "cash_benefit_education_ready", "Viborg", "2026-07", "support-from-2025-07", 199);
    has(&s, "cash_benefit_education_obvious", "Viborg", "2026-07", "support-from-2025-07", 18);
    take(&s, a, "y60a02",
         "\xef\xbb\xbfOmr\xc3\xa5"
         "de;Periode;Antal fuldtidspersoner\nViborg;2026M07;1.433,2\n"
         "Viborg;2026M08;1.400\nViborg;2026M10;1.380\n");
    is_good(&s, 3);
    has(&s, "cash_benefit", "Viborg", "2026-07", "support-from-2025-07", 1433.2);
    assert_non_null(strstr(text_str(&s.remarks), "from 2026-08 to 2026-10"));
    take(&s, a, "y60a02", V3("[\"Viborg\",\"2025QMAT09\",900,812]"));
    is_rejected(&s, "1 Periode", "running");
    take(&s, a, "y60a02", V3("[\"Viborg\",\"2025M09\",900]"));
    is_fatal(&s, "3 cells");
    take(&s, a, "ptv_a02", V3("[\"Viborg\",\"2025M09\",900,812]")); /* without ages */
    is_fatal(&s, "no figures");
}

#define PLACE "\"[Institution].[Beliggenhedskommune].[Beliggenhedskommune]\":"
#define YEAR  "\"[Skole\xc3\xa5r].[Skole\xc3\xa5r].[Skole\xc3\xa5r]\":"
#define SHARE "\"Andel elever med mindst 2 i dansk og matematik\":"

static void answers_in_danish_texts_are_read(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "karadm",
         "[{" PLACE "\"Viborg\"," YEAR "\"2023/2024\"," SHARE "\"93,3 %\"},{" PLACE
         "\"Skive\"," YEAR "\"2023/2024\"},{" PLACE "\"Herning\"," YEAR "\"2023/2024\"," SHARE
         "\"100,0 %\"}]");
    is_good(&s, 2); /* Skive is suppressed: no zero */
    has(&s, "two_in_danish_and_math_9th_register", "Viborg", "2023/24", "two-at-9th-exam-register",
        93.3);
    assert_int_equal(1, s.r.skipped);
    take(&s, a, "karadm", "[{" PLACE "{\"Viborg\":1}," YEAR "\"2023/2024\"," SHARE "\"93,3 %\"}]");
    is_rejected(&s, "1 [Inst", "single value");
    take(&s, a, "karadm",
         "[{" PLACE "\"Viborg\"," YEAR "\"2023/2024\"," YEAR "\"2024/2025\"," SHARE "\"93,3\"}]");
    is_fatal(&s, "JSON"); /* said twice */
    take(&s, a, "karadm", "[]");
    is_fatal(&s, "empty");
    take(&s, a, "overgang", "[{" PLACE "\"Viborg\"," YEAR "\"2023/2024\"," SHARE "\"93,3 %\"}]");
    is_fatal(&s, "Overgang til UU");
}

static void a_curve_by_age_crosses_once(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    const char *head = "kommune;aargang;alder;andel_pct;kilde\n";
    take(&s, a, "profilmodel",
         arena_fmt(a,
                   "%sViborg;2019;25;85,2;uvm\nViborg;2019;28;90,1;uvm\nViborg;2019;27;89,7;uvm\n"
                   "Viborg;2019;30;91,1;uvm\nSkive;2019;25;80;uvm\nSkive;2019;30;91;uvm\n",
                   head));
    is_good(&s, 7);
    has(&s, "youth_education_projected_at_25", "Viborg", "2019", "profile-model", 85.2);
    has(&s, "youth_education_projected_at_30", "Viborg", "2019", "profile-model", 91.1);
    has(&s, "youth_education_projected_age_for_90", "Viborg", "2019", "profile-model", 28);
    take(&s, a, "profilmodel-aar",
         "kommune;aargang;aar_efter_9_klasse;andel_pct;kilde\nViborg;2016;8;84;uvm\n"
         "Viborg;2016;25;93;uvm\nViborg;2016;7;80;uvm\n");
    is_good(&s, 2);
    has(&s, "youth_education_projected_before_25", "Viborg", "2016", "projected-before-25", 84);
    has(&s, "youth_education_projected_25_years_after", "Viborg", "2016",
        "projected-25-years-after", 93);
}

static void a_survey_has_its_interval(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct seen_in_file s;
    take(&s, a, "ensomhed",
         "area;year;group;n;yes;percent;n_eff;source\nViborg;2021;16-24;200;44;;;x\n"
         "Viborg;2021;16-24 kvinder;100;;26,3;50;x\nViborg;2013;16+;1000;60;;;x\n"
         "Viborg;2021;16-24 m\xc3\xa6nd;12;2;;;x\n");
    is_good(&s, 3);
    has(&s, "severe_loneliness_16_24", "Viborg", "2021", "loneliness-young", 22);
    has(&s, "severe_loneliness_16_24_women", "Viborg", "2021", "loneliness-young", 26.3);
    has(&s, "severe_loneliness", "Viborg", "2013", "loneliness-adults-before-2017", 6);
    const struct official *o = &s.file.v[0]; /* R: prop.test(44, 200, correct = FALSE) */
    assert_true(fabs(o->lower - 16.81654) < 1e-4 && fabs(o->upper - 28.23880) < 1e-4);
    o = &s.file.v[1]; /* as certain as 50: R's prop.test(13.15, 50, correct = FALSE) */
    assert_true(o->n == 100 && o->upper - o->lower > 23);
    assert_non_null(strstr(text_str(&s.remarks), "Fewer than 20"));
    take(&s, a, "ensomhed", "area;year;group;n;yes;source\nViborg;2021;16-24;200;201;x\n");
    is_rejected(&s, "2 yes", "not larger");
    take(&s, a, "ensomhed", "area;year;group;n;percent;source\nViborg;2021;16-24;200;;x\n");
    is_rejected(&s, "2 percent", "weighted");
}

static void every_kind_has_words(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    for (size_t i = 0; i < figure_tables_n; i++) {
        const struct figure_table *k = &figure_tables[i];
        assert_non_null(figure_table_words(LANG_DA, k));
        assert_true(k->column[SLOT_PERIOD] && (k->column[SLOT_AREA] || k->area));
        assert_true(k->column[SLOT_SOURCE] || k->source);
        for (size_t j = 0; j < k->lines_n; j++) {
            const struct figure_line *l = &k->lines[j];
            const char *definition = arena_fmt(a, "goal.definition.%s", l->definition);
            const char *name = arena_fmt(a, "goal.indicator.%s", l->indicator);
            if (!msg_by_key(LANG_EN, definition)) fail_msg("%s", definition);
            if (!strchr(name, '#') && !msg_by_key(LANG_EN, name)) fail_msg("%s", name);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applications_are_told_apart_by_the_break),
        cmocka_unit_test(the_published_file_is_read_whole),
        cmocka_unit_test(a_bad_row_is_told_with_its_column),
        cmocka_unit_test(a_file_that_is_none_is_fatal),
        cmocka_unit_test(every_encoding_reads_the_same),
        cmocka_unit_test(a_suppressed_cell_is_no_zero),
        cmocka_unit_test(counts_become_shares_of_their_total),
        cmocka_unit_test(a_cube_is_read_in_its_order),
        cmocka_unit_test(the_benefits_are_broken_in_july_2025),
        cmocka_unit_test(answers_in_danish_texts_are_read),
        cmocka_unit_test(a_curve_by_age_crosses_once),
        cmocka_unit_test(a_survey_has_its_interval),
        cmocka_unit_test(every_kind_has_words),
    };
    return RUN(tests);
}

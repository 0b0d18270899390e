/* SPDX-License-Identifier: EUPL-1.2 */
/* The readers of the register and of pupils, without a database: what they accept, reject, refuse. */
#include "base/date.h"
#include "base/test.h"
#include "base/text.h"
#include "exchange/testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REAL_REGISTER "../shared/data/institutionsregister/institutions-2025-utf16le.csv"

/* What a reading told, as text. */
struct told {
    struct reading r;
    struct text rows, rejects;
    int64_t n, in_viborg;
    struct institution first;
    struct err err;
};

static bool note_institution(void *ctx, const struct institution *row, struct err *err) {
    struct told *told = ctx;
    (void)err;
    if (told->n == 0) {
        told->first = *row; /* its texts live in r->row until the next row */
        told->first.name = arena_dup(told->r.arena, row->name);
        told->first.admin_municipality = arena_dup(told->r.arena, row->admin_municipality);
    }
    told->in_viborg += row->municipality && !strcmp(row->municipality, "791");
    if (told->n++ < 20) text_addf(&told->rows, "%s %s\n", row->number, row->name);
    return true;
}

static bool note_pupil(void *ctx, const struct youth_record *p, struct err *err) {
    struct told *told = ctx;
    char born[11];
    (void)err;
    told->n++;
    text_addf(&told->rows, "%s %s %s|%s|%s|%s %d %s %s", p->cpr ? p->cpr : "-", p->first_name,
              p->family_name, day_iso(born, p->born), p->sex ? p->sex : "-", p->institution,
              (int)p->school_year, p->grade, p->class_name);
    if (p->guarded) text_add(&told->rows, "|guarded");
    if (p->phone) text_addf(&told->rows, "|%s", p->phone);
    for (size_t i = 0; i < p->guardians_n; i++)
        text_addf(&told->rows, "|%s %s%s%s%s%s", p->guardians[i].relation, p->guardians[i].name,
                  p->guardians[i].custody ? " custody" : "",
                  p->guardians[i].guarded ? " guarded" : "", p->guardians[i].cpr ? " " : "",
                  p->guardians[i].cpr ? p->guardians[i].cpr : "");
    text_add(&told->rows, "\n");
    return true;
}

static void note_reject(void *ctx, int64_t row, const char *field, const char *reason) {
    struct told *told = ctx;
    assert_non_null(reason);
    text_addf(&told->rejects, "%d %s\n", (int)row, field);
}

static struct told *told_new(struct arena *a) {
    struct told *told = arena_alloc(a, sizeof *told);
    told->r = (struct reading){
        .lang = LANG_EN,
        .arena = a,
        .row = arena_new(),
        .today = day_from_ymd(2026, 11, 24),
        .file_time = INT64_C(20780) * 86400 * 1000000,
        .last_rejected = -1,
        .ctx = told,
        .institution = note_institution,
        .pupil = note_pupil,
        .reject = note_reject,
    };
    text_init(&told->rows, a);
    text_init(&told->rejects, a);
    return told;
}

static struct told *read_with(struct arena *a, const char *path,
                              bool read(struct reading *, const char *, struct err *)) {
    struct told *told = told_new(a);
    bool ok = read(&told->r, path, &told->err);
    assert_int_equal(ok, told->r.fatal == NULL);
    arena_free(told->r.row);
    return told;
}

static struct told *read_bytes(struct arena *a, struct blob bytes,
                               bool read(struct reading *, const char *, struct err *)) {
    const char *path = test_file(a, bytes);
    struct told *told = read_with(a, path, read);
    unlink(path);
    return told;
}

static struct told *read_text(struct arena *a, const char *text,
                              bool read(struct reading *, const char *, struct err *)) {
    return read_bytes(a, (struct blob){text, strlen(text)}, read);
}

/* ---- the register ---- */

#define HEAD_28                                                                                    \
    "HOVEDSKOLE_INST;INST_NR;INST_NAVN;ENHEDSART;INST_ADR;POSTNR;POSTDISTRIKT;TLF_NR;E_MAIL;"      \
    "WEB_ADR;INST_TYPE_NR;INST_TYPE_NAVN;INST_TYPE_GRUPPE;UNDERV_NIV;INST_LEDER;CVR_NR;"           \
    "KOMMUNE_NR;ADM_KOMMUNE_NAVN;BEL_KOMMUNE;BEL_KOMMUNE_NAVN;BEL_REGION;REGION_NAVN;EJER_KODE;"   \
    "EJERKODE_NAVN"
#define ROW_24                                                                                     \
    "791000;791001;N\xc3\xb8rre Skole;Afdeling;Vej 1;8800;Viborg;;;;1012;Folkeskoler;Grund;9;;"    \
    "29189846;791;Viborg Kommune;0791;Viborg Kommune;1082;Midtjylland;2;Kommunale"
#define REGISTER                                                                                   \
    HEAD_28 ";P_NR;VEJKODE;GEO_BREDDE_GRAD;GEO_LAENGDE_GRAD\n" ROW_24 ";1003;0012;56,4532;9,401\n"

static void expect_register(struct told *told) {
    assert_null(told->r.fatal);
    assert_string_equal(text_str(&told->rejects), "");
    assert_string_equal(text_str(&told->rows), "791001 N\xc3\xb8rre Skole\n");
    assert_int_equal(told->first.type_code, 1012);
    assert_int_equal(told->in_viborg, 1);
    assert_string_equal(told->first.admin_municipality, "791");
}

static void reads_the_register_in_every_encoding(void **state) {
    struct arena *a = *state;
    for (int encoding = 0; encoding < TEST_ENCODINGS; encoding++)
        for (int crlf = 0; crlf < 2; crlf++) {
            struct blob bytes = test_encode(a, REGISTER, encoding, crlf);
            struct told *told = read_bytes(a, bytes, institutions_read);
            expect_register(told);
            assert_true(fabs(told->first.latitude - 56.4532) < 1e-9);
            assert_true(fabs(told->first.longitude - 9.401) < 1e-9);
        }
}

static void reads_the_older_register(void **state) {
    struct told *told = read_text(*state, HEAD_28 "\r\n" ROW_24 "\r\n", institutions_read);
    expect_register(told);
    assert_true(isnan(told->first.latitude));
}

static void reads_columns_in_any_order(void **state) {
    struct told *told =
        read_text(*state, "inst_navn,Inst_Nr,new\n\"A, B\",101001,x\n", institutions_read);
    assert_string_equal(text_str(&told->rows), "101001 A, B\n");
}

static void rejects_rows_of_the_register(void **state) {
    struct told *told = read_text(*state,
                                  "INST_NR;INST_NAVN;INST_TYPE_NR;GEO_BREDDE_GRAD\n"
                                  ";No number;1012;\n"
                                  "101001;;1012;\n"
                                  "101002;Bad type;abc;\n"
                                  "101003;Bad place;1;north\n"
                                  "101004;Too few;1\n"
                                  "101005;Good;1;1\n"
                                  "101006;Spreadsheet;1;1;;;\n",
                                  institutions_read);
    assert_null(told->r.fatal);
    assert_string_equal(text_str(&told->rejects), "2 INST_NR\n3 INST_NAVN\n4 INST_TYPE_NR\n"
                                                  "5 GEO_BREDDE_GRAD\n6 whole row\n");
    assert_int_equal(told->r.rejected, 5);
    assert_int_equal(told->r.rows, 7);
    assert_string_equal(text_str(&told->rows), "101005 Good\n101006 Spreadsheet\n");
}

static void reads_the_real_register(void **state) {
    if (access(REAL_REGISTER, R_OK) != 0) skip();
    struct told *told = read_with(*state, REAL_REGISTER, institutions_read);
    assert_null(told->r.fatal);
    assert_int_equal(told->n, 4767);
    assert_int_equal(told->r.rejected, 0);
    assert_int_equal(told->in_viborg, 87);
}

/* ---- files that cannot be used ---- */

static void expect_fatal(struct told *told, const char *word) {
    assert_non_null(told->r.fatal);
    if (!strstr(told->r.fatal, word)) fail_msg("'%s' is not in: %s", word, told->r.fatal);
}

static void refuses_broken_tables(void **state) {
    struct arena *a = *state;
    expect_fatal(read_text(a, "", institutions_read), "empty");
    expect_fatal(read_text(a, "a;b\n1;2\n", institutions_read), "INST_NR");
    expect_fatal(read_text(a, "a;b\n1;2\n", institutions_read), "a, b");
    expect_fatal(read_text(a, "INST_NR;INST_NAVN\n101001;A\n1010", institutions_read), "line 3");
    expect_fatal(read_text(a, "INST_NR;INST_NAVN\n101001;\"A\n", institutions_read), "quotation");
    expect_fatal(read_text(a, "PK\3\4 and so on", institutions_read), "CSV");
    expect_fatal(read_text(a, "%PDF-1.7", institutions_read), "PDF");
    expect_fatal(read_bytes(a, (struct blob){"INST_NR;INST_NAVN\n1;\0\n", 22}, institutions_read),
                 "byte number 21");
    expect_fatal(read_with(a, "/nowhere/at/all", institutions_read), "disk");
    struct blob half = test_encode(a, REGISTER, TEST_UTF16LE, false);
    half.len -= 1;
    expect_fatal(read_bytes(a, half, institutions_read), "UTF-16LE");
}

/* ---- pupils as a table ---- */

#define PUPIL_HEAD "cpr;uni_id;fornavn;efternavn;foedselsdato;koen;beskyttet;skole;skoleaar;klasse"

static void reads_pupils_of_a_table(void **state) {
    struct told *told =
        read_text(*state,
                  PUPIL_HEAD ";foraelder1_navn;foraelder1_relation;foraelder1_myndighed\n"
                             "150311-4321;;Anna;Ravn;;;;791001;2026/27;9.b;Eva Ravn;Mor;ja\n"
                             ";anna123;S\xc3\xb8ren;;2011-03-15;M;ja;791001;;8a;;;\n"
                             ";u2;Lille;Bo;2017-03-15;M;;791001;;3.c;;;\n",
                  pupils_read);
    assert_null(told->r.fatal);
    assert_string_equal(text_str(&told->rejects), "");
    assert_string_equal(
        text_str(&told->rows),
        "1503114321 Anna Ravn|2011-03-15|M|791001 2026 9 9.b|mother Eva Ravn custody\n"
        "- S\xc3\xb8ren |2011-03-15|M|791001 2026 8 8a|guarded\n");
    assert_int_equal(told->r.skipped, 1);
    assert_int_equal(told->r.rows, 3);
}

static void rejects_pupils_with_reasons(void **state) {
    struct told *told = read_text(*state,
                                  PUPIL_HEAD "\n"
                                             "123;;A;B;;;;791001;;9a\n"
                                             ";;A;B;2011-01-01;;;791001;;9a\n"
                                             ";u1;;B;2011-01-01;;;791001;;9a\n"
                                             ";u2;A;B;31.02.2011;;;791001;;9a\n"
                                             ";u3;A;B;2011-01-01;Q;perhaps;791001;;9a\n"
                                             ";u4;A;B;2011-01-01;;;;2026/28;9a\n"
                                             ";u5;A;B;2011-01-01;;;791001;;mixed\n"
                                             ";u6;A;B;1890-01-01;;;791001;;9a\n",
                                  pupils_read);
    assert_null(told->r.fatal);
    assert_string_equal(text_str(&told->rejects),
                        "2 cpr\n3 cpr\n4 fornavn\n5 foedselsdato\n6 koen\n6 beskyttet\n7 skole\n"
                        "7 skoleaar\n8 klassetrin\n9 foedselsdato\n");
    assert_int_equal(told->r.rejected, 8);
    assert_string_equal(text_str(&told->rows), "");
}

static void refuses_a_table_of_something_else(void **state) {
    expect_fatal(read_text(*state, HEAD_28 "\n" ROW_24 "\n", pupils_read), "fornavn");
}

static void reads_school_years(void **state) {
    (void)state;
    assert_int_equal(pupil_school_year("2026-2027"), 2026);
    assert_int_equal(pupil_school_year("2026/27"), 2026);
    assert_int_equal(pupil_school_year("2026"), 2026);
    assert_int_equal(pupil_school_year("1999/00"), 1999);
    assert_int_equal(pupil_school_year("2026/28"), INT_NONE);
    assert_int_equal(pupil_school_year("26/27"), INT_NONE);
    assert_int_equal(pupil_school_year("20267"), INT_NONE);
    assert_int_equal(pupil_school_year(NULL), INT_NONE);
}

/* ---- pupils as XML ---- */

#define NS "https://brugerdatabasen.stil.dk/bpi/wsieksport/7"
#define GROUPS                                                                                     \
    "<c:Group><c:GroupId>g9b</c:GroupId><c:GroupName>9.b</c:GroupName>"                            \
    "<c:GroupType>Hovedgruppe</c:GroupType><c:GroupLevel>9</c:GroupLevel></c:Group>"
#define PERSON(id, cpr, level)                                                                     \
    "<InstitutionPerson source=\"SIS\"><Person protected=\"false\"><c:FirstName>" id               \
    "</c:FirstName><c:FamilyName>Ravn</c:FamilyName><c:UserId>" id                                 \
    "</c:UserId><c:CivilRegistrationNumber>" cpr "</c:CivilRegistrationNumber>"                    \
    "<c:BirthDate>2011-03-15</c:BirthDate><c:Gender>K</c:Gender></Person>"                         \
    "<Student><c:Role>Elev</c:Role><c:Level>" level "</c:Level>"                                   \
    "<c:MainGroupId>g9b</c:MainGroupId></Student></InstitutionPerson>"
#define EXPORT(level, people)                                                                      \
    "<UNILoginExport" level " xmlns=\"" NS "/x\" xmlns:c=\"" NS "/common\" accessLevel=\"full\" "  \
    "exportDateTime=\"2026-11-20T10:00:00+01:00\">"                                                \
    "<c:ImportSource source=\"a\" schoolyear=\"2025-2026\"/>"                                      \
    "<c:ImportSource source=\"b\" schoolyear=\"2026-2027\"/>"                                      \
    "<Institution><c:InstitutionNumber>791001</c:InstitutionNumber>" GROUPS people                 \
    "</Institution></UNILoginExport" level ">"

static void reads_every_level(void **state) {
    static const char *const files[] = {
        EXPORT("Small", PERSON("Ann", "1503114321", "9")),
        EXPORT("Medium", PERSON("Ann", "1503114321", "9")),
        EXPORT("Full", PERSON("Ann", "1503114321", "9")),
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>" EXPORT(
            "FullMyndighed", PERSON("Ann", "1503114321", "9")),
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><q/></s:Header>"
        "<s:Body><eksporterXmlFuldResponse><xml>" EXPORT(
            "Full", PERSON("Ann", "1503114321",
                           "9")) "</xml></eksporterXmlFuldResponse></s:Body></s:Envelope>",
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct told *told = read_text(*state, files[i], pupils_read);
        if (told->r.fatal) fail_msg("file %zu: %s", i, told->r.fatal);
        assert_string_equal(text_str(&told->rows),
                            "1503114321 Ann Ravn|2011-03-15|K|791001 2026 9 9.b\n");
        assert_int_equal(told->r.file_time, INT64_C(1795165200) * 1000000);
    }
}

#define FULL_PERSON                                                                                                                                              \
    "<InstitutionPerson><Person><c:FirstName>Bo</c:FirstName><c:FamilyName>&#216;st</c:FamilyName>"                                                              \
    "<c:UserId>bo1</c:UserId><c:CivilRegistrationNumber>1503114321</c:CivilRegistrationNumber>"                                                                  \
    "<c:Address protected=\"true\"><c:StreetAddress>Vej 1</c:StreetAddress></c:Address>"                                                                         \
    "<c:HomePhoneNumber>87654321</c:HomePhoneNumber>"                                                                                                            \
    "<c:MobilePhoneNumber>12345678</c:MobilePhoneNumber></Person>"                                                                                               \
    "<Student><c:Role>Elev</c:Role><c:Level>9</c:Level><c:MainGroupId>g9b</c:MainGroupId>"                                                                       \
    "<ContactPerson relation=\"Far\" childCustody=\"true\"><Person protected=\"true\">"                                                                          \
    "<c:CivilRegistrationNumber>010170-1232</c:CivilRegistrationNumber><c:FirstName>Ib</c:FirstName><c:FamilyName>Ost</c:FamilyName>"                            \
    "<c:MobilePhoneNumber>99</c:MobilePhoneNumber></Person></ContactPerson>"                                                                                     \
    "<ContactPerson relation=\"Officielt tilknyttet person\" childCustody=\"false\"><Person>"                                                                    \
    "<c:CivilRegistrationNumber>610170-1232</c:CivilRegistrationNumber><c:FirstName>Eva</c:FirstName><c:FamilyName>Holm</c:FamilyName></Person></ContactPerson>" \
    "</Student></InstitutionPerson>"

static void carries_protection_and_guardians(void **state) {
    struct told *told = read_text(*state, EXPORT("Full", FULL_PERSON), pupils_read);
    assert_null(told->r.fatal);
    assert_string_equal(text_str(&told->rows),
                        "1503114321 Bo \xc3\x98st|2011-03-15|M|791001 2026 9 9.b|guarded|12345678"
                        "|father Ib Ost custody guarded 0101701232|official Eva Holm\n");
}

static void counts_other_grades_and_rejects(void **state) {
    struct told *told = read_text(
        *state,
        EXPORT(
            "Full",
            PERSON("A", "1503114321", "6") PERSON("B", "1503114321", "DT") PERSON("C", "99", "9")
                PERSON(
                    "D", "1503114321",
                    "10") "<InstitutionPerson><Person><c:FirstName>T</c:FirstName></Person><c:Employee>"
                          "<c:Role>Leder</c:Role></c:Employee></InstitutionPerson>"),
        pupils_read);
    assert_null(told->r.fatal);
    assert_int_equal(told->r.rows, 4);
    assert_int_equal(told->r.skipped, 2);
    assert_int_equal(told->r.rejected, 1);
    assert_string_equal(text_str(&told->rejects), "3 CivilRegistrationNumber\n");
    assert_int_equal(told->n, 1);
}

static void reads_windows_1252_xml(void **state) {
    struct told *told = read_text(*state,
                                  "<?xml version=\"1.0\" encoding=\"windows-1252\"?>" EXPORT(
                                      "Full", PERSON("S\xf8ren\x92s", "1503114321", "9")),
                                  pupils_read);
    assert_null(told->r.fatal);
    assert_non_null(strstr(text_str(&told->rows), "S\xc3\xb8ren\xe2\x80\x99s Ravn"));
}

static void refuses_hostile_xml(void **state) {
    struct arena *a = *state;
    expect_fatal(read_text(a,
                           "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>"
                           "<UNILoginExportFull>&b;</UNILoginExportFull>",
                           pupils_read),
                 "DOCTYPE");
    expect_fatal(read_text(a, "<html><body/></html>", pupils_read), "its root is html");
    expect_fatal(read_text(a, "<a><b></a>", pupils_read), "its root is a");
    expect_fatal(read_text(a, "<Envelope><Body><Fault/></Body></Envelope>", pupils_read), "error");
    expect_fatal(read_text(a, "<Envelope><Body/></Envelope>", pupils_read), "no export");
    expect_fatal(read_text(a, "<UNILoginExportFull><Institution>", pupils_read), "cut off");
    expect_fatal(read_text(a, "<UNILoginExportFull><Instit", pupils_read), "cut off");
    expect_fatal(read_text(a, "<UNILoginExportFull>\n</a>", pupils_read), "line 2");
    expect_fatal(read_text(a, "<?xml version=\"1.0\" encoding=\"EBCDIC-X\"?><a/>", pupils_read),
                 "encoding");
    expect_fatal(read_text(a, "<UNILoginExportFull>S\xf8ren</UNILoginExportFull>", pupils_read),
                 "encoding");
    expect_fatal(
        read_text(a, test_repeated(a, "<UNILoginExportFull>", "<a>", 100, ""), pupils_read),
        "nested");
    expect_fatal(read_text(a,
                           test_repeated(a, "<UNILoginExportFull><a>", "text ", 5000,
                                         "</a></UNILoginExportFull>"),
                           pupils_read),
                 "too long");
    expect_fatal(read_text(a,
                           test_repeated(a, "<UNILoginExportFull a=\"", "0123456789", 300000, ""),
                           pupils_read),
                 "too long");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_the_register_in_every_encoding),
        TEST(reads_the_older_register),
        TEST(reads_columns_in_any_order),
        TEST(rejects_rows_of_the_register),
        TEST(reads_the_real_register),
        TEST(refuses_broken_tables),
        TEST(reads_pupils_of_a_table),
        TEST(rejects_pupils_with_reasons),
        TEST(refuses_a_table_of_something_else),
        TEST(reads_school_years),
        TEST(reads_every_level),
        TEST(carries_protection_and_guardians),
        TEST(counts_other_grades_and_rejects),
        TEST(reads_windows_1252_xml),
        TEST(refuses_hostile_xml),
    };
    return RUN(tests);
}

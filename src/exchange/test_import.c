/* SPDX-License-Identifier: EUPL-1.2 */
/* Imports against a database, on the command line's way and in the browser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "exchange/testing.h"

#include "exchange/exchange.h"
#include "exchange/import.h"
#include "tests/house.h"

#include <unistd.h>

#define HEAD  "cpr;uni_id;fornavn;efternavn;foedselsdato;beskyttet;telefon;skole;skoleaar;klasse"
#define LATER (INT64_C(1) << 60)

/* Imports `text` as a file drawn at `file_time`. */
static struct import_report take_at(struct house_test *h, enum import_what what, const char *text,
                                    bool dry_run, int64_t file_time) {
    struct import_report report;
    struct err err = {0};
    const char *path = test_file(h->arena, (struct blob){text, strlen(text)});
    struct import_order order = {.what = what,
                                 .path = path,
                                 .dry_run = dry_run,
                                 .lang = LANG_EN,
                                 .file_time = file_time,
                                 .user_id = INT_NONE,
                                 .role = "system",
                                 .route = "cli import"};
    if (!import_run(h->store, h->db, h->arena, &order, &report, &err)) fail_msg("%s", err.message);
    unlink(path);
    return report;
}

static struct import_report take(struct house_test *h, enum import_what what, const char *text,
                                 bool dry_run) {
    return take_at(h, what, text, dry_run, clock_now());
}

static void expect_counts(struct import_report r, int read, int fresh, int changed, int unchanged,
                          int rejected, int kept) {
    if (r.fatal) fail_msg("%s", r.fatal);
    assert_int_equal(r.read, read);
    assert_int_equal(r.fresh, fresh);
    assert_int_equal(r.changed, changed);
    assert_int_equal(r.unchanged, unchanged);
    assert_int_equal(r.rejected, rejected);
    assert_int_equal(r.kept, kept);
}

static int64_t count(struct house_test *h, const char *sql) {
    return test_sql_number(h->store, sql);
}

#define TWO                                                                                        \
    HEAD "\n1503114321;u1;Ida;Holm;;;11;999101;2026/27;9.b\n"                                      \
         "1603114320;u2;S\xc3\xb8ren;\xc3\x85kj\xc3\xa6r;;ja;12;999101;2026/27;9.c\n"

static void new_then_unchanged(void **state) {
    struct house_test *h = *state;
    expect_counts(take(h, IMPORT_PUPILS, TWO, true), 2, 2, 0, 0, 0, 0);
    assert_int_equal(count(h, "select count(*) from youth"), 5);
    expect_counts(take(h, IMPORT_PUPILS, TWO, false), 2, 2, 0, 0, 0, 0);
    assert_int_equal(count(h, "select count(*) from youth"), 7);
    assert_int_equal(count(h, "select count(*) from class where name = '9.c'"), 1);
    assert_int_equal(
        count(h, "select count(*) from youth where guarded = 1 and external_id = 'u2'"), 1);
    assert_int_equal(count(h, "select count(*) from youth where name like '%1503114321%'"), 0);
    assert_int_equal(count(h, arena_fmt(h->arena,
                                        "select count(*) from youth where counsellor = "
                                        "%lld and external_id = 'u1'",
                                        (long long)h->vera)),
                     1);
    expect_counts(take(h, IMPORT_PUPILS, TWO, false), 2, 0, 0, 2, 0, 0);
    assert_int_equal(count(h, "select count(*) from audit where act = 'import'"), 2);
}

static void a_moved_pupil_moves(void **state) {
    struct house_test *h = *state;
    take(h, IMPORT_PUPILS, TWO, false);
    test_sql(h->store, "update youth_class set from_day = '2026-08-01'");
    struct import_report r =
        take(h, IMPORT_PUPILS, HEAD "\n1503114321;u1;Ida;Holm;;;11;999102;2026/27;9.a\n", false);
    expect_counts(r, 1, 0, 1, 0, 0, 0);
    assert_true(r.changes[0].moves);
    assert_int_equal(count(h, "select count(*) from youth_class yc join youth y on y.id = yc.youth "
                              "where y.external_id = 'u1' and yc.to_day = '2026-11-22'"),
                     1);
    assert_int_equal(count(h, "select count(*) from youth_class yc join youth y on y.id = yc.youth "
                              "join class c on c.id = yc.class where y.external_id = 'u1' and "
                              "yc.to_day is null and c.institution = '999102'"),
                     1);
}

#define SPELLS "select count(*) from spell s join youth y on y.id = s.youth where "

static void the_spells_follow_the_school(void **state) {
    struct house_test *h = *state;
    take(h, IMPORT_PUPILS, TWO, false);
    take(h, IMPORT_PUPILS, TWO, false);
    assert_int_equal(count(h, SPELLS "y.external_id in ('u1', 'u2') and s.source = 'import' and "
                                     "s.from_day = '2026-08-01' and s.to_day is null"),
                     2);
    const char *other_class = HEAD "\n1503114321;u1;Ida;Holm;;;11;999101;2026/27;9.c\n";
    take(h, IMPORT_PUPILS, other_class, false);
    assert_int_equal(count(h, SPELLS "y.external_id = 'u1'"), 1);
    const char *other_school = HEAD "\n1503114321;u1;Ida;Holm;;;11;999102;2026/27;9.a\n";
    take(h, IMPORT_PUPILS, other_school, false);
    assert_int_equal(count(h, SPELLS "y.external_id = 'u1' and s.institution = '999101' and "
                                     "s.to_day = '2026-11-22' and s.outcome = 'moved_school'"),
                     1);
    const char *next_year = HEAD "\n1503114321;u1;Ida;Holm;;;11;999101;2027/28;10.a\n";
    clock_fix(day_from_ymd(2027, 9, 1));
    take(h, IMPORT_PUPILS, next_year, false);
    assert_int_equal(count(h, SPELLS "y.external_id = 'u1' and s.kind = 'tenth_grade' and "
                                     "s.from_day = '2027-08-01'"),
                     1);
}

static void a_protection_is_never_lifted(void **state) {
    struct house_test *h = *state;
    take(h, IMPORT_PUPILS, TWO, false);
    take(h, IMPORT_PUPILS, HEAD "\n1603114320;u2;Nyt;Navn;;nej;12;999101;2026/27;9.c\n", false);
    assert_int_equal(count(h, "select count(*) from youth where external_id = 'u2' and guarded = 1 "
                              "and first_name = 'Nyt'"),
                     1);
}

static void a_newer_edit_is_kept(void **state) {
    struct house_test *h = *state;
    take(h, IMPORT_PUPILS, TWO, false);
    test_sql(h->store, arena_fmt(h->arena,
                                 "update youth set phone = '99', edited_at = %lld where "
                                 "external_id = 'u1'",
                                 (long long)LATER));
    /* newer phone in an older file, a protection, and another class */
    struct import_report r =
        take(h, IMPORT_PUPILS, HEAD "\n1503114321;u1;Ida;Holm;;ja;77;999101;2026/27;9.d\n", false);
    expect_counts(r, 1, 0, 0, 0, 0, 1);
    assert_int_equal(count(h, "select count(*) from youth where phone = '99' and guarded = 1"), 1);
    assert_int_equal(count(h, "select count(*) from youth_class yc join class c on c.id = yc.class "
                              "where c.name = '9.d' and yc.to_day is null"),
                     1);
    r = take_at(h, IMPORT_PUPILS, HEAD "\n1503114321;u1;Ida;Holm;;ja;77;999101;2026/27;9.d\n",
                false, LATER + 1);
    expect_counts(r, 1, 0, 1, 0, 0, 0);
    assert_int_equal(count(h, "select count(*) from youth where phone = '77'"), 1);
}

static void rejects_what_cannot_be_placed(void **state) {
    struct house_test *h = *state;
    struct import_report r = take(h, IMPORT_PUPILS,
                                  HEAD "\n1503114321;u1;Ida;Holm;;;;111111;2026/27;9.b\n"
                                       "1603114320;u2;A;B;;;;999101;2026/27;9.b\n"
                                       "1603114320;u3;A;B;;;;999101;2026/27;9.b\n"
                                       ";u4;A;B;;;;999101;2026/27;9.b\n"
                                       ";u5;C;D;2011-01-01;;;999101;2026/27;9.b\n",
                                  false);
    expect_counts(r, 5, 2, 0, 0, 3, 0);
    assert_int_equal(r.rejects_n, 3);
    assert_string_equal(r.rejects[0].field, "skole");
    assert_non_null(strstr(r.rejects[0].reason, "register"));
    assert_int_equal(r.rejects[1].row, 4);
    assert_string_equal(r.rejects[1].field, "cpr");
    assert_string_equal(r.rejects[2].field, "foedselsdato");
}

static void a_broken_file_writes_nothing(void **state) {
    struct house_test *h = *state;
    struct import_report r = take(h, IMPORT_PUPILS,
                                  HEAD "\n1503114321;u1;Ida;Holm;;;11;999101;2026/27;9.b\n"
                                       "1603114320;u2;A;B;;;11;\"999101",
                                  false);
    assert_non_null(r.fatal);
    assert_int_equal(r.fresh, 0);
    assert_int_equal(count(h, "select count(*) from youth"), 5);
    assert_int_equal(count(h, "select count(*) from audit where act = 'import'"), 0);
}

/* So many that the writing begins while the file is read, and a last line. */
static const char *many(struct house_test *h, int n, const char *last) {
    struct text text;
    text_init(&text, h->arena);
    text_add(&text, HEAD "\n");
    for (int i = 0; i < n; i++)
        text_addf(&text, ";m%d;Ida;Holm;2011-03-15;;11;999101;2026/27;9.b\n", i);
    text_add(&text, last);
    return text_str(&text);
}

static void a_large_file_is_whole_or_nothing(void **state) {
    struct house_test *h = *state;
    struct import_report r = take(h, IMPORT_PUPILS, many(h, 5000, ";u2;A;B;;;11;\"999101"), false);
    assert_non_null(r.fatal);
    assert_int_equal(r.fresh, 0);
    assert_int_equal(count(h, "select count(*) from youth"), 5);
    assert_int_equal(count(h, "select count(*) from audit where act = 'import'"), 0);
    const char *good = many(h, 5000, ";m7;Ida;Holm;2011-03-15;;11;999101;2026/27;9.b\n");
    expect_counts(take(h, IMPORT_PUPILS, good, false), 5001, 5000, 0, 0, 1, 0);
    assert_int_equal(count(h, "select count(*) from youth"), 5005);
    assert_int_equal(count(h, "select count(*) from audit where act = 'import'"), 1);
    expect_counts(take(h, IMPORT_PUPILS, good, false), 5001, 0, 0, 5000, 1, 0);
}

static bool until_half(void *ctx, int64_t done, int64_t total) {
    (void)ctx;
    return done < total / 2;
}

static void a_large_import_can_be_cancelled(void **state) {
    struct house_test *h = *state;
    const char *text = many(h, 5000, "");
    const char *path = test_file(h->arena, (struct blob){text, strlen(text)});
    struct import_order order = {.what = IMPORT_PUPILS,
                                 .path = path,
                                 .progress = until_half,
                                 .file_time = clock_now(),
                                 .user_id = INT_NONE,
                                 .role = "system",
                                 .route = "cli import"};
    struct import_report report;
    struct err err = {0};
    assert_false(import_run(h->store, h->db, h->arena, &order, &report, &err));
    assert_int_equal(err.kind, ERR_CANCELLED);
    unlink(path);
    assert_int_equal(count(h, "select count(*) from youth"), 5);
}

static void institutions_are_compared(void **state) {
    struct house_test *h = *state;
    static const char one[] =
        "INST_NR;INST_NAVN;INST_TYPE_NR\n999101;Ny Skole A;1012\n888001;X;1012\n";
    expect_counts(take(h, IMPORT_INSTITUTIONS, one, false), 2, 1, 1, 0, 0, 0);
    expect_counts(take(h, IMPORT_INSTITUTIONS, one, false), 2, 0, 0, 2, 0, 0);
    test_sql(h->store, arena_fmt(h->arena,
                                 "update institution set edited_at = %lld where "
                                 "number = '888001'",
                                 (long long)LATER));
    expect_counts(take(h, IMPORT_INSTITUTIONS, "INST_NR;INST_NAVN\n888001;Y\n888001;Z\n", false), 2,
                  0, 0, 0, 1, 1);
    assert_int_equal(count(h, "select count(*) from institution where name = 'X'"), 1);
}

/* ---- the command ---- */

static void the_command_prints_counts_and_exits(void **state) {
    struct house_test *h = *state;
    const char *path = test_file(h->arena, (struct blob){TWO "x;y\n", strlen(TWO "x;y\n")});
    char out[2000] = "", why[2000] = "";
    FILE *out_file = fmemopen(out, sizeof out, "w"), *err_file = fmemopen(why, sizeof why, "w");
    struct err err = {0};
    int code = 9;
    assert_true(import_command(h->store, "pupils", NULL, path, false, true, LANG_DA, out_file,
                               err_file, &code, &err));
    fclose(out_file);
    fclose(err_file);
    unlink(path);
    assert_int_equal(code, 1);
    assert_string_equal(out, "{\"read\":3,\"new\":2,\"changed\":0,\"unchanged\":0,\"rejected\":1,"
                             "\"kept\":0,\"skipped\":0}\n");
    assert_non_null(strstr(why, "R\xc3\xa6kke 4"));
}

static void the_command_refuses_other_words(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    int code = 9;
    FILE *null = fopen("/dev/null", "w");
    assert_true(import_command(h->store, "teachers", NULL, "x", false, false, LANG_DA, null, null,
                               &code, &err));
    assert_int_equal(code, 2);
    assert_true(import_command(h->store, "pupils", NULL, "/nowhere", false, false, LANG_DA, null,
                               null, &code, &err));
    assert_int_equal(code, 1);
    fclose(null);
}

/* ---- in the browser ---- */

static void run_jobs(struct house_test *h) {
    size_t n;
    struct err err = {0};
    const struct job_kind *const *kinds = app_jobs(h->arena, &n);
    assert_true(job_run_all(h->store, kinds, n, NULL, &err));
}

static void give(struct browser *b, const char *text, int status) {
    browser_get(b, "/import", 200);
    browser_upload(b, "/import", "hvad=pupils&trukket=23.11.2026", "fil", "elever.csv", text,
                   strlen(text), status);
}

static void dry_run_confirm_result(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    give(&b, TWO "x;y\n", 303);
    const char *dry = b.reply.location;
    browser_get(&b, dry, 200);
    assert_int_equal(b.reply.refresh, 3);
    browser_get(&b, arena_fmt(h->arena, "%s/status", dry), 200);
    browser_sees(&b, "\"done\":false");
    run_jobs(h);
    browser_get(&b, dry, 200);
    assert_int_equal(b.reply.refresh, 0);
    browser_sees(&b, "vil oprette 2");
    browser_sees(&b, "9.c, 999101");
    browser_sees_not(&b, "Ida"); /* an administrator has no case access */
    assert_int_equal(count(h, "select count(*) from youth"), 5);
    browser_get(&b, arena_fmt(h->arena, "%s/afviste", dry), 200);
    browser_sees(&b, "4;hele r\xc3\xa6kken;");

    browser_get(&b, dry, 200);
    const char *confirm = arena_fmt(h->arena, "%s/bekraeft", dry);
    browser_post(&b, confirm, "", 303);
    const char *real = b.reply.location;
    run_jobs(h);
    browser_get(&b, real, 200);
    browser_sees(&b, "2 er oprettet");
    assert_int_equal(count(h, "select count(*) from youth"), 7);
    assert_int_equal(count(h, "select count(*) from import_run where spool is not null"), 0);
    browser_post(&b, confirm, "", 409); /* twice */
    browser_get(&b, dry, 200);
    browser_sees(&b, real);
    browser_get(&b, "/import", 200);
    browser_sees(&b, "elever.csv");
}

struct holder {
    int64_t id;
    const char *phone;
    struct blob cpr;
};
static const struct db_column holder_out[] = {{"id", DB_INT, offsetof(struct holder, id)},
                                              {"phone", DB_TEXT, offsetof(struct holder, phone)},
                                              {"cpr", DB_BLOB, offsetof(struct holder, cpr)}};

static bool holder_look(void *ctx, const void *row) {
    struct house_test *h = ctx;
    const struct holder *p = row;
    const char *key = arena_fmt(h->arena, "%lld", (long long)p->id);
    assert_string_equal(p->phone, "22");
    assert_string_equal(open_text(h->arena, "guardian", key, "cpr", p->cpr), "0101701232");
    return true;
}

/* The list of contact persons is replaced by the second file, which tells no number. */
static void a_custody_holders_number_is_sealed_and_outlives_a_file_without_it(void **state) {
#define PARENT                                                                                     \
    "cpr;uni_id;fornavn;efternavn;skole;skoleaar;klasse;foraelder1_navn;foraelder1_myndighed;"     \
    "foraelder1_telefon;foraelder1_cpr\n1503114321;u1;Ida;Holm;999101;2026/27;9.b;Ib Holm;ja;"
    struct house_test *h = *state;
    static const char sql[] = "select id, phone, cpr from guardian where cpr is not null";
    struct db_statement statement = {.name = "holder",
                                     .sqlite = sql,
                                     .postgres = sql,
                                     .out = holder_out,
                                     .out_n = 3,
                                     .row_size = sizeof(struct holder)};
    expect_counts(take(h, IMPORT_PUPILS, PARENT "11;0101701232\n", false), 1, 1, 0, 0, 0, 0);
    expect_counts(take(h, IMPORT_PUPILS, PARENT "22;\n", false), 1, 0, 1, 0, 0, 0);
    expect_counts(take(h, IMPORT_PUPILS, PARENT "22;0101701232\n", false), 1, 0, 0, 1, 0, 0);
    assert_int_equal(1, count(h, "select count(*) from guardian where cpr is not null"));
    assert_true(db_each(h->db, &statement, NULL, holder_look, h, NULL));
#undef PARENT
}

static void a_wrong_file_is_explained(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->lea);
    give(&b, "<html></html>", 303);
    const char *dry = b.reply.location;
    run_jobs(h);
    browser_get(&b, dry, 200);
    browser_sees(&b, "dens rod er html");
    browser_sees(&b, "Intet er skrevet");
    assert_int_equal(count(h, "select count(*) from import_run where spool is not null"), 0);
    browser_post(&b, arena_fmt(h->arena, "%s/bekraeft", dry), "", 409);
}

static void a_form_without_a_file_comes_back(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    browser_get(&b, "/import", 200);
    browser_upload(&b, "/import", "hvad=pupils&trukket=24.12.2026", "fil", "", "", 0, 422);
    browser_sees(&b, "href=\"#fil\"");
    browser_sees(&b, "href=\"#trukket\"");
}

static void a_dropped_file_is_deleted(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->adam);
    give(&b, TWO, 303);
    const char *dry = b.reply.location;
    run_jobs(h);
    browser_get(&b, dry, 200);
    browser_post(&b, arena_fmt(h->arena, "%s/annuller", dry), "", 303);
    assert_int_equal(count(h, "select count(*) from import_run where spool is not null"), 0);
    browser_post(&b, arena_fmt(h->arena, "%s/bekraeft", dry), "", 409);
}

static void counsellors_do_not_import(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/import", 403);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(new_then_unchanged),
        HOUSE_TEST(a_moved_pupil_moves),
        HOUSE_TEST(the_spells_follow_the_school),
        HOUSE_TEST(a_protection_is_never_lifted),
        HOUSE_TEST(a_newer_edit_is_kept),
        HOUSE_TEST(rejects_what_cannot_be_placed),
        HOUSE_TEST(a_broken_file_writes_nothing),
        HOUSE_TEST(a_large_file_is_whole_or_nothing),
        HOUSE_TEST(a_large_import_can_be_cancelled),
        HOUSE_TEST(institutions_are_compared),
        HOUSE_TEST(the_command_prints_counts_and_exits),
        HOUSE_TEST(the_command_refuses_other_words),
        HOUSE_TEST(dry_run_confirm_result),
        HOUSE_TEST(a_custody_holders_number_is_sealed_and_outlives_a_file_without_it),
        HOUSE_TEST(a_wrong_file_is_explained),
        HOUSE_TEST(a_form_without_a_file_comes_back),
        HOUSE_TEST(a_dropped_file_is_deleted),
        HOUSE_TEST(counsellors_do_not_import),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

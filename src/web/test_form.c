/* SPDX-License-Identifier: EUPL-1.2
 *
 * Urlencoded bytes, and declared forms: values, sentences, what was typed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"

#include "base/date.h"

#include <math.h>
#include <string.h>

static struct arena *a;

static int setup(void **state) {
    (void)state;
    a = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(a);
    return 0;
}

/* ---- bytes ---- */

static int parse(const char *text, struct params *params) {
    params_init(params, a);
    return form_parse(text, strlen(text), PARAM_BODY, params);
}

static void test_pairs(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse("a=1&b=s%C3%B8+%26%3d&c=&d&&e==", &params), 0);
    assert_int_equal(params.n, 5);
    assert_string_equal(params_get(&params, PARAM_BODY, "a"), "1");
    assert_string_equal(params_get(&params, PARAM_BODY, "b"), "s\xc3\xb8 &=");
    assert_string_equal(params_get(&params, PARAM_BODY, "c"), "");
    assert_string_equal(params_get(&params, PARAM_BODY, "d"), "");
    assert_string_equal(params_get(&params, PARAM_BODY, "e"), "=");
    assert_null(params_get(&params, PARAM_BODY, "f"));
    assert_null(params_get(&params, PARAM_QUERY, "a"));
    assert_int_equal(parse("", &params), 0);
    assert_int_equal(params.n, 0);
}

static void test_malformed(void **state) {
    (void)state;
    static const char *const bad[] = {"a=%",   "a=%4", "a=%4g",       "a=%00",    "%00=a", "a=%ff",
                                      "a=%c3", "=a",   "a=%ed%a0%80", "a=%c0%80", "a=\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct params params;
        if (parse(bad[i], &params) != 400) fail_msg("accepted: %s", bad[i]);
    }
    struct params params;
    params_init(&params, a);
    assert_int_equal(form_parse("a=\0", 3, PARAM_BODY, &params), 400);
    /* only the bytes given are read */
    params_init(&params, a);
    assert_int_equal(form_parse("a=%41", 4, PARAM_BODY, &params), 400);
    assert_int_equal(form_parse("a=%41", 5, PARAM_BODY, &params), 0);
}

static void test_repeated(void **state) {
    (void)state;
    struct params params;
    parse("a=1&b=2&a=3", &params);
    assert_string_equal(params_repeated(&params, PARAM_BODY, NULL), "a");
    assert_null(params_repeated(&params, PARAM_BODY, "b a"));
    assert_string_equal(params_repeated(&params, PARAM_BODY, "aa b"), "a");
    parse("a=1&b=2", &params);
    assert_null(params_repeated(&params, PARAM_BODY, NULL));
    params_add(&params, PARAM_QUERY, "a", "9"); /* the query is another place */
    assert_null(params_repeated(&params, PARAM_BODY, NULL));
}

/* ---- forms ---- */

static const char *const kinds[] = {"tlf", "besoeg", NULL};
struct values {
    const char *name, *note, *kind, *id, *password, *cpr;
    int32_t day;
    int64_t count;
    double share;
    bool agreed;
};
#define AT(member) offsetof(struct values, member)
static const struct field fields[] = {
    {"name", FIELD_TEXT, AT(name), true, .max = 5, .label = "front.title"},
    {"note", FIELD_LONG, AT(note), .min = 3},
    {"kind", FIELD_CHOICE, AT(kind), true, .choices = kinds},
    {"id", FIELD_ID, AT(id)},
    {"password", FIELD_PASSWORD, AT(password)},
    {"cpr", FIELD_CPR, AT(cpr)},
    {"day", FIELD_DAY, AT(day), .min = 20000, .max = 21000},
    {"count", FIELD_INT, AT(count), .min = 1, .max = 5000},
    {"share", FIELD_NUMBER, AT(share), .min = -1, .max = 100},
    {"agreed", FIELD_CHECK, AT(agreed)},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static struct form form;
static struct values values;

static bool read_form(const char *text, enum lang lang) {
    struct params params;
    assert_int_equal(parse(text, &params), 0);
    struct request rq = {.arena = a, .method = "POST", .lang = lang, .params = &params};
    memset(&values, 0x55, sizeof values);
    return form_read(&rq, fields, FIELDS, &form, &values);
}

static void test_good_form(void **state) {
    (void)state;
    assert_true(read_form(
        "name=++%C3%86blet+&note=en%0D%0Ato%0Dtre&kind=tlf&id=42&password=+p+&cpr=150310-1234"
        "&day=23.11.2026&count=1238&share=26,4&agreed=1",
        LANG_DA));
    assert_int_equal(form.errors_n, 0);
    assert_string_equal(values.name, "\xc3\x86"
                                     "blet");
    assert_string_equal(values.note, "en\nto\ntre");
    assert_ptr_equal(values.kind, kinds[0]);
    assert_string_equal(values.id, "42");
    assert_string_equal(values.password, " p ");
    assert_string_equal(values.cpr, "1503101234");
    assert_int_equal(values.day, day_from_ymd(2026, 11, 23));
    assert_int_equal(values.count, 1238);
    assert_true(values.share == 26.4);
    assert_true(values.agreed);
    assert_string_equal(form_typed(&form, "name"), "  \xc3\x86"
                                                   "blet ");
    assert_string_equal(form_typed(&form, "password"), "");
    assert_string_equal(form_typed(&form, "unknown"), "");
}

static void test_empty_form(void **state) {
    (void)state;
    assert_false(read_form("name=+&note=", LANG_DA));
    assert_int_equal(form.errors_n, 2); /* name and kind are required */
    assert_non_null(strstr(form_error(&form, "name"), "Forside"));
    assert_non_null(form_error(&form, "kind"));
    assert_null(form_error(&form, "note"));
    assert_null(values.name);
    assert_null(values.note);
    assert_int_equal(values.day, DAY_NONE);
    assert_true(values.count == INT_NONE);
    assert_true(isnan(values.share));
    assert_false(values.agreed);
}

/* One field with that text is wrong, and the others are not touched. */
static void wrong(const char *field, const char *text) {
    bool is_name = strcmp(field, "name") == 0, is_kind = strcmp(field, "kind") == 0;
    const char *body = arena_fmt(a, "%s%s%s=%s", is_name ? "" : "name=x&",
                                 is_kind ? "" : "kind=tlf&", field, text);
    for (int lang = LANG_DA; lang <= LANG_EN; lang++) {
        if (read_form(body, (enum lang)lang) || !form_error(&form, field))
            fail_msg("accepted: %s=%s", field, text);
        assert_int_equal(form.errors_n, 1);
    }
}

static void test_wrong_values(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"name", "123456"},
        {"name", "a%09b"},
        {"name", "a%0Ab"},
        {"name", "%C2%85"},
        {"note", "ab"},
        {"note", "abc%07"},
        {"kind", "mail"},
        {"kind", "TLF"},
        {"id", "-1"},
        {"id", "../x"},
        {"id", "9223372036854775808"},
        {"cpr", "150310"},
        {"cpr", "310210-1234"},
        {"day", "31.02.2026"},
        {"day", "i%20dag"},
        {"day", "1.1.2010"},
        {"day", "1.1.2040"},
        {"count", "0"},
        {"count", "5001"},
        {"count", "1,5"},
        {"count", "1.234"},
        {"count", "x"},
        {"count", "1e3"},
        {"share", "100,1"},
        {"share", "1.234"},
        {"share", "nan"},
        {"share", "inf"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) wrong(bad[i][0], bad[i][1]);
    wrong("note", arena_fmt(a, "%0*d", 10001, 0));
    wrong("password", arena_fmt(a, "%0*d", 1025, 0));
}

static void test_ids(void **state) {
    (void)state;
    assert_true(read_form("name=x&kind=tlf&id=9223372036854775807", LANG_DA));
    assert_string_equal(values.id, "9223372036854775807");
    assert_true(read_form("name=x&kind=tlf&id=abcdefghijklmnopqrstuvwxyz", LANG_DA));
    wrong("id", "12345678901234567890");
}

/* Length counts characters, not bytes. */
static void test_length(void **state) {
    (void)state;
    assert_true(read_form("kind=tlf&name=%C3%A6%C3%B8%C3%A5%C3%A6%C3%B8", LANG_DA));
    assert_false(read_form("kind=tlf&name=%C3%A6%C3%B8%C3%A5%C3%A6%C3%B8%C3%A5", LANG_DA));
    assert_non_null(strstr(form_error(&form, "name"), "6"));
}

static void test_language(void **state) {
    (void)state;
    read_form("", LANG_DA);
    const char *danish = form_error(&form, "name");
    read_form("", LANG_EN);
    assert_string_not_equal(form_error(&form, "name"), danish);
    assert_non_null(strstr(form_error(&form, "name"), "Front page"));
}

static void test_fail(void **state) {
    (void)state;
    assert_true(read_form("name=x&kind=tlf", LANG_DA));
    form_fail(&form, "day", "Vælg en hverdag.");
    form_fail(&form, "day", "Noget andet.");
    form_fail(&form, NULL, "Prøv igen.");
    assert_false(form.ok);
    assert_int_equal(form.errors_n, 2);
    assert_string_equal(form_error(&form, "day"), "Vælg en hverdag.");
    assert_string_equal(form.general, "Prøv igen.");
}

/* A GET form reads the query. */
static void test_query(void **state) {
    (void)state;
    struct params params;
    params_init(&params, a);
    params_add(&params, PARAM_QUERY, "name", "x");
    params_add(&params, PARAM_BODY, "name", "y");
    params_add(&params, PARAM_QUERY, "kind", "tlf");
    struct request rq = {.arena = a, .method = "GET", .params = &params};
    assert_true(form_read(&rq, fields, FIELDS, &form, &values));
    assert_string_equal(values.name, "x");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(test_pairs),      T(test_malformed),    T(test_repeated), T(test_good_form),
        T(test_empty_form), T(test_wrong_values), T(test_length),   T(test_language),
        T(test_fail),       T(test_query),        T(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys, sealed fields, passwords and accounts. */
#include "base/test.h"

#include "access/testing.h"
#include "base/clock.h"
#include "db/testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err err;

/* ---- the key file ---- */

static const char *folder;

static int folder_make(void **state) {
    *state = arena_new();
    folder = mkdtemp(arena_fmt(*state, "%s/vejviser-key-XXXXXX", P_tmpdir));
    unsetenv("VEJVISER_KEY");
    err = (struct err){0};
    return folder == NULL;
}

static int folder_remove(void **state) {
    unlink(arena_fmt(*state, "%s/a.db.key", folder));
    rmdir(folder);
    arena_free(*state);
    return 0;
}

static void key_file_write(const char *path, const char *content, mode_t mode) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    close(fd);
    assert_int_equal(chmod(path, mode), 0);
}

static void test_key_file_is_made_private_and_stays(void **state) {
    struct arena *a = *state;
    const char *url = arena_fmt(a, "sqlite:%s/a.db", folder);
    struct stat st;
    assert_false(keys_load(url, false, &err));
    assert_true(keys_load(url, true, &err));
    assert_int_equal(stat(arena_fmt(a, "%s/a.db.key", folder), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    struct blob sealed = seal_text(a, "t", "1", "c", "hemmeligt");
    assert_true(keys_load(url, true, &err)); /* the same key again */
    assert_string_equal(open_text(a, "t", "1", "c", sealed), "hemmeligt");
}

static void test_key_file_that_others_can_read_is_refused(void **state) {
    struct arena *a = *state;
    const char *url = arena_fmt(a, "sqlite:%s/a.db", folder);
    const char *path = arena_fmt(a, "%s/a.db.key", folder);
    assert_true(keys_load(url, true, &err));
    const mode_t modes[] = {0640, 0604, 0660, 0644, 0601};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_false(keys_load(url, false, &err));
        assert_int_equal(err.kind, ERR_REFUSED);
    }
    assert_int_equal(chmod(path, 0400), 0);
    assert_true(keys_load(url, false, &err));
}

static void test_key_file_that_is_no_key_is_refused(void **state) {
    struct arena *a = *state;
    const char *url = arena_fmt(a, "sqlite:%s/a.db", folder);
    const char *path = arena_fmt(a, "%s/a.db.key", folder);
    const char *const bad[] = {
        "",
        "0123",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        key_file_write(path, bad[i], 0600);
        assert_false(keys_load(url, true, &err)); /* and not replaced by a new one */
        assert_int_equal(err.kind, ERR_INPUT);
    }
    key_file_write(path, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
                   0600);
    assert_true(keys_load(url, false, &err));
}

static void test_key_file_of_the_environment(void **state) {
    struct arena *a = *state;
    const char *path = arena_fmt(a, "%s/a.db.key", folder);
    setenv("VEJVISER_KEY", path, 1);
    assert_true(keys_load("postgres://u@localhost/vejviser", true, &err));
    assert_int_equal(access(path, F_OK), 0);
    setenv("VEJVISER_KEY", folder, 1);
    assert_false(keys_load("postgres://u@localhost/vejviser", true, &err)); /* a folder */
    unsetenv("VEJVISER_KEY");
}

/* ---- sealed fields ---- */

static void test_sealed_text_opens_only_in_its_place(void **state) {
    struct arena *a = *state;
    test_keys();
    struct blob sealed = seal_text(a, "youth", "abc", "cpr", "0103101234");
    assert_string_equal(open_text(a, "youth", "abc", "cpr", sealed), "0103101234");
    assert_null(open_text(a, "youth", "abd", "cpr", sealed));
    assert_null(open_text(a, "youth", "abc", "note", sealed));
    assert_null(open_text(a, "contact", "abc", "cpr", sealed));
    assert_null(open_text(a, "youtha", "bc", "cpr", sealed)); /* no gliding borders */
    assert_null(open_text(a, "youth", "abcc", "pr", sealed));
}

static void test_sealed_text_with_any_bit_changed_does_not_open(void **state) {
    struct arena *a = *state;
    test_keys();
    struct blob sealed = seal_text(a, "contact", "7", "body", "Åse vil være smed");
    unsigned char *bytes = arena_alloc(a, sealed.len);
    for (size_t bit = 0; bit < 8 * sealed.len; bit++) {
        memcpy(bytes, sealed.ptr, sealed.len);
        bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
        assert_null(open_text(a, "contact", "7", "body", (struct blob){bytes, sealed.len}));
    }
    for (size_t len = 0; len < sealed.len; len++)
        assert_null(open_text(a, "contact", "7", "body", (struct blob){sealed.ptr, len}));
}

static void test_sealed_text_tells_nothing(void **state) {
    struct arena *a = *state;
    test_keys();
    struct blob one = seal_text(a, "contact", "7", "body", "samme ord");
    struct blob two = seal_text(a, "contact", "7", "body", "samme ord");
    assert_memory_not_equal(one.ptr, two.ptr, one.len);
    assert_null(memmem(one.ptr, one.len, "samme", 5));
    assert_null(seal_text(a, "contact", "7", "body", NULL).ptr);
    assert_null(open_text(a, "contact", "7", "body", (struct blob){0}));
    struct blob empty = seal_text(a, "contact", "7", "body", "");
    assert_string_equal(open_text(a, "contact", "7", "body", empty), "");
}

static void test_other_key_opens_nothing(void **state) {
    struct arena *a = *state;
    static const unsigned char other[KEY_BYTES] = "another key";
    test_keys();
    struct blob sealed = seal_text(a, "contact", "7", "body", "ord");
    const char *index = blind_index(a, "cpr", "0103101234");
    assert_true(keys_use(other, &err));
    assert_null(open_text(a, "contact", "7", "body", sealed));
    assert_string_not_equal(blind_index(a, "cpr", "0103101234"), index);
}

static void test_blind_index(void **state) {
    struct arena *a = *state;
    test_keys();
    const char *index = blind_index(a, "cpr", "0103101234");
    assert_int_equal(strlen(index), 32);
    assert_string_equal(blind_index(a, "cpr", "0103101234"), index);
    assert_string_not_equal(blind_index(a, "cpr", "0103101235"), index);
    assert_string_not_equal(blind_index(a, "login", "0103101234"), index);
    assert_string_not_equal(blind_index(a, "cp", "r0103101234"), index);
    assert_null(blind_index(a, "cpr", NULL));
}

/* ---- passwords ---- */

static void test_password(void **state) {
    (void)state;
    char hash[128];
    bool ok = false;
    assert_false(password_hash("elleve tegn", hash, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_true(password_hash("tolv tegn ja", hash, &err));
    assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=3,p=1$"));
    assert_true(password_check(hash, "tolv tegn ja", &ok, &err));
    assert_true(ok);
    assert_true(password_check(hash, "tolv tegn nej", &ok, &err));
    assert_false(ok);
    assert_true(password_check(NULL, "tolv tegn ja", &ok, &err));
    assert_false(ok);
}

/* An unknown login must cost the same. Medians, and a wide margin: the machine may be busy. */
static void test_unknown_login_takes_as_long(void **state) {
    (void)state;
    char hash[128];
    bool ok;
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    assert_true(password_hash("tolv tegn ja", hash, &err));
    for (int i = 0; i < 5; i++) {
        int64_t start = clock_ticks();
        assert_true(password_check(hash, "tolv tegn nej", &ok, &err));
        int64_t middle = clock_ticks();
        assert_true(password_check(NULL, "tolv tegn nej", &ok, &err));
        int64_t end = clock_ticks();
        known = middle - start < known ? middle - start : known;
        unknown = end - middle < unknown ? end - middle : unknown;
    }
    print_message("one comparison: %lld us known, %lld us unknown\n", (long long)known,
                  (long long)unknown);
    assert_true(unknown > known / 2 && unknown < known * 2);
}

static void test_one_time_passwords_differ(void **state) {
    struct arena *a = *state;
    const char *one = password_random(a), *two = password_random(a);
    assert_int_equal(strlen(one), 23);
    assert_string_not_equal(one, two);
}

/* ---- accounts ---- */

static int store_make(void **state) {
    test_keys();
    err = (struct err){0};
    *state = test_store();
    test_sql(*state, "insert into institution (number, name, sort_key, fingerprint)"
                     " values ('100001', 'Åskolen', '', '')");
    return 0;
}

static int store_drop(void **state) {
    test_store_drop(*state);
    return 0;
}

static enum err_kind add_kind(struct store *store, struct user_new user) {
    struct test_user_call call = {user, NULL, 0};
    err = (struct err){0};
    return store_write(store, test_user_write, &call, &err) ? ERR_NONE : err.kind;
}

static void test_user_rules(void **state) {
    struct store *store = *state;
    struct user_new good = {"vera.v", "Vera Vejleder", ROLE_COUNSELLOR, NULL, false};
    assert_int_equal(add_kind(store, good), ERR_NONE);
    assert_int_equal(add_kind(store, good), ERR_CONFLICT);
    const char *const logins[] = {"", "ab", "Vera", "vera v", "væra", "a'b--", "x/y"};
    for (size_t i = 0; i < sizeof logins / sizeof *logins; i++) {
        struct user_new bad = good;
        bad.login = logins[i];
        assert_int_equal(add_kind(store, bad), ERR_INPUT);
    }
    const struct user_new bad[] = {
        {"ny1", "", ROLE_COUNSELLOR, NULL, false},
        {"ny2", "Ny", ROLE_NONE, NULL, false},
        {"ny3", "Ny", ROLE_PUBLIC, NULL, false},
        {"ny4", "Ny", ROLE_SCHOOL, NULL, false},         /* without a school */
        {"ny5", "Ny", ROLE_COUNSELLOR, "100001", false}, /* with one */
        {"ny6", "Ny", ROLE_COUNSELLOR | ROLE_ADMIN, NULL, false},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(add_kind(store, bad[i]), ERR_INPUT);
    assert_int_equal(
        add_kind(store, (struct user_new){"skole", "Ny", ROLE_SCHOOL, "100001", false}), ERR_NONE);
    assert_int_equal(test_sql_number(store, "select count(*) from account"), 2);
}

static bool disable_write(struct db *w, void *ctx, struct err *e) {
    return user_disable(w, ctx, e);
}

static void test_disable(void **state) {
    struct store *store = *state;
    test_user(store, "vera", ROLE_COUNSELLOR, NULL);
    char vera[] = "vera", nobody[] = "nobody";
    assert_true(store_write(store, disable_write, vera, &err));
    assert_int_equal(test_sql_number(store, "select count(*) from account where disabled_at > 0"),
                     1);
    assert_false(store_write(store, disable_write, nobody, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void test_roles_have_names(void **state) {
    (void)state;
    const enum role roles[] = {ROLE_COUNSELLOR, ROLE_SCHOOL, ROLE_TEAM_LEADER, ROLE_MANAGEMENT,
                               ROLE_ADMIN};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        assert_int_equal(role_by_name(role_name(roles[i])), roles[i]);
    assert_int_equal(role_by_name("public"), ROLE_NONE);
    assert_int_equal(role_by_name("root"), ROLE_NONE);
    assert_int_equal(role_by_name(NULL), ROLE_NONE);
}

/* ---- paths ---- */

static void test_only_local_paths(void **state) {
    struct arena *a = *state;
    const char *const good[] = {"/", "/i-dag", "/unge/abc?a=b&c=%C3%A6", "/soeg?q=a//b"};
    const char *const bad[] = {
        "",
        "i-dag",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\\b",
        "/a\nb",
        "/\t/evil.example",
        "\t/a",
        "javascript:alert(1)",
        "/log-ind",
        "/log-af",
        "/a b",
        "/\x7f",
        "/%0d%0a\r\nX: y",
        "//evil.example/\xc3\xa6",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(local_path(good[i], "/no"), good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_string_equal(local_path(bad[i], "/no"), "/no");
    assert_string_equal(local_path(NULL, "/no"), "/no");
    assert_string_equal(path_encode(a, "/unge/å?x=1&y"), "/unge/%C3%A5%3Fx%3D1%26y");
}

#define WITH_FOLDER(f) cmocka_unit_test_setup_teardown(f, folder_make, folder_remove)
#define WITH_STORE(f)  cmocka_unit_test_setup_teardown(f, store_make, store_drop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_key_file_is_made_private_and_stays),
        WITH_FOLDER(test_key_file_that_others_can_read_is_refused),
        WITH_FOLDER(test_key_file_that_is_no_key_is_refused),
        WITH_FOLDER(test_key_file_of_the_environment),
        TEST(test_sealed_text_opens_only_in_its_place),
        TEST(test_sealed_text_with_any_bit_changed_does_not_open),
        TEST(test_sealed_text_tells_nothing),
        TEST(test_other_key_opens_nothing),
        TEST(test_blind_index),
        TEST(test_password),
        TEST(test_unknown_login_takes_as_long),
        TEST(test_one_time_passwords_differ),
        WITH_STORE(test_user_rules),
        WITH_STORE(test_disable),
        TEST(test_roles_have_names),
        TEST(test_only_local_paths),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}

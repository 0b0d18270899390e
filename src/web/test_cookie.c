/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"

#include <string.h>

static void expect(const char *header, const char *name, const char *value) {
    struct arena *a ARENA_AUTO = arena_new();
    struct params params;
    params_init(&params, a);
    cookie_parse(header, strlen(header), &params);
    const char *found = params_get(&params, PARAM_COOKIE, name);
    if (!value && found) fail_msg("%s: %s is '%s', expected none", header, name, found);
    if (value && (!found || strcmp(found, value) != 0))
        fail_msg("%s: %s is '%s', expected '%s'", header, name, found ? found : "(none)", value);
}

static void test_good(void **state) {
    (void)state;
    expect("vv=abc", "vv", "abc");
    expect("a=1; vv=abc; b=2", "vv", "abc");
    expect("a=1;vv=abc;b=2", "b", "2");
    expect("  vv = abc ", "vv", "abc");
    expect("vv=\"abc\"", "vv", "abc");
    expect("vv=", "vv", "");
    expect("vv=a=b", "vv", "a=b");
    expect("__Host-vv=x", "__Host-vv", "x");
    expect(";;vv=abc;;", "vv", "abc");
}

static void test_bad(void **state) {
    (void)state;
    expect("", "vv", NULL);
    expect("vv", "vv", NULL);
    expect("VV=abc", "vv", NULL);
    expect("=abc", "", NULL);
    expect("vv=a b", "vv", NULL);
    expect("vv=a,b", "vv", NULL);
    expect("vv=\xc3\xa6", "vv", NULL);
    expect("v v=a", "v v", NULL);
    expect("vv=\"a", "vv", NULL);
    expect("bad=\x01; vv=abc", "vv", "abc"); /* one that is not ours spoils nothing */
    expect("bad=\x01; vv=abc", "bad", NULL);
}

/* Which of the two is ours, nobody can say. */
static void test_twice(void **state) {
    (void)state;
    expect("vv=abc; vv=evil", "vv", NULL);
    expect("vv=abc; vv=abc; vv=abc", "vv", NULL);
    expect("vv=abc; x=1; x=2", "vv", "abc");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
/* What every cmocka test includes, in the order cmocka wants, and one arena per test. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"

static inline int test_arena_open(void **state) {
    *state = arena_new();
    return 0;
}

static inline int test_arena_close(void **state) {
    arena_free(*state);
    return 0;
}

/* A test that finds a fresh arena in *state. */
#define TEST(function_)                                                                            \
    cmocka_unit_test_setup_teardown(function_, test_arena_open, test_arena_close)
#define RUN(tests_) cmocka_run_group_tests(tests_, NULL, NULL)

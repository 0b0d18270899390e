/* SPDX-License-Identifier: EUPL-1.2 */
/* The few words every room shares: how "nothing" is written, bytes with a length, and what the
 * compiler may check. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* A date is an int32_t: days since 1970-01-01. A moment is an int64_t: microseconds since then,
 * UTC. */
#define DAY_NONE INT32_MIN /* no date */
#define INT_NONE INT64_MIN /* no number, no moment (SQL null) */

/* Compiled for newer processors as well; which is used is picked when the program is loaded, when no
 * sanitizer is ready yet. */
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&      \
    !defined(__clang__)
#define FOR_NEWER_PROCESSORS __attribute__((target_clones("avx2", "default")))
#else
#define FOR_NEWER_PROCESSORS
#endif

/* Bytes that belong to somebody else, usually an arena. ptr NULL = none (SQL null); an empty one
 * has a ptr. */
struct blob {
    const void *ptr;
    size_t len;
};

/* The compiler checks the format string at argument `format` against the arguments from `first`
 * on. */
#define PRINTF_LIKE(format_, first_) __attribute__((format(printf, format_, first_)))

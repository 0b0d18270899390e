/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * id_next: 42 bits of milliseconds (until the year 2109), 10 random bits per program start, 11
 * bits of counter. More than 2048 in a millisecond run into the next one. The random bits keep two
 * instances on one PostgreSQL (or a start right after a stop) apart 1023 times of 1024 even within
 * the same millisecond; for the rest the primary key refuses the row.
 */
#include "id.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

#define COUNTER_BITS 11
#define START_BITS   10

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static int64_t start_bits;

static void start(void) {
    if (sodium_init() < 0) abort(); /* no random numbers, no program */
    start_bits = (int64_t)randombytes_uniform(1u << START_BITS);
}

const char *id_new(struct arena *a) {
    pthread_once(&start_once, start);
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    char *id = arena_alloc(a, ID_LEN + 1);
    unsigned buffer = 0;
    int bits = 0, n = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        buffer = (buffer << 8 | bytes[i]) & 0xffff;
        for (bits += 8; bits >= 5; bits -= 5) id[n++] = alphabet[buffer >> (bits - 5) & 31];
    }
    id[n] = alphabet[buffer << (5 - bits) & 31]; /* the last 3 bits */
    return id;
}

static int id_order(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

const char **id_new_sorted(struct arena *a, size_t n) {
    const char **ids = arena_array(a, n, sizeof *ids);
    for (size_t i = 0; i < n; i++) ids[i] = id_new(a);
    qsort(ids, n, sizeof *ids, id_order);
    return ids;
}

bool id_is_valid(const char *text) {
    return text != NULL && strlen(text) == ID_LEN && strspn(text, alphabet) == ID_LEN;
}

int64_t id_next(void) {
    static _Atomic int64_t last; /* milliseconds and counter */
    pthread_once(&start_once, start);

    int64_t now = (clock_real() / 1000) << COUNTER_BITS;
    int64_t before = atomic_load(&last), next;
    do next = now > before ? now : before + 1;
    while (!atomic_compare_exchange_weak(&last, &before, next));

    int64_t ms = next >> COUNTER_BITS, counter = next & ((1 << COUNTER_BITS) - 1);
    return ms << (START_BITS + COUNTER_BITS) | start_bits << COUNTER_BITS | counter;
}

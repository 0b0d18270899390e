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

/* In the order of their bytes, so that what begins with a time sorts by it. */
static const char alphabet[] = "234567abcdefghijklmnopqrstuvwxyz";

static pthread_once_t start_once = PTHREAD_ONCE_INIT;
static int64_t start_bits;

static void start(void) {
    if (sodium_init() < 0) abort(); /* no random numbers, no program */
    start_bits = (int64_t)randombytes_uniform(1u << START_BITS);
}

static const char *base32(struct arena *a, const unsigned char bytes[16]) {
    char *id = arena_alloc(a, ID_LEN + 1);
    unsigned buffer = 0;
    int bits = 0, n = 0;
    for (size_t i = 0; i < 16; i++) {
        buffer = (buffer << 8 | bytes[i]) & 0xffff;
        for (bits += 8; bits >= 5; bits -= 5) id[n++] = alphabet[buffer >> (bits - 5) & 31];
    }
    id[n] = alphabet[buffer << (5 - bits) & 31]; /* the last 3 bits */
    return id;
}

const char *id_new(struct arena *a) {
    pthread_once(&start_once, start);
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    return base32(a, bytes);
}

const char *id_new_in_order(struct arena *a) {
    pthread_once(&start_once, start);
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    uint64_t ms = (uint64_t)clock_real() / 1000 << 19; /* 45 bits, at the left */
    for (int i = 0; i < 5; i++) bytes[i] = (unsigned char)(ms >> (56 - 8 * i));
    bytes[5] = (unsigned char)((ms >> 16 & 0xf8) | (bytes[5] & 0x07));
    return base32(a, bytes);
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

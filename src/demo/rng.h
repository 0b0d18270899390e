/* SPDX-License-Identifier: EUPL-1.2
 *
 * Chance that can be repeated. A generator is made from (seed, stream, index), so what happens to
 * person 17 depends on no other person and not on how many there are.
 */
#ifndef VEJVISER_DEMO_RNG_H
#define VEJVISER_DEMO_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

/* What the numbers are for; each purpose has its own stream, so that one more draw for one of them
 * changes nothing else. */
enum stream {
    STREAM_BLOCK,     /* three neighbours in the list: who are siblings */
    STREAM_HOUSEHOLD, /* a home: family name, address, parents, school */
    STREAM_PERSON,    /* birth, sex, number, protection */
    STREAM_NAME,
    STREAM_LIFE, /* what the person does */
    STREAM_CARE, /* the guidance given */
    STREAM_SCHOOL,
    STREAM_STAFF,
    STREAM_SESSION,
    STREAM_LETTER,
    STREAM_PLAN,
    STREAM_TEAM,
    STREAM_EVENT,
    STREAM_READINESS,
    STREAM_RETENTION,
    STREAM_DUTY,
    STREAM_ORDER,
    STREAM_PLACEMENT,
    STREAM_OUTREACH,
};

struct rng rng_make(uint64_t seed, enum stream stream, uint64_t index);
uint64_t rng_next(struct rng *rng);
double rng_unit(struct rng *rng);                 /* 0 <= x < 1 */
uint32_t rng_below(struct rng *rng, size_t n);    /* 0 .. n-1; n > 0 */
int rng_between(struct rng *rng, int lo, int hi); /* both included */
bool rng_chance(struct rng *rng, double p);
/* An index by its weight; the weights need not sum to 1. */
size_t rng_weighted(struct rng *rng, const double *weights, size_t n);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix per number, and every start is as
 * good as any other, which is what a generator made anew for every person needs.
 */
#include "demo/rng.h"

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct rng rng_make(uint64_t seed, enum stream stream, uint64_t index) {
    uint64_t key = mix(seed + GOLDEN) ^ mix((uint64_t)stream + 1);
    return (struct rng){mix(key + index * GOLDEN)};
}

uint64_t rng_next(struct rng *rng) { return mix(rng->state += GOLDEN); }

double rng_unit(struct rng *rng) { return (double)(rng_next(rng) >> 11) * 0x1p-53; }

uint32_t rng_below(struct rng *rng, size_t n) {
    return (uint32_t)(((rng_next(rng) >> 32) * (uint64_t)n) >> 32);
}

int rng_between(struct rng *rng, int lo, int hi) {
    return lo + (int)rng_below(rng, (size_t)(hi - lo + 1));
}

bool rng_chance(struct rng *rng, double p) { return rng_unit(rng) < p; }

size_t rng_weighted(struct rng *rng, const double *weights, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += weights[i];
    double at = rng_unit(rng) * sum;
    for (size_t i = 0; i + 1 < n; i++)
        if ((at -= weights[i]) < 0) return i;
    return n - 1;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * philox: random numbers by counter. Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011): 128 bits that depend on a counter and a key and on
 * nothing before, so that who draws when, and on which thread, makes no difference. Tested with
 * Random123's known answers.
 */
#ifndef VEJVISER_STAT_PHILOX_H
#define VEJVISER_STAT_PHILOX_H

#include <stdint.h>

struct philox {
    uint32_t v[4];
};

static inline struct philox philox(struct philox counter, uint32_t key0, uint32_t key1) {
    uint32_t a = counter.v[0], b = counter.v[1], c = counter.v[2], d = counter.v[3];
    for (int round = 0; round < 10; round++) {
        uint64_t x = (uint64_t)a * 0xD2511F53u, y = (uint64_t)c * 0xCD9E8D57u;
        a = (uint32_t)(y >> 32) ^ b ^ key0;
        c = (uint32_t)(x >> 32) ^ d ^ key1;
        b = (uint32_t)y;
        d = (uint32_t)x;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return (struct philox){{a, b, c, d}};
}

#endif

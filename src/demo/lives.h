/* SPDX-License-Identifier: EUPL-1.2
 *
 * One life while it is made: lives.c walks it, history.c cuts it to what the municipality knows.
 */
#ifndef VEJVISER_DEMO_LIVES_H
#define VEJVISER_DEMO_LIVES_H

#include "demo/internal.h"

enum state { FRESH, BROKE_OFF, IDLE, DONE, DONE_HIGHER };

struct life {
    struct world *world;
    struct person *person;
    struct rng rng;
    int32_t at; /* first day without a spell yet */
    double ease;
    enum state state;
    bool tenth;
    int trade;    /* of the vocational education begun; NOWHERE */
    int stage;    /* 0 nothing, 1 GF1 done, 2 GF2 done */
    size_t first; /* own spells in world.spans begin here */
    int tries;
};

static inline bool lucky(struct life *life, double p) { return rng_chance(&life->rng, p); }
static inline int draw(struct life *life, int lo, int hi) {
    return rng_between(&life->rng, lo, hi);
}

static inline struct span *last(const struct life *life) {
    return life->world->spans_n > life->first ? &life->world->spans[life->world->spans_n - 1]
                                              : NULL;
}

/* history.c: after the walk has passed the date. */
void life_settle(struct life *life);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * transition: microsimulation. Each stay (state and year in it) has an alias table (Walker 1977;
 * Vose 1991): one random number chooses a column by its first bits and one of the column's two
 * outcomes by the rest. A table leads straight to the next stay, so a step is one look-up. Persons
 * go in blocks that share group and age, whose tables then lie in the nearest cache; one Philox
 * number serves a person four years. Counts are whole numbers, so their order does not matter.
 */
#include "stat/philox.h"
#include "stat/transition.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define BLOCK 2048 /* persons */

struct column {
    uint32_t limit; /* below it: `first` */
    uint16_t first, other;
};

struct tables {
    const struct transition_plan *plan;
    unsigned bits;           /* that choose a column */
    struct column *columns;  /* cells << bits */
    struct column *start;    /* 1 << bits */
    uint8_t *is_target;      /* of each stay */
    const int64_t *first_of; /* groups + 1: the number of each group's first person */
    _Atomic uint64_t *next;  /* the first block that nobody has taken */
    uint32_t key0, key1;
};

/* Small and large columns are matched until all are level; exact but for 2^-(32 - bits). */
static void alias_make(const double *p, size_t n, unsigned bits, struct column *columns,
                       double *left, uint32_t *small, uint32_t *large) {
    size_t size = (size_t)1 << bits, small_n = 0, large_n = 0;
    double unit = (double)((uint64_t)1 << (32 - bits));
    for (size_t i = 0; i < size; i++) {
        left[i] = i < n ? p[i] * (double)size : 0;
        columns[i].first = columns[i].other = (uint16_t)i;
        columns[i].limit = 0; /* both outcomes are the same */
        if (left[i] < 1)
            small[small_n++] = (uint32_t)i;
        else
            large[large_n++] = (uint32_t)i;
    }
    while (small_n && large_n) {
        uint32_t i = small[--small_n], k = large[large_n - 1];
        columns[i].limit = (uint32_t)(left[i] * unit + 0.5);
        columns[i].other = (uint16_t)k;
        left[k] -= 1 - left[i];
        if (left[k] < 1) {
            large_n--;
            small[small_n++] = k;
        }
    }
    /* rounding may leave an empty column over: it must not lead to where nobody can go */
    while (small_n) {
        uint32_t i = small[--small_n];
        if (i < n && p[i] > 0) continue;
        size_t likely = 0;
        for (size_t k = 1; k < n; k++)
            if (p[k] > p[likely]) likely = k;
        columns[i].first = columns[i].other = (uint16_t)likely;
    }
}

/* From states to stays: who stays is a year longer in the state, who moves is in the first. */
static void columns_lead(const struct transition_space *s, size_t stay, struct column *columns,
                         size_t size) {
    size_t state = stay / s->years, year = stay % s->years;
    size_t longer = state * s->years + (year + 1 < s->years ? year + 1 : year);
    for (size_t i = 0; i < size; i++) {
        size_t a = columns[i].first, b = columns[i].other;
        columns[i].first = (uint16_t)(a == state ? longer : a * s->years);
        columns[i].other = (uint16_t)(b == state ? longer : b * s->years);
    }
}

static void tables_make(struct arena *a, struct tables *t) {
    const struct transition_space *s = &t->plan->space;
    while (((size_t)1 << t->bits) < s->states) t->bits++;
    size_t size = (size_t)1 << t->bits, stays = transition_stays(s), cells = transition_cells(s);
    double *left = arena_array(a, size, sizeof *left);
    uint32_t *small = arena_array(a, size, sizeof *small);
    uint32_t *large = arena_array(a, size, sizeof *large);
    t->columns = arena_array(a, cells * size, sizeof *t->columns);
    t->start = arena_array(a, size, sizeof *t->start);
    for (size_t c = 0; c < cells; c++) {
        alias_make(&t->plan->p[c * s->states], s->states, t->bits, &t->columns[c * size], left,
                   small, large);
        columns_lead(s, c % stays, &t->columns[c * size], size);
    }
    t->is_target = arena_array(a, stays, 1);
    for (size_t i = 0; t->plan->target && i < stays; i++)
        t->is_target[i] = t->plan->target[i / s->years];
    alias_make(t->plan->start, s->states, t->bits, t->start, left, small, large);
    for (size_t i = 0; i < size; i++) {
        t->start[i].first = (uint16_t)(t->start[i].first * s->years);
        t->start[i].other = (uint16_t)(t->start[i].other * s->years);
    }
}

/* ---- blocks ---- */

/* The numbers of years 4 * quarter .. + 3, year by year. */
FOR_NEWER_PROCESSORS static void draw(uint32_t (*out)[BLOCK], uint64_t first, uint32_t quarter,
                                      uint32_t key0, uint32_t key1) {
    for (uint32_t i = 0; i < BLOCK; i++) {
        uint64_t person = first + i;
        struct philox x = philox(
            (struct philox){{(uint32_t)person, (uint32_t)(person >> 32), quarter, 0}}, key0, key1);
        out[0][i] = x.v[0];
        out[1][i] = x.v[1];
        out[2][i] = x.v[2];
        out[3][i] = x.v[3];
    }
}

static inline uint16_t lead(const struct column *columns, unsigned bits, uint32_t number) {
    /* the shift by 32 of a table with one column would be undefined */
    const struct column *c = &columns[(uint64_t)number >> (32 - bits)];
    uint32_t rest = (uint32_t)(((uint64_t)number << bits & 0xFFFFFFFFu) >> bits);
    return rest < c->limit ? c->first : c->other;
}

struct worker {
    const struct tables *t;
    int64_t *state, *attained; /* its own counts, as the answer */
    uint32_t *tally;           /* 4 * stays: four, so that equal neighbours need not wait */
    uint16_t *stay;            /* BLOCK */
    uint8_t *has;
    uint32_t (*numbers)[BLOCK];
};

static void block_count(struct worker *w, size_t n, size_t point) {
    const struct transition_space *s = &w->t->plan->space;
    const uint8_t *is_target = w->t->is_target;
    size_t stays = transition_stays(s), i = 0;
    memset(w->tally, 0, 4 * stays * sizeof *w->tally);
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) w->tally[k * stays + w->stay[i + k]]++;
    for (; i < n; i++) w->tally[w->stay[i]]++;
    for (size_t k = 0; k < stays; k++)
        w->state[point * s->states + k / s->years] += (int64_t)w->tally[k] + w->tally[stays + k] +
                                                      w->tally[2 * stays + k] +
                                                      w->tally[3 * stays + k];
    if (!w->t->plan->target) return;
    int64_t has = 0;
    for (i = 0; i < n; i++) w->has[i] |= is_target[w->stay[i]];
    for (i = 0; i < n; i++) has += w->has[i];
    w->attained[point] += has;
}

static void block_run(struct worker *w, size_t group, uint64_t first, size_t n) {
    const struct tables *t = w->t;
    const struct transition_space *s = &t->plan->space;
    memset(w->has, 0, BLOCK);
    for (size_t time = 0; time <= s->ages; time++) {
        if (time % 4 == 0) draw(w->numbers, first, (uint32_t)(time / 4), t->key0, t->key1);
        const uint32_t *number = w->numbers[time % 4];
        if (time == 0) {
            for (size_t i = 0; i < n; i++) w->stay[i] = lead(t->start, t->bits, number[i]);
        } else {
            const struct column *columns =
                &t->columns[transition_cell(s, group, time - 1, 0, 0) << t->bits];
            for (size_t i = 0; i < n; i++)
                w->stay[i] = lead(&columns[(size_t)w->stay[i] << t->bits], t->bits, number[i]);
        }
        block_count(w, n, group * (s->ages + 1) + time);
    }
}

/* Takes blocks until there are none: whoever is held up by other work on the machine takes fewer. */
static void *worker_run(void *arg) {
    struct worker *w = arg;
    uint64_t turn = 0, mine = atomic_fetch_add(w->t->next, 1);
    for (size_t g = 0; g < transition_groups(&w->t->plan->space); g++)
        for (int64_t first = w->t->first_of[g]; first < w->t->first_of[g + 1]; first += BLOCK) {
            int64_t left = w->t->first_of[g + 1] - first;
            if (turn++ != mine) continue;
            block_run(w, g, (uint64_t)first, left < BLOCK ? (size_t)left : BLOCK);
            mine = atomic_fetch_add(w->t->next, 1);
        }
    return NULL;
}

static void worker_init(struct arena *a, struct worker *w, const struct tables *t) {
    const struct transition_space *s = &t->plan->space;
    size_t points = transition_groups(s) * (s->ages + 1);
    w->t = t;
    w->state = arena_array(a, points * s->states, sizeof *w->state);
    w->attained = arena_array(a, points, sizeof *w->attained);
    w->tally = arena_array(a, 4 * transition_stays(s), sizeof *w->tally);
    w->stay = arena_array(a, BLOCK, sizeof *w->stay);
    w->has = arena_array(a, BLOCK, sizeof *w->has);
    w->numbers = arena_array(a, 4, sizeof *w->numbers);
}

void transition_simulate(struct arena *a, const struct transition_plan *plan,
                         const struct transition_sample *sample, int64_t *ret_state,
                         int64_t *ret_attained) {
    const struct transition_space *s = &plan->space;
    size_t groups = transition_groups(s), points = groups * (s->ages + 1);
    unsigned threads = sample->threads ? sample->threads : 1;
    int64_t *first_of = arena_array(a, groups + 1, sizeof *first_of);
    for (size_t g = 0; g < groups; g++) first_of[g + 1] = first_of[g] + sample->persons[g];
    _Atomic uint64_t next = 0;
    struct tables t = {.plan = plan,
                       .next = &next,
                       .first_of = first_of,
                       .key0 = (uint32_t)sample->seed,
                       .key1 = (uint32_t)(sample->seed >> 32)};
    tables_make(a, &t);
    struct worker *workers = arena_array(a, threads, sizeof *workers);
    pthread_t *ids = arena_array(a, threads, sizeof *ids);
    bool *started = arena_array(a, threads, sizeof *started);
    for (unsigned i = 0; i < threads; i++) {
        worker_init(a, &workers[i], &t);
    }
    for (unsigned i = 1; i < threads; i++)
        started[i] = pthread_create(&ids[i], NULL, worker_run, &workers[i]) == 0;
    for (unsigned i = 0; i < threads; i++) /* and what no thread could be had for */
        if (!started[i]) worker_run(&workers[i]);
    memset(ret_state, 0, points * s->states * sizeof *ret_state);
    memset(ret_attained, 0, points * sizeof *ret_attained);
    for (unsigned i = 0; i < threads; i++) {
        if (started[i]) pthread_join(ids[i], NULL);
        for (size_t k = 0; k < points * s->states; k++) ret_state[k] += workers[i].state[k];
        for (size_t k = 0; k < points; k++) ret_attained[k] += workers[i].attained[k];
    }
}

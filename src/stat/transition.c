/* SPDX-License-Identifier: EUPL-1.2
 *
 * transition: frequencies with pooling, and the exact forward recursion.
 */
#include "stat/transition.h"

#include <math.h>
#include <string.h>

/* ---- frequencies ---- */

struct pool {
    const struct transition_space *s;
    const double *counts;
    double least;
    size_t band;
    double *sum; /* of each state of next year */
};

/* Which cells a level puts together: from..to of each dimension. */
struct reach {
    size_t sex[2], origin[2], age[2], year[2];
};

static struct reach reach_of(const struct transition_space *s, size_t band, int level, size_t sex,
                             size_t origin, size_t age, size_t year) {
    struct reach r = {{sex, sex + 1}, {origin, origin + 1}, {age, age + 1}, {year, year + 1}};
    if (level >= TRANSITION_ORIGIN) r.origin[0] = 0, r.origin[1] = s->origins;
    if (level >= TRANSITION_SEX) r.sex[0] = 0, r.sex[1] = s->sexes;
    if (level >= TRANSITION_AGE) {
        r.age[0] = age / band * band;
        r.age[1] = r.age[0] + band < s->ages ? r.age[0] + band : s->ages;
    }
    if (level >= TRANSITION_YEARS) r.year[0] = 0, r.year[1] = s->years;
    return r;
}

static double pool_sum(const struct pool *p, const struct reach *r, size_t state) {
    const struct transition_space *s = p->s;
    double n = 0;
    memset(p->sum, 0, s->states * sizeof *p->sum);
    for (size_t sex = r->sex[0]; sex < r->sex[1]; sex++)
        for (size_t origin = r->origin[0]; origin < r->origin[1]; origin++)
            for (size_t age = r->age[0]; age < r->age[1]; age++)
                for (size_t year = r->year[0]; year < r->year[1]; year++) {
                    const double *row =
                        &p->counts[transition_cell(s, sex * s->origins + origin, age, state, year) *
                                   s->states];
                    for (size_t to = 0; to < s->states; to++) p->sum[to] += row[to];
                }
    for (size_t to = 0; to < s->states; to++) n += p->sum[to];
    return n;
}

static double cell_pool(const struct pool *p, size_t sex, size_t origin, size_t age, size_t state,
                        size_t year, double *ret_p, uint8_t *ret_level) {
    double n = 0, wide = 0;
    int level = TRANSITION_OWN;
    for (; level < TRANSITION_NONE; level++) {
        struct reach r = reach_of(p->s, p->band, level, sex, origin, age, year);
        n = pool_sum(p, &r, state);
        if (n >= p->least && n > 0) break;
        wide = n;
    }
    if (level == TRANSITION_NONE && wide > 0) {
        level = TRANSITION_YEARS; /* the widest, whose sum stands in p->sum */
        n = wide;
    }
    *ret_level = (uint8_t)level;
    for (size_t to = 0; to < p->s->states; to++)
        ret_p[to] = n > 0 ? p->sum[to] / n : to == state ? 1 : 0;
    return n;
}

size_t transition_first(const struct transition_space *s, enum transition_level level, size_t band,
                        size_t cell) {
    size_t year = cell % s->years, state = cell / s->years % s->states;
    size_t age = cell / transition_stays(s) % s->ages;
    size_t group = cell / transition_stays(s) / s->ages;
    struct reach r =
        reach_of(s, band ? band : 1, (int)level, group / s->origins, group % s->origins, age, year);
    return transition_cell(s, r.sex[0] * s->origins + r.origin[0], r.age[0], state, r.year[0]);
}

void transition_pool(struct arena *a, const struct transition_space *s, const double *counts,
                     double least, size_t band, double *ret_p, uint8_t *ret_level, double *ret_n) {
    struct pool p = {s, counts, least, band ? band : 1, arena_array(a, s->states, sizeof *p.sum)};
    for (size_t sex = 0; sex < s->sexes; sex++)
        for (size_t origin = 0; origin < s->origins; origin++)
            for (size_t age = 0; age < s->ages; age++)
                for (size_t stay = 0; stay < transition_stays(s); stay++) {
                    size_t state = stay / s->years, year = stay % s->years;
                    size_t cell = transition_cell(s, sex * s->origins + origin, age, state, year);
                    double n = cell_pool(&p, sex, origin, age, state, year,
                                         &ret_p[cell * s->states], &ret_level[cell]);
                    if (ret_n) ret_n[cell] = n;
                }
}

/* ---- recursion ---- */

/* One year on: `now` and `next` are the shares of each stay (state and year in it). */
static void step(const struct transition_space *s, const double *p, const double *now,
                 double *next) {
    memset(next, 0, transition_stays(s) * sizeof *next);
    for (size_t stay = 0; stay < transition_stays(s); stay++) {
        double share = now[stay];
        if (share <= 0) continue;
        size_t state = stay / s->years, year = stay % s->years;
        const double *row = &p[stay * s->states];
        for (size_t to = 0; to < s->states; to++)
            if (to != state) next[to * s->years] += share * row[to];
        next[state * s->years + (year + 1 < s->years ? year + 1 : year)] += share * row[state];
    }
}

/* Moves those who are in a target state over to those who have attained. */
static void attain(const struct transition_plan *plan, double *not_yet, double *attained) {
    const struct transition_space *s = &plan->space;
    for (size_t stay = 0; plan->target && stay < transition_stays(s); stay++)
        if (plan->target[stay / s->years]) {
            attained[stay] += not_yet[stay];
            not_yet[stay] = 0;
        }
}

static void age_put(const struct transition_space *s, const double *not_yet, const double *attained,
                    double *ret_state, double *ret_attained) {
    double all = 0;
    for (size_t state = 0; state < s->states; state++) {
        double share = 0;
        for (size_t year = 0; year < s->years; year++) {
            share += not_yet[state * s->years + year] + attained[state * s->years + year];
            all += attained[state * s->years + year];
        }
        if (ret_state) ret_state[state] = share;
    }
    *ret_attained = all;
}

/* Two vectors, those who have attained and those who have not, are stepped alike. */
void transition_project_group(const struct transition_plan *plan, size_t group, double *work,
                              double *ret_state, double *ret_attained) {
    const struct transition_space *s = &plan->space;
    size_t stays = transition_stays(s);
    double *not_yet = work, *attained = work + stays, *next = work + 2 * stays;
    double *next_attained = work + 3 * stays;
    memset(work, 0, 4 * stays * sizeof *work);
    for (size_t state = 0; state < s->states; state++)
        not_yet[state * s->years] = plan->start[state];
    for (size_t age = 0;; age++) {
        attain(plan, not_yet, attained);
        age_put(s, not_yet, attained, ret_state ? &ret_state[age * s->states] : NULL,
                &ret_attained[age]);
        if (age == s->ages) return;
        const double *p = &plan->p[transition_cell(s, group, age, 0, 0) * s->states];
        step(s, p, not_yet, next);
        step(s, p, attained, next_attained);
        double *swap = not_yet;
        not_yet = next;
        next = swap;
        swap = attained;
        attained = next_attained;
        next_attained = swap;
    }
}

void transition_project(struct arena *a, const struct transition_plan *plan, double *ret_state,
                        double *ret_attained) {
    const struct transition_space *s = &plan->space;
    double *work = arena_array(a, 4 * transition_stays(s), sizeof *work);
    for (size_t g = 0; g < transition_groups(s); g++)
        transition_project_group(plan, g, work,
                                 ret_state ? &ret_state[g * (s->ages + 1) * s->states] : NULL,
                                 &ret_attained[g * (s->ages + 1)]);
}

void transition_divide(int64_t n, const double *share, size_t groups, int64_t *ret) {
    double sum = 0, all = 0;
    for (size_t g = 0; g < groups; g++) all += share[g];
    int64_t before = 0;
    for (size_t g = 0; g < groups; g++) {
        sum += share[g];
        int64_t upto = g + 1 == groups ? n : llround((double)n * (sum / all));
        ret[g] = upto - before;
        before = upto;
    }
}

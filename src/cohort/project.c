/* SPDX-License-Identifier: EUPL-1.2
 *
 * cohort, projected: the curve, its intervals, and what if.
 */
#include "cohort/project.h"

#include "cohort/person_years.h"
#include "stat/philox.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BAND       3
#define DRAWS_KEPT ((size_t)32 << 20) /* bytes of a model's replicates */
#define POINTS     (PROJECTION_AGES + 1)
#define S          PROJECTION_STATES

struct work {
    const struct projection_query *query;
    struct person_years counted;
    double *p; /* as observed, pooled; ages without transitions as the last that has them */
    double *n; /* of each cell's pool */
    uint8_t *level;
    uint32_t *pool;  /* of each cell */
    uint32_t *first; /* of each pool: a cell of it that can be reached */
    size_t pools_n;
    uint32_t *cells; /* that can be reached */
    size_t cells_n;
    double *start, *share;   /* groups * states; of each group */
    double *draw;            /* pools * states: of the replicate that is being worked on */
    double *drawn, *changed; /* cells * states */
    double *vector;          /* for the recursion */
};

/* ---- what might be otherwise ---- */

static bool is_in(enum projection_state state, unsigned set) { return set >> state & 1u; }

#define SET(state_) (1u << PROJECTION_##state_)
#define SCHOOLS     (SET(SCHOOL) | SET(TENTH))
#define OUTSIDE     (SET(NONE) | SET(WORK))
#define VOCATIONAL  (SET(BASIC) | SET(MAIN))
#define YOUTH       (VOCATIONAL | SET(GENERAL))

/* A change multiplies what goes from one set of states to another; the rest of the row gives or
 * takes in proportion, of `rest` only. */
static const struct {
    unsigned from, to, rest;
} movements[PROJECTION_CHANGES] = {
    [CHANGE_DROPOUT_EUD] = {VOCATIONAL, OUTSIDE | SET(FGU) | SCHOOLS,
                            VOCATIONAL | SET(GENERAL) | SET(ATTAINED) | SET(HIGHER)},
    [CHANGE_DROPOUT_GENERAL] = {SET(GENERAL), OUTSIDE | SET(FGU) | SCHOOLS,
                                YOUTH | SET(ATTAINED) | SET(HIGHER)},
    [CHANGE_DIRECT] = {SCHOOLS, OUTSIDE | SET(FGU), YOUTH},
    [CHANGE_RETURN] = {OUTSIDE, YOUTH, ~YOUTH},
    [CHANGE_EUD] = {SCHOOLS, VOCATIONAL, SET(GENERAL)},
    [CHANGE_TENTH] = {SCHOOLS, SET(TENTH), YOUTH},
    [CHANGE_FGU] = {OUTSIDE, SET(FGU), ~SET(FGU)},
    [CHANGE_HU] = {OUTSIDE, SET(SCHOOL), ~SET(SCHOOL)},
};

static void row_change(double *row, unsigned to, unsigned rest, double factor) {
    double moved = 0, others = 0;
    for (int k = 0; k < S; k++) {
        if (is_in((enum projection_state)k, to))
            moved += row[k];
        else if (is_in((enum projection_state)k, rest))
            others += row[k];
    }
    /* nobody to give to or to take from: nothing can change; nor more than all */
    if (moved <= 0 || others <= 0) return;
    double most = (moved + others) / moved, by = fmin(factor, most);
    for (int k = 0; k < S; k++) {
        if (is_in((enum projection_state)k, to))
            row[k] *= by;
        else if (is_in((enum projection_state)k, rest))
            row[k] *= (others + moved * (1 - by)) / others;
    }
}

static void cell_change(const struct work *w, uint32_t cell, double *row) {
    const struct transition_space *s = &w->counted.space;
    enum projection_state state = (enum projection_state)(cell / s->years % s->states);
    int age = PROJECTION_FIRST_AGE + (int)(cell / transition_stays(s) % s->ages);
    for (size_t i = 0; i < w->query->changes_n; i++) {
        const struct projection_change_at *c = &w->query->changes[i];
        if (age >= c->age_from && age <= c->age_to && is_in(state, movements[c->what].from))
            row_change(row, movements[c->what].to, movements[c->what].rest, c->factor);
    }
}

/* ---- before the curves ---- */

static bool start_make(struct work *w, struct arena *a, struct projection *ret) {
    const struct transition_space *s = &w->counted.space;
    size_t groups = transition_groups(s);
    double all = 0;
    w->start = arena_array(a, groups * S, sizeof *w->start);
    w->share = arena_array(a, groups, sizeof *w->share);
    for (size_t g = 0; g < groups; g++) {
        for (size_t k = 0; k < S; k++) w->share[g] += w->counted.start[g * S + k];
        for (size_t k = 0; k < S && w->share[g] > 0; k++)
            w->start[g * S + k] = w->counted.start[g * S + k] / w->share[g];
        all += w->share[g];
    }
    ret->persons = all / w->query->window;
    for (size_t g = 0; g < groups && all > 0; g++) w->share[g] /= all;
    return all >= w->query->least && all > 0;
}

/* Ages without transitions enough get those of the last age that has them. */
static bool ages_fill(struct work *w, struct projection *ret) {
    const struct transition_space *s = &w->counted.space;
    size_t last = PROJECTION_AGES, block = transition_stays(s);
    for (size_t age = 0; age < PROJECTION_AGES; age++) {
        ret->person_years += w->counted.n[age];
        if ((double)w->counted.n[age] >= w->query->least && w->counted.n[age] > 0) last = age;
    }
    if (last == PROJECTION_AGES) return false;
    ret->assumed_from = PROJECTION_FIRST_AGE + (int)last + 1;
    for (size_t g = 0; g < transition_groups(s); g++)
        for (size_t age = last + 1; age < PROJECTION_AGES; age++) {
            size_t from = transition_cell(s, g, last, 0, 0), to = transition_cell(s, g, age, 0, 0);
            memcpy(&w->p[to * S], &w->p[from * S], block * S * sizeof *w->p);
            memcpy(&w->n[to], &w->n[from], block * sizeof *w->n);
            memcpy(&w->level[to], &w->level[from], block);
            memcpy(&w->pool[to], &w->pool[from], block * sizeof *w->pool);
        }
    return true;
}

/* Who starts somewhere can come where a probability above 0 leads, with or without changes. */
static void reach_find(struct work *w, struct arena *a, struct projection *ret) {
    const struct transition_space *s = &w->counted.space;
    bool *reached = arena_array(a, transition_cells(s), sizeof *reached);
    size_t *pool_at = arena_array(a, 6 * transition_cells(s), sizeof *pool_at);
    for (size_t c = 0; c < transition_cells(s); c++) {
        size_t age = c / transition_stays(s) % s->ages, stay = c % transition_stays(s);
        size_t g = c / transition_stays(s) / s->ages, state = stay / s->years,
               year = stay % s->years;
        if (age == 0 && year == 0 && w->start[g * S + state] > 0 && w->share[g] > 0)
            reached[c] = true;
        if (!reached[c] || state == PROJECTION_ATTAINED) continue;
        w->cells[w->cells_n++] = (uint32_t)c;
        ret->level[w->level[c]]++;
        if (!pool_at[w->pool[c]]) {
            w->first[w->pools_n] = (uint32_t)c;
            pool_at[w->pool[c]] = ++w->pools_n;
        }
        w->pool[c] = (uint32_t)pool_at[w->pool[c]] - 1;
        for (size_t to = 0; to < S && age + 1 < s->ages; to++)
            if (w->p[c * S + to] > 0)
                reached[transition_cell(s, g, age + 1, to, to == state ? year + 1 : 0)] = true;
    }
}

static void work_make(struct work *w, struct arena *a) {
    const struct transition_space *s = &w->counted.space;
    size_t cells = transition_cells(s);
    w->p = arena_array(a, cells * S, sizeof *w->p);
    w->n = arena_array(a, cells, sizeof *w->n);
    w->level = arena_array(a, cells, 1);
    w->pool = arena_array(a, cells, sizeof *w->pool);
    w->first = arena_array(a, cells, sizeof *w->first);
    w->cells = arena_array(a, cells, sizeof *w->cells);
    transition_pool(a, s, w->counted.counts, w->query->least, BAND, w->p, w->level, w->n);
    for (size_t c = 0; c < cells; c++)
        w->pool[c] = (uint32_t)(w->level[c] * cells +
                                transition_first(s, (enum transition_level)w->level[c], BAND, c));
}

/* ---- one curve ---- */

/* Who has attained stays so: the cells of that state keep their p of 1. */
static void curve_of(const struct work *w, const double *p, double *ret) {
    const struct transition_space *s = &w->counted.space;
    double state[POINTS * S], attained[POINTS];
    memset(ret, 0, POINTS * sizeof *ret);
    for (size_t g = 0; g < transition_groups(s); g++) {
        if (w->share[g] <= 0) continue;
        struct transition_plan plan = {*s, p, &w->start[g * S], NULL};
        transition_project_group(&plan, g, w->vector, state, attained);
        for (size_t i = 0; i < POINTS; i++)
            ret[i] += w->share[g] * state[i * S + PROJECTION_ATTAINED];
    }
}

static void curve_changed(const struct work *w, const double *p, double *ret) {
    for (size_t i = 0; i < w->cells_n; i++) {
        double *row = &w->changed[w->cells[i] * S];
        memcpy(row, &p[w->cells[i] * S], S * sizeof *row);
        cell_change(w, w->cells[i], row);
    }
    curve_of(w, w->changed, ret);
}

/* ---- the bootstrap ---- */

struct stream {
    uint32_t key0, key1, replicate, pool, next;
    struct philox numbers;
    double spare; /* a normal number drawn with the last one, NaN: none */
};

static double stream_uniform(struct stream *s) {
    if (s->next % 4 == 0)
        s->numbers =
            philox((struct philox){{s->next / 4, s->pool, s->replicate, 1}}, s->key0, s->key1);
    return ((double)s->numbers.v[s->next++ % 4] + 0.5) * 0x1p-32;
}

/* Marsaglia's polar method */
static double stream_normal(struct stream *s) {
    double x = s->spare, y, r;
    s->spare = NAN;
    if (!isnan(x)) return x;
    do {
        x = 2 * stream_uniform(s) - 1;
        y = 2 * stream_uniform(s) - 1;
        r = x * x + y * y;
    } while (r >= 1);
    r = sqrt(-2 * log(r) / r);
    s->spare = y * r;
    return x * r;
}

/* Marsaglia and Tsang, ACM TOMS 26 (2000), for shapes of at least 1; below with a power of a uniform
 * number, as they say. */
static double stream_gamma(struct stream *s, double shape) {
    double boost = 1;
    if (shape < 1) {
        boost = pow(stream_uniform(s), 1 / shape);
        shape += 1;
    }
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = stream_normal(s), v = 1 + c * x;
        if (v <= 0) continue;
        v = v * v * v;
        double u = stream_uniform(s);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d - d * v + d * log(v))
            return d * v * boost;
    }
}

static void pools_draw(const struct work *w, uint32_t replicate, double *draws) {
    for (size_t i = 0; i < w->pools_n; i++) {
        struct stream s = {.key0 = (uint32_t)w->query->seed,
                           .key1 = (uint32_t)(w->query->seed >> 32),
                           .replicate = replicate,
                           .pool = (uint32_t)i,
                           .spare = NAN};
        const double *p = &w->p[w->first[i] * S];
        double n = w->n[w->first[i]], sum = 0, *draw = &draws[i * S];
        for (size_t k = 0; k < S; k++) {
            draw[k] = p[k] <= 0 ? 0 : p[k] >= 1 || n <= 0 ? p[k] : stream_gamma(&s, n * p[k]);
            sum += draw[k];
        }
        for (size_t k = 0; k < S; k++) draw[k] /= sum;
    }
}

static void cells_draw(const struct work *w, const double *draws) {
    for (size_t i = 0; i < w->cells_n; i++)
        memcpy(&w->drawn[w->cells[i] * S], &draws[w->pool[w->cells[i]] * S], S * sizeof *w->drawn);
}

static int by_number(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

/* R's quantile type 7; values are ordered. */
static double quantile(const double *v, size_t n, double q) {
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? v[i] + (at - (double)i) * (v[i + 1] - v[i]) : v[n - 1];
}

/* curves: replicates * POINTS; column: room for one age. */
static void curve_interval(struct projection_curve *c, const double *curves, size_t n, double conf,
                           double *column) {
    for (size_t i = 0; i < POINTS; i++) {
        c->low[i] = c->high[i] = NAN;
        if (!n) continue;
        for (size_t r = 0; r < n; r++) column[r] = curves[r * POINTS + i];
        qsort(column, n, sizeof *column, by_number);
        c->low[i] = quantile(column, n, (1 - conf) / 2);
        c->high[i] = quantile(column, n, (1 + conf) / 2);
    }
}

/* 15 + the first point that is at least 90 %; past the horizon: 0. */
static int age_90(const double *share) {
    for (int i = 0; i < POINTS; i++)
        if (share[i] >= 0.9) return PROJECTION_FIRST_AGE + i;
    return 0;
}

/* The age's interval: a curve that lies at the upper end gets there first. */
static void curve_age(struct projection_curve *c, bool has_interval) {
    c->age_90 = age_90(c->share);
    if (!has_interval) return;
    c->age_90_low = age_90(c->high);
    c->age_90_high = age_90(c->low);
}

static void attained_stays(const struct work *w, double *p) {
    const struct transition_space *s = &w->counted.space;
    for (size_t c = 0; c < transition_cells(s); c++)
        if (c / s->years % s->states == PROJECTION_ATTAINED) p[c * S + PROJECTION_ATTAINED] = 1;
}

/* ---- what no change touches, and the answer to one ---- */

struct projection_model {
    struct projection_query query; /* without changes */
    struct work work;
    struct projection found; /* all but what changes */
    size_t n;                /* replicates */
    double *now;             /* n * POINTS: the curves of the replicates */
    double *draws;           /* n * pools * states; NULL: too many to keep, drawn anew */
};

/* Room to write in, that answers do not share. */
static void rooms_make(struct work *w, struct arena *a) {
    size_t cells = transition_cells(&w->counted.space);
    w->draw = arena_array(a, w->pools_n * S, sizeof *w->draw);
    w->drawn = arena_array(a, cells * S, sizeof *w->drawn);
    w->changed = arena_array(a, cells * S, sizeof *w->changed);
    w->vector = arena_array(a, 4 * transition_stays(&w->counted.space), sizeof *w->vector);
    attained_stays(w, w->drawn);
    attained_stays(w, w->changed);
}

static void replicates_make(struct projection_model *m, struct work *w, struct arena *a) {
    size_t each = w->pools_n * S;
    m->now = arena_array(a, m->n * POINTS, sizeof *m->now);
    if (m->n * each * sizeof *m->draws <= DRAWS_KEPT)
        m->draws = arena_array(a, m->n * each, sizeof *m->draws);
    for (size_t r = 0; r < m->n; r++) {
        double *draws = m->draws ? m->draws + r * each : w->draw;
        pools_draw(w, (uint32_t)r, draws);
        cells_draw(w, draws);
        curve_of(w, w->drawn, &m->now[r * POINTS]);
    }
}

const struct projection_model *projection_prepare(struct arena *a, const struct cohort *c,
                                                  const struct projection_query *query) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct projection_model *m = arena_alloc(a, sizeof *m);
    struct projection *found = &m->found;
    m->query = *query;
    m->query.changes_n = 0;
    m->n = query->replicates > 0 ? (size_t)query->replicates : 0;
    struct work *w = &m->work;
    w->query = &m->query;
    person_years_count(a, c, query, &w->counted);
    work_make(w, a);
    if (!start_make(w, a, found)) found->fault = PROJECTION_FEW_START;
    if (!ages_fill(w, found) && !found->fault) found->fault = PROJECTION_FEW_YEARS;
    if (found->fault) return m;
    reach_find(w, a, found);
    struct work working = *w;
    rooms_make(&working, scratch);
    curve_of(&working, w->p, found->now.share);
    replicates_make(m, &working, a);
    curve_interval(&found->now, m->now, m->n, query->conf,
                   arena_array(scratch, m->n, sizeof(double)));
    curve_age(&found->now, m->n > 0);
    return m;
}

void projection_answer(const struct projection_model *m, const struct projection_change_at *changes,
                       size_t changes_n, struct projection *ret) {
    struct arena *a ARENA_AUTO = arena_new();
    *ret = m->found;
    if (ret->fault || !changes_n) return;
    struct projection_query query = m->query;
    query.changes = changes;
    query.changes_n = changes_n;
    struct work w = m->work;
    w.query = &query;
    rooms_make(&w, a);
    double *changed = arena_array(a, m->n * POINTS, sizeof *changed);
    double *difference = arena_array(a, m->n * POINTS, sizeof *difference);
    double *column = arena_array(a, m->n, sizeof *column);
    curve_changed(&w, w.p, ret->changed.share);
    for (size_t r = 0; r < m->n; r++) {
        const double *draws = m->draws ? m->draws + r * w.pools_n * S : w.draw;
        if (!m->draws) pools_draw(&w, (uint32_t)r, w.draw);
        cells_draw(&w, draws);
        curve_changed(&w, w.drawn, &changed[r * POINTS]);
        for (size_t i = 0; i < POINTS; i++)
            difference[r * POINTS + i] = changed[r * POINTS + i] - m->now[r * POINTS + i];
    }
    for (size_t i = 0; i < POINTS; i++)
        ret->difference.share[i] = ret->changed.share[i] - ret->now.share[i];
    curve_interval(&ret->changed, changed, m->n, query.conf, column);
    curve_interval(&ret->difference, difference, m->n, query.conf, column);
    curve_age(&ret->changed, m->n > 0);
}

void cohort_project(struct arena *a, const struct cohort *c, const struct projection_query *query,
                    struct projection *ret) {
    projection_answer(projection_prepare(a, c, query), query->changes, query->changes_n, ret);
}

static double logit(double share) { return log(share / (1 - share)); }

/* From the curve's logit to the calibrated one: through the points on either side, or past the last one
 * at the same distance. */
static double calibrated_logit(const struct projection_curve *curve,
                               const struct projection_point *points, size_t n, int age) {
    size_t next = 0;
    while (next < n && points[next].age < age) next++;
    const struct projection_point *right = next < n ? &points[next] : NULL;
    const struct projection_point *left = next ? &points[next - 1] : right;
    if (!right || right->age == age) left = right ? right : left;
    double own = logit(curve->share[age - PROJECTION_FIRST_AGE]);
    double from = logit(curve->share[left->age - PROJECTION_FIRST_AGE]);
    if (!right || left == right) return own - from + logit(left->share);
    double to = logit(curve->share[right->age - PROJECTION_FIRST_AGE]);
    double part = to > from ? (own - from) / (to - from) : 0;
    return logit(left->share) + part * (logit(right->share) - logit(left->share));
}

void projection_calibrate(const struct projection_curve *curve,
                          const struct projection_point *points, size_t n, double *ret_share) {
    for (size_t i = 0; i < POINTS; i++) {
        double odds = n ? exp(calibrated_logit(curve, points, n, PROJECTION_FIRST_AGE + (int)i))
                        : curve->share[i] / (1 - curve->share[i]);
        ret_share[i] = curve->share[i] >= 1 ? 1 : odds / (1 + odds);
    }
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "match.h"

#include "logit.h"

#include <math.h>
#include <stdlib.h>

/* ---- the nearest who is free ---- */

struct candidate {
    double score;
    size_t row;
};

static int by_score(const void *left, const void *right) {
    const struct candidate *l = left, *r = right;
    if (l->score != r->score) return l->score < r->score ? -1 : 1;
    return (l->row > r->row) - (l->row < r->row);
}

/* The untreated in order of score, with two ways to skip those already taken: right[i] and left[i]
 * lead towards the nearest free place at or after, at or before i. Places are 1..n; 0 and n + 1 are
 * walls. The ways are shortened as they are walked, so that n searches cost hardly more than n. */
struct shelf {
    struct candidate *of; /* 1..n */
    size_t n, *right, *left;
};

static size_t follow(size_t *way, size_t at) {
    while (way[at] != at) at = way[at] = way[way[at]];
    return at;
}

static struct shelf shelf_make(struct arena *a, const double *score, const uint8_t *treated,
                               size_t n) {
    struct shelf s = {.of = arena_array(a, n + 2, sizeof *s.of),
                      .right = arena_array(a, n + 2, sizeof *s.right),
                      .left = arena_array(a, n + 2, sizeof *s.left)};
    for (size_t i = 0; i < n; i++)
        if (!treated[i]) s.of[++s.n] = (struct candidate){score[i], i};
    qsort(s.of + 1, s.n, sizeof *s.of, by_score);
    for (size_t i = 0; i <= s.n + 1; i++) s.right[i] = s.left[i] = i;
    return s;
}

/* The first place whose score is at least that. */
static size_t place_of(const struct shelf *s, double score) {
    size_t low = 1, high = s->n + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->of[middle].score < score)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place of the nearest free one, 0 when there is none. Among equals the lowest row stands first on
 * the shelf: to the left, its place is looked for from where its score begins. */
static size_t nearest(struct shelf *s, double score, double *ret_distance) {
    size_t at = place_of(s, score), up = follow(s->right, at), down = follow(s->left, at - 1);
    double above = up <= s->n ? s->of[up].score - score : INFINITY;
    double below = down > 0 ? score - s->of[down].score : INFINITY;
    if (down > 0) down = follow(s->right, place_of(s, s->of[down].score));
    *ret_distance = fmin(above, below);
    if (isinf(*ret_distance)) return 0;
    if (above == below) return s->of[up].row < s->of[down].row ? up : down;
    return above < below ? up : down;
}

void match_nearest(struct arena *a, const double *score, const uint8_t *treated, size_t n,
                   double widest, size_t *pair) {
    struct shelf s = shelf_make(a, score, treated, n);
    for (size_t i = 0; i < n; i++) {
        pair[i] = MATCH_NOBODY;
        if (!treated[i]) continue;
        double distance;
        size_t place = nearest(&s, score[i], &distance);
        if (place == 0 || distance > widest) continue;
        pair[i] = s.of[place].row;
        s.right[place] = place + 1, s.left[place] = place - 1;
    }
}

/* ---- means under weights ---- */

static double weighted_mean(const double *column, size_t stride, const double *weight, size_t n) {
    double sum = 0, all = 0;
    for (size_t i = 0; i < n; i++) sum += weight[i] * column[i * stride], all += weight[i];
    return sum / all;
}

static double variance(const double *column, size_t stride, const uint8_t *treated, uint8_t which,
                       size_t n) {
    double sum = 0, squares = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        if (treated[i] == which) sum += column[i * stride], count++;
    for (size_t i = 0; i < n; i++)
        if (treated[i] == which) squares += pow(column[i * stride] - sum / count, 2);
    return squares / (count - 1);
}

static const double *differences(struct arena *a, const struct match_input *in, const double *w1,
                                 const double *w0) {
    double *found = arena_array(a, in->p, sizeof *found);
    for (size_t j = 0; j < in->p; j++) {
        const double *column = in->x + j;
        double spread = (variance(column, in->p, in->treated, 1, in->n) +
                         variance(column, in->p, in->treated, 0, in->n)) /
                        2;
        double gap =
            weighted_mean(column, in->p, w1, in->n) - weighted_mean(column, in->p, w0, in->n);
        found[j] = spread > 0 ? gap / sqrt(spread) : NAN;
    }
    return found;
}

/* ---- the two estimates ---- */

static double score_sd(const double *score, size_t n) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) sum += score[i];
    for (size_t i = 0; i < n; i++) squares += pow(score[i] - sum / (double)n, 2);
    return sqrt(squares / (double)(n - 1));
}

static void fill_pairs(struct arena *a, const struct match_input *in, struct match *m, double *w1,
                       double *w0) {
    size_t *pair = arena_array(a, in->n, sizeof *pair);
    double widest = isinf(in->caliper) ? INFINITY : in->caliper * score_sd(m->score, in->n);
    double sum = 0, squares = 0;
    match_nearest(a, m->score, in->treated, in->n, widest, pair);
    for (size_t i = 0; i < in->n; i++) {
        w1[i] = w0[i] = 0;
    }
    for (size_t i = 0; i < in->n; i++) {
        if (pair[i] == MATCH_NOBODY) continue;
        m->pairs++, sum += in->y[i] - in->y[pair[i]];
        w1[i] = w0[pair[i]] = 1;
    }
    m->pair = pair;
    if (m->pairs == 0) return;
    m->att = sum / (double)m->pairs;
    for (size_t i = 0; i < in->n; i++)
        if (pair[i] != MATCH_NOBODY) squares += pow(in->y[i] - in->y[pair[i]] - m->att, 2);
    double pairs = (double)m->pairs;
    m->se = m->pairs > 1 ? sqrt(squares / (pairs - 1) / pairs) : NAN;
    if (m->pairs < 2) m->why = STAT_FEW_POINTS;
}

static void fill_weights(const struct match_input *in, struct match *m, double *w1, double *w0) {
    double sum1 = 0, sum0 = 0, squares = 0, variance1 = 0, variance0 = 0;
    for (size_t i = 0; i < in->n; i++) {
        w1[i] = in->treated[i];
        w0[i] = in->treated[i] ? 0 : m->score[i] / (1 - m->score[i]);
        sum1 += w1[i], sum0 += w0[i], squares += w0[i] * w0[i];
    }
    double mean1 = weighted_mean(in->y, 1, w1, in->n), mean0 = weighted_mean(in->y, 1, w0, in->n);
    for (size_t i = 0; i < in->n; i++) {
        variance1 += pow(w1[i] * (in->y[i] - mean1) / sum1, 2);
        variance0 += pow(w0[i] * (in->y[i] - mean0) / sum0, 2);
    }
    m->att = mean1 - mean0;
    m->se = sqrt(variance1 + variance0);
    m->effective = sum0 * sum0 / squares;
}

static enum stat_reason fit_score(struct arena *a, const struct match_input *in, struct match *m) {
    double *t = arena_array(a, in->n, sizeof *t);
    for (size_t i = 0; i < in->n; i++) t[i] = in->treated[i];
    struct logit_input logit = {.n = in->n, .p = in->p, .x = in->x, .y = t};
    struct logit_fit fit = logit_fit(a, &logit);
    m->score = fit.fitted;
    if (fit.why) return fit.why;
    for (size_t j = 0; j < in->p; j++)
        if (fit.reasons[j] == STAT_SEPARATION) return STAT_SEPARATION;
    return STAT_OK;
}

struct match match_estimate(struct arena *a, const struct match_input *in) {
    struct match m = {.att = NAN, .se = NAN, .effective = NAN};
    for (size_t i = 0; i < in->n; i++)
        if (in->treated[i])
            m.treated_n++;
        else
            m.untreated_n++;
    m.why = in->n == 0 ? STAT_NO_DATA : m.treated_n && m.untreated_n ? STAT_OK : STAT_ONE_GROUP;
    if (!m.why) m.why = fit_score(a, in, &m);
    if (m.why) return m;
    double *w1 = arena_array(a, in->n, sizeof *w1), *w0 = arena_array(a, in->n, sizeof *w0);
    for (size_t i = 0; i < in->n; i++) w1[i] = in->treated[i], w0[i] = !in->treated[i];
    m.before = differences(a, in, w1, w0);
    if (in->is_weighted)
        fill_weights(in, &m, w1, w0);
    else
        fill_pairs(a, in, &m, w1, w0);
    if (!in->is_weighted && m.pairs == 0) m.why = STAT_NO_DATA;
    m.after = differences(a, in, w1, w0);
    return m;
}

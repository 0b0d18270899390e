/* SPDX-License-Identifier: EUPL-1.2
 *
 * effect: did an effort work? For the team leader and the management: the transition mentor on dropout
 * (/team/kvalitet/effekt), and collective guidance on trades on the choice of a vocational education
 * (/team/kvalitet/effekt/fag, trades.h). Figures of many, never of one, and never by counsellor or school.
 *
 *     time zero  the first day of the youth education. With a mentor is who had one assigned by then; a mentor who
 *                came later could only come to those who had not dropped out yet (immortal time), so at time
 *                zero they are among those without, and their number is told
 *     outcome    dropout by day 90, 180, 365: interrupted, and not taken up again within 15 months
 *                (retention/course.h). Until they have passed it is a dropout so far: the newest year is too
 *                high. Known only of who began long enough ago, and did not move away first
 *     crude      the difference of the two shares (Newcombe)
 *     stratified among those alike in kind of education, sex, age (up to 16, 17-18, more) and whether they
 *                had dropped out before (Mantel-Haenszel, risk difference, Sato's variance)
 *     weighted   those without a mentor weighted to look as those with one (propensity score, Hajek, ATT)
 *     odds ratio logistic regression on the same covariates and the year, errors by institution
 *     hazard     Cox regression on the same, until dropout, the rest censored, errors by institution
 *     balance    how far the two groups are apart in each covariate, before and after weighting, in
 *                standard deviations; 0.1 is commonly called balanced
 *
 * It is not randomised: who gets a mentor is chosen. What is not among the covariates is not held still.
 * No estimate with fewer than EFFECT_FEWEST in a group or EFFECT_EVENTS dropouts: it would say nothing. A
 * reading is computed from the stratified interval, and says when the crude difference does not stand.
 */
#ifndef VEJVISER_EFFECT_H
#define VEJVISER_EFFECT_H

#include "slice/slice.h"
#include "stat/proportion.h"

extern const struct slice effect_slice;

#define EFFECT_FEWEST   30
#define EFFECT_EVENTS   10
#define EFFECT_X        6  /* covariates, at most */
#define EFFECT_CLUSTERS 30 /* fewer institutions: intervals are too narrow, which is said */

struct effect_row {
    bool treated, y; /* y: it happened within the time */
    uint32_t stratum, cluster;
    double x[EFFECT_X];
    double time; /* > 0: until it happened, or until it was no longer seen */
    bool event;  /* it happened at `time` */
};
struct effect_input {
    const struct effect_row *rows;
    size_t n, x_n;
    uint32_t strata_n, clusters_n;
    bool is_timed; /* `time` and `event` are told: there is a hazard */
};
enum effect_verdict {
    EFFECT_FEW,       /* too few: nothing below is set but the counts */
    EFFECT_NOT_ALIKE, /* no stratum has somebody with and somebody without */
    EFFECT_LESS,      /* it happens less often, stratified */
    EFFECT_MORE,
    EFFECT_NOT_TOLD,  /* the stratified interval holds 0, as the crude */
    EFFECT_CRUDE_ONLY /* the crude interval does not hold 0, the stratified does */
};
struct effect {
    enum effect_verdict verdict;
    int64_t with_n, with_x, without_n, without_x;
    struct interval crude, stratified, weighted; /* differences of shares, with minus without */
    struct interval odds, hazard;                /* ratios */
    size_t strata_used;
    double before[EFFECT_X], after[EFFECT_X]; /* standardised differences; NaN */
};
/* ---- the transition mentor ---- */
#include "retention/retention.h"

#define EFFECT_HORIZONS 3
extern const int effect_horizons[EFFECT_HORIZONS]; /* days: 90, 180, 365 */
struct effect_mentor {
    int days;
    struct effect effect;
    int64_t not_known;  /* began too late, or moved away before it could be told */
    int64_t late;       /* got a mentor after they had begun */
    int64_t may_resume; /* of the dropouts: may still be taken up again */
    uint32_t institutions;
};
/* Kind, sex, age, earlier dropout, year: x of struct effect_row, in this order. */
enum { EFFECT_KIND, EFFECT_MAN, EFFECT_AGE, EFFECT_BEFORE, EFFECT_YEAR, EFFECT_MENTOR_X };
void effect_mentor(struct arena *a, const struct retention_start *starts, size_t n, int days,
                   int32_t today, struct effect_mentor *ret);

void effect_estimate(struct arena *a, const struct effect_input *in, struct effect *ret);

#endif

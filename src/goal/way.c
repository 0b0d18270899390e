/* SPDX-License-Identifier: EUPL-1.2
 *
 * The way of a year group, computed from the casework.
 */
#include "goal/way.h"

#include "base/date.h"
#include "cohort/cohort.h"
#include "stat/surv.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>

#define CONF        0.95
#define WINDOW      3 /* years whose behaviour is frozen */
#define LEAST       20
#define REPLICATES  200
#define BAND        3 /* years of birth in a line */
#define LINE_FEWEST 20
#define LINE_UNIT   5.0 /* a line in coarser steps shows nothing */
#define LEAVERS     50  /* fewer make no picture */

double way_unit(double persons) {
    static const double units[] = {0.1, 0.2, 0.5, 1, 2, 5, 10};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (persons * units[i] >= 100 * WAY_PERSONS) return units[i];
    return 0;
}

double way_round(double percent, double unit) {
    double rounded = round(percent / unit) * unit;
    return rounded + 0.0; /* never -0 */
}

/* Outwards, so that an interval does not become narrower. */
static double round_down(double percent, double unit) {
    return fmax(0, floor(percent / unit + 1e-9) * unit);
}
static double round_up(double percent, double unit) {
    return fmin(100, ceil(percent / unit - 1e-9) * unit);
}

static int year_of(int32_t day) {
    int year, month, date;
    day_to_ymd(day, &year, &month, &date);
    return year;
}

static int32_t day_of_age(int age) { return (int32_t)lrint(age * 365.25); }

/* ---- seen ---- */

/* By how many a step of one person is diluted: the risk set, enlarged by those who are through. */
static double weight_at(double share, double at_risk) {
    return share < 1 ? at_risk / (1 - share) : at_risk;
}

static void curve_blank(struct way_curve *curve) {
    for (int i = 0; i < WAY_AGES; i++) curve->share[i] = curve->low[i] = curve->high[i] = NAN;
}

static void seen_take(struct goal_way *way, const struct cohort_curve *curve) {
    double fewest = INFINITY;
    size_t n = 0;
    for (; n < curve->points_n; n++) {
        const struct cohort_point *p = &curve->points[n];
        if (p->n_risk < WAY_FEWEST || !isfinite(p->est[0]))
            break; /* further on there are fewer still */
        fewest = fmin(fewest, weight_at(p->est[0], p->n_risk));
    }
    way->unit = n ? way_unit(fewest) : 0;
    for (size_t i = 0; i < n && way->unit > 0; i++) {
        const struct cohort_point *p = &curve->points[i];
        int age = WAY_FIRST_AGE + 1 + (int)i;
        double lower, upper;
        surv_interval(SURV_LOGLOG, CONF, p->est[0], p->se[0], &lower, &upper);
        way->seen.share[i + 1] = way_round(100 * p->est[0], way->unit);
        way->seen.low[i + 1] = isnan(lower) ? NAN : round_down(100 * lower, way->unit);
        way->seen.high[i + 1] = isnan(upper) ? NAN : round_up(100 * upper, way->unit);
        if (!way->seen_age_50 && p->est[0] >= 0.5) way->seen_age_50 = age;
        if (!way->seen_age_90 && p->est[0] >= 0.9) way->seen_age_90 = age;
    }
}

/* At 15 nobody is followed yet: the curve begins at 16. */
static void seen_make(struct arena *a, const struct cohort *c, struct goal_way *way) {
    int32_t ages[WAY_AGES - 1];
    for (int i = 0; i < WAY_AGES - 1; i++) ages[i] = day_of_age(WAY_FIRST_AGE + 1 + i);
    struct cohort_curve_query query = {.ages = ages, .ages_n = WAY_AGES - 1, .errors = true};
    struct cohort_curves curves;
    cohort_curves(a, c, &query, &curves);
    if (curves.n) seen_take(way, &curves.v[0]);
}

/* ---- lines ---- */

static bool line_take(void *ctx, const struct surv_curve *curve) {
    struct goal_way *way = ctx;
    struct way_line line = way->lines[curve->group];
    double fewest = INFINITY, shares[WAY_AGES];
    size_t at = 0;
    int n = 0;
    for (; n < WAY_AGES - 1; n++) {
        int32_t age = day_of_age(WAY_FIRST_AGE + 1 + n);
        while (at < curve->n && curve->time[at] <= age) at++;
        if (at == curve->n || curve->n_risk[at] < LINE_FEWEST) break; /* at risk after that age */
        shares[n] = at ? 1 - curve->surv[at - 1] : 0;
        fewest = fmin(fewest, weight_at(shares[n], curve->n_risk[at]));
    }
    double unit = n > 2 ? way_unit(fewest) : 0;
    for (int i = 0; i < WAY_AGES; i++)
        line.share[i] = i && i <= n ? way_round(100 * shares[i - 1], unit) : NAN;
    way->lines[curve->group] = line;
    if (!(unit > 0 && unit <= LINE_UNIT)) way->lines[curve->group].born_to = 0; /* to be left out */
    return true;
}

static void lines_make(struct arena *a, const struct cohort *c, struct goal_way *way) {
    struct cohort_rows rows;
    cohort_follow(a, c, &rows);
    int year = year_of(way->day);
    for (int i = 0; i < WAY_LINES; i++)
        way->lines[i].born_from = (way->lines[i].born_to = year - 18 - i * BAND) - BAND + 1;
    uint32_t *group = arena_array(a, rows.n, sizeof *group);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        int back = year - 18 - year_of(cohort_day(c->birth[rows.person[i]]));
        if (back < 0 || back >= WAY_LINES * BAND) continue;
        rows.entry[n] = rows.entry[i];
        rows.exit[n] = rows.exit[i];
        rows.event[n] = rows.event[i] != COHORT_NOT_YET;
        group[n++] = (uint32_t)(back / BAND);
    }
    struct surv_days days = {.n = n,
                             .entry = rows.entry,
                             .exit = rows.exit,
                             .event = rows.event,
                             .causes_n = 1,
                             .group = group,
                             .groups_n = WAY_LINES};
    struct surv_options options = {SURV_SE_NONE, NAN};
    size_t row;
    enum surv_fault fault = surv_curves_days(a, &days, &options, line_take, way, &row);
    assert(fault == SURV_FINE);
    (void)fault;
    for (int i = 0; i < WAY_LINES; i++)
        if (way->lines[i].born_to) way->lines[way->lines_n++] = way->lines[i];
}

/* ---- projected ---- */

static void projected_make(struct arena *a, const struct cohort *c, struct goal_way *way) {
    struct projection_query query = {.municipality = -1,
                                     .window = WINDOW,
                                     .least = LEAST,
                                     .replicates = REPLICATES,
                                     .conf = CONF,
                                     .seed = 1};
    struct projection p;
    cohort_project(a, c, &query, &p);
    double unit = p.fault ? 0 : way_unit(p.persons * WINDOW);
    if (!(unit > 0)) return;
    way->projected_unit = unit;
    for (int i = 0; i < WAY_AGES; i++) {
        way->projected.share[i] = way_round(100 * p.now.share[i], unit);
        way->projected.low[i] = round_down(100 * p.now.low[i], unit);
        way->projected.high[i] = round_up(100 * p.now.high[i], unit);
    }
    way->assumed_from = p.assumed_from;
    way->age_90 = p.now.age_90;
    way->age_90_low = p.now.age_90_low;
    way->age_90_high = p.now.age_90_high;
}

/* ---- flow ---- */

static enum way_state state_of(unsigned at) {
    switch (at) {
    case COHORT_GENERAL:
        return WAY_GENERAL;
    case COHORT_BASIC:
    case COHORT_MAIN:
        return WAY_EUD;
    case COHORT_SCHOOL:
    case COHORT_TENTH:
        return WAY_SCHOOL;
    case COHORT_FGU:
        return WAY_FGU;
    case COHORT_NONE:
    case COHORT_UNKNOWN:
    case COHORT_WAY_NO_SPELL:
        return WAY_NOTHING;
    default:
        return WAY_WORK;
    }
}

static int32_t to_nearest(int32_t n) { return (n + WAY_PERSONS / 2) / WAY_PERSONS * WAY_PERSONS; }

/* The newest school year whose leavers have all been gone for 24 months; till the end of July. */
static void flow_year(int32_t day, int32_t *ret_since, int32_t *ret_until) {
    int year = year_of(day) - 2;
    while (day_add_months(day_from_ymd(year, 8, 1), 24) > day) year--;
    *ret_since = day_from_ymd(year - 1, 8, 1);
    *ret_until = day_from_ymd(year, 7, 31);
}

static void flow_round(struct goal_way *way) {
    for (int s = 0; s < WAY_STATES; s++) {
        for (int i = 0; i < 2; i++) way->flow_first[i][s] = to_nearest(way->flow_first[i][s]);
        for (int m = 0; m < WAY_MONTHS - 1; m++)
            for (int t = 0; t < WAY_STATES; t++)
                way->flow_then[m][s][t] = to_nearest(way->flow_then[m][s][t]);
    }
}

static void flow_make(struct arena *a, const struct cohort *c, struct goal_way *way) {
    static const int months[WAY_MONTHS] = {3, 12, 24};
    struct cohort_flow query = {.months = months, .months_n = WAY_MONTHS};
    struct cohort_ways ways;
    flow_year(way->day, &query.since, &query.until);
    cohort_ways(a, c, &query, &ways);
    if (ways.known < LEAVERS) return;
    way->left_since = query.since;
    way->left_until = query.until;
    for (size_t i = 0; i < ways.n; i++) {
        const struct cohort_way *w = &ways.v[i];
        way->flow_first[w->from == 10][state_of(w->to[0])] += (int32_t)w->n;
        for (int m = 0; m < WAY_MONTHS - 1; m++)
            way->flow_then[m][state_of(w->to[m])][state_of(w->to[m + 1])] += (int32_t)w->n;
    }
    flow_round(way);
}

int32_t way_count(const struct goal_way *way, int look, enum way_state state) {
    int32_t n = 0;
    for (int i = 0; look == 0 && i < 2; i++) n += way->flow_first[i][state];
    for (int s = 0; look > 0 && s < WAY_STATES; s++) n += way->flow_then[look - 1][s][state];
    return n;
}

int32_t way_leavers(const struct goal_way *way) {
    int32_t n = 0;
    for (int s = 0; s < WAY_STATES; s++) n += way_count(way, 0, (enum way_state)s);
    return n;
}

/* ---- all of it, kept ---- */

static void way_make(const struct cohort *c, struct goal_way *ret) {
    struct arena *a ARENA_AUTO = arena_new();
    *ret =
        (struct goal_way){.day = c->snapshot - 1, .left_since = DAY_NONE, .left_until = DAY_NONE};
    curve_blank(&ret->seen);
    curve_blank(&ret->projected);
    seen_make(a, c, ret);
    lines_make(a, c, ret);
    projected_make(a, c, ret);
    flow_make(a, c, ret);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t kept_of; /* cohort.made */
static struct goal_way kept;

static bool kept_take(const struct cohort *c, struct goal_way *ret) {
    pthread_mutex_lock(&lock);
    bool has = kept_of == c->made && c->made;
    if (has) *ret = kept;
    pthread_mutex_unlock(&lock);
    return has;
}

bool goal_way_now(struct store *store, struct db *db, int32_t today, struct goal_way *ret,
                  bool *ret_any, struct err *err) {
    struct cohort_hold *hold = cohort_hold(store, db, today, err);
    if (!hold) return false;
    const struct cohort *c = cohort_of(hold);
    if (!kept_take(c, ret)) {
        way_make(c, ret);
        pthread_mutex_lock(&lock);
        kept = *ret;
        kept_of = c->made;
        pthread_mutex_unlock(&lock);
    }
    cohort_release(hold);
    *ret_any = ret->unit > 0 || ret->projected_unit > 0 || ret->left_until != DAY_NONE;
    return true;
}

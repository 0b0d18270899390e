/* SPDX-License-Identifier: EUPL-1.2
 *
 * From rows to groups, and from times to places in a row of times. Whole numbers in a small range are
 * their own places; other times are ranked, group by group.
 */
#include "stat/surv.h"

#include "stat/surv_private.h"

#include <math.h>
#include <string.h>

struct bucket {
    size_t *first;     /* of each group in order, and the end */
    uint64_t *spells;  /* by group: days */
    uint32_t *order;   /* by group: rows, when times must be ranked */
    uint32_t *cluster; /* by group */
    size_t largest;    /* rows in a group */
};

/* ---- memory ---- */

static void work_init(struct arena *a, struct surv_work *w, size_t places, size_t lines) {
    unsigned causes = w->causes_n;
    bool error = w->error != SURV_SE_NONE;
    w->cells_n = places;
    w->cells = arena_array(a, places, (causes + 2) * sizeof *w->cells);
    w->lines_cap = lines;
    double **reals[] = {&w->time, &w->surv, &w->cumhaz};
    for (size_t i = 0; i < 3; i++) *reals[i] = arena_array(a, lines, sizeof(double));
    w->n_risk = arena_array(a, lines, sizeof *w->n_risk);
    w->n_censor = arena_array(a, lines, sizeof *w->n_censor);
    if (error) w->surv_se = arena_array(a, lines, sizeof(double));
    if (error) w->cumhaz_se = arena_array(a, lines, sizeof(double));
    for (unsigned k = 0; k < causes; k++) {
        w->est[k] = arena_array(a, lines, sizeof(double));
        w->n_event[k] = arena_array(a, lines, sizeof(uint32_t));
        if (error) w->est_se[k] = arena_array(a, lines, sizeof(double));
    }
}

static void work_init_jack(struct arena *a, struct surv_work *w, size_t rows,
                           const uint32_t *cluster, uint32_t clusters_n) {
    w->line_of = arena_array(a, w->cells_n, sizeof *w->line_of);
    w->cum = arena_array(a, w->lines_cap + 1, SURV_CUM(w->causes_n) * sizeof *w->cum);
    w->by_leave = arena_array(a, rows, sizeof *w->by_leave);
    w->first = arena_array(a, w->lines_cap + 2, sizeof *w->first);
    if (!cluster) return;
    w->by_enter = arena_array(a, rows, sizeof *w->by_enter);
    w->leaving = arena_array(a, rows, sizeof *w->leaving);
    w->cluster_size = sizeof(struct surv_cluster) + w->causes_n * sizeof(double);
    w->clusters = arena_array(a, clusters_n, w->cluster_size);
}

static void curve_init(struct surv_work *w) {
    struct surv_curve *c = &w->curve;
    *c = (struct surv_curve){.causes_n = w->causes_n,
                             .time = w->time,
                             .n_risk = w->n_risk,
                             .n_censor = w->n_censor,
                             .surv = w->surv,
                             .cumhaz = w->cumhaz,
                             .surv_se = w->surv_se,
                             .cumhaz_se = w->cumhaz_se};
    for (unsigned k = 0; k < w->causes_n; k++) {
        c->n_event[k] = w->n_event[k];
        c->est[k] = w->est[k];
        c->est_se[k] = w->est_se[k];
    }
}

/* ---- groups ---- */

static bool group_run(struct surv_work *w, const struct surv_group *group, uint32_t number,
                      surv_sink *sink, void *ctx) {
    w->curve.group = number;
    surv_scan(w, group);
    if (w->error == SURV_SE_IJ) surv_jack(w, group);
    return sink(ctx, &w->curve);
}

/* Counts are in first[g + 2]. Makes first[g + 1] where group g begins, which becomes where it ends
 * while the group is filled. False when one is too large. */
static bool bucket_begin(struct bucket *b, uint32_t groups_n) {
    for (uint32_t g = 0; g < groups_n; g++) {
        size_t n = b->first[g + 2];
        if (n > b->largest) b->largest = n;
        b->first[g + 2] += b->first[g + 1];
    }
    return b->largest <= SURV_ROWS_MAX;
}

/* ---- days ---- */

struct days {
    struct surv_days rows;
    const uint32_t *cluster;
    uint32_t clusters_n;
};

static enum surv_fault run_days(struct arena *a, struct surv_work *w, struct bucket *b,
                                const struct days *d, int32_t low, uint32_t range, surv_sink *sink,
                                void *ctx) {
    uint32_t groups_n = d->rows.group ? d->rows.groups_n : 1;
    work_init(a, w, range, b->largest < range ? b->largest : range);
    if (w->error == SURV_SE_IJ) work_init_jack(a, w, b->largest, d->cluster, d->clusters_n);
    curve_init(w);
    for (uint32_t g = 0; g < groups_n; g++) {
        size_t at = b->first[g];
        struct surv_group group = {.spells = b->spells + at,
                                   .cluster = b->cluster ? b->cluster + at : NULL,
                                   .n = b->first[g + 1] - at,
                                   .first = (double)low + 1};
        if (!group_run(w, &group, g, sink, ctx)) return SURV_STOPPED;
    }
    return SURV_FINE;
}

/* Lowest entry and highest exit, and whether every row is right; written so that it is vectorised. */
static bool days_check(const struct surv_days *d, int32_t *ret_low, int32_t *ret_high) {
    const int32_t *entry = d->entry, *exit = d->exit;
    int32_t low = INT32_MAX, high = INT32_MIN;
    unsigned wrong = 0;
    uint8_t most = 0;
    for (size_t i = 0, n = d->n; i < n; i++) {
        low = entry[i] < low ? entry[i] : low;
        high = exit[i] > high ? exit[i] : high;
        wrong |= entry[i] >= exit[i];
    }
    for (size_t i = 0, n = d->n; i < n; i++) most = d->event[i] > most ? d->event[i] : most;
    *ret_low = low;
    *ret_high = high;
    return !wrong && most <= d->causes_n;
}

static enum surv_fault days_find_fault(const struct surv_days *d, size_t *ret_row) {
    for (size_t i = 0; i < d->n; i++) {
        *ret_row = i;
        if (d->entry[i] >= d->exit[i]) return SURV_ORDER;
        if (d->event[i] > d->causes_n || (d->group && d->group[i] >= d->groups_n)) return SURV_CODE;
    }
    return SURV_FINE;
}

/* Rows a group, into first[g + 2]. */
static bool days_count(const struct surv_days *d, int32_t start, size_t *first) {
    const uint32_t *group = d->group, groups_n = d->groups_n;
    const int32_t *exit = d->exit;
    if (!group && start == INT32_MIN) first[2] = d->n;
    for (size_t i = 0; !group && start > INT32_MIN && i < d->n; i++) first[2] += exit[i] >= start;
    for (size_t i = 0; group && i < d->n; i++) {
        if (group[i] >= groups_n) return false;
        first[group[i] + 2] += exit[i] >= start;
    }
    return true;
}

/* Restrict, since the loop is most of the time that points without errors take. */
static void days_fill(const struct surv_days *d, int32_t low, int32_t start, size_t *restrict next,
                      uint64_t *restrict spells, const uint32_t *restrict from_cluster,
                      uint32_t *restrict to_cluster) {
    const int32_t *restrict entry = d->entry, *restrict exit = d->exit;
    const uint8_t *restrict event = d->event;
    const uint32_t *restrict group = d->group;
    for (size_t i = 0, n = d->n; i < n; i++) {
        if (exit[i] < start) continue;
        uint32_t enter = (uint32_t)entry[i] - (uint32_t)low;
        uint32_t leave = (uint32_t)exit[i] - (uint32_t)low - 1;
        size_t at = next[group ? group[i] : 0]++;
        spells[at] = SPELL(enter, leave, event[i]);
        if (to_cluster) to_cluster[at] = from_cluster[i];
    }
}

/* The first day that counts; INT32_MIN when all do. */
static int32_t day_of_start(double start) {
    if (isnan(start) || start <= INT32_MIN) return INT32_MIN;
    return start >= INT32_MAX ? INT32_MAX : (int32_t)ceil(start);
}

static enum surv_fault curves_days(struct arena *a, const struct days *days,
                                   const struct surv_options *options, surv_sink *sink, void *ctx,
                                   size_t *ret_row) {
    const struct surv_days *d = &days->rows;
    uint32_t groups_n = d->group ? d->groups_n : 1;
    struct surv_work w = {.causes_n = d->causes_n, .error = options->error};
    struct bucket b = {.first = arena_array(a, (size_t)groups_n + 2, sizeof *b.first)};
    int32_t low = 0, high = 0, start = day_of_start(options->start);
    if (!d->causes_n || d->causes_n > SURV_CAUSES_MAX) return SURV_TOO_MANY;
    if (d->n && (!days_check(d, &low, &high) || !days_count(d, start, b.first)))
        return days_find_fault(d, ret_row);
    int64_t range = (int64_t)high - low;
    if (range > SURV_DAYS_MAX || !bucket_begin(&b, groups_n)) return SURV_TOO_MANY;
    b.spells = arena_array(a, d->n, sizeof *b.spells);
    if (days->cluster && w.error == SURV_SE_IJ) b.cluster = arena_array(a, d->n, sizeof *b.cluster);
    days_fill(d, low, start, b.first + 1, b.spells, days->cluster, b.cluster);
    return run_days(a, &w, &b, days, low, (uint32_t)range, sink, ctx);
}

enum surv_fault surv_curves_days(struct arena *a, const struct surv_days *days,
                                 const struct surv_options *options, surv_sink *sink, void *ctx,
                                 size_t *ret_row) {
    struct days own = {.rows = *days};
    return curves_days(a, &own, options, sink, ctx, ret_row);
}

/* ---- any times ---- */

struct ranked {
    const struct surv_rows *rows;
    double *times; /* of one group, sorted, each once */
    uint64_t *spells;
    uint32_t *cluster;
};

static int compare_times(const void *left, const void *right) {
    double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

/* How many of the n sorted times are below x, or not above it. */
static size_t times_below(const double *times, size_t n, double x, bool or_equal) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (times[middle] < x || (or_equal && times[middle] <= x))
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

static void rank_group(struct ranked *r, const uint32_t *order, struct surv_group *group) {
    const struct surv_rows *rows = r->rows;
    size_t n = group->n, times_n = 0;
    for (size_t i = 0; i < n; i++) r->times[i] = rows->exit[order[i]];
    qsort(r->times, n, sizeof *r->times, compare_times);
    for (size_t i = 0; i < n; i++)
        if (!times_n || r->times[i] > r->times[times_n - 1]) r->times[times_n++] = r->times[i];
    for (size_t i = 0; i < n; i++) {
        uint32_t row = order[i];
        size_t leave = times_below(r->times, times_n, rows->exit[row], false);
        size_t enter = rows->entry ? times_below(r->times, times_n, rows->entry[row], true) : 0;
        r->spells[i] = SPELL(enter, leave, rows->event[row]);
        if (r->cluster) r->cluster[i] = rows->cluster[row];
    }
    *group =
        (struct surv_group){.spells = r->spells, .cluster = r->cluster, .n = n, .times = r->times};
}

static enum surv_fault curves_ranked(struct arena *a, const struct surv_rows *rows,
                                     const struct surv_options *options, surv_sink *sink,
                                     void *ctx) {
    uint32_t groups_n = rows->group ? rows->groups_n : 1;
    struct surv_work w = {.causes_n = rows->causes_n, .error = options->error};
    struct bucket b = {.first = arena_array(a, (size_t)groups_n + 2, sizeof *b.first)};
    double start = isnan(options->start) ? (double)-INFINITY : options->start;
    for (size_t i = 0; i < rows->n; i++)
        b.first[(rows->group ? rows->group[i] : 0) + 2] += rows->exit[i] >= start;
    if (!bucket_begin(&b, groups_n)) return SURV_TOO_MANY;
    b.order = arena_array(a, rows->n, sizeof *b.order);
    size_t *next = b.first + 1;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->exit[i] >= start) b.order[next[rows->group ? rows->group[i] : 0]++] = (uint32_t)i;
    bool clustered = rows->cluster && w.error == SURV_SE_IJ;
    struct ranked r = {.rows = rows,
                       .times = arena_array(a, b.largest, sizeof(double)),
                       .spells = arena_array(a, b.largest, sizeof(uint64_t))};
    if (clustered) r.cluster = arena_array(a, b.largest, sizeof(uint32_t));
    work_init(a, &w, b.largest, b.largest);
    if (w.error == SURV_SE_IJ)
        work_init_jack(a, &w, b.largest, r.cluster, clustered ? rows->clusters_n : 0);
    curve_init(&w);
    for (uint32_t g = 0; g < groups_n; g++) {
        struct surv_group group = {.n = b.first[g + 1] - b.first[g]};
        rank_group(&r, b.order + b.first[g], &group);
        if (!group_run(&w, &group, g, sink, ctx)) return SURV_STOPPED;
    }
    return SURV_FINE;
}

static enum surv_fault row_fault(const struct surv_rows *rows, size_t i) {
    double entry = rows->entry ? rows->entry[i] : (double)-INFINITY, exit = rows->exit[i];
    if (!isfinite(exit) || (rows->entry && !isfinite(entry))) return SURV_NOT_FINITE;
    if (entry >= exit) return SURV_ORDER;
    bool code = rows->event[i] <= rows->causes_n &&
                (!rows->group || rows->group[i] < rows->groups_n) &&
                (!rows->cluster || rows->cluster[i] < rows->clusters_n);
    return code ? SURV_FINE : SURV_CODE;
}

static bool is_whole(double x) { return fabs(x) < 1e9 && x == (double)(int32_t)x; }

/* Whether all times are whole numbers in a small range: then their days, else NULL. */
static bool rows_to_days(struct arena *a, const struct surv_rows *rows, struct surv_days *ret) {
    double low = (double)INFINITY, high = (double)-INFINITY;
    bool whole = true;
    for (size_t i = 0; i < rows->n && whole; i++) {
        double entry = rows->entry ? rows->entry[i] : rows->exit[i] - 1, exit = rows->exit[i];
        whole = is_whole(entry) && is_whole(exit);
        low = fmin(low, entry);
        high = fmax(high, exit);
    }
    if (!whole || !rows->n || high - low > SURV_DAYS_MAX) return false;
    int32_t *days = arena_array(a, rows->n, 2 * sizeof *days);
    for (size_t i = 0; i < rows->n; i++) {
        days[i] = (int32_t)(rows->entry ? rows->entry[i] : low);
        days[rows->n + i] = (int32_t)rows->exit[i];
    }
    *ret = (struct surv_days){rows->n,        days,        days + rows->n, rows->event,
                              rows->causes_n, rows->group, rows->groups_n};
    return true;
}

enum surv_fault surv_curves(struct arena *a, const struct surv_rows *rows,
                            const struct surv_options *options, surv_sink *sink, void *ctx,
                            size_t *ret_row) {
    if (!rows->causes_n || rows->causes_n > SURV_CAUSES_MAX) return SURV_TOO_MANY;
    for (size_t i = 0; i < rows->n; i++) {
        enum surv_fault fault = row_fault(rows, i);
        if (fault == SURV_FINE) continue;
        *ret_row = i;
        return fault;
    }
    struct days days = {.cluster = rows->cluster, .clusters_n = rows->clusters_n};
    if (rows_to_days(a, rows, &days.rows))
        return curves_days(a, &days, options, sink, ctx, ret_row);
    return curves_ranked(a, rows, options, sink, ctx);
}

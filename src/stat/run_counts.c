/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat proportion, difference, funnel and trend: from counts, x of n.
 */
#include "gen/msg.h"
#include "stat/commands.h"
#include "stat/funnel.h"
#include "stat/proportion.h"
#include "stat/run_model.h"
#include "stat/trend.h"

#include <math.h>
#include <string.h>

#define COUNT(name_, optional_)                                                                    \
    {                                                                                              \
        name_, STAT_COLUMN, FRAME_INT, .standard = name_, .optional = optional_, .ranged = true,   \
                                       .high = INT32_MAX                                           \
    }

static const char *lead(const struct stat_call *call, const char *option, const char *columns) {
    return stat_columns_n(call, option) ? arena_fmt(call->arena, "stratum,%s", columns) : columns;
}

static void put_name(struct stat_call *call, const char *option, const struct stat_groups *groups,
                     size_t group) {
    if (stat_columns_n(call, option)) out_text(call->out, groups->names[group]);
}

/* x of n a row: both columns, or --y of 0 and 1 for one person a row. False: something is refused. */
struct counts {
    const int64_t *x, *n;
};
static bool counts_read(struct stat_call *call, const char *x, const char *n, struct counts *ret,
                        struct err *err) {
    struct frame_column *of = stat_column(call, x), *total = stat_column(call, n);
    if (!of || !total)
        return stat_refuse_option(call, of ? n : x, msg_stat_counts_missing(call->lang), err);
    for (size_t i = 0; i < call->frame.n; i++)
        if (of->i[i] > total->i[i])
            return stat_refuse(call, of, i, msg_stat_counts_more(call->lang), err);
    *ret = (struct counts){of->i, total->i};
    return true;
}

static bool persons_read(struct stat_call *call, struct counts *ret, struct err *err) {
    struct run_model model = {0};
    run_rows(call, (const char *const[]){NULL}, &model);
    double *y;
    if (!run_zero_one(call, &model, "y", false, &y, err)) return false;
    int64_t *x = arena_array(call->arena, call->frame.n, sizeof *x);
    int64_t *n = arena_array(call->arena, call->frame.n, sizeof *n);
    for (size_t i = 0; i < call->frame.n; i++) x[i] = y[i] == 1, n[i] = 1;
    *ret = (struct counts){x, n};
    return true;
}

static bool either_read(struct stat_call *call, struct counts *ret, struct err *err) {
    return stat_given(call, "y") ? persons_read(call, ret, err)
                                 : counts_read(call, "x", "n", ret, err);
}

/* Summed within the groups. */
static struct counts sums(struct stat_call *call, const struct counts *rows,
                          const struct stat_groups *groups) {
    int64_t *x = arena_array(call->arena, groups->n, sizeof *x);
    int64_t *n = arena_array(call->arena, groups->n, sizeof *n);
    for (size_t i = 0; i < call->frame.n; i++)
        x[groups->of_row[i]] += rows->x[i], n[groups->of_row[i]] += rows->n[i];
    return (struct counts){x, n};
}

static void put_interval(struct stat_call *call, const struct interval *ci, const char *what) {
    out_real(call->out, ci->estimate);
    out_real(call->out, ci->lower);
    out_real(call->out, ci->upper);
    if (ci->why) run_reason(call, what, ci->why);
}

/* ---- proportion ---- */

static const struct stat_option proportion_options[] = {
    COUNT("x", true), COUNT("n", true), {"y", STAT_COLUMN, FRAME_AUTO}, STAT_BY, STAT_CONF, {0},
};

static bool run_proportion(struct stat_call *call, struct err *err) {
    struct counts rows, all;
    struct stat_groups groups = {.n = call->frame.n};
    if (!either_read(call, &rows, err)) return false;
    all = rows;
    if (stat_columns_n(call, "by") || stat_given(call, "y")) {
        stat_groups(call, "by", &groups);
        all = sums(call, &rows, &groups);
    }
    out_begin(call->out, lead(call, "by", "x,n,estimate,lower,upper"));
    for (size_t i = 0; i < groups.n; i++) {
        put_name(call, "by", &groups, i);
        out_whole(call->out, all.x[i]);
        out_whole(call->out, all.n[i]);
        struct interval ci =
            proportion_wilson((double)all.x[i], (double)all.n[i], stat_number(call, "conf"));
        put_interval(call, &ci, "");
    }
    return true;
}

const struct stat_command stat_proportion = {"proportion", "stat.help.proportion",
                                             proportion_options, run_proportion};

/* ---- difference ---- */

static const struct stat_option difference_options[] = {
    COUNT("x1", true),
    COUNT("n1", true),
    COUNT("x2", true),
    COUNT("n2", true),
    COUNT("x", true),
    COUNT("n", true),
    {"y", STAT_COLUMN, FRAME_AUTO},
    STAT_BY,
    STAT_CONF,
    {0},
};

static void put_difference(struct stat_call *call, int64_t x1, int64_t n1, int64_t x2, int64_t n2) {
    out_whole(call->out, x1);
    out_whole(call->out, n1);
    out_whole(call->out, x2);
    out_whole(call->out, n2);
    struct interval ci = proportion_difference((double)x1, (double)n1, (double)x2, (double)n2,
                                               stat_number(call, "conf"));
    put_interval(call, &ci, "");
}

static bool run_difference(struct stat_call *call, struct err *err) {
    static const char columns[] = "x1,n1,x2,n2,estimate,lower,upper";
    struct counts first, second;
    if (stat_columns_n(call, "by")) {
        struct stat_groups groups;
        if (!either_read(call, &first, err)) return false;
        stat_groups(call, "by", &groups);
        if (groups.n != 2)
            return stat_refuse_option(call, "by", msg_stat_model_two_values(call->lang), err);
        first = sums(call, &first, &groups);
        out_begin(call->out, columns);
        put_difference(call, first.x[0], first.n[0], first.x[1], first.n[1]);
        stat_note(call, msg_stat_difference_groups(call->arena, call->lang, groups.names[0],
                                                   groups.names[1]));
        return true;
    }
    if (!counts_read(call, "x1", "n1", &first, err) || !counts_read(call, "x2", "n2", &second, err))
        return false;
    out_begin(call->out, columns);
    for (size_t i = 0; i < call->frame.n; i++)
        put_difference(call, first.x[i], first.n[i], second.x[i], second.n[i]);
    return true;
}

const struct stat_command stat_difference = {"difference", "stat.help.difference",
                                             difference_options, run_difference};

/* ---- funnel ---- */

static const struct stat_option funnel_options[] = {
    COUNT("x", true),
    COUNT("n", false),
    {"theta", STAT_COLUMN, FRAME_DOUBLE, .standard = "theta", .optional = true, .ranged = true,
     .high = 1},
    {"target", STAT_NUMBER, .ranged = true, .high = 1},
    {"conf", STAT_NUMBERS, .standard = "0.95,0.998", .ranged = true, .low = 0.01, .high = 0.999999},
    {"se", STAT_CHOICE, .standard = "exact", .choices = "exact|laney"},
    {0},
};

static void note_spread(struct stat_call *call, const struct funnel_spread *spread) {
    if (isnan(spread->phi)) return;
    stat_note(call, msg_stat_funnel_spread(call->arena, call->lang, run_short(call, spread->theta),
                                           run_short(call, spread->phi),
                                           run_short(call, spread->sigma_z)));
}

static bool run_funnel(struct stat_call *call, struct err *err) {
    const struct frame_column *theta = stat_column(call, "theta"), *n = stat_column(call, "n");
    struct funnel_spread spread = {.theta = stat_number(call, "target"), .sigma_z = NAN};
    bool is_laney = stat_choice(call, "se") == 1;
    if (!theta || stat_column(call, "x")) {
        struct counts rows;
        if (!counts_read(call, "x", "n", &rows, err)) return false;
        spread = funnel_spread(rows.x, rows.n, call->frame.n, spread.theta);
    }
    size_t levels_n, small = 0;
    const double *levels = stat_numbers(call, "conf", &levels_n);
    out_begin(call->out, "theta,n,level,lower,upper");
    for (size_t i = 0; i < call->frame.n; i++) {
        small += n->i[i] < FUNNEL_LEAST_N;
        double share = theta && !stat_given(call, "target") ? theta->x[i] : spread.theta;
        for (size_t k = 0; k < levels_n; k++) {
            struct funnel_limits l = is_laney
                                         ? funnel_laney(share, n->i[i], levels[k], spread.sigma_z)
                                         : funnel_exact(share, n->i[i], levels[k]);
            out_real(call->out, share);
            out_whole(call->out, n->i[i]);
            out_real(call->out, levels[k]);
            out_real(call->out, l.lower);
            out_real(call->out, l.upper);
            if (l.why) run_reason(call, "", l.why);
        }
    }
    note_spread(call, &spread);
    if (small)
        stat_note(call,
                  msg_stat_funnel_small(call->arena, call->lang, (int64_t)small, FUNNEL_LEAST_N));
    return true;
}

const struct stat_command stat_funnel = {"funnel", "stat.help.funnel", funnel_options, run_funnel};

/* ---- trend ---- */

static const struct stat_option trend_options[] = {
    {"year", STAT_COLUMN, FRAME_DOUBLE, .standard = "year", .optional = true},
    {"y", STAT_COLUMN, FRAME_DOUBLE, .ranged = true, .high = 1e15},
    {"x", STAT_COLUMN, FRAME_DOUBLE, .standard = "x", .optional = true},
    {"by", STAT_COLUMN, FRAME_DOUBLE},
    {"n", STAT_COLUMN, FRAME_DOUBLE, .standard = "n", .ranged = true, .high = 1e15},
    {"at", STAT_NUMBERS},
    {"spread", STAT_CHOICE, .standard = "auto", .choices = "auto|binomial|quasi|student"},
    STAT_STRATA,
    STAT_CONF,
    {0},
};

struct series {
    const struct frame_column *year, *x, *n;
    double *years, *events, *totals; /* of one stratum */
    size_t rows;
};

/* --y events in the year --x, as in a regression; or --x of --n as everywhere here, by --year. */
static bool series_find(struct stat_call *call, struct series *s, struct err *err) {
    bool has_y = stat_given(call, "y");
    s->x = has_y ? stat_column(call, "y") : stat_column(call, "x");
    s->n = stat_column(call, "n");
    s->year = stat_given(call, "by") ? stat_column(call, "by") : stat_column(call, "year");
    if (has_y && stat_given(call, "x") && !stat_given(call, "year") && !stat_given(call, "by"))
        s->year = stat_column(call, "x");
    if (!s->x) return stat_refuse_option(call, "x", msg_stat_counts_missing(call->lang), err);
    if (!s->year) return stat_refuse_option(call, "year", msg_stat_counts_missing(call->lang), err);
    for (size_t i = 0; i < call->frame.n; i++)
        if (s->x->x[i] < 0 || s->x->x[i] > s->n->x[i])
            return stat_refuse(call, s->x, i, msg_stat_counts_more(call->lang), err);
    s->years = arena_array(call->arena, call->frame.n, sizeof *s->years);
    s->events = arena_array(call->arena, call->frame.n, sizeof *s->events);
    s->totals = arena_array(call->arena, call->frame.n, sizeof *s->totals);
    return true;
}

static void series_take(struct stat_call *call, struct series *s, const struct stat_groups *groups,
                        size_t group) {
    s->rows = 0;
    for (size_t i = 0; i < call->frame.n; i++) {
        if (groups->of_row[i] != group) continue;
        s->years[s->rows] = s->year->x[i];
        s->events[s->rows] = s->x->x[i], s->totals[s->rows++] = s->n->x[i];
    }
}

static void note_trend(struct stat_call *call, const char *group, const struct trend *t) {
    if (t->why) {
        run_reason(call, group, t->why);
        return;
    }
    const char *name = *group ? arena_fmt(call->arena, "%s: ", group) : "";
    stat_note(call, msg_stat_trend_slope(call->arena, call->lang, name, run_short(call, t->slope),
                                         run_short(call, t->slope_se)));
    if (t->is_quasi)
        stat_note(call, msg_stat_trend_spread(call->arena, call->lang, name,
                                              run_short(call, t->dispersion)));
}

static bool run_trend(struct stat_call *call, struct err *err) {
    struct series s = {0};
    struct stat_groups groups;
    if (!series_find(call, &s, err)) return false;
    stat_groups(call, "strata", &groups);
    size_t at_n;
    const double *at = stat_numbers(call, "at", &at_n);
    struct trend_point *points =
        arena_array(call->arena, at_n > call->frame.n ? at_n : call->frame.n, sizeof *points);
    out_begin(call->out, lead(call, "strata", "year,fit,lower,upper"));
    for (size_t g = 0; g < groups.n; g++) {
        series_take(call, &s, &groups, g);
        size_t n = at_n ? at_n : s.rows;
        struct trend t = trend_fit(
            call->arena, s.years, s.events, s.totals, s.rows, stat_number(call, "conf"),
            (enum trend_spread)stat_choice(call, "spread"), at_n ? at : s.years, n, points);
        for (size_t i = 0; i < n; i++) {
            put_name(call, "strata", &groups, g);
            out_real(call->out, points[i].year);
            out_real(call->out, points[i].fit);
            out_real(call->out, points[i].lower);
            out_real(call->out, points[i].upper);
        }
        note_trend(call, groups.names[g], &t);
    }
    return true;
}

const struct stat_command stat_trend = {"trend", "stat.help.trend", trend_options, run_trend};

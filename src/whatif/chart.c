/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two curves by age: as it is, and with the change. All numbers are rounded before they are drawn.
 */
#include "whatif/internal.h"

#include "gen/msg.h"
#include "goal/goal.h"

#include <math.h>

#define AGES 16 /* 15 to 30 */

struct drawing {
    struct arena *a;
    enum lang lang;
    const struct projection *p;
    bool changed;
    double unit;
};

static double down(double share, double unit) {
    return fmax(0, floor(100 * share / unit + 1e-9) * unit);
}
static double up(double share, double unit) {
    return fmin(100, ceil(100 * share / unit - 1e-9) * unit);
}

static const char *percent_text(const struct drawing *d, double share) {
    return fmt_percent(d->a, d->lang, way_round(100 * share, d->unit), d->unit < 1 ? 1 : 0);
}

static struct chart_series series_of(const struct drawing *d, const struct projection_curve *curve,
                                     const char *name, enum chart_mark mark, int colour,
                                     bool labelled) {
    struct chart_point *points = arena_array(d->a, AGES, sizeof *points);
    for (int i = 0; i < AGES; i++) {
        bool here = labelled && PROJECTION_FIRST_AGE + i == WHATIF_TARGET_AGE;
        bool band = mark == MARK_BAND;
        points[i] = (struct chart_point){
            .x = PROJECTION_FIRST_AGE + i,
            .y = way_round(100 * curve->share[i], d->unit),
            .lower = band ? down(curve->low[i], d->unit) : (double)NAN,
            .upper = band ? up(curve->high[i], d->unit) : (double)NAN,
            .label = here ? msg_whatif_point(d->a, d->lang, percent_text(d, curve->share[i]),
                                             msg_whatif_years(d->a, d->lang, WHATIF_TARGET_AGE))
                          : NULL};
    }
    return (struct chart_series){name, mark, colour, points, AGES, true};
}

static const struct table_model *table_of(const struct drawing *d) {
    size_t columns_n = d->changed ? 5 : 4;
    const struct projection_curve *then = d->changed ? &d->p->changed : &d->p->now;
    struct table_model *table = arena_alloc(d->a, sizeof *table);
    struct table_column *columns = arena_array(d->a, 5, sizeof *columns);
    struct table_cell *cells = arena_array(d->a, AGES * columns_n, sizeof *cells);
    int decimals = d->unit < 1 ? 1 : 0;
    size_t c = 0;
    columns[c++].label = msg_whatif_age(d->lang);
    columns[c++] = (struct table_column){msg_whatif_series_now(d->lang), true, decimals, "%"};
    if (d->changed)
        columns[c++] = (struct table_column){msg_whatif_series_then(d->lang), true, decimals, "%"};
    columns[c++] = (struct table_column){msg_whatif_low(d->lang), true, decimals, "%"};
    columns[c++] = (struct table_column){msg_whatif_high(d->lang), true, decimals, "%"};
    for (size_t i = 0; i < AGES; i++) {
        struct table_cell *cell = cells + i * columns_n;
        (cell++)->text = msg_whatif_years(d->a, d->lang, PROJECTION_FIRST_AGE + (int)i);
        (cell++)->number = way_round(100 * d->p->now.share[i], d->unit);
        if (d->changed) (cell++)->number = way_round(100 * d->p->changed.share[i], d->unit);
        (cell++)->number = down(then->low[i], d->unit);
        (cell++)->number = up(then->high[i], d->unit);
    }
    *table = (struct table_model){msg_whatif_subtitle(d->lang), columns, columns_n, cells, AGES};
    return table;
}

/* The same in both curves after rounding is said to be the same. */
static const char *finding(const struct drawing *d) {
    size_t i = WHATIF_TARGET_AGE - PROJECTION_FIRST_AGE;
    const char *age = msg_whatif_years(d->a, d->lang, WHATIF_TARGET_AGE);
    double now = way_round(100 * d->p->now.share[i], d->unit);
    double then = way_round(100 * d->p->changed.share[i], d->unit);
    const char *is = percent_text(d, d->p->now.share[i]);
    if (!d->changed) return msg_whatif_finding_now(d->a, d->lang, age, is);
    const char *will = percent_text(d, d->p->changed.share[i]);
    return fabs(now - then) < d->unit / 2 ? msg_whatif_finding_same(d->a, d->lang, age, is)
                                          : msg_whatif_finding(d->a, d->lang, age, will, is);
}

const char *whatif_chart(struct arena *a, enum lang lang, const struct projection *p, bool changed,
                         double unit) {
    struct drawing d = {a, lang, p, changed, unit};
    struct chart_series series[3];
    size_t n = 0;
    const struct projection_curve *then = changed ? &p->changed : &p->now;
    series[n++] = series_of(&d, then, NULL, MARK_BAND, 1, false);
    series[n++] = series_of(&d, &p->now, msg_whatif_series_now(lang),
                            changed ? MARK_DASHED : MARK_LINE, changed ? 3 : 1, !changed);
    if (changed)
        series[n++] = series_of(&d, then, msg_whatif_series_then(lang), MARK_LINE, 1, true);
    const char *age = msg_whatif_years(a, lang, WHATIF_TARGET_AGE);
    const char *title = finding(&d);
    struct chart_model chart = {
        .id = "hvad-hvis",
        .title = title,
        .subtitle = msg_whatif_subtitle(lang),
        .desc = title,
        .source = msg_whatif_source(lang),
        .y_unit = "%",
        .x_whole = true,
        .x_unit = msg_whatif_unit_years(lang),
        .x_min = PROJECTION_FIRST_AGE,
        .x_max = PROJECTION_FIRST_AGE + AGES - 1,
        .y_min = 0,
        .y_max = 100,
        .target = WHATIF_TARGET,
        .target_x = WHATIF_TARGET_AGE,
        .target_label = msg_whatif_target(a, lang, fmt_percent(a, lang, WHATIF_TARGET, 0), age),
        .break_x = NAN,
        .series = series,
        .series_n = n,
        .table = table_of(&d),
    };
    struct text html;
    text_init(&html, a);
    chart_html(&html, lang, &chart);
    return text_str(&html);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet/effekt: what the transition mentor did, as far as it can be told.
 */
#include "effect/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/effect.html.h"
#include "gen/msg.h"

#include <math.h>

#define YEARS 5 /* of starts */
#define APART 8 /* days between the two marks of one horizon */

struct telling {
    struct arena *a;
    enum lang lang;
    const struct effect_mentor *found; /* EFFECT_HORIZONS */
    struct effect_page *page;
};

static const char *points(const struct telling *t, double share) {
    return effect_points(t->a, t->lang, share);
}

/* ---- readings ---- */

static const char *reading(const struct telling *t, const struct effect_mentor *m) {
    const struct effect *e = &m->effect;
    const struct interval *s = &e->stratified;
    switch (e->verdict) {
    case EFFECT_LESS:
        return msg_effect_less(t->a, t->lang, m->days, points(t, s->estimate), points(t, s->upper),
                               points(t, s->lower));
    case EFFECT_MORE:
        return msg_effect_more(t->a, t->lang, m->days, points(t, s->estimate), points(t, s->lower),
                               points(t, s->upper));
    case EFFECT_NOT_TOLD:
        return msg_effect_not_told(t->a, t->lang, m->days, points(t, s->lower),
                                   points(t, s->upper));
    case EFFECT_CRUDE_ONLY:
        return msg_effect_crude_only(t->a, t->lang, m->days, points(t, s->lower),
                                     points(t, s->upper));
    case EFFECT_NOT_ALIKE:
        return msg_effect_not_alike(t->a, t->lang, m->days);
    case EFFECT_FEW:
        break;
    }
    return msg_effect_few(t->a, t->lang, m->days, EFFECT_FEWEST, EFFECT_EVENTS);
}

/* The same in short, as the heading of the figure. */
static const char *finding(const struct telling *t, const struct effect *e) {
    switch (e->verdict) {
    case EFFECT_LESS:
        return msg_effect_find_less(t->lang);
    case EFFECT_MORE:
        return msg_effect_find_more(t->lang);
    case EFFECT_CRUDE_ONLY:
        return msg_effect_find_crude(t->lang);
    case EFFECT_NOT_TOLD:
    case EFFECT_NOT_ALIKE:
    case EFFECT_FEW:
        break;
    }
    return msg_effect_find_not(t->lang);
}

static void warn(struct telling *t, const char *warning) { effect_warn(t->page, warning); }

static const char *count_text(const struct telling *t, int64_t n) {
    return effect_count_text(t->a, t->lang, n);
}

static void warn_all(struct telling *t) {
    const struct effect_mentor *last = &t->found[EFFECT_HORIZONS - 1];
    warn(t, msg_effect_warn_chosen(t->lang));
    if (last->may_resume)
        warn(t, msg_effect_warn_resume(t->a, t->lang, count_text(t, last->may_resume)));
    if (last->late) warn(t, msg_effect_warn_late(t->a, t->lang, count_text(t, last->late)));
    if (last->institutions < EFFECT_CLUSTERS) warn(t, msg_effect_warn_clusters(t->lang));
    const struct interval *w = &last->effect.weighted;
    if (last->effect.verdict != EFFECT_FEW && w->why != STAT_OK)
        warn(t, msg_effect_warn_weights(t->a, t->lang, stat_reason_text(t->a, t->lang, w->why)));
    for (int k = 0; k < EFFECT_MENTOR_X; k++)
        if (fabs(last->effect.after[k]) > 0.1) {
            warn(t, msg_effect_warn_balance(t->lang));
            break;
        }
}

/* ---- the figure ---- */

static const struct table_model *differences_table(const struct telling *t) {
    enum { COLUMNS = 7, KINDS = 3 };
    struct table_model *table = arena_alloc(t->a, sizeof *table);
    struct table_column *c = arena_array(t->a, COLUMNS, sizeof *c);
    struct table_cell *cells = arena_array(t->a, EFFECT_HORIZONS * KINDS * COLUMNS, sizeof *cells);
    const char *const labels[] = {msg_effect_col_days(t->lang), msg_effect_col_how(t->lang),
                                  msg_effect_col_with(t->lang), msg_effect_col_without(t->lang),
                                  msg_effect_col_diff(t->lang), msg_effect_col_low(t->lang),
                                  msg_effect_col_high(t->lang)};
    const char *const kinds[] = {msg_effect_crude(t->lang), msg_effect_stratified(t->lang),
                                 msg_effect_weighted(t->lang)};
    for (int i = 0; i < COLUMNS; i++)
        c[i] = (struct table_column){labels[i], i > 1, 1, i == 2 || i == 3 ? "%" : NULL};
    struct table_cell *cell = cells;
    for (int h = 0; h < EFFECT_HORIZONS; h++) {
        const struct effect *e = &t->found[h].effect;
        const struct interval *const by[] = {&e->crude, &e->stratified, &e->weighted};
        bool few =
            e->verdict == EFFECT_FEW || e->with_x < EFFECT_LEAST || e->without_x < EFFECT_LEAST;
        for (int k = 0; k < KINDS; k++) {
            *cell++ = effect_text(msg_effect_days(t->a, t->lang, t->found[h].days));
            *cell++ = effect_text(kinds[k]);
            *cell++ =
                effect_number(few || k ? (double)NAN : 100 * (double)e->with_x / (double)e->with_n);
            *cell++ = effect_number(few || k ? (double)NAN
                                             : 100 * (double)e->without_x / (double)e->without_n);
            *cell++ = effect_number(100 * by[k]->estimate);
            *cell++ = effect_number(100 * by[k]->lower);
            *cell++ = effect_number(100 * by[k]->upper);
        }
    }
    *table = (struct table_model){msg_effect_differences(t->lang), c, COLUMNS, cells,
                                  EFFECT_HORIZONS * KINDS};
    return table;
}

static struct chart_series marks_of(const struct telling *t, bool is_crude) {
    struct chart_point *p = arena_array(t->a, EFFECT_HORIZONS, sizeof *p);
    for (int h = 0; h < EFFECT_HORIZONS; h++) {
        const struct effect *e = &t->found[h].effect;
        const struct interval *i = is_crude ? &e->crude : &e->stratified;
        p[h] = (struct chart_point){t->found[h].days + (is_crude ? -APART : APART),
                                    100 * i->estimate, 100 * i->lower, 100 * i->upper, NULL};
    }
    return (struct chart_series){is_crude ? msg_effect_crude(t->lang)
                                          : msg_effect_stratified(t->lang),
                                 MARK_POINT, is_crude ? 3 : 1, p, EFFECT_HORIZONS};
}

static const char *chart_of(const struct telling *t) {
    const struct chart_series series[] = {marks_of(t, true), marks_of(t, false)};
    struct chart_model chart = {
        .id = "effekt-mentor",
        .title = finding(t, &t->found[EFFECT_HORIZONS - 1].effect),
        .subtitle = msg_effect_subtitle(t->lang),
        .desc =
            arena_fmt(t->a, "%s %s", t->page->readings[0], t->page->readings[EFFECT_HORIZONS - 1]),
        .source = msg_effect_source(t->a, t->lang, clock_today()),
        .x_unit = msg_effect_unit_days(t->lang),
        .x_min = 0,
        .x_max = 400,
        .y_min = NAN,
        .y_max = NAN,
        .target = 0,
        .target_label = msg_effect_no_difference(t->lang),
        .target_x = NAN,
        .break_x = NAN,
        .series = series,
        .series_n = 2,
        .table = differences_table(t),
    };
    struct text html;
    text_init(&html, t->a);
    chart_html(&html, t->lang, &chart);
    return text_str(&html);
}

/* ---- the other tables ---- */

static const char *ratios_of(const struct telling *t) {
    enum { COLUMNS = 5 };
    struct table_column c[COLUMNS] = {{.label = msg_effect_col_days(t->lang)},
                                      {.label = msg_effect_col_measure(t->lang)}};
    struct table_cell cells[EFFECT_HORIZONS * 2 * COLUMNS], *cell = cells;
    const char *const labels[] = {msg_effect_col_ratio(t->lang), msg_effect_col_low(t->lang),
                                  msg_effect_col_high(t->lang)};
    for (int i = 0; i < 3; i++) c[i + 2] = (struct table_column){labels[i], true, 2, NULL};
    for (int h = 0; h < EFFECT_HORIZONS; h++)
        for (int k = 0; k < 2; k++) {
            const struct interval *r = k ? &t->found[h].effect.hazard : &t->found[h].effect.odds;
            *cell++ = effect_text(msg_effect_days(t->a, t->lang, t->found[h].days));
            *cell++ = effect_text(k ? msg_effect_hazard(t->lang) : msg_effect_odds(t->lang));
            *cell++ = effect_number(r->estimate);
            *cell++ = effect_number(r->lower);
            *cell++ = effect_number(r->upper);
        }
    struct table_model table = {msg_effect_ratios(t->lang), c, COLUMNS, cells, EFFECT_HORIZONS * 2};
    return effect_table(t->a, t->lang, &table);
}

static const char *balance_of(const struct telling *t) {
    const struct effect *e = &t->found[EFFECT_HORIZONS - 1].effect;
    struct table_column c[] = {{.label = msg_effect_col_covariate(t->lang)},
                               {msg_effect_col_before(t->lang), true, 2, NULL},
                               {msg_effect_col_after(t->lang), true, 2, NULL}};
    const char *const names[EFFECT_MENTOR_X] = {
        msg_effect_x_kind(t->lang), msg_effect_x_man(t->lang), msg_effect_x_age(t->lang),
        msg_effect_x_before(t->lang), msg_effect_x_year(t->lang)};
    struct table_cell cells[EFFECT_MENTOR_X * 3], *cell = cells;
    bool any = false;
    for (int k = 0; k < EFFECT_MENTOR_X; k++) {
        any = any || !isnan(e->before[k]);
        *cell++ = effect_text(names[k]);
        *cell++ = effect_number(e->before[k]);
        *cell++ = effect_number(e->after[k]);
    }
    if (!any) return NULL; /* too few of one group to weigh */
    struct table_model table = {msg_effect_balance(t->lang), c, 3, cells, EFFECT_MENTOR_X};
    return effect_table(t->a, t->lang, &table);
}

static void effect_get(struct request *rq) {
    struct err err;
    struct retention_start *starts;
    size_t n;
    int32_t today = clock_today();
    int32_t since = school_year_first_day(school_year_of(today) - YEARS);
    if (!retention_starts(rq->db, rq->arena, since, today, &starts, &n, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct effect_mentor found[EFFECT_HORIZONS];
    struct effect_page page = {
        .readings = arena_array(rq->arena, EFFECT_HORIZONS, sizeof *page.readings),
        .readings_n = EFFECT_HORIZONS,
        .warnings = arena_array(rq->arena, EFFECT_WARNINGS_MAX, sizeof *page.warnings)};
    struct telling t = {rq->arena, rq->lang, found, &page};
    bool any = false;
    for (int h = 0; h < EFFECT_HORIZONS; h++) {
        effect_mentor(rq->arena, starts, n, effect_horizons[h], today, &found[h]);
        page.readings[h] = reading(&t, &found[h]);
        any = any || found[h].effect.verdict != EFFECT_FEW;
    }
    const struct effect_mentor *last = &found[EFFECT_HORIZONS - 1];
    page.counted = msg_effect_counted(rq->arena, rq->lang, count_text(&t, last->effect.with_n),
                                      count_text(&t, last->effect.without_n), since,
                                      count_text(&t, last->not_known));
    warn_all(&t);
    if (any) {
        page.chart = chart_of(&t);
        page.ratios = ratios_of(&t);
        page.balance = balance_of(&t);
    }
    struct page head = {.title = msg_effect_title(rq->lang), .section = "/team/kvalitet/effekt"};
    reply_page(rq, &head, effect_page, &page);
}

static const struct route routes[] = {
    {"GET", "/team/kvalitet/effekt", effect_get, ROLE_TEAM_LEADER | ROLE_MANAGEMENT, AUDIT_NONE,
     NULL, .flags = 0},
    {"GET", "/team/kvalitet/effekt/fag", effect_trades_get, ROLE_TEAM_LEADER | ROLE_MANAGEMENT,
     AUDIT_NONE, NULL, .flags = 0},
};

const struct slice effect_slice = {
    .name = "effect", .routes = routes, .routes_n = sizeof routes / sizeof *routes};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet/effekt/fag: what collective guidance on trades did to the choice of a vocational education, as far as
 * it can be told.
 */
#include "effect/internal.h"
#include "effect/trades.h"

#include "base/clock.h"
#include "base/date.h"
#include "collective/collective.h"
#include "gen/effect.html.h"
#include "gen/msg.h"

#include <math.h>

#define READINGS_MAX 3

struct telling {
    struct arena *a;
    enum lang lang;
    const struct effect_trades *found;
    struct effect_page *page;
};

static const char *points(const struct telling *t, double share) {
    return effect_points(t->a, t->lang, share);
}

/* ---- readings ---- */

static void say(struct telling *t, const char *sentence) {
    if (t->page->readings_n < READINGS_MAX) t->page->readings[t->page->readings_n++] = sentence;
}

static const char *reading(const struct telling *t) {
    const struct effect_trades *f = t->found;
    const struct interval *i = &f->adjusted;
    int64_t begun = f->schools[SIDE_BEGUN], others = f->schools[SIDE_OTHERS];
    switch (f->verdict) {
    case TRADES_NOT_BEGUN:
        return msg_effect_trades_not_begun(t->a, t->lang, school_year_text(t->a, f->first),
                                           school_year_text(t->a, f->last));
    case TRADES_NO_BEFORE:
        return msg_effect_trades_no_before(t->a, t->lang, school_year_text(t->a, f->first));
    case TRADES_NO_OTHERS:
        return msg_effect_trades_no_others(t->lang);
    case TRADES_FEW_SCHOOLS:
        return msg_effect_trades_few_schools(t->a, t->lang, begun, others, EFFECT_SCHOOLS);
    case TRADES_FEW_PUPILS:
        return msg_effect_trades_few_pupils(t->a, t->lang, EFFECT_FEWEST, EFFECT_EVENTS);
    case TRADES_NOT_ALIKE:
        return msg_effect_trades_not_alike(t->lang);
    case TRADES_MORE:
        return msg_effect_trades_more(t->a, t->lang, points(t, i->estimate), points(t, i->lower),
                                      points(t, i->upper));
    case TRADES_LESS:
        return msg_effect_trades_less(t->a, t->lang, points(t, i->estimate), points(t, i->upper),
                                      points(t, i->lower));
    case TRADES_CRUDE_ONLY:
        return msg_effect_trades_crude_only(t->a, t->lang, points(t, i->lower),
                                            points(t, i->upper));
    case TRADES_NOT_TOLD:
        break;
    }
    return msg_effect_trades_not_told(t->a, t->lang, points(t, i->lower), points(t, i->upper));
}

/* The same in short, as the heading of the figure. What was different before is no finding. */
static const char *finding(const struct telling *t) {
    if (t->found->trend == TREND_APART) return msg_effect_trades_find_apart(t->lang);
    if (t->found->verdict == TRADES_MORE) return msg_effect_trades_find_more(t->lang);
    if (t->found->verdict == TRADES_LESS) return msg_effect_trades_find_less(t->lang);
    if (t->found->verdict == TRADES_CRUDE_ONLY) return msg_effect_trades_find_crude(t->lang);
    return msg_effect_trades_find_not(t->lang);
}

static const char *trend_text(const struct telling *t) {
    switch (t->found->trend) {
    case TREND_TOGETHER:
        return msg_effect_trades_trend_together(t->lang);
    case TREND_APART:
        return msg_effect_trades_trend_apart(t->lang);
    case TREND_NOT_TELLABLE:
        break;
    }
    return msg_effect_trades_trend_not(t->a, t->lang, EFFECT_SCHOOLS);
}

static void read_all(struct telling *t) {
    const struct effect_trades *f = t->found;
    say(t, reading(t));
    if (!effect_trades_told(f->verdict)) return;
    say(t, trend_text(t));
    if (f->schools[SIDE_BEGUN] < EFFECT_SCHOOLS_SURE ||
        f->schools[SIDE_OTHERS] < EFFECT_SCHOOLS_SURE)
        say(t, msg_effect_trades_unsure(t->a, t->lang, EFFECT_SCHOOLS_SURE));
}

static void warn_all(struct telling *t) {
    const struct effect_trades *f = t->found;
    struct effect_page *page = t->page;
    if (f->always)
        effect_warn(page, msg_effect_trades_warn_always(t->a, t->lang, f->always,
                                                        school_year_text(t->a, f->first)));
    if (!effect_trades_told(f->verdict)) return;
    effect_warn(page, msg_effect_trades_warn_chosen(t->lang));
    effect_warn(page, msg_effect_trades_warn_wish(t->lang));
    if (f->known.why == STAT_OK && f->known.lower > 0)
        effect_warn(page,
                    msg_effect_trades_warn_known_more(t->a, t->lang, points(t, f->known.estimate)));
    if (f->known.why == STAT_OK && f->known.upper < 0)
        effect_warn(
            page, msg_effect_trades_warn_known_fewer(t->a, t->lang, points(t, f->known.estimate)));
    if (f->is_staggered) effect_warn(page, msg_effect_trades_warn_staggered(t->lang));
    if (f->school_years_part)
        effect_warn(page, msg_effect_trades_warn_part(t->a, t->lang, f->school_years_part));
    if (f->school_years_stopped)
        effect_warn(page, msg_effect_trades_warn_stopped(t->a, t->lang, f->school_years_stopped));
    if (f->unused) effect_warn(page, msg_effect_trades_warn_unused(t->a, t->lang, f->unused));
    const struct interval *w = &f->effect.weighted;
    if (w->why != STAT_OK)
        effect_warn(
            page, msg_effect_warn_weights(t->a, t->lang, stat_reason_text(t->a, t->lang, w->why)));
}

static const char *counted(const struct telling *t) {
    const struct effect_trades *f = t->found;
    int64_t known = 0;
    for (int side = 0; side < SIDES; side++) known += f->parts[side][0].n + f->parts[side][1].n;
    return msg_effect_trades_counted(
        t->a, t->lang, collective_theme_words(t->a, t->lang, "trades", NULL, NULL),
        school_year_text(t->a, f->first), school_year_text(t->a, f->last), f->schools[SIDE_BEGUN],
        f->schools[SIDE_OTHERS], effect_count_text(t->a, t->lang, known),
        effect_count_text(t->a, t->lang, f->unknown));
}

/* ---- the figure: both kinds of school, year by year ---- */

/* A share of few, or of few of one choice, says too much about somebody. */
static double percent(const struct effect_part *p) {
    bool few = p->n < EFFECT_FEWEST || p->eud < EFFECT_LEAST || p->n - p->eud < EFFECT_LEAST;
    return few ? (double)NAN : 100 * (double)p->eud / (double)p->n;
}

/* Neither when one is hidden: it could be found from the other and all. */
static double percent_of(const struct effect_part both[SIDES], enum effect_side side) {
    return isnan(percent(&both[!side])) ? (double)NAN : percent(&both[side]);
}

static const char *side_name(const struct telling *t, enum effect_side side) {
    return side == SIDE_BEGUN ? msg_effect_trades_begun(t->lang)
                              : msg_effect_trades_others(t->lang);
}

static struct chart_series series_of(const struct telling *t, enum effect_side side) {
    const struct effect_trades *f = t->found;
    size_t n = (size_t)(f->last - f->first + 1);
    struct chart_point *p = arena_array(t->a, n, sizeof *p);
    for (size_t i = 0; i < n; i++)
        p[i] =
            (struct chart_point){f->first + (int)i, percent_of(f->years[i], side), NAN, NAN, NULL};
    return (struct chart_series){.name = side_name(t, side),
                                 .mark = MARK_LINE,
                                 .colour = side == SIDE_BEGUN ? 1 : 3,
                                 .points = p,
                                 .n = n};
}

static const struct table_model *years_table(const struct telling *t) {
    enum { COLUMNS = 3 };
    const struct effect_trades *f = t->found;
    size_t rows = (size_t)(f->last - f->first + 1);
    struct table_model *table = arena_alloc(t->a, sizeof *table);
    struct table_column *c = arena_array(t->a, COLUMNS, sizeof *c);
    struct table_cell *cells = arena_array(t->a, rows * COLUMNS, sizeof *cells), *cell = cells;
    c[0].label = msg_effect_trades_col_year(t->lang);
    for (int i = 1; i < COLUMNS; i++)
        c[i] = (struct table_column){side_name(t, i == 1 ? SIDE_BEGUN : SIDE_OTHERS), true, 1, "%"};
    for (size_t i = 0; i < rows; i++) {
        *cell++ = effect_text(school_year_text(t->a, f->first + (int)i));
        *cell++ = effect_number(percent_of(f->years[i], SIDE_BEGUN));
        *cell++ = effect_number(percent_of(f->years[i], SIDE_OTHERS));
    }
    *table = (struct table_model){msg_effect_trades_subtitle(t->lang), c, COLUMNS, cells, rows};
    return table;
}

static const char *chart_of(const struct telling *t) {
    const struct chart_series series[] = {series_of(t, SIDE_BEGUN), series_of(t, SIDE_OTHERS)};
    struct chart_model chart = {
        .id = "effekt-fag",
        .title = finding(t),
        .subtitle = msg_effect_trades_subtitle(t->lang),
        .desc = arena_fmt(t->a, "%s %s", t->page->readings[0], t->page->readings[1]),
        .source = msg_effect_source(t->a, t->lang, clock_today()),
        .y_unit = "%",
        .x_whole = true,
        .x_school_year = true,
        .x_min = t->found->first,
        .x_max = t->found->last,
        .y_min = 0,
        .y_max = NAN,
        .target = NAN,
        .target_x = NAN,
        .break_x = NAN,
        .series = series,
        .series_n = 2,
        .table = years_table(t),
    };
    struct text html;
    text_init(&html, t->a);
    chart_html(&html, t->lang, &chart);
    return text_str(&html);
}

/* ---- tables ---- */

static const char *parts_of(const struct telling *t) {
    enum { COLUMNS = 4 };
    const struct effect_part(*parts)[2] = t->found->parts; /* [side][after] */
    struct table_column c[COLUMNS] = {{.label = msg_effect_trades_col_schools(t->lang)},
                                      {msg_effect_trades_col_before(t->lang), true, 1, "%"},
                                      {msg_effect_trades_col_after(t->lang), true, 1, "%"},
                                      {msg_effect_trades_col_change(t->lang), true, 1, NULL}};
    struct table_cell cells[SIDES * COLUMNS], *cell = cells;
    for (int k = 0; k < SIDES; k++) {
        enum effect_side side = k ? SIDE_OTHERS : SIDE_BEGUN;
        bool few = isnan(percent(&parts[!side][0])) || isnan(percent(&parts[!side][1]));
        double before = few ? (double)NAN : percent(&parts[side][0]);
        double after = few ? (double)NAN : percent(&parts[side][1]);
        *cell++ = effect_text(side_name(t, side));
        *cell++ = effect_number(before);
        *cell++ = effect_number(after);
        *cell++ = effect_number(after - before);
    }
    struct table_model table = {msg_effect_trades_parts(t->lang), c, COLUMNS, cells, SIDES};
    return effect_table(t->a, t->lang, &table);
}

static const char *differences_of(const struct telling *t) {
    enum { COLUMNS = 4, ROWS = 5 };
    const struct effect_trades *f = t->found;
    const struct effect *e = &f->effect;
    struct table_column c[COLUMNS] = {{.label = msg_effect_col_how(t->lang)},
                                      {msg_effect_col_diff(t->lang), true, 1, NULL},
                                      {msg_effect_col_low(t->lang), true, 1, NULL},
                                      {msg_effect_col_high(t->lang), true, 1, NULL}};
    const struct {
        const char *name;
        const struct interval *i;
    } rows[ROWS] = {{msg_effect_crude(t->lang), &e->crude},
                    {msg_effect_trades_stratified(t->lang), &e->stratified},
                    {msg_effect_weighted(t->lang), &e->weighted},
                    {msg_effect_trades_change(t->lang), &f->change},
                    {msg_effect_trades_adjusted(t->lang), &f->adjusted}};
    struct table_cell cells[ROWS * COLUMNS], *cell = cells;
    for (int k = 0; k < ROWS; k++) {
        *cell++ = effect_text(rows[k].name);
        *cell++ = effect_number(100 * rows[k].i->estimate);
        *cell++ = effect_number(100 * rows[k].i->lower);
        *cell++ = effect_number(100 * rows[k].i->upper);
    }
    struct table_model table = {msg_effect_trades_ways(t->lang), c, COLUMNS, cells, ROWS};
    return effect_table(t->a, t->lang, &table);
}

static const char *balance_of(const struct telling *t) {
    enum { COLUMNS = 4 };
    const struct effect_trades *f = t->found;
    struct table_column c[COLUMNS] = {{.label = msg_effect_col_covariate(t->lang)},
                                      {msg_effect_trades_begun(t->lang), true, 1, "%"},
                                      {msg_effect_trades_others(t->lang), true, 1, "%"},
                                      {msg_effect_trades_col_apart(t->lang), true, 2, NULL}};
    const char *const names[BEFORE_X] = {
        msg_effect_trades_x_eud(t->lang), msg_effect_trades_x_known(t->lang),
        msg_effect_trades_x_man(t->lang), msg_effect_trades_x_tenth(t->lang)};
    const struct effect_part before[SIDES] = {f->parts[SIDE_OTHERS][0], f->parts[SIDE_BEGUN][0]};
    struct table_cell cells[BEFORE_X * COLUMNS], *cell = cells;
    for (int k = 0; k < BEFORE_X; k++) {
        *cell++ = effect_text(names[k]);
        bool few = k == BEFORE_EUD && isnan(percent_of(before, SIDE_BEGUN));
        *cell++ = effect_number(few ? (double)NAN : 100 * f->before[k][SIDE_BEGUN]);
        *cell++ = effect_number(few ? (double)NAN : 100 * f->before[k][SIDE_OTHERS]);
        *cell++ = effect_number(few ? (double)NAN : f->apart[k]);
    }
    struct table_model table = {msg_effect_trades_balance(t->lang), c, COLUMNS, cells, BEFORE_X};
    return effect_table(t->a, t->lang, &table);
}

static const char *odds_of(const struct telling *t) {
    const struct interval *o = &t->found->effect.odds;
    if (o->why != STAT_OK) return NULL;
    return msg_effect_trades_odds(t->a, t->lang, fmt_number(t->a, t->lang, o->estimate, 2),
                                  fmt_number(t->a, t->lang, o->lower, 2),
                                  fmt_number(t->a, t->lang, o->upper, 2));
}

void effect_trades_get(struct request *rq) {
    struct err err;
    struct effect_pupil *pupils;
    size_t n;
    int last = effect_last_year(clock_today()), first = last - EFFECT_YEARS + 1;
    if (!effect_pupils(rq->db, rq->arena, first, last, &pupils, &n, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct effect_trades found;
    struct effect_trades_page page = {
        .all = {.readings = arena_array(rq->arena, READINGS_MAX, sizeof *page.all.readings),
                .warnings = arena_array(rq->arena, EFFECT_WARNINGS_MAX, sizeof *page.all.warnings),
                .is_trades = true}};
    struct telling t = {rq->arena, rq->lang, &found, &page.all};
    effect_trades(rq->arena, pupils, n, first, last, &found);
    page.all.counted = counted(&t);
    read_all(&t);
    warn_all(&t);
    if (effect_trades_told(found.verdict)) {
        page.all.chart = chart_of(&t);
        page.all.ratios = parts_of(&t);
        page.differences = differences_of(&t);
        page.odds = odds_of(&t);
        page.all.balance = balance_of(&t);
    }
    struct page head = {.title = msg_effect_trades(rq->lang), .section = "/team/kvalitet/effekt"};
    reply_page(rq, &head, effect_trades_page, &page);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The municipality's own figures of a goal on its page: one small drawing each, with what it says beside the year
 * before, and all years as a table. Only what was published; what was not told then has no number here either.
 */
#include "goal/internal.h"
#include "goal/views.h"
#include "goal/words.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 8 };

struct series { /* one indicator, the oldest year first */
    const char *key;
    const struct published_total **totals;
    struct figure *figures;
    size_t n;
};

static struct series series_of(struct reader r, const struct goals *goals, const char *key) {
    struct series s = {.key = key};
    s.totals = arena_array(r.arena, goals->own_n, sizeof(const struct published_total *));
    s.figures = arena_array(r.arena, goals->own_n, sizeof *s.figures);
    for (size_t i = 0; i < goals->own_n; i++) {
        if (!own_is_told_of(&goals->own[i], key)) continue;
        s.totals[s.n] = &goals->own[i];
        s.figures[s.n++] = own_figure(r.arena, r.lang, &goals->own[i]);
    }
    return s;
}

/* ---- the table ---- */

static struct table_cell count_cell(int64_t n, const char *why) {
    if (n == INT_NONE) return (struct table_cell){NULL, NAN, why};
    return (struct table_cell){NULL, (double)n, NULL};
}

static void row_fill(struct reader r, const struct published_total *t, const struct figure *f,
                     struct table_cell *c) {
    const struct publication *p = &t->publication;
    const struct published_figure *n = &t->figure;
    const char *why = msg_publication_not_told(r.lang);
    double lower = NAN, upper = NAN;
    bool limits = figure_limits(f, &lower, &upper);
    c[0].text = f->period;
    c[1] = (struct table_cell){NULL, f->value, f->hidden ? why : NULL};
    c[2].text = limits ? arena_fmt(r.arena, "%s–%s", fmt_number(r.arena, r.lang, lower, 1),
                                   fmt_number(r.arena, r.lang, upper, 1))
                       : "–";
    c[3] = count_cell(n->per_100 ? n->no : n->base, why);
    c[4] = n->per_100 ? (struct table_cell){.text = "–"} : count_cell(n->unknown, why);
    c[5].text = fmt_day_table(r.arena, r.lang, p->as_of);
    c[6].text = fmt_day_table(r.arena, r.lang, clock_day_of(p->approved_at));
    c[7].text = msg_goal_own_by(r.arena, r.lang, p->made_by, p->approved_by, p->version);
}

static const char *table_show(struct reader r, const struct series *s, const char *name) {
    enum lang lang = r.lang;
    bool per_100 = s->totals[0]->figure.per_100;
    const struct table_column columns[COLUMNS] = {
        {.label = msg_publication_schools_year(lang)},
        {.label = per_100 ? msg_goal_own_col_rate(lang) : msg_goal_own_col_share(lang),
         .numeric = true,
         .decimals = 1,
         .unit = per_100 ? NULL : "%"},
        {.label = msg_goal_table_limits(lang), .numeric = true},
        {.label = msg_goal_own_col_of(lang), .numeric = true},
        {.label = msg_goal_own_col_unknown(lang), .numeric = true},
        {.label = msg_goal_own_col_known(lang)},
        {.label = msg_goal_own_col_published(lang)},
        {.label = msg_goal_own_col_by(lang)}};
    struct table_cell *cells = arena_array(r.arena, COLUMNS * s->n, sizeof *cells);
    for (size_t i = 0; i < s->n; i++)
        row_fill(r, s->totals[i], &s->figures[i], &cells[COLUMNS * i]);
    struct table_model table = {name, columns, COLUMNS, cells, s->n};
    struct text html;
    text_init(&html, r.arena);
    table_html(&html, lang, &table);
    return text_str(&html);
}

/* ---- the drawing ---- */

#define LEFT   4.0
#define WIDTH  152.0
#define BOTTOM 48.0
#define HEIGHT 44.0

static void draw(struct reader r, const struct series *s, struct own_card *card) {
    double most = 0;
    int first = figure_year(&s->figures[0]), last = figure_year(&s->figures[s->n - 1]);
    struct text *line = NULL;
    const struct figure *before = NULL;
    card->lines = arena_array(r.arena, s->n, sizeof *card->lines);
    for (size_t i = 0; i < s->n; i++)
        if (s->figures[i].value > most) most = s->figures[i].value;
    for (size_t i = 0; i < s->n; i++) {
        const struct figure *f = &s->figures[i];
        bool joined = before && strcmp(before->definition, f->definition) == 0 &&
                      figure_year(before) + 1 == figure_year(f);
        if (f->hidden) continue;
        if (!joined) {
            if (line) card->lines[card->lines_n++] = text_str(line);
            line = arena_alloc(r.arena, sizeof *line);
            text_init(line, r.arena);
        }
        double x = LEFT + (last > first ? WIDTH * (figure_year(f) - first) / (last - first) : 76);
        double y = BOTTOM - (most > 0 ? HEIGHT * f->value / most : 0);
        text_addf(line, "%s%.1f,%.1f", joined ? " " : "", x, y);
        card->mark_x = arena_fmt(r.arena, "%.1f", x);
        card->mark_y = arena_fmt(r.arena, "%.1f", y);
        before = f;
    }
    if (line) card->lines[card->lines_n++] = text_str(line);
}

static struct own_card card_of(struct reader r, const struct series *s) {
    static const struct since_words words = {msg_goal_own_rise, msg_goal_own_fall,
                                             msg_goal_own_same, msg_goal_own_open};
    const struct figures all = {s->figures, s->n};
    const struct figure *now = &s->figures[s->n - 1];
    const struct figure *before = now->hidden ? NULL : figure_before(all, now);
    struct own_card card = {
        .id = arena_fmt(r.arena, "egne-%s", s->key),
        .name = figure_name(r, now),
        .value = now->hidden
                     ? msg_goal_own_hidden(r.arena, r.lang, now->period)
                     : msg_goal_own_value(r.arena, r.lang, figure_value(r, all, now), now->period),
        .change = now->hidden ? ""
                  : before    ? since_text(r, all, before, now, &words)
                              : msg_goal_own_first(r.lang),
        .about = figure_definition(r, now),
    };
    card.label = arena_fmt(r.arena, "%s: %s. %s", card.name, card.value, card.change);
    card.table = table_show(r, s, card.name);
    draw(r, s, &card);
    return card;
}

/* ---- all of a goal ---- */

/* Of each indicator once: where its first year stands. */
static bool is_first(const struct goals *goals, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(goals->own[k].figure.indicator, goals->own[i].figure.indicator) == 0)
            return false;
    return true;
}

const struct own_view *goal_own_show(struct reader r, const struct goals *goals,
                                     const struct goal *goal) {
    struct own_view *view = arena_alloc(r.arena, sizeof *view);
    *view = (struct own_view){.cards = arena_array(r.arena, goals->own_n + 1, sizeof *view->cards)};
    for (size_t i = 0; i < goals->own_n; i++) {
        const char *key = goals->own[i].figure.indicator;
        if (!goal_has_own(goal, key) || !is_first(goals, i)) continue;
        struct series s = series_of(r, goals, key);
        if (s.n) view->cards[view->cards_n++] = card_of(r, &s);
    }
    if (!view->cards_n) {
        view->none = goal->indicators_n || goal_is_own(goal) ? msg_goal_own_unpublished(r.lang)
                                                             : msg_goal_own_none(r.lang);
        return view;
    }
    const struct publication *p = &goals->own[goals->own_n - 1].publication;
    view->when = msg_goal_own_when(r.arena, r.lang, school_year_text(r.arena, p->school_year),
                                   p->version, fmt_day_long(r.arena, r.lang, p->as_of),
                                   fmt_day_long(r.arena, r.lang, clock_day_of(p->approved_at)),
                                   p->made_by, p->approved_by);
    if (goal_is_own(goal)) {
        struct figure measure = {.indicator = goal->measure};
        view->judged = msg_goal_own_judged(r.arena, r.lang, figure_name(r, &measure));
    }
    view->href = arena_fmt(r.arena, "/data/%lld", (long long)p->id);
    return view;
}

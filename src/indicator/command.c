/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals`: the published goals in a terminal or as JSON, each with its indicators from the casework
 * as known on a day.
 */
#include "indicator/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "goal/goal.h"
#include "report/terminal.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { COLUMNS = 8 };

struct pair { /* now, and the same part of the year before */
    struct indicator_data now, before;
};

static bool pair_read(struct db *db, struct arena *a, int32_t as_of, struct pair *ret,
                      struct err *err) {
    struct indicator_ask ask = indicator_ask_of(school_year_of(as_of), as_of);
    struct indicator_ask before = indicator_ask_before(&ask);
    return indicator_read(db, a, &ask, false, &ret->now, err) &&
           indicator_read(db, a, &before, false, &ret->before, err);
}

/* What was last published of an indicator by that day; NULL: nothing. */
static const struct published_total *published_of(const struct goals *goals, const char *key) {
    for (size_t i = goals->own_n; i-- > 0;)
        if (strcmp(goals->own[i].figure.indicator, key) == 0) return &goals->own[i];
    return NULL;
}

/* ---- table ---- */

/* "26,4 % (2024/25)" */
static const char *published_text(struct arena *a, enum lang lang,
                                  const struct published_total *total) {
    if (!total) return msg_indicator_command_none(lang);
    struct interval share = published_share(&total->figure);
    const char *value = isnan(share.estimate)   ? msg_publication_not_told(lang)
                        : total->figure.per_100 ? fmt_number(a, lang, share.estimate, 1)
                                                : fmt_percent(a, lang, share.estimate, 1);
    return arena_fmt(a, "%s (%s)", value, school_year_text(a, total->publication.school_year));
}

/* In few words, as a table has room for. */
static const char *change_text(enum lang lang, const struct indicator *i, const struct pair *pair,
                               struct indicator_tally now, struct indicator_tally before) {
    switch (indicator_compare(i, pair->now.ask.day, pair->before.ask.day, now, before)) {
    case CHANGE_UP:
        return i->direction > 0   ? msg_indicator_short_up_good(lang)
               : i->direction < 0 ? msg_indicator_short_up_bad(lang)
                                  : msg_indicator_short_up(lang);
    case CHANGE_DOWN:
        return i->direction < 0   ? msg_indicator_short_down_good(lang)
               : i->direction > 0 ? msg_indicator_short_down_bad(lang)
                                  : msg_indicator_short_down(lang);
    case CHANGE_NONE:
        return msg_indicator_short_none(lang);
    case CHANGE_UNKNOWN:
        break;
    }
    return msg_indicator_command_none(lang);
}

struct printing {
    struct arena *arena;
    enum lang lang;
    const struct pair *pair;
    const struct goals *goals;
};

/* "76,6–97,9": the heading says per cent. */
static const char *interval_text(const struct printing *p, const struct indicator *i,
                                 struct indicator_tally t) {
    struct interval s = indicator_share(i, t);
    if (!indicator_holds(i, p->pair->now.ask.day) || isnan(s.lower))
        return msg_indicator_command_none(p->lang);
    return arena_fmt(p->arena, "%s–%s", fmt_number(p->arena, p->lang, s.lower, 1),
                     fmt_number(p->arena, p->lang, s.upper, 1));
}

static void row_fill(const struct printing *p, const struct indicator *i, const char **cells) {
    struct arena *a = p->arena;
    enum lang lang = p->lang;
    struct indicator_figure now, before;
    indicator_count(a, i, &p->pair->now, &now);
    indicator_count(a, i, &p->pair->before, &before);
    const char *name = msg_by_key(lang, arena_fmt(a, "indicator.%s.name", i->key));
    const char *row[COLUMNS] = {
        i->goal ? arena_fmt(a, "%d", i->goal) : "–",
        name,
        indicator_figure_words(a, lang, i, now.all, p->pair->now.ask.day),
        interval_text(p, i, now.all),
        indicator_figure_words(a, lang, i, before.all, p->pair->before.ask.day),
        fmt_int(a, lang, now.all.unknown),
        change_text(lang, i, p->pair, now.all, before.all),
        published_text(a, lang, published_of(p->goals, i->key))};
    memcpy(cells, row, sizeof row);
}

static void own_print(const struct printing *p, int32_t as_of, size_t width, FILE *out) {
    static const enum terminal_column columns[COLUMNS] = {
        TERMINAL_LEFT,  TERMINAL_WRAP,  TERMINAL_RIGHT, TERMINAL_RIGHT,
        TERMINAL_RIGHT, TERMINAL_RIGHT, TERMINAL_WRAP,  TERMINAL_WRAP};
    struct arena *a = p->arena;
    enum lang lang = p->lang;
    const char **cells = arena_array(a, COLUMNS * (indicators_n + 1), sizeof *cells);
    const char *heads[COLUMNS] = {"",
                                  msg_indicator_col_indicator(lang),
                                  msg_indicator_col_figure(lang),
                                  msg_indicator_short_interval(lang),
                                  msg_indicator_short_before(lang),
                                  msg_indicator_col_unknown(lang),
                                  msg_indicator_col_change(lang),
                                  msg_indicator_col_published(lang)};
    memcpy(cells, heads, sizeof heads);
    for (size_t i = 0; i < indicators_n; i++)
        row_fill(p, &indicators[i], cells + COLUMNS * (i + 1));
    struct terminal_table table = {columns, COLUMNS, cells, indicators_n + 1};
    fputc('\n', out);
    terminal_text(msg_indicator_command_own(a, lang, fmt_day_long(a, lang, as_of)), 0, width, out);
    terminal_print(a, &table, width, out);
}

/* ---- JSON ---- */

static const char *const change_keys[] = {[CHANGE_UNKNOWN] = "unknown",
                                          [CHANGE_NONE] = "within-uncertainty",
                                          [CHANGE_UP] = "up",
                                          [CHANGE_DOWN] = "down"};

static json_t *number(double x) {
    return isfinite(x) ? json_real(round(x * 10) / 10) : json_null();
}

static json_t *tally_json(const struct indicator *i, struct indicator_tally t, bool holds) {
    if (!holds) return json_null();
    struct interval s = indicator_share(i, t);
    return json_pack("{s:o, s:o, s:o, s:I, s:I, s:I}", "value", number(s.estimate), "lower",
                     number(s.lower), "upper", number(s.upper),
                     i->unit == UNIT_PERCENT ? "yes" : "guests", (json_int_t)t.yes,
                     i->unit == UNIT_PERCENT ? "no" : "pupils", (json_int_t)t.no, "unknown",
                     (json_int_t)t.unknown);
}

static json_t *published_json(struct arena *a, const struct published_total *t) {
    if (!t) return json_null();
    char known[11], published[11];
    struct interval share = published_share(&t->figure);
    const struct published_figure *f = &t->figure;
    int64_t of = f->per_100 ? f->no : f->base;
    return json_pack("{s:s, s:i, s:s, s:s, s:o, s:o, s:o, s:o, s:o}", "school_year",
                     school_year_text(a, t->publication.school_year), "version",
                     t->publication.version, "as_known_on", day_iso(known, t->publication.as_of),
                     "published", day_iso(published, clock_day_of(t->publication.approved_at)),
                     "value", number(share.estimate), "lower", number(share.lower), "upper",
                     number(share.upper), "count",
                     f->yes == INT_NONE ? json_null() : json_integer(f->yes), "of",
                     of == INT_NONE ? json_null() : json_integer(of));
}

static json_t *indicator_json(struct arena *a, enum lang lang, const struct indicator *i,
                              const struct pair *pair, const struct goals *goals) {
    struct indicator_figure now, before;
    indicator_count(a, i, &pair->now, &now);
    indicator_count(a, i, &pair->before, &before);
    char day[11];
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:s, s:o}", "indicator",
                     i->key, "name", msg_by_key(lang, arena_fmt(a, "indicator.%s.name", i->key)),
                     "population", msg_by_key(lang, arena_fmt(a, "indicator.%s.of", i->key)),
                     "formula", msg_by_key(lang, arena_fmt(a, "indicator.%s.formula", i->key)),
                     "unit", i->unit == UNIT_PERCENT ? "percent" : "per-100", "source",
                     "own-casework", "direction", i->direction, "day",
                     day_iso(day, pair->now.ask.day), "figure",
                     tally_json(i, now.all, indicator_holds(i, pair->now.ask.day)), "year_before",
                     tally_json(i, before.all, indicator_holds(i, pair->before.ask.day)), "change",
                     change_keys[indicator_compare(i, pair->now.ask.day, pair->before.ask.day,
                                                   now.all, before.all)],
                     "published", published_json(a, published_of(goals, i->key)));
}

/* Each goal of the list gets its own figures; those of no goal are one more object at the end. */
static bool json_print(const struct printing *p, json_t *goals, FILE *out) {
    json_array_append_new(goals, json_pack("{s:n}", "goal"));
    for (size_t g = 0; g < json_array_size(goals); g++) {
        json_t *goal = json_array_get(goals, g), *own = json_array();
        json_int_t number_of = json_integer_value(json_object_get(goal, "goal"));
        for (size_t i = 0; i < indicators_n; i++)
            if (indicators[i].goal == number_of)
                json_array_append_new(
                    own, indicator_json(p->arena, p->lang, &indicators[i], p->pair, p->goals));
        json_object_set_new(goal, "own", own);
    }
    bool ok = json_dumpf(goals, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0;
    return ok && fputc('\n', out) != EOF;
}

bool indicator_command(struct db *db, enum lang lang, int32_t as_of, bool json, FILE *out,
                       struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct pair pair;
    struct goals goals;
    if (!pair_read(db, a, as_of, &pair, err) || !goals_read_on(db, a, lang, as_of, &goals, err))
        return false;
    struct reader r = {a, lang};
    struct printing p = {a, lang, &pair, &goals};
    if (!json) {
        size_t width = terminal_width(out);
        goals_command(r, &goals, width, out);
        own_print(&p, as_of, width, out);
        return fflush(out) == 0 || err_set(err, ERR_IO, "cannot write the goals");
    }
    json_t *list = goals_json(r, &goals);
    bool ok = list && json_print(&p, list, out) && fflush(out) == 0;
    json_decref(list);
    return ok || err_set(err, ERR_IO, "cannot write the goals");
}

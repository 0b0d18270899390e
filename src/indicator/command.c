/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals`: the published goals in a terminal or as JSON, each with its indicators from the casework
 * as known on a day.
 */
#include "indicator/internal.h"

#include "base/date.h"
#include "base/utf8.h"
#include "gen/msg.h"
#include "goal/goal.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define COLUMNS 6

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

/* ---- table ---- */

static void row_fill(struct arena *a, enum lang lang, const struct indicator *i,
                     const struct pair *pair, const char *cells[COLUMNS]) {
    struct indicator_figure now, before;
    indicator_count(a, i, &pair->now, &now);
    indicator_count(a, i, &pair->before, &before);
    const char *name = msg_by_key(lang, arena_fmt(a, "indicator.%s.name", i->key));
    const char *row[COLUMNS] = {
        i->goal ? arena_fmt(a, "%d  %s", i->goal, name) : arena_fmt(a, "   %s", name),
        indicator_figure_words(a, lang, i, now.all, pair->now.ask.day),
        indicator_interval_words(a, lang, i, now.all, pair->now.ask.day),
        indicator_figure_words(a, lang, i, before.all, pair->before.ask.day),
        fmt_int(a, lang, now.all.unknown),
        indicator_change_words(lang, i, pair->now.ask.day, pair->before.ask.day, now.all,
                               before.all)};
    memcpy(cells, row, sizeof row);
}

static void table_print(const char *(*rows)[COLUMNS], size_t n, FILE *out) {
    size_t widths[COLUMNS] = {0};
    for (size_t r = 0; r < n; r++)
        for (size_t c = 0; c < COLUMNS; c++)
            if (utf8_count(rows[r][c]) > widths[c]) widths[c] = utf8_count(rows[r][c]);
    for (size_t r = 0; r < n; r++)
        for (size_t c = 0; c < COLUMNS; c++) {
            bool last = c + 1 == COLUMNS, right = c > 0 && !last;
            int pad = (int)(widths[c] - utf8_count(rows[r][c]));
            if (right)
                fprintf(out, "%*s%s  ", pad, "", rows[r][c]);
            else
                fprintf(out, "%s%*s%s", rows[r][c], last ? 0 : pad + 2, "", last ? "\n" : "");
        }
}

static void own_print(struct arena *a, enum lang lang, int32_t as_of, const struct pair *pair,
                      FILE *out) {
    const char *(*rows)[COLUMNS] = arena_array(a, indicators_n + 1, sizeof *rows);
    const char *heads[COLUMNS] = {
        msg_indicator_col_indicator(lang), msg_indicator_col_figure(lang),
        msg_indicator_col_interval(lang),  msg_indicator_col_before(lang),
        msg_indicator_col_unknown(lang),   msg_indicator_col_change(lang)};
    memcpy(rows[0], heads, sizeof heads);
    for (size_t i = 0; i < indicators_n; i++) row_fill(a, lang, &indicators[i], pair, rows[i + 1]);
    fprintf(out, "\n%s\n", msg_indicator_command_own(a, lang, fmt_day_long(a, lang, as_of)));
    table_print(rows, indicators_n + 1, out);
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

static json_t *indicator_json(struct arena *a, enum lang lang, const struct indicator *i,
                              const struct pair *pair) {
    struct indicator_figure now, before;
    indicator_count(a, i, &pair->now, &now);
    indicator_count(a, i, &pair->before, &before);
    char day[11];
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:s}", "indicator", i->key,
                     "name", msg_by_key(lang, arena_fmt(a, "indicator.%s.name", i->key)),
                     "population", msg_by_key(lang, arena_fmt(a, "indicator.%s.of", i->key)),
                     "formula", msg_by_key(lang, arena_fmt(a, "indicator.%s.formula", i->key)),
                     "unit", i->unit == UNIT_PERCENT ? "percent" : "per-100", "source",
                     "own-casework", "direction", i->direction, "day",
                     day_iso(day, pair->now.ask.day), "figure",
                     tally_json(i, now.all, indicator_holds(i, pair->now.ask.day)), "year_before",
                     tally_json(i, before.all, indicator_holds(i, pair->before.ask.day)), "change",
                     change_keys[indicator_compare(i, pair->now.ask.day, pair->before.ask.day,
                                                   now.all, before.all)]);
}

/* Each goal of the list gets its own figures; those of no goal are one more object at the end. */
static bool json_print(struct arena *a, enum lang lang, json_t *goals, const struct pair *pair,
                       FILE *out) {
    json_array_append_new(goals, json_pack("{s:n}", "goal"));
    for (size_t g = 0; g < json_array_size(goals); g++) {
        json_t *goal = json_array_get(goals, g), *own = json_array();
        json_int_t number_of = json_integer_value(json_object_get(goal, "goal"));
        for (size_t i = 0; i < indicators_n; i++)
            if (indicators[i].goal == number_of)
                json_array_append_new(own, indicator_json(a, lang, &indicators[i], pair));
        json_object_set_new(goal, "own", own);
    }
    bool ok = json_dumpf(goals, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0;
    return ok && fputc('\n', out) != EOF;
}

bool indicator_command(struct db *db, enum lang lang, int32_t as_of, bool json, FILE *out,
                       struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct pair pair;
    if (!pair_read(db, a, as_of, &pair, err)) return false;
    if (!json) {
        if (!goals_command(db, lang, out, err)) return false;
        own_print(a, lang, as_of, &pair, out);
        return fflush(out) == 0 || err_set(err, ERR_IO, "cannot write the goals");
    }
    json_t *goals = goals_json(db, lang, err);
    if (!goals) return false;
    bool ok = json_print(a, lang, goals, &pair, out) && fflush(out) == 0;
    json_decref(goals);
    return ok || err_set(err, ERR_IO, "cannot write the goals");
}

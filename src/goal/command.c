/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals`: the goals in a terminal, and as JSON for other programs. In JSON the words that
 * programs choose by (status, reason, unit) are English and stable; names are in the asked language.
 */
#include "base/utf8.h"
#include "gen/msg.h"
#include "goal/words.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define COLUMNS 6

static const char *const status_keys[] = {[GOAL_UNKNOWN] = "unknown",
                                          [GOAL_BEHIND] = "behind",
                                          [GOAL_ON_TRACK] = "on-track",
                                          [GOAL_REACHED] = "reached"};
static const char *const reason_keys[] = {
    [REASON_NO_VALUE] = "no-figure",
    [REASON_NO_TARGET] = "no-target",
    [REASON_NO_YEAR] = "no-figure-for-target-year",
    [REASON_BREAK] = "counted-in-another-way",
};

/* ---- table ---- */

typedef const char *table_row[COLUMNS];

static void table_rows(struct reader r, const struct goals *goals, table_row *rows) {
    const char *heads[COLUMNS] = {msg_goal_command_goal(r.lang),   msg_goal_command_latest(r.lang),
                                  msg_goal_command_period(r.lang), msg_goal_command_target(r.lang),
                                  msg_goal_command_status(r.lang), msg_goal_command_source(r.lang)};
    memcpy(rows[0], heads, sizeof heads);
    for (size_t i = 0; i < goals->n; i++) {
        const struct goal *goal = &goals->v[i];
        struct standing s = goal_standing(goals, goal);
        const char *row[COLUMNS] = {
            arena_fmt(r.arena, "%d  %s", goal->number, goal->name),
            s.latest ? figure_value(r, goals->figures, s.latest) : "–",
            s.latest ? figure_period(r, s.latest) : "–",
            s.target ? figure_value(r, goals->figures, s.target) : "–",
            goal_badge(r.lang, s.status),
            s.latest ? s.latest->source : goal->source,
        };
        memcpy(rows[i + 1], row, sizeof row);
    }
}

static void table_print(table_row *rows, size_t n, FILE *out) {
    size_t widths[COLUMNS] = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            if (utf8_count(rows[i][c]) > widths[c]) widths[c] = utf8_count(rows[i][c]);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < COLUMNS; c++) {
            bool last = c + 1 == COLUMNS;
            int pad = last ? 0 : (int)(widths[c] - utf8_count(rows[i][c]) + 2);
            fprintf(out, "%s%*s%s", rows[i][c], pad, "", last ? "\n" : "");
        }
}

/* ---- JSON ---- */

static json_t *figure_json(struct reader r, const struct figure *f) {
    if (!f) return json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:s}", "indicator", f->indicator, "name",
                     figure_name(r, f), "area", f->area, "period", f->period, "value",
                     isfinite(f->value) ? json_real(f->value) : json_null(), "unit", f->unit,
                     "definition", figure_definition(r, f), "source", f->source);
}

static json_t *goal_json(struct reader r, const struct goals *goals, const struct goal *goal) {
    struct standing s = goal_standing(goals, goal);
    return json_pack("{s:i, s:s?, s:s?, s:s?, s:s, s:s?, s:o, s:o, s:o}", "goal", goal->number,
                     "name", goal->name, "text", goal->text, "source", goal->source, "status",
                     status_keys[s.status], "reason", reason_keys[s.reason], "latest",
                     figure_json(r, s.latest), "target", figure_json(r, s.target), "missing",
                     isfinite(s.gap) ? json_real(round(s.gap * 10) / 10) : json_null());
}

struct json_t *goals_json(struct db *db, enum lang lang, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct reader r = {a, lang};
    struct goals goals;
    if (!goals_read(db, a, lang, &goals, err)) return NULL;
    json_t *list = json_array();
    for (size_t i = 0; i < goals.n; i++)
        json_array_append_new(list, goal_json(r, &goals, &goals.v[i]));
    return list;
}

bool goals_command(struct db *db, enum lang lang, FILE *out, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct reader r = {a, lang};
    struct goals goals;
    if (!goals_read(db, a, lang, &goals, err)) return false;
    table_row *rows = arena_array(a, goals.n + 1, sizeof *rows);
    table_rows(r, &goals, rows);
    table_print(rows, goals.n + 1, out);
    return fflush(out) == 0 || err_set(err, ERR_IO, "cannot write the goals");
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals`: the goals in a terminal, and as JSON for other programs. In JSON the words that
 * programs choose by (status, reason, unit) are English and stable; names are in the asked language.
 */
#include "gen/msg.h"
#include "goal/words.h"
#include "report/terminal.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

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

enum { COLUMNS = 7 };

/* "25,3 %, ikke nået" */
static const char *subtarget_text(struct reader r, const struct goals *goals,
                                  const struct standing *s) {
    if (!s->of_latest) return "–";
    const char *value = figure_value(r, goals->figures, s->of_latest);
    const char *met = s->met == MET_YES   ? msg_goal_command_met(r.lang)
                      : s->met == MET_NOT ? msg_goal_command_not_met(r.lang)
                                          : msg_goal_command_other_way(r.lang);
    return arena_fmt(r.arena, "%s, %s", value, met);
}

/* "30,2 % (2025)" */
static const char *target_text(struct reader r, const struct goals *goals,
                               const struct figure *target) {
    if (!target) return "–";
    const char *value = figure_value(r, goals->figures, target);
    return *target->period ? arena_fmt(r.arena, "%s (%s)", value, target->period) : value;
}

void goals_command(struct reader r, const struct goals *goals, size_t width, FILE *out) {
    static const enum terminal_column columns[COLUMNS] = {
        TERMINAL_LEFT, TERMINAL_WRAP, TERMINAL_RIGHT, TERMINAL_WRAP,
        TERMINAL_WRAP, TERMINAL_WRAP, TERMINAL_WRAP};
    const char **cells = arena_array(r.arena, COLUMNS * (goals->n + 1), sizeof *cells);
    const char *heads[COLUMNS] = {"",
                                  msg_goal_command_goal(r.lang),
                                  msg_goal_command_latest(r.lang),
                                  msg_goal_command_period(r.lang),
                                  msg_goal_command_subtarget(r.lang),
                                  msg_goal_command_target(r.lang),
                                  msg_goal_command_status(r.lang)};
    memcpy(cells, heads, sizeof heads);
    for (size_t i = 0; i < goals->n; i++) {
        const struct goal *goal = &goals->v[i];
        struct standing s = goal_standing(goals, goal);
        const char *row[COLUMNS] = {
            arena_fmt(r.arena, "%d", goal->number),
            goal->name,
            s.latest ? figure_value(r, goals->figures, s.latest) : "–",
            s.latest ? figure_period(r, s.latest) : "–",
            subtarget_text(r, goals, &s),
            target_text(r, goals, s.target),
            goal_badge(r.lang, s.status),
        };
        memcpy(cells + COLUMNS * (i + 1), row, sizeof row);
    }
    struct terminal_table table = {columns, COLUMNS, cells, goals->n + 1};
    terminal_text(
        msg_goal_command_title(r.arena, r.lang, fmt_day_long(r.arena, r.lang, goals->day)), 0,
        width, out);
    terminal_print(r.arena, &table, width, out);
    fprintf(out, "\n%s\n", msg_goal_command_source(r.lang));
    for (size_t i = 0; i < goals->n; i++) {
        struct standing s = goal_standing(goals, &goals->v[i]);
        terminal_text(arena_fmt(r.arena, "%d  %s", goals->v[i].number,
                                s.latest ? s.latest->source : goals->v[i].source),
                      3, width, out);
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
    return json_pack("{s:i, s:s?, s:s?, s:s?, s:s, s:s?, s:o, s:o, s:o, s:o, s:o}", "goal",
                     goal->number, "name", goal->name, "text", goal->text, "source", goal->source,
                     "status", status_keys[s.status], "reason", reason_keys[s.reason], "latest",
                     figure_json(r, s.latest), "subtarget", figure_json(r, s.of_latest),
                     "subtarget_met",
                     s.met == MET_UNKNOWN ? json_null() : json_boolean(s.met == MET_YES), "target",
                     figure_json(r, s.target), "missing",
                     isfinite(s.gap) ? json_real(round(s.gap * 10) / 10) : json_null());
}

struct json_t *goals_json(struct reader r, const struct goals *goals) {
    json_t *list = json_array();
    for (size_t i = 0; i < goals->n; i++)
        json_array_append_new(list, goal_json(r, goals, &goals->v[i]));
    return list;
}

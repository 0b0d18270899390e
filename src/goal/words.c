/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/words.h"

#include "gen/msg.h"
#include "goal/internal.h"

#include <math.h>
#include <string.h>

/* The message that belongs to a word held in data; the word itself when somebody added one that the
 * catalogue does not know, so that a new row in the database is shown rather than lost. */
static const char *message_of(struct reader r, const char *group, const char *word) {
    const char *text = msg_by_key(r.lang, arena_fmt(r.arena, "goal.%s.%s", group, word));
    return text ? text : word;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

const char *figure_name(struct reader r, const struct figure *figure) {
    if (strncmp(figure->indicator, GOAL_OWN, strlen(GOAL_OWN)) == 0) {
        const char *key = figure->indicator + strlen(GOAL_OWN);
        const char *own = msg_by_key(r.lang, arena_fmt(r.arena, "indicator.%s.name", key));
        return own ? own : key;
    }
    const char *key = arena_fmt(r.arena, "goal.indicator.%s", figure->indicator);
    if (ends_with(figure->indicator, "_target") && !msg_by_key(r.lang, key))
        return msg_goal_any_series_targets(r.lang);
    return message_of(r, "indicator", figure->indicator);
}

const char *figure_definition(struct reader r, const struct figure *figure) {
    return message_of(r, "definition", figure->definition);
}

const char *figure_area(struct reader r, const struct figure *figure) {
    if (strcmp(figure->area, "Denmark") == 0) return msg_goal_area_country(r.lang);
    if (strcmp(figure->area, "Viborg") == 0) return msg_goal_area_municipality(r.lang);
    return figure->area;
}

const char *figure_period(struct reader r, const struct figure *figure) {
    bool cohort = strcmp(figure->definition, "profile-model") == 0 ||
                  strcmp(figure->definition, "projected-before-25") == 0 ||
                  strcmp(figure->definition, "projected-25-years-after") == 0;
    if (!*figure->period) return msg_goal_period_always(r.lang);
    return cohort ? msg_goal_period_cohort(r.arena, r.lang, figure->period) : figure->period;
}

const char *figure_kind_name(struct reader r, const struct figure *figure) {
    switch (figure_kind_of(figure->indicator)) {
    case FIGURE_PROJECTED:
        return msg_goal_kind_projected(r.lang);
    case FIGURE_SURVEY:
        return msg_goal_kind_survey(r.lang);
    case FIGURE_TARGET:
        return msg_goal_kind_target(r.lang);
    case FIGURE_COUNTED:
        break;
    }
    return msg_goal_kind_counted(r.lang);
}

int figure_decimals(struct figures figures, const struct figure *figure) {
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++)
        if (strcmp(f->indicator, figure->indicator) == 0 && strcmp(f->area, figure->area) == 0 &&
            isfinite(f->value) && f->value != round(f->value))
            return 1;
    return 0;
}

const char *figure_unit(struct reader r, const struct figure *figure) {
    if (strcmp(figure->unit, "percent") == 0) return "%";
    return message_of(r, "unit", figure->unit);
}

const char *figure_value(struct reader r, struct figures figures, const struct figure *figure) {
    int decimals = figure_decimals(figures, figure);
    if (isnan(figure->value)) return msg_goal_no_number(r.lang);
    if (strcmp(figure->unit, "percent") == 0)
        return fmt_percent(r.arena, r.lang, figure->value, decimals);
    return arena_fmt(r.arena, "%s\u00a0%s", fmt_number(r.arena, r.lang, figure->value, decimals),
                     figure_unit(r, figure));
}

const char *points_text(struct reader r, double points) {
    return fmt_number(r.arena, r.lang, fabs(points), 1);
}

const char *sources_text(struct reader r, const struct figure *const *figures, size_t n) {
    struct text out;
    text_init(&out, r.arena);
    for (size_t i = 0; i < n; i++) {
        bool seen = !figures[i];
        for (size_t j = 0; j < i && !seen; j++)
            seen = figures[j] && strcmp(figures[i]->source, figures[j]->source) == 0;
        if (seen) continue;
        if (out.len) text_add(&out, "; ");
        text_add(&out, figures[i]->source);
    }
    return text_str(&out);
}

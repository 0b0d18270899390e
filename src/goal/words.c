/* SPDX-License-Identifier: EUPL-1.2 */
#include "goal/words.h"

#include "base/date.h"
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

/* What an own figure counts, and of whom; and of a way of counting that has ended, when it did. */
static const char *own_definition(struct reader r, const char *definition) {
    const char *key = definition + strlen(GOAL_OWN), *end = strchr(key, ':');
    if (end) key = arena_dup_n(r.arena, key, (size_t)(end - key));
    const char *formula = msg_by_key(r.lang, arena_fmt(r.arena, "indicator.%s.formula", key));
    const char *of = msg_by_key(r.lang, arena_fmt(r.arena, "indicator.%s.of", key));
    if (!formula || !of) return key;
    const char *text = msg_goal_own_definition(r.arena, r.lang, formula, of);
    if (!end) return text;
    const char *day = fmt_day_long(r.arena, r.lang, goal_own_break(key));
    return arena_fmt(r.arena, "%s %s", text, msg_goal_own_before(r.arena, r.lang, day));
}

const char *figure_definition(struct reader r, const struct figure *figure) {
    if (figure_kind_of(figure->definition) == FIGURE_OWN)
        return own_definition(r, figure->definition);
    if (strcmp(figure->definition, SUBTARGET) == 0 &&
        strcmp(figure->indicator, "eud_application_target") != 0)
        return msg_goal_definition_subtarget(r.lang);
    return message_of(r, "definition", figure->definition);
}

const char *figure_area(struct reader r, const struct figure *figure) {
    if (strcmp(figure->area, "Denmark") == 0) return msg_goal_area_country(r.lang);
    if (strcmp(figure->area, goal_area()) == 0) return goal_area_name(r.lang);
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
    case FIGURE_OWN:
        return msg_goal_kind_own(r.lang);
    case FIGURE_COUNTED:
        break;
    }
    return msg_goal_kind_counted(r.lang);
}

int figure_decimals(struct figures figures, const struct figure *figure) {
    if (figure_kind_of(figure->indicator) == FIGURE_OWN) return 1;
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
    if (isnan(figure->value))
        return figure->hidden ? msg_publication_not_told(r.lang) : msg_goal_no_number(r.lang);
    if (strcmp(figure->unit, "percent") == 0)
        return fmt_percent(r.arena, r.lang, figure->value, decimals);
    return arena_fmt(r.arena, "%s\u00a0%s", fmt_number(r.arena, r.lang, figure->value, decimals),
                     figure_unit(r, figure));
}

const char *points_text(struct reader r, double points) {
    return fmt_number(r.arena, r.lang, fabs(points), 1);
}

const char *year_text(struct reader r, const struct goal *goal, int year) {
    return goal_is_own(goal) ? school_year_text(r.arena, year) : arena_fmt(r.arena, "%d", year);
}

const char *since_text(struct reader r, struct figures figures, const struct figure *from,
                       const struct figure *to, const struct since_words *words) {
    since_fn *const say[] = {[FIGURE_CHANGE_UNKNOWN] = words->open,
                             [FIGURE_CHANGE_NONE] = words->same,
                             [FIGURE_CHANGE_UP] = words->rise,
                             [FIGURE_CHANGE_DOWN] = words->fall};
    return say[figure_change(from, to)](r.arena, r.lang, figure_period(r, from),
                                        figure_value(r, figures, from));
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

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A goal's chapter, in the order of the policy document: the goal, why, how it is reached, status and time horizon.
 * Every number and every sentence about one comes from room goal.
 */
#include "annual/internal.h"

#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

static void written(struct book *b, int number, const char *word, const char *heading) {
    const char *key = arena_fmt(b->r.arena, "goal-%d-%s", number, word);
    const char *text = annual_text_of(&b->texts, key);
    if (!*text) return;
    if (heading) document_heading(b->d, 3, heading);
    document_written(b->d, 4, text);
}

/* ---- initiatives ---- */

/* What was last written of it in the report's school year; NULL: nothing. */
static const struct initiative_result *result_in_year(const struct book *b,
                                                      const struct initiative *i) {
    for (size_t r = 0; r < i->results_n; r++)
        if (school_year_of(i->results[r].day) == b->ask->school_year) return &i->results[r];
    return NULL;
}

static void initiative_row(const struct book *b, const struct initiative *i,
                           struct table_cell *cell) {
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    const struct initiative_result *result = result_in_year(b, i);
    int64_t reached = result ? result->reached : INT_NONE;
    bool few =
        reached > 0 && reached < b->least; /* counted by hand, and not by disclosure control */
    bool counted = reached != INT_NONE && !few;
    cell[0].text = i->name;
    cell[1].text = i->owner; /* a role, not the user who follows it up */
    cell[2].text =
        i->next == DAY_NONE ? msg_annual_initiative_no_next(lang) : fmt_day_table(a, lang, i->next);
    cell[3].number = counted ? (double)reached : (double)NAN;
    if (few) cell[3].why = msg_annual_initiative_few(a, lang, b->least);
    cell[4].text =
        result && *result->result ? result->result : msg_annual_initiative_no_result(lang);
}

static void initiatives(struct book *b, int number) {
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    enum { COLUMNS = 5 };
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, COLUMNS * b->goals.initiatives_n + 1, sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    const char *const labels[] = {msg_annual_initiative(lang), msg_annual_initiative_owner(lang),
                                  msg_annual_initiative_next(lang),
                                  msg_annual_initiative_reached(lang),
                                  msg_annual_initiative_result(lang)};
    for (size_t c = 0; c < COLUMNS; c++) columns[c].label = labels[c];
    columns[3].numeric = true;
    size_t rows = 0;
    for (size_t i = 0; i < b->goals.initiatives_n; i++) {
        const struct initiative *one = &b->goals.initiatives[i];
        if (one->goal != number) continue;
        document_text(b->d, DOCUMENT_ITEM,
                      msg_annual_initiative_item(a, lang, one->name, one->text));
        initiative_row(b, one, &cells[COLUMNS * rows++]);
    }
    *table =
        (struct table_model){msg_annual_part_of_goal(a, lang, number, msg_annual_initiatives(lang)),
                             columns, COLUMNS, cells, rows};
    document_table(b->d, msg_annual_initiatives(lang), table);
}

/* ---- sub-targets, year by year, beside what came of them ---- */

static bool is_subtarget(const struct figure *f, int number) {
    return f->goal == number && figure_kind_of(f->indicator) == FIGURE_TARGET && figure_year(f) &&
           strcmp(f->area, "Denmark") != 0;
}

/* The municipality's figure of that year that the target is about; NULL: none is known. */
static const struct figure *result_of(const struct book *b, const struct figure *target) {
    struct standing standing = goal_standing(&b->goals, goal_find(&b->goals, target->goal));
    if (!standing.latest) return NULL;
    return figure_find(b->goals.figures, standing.latest->indicator, target->area, target->period);
}

static void subtargets(struct book *b, int number) {
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    struct figures figures = b->goals.figures;
    struct table_column *columns = arena_array(a, 3, sizeof *columns);
    struct table_cell *cells = arena_array(a, 3 * figures.n, sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    columns[0].label = msg_goal_table_period(lang);
    columns[1] = (struct table_column){msg_annual_subtarget(lang), true, 1, NULL};
    columns[2] = (struct table_column){msg_annual_result(lang), true, 1, NULL};
    size_t rows = 0;
    for (const struct figure *f = figures.v; f < figures.v + figures.n; f++) {
        if (!is_subtarget(f, number)) continue;
        const struct figure *result = result_of(b, f);
        struct table_cell *cell = &cells[3 * rows++];
        cell[0].text = figure_period(b->r, f);
        cell[1].text = figure_value(b->r, figures, f);
        cell[2].text = result ? figure_value(b->r, figures, result) : msg_annual_no_result(lang);
    }
    *table =
        (struct table_model){msg_annual_part_of_goal(a, lang, number, msg_annual_subtargets(lang)),
                             columns, 3, cells, rows};
    document_table(b->d, msg_annual_subtargets(lang), table);
}

/* ---- status ---- */

static void status(struct book *b, int number) {
    struct document *d = b->d;
    enum lang lang = b->r.lang;
    struct goal_story story = goal_tell(b->r, &b->goals, number);
    document_heading(d, 3, msg_annual_status(lang));
    document_text(d, DOCUMENT_TEXT, story.line);
    document_fact(d, msg_annual_overview_status(lang), story.badge);
    for (size_t i = 0; i < story.kpis_n; i++)
        document_fact(d, story.kpis[i].label, story.kpis[i].value);
    document_text(d, DOCUMENT_TEXT, arena_fmt(b->r.arena, "%s %s", story.verdict, story.as_of));
    subtargets(b, number);
    written(b, number, "horizon", NULL);
    document_text(d, DOCUMENT_NOTE, msg_goal_sources(b->r.arena, lang, story.source));
}

void book_goal(struct book *b, int number) {
    struct document *d = b->d;
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    const struct goal *goal = goal_find(&b->goals, number);
    document_heading(d, 2, msg_goal_heading(a, lang, number, goal->name));
    document_text(d, DOCUMENT_LEAD, goal->text);
    document_text(d, DOCUMENT_NOTE, msg_goal_text_source(a, lang, goal->source));
    document_fact(d, msg_goal_field_ejer(lang), goal->owner);
    document_fact(d, msg_goal_field_grundlag(lang), goal->basis);
    document_fact(d, msg_goal_field_horisont(lang), goal->horizon);
    written(b, number, "why", msg_annual_part_why(lang));
    document_heading(d, 3, msg_annual_part_how(lang));
    written(b, number, "how", NULL);
    initiatives(b, number);
    status(b, number);
    written(b, number, "comment", msg_annual_part_comment(lang));
    document_chart(d, goal_chart(b->r, &b->goals, number));
    if (number == 1) book_way(b);
    book_own(b, number);
    book_schools(b, number);
}

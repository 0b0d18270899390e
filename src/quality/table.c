/* SPDX-License-Identifier: EUPL-1.2
 *
 * One indicator as tables: the years beside each other, its groups, and all of it as a file. A group that is
 * hidden has no number in any of them.
 */
#include "quality/views.h"

#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

/* ---- groups ---- */

const char *quality_group_words(struct arena *a, enum lang lang, const struct quality_year *year,
                                const struct indicator_group *group) {
    switch (group->by) {
    case BY_SCHOOL:
        return year->schools[group->value].name;
    case BY_GRADE:
        return msg_quality_grade(a, lang, group->value);
    case BY_SEX:
        return group->value ? msg_quality_sex_m(lang) : msg_quality_sex_k(lang);
    case BY_MENTOR:
        return group->value ? msg_quality_mentor_yes(lang) : msg_quality_mentor_no(lang);
    }
    return "";
}

static const char *by_words(enum lang lang, enum indicator_by by) {
    return by == BY_SCHOOL  ? msg_quality_by_school(lang)
           : by == BY_GRADE ? msg_quality_by_grade(lang)
           : by == BY_SEX   ? msg_quality_by_sex(lang)
                            : msg_quality_by_mentor(lang);
}

static struct table_cell number(double x) { return (struct table_cell){.number = x}; }
static struct table_cell words(const char *text) { return (struct table_cell){.text = text}; }

/* Figure, limits, how many, not known: five cells. */
enum { FIGURES = 5 };
static void figures_put(const struct indicator *i, struct indicator_tally t, const char *why,
                        struct table_cell *cells) {
    struct interval s = indicator_share(i, t);
    bool shows = !why;
    cells[0] = (struct table_cell){.number = shows ? s.estimate : NAN, .why = why};
    cells[1] = number(shows ? s.lower : NAN);
    cells[2] = number(shows ? s.upper : NAN);
    cells[3] = number(shows ? (double)(i->unit == UNIT_PERCENT ? t.yes + t.no : t.no) : NAN);
    cells[4] = number(shows && i->unit == UNIT_PERCENT ? (double)t.unknown : NAN);
}

static void figure_columns(enum lang lang, const struct indicator *i, struct table_column *c) {
    const char *unit = i->unit == UNIT_PERCENT ? "%" : NULL;
    c[0] = (struct table_column){msg_indicator_col_figure(lang), true, 1, unit};
    c[1] = (struct table_column){msg_quality_col_lower(lang), true, 1, unit};
    c[2] = (struct table_column){msg_quality_col_upper(lang), true, 1, unit};
    c[3] = (struct table_column){i->unit == UNIT_PERCENT ? msg_quality_col_n(lang)
                                                         : msg_quality_col_pupils(lang),
                                 true, 0, NULL};
    c[4] = (struct table_column){msg_indicator_col_unknown(lang), true, 0, NULL};
}

const struct table_model *quality_groups_table(struct arena *a, enum lang lang,
                                               const struct quality_year *year,
                                               const struct indicator *indicator, unsigned by) {
    enum { COLUMNS = FIGURES + 2 };
    const struct indicator_figure *f = quality_figure(year, indicator);
    struct table_model *table = arena_alloc(a, sizeof *table);
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, f->groups_n * COLUMNS + 1, sizeof *cells);
    columns[0] = (struct table_column){.label = msg_quality_col_group(lang)};
    columns[1] = (struct table_column){.label = msg_quality_col_by(lang)};
    figure_columns(lang, indicator, &columns[2]);
    size_t n = 0;
    for (size_t g = 0; g < f->groups_n; g++) {
        const struct indicator_group *group = &f->groups[g];
        if (!(group->by & by) || group->hidden) continue;
        struct table_cell *row = &cells[n++ * COLUMNS];
        row[0] = words(quality_group_words(a, lang, year, group));
        row[1] = words(by_words(lang, group->by));
        figures_put(indicator, group->tally, NULL, &row[2]);
    }
    const char *caption = by == BY_SCHOOL ? msg_quality_by_schools(lang) : msg_quality_groups(lang);
    *table = (struct table_model){caption, columns, COLUMNS, cells, n};
    return table;
}

const char *quality_groups_hidden(struct arena *a, enum lang lang, const struct quality_year *year,
                                  const struct indicator *indicator) {
    const struct indicator_figure *f = quality_figure(year, indicator);
    struct text names;
    text_init(&names, a);
    for (size_t g = 0; g < f->groups_n; g++)
        if (f->groups[g].hidden)
            text_addf(&names, "%s%s", names.len ? ", " : "",
                      quality_group_words(a, lang, year, &f->groups[g]));
    return names.len ? msg_quality_groups_hidden(a, lang, text_str(&names)) : NULL;
}

/* ---- years ---- */

static bool is_broken(const struct indicator *i, const struct quality_year *year,
                      const struct quality_year *before) {
    return i->broken != DAY_NONE && before->ask.day < i->broken && i->broken <= year->ask.day;
}

/* Why a year has no number; NULL when it has. */
static const char *no_number(struct arena *a, enum lang lang, const struct indicator *i,
                             const struct quality_year *year) {
    struct indicator_tally t = quality_figure(year, i)->all;
    if (!indicator_holds(i, year->ask.day)) return msg_quality_not_counted(lang);
    if (!quality_shows(i, t)) return msg_quality_few(a, lang, indicator_least(i->class));
    return NULL;
}

static const char *year_note(enum lang lang, const struct indicator *i,
                             const struct quality_year *const *years, size_t n, size_t at) {
    if (at + 1 >= n) return "";
    if (is_broken(i, years[at], years[at + 1])) return msg_quality_break_here(lang);
    return quality_change_words(lang, i, years[at], years[at + 1]);
}

/* years[0] is the newest; each is compared with the one after it. */
const struct table_model *quality_years_table(struct arena *a, enum lang lang,
                                              const struct quality_year *const *years, size_t n,
                                              const struct indicator *indicator) {
    enum { COLUMNS = FIGURES + 2 };
    struct table_model *table = arena_alloc(a, sizeof *table);
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, n * COLUMNS + 1, sizeof *cells);
    columns[0] = (struct table_column){.label = msg_quality_col_year(lang)};
    figure_columns(lang, indicator, &columns[1]);
    columns[COLUMNS - 1] = (struct table_column){.label = msg_indicator_col_change(lang)};
    for (size_t y = 0; y < n; y++) {
        struct table_cell *row = &cells[y * COLUMNS];
        row[0] = words(school_year_text(a, years[y]->ask.school_year));
        figures_put(indicator, quality_figure(years[y], indicator)->all,
                    no_number(a, lang, indicator, years[y]), &row[1]);
        row[COLUMNS - 1] = words(year_note(lang, indicator, years, n, y));
    }
    *table = (struct table_model){msg_quality_years(lang), columns, COLUMNS, cells, n};
    return table;
}

/* ---- the file ---- */

enum { FILE_COLUMNS = FIGURES + 5 };

static void file_row(struct arena *a, enum lang lang, const struct quality_year *year,
                     const char *by, const char *group, struct table_cell *row) {
    char iso[11];
    row[0] = words(school_year_text(a, year->ask.school_year));
    row[1] = words(arena_dup(a, day_iso(iso, year->ask.day)));
    row[2] = words(by);
    row[3] = words(group);
    row[4] = words(msg_quality_source(lang));
}

const struct table_model *quality_file_table(struct arena *a, enum lang lang,
                                             const struct quality_year *const *years, size_t n,
                                             const struct indicator *indicator) {
    size_t rows = 0, r = 0;
    for (size_t y = 0; y < n; y++) rows += 1 + quality_figure(years[y], indicator)->groups_n;
    struct table_model *table = arena_alloc(a, sizeof *table);
    struct table_column *columns = arena_array(a, FILE_COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, rows * FILE_COLUMNS + 1, sizeof *cells);
    const char *heads[] = {msg_quality_col_year(lang), msg_quality_col_day(lang),
                           msg_quality_col_by(lang), msg_quality_col_group(lang),
                           msg_quality_col_source(lang)};
    for (size_t c = 0; c < 5; c++) columns[c] = (struct table_column){.label = heads[c]};
    figure_columns(lang, indicator, &columns[5]);
    for (size_t y = 0; y < n; y++) {
        const struct indicator_figure *f = quality_figure(years[y], indicator);
        bool holds = indicator_holds(indicator, years[y]->ask.day);
        const char *why = no_number(a, lang, indicator, years[y]);
        struct table_cell *row = &cells[r++ * FILE_COLUMNS];
        file_row(a, lang, years[y], msg_quality_all(lang), msg_quality_all(lang), row);
        figures_put(indicator, f->all, why, &row[5]);
        for (size_t g = 0; holds && g < f->groups_n; g++) {
            const struct indicator_group *group = &f->groups[g];
            row = &cells[r++ * FILE_COLUMNS];
            file_row(a, lang, years[y], by_words(lang, group->by),
                     quality_group_words(a, lang, years[y], group), row);
            figures_put(indicator, group->tally, group->hidden ? msg_quality_hidden(lang) : NULL,
                        &row[5]);
        }
    }
    *table =
        (struct table_model){quality_name(lang, a, indicator), columns, FILE_COLUMNS, cells, r};
    return table;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * One published indicator by school: a funnel, and the same schools as a table. No list by rank.
 */
#include "publication/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <math.h>
#include <string.h>

#define SCHOOLS_LEAST 2
enum { COLUMNS = 4 };

bool publication_is_school(const struct published_figure *f, const char *indicator) {
    return strcmp(f->indicator, indicator) == 0 && *f->value && f->base != INT_NONE &&
           f->base >= SCHOOL_PUPILS;
}

bool published_has_schools(struct published_figures by_school, const char *indicator) {
    size_t told = 0;
    for (size_t i = 0; i < by_school.n; i++)
        told += publication_is_school(&by_school.v[i], indicator) && by_school.v[i].yes != INT_NONE;
    return told >= SCHOOLS_LEAST;
}

static const char *name_of(struct arena *a, enum lang lang, const char *indicator) {
    const char *name = msg_by_key(lang, arena_fmt(a, "indicator.%s.name", indicator));
    return name ? name : indicator;
}

static void row_fill(enum lang lang, const struct published_figure *f, struct table_cell *c) {
    const char *why = msg_publication_not_told(lang);
    double share = published_share(f).estimate;
    c[0] = (struct table_cell){f->name ? f->name : f->value, 0, NULL};
    c[1] = (struct table_cell){NULL, share, isnan(share) ? why : NULL};
    c[2] = (struct table_cell){NULL, f->yes == INT_NONE ? (double)NAN : (double)f->yes,
                               f->yes == INT_NONE ? why : NULL};
    c[3] = (struct table_cell){NULL, (double)f->base, NULL};
}

const struct table_model *published_schools(struct arena *a, enum lang lang,
                                            struct published_figures by_school,
                                            const char *indicator) {
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells = arena_array(a, COLUMNS * (by_school.n + 1), sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    columns[0] = (struct table_column){.label = msg_publication_col_school(lang)};
    columns[1] = (struct table_column){
        .label = msg_publication_col_share(lang), .numeric = true, .decimals = 1, .unit = "%"};
    columns[2] = (struct table_column){.label = msg_publication_col_yes(lang), .numeric = true};
    columns[3] = (struct table_column){.label = msg_publication_col_base(lang), .numeric = true};
    *table = (struct table_model){.caption = name_of(a, lang, indicator),
                                  .columns = columns,
                                  .columns_n = COLUMNS,
                                  .cells = cells};
    for (size_t i = 0; i < by_school.n; i++)
        if (publication_is_school(&by_school.v[i], indicator))
            row_fill(lang, &by_school.v[i], &cells[COLUMNS * table->rows_n++]);
    return table->rows_n ? table : NULL;
}

/* ---- several indicators, a row a school ---- */

static const struct published_figure *figure_of(struct published_figures by_school,
                                                const char *indicator, const char *school) {
    for (size_t i = 0; i < by_school.n; i++)
        if (publication_is_school(&by_school.v[i], indicator) &&
            strcmp(by_school.v[i].value, school) == 0)
            return &by_school.v[i];
    return NULL;
}

static bool is_first(struct published_figures by_school, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(by_school.v[k].value, by_school.v[i].value) == 0) return false;
    return true;
}

const struct table_model *published_schools_table(struct arena *a, enum lang lang,
                                                  struct published_figures by_school,
                                                  const char *const *indicators, size_t n) {
    struct table_column *columns = arena_array(a, n + 1, sizeof *columns);
    struct table_cell *cells = arena_array(a, (n + 1) * (by_school.n + 1), sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    columns[0].label = msg_publication_col_school(lang);
    for (size_t i = 0; i < n; i++)
        columns[i + 1] = (struct table_column){name_of(a, lang, indicators[i]), true, 1, "%"};
    *table = (struct table_model){.caption = msg_publication_col_school(lang),
                                  .columns = columns,
                                  .columns_n = n + 1,
                                  .cells = cells};
    for (size_t i = 0; i < by_school.n; i++) {
        const struct published_figure *school = &by_school.v[i];
        struct table_cell *row = &cells[(n + 1) * table->rows_n];
        size_t told = 0;
        if (!*school->value || !is_first(by_school, i)) continue;
        row[0] = (struct table_cell){school->name ? school->name : school->value, 0, NULL};
        for (size_t k = 0; k < n; k++) {
            const struct published_figure *f = figure_of(by_school, indicators[k], school->value);
            double share = f ? published_share(f).estimate : (double)NAN;
            const char *why = isnan(share) ? msg_publication_not_told(lang) : NULL;
            row[k + 1] = (struct table_cell){NULL, share, why};
            told += f != NULL;
        }
        table->rows_n += told > 0;
    }
    return table->rows_n ? table : NULL;
}

/* ---- funnel ---- */

static const char *finding_of(struct arena *a, enum lang lang, const struct funnel_model *funnel) {
    double theta = funnel_theta(funnel);
    int64_t out = 0, shown = 0;
    for (size_t i = 0; i < funnel->units_n; i++) {
        enum funnel_side side = funnel_side(theta, &funnel->units[i]);
        if (side == FUNNEL_NOT_SHOWN) continue;
        shown++;
        out += side != FUNNEL_INSIDE;
    }
    return out ? msg_publication_schools_finding(a, lang, out, shown)
               : msg_publication_schools_finding_none(a, lang, shown);
}

static size_t units_of(struct published_figures by_school, const char *indicator,
                       struct funnel_unit *units) {
    size_t n = 0;
    for (size_t i = 0; i < by_school.n; i++) {
        const struct published_figure *f = &by_school.v[i];
        if (!publication_is_school(f, indicator)) continue;
        bool hidden = f->yes == INT_NONE;
        units[n++] = (struct funnel_unit){.name = f->name ? f->name : f->value,
                                          .x = hidden ? 0 : f->yes,
                                          .n = f->base,
                                          .hidden = hidden};
    }
    return n;
}

const struct funnel_model *published_funnel(struct arena *a, enum lang lang,
                                            const struct publication *p,
                                            struct published_figures by_school,
                                            const char *indicator) {
    if (!published_has_schools(by_school, indicator)) return NULL;
    struct funnel_unit *units = arena_array(a, by_school.n + 1, sizeof *units);
    struct funnel_model *funnel = arena_alloc(a, sizeof *funnel);
    *funnel = (struct funnel_model){
        .units = units, .units_n = units_of(by_school, indicator, units), .theta = NAN};
    const char *all = fmt_percent(a, lang, 100 * funnel_theta(funnel), 1);
    funnel->theta_label = msg_publication_schools_theta(a, lang, all);
    funnel->n_label = msg_publication_schools_n(lang);
    const char *finding = finding_of(a, lang, funnel);
    const char *version =
        msg_publication_version(a, lang, school_year_text(a, p->school_year), p->version);
    funnel->figure = (struct figure_model){
        .id = "skoler",
        .title = finding,
        .subtitle = name_of(a, lang, indicator),
        .desc = msg_publication_schools_desc(a, lang, finding, funnel->theta_label),
        .source = msg_publication_schools_source(
            a, lang, version, fmt_day_long(a, lang, clock_day_of(p->approved_at))),
        .table = published_schools(a, lang, by_school, indicator)};
    return funnel;
}
